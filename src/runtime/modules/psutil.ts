import { tupleOf } from '../containers/tuple-object.ts';
import { asIndex } from '../core/abstract/number.ts';
import { isTrue } from '../core/abstract/object.ts';
import { raise } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { hostCall, raiseOsError } from '../exceptions/os-error.ts';
import { newInt } from '../numbers/int-object.ts';
import type { ModuleSpec } from './module-spec.ts';

/**
 * memory(pid, full): rss, vms, shared, text, lib, data, dirty, uss, pss, swap, total in bytes. ProcessLookupError, PermissionError.
 * Where the host does not say (a browser) and the process is this one, all are the heap's committed bytes.
 */
function memory(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  if (nargs !== 2) raise(rt, T.TypeError, `memory expected 2 arguments, got ${nargs}`);
  const pid = asIndex(rt, rt.H[args]!, T.OverflowError);
  const full = isTrue(rt, rt.H[args + 2]!);
  if (full && pid === rt.host.pid) {
    rt.heap.trim();
    rt.heap.settleHost();
  }
  const m = hostCall(rt, 0, () => rt.host.memory(pid));
  let figures: number[];
  if (m === null) {
    if (pid !== rt.host.pid) raiseOsError(rt, 3, 'No such process');
    const bytes = rt.heap.stats.committedBytes;
    figures = [bytes, rt.heap.stats.reservedBytes, 0, 0, 0, bytes, 0, bytes, bytes, 0, rt.heap.stats.reservedBytes];
  } else {
    if (full && m.uss === null) raiseOsError(rt, 13, 'Permission denied');
    figures = [m.rss, m.vms, m.shared, m.text, m.lib, m.data, m.dirty, m.uss ?? 0, m.pss ?? 0, m.swap ?? 0, m.total];
  }
  const mark = rt.mark();
  return rt.leave(mark, tupleOf(rt, ...figures.map((n) => rt.own(newInt(rt, n)))));
}

/** What our psutil module stands on. */
export const psutilModule: ModuleSpec = {
  name: '_psutil_ouroboros',
  doc: 'Memory figures of processes.',
  functions: [{ name: 'memory', kind: Meth.FAST, fn: memory }],
  // what the first return of memory to the system needs is loaded now, so that it falls outside of what a program measures
  exec: (rt) => rt.heap.prepareRelease(),
};
