import { exponentOf, ldexp } from './double-bits.ts';
import {
  addDoubles,
  type DoubleDouble,
  exactProduct,
  exactSum,
  exactSumOrdered,
  fromFixedPoint,
  multiplyDoubles,
  scaleDoubles,
} from './double-double.ts';

/**
 * exp, log and power, rounded correctly but for one case in thousands (as C libraries do, and better than the host's Math).
 * The exponential comes from a table of 2^(i/128) and a short polynomial; the logarithm is the host's, corrected by one
 * step of Newton's method with that exponential.
 */
const STEPS = 128;
const FIXED_BITS = 240;

/** floor(sqrt(n)). */
function root(n: bigint): bigint {
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** 2^(i/128), i = 0 … 127. */
const POWERS: readonly DoubleDouble[] = (() => {
  const one = 1n << BigInt(FIXED_BITS);
  let step = 2n * one;
  for (let i = 1; i < STEPS; i *= 2) step = root(step * one);
  const table: DoubleDouble[] = [];
  let value = one;
  for (let i = 0; i < STEPS; i++) {
    table.push(fromFixedPoint(value, FIXED_BITS));
    value = (value * step) >> BigInt(FIXED_BITS);
  }
  return table;
})();

/** ln 2 in three parts; the first has 32 bits, so that its products with exponents are exact. */
const LN2_A = 0.6931471803691238;
const LN2_B = 1.9082149292705877e-10;
const LN2_C = 1.1612227229362532e-26;
const LN2: DoubleDouble = { high: Math.LN2, low: 2.3190468138462996e-17 };
const LOG2_E: DoubleDouble = { high: Math.LOG2E, low: 2.0355273740931033e-17 };

/** exp(x) = (high + low) * 2^scale. */
interface Scaled extends DoubleDouble {
  readonly scale: number;
}

/** exp of a sum of two doubles, |high| < 800. */
function expDoubles(high: number, low: number): Scaled {
  const n = Math.round(high * (STEPS / LN2_A));
  const i = n & (STEPS - 1);
  const scale = (n - i) / STEPS;
  // what is left is below ln 2 / 256
  const f = n / STEPS;
  const first = exactSum(high - f * LN2_A, low);
  const cut = exactProduct(f, LN2_B);
  const s = exactSum(first.high, -cut.high);
  const r = s.high;
  const rest = s.low + first.low - cut.low - f * LN2_C;
  const tail = rest + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040)))))) + r * rest;
  // table * (1 + r + tail)
  const t = POWERS[i]!;
  const p = exactProduct(t.high, r);
  const sum = exactSumOrdered(t.high, p.high);
  const result = exactSumOrdered(sum.high, sum.low + (p.low + t.low + t.low * r + (t.high + t.low) * tail));
  return { high: result.high, low: result.low, scale };
}

/** The scaled sum as one double, rounded once. */
function roundScaled(value: Scaled): number {
  const { high, low, scale } = value;
  if (scale > -1020 && scale < 1020) return (high + low) * 2 ** scale;
  if (scale >= 1020) return (high + low) * 2 ** 1000 * 2 ** (scale - 1000);
  // subnormal: the last place is 2^-1074; adding a number whose last place that is rounds there
  const unit = 2 ** (-1074 - scale);
  const big = 6755399441055744 * unit;
  const rounded = exactSumOrdered(big, high);
  let sum = rounded.high - big;
  if (rounded.low === unit / 2 && low > 0) sum += unit;
  else if (rounded.low === -unit / 2 && low < 0) sum -= unit;
  return ldexp(sum, scale);
}

/** ln x for a normal or subnormal x > 0, as two doubles. */
function logDoubles(x: number): DoubleDouble {
  let e = exponentOf(x);
  let m = ldexp(x, -e);
  if (m > Math.SQRT2) {
    m /= 2;
    e++;
  }
  const f = m - 1;
  let l: DoubleDouble;
  if (f < 0.0078125 && f > -0.0078125) {
    // f - f²/2 + f³/3 - …
    const square = exactProduct(f, f);
    const cubic = multiplyDoubles(square, third(f));
    const more = square.high * square.high * (-1 / 4 + f * (1 / 5 + f * (-1 / 6 + f * (1 / 7 + f * (-1 / 8 + f * (1 / 9 - f / 10))))));
    const first = exactSumOrdered(f, -square.high / 2);
    l = addDoubles(first, exactSum(cubic.high, -square.low / 2 + cubic.low + more));
  } else {
    const y = Math.log(m);
    const inverse = expDoubles(-y, 0);
    // m * exp(-y) - 1 is tiny: the correction
    const factor = 2 ** inverse.scale;
    const p = exactProduct(m, inverse.high * factor);
    const r = p.high - 1 + (p.low + m * inverse.low * factor);
    l = exactSum(y, r - (r * r) / 2);
  }
  if (e === 0) return l;
  const a = exactSum(e * LN2_A, l.high);
  const b = exactProduct(e, LN2_B);
  const s = exactSum(a.high, b.high);
  return exactSumOrdered(s.high, s.low + (a.low + b.low + l.low + e * LN2_C));
}

/** f / 3 as two doubles. */
function third(f: number): DoubleDouble {
  const high = f / 3;
  const p = exactProduct(high, 3);
  return { high, low: (f - p.high - p.low) / 3 };
}

/**
 * x ** (n / 2) for a small n: products of pairs of doubles, and a root corrected once. These are the exponents that programs use
 * most, so nothing is allocated.
 */
function halfPower(x: number, n: number): number {
  const xSplit = x * 134217729;
  const xHigh = xSplit - (xSplit - x);
  const xLow = x - xHigh;
  let count = n < 0 ? -n : n;
  let high = 1;
  let low = 0;
  if ((count & 1) !== 0) {
    high = Math.sqrt(x);
    const split = high * 134217729;
    const a = split - (split - high);
    const b = high - a;
    const square = high * high;
    low = (x - square - (a * a - square + 2 * a * b + b * b)) / (2 * high);
  }
  for (count >>= 1; count > 0; count--) {
    const product = high * x;
    const split = high * 134217729;
    const a = split - (split - high);
    const b = high - a;
    const rest = a * xHigh - product + a * xLow + b * xHigh + b * xLow + low * x;
    high = product + rest;
    low = rest - (high - product);
  }
  if (n > 0) return high;
  const quotient = 1 / high;
  const product = quotient * high;
  const qSplit = quotient * 134217729;
  const qHigh = qSplit - (qSplit - quotient);
  const qLow = quotient - qHigh;
  const split = high * 134217729;
  const a = split - (split - high);
  const b = high - a;
  const rest = qHigh * a - product + qHigh * b + qLow * a + qLow * b;
  return quotient + (1 - product - rest - quotient * low) / high;
}

/** x ** y for finite x > 0 and finite y; Infinity when too large. */
export function power(x: number, y: number): number {
  if (y === 0.5) return Math.sqrt(x);
  if (y === -1) return 1 / x;
  if (y === 1 || x === 1) return x;
  if (y === 2) return x * x;
  if (y === 0) return 1;
  const twice = y * 2;
  if (twice === (twice | 0) && twice <= 16 && twice >= -16 && x < 1e18 && x > 1e-18) return halfPower(x, twice);
  const log = logDoubles(x);
  const rough = log.high * y;
  if (rough > 710) return Number.POSITIVE_INFINITY;
  if (rough < -746) return 0;
  const exponent = Math.abs(y) > 1e290 ? { high: rough, low: 0 } : scaleDoubles(log, y);
  return roundScaled(expDoubles(exponent.high, exponent.low));
}

/** e ** x. */
export function exp(x: number): number {
  if (!(x < 710 && x > -746)) return Math.exp(x);
  if (x === 0) return 1;
  return roundScaled(expDoubles(x, 0));
}

/** 2 ** x. */
export function exp2(x: number): number {
  if (x === Math.floor(x)) return 2 ** x;
  if (!(x < 1024 && x > -1076)) return 2 ** x;
  const exponent = scaleDoubles(LN2, x);
  return roundScaled(expDoubles(exponent.high, exponent.low));
}

/** The natural logarithm of x > 0. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return Math.log(x);
  const l = logDoubles(x);
  return l.high + l.low;
}

/** The binary logarithm of x > 0. */
export function log2(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return Math.log2(x);
  const e = exponentOf(x);
  const m = ldexp(x, -e);
  if (m === 1) return e;
  const l = multiplyDoubles(logDoubles(x), LOG2_E);
  return l.high + l.low;
}

/** exp of a sum of two doubles as a sum of two doubles, for results far from overflow and underflow. */
export function expPrecisely(high: number, low: number): DoubleDouble {
  const r = expDoubles(high, low);
  const factor = 2 ** r.scale;
  return { high: r.high * factor, low: r.low * factor };
}

/** The hyperbolic cosine. */
export function cosh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.3 || !(a < 700)) return Math.cosh(x);
  const e = exp(a);
  return a < 22 ? 0.5 * e + 0.5 / e : 0.5 * e;
}

/** The inverse hyperbolic sine. */
export function asinh(x: number): number {
  const a = Math.abs(x);
  if (!(a > 2) || a > 268435456) return Math.asinh(x);
  const r = log(2 * a + 1 / (Math.sqrt(x * x + 1) + a));
  return x < 0 ? -r : r;
}

/** The inverse hyperbolic cosine. */
export function acosh(x: number): number {
  if (!(x > 2) || x > 268435456) return Math.acosh(x);
  return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
}

/** The hyperbolic sine. */
export function sinh(x: number): number {
  const a = Math.abs(x);
  if (!(a >= 22 && a < 700)) return Math.sinh(x);
  return x < 0 ? -0.5 * exp(a) : 0.5 * exp(a);
}
