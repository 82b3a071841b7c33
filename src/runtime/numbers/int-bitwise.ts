import { overflowError, valueError } from '../core/errors.ts';
import { Int } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { addInts, copyInt, exactInt, negateInt } from './int-arithmetic.ts';
import { allocInt, bitLength, fitsInt64, intToClipped, MASK, newInt, normalizeInt, SHIFT, setSize } from './int-object.ts';

/** Shifts and bitwise operations in two's complement of unlimited width. Operands are borrowed, results new exact ints. */

export const enum BitOp {
  and = 0,
  or = 1,
  xor = 2,
}

/** a & b, a | b, a ^ b. CPython: Objects/longobject.c long_bitwise */
export function bitwiseInts(rt: Runtime, a: number, b: number, op: BitOp): Owned {
  const H = rt.H;
  const sizeA = H[a + Int.size]!;
  const sizeB = H[b + Int.size]!;
  if ((sizeA + 1) >>> 0 <= 2 && (sizeB + 1) >>> 0 <= 2) {
    const x = sizeA === 0 ? 0 : sizeA * H[a + Int.digits]!;
    const y = sizeB === 0 ? 0 : sizeB * H[b + Int.digits]!;
    return newInt(rt, op === BitOp.and ? x & y : op === BitOp.or ? x | y : x ^ y);
  }
  const countA = Math.abs(sizeA);
  const countB = Math.abs(sizeB);
  const signA = sizeA < 0 ? MASK : 0;
  const signB = sizeB < 0 ? MASK : 0;
  const sign = op === BitOp.and ? signA & signB : op === BitOp.or ? signA | signB : signA ^ signB;
  let count = Math.max(countA, countB);
  // beyond the shorter operand x & 0 is 0, x | -1 is -1
  if (op === BitOp.and) {
    if (signA === 0) count = signB === 0 ? Math.min(countA, countB) : countA;
    else if (signB === 0) count = countB;
  }
  const z = allocInt(rt, count + (sign !== 0 ? 1 : 0));
  let carryA = 1;
  let carryB = 1;
  let carryZ = 1;
  for (let i = 0; i < count; i++) {
    let x = i < countA ? H[a + Int.digits + i]! : 0;
    let y = i < countB ? H[b + Int.digits + i]! : 0;
    if (signA !== 0) {
      x = (x ^ MASK) + carryA;
      carryA = x >>> SHIFT;
      x &= MASK;
    }
    if (signB !== 0) {
      y = (y ^ MASK) + carryB;
      carryB = y >>> SHIFT;
      y &= MASK;
    }
    let d = op === BitOp.and ? x & y : op === BitOp.or ? x | y : x ^ y;
    if (sign !== 0) {
      d = (d ^ MASK) + carryZ;
      carryZ = d >>> SHIFT;
      d &= MASK;
    }
    H[z + Int.digits + i] = d;
  }
  if (sign !== 0) {
    H[z + Int.digits + count] = carryZ;
    setSize(H, z, -(count + 1));
  }
  return normalizeInt(rt, z);
}

/** ~a. CPython: Objects/longobject.c long_invert */
export function invertInt(rt: Runtime, a: number): Owned {
  const H = rt.H;
  const size = H[a + Int.size]!;
  if ((size + 1) >>> 0 <= 2) return newInt(rt, size === 0 ? -1 : -size * H[a + Int.digits]! - 1);
  const mark = rt.mark();
  const one = rt.own(newInt(rt, 1));
  const sum = rt.own(addInts(rt, a, one));
  return rt.leave(mark, negateInt(rt, sum));
}

/** a << b. ValueError "negative shift count", OverflowError. CPython: Objects/longobject.c long_lshift */
export function shiftLeftInts(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const sizeB = H[b + Int.size]!;
  if (sizeB < 0) valueError(rt, 'negative shift count');
  const sizeA = H[a + Int.size]!;
  if (sizeA === 0) return newInt(rt, 0);
  if (sizeB === 0) return exactInt(rt, a);
  const shift = intToClipped(rt, b);
  const first = H[a + Int.digits]!;
  if (sizeA >= -1 && sizeA <= 1 && shift <= 22) return newInt(rt, sizeA * first * (1 << shift));
  if (!fitsInt64(rt, b)) overflowError(rt, 'too many digits in integer');
  const words = Math.floor(shift / SHIFT);
  const bits = shift - words * SHIFT;
  const countA = Math.abs(sizeA);
  if (words > 0x10000000) rt.noMemory();
  const count = countA + words + (bits !== 0 ? 1 : 0);
  const z = allocInt(rt, count);
  const dz = z + Int.digits;
  H.fill(0, dz, dz + words);
  let carry = 0;
  for (let i = 0; i < countA; i++) {
    const d = H[a + Int.digits + i]!;
    H[dz + words + i] = ((d << bits) | carry) & MASK;
    carry = bits === 0 ? 0 : d >>> (SHIFT - bits);
  }
  if (bits !== 0) H[dz + count - 1] = carry;
  if (sizeA < 0) setSize(H, z, -count);
  return normalizeInt(rt, z);
}

/** a >> b, towards minus infinity. ValueError "negative shift count". CPython: Objects/longobject.c long_rshift */
export function shiftRightInts(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const sizeB = H[b + Int.size]!;
  if (sizeB < 0) valueError(rt, 'negative shift count');
  const sizeA = H[a + Int.size]!;
  if (sizeA === 0) return newInt(rt, 0);
  const shift = intToClipped(rt, b);
  if (sizeA >= -1 && sizeA <= 1) return newInt(rt, (sizeA * H[a + Int.digits]!) >> Math.min(shift, 31));
  if (sizeA < 0) {
    // -((|a| - 1) >> n) - 1
    const mark = rt.mark();
    const inverted = rt.own(invertInt(rt, a));
    const shifted = rt.own(shiftRightInts(rt, inverted, b));
    return rt.leave(mark, invertInt(rt, shifted));
  }
  const words = Math.floor(shift / SHIFT);
  if (words >= sizeA) return newInt(rt, 0);
  const bits = shift - words * SHIFT;
  if (shift === 0) return copyInt(rt, a);
  const count = sizeA - words;
  const z = allocInt(rt, count);
  for (let i = 0; i < count; i++) {
    const d = H[a + Int.digits + words + i]! >>> bits;
    const above = i + 1 < count && bits !== 0 ? H[a + Int.digits + words + i + 1]! << (SHIFT - bits) : 0;
    H[z + Int.digits + i] = (d | above) & MASK;
  }
  return normalizeInt(rt, z);
}

/** Number of one bits of |a|. CPython: Objects/longobject.c int_bit_count_impl */
export function bitCount(rt: Runtime, a: number): number {
  const H = rt.H;
  const count = Math.abs(H[a + Int.size]!);
  let total = 0;
  for (let i = 0; i < count; i++) {
    let d = H[a + Int.digits + i]!;
    d -= (d >>> 1) & 0x55555555;
    d = (d & 0x33333333) + ((d >>> 2) & 0x33333333);
    d = (d + (d >>> 4)) & 0x0f0f0f0f;
    total += Math.imul(d, 0x01010101) >>> 24;
  }
  return total;
}

/** Number of trailing zero bits; 0 for 0. */
export function trailingZeros(rt: Runtime, a: number): number {
  if (bitLength(rt, a) === 0) return 0;
  const H = rt.H;
  let i = 0;
  while (H[a + Int.digits + i] === 0) i++;
  const d = H[a + Int.digits + i]!;
  return i * SHIFT + 31 - Math.clz32(d & -d);
}
