import { valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { bytesFromData } from '../bytes-object.ts';
import { strText } from '../str-object.ts';
import { badArgument, isStr } from '../text-arguments.ts';
import { decodeByRegistry, encodeByRegistry } from './registry.ts';
import { decodeAscii, decodeLatin1, encodeBelow } from './single-byte.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';
import { decodeUtf16, decodeUtf32, encodeWide } from './utf16-utf32.ts';

/** str.encode and bytes.decode: native codecs by name, the others by the registry. CPython: PyUnicode_AsEncodedString, PyUnicode_Decode */

const enum Native {
  none,
  utf8,
  ascii,
  latin1,
  utf16,
  utf32,
}

/** Which native codec a name means. CPython: the shortcuts of PyUnicode_Decode */
function nativeCodec(encoding: string): Native {
  switch (encoding.toLowerCase().replace(/[^a-z0-9.]+/g, '_')) {
    case 'utf_8':
    case 'utf8':
      return Native.utf8;
    case 'ascii':
    case 'us_ascii':
      return Native.ascii;
    case 'latin1':
    case 'latin_1':
    case 'iso_8859_1':
    case 'iso8859_1':
      return Native.latin1;
    case 'utf_16':
    case 'utf16':
      return Native.utf16;
    case 'utf_32':
    case 'utf32':
      return Native.utf32;
    default:
      return Native.none;
  }
}

/** Bytes of a str; `encoding` and `errors` null for the defaults. UnicodeEncodeError, LookupError. */
export function encodeStr(rt: Runtime, op: number, encoding: string | null, errors: string | null): Owned {
  const handler = errors ?? 'strict';
  switch (encoding === null ? Native.utf8 : nativeCodec(encoding)) {
    case Native.utf8:
      return encodeUtf8(rt, op, handler);
    case Native.ascii:
      return encodeBelow(rt, op, 128, handler);
    case Native.latin1:
      return encodeBelow(rt, op, 256, handler);
    case Native.utf16:
      return encodeWide(rt, op, 2, 0, handler);
    case Native.utf32:
      return encodeWide(rt, op, 4, 0, handler);
    case Native.none:
      return encodeByRegistry(rt, op, encoding!, errors);
  }
}

/** Text of `length` bytes at `data`. `object` is what a registered codec is given, 0: a bytes object is made. UnicodeDecodeError, LookupError. */
export function decodeData(rt: Runtime, object: number, data: number, length: number, encoding: string | null, errors: string | null): Owned {
  const handler = errors ?? 'strict';
  switch (encoding === null ? Native.utf8 : nativeCodec(encoding)) {
    case Native.utf8:
      return decodeUtf8(rt, data, length, handler, true).str;
    case Native.ascii:
      return decodeAscii(rt, data, length, handler).str;
    case Native.latin1:
      return decodeLatin1(rt, data, length).str;
    case Native.utf16:
      return decodeUtf16(rt, data, length, 0, handler, true).str;
    case Native.utf32:
      return decodeUtf32(rt, data, length, 0, handler, true).str;
    case Native.none: {
      const mark = rt.mark();
      const bytes = object !== 0 ? object : rt.own(bytesFromData(rt, data, length));
      return rt.leave(mark, decodeByRegistry(rt, bytes, encoding!, errors));
    }
  }
}

/** An encoding or errors argument: host text, or null when absent (0). TypeError, ValueError. CPython: Argument Clinic `str` converter */
export function codecArgument(rt: Runtime, op: number, name: string, what: string): string | null {
  if (op === 0) return null;
  if (!isStr(rt, op)) badArgument(rt, name, what, 'str', op);
  const text = strText(rt, op);
  // the error that its UTF-8 form cannot be made
  if (/\p{Surrogate}/u.test(text)) rt.own(encodeStr(rt, op, null, null));
  if (text.includes('\0')) valueError(rt, 'embedded null character');
  return text;
}
