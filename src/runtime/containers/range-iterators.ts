import { asIndex } from '../core/abstract/number.ts';
import { Range, Tp } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { intToBig, intToSafe, newInt, newIntBig } from '../numbers/int-object.ts';
import { LongRangeIter, RangeIter } from './iterator-layout.ts';
import { builtin, iteratorMethods, selfIter } from './sequence-iterators.ts';
import { tupleOf } from './tuple-object.ts';

/**
 * Iterators over ranges. CPython: Objects/rangeobject.c rangeiterobject, longrangeiterobject
 *
 * range_iterator: index and length are words. When the high word of `index` is 0, start and step are words too and no item leaves 32
 * bits; when it is 1, start and step are doubles and no item leaves 53 bits. Everything larger is a longrange_iterator.
 */

const LIMIT32 = 0x7fff_ffff;
const LIMIT53 = 9007199254740991;

/** Iterator with these values, NaN for what does not fit. CPython: fast_range_iter */
function fastIterator(rt: Runtime, start: number, step: number, length: number): Owned {
  const op = rt.newObject(T.range_iterator, RangeIter.bytes);
  const H = rt.H;
  const last = start + length * step;
  const wide = !(start >= -LIMIT32 && start <= LIMIT32 && step >= -LIMIT32 && step <= LIMIT32 && last >= -LIMIT32 && last <= LIMIT32);
  H[op + RangeIter.index] = 0;
  H[op + RangeIter.index + 1] = wide ? 1 : 0;
  H[op + RangeIter.length] = length;
  H[op + RangeIter.length + 1] = 0;
  if (wide) {
    rt.F64[(op + RangeIter.start) >> 1] = start;
    rt.F64[(op + RangeIter.step) >> 1] = step;
  } else {
    H[op + RangeIter.start] = start;
    H[op + RangeIter.start + 1] = start >> 31;
    H[op + RangeIter.step] = step;
    H[op + RangeIter.step + 1] = step >> 31;
  }
  return op;
}

function fits(start: number, step: number, length: number): boolean {
  return length <= LIMIT32 && Math.abs(start) < LIMIT53 && Math.abs(start + length * step) < LIMIT53 && Math.abs(step) < LIMIT53;
}

/** Steals its four ints. */
function longIterator(rt: Runtime, start: number, step: number, length: number): Owned {
  const mark = rt.mark();
  rt.own(start);
  rt.own(step);
  rt.own(length);
  const zero = rt.own(newInt(rt, 0));
  const op = rt.newObject(T.longrange_iterator, LongRangeIter.bytes);
  const H = rt.H;
  const put = (at: number, v: number): void => {
    H[op + at] = v;
    H[op + at + 1] = 0;
  };
  put(LongRangeIter.index, zero);
  put(LongRangeIter.start, start);
  put(LongRangeIter.step, step);
  put(LongRangeIter.length, length);
  rt.unown(zero);
  rt.unown(length);
  rt.unown(step);
  rt.unown(start);
  rt.release(mark);
  return op;
}

/** CPython: range_iter */
export function newRangeIterator(rt: Runtime, range: number): Owned {
  const H = rt.H;
  const start = intToSafe(rt, H[range + Range.start]);
  const step = intToSafe(rt, H[range + Range.step]);
  const length = intToSafe(rt, H[range + Range.length]);
  if (fits(start, step, length)) return fastIterator(rt, start, step, length);
  return longIterator(rt, rt.newRef(H[range + Range.start]), rt.newRef(H[range + Range.step]), rt.newRef(H[range + Range.length]));
}

/** CPython: range_reverse */
export function newReverseRangeIterator(rt: Runtime, range: number): Owned {
  const H = rt.H;
  const start = intToSafe(rt, H[range + Range.start]);
  const step = intToSafe(rt, H[range + Range.step]);
  const length = intToSafe(rt, H[range + Range.length]);
  if (fits(start, step, length)) return fastIterator(rt, start + (length - 1) * step, -step, length);
  const s = intToBig(rt, H[range + Range.step]);
  const mark = rt.mark();
  const first = rt.own(newIntBig(rt, intToBig(rt, H[range + Range.start]) + (intToBig(rt, H[range + Range.length]) - 1n) * s));
  const back = newIntBig(rt, -s);
  rt.unown(first);
  rt.release(mark);
  return longIterator(rt, first, back, rt.newRef(H[range + Range.length]));
}

/** Next item. CPython: rangeiter_next */
export function rangeIteratorNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const i = H[op + RangeIter.index];
  if (i >= H[op + RangeIter.length]) return NULL;
  H[op + RangeIter.index] = i + 1;
  if (H[op + RangeIter.index + 1] === 0) return newInt(rt, H[op + RangeIter.start] + i * H[op + RangeIter.step]);
  return newInt(rt, rt.F64[(op + RangeIter.start) >> 1] + i * rt.F64[(op + RangeIter.step) >> 1]);
}

function startOf(rt: Runtime, op: number): number {
  return rt.H[op + RangeIter.index + 1] === 0 ? rt.H[op + RangeIter.start] : rt.F64[(op + RangeIter.start) >> 1];
}
function stepOf(rt: Runtime, op: number): number {
  return rt.H[op + RangeIter.index + 1] === 0 ? rt.H[op + RangeIter.step] : rt.F64[(op + RangeIter.step) >> 1];
}

function left(rt: Runtime, op: number): Owned {
  return newInt(rt, rt.H[op + RangeIter.length] - rt.H[op + RangeIter.index]);
}

/** (iter, (range,), index). CPython: rangeiter_reduce */
function reduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const start = startOf(rt, op);
  const step = stepOf(rt, op);
  const index = H[op + RangeIter.index];
  return reduceWith(rt, BigInt(start), BigInt(start) + BigInt(H[op + RangeIter.length]) * BigInt(step), BigInt(step), BigInt(index));
}

function reduceWith(rt: Runtime, start: bigint, stop: bigint, step: bigint, index: bigint): Owned {
  const mark = rt.mark();
  const stateless = rt.model.natives.rangeIteratorsMove;
  if (stateless) start += index * step;
  const args = rt.nsp;
  rt.own(newIntBig(rt, start));
  rt.own(newIntBig(rt, stop));
  rt.own(newIntBig(rt, step));
  const construct = rt.fn[rt.H[T.range + Tp.new]] as (rt: Runtime, type: number, args: number, nargs: number, kwnames: number) => Owned;
  const range = rt.own(construct(rt, T.range, args, 3, 0));
  const tuple = rt.own(tupleOf(rt, range));
  const at = rt.own(stateless ? rt.none() : newIntBig(rt, index));
  return rt.leave(mark, tupleOf(rt, builtin(rt, 'iter'), tuple, at));
}

function setState(rt: Runtime, op: number, state: number): Owned {
  const i = asIndex(rt, state);
  rt.H[op + RangeIter.index] = Math.min(Math.max(i, 0), rt.H[op + RangeIter.length]);
  return rt.none();
}

/** CPython: longrangeiter_next */
function longNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const i = intToBig(rt, H[op + LongRangeIter.index]);
  if (i >= intToBig(rt, H[op + LongRangeIter.length])) return NULL;
  const mark = rt.mark();
  const result = rt.own(newIntBig(rt, intToBig(rt, H[op + LongRangeIter.start]) + i * intToBig(rt, H[op + LongRangeIter.step])));
  rt.setSlot(op + LongRangeIter.index, newIntBig(rt, i + 1n));
  rt.unown(result);
  return rt.leave(mark, result);
}

function longLeft(rt: Runtime, op: number): Owned {
  return newIntBig(rt, intToBig(rt, rt.H[op + LongRangeIter.length]) - intToBig(rt, rt.H[op + LongRangeIter.index]));
}

function longReduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const start = intToBig(rt, H[op + LongRangeIter.start]);
  const step = intToBig(rt, H[op + LongRangeIter.step]);
  return reduceWith(rt, start, start + intToBig(rt, H[op + LongRangeIter.length]) * step, step, intToBig(rt, H[op + LongRangeIter.index]));
}

function longSetState(rt: Runtime, op: number, state: number): Owned {
  const H = rt.H;
  let i = intToBig(rt, state);
  const n = intToBig(rt, H[op + LongRangeIter.length]);
  if (i < 0n) i = 0n;
  if (i > n) i = n;
  rt.setSlot(op + LongRangeIter.index, newIntBig(rt, i));
  return rt.none();
}

function longDealloc(rt: Runtime, op: number): void {
  rt.clearSlot(op + LongRangeIter.index);
  rt.clearSlot(op + LongRangeIter.start);
  rt.clearSlot(op + LongRangeIter.step);
  rt.clearSlot(op + LongRangeIter.length);
  rt.freeObject(op);
}

export const RANGE_ITERATOR_TYPES: readonly TypeSpec[] = [
  {
    name: 'range_iterator',
    at: T.range_iterator,
    basicsize: RangeIter.bytes,
    contract: { gc: false, slots: [] },
    slots: { dealloc: (rt, op) => rt.freeObject(op), iter: selfIter, iternext: rangeIteratorNext },
    methods: iteratorMethods(left, reduce, setState),
  },
  {
    name: 'longrange_iterator',
    at: T.longrange_iterator,
    basicsize: LongRangeIter.bytes,
    contract: {
      gc: false,
      slots: [
        { at: LongRangeIter.index, label: 'index' },
        { at: LongRangeIter.start, label: 'start' },
        { at: LongRangeIter.step, label: 'step' },
        { at: LongRangeIter.length, label: 'length' },
      ],
    },
    slots: { dealloc: longDealloc, iter: selfIter, iternext: longNext },
    methods: iteratorMethods(longLeft, longReduce, longSetState),
  },
];
