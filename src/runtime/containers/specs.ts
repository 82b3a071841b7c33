import type { TypeSpec } from '../core/type-spec.ts';
import { DICT_ITERATOR_TYPES } from './dict-iterators.ts';
import { DICT_TYPE } from './dict-type.ts';
import { DICT_VIEW_TYPES } from './dict-views.ts';
import { ITERATION_TYPES } from './iteration-types.ts';
import { LIST_TYPE } from './list-type.ts';
import { RANGE_ITERATOR_TYPES } from './range-iterators.ts';
import { RANGE_TYPE } from './range-object.ts';
import { SEQUENCE_ITERATOR_TYPES } from './sequence-iterators.ts';
import { SET_TYPES } from './set-type.ts';
import { SLICE_TYPE } from './slice-object.ts';
import { TUPLE_TYPE } from './tuple-type.ts';

export { finishContainerTypes, setUpContainers } from './set-up.ts';

/** The types of this folder. tuple, dict and list come first: making types needs them. */
export const containerTypes: readonly TypeSpec[] = [
  TUPLE_TYPE,
  DICT_TYPE,
  LIST_TYPE,
  ...SET_TYPES,
  RANGE_TYPE,
  SLICE_TYPE,
  ...SEQUENCE_ITERATOR_TYPES,
  ...DICT_ITERATOR_TYPES,
  ...DICT_VIEW_TYPES,
  ...RANGE_ITERATOR_TYPES,
  ...ITERATION_TYPES,
];
