/** What an embedder is told and asked during collections, and what it may set. */

export const GENERATIONS = 3;

/** gc.set_debug flags. CPython: Modules/gcmodule.c DEBUG_… */
export const enum GcDebug {
  stats = 1,
  collectable = 2,
  uncollectable = 4,
  saveAll = 32,
}

/** gc.get_stats of one generation. */
export interface GenerationStats {
  collections: number;
  collected: number;
  uncollectable: number;
  /** Objects examined, and seconds; kept only with Collector.measures. */
  candidates: number;
  duration: number;
}

/** What a collection did; the last two only with Collector.measures. */
export interface CollectionResult {
  readonly collected: number;
  readonly uncollectable: number;
  readonly candidates: number;
  readonly duration: number;
}

/** The lists of a collection under way, as their heads. */
export interface CollectionLists {
  /** What is examined, later what survives. */
  readonly young: number;
  readonly unreachable: number;
  /** Garbage that legacy finalizers keep. */
  readonly finalizers: number;
  /** Garbage that no finalizer brought back; known after 'resurrection'. */
  readonly stillUnreachable: number;
}

/** What the embedder is told, and asked, during a collection. All optional. */
export interface CollectorEvents {
  /** Automatic collections wait while this says no (an exception is pending). */
  mayCollect?(): boolean;
  /** A deferred collection is wanted: call collectGenerations at the next occasion. */
  requested?(): void;
  /** gc.callbacks; not called by collectQuietly. */
  start?(generation: number): void;
  stop?(generation: number, found: CollectionResult): void;
  /** Behind each pass of a collection (see PASSES); nothing may allocate or run. */
  passed?(pass: string, lists: CollectionLists): void;
  /** The lines of DEBUG_STATS. */
  reportStart?(generation: number): void;
  reportDone?(unreachable: number, uncollectable: number): void;
  /** DEBUG_COLLECTABLE and DEBUG_UNCOLLECTABLE. */
  reportCollectable?(op: number): void;
  reportUncollectable?(op: number): void;
  /**
   * Clears weak references to the objects of the list and runs callbacks; members may leave the
   * list. Returns how many weak references the callbacks freed (CPython counts them as collected).
   */
  handleWeakrefs?(unreachable: number): number;
  /** After the finalizers: makes weak references to and in the list dead without callbacks. */
  clearLateWeakrefs?(unreachable: number): void;
  /** Appends to gc.garbage (takes a reference of its own). Default: Collector.garbage. */
  saveGarbage?(op: number): void;
  /** After a full collection. */
  clearFreeLists?(): void;
}
