import { toFloatNumber } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { raise } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import { identOf } from '../../threads/green-thread.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { nativeTypeAddress } from '../native-type.ts';

/** What `threading` keeps of a thread: its number (0 = none yet) and whether it is over. CPython: Modules/_threadmodule.c PyThreadHandleObject */
const enum Handle {
  number = 4,
  state = 5,
  end = 6,
}

const enum State {
  notStarted = 0,
  running = 1,
  done = 2,
}

/** CPython: ThreadHandle_join */
function join(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'join', nargs, 0, 1);
  const H = rt.H;
  const seconds = nargs === 0 || H[args] === S.None ? null : toFloatNumber(rt, H[args]!);
  if (H[self + Handle.state] === State.notStarted) raise(rt, T.RuntimeError, 'thread not started');
  if (H[self + Handle.state] === State.done) return rt.none();
  const threads = scheduler(rt);
  if (H[self + Handle.number] === threads.current.number) raise(rt, T.RuntimeError, 'Cannot join current thread');
  threads.wait(join, self, () => H[self + Handle.state] === State.done, seconds === null || seconds < 0 ? null : seconds);
  return rt.none();
}

function ident(rt: Runtime, self: number): number {
  const number = rt.H[self + Handle.number]!;
  return number === 0 ? 0 : identOf(number);
}

/** The thread of the handle is over. */
export function setDone(rt: Runtime, self: number): void {
  rt.H[self + Handle.state] = State.done;
}

/** Ties a handle to the thread that was started for it; RuntimeError when it has one. */
export function checkUnused(rt: Runtime, self: number): void {
  if (rt.H[self + Handle.state] !== State.notStarted) raise(rt, T.RuntimeError, 'thread already started');
}

/** The thread of the handle runs. */
export function setStarted(rt: Runtime, self: number, number: number): void {
  rt.H[self + Handle.number] = number;
  rt.H[self + Handle.state] = State.running;
}

/** _thread._ThreadHandle */
export const threadHandleType: TypeSpec = {
  name: '_thread._ThreadHandle',
  basicsize: Handle.end * 4,
  contract: { gc: true, slots: [] },
  slots: {
    new: (rt, type) => newHandle(rt, type),
    repr: (rt, self) => newStr(rt, `<_thread._ThreadHandle object: ident=${ident(rt, self)}>`),
  },
  methods: [
    { name: 'join', kind: Meth.FAST, fn: join },
    {
      name: '_set_done',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        setDone(rt, self);
        return rt.none();
      },
    },
    { name: 'is_done', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.bool(rt.H[self + Handle.state] === State.done) },
  ],
  getset: [{ name: 'ident', get: (rt, self) => newInt(rt, ident(rt, self)) }],
};

function newHandle(rt: Runtime, type: number): Owned {
  return allocInstance(rt, type, 0);
}

/** A handle of no thread yet, or of the one with that number, which runs. */
export function makeHandle(rt: Runtime, number: number): Owned {
  const op = newHandle(rt, nativeTypeAddress(rt, threadHandleType));
  if (number !== 0) setStarted(rt, op, number);
  return op;
}
