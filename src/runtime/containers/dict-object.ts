import { Gc, Ob } from '../../memory/layout.ts';
import { copyWords } from '../../memory/word-runs.ts';
import { keyError, raise } from '../core/errors.ts';
import { Dict, Str } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { strHash } from '../text/str-object.ts';
import {
  buildIndices,
  decrefKeys,
  emptyKeys,
  findEmptyPlace,
  freeKeysBlock,
  hashKey,
  lookup,
  lookupStr,
  newKeys,
  placeOfIndex,
  setIndex,
} from './dict-keys.ts';
import { DICT_MIN_SIZE, Entry, KeyKind, Keys, keysBytes, placesByBits, tableSizeFor, usableFraction } from './dict-layout.ts';
import { splitRoom } from './dict-size.ts';
import { Free, keepFree, takeFree } from './free-lists.ts';
import { mayBeTracked } from './tuple-object.ts';

/** Making, reading, changing and freeing dicts. The type with its methods is in dict-type.ts. */

/** An empty dict, not tracked until something that may be part of a cycle is put into it. MemoryError. CPython: PyDict_New */
export function newDict(rt: Runtime): Owned {
  return newDictWith(rt, rt.H[Free.dictDisplaysTabled] !== 0 ? newKeys(rt, DICT_MIN_SIZE) : emptyKeys(rt), 0);
}

/** An empty dict with room for `n` entries. CPython: _PyDict_NewPresized */
export function newDictPresized(rt: Runtime, n: number): Owned {
  if (n <= 5) return newDict(rt);
  return newDictWith(rt, newKeys(rt, tableSizeFor(Math.min((n * 3 + 1) >> 1, 128 * 1024))), 0);
}

/** A dict on these keys and values: steals both, also when it raises. CPython: new_dict */
export function newDictWith(rt: Runtime, keys: number, values: number): Owned {
  const H = rt.H;
  let op = takeFree(rt, Free.dict);
  if (op !== 0) {
    H[op] = 1;
  } else {
    rt.heap.gc.noteAllocation();
    const block = rt.heap.alloc(48 + Gc.headBytes);
    if (block === 0) {
      if (values !== 0) rt.heap.free(values);
      decrefKeys(rt, keys);
      rt.noMemory();
    }
    for (let w = block; w < block + 16; w++) H[w] = 0;
    op = block + Gc.headWords;
    H[op] = 1;
    H[op + Ob.type] = T.dict;
  }
  setTables(rt, op, keys, values);
  if (H[Free.dictsAlwaysTracked] !== 0) rt.track(op);
  return op as Owned;
}

/** Gives a fresh dict object its tables. */
export function setTables(rt: Runtime, op: number, keys: number, values: number): void {
  const H = rt.H;
  H[op + Dict.used] = 0;
  H[op + Dict.used + 1] = 0;
  H[op + Dict.version] = ++H[Free.dictVersion];
  H[op + Dict.version + 1] = 0;
  H[op + Dict.keys] = keys;
  H[op + Dict.keys + 1] = 0;
  H[op + Dict.values] = values;
  H[op + Dict.values + 1] = 0;
}

/** Number of entries. */
export function dictLength(rt: Runtime, d: number): number {
  return rt.H[d + Dict.used];
}

/** Value slot of entry `ix`: in the entry or, for split tables, in the dict's values. */
export function valueSlot(rt: Runtime, d: number, ix: number): number {
  const H = rt.H;
  const values = H[d + Dict.values];
  if (values !== 0) return values + 2 * ix;
  const keys = H[d + Dict.keys];
  return keys + H[keys + Keys.entries] + Entry.words * ix + Entry.value;
}

/**
 * The value under an exact str key, borrowed; 0 when absent. Raises nothing and runs no Python code when all keys are exact str (the
 * dicts of modules, classes and instances); otherwise as dictGet.
 */
export function dictGetStr(rt: Runtime, d: number, key: number): number {
  const H = rt.H;
  const keys = H[d + Dict.keys];
  let lo = H[key + Str.hash];
  let hi = H[key + Str.hash + 1];
  if ((lo & hi) === -1) {
    lo = strHash(rt, key);
    hi = rt.hashHi;
  }
  const ix = H[keys + Keys.kind] !== KeyKind.general ? lookupStr(rt, keys, key, lo, hi) : lookup(rt, d, key, lo, hi);
  return ix < 0 ? 0 : H[valueSlot(rt, d, ix)];
}

/** The value under a key, borrowed; 0 when absent. Errors of `__hash__` and `__eq__` are raised. CPython: PyDict_GetItemWithError */
export function dictGet(rt: Runtime, d: number, key: number): number {
  const lo = hashKey(rt, key);
  return dictGetHashed(rt, d, key, lo, rt.hashHi);
}

/** dictGet with the hash known. CPython: _PyDict_GetItem_KnownHash */
export function dictGetHashed(rt: Runtime, d: number, key: number, lo: number, hi: number): number {
  const ix = lookup(rt, d, key, lo, hi);
  return ix < 0 ? 0 : rt.H[valueSlot(rt, d, ix)];
}

/** The value under a host string, borrowed; 0 when absent. CPython: PyDict_GetItemString */
export function dictGetText(rt: Runtime, d: number, key: string): number {
  const mark = rt.mark();
  const k = rt.own(rt.hooks.newStr(rt, key));
  const value = dictGetStr(rt, d, k);
  rt.release(mark);
  return value;
}

/** Is there an entry? CPython: PyDict_Contains */
export function dictContains(rt: Runtime, d: number, key: number): boolean {
  return dictGet(rt, d, key) !== 0;
}

/** Sets an entry; increfs both. TypeError when unhashable, MemoryError. CPython: PyDict_SetItem */
export function dictSet(rt: Runtime, d: number, key: number, value: number): void {
  if (rt.H[key + Ob.type] !== T.str && rt.model.holds.storedKey) {
    const mark = rt.mark();
    rt.own(rt.newRef(key));
    rt.own(rt.newRef(value));
    const lo = hashKey(rt, key);
    dictSetHashed(rt, d, key, lo, rt.hashHi, value);
    rt.release(mark);
    return;
  }
  const lo = hashKey(rt, key);
  dictSetHashed(rt, d, key, lo, rt.hashHi, value);
}

/** Sets the entry of a host string, which becomes an interned str. CPython: PyDict_SetItemString */
export function dictSetText(rt: Runtime, d: number, key: string, value: number): void {
  const mark = rt.mark();
  const k = rt.own(rt.hooks.internStr(rt, key));
  dictSet(rt, d, k, value);
  rt.release(mark);
}

/** dictSet with the hash known. CPython: insertdict */
export function dictSetHashed(rt: Runtime, d: number, key: number, lo: number, hi: number, value: number): void {
  const H = rt.H;
  const keys = H[d + Dict.keys];
  const isStr = H[key + Ob.type] === T.str;
  if (isStr && H[keys + Keys.kind] !== KeyKind.general) {
    store(rt, d, key, lo, hi, value, lookupStr(rt, keys, key, lo, hi));
    return;
  }
  const mark = rt.mark();
  rt.own(rt.newRef(key));
  rt.own(rt.newRef(value));
  const strEntries = H[keys + Keys.kind] !== KeyKind.general && H[Free.dictKeepsStrEntries] !== 0 && keys !== Free.emptyKeys;
  if (!isStr && (H[d + Dict.values] !== 0 || strEntries)) {
    grow(rt, d);
    H[H[d + Dict.keys] + Keys.kind] = KeyKind.general;
  }
  store(rt, d, key, lo, hi, value, lookup(rt, d, key, lo, hi));
  rt.release(mark);
}

/** Puts the value into entry `ix` or, for -1, a new one. Runs Python code only by giving up the old value, which is last. */
function store(rt: Runtime, d: number, key: number, lo: number, hi: number, value: number, ix: number): void {
  const H = rt.H;
  // split tables stay shared only while every instance inserts in the same order
  const values = H[d + Dict.values];
  if (values !== 0 && (ix < 0 ? H[d + Dict.used] !== H[H[d + Dict.keys] + Keys.nentries] : H[values + 2 * ix] === 0 && H[d + Dict.used] !== ix)) {
    grow(rt, d);
    ix = -1;
  }
  if (ix < 0) {
    if (H[H[d + Dict.keys] + Keys.usable] <= 0) grow(rt, d);
    maintainTracking(rt, d, key, value);
    insertNew(rt, d, key, lo, hi, value);
    return;
  }
  maintainTracking(rt, d, key, value);
  const slot = valueSlot(rt, d, ix);
  const old = H[slot];
  if (old === value) return;
  H[value]++;
  H[slot] = value;
  H[slot + 1] = 0;
  H[d + Dict.version] = ++H[Free.dictVersion];
  if (old === 0) H[d + Dict.used]++;
  else if (--H[old] === 0) rt.dealloc(old);
}

/** Appends an entry that is known to be absent; there is room. Increfs both. */
function insertNew(rt: Runtime, d: number, key: number, lo: number, hi: number, value: number): void {
  const H = rt.H;
  const keys = H[d + Dict.keys];
  if (H[key + Ob.type] !== T.str) H[keys + Keys.kind] = KeyKind.general;
  const n = H[keys + Keys.nentries];
  setIndex(rt, keys, H[keys + Keys.size], findEmptyPlace(rt, keys, lo, hi), n);
  const e = keys + H[keys + Keys.entries] + Entry.words * n;
  H[key]++;
  H[value]++;
  H[e] = lo;
  H[e + 1] = hi;
  H[e + Entry.key] = key;
  H[e + Entry.key + 1] = 0;
  const values = H[d + Dict.values];
  if (values !== 0) {
    H[values + 2 * n] = value;
  } else {
    H[e + Entry.value] = value;
    H[e + Entry.value + 1] = 0;
  }
  H[d + Dict.used]++;
  H[d + Dict.version] = ++H[Free.dictVersion];
  H[keys + Keys.usable]--;
  H[keys + Keys.nentries] = n + 1;
}

/** Tracks a dict once something that may be part of a cycle goes into it. CPython: MAINTAIN_TRACKING */
function maintainTracking(rt: Runtime, d: number, key: number, value: number): void {
  if (rt.H[d + Gc.next] === 0 && (mayBeTracked(rt, value) || mayBeTracked(rt, key))) rt.track(d);
}

/** Makes room in a full dict. CPython: insertion_resize, GROWTH_RATE */
function grow(rt: Runtime, d: number): void {
  const H = rt.H;
  const used = H[d + Dict.used];
  // 3.6 asks for more than the places given, later releases for at least as many
  resize(rt, d, H[Free.oldDictGrowth] !== 0 ? used * 2 + (H[H[d + Dict.keys] + Keys.size] >> 1) + 1 : used * 3);
}

/** Moves the entries to a new combined table of at least `minSize` places. MemoryError leaves the dict as it was. CPython: dictresize */
export function resize(rt: Runtime, d: number, minSize: number): void {
  const H = rt.H;
  const keys = newKeys(rt, H[Free.dictPlacesByBits] !== 0 ? placesByBits(minSize) : tableSizeFor(minSize));
  const old = H[d + Dict.keys];
  if (H[old + Keys.kind] === KeyKind.general) H[keys + Keys.kind] = KeyKind.general;
  const used = H[d + Dict.used];
  const values = H[d + Dict.values];
  let from = old + H[old + Keys.entries];
  let to = keys + H[keys + Keys.entries];
  if (values !== 0) {
    for (let i = 0; i < used; i++, from += Entry.words, to += Entry.words) {
      const key = H[from + Entry.key];
      H[key]++;
      H[to] = H[from];
      H[to + 1] = H[from + 1];
      H[to + Entry.key] = key;
      H[to + Entry.value] = H[values + 2 * i];
    }
  } else if (H[old + Keys.nentries] === used) {
    copyWords(H, to, from, Entry.words * used);
  } else {
    for (let i = 0; i < used; i++, from += Entry.words, to += Entry.words) {
      while (H[from + Entry.value] === 0) from += Entry.words;
      for (let w = 0; w < Entry.words; w++) H[to + w] = H[from + w];
    }
  }
  buildIndices(rt, keys, used);
  H[keys + Keys.usable] -= used;
  H[keys + Keys.nentries] = used;
  H[d + Dict.keys] = keys;
  H[d + Dict.values] = 0;
  if (values !== 0) {
    decrefKeys(rt, old);
    rt.heap.free(values);
  } else {
    freeKeysBlock(rt, old);
  }
}

/** Deletes an entry; false when there is none. CPython: PyDict_DelItem without its KeyError */
export function dictDelete(rt: Runtime, d: number, key: number): boolean {
  const lo = hashKey(rt, key);
  const value = takeHashed(rt, d, key, lo, rt.hashHi);
  if (value === 0) return false;
  rt.decref(value);
  return true;
}

/** Deletes an entry and gives its value (owned); 0 when there is none. CPython: _PyDict_Pop_KnownHash */
export function takeHashed(rt: Runtime, d: number, key: number, lo: number, hi: number): Owned {
  let ix = lookup(rt, d, key, lo, hi);
  const H = rt.H;
  if (ix < 0 || H[valueSlot(rt, d, ix)] === 0) return 0 as Owned;
  if (H[d + Dict.values] !== 0) {
    // shared keys allow no deletion
    resize(rt, d, H[Free.valuesShrink] !== 0 ? H[d + Dict.used] * 3 : H[H[d + Dict.keys] + Keys.size]);
    ix = lookup(rt, d, key, lo, hi);
  }
  return takeEntry(rt, d, ix, lo, hi);
}

/** Takes entry `ix` out of a combined table; gives its value (owned) and gives the key up. CPython: delitem_common */
function takeEntry(rt: Runtime, d: number, ix: number, lo: number, hi: number): Owned {
  const H = rt.H;
  const keys = H[d + Dict.keys];
  setIndex(rt, keys, H[keys + Keys.size], placeOfIndex(rt, keys, lo, hi, ix), -2);
  H[d + Dict.used]--;
  H[d + Dict.version] = ++H[Free.dictVersion];
  if (H[keys + Keys.kind] === KeyKind.unicodeNoDummy) H[keys + Keys.kind] = KeyKind.unicode;
  const e = keys + H[keys + Keys.entries] + Entry.words * ix;
  const key = H[e + Entry.key];
  const value = H[e + Entry.value];
  H[e + Entry.key] = 0;
  H[e + Entry.value] = 0;
  if (--H[key] === 0) {
    const mark = rt.mark();
    rt.own(value);
    rt.dealloc(key);
    rt.unown(value);
    rt.release(mark);
  }
  return value as Owned;
}

/**
 * Takes the last entry out: its index in the keys' entries is where key and value were; both are left to the caller, owned, in the
 * cursor (nextKey, nextValue). False when the dict is empty. CPython: dict_popitem
 */
export function popLast(rt: Runtime, d: number): boolean {
  const H = rt.H;
  if (H[d + Dict.used] === 0) return false;
  if (H[d + Dict.values] !== 0) resize(rt, d, H[Free.valuesShrink] !== 0 ? H[d + Dict.used] * 3 : H[H[d + Dict.keys] + Keys.size]);
  const keys = H[d + Dict.keys];
  if (H[keys + Keys.kind] === KeyKind.unicodeNoDummy) H[keys + Keys.kind] = KeyKind.unicode;
  const first = keys + H[keys + Keys.entries];
  let i = H[keys + Keys.nentries] - 1;
  while (H[first + Entry.words * i + Entry.value] === 0) i--;
  const e = first + Entry.words * i;
  setIndex(rt, keys, H[keys + Keys.size], placeOfIndex(rt, keys, H[e], H[e + 1], i), -2);
  H[Free.cursorKey] = H[e + Entry.key];
  H[Free.cursorValue] = H[e + Entry.value];
  H[e + Entry.key] = 0;
  H[e + Entry.value] = 0;
  // the deleted place stays in the indices, so `usable` does not grow again
  H[keys + Keys.nentries] = i;
  H[d + Dict.used]--;
  H[d + Dict.version] = ++H[Free.dictVersion];
  return true;
}

/**
 * Walks the entries: start with pos 0; gives the position after the next entry or -1 at the end. The entry's key, value (borrowed)
 * and hash are then what nextKey, nextValue and nextHash say. The dict must not change meanwhile. CPython: _PyDict_Next
 */
export function dictNext(rt: Runtime, d: number, pos: number): number {
  const H = rt.H;
  const keys = H[d + Dict.keys];
  const values = H[d + Dict.values];
  const first = keys + H[keys + Keys.entries];
  let i = pos;
  if (values !== 0) {
    if (i >= H[d + Dict.used]) return -1;
    H[Free.cursorValue] = H[values + 2 * i];
  } else {
    const n = H[keys + Keys.nentries];
    while (i < n && H[first + Entry.words * i + Entry.value] === 0) i++;
    if (i >= n) return -1;
    H[Free.cursorValue] = H[first + Entry.words * i + Entry.value];
  }
  const e = first + Entry.words * i;
  H[Free.cursorKey] = H[e + Entry.key];
  H[Free.cursorHash] = H[e];
  H[Free.cursorHash + 1] = H[e + 1];
  return i + 1;
}

/** Key found by dictNext, borrowed. */
export function nextKey(rt: Runtime): number {
  return rt.H[Free.cursorKey];
}

/** Value found by dictNext, borrowed. */
export function nextValue(rt: Runtime): number {
  return rt.H[Free.cursorValue];
}

/** Hash found by dictNext: low word, high word in rt.hashHi. */
export function nextHash(rt: Runtime): number {
  rt.hashHi = rt.H[Free.cursorHash + 1];
  return rt.H[Free.cursorHash];
}

/** Empties the dict: it is empty before the first entry dies. CPython: PyDict_Clear */
export function dictClear(rt: Runtime, d: number): void {
  const H = rt.H;
  const keys = H[d + Dict.keys];
  const values = H[d + Dict.values];
  if (keys === Free.emptyKeys) return;
  H[d + Dict.keys] = emptyKeys(rt);
  H[d + Dict.values] = 0;
  H[d + Dict.used] = 0;
  H[d + Dict.version] = ++H[Free.dictVersion];
  if (values !== 0) freeValues(rt, values, H[keys + Keys.nentries]);
  decrefKeys(rt, keys);
}

function freeValues(rt: Runtime, values: number, n: number): void {
  const H = rt.H;
  for (let i = 0; i < n; i++) {
    const value = H[values + 2 * i];
    if (value !== 0) {
      H[values + 2 * i] = 0;
      if (--H[value] === 0) rt.dealloc(value);
    }
  }
  rt.heap.free(values);
}

/** tp_dealloc: entries in the order of insertion. CPython: dict_dealloc */
export function dictDealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  const heap = rt.heap;
  // the values of an instance, see instance-dict.ts
  const hidden = H[op + Gc.next] === op;
  if (hidden) H[op + Gc.next] = 0;
  else {
    if (H[op + Gc.next] !== 0) rt.untrack(op);
    if (!heap.trashBegin(op)) return;
  }
  const keys = H[op + Dict.keys];
  const values = H[op + Dict.values];
  H[op + Dict.used] = 0;
  H[op + Dict.keys] = emptyKeys(rt);
  H[op + Dict.values] = 0;
  if (values !== 0) freeValues(rt, values, H[keys + Keys.nentries]);
  if (keys !== 0) decrefKeys(rt, keys);
  if (hidden) {
    heap.free(op - Gc.headWords);
    return;
  }
  if (H[op + Ob.type] === T.dict && H[Free.dict + 1] < H[Free.dictLimit]) keepFree(rt, Free.dict, op);
  else rt.freeGcObject(op);
  heap.trashEnd();
}

/** A copy that shares nothing but the objects in it (and the keys of a split table). CPython: PyDict_Copy */
export function dictCopy(rt: Runtime, d: number): Owned {
  const H = rt.H;
  const used = H[d + Dict.used];
  if (used === 0) return newDict(rt);
  const keys = H[d + Dict.keys];
  const values = H[d + Dict.values];
  let copy: Owned;
  if (values !== 0) {
    const size = splitRoom(H, keys);
    const to = newValues(rt, size);
    H[keys + Keys.refcnt]++;
    copy = newDictWith(rt, keys, to);
    for (let i = 0; i < size; i++) {
      const value = H[values + 2 * i];
      if (value !== 0) {
        H[value]++;
        H[to + 2 * i] = value;
      }
    }
  } else if (used >= Math.floor((H[keys + Keys.nentries] * 2) / 3)) {
    copy = newDictWith(rt, cloneKeys(rt, keys), 0);
  } else {
    const mark = rt.mark();
    copy = newDict(rt);
    rt.own(copy);
    dictMergeDict(rt, copy, d, 1);
    rt.unown(copy);
    rt.release(mark);
    return copy;
  }
  H[copy + Dict.used] = used;
  if (H[d + Gc.next] !== 0 && H[copy + Gc.next] === 0) rt.track(copy);
  return copy;
}

/** A zeroed block for the values of a split table. */
export function newValues(rt: Runtime, n: number): number {
  const block = rt.heap.calloc(8 * n);
  if (block === 0) rt.noMemory();
  return block;
}

/** A copy of a combined table, with references of its own. CPython: clone_combined_dict_keys */
function cloneKeys(rt: Runtime, keys: number): number {
  const H = rt.H;
  const size = H[keys + Keys.size];
  const copy = newKeys(rt, size);
  const words = keysBytes(size) >> 2;
  H.copyWithin(copy, keys, keys + words);
  H[copy + Keys.refcnt] = 1;
  const n = H[keys + Keys.nentries];
  for (let i = 0, e = copy + H[copy + Keys.entries]; i < n; i++, e += Entry.words) {
    const value = H[e + Entry.value];
    if (value !== 0) {
      H[value]++;
      H[H[e + Entry.key]]++;
    }
  }
  return copy;
}

/**
 * Puts the entries of dict `b` into `a`. `override`: 1 the last value wins, 0 the first, 2 a key in both is a KeyError (with the key
 * as argument). RuntimeError when comparing keys changes `b`. CPython: dict_merge
 */
export function dictMergeDict(rt: Runtime, a: number, b: number, override: 0 | 1 | 2): void {
  const H = rt.H;
  const count = H[b + Dict.used];
  if (a === b || count === 0) return;
  let mode: number = override;
  if (H[a + Dict.used] === 0) {
    mode = 1;
    const keys = H[b + Dict.keys];
    const size = H[keys + Keys.size];
    if (H[b + Dict.values] === 0 && count === H[keys + Keys.nentries] && (size === 8 || usableFraction(size / 2) < count)) {
      const copy = cloneKeys(rt, keys);
      const old = H[a + Dict.keys];
      const values = H[a + Dict.values];
      H[a + Dict.keys] = copy;
      H[a + Dict.values] = 0;
      H[a + Dict.used] = count;
      H[a + Dict.version] = ++H[Free.dictVersion];
      if (H[b + Gc.next] !== 0 && H[a + Gc.next] === 0) rt.track(a);
      if (values !== 0) rt.heap.free(values);
      decrefKeys(rt, old);
      return;
    }
  }
  if (usableFraction(H[H[a + Dict.keys] + Keys.size]) < count) resize(rt, a, ((H[a + Dict.used] + count) * 3 + 1) >> 1);
  const mark = rt.mark();
  const n = H[H[b + Dict.keys] + Keys.nentries];
  for (let i = 0; i < n; i++) {
    const keys = H[b + Dict.keys];
    const e = keys + H[keys + Keys.entries] + Entry.words * i;
    const value = H[valueSlot(rt, b, i)];
    if (value === 0) continue;
    const key = H[e + Entry.key];
    const lo = H[e];
    const hi = H[e + 1];
    rt.own(rt.newRef(key));
    rt.own(rt.newRef(value));
    if (mode === 1 || dictGetHashed(rt, a, key, lo, hi) === 0) dictSetHashed(rt, a, key, lo, hi, value);
    else if (mode === 2) keyError(rt, key);
    rt.release(mark);
    if (H[H[b + Dict.keys] + Keys.nentries] !== n) raise(rt, T.RuntimeError, 'dict mutated during update');
  }
}

/** The value under a key, borrowed; sets it to `otherwise` (increfed) when absent. CPython: PyDict_SetDefault */
export function dictSetDefault(rt: Runtime, d: number, key: number, otherwise: number): number {
  const lo = hashKey(rt, key);
  const hi = rt.hashHi;
  const known = dictGetHashed(rt, d, key, lo, hi);
  if (known !== 0) return known;
  const H = rt.H;
  if (H[d + Dict.values] !== 0 && H[key + Ob.type] !== T.str) grow(rt, d);
  // known to be absent: no second comparison
  const values = H[d + Dict.values];
  const ix = values !== 0 ? lookupStr(rt, H[d + Dict.keys], key, lo, hi) : -1;
  const mark = rt.mark();
  rt.own(rt.newRef(key));
  store(rt, d, key, lo, hi, otherwise, ix);
  rt.release(mark);
  return otherwise;
}

/** Untracks a dict that cannot be part of a cycle. CPython: _PyDict_MaybeUntrack */
export function dictMaybeUntrack(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Ob.type] !== T.dict || H[op + Gc.next] === 0 || H[Free.dictsAlwaysTracked] !== 0) return;
  const keys = H[op + Dict.keys];
  const values = H[op + Dict.values];
  const n = H[keys + Keys.nentries];
  if (values !== 0) {
    for (let i = 0; i < n; i++) if (H[values + 2 * i] !== 0 && mayBeTracked(rt, H[values + 2 * i])) return;
  } else {
    for (let i = 0, e = keys + H[keys + Keys.entries]; i < n; i++, e += Entry.words) {
      const value = H[e + Entry.value];
      if (value !== 0 && (mayBeTracked(rt, value) || mayBeTracked(rt, H[e + Entry.key]))) return;
    }
  }
  rt.untrack(op);
}
