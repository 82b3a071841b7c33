import { Ob } from '../../memory/layout.ts';
import { isType } from '../core/abstract/object.ts';
import { subtypeOf, typeError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';

/** Is it a class that can be raised and caught? */
export function isExceptionClass(rt: Runtime, o: number): boolean {
  return isType(rt, o) && (rt.H[o + Tp.flags] & TpFlag.BASE_EXC_SUBCLASS) !== 0;
}

const CANNOT_CATCH = 'catching classes that do not inherit from BaseException is not allowed';

/** May `type` stand in an except clause? CPython: JUMP_IF_NOT_EXC_MATCH */
export function checkCatchable(rt: Runtime, type: number): void {
  const H = rt.H;
  if ((H[H[type + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0) {
    for (let i = 0; i < H[type + Ob.size]; i++) if (!isExceptionClass(rt, H[type + Tuple.items + 2 * i])) typeError(rt, CANNOT_CATCH);
  } else if (!isExceptionClass(rt, type)) typeError(rt, CANNOT_CATCH);
}

/** Does an exception belong to a class or one of a tuple of classes? CPython: PyErr_GivenExceptionMatches */
export function exceptionMatches(rt: Runtime, exc: number, type: number): boolean {
  const H = rt.H;
  if ((H[H[type + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0) {
    for (let i = 0; i < H[type + Ob.size]; i++) if (exceptionMatches(rt, exc, H[type + Tuple.items + 2 * i])) return true;
    return false;
  }
  return subtypeOf(rt, H[exc + Ob.type], type);
}
