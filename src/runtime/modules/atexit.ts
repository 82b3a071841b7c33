import { Ob } from '../../memory/layout.ts';
import { dictSet, newDict } from '../containers/dict-object.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { listSetItem } from '../containers/list-slices.ts';
import { tupleFromSlots, tupleOf } from '../containers/tuple-object.ts';
import { callTuple } from '../core/abstract/call.ts';
import { compareBool } from '../core/abstract/object.ts';
import { subtypeOf, takeError, typeError } from '../core/errors.ts';
import { List, Tp, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { exceptionReport } from '../exceptions/traceback-text.ts';
import { writeStderr } from '../exceptions/unraisable.ts';
import { newInt } from '../numbers/int-object.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeState } from './native-state.ts';

/** List of (function, args, kwargs or None), oldest first. */
function registry(rt: Runtime): number {
  return nativeState(rt, 'atexit', (r) => newList(r, 0));
}

function register(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs < 1) typeError(rt, 'register() takes at least 1 argument (0 given)');
  const H = rt.H;
  const f = H[args]!;
  if (H[H[f + Ob.type]! + Tp.call] === 0) typeError(rt, 'the first argument must be callable');
  const mark = rt.mark();
  const positional = rt.own(tupleFromSlots(rt, args + 2, nargs - 1));
  let named: number = S.None;
  if (kwnames !== 0 && H[kwnames + Ob.size]! > 0) {
    named = rt.own(newDict(rt));
    for (let i = 0; i < H[kwnames + Ob.size]!; i++) dictSet(rt, named, H[kwnames + Tuple.items + 2 * i]!, H[args + 2 * (nargs + i)]!);
  }
  listAppend(rt, registry(rt), rt.own(tupleOf(rt, f, positional, named)));
  return rt.leave(mark, rt.newRef(f));
}

/** Reports the exception under way of a registered function and clears it. CPython: atexit_callfuncs */
function reportExitError(rt: Runtime, f: number): void {
  const { atexitUnraisable, ignored } = rt.model.wording;
  if (atexitUnraisable) {
    rt.hooks.writeUnraisable(rt, f, 'atexit');
    return;
  }
  const mark = rt.mark();
  const exc = rt.own(takeError(rt));
  if (!subtypeOf(rt, rt.H[exc + Ob.type]!, T.SystemExit)) writeStderr(rt, `${ignored.atexit}:\n${exceptionReport(rt, exc)}`);
  rt.release(mark);
}

/** Runs and forgets the registered functions, newest first; errors are reported. CPython: Modules/atexitmodule.c atexit_callfuncs */
export function runExitFunctions(rt: Runtime): void {
  const list = registry(rt);
  while (rt.H[list + Ob.size]! > 0) {
    const mark = rt.mark();
    const last = rt.H[list + Ob.size]! - 1;
    const entry = rt.own(rt.newRef(rt.H[rt.H[list + List.items]! + 2 * last]!));
    listSetItem(rt, list, last, 0);
    const f = rt.H[entry + Tuple.items]!;
    const named = rt.H[entry + Tuple.items + 4]!;
    try {
      rt.own(callTuple(rt, f, rt.H[entry + Tuple.items + 2]!, named === S.None ? 0 : named));
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR) throw thrown;
      reportExitError(rt, f);
    }
    rt.release(mark);
  }
}

/** atexit. CPython: Modules/atexitmodule.c */
export const atexitModule: ModuleSpec = {
  name: 'atexit',
  doc: 'Functions that run when the interpreter ends.',
  functions: [
    { name: 'register', kind: Meth.KEYWORDS, fn: register },
    {
      name: 'unregister',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, f: number) => {
        const list = registry(rt);
        for (let i = rt.H[list + Ob.size]! - 1; i >= 0; i--) {
          const mark = rt.mark();
          const entry = rt.own(rt.newRef(rt.H[rt.H[list + List.items]! + 2 * i]!));
          if (compareBool(rt, rt.H[entry + Tuple.items]!, f, Cmp.EQ) && i < rt.H[list + Ob.size]!) listSetItem(rt, list, i, 0);
          rt.release(mark);
        }
        return rt.none();
      },
    },
    {
      name: '_run_exitfuncs',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        runExitFunctions(rt);
        return rt.none();
      },
    },
    {
      name: '_clear',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        const list = registry(rt);
        while (rt.H[list + Ob.size]! > 0) listSetItem(rt, list, rt.H[list + Ob.size]! - 1, 0);
        return rt.none();
      },
    },
    { name: '_ncallbacks', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.H[registry(rt) + Ob.size]!) },
  ],
};
