import { describe, expect, it } from 'vitest';
import { BlockError } from './debug-allocator.ts';
import { Heap } from './heap.ts';
import { TINY } from './test-types.ts';

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
});
