/**
 * A copy of a heap's memory, to find by comparison what was written. Slow, and sure: whoever logs the writes is checked against it.
 */
import type { PageHeap } from './page-heap.ts';
import { PAGE_WORDS } from './page-heap.ts';
import type { WrittenMemory } from './running-audit.ts';

/** Words compared before looking closer. */
const GRANULE_WORDS = 4;

export class ShadowCopy implements WrittenMemory {
  private readonly copy: Int32Array;

  constructor(private readonly heap: { readonly H: Int32Array; readonly pages: PageHeap }) {
    this.copy = new Int32Array(heap.H.length);
    this.take(() => {});
  }

  take(each: (granule: number) => void): void {
    const { copy } = this;
    const { H, pages } = this.heap;
    const end = pages.topPage * PAGE_WORDS;
    for (let word = 0; word < end; word++) {
      if (H[word] === copy[word]) continue;
      const first = word & -GRANULE_WORDS;
      for (let i = first; i < first + GRANULE_WORDS; i++) copy[i] = H[i];
      each(first / GRANULE_WORDS);
      word = first + GRANULE_WORDS - 1;
    }
  }
}
