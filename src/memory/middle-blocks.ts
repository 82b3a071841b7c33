/**
 * Blocks between the pools (512 bytes) and whole pages (64 KiB): boundary tags, best fit, merging
 * of neighbours; what the C library's malloc does for CPython.
 *
 *   chunk, in words      0            2           4 …                      size
 *                   | prevSize  | size+flags | user data … (free: next, previous) |
 *
 * `prevSize` is valid only while the chunk before is free; otherwise those 8 bytes are the end of
 * that chunk's user data, so the cost of a block is 8 bytes. A segment ends with a chunk of size 0.
 */
import { PAGE_BYTES, PAGE_SHIFT, PAGE_WORDS, type PageHeap, PageKind } from './page-heap.ts';

const enum Chunk {
  prevSize = 0,
  size = 2,
  user = 4,
  next = 4,
  previous = 6,
  minBytes = 32,
  overheadBytes = 8,
}

const enum ChunkFlag {
  previousInUse = 1,
  firstOfSegment = 2,
  mask = 15,
}

const SEGMENT_BYTES = 256 * 1024;

/** Exact bins of 16 bytes below 1 KiB, then eight for each power of two. */
const EXACT_LIMIT = 1024;
const BINS = 64 + 8 * 9;
/** How many chunks of a coarse bin are compared before the best so far is taken. */
const SCAN_LIMIT = 64;

function binOf(bytes: number): number {
  if (bytes < EXACT_LIMIT) return bytes >> 4;
  const log = 31 - Math.clz32(bytes);
  return 64 + (log - 10) * 8 + ((bytes >> (log - 3)) & 7);
}

/** Allocates blocks of middle size from segments of pages. */
export class MiddleBlocks {
  /** Blocks and bytes (with overhead) in use. */
  blocks = 0;
  usedBytes = 0;
  segments = 0;

  private readonly bins = new Int32Array(BINS);
  /** One bit for each bin that is not empty. */
  private readonly binMap = new Int32Array((BINS + 31) >> 5);
  /** Wholly free segments: one is kept, so that a block at the edge does not thrash. */
  private emptySegments = 0;

  constructor(
    private readonly H: Int32Array,
    private readonly pages: PageHeap,
    private readonly segmentBytes = SEGMENT_BYTES,
  ) {}

  /** Word address of a block of at least `bytes`, 0 when out of memory. */
  alloc(bytes: number): number {
    const H = this.H;
    let need = (bytes + Chunk.overheadBytes + 15) & ~15;
    if (need < Chunk.minBytes) need = Chunk.minBytes;
    let chunk = this.findFit(need);
    if (chunk === 0) {
      chunk = this.addSegment(need);
      if (chunk === 0) return 0;
    }
    const tag = H[chunk + Chunk.size];
    const size = tag & ~ChunkFlag.mask;
    this.removeFree(chunk, size);
    if (tag & ChunkFlag.firstOfSegment && H[chunk + (size >> 2) + Chunk.size] >> 4 === 0) this.emptySegments--;
    this.carve(chunk, size, need, tag & ChunkFlag.mask);
    this.blocks++;
    this.usedBytes += H[chunk + Chunk.size] & ~ChunkFlag.mask;
    return chunk + Chunk.user;
  }

  /** Frees a block of this allocator. */
  free(address: number): void {
    const H = this.H;
    const chunk = address - Chunk.user;
    const size = H[chunk + Chunk.size] & ~ChunkFlag.mask;
    this.blocks--;
    this.usedBytes -= size;
    this.freeChunk(chunk, size);
  }

  /** Bytes of the block that the owner may use. */
  capacity(address: number): number {
    return (this.H[address - Chunk.user + Chunk.size] & ~ChunkFlag.mask) - Chunk.overheadBytes;
  }

  /** Shrinks or grows in place; false when the neighbour does not allow it. */
  resize(address: number, bytes: number): boolean {
    const H = this.H;
    const chunk = address - Chunk.user;
    const tag = H[chunk + Chunk.size];
    let size = tag & ~ChunkFlag.mask;
    const old = size;
    let need = (bytes + Chunk.overheadBytes + 15) & ~15;
    if (need < Chunk.minBytes) need = Chunk.minBytes;
    if (need > size) {
      const behind = chunk + (size >> 2);
      const behindSize = H[behind + Chunk.size] & ~ChunkFlag.mask;
      if (behindSize === 0 || !this.isFree(behind, behindSize) || size + behindSize < need) return false;
      this.removeFree(behind, behindSize);
      size += behindSize;
    }
    this.carve(chunk, size, need, tag & ChunkFlag.mask);
    this.usedBytes += (H[chunk + Chunk.size] & ~ChunkFlag.mask) - old;
    return true;
  }

  /** Calls `each` for the chunks of the segment at `segment`, in order of address. */
  forEachChunk(segment: number, each: (chunk: number, bytes: number, free: boolean) => void): void {
    let chunk = segment;
    for (;;) {
      const size = this.H[chunk + Chunk.size] & ~ChunkFlag.mask;
      if (size === 0) return;
      each(chunk, size, this.isFree(chunk, size));
      chunk += size >> 2;
    }
  }

  /** Names what is wrong with the segment that begins at this address, or null. */
  check(segment: number): string | null {
    const H = this.H;
    const end = segment + this.pages.spanLength[segment >>> PAGE_SHIFT] * PAGE_WORDS;
    let chunk = segment;
    let previousFree = false;
    let previousSize = 0;
    for (;;) {
      const tag = H[chunk + Chunk.size];
      const size = tag & ~ChunkFlag.mask;
      if (((tag & ChunkFlag.previousInUse) === 0) !== previousFree) return `chunk ${chunk}: wrong previousInUse bit`;
      if (previousFree && H[chunk + Chunk.prevSize] !== previousSize) return `chunk ${chunk}: wrong prevSize`;
      if (size === 0) return chunk + 4 === end ? null : `chunk ${chunk}: ends before its segment ${segment}`;
      if (size < Chunk.minBytes || chunk + (size >> 2) + Chunk.user > end) return `chunk ${chunk}: size ${size} leaves its segment`;
      const free = this.isFree(chunk, size);
      if (free && previousFree) return `chunk ${chunk}: free beside a free chunk`;
      if (free && !this.inBin(chunk, size)) return `chunk ${chunk}: free but in no bin`;
      previousFree = free;
      previousSize = size;
      chunk += size >> 2;
    }
  }

  /** True when the bins hold only free chunks of the right size; counts them for the verifier. */
  checkBins(): string | null {
    for (let bin = 0; bin < BINS; bin++) {
      const marked = (this.binMap[bin >> 5] & (1 << (bin & 31))) !== 0;
      if (marked !== (this.bins[bin] !== 0)) return `bin ${bin}: its bit is wrong`;
      for (let chunk = this.bins[bin], before = 0; chunk !== 0; before = chunk, chunk = this.H[chunk + Chunk.next]) {
        const size = this.H[chunk + Chunk.size] & ~ChunkFlag.mask;
        if (binOf(size) !== bin) return `bin ${bin}: chunk ${chunk} of ${size} bytes`;
        if (this.H[chunk + Chunk.previous] !== before) return `bin ${bin}: chunk ${chunk} has a wrong back link`;
        if (!this.isFree(chunk, size)) return `bin ${bin}: chunk ${chunk} is in use`;
      }
    }
    return null;
  }

  private inBin(chunk: number, size: number): boolean {
    for (let at = this.bins[binOf(size)]; at !== 0; at = this.H[at + Chunk.next]) if (at === chunk) return true;
    return false;
  }

  private isFree(chunk: number, size: number): boolean {
    return (this.H[chunk + (size >> 2) + Chunk.size] & ChunkFlag.previousInUse) === 0;
  }

  /** Makes `chunk` a used one of `need` bytes and frees the rest when it can stand alone. */
  private carve(chunk: number, size: number, need: number, flags: number): void {
    const H = this.H;
    if (size - need >= Chunk.minBytes) {
      H[chunk + Chunk.size] = need | flags;
      const rest = chunk + (need >> 2);
      // its size is set when it is known what it merges with
      H[rest + Chunk.size] = ChunkFlag.previousInUse;
      this.freeChunk(rest, size - need);
    } else {
      H[chunk + Chunk.size] = size | flags;
      H[chunk + (size >> 2) + Chunk.size] |= ChunkFlag.previousInUse;
    }
  }

  private freeChunk(at: number, bytes: number): void {
    const H = this.H;
    let chunk = at;
    let size = bytes;
    let flags = H[chunk + Chunk.size] & ChunkFlag.mask;
    if ((flags & ChunkFlag.previousInUse) === 0) {
      const before = H[chunk + Chunk.prevSize];
      chunk -= before >> 2;
      size += before;
      flags = H[chunk + Chunk.size] & ChunkFlag.mask;
      this.removeFree(chunk, before);
    }
    let behind = chunk + (size >> 2);
    const behindSize = H[behind + Chunk.size] & ~ChunkFlag.mask;
    if (behindSize !== 0 && this.isFree(behind, behindSize)) {
      this.removeFree(behind, behindSize);
      size += behindSize;
      behind = chunk + (size >> 2);
    }
    if (flags & ChunkFlag.firstOfSegment && H[behind + Chunk.size] >> 4 === 0) {
      if (this.emptySegments > 0) {
        const page = chunk >>> PAGE_SHIFT;
        this.segments--;
        this.pages.give(page, this.pages.spanLength[page]);
        return;
      }
      this.emptySegments++;
    }
    H[chunk + Chunk.size] = size | flags;
    H[behind + Chunk.prevSize] = size;
    H[behind + Chunk.size] &= ~ChunkFlag.previousInUse;
    this.insertFree(chunk, size);
  }

  private addSegment(need: number): number {
    const bytes = Math.max(this.segmentBytes, Math.ceil((need + 16) / PAGE_BYTES) * PAGE_BYTES);
    let pages = bytes / PAGE_BYTES;
    let page = this.pages.take(pages, PageKind.middle);
    if (page === 0) {
      pages = Math.ceil((need + 16) / PAGE_BYTES);
      page = this.pages.take(pages, PageKind.middle);
      if (page === 0) return 0;
    }
    this.segments++;
    this.emptySegments++;
    const H = this.H;
    const chunk = page * PAGE_WORDS;
    const size = pages * PAGE_BYTES - 16;
    H[chunk + Chunk.size] = size | ChunkFlag.previousInUse | ChunkFlag.firstOfSegment;
    const fence = chunk + (size >> 2);
    H[fence + Chunk.prevSize] = size;
    H[fence + Chunk.size] = 0;
    this.insertFree(chunk, size);
    return chunk;
  }

  private findFit(need: number): number {
    const H = this.H;
    let bin = binOf(need);
    if (bin >= 64) {
      // a coarse bin holds several sizes: some of its chunks may be too short
      const found = this.scan(this.bins[bin], need);
      if (found !== 0) return found;
      bin++;
    }
    let word = bin >> 5;
    let bits = this.binMap[word] & (-1 << (bin & 31));
    while (bits === 0) {
      if (++word >= this.binMap.length) return 0;
      bits = this.binMap[word];
    }
    const first = (word << 5) + (31 - Math.clz32(bits & -bits));
    return first < 64 || H[this.bins[first] + Chunk.next] === 0 ? this.bins[first] : this.scan(this.bins[first], need);
  }

  private scan(from: number, need: number): number {
    const H = this.H;
    let best = 0;
    let bestSize = 0;
    let left = SCAN_LIMIT;
    for (let chunk = from; chunk !== 0; chunk = H[chunk + Chunk.next]) {
      const size = H[chunk + Chunk.size] & ~ChunkFlag.mask;
      if (size >= need && (best === 0 || size < bestSize || (size === bestSize && chunk < best))) {
        best = chunk;
        bestSize = size;
        if (size === need) break;
      }
      if (--left <= 0 && best !== 0) break;
    }
    return best;
  }

  private insertFree(chunk: number, size: number): void {
    const H = this.H;
    const bin = binOf(size);
    const head = this.bins[bin];
    H[chunk + Chunk.next] = head;
    H[chunk + Chunk.previous] = 0;
    if (head !== 0) H[head + Chunk.previous] = chunk;
    else this.binMap[bin >> 5] |= 1 << (bin & 31);
    this.bins[bin] = chunk;
  }

  private removeFree(chunk: number, size: number): void {
    const H = this.H;
    const before = H[chunk + Chunk.previous];
    const after = H[chunk + Chunk.next];
    if (before !== 0) H[before + Chunk.next] = after;
    else {
      const bin = binOf(size);
      this.bins[bin] = after;
      if (after === 0) this.binMap[bin >> 5] &= ~(1 << (bin & 31));
    }
    if (after !== 0) H[after + Chunk.previous] = before;
  }
}
