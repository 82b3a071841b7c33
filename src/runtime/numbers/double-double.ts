/**
 * Numbers as unevaluated sums of two doubles, about 106 bits: what correctly rounded elementary functions are computed in.
 * Pure functions.
 */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

const SPLITTER = 134217729;

/** a + b exactly. */
export function exactSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

/** a + b exactly when |a| >= |b|. */
export function exactSumOrdered(a: number, b: number): DoubleDouble {
  const high = a + b;
  return { high, low: b - (high - a) };
}

/** a * b exactly (no overflow, no underflow). */
export function exactProduct(a: number, b: number): DoubleDouble {
  const high = a * b;
  const ta = a * SPLITTER;
  const aHigh = ta - (ta - a);
  const aLow = a - aHigh;
  const tb = b * SPLITTER;
  const bHigh = tb - (tb - b);
  const bLow = b - bHigh;
  return { high, low: aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

export function addDoubles(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const s = exactSum(a.high, b.high);
  return exactSumOrdered(s.high, s.low + a.low + b.low);
}

export function multiplyDoubles(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const p = exactProduct(a.high, b.high);
  return exactSumOrdered(p.high, p.low + (a.high * b.low + a.low * b.high));
}

/** a * b for a double b. */
export function scaleDoubles(a: DoubleDouble, b: number): DoubleDouble {
  const p = exactProduct(a.high, b);
  return exactSumOrdered(p.high, p.low + a.low * b);
}

/** The fraction numerator / 2^bits as two doubles. */
export function fromFixedPoint(numerator: bigint, bits: number): DoubleDouble {
  const negative = numerator < 0n;
  const n = negative ? -numerator : numerator;
  const high = Number(n);
  const low = Number(n - BigInt(high));
  const scale = 2 ** -bits;
  return negative ? { high: -high * scale, low: -low * scale } : { high: high * scale, low: low * scale };
}
