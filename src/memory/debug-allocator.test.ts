import { describe, expect, it } from 'vitest';
import { BlockError } from './debug-allocator.ts';
import { Heap } from './heap.ts';
import { TINY } from './test-types.ts';
import { verifyAllocator } from './verify.ts';

function debugHeap(options = {}): Heap {
  return new Heap({ ...TINY, debug: options });
}

describe('debug allocator', () => {
  it("fills fresh and dead memory with CPython's bytes", () => {
    const heap = debugHeap({ quarantine: 1 });
    const block = heap.alloc(24);
    expect([...heap.U8.subarray(block * 4 - 8, block * 4 + 32)]).toEqual([...Array(8).fill(0xfd), ...Array(24).fill(0xcd), ...Array(8).fill(0xfd)]);
    heap.free(block);
    expect([...heap.U8.subarray(block * 4, block * 4 + 24)]).toEqual(Array(24).fill(0xdd));
  });

  it('finds a write beyond either end when the block is freed', () => {
    const heap = debugHeap();
    const after = heap.alloc(10);
    heap.U8[after * 4 + 10] = 1;
    expect(() => heap.free(after)).toThrow(/beyond its end: byte 10 is 1/);
    const before = heap.alloc(10);
    heap.U8[before * 4 - 1] = 1;
    expect(() => heap.debug?.check()).toThrow(BlockError);
  });

  it('finds a second free, and a free of what is no block', () => {
    const heap = debugHeap({ quarantine: 10 });
    const block = heap.alloc(10);
    heap.free(block);
    expect(() => heap.free(block)).toThrow(/was freed already/);
    expect(() => heap.free(block + 4)).toThrow(/is not the address of a block/);
  });

  it('finds a write to a freed block when it leaves quarantine', () => {
    const heap = debugHeap({ quarantine: 2 });
    const block = heap.alloc(10);
    heap.free(block);
    heap.H[block] = 5;
    heap.free(heap.alloc(10));
    expect(() => heap.free(heap.alloc(10))).toThrow(/written after it was freed/);
  });

  it('does not reuse a block in quarantine', () => {
    const heap = debugHeap({ quarantine: 3 });
    const block = heap.alloc(10);
    heap.free(block);
    expect(heap.alloc(10)).not.toBe(block);
  });

  it('moves a block at every realloc and keeps its contents', () => {
    const heap = debugHeap({ quarantine: 1 });
    const block = heap.alloc(8);
    heap.H[block] = 77;
    const moved = heap.realloc(block, 5000);
    expect(moved).not.toBe(block);
    expect(heap.H[moved]).toBe(77);
    expect(heap.blockSize(moved)).toBe(5000);
  });

  it('fails the n-th allocation once, or from then on', () => {
    const heap = debugHeap({ failAt: 3 });
    const once = [1, 2, 3, 4].map(() => heap.alloc(8) !== 0);
    expect(once).toEqual([true, true, false, true]);
    const onwards = debugHeap({ failAt: 2, failOnwards: true });
    expect([1, 2, 3].map(() => onwards.calloc(8) !== 0)).toEqual([true, false, false]);
    expect(onwards.debug?.failures).toBe(2);
  });

  it('leaves a heap without debug options untouched', () => {
    const heap = new Heap(TINY);
    expect(heap.debug).toBeNull();
    expect(Object.hasOwn(heap, 'alloc')).toBe(false);
  });

  it('names the block, its allocation and the byte', () => {
    const heap = debugHeap();
    heap.alloc(10);
    const block = heap.alloc(10);
    const says = (byte: number, what: string): void => {
      const at = block * 4 + byte;
      const before = heap.U8[at];
      heap.U8[at] = 5;
      const error = new BlockError(`block ${block} (allocation 2) was written ${what}: byte ${byte} is 5`, block);
      expect(() => heap.debug?.check()).toThrow(error);
      expect(() => heap.free(block)).toThrow(error);
      heap.U8[at] = before;
      heap.debug?.check();
    };
    for (const byte of [10, 17]) says(byte, 'beyond its end');
    for (const byte of [-8, -1]) says(byte, 'before its start');
    heap.U8.fill(0, block * 4, block * 4 + 10);
    heap.U8[block * 4 + 18] = 5;
    heap.debug?.check();
    heap.free(block);
    let caught: unknown;
    try {
      heap.free(block);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ name: 'BlockError', address: block, message: `address ${block} is not the address of a block` });
  });

  it('counts allocations and knows the live blocks', () => {
    const heap = debugHeap();
    const blocks = [heap.alloc(10), heap.calloc(20), heap.realloc(0, 30)];
    expect([...(heap.debug?.live ?? [])]).toEqual(blocks.map((block, i) => [block, 10 * (i + 1)]));
    expect(heap.debug?.serial).toBe(3);
    expect(blocks.map((block) => heap.blockSize(block))).toEqual([10, 20, 30]);
    expect(blocks.map((block) => heap.U32[block - 3])).toEqual([1, 2, 3]);
    expect(blocks.map((block) => heap.U32[block - 4])).toEqual([10, 20, 30]);
    heap.free(blocks[0]);
    heap.free(0);
    const moved = heap.realloc(blocks[1], 5);
    expect([...(heap.debug?.live ?? [])]).toEqual([
      [blocks[2], 30],
      [moved, 5],
    ]);
    expect(heap.debug?.serial).toBe(4);
    expect(heap.allocatedBlocks()).toBe(2);
  });

  it('keeps so many freed blocks back, first in, first out, and gives all back when asked', () => {
    const heap = debugHeap({ quarantine: 2 });
    const blocks = [10, 10, 10].map((bytes) => heap.alloc(bytes));
    for (const block of blocks.slice(0, 2)) heap.free(block);
    expect(heap.allocatedBlocks()).toBe(3);
    heap.free(blocks[2]);
    expect(heap.allocatedBlocks()).toBe(2);
    // the one freed first is free again
    expect(() => heap.free(blocks[0])).toThrow('is not the address of a block');
    expect(() => heap.free(blocks[1])).toThrow('was freed already');
    expect(() => heap.blockSize(blocks[1])).toThrow(BlockError);
    expect(heap.alloc(10)).toBe(blocks[0]);
    heap.debug?.flush();
    expect(heap.allocatedBlocks()).toBe(1);
    expect(() => heap.free(blocks[1])).toThrow('is not the address of a block');
  });

  it('finds a write to either end of what waits, when it is flushed', () => {
    for (const byte of [0, 9]) {
      const heap = debugHeap({ quarantine: 5 });
      const block = heap.alloc(10);
      heap.free(block);
      heap.U8[block * 4 + byte] = 1;
      expect(() => heap.debug?.flush()).toThrow(
        new BlockError(`block ${block} (allocation 1) was written after it was freed: byte ${byte} is 1`, block),
      );
    }
    const heap = debugHeap({ quarantine: 5 });
    const block = heap.alloc(10);
    heap.free(block);
    heap.U8[block * 4 + 10] = 1;
    heap.debug?.flush();
    expect(heap.allocatedBlocks()).toBe(0);
  });

  it('zeroes what calloc hands out and no more', () => {
    const heap = debugHeap();
    const block = heap.calloc(21);
    expect([...heap.U8.subarray(block * 4 - 1, block * 4 + 22)]).toEqual([0xfd, ...Array(21).fill(0), 0xfd]);
    heap.debug?.check();
  });

  it('copies what fits when a block grows or shrinks', () => {
    const heap = debugHeap();
    const block = heap.alloc(4);
    heap.U8.set([1, 2, 3, 4], block * 4);
    const grown = heap.realloc(block, 6);
    expect([...heap.U8.subarray(grown * 4, grown * 4 + 7)]).toEqual([1, 2, 3, 4, 0xcd, 0xcd, 0xfd]);
    const shrunk = heap.realloc(grown, 3);
    expect([...heap.U8.subarray(shrunk * 4, shrunk * 4 + 4)]).toEqual([1, 2, 3, 0xfd]);
    expect(() => heap.free(grown)).toThrow(BlockError);
  });

  it('leaves the old block alone when a realloc fails', () => {
    const heap = debugHeap({ failAt: 2 });
    const block = heap.alloc(8);
    heap.H[block] = 77;
    expect(heap.realloc(block, 100)).toBe(0);
    expect([heap.H[block], heap.blockSize(block), heap.debug?.failures, heap.debug?.serial]).toEqual([77, 8, 1, 1]);
    heap.free(block);
    expect(heap.allocatedBlocks()).toBe(0);
  });

  it('answers 0 when memory is out', () => {
    const heap = debugHeap();
    const block = heap.alloc(8);
    heap.pages.limitPages = heap.pages.usedPages;
    for (const request of [() => heap.alloc(100_000), () => heap.calloc(100_000), () => heap.realloc(block, 100_000)]) expect(request()).toBe(0);
    expect([heap.debug?.serial, heap.debug?.live.size, heap.debug?.failures]).toEqual([1, 1, 0]);
    expect(verifyAllocator(heap)).toEqual([]);
  });

  it('fails at an allocation that is set later, too', () => {
    const heap = debugHeap();
    const { debug } = heap;
    if (debug === null) throw new Error('no debug allocator');
    expect(heap.alloc(8)).not.toBe(0);
    debug.failAt = 2;
    expect([heap.alloc(8) === 0, heap.alloc(8) === 0, heap.alloc(8) === 0]).toEqual([false, true, false]);
    expect([debug.failAt, debug.failures]).toEqual([0, 1]);
  });

  it('without guards writes nothing around or into blocks, but still knows them', () => {
    const heap = debugHeap({ guard: false, quarantine: 1 });
    const block = heap.alloc(16);
    expect([...heap.U8.subarray(block * 4 + 8, block * 4 + 16)]).toEqual(Array(8).fill(0));
    heap.U8.fill(7, block * 4, block * 4 + 16);
    heap.debug?.check();
    heap.free(block);
    expect([...heap.U8.subarray(block * 4, block * 4 + 16)]).toEqual(Array(16).fill(7));
    heap.U8[block * 4] = 8;
    expect(() => heap.free(block)).toThrow('was freed already');
    const other = heap.alloc(16);
    expect(other - block).toBe(4);
    heap.free(other);
    expect(heap.alloc(16)).toBe(block);
    expect(heap.allocatedBlocks()).toBe(2);
    const bare = debugHeap({ guard: false });
    const first = bare.alloc(16);
    bare.free(first);
    expect(bare.alloc(16)).toBe(first);
    bare.free(first);
    expect(bare.allocatedBlocks()).toBe(0);
  });
});
