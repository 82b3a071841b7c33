import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { strChar, strLength } from '../str-layout.ts';
import { strFromChars } from '../str-object.ts';
import { ByteSink, CharSink } from './byte-sink.ts';
import { raiseEncode, repairDecoding, repairEncoding } from './error-handlers.ts';
import type { Decoded } from './utf8.ts';

/** UTF-16 and UTF-32 in both byte orders. CPython: Objects/unicodeobject.c PyUnicode_DecodeUTF16Stateful, PyUnicode_DecodeUTF32Stateful */

/** -1 little, 1 big, 0 by the byte order mark (little endian when there is none, and when encoding: with a mark). */
export type ByteOrder = -1 | 0 | 1;

export interface DecodedWide extends Decoded {
  /** The byte order that was found. */
  order: ByteOrder;
}

function suffix(order: ByteOrder): string {
  return order === 0 ? '' : order < 0 ? '-le' : '-be';
}

/** Bytes object of a str; width is 2 or 4. CPython: _PyUnicode_EncodeUTF16, _PyUnicode_EncodeUTF32 */
export function encodeWide(rt: Runtime, op: number, width: 2 | 4, order: ByteOrder, errors: string): Owned {
  const sink = new ByteSink();
  const big = order > 0;
  const encoding = `utf-${width * 8}${suffix(order)}`;
  const put16 = (u: number) => {
    sink.push(big ? u >> 8 : u & 255);
    sink.push(big ? u & 255 : u >> 8);
  };
  const put = (c: number) => {
    if (width === 4) {
      if (big) {
        put16(c >>> 16);
        put16(c & 0xffff);
      } else {
        put16(c & 0xffff);
        put16(c >>> 16);
      }
    } else if (c > 0xffff) {
      put16(0xd800 + ((c - 0x10000) >> 10));
      put16(0xdc00 + ((c - 0x10000) & 0x3ff));
    } else put16(c);
  };
  if (order === 0) put(0xfeff);
  const length = strLength(rt, op);
  for (let i = 0; i < length; ) {
    const c = strChar(rt, op, i);
    if (c < 0xd800 || c > 0xdfff) {
      put(c);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < length && (strChar(rt, op, end) & 0x1ff800) === 0xd800) end++;
    const repair = repairEncoding(rt, errors, encoding, op, i, end, 'surrogates not allowed');
    if (repair.bytes !== null) {
      if (repair.bytes.length % width !== 0) raiseEncode(rt, encoding, op, i, i + 1, 'surrogates not allowed');
      sink.append(repair.bytes);
    } else {
      for (const r of repair.chars!) {
        if (r > 127) raiseEncode(rt, encoding, op, i, i + 1, 'surrogates not allowed');
        put(r);
      }
    }
    i = repair.next;
  }
  return sink.finish(rt);
}

/** Decodes UTF-16. With `final` false an incomplete character at the end is left over. */
export function decodeUtf16(rt: Runtime, data: number, length: number, order: ByteOrder, errors: string, final: boolean): DecodedWide {
  const U8 = rt.U8;
  let i = 0;
  if (order === 0 && length >= 2) {
    const mark = U8[data] | (U8[data + 1] << 8);
    if (mark === 0xfeff || mark === 0xfffe) {
      order = mark === 0xfeff ? -1 : 1;
      i = 2;
    }
  }
  const found = order;
  const big = order > 0;
  const encoding = order > 0 ? 'utf-16-be' : 'utf-16-le';
  const unit = (at: number) => (big ? (U8[data + at] << 8) | U8[data + at + 1] : U8[data + at] | (U8[data + at + 1] << 8));
  const sink = new CharSink();
  while (i < length) {
    let endAt: number;
    let reason: string;
    if (i + 2 > length) {
      if (!final) break;
      endAt = length;
      reason = 'truncated data';
    } else {
      const u = unit(i);
      if (u < 0xd800 || u > 0xdfff) {
        sink.push(u);
        i += 2;
        continue;
      }
      if (u >= 0xdc00) {
        endAt = i + 2;
        reason = 'illegal encoding';
      } else if (i + 4 > length) {
        if (!final) break;
        endAt = length;
        reason = 'unexpected end of data';
      } else {
        const v = unit(i + 2);
        if (v >= 0xdc00 && v <= 0xdfff) {
          sink.push(0x10000 + ((u & 0x3ff) << 10) + (v & 0x3ff));
          i += 4;
          continue;
        }
        endAt = i + 2;
        reason = 'illegal UTF-16 surrogate';
      }
    }
    const repair = repairDecoding(rt, errors, encoding, data, length, i, endAt, reason);
    sink.append(repair.chars);
    i = repair.next;
  }
  return { str: strFromChars(rt, sink.chars, sink.length), consumed: i, order: found };
}

/** Decodes UTF-32. */
export function decodeUtf32(rt: Runtime, data: number, length: number, order: ByteOrder, errors: string, final: boolean): DecodedWide {
  const U8 = rt.U8;
  let i = 0;
  const word = (at: number, big: boolean) => {
    const b0 = U8[data + at];
    const b1 = U8[data + at + 1];
    const b2 = U8[data + at + 2];
    const b3 = U8[data + at + 3];
    return (big ? (b0 << 24) | (b1 << 16) | (b2 << 8) | b3 : (b3 << 24) | (b2 << 16) | (b1 << 8) | b0) >>> 0;
  };
  if (order === 0 && length >= 4) {
    if (word(0, false) === 0xfeff) {
      order = -1;
      i = 4;
    } else if (word(0, true) === 0xfeff) {
      order = 1;
      i = 4;
    }
  }
  const found = order;
  const encoding = order > 0 ? 'utf-32-be' : 'utf-32-le';
  const sink = new CharSink();
  while (i < length) {
    let endAt: number;
    let reason: string;
    if (i + 4 > length) {
      if (!final) break;
      endAt = length;
      reason = 'truncated data';
    } else {
      const c = word(i, order > 0);
      if (c <= 0x10ffff && (c < 0xd800 || c > 0xdfff)) {
        sink.push(c);
        i += 4;
        continue;
      }
      endAt = i + 4;
      reason = c > 0x10ffff ? 'code point not in range(0x110000)' : 'code point in surrogate code point range(0xd800, 0xe000)';
    }
    const repair = repairDecoding(rt, errors, encoding, data, length, i, endAt, reason);
    sink.append(repair.chars);
    i = repair.next;
  }
  return { str: strFromChars(rt, sink.chars, sink.length), consumed: i, order: found };
}
