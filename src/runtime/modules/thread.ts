import { newDict } from '../containers/dict-object.ts';
import { toFloatNumber } from '../core/abstract/number.ts';
import { genericGetAttr, genericSetAttr } from '../core/abstract/object.ts';
import { parseKeywords } from '../core/arguments.ts';
import { raise, valueError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newFloat } from '../numbers/float-object.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr } from '../text/str-object.ts';
import { setModuleValue } from './create-module.ts';
import { sleepFor } from './interruptible.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeTypeAddress } from './native-type.ts';
import { makeThreadHandle, threadHandleType } from './thread-handle.ts';

/** lock and RLock: held count at word 4 (two words), weak references behind it. One thread runs: a lock that would block for ever is a deadlock. */
const enum Lock {
  held = 4,
  weaklist = 6,
  end = 8,
}

const MAIN_THREAD = 1;

function acquireArguments(rt: Runtime, args: number, nargs: number, kwnames: number): { blocking: boolean; timeout: number } {
  const out = parseKeywords(rt, { name: 'acquire', params: ['blocking', 'timeout'] }, args, nargs, kwnames, [0, 0]);
  const blocking = out[0] === 0 || out[0] !== S.False;
  const timeout = out[1] === 0 ? -1 : toFloatNumber(rt, out[1]!);
  if (!blocking && timeout !== -1) valueError(rt, "can't specify a timeout for a non-blocking call");
  if (timeout < 0 && timeout !== -1) valueError(rt, 'timeout value must be a non-negative number');
  return { blocking, timeout };
}

function acquire(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const { blocking, timeout } = acquireArguments(rt, args, nargs, kwnames);
  if (rt.H[self + Lock.held] === 0) {
    rt.H[self + Lock.held] = 1;
    return rt.bool(true);
  }
  if (!blocking) return rt.bool(false);
  if (timeout >= 0) {
    sleepFor(rt, timeout);
    return rt.bool(false);
  }
  return raise(rt, T.RuntimeError, 'deadlock: the only thread waits for a lock that it holds (Ouroboros has no threads yet)');
}

function release(rt: Runtime, self: number): Owned {
  if (rt.H[self + Lock.held] === 0) raise(rt, T.RuntimeError, 'release unlocked lock');
  rt.H[self + Lock.held] = 0;
  return rt.none();
}

function lockRepr(name: string): (rt: Runtime, self: number) => Owned {
  return (rt, self) => newStr(rt, `<${rt.H[self + Lock.held] === 0 ? 'unlocked' : 'locked'} ${name} object at 0x${(self * 4).toString(16)}>`);
}

const lockMethods: readonly MethodSpec[] = [
  { name: 'acquire', kind: Meth.KEYWORDS, fn: acquire },
  { name: 'acquire_lock', kind: Meth.KEYWORDS, fn: acquire },
  { name: '__enter__', kind: Meth.KEYWORDS, fn: acquire },
  { name: 'release', kind: Meth.NOARGS, fn: release },
  { name: 'release_lock', kind: Meth.NOARGS, fn: release },
  { name: '__exit__', kind: Meth.FAST, fn: release },
  { name: 'locked', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.bool(rt.H[self + Lock.held]!) },
  { name: 'locked_lock', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.bool(rt.H[self + Lock.held]!) },
  {
    name: '_at_fork_reinit',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, self: number) => {
      rt.H[self + Lock.held] = 0;
      return rt.none();
    },
  },
];

const contract = { gc: false, slots: [] };

const lockType: TypeSpec = {
  name: '_thread.lock',
  basicsize: Lock.end * 4,
  weaklistoffset: Lock.weaklist,
  contract,
  slots: { new: (rt, type) => allocInstance(rt, type, 0), repr: lockRepr('_thread.lock') },
  methods: lockMethods,
};

function rlockAcquire(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  acquireArguments(rt, args, nargs, kwnames);
  rt.H[self + Lock.held]!++;
  return rt.bool(true);
}

function rlockRelease(rt: Runtime, self: number): Owned {
  if (rt.H[self + Lock.held] === 0) raise(rt, T.RuntimeError, 'cannot release un-acquired lock');
  rt.H[self + Lock.held]!--;
  return rt.none();
}

const rlockType: TypeSpec = {
  name: '_thread.RLock',
  basicsize: Lock.end * 4,
  flags: TpFlag.BASETYPE,
  weaklistoffset: Lock.weaklist,
  contract,
  slots: {
    new: (rt, type) => allocInstance(rt, type, 0),
    repr: (rt, self) =>
      newStr(
        rt,
        `<${rt.H[self + Lock.held] === 0 ? 'unlocked' : 'locked'} _thread.RLock object owner=${rt.H[self + Lock.held] === 0 ? 0 : MAIN_THREAD} count=${rt.H[self + Lock.held]} at 0x${(self * 4).toString(16)}>`,
      ),
  },
  methods: [
    { name: 'acquire', kind: Meth.KEYWORDS, fn: rlockAcquire },
    { name: '__enter__', kind: Meth.KEYWORDS, fn: rlockAcquire },
    { name: 'release', kind: Meth.NOARGS, fn: rlockRelease },
    { name: '__exit__', kind: Meth.FAST, fn: rlockRelease },
    { name: '_is_owned', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.bool(rt.H[self + Lock.held] !== 0) },
    { name: '_recursion_count', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => newInt(rt, rt.H[self + Lock.held]!) },
    {
      name: '_at_fork_reinit',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        rt.H[self + Lock.held] = 0;
        return rt.none();
      },
    },
  ],
};

/** threading.local: one thread, so one dict. */
const enum Local {
  dict = 4,
  weaklist = 6,
  end = 8,
}

const localType: TypeSpec = {
  name: '_thread._local',
  basicsize: Local.end * 4,
  flags: TpFlag.BASETYPE,
  dictoffset: Local.dict,
  weaklistoffset: Local.weaklist,
  contract: { gc: true, slots: [{ at: Local.dict, label: '__dict__' }] },
  slots: { new: (rt, type) => allocInstance(rt, type, 0), getattro: genericGetAttr, setattro: genericSetAttr },
  getset: [
    {
      name: '__dict__',
      get: (rt, self) => {
        if (rt.H[self + Local.dict] === 0) rt.setSlot(self + Local.dict, newDict(rt));
        return rt.newRef(rt.H[self + Local.dict]!);
      },
    },
  ],
};

function newLock(rt: Runtime): Owned {
  return allocInstance(rt, nativeTypeAddress(rt, lockType), 0);
}

function noThreads(rt: Runtime): Owned {
  return raise(rt, T.NotImplementedError, '_thread.start_new_thread: Ouroboros has no threads yet');
}

/** _thread, for one thread. CPython: Modules/_threadmodule.c */
export const threadModule: ModuleSpec = {
  name: '_thread',
  doc: 'Locks; there is one thread.',
  types: [lockType, rlockType, localType, threadHandleType],
  functions: [
    { name: 'allocate_lock', kind: Meth.NOARGS, fn: newLock },
    { name: 'allocate', kind: Meth.NOARGS, fn: newLock },
    { name: 'get_ident', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, MAIN_THREAD) },
    { name: 'get_native_id', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.pid) },
    { name: '_get_main_thread_ident', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, MAIN_THREAD) },
    { name: '_is_main_interpreter', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(true) },
    { name: '_count', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, 0) },
    { name: '_make_thread_handle', kind: Meth.O, fn: makeThreadHandle },
    { name: '_set_sentinel', kind: Meth.NOARGS, fn: newLock },
    { name: 'daemon_threads_allowed', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(true) },
    { name: 'stack_size', kind: Meth.FAST, fn: (rt: Runtime) => newInt(rt, 0) },
    { name: '_shutdown', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.none() },
    { name: 'start_new_thread', kind: Meth.KEYWORDS, fn: noThreads },
    { name: 'start_joinable_thread', kind: Meth.KEYWORDS, fn: noThreads },
    { name: 'interrupt_main', kind: Meth.FAST, fn: (rt: Runtime) => raise(rt, T.KeyboardInterrupt, null) },
    { name: 'exit', kind: Meth.NOARGS, fn: (rt: Runtime) => raise(rt, T.SystemExit, null) },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'TIMEOUT_MAX', newFloat(rt, 9223372036.0));
    setModuleValue(rt, module, 'error', rt.newRef(T.RuntimeError));
    setModuleValue(rt, module, 'LockType', rt.newRef(nativeTypeAddress(rt, lockType)));
  },
};
