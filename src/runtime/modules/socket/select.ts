import { listAppend, newList } from '../../containers/list-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { toFloatNumber } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { HostError } from '../../host/host.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { fileNumber } from '../posix/file-number.ts';
import { endpointOf, isReadable, isSocketDescriptor } from './loopback.ts';

interface Watched {
  object: number;
  fd: number;
}

/** Descriptors of the objects of an iterable. A list that keeps them alive is parked. */
function watched(rt: Runtime, iterable: number): Watched[] {
  const list = rt.own(newList(rt, 0));
  const found: Watched[] = [];
  const it = rt.own(iter(rt, iterable));
  for (;;) {
    const mark = rt.mark();
    const object = rt.own(next(rt, it));
    if (object === 0) return found;
    found.push({ object, fd: fileNumber(rt, object) });
    listAppend(rt, list, object);
    rt.release(mark);
  }
}

/** Would a read not wait? Files never do; nor does a socket that was closed meanwhile. */
function mayRead(rt: Runtime, fd: number): boolean {
  const { processes } = rt.host;
  if (processes?.isPipe(fd)) return processes.readable(fd);
  const end = endpointOf(rt, fd);
  return !isSocketDescriptor(fd) || end === undefined || isReadable(end);
}

/** Would a write not wait? A broken pipe does not. */
function mayWrite(rt: Runtime, fd: number): boolean {
  const { processes } = rt.host;
  if (!processes?.isPipe(fd)) return true;
  try {
    return processes.writable(fd);
  } catch (thrown) {
    if (thrown instanceof HostError) return true;
    throw thrown;
  }
}

function listOf(rt: Runtime, objects: readonly Watched[]): Owned {
  const list = rt.own(newList(rt, 0));
  for (const { object } of objects) listAppend(rt, list, object);
  return rt.newRef(list);
}

/** select.select(rlist, wlist, xlist, timeout=None): other threads run while it waits. CPython: Modules/selectmodule.c select_select */
function select(rt: Runtime, module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'select', nargs, 3, 4);
  const H = rt.H;
  const seconds = nargs < 4 || H[args + 6] === S.None ? null : toFloatNumber(rt, H[args + 6]!);
  if (seconds !== null && seconds < 0) valueError(rt, 'timeout must be non-negative');
  const mark = rt.mark();
  const reading = watched(rt, H[args]!);
  const writing = watched(rt, H[args + 2]!);
  const ready = (): boolean => writing.some(({ fd }) => mayWrite(rt, fd)) || reading.some(({ fd }) => mayRead(rt, fd));
  const outside = [...reading, ...writing].some(({ fd }) => rt.host.processes?.isPipe(fd));
  if (!ready() && seconds !== 0) scheduler(rt).wait(select, module, ready, seconds, outside);
  const readable = rt.own(
    listOf(
      rt,
      reading.filter(({ fd }) => mayRead(rt, fd)),
    ),
  );
  const writable = rt.own(
    listOf(
      rt,
      writing.filter(({ fd }) => mayWrite(rt, fd)),
    ),
  );
  return rt.leave(mark, tupleOf(rt, readable, writable, rt.own(newList(rt, 0))));
}

/** select, for sockets inside the process and pipes. CPython: Modules/selectmodule.c */
export const selectModule: ModuleSpec = {
  name: 'select',
  doc: 'Waits for sockets and time.',
  functions: [{ name: 'select', kind: Meth.FAST, fn: select }],
  exec(rt, module) {
    setModuleValue(rt, module, 'error', rt.newRef(T.OSError));
  },
};
