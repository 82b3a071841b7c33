import { describe, expect, it } from 'vitest';
import { Allocator } from './allocator.ts';
import { GcList, listHead } from './collector/gc-list.ts';
import { Gc, Low, Ob } from './layout.ts';
import { PAGE_WORDS, PageKind } from './page-heap.ts';
import { Pool } from './pool.ts';
import { TestHeap, TINY } from './test-types.ts';
import { verify, verifyAllocator } from './verify.ts';

const LARGE = 70_000;

describe('the verifier of the allocator', () => {
  /** Two pools of 32-byte blocks: a full one, and one with three blocks in use, two freed and one never used. */
  function pools() {
    const heap = new Allocator(TINY);
    const blocks = Array.from({ length: 19 }, () => heap.alloc(32));
    const [full, part] = [blocks[0] - Pool.headerWords, blocks[14] - Pool.headerWords];
    const [older, newer] = [blocks[15], blocks[16]];
    heap.free(older);
    heap.free(newer);
    expect(verifyAllocator(heap)).toEqual([]);
    return { heap, H: heap.H, blocks, full, part, older, newer, head: Low.usedPools - Pool.next + 4 };
  }

  type PoolDamage = (place: ReturnType<typeof pools>) => string[];

  it.each<[string, PoolDamage]>([
    [
      'listed twice',
      ({ H, part }) => {
        H[part + Pool.next] = part;
        return [`class 1: pool ${part} is listed twice`];
      },
    ],
    [
      'with a wrong back link',
      ({ H, part, full }) => {
        H[part + Pool.previous] = full;
        return [`class 1: pool ${part} has a wrong back link`];
      },
    ],
    [
      'in the list of another class',
      ({ H, part }) => {
        H[part + Pool.sizeClass] = 0;
        return [`class 1: pool ${part} is of class 0`, `pool ${part}: 3 used and 3 free of 12 blocks`];
      },
    ],
    [
      'listed though no block is in use',
      ({ H, part }) => {
        H[part + Pool.count] = 0;
        return [`pool ${part}: has no block in use but is listed`];
      },
    ],
    [
      'with a free block in its header',
      ({ H, part }) => {
        H[part + Pool.free] = part + 4;
        return [`pool ${part}: free block ${part + 4} lies outside`];
      },
    ],
    [
      'with a free block off the grid',
      ({ H, part, older, newer }) => {
        H[newer] = older + 4;
        return [`pool ${part}: free block ${older + 4} lies outside`];
      },
    ],
    [
      'with a free block behind those ever used',
      ({ H, part, newer }) => {
        H[newer] = part + Pool.headerWords + 6 * 8;
        return [`pool ${part}: free block ${part + Pool.headerWords + 6 * 8} lies outside`];
      },
    ],
    [
      'whose free list is a circle',
      ({ H, part, older, newer }) => {
        H[older] = newer;
        return [`pool ${part}: its free list is a circle`];
      },
    ],
    [
      'with a wrong count',
      ({ H, part }) => {
        H[part + Pool.count]++;
        return [`pool ${part}: 4 used and 3 free of 6 blocks`];
      },
    ],
    [
      'that lost a free block',
      ({ H, part, newer }) => {
        H[newer] = 0;
        return [`pool ${part}: 3 used and 1 free of 6 blocks`];
      },
    ],
    [
      'that is full but listed',
      ({ H, full, part, head }) => {
        H[head + Pool.next] = full;
        H[full + Pool.previous] = head;
        H[full + Pool.next] = part;
        H[part + Pool.previous] = full;
        return [`pool ${full}: is full but listed`];
      },
    ],
    [
      'with a free block but not listed',
      ({ H, part, head }) => {
        H[head + Pool.next] = head;
        H[head + Pool.previous] = head;
        return [`pool ${part}: has a free block but is not listed`];
      },
    ],
    [
      'that is not the last of its list, though nothing follows',
      ({ H, head }) => {
        H[head + Pool.previous] = head;
        return ['class 1: its list has a wrong end'];
      },
    ],
  ])('names a pool %s', (_what, damage) => {
    const place = pools();
    const expected = damage(place);
    expect(verifyAllocator(place.heap)).toEqual(expected);
  });

  it('allows the first and the last block of a pool to be free, and every block', () => {
    const { heap, blocks } = pools();
    heap.free(blocks[13]);
    heap.free(blocks[0]);
    expect(verifyAllocator(heap)).toEqual([]);
    for (const block of blocks.slice(1, 13)) heap.free(block);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('looks at the pools of every class', () => {
    for (let bytes = 16; bytes <= 224; bytes += 16) {
      const heap = new Allocator(TINY);
      const pool = heap.alloc(bytes) - Pool.headerWords;
      heap.H[pool + Pool.previous] = pool;
      expect(verifyAllocator(heap)).toEqual([`class ${bytes / 16 - 1}: pool ${pool} has a wrong back link`]);
    }
  });

  /** Arenas of eight pools, two blocks to a pool: two with one free pool, one full, one given back, one of whose pools three never held anything. */
  function arenas() {
    const heap = new Allocator(TINY);
    const blocks = Array.from({ length: 4 * 16 + 10 }, () => heap.alloc(224));
    const inArena = (arena: number): number[] => blocks.slice(16 * (arena - 1), 16 * arena);
    for (const block of inArena(4)) heap.free(block);
    heap.trim();
    for (const arena of [1, 2]) for (const block of inArena(arena).slice(4, 6)) heap.free(block);
    const { arenas } = heap;
    expect(verifyAllocator(heap)).toEqual([]);
    expect([...arenas.freeCount.slice(1, 6)]).toEqual([1, 1, 0, 8, 3]);
    expect([arenas.count, arenas.base[4]]).toEqual([4, 0]);
    const first = arenas.usable;
    return { heap, H: heap.H, arenas, first, second: 3 - first, third: 5, full: 3 };
  }

  type ArenaDamage = (place: ReturnType<typeof arenas>) => string[];

  it.each<[string, ArenaDamage]>([
    [
      'listed twice',
      ({ arenas, first, third }) => {
        arenas.next[third] = first;
        return [`arena ${first} is listed twice`];
      },
    ],
    [
      'with a wrong back link',
      ({ arenas, second }) => {
        arenas.previous[second] = 0;
        return [`arena ${second} has a wrong back link`];
      },
    ],
    [
      'behind one with more free pools',
      ({ arenas, first, second, third }) => {
        arenas.usable = third;
        arenas.previous[third] = 0;
        arenas.next[third] = first;
        arenas.previous[first] = third;
        arenas.next[second] = 0;
        return [`arena ${first} is out of order`];
      },
    ],
    [
      'whose free pool has a block in use',
      ({ H, arenas, first }) => {
        const pool = arenas.freePools[first];
        H[pool + Pool.count] = 1;
        return [`pool ${pool}: 1 used and 2 free of 2 blocks`, `arena ${first}: free pool ${pool} has blocks in use`];
      },
    ],
    [
      'that lost a free pool',
      ({ arenas, first }) => {
        arenas.freePools[first] = 0;
        return [`arena ${first}: 0 free pools, 1 counted`];
      },
    ],
    [
      'that lost a pool never used',
      ({ arenas, third }) => {
        arenas.fresh[third] = arenas.base[third] + arenas.arenaWords - arenas.poolWords;
        return [`arena ${third}: 1 free pools, 3 counted`];
      },
    ],
    [
      'whose free pools are a circle',
      ({ H, arenas, second }) => {
        const pool = arenas.freePools[second];
        H[pool + Pool.next] = pool;
        return [`arena ${second}: 9 free pools, 1 counted`];
      },
    ],
    [
      'with free pools that is not in the list',
      ({ arenas, first, second }) => {
        arenas.usable = second;
        arenas.previous[second] = 0;
        return [`arena ${first}: 1 free pools, usable false`];
      },
    ],
    [
      'without free pools that is in the list',
      ({ arenas, first, full }) => {
        arenas.usable = full;
        arenas.next[full] = first;
        arenas.previous[full] = 0;
        arenas.previous[first] = full;
        return [`arena ${full}: 0 free pools, usable true`];
      },
    ],
    [
      'too many in the count',
      ({ arenas }) => {
        arenas.count++;
        return ['4 arenas, 5 counted'];
      },
    ],
    [
      'that is not the last with its number of free pools',
      ({ arenas, first, second }) => {
        arenas.lastWith[1] = first;
        return [`last arena with 1 free pools is ${second}, not ${first}`];
      },
    ],
    [
      'said to be wholly free',
      ({ arenas, third }) => {
        arenas.lastWith[8] = third;
        return [`last arena with 8 free pools is 0, not ${third}`];
      },
    ],
  ])('names an arena %s', (_what, damage) => {
    const place = arenas();
    const expected = damage(place);
    expect(verifyAllocator(place.heap)).toEqual(expected);
  });

  /** Three large blocks of 18 pages, the one in the middle given back; pages of `gap` are dirty. */
  function spans() {
    const heap = new Allocator(TINY);
    const [low, gap, high] = Array.from({ length: 3 }, () => heap.alloc(LARGE) / PAGE_WORDS);
    heap.free(gap * PAGE_WORDS);
    expect(verifyAllocator(heap)).toEqual([]);
    expect([gap - low, high - gap]).toEqual([18, 18]);
    return { heap, pages: heap.pages, low, gap, high };
  }

  type SpanDamage = (place: ReturnType<typeof spans>) => string[];

  it.each<[string, SpanDamage]>([
    [
      'a free page that no free span begins with',
      ({ pages, low }) => {
        pages.kind[low] = PageKind.free;
        return [`free page ${low} begins no span`];
      },
    ],
    [
      'a free span of no length',
      ({ pages, gap }) => {
        pages.spanLength[gap] = 0;
        return [`free page ${gap} begins no span`];
      },
    ],
    [
      'free spans that were not merged',
      ({ heap, pages, low, gap }) => {
        pages.kind[gap] = PageKind.fixed;
        heap.free(low * PAGE_WORDS);
        pages.kind[gap] = PageKind.free;
        return [`free span at page ${gap} was not merged`];
      },
    ],
    [
      'a free span whose last page has another length',
      ({ pages, gap, high }) => {
        pages.spanLength[high - 1] = 17;
        return [`free span at page ${gap} has a wrong end`];
      },
    ],
    [
      'a page behind a large block',
      ({ pages, low, gap }) => {
        pages.spanLength[low] = 17;
        return [`page ${gap - 1} belongs to nothing`];
      },
    ],
    [
      'a fixed page among the others',
      ({ pages, low, gap }) => {
        pages.spanLength[low] = 17;
        pages.kind[gap - 1] = PageKind.fixed;
        return [`page ${gap - 1} belongs to nothing`];
      },
    ],
    [
      'a free span that is in use',
      ({ pages, gap }) => {
        pages.kind[gap] = PageKind.large;
        return ['1 free spans are not free', '54 pages in use, 36 counted', '3 large blocks, 2 counted'];
      },
    ],
    [
      'a wrong number of pages in use',
      ({ pages }) => {
        pages.usedPages++;
        return ['36 pages in use, 37 counted'];
      },
    ],
    [
      'a wrong number of dirty pages',
      ({ pages }) => {
        pages.dirtyFreePages--;
        return ['18 dirty free pages, 17 counted'];
      },
    ],
    [
      'a wrong number of large blocks',
      ({ heap }) => {
        heap.largeBlocks++;
        return ['2 large blocks, 3 counted'];
      },
    ],
  ])('names %s', (_what, damage) => {
    const place = spans();
    const expected = damage(place);
    expect(verifyAllocator(place.heap)).toEqual(expected);
  });

  it('counts the pages of segments and arenas, and of a heap that is used to its last page', () => {
    const heap = new Allocator({ ...TINY, reserveBytes: 1024 * 1024, segmentBytes: 8192 });
    heap.alloc(3000);
    heap.alloc(10 * LARGE);
    while (heap.alloc(LARGE) !== 0);
    while (heap.alloc(200) !== 0);
    expect(heap.pages.usedPages).toBe(heap.pages.pageCount - heap.pages.firstPage);
    expect(verifyAllocator(heap)).toEqual([]);
    heap.pages.kind[heap.pages.pageCount - 1] = PageKind.largeTail;
    expect(verifyAllocator(heap)).toEqual([`page ${heap.pages.pageCount - 1} belongs to nothing`]);
  });

  it('names what is wrong with middle blocks: those of a segment, and those in a bin', () => {
    const heap = new Allocator(TINY);
    const [block, freed] = [heap.alloc(1000), heap.alloc(2000), heap.alloc(1000)];
    heap.free(freed);
    expect(verifyAllocator(heap)).toEqual([]);
    // the back link of a free chunk; the bit that says whether the chunk before is in use
    heap.H[freed + 2]++;
    expect(verifyAllocator(heap)).toEqual([expect.stringMatching(/^middle blocks: bin \d+: chunk \d+ has a wrong back link$/)]);
    heap.H[freed + 2]--;
    heap.H[block - 2] ^= 1;
    expect(verifyAllocator(heap)).toEqual([`chunk ${block - 4}: wrong previousInUse bit`]);
  });
});

describe("the verifier of the collector's lists", () => {
  /** A node in each generation and a frozen one; a leaf, which is in no list. */
  function lists() {
    const t = new TestHeap();
    const { heap } = t;
    const node = (i: number): number => {
      t.setVar(i, heap.newObject(t.node));
      return t.getVar(i);
    };
    const frozen = node(0);
    heap.gc.freeze();
    const old = node(1);
    heap.gc.collect(0);
    heap.gc.collect(1);
    const middle = node(2);
    heap.gc.collect(0);
    const young = node(3);
    t.setVar(4, heap.newObject(t.leaf));
    expect(verify(heap)).toEqual([]);
    expect([young, middle, old, frozen].map((op) => heap.marks[op >> 2])).toEqual([1, 2, 3, 0]);
    return { t, heap, H: heap.H, marks: heap.marks, frozen, old, middle, young, leaf: t.getVar(4) };
  }

  type ListDamage = (place: ReturnType<typeof lists>) => string[];

  it.each<[string, ListDamage]>([
    [
      'a list that ends in nothing',
      ({ H, young }) => {
        H[young + Gc.next] = 0;
        return [`list ${listHead(0)} is broken behind ${young}`, '3 marks for 2 tracked objects'];
      },
    ],
    [
      'a wrong back link',
      ({ H, old, young }) => {
        H[old + Gc.prev] = young;
        return [`object ${old} has a wrong back link`, '3 marks for 2 tracked objects'];
      },
    ],
    [
      'a wrong back link among the frozen',
      ({ H, frozen, young }) => {
        H[frozen + Gc.prev] = young;
        return [`object ${frozen} has a wrong back link`];
      },
    ],
    [
      'a list with a wrong last link',
      ({ H, young }) => {
        H[listHead(1) + Gc.prev] = young;
        return [`list ${listHead(1)} has a wrong last link`, '3 marks for 2 tracked objects'];
      },
    ],
    [
      'an object left in a list of a collection that is over',
      ({ H, young }) => {
        const [from, to] = [listHead(0), listHead(GcList.stillUnreachable)];
        H.set([from, 0, from, 0], from + Gc.next);
        H.set([young, 0, young, 0], to + Gc.next);
        H.set([to, 0, to, 0], young + Gc.next);
        return [`object ${young} has mark 1 instead of 0`, '3 marks for 2 tracked objects'];
      },
    ],
    [
      'a flag of a collection',
      ({ H, middle }) => {
        H[middle + Gc.prevFlags] |= 2;
        return [`object ${middle} has stray flags outside a collection`, '3 marks for 2 tracked objects'];
      },
    ],
    [
      'the mark of another generation',
      ({ marks, middle }) => {
        marks[middle >> 2] = 3;
        return [`object ${middle} has mark 3 instead of 2`];
      },
    ],
    [
      'a mark that is missing',
      ({ marks, old }) => {
        marks[old >> 2] = 0;
        return [`object ${old} has mark 0 instead of 3`, '2 marks for 3 tracked objects'];
      },
    ],
    [
      'a mark of a frozen object',
      ({ marks, frozen }) => {
        marks[frozen >> 2] = 1;
        return [`object ${frozen} has mark 1 instead of 0`, '4 marks for 3 tracked objects'];
      },
    ],
    [
      'a mark of what is in no list',
      ({ marks, leaf }) => {
        marks[leaf >> 2] = 1;
        return ['4 marks for 3 tracked objects'];
      },
    ],
    [
      'marks in the first and the last granule in use',
      ({ heap, marks }) => {
        marks[0] = 1;
        marks[(heap.pages.topPage * PAGE_WORDS) / 4 - 1] = 1;
        return ['5 marks for 3 tracked objects'];
      },
    ],
    [
      'a tracked object that is dead',
      ({ H, young }) => {
        H[young + Ob.refcnt] = 0;
        return [`object ${young} is tracked but its count is 0`];
      },
    ],
    [
      'a tracked object of a type without GC head',
      ({ t, H, frozen }) => {
        H[frozen + Ob.type] = t.leaf;
        return [`object ${frozen} is tracked but has no GC head`];
      },
    ],
  ])('names %s', (_what, damage) => {
    const place = lists();
    const expected = damage(place);
    expect(verify(place.heap)).toEqual(expected);
  });

  it('names a tracked object whose memory was given back', () => {
    const t = new TestHeap();
    const { heap } = t;
    const op = heap.newObject(heap.defineType({ name: 'record', gc: true, slots: [] }, LARGE));
    heap.free(op - Gc.headWords);
    expect(verify(heap)).toContain(`object ${op} is tracked but freed`);
  });

  it('says nothing of marks of memory that was never in use', () => {
    const { heap, marks } = lists();
    marks[(heap.pages.topPage * PAGE_WORDS) / 4] = 1;
    expect(verify(heap)).toEqual([]);
  });
});
