import { tuple2 } from '../../containers/tuple-object.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { raise } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { hostCall } from '../../exceptions/os-error.ts';
import type { HostProcesses } from '../../host/host.ts';
import { newInt } from '../../numbers/int-object.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { isBlocking, setBlocking } from './descriptors.ts';
import { pathArgument } from './paths.ts';

const WNOHANG = 1;

/** The host's processes; NotImplementedError where there are none. `name`: the function that needs them. */
export function processesOf(rt: Runtime, name: string): HostProcesses {
  return rt.host.processes ?? raise(rt, T.NotImplementedError, `${name}: there are no processes here`);
}

function pairOf(rt: Runtime, a: number, b: number): Owned {
  const mark = rt.mark();
  const first = rt.own(newInt(rt, a));
  return rt.leave(mark, tuple2(rt, first, rt.own(newInt(rt, b))));
}

function pipe(rt: Runtime): Owned {
  const processes = processesOf(rt, 'os.pipe');
  const [read, write] = hostCall(rt, 0, () => processes.pipe());
  return pairOf(rt, read, write);
}

/** os.pipe2(flags): of the flags only O_NONBLOCK has a meaning here. */
function pipe2(rt: Runtime, _self: number, flags: number): Owned {
  const processes = processesOf(rt, 'os.pipe2');
  const block = (asCInt(rt, flags) & 0o4000) === 0;
  const [read, write] = hostCall(rt, 0, () => processes.pipe());
  setBlocking(rt, read, block);
  setBlocking(rt, write, block);
  return pairOf(rt, read, write);
}

/** Waits until a child (-1: any) is over; other threads run meanwhile. `caller` may be called again, see Scheduler.wait. */
function awaitChild(rt: Runtime, caller: MethodSpec['fn'], self: number, pid: number): { pid: number; status: number } {
  const processes = processesOf(rt, 'os.waitpid');
  const look = (): { pid: number; status: number } | null => hostCall(rt, 0, () => processes.over(pid, false));
  if (look() === null) scheduler(rt).wait(caller, self, () => processes.over(pid, false) !== null, null, true);
  return hostCall(rt, 0, () => processes.over(pid, true))!;
}

/** os.waitpid(pid, options, /). CPython: os_waitpid_impl */
function waitpid(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'waitpid', nargs, 2, 2);
  const pid = asCInt(rt, rt.H[args]!);
  const processes = processesOf(rt, 'os.waitpid');
  if ((asCInt(rt, rt.H[args + 2]!) & WNOHANG) !== 0) {
    const over = hostCall(rt, 0, () => processes.over(pid, true));
    return pairOf(rt, over?.pid ?? 0, over?.status ?? 0);
  }
  const over = awaitChild(rt, waitpid, self, pid);
  return pairOf(rt, over.pid, over.status);
}

function wait(rt: Runtime, self: number): Owned {
  const over = awaitChild(rt, wait, self, -1);
  return pairOf(rt, over.pid, over.status);
}

/** os.system(command): the shell's wait status. CPython: os_system_impl */
function system(rt: Runtime, _self: number, command: number): Owned {
  const processes = processesOf(rt, 'os.system');
  const mark = rt.mark();
  const { text } = pathArgument(rt, 'system', command, false, 'command');
  const pid = hostCall(rt, 0, () =>
    processes.spawn({
      file: '/bin/sh',
      args: ['sh', '-c', text],
      env: null,
      cwd: null,
      stdio: [0, 1, 2],
      uid: null,
      gid: null,
      newSession: false,
    }),
  );
  rt.release(mark);
  scheduler(rt).wait(null, 0, () => processes.over(pid, false) !== null, null, true);
  return newInt(rt, hostCall(rt, 0, () => processes.over(pid, true))!.status);
}

/** Functions of posix about pipes and children. CPython: Modules/posixmodule.c */
export const childProcessFunctions: readonly MethodSpec[] = [
  { name: 'pipe', kind: Meth.NOARGS, fn: pipe },
  { name: 'pipe2', kind: Meth.O, fn: pipe2 },
  { name: 'waitpid', kind: Meth.FAST, fn: waitpid },
  { name: 'wait', kind: Meth.NOARGS, fn: wait },
  { name: 'system', kind: Meth.O, fn: system },
  {
    name: 'set_blocking',
    kind: Meth.FAST,
    fn: (rt: Runtime, _self: number, args: number, nargs: number) => {
      checkPositional(rt, 'set_blocking', nargs, 2, 2);
      setBlocking(rt, asCInt(rt, rt.H[args]!), isTrue(rt, rt.H[args + 2]!));
      return rt.none();
    },
  },
  { name: 'get_blocking', kind: Meth.O, fn: (rt: Runtime, _self: number, fd: number) => rt.bool(isBlocking(rt, asCInt(rt, fd))) },
];
