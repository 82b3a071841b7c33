import { Ob } from '../../../memory/layout.ts';
import { asIndex, isInt, toFloatNumber } from '../../core/abstract/number.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { raise, typeError, valueError } from '../../core/errors.ts';
import { Tp } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { type GreenThread, identOf, ThreadSlot } from '../../threads/green-thread.ts';
import { MAIN_NUMBER, scheduler } from '../../threads/scheduler.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { raiseSignal } from '../signal.ts';
import { lockType, newLock, openLock, rlockType } from './lock.ts';
import { checkUnused, makeHandle, setDone, setStarted, threadHandleType } from './thread-handle.ts';
import { forgetThread, localType } from './thread-local.ts';

function isCallable(rt: Runtime, op: number): boolean {
  return rt.H[rt.H[op + Ob.type]! + Tp.call] !== 0;
}

/** Starts a thread; when it ends its handle (or the lock that stands for it) and its thread-local values know. All borrowed, 0 = none. */
function startThread(rt: Runtime, callable: number, args: number, kwargs: number, handle: number, daemon: boolean): GreenThread {
  const thread = scheduler(rt).start(callable, args, kwargs, daemon);
  if (handle !== 0) {
    rt.setSlot(thread.slot(ThreadSlot.handle), rt.newRef(handle));
    setStarted(rt, handle, thread.number);
  }
  thread.onEnd = () => {
    if (handle !== 0) setDone(rt, handle);
    const sentinel = rt.H[thread.slot(ThreadSlot.sentinel)]!;
    if (sentinel !== 0) openLock(rt, sentinel);
    forgetThread(rt, thread.number);
  };
  return thread;
}

/** CPython: Modules/_threadmodule.c thread_PyThread_start_new_thread */
function startNewThread(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'start_new_thread', nargs, 2, 3);
  const H = rt.H;
  if (!isCallable(rt, H[args]!)) typeError(rt, 'first arg must be callable');
  if (H[H[args + 2]! + Ob.type] !== T.tuple) typeError(rt, '2nd arg must be a tuple');
  if (nargs === 3 && H[H[args + 4]! + Ob.type] !== T.dict) typeError(rt, 'optional 3rd arg must be a dictionary');
  return newInt(rt, startThread(rt, H[args]!, H[args + 2]!, nargs === 3 ? H[args + 4]! : 0, 0, true).ident);
}

/** CPython: Modules/_threadmodule.c thread_PyThread_start_joinable_thread */
function startJoinable(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const spec = { name: 'start_joinable_thread', params: ['function', 'handle', 'daemon'], required: 1 };
  const [callable, given, daemon] = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0]);
  if (!isCallable(rt, callable!)) typeError(rt, 'thread function must be callable');
  const mark = rt.mark();
  const handle = rt.own(given === 0 || given === S.None ? makeHandle(rt, 0) : rt.newRef(given!));
  if (H[handle + Ob.type] !== nativeTypeAddress(rt, threadHandleType)) typeError(rt, "'handle' must be a _ThreadHandle");
  checkUnused(rt, handle);
  startThread(rt, callable!, H[Root.emptyTuple]!, 0, handle, daemon === 0 || daemon !== S.False);
  return rt.leave(mark, rt.newRef(handle));
}

/** A handle of a thread that runs already: its number is found by its identifier. */
function makeThreadHandle(rt: Runtime, _module: number, ident: number): Owned {
  if (!isInt(rt, ident)) typeError(rt, 'ident must be an integer');
  const wanted = toFloatNumber(rt, ident);
  const thread = scheduler(rt)
    .alive()
    .find((t) => t.ident === wanted);
  return makeHandle(rt, thread?.number ?? MAIN_NUMBER);
}

/** A lock that the running thread holds until it ends (libraries up to 3.12). CPython: thread__set_sentinel */
function setSentinel(rt: Runtime): Owned {
  const lock = newLock(rt);
  rt.setSlot(scheduler(rt).current.slot(ThreadSlot.sentinel), rt.newRef(lock));
  return lock;
}

/** Waits for all threads that are no daemons. CPython: Modules/_threadmodule.c thread_shutdown */
function shutdown(rt: Runtime, module: number): Owned {
  const threads = scheduler(rt);
  const others = (): boolean => threads.alive().some((thread) => !thread.daemon && thread.number !== MAIN_NUMBER);
  if (others()) threads.wait(shutdown, module, () => !others(), null);
  return rt.none();
}

function interruptMain(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  const n = nargs === 0 ? 2 : asIndex(rt, rt.H[args]!, T.OverflowError);
  if (n < 1 || n > 64) valueError(rt, 'signal number out of range');
  raiseSignal(rt, n);
  return rt.none();
}

/** _thread: threads that take turns on one stack (see threads/scheduler.ts). CPython: Modules/_threadmodule.c */
export const threadModule: ModuleSpec = {
  name: '_thread',
  doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
  types: [lockType, rlockType, localType, threadHandleType],
  functions: [
    { name: 'allocate_lock', kind: Meth.NOARGS, fn: newLock },
    { name: 'allocate', kind: Meth.NOARGS, fn: newLock },
    { name: 'get_ident', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, scheduler(rt).current.ident) },
    { name: 'get_native_id', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.pid + scheduler(rt).current.number - MAIN_NUMBER) },
    { name: '_get_main_thread_ident', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, identOf(MAIN_NUMBER)) },
    { name: '_is_main_interpreter', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(true) },
    { name: '_count', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, scheduler(rt).alive().length - 1) },
    { name: '_make_thread_handle', kind: Meth.O, fn: makeThreadHandle },
    { name: '_set_sentinel', kind: Meth.NOARGS, fn: setSentinel },
    { name: 'daemon_threads_allowed', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(true) },
    { name: 'stack_size', kind: Meth.FAST, fn: (rt: Runtime) => newInt(rt, 0) },
    { name: '_shutdown', kind: Meth.NOARGS, fn: shutdown },
    { name: 'start_new_thread', kind: Meth.FAST, fn: startNewThread },
    { name: 'start_new', kind: Meth.FAST, fn: startNewThread },
    { name: 'start_joinable_thread', kind: Meth.KEYWORDS, fn: startJoinable },
    { name: 'interrupt_main', kind: Meth.FAST, fn: interruptMain },
    { name: 'exit', kind: Meth.NOARGS, fn: (rt: Runtime) => raise(rt, T.SystemExit, null) },
    { name: 'exit_thread', kind: Meth.NOARGS, fn: (rt: Runtime) => raise(rt, T.SystemExit, null) },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'TIMEOUT_MAX', newFloat(rt, 9223372036.0));
    setModuleValue(rt, module, 'error', rt.newRef(T.RuntimeError));
    setModuleValue(rt, module, 'LockType', rt.newRef(nativeTypeAddress(rt, lockType)));
  },
};
