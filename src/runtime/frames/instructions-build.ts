import { FORMAT_CONVERSION_MASK, FormatFlag, Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { dictSet, newDict } from '../containers/dict-object.ts';
import { listExtend } from '../containers/list-extend.ts';
import { listAppend, listOfStack, newList } from '../containers/list-object.ts';
import { newSet, setAdd, setUpdate } from '../containers/set-object.ts';
import { newSlice } from '../containers/slice-object.ts';
import { newTuple, tupleFromSlots } from '../containers/tuple-object.ts';
import { setItem } from '../core/abstract/item.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { ascii, format, repr, str } from '../core/abstract/object.ts';
import { clearError, errorMatches, isPythonError, typeError, typeName, valueError } from '../core/errors.ts';
import { List, Tp, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import { formatValue as formatBySpec } from '../text/format-value.ts';
import { concatStr, copyStr, emptyStr } from '../text/str-object.ts';
import { Fr } from './frame-layout.ts';
import type { InstructionGroup } from './instructions.ts';
import { mergeKeywords, updateFromMapping } from './mapping-merge.ts';
import { mappingGet } from './name-cache.ts';
import { dropDown, dropUp, replaceDown, replaceTop } from './value-stack.ts';

/** BUILD_TUPLE: the items move from the stack into the tuple. Gives the new stack pointer; MemoryError. */
export function buildTuple(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const tuple = newTuple(rt, n);
  const base = sp - 2 * n;
  const to = tuple + Tuple.items;
  for (let i = 0; i < 2 * n; i += 2) H[to + i] = H[base + i];
  H[base] = tuple;
  H[frame + Fr.sp] = base + 2;
  if (n !== 0) rt.track(tuple);
  return base + 2;
}

/** BUILD_LIST, likewise. */
export function buildList(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const base = sp - 2 * n;
  const list = listOfStack(rt, base, n);
  H[base] = list;
  H[frame + Fr.sp] = base + 2;
  return base + 2;
}

function buildSet(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const mark = rt.mark();
  const set = rt.own(newSet(rt));
  const base = sp - 2 * n;
  const handsOver = rt.model.holds.displayHandsOver;
  for (let s = base; s < sp; s += 2) {
    const v = H[s];
    // what is lent on the stack is not in the set: it takes a reference of its own
    H[s + 1] = 0;
    setAdd(rt, set, v, handsOver);
    H[s] = 0;
    rt.decref(v);
  }
  rt.unown(set);
  rt.release(mark);
  H[base] = set;
  H[frame + Fr.sp] = base + 2;
  return base + 2;
}

function buildMap(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  const base = sp - 4 * n;
  for (let s = base; s < sp; s += 4) dictSet(rt, dict, H[s], H[s + 2]);
  rt.unown(dict);
  rt.release(mark);
  if (n === 0) {
    H[sp] = dict;
    return sp + 2;
  }
  return replaceDown(rt, frame, sp, base, dict);
}

function buildConstKeyMap(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const keys = H[sp - 2];
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  const base = sp - 2 - 2 * n;
  for (let i = 0; i < n; i++) dictSet(rt, dict, H[keys + Tuple.items + 2 * i], H[base + 2 * i]);
  rt.unown(dict);
  rt.release(mark);
  return replaceDown(rt, frame, sp, base, dict);
}

function buildString(rt: Runtime, frame: number, sp: number, n: number): number {
  const base = sp - 2 * n;
  const mark = rt.mark();
  let r = rt.own(emptyStr(rt));
  for (let s = base; s < sp; s += 2) {
    const longer = concatStr(rt, r, rt.H[s]);
    rt.release(mark);
    r = rt.own(longer);
  }
  // the result is never one of its parts
  if (n > 1) for (let s = base; s < sp; s += 2) if (rt.H[s] === r) r = rt.own(copyStr(rt, r));
  rt.incref(r);
  rt.release(mark);
  if (n === 0) {
    rt.H[sp] = r;
    return sp + 2;
  }
  return replaceDown(rt, frame, sp, base, r);
}

function formatValue(rt: Runtime, frame: number, sp: number, flags: number): number {
  const H = rt.H;
  const hasSpec = (flags & FormatFlag.HasSpec) !== 0;
  const at = hasSpec ? sp - 4 : sp - 2;
  const conversion = flags & FORMAT_CONVERSION_MASK;
  if (conversion !== FormatFlag.None) {
    const v = H[at];
    const text = conversion === FormatFlag.Str ? str(rt, v) : conversion === FormatFlag.Repr ? repr(rt, v) : ascii(rt, v);
    H[at] = text;
    rt.decref(v);
  }
  const value = H[at];
  if (H[value + Ob.type] === T.str && !hasSpec) return sp;
  const r = hasSpec ? formatBySpec(rt, value, H[sp - 2]) : format(rt, value, 0);
  return hasSpec ? replaceDown(rt, frame, sp, at, r) : replaceTop(rt, frame, sp, r);
}

function buildSlice(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const base = sp - 2 * n;
  const slice = newSlice(rt, H[base], H[base + 2], n === 3 ? H[base + 4] : S.None);
  return replaceDown(rt, frame, sp, base, slice);
}

function append(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  listAppend(rt, H[sp - 2 - 2 * n], H[sp - 2]);
  return dropDown(rt, frame, sp, sp - 2);
}

function addToSet(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  H[sp - 1] = 0;
  setAdd(rt, H[sp - 2 - 2 * n], H[sp - 2]);
  return dropDown(rt, frame, sp, sp - 2);
}

function addToMap(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  H[sp - 3] = 0;
  H[sp - 1] = 0;
  dictSet(rt, H[sp - 4 - 2 * n], H[sp - 4], H[sp - 2]);
  return dropUp(rt, frame, sp, sp - 4);
}

function extendList(rt: Runtime, frame: number, sp: number, n: number): number {
  const gathering = rt.standIns === null ? 0 : rt.standIns.gather(sp, -1);
  if (gathering !== 0) {
    // this instruction runs again, with the list
    rt.H[frame + Fr.pc] -= 2;
    return rt.H[gathering + Fr.sp];
  }
  const H = rt.H;
  const iterable = H[sp - 2];
  const depth = rt.depth;
  const mark = rt.mark();
  try {
    listExtend(rt, H[sp - 2 - 2 * n], iterable);
  } catch (thrown) {
    const type = H[iterable + Ob.type];
    if (!isPythonError(thrown) || !errorMatches(rt, T.TypeError) || H[type + Tp.iter] !== 0 || H[type + Tp.sqItem] !== 0) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    typeError(rt, `Value after * must be an iterable, not ${typeName(rt, iterable)}`);
  }
  return dropDown(rt, frame, sp, sp - 2);
}

function updateSet(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  setUpdate(rt, H[sp - 2 - 2 * n], H[sp - 2]);
  return dropDown(rt, frame, sp, sp - 2);
}

function updateDict(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  updateFromMapping(rt, H[sp - 2 - 2 * n], H[sp - 2]);
  return dropDown(rt, frame, sp, sp - 2);
}

function mergeDict(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const dictAt = sp - 2 - 2 * n;
  mergeKeywords(rt, H[dictAt - 4], H[dictAt], H[sp - 2]);
  return dropDown(rt, frame, sp, sp - 2);
}

function listToTuple(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const list = H[sp - 2];
  return replaceTop(rt, frame, sp, tupleFromSlots(rt, H[list + List.items], H[list + List.size]));
}

function unpackSequence(rt: Runtime, frame: number, sp: number, n: number): number {
  const gathering = rt.standIns === null ? 0 : rt.standIns.gather(sp, n);
  if (gathering !== 0) {
    rt.H[frame + Fr.pc] -= 2;
    return rt.H[gathering + Fr.sp];
  }
  return unpack(rt, frame, sp, n, -1);
}

function unpackEx(rt: Runtime, frame: number, sp: number, arg: number): number {
  return unpack(rt, frame, sp, arg & 0xff, arg >> 8);
}

/** CPython: Python/ceval.c unpack_iterable; `after` -1: exactly `before` items. */
function unpack(rt: Runtime, frame: number, sp: number, before: number, after: number): number {
  const H = rt.H;
  const source = H[sp - 2];
  const type = H[source + Ob.type];
  if (H[type + Tp.iter] === 0 && H[type + Tp.sqItem] === 0) typeError(rt, `cannot unpack non-iterable ${typeName(rt, source)} object`);
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  const it = rt.own(iter(rt, source));
  for (let i = 0; i < before; i++) {
    const v = next(rt, it);
    if (v === 0) {
      if (after < 0) valueError(rt, `not enough values to unpack (expected ${before}, got ${i})`);
      valueError(rt, `not enough values to unpack (expected at least ${before + after}, got ${i})`);
    }
    rt.own(v);
    listAppend(rt, list, v);
    rt.release(rt.nsp - 2);
  }
  if (after < 0) {
    const extra = next(rt, it);
    if (extra !== 0) {
      rt.decref(extra);
      valueError(rt, `too many values to unpack (expected ${before})`);
    }
    return spread(rt, frame, sp, list, before, 0, mark);
  }
  const rest = rt.own(newList(rt, 0));
  listExtend(rt, rest, it);
  const n = H[rest + List.size];
  if (n < after) valueError(rt, `not enough values to unpack (expected at least ${before + after}, got ${before + n})`);
  return spread(rt, frame, sp, list, before, after, mark);
}

/** Puts the items of `list` (and of the list parked behind the iterator) on the stack in place of the sequence. */
function spread(rt: Runtime, frame: number, sp: number, list: number, before: number, after: number, mark: number): number {
  const H = rt.H;
  const source = H[sp - 2];
  let to = sp - 2;
  if (rt.nsp - mark > 4) {
    const rest = H[mark + 4];
    const n = H[rest + List.size];
    const items = H[rest + List.items];
    for (let i = n - 1; i >= n - after; i--) {
      H[to] = H[items + 2 * i];
      H[items + 2 * i] = 0;
      to += 2;
    }
    H[rest + List.size] = n - after;
    H[to] = rt.newRef(rest);
    to += 2;
  }
  const items = H[list + List.items];
  for (let i = before - 1; i >= 0; i--) {
    const v = H[items + 2 * i];
    H[v]++;
    H[to] = v;
    to += 2;
  }
  H[frame + Fr.sp] = to;
  rt.own(source);
  rt.release(mark);
  return to;
}

function setupAnnotations(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const locals = H[frame + Fr.locals];
  const name = rt.ident('__annotations__');
  const mark = rt.mark();
  if (rt.own(mappingGet(rt, locals, name)) === 0) {
    const annotations = rt.own(newDict(rt));
    if (H[locals + Ob.type] === T.dict) dictSet(rt, locals, name, annotations);
    else setItem(rt, locals, name, annotations);
  }
  rt.release(mark);
  return sp;
}

export const buildInstructions: InstructionGroup = [
  [Op.BUILD_SET, buildSet],
  [Op.BUILD_MAP, buildMap],
  [Op.BUILD_CONST_KEY_MAP, buildConstKeyMap],
  [Op.BUILD_STRING, buildString],
  [Op.FORMAT_VALUE, formatValue],
  [Op.BUILD_SLICE, buildSlice],
  [Op.LIST_APPEND, append],
  [Op.SET_ADD, addToSet],
  [Op.MAP_ADD, addToMap],
  [Op.LIST_EXTEND, extendList],
  [Op.SET_UPDATE, updateSet],
  [Op.DICT_UPDATE, updateDict],
  [Op.DICT_MERGE, mergeDict],
  [Op.LIST_TO_TUPLE, listToTuple],
  [Op.UNPACK_SEQUENCE, unpackSequence],
  [Op.UNPACK_EX, unpackEx],
  [Op.SETUP_ANNOTATIONS, setupAnnotations],
];
