import { absent3_9 } from './absent.ts';
import { gc3_9 } from './gc-model.ts';
import type { Model } from './model.ts';
import { natives3_6 } from './natives.ts';
import { packedArguments } from './packed-arguments.ts';
import { phrasesOf } from './phrases.ts';
import { singlePhase3_9 } from './single-phase.ts';
import { sizes3_9 } from './sizes/3.9.ts';
import { holdings3_9 } from './start-up-holdings.ts';
import { sysFlags3_7 } from './sys-flags.ts';
import { OLD_WEAKREF_NAMES } from './type-names.ts';
import { weakrefs3_9 } from './weakref-model.ts';
import { wordings } from './wording.ts';

/** CPython 3.9. */
export const model3_9: Model = {
  name: '3.9',
  version: [3, 9, 18],
  allocator: { poolBytes: 4096, arenaBytes: 262_144 },
  gc: gc3_9,
  weakrefs: weakrefs3_9,
  absent: absent3_9,
  wording: wordings['3.9'],
  phrases: phrasesOf(9),
  natives: natives3_6,
  singlePhase: singlePhase3_9,
  startUpHoldings: holdings3_9,
  callCost: 'copied',
  spreadCallsMove: false,
  constOwned: true,
  immortalCount: null,
  staticCountBase: 0,
  immortalStrings: 'none',
  smallIntMax: 256,
  hash: 'siphash24',
  trashcanDepth: 50,
  compiler: {
    mergeConstantsAcrossCode: true,
    foldInTree: true,
    foldedInArena: true,
    inlineComprehensions: false,
    annotationsAsTuple: false,
    noFreeFlag: true,
    displaysFromTuple: true,
    arenaBytesReferences: 1,
    tokensInArena: true,
    formattedAtString: true,
    copiesKeywords: true,
    iteratedTuples: true,
    bindsMethods: false,
    pushNull: false,
    iterablesStay: false,
    emptyBlocksHide: false,
    literalTypesNamed: false,
    warnsOfFinally: false,
    lazyAnnotations: false,
    classPlaces: false,
  },
  sharedDescriptors: false,
  rightFirst: { compared: false, operands: false, slices: false },
  sharesEmptyFrozenset: true,
  sharesTuples: true,
  wantedFirst: false,
  frames: { zombieFrames: true, trashLevel: true, clearLocalsFromTop: false, excInfoTriple: true, freshLocals: false, closeReturns: false },
  holds: { printArguments: false, reprItem: false, storedKey: false, reversedList: false, boundGetattr: true, displayHandsOver: false },
  specialized: { getitem: Infinity, init: Infinity, methods: Infinity },
  vectorcallTypes: new Set(['range', 'list', 'tuple', 'dict', 'set', 'frozenset', 'type', 'partial']),
  packedArguments: packedArguments('3.9'),
  boundSpecialMethods: false,
  callHoldsFunction: false,
  freeLists: {
    tuple: 2000,
    list: 80,
    dict: 80,
    dictKeys: 80,
    float: 100,
    frame: 200,
    method: 0,
    builtin: 0,
    asyncGen: 80,
    context: 255,
    slice: 1,
    int: 0,
    listIter: 0,
    range: 0,
    tupleSizes: 19,
  },
  lists: { growth: 'new', callExact: true, fill: 'growth', mappingsGrow: false, splitRoom: 'twelve', keeps: 0 },
  dictGrowth: 'triple',
  setGrowth: 'three fifths',
  sysFlags: sysFlags3_7,
  typeNames: OLD_WEAKREF_NAMES,
  sizes: sizes3_9,
};
