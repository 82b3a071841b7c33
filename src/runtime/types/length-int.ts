import { Ob } from '../../memory/layout.ts';
import { Range } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { newInt, newIntBig } from '../numbers/int-object.ts';

/** The length `n` of an object as an int, new reference: exact where a host number is not, which only a range is long enough for. */
export function lengthInt(rt: Runtime, op: number, n: number): Owned {
  if (n > Number.MAX_SAFE_INTEGER && rt.H[op + Ob.type] === T.range) return rt.newRef(rt.H[op + Range.length]);
  return n > 0x7fff_ffff ? newIntBig(rt, BigInt(n)) : newInt(rt, n);
}
