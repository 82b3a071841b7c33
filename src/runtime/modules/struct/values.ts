import { Ob } from '../../../memory/layout.ts';
import { index, toFloatNumber } from '../../core/abstract/number.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { catching, overflowError, raise, subtypeOf } from '../../core/errors.ts';
import { Bytes, Tp } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { T } from '../../core/static.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { intToBig, intToSafe, isInt, newInt, newIntFromHalves, newIntFromSignedHalves } from '../../numbers/int-object.ts';
import { bytearrayData } from '../../text/bytearray-object.ts';
import { byteBytes, bytesData, bytesFromData } from '../../text/bytes-object.ts';
import { copyBytes } from '../../text/str-layout.ts';
import { isBytes } from '../../text/text-arguments.ts';
import { type Field, Kind } from './format.ts';
import { halfBits, halfValue } from './half-float.ts';
import { structError } from './struct-error.ts';

/** Single values in bytes and out of them. CPython: Modules/_struct.c nu_…, np_…, bu_…, bp_…, lu_…, lp_… */

interface Scratch {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

function scratch(rt: Runtime): Scratch {
  return rt.stateOf('_struct scratch', () => {
    const bytes = new Uint8Array(8);
    return { bytes, view: new DataView(bytes.buffer) };
  });
}

function fail(rt: Runtime, message: string): never {
  return raise(rt, structError(rt), message);
}

/** Writes the low `size` bytes of a 64-bit number in two halves. */
function writeHalves(rt: Runtime, at: number, size: number, bigEndian: boolean, lo: number, hi: number): void {
  const U8 = rt.U8;
  for (let i = 0; i < size; i++) {
    const byte = i < 4 ? (lo >>> (8 * i)) & 255 : (hi >>> (8 * (i - 4))) & 255;
    U8[bigEndian ? at + size - 1 - i : at + i] = byte;
  }
}

/** Writes a double's or a float's bytes from the scratch block (little-endian there). */
function writeScratch(rt: Runtime, at: number, size: number, bigEndian: boolean): void {
  const { bytes } = scratch(rt);
  for (let i = 0; i < size; i++) rt.U8[bigEndian ? at + size - 1 - i : at + i] = bytes[i]!;
}

const RANGE = { [Kind.signedByte]: [-128, 127], [Kind.byte]: [0, 255], [Kind.short]: [-32768, 32767], [Kind.ushort]: [0, 65535] } as const;

/** Message for a number outside the range of a field. */
function rangeMessage(rt: Runtime, field: Field): string {
  const { kind, size, native } = field;
  if (rt.model.wording.structFormatCodes) return codeMessage(kind, size);
  if (kind === Kind.signedByte) return 'byte format requires -128 <= number <= 127';
  if (kind === Kind.byte) return 'ubyte format requires 0 <= number <= 255';
  if (native && kind === Kind.short) return 'short format requires (-0x7fff - 1) <= number <= 0x7fff';
  if (native && kind === Kind.ushort) return 'ushort format requires 0 <= number <= (0x7fff * 2 + 1)';
  return codeMessage(kind, size);
}

function codeMessage(kind: Kind, size: number): string {
  const bits = BigInt(8 * size);
  const signed = isSigned(kind);
  const low = signed ? -(1n << (bits - 1n)) : 0n;
  const high = (1n << (signed ? bits - 1n : bits)) - 1n;
  return `'${String.fromCharCode(kind)}' format requires ${low} <= number <= ${high}`;
}

function isSigned(kind: Kind): boolean {
  return kind === Kind.signedByte || kind === Kind.short || kind === Kind.int || kind === Kind.long || kind === Kind.longlong || kind === Kind.ssize;
}

/** CPython: get_pylong and the pack functions of integers */
function packInteger(rt: Runtime, at: number, field: Field, bigEndian: boolean, value: number): void {
  const { kind, size, native } = field;
  const mark = rt.mark();
  let n = value;
  if (!isInt(rt, value)) {
    if (rt.H[rt.H[value + Ob.type]! + Tp.nbIndex] === 0) fail(rt, 'required argument is not an integer');
    n = rt.own(index(rt, value));
  }
  const small = intToSafe(rt, n);
  let lo = small >>> 0;
  let hi = Math.floor(small / 4294967296) | 0;
  let beyond = 0;
  if (Number.isNaN(small)) {
    const big = intToBig(rt, n);
    lo = Number(BigInt.asUintN(32, big));
    hi = Number(BigInt.asIntN(32, big >> 32n));
    beyond = big > 18446744073709551615n || big < -9223372036854775808n ? 2 : big > 9223372036854775807n ? 1 : 0;
  }
  rt.release(mark);
  if (kind === Kind.pointer) {
    if (beyond === 2) overflowed(rt, value);
  } else {
    // bytes and native shorts are read as a C long, whatever their sign
    const asSigned = isSigned(kind) || kind === Kind.byte || (kind === Kind.ushort && native);
    const out = asSigned ? beyond !== 0 : beyond === 2 || small < 0 || (Number.isNaN(small) && hi < 0 && beyond === 0);
    if (out) {
      if (size === 8 && !native && !rt.model.wording.structFormatCodes) overflowed(rt, value);
      fail(rt, rt.model.wording.structFormatCodes ? rangeMessage(rt, field) : 'argument out of range');
    }
    if (size < 8) {
      const limits = (RANGE as Readonly<Record<number, readonly number[]>>)[kind];
      const signed = isSigned(kind);
      const low = limits ? limits[0]! : signed ? -2147483648 : 0;
      const high = limits ? limits[1]! : signed ? 2147483647 : 4294967295;
      if (!(small >= low && small <= high)) fail(rt, rangeMessage(rt, field));
    }
  }
  writeHalves(rt, at, size, bigEndian, lo, hi);
}

/** What CPython makes of an OverflowError that arises inside a pack function. */
function overflowed(rt: Runtime, value: number): never {
  if (isInt(rt, value)) fail(rt, 'int too large to convert');
  return overflowError(rt, 'int too large to convert');
}

function packFloat(rt: Runtime, at: number, field: Field, bigEndian: boolean, value: number): void {
  const x = floatArgument(rt, value);
  const { view } = scratch(rt);
  if (field.kind === Kind.double) view.setFloat64(0, x, true);
  else if (field.kind === Kind.float) {
    if (!field.native || bigEndian) {
      if (Number.isFinite(x) && !Number.isFinite(Math.fround(x))) tooLarge(rt, value, 'f');
    }
    view.setFloat32(0, x, true);
  } else {
    const bits = halfBits(x);
    if (bits < 0) tooLarge(rt, value, 'e');
    view.setUint16(0, bits, true);
  }
  writeScratch(rt, at, field.size, bigEndian);
}

function tooLarge(rt: Runtime, value: number, code: string): never {
  if (isInt(rt, value)) fail(rt, 'int too large to convert');
  return overflowError(rt, `float too large to pack with ${code} format`);
}

function floatArgument(rt: Runtime, value: number): number {
  const H = rt.H;
  const type = H[value + Ob.type]!;
  const isNumber = type === T.float || H[type + Tp.nbFloat] !== 0 || H[type + Tp.nbIndex] !== 0 || subtypeOf(rt, type, T.float);
  if (!isNumber) fail(rt, 'required argument is not a float');
  if (isInt(rt, value)) {
    const x = catching(rt, T.OverflowError, () => toFloatNumber(rt, value), null);
    if (x === null) fail(rt, 'required argument is not a float');
    return x;
  }
  return toFloatNumber(rt, value);
}

function packText(rt: Runtime, at: number, field: Field, value: number): void {
  const pascal = field.kind === Kind.pascal;
  const isArray = subtypeOf(rt, rt.H[value + Ob.type]!, T.bytearray);
  if (!isBytes(rt, value) && !isArray) fail(rt, `argument for '${pascal ? 'p' : 's'}' must be a bytes object`);
  const data = isArray ? bytearrayData(rt, value) : bytesData(value);
  let n = rt.H[value + Ob.size]!;
  if (!pascal) {
    copyBytes(rt, at, data, Math.min(n, field.size));
    return;
  }
  if (field.size === 0) return;
  n = Math.min(n, field.size - 1);
  copyBytes(rt, at + 1, data, n);
  rt.U8[at] = Math.min(n, 255);
}

/** Writes one value at a byte address (which holds zeros). struct.error and what the value's own conversions raise. */
export function packValue(rt: Runtime, at: number, field: Field, bigEndian: boolean, value: number): void {
  switch (field.kind) {
    case Kind.string:
    case Kind.pascal:
      packText(rt, at, field, value);
      return;
    case Kind.char:
      if (!isBytes(rt, value) || rt.H[value + Bytes.size] !== 1) fail(rt, 'char format requires a bytes object of length 1');
      rt.U8[at] = rt.U8[bytesData(value)]!;
      return;
    case Kind.bool:
      rt.U8[at] = isTrue(rt, value) ? 1 : 0;
      return;
    case Kind.half:
    case Kind.float:
    case Kind.double:
      packFloat(rt, at, field, bigEndian, value);
      return;
    default:
      packInteger(rt, at, field, bigEndian, value);
  }
}

/** Reads one value at a byte address; new reference. */
export function unpackValue(rt: Runtime, at: number, field: Field, bigEndian: boolean): Owned {
  const U8 = rt.U8;
  const { kind, size } = field;
  switch (kind) {
    case Kind.string:
      return bytesFromData(rt, at, size);
    case Kind.pascal: {
      if (size === 0) return bytesFromData(rt, at, 0);
      return bytesFromData(rt, at + 1, Math.min(U8[at]!, size - 1));
    }
    case Kind.char:
      return byteBytes(rt, U8[at]!);
    case Kind.bool:
      return rt.bool(U8[at]! !== 0);
    case Kind.half:
    case Kind.float:
    case Kind.double: {
      const { bytes, view } = scratch(rt);
      for (let i = 0; i < size; i++) bytes[i] = U8[bigEndian ? at + size - 1 - i : at + i]!;
      if (kind === Kind.double) return newFloat(rt, view.getFloat64(0, true));
      return newFloat(rt, kind === Kind.float ? view.getFloat32(0, true) : halfValue(view.getUint16(0, true)));
    }
    default: {
      let lo = 0;
      let hi = 0;
      for (let i = 0; i < size; i++) {
        const byte = U8[bigEndian ? at + size - 1 - i : at + i]!;
        if (i < 4) lo |= byte << (8 * i);
        else hi |= byte << (8 * (i - 4));
      }
      if (size === 8) return isSigned(kind) ? newIntFromSignedHalves(rt, lo, hi) : newIntFromHalves(rt, lo, hi);
      if (isSigned(kind)) {
        const shift = 32 - 8 * size;
        return newInt(rt, (lo << shift) >> shift);
      }
      return newInt(rt, lo >>> 0);
    }
  }
}
