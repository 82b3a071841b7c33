import { describe, expect, it } from 'vitest';
import { Ob } from '../layout.ts';
import { TestHeap } from '../test-types.ts';
import { CollectionSteps } from './collection-steps.ts';

describe('the example of docs/cycles.md', () => {
  it('has the counts, the remaining references and the verdicts of its table', () => {
    const t = new TestHeap();
    const [a, b, c, d, e] = Array.from({ length: 5 }, () => t.heap.newObject(t.node)) as [number, number, number, number, number];
    t.setField(a, 0, b);
    t.setField(b, 0, a);
    t.setField(c, 0, d);
    t.setField(d, 0, c);
    t.setField(d, 1, e);
    t.setVar(0, a);
    for (const op of [b, c, d, e]) t.heap.decref(op);
    expect([a, b, c, d, e].map((op) => t.heap.H[op + Ob.refcnt])).toEqual([2, 1, 1, 1, 1]);

    const steps = new CollectionSteps(t.heap);
    const inOrder = () => [a, b, c, d, e].map((op) => steps.state(op));
    steps.finish('updateRefs');
    expect(inOrder().map((o) => o.remaining)).toEqual([2, 1, 1, 1, 1]);
    steps.finish('subtractRefs');
    expect(inOrder().map((o) => o.remaining)).toEqual([1, 0, 0, 0, 0]);
    steps.finish('moveUnreachable');
    expect(inOrder().map((o) => o.standing)).toEqual(['reachable', 'reachable', 'tentative', 'tentative', 'tentative']);
    steps.finish();
    expect(steps.result.collected).toBe(3);
    expect(t.finalized).toEqual([c, d, e]);
  });

  it('collects three', () => {
    const t = new TestHeap();
    const [a, b, c, d, e] = Array.from({ length: 5 }, () => t.heap.newObject(t.node)) as [number, number, number, number, number];
    for (const [from, field, to] of [
      [a, 0, b],
      [b, 0, a],
      [c, 0, d],
      [d, 0, c],
      [d, 1, e],
    ] as const)
      t.setField(from, field, to);
    t.setVar(0, a);
    for (const op of [b, c, d, e]) t.heap.decref(op);
    expect(t.heap.gc.collect()).toBe(3);
  });
});
