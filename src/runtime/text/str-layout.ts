import { Str } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';

/**
 * Reading the characters of a str in the heap.
 *
 *   ascii      | refcnt | type | length | hash | state | (wstr) | bytes … 0
 *   compact    | refcnt | type | length | hash | state | (wstr) | (utf8 length, utf8, wstr length) | characters … 0
 *   subclass   | refcnt | type | length | hash | state | (wstr) | (…) | word address of a block with the characters | dict …
 *
 * CPython: Include/cpython/unicodeobject.h PyASCIIObject, PyCompactUnicodeObject, PyUnicodeObject
 */

export const enum StrState {
  internedMask = 3,
  mortal = 1,
  /** Interned, and immortal under the model (3.12 on) or counted from a high base (3.11). */
  immortal = 2,
  kindShift = 2,
  compact = 32,
  ascii = 64,
  ready = 128,
  /** Whole state words of fresh compact strings. */
  asciiStr = 4 | 32 | 64 | 128,
  latin1Str = 4 | 32 | 128,
  ucs2Str = 8 | 32 | 128,
  ucs4Str = 16 | 32 | 128,
}

/** sizeof(PyUnicodeObject): instances of subclasses of str keep their characters in a block of their own. */
export const STR_BASIC_SIZE = 80;
/** Word offset of that block's address. */
export const STR_DATA_POINTER = 18;

export function strLength(rt: Runtime, op: number): number {
  return rt.H[op + Str.length]!;
}

/** Bytes a character: 1, 2 or 4. */
export function strKind(rt: Runtime, op: number): number {
  return (rt.H[op + Str.state]! >> StrState.kindShift) & 7;
}

export function isAscii(rt: Runtime, op: number): boolean {
  return (rt.H[op + Str.state]! & StrState.ascii) !== 0;
}

/** Byte address of the characters. CPython: PyUnicode_DATA */
export function strData(rt: Runtime, op: number): number {
  const state = rt.H[op + Str.state]!;
  if ((state & StrState.compact) !== 0) return (op + ((state & StrState.ascii) !== 0 ? Str.asciiData : Str.data)) * 4;
  return rt.H[op + STR_DATA_POINTER]! * 4;
}

/** Character `i` of an array of characters at a byte address. CPython: PyUnicode_READ */
export function readChar(rt: Runtime, data: number, kind: number, i: number): number {
  if (kind === 1) return rt.U8[data + i]!;
  if (kind === 2) return rt.U16[data / 2 + i]!;
  return rt.U32[data / 4 + i]!;
}

/** CPython: PyUnicode_WRITE */
export function writeChar(rt: Runtime, data: number, kind: number, i: number, char: number): void {
  if (kind === 1) rt.U8[data + i] = char;
  else if (kind === 2) rt.U16[data / 2 + i] = char;
  else rt.U32[data / 4 + i] = char;
}

/** Character `i` of a str, no bounds check. CPython: PyUnicode_READ_CHAR */
export function strChar(rt: Runtime, op: number, i: number): number {
  const state = rt.H[op + Str.state]!;
  if ((state & (StrState.ascii | StrState.compact)) === (StrState.ascii | StrState.compact)) return rt.U8[(op + Str.asciiData) * 4 + i]!;
  return readChar(rt, strData(rt, op), (state >> StrState.kindShift) & 7, i);
}

/** An upper bound of the characters: what the kind says, not what is in it. CPython: PyUnicode_MAX_CHAR_VALUE */
export function maxCharBound(rt: Runtime, op: number): number {
  const state = rt.H[op + Str.state]!;
  if ((state & StrState.ascii) !== 0) return 0x7f;
  const kind = (state >> StrState.kindShift) & 7;
  return kind === 1 ? 0xff : kind === 2 ? 0xffff : 0x10ffff;
}

/** The smallest of 0x7f, 0xff, 0xffff, 0x10ffff that covers the characters. CPython: _PyUnicode_FindMaxChar */
export function findMaxChar(rt: Runtime, data: number, kind: number, start: number, end: number): number {
  let bits = 0;
  if (kind === 1) {
    const U8 = rt.U8;
    for (let i = data + start, stop = data + end; i < stop; i++) bits |= U8[i]!;
    return bits < 0x80 ? 0x7f : 0xff;
  }
  if (kind === 2) {
    const U16 = rt.U16;
    for (let i = data / 2 + start, stop = data / 2 + end; i < stop; i++) bits |= U16[i]!;
  } else {
    const U32 = rt.U32;
    for (let i = data / 4 + start, stop = data / 4 + end; i < stop; i++) bits |= U32[i]!;
  }
  return bits < 0x80 ? 0x7f : bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : 0x10ffff;
}

/** Copies bytes inside the heap; short runs in a loop. */
export function copyBytes(rt: Runtime, to: number, from: number, length: number): void {
  const U8 = rt.U8;
  if (length > 24) U8.copyWithin(to, from, from + length);
  else if (to <= from) for (let i = 0; i < length; i++) U8[to + i] = U8[from + i]!;
  else for (let i = length - 1; i >= 0; i--) U8[to + i] = U8[from + i]!;
}

/** Copies `count` characters, widening or narrowing (they must fit). CPython: _PyUnicode_FastCopyCharacters */
export function copyChars(rt: Runtime, to: number, toKind: number, from: number, fromKind: number, count: number): void {
  if (toKind === fromKind) {
    copyBytes(rt, to, from, count * toKind);
    return;
  }
  for (let i = 0; i < count; i++) writeChar(rt, to, toKind, i, readChar(rt, from, fromKind, i));
}
