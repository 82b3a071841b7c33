import { Ob } from '../../memory/layout.ts';
import type { Runtime } from './runtime.ts';
import { S, SMALL_INT_ZERO, T, TYPES_END } from './static.ts';

/** Is the object one of the static region: builtin types, singletons, small ints? */
export function isStatic(rt: Runtime, op: number): boolean {
  if (op < TYPES_END || op === S.None || op === S.Ellipsis || op === S.NotImplemented || op === S.True || op === S.False) return true;
  return rt.H[op + Ob.type] === T.int && op < SMALL_INT_ZERO + 8 * (rt.model.smallIntMax + 1);
}

/**
 * The count as `sys.getrefcount` of the model shows it. Counts in the heap are always real: a model with immortal objects shows a
 * constant for them, 3.11 a base that its static objects start from. CPython: Py_REFCNT
 */
export function shownCount(rt: Runtime, op: number): number {
  const count = rt.H[op]! - (rt.hooks.lentSlots?.(rt, op) ?? 0);
  const { immortalCount, staticCountBase } = rt.model;
  if (immortalCount !== null && isStatic(rt, op)) return immortalCount;
  if (staticCountBase !== 0 && op < TYPES_END === false && isStatic(rt, op) && op !== S.None && op !== S.True && op !== S.False)
    return staticCountBase + count;
  return count;
}
