import { Gc, Ob } from '../../../memory/layout.ts';
import { newTuple, tupleOf } from '../../containers/tuple-object.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { findKeyword } from '../../core/arguments.ts';
import { typeError } from '../../core/errors.ts';
import { Tuple } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import { iteratorType, newIterator } from './iterator-type.ts';

/**
 * itertools.zip_longest: the tuple of iterators (exhausted ones are NULL), the fill value, the tuple of the last result, which is used again when nobody
 * else holds it, how many are left (raw), how many there are.
 */
const enum At {
  iterators = 4,
  fill = 6,
  result = 8,
  active = 10,
  count = 11,
}

function newZipLongest(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  let fill: number = S.None;
  if (kwnames !== 0 && H[kwnames + Ob.size]! > 0) {
    const given = findKeyword(rt, args, nargs, kwnames, 'fillvalue');
    if (given === 0 || H[kwnames + Ob.size]! > 1) typeError(rt, 'zip_longest() got an unexpected keyword argument');
    fill = given;
  }
  const mark = rt.mark();
  const iterators = rt.own(newTuple(rt, nargs));
  for (let i = 0; i < nargs; i++) H[iterators + Tuple.items + 2 * i] = iter(rt, H[args + 2 * i]!);
  if (nargs > 0) rt.track(iterators);
  const result = rt.own(newTuple(rt, nargs));
  for (let i = 0; i < nargs; i++) H[result + Tuple.items + 2 * i] = rt.none();
  const op = newIterator(rt, type, iterators, fill, result);
  H[op + At.active] = nargs;
  H[op + At.count] = nargs;
  return rt.leave(mark, op);
}

function nextItem(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const n = H[self + At.count]!;
  if (n === 0 || H[self + At.active] === 0) return NULL;
  const mark = rt.mark();
  const kept = H[self + At.result]!;
  const again = H[kept] === 1;
  const result = rt.own(again ? rt.newRef(kept) : newTuple(rt, n));
  for (let i = 0; i < n; i++) {
    const slot = H[self + At.iterators]! + Tuple.items + 2 * i;
    const it = H[slot]!;
    let item: number = 0;
    if (it !== 0) {
      try {
        item = next(rt, it);
      } catch (thrown) {
        H[self + At.active] = 0;
        throw thrown;
      }
      if (item === 0) {
        H[self + At.active]!--;
        if (H[self + At.active] === 0) {
          rt.release(mark);
          return NULL;
        }
        rt.clearSlot(slot);
      }
    }
    rt.setSlot(result + Tuple.items + 2 * i, item !== 0 ? item : rt.newRef(H[self + At.fill]!));
  }
  if (H[result + Gc.next] === 0) rt.track(result);
  return rt.leave(mark, rt.newRef(result));
}

function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const n = H[self + At.count]!;
  const args = rt.own(newTuple(rt, n));
  for (let i = 0; i < n; i++) {
    const it = H[H[self + At.iterators]! + Tuple.items + 2 * i]!;
    H[args + Tuple.items + 2 * i] = it === 0 ? tupleOf(rt) : rt.newRef(it);
  }
  if (n > 0) rt.track(args);
  return rt.leave(mark, tupleOf(rt, H[self + Ob.type]!, args, H[self + At.fill]!));
}

function setFill(rt: Runtime, self: number, state: number): Owned {
  rt.setSlot(self + At.fill, rt.newRef(state));
  return rt.none();
}

const methods: readonly MethodSpec[] = [
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce },
  { name: '__setstate__', kind: Meth.O, fn: setFill },
];

export const zipLongestType = iteratorType({
  name: 'zip_longest',
  basicsize: 56,
  holds: ['iterators', 'fill value', 'tuple to be used again'],
  new: newZipLongest,
  next: nextItem,
  methods,
  doc: 'zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object',
});
