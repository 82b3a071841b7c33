import { Gc, Ob } from '../../../memory/layout.ts';
import { clearError, errorMatches, nameOfType, raise, raiseObject, subtypeOf, typeError, typeName } from '../errors.ts';
import { dictSlot } from '../instance.ts';
import { Str, Tp, TpFlag, Tuple } from '../layout.ts';
import { NULL, type Owned } from '../ownership.ts';
import { phrase } from '../phrase.ts';
import { PYTHON_ERROR, type Runtime } from '../runtime.ts';
import type { Binary, DescrGet, DescrSet, KeySet } from '../signatures.ts';
import { Root, T, TYPE_CACHE, TYPE_CACHE_ENTRY, TYPE_CACHE_SIZE, TYPE_VERSION } from '../static.ts';

/**
 * Attribute access and the type attribute cache. CPython: Objects/object.c, Objects/typeobject.c
 *
 * A cache entry is three slots: version (0 = empty), name (owned), value (borrowed, 0 = known to be absent).
 */

/** Longest name that is cached. CPython: MCACHE_MAX_ATTR_SIZE */
const CACHE_MAX_NAME = 100;

/** Exact str. */
export function isExactStr(rt: Runtime, op: number): boolean {
  return rt.H[op + Ob.type] === T.str;
}

/** Attribute of a type by its MRO, no descriptor applied: borrowed, 0 when absent. Raises nothing. CPython: _PyType_Lookup */
export function lookupType(rt: Runtime, type: number, name: number): number {
  const H = rt.H;
  const version = H[type + Tp.versionTag];
  if (version !== 0) {
    const entry = TYPE_CACHE + ((version ^ H[name + Str.hash]) & (TYPE_CACHE_SIZE - 1)) * TYPE_CACHE_ENTRY;
    if (H[entry] === version && H[entry + 2] === name) return H[entry + 4];
  }
  return lookupTypeSlow(rt, type, name);
}

/** First of the MRO's dicts that has the name: borrowed, 0 when none; the cache is neither asked nor filled. CPython: find_name_in_mro */
export function findInMro(rt: Runtime, type: number, name: number): number {
  const H = rt.H;
  const exact = H[name + Ob.type] === T.str;
  const mro = H[type + Tp.mro];
  if (mro === 0) return 0;
  const end = mro + Tuple.items + 2 * H[mro + Ob.size];
  for (let s = mro + Tuple.items; s < end; s += 2) {
    const dict = H[H[s] + Tp.dict];
    if (dict === 0) continue;
    const found = exact ? rt.hooks.dictGetStr(rt, dict, name) : rt.hooks.dictGet(rt, dict, name);
    if (found !== 0) return found;
  }
  return 0;
}

/**
 * Entries that a name may stand in: its own, chosen by its hash, and the ones that differ from it in the highest two bits (the lowest ones are
 * crowded: a name that many types are asked for fills the entries around it). CPython has only the first; there few lookups follow the
 * start-up, here names would evict one another in one run of many. The address would not do: it depends on the environment's variables.
 */
const WAYS = 4;

/** Word address of the `way`-th entry for an index. */
function cacheEntry(index: number, way: number): number {
  return TYPE_CACHE + (index ^ (way << 10)) * TYPE_CACHE_ENTRY;
}

function lookupTypeSlow(rt: Runtime, type: number, name: number): number {
  const H = rt.H;
  const known = H[type + Tp.versionTag];
  if (known !== 0) {
    const index = (known ^ H[name + Str.hash]) & (TYPE_CACHE_SIZE - 1);
    for (let way = 1; way < WAYS; way++) {
      const entry = cacheEntry(index, way);
      if (H[entry] === known && H[entry + 2] === name) return H[entry + 4];
    }
  }
  const found = findInMro(rt, type, name);
  if (H[name + Ob.type] === T.str && H[name + Str.length] <= CACHE_MAX_NAME && assignVersionTag(rt, type)) {
    const version = H[type + Tp.versionTag];
    const index = (version ^ H[name + Str.hash]) & (TYPE_CACHE_SIZE - 1);
    let entry = cacheEntry(index, 0);
    for (let way = 0; way < WAYS; way++) {
      const other = cacheEntry(index, way);
      if (H[other + 2] === 0 || H[other + 2] === name) {
        entry = other;
        break;
      }
    }
    H[entry] = version;
    H[entry + 4] = found;
    const old = H[entry + 2];
    H[name]++;
    H[entry + 2] = name;
    if (old !== 0) rt.decref(old);
  }
  return found;
}

/** Gives the type and its bases version tags; false when it cannot have one. CPython: assign_version_tag */
export function assignVersionTag(rt: Runtime, type: number): boolean {
  const H = rt.H;
  if (H[type + Tp.versionTag] !== 0) return true;
  if ((H[type + Tp.flags] & TpFlag.READY) === 0) return false;
  const bases = H[type + Tp.bases];
  if (H[TYPE_VERSION] === 0) H[TYPE_VERSION] = 1;
  const version = H[TYPE_VERSION];
  if (version >= 0x7fffffff) return false;
  H[TYPE_VERSION] = version + 1;
  H[type + Tp.versionTag] = version;
  H[type + Tp.flags] |= TpFlag.VALID_VERSION_TAG;
  if (bases !== 0) {
    const n = H[bases + Ob.size];
    for (let i = 0; i < n; i++) {
      const base = H[bases + Tuple.items + 2 * i];
      if (isType(rt, base) && !assignVersionTag(rt, base)) return false;
    }
  }
  return true;
}

/** Empties the cache, giving its names back. CPython: PyType_ClearCache */
export function clearTypeCache(rt: Runtime): number {
  const H = rt.H;
  for (let i = 0; i < TYPE_CACHE_SIZE; i++) {
    const entry = TYPE_CACHE + i * TYPE_CACHE_ENTRY;
    H[entry] = 0;
    H[entry + 4] = 0;
    rt.clearSlot(entry + 2);
  }
  const last = H[TYPE_VERSION] - 1;
  return last;
}

/** Is the object a type (an instance of type or of a subclass of it)? */
export function isType(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0;
}

function checkName(rt: Runtime, name: number): void {
  if ((rt.H[rt.H[name + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) {
    typeError(rt, `attribute name must be string, not '${typeName(rt, name)}'`);
  }
}

/** `o.name`: new reference; AttributeError, which knows object and name whoever raised it. CPython: PyObject_GetAttr */
export function getAttr(rt: Runtime, o: number, name: number): Owned {
  const H = rt.H;
  const slot = H[H[o + Ob.type] + Tp.getattro];
  if (H[name + Ob.type] !== T.str) checkName(rt, name);
  if (slot === 0) raiseNoAttribute(rt, o, name);
  try {
    return (rt.fn[slot] as Binary)(rt, o, name);
  } catch (thrown) {
    if (thrown === PYTHON_ERROR) attributeContext(rt, H[Root.curexc], o, name);
    throw thrown;
  }
}

/** getAttr with a name known to native code. */
export function getAttrText(rt: Runtime, o: number, name: string): Owned {
  return getAttr(rt, o, rt.ident(name));
}

/** `o.name`, or NULL instead of AttributeError; other errors propagate. CPython: _PyObject_LookupAttr */
export function lookupAttr(rt: Runtime, o: number, name: number): Owned {
  const H = rt.H;
  const slot = H[H[o + Ob.type] + Tp.getattro];
  if (slot === 0) return NULL;
  const f = rt.fn[slot] as Binary;
  if ((f as unknown) === genericGetAttr) return genericLookup(rt, o, name, true);
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    return f(rt, o, name);
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || !errorMatches(rt, T.AttributeError)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return NULL;
  }
}

export function lookupAttrText(rt: Runtime, o: number, name: string): Owned {
  return lookupAttr(rt, o, rt.ident(name));
}

export function hasAttr(rt: Runtime, o: number, name: number): boolean {
  const v = lookupAttr(rt, o, name);
  if (v === 0) return false;
  rt.decref(v);
  return true;
}

/** `o.name = value` (borrowed; 0 deletes). CPython: PyObject_SetAttr */
export function setAttr(rt: Runtime, o: number, name: number, value: number): void {
  const H = rt.H;
  if (H[name + Ob.type] !== T.str) checkName(rt, name);
  const type = H[o + Ob.type];
  const slot = H[type + Tp.setattro];
  if (slot === 0) {
    const what = H[type + Tp.getattro] === 0 ? 'has no attributes' : 'has only read-only attributes';
    typeError(rt, `'${typeName(rt, o)}' object ${what} (${value === 0 ? 'del' : 'assign to'} .${rt.hooks.strText(rt, name)})`);
  }
  (rt.fn[slot] as KeySet)(rt, o, name, value);
}

export function setAttrText(rt: Runtime, o: number, name: string, value: number): void {
  setAttr(rt, o, rt.ident(name), value);
}

/** AttributeError with the object and the name in it. */
export function raiseNoAttribute(rt: Runtime, o: number, name: number): never {
  return raiseAttribute(rt, o, name, `'${typeName(rt, o)}' object has no attribute '${rt.hooks.strText(rt, name)}'`);
}

/** AttributeError with a message of its own, and `obj` and `name` filled in. */
export function raiseAttribute(rt: Runtime, o: number, name: number, message: string): never {
  const exc = rt.hooks.makeException(rt, T.AttributeError, message);
  attributeContext(rt, exc, o, name);
  return raiseObject(rt, exc);
}

const enum AttributeErrorAt {
  obj = 16,
  name = 18,
}

/** Fills `obj` and `name` of an AttributeError that has neither yet, where the model keeps them. CPython: set_attribute_error_context */
function attributeContext(rt: Runtime, exc: number, o: number, name: number): void {
  const H = rt.H;
  if (!rt.model.holds.missedNames || !subtypeOf(rt, H[exc + Ob.type], T.AttributeError)) return;
  if (H[exc + AttributeErrorAt.obj] === 0 && H[exc + AttributeErrorAt.name] === 0) {
    rt.setSlot(exc + AttributeErrorAt.obj, rt.newRef(o));
    rt.setSlot(exc + AttributeErrorAt.name, rt.newRef(name));
  }
}

/** tp_getattro of ordinary objects. CPython: PyObject_GenericGetAttr */
export function genericGetAttr(rt: Runtime, o: number, name: number): Owned {
  return genericLookup(rt, o, name, false);
}

/** genericGetAttr; with `quiet` NULL instead of AttributeError. CPython: _PyObject_GenericGetAttrWithDict */
export function genericLookup(rt: Runtime, o: number, name: number, quiet: boolean): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  if (H[name + Ob.type] !== T.str) checkName(rt, name);
  const descr = lookupType(rt, type, name);
  let get = 0;
  if (descr !== 0) {
    const dtype = H[descr + Ob.type];
    get = H[dtype + Tp.descrGet];
    if (get !== 0 && H[dtype + Tp.descrSet] !== 0) return descrGet(rt, get, descr, o, type, quiet);
  }
  const at = H[type + Tp.dictoffset];
  if (at !== 0) {
    const dict = H[at > 0 ? o + at : dictSlot(rt, o)];
    if (dict !== 0) {
      const v =
        H[name + Ob.type] === T.str && H[dict + Ob.type] === T.dict ? rt.hooks.dictGetStr(rt, dict, name) : dictGetHeld(rt, dict, name, descr);
      if (v !== 0) {
        H[v]++;
        return v as Owned;
      }
    }
  }
  if (descr === 0) {
    if (quiet) return NULL;
    raiseNoAttribute(rt, o, name);
  }
  if (get !== 0) return descrGet(rt, get, descr, o, type, quiet);
  H[descr]++;
  return descr as Owned;
}

/** Lookup of an unusual key: code may run, so the descriptor is held meanwhile. */
function dictGetHeld(rt: Runtime, dict: number, name: number, descr: number): number {
  const mark = rt.mark();
  rt.own(rt.newRef(dict));
  if (descr !== 0) rt.own(rt.newRef(descr));
  const v = rt.hooks.dictGet(rt, dict, name);
  rt.release(mark);
  return v;
}

/** Applies `__get__` holding the descriptor; `quiet` turns AttributeError into NULL. */
function descrGet(rt: Runtime, get: number, descr: number, o: number, type: number, quiet: boolean): Owned {
  const H = rt.H;
  const mark = rt.nsp;
  H[descr]++;
  rt.own(descr);
  if (!quiet) return rt.leave(mark, (rt.fn[get] as DescrGet)(rt, descr, o, type));
  const depth = rt.depth;
  try {
    return rt.leave(mark, (rt.fn[get] as DescrGet)(rt, descr, o, type));
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || !errorMatches(rt, T.AttributeError)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return NULL;
  }
}

/** tp_setattro of ordinary objects; `value` 0 deletes. CPython: PyObject_GenericSetAttr */
export function genericSetAttr(rt: Runtime, o: number, name: number, value: number): void {
  const H = rt.H;
  const type = H[o + Ob.type];
  if (H[name + Ob.type] !== T.str) checkName(rt, name);
  const descr = lookupType(rt, type, name);
  if (descr !== 0) {
    const set = H[H[descr + Ob.type] + Tp.descrSet];
    if (set !== 0) {
      const mark = rt.mark();
      rt.own(rt.newRef(descr));
      (rt.fn[set] as DescrSet)(rt, descr, o, value);
      rt.release(mark);
      return;
    }
  }
  const slot = dictSlot(rt, o);
  if (slot === 0) {
    const text = rt.hooks.strText(rt, name);
    let message = `'${typeName(rt, o)}' object attribute '${text}' is read-only`;
    if (descr === 0) {
      // a class with a __setattr__ of its own may well have other places for attributes
      const plain = (rt.fn[H[type + Tp.setattro]!] as unknown) === genericSetAttr;
      message = plain ? phrase(rt, 'noDictAttribute', typeName(rt, o), text) : `'${typeName(rt, o)}' object has no attribute '${text}'`;
    }
    if (rt.model.natives.assignmentsKnowNames) raiseAttribute(rt, o, name, message);
    raise(rt, T.AttributeError, message);
  }
  if (!rt.hooks.setInstanceAttr(rt, o, slot, name, value)) {
    const text = rt.hooks.strText(rt, name);
    raise(
      rt,
      T.AttributeError,
      isType(rt, o) ? phrase(rt, 'deletedClassAttribute', nameOfType(rt, o), text) : phrase(rt, 'deletedAttribute', typeName(rt, o), text),
    );
  }
}

/**
 * Attribute to be called: sets rt.methodUnbound when the result is a plain method (function, method descriptor) to be called with `o` as
 * first argument. New reference; AttributeError. CPython: _PyObject_GetMethod
 */
export function getMethod(rt: Runtime, o: number, name: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  rt.methodUnbound = false;
  const slot = H[type + Tp.getattro];
  if (slot === 0 || (rt.fn[slot] as unknown) !== genericGetAttr || H[name + Ob.type] !== T.str) return bound(rt, getAttr(rt, o, name));
  const descr = lookupType(rt, type, name);
  let get = 0;
  let plain = false;
  if (descr !== 0) {
    const dtype = H[descr + Ob.type];
    if ((H[dtype + Tp.flags] & TpFlag.METHOD_DESCRIPTOR) !== 0) plain = true;
    else {
      get = H[dtype + Tp.descrGet];
      if (get !== 0 && H[dtype + Tp.descrSet] !== 0) return bound(rt, descrGet(rt, get, descr, o, type, false));
    }
  }
  const at = H[type + Tp.dictoffset];
  if (at !== 0) {
    const dict = H[at > 0 ? o + at : dictSlot(rt, o)];
    if (dict !== 0) {
      const v = rt.hooks.dictGetStr(rt, dict, name);
      if (v !== 0) {
        H[v]++;
        return v as Owned;
      }
    }
  }
  if (plain) {
    rt.methodUnbound = true;
    H[descr]++;
    return descr as Owned;
  }
  if (get !== 0) return bound(rt, descrGet(rt, get, descr, o, type, false));
  if (descr === 0) raiseNoAttribute(rt, o, name);
  H[descr]++;
  return descr as Owned;
}

/** Code that ran in between may have set the flag. */
function bound(rt: Runtime, method: Owned): Owned {
  rt.methodUnbound = false;
  return method;
}

/** Special method of an object's type, bound to the object; NULL when there is none. CPython: _PyObject_LookupSpecial */
export function lookupSpecial(rt: Runtime, o: number, name: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  const found = lookupType(rt, type, name);
  if (found === 0) return NULL;
  const get = H[H[found + Ob.type] + Tp.descrGet];
  if (get === 0) return rt.newRef(found);
  return descrGet(rt, get, found, o, type, false);
}

/**
 * Special method of an object's type for a call by slot functions: sets rt.methodUnbound like getMethod; NULL when there is none.
 * CPython: Objects/typeobject.c lookup_maybe_method
 */
export function lookupMethod(rt: Runtime, o: number, name: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  const found = lookupType(rt, type, name);
  rt.methodUnbound = false;
  if (found === 0) return NULL;
  const ftype = H[found + Ob.type];
  if ((H[ftype + Tp.flags] & TpFlag.METHOD_DESCRIPTOR) !== 0 && !rt.model.boundSpecialMethods) {
    rt.methodUnbound = true;
    return rt.newRef(found);
  }
  const get = H[ftype + Tp.descrGet];
  if (get === 0) return rt.newRef(found);
  return bound(rt, descrGet(rt, get, found, o, type, false));
}

/** Is the object's type `type` or a subclass of it? CPython: PyObject_TypeCheck */
export function typeCheck(rt: Runtime, o: number, type: number): boolean {
  const t = rt.H[o + Ob.type];
  return t === type || subtypeOf(rt, t, type);
}

/** Is a GC object tracked? */
export function isTracked(rt: Runtime, op: number): boolean {
  return rt.H[op + Gc.next] !== 0;
}
