import { Dict, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { decrefKeys, newKeys, sharedKeys } from './dict-keys.ts';
import { DICT_MIN_SIZE, Entry, KeyKind, Keys, usableFraction } from './dict-layout.ts';
import { dictDelete, dictSet, newDict, newDictWith, newValues, resize } from './dict-object.ts';
import { splitRoom } from './dict-size.ts';
import { Free } from './free-lists.ts';

/** The dicts of instances, whose keys are shared through their class (Tp.htCachedKeys, a counted keys block, not an object). */

/** Shared keys for a new class, count 1; 0 when there is no memory (the class then does without). CPython: _PyDict_NewKeysForClass */
export function newKeysForClass(rt: Runtime): number {
  const tables = sharedKeys(rt);
  const shrink = rt.H[Free.valuesShrink] !== 0;
  const keys = newKeys(rt, shrink ? SHRINKING_PLACES : DICT_MIN_SIZE);
  if (shrink) rt.H[keys + Keys.usable] = SHRINKING_ROOM;
  rt.H[keys + Keys.kind] = KeyKind.split;
  tables.add(keys);
  return keys;
}

/** Places of the table that a class starts with where values shrink, and names that it has room for. CPython: SHARED_KEYS_MAX_SIZE */
const SHRINKING_PLACES = 64;
const SHRINKING_ROOM = 30;

/** An instance of a class with these shared keys is made: the next ones have room for one name fewer. CPython: init_inline_values */
export function countInstance(H: Int32Array, keys: number): void {
  if (H[keys + Keys.usable] > 1) H[keys + Keys.usable]--;
}

/** Gives the shared keys of a dying class up. CPython: _PyDictKeys_DecRef */
export function releaseKeysOfClass(rt: Runtime, type: number): void {
  const keys = rt.H[type + Tp.htCachedKeys];
  if (keys === 0) return;
  rt.H[type + Tp.htCachedKeys] = 0;
  decrefKeys(rt, keys);
}

/** The shared keys of a class or 0. CPython: CACHED_KEYS */
export function cachedKeys(rt: Runtime, type: number): number {
  return (rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0 ? rt.H[type + Tp.htCachedKeys] : 0;
}

/** An empty dict for an instance of `type`: split when the class has shared keys. CPython: PyObject_GenericGetDict */
export function newInstanceDict(rt: Runtime, type: number): Owned {
  const keys = cachedKeys(rt, type);
  if (keys === 0) return newDict(rt);
  const values = newValues(rt, splitRoom(rt.H, keys));
  rt.H[keys + Keys.refcnt]++;
  return newDictWith(rt, keys, values);
}

/**
 * Sets (value 0: deletes) an attribute in the dict at `slot` of an instance of `type`; makes the dict when the slot is empty. Gives
 * false when the attribute to delete is absent. Increfs both. CPython: _PyObjectDict_SetItem
 */
export function instanceDictSet(rt: Runtime, type: number, slot: number, name: number, value: number): boolean {
  const H = rt.H;
  if (H[slot] === 0) {
    H[slot] = newInstanceDict(rt, type);
    H[slot + 1] = 0;
  }
  const d = H[slot];
  const shared = cachedKeys(rt, type);
  if (value === 0) {
    const found = dictDelete(rt, d, name);
    // a class whose instances lose attributes no longer gains from sharing
    if (shared !== 0 && H[Free.valuesShrink] === 0) releaseKeysOfClass(rt, type);
    return found;
  }
  const wasShared = H[Free.valuesShrink] === 0 && shared !== 0 && shared === H[d + Dict.keys];
  const mark = rt.mark();
  rt.own(rt.newRef(d));
  dictSet(rt, d, name, value);
  if (wasShared) {
    const still = cachedKeys(rt, type);
    if (still !== 0 && still !== H[d + Dict.keys]) {
      // the first instance outgrew the table: share its new one, unless others use the old
      H[type + Tp.htCachedKeys] = H[still + Keys.refcnt] === 1 ? makeKeysShared(rt, d) : 0;
      decrefKeys(rt, still);
    }
  }
  rt.release(mark);
  return true;
}

/** Turns the table of a dict into a shared one; gives a new count of its keys or 0 when they are not all exact str. CPython: make_keys_shared */
function makeKeysShared(rt: Runtime, d: number): number {
  const H = rt.H;
  if (H[d + Dict.values] === 0) {
    const kind = H[H[d + Dict.keys] + Keys.kind];
    if (kind === KeyKind.general) return 0;
    if (kind === KeyKind.unicode) resize(rt, d, H[H[d + Dict.keys] + Keys.size]);
    const keys = H[d + Dict.keys];
    const n = usableFraction(H[keys + Keys.size]);
    const values = newValues(rt, n);
    const tables = sharedKeys(rt);
    for (let i = 0, e = keys + H[keys + Keys.entries]; i < n; i++, e += Entry.words) {
      H[values + 2 * i] = H[e + Entry.value];
      H[e + Entry.value] = 0;
    }
    H[keys + Keys.kind] = KeyKind.split;
    H[d + Dict.values] = values;
    tables.add(keys);
  }
  const keys = H[d + Dict.keys];
  H[keys + Keys.refcnt]++;
  return keys;
}
