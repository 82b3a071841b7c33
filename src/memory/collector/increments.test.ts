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
