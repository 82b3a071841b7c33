import { blockOf } from '../../../memory/type-contract.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { type AllocationPlace, tracesOf } from './traces.ts';

const MAX_FRAMES = 65535;

/** CPython: _tracemalloc_start_impl */
function start(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'start', nargs, 0, 1);
  const limit = nargs === 0 ? 1 : asCInt(rt, rt.H[args]!);
  if (limit < 1 || limit > MAX_FRAMES) valueError(rt, `the number of frames must be in range [1; ${MAX_FRAMES}]`);
  tracesOf(rt).start(limit);
  return rt.none();
}

/** A place as a tuple of (file name, line). CPython: traceback_to_pyobject */
function placeTuple(rt: Runtime, place: AllocationPlace): Owned {
  const mark = rt.mark();
  const pairs: number[] = [];
  for (let i = 0; i < place.frames.length; i += 2) pairs.push(rt.own(tupleOf(rt, place.frames[i]!, rt.own(newInt(rt, place.frames[i + 1]!)))));
  if (pairs.length === 0) pairs.push(rt.own(tupleOf(rt, rt.own(newStr(rt, '<unknown>')), rt.own(newInt(rt, 0)))));
  return rt.leave(mark, tupleOf(rt, ...pairs));
}

/** Every block as (domain, size, frames, depth of the stack). CPython: _tracemalloc__get_traces_impl */
function getTraces(rt: Runtime): Owned {
  const known = tracesOf(rt);
  return known.untraced(() => {
    const mark = rt.mark();
    const list = rt.own(newList(rt, 0));
    const domain = rt.own(newInt(rt, 0));
    // places are shared by many traces; their tuples live in this list until the end
    const shared = rt.own(newList(rt, 0));
    const tuples = new Map<AllocationPlace, number>();
    for (const { bytes, place } of [...known.traces.values()]) {
      const inner = rt.mark();
      let frames = tuples.get(place);
      if (frames === undefined) {
        frames = rt.own(placeTuple(rt, place));
        listAppend(rt, shared, frames);
        tuples.set(place, frames);
      }
      listAppend(rt, list, rt.own(tupleOf(rt, domain, rt.own(newInt(rt, bytes)), frames, rt.own(newInt(rt, place.depth)))));
      rt.release(inner);
    }
    return rt.leave(mark, rt.newRef(list));
  });
}

/** CPython: _tracemalloc__get_object_traceback */
function getObjectTraceback(rt: Runtime, _self: number, op: number): Owned {
  const trace = tracesOf(rt).traces.get(blockOf(rt.heap, op));
  return trace === undefined ? rt.none() : tracesOf(rt).untraced(() => placeTuple(rt, trace.place));
}

/** `_tracemalloc`: allocations of this runtime's heap with the Python lines that made them. CPython: Modules/_tracemalloc.c */
export const tracemallocModule: ModuleSpec = {
  name: '_tracemalloc',
  doc: 'Traces memory blocks to the Python lines that allocated them.',
  functions: [
    { name: 'start', kind: Meth.FAST, fn: start, signature: '($module, nframe=1, /)' },
    {
      name: 'stop',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        tracesOf(rt).stop();
        return rt.none();
      },
      signature: '($module, /)',
    },
    { name: 'is_tracing', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(tracesOf(rt).tracing), signature: '($module, /)' },
    {
      name: 'clear_traces',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        tracesOf(rt).clear();
        return rt.none();
      },
      signature: '($module, /)',
    },
    { name: '_get_traces', kind: Meth.NOARGS, fn: getTraces, signature: '($module, /)' },
    { name: '_get_object_traceback', kind: Meth.O, fn: getObjectTraceback, signature: '($module, obj, /)' },
    { name: 'get_traceback_limit', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, tracesOf(rt).limit), signature: '($module, /)' },
    {
      name: 'get_traced_memory',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        const { current, peak } = tracesOf(rt);
        const mark = rt.mark();
        return rt.leave(mark, tupleOf(rt, rt.own(newInt(rt, current)), rt.own(newInt(rt, peak))));
      },
      signature: '($module, /)',
    },
    {
      name: 'reset_peak',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        const known = tracesOf(rt);
        known.peak = known.current;
        return rt.none();
      },
      signature: '($module, /)',
    },
    { name: 'get_tracemalloc_memory', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, tracesOf(rt).ownBytes()), signature: '($module, /)' },
  ],
};
