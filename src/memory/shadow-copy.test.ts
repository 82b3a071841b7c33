import { describe, expect, it } from 'vitest';
import { PAGE_WORDS } from './page-heap.ts';
import { ShadowCopy } from './shadow-copy.ts';
import { TestHeap } from './test-types.ts';

describe('the shadow copy', () => {
  function begin() {
    const t = new TestHeap();
    t.heap.alloc(100);
    const shadow = new ShadowCopy(t.heap);
    const written = (): number[] => {
      const granules: number[] = [];
      shadow.take((granule) => granules.push(granule));
      return granules;
    };
    return { H: t.heap.H, heap: t.heap, written };
  }

  it('names each granule that was written since it was asked last, once', () => {
    const { H, written } = begin();
    expect(written()).toEqual([]);
    for (const word of [1284, 1285, 1287, 1300, 1303, 1308]) H[word] = 7;
    expect(written()).toEqual([321, 325, 327]);
    expect(written()).toEqual([]);
    H[1287] = 8;
    H[1288] = 1;
    expect(written()).toEqual([321, 322]);
  });

  it('says nothing of a word that has its old value again', () => {
    const { H, written } = begin();
    H[1300]++;
    H[1300]--;
    expect(written()).toEqual([]);
  });

  it('looks from the first word to the last page in use', () => {
    const { H, heap, written } = begin();
    const top = heap.pages.topPage * PAGE_WORDS;
    H[0]++;
    H[top - 1]++;
    H[top]++;
    expect(written()).toEqual([0, top / 4 - 1]);
    while (heap.pages.topPage * PAGE_WORDS === top) heap.alloc(5000);
    expect(written()).toContain(top / 4);
  });
});
