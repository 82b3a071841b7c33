/**
 * The cycle collector of a heap: generations, the decision to collect, the order of the passes.
 * CPython: Modules/gcmodule.c
 */
import { State } from '../kernel/state.ts';
import { Gc, GcFlag, Low, Ob, WORD_BYTES } from '../layout.ts';
import { PAGE_BYTES } from '../page-heap.ts';
import { contractOf, hasGcHead, traverse, type Visit } from '../type-contract.ts';
import { Collection, PASSES } from './collection.ts';
import { type CollectionResult, type CollectorEvents, GENERATIONS, type GenerationStats } from './events.ts';
import { append, GcList, initList, length, listHead, merge, remove } from './gc-list.ts';
import { Increments } from './increments.ts';
import { GRANULE_BYTES, Mark } from './marks.ts';
import { type CountedHeap, setMarks } from './passes.ts';
import { HeapError, type ReachabilityLimits, ReachabilityPasses } from './reachability.ts';

export { type CollectionResult, type CollectorEvents, GcDebug, GENERATIONS, type GenerationStats } from './events.ts';

/** The collector of one heap. */
export class Collector {
  collecting = false;
  /** 3.12 and later: an allocation only sets `pending`, the evaluation loop collects. */
  deferred = false;
  pending = false;
  /** 3.8 and earlier: one resurrected object saves the whole unreachable set. */
  resurrectsWholeSet = false;
  /** 3.6: a collection's result counts what it found, before finalizers had their say. */
  countsFound = false;
  /** 3.15: candidates and duration are kept; `now` is a clock in seconds. */
  measures = false;
  now: () => number = () => 0;
  /** Young and old spaces instead of three generations (3.14.0). */
  increments: Increments | null = null;
  /** GcDebug flags. */
  debug = 0;
  /** Collect at every allocation of a GC object (stress). */
  stress = false;
  events: CollectorEvents = {};
  /** Counts since the last collection of the generation below. */
  readonly counts: Int32Array;
  readonly thresholds: Int32Array;
  readonly stats: GenerationStats[] = [];
  /** Survivors of middle collections since the last full one, and of the last full one. */
  longLivedPending = 0;
  longLivedTotal = 0;
  /** Uncollectable objects, one reference each, when the embedder has no list of its own. */
  readonly garbage: number[] = [];
  /** Addresses of the list heads, youngest first. */
  readonly lists: readonly number[] = [listHead(0), listHead(1), listHead(2)];
  readonly permanent = listHead(GcList.permanent);
  /** All list heads, the scratch lists of a running collection included. */
  readonly allLists: readonly number[] = Array.from({ length: GcList.count }, (_, k) => listHead(k));

  readonly reachability: ReachabilityPasses;
  private readonly enabledAt: number;
  /** Whether the unreachable set of the running collection is as moveUnreachable left it: set by an `events.handleWeakrefs` that called nothing. */
  undisturbed = false;

  constructor(
    private readonly heap: CountedHeap,
    limits?: Partial<ReachabilityLimits>,
  ) {
    const state = heap.regions.state;
    this.counts = new Int32Array(heap.buffer, state + WORD_BYTES * State.counts, GENERATIONS);
    this.thresholds = new Int32Array(heap.buffer, state + WORD_BYTES * State.thresholds, GENERATIONS);
    this.thresholds.set([700, 10, 10]);
    this.enabledAt = state / WORD_BYTES + State.enabled;
    this.enabled = true;
    this.reachability = new ReachabilityPasses(heap, limits);
    for (let k = 0; k < GcList.count; k++) initList(heap.H, listHead(k));
    for (let g = 0; g < GENERATIONS; g++) this.stats.push({ collections: 0, collected: 0, uncollectable: 0, candidates: 0, duration: 0 });
  }

  /** Whether collections begin by themselves. */
  get enabled(): boolean {
    return this.heap.H[this.enabledAt] !== 0;
  }

  set enabled(on: boolean) {
    this.heap.H[this.enabledAt] = on ? 1 : 0;
  }

  /** Makes a GC object visible to the collector. CPython: _PyObject_GC_TRACK */
  track(op: number): void {
    if (this.heap.H[op + Gc.next] !== 0) throw new HeapError(`object ${op} is tracked twice`, op);
    append(this.heap.H, op, Low.gcHeads + 4);
    this.heap.marks[op >> 2] = Mark.youngest;
  }

  /** Hides a tracked object from the collector. CPython: _PyObject_GC_UNTRACK */
  untrack(op: number): void {
    const H = this.heap.H;
    remove(H, op);
    H[op + Gc.prev] = 0;
    this.heap.marks[op >> 2] = Mark.none;
  }

  /** Whether a GC object is tracked. Only for objects with a GC head. */
  isTracked(op: number): boolean {
    return this.heap.H[op + Gc.next] !== 0;
  }

  /** Generation of an object, -1 when it is not tracked, frozen, garbage of a running collection, or has no GC head. */
  generationOf(op: number): number {
    const code = this.heap.marks[op >> 2] & Mark.codeMask;
    return code < Mark.unreachable ? code - Mark.youngest : -1;
  }

  /** Whether the finalizer of a GC object has run. */
  isFinalized(op: number): boolean {
    return (this.heap.H[op + Gc.prevFlags] & GcFlag.finalized) !== 0;
  }

  /** During a collection: whether a GC object belongs to the unreachable set. */
  isCollecting(op: number): boolean {
    return (this.heap.marks[op >> 2] & Mark.codeMask) >= Mark.unreachable;
  }

  /** Called for each GC object that the allocator hands out; may collect. */
  noteAllocation(): void {
    if (++this.counts[0] > this.thresholds[0]) this.trigger();
    else if (this.stress) this.collectForStress();
  }

  /** Called for each GC object that goes back to the allocator. */
  noteFree(): void {
    if (this.counts[0] > 0) this.counts[0]--;
  }

  /**
   * gc.collect: collects a generation and the younger ones, whether enabled or not; returns the
   * number of unreachable objects found, 0 when a collection is running. RangeError when there is no such generation.
   */
  collect(generation: number = GENERATIONS - 1): number {
    if (this.lists[generation] === undefined) throw new RangeError(`no generation ${generation}`);
    if (this.collecting) return 0;
    this.collecting = true;
    try {
      return this.collectWithEvents(generation);
    } finally {
      this.collecting = false;
    }
  }

  /** From now on the heap has a young and an old space; for a heap that was never collected. */
  useIncrements(visitRoots: (visit: Visit) => void): void {
    this.increments = new Increments(this.heap, this, visitRoots);
    this.reachability.usesNextFlags = true;
  }

  /** A full collection without start and stop events (shutdown). CPython: _PyGC_CollectNoFail */
  collectQuietly(): number {
    if (this.collecting) return 0;
    this.collecting = true;
    try {
      const { collected, uncollectable } = this.collectGeneration(GENERATIONS - 1);
      return collected + uncollectable;
    } finally {
      this.collecting = false;
    }
  }

  /**
   * Collects the oldest generation whose count is above its threshold, if any. The evaluation loop
   * calls it when `pending` is set. CPython: gc_collect_generations
   */
  collectGenerations(): number {
    this.pending = false;
    if (this.collecting || (this.deferred && !this.enabled)) return 0;
    if (this.increments !== null) return this.collect(1);
    for (let g = GENERATIONS - 1; g >= 0; g--) {
      if (this.counts[g] <= this.thresholds[g]) continue;
      // full collections only when a quarter more has accumulated: else building is quadratic
      if (g === GENERATIONS - 1 && this.longLivedPending < Math.floor(this.longLivedTotal / 4)) continue;
      return this.collect(g);
    }
    return 0;
  }

  /** Moves everything tracked to the permanent generation. CPython: gc.freeze */
  freeze(): void {
    for (let g = 0; g < GENERATIONS; g++) {
      setMarks(this.heap, this.lists[g], Mark.none);
      merge(this.heap.H, this.lists[g], this.permanent);
      this.counts[g] = 0;
    }
  }

  /** CPython: gc.unfreeze */
  unfreeze(): void {
    setMarks(this.heap, this.permanent, Mark.youngest + GENERATIONS - 1);
    merge(this.heap.H, this.permanent, this.lists[GENERATIONS - 1]);
  }

  freezeCount(): number {
    return length(this.heap.H, this.permanent);
  }

  /** Bytes of the mark table that stand for memory in use: what the collector costs beside the objects' heads. */
  tableBytes(): number {
    const { usedPages, firstPage } = this.heap.pages;
    return ((usedPages + firstPage) * PAGE_BYTES) / GRANULE_BYTES;
  }

  /** Number of tracked objects of a generation. */
  generationSize(generation: number): number {
    return length(this.heap.H, this.lists[generation]);
  }

  /** Addresses (borrowed) of the tracked objects of one generation or of all, youngest first. */
  getObjects(generation?: number): number[] {
    const H = this.heap.H;
    const found: number[] = [];
    for (const list of generation === undefined ? this.lists : [this.lists[generation]]) {
      for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) found.push(op);
    }
    return found;
  }

  /** Tracked objects (borrowed) that directly refer to one of `targets`. CPython: gc.get_referrers */
  referrers(targets: ReadonlySet<number>): number[] {
    const found: number[] = [];
    let holds = false;
    const visit = (ref: number): void => {
      if (targets.has(ref)) holds = true;
    };
    for (const op of this.getObjects()) {
      holds = false;
      traverse(this.heap, op, visit, true);
      if (holds) found.push(op);
    }
    return found;
  }

  /** What a GC object directly refers to (borrowed, with repetitions). CPython: gc.get_referents */
  referents(op: number): number[] {
    const found: number[] = [];
    if (!hasGcHead(this.heap, op)) return found;
    traverse(this.heap, op, (ref) => found.push(ref), true);
    return found;
  }

  /** Calls `each` for the members of a list; the member may leave the list meanwhile. */
  forEach(list: number, each: (op: number) => void): void {
    const H = this.heap.H;
    let next = 0;
    for (let op = H[list + Gc.next]; op !== list; op = next) {
      next = H[op + Gc.next];
      each(op);
    }
  }

  /**
   * PEP 442: runs the finalizer of an object whose count is 0, once. True when the object was
   * resurrected and must not be freed.
   * CPython: Objects/object.c PyObject_CallFinalizerFromDealloc
   */
  finalizeAtDealloc(op: number): boolean {
    const H = this.heap.H;
    const contract = contractOf(this.heap, op);
    if (contract.finalize === undefined || contract.hasFinalizer?.(op) === false) return false;
    if (hasGcHead(this.heap, op)) {
      if (H[op + Gc.prevFlags] & GcFlag.finalized) return false;
      H[op + Gc.prevFlags] |= GcFlag.finalized;
    }
    H[op + Ob.refcnt] = 1;
    contract.finalize(op);
    return --H[op + Ob.refcnt] > 0;
  }

  private request(): void {
    this.pending = true;
    this.events.requested?.();
  }

  private trigger(): void {
    if (!this.enabled || this.thresholds[0] === 0 || this.collecting) return;
    if (this.events.mayCollect?.() === false) return;
    if (this.deferred) this.request();
    else this.collectGenerations();
  }

  private collectForStress(): void {
    if (!this.enabled || this.collecting || this.events.mayCollect?.() === false) return;
    if (this.deferred) this.request();
    else this.collect();
  }

  private collectWithEvents(generation: number): number {
    this.events.start?.(generation);
    const found = this.collectGeneration(generation);
    this.events.stop?.(generation, found);
    return found.collected + found.uncollectable;
  }

  /** All passes of one collection. CPython: gc_collect_main */
  private collectGeneration(generation: number): CollectionResult {
    if (this.increments !== null) return this.collectSpaces(this.increments, generation);
    return this.examine(new Collection(this.heap, this, generation));
  }

  private examine(collection: Collection): CollectionResult {
    for (const pass of PASSES) {
      collection.run(pass);
      this.events.passed?.(pass, collection);
    }
    return collection;
  }

  /** A collection where there are a young and an old space. CPython: gc_collect_main of 3.14.0 */
  private collectSpaces(increments: Increments, generation: number): CollectionResult {
    if (generation === GENERATIONS - 1) {
      const found = this.examine(new Collection(this.heap, this, generation));
      increments.endFull();
      return found;
    }
    const old = this.lists[2];
    if (generation === 0) increments.youngCollections++;
    else if (!increments.selectIncrement()) return { collected: 0, uncollectable: 0, candidates: 0, duration: 0 };
    const last = this.heap.H[old + Gc.prev];
    const found = this.examine(new Collection(this.heap, this, 1, generation));
    if (generation === 0) increments.visitFrom(last);
    else increments.endIncrement(last);
    return found;
  }

  /** Keeps an object for gc.garbage, with a reference of its own. */
  save(op: number): void {
    if (this.events.saveGarbage !== undefined) {
      this.events.saveGarbage(op);
      return;
    }
    this.heap.H[op + Ob.refcnt]++;
    this.garbage.push(op);
  }
}
