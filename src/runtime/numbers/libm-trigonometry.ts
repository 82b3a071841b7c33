import { exponentOf, ldexp } from './double-bits.ts';
import { type DoubleDouble, exactProduct, exactSum, exactSumOrdered, fromFixedPoint } from './double-double.ts';

/**
 * Circular functions, rounded correctly but for one case in thousands. Sine and cosine come from a table of both at i/64 and short
 * polynomials for the rest; their inverses are the host's, corrected by one step of Newton's method.
 */
const STEPS = 64;
const TABLE_SIZE = 52;
const FIXED_BITS = 200;

interface SineCosine {
  readonly sin: DoubleDouble;
  readonly cos: DoubleDouble;
}

/** sin and cos of i/64, 0 <= i < 52. */
const TABLE: readonly SineCosine[] = (() => {
  const one = 1n << BigInt(FIXED_BITS);
  const table: SineCosine[] = [];
  for (let i = 0; i < TABLE_SIZE; i++) {
    const x = (BigInt(i) * one) / BigInt(STEPS);
    const sums = [0n, 0n];
    let term = one;
    for (let k = 0; term !== 0n; k++) {
      // terms go to cos, sin, -cos, -sin, …
      sums[k & 1]! += k & 2 ? -term : term;
      term = (term * x) / one / BigInt(k + 1);
    }
    table.push({ cos: fromFixedPoint(sums[0]!, FIXED_BITS), sin: fromFixedPoint(sums[1]!, FIXED_BITS) });
  }
  return table;
})();

/** pi/2 in four parts; products of the first three with small ints are exact. */
const PIO2_A = 1.5707963267341256;
const PIO2_B = 6.077100506303966e-11;
const PIO2_C = 2.0222662487111665e-21;
const PIO2_D = 8.4784276603689e-32;
/** Beyond this the host's reduction is used. */
const REDUCTION_LIMIT = 1e5;

/** sin and cos of a sum of two doubles, |high| <= pi/4 and a little. */
function sineCosine(high: number, low: number): SineCosine {
  const negative = high < 0;
  const a = negative ? -high : high;
  const aLow = negative ? -low : low;
  const i = Math.round(a * STEPS);
  const t = exactSum(a - i / STEPS, aLow);
  const x = t.high;
  const square = exactProduct(x, x);
  const z = square.high;
  // sin t = t + sinRest; cos t = 1 + cosRest
  const sinRest = x * z * (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z / 362880))) + t.low * (1 - z / 2);
  const cosRest = z * z * (1 / 24 + z * (-1 / 720 + z / 40320)) - x * t.low - square.low / 2;
  const half = -z / 2;
  const s = TABLE[i]!.sin;
  const c = TABLE[i]!.cos;
  // sin(i/64) cos t + cos(i/64) sin t
  const c1 = exactProduct(c.high, x);
  const s1 = exactProduct(s.high, half);
  const sinSum = exactSum(s.high, c1.high);
  const sinMore = exactSum(sinSum.high, s1.high);
  const sin = exactSumOrdered(
    sinMore.high,
    sinMore.low + (sinSum.low + (c1.low + s1.low + s.low + s.low * half + c.low * x + c.high * sinRest + s.high * cosRest)),
  );
  // cos(i/64) cos t - sin(i/64) sin t
  const s2 = exactProduct(s.high, -x);
  const c2 = exactProduct(c.high, half);
  const cosSum = exactSum(c.high, s2.high);
  const cosMore = exactSum(cosSum.high, c2.high);
  const cos = exactSumOrdered(
    cosMore.high,
    cosMore.low + (cosSum.low + (s2.low + c2.low + c.low + c.low * half - s.low * x - s.high * sinRest + c.high * cosRest)),
  );
  return { sin: negative ? { high: -sin.high, low: -sin.low } : sin, cos };
}

/** x less the nearest multiple of pi/2; `quadrant` is that multiple modulo 4. */
function reduce(x: number): { high: number; low: number; quadrant: number } {
  const n = Math.round(x * 0.6366197723675814);
  if (n === 0) return { high: x, low: 0, quadrant: 0 };
  const a = x - n * PIO2_A;
  const b = n * PIO2_B;
  const c = n * PIO2_C;
  const first = exactSum(a, -b);
  const second = exactSum(first.high, -c);
  const low = first.low + second.low - n * PIO2_D;
  const sum = exactSum(second.high, low);
  return { high: sum.high, low: sum.low, quadrant: n & 3 };
}

export function sin(x: number): number {
  if (!(Math.abs(x) < REDUCTION_LIMIT)) return Math.sin(x);
  if (Math.abs(x) < 1e-9) return Math.sin(x);
  const r = reduce(x);
  const both = sineCosine(r.high, r.low);
  const value = r.quadrant & 1 ? both.cos : both.sin;
  const result = value.high + value.low;
  return r.quadrant & 2 ? -result : result;
}

export function cos(x: number): number {
  if (!(Math.abs(x) < REDUCTION_LIMIT)) return Math.cos(x);
  const r = reduce(x);
  const both = sineCosine(r.high, r.low);
  const value = r.quadrant & 1 ? both.sin : both.cos;
  const result = value.high + value.low;
  return ((r.quadrant + 1) & 2) !== 0 ? -result : result;
}

export function tan(x: number): number {
  if (!(Math.abs(x) < REDUCTION_LIMIT) || Math.abs(x) < 1e-9) return Math.tan(x);
  const r = reduce(x);
  const both = sineCosine(r.high, r.low);
  return r.quadrant & 1 ? -quotient(both.cos, both.sin) : quotient(both.sin, both.cos);
}

/** a / b rounded once. */
function quotient(a: DoubleDouble, b: DoubleDouble): number {
  const q = a.high / b.high;
  const p = exactProduct(q, b.high);
  return q + (a.high - p.high - p.low + a.low - q * b.low) / b.high;
}

export function asin(x: number): number {
  if (!(Math.abs(x) < 1) || Math.abs(x) < 1e-9) return Math.asin(x);
  const y = Math.asin(x);
  const both = sineCosineOf(y);
  const miss = x - both.sin.high - both.sin.low;
  return y + miss / (both.cos.high + both.cos.low);
}

export function acos(x: number): number {
  if (!(Math.abs(x) < 1)) return Math.acos(x);
  const y = Math.acos(x);
  const both = sineCosineOf(y);
  const miss = both.cos.high - x + both.cos.low;
  return y + miss / (both.sin.high + both.sin.low);
}

export function atan(x: number): number {
  if (!(Math.abs(x) < 1e9) || Math.abs(x) < 1e-9) return Math.atan(x);
  const y = Math.atan(x);
  const both = sineCosineOf(y);
  // (x cos y - sin y) / (cos y + x sin y)
  const p = exactProduct(x, both.cos.high);
  const miss = p.high - both.sin.high + (p.low - both.sin.low + x * both.cos.low);
  return y + miss / (both.cos.high + x * both.sin.high);
}

/** sin and cos of any small multiple of pi. */
function sineCosineOf(y: number): SineCosine {
  const r = reduce(y);
  const { sin: s, cos: c } = sineCosine(r.high, r.low);
  switch (r.quadrant) {
    case 0:
      return { sin: s, cos: c };
    case 1:
      return { sin: c, cos: negate(s) };
    case 2:
      return { sin: negate(s), cos: negate(c) };
    default:
      return { sin: negate(c), cos: s };
  }
}

function negate(a: DoubleDouble): DoubleDouble {
  return { high: -a.high, low: -a.low };
}

/** atan2(y, x), through atan where the quotient says it. */
export function atan2(y: number, x: number): number {
  const rough = Math.atan2(y, x);
  if (!Number.isFinite(x) || !Number.isFinite(y) || x === 0 || y === 0 || Number.isNaN(rough)) return rough;
  const ratio = Math.abs(y / x);
  if (!(ratio > 1e-9 && ratio < 1e9)) return rough;
  const both = sineCosineOf(rough);
  // the angle between (x, y) and the direction that was found: (y cos - x sin) / (x cos + y sin), at a scale without overflow
  const e = exponentOf(x);
  const u = ldexp(x, -e);
  const v = ldexp(y, -e);
  const p = exactProduct(v, both.cos.high);
  const q = exactProduct(u, both.sin.high);
  const miss = p.high - q.high + (p.low - q.low + v * both.cos.low - u * both.sin.low);
  return rough + miss / (u * both.cos.high + v * both.sin.high);
}
