import { GcDebug } from '../../memory/collector/collector.ts';
import { Ob } from '../../memory/layout.ts';
import { hasGcHead } from '../../memory/type-contract.ts';
import { dictSetText, newDict } from '../containers/dict-object.ts';
import { clearContainerFreeLists } from '../containers/free-lists.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call2 } from '../core/abstract/call.ts';
import { asIndex } from '../core/abstract/number.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { List, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { writeStderr } from '../exceptions/unraisable.ts';
import { newInt } from '../numbers/int-object.ts';
import { internStr } from '../text/interning.ts';
import { handleWeakrefs } from '../types/weakref.ts';
import { setModuleValue } from './create-module.ts';
import type { ModuleSpec } from './module-spec.ts';

function intArgument(rt: Runtime, op: number): number {
  if ((rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.LONG_SUBCLASS) === 0 && rt.H[rt.H[op + Ob.type]! + Tp.nbIndex] === 0)
    typeError(rt, `'${typeName(rt, op)}' object cannot be interpreted as an integer`);
  return asIndex(rt, op, T.OverflowError);
}

function collect(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const named = kwnames === 0 ? 0 : rt.H[kwnames + Ob.size]!;
  if (nargs + named > 1) typeError(rt, `collect() takes at most 1 argument (${nargs + named} given)`);
  const generation = nargs + named === 1 ? intArgument(rt, rt.H[args]!) : 2;
  if (generation < 0 || generation > 2) valueError(rt, 'invalid generation');
  return newInt(rt, rt.heap.gc.collect(generation));
}

function setThreshold(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  if (nargs < 1)
    typeError(rt, rt.model.version[1] >= 13 ? 'gc.set_threshold requires 1 to 3 arguments' : 'set_threshold() takes at least 1 argument (0 given)');
  if (nargs > 3)
    typeError(
      rt,
      rt.model.version[1] >= 13 ? 'gc.set_threshold requires 1 to 3 arguments' : `set_threshold() takes at most 3 arguments (${nargs} given)`,
    );
  const values = Array.from({ length: nargs }, (_, i) => intArgument(rt, rt.H[args + 2 * i]!));
  values.forEach((v, i) => {
    rt.heap.gc.thresholds[i] = v;
  });
  return rt.none();
}

/** Three ints as a tuple. */
function triple(rt: Runtime, values: ArrayLike<number>): Owned {
  const mark = rt.mark();
  return rt.leave(mark, tupleOf(rt, ...Array.from(values, (v) => rt.own(newInt(rt, v)))));
}

/** A list of borrowed objects. */
function listOf(rt: Runtime, objects: Iterable<number>): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (const op of objects) listAppend(rt, list, op);
  return rt.leave(mark, rt.newRef(list));
}

function getObjects(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const named = kwnames === 0 ? 0 : rt.H[kwnames + Ob.size]!;
  const arg = nargs + named > 0 ? rt.H[args]! : S.None;
  let generation = -1;
  if (arg !== S.None) {
    if (rt.H[rt.H[arg + Ob.type]! + Tp.nbIndex] === 0) typeError(rt, `argument should be integer or None, not '${typeName(rt, arg)}'`);
    generation = asIndex(rt, arg, T.OverflowError);
    if (generation >= 3) valueError(rt, 'generation parameter must be less than the number of available generations (3)');
    if (generation < -1) valueError(rt, 'generation parameter cannot be negative');
  }
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (const op of rt.heap.gc.getObjects(generation < 0 ? undefined : generation)) if (op !== list) listAppend(rt, list, op);
  return rt.leave(mark, rt.newRef(list));
}

function getReferrers(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  const targets = new Set(Array.from({ length: nargs }, (_, i) => rt.H[args + 2 * i]!));
  return listOf(rt, rt.heap.gc.referrers(targets));
}

function getReferents(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  const found: number[] = [];
  for (let i = 0; i < nargs; i++) {
    const op = rt.H[args + 2 * i]!;
    if (hasGcHead(rt.heap, op)) found.push(...rt.heap.gc.referents(op));
  }
  return listOf(rt, found);
}

function getStats(rt: Runtime): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (const s of rt.heap.gc.stats) {
    const inner = rt.mark();
    const dict = rt.own(newDict(rt));
    dictSetText(rt, dict, 'collections', rt.own(newInt(rt, s.collections)));
    dictSetText(rt, dict, 'collected', rt.own(newInt(rt, s.collected)));
    dictSetText(rt, dict, 'uncollectable', rt.own(newInt(rt, s.uncollectable)));
    listAppend(rt, list, dict);
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

/** Calls gc.callbacks. CPython: invoke_gc_callback */
function invokeCallbacks(rt: Runtime, phase: string, generation: number, collected: number, uncollectable: number): void {
  const callbacks = rt.H[Root.gcCallbacks]!;
  if (callbacks === 0 || rt.H[callbacks + Ob.size] === 0) return;
  const mark = rt.mark();
  const info = rt.own(newDict(rt));
  dictSetText(rt, info, 'generation', rt.own(newInt(rt, generation)));
  dictSetText(rt, info, 'collected', rt.own(newInt(rt, collected)));
  dictSetText(rt, info, 'uncollectable', rt.own(newInt(rt, uncollectable)));
  const name = rt.own(internStr(rt, phase));
  for (let i = 0; i < rt.H[callbacks + Ob.size]!; i++) {
    const inner = rt.mark();
    const callback = rt.own(rt.newRef(rt.H[rt.H[callbacks + List.items]! + 2 * i]!));
    try {
      rt.own(call2(rt, callback, name, info));
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR) throw thrown;
      rt.hooks.writeUnraisable(rt, callback, null);
    }
    rt.release(inner);
  }
  rt.release(mark);
}

/** Tells the collector of this runtime what Python sees of it: callbacks, garbage list, debug text. */
export function connectCollector(rt: Runtime): void {
  const gc = rt.heap.gc;
  const { thresholds, deferred, resurrectionAllOrNothing } = rt.model.gc;
  thresholds.forEach((t, i) => {
    gc.thresholds[i] = t;
  });
  gc.deferred = deferred;
  gc.resurrectsWholeSet = resurrectionAllOrNothing;
  let started = 0n;
  Object.assign(gc.events, {
    mayCollect: () => rt.H[Root.curexc] === 0,
    start: (generation: number) => invokeCallbacks(rt, 'start', generation, 0, 0),
    stop: (generation: number, collected: number, uncollectable: number) => invokeCallbacks(rt, 'stop', generation, collected, uncollectable),
    reportStart(generation: number) {
      started = rt.host.monotonicNs();
      const sizes = [0, 1, 2].map((g) => gc.getObjects(g).length).join(' ');
      writeStderr(rt, `gc: collecting generation ${generation}...\ngc: objects in each generation: ${sizes}\n`);
      if (rt.model.version[1] >= 7) writeStderr(rt, `gc: objects in permanent generation: ${gc.freezeCount()}\n`);
    },
    reportDone(unreachable: number, uncollectable: number) {
      const seconds = (Number(rt.host.monotonicNs() - started) / 1e9).toFixed(4);
      writeStderr(rt, `gc: done, ${unreachable} unreachable, ${uncollectable} uncollectable, ${seconds}s elapsed\n`);
    },
    reportCollectable: (op: number) => writeStderr(rt, `gc: collectable <${typeName(rt, op)} 0x${(op * 4).toString(16)}>\n`),
    reportUncollectable: (op: number) => writeStderr(rt, `gc: uncollectable <${typeName(rt, op)} 0x${(op * 4).toString(16)}>\n`),
    saveGarbage(op: number) {
      if (rt.H[Root.gcGarbage] === 0) rt.setSlot(Root.gcGarbage, newList(rt, 0));
      listAppend(rt, rt.H[Root.gcGarbage]!, op);
    },
    handleWeakrefs: (unreachable: number) => handleWeakrefs(rt, unreachable),
    clearFreeLists: () => clearContainerFreeLists(rt),
  });
}

/** The gc module. CPython: Modules/gcmodule.c */
export const gcModule: ModuleSpec = {
  name: 'gc',
  doc: 'Access to the cycle collector.',
  constants: {
    DEBUG_STATS: GcDebug.stats,
    DEBUG_COLLECTABLE: GcDebug.collectable,
    DEBUG_UNCOLLECTABLE: GcDebug.uncollectable,
    DEBUG_SAVEALL: GcDebug.saveAll,
    DEBUG_LEAK: GcDebug.collectable | GcDebug.uncollectable | GcDebug.saveAll,
  },
  functions: [
    { name: 'collect', kind: Meth.KEYWORDS, fn: collect, signature: '($module, /, generation=2)' },
    {
      name: 'enable',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        rt.heap.gc.enabled = true;
        return rt.none();
      },
    },
    {
      name: 'disable',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        rt.heap.gc.enabled = false;
        return rt.none();
      },
    },
    { name: 'isenabled', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(rt.heap.gc.enabled) },
    { name: 'set_threshold', kind: Meth.FAST, fn: setThreshold },
    { name: 'get_threshold', kind: Meth.NOARGS, fn: (rt: Runtime) => triple(rt, rt.heap.gc.thresholds) },
    { name: 'get_count', kind: Meth.NOARGS, fn: (rt: Runtime) => triple(rt, rt.heap.gc.counts) },
    {
      name: 'set_debug',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, flags: number) => {
        rt.heap.gc.debug = intArgument(rt, flags);
        return rt.none();
      },
    },
    { name: 'get_debug', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.heap.gc.debug) },
    { name: 'get_stats', kind: Meth.NOARGS, fn: getStats },
    { name: 'get_objects', kind: Meth.KEYWORDS, fn: getObjects, signature: '($module, /, generation=None)' },
    { name: 'get_referrers', kind: Meth.FAST, fn: getReferrers },
    { name: 'get_referents', kind: Meth.FAST, fn: getReferents },
    { name: 'is_tracked', kind: Meth.O, fn: (rt: Runtime, _self: number, op: number) => rt.bool(hasGcHead(rt.heap, op) && rt.heap.gc.isTracked(op)) },
    {
      name: 'is_finalized',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, op: number) => rt.bool(hasGcHead(rt.heap, op) && rt.heap.gc.isFinalized(op)),
    },
    {
      name: 'freeze',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        rt.heap.gc.freeze();
        return rt.none();
      },
    },
    {
      name: 'unfreeze',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        rt.heap.gc.unfreeze();
        return rt.none();
      },
    },
    { name: 'get_freeze_count', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, rt.heap.gc.freezeCount()) },
  ],
  exec(rt, module) {
    if (rt.H[Root.gcGarbage] === 0) rt.setSlot(Root.gcGarbage, newList(rt, 0));
    if (rt.H[Root.gcCallbacks] === 0) rt.setSlot(Root.gcCallbacks, newList(rt, 0));
    setModuleValue(rt, module, 'garbage', rt.newRef(rt.H[Root.gcGarbage]!));
    setModuleValue(rt, module, 'callbacks', rt.newRef(rt.H[Root.gcCallbacks]!));
  },
};
