import { Gc } from '../../memory/layout.ts';
import type { Runtime } from '../core/runtime.ts';

/**
 * What CPython keeps in static variables of its container types: the heads of their free lists, the dict version counter and the
 * shared keys of empty dicts. Words of the static region between the small ints and the roots, so that the allocation paths reach
 * them by constant addresses.
 *
 * A free list is two words: address of the newest free object (its GC `next` word leads to the one before; 0 ends) and how many
 * there are. The limits are zero until setUpContainers fills them in from the model.
 */
export const enum Free {
  /** Tuples by size: list `s` at tuple + 2 s, sizes 1 … tupleSizes. */
  tuple = 121_600,
  tupleSizes = 20,
  list = 121_644,
  dict = 121_646,
  /** Keys tables of eight slots; linked by their first word. */
  keys = 121_648,
  slice = 121_650,
  tupleLimit = 121_660,
  /** Largest size of tuples that are kept. */
  tupleSizeLimit = 121_661,
  listLimit = 121_662,
  dictLimit = 121_663,
  keysLimit = 121_664,
  sliceLimit = 121_665,
  /** Counter that Dict.version is drawn from. CPython: pydict_global_version */
  dictVersion = 121_668,
  /** Not 0: dicts are tracked from birth. */
  dictsAlwaysTracked = 121_669,
  /** How lists grow: 0 as from 3.9 on, 1 as before. */
  oldListGrowth = 121_670,
  /** What an empty list takes when it is filled from n items: 0 by its growth, 1 n rounded up to even. */
  listFillsEven = 121_671,
  /** What dictNext found last: key, value (borrowed), hash (two words). */
  cursorKey = 121_672,
  cursorValue = 121_673,
  cursorHash = 121_674,
  /** Lists with at most so many places keep them when items are taken out. */
  listKeeps = 121_676,
  /** Not 0: values of instances have room for fewer names with each instance (Keys.usable of the class's table counts down). */
  valuesShrink = 121_677,
  /** Not 0: `dict()` has a table from the start; `{}` too. */
  dictCallsTabled = 121_678,
  dictDisplaysTabled = 121_679,
  /** Keys of empty dicts, see dict-layout.ts. CPython: empty_keys_struct */
  emptyKeys = 121_680,
  /** Not 0: dicts grow to twice their entries and half their places. */
  oldDictGrowth = 121_694,
  /** Not 0: places of a dict by placesByBits (dict-layout.ts). */
  dictPlacesByBits = 121_696,
  /** Not 0: tables of str keys have entries of their own kind, so that another key moves them to a new table. */
  dictKeepsStrEntries = 121_697,
  /** Sets are resized at three fifths of their places, or (not 0) at two thirds. */
  oldSetGrowth = 121_695,
  end = 121_700,
}

/** Takes the newest object of a free list, 0 when it is empty. Its GC head is that of an untracked object; the count is set by the caller. */
export function takeFree(rt: Runtime, head: number): number {
  const H = rt.H;
  const op = H[head];
  if (op !== 0) {
    H[head] = H[op + Gc.prev];
    H[head + 1]--;
    H[op + Gc.prev] = 0;
  }
  return op;
}

/** Keeps a dead, untracked GC object. */
export function keepFree(rt: Runtime, head: number, op: number): void {
  const H = rt.H;
  H[op + Gc.prev] = H[head];
  H[op + Gc.prevFlags] = 0;
  H[head] = op;
  H[head + 1]++;
}

function drain(rt: Runtime, head: number): void {
  for (let op = takeFree(rt, head); op !== 0; op = takeFree(rt, head)) rt.freeGcObject(op);
}

/** Gives every kept object back to the allocator. CPython: clear_freelists of Modules/gcmodule.c */
export function clearContainerFreeLists(rt: Runtime): void {
  for (let size = 1; size <= Free.tupleSizes; size++) drain(rt, Free.tuple + 2 * size);
  drain(rt, Free.list);
  drain(rt, Free.dict);
  drain(rt, Free.slice);
  const H = rt.H;
  while (H[Free.keys] !== 0) {
    const keys = H[Free.keys];
    H[Free.keys] = H[keys];
    H[Free.keys + 1]--;
    rt.heap.free(keys);
  }
}
