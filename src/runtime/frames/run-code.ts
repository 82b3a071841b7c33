import { CodeFlag } from '../../bytecode/code.ts';
import { Ob } from '../../memory/layout.ts';
import { dictGetStr } from '../containers/dict-object.ts';
import { raise } from '../core/errors.ts';
import { Func, Module } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { bindArguments } from './argument-binding.ts';
import { runBound } from './call-function.ts';
import { Co, Fr } from './frame-layout.ts';
import { newFrame } from './frame-memory.ts';

/**
 * Runs a code object in a namespace (module and class bodies, exec, eval). `closure` is a tuple of cells or 0. Borrows all, result new.
 * CPython: Python/ceval.c PyEval_EvalCode
 */
export function runCode(rt: Runtime, code: number, globals: number, locals: number, closure = 0): Owned {
  const H = rt.H;
  if (rt.depth >= rt.recursionLimit) raise(rt, T.RecursionError, 'maximum recursion depth exceeded');
  const mark = rt.mark();
  const builtins = rt.own(rt.newRef(builtinsOf(rt, globals)));
  const newLocals = (H[code + Co.flags] & CodeFlag.NewLocals) !== 0;
  const frame = newFrame(rt, code, globals, builtins, newLocals ? 0 : locals);
  rt.release(mark);
  rt.own(frame);
  bindArguments(rt, frame, code, H[code + Co.name], 0, 0, rt.nsp, 0, 0);
  return runBound(rt, frame, mark, closure, H[code + Co.name], H[code + Co.name]);
}

/**
 * Calls a function's code with a locals mapping of its own: the body of a class statement. Borrows all, result new (the `__class__` cell or
 * None). CPython: Python/bltinmodule.c builtin___build_class__ (its PyEval_EvalCodeEx)
 */
export function runFunctionInNamespace(rt: Runtime, f: number, namespace: number): Owned {
  const H = rt.H;
  if (rt.depth >= rt.recursionLimit) raise(rt, T.RecursionError, 'maximum recursion depth exceeded');
  const mark = rt.mark();
  const code = H[f + Func.code];
  const frame = rt.own(newFrame(rt, code, H[f + Func.globals], H[f + Func.builtins], namespace));
  bindArguments(rt, frame, code, H[f + Func.qualname], H[f + Func.defaults], H[f + Func.kwdefaults], rt.nsp, 0, 0);
  return runBound(rt, frame, mark, H[f + Func.closure], H[f + Func.name], H[f + Func.qualname]);
}

/** Dict of builtins that code with these globals sees: borrowed. CPython: Python/ceval.c _PyEval_BuiltinsFromGlobals */
export function builtinsOf(rt: Runtime, globals: number): number {
  const H = rt.H;
  const found = H[globals + Ob.type] === T.dict ? dictGetStr(rt, globals, rt.ident('__builtins__')) : 0;
  if (found !== 0) {
    if (H[found + Ob.type] === T.module) return H[found + Module.dict];
    return found;
  }
  const frame = H[Root.frame];
  return frame !== 0 ? H[frame + Fr.builtins] : H[Root.builtinsDict];
}
