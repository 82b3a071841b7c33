import { Gc, Ob } from '../../memory/layout.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { allocInstance, freeInstance } from '../core/instance.ts';
import { Dict, SetOb, Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { hashKey, sameKey } from './dict-keys.ts';
import { dictNext, nextHash, nextKey } from './dict-object.ts';
import { Free } from './free-lists.ts';
import { mayBeTracked } from './tuple-object.ts';

/**
 * Tables of set and frozenset.
 *
 *   set      | refcnt | type | fill | used | mask | table | hash | finger | smalltable: 8 entries … | weakreflist
 *   entry    | key | hash |                 words 0, 2; key 0 = never used, DUMMY = deleted (its hash is -1)
 *
 * Ten neighbouring entries are tried before the next jump. `table` is the small table inside the object up to 8 places.
 * CPython: Objects/setobject.c (3.10)
 */

export const SET_ENTRY_WORDS = 4;
/** Key of a deleted entry: no object has this address. */
export const DUMMY = -1;
const PROBES = 9;

/** Is it a set, a frozenset or of a subclass? CPython: PyAnySet_Check */
export function isAnySet(rt: Runtime, op: number): boolean {
  const H = rt.H;
  let type = H[op + Ob.type];
  if (type === T.set || type === T.frozenset) return true;
  for (type = H[type + Tp.base]; type !== 0; type = H[type + Tp.base]) if (type === T.set || type === T.frozenset) return true;
  return false;
}

/** An empty set of a type (set, frozenset, a subclass), tracked. MemoryError. CPython: make_new_set */
export function newSet(rt: Runtime, type: number = T.set): Owned {
  const op = allocInstance(rt, type, 0);
  const H = rt.H;
  H[op + SetOb.mask] = 7;
  H[op + SetOb.table] = op + SetOb.smallTable;
  H[op + SetOb.hash] = -1;
  H[op + SetOb.hash + 1] = -1;
  return op;
}

/** A set of a type with the items of an iterable. */
export function newSetFrom(rt: Runtime, type: number, iterable: number): Owned {
  const mark = rt.mark();
  const op = rt.own(newSet(rt, type));
  setUpdate(rt, op, iterable);
  rt.unown(op);
  return rt.leave(mark, op);
}

/** A frozenset with the items of an iterable, empty for 0. CPython: PyFrozenSet_New */
export function newFrozenset(rt: Runtime, iterable: number): Owned {
  const made = iterable === 0 ? newSet(rt, T.frozenset) : newSetFrom(rt, T.frozenset, iterable);
  frozensetMaybeUntrack(rt, made);
  return made;
}

/** What `frozenset()` gives up to 3.9: the one that is made first. New reference; MemoryError. CPython (3.9): Objects/setobject.c emptyfrozenset */
export function emptyFrozenset(rt: Runtime): Owned {
  if (rt.H[Root.emptyFrozenset] === 0) rt.setSlot(Root.emptyFrozenset, newSet(rt, T.frozenset));
  return rt.newRef(rt.H[Root.emptyFrozenset]);
}

/** A new frozenset that can never be part of a cycle is not tracked, from 3.15 on. CPython: Objects/setobject.c _PyFrozenSet_MaybeUntrack */
export function frozensetMaybeUntrack(rt: Runtime, op: number): void {
  if (!rt.model.gc.frozensetsBornUntracked) return;
  for (let place = setNext(rt, op, -1); place >= 0; place = setNext(rt, op, place)) if (mayBeTracked(rt, rt.H[setEntry(rt, op, place)])) return;
  rt.untrack(op);
}

/** Number of items. */
export function setLength(rt: Runtime, op: number): number {
  return rt.H[op + SetOb.used];
}

/**
 * Entry with an equal key, or 0 when there is none. May run Python code, which may change the set: then the search starts anew.
 * Borrows `key`, kept alive by the caller. CPython: set_lookkey
 */
export function setFind(rt: Runtime, op: number, key: number, lo: number, hi: number): number {
  const H = rt.H;
  const keyType = H[key + Ob.type];
  restart: for (;;) {
    const mask = H[op + SetOb.mask];
    const table = H[op + SetOb.table];
    let i = lo & mask;
    let plo = lo;
    let phi = hi;
    for (;;) {
      let e = table + SET_ENTRY_WORDS * i;
      for (let probes = i + PROBES <= mask ? PROBES : 0; probes >= 0; probes--, e += SET_ENTRY_WORDS) {
        const k = H[e];
        if (k === 0) return 0;
        if (H[e + 2] !== lo || H[e + 3] !== hi || k === DUMMY) continue;
        if (k === key) return e;
        const same = sameKey(rt, k, key, keyType);
        if (same === 1) return e;
        if (same === 0) continue;
        const mark = rt.mark();
        rt.own(rt.newRef(k));
        const equal = rt.hooks.equal(rt, k, key);
        rt.release(mark);
        if (H[op + SetOb.table] !== table || H[e] !== k) continue restart;
        if (equal) return e;
      }
      plo = (plo >>> 5) | (phi << 27);
      phi >>>= 5;
      i = (Math.imul(i, 5) + 1 + plo) & mask;
    }
  }
}

/**
 * Adds a key with its hash; increfs it; false when it was there. A deleted entry on the way is used again, the last one met. `held`: the
 * caller's reference to the key serves while keys are compared. CPython: set_add_entry, set_add_entry_takeref
 */
export function setAddHashed(rt: Runtime, op: number, key: number, lo: number, hi: number, held = false): boolean {
  const H = rt.H;
  const keyType = H[key + Ob.type];
  restart: for (;;) {
    const mask = H[op + SetOb.mask];
    const table = H[op + SetOb.table];
    let i = lo & mask;
    let plo = lo;
    let phi = hi;
    let free = 0;
    for (;;) {
      let e = table + SET_ENTRY_WORDS * i;
      for (let probes = i + PROBES <= mask ? PROBES : 0; probes >= 0; probes--, e += SET_ENTRY_WORDS) {
        const k = H[e];
        if (k === 0) {
          H[key]++;
          insertAt(rt, op, free !== 0 ? free : e, key, lo, hi, free === 0);
          return true;
        }
        if (k === DUMMY) {
          if (rt.model.setsReuseDeleted) free = e;
          continue;
        }
        if (H[e + 2] !== lo || H[e + 3] !== hi) continue;
        let same = k === key ? 1 : sameKey(rt, k, key, keyType);
        if (same < 0) {
          const mark = rt.mark();
          if (!held) rt.own(rt.newRef(key));
          rt.own(rt.newRef(k));
          same = rt.hooks.equal(rt, k, key) ? 1 : 0;
          rt.release(mark);
          if (H[op + SetOb.table] !== table || H[e] !== k) continue restart;
        }
        if (same === 1) return false;
      }
      plo = (plo >>> 5) | (phi << 27);
      phi >>>= 5;
      i = (Math.imul(i, 5) + 1 + plo) & mask;
    }
  }
}

/** Puts an owned key into an entry; a fresh entry may make the table grow. */
function insertAt(rt: Runtime, op: number, e: number, key: number, lo: number, hi: number, fresh: boolean): void {
  const H = rt.H;
  H[e] = key;
  H[e + 1] = 0;
  H[e + 2] = lo;
  H[e + 3] = hi;
  const used = ++H[op + SetOb.used];
  if (!fresh) return;
  const fill = ++H[op + SetOb.fill];
  if (crowded(H, op, fill)) setResize(rt, op, used > 50000 ? used * 2 : used * 4);
}

/** Adds a key; increfs it. `held` as for setAddHashed. TypeError when unhashable. CPython: PySet_Add, _PySet_AddTakeRef */
export function setAdd(rt: Runtime, op: number, key: number, held = false): void {
  const lo = hashKey(rt, key);
  setAddHashed(rt, op, key, lo, rt.hashHi, held);
}

/** Is there an equal key? TypeError when unhashable. */
export function setContains(rt: Runtime, op: number, key: number): boolean {
  const lo = hashKey(rt, key);
  return setFind(rt, op, key, lo, rt.hashHi) !== 0;
}

/** Removes an equal key; false when there is none. CPython: set_discard_entry */
export function setDiscardHashed(rt: Runtime, op: number, key: number, lo: number, hi: number): boolean {
  const e = setFind(rt, op, key, lo, hi);
  if (e === 0) return false;
  const H = rt.H;
  const old = H[e];
  bury(H, e);
  H[op + SetOb.used]--;
  rt.decref(old);
  return true;
}

/** Marks an entry as deleted. */
export function bury(H: Int32Array, e: number): void {
  H[e] = DUMMY;
  H[e + 2] = -1;
  H[e + 3] = -1;
}

/** CPython: set_insert_clean */
function insertClean(H: Int32Array, table: number, mask: number, key: number, lo: number, hi: number): void {
  let i = lo & mask;
  let plo = lo;
  let phi = hi;
  for (;;) {
    let e = table + SET_ENTRY_WORDS * i;
    for (let probes = i + PROBES <= mask ? PROBES : 0; probes >= 0; probes--, e += SET_ENTRY_WORDS) {
      if (H[e] === 0) {
        H[e] = key;
        H[e + 1] = 0;
        H[e + 2] = lo;
        H[e + 3] = hi;
        return;
      }
    }
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = (Math.imul(i, 5) + 1 + plo) & mask;
  }
}

/** Are so many entries too many for the table? CPython: set_add_entry, from 3.7 fill * 5 < mask * 3 */
function crowded(H: Int32Array, op: number, fill: number): boolean {
  const mask = H[op + SetOb.mask];
  return H[Free.oldSetGrowth] !== 0 ? fill * 3 >= mask * 2 : fill * 5 >= mask * 3;
}

/** A table with more than `minUsed` places, without deleted entries. MemoryError leaves the set as it was. CPython: set_table_resize */
export function setResize(rt: Runtime, op: number, minUsed: number): void {
  const H = rt.H;
  let size = 8;
  while (size <= minUsed) size *= 2;
  const old = H[op + SetOb.table];
  const oldMask = H[op + SetOb.mask];
  const small = op + SetOb.smallTable;
  const words = SET_ENTRY_WORDS * size;
  let table = small;
  let source = old;
  if (size === 8) {
    if (old === small) {
      if (H[op + SetOb.fill] === H[op + SetOb.used]) return;
      const copy = new Int32Array(H.subarray(small, small + 8 * SET_ENTRY_WORDS));
      H.fill(0, small, small + words);
      for (let e = 0; e < copy.length; e += SET_ENTRY_WORDS) {
        if (copy[e] !== 0 && copy[e] !== DUMMY) insertClean(H, small, 7, copy[e], copy[e + 2], copy[e + 3]);
      }
      H[op + SetOb.fill] = H[op + SetOb.used];
      return;
    }
    H.fill(0, small, small + words);
  } else {
    table = rt.heap.calloc(4 * words);
    if (table === 0) rt.noMemory();
  }
  H[op + SetOb.mask] = size - 1;
  H[op + SetOb.table] = table;
  for (let left = oldMask; left >= 0; left--, source += SET_ENTRY_WORDS) {
    const k = H[source];
    if (k !== 0 && k !== DUMMY) insertClean(H, table, size - 1, k, H[source + 2], H[source + 3]);
  }
  H[op + SetOb.fill] = H[op + SetOb.used];
  if (old !== small) rt.heap.free(old);
  else if (table !== small) H.fill(0, small, small + 8 * SET_ENTRY_WORDS);
}

/**
 * Walks the entries: start with -1; gives the place of the next entry or -1 at the end. CPython: set_next
 */
export function setNext(rt: Runtime, op: number, place: number): number {
  const H = rt.H;
  const table = H[op + SetOb.table];
  const mask = H[op + SetOb.mask];
  for (let i = place + 1; i <= mask; i++) {
    const k = H[table + SET_ENTRY_WORDS * i];
    if (k !== 0 && k !== DUMMY) return i;
  }
  return -1;
}

/** Address of the entry at a place. */
export function setEntry(rt: Runtime, op: number, place: number): number {
  return rt.H[op + SetOb.table] + SET_ENTRY_WORDS * place;
}

/** Adds all items of another set. CPython: set_merge */
function merge(rt: Runtime, op: number, other: number): void {
  const H = rt.H;
  const count = H[other + SetOb.used];
  if (other === op || count === 0) return;
  if (crowded(H, op, H[op + SetOb.fill] + count)) setResize(rt, op, (H[op + SetOb.used] + count) * 2);
  if (H[op + SetOb.fill] === 0) {
    const same = H[op + SetOb.mask] === H[other + SetOb.mask] && H[other + SetOb.fill] === count;
    const table = H[op + SetOb.table];
    const mask = H[op + SetOb.mask];
    let to = table;
    for (let e = H[other + SetOb.table], left = H[other + SetOb.mask]; left >= 0; left--, e += SET_ENTRY_WORDS, to += SET_ENTRY_WORDS) {
      const k = H[e];
      if (k === 0 || k === DUMMY) continue;
      H[k]++;
      if (same) {
        H[to] = k;
        H[to + 1] = 0;
        H[to + 2] = H[e + 2];
        H[to + 3] = H[e + 3];
      } else {
        insertClean(H, table, mask, k, H[e + 2], H[e + 3]);
      }
    }
    H[op + SetOb.fill] = count;
    H[op + SetOb.used] = count;
    return;
  }
  const mark = rt.mark();
  for (let i = setNext(rt, other, -1); i >= 0; i = setNext(rt, other, i)) {
    const e = setEntry(rt, other, i);
    const k = rt.own(rt.newRef(H[e]));
    setAddHashed(rt, op, k, H[e + 2], H[e + 3], true);
    rt.release(mark);
  }
}

/** Adds all items of an iterable. CPython: set_update_internal */
export function setUpdate(rt: Runtime, op: number, other: number): void {
  const H = rt.H;
  if (isAnySet(rt, other)) {
    merge(rt, op, other);
    return;
  }
  const mark = rt.mark();
  if (H[other + Ob.type] === T.dict) {
    const count = H[other + Dict.used];
    if (crowded(H, op, H[op + SetOb.fill] + count)) setResize(rt, op, (H[op + SetOb.used] + count) * 2);
    for (let pos = dictNext(rt, other, 0); pos >= 0; pos = dictNext(rt, other, pos)) {
      const lo = nextHash(rt);
      const hi = rt.hashHi;
      const key = rt.own(rt.newRef(nextKey(rt)));
      setAddHashed(rt, op, key, lo, hi, true);
      rt.release(mark);
    }
    return;
  }
  const it = rt.own(iter(rt, other));
  const here = rt.mark();
  for (;;) {
    const key = next(rt, it);
    if (key === 0) break;
    rt.own(key);
    setAdd(rt, op, key);
    rt.release(here);
  }
  rt.release(mark);
}

/** Keeps what is in exactly one of the two. CPython: set_symmetric_difference_update */
export function setSymmetricUpdate(rt: Runtime, op: number, other: number): void {
  const H = rt.H;
  if (op === other) {
    setClear(rt, op);
    return;
  }
  const mark = rt.mark();
  if (H[other + Ob.type] === T.dict) {
    for (let pos = dictNext(rt, other, 0); pos >= 0; pos = dictNext(rt, other, pos)) {
      const lo = nextHash(rt);
      toggle(rt, op, nextKey(rt), lo, rt.hashHi);
    }
    return;
  }
  const set = rt.own(isAnySet(rt, other) ? rt.newRef(other) : newSetFrom(rt, baseSetType(rt, op), other));
  for (let i = setNext(rt, set, -1); i >= 0; i = setNext(rt, set, i)) {
    const e = setEntry(rt, set, i);
    toggle(rt, op, H[e], H[e + 2], H[e + 3]);
  }
  rt.release(mark);
}

function toggle(rt: Runtime, op: number, key: number, lo: number, hi: number): void {
  const mark = rt.mark();
  rt.own(rt.newRef(key));
  if (!setDiscardHashed(rt, op, key, lo, hi)) setAddHashed(rt, op, key, lo, hi);
  rt.release(mark);
}

/** set for sets and their subclasses, frozenset for frozensets and theirs. CPython: make_new_set_basetype */
export function baseSetType(rt: Runtime, op: number): number {
  const H = rt.H;
  for (let type = H[op + Ob.type]; type !== 0; type = H[type + Tp.base]) if (type === T.set) return T.set;
  return T.frozenset;
}

/** Empties the set: it is empty before the first item dies. CPython: set_clear_internal */
export function setClear(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + SetOb.fill] === 0) return;
  const table = H[op + SetOb.table];
  const small = op + SetOb.smallTable;
  const places = H[op + SetOb.mask] + 1;
  const isSmall = table === small;
  const keys: number[] = [];
  if (isSmall) {
    for (let e = small, i = 0; i < places; i++, e += SET_ENTRY_WORDS) if (H[e] !== 0 && H[e] !== DUMMY) keys.push(H[e]);
  }
  H.fill(0, small, small + 8 * SET_ENTRY_WORDS);
  H[op + SetOb.fill] = 0;
  H[op + SetOb.used] = 0;
  H[op + SetOb.mask] = 7;
  H[op + SetOb.table] = small;
  H[op + SetOb.hash] = -1;
  H[op + SetOb.hash + 1] = -1;
  if (isSmall) {
    for (const key of keys) rt.decref(key);
    return;
  }
  for (let e = table, i = 0; i < places; i++, e += SET_ENTRY_WORDS) if (H[e] !== 0 && H[e] !== DUMMY) rt.decref(H[e]);
  rt.heap.free(table);
}

/** tp_dealloc. `clearWeakrefs` is the weak reference layer's. CPython: set_dealloc */
export function setDealloc(rt: Runtime, op: number, clearWeakrefs: (rt: Runtime, op: number) => void): void {
  const H = rt.H;
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  if (!rt.heap.trashBegin(op)) return;
  if (H[op + SetOb.weaklist] !== 0) clearWeakrefs(rt, op);
  const table = H[op + SetOb.table];
  const places = H[op + SetOb.mask] + 1;
  let left = H[op + SetOb.used];
  for (let e = table, i = 0; i < places && left > 0; i++, e += SET_ENTRY_WORDS) {
    const k = H[e];
    if (k === 0 || k === DUMMY) continue;
    left--;
    H[e] = DUMMY;
    if (--H[k] === 0) rt.dealloc(k);
  }
  if (table !== op + SetOb.smallTable) rt.heap.free(table);
  H[op + SetOb.used] = 0;
  freeInstance(rt, op);
  rt.heap.trashEnd();
}

/** Exchanges the contents of two sets. CPython: set_swap_bodies */
export function setSwap(rt: Runtime, a: number, b: number): void {
  const H = rt.H;
  for (let w = SetOb.fill; w < SetOb.weaklist; w++) {
    if (w >= SetOb.hash && w < SetOb.smallTable) continue;
    const t = H[a + w];
    H[a + w] = H[b + w];
    H[b + w] = t;
  }
  if (H[a + SetOb.table] === b + SetOb.smallTable) H[a + SetOb.table] = a + SetOb.smallTable;
  if (H[b + SetOb.table] === a + SetOb.smallTable) H[b + SetOb.table] = b + SetOb.smallTable;
  for (const op of [a, b]) {
    H[op + SetOb.hash] = -1;
    H[op + SetOb.hash + 1] = -1;
  }
}
