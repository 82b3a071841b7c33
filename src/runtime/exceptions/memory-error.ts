import { newTuple } from '../containers/tuple-object.ts';
import { Exc, TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { allocException } from './exception-object.ts';

/** MemoryError. Its one spare instance (Root.memoryErrors) is raised when nothing can be allocated. CPython: MemoryError_new, _PyExc_InitState */
export const memoryErrorType: TypeSpec = {
  name: 'MemoryError',
  at: T.MemoryError,
  base: T.Exception,
  basicsize: 64,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  slots: {},
};

/** Makes the spare instance at start-up. */
export function prepareMemoryError(rt: Runtime): void {
  rt.setSlot(Root.memoryErrors, allocException(rt, T.MemoryError, newTuple(rt, 0)));
}

/** Forgets what an earlier raise left on the spare instance, once nobody else holds it. */
export function refreshMemoryError(rt: Runtime): void {
  const exc = rt.H[Root.memoryErrors]!;
  if (exc === 0 || rt.H[exc] !== 1) return;
  rt.clearSlot(exc + Exc.traceback);
  rt.clearSlot(exc + Exc.context);
  rt.clearSlot(exc + Exc.cause);
}
