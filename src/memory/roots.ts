/**
 * Roots: slots outside objects that hold references (an embedder's registers, static variables,
 * host functions' parked values). The audit counts them; the collector needs none of them, since
 * it finds what is reachable by subtraction.
 */
import { SLOT_WORDS, SlotFlag } from './layout.ts';
import type { Visit } from './type-contract.ts';

export interface Root {
  name: string;
  /** Visits every owned slot of this root. Must not allocate. */
  traverse(visit: Visit): void;
  /** Label of a slot of this root. */
  describe(slot: number): string;
  /** Set when `traverse` visits the owned slots of one run of 8-byte slots and nothing else. */
  readonly run?: SlotRun;
  /** Set when nothing but this memory decides what `traverse` visits: [first word, one behind the last). */
  readonly memory?: readonly [number, number];
  /** Set when the contents of these blocks of the heap alone decide what `traverse` visits. */
  readonly blocks?: ReadonlySet<number>;
}

/** A run of slots that begins at a fixed address; its end may move. */
export interface SlotRun {
  readonly first: number;
  /** One behind the last word. */
  end(): number;
}

export class RootSet {
  private readonly list: Root[] = [];

  add(root: Root): void {
    this.list.push(root);
  }

  /** Slots of 8 bytes from a fixed address up to where `end` says. */
  addRun(H: Int32Array, name: string, first: number, end: () => number, label: (i: number) => string): void {
    this.add({
      name,
      run: { first, end },
      traverse(visit) {
        for (let slot = first, behind = end(); slot < behind; slot += SLOT_WORDS) {
          if (H[slot] !== 0 && H[slot + 1] === SlotFlag.owned) visit(H[slot], slot);
        }
      },
      describe: (slot) => label((slot - first) / SLOT_WORDS),
    });
  }

  /** A run of `count` 8-byte slots at a fixed address. */
  addRange(H: Int32Array, name: string, first: number, count: number, label: (i: number) => string): void {
    this.addRun(H, name, first, () => first + SLOT_WORDS * count, label);
  }

  remove(root: Root): void {
    const at = this.list.indexOf(root);
    if (at >= 0) this.list.splice(at, 1);
  }

  [Symbol.iterator](): IterableIterator<Root> {
    return this.list.values();
  }
}
