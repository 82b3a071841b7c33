import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { newInt, newIntBig } from '../numbers/int-object.ts';

/** The int of a 64-bit hash given as two words. */
export function newIntFromHash(rt: Runtime, lo: number, hi: number): Owned {
  if (hi === lo >> 31) return newInt(rt, lo);
  return newIntBig(rt, BigInt.asIntN(64, (BigInt(hi) << 32n) | BigInt(lo >>> 0)));
}
