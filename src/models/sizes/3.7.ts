import { sizes3_8 } from './3.8.ts';
import type { SizeRules } from './size-rules.ts';

/** What objects take in CPython 3.7, as it differs from 3.8. */
export const sizes3_7: SizeRules = {
  ...sizes3_8,
  gcHead: 32,
  staticType: 400,
  emptyClassesHaveHead: false,
  dict: { ...sizes3_8.dict, emptyDisplayHasTable: true },
  types: {
    ...sizes3_8.types,
    '_blake2.blake2b': [456, 0, 0, 0, 0],
    '_blake2.blake2s': [248, 0, 0, 0, 0],
    '_csv.Dialect': [56, 0, 0, 0, 0],
    async_generator: [112, 0, 0, 40, 1],
    builtin_function_or_method: [48, 0, 0, 40, 1],
    classmethod_descriptor: [48, 0, 0, 0, 1],
    code: [144, 0, 0, 128, 0],
    function: [112, 0, 72, 80, 1],
    'itertools.accumulate': [40, 0, 0, 0, 1],
    method: [40, 0, 0, 32, 1],
    method_descriptor: [48, 0, 0, 0, 1],
    'operator.itemgetter': [32, 0, 0, 0, 1],
    type: [864, 40, 264, 368, 1],
    'typing.Generic': [16, 0, 0, 0, 0],
  },
};
