import { characterNamed } from '../../../syntax/unicode-names.ts';
import { valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { newBytes } from '../bytes-object.ts';
import { strChar, strLength } from '../str-layout.ts';
import { strFromChars } from '../str-object.ts';
import { ByteSink, CharSink } from './byte-sink.ts';
import { backslashed, repairDecoding } from './error-handlers.ts';
import type { Decoded } from './utf8.ts';

/** unicode_escape, raw_unicode_escape and the escapes of bytes. CPython: Objects/unicodeobject.c, Objects/bytesobject.c */

const hexDigit = (c: number): number => (c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1);

const SIMPLE: Readonly<Record<number, number>> = { 92: 92, 39: 39, 34: 34, 98: 8, 102: 12, 116: 9, 110: 10, 114: 13, 118: 11, 97: 7 };

/** Text of bytes with backslash escapes, others as latin-1. CPython: _PyUnicode_DecodeUnicodeEscapeInternal */
export function decodeUnicodeEscape(rt: Runtime, data: number, length: number, errors: string, final: boolean): Decoded {
  const U8 = rt.U8;
  const sink = new CharSink();
  let i = 0;
  while (i < length) {
    const start = i;
    const b = U8[data + i++];
    if (b !== 92) {
      sink.push(b);
      continue;
    }
    let reason = '\\ at end of string';
    if (i < length) {
      const c = U8[data + i++];
      if (c === 10) continue;
      if (SIMPLE[c] !== undefined) {
        sink.push(SIMPLE[c]);
        continue;
      }
      if (c >= 48 && c <= 55) {
        let value = c - 48;
        for (let k = 0; k < 2 && i < length && U8[data + i] >= 48 && U8[data + i] <= 55; k++) value = value * 8 + U8[data + i++] - 48;
        sink.push(value);
        continue;
      }
      const count = c === 120 ? 2 : c === 117 ? 4 : c === 85 ? 8 : 0;
      if (count > 0) {
        let value = 0;
        let digits = 0;
        for (; digits < count && i < length; digits++, i++) {
          const d = hexDigit(U8[data + i]);
          if (d < 0) break;
          value = value * 16 + d;
        }
        if (digits === count) {
          if (value <= 0x10ffff) {
            sink.push(value);
            continue;
          }
          reason = 'illegal Unicode character';
        } else {
          reason = count === 2 ? 'truncated \\xXX escape' : count === 4 ? 'truncated \\uXXXX escape' : 'truncated \\UXXXXXXXX escape';
          if (i >= length && !final) {
            i = start;
            break;
          }
        }
      } else if (c === 78) {
        reason = 'malformed \\N character escape';
        if (i >= length && !final) {
          i = start;
          break;
        }
        if (U8[data + i] === 123) {
          let close = i + 1;
          while (close < length && U8[data + close] !== 125) close++;
          if (close >= length && !final) {
            i = start;
            break;
          }
          if (close < length && close > i + 1) {
            const found = characterNamed(String.fromCharCode(...U8.subarray(data + i + 1, data + close)));
            i = close + 1;
            if (found !== undefined) {
              sink.push(found.codePointAt(0)!);
              continue;
            }
            reason = 'unknown Unicode character name';
          } else i = close;
        }
      } else {
        sink.push(92);
        sink.push(c);
        continue;
      }
    } else if (!final) {
      i = start;
      break;
    }
    const repair = repairDecoding(rt, errors, 'unicodeescape', data, length, start, i, reason);
    sink.append(repair.chars);
    i = repair.next;
  }
  return { str: strFromChars(rt, sink.chars, sink.length), consumed: i };
}

/** CPython: PyUnicode_AsUnicodeEscapeString */
export function encodeUnicodeEscape(rt: Runtime, op: number): Owned {
  const sink = new ByteSink();
  const put = (text: string) => {
    for (let i = 0; i < text.length; i++) sink.push(text.charCodeAt(i));
  };
  for (let i = 0; i < strLength(rt, op); i++) {
    const c = strChar(rt, op, i);
    if (c === 92) put('\\\\');
    else if (c === 9) put('\\t');
    else if (c === 10) put('\\n');
    else if (c === 13) put('\\r');
    else if (c >= 32 && c < 127) sink.push(c);
    else put(backslashed(c));
  }
  return sink.finish(rt);
}

/** Text of bytes in which only \u and \U are escapes. CPython: _PyUnicode_DecodeRawUnicodeEscapeStateful */
export function decodeRawUnicodeEscape(rt: Runtime, data: number, length: number, errors: string, final: boolean): Decoded {
  const U8 = rt.U8;
  const sink = new CharSink();
  let i = 0;
  while (i < length) {
    const start = i;
    const b = U8[data + i++];
    if (b !== 92) {
      sink.push(b);
      continue;
    }
    if (i >= length) {
      if (!final) {
        i = start;
        break;
      }
      sink.push(92);
      break;
    }
    const c = U8[data + i++];
    const count = c === 117 ? 4 : c === 85 ? 8 : 0;
    if (count === 0) {
      sink.push(92);
      sink.push(c);
      continue;
    }
    let value = 0;
    let digits = 0;
    for (; digits < count && i < length; digits++, i++) {
      const d = hexDigit(U8[data + i]);
      if (d < 0) break;
      value = value * 16 + d;
    }
    let reason: string;
    if (digits === count) {
      if (value <= 0x10ffff) {
        sink.push(value);
        continue;
      }
      reason = '\\Uxxxxxxxx out of range';
    } else {
      if (i >= length && !final) {
        i = start;
        break;
      }
      reason = count === 4 ? 'truncated \\uXXXX escape' : 'truncated \\UXXXXXXXX escape';
    }
    const repair = repairDecoding(rt, errors, 'rawunicodeescape', data, length, start, i, reason);
    sink.append(repair.chars);
    i = repair.next;
  }
  return { str: strFromChars(rt, sink.chars, sink.length), consumed: i };
}

/** CPython: PyUnicode_AsRawUnicodeEscapeString */
export function encodeRawUnicodeEscape(rt: Runtime, op: number): Owned {
  const sink = new ByteSink();
  for (let i = 0; i < strLength(rt, op); i++) {
    const c = strChar(rt, op, i);
    if (c < 256) sink.push(c);
    else for (const char of backslashed(c)) sink.push(char.charCodeAt(0));
  }
  return sink.finish(rt);
}

/** Bytes with the escapes of a bytes literal resolved. CPython: _PyBytes_DecodeEscape */
export function decodeBytesEscape(rt: Runtime, bytes: Uint8Array, errors: string): Owned {
  const sink = new ByteSink();
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i++];
    if (b !== 92) {
      sink.push(b);
      continue;
    }
    if (i >= bytes.length) valueError(rt, 'Trailing \\ in string');
    const c = bytes[i++];
    if (c === 10) continue;
    if (SIMPLE[c] !== undefined) sink.push(SIMPLE[c]);
    else if (c >= 48 && c <= 55) {
      let value = c - 48;
      for (let k = 0; k < 2 && bytes[i] >= 48 && bytes[i] <= 55; k++) value = value * 8 + bytes[i++] - 48;
      sink.push(value & 255);
    } else if (c === 120) {
      const high = i < bytes.length ? hexDigit(bytes[i]) : -1;
      const low = i + 1 < bytes.length ? hexDigit(bytes[i + 1]) : -1;
      if (high >= 0 && low >= 0) {
        sink.push(high * 16 + low);
        i += 2;
        continue;
      }
      if (errors === 'strict') valueError(rt, `invalid \\x escape at position ${i - 2}`);
      if (errors === 'replace') sink.push(63);
      else if (errors !== 'ignore') valueError(rt, `decoding error; unknown error handling code: ${errors}`);
      if (high >= 0) i++;
    } else {
      sink.push(92);
      sink.push(c);
    }
  }
  return newBytes(rt, sink.view());
}
