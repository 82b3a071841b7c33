import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { Ob } from './layout.ts';
import { RunningAudit } from './running-audit.ts';
import { ShadowCopy } from './shadow-copy.ts';
import { programs, TestHeap } from './test-types.ts';

function begin(): { t: TestHeap; running: RunningAudit } {
  const t = new TestHeap({ debug: {} });
  return { t, running: new RunningAudit(t.heap, new ShadowCopy(t.heap)) };
}

/** Numbers below n, the same for the same seed. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** One change of a program: makes, links, unlinks, drops, collects. */
function change(t: TestHeap, below: (n: number) => number): void {
  const { heap } = t;
  const any = (): number => t.getVar(below(t.varCount));
  const isOf = (op: number, type: number): boolean => op !== 0 && heap.H[op + Ob.type] === type;
  const kinds = [t.node, t.list, t.leaf];
  const choice = below(10);
  if (choice < 4) t.setVar(below(t.varCount), heap.newObject(kinds[below(3)]));
  else if (choice === 4) t.setVar(below(t.varCount), t.makeTuple(...[any(), any()].filter((op) => op !== 0)));
  else if (choice === 5) t.setVar(below(t.varCount), 0);
  else if (choice === 6) {
    const node = any();
    if (isOf(node, t.node)) t.setField(node, below(3), any());
  } else if (choice < 9) {
    const list = any();
    const item = any();
    if (isOf(list, t.list) && item !== 0) for (let n = below(40); n >= 0; n--) t.append(list, item);
  } else if (below(20) === 0) heap.gc.collect(below(3));
}

describe('running audit', () => {
  it.each([1, 2, 3, 4])('knows what the full audit knows, at every step of a random program (seed %i)', (seed) => {
    const { t, running } = begin();
    const below = numbers(seed);
    for (let step = 0; step < programs(1500); step++) {
      change(t, below);
      expect(running.check(), `step ${step}`).toEqual([]);
      if (step % 10 !== 0) continue;
      expect(running.disagreements(), `step ${step}`).toEqual([]);
      expect(audit(t.heap).ok).toBe(true);
    }
    for (let i = 0; i < t.varCount; i++) t.setVar(i, 0);
    t.heap.gc.collectQuietly();
    expect(running.check()).toEqual([]);
    // the types
    expect(running.objects).toBe(5);
    running.stop();
  });

  it.each([
    ['a count too high', (t: TestHeap) => t.heap.incref(t.getVar(0)), 'count'],
    ['a slot emptied without its reference being given back', (t: TestHeap) => void (t.heap.H[t.getVar(1) + 4] = 0), 'count'],
    ['an item forgotten in a table', (t: TestHeap) => void (t.heap.H[t.heap.H[t.getVar(2) + 6] + 2 * 150] = 0), 'count'],
    ['a reference stored without being counted', (t: TestHeap) => void (t.heap.H[t.getVar(1) + 6] = t.getVar(2)), 'count'],
    ['an object that nothing holds', (t: TestHeap) => void t.heap.newObject(t.leaf), 'count'],
    ['a count taken away: the object dies while it is held', (t: TestHeap) => t.heap.decref(t.getVar(3)), 'dangling'],
    ['a slot that holds what is no object', (t: TestHeap) => void (t.heap.H[t.getVar(1) + 6] = 4 * 100_000), 'dangling'],
  ])('finds %s at the very step', (_what, plant, kind) => {
    const { t, running } = begin();
    const below = numbers(7);
    t.setVar(0, t.heap.newObject(t.leaf));
    t.setVar(1, t.heap.newObject(t.node));
    t.setVar(2, t.heap.newObject(t.list));
    t.setVar(3, t.heap.newObject(t.leaf));
    t.setField(t.getVar(1), 0, t.getVar(0));
    for (let i = 0; i < 300; i++) t.append(t.getVar(2), t.getVar(0));
    for (let step = 0; step < 20; step++) {
      t.setVar(10 + below(30), t.heap.newObject(t.leaf));
      expect(running.check()).toEqual([]);
    }
    plant(t);
    expect(running.check()).toMatchObject([{ kind }]);
    running.stop();
  });

  it('says nothing while an object is being destroyed, and then all', () => {
    const { t, running } = begin();
    const node = t.heap.newObject(t.node);
    t.setVar(0, node);
    expect(running.check()).toEqual([]);
    t.heap.trashBegin(node);
    t.heap.incref(node);
    expect(running.check()).toBeNull();
    t.heap.trashEnd();
    expect(running.check()).toMatchObject([{ kind: 'count', address: node, count: 2, slots: 1 }]);
    running.stop();
  });

  it('looks at what changed, not at the heap', () => {
    const { t, running } = begin();
    const list = t.heap.newObject(t.list);
    t.setVar(0, list);
    const leaf = t.heap.newObject(t.leaf);
    t.setVar(1, leaf);
    for (let i = 0; i < 2000; i++) t.append(list, leaf);
    running.check();
    const before = running.compared;
    t.heap.setSlot(t.heap.H[list + 6] + 2 * 700, 0);
    expect(running.check()).toEqual([]);
    expect(running.compared - before).toBeLessThan(5);
    running.stop();
  });
});
