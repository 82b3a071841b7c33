/**
 * Garbage that can be freed all at once. Clearing cycles one object after the other (deleteGarbage) is needed only where somebody could
 * notice the order: a finalizer, or a deallocator that is not the memory layer's own. Where nobody can, every member's memory goes back
 * directly, references between members need no count, and only those to objects outside are given up.
 */
import { Gc, GcFlag, Ob, SlotFlag, Ty } from '../layout.ts';
import { Layout, LayoutFlag, Shape } from '../type-contract.ts';
import { initList } from './gc-list.ts';
import { Mark } from './marks.ts';
import type { CountedHeap } from './passes.ts';

const NEEDED = LayoutFlag.plain | LayoutFlag.gc;

/** One unreachable set, whose members have the marks `unreachable` and above. */
export class QuietDeath {
  private readonly members: Int32Array;

  /**
   * `count` members of `list`. `full`: the set is what a collection of everything found, so that every tracked object outside it is
   * held by something else, too.
   */
  constructor(
    private readonly heap: CountedHeap,
    private readonly list: number,
    count: number,
    private readonly full: boolean,
  ) {
    this.members = new Int32Array(count);
  }

  /** Whether nobody could notice: no member has a finalizer to run, and no object outside the set can do more than go when it is given up. */
  isPossible(): boolean {
    const { heap, list, members } = this;
    const { H, marks, contractTable } = heap;
    const { layouts, runs, contracts } = contractTable;
    let n = 0;
    for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) {
      members[n++] = op;
      const type = H[op + Ob.type];
      const row = H[type + Ty.contract] * Layout.stride;
      const flags = layouts[row + Layout.flags];
      if ((flags & NEEDED) !== NEEDED || (marks[type >> 2] & Mark.codeMask) >= Mark.unreachable) return false;
      if ((flags & LayoutFlag.finalizes) !== 0 && (H[op + Gc.prevFlags] & GcFlag.finalized) === 0) {
        if (contracts[row / Layout.stride].hasFinalizer?.(op) !== false) return false;
      }
      for (let i = layouts[row + Layout.firstRun], end = layouts[row + Layout.endRun]; i < end; i += 2) {
        if (!this.areHarmless(op + runs[i], op + runs[i + 1])) return false;
      }
      const items = layouts[row + Layout.items];
      if (items !== 0) {
        const size = H[op + layouts[row + Layout.itemCount]];
        if (!this.areHarmless(op + items, op + items + 2 * (size < 0 ? -size : size))) return false;
      }
      const pointer = layouts[row + Layout.pointer];
      if (pointer !== 0) {
        const block = H[op + pointer];
        if (!this.areHarmless(block, block + 2 * H[op + layouts[row + Layout.pointerCount]])) return false;
      }
    }
    return true;
  }

  /** Frees all members, and what only they held; the list is empty then. Returns how many they were. */
  free(): number {
    const { heap, members } = this;
    const { H, marks, contractTable } = heap;
    const { layouts, runs } = contractTable;
    initList(H, this.list);
    for (let m = 0; m < members.length; m++) {
      const op = members[m];
      const type = H[op + Ob.type];
      const row = H[type + Ty.contract] * Layout.stride;
      for (let i = layouts[row + Layout.firstRun], end = layouts[row + Layout.endRun]; i < end; i += 2) {
        this.release(op + runs[i], op + runs[i + 1]);
      }
      const items = layouts[row + Layout.items];
      if (items !== 0) {
        const size = H[op + layouts[row + Layout.itemCount]];
        this.release(op + items, op + items + 2 * (size < 0 ? -size : size));
      }
      const pointer = layouts[row + Layout.pointer];
      if (pointer !== 0 && H[op + pointer] !== 0) {
        const block = H[op + pointer];
        this.release(block, block + 2 * H[op + layouts[row + Layout.pointerCount]]);
        heap.free(block);
      }
      if ((layouts[row + Layout.flags] & LayoutFlag.visitsType) !== 0 || heap.ownsType(heap, type)) heap.decref(type);
      heap.free(op - Gc.headWords);
    }
    // only now: the marks told members from others
    for (let m = 0; m < members.length; m++) marks[members[m] >> 2] = Mark.none;
    return members.length;
  }

  private areHarmless(from: number, end: number): boolean {
    const { heap, full } = this;
    const { H, marks, contractTable } = heap;
    for (let slot = from; slot < end; slot += 2) {
      const ref = H[slot];
      if (ref === 0) continue;
      const code = marks[ref >> 2] & Mark.codeMask;
      if (code >= Mark.unreachable || H[slot + 1] === SlotFlag.borrowed || (full && code !== Mark.none)) continue;
      const row = H[H[ref + Ob.type] + Ty.contract] * Layout.stride;
      if (contractTable.layouts[row + Layout.shape] !== Shape.none || (contractTable.layouts[row + Layout.flags] & LayoutFlag.finalizes) !== 0)
        return false;
    }
    return true;
  }

  private release(from: number, end: number): void {
    const { heap } = this;
    const { H, marks } = heap;
    for (let slot = from; slot < end; slot += 2) {
      const ref = H[slot];
      if (ref === 0 || (marks[ref >> 2] & Mark.codeMask) >= Mark.unreachable || H[slot + 1] === SlotFlag.borrowed) continue;
      heap.decref(ref);
    }
  }
}
