import { Int } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp } from '../core/signatures.ts';
import { allocInt, BASE, intToBig, isExactInt, MASK, newInt, newIntBig, newIntPair, normalizeInt, SHIFT, setSize } from './int-object.ts';

/**
 * Sums, differences, products and comparisons on the digits in the heap. All take int objects (subclasses too: only ob_size
 * and digits are read), borrow them and return new exact ints. MemoryError only.
 */

/** From this many digits (of the shorter operand) products go through the host's subquadratic BigInt. */
const BIG_PRODUCT_DIGITS = 60;
/** High digits below this keep a two-digit number, and the sum of two, below 2^53. */
const SAFE_HIGH = 4194304;

/** a + b. CPython: Objects/longobject.c long_add */
export function addInts(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const sizeA = H[a + Int.size]!;
  const sizeB = H[b + Int.size]!;
  if ((sizeA + 1) >>> 0 <= 2 && (sizeB + 1) >>> 0 <= 2) return newInt(rt, sizeA * H[a + Int.digits]! + sizeB * H[b + Int.digits]!);
  if (sizeA === 0 || sizeB === 0) {
    // the digit word of a zero may lie outside its block
    return copyInt(rt, sizeA === 0 ? b : a);
  }
  return addSigned(rt, a, b, sizeA, sizeB);
}

/** a - b. CPython: Objects/longobject.c long_sub */
export function subInts(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const sizeA = H[a + Int.size]!;
  const sizeB = H[b + Int.size]!;
  if ((sizeA + 1) >>> 0 <= 2 && (sizeB + 1) >>> 0 <= 2) return newInt(rt, sizeA * H[a + Int.digits]! - sizeB * H[b + Int.digits]!);
  if (sizeB === 0) return copyInt(rt, a);
  if (sizeA === 0) return negateInt(rt, b);
  return addSigned(rt, a, b, sizeA, -sizeB);
}

function addSigned(rt: Runtime, a: number, b: number, sizeA: number, sizeB: number): Owned {
  const H = rt.H;
  const countA = sizeA < 0 ? -sizeA : sizeA;
  const countB = sizeB < 0 ? -sizeB : sizeB;
  if (countA <= 2 && countB <= 2) {
    const highA = countA === 2 ? H[a + Int.digits + 1]! : 0;
    const highB = countB === 2 ? H[b + Int.digits + 1]! : 0;
    if (highA < SAFE_HIGH && highB < SAFE_HIGH) {
      const valueA = highA * BASE + H[a + Int.digits]!;
      const valueB = highB * BASE + H[b + Int.digits]!;
      return newInt(rt, (sizeA < 0 ? -valueA : valueA) + (sizeB < 0 ? -valueB : valueB));
    }
  }
  if (sizeA < 0 === sizeB < 0) return addMagnitudes(rt, a, countA, b, countB, sizeA < 0);
  return subMagnitudes(rt, a, countA, b, countB, sizeA < 0);
}

/** |a| + |b| with a sign. CPython: Objects/longobject.c x_add */
function addMagnitudes(rt: Runtime, a: number, countA: number, b: number, countB: number, negative: boolean): Owned {
  if (countA < countB) return addMagnitudes(rt, b, countB, a, countA, negative);
  const z = allocInt(rt, countA + 1);
  const H = rt.H;
  const da = a + Int.digits;
  const db = b + Int.digits;
  const dz = z + Int.digits;
  let carry = 0;
  let i = 0;
  for (; i < countB; i++) {
    carry = (carry + H[da + i]! + H[db + i]!) >>> 0;
    H[dz + i] = carry & MASK;
    carry >>>= SHIFT;
  }
  for (; i < countA; i++) {
    carry += H[da + i]!;
    H[dz + i] = carry & MASK;
    carry >>>= SHIFT;
  }
  H[dz + i] = carry;
  const count = carry === 0 ? countA : countA + 1;
  setSize(H, z, negative ? -count : count);
  return z;
}

/** (|a| - |b|), negated when `negative`. CPython: Objects/longobject.c x_sub */
function subMagnitudes(rt: Runtime, a: number, countA: number, b: number, countB: number, negative: boolean): Owned {
  const H = rt.H;
  const order = compareMagnitudes(H, a, countA, b, countB);
  if (order === 0) return newInt(rt, 0);
  if (order < 0) return subMagnitudes(rt, b, countB, a, countA, !negative);
  const z = allocInt(rt, countA);
  const da = a + Int.digits;
  const db = b + Int.digits;
  const dz = z + Int.digits;
  let borrow = 0;
  let i = 0;
  for (; i < countB; i++) {
    const d = H[da + i]! - H[db + i]! - borrow;
    H[dz + i] = d & MASK;
    borrow = d < 0 ? 1 : 0;
  }
  for (; i < countA; i++) {
    const d = H[da + i]! - borrow;
    H[dz + i] = d & MASK;
    borrow = d < 0 ? 1 : 0;
  }
  if (negative) setSize(H, z, -countA);
  return normalizeInt(rt, z);
}

function compareMagnitudes(H: Int32Array, a: number, countA: number, b: number, countB: number): number {
  if (countA !== countB) return countA < countB ? -1 : 1;
  for (let i = countA - 1; i >= 0; i--) {
    const d = H[a + Int.digits + i]! - H[b + Int.digits + i]!;
    if (d !== 0) return d < 0 ? -1 : 1;
  }
  return 0;
}

/** a * b. CPython: Objects/longobject.c long_mul */
export function mulInts(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const sizeA = H[a + Int.size]!;
  const sizeB = H[b + Int.size]!;
  if ((sizeA + 1) >>> 0 <= 2 && (sizeB + 1) >>> 0 <= 2) {
    if (sizeA === 0 || sizeB === 0) return newInt(rt, 0);
    const digitA = H[a + Int.digits]!;
    const digitB = H[b + Int.digits]!;
    const product = digitA * digitB;
    const negative = sizeA !== sizeB;
    if (product <= 9007199254740991) return newInt(rt, negative ? -product : product);
    const low = Math.imul(digitA, digitB) & MASK;
    return newIntPair(rt, ((product - low) / BASE + 0.5) | 0, low, negative);
  }
  if (sizeA === 0 || sizeB === 0) return newInt(rt, 0);
  const countA = sizeA < 0 ? -sizeA : sizeA;
  const countB = sizeB < 0 ? -sizeB : sizeB;
  const negative = sizeA < 0 !== sizeB < 0;
  if (countA >= BIG_PRODUCT_DIGITS && countB >= BIG_PRODUCT_DIGITS) return newIntBig(rt, intToBig(rt, a) * intToBig(rt, b));
  return countA <= countB ? mulMagnitudes(rt, a, countA, b, countB, negative) : mulMagnitudes(rt, b, countB, a, countA, negative);
}

/**
 * |a| * |b| by the school method. A product of two digits has 60 bits, more than a double: its low 30 bits come from Math.imul,
 * its high ones from the double product less the low ones, which is off by far less than half of 2^30.
 * CPython: Objects/longobject.c x_mul
 */
function mulMagnitudes(rt: Runtime, a: number, countA: number, b: number, countB: number, negative: boolean): Owned {
  const count = countA + countB;
  const z = allocInt(rt, count);
  const H = rt.H;
  const dz = z + Int.digits;
  const db = b + Int.digits;
  H.fill(0, dz, dz + count);
  for (let i = 0; i < countA; i++) {
    const f = H[a + Int.digits + i]!;
    let carry = 0;
    let t = dz + i;
    for (let j = 0; j < countB; j++, t++) {
      const d = H[db + j]!;
      const low = Math.imul(f, d) & MASK;
      const high = ((f * d - low) / BASE + 0.5) | 0;
      const sum = (low + carry + H[t]!) >>> 0;
      H[t] = sum & MASK;
      carry = high + (sum >>> SHIFT);
    }
    H[t] = carry;
  }
  if (negative) setSize(H, z, -count);
  return normalizeInt(rt, z);
}

/** -a. CPython: Objects/longobject.c long_neg */
export function negateInt(rt: Runtime, a: number): Owned {
  const H = rt.H;
  const size = H[a + Int.size]!;
  if ((size + 1) >>> 0 <= 2) return newInt(rt, size === 0 ? 0 : -size * H[a + Int.digits]!);
  const z = copyDigits(rt, a);
  setSize(H, z, -size);
  return z;
}

/** |a|. CPython: Objects/longobject.c long_abs */
export function absInt(rt: Runtime, a: number): Owned {
  return rt.H[a + Int.size]! < 0 ? negateInt(rt, a) : exactInt(rt, a);
}

/** An exact int of the same value: itself when it is one already. CPython: Objects/longobject.c long_long */
export function exactInt(rt: Runtime, a: number): Owned {
  if (isExactInt(rt, a)) return rt.newRef(a);
  return copyInt(rt, a);
}

/** A new exact int (or the small one) with the value of `a`. CPython: Objects/longobject.c _PyLong_Copy */
export function copyInt(rt: Runtime, a: number): Owned {
  const H = rt.H;
  const size = H[a + Int.size]!;
  if ((size + 1) >>> 0 <= 2) return newInt(rt, size === 0 ? 0 : size * H[a + Int.digits]!);
  const z = copyDigits(rt, a);
  setSize(H, z, size);
  return z;
}

function copyDigits(rt: Runtime, a: number): Owned {
  const H = rt.H;
  const size = H[a + Int.size]!;
  const count = size < 0 ? -size : size;
  const z = allocInt(rt, count);
  H.copyWithin(z + Int.digits, a + Int.digits, a + Int.digits + count);
  return z;
}

/** Negative, zero or positive as a < b, a == b, a > b. CPython: Objects/longobject.c long_compare */
export function compareInts(rt: Runtime, a: number, b: number): number {
  const H = rt.H;
  const sizeA = H[a + Int.size]!;
  const sizeB = H[b + Int.size]!;
  if (sizeA !== sizeB) return sizeA - sizeB;
  const count = sizeA < 0 ? -sizeA : sizeA;
  for (let i = count - 1; i >= 0; i--) {
    const d = H[a + Int.digits + i]! - H[b + Int.digits + i]!;
    if (d !== 0) return sizeA < 0 ? -d : d;
  }
  return 0;
}

/** Does `order` (negative, zero, positive) fulfil the comparison? CPython: Py_RETURN_RICHCOMPARE */
export function orderHolds(order: number, op: number): boolean {
  switch (op) {
    case Cmp.LT:
      return order < 0;
    case Cmp.LE:
      return order <= 0;
    case Cmp.EQ:
      return order === 0;
    case Cmp.NE:
      return order !== 0;
    case Cmp.GT:
      return order > 0;
    default:
      return order >= 0;
  }
}
