import { Ob } from '../../memory/layout.ts';
import { lookupAttrText } from '../core/abstract/attribute.ts';
import { callMethodText } from '../core/abstract/call.ts';
import { fastItems, fastLength, getItem, sequenceFast, sequenceList } from '../core/abstract/item.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { clearError, errorMatches, isPythonError, keyError, typeError, typeName, valueError } from '../core/errors.ts';
import { List, Tp, TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { dictContains, dictMergeDict, dictSet } from './dict-object.ts';

/** Putting mappings and sequences of pairs into dicts. CPython: Objects/dictobject.c dict_merge, PyDict_MergeFromSeq2, dict_update_arg */

/** Is it a dict or of a subclass? CPython: PyDict_Check */
export function isDict(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.DICT_SUBCLASS) !== 0;
}

/** Is it a dict whose iteration nobody has overridden? CPython: the test in dict_merge */
export function iteratesAsDict(rt: Runtime, op: number): boolean {
  return isDict(rt, op) && rt.H[rt.H[op + Ob.type] + Tp.iter] === rt.H[T.dict + Tp.iter];
}

/**
 * Puts the entries of a mapping into dict `a`. `override`: 1 the last value wins, 0 the first, 2 a key in both is a KeyError.
 * CPython: dict_merge (PyDict_Merge, _PyDict_MergeEx)
 */
export function dictMerge(rt: Runtime, a: number, b: number, override: 0 | 1 | 2): void {
  if (iteratesAsDict(rt, b)) {
    dictMergeDict(rt, a, b, override);
    return;
  }
  const mark = rt.mark();
  const keys = rt.own(mappingKeys(rt, b));
  const H = rt.H;
  const here = rt.mark();
  for (let i = 0; i < H[keys + List.size]; i++) {
    const key = rt.own(rt.newRef(H[H[keys + List.items] + 2 * i]));
    if (override !== 1 && dictContains(rt, a, key)) {
      if (override === 2) keyError(rt, key);
    } else {
      dictSet(rt, a, key, rt.own(getItem(rt, b, key)));
    }
    rt.release(here);
  }
  rt.release(mark);
}

/** list(b.keys()), new. CPython: PyMapping_Keys */
function mappingKeys(rt: Runtime, b: number): number {
  const mark = rt.mark();
  const keys = rt.own(callMethodText(rt, b, 'keys'));
  let it: number;
  try {
    it = rt.own(iter(rt, keys));
  } catch (thrown) {
    if (isPythonError(thrown) && errorMatches(rt, T.TypeError)) {
      clearError(rt);
      typeError(rt, `${typeName(rt, b)}.keys() returned a non-iterable (type ${typeName(rt, keys)})`);
    }
    throw thrown;
  }
  return rt.leave(mark, sequenceList(rt, it));
}

/** Puts key-value pairs into a dict. CPython: PyDict_MergeFromSeq2 */
export function dictMergePairs(rt: Runtime, d: number, pairs: number): void {
  const mark = rt.mark();
  const it = rt.own(iter(rt, pairs));
  const H = rt.H;
  const here = rt.mark();
  for (let i = 0; ; i++) {
    const item = next(rt, it);
    if (item === 0) break;
    rt.own(item);
    let fast: number;
    try {
      fast = rt.own(sequenceFast(rt, item, ''));
    } catch (thrown) {
      if (isPythonError(thrown) && errorMatches(rt, T.TypeError)) {
        clearError(rt);
        typeError(rt, `cannot convert dictionary update sequence element #${i} to a sequence`);
      }
      throw thrown;
    }
    const n = fastLength(rt, fast);
    if (n !== 2) valueError(rt, `dictionary update sequence element #${i} has length ${n}; 2 is required`);
    const slots = fastItems(rt, fast);
    const key = rt.own(rt.newRef(H[slots]));
    const value = rt.own(rt.newRef(H[slots + 2]));
    dictSet(rt, d, key, value);
    rt.release(here);
  }
  rt.release(mark);
}

/** What dict(), update() and |= do with their argument: a mapping if it has `keys`, else pairs. CPython: dict_update_arg */
export function dictUpdateFrom(rt: Runtime, d: number, arg: number): void {
  if (rt.H[arg + Ob.type] === T.dict) {
    dictMergeDict(rt, d, arg, 1);
    return;
  }
  const keys = lookupAttrText(rt, arg, 'keys');
  if (keys !== 0) {
    rt.decref(keys);
    dictMerge(rt, d, arg, 1);
  } else {
    dictMergePairs(rt, d, arg);
  }
}
