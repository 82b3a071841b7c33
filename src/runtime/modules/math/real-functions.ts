import { Ob } from '../../../memory/layout.ts';
import { toFloatNumber } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { overflowError, valueError } from '../../core/errors.ts';
import { Float, Int } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { intToNumber, isInt } from '../../numbers/int-object.ts';
import { acosh, asinh, cosh, exp, exp2, sinh } from '../../numbers/libm-power.ts';
import { acos, asin, atan, cos, sin, tan } from '../../numbers/libm-trigonometry.ts';
import { erf, erfc } from './error-function.ts';
import { gamma, logGamma } from './gamma.ts';

/** Functions of one or two reals. CPython: Modules/mathmodule.c FUNC1, FUNC2 */

/** The argument as a double. TypeError "must be real number, not str", OverflowError. CPython: PyFloat_AsDouble */
export function realArgument(rt: Runtime, o: number): number {
  const type = rt.H[o + Ob.type]!;
  if (type === T.float) return rt.F64[(o + Float.value) >> 1]!;
  if (type === T.int && (rt.H[o + Int.size]! + 1) >>> 0 <= 2) return rt.H[o + Int.size] === 0 ? 0 : rt.H[o + Int.size]! * rt.H[o + Int.digits]!;
  if (isInt(rt, o)) return intToNumber(rt, o);
  return toFloatNumber(rt, o);
}

export function domainError(rt: Runtime): never {
  valueError(rt, 'math domain error');
}

export function rangeError(rt: Runtime): never {
  overflowError(rt, 'math range error');
}

/** A function of one real. `overflows`: an infinite result of a finite argument is a range error, else a domain error. */
function function1(name: string, f: (x: number) => number, overflows: boolean, doc: string): MethodSpec {
  return {
    name,
    kind: Meth.O,
    fn: (rt: Runtime, _module: number, arg: number): Owned => {
      const x = realArgument(rt, arg);
      const r = f(x);
      if (Number.isNaN(r) && !Number.isNaN(x)) domainError(rt);
      if (!Number.isFinite(r) && Number.isFinite(x)) {
        if (overflows || (name === 'lgamma' && x > 0)) rangeError(rt);
        domainError(rt);
      }
      return newFloat(rt, r);
    },
    signature: '($module, x, /)',
    doc,
  };
}

/** Functions of one real argument. */
export const realFunctions: readonly MethodSpec[] = [
  function1('acos', acos, false, 'Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi.'),
  function1('acosh', acosh, false, 'Return the inverse hyperbolic cosine of x.'),
  function1('asin', asin, false, 'Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.'),
  function1('asinh', asinh, false, 'Return the inverse hyperbolic sine of x.'),
  function1('atan', atan, false, 'Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.'),
  function1('atanh', Math.atanh, false, 'Return the inverse hyperbolic tangent of x.'),
  function1('cbrt', Math.cbrt, false, 'Return the cube root of x.'),
  function1('cos', cos, false, 'Return the cosine of x (measured in radians).'),
  function1('cosh', cosh, true, 'Return the hyperbolic cosine of x.'),
  function1('erf', erf, false, 'Error function at x.'),
  function1('erfc', erfc, false, 'Complementary error function at x.'),
  function1('exp', exp, true, 'Return e raised to the power of x.'),
  function1('exp2', exp2, true, 'Return 2 raised to the power of x.'),
  function1(
    'expm1',
    Math.expm1,
    true,
    'Return exp(x)-1.\n\nThis function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for small x.',
  ),
  function1('fabs', Math.abs, false, 'Return the absolute value of the float x.'),
  function1('gamma', gamma, true, 'Gamma function at x.'),
  function1('lgamma', logGamma, false, 'Natural logarithm of absolute value of Gamma function at x.'),
  function1(
    'log1p',
    Math.log1p,
    false,
    'Return the natural logarithm of 1+x (base e).\n\nThe result is computed in a way which is accurate for x near zero.',
  ),
  function1('sin', sin, false, 'Return the sine of x (measured in radians).'),
  function1('sinh', sinh, true, 'Return the hyperbolic sine of x.'),
  function1('sqrt', Math.sqrt, false, 'Return the square root of x.'),
  function1('tan', tan, false, 'Return the tangent of x (measured in radians).'),
  function1('tanh', Math.tanh, false, 'Return the hyperbolic tangent of x.'),
];

/** The two real arguments of a function. */
export function twoReals(rt: Runtime, name: string, args: number, nargs: number): [number, number] {
  checkPositional(rt, name, nargs, 2, 2);
  const x = realArgument(rt, rt.H[args]!);
  return [x, realArgument(rt, rt.H[args + 2]!)];
}
