import { Ob } from '../../../memory/layout.ts';
import { dictGetText, dictSet, dictSetText, newDict } from '../../containers/dict-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { call, call0, callMethodText, callTuple } from '../../core/abstract/call.ts';
import { getItem } from '../../core/abstract/item.ts';
import { asCInt, asIndex, toFloatNumber } from '../../core/abstract/number.ts';
import { getAttrText, lookupSpecial, repr } from '../../core/abstract/object.ts';
import { argumentType, parseKeywords } from '../../core/arguments.ts';
import { clearError, errorMatches, overflowError, raise, raiseObject, typeError, typeName, valueError } from '../../core/errors.ts';
import { Exc, Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../../core/runtime.ts';
import { shownCount } from '../../core/shown-count.ts';
import { shownHeader } from '../../core/shown-size.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import { writeStderr } from '../../exceptions/unraisable.ts';
import { previousFrame } from '../../frames/frame-memory.ts';
import { handledException } from '../../frames/handled-exception.ts';
import { digitLimitFunctions } from '../../numbers/digit-limit.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { internInPlace } from '../../text/interning.ts';
import { newStr } from '../../text/str-object.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { clearTypeCache } from '../../types/type-cache.ts';
import { asyncgenHookFunctions } from './asyncgen-hooks.ts';
import { auditFunctions } from './audit-hooks.ts';
import { displayException } from './display-exception.ts';
import { interpreterStateFunctions } from './interpreter-state.ts';
import { debugMallocStats } from './malloc-stats.ts';
import { traceFunctions } from './trace-functions.ts';
import { unraisableHookFunctions } from './unraisable-hook.ts';

/** CPython: sys_getrefcount_impl: the argument's own slot counts, it is on the caller's stack. */
function getrefcount(rt: Runtime, _self: number, op: number): Owned {
  return newInt(rt, shownCount(rt, op));
}

/** CPython: sys_getsizeof, _PySys_GetSizeOf */
function getsizeof(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const named = kwnames === 0 ? 0 : H[kwnames + Ob.size]!;
  if (nargs + named < 1)
    typeError(
      rt,
      rt.model.version[1] >= 7 ? "getsizeof() missing required argument 'object' (pos 1)" : "Required argument 'object' (pos 1) not found",
    );
  if (nargs + named > 2) typeError(rt, `getsizeof() takes at most 2 arguments (${nargs + named} given)`);
  const op = H[args]!;
  const fallback = nargs + named === 2 ? H[args + 2]! : 0;
  const mark = rt.mark();
  try {
    const method = rt.own(lookupSpecial(rt, op, rt.ident('__sizeof__')));
    if (method === 0) typeError(rt, `Type ${typeName(rt, op)} doesn't define __sizeof__`);
    const size = rt.own(call0(rt, method));
    if (H[H[size + Ob.type]! + Tp.flags]! & TpFlag.LONG_SUBCLASS) {
      const n = asIndex(rt, size, T.OverflowError);
      if (n < 0) valueError(rt, '__sizeof__() should return >= 0');
      return rt.leave(mark, newInt(rt, n + shownHeader(rt, op)));
    }
    typeError(rt, 'an integer is required');
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || fallback === 0 || !errorMatches(rt, T.TypeError)) throw thrown;
    rt.release(mark);
    rt.clearSlot(Root.curexc);
    return rt.newRef(fallback);
  }
}

/** CPython: sys_intern_impl */
function intern(rt: Runtime, _self: number, op: number): Owned {
  if (rt.H[op + Ob.type] === T.str) return internInPlace(rt, rt.newRef(op));
  if (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.UNICODE_SUBCLASS) return typeError(rt, `can't intern ${typeName(rt, op)}`);
  return typeError(rt, `intern() argument must be str, not ${argumentType(rt, op)}`);
}

/** CPython: sys_exc_info */
function excInfo(rt: Runtime): Owned {
  const exc = handledException(rt);
  if (exc === 0) return tupleOf(rt, S.None, S.None, S.None);
  return tupleOf(rt, rt.H[exc + Ob.type]!, exc, rt.H[exc + Exc.traceback]! || S.None);
}

/** CPython: sys_exit_impl: a tuple is unpacked into SystemExit's arguments, as PyErr_SetObject does. */
function exit(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  if (nargs > 1) typeError(rt, `exit expected at most 1 argument, got ${nargs}`);
  if (nargs === 0 || rt.H[args] === S.None) return raiseObject(rt, rt.hooks.makeException(rt, T.SystemExit, null));
  if (rt.H[rt.H[args]! + Ob.type] === T.tuple) return raiseObject(rt, callTuple(rt, T.SystemExit, rt.H[args]!, 0));
  return raiseObject(rt, rt.hooks.makeExceptionWithArg(rt, T.SystemExit, rt.H[args]!));
}

function getframe(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  let depth = nargs > 0 ? asIndex(rt, rt.H[args]!, T.OverflowError) : 0;
  let frame = rt.H[Root.frame]!;
  while (depth > 0 && frame !== 0) {
    frame = previousFrame(rt, frame);
    depth--;
  }
  if (frame === 0) valueError(rt, 'call stack is not deep enough');
  return rt.newRef(frame);
}

function setrecursionlimit(rt: Runtime, _self: number, arg: number): Owned {
  if ((rt.H[rt.H[arg + Ob.type]! + Tp.flags]! & TpFlag.LONG_SUBCLASS) === 0)
    typeError(rt, `'${typeName(rt, arg)}' object cannot be interpreted as an integer`);
  const n = asIndex(rt, arg, T.OverflowError);
  if (n > 0x7fffffff) overflowError(rt, 'signed integer is greater than maximum');
  if (n < 1) valueError(rt, 'recursion limit must be greater or equal than 1');
  if (n <= rt.depth) raise(rt, T.RecursionError, `cannot set the recursion limit to ${n} at the recursion depth ${rt.depth}: the limit is too low`);
  rt.recursionLimit = n;
  return rt.none();
}

/** The default sys.displayhook. CPython: sys_displayhook */
function displayhook(rt: Runtime, _self: number, op: number): Owned {
  if (op === S.None) return rt.none();
  const builtins = rt.H[Root.builtinsDict]!;
  dictSetText(rt, builtins, '_', S.None);
  const mark = rt.mark();
  const out = dictGetText(rt, rt.H[Root.sysDict]!, 'stdout');
  if (out === 0 || out === S.None) raise(rt, T.RuntimeError, 'lost sys.stdout');
  rt.own(rt.newRef(out));
  const text = rt.own(repr(rt, op));
  rt.own(callMethodText(rt, out, 'write', text));
  rt.own(callMethodText(rt, out, 'write', rt.own(newStr(rt, '\n'))));
  dictSetText(rt, builtins, '_', op);
  return rt.leave(mark, rt.none());
}

/** The default sys.excepthook. CPython: sys_excepthook */
function excepthook(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  if (nargs !== 3) typeError(rt, `excepthook expected 3 arguments, got ${nargs}`);
  const value = rt.H[args + 2]!;
  if ((rt.H[rt.H[value + Ob.type]! + Tp.flags]! & TpFlag.BASE_EXC_SUBCLASS) === 0)
    writeStderr(rt, `TypeError: print_exception(): Exception expected for value, ${typeName(rt, value)} found\n`);
  else displayException(rt, value);
  return rt.none();
}

/** Imports what PYTHONBREAKPOINT names (default pdb.set_trace) and calls it. CPython: sys_breakpointhook */
function breakpointhook(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const named = rt.host.env['PYTHONBREAKPOINT'] || 'pdb.set_trace';
  if (named === '0') return rt.none();
  const dot = named.lastIndexOf('.');
  const mark = rt.mark();
  let hook = 0;
  try {
    const top = rt.own(newStr(rt, dot < 0 ? 'builtins' : named.slice(0, dot)));
    rt.own(rt.hooks.importModule(rt, top));
    hook = rt.own(getAttrText(rt, rt.own(getItem(rt, rt.H[Root.sysModules]!, top)), named.slice(dot + 1)));
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    if (!errorMatches(rt, T.ImportError) && !errorMatches(rt, T.AttributeError)) throw thrown;
    clearError(rt);
    rt.hooks.issueWarning(rt, T.RuntimeWarning, `Ignoring unimportable $PYTHONBREAKPOINT: "${named}"`, 0);
    return rt.leave(mark, rt.none());
  }
  return rt.leave(mark, call(rt, hook, args, nargs, kwnames));
}

function isFinalizing(rt: Runtime): Owned {
  return rt.bool(rt.stateOf('finalizing', () => ({ now: false })).now);
}

/** {identifier of a thread: its frame}. CPython: Python/pystate.c _PyThread_CurrentFrames */
function currentFrames(rt: Runtime): Owned {
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  const threads = scheduler(rt);
  for (const thread of threads.alive()) {
    const frame = thread === threads.current ? rt.H[Root.frame]! : thread.frame(rt);
    if (frame !== 0) dictSet(rt, dict, rt.own(newInt(rt, thread.ident)), frame);
  }
  return rt.leave(mark, rt.newRef(dict));
}

function setOriginDepth(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const spec = { name: 'set_coroutine_origin_tracking_depth', params: ['depth'], required: 1 };
  const depth = asCInt(rt, parseKeywords(rt, spec, args, nargs, kwnames, [0])[0]!);
  if (depth < 0) valueError(rt, 'depth must be >= 0');
  rt.coroutineOrigins = depth;
  return rt.none();
}

function setSwitchInterval(rt: Runtime, _self: number, op: number): Owned {
  const seconds = toFloatNumber(rt, op);
  if (seconds <= 0) valueError(rt, 'switch interval must be strictly positive');
  scheduler(rt).setInterval(seconds);
  return rt.none();
}

/** Functions of the sys module. CPython: Python/sysmodule.c */
export const sysFunctions: readonly MethodSpec[] = [
  { name: 'getrefcount', kind: Meth.O, fn: getrefcount, signature: '($module, object, /)' },
  { name: 'getsizeof', kind: Meth.KEYWORDS, fn: getsizeof },
  { name: 'intern', kind: Meth.O, fn: intern, signature: '($module, string, /)' },
  { name: 'exc_info', kind: Meth.NOARGS, fn: excInfo, signature: '($module, /)' },
  {
    name: 'exception',
    kind: Meth.NOARGS,
    fn: (rt: Runtime) => {
      const exc = handledException(rt);
      return rt.newRef(exc === 0 ? S.None : exc);
    },
  },
  { name: 'exit', kind: Meth.FAST, fn: exit },
  { name: '_getframe', kind: Meth.FAST, fn: getframe },
  ...digitLimitFunctions,
  { name: 'getrecursionlimit', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.recursionLimit), signature: '($module, /)' },
  { name: 'setrecursionlimit', kind: Meth.O, fn: setrecursionlimit, signature: '($module, limit, /)' },
  { name: 'getallocatedblocks', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.heap.allocatedBlocks()), signature: '($module, /)' },
  {
    name: '_clear_type_cache',
    kind: Meth.NOARGS,
    fn: (rt: Runtime) => {
      clearTypeCache(rt);
      return rt.none();
    },
    signature: '($module, /)',
  },
  {
    name: '_debugmallocstats',
    kind: Meth.NOARGS,
    fn: (rt: Runtime) => {
      rt.host.write(2, new TextEncoder().encode(debugMallocStats(rt)));
      return rt.none();
    },
    signature: '($module, /)',
  },
  { name: 'displayhook', kind: Meth.O, fn: displayhook, signature: '($module, object, /)' },
  { name: 'excepthook', kind: Meth.FAST, fn: excepthook, signature: '($module, exctype, value, traceback, /)' },
  ...unraisableHookFunctions,
  { name: 'breakpointhook', kind: Meth.KEYWORDS, fn: breakpointhook },
  { name: 'is_finalizing', kind: Meth.NOARGS, fn: isFinalizing, signature: '($module, /)' },
  { name: 'getdefaultencoding', kind: Meth.NOARGS, fn: (rt: Runtime) => newStr(rt, 'utf-8'), signature: '($module, /)' },
  { name: 'getfilesystemencoding', kind: Meth.NOARGS, fn: (rt: Runtime) => newStr(rt, 'utf-8'), signature: '($module, /)' },
  { name: 'getfilesystemencodeerrors', kind: Meth.NOARGS, fn: (rt: Runtime) => newStr(rt, 'surrogateescape'), signature: '($module, /)' },
  { name: 'getswitchinterval', kind: Meth.NOARGS, fn: (rt: Runtime) => newFloat(rt, scheduler(rt).interval), signature: '($module, /)' },
  { name: 'setswitchinterval', kind: Meth.O, fn: setSwitchInterval, signature: '($module, interval, /)' },
  { name: 'getdlopenflags', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, 2), signature: '($module, /)' },
  ...auditFunctions,
  ...traceFunctions,
  { name: '_current_frames', kind: Meth.NOARGS, fn: currentFrames },
  ...asyncgenHookFunctions,
  ...interpreterStateFunctions,
  { name: 'get_coroutine_origin_tracking_depth', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.coroutineOrigins) },
  { name: 'set_coroutine_origin_tracking_depth', kind: Meth.KEYWORDS, fn: setOriginDepth },
];
