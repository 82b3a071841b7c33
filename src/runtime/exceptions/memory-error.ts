import { Ob } from '../../memory/layout.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { Exc, Tp, TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Destructor } from '../core/signatures.ts';
import { Root, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { allocException } from './exception-object.ts';

/** Instances kept for the time when nothing can be allocated; the last is shared when several are needed at once. */
const SPARES = 5;

/** How many instances wait. Each holds the next as its context. */
function spareCount(rt: Runtime): number {
  let n = 0;
  for (let exc = rt.H[Root.memoryErrors]!; exc !== 0; exc = rt.H[exc + Exc.context]!) n++;
  return n;
}

/**
 * An instance that died waits for the next time, so that MemoryError can be raised in a full heap; what it held is freed at once.
 * CPython: Objects/exceptions.c MemoryError_dealloc
 */
const dealloc: Destructor = (rt, op) => {
  const H = rt.H;
  const spares = H[Root.memoryErrors]!;
  // No spare at all: the interpreter is being torn down.
  if (H[op + Ob.type] !== T.MemoryError || spares === 0 || spareCount(rt) >= SPARES) {
    rt.fn[H[T.Exception + Tp.dealloc]!]!(rt as never, op as never, 0 as never, 0 as never);
    return;
  }
  H[op] = 1;
  for (const at of [Exc.dict, Exc.args, Exc.traceback, Exc.cause]) rt.clearSlot(op + at);
  rt.setSlot(op + Exc.args, newTuple(rt, 0));
  H[op + Exc.suppressContext] = 0;
  const context = H[op + Exc.context]!;
  H[op + Exc.context] = H[Root.memoryErrors]!;
  H[Root.memoryErrors] = op;
  if (rt.memoryReserveOpen && spareCount(rt) === SPARES) rt.closeMemoryReserve();
  if (context !== 0) rt.decref(context);
};

/** MemoryError. Spare instances (Root.memoryErrors) are raised when nothing can be allocated. CPython: MemoryError_new, _PyExc_InitState */
export const memoryErrorType: TypeSpec = {
  name: 'MemoryError',
  at: T.MemoryError,
  base: T.Exception,
  basicsize: 64,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  slots: { dealloc },
};

/** Makes the spare instances at start-up. */
export function prepareMemoryErrors(rt: Runtime): void {
  for (let i = 0; i < SPARES; i++) {
    const exc = allocException(rt, T.MemoryError, newTuple(rt, 0));
    rt.H[exc + Exc.context] = rt.H[Root.memoryErrors]!;
    rt.H[exc + Exc.context + 1] = 0;
    rt.H[Root.memoryErrors] = exc;
  }
}
