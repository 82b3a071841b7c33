import { Ob } from '../../memory/layout.ts';
import { compareBool } from '../core/abstract/object.ts';
import { Float, Int } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { strCompare } from '../text/str-object.ts';

/** `a < b` as PyObject_RichCompareBool says it, quick for small ints, floats and str. `hold`: takes references to both meanwhile. */
export function lessThan(rt: Runtime, a: number, b: number, hold = true): boolean {
  const H = rt.H;
  const type = H[a + Ob.type]!;
  if (type === H[b + Ob.type]) {
    if (type === T.int) {
      const m = H[a + Int.size]!;
      const n = H[b + Int.size]!;
      if (m !== n) return m < n;
      if (m <= 1 && m >= -1) {
        const x = H[a + Int.digits]!;
        const y = H[b + Int.digits]!;
        return m === 0 ? false : m > 0 ? x < y : x > y;
      }
    } else if (type === T.float) return rt.F64[(a + Float.value) >> 1]! < rt.F64[(b + Float.value) >> 1]!;
    else if (type === T.str) return a !== b && strCompare(rt, a, b) < 0;
  }
  const mark = rt.mark();
  if (hold) {
    rt.own(rt.newRef(a));
    rt.own(rt.newRef(b));
  }
  const less = compareBool(rt, a, b, Cmp.LT);
  rt.release(mark);
  return less;
}
