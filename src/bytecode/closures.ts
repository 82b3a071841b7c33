/** Making a function from its code. CPython: compiler_make_closure. */
import type { CodeData } from './code.ts';
import type { Compiler } from './compiler.ts';
import { FunctionFlag, Op } from './opcodes.ts';

/** Loads the code and makes the function, with the cells it closes over. `name`: its qualified name (a class body has just its name). */
export function makeClosure(c: Compiler, code: CodeData, flags: number, name = code.qualname): void {
  let all = flags;
  if (code.freevars.length > 0) {
    for (const name of code.freevars) c.emit(Op.LOAD_CLOSURE, c.derefIndex(name));
    c.emit(Op.BUILD_TUPLE, code.freevars.length);
    all |= FunctionFlag.Closure;
  }
  c.loadConst({ kind: 'code', code });
  c.loadString(name);
  c.emit(Op.MAKE_FUNCTION, all);
}
