import { describe, expect, it } from 'vitest';
import { type AllocationWatcher, watchAllocations } from './allocation-watch.ts';
import { Allocator } from './allocator.ts';
import { Heap } from './heap.ts';
import { TINY } from './test-types.ts';

function make(heap = new Allocator({ ...TINY, maxHeapBytes: 2 ** 20 })) {
  const seen: (string | number)[][] = [];
  const watcher = (name = ''): AllocationWatcher => ({
    allocated: (address, bytes) => seen.push([`${name}allocated`, address, bytes]),
    freed: (address) => seen.push([`${name}freed`, address]),
  });
  return { heap, seen, watcher };
}

const NEVER = 2 ** 30;

describe('watched allocations', () => {
  it('are told once each, with the bytes asked for', () => {
    const { heap, seen, watcher } = make();
    const before = heap.alloc(20);
    watchAllocations(heap, watcher());
    const a = heap.alloc(10);
    const b = heap.calloc(3000);
    expect(heap.U8.subarray(4 * b, 4 * b + 3000).every((byte) => byte === 0)).toBe(true);
    const c = heap.realloc(a, 5000);
    const d = heap.realloc(0, 7);
    const e = heap.realloc(c, 4990);
    heap.free(before);
    heap.free(e);
    expect([e, heap.blockSize(d)]).toEqual([c, 16]);
    expect(seen).toEqual([
      ['allocated', a, 10],
      ['allocated', b, 3000],
      ['freed', a],
      ['allocated', c, 5000],
      ['allocated', d, 7],
      ['freed', c],
      ['allocated', c, 4990],
      ['freed', before],
      ['freed', c],
    ]);
  });

  it('that fail, and a free of nothing, are not told', () => {
    const { heap, seen, watcher } = make();
    const block = heap.alloc(10);
    watchAllocations(heap, watcher());
    expect([heap.alloc(NEVER), heap.calloc(NEVER), heap.realloc(block, NEVER), heap.realloc(0, NEVER)]).toEqual([0, 0, 0, 0]);
    heap.free(0);
    expect(seen).toEqual([]);
    // what failed to grow is still there
    heap.free(block);
    expect(seen).toEqual([['freed', block]]);
  });

  it('are no longer told when the watch has ended, and the allocator is as it was', () => {
    const { heap, seen, watcher } = make();
    const end = watchAllocations(heap, watcher());
    expect(['alloc', 'calloc', 'free', 'realloc'].every((name) => Object.hasOwn(heap, name))).toBe(true);
    end();
    expect(['alloc', 'calloc', 'free', 'realloc'].some((name) => Object.hasOwn(heap, name))).toBe(false);
    heap.free(heap.realloc(heap.calloc(10), 500));
    expect(seen).toEqual([]);
    expect(heap.allocatedBlocks()).toBe(0);
  });

  it('are told to both of two nested watches, and the outer one goes on when the inner one ends', () => {
    const { heap, seen, watcher } = make();
    const endOuter = watchAllocations(heap, watcher('outer '));
    const endInner = watchAllocations(heap, watcher('inner '));
    const block = heap.alloc(10);
    heap.free(block);
    expect(seen.splice(0)).toEqual([
      ['outer allocated', block, 10],
      ['inner allocated', block, 10],
      ['inner freed', block],
      ['outer freed', block],
    ]);
    endInner();
    heap.free(heap.calloc(10));
    expect(seen.splice(0)).toEqual([
      ['outer allocated', block, 10],
      ['outer freed', block],
    ]);
    endOuter();
    heap.free(heap.alloc(10));
    expect(seen).toEqual([]);
  });

  it('are told once where a debug allocator serves one request by others', () => {
    const heap = new Heap({ ...TINY, debug: {} });
    const { seen, watcher } = make(heap);
    const { alloc, realloc } = heap;
    const end = watchAllocations(heap, watcher());
    const block = heap.calloc(8);
    const moved = heap.realloc(block, 12);
    expect(moved).not.toBe(block);
    expect(seen).toEqual([
      ['allocated', block, 8],
      ['freed', block],
      ['allocated', moved, 12],
    ]);
    heap.free(moved);
    end();
    expect([heap.alloc, heap.realloc]).toEqual([alloc, realloc]);
  });

  it('are told once, whichever request serves another', () => {
    const { heap, seen, watcher } = make();
    const { alloc, calloc } = heap;
    // an allocator of an embedder
    heap.alloc = (bytes) => (bytes === 1 ? heap.calloc(2) : bytes === 3 ? heap.realloc(0, 4) : alloc.call(heap, bytes));
    heap.calloc = (bytes) => (bytes === 5 ? heap.realloc(0, 6) : calloc.call(heap, bytes));
    watchAllocations(heap, watcher());
    const blocks = [heap.alloc(1), heap.alloc(3), heap.calloc(5)];
    expect(seen).toEqual([
      ['allocated', blocks[0], 1],
      ['allocated', blocks[1], 3],
      ['allocated', blocks[2], 5],
    ]);
  });

  it('go on being told after an allocator threw', () => {
    const { heap, seen, watcher } = make();
    const { alloc } = heap;
    heap.alloc = (bytes) => {
      if (bytes === 13) throw new RangeError('unlucky');
      return alloc.call(heap, bytes);
    };
    watchAllocations(heap, watcher());
    for (const request of [() => heap.alloc(13), () => heap.calloc(13), () => heap.realloc(0, 13)]) expect(request).toThrow('unlucky');
    const block = heap.calloc(10);
    expect(seen).toEqual([['allocated', block, 10]]);
  });
});
