import { GcDebug } from '../../../memory/collector/collector.ts';
import { hasGcHead } from '../../../memory/type-contract.ts';
import { dictSetText, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { asCInt, asIndex, formatCInt, hasIndex } from '../../core/abstract/number.ts';
import { noKeywords, parseKeywords } from '../../core/arguments.ts';
import { typeError, typeName, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { auditEvent } from '../sys/audit-hooks.ts';
import { shownReferences, shownReferrers } from './shown-references.ts';

/** CPython: gc_collect_impl */
function collect(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const name = rt.model.gc.signatures ? 'collect' : null;
  const [given] = parseKeywords(rt, { name, params: ['generation'] }, args, nargs, kwnames, [0]) as [number];
  const convert = rt.model.gc.collectArgument === 'format' ? formatCInt : asCInt;
  const generation = given === 0 ? 2 : convert(rt, given);
  if (generation < 0 || generation > 2) valueError(rt, 'invalid generation');
  return newInt(rt, rt.heap.gc.collect(generation));
}

/** CPython: gc_set_threshold_impl */
function setThreshold(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const { thresholdsTogether, collector } = rt.model.gc;
  noKeywords(rt, 'set_threshold', kwnames);
  if (nargs < 1 || nargs > 3) {
    if (thresholdsTogether) typeError(rt, 'gc.set_threshold requires 1 to 3 arguments');
    typeError(rt, nargs < 1 ? 'set_threshold() takes at least 1 argument (0 given)' : `set_threshold() takes at most 3 arguments (${nargs} given)`);
  }
  const store = (value: number, i: number): void => {
    // the third one of young and old spaces is always 0
    if (i < 2 || collector === 'generational') rt.heap.gc.thresholds[i] = value;
  };
  const values: number[] = [];
  for (let i = 0; i < nargs; i++) {
    const value = formatCInt(rt, rt.H[args + 2 * i]!);
    if (thresholdsTogether) values.push(value);
    else store(value, i);
  }
  values.forEach(store);
  return rt.none();
}

/** Three ints as a tuple. */
function triple(rt: Runtime, values: ArrayLike<number>): Owned {
  const mark = rt.mark();
  const now = Array.from(values);
  return rt.leave(mark, tupleOf(rt, ...now.map((v) => rt.own(newInt(rt, v)))));
}

/** A list of borrowed objects. */
function listOf(rt: Runtime, objects: readonly number[]): Owned {
  const mark = rt.mark();
  for (const op of objects) rt.own(rt.newRef(op));
  const list = rt.own(newList(rt, 0));
  for (const op of objects) listAppend(rt, list, op);
  return rt.leave(mark, rt.newRef(list));
}

/** CPython: gc_get_objects_impl */
function getObjects(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  if (!rt.model.gc.objectsByGeneration) {
    noKeywords(rt, 'get_objects', kwnames);
    if (nargs !== 0) typeError(rt, `get_objects() takes no arguments (${nargs} given)`);
    return objectsOf(rt, -1);
  }
  const [given] = parseKeywords(rt, { name: 'get_objects', params: ['generation'] }, args, nargs, kwnames, [0]) as [number];
  let generation = -1;
  if (given !== 0 && given !== S.None) {
    if (!hasIndex(rt, given)) typeError(rt, `argument should be integer or None, not '${typeName(rt, given)}'`);
    generation = asIndex(rt, given, T.OverflowError);
  }
  return objectsOf(rt, generation);
}

/** A list of the tracked objects of a generation, -1 = all, without the list itself. */
function objectsOf(rt: Runtime, generation: number): Owned {
  const mark = rt.mark();
  auditEvent(rt, 'gc.get_objects', [rt.own(newInt(rt, generation))]);
  if (generation >= 3) valueError(rt, `generation parameter must be less than the number of available generations (3)`);
  if (generation < -1) valueError(rt, 'generation parameter cannot be negative');
  const list = rt.own(newList(rt, 0));
  const gc = rt.heap.gc;
  // growing the list allocates no objects of the collector, so that nothing is collected meanwhile
  for (const op of gc.getObjects(generation < 0 ? undefined : generation)) if (op !== list) listAppend(rt, list, op);
  return rt.leave(mark, rt.newRef(list));
}

function argumentsOf(rt: Runtime, args: number, nargs: number): number[] {
  return Array.from({ length: nargs }, (_, i) => rt.H[args + 2 * i]!);
}

/** Tells the audit hooks of a look at references: one argument, the tuple of the objects. */
function auditObjects(rt: Runtime, event: string, objects: readonly number[]): void {
  if (rt.H[Root.auditHooks] === 0) return;
  const mark = rt.mark();
  auditEvent(rt, event, [rt.own(tupleOf(rt, ...objects))]);
  rt.release(mark);
}

/** CPython: gc_get_referrers_impl */
function getReferrers(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, rt.model.gc.tupleArguments ? 'get_referrers' : 'gc.get_referrers', kwnames);
  const targets = argumentsOf(rt, args, nargs);
  auditObjects(rt, 'gc.get_referrers', targets);
  return listOf(rt, shownReferrers(rt, new Set(targets)));
}

/** CPython: gc_get_referents_impl */
function getReferents(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, rt.model.gc.tupleArguments ? 'get_referents' : 'gc.get_referents', kwnames);
  const objects = argumentsOf(rt, args, nargs);
  auditObjects(rt, 'gc.get_referents', objects);
  return listOf(
    rt,
    objects.flatMap((op) => (hasGcHead(rt.heap, op) ? shownReferences(rt, op) : [])),
  );
}

/** CPython: gc_get_stats_impl */
function getStats(rt: Runtime): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (const s of rt.heap.gc.stats.map((now) => ({ ...now }))) {
    const inner = rt.mark();
    const dict = rt.own(newDict(rt));
    dictSetText(rt, dict, 'collections', rt.own(newInt(rt, s.collections)));
    dictSetText(rt, dict, 'collected', rt.own(newInt(rt, s.collected)));
    dictSetText(rt, dict, 'uncollectable', rt.own(newInt(rt, s.uncollectable)));
    if (rt.model.gc.measuresCollections) {
      dictSetText(rt, dict, 'candidates', rt.own(newInt(rt, s.candidates)));
      dictSetText(rt, dict, 'duration', rt.own(newFloat(rt, s.duration)));
    }
    listAppend(rt, list, dict);
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

/** A function without argument that returns None. */
function command(name: string, doc: string, run: (rt: Runtime) => void) {
  return {
    name,
    kind: Meth.NOARGS,
    doc,
    signature: '($module, /)',
    fn: (rt: Runtime): Owned => {
      run(rt);
      return rt.none();
    },
  };
}

/** The gc module. CPython: Modules/gcmodule.c */
export const gcModule: ModuleSpec = {
  name: 'gc',
  doc: 'Every tracked object, or those of one generation.',
  constants: {
    DEBUG_STATS: GcDebug.stats,
    DEBUG_COLLECTABLE: GcDebug.collectable,
    DEBUG_UNCOLLECTABLE: GcDebug.uncollectable,
    DEBUG_SAVEALL: GcDebug.saveAll,
    DEBUG_LEAK: GcDebug.collectable | GcDebug.uncollectable | GcDebug.saveAll,
  },
  functions: [
    {
      name: 'collect',
      kind: Meth.KEYWORDS,
      fn: collect,
      signature: '($module, /, generation=2)',
      doc: 'Collect a generation and the younger ones; return how many unreachable objects were found.',
    },
    command('enable', 'Turn automatic collections on.', (rt) => {
      rt.heap.gc.enabled = true;
    }),
    command('disable', 'Turn automatic collections off.', (rt) => {
      rt.heap.gc.enabled = false;
    }),
    {
      name: 'isenabled',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => rt.bool(rt.heap.gc.enabled),
      signature: '($module, /)',
      doc: 'Whether automatic collections are on.',
    },
    {
      name: 'set_threshold',
      kind: Meth.KEYWORDS,
      fn: setThreshold,
      doc: 'set_threshold(threshold0, [threshold1, [threshold2]])\nSet when generations are collected; 0 first turns automatic collections off.',
    },
    {
      name: 'get_threshold',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => triple(rt, rt.heap.gc.thresholds),
      signature: '($module, /)',
      doc: 'The three thresholds.',
    },
    {
      name: 'get_count',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => triple(rt, rt.heap.gc.increments?.counts() ?? rt.heap.gc.counts),
      signature: '($module, /)',
      doc: 'The three counts.',
    },
    {
      name: 'set_debug',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, flags: number) => {
        rt.heap.gc.debug = rt.model.gc.collectArgument === 'format' ? formatCInt(rt, flags) : asCInt(rt, flags);
        return rt.none();
      },
      signature: '($module, flags, /)',
      doc: 'Set the flags of what collections print and keep.',
    },
    {
      name: 'get_debug',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => newInt(rt, rt.heap.gc.debug),
      signature: '($module, /)',
      doc: 'The flags of what collections print and keep.',
    },
    {
      name: 'get_stats',
      kind: Meth.NOARGS,
      fn: getStats,
      signature: '($module, /)',
      doc: 'A dict of statistics for each generation.',
    },
    {
      name: 'get_objects',
      kind: Meth.KEYWORDS,
      fn: getObjects,
      signature: '($module, /, generation=None)',
      doc: 'Return a list of objects tracked by the collector (excluding the list returned).\n\n  generation\n    Generation to extract the objects from.\n\nIf generation is not None, return only the objects tracked by the collector\nthat are in that generation.',
    },
    {
      name: 'get_referrers',
      kind: Meth.KEYWORDS,
      fn: getReferrers,
      signature: '($module, /, *objs)',
      doc: 'The tracked objects that refer directly to one of objs.',
    },
    {
      name: 'get_referents',
      kind: Meth.KEYWORDS,
      fn: getReferents,
      signature: '($module, /, *objs)',
      doc: 'What objs refer to directly.',
    },
    {
      name: 'is_tracked',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, op: number) => rt.bool(hasGcHead(rt.heap, op) && rt.heap.gc.isTracked(op)),
      signature: '($module, obj, /)',
      doc: 'Whether the collector knows the object.',
    },
    {
      name: 'is_finalized',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, op: number) => rt.bool(hasGcHead(rt.heap, op) && rt.heap.gc.isFinalized(op)),
      signature: '($module, obj, /)',
      doc: 'Whether the finalizer of the object has run.',
    },
    command('freeze', 'Move all tracked objects to the permanent generation, which is never collected.', (rt) => rt.heap.gc.freeze()),
    command('unfreeze', 'Move the permanent generation back into the oldest.', (rt) => rt.heap.gc.unfreeze()),
    {
      name: 'get_freeze_count',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => newInt(rt, rt.heap.gc.freezeCount()),
      signature: '($module, /)',
      doc: 'Number of objects in the permanent generation.',
    },
  ],
  exec(rt, module) {
    if (rt.H[Root.gcGarbage] === 0) rt.setSlot(Root.gcGarbage, newList(rt, 0));
    if (rt.H[Root.gcCallbacks] === 0) rt.setSlot(Root.gcCallbacks, newList(rt, 0));
    setModuleValue(rt, module, 'garbage', rt.newRef(rt.H[Root.gcGarbage]!));
    setModuleValue(rt, module, 'callbacks', rt.newRef(rt.H[Root.gcCallbacks]!));
  },
};
