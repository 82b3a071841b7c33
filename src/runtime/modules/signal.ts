import { Ob } from '../../memory/layout.ts';
import { dictGet, dictSet, newDict } from '../containers/dict-object.ts';
import { call0, call2, callMethodText } from '../core/abstract/call.ts';
import { asIndex } from '../core/abstract/number.ts';
import { getAttrText } from '../core/abstract/object.ts';
import { raise, typeError, valueError } from '../core/errors.ts';
import { Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { raiseOsError } from '../exceptions/os-error.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr } from '../text/str-object.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeState } from './native-state.ts';

const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGIOT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPOLL: 29,
  SIGPWR: 30,
  SIGSYS: 31,
  SIGRTMIN: 34,
  SIGRTMAX: 64,
};
/** What the C library says of signals 1 to 31. */
const TEXTS = [
  'Hangup',
  'Interrupt',
  'Quit',
  'Illegal instruction',
  'Trace/breakpoint trap',
  'Aborted',
  'Bus error',
  'Floating point exception',
  'Killed',
  'User defined signal 1',
  'Segmentation fault',
  'User defined signal 2',
  'Broken pipe',
  'Alarm clock',
  'Terminated',
  'Stack fault',
  'Child exited',
  'Continued',
  'Stopped (signal)',
  'Stopped',
  'Stopped (tty input)',
  'Stopped (tty output)',
  'Urgent I/O condition',
  'CPU time limit exceeded',
  'File size limit exceeded',
  'Virtual timer expired',
  'Profiling timer expired',
  'Window changed',
  'I/O possible',
  'Power failure',
  'Bad system call',
];
const SIG_DFL = 0;
const SIG_IGN = 1;

/** Dict of signal number to handler. */
function handlers(rt: Runtime): number {
  return nativeState(rt, 'signal handlers', (r) => newDict(r));
}

function signalNumber(rt: Runtime, op: number): number {
  const n = asIndex(rt, op, T.OverflowError);
  if (n < 1 || n > 64) valueError(rt, 'signal number out of range');
  return n;
}

/** The handler in force, borrowed. */
function handlerOf(rt: Runtime, n: number): number {
  const mark = rt.mark();
  const found = dictGet(rt, handlers(rt), rt.own(newInt(rt, n)));
  rt.release(mark);
  return found;
}

function setSignal(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  if (nargs !== 2) typeError(rt, `signal expected 2 arguments, got ${nargs}`);
  const n = signalNumber(rt, rt.H[args]!);
  const handler = rt.H[args + 2]!;
  const isNumber = rt.H[handler + Ob.type] === T.int || rt.H[rt.H[handler + Ob.type]! + Tp.nbIndex] !== 0;
  if (!isNumber && rt.H[rt.H[handler + Ob.type]! + Tp.call] === 0)
    typeError(rt, 'signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
  if (n === 9 || n === 19) raiseOsError(rt, 22, 'Invalid argument');
  const mark = rt.mark();
  const key = rt.own(newInt(rt, n));
  const old = rt.own(currentHandler(rt, n));
  dictSet(rt, handlers(rt), key, handler);
  return rt.leave(mark, rt.newRef(old));
}

function currentHandler(rt: Runtime, n: number): Owned {
  const known = handlerOf(rt, n);
  return known !== 0 ? rt.newRef(known) : newInt(rt, n === 13 ? SIG_IGN : SIG_DFL);
}

/** default_int_handler: raises KeyboardInterrupt. */
function defaultIntHandler(rt: Runtime): Owned {
  return raise(rt, T.KeyboardInterrupt, null);
}

/**
 * Runs the Python handler of a signal that arrived, between two instructions. Without one SIGINT raises KeyboardInterrupt.
 * CPython: Modules/signalmodule.c _PyErr_CheckSignalsTstate
 */
export function deliverSignal(rt: Runtime, n: number): void {
  const handler = rt.H[Root.nativeState] === 0 ? 0 : handlerOf(rt, n);
  if (handler === 0 || rt.H[handler + Ob.type] === T.int) {
    if (n === 2 && handler === 0) raise(rt, T.KeyboardInterrupt, null);
    return;
  }
  const mark = rt.mark();
  const callee = rt.own(rt.newRef(handler));
  const frame = rt.H[Root.frame]!;
  rt.own(call2(rt, callee, rt.own(newInt(rt, n)), frame === 0 ? S.None : frame));
  rt.release(mark);
}

/** Lets a signal arrive, as if it came from outside: its handler runs between two instructions of the main thread. */
export function raiseSignal(rt: Runtime, n: number): void {
  Atomics.store(rt.interruptCell, 1, n);
  rt.breaker = 1;
}

function refuse(name: string): (rt: Runtime) => Owned {
  return (rt) => raise(rt, T.NotImplementedError, `signal.${name}: Ouroboros does not have it yet`);
}

/** _signal. CPython: Modules/signalmodule.c */
export const signalModule: ModuleSpec = {
  name: '_signal',
  doc: 'Signals.',
  constants: {
    ...SIGNALS,
    SIG_DFL,
    SIG_IGN,
    NSIG: 65,
    ITIMER_REAL: 0,
    ITIMER_VIRTUAL: 1,
    ITIMER_PROF: 2,
    SIG_BLOCK: 0,
    SIG_UNBLOCK: 1,
    SIG_SETMASK: 2,
  },
  functions: [
    { name: 'signal', kind: Meth.FAST, fn: setSignal },
    { name: 'getsignal', kind: Meth.O, fn: (rt: Runtime, _self: number, op: number) => currentHandler(rt, signalNumber(rt, op)) },
    { name: 'default_int_handler', kind: Meth.FAST, fn: defaultIntHandler },
    {
      name: 'raise_signal',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, op: number) => {
        deliverSignal(rt, signalNumber(rt, op));
        return rt.none();
      },
    },
    {
      name: 'strsignal',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, op: number) => {
        const n = signalNumber(rt, op);
        if (n === 32 || n === 33) return rt.none();
        return newStr(rt, TEXTS[n - 1] ?? `Real-time signal ${n - 34}`);
      },
    },
    {
      name: 'valid_signals',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        const mark = rt.mark();
        const set = rt.own(call0(rt, T.set));
        for (let n = 1; n <= 64; n++) if (n !== 32 && n !== 33) rt.own(callMethodText(rt, set, 'add', rt.own(newInt(rt, n))));
        return rt.leave(mark, rt.newRef(set));
      },
    },
    { name: 'set_wakeup_fd', kind: Meth.KEYWORDS, fn: (rt: Runtime) => newInt(rt, -1) },
    { name: 'alarm', kind: Meth.O, fn: refuse('alarm') },
    { name: 'setitimer', kind: Meth.FAST, fn: refuse('setitimer') },
    { name: 'getitimer', kind: Meth.O, fn: refuse('getitimer') },
    { name: 'pause', kind: Meth.NOARGS, fn: refuse('pause') },
    { name: 'siginterrupt', kind: Meth.FAST, fn: (rt: Runtime) => rt.none() },
  ],
  exec(rt, module) {
    const mark = rt.mark();
    dictSet(rt, handlers(rt), rt.own(newInt(rt, 2)), rt.own(getAttrText(rt, module, 'default_int_handler')));
    rt.release(mark);
  },
};
