import { Ob } from '../../memory/layout.ts';
import { Int } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, SMALL_INT_MIN, SMALL_INT_ZERO, T } from '../core/static.ts';

function header(rt: Runtime, op: number, type: number): void {
  rt.H[op] = 1;
  rt.H[op + 1] = 0;
  rt.H[op + Ob.type] = type;
  rt.H[op + Ob.type + 1] = 0;
}

function staticInt(rt: Runtime, op: number, type: number, value: number): void {
  header(rt, op, type);
  rt.H[op + Int.size] = Math.sign(value);
  rt.H[op + Int.size + 1] = value < 0 ? -1 : 0;
  rt.H[op + Int.digits] = Math.abs(value);
}

/** None, NotImplemented, Ellipsis, False, True and the small ints. Each starts with one reference, the interpreter's own. */
export function makeSingletons(rt: Runtime): void {
  header(rt, S.None, T.NoneType);
  header(rt, S.NotImplemented, T.NotImplementedType);
  header(rt, S.Ellipsis, T.ellipsis);
  staticInt(rt, S.False, T.bool, 0);
  staticInt(rt, S.True, T.bool, 1);
  for (let v = SMALL_INT_MIN; v <= rt.model.smallIntMax; v++) staticInt(rt, SMALL_INT_ZERO + v * 8, T.int, v);
}
