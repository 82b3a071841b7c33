import { Ob } from '../../memory/layout.ts';
import { iteratesAsDict } from '../containers/dict-merge.ts';
import { dictContains, dictMergeDict, dictSet } from '../containers/dict-object.ts';
import { callMethodText } from '../core/abstract/call.ts';
import { getItem } from '../core/abstract/item.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { lookupAttrText, strText } from '../core/abstract/object.ts';
import { clearError, errorMatches, isPythonError, keyError, takeError, typeError, typeName } from '../core/errors.ts';
import { Exc, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';

/**
 * Puts the items of any mapping into an exact dict. `unique`: a key that is there already is a KeyError with the key. AttributeError ('keys')
 * for what is no mapping. CPython: Objects/dictobject.c dict_merge
 */
export function mergeMapping(rt: Runtime, dict: number, mapping: number, unique: boolean): void {
  if (iteratesAsDict(rt, mapping)) {
    dictMergeDict(rt, dict, mapping, unique ? 2 : 1);
    return;
  }
  const mark = rt.mark();
  const keys = rt.own(callMethodText(rt, mapping, 'keys'));
  const it = rt.own(iter(rt, keys));
  for (;;) {
    const inner = rt.mark();
    const key = rt.own(next(rt, it));
    if (key === 0) break;
    if (unique && dictContains(rt, dict, key)) keyError(rt, key);
    dictSet(rt, dict, key, rt.own(getItem(rt, mapping, key)));
    rt.release(inner);
  }
  rt.release(mark);
}

/** `dict.update(mapping)` of a display: "'T' object is not a mapping". CPython: DICT_UPDATE */
export function updateFromMapping(rt: Runtime, dict: number, mapping: number): void {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    mergeMapping(rt, dict, mapping, false);
  } catch (thrown) {
    if (!isPythonError(thrown) || !errorMatches(rt, T.AttributeError)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    typeError(rt, `'${typeName(rt, mapping)}' object is not a mapping`);
  }
}

/** Merges `**mapping` into the keyword arguments for `callee`. CPython: DICT_MERGE, format_kwargs_error */
export function mergeKeywords(rt: Runtime, callee: number, dict: number, mapping: number): void {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    mergeMapping(rt, dict, mapping, true);
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    const attribute = errorMatches(rt, T.AttributeError);
    if (!attribute && !errorMatches(rt, T.KeyError)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    const exc = rt.own(takeError(rt));
    if (attribute) typeError(rt, `${calleeText(rt, callee)} argument after ** must be a mapping, not ${typeName(rt, mapping)}`);
    const H = rt.H;
    const args = H[exc + Exc.args];
    if (args === 0 || H[args + Ob.size] !== 1) {
      rt.setSlot(Root.curexc, rt.newRef(exc));
      throw thrown;
    }
    const key = H[args + Tuple.items];
    if ((H[H[key + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) typeError(rt, 'keywords must be strings');
    typeError(rt, `${calleeText(rt, callee)} got multiple values for keyword argument '${strText(rt, key)}'`);
  }
}

/** A callable as messages show it: `module.qualname()`. CPython: Objects/object.c _PyObject_FunctionStr */
export function calleeText(rt: Runtime, callee: number): string {
  const mark = rt.mark();
  const qualname = rt.own(lookupAttrText(rt, callee, '__qualname__'));
  if (qualname === 0) {
    rt.release(mark);
    return strText(rt, callee);
  }
  const module = rt.own(lookupAttrText(rt, callee, '__module__'));
  let text = `${strText(rt, qualname)}()`;
  if (module !== 0 && rt.H[module + Ob.type] === T.str) {
    const moduleText = strText(rt, module);
    if (moduleText !== 'builtins') text = `${moduleText}.${text}`;
  }
  rt.release(mark);
  return text;
}
