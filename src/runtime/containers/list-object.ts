import { Gc, Ob } from '../../memory/layout.ts';
import { List } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Free, keepFree, takeFree } from './free-lists.ts';

/**
 * Making, growing and freeing lists.
 *
 *   | refcnt | type | size | items | allocated |        items → | item 0 | item 1 | … | (unused up to allocated)
 */

/** More items than any block can hold; beyond it the sums below would leave 32 bits. */
const MOST_ITEMS = 0x0fff_ffff;

/** A tracked list of `n` empty slots; the caller fills them. MemoryError. CPython: Objects/listobject.c PyList_New */
export function newList(rt: Runtime, n: number): Owned {
  const op = allocList(rt);
  if (n !== 0) {
    const block = rt.heap.calloc(8 * n);
    if (block === 0) {
      rt.decref(op);
      rt.noMemory();
    }
    const H = rt.H;
    H[op + List.items] = block;
    H[op + List.size] = n;
    H[op + List.allocated] = n;
  }
  rt.track(op);
  return op;
}

function allocList(rt: Runtime): Owned {
  const H = rt.H;
  let op = takeFree(rt, Free.list);
  if (op !== 0) H[op] = 1;
  else op = rt.newGcObject(T.list, 40);
  H[op + List.size] = 0;
  H[op + List.size + 1] = 0;
  H[op + List.items] = 0;
  H[op + List.items + 1] = 0;
  H[op + List.allocated] = 0;
  H[op + List.allocated + 1] = 0;
  return op as Owned;
}

/**
 * A tracked list of `n` items that move from the slots starting at `from`: it takes their references over. MemoryError leaves them where they are.
 * CPython: PyList_New and PyList_SET_ITEM, as BUILD_LIST does
 */
export function listOfStack(rt: Runtime, from: number, n: number): Owned {
  const op = allocList(rt);
  if (n !== 0) {
    const block = rt.heap.alloc(8 * n);
    if (block === 0) {
      rt.decref(op);
      rt.noMemory();
    }
    const H = rt.H;
    H[op + List.items] = block;
    H[op + List.size] = n;
    H[op + List.allocated] = n;
    for (let i = 0; i < 2 * n; i += 2) {
      H[block + i] = H[from + i];
      H[block + i + 1] = 0;
    }
  }
  rt.track(op);
  return op;
}

/** A tracked empty list with room for `n` items. CPython: Objects/listobject.c list_new_prealloc */
export function newListWithRoom(rt: Runtime, n: number): Owned {
  const op = newList(rt, n);
  rt.H[op + List.size] = 0;
  return op;
}

/** A tracked list of `n` items copied from slots starting at `from`, each increfed. */
export function listFromSlots(rt: Runtime, from: number, n: number): Owned {
  const op = newList(rt, n);
  const H = rt.H;
  let to = H[op + List.items];
  for (let s = from, end = from + 2 * n; s < end; s += 2) {
    const item = H[s];
    H[item]++;
    H[to] = item;
    to += 2;
  }
  return op;
}

/** Number of items. */
export function listSize(rt: Runtime, l: number): number {
  return rt.H[l + List.size];
}

/** Item `i`, borrowed; no bounds check. CPython: PyList_GET_ITEM */
export function listItem(rt: Runtime, l: number, i: number): number {
  return rt.H[rt.H[l + List.items] + 2 * i];
}

/**
 * Sets the size to `n`, making room or giving it back; new slots are undefined until the caller fills them (before anything else
 * can look). MemoryError leaves the list as it was. CPython: Objects/listobject.c list_resize
 */
export function listResize(rt: Runtime, op: number, n: number): void {
  const H = rt.H;
  const allocated = H[op + List.allocated];
  if (allocated >= n && (n >= allocated >> 1 || (n !== 0 && allocated <= H[Free.listKeeps]))) {
    H[op + List.size] = n;
    return;
  }
  if (n > MOST_ITEMS) rt.noMemory();
  let room: number;
  if (n === 0) {
    room = 0;
  } else if (H[Free.oldListGrowth] !== 0) {
    room = n + (n >> 3) + (n < 9 ? 3 : 6);
  } else {
    room = (n + (n >> 3) + 6) & ~3;
    // reallocating for a few items more would not pay when many come at once
    if (n - H[op + List.size] > room - n) room = (n + 3) & ~3;
  }
  reallocItems(rt, op, room);
  H[op + List.size] = n;
}

function reallocItems(rt: Runtime, op: number, room: number): void {
  const H = rt.H;
  const old = H[op + List.items];
  if (room === 0) {
    H[op + List.items] = 0;
    H[op + List.allocated] = 0;
    if (old !== 0) rt.heap.free(old);
    return;
  }
  if (room > MOST_ITEMS) rt.noMemory();
  const block = old === 0 ? rt.heap.alloc(8 * room) : rt.heap.realloc(old, 8 * room);
  if (block === 0) rt.noMemory();
  H[op + List.items] = block;
  H[op + List.allocated] = room;
}

/** Room for `n` items in a list that has no block: rounded up to even, or exactly. CPython: list_preallocate_exact */
export function listPreallocate(rt: Runtime, op: number, n: number): void {
  reallocItems(rt, op, rt.H[Free.listFillsEven] !== 0 && n <= MOST_ITEMS ? (n + 1) & ~1 : n);
}

/** Appends `v`, increfed. MemoryError leaves the list as it was. CPython: Objects/listobject.c app1 */
export function listAppend(rt: Runtime, op: number, v: number): void {
  const H = rt.H;
  const n = H[op + List.size];
  if (n < H[op + List.allocated]) H[op + List.size] = n + 1;
  else listResize(rt, op, n + 1);
  const slot = H[op + List.items] + 2 * n;
  H[v]++;
  H[slot] = v;
  H[slot + 1] = 0;
}

/** Inserts `v`, increfed, before index `where` (clipped as list.insert does). CPython: Objects/listobject.c ins1 */
export function listInsert(rt: Runtime, op: number, where: number, v: number): void {
  const H = rt.H;
  const n = H[op + List.size];
  listResize(rt, op, n + 1);
  if (where < 0) {
    where += n;
    if (where < 0) where = 0;
  }
  if (where > n) where = n;
  const items = H[op + List.items];
  const slot = items + 2 * where;
  if (where < n) H.copyWithin(slot + 2, slot, items + 2 * n);
  H[v]++;
  H[slot] = v;
  H[slot + 1] = 0;
}

/** Empties the list: the block is taken off first, then the items die from the last to the first. CPython: Objects/listobject.c _list_clear */
export function listClear(rt: Runtime, op: number): void {
  const H = rt.H;
  const items = H[op + List.items];
  if (items === 0) return;
  const n = H[op + List.size];
  H[op + List.size] = 0;
  H[op + List.items] = 0;
  H[op + List.allocated] = 0;
  for (let s = items + 2 * (n - 1); s >= items; s -= 2) {
    const item = H[s];
    if (item !== 0 && --H[item] === 0) rt.dealloc(item);
  }
  rt.heap.free(items);
}

/** tp_dealloc: items from the last to the first. CPython: Objects/listobject.c list_dealloc */
export function listDealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  const heap = rt.heap;
  if (!heap.trashBegin(op)) return;
  const items = H[op + List.items];
  if (items !== 0) {
    for (let n = H[op + List.size] - 1; n >= 0; n--) {
      const item = H[items + 2 * n];
      // the list is dying and unreachable; its size follows so that a walk of the heap meets only live slots
      H[op + List.size] = n;
      if (item !== 0 && --H[item] === 0) {
        // an int needs nothing but its block back: a call less for what long lists hold most
        if (H[item + Ob.type] === T.int) heap.free(item);
        else rt.dealloc(item);
      }
    }
    H[op + List.items] = 0;
    heap.free(items);
  }
  if (H[op + Ob.type] === T.list && H[Free.list + 1] < H[Free.listLimit]) keepFree(rt, Free.list, op);
  else rt.freeGcObject(op);
  heap.trashEnd();
}
