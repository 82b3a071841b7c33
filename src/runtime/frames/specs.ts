import type { Model } from '../../models/model.ts';
import type { Runtime } from '../core/runtime.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { ASYNC_GENERATOR_TYPE, ASYNC_VALUE_TYPE, awaitableTypes } from './async-generator.ts';
import { BUILTIN_FUNCTION_TYPE } from './builtin-function.ts';
import { CELL_TYPE } from './cell-object.ts';
import { CODE_TYPE } from './code-object.ts';
import { COROUTINE_TYPE, COROUTINE_WRAPPER_TYPE } from './coroutine-object.ts';
import { createEvaluator } from './evaluate.ts';
import { FRAME_LOCALS_PROXY_TYPE } from './frame-locals-proxy.ts';
import { setUpFramePool } from './frame-memory.ts';
import { FRAME_TYPE } from './frame-object.ts';
import { ANNOTATED_FUNCTION_TYPE, FUNCTION_TYPE } from './function-object.ts';
import { finishGeneratorTypes, GENERATOR_TYPE } from './generator-object.ts';
import { lentSlots } from './lent-slots.ts';
import { METHOD_TYPE } from './method-object.ts';
import { ANNOTATED_MODULE_TYPE, MODULE_TYPE } from './module-object.ts';
import { TRACEBACK_TYPE } from './traceback-object.ts';

/** The types of this layer, as a model has them. */
export const frameTypes = (model: Model): readonly TypeSpec[] => [
  model.compiler.lazyAnnotations ? ANNOTATED_FUNCTION_TYPE : FUNCTION_TYPE,
  METHOD_TYPE,
  BUILTIN_FUNCTION_TYPE,
  model.compiler.lazyAnnotations ? ANNOTATED_MODULE_TYPE : MODULE_TYPE,
  CELL_TYPE,
  CODE_TYPE,
  FRAME_TYPE,
  FRAME_LOCALS_PROXY_TYPE,
  TRACEBACK_TYPE,
  GENERATOR_TYPE,
  COROUTINE_TYPE,
  COROUTINE_WRAPPER_TYPE,
  ASYNC_GENERATOR_TYPE,
  ...awaitableTypes(model),
  ASYNC_VALUE_TYPE,
];

/** Prepares what frames need before the first one is made. */
export function setUpFrames(rt: Runtime): void {
  finishGeneratorTypes(rt);
  setUpFramePool(rt);
  rt.hooks.runFrame = createEvaluator(rt);
  if (rt.model.callCost === 'borrowed') rt.hooks.lentSlots = lentSlots;
}
