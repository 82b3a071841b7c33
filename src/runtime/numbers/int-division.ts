import { raise } from '../core/errors.ts';
import { Int } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { roundedQuotient } from './double-bits.ts';
import { addInts, copyInt, subInts } from './int-arithmetic.ts';
import { allocInt, BASE, intToBig, intToSafe, MASK, newInt, newIntBig, normalizeInt, SHIFT, setSize } from './int-object.ts';

/**
 * Quotients and remainders of ints, rounded towards minus infinity. Operands are borrowed, results new exact ints.
 * ZeroDivisionError, MemoryError.
 */

/** From this many digits of the divisor (and of the quotient) division goes through the host's BigInt. */
const BIG_DIVISOR_DIGITS = 60;

/** Below this a remainder and half a digit behind it fit a double. */
const DIGITWISE_DIVISORS = 2 ** (53 - SHIFT / 2);
const HALF_DIGIT = 2 ** (SHIFT / 2);

function zeroDivision(rt: Runtime, name: 'intFloorDivision' | 'intModulo' = 'intFloorDivision'): never {
  raise(rt, T.ZeroDivisionError, phrase(rt, name));
}

/** a // b. CPython: Objects/longobject.c long_div, fast_floor_div */
export function floorDivInts(rt: Runtime, a: number, b: number): Owned {
  const x = intToSafe(rt, a);
  const y = intToSafe(rt, b);
  if (!Number.isNaN(x) && !Number.isNaN(y)) {
    if (y === 0) zeroDivision(rt);
    return newInt(rt, safeFloorDiv(x, y));
  }
  const mark = rt.mark();
  divideInts(rt, a, b, true, false);
  return rt.leave(mark, rt.newRef(rt.H[mark]!));
}

/** a % b. CPython: Objects/longobject.c long_mod, fast_mod */
export function modInts(rt: Runtime, a: number, b: number): Owned {
  const x = intToSafe(rt, a);
  const y = intToSafe(rt, b);
  if (!Number.isNaN(x) && !Number.isNaN(y)) {
    if (y === 0) zeroDivision(rt, 'intModulo');
    return newInt(rt, safeMod(x, y));
  }
  const sizeA = rt.H[a + Int.size]!;
  if (sizeA > 0 && y > 0 && y < DIGITWISE_DIVISORS) return newInt(rt, digitwiseMod(rt.H, a + Int.digits, sizeA, y));
  const mark = rt.mark();
  divideInts(rt, a, b, false, true);
  return rt.leave(mark, rt.newRef(rt.H[mark]!));
}

/** The number of `count` digits modulo y, 0 < y < DIGITWISE_DIVISORS. Powers of two (random numbers, hashes) need the lowest digits only. */
function digitwiseMod(H: Int32Array, digits: number, count: number, y: number): number {
  if (y <= BASE && (y & (y - 1)) === 0) return H[digits]! & (y - 1);
  const high = y / BASE;
  if (high > 1 && Number.isInteger(high) && (high & (high - 1)) === 0) return (H[digits + 1]! & (high - 1)) * BASE + H[digits]!;
  let remainder = 0;
  for (let i = digits + count - 1; i >= digits; i--) {
    remainder = (remainder * HALF_DIGIT + (H[i]! >>> (SHIFT / 2))) % y;
    remainder = (remainder * HALF_DIGIT + (H[i]! & (HALF_DIGIT - 1))) % y;
  }
  return remainder;
}

/** floor(x / y) of safe integers: x / y rounded may reach the next integer, so it is taken from the exact remainder. */
export function safeFloorDiv(x: number, y: number): number {
  const remainder = x % y;
  const quotient = (x - remainder) / y;
  return remainder !== 0 && remainder < 0 !== y < 0 ? quotient - 1 : quotient + 0;
}

/** x mod y with the sign of y, of safe integers. */
export function safeMod(x: number, y: number): number {
  const remainder = x % y;
  return remainder !== 0 && remainder < 0 !== y < 0 ? remainder + y : remainder + 0;
}

/**
 * Parks quotient (if wanted) and then remainder (if wanted) on the native stack, newest last, both owned.
 * CPython: Objects/longobject.c l_divmod
 */
export function divideInts(rt: Runtime, a: number, b: number, wantQuotient: boolean, wantRemainder: boolean): void {
  const H = rt.H;
  const sizeB = H[b + Int.size]!;
  if (sizeB === 0) zeroDivision(rt, wantQuotient ? 'intFloorDivision' : 'intModulo');
  const x = intToSafe(rt, a);
  const y = intToSafe(rt, b);
  if (!Number.isNaN(x) && !Number.isNaN(y)) {
    if (wantQuotient) rt.own(newInt(rt, safeFloorDiv(x, y)));
    if (wantRemainder) rt.own(newInt(rt, safeMod(x, y)));
    return;
  }
  const mark = rt.mark();
  truncatedDivide(rt, a, b);
  let quotient = H[mark]!;
  let remainder = H[mark + 2]!;
  const sizeR = H[remainder + Int.size]!;
  if (sizeR !== 0 && sizeR < 0 !== sizeB < 0) {
    remainder = rt.own(addInts(rt, remainder, b));
    const one = rt.own(newInt(rt, 1));
    quotient = rt.own(subInts(rt, quotient, one));
  }
  H[quotient]!++;
  H[remainder]!++;
  rt.release(mark);
  if (wantQuotient) rt.own(quotient);
  else rt.decref(quotient);
  if (wantRemainder) rt.own(remainder);
  else rt.decref(remainder);
}

/**
 * Parks quotient and remainder of the division rounded towards zero; the remainder has the sign of a. b is not 0.
 * CPython: Objects/longobject.c long_divrem
 */
export function truncatedDivide(rt: Runtime, a: number, b: number): void {
  const H = rt.H;
  const sizeA = H[a + Int.size]!;
  const sizeB = H[b + Int.size]!;
  const countA = Math.abs(sizeA);
  const countB = Math.abs(sizeB);
  if (countA < countB || (countA === countB && H[a + Int.digits + countA - 1]! < H[b + Int.digits + countB - 1]!)) {
    rt.own(newInt(rt, 0));
    rt.own(copyInt(rt, a));
    return;
  }
  const negative = sizeA < 0 !== sizeB < 0;
  if (countB === 1) {
    divideByDigit(rt, a, countA, H[b + Int.digits]!, negative, sizeA < 0);
    return;
  }
  if (countB >= BIG_DIVISOR_DIGITS && countA - countB >= BIG_DIVISOR_DIGITS) {
    const valueA = intToBig(rt, a);
    const valueB = intToBig(rt, b);
    const quotient = valueA / valueB;
    rt.own(newIntBig(rt, quotient));
    rt.own(newIntBig(rt, valueA - quotient * valueB));
    return;
  }
  longDivide(rt, a, countA, b, countB, negative, sizeA < 0);
}

function divideByDigit(rt: Runtime, a: number, countA: number, divisor: number, negative: boolean, negativeRemainder: boolean): void {
  const z = rt.own(allocInt(rt, countA));
  const H = rt.H;
  let remainder = 0;
  for (let i = countA - 1; i >= 0; i--) {
    const d = H[a + Int.digits + i]!;
    // the estimate may be one off; the exact difference fits 32 bits
    let q = Math.floor((remainder * BASE + d) / divisor);
    let r = ((remainder << SHIFT) + d - Math.imul(q, divisor)) | 0;
    if (r < 0) {
      q--;
      r += divisor;
    } else if (r >= divisor) {
      q++;
      r -= divisor;
    }
    H[z + Int.digits + i] = q;
    remainder = r;
  }
  if (negative) setSize(H, z, -countA);
  rt.own(normalizeInt(rt, rt.unown(z)));
  rt.own(newInt(rt, negativeRemainder ? -remainder : remainder));
}

/** Knuth's algorithm D on copies of the operands in the heap. CPython: Objects/longobject.c x_divrem */
function longDivide(rt: Runtime, a: number, countA: number, b: number, countB: number, negative: boolean, negativeRemainder: boolean): void {
  const H = rt.H;
  const quotient = rt.own(allocInt(rt, countA - countB + 1));
  // v gets one digit more for the shifted dividend; it becomes the remainder
  const v = rt.own(allocInt(rt, countA + 1));
  const w = rt.own(allocInt(rt, countB));
  const shift = Math.clz32(H[b + Int.digits + countB - 1]!) - (32 - SHIFT);
  shiftDigits(H, w + Int.digits, b + Int.digits, countB, shift);
  H[v + Int.digits + countA] = shiftDigits(H, v + Int.digits, a + Int.digits, countA, shift);
  const dw = w + Int.digits;
  const top = H[dw + countB - 1]!;
  const second = H[dw + countB - 2]!;
  for (let k = countA - countB; k >= 0; k--) {
    const dv = v + Int.digits + k;
    const vTop = H[dv + countB]!;
    const vNext = H[dv + countB - 1]!;
    const vThird = H[dv + countB - 2]!;
    let q: number;
    let r: number;
    if (vTop >= top) {
      q = BASE - 1;
      r = vNext + top;
    } else {
      q = Math.floor((vTop * BASE + vNext) / top);
      r = ((vTop << SHIFT) + vNext - Math.imul(q, top)) | 0;
      if (r < 0) {
        q--;
        r += top;
      } else if (r >= top) {
        q++;
        r -= top;
      }
    }
    while (r < BASE && productExceeds(second, q, r, vThird)) {
      q--;
      r += top;
    }
    // subtract q * w from v
    let borrow = 0;
    let carry = 0;
    for (let i = 0; i < countB; i++) {
      const d = H[dw + i]!;
      const low = Math.imul(q, d) & MASK;
      const high = ((q * d - low) / BASE + 0.5) | 0;
      const sum = (low + carry) >>> 0;
      carry = high + (sum >>> SHIFT);
      const diff = H[dv + i]! - (sum & MASK) - borrow;
      H[dv + i] = diff & MASK;
      borrow = diff < 0 ? 1 : 0;
    }
    const last = vTop - carry - borrow;
    H[dv + countB] = last & MASK;
    if (last < 0) {
      let c = 0;
      for (let i = 0; i < countB; i++) {
        c = (c + H[dv + i]! + H[dw + i]!) >>> 0;
        H[dv + i] = c & MASK;
        c >>>= SHIFT;
      }
      H[dv + countB] = (H[dv + countB]! + c) & MASK;
      q--;
    }
    H[quotient + Int.digits + k] = q;
  }
  // shift the remainder back
  for (let i = 0; i < countB; i++) {
    const d = H[v + Int.digits + i]!;
    const above = H[v + Int.digits + i + 1]!;
    H[v + Int.digits + i] = shift === 0 ? d : ((d >>> shift) | (above << (SHIFT - shift))) & MASK;
  }
  setSize(H, v, negativeRemainder ? -countB : countB);
  if (negative) setSize(H, quotient, -(countA - countB + 1));
  rt.decref(rt.unown(w));
  const remainder = normalizeInt(rt, rt.unown(v));
  const result = normalizeInt(rt, rt.unown(quotient));
  rt.own(result);
  rt.own(remainder);
}

/** second * q > r * 2^30 + third, exactly. */
function productExceeds(second: number, q: number, r: number, third: number): boolean {
  const low = Math.imul(second, q) & MASK;
  const high = ((second * q - low) / BASE + 0.5) | 0;
  return high > r || (high === r && low > third);
}

function shiftDigits(H: Int32Array, to: number, from: number, count: number, shift: number): number {
  let carry = 0;
  for (let i = 0; i < count; i++) {
    const d = H[from + i]!;
    H[to + i] = ((d << shift) | carry) & MASK;
    carry = shift === 0 ? 0 : d >>> (SHIFT - shift);
  }
  return carry;
}

/** a / b as the nearest double. ZeroDivisionError, OverflowError. CPython: Objects/longobject.c long_true_divide */
export function trueDivideInts(rt: Runtime, a: number, b: number): number {
  const x = intToSafe(rt, a);
  const y = intToSafe(rt, b);
  if (y === 0) raise(rt, T.ZeroDivisionError, 'division by zero');
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x / y;
  const quotient = roundedQuotient(intToBig(rt, a), intToBig(rt, b));
  if (quotient === Number.POSITIVE_INFINITY || quotient === Number.NEGATIVE_INFINITY) {
    raise(rt, T.OverflowError, 'integer division result too large for a float');
  }
  return quotient;
}
