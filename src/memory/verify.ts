/**
 * The heap verifier: every structure of the memory layer is consistent. For tests and stress runs;
 * walks everything.
 */
import type { Allocator } from './allocator.ts';
import { checkList } from './collector/gc-list.ts';
import { Mark } from './collector/marks.ts';
import { Gc, Low, Ob } from './layout.ts';
import type { WalkedHeap } from './object-walk.ts';
import { PAGE_WORDS, PageKind } from './page-heap.ts';
import { Pool, SIZE_CLASSES } from './pool.ts';
import { hasGcHead } from './type-contract.ts';

/** What is wrong with the heap, a line each; empty when it is sound. */
export function verify(heap: WalkedHeap): string[] {
  return [...verifyAllocator(heap), ...verifyLists(heap)];
}

/** Pools, arenas, middle blocks and pages. */
export function verifyAllocator(heap: Allocator): string[] {
  const problems: string[] = [];
  const listed = listedPools(heap, problems);
  heap.forEachPool((pool) => {
    const problem = checkPool(heap, pool, listed.has(pool));
    if (problem !== null) problems.push(`pool ${pool}: ${problem}`);
  });
  checkArenas(heap, problems);
  checkPages(heap, problems);
  const bins = heap.middle.checkBins();
  if (bins !== null) problems.push(`middle blocks: ${bins}`);
  return problems;
}

function listedPools(heap: Allocator, problems: string[]): Set<number> {
  const { H } = heap;
  const listed = new Set<number>();
  for (let c = 0; c < SIZE_CLASSES; c++) {
    const head = Low.usedPools - Pool.next + 4 * c;
    let before = head;
    for (let pool = H[head + Pool.next]; pool !== head; pool = H[pool + Pool.next]) {
      if (listed.has(pool)) {
        problems.push(`class ${c}: pool ${pool} is listed twice`);
        break;
      }
      listed.add(pool);
      if (H[pool + Pool.previous] !== before) problems.push(`class ${c}: pool ${pool} has a wrong back link`);
      if (H[pool + Pool.sizeClass] !== c) problems.push(`class ${c}: pool ${pool} is of class ${H[pool + Pool.sizeClass]}`);
      before = pool;
    }
    if (H[head + Pool.previous] !== before) problems.push(`class ${c}: its list has a wrong end`);
  }
  return listed;
}

function checkPool(heap: Allocator, pool: number, listed: boolean): string | null {
  const { H } = heap;
  const count = H[pool + Pool.count];
  if (count === 0) return listed ? 'has no block in use but is listed' : null;
  const words = (H[pool + Pool.sizeClass] + 1) << 2;
  const capacity = Math.floor((heap.poolBytes / 4 - Pool.headerWords) / words);
  const touched = (H[pool + Pool.nextOffset] - Pool.headerWords) / words;
  let free = 0;
  for (let block = H[pool + Pool.free]; block !== 0; block = H[block]) {
    const offset = block - pool - Pool.headerWords;
    if (offset < 0 || offset % words !== 0 || offset / words >= touched) return `free block ${block} lies outside`;
    if (++free > capacity) return 'its free list is a circle';
  }
  if (count + free !== Math.min(touched, capacity)) return `${count} used and ${free} free of ${touched} blocks`;
  if (listed !== free > 0) return listed ? 'is full but listed' : 'has a free block but is not listed';
  return null;
}

function checkArenas(heap: Allocator, problems: string[]): void {
  const { arenas, H } = heap;
  const usable = new Set<number>();
  let before = 0;
  for (let arena = arenas.usable; arena !== 0; arena = arenas.next[arena]) {
    if (usable.has(arena)) {
      problems.push(`arena ${arena} is listed twice`);
      return;
    }
    usable.add(arena);
    if (arenas.previous[arena] !== before) problems.push(`arena ${arena} has a wrong back link`);
    if (before !== 0 && arenas.freeCount[before] > arenas.freeCount[arena]) problems.push(`arena ${arena} is out of order`);
    before = arena;
  }
  let present = 0;
  for (let arena = 1; arena < arenas.end; arena++) {
    const base = arenas.base[arena];
    if (base === 0) continue;
    present++;
    let free = (base + arenas.arenaWords - arenas.fresh[arena]) / arenas.poolWords;
    for (let pool = arenas.freePools[arena]; pool !== 0; pool = H[pool + Pool.next]) {
      free++;
      if (H[pool + Pool.count] !== 0) problems.push(`arena ${arena}: free pool ${pool} has blocks in use`);
      if (free > arenas.poolsPerArena) break;
    }
    const counted = arenas.freeCount[arena];
    if (free !== counted) problems.push(`arena ${arena}: ${free} free pools, ${counted} counted`);
    if (usable.has(arena) !== counted > 0) problems.push(`arena ${arena}: ${counted} free pools, usable ${usable.has(arena)}`);
  }
  if (present !== arenas.count) problems.push(`${present} arenas, ${arenas.count} counted`);
  for (let n = 1; n <= arenas.poolsPerArena; n++) {
    let last = 0;
    for (const arena of usable) if (arenas.freeCount[arena] === n) last = arena;
    if (last !== arenas.lastWith[n]) problems.push(`last arena with ${n} free pools is ${last}, not ${arenas.lastWith[n]}`);
  }
}

function checkPages(heap: Allocator, problems: string[]): void {
  const { pages } = heap;
  const starts = new Map<number, number>();
  pages.forEachFree((start, length) => starts.set(start, length));
  let used = 0;
  let large = 0;
  let page = pages.firstPage;
  let freeBefore = false;
  while (page < pages.pageCount) {
    const kind = pages.kind[page];
    if (kind === PageKind.free) {
      const length = starts.get(page);
      if (length === undefined || length < 1) {
        problems.push(`free page ${page} begins no span`);
        return;
      }
      if (freeBefore) problems.push(`free span at page ${page} was not merged`);
      if (pages.spanLength[page + length - 1] !== length) problems.push(`free span at page ${page} has a wrong end`);
      page += length;
      freeBefore = true;
      starts.delete(page - length);
      continue;
    }
    freeBefore = false;
    if (kind === PageKind.largeTail || kind === PageKind.fixed) problems.push(`page ${page} belongs to nothing`);
    let length = 1;
    if (kind === PageKind.large) {
      length = pages.spanLength[page];
      large++;
    } else if (kind === PageKind.middle) {
      length = pages.spanLength[page];
      const problem = heap.middle.check(page * PAGE_WORDS);
      if (problem !== null) problems.push(problem);
    }
    used += length;
    page += length;
  }
  if (starts.size > 0) problems.push(`${starts.size} free spans are not free`);
  if (used !== pages.usedPages) problems.push(`${used} pages in use, ${pages.usedPages} counted`);
  const dirty = pages.countDirtyFree();
  if (dirty !== pages.dirtyFreePages) problems.push(`${dirty} dirty free pages, ${pages.dirtyFreePages} counted`);
  if (large !== heap.largeBlocks) problems.push(`${large} large blocks, ${heap.largeBlocks} counted`);
}

/** Lists of the collector: links, flags, members. */
function verifyLists(heap: WalkedHeap): string[] {
  const problems: string[] = [];
  let marked = 0;
  for (const list of heap.gc.allLists) {
    const problem = checkList(heap.H, list);
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    const code = markOf(heap, list);
    heap.gc.forEach(list, (op) => {
      if (code !== Mark.none) marked++;
      if (heap.marks[op >> 2] !== code) problems.push(`object ${op} has mark ${heap.marks[op >> 2]} instead of ${code}`);
      if (heap.H[op + Ob.refcnt] === 0) problems.push(`object ${op} is tracked but its count is 0`);
      if (!hasGcHead(heap, op)) problems.push(`object ${op} is tracked but has no GC head`);
      if (heap.pages.kind[Math.floor((op + Gc.next) / PAGE_WORDS)] === PageKind.free) {
        problems.push(`object ${op} is tracked but freed`);
      }
    });
  }
  let found = 0;
  const end = heap.pages.topPage * PAGE_WORDS;
  for (let granule = 0; granule < end >> 2; granule++) if (heap.marks[granule] !== 0) found++;
  if (found !== marked) problems.push(`${found} marks for ${marked} tracked objects`);
  return problems;
}

/** The mark of the members of a list outside a collection. */
function markOf(heap: WalkedHeap, list: number): number {
  const generation = heap.gc.lists.indexOf(list);
  return generation < 0 ? Mark.none : Mark.youngest + generation;
}
