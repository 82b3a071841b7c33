import { Ob } from '../../../memory/layout.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { add, multiply } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { exactProduct, exactSum } from '../../numbers/double-double.ts';
import { floatValue, newFloat } from '../../numbers/float-object.ts';
import { intToBig, intToDouble, newInt, newIntBig } from '../../numbers/int-object.ts';

/** A sum in three doubles of falling size. CPython: Modules/mathmodule.c TripleLength */
interface TripleDouble {
  high: number;
  low: number;
  tiny: number;
}

/** CPython: tl_fma */
function addProduct(x: number, y: number, total: TripleDouble): TripleDouble {
  const product = exactProduct(x, y);
  const high = exactSum(total.high, product.high);
  const low = exactSum(total.low, product.low);
  const middle = exactSum(low.high, high.low);
  return { high: high.high, low: middle.high, tiny: total.tiny + low.low + middle.low };
}

/** CPython: tl_to_d */
function tripleValue(total: TripleDouble): number {
  const last = exactSum(total.low, total.high);
  return total.tiny + last.low + last.high;
}

/** A factor that the sum of floats takes: an exact float, or beside one an exact int or a bool; null for any other, or one too large for a float. */
function realFactor(rt: Runtime, x: number, other: number): number | null {
  const type = rt.H[x + Ob.type];
  if (type === T.float) return floatValue(rt, x);
  if ((type !== T.int && type !== T.bool) || rt.H[other + Ob.type] !== T.float) return null;
  const value = intToDouble(rt, x);
  return Number.isFinite(value) ? value : null;
}

/**
 * The sum of products of two iterables, as exact as its items allow (3.12): ints, then floats, then whatever multiplies and adds; once a
 * pair does not fit, its kind of sum is over. CPython: Modules/mathmodule.c math_sumprod_impl
 */
function sumprod(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'sumprod', nargs, 2, 2);
  const H = rt.H;
  const mark = rt.mark();
  const p = rt.own(iter(rt, H[args]));
  const q = rt.own(iter(rt, H[args + 2]));
  const slot = rt.mark();
  rt.own(newInt(rt, 0));
  let ints = 0n;
  let intsOpen = true;
  let reals: TripleDouble = { high: 0, low: 0, tiny: 0 };
  let realsOpen = true;
  let anyReal = false;
  const addTo = (value: Owned): void => rt.setSlot(slot, add(rt, H[slot], rt.own(value)));
  for (;;) {
    const here = rt.mark();
    const x = rt.own(next(rt, p));
    const y = rt.own(next(rt, q));
    if ((x === 0) !== (y === 0)) valueError(rt, 'Inputs are not the same length');
    if (intsOpen) {
      if (x !== 0 && H[x + Ob.type] === T.int && H[y + Ob.type] === T.int) {
        ints += intToBig(rt, x) * intToBig(rt, y);
        rt.release(here);
        continue;
      }
      intsOpen = false;
      if (ints !== 0n) addTo(newIntBig(rt, ints));
    }
    if (realsOpen) {
      const a = x === 0 ? null : realFactor(rt, x, y);
      const b = a === null ? null : realFactor(rt, y, x);
      const sum = a === null || b === null ? null : addProduct(a, b, reals);
      if (sum !== null && Number.isFinite(sum.high)) {
        reals = sum;
        anyReal = true;
        rt.release(here);
        continue;
      }
      realsOpen = false;
      if (anyReal) addTo(newFloat(rt, tripleValue(reals)));
    }
    if (x === 0) {
      rt.release(here);
      return rt.leave(mark, rt.newRef(H[slot]));
    }
    addTo(multiply(rt, x, y));
    rt.release(here);
  }
}

export const sumprodFunction: MethodSpec = {
  name: 'sumprod',
  kind: Meth.FAST,
  fn: sumprod,
  signature: '($module, p, q, /)',
  doc: 'Return the sum of products of values from two iterables p and q.',
};
