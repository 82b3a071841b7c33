import { overflowError, raise } from '../core/errors.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import type { ComplexValue } from './complex-object.ts';
import { vectorLength } from './hypotenuse.ts';
import { exp, log, power } from './libm-power.ts';
import { atan2, cos, sin } from './libm-trigonometry.ts';

/** Arithmetic of complex numbers on the host. CPython: Objects/complexobject.c */

export function complexMultiply(a: ComplexValue, b: ComplexValue): ComplexValue {
  return { real: a.real * b.real - a.imag * b.imag, imag: a.real * b.imag + a.imag * b.real };
}

/** a / b by the larger part of b; ZeroDivisionError. CPython: _Py_c_quot */
export function complexDivide(rt: Runtime, a: ComplexValue, b: ComplexValue): ComplexValue {
  const real = Math.abs(b.real);
  const imag = Math.abs(b.imag);
  if (real >= imag) {
    if (real === 0) raise(rt, T.ZeroDivisionError, 'complex division by zero');
    const ratio = b.imag / b.real;
    const denominator = b.real + b.imag * ratio;
    return { real: (a.real + a.imag * ratio) / denominator, imag: (a.imag - a.real * ratio) / denominator };
  }
  if (imag >= real) {
    const ratio = b.real / b.imag;
    const denominator = b.real * ratio + b.imag;
    return { real: (a.real * ratio + a.imag) / denominator, imag: (a.imag * ratio - a.real) / denominator };
  }
  return { real: Number.NaN, imag: Number.NaN };
}

/** a ** b; ZeroDivisionError, OverflowError. CPython: complex_pow, _Py_c_pow, c_powi */
export function complexPower(rt: Runtime, a: ComplexValue, b: ComplexValue): ComplexValue {
  let result: ComplexValue;
  if (b.imag === 0 && b.real === Math.floor(b.real) && Math.abs(b.real) <= 100) result = integerPower(rt, a, b.real);
  else if (a.real === 0 && a.imag === 0) {
    if (b.imag !== 0 || b.real < 0) zeroPower(rt);
    result = { real: 0, imag: 0 };
  } else {
    const size = vectorLength(a.real, a.imag);
    let length = power(size, b.real);
    const angle = atan2(a.imag, a.real);
    let phase = angle * b.real;
    if (b.imag !== 0) {
      length /= exp(angle * b.imag);
      phase += b.imag * log(size);
    }
    if (!Number.isFinite(phase) && !Number.isNaN(phase)) zeroPower(rt);
    result = { real: length * cos(phase), imag: length * sin(phase) };
  }
  if (!Number.isFinite(result.real) || !Number.isFinite(result.imag)) {
    if (Math.abs(result.real) === Number.POSITIVE_INFINITY || Math.abs(result.imag) === Number.POSITIVE_INFINITY) {
      overflowError(rt, 'complex exponentiation');
    }
  }
  return result;
}

function zeroPower(rt: Runtime): never {
  raise(rt, T.ZeroDivisionError, '0.0 to a negative or complex power');
}

function integerPower(rt: Runtime, x: ComplexValue, n: number): ComplexValue {
  if (n <= 0) {
    if (n < 0 && x.real === 0 && x.imag === 0) zeroPower(rt);
    return complexDivide(rt, { real: 1, imag: 0 }, unsignedPower(x, -n));
  }
  return unsignedPower(x, n);
}

function unsignedPower(x: ComplexValue, n: number): ComplexValue {
  let result: ComplexValue = { real: 1, imag: 0 };
  let square = x;
  for (let mask = 1; mask > 0 && n >= mask; mask <<= 1) {
    if (n & mask) result = complexMultiply(result, square);
    square = complexMultiply(square, square);
  }
  return result;
}
