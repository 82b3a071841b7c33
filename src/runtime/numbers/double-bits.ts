/**
 * Doubles taken apart and put together, as C's frexp, ldexp and nextafter do, and correctly rounded quotients of bigints.
 * Pure functions on host values.
 */

/** Mantissa in [0.5, 1) and exponent: x = mantissa * 2^exponent. Zero, infinities and NaN give exponent 0. */
export function frexp(x: number): { mantissa: number; exponent: number } {
  if (x === 0 || !Number.isFinite(x)) return { mantissa: x, exponent: 0 };
  let exponent = exponentOf(x) + 1;
  let mantissa: number;
  if (exponent < -1020) {
    // subnormal or nearly so: scale up first
    mantissa = (x * 2 ** 600) / 2 ** (exponent + 600);
  } else mantissa = exponent > 1000 ? x / 2 ** 500 / 2 ** (exponent - 500) : x / 2 ** exponent;
  if (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  return { mantissa, exponent };
}

/** floor(log2(|x|)) of a finite non-zero double, exactly. */
export function exponentOf(x: number): number {
  let a = Math.abs(x);
  let offset = 0;
  if (a < 2.2250738585072014e-308) {
    a *= 2 ** 60;
    offset = -60;
  }
  let e = Math.floor(Math.log2(a));
  // log2 may be off by one next to powers of two
  if (pow2(e) > a) e--;
  else if (e < 1023 && pow2(e + 1) <= a) e++;
  return e + offset;
}

/** 2^e exactly, -1022 <= e <= 1023. */
export function pow2(e: number): number {
  let result = 1;
  let factor = e < 0 ? 0.5 : 2;
  let n = e < 0 ? -e : e;
  while (n > 0) {
    if (n & 1) result *= factor;
    n >>>= 1;
    if (n > 0) factor *= factor;
  }
  return result;
}

/** x * 2^e, rounded once. CPython: C's ldexp */
export function ldexp(x: number, e: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  if (e > 2100) return x * Number.POSITIVE_INFINITY;
  if (e < -2200) return x < 0 ? -0 : 0;
  let value = x;
  let n = e;
  while (n > 1000) {
    value *= pow2(1000);
    n -= 1000;
  }
  if (n >= -1000 && Math.abs(value) * pow2(n) >= 2.2250738585072014e-308) return value * pow2(n);
  if (n >= 0) return value * pow2(n);
  // the result is subnormal: bring the value next to the border exactly, then round in one multiplication
  const top = exponentOf(value);
  if (top + n < -1080) return x < 0 ? -0 : 0;
  const near = -1000 - top;
  value = near >= 0 ? value * pow2(Math.min(near, 1000)) : scaleDown(value, near);
  return value * pow2(n - near);
}

function scaleDown(x: number, e: number): number {
  let value = x;
  let n = e;
  while (n < -1000) {
    value *= pow2(-1000);
    n += 1000;
  }
  return value * pow2(n);
}

/** Odd integer m and exponent e with |x| = m * 2^e; x finite and not zero. */
export function oddMantissa(x: number): { mantissa: number; exponent: number } {
  const parts = frexp(Math.abs(x));
  let mantissa = parts.mantissa * 9007199254740992;
  let exponent = parts.exponent - 53;
  while (mantissa % 1048576 === 0) {
    mantissa /= 1048576;
    exponent += 20;
  }
  while (mantissa % 2 === 0) {
    mantissa /= 2;
    exponent++;
  }
  return { mantissa, exponent };
}

/** Number of bits of a bigint >= 0. */
export function bitLengthOf(value: bigint): number {
  if (value === 0n) return 0;
  const hex = value.toString(16);
  return hex.length * 4 - Math.clz32(Number.parseInt(hex[0]!, 16)) + 28;
}

/** a / b as the nearest double, half to even; ±Infinity when too large. b is not 0. CPython: Objects/longobject.c long_true_divide */
export function roundedQuotient(a: bigint, b: bigint): number {
  const negative = a < 0n !== b < 0n;
  const n = a < 0n ? -a : a;
  const d = b < 0n ? -b : b;
  if (n === 0n) return negative ? -0 : 0;
  const difference = bitLengthOf(n) - bitLengthOf(d);
  if (difference > 1025) return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (difference < -1080) return negative ? -0 : 0;
  // at least 55 bits of quotient, fewer when the result is subnormal
  const shift = Math.max(difference, -1021) - 55;
  let quotient: bigint;
  let exact: boolean;
  if (shift < 0) {
    const scaled = n << BigInt(-shift);
    quotient = scaled / d;
    exact = quotient * d === scaled;
  } else {
    const scaled = d << BigInt(shift);
    quotient = n / scaled;
    exact = quotient * scaled === n;
  }
  const extra = Math.max(bitLengthOf(quotient), -1021 - shift) - 53;
  let rounded = quotient;
  if (extra > 0) {
    const half = 1n << BigInt(extra - 1);
    const mask = (1n << BigInt(extra)) - 1n;
    const rest = quotient & mask;
    rounded = quotient - rest;
    if (rest > half || (rest === half && (!exact || ((quotient >> BigInt(extra)) & 1n) === 1n))) rounded += mask + 1n;
  }
  const result = ldexp(Number(rounded), shift);
  return negative ? -result : result;
}

/** The double after x towards y. CPython: C's nextafter */
export function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, y > x === x > 0 ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}

/** x rounded to an integer, half to even. CPython: C's rint */
export function roundHalfEven(x: number): number {
  if (!(Math.abs(x) < 4503599627370496)) return x;
  const floor = Math.floor(x);
  const fraction = x - floor;
  const result = fraction < 0.5 || (fraction === 0.5 && floor % 2 === 0) ? floor : floor + 1;
  return result === 0 && (x < 0 || Object.is(x, -0)) ? -0 : result;
}
