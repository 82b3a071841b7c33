import { Ob } from '../../memory/layout.ts';
import { Str } from './layout.ts';
import type { Runtime } from './runtime.ts';
import { Root, S, SMALL_INT_ZERO, T, TYPES_END } from './static.ts';

/** Is the object one of the small ints? */
function isSmallInt(rt: Runtime, op: number): boolean {
  return rt.H[op + Ob.type] === T.int && op < SMALL_INT_ZERO + 8 * (rt.model.smallIntMax + 1);
}

/** The interpreter's own empty tuple, str and bytes, and its strings and bytes of one character, of which there is one each. */
function isSharedConstant(rt: Runtime, op: number): boolean {
  const H = rt.H;
  if (op === H[Root.emptyTuple] || op === H[Root.emptyString] || op === H[Root.emptyBytes]) return true;
  const type = H[op + Ob.type];
  if (type === T.bytes) return H[op + Ob.size] === 1 && H[op + Ob.size + 1] === 0;
  return type === T.str && H[op + Str.length] === 1 && isLatin1Char(H, op);
}

function isLatin1Char(H: Int32Array, op: number): boolean {
  for (let s = Root.latin1 as number, end = s + 512; s < end; s += 2) if (H[s] === op) return true;
  return false;
}

/** Interned (bits 0 and 1 of the state): 0 no, 1 mortal, 2 immortal. */
function internedState(rt: Runtime, op: number): number {
  return rt.H[op + Ob.type] === T.str ? rt.H[op + Str.state]! & 3 : 0;
}

/** Is the object one of the static region: builtin types, singletons, small ints? */
export function isStatic(rt: Runtime, op: number): boolean {
  if (op < TYPES_END || op === S.None || op === S.Ellipsis || op === S.NotImplemented || op === S.True || op === S.False) return true;
  return isSmallInt(rt, op);
}

/** Is the object immortal where the model has immortal objects? CPython: _Py_IsImmortal */
function isImmortal(rt: Runtime, op: number): boolean {
  if (isStatic(rt, op) || isSharedConstant(rt, op)) return true;
  const interned = internedState(rt, op);
  return rt.model.immortalStrings === 'all' ? interned !== 0 : interned === 2;
}

/**
 * The count as `sys.getrefcount` of the model shows it. Counts in the heap are always real: a model with immortal objects shows a
 * constant for them, 3.11 adds the base from which its static objects start, and 3.14 leaves lent slots out. CPython: Py_REFCNT
 */
export function shownCount(rt: Runtime, op: number): number {
  const { immortalCount, staticCountBase } = rt.model;
  if (immortalCount !== null && isImmortal(rt, op)) return immortalCount;
  const count = rt.H[op]! - (rt.hooks.lentSlots?.(rt, op) ?? 0);
  if (staticCountBase === 0) return count;
  // the interpreter's own reference to what it shares is no count there
  if (isSmallInt(rt, op) || isSharedConstant(rt, op)) return staticCountBase + count - 1;
  return internedState(rt, op) === 2 ? staticCountBase + count : count;
}
