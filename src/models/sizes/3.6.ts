import { sizes3_7 } from './3.7.ts';
import type { SizeRules } from './size-rules.ts';

/** What objects take in CPython 3.6, as it differs from 3.7. */
export const sizes3_6: SizeRules = {
  ...sizes3_7,
  types: {
    ...sizes3_7.types,
    '_json.Encoder': [96, 0, 0, 0, 1],
    '_sre.SRE_Scanner': [240, 0, 0, 0, 0],
    async_generator: [80, 0, 0, 40, 1],
    coroutine: [64, 0, 0, 40, 1],
    frame: [384, 8, 0, 0, 1],
    'functools._lru_cache_wrapper': [144, 0, 128, 0, 1],
    'functools.partial': [56, 0, 40, 48, 1],
    generator: [64, 0, 0, 40, 1],
    'itertools.groupby': [56, 0, 0, 0, 1],
    'posix.DirEntry': [64, 0, 0, 0, 0],
    'posix.ScandirIterator': [96, 0, 0, 0, 0],
    'typing.TypeVar': [64, 0, 0, 16, 1],
  },
};
