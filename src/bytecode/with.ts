/** with and async with. CPython: compiler_with, compiler_async_with (table form of 3.11). */
import type { AsyncWith, With } from '../syntax/ast.ts';
import { Block, Pseudo } from './block.ts';
import type { Compiler } from './compiler.ts';
import { NONE } from './constants.ts';
import { Op } from './opcodes.ts';
import { popExceptAndReraise } from './try.ts';
import { callExitWithNones } from './unwind.ts';

export function withStatement(c: Compiler, s: With | AsyncWith): void {
  const isAsync = s.kind === 'AsyncWith';
  if (isAsync) {
    if (c.settings.topLevelAwait && c.unit.kind === 'module') c.unit.scope.isCoroutine = true;
    else if (c.unit.kind !== 'async') c.error("'async with' outside async function");
  }
  withItem(c, s, 0, isAsync);
}

function awaitTop(c: Compiler, from: number): void {
  c.emit(Op.GET_AWAITABLE, from);
  c.loadConst(NONE);
  c.emit(Op.YIELD_FROM);
}

/** The manager number `index` around those after it and the body. */
function withItem(c: Compiler, s: With | AsyncWith, index: number, isAsync: boolean): void {
  const item = s.items[index];
  const onError = new Block();
  const exit = new Block();
  const cleanup = new Block();
  const suppress = new Block();
  c.expr(item.context_expr);
  if (isAsync) {
    c.emit(Op.BEFORE_ASYNC_WITH);
    awaitTop(c, 1);
  } else c.emit(Op.BEFORE_WITH);
  c.setup(Pseudo.SETUP_WITH, onError);
  c.pushFrame({ type: 'with', loc: s, isAsync });
  if (item.optional_vars !== null) c.expr(item.optional_vars);
  else c.emit(Op.POP_TOP);
  if (index + 1 < s.items.length) withItem(c, s, index + 1, isAsync);
  else c.stmts(s.body);
  c.unit.loc = null;
  c.popBlock();
  c.popFrame();
  // The body ended: exit(None, None, None).
  c.unit.loc = s;
  callExitWithNones(c);
  if (isAsync) awaitTop(c, 2);
  c.emit(Op.POP_TOP);
  c.jump(Op.JUMP_FORWARD, exit);
  // The body raised: exit, lasti, exc.
  c.use(onError);
  c.setup(Pseudo.SETUP_CLEANUP, cleanup);
  c.emit(Op.PUSH_EXC_INFO, 1);
  c.emit(Op.WITH_EXCEPT_START);
  if (isAsync) awaitTop(c, 2);
  c.jump(Op.POP_JUMP_IF_TRUE, suppress);
  c.emit(Op.RERAISE, 2);
  c.use(suppress);
  c.emit(Op.POP_TOP);
  c.popBlock();
  c.emit(Op.POP_EXCEPT);
  c.emit(Op.POP_TOP);
  c.emit(Op.POP_TOP);
  c.jump(Op.JUMP_FORWARD, exit);
  c.use(cleanup);
  popExceptAndReraise(c);
  c.use(exit);
  c.unit.loc = s;
}
