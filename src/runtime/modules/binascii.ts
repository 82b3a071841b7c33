import { asIndex } from '../core/abstract/number.ts';
import { isTrue } from '../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../core/arguments.ts';
import { hasBuffer } from '../core/buffer.ts';
import { raise, typeError, typeName, valueError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { intToBig, isInt, newInt } from '../numbers/int-object.ts';
import { using } from '../text/bytes-like.ts';
import { bytesFromText, newBytes } from '../text/bytes-object.ts';
import { hexText } from '../text/bytes-shape-methods.ts';
import { ByteSink } from '../text/codecs/byte-sink.ts';
import { isAscii } from '../text/str-layout.ts';
import { strText } from '../text/str-object.ts';
import { isStr } from '../text/text-arguments.ts';
import { setModuleValue } from './create-module.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeState } from './native-state.ts';
import { newException } from './new-exception.ts';
import { fromQuotedPrintable, toQuotedPrintable } from './quoted-printable.ts';
import { fromUuLine, toUuLine } from './uuencode.ts';

/** binascii: bytes as hex digits and base 64, check sums. CPython: Modules/binascii.c */

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function errorClass(rt: Runtime): number {
  return nativeState(rt, 'binascii.Error', (r) => newException(r, 'binascii', 'Error', T.ValueError));
}

function fail(rt: Runtime, message: string): never {
  return raise(rt, errorClass(rt), message);
}

/** A copy of the bytes of a bytes-like object, or of an ASCII str where `text` allows one. CPython: ascii_buffer_converter */
function contents(rt: Runtime, op: number, text: boolean): Uint8Array {
  if (text && isStr(rt, op)) {
    if (!isAscii(rt, op)) valueError(rt, 'string argument should contain only ASCII characters');
    return Uint8Array.from(strText(rt, op), (c) => c.charCodeAt(0));
  }
  if (text && !hasBuffer(rt, op)) typeError(rt, `argument should be bytes, buffer or ASCII string, not '${typeName(rt, op)}'`);
  return using(rt, (leases) => {
    const buffer = leases.take(op);
    return rt.U8.slice(buffer.address, buffer.address + buffer.length);
  });
}

const HEXLIFY = { name: 'hexlify', params: ['data', 'sep', 'bytes_per_sep'], required: 1 };

function hexlify(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, HEXLIFY, args, nargs, kwnames, [0, 0, 0]);
  return bytesFromText(rt, hexText(rt, contents(rt, out[0], false), out[1], out[2] === 0 ? 1 : asIndex(rt, out[2])));
}

function unhexlify(rt: Runtime, _self: number, op: number): Owned {
  const text = contents(rt, op, true);
  if (text.length % 2 !== 0) fail(rt, 'Odd-length string');
  const digit = (c: number): number => (c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = digit(text[2 * i]);
    const low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) fail(rt, 'Non-hexadecimal digit found');
    bytes[i] = high * 16 + low;
  }
  return newBytes(rt, bytes);
}

const TO_BASE64 = { name: 'b2a_base64', params: ['data', 'newline'], required: 1, posOnly: 1, maxPositional: 1 };

function toBase64(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, TO_BASE64, args, nargs, kwnames, [0, 0]);
  const bytes = contents(rt, out[0], false);
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    parts.push(
      BASE64[n >> 18] + BASE64[(n >> 12) & 63] + (i + 1 < bytes.length ? BASE64[(n >> 6) & 63] : '=') + (i + 2 < bytes.length ? BASE64[n & 63] : '='),
    );
  }
  if (out[1] === 0 || isTrue(rt, out[1])) parts.push('\n');
  return bytesFromText(rt, parts.join(''));
}

const FROM_BASE64 = { name: 'a2b_base64', params: ['data', 'strict_mode'], required: 1, posOnly: 1, maxPositional: 1 };

/** Skips what is no digit; complete quartets end at the padding. CPython: binascii_a2b_base64_impl */
function fromBase64(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, FROM_BASE64, args, nargs, kwnames, [0, 0]);
  const strict = out[1] !== 0 && isTrue(rt, out[1]);
  const text = contents(rt, out[0], true);
  const sink = new ByteSink();
  let quad = 0;
  let left = 0;
  let pads = 0;
  let started = false;
  if (strict && text[0] === 61) fail(rt, 'Leading padding not allowed');
  for (let i = 0; i < text.length; i++) {
    if (text[i] === 61) {
      if (strict && quad === 0 && !started && rt.model.natives.strictPadding) fail(rt, 'Excess padding not allowed');
      started = true;
      if (quad >= 2 && quad + ++pads >= 4) {
        if (strict && i + 1 < text.length) fail(rt, 'Excess data after padding');
        return sink.finish(rt);
      }
      continue;
    }
    const value = BASE64.indexOf(String.fromCharCode(text[i]));
    if (value < 0) {
      if (strict) fail(rt, 'Only base64 data is allowed');
      continue;
    }
    if (strict && started) fail(rt, 'Discontinuous padding not allowed');
    pads = 0;
    switch (quad) {
      case 0:
        quad = 1;
        left = value;
        break;
      case 1:
        quad = 2;
        sink.push(((left << 2) | (value >> 4)) & 255);
        left = value & 15;
        break;
      case 2:
        quad = 3;
        sink.push(((left << 4) | (value >> 2)) & 255);
        left = value & 3;
        break;
      default:
        quad = 0;
        sink.push(((left << 6) | value) & 255);
        left = 0;
    }
  }
  if (quad !== 0) {
    if (quad === 1)
      fail(
        rt,
        `Invalid base64-encoded string: number of data characters (${Math.floor(sink.length / 3) * 4 + 1}) cannot be 1 more than a multiple of 4`,
      );
    fail(rt, 'Incorrect padding');
  }
  return sink.finish(rt);
}

const FROM_QP = { name: 'a2b_qp', params: ['data', 'header'], required: 1 };

function fromQp(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, FROM_QP, args, nargs, kwnames, [0, 0]);
  const header = out[1] !== 0 && isTrue(rt, out[1]);
  return newBytes(rt, fromQuotedPrintable(contents(rt, out[0], true), header));
}

const TO_QP = { name: 'b2a_qp', params: ['data', 'quotetabs', 'istext', 'header'], required: 1 };

function toQp(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, TO_QP, args, nargs, kwnames, [0, 0, 0, 0]);
  const tabs = out[1] !== 0 && isTrue(rt, out[1]);
  const text = out[2] === 0 || isTrue(rt, out[2]);
  const header = out[3] !== 0 && isTrue(rt, out[3]);
  return newBytes(rt, toQuotedPrintable(contents(rt, out[0], false), { tabs, text, header }));
}

function fromUu(rt: Runtime, _self: number, op: number): Owned {
  const bytes = fromUuLine(contents(rt, op, true));
  if (typeof bytes === 'string') fail(rt, bytes);
  return newBytes(rt, bytes);
}

const TO_UU = { name: 'b2a_uu', params: ['data', 'backtick'], required: 1, posOnly: 1, maxPositional: 1 };

function toUu(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, TO_UU, args, nargs, kwnames, [0, 0]);
  const bytes = contents(rt, out[0], false);
  if (bytes.length > 45) fail(rt, 'At most 45 bytes at once');
  return newBytes(rt, toUuLine(bytes, out[1] !== 0 && isTrue(rt, out[1])));
}

/** Start value of a check sum: the low 32 bits of an int argument. */
function startValue(rt: Runtime, op: number): number {
  if (op === 0) return 0;
  if (!isInt(rt, op)) typeError(rt, 'an integer is required');
  return Number(BigInt.asUintN(32, intToBig(rt, op)));
}

function crc32(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'crc32', nargs, 1, 2);
  const bytes = contents(rt, rt.H[args], false);
  let crc = ~startValue(rt, nargs > 1 ? rt.H[args + 2] : 0);
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return newInt(rt, ~crc >>> 0);
}

function crcHqx(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'crc_hqx', nargs, 2, 2);
  let crc = startValue(rt, rt.H[args + 2]) & 0xffff;
  for (const byte of contents(rt, rt.H[args], false)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x8000) !== 0 ? 0x1021 : 0)) & 0xffff;
  }
  return newInt(rt, crc);
}

const functions: readonly MethodSpec[] = [
  { name: 'hexlify', kind: Meth.KEYWORDS, fn: hexlify, doc: 'Hexadecimal representation of binary data.' },
  { name: 'b2a_hex', kind: Meth.KEYWORDS, fn: hexlify, doc: 'Hexadecimal representation of binary data.' },
  { name: 'unhexlify', kind: Meth.O, fn: unhexlify, signature: '($module, hexstr, /)', doc: 'Binary data of hexadecimal representation.' },
  { name: 'a2b_hex', kind: Meth.O, fn: unhexlify, signature: '($module, hexstr, /)', doc: 'Binary data of hexadecimal representation.' },
  { name: 'b2a_base64', kind: Meth.KEYWORDS, fn: toBase64, signature: '($module, data, /, *, newline=True)', doc: 'Base64-code line of data.' },
  { name: 'a2b_base64', kind: Meth.KEYWORDS, fn: fromBase64, signature: '($module, data, /)', doc: 'Decode a line of base64 data.' },
  { name: 'a2b_qp', kind: Meth.KEYWORDS, fn: fromQp, signature: '($module, /, data, header=False)', doc: 'Decode a string of qp-encoded data.' },
  {
    name: 'b2a_qp',
    kind: Meth.KEYWORDS,
    fn: toQp,
    signature: '($module, /, data, quotetabs=False, istext=True, header=False)',
    doc: 'Encode a string using quoted-printable encoding.',
  },
  { name: 'a2b_uu', kind: Meth.O, fn: fromUu, signature: '($module, data, /)', doc: 'Decode a line of uuencoded data.' },
  { name: 'b2a_uu', kind: Meth.KEYWORDS, fn: toUu, signature: '($module, data, /, *, backtick=False)', doc: 'Uuencode line of data.' },
  { name: 'crc32', kind: Meth.FAST, fn: crc32, signature: '($module, data, crc=0, /)', doc: 'Compute CRC-32 incrementally.' },
  { name: 'crc_hqx', kind: Meth.FAST, fn: crcHqx, signature: '($module, data, crc, /)', doc: 'Compute CRC-CCITT incrementally.' },
];

export const binasciiModule: ModuleSpec = {
  name: 'binascii',
  doc: 'Conversion between binary data and ASCII',
  functions,
  exec(rt, module) {
    setModuleValue(rt, module, 'Error', rt.newRef(errorClass(rt)));
    setModuleValue(rt, module, 'Incomplete', rt.newRef(nativeState(rt, 'binascii.Incomplete', (r) => newException(r, 'binascii', 'Incomplete'))));
  },
};
