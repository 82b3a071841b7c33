import { describe, expect, it } from 'vitest';
import { TestHeap } from '../test-types.ts';
import { HeapError } from './reachability.ts';

/** Puts new nodes into so many variables from `first` on. */
function makeKept(t: TestHeap, first: number, n: number): void {
  for (let i = 0; i < n; i++) t.setVar(first + i, t.heap.newObject(t.node));
}

describe('a new collector', () => {
  it('begins as that of CPython does', () => {
    const { gc } = new TestHeap().heap;
    expect([[...gc.thresholds], [...gc.counts], gc.debug, gc.garbage]).toEqual([[700, 10, 10], [0, 0, 0], 0, []]);
    expect([gc.enabled, gc.collecting, gc.pending, gc.deferred, gc.stress, gc.increments]).toEqual([true, false, false, false, false, null]);
    const zero = { collections: 0, collected: 0, uncollectable: 0, candidates: 0, duration: 0 };
    expect(gc.stats).toEqual([zero, zero, zero]);
    expect(gc.now()).toBe(0);
    expect(gc.lists).toEqual(gc.allLists.slice(0, 3));
    expect(gc.allLists.indexOf(gc.permanent)).toBe(3);
  });
});

describe('the counts of the generations', () => {
  it.each([
    [0, [0, 8, 9]],
    [1, [0, 0, 10]],
    [2, [0, 0, 0]],
  ])('are 0 up to generation %i when it was collected, and one more in the next', (generation, counts) => {
    const { gc } = new TestHeap().heap;
    gc.counts.set([30, 7, 9]);
    gc.collect(generation);
    expect([...gc.counts]).toEqual(counts);
  });

  it('decide which generation is due: the oldest one above its threshold', () => {
    const { gc } = new TestHeap().heap;
    const due = (...counts: number[]): number[] => {
      const collections = gc.stats.map((s) => s.collections);
      gc.counts.set(counts);
      gc.pending = true;
      expect(gc.collectGenerations()).toBe(0);
      expect(gc.pending).toBe(false);
      return gc.stats.map((s, g) => s.collections - collections[g]);
    };
    gc.thresholds.set([5, 6, 7]);
    expect(due(5, 6, 7)).toEqual([0, 0, 0]);
    expect(due(6, 6, 7)).toEqual([1, 0, 0]);
    expect(due(6, 7, 7)).toEqual([0, 1, 0]);
    expect(due(0, 7, 0)).toEqual([0, 1, 0]);
    expect(due(6, 7, 8)).toEqual([0, 0, 1]);
    // the oldest waits until enough has piled up: then the next one is looked at
    gc.longLivedTotal = 8;
    gc.longLivedPending = 1;
    expect(due(6, 7, 8)).toEqual([0, 1, 0]);
    expect(due(6, 6, 8)).toEqual([1, 0, 0]);
    gc.longLivedPending = 2;
    expect(due(6, 6, 8)).toEqual([0, 0, 1]);
  });

  it('let a request that waited be carried out unless collections are switched off meanwhile', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    gc.enabled = false;
    t.makeRing(2);
    gc.counts[0] = 1000;
    gc.deferred = true;
    gc.pending = true;
    expect([gc.collectGenerations(), gc.pending]).toEqual([0, false]);
    gc.collecting = true;
    gc.enabled = true;
    expect(gc.collectGenerations()).toBe(0);
    gc.collecting = false;
    expect(gc.collectGenerations()).toBe(2);
    // whoever does not defer asks when it is due, and knows whether collections are on
    t.makeRing(2);
    gc.counts[0] = 1000;
    gc.enabled = false;
    gc.deferred = false;
    expect(gc.collectGenerations()).toBe(2);
  });
});

describe('the survivors', () => {
  it('of middle collections are pending, those of a full one the measure', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const long = (): number[] => [gc.longLivedPending, gc.longLivedTotal];
    makeKept(t, 0, 3);
    gc.collect(0);
    expect(long()).toEqual([0, 0]);
    t.makeRing(2);
    gc.collect(1);
    expect(long()).toEqual([3, 0]);
    makeKept(t, 3, 4);
    gc.collect(1);
    expect(long()).toEqual([7, 0]);
    t.makeRing(3);
    gc.collect();
    expect(long()).toEqual([0, 7]);
  });

  it.each([false, true])('that leave the collector are no survivors (in full collections only: %s)', (untrackInFullOnly) => {
    const t = new TestHeap();
    const { heap } = t;
    const leaving = new Set<number>();
    const kind = heap.defineType(
      { name: 'leaving', gc: true, slots: [], untrackInFullOnly, maybeUntrack: (op) => leaving.has(op) && heap.gc.untrack(op) },
      16,
    );
    for (let i = 0; i < 3; i++) t.setVar(i, heap.newObject(kind));
    makeKept(t, 3, 2);
    leaving.add(t.getVar(0)).add(t.getVar(2));
    heap.gc.collect(1);
    expect([heap.gc.longLivedPending, heap.gc.generationSize(2)]).toEqual(untrackInFullOnly ? [5, 5] : [3, 3]);
    heap.gc.collect();
    expect([heap.gc.longLivedPending, heap.gc.longLivedTotal, heap.gc.generationSize(2)]).toEqual([0, 3, 3]);
    expect([0, 1, 2].map((i) => heap.gc.isTracked(t.getVar(i)))).toEqual([false, true, false]);
    expect(t.problems()).toEqual([]);
  });
});

describe('the statistics', () => {
  it('count collections, freed and uncollectable objects of each generation', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    for (const generation of [0, 0, 1, 2]) {
      t.makeRing(generation + 2);
      gc.collect(generation);
    }
    expect(gc.stats.map(({ collections, collected, uncollectable }) => [collections, collected, uncollectable])).toEqual([
      [2, 4, 0],
      [1, 3, 0],
      [1, 4, 0],
    ]);
    // without a clock nobody measures
    expect(gc.stats.map(({ candidates, duration }) => [candidates, duration])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('measure how many objects were looked at, and how long', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    let now = 100;
    gc.measures = true;
    gc.now = () => now;
    const found: number[][] = [];
    gc.events = {
      start: () => (now += 50),
      passed: () => (now += 2),
      stop: (_, { candidates, duration }) => found.push([candidates, duration]),
    };
    makeKept(t, 0, 2);
    t.makeRing(3);
    gc.collect();
    makeKept(t, 2, 4);
    gc.collect(0);
    makeKept(t, 6, 1);
    gc.collect(0);
    // seven of the eight passes are over when the clock is read for the end
    expect(found).toEqual([
      [5, 14],
      [4, 14],
      [1, 14],
    ]);
    expect(gc.stats.map(({ candidates, duration }) => [candidates, duration])).toEqual([
      [5, 28],
      [0, 0],
      [5, 14],
    ]);
  });

  it.each([false, true])('of 3.6 count what was found, even when a finalizer brings it back (%s)', (countsFound) => {
    const t = new TestHeap();
    const { gc } = t.heap;
    gc.countsFound = countsFound;
    t.makeRing(3);
    gc.events.handleWeakrefs = () => 0;
    t.onFinalize = (op) => {
      t.heap.incref(op);
      t.setVar(0, op);
    };
    expect(gc.collect(1)).toBe(countsFound ? 3 : 0);
    expect(gc.stats[1].collected).toBe(countsFound ? 3 : 0);
    t.setVar(0, 0);
    expect(gc.collect()).toBe(3);
    expect(t.problems()).toEqual([]);
  });
});

describe('a collection of a broken heap', () => {
  it.each([
    ['collect', (t: TestHeap) => t.heap.gc.collect()],
    ['collectQuietly', (t: TestHeap) => t.heap.gc.collectQuietly()],
  ])('by %s names the object, and the collector may be called again', (_, collect) => {
    const t = new TestHeap();
    makeKept(t, 0, 2);
    const op = t.getVar(1);
    t.heap.H[op] = 0;
    let error: unknown;
    try {
      collect(t);
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(HeapError);
    expect(error).toMatchObject({ address: op, message: `object ${op} is tracked but its count is 0` });
    expect(t.heap.gc.collecting).toBe(false);
  });
});

describe('a quiet collection', () => {
  it('counts garbage that legacy finalizers keep, and does nothing inside another collection', () => {
    const t = new TestHeap();
    const { heap } = t;
    let stubborn = 0;
    const legacy = heap.defineType({ name: 'legacy', gc: true, slots: [{ at: 4, label: 'next' }], hasLegacyFinalizer: (op) => op === stubborn }, 24);
    [stubborn] = t.makeRing(2, legacy);
    t.makeRing(3);
    const inside: number[] = [];
    t.onFinalize = () => inside.push(heap.gc.collectQuietly());
    expect(heap.gc.collectQuietly()).toBe(5);
    expect(inside).toEqual([0, 0, 0]);
    expect(heap.gc.stats[2]).toMatchObject({ collections: 1, collected: 3, uncollectable: 2 });
    expect(heap.gc.collecting).toBe(false);
  });
});
