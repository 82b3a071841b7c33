import { listAppend, newList } from '../../containers/list-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { callMethodText } from '../../core/abstract/call.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { asCInt, isInt, toFloatNumber } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { raise, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { checkBreaker } from '../../frames/evaluation-hooks.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { endOf, isReadable, isSocketDescriptor } from './pairs.ts';

/** Longest sleep between two looks at what may interrupt, in seconds. */
const SLICE = 0.05;

/** Descriptor of an int or of an object with fileno(). CPython: PyObject_AsFileDescriptor */
function descriptorOf(rt: Runtime, op: number): number {
  if (isInt(rt, op)) return asCInt(rt, op);
  const mark = rt.mark();
  const fd = asCInt(rt, rt.own(callMethodText(rt, op, 'fileno')));
  rt.release(mark);
  if (fd < 0) valueError(rt, `file descriptor cannot be a negative integer (${fd})`);
  return fd;
}

/** Objects of an iterable (parked in a list) that are ready. New list. */
function ready(rt: Runtime, iterable: number, reading: boolean): Owned {
  const list = rt.own(newList(rt, 0));
  const it = rt.own(iter(rt, iterable));
  for (;;) {
    const mark = rt.mark();
    const item = rt.own(next(rt, it));
    if (item === 0) break;
    const fd = descriptorOf(rt, item);
    const end = endOf(rt, fd);
    // files are always ready; so is a socket that was closed meanwhile
    if (!isSocketDescriptor(fd) || !reading || end === undefined || isReadable(end)) listAppend(rt, list, item);
    rt.release(mark);
  }
  const made = rt.newRef(list);
  return made;
}

/** select.select(rlist, wlist, xlist, timeout=None) */
function select(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'select', nargs, 3, 4);
  const H = rt.H;
  let left = nargs < 4 || H[args + 6] === S.None ? Number.POSITIVE_INFINITY : toFloatNumber(rt, H[args + 6]!);
  if (left < 0) valueError(rt, 'timeout must be non-negative');
  for (;;) {
    const mark = rt.mark();
    const readable = rt.own(ready(rt, H[args]!, true));
    const writable = rt.own(ready(rt, H[args + 2]!, false));
    if (H[readable + 4]! + H[writable + 4]! > 0 || left <= 0) return rt.leave(mark, tupleOf(rt, readable, writable, rt.own(newList(rt, 0))));
    rt.release(mark);
    const slice = Math.min(left, SLICE);
    const before = rt.host.monotonicNs();
    rt.host.sleep(slice);
    left -= Number(rt.host.monotonicNs() - before) / 1e9;
    if (rt.breaker !== 0) checkBreaker(rt);
    if (left < 1e-6) left = 0;
  }
}

/** select, for sockets inside the process. CPython: Modules/selectmodule.c */
export const selectModule: ModuleSpec = {
  name: 'select',
  doc: 'Waits for sockets and time.',
  functions: [{ name: 'select', kind: Meth.FAST, fn: select }],
  exec(rt, module) {
    setModuleValue(rt, module, 'error', rt.newRef(T.OSError));
  },
};

/** _posixsubprocess, which starts no processes. */
export const posixSubprocessModule: ModuleSpec = {
  name: '_posixsubprocess',
  functions: [
    {
      name: 'fork_exec',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime) => raise(rt, T.NotImplementedError, '_posixsubprocess.fork_exec: Ouroboros starts no processes'),
    },
  ],
};
