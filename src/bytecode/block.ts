/** Basic blocks: what the compiler emits into and the optimizer rewrites. CPython: Python/compile.c struct basicblock_. */
import type { Located } from '../syntax/ast.ts';
import { Op } from './opcodes.ts';

/**
 * Instructions that exist only before assembly. SETUP_* begin a region whose errors go to their target, POP_BLOCK ends the innermost;
 * the target finds the exception on the stack (SETUP_CLEANUP and SETUP_WITH: above a pushed lasti).
 */
export const enum Pseudo {
  SETUP_FINALLY = 1000,
  SETUP_CLEANUP = 1001,
  /** Emitted with the result of __enter__ on the stack; the handler finds only what lies below it. */
  SETUP_WITH = 1002,
  POP_BLOCK = 1003,
}

/** One instruction. `loc` null: no line of its own. */
export class Instr {
  op: number;
  arg: number;
  target: Block | null;
  loc: Located | null;
  /** The handler of errors here; set by the assembler. */
  handler: Block | null = null;

  constructor(op: number, arg: number, target: Block | null, loc: Located | null) {
    this.op = op;
    this.arg = arg;
    this.target = target;
    this.loc = loc;
  }
}

export class Block {
  instrs: Instr[] = [];
  /** The block that follows in the code. */
  next: Block | null = null;
  /** Leaves the code (return, raise). */
  exit = false;
  noFallthrough = false;
  predecessors = 0;
  /** Had instructions that were found to be unreachable or superfluous. */
  emptied = false;
  /** Such a block lay between this one and `next`. */
  beforeEmptied = false;
  visited = false;
  /** Stack height on entry; -1 unknown. */
  startDepth = -1;
  /** Index of the first instruction, once laid out. */
  offset = 0;
  /** As a handler: lasti is pushed below the exception. */
  pushesLasti = false;
  /** Handlers in force on entry, innermost last; null while unknown. */
  handlers: Block[] | null = null;
}

export const isSetup = (op: number): boolean => op >= Pseudo.SETUP_FINALLY && op <= Pseudo.SETUP_WITH;

/** Does control go to `target`? (Not for SETUP_*.) */
export function isJump(op: number): boolean {
  switch (op) {
    case Op.JUMP_FORWARD:
    case Op.JUMP_ABSOLUTE:
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE:
    case Op.JUMP_IF_FALSE_OR_POP:
    case Op.JUMP_IF_TRUE_OR_POP:
    case Op.JUMP_IF_NOT_EXC_MATCH:
    case Op.FOR_ITER:
      return true;
    default:
      return false;
  }
}

export const isUnconditionalJump = (op: number): boolean => op === Op.JUMP_FORWARD || op === Op.JUMP_ABSOLUTE;

export const isExit = (op: number): boolean => op === Op.RETURN_VALUE || op === Op.RAISE_VARARGS || op === Op.RERAISE;

export const lineOf = (instr: Instr): number => (instr.loc === null ? -1 : instr.loc.lineno);
