import { sizes3_12 } from './3.12.ts';
import type { SizeRules } from './size-rules.ts';

/** What objects take in CPython 3.13, as it differs from 3.12. */
export const sizes3_13: SizeRules = {
  ...sizes3_12,
  staticTypesWithHead: false,
  types: {
    ...sizes3_12.types,
    '_blake2.blake2b': [440, 0, 0, 0, 0],
    '_blake2.blake2s': [232, 0, 0, 0, 0],
    '_json.Scanner': [64, 0, 0, 0, 1],
    '_sre.SRE_Scanner': [248, 0, 0, 0, 1],
    '_thread._ThreadHandle': [24, 0, 0, 0, 1],
    '_thread._local': [56, 0, 0, 32, 1],
    code: [200, 2, 0, 144, 0],
    'decimal.Context': [96, 0, 0, 0, 1],
    'decimal.Decimal': [104, 0, 0, 0, 1],
    frame: [136, 8, 0, 0, 1],
    'itertools.batched': [40, 0, 0, 0, 1],
    'itertools.pairwise': [40, 0, 0, 0, 1],
    'operator.methodcaller': [64, 0, 0, 0, 1],
    'os.stat_result': [96, 8, 0, 0, 1],
    'posix.ScandirIterator': [120, 0, 0, 0, 0],
    'sys.flags': [32, 8, 0, 0, 1],
    'time.struct_time': [40, 8, 0, 0, 1],
    type: [928, 40, 264, 368, 1],
    'typing.ParamSpec': [56, 0, -1, -32, 1],
    'typing.TypeVar': [80, 0, -1, -32, 1],
    'typing.TypeVarTuple': [40, 0, -1, -32, 1],
  },
};
