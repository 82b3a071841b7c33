/**
 * Roots: slots outside objects that hold references (an embedder's registers, static variables,
 * host functions' parked values). The audit counts them; the collector needs none of them, since
 * it finds what is reachable by subtraction.
 */
import type { Visit } from './type-contract.ts';

export interface Root {
  name: string;
  /** Visits every owned slot of this root. Must not allocate. */
  traverse(visit: Visit): void;
  /** Label of a slot of this root. */
  describe(slot: number): string;
}

export class RootSet {
  private readonly list: Root[] = [];

  add(root: Root): void {
    this.list.push(root);
  }

  /** A run of `count` 8-byte slots at a fixed address. */
  addRange(H: Int32Array, name: string, first: number, count: number, label: (i: number) => string): void {
    this.add({
      name,
      traverse(visit) {
        for (let slot = first; slot < first + 2 * count; slot += 2) {
          if (H[slot] !== 0 && H[slot + 1] === 0) visit(H[slot], slot);
        }
      },
      describe: (slot) => label((slot - first) >> 1),
    });
  }

  remove(root: Root): void {
    const at = this.list.indexOf(root);
    if (at >= 0) this.list.splice(at, 1);
  }

  [Symbol.iterator](): IterableIterator<Root> {
    return this.list.values();
  }
}
