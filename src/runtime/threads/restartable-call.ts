import { Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { CFunc } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import type { MethodSpec } from '../core/signatures.ts';
import { Root, T } from '../core/static.ts';
import { INSTRUMENTED } from '../frames/code-loader.ts';
import { Fr } from '../frames/frame-layout.ts';
import { LoadedOp } from '../frames/loaded-op.ts';
import { Descr } from '../types/descr-layout.ts';

/** A native function that may wait. */
export type WaitingFunction = MethodSpec['fn'];

/** Is `callable` the native function itself (bound, or unbound as LOAD_METHOD leaves it)? */
function names(rt: Runtime, callable: number, fn: WaitingFunction): boolean {
  const H = rt.H;
  if (callable === 0) return false;
  const type = H[callable + Ob.type];
  if (type === T.builtin_function_or_method) return rt.methodDefs[H[callable + CFunc.def]!]!.fn === fn;
  if (type === T.method_descriptor) return rt.methodDefs[H[callable + Descr.def]!]!.fn === fn;
  return false;
}

/**
 * Is the native function `fn`, which is running for `self`, called by the instruction of the running frame itself, so that the instruction can be run
 * again? Its operands lie on the value stack until it is done. False when other native code stands in between (`map(lock.acquire, …)`).
 */
export function calledByInstruction(rt: Runtime, fn: WaitingFunction, self: number): boolean {
  const H = rt.H;
  const frame = H[Root.frame]!;
  if (frame === 0) return false;
  const at = H[frame + Fr.pc]! - 2;
  const sp = H[frame + Fr.sp]!;
  const op = H[at]! >= INSTRUMENTED ? H[at]! - INSTRUMENTED : H[at]!;
  const arg = H[at + 1]!;
  switch (op) {
    case Op.CALL_FUNCTION:
    case LoadedOp.CALL_FUNCTION_MOVED:
    case LoadedOp.CALL_FUNCTION_HELD:
      return names(rt, H[sp - 2 - 2 * arg]!, fn);
    case Op.CALL_METHOD:
    case LoadedOp.CALL_METHOD_MOVED:
    case LoadedOp.CALL_METHOD_HELD:
      return names(rt, H[sp - 4 - 2 * arg]! || H[sp - 2 - 2 * arg]!, fn);
    case Op.CALL_FUNCTION_KW:
    case LoadedOp.CALL_FUNCTION_KW_MOVED:
    case LoadedOp.CALL_FUNCTION_KW_HELD:
      return names(rt, H[sp - 4 - 2 * arg]!, fn);
    case Op.CALL_FUNCTION_EX:
    case LoadedOp.CALL_FUNCTION_EX_MOVED:
      return names(rt, H[sp - ((arg & 1) !== 0 ? 6 : 4)]!, fn);
    case Op.BEFORE_WITH:
      return H[sp - 2] === self;
    default:
      return false;
  }
}

/** The running frame will run its instruction again. */
export function rewind(rt: Runtime): void {
  rt.H[rt.H[Root.frame]! + Fr.pc]! -= 2;
}
