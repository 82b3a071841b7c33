/** try, except, except*, finally. CPython: compiler_try_except, compiler_try_finally, compiler_try_star_except (table form of 3.11). */
import type { Try, TryStar } from '../syntax/ast.ts';
import { Block, Pseudo } from './block.ts';
import type { Compiler } from './compiler.ts';
import { NONE } from './constants.ts';
import { Op } from './opcodes.ts';
import { forgetName } from './unwind.ts';

export function tryStatement(c: Compiler, s: Try | TryStar): void {
  if (s.finalbody.length > 0) tryFinally(c, s);
  else tryExcept(c, s);
}

function tryExcept(c: Compiler, s: Try | TryStar): void {
  if (s.kind === 'TryStar') tryStar(c, s);
  else tryHandlers(c, s);
}

/** An error in a handler: the previous handled exception comes back, the error goes on. CPython: POP_EXCEPT_AND_RERAISE. */
export function popExceptAndReraise(c: Compiler): void {
  c.unit.loc = null;
  c.emit(Op.COPY, 3);
  c.emit(Op.POP_EXCEPT);
  c.emit(Op.RERAISE, 1);
}

function tryFinally(c: Compiler, s: Try | TryStar): void {
  const onError = new Block();
  const cleanup = new Block();
  const exit = new Block();
  c.setup(Pseudo.SETUP_FINALLY, onError);
  c.pushFrame({ type: 'finally-try', body: s.finalbody });
  if (s.handlers.length > 0) tryExcept(c, s);
  else c.stmts(s.body);
  c.popBlock();
  c.popFrame();
  c.stmts(s.finalbody);
  c.jumpNoLine(Op.JUMP_FORWARD, exit);
  c.use(onError);
  c.pushFrame({ type: 'finally-end' });
  c.unit.loc = null;
  c.setup(Pseudo.SETUP_CLEANUP, cleanup);
  c.emit(Op.PUSH_EXC_INFO, 1);
  c.stmts(s.finalbody);
  c.popFrame();
  c.unit.loc = null;
  c.emit(Op.RERAISE, 0);
  c.use(cleanup);
  popExceptAndReraise(c);
  c.use(exit);
}

function tryHandlers(c: Compiler, s: Try | TryStar): void {
  const handlers = new Block();
  const cleanup = new Block();
  const orelse = new Block();
  const end = new Block();
  c.setup(Pseudo.SETUP_FINALLY, handlers);
  c.pushFrame({ type: 'try' });
  c.stmts(s.body);
  c.popFrame();
  c.popBlock();
  c.jumpNoLine(Op.JUMP_FORWARD, orelse);
  c.use(handlers);
  c.unit.loc = null;
  c.setup(Pseudo.SETUP_CLEANUP, cleanup);
  c.emit(Op.PUSH_EXC_INFO);
  c.pushFrame({ type: 'handlers' });
  s.handlers.forEach((handler, i) => {
    c.unit.loc = handler;
    if (handler.type === null && i < s.handlers.length - 1) c.error("default 'except:' must be last");
    const next = new Block();
    if (handler.type !== null) {
      c.expr(handler.type);
      c.jump(Op.JUMP_IF_NOT_EXC_MATCH, next);
    }
    if (handler.name !== null) {
      const bodyCleanup = new Block();
      c.nameOp(handler.name, 'Store');
      c.setup(Pseudo.SETUP_CLEANUP, bodyCleanup);
      c.pushFrame({ type: 'handler', name: handler.name });
      c.stmts(handler.body);
      c.popFrame();
      c.unit.loc = null;
      c.popBlock();
      c.popBlock();
      c.emit(Op.POP_EXCEPT);
      forgetName(c, handler.name);
      c.jump(Op.JUMP_FORWARD, end);
      c.use(bodyCleanup);
      forgetName(c, handler.name);
      c.emit(Op.RERAISE, 1);
    } else {
      c.emit(Op.POP_TOP);
      c.pushFrame({ type: 'handler', name: null });
      c.stmts(handler.body);
      c.popFrame();
      c.unit.loc = null;
      c.popBlock();
      c.emit(Op.POP_EXCEPT);
      c.jump(Op.JUMP_FORWARD, end);
    }
    c.use(next);
  });
  c.popFrame();
  c.unit.loc = null;
  c.emit(Op.RERAISE, 0);
  c.use(cleanup);
  popExceptAndReraise(c);
  c.use(orelse);
  c.stmts(s.orelse);
  c.use(end);
}

/**
 * except*: on the stack during the handlers lie `previous, original, results, rest`.
 * CPython: compiler_try_star_except.
 */
function tryStar(c: Compiler, s: TryStar): void {
  const handlers = new Block();
  const cleanup = new Block();
  const orelse = new Block();
  const end = new Block();
  const reraiseStar = new Block();
  c.setup(Pseudo.SETUP_FINALLY, handlers);
  c.pushFrame({ type: 'try' });
  c.stmts(s.body);
  c.popFrame();
  c.popBlock();
  c.jumpNoLine(Op.JUMP_FORWARD, orelse);
  c.use(handlers);
  c.unit.loc = null;
  c.setup(Pseudo.SETUP_CLEANUP, cleanup);
  c.emit(Op.PUSH_EXC_INFO);
  c.pushFrame({ type: 'group-handlers' });
  s.handlers.forEach((handler, i) => {
    c.unit.loc = handler;
    const next = new Block();
    const noMatch = new Block();
    const raised = new Block();
    if (i === 0) {
      // previous, original -> previous, original, results, rest
      c.emit(Op.DUP_TOP);
      c.emit(Op.BUILD_LIST, 0);
      c.emit(Op.ROT_TWO);
    }
    if (handler.type !== null) {
      c.expr(handler.type);
      c.emit(Op.CHECK_EG_MATCH);
      c.emit(Op.DUP_TOP);
      c.loadConst(NONE);
      c.emit(Op.IS_OP, 0);
      c.jump(Op.POP_JUMP_IF_TRUE, noMatch);
    }
    if (handler.name !== null) c.nameOp(handler.name, 'Store');
    else c.emit(Op.POP_TOP);
    c.setup(Pseudo.SETUP_CLEANUP, raised);
    c.pushFrame({ type: 'handler', name: handler.name });
    c.stmts(handler.body);
    c.popFrame();
    c.unit.loc = null;
    c.popBlock();
    if (handler.name !== null) forgetName(c, handler.name);
    c.jump(Op.JUMP_FORWARD, next);
    // previous, original, results, rest, lasti, exc: the error joins the results.
    c.use(raised);
    c.unit.loc = null;
    if (handler.name !== null) forgetName(c, handler.name);
    c.emit(Op.LIST_APPEND, 3);
    c.emit(Op.POP_TOP);
    c.jump(Op.JUMP_FORWARD, next);
    c.use(noMatch);
    c.unit.loc = handler;
    c.emit(Op.POP_TOP);
    c.use(next);
    if (i === s.handlers.length - 1) {
      c.unit.loc = null;
      c.emit(Op.LIST_APPEND, 1);
      c.jump(Op.JUMP_FORWARD, reraiseStar);
    }
  });
  c.popFrame();
  c.use(reraiseStar);
  // previous, original, results
  c.unit.loc = null;
  c.emit(Op.PREP_RERAISE_STAR);
  c.emit(Op.DUP_TOP);
  c.loadConst(NONE);
  c.emit(Op.IS_OP, 1);
  const reraise = new Block();
  c.jump(Op.POP_JUMP_IF_TRUE, reraise);
  c.emit(Op.POP_TOP);
  c.popBlock();
  c.emit(Op.POP_EXCEPT);
  c.jump(Op.JUMP_FORWARD, end);
  c.use(reraise);
  c.popBlock();
  c.emit(Op.ROT_TWO);
  c.emit(Op.POP_EXCEPT);
  c.emit(Op.RERAISE, 0);
  c.use(cleanup);
  popExceptAndReraise(c);
  c.use(orelse);
  c.stmts(s.orelse);
  c.use(end);
}
