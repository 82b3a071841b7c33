import type { ModuleSpec } from '../module-spec.ts';
import { accumulateType, cycleType, pairwiseType } from './accumulating.ts';
import { batchedType } from './batched.ts';
import { chainType } from './chain.ts';
import { countType, repeatType } from './counting.ts';
import { compressType, dropwhileType, filterfalseType, starmapType, takewhileType } from './filtering.ts';
import { groupbyType, grouperType } from './groupby.ts';
import { isliceType } from './islice.ts';
import { combinationsType, combinationsWithReplacementType, permutationsType, productType } from './selections.ts';
import { teeDataType, teeFunction, teeType } from './tee.ts';
import { zipLongestType } from './zip-longest.ts';

/** The module itertools. CPython: Modules/itertoolsmodule.c */
export const itertoolsModule: ModuleSpec = {
  name: 'itertools',
  doc: 'Functional tools for creating and using iterators.',
  functions: [teeFunction],
  types: [
    accumulateType,
    batchedType,
    combinationsType,
    combinationsWithReplacementType,
    cycleType,
    dropwhileType,
    takewhileType,
    isliceType,
    starmapType,
    chainType,
    compressType,
    filterfalseType,
    countType,
    zipLongestType,
    pairwiseType,
    permutationsType,
    productType,
    repeatType,
    groupbyType,
    grouperType,
    teeType,
    teeDataType,
  ],
};
