import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allocator, LARGE_BYTES } from './allocator.ts';
import { Low } from './layout.ts';
import { Pool } from './pool.ts';
import { programs, TINY } from './test-types.ts';
import { verifyAllocator } from './verify.ts';

const MODEL_310 = { reserveBytes: 256 * 1024 * 1024, pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 } };

type Step = { kind: 'alloc' | 'free' | 'realloc'; at: number; bytes: number };

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 520 }) },
  { weight: 3, arbitrary: fc.integer({ min: 480, max: 5000 }) },
  { weight: 1, arbitrary: fc.integer({ min: LARGE_BYTES - 200, max: LARGE_BYTES + 200_000 }) },
);
const steps = fc.array(fc.record<Step>({ kind: fc.constantFrom('alloc', 'alloc', 'free', 'realloc'), at: fc.nat(), bytes: size }), {
  minLength: 20,
  maxLength: 400,
});

/** Runs steps beside a map of what each block must contain. */
function run(heap: Allocator, program: Step[]): void {
  const blocks: { address: number; bytes: number; seed: number }[] = [];
  let seed = 0;
  const fill = (address: number, bytes: number, value: number): void => {
    for (let i = 0; i < bytes; i += bytes > 64 ? 61 : 1) heap.U8[address * 4 + i] = (value + i) & 255;
  };
  const check = (address: number, bytes: number, value: number): void => {
    for (let i = 0; i < bytes; i++) {
      if (bytes > 64 && i % 61 !== 0) continue;
      if (heap.U8[address * 4 + i] !== ((value + i) & 255)) throw new Error(`block ${address} of ${bytes} bytes lost byte ${i}`);
    }
  };
  for (const { kind, at, bytes } of program) {
    if (kind === 'alloc' || blocks.length === 0) {
      const address = heap.alloc(bytes);
      if (address === 0) continue;
      expect(address & 3).toBe(0);
      expect(heap.blockSize(address)).toBeGreaterThanOrEqual(bytes);
      fill(address, bytes, ++seed);
      blocks.push({ address, bytes, seed });
    } else if (kind === 'free') {
      const [block] = blocks.splice(at % blocks.length, 1);
      check(block.address, block.bytes, block.seed);
      heap.free(block.address);
    } else {
      const block = blocks[at % blocks.length];
      const step = block.bytes > 64 && bytes > 64 ? 61 : 1;
      const address = heap.realloc(block.address, bytes);
      if (address === 0) continue;
      if (step === 61) check(address, Math.min(bytes, block.bytes), block.seed);
      fill(address, bytes, ++seed);
      blocks[at % blocks.length] = { address, bytes, seed };
    }
    expect(verifyAllocator(heap)).toEqual([]);
    expect(heap.allocatedBlocks()).toBe(blocks.length);
  }
  for (const { address, bytes, seed: value } of blocks) {
    check(address, bytes, value);
    heap.free(address);
  }
  expect(verifyAllocator(heap)).toEqual([]);
  expect(heap.allocatedBlocks()).toBe(0);
  expect(heap.middle.segments).toBeLessThanOrEqual(1);
}

describe('allocator', () => {
  it("keeps every block's contents and every structure through random programs", () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(256, 512, 1024), (program, poolBytes) => {
        run(new Allocator({ ...TINY, pymalloc: { poolBytes, arenaBytes: 4096 } }), program);
      }),
      { numRuns: programs(60) },
    );
  });

  it('survives random programs at its memory limit', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 100 }), (program, pages) => {
        const heap = new Allocator({ ...TINY, maxHeapBytes: pages * 4096 });
        run(heap, program);
        expect(heap.stats.peakBytes).toBeLessThanOrEqual(pages * 4096);
      }),
      { numRuns: programs(30) },
    );
  });

  it('reuses the block freed last, as pymalloc does', () => {
    const heap = new Allocator(MODEL_310);
    const kept = [heap.alloc(40), heap.alloc(40), heap.alloc(40)];
    heap.free(kept[0]);
    heap.free(kept[2]);
    expect(heap.alloc(33)).toBe(kept[2]);
    expect(heap.alloc(48)).toBe(kept[0]);
    for (const block of kept) heap.free(block);
    // the pool was empty and went back to its arena: its free list is as it was
    expect(heap.alloc(40)).toBe(kept[2]);
  });

  it('gives a block of its own to a request for nothing', () => {
    const heap = new Allocator(TINY);
    const blocks = [heap.alloc(0), heap.alloc(0)];
    expect(blocks[0]).not.toBe(0);
    expect(blocks[0]).not.toBe(blocks[1]);
  });

  it('fills a 16 KiB pool with as many blocks as CPython 3.10 does', () => {
    const heap = new Allocator(MODEL_310);
    const first = heap.alloc(512);
    const pool = first - Pool.headerWords;
    for (let i = 1; i < 31; i++) expect(heap.alloc(512)).toBe(first + i * 128);
    expect(heap.H[pool + Pool.count]).toBe(31);
    expect(heap.alloc(512)).not.toBe(first + 31 * 128);
    // 1021 blocks of 16 bytes fill a pool to the last byte
    const small = heap.alloc(16);
    for (let i = 1; i < 1021; i++) expect(heap.alloc(16)).toBe(small + i * 4);
    expect(heap.H[small - Pool.headerWords + Pool.free]).toBe(0);
  });

  it('gives arenas back when their last block is freed, but keeps one', () => {
    const heap = new Allocator(TINY);
    const blocks = Array.from({ length: 200 }, () => heap.alloc(100));
    expect(heap.stats.arenas).toBeGreaterThan(5);
    for (const block of blocks) heap.free(block);
    expect(heap.stats.arenas).toBe(1);
    heap.trim();
    expect(heap.stats.arenas).toBe(0);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('takes new pools from the fullest arena', () => {
    const heap = new Allocator(TINY);
    const blocks = Array.from({ length: 120 }, () => heap.alloc(224));
    const arenas = [...new Set(blocks.map((b) => b >>> 10))];
    expect(arenas.length).toBeGreaterThan(3);
    const inArena = (k: number): number[] => blocks.filter((b) => b >>> 10 === arenas[k]);
    // arena 0 nearly empty, arena 1 nearly full: the next pool comes from arena 1
    for (const block of inArena(0).slice(2)) heap.free(block);
    for (const block of inArena(1).slice(0, 2)) heap.free(block);
    const fresh = [heap.alloc(16), heap.alloc(32)];
    expect(fresh.map((b) => b >>> 10)).toContain(arenas[1]);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('keeps a small block in place above 3/4 of its size and moves it below', () => {
    const heap = new Allocator(MODEL_310);
    const block = heap.alloc(160);
    expect(heap.realloc(block, 160)).toBe(block);
    expect(heap.realloc(block, 121)).toBe(block);
    expect(heap.realloc(block, 120)).not.toBe(block);
  });

  it('grows a large block in place', () => {
    const heap = new Allocator(MODEL_310);
    let block = heap.alloc(600);
    const moves = new Set<number>();
    for (let n = 1000; n < 100e6; n += (n >> 3) + 6) {
      block = heap.realloc(block, n);
      expect(block).not.toBe(0);
      if (n > 4e6) moves.add(block);
      heap.H[heap.alloc(64)] = n;
    }
    expect(moves.size).toBeLessThanOrEqual(2);
  });

  it('puts a large block into a gap of exactly its size', () => {
    const heap = new Allocator(TINY);
    const [gap] = [heap.alloc(100_000), heap.alloc(100_000)];
    heap.free(gap);
    expect(heap.alloc(100_000)).toBe(gap);
  });

  it('moves a large block rather than grow it into its neighbour or past the limit', () => {
    const heap = new Allocator({ ...TINY, maxHeapBytes: 100 * 4096 });
    const [block, gap, neighbour] = [20, 17, 20].map((pages) => heap.alloc(pages * 4096));
    expect([gap - block, neighbour - gap]).toEqual([20 * 1024, 17 * 1024]);
    heap.free(gap);
    heap.H[neighbour] = 5;
    const moved = heap.realloc(block, 40 * 4096);
    expect([block, 0]).not.toContain(moved);
    expect(heap.H[neighbour]).toBe(5);
    expect(heap.realloc(neighbour, 61 * 4096)).toBe(0);
    expect(heap.realloc(moved, 60 * 4096)).toBe(moved);
    expect(heap.realloc(moved, 81 * 4096)).toBe(0);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it("zeroes calloc'ed memory even where old contents were", () => {
    const heap = new Allocator(TINY);
    for (const bytes of [40, 3000, 200_000]) {
      const dirty = heap.alloc(bytes);
      heap.U8.fill(7, dirty * 4, dirty * 4 + bytes);
      heap.free(dirty);
      const clean = heap.calloc(bytes);
      expect(heap.U8.subarray(clean * 4, clean * 4 + bytes).every((byte) => byte === 0)).toBe(true);
      heap.free(clean);
    }
  });

  it('returns 0 for what can never fit', () => {
    const heap = new Allocator(TINY);
    for (const bytes of [2 ** 32, 2 ** 33 + 8, 2 ** 53, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(heap.alloc(bytes)).toBe(0);
    }
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('releases freed pages and knows that they are zero', () => {
    const released: [number, number][] = [];
    const heap = new Allocator({
      ...TINY,
      releaseBytes: 64 * 1024,
      releaseToOS: {
        ready: true,
        prepare: () => {},
        settle: () => {},
        preferLargePages: () => {},
        release(buffer, from, bytes) {
          released.push([from, bytes]);
          new Uint8Array(buffer, from, bytes).fill(0);
          return true;
        },
      },
    });
    const block = heap.alloc(1 << 20);
    heap.U8.fill(9, block * 4, block * 4 + (1 << 20));
    heap.free(block);
    // with the clean page behind it
    expect(released).toEqual([[block * 4, (1 << 20) + 4096]]);
    expect(heap.stats.retainedBytes).toBe(0);
    const again = heap.calloc(1 << 20);
    expect(heap.U8.subarray(again * 4, again * 4 + (1 << 20)).every((byte) => byte === 0)).toBe(true);
  });

  it('asks for large pages once, when the heap has grown', () => {
    const asked: ArrayBuffer[] = [];
    const heap = new Allocator({
      ...TINY,
      largePagesFromBytes: 1 << 20,
      releaseToOS: {
        ready: true,
        prepare: () => {},
        settle: () => {},
        preferLargePages: (buffer) => asked.push(buffer),
        release: () => false,
      },
    });
    const block = heap.alloc((1 << 20) - 4096);
    expect(asked).toEqual([]);
    heap.free(block);
    heap.alloc(1 << 20);
    heap.alloc(1 << 20);
    expect(asked).toEqual([heap.buffer]);
  });

  it('counts the bytes of large blocks while they grow and shrink', () => {
    const heap = new Allocator(TINY);
    const block = heap.alloc(LARGE_BYTES);
    const other = heap.alloc(2 * LARGE_BYTES);
    expect(heap.stats).toMatchObject({ largeBlocks: 2, largeBytes: 3 * LARGE_BYTES });
    heap.free(other);
    const grown = heap.realloc(block, 3 * LARGE_BYTES);
    expect(heap.stats).toMatchObject({ largeBlocks: 1, largeBytes: 3 * LARGE_BYTES, committedBytes: 3 * LARGE_BYTES });
    expect(heap.realloc(grown, LARGE_BYTES)).toBe(grown);
    expect(heap.stats).toMatchObject({ largeBlocks: 1, largeBytes: LARGE_BYTES, committedBytes: LARGE_BYTES });
    heap.free(grown);
    expect(heap.stats).toMatchObject({ largeBlocks: 0, largeBytes: 0, committedBytes: 0, bytesInUse: 0, allocatedBlocks: 0 });
  });

  it('refuses sizes that pools and arenas cannot have, and addresses that are no blocks', () => {
    const make = (poolBytes: number, arenaBytes: number) => () => new Allocator({ ...TINY, pymalloc: { poolBytes, arenaBytes } });
    expect(make(3000, 1 << 20)).toThrow('bad pool size 3000');
    expect(make(128, 1 << 20)).toThrow('bad pool size 128');
    expect(make(4096, 5000)).toThrow('bad arena size 5000');
    expect(make(256, 5120)).toThrow('bad arena size 5120');
    expect(make(16384, 20480)).toThrow('bad arena size 20480');
    expect(make(256, 4096)).not.toThrow();
    const heap = new Allocator(TINY);
    const block = heap.alloc(3 * LARGE_BYTES);
    expect(() => heap.free(block + 1024)).toThrow('no block');
    expect(() => heap.blockSize(block + 1024)).toThrow(`no block at address ${block + 1024}`);
    expect(heap.alloc(Number.POSITIVE_INFINITY)).toBe(0);
    expect(heap.alloc(Number.NaN)).toBe(0);
  });

  it('tells the releaser what is about to be measured', () => {
    const calls: string[] = [];
    const heap = new Allocator({
      ...TINY,
      releaseToOS: {
        ready: false,
        prepare: () => calls.push('prepare'),
        settle: () => calls.push('settle'),
        preferLargePages: () => {},
        release: () => false,
      },
    });
    heap.prepareRelease();
    heap.settleHost();
    expect(calls).toEqual(['prepare', 'settle']);
  });

  it('counts size classes as sys._debugmallocstats does', () => {
    const heap = new Allocator(MODEL_310);
    for (let i = 0; i < 5; i++) heap.alloc(64);
    heap.alloc(500);
    expect(heap.sizeClassStats()).toEqual([
      { sizeClass: 3, blockBytes: 64, pools: 1, blocksInUse: 5, blocksAvailable: 250 },
      { sizeClass: 31, blockBytes: 512, pools: 1, blocksInUse: 1, blocksAvailable: 30 },
    ]);
  });

  it('adds up blocks and bytes of pools, middle and large blocks', () => {
    const heap = new Allocator({ ...TINY, releaseBytes: 2 ** 30 });
    expect(heap.stats).toEqual({
      allocatedBlocks: 0,
      bytesInUse: 0,
      committedBytes: 0,
      peakBytes: 0,
      retainedBytes: 0,
      releasedBytes: 0,
      reservedBytes: heap.regions.heapBytes,
      allocationsTotal: 0,
      arenas: 0,
      arenasHighWater: 0,
      arenasTotal: 0,
      middleBlocks: 0,
      largeBlocks: 0,
      largeBytes: 0,
    });
    expect(heap.regions.heapBytes).toBeGreaterThanOrEqual(TINY.reserveBytes ?? 0);
    expect(heap.pages.pageCount).toBe(heap.regions.heapBytes / 4096);
    const small = [100, 100, 100, 16].map((bytes) => heap.alloc(bytes));
    const middle = [1000, 3000].map((bytes) => heap.alloc(bytes));
    const large = [LARGE_BYTES, LARGE_BYTES + 1, 3 * LARGE_BYTES].map((bytes) => heap.alloc(bytes));
    const largeBytes = 5 * LARGE_BYTES + 4096;
    const smallBytes = 3 * 112 + 16;
    const middleBytes = 1008 + 3008;
    const committedBytes = 4096 + 16384 + largeBytes;
    expect(heap.allocatedBlocks()).toBe(9);
    expect(heap.stats).toMatchObject({
      allocatedBlocks: 9,
      bytesInUse: smallBytes + middleBytes + largeBytes,
      committedBytes,
      peakBytes: committedBytes,
      retainedBytes: 0,
      allocationsTotal: 9,
      arenas: 1,
      arenasHighWater: 1,
      arenasTotal: 1,
      middleBlocks: 2,
      largeBlocks: 3,
      largeBytes,
    });
    heap.free(small[3]);
    heap.free(middle[1]);
    heap.free(large[0]);
    expect(heap.allocatedBlocks()).toBe(6);
    expect(heap.stats).toMatchObject({
      allocatedBlocks: 6,
      bytesInUse: 3 * 112 + 1008 + largeBytes - LARGE_BYTES,
      committedBytes: committedBytes - LARGE_BYTES,
      peakBytes: committedBytes,
      retainedBytes: LARGE_BYTES,
      releasedBytes: 0,
      allocationsTotal: 9,
      middleBlocks: 1,
      largeBlocks: 2,
      largeBytes: largeBytes - LARGE_BYTES,
    });
    // pools of which nothing is in use are in no row
    expect(heap.sizeClassStats()).toEqual([{ sizeClass: 6, blockBytes: 112, pools: 1, blocksInUse: 3, blocksAvailable: 1 }]);
  });

  it('gives nothing out at a limit of nothing', () => {
    const heap = new Allocator({ ...TINY, maxHeapBytes: 0 });
    const before = heap.H.slice(0, 1024);
    for (const bytes of [0, 1, 16, 224, 600, LARGE_BYTES]) {
      expect(heap.alloc(bytes)).toBe(0);
      expect(heap.calloc(bytes)).toBe(0);
      expect(heap.realloc(0, bytes)).toBe(0);
    }
    heap.F64[Low.allocationsF64] = 0;
    expect(heap.H.slice(0, 1024)).toEqual(before);
    expect(heap.stats).toMatchObject({ allocatedBlocks: 0, committedBytes: 0 });
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('gives the smallest block to a request for less than nothing', () => {
    const heap = new Allocator(TINY);
    const sizes = [-1, -1000, -(2 ** 32) + 100_000].map((bytes) => heap.blockSize(heap.alloc(bytes)));
    expect(sizes).toEqual([24, 24, 24]);
  });

  it('serves up to 224 bytes from pools of 512, and no more', () => {
    const heap = new Allocator(TINY);
    expect(heap.smallBytes).toBe(224);
    expect([16, 17, 224, 225].map((bytes) => heap.blockSize(heap.alloc(bytes)))).toEqual([16, 32, 224, 232]);
    expect(heap.stats.middleBlocks).toBe(1);
    expect(new Allocator(MODEL_310).smallBytes).toBe(512);
    const [middle, large] = [LARGE_BYTES - 1, LARGE_BYTES].map((bytes) => heap.alloc(bytes));
    expect([heap.blockSize(middle), heap.blockSize(large)]).toEqual([LARGE_BYTES + 8, LARGE_BYTES]);
    expect(heap.stats).toMatchObject({ middleBlocks: 2, largeBlocks: 1 });
  });

  it('keeps a large block where it is while it needs as many pages, and gives back those it no longer needs', () => {
    const heap = new Allocator({ ...TINY, segmentBytes: 4 * LARGE_BYTES });
    const block = heap.alloc(4 * LARGE_BYTES - 5);
    const neighbour = heap.alloc(LARGE_BYTES);
    expect(neighbour).toBe(block + LARGE_BYTES);
    heap.H[block] = 1234;
    for (const [bytes, pages] of [
      [4 * LARGE_BYTES, 64],
      [4 * LARGE_BYTES - 4095, 64],
      [4 * LARGE_BYTES - 4096, 63],
      [LARGE_BYTES, 16],
      [LARGE_BYTES / 2, 8],
      [3 * LARGE_BYTES + 1, 49],
      [LARGE_BYTES / 2 + 1, 9],
    ]) {
      expect([bytes, heap.realloc(block, bytes)]).toEqual([bytes, block]);
      expect([bytes, heap.blockSize(block), heap.stats.largeBytes]).toEqual([bytes, 4096 * pages, 4096 * pages + LARGE_BYTES]);
      expect(verifyAllocator(heap)).toEqual([]);
    }
    // less than half of a large block's least: it moves to the middle ones
    const middle = heap.realloc(block, LARGE_BYTES / 2 - 1);
    expect(heap.H[middle]).toBe(1234);
    expect(heap.stats).toMatchObject({ middleBlocks: 1, largeBlocks: 1, largeBytes: LARGE_BYTES });
    expect(heap.alloc(3 * LARGE_BYTES)).toBe(block);
    // and back
    const large = heap.realloc(middle, LARGE_BYTES);
    expect(heap.H[large]).toBe(1234);
    expect(heap.stats).toMatchObject({ middleBlocks: 0, largeBlocks: 3, largeBytes: 5 * LARGE_BYTES });
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('needs no releaser', () => {
    const heap = new Allocator({ ...TINY, releaseToOS: null });
    heap.prepareRelease();
    heap.settleHost();
    heap.free(heap.alloc(LARGE_BYTES));
    heap.trim();
    expect(heap.stats).toMatchObject({ retainedBytes: LARGE_BYTES, releasedBytes: 0 });
  });

  it('lists a full pool again, first of its class, when a block of it is freed', () => {
    const heap = new Allocator(TINY);
    // two pools of each class, all full
    const classes = [32, 96, 224].map((bytes) => {
      const each = Math.floor((512 - Pool.headerBytes) / bytes);
      return { bytes, blocks: Array.from({ length: 2 * each }, () => heap.alloc(bytes)), each };
    });
    const [other] = [heap.alloc(16)];
    expect(verifyAllocator(heap)).toEqual([]);
    for (const { bytes, blocks, each } of classes) {
      for (const at of [1, each, 0]) {
        heap.free(blocks[at]);
        expect([bytes, at, ...verifyAllocator(heap)]).toEqual([bytes, at]);
      }
      // the second pool was listed last, and is full again after one block
      expect([bytes, heap.alloc(bytes), heap.alloc(bytes), heap.alloc(bytes)]).toEqual([bytes, blocks[each], blocks[0], blocks[1]]);
      expect(verifyAllocator(heap)).toEqual([]);
    }
    for (const { blocks } of classes) for (const block of blocks) heap.free(block);
    heap.free(other);
    expect(verifyAllocator(heap)).toEqual([]);
    expect(heap.stats).toMatchObject({ allocatedBlocks: 0, bytesInUse: 0, arenas: 1 });
  });

  it('keeps its pools in order through a long random program of small blocks', () => {
    const heap = new Allocator(TINY);
    let x = 3;
    const random = (n: number): number => {
      x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
      return Math.floor((x / 2 ** 32) * n);
    };
    const blocks: number[] = [];
    for (let step = 0; step < 1200; step++) {
      if (blocks.length === 0 || random(10) < (step % 400 < 200 ? 7 : 3)) blocks.push(heap.alloc(16 * (1 + random(3)) + 160 * random(2)));
      else heap.free(blocks.splice(random(blocks.length), 1)[0]);
      if (step % 3 === 0) expect([step, ...verifyAllocator(heap)]).toEqual([step]);
      expect(heap.allocatedBlocks()).toBe(blocks.length);
    }
  });

  it('resizes middle blocks where they are while their neighbours allow it', () => {
    const heap = new Allocator(TINY);
    const block = heap.alloc(2000);
    expect(heap.realloc(block, 1000)).toBe(block);
    expect(heap.realloc(block, 5000)).toBe(block);
    heap.alloc(1000);
    heap.H[block] = 99;
    const moved = heap.realloc(block, 6000);
    expect([moved === block, heap.H[moved]]).toEqual([false, 99]);
    expect(heap.stats.middleBlocks).toBe(2);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('moves a large block that grows beyond 1 MiB to where it can grow further', () => {
    const MIB = 2 ** 20;
    const heap = new Allocator({ ...TINY, maxHeapBytes: 20 * MIB });
    const largest = (): [number, number] => {
      const free: [number, number][] = [];
      heap.pages.forEachFree((start, pages) => free.push([start, pages]));
      return free.sort(([, a], [, b]) => b - a)[0];
    };
    const [block, neighbour] = [heap.alloc(MIB - 8192), heap.alloc(LARGE_BYTES)];
    heap.H[block] = 5;
    // below that it goes to the lowest place there is
    const low = heap.realloc(block, MIB - 4096);
    expect([low, heap.H[low]]).toEqual([neighbour + LARGE_BYTES / 4, 5]);
    heap.alloc(MIB);
    const [start, pages] = largest();
    const roomy = heap.realloc(low, MIB);
    expect([roomy, heap.H[roomy]]).toEqual([1024 * (start + ((pages - 256) >> 1)), 5]);
    expect(heap.realloc(roomy, 15 * MIB)).toBe(roomy);
    expect(heap.stats).toMatchObject({ largeBlocks: 3, largeBytes: 16 * MIB + LARGE_BYTES });
    expect(heap.realloc(roomy, 19 * MIB)).toBe(0);
    // one that was no large block goes into the shortest span
    const middle = heap.alloc(1000);
    expect(heap.realloc(middle, 2 * MIB)).toBe(roomy + (15 * MIB) / 4);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('does nothing to free nothing', () => {
    const heap = new Allocator(TINY);
    heap.free(0);
    expect(heap.stats.allocatedBlocks).toBe(0);
  });

  it('gives free pages back from 1 MiB on, when nobody says otherwise', () => {
    let released = 0;
    const heap = new Allocator({
      ...TINY,
      releaseToOS: {
        ready: true,
        prepare: () => {},
        settle: () => {},
        preferLargePages: () => {},
        release(_, __, bytes) {
          released += bytes;
          return true;
        },
      },
    });
    const [first, , second] = [2 ** 20 - 4096, 4096, LARGE_BYTES].map((bytes) => heap.alloc(Math.max(bytes, LARGE_BYTES)));
    heap.free(first);
    expect([released, heap.stats.retainedBytes]).toEqual([0, 2 ** 20 - 4096]);
    heap.free(second);
    expect(released).toBeGreaterThan(2 ** 20);
    expect(heap.stats).toMatchObject({ retainedBytes: 0, releasedBytes: 2 ** 20 - 4096 + LARGE_BYTES });
  });
});
