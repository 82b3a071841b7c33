import type { CodeData } from '../../bytecode/code.ts';
import { Op } from '../../bytecode/opcodes.ts';
import { type Borrowing, isFlagged, ofSuper } from './borrowing.ts';
import { CALL_FLAGS, CALL_FLAGS_SHIFT, LoadedOp } from './loaded-op.ts';

/**
 * What stands in code loaded under a model that borrows instead of instruction `i`, whose operand is resolved to `arg` already (for calls: the
 * number of arguments): the pair of number and operand, or null when it stays as it is.
 */
export function borrowedForm(data: CodeData, b: Borrowing, i: number, arg: number): readonly [number, number] | null {
  const op = data.code[2 * i];
  const local = data.code[2 * i + 1];
  const flagged = (down: number): boolean => isFlagged(b, i, down);
  switch (op) {
    case Op.LOAD_FAST:
      if (b.borrows[i] !== 0) return [LoadedOp.LOAD_FAST_BORROW, arg];
      return b.lentLocals[local] !== 0 ? [LoadedOp.LOAD_FAST_FLAGGED, arg] : null;
    case Op.STORE_FAST:
      if (flagged(0)) return [LoadedOp.STORE_FAST_FLAGGED, arg];
      return b.lentLocals[local] !== 0 ? [LoadedOp.STORE_FAST_OWNED, arg] : null;
    case Op.LOAD_FAST_AND_CLEAR:
      return b.lentLocals[local] !== 0 ? [LoadedOp.LOAD_FAST_AND_CLEAR_FLAGGED, arg] : null;
    case Op.LOAD_METHOD:
      if (ofSuper(data, i)) return [LoadedOp.LOAD_METHOD_SUPER, arg];
      return flagged(0) ? [LoadedOp.LOAD_METHOD_FLAGGED, arg] : null;
    case Op.ROT_TWO:
      return anyFlagged(b, i, 2) ? [LoadedOp.ROTATE_FLAGGED, 2] : null;
    case Op.ROT_THREE:
      return anyFlagged(b, i, 3) ? [LoadedOp.ROTATE_FLAGGED, 3] : null;
    case Op.ROT_FOUR:
      return anyFlagged(b, i, 4) ? [LoadedOp.ROTATE_FLAGGED, 4] : null;
    case Op.ROT_N:
      return anyFlagged(b, i, arg) ? [LoadedOp.ROTATE_FLAGGED, arg] : null;
    case Op.DUP_TOP:
      return flagged(0) ? [LoadedOp.COPY_FLAGGED, 1] : null;
    case Op.COPY:
      return flagged(arg - 1) ? [LoadedOp.COPY_FLAGGED, arg] : null;
    case Op.DUP_TOP_TWO:
      return anyFlagged(b, i, 2) ? [LoadedOp.DUP_TOP_TWO_FLAGGED, 0] : null;
    case Op.BEFORE_WITH:
      return [LoadedOp.BEFORE_WITH_FLAGGED, flagged(0) ? 1 : 0];
    case Op.BINARY_SUBSCR:
      return [LoadedOp.BINARY_SUBSCR_ADAPTIVE, flagBits(b, i, 0, 2) << CALL_FLAGS_SHIFT];
    case Op.CALL_FUNCTION:
      return [LoadedOp.CALL_FUNCTION_MOVED, arg | (flagBits(b, i, 0, arg) << CALL_FLAGS_SHIFT)];
    case Op.CALL_METHOD:
      // with the owner below the arguments
      return [LoadedOp.CALL_METHOD_MOVED, arg | (flagBits(b, i, 0, arg + 1) << CALL_FLAGS_SHIFT)];
    case Op.CALL_FUNCTION_KW:
      return [LoadedOp.CALL_FUNCTION_KW_MOVED, arg | (flagBits(b, i, 1, arg) << CALL_FLAGS_SHIFT)];
    default:
      return null;
  }
}

function anyFlagged(b: Borrowing, i: number, n: number): boolean {
  for (let down = 0; down < n; down++) if (isFlagged(b, i, down)) return true;
  return false;
}

/** One bit for each of `n` slots, the first of them `top` places below the top. */
function flagBits(b: Borrowing, i: number, top: number, n: number): number {
  let bits = 0;
  for (let k = 0; k < n && k < CALL_FLAGS; k++) if (isFlagged(b, i, top + k)) bits |= 1 << k;
  return bits;
}
