import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { strChar, strLength } from '../str-layout.ts';
import { strFromChars } from '../str-object.ts';
import { ByteSink, CharSink } from './byte-sink.ts';
import { repairDecoding } from './error-handlers.ts';
import type { Decoded } from './utf8.ts';

/** UTF-7. CPython: Objects/unicodeobject.c PyUnicode_DecodeUTF7Stateful, _PyUnicode_EncodeUTF7 */

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64Value(c: number): number {
  return c < 128 ? BASE64.indexOf(String.fromCharCode(c)) : -1;
}

/** Stands for itself in encoded text: printable ASCII but `+ \ ~`, tab, line feed, carriage return. */
function isDirect(c: number): boolean {
  return c === 9 || c === 10 || c === 13 || (c >= 32 && c < 126 && c !== 43 && c !== 92);
}

/** Bytes object of a str. Everything can be encoded, lone surrogates too. */
export function encodeUtf7(rt: Runtime, op: number): Owned {
  const sink = new ByteSink();
  let shifted = false;
  let bits = 0;
  let buffer = 0;
  const digit = (value: number) => sink.push(BASE64.charCodeAt(value & 63));
  const unit = (u: number) => {
    buffer = (buffer << 16) | u;
    bits += 16;
    while (bits >= 6) {
      bits -= 6;
      digit(buffer >>> bits);
    }
    buffer &= (1 << bits) - 1;
  };
  const flush = () => {
    if (bits > 0) digit(buffer << (6 - bits));
    bits = buffer = 0;
  };
  for (let i = 0; i < strLength(rt, op); i++) {
    const c = strChar(rt, op, i);
    if (isDirect(c)) {
      if (shifted) {
        flush();
        shifted = false;
        if (base64Value(c) >= 0 || c === 45) sink.push(45);
      }
      sink.push(c);
      continue;
    }
    if (!shifted) {
      sink.push(43);
      if (c === 43) {
        sink.push(45);
        continue;
      }
      shifted = true;
    }
    if (c > 0xffff) {
      unit(0xd800 + ((c - 0x10000) >> 10));
      unit(0xdc00 + ((c - 0x10000) & 0x3ff));
    } else unit(c);
  }
  flush();
  if (shifted) sink.push(45);
  return sink.finish(rt);
}

/** Text of bytes; with `final` false an open base 64 section at the end is left over. */
export function decodeUtf7(rt: Runtime, data: number, length: number, errors: string, final: boolean): Decoded {
  const U8 = rt.U8;
  const sink = new CharSink();
  let shifted = false;
  let surrogate = 0;
  let bits = 0;
  let buffer = 0;
  let start = 0;
  let shiftedLength = 0;
  let i = 0;
  const repair = (reason: string) => {
    const { chars, next } = repairDecoding(rt, errors, 'utf7', data, length, start, i, reason);
    sink.append(chars);
    i = next;
  };
  while (i < length) {
    const c = U8[data + i];
    if (shifted) {
      const value = base64Value(c);
      if (value >= 0) {
        buffer = (buffer << 6) | value;
        bits += 6;
        i++;
        if (bits < 16) continue;
        bits -= 16;
        const u = buffer >>> bits;
        buffer &= (1 << bits) - 1;
        if (surrogate !== 0) {
          if ((u & 0xfc00) === 0xdc00) {
            sink.push(0x10000 + ((surrogate & 0x3ff) << 10) + (u & 0x3ff));
            surrogate = 0;
            continue;
          }
          sink.push(surrogate);
          surrogate = 0;
        }
        if ((u & 0xfc00) === 0xd800) surrogate = u;
        else sink.push(u);
        continue;
      }
      shifted = false;
      if (bits >= 6 || (bits > 0 && buffer !== 0)) {
        const reason = bits >= 6 ? 'partial character in shift sequence' : 'non-zero padding bits in shift sequence';
        bits = buffer = surrogate = 0;
        i++;
        repair(reason);
        continue;
      }
      if (surrogate !== 0 && c < 128 && c !== 43) sink.push(surrogate);
      surrogate = 0;
      if (c === 45) i++;
    } else if (c === 43) {
      start = i++;
      if (i < length && U8[data + i] === 45) {
        i++;
        sink.push(43);
      } else if (i < length && base64Value(U8[data + i]) < 0) {
        i++;
        repair('ill-formed sequence');
      } else {
        shifted = true;
        surrogate = bits = buffer = 0;
        shiftedLength = sink.length;
      }
    } else if (c < 128) {
      i++;
      sink.push(c);
    } else {
      start = i++;
      repair('unexpected special character');
    }
  }
  if (shifted && final) {
    if (surrogate !== 0 || bits >= 6 || (bits > 0 && buffer !== 0)) repair('unterminated shift sequence');
  } else if (shifted) {
    sink.length = shiftedLength;
    i = start;
  }
  return { str: strFromChars(rt, sink.chars, sink.length), consumed: i };
}
