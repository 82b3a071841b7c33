import { Ob } from '../../memory/layout.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { addressText, getAttrText, hashAddress, isStr, strText } from '../core/abstract/object.ts';
import { typeError } from '../core/errors.ts';
import { CFunc, Tp, TpFlag } from '../core/layout.ts';
import { callNative } from '../core/native-call.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth, type MethodSpec } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { newCFunction } from '../types/descr-object.ts';
import { calleeText } from './mapping-merge.ts';

/** A builtin function or method; `self` and `module` (a str) borrowed, 0 = none. MemoryError. CPython: Objects/methodobject.c PyCFunction_NewEx */
export function newBuiltin(rt: Runtime, spec: MethodSpec, self: number, module: number): Owned {
  return newCFunction(rt, spec, self, module);
}

/** The definition behind a builtin function. */
export function builtinSpec(rt: Runtime, f: number): MethodSpec {
  return rt.methodDefs[rt.H[f + CFunc.def]];
}

function messageName(rt: Runtime, f: number): string {
  return calleeText(rt, f).replace(/\(\)$/, '');
}

/** CPython: cfunction_vectorcall functions */
function builtinCall(rt: Runtime, f: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const spec = rt.methodDefs[H[f + CFunc.def]];
  const self = H[f + CFunc.self];
  return callNative(rt, spec, (spec.kind & Meth.STATIC) !== 0 ? 0 : self, args, nargs, kwnames, f, messageName);
}

function builtinRepr(rt: Runtime, f: number): Owned {
  const H = rt.H;
  const self = H[f + CFunc.self];
  const name = builtinSpec(rt, f).name;
  if (self === 0 || H[self + Ob.type] === T.module) return newStr(rt, `<built-in function ${name}>`);
  return newStr(rt, `<built-in method ${name} of ${rt.hooks.strText(rt, H[H[self + Ob.type] + Tp.name])} object at ${addressText(self)}>`);
}

/** CPython: meth_get__qualname__ */
function builtinQualname(rt: Runtime, f: number): Owned {
  const H = rt.H;
  const self = H[f + CFunc.self];
  const name = builtinSpec(rt, f).name;
  if (self === 0 || H[self + Ob.type] === T.module) return newStr(rt, name);
  const isType = (H[H[self + Ob.type] + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0;
  const mark = rt.mark();
  const owner = rt.own(getAttrText(rt, isType ? self : H[self + Ob.type], '__qualname__'));
  if (!isStr(rt, owner)) typeError(rt, '<method>.__class__.__qualname__ is not a unicode object');
  return rt.leave(mark, newStr(rt, `${strText(rt, owner)}.${name}`));
}

function builtinCompare(rt: Runtime, a: number, b: number, op: number): Owned {
  const H = rt.H;
  if ((op !== Cmp.EQ && op !== Cmp.NE) || H[a + Ob.type] !== T.builtin_function_or_method || H[b + Ob.type] !== T.builtin_function_or_method) {
    return rt.notImplemented();
  }
  const same = H[a + CFunc.self] === H[b + CFunc.self] && builtinSpec(rt, a).fn === builtinSpec(rt, b).fn;
  return rt.bool(same === (op === Cmp.EQ));
}

function builtinHash(rt: Runtime, f: number): number {
  const self = rt.H[f + CFunc.self];
  const lo = hashAddress(rt, self === 0 ? f : self) ^ rt.H[f + CFunc.def];
  return lo === -1 ? -2 : lo;
}

/** Pickled by name, or as a method of its object. CPython: meth_reduce */
function builtinReduce(rt: Runtime, f: number): Owned {
  const H = rt.H;
  const self = H[f + CFunc.self];
  const name = builtinSpec(rt, f).name;
  if (self === 0 || H[self + Ob.type] === T.module) return newStr(rt, name);
  const mark = rt.mark();
  const pair = rt.own(tupleOf(rt, self, rt.own(newStr(rt, name))));
  return rt.leave(mark, tupleOf(rt, dictGetText(rt, H[Root.builtinsDict], 'getattr'), pair));
}

function builtinSelf(rt: Runtime, f: number): Owned {
  const self = rt.H[f + CFunc.self];
  return rt.newRef(self === 0 || (builtinSpec(rt, f).kind & Meth.STATIC) !== 0 ? S.None : self);
}

function textOrNone(rt: Runtime, text: string | undefined): Owned {
  return text === undefined ? rt.none() : newStr(rt, text);
}

export const BUILTIN_FUNCTION_TYPE: TypeSpec = {
  name: 'builtin_function_or_method',
  at: T.builtin_function_or_method,
  basicsize: CFunc.end * 4,
  flags: TpFlag.HAVE_VECTORCALL | TpFlag.DISALLOW_INSTANTIATION,
  contract: {
    gc: true,
    slots: [
      { at: CFunc.self, label: '__self__', keep: true },
      { at: CFunc.module, label: '__module__', keep: true },
    ],
  },
  slots: { repr: builtinRepr, hash: builtinHash, call: builtinCall, richcompare: builtinCompare },
  weaklistoffset: CFunc.weaklist,
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: builtinReduce }],
  members: [{ name: '__module__', at: CFunc.module, kind: 'object' }],
  getset: [
    { name: '__doc__', get: (rt, f) => textOrNone(rt, builtinSpec(rt, f).doc) },
    { name: '__name__', get: (rt, f) => newStr(rt, builtinSpec(rt, f).name) },
    { name: '__qualname__', get: builtinQualname },
    { name: '__self__', get: builtinSelf },
    { name: '__text_signature__', get: (rt, f) => textOrNone(rt, builtinSpec(rt, f).signature) },
  ],
};
