import { Ob } from '../../../memory/layout.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { asIndex, toFloatNumber } from '../../core/abstract/number.ts';
import { argumentType, parseKeywords } from '../../core/arguments.ts';
import { raise, typeError, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type Call, Meth } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import { identOf } from '../../threads/green-thread.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { nativeTypeAddress } from '../native-type.ts';

/** lock and RLock: how often it is held (a lock at most once), the number of the thread that holds it, weak references. */
const enum Lock {
  held = 4,
  owner = 5,
  weaklist = 6,
  end = 8,
}

const LONGEST_TIMEOUT = 9223372036;
const contract = { gc: true, slots: [] };

/** Seconds that an acquire() may wait: 0 = not at all, null = for ever. CPython: Modules/_threadmodule.c lock_acquire_parse_args */
function patience(rt: Runtime, args: number, nargs: number, kwnames: number): number | null {
  const out = parseKeywords(rt, { name: 'acquire', params: ['blocking', 'timeout'] }, args, nargs, kwnames, [0, 0]);
  const blocking = out[0] === 0 ? true : asIndex(rt, out[0]!, T.OverflowError) !== 0;
  const timeout = out[1] === 0 ? -1 : toFloatNumber(rt, out[1]!);
  if (!blocking && timeout !== -1) valueError(rt, "can't specify a timeout for a non-blocking call");
  if (timeout < 0 && timeout !== -1) valueError(rt, 'timeout value must be a non-negative number');
  if (timeout > LONGEST_TIMEOUT) raise(rt, T.OverflowError, 'timestamp out of range for platform time_t');
  return blocking ? (timeout === -1 ? null : timeout) : 0;
}

function acquire(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const seconds = patience(rt, args, nargs, kwnames);
  if (H[self + Lock.held] !== 0 && (seconds === 0 || !scheduler(rt).wait(acquire, self, () => H[self + Lock.held] === 0, seconds)))
    return rt.bool(false);
  H[self + Lock.held] = 1;
  return rt.bool(true);
}

function release(rt: Runtime, self: number): Owned {
  if (rt.H[self + Lock.held] === 0) raise(rt, T.RuntimeError, 'release unlocked lock');
  rt.H[self + Lock.held] = 0;
  return rt.none();
}

/** Opens a lock, whoever holds it: the end of a thread, for those who wait for it. */
export function openLock(rt: Runtime, lock: number): void {
  rt.H[lock + Lock.held] = 0;
}

function reset(rt: Runtime, self: number): Owned {
  rt.H[self + Lock.held] = 0;
  rt.H[self + Lock.owner] = 0;
  return rt.none();
}

function locked(rt: Runtime, self: number): Owned {
  return rt.bool(rt.H[self + Lock.held] !== 0);
}

const state = (rt: Runtime, self: number): string => (rt.H[self + Lock.held] === 0 ? 'unlocked' : 'locked');

/** _thread.lock */
export const lockType: TypeSpec = {
  name: '_thread.lock',
  basicsize: Lock.end * 4,
  weaklistoffset: Lock.weaklist,
  contract,
  slots: {
    new: (rt, type) => allocInstance(rt, type, 0),
    repr: (rt, self) => newStr(rt, `<${state(rt, self)} _thread.lock object at 0x${(self * 4).toString(16)}>`),
  },
  methods: [
    { name: 'acquire', kind: Meth.KEYWORDS, fn: acquire },
    { name: 'acquire_lock', kind: Meth.KEYWORDS, fn: acquire },
    { name: '__enter__', kind: Meth.KEYWORDS, fn: acquire },
    { name: 'release', kind: Meth.NOARGS, fn: release },
    { name: 'release_lock', kind: Meth.NOARGS, fn: release },
    { name: '__exit__', kind: Meth.FAST, fn: release },
    { name: 'locked', kind: Meth.NOARGS, fn: locked },
    { name: 'locked_lock', kind: Meth.NOARGS, fn: locked },
    { name: '_at_fork_reinit', kind: Meth.NOARGS, fn: reset },
  ],
};

/** A new lock, open. */
export function newLock(rt: Runtime): Owned {
  return allocInstance(rt, nativeTypeAddress(rt, lockType), 0);
}

// ------------------------------------------------------------------ RLock

function isMine(rt: Runtime, self: number): boolean {
  return rt.H[self + Lock.held] !== 0 && rt.H[self + Lock.owner] === scheduler(rt).current.number;
}

/** Takes an open RLock for the running thread, `count` times; false when the time was over first. */
function take(rt: Runtime, self: number, count: number, seconds: number | null, fn: Call): boolean {
  const H = rt.H;
  if (H[self + Lock.held] !== 0 && (seconds === 0 || !scheduler(rt).wait(fn, self, () => H[self + Lock.held] === 0, seconds))) return false;
  H[self + Lock.held] = count;
  H[self + Lock.owner] = scheduler(rt).current.number;
  return true;
}

function rlockAcquire(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const seconds = patience(rt, args, nargs, kwnames);
  if (isMine(rt, self)) {
    rt.H[self + Lock.held]!++;
    return rt.bool(true);
  }
  return rt.bool(take(rt, self, 1, seconds, rlockAcquire));
}

function rlockRelease(rt: Runtime, self: number): Owned {
  if (!isMine(rt, self)) raise(rt, T.RuntimeError, 'cannot release un-acquired lock');
  rt.H[self + Lock.held]!--;
  return rt.none();
}

/** Opens it wholly, for Condition.wait(): (count, owner). CPython: rlock_release_save */
function releaseSave(rt: Runtime, self: number): Owned {
  const count = rt.H[self + Lock.held]!;
  if (count === 0) raise(rt, T.RuntimeError, 'cannot release un-acquired lock');
  rt.H[self + Lock.held] = 0;
  const mark = rt.mark();
  const n = rt.own(newInt(rt, count));
  return rt.leave(mark, tupleOf(rt, n, rt.own(newInt(rt, identOf(rt.H[self + Lock.owner]!)))));
}

function acquireRestore(rt: Runtime, self: number, args: number, nargs: number): Owned {
  if (nargs !== 1) typeError(rt, `_acquire_restore() takes exactly 1 argument (${nargs} given)`);
  const saved = rt.H[args]!;
  if (rt.H[saved + Ob.type] !== T.tuple || rt.H[saved + Ob.size] !== 2) {
    typeError(rt, `_acquire_restore() argument 1 must be 2-item tuple, not ${argumentType(rt, saved)}`);
  }
  take(rt, self, asIndex(rt, rt.H[saved + Tuple.items]!, T.OverflowError), null, acquireRestore as Call);
  return rt.none();
}

/** _thread.RLock */
export const rlockType: TypeSpec = {
  name: '_thread.RLock',
  basicsize: Lock.end * 4,
  flags: TpFlag.BASETYPE,
  weaklistoffset: Lock.weaklist,
  contract,
  slots: {
    new: (rt, type) => allocInstance(rt, type, 0),
    repr: (rt, self) => {
      const H = rt.H;
      const owner = H[self + Lock.held] === 0 ? 0 : identOf(H[self + Lock.owner]!);
      return newStr(rt, `<${state(rt, self)} _thread.RLock object owner=${owner} count=${H[self + Lock.held]} at 0x${(self * 4).toString(16)}>`);
    },
  },
  methods: [
    { name: 'acquire', kind: Meth.KEYWORDS, fn: rlockAcquire },
    { name: '__enter__', kind: Meth.KEYWORDS, fn: rlockAcquire },
    { name: 'release', kind: Meth.NOARGS, fn: rlockRelease },
    { name: '__exit__', kind: Meth.FAST, fn: rlockRelease },
    { name: '_is_owned', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.bool(isMine(rt, self)) },
    {
      name: '_recursion_count',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => newInt(rt, isMine(rt, self) ? rt.H[self + Lock.held]! : 0),
    },
    { name: '_release_save', kind: Meth.NOARGS, fn: releaseSave },
    { name: '_acquire_restore', kind: Meth.FAST, fn: acquireRestore },
    { name: '_at_fork_reinit', kind: Meth.NOARGS, fn: reset },
  ],
};
