import {
  addDoubles,
  type DoubleDouble,
  exactProduct,
  exactSum,
  exactSumOrdered,
  multiplyDoubles,
  scaleDoubles,
} from '../../numbers/double-double.ts';
import { expPrecisely } from '../../numbers/libm-power.ts';

/**
 * erf and erfc in pairs of doubles: the series with positive terms near 0, the continued fraction further out.
 */
const SERIES_LIMIT = 2.5;
/** Beyond this erfc is below the smallest double. */
const FRACTION_LIMIT = 27.3;
/** 1 / sqrt(pi) */
const INVERSE_ROOT_PI: DoubleDouble = { high: 0.5641895835477563, low: 7.66772980658294e-18 };

function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const q = a.high / b.high;
  const p = scaleDoubles(b, q);
  const r = addDoubles(a, { high: -p.high, low: -p.low });
  return exactSumOrdered(q, r.high / b.high);
}

/** exp(-x²) / sqrt(pi) */
function gauss(x: number): DoubleDouble {
  const square = exactProduct(x, x);
  return multiplyDoubles(expPrecisely(-square.high, -square.low), INVERSE_ROOT_PI);
}

/** erf(x), 0 <= x < SERIES_LIMIT: 2x/sqrt(pi) exp(-x²) (1 + 2x²/3 + (2x²)²/15 + …), added up from the small end. */
function series(x: number): DoubleDouble {
  const square = exactProduct(x, x);
  let sum: DoubleDouble = { high: 0, low: 0 };
  for (let n = 60; n >= 0; n--) sum = addDoubles({ high: 1, low: 0 }, divide(multiplyDoubles(square, sum), { high: n + 1.5, low: 0 }));
  return multiplyDoubles(scaleDoubles(sum, 2 * x), gauss(x));
}

/** erfc(x), x >= SERIES_LIMIT, by the continued fraction from the inside. */
function fraction(x: number): DoubleDouble {
  const square = exactProduct(x, x);
  const terms = 20 + Math.ceil(400 / square.high);
  let value: DoubleDouble = { high: 0, low: 0 };
  for (let k = terms; k >= 1; k--) {
    const below = addDoubles(addDoubles(square, { high: 2 * k + 0.5, low: 0 }), { high: -value.high, low: -value.low });
    value = divide(exactSum(k * (k - 0.5), 0), below);
  }
  const below = addDoubles(addDoubles(square, { high: 0.5, low: 0 }), { high: -value.high, low: -value.low });
  return multiplyDoubles(divide({ high: x, low: 0 }, below), gauss(x));
}

/** 1 - a rounded once. */
function complement(a: DoubleDouble): number {
  const r = addDoubles({ high: 1, low: 0 }, { high: -a.high, low: -a.low });
  return r.high + r.low;
}

/** The error function. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a < 1e-150) return x * 1.1283791670955126;
  let r: number;
  if (a < SERIES_LIMIT) {
    const s = series(a);
    r = s.high + s.low;
  } else r = a > 6 ? 1 : complement(fraction(a));
  return x < 0 ? -r : r;
}

/** 1 - erf(x), without loss for large x. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a < 1e-150) return 1;
  if (a < SERIES_LIMIT) {
    const s = series(a);
    return complement(x < 0 ? { high: -s.high, low: -s.low } : s);
  }
  if (x < 0) return a > 6 ? 2 : 1 + erf(a);
  if (a > FRACTION_LIMIT) return 0;
  const f = fraction(a);
  return f.high + f.low;
}
