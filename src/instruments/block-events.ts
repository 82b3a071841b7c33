import type { Runtime } from '../runtime/core/runtime.ts';

/** Told of every block that is handed out and given back. Must not allocate in the heap. */
export interface BlockListener {
  allocated?(block: number, bytes: number): void;
  freed?(block: number): void;
  /** A destructor has run: the object is gone, though its block may wait in a free list. */
  destroyed?(op: number): void;
}

/** Watches an interpreter's allocator from now on; gives the function that ends it. Watches end in the reverse order of their beginning. */
export function watchBlocks(rt: Runtime, listener: BlockListener): () => void {
  const { heap } = rt;
  const inner = { alloc: heap.alloc, calloc: heap.calloc, free: heap.free, realloc: heap.realloc, dealloc: rt.dealloc };
  const { allocated, freed, destroyed } = listener;
  // calloc and realloc of the allocator itself come here too: through `this`
  if (allocated !== undefined)
    heap.alloc = function alloc(bytes) {
      const block = inner.alloc.call(heap, bytes);
      if (block !== 0) allocated(block, bytes);
      return block;
    };
  if (freed !== undefined)
    heap.free = function free(address) {
      if (address !== 0) freed(address);
      inner.free.call(heap, address);
    };
  if (destroyed !== undefined)
    rt.dealloc = function dealloc(op) {
      inner.dealloc.call(rt, op);
      // a finalizer may have brought it back
      if (rt.H[op] <= 0) destroyed(op);
    };
  return () => {
    heap.alloc = inner.alloc;
    heap.free = inner.free;
    rt.dealloc = inner.dealloc;
  };
}
