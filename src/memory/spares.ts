/**
 * Dead instances that wait for the next one of their type: a short-lived object then costs the allocator nothing. A type has them when its
 * definition asks for them (Heap.defineType). A waiting instance has the count 0, is untracked and refers to nothing; to the allocator its
 * memory is in use. As in CPython, one that is made again does not count as an allocation, and a full collection gives all of them back.
 *
 * They are taken and kept by the kernel (kernel/life-code.ts), so never while somebody watches the allocator.
 * CPython: the free lists of Objects/listobject.c, tupleobject.c, floatobject.c
 */
import type { Allocator } from './allocator.ts';
import { Gc, Ob, SLOT_WORDS, Ty, WORD_BYTES } from './layout.ts';
import { Layout, LayoutFlag, type TypedHeap } from './type-contract.ts';

/** A waiting instance keeps its separate block when that has room for no more slots than this. */
export const KEPT_SLOTS = 8;

/** The types of a heap that have spares. */
export class Spares {
  private readonly types: number[] = [];

  constructor(private readonly heap: Allocator & TypedHeap) {}

  /** Words that the record of a type takes for so many. */
  static wordsFor(limit: number): number {
    return limit === 0 ? 0 : Ty.spares - Ty.spareCount + limit;
  }

  /**
   * From now on up to `limit` dead instances of a type wait. RangeError when its contract does not allow it: instances must all have a GC
   * head and no finalizer, and each of their words must be part of a declared slot or say where a separate block is, its count and its room.
   */
  add(type: number, limit: number): void {
    const { H } = this.heap;
    const { layouts, contracts } = this.heap.contractTable;
    const row = H[type + Ty.contract] * Layout.stride;
    const { name, slots, items, indirect } = contracts[H[type + Ty.contract]];
    const flags = layouts[row + Layout.flags] & (LayoutFlag.gc | LayoutFlag.plain | LayoutFlag.finalizes);
    const fields = new Set(slots.map(({ at }) => at));
    if (indirect !== undefined) for (const at of [indirect.pointer, indirect.count, indirect.room]) fields.add(at ?? 0);
    const bytes = Ob.body * WORD_BYTES + SLOT_WORDS * WORD_BYTES * fields.size;
    if (flags !== (LayoutFlag.gc | LayoutFlag.plain) || items !== undefined || fields.has(0) || bytes !== H[type + Ob.size]) {
      throw new RangeError(`the contract of ${name} does not allow spares`);
    }
    layouts[row + Layout.flags] |= LayoutFlag.spares;
    H[type + Ty.spareLimit] = limit;
    this.types.push(type);
  }

  /** Gives the memory of all that wait back. */
  drop(): void {
    const { heap, types } = this;
    const { H } = heap;
    for (const type of types) {
      const pointer = heap.contractTable.layouts[H[type + Ty.contract] * Layout.stride + Layout.pointer];
      while (H[type + Ty.spareCount] > 0) {
        const op = H[type + Ty.spares + --H[type + Ty.spareCount]];
        if (pointer !== 0) heap.free(H[op + pointer]);
        heap.free(op - Gc.headWords);
      }
    }
  }
}
