import { Ob } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { Dict, Int, Str } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { strEquals, strHash } from '../text/str-object.ts';
import { DICT_MIN_SIZE, Entry, indexWords, KeyKind, Keys, keysBytes, usableFraction } from './dict-layout.ts';
import { Free } from './free-lists.ts';

/** Keys tables: making, sharing, freeing, probing. Nothing here changes a dict. */

/** Shared keys of all dicts that never had an entry; never freed, its count is not kept. CPython: Py_EMPTY_KEYS */
export function emptyKeys(rt: Runtime): number {
  const H = rt.H;
  if (H[Free.emptyKeys + Keys.size] === 0) {
    H[Free.emptyKeys + Keys.refcnt] = 1;
    H[Free.emptyKeys + Keys.size] = 1;
    H[Free.emptyKeys + Keys.kind] = KeyKind.unicodeNoDummy;
    H[Free.emptyKeys + Keys.entries] = 12;
    H[Free.emptyKeys + Keys.indices] = -1;
    H[Free.emptyKeys + Keys.indices + 1] = -1;
  }
  return Free.emptyKeys;
}

/** A keys table with no entries, count 1, for exact str keys until told otherwise. MemoryError. CPython: new_keys_object */
export function newKeys(rt: Runtime, size: number): number {
  const H = rt.H;
  let keys = 0;
  if (size === DICT_MIN_SIZE) {
    keys = H[Free.keys];
    if (keys !== 0) {
      H[Free.keys] = H[keys];
      H[Free.keys + 1]--;
    }
  }
  if (size > 1 << 26) rt.noMemory();
  if (keys === 0) keys = rt.allocBlock(keysBytes(size));
  const words = indexWords(size);
  const entries = Keys.indices + words;
  H[keys + Keys.refcnt] = 1;
  H[keys + 1] = 0;
  H[keys + Keys.size] = size;
  H[keys + 3] = 0;
  H[keys + Keys.kind] = KeyKind.unicodeNoDummy;
  H[keys + Keys.entries] = entries;
  const usable = usableFraction(size);
  H[keys + Keys.usable] = usable;
  H[keys + 7] = 0;
  H[keys + Keys.nentries] = 0;
  H[keys + 9] = 0;
  const first = keys + Keys.indices;
  if (words === 2) {
    H[first] = -1;
    H[first + 1] = -1;
  } else {
    H.fill(-1, first, first + words);
  }
  zeroWords(rt.F64, keys + entries, keys + entries + Entry.words * usable);
  return keys;
}

/** Gives one reference to a keys table back; with the last one its entries are released in order. CPython: dictkeys_decref, free_keys_object */
export function decrefKeys(rt: Runtime, keys: number): void {
  const H = rt.H;
  if (keys === Free.emptyKeys || --H[keys + Keys.refcnt] !== 0) return;
  const n = H[keys + Keys.nentries];
  for (let i = 0, e = keys + H[keys + Keys.entries]; i < n; i++, e += Entry.words) {
    const key = H[e + Entry.key];
    const value = H[e + Entry.value];
    if (key !== 0 && --H[key] === 0) rt.dealloc(key);
    if (value !== 0 && --H[value] === 0) rt.dealloc(value);
  }
  if (H[keys + Keys.kind] === KeyKind.split) sharedKeys(rt).delete(keys);
  freeKeysBlock(rt, keys);
}

/** Frees the block of a keys table whose entries were moved or released. */
export function freeKeysBlock(rt: Runtime, keys: number): void {
  const H = rt.H;
  if (keys === Free.emptyKeys) return;
  if (H[keys + Keys.size] === DICT_MIN_SIZE && H[Free.keys + 1] < H[Free.keysLimit]) {
    H[keys] = H[Free.keys];
    H[Free.keys] = keys;
    H[Free.keys + 1]++;
  } else {
    rt.heap.free(keys);
  }
}

/**
 * The keys tables that classes share with their instances: which blocks exist, so that the walkers of the heap can name the holder
 * of each attribute name (no dict owns them). The references are in the heap.
 */
export function sharedKeys(rt: Runtime): Set<number> {
  return rt.stateOf('shared dict keys', () => {
    const tables = new Set<number>();
    rt.heap.roots.add({
      name: 'shared dict keys',
      blocks: tables,
      traverse: (visit) => {
        const H = rt.H;
        for (const keys of tables) {
          const first = keys + H[keys + Keys.entries];
          for (let i = 0; i < H[keys + Keys.nentries]; i++) visit(H[first + Entry.words * i + Entry.key], first + Entry.words * i + Entry.key);
        }
      },
      describe: () => 'attribute name shared by the instances of a class',
    });
    return tables;
  });
}

/** Hash of a key: low word, high word in rt.hashHi; exact str and small exact int without dispatch. TypeError when unhashable. */
export function hashKey(rt: Runtime, key: number): number {
  const H = rt.H;
  const type = H[key + Ob.type];
  if (type === T.str) {
    const lo = H[key + Str.hash];
    const hi = H[key + Str.hash + 1];
    if ((lo & hi) === -1) return strHash(rt, key);
    rt.hashHi = hi;
    return lo;
  }
  if (type === T.int) {
    const size = H[key + Int.size];
    if (size === 1) {
      rt.hashHi = 0;
      return H[key + Int.digits];
    }
    if (size === 0) {
      rt.hashHi = 0;
      return 0;
    }
    if (size === -1) {
      const v = -H[key + Int.digits];
      rt.hashHi = -1;
      return v === -1 ? -2 : v;
    }
  }
  return rt.hooks.hash(rt, key);
}

/** Index of the entry of an exact str in a table of exact str keys, -1 when absent. Runs no Python code. CPython: lookdict_unicode */
export function lookupStr(rt: Runtime, keys: number, key: number, lo: number, hi: number): number {
  const H = rt.H;
  const size = H[keys + Keys.size];
  const mask = size - 1;
  const entries = keys + H[keys + Keys.entries];
  let i = lo & mask;
  let plo = lo;
  let phi = hi;
  for (;;) {
    const ix =
      size <= 128
        ? (rt.U8[(keys + Keys.indices) * 4 + i] << 24) >> 24
        : size <= 32768
          ? (rt.U16[(keys + Keys.indices) * 2 + i] << 16) >> 16
          : H[keys + Keys.indices + i];
    if (ix >= 0) {
      const e = entries + Entry.words * ix;
      const k = H[e + Entry.key];
      if (k === key || (H[e] === lo && H[e + 1] === hi && strEquals(rt, k, key))) return ix;
    } else if (ix === -1) {
      return -1;
    }
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = (Math.imul(i, 5) + plo + 1) & mask;
  }
}

/**
 * Index of the entry of any key in a dict's table, -1 when absent. May run Python code (`__eq__`), which may change the dict: then
 * the search starts anew. Borrows `key`, which the caller keeps alive. CPython: lookdict
 */
export function lookup(rt: Runtime, d: number, key: number, lo: number, hi: number): number {
  const H = rt.H;
  const keyType = H[key + Ob.type];
  restart: for (;;) {
    const keys = H[d + Dict.keys];
    if (keyType === T.str && H[keys + Keys.kind] !== KeyKind.general) return lookupStr(rt, keys, key, lo, hi);
    const size = H[keys + Keys.size];
    const mask = size - 1;
    const entries = keys + H[keys + Keys.entries];
    let i = lo & mask;
    let plo = lo;
    let phi = hi;
    for (;;) {
      const ix =
        size <= 128
          ? (rt.U8[(keys + Keys.indices) * 4 + i] << 24) >> 24
          : size <= 32768
            ? (rt.U16[(keys + Keys.indices) * 2 + i] << 16) >> 16
            : H[keys + Keys.indices + i];
      if (ix >= 0) {
        const e = entries + Entry.words * ix;
        const k = H[e + Entry.key];
        if (k === key) return ix;
        if (H[e] === lo && H[e + 1] === hi) {
          const same = sameKey(rt, k, key, keyType);
          if (same === 1) return ix;
          if (same < 0) {
            const mark = rt.mark();
            rt.own(rt.newRef(k));
            const equal = rt.hooks.equal(rt, k, key);
            rt.release(mark);
            if (H[d + Dict.keys] !== keys || H[e + Entry.key] !== k) continue restart;
            if (equal) return ix;
          }
        }
      } else if (ix === -1) {
        return -1;
      }
      plo = (plo >>> 5) | (phi << 27);
      phi >>>= 5;
      i = (Math.imul(i, 5) + plo + 1) & mask;
    }
  }
}

/** Equality of keys with the same hash for exact str and int: 1 or 0; -1 when it takes a call. */
export function sameKey(rt: Runtime, a: number, b: number, typeOfB: number): number {
  const H = rt.H;
  if (H[a + Ob.type] !== typeOfB) return -1;
  if (typeOfB === T.str) return strEquals(rt, a, b) ? 1 : 0;
  if (typeOfB === T.int) {
    const size = H[a + Int.size];
    if (size !== H[b + Int.size]) return 0;
    for (let i = 0, n = size < 0 ? -size : size; i < n; i++) if (H[a + Int.digits + i] !== H[b + Int.digits + i]) return 0;
    return 1;
  }
  return -1;
}

/** Place in the indices that can take a new entry with this hash. CPython: find_empty_slot */
export function findEmptyPlace(rt: Runtime, keys: number, lo: number, hi: number): number {
  const H = rt.H;
  const size = H[keys + Keys.size];
  const mask = size - 1;
  let i = lo & mask;
  let plo = lo;
  let phi = hi;
  while (getIndex(rt, keys, size, i) >= 0) {
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = (Math.imul(i, 5) + plo + 1) & mask;
  }
  return i;
}

/** Place in the indices that leads to entry `ix` with this hash. CPython: lookdict_index */
export function placeOfIndex(rt: Runtime, keys: number, lo: number, hi: number, ix: number): number {
  const H = rt.H;
  const size = H[keys + Keys.size];
  const mask = size - 1;
  let i = lo & mask;
  let plo = lo;
  let phi = hi;
  while (getIndex(rt, keys, size, i) !== ix) {
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = (Math.imul(i, 5) + plo + 1) & mask;
  }
  return i;
}

export function getIndex(rt: Runtime, keys: number, size: number, i: number): number {
  return size <= 128
    ? (rt.U8[(keys + Keys.indices) * 4 + i] << 24) >> 24
    : size <= 32768
      ? (rt.U16[(keys + Keys.indices) * 2 + i] << 16) >> 16
      : rt.H[keys + Keys.indices + i];
}

export function setIndex(rt: Runtime, keys: number, size: number, i: number, ix: number): void {
  if (size <= 128) rt.U8[(keys + Keys.indices) * 4 + i] = ix;
  else if (size <= 32768) rt.U16[(keys + Keys.indices) * 2 + i] = ix;
  else rt.H[keys + Keys.indices + i] = ix;
}

/** Fills the indices for entries 0 … n-1 of a fresh table. CPython: build_indices */
export function buildIndices(rt: Runtime, keys: number, n: number): void {
  const H = rt.H;
  const size = H[keys + Keys.size];
  const mask = size - 1;
  let e = keys + H[keys + Keys.entries];
  for (let ix = 0; ix < n; ix++, e += Entry.words) {
    let plo = H[e];
    let phi = H[e + 1];
    let i = plo & mask;
    while (getIndex(rt, keys, size, i) !== -1) {
      plo = (plo >>> 5) | (phi << 27);
      phi >>>= 5;
      i = (Math.imul(i, 5) + plo + 1) & mask;
    }
    setIndex(rt, keys, size, i, ix);
  }
}

/** Index of an attribute name in a split table, -1 when absent. Runs no Python code. For the inline caches of the loop. */
export function splitIndex(rt: Runtime, keys: number, name: number): number {
  const lo = hashKey(rt, name);
  return lookupStr(rt, keys, name, lo, rt.hashHi);
}
