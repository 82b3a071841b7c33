import { Ob } from '../../../memory/layout.ts';
import { tuple2, tupleOf } from '../../containers/tuple-object.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { catching, valueError } from '../../core/errors.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { iteratorType, newIterator, refuseKeywords } from './iterator-type.ts';

/** itertools.islice: the iterator, then doubles: position of the next item to give, stop (-1: none), step, items read. */
const enum At {
  it = 4,
  next = 6,
  stop = 8,
  step = 10,
  count = 12,
}
const MAX = 2 ** 63;

/** A bound: None gives `none`, what is no int in range gives -1. */
function bound(rt: Runtime, o: number, none: number): number {
  if (o === S.None) return none;
  return catching(
    rt,
    T.Exception,
    () => {
      const n = asIndex(rt, o);
      return n < 0 ? -2 : n;
    },
    -2,
  );
}

/** CPython: islice_new */
function newIslice(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  refuseKeywords(rt, type, 'islice', kwnames);
  checkPositional(rt, 'islice', nargs, 2, 4);
  const H = rt.H;
  let start = 0;
  let stop: number;
  let step = 1;
  if (nargs === 2) {
    stop = bound(rt, H[args + 2]!, -1);
    if (stop === -2) valueError(rt, 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  } else {
    start = bound(rt, H[args + 2]!, 0);
    stop = bound(rt, H[args + 4]!, -1);
    if (stop === -2) valueError(rt, 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
    if (start === -2) valueError(rt, 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  }
  if (nargs === 4) {
    step = bound(rt, H[args + 6]!, 1);
    if (step < 1) valueError(rt, 'Step for islice() must be a positive integer or None.');
  }
  const mark = rt.mark();
  const it = rt.own(iter(rt, H[args]!));
  const op = newIterator(rt, type, it);
  const F64 = rt.F64;
  F64[(op + At.next) >> 1] = start;
  F64[(op + At.stop) >> 1] = stop;
  F64[(op + At.step) >> 1] = step;
  F64[(op + At.count) >> 1] = 0;
  return rt.leave(mark, op);
}

function nextItem(rt: Runtime, self: number): Owned {
  const F64 = rt.F64;
  const it = rt.H[self + At.it]!;
  if (it === 0) return NULL;
  const stop = F64[(self + At.stop) >> 1]!;
  const wanted = F64[(self + At.next) >> 1]!;
  while (F64[(self + At.count) >> 1]! < wanted) {
    const skipped = next(rt, it);
    if (skipped === 0) {
      rt.clearSlot(self + At.it);
      return NULL;
    }
    rt.decref(skipped);
    F64[(self + At.count) >> 1]!++;
  }
  if (stop !== -1 && F64[(self + At.count) >> 1]! >= stop) {
    rt.clearSlot(self + At.it);
    return NULL;
  }
  const item = next(rt, it);
  if (item === 0) {
    rt.clearSlot(self + At.it);
    return NULL;
  }
  F64[(self + At.count) >> 1]!++;
  let after = F64[(self + At.next) >> 1]! + F64[(self + At.step) >> 1]!;
  if (after >= MAX || (stop !== -1 && after > stop)) after = stop;
  F64[(self + At.next) >> 1] = after;
  return item;
}

function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const F64 = rt.F64;
  const mark = rt.mark();
  const type = H[self + Ob.type]!;
  const zero = rt.own(newInt(rt, 0));
  if (H[self + At.it] === 0) {
    const list = rt.own(rt.hooks.newList(rt));
    const empty = rt.own(iter(rt, list));
    const args = rt.own(tuple2(rt, empty, zero));
    return rt.leave(mark, tupleOf(rt, type, args, zero));
  }
  const stop = F64[(self + At.stop) >> 1]!;
  const start = rt.own(newInt(rt, F64[(self + At.next) >> 1]!));
  const end = stop === -1 ? S.None : rt.own(newInt(rt, stop));
  const step = rt.own(newInt(rt, F64[(self + At.step) >> 1]!));
  const count = rt.own(newInt(rt, F64[(self + At.count) >> 1]!));
  const args = rt.own(tupleOf(rt, H[self + At.it]!, start, end, step));
  return rt.leave(mark, tupleOf(rt, type, args, count));
}

function setState(rt: Runtime, self: number, state: number): Owned {
  rt.F64[(self + At.count) >> 1] = asIndex(rt, state);
  return rt.none();
}

const methods: readonly MethodSpec[] = [
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce },
  { name: '__setstate__', kind: Meth.O, fn: setState },
];

export const isliceType = iteratorType({
  name: 'islice',
  basicsize: 56,
  holds: ['iterator'],
  new: newIslice,
  next: nextItem,
  methods,
  doc: 'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object',
});
