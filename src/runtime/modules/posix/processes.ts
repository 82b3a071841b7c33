import { tupleOf } from '../../containers/tuple-object.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { checkPositional, counted, parseKeywords } from '../../core/arguments.ts';
import { raise } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { hostCall, raiseOsError } from '../../exceptions/os-error.ts';
import { errorText } from '../../host/node-errors.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { newStr } from '../../text/str-object.ts';
import { makeStructSequence, newStructSequence } from '../../types/struct-sequence.ts';
import { fspath, pathArgument } from './paths.ts';

/** Thrown by os._exit(): whoever runs the interpreter ends the process with this code at once. */
export class ProcessExit extends Error {
  override readonly name = 'ProcessExit';
  readonly code: number;
  constructor(code: number) {
    super(`exit code ${code}`);
    this.code = code;
  }
}

function number(rt: Runtime, op: number): number {
  return asIndex(rt, op, T.OverflowError);
}

function terminalSizeType(rt: Runtime): number {
  return rt.stateOf('os.terminal_size', () => ({
    type: makeStructSequence(rt, { name: 'os.terminal_size', fields: ['columns', 'lines'], visible: 2 }),
  })).type;
}

function unameType(rt: Runtime): number {
  const fields = ['sysname', 'nodename', 'release', 'version', 'machine'];
  return rt.stateOf('posix.uname_result', () => ({ type: makeStructSequence(rt, { name: 'posix.uname_result', fields, visible: 5 }) })).type;
}

function timesType(rt: Runtime): number {
  const fields = ['user', 'system', 'children_user', 'children_system', 'elapsed'];
  return rt.stateOf('posix.times_result', () => ({ type: makeStructSequence(rt, { name: 'posix.times_result', fields, visible: 5 }) })).type;
}

function absent(name: string): MethodSpec {
  return { name, kind: Meth.KEYWORDS, fn: (rt: Runtime) => raise(rt, T.NotImplementedError, `os.${name}: Ouroboros does not have it`) };
}

/** Process functions of posix. CPython: Modules/posixmodule.c */
export const processFunctions: readonly MethodSpec[] = [
  { name: 'getpid', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.pid) },
  { name: 'getppid', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.system.ids().ppid) },
  { name: 'getuid', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.system.ids().uid) },
  { name: 'geteuid', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.system.ids().euid) },
  { name: 'getgid', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.system.ids().gid) },
  { name: 'getegid', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.system.ids().egid) },
  {
    name: '_exit',
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned => {
      const [status] = parseKeywords(rt, { name: '_exit', params: ['status'], required: 1 }, args, nargs, kwnames, [0]);
      throw new ProcessExit(number(rt, status!));
    },
  },
  {
    name: 'abort',
    kind: Meth.NOARGS,
    fn: (): Owned => {
      throw new ProcessExit(134);
    },
  },
  {
    name: 'kill',
    kind: Meth.FAST,
    fn: counted('kill', 2, 2, (rt: Runtime, _self: number, args: number) => {
      const [pid, signal] = [number(rt, rt.H[args]!), number(rt, rt.H[args + 2]!)];
      hostCall(rt, 0, () => rt.host.system.kill(pid, signal));
      return rt.none();
    }),
  },
  { name: 'strerror', kind: Meth.O, fn: (rt: Runtime, _self: number, op: number) => newStr(rt, errorText(number(rt, op))) },
  { name: 'urandom', kind: Meth.O, fn: (rt: Runtime, _self: number, op: number) => newBytes(rt, rt.host.randomBytes(number(rt, op))) },
  { name: 'cpu_count', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.host.system.cpuCount()) },
  {
    name: 'getloadavg',
    kind: Meth.NOARGS,
    fn: (rt: Runtime) => {
      const mark = rt.mark();
      return rt.leave(mark, tupleOf(rt, ...rt.host.system.loadAverage().map((x) => rt.own(newFloat(rt, x)))));
    },
  },
  { name: 'fspath', kind: Meth.O, fn: (rt: Runtime, _self: number, op: number) => fspath(rt, op) },
  {
    name: 'putenv',
    kind: Meth.FAST,
    fn: (rt: Runtime, _self: number, args: number, nargs: number) => {
      checkPositional(rt, 'putenv', nargs, 2, 2);
      const mark = rt.mark();
      const name = pathArgument(rt, 'putenv', rt.H[args]!, false, 'name').text;
      rt.host.env[name] = pathArgument(rt, 'putenv', rt.H[args + 2]!, false, 'value').text;
      return rt.leave(mark, rt.none());
    },
  },
  // there is no fork, so nothing is ever called
  { name: 'register_at_fork', kind: Meth.KEYWORDS, fn: (rt: Runtime) => rt.none() },
  {
    name: 'unsetenv',
    kind: Meth.O,
    fn: (rt: Runtime, _self: number, name: number) => {
      const mark = rt.mark();
      delete rt.host.env[pathArgument(rt, 'unsetenv', name, false, 'name').text];
      return rt.leave(mark, rt.none());
    },
  },
  {
    name: 'get_terminal_size',
    kind: Meth.FAST,
    fn: (rt: Runtime, _self: number, args: number, nargs: number) => {
      const fd = nargs > 0 ? number(rt, rt.H[args]!) : 1;
      const [width, height] = rt.host.system.terminalSize(fd) ?? raiseOsError(rt, 25, errorText(25));
      return newStructSequence(rt, terminalSizeType(rt), [() => newInt(rt, width), () => newInt(rt, height)]);
    },
  },
  {
    name: 'uname',
    kind: Meth.NOARGS,
    fn: (rt: Runtime) =>
      newStructSequence(
        rt,
        unameType(rt),
        rt.host.system.uname().map((t) => () => newStr(rt, t)),
      ),
  },
  {
    name: 'times',
    kind: Meth.NOARGS,
    fn: (rt: Runtime) => {
      const { user, system } = rt.host.system.cpuTimes();
      return newStructSequence(
        rt,
        timesType(rt),
        [user / 1e6, system / 1e6, 0, 0, Number(rt.host.monotonicNs()) / 1e9].map((x) => () => newFloat(rt, x)),
      );
    },
  },
  ...['fork', 'forkpty', 'execv', 'execve'].map(absent),
];

/** Types that the module shows under their own names. */
export function processTypes(rt: Runtime): readonly (readonly [string, number])[] {
  return [
    ['terminal_size', terminalSizeType(rt)],
    ['uname_result', unameType(rt)],
    ['times_result', timesType(rt)],
  ];
}
