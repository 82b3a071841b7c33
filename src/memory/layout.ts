/**
 * The heap's layout, in 32-bit words. An address is a word index (byte address / 4);
 * blocks are 16-byte aligned, so addresses are multiples of 4.
 *
 *   GC object        -4        -2        0          2         4 …
 *   words        | _gc_next | _gc_prev | refcnt | ob_type | body
 *                  ^block                ^address handed out
 *
 *   plain object      0          2         4 …
 *   words        | refcnt   | ob_type | body
 *                  ^block = address
 *
 * A reference slot is 8 bytes: word 0 the address (0 = NULL), word 1 flags (SlotFlag).
 * CPython: Include/object.h, Include/internal/pycore_gc.h (3.8 and later, 64-bit).
 */
export const enum Ob {
  refcnt = 0,
  type = 2,
  /** ob_size of a variable-sized object (and first body word of a fixed one). */
  size = 4,
  /** First body word of a fixed-size object. */
  body = 4,
  /** First body word of a variable-sized object. */
  varBody = 6,
}

/** The GC head, relative to the object. */
export const enum Gc {
  next = -4,
  nextFlags = -3,
  prev = -2,
  /** See GcFlag. */
  prevFlags = -1,
  headWords = 4,
  headBytes = 16,
}

/** Second word of a reference slot. */
export const enum SlotFlag {
  owned = 0,
  /** The slot shows an object that something else keeps alive; it is not counted. */
  borrowed = 1,
  /** The slot is counted, but stands for one that the embedder's model would not count: see frames/borrowing.ts. */
  lent = 2,
}

/** What the memory layer reads of a type record or type object. */
export const enum Ty {
  /** Index into heap.contracts (where a Python type object has tp_traverse). */
  contract = 46,
  /** Behind the record of a type with spares: how many wait, how many may, and their addresses. */
  spareCount = 48,
  spareLimit = 49,
  spares = 50,
}

export const WORD_BYTES = 4;
export const SLOT_WORDS = 2;

/** The embedder's static region: type objects, singletons, roots, native stack. In words. */
export const STATIC_START = 1024;
export const STATIC_END = 1 << 20;

/**
 * Word 1 of _gc_prev (Gc.prevFlags): the flag, and above it, during a collection, the references from inside of an object that has
 * many. Nothing outside src/memory changes it. CPython keeps its flags in the low bits of the two pointers (pycore_gc.h).
 */
export const enum GcFlag {
  /** Set before tp_finalize runs, never cleared: a finalizer runs once. */
  finalized = 1,
}

/**
 * The page below the static region is the memory layer's own: it holds what CPython keeps in
 * static variables. In words.
 */
export const enum Low {
  /** Index into F64 of the number of allocations made so far. */
  allocationsF64 = 8,
  /** Slot of the object that the collector holds while its tp_clear runs. */
  collectorHolds = 64,
  /** Fake pool headers, one for each size class; class c has its links at usedPools + 4 c. */
  usedPools = 128,
  /** List heads of the collector: head k is the address gcHeads + 4 (k + 1), its links before it. */
  gcHeads = 512,
}
