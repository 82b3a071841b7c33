import { exp, log, power } from '../../numbers/libm-power.ts';
import { cos, sin } from '../../numbers/libm-trigonometry.ts';

/** Gamma and its logarithm by Lanczos' approximation (the coefficients are Boost's). CPython: Modules/mathmodule.c m_tgamma, m_lgamma */
const G_MINUS_HALF = 5.52468004077673;
const LOG_PI = 1.1447298858494002;
const NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028, 1439720407.3117216, 248874557.86205417,
  31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936, 2.5066282746310002,
];
const DENOMINATOR = [0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1];

/** Gamma of 1 … 23 is exact. */
const FACTORIALS: readonly number[] = (() => {
  const table = [1];
  for (let n = 1; n < 23; n++) table.push(table[n - 1]! * n);
  return table;
})();

/** The rational function of Lanczos; for large x in 1/x, so that nothing overflows. */
function lanczosSum(x: number): number {
  let top = 0;
  let bottom = 0;
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      top = top * x + NUMERATOR[i]!;
      bottom = bottom * x + DENOMINATOR[i]!;
    }
  } else {
    for (let i = 0; i < 13; i++) {
      top = top / x + NUMERATOR[i]!;
      bottom = bottom / x + DENOMINATOR[i]!;
    }
  }
  return top / bottom;
}

/** sin(pi x) without loss for large x. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  let r: number;
  switch (Math.round(2 * y)) {
    case 0:
      r = sin(Math.PI * y);
      break;
    case 1:
      r = cos(Math.PI * (y - 0.5));
      break;
    case 2:
      r = sin(Math.PI * (1 - y));
      break;
    case 3:
      r = -cos(Math.PI * (y - 1.5));
      break;
    default:
      r = sin(Math.PI * (y - 2));
  }
  return (x < 0 ? -1 : 1) * r;
}

/** NaN says "domain error", an infinity for finite x "range error". */
export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x === Number.NEGATIVE_INFINITY ? Number.NaN : x;
  if (x === 0) return Number.NaN;
  if (x === Math.floor(x)) {
    if (x < 0) return Number.NaN;
    if (x <= 23) return FACTORIALS[x - 1]!;
  }
  const a = Math.abs(x);
  if (a < 1e-20) return 1 / x;
  if (a > 200) return x < 0 ? 0 / sinPi(x) : Number.POSITIVE_INFINITY;
  const y = a + G_MINUS_HALF;
  let z: number;
  if (a > G_MINUS_HALF) {
    const q = y - a;
    z = q - G_MINUS_HALF;
  } else {
    const q = y - G_MINUS_HALF;
    z = q - a;
  }
  z = (z * 6.02468004077673) / y;
  let r: number;
  if (x < 0) {
    r = ((-Math.PI / sinPi(a) / a) * exp(y)) / lanczosSum(a);
    r -= z * r;
    if (a < 140) r /= power(y, a - 0.5);
    else {
      const root = power(y, a / 2 - 0.25);
      r /= root;
      r /= root;
    }
  } else {
    r = lanczosSum(a) / exp(y);
    r += z * r;
    if (a < 140) r *= power(y, a - 0.5);
    else {
      const root = power(y, a / 2 - 0.25);
      r *= root;
      r *= root;
    }
  }
  return r;
}

/** Infinity at the poles (a domain error). */
export function logGamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY;
  if (x === Math.floor(x) && x <= 2) return x <= 0 ? Number.POSITIVE_INFINITY : 0;
  const a = Math.abs(x);
  if (a < 1e-20) return -log(a);
  let r = log(lanczosSum(a)) - 6.02468004077673;
  r += (a - 0.5) * (log(a + 6.02468004077673 - 0.5) - 1);
  if (x < 0) r = LOG_PI - log(Math.abs(sinPi(a))) - log(a) - r;
  return r;
}
