import { raise } from '../core/errors.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { ModuleSpec } from './module-spec.ts';

/** `_tokenize`: `tokenize` imports it (and `linecache`, for tokenize.open); tokenizing itself is not there yet. CPython: Python/Python-tokenize.c */
export const tokenizeModule: ModuleSpec = {
  name: '_tokenize',
  doc: '',
  functions: [
    {
      name: 'TokenizerIter',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime) => raise(rt, T.NotImplementedError, 'tokenize: TokenizerIter'),
    },
  ],
};
