import { Gc, Ob, SlotFlag } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { trackTuple } from '../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { Free, keepFree, takeFree } from './free-lists.ts';

/**
 * Making and freeing tuples.
 *
 *   | refcnt | type | size | item 0 | item 1 | …        words 0, 2, 4, 6, 8, …
 */

/**
 * A tuple of `n` empty slots, not tracked: fill it, then track() it (never the empty one). For n = 0 the one empty tuple.
 * MemoryError. CPython: Objects/tupleobject.c PyTuple_New
 */
export function newTuple(rt: Runtime, n: number): Owned {
  if (n === 0) return rt.newRef(emptyTuple(rt));
  const H = rt.H;
  if (n <= Free.tupleSizes) {
    const op = takeFree(rt, Free.tuple + 2 * n);
    if (op !== 0) {
      H[op] = 1;
      clearItems(rt.F64, op, n);
      return op as Owned;
    }
  }
  const op = rt.newGcObject(T.tuple, 24 + 8 * n);
  H[op + Tuple.size] = n;
  H[op + Tuple.size + 1] = 0;
  clearItems(rt.F64, op, n);
  return op;
}

function clearItems(F64: Float64Array, op: number, n: number): void {
  const first = op + Tuple.items;
  zeroWords(F64, first, first + 2 * n);
}

/** The empty tuple (borrowed from Root.emptyTuple), made on first use; never tracked. */
export function emptyTuple(rt: Runtime): number {
  const known = rt.H[Root.emptyTuple];
  if (known !== 0) return known;
  const op = rt.newGcObject(T.tuple, 24);
  rt.H[op + Tuple.size] = 0;
  rt.H[op + Tuple.size + 1] = 0;
  rt.setSlot(Root.emptyTuple, op);
  return op;
}

/** A tracked tuple of `n` items copied from slots starting at `from`, each increfed. CPython: Objects/tupleobject.c _PyTuple_FromArray */
export function tupleFromSlots(rt: Runtime, from: number, n: number): Owned {
  if (n === 0) return newTuple(rt, 0);
  const t = newTuple(rt, n);
  const H = rt.H;
  let to = t + Tuple.items;
  for (let s = from, end = from + 2 * n; s < end; s += 2) {
    const item = H[s];
    H[item]++;
    H[to] = item;
    to += 2;
  }
  trackTuple(rt, t);
  return t;
}

/** A tracked tuple of borrowed items. CPython: PyTuple_Pack */
export function tupleOf(rt: Runtime, ...items: number[]): Owned {
  const t = newTuple(rt, items.length);
  if (items.length === 0) return t;
  const H = rt.H;
  for (let i = 0; i < items.length; i++) {
    H[items[i]]++;
    H[t + Tuple.items + 2 * i] = items[i];
  }
  trackTuple(rt, t);
  return t;
}

/** A tracked pair; increfs both. Same as tupleOf without the host array. */
export function tuple2(rt: Runtime, a: number, b: number): Owned {
  const t = newTuple(rt, 2);
  const H = rt.H;
  H[a]++;
  H[b]++;
  H[t + Tuple.items] = a;
  H[t + Tuple.items + 2] = b;
  trackTuple(rt, t);
  return t;
}

/** Number of items. */
export function tupleSize(rt: Runtime, t: number): number {
  return rt.H[t + Tuple.size];
}

/** Item `i`, borrowed; no bounds check. CPython: PyTuple_GET_ITEM */
export function tupleItem(rt: Runtime, t: number, i: number): number {
  return rt.H[t + Tuple.items + 2 * i];
}

/** tp_dealloc: items from the last to the first. CPython: Objects/tupleobject.c tupledealloc */
export function tupleDealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  const heap = rt.heap;
  if (!heap.trashBegin(op)) return;
  const n = H[op + Tuple.size];
  for (let s = op + Tuple.items + 2 * (n - 1); s > op + Tuple.size; s -= 2) {
    const item = H[s];
    if (item !== 0) {
      H[s] = 0;
      if (H[s + 1] === SlotFlag.borrowed) H[s + 1] = SlotFlag.owned;
      else if (--H[item] === 0) rt.dealloc(item);
    }
  }
  if (n !== 0 && n <= H[Free.tupleSizeLimit] && H[op + Ob.type] === T.tuple && H[Free.tuple + 2 * n + 1] < H[Free.tupleLimit]) {
    keepFree(rt, Free.tuple + 2 * n, op);
  } else {
    rt.freeGcObject(op);
  }
  heap.trashEnd();
}

/** Does the collector know this object, or may it come to? CPython: _PyObject_GC_MAY_BE_TRACKED */
export function mayBeTracked(rt: Runtime, op: number): boolean {
  const H = rt.H;
  const type = H[op + Ob.type];
  const flags = H[type + Tp.flags];
  if ((flags & TpFlag.HAVE_GC) === 0) return false;
  if ((flags & TpFlag.TYPE_SUBCLASS) !== 0) return (H[op + Tp.flags] & TpFlag.HEAPTYPE) !== 0;
  return type !== T.tuple || H[op + Gc.next] !== 0;
}

/** Untracks a tuple whose items can never be part of a cycle. CPython: Objects/tupleobject.c _PyTuple_MaybeUntrack */
export function tupleMaybeUntrack(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Ob.type] !== T.tuple || H[op + Gc.next] === 0) return;
  const first = op + Tuple.items;
  for (let s = first, end = first + 2 * H[op + Tuple.size]; s < end; s += 2) {
    const item = H[s];
    if (item === 0 || mayBeTracked(rt, item)) return;
  }
  rt.untrack(op);
}
