/** for, while, break, continue. CPython: compiler_for, compiler_async_for, compiler_while, compiler_break, compiler_continue. */
import type { AsyncFor, For, While } from '../syntax/ast.ts';
import { Block, Pseudo } from './block.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './conditions.ts';
import { NONE } from './constants.ts';
import { Op } from './opcodes.ts';
import { unwindFrame, unwindFrames } from './unwind.ts';

export function forLoop(c: Compiler, s: For): void {
  const start = new Block();
  const cleanup = new Block();
  const end = new Block();
  c.pushFrame({ type: 'for', start, exit: end });
  c.expr(s.iter);
  c.emit(Op.GET_ITER);
  c.use(start);
  c.jump(Op.FOR_ITER, cleanup);
  c.expr(s.target);
  c.stmts(s.body);
  c.jumpNoLine(Op.JUMP_ABSOLUTE, start);
  c.use(cleanup);
  c.popFrame();
  c.stmts(s.orelse);
  c.use(end);
}

export function asyncForLoop(c: Compiler, s: AsyncFor): void {
  if (c.settings.topLevelAwait && c.unit.kind === 'module') c.unit.scope.isCoroutine = true;
  else if (c.unit.kind !== 'async') c.error("'async for' outside async function");
  const start = new Block();
  const except = new Block();
  const end = new Block();
  c.expr(s.iter);
  c.emit(Op.GET_AITER);
  c.use(start);
  c.pushFrame({ type: 'for', start, exit: end });
  c.setup(Pseudo.SETUP_FINALLY, except);
  c.emit(Op.GET_ANEXT);
  c.loadConst(NONE);
  c.emit(Op.YIELD_FROM);
  c.popBlock();
  c.expr(s.target);
  c.stmts(s.body);
  c.jumpNoLine(Op.JUMP_ABSOLUTE, start);
  c.popFrame();
  c.use(except);
  // The end of the loop is on the line of the iterable.
  c.unit.loc = s.iter;
  c.emit(Op.END_ASYNC_FOR);
  c.stmts(s.orelse);
  c.use(end);
}

export function whileLoop(c: Compiler, s: While): void {
  const loop = new Block();
  const body = new Block();
  const anchor = new Block();
  const end = new Block();
  c.use(loop);
  c.pushFrame({ type: 'while', start: loop, exit: end });
  jumpIf(c, s.test, anchor, false);
  c.use(body);
  c.stmts(s.body);
  c.unit.loc = s;
  // The test stands at the bottom a second time: one jump a turn.
  jumpIf(c, s.test, body, true);
  c.popFrame();
  c.use(anchor);
  c.stmts(s.orelse);
  c.use(end);
}

export function breakLoop(c: Compiler): void {
  const loc = c.unit.loc;
  c.emit(Op.NOP);
  const loop = unwindFrames(c, false, true);
  if (loop === null) c.error("'break' outside loop", loc);
  unwindFrame(c, loop, false);
  c.jump(Op.JUMP_ABSOLUTE, loop.exit);
}

export function continueLoop(c: Compiler): void {
  const loc = c.unit.loc;
  c.emit(Op.NOP);
  const loop = unwindFrames(c, false, true);
  if (loop === null) c.error("'continue' not properly in loop", loc);
  c.jump(Op.JUMP_ABSOLUTE, loop.start);
}
