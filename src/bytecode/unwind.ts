/** Leaving enclosing statements by break, continue and return. CPython: compiler_unwind_fblock, compiler_unwind_fblock_stack. */

import type { Compiler } from './compiler.ts';
import { NONE } from './constants.ts';
import { Op } from './opcodes.ts';
import type { Frame } from './unit.ts';

/** Calls the bound exit, which lies on top, with three Nones. CPython: compiler_call_exit_with_nones. */
export function callExitWithNones(c: Compiler): void {
  c.loadConst(NONE);
  c.emit(Op.DUP_TOP);
  c.emit(Op.DUP_TOP);
  c.emit(Op.CALL_FUNCTION, 3);
}

/** Emits what leaving one enclosing statement takes. `keepTop`: the value on top (of a return) stays on top. */
export function unwindFrame(c: Compiler, frame: Frame, keepTop: boolean): void {
  switch (frame.type) {
    case 'while':
    case 'handlers':
    case 'group-handlers':
      return;
    case 'for':
      if (keepTop) c.emit(Op.ROT_TWO);
      c.emit(Op.POP_TOP);
      return;
    case 'try':
      c.popBlock();
      return;
    case 'finally-try':
      c.popBlock();
      if (keepTop) c.pushFrame({ type: 'value' });
      c.stmts(frame.body);
      if (keepTop) c.popFrame();
      // The finally block seems to run after the statement that leaves: what follows has no line of its own.
      c.unit.loc = null;
      return;
    case 'finally-end':
      if (keepTop) c.emit(Op.ROT_TWO);
      c.emit(Op.POP_TOP);
      if (keepTop) c.emit(Op.ROT_TWO);
      c.popBlock();
      c.emit(Op.POP_EXCEPT);
      return;
    case 'with':
      c.unit.loc = frame.loc;
      c.popBlock();
      if (keepTop) c.emit(Op.ROT_TWO);
      callExitWithNones(c);
      if (frame.isAsync) {
        c.emit(Op.GET_AWAITABLE, 2);
        c.loadConst(NONE);
        c.emit(Op.YIELD_FROM);
      }
      c.emit(Op.POP_TOP);
      c.unit.loc = null;
      return;
    case 'handler':
      if (frame.name !== null) c.popBlock();
      if (keepTop) c.emit(Op.ROT_TWO);
      c.popBlock();
      c.emit(Op.POP_EXCEPT);
      if (frame.name !== null) forgetName(c, frame.name);
      return;
    case 'value':
      if (keepTop) c.emit(Op.ROT_TWO);
      c.emit(Op.POP_TOP);
      return;
  }
}

/** `name = None; del name`: at the end of `except … as name`. */
export function forgetName(c: Compiler, name: string): void {
  c.loadConst(NONE);
  c.nameOp(name, 'Store');
  c.nameOp(name, 'Del');
}

/**
 * Leaves all enclosing statements, or those inside the innermost loop when `toLoop`; gives that loop, or null.
 * While the code of one is emitted it does not enclose anything.
 */
export function unwindFrames(c: Compiler, keepTop: boolean, toLoop: boolean): (Frame & { type: 'while' | 'for' }) | null {
  const frames = c.unit.frames;
  const left: Frame[] = [];
  let loop: (Frame & { type: 'while' | 'for' }) | null = null;
  while (frames.length > 0) {
    const top = frames[frames.length - 1];
    if (top.type === 'group-handlers') c.error("'break', 'continue' and 'return' cannot appear in an except* block");
    if (toLoop && (top.type === 'while' || top.type === 'for')) {
      loop = top;
      break;
    }
    frames.pop();
    left.push(top);
    unwindFrame(c, top, keepTop);
  }
  for (let i = left.length - 1; i >= 0; i--) frames.push(left[i]);
  return loop;
}
