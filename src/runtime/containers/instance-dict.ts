import { Gc, Ob } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { Dict, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { decrefKeys, findEmptyPlace, hashKey, lookupStr, newKeys, setIndex, sharedKeys } from './dict-keys.ts';
import { DICT_MIN_SIZE, Entry, KeyKind, Keys, usableFraction } from './dict-layout.ts';
import { dictDelete, dictNext, dictSet, newDict, newDictWith, newValues, nextKey, nextValue, resize, setTables } from './dict-object.ts';
import { splitRoom } from './dict-size.ts';
import { Free } from './free-lists.ts';
import { mayBeTracked } from './tuple-object.ts';

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
 * A dict that is no object to the collector and in no count, because CPython has only the values: in the models from 3.11 on, until somebody
 * asks for the dict. Its GC links lead to itself, so that it is in no list and yet not untracked: nothing tracks it.
 * CPython: Objects/dictobject.c init_inline_values
 */
function newHiddenDict(rt: Runtime, keys: number): Owned {
  const H = rt.H;
  const values = newValues(rt, splitRoom(H, keys));
  const block = rt.heap.alloc(48 + Gc.headBytes);
  if (block === 0) {
    rt.heap.free(values);
    rt.noMemory();
  }
  const op = block + Gc.headWords;
  zeroWords(rt.F64, block, op + Dict.end);
  H[op] = 1;
  H[op + Ob.type] = T.dict;
  H[keys + Keys.refcnt]++;
  setTables(rt, op, keys, values);
  H[op + Gc.next] = op;
  H[op + Gc.prev] = op;
  return op as Owned;
}

/** Is it a dict that only its instance knows? */
export function isHiddenDict(H: Int32Array, d: number): boolean {
  return H[d + Gc.next] === d;
}

/** Makes a hidden dict an object like any other. May collect. CPython: Objects/dictobject.c make_dict_from_instance_attributes */
export function revealDict(rt: Runtime, d: number): void {
  const H = rt.H;
  if (!isHiddenDict(H, d)) return;
  H[d + Gc.next] = 0;
  H[d + Gc.prev] = 0;
  if (H[d + Dict.values] !== 0 && rt.model.gc.attributes === 'inline values') H[d + Dict.inline] = 1;
  const mark = rt.mark();
  rt.own(rt.newRef(d));
  if (H[Free.dictsAlwaysTracked] !== 0 || holdsTracked(rt, d)) rt.track(d);
  rt.heap.gc.noteAllocation();
  rt.release(mark);
}

/** Is there something in the dict that may be part of a cycle? */
function holdsTracked(rt: Runtime, d: number): boolean {
  for (let pos = dictNext(rt, d, 0); pos >= 0; pos = dictNext(rt, d, pos)) {
    if (mayBeTracked(rt, nextValue(rt)) || mayBeTracked(rt, nextKey(rt))) return true;
  }
  return false;
}

/** The dict that the first attribute of an instance makes; its slot is `at` words behind the instance. MemoryError. */
export function newAttributeDict(rt: Runtime, type: number, at: number): Owned {
  const keys = cachedKeys(rt, type);
  return keys !== 0 && at === Ob.body && rt.model.gc.attributes !== 'dict' ? newHiddenDict(rt, keys) : newInstanceDict(rt, type);
}

/** Do the values of a dict that was asked for still belong to its instance? */
export function hasInlineValues(H: Int32Array, d: number): boolean {
  return H[d + Dict.values] !== 0 && H[d + Dict.inline] !== 0;
}

/** The instance dies, is cleared or gets another dict: what others hold is a dict with values of its own. CPython: _PyDict_DetachFromObject */
export function detachDict(rt: Runtime, d: number): void {
  if (rt.H[rt.H[d + Ob.type] + Tp.flags] & TpFlag.DICT_SUBCLASS) rt.H[d + Dict.inline] = 0;
}

/** Visits the values of a dict as if they were the instance's own. CPython: PyObject_VisitManagedDict */
export function visitValues(H: Int32Array, d: number, visit: (ref: number, slot: number) => void): void {
  const keys = H[d + Dict.keys];
  const values = H[d + Dict.values];
  const stride = values !== 0 ? 2 : Entry.words;
  let slot = values !== 0 ? values : keys + H[keys + Keys.entries] + Entry.value;
  for (let i = H[keys + Keys.nentries]; i > 0; i--, slot += stride) if (H[slot] !== 0) visit(H[slot], slot);
}

/**
 * Before an attribute is stored in a hidden dict: will CPython still have values only, or a dict? A name that is new to the class is added to
 * the shared keys when they have room. CPython: Objects/dictobject.c insert_into_dictkeys
 */
function staysHidden(rt: Runtime, keys: number, name: number): boolean {
  const H = rt.H;
  if (H[name + Ob.type] !== T.str) return false;
  const lo = hashKey(rt, name);
  const hi = rt.hashHi;
  return lookupStr(rt, keys, name, lo, hi) >= 0 || H[keys + Keys.usable] > 0;
}

/** Adds a name to the shared keys of a class that an instance got out of their order. */
function shareName(rt: Runtime, keys: number, name: number): void {
  const H = rt.H;
  const lo = hashKey(rt, name);
  const hi = rt.hashHi;
  if (H[keys + Keys.usable] <= 0 || lookupStr(rt, keys, name, lo, hi) >= 0) return;
  const n = H[keys + Keys.nentries];
  setIndex(rt, keys, H[keys + Keys.size], findEmptyPlace(rt, keys, lo, hi), n);
  const e = keys + H[keys + Keys.entries] + Entry.words * n;
  H[name]++;
  H[e] = lo;
  H[e + 1] = hi;
  H[e + Entry.key] = name;
  H[e + Entry.key + 1] = 0;
  H[keys + Keys.usable]--;
  H[keys + Keys.nentries] = n + 1;
}

/**
 * Sets (value 0: deletes) an attribute in the dict at `slot` of an instance of `type`; makes the dict when the slot is empty. Gives
 * false when the attribute to delete is absent. Increfs both. CPython: _PyObjectDict_SetItem
 */
export function instanceDictSet(rt: Runtime, type: number, slot: number, name: number, value: number): boolean {
  const H = rt.H;
  if (H[slot] === 0) {
    H[slot] = newAttributeDict(rt, type, H[type + Tp.dictoffset]);
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
  const hidden = isHiddenDict(H, d);
  const stays = hidden && shared !== 0 && staysHidden(rt, shared, name);
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
  if (hidden && !stays) revealDict(rt, d);
  else if (hidden && H[d + Dict.values] === 0) shareName(rt, shared, name);
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
