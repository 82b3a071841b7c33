import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { bytesFromData } from '../bytes-object.ts';
import { isAscii, strChar, strData, strKind, strLength } from '../str-layout.ts';
import { strFromChars, strFromData } from '../str-object.ts';
import { ByteSink, CharSink } from './byte-sink.ts';
import { raiseEncode, repairDecoding, repairEncoding } from './error-handlers.ts';
import type { Decoded } from './utf8.ts';

/** Latin-1 and ASCII. CPython: Objects/unicodeobject.c unicode_encode_ucs1, PyUnicode_DecodeASCII */

/** Encodes what is below `limit` (128 or 256). CPython: unicode_encode_ucs1 */
export function encodeBelow(rt: Runtime, op: number, limit: 128 | 256, errors: string): Owned {
  if (isAscii(rt, op) || (limit === 256 && strKind(rt, op) === 1)) return bytesFromData(rt, strData(rt, op), strLength(rt, op));
  const encoding = limit === 256 ? 'latin-1' : 'ascii';
  const reason = `ordinal not in range(${limit})`;
  const sink = new ByteSink();
  const length = strLength(rt, op);
  for (let i = 0; i < length; ) {
    const c = strChar(rt, op, i);
    if (c < limit) {
      sink.push(c);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < length && strChar(rt, op, end) >= limit) end++;
    const repair = repairEncoding(rt, errors, encoding, op, i, end, reason);
    if (repair.bytes !== null) sink.append(repair.bytes);
    else {
      for (const r of repair.chars!) {
        if (r >= limit) raiseEncode(rt, encoding, op, i, i + 1, reason);
        sink.push(r);
      }
    }
    i = repair.next;
  }
  return sink.finish(rt);
}

/** CPython: PyUnicode_DecodeLatin1 */
export function decodeLatin1(rt: Runtime, data: number, length: number): Decoded {
  return { str: strFromData(rt, data, 1, 0, length), consumed: length };
}

/** CPython: PyUnicode_DecodeASCII */
export function decodeAscii(rt: Runtime, data: number, length: number, errors: string): Decoded {
  const U8 = rt.U8;
  let at = 0;
  while (at < length && U8[data + at] < 128) at++;
  if (at === length) return decodeLatin1(rt, data, length);
  const sink = new CharSink();
  for (let i = 0; i < length; ) {
    const b = U8[data + i];
    if (b < 128) {
      sink.push(b);
      i++;
      continue;
    }
    const repair = repairDecoding(rt, errors, 'ascii', data, length, i, i + 1, 'ordinal not in range(128)');
    sink.append(repair.chars);
    i = repair.next;
  }
  return { str: strFromChars(rt, sink.chars, sink.length), consumed: length };
}
