import { describe, expect, it } from 'vitest';
import { audit, auditLines } from '../audit.ts';
import type { HeapOptions } from '../heap.ts';
import { Gc } from '../layout.ts';
import { TestHeap } from '../test-types.ts';
import { verify } from '../verify.ts';
import { append } from './gc-list.ts';
import { Mark } from './marks.ts';

function spaces(options: Partial<HeapOptions> = {}): TestHeap {
  const t = new TestHeap(options);
  t.heap.gc.useIncrements((visit) => {
    for (const root of t.heap.roots) root.traverse(visit);
  });
  return t;
}

/** Two nodes that hold each other and nothing else. */
function makePair(t: TestHeap): void {
  const a = t.heap.newObject(t.node);
  const b = t.heap.newObject(t.node);
  t.setField(a, 0, b);
  t.setField(b, 0, a);
  t.heap.decref(a);
  t.heap.decref(b);
}

/** A collection of the old space, with so many allocations to work for. */
function increment(t: TestHeap, allocations = 20): number {
  t.heap.gc.counts[0] = allocations;
  return t.heap.gc.collect(1);
}

/** A heap at the beginning of a cycle whose roots are marked; `makeGarbage` makes what is pending. */
function marked(makeGarbage: (t: TestHeap) => void, options: Partial<HeapOptions> = {}): TestHeap {
  const t = spaces(options);
  const { gc } = t.heap;
  gc.enabled = false;
  gc.collect(2);
  makeGarbage(t);
  gc.freeze();
  gc.unfreeze();
  expect(increment(t)).toBe(0);
  return t;
}

describe('increments', () => {
  it('survivors of the young collection are old at once, and the middle list is empty', () => {
    const t = spaces();
    t.setVar(0, t.heap.newObject(t.node));
    expect(t.heap.gc.collect(0)).toBe(0);
    expect(t.heap.gc.getObjects(0)).toEqual([]);
    expect(t.heap.gc.getObjects(1)).toEqual([]);
    expect(t.heap.gc.getObjects(2)).toHaveLength(1);
    expect(t.heap.gc.increments?.counts()).toEqual([0, 1, 0]);
    expect(verify(t.heap)).toEqual([]);
  });

  it('a cycle marks from the roots, then examines what is pending with all it reaches', () => {
    const t = spaces();
    t.heap.gc.thresholds[1] = 2;
    for (let i = 0; i < 100; i++) makePair(t);
    t.heap.gc.freeze();
    t.heap.gc.unfreeze();
    // garbage is old now: only increments find it, as many objects as the allocations since are worth
    let found = 0;
    for (let round = 0; round < 200 && found < 200; round++) {
      for (let i = 0; i < 20; i++) t.setVar(i, t.heap.newObject(t.node));
      t.heap.gc.counts[0] = 20;
      found += t.heap.gc.collect(1);
      expect(verify(t.heap)).toEqual([]);
      expect(auditLines(audit(t.heap))).toEqual([]);
    }
    expect(found).toBe(200);
  });

  it('takes as many objects as the work says, whole structures at a time', () => {
    const t = spaces();
    const { gc } = t.heap;
    gc.thresholds[1] = 2;
    for (let i = 0; i < 100; i++) makePair(t);
    const pending = gc.getObjects(0);
    gc.freeze();
    gc.unfreeze();
    const collect = (): number => {
      gc.counts[0] = 20;
      return gc.collect(1);
    };
    // two increments end the first cycle, the third marks from the roots
    expect([collect(), collect(), collect()]).toEqual([0, 0, 0]);
    // a variable takes a pair that is pending: marking moves it out of the way, and counts it
    t.heap.incref(pending[0]);
    t.setVar(0, pending[0]);
    // work: twice 20 allocations and a tenth of 200 objects for two increments, less the pair
    expect(collect()).toBe(2 * (20 + 10) - 2);
    // 142 are left: 20 + 7, and pairs are not divided
    expect(collect()).toBe(28);
    // 114 are left: 20 + 5, less what was too much
    expect(collect()).toBe(24);
    // survivors of a young collection are not pending
    const young = t.heap.newObject(t.node);
    t.setVar(1, young);
    gc.collect(0);
    t.heap.incref(young);
    t.setField(young, 0, young);
    t.heap.decref(young);
    t.setVar(1, 0);
    let found = 0;
    for (let i = 0; i < 4; i++) found += collect();
    expect(found).toBe(198 - 58 - 28 - 24);
    expect(verify(t.heap)).toEqual([]);
  });

  it('begins a cycle behind a full collection: what was visited is pending', () => {
    const t = spaces();
    const { gc } = t.heap;
    gc.collect(2);
    for (let i = 0; i < 3; i++) makePair(t);
    gc.freeze();
    gc.unfreeze();
    gc.counts[0] = 20;
    expect(gc.collect(1)).toBe(0);
    gc.counts[0] = 20;
    expect(gc.collect(1)).toBe(6);
  });

  it('a full collection finds everything and begins a new cycle', () => {
    const t = spaces();
    for (let i = 0; i < 5; i++) makePair(t);
    t.heap.gc.freeze();
    t.heap.gc.unfreeze();
    expect(t.heap.gc.collect(2)).toBe(10);
    expect(t.heap.gc.increments?.counts()).toEqual([0, 0, 0]);
    expect(t.heap.allocatedBlocks()).toBe(t.blocksAtStart);
  });

  it('are what is due, whatever the thresholds of older generations', () => {
    const t = spaces();
    const { gc } = t.heap;
    const said: unknown[] = [];
    gc.events = { start: (generation) => said.push(generation) };
    gc.counts.set([0, 0, 0]);
    gc.collectGenerations();
    gc.counts.set([701, 100, 100]);
    gc.collectGenerations();
    expect(said).toEqual([1, 1]);
    expect(gc.counts[0]).toBe(0);
  });

  it('stand in the statistics as what was asked for', () => {
    const t = marked((made) => {
      for (let i = 0; i < 3; i++) makePair(made);
    });
    const { gc } = t.heap;
    const numbers = (): number[][] => gc.stats.map(({ collections, collected }) => [collections, collected]);
    // one that only marks, or has nothing to do, is none
    expect(numbers()).toEqual([
      [0, 0],
      [0, 0],
      [1, 0],
    ]);
    makePair(t);
    expect(gc.collect(0)).toBe(2);
    expect(increment(t)).toBe(6);
    expect(numbers()).toEqual([
      [1, 2],
      [1, 6],
      [1, 0],
    ]);
    expect(gc.increments?.counts()).toEqual([0, 1, 0]);
    gc.counts[0] = 7;
    gc.collect(0);
    gc.counts[0] = 7;
    expect(gc.increments?.counts()).toEqual([7, 2, 0]);
    gc.collect(2);
    expect(gc.increments?.counts()).toEqual([0, 0, 0]);
  });

  it('wait until the allocations are worth what the last one did too much', () => {
    const t = marked((made) => made.makeRing(90));
    expect(increment(t)).toBe(90);
    // the cycle is over, and with it what was too much: the next one marks
    t.makeRing(5);
    expect([increment(t), increment(t)]).toEqual([0, 5]);
    const other = marked((made) => {
      made.makeRing(90);
      for (let i = 0; i < 20; i++) makePair(made);
    });
    expect(increment(other)).toBe(90);
    // it and the one that marked had 21 each to do; what is 48 too much takes two more to make up for, and 12 are left for the third
    const found: number[] = [];
    for (let i = 0; i < 4; i++) found.push(increment(other));
    expect(found).toEqual([0, 0, 12, 20]);
  });

  it('take no more of a large heap than twice the allocations', () => {
    const t = marked((made) => {
      for (let i = 0; i < 400; i++) makePair(made);
    });
    // what the marking one had to do is left: a hundredth of the heap beside the allocations
    expect(increment(t, 0)).toBe(20 + 800 / 100);
    // now a twentieth would be 38
    t.heap.gc.thresholds[1] = 2;
    expect(increment(t, 3)).toBe(3 + 2 * 3 + 1);
    // pairs are not divided: one object too much
    expect(increment(t, 0)).toBe(0);
    t.heap.gc.thresholds[1] = 1;
    // no less than two increments share a tenth: a twentieth of the 762 that are left, less that one
    expect(increment(t, 100)).toBe(100 + 38 - 1 + 1);
  });

  it('follow no hidden slots', () => {
    let hidden = 0;
    let held = 0;
    const t = marked((made) => {
      const { heap } = made;
      const slots = [
        { at: 4, label: 'next' },
        { at: 6, label: 'hidden', hidden: true },
      ];
      const veiled = heap.defineType({ name: 'veiled', gc: true, slots }, 32);
      // the first is garbage, a variable has the second
      const [first, second] = [heap.newObject(veiled), heap.newObject(veiled)];
      heap.H[first + 4] = first;
      for (let i = 0; i < 30; i++) makePair(made);
      hidden = heap.newObject(made.node);
      held = heap.newObject(made.node);
      heap.H[first + 6] = hidden;
      heap.H[second + 6] = held;
      made.setVar(0, second);
    });
    const { gc } = t.heap;
    const last = gc.getObjects(2).slice(-3);
    // marked is what the variable has, not what that hides
    expect(last).toEqual([hidden, held, t.getVar(0)]);
    const examined: number[] = [];
    gc.events = { passed: (pass, { young }) => pass === 'updateRefs' && gc.forEach(young, (op) => examined.push(op)) };
    // work for two times 20, less the one that is marked: what is hidden goes with its holder, and was not examined
    expect(increment(t)).toBe(39);
    expect([examined.length, examined.includes(hidden)]).toEqual([39, false]);
    expect(gc.getObjects(2).slice(-2)).toEqual([held, t.getVar(0)]);
    expect(t.problems()).toEqual([]);
  });

  it('have less to do where marking from the roots did some of it', () => {
    const t = marked((made) => {
      for (let i = 0; i < 100; i++) makePair(made);
      const [first] = [made.heap.gc.getObjects(0)[0]];
      made.heap.incref(first);
      made.setVar(0, first);
      for (let i = 1; i < 10; i++) {
        const op = made.heap.newObject(made.node);
        made.setVar(i, op);
      }
    });
    // twice 20 and a hundredth of 209, less the pair and the nine nodes that variables hold
    expect(increment(t)).toBe(2 * 22 - 11 + 1);
    // one too much: what a variable takes now is marked and counts, too
    const pending = t.heap.gc.getObjects(2)[0];
    t.heap.incref(pending);
    t.setVar(10, pending);
    expect(increment(t)).toBe(20 + 1 - 1 - 2);
    expect(t.problems()).toEqual([]);
  });

  it('examine what is young also where nothing was allocated', () => {
    const t = spaces();
    expect(increment(t, 0)).toBe(0);
    makePair(t);
    expect(increment(t, 0)).toBe(2);
    // as many as two are too much: the next one waits, and then it is made up for
    makePair(t);
    expect(increment(t, 0)).toBe(0);
  });

  it('examine young objects with them', () => {
    const t = marked(() => {});
    makePair(t);
    t.setVar(0, t.heap.newObject(t.node));
    expect(increment(t)).toBe(2);
    expect([t.heap.gc.generationSize(0), t.heap.gc.generationSize(1), t.heap.gc.generationSize(2)]).toEqual([0, 0, 1]);
    expect(t.problems()).toEqual([]);
  });

  it('leave survivors of young collections alone until the next cycle', () => {
    const t = marked(() => {});
    const op = t.heap.newObject(t.node);
    t.setField(op, 0, op);
    t.setVar(0, op);
    expect(t.heap.gc.collect(0)).toBe(0);
    t.setVar(0, 0);
    // nothing is pending: the cycle is over, and the next one begins with marking
    expect([increment(t), increment(t), increment(t)]).toEqual([0, 0, 1]);
    expect(t.heap.gc.getObjects()).toEqual([]);
  });

  it('take what pending objects reach of the pending ones: nothing visited, young or frozen', () => {
    const t = spaces();
    const { gc } = t.heap;
    const frozen = t.heap.newObject(t.node);
    t.setVar(0, frozen);
    gc.freeze();
    gc.collect(2);
    const visited = t.heap.newObject(t.node);
    t.setVar(1, visited);
    // a ring, and what it holds, that a full collection left pending
    const first = t.heap.newObject(t.node);
    t.setVar(2, first);
    const ring = t.makeRing(4);
    const held = t.heap.newObject(t.list);
    t.setField(ring[3], 1, held);
    t.heap.decref(held);
    for (const op of [...ring, held, first]) {
      gc.untrack(op);
      append(t.heap.H, op, gc.lists[2]);
      t.heap.marks[op >> 2] = Mark.youngest + 2;
    }
    gc.collect(0);
    const young = t.heap.newObject(t.node);
    for (const [i, op] of [frozen, visited, young].entries()) t.setField(ring[i], 1, op);
    t.heap.decref(young);
    expect(t.problems()).toEqual([]);
    const examined: number[][] = [];
    gc.events = {
      passed: (pass, { young: list }) => {
        if (pass === 'updateRefs') {
          const found: number[] = [];
          gc.forEach(list, (op) => found.push(op));
          examined.push(found);
        }
      },
    };
    expect([increment(t, 4), increment(t, 4)]).toEqual([0, 6]);
    expect(examined).toEqual([[...ring, held, young]]);
    expect([visited, first].map((op) => gc.generationOf(op))).toEqual([2, 2]);
    expect([gc.freezeCount(), gc.generationOf(frozen)]).toEqual([1, -1]);
    expect(t.problems()).toEqual([]);
  });

  it('mark what the roots reach through young objects', () => {
    const t = spaces();
    const { gc } = t.heap;
    gc.collect(2);
    const [held, deep] = [t.heap.newObject(t.node), t.heap.newObject(t.node)];
    t.setField(held, 0, deep);
    t.heap.decref(deep);
    t.setVar(0, held);
    makePair(t);
    gc.freeze();
    gc.unfreeze();
    const young = t.heap.newObject(t.node);
    t.setField(young, 0, held);
    t.setVar(1, young);
    t.setVar(0, 0);
    const order = gc.getObjects(2);
    expect(increment(t)).toBe(0);
    // what was reached stands behind what is pending, visited
    expect(gc.getObjects(2)).toEqual([...order.slice(2), held, deep]);
    const flags = gc.getObjects(2).map((op) => t.heap.H[op + Gc.nextFlags]);
    expect(flags[0]).toBe(flags[1]);
    expect(flags[2]).toBe(flags[3]);
    expect(flags[2]).not.toBe(flags[0]);
    expect(gc.getObjects(0)).toEqual([young]);
    expect(increment(t)).toBe(2);
    expect(t.problems()).toEqual([]);
  });

  it('keep the word of the spaces where full collections would read ahead', () => {
    const t = spaces({ collector: { longMembers: 0, farWords: -1 } });
    const { gc } = t.heap;
    for (let i = 0; i < 40; i++) t.setVar(i, t.heap.newObject(t.node));
    const words = (): Set<number> => new Set(gc.getObjects().map((op) => t.heap.H[op + Gc.nextFlags]));
    const seen: Set<number>[] = [];
    gc.events = { passed: () => seen.push(words()) };
    for (let i = 0; i < 3; i++) {
      const before = words();
      gc.collect(2);
      // every object is in one space, and in the other one afterwards: not in between
      expect(before.size).toBe(1);
      expect(seen.splice(0)).toEqual(Array(8).fill(before));
    }
    expect(t.problems()).toEqual([]);
  });
});
