import { describe, expect, it } from 'vitest';
import { Gc, Low } from '../layout.ts';
import { TestHeap } from '../test-types.ts';
import type { TypeContract } from '../type-contract.ts';

const NEXT = [{ at: 4, label: 'next' }];

/** A type of records with one slot. */
function define(t: TestHeap, more: Partial<TypeContract>): number {
  return t.heap.defineType({ name: 'record', gc: true, slots: NEXT, ...more }, 24);
}

describe('finalizers of garbage', () => {
  it('run for the objects that have one, each held meanwhile', () => {
    const t = new TestHeap();
    const { heap } = t;
    const without = new Set<number>();
    const seen: number[][] = [];
    const kind = define(t, { finalize: (op) => seen.push([op, heap.H[op]]), hasFinalizer: (op) => !without.has(op) });
    const ring = t.makeRing(3, kind);
    without.add(ring[1]);
    const others = t.makeRing(2, define(t, {}));
    expect(heap.gc.collect()).toBe(ring.length + others.length);
    expect(seen).toEqual([
      [ring[0], 2],
      [ring[2], 2],
    ]);
    expect(t.problems()).toEqual([]);
  });

  it('are not run where no object has one left to run', () => {
    const t = new TestHeap();
    const asked: number[] = [];
    const seen: number[] = [];
    const kind = define(t, {
      finalize: (op) => seen.push(op),
      hasFinalizer: (op) => {
        asked.push(op);
        return false;
      },
    });
    const ring = t.makeRing(2, kind);
    expect(t.heap.gc.collect()).toBe(2);
    expect(asked).toEqual(expect.arrayContaining(ring));
    expect(seen).toEqual([]);
    expect(t.heap.allocatedBlocks()).toBe(t.blocksAtStart + 1);
  });

  it('run once, also when the object is garbage again and dies by its count at last', () => {
    const t = new TestHeap();
    const [op] = t.makeRing(1);
    t.onFinalize = () => {
      t.heap.incref(op);
      t.setVar(0, op);
    };
    expect(t.heap.gc.collect()).toBe(0);
    t.setField(op, 0, 0);
    t.setVar(0, 0);
    expect(t.finalized).toEqual([op]);
    expect(t.heap.allocatedBlocks()).toBe(t.blocksAtStart);
  });

  it('may free other members of the garbage', () => {
    const t = new TestHeap();
    const ring = t.makeRing(4);
    t.onFinalize = (op) => {
      // the ring is opened: the rest of it goes at once, and the first as soon as its finalizer is over
      if (op === ring[0]) t.setField(ring[1], 0, 0);
    };
    expect(t.heap.gc.collect()).toBe(0);
    expect(new Set(t.finalized)).toEqual(new Set(ring));
    expect(t.finalized.length).toBe(4);
    expect(t.heap.allocatedBlocks()).toBe(t.blocksAtStart);
  });
});

describe('a finalizer of an object that dies by its count', () => {
  it('is not asked for when the object has none', () => {
    const t = new TestHeap();
    const without = new Set<number>();
    const seen: number[] = [];
    const kind = define(t, { finalize: (op) => seen.push(op), hasFinalizer: (op) => !without.has(op) });
    const [a, b] = [t.heap.newObject(kind), t.heap.newObject(kind)];
    without.add(a);
    t.heap.decref(a);
    t.heap.decref(b);
    expect(seen).toEqual([b]);
    expect(t.heap.gc.finalizeAtDealloc(t.heap.newObject(t.leaf))).toBe(false);
  });

  it('sees the object with one reference, and says whether there are more afterwards', () => {
    const t = new TestHeap();
    const { heap } = t;
    const op = heap.newObject(t.node);
    t.setVar(0, op);
    const seen: number[] = [];
    heap.H[op] = 0;
    t.onFinalize = () => {
      seen.push(heap.H[op]);
      heap.incref(op);
    };
    expect([heap.gc.finalizeAtDealloc(op), heap.H[op]]).toEqual([true, 1]);
    heap.H[op] = 0;
    expect([heap.gc.finalizeAtDealloc(op), heap.H[op]]).toEqual([false, 0]);
    expect(seen).toEqual([1]);
    const other = heap.newObject(t.node);
    t.onFinalize = () => {};
    heap.H[other] = 0;
    expect([heap.gc.finalizeAtDealloc(other), heap.H[other], heap.gc.isFinalized(other)]).toEqual([false, 0, true]);
  });

  it('runs as often as it brings an object back that has no GC head to remember it', () => {
    const t = new TestHeap();
    let lives = 2;
    const plain = t.heap.defineType(
      {
        name: 'plain',
        gc: false,
        slots: [],
        finalize: (op) => {
          if (lives-- === 0) return;
          t.heap.incref(op);
          t.setVar(0, op);
        },
      },
      24,
    );
    const blocks = t.heap.allocatedBlocks();
    const op = t.heap.newObject(plain);
    t.heap.decref(op);
    expect([t.getVar(0), lives]).toEqual([op, 1]);
    t.setVar(0, 0);
    expect([t.getVar(0), lives]).toEqual([op, 0]);
    t.setVar(0, 0);
    expect([t.getVar(0), lives, t.heap.allocatedBlocks()]).toEqual([0, -1, blocks]);
  });
});

describe('garbage with legacy finalizers', () => {
  it('stays with what it reaches, survivors and older objects aside', () => {
    const t = new TestHeap();
    const { heap } = t;
    const stubborn = new Set<number>();
    const legacy = define(t, { slots: [...NEXT, { at: 6, label: 'other' }], hasLegacyFinalizer: (op) => stubborn.has(op) });
    const wide = (): number => heap.newObject(legacy);
    const link = (from: number, at: number, to: number): void => {
      heap.incref(to);
      heap.setSlot(from + at, to);
    };
    const old = heap.newObject(t.list);
    t.setVar(0, old);
    heap.gc.collect(1);
    const young = heap.newObject(t.list);
    t.setVar(1, young);
    // two with finalizers, each with a ring behind it; both hold what is no garbage
    const [a, b, behindA, behindB] = [wide(), wide(), wide(), wide()];
    link(a, 4, behindA);
    link(behindA, 4, a);
    link(behindA, 6, old);
    link(b, 4, behindB);
    link(behindB, 4, b);
    link(behindB, 6, young);
    // and one something of a type without such finalizers
    const list = heap.newObject(t.list);
    t.append(list, behindB);
    link(b, 6, list);
    for (const op of [a, b, behindA, behindB, list]) heap.decref(op);
    stubborn.add(a).add(b);
    expect(heap.gc.collect(0)).toBe(5);
    expect(heap.gc.stats[0]).toMatchObject({ collected: 0, uncollectable: 5 });
    expect(heap.gc.garbage).toEqual([a, b]);
    expect(heap.gc.getObjects(1)).toEqual([young, a, b, behindA, behindB, list]);
    expect(heap.gc.getObjects(2)).toEqual([old]);
    expect([a, behindA, young, old].map((op) => heap.gc.generationOf(op))).toEqual([1, 1, 1, 2]);
    expect(t.problems([a, b])).toEqual([]);
  });
});

describe('clearing', () => {
  it('holds each object meanwhile, with a root that says so, and leaves what its own tp_clear brings back', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { H } = heap;
    const cleared: number[][] = [];
    const kind = define(t, {
      clear: (op) => {
        cleared.push([op, H[op], H[Low.collectorHolds]]);
        if (cleared.length > 1) {
          heap.setSlot(op + 4, 0);
          return;
        }
        // somebody takes the first one, and what it holds, while it is cleared
        heap.incref(op);
        t.setVar(0, op);
      },
    });
    const ring = t.makeRing(2, kind);
    expect(heap.gc.collect(0)).toBe(2);
    expect(cleared).toEqual([
      [ring[0], 2, ring[0]],
      [ring[1], 2, ring[1]],
    ]);
    expect(H[Low.collectorHolds]).toBe(0);
    // what survived is old, and in the list where survivors are
    expect(heap.gc.getObjects(1)).toEqual(ring);
    expect(ring.map((op) => heap.gc.generationOf(op))).toEqual([1, 1]);
    expect(t.problems()).toEqual([]);
  });

  it('empties the slots of those that have no tp_clear of their own, but for what is kept', () => {
    const t = new TestHeap();
    const { heap } = t;
    const kind = define(t, {
      slots: [
        { at: 4, label: 'next' },
        { at: 6, label: 'kept', keep: true },
      ],
      finalize: () => {},
    });
    const ring = t.makeRing(2, kind);
    for (const op of ring) heap.H[op + 6] = heap.newObject(t.leaf);
    const seen: number[][] = [];
    const { free } = heap;
    heap.free = (address) => {
      for (const op of ring) if (address === op + Gc.next) seen.push([heap.H[op + 4], heap.H[op + 6]]);
      free.call(heap, address);
    };
    expect(heap.gc.collect()).toBe(2);
    expect(seen).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(heap.allocatedBlocks()).toBe(t.blocksAtStart + 1);
  });
});
