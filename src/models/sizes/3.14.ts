import { sizes3_13 } from './3.13.ts';
import type { SizeRules } from './size-rules.ts';

/** What objects take in CPython 3.14, as it differs from 3.13. */
export const sizes3_14: SizeRules = {
  ...sizes3_13,
  code: { units: sizes3_13.code?.units ?? {}, generatorUnits: 4, generatorStack: 2, returnsConstants: false },
  types: {
    ...sizes3_13.types,
    SyntaxError: [144, 0, 16, 0, 1],
    '_io.StringIO': [120, 0, 104, 112, 1],
    'itertools.cycle': [40, 0, 0, 0, 1],
    async_generator: [152, 8, 0, 16, 1],
    code: [208, 2, 0, 144, 0],
    coroutine: [152, 8, 0, 16, 1],
    frame: [152, 8, 0, 0, 1],
    function: [152, 0, 88, 96, 1],
    'functools.partial': [80, 0, 40, 48, 1],
    generator: [152, 8, 0, 16, 1],
    map: [40, 0, 0, 0, 1],
    'os.stat_result': [104, 8, 0, 0, 1],
    'sys.flags': [40, 8, 0, 0, 1],
    'time.struct_time': [48, 8, 0, 0, 1],
    tuple: [32, 8, 0, 0, 1],
    type: [936, 40, 264, 368, 1],
  },
};
