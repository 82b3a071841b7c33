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
  /** BINARY_SUBSCR that starts the frame of a Python `__getitem__` itself once it ran often enough; the operand counts. */
  BINARY_SUBSCR_ADAPTIVE,

  // Only where references are lent (3.14 on, see borrowing.ts): these write and move the flags of slots.
  /** LOAD_FAST whose slot is lent. CPython: LOAD_FAST_BORROW */
  LOAD_FAST_BORROW,
  /** LOAD_FAST of a local that may be lent itself: then so is the slot. CPython: PyStackRef_DUP */
  LOAD_FAST_FLAGGED,
  /** STORE_FAST from a slot with a flag. */
  STORE_FAST_FLAGGED,
  /** STORE_FAST of an owned reference into a local that may have been lent. */
  STORE_FAST_OWNED,
  /** LOAD_CONST whose slot is lent (3.15 on). */
  LOAD_CONST_BORROW,
  /** LOAD_METHOD of an owner in a slot with a flag. */
  LOAD_METHOD_FLAGGED,
  /** LOAD_METHOD of what super() gave. CPython: LOAD_SUPER_ATTR */
  LOAD_METHOD_SUPER,
  /** ROT_N, COPY, DUP_TOP_TWO, LOAD_FAST_AND_CLEAR, BEFORE_WITH where slots with flags take part. */
  ROTATE_FLAGGED,
  COPY_FLAGGED,
  DUP_TOP_TWO_FLAGGED,
  LOAD_FAST_AND_CLEAR_FLAGGED,
  BEFORE_WITH_FLAGGED,

  /** CALL_FUNCTION that holds the callable besides the stack and puts a bound method's object in its place (3.6, 3.7). */
  CALL_FUNCTION_HELD,
  /** CALL_METHOD likewise. */
  CALL_METHOD_HELD,
  /** CALL_FUNCTION_KW likewise. */
  CALL_FUNCTION_KW_HELD,
}

/** Operand of the moved calls: arguments in the low bits, above them (bit 0 = the top argument) which of their slots have a flag. */
export const CALL_COUNT_MASK = 0xfff;
/** How often the call ran in its general form (see Model.specialized). */
export const CALL_RUNS_SHIFT = 12;
export const CALL_RUNS = 15;
export const CALL_FLAGS_SHIFT = 16;
/** Slots for which there is a bit. */
export const CALL_FLAGS = 15;
/** Set in the operand of a call that called a class before: `__init__` may be started in the loop (see Model.specialized). */
export const CALLED_CLASS = 1 << 31;

/** The instructions that code loaded under a model has instead of those of the compiler, by the compiler's number. */
export function replacements(model: Model): (LoadedOp | undefined)[] {
  const table: (LoadedOp | undefined)[] = [];
  if (model.callHoldsFunction) {
    table[Op.CALL_FUNCTION] = LoadedOp.CALL_FUNCTION_HELD;
    table[Op.CALL_METHOD] = LoadedOp.CALL_METHOD_HELD;
    table[Op.CALL_FUNCTION_KW] = LoadedOp.CALL_FUNCTION_KW_HELD;
  }
  if (model.callCost === 'copied') return table;
  table[Op.CALL_FUNCTION] = LoadedOp.CALL_FUNCTION_MOVED;
  table[Op.CALL_METHOD] = LoadedOp.CALL_METHOD_MOVED;
  table[Op.CALL_FUNCTION_KW] = LoadedOp.CALL_FUNCTION_KW_MOVED;
  table[Op.BINARY_SUBSCR] = LoadedOp.BINARY_SUBSCR_ADAPTIVE;
  if (!model.constOwned) table[Op.LOAD_CONST] = LoadedOp.LOAD_CONST_BORROW;
  if (model.spreadCallsMove) table[Op.CALL_FUNCTION_EX] = LoadedOp.CALL_FUNCTION_EX_MOVED;
  return table;
}
