import { Gc, Ob } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { Tp, TpFlag, Tuple } from './layout.ts';
import type { Owned } from './ownership.ts';
import type { Runtime } from './runtime.ts';

/**
 * Memory of instances whose layout depends on their type: native constructors that serve subclasses too use these (tp_alloc and
 * tp_free). An instance of a class statement's type has a GC head even when its native base (int, str, …) has none.
 */

/**
 * New instance of `type` with room for `items` items, body zeroed, tracked when the type is a GC type; ob_size = items when the type has an
 * itemsize. MemoryError. CPython: Objects/typeobject.c PyType_GenericAlloc
 */
export function allocInstance(rt: Runtime, type: number, items: number): Owned {
  const H = rt.H;
  const itemsize = H[type + Tp.itemsize];
  // one item more, as CPython keeps for a sentinel
  const bytes = itemsize === 0 ? H[type + Tp.basicsize] : (H[type + Tp.basicsize] + (items + 1) * itemsize + 7) & ~7;
  const gc = hasGcHead(rt, type);
  const op = gc ? rt.newGcObject(type, bytes) : rt.newObject(type, bytes);
  zeroWords(rt.F64, op + Ob.body, op + (((bytes + 7) >> 3) << 1));
  if (itemsize !== 0) H[op + Ob.size] = items;
  if (gc) rt.track(op);
  return op;
}

/** New native instance of so many bytes, body not zeroed, not tracked; with a GC head when its type has one under the model. MemoryError. */
export function newInstance(rt: Runtime, type: number, bytes: number): Owned {
  return hasGcHead(rt, type) ? rt.newGcObject(type, bytes) : rt.newObject(type, bytes);
}

/** Tracks an instance whose type has a GC head under the model. */
export function trackInstance(rt: Runtime, op: number): void {
  if (hasGcHead(rt, rt.H[op + Ob.type])) rt.track(op);
}

/** Untracks an instance that is tracked: the first thing its deallocator does. */
export function untrackInstance(rt: Runtime, op: number): void {
  if (hasGcHead(rt, rt.H[op + Ob.type]) && rt.H[op + Gc.next] !== 0) rt.untrack(op);
}

/** Do instances have a GC head? Of some native types the model decides. */
function hasGcHead(rt: Runtime, type: number): boolean {
  return (rt.H[type + Tp.flags] & TpFlag.HAVE_GC) !== 0;
}

/** Tracks a new tuple; from 3.14 on only if an item's type has a GC head. CPython: Objects/tupleobject.c PyTuple_FromArray */
export function trackTuple(rt: Runtime, tuple: number): void {
  if (!rt.tuplesBornUntracked || hasCollectable(rt, tuple)) rt.track(tuple);
}

function hasCollectable(rt: Runtime, tuple: number): boolean {
  const H = rt.H;
  const first = tuple + Tuple.items;
  for (let s = first, end = first + 2 * H[tuple + Tuple.size]; s < end; s += 2) {
    if (hasGcHead(rt, H[H[s] + Ob.type])) return true;
  }
  return false;
}

/**
 * Frees the block of an instance of whatever type, untracking it first when needed. Does not give back the reference to a heap type: the
 * deallocator of the heap type does (subtypeDealloc). CPython: tp_free (PyObject_Free or PyObject_GC_Del)
 */
export function freeInstance(rt: Runtime, op: number): void {
  if (hasGcHead(rt, rt.H[op + Ob.type])) {
    if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
    rt.freeGcObject(op);
  } else rt.freeObject(op);
}

/** Word address of the slot that holds the instance's `__dict__`, 0 when its type has none. CPython: _PyObject_GetDictPtr */
export function dictSlot(rt: Runtime, op: number): number {
  const H = rt.H;
  const type = H[op + Ob.type];
  const at = H[type + Tp.dictoffset];
  if (at >= 0) return at === 0 ? 0 : op + at;
  const n = Math.abs(H[op + Ob.size]);
  const bytes = (H[type + Tp.basicsize] + n * H[type + Tp.itemsize] + 7) & ~7;
  return op + (bytes >> 2) + at;
}
