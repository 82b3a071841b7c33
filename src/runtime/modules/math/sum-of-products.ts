import { Ob } from '../../../memory/layout.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { add, multiply } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { exactProduct } from '../../numbers/double-double.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { intSign, isInt, newInt } from '../../numbers/int-object.ts';
import { realArgument } from './real-functions.ts';
import { ExactSummer } from './sums.ts';

/** The sum of products of two iterables, as exact as its items allow (3.12). CPython: Modules/mathmodule.c math_sumprod_impl */
function sumprod(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'sumprod', nargs, 2, 2);
  const H = rt.H;
  const mark = rt.mark();
  const p = rt.own(iter(rt, H[args]));
  const q = rt.own(iter(rt, H[args + 2]));
  const slot = rt.mark();
  rt.own(newInt(rt, 0));
  const reals = new ExactSummer();
  let anyReal = false;
  for (;;) {
    const here = rt.mark();
    const x = rt.own(next(rt, p));
    const y = rt.own(next(rt, q));
    if ((x === 0) !== (y === 0)) valueError(rt, 'Inputs are not the same length');
    if (x === 0) {
      rt.release(here);
      break;
    }
    const realX = H[x + Ob.type] === T.float;
    const realY = H[y + Ob.type] === T.float;
    if ((realX && (realY || isInt(rt, y))) || (realY && isInt(rt, x))) {
      const product = exactProduct(realArgument(rt, x), realArgument(rt, y));
      if (Number.isFinite(product.high) && Number.isFinite(product.low)) {
        anyReal = true;
        reals.add(product.high);
        reals.add(product.low);
        rt.release(here);
        continue;
      }
    }
    const product = rt.own(multiply(rt, x, y));
    rt.setSlot(slot, add(rt, H[slot], product));
    rt.release(here);
  }
  if (!anyReal) return rt.leave(mark, rt.newRef(H[slot]));
  const sum = reals.result();
  const total = rt.own(newFloat(rt, typeof sum === 'number' ? sum : Number.NaN));
  const rest = H[slot];
  if (isInt(rt, rest) && intSign(rt, rest) === 0) return rt.leave(mark, rt.newRef(total));
  return rt.leave(mark, add(rt, rest, total));
}

export const sumprodFunction: MethodSpec = {
  name: 'sumprod',
  kind: Meth.FAST,
  fn: sumprod,
  signature: '($module, p, q, /)',
  doc: 'Return the sum of products of values from two iterables p and q.',
};
