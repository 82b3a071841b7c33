/** Types for the tests of this folder: a node, a list, a tuple, a leaf. */
import { audit, auditLines } from './audit.ts';
import { Heap, type HeapOptions } from './heap.ts';
import { Ob } from './layout.ts';
import type { TypeContract } from './type-contract.ts';
import { verify } from './verify.ts';

/** Small pools and arenas: the rare paths are taken all the time. */
export const TINY: HeapOptions = {
  reserveBytes: 64 * 1024 * 1024,
  pymalloc: { poolBytes: 512, arenaBytes: 4096 },
  segmentBytes: 16 * 1024,
  staticEnd: 2048,
};

/** So many random programs; mutation testing, which runs them thousands of times, asks for a share with TEST_SHARE. */
export function programs(n: number): number {
  return Math.max(1, Math.round(n * Number(process.env.TEST_SHARE ?? 1)));
}

const NODE_SLOTS = 3;

/** A heap with variables (roots) and a few types. */
export class TestHeap {
  readonly heap: Heap;
  readonly node: number;
  readonly list: number;
  readonly tuple: number;
  readonly leaf: number;
  /** Addresses whose finalizer ran, in order. */
  readonly finalized: number[] = [];
  /** Called by the finalizer of nodes. */
  onFinalize: (op: number) => void = () => {};
  readonly blocksAtStart: number;
  /** First root slot, and how many. */
  readonly vars = 1024;
  readonly varCount = 64;

  constructor(options: Partial<HeapOptions> = {}) {
    this.heap = new Heap({ ...TINY, ...options });
    const { heap } = this;
    heap.H.fill(0, this.vars, this.vars + 2 * this.varCount);
    heap.roots.addRange(heap.H, 'variables', this.vars, this.varCount, (i) => `variable ${i}`);
    const define = (contract: TypeContract, bytes: number): number => heap.defineType(contract, bytes);
    this.node = define(
      {
        name: 'node',
        gc: true,
        visitsType: true,
        slots: Array.from({ length: NODE_SLOTS }, (_, i) => ({ at: 4 + 2 * i, label: `field ${i}` })),
        finalize: (op) => {
          this.finalized.push(op);
          this.onFinalize(op);
        },
      },
      16 + 8 * NODE_SLOTS,
    );
    this.list = define({ name: 'list', gc: true, slots: [], indirect: { pointer: 6, count: 4, label: (i) => `item ${i}` } }, 32);
    this.tuple = define({ name: 'tuple', gc: true, slots: [], items: { at: 6, label: (i) => `item ${i}`, keep: true } }, 24 + 8 * 4);
    this.leaf = define({ name: 'leaf', gc: false, slots: [] }, 24);
    this.blocksAtStart = heap.allocatedBlocks();
  }

  /** Stores an owned reference in a variable. */
  setVar(i: number, op: number): void {
    this.heap.setSlot(this.vars + 2 * i, op);
  }

  getVar(i: number): number {
    return this.heap.H[this.vars + 2 * i];
  }

  /** Stores a new reference to `target` in a field of a node. */
  setField(op: number, field: number, target: number): void {
    if (target !== 0) this.heap.incref(target);
    this.heap.setSlot(op + 4 + 2 * field, target);
  }

  /** Appends a new reference to a list; false when out of memory. */
  append(list: number, target: number): boolean {
    const { heap } = this;
    const n = heap.H[list + Ob.size];
    const block = heap.realloc(heap.H[list + 6], (n + 1) * 8);
    if (block === 0) return false;
    heap.H[list + 6] = block;
    heap.H[block + 2 * n] = target;
    heap.H[block + 2 * n + 1] = 0;
    heap.H[list + Ob.size] = n + 1;
    heap.incref(target);
    return true;
  }

  /** A tuple of up to 4 items; owned. */
  makeTuple(...items: number[]): number {
    const { heap } = this;
    const op = heap.newObject(this.tuple);
    if (op === 0) return 0;
    for (const [i, item] of items.entries()) {
      heap.incref(item);
      heap.H[op + 6 + 2 * i] = item;
    }
    heap.H[op + Ob.size] = items.length;
    return op;
  }

  /** A ring of nodes (or of another type with a slot at its first body word), held by nothing; returns its members. */
  makeRing(n: number, type = this.node): number[] {
    const { heap } = this;
    const ring = Array.from({ length: n }, () => heap.newObject(type));
    for (let i = 0; i < n; i++) this.setField(ring[i], 0, ring[(i + 1) % n]);
    for (const op of ring) heap.decref(op);
    return ring;
  }

  /** What is wrong with the heap; `kept`: objects that something beside roots and objects holds. */
  problems(kept: readonly number[] = []): string[] {
    return [...verify(this.heap), ...auditLines(audit(this.heap, { ignore: (op) => kept.includes(op) }))];
  }
}
