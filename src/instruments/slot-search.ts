import { SlotFlag } from '../memory/layout.ts';
import { ObjectWalk } from '../memory/object-walk.ts';
import type { Root } from '../memory/roots.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { NATIVE_STACK } from '../runtime/core/static.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import { runningFrames } from './running-frames.ts';

/** A slot that holds an object. */
export interface HolderSlot {
  readonly slot: number;
  /** Address of the owner, 0 for a root. */
  readonly owner: number;
  readonly root: Root | null;
  /** False: it shows the object and does not count. */
  readonly owned: boolean;
}

/** Searches the heap for the slots that hold objects. Keeps scratch memory between searches. */
export class SlotSearch {
  private readonly walk: ObjectWalk;

  constructor(private readonly rt: Runtime) {
    this.walk = new ObjectWalk(rt.heap);
  }

  /**
   * All owned slots that hold one of `targets`, at most `limit` for each, in one walk over the heap.
   * Changes nothing.
   */
  find(targets: ReadonlySet<number>, limit = Number.POSITIVE_INFINITY): Map<number, HolderSlot[]> {
    const found = new Map<number, HolderSlot[]>();
    for (const target of targets) found.set(target, []);
    this.walk.run((ref, slot, owner, root) => {
      const list = found.get(ref);
      if (list !== undefined && list.length < limit) list.push({ slot, owner, root, owned: true });
    });
    return found;
  }

  /** Slots of the native stack and of running frames that show `target` without counting. */
  findBorrowed(target: number): HolderSlot[] {
    const { H } = this.rt;
    const found: HolderSlot[] = [];
    for (let s = NATIVE_STACK; s < this.rt.nsp; s += 2) {
      if (H[s] === target && H[s + 1] === SlotFlag.borrowed) found.push({ slot: s, owner: 0, root: this.nativeStack(), owned: false });
    }
    for (const frame of runningFrames(this.rt)) {
      for (let s = frame + Fr.localsplus; s < H[frame + Fr.sp]; s += 2) {
        if (H[s] === target && H[s + 1] === SlotFlag.borrowed) found.push({ slot: s, owner: frame, root: null, owned: false });
      }
    }
    return found;
  }

  private nativeStack(): Root | null {
    for (const root of this.rt.heap.roots) if (root.name === 'native stack') return root;
    return null;
  }
}
