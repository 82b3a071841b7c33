import { Ob } from '../../memory/layout.ts';
import { dictGet, dictNext, nextKey } from '../containers/dict-object.ts';
import { lookupAttr } from '../core/abstract/attribute.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { dir } from '../core/abstract/object.ts';
import { clearError, subtypeOf } from '../core/errors.ts';
import { Exc, Tb, Tuple } from '../core/layout.ts';
import { nearest } from '../core/nearest-name.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { strText } from '../text/str-object.ts';
import { AttrErr, ImportErr, NameErr } from './exception-object.ts';

/** Texts of the str keys of a dict. */
function keysOf(rt: Runtime, dict: number): string[] {
  const names: string[] = [];
  if (dict === 0 || rt.H[dict + Ob.type] !== T.dict) return names;
  for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos))
    if (rt.H[nextKey(rt) + Ob.type] === T.str) names.push(strText(rt, nextKey(rt)));
  return names;
}

function tupleTexts(rt: Runtime, tuple: number): string[] {
  const names: string[] = [];
  const n = rt.H[tuple + Ob.size]!;
  for (let i = 0; i < n; i++) {
    const item = rt.H[tuple + Tuple.items + 2 * i]!;
    if (rt.H[item + Ob.type] === T.str) names.push(strText(rt, item));
  }
  return names;
}

/** Has the frame's variable `self` (its index, -1 = none) an attribute of that name? Errors mean no. */
function selfHas(rt: Runtime, frame: number, index: number, name: number): boolean {
  const self = index < 0 ? 0 : rt.H[frame + Fr.localsplus + 2 * index]!;
  if (self === 0) return false;
  const mark = rt.mark();
  try {
    const found = rt.own(lookupAttr(rt, self, name)) !== 0;
    rt.release(mark);
    return found;
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    clearError(rt);
    return false;
  }
}

function suggestForName(rt: Runtime, exc: number): string | null {
  const H = rt.H;
  const name = H[exc + NameErr.name]!;
  let tb = H[exc + Exc.traceback]!;
  if (name === 0 || H[name + Ob.type] !== T.str || tb === 0) return null;
  while (H[tb + Tb.next] !== 0) tb = H[tb + Tb.next]!;
  const frame = H[tb + Tb.frame]!;
  const text = strText(rt, name);
  const variables = tupleTexts(rt, H[H[frame + Fr.code]! + Co.varnames]!);
  if (rt.model.natives.nameAdvice && selfHas(rt, frame, variables.indexOf('self'), name)) return `self.${text}`;
  return nearest(text, variables) ?? nearest(text, keysOf(rt, H[frame + Fr.globals]!)) ?? nearest(text, keysOf(rt, H[frame + Fr.builtins]!));
}

function suggestForAttribute(rt: Runtime, exc: number): string | null {
  const name = rt.H[exc + AttrErr.name]!;
  const obj = rt.H[exc + AttrErr.obj]!;
  if (name === 0 || obj === 0 || rt.H[name + Ob.type] !== T.str) return null;
  return nearest(strText(rt, name), namesOf(rt, obj));
}

/** The texts of `dir(obj)`; none when it fails. */
function namesOf(rt: Runtime, obj: number): string[] {
  const mark = rt.mark();
  try {
    const names = tupleTexts(rt, rt.own(sequenceTuple(rt, rt.own(dir(rt, obj)))));
    rt.release(mark);
    return names;
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    clearError(rt);
    return [];
  }
}

/** A name of the module that `from … import` did not find one in. CPython 3.12: offer_suggestions_for_import_error */
function suggestForImport(rt: Runtime, exc: number): string | null {
  const H = rt.H;
  const name = H[exc + ImportErr.nameFrom]!;
  const from = H[exc + ImportErr.name]!;
  const isText = (o: number): boolean => o !== 0 && H[o + Ob.type] === T.str;
  if (!isText(name) || !isText(from)) return null;
  const module = dictGet(rt, H[Root.sysModules]!, from);
  return module === 0 ? null : nearest(strText(rt, name), namesOf(rt, module));
}

/** The module of the library that has the name of a NameError, or null. */
function libraryModule(rt: Runtime, exc: number): string | null {
  const name = rt.H[exc + NameErr.name]!;
  if (!rt.model.natives.nameAdvice || name === 0 || rt.H[name + Ob.type] !== T.str) return null;
  const text = strText(rt, name);
  return rt.model.libraryNames?.includes(text) ? text : null;
}

/**
 * What the report of a NameError, AttributeError or ImportError adds: the name that its author may have meant, the module to import; ''
 * for nothing. CPython: Python/suggestions.c _Py_Offer_Suggestions (3.10 and later)
 */
export function advice(rt: Runtime, exc: number): string {
  if (!rt.model.holds.missedNames) return '';
  const type = rt.H[exc + Ob.type]!;
  const meant = (name: string | null): string => (name === null ? '' : `. Did you mean: '${name}'?`);
  if (type === T.AttributeError) return meant(suggestForAttribute(rt, exc));
  if (type === T.ImportError) return meant(suggestForImport(rt, exc));
  if (!subtypeOf(rt, type, T.NameError)) return '';
  const other = meant(suggestForName(rt, exc));
  const module = libraryModule(rt, exc);
  if (module === null) return other;
  return `${other === '' ? '. Did' : `${other} Or did`} you forget to import '${module}'?`;
}
