import { Ob } from '../../memory/layout.ts';
import { subtypeOf } from '../core/errors.ts';
import { Complex } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';

/** complex objects: two doubles. */
export const COMPLEX_BYTES = 32;

/** A complex number on the host. */
export interface ComplexValue {
  real: number;
  imag: number;
}

/** New reference; MemoryError. CPython: Objects/complexobject.c PyComplex_FromDoubles */
export function newComplex(rt: Runtime, real: number, imag: number): Owned {
  const op = rt.newObject(T.complex, COMPLEX_BYTES);
  rt.F64[(op + Complex.real) >> 1] = real;
  rt.F64[(op + Complex.imag) >> 1] = imag;
  return op;
}

/** The value of a complex (or subclass). */
export function complexValue(rt: Runtime, op: number): ComplexValue {
  return { real: rt.F64[(op + Complex.real) >> 1]!, imag: rt.F64[(op + Complex.imag) >> 1]! };
}

/** Is the object a complex or of a subclass? CPython: PyComplex_Check */
export function isComplex(rt: Runtime, op: number): boolean {
  const type = rt.H[op + Ob.type]!;
  return type === T.complex || subtypeOf(rt, type, T.complex);
}
