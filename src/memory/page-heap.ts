/**
 * Spans of 4 KiB pages: where arenas, segments of middle blocks and large blocks come from.
 *
 * Every page that nobody uses belongs to exactly one free span. A free span has its length at
 * its first and at its last page (so that neighbours merge in constant time) and sits in a bin
 * by length: exact bins up to 63 pages, one bin for each power of two above.
 * CPython leaves this to mmap and munmap of the operating system.
 */
import type { Releaser } from './address-space.ts';

export const PAGE_BYTES = 4096;
export const PAGE_WORDS = 1024;
/** address >>> PAGE_SHIFT = page. */
export const PAGE_SHIFT = 10;

/** What a page is used for; one byte a page, as CPython's radix tree tells arenas apart. */
export const enum PageKind {
  free = 0,
  /** Part of an arena of pools. */
  pool = 1,
  /** Part of a segment of middle blocks. */
  middle = 2,
  /** First page of a large block; `spanLength` has its pages. */
  large = 3,
  /** A further page of a large block. */
  largeTail = 4,
  /** Not ours: the low page and the embedder's static region. */
  fixed = 5,
}

/** A releaser that must be loaded first is not loaded for less than this. */
const FIRST_RELEASE_BYTES = 8 * 1024 * 1024;

const EXACT_BINS = 64;
const BINS = EXACT_BINS + 26;

/** Dirty runs shorter than this are not worth a call to the system. */
const MIN_RELEASE_PAGES = 16;

function binOf(pages: number): number {
  return pages < EXACT_BINS ? pages : EXACT_BINS + (25 - Math.clz32(pages));
}

/** Hands out, merges and gives back spans of pages. */
export class PageHeap {
  /** Pages of the span that begins here (used: first page only; free: first and last page). */
  readonly spanLength: Int32Array;
  readonly pageCount: number;
  readonly firstPage: number;
  /** Pages handed out. */
  usedPages = 0;
  peakPages = 0;
  /** No more than this many pages are handed out at once. */
  limitPages: number;
  /** Free pages that may hold old contents and physical memory. */
  dirtyFreePages = 0;
  /** Bytes given back to the system so far, and how often. */
  releasedBytes = 0;
  releases = 0;

  /** One more than the highest page ever handed out. */
  topPage: number;

  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly bins = new Int32Array(BINS);
  private readonly dirty: Uint8Array;
  /** Dirty pages that the last walk left because their runs were too short. */
  private dirtyResidue = 0;

  constructor(
    private readonly buffer: ArrayBuffer,
    /** A PageKind for each page and one more, all zero. */
    readonly kind: Uint8Array,
    fixedPages: number,
    limitBytes: number,
    private readonly releaser: Releaser | null,
    /** Releasing starts when this many bytes are free and dirty. */
    private readonly releaseBytes: number,
    /** The system is asked for large pages when this many bytes are in use. */
    private largePagesFrom: number,
  ) {
    const pages = kind.length - 1;
    this.pageCount = pages;
    this.firstPage = fixedPages;
    this.topPage = fixedPages;
    this.limitPages = Math.floor(limitBytes / PAGE_BYTES);
    this.spanLength = new Int32Array(pages + 1);
    this.next = new Int32Array(pages + 1);
    this.previous = new Int32Array(pages + 1);
    this.dirty = new Uint8Array(pages + 1);
    this.kind.fill(PageKind.fixed, 0, fixedPages);
    this.kind[pages] = PageKind.fixed;
    if (pages > fixedPages) this.insert(fixedPages, pages - fixedPages);
  }

  /** Small heaps keep small pages, which fit them more closely. */
  private preferLargePages(): void {
    this.largePagesFrom = Number.POSITIVE_INFINITY;
    this.releaser?.preferLargePages(this.buffer);
  }

  /**
   * A span of `pages`, its first page a multiple of `align`; 0 when there is none or the limit
   * would be passed. With `roomy` it is put into the middle of the largest free span, so that it
   * can grow in place: untouched address space costs nothing, copying a growing list does.
   */
  take(pages: number, kind: PageKind, align = 1, roomy = false): number {
    if (this.usedPages + pages > this.limitPages) return 0;
    const span = roomy ? this.largestFit(pages + align - 1) : this.bestFit(pages, align);
    if (span === 0) return 0;
    const length = this.spanLength[span];
    let start = span;
    if (roomy) start = span + ((length - pages - align + 1) >> 1);
    start = Math.ceil(start / align) * align;
    this.remove(span, length);
    if (start > span) this.insert(span, start - span);
    const end = start + pages;
    if (end < span + length) this.insert(end, span + length - end);
    this.occupy(start, pages, kind);
    this.spanLength[start] = pages;
    return start;
  }

  /** Takes `more` pages right behind a used span; false when they are not free. */
  extend(start: number, pages: number, more: number, kind: PageKind): boolean {
    if (this.usedPages + more > this.limitPages) return false;
    const at = start + pages;
    if (this.kind[at] !== PageKind.free) return false;
    const length = this.spanLength[at];
    if (length < more) return false;
    this.remove(at, length);
    if (length > more) this.insert(at + more, length - more);
    this.occupy(at, more, kind);
    this.spanLength[start] = pages + more;
    return true;
  }

  /** Gives pages back and merges them with free neighbours. */
  give(start: number, pages: number): void {
    this.kind.fill(PageKind.free, start, start + pages);
    this.usedPages -= pages;
    this.dirtyFreePages += pages;
    let first = start;
    let length = pages;
    if (this.kind[start - 1] === PageKind.free) {
      const before = this.spanLength[start - 1];
      first -= before;
      length += before;
      this.remove(first, before);
    }
    const behind = start + pages;
    if (this.kind[behind] === PageKind.free) {
      const after = this.spanLength[behind];
      length += after;
      this.remove(behind, after);
    }
    this.insert(first, length);
    const { releaser } = this;
    if (releaser === null) return;
    const due = (this.dirtyFreePages - this.dirtyResidue) * PAGE_BYTES;
    if (due >= this.releaseBytes && (releaser.ready || due >= FIRST_RELEASE_BYTES)) this.releaseDirty();
  }

  /** Gives every sufficiently long dirty free run back to the operating system. */
  releaseDirty(): void {
    const { releaser, dirty } = this;
    if (releaser === null) return;
    for (let bin = 1; bin < BINS; bin++) {
      for (let span = this.bins[bin]; span !== 0; span = this.next[span]) {
        const end = span + this.spanLength[span];
        let page = span;
        while (page < end) {
          // indexOf skips clean pages at memory speed; virgin space is long
          const from = dirty.indexOf(1, page);
          if (from < 0 || from >= end) break;
          let to = dirty.indexOf(0, from);
          // the entry behind the last page is 0
          if (to > end) to = end;
          page = to;
          if (to - from < MIN_RELEASE_PAGES) continue;
          const bytes = (to - from) * PAGE_BYTES;
          // the clean pages beside it too: a system page lies across their border, and would stay for ever
          const first = from > span ? from - 1 : from;
          const behind = to < end ? to + 1 : to;
          if (!releaser.release(this.buffer, first * PAGE_BYTES, (behind - first) * PAGE_BYTES)) continue;
          dirty.fill(0, from, to);
          this.dirtyFreePages -= to - from;
          this.releasedBytes += bytes;
          this.releases++;
        }
      }
    }
    this.dirtyResidue = this.dirtyFreePages;
  }

  /** Calls `each` for every free span (the verifier and the heap map read them). */
  forEachFree(each: (start: number, pages: number) => void): void {
    for (let bin = 0; bin < BINS; bin++) {
      for (let span = this.bins[bin]; span !== 0; span = this.next[span]) each(span, this.spanLength[span]);
    }
  }

  /** Dirty pages among the free ones, counted anew; must be `dirtyFreePages`. */
  countDirtyFree(): number {
    let n = 0;
    this.forEachFree((start, pages) => {
      n += this.dirtyBeforeTake(start, pages);
    });
    return n;
  }

  /** Set by `take`: whether the span last taken was clean (so calloc need not fill it). */
  takenClean = false;

  private occupy(start: number, pages: number, kind: PageKind): void {
    const stale = this.dirtyBeforeTake(start, pages);
    this.takenClean = stale === 0;
    this.dirtyFreePages -= stale;
    if (this.dirtyResidue > this.dirtyFreePages) this.dirtyResidue = this.dirtyFreePages;
    this.dirty.fill(1, start, start + pages);
    if (kind === PageKind.large) {
      this.kind.fill(PageKind.largeTail, start, start + pages);
      this.kind[start] = PageKind.large;
    } else {
      this.kind.fill(kind, start, start + pages);
    }
    this.usedPages += pages;
    if (this.usedPages * PAGE_BYTES >= this.largePagesFrom) this.preferLargePages();
    if (start + pages > this.topPage) this.topPage = start + pages;
    if (this.usedPages > this.peakPages) this.peakPages = this.usedPages;
  }

  private dirtyBeforeTake(start: number, pages: number): number {
    const { dirty } = this;
    let n = 0;
    for (let page = start; page < start + pages; page++) n += dirty[page];
    return n;
  }

  /** The shortest fitting span; the lowest address among equals keeps the heap compact. */
  private bestFit(pages: number, align: number): number {
    for (let bin = binOf(pages); bin < BINS; bin++) {
      let best = 0;
      let bestLength = 0;
      for (let span = this.bins[bin]; span !== 0; span = this.next[span]) {
        const length = this.spanLength[span];
        const start = align === 1 ? span : Math.ceil(span / align) * align;
        if (start + pages > span + length) continue;
        if (best === 0 || length < bestLength || (length === bestLength && span < best)) {
          best = span;
          bestLength = length;
        }
      }
      if (best !== 0) return best;
    }
    return 0;
  }

  private largestFit(pages: number): number {
    for (let bin = BINS - 1; bin > 0; bin--) {
      let best = 0;
      for (let span = this.bins[bin]; span !== 0; span = this.next[span]) {
        if (best === 0 || this.spanLength[span] > this.spanLength[best]) best = span;
      }
      if (best !== 0) return this.spanLength[best] >= pages ? best : 0;
    }
    return 0;
  }

  private insert(start: number, pages: number): void {
    this.spanLength[start] = pages;
    this.spanLength[start + pages - 1] = pages;
    const bin = binOf(pages);
    const head = this.bins[bin];
    this.next[start] = head;
    this.previous[start] = 0;
    if (head !== 0) this.previous[head] = start;
    this.bins[bin] = start;
  }

  private remove(start: number, pages: number): void {
    const before = this.previous[start];
    const after = this.next[start];
    if (before !== 0) this.next[before] = after;
    else this.bins[binOf(pages)] = after;
    if (after !== 0) this.previous[after] = before;
  }
}
