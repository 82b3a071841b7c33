import { Op } from '../../bytecode/opcodes.ts';
import type { Model } from '../../models/model.ts';

/**
 * Instructions that only the loader writes: what the model's releases do differently stands in the loaded code, so that the evaluation loop
 * need not ask. Numbers follow those of the compiler (FIRST_FREE_OPCODE) without a gap.
 */
export const enum LoadedOp {
  /** CALL_FUNCTION whose argument slots move into the frame of a Python function (3.11 on). CPython: Python/bytecodes.c CALL_PY_EXACT_ARGS */
  CALL_FUNCTION_MOVED = 134,
  /** CALL_METHOD likewise. */
  CALL_METHOD_MOVED,
  /** CALL_FUNCTION_KW likewise. */
  CALL_FUNCTION_KW_MOVED,
  /** CALL_FUNCTION_EX that starts a Python function's frame itself and gives the argument tuple back before it runs (3.12 on). */
  CALL_FUNCTION_EX_MOVED,
}

/** The instructions that code loaded under a model has instead of those of the compiler, by the compiler's number. */
export function replacements(model: Model): (LoadedOp | undefined)[] {
  const table: (LoadedOp | undefined)[] = [];
  if (model.callCost === 'copied') return table;
  table[Op.CALL_FUNCTION] = LoadedOp.CALL_FUNCTION_MOVED;
  table[Op.CALL_METHOD] = LoadedOp.CALL_METHOD_MOVED;
  table[Op.CALL_FUNCTION_KW] = LoadedOp.CALL_FUNCTION_KW_MOVED;
  if (model.spreadCallsMove) table[Op.CALL_FUNCTION_EX] = LoadedOp.CALL_FUNCTION_EX_MOVED;
  return table;
}
