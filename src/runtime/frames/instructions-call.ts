import { FunctionFlag, Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { dictGetStr, newDict } from '../containers/dict-object.ts';
import { call, callTuple } from '../core/abstract/call.ts';
import { getItem, sequenceTuple } from '../core/abstract/item.ts';
import { clearError, enterRecursive, errorMatches, isPythonError, raise, typeError, typeName } from '../core/errors.ts';
import { Func, Tp } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Fr } from './frame-layout.ts';
import { newFunction } from './function-object.ts';
import type { InstructionGroup } from './instructions.ts';
import { calleeText, mergeKeywords } from './mapping-merge.ts';
import { pushBound } from './push-frame.ts';
import { replaceDown } from './value-stack.ts';

/** callable, arg[n], names -> result; a Python function's frame is started here. */
function callKeywords(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const names = H[sp - 2];
  const nkw = H[names + Ob.size];
  const base = sp - 4 - 2 * n;
  const f = H[base];
  if (H[f + Ob.type] === T.function && rt.depth < rt.recursionLimit) {
    const pushed = pushBound(rt, f, base + 2, n - nkw, names, base);
    if (pushed !== 0) return H[pushed + Fr.sp];
  }
  if (H[f + Ob.type] !== T.function) enterRecursive(rt, ' while calling a Python object');
  const r = call(rt, f, base + 2, n - nkw, names);
  rt.depth = H[frame + Fr.depth];
  return replaceDown(rt, frame, sp, base, r);
}

/** callable, args, (kwargs) -> result. CPython: CALL_FUNCTION_EX, do_call_core */
function callEx(rt: Runtime, frame: number, sp: number, flags: number): number {
  const H = rt.H;
  const hasKeywords = (flags & 1) !== 0;
  const argsAt = hasKeywords ? sp - 4 : sp - 2;
  const base = argsAt - 2;
  const f = H[base];
  if (hasKeywords && H[H[sp - 2] + Ob.type] !== T.dict) {
    const given = H[sp - 2];
    const mark = rt.mark();
    const dict = rt.own(newDict(rt));
    mergeKeywords(rt, f, dict, given);
    rt.unown(dict);
    rt.release(mark);
    H[sp - 2] = dict;
    rt.decref(given);
  }
  const given = H[argsAt];
  if (H[given + Ob.type] !== T.tuple) {
    const type = H[given + Ob.type];
    if (H[type + Tp.iter] === 0 && H[type + Tp.sqItem] === 0) {
      typeError(rt, `${calleeText(rt, f)} argument after * must be an iterable, not ${typeName(rt, given)}`);
    }
    const tuple = sequenceTuple(rt, given);
    H[argsAt] = tuple;
    rt.decref(given);
  }
  const r = callTuple(rt, f, H[argsAt], hasKeywords ? H[sp - 2] : 0);
  return replaceDown(rt, frame, sp, base, r);
}

/** (defaults), (kwdefaults), (annotations), (closure), code, qualname -> function */
function makeFunction(rt: Runtime, frame: number, sp: number, flags: number): number {
  const H = rt.H;
  const f = newFunction(rt, H[sp - 4], H[frame + Fr.globals], H[sp - 2]);
  let at = sp - 6;
  if ((flags & FunctionFlag.Closure) !== 0) {
    H[f + Func.closure] = H[at];
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
  [Op.MAKE_FUNCTION, makeFunction],
  [Op.LOAD_BUILD_CLASS, loadBuildClass],
];
