import { describe, expect, it } from 'vitest';
import { Gc } from '../layout.ts';
import { TestHeap } from '../test-types.ts';
import { PASSES } from './collection.ts';
import { type CollectionLists, GcDebug } from './events.ts';

/** A heap with a type whose instances may have a legacy finalizer: those in `stubborn`. */
function withLegacy(): { t: TestHeap; legacy: number; stubborn: Set<number> } {
  const t = new TestHeap();
  const stubborn = new Set<number>();
  const legacy = t.heap.defineType({ name: 'legacy', gc: true, slots: [{ at: 4, label: 'next' }], hasLegacyFinalizer: (op) => stubborn.has(op) }, 24);
  return { t, legacy, stubborn };
}

/** The members of a list. */
function membersOf(t: TestHeap, list: number): number[] {
  const { H } = t.heap;
  const found: number[] = [];
  for (let op = H[list + Gc.next]; op !== list && found.length < 100; op = H[op + Gc.next]) found.push(op);
  return found;
}

describe('an embedder is told', () => {
  it('of the beginning, the passes in their order, and the end with what was found', () => {
    const t = new TestHeap();
    const said: unknown[] = [];
    t.heap.gc.events = {
      start: (generation) => said.push(['start', generation]),
      passed: (pass) => said.push(pass),
      stop: (generation, { collected, uncollectable, candidates, duration }) =>
        said.push(['stop', generation, collected, uncollectable, candidates, duration]),
    };
    t.makeRing(3);
    t.heap.gc.collect(1);
    expect(said).toEqual([['start', 1], ...PASSES, ['stop', 1, 3, 0, 0, 0]]);
  });

  it('behind each pass where every object of the collection is', () => {
    const { t, legacy, stubborn } = withLegacy();
    const { heap } = t;
    const kept = heap.newObject(t.node);
    t.setVar(0, kept);
    const ring = t.makeRing(2);
    const held = t.makeRing(1, legacy);
    stubborn.add(held[0]);
    const again = t.makeRing(1);
    t.onFinalize = (op) => {
      if (op !== again[0]) return;
      heap.incref(op);
      t.setVar(1, op);
    };
    const seen: Record<string, number[][]> = {};
    heap.gc.events = {
      passed: (pass: string, lists: CollectionLists) => {
        // a list is the pass's own from the pass on that fills it
        const known = PASSES.indexOf(pass as (typeof PASSES)[number]);
        const read = (from: number, list: number): number[] => (known < from ? [] : membersOf(t, list));
        seen[pass] = [read(0, lists.young), read(2, lists.unreachable), read(3, lists.finalizers), read(6, lists.stillUnreachable)];
      },
    };
    heap.gc.collect();
    const all = [kept, ...ring, ...held, ...again];
    const garbage = [[kept], [...ring, ...again], held, []];
    expect(seen).toEqual({
      updateRefs: [all, [], [], []],
      subtractRefs: [all, [], [], []],
      moveUnreachable: [[kept], [...ring, ...held, ...again], [], []],
      legacyFinalizers: garbage,
      weakrefs: garbage,
      finalizers: garbage,
      resurrection: [[kept, ...again], [], held, ring],
      clear: [[kept, ...again, ...held], [], [], []],
    });
    expect(t.problems(heap.gc.garbage)).toEqual([]);
  });

  it('of weak references to clear while finalizers have not run, and of late ones when they have', () => {
    const t = new TestHeap();
    const { heap } = t;
    const said: unknown[] = [];
    const ring = t.makeRing(2);
    const again = t.makeRing(1);
    t.onFinalize = (op) => {
      said.push(`finalize ${op}`);
      if (op !== again[0]) return;
      heap.incref(op);
      t.setVar(0, op);
    };
    heap.gc.events = {
      handleWeakrefs: (list) => {
        said.push(['weakrefs', membersOf(t, list)]);
        return 5;
      },
      clearLateWeakrefs: (list) => said.push(['late', membersOf(t, list)]),
    };
    // what the callbacks freed counts as collected
    expect(heap.gc.collect()).toBe(2 + 5);
    expect(said).toEqual([['weakrefs', [...ring, ...again]], ...[...ring, ...again].map((op) => `finalize ${op}`), ['late', ring]]);
    expect(heap.gc.stats[2].collected).toBe(7);
    said.length = 0;
    expect(heap.gc.collect()).toBe(0);
    expect(said).toEqual([]);
    expect(t.problems()).toEqual([]);
  });

  it('nothing of weak references when all was brought back', () => {
    const t = new TestHeap();
    const said: string[] = [];
    t.makeRing(1);
    t.onFinalize = (op) => {
      t.heap.incref(op);
      t.setVar(0, op);
    };
    t.heap.gc.events = {
      handleWeakrefs: () => {
        said.push('weakrefs');
        return 0;
      },
      clearLateWeakrefs: () => said.push('late'),
    };
    expect(t.heap.gc.collect()).toBe(0);
    expect(said).toEqual(['weakrefs']);
  });

  it('behind full collections to clear its free lists', () => {
    const t = new TestHeap();
    let cleared = 0;
    t.heap.gc.events = { clearFreeLists: () => cleared++ };
    t.heap.gc.collect(0);
    t.heap.gc.collect(1);
    expect(cleared).toBe(0);
    t.heap.gc.collect();
    t.heap.gc.collectQuietly();
    expect(cleared).toBe(2);
  });

  it('of a quiet collection only what is no start and stop', () => {
    const t = new TestHeap();
    const said: string[] = [];
    t.heap.gc.events = { start: () => said.push('start'), stop: () => said.push('stop'), passed: (pass) => said.push(pass) };
    t.makeRing(2);
    expect(t.heap.gc.collectQuietly()).toBe(2);
    expect(said).toEqual(PASSES);
  });
});

describe('the debug flags', () => {
  it.each([
    [0, []],
    [GcDebug.stats, ['start 1', 'done 3 1']],
    [GcDebug.collectable, ['collectable 0', 'collectable 1']],
    [GcDebug.uncollectable, ['uncollectable 2']],
    [GcDebug.stats | GcDebug.collectable | GcDebug.uncollectable, ['start 1', 'collectable 0', 'collectable 1', 'uncollectable 2', 'done 3 1']],
    [~(GcDebug.stats | GcDebug.collectable | GcDebug.uncollectable | GcDebug.saveAll), []],
  ])('%i choose what is reported', (flags, lines) => {
    const { t, legacy, stubborn } = withLegacy();
    const { gc } = t.heap;
    const ops = [...t.makeRing(2), ...t.makeRing(1, legacy)];
    stubborn.add(ops[2]);
    const said: string[] = [];
    const report = (what: string) => (op: number) => said.push(`${what} ${ops.indexOf(op)}`);
    gc.debug = flags;
    gc.events = {
      reportStart: (generation) => said.push(`start ${generation}`),
      reportDone: (unreachable, uncollectable) => said.push(`done ${unreachable} ${uncollectable}`),
      reportCollectable: report('collectable'),
      reportUncollectable: report('uncollectable'),
    };
    expect(gc.collect(1)).toBe(3);
    expect(said).toEqual(lines);
    expect(gc.garbage).toEqual([ops[2]]);
    expect(t.problems(gc.garbage)).toEqual([]);
  });

  it('ask nothing of an embedder that listens to nothing', () => {
    const { t, legacy, stubborn } = withLegacy();
    const { gc } = t.heap;
    t.makeRing(2);
    const [op] = t.makeRing(1, legacy);
    stubborn.add(op);
    gc.debug = GcDebug.stats | GcDebug.collectable | GcDebug.uncollectable;
    expect([gc.events, gc.collect(), gc.garbage]).toEqual([{}, 3, [op]]);
    gc.thresholds[0] = 1;
    gc.deferred = true;
    for (let i = 0; i < 3; i++) t.setVar(i, t.heap.newObject(t.node));
    expect([gc.pending, gc.collectGenerations(), gc.pending]).toEqual([true, 0, false]);
    expect(t.problems([op])).toEqual([]);
  });

  it('keep everything that would be freed, what legacy finalizers reach included', () => {
    const { t, legacy, stubborn } = withLegacy();
    const { heap } = t;
    const ring = t.makeRing(2);
    const [first, second] = t.makeRing(2, legacy);
    stubborn.add(first);
    heap.gc.debug = GcDebug.saveAll;
    expect(heap.gc.collect()).toBe(4);
    expect(heap.gc.garbage).toEqual([...ring, first, second]);
    expect(heap.gc.getObjects(2)).toEqual([...ring, first, second]);
    expect(t.problems(heap.gc.garbage)).toEqual([]);
    // each is held once more, so that nothing is garbage until the list is emptied
    expect(heap.gc.collect()).toBe(0);
    heap.gc.debug = 0;
    stubborn.clear();
    for (const op of heap.gc.garbage.splice(0)) heap.decref(op);
    expect(heap.gc.collect()).toBe(4);
  });

  it('let the embedder keep garbage in its own list', () => {
    const t = new TestHeap();
    const saved: number[] = [];
    const ring = t.makeRing(2);
    t.heap.gc.debug = GcDebug.saveAll;
    t.heap.gc.events = {
      saveGarbage: (op) => {
        t.heap.incref(op);
        saved.push(op);
      },
    };
    expect(t.heap.gc.collect()).toBe(2);
    expect([saved, t.heap.gc.garbage]).toEqual([ring, []]);
    expect(t.problems(saved)).toEqual([]);
  });
});

describe('an automatic collection', () => {
  /** Runs `act` on a heap whose youngest generation is one object below its threshold; gives the generations collected. */
  const collectedBy = (prepare: (t: TestHeap) => void): unknown[] => {
    const t = new TestHeap();
    const { gc } = t.heap;
    gc.thresholds.set([5, 10, 10]);
    const said: unknown[] = [];
    gc.events = { start: (g) => said.push(g), requested: () => said.push('requested') };
    gc.counts[0] = 4;
    prepare(t);
    t.setVar(0, t.heap.newObject(t.node));
    said.push('full');
    t.setVar(1, t.heap.newObject(t.node));
    expect(t.problems()).toEqual([]);
    return [...said, gc.pending];
  };

  it('begins at the allocation that is one too many', () => {
    expect(collectedBy(() => {})).toEqual(['full', 0, false]);
  });

  it('begins there, too, where somebody watches the allocator', () => {
    const watch = ({ heap }: TestHeap): void => {
      const { alloc, free } = heap;
      heap.alloc = (bytes) => alloc.call(heap, bytes);
      heap.free = (address) => free.call(heap, address);
    };
    expect(collectedBy(watch)).toEqual(['full', 0, false]);
    const t = new TestHeap();
    watch(t);
    for (const [before, after] of [
      [7, 8],
      [0, 1],
    ]) {
      t.heap.gc.counts[0] = before;
      const op = t.heap.newObject(t.node);
      expect(t.heap.gc.counts[0]).toBe(after);
      t.heap.decref(op);
      expect(t.heap.gc.counts[0]).toBe(before);
    }
    const op = t.heap.newObject(t.node);
    t.heap.gc.counts[0] = 0;
    t.heap.decref(op);
    expect(t.heap.gc.counts[0]).toBe(0);
  });

  it('is asked for where it is deferred', () => {
    expect(collectedBy((t) => (t.heap.gc.deferred = true))).toEqual(['full', 'requested', true]);
  });

  it.each([
    ['disabled', (t: TestHeap) => (t.heap.gc.enabled = false)],
    ['without a threshold', (t: TestHeap) => t.heap.gc.thresholds.set([0, 10, 10])],
    ['forbidden', (t: TestHeap) => (t.heap.gc.events.mayCollect = () => false)],
  ])('does not begin where it is %s', (_, prepare) => {
    expect(collectedBy(prepare)).toEqual(['full', false]);
    expect(
      collectedBy((t) => {
        t.heap.gc.deferred = true;
        prepare(t);
      }),
    ).toEqual(['full', false]);
  });

  it('does not begin inside a collection, and is not asked for there', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const said: unknown[] = [];
    gc.events = { start: (g) => said.push(g), requested: () => said.push('requested') };
    gc.thresholds[0] = 3;
    t.onFinalize = () => {
      for (const deferred of [false, true]) {
        gc.deferred = deferred;
        for (let i = 0; i < 8; i++) t.setVar(i, t.heap.newObject(t.list));
      }
    };
    t.makeRing(1);
    expect(gc.collect(1)).toBe(1);
    expect([said, gc.pending]).toEqual([[1], false]);
  });

  it('under stress does not begin inside a collection', () => {
    const t = new TestHeap();
    const { gc } = t.heap;
    const said: unknown[] = [];
    gc.events = { start: (g) => said.push(g), requested: () => said.push('requested') };
    t.makeRing(1);
    gc.stress = true;
    t.onFinalize = () => {
      for (const deferred of [false, true]) {
        gc.deferred = deferred;
        t.setVar(0, t.heap.newObject(t.list));
      }
    };
    expect(gc.collect()).toBe(1);
    expect([said, gc.pending]).toEqual([[2], false]);
  });

  it('under stress is a full one', () => {
    const t = new TestHeap();
    const said: unknown[] = [];
    t.heap.gc.events = { start: (g) => said.push(g) };
    t.heap.gc.stress = true;
    t.setVar(0, t.heap.newObject(t.node));
    t.setVar(1, t.heap.newObject(t.leaf));
    expect(said).toEqual([2]);
  });
});
