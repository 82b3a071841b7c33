/**
 * erf and erfc: the series with positive terms near 0, the continued fraction further out, both with exp(-x²) taken from x² split
 * in two so that its rounding does not show.
 */
const SQRT_PI = 1.772453850905516027298167483341145182798;
const SERIES_LIMIT = 2;
const FRACTION_LIMIT = 30;

/** exp(-x²) with the rounding error of x² put back. */
function gauss(x: number): number {
  const t = x * 134217729;
  const high = t - (t - x);
  const low = x - high;
  const square = x * x;
  const rest = high * high - square + 2 * high * low + low * low;
  return Math.exp(-square) * (1 - rest);
}

/** erf(x), 0 <= x < 2: 2x/sqrt(pi) exp(-x²) (1 + 2x²/3 + (2x²)²/15 + …), added up from the small end. */
function series(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = 45; n >= 0; n--) sum = 1 + (square / (n + 1.5)) * sum;
  return (2 * x * sum * gauss(x)) / SQRT_PI;
}

/** erfc(x), x >= 2, by Lentz-free evaluation of the continued fraction from the inside. */
function fraction(x: number): number {
  if (x >= FRACTION_LIMIT) return 0;
  const square = x * x;
  const terms = Math.ceil(60 + 150 / square);
  let value = 0;
  for (let k = terms; k >= 1; k--) value = (k * (k - 0.5)) / (square + 2 * k + 0.5 - value);
  return (x / (square + 0.5 - value)) * (gauss(x) / SQRT_PI);
}

/** The error function. */
export function erf(x: number): number {
  if (x !== x) return x;
  const a = Math.abs(x);
  const r = a < SERIES_LIMIT ? series(a) : 1 - fraction(a);
  return x < 0 ? -r : r;
}

/** 1 - erf(x), without loss for large x. */
export function erfc(x: number): number {
  if (x !== x) return x;
  const a = Math.abs(x);
  if (a < 0.5) return 1 - (x < 0 ? -series(a) : series(a));
  const r = a < SERIES_LIMIT ? 1 - series(a) : fraction(a);
  return x < 0 ? 2 - r : r;
}
