import { Ob } from '../../memory/layout.ts';
import { dictNext, nextKey } from '../containers/dict-object.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { dir } from '../core/abstract/object.ts';
import { clearError, subtypeOf } from '../core/errors.ts';
import { Exc, Tb, Tuple } from '../core/layout.ts';
import { nearest } from '../core/nearest-name.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { strText } from '../text/str-object.ts';
import { AttrErr, NameErr } from './exception-object.ts';

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

function suggestForName(rt: Runtime, exc: number): string | null {
  const H = rt.H;
  const name = H[exc + NameErr.name]!;
  let tb = H[exc + Exc.traceback]!;
  if (name === 0 || H[name + Ob.type] !== T.str || tb === 0) return null;
  while (H[tb + Tb.next] !== 0) tb = H[tb + Tb.next]!;
  const frame = H[tb + Tb.frame]!;
  const text = strText(rt, name);
  return (
    nearest(text, tupleTexts(rt, H[H[frame + Fr.code]! + Co.varnames]!)) ??
    nearest(text, keysOf(rt, H[frame + Fr.globals]!)) ??
    nearest(text, keysOf(rt, H[frame + Fr.builtins]!))
  );
}

function suggestForAttribute(rt: Runtime, exc: number): string | null {
  const name = rt.H[exc + AttrErr.name]!;
  const obj = rt.H[exc + AttrErr.obj]!;
  if (name === 0 || obj === 0 || rt.H[name + Ob.type] !== T.str) return null;
  const mark = rt.mark();
  try {
    const names = rt.own(sequenceTuple(rt, rt.own(dir(rt, obj))));
    const found = nearest(strText(rt, name), tupleTexts(rt, names));
    rt.release(mark);
    return found;
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    clearError(rt);
    return null;
  }
}

/** The name that the author of a NameError or AttributeError may have meant. CPython: _Py_Offer_Suggestions (3.10 and later) */
export function suggestion(rt: Runtime, exc: number): string | null {
  if (rt.model.version[1] < 10) return null;
  const type = rt.H[exc + Ob.type]!;
  if (type === T.AttributeError) return suggestForAttribute(rt, exc);
  if (subtypeOf(rt, type, T.NameError)) return suggestForName(rt, exc);
  return null;
}
