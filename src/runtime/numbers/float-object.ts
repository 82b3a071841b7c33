import { Ob } from '../../memory/layout.ts';
import { subtypeOf } from '../core/errors.ts';
import { freeInstance } from '../core/instance.ts';
import { Float, Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { NumberCells } from './number-cells.ts';

/** float objects: one double. Freed ones are kept for reuse, chained through ob_type. */
const FLOAT_BYTES = 24;

/** Sets the free list's limit from the model. */
export function setUpFloats(rt: Runtime): void {
  rt.H[NumberCells.floatFree] = 0;
  rt.H[NumberCells.floatCount] = 0;
  rt.H[NumberCells.floatLimit] = rt.model.freeLists.float ?? 0;
}

/** The float of a double. New reference; MemoryError. CPython: Objects/floatobject.c PyFloat_FromDouble */
export function newFloat(rt: Runtime, x: number): Owned {
  const H = rt.H;
  const op = H[NumberCells.floatFree]!;
  if (op !== 0) {
    H[NumberCells.floatFree] = H[op + Ob.type]!;
    H[NumberCells.floatCount]!--;
    H[op] = 1;
    H[op + Ob.type] = T.float;
    rt.F64[(op + Float.value) >> 1] = x;
    return op as Owned;
  }
  const fresh = rt.newObject(T.float, FLOAT_BYTES);
  rt.F64[(fresh + Float.value) >> 1] = x;
  return fresh;
}

/** The double of a float (or subclass). */
export function floatValue(rt: Runtime, op: number): number {
  return rt.F64[(op + Float.value) >> 1]!;
}

/** Is the object a float or of a subclass? CPython: PyFloat_Check */
export function isFloat(rt: Runtime, op: number): boolean {
  const type = rt.H[op + Ob.type]!;
  return type === T.float || (rt.H[type + Tp.base] !== 0 && subtypeOf(rt, type, T.float));
}

/** tp_dealloc of float. CPython: Objects/floatobject.c float_dealloc */
export function deallocFloat(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Ob.type] !== T.float) {
    freeInstance(rt, op);
    return;
  }
  if (H[NumberCells.floatCount]! >= H[NumberCells.floatLimit]!) {
    rt.heap.free(op);
    return;
  }
  H[op + Ob.type] = H[NumberCells.floatFree]!;
  H[NumberCells.floatFree] = op;
  H[NumberCells.floatCount]!++;
}

/** Gives the kept floats back to the allocator. CPython: Objects/floatobject.c _PyFloat_ClearFreeList */
export function clearFloatFreeList(rt: Runtime): void {
  const H = rt.H;
  for (let op = H[NumberCells.floatFree]!; op !== 0; ) {
    const next = H[op + Ob.type]!;
    rt.heap.free(op);
    op = next;
  }
  H[NumberCells.floatFree] = 0;
  H[NumberCells.floatCount] = 0;
}
