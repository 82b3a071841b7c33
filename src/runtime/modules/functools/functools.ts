import type { ModuleSpec } from '../module-spec.ts';
import { cmpToKeyFunction, keyWrapperType } from './key-wrapper.ts';
import { lruCacheType, lruLinkType } from './lru-cache.ts';
import { partialType } from './partial.ts';
import { reduceFunction } from './reduce.ts';

/** The module _functools. CPython: Modules/_functoolsmodule.c */
export const functoolsModule: ModuleSpec = {
  name: '_functools',
  doc: 'Tools that operate on functions.',
  functions: [reduceFunction, cmpToKeyFunction],
  types: [partialType, lruCacheType],
  privateTypes: [keyWrapperType, lruLinkType],
};
