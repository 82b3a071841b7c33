/**
 * Doubly linked lists of objects through their GC heads. A list is named by its head, an address
 * in the low page whose links stand before it as those of an object do.
 * CPython: Modules/gcmodule.c gc_list_init, gc_list_append, gc_list_remove, gc_list_merge
 */
import { Gc, GcFlag, Low } from '../layout.ts';

/** The lists of a collector: the generations, the permanent one, and those that a running collection uses. */
export const enum GcList {
  permanent = 3,
  unreachable = 4,
  finalizers = 5,
  stillUnreachable = 6,
  seen = 7,
  count = 8,
}

/** Address of the k-th list. */
export function listHead(k: number): number {
  return Low.gcHeads + 4 * (k + 1);
}

/** Makes the list empty. */
export function initList(H: Int32Array, list: number): void {
  H[list + Gc.next] = list;
  H[list + Gc.nextFlags] = 0;
  H[list + Gc.prev] = list;
  H[list + Gc.prevFlags] = 0;
}

export function isEmpty(H: Int32Array, list: number): boolean {
  return H[list + Gc.next] === list;
}

/** Adds an object that is in no list at the end. */
export function append(H: Int32Array, op: number, list: number): void {
  const last = H[list + Gc.prev];
  H[last + Gc.next] = op;
  H[op + Gc.prev] = last;
  H[op + Gc.next] = list;
  H[list + Gc.prev] = op;
}

/** Takes an object out of its list and marks it untracked. */
export function remove(H: Int32Array, op: number): void {
  const previous = H[op + Gc.prev];
  const next = H[op + Gc.next];
  H[previous + Gc.next] = next;
  H[next + Gc.prev] = previous;
  H[op + Gc.next] = 0;
}

/** Takes an object out of its list and appends it to another. */
export function move(H: Int32Array, op: number, list: number): void {
  const previous = H[op + Gc.prev];
  const next = H[op + Gc.next];
  H[previous + Gc.next] = next;
  H[next + Gc.prev] = previous;
  append(H, op, list);
}

/** Appends all of `from` to `to` and leaves `from` empty. */
export function merge(H: Int32Array, from: number, to: number): void {
  if (H[from + Gc.next] === from) return;
  const last = H[to + Gc.prev];
  const first = H[from + Gc.next];
  const end = H[from + Gc.prev];
  H[last + Gc.next] = first;
  H[first + Gc.prev] = last;
  H[end + Gc.next] = to;
  H[to + Gc.prev] = end;
  initList(H, from);
}

export function length(H: Int32Array, list: number): number {
  let n = 0;
  for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) n++;
  return n;
}

/** Names the first broken link or stray flag of a list outside a collection, or null. */
export function checkList(H: Int32Array, list: number): string | null {
  let before = list;
  for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) {
    if (op === 0) return `list ${list} is broken behind ${before}`;
    if (H[op + Gc.prev] !== before) return `object ${op} has a wrong back link`;
    if (H[op + Gc.prevFlags] & ~GcFlag.finalized) return `object ${op} has stray flags outside a collection`;
    before = op;
  }
  return H[list + Gc.prev] === before ? null : `list ${list} has a wrong last link`;
}
