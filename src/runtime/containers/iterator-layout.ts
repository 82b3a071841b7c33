/** Word offsets in iterators, for their types and for the evaluation loop's FOR_ITER. CPython: the iterator structs of Objects/*.c */

/** list_iterator, tuple_iterator, list_reverseiterator, iterator, reversed: position and sequence (0 when exhausted). */
export const enum SeqIter {
  index = 4,
  seq = 6,
  bytes = 32,
}

/** range_iterator: start + index * step for index < length; 32-bit values as words, larger ones as doubles (see range-iterators.ts). */
export const enum RangeIter {
  index = 4,
  start = 6,
  step = 8,
  length = 10,
  bytes = 48,
}

/** longrange_iterator: the same four as owned ints. */
export const enum LongRangeIter {
  index = 4,
  start = 6,
  step = 8,
  length = 10,
  bytes = 48,
}

/** Iterators over keys, values and items of a dict; `result` is the pair that items reuses. */
export const enum DictIter {
  dict = 4,
  used = 6,
  pos = 8,
  result = 10,
  left = 12,
  bytes = 56,
}

export const enum SetIter {
  set = 4,
  used = 6,
  pos = 8,
  left = 10,
  bytes = 48,
}

/** callable_iterator */
export const enum CallIter {
  callable = 4,
  sentinel = 6,
  bytes = 32,
}

export const enum Enumerate {
  index = 4,
  iterator = 6,
  result = 8,
  /** The index as an int once it is too large for a word. */
  longIndex = 10,
  bytes = 48,
}

export const enum Zip {
  size = 4,
  iterators = 6,
  result = 8,
  strict = 10,
  bytes = 48,
}

export const enum MapIter {
  iterators = 4,
  function = 6,
  bytes = 32,
}

export const enum FilterIter {
  function = 4,
  iterator = 6,
  bytes = 32,
}
