import { Gc, Ob } from '../../memory/layout.ts';
import { sliceIndices } from '../core/abstract/item.ts';
import { hasIndex, index } from '../core/abstract/number.ts';
import { repr, richCompare } from '../core/abstract/object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { typeError, valueError } from '../core/errors.ts';
import { Slice } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { intToBig, newIntBig } from '../numbers/int-object.ts';
import { Free, keepFree, takeFree } from './free-lists.ts';
import { xxHash } from './hash-mixing.ts';
import { tuple2, tupleOf } from './tuple-object.ts';

/** slice. The bounds for a sequence come from core/abstract/item.ts sliceIndices. CPython: Objects/sliceobject.c */

/** slice(start, stop, step); increfs all, each may be None. MemoryError. CPython: PySlice_New */
export function newSlice(rt: Runtime, start: number, stop: number, step: number): Owned {
  const H = rt.H;
  let op = takeFree(rt, Free.slice);
  if (op !== 0) H[op] = 1;
  else op = rt.newGcObject(T.slice, 40);
  H[start]++;
  H[stop]++;
  H[step]++;
  H[op + Slice.start] = start;
  H[op + Slice.start + 1] = 0;
  H[op + Slice.stop] = stop;
  H[op + Slice.stop + 1] = 0;
  H[op + Slice.step] = step;
  H[op + Slice.step + 1] = 0;
  rt.track(op);
  return op as Owned;
}

/** Bounds for a sequence of `length` items, left in rt.slice; gives their number. ValueError for step 0. */
export function sliceCount(rt: Runtime, slice: number, length: number): number {
  sliceIndices(rt, slice, length);
  return rt.slice.count;
}

function dealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + Slice.step);
  rt.clearSlot(op + Slice.start);
  rt.clearSlot(op + Slice.stop);
  if (H[Free.slice + 1] < H[Free.sliceLimit]) keepFree(rt, Free.slice, op);
  else rt.freeGcObject(op);
}

function construct(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'slice', kwnames);
  checkPositional(rt, 'slice', nargs, 1, 3);
  const H = rt.H;
  if (nargs === 1) return newSlice(rt, S.None, H[args], S.None);
  return newSlice(rt, H[args], H[args + 2], nargs === 3 ? H[args + 4] : S.None);
}

function sliceRepr(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const parts: string[] = [];
  for (const at of [Slice.start, Slice.stop, Slice.step]) parts.push(rt.hooks.strText(rt, rt.own(repr(rt, rt.H[op + at]))));
  return rt.leave(mark, rt.hooks.newStr(rt, `slice(${parts.join(', ')})`));
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  const H = rt.H;
  if (H[a + Ob.type] !== T.slice || H[b + Ob.type] !== T.slice) return rt.notImplemented();
  if (a === b) return rt.bool(op === Cmp.EQ || op === Cmp.LE || op === Cmp.GE);
  const mark = rt.mark();
  const t1 = rt.own(tupleOf(rt, H[a + Slice.start], H[a + Slice.stop], H[a + Slice.step]));
  const t2 = rt.own(tupleOf(rt, H[b + Slice.start], H[b + Slice.stop], H[b + Slice.step]));
  return rt.leave(mark, richCompare(rt, t1, t2, op));
}

/** CPython: slicehash (3.12 and later) */
function sliceHash(rt: Runtime, op: number): number {
  return xxHash(rt, op + Slice.start, 3, 0, 0);
}

/** A bound as a bigint. CPython: evaluate_slice_index */
function bound(rt: Runtime, o: number): bigint {
  if (!hasIndex(rt, o)) typeError(rt, 'slice indices must be integers or None or have an __index__ method');
  const mark = rt.mark();
  const n = intToBig(rt, rt.own(index(rt, o)));
  rt.release(mark);
  return n;
}

/** slice.indices(len), for lengths of any size. CPython: _PySlice_GetLongIndices */
function indices(rt: Runtime, op: number, len: number): Owned {
  const mark = rt.mark();
  const n = rt.own(index(rt, len));
  const length = intToBig(rt, n);
  if (length < 0n) valueError(rt, 'length should not be negative');
  const H = rt.H;
  let step = 1n;
  if (H[op + Slice.step] !== S.None) {
    step = bound(rt, H[op + Slice.step]);
    if (step === 0n) valueError(rt, 'slice step cannot be zero');
  }
  const lower = step < 0n ? -1n : 0n;
  const upper = step < 0n ? length - 1n : length;
  const clip = (at: number, none: bigint): bigint => {
    if (H[op + at] === S.None) return none;
    let v = bound(rt, H[op + at]);
    if (v < 0n) {
      v += length;
      return v < lower ? lower : v;
    }
    return v > upper ? upper : v;
  };
  const start = clip(Slice.start, step < 0n ? upper : lower);
  const stop = clip(Slice.stop, step < 0n ? lower : upper);
  const a = rt.own(newIntBig(rt, start));
  const b = rt.own(newIntBig(rt, stop));
  const c = rt.own(newIntBig(rt, step));
  return rt.leave(mark, tupleOf(rt, a, b, c));
}

function reduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const args = rt.own(tupleOf(rt, H[op + Slice.start], H[op + Slice.stop], H[op + Slice.step]));
  return rt.leave(mark, tuple2(rt, H[op + Ob.type], args));
}

export const SLICE_TYPE: TypeSpec = {
  name: 'slice',
  at: T.slice,
  basicsize: 40,
  contract: {
    gc: true,
    slots: [
      { at: Slice.start, label: 'start' },
      { at: Slice.stop, label: 'stop' },
      { at: Slice.step, label: 'step' },
    ],
  },
  slots: { dealloc, repr: sliceRepr, richcompare: compare, new: construct, hash: sliceHash },
  methods: [
    {
      name: 'indices',
      kind: Meth.O,
      fn: indices,
      doc: 'S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the start and stop\nindices, and the stride length of the extended slice described by\nS. Out of bounds indices are clipped in a manner consistent with the\nhandling of normal slices.',
    },
    { name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: 'Return state information for pickling.' },
  ],
  members: [
    { name: 'start', at: Slice.start, kind: 'object', readonly: true },
    { name: 'stop', at: Slice.stop, kind: 'object', readonly: true },
    { name: 'step', at: Slice.step, kind: 'object', readonly: true },
  ],
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
};
