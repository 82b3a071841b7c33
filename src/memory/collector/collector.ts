/**
 * The cycle collector: generations, thresholds, the decision to collect.
 * CPython: Modules/gcmodule.c
 */
import type { Allocator } from "../allocator.ts";
import { Gc, GcFlag, Low, Ob } from "../layout.ts";
import { contractOf, hasGcHead, type TypedHeap } from "../type-contract.ts";
import { append, initList, isEmpty, length, merge, remove } from "./gc-list.ts";

/** What the collector needs of a heap. */
export interface CollectedHeap extends Allocator, TypedHeap {
  dealloc: (op: number) => void;
  decref(op: number): void;
}

export const GENERATIONS = 3;

const head = (k: number): number => Low.gcHeads + 4 * (k + 1);

/** The collector of one heap. */
export class Collector {
  enabled = true;
  collecting = false;
  /** 3.12 and later: allocation sets `pending` instead of collecting. */
  deferred = false;
  pending = false;
  /** Counts since the last collection of the generation below. */
  readonly counts = new Int32Array(GENERATIONS);
  readonly thresholds = new Int32Array([700, 10, 10]);
  /** Addresses of the list heads, youngest first. */
  readonly lists = [head(0), head(1), head(2)];
  readonly permanent = head(3);

  constructor(private readonly heap: CollectedHeap) {
    for (let k = 0; k < 8; k++) initList(heap.H, head(k));
  }

  /** Makes a GC object visible to the collector. CPython: _PyObject_GC_TRACK */
  track(op: number): void {
    append(this.heap.H, op, Low.gcHeads + 4);
  }

  /** Hides a tracked object from the collector. CPython: _PyObject_GC_UNTRACK */
  untrack(op: number): void {
    const H = this.heap.H;
    remove(H, op);
    H[op + Gc.prev] = 0;
    H[op + Gc.prevFlags] &= GcFlag.finalized;
  }

  /** Whether a GC object is tracked. Only for objects with a GC head. */
  isTracked(op: number): boolean {
    return this.heap.H[op + Gc.next] !== 0;
  }

  /** Called for each GC object that the allocator hands out. */
  noteAllocation(): void {
    const n = ++this.counts[0];
    if (n > this.thresholds[0]) this.trigger();
  }

  /** Called for each GC object that goes back to the allocator. */
  noteFree(): void {
    if (this.counts[0] > 0) this.counts[0]--;
  }

  private trigger(): void {
    if (!this.enabled || this.thresholds[0] === 0 || this.collecting) return;
    this.pending = true;
  }

  /** Full or partial collection; returns the number of unreachable objects found. */
  collect(_generation = GENERATIONS - 1): number {
    return 0;
  }

  /** Moves everything tracked to the permanent generation. */
  freeze(): void {
    for (let g = 0; g < GENERATIONS; g++) {
      merge(this.heap.H, this.lists[g], this.permanent);
      this.counts[g] = 0;
    }
  }

  unfreeze(): void {
    merge(this.heap.H, this.permanent, this.lists[GENERATIONS - 1]);
  }

  freezeCount(): number {
    return isEmpty(this.heap.H, this.permanent) ? 0 : length(this.heap.H, this.permanent);
  }

  /**
   * PEP 442: runs tp_finalize of an object whose count is 0, once. True when it was resurrected.
   * CPython: Objects/object.c PyObject_CallFinalizerFromDealloc
   */
  finalizeAtDealloc(op: number): boolean {
    const H = this.heap.H;
    const contract = contractOf(this.heap, op);
    if (hasGcHead(this.heap, op)) {
      if (H[op + Gc.prevFlags] & GcFlag.finalized) return false;
      H[op + Gc.prevFlags] |= GcFlag.finalized;
    }
    H[op + Ob.refcnt] = 1;
    contract.finalize?.(op);
    return --H[op + Ob.refcnt] > 0;
  }
}
