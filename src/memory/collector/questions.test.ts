import { describe, expect, it } from 'vitest';
import { PAGE_BYTES } from '../page-heap.ts';
import { TestHeap } from '../test-types.ts';
import { GRANULE_BYTES, Mark } from './marks.ts';
import { HeapError } from './reachability.ts';

describe('what a collector knows of an object', () => {
  it('is its generation while it is tracked', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const op = t.heap.newObject(t.node);
    t.setVar(0, op);
    const seen = [gc.generationOf(op)];
    for (const generation of [0, 1, 2]) {
      gc.collect(generation);
      seen.push(gc.generationOf(op));
    }
    expect(seen).toEqual([0, 1, 2, 2]);
    gc.freeze();
    expect([gc.generationOf(op), gc.isTracked(op)]).toEqual([-1, true]);
    gc.unfreeze();
    expect(gc.generationOf(op)).toBe(2);
    gc.untrack(op);
    expect([gc.generationOf(op), gc.isTracked(op)]).toEqual([-1, false]);
    gc.track(op);
    expect([gc.generationOf(op), gc.isTracked(op)]).toEqual([0, true]);
    expect(gc.getObjects(0)).toEqual([op]);
    expect(gc.generationOf(t.heap.newObject(t.leaf))).toBe(-1);
    expect(gc.generationOf(0)).toBe(-1);
  });

  it('refuses to track an object twice', () => {
    const t = new TestHeap();
    const op = t.heap.newObject(t.node);
    t.setVar(0, op);
    let error: unknown;
    try {
      t.heap.gc.track(op);
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(HeapError);
    expect(error).toMatchObject({ name: 'HeapError', address: op, message: `object ${op} is tracked twice` });
    expect(t.problems()).toEqual([]);
  });

  it('is whether its finalizer ran, from the finalizer on', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const [op] = t.makeRing(1);
    const list = t.heap.newObject(t.list);
    t.setVar(0, list);
    const seen = [gc.isFinalized(op)];
    t.onFinalize = () => {
      seen.push(gc.isFinalized(op));
      t.heap.incref(op);
      t.setVar(1, op);
    };
    gc.collect();
    seen.push(gc.isFinalized(op), gc.isFinalized(list));
    expect(seen).toEqual([false, true, true, false]);
    expect(t.problems()).toEqual([]);
  });

  it('is whether it belongs to the unreachable set, as long as a collection runs', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const kept = t.heap.newObject(t.node);
    t.setVar(0, kept);
    const old = t.heap.newObject(t.node);
    t.setVar(1, old);
    gc.collect();
    const ring = t.makeRing(2);
    const others = [kept, old, t.heap.newObject(t.leaf)];
    const seen: Record<string, boolean[]> = {};
    gc.events = { passed: (pass) => (seen[pass] = [...ring, ...others].map((op) => gc.isCollecting(op))) };
    t.onFinalize = (op) => {
      // garbage is of no generation, what stays is of the oldest already
      if (op === ring[0]) expect([...ring, ...others].map((o) => gc.generationOf(o))).toEqual([-1, -1, 2, 2, -1]);
    };
    gc.collect();
    const [none, garbage] = [
      [false, false, false, false, false],
      [true, true, false, false, false],
    ];
    expect(seen).toEqual({
      updateRefs: none,
      subtractRefs: none,
      moveUnreachable: garbage,
      legacyFinalizers: garbage,
      weakrefs: garbage,
      finalizers: garbage,
      resurrection: garbage,
      clear: none,
    });
  });

  it('forgets that an object was unreachable when a finalizer brings it back', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const ring = t.makeRing(3);
    t.onFinalize = (op) => {
      t.heap.incref(op);
      t.setVar(0, op);
    };
    expect(gc.collect(0)).toBe(0);
    expect(ring.map((op) => [gc.isCollecting(op), gc.generationOf(op)])).toEqual(ring.map(() => [false, 1]));
    expect(t.problems()).toEqual([]);
  });
});

describe('what a collector counts', () => {
  it('is the objects of a generation', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const add = (i: number): void => t.setVar(i, t.heap.newObject(t.node));
    for (let i = 0; i < 6; i++) add(i);
    gc.collect(1);
    for (let i = 6; i < 10; i++) add(i);
    gc.collect(0);
    for (let i = 10; i < 13; i++) add(i);
    expect([0, 1, 2].map((g) => gc.generationSize(g))).toEqual([3, 4, 6]);
    expect([0, 1, 2].map((g) => gc.getObjects(g).length)).toEqual([3, 4, 6]);
    // youngest first, in the order in which they were made
    const all = [10, 11, 12, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5].map((i) => t.getVar(i));
    expect(gc.getObjects()).toEqual(all);
    expect(gc.freezeCount()).toBe(0);
    gc.freeze();
    expect([gc.freezeCount(), ...gc.counts, gc.getObjects().length]).toEqual([13, 0, 0, 0, 0]);
    expect(t.problems()).toEqual([]);
    gc.unfreeze();
    expect([gc.freezeCount(), gc.generationSize(2)]).toEqual([0, 13]);
    expect(gc.getObjects(2)).toEqual(all);
    expect(t.problems()).toEqual([]);
  });

  it('is a byte of its table for each granule of the pages up to those in use', () => {
    const t = new TestHeap();
    const { pages, gc } = t.heap;
    const bytes = gc.tableBytes();
    expect(pages.firstPage).toBe(2);
    expect(bytes * GRANULE_BYTES).toBe(2 * PAGE_BYTES + pages.usedPages * PAGE_BYTES);
    t.heap.alloc(40 * PAGE_BYTES);
    expect(gc.tableBytes() - bytes).toBe((40 * PAGE_BYTES) / GRANULE_BYTES);
  });

  it('is who refers to an object, each holder once, and every reference of a holder', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const [a, b] = [t.heap.newObject(t.node), t.heap.newObject(t.node)];
    const tuple = t.makeTuple(a, b, a);
    for (const [i, op] of [a, b, tuple].entries()) t.setVar(i, op);
    t.setField(b, 2, a);
    expect(gc.referrers(new Set([a]))).toEqual([b, tuple]);
    expect(gc.referrers(new Set([b]))).toEqual([tuple]);
    expect(gc.referrers(new Set([a, b]))).toEqual([b, tuple]);
    expect(gc.referrers(new Set())).toEqual([]);
    expect(gc.referents(tuple)).toEqual([a, b, a].reverse());
    // what has no GC head is no holder to the collector
    const plain = t.heap.defineType({ name: 'plain', gc: false, slots: [{ at: 4, label: 'held' }] }, 24);
    const outside = t.heap.newObject(plain);
    t.setField(outside, 0, a);
    t.setVar(3, outside);
    expect([gc.referents(outside), gc.referrers(new Set([a]))]).toEqual([[], [b, tuple]]);
    // instances that own their type refer to it
    expect(gc.referents(b)).toEqual([a, t.node]);
    expect(gc.referrers(new Set([t.node]))).toEqual([a, b]);
  });
});

describe('a generation that there is not', () => {
  it.each([-1, 3, 0.5, Number.NaN])('(%d) is not collected, and has no objects', (generation) => {
    const t = new TestHeap();
    const { gc } = t.heap;
    t.makeRing(2);
    expect(() => gc.collect(generation)).toThrow(new RangeError(`no generation ${generation}`));
    expect([gc.collecting, gc.getObjects(generation)]).toEqual([false, []]);
    expect(gc.collect()).toBe(2);
  });
});

describe('a walk over a list of the collector', () => {
  it('goes on when the member leaves the list', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    for (let i = 0; i < 4; i++) t.setVar(i, t.heap.newObject(t.node));
    const seen: number[] = [];
    gc.forEach(gc.lists[0], (op) => {
      seen.push(op);
      gc.untrack(op);
    });
    expect(seen).toEqual([0, 1, 2, 3].map((i) => t.getVar(i)));
    expect(gc.getObjects()).toEqual([]);
    expect(seen.map((op) => t.heap.marks[op >> 2])).toEqual(Array(4).fill(Mark.none));
  });
});
