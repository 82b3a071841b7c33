import { hash } from '../core/abstract/object.ts';
import type { Runtime } from '../core/runtime.ts';

/** 64-bit unsigned arithmetic on pairs of 32-bit words, for the hashes of containers. */

/** High 32 bits of the product of two unsigned 32-bit numbers. */
export function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const low = a0 * b0;
  const mid = a1 * b0 + (low >>> 16);
  const cross = a0 * b1 + (mid & 0xffff);
  return (a1 * b1 + Math.floor(mid / 65536) + Math.floor(cross / 65536)) | 0;
}

/** High word of the 64-bit product of two 64-bit numbers; the low word is Math.imul(aLo, bLo). */
export function mul64High(aLo: number, aHi: number, bLo: number, bHi: number): number {
  return (mulHigh(aLo >>> 0, bLo >>> 0) + Math.imul(aLo, bHi) + Math.imul(aHi, bLo)) | 0;
}

/** Carry of the unsigned 32-bit sum a + b whose low word is `sum`. */
export function carry(sum: number, a: number): number {
  return sum >>> 0 < a >>> 0 ? 1 : 0;
}

/** The two words of _PyHASH_XXPRIME_5. */
export const XX_PRIME_5_LOW = 0x165667c5;
export const XX_PRIME_5_HIGH = 0x27d4eb2f;

/**
 * xxHash of the hashes of `n` objects in the slots from `first` on, with a last addend; the high word is left in rt.hashHi.
 * What hashing an object raises. CPython: Objects/tupleobject.c tuplehash, Objects/sliceobject.c slicehash
 */
export function xxHash(rt: Runtime, first: number, n: number, addLo: number, addHi: number): number {
  const H = rt.H;
  let lo = XX_PRIME_5_LOW;
  let hi = XX_PRIME_5_HIGH;
  for (let i = 0; i < n; i++) {
    const laneLo = hash(rt, H[first + 2 * i]);
    const laneHi = rt.hashHi;
    // acc += lane * PRIME_2
    const pLo = Math.imul(laneLo, 0x27d4eb4f);
    const pHi = mul64High(laneLo, laneHi, 0x27d4eb4f, 0xc2b2ae3d | 0);
    const sum = (lo + pLo) | 0;
    hi = (hi + pHi + carry(sum, lo)) | 0;
    lo = sum;
    // rotate left 31
    const rLo = (lo << 31) | (hi >>> 1);
    const rHi = (hi << 31) | (lo >>> 1);
    // acc *= PRIME_1
    lo = Math.imul(rLo, 0x85ebca87 | 0);
    hi = mul64High(rLo, rHi, 0x85ebca87 | 0, 0x9e3779b1 | 0);
  }
  const sum = (lo + addLo) | 0;
  hi = (hi + addHi + carry(sum, lo)) | 0;
  lo = sum;
  if ((lo & hi) === -1) {
    rt.hashHi = 0;
    return 1546275796;
  }
  rt.hashHi = hi;
  return lo;
}

/**
 * The hash of a tuple up to 3.7: the hashes of the `n` objects in the slots from `first` on, mixed by multiplication; the high word is left
 * in rt.hashHi. CPython: tuplehash of 3.7
 */
export function multipliedHash(rt: Runtime, first: number, n: number): number {
  let x = 0x345678n;
  let factor = 1000003n;
  for (let i = 0; i < n; i++) {
    const lo = hash(rt, rt.H[first + 2 * i]);
    const item = (BigInt(rt.hashHi) << 32n) | BigInt(lo >>> 0);
    x = BigInt.asUintN(64, (x ^ BigInt.asUintN(64, item)) * factor);
    factor = BigInt.asUintN(64, factor + 82520n + 2n * BigInt(n - 1 - i));
  }
  x = BigInt.asIntN(64, x + 97531n);
  if (x === -1n) x = -2n;
  rt.hashHi = Number(BigInt.asIntN(32, x >> 32n));
  return Number(BigInt.asIntN(32, x));
}
