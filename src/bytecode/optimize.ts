/**
 * The control-flow graph's passes: constant jumps, jump threading, unreachable code, copies of short exits, redundant NOPs, lines.
 * CPython: Python/compile.c (3.10) normalize_basic_block … guarantee_lineno_for_exits.
 */
import { Block, Instr, isExit, isJump, isSetup, isUnconditionalJump, lineOf } from './block.ts';
import type { ConstData } from './code.ts';
import { type ConstantCache, isTrue } from './constants.ts';
import type { CompileModel } from './model.ts';
import { Op, stackEffect } from './opcodes.ts';

/** Exits of at most so many instructions are copied to where they are jumped to. */
const MAX_COPY_SIZE = 4;

/** Constants of the code being optimized: folding of built tuples appends here. */
export interface ConstantPool {
  readonly list: ConstData[];
  readonly cache: ConstantCache;
}

/** Runs all passes over the blocks from `entry` on, in place. */
export function optimizeBlocks(entry: Block, pool: ConstantPool, firstLine: number, rules: CompileModel): void {
  const filled = new Set<Block>();
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.instrs.length > 0) filled.add(b);
    normalize(b);
  }
  copyExitsWithoutLine(entry, false);
  for (let b: Block | null = entry; b !== null; b = b.next) {
    optimizeBlock(b, pool);
    removeNops(b, -1);
  }
  for (let b: Block | null = entry; b !== null; b = b.next) extendBlock(b, rules.pushNull);
  markReachable(entry);
  dropUnreachable(entry, filled);
  let previous: Block | null = null;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    let previousLine = -1;
    if (previous !== null && previous.instrs.length > 0) {
      previousLine = lineOf(previous.instrs[previous.instrs.length - 1]);
    }
    removeNops(b, previousLine);
    previous = b.noFallthrough ? null : b;
  }
  skipEmptyBlocks(entry);
  removeRedundantJumps(entry);
  countPredecessors(entry);
  copyExitsWithoutLine(entry, true);
  countPredecessors(entry);
  propagateLines(entry);
  lineForExits(entry, firstLine);
}

/** After pseudo instructions became NOPs: what they leave behind. */
export function cleanBlocks(entry: Block): void {
  let previousLine = -1;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    removeNops(b, previousLine);
    previousLine = b.noFallthrough || b.instrs.length === 0 ? previousLine : lineOf(b.instrs[b.instrs.length - 1]);
    if (b.noFallthrough) previousLine = -1;
  }
  skipEmptyBlocks(entry);
  removeRedundantJumps(entry);
}

/** Cuts what follows a jump or an exit inside a block, and sets the block's flags. CPython: normalize_basic_block. */
function normalize(b: Block): void {
  const instrs = b.instrs;
  for (let i = 0; i < instrs.length; i++) {
    const op = instrs[i].op;
    if (isExit(op)) {
      b.exit = true;
      b.noFallthrough = true;
      instrs.length = i + 1;
      return;
    }
    if (isUnconditionalJump(op)) {
      b.noFallthrough = true;
      instrs.length = i + 1;
      return;
    }
  }
}

/** The block itself, or the next one with instructions. */
export function nonEmpty(b: Block): Block {
  let block = b;
  while (block.instrs.length === 0 && block.next !== null) block = block.next;
  return block;
}

/** Peephole. CPython: optimize_basic_block. */
function optimizeBlock(b: Block, pool: ConstantPool): void {
  const instrs = b.instrs;
  for (let i = 0; i < instrs.length; i++) {
    const inst = instrs[i];
    const op = inst.op;
    let target: Instr | undefined;
    if (inst.target !== null && isJump(op)) {
      inst.target = nonEmpty(inst.target);
      target = inst.target.instrs[0];
    }
    const next = i + 1 < instrs.length ? instrs[i + 1] : undefined;
    switch (op) {
      case Op.LOAD_CONST:
        if (next !== undefined) constantCondition(b, inst, next, pool.list[inst.arg]);
        break;
      case Op.BUILD_TUPLE:
        if (next !== undefined && next.op === Op.UNPACK_SEQUENCE && next.arg === inst.arg) {
          if (inst.arg === 1) {
            toNop(inst);
            toNop(next);
            break;
          }
          if (inst.arg === 2) {
            inst.op = Op.ROT_TWO;
            toNop(next);
            inst.arg = 0;
            break;
          }
          if (inst.arg === 3) {
            inst.op = Op.ROT_THREE;
            next.op = Op.ROT_TWO;
            inst.arg = 0;
            next.arg = 0;
            break;
          }
        }
        if (i >= inst.arg) foldTuple(instrs, i, pool);
        break;
      case Op.JUMP_IF_FALSE_OR_POP:
      case Op.JUMP_IF_TRUE_OR_POP: {
        if (target === undefined || lineOf(inst) !== lineOf(target)) break;
        const whenFalse = op === Op.JUMP_IF_FALSE_OR_POP;
        const pop = whenFalse ? Op.POP_JUMP_IF_FALSE : Op.POP_JUMP_IF_TRUE;
        const opposite = whenFalse ? Op.JUMP_IF_TRUE_OR_POP : Op.JUMP_IF_FALSE_OR_POP;
        const oppositePop = whenFalse ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE;
        if (target.op === pop) {
          inst.op = pop;
          inst.target = target.target;
          i--;
        } else if ((isUnconditionalJump(target.op) || target.op === op) && inst.target !== target.target) {
          inst.target = target.target;
          i--;
        } else if (target.op === opposite || target.op === oppositePop) {
          // The value is tested the other way there: falls through to what follows.
          if (inst.target !== null && inst.target.instrs.length === 1 && inst.target.next !== null) {
            inst.op = pop;
            inst.target = inst.target.next;
            i--;
          }
        }
        break;
      }
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
        if (target !== undefined && isUnconditionalJump(target.op) && sameLine(inst, target) && inst.target !== target.target) {
          inst.target = target.target;
          i--;
        }
        break;
      case Op.JUMP_ABSOLUTE:
      case Op.JUMP_FORWARD:
        if (target !== undefined && isUnconditionalJump(target.op) && sameLine(inst, target) && inst.target !== target.target) {
          inst.target = target.target;
          if (target.op === Op.JUMP_ABSOLUTE) inst.op = Op.JUMP_ABSOLUTE;
          i--;
        }
        break;
      case Op.FOR_ITER:
        if (target !== undefined && target.op === Op.JUMP_FORWARD && sameLine(inst, target) && inst.target !== target.target) {
          inst.target = target.target;
          i--;
        }
        break;
      case Op.ROT_TWO:
      case Op.ROT_THREE:
      case Op.ROT_FOUR:
      case Op.ROT_N: {
        const n = rotation(inst);
        if (n < 2) toNop(inst);
        else if (i >= n - 1) foldRotations(instrs, i, n);
        break;
      }
      default:
        break;
    }
  }
}

/** How many slots a rotation moves the top below, plus one; 0 for other instructions. */
function rotation(inst: Instr): number {
  switch (inst.op) {
    case Op.ROT_TWO:
      return 2;
    case Op.ROT_THREE:
      return 3;
    case Op.ROT_FOUR:
      return 4;
    case Op.ROT_N:
      return inst.arg;
    default:
      return 0;
  }
}

/** n rotations by n change nothing. CPython: fold_rotations. */
function foldRotations(instrs: Instr[], at: number, n: number): void {
  for (let i = at - n + 1; i <= at; i++) if (rotation(instrs[i]) !== n) return;
  for (let i = at - n + 1; i <= at; i++) toNop(instrs[i]);
}

function toNop(inst: Instr): void {
  inst.op = Op.NOP;
  inst.arg = 0;
  inst.target = null;
}

const sameLine = (a: Instr, b: Instr): boolean => lineOf(a) === lineOf(b);

/** A test of a constant is decided now. */
function constantCondition(b: Block, inst: Instr, next: Instr, data: ConstData): void {
  switch (next.op) {
    case Op.POP_JUMP_IF_TRUE:
    case Op.POP_JUMP_IF_FALSE: {
      const taken = isTrue(data) === (next.op === Op.POP_JUMP_IF_TRUE);
      toNop(inst);
      if (taken) {
        next.op = Op.JUMP_ABSOLUTE;
        b.noFallthrough = true;
      } else toNop(next);
      return;
    }
    case Op.JUMP_IF_TRUE_OR_POP:
    case Op.JUMP_IF_FALSE_OR_POP: {
      const taken = isTrue(data) === (next.op === Op.JUMP_IF_TRUE_OR_POP);
      if (taken) {
        next.op = Op.JUMP_ABSOLUTE;
        b.noFallthrough = true;
      } else {
        toNop(inst);
        toNop(next);
      }
      return;
    }
    default:
      return;
  }
}

/** LOAD_CONST c1 … LOAD_CONST cn, BUILD_TUPLE n -> LOAD_CONST (c1, …, cn). CPython: fold_tuple_on_constants. */
function foldTuple(instrs: Instr[], at: number, pool: ConstantPool): void {
  const n = instrs[at].arg;
  const items: ConstData[] = [];
  for (let i = at - n; i < at; i++) {
    if (instrs[i].op !== Op.LOAD_CONST) return;
    items.push(pool.list[instrs[i].arg]);
  }
  const tuple = pool.cache.merge({ kind: 'tuple', items });
  let index = pool.list.indexOf(tuple);
  if (index < 0) index = pool.list.push(tuple) - 1;
  for (let i = at - n; i < at; i++) toNop(instrs[i]);
  instrs[at].op = Op.LOAD_CONST;
  instrs[at].arg = index;
}

/** Removes the NOPs that carry no line of their own. CPython: clean_basic_block. */
function removeNops(b: Block, lineBefore: number): void {
  const instrs = b.instrs;
  let previousLine = lineBefore;
  let kept = 0;
  for (let i = 0; i < instrs.length; i++) {
    const inst = instrs[i];
    const line = lineOf(inst);
    if (inst.op === Op.NOP) {
      if (line < 0 || previousLine === line) continue;
      if (i + 1 < instrs.length) {
        const next = instrs[i + 1];
        const nextLine = lineOf(next);
        if (nextLine < 0 || nextLine === line) {
          if (nextLine < 0) next.loc = inst.loc;
          continue;
        }
      } else {
        let follower = b.next;
        while (follower !== null && follower.instrs.length === 0) follower = follower.next;
        if (follower !== null && lineOf(follower.instrs[0]) === line) continue;
      }
    }
    instrs[kept++] = inst;
    previousLine = line;
  }
  instrs.length = kept;
}

/** How many instructions a block has where a call pushes NULL above a callable that is no method. */
function sizeWithNulls(b: Block): number {
  let size = b.instrs.length;
  let height = 0;
  for (const { op, arg } of b.instrs) {
    if (op > Op.CALL_INTRINSIC_2) continue;
    if (op === Op.CALL_FUNCTION && height > arg) size++;
    height = Math.max(0, height + stackEffect(op, arg, false));
  }
  return size;
}

/** A jump to a short exit becomes a copy of it. CPython: extend_block. */
function extendBlock(b: Block, pushNull: boolean): void {
  const last = b.instrs[b.instrs.length - 1];
  if (last === undefined || !isUnconditionalJump(last.op) || last.target === null) return;
  const target = last.target;
  if (!target.exit || (pushNull ? sizeWithNulls(target) : target.instrs.length) > MAX_COPY_SIZE) return;
  toNop(last);
  for (const inst of target.instrs) b.instrs.push(new Instr(inst.op, inst.arg, inst.target, inst.loc));
  b.exit = true;
  b.noFallthrough = true;
}

function markReachable(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.visited = false;
    b.predecessors = 0;
  }
  const stack = [entry];
  entry.visited = true;
  entry.predecessors = 1;
  const reach = (target: Block): void => {
    target.predecessors++;
    if (!target.visited) {
      target.visited = true;
      stack.push(target);
    }
  };
  for (let b = stack.pop(); b !== undefined; b = stack.pop()) {
    if (b.next !== null && !b.noFallthrough) reach(b.next);
    for (const inst of b.instrs) if (inst.target !== null) reach(inst.target);
  }
}

/** `filled`: the blocks that had instructions once. */
function dropUnreachable(entry: Block, filled: ReadonlySet<Block>): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.predecessors === 0) {
      b.emptied = filled.has(b);
      b.instrs.length = 0;
      b.noFallthrough = false;
      b.exit = false;
    }
  }
}

/** CPython: eliminate_empty_basic_blocks. */
function skipEmptyBlocks(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    let next: Block | null = b.next;
    while (next !== null && next.instrs.length === 0) {
      if (next.emptied || next.beforeEmptied) b.beforeEmptied = true;
      next = next.next;
    }
    b.next = next;
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const inst of b.instrs) if (inst.target !== null) inst.target = nonEmpty(inst.target);
  }
}

/** A jump to what follows anyway. */
function removeRedundantJumps(entry: Block): void {
  let emptied = false;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.instrs[b.instrs.length - 1];
    if (last === undefined || !isUnconditionalJump(last.op) || last.target !== b.next) continue;
    b.noFallthrough = false;
    toNop(last);
    removeNops(b, -1);
    if (b.instrs.length === 0) {
      b.emptied = true;
      emptied = true;
    }
  }
  if (emptied) skipEmptyBlocks(entry);
}

function countPredecessors(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) b.predecessors = 0;
  entry.predecessors = 1;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.next !== null && !b.noFallthrough) b.next.predecessors++;
    for (const inst of b.instrs) if (inst.target !== null) inst.target.predecessors++;
  }
}

const isExitWithoutLine = (b: Block): boolean => b.exit && b.instrs.length > 0 && b.instrs[0].loc === null;

/**
 * Exits without a line take the line of what leads to them; one with several jumps to it is copied for each.
 * CPython: ensure_exits_have_lineno, duplicate_exits_without_lineno.
 */
function copyExitsWithoutLine(entry: Block, onlyShared: boolean): void {
  const blocks: Block[] = [];
  for (let b: Block | null = entry; b !== null; b = b.next) blocks.push(b);
  if (!onlyShared) blocks.reverse();
  for (const b of blocks) {
    const last = b.instrs[b.instrs.length - 1];
    if (last === undefined || last.target === null || isSetup(last.op)) continue;
    const target = last.target;
    if (!isExitWithoutLine(target) || (onlyShared && target.predecessors <= 1)) continue;
    const copy = new Block();
    for (const inst of target.instrs) copy.instrs.push(new Instr(inst.op, inst.arg, inst.target, inst.loc));
    copy.exit = true;
    copy.noFallthrough = true;
    copy.predecessors = 1;
    copy.next = target.next;
    target.next = copy;
    target.predecessors--;
    copy.instrs[0].loc = last.loc;
    last.target = copy;
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (!b.noFallthrough && b.next !== null && b.instrs.length > 0 && isExitWithoutLine(b.next)) {
      b.next.instrs[0].loc = b.instrs[b.instrs.length - 1].loc;
    }
  }
}

/** CPython: propagate_line_numbers. */
function propagateLines(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.predecessors === 0 || b.instrs.length === 0) continue;
    let previous = null as Instr['loc'];
    for (const inst of b.instrs) {
      if (inst.loc === null) inst.loc = previous;
      else previous = inst.loc;
    }
    if (!b.noFallthrough && b.next !== null && b.next.predecessors === 1 && b.next.instrs.length > 0) {
      b.next.instrs[0].loc ??= previous;
    }
    const last = b.instrs[b.instrs.length - 1];
    if (last.target !== null && isJump(last.op) && last.target.predecessors === 1 && last.target.instrs.length > 0) {
      last.target.instrs[0].loc ??= previous;
    }
  }
}

/** CPython: guarantee_lineno_for_exits. */
function lineForExits(entry: Block, firstLine: number): void {
  const loc = { lineno: firstLine, end_lineno: firstLine, col_offset: -1, end_col_offset: -1 };
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.instrs[b.instrs.length - 1];
    if (last !== undefined && last.loc === null && last.op === Op.RETURN_VALUE) for (const inst of b.instrs) inst.loc = loc;
  }
}
