import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { isPrintable } from './char-properties.ts';
import { copyBytes, isAscii, readChar, strData, strKind, strLength } from './str-layout.ts';
import { allocStr, newStr } from './str-object.ts';

/** repr of text. */

const HEX = '0123456789abcdef';

function hex(c: number, digits: number): string {
  let text = '';
  for (let shift = (digits - 1) * 4; shift >= 0; shift -= 4) text += HEX[(c >>> shift) & 15];
  return text;
}

/** repr(str): single quotes unless only those occur, unprintable characters escaped. CPython: unicode_repr */
export function strRepr(rt: Runtime, op: number): Owned {
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  let plain = isAscii(rt, op);
  let single = false;
  let double = false;
  for (let i = 0; i < length; i++) {
    const c = readChar(rt, data, kind, i);
    if (c === 39) single = true;
    else if (c === 34) double = true;
    else if (c < 32 || c === 92 || c === 127) plain = false;
  }
  const quote = single && !double ? 34 : 39;
  if (plain && !(single && double)) {
    const result = allocStr(rt, length + 2, 0x7f);
    const out = strData(rt, result);
    rt.U8[out] = quote;
    copyBytes(rt, out + 1, data, length);
    rt.U8[out + 1 + length] = quote;
    return result;
  }
  const mark = String.fromCharCode(quote);
  let text = mark;
  for (let i = 0; i < length; i++) {
    const c = readChar(rt, data, kind, i);
    if (c === quote || c === 92) text += `\\${String.fromCharCode(c)}`;
    else if (c === 9) text += '\\t';
    else if (c === 10) text += '\\n';
    else if (c === 13) text += '\\r';
    else if (c < 32 || c === 127) text += `\\x${hex(c, 2)}`;
    else if (c < 127 || isPrintable(c)) text += String.fromCodePoint(c);
    else if (c < 256) text += `\\x${hex(c, 2)}`;
    else if (c < 0x10000) text += `\\u${hex(c, 4)}`;
    else text += `\\U${hex(c, 8)}`;
  }
  return newStr(rt, text + mark);
}

/** repr of bytes as host text: b'…'; bytearray escapes single quotes in any case. CPython: PyBytes_Repr, bytearray_repr */
export function bytesReprText(bytes: Uint8Array, escapeSingle = false): string {
  let single = false;
  let double = false;
  for (const b of bytes) {
    if (b === 39) single = true;
    else if (b === 34) double = true;
  }
  const quote = single && !double ? 34 : 39;
  const mark = String.fromCharCode(quote);
  let text = `b${mark}`;
  for (const b of bytes) {
    if (b === quote || b === 92 || (escapeSingle && b === 39)) text += `\\${String.fromCharCode(b)}`;
    else if (b === 9) text += '\\t';
    else if (b === 10) text += '\\n';
    else if (b === 13) text += '\\r';
    else if (b < 32 || b >= 127) text += `\\x${hex(b, 2)}`;
    else text += String.fromCharCode(b);
  }
  return text + mark;
}
