import { Ob } from '../../memory/layout.ts';
import { overflowError, typeError } from '../core/errors.ts';
import { Str, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { hashBytes } from './siphash.ts';
import {
  copyBytes,
  copyChars,
  findMaxChar,
  isAscii,
  maxCharBound,
  readChar,
  StrState,
  strData,
  strKind,
  strLength,
  writeChar,
} from './str-layout.ts';

/** Making, reading and comparing str objects. CPython: Objects/unicodeobject.c */

// ---------------------------------------------------------------- making

/** The empty str, a new reference. CPython: unicode_new_empty */
export function emptyStr(rt: Runtime): Owned {
  let op = rt.H[Root.emptyString]!;
  if (op === 0) {
    op = rawStr(rt, 0, 0);
    rt.H[Root.emptyString] = op;
    rt.H[Root.emptyString + 1] = 0;
  }
  rt.H[op]!++;
  return op as Owned;
}

function rawStr(rt: Runtime, length: number, maxChar: number): Owned {
  const H = rt.H;
  let state: StrState;
  let header: number;
  let kind = 1;
  if (maxChar < 0x80) {
    state = StrState.asciiStr;
    header = Str.asciiData;
  } else {
    header = Str.data;
    if (maxChar < 0x100) state = StrState.latin1Str;
    else if (maxChar < 0x10000) {
      state = StrState.ucs2Str;
      kind = 2;
    } else {
      state = StrState.ucs4Str;
      kind = 4;
    }
  }
  const op = rt.newObject(T.str, header * 4 + (length + 1) * kind);
  H[op + Str.length] = length;
  H[op + Str.length + 1] = 0;
  H[op + Str.hash] = -1;
  H[op + Str.hash + 1] = -1;
  H[op + Str.state] = state;
  H[op + Str.state + 1] = 0;
  H[op + 10] = 0;
  H[op + 11] = 0;
  if (header === Str.data) {
    H[op + 12] = 0;
    H[op + 13] = 0;
    H[op + 14] = 0;
    H[op + 15] = 0;
    H[op + 16] = 0;
    H[op + 17] = 0;
  }
  if (kind === 1) rt.U8[(op + header) * 4 + length] = 0;
  else if (kind === 2) rt.U16[(op + header) * 2 + length] = 0;
  else rt.U32[op + header + length] = 0;
  return op;
}

/**
 * A str of `length` characters whose contents the caller writes at once (strData). `maxChar` chooses the kind and must not be larger
 * than needed for the str to be canonical. Length 0 gives the shared empty str. MemoryError. CPython: PyUnicode_New
 */
export function allocStr(rt: Runtime, length: number, maxChar: number): Owned {
  if (length === 0) return emptyStr(rt);
  if (length > 0x7fffff00) rt.noMemory();
  return rawStr(rt, length, maxChar);
}

/** The one-character str of a code point; shared below 256. CPython: unicode_char */
export function charStr(rt: Runtime, char: number): Owned {
  if (char < 256) {
    const slot = Root.latin1 + 2 * char;
    let op = rt.H[slot]!;
    if (op === 0) {
      op = rawStr(rt, 1, char);
      rt.U8[strData(rt, op)] = char;
      rt.H[slot] = op;
      rt.H[slot + 1] = 0;
    }
    rt.H[op]!++;
    return op as Owned;
  }
  const op = rawStr(rt, 1, char);
  writeChar(rt, strData(rt, op), strKind(rt, op), 0, char);
  return op;
}

/** A str with the host string's text: surrogate pairs become one character, lone surrogates stay. MemoryError. */
export function newStr(rt: Runtime, text: string): Owned {
  const units = text.length;
  if (units <= 1) return units === 0 ? emptyStr(rt) : charStr(rt, text.charCodeAt(0));
  let bits = 0;
  for (let i = 0; i < units; i++) bits |= text.charCodeAt(i);
  if (bits < 0x100) {
    const op = allocStr(rt, units, bits);
    const U8 = rt.U8;
    const data = strData(rt, op);
    for (let i = 0; i < units; i++) U8[data + i] = text.charCodeAt(i);
    return op;
  }
  let pairs = 0;
  // surrogates have both top bits set; the union of others may look like one, then the scan finds none
  if ((bits & 0xd800) === 0xd800) {
    for (let i = 0; i + 1 < units; i++) {
      if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
        pairs++;
        i++;
      }
    }
  }
  if (pairs === 0) {
    const op = allocStr(rt, units, 0xffff);
    const U16 = rt.U16;
    const data = strData(rt, op) / 2;
    for (let i = 0; i < units; i++) U16[data + i] = text.charCodeAt(i);
    return op;
  }
  if (units === 2) return charStr(rt, text.codePointAt(0)!);
  const op = allocStr(rt, units - pairs, 0x10ffff);
  const U32 = rt.U32;
  let at = strData(rt, op) / 4;
  for (let i = 0; i < units; i++) {
    const char = text.codePointAt(i)!;
    if (char > 0xffff) i++;
    U32[at++] = char;
  }
  return op;
}

/** A str from code points. */
export function strFromChars(rt: Runtime, chars: ArrayLike<number>, length: number = chars.length): Owned {
  if (length === 0) return emptyStr(rt);
  if (length === 1) return charStr(rt, chars[0]!);
  let bits = 0;
  for (let i = 0; i < length; i++) bits |= chars[i]!;
  const op = allocStr(rt, length, bits > 0xffff ? 0x10ffff : bits);
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  for (let i = 0; i < length; i++) writeChar(rt, data, kind, i, chars[i]!);
  return op;
}

/** Same characters as `strFromChars`, read from the heap. CPython: PyUnicode_FromKindAndData */
export function strFromData(rt: Runtime, data: number, kind: number, start: number, end: number): Owned {
  const length = end - start;
  if (length <= 0) return emptyStr(rt);
  if (length === 1) return charStr(rt, readChar(rt, data, kind, start));
  const op = allocStr(rt, length, findMaxChar(rt, data, kind, start, end));
  copyChars(rt, strData(rt, op), strKind(rt, op), data + start * kind, kind, length);
  return op;
}

/** Characters [start, end) of a str; the whole of an exact str is the str itself. CPython: PyUnicode_Substring */
export function substring(rt: Runtime, op: number, start: number, end: number): Owned {
  const length = strLength(rt, op);
  if (end > length) end = length;
  if (start === 0 && end === length) return strItself(rt, op);
  if (start >= end) return emptyStr(rt);
  if (isAscii(rt, op)) {
    const from = strData(rt, op) + start;
    if (end - start === 1) return charStr(rt, rt.U8[from]!);
    const result = rawStr(rt, end - start, 0x7f);
    copyBytes(rt, (result + Str.asciiData) * 4, from, end - start);
    return result;
  }
  return strFromData(rt, strData(rt, op), strKind(rt, op), start, end);
}

/** A new reference to an exact str, or an exact copy of a subclass instance. CPython: unicode_result_unchanged */
export function strItself(rt: Runtime, op: number): Owned {
  if (rt.H[op + Ob.type] === T.str) return rt.newRef(op);
  return copyStr(rt, op);
}

/** An exact str with the same characters. CPython: _PyUnicode_Copy */
export function copyStr(rt: Runtime, op: number): Owned {
  const length = strLength(rt, op);
  if (length === 0) return emptyStr(rt);
  const result = rawStr(rt, length, maxCharBound(rt, op));
  copyBytes(rt, strData(rt, result), strData(rt, op), length * strKind(rt, op));
  return result;
}

// ---------------------------------------------------------------- text as a host string

/**
 * Text of a str (or subclass instance) as a host string. Errors: TypeError for any other object, so that a native that forgot to check its argument
 * refuses it instead of reading bytes that are no text.
 */
export function strText(rt: Runtime, op: number): string {
  if ((rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.UNICODE_SUBCLASS) === 0) {
    typeError(rt, `expected str, got ${strText(rt, rt.H[rt.H[op + Ob.type]! + Tp.name]!)}`);
  }
  return hostText(rt, strData(rt, op), strKind(rt, op), strLength(rt, op));
}

/** Characters [start, end) as a host string. */
export function strSlice(rt: Runtime, op: number, start: number, end: number): string {
  const kind = strKind(rt, op);
  return hostText(rt, strData(rt, op) + start * kind, kind, end - start);
}

const CHUNK = 8192;

function hostText(rt: Runtime, data: number, kind: number, length: number): string {
  if (length === 0) return '';
  if (kind === 1) {
    const U8 = rt.U8;
    if (length <= 16) {
      let text = '';
      for (let i = 0; i < length; i++) text += String.fromCharCode(U8[data + i]!);
      return text;
    }
    return joinUnits(U8, data, length);
  }
  if (kind === 2) return joinUnits(rt.U16, data / 2, length);
  const U32 = rt.U32;
  const from = data / 4;
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCodePoint(U32[from + i]!);
  return text;
}

function joinUnits(view: Uint8Array | Uint16Array, from: number, length: number): string {
  if (length <= CHUNK) return String.fromCharCode.apply(null, view.subarray(from, from + length) as unknown as number[]);
  const parts: string[] = [];
  for (let i = 0; i < length; i += CHUNK) {
    parts.push(String.fromCharCode.apply(null, view.subarray(from + i, from + Math.min(i + CHUNK, length)) as unknown as number[]));
  }
  return parts.join('');
}

/** Code points of a str. */
export function strChars(rt: Runtime, op: number): number[] {
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  const chars = new Array<number>(length);
  for (let i = 0; i < length; i++) chars[i] = readChar(rt, data, kind, i);
  return chars;
}

// ---------------------------------------------------------------- comparing

/** Same characters? Both must be str. CPython: unicode_compare_eq */
export function strEquals(rt: Runtime, a: number, b: number): boolean {
  if (a === b) return true;
  const H = rt.H;
  const length = H[a + Str.length]!;
  if (length !== H[b + Str.length]) return false;
  const kind = strKind(rt, a);
  if (kind !== strKind(rt, b)) return false;
  return sameBytes(rt, strData(rt, a), strData(rt, b), length * kind);
}

/** Are two runs of bytes equal? Both addresses are aligned to words or neither needs to be. */
export function sameBytes(rt: Runtime, a: number, b: number, length: number): boolean {
  const U8 = rt.U8;
  let i = 0;
  if (length >= 8 && a % 4 === 0 && b % 4 === 0) {
    const H = rt.H;
    const wa = a / 4;
    const wb = b / 4;
    const words = length >>> 2;
    for (let w = 0; w < words; w++) if (H[wa + w] !== H[wb + w]) return false;
    i = words * 4;
  }
  for (; i < length; i++) if (U8[a + i] !== U8[b + i]) return false;
  return true;
}

/** Does a str have this text (ASCII only)? CPython: _PyUnicode_EqualToASCIIString */
export function strIs(rt: Runtime, op: number, text: string): boolean {
  const length = text.length;
  if (strLength(rt, op) !== length || !isAscii(rt, op)) return false;
  const data = strData(rt, op);
  for (let i = 0; i < length; i++) if (rt.U8[data + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Order by code points: negative, zero or positive. CPython: unicode_compare */
export function strCompare(rt: Runtime, a: number, b: number): number {
  const lengthA = strLength(rt, a);
  const lengthB = strLength(rt, b);
  const kindA = strKind(rt, a);
  const kindB = strKind(rt, b);
  const dataA = strData(rt, a);
  const dataB = strData(rt, b);
  const shared = Math.min(lengthA, lengthB);
  if (kindA === 1 && kindB === 1) {
    const U8 = rt.U8;
    for (let i = 0; i < shared; i++) {
      const d = U8[dataA + i]! - U8[dataB + i]!;
      if (d !== 0) return d;
    }
  } else {
    for (let i = 0; i < shared; i++) {
      const d = readChar(rt, dataA, kindA, i) - readChar(rt, dataB, kindB, i);
      if (d !== 0) return d;
    }
  }
  return lengthA - lengthB;
}

/** Hash of a str: low word; high word in rt.hashHi. Kept in the object. CPython: unicode_hash */
export function strHash(rt: Runtime, op: number): number {
  const H = rt.H;
  let lo = H[op + Str.hash]!;
  const hi = H[op + Str.hash + 1]!;
  if (lo !== -1 || hi !== -1) {
    rt.hashHi = hi;
    return lo;
  }
  lo = hashBytes(rt, strData(rt, op), strLength(rt, op) * strKind(rt, op));
  H[op + Str.hash] = lo;
  H[op + Str.hash + 1] = rt.hashHi;
  return lo;
}

// ---------------------------------------------------------------- joining

/** left + right, both str. An empty operand gives the other one. CPython: PyUnicode_Concat */
export function concatStr(rt: Runtime, left: number, right: number): Owned {
  const lengthLeft = strLength(rt, left);
  const lengthRight = strLength(rt, right);
  if (lengthLeft === 0) return strItself(rt, right);
  if (lengthRight === 0) return strItself(rt, left);
  if (lengthLeft + lengthRight > 0x7fffff00) overflowError(rt, 'strings are too large to concat');
  const boundLeft = maxCharBound(rt, left);
  const boundRight = maxCharBound(rt, right);
  const result = rawStr(rt, lengthLeft + lengthRight, Math.max(boundLeft, boundRight));
  const data = strData(rt, result);
  const kind = strKind(rt, result);
  copyChars(rt, data, kind, strData(rt, left), strKind(rt, left), lengthLeft);
  copyChars(rt, data + lengthLeft * kind, kind, strData(rt, right), strKind(rt, right), lengthRight);
  return result;
}

/**
 * left + right for `s += t`, stealing `left`: when nobody else holds it, it grows in place. Both must be exact str.
 * MemoryError (the reference to left is then given back). CPython: Python/ceval.c unicode_concatenate, PyUnicode_Append
 */
export function concatInPlace(rt: Runtime, left: number, right: number): Owned {
  const H = rt.H;
  const lengthLeft = H[left + Str.length]!;
  const lengthRight = H[right + Str.length]!;
  if (lengthRight === 0) return left as Owned;
  const state = H[left + Str.state]!;
  const stateRight = H[right + Str.state]!;
  const kind = (state >> StrState.kindShift) & 7;
  const kindRight = (stateRight >> StrState.kindShift) & 7;
  if (
    H[left] === 1 &&
    lengthLeft !== 0 &&
    (state & StrState.internedMask) === 0 &&
    H[left + Str.hash] === -1 &&
    H[left + Str.hash + 1] === -1 &&
    kindRight <= kind &&
    (state & StrState.compact) !== 0 &&
    !((state & StrState.ascii) !== 0 && (stateRight & StrState.ascii) === 0) &&
    lengthLeft + lengthRight <= 0x7fffff00
  ) {
    const header = (state & StrState.ascii) !== 0 ? Str.asciiData : Str.data;
    const grown = rt.heap.realloc(left, header * 4 + (lengthLeft + lengthRight + 1) * kind);
    if (grown === 0) {
      rt.decref(left);
      rt.noMemory();
    }
    const end = (grown + header) * 4 + lengthLeft * kind;
    copyChars(rt, end, kind, strData(rt, right), kindRight, lengthRight);
    H[grown + Str.length] = lengthLeft + lengthRight;
    writeChar(rt, end, kind, lengthRight, 0);
    return grown as Owned;
  }
  const mark = rt.mark();
  rt.own(left);
  const result = concatStr(rt, left, right);
  return rt.leave(mark, result);
}

/** A str `count` times. CPython: unicode_repeat */
export function repeatStr(rt: Runtime, op: number, count: number): Owned {
  if (count < 1) return emptyStr(rt);
  const length = strLength(rt, op);
  if (count === 1) return strItself(rt, op);
  if (length === 0) return emptyStr(rt);
  if (length * count > 0x7fffff00) {
    if (length * count > 2 ** 63) overflowError(rt, 'repeated string is too long');
    rt.noMemory();
  }
  const result = allocStr(rt, length * count, maxCharBound(rt, op));
  const data = strData(rt, result);
  const kind = strKind(rt, result);
  if (length === 1 && kind === 1) {
    rt.U8.fill(rt.U8[strData(rt, op)]!, data, data + count);
    return result;
  }
  repeatBytes(rt, data, strData(rt, op), length * kind, count);
  return result;
}

/** Writes a run of bytes `count` times, doubling what is there. */
export function repeatBytes(rt: Runtime, to: number, from: number, length: number, count: number): void {
  const total = length * count;
  copyBytes(rt, to, from, length);
  for (let done = length; done < total; ) {
    const step = Math.min(done, total - done);
    copyBytes(rt, to + done, to, step);
    done += step;
  }
}
