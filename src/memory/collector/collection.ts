/**
 * One collection: its passes in order, each of them a call, so that a stepped collection and an automatic one are the same code.
 * CPython: Modules/gcmodule.c gc_collect_main
 */
import { Gc } from '../layout.ts';
import { clearSlots, contractOf, LayoutFlag } from '../type-contract.ts';
import { type CollectorEvents, GcDebug, GENERATIONS, type GenerationStats } from './events.ts';
import { GcList, initList, isEmpty, length, listHead, merge } from './gc-list.ts';
import { Mark } from './marks.ts';
import {
  type CountedHeap,
  deleteGarbage,
  finalizeGarbage,
  hasFinalizers,
  moveLegacyFinalizerReachable,
  moveLegacyFinalizers,
  setMarks,
  untrackSurvivors,
} from './passes.ts';
import { dieQuietly } from './quiet-death.ts';
import type { ReachabilityPasses } from './reachability.ts';

/** The passes in the order in which they run. */
export const PASSES = [
  'updateRefs',
  'subtractRefs',
  'moveUnreachable',
  'legacyFinalizers',
  'weakrefs',
  'finalizers',
  'resurrection',
  'clear',
] as const;

export type Pass = (typeof PASSES)[number];

/** What a collection reads and writes of its collector. */
export interface CollectingState {
  readonly lists: readonly number[];
  readonly counts: Int32Array;
  readonly debug: number;
  readonly events: CollectorEvents;
  readonly resurrectsWholeSet: boolean;
  readonly countsFound: boolean;
  readonly measures: boolean;
  readonly now: () => number;
  readonly stats: readonly GenerationStats[];
  readonly reachability: ReachabilityPasses;
  undisturbed: boolean;
  longLivedPending: number;
  longLivedTotal: number;
  save(op: number): void;
}

/** A collection under way. */
export class Collection {
  /** Objects freed, and objects that legacy finalizers keep. */
  collected = 0;
  uncollectable = 0;
  /** See CollectionResult. */
  candidates = 0;
  duration = 0;
  /** List of the examined generation; survivors go to `old`, which is the same list in a full collection. */
  readonly young: number;
  readonly old: number;
  readonly unreachable = listHead(GcList.unreachable);
  readonly finalizers = listHead(GcList.finalizers);
  readonly stillUnreachable = listHead(GcList.stillUnreachable);
  private readonly full: boolean;
  /** The mark of survivors. */
  private readonly survivorCode: number;
  private unreachableCount = 0;
  private readonly began: number;

  constructor(
    private readonly heap: CountedHeap,
    private readonly collector: CollectingState,
    readonly generation: number,
    /** What the statistics and texts call it. */
    private readonly reported: number = generation,
  ) {
    this.began = collector.measures ? collector.now() : 0;
    this.full = generation === GENERATIONS - 1;
    this.survivorCode = Mark.youngest + Math.min(generation + 1, GENERATIONS - 1);
    this.young = collector.lists[generation];
    this.old = this.full ? this.young : collector.lists[generation + 1];
  }

  /** Runs one pass. The passes must be run in the order of PASSES, each once. */
  run(pass: Pass): void {
    const { heap, collector } = this;
    const { reachability } = collector;
    switch (pass) {
      case 'updateRefs':
        this.mergeYounger();
        reachability.updateRefs(this.young, Mark.youngest, Mark.youngest + this.generation, this.survivorCode, Mark.unreachable);
        break;
      case 'subtractRefs':
        reachability.subtractRefs();
        break;
      case 'moveUnreachable':
        reachability.moveUnreachable(this.unreachable);
        this.unreachableCount = reachability.unreachableCount;
        if (collector.measures) this.candidates = reachability.members + this.unreachableCount;
        this.promote(reachability.members);
        break;
      case 'legacyFinalizers':
        this.setLegacyFinalizersAside();
        break;
      case 'weakrefs':
        if (collector.countsFound) this.collected = this.unreachableCount;
        collector.undisturbed = collector.events.handleWeakrefs === undefined;
        if (!isEmpty(heap.H, this.unreachable)) this.collected += collector.events.handleWeakrefs?.(this.unreachable) ?? 0;
        // the lines of the debug flags may have gone to a stream of the program's own
        if (collector.debug !== 0) collector.undisturbed = false;
        break;
      case 'finalizers':
        if (!hasFinalizers(heap, this.unreachable)) break;
        collector.undisturbed = false;
        finalizeGarbage(heap, this.unreachable, listHead(GcList.seen));
        break;
      case 'resurrection':
        this.handleResurrected();
        break;
      case 'clear':
        this.deleteGarbage();
        this.keepUncollectable();
        this.finish();
        break;
    }
  }

  private mergeYounger(): void {
    const { collector, generation, young } = this;
    if (collector.debug & GcDebug.stats) collector.events.reportStart?.(this.reported);
    if (!this.full) collector.counts[generation + 1]++;
    for (let g = 0; g <= generation; g++) collector.counts[g] = 0;
    for (let g = 0; g < generation; g++) merge(this.heap.H, collector.lists[g], young);
  }

  /** Survivors, `count` of them, grow older, and some leave the collector. */
  private promote(count: number): void {
    const { heap, collector, young, old } = this;
    const { flags } = collector.reachability;
    const left = (flags & LayoutFlag.untracks) === 0 ? 0 : untrackSurvivors(heap, young, LayoutFlag.untracks);
    if (this.full) {
      collector.longLivedPending = 0;
      collector.longLivedTotal = count - left;
      if ((flags & LayoutFlag.untracksInFull) !== 0) collector.longLivedTotal -= untrackSurvivors(heap, young, LayoutFlag.untracksInFull);
      return;
    }
    if (this.generation === GENERATIONS - 2) collector.longLivedPending += count - left;
    merge(heap.H, young, old);
  }

  private setLegacyFinalizersAside(): void {
    const { heap, collector, unreachable, finalizers, survivorCode } = this;
    let moved = moveLegacyFinalizers(heap, unreachable, finalizers, survivorCode);
    if (moved > 0) moved += moveLegacyFinalizerReachable(heap, finalizers, survivorCode);
    this.unreachableCount -= moved;
    this.uncollectable = moved;
    if (collector.debug & GcDebug.collectable) this.forEach(unreachable, (op) => collector.events.reportCollectable?.(op));
  }

  /**
   * After finalizers and callbacks: what became reachable again joins `old`, the rest is `stillUnreachable`. Nothing can have become
   * reachable when no code ran. CPython: handle_resurrected_objects
   */
  private handleResurrected(): void {
    const { heap, collector, unreachable, stillUnreachable, old, survivorCode } = this;
    const H = heap.H;
    initList(H, stillUnreachable);
    if (collector.undisturbed) {
      merge(H, unreachable, stillUnreachable);
      if (!collector.countsFound) this.collected += this.unreachableCount;
      return;
    }
    const { reachability } = collector;
    setMarks(heap, unreachable, Mark.unreachable);
    reachability.updateRefs(unreachable, Mark.unreachable, Mark.unreachable, survivorCode, Mark.stillUnreachable);
    reachability.subtractRefs();
    reachability.moveUnreachable(stillUnreachable);
    // in 3.8 and earlier one resurrected object saves all
    if (collector.resurrectsWholeSet && !isEmpty(H, unreachable)) {
      setMarks(heap, stillUnreachable, survivorCode);
      merge(H, stillUnreachable, unreachable);
    }
    merge(H, unreachable, old);
    if (!collector.countsFound) this.collected += length(H, stillUnreachable);
  }

  private deleteGarbage(): void {
    const { heap, collector } = this;
    if (!isEmpty(heap.H, this.stillUnreachable)) collector.events.clearLateWeakrefs?.(this.stillUnreachable);
    if (collector.undisturbed && heap.ownDealloc && this.unreachableCount > 0) {
      // they need not be taken off the count of young objects: the collection began by setting it to 0, and nothing has run since
      if (dieQuietly(heap, collector.reachability.kernel, this.stillUnreachable, this.full)) return;
    }
    const save = collector.debug & GcDebug.saveAll ? (op: number) => collector.save(op) : null;
    deleteGarbage(heap, this.stillUnreachable, this.old, this.survivorCode, (op) => this.clear(op), save);
  }

  /** tp_clear: the contract's own or the generated one. */
  private clear(op: number): void {
    const contract = contractOf(this.heap, op);
    if (contract.clear !== undefined) contract.clear(op);
    else clearSlots(this.heap, op, false);
  }

  /** CPython: handle_legacy_finalizers */
  private keepUncollectable(): void {
    const { heap, collector, finalizers } = this;
    const { debug, events } = collector;
    if (debug & GcDebug.uncollectable) this.forEach(finalizers, (op) => events.reportUncollectable?.(op));
    if (debug & GcDebug.stats) events.reportDone?.(this.collected + this.uncollectable, this.uncollectable);
    this.forEach(finalizers, (op) => {
      if (debug & GcDebug.saveAll || contractOf(heap, op).hasLegacyFinalizer?.(op) === true) collector.save(op);
    });
    merge(heap.H, finalizers, this.old);
  }

  private finish(): void {
    const { collector } = this;
    if (this.full) {
      collector.events.clearFreeLists?.();
      this.heap.dropSpares();
    }
    const stats = collector.stats[this.reported];
    stats.collections++;
    stats.collected += this.collected;
    stats.uncollectable += this.uncollectable;
    if (!collector.measures) return;
    this.duration = collector.now() - this.began;
    stats.candidates += this.candidates;
    stats.duration += this.duration;
  }

  private forEach(list: number, each: (op: number) => void): void {
    const H = this.heap.H;
    let next = 0;
    for (let op = H[list + Gc.next]; op !== list; op = next) {
      next = H[op + Gc.next];
      each(op);
    }
  }
}
