import { Ob } from '../../memory/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { floatValue, isFloat } from './float-object.ts';
import { intToNumber, isInt } from './int-object.ts';

/** May the object stand in float arithmetic (float, int and subclasses)? CPython: CONVERT_TO_DOUBLE */
export function isReal(rt: Runtime, o: number): boolean {
  return rt.H[o + Ob.type] === T.float || isInt(rt, o) || isFloat(rt, o);
}

/** Its value; OverflowError "int too large to convert to float". */
export function realValue(rt: Runtime, o: number): number {
  return rt.H[o + Ob.type] === T.float || !isInt(rt, o) ? floatValue(rt, o) : intToNumber(rt, o);
}
