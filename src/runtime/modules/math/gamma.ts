import { exp, log, power } from '../../numbers/libm-power.ts';
import { cos, sin } from '../../numbers/libm-trigonometry.ts';

/** Gamma and its logarithm by Lanczos' approximation (the coefficients are Boost's). CPython: Modules/mathmodule.c m_tgamma, m_lgamma */
const G_MINUS_HALF = 5.52468004077672958374;
const LOG_PI = 1.144729885849400174143427351353058711647;
const NUMERATOR = [
  23531376880.41075968857200767445163675473484680494, 42919803642.649098768957899047001988850926355848959,
  35711959237.355668049440185451547166705960488635843, 17921034426.03720969991975575445893111267140326539,
  6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
  248874557.86205415651146038641322942321632125127801, 31426415.58540019438061423162831820536287468498764,
  2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
  8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
  2.5066282746310002701649081771338373386264310793408,
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
  z = (z * 6.024680040776729583740234375) / y;
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
  if (!Number.isFinite(x)) return x !== x ? x : Number.POSITIVE_INFINITY;
  if (x === Math.floor(x) && x <= 2) return x <= 0 ? Number.POSITIVE_INFINITY : 0;
  const a = Math.abs(x);
  if (a < 1e-20) return -log(a);
  let r = log(lanczosSum(a)) - 6.024680040776729583740234375;
  r += (a - 0.5) * (log(a + 6.024680040776729583740234375 - 0.5) - 1);
  if (x < 0) r = LOG_PI - log(Math.abs(sinPi(a))) - log(a) - r;
  return r;
}
