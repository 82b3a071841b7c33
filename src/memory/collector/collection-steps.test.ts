import { describe, expect, it } from 'vitest';
import { audit } from '../audit.ts';
import { TestHeap } from '../test-types.ts';
import { verify } from '../verify.ts';
import { CollectionSteps } from './collection-steps.ts';

/** `kept` (variable 0) → `shared`; a ⇄ b garbage, a → shared. */
function makeGraph(): { t: TestHeap; kept: number; shared: number; a: number; b: number } {
  const t = new TestHeap();
  const [kept, shared, a, b] = [0, 1, 2, 3].map(() => t.heap.newObject(t.node));
  t.setField(kept, 0, shared);
  t.setField(a, 0, b);
  t.setField(b, 0, a);
  t.setField(a, 1, shared);
  t.setVar(0, kept);
  for (const op of [shared, a, b]) t.heap.decref(op);
  return { t, kept, shared, a, b };
}

describe('a collection in steps', () => {
  it('shows counts, what is left of them, and who is reachable', () => {
    const { t, kept, shared, a, b } = makeGraph();
    const steps = new CollectionSteps(t.heap);
    const seen = (): unknown[] => [kept, shared, a, b].map((op) => [steps.state(op).remaining, steps.state(op).standing]);
    expect(steps.next).toBe('updateRefs');
    expect(steps.members()).toEqual([]);
    steps.step();
    expect(seen()).toEqual([
      [1, 'examined'],
      [2, 'examined'],
      [1, 'examined'],
      [1, 'examined'],
    ]);
    steps.step();
    expect(seen().map((s) => (s as unknown[])[0])).toEqual([1, 0, 0, 0]);
    steps.step();
    expect(seen().map((s) => (s as unknown[])[1])).toEqual(['reachable', 'reachable', 'tentative', 'tentative']);
    steps.finish('resurrection');
    expect(seen().map((s) => (s as unknown[])[1])).toEqual(['reachable', 'reachable', 'unreachable', 'unreachable']);
    expect(steps.result).toEqual({ collected: 2, uncollectable: 0 });
    expect(steps.step()).toBe('clear');
    expect(steps.step()).toBe(null);
    expect(seen().map((s) => (s as unknown[])[1])).toEqual(['reachable', 'reachable', 'freed', 'freed']);
    expect(verify(t.heap)).toEqual([]);
    expect(audit(t.heap).ok).toBe(true);
    expect(t.heap.gc.collect()).toBe(0);
  });

  it('shows a resurrected object as reachable again', () => {
    const { t, a, b } = makeGraph();
    t.onFinalize = (op) => {
      if (op !== a) return;
      t.heap.incref(op);
      t.setVar(1, op);
    };
    const steps = new CollectionSteps(t.heap);
    steps.finish('finalizers');
    expect([a, b].map((op) => steps.state(op).standing)).toEqual(['tentative', 'tentative']);
    steps.step();
    expect([a, b].map((op) => steps.state(op).standing)).toEqual(['reachable', 'reachable']);
    steps.finish();
    expect(steps.result.collected).toBe(0);
  });

  it('leaves objects of older generations outside', () => {
    const t = new TestHeap();
    const old = t.heap.newObject(t.node);
    t.setVar(0, old);
    t.heap.gc.collect(0);
    const young = t.heap.newObject(t.node);
    t.setVar(1, young);
    const steps = new CollectionSteps(t.heap, 0);
    steps.step();
    expect(steps.members().map((o) => o.address)).toEqual([young]);
    expect([steps.state(young).remaining, steps.state(old).remaining]).toEqual([1, null]);
    expect(steps.state(old).standing).toBe('outside');
    expect(() => new CollectionSteps(t.heap)).toThrow('a collection is running');
    steps.finish();
    expect(t.heap.gc.collecting).toBe(false);
  });
});
