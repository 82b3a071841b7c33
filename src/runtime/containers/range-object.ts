import { Ob } from '../../memory/layout.ts';
import { contains as searchItems, sequenceCount, sequenceIndex } from '../core/abstract/item.ts';
import { hasIndex, index } from '../core/abstract/number.ts';
import { hash, repr } from '../core/abstract/object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { indexError, overflowError, typeError, typeName, valueError } from '../core/errors.ts';
import { Range, Slice, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { fitsInt64, intToBig, intToSafe, isExactInt, newInt, newIntBig } from '../numbers/int-object.ts';
import { newRangeIterator, newReverseRangeIterator } from './range-iterators.ts';
import { tuple2, tupleOf } from './tuple-object.ts';

/** range: start, stop, step and length are owned ints of any size. CPython: Objects/rangeobject.c */

/** A range of owned ints, which it steals; the length is computed. ValueError for step 0 is the caller's. CPython: make_range_object */
function makeRange(rt: Runtime, start: number, stop: number, step: number): Owned {
  const mark = rt.mark();
  rt.own(start);
  rt.own(stop);
  rt.own(step);
  const length = rt.own(rangeLength(rt, start, stop, step));
  const op = rt.newObject(T.range, 48);
  const H = rt.H;
  H[op + Range.start] = start;
  H[op + Range.start + 1] = 0;
  H[op + Range.stop] = stop;
  H[op + Range.stop + 1] = 0;
  H[op + Range.step] = step;
  H[op + Range.step + 1] = 0;
  H[op + Range.length] = length;
  H[op + Range.length + 1] = 0;
  rt.unown(length);
  rt.unown(step);
  rt.unown(stop);
  rt.unown(start);
  rt.release(mark);
  return op;
}

/** CPython: compute_range_length */
function rangeLength(rt: Runtime, start: number, stop: number, step: number): Owned {
  const a = intToSafe(rt, start);
  const b = intToSafe(rt, stop);
  const s = intToSafe(rt, step);
  // not a number fails every comparison
  if (Math.abs(b - a) < 9007199254740991 && Math.abs(s) < 9007199254740991) {
    if (s > 0) return newInt(rt, a < b ? Math.floor((b - a - 1) / s) + 1 : 0);
    return newInt(rt, a > b ? Math.floor((a - b - 1) / -s) + 1 : 0);
  }
  const x = intToBig(rt, start);
  const y = intToBig(rt, stop);
  const z = intToBig(rt, step);
  if (z > 0n) return newIntBig(rt, x < y ? (y - x - 1n) / z + 1n : 0n);
  return newIntBig(rt, x > y ? (x - y - 1n) / -z + 1n : 0n);
}

/** A bound as an int: from 3.10 on an exact one. CPython: PyNumber_Index */
function boundOf(rt: Runtime, o: number): Owned {
  const n = index(rt, o);
  if (rt.H[n + Ob.type] === T.int || !rt.model.natives.exactIndex) return n;
  const mark = rt.mark();
  rt.own(n);
  return rt.leave(mark, rt.hooks.exactInt(rt, n));
}

/** CPython: range_new, range_vectorcall */
function construct(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'range', kwnames);
  checkPositional(rt, 'range', nargs, 1, 3);
  const H = rt.H;
  const mark = rt.mark();
  if (nargs === 1) {
    const stop = boundOf(rt, H[args]);
    return makeRange(rt, newInt(rt, 0), stop, newInt(rt, 1));
  }
  const start = rt.own(boundOf(rt, H[args]));
  const stop = rt.own(boundOf(rt, H[args + 2]));
  const step = rt.own(nargs === 3 ? boundOf(rt, H[args + 4]) : newInt(rt, 1));
  if (H[step + Ob.size] === 0) valueError(rt, 'range() arg 3 must not be zero');
  rt.unown(step);
  rt.unown(stop);
  rt.unown(start);
  rt.release(mark);
  return makeRange(rt, start, stop, step);
}

function dealloc(rt: Runtime, op: number): void {
  rt.clearSlot(op + Range.start);
  rt.clearSlot(op + Range.stop);
  rt.clearSlot(op + Range.step);
  rt.clearSlot(op + Range.length);
  rt.freeObject(op);
}

function length(rt: Runtime, op: number): number {
  const n = rt.H[op + Range.length];
  if (!fitsInt64(rt, n)) overflowError(rt, 'Python int too large to convert to C ssize_t');
  const v = intToSafe(rt, n);
  return Number.isNaN(v) ? Number(intToBig(rt, n)) : v;
}

/** start + i * step. */
function itemOf(rt: Runtime, op: number, i: bigint): Owned {
  const H = rt.H;
  const start = intToSafe(rt, H[op + Range.start]);
  const step = intToSafe(rt, H[op + Range.step]);
  const v = start + Number(i) * step;
  if (Math.abs(v) < 9007199254740991 && Math.abs(step * Number(i)) < 9007199254740991) return newInt(rt, v);
  return newIntBig(rt, intToBig(rt, H[op + Range.start]) + i * intToBig(rt, H[op + Range.step]));
}

function item(rt: Runtime, op: number, i: number): Owned {
  const n = length(rt, op);
  if (i < 0 || i >= n) indexError(rt, 'range object index out of range');
  return itemOf(rt, op, BigInt(i));
}

function subscript(rt: Runtime, op: number, key: number): Owned {
  const H = rt.H;
  if (hasIndex(rt, key)) {
    const mark = rt.mark();
    const n = intToSafe(rt, H[op + Range.length]);
    const k = rt.own(index(rt, key));
    let i = intToSafe(rt, k);
    if (!Number.isNaN(i + n)) {
      if (i < 0) i += n;
      if (i < 0 || i >= n) indexError(rt, 'range object index out of range');
      const start = intToSafe(rt, H[op + Range.start]);
      const step = intToSafe(rt, H[op + Range.step]);
      const v = start + i * step;
      if (Math.abs(v) < 9007199254740991 && Math.abs(i * step) < 9007199254740991) {
        rt.release(mark);
        return newInt(rt, v);
      }
      return rt.leave(mark, itemOf(rt, op, BigInt(i)));
    }
    const big = intToBig(rt, H[op + Range.length]);
    let at = intToBig(rt, k);
    if (at < 0n) at += big;
    if (at < 0n || at >= big) indexError(rt, 'range object index out of range');
    return rt.leave(mark, itemOf(rt, op, at));
  }
  if (H[key + Ob.type] !== T.slice) typeError(rt, `range indices must be integers or slices, not ${typeName(rt, key)}`);
  return subrange(rt, op, key);
}

/** A bound of a slice as bigint. */
function sliceBound(rt: Runtime, o: number, none: bigint, length: bigint, lower: bigint, upper: bigint): bigint {
  if (o === S.None) return none;
  if (!hasIndex(rt, o)) typeError(rt, 'slice indices must be integers or None or have an __index__ method');
  const mark = rt.mark();
  let v = intToBig(rt, rt.own(index(rt, o)));
  rt.release(mark);
  if (v < 0n) {
    v += length;
    return v < lower ? lower : v;
  }
  return v > upper ? upper : v;
}

/** CPython: compute_slice */
function subrange(rt: Runtime, op: number, slice: number): Owned {
  const H = rt.H;
  const n = intToBig(rt, H[op + Range.length]);
  const start = intToBig(rt, H[op + Range.start]);
  const step = intToBig(rt, H[op + Range.step]);
  let by = 1n;
  if (H[slice + Slice.step] !== S.None) {
    if (!hasIndex(rt, H[slice + Slice.step])) typeError(rt, 'slice indices must be integers or None or have an __index__ method');
    const mark = rt.mark();
    by = intToBig(rt, rt.own(index(rt, H[slice + Slice.step])));
    rt.release(mark);
    if (by === 0n) valueError(rt, 'slice step cannot be zero');
  }
  const lower = by < 0n ? -1n : 0n;
  const upper = by < 0n ? n - 1n : n;
  const from = sliceBound(rt, H[slice + Slice.start], by < 0n ? upper : lower, n, lower, upper);
  const to = sliceBound(rt, H[slice + Slice.stop], by < 0n ? lower : upper, n, lower, upper);
  const mark = rt.mark();
  const a = rt.own(newIntBig(rt, start + from * step));
  const b = rt.own(newIntBig(rt, start + to * step));
  const c = rt.own(newIntBig(rt, step * by));
  rt.unown(c);
  rt.unown(b);
  rt.unown(a);
  rt.release(mark);
  return makeRange(rt, a, b, c);
}

/** Is an int in the range? CPython: range_contains_long */
function containsInt(rt: Runtime, op: number, key: number): boolean {
  const H = rt.H;
  const v = intToSafe(rt, key);
  const a = intToSafe(rt, H[op + Range.start]);
  const b = intToSafe(rt, H[op + Range.stop]);
  const s = intToSafe(rt, H[op + Range.step]);
  if (Math.abs(v - a) < 9007199254740991 && !Number.isNaN(b + s)) {
    return (s > 0 ? v >= a && v < b : v <= a && v > b) && (v - a) % s === 0;
  }
  const x = intToBig(rt, key);
  const start = intToBig(rt, H[op + Range.start]);
  const stop = intToBig(rt, H[op + Range.stop]);
  const step = intToBig(rt, H[op + Range.step]);
  return (step > 0n ? x >= start && x < stop : x <= start && x > stop) && (x - start) % step === 0n;
}

/** int or bool: what is compared by value without calling anything. */
function isPlainInt(rt: Runtime, o: number): boolean {
  return isExactInt(rt, o) || rt.H[o + Ob.type] === T.bool;
}

function contains(rt: Runtime, op: number, key: number): number {
  if (isPlainInt(rt, key)) return containsInt(rt, op, key) ? 1 : 0;
  return searching(rt, op, (list) => searchItems(rt, list, key)) ? 1 : 0;
}

/** Searches the items as any iterable's: through a view of the range without its own sq_contains. */
function searching<V>(rt: Runtime, op: number, search: (items: number) => V): V {
  const mark = rt.mark();
  const it = rt.own(newRangeIterator(rt, op));
  const result = search(it);
  rt.release(mark);
  return result;
}

function count(rt: Runtime, op: number, key: number): Owned {
  if (isPlainInt(rt, key)) return newInt(rt, containsInt(rt, op, key) ? 1 : 0);
  return newInt(rt, sequenceCount(rt, op, key));
}

function indexOf(rt: Runtime, op: number, key: number): Owned {
  const H = rt.H;
  if (!isPlainInt(rt, key)) return newInt(rt, sequenceIndex(rt, op, key));
  if (!containsInt(rt, op, key)) {
    const mark = rt.mark();
    const text = rt.hooks.strText(rt, rt.own(repr(rt, key)));
    rt.release(mark);
    valueError(rt, `${text} is not in range`);
  }
  return newIntBig(rt, (intToBig(rt, key) - intToBig(rt, H[op + Range.start])) / intToBig(rt, H[op + Range.step]));
}

function rangeRepr(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const start = intToBig(rt, H[op + Range.start]);
  const stop = intToBig(rt, H[op + Range.stop]);
  const step = intToBig(rt, H[op + Range.step]);
  return rt.hooks.newStr(rt, step === 1n ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`);
}

/** CPython: range_equals */
function equal(rt: Runtime, a: number, b: number): boolean {
  const H = rt.H;
  if (a === b) return true;
  const n = intToBig(rt, H[a + Range.length]);
  if (n !== intToBig(rt, H[b + Range.length])) return false;
  if (n === 0n) return true;
  if (intToBig(rt, H[a + Range.start]) !== intToBig(rt, H[b + Range.start])) return false;
  return n === 1n || intToBig(rt, H[a + Range.step]) === intToBig(rt, H[b + Range.step]);
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (rt.H[b + Ob.type] !== T.range || (op !== Cmp.EQ && op !== Cmp.NE)) return rt.notImplemented();
  return rt.bool(equal(rt, a, b) === (op === Cmp.EQ));
}

function rangeHash(rt: Runtime, op: number): number {
  const H = rt.H;
  const n = intToBig(rt, H[op + Range.length]);
  const mark = rt.mark();
  const key = rt.own(tupleOf(rt, H[op + Range.length], n === 0n ? S.None : H[op + Range.start], n <= 1n ? S.None : H[op + Range.step]));
  const lo = hash(rt, key);
  const hi = rt.hashHi;
  rt.release(mark);
  rt.hashHi = hi;
  return lo;
}

function reduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const args = rt.own(tupleOf(rt, H[op + Range.start], H[op + Range.stop], H[op + Range.step]));
  return rt.leave(mark, tuple2(rt, T.range, args));
}

export const RANGE_TYPE: TypeSpec = {
  name: 'range',
  at: T.range,
  basicsize: 48,
  flags: TpFlag.SEQUENCE,
  contract: {
    gc: false,
    slots: [
      { at: Range.start, label: 'start' },
      { at: Range.stop, label: 'stop' },
      { at: Range.step, label: 'step' },
      { at: Range.length, label: 'length' },
    ],
  },
  slots: {
    dealloc,
    repr: rangeRepr,
    hash: rangeHash,
    richcompare: compare,
    iter: newRangeIterator,
    new: construct,
    vectorcall: construct,
    nbBool: (rt, op) => (rt.H[rt.H[op + Range.length] + Ob.size] === 0 ? 0 : 1),
    mpLength: length,
    mpSubscript: subscript,
    sqLength: length,
    sqItem: item,
    sqContains: contains,
  },
  methods: [
    { name: '__reversed__', kind: Meth.NOARGS, fn: newReverseRangeIterator, doc: 'Return a reverse iterator.' },
    { name: '__reduce__', kind: Meth.NOARGS, fn: reduce },
    { name: 'count', kind: Meth.O, fn: count, doc: 'rangeobject.count(value) -> integer -- return number of occurrences of value' },
    {
      name: 'index',
      kind: Meth.O,
      fn: indexOf,
      doc: 'rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.',
    },
  ],
  members: [
    { name: 'start', at: Range.start, kind: 'object_ex', readonly: true },
    { name: 'stop', at: Range.stop, kind: 'object_ex', readonly: true },
    { name: 'step', at: Range.step, kind: 'object_ex', readonly: true },
  ],
  doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).',
};
