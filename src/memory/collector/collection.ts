/**
 * One collection: its passes in order, each of them a call, so that a stepped collection and an automatic one are the same code.
 * CPython: Modules/gcmodule.c gc_collect_main
 */
import { Gc } from '../layout.ts';
import { clearSlots, contractOf, UntrackKind } from '../type-contract.ts';
import { type CollectorEvents, GcDebug, GENERATIONS, type GenerationStats } from './events.ts';
import { GcList, initList, length, listHead, merge } from './gc-list.ts';
import {
  type CountedHeap,
  deleteGarbage,
  finalizeGarbage,
  handleResurrectedObjects,
  moveLegacyFinalizerReachable,
  moveLegacyFinalizers,
  moveUnreachable,
  subtractRefs,
  untrackSurvivors,
  updateRefs,
} from './passes.ts';

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
  readonly stats: readonly GenerationStats[];
  longLivedPending: number;
  longLivedTotal: number;
  save(op: number): void;
}

/** A collection under way. */
export class Collection {
  /** Objects freed, and objects that legacy finalizers keep. */
  collected = 0;
  uncollectable = 0;
  /** List of the examined generation; survivors go to `old`, which is the same list in a full collection. */
  readonly young: number;
  readonly old: number;
  readonly unreachable = listHead(GcList.unreachable);
  readonly finalizers = listHead(GcList.finalizers);
  readonly stillUnreachable = listHead(GcList.stillUnreachable);
  private readonly full: boolean;

  constructor(
    private readonly heap: CountedHeap,
    private readonly collector: CollectingState,
    readonly generation: number,
  ) {
    this.full = generation === GENERATIONS - 1;
    this.young = collector.lists[generation];
    this.old = this.full ? this.young : collector.lists[generation + 1];
  }

  /** Runs one pass. The passes must be run in the order of PASSES, each once. */
  run(pass: Pass): void {
    const { heap, collector } = this;
    switch (pass) {
      case 'updateRefs':
        this.mergeYounger();
        updateRefs(heap, this.young);
        break;
      case 'subtractRefs':
        subtractRefs(heap, this.young);
        break;
      case 'moveUnreachable':
        this.moveUnreachable();
        break;
      case 'legacyFinalizers':
        this.setLegacyFinalizersAside();
        break;
      case 'weakrefs':
        this.collected += collector.events.handleWeakrefs?.(this.unreachable) ?? 0;
        break;
      case 'finalizers':
        finalizeGarbage(heap, this.unreachable, listHead(GcList.seen));
        break;
      case 'resurrection':
        handleResurrectedObjects(heap, this.unreachable, this.stillUnreachable, this.old, collector.resurrectsWholeSet);
        this.collected += length(heap.H, this.stillUnreachable);
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
    if (collector.debug & GcDebug.stats) collector.events.reportStart?.(generation);
    if (!this.full) collector.counts[generation + 1]++;
    for (let g = 0; g <= generation; g++) collector.counts[g] = 0;
    for (let g = 0; g < generation; g++) merge(this.heap.H, collector.lists[g], young);
  }

  private moveUnreachable(): void {
    const { heap, young } = this;
    initList(heap.H, this.unreachable);
    moveUnreachable(heap, young, this.unreachable);
    untrackSurvivors(heap, young, UntrackKind.always);
    this.promote();
  }

  private promote(): void {
    const { heap, collector, young, old } = this;
    if (this.full) {
      untrackSurvivors(heap, young, UntrackKind.inFullOnly);
      collector.longLivedPending = 0;
      collector.longLivedTotal = length(heap.H, young);
      return;
    }
    if (this.generation === GENERATIONS - 2) collector.longLivedPending += length(heap.H, young);
    merge(heap.H, young, old);
  }

  private setLegacyFinalizersAside(): void {
    const { heap, collector, unreachable, finalizers } = this;
    initList(heap.H, finalizers);
    moveLegacyFinalizers(heap, unreachable, finalizers);
    moveLegacyFinalizerReachable(heap, finalizers);
    if (collector.debug & GcDebug.collectable) this.forEach(unreachable, (op) => collector.events.reportCollectable?.(op));
  }

  private deleteGarbage(): void {
    const { heap, collector } = this;
    const save = collector.debug & GcDebug.saveAll ? (op: number) => collector.save(op) : null;
    deleteGarbage(heap, this.stillUnreachable, this.old, (op) => this.clear(op), save);
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
    this.uncollectable = length(heap.H, finalizers);
    if (debug & GcDebug.uncollectable) this.forEach(finalizers, (op) => events.reportUncollectable?.(op));
    if (debug & GcDebug.stats) events.reportDone?.(this.collected + this.uncollectable, this.uncollectable);
    this.forEach(finalizers, (op) => {
      if (debug & GcDebug.saveAll || contractOf(heap, op).hasLegacyFinalizer?.(op) === true) collector.save(op);
    });
    merge(heap.H, finalizers, this.old);
  }

  private finish(): void {
    const { collector } = this;
    if (this.full) collector.events.clearFreeLists?.();
    const stats = collector.stats[this.generation];
    stats.collections++;
    stats.collected += this.collected;
    stats.uncollectable += this.uncollectable;
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
