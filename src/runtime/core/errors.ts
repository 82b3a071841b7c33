import { Ob } from '../../memory/layout.ts';
import { Exc, Tp } from './layout.ts';
import type { Owned } from './ownership.ts';
import { PYTHON_ERROR, type Runtime } from './runtime.ts';
import { Root, S, T } from './static.ts';

/**
 * Raising, testing and clearing Python exceptions from native code.
 * An exception under way is an owned, always normalised instance in Root.curexc while PYTHON_ERROR is thrown.
 */

/** Raises `type` (a builtin exception class) with a message. CPython: PyErr_SetString */
export function raise(rt: Runtime, type: number, message: string | null): never {
  const exc = rt.hooks.makeException(rt, type, message);
  return raiseObject(rt, exc);
}

/**
 * Raises an exception instance; steals it. The exception being handled becomes its context; the evaluation loop adds the traceback.
 * To send an exception on that was taken before, restore Root.curexc and throw PYTHON_ERROR instead. CPython: Python/errors.c _PyErr_SetObject
 */
export function raiseObject(rt: Runtime, exc: Owned): never {
  const handled = handledException(rt);
  if (handled !== 0 && handled !== exc) chainContext(rt, exc, handled);
  rt.setSlot(Root.curexc, exc);
  throw PYTHON_ERROR;
}

/** The exception being handled (borrowed), 0 when there is none: of the running generator, else of whoever resumed it, and so on. CPython: _PyErr_GetTopmostException */
export function handledException(rt: Runtime): number {
  const H = rt.H;
  let info = rt.excInfo;
  for (;;) {
    const value = H[info + 2]!;
    if (value !== 0 && value !== S.None) return value;
    if (info === Root.excType) return 0;
    // Gen.previous
    info = H[info + 6]!;
  }
}

/** Makes `handled` the context of `exc`, cutting the chain where it would become a cycle. Borrows both. */
export function chainContext(rt: Runtime, exc: number, handled: number): void {
  const H = rt.H;
  let slow = handled;
  let advance = false;
  for (let o = handled; ; ) {
    const context = H[o + Exc.context]!;
    if (context === 0) break;
    if (context === exc) {
      rt.clearSlot(o + Exc.context);
      break;
    }
    o = context;
    // a cycle that was there before must not keep us here
    if (o === slow) break;
    if (advance) slow = H[slow + Exc.context]!;
    advance = !advance;
  }
  rt.setSlot(exc + Exc.context, rt.newRef(handled));
}

export function typeError(rt: Runtime, message: string): never {
  return raise(rt, T.TypeError, message);
}

export function valueError(rt: Runtime, message: string): never {
  return raise(rt, T.ValueError, message);
}

export function overflowError(rt: Runtime, message: string): never {
  return raise(rt, T.OverflowError, message);
}

export function indexError(rt: Runtime, message: string): never {
  return raise(rt, T.IndexError, message);
}

/** KeyError whose argument is the key itself. CPython: _PyErr_SetKeyError */
export function keyError(rt: Runtime, key: number): never {
  return raiseWithArg(rt, T.KeyError, key);
}

/** Raises `type(arg)` with an object as the one argument. */
export function raiseWithArg(rt: Runtime, type: number, arg: number): never {
  const exc = rt.hooks.makeExceptionWithArg(rt, type, arg);
  return raiseObject(rt, exc);
}

/** Name of an object's type as a host string, for messages (the part after the last dot of tp_name, as CPython's `%T`/tp_name shows it: static types show tp_name whole). */
export function typeName(rt: Runtime, op: number): string {
  return nameOfType(rt, rt.H[op + Ob.type]!);
}

/** tp_name of a type as messages show it. */
export function nameOfType(rt: Runtime, type: number): string {
  return rt.hooks.strText(rt, rt.H[type + Tp.name]!);
}

/** Is `thrown` a Python error (as opposed to a fault of ours)? Use it first in every catch block and rethrow the rest. */
export function isPythonError(thrown: unknown): boolean {
  return thrown === PYTHON_ERROR;
}

/** Does the exception under way match the class `type`? CPython: PyErr_ExceptionMatches */
export function errorMatches(rt: Runtime, type: number): boolean {
  const exc = rt.H[Root.curexc]!;
  return exc !== 0 && subtypeOf(rt, rt.H[exc + Ob.type]!, type);
}

/** Drops the exception under way. CPython: PyErr_Clear */
export function clearError(rt: Runtime): void {
  rt.clearSlot(Root.curexc);
}

/** Takes the exception under way (owned), leaving none. CPython: PyErr_GetRaisedException */
export function takeError(rt: Runtime): Owned {
  const exc = rt.H[Root.curexc]!;
  rt.H[Root.curexc] = 0;
  return exc as Owned;
}

/** Is `type` a subtype of `base`? By the MRO, or the base chain before there is one. CPython: PyType_IsSubtype */
export function subtypeOf(rt: Runtime, type: number, base: number): boolean {
  if (type === base) return true;
  const H = rt.H;
  const mro = H[type + Tp.mro]!;
  if (mro !== 0) {
    const end = mro + 6 + 2 * H[mro + Ob.size]!;
    for (let s = mro + 6; s < end; s += 2) if (H[s] === base) return true;
    return false;
  }
  for (let t = type; t !== 0; t = H[t + Tp.base]!) if (t === base) return true;
  return base === T.object;
}

/**
 * Runs `attempt`; when it raises an exception matching `type`, clears it, releases the native stack to where it was and returns
 * `otherwise`. Other errors propagate.
 */
export function catching<V>(rt: Runtime, type: number, attempt: () => V, otherwise: V): V {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    return attempt();
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || !errorMatches(rt, type)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return otherwise;
  }
}

/** Guards host recursion in native code that calls itself or Python; pair with `rt.depth--`. CPython: Py_EnterRecursiveCall */
export function enterRecursive(rt: Runtime, where: string): void {
  if (++rt.depth > rt.recursionLimit) {
    rt.depth--;
    raise(rt, T.RecursionError, `maximum recursion depth exceeded${where}`);
  }
}
