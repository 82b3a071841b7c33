import { Ob } from '../../memory/layout.ts';
import { overflowError } from '../core/errors.ts';
import { freeInstance } from '../core/instance.ts';
import { Int, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, SMALL_INT_MIN, SMALL_INT_ZERO, T } from '../core/static.ts';

/**
 * int objects: ob_size holds the number of digits with the number's sign, then 30-bit digits, least significant first.
 *
 *   0        2         4         6   7   8 …
 *   refcnt | ob_type | ob_size | d0  d1  d2 …
 */
export const SHIFT = 30;
export const BASE = 1073741824;
export const MASK = 1073741823;
/** tp_basicsize: header and ob_size, no digit. */
export const INT_BASIC_BYTES = 24;
/** Words from one small int to the next in the static region. */
const SMALL_INT_STRIDE = 8;
/** Largest count of digits for which Number arithmetic on pairs of digits is tried first. */
const SAFE_HIGH_DIGIT = 4194304;

/** Fills the static region: small ints of the model, False and True. The types need not be ready. CPython: Objects/longobject.c _PyLong_Init */
export function initSmallInts(rt: Runtime): void {
  for (let v = SMALL_INT_MIN; v <= rt.model.smallIntMax; v++) placeInt(rt, SMALL_INT_ZERO + v * SMALL_INT_STRIDE, T.int, v);
  placeInt(rt, S.False, T.bool, 0);
  placeInt(rt, S.True, T.bool, 1);
}

function placeInt(rt: Runtime, op: number, type: number, value: number): void {
  const H = rt.H;
  H[op] = 1;
  H[op + 1] = 0;
  H[op + Ob.type] = type;
  H[op + Ob.type + 1] = 0;
  setSize(H, op, Math.sign(value));
  H[op + Int.digits] = Math.abs(value);
}

/** Sets ob_size (both words: it is a signed 64-bit field). */
export function setSize(H: Int32Array, op: number, size: number): void {
  H[op + Int.size] = size;
  H[op + Int.size + 1] = size >> 31;
}

/** An int object with room for `digits` digits; ob_size is set, digits are undefined. MemoryError. CPython: Objects/longobject.c _PyLong_New */
export function allocInt(rt: Runtime, digits: number): Owned {
  const op = rt.newObject(T.int, INT_BASIC_BYTES + 4 * digits);
  rt.H[op + Int.size] = digits;
  rt.H[op + Int.size + 1] = 0;
  return op;
}

/** The int of a safe integer (|n| < 2^53). New reference; MemoryError. CPython: Objects/longobject.c PyLong_FromLong */
export function newInt(rt: Runtime, n: number): Owned {
  const H = rt.H;
  if (n <= rt.model.smallIntMax && n >= SMALL_INT_MIN) {
    const small = SMALL_INT_ZERO + n * SMALL_INT_STRIDE;
    H[small]!++;
    return small as Owned;
  }
  if (n < BASE && n > -BASE) {
    const op = rt.newObject(T.int, INT_BASIC_BYTES + 4);
    if (n < 0) {
      H[op + Int.size] = -1;
      H[op + Int.size + 1] = -1;
      H[op + Int.digits] = -n;
    } else {
      H[op + Int.size] = 1;
      H[op + Int.size + 1] = 0;
      H[op + Int.digits] = n;
    }
    return op;
  }
  const abs = n < 0 ? -n : n;
  const high = Math.floor(abs / BASE);
  const op = rt.newObject(T.int, INT_BASIC_BYTES + 8);
  setSize(H, op, n < 0 ? -2 : 2);
  H[op + Int.digits] = abs - high * BASE;
  H[op + Int.digits + 1] = high;
  return op;
}

/** The int high * 2^30 + low with a sign, 0 <= high, low < 2^30. New reference; MemoryError. */
export function newIntPair(rt: Runtime, high: number, low: number, negative: boolean): Owned {
  if (high === 0) return newInt(rt, negative ? -low : low);
  const op = rt.newObject(T.int, INT_BASIC_BYTES + 8);
  const H = rt.H;
  setSize(H, op, negative ? -2 : 2);
  H[op + Int.digits] = low;
  H[op + Int.digits + 1] = high;
  return op;
}

/** The int of an unsigned 64-bit value in two 32-bit halves. New reference; MemoryError. CPython: PyLong_FromUnsignedLongLong */
export function newIntFromHalves(rt: Runtime, low: number, high: number): Owned {
  const lo = low >>> 0;
  const hi = high >>> 0;
  if (hi < 0x200000) return newInt(rt, hi * 4294967296 + lo);
  const d1 = ((lo >>> 30) | (hi << 2)) & MASK;
  const d2 = hi >>> 28;
  const digits = d2 === 0 ? 2 : 3;
  const op = allocInt(rt, digits);
  rt.H[op + Int.digits] = lo & MASK;
  rt.H[op + Int.digits + 1] = d1;
  if (digits === 3) rt.H[op + Int.digits + 2] = d2;
  return op;
}

/** The int of a signed 64-bit value in two 32-bit halves (a hash). New reference; MemoryError. CPython: PyLong_FromSsize_t */
export function newIntFromSignedHalves(rt: Runtime, low: number, high: number): Owned {
  if (high >= 0) return newIntFromHalves(rt, low, high);
  const lo = -low | 0;
  const hi = lo === 0 ? -high : ~high;
  const op = newIntFromHalves(rt, lo, hi);
  return negateFresh(rt, op);
}

/** Negates a new int in place when nobody else can see it; steals `op`. CPython: Objects/longobject.c _PyLong_Negate */
export function negateFresh(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const size = H[op + Int.size]!;
  if (H[op] === 1 && (size > 1 || size < -1 || H[op + Int.digits]! > rt.model.smallIntMax)) {
    setSize(H, op, -size);
    return op as Owned;
  }
  const result = newInt(rt, -size * H[op + Int.digits]!);
  rt.decref(op);
  return result;
}

/** The int of a bigint. New reference; MemoryError. */
export function newIntBig(rt: Runtime, value: bigint): Owned {
  if (value <= 9007199254740991n && value >= -9007199254740991n) return newInt(rt, Number(value));
  const negative = value < 0n;
  const hex = (negative ? -value : value).toString(16);
  const pairs = Math.ceil(hex.length / 15);
  // the top chunk may need one digit only
  const topHex = hex.slice(0, hex.length - (pairs - 1) * 15);
  const topHigh = highDigit(topHex);
  const count = 2 * pairs - (topHigh === 0 ? 1 : 0);
  const op = allocInt(rt, count);
  const H = rt.H;
  let d = op + Int.digits;
  let end = hex.length;
  for (let i = 0; i < pairs; i++, d += 2, end -= 15) {
    const low = Number.parseInt(hex.slice(end > 8 ? end - 8 : 0, end), 16);
    const high = end > 8 ? Number.parseInt(hex.slice(end > 15 ? end - 15 : 0, end - 8), 16) : 0;
    H[d] = low & MASK;
    if (i < pairs - 1 || topHigh !== 0) H[d + 1] = ((low >>> 30) | (high << 2)) & MASK;
  }
  if (negative) setSize(H, op, -count);
  return op;
}

function highDigit(chunk: string): number {
  const low = Number.parseInt(chunk.slice(-8), 16);
  const high = chunk.length > 8 ? Number.parseInt(chunk.slice(0, -8), 16) : 0;
  return ((low >>> 30) | (high << 2)) & MASK;
}

const HEX8 = '00000000';

/** The value as a bigint. */
export function intToBig(rt: Runtime, op: number): bigint {
  const H = rt.H;
  const size = H[op + Int.size]!;
  const count = size < 0 ? -size : size;
  if (count <= 2) {
    const low = count === 0 ? 0 : H[op + Int.digits]!;
    const high = count === 2 ? H[op + Int.digits + 1]! : 0;
    if (high < SAFE_HIGH_DIGIT) return BigInt(size < 0 ? -(high * BASE + low) : high * BASE + low);
  }
  const parts: string[] = ['0x'];
  // pairs of digits are 60 bits: 15 hex characters
  for (let i = (count - 1) & ~1; i >= 0; i -= 2) {
    const d0 = H[op + Int.digits + i]!;
    const d1 = i + 1 < count ? H[op + Int.digits + i + 1]! : 0;
    const low = (d0 | (d1 << 30)) >>> 0;
    const high = d1 >>> 2;
    const lowText = low.toString(16);
    const highText = high.toString(16);
    parts.push(HEX8.slice(highText.length + 1), highText, HEX8.slice(lowText.length), lowText);
  }
  const value = BigInt(parts.join(''));
  return size < 0 ? -value : value;
}

/** The value when |value| < 2^53 (exact), else NaN. Never throws. */
export function intToSafe(rt: Runtime, op: number): number {
  const H = rt.H;
  const size = H[op + Int.size]!;
  switch (size) {
    case 0:
      return 0;
    case 1:
      return H[op + Int.digits]!;
    case -1:
      return -H[op + Int.digits]!;
    case 2:
    case -2: {
      const high = H[op + Int.digits + 1]!;
      if (high >= 8388608) return Number.NaN;
      const value = high * BASE + H[op + Int.digits]!;
      return size < 0 ? -value : value;
    }
    default:
      return Number.NaN;
  }
}

/** The value as a double, rounded half to even; ±Infinity when too large. Never throws. */
export function intToDouble(rt: Runtime, op: number): number {
  const safe = intToSafe(rt, op);
  return !Number.isNaN(safe) ? safe : Number(intToBig(rt, op));
}

/** The value as the nearest double; OverflowError when too large. CPython: Objects/longobject.c PyLong_AsDouble */
export function intToNumber(rt: Runtime, op: number): number {
  const value = intToDouble(rt, op);
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) overflowError(rt, 'int too large to convert to float');
  return value;
}

/** The value clipped to ±(2^63) as a double: for sizes and indices, where everything beyond 2^53 means "too large". */
export function intToClipped(rt: Runtime, op: number): number {
  const safe = intToSafe(rt, op);
  if (!Number.isNaN(safe)) return safe;
  const size = rt.H[op + Int.size]!;
  const value = size <= 3 && size >= -3 ? Number(intToBig(rt, op)) : size * Number.MAX_VALUE;
  return Math.max(-(2 ** 63), Math.min(2 ** 63, value));
}

/** Does the value fit a signed 64-bit integer? CPython: the overflow test of PyLong_AsSsize_t */
export function fitsInt64(rt: Runtime, op: number): boolean {
  const H = rt.H;
  const size = H[op + Int.size]!;
  const count = size < 0 ? -size : size;
  if (count < 3) return true;
  if (count > 3) return false;
  const top = H[op + Int.digits + 2]!;
  if (top < 8) return true;
  return size < 0 && top === 8 && H[op + Int.digits]! === 0 && H[op + Int.digits + 1]! === 0;
}

/** -1, 0 or 1. */
export function intSign(rt: Runtime, op: number): number {
  const size = rt.H[op + Int.size]!;
  return size > 0 ? 1 : size < 0 ? -1 : 0;
}

/** Is the object an int or of a subclass? CPython: PyLong_Check */
export function isInt(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.LONG_SUBCLASS) !== 0;
}

/** Is the object exactly an int (bool excluded)? CPython: PyLong_CheckExact */
export function isExactInt(rt: Runtime, op: number): boolean {
  return rt.H[op + Ob.type] === T.int;
}

/** Number of bits of |value|. CPython: Objects/longobject.c _PyLong_NumBits */
export function bitLength(rt: Runtime, op: number): number {
  const H = rt.H;
  const size = H[op + Int.size]!;
  const count = size < 0 ? -size : size;
  if (count === 0) return 0;
  return (count - 1) * SHIFT + 32 - Math.clz32(H[op + Int.digits + count - 1]!);
}

/**
 * Drops leading zero digits of a fresh result and gives small values their cached object; steals `op`.
 * CPython: Objects/longobject.c long_normalize, maybe_small_long
 */
export function normalizeInt(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const size = H[op + Int.size]!;
  let count = size < 0 ? -size : size;
  const start = count;
  while (count > 0 && H[op + Int.digits + count - 1] === 0) count--;
  if (count <= 1) {
    const value = count === 0 ? 0 : size < 0 ? -H[op + Int.digits]! : H[op + Int.digits]!;
    if (value >= SMALL_INT_MIN && value <= rt.model.smallIntMax) {
      rt.decref(op);
      return newInt(rt, value);
    }
  }
  if (count !== start) setSize(H, op, size < 0 ? -count : count);
  return op as Owned;
}

/** tp_dealloc of exact ints; subclasses come here from subtype_dealloc's end. CPython: Objects/object.c object_dealloc */
export function deallocInt(rt: Runtime, op: number): void {
  if (rt.H[op + Ob.type] === T.int) rt.heap.free(op);
  else freeInstance(rt, op);
}
