import { sizes3_10 } from './3.10.ts';
import type { SizeRules } from './size-rules.ts';

/** What objects take in CPython 3.9, as it differs from 3.10. */
export const sizes3_9: SizeRules = {
  ...sizes3_10,
  dict: { ...sizes3_10.dict, emptyCallHasTable: true },
  types: {
    ...sizes3_10.types,
    AttributeError: [64, 0, 16, 0, 1],
    NameError: [64, 0, 16, 0, 1],
    SyntaxError: [112, 0, 16, 0, 1],
    '_csv.Dialect': [48, 0, 0, 0, 0],
    '_csv.writer': [64, 0, 0, 0, 1],
    '_sre.SRE_Scanner': [240, 0, 0, 0, 0],
    '_struct.Struct': [56, 0, 0, 48, 0],
    '_thread.RLock': [48, 0, 0, 40, 0],
    '_thread.lock': [40, 0, 0, 24, 0],
    'array.array': [64, 0, 0, 48, 0],
    async_generator: [120, 0, 0, 40, 1],
    coroutine: [104, 0, 0, 40, 1],
    frame: [368, 8, 0, 0, 1],
    function: [120, 0, 72, 80, 1],
    'functools.KeyWrapper': [32, 0, 0, 0, 0],
    'functools._lru_cache_wrapper': [136, 0, 120, 128, 1],
    generator: [96, 0, 0, 40, 1],
    property: [56, 0, 0, 0, 1],
    're.Match': [88, 8, 0, 0, 0],
    're.Pattern': [96, 4, 0, 64, 0],
    type: [880, 40, 264, 368, 1],
    zip: [40, 0, 0, 0, 1],
  },
};
