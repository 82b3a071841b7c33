/**
 * Arenas: the runs of pools that pymalloc takes from the system and gives back.
 *
 * Arenas that have a free pool stand in the usable list in ascending order of free pools, so that
 * new pools come from the fullest arena and nearly empty ones drain. `lastWith[n]` is the
 * rightmost usable arena with n free pools; with it an arena moves at most one step in constant
 * time. CPython: Objects/obmalloc.c new_arena, usable_arenas, nfp2lasta, insert_to_freepool.
 *
 * Columns are indexed by arena number; 0 is no arena.
 */
import { PAGE_BYTES, PAGE_SHIFT, PAGE_WORDS, type PageHeap, PageKind } from './page-heap.ts';
import { Pool } from './pool.ts';

const FIRST_CAPACITY = 64;

/** The table of arenas. */
export class Arenas {
  /** Address of the arena, 0 while the entry is unused. */
  base = new Int32Array(FIRST_CAPACITY);
  /** Next pool that was never used. */
  fresh = new Int32Array(FIRST_CAPACITY);
  freeCount = new Int32Array(FIRST_CAPACITY);
  /** Singly linked list of pools that were used and are free again. */
  freePools = new Int32Array(FIRST_CAPACITY);
  next = new Int32Array(FIRST_CAPACITY);
  previous = new Int32Array(FIRST_CAPACITY);
  /** Entries in use are below this number. */
  end = 1;
  usable = 0;
  readonly lastWith: Int32Array;
  readonly poolsPerArena: number;
  /** Arenas now, at most, and ever taken. */
  count = 0;
  highWater = 0;
  takenTotal = 0;

  private unused = 0;
  private readonly alignPages: number;

  constructor(
    private readonly H: Int32Array,
    private readonly pages: PageHeap,
    readonly arenaWords: number,
    readonly poolWords: number,
  ) {
    this.poolsPerArena = Math.floor(arenaWords / poolWords);
    this.lastWith = new Int32Array(this.poolsPerArena + 1);
    this.alignPages = Math.max(1, poolWords / PAGE_WORDS);
  }

  /**
   * A free pool of the fullest arena, its header's arena number set; 0 when out of memory.
   * CPython: Objects/obmalloc.c allocate_from_new_pool
   */
  takePool(): number {
    let arena = this.usable;
    if (arena === 0) {
      arena = this.newArena();
      if (arena === 0) return 0;
    }
    const free = this.freeCount[arena];
    // it has the fewest free pools of all, so one less does not change its place
    if (this.lastWith[free] === arena) this.lastWith[free] = 0;
    if (free > 1) this.lastWith[free - 1] = arena;
    this.freeCount[arena] = free - 1;
    let pool = this.freePools[arena];
    if (pool !== 0) {
      this.freePools[arena] = this.H[pool + Pool.next];
    } else {
      pool = this.fresh[arena];
      this.fresh[arena] = pool + this.poolWords;
      this.H[pool + Pool.arena] = arena;
      this.H[pool + Pool.sizeClass] = Pool.noClass;
    }
    if (free === 1) {
      const next = this.next[arena];
      this.usable = next;
      if (next !== 0) this.previous[next] = 0;
    }
    return pool;
  }

  /**
   * Takes back a pool without blocks; an arena without pools in use goes back to the pages,
   * unless it is the only usable one (kept against thrashing, as CPython does).
   * CPython: Objects/obmalloc.c insert_to_freepool
   */
  givePool(pool: number): void {
    const { H, next, previous, freeCount, lastWith } = this;
    const arena = H[pool + Pool.arena];
    H[pool + Pool.next] = this.freePools[arena];
    this.freePools[arena] = pool;
    const before = freeCount[arena];
    const last = lastWith[before];
    if (last === arena) {
      const left = previous[arena];
      lastWith[before] = left !== 0 && freeCount[left] === before ? left : 0;
    }
    const free = before + 1;
    freeCount[arena] = free;
    // one that had no free pool stands in no list: it would be the first
    if (free === this.poolsPerArena && (before === 0 ? this.usable : next[arena]) !== 0) {
      if (before !== 0) this.unlink(arena);
      this.dropArena(arena);
      return;
    }
    if (free === 1) {
      next[arena] = this.usable;
      previous[arena] = 0;
      if (this.usable !== 0) previous[this.usable] = arena;
      this.usable = arena;
      if (lastWith[1] === 0) lastWith[1] = arena;
      return;
    }
    if (lastWith[free] === 0) lastWith[free] = arena;
    if (arena === last) return;
    this.unlink(arena);
    const right = next[last];
    previous[arena] = last;
    next[arena] = right;
    if (right !== 0) previous[right] = arena;
    next[last] = arena;
  }

  /**
   * Gives the wholly free arena back that was kept against thrashing, of which there is one at most. For the moments when somebody
   * looks (an explicit full collection, the end of the program).
   */
  trim(): void {
    const arena = this.lastWith[this.poolsPerArena];
    if (arena === 0) return;
    this.lastWith[this.poolsPerArena] = 0;
    this.unlink(arena);
    this.dropArena(arena);
  }

  private unlink(arena: number): void {
    const left = this.previous[arena];
    const right = this.next[arena];
    if (left === 0) this.usable = right;
    else this.next[left] = right;
    if (right !== 0) this.previous[right] = left;
  }

  private dropArena(arena: number): void {
    const base = this.base[arena];
    this.base[arena] = 0;
    this.next[arena] = this.unused;
    this.unused = arena;
    this.count--;
    this.pages.give(base >>> PAGE_SHIFT, (this.arenaWords * 4) / PAGE_BYTES);
  }

  private newArena(): number {
    const page = this.pages.take((this.arenaWords * 4) / PAGE_BYTES, PageKind.pool, this.alignPages);
    if (page === 0) return 0;
    let arena = this.unused;
    if (arena !== 0) this.unused = this.next[arena];
    else {
      arena = this.end++;
      if (arena === this.base.length) this.grow();
    }
    const base = page * PAGE_WORDS;
    this.base[arena] = base;
    this.fresh[arena] = base;
    this.freeCount[arena] = this.poolsPerArena;
    this.freePools[arena] = 0;
    this.next[arena] = 0;
    this.previous[arena] = 0;
    this.usable = arena;
    this.lastWith[this.poolsPerArena] = arena;
    this.takenTotal++;
    if (++this.count > this.highWater) this.highWater = this.count;
    return arena;
  }

  private grow(): void {
    const wider = (column: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(column.length * 2);
      copy.set(column);
      return copy;
    };
    this.base = wider(this.base);
    this.fresh = wider(this.fresh);
    this.freeCount = wider(this.freeCount);
    this.freePools = wider(this.freePools);
    this.next = wider(this.next);
    this.previous = wider(this.previous);
  }
}
