import { Ob } from '../../../memory/layout.ts';
import { index, toFloatNumber } from '../../core/abstract/number.ts';
import { overflowError, raise, typeError, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Tp } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { T } from '../../core/static.ts';
import { intToBig } from '../../numbers/int-object.ts';
import { unpackItem } from '../../text/memoryview-items.ts';
import { strChar, strLength } from '../../text/str-layout.ts';
import { charStr } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';

/**
 * array.array. CPython: Modules/arraymodule.c arrayobject
 *
 *   | refcnt | type | size | items → block | allocated | typecode | weak references | exports |
 */
export const enum Arr {
  size = 4,
  block = 6,
  /** In items. */
  allocated = 8,
  typecode = 10,
  weaklist = 12,
  exports = 14,
  bytes = 64,
}

interface Kind {
  readonly size: number;
  readonly low: bigint;
  readonly high: bigint;
  /** Begins the messages about values out of range. */
  readonly noun: string;
}

const signed = (size: number, noun: string): Kind => ({ size, low: -(1n << BigInt(8 * size - 1)), high: (1n << BigInt(8 * size - 1)) - 1n, noun });
const unsigned = (size: number, noun: string): Kind => ({ size, low: 0n, high: (1n << BigInt(8 * size)) - 1n, noun });
const NONE: Kind = { size: 0, low: 0n, high: 0n, noun: '' };

/** Item sizes and ranges by type code. */
export const KINDS: Readonly<Record<string, Kind>> = {
  b: signed(1, 'signed char'),
  B: unsigned(1, 'unsigned byte integer'),
  u: { ...NONE, size: 4 },
  w: { ...NONE, size: 4 },
  h: signed(2, 'signed short integer'),
  H: unsigned(2, 'unsigned short'),
  i: signed(4, 'signed integer'),
  I: unsigned(4, 'unsigned int'),
  l: signed(8, 'long'),
  L: unsigned(8, 'unsigned long'),
  q: signed(8, 'long long'),
  Q: unsigned(8, 'unsigned long long'),
  f: { ...NONE, size: 4 },
  d: { ...NONE, size: 8 },
};

/** Does an array of this type code hold characters? */
export function isUnicode(code: string): boolean {
  return code === 'u' || code === 'w';
}

export function typecode(rt: Runtime, op: number): string {
  return String.fromCharCode(rt.H[op + Arr.typecode]);
}

export function itemSize(rt: Runtime, op: number): number {
  return KINDS[typecode(rt, op)].size;
}

export function arrayData(rt: Runtime, op: number): number {
  return rt.H[op + Arr.block] * 4;
}

export function arrayLength(rt: Runtime, op: number): number {
  return rt.H[op + Arr.size];
}

/** A new array of `length` undefined items. */
export function newArray(rt: Runtime, type: number, code: string, length: number): Owned {
  const op = allocInstance(rt, type, 0);
  rt.H[op + Arr.typecode] = code.charCodeAt(0);
  if (length > 0) {
    rt.own(op);
    const block = rt.allocBlock(length * KINDS[code].size);
    rt.unown(op);
    rt.H[op + Arr.block] = block;
    rt.H[op + Arr.allocated] = rt.H[op + Arr.size] = length;
  }
  return op;
}

/** Changes the length. BufferError while the contents are lent. CPython: array_resize */
export function resizeArray(rt: Runtime, op: number, length: number): void {
  const H = rt.H;
  const size = H[op + Arr.size];
  if (H[op + Arr.exports] > 0 && length !== size) raise(rt, T.BufferError, 'cannot resize an array that is exporting buffers');
  if (H[op + Arr.allocated] >= length && size < length + 16 && H[op + Arr.block] !== 0) {
    H[op + Arr.size] = length;
    return;
  }
  const block = H[op + Arr.block];
  if (length === 0) {
    if (block !== 0) rt.heap.free(block);
    H[op + Arr.block] = H[op + Arr.size] = H[op + Arr.allocated] = 0;
    return;
  }
  const room = (length >> 4) + (size < 8 ? 3 : 7) + length;
  const bytes = room * itemSize(rt, op);
  if (bytes > 0x7fffff00) rt.noMemory();
  const fresh = block === 0 ? rt.allocBlock(bytes) : rt.heap.realloc(block, bytes);
  if (fresh === 0) rt.noMemory();
  H[op + Arr.block] = fresh;
  H[op + Arr.size] = length;
  H[op + Arr.allocated] = room;
}

/** Item `i`: new reference. ValueError for bytes that are no character: those of arrays are anybody's. CPython: Modules/arraymodule.c u_getitem */
export function arrayItem(rt: Runtime, op: number, i: number): Owned {
  const code = typecode(rt, op);
  const address = arrayData(rt, op) + i * itemSize(rt, op);
  if (isUnicode(code)) {
    const point = rt.U32[address / 4]!;
    if (point > 0x10ffff) valueError(rt, 'chr() arg not in range(0x110000)');
    return charStr(rt, point);
  }
  return unpackItem(rt, address, code);
}

/** The OverflowError that CPython's conversions give, which go through the next larger C type. */
function outOfRange(rt: Runtime, code: string, n: bigint): never {
  const { low, noun } = KINDS[code];
  const bound = n < low ? 'less than minimum' : 'greater than maximum';
  switch (code) {
    case 'q':
      overflowError(rt, 'int too big to convert');
      break;
    case 'Q':
      overflowError(rt, n < 0n ? "can't convert negative int to unsigned" : 'int too big to convert');
      break;
    case 'I':
    case 'L':
      if (n < 0n) overflowError(rt, "can't convert negative value to unsigned int");
      if (code === 'L' || n >= 1n << 64n) overflowError(rt, 'Python int too large to convert to C unsigned long');
      overflowError(rt, `${noun} is ${bound}`);
  }
  if (n < -(1n << 63n) || n >= 1n << 63n) overflowError(rt, 'Python int too large to convert to C long');
  // a signed byte is read as a short, two unsigned bytes as an int
  if (code === 'b') {
    if (n < -32768n || n > 32767n) overflowError(rt, `signed short integer is ${n < 0n ? 'less than minimum' : 'greater than maximum'}`);
  } else if (code === 'H' && (n < -(1n << 31n) || n >= 1n << 31n))
    overflowError(rt, `signed integer is ${n < 0n ? 'less than minimum' : 'greater than maximum'}`);
  overflowError(rt, code === 'l' ? 'Python int too large to convert to C long' : `${noun} is ${bound}`);
}

/** Bytes of a value for an array of this type code; TypeError, OverflowError. CPython: b_setitem … d_setitem */
export function packValue(rt: Runtime, code: string, value: number): Uint8Array {
  const { size, low, high } = KINDS[code];
  const bytes = new Uint8Array(size);
  const out = new DataView(bytes.buffer);
  if (isUnicode(code)) {
    if (!isStr(rt, value)) typeError(rt, 'array item must be unicode character');
    if (strLength(rt, value) !== 1) typeError(rt, 'array item must be unicode character');
    out.setUint32(0, strChar(rt, value, 0), true);
    return bytes;
  }
  if (code === 'f' || code === 'd') {
    const x = toFloatNumber(rt, value);
    if (code === 'f') out.setFloat32(0, x, true);
    else out.setFloat64(0, x, true);
    return bytes;
  }
  const mark = rt.mark();
  const n = intToBig(rt, rt.own(index(rt, value)));
  rt.release(mark);
  if (n < low || n > high) outOfRange(rt, code, n);
  const wide = BigInt.asUintN(64, n);
  for (let i = 0; i < size; i++) bytes[i] = Number((wide >> BigInt(8 * i)) & 255n);
  return bytes;
}

/** Is the object an array? */
export function isArray(rt: Runtime, op: number, type: number): boolean {
  let t = rt.H[op + Ob.type];
  while (t !== 0 && t !== type) t = rt.H[t + Tp.base];
  return t !== 0;
}
