import { Ob } from '../../../memory/layout.ts';
import { nameOfCharacter } from '../../../syntax/unicode-names.ts';
import { call1 } from '../../core/abstract/call.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { indexError, raise, raiseObject, typeError } from '../../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Root, T } from '../../core/static.ts';
import { makeUnicodeError } from '../../exceptions/unicode-errors.ts';
import { bytesFromData, bytesView } from '../bytes-object.ts';
import { strChar, strLength } from '../str-layout.ts';
import { strChars } from '../str-object.ts';

/** What codecs do about characters and bytes they cannot convert. The handlers of CPython are native; others are called. CPython: Python/codecs.c */

/** What stands for the faulty part, and where to go on. */
export interface EncodeRepair {
  /** Replacement characters, to be encoded, or bytes as they are. */
  chars: readonly number[] | null;
  bytes: Uint8Array | null;
  next: number;
}

export interface DecodeRepair {
  chars: readonly number[];
  next: number;
}

/** A new UnicodeDecodeError about `length` bytes at `data`. */
function makeDecodeError(rt: Runtime, encoding: string, data: number, length: number, start: number, end: number, reason: string): Owned {
  const mark = rt.mark();
  const bytes = rt.own(bytesFromData(rt, data, length));
  return rt.leave(mark, makeUnicodeError(rt, T.UnicodeDecodeError, encoding, bytes, start, end, reason));
}

export function raiseEncode(rt: Runtime, encoding: string, op: number, start: number, end: number, reason: string): never {
  return raiseObject(rt, makeUnicodeError(rt, T.UnicodeEncodeError, encoding, op, start, end, reason));
}

export function raiseDecode(rt: Runtime, encoding: string, data: number, length: number, start: number, end: number, reason: string): never {
  return raiseObject(rt, makeDecodeError(rt, encoding, data, length, start, end, reason));
}

const text = (s: string): number[] => Array.from(s, (c) => c.codePointAt(0)!);

/** `\xhh`, `\uhhhh` or `\Uhhhhhhhh`. */
export function backslashed(c: number): string {
  if (c < 0x100) return `\\x${c.toString(16).padStart(2, '0')}`;
  if (c < 0x10000) return `\\u${c.toString(16).padStart(4, '0')}`;
  return `\\U${c.toString(16).padStart(8, '0')}`;
}

/** The handler registered under a name, borrowed; LookupError. CPython: PyCodec_LookupError */
export function registeredHandler(rt: Runtime, errors: string): number {
  const registry = rt.H[Root.codecErrors];
  const handler = registry === 0 ? 0 : rt.hooks.dictGetStr(rt, registry, rt.ident(errors));
  if (handler === 0) raise(rt, T.LookupError, `unknown error handler name '${errors}'`);
  return handler;
}

/** Which codec a surrogatepass handler serves: bytes a character and byte order, or null. CPython: get_standard_encoding */
function standardEncoding(encoding: string): { bytes: 1 | 2 | 4; big: boolean } | null {
  const name = encoding.toLowerCase().replace(/[-_]/g, '');
  const m = /^(?:utf|cputf)(8|16|32)(le|be)?$/.exec(name);
  if (m === null) return null;
  return { bytes: m[1] === '8' ? 1 : m[1] === '16' ? 2 : 4, big: m[2] === 'be' };
}

function surrogateBytes(c: number, form: { bytes: 1 | 2 | 4; big: boolean }): number[] {
  if (form.bytes === 1) return [0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
  const le = form.bytes === 2 ? [c & 255, c >> 8] : [c & 255, (c >> 8) & 255, 0, 0];
  return form.big ? le.reverse() : le;
}

/** Characters [start, end) of `op` cannot be encoded. Raises, or says what to do. CPython: unicode_encode_call_errorhandler */
export function repairEncoding(rt: Runtime, errors: string, encoding: string, op: number, start: number, end: number, reason: string): EncodeRepair {
  switch (errors) {
    case 'strict':
      return raiseEncode(rt, encoding, op, start, end, reason);
    case 'ignore':
      return { chars: [], bytes: null, next: end };
    case 'replace':
      return { chars: new Array<number>(end - start).fill(63), bytes: null, next: end };
    case 'backslashreplace': {
      let out = '';
      for (let i = start; i < end; i++) out += backslashed(strChar(rt, op, i));
      return { chars: text(out), bytes: null, next: end };
    }
    case 'xmlcharrefreplace': {
      let out = '';
      for (let i = start; i < end; i++) out += `&#${strChar(rt, op, i)};`;
      return { chars: text(out), bytes: null, next: end };
    }
    case 'surrogateescape': {
      const bytes: number[] = [];
      for (let i = start; i < end; i++) {
        const c = strChar(rt, op, i);
        if (c < 0xdc80 || c > 0xdcff) raiseEncode(rt, encoding, op, start, end, reason);
        bytes.push(c - 0xdc00);
      }
      return { chars: null, bytes: Uint8Array.from(bytes), next: end };
    }
    case 'surrogatepass': {
      const form = standardEncoding(encoding);
      const bytes: number[] = [];
      for (let i = start; i < end; i++) {
        const c = strChar(rt, op, i);
        if (form === null || c < 0xd800 || c > 0xdfff) raiseEncode(rt, encoding, op, start, end, reason);
        bytes.push(...surrogateBytes(c, form));
      }
      return { chars: null, bytes: Uint8Array.from(bytes), next: end };
    }
    case 'namereplace': {
      let out = '';
      for (let i = start; i < end; i++) {
        const name = nameOfCharacter(strChar(rt, op, i));
        out += name === null ? backslashed(strChar(rt, op, i)) : `\\N{${name}}`;
      }
      return { chars: text(out), bytes: null, next: end };
    }
  }
  const mark = rt.mark();
  const handler = registeredHandler(rt, errors);
  const exc = rt.own(makeUnicodeError(rt, T.UnicodeEncodeError, encoding, op, start, end, reason));
  const result = rt.own(call1(rt, handler, exc));
  const H = rt.H;
  const wrong = (): never => typeError(rt, 'encoding error handler must return (str/bytes, int) tuple');
  if ((H[H[result + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0 || H[result + Ob.size] !== 2) wrong();
  const replacement = H[result + Tuple.items];
  const flags = H[H[replacement + Ob.type] + Tp.flags];
  if ((flags & (TpFlag.UNICODE_SUBCLASS | TpFlag.BYTES_SUBCLASS)) === 0) wrong();
  const next = newPosition(rt, H[result + Tuple.items + 2], strLength(rt, op));
  const repair: EncodeRepair =
    (flags & TpFlag.BYTES_SUBCLASS) !== 0
      ? { chars: null, bytes: bytesView(rt, replacement).slice(), next }
      : { chars: strChars(rt, replacement), bytes: null, next };
  rt.release(mark);
  return repair;
}

function newPosition(rt: Runtime, position: number, length: number): number {
  let at = asIndex(rt, position);
  if (at < 0) at += length;
  if (at < 0 || at > length) indexError(rt, `position ${at} from error handler out of bounds`);
  return at;
}

/** Bytes [start, end) of `length` bytes at `data` cannot be decoded. Raises, or says what to do. CPython: unicode_decode_call_errorhandler_writer */
export function repairDecoding(
  rt: Runtime,
  errors: string,
  encoding: string,
  data: number,
  length: number,
  start: number,
  end: number,
  reason: string,
): DecodeRepair {
  const U8 = rt.U8;
  switch (errors) {
    case 'strict':
      return raiseDecode(rt, encoding, data, length, start, end, reason);
    case 'ignore':
      return { chars: [], next: end };
    case 'replace':
      return { chars: [0xfffd], next: end };
    case 'backslashreplace': {
      let out = '';
      for (let i = start; i < end; i++) out += backslashed(U8[data + i]);
      return { chars: text(out), next: end };
    }
    case 'surrogateescape': {
      const chars: number[] = [];
      for (let i = start; i < end && i < start + 4 && U8[data + i] >= 128; i++) chars.push(0xdc00 + U8[data + i]);
      if (chars.length === 0) raiseDecode(rt, encoding, data, length, start, end, reason);
      return { chars, next: start + chars.length };
    }
    case 'surrogatepass': {
      const form = standardEncoding(encoding);
      let c = 0;
      let size = 0;
      if (form !== null) {
        size = form.bytes === 1 ? 3 : form.bytes;
        const at = data + start;
        if (start + size <= length) {
          if (form.bytes === 1) {
            if ((U8[at] & 0xf0) === 0xe0 && (U8[at + 1] & 0xc0) === 0x80 && (U8[at + 2] & 0xc0) === 0x80) {
              c = ((U8[at] & 15) << 12) | ((U8[at + 1] & 63) << 6) | (U8[at + 2] & 63);
            }
          } else for (let i = 0; i < size; i++) c = form.big ? c * 256 + U8[at + i] : c + U8[at + i] * 2 ** (8 * i);
        }
      }
      if (c < 0xd800 || c > 0xdfff) raiseDecode(rt, encoding, data, length, start, end, reason);
      return { chars: [c], next: start + size };
    }
    case 'xmlcharrefreplace':
    case 'namereplace':
      typeError(rt, "don't know how to handle UnicodeDecodeError in error callback");
  }
  const mark = rt.mark();
  const handler = registeredHandler(rt, errors);
  const exc = rt.own(makeDecodeError(rt, encoding, data, length, start, end, reason));
  const result = rt.own(call1(rt, handler, exc));
  const H = rt.H;
  const isTuple = (H[H[result + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0 && H[result + Ob.size] === 2;
  const replacement = isTuple ? H[result + Tuple.items] : 0;
  if (replacement === 0 || (H[H[replacement + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) {
    typeError(rt, 'decoding error handler must return (str, int) tuple');
  }
  const repair = { chars: strChars(rt, replacement), next: newPosition(rt, H[result + Tuple.items + 2], length) };
  rt.release(mark);
  return repair;
}
