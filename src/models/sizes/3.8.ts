import { sizes3_9 } from './3.9.ts';
import type { SizeRules } from './size-rules.ts';

/** What objects take in CPython 3.8, as it differs from 3.9. */
export const sizes3_8: SizeRules = {
  ...sizes3_9,
  staticType: 416,
  types: {
    ...sizes3_9.types,
    '_sre.SRE_Scanner': [232, 0, 0, 0, 0],
    'functools._lru_cache_wrapper': [128, 0, 120, 0, 1],
  },
};
