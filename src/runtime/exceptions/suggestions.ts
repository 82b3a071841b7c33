import { Ob } from '../../memory/layout.ts';
import { dictNext, nextKey } from '../containers/dict-object.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { dir } from '../core/abstract/object.ts';
import { clearError, subtypeOf } from '../core/errors.ts';
import { Exc, Tb, Tuple } from '../core/layout.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { strText } from '../text/str-object.ts';
import { AttrErr, NameErr } from './exception-object.ts';

const MAX_CANDIDATES = 750;
const MAX_LENGTH = 40;
const MOVE_COST = 2;
const CASE_COST = 1;

function substitutionCost(a: number, b: number): number {
  if ((a & 31) !== (b & 31)) return MOVE_COST;
  if (a === b) return 0;
  const lower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);
  return lower(a) === lower(b) ? CASE_COST : MOVE_COST;
}

/** Edit distance in cost units; anything above `max` comes back as max + 1. CPython: Python/suggestions.c levenshtein_distance */
function distance(from: string, to: string, max: number): number {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let endA = from.length;
  let endB = to.length;
  while (endA > start && endB > start && from[endA - 1] === to[endB - 1]) {
    endA--;
    endB--;
  }
  let a = from.slice(start, endA);
  let b = to.slice(start, endB);
  if (a.length === 0 || b.length === 0) return (a.length + b.length) * MOVE_COST;
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return max + 1;
  if (b.length < a.length) [a, b] = [b, a];
  if ((b.length - a.length) * MOVE_COST > max) return max + 1;
  const row = Array.from({ length: a.length }, (_, i) => (i + 1) * MOVE_COST);
  let result = 0;
  for (let j = 0; j < b.length; j++) {
    const code = b.charCodeAt(j);
    let diagonal = (result = j * MOVE_COST);
    let least = Number.MAX_SAFE_INTEGER;
    for (let i = 0; i < a.length; i++) {
      const substitute = diagonal + substitutionCost(code, a.charCodeAt(i));
      diagonal = row[i]!;
      result = Math.min(substitute, Math.min(result, diagonal) + MOVE_COST);
      row[i] = result;
      if (result < least) least = result;
    }
    if (least > max) return max + 1;
  }
  return result;
}

/** The nearest of `candidates` to `name`, or null when none is near. CPython: calculate_suggestions */
export function nearest(name: string, candidates: readonly string[]): string | null {
  if (candidates.length >= MAX_CANDIDATES) return null;
  let best: string | null = null;
  let bestDistance = Number.MAX_SAFE_INTEGER;
  for (const item of candidates) {
    if (item === name) continue;
    const max = Math.min(Math.floor(((name.length + item.length + 3) * MOVE_COST) / 6), bestDistance - 1);
    const d = distance(name, item, max);
    if (d > max) continue;
    best = item;
    bestDistance = d;
  }
  return best;
}

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
