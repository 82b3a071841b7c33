import { describe, expect, it } from 'vitest';
import { RunningAudit } from './running-audit.ts';
import { ShadowCopy } from './shadow-copy.ts';
import { TestHeap } from './test-types.ts';

function begin(): { t: TestHeap; running: RunningAudit } {
  const t = new TestHeap({ debug: {} });
  return { t, running: new RunningAudit(t.heap, new ShadowCopy(t.heap)) };
}

describe('roots of the running audit', () => {
  /** Slots at 1600 … 1615 and a root over them that counts how often it is asked. */
  function withRoot(kind: { memory?: [number, number]; blocks?: Set<number> }, slots: () => number[]) {
    const t = new TestHeap({ debug: {} });
    const { H } = t.heap;
    let asked = 0;
    const root = {
      name: 'root',
      ...kind,
      traverse(visit: (ref: number, slot: number) => void) {
        asked++;
        for (const slot of slots()) if (H[slot] !== 0) visit(H[slot], slot);
      },
      describe: String,
    };
    t.heap.roots.add(root);
    t.setVar(0, t.heap.newObject(t.leaf));
    const running = new RunningAudit(t.heap, new ShadowCopy(t.heap));
    return { t, root, running, asked: () => asked, leaf: t.getVar(0) };
  }

  it('asks a root that names its memory when a word of it was written, and only then', () => {
    const { t, running, asked, leaf } = withRoot({ memory: [1600, 1613] }, () => [1600, 1606, 1612]);
    for (const [at, isAsked] of [
      [1600, true],
      [1612, true],
      [1606, true],
      [1596, false],
      [1616, false],
      [1700, false],
    ] as const) {
      const before = asked();
      t.heap.H[at] = leaf;
      expect(running.check(), String(at)).toMatchObject(isAsked ? [{ kind: 'count', address: leaf, count: 1, slots: 2 }] : []);
      expect(asked() > before, String(at)).toBe(isAsked);
      t.heap.H[at] = 0;
      expect(running.check()).toEqual([]);
    }
    running.stop();
  });

  it('asks a root that names its blocks when one of them was written, when there is one more, and when there is one less', () => {
    const blocks = new Set<number>();
    const { t, running, asked, leaf } = withRoot({ blocks }, () => [...blocks].map((block) => block + 12));
    const { heap } = t;
    const block = heap.calloc(64);
    const other = heap.calloc(64);
    running.check();
    const before = asked();
    t.setVar(1, heap.newObject(t.node));
    heap.H[other + 12] = leaf;
    expect(running.check()).toEqual([]);
    expect(asked()).toBe(before);
    blocks.add(block);
    expect(running.check()).toEqual([]);
    expect(asked()).toBeGreaterThan(before);
    heap.H[block + 12] = leaf;
    expect(running.check()).toMatchObject([{ kind: 'count', address: leaf, count: 1, slots: 2 }]);
    heap.incref(leaf);
    expect(running.check()).toEqual([]);
    blocks.delete(block);
    expect(running.check()).toMatchObject([{ kind: 'count', address: leaf, count: 2, slots: 1 }]);
    running.stop();
  });

  it('asks every other root each time', () => {
    const held: number[] = [];
    const { t, running, asked, leaf } = withRoot({}, () => held);
    held.push(0);
    expect(running.check()).toEqual([]);
    const before = asked();
    expect(running.check()).toEqual([]);
    expect(asked()).toBeGreaterThan(before);
    // more than other roots hold
    for (let slot = 1600; slot < 1680; slot += 2) {
      t.heap.H[slot] = leaf;
      held.push(slot);
    }
    for (; held.length > 1; held.pop()) {
      expect(running.check()).toEqual([{ kind: 'count', address: leaf, count: 1, slots: held.length }]);
    }
    expect(running.check()).toEqual([]);
    running.stop();
  });

  it.each(['run', 'memory', 'plain'] as const)('counts what a %s root holds from the moment it is added until it is removed', (kind) => {
    const { t, running } = begin();
    const { heap } = t;
    const { H } = heap;
    const leaf = heap.newObject(t.leaf);
    t.setVar(0, leaf);
    const before = { name: 'before', traverse: () => {}, describe: String };
    const after = { name: 'after', traverse: () => {}, describe: String };
    const root = {
      name: kind,
      ...(kind === 'run' ? { run: { first: 1600, end: () => 1604 } } : kind === 'memory' ? { memory: [1600, 1604] as const } : {}),
      traverse: (visit: (ref: number, slot: number) => void) => visit(H[1602], 1602),
      describe: String,
    };
    heap.incref(leaf);
    H[1602] = leaf;
    expect(running.check()).toMatchObject([{ kind: 'count', count: 2, slots: 1 }]);
    const others = [before, root, after];
    for (const added of others) heap.roots.add(added);
    expect(running.check()).toEqual([]);
    heap.roots.remove(before);
    expect(running.check()).toEqual([]);
    heap.roots.remove(root);
    expect(running.check()).toMatchObject([{ kind: 'count', count: 2, slots: 1 }]);
    expect(running.disagreements()).toEqual([]);
    // now as the last, and another in its place
    heap.roots.add(root);
    expect(running.check()).toEqual([]);
    heap.roots.remove(root);
    heap.roots.add(before);
    expect(running.check()).toMatchObject([{ kind: 'count', count: 2, slots: 1 }]);
    heap.roots.add(root);
    expect(running.check()).toEqual([]);
    heap.roots.remove(root);
    expect(running.check()).toMatchObject([{ kind: 'count', count: 2, slots: 1 }]);
    expect(running.disagreements()).toEqual([]);
    running.stop();
  });

  it('follows a run whose end moves: what is above it holds nothing, whatever stands there', () => {
    const { t, running } = begin();
    const { heap } = t;
    const { H } = heap;
    let slots = 0;
    heap.roots.addRun(
      H,
      'stack',
      1600,
      () => 1600 + 2 * slots,
      (i) => `slot ${i}`,
    );
    const leaf = heap.newObject(t.leaf);
    t.setVar(0, leaf);
    const wrong = (held: number) => [{ kind: 'count', address: leaf, count: 1, slots: 1 + held }];
    for (let i = 0; i < 150; i++) H[1600 + 2 * i] = leaf;
    expect(running.check()).toEqual([]);
    for (const end of [3, 150, 2, 65]) {
      slots = end;
      expect(running.check()).toEqual(wrong(end));
    }
    H[1600 + 2 * 64 + 1] = 1;
    expect(running.check()).toEqual(wrong(64));
    H[1600 + 2 * 65] = 0;
    expect(running.check()).toEqual([]);
    slots = 0;
    expect(running.check()).toEqual([]);
    expect(running.disagreements()).toEqual([]);
    running.stop();
  });
});

describe('static objects of the running audit', () => {
  it('knows whose a word is by the object before it, and where the static region ends', () => {
    const t = new TestHeap({ debug: {} });
    const { heap } = t;
    const { H } = heap;
    const slots = [
      { at: 4, label: 'first' },
      { at: 200, label: 'last' },
    ];
    const type = heap.defineType({ name: 'static', gc: false, slots }, 808);
    const wide = heap.defineType({ name: 'wide', gc: false, slots: [{ at: 40, label: 'only' }] }, 200);
    const short = heap.defineType({ name: 'short', gc: false, slots: [{ at: 4, label: 'only' }] }, 24);
    const [low, high] = [1280, 2048 - 8];
    const held = [low, high];
    heap.roots.add({ name: 'statics', traverse: (visit) => held.forEach(visit), describe: String });
    H.set([1, 0, type, 0], low);
    H.set([1, 0, short, 0], high);
    t.setVar(0, heap.newObject(wide));
    const leaf = heap.newObject(t.leaf);
    t.setVar(1, leaf);
    const running = new RunningAudit(heap, new ShadowCopy(heap));
    expect(t.getVar(0)).toBeLessThan(high + 1024);
    for (const slot of [low + 4, low + 200, t.getVar(0) + 40]) {
      H[slot] = leaf;
      expect(running.check()).toEqual([{ kind: 'count', address: leaf, count: 1, slots: 2 }]);
      H[slot] = 0;
      expect(running.check()).toEqual([]);
    }
    // one more, between them
    H.set([1, 0, type, 0], low + 300);
    held.push(low + 300);
    expect(running.check()).toEqual([]);
    for (const slot of [low + 4, low + 200, low + 304, low + 500, high + 4]) {
      H[slot] = leaf;
      expect(running.check()).toEqual([{ kind: 'count', address: leaf, count: 1, slots: 2 }]);
      H[slot] = 0;
      expect(running.check()).toEqual([]);
    }
    expect(running.disagreements()).toEqual([]);
    running.stop();
  });
});
