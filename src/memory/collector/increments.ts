/**
 * Young and old spaces, collected in increments: how 3.14.0 to 3.14.4 choose what to examine. The passes are those of every collection.
 *
 *   lists[0]  young
 *   lists[1]  the increment; empty outside a collection
 *   lists[2]  old: what is pending in this cycle first, what it has visited behind; word Gc.nextFlags of an object says in which space it is
 *
 * An increment takes the young objects and, from the head of the old list, pending ones with all pending ones they reach, as many as the
 * allocations since the last one are worth. Survivors are appended, visited. When nothing is pending the spaces change names and a cycle
 * begins anew: what the roots reach is visited at once.
 *
 * CPython: Python/gc.c at 3.14.0: gc_collect_young, gc_collect_increment, mark_at_start, assess_work_to_do
 */
import { Gc } from '../layout.ts';
import { type TypedHeap, traverse, type Visit } from '../type-contract.ts';
import { isEmpty, length, move } from './gc-list.ts';
import { Mark } from './marks.ts';

/** A tenth of the heap for each `threshold1` increments. CPython: SCAN_RATE_DIVISOR */
const SCAN_RATE = 10;

/** What the choice reads of its collector. */
export interface IncrementalState {
  readonly lists: readonly number[];
  readonly counts: Int32Array;
  readonly thresholds: Int32Array;
}

const PENDING_MARK = Mark.youngest + 2;
const INCREMENT_MARK = Mark.youngest + 1;

/** The state between increments. */
export class Increments {
  /** What increments have still to examine; negative: the last one did more than its share. */
  private work = 0;
  /** Space id of visited objects; the pending ones have the other. */
  private visited = 0;
  /** A cycle begins with marking from the roots. */
  private marking = true;
  /** Young objects are collected into the old space so many times. */
  youngCollections = 0;

  constructor(
    private readonly heap: TypedHeap,
    private readonly collector: IncrementalState,
    /** Visits what is alive without doubt. */
    private readonly visitRoots: (visit: Visit) => void,
  ) {}

  /** gc.get_count. */
  counts(): [number, number, number] {
    return [this.collector.counts[0], this.youngCollections, 0];
  }

  /** Prepares the list of an increment; false when there is nothing to examine now. */
  selectIncrement(): boolean {
    this.work += this.assessWork();
    if (this.work < 0) return false;
    if (this.marking) {
      this.work -= this.markFromRoots();
      this.marking = false;
      return false;
    }
    const { heap, collector } = this;
    const { H } = heap;
    const [young, increment, old] = collector.lists;
    this.work -= this.markFromRoots();
    let size = length(H, young);
    while (size < this.work && !isEmpty(H, old)) {
      const op = H[old + Gc.next];
      if (H[op + Gc.nextFlags] === this.visited) break;
      this.take(op, increment);
      size += 1 + this.takeReachable(op, increment);
    }
    this.work -= size;
    return true;
  }

  /** After an increment: survivors are the last of the old list. */
  endIncrement(survivorsBefore: number): void {
    this.visitFrom(survivorsBefore);
    const { H } = this.heap;
    const old = this.collector.lists[2];
    if (isEmpty(H, old) || H[H[old + Gc.next] + Gc.nextFlags] === this.visited) this.completeCycle();
  }

  /** A full collection examined everything: all is pending from now on. */
  endFull(): void {
    this.youngCollections = 0;
    this.visitFrom(this.collector.lists[2]);
    this.completeCycle();
  }

  /** Notes the objects behind `before` in the old list as visited. */
  visitFrom(before: number): void {
    const { H } = this.heap;
    const old = this.collector.lists[2];
    for (let op = H[before + Gc.next]; op !== old; op = H[op + Gc.next]) H[op + Gc.nextFlags] = this.visited;
  }

  private completeCycle(): void {
    this.visited ^= 1;
    this.work = 0;
    this.marking = true;
  }

  /** CPython: assess_work_to_do */
  private assessWork(): number {
    const { counts, thresholds, lists } = this.collector;
    const { H } = this.heap;
    const fresh = counts[0];
    const heapSize = length(H, lists[0]) + length(H, lists[2]);
    const scale = Math.max(2, thresholds[1]);
    counts[0] = 0;
    return fresh + Math.min(Math.floor(heapSize / SCAN_RATE / scale), 2 * fresh);
  }

  private take(op: number, increment: number): void {
    const { heap } = this;
    move(heap.H, op, increment);
    heap.marks[op >> 2] = INCREMENT_MARK;
    heap.H[op + Gc.nextFlags] = this.visited;
  }

  /** Takes what an object of the increment reaches in the pending space. CPython: expand_region_transitively_reachable */
  private takeReachable(first: number, increment: number): number {
    const { heap } = this;
    const { H, marks } = heap;
    let taken = 0;
    const visit: Visit = (ref) => {
      if (marks[ref >> 2] !== PENDING_MARK || H[ref + Gc.nextFlags] === this.visited) return;
      this.take(ref, increment);
      taken++;
    };
    // what is taken is appended, so that this walk reaches it
    for (let op = first; op !== increment; op = H[op + Gc.next]) traverse(heap, op, visit, true);
    return taken;
  }

  /** Moves what the roots reach in the pending space behind the visited objects; gives their number. CPython: mark_at_start, mark_stacks */
  private markFromRoots(): number {
    const { heap, collector } = this;
    const { H, marks } = heap;
    const old = collector.lists[2];
    const stack: number[] = [];
    let marked = 0;
    const visit: Visit = (ref) => {
      if (marks[ref >> 2] !== PENDING_MARK || H[ref + Gc.nextFlags] === this.visited) return;
      move(H, ref, old);
      H[ref + Gc.nextFlags] = this.visited;
      marked++;
      stack.push(ref);
    };
    this.visitRoots((ref, slot) => {
      visit(ref, slot);
      // a root that is no old object may hold some
      if (marks[ref >> 2] === Mark.youngest) traverse(heap, ref, visit, true);
    });
    for (let op = stack.pop(); op !== undefined; op = stack.pop()) traverse(heap, op, visit, true);
    return marked;
  }
}
