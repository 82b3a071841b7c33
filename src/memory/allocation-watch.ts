/**
 * Watches what an allocator hands out and takes back. Put in front of it while somebody watches; an unwatched allocator pays nothing.
 * CPython: Python/tracemalloc.c tracemalloc_alloc, tracemalloc_realloc, tracemalloc_free
 */
import type { Allocator } from './allocator.ts';

export interface AllocationWatcher {
  /** A block of `bytes` (as asked for) was handed out. Must not allocate in the heap. */
  allocated(address: number, bytes: number): void;
  /** A block, perhaps one handed out before the watch began, goes back. */
  freed(address: number): void;
}

const WATCHED = ['alloc', 'calloc', 'free', 'realloc'] as const;

/** Begins to watch; the result ends it. Watches may be nested; they must end in the opposite order. */
export function watchAllocations(heap: Allocator, watcher: AllocationWatcher): () => void {
  const owned = WATCHED.map((name) => (Object.hasOwn(heap, name) ? heap[name] : undefined));
  const alloc = heap.alloc.bind(heap);
  const calloc = heap.calloc.bind(heap);
  const free = heap.free.bind(heap);
  const realloc = heap.realloc.bind(heap);
  // one request may be served by others
  let inside = false;
  const outermost = (request: () => number): number => {
    inside = true;
    try {
      return request();
    } finally {
      inside = false;
    }
  };
  heap.alloc = (bytes) => {
    if (inside) return alloc(bytes);
    const address = outermost(() => alloc(bytes));
    if (address !== 0) watcher.allocated(address, bytes);
    return address;
  };
  heap.calloc = (bytes) => {
    if (inside) return calloc(bytes);
    const address = outermost(() => calloc(bytes));
    if (address !== 0) watcher.allocated(address, bytes);
    return address;
  };
  heap.free = (address) => {
    if (!inside && address !== 0) watcher.freed(address);
    free(address);
  };
  heap.realloc = (address, bytes) => {
    if (inside) return realloc(address, bytes);
    const moved = outermost(() => realloc(address, bytes));
    if (moved === 0) return 0;
    if (address !== 0) watcher.freed(address);
    watcher.allocated(moved, bytes);
    return moved;
  };
  return () => {
    WATCHED.forEach((name, i) => {
      const before = owned[i];
      if (before === undefined) delete (heap as Partial<Allocator>)[name];
      else Object.assign(heap, { [name]: before });
    });
  };
}
