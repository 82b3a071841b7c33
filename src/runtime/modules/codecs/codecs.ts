import { Ob } from '../../../memory/layout.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { type Leases, using } from '../../text/bytes-like.ts';
import { bytesView, newBytes } from '../../text/bytes-object.ts';
import { buildEncodingMap, decodeCharmap, encodeCharmap } from '../../text/codecs/charmap.ts';
import {
  decodeBytesEscape,
  decodeRawUnicodeEscape,
  decodeUnicodeEscape,
  encodeRawUnicodeEscape,
  encodeUnicodeEscape,
} from '../../text/codecs/escapes.ts';
import { lookupCodec, registerCodec, registerErrorHandler, runCodec, unregisterCodec } from '../../text/codecs/registry.ts';
import { decodeAscii, decodeLatin1, encodeBelow } from '../../text/codecs/single-byte.ts';
import { decodeUtf7, encodeUtf7 } from '../../text/codecs/utf7.ts';
import { type Decoded, decodeUtf8, encodeUtf8 } from '../../text/codecs/utf8.ts';
import { type ByteOrder, decodeUtf16, decodeUtf32, encodeWide } from '../../text/codecs/utf16-utf32.ts';
import { strLength } from '../../text/str-layout.ts';
import { strText } from '../../text/str-object.ts';
import { bytesReprText } from '../../text/str-repr.ts';
import { badArgument, intArgument, isBytes, isStr } from '../../text/text-arguments.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { lookupHandler } from './error-functions.ts';

/** _codecs: the codecs that are native, and the registry. CPython: Modules/_codecsmodule.c */

/** `errors` argument: None or absent means strict. */
function errorsArgument(rt: Runtime, op: number, name: string): string {
  if (op === 0 || op === (S.None as number)) return 'strict';
  if (!isStr(rt, op)) badArgument(rt, name, 'argument 2', 'str or None', op);
  return strText(rt, op);
}

function strArgument(rt: Runtime, op: number, name: string, what: string): number {
  if (!isStr(rt, op)) badArgument(rt, name, what, 'str', op);
  return op;
}

/** (result, length): steals the result. */
function pair(rt: Runtime, result: Owned, length: number): Owned {
  const mark = rt.mark();
  rt.own(result);
  return rt.leave(mark, tupleOf(rt, result, rt.own(newInt(rt, length))));
}

type Decode = (rt: Runtime, data: number, length: number, errors: string, final: boolean) => Decoded;
type Encode = (rt: Runtime, op: number, errors: string) => Owned;

/** name_decode(data, errors=None, final=…) */
function decoder(name: string, decode: Decode, finalByDefault: boolean, takesFinal: boolean, takesStr = false): MethodSpec {
  const fn = (rt: Runtime, _self: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 1, takesFinal ? 3 : 2);
    const errors = errorsArgument(rt, nargs > 1 ? rt.H[args + 2] : 0, name);
    const final = nargs > 2 ? (takesFinal && takesStr ? isTrue(rt, rt.H[args + 4]) : intArgument(rt, rt.H[args + 4]) !== 0) : finalByDefault;
    return using(rt, (leases) => {
      const source = takesStr ? textSource(rt, leases, rt.H[args]) : leases.take(rt.H[args]);
      const { str, consumed } = decode(rt, source.address, source.length, errors, final);
      return pair(rt, str, consumed);
    });
  };
  return { name, kind: Meth.FAST, fn };
}

/** Bytes of a str (UTF-8) or of a bytes-like object. CPython: Argument Clinic s* converter */
function textSource(rt: Runtime, leases: Leases, op: number): { address: number; length: number } {
  return leases.take(isStr(rt, op) ? rt.own(encodeUtf8(rt, op, 'strict')) : op);
}

/** name_encode(str, errors=None) */
function encoder(name: string, encode: Encode): MethodSpec {
  const fn = (rt: Runtime, _self: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 1, 2);
    const op = strArgument(rt, rt.H[args], name, 'argument 1');
    return pair(rt, encode(rt, op, errorsArgument(rt, nargs > 1 ? rt.H[args + 2] : 0, name)), strLength(rt, op));
  };
  return { name, kind: Meth.FAST, fn };
}

function wide(width: 2 | 4, order: ByteOrder): Decode {
  const decode = width === 2 ? decodeUtf16 : decodeUtf32;
  return (rt, data, length, errors, final) => decode(rt, data, length, order, errors, final);
}

/** utf_16_ex_decode(data, errors, byteorder, final) → (str, consumed, byteorder) */
function exDecoder(name: string, decode: typeof decodeUtf16): MethodSpec {
  const fn = (rt: Runtime, _self: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 1, 4);
    const errors = errorsArgument(rt, nargs > 1 ? rt.H[args + 2] : 0, name);
    const order = nargs > 2 ? Math.sign(intArgument(rt, rt.H[args + 4])) : 0;
    const final = nargs > 3 && intArgument(rt, rt.H[args + 6]) !== 0;
    return using(rt, (leases) => {
      const source = leases.take(rt.H[args]);
      const result = decode(rt, source.address, source.length, order as ByteOrder, errors, final);
      const mark = rt.mark();
      const str = rt.own(result.str);
      const consumed = rt.own(newInt(rt, result.consumed));
      return rt.leave(mark, tupleOf(rt, str, consumed, rt.own(newInt(rt, result.order))));
    });
  };
  return { name, kind: Meth.FAST, fn };
}

/** utf_16_encode(str, errors, byteorder) */
function wideEncoder(name: string, width: 2 | 4): MethodSpec {
  const fn = (rt: Runtime, _self: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 1, 3);
    const op = strArgument(rt, rt.H[args], name, 'argument 1');
    const errors = errorsArgument(rt, nargs > 1 ? rt.H[args + 2] : 0, name);
    const order = nargs > 2 ? Math.sign(intArgument(rt, rt.H[args + 4])) : 0;
    return pair(rt, encodeWide(rt, op, width, order as ByteOrder, errors), strLength(rt, op));
  };
  return { name, kind: Meth.FAST, fn };
}

function charmapDecode(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'charmap_decode', nargs, 1, 3);
  const errors = errorsArgument(rt, nargs > 1 ? rt.H[args + 2] : 0, 'charmap_decode');
  const mapping = nargs > 2 ? rt.H[args + 4] : (S.None as number);
  return using(rt, (leases) => {
    const source = leases.take(rt.H[args]);
    const { str, consumed } =
      mapping === (S.None as number)
        ? decodeLatin1(rt, source.address, source.length)
        : decodeCharmap(rt, source.address, source.length, mapping, errors);
    return pair(rt, str, consumed);
  });
}

function charmapEncode(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'charmap_encode', nargs, 1, 3);
  const op = strArgument(rt, rt.H[args], 'charmap_encode', 'argument 1');
  const errors = errorsArgument(rt, nargs > 1 ? rt.H[args + 2] : 0, 'charmap_encode');
  const mapping = nargs > 2 ? rt.H[args + 4] : (S.None as number);
  return pair(rt, mapping === (S.None as number) ? encodeBelow(rt, op, 256, errors) : encodeCharmap(rt, op, mapping, errors), strLength(rt, op));
}

function escapeEncode(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'escape_encode', nargs, 1, 2);
  const op = rt.H[args];
  if (!isBytes(rt, op)) badArgument(rt, 'escape_encode', 'argument 1', 'bytes', op);
  const shown = bytesReprText(bytesView(rt, op));
  // as repr, but with single quotes and without the delimiters
  let inner = shown.slice(2, -1);
  if (shown[1] === '"') inner = inner.replace(/'/g, "\\'");
  return pair(
    rt,
    newBytes(
      rt,
      Uint8Array.from(inner, (c) => c.charCodeAt(0)),
    ),
    rt.H[op + Ob.size],
  );
}

function escapeDecode(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'escape_decode', nargs, 1, 2);
  const errors = errorsArgument(rt, nargs > 1 ? rt.H[args + 2] : 0, 'escape_decode');
  return using(rt, (leases) => {
    const source = textSource(rt, leases, rt.H[args]);
    return pair(rt, decodeBytesEscape(rt, rt.U8.slice(source.address, source.address + source.length), errors), source.length);
  });
}

const CODE = { name: 'encode', params: ['obj', 'encoding', 'errors'], required: 1 };

/** encode(obj, encoding='utf-8', errors='strict') and decode(…) by the registry. CPython: _codecs_encode_impl */
function throughRegistry(name: string, part: 0 | 1): MethodSpec {
  const spec = { ...CODE, name };
  const fn = (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned => {
    const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0]);
    const encoding = out[1] === 0 ? 'utf-8' : strText(rt, strArgument(rt, out[1], name, "argument 'encoding'"));
    const errors = out[2] === 0 ? null : strText(rt, strArgument(rt, out[2], name, "argument 'errors'"));
    const mark = rt.mark();
    const codec = rt.own(lookupCodec(rt, encoding));
    return rt.leave(mark, runCodec(rt, codec, part, out[0], encoding, errors));
  };
  return { name, kind: Meth.KEYWORDS, fn };
}

function registerError(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'register_error', nargs, 2, 2);
  registerErrorHandler(rt, strArgument(rt, rt.H[args], 'register_error', 'argument 1'), rt.H[args + 2]);
  return rt.none();
}

const functions: readonly MethodSpec[] = [
  {
    name: 'register',
    kind: Meth.O,
    signature: '($module, search_function, /)',
    fn: (rt: Runtime, _self: number, f: number) => {
      registerCodec(rt, f);
      return rt.none();
    },
  },
  {
    name: 'unregister',
    kind: Meth.O,
    signature: '($module, search_function, /)',
    fn: (rt: Runtime, _self: number, f: number) => {
      unregisterCodec(rt, f);
      return rt.none();
    },
  },
  {
    name: 'lookup',
    kind: Meth.O,
    signature: '($module, encoding, /)',
    fn: (rt: Runtime, _self: number, name: number) => lookupCodec(rt, strText(rt, strArgument(rt, name, 'lookup', 'argument'))),
  },
  throughRegistry('encode', 0),
  throughRegistry('decode', 1),
  { name: 'register_error', kind: Meth.FAST, fn: registerError, signature: '($module, errors, handler, /)' },
  {
    name: 'lookup_error',
    kind: Meth.O,
    signature: '($module, name, /)',
    fn: (rt: Runtime, _self: number, name: number) => lookupHandler(rt, strText(rt, strArgument(rt, name, 'lookup_error', 'argument'))),
  },
  encoder('utf_7_encode', encodeUtf7),
  decoder('utf_7_decode', decodeUtf7, false, true),
  encoder('utf_8_encode', encodeUtf8),
  decoder('utf_8_decode', decodeUtf8, false, true),
  encoder('ascii_encode', (rt, op, errors) => encodeBelow(rt, op, 128, errors)),
  decoder('ascii_decode', decodeAscii, true, false),
  encoder('latin_1_encode', (rt, op, errors) => encodeBelow(rt, op, 256, errors)),
  decoder('latin_1_decode', decodeLatin1, true, false),
  wideEncoder('utf_16_encode', 2),
  encoder('utf_16_le_encode', (rt, op, errors) => encodeWide(rt, op, 2, -1, errors)),
  encoder('utf_16_be_encode', (rt, op, errors) => encodeWide(rt, op, 2, 1, errors)),
  decoder('utf_16_decode', wide(2, 0), false, true),
  decoder('utf_16_le_decode', wide(2, -1), false, true),
  decoder('utf_16_be_decode', wide(2, 1), false, true),
  exDecoder('utf_16_ex_decode', decodeUtf16),
  wideEncoder('utf_32_encode', 4),
  encoder('utf_32_le_encode', (rt, op, errors) => encodeWide(rt, op, 4, -1, errors)),
  encoder('utf_32_be_encode', (rt, op, errors) => encodeWide(rt, op, 4, 1, errors)),
  decoder('utf_32_decode', wide(4, 0), false, true),
  decoder('utf_32_le_decode', wide(4, -1), false, true),
  decoder('utf_32_be_decode', wide(4, 1), false, true),
  exDecoder('utf_32_ex_decode', decodeUtf32),
  encoder('unicode_escape_encode', encodeUnicodeEscape),
  decoder('unicode_escape_decode', decodeUnicodeEscape, true, true, true),
  encoder('raw_unicode_escape_encode', encodeRawUnicodeEscape),
  decoder('raw_unicode_escape_decode', decodeRawUnicodeEscape, true, true, true),
  { name: 'escape_encode', kind: Meth.FAST, fn: escapeEncode },
  { name: 'escape_decode', kind: Meth.FAST, fn: escapeDecode },
  { name: 'charmap_encode', kind: Meth.FAST, fn: charmapEncode },
  { name: 'charmap_decode', kind: Meth.FAST, fn: charmapDecode },
  {
    name: 'charmap_build',
    kind: Meth.O,
    fn: (rt: Runtime, _self: number, map: number) => buildEncodingMap(rt, strArgument(rt, map, 'charmap_build', 'argument')),
  },
  {
    name: 'readbuffer_encode',
    kind: Meth.FAST,
    fn: (rt: Runtime, _self: number, args: number, nargs: number): Owned => {
      checkPositional(rt, 'readbuffer_encode', nargs, 1, 2);
      return using(rt, (leases) => {
        const source = textSource(rt, leases, rt.H[args]);
        return pair(rt, newBytes(rt, rt.U8.subarray(source.address, source.address + source.length)), source.length);
      });
    },
  },
];

export const codecsModule: ModuleSpec = { name: '_codecs', functions };
