import { describe, expect, it } from 'vitest';
import { Allocator } from './allocator.ts';
import { PAGE_BYTES, PAGE_SHIFT, PageKind } from './page-heap.ts';
import { Pool } from './pool.ts';
import { TINY } from './test-types.ts';
import { verifyAllocator } from './verify.ts';

const POOLS = 4;

/** Arenas of four pools, nothing else in the heap. */
function make(options = {}) {
  const heap = new Allocator({ ...TINY, reserveBytes: 4 * 2 ** 20, pymalloc: { poolBytes: 1024, arenaBytes: 4096 }, ...options });
  const { arenas, H } = heap;
  const takeAll = (n: number): number[] => Array.from({ length: n }, () => arenas.takePool());
  const arenaOf = (pool: number): number => H[pool + Pool.arena];
  /** Usable arenas in order, as [arena, free pools]. */
  const usable = (): [number, number][] => {
    const list: [number, number][] = [];
    for (let arena = arenas.usable; arena !== 0; arena = arenas.next[arena]) list.push([arena, arenas.freeCount[arena]]);
    return list;
  };
  return { heap, arenas, H, takeAll, arenaOf, usable };
}

describe('arenas', () => {
  it('hand their pools out in order of address, of no class yet', () => {
    const { heap, arenas, H, takeAll, arenaOf } = make();
    expect([arenas.poolsPerArena, arenas.poolWords, arenas.arenaWords]).toEqual([POOLS, 256, 1024]);
    const pools = takeAll(9);
    const [first] = pools;
    expect(pools.slice(0, 4)).toEqual([0, 1, 2, 3].map((i) => first + 256 * i));
    expect(pools.map(arenaOf)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3]);
    expect(pools.map((pool) => H[pool + Pool.sizeClass])).toEqual(Array(9).fill(Pool.noClass));
    expect(arenas.base[1]).toBe(first);
    expect(heap.pages.kind[first >>> PAGE_SHIFT]).toBe(PageKind.pool);
    expect(heap.pages.usedPages).toBe(3);
    expect(arenas).toMatchObject({ count: 3, highWater: 3, takenTotal: 3, end: 4 });
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('hand out the pool given back last, its class unchanged', () => {
    const { arenas, H, takeAll } = make();
    const pools = takeAll(3);
    H[pools[0] + Pool.sizeClass] = 5;
    arenas.givePool(pools[1]);
    arenas.givePool(pools[0]);
    expect(takeAll(3)).toEqual([pools[0], pools[1], pools[2] + 256]);
    expect([H[pools[0] + Pool.sizeClass], H[pools[1] + Pool.sizeClass]]).toEqual([5, Pool.noClass]);
  });

  it('stand in order of their free pools, the fullest first', () => {
    const { heap, arenas, takeAll, arenaOf, usable } = make();
    const pools = takeAll(5 * POOLS);
    const give = (arena: number): void => {
      const at = pools.findIndex((pool) => arenaOf(pool) === arena);
      arenas.givePool(pools.splice(at, 1)[0]);
      expect(verifyAllocator(heap)).toEqual([]);
    };
    expect(usable()).toEqual([]);
    for (const arena of [3, 1, 1, 5, 2, 2, 2]) give(arena);
    expect(usable()).toEqual([
      [5, 1],
      [3, 1],
      [1, 2],
      [2, 3],
    ]);
    give(5);
    give(5);
    give(3);
    expect(usable()).toEqual([
      [3, 2],
      [1, 2],
      [5, 3],
      [2, 3],
    ]);
    expect(takeAll(3).map(arenaOf)).toEqual([3, 3, 1]);
    expect(usable()).toEqual([
      [1, 1],
      [5, 3],
      [2, 3],
    ]);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('go back when they are free, unless it is the last in the list', () => {
    const { heap, arenas, takeAll, usable } = make();
    const pools = takeAll(2 * POOLS);
    for (const pool of pools.slice(0, 4)) arenas.givePool(pool);
    // the only usable one is kept
    expect(usable()).toEqual([[1, POOLS]]);
    expect(arenas.count).toBe(2);
    arenas.givePool(pools[4]);
    expect(usable()).toEqual([
      [2, 1],
      [1, POOLS],
    ]);
    for (const pool of pools.slice(5)) arenas.givePool(pool);
    expect(usable()).toEqual([[1, POOLS]]);
    expect(arenas).toMatchObject({ count: 1, highWater: 2, takenTotal: 2 });
    expect([arenas.base[2], heap.pages.usedPages]).toEqual([0, 1]);
    expect(verifyAllocator(heap)).toEqual([]);
    // the number is used again
    takeAll(POOLS + 1);
    expect(arenas).toMatchObject({ count: 2, highWater: 2, takenTotal: 3, end: 3 });
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('are trimmed when nothing of them is in use', () => {
    const { heap, arenas, takeAll, usable } = make();
    const pools = takeAll(3 * POOLS);
    arenas.trim();
    expect(arenas.count).toBe(3);
    for (const pool of pools.slice(4, 8)) arenas.givePool(pool);
    arenas.givePool(pools[0]);
    arenas.givePool(pools[8]);
    expect(usable()).toEqual([
      [3, 1],
      [1, 1],
      [2, POOLS],
    ]);
    arenas.trim();
    expect(usable()).toEqual([
      [3, 1],
      [1, 1],
    ]);
    expect([arenas.count, heap.pages.usedPages]).toEqual([2, 2]);
    expect(verifyAllocator(heap)).toEqual([]);
    for (const pool of pools.slice(9)) arenas.givePool(pool);
    arenas.trim();
    expect(usable()).toEqual([[1, 1]]);
    for (const pool of pools.slice(1, 4)) arenas.givePool(pool);
    arenas.trim();
    expect([arenas.usable, arenas.count, heap.pages.usedPages]).toEqual([0, 0, 0]);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('are as many as memory has, and the table grows with them', () => {
    const { heap, arenas, takeAll, arenaOf } = make({ maxHeapBytes: 150 * PAGE_BYTES });
    const pools = takeAll(150 * POOLS);
    expect(pools).not.toContain(0);
    expect(arenas.takePool()).toBe(0);
    expect(arenas).toMatchObject({ count: 150, highWater: 150, takenTotal: 150, end: 151, usable: 0 });
    expect(verifyAllocator(heap)).toEqual([]);
    arenas.givePool(pools[333]);
    expect(arenas.usable).toBe(arenaOf(pools[333]));
    expect(takeAll(2)).toEqual([pools[333], 0]);
    for (const pool of pools) arenas.givePool(pool);
    expect(arenas.count).toBe(1);
    expect(verifyAllocator(heap)).toEqual([]);
    expect(takeAll(150 * POOLS)).not.toContain(0);
    expect(arenas).toMatchObject({ count: 150, takenTotal: 299, end: 151 });
  });

  it('begin at a multiple of the pool size, as a block finds its pool by its address', () => {
    const { heap, arenas } = make({ pymalloc: { poolBytes: 16384, arenaBytes: 65536 } });
    heap.alloc(100_000);
    const pools = [1, 2, 3, 4, 5].map(() => arenas.takePool());
    expect(pools.map((pool) => pool % 4096)).toEqual([0, 0, 0, 0, 0]);
    expect([pools[3] - pools[0], arenas.count]).toEqual([3 * 4096, 2]);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it.each([
    [1024, 4096],
    [2048, 4096],
    [4096, 4096],
    [512, 8192],
  ])('stay in order through a long random program (pools of %i, arenas of %i bytes)', (poolBytes, arenaBytes) => {
    const { heap, arenas, H } = make({ pymalloc: { poolBytes, arenaBytes } });
    const pools = arenaBytes / poolBytes;
    let x = 5;
    const random = (n: number): number => {
      x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
      return Math.floor((x / 2 ** 32) * n);
    };
    const held: number[] = [];
    for (let step = 0; step < 600; step++) {
      const growing = step % 200 < 100;
      if (held.length === 0 || random(10) < (growing ? 6 : 4)) {
        const pool = arenas.takePool();
        expect(held).not.toContain(pool);
        held.push(pool);
      } else arenas.givePool(held.splice(random(held.length), 1)[0]);
      if (random(50) === 0) arenas.trim();
      if (step % 4 === 0) expect([step, ...verifyAllocator(heap)]).toEqual([step]);
      const free = [...Array(arenas.end).keys()].reduce((sum, arena) => sum + (arenas.base[arena] === 0 ? 0 : arenas.freeCount[arena]), 0);
      expect(free + held.length).toBe(arenas.count * pools);
      // one at most is kept without use
      expect(arenas.count).toBeLessThanOrEqual(1 + new Set(held.map((pool) => H[pool + Pool.arena])).size);
    }
    for (const pool of held) expect(arenas.base[H[pool + Pool.arena]]).not.toBe(0);
  });
});
