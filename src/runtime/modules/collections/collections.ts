import type { ModuleSpec } from '../module-spec.ts';
import { countElementsFunction, tuplegetterType } from './counting.ts';
import { defaultdictType } from './defaultdict.ts';
import { dequeType } from './deque.ts';
import { dequeIteratorType, dequeReverseIteratorType } from './deque-iterators.ts';
import { orderedDictType } from './ordered-dict.ts';
import { orderedIteratorType, orderedViewTypes } from './ordered-views.ts';

/** The module _collections. CPython: Modules/_collectionsmodule.c */
export const collectionsModule: ModuleSpec = {
  name: '_collections',
  doc: 'High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n',
  functions: [countElementsFunction],
  privateTypes: [orderedIteratorType, ...orderedViewTypes],
  types: [dequeType, defaultdictType, orderedDictType, dequeIteratorType, dequeReverseIteratorType, tuplegetterType],
};
