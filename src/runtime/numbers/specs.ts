import type { Runtime } from '../core/runtime.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { boolType } from './bool-type.ts';
import { complexType } from './complex-type.ts';
import { setUpDigitLimit } from './digit-limit.ts';
import { clearFloatFreeList, setUpFloats } from './float-object.ts';
import { floatType } from './float-type.ts';
import { exactInt } from './int-arithmetic.ts';
import { initSmallInts } from './int-object.ts';
import { intType } from './int-type.ts';

/** The number types, bases first. */
export const numberTypes: readonly TypeSpec[] = [intType, boolType, floatType, complexType];

/** Hooks, small ints, False, True and free lists; runs before anything makes a number. */
export function setUpNumbers(rt: Runtime): void {
  rt.hooks.exactInt = exactInt;
  initSmallInts(rt);
  setUpFloats(rt);
  setUpDigitLimit(rt);
}

/** Gives memory kept for reuse back (teardown, full collections). */
export function clearNumberFreeLists(rt: Runtime): void {
  clearFloatFreeList(rt);
}
