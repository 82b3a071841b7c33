import { FunctionFlag, Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { dictGetStr, newDict } from '../containers/dict-object.ts';
import { call, callTuple } from '../core/abstract/call.ts';
import { getItem, sequenceTuple } from '../core/abstract/item.ts';
import { clearError, enterRecursive, errorMatches, isPythonError, raise, typeError, typeName } from '../core/errors.ts';
import { Dict, Func, Method, Tp, Tuple } from '../core/layout.ts';
import type { Runtime, StandIns } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Fr } from './frame-layout.ts';
import { newFunction } from './function-object.ts';
import type { InstructionGroup } from './instructions.ts';
import { CALL_COUNT_MASK, CALL_FLAGS_SHIFT, LoadedOp } from './loaded-op.ts';
import { calleeText, mergeKeywords } from './mapping-merge.ts';
import { pushBound, pushMoved } from './push-frame.ts';
import { dropUp, replaceDown } from './value-stack.ts';

/**
 * Starts the frame of a Python function, or of a method that is one, with `n` argument slots of which the last `nkw` have the names; 0 when `f` is something else.
 * CPython: Objects/classobject.c method_vectorcall
 */
function startPython(rt: Runtime, f: number, args: number, n: number, names: number, nkw: number, base: number): number {
  const H = rt.H;
  if (H[f + Ob.type] === T.function) return pushBound(rt, f, args, n - nkw, names, base);
  if (H[f + Ob.type] !== T.method || H[H[f + Method.func] + Ob.type] !== T.function) return 0;
  const mark = rt.mark();
  const first = rt.push(H[f + Method.self]);
  for (let i = 0; i < n; i++) rt.push(H[args + 2 * i]);
  const pushed = pushBound(rt, H[f + Method.func], first, n + 1 - nkw, names, base);
  rt.nsp = mark;
  return pushed;
}

/** callable, arg[n], names -> result; a Python function's frame is started here. */
function callKeywords(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const names = H[sp - 2];
  const nkw = H[names + Ob.size];
  const base = sp - 4 - 2 * n;
  const f = H[base];
  if (rt.depth < rt.recursionLimit) {
    const pushed = startPython(rt, f, base + 2, n, names, nkw, base);
    if (pushed !== 0) return H[pushed + Fr.sp];
  }
  const standIn = rt.standIns === null ? 0 : rt.standIns.call(f, base + 2, n - nkw, names, base);
  if (standIn !== 0) return H[standIn + Fr.sp];
  if (H[f + Ob.type] !== T.function) enterRecursive(rt, ' while calling a Python object');
  const r = call(rt, f, base + 2, n - nkw, names);
  rt.depth = H[frame + Fr.depth];
  return replaceDown(rt, frame, sp, base, r);
}

/**
 * A call that holds the callable in a stack slot of its own. A bound method gives its slot to its object, which is the first argument then, and
 * may die before the call. `base`: the callable, with `n` argument slots behind it; the call consumes the stack from `lowest` on.
 * CPython 3.7: Python/ceval.c call_function
 */
function callHeld(rt: Runtime, frame: number, sp: number, lowest: number, base: number, n: number, names: number): number {
  const H = rt.H;
  let f = H[base];
  let args = base + 2;
  const held = H[f + Ob.type] !== T.builtin_function_or_method && H[f + Ob.type] !== T.method_descriptor;
  if (H[f + Ob.type] === T.method) {
    const method = f;
    f = H[method + Method.func];
    H[sp] = rt.newRef(f);
    H[base] = rt.newRef(H[method + Method.self]);
    args = base;
    n++;
    H[frame + Fr.sp] = sp + 2;
    rt.decref(method);
  } else if (held) H[sp] = rt.newRef(f);
  if (held) sp += 2;
  H[frame + Fr.sp] = sp;
  const nargs = names === 0 ? n : n - H[names + Ob.size];
  if (H[f + Ob.type] === T.function) {
    const pushed = rt.depth < rt.recursionLimit ? pushBound(rt, f, args, nargs, names, lowest) : 0;
    if (pushed !== 0) return H[pushed + Fr.sp];
  } else {
    const standIn = rt.standIns === null ? 0 : rt.standIns.call(f, args, nargs, names, lowest);
    if (standIn !== 0) return H[standIn + Fr.sp];
    enterRecursive(rt, ' while calling a Python object');
  }
  const r = call(rt, f, args, nargs, names);
  rt.depth = H[frame + Fr.depth];
  return replaceDown(rt, frame, sp, lowest, r);
}

function callFunctionHeld(rt: Runtime, frame: number, sp: number, n: number): number {
  const base = sp - 2 - 2 * n;
  return callHeld(rt, frame, sp, base, base, n, 0);
}

function callMethodHeld(rt: Runtime, frame: number, sp: number, n: number): number {
  const lowest = sp - 4 - 2 * n;
  return rt.H[lowest] !== 0 ? callHeld(rt, frame, sp, lowest, lowest, n + 1, 0) : callHeld(rt, frame, sp, lowest, lowest + 2, n, 0);
}

function callKeywordsHeld(rt: Runtime, frame: number, sp: number, n: number): number {
  const base = sp - 4 - 2 * n;
  return callHeld(rt, frame, sp, base, base, n, rt.H[sp - 2]);
}

/** As callKeywords; the argument slots move into the frame and the names go. CPython: CALL_KW */
function callKeywordsMoved(rt: Runtime, frame: number, sp: number, arg: number): number {
  const H = rt.H;
  const n = arg & CALL_COUNT_MASK;
  const names = H[sp - 2];
  const base = sp - 4 - 2 * n;
  if (isPython(rt, H[base]) && rt.depth < rt.recursionLimit) {
    const pushed = pushMoved(rt, base + 2, n - H[names + Ob.size], names, arg >> CALL_FLAGS_SHIFT);
    if (pushed !== 0) {
      H[frame + Fr.sp] = base + 2;
      H[pushed + Fr.callBase] = base;
      rt.decref(names);
      return H[pushed + Fr.sp];
    }
  }
  return callKeywords(rt, frame, sp, n);
}

/** Is it a Python function or a bound method of one? */
function isPython(rt: Runtime, f: number): boolean {
  const H = rt.H;
  return H[f + Ob.type] === T.function || (H[f + Ob.type] === T.method && H[H[f + Method.func] + Ob.type] === T.function);
}

/** As callEx; a function's frame is started here, and tuple and dict go before it runs. CPython: CALL_FUNCTION_EX, _PyEvalFramePushAndInit_Ex */
function callExMoved(rt: Runtime, frame: number, sp: number, flags: number): number {
  const H = rt.H;
  const base = sp - 4 - 2 * (flags & 1);
  if (H[H[base] + Ob.type] !== T.function || rt.depth >= rt.recursionLimit) return callEx(rt, frame, sp, flags);
  exactArguments(rt, base, flags);
  const tuple = H[base + 2];
  const dict = (flags & 1) !== 0 ? H[base + 4] : 0;
  const mark = rt.mark();
  let pushed: number;
  if (dict === 0 || H[dict + Dict.used] === 0) pushed = pushBound(rt, H[base], tuple + Tuple.items, H[tuple + Ob.size], 0, base);
  else {
    const n = H[tuple + Ob.size];
    const namesSlot = rt.nsp;
    rt.own(0);
    const args = rt.nsp;
    for (let i = 0; i < n; i++) rt.own(rt.newRef(H[tuple + Tuple.items + 2 * i]));
    H[namesSlot] = rt.hooks.unpackKeywords(rt, dict);
    pushed = pushBound(rt, H[base], args, n, H[namesSlot], base);
  }
  if (pushed === 0) {
    rt.release(mark);
    return callEx(rt, frame, sp, flags);
  }
  rt.release(mark);
  H[frame + Fr.sp] = base + 2;
  rt.decref(tuple);
  rt.xdecref(dict);
  return H[pushed + Fr.sp];
}

/** Makes the operands of CALL_FUNCTION_EX what a call takes: an exact tuple and, with flag 1, an exact dict. TypeError. */
function exactArguments(rt: Runtime, base: number, flags: number): void {
  const H = rt.H;
  const f = H[base];
  if ((flags & 1) !== 0 && H[H[base + 4] + Ob.type] !== T.dict) {
    const given = H[base + 4];
    const mark = rt.mark();
    const dict = rt.own(newDict(rt));
    mergeKeywords(rt, f, dict, given);
    rt.unown(dict);
    rt.release(mark);
    H[base + 4] = dict;
    rt.decref(given);
  }
  const given = H[base + 2];
  if (H[given + Ob.type] === T.tuple) return;
  const type = H[given + Ob.type];
  if (H[type + Tp.iter] === 0 && H[type + Tp.sqItem] === 0) {
    typeError(rt, `${calleeText(rt, f)} argument after * must be an iterable, not ${typeName(rt, given)}`);
  }
  const tuple = sequenceTuple(rt, given);
  H[base + 2] = tuple;
  rt.decref(given);
}

/** As StandIns.call, for arguments in a tuple and a dict (0 = none). */
function standInForTuple(rt: Runtime, standIns: StandIns, f: number, tuple: number, dict: number, base: number): number {
  const H = rt.H;
  const nargs = H[tuple + Ob.size];
  if (dict === 0 || H[dict + Dict.used] === 0) return standIns.call(f, tuple + Tuple.items, nargs, 0, base);
  const mark = rt.mark();
  rt.own(0);
  for (let i = 0; i < nargs; i++) rt.own(rt.newRef(H[tuple + Tuple.items + 2 * i]));
  H[mark] = rt.hooks.unpackKeywords(rt, dict);
  const pushed = standIns.call(f, mark + 2, nargs, H[mark], base);
  rt.release(mark);
  return pushed;
}

/** callable, args, (kwargs) -> result; without keywords a Python function's frame is started here. CPython: CALL_FUNCTION_EX, do_call_core */
function callEx(rt: Runtime, frame: number, sp: number, flags: number): number {
  const H = rt.H;
  const base = sp - 4 - 2 * (flags & 1);
  const gathering = rt.standIns === null || (flags & 1) !== 0 ? 0 : rt.standIns.gather(sp, -1);
  if (gathering !== 0) {
    // this instruction runs again, with the list
    H[frame + Fr.pc] -= 2;
    return H[gathering + Fr.sp];
  }
  exactArguments(rt, base, flags);
  const dict = (flags & 1) !== 0 ? H[base + 4] : 0;
  if ((dict === 0 || H[dict + Dict.used] === 0) && rt.depth < rt.recursionLimit) {
    const pushed = startPython(rt, H[base], H[base + 2] + Tuple.items, H[H[base + 2] + Ob.size], 0, 0, base);
    if (pushed !== 0) return H[pushed + Fr.sp];
  }
  const standIn = rt.standIns === null ? 0 : standInForTuple(rt, rt.standIns, H[base], H[base + 2], dict, base);
  if (standIn !== 0) return H[standIn + Fr.sp];
  const mark = rt.mark();
  const r = rt.own(callTuple(rt, H[base], H[base + 2], dict));
  // the callable, the tuple and the dict go in this order
  dropUp(rt, frame, sp, base);
  H[base] = rt.unown(r);
  rt.nsp = mark;
  H[frame + Fr.sp] = base + 2;
  return base + 2;
}

/** (defaults), (kwdefaults), (annotations | annotate), (closure), code, qualname -> function */
function makeFunction(rt: Runtime, frame: number, sp: number, flags: number): number {
  const H = rt.H;
  const f = newFunction(rt, H[sp - 4], H[frame + Fr.globals], H[sp - 2]);
  let at = sp - 6;
  if ((flags & FunctionFlag.Closure) !== 0) {
    H[f + Func.closure] = H[at];
    at -= 2;
  }
  if ((flags & FunctionFlag.Annotate) !== 0) {
    H[f + Func.annotate] = H[at];
    at -= 2;
  }
  if ((flags & FunctionFlag.Annotations) !== 0) {
    H[f + Func.annotations] = H[at];
    at -= 2;
  }
  if ((flags & FunctionFlag.KeywordDefaults) !== 0) {
    H[f + Func.kwdefaults] = H[at];
    at -= 2;
  }
  if ((flags & FunctionFlag.Defaults) !== 0) {
    H[f + Func.defaults] = H[at];
    at -= 2;
  }
  const code = H[sp - 4];
  const qualname = H[sp - 2];
  at += 2;
  H[at] = f;
  H[frame + Fr.sp] = at + 2;
  // the function holds both: neither can die here
  rt.decref(code);
  rt.decref(qualname);
  return at + 2;
}

function loadBuildClass(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const builtins = H[frame + Fr.builtins];
  const name = rt.ident('__build_class__');
  if (H[builtins + Ob.type] === T.dict) {
    const v = dictGetStr(rt, builtins, name);
    if (v === 0) raise(rt, T.NameError, '__build_class__ not found');
    H[v]++;
    H[sp] = v;
    return sp + 2;
  }
  try {
    H[sp] = getItem(rt, builtins, name);
  } catch (thrown) {
    if (!isPythonError(thrown) || !errorMatches(rt, T.KeyError)) throw thrown;
    clearError(rt);
    raise(rt, T.NameError, '__build_class__ not found');
  }
  return sp + 2;
}

export const callInstructions: InstructionGroup = [
  [Op.CALL_FUNCTION_KW, callKeywords],
  [Op.CALL_FUNCTION_EX, callEx],
  [LoadedOp.CALL_FUNCTION_KW_MOVED, callKeywordsMoved],
  [LoadedOp.CALL_FUNCTION_EX_MOVED, callExMoved],
  [LoadedOp.CALL_FUNCTION_HELD, callFunctionHeld],
  [LoadedOp.CALL_METHOD_HELD, callMethodHeld],
  [LoadedOp.CALL_FUNCTION_KW_HELD, callKeywordsHeld],
  [Op.MAKE_FUNCTION, makeFunction],
  [Op.LOAD_BUILD_CLASS, loadBuildClass],
];
