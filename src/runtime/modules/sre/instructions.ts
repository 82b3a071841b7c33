import { Op } from './codes.ts';

/** Words of an instruction before what is nested in it. */
function instructionWords(op: number): number {
  switch (op) {
    case Op.LITERAL:
    case Op.NOT_LITERAL:
    case Op.LITERAL_IGNORE:
    case Op.NOT_LITERAL_IGNORE:
    case Op.LITERAL_UNI_IGNORE:
    case Op.NOT_LITERAL_UNI_IGNORE:
    case Op.LITERAL_LOC_IGNORE:
    case Op.NOT_LITERAL_LOC_IGNORE:
    case Op.AT:
    case Op.CATEGORY:
    case Op.MARK:
    case Op.JUMP:
    case Op.GROUPREF:
    case Op.GROUPREF_IGNORE:
    case Op.GROUPREF_UNI_IGNORE:
    case Op.GROUPREF_LOC_IGNORE:
    case Op.ATOMIC_GROUP:
      return 2;
    case Op.GROUPREF_EXISTS:
    case Op.ASSERT:
    case Op.ASSERT_NOT:
      return 3;
    case Op.REPEAT:
    case Op.REPEAT_ONE:
    case Op.MIN_REPEAT_ONE:
    case Op.POSSESSIVE_REPEAT:
    case Op.POSSESSIVE_REPEAT_ONE:
      return 4;
    default:
      return 1;
  }
}

/**
 * Calls `visit` with the place of each instruction in [start, end), one after the other: what is nested is in line, sets and INFO are one
 * instruction. `visit` may change the operation's number (to one of `Op`) and what is in a set, but no lengths. CPython: _validate_inner
 */
export function eachInstruction(H: Int32Array, start: number, end: number, visit: (pc: number) => void): void {
  for (let pc = start; pc < end; ) {
    visit(pc);
    const op = H[pc]!;
    switch (op) {
      case Op.IN:
      case Op.IN_IGNORE:
      case Op.IN_UNI_IGNORE:
      case Op.IN_LOC_IGNORE:
      case Op.IN_TABLE:
      case Op.INFO:
        pc += 1 + (op === Op.IN_TABLE ? H[pc + 1]! & 0xffff : H[pc + 1]!);
        break;
      case Op.BRANCH: {
        // <BRANCH> then for each alternative <skip> code <JUMP> <skip>, at last 0: a skip looks like no instruction, so go by hand
        let at = pc + 1;
        while (H[at] !== 0) {
          const next = at + H[at]!;
          eachInstruction(H, at + 1, next, visit);
          at = next;
        }
        pc = at + 1;
        break;
      }
      default:
        pc += instructionWords(op);
    }
  }
}
