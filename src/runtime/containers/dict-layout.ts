/**
 * The tables of dicts, in words.
 *
 *   dict     | refcnt | type | used | version | keys | values |            words 0, 2, 4, 6, 8, 10
 *   keys     | refcnt | size | kind, entries | usable | nentries | indices … | entry 0 | entry 1 | …
 *              0        2      4     5         6        8          10
 *   entry    | hash | key | value |                                         words 0, 2, 4
 *   values   | value 0 | value 1 | …                                        split tables only
 *
 * `indices` has `size` places of one byte up to 128 of them, two bytes up to 32768, four above: index of an entry, -1 never used,
 * -2 deleted. Two thirds of `size` entries follow, in the order of insertion. `entries` (the high word of the lookup function's
 * place) is the distance in words from the keys to entry 0.
 *
 * Combined table: `values` is 0, the keys belong to one dict and hold the values. Split table: the keys are shared by the instances
 * of a class (all keys are exact str, inserted in the same order) and each dict has its own `values`.
 * CPython: Objects/dict-common.h, Objects/dictobject.c (3.10)
 */
export const enum Keys {
  refcnt = 0,
  size = 2,
  /** A KeyKind. */
  kind = 4,
  /** Words from the keys to the first entry. */
  entries = 5,
  usable = 6,
  nentries = 8,
  indices = 10,
  headerBytes = 40,
}

export const enum Entry {
  hash = 0,
  hashHi = 1,
  key = 2,
  value = 4,
  /** Words from one entry to the next. */
  words = 6,
}

/** What a lookup may assume. CPython: the four dk_lookup functions. */
export const enum KeyKind {
  /** Any keys. */
  general = 0,
  /** Exact str keys, some deleted. */
  unicode = 1,
  /** Exact str keys, none deleted. */
  unicodeNoDummy = 2,
  /** Shared by the instances of a class. */
  split = 3,
}

export const DICT_MIN_SIZE = 8;

/** How many entries a table of `size` places takes. CPython: USABLE_FRACTION */
export function usableFraction(size: number): number {
  return Math.floor((2 * size) / 3);
}

/** Words that the indices of `size` places take. */
export function indexWords(size: number): number {
  return size <= 8 ? 2 : size <= 128 ? size >> 2 : size <= 32768 ? size >> 1 : size;
}

/** The smallest table of at least `n` places. CPython: dictresize up to 3.9 */
export function tableSizeFor(n: number): number {
  let size = DICT_MIN_SIZE;
  while (size < n) size *= 2;
  return size;
}

/** Places as from 3.10 on: sixteen for one to seven, twice as many for a power of two from 16. CPython: calculate_keysize, calculate_log2_keysize */
export function placesByBits(n: number): number {
  return 1 << (32 - Math.clz32(((n | DICT_MIN_SIZE) - 1) | (DICT_MIN_SIZE - 1)));
}

/** Bytes of a keys block. */
export function keysBytes(size: number): number {
  return Keys.headerBytes + 4 * indexWords(size) + 4 * Entry.words * usableFraction(size);
}
