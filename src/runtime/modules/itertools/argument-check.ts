import { Ob } from '../../../memory/layout.ts';
import { typeError } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Runtime } from '../../core/runtime.ts';

/** CPython: PyTuple_Check */
export function isTuple(rt: Runtime, o: number): boolean {
  return (rt.H[rt.H[o + Ob.type]! + Tp.flags]! & TpFlag.TUPLE_SUBCLASS) !== 0;
}

/** TypeError unless `state` is a tuple of `n` items. CPython: PyArg_ParseTuple in __setstate__ */
export function requireState(rt: Runtime, state: number, n: number): void {
  if (!isTuple(rt, state)) typeError(rt, 'state is not a tuple');
  const size = rt.H[state + Ob.size]!;
  if (size !== n) typeError(rt, `function takes exactly ${n} argument${n === 1 ? '' : 's'} (${size} given)`);
}
