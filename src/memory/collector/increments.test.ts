import { describe, expect, it } from 'vitest';
import { audit, auditLines } from '../audit.ts';
import { TestHeap } from '../test-types.ts';
import { verify } from '../verify.ts';

function spaces(): TestHeap {
  const t = new TestHeap();
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
});
