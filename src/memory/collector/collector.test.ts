import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEMBER_CAPACITY } from '../address-space.ts';
import type { HeapOptions } from '../heap.ts';
import { Ob } from '../layout.ts';
import { programs, TestHeap } from '../test-types.ts';
import { traverse } from '../type-contract.ts';
import { verify } from '../verify.ts';
import { GcDebug } from './collector.ts';

/** `kept`: objects that the collector's own list of garbage holds. */
function expectSound(t: TestHeap, kept: readonly number[] = []): void {
  expect(t.problems(kept)).toEqual([]);
}

/** Everything dropped and collected: no block is left. */
function expectNothingLeft(t: TestHeap): void {
  for (let i = 0; i < t.varCount; i++) t.setVar(i, 0);
  t.onFinalize = () => {};
  t.heap.gc.enabled = true;
  t.heap.gc.collect();
  t.heap.gc.collect();
  t.heap.debug?.flush();
  expect(t.heap.allocatedBlocks()).toBe(t.blocksAtStart);
}

describe('collection', () => {
  it('frees a ring that nothing holds and counts its members', () => {
    const t = new TestHeap();
    t.makeRing(5);
    expect(t.heap.gc.collect()).toBe(5);
    expectSound(t);
    expectNothingLeft(t);
  });

  it('keeps a ring that a variable holds', () => {
    const t = new TestHeap();
    const ring = Array.from({ length: 4 }, () => t.heap.newObject(t.node));
    for (let i = 0; i < 4; i++) t.setField(ring[i], 0, ring[(i + 1) % 4]);
    t.setVar(0, ring[0]);
    for (const op of ring.slice(1)) t.heap.decref(op);
    expect(t.heap.gc.collect()).toBe(0);
    expectSound(t);
    t.setVar(0, 0);
    expect(t.heap.gc.collect()).toBe(4);
    expectNothingLeft(t);
  });

  it('collects a young generation of more members than are noted', () => {
    const t = new TestHeap();
    t.heap.gc.enabled = false;
    const n = MEMBER_CAPACITY + 1000;
    t.makeRing(n);
    t.setVar(0, t.heap.newObject(t.node));
    expect(t.heap.gc.collect(0)).toBe(n);
    expectSound(t);
    const kept = Array.from({ length: n }, () => t.heap.newObject(t.node));
    for (let i = 1; i < n; i++) t.setField(kept[i], 0, kept[i - 1]);
    t.setVar(1, kept[n - 1]);
    for (const op of kept.slice(0, -1)) t.heap.decref(op);
    expect(t.heap.gc.collect(0)).toBe(0);
    expectSound(t);
    expectNothingLeft(t);
  });

  it('moves survivors up a generation and finds old garbage only there', () => {
    const t = new TestHeap();
    const op = t.heap.newObject(t.node);
    t.setField(op, 0, op);
    t.setVar(0, op);
    const { gc } = t.heap;
    expect(gc.getObjects(0)).toContain(op);
    gc.collect(0);
    expect(gc.getObjects(1)).toEqual([op]);
    gc.collect(1);
    expect(gc.getObjects(2)).toEqual([op]);
    t.setVar(0, 0);
    expect([gc.collect(0), gc.collect(1), gc.collect(2)]).toEqual([0, 0, 1]);
    expectNothingLeft(t);
  });

  it('orders survivors breadth first, list items from the last to the first', () => {
    const t = new TestHeap();
    const a = t.heap.newObject(t.node);
    const b = t.heap.newObject(t.node);
    const inner = t.heap.newObject(t.node);
    const list = t.heap.newObject(t.list);
    t.setField(a, 0, inner);
    t.append(list, a);
    t.append(list, b);
    for (const op of [inner, b, a]) t.heap.decref(op);
    t.setVar(0, list);
    t.heap.gc.collect();
    expect(t.heap.gc.getObjects()).toEqual([list, b, a, inner]);
    expectNothingLeft(t);
  });

  it('runs finalizers once, in the order of the list', () => {
    const t = new TestHeap();
    const ring = t.makeRing(4);
    t.onFinalize = (op) => {
      if (op === ring[1]) {
        t.heap.incref(op);
        t.setVar(0, op);
      }
    };
    expect(t.heap.gc.collect()).toBe(0);
    expect(t.finalized).toEqual(ring);
    expectSound(t);
    t.setVar(0, 0);
    expect(t.heap.gc.collect()).toBe(4);
    expect(t.finalized).toEqual(ring);
    expectNothingLeft(t);
  });

  it('saves only what a resurrected object reaches from 3.9 on, all before', () => {
    for (const wholeSet of [false, true]) {
      const t = new TestHeap();
      t.heap.gc.resurrectsWholeSet = wholeSet;
      t.makeRing(3);
      const [again] = t.makeRing(1);
      t.onFinalize = (op) => {
        if (op !== again) return;
        t.heap.incref(op);
        t.setVar(0, op);
      };
      expect(t.heap.gc.collect()).toBe(wholeSet ? 0 : 3);
      expectSound(t);
      expectNothingLeft(t);
    }
  });

  it('does not collect while it collects', () => {
    const t = new TestHeap();
    t.makeRing(1);
    const inside: number[] = [];
    t.onFinalize = () => inside.push(t.heap.gc.collect());
    expect(t.heap.gc.collect()).toBe(1);
    expect(inside).toEqual([0]);
    expectNothingLeft(t);
  });

  it('collects at the allocation that passes the threshold, the oldest generation that is due', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    gc.collect();
    gc.thresholds.set([10, 2, 2]);
    const generations: number[] = [];
    gc.events = { start: (g) => generations.push(g) };
    const list = t.heap.newObject(t.list);
    t.setVar(0, list);
    for (let i = 0; i < 70; i++) {
      const op = t.heap.newObject(t.node);
      t.append(list, op);
      t.heap.decref(op);
    }
    expect(generations).toEqual([0, 0, 0, 1, 0, 0]);
    expectNothingLeft(t);
  });

  it('does full collections only after a quarter more has piled up', () => {
    // CPython 3.10 with thresholds (10, 2, 2) and everything older frozen: 142, 284, 426, 568, 754, 984, 1258, 1620,
    // 2070 …; one less for each full collection, since those empty the free list that its callback's dict came from
    const t = new TestHeap({ pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 } });
    const { gc } = t.heap;
    const list = t.heap.newObject(t.list);
    t.setVar(0, list);
    gc.collect();
    gc.freeze();
    gc.collect();
    gc.thresholds.set([10, 2, 2]);
    const at: number[] = [];
    let n = 0;
    gc.events = { start: (g) => g === 2 && at.push(n) };
    for (n = 1; n < 2100; n++) {
      const op = t.heap.newObject(t.node);
      t.append(list, op);
      t.heap.decref(op);
    }
    expect(at).toEqual([143, 286, 429, 572, 759, 990, 1265, 1628, 2079]);
    gc.unfreeze();
    expectNothingLeft(t);
  });

  it('takes exactly a quarter as enough for a full collection', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const generations: number[] = [];
    gc.events = { start: (g) => generations.push(g) };
    for (const pending of [1, 2]) {
      gc.counts.set([0, 0, 11]);
      gc.longLivedTotal = 11;
      gc.longLivedPending = pending;
      gc.collectGenerations();
    }
    expect(generations).toEqual([2]);
  });

  it('never counts below 0 when objects are freed', () => {
    const t = new TestHeap();
    const ops = [1, 2, 3].map(() => t.heap.newObject(t.node));
    t.heap.gc.collect(0);
    for (const op of ops) t.heap.decref(op);
    expect([...t.heap.gc.counts]).toEqual([0, 1, 0]);
    expectNothingLeft(t);
  });

  it('only asks for a collection when deferred', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    gc.deferred = true;
    gc.thresholds[0] = 3;
    t.makeRing(5);
    expect(gc.pending).toBe(true);
    expect(gc.collectGenerations()).toBe(5);
    expect(gc.pending).toBe(false);
    expectNothingLeft(t);
  });

  it('keeps frozen objects out of collections', () => {
    const t = new TestHeap();
    t.makeRing(3);
    t.heap.gc.freeze();
    expect(t.heap.gc.freezeCount()).toBe(3);
    expect(t.heap.gc.collect()).toBe(0);
    t.heap.gc.unfreeze();
    expect(t.heap.gc.collect()).toBe(3);
    expectNothingLeft(t);
  });

  it('saves garbage instead of clearing it under DEBUG_SAVEALL', () => {
    const t = new TestHeap();
    t.makeRing(3);
    const { gc } = t.heap;
    gc.debug = GcDebug.saveAll;
    expect(gc.collect()).toBe(3);
    expect(gc.garbage.length).toBe(3);
    expect(verify(t.heap)).toEqual([]);
    for (const op of gc.garbage) t.heap.decref(op);
    gc.debug = 0;
    expectNothingLeft(t);
  });

  it('keeps what a legacy finalizer keeps, and what that reaches', () => {
    const t = new TestHeap();
    const { heap } = t;
    const stubborn = new Set<number>();
    const kind = heap.defineType(
      {
        name: 'legacy',
        gc: true,
        slots: [
          { at: 4, label: 'a' },
          { at: 6, label: 'b' },
        ],
        hasLegacyFinalizer: (op) => stubborn.has(op),
      },
      32,
    );
    const blocks = heap.allocatedBlocks();
    const [first, second, reached, plain] = [0, 1, 2, 3].map(() => heap.newObject(kind));
    const link = (from: number, at: number, to: number): void => {
      heap.incref(to);
      heap.setSlot(from + at, to);
    };
    stubborn.add(second);
    link(first, 4, second);
    link(second, 4, first);
    link(second, 6, reached);
    link(reached, 4, reached);
    link(plain, 4, plain);
    for (const op of [first, second, reached, plain]) heap.decref(op);
    // what leads to it alone goes; what it leads to stays
    expect(heap.gc.collect()).toBe(4);
    expect(heap.gc.stats[2]).toMatchObject({ collected: 1, uncollectable: 3 });
    expect(heap.gc.garbage).toEqual([second]);
    expect(heap.gc.getObjects().filter((op) => [first, second, reached].includes(op)).length).toBe(3);
    expectSound(t, [second]);
    stubborn.clear();
    heap.decref(heap.gc.garbage.pop() as number);
    expect(heap.gc.collect()).toBe(3);
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it('answers who refers to whom', () => {
    const t = new TestHeap();
    const leaf = t.heap.newObject(t.leaf);
    const tuple = t.makeTuple(leaf, leaf);
    const node = t.heap.newObject(t.node);
    t.setField(node, 1, leaf);
    for (const [i, op] of [leaf, tuple, node].entries()) t.setVar(i, op);
    const { gc } = t.heap;
    expect(gc.referrers(new Set([leaf]))).toEqual([tuple, node]);
    expect(gc.referents(tuple)).toEqual([leaf, leaf]);
    expect(gc.referents(leaf)).toEqual([]);
    expectNothingLeft(t);
  });
});

type Step = { kind: string; a: number; b: number; c: number };

/** A random program over variables; after each step counts and structures must hold. */
function run(program: Step[], options: Partial<HeapOptions>, stress: boolean, failAt = 0): void {
  const t = new TestHeap(options);
  const { heap } = t;
  if (heap.debug !== null) heap.debug.failAt = failAt;
  heap.gc.thresholds.set([3, 2, 2]);
  heap.gc.stress = stress;
  const VARS = 8;
  let saved = 0;
  t.onFinalize = (op) => {
    // now and then a finalizer stores its object somewhere, or breaks a link
    if (++saved % 5 === 0) {
      heap.incref(op);
      t.setVar(VARS + (saved % 3), op);
    } else if (saved % 5 === 1) t.setField(op, 0, 0);
  };
  const store = (i: number, op: number): void => {
    if (op !== 0) t.setVar(i, op);
  };
  for (const { kind, a, b, c } of program) {
    const op = t.getVar(a);
    const target = t.getVar(b);
    const type = op === 0 ? 0 : heap.H[op + Ob.type];
    switch (kind) {
      case 'node':
        store(a, heap.newObject(t.node));
        break;
      case 'list':
        store(a, heap.newObject(t.list));
        break;
      case 'leaf':
        store(a, heap.newObject(t.leaf));
        break;
      case 'tuple':
        store(a, t.makeTuple(...[op, target].filter((x) => x !== 0)));
        break;
      case 'link':
        if (type === t.node) t.setField(op, c % 3, target);
        else if (type === t.list && target !== 0) t.append(op, target);
        break;
      case 'drop':
        t.setVar(a, 0);
        break;
      case 'load':
        // a variable takes what a field holds
        if (type === t.node && heap.H[op + 4] !== 0) {
          heap.incref(heap.H[op + 4]);
          t.setVar(b, heap.H[op + 4]);
        }
        break;
      default:
        heap.gc.collect(c % 3);
        break;
    }
    expectSound(t);
  }
  // after a full collection without resurrection exactly the reachable is alive
  t.onFinalize = () => {};
  heap.gc.collect();
  heap.gc.collect();
  const reachable = new Set<number>();
  const queue = [...Array(t.varCount).keys()].map((i) => t.getVar(i)).filter((x) => x !== 0);
  while (queue.length > 0) {
    const op = queue.pop() as number;
    if (reachable.has(op)) continue;
    reachable.add(op);
    traverse(heap, op, (ref) => queue.push(ref), false);
  }
  for (const op of heap.gc.getObjects()) expect(reachable.has(op)).toBe(true);
  const tracked = new Set(heap.gc.getObjects());
  for (const op of reachable) if (heap.H[op + Ob.type] === t.node) expect(tracked.has(op)).toBe(true);
  expectNothingLeft(t);
}

const variable = fc.integer({ min: 0, max: 7 });
const program = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('node', 'node', 'list', 'leaf', 'tuple', 'link', 'link', 'link', 'drop', 'load', 'collect'),
    a: variable,
    b: variable,
    c: fc.nat(8),
  }),
  { minLength: 10, maxLength: 150 },
);

describe('random programs', () => {
  it('keep the reachable, free the rest, and balance every count', () => {
    fc.assert(
      fc.property(program, fc.boolean(), (steps, stress) => run(steps, {}, stress)),
      { numRuns: programs(40) },
    );
  });

  it('do so under the debug allocator with quarantine', () => {
    fc.assert(
      fc.property(program, (steps) => run(steps, { debug: { quarantine: 50 } }, false)),
      { numRuns: programs(20) },
    );
  });

  it('do so when any allocation fails', () => {
    fc.assert(
      fc.property(program, fc.integer({ min: 1, max: 60 }), fc.boolean(), (steps, failAt, failOnwards) => {
        run(steps, { debug: { failOnwards } }, false, failAt);
      }),
      { numRuns: programs(30) },
    );
  });
});

describe('deallocation', () => {
  it('frees a chain of a million objects without recursion', () => {
    const t = new TestHeap({ reserveBytes: 512 * 1024 * 1024, pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 } });
    t.heap.gc.enabled = false;
    let head = t.heap.newObject(t.tuple);
    for (let i = 0; i < 1_000_000; i++) {
      const next = t.heap.newObject(t.tuple);
      t.heap.H[next + 6] = head;
      t.heap.H[next + Ob.size] = 1;
      head = next;
    }
    t.heap.decref(head);
    expect(t.heap.allocatedBlocks()).toBe(t.blocksAtStart);
  });

  it('collects a cycle with a deep tail', () => {
    const t = new TestHeap({ reserveBytes: 512 * 1024 * 1024, pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 } });
    t.heap.gc.enabled = false;
    t.onFinalize = () => {};
    let head = t.heap.newObject(t.node);
    const first = head;
    for (let i = 0; i < 100_000; i++) {
      const next = t.heap.newObject(t.node);
      t.heap.H[next + 4] = head;
      head = next;
    }
    t.heap.H[first + 4] = head;
    expect(t.heap.gc.collect()).toBe(100_001);
    expect(t.heap.allocatedBlocks()).toBe(t.blocksAtStart);
  });

  it('lets a finalizer resurrect its object once', () => {
    const t = new TestHeap();
    const op = t.heap.newObject(t.node);
    t.onFinalize = () => {
      t.heap.incref(op);
      t.setVar(0, op);
    };
    t.heap.decref(op);
    expect(t.getVar(0)).toBe(op);
    expectSound(t);
    t.setVar(0, 0);
    expect(t.finalized).toEqual([op]);
    expectNothingLeft(t);
  });
});

describe('what a collector tells', () => {
  it('has statistics of three generations, and says what a collection found', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const said: unknown[] = [];
    gc.events = {
      start: (generation) => said.push(generation),
      stop: (generation, { collected, uncollectable }) => said.push([generation, collected, uncollectable]),
    };
    t.makeRing(3);
    gc.collect(1);
    expect(said).toEqual([1, [1, 3, 0]]);
    t.makeRing(2);
    expect(gc.collectQuietly()).toBe(2);
    expect(said).toHaveLength(2);
    expect(gc.stats.map(({ collections, collected }) => [collections, collected])).toEqual([
      [0, 0],
      [1, 3],
      [1, 2],
    ]);
  });

  it('shows referrers and referents as the collector sees them, without hidden slots', () => {
    const t = new TestHeap();
    const { heap } = t;
    const veiled = heap.defineType(
      {
        name: 'veiled',
        gc: true,
        slots: [
          { at: 4, label: 'seen' },
          { at: 6, label: 'hidden', hidden: true },
        ],
      },
      32,
    );
    const op = heap.newObject(veiled);
    const seen = heap.newObject(t.node);
    const hidden = heap.newObject(t.node);
    heap.H[op + 4] = seen;
    heap.H[op + 6] = hidden;
    t.setVar(0, op);
    expect(heap.gc.referents(op)).toEqual([seen]);
    expect(heap.gc.referrers(new Set([seen]))).toEqual([op]);
    expect(heap.gc.referrers(new Set([hidden]))).toEqual([]);
    expect(heap.gc.referents(heap.newObject(t.leaf))).toEqual([]);
  });

  it.each([false, true])('under stress collects at every allocation, unless it may not (deferred: %s)', (deferred) => {
    const t = new TestHeap();
    const { gc } = t.heap;
    let may = false;
    let requests = 0;
    gc.deferred = deferred;
    gc.stress = true;
    gc.events = { mayCollect: () => may, requested: () => requests++ };
    t.makeRing(2);
    const full = (): number => gc.stats[2].collections;
    t.setVar(0, t.heap.newObject(t.node));
    expect([full(), requests, gc.pending]).toEqual([0, 0, false]);
    may = true;
    t.setVar(0, t.heap.newObject(t.node));
    t.setVar(0, t.heap.newObject(t.node));
    expect([full(), requests, gc.pending]).toEqual(deferred ? [0, 2, true] : [2, 0, false]);
    gc.enabled = false;
    t.setVar(0, t.heap.newObject(t.node));
    expect([full(), requests]).toEqual(deferred ? [0, 2] : [2, 0]);
  });
});
