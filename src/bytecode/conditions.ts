/** Comparisons, boolean operators and conditional jumps. CPython: compiler_jump_if, compiler_compare, compiler_boolop, compiler_ifexp. */
import type { BoolOp, Compare, CompareOperator, Expr, IfExp } from '../syntax/ast.ts';
import { Block } from './block.ts';
import type { Compiler } from './compiler.ts';
import { constantOf } from './fold.ts';
import { Compare as CompareOp, Op } from './opcodes.ts';

/** Jumps to `next` if the truth of `e` is `condition`, else falls through. */
export function jumpIf(c: Compiler, e: Expr, next: Block, condition: boolean): void {
  switch (e.kind) {
    case 'UnaryOp':
      if (e.op === 'Not') {
        jumpIf(c, e.operand, next, !condition);
        return;
      }
      break;
    case 'BoolOp': {
      const inner = e.op === 'Or';
      const target = inner === condition ? next : new Block();
      const last = e.values.length - 1;
      for (let i = 0; i < last; i++) jumpIf(c, e.values[i], target, inner);
      jumpIf(c, e.values[last], next, condition);
      if (target !== next) c.use(target);
      return;
    }
    case 'IfExp': {
      const end = new Block();
      const other = new Block();
      jumpIf(c, e.test, other, false);
      jumpIf(c, e.body, next, condition);
      c.jumpNoLine(Op.JUMP_FORWARD, end);
      c.use(other);
      jumpIf(c, e.orelse, next, condition);
      c.use(end);
      return;
    }
    case 'Compare':
      // As 3.10: what follows the comparison stays on its line.
      c.unit.loc = e;
      if (e.ops.length > 1) {
        jumpIfChain(c, e, next, condition);
        return;
      }
      break;
    default:
      break;
  }
  c.expr(e);
  c.jump(condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next);
}

function jumpIfChain(c: Compiler, e: Compare, next: Block, condition: boolean): void {
  warnOfIdentity(c, e);
  const cleanup = new Block();
  const last = e.ops.length - 1;
  c.expr(e.left);
  for (let i = 0; i < last; i++) {
    c.expr(e.comparators[i]);
    c.emit(Op.DUP_TOP);
    c.emit(Op.ROT_THREE);
    compareOp(c, e.ops[i]);
    c.jump(Op.POP_JUMP_IF_FALSE, cleanup);
  }
  c.expr(e.comparators[last]);
  compareOp(c, e.ops[last]);
  c.jump(condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next);
  const end = new Block();
  c.jumpNoLine(Op.JUMP_FORWARD, end);
  c.use(cleanup);
  c.emit(Op.POP_TOP);
  if (!condition) c.jumpNoLine(Op.JUMP_FORWARD, next);
  c.use(end);
}

/** Instruction and operand of each comparison. CPython: compiler_addcompare. */
const COMPARISONS: Readonly<Record<CompareOperator, readonly [Op, number]>> = {
  Eq: [Op.COMPARE_OP, CompareOp.EQ],
  NotEq: [Op.COMPARE_OP, CompareOp.NE],
  Lt: [Op.COMPARE_OP, CompareOp.LT],
  LtE: [Op.COMPARE_OP, CompareOp.LE],
  Gt: [Op.COMPARE_OP, CompareOp.GT],
  GtE: [Op.COMPARE_OP, CompareOp.GE],
  Is: [Op.IS_OP, 0],
  IsNot: [Op.IS_OP, 1],
  In: [Op.CONTAINS_OP, 0],
  NotIn: [Op.CONTAINS_OP, 1],
};

export function compareOp(c: Compiler, op: CompareOperator): void {
  const [instruction, operand] = COMPARISONS[op];
  c.emit(instruction, operand);
}

export function compare(c: Compiler, e: Compare): void {
  warnOfIdentity(c, e);
  c.expr(e.left);
  const last = e.ops.length - 1;
  if (last === 0) {
    c.expr(e.comparators[0]);
    compareOp(c, e.ops[0]);
    return;
  }
  const cleanup = new Block();
  for (let i = 0; i < last; i++) {
    c.expr(e.comparators[i]);
    c.emit(Op.DUP_TOP);
    c.emit(Op.ROT_THREE);
    compareOp(c, e.ops[i]);
    c.jump(Op.JUMP_IF_FALSE_OR_POP, cleanup);
  }
  c.expr(e.comparators[last]);
  compareOp(c, e.ops[last]);
  const end = new Block();
  c.jumpNoLine(Op.JUMP_FORWARD, end);
  c.use(cleanup);
  c.emit(Op.ROT_TWO);
  c.emit(Op.POP_TOP);
  c.use(end);
}

export function boolOp(c: Compiler, e: BoolOp): void {
  const op = e.op === 'And' ? Op.JUMP_IF_FALSE_OR_POP : Op.JUMP_IF_TRUE_OR_POP;
  const end = new Block();
  const last = e.values.length - 1;
  for (let i = 0; i < last; i++) {
    c.expr(e.values[i]);
    c.jump(op, end);
  }
  c.expr(e.values[last]);
  c.use(end);
}

/** `a if b else c if d else …` may be long: a loop over the chain. */
export function ifExp(c: Compiler, e: IfExp): void {
  const loc = c.unit.loc;
  const ends: Block[] = [];
  let node: Expr = e;
  while (node.kind === 'IfExp') {
    c.unit.loc = node;
    const next = new Block();
    const end = new Block();
    ends.push(end);
    jumpIf(c, node.test, next, false);
    c.expr(node.body);
    c.jumpNoLine(Op.JUMP_FORWARD, end);
    c.use(next);
    node = node.orelse;
  }
  c.expr(node);
  for (let i = ends.length - 1; i >= 0; i--) c.use(ends[i]);
  c.unit.loc = loc;
}

/** `x is 1` is a mistake. CPython: check_compare. */
function warnOfIdentity(c: Compiler, e: Compare): void {
  let left = mayBeCompared(e.left);
  for (let i = 0; i < e.ops.length; i++) {
    const right = mayBeCompared(e.comparators[i]);
    const op = e.ops[i];
    if ((op === 'Is' || op === 'IsNot') && (!left || !right)) {
      const literal = c.settings.model.literalTypesNamed
        ? `'${literalType(left ? e.comparators[i] : i === 0 ? e.left : e.comparators[i - 1])}' literal`
        : 'a literal';
      c.warn(op === 'Is' ? `"is" with ${literal}. Did you mean "=="?` : `"is not" with ${literal}. Did you mean "!="?`);
      return;
    }
    left = right;
  }
}

/** Type of a constant that is compared by identity, or of the folded display or sign around it. CPython: infer_type */
function literalType(e: Expr): string {
  return e.kind === 'Constant' ? constantOf(e).kind : 'tuple';
}

/** CPython: check_is_arg. */
function mayBeCompared(e: Expr): boolean {
  if (e.kind !== 'Constant') return true;
  const kind = constantOf(e).kind;
  return kind === 'none' || kind === 'true' || kind === 'false' || kind === 'ellipsis';
}
