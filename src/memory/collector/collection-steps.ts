/**
 * A collection run pass by pass, with what the collector knows of each object readable between the passes: for verifiers, and for
 * views that explain a collection. It is a real collection: at the end the garbage is gone.
 */
import type { Heap } from '../heap.ts';
import { Gc, Ob } from '../layout.ts';
import { Collection, PASSES, type Pass } from './collection.ts';

/**
 * Where an object stands:
 *   examined       its references are being counted
 *   reachable      held from outside the examined generation, or reached from such an object: it stays
 *   tentative      nothing that is known to be reachable leads to it
 *   uncollectable  garbage that a legacy finalizer keeps
 *   unreachable    garbage, about to be cleared
 *   freed          gone (or no longer tracked)
 *   outside        not part of this collection
 */
export type Standing = 'examined' | 'reachable' | 'tentative' | 'uncollectable' | 'unreachable' | 'freed' | 'outside';

/** An object between two passes. */
export interface ObjectState {
  /** Word address (borrowed). */
  address: number;
  standing: Standing;
  /** Its reference count now, 0 once it is freed. */
  count: number;
  /**
   * References not yet explained by members of the examined generation (CPython's gc_refs): the count after updateRefs, what is left
   * of it after subtractRefs; null when the pass that ran last keeps none.
   */
  remaining: number | null;
}

/** Steps through one collection. Nothing may allocate or run in the heap between two steps. */
export class CollectionSteps {
  private readonly collection: Collection;
  private done = 0;
  private addresses: number[] = [];
  private tentative = new Set<number>();

  /**
   * Begins a collection of `generation` (default: all) and the younger ones; runs no pass yet.
   * Throws Error when a collection is running. The heap's collector is busy until the last step, or `finish`.
   */
  constructor(
    private readonly heap: Heap,
    readonly generation: number = heap.gc.lists.length - 1,
  ) {
    if (heap.gc.collecting) throw new Error('a collection is running');
    if (heap.gc.lists[generation] === undefined) throw new RangeError(`no generation ${generation}`);
    heap.gc.collecting = true;
    this.collection = new Collection(heap, heap.gc, generation);
  }

  /** The pass that `step` would run, null at the end. */
  get next(): Pass | null {
    return PASSES[this.done] ?? null;
  }

  /** The pass that ran last, null at the beginning. */
  get last(): Pass | null {
    return PASSES[this.done - 1] ?? null;
  }

  /** Objects freed so far as the collector counts them (known after 'resurrection'), and those it could not free. */
  get result(): { collected: number; uncollectable: number } {
    return { collected: this.collection.collected, uncollectable: this.collection.uncollectable };
  }

  /** Runs the next pass and returns its name; null when there is none left. */
  step(): Pass | null {
    const pass = this.next;
    if (pass === null) return null;
    this.done++;
    try {
      this.collection.run(pass);
    } finally {
      if (this.next === null) this.heap.gc.collecting = false;
    }
    if (pass === 'updateRefs') this.addresses = this.list(this.collection.young);
    if (pass === 'moveUnreachable') this.tentative = new Set(this.list(this.collection.unreachable));
    return pass;
  }

  /** Runs all passes up to and including `pass`, or to the end. */
  finish(pass?: Pass): void {
    while (this.last !== pass && this.step() !== null);
  }

  /** The examined objects, in the order of the generation's list when the collection began; empty before the first pass. */
  members(): ObjectState[] {
    const alive = this.alive();
    return this.addresses.map((op) => this.describe(op, alive));
  }

  /** One object. `op` must be the address of an object, or of one that this collection examined. */
  state(op: number): ObjectState {
    if (!this.addresses.includes(op)) return { address: op, standing: 'outside', count: this.heap.H[op + Ob.refcnt], remaining: null };
    return this.describe(op, this.alive());
  }

  private describe(op: number, alive: ReadonlyMap<number, number>): ObjectState {
    const { H } = this.heap;
    const list = alive.get(op);
    if (list === undefined && this.tentative.has(op)) return { address: op, standing: 'freed', count: 0, remaining: null };
    const counting = this.last === 'updateRefs' || this.last === 'subtractRefs';
    const remaining = counting ? this.heap.gc.reachability.remaining(op) : null;
    return { address: op, standing: this.standing(list), count: H[op + Ob.refcnt], remaining };
  }

  private standing(list: number | undefined): Standing {
    const { collection } = this;
    if (this.last === 'updateRefs' || this.last === 'subtractRefs') return 'examined';
    if (list === collection.finalizers) return 'uncollectable';
    if (list === collection.stillUnreachable) return 'unreachable';
    return list === collection.unreachable ? 'tentative' : 'reachable';
  }

  /** Members of the lists of this collection, each with its list. */
  private alive(): Map<number, number> {
    const { young, old, unreachable, finalizers, stillUnreachable } = this.collection;
    const found = new Map<number, number>();
    for (const list of [young, old, unreachable, finalizers, stillUnreachable]) for (const op of this.list(list)) found.set(op, list);
    return found;
  }

  private list(list: number): number[] {
    const { H } = this.heap;
    const found: number[] = [];
    for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) found.push(op);
    return found;
  }
}
