/**
 * The allocator: pymalloc for blocks up to 512 bytes, middle blocks below 64 KiB, whole pages
 * above. Addresses are word indices; every block is 16-byte aligned. Uses no type, no count.
 * CPython: Objects/obmalloc.c
 */

import { type Regions, type Releaser, regionsOf, reserve } from './address-space.ts';
import { Arenas } from './arenas.ts';
import { Low, STATIC_END } from './layout.ts';
import { MiddleBlocks } from './middle-blocks.ts';
import { PAGE_BYTES, PAGE_SHIFT, PAGE_WORDS, PageHeap, PageKind } from './page-heap.ts';
import { ALIGNMENT_BYTES, Pool, SIZE_CLASSES, SMALL_BYTES } from './pool.ts';
import { copyWords, zeroWords } from './word-runs.ts';

/** From here on a block has pages of its own. */
export const LARGE_BYTES = 64 * 1024;
/** A large block that must move while it grows goes where it can grow further in place. */
const ROOMY_BYTES = 1024 * 1024;

export interface AllocatorOptions {
  /** Heap to reserve address space for; default the most that the host grants, up to 3.7 GiB. */
  reserveBytes?: number;
  /** Memory that the embedder reserved already (see `reserve`), all zero; it never grows. */
  memory?: WebAssembly.Memory;
  /** alloc returns 0 rather than hand out more than this. */
  maxHeapBytes?: number;
  /** Pool and arena sizes of the model: 4 KiB/256 KiB up to 3.9, 16 KiB/1 MiB from 3.10. */
  pymalloc: { poolBytes: number; arenaBytes: number };
  releaseToOS?: Releaser | null;
  /** Free pages are released when this many bytes of them are dirty. */
  releaseBytes?: number;
  /** A heap of this size asks `releaseToOS` for large pages; default never. Collections of large heaps are a quarter faster, and memory comes 2 MiB at a time. */
  largePagesFromBytes?: number;
  /** Bytes that blocks of middle size take from the pages at once; tests make it small. */
  segmentBytes?: number;
  /** End of the embedder's static region in words; default STATIC_END. */
  staticEnd?: number;
}

/** Figures of the allocator at one moment. All in bytes unless named otherwise. */
export interface HeapStats {
  allocatedBlocks: number;
  /** Bytes of blocks in use, rounded up to their size class. */
  bytesInUse: number;
  /** Pages handed out to arenas, segments and large blocks. */
  committedBytes: number;
  peakBytes: number;
  /** Free pages that still hold physical memory. */
  retainedBytes: number;
  releasedBytes: number;
  reservedBytes: number;
  allocationsTotal: number;
  arenas: number;
  arenasHighWater: number;
  arenasTotal: number;
  middleBlocks: number;
  largeBlocks: number;
  largeBytes: number;
}

/** One line of sys._debugmallocstats. */
export interface SizeClassStats {
  sizeClass: number;
  blockBytes: number;
  pools: number;
  blocksInUse: number;
  blocksAvailable: number;
}

/** Blocks of bytes in one address space. */
export class Allocator {
  // `declare`: a field that is written once is a constant to V8, one that is also defined is not
  declare readonly memory: WebAssembly.Memory;
  declare readonly regions: Regions;
  declare readonly buffer: ArrayBuffer;
  declare readonly H: Int32Array;
  declare readonly U8: Uint8Array;
  declare readonly U16: Uint16Array;
  declare readonly U32: Uint32Array;
  declare readonly F64: Float64Array;
  declare readonly pages: PageHeap;
  declare readonly middle: MiddleBlocks;
  declare readonly arenas: Arenas;
  declare readonly poolBytes: number;
  declare readonly arenaBytes: number;
  /** Largest size that pools serve; below 512 only with tiny test pools. */
  declare readonly smallBytes: number;
  largeBlocks = 0;
  largePages = 0;

  declare private readonly pageKind: Uint8Array;
  declare private readonly poolMask: number;
  declare private readonly poolWords: number;
  declare private readonly releaser: Releaser | null;

  constructor(options: AllocatorOptions) {
    const { poolBytes, arenaBytes } = options.pymalloc;
    if ((poolBytes & (poolBytes - 1)) !== 0 || poolBytes < 256) throw new RangeError(`bad pool size ${poolBytes}`);
    if (arenaBytes % PAGE_BYTES !== 0 || arenaBytes % poolBytes !== 0) throw new RangeError(`bad arena size ${arenaBytes}`);
    this.memory = options.memory ?? reserve(options.reserveBytes);
    this.buffer = this.memory.buffer as ArrayBuffer;
    this.regions = regionsOf(this.buffer.byteLength);
    this.H = new Int32Array(this.buffer);
    this.U8 = new Uint8Array(this.buffer);
    this.U16 = new Uint16Array(this.buffer);
    this.U32 = new Uint32Array(this.buffer);
    this.F64 = new Float64Array(this.buffer);
    this.releaser = options.releaseToOS ?? null;
    const fixedPages = Math.ceil((options.staticEnd ?? STATIC_END) / PAGE_WORDS);
    const { heapBytes, kinds } = this.regions;
    this.pages = new PageHeap(
      this.buffer,
      new Uint8Array(this.buffer, kinds, heapBytes / PAGE_BYTES + 1),
      fixedPages,
      options.maxHeapBytes ?? Number.MAX_SAFE_INTEGER,
      this.releaser,
      options.releaseBytes ?? 1024 * 1024,
      options.largePagesFromBytes ?? Number.POSITIVE_INFINITY,
    );
    this.middle = new MiddleBlocks(this.H, this.pages, options.segmentBytes);
    this.arenas = new Arenas(this.H, this.pages, arenaBytes / 4, poolBytes / 4);
    this.poolBytes = poolBytes;
    this.arenaBytes = arenaBytes;
    this.poolWords = poolBytes / 4;
    this.poolMask = -this.poolWords;
    const half = Math.floor((poolBytes - Pool.headerBytes) / 2);
    this.smallBytes = Math.min(SMALL_BYTES, half & -ALIGNMENT_BYTES);
    this.pageKind = this.pages.kind;
    for (let c = 0; c < SIZE_CLASSES; c++) {
      const head = Low.usedPools + 4 * c - Pool.next;
      this.H[head + Pool.next] = head;
      this.H[head + Pool.previous] = head;
    }
  }

  /**
   * A block of at least `bytes`, contents undefined; 0 when out of memory.
   * CPython: Objects/obmalloc.c pymalloc_alloc
   */
  alloc(bytes: number): number {
    if (bytes <= this.smallBytes && bytes > 0) {
      const H = this.H;
      this.F64[Low.allocationsF64]++;
      const sizeClass = (bytes - 1) >> 4;
      const head = Low.usedPools - Pool.next + 4 * sizeClass;
      const pool = H[head + Pool.next];
      if (pool === head) return this.allocFromNewPool(sizeClass);
      H[pool + Pool.count]++;
      const block = H[pool + Pool.free];
      const next = H[block];
      H[pool + Pool.free] = next;
      if (next === 0) this.extendPool(pool);
      return block;
    }
    return this.allocLarge(bytes);
  }

  /** A zeroed block; 0 when out of memory. */
  calloc(bytes: number): number {
    const block = this.alloc(bytes);
    if (block === 0) return 0;
    if (bytes >= LARGE_BYTES && this.pages.takenClean) return block;
    // blocks are multiples of two words
    zeroWords(this.F64, block, block + (((bytes + 7) >>> 3) << 1));
    return block;
  }

  /** Frees a block; 0 is ignored. CPython: Objects/obmalloc.c pymalloc_free */
  free(address: number): void {
    if (this.pageKind[address >>> PAGE_SHIFT] === PageKind.pool) {
      const H = this.H;
      const pool = address & this.poolMask;
      const last = H[pool + Pool.free];
      H[address] = last;
      H[pool + Pool.free] = address;
      const count = H[pool + Pool.count] - 1;
      H[pool + Pool.count] = count;
      if (last === 0) this.relistPool(pool);
      else if (count === 0) this.dropPool(pool);
      return;
    }
    if (address !== 0) this.freeLarge(address);
  }

  /**
   * Resizes a block, keeping its contents; 0 when out of memory (the old block is then untouched).
   * A small block stays when it fits and the new size is over 3/4 of the old.
   * CPython: Objects/obmalloc.c pymalloc_realloc
   */
  realloc(address: number, bytes: number): number {
    if (address === 0) return this.alloc(bytes);
    const kind = this.pageKind[address >>> PAGE_SHIFT];
    const size = this.blockSize(address);
    if (kind === PageKind.pool) {
      if (bytes <= size && 4 * bytes > 3 * size) return address;
    } else if (kind === PageKind.middle) {
      if (bytes < LARGE_BYTES && this.middle.resize(address, bytes)) return address;
    } else if (this.resizeLarge(address, bytes)) {
      return address;
    }
    // one that shrinks stays where it is or becomes a smaller kind of block
    let block = 0;
    if (kind === PageKind.large && bytes >= ROOMY_BYTES) block = this.allocPages(bytes, true);
    if (block === 0) block = this.alloc(bytes);
    if (block === 0) return 0;
    copyWords(this.H, block, address, (Math.min(bytes, size) + 3) >>> 2);
    this.free(address);
    return block;
  }

  /** Bytes that the owner of a block may use. */
  blockSize(address: number): number {
    switch (this.pageKind[address >>> PAGE_SHIFT]) {
      case PageKind.pool:
        return (this.H[(address & this.poolMask) + Pool.sizeClass] + 1) * ALIGNMENT_BYTES;
      case PageKind.middle:
        return this.middle.capacity(address);
      case PageKind.large:
        return this.pages.spanLength[address >>> PAGE_SHIFT] * PAGE_BYTES;
      default:
        throw new RangeError(`no block at address ${address}`);
    }
  }

  /** Number of blocks in use, pools and larger ones. CPython: _Py_GetAllocatedBlocks */
  allocatedBlocks(): number {
    let n = this.middle.blocks + this.largeBlocks;
    this.forEachPool((pool) => {
      n += this.H[pool + Pool.count];
    });
    return n;
  }

  /** Figures at this moment; walks the pools. */
  get stats(): HeapStats {
    let blocks = 0;
    let bytes = 0;
    this.forEachPool((pool) => {
      const count = this.H[pool + Pool.count];
      blocks += count;
      bytes += count * (this.H[pool + Pool.sizeClass] + 1) * ALIGNMENT_BYTES;
    });
    return {
      allocatedBlocks: blocks + this.middle.blocks + this.largeBlocks,
      bytesInUse: bytes + this.middle.usedBytes + this.largePages * PAGE_BYTES,
      committedBytes: this.pages.usedPages * PAGE_BYTES,
      peakBytes: this.pages.peakPages * PAGE_BYTES,
      retainedBytes: this.pages.dirtyFreePages * PAGE_BYTES,
      releasedBytes: this.pages.releasedBytes,
      reservedBytes: this.regions.heapBytes,
      allocationsTotal: this.F64[Low.allocationsF64],
      arenas: this.arenas.count,
      arenasHighWater: this.arenas.highWater,
      arenasTotal: this.arenas.takenTotal,
      middleBlocks: this.middle.blocks,
      largeBlocks: this.largeBlocks,
      largeBytes: this.largePages * PAGE_BYTES,
    };
  }

  /** Pools and blocks of each size class that has a pool. CPython: _PyObject_DebugMallocStats */
  sizeClassStats(): SizeClassStats[] {
    const rows: SizeClassStats[] = [];
    this.forEachPool((pool) => {
      const sizeClass = this.H[pool + Pool.sizeClass];
      const count = this.H[pool + Pool.count];
      if (count === 0) return;
      const blockBytes = (sizeClass + 1) * ALIGNMENT_BYTES;
      rows[sizeClass] ??= { sizeClass, blockBytes, pools: 0, blocksInUse: 0, blocksAvailable: 0 };
      const row = rows[sizeClass];
      row.pools++;
      row.blocksInUse += count;
      row.blocksAvailable += Math.floor((this.poolBytes - Pool.headerBytes) / blockBytes) - count;
    });
    // without the gaps
    return Object.values(rows);
  }

  /** Calls `each` for every pool that was ever used in a present arena. */
  forEachPool(each: (pool: number) => void): void {
    const { arenas } = this;
    for (let arena = 1; arena < arenas.end; arena++) {
      const base = arenas.base[arena];
      if (base === 0) continue;
      for (let pool = base; pool < arenas.fresh[arena]; pool += this.poolWords) each(pool);
    }
  }

  /** Gives back what is kept against thrashing, and every dirty free page. */
  trim(): void {
    this.arenas.trim();
    this.pages.releaseDirty();
  }

  /** Loads what the first release needs; call before memory figures are read. */
  prepareRelease(): void {
    this.releaser?.prepare();
  }

  /** The host's own garbage goes, before the process's memory is measured. */
  settleHost(): void {
    this.releaser?.settle();
  }

  private allocFromNewPool(sizeClass: number): number {
    const H = this.H;
    const pool = this.arenas.takePool();
    if (pool === 0) return 0;
    const head = Low.usedPools - Pool.next + 4 * sizeClass;
    H[pool + Pool.next] = head;
    H[pool + Pool.previous] = head;
    H[head + Pool.next] = pool;
    H[head + Pool.previous] = pool;
    H[pool + Pool.count] = 1;
    if (H[pool + Pool.sizeClass] === sizeClass) {
      // it last held blocks of this class: its free list is still right, and has two blocks or more
      const block = H[pool + Pool.free];
      H[pool + Pool.free] = H[block];
      return block;
    }
    const words = (sizeClass + 1) << 2;
    const block = pool + Pool.headerWords;
    H[pool + Pool.sizeClass] = sizeClass;
    H[pool + Pool.nextOffset] = Pool.headerWords + 2 * words;
    H[pool + Pool.maxNextOffset] = this.poolWords - words;
    H[pool + Pool.free] = block + words;
    H[block + words] = 0;
    return block;
  }

  /** The free list ran out: links the next unused block in, or unlists a full pool. */
  private extendPool(pool: number): void {
    const H = this.H;
    const offset = H[pool + Pool.nextOffset];
    if (offset <= H[pool + Pool.maxNextOffset]) {
      const block = pool + offset;
      H[pool + Pool.free] = block;
      H[pool + Pool.nextOffset] = offset + ((H[pool + Pool.sizeClass] + 1) << 2);
      H[block] = 0;
      return;
    }
    const next = H[pool + Pool.next];
    const previous = H[pool + Pool.previous];
    H[next + Pool.previous] = previous;
    H[previous + Pool.next] = next;
  }

  /** A full pool got a free block: to the front of its class's list. */
  private relistPool(pool: number): void {
    const H = this.H;
    const head = Low.usedPools - Pool.next + 4 * H[pool + Pool.sizeClass];
    const next = H[head + Pool.next];
    H[pool + Pool.next] = next;
    H[pool + Pool.previous] = head;
    H[next + Pool.previous] = pool;
    H[head + Pool.next] = pool;
  }

  /** The last block of a pool was freed: back to its arena. */
  private dropPool(pool: number): void {
    const H = this.H;
    const next = H[pool + Pool.next];
    const previous = H[pool + Pool.previous];
    H[next + Pool.previous] = previous;
    H[previous + Pool.next] = next;
    this.arenas.givePool(pool);
  }

  private allocLarge(bytes: number): number {
    this.F64[Low.allocationsF64]++;
    if (bytes < LARGE_BYTES) return this.middle.alloc(Math.max(bytes, 0));
    return this.allocPages(bytes, false);
  }

  private allocPages(bytes: number, roomy: boolean): number {
    const pages = Math.ceil(bytes / PAGE_BYTES);
    // Infinity and NaN end here too
    if (!(pages < this.pages.pageCount)) return 0;
    const page = this.pages.take(pages, PageKind.large, 1, roomy);
    if (page === 0) return 0;
    this.largeBlocks++;
    this.largePages += pages;
    return page * PAGE_WORDS;
  }

  private freeLarge(address: number): void {
    const page = address >>> PAGE_SHIFT;
    const kind = this.pageKind[page];
    if (kind === PageKind.middle) {
      this.middle.free(address);
      return;
    }
    if (kind !== PageKind.large) throw new RangeError(`free of address ${address}, which is no block`);
    const pages = this.pages.spanLength[page];
    this.largeBlocks--;
    this.largePages -= pages;
    this.pages.give(page, pages);
  }

  private resizeLarge(address: number, bytes: number): boolean {
    const page = address >>> PAGE_SHIFT;
    const have = this.pages.spanLength[page];
    const need = Math.ceil(bytes / PAGE_BYTES);
    if (need > have) {
      if (!this.pages.extend(page, have, need - have, PageKind.largeTail)) return false;
    } else if (bytes < LARGE_BYTES / 2) {
      return false;
    } else if (need < have) {
      this.pages.spanLength[page] = need;
      this.pages.give(page + need, have - need);
    }
    this.largePages += need - have;
    return true;
  }
}
