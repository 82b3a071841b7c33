import { Ob } from '../../memory/layout.ts';
import { hashKey, lookupStr } from '../containers/dict-keys.ts';
import { Entry as DictEntry, KeyKind, Keys } from '../containers/dict-layout.ts';
import { dictGet, dictGetStr, dictSet } from '../containers/dict-object.ts';
import { delItem, getItem, setItem } from '../core/abstract/item.ts';
import { clearError, errorMatches, isPythonError, raise, raiseObject } from '../core/errors.ts';
import { Cell, Dict, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { NameErr } from '../exceptions/exception-object.ts';
import { Cache, Co, Fr } from './frame-layout.ts';

/** Variables by name: globals, builtins, class and module bodies, cells. CPython: Python/ceval.c, the LOAD_ and STORE_ cases */

/** Address of the entry of an exact str key in a combined table of str keys; 0 when absent or the table is of another kind. */
function entryOf(rt: Runtime, dict: number, name: number): number {
  const H = rt.H;
  const keys = H[dict + Dict.keys];
  const kind = H[keys + Keys.kind];
  if (H[dict + Dict.values] !== 0 || kind === KeyKind.general) return 0;
  const lo = hashKey(rt, name);
  const i = lookupStr(rt, keys, name, lo, rt.hashHi);
  return i < 0 ? 0 : keys + H[keys + Keys.entries] + DictEntry.words * i;
}

/** Fills a cache with where a name lies in `dict`. */
function remember(rt: Runtime, cache: number, dict: number, kind: number): void {
  const H = rt.H;
  const entry = entryOf(rt, dict, H[cache]);
  if (entry === 0 || H[entry + DictEntry.key] !== H[cache]) {
    H[cache + Cache.kind] = 0;
    return;
  }
  const keys = H[dict + Dict.keys];
  H[cache + Cache.a] = keys;
  H[cache + Cache.b] = H[keys + Keys.size];
  H[cache + Cache.c] = entry;
  H[cache + Cache.kind] = kind;
}

/** Lookup in a mapping of any kind: new reference; NULL when the key is absent. */
export function mappingGet(rt: Runtime, mapping: number, name: number): Owned {
  if (rt.H[mapping + Ob.type] === T.dict) {
    const v = dictGet(rt, mapping, name);
    return v === 0 ? NULL : rt.newRef(v);
  }
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    return getItem(rt, mapping, name);
  } catch (thrown) {
    if (!isPythonError(thrown) || !errorMatches(rt, T.KeyError)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return NULL;
  }
}

/** LOAD_GLOBAL when its cache does not help: a new reference; NameError. */
export function loadGlobal(rt: Runtime, frame: number, cache: number): Owned {
  const H = rt.H;
  const name = H[cache];
  const globals = H[frame + Fr.globals];
  const builtins = H[frame + Fr.builtins];
  if (H[globals + Ob.type] === T.dict && H[builtins + Ob.type] === T.dict) {
    let v = dictGetStr(rt, globals, name);
    if (v !== 0) {
      H[v]++;
      remember(rt, cache, globals, 1);
      return v as Owned;
    }
    v = dictGetStr(rt, builtins, name);
    if (v !== 0) {
      H[v]++;
      remember(rt, cache, builtins, 2);
      H[cache + Cache.d] = H[globals + Dict.version];
      H[cache + Cache.e] = globals;
      return v as Owned;
    }
    return nameError(rt, name);
  }
  const found = mappingGet(rt, globals, name);
  if (found !== 0) return found;
  const builtin = mappingGet(rt, builtins, name);
  return builtin !== 0 ? builtin : nameError(rt, name);
}

/** LOAD_NAME when its cache does not help: a new reference; NameError. */
export function loadName(rt: Runtime, frame: number, cache: number): Owned {
  const H = rt.H;
  const name = H[cache];
  const locals = H[frame + Fr.locals];
  const globals = H[frame + Fr.globals];
  if (locals === 0) raise(rt, T.SystemError, `no locals when loading '${rt.hooks.strText(rt, name)}'`);
  if (locals === globals && H[locals + Ob.type] === T.dict) {
    const v = dictGetStr(rt, locals, name);
    if (v !== 0) {
      H[v]++;
      remember(rt, cache, locals, 1);
      return v as Owned;
    }
  } else {
    const found = mappingGet(rt, locals, name);
    if (found !== 0) return found;
    const global = mappingGet(rt, globals, name);
    if (global !== 0) return global;
  }
  const builtin = mappingGet(rt, H[frame + Fr.builtins], name);
  return builtin !== 0 ? builtin : nameError(rt, name);
}

/** STORE_NAME: the value on top of the stack is taken off by the caller after; its reference is given back here. */
export function storeName(rt: Runtime, frame: number, sp: number, cache: number): void {
  const H = rt.H;
  const locals = H[frame + Fr.locals];
  const name = H[cache];
  const value = H[sp - 2];
  if (locals === 0) raise(rt, T.SystemError, `no locals found when storing '${rt.hooks.strText(rt, name)}'`);
  if (H[locals + Ob.type] === T.dict) dictSet(rt, locals, name, value);
  else setItem(rt, locals, name, value);
  H[frame + Fr.sp] = sp - 2;
  if (--H[value] === 0) rt.dealloc(value);
}

/** STORE_GLOBAL, as storeName. */
export function storeGlobal(rt: Runtime, frame: number, sp: number, cache: number): number {
  const H = rt.H;
  const value = H[sp - 2];
  dictSet(rt, H[frame + Fr.globals], H[cache], value);
  sp -= 2;
  H[frame + Fr.sp] = sp;
  if (--H[value] === 0) rt.dealloc(value);
  return sp;
}

/** DELETE_NAME. */
export function deleteName(rt: Runtime, frame: number, sp: number, name: number): number {
  const locals = rt.H[frame + Fr.locals];
  if (locals === 0) raise(rt, T.SystemError, `no locals when deleting '${rt.hooks.strText(rt, name)}'`);
  deleteFrom(rt, locals, name);
  return sp;
}

/** DELETE_GLOBAL. */
export function deleteGlobal(rt: Runtime, frame: number, sp: number, name: number): number {
  deleteFrom(rt, rt.H[frame + Fr.globals], name);
  return sp;
}

function deleteFrom(rt: Runtime, mapping: number, name: number): void {
  try {
    delItem(rt, mapping, name);
  } catch (thrown) {
    if (!isPythonError(thrown) || !errorMatches(rt, T.KeyError)) throw thrown;
    nameError(rt, name);
  }
}

/** CPython: format_exc_check_arg with NAME_ERROR_MSG; the name is kept in the exception from 3.10 on. */
export function nameError(rt: Runtime, name: number): never {
  return raiseName(rt, T.NameError, name, `name '${rt.hooks.strText(rt, name)}' is not defined`);
}

function raiseName(rt: Runtime, type: number, name: number, message: string): never {
  clearError(rt);
  const exc = rt.hooks.makeException(rt, type, message);
  if (rt.model.holds.missedNames) rt.setSlot(exc + NameErr.name, rt.newRef(name));
  return raiseObject(rt, exc);
}

/** LOAD_FAST or DELETE_FAST of an empty local. `at` is the slot's offset in the frame. */
export function unboundLocal(rt: Runtime, frame: number, at: number): never {
  const H = rt.H;
  const name = H[H[H[frame + Fr.code] + Co.varnames] + Tuple.items + (at - Fr.localsplus)];
  return raiseName(rt, T.UnboundLocalError, name, phrase(rt, 'unboundLocal', rt.hooks.strText(rt, name)));
}

/** Name of the cell at offset `at` of a frame: borrowed. */
export function derefName(rt: Runtime, code: number, at: number): number {
  const H = rt.H;
  const i = ((at - Fr.localsplus) >> 1) - H[code + Co.nlocals];
  const cells = H[code + Co.cells];
  return i < cells ? H[H[code + Co.cellvars] + Tuple.items + 2 * i] : H[H[code + Co.freevars] + Tuple.items + 2 * (i - cells)];
}

/** LOAD_DEREF of an empty cell. CPython: format_exc_unbound */
export function unboundDeref(rt: Runtime, frame: number, at: number): never {
  const H = rt.H;
  const code = H[frame + Fr.code];
  const name = derefName(rt, code, at);
  const text = rt.hooks.strText(rt, name);
  if (((at - Fr.localsplus) >> 1) - H[code + Co.nlocals] < H[code + Co.cells]) {
    return raiseName(rt, T.UnboundLocalError, name, phrase(rt, 'unboundLocal', text));
  }
  return raiseName(rt, T.NameError, name, phrase(rt, 'unboundFree', text));
}

/** LOAD_CLASSDEREF: a new reference from the class body's mapping or the cell. */
export function loadClassDeref(rt: Runtime, frame: number, sp: number, at: number): number {
  const H = rt.H;
  const name = derefName(rt, H[frame + Fr.code], at);
  const found = mappingGet(rt, H[frame + Fr.locals], name);
  if (found !== 0) H[sp] = found;
  else {
    const v = H[H[frame + at] + Cell.contents];
    if (v === 0) unboundDeref(rt, frame, at);
    H[v]++;
    H[sp] = v;
  }
  return sp + 2;
}

/** LOAD_FROM_DICT_OR_DEREF: `mapping -> value`. */
export function loadFromMapping(rt: Runtime, frame: number, mapping: number, at: number): Owned {
  const H = rt.H;
  const found = mappingGet(rt, mapping, derefName(rt, H[frame + Fr.code], at));
  if (found !== 0) return found;
  const v = H[H[frame + at] + Cell.contents];
  if (v === 0) unboundDeref(rt, frame, at);
  return rt.newRef(v);
}

/** LOAD_FROM_DICT_OR_GLOBALS: `mapping -> value`. */
export function loadFromMappingOrGlobals(rt: Runtime, frame: number, mapping: number, name: number): Owned {
  const H = rt.H;
  for (const m of [mapping, H[frame + Fr.globals], H[frame + Fr.builtins]]) {
    const found = mappingGet(rt, m, name);
    if (found !== 0) return found;
  }
  return nameError(rt, name);
}
