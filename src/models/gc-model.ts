/**
 * The cycle collector of a CPython release, as data: when it runs, what it does with resurrected objects and weak references, what it
 * lets go of, what the gc module has. Facts: docs/cycles.md.
 */
export interface GcModel {
  /** Three generations, or young and old spaces collected in increments (3.14.0 to 3.14.4). */
  readonly collector: 'generational' | 'incremental';
  readonly thresholds: readonly [number, number, number];
  /** Collections run at the next check of the evaluation loop instead of inside the allocation (3.12+). */
  readonly deferred: boolean;
  /** Generation 0 counts objects when they come from the allocator, or when they are tracked (3.14.1 to 3.14.4). */
  readonly counted: 'allocated' | 'tracked';
  /** Frames are objects from the allocator, which count (to 3.10). */
  readonly framesCounted: boolean;
  /** Resurrection of one object keeps the whole set alive (before 3.9). */
  readonly resurrectionAllOrNothing: boolean;
  /** What a collection reports is what it found, resurrected or not (3.6). */
  readonly countsFound: boolean;
  /**
   * Attributes of instances lie in a dict object from the start (to 3.10), or in values that become a dict only when somebody asks for it, where
   * the `__dict__` is the first thing that a class adds to `object` (3.11+). Inline values stay the instance's own even then (3.13+).
   */
  readonly attributes: 'dict' | 'values' | 'inline values';
  /** The collector is not shown the dict of an instance with inline values (3.13.0). */
  readonly inlineDictUnseen: boolean;
  /** Plain dicts without containers leave the collector (to 3.13). */
  readonly untrackDicts: boolean;
  /** Tuples of untracked things are never tracked (3.14+). */
  readonly tuplesBornUntracked: boolean;
  /** So are frozensets (3.15). */
  readonly frozensetsBornUntracked: boolean;
  /** Weak references without callback die after the finalizers of a collection, not before (3.15). */
  readonly weakrefsOutliveFinalizers: boolean;
  /** Weak references that finalizers made to what is then cleared are made dead (3.14.4+). */
  readonly clearsLateWeakrefs: boolean;
  /** gc.get_stats and the info of callbacks say how many objects were examined and how long it took (3.15). */
  readonly measuresCollections: boolean;
  /** The text of DEBUG_STATS names the permanent generation (3.7+), and always the counts (3.7+). */
  readonly longReport: boolean;
  /** DEBUG_STATS says how many were found and how long it took; 3.14.0 forgot it. */
  readonly reportsElapsed: boolean;
  /** gc.get_objects takes a generation (3.8+). */
  readonly objectsByGeneration: boolean;
  /** Arguments of gc.collect, gc.set_debug and gc.set_threshold as the release parses them. */
  readonly collectArgument: 'format' | 'int';
  /** gc.set_threshold stores nothing when one argument is wrong (3.13+), or each one as it is read. */
  readonly thresholdsTogether: boolean;
  /** gc.get_referrers, gc.get_referents and gc.set_threshold are called with a tuple of arguments (to 3.12). */
  readonly tupleArguments: boolean;
  /** gc functions have a `__text_signature__` (3.7+). */
  readonly signatures: boolean;
}

/** CPython 3.6. */
export const gc3_6: GcModel = {
  collector: 'generational',
  thresholds: [700, 10, 10],
  deferred: false,
  counted: 'allocated',
  framesCounted: true,
  attributes: 'dict',
  inlineDictUnseen: false,
  resurrectionAllOrNothing: true,
  countsFound: true,
  untrackDicts: true,
  tuplesBornUntracked: false,
  frozensetsBornUntracked: false,
  weakrefsOutliveFinalizers: false,
  clearsLateWeakrefs: false,
  measuresCollections: false,
  longReport: false,
  reportsElapsed: true,
  objectsByGeneration: false,
  collectArgument: 'format',
  thresholdsTogether: false,
  tupleArguments: true,
  signatures: false,
};

/** CPython 3.7: a permanent generation. */
export const gc3_7: GcModel = { ...gc3_6, countsFound: false, longReport: true, signatures: true };

/** CPython 3.8: generations can be listed. */
export const gc3_8: GcModel = { ...gc3_7, objectsByGeneration: true, collectArgument: 'int' };

/** CPython 3.9 and 3.10: resurrection object by object. */
export const gc3_9: GcModel = { ...gc3_8, resurrectionAllOrNothing: false };

/** CPython 3.11: frames are no objects until somebody looks at them. */
export const gc3_11: GcModel = { ...gc3_9, framesCounted: false, attributes: 'values' };

/** CPython 3.12: collections at the checks of the evaluation loop. */
export const gc3_12: GcModel = { ...gc3_11, deferred: true };

/** CPython 3.13. */
export const gc3_13: GcModel = {
  ...gc3_12,
  thresholds: [2000, 10, 10],
  attributes: 'inline values',
  inlineDictUnseen: true,
  thresholdsTogether: true,
  tupleArguments: false,
};

/** CPython 3.14.0: young and old spaces. */
export const gc3_14_0: GcModel = {
  ...gc3_13,
  inlineDictUnseen: false,
  collector: 'incremental',
  thresholds: [2000, 10, 0],
  untrackDicts: false,
  tuplesBornUntracked: true,
  reportsElapsed: false,
};

/** CPython 3.14.5 and later: the generations of 3.13 again. */
export const gc3_14: GcModel = { ...gc3_13, inlineDictUnseen: false, untrackDicts: false, tuplesBornUntracked: true, clearsLateWeakrefs: true };

/** CPython 3.15. */
export const gc3_15: GcModel = { ...gc3_14, frozensetsBornUntracked: true, weakrefsOutliveFinalizers: true, measuresCollections: true };
