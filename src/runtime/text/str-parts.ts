import { Ob } from '../../memory/layout.ts';
import { listAppend, newList, newListWithRoom } from '../containers/list-object.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { List, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { isLinebreak, isSpace } from './char-properties.ts';
import { copyChars, maxCharBound, readChar, strData, strKind, strLength } from './str-layout.ts';
import { allocStr, emptyStr, strFromData, strItself, substring } from './str-object.ts';
import { count, find, findChar, rfind } from './str-search.ts';

/** Taking a str apart and replacing parts of it. CPython: Objects/stringlib/split.h, partition.h, Objects/unicodeobject.c replace */

/** Room that a split starts with at most. CPython: Objects/stringlib/split.h MAX_PREALLOC */
const MAX_PREALLOC = 12;

/** How often a separator may stand in a str. CPython: Objects/unicodeobject.c split (3.12) */
function mostParts(rt: Runtime, op: number, separator: number): number {
  const length = strLength(rt, op);
  return length === 0 ? 0 : Math.trunc(length / Math.max(strLength(rt, separator), 1)) + 1;
}

/** An empty list with room for the parts of a split; `most`: what a str may be split into at most. CPython: PREALLOC_SIZE */
export function listForParts(rt: Runtime, maxsplit: number, most: (() => number) | null): Owned {
  if (maxsplit < 0 && most !== null && rt.model.lists.splitRoom === 'by length') maxsplit = most();
  return newListWithRoom(rt, maxsplit < 0 || maxsplit >= MAX_PREALLOC ? MAX_PREALLOC : maxsplit + 1);
}

/** Appends characters [start, end) of `op` to a list that the caller has parked. */
function appendPart(rt: Runtime, list: number, op: number, data: number, kind: number, start: number, end: number): void {
  const part = start === 0 && end === strLength(rt, op) && rt.H[op + Ob.type] === T.str ? rt.newRef(op) : strFromData(rt, data, kind, start, end);
  const mark = rt.mark();
  rt.own(part);
  listAppend(rt, list, part);
  rt.release(mark);
}

function finishReversed(rt: Runtime, list: number): void {
  const H = rt.H;
  const items = H[list + List.items];
  for (let i = 0, j = H[list + List.size] - 1; i < j; i++, j--) {
    const x = H[items + 2 * i];
    H[items + 2 * i] = H[items + 2 * j];
    H[items + 2 * j] = x;
  }
}

/** Split at runs of white space from the left. `maxsplit` below 0: no limit. CPython: stringlib split_whitespace */
export function splitWhitespace(rt: Runtime, op: number, maxsplit: number): Owned {
  const mark = rt.mark();
  const list = rt.own(listForParts(rt, maxsplit, () => Math.trunc((strLength(rt, op) - 1) / 2) + 1));
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  let i = 0;
  for (let left = maxsplit < 0 ? length + 1 : maxsplit; left > 0; left--) {
    while (i < length && isSpace(readChar(rt, data, kind, i))) i++;
    if (i === length) break;
    const start = i++;
    while (i < length && !isSpace(readChar(rt, data, kind, i))) i++;
    appendPart(rt, list, op, data, kind, start, i);
  }
  while (i < length && isSpace(readChar(rt, data, kind, i))) i++;
  if (i < length) appendPart(rt, list, op, data, kind, i, length);
  return rt.leave(mark, rt.newRef(list));
}

/** CPython: stringlib rsplit_whitespace */
export function rsplitWhitespace(rt: Runtime, op: number, maxsplit: number): Owned {
  const mark = rt.mark();
  const list = rt.own(listForParts(rt, maxsplit, () => Math.trunc((strLength(rt, op) - 1) / 2) + 1));
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  let i = length - 1;
  for (let left = maxsplit < 0 ? length + 1 : maxsplit; left > 0; left--) {
    while (i >= 0 && isSpace(readChar(rt, data, kind, i))) i--;
    if (i < 0) break;
    const end = i + 1;
    i--;
    while (i >= 0 && !isSpace(readChar(rt, data, kind, i))) i--;
    appendPart(rt, list, op, data, kind, i + 1, end);
  }
  while (i >= 0 && isSpace(readChar(rt, data, kind, i))) i--;
  if (i >= 0) appendPart(rt, list, op, data, kind, 0, i + 1);
  finishReversed(rt, list);
  return rt.leave(mark, rt.newRef(list));
}

/** Split at a separator that is not empty. CPython: stringlib split */
export function splitAt(rt: Runtime, op: number, separator: number, maxsplit: number): Owned {
  const mark = rt.mark();
  const list = rt.own(listForParts(rt, maxsplit, () => mostParts(rt, op, separator)));
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  const sepData = strData(rt, separator);
  const sepKind = strKind(rt, separator);
  const sepLength = strLength(rt, separator);
  let start = 0;
  for (let left = maxsplit < 0 ? length + 1 : maxsplit; left > 0; left--) {
    const at = find(rt, data, kind, start, length, sepData, sepKind, sepLength);
    if (at < 0) break;
    appendPart(rt, list, op, data, kind, start, at);
    start = at + sepLength;
  }
  appendPart(rt, list, op, data, kind, start, length);
  return rt.leave(mark, rt.newRef(list));
}

/** CPython: stringlib rsplit */
export function rsplitAt(rt: Runtime, op: number, separator: number, maxsplit: number): Owned {
  const mark = rt.mark();
  const list = rt.own(listForParts(rt, maxsplit, () => mostParts(rt, op, separator)));
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  const sepData = strData(rt, separator);
  const sepKind = strKind(rt, separator);
  const sepLength = strLength(rt, separator);
  let end = length;
  for (let left = maxsplit < 0 ? length + 1 : maxsplit; left > 0; left--) {
    const at = rfind(rt, data, kind, 0, end, sepData, sepKind, sepLength);
    if (at < 0) break;
    appendPart(rt, list, op, data, kind, at + sepLength, end);
    end = at;
  }
  appendPart(rt, list, op, data, kind, 0, end);
  finishReversed(rt, list);
  return rt.leave(mark, rt.newRef(list));
}

/** CPython: stringlib splitlines */
export function splitLines(rt: Runtime, op: number, keepEnds: boolean): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  for (let i = 0; i < length; ) {
    const start = i;
    while (i < length && !isLinebreak(readChar(rt, data, kind, i))) i++;
    let end = i;
    if (i < length) {
      i += readChar(rt, data, kind, i) === 13 && i + 1 < length && readChar(rt, data, kind, i + 1) === 10 ? 2 : 1;
      if (keepEnds) end = i;
    }
    appendPart(rt, list, op, data, kind, start, end);
  }
  return rt.leave(mark, rt.newRef(list));
}

/** A tuple of three: steals nothing, the parts are made here. `at` < 0: not found. CPython: stringlib partition, rpartition */
export function partitionAt(rt: Runtime, op: number, separator: number, at: number, fromRight: boolean): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const t = rt.own(newTuple(rt, 3));
  const set = (i: number, part: Owned) => {
    H[t + Tuple.items + 2 * i] = part;
  };
  if (at < 0) {
    set(0, fromRight ? emptyStr(rt) : strItself(rt, op));
    set(1, emptyStr(rt));
    set(2, fromRight ? strItself(rt, op) : emptyStr(rt));
  } else {
    set(0, substring(rt, op, 0, at));
    set(1, rt.newRef(separator));
    set(2, substring(rt, op, at + strLength(rt, separator), strLength(rt, op)));
  }
  rt.track(t);
  return rt.leave(mark, rt.newRef(t));
}

/** Every occurrence of `from` (at most `limit`, below 0: all) becomes `to`. CPython: Objects/unicodeobject.c replace */
export function replaceParts(rt: Runtime, op: number, from: number, to: number, limit: number): Owned {
  const length = strLength(rt, op);
  const fromLength = strLength(rt, from);
  const toLength = strLength(rt, to);
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const fromData = strData(rt, from);
  const fromKind = strKind(rt, from);
  if (limit === 0 || fromLength > length) return strItself(rt, op);
  const max = limit < 0 ? length + 1 : limit;
  const n = count(rt, data, kind, 0, length, fromData, fromKind, fromLength, max);
  if (n === 0) return strItself(rt, op);
  const resultLength = length + n * (toLength - fromLength);
  if (resultLength === 0) return emptyStr(rt);
  const boundOp = maxCharBound(rt, op);
  const boundTo = maxCharBound(rt, to);
  // what is replaced may have been the widest character: then the result is narrowed at the end
  const bound = Math.max(boundOp, boundTo);
  const mayShrink = maxCharBound(rt, from) > boundTo && boundOp > 0x7f;
  const result = allocStr(rt, resultLength, bound);
  const out = strData(rt, result);
  const outKind = strKind(rt, result);
  const toData = strData(rt, to);
  const toKind = strKind(rt, to);
  let i = 0;
  let j = 0;
  if (fromLength === 0) {
    for (let k = 0; k < n; k++) {
      copyChars(rt, out + j * outKind, outKind, toData, toKind, toLength);
      j += toLength;
      if (k < length) {
        copyChars(rt, out + j * outKind, outKind, data + i * kind, kind, 1);
        i++;
        j++;
      }
    }
  } else {
    for (let k = 0; k < n; k++) {
      const at = find(rt, data, kind, i, length, fromData, fromKind, fromLength);
      copyChars(rt, out + j * outKind, outKind, data + i * kind, kind, at - i);
      j += at - i;
      copyChars(rt, out + j * outKind, outKind, toData, toKind, toLength);
      j += toLength;
      i = at + fromLength;
    }
  }
  copyChars(rt, out + j * outKind, outKind, data + i * kind, kind, length - i);
  return mayShrink || resultLength === 1 ? canonical(rt, result) : result;
}

/** Steals a fresh exact str whose kind may be wider than needed; returns the narrow one (single latin-1 characters shared). */
export function canonical(rt: Runtime, fresh: Owned): Owned {
  const mark = rt.mark();
  rt.own(fresh);
  const result = strFromData(rt, strData(rt, fresh), strKind(rt, fresh), 0, strLength(rt, fresh));
  return rt.leave(mark, result);
}

/** CPython: unicode_pad */
export function pad(rt: Runtime, op: number, left: number, right: number, fill: number): Owned {
  if (left < 0) left = 0;
  if (right < 0) right = 0;
  if (left === 0 && right === 0) return strItself(rt, op);
  const length = strLength(rt, op);
  const result = allocStr(rt, left + length + right, Math.max(maxCharBound(rt, op), fill));
  const out = strData(rt, result);
  const kind = strKind(rt, result);
  fillChars(rt, out, kind, 0, left, fill);
  copyChars(rt, out + left * kind, kind, strData(rt, op), strKind(rt, op), length);
  fillChars(rt, out, kind, left + length, left + length + right, fill);
  return length === 0 && left + right === 1 ? canonical(rt, result) : result;
}

/** Characters [start, end) become `char`. */
export function fillChars(rt: Runtime, data: number, kind: number, start: number, end: number, char: number): void {
  if (kind === 1) rt.U8.fill(char, data + start, data + end);
  else if (kind === 2) rt.U16.fill(char, data / 2 + start, data / 2 + end);
  else rt.U32.fill(char, data / 4 + start, data / 4 + end);
}

/** The str without characters for which `drop` holds at its ends. CPython: do_strip, _PyUnicode_XStrip */
export function strip(rt: Runtime, op: number, left: boolean, right: boolean, chars: number): Owned {
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  let start = 0;
  let end = length;
  if (chars === 0) {
    if (left) while (start < end && isSpace(readChar(rt, data, kind, start))) start++;
    if (right) while (end > start && isSpace(readChar(rt, data, kind, end - 1))) end--;
  } else {
    const setData = strData(rt, chars);
    const setKind = strKind(rt, chars);
    const setLength = strLength(rt, chars);
    if (left) while (start < end && findChar(rt, setData, setKind, 0, setLength, readChar(rt, data, kind, start)) >= 0) start++;
    if (right) while (end > start && findChar(rt, setData, setKind, 0, setLength, readChar(rt, data, kind, end - 1)) >= 0) end--;
  }
  return substring(rt, op, start, end);
}
