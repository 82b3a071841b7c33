import { exponentOf, ldexp } from './double-bits.ts';
import { exactProduct } from './double-double.ts';

/** sqrt(x² + y²), rounded correctly but for rare cases, without overflow on the way. CPython: C's hypot */
export function vectorLength(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  const max = Math.max(a, b);
  const min = Math.min(a, b);
  if (min === 0) return max;
  const e = exponentOf(max);
  const u = ldexp(max, -e);
  const v = ldexp(min, -e);
  const p = exactProduct(u, u);
  const q = exactProduct(v, v);
  const sum = p.high + q.high;
  const low = q.high - (sum - p.high) + p.low + q.low;
  const root = Math.sqrt(sum + low);
  // one correction from the exact square of the root
  const r = exactProduct(root, root);
  return ldexp(root + (p.high - r.high + q.high + (p.low + q.low - r.low)) / (2 * root), e);
}
