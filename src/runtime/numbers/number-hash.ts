import { Int } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { frexp } from './double-bits.ts';
import { MASK } from './int-object.ts';

/**
 * Hashes of numbers: the value modulo the prime 2^61 - 1, so that equal numbers of all types agree. The 61 bits are kept as
 * high (31 bits) and low (30 bits). CPython: Python/pyhash.c
 */
const HIGH_MASK = 0x7fffffff;
const HASH_INF = 314159;

/** Leaves the 64-bit hash of ±(high * 2^30 + low) in rt.hashHi and returns its low word; -1 becomes -2. */
function finish(rt: Runtime, high: number, low: number, negative: boolean): number {
  let lo = low | (high << 30);
  let hi = high >>> 2;
  if (negative) {
    lo = -lo | 0;
    hi = lo === 0 ? -hi | 0 : ~hi;
    if (lo === -1 && hi === -1) lo = -2;
  }
  rt.hashHi = hi;
  return lo;
}

/** tp_hash of int. CPython: Objects/longobject.c long_hash */
export function hashInt(rt: Runtime, op: number): number {
  const H = rt.H;
  const size = H[op + Int.size]!;
  if (size === 1 || size === 0) {
    rt.hashHi = 0;
    return size === 0 ? 0 : H[op + Int.digits]!;
  }
  if (size === -1) {
    const d = H[op + Int.digits]!;
    rt.hashHi = -1;
    return d === 1 ? -2 : -d;
  }
  const count = size < 0 ? -size : size;
  let high = 0;
  let low = 0;
  for (let i = count - 1; i >= 0; i--) {
    // rotate left by 30, then add the digit
    const rotated = ((high & 1) << 30) | low;
    low = (high >>> 1) + H[op + Int.digits + i]!;
    high = rotated;
    if (low > MASK) {
      low &= MASK;
      high = (high + 1) | 0;
    }
    if (high < 0 || (high === HIGH_MASK && low === MASK)) {
      // minus the prime is plus one modulo 2^61
      high &= HIGH_MASK;
      low++;
      if (low > MASK) {
        low = 0;
        high = (high + 1) & HIGH_MASK;
      }
    }
  }
  return finish(rt, high, low, size < 0);
}

/** Hash of a finite or infinite double (NaN: 0). Low word; high word in rt.hashHi. CPython: Python/pyhash.c _Py_HashDouble */
export function hashDouble(rt: Runtime, x: number): number {
  if (x === (x | 0) && x < 1073741824 && x > -1073741824) {
    rt.hashHi = x < 0 ? -1 : 0;
    return x === -1 ? -2 : x | 0;
  }
  if (!Number.isFinite(x)) {
    rt.hashHi = x < 0 ? -1 : 0;
    return Number.isNaN(x) ? 0 : x > 0 ? HASH_INF : -HASH_INF;
  }
  let { mantissa, exponent } = frexp(Math.abs(x));
  let high = 0;
  let low = 0;
  while (mantissa !== 0) {
    // rotate left by 28, add 28 more bits of the mantissa
    const rotatedHigh = ((high << 28) | (low >>> 2)) & HIGH_MASK;
    const rotatedLow = ((low << 28) & MASK) | (high >>> 3);
    mantissa *= 268435456;
    exponent -= 28;
    const y = Math.floor(mantissa);
    mantissa -= y;
    high = rotatedHigh;
    low = rotatedLow + y;
    if (low > MASK) {
      low &= MASK;
      high++;
    }
    if (high > HIGH_MASK || (high === HIGH_MASK && low === MASK)) {
      high &= HIGH_MASK;
      low++;
      if (low > MASK) {
        low = 0;
        high = (high + 1) & HIGH_MASK;
      }
    }
  }
  let rotation = exponent >= 0 ? exponent % 61 : 60 - ((-1 - exponent) % 61);
  while (rotation > 0) {
    const step = Math.min(rotation, 29);
    const h = ((high << step) | (low >>> (30 - step))) & HIGH_MASK;
    low = ((low << step) & MASK) | (high >>> (31 - step));
    high = h;
    rotation -= step;
  }
  return finish(rt, high, low, x < 0);
}
