/**
 * A pool: blocks of one size class behind a header.
 *
 *   words      0       2        4       6       8       9      10           11         12 …
 *          | count | free ↓ | next  | prev  | arena | class | nextOffset | maxNext  | blocks …
 *
 * `free` is the first free block, whose first word names the following one: last in, first out.
 * Blocks beyond nextOffset were never used and are linked in one by one, so that a fresh pool
 * touches no memory before it is needed. Pools with a free block are in the doubly linked list of
 * their class (Low.usedPools); full ones are in no list; empty ones belong to their arena.
 * CPython: Objects/obmalloc.c struct pool_header
 */
export const enum Pool {
  /** Blocks in use. */
  count = 0,
  free = 2,
  next = 4,
  previous = 6,
  arena = 8,
  sizeClass = 9,
  /** Word offset of the first block never used. */
  nextOffset = 10,
  /** Largest value of nextOffset that still leaves room for a block. */
  maxNextOffset = 11,
  headerWords = 12,
  headerBytes = 48,
  /** sizeClass of a pool that was never used. */
  noClass = 0xffff,
}

/** Size classes are 16 bytes apart; class c holds blocks of 16 (c + 1) bytes. */
export const ALIGNMENT_BYTES = 16;
export const SMALL_BYTES = 512;
export const SIZE_CLASSES = SMALL_BYTES / ALIGNMENT_BYTES;
