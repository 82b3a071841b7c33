/**
 * From optimized blocks to a code object: stack heights, handlers, layout, tables.
 * CPython: Python/compile.c stackdepth, label_exception_targets, assemble.
 */
import { type Block, type Instr, isJump, isSetup, isUnconditionalJump, Pseudo } from './block.ts';
import { HANDLER_STRIDE, POSITION_STRIDE } from './code.ts';
import { Op, stackEffect } from './opcodes.ts';
import { cleanBlocks, nonEmpty } from './optimize.ts';

/** What assembly adds to a code object. */
export interface Assembled {
  readonly code: Int32Array;
  readonly positions: Int32Array;
  readonly exceptionTable: Int32Array;
  readonly stacksize: number;
  /** Last instructions of the blocks that go on to the next one over an emptied block. */
  readonly beforeEmptied: readonly number[];
}

/** Lays out the blocks from `entry` on. */
export function assemble(entry: Block): Assembled {
  const stacksize = stackDepth(entry);
  labelHandlers(entry);
  dropPseudo(entry);
  const count = layOut(entry);
  const code = new Int32Array(count * 2);
  const positions = new Int32Array(count * POSITION_STRIDE);
  const table: number[] = [];
  let index = 0;
  let handler: Block | null = null;
  let start = 0;
  const endRegion = (end: number): void => {
    if (handler === null || end === start) return;
    const lasti = handler.pushesLasti ? 1 : 0;
    table.push(start, end, nonEmpty(handler).offset, handler.startDepth - 1 - lasti, lasti);
  };
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const inst of b.instrs) {
      if (inst.handler !== handler) {
        endRegion(index);
        handler = inst.handler;
        start = index;
      }
      code[index * 2] = inst.op;
      code[index * 2 + 1] = inst.target !== null ? inst.target.offset : inst.arg;
      const at = index * POSITION_STRIDE;
      const loc = inst.loc;
      positions[at] = loc === null ? -1 : loc.lineno;
      positions[at + 1] = loc === null ? -1 : loc.end_lineno;
      positions[at + 2] = loc === null ? -1 : loc.col_offset;
      positions[at + 3] = loc === null ? -1 : loc.end_col_offset;
      index++;
    }
  }
  endRegion(index);
  const beforeEmptied: number[] = [];
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.beforeEmptied && !b.noFallthrough && b.next !== null) beforeEmptied.push(b.offset + b.instrs.length - 1);
  }
  if (table.length % HANDLER_STRIDE !== 0) throw new Error('exception table out of step');
  return { code, positions, exceptionTable: Int32Array.from(table), stacksize, beforeEmptied };
}

/** Height of the stack after an instruction, pseudo instructions included. */
function effect(inst: Instr, jump: boolean): number {
  switch (inst.op) {
    case Pseudo.SETUP_FINALLY:
      return jump ? 1 : 0;
    case Pseudo.SETUP_CLEANUP:
      return jump ? 2 : 0;
    case Pseudo.SETUP_WITH:
      return jump ? 1 : 0;
    case Pseudo.POP_BLOCK:
      return 0;
    default:
      return stackEffect(inst.op, inst.arg, jump);
  }
}

/** Entry heights of all blocks, and the greatest height. CPython: stackdepth. */
function stackDepth(entry: Block): number {
  for (let b: Block | null = entry; b !== null; b = b.next) b.startDepth = -1;
  entry.startDepth = 0;
  const first = entry.instrs[0];
  // A generator starts with what the first send() pushed.
  if (first !== undefined && first.op === Op.GEN_START) entry.startDepth = 1;
  let max = entry.startDepth;
  const stack = [entry];
  const enter = (b: Block, depth: number): void => {
    if (b.startDepth < 0) {
      b.startDepth = depth;
      stack.push(b);
    } else if (b.startDepth !== depth) {
      throw new Error(`stack heights ${b.startDepth} and ${depth} meet`);
    }
  };
  for (let b = stack.pop(); b !== undefined; b = stack.pop()) {
    let depth = b.startDepth;
    for (const inst of b.instrs) {
      const after = depth + effect(inst, false);
      if (after < 0) throw new Error('stack underflow');
      if (after > max) max = after;
      if (inst.target !== null) {
        const there = depth + effect(inst, true);
        if (there > max) max = there;
        enter(inst.target, there);
      }
      depth = after;
    }
    if (b.next !== null && !b.noFallthrough) enter(b.next, depth);
  }
  return max;
}

/** Gives every instruction the handler in force. CPython: label_exception_targets (3.11). */
function labelHandlers(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) b.handlers = null;
  entry.handlers = [];
  const todo = [entry];
  const enter = (b: Block, handlers: Block[]): void => {
    if (b.handlers === null) {
      b.handlers = handlers;
      todo.push(b);
    }
  };
  for (let b = todo.pop(); b !== undefined; b = todo.pop()) {
    let handlers = b.handlers as Block[];
    for (const inst of b.instrs) {
      if (isSetup(inst.op)) {
        const target = inst.target as Block;
        target.pushesLasti = inst.op !== Pseudo.SETUP_FINALLY;
        enter(target, handlers);
        handlers = [...handlers, target];
      } else if (inst.op === Pseudo.POP_BLOCK) {
        handlers = handlers.slice(0, -1);
      } else {
        inst.handler = handlers.length > 0 ? handlers[handlers.length - 1] : null;
        if (inst.target !== null && isJump(inst.op)) enter(inst.target, handlers);
      }
    }
    if (b.next !== null && !b.noFallthrough) enter(b.next, handlers);
  }
}

function dropPseudo(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const inst of b.instrs) {
      if (isSetup(inst.op) || inst.op === Pseudo.POP_BLOCK) {
        inst.op = Op.NOP;
        inst.arg = 0;
        inst.target = null;
      }
    }
  }
  cleanBlocks(entry);
}

/** Sets the offsets of all blocks; gives the number of instructions. */
function layOut(entry: Block): number {
  let index = 0;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.offset = index;
    index += b.instrs.length;
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.instrs[b.instrs.length - 1];
    if (last !== undefined && isUnconditionalJump(last.op)) {
      const target = last.target as Block;
      last.op = target.offset > b.offset ? Op.JUMP_FORWARD : Op.JUMP_ABSOLUTE;
    }
  }
  return index;
}
