import { Ob } from '../../../memory/layout.ts';
import type { Owned } from '../ownership.ts';
import type { Runtime } from '../runtime.ts';
import { type Binary, type Call, Meth, type MethodSpec } from '../signatures.ts';
import { T } from '../static.ts';
import { holdArguments, tupleOfSlots } from './call.ts';

type Fast = (rt: Runtime, self: number, args: number, nargs: number) => Owned;

/** Numbers and strings only: nobody can see who holds them while native code uses them. */
function plain(rt: Runtime, args: number, n: number): boolean {
  const H = rt.H;
  for (let i = 0; i < n; i++) {
    const type = H[H[args + 2 * i] + Ob.type];
    if (type !== T.int && type !== T.float && type !== T.str && type !== T.bytes && type !== T.NoneType) return false;
  }
  return true;
}

/**
 * The declarations of a module's functions or a type's methods: those that take their arguments in a tuple under the model
 * (Model.packedArguments) with a function that parks such a tuple. CPython: METH_VARARGS, Objects/methodobject.c cfunction_call
 */
export function packing(rt: Runtime, owner: string, specs: readonly MethodSpec[]): readonly MethodSpec[] {
  const names = rt.model.packedArguments.get(owner);
  return names === undefined ? specs : specs.map((spec) => (names.has(spec.name) ? packed(spec) : spec));
}

/** tp_call of a type whose instances take arguments without a tuple only in some releases (Model.vectorcallTypes). CPython: _PyObject_MakeTpCall */
export function packingCall(type: string, fn: Call): Call {
  return (rt, self, args, nargs, kwnames) => {
    if (rt.model.vectorcallTypes.has(type)) return fn(rt, self, args, nargs, kwnames);
    const mark = rt.mark();
    return rt.leave(mark, fn(rt, self, holdArguments(rt, args, nargs, kwnames), nargs, kwnames));
  };
}

function packed(spec: MethodSpec): MethodSpec {
  switch (spec.kind & Meth.kindMask) {
    case Meth.O: {
      const fn = spec.fn as Binary;
      return {
        ...spec,
        fn: (rt: Runtime, self: number, arg: number) => {
          const mark = rt.mark();
          const slot = rt.push(arg);
          rt.own(tupleOfSlots(rt, slot, 1));
          return rt.leave(mark, fn(rt, self, arg));
        },
      };
    }
    case Meth.FAST: {
      const fn = spec.fn as Fast;
      return {
        ...spec,
        fn: (rt: Runtime, self: number, args: number, nargs: number) => {
          if (plain(rt, args, nargs)) return fn(rt, self, args, nargs);
          const mark = rt.mark();
          return rt.leave(mark, fn(rt, self, holdArguments(rt, args, nargs, 0), nargs));
        },
      };
    }
    case Meth.KEYWORDS: {
      const fn = spec.fn as Call;
      return {
        ...spec,
        fn: (rt: Runtime, self: number, args: number, nargs: number, kwnames: number) => {
          if (kwnames === 0 && plain(rt, args, nargs)) return fn(rt, self, args, nargs, 0);
          const mark = rt.mark();
          return rt.leave(mark, fn(rt, self, holdArguments(rt, args, nargs, kwnames), nargs, kwnames));
        },
      };
    }
    default:
      return spec;
  }
}
