import { frexp, ldexp } from '../../numbers/double-bits.ts';

/** Sums without loss: fsum, hypot, dist. Pure functions. */

/** Result of an exact sum, or why there is none. */
export type ExactSum = number | 'overflow' | 'infinities';

/**
 * The sum of all values, rounded once. Partial sums that do not overlap are kept (Shewchuk).
 * CPython: Modules/mathmodule.c math_fsum
 */
export class ExactSummer {
  private readonly partials: number[] = [];
  private special = 0;
  private infinities = 0;

  /** False when an intermediate sum overflows. */
  add(value: number): boolean {
    const { partials } = this;
    let x = value;
    let kept = 0;
    for (let j = 0; j < partials.length; j++) {
      let y = partials[j]!;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    if (x !== 0) {
      if (!Number.isFinite(x)) {
        if (Number.isFinite(value)) return false;
        if (!Number.isNaN(value)) this.infinities += value;
        this.special += value;
        partials.length = 0;
      } else partials.push(x);
    }
    return true;
  }

  result(): ExactSum {
    const { partials } = this;
    if (this.special !== 0) return Number.isNaN(this.infinities) ? 'infinities' : this.special;
    let n = partials.length;
    let high = 0;
    if (n > 0) {
      high = partials[--n]!;
      let low = 0;
      while (n > 0) {
        const x = high;
        const y = partials[--n]!;
        high = x + y;
        low = y - (high - x);
        if (low !== 0) break;
      }
      // half-even across several partials
      if (n > 0 && ((low < 0 && partials[n - 1]! < 0) || (low > 0 && partials[n - 1]! > 0))) {
        const y = low * 2;
        const x = high + y;
        if (y === x - high) high = x;
      }
    }
    return high;
  }
}

const SPLIT = 134217729;

/** sqrt of the sum of squares of values >= 0 whose largest is `max`. CPython: Modules/mathmodule.c vector_norm */
export function vectorNorm(values: readonly number[], max: number, foundNaN: boolean): number {
  if (max === Number.POSITIVE_INFINITY) return max;
  if (foundNaN) return Number.NaN;
  if (max === 0 || values.length <= 1) return max;
  const { exponent } = frexp(max);
  let sum = 1;
  let fraction1 = 0;
  let fraction2 = 0;
  let fraction3 = 0;
  if (exponent < -1023) {
    for (const value of values) {
      const x = value / max;
      const square = x * x;
      const old = sum;
      sum += square;
      fraction1 += old - sum + square;
    }
    return max * Math.sqrt(sum - 1 + fraction1);
  }
  const scale = ldexp(1, -exponent);
  for (const value of values) {
    const x = value * scale;
    const t = x * SPLIT;
    const high = t - (t - x);
    const low = x - high;
    let term = high * high;
    let old = sum;
    sum += term;
    fraction1 += old - sum + term;
    term = 2 * high * low;
    old = sum;
    sum += term;
    fraction2 += old - sum + term;
    fraction3 += low * low;
  }
  const root = Math.sqrt(sum - 1 + (fraction1 + fraction2 + fraction3));
  const t = root * SPLIT;
  const high = t - (t - root);
  const low = root - high;
  let term = -high * high;
  let old = sum;
  sum += term;
  fraction1 += old - sum + term;
  term = -2 * high * low;
  old = sum;
  sum += term;
  fraction2 += old - sum + term;
  term = -low * low;
  old = sum;
  sum += term;
  fraction3 += old - sum + term;
  const rest = sum - 1 + (fraction1 + fraction2 + fraction3);
  return (root + rest / (2 * root)) / scale;
}
