import { Dict } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { shownBasic } from '../core/shown-size.ts';
import { Entry, indexWords, KeyKind, Keys, usableFraction } from './dict-layout.ts';
import { Free } from './free-lists.ts';

/** What the tables of dicts take under the model. */

/** Bytes of a keys table. CPython: Objects/dictobject.c _PyDict_KeysSize */
export function shownKeysBytes(rt: Runtime, keys: number): number {
  const H = rt.H;
  const { header, shortStrEntries } = rt.model.sizes.dict;
  const size = H[keys + Keys.size];
  const entryBytes = shortStrEntries && H[keys + Keys.kind] !== KeyKind.general ? 16 : 4 * Entry.words;
  return header + 4 * indexWords(size) + entryBytes * usableFraction(size);
}

/** Bytes of a dict with what is its own. CPython: _PyDict_SizeOf */
export function shownDictBytes(rt: Runtime, op: number): number {
  const H = rt.H;
  const keys = H[op + Dict.keys];
  let bytes = shownBasic(rt, op);
  if (H[op + Dict.values] !== 0) bytes += 8 * splitRoom(H, keys);
  if (keys !== Free.emptyKeys && H[keys + Keys.refcnt] === 1) bytes += shownKeysBytes(rt, keys);
  return bytes;
}

/** How many values a dict with these shared keys has room for. CPython: USABLE_FRACTION, from 3.11 shared_keys_usable_size */
export function splitRoom(H: Int32Array, keys: number): number {
  return H[Free.valuesShrink] !== 0 ? H[keys + Keys.usable] + H[keys + Keys.nentries] : usableFraction(H[keys + Keys.size]);
}
