import type { GcDebug } from '../../../memory/collector/collector.ts';
import { Ob } from '../../../memory/layout.ts';
import { dictSetText, newDict } from '../../containers/dict-object.ts';
import { clearContainerFreeLists } from '../../containers/free-lists.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { call2 } from '../../core/abstract/call.ts';
import { clearError, takeError, typeName } from '../../core/errors.ts';
import { List } from '../../core/layout.ts';
import { PYTHON_ERROR, type Runtime } from '../../core/runtime.ts';
import { Root } from '../../core/static.ts';
import { writeStderr } from '../../exceptions/unraisable.ts';
import { clearFramePool } from '../../frames/frame-memory.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { clearNumberFreeLists } from '../../numbers/specs.ts';
import { internStr } from '../../text/interning.ts';
import { clearLateWeakrefs, handleWeakrefs } from '../../types/weakref.ts';

/** What a callback is told; zeros at the start. */
interface PhaseInfo {
  collected: number;
  uncollectable: number;
  candidates: number;
  duration: number;
}

const NOTHING: PhaseInfo = { collected: 0, uncollectable: 0, candidates: 0, duration: 0 };

/** Calls gc.callbacks; an error of one is reported and the next called. CPython: invoke_gc_callback */
function invokeCallbacks(rt: Runtime, phase: 'start' | 'stop', generation: number, found: PhaseInfo): void {
  const callbacks = rt.H[Root.gcCallbacks]!;
  if (callbacks === 0 || rt.H[callbacks + Ob.size] === 0) return;
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    const info = rt.own(newDict(rt));
    dictSetText(rt, info, 'generation', rt.own(newInt(rt, generation)));
    dictSetText(rt, info, 'collected', rt.own(newInt(rt, found.collected)));
    dictSetText(rt, info, 'uncollectable', rt.own(newInt(rt, found.uncollectable)));
    if (rt.model.gc.measuresCollections) {
      dictSetText(rt, info, 'candidates', rt.own(newInt(rt, found.candidates)));
      dictSetText(rt, info, 'duration', rt.own(newFloat(rt, found.duration)));
    }
    const name = rt.own(internStr(rt, phase));
    for (let i = 0; i < rt.H[callbacks + Ob.size]!; i++) {
      const inner = rt.mark();
      const callback = rt.own(rt.newRef(rt.H[rt.H[callbacks + List.items]! + 2 * i]!));
      try {
        rt.own(call2(rt, callback, name, info));
      } catch (thrown) {
        if (thrown !== PYTHON_ERROR) throw thrown;
        rt.depth = depth;
        rt.hooks.writeUnraisable(rt, callback, 'gcCallback');
      }
      rt.release(inner);
    }
  } catch (thrown) {
    // no memory for the arguments: the callbacks are not told
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.depth = depth;
    rt.hooks.writeUnraisable(rt, 0, 'plain');
  }
  rt.release(mark);
}

/** Runs what a collection does to Python objects; the exception under way is kept, errors are reported. */
function shielded(rt: Runtime, run: () => void): void {
  const mark = rt.mark();
  const depth = rt.depth;
  const saved = rt.own(takeError(rt));
  const inner = rt.mark();
  try {
    run();
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.depth = depth;
    rt.hooks.writeUnraisable(rt, 0, 'plain');
    if (rt.H[Root.curexc] !== 0) clearError(rt);
  }
  rt.release(inner);
  if (saved !== 0) rt.setSlot(Root.curexc, rt.newRef(saved));
  rt.release(mark);
}

/** The lines that gc.set_debug asks for. CPython: debug_cycle and gc_collect_main of Python/gc.c */
function debugText(rt: Runtime) {
  const gc = rt.heap.gc;
  const { longReport, reportsElapsed } = rt.model.gc;
  let started = 0n;
  const line = (message: string) => (op: number) => writeStderr(rt, `gc: ${message} <${typeName(rt, op)} 0x${(op * 4).toString(16)}>\n`);
  return {
    reportStart(generation: number) {
      started = rt.host.monotonicNs();
      const sizes = [0, 1, 2].map((g) => gc.generationSize(g)).join(' ');
      writeStderr(rt, `gc: collecting generation ${generation}...\ngc: objects in each generation: ${sizes}\n`);
      if (longReport) writeStderr(rt, `gc: objects in permanent generation: ${gc.freezeCount()}\n`);
    },
    reportDone(unreachable: number, uncollectable: number) {
      if (!reportsElapsed) {
        writeStderr(rt, 'gc: done.\n');
        return;
      }
      const seconds = (Number(rt.host.monotonicNs() - started) / 1e9).toFixed(4);
      const counts = longReport || unreachable !== 0 ? ` ${unreachable} unreachable, ${uncollectable} uncollectable,` : ',';
      writeStderr(rt, `gc: done${counts === ',' ? ',' : `,${counts}`} ${seconds}s elapsed\n`);
    },
    reportCollectable: line('collectable'),
    reportUncollectable: line('uncollectable'),
  };
}

/** Tells the collector of this runtime what Python sees of it: the model's rules, callbacks, garbage list, debug text. */
export function connectCollector(rt: Runtime): void {
  const gc = rt.heap.gc;
  const model = rt.model.gc;
  model.thresholds.forEach((t, i) => {
    gc.thresholds[i] = t;
  });
  if (model.collector === 'incremental')
    gc.useIncrements((visit) => {
      for (const root of rt.heap.roots) root.traverse(visit);
    });
  gc.deferred = model.deferred;
  gc.resurrectsWholeSet = model.resurrectionAllOrNothing;
  gc.countsFound = model.countsFound;
  gc.measures = model.measuresCollections;
  gc.now = () => Number(rt.host.monotonicNs()) / 1e9;
  const late = model.clearsLateWeakrefs || model.weakrefsOutliveFinalizers;
  Object.assign(gc.events, debugText(rt), {
    mayCollect: () => rt.H[Root.curexc] === 0,
    requested() {
      rt.breaker = 1;
    },
    start: (generation: number) => invokeCallbacks(rt, 'start', generation, NOTHING),
    stop: (generation: number, found: PhaseInfo) => invokeCallbacks(rt, 'stop', generation, found),
    saveGarbage(op: number) {
      shielded(rt, () => {
        if (rt.H[Root.gcGarbage] === 0) rt.setSlot(Root.gcGarbage, newList(rt, 0));
        listAppend(rt, rt.H[Root.gcGarbage]!, op);
      });
    },
    handleWeakrefs: (unreachable: number) => handleWeakrefs(rt, unreachable, model.weakrefsOutliveFinalizers),
    ...(late ? { clearLateWeakrefs: (list: number) => clearLateWeakrefs(rt, list) } : {}),
    clearFreeLists() {
      clearContainerFreeLists(rt);
      clearNumberFreeLists(rt);
      if (model.framesCounted) clearFramePool(rt);
    },
  });
}

/** Whether a flag of gc.set_debug is on. */
export function debugs(rt: Runtime, flag: GcDebug): boolean {
  return (rt.heap.gc.debug & flag) !== 0;
}
