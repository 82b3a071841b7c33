import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { allocBytes, bytesData, bytesFromData } from '../bytes-object.ts';
import { copyBytes, isAscii, readChar, strChar, strData, strKind, strLength } from '../str-layout.ts';
import { allocStr, charStr, emptyStr, strFromChars } from '../str-object.ts';
import { ByteSink, CharSink } from './byte-sink.ts';
import { raiseEncode, repairDecoding, repairEncoding } from './error-handlers.ts';

/** UTF-8. CPython: Objects/unicodeobject.c unicode_decode_utf8, Objects/stringlib/codecs.h */

/** A decoded str and how many bytes it took. */
export interface Decoded {
  str: Owned;
  consumed: number;
}

const enum Fault {
  start = -1,
  truncated = -2,
}

/** How many bytes at `at` form a character (1–4), or a Fault, or -10-n: n bytes are sound but the next is no continuation. */
function sequenceLength(U8: Uint8Array, at: number, end: number): number {
  const b = U8[at];
  if (b < 0x80) return 1;
  if (b < 0xc2 || b > 0xf4) return Fault.start;
  const need = b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
  if (at + 1 >= end) return Fault.truncated;
  const b1 = U8[at + 1];
  if ((b1 & 0xc0) !== 0x80) return -11;
  if ((b === 0xe0 && b1 < 0xa0) || (b === 0xed && b1 >= 0xa0) || (b === 0xf0 && b1 < 0x90) || (b === 0xf4 && b1 >= 0x90)) return -11;
  for (let i = 2; i < need; i++) {
    if (at + i >= end) return Fault.truncated;
    if ((U8[at + i] & 0xc0) !== 0x80) return -10 - i;
  }
  return need;
}

function character(U8: Uint8Array, at: number, size: number): number {
  const b = U8[at];
  if (size === 1) return b;
  if (size === 2) return ((b & 31) << 6) | (U8[at + 1] & 63);
  if (size === 3) return ((b & 15) << 12) | ((U8[at + 1] & 63) << 6) | (U8[at + 2] & 63);
  return ((b & 7) << 18) | ((U8[at + 1] & 63) << 12) | ((U8[at + 2] & 63) << 6) | (U8[at + 3] & 63);
}

/**
 * Decodes `length` bytes at a byte address. With `final` false an incomplete sequence at the end is left over. MemoryError,
 * UnicodeDecodeError. CPython: PyUnicode_DecodeUTF8Stateful
 */
export function decodeUtf8(rt: Runtime, data: number, length: number, errors: string, final: boolean): Decoded {
  const U8 = rt.U8;
  if (length === 0) return { str: emptyStr(rt), consumed: 0 };
  const end = data + length;
  let at = data;
  while (at < end && U8[at] < 128) at++;
  if (at === end) {
    if (length === 1) return { str: charStr(rt, U8[data]), consumed: 1 };
    const str = allocStr(rt, length, 0x7f);
    copyBytes(rt, strData(rt, str), data, length);
    return { str, consumed: length };
  }
  // sound input: count first, then write once
  let count = at - data;
  let max = 0;
  while (at < end) {
    const size = sequenceLength(U8, at, end);
    if (size < 0) break;
    const b = U8[at];
    const bound = size === 1 ? 0x7f : size === 2 ? (b < 0xc4 ? 0xff : 0xffff) : size === 3 ? 0xffff : 0x10ffff;
    if (bound > max) max = bound;
    count++;
    at += size;
  }
  const complete = at === end || (!final && sequenceLength(U8, at, end) === Fault.truncated);
  if (!complete) return decodeSlowly(rt, data, length, errors, final);
  const consumed = at - data;
  if (count === 1) return { str: charStr(rt, character(U8, data, sequenceLength(U8, data, end))), consumed };
  const str = allocStr(rt, count, max);
  const out = strData(rt, str);
  const kind = strKind(rt, str);
  if (count === 0) return { str, consumed };
  at = data;
  for (let i = 0; i < count; i++) {
    const b = U8[at];
    const size = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    const c = character(U8, at, size);
    if (kind === 1) U8[out + i] = c;
    else if (kind === 2) rt.U16[out / 2 + i] = c;
    else rt.U32[out / 4 + i] = c;
    at += size;
  }
  return { str, consumed };
}

function decodeSlowly(rt: Runtime, data: number, length: number, errors: string, final: boolean): Decoded {
  const U8 = rt.U8;
  const sink = new CharSink();
  let i = 0;
  while (i < length) {
    const size = sequenceLength(U8, data + i, data + length);
    if (size > 0) {
      sink.push(character(U8, data + i, size));
      i += size;
      continue;
    }
    if (size === Fault.truncated && !final) break;
    const endAt = size === Fault.truncated ? length : size === Fault.start ? i + 1 : i + (-10 - size);
    const reason = size === Fault.truncated ? 'unexpected end of data' : size === Fault.start ? 'invalid start byte' : 'invalid continuation byte';
    const repair = repairDecoding(rt, errors, 'utf-8', data, length, i, endAt, reason);
    sink.append(repair.chars);
    i = repair.next;
  }
  return { str: strFromChars(rt, sink.chars, sink.length), consumed: i };
}

/** Bytes object of a str. MemoryError, UnicodeEncodeError. CPython: unicode_encode_utf8 */
export function encodeUtf8(rt: Runtime, op: number, errors: string): Owned {
  const data = strData(rt, op);
  const length = strLength(rt, op);
  if (isAscii(rt, op)) return bytesFromData(rt, data, length);
  const kind = strKind(rt, op);
  let size = 0;
  let surrogates = false;
  for (let i = 0; i < length; i++) {
    const c = readChar(rt, data, kind, i);
    if (c < 0x80) size++;
    else if (c < 0x800) size += 2;
    else if (c < 0x10000) {
      size += 3;
      if (c >= 0xd800 && c <= 0xdfff) surrogates = true;
    } else size += 4;
  }
  if (surrogates) return encodeSlowly(rt, op, errors);
  const result = allocBytes(rt, size);
  const U8 = rt.U8;
  let at = bytesData(result);
  for (let i = 0; i < length; i++) {
    const c = readChar(rt, data, kind, i);
    if (c < 0x80) U8[at++] = c;
    else if (c < 0x800) {
      U8[at++] = 0xc0 | (c >> 6);
      U8[at++] = 0x80 | (c & 63);
    } else if (c < 0x10000) {
      U8[at++] = 0xe0 | (c >> 12);
      U8[at++] = 0x80 | ((c >> 6) & 63);
      U8[at++] = 0x80 | (c & 63);
    } else {
      U8[at++] = 0xf0 | (c >> 18);
      U8[at++] = 0x80 | ((c >> 12) & 63);
      U8[at++] = 0x80 | ((c >> 6) & 63);
      U8[at++] = 0x80 | (c & 63);
    }
  }
  return result;
}

function encodeSlowly(rt: Runtime, op: number, errors: string): Owned {
  const sink = new ByteSink();
  const length = strLength(rt, op);
  for (let i = 0; i < length; ) {
    const c = strChar(rt, op, i);
    if (c < 0xd800 || c > 0xdfff) {
      if (c < 0x80) sink.push(c);
      else {
        if (c < 0x800) sink.push(0xc0 | (c >> 6));
        else {
          if (c < 0x10000) sink.push(0xe0 | (c >> 12));
          else {
            sink.push(0xf0 | (c >> 18));
            sink.push(0x80 | ((c >> 12) & 63));
          }
          sink.push(0x80 | ((c >> 6) & 63));
        }
        sink.push(0x80 | (c & 63));
      }
      i++;
      continue;
    }
    let end = i + 1;
    while (end < length && (strChar(rt, op, end) & 0x1ff800) === 0xd800) end++;
    const repair = repairEncoding(rt, errors, 'utf-8', op, i, end, 'surrogates not allowed');
    if (repair.bytes !== null) sink.append(repair.bytes);
    else {
      for (const r of repair.chars!) {
        if (r > 127) raiseEncode(rt, 'utf-8', op, i, i + 1, 'surrogates not allowed');
        sink.push(r);
      }
    }
    i = repair.next;
  }
  return sink.finish(rt);
}
