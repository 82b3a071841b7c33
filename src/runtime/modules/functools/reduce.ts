import { newTuple } from '../../containers/tuple-object.ts';
import { callTuple } from '../../core/abstract/call.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { checkPositional } from '../../core/arguments.ts';
import { catching, typeError } from '../../core/errors.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';

/** reduce(function, iterable[, initial]). One tuple holds the arguments of all calls. CPython: Modules/_functoolsmodule.c functools_reduce */
function reduce(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'reduce', nargs, 2, 3);
  const H = rt.H;
  const func = H[args]!;
  const mark = rt.mark();
  const it = rt.own(catching(rt, T.TypeError, () => iter(rt, H[args + 2]!) as number, 0));
  if (it === 0) typeError(rt, 'reduce() arg 2 must support iteration');
  // slot of the running result
  const resultSlot = rt.mark();
  rt.own(nargs === 3 ? rt.newRef(H[args + 4]!) : 0);
  const tupleSlot = rt.mark();
  rt.own(newTuple(rt, 2));
  for (;;) {
    if (H[H[tupleSlot]!]! > 1) {
      const fresh = newTuple(rt, 2);
      rt.setSlot(tupleSlot, fresh);
    }
    const item = next(rt, it);
    if (item === 0) break;
    const result = H[resultSlot]!;
    if (result === 0) {
      H[resultSlot] = item;
      continue;
    }
    const tuple = H[tupleSlot]!;
    H[resultSlot] = 0;
    rt.setSlot(tuple + Tuple.items, result);
    rt.setSlot(tuple + Tuple.items + 2, item);
    H[resultSlot] = callTuple(rt, func, tuple, 0);
  }
  const result = H[resultSlot]!;
  if (result === 0) typeError(rt, 'reduce() of empty iterable with no initial value');
  return rt.leave(mark, rt.newRef(result));
}

export const reduceFunction: MethodSpec = {
  name: 'reduce',
  kind: Meth.FAST,
  fn: reduce,
  doc: 'reduce(function, iterable[, initial]) -> value\n\nApply a function of two arguments cumulatively to the items of a sequence\nor iterable, from left to right, so as to reduce the iterable to a single\nvalue.',
};
