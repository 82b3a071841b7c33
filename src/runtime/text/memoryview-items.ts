import { Ob } from '../../memory/layout.ts';
import { index, toFloatNumber } from '../core/abstract/number.ts';
import { isTrue } from '../core/abstract/object.ts';
import { catching, raise, typeError, valueError } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { newFloat } from '../numbers/float-object.ts';
import { intToBig, newInt, newIntBig } from '../numbers/int-object.ts';
import { byteBytes, bytesData, bytesLength } from './bytes-object.ts';

/** Items of a memoryview by native struct format. CPython: Objects/memoryobject.c unpack_single, pack_single */

/** Size of an item of a native single-character format, 0 when it is none. CPython: get_native_fmtchar */
export function nativeItemSize(format: string): number {
  const code = format[0] === '@' ? format.slice(1) : format;
  switch (code) {
    case 'c':
    case 'b':
    case 'B':
    case '?':
      return 1;
    case 'h':
    case 'H':
      return 2;
    case 'i':
    case 'I':
    case 'f':
      return 4;
    case 'l':
    case 'L':
    case 'q':
    case 'Q':
    case 'n':
    case 'N':
    case 'd':
    case 'P':
      return 8;
    default:
      return 0;
  }
}

function code(rt: Runtime, format: string): string {
  const c = format[0] === '@' ? format.slice(1) : format;
  if (nativeItemSize(c) === 0) raise(rt, T.NotImplementedError, `memoryview: format ${format} not supported`);
  return c;
}

function view(rt: Runtime, address: number, size: number): DataView {
  return new DataView(rt.U8.buffer, address, size);
}

/** The item at a byte address: new reference. NotImplementedError for other formats. */
export function unpackItem(rt: Runtime, address: number, format: string): Owned {
  switch (code(rt, format)) {
    case 'B':
      return newInt(rt, rt.U8[address]);
    case 'b':
      return newInt(rt, (rt.U8[address] << 24) >> 24);
    case 'c':
      return byteBytes(rt, rt.U8[address]);
    case '?':
      return rt.bool(rt.U8[address] !== 0);
    case 'h':
      return newInt(rt, view(rt, address, 2).getInt16(0, true));
    case 'H':
      return newInt(rt, view(rt, address, 2).getUint16(0, true));
    case 'i':
      return newInt(rt, view(rt, address, 4).getInt32(0, true));
    case 'I':
      return newInt(rt, view(rt, address, 4).getUint32(0, true));
    case 'l':
    case 'q':
    case 'n':
      return newIntBig(rt, view(rt, address, 8).getBigInt64(0, true));
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
      return newIntBig(rt, view(rt, address, 8).getBigUint64(0, true));
    case 'f':
      return newFloat(rt, view(rt, address, 4).getFloat32(0, true));
    default:
      return newFloat(rt, view(rt, address, 8).getFloat64(0, true));
  }
}

const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  b: [-128n, 127n],
  B: [0n, 255n],
  h: [-32768n, 32767n],
  H: [0n, 65535n],
  i: [-2147483648n, 2147483647n],
  I: [0n, 4294967295n],
  l: [-(2n ** 63n), 2n ** 63n - 1n],
  q: [-(2n ** 63n), 2n ** 63n - 1n],
  n: [-(2n ** 63n), 2n ** 63n - 1n],
  L: [0n, 2n ** 64n - 1n],
  Q: [0n, 2n ** 64n - 1n],
  N: [0n, 2n ** 64n - 1n],
  P: [0n, 2n ** 64n - 1n],
};

/** Bytes of a value in a format. TypeError, ValueError. The caller copies them to where the item is after all Python code has run. */
export function packItem(rt: Runtime, value: number, format: string): Uint8Array {
  const c = code(rt, format);
  const wrongType = (): never => typeError(rt, `memoryview: invalid type for format '${format}'`);
  const bytes = new Uint8Array(nativeItemSize(c));
  const out = new DataView(bytes.buffer);
  if (c === 'c') {
    if ((rt.H[rt.H[value + Ob.type] + Tp.flags] & TpFlag.BYTES_SUBCLASS) === 0) wrongType();
    if (bytesLength(rt, value) !== 1) valueError(rt, `memoryview: invalid value for format '${format}'`);
    bytes[0] = rt.U8[bytesData(value)];
    return bytes;
  }
  if (c === '?') {
    bytes[0] = isTrue(rt, value) ? 1 : 0;
    return bytes;
  }
  if (c === 'f' || c === 'd') {
    const x = catching<number | null>(rt, T.TypeError, () => toFloatNumber(rt, value), null);
    if (x === null) wrongType();
    if (c === 'f') out.setFloat32(0, x!, true);
    else out.setFloat64(0, x!, true);
    return bytes;
  }
  const mark = rt.mark();
  const int = catching<number>(rt, T.TypeError, () => index(rt, value), 0);
  if (int === 0) wrongType();
  rt.own(int);
  const n = intToBig(rt, int);
  rt.release(mark);
  const [low, high] = RANGES[c];
  if (n < low || n > high) valueError(rt, `memoryview: invalid value for format '${format}'`);
  if (bytes.length === 8) out.setBigInt64(0, BigInt.asIntN(64, n), true);
  else if (bytes.length === 4) out.setInt32(0, Number(BigInt.asIntN(32, n)), true);
  else if (bytes.length === 2) out.setInt16(0, Number(BigInt.asIntN(16, n)), true);
  else bytes[0] = Number(BigInt.asUintN(8, n));
  return bytes;
}
