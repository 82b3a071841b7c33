import { sizes3_14 } from './3.14.ts';
import type { SizeRules } from './size-rules.ts';

/** What objects take in CPython 3.15, as it differs from 3.14. */
export const sizes3_15: SizeRules = {
  ...sizes3_14,
  staticType: 424,
  bytearrayHead: 33,
  types: {
    ...sizes3_14.types,
    bytearray: [64, 0, 0, 0, 0],
    module: [104, 0, 16, 32, 1],
    type: [944, 40, 264, 368, 1],
  },
};
