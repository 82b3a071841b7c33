import { Heap, type HeapOptions } from '../../memory/heap.ts';
import type { Model } from '../../models/model.ts';
import { containerTypes, finishContainerTypes, setUpContainers } from '../containers/specs.ts';
import { Runtime } from '../core/runtime.ts';
import { S, SMALL_INT_MIN, SMALL_INT_ZERO } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { makeException, makeExceptionWithArg } from '../exceptions/exception-object.ts';
import { prepareMemoryErrors } from '../exceptions/memory-error.ts';
import { exceptionTypes } from '../exceptions/specs.ts';
import { writeUnraisable } from '../exceptions/unraisable.ts';
import { frameTypes, setUpFrames } from '../frames/specs.ts';
import type { Host } from '../host/host.ts';
import { connectCollector } from '../modules/gc/connect-collector.ts';
import { makeUnraisableArgs } from '../modules/sys/unraisable-hook.ts';
import { issueWarning } from '../modules/warnings.ts';
import { numberTypes, setUpNumbers } from '../numbers/specs.ts';
import { textTypes } from '../text/specs.ts';
import { installText } from '../text/text-hooks.ts';
import { coreTypes, setUpTypes } from '../types/specs.ts';
import { readyTypes } from '../types/type-ready.ts';
import { connectInterrupts } from './interrupts.ts';
import { makeSingletons } from './singletons.ts';

export interface RuntimeOptions {
  model: Model;
  host: Host;
  /** Everything of the heap that the model does not decide. */
  heap?: Omit<HeapOptions, 'pymalloc'>;
  /** See Runtime.interruptCell. */
  interruptCell?: Int32Array;
}

/** The static types, those that others need first at the front. */
function allTypes(model: Model): TypeSpec[] {
  return [...coreTypes(model), ...numberTypes, ...textTypes, ...containerTypes, ...frameTypes(model), ...exceptionTypes(model)];
}

/**
 * A runtime with its builtin types, before any module: objects can be made, nothing can be imported yet.
 * CPython: Python/pylifecycle.c pycore_interp_init
 */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { model, host } = options;
  const heap = new Heap({ ...options.heap, pymalloc: model.allocator });
  heap.trashcan.limit = model.trashcanDepth;
  heap.trashcan.framesNest = model.frames.trashLevel;
  const rt = new Runtime(heap, model, host, options.interruptCell);
  rt.hooks.makeException = makeException;
  rt.hooks.makeExceptionWithArg = makeExceptionWithArg;
  rt.hooks.writeUnraisable = writeUnraisable;
  rt.hooks.issueWarning = issueWarning;
  rt.hooks.makeUnraisableArgs = makeUnraisableArgs;
  heap.gc.enabled = false;
  makeSingletons(rt);
  heap.roots.add({
    name: 'static objects',
    // always the same
    memory: [0, 0],
    traverse(visit) {
      for (const op of [S.None, S.NotImplemented, S.Ellipsis, S.False, S.True]) visit(op, op);
      for (let v = SMALL_INT_MIN; v <= model.smallIntMax; v++) visit(SMALL_INT_ZERO + 8 * v, SMALL_INT_ZERO + 8 * v);
    },
    describe: () => 'the interpreter itself',
  });
  setUpContainers(rt);
  setUpNumbers(rt);
  setUpTypes(rt);
  installText(rt);
  readyTypes(rt, allTypes(rt.model));
  finishContainerTypes(rt);
  setUpFrames(rt);
  prepareMemoryErrors(rt);
  connectCollector(rt);
  connectInterrupts(rt);
  heap.gc.enabled = true;
  return rt;
}
