import { describe, expect, it } from 'vitest';
import { audit } from '../audit.ts';
import { TestHeap } from '../test-types.ts';
import { verify } from '../verify.ts';
import { PASSES } from './collection.ts';
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

  it('names the passes before and behind', () => {
    const { t } = makeGraph();
    const steps = new CollectionSteps(t.heap);
    const seen: unknown[] = [[steps.last, steps.next]];
    for (const pass of PASSES) {
      expect([steps.step(), t.heap.gc.collecting]).toEqual([pass, pass !== 'clear']);
      seen.push([steps.last, steps.next]);
    }
    expect(seen).toEqual([null, ...PASSES].map((last, i) => [last, PASSES[i] ?? null]));
    expect([steps.step(), steps.last, steps.generation]).toEqual([null, 'clear', 2]);
    steps.finish();
    expect(t.heap.gc.stats[2].collections).toBe(1);
  });

  it('refuses generations that there are not, and leaves the collector alone then', () => {
    const { t } = makeGraph();
    for (const generation of [-1, 3, 0.5]) {
      expect(() => new CollectionSteps(t.heap, generation)).toThrow(new RangeError(`no generation ${generation}`));
    }
    expect(t.heap.gc.collecting).toBe(false);
    expect(t.heap.gc.collect()).toBe(2);
  });

  it('runs to the end where the pass to stop at is over', () => {
    const { t } = makeGraph();
    const steps = new CollectionSteps(t.heap, 1);
    steps.finish('moveUnreachable');
    expect([steps.last, steps.next]).toEqual(['moveUnreachable', 'legacyFinalizers']);
    steps.finish('moveUnreachable');
    expect(steps.last).toBe('moveUnreachable');
    steps.finish('subtractRefs');
    expect([steps.last, t.heap.gc.collecting]).toEqual(['clear', false]);
  });

  it('shows garbage that legacy finalizers keep, and what was left over of other collections nowhere', () => {
    const t = new TestHeap();
    const { heap } = t;
    const legacy = heap.defineType({ name: 'legacy', gc: true, slots: [{ at: 4, label: 'next' }], hasLegacyFinalizer: () => true }, 24);
    // lists of an earlier collection that had members
    t.makeRing(2);
    heap.gc.collect();
    const kept = heap.newObject(t.node);
    t.setVar(0, kept);
    const [stubborn] = t.makeRing(1, legacy);
    const ring = t.makeRing(2);
    const ops = [kept, stubborn, ...ring];
    const steps = new CollectionSteps(heap, 0);
    const seen: Record<string, unknown[]> = {};
    for (let pass = steps.step(); pass !== null; pass = steps.step()) seen[pass] = steps.members().map((o) => o.standing);
    const begun = ['examined', 'examined', 'examined', 'examined'];
    const divided = ['reachable', 'uncollectable', 'tentative', 'tentative'];
    expect(seen).toEqual({
      updateRefs: begun,
      subtractRefs: begun,
      moveUnreachable: ['reachable', 'tentative', 'tentative', 'tentative'],
      legacyFinalizers: divided,
      weakrefs: divided,
      finalizers: divided,
      resurrection: ['reachable', 'uncollectable', 'unreachable', 'unreachable'],
      clear: ['reachable', 'reachable', 'freed', 'freed'],
    });
    expect(steps.members().map((o) => [o.address, o.count, o.remaining])).toEqual([
      [kept, 1, null],
      [stubborn, 2, null],
      [ring[0], 0, null],
      [ring[1], 0, null],
    ]);
    expect(steps.result).toEqual({ collected: 2, uncollectable: 1 });
    expect(ops).toEqual(steps.members().map((o) => o.address));
  });

  it('knows no object that was not examined', () => {
    const { t, kept, a } = makeGraph();
    const leaf = t.heap.newObject(t.leaf);
    t.setVar(5, leaf);
    const steps = new CollectionSteps(t.heap);
    expect(steps.state(a)).toEqual({ address: a, standing: 'outside', count: 1, remaining: null });
    steps.finish('subtractRefs');
    expect(steps.state(leaf)).toEqual({ address: leaf, standing: 'outside', count: 1, remaining: null });
    expect(steps.state(kept)).toEqual({ address: kept, standing: 'examined', count: 1, remaining: 1 });
    steps.step();
    expect(steps.state(kept)).toEqual({ address: kept, standing: 'reachable', count: 1, remaining: null });
    expect(steps.state(a)).toEqual({ address: a, standing: 'tentative', count: 1, remaining: null });
    steps.finish();
  });

  it('gives the collector back when the last pass fails', () => {
    const { t } = makeGraph();
    t.heap.gc.events.clearFreeLists = () => {
      throw new Error('from outside');
    };
    const steps = new CollectionSteps(t.heap);
    expect(() => steps.finish()).toThrow('from outside');
    expect([t.heap.gc.collecting, steps.next]).toEqual([false, null]);
  });
});
