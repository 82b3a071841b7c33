import { Gc, Ob } from '../../memory/layout.ts';
import { hashKey, lookupStr } from '../containers/dict-keys.ts';
import { Entry as DictEntry, KeyKind, Keys } from '../containers/dict-layout.ts';
import { Free } from '../containers/free-lists.ts';
import { newAttributeDict } from '../containers/instance-dict.ts';
import { mayBeTracked } from '../containers/tuple-object.ts';
import { assignVersionTag, genericGetAttr, genericSetAttr, getAttr, getMethod, lookupType, setAttr } from '../core/abstract/attribute.ts';
import { Dict, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { MemberDescr } from '../types/descriptor-layout.ts';
import { slotGetattrHook } from '../types/slot-functions.ts';
import { Cache, Fr } from './frame-layout.ts';

/**
 * Inline caches of attribute access. A cache belongs to one instruction: `Cache.a` holds the version tag of the owner's type (a type
 * that changes gets a new one), the rest says where the attribute lies.
 *
 *   kind 1   value of a split instance dict: b offset of the dict's slot, c keys, d offset in the values
 *   kind 2   value of a combined instance dict: b as above, c keys, d entry, e size of the table
 *   kind 3   slot of the instance (`__slots__`): b offset
 */

/** LOAD_ATTR when its cache does not help: a new reference; AttributeError. */
export function attributeOf(rt: Runtime, o: number, cache: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  if ((rt.fn[H[type + Tp.getattro]] as unknown) !== genericGetAttr) return getAttr(rt, o, H[cache]);
  locate(rt, o, type, cache, false);
  return getAttr(rt, o, H[cache]);
}

/** STORE_ATTR when its cache does not help: `value, owner ->`. Gives the stack pointer. */
export function storeAttribute(rt: Runtime, frame: number, sp: number, cache: number): number {
  const H = rt.H;
  const o = H[sp - 2];
  let value = H[sp - 4];
  const type = H[o + Ob.type];
  if (
    H[cache + Cache.kind] === 1 &&
    H[cache + Cache.a] === H[type + Tp.versionTag] &&
    H[cache + Cache.a] !== 0 &&
    addAttribute(rt, o, type, value, cache)
  ) {
    sp -= 4;
    H[frame + Fr.sp] = sp;
    if (--H[o] === 0) rt.dealloc(o);
    return sp;
  }
  const replaced = H[cache + Cache.kind] === 1 && H[cache + Cache.a] === H[type + Tp.versionTag] ? replaceAttribute(rt, o, value, cache) : 0;
  if (replaced !== 0) {
    // the value has moved in, the old one goes in its stead
    value = replaced;
  } else if ((rt.fn[H[type + Tp.setattro]] as unknown) === genericSetAttr) {
    genericSetAttr(rt, o, H[cache], value);
    if (H[o + Ob.type] === type) locate(rt, o, type, cache, true);
  } else setAttr(rt, o, H[cache], value);
  // value first, then owner
  H[sp - 4] = o;
  sp -= 2;
  H[frame + Fr.sp] = sp;
  if (--H[value] === 0) rt.dealloc(value);
  sp -= 2;
  H[frame + Fr.sp] = sp;
  if (--H[o] === 0) rt.dealloc(o);
  return sp;
}

/**
 * Gives an instance an attribute that it does not have yet, when its turn in the order of the shared keys has come. The value moves in. False
 * when the case is another one: nothing is changed then (but for a dict that may have been made). MemoryError.
 */
function addAttribute(rt: Runtime, o: number, type: number, value: number, cache: number): boolean {
  const H = rt.H;
  const at = o + H[cache + Cache.b];
  let dict = H[at];
  if (dict === 0) {
    if (H[type + Tp.htCachedKeys] !== H[cache + Cache.c]) return false;
    dict = newAttributeDict(rt, type, H[cache + Cache.b]);
    H[at] = dict;
    H[at + 1] = 0;
  }
  const values = H[dict + Dict.values];
  const place = H[cache + Cache.d];
  if (H[dict + Dict.keys] !== H[cache + Cache.c] || values === 0 || H[values + place] !== 0 || 2 * H[dict + Dict.used] !== place) return false;
  if (H[dict + Gc.next] === 0 && mayBeTracked(rt, value)) rt.track(dict);
  H[values + place] = value;
  H[values + place + 1] = 0;
  H[dict + Dict.used]++;
  H[dict + Dict.version] = ++H[Free.dictVersion];
  return true;
}

/**
 * Stores over a value of a split dict that is not tracked yet and gives the old value (owned now by the caller); the new one moves in. 0 when the
 * case is another one: nothing is changed then. The cache is known to be valid for the type.
 */
function replaceAttribute(rt: Runtime, o: number, value: number, cache: number): number {
  const H = rt.H;
  const dict = H[o + H[cache + Cache.b]];
  if (H[cache + Cache.a] === 0 || dict === 0 || H[dict + Dict.keys] !== H[cache + Cache.c]) return 0;
  const values = H[dict + Dict.values];
  if (values === 0) return 0;
  const slot = values + H[cache + Cache.d];
  const old = H[slot];
  if (old === 0) return 0;
  if (H[dict + Gc.next] === 0 && mayBeTracked(rt, value)) rt.track(dict);
  H[slot] = value;
  H[dict + Dict.version] = ++H[Free.dictVersion];
  return old;
}

/** Fills a cache for attribute access with the generic lookup; clears it when the case is none of the simple ones. */
function locate(rt: Runtime, o: number, type: number, cache: number, storing: boolean): void {
  const H = rt.H;
  H[cache + Cache.a] = 0;
  const name = H[cache];
  const descr = lookupType(rt, type, name);
  if (H[type + Tp.versionTag] === 0 && !assignVersionTag(rt, type)) return;
  const version = H[type + Tp.versionTag];
  if (descr !== 0) {
    const kind = H[descr + Ob.type];
    if (H[kind + Tp.descrSet] !== 0) {
      if (kind === T.member_descriptor) {
        const at = MemberDescr.offsetOfObject(rt, descr);
        if (at !== 0) {
          H[cache + Cache.b] = at;
          H[cache + Cache.kind] = 3;
          H[cache + Cache.a] = version;
        }
      }
      return;
    }
    // an instance attribute may hide a plain class attribute only where it is already
    if (storing) return;
  }
  const at = H[type + Tp.dictoffset];
  if (at <= 0) return;
  const dict = H[o + at];
  if (dict === 0 || H[dict + Ob.type] !== T.dict) return;
  const keys = H[dict + Dict.keys];
  const kind = H[keys + Keys.kind];
  if (kind === KeyKind.general) return;
  const lo = hashKey(rt, name);
  const i = lookupStr(rt, keys, name, lo, rt.hashHi);
  if (i < 0) return;
  const entry = keys + H[keys + Keys.entries] + DictEntry.words * i;
  if (H[entry + DictEntry.key] !== name) return;
  H[cache + Cache.b] = at;
  H[cache + Cache.c] = keys;
  if (H[dict + Dict.values] !== 0) {
    H[cache + Cache.d] = 2 * i;
    H[cache + Cache.kind] = 1;
  } else {
    if (storing) return;
    H[cache + Cache.d] = entry;
    H[cache + Cache.e] = H[keys + Keys.size];
    H[cache + Cache.kind] = 2;
  }
  H[cache + Cache.a] = version;
}

/**
 * A method of a class with `__getattr__`, unbound, once the instruction ran often enough; 0 otherwise. CPython: Python/specialize.c
 * analyze_descriptor
 */
function hookedMethod(rt: Runtime, o: number, cache: number): Owned | 0 {
  const H = rt.H;
  const type = H[o + Ob.type];
  if (rt.model.specialized.methods === Infinity || (rt.fn[H[type + Tp.getattro]] as unknown) !== slotGetattrHook) return 0;
  if (H[cache + Cache.kind]++ < rt.model.specialized.methods) return 0;
  const descr = lookupType(rt, type, H[cache]);
  if (descr === 0 || (H[H[descr + Ob.type] + Tp.flags] & TpFlag.METHOD_DESCRIPTOR) === 0) return 0;
  const getattribute = lookupType(rt, type, rt.ident('__getattribute__'));
  if (getattribute === 0 || H[getattribute + Ob.type] !== T.wrapper_descriptor) return 0;
  const at = H[type + Tp.dictoffset];
  const dict = at > 0 ? H[o + at] : 0;
  if (dict !== 0 && rt.hooks.dictGetStr(rt, dict, H[cache]) !== 0) return 0;
  rt.methodUnbound = true;
  return rt.newRef(descr);
}

/**
 * LOAD_METHOD when its cache does not help: a new reference, rt.methodUnbound says which kind. The cache is for methods of the class: b offset
 * of the instance dict's slot (0 none), c its keys and d their number of entries (the name is not among them), f the method (borrowed, alive
 * while the version is valid).
 */
export function methodOf(rt: Runtime, o: number, cache: number): Owned {
  const H = rt.H;
  const m = hookedMethod(rt, o, cache) || getMethod(rt, o, H[cache]);
  if (!rt.methodUnbound) return m;
  const type = H[o + Ob.type];
  H[cache + Cache.a] = 0;
  if (H[type + Tp.versionTag] === 0 && !assignVersionTag(rt, type)) return m;
  const at = H[type + Tp.dictoffset];
  if (at < 0) return m;
  H[cache + Cache.c] = 0;
  if (at !== 0 && H[o + at] !== 0) {
    const dict = H[o + at];
    if (H[dict + Dict.values] === 0) return m;
    const keys = H[dict + Dict.keys];
    const lo = hashKey(rt, H[cache]);
    if (lookupStr(rt, keys, H[cache], lo, rt.hashHi) >= 0) return m;
    H[cache + Cache.c] = keys;
    H[cache + Cache.d] = H[keys + Keys.nentries];
  }
  H[cache + Cache.b] = at;
  H[cache + Cache.f] = m;
  H[cache + Cache.a] = H[type + Tp.versionTag];
  return m;
}
