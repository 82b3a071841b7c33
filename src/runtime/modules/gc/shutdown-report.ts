import { GcDebug } from '../../../memory/collector/collector.ts';
import { Ob } from '../../../memory/layout.ts';
import { repr } from '../../core/abstract/object.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Root, T } from '../../core/static.ts';
import { quiet, writeStderr } from '../../exceptions/unraisable.ts';
import { strText } from '../../text/str-object.ts';
import { issueExplicitWarning } from '../warnings.ts';

/**
 * Says at the end of the program what is left in gc.garbage: a ResourceWarning, and with DEBUG_UNCOLLECTABLE the objects. Never raises.
 * CPython: Python/gc.c _PyGC_DumpShutdownStats
 */
export function reportGarbageAtExit(rt: Runtime): void {
  const garbage = rt.H[Root.gcGarbage]!;
  const { debug } = rt.heap.gc;
  if (garbage === 0 || rt.H[garbage + Ob.size] === 0 || debug & GcDebug.saveAll) return;
  const listed = (debug & GcDebug.uncollectable) !== 0;
  const advice = listed ? '' : '; use gc.set_debug(gc.DEBUG_UNCOLLECTABLE) to list them';
  const message = `gc: ${rt.H[garbage + Ob.size]} uncollectable objects at shutdown${advice}`;
  quiet(rt, () => issueExplicitWarning(rt, T.ResourceWarning, message, 'gc', 0), undefined);
  if (!listed) return;
  const mark = rt.mark();
  const text = quiet(rt, () => strText(rt, rt.own(repr(rt, garbage))), null);
  rt.release(mark);
  if (text !== null) writeStderr(rt, `      ${text}\n`);
}
