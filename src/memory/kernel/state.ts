/** Words that the kernel and the code around it share, at `regions.state`. */
export const enum State {
  /** Word offset in a type, and the bit there: instances of such types own them (Heap.setTypeOwnership). */
  ownWord = 0,
  ownBit = 1,
  /** subtractRefs: members met, the LayoutFlag bits that any of them has, and the member with a count that cannot be. */
  members = 2,
  flags = 3,
  failed = 4,
  /** moveUnreachable: members set aside for good. */
  unreachable = 5,
  /** Collector.counts and Collector.thresholds. */
  counts = 6,
  thresholds = 9,
  /** Collector.enabled. */
  enabled = 12,
  /** subtractFar: two runs of `AHEAD` words and one word more, see read-ahead.ts. */
  ahead = 16,
}

/** Members that subtractFar asks the memory for at once. */
export const AHEAD = 16;
