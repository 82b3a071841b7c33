import { tuple2 } from '../containers/tuple-object.ts';
import { call2 } from '../core/abstract/call.ts';
import { raise, raiseObject, typeError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { complexPower } from './complex-arithmetic.ts';
import { newComplex } from './complex-object.ts';
import { floatValue, isFloat, newFloat } from './float-object.ts';
import { orderHolds } from './int-arithmetic.ts';
import { intToBig, intToSafe, isInt, newInt } from './int-object.ts';
import { power as accuratePower } from './libm-power.ts';
import { isReal, realValue } from './real-operand.ts';

/** Arithmetic of floats; ints are converted. Slots of the type and what the evaluation loop calls. CPython: Objects/floatobject.c */

export function floatAdd(rt: Runtime, a: number, b: number): Owned {
  if (!isReal(rt, a) || !isReal(rt, b)) return rt.notImplemented();
  return newFloat(rt, realValue(rt, a) + realValue(rt, b));
}

export function floatSubtract(rt: Runtime, a: number, b: number): Owned {
  if (!isReal(rt, a) || !isReal(rt, b)) return rt.notImplemented();
  return newFloat(rt, realValue(rt, a) - realValue(rt, b));
}

export function floatMultiply(rt: Runtime, a: number, b: number): Owned {
  if (!isReal(rt, a) || !isReal(rt, b)) return rt.notImplemented();
  return newFloat(rt, realValue(rt, a) * realValue(rt, b));
}

export function floatTrueDivide(rt: Runtime, a: number, b: number): Owned {
  if (!isReal(rt, a) || !isReal(rt, b)) return rt.notImplemented();
  const x = realValue(rt, a);
  const y = realValue(rt, b);
  if (y === 0) raise(rt, T.ZeroDivisionError, phrase(rt, 'floatDivision'));
  return newFloat(rt, x / y);
}

export function floatRemainder(rt: Runtime, a: number, b: number): Owned {
  if (!isReal(rt, a) || !isReal(rt, b)) return rt.notImplemented();
  const x = realValue(rt, a);
  const y = realValue(rt, b);
  if (y === 0) raise(rt, T.ZeroDivisionError, phrase(rt, 'floatModulo'));
  return newFloat(rt, modulo(x, y));
}

export function floatFloorDivide(rt: Runtime, a: number, b: number): Owned {
  if (!isReal(rt, a) || !isReal(rt, b)) return rt.notImplemented();
  const x = realValue(rt, a);
  const y = realValue(rt, b);
  if (y === 0) raise(rt, T.ZeroDivisionError, phrase(rt, 'floatFloorDivision'));
  return newFloat(rt, floorQuotient(x, y));
}

export function floatDivmod(rt: Runtime, a: number, b: number): Owned {
  if (!isReal(rt, a) || !isReal(rt, b)) return rt.notImplemented();
  const x = realValue(rt, a);
  const y = realValue(rt, b);
  if (y === 0) raise(rt, T.ZeroDivisionError, 'float divmod()');
  const mark = rt.mark();
  const quotient = rt.own(newFloat(rt, floorQuotient(x, y)));
  const rest = rt.own(newFloat(rt, modulo(x, y)));
  return rt.leave(mark, tuple2(rt, quotient, rest));
}

/** x mod y with the sign of y; y is not 0. CPython: float_rem */
export function modulo(x: number, y: number): number {
  const rest = x % y;
  if (rest !== 0) return rest < 0 !== y < 0 ? rest + y : rest;
  return y < 0 ? -0 : 0;
}

/** floor(x / y) with the remainder's help; y is not 0. CPython: _float_div_mod */
export function floorQuotient(x: number, y: number): number {
  const rest = x % y;
  let quotient = (x - rest) / y;
  if (rest !== 0 && rest < 0 !== y < 0) quotient -= 1;
  if (quotient !== 0) {
    const floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }
  const ratio = x / y;
  return ratio < 0 || Object.is(ratio, -0) ? -0 : 0;
}

/** CPython: Objects/floatobject.c float_pow */
export function floatPower(rt: Runtime, a: number, b: number, c: number): Owned {
  if (c !== S.None) typeError(rt, 'pow() 3rd argument not allowed unless all arguments are integers');
  if (!isReal(rt, a) || !isReal(rt, b)) return rt.notImplemented();
  return powerOfDoubles(rt, realValue(rt, a), realValue(rt, b));
}

/** x ** y as a new float, or complex for a negative x and fractional y. ZeroDivisionError, OverflowError. */
export function powerOfDoubles(rt: Runtime, x: number, y: number): Owned {
  if (y === 2 && x < 1e150 && x > -1e150) return newFloat(rt, x * x);
  if (y === 0) return newFloat(rt, 1);
  if (Number.isNaN(x)) return newFloat(rt, x);
  if (Number.isNaN(y)) return newFloat(rt, x === 1 ? 1 : y);
  if (y === Number.POSITIVE_INFINITY || y === Number.NEGATIVE_INFINITY) {
    const size = Math.abs(x);
    if (size === 1) return newFloat(rt, 1);
    return newFloat(rt, y > 0 === size > 1 ? Number.POSITIVE_INFINITY : 0);
  }
  const odd = Math.abs(y) % 2 === 1;
  if (x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY) {
    if (y > 0) return newFloat(rt, odd ? x : Math.abs(x));
    return newFloat(rt, odd && x < 0 ? -0 : 0);
  }
  if (x === 0) {
    if (y < 0) raise(rt, T.ZeroDivisionError, '0.0 cannot be raised to a negative power');
    return newFloat(rt, odd ? x : 0);
  }
  let negate = false;
  let base = x;
  if (x < 0) {
    if (y !== Math.floor(y)) {
      const power = complexPower(rt, { real: x, imag: 0 }, { real: y, imag: 0 });
      return newComplex(rt, power.real, power.imag);
    }
    base = -x;
    negate = odd;
  }
  const result = base === 1 ? 1 : accuratePower(base, y);
  if (result === Number.POSITIVE_INFINITY) rangeError(rt);
  return newFloat(rt, negate ? -result : result);
}

/** OverflowError(34, 'Numerical result out of range'). CPython: PyErr_SetFromErrno(PyExc_OverflowError) */
function rangeError(rt: Runtime): never {
  const number = rt.own(newInt(rt, 34));
  const text = rt.own(rt.hooks.newStr(rt, 'Numerical result out of range'));
  raiseObject(rt, call2(rt, T.OverflowError, number, text));
}

/** CPython: Objects/floatobject.c float_richcompare */
export function floatCompare(rt: Runtime, a: number, b: number, op: number): Owned {
  const x = floatValue(rt, a);
  if (isFloat(rt, b)) return rt.bool(doublesCompare(x, floatValue(rt, b), op));
  if (!isInt(rt, b)) return rt.notImplemented();
  const safe = intToSafe(rt, b);
  if (!Number.isNaN(safe) || !Number.isFinite(x)) return rt.bool(doublesCompare(x, !Number.isNaN(safe) ? safe : 0, op));
  const big = intToBig(rt, b);
  return rt.bool(orderHolds(x < big ? -1 : x > big ? 1 : 0, op));
}

/** x op y for doubles; NaN compares false except with NE. */
export function doublesCompare(x: number, y: number, op: number): boolean {
  switch (op) {
    case Cmp.LT:
      return x < y;
    case Cmp.LE:
      return x <= y;
    case Cmp.EQ:
      return x === y;
    case Cmp.NE:
      return x !== y;
    case Cmp.GT:
      return x > y;
    default:
      return x >= y;
  }
}
