import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { Gc, Ob, SlotFlag } from './layout.ts';
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
  it.each([1, 2])('knows what the full audit knows, at every step of a random program (seed %i)', (seed) => {
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

  it('needs the debug allocator', () => {
    const t = new TestHeap();
    expect(() => new RunningAudit(t.heap, new ShadowCopy(t.heap))).toThrow('the running audit needs the debug allocator');
  });

  it('leaves the allocator as it was when it is stopped', () => {
    const t = new TestHeap({ debug: {} });
    const { alloc, free } = t.heap;
    const running = new RunningAudit(t.heap, new ShadowCopy(t.heap));
    expect(t.heap.alloc).not.toBe(alloc);
    running.stop();
    expect([t.heap.alloc, t.heap.free]).toEqual([alloc, free]);
  });

  it('finds what is wrong already when it begins', () => {
    const t = new TestHeap({ debug: {} });
    const leaf = t.heap.newObject(t.leaf);
    t.setVar(0, leaf);
    t.heap.incref(leaf);
    const running = new RunningAudit(t.heap, new ShadowCopy(t.heap));
    expect(running.check()).toEqual([{ kind: 'count', address: leaf, count: 2, slots: 1 }]);
    expect(running.check()).toEqual([]);
    t.heap.decref(leaf);
    expect(running.check()).toEqual([]);
    running.stop();
  });

  it('says how many slots hold what is no object, as often as it is asked', () => {
    const { t, running } = begin();
    const stray = 4 * 100_000;
    const node = t.heap.newObject(t.node);
    t.setVar(0, node);
    for (const at of [4, 6, 8]) t.heap.H[node + at] = stray;
    const fault = (slots: number) => [{ kind: 'dangling', address: stray, count: 0, slots }];
    expect(running.check()).toEqual(fault(3));
    expect(running.check()).toEqual(fault(3));
    t.heap.H[node + 6] = 0;
    expect(running.check()).toEqual(fault(2));
    expect(running.disagreements()).toEqual([]);
    t.heap.H[node + 4] = 0;
    expect(running.check()).toEqual(fault(1));
    t.heap.H[node + 8] = 0;
    expect(running.check()).toEqual([]);
    running.stop();
  });

  it.each([
    ['below the memory', -4],
    ['beyond the memory', 0x74786574],
    ['inside a granule', 4 * 1000 + 1],
  ])('takes an address %s for no object', (_what, stray) => {
    const { t, running } = begin();
    t.heap.H[t.vars] = stray;
    expect(running.check()).toEqual([{ kind: 'dangling', address: stray, count: 0, slots: 1 }]);
    t.heap.H[t.vars] = 0;
    expect(running.check()).toEqual([]);
    expect(running.disagreements()).toEqual([]);
    running.stop();
  });

  it('counts the slots that held an address before there was an object', () => {
    const { t, running } = begin();
    const leaf = t.heap.newObject(t.leaf);
    t.heap.free(leaf);
    t.heap.H[t.vars] = leaf;
    expect(running.check()).toMatchObject([{ kind: 'dangling', address: leaf }]);
    expect(t.heap.newObject(t.leaf)).toBe(leaf);
    expect(running.check()).toEqual([]);
    expect(running.disagreements()).toEqual([]);
    expect(audit(t.heap).ok).toBe(true);
    running.stop();
  });

  it('knows the owner of a block that another block of the same place followed', () => {
    const { t, running } = begin();
    const { heap } = t;
    const list = heap.newObject(t.list);
    t.setVar(0, list);
    const [a, b] = [heap.newObject(t.leaf), heap.newObject(t.leaf)];
    t.setVar(1, a);
    t.setVar(2, b);
    t.append(list, a);
    expect(running.check()).toEqual([]);
    const block = heap.H[list + 6];
    heap.decref(a);
    heap.free(block);
    heap.H[list + 6] = 0;
    heap.H[list + Ob.size] = 0;
    t.append(list, b);
    expect(heap.H[list + 6]).toBe(block);
    expect(running.check()).toEqual([]);
    expect(running.disagreements()).toEqual([]);
    running.stop();
  });

  it('follows an object whose type changes', () => {
    const { t, running } = begin();
    const { heap } = t;
    const node = heap.newObject(t.node);
    const leaf = heap.newObject(t.leaf);
    t.setVar(0, node);
    t.setVar(1, leaf);
    t.setField(node, 2, leaf);
    expect(running.check()).toEqual([]);
    const other = heap.defineType({ name: 'other', gc: true, slots: [{ at: 8, label: 'field' }] }, 40);
    heap.decref(t.node);
    heap.H[node + Ob.type] = other;
    expect(running.check()).toEqual([]);
    expect(running.disagreements()).toEqual([]);
    running.stop();
  });

  it('takes a text in the place of a dead object for none, whatever it looks like', () => {
    const { t, running } = begin();
    const { heap } = t;
    const [node, leaf] = [heap.newObject(t.node), heap.newObject(t.leaf)];
    t.setVar(0, node);
    t.setVar(1, leaf);
    t.setField(node, 0, leaf);
    expect(running.check()).toEqual([]);
    const { objects, slots } = running;
    const block = node + Gc.next;
    const bytes = heap.debug!.live.get(block)!;
    t.setVar(0, 0);
    expect(heap.alloc(bytes)).toBe(block);
    // as a node that holds the leaf and what is no object; where its count would be are four letters
    heap.H.set([0, 0, 0, 0, 0x74786574, 0, t.node, 0, leaf, 0, 4 * 100_000, 0, 0, 0], block);
    expect(running.check()).toEqual([]);
    // without the node, what it held, its type, and the variable
    expect([running.objects, running.slots]).toEqual([objects - 1, slots - 3]);
    expect(running.disagreements()).toEqual([]);
    heap.H[node + 4 + 4] = leaf;
    expect(running.check()).toEqual([]);
    running.stop();
  });

  it('says what an audit that misses a write does not know', () => {
    const t = new TestHeap({ debug: {} });
    const [node, gone] = [t.heap.newObject(t.node), t.heap.newObject(t.leaf)];
    t.setVar(0, node);
    t.setVar(1, gone);
    const running = new RunningAudit(t.heap, { take: () => {} });
    expect(running.check()).toEqual([]);
    const unknown = t.heap.newObject(t.leaf);
    const stray = 4 * 100_000;
    t.setField(node, 0, unknown);
    t.heap.H[t.vars + 2] = 0;
    t.heap.H[node + 6] = stray;
    t.heap.H[node + 8] = stray;
    expect(running.check()).toEqual([]);
    const faults = running.disagreements().sort((a, b) => a.address - b.address);
    expect(faults).toEqual(
      [
        { kind: 'disagreement', address: stray, count: 2, slots: -1 },
        { kind: 'disagreement', address: unknown, count: 1, slots: -1 },
        { kind: 'disagreement', address: gone, count: 0, slots: 1 },
      ].sort((a, b) => a.address - b.address),
    );
    running.stop();
  });

  it('says what it knows and the full audit does not: an object that died, a stray reference that is gone', () => {
    const t = new TestHeap({ debug: {} });
    const leaf = t.heap.newObject(t.leaf);
    const stray = 4 * 100_000;
    t.setVar(0, leaf);
    t.heap.H[t.vars + 2] = stray;
    const running = new RunningAudit(t.heap, { take: () => {} });
    running.check();
    t.setVar(0, 0);
    t.heap.H[t.vars + 2] = 0;
    running.check();
    const faults = running.disagreements().sort((a, b) => a.address - b.address);
    const known = (address: number) => ({ kind: 'disagreement', address, count: 0, slots: 1 });
    expect(faults).toEqual([known(leaf), known(stray)].sort((a, b) => a.address - b.address));
    running.stop();
  });

  it('knows an object that nothing held already when it began', () => {
    const t = new TestHeap({ debug: {} });
    const leaf = t.heap.newObject(t.leaf);
    const running = new RunningAudit(t.heap, new ShadowCopy(t.heap));
    expect(running.check()).toEqual([{ kind: 'count', address: leaf, count: 1, slots: 0 }]);
    t.heap.decref(leaf);
    expect(running.check()).toEqual([]);
    running.stop();
  });

  it('looks at all that was written, however much', () => {
    const { t, running } = begin();
    const leaves = Array.from({ length: 3000 }, () => t.heap.newObject(t.leaf));
    expect(
      running
        .check()
        ?.map(({ address }) => address)
        .sort((a, b) => a - b),
    ).toEqual(leaves.sort((a, b) => a - b));
    for (const leaf of leaves) t.heap.decref(leaf);
    expect(running.check()).toEqual([]);
    running.stop();
  });

  it('counts hidden slots, and drops what the last slots of an object held', () => {
    const { t, running } = begin();
    const { heap } = t;
    const slots = [
      { at: 4, label: 'first' },
      { at: 6, label: 'second', hidden: true },
      { at: 8, label: 'third' },
    ];
    const type = heap.defineType({ name: 'three', gc: false, slots }, 40);
    const [three, leaf] = [heap.newObject(type), heap.newObject(t.leaf)];
    t.setVar(0, three);
    t.setVar(1, leaf);
    for (const { at } of slots) heap.H[three + at] = leaf;
    const fault = (held: number) => [{ kind: 'count', address: leaf, count: 1, slots: 1 + held }];
    for (const { at } of [...slots].reverse()) {
      expect(running.check()).toEqual(fault(at / 2 - 1));
      heap.H[three + at] = 0;
    }
    expect(running.check()).toEqual([]);
    expect(running.disagreements()).toEqual([]);
    running.stop();
  });

  it('follows long lists that exchange their items, shrink without being emptied, lend an item, and lose their block', () => {
    const { t, running } = begin();
    const { heap } = t;
    const { H } = heap;
    const leaf = heap.newObject(t.leaf);
    t.setVar(0, leaf);
    const [a, b] = [0, 1].map((i) => {
      const list = heap.newObject(t.list);
      t.setVar(1 + i, list);
      for (let n = 0; n < 200; n++) t.append(list, i === 0 ? leaf : list);
      return list;
    });
    expect(running.check()).toEqual([]);
    [H[a + 6], H[b + 6]] = [H[b + 6], H[a + 6]];
    expect(running.check()).toEqual([]);
    for (const i of [3, 170]) heap.setSlot(H[a + 6] + 2 * i, 0);
    [H[a + 6], H[b + 6]] = [H[b + 6], H[a + 6]];
    expect(running.check()).toEqual([]);
    [H[a + 6], H[b + 6]] = [H[b + 6], H[a + 6]];
    for (const list of [a, b]) for (const i of [0, 151]) heap.setSlot(H[list + 6] + 2 * i, 0);
    expect(running.check()).toEqual([]);
    const items = H[b + 6];
    const size = H[b + Ob.size];
    const fault = (more: number) => [{ kind: 'count', address: leaf, count: H[leaf], slots: H[leaf] + more }];
    for (const i of [150, 7]) {
      H[items + 2 * i + 1] = SlotFlag.borrowed;
      expect(running.check()).toEqual(fault(-1));
      H[items + 2 * i + 1] = SlotFlag.owned;
      expect(running.check()).toEqual([]);
    }
    H[b + Ob.size] = size - 10;
    expect(running.check()).toEqual(fault(-10));
    H[b + Ob.size] = size;
    expect(running.check()).toEqual([]);
    H[b + 6] = 0;
    expect(running.check()).toEqual(fault(2 - size));
    H[b + 6] = items;
    expect(running.check()).toEqual([]);
    expect(running.disagreements()).toEqual([]);
    running.stop();
  });

  it('names an object once, however many changes it had', () => {
    const { t, running } = begin();
    const { heap } = t;
    const [leaf, node] = [heap.newObject(t.leaf), heap.newObject(t.node)];
    t.setVar(0, leaf);
    for (let i = 0; i < 3; i++) t.setField(node, i, leaf);
    heap.incref(leaf);
    // the node dies without having been held
    const fault = [{ kind: 'count', address: leaf, count: 2, slots: 1 }];
    heap.decref(node);
    expect(running.check()).toEqual(fault);
    t.setVar(1, heap.newObject(t.node));
    for (let i = 0; i < 3; i++) t.setField(t.getVar(1), i, leaf);
    expect(running.check()).toEqual([{ kind: 'count', address: leaf, count: 5, slots: 4 }]);
    t.setVar(1, 0);
    expect(running.check()).toEqual(fault);
    running.stop();
  });

  it('knows the blocks that were there before it began, those of blocks and of static objects, too', () => {
    const t = new TestHeap({ debug: {} });
    const { heap } = t;
    const { H } = heap;
    /** The object has the address of a block, in which is that of another one, in which is a slot. */
    const rope = heap.defineType(
      {
        name: 'rope',
        gc: false,
        slots: [],
        traverse: (_heap, op, visit) => {
          const slot = H[H[op + 4]];
          if (H[slot] !== 0) visit(H[slot], slot);
        },
      },
      40,
    );
    const makeRope = (op: number): number => {
      const [outer, inner] = [heap.calloc(16), heap.calloc(16)];
      H.set([1, 0, rope, 0, outer], op);
      H[outer] = inner;
      return inner;
    };
    const leaf = heap.newObject(t.leaf);
    t.setVar(0, leaf);
    const op = heap.newObject(rope);
    t.setVar(1, op);
    const list = heap.newObject(t.list);
    t.append(list, leaf);
    t.setVar(2, list);
    heap.roots.add({ name: 'static', memory: [0, 0], traverse: (visit) => visit(1280, 0), describe: String });
    const slots = [makeRope(op), makeRope(1280)];
    const running = new RunningAudit(heap, new ShadowCopy(heap));
    expect(running.check()).toEqual([]);
    for (const slot of slots) {
      H[slot] = leaf;
      expect(running.check()).toEqual([{ kind: 'count', address: leaf, count: 2, slots: 3 }]);
      H[slot] = 0;
      expect(running.check()).toEqual([]);
    }
    H[H[list + 6]] = 0;
    expect(running.check()).toEqual([{ kind: 'count', address: leaf, count: 2, slots: 1 }]);
    running.stop();
  });

  it('gives up what the items of a long list held when it dies, shrinks or becomes something else', () => {
    const { t, running } = begin();
    const { heap } = t;
    const { H } = heap;
    const leaves = Array.from({ length: 257 }, (_, i) => {
      const leaf = heap.newObject(t.leaf);
      t.setVar(i % 50, leaf);
      return leaf;
    }).slice(-50);
    for (const count of [127, 128, 129, 255, 256, 257]) {
      const list = heap.newObject(t.list);
      t.setVar(60, list);
      for (let i = 0; i < count; i++) t.append(list, leaves[i % 50]);
      expect(running.check()).toEqual([]);
      // the last item, then the slot behind it
      heap.setSlot(H[list + 6] + 2 * (count - 1), 0);
      expect(running.check()).toEqual([]);
      t.append(list, leaves[0]);
      expect(running.check()).toEqual([]);
      for (let i = 0; i < 3; i++) heap.setSlot(H[list + 6] + 2 * --H[list + Ob.size], 0);
      expect(running.check()).toEqual([]);
      const { slots } = running;
      H[list + Ob.type] = t.leaf;
      const faults = running.check();
      expect(faults?.length).toBe(50);
      expect(running.slots).toBe(slots - count + 2);
      H[list + Ob.type] = t.list;
      expect(running.check()).toEqual([]);
      expect(running.slots).toBe(slots);
      t.setVar(60, 0);
      expect(running.check()).toEqual([]);
      expect(running.disagreements()).toEqual([]);
    }
    running.stop();
  });

  it.each([false, true])('forgets an object that died while it was held when nothing holds it any more (its memory used again: %s)', (again) => {
    const { t, running } = begin();
    const { heap } = t;
    const leaf = heap.newObject(t.leaf);
    t.setVar(0, leaf);
    expect(running.check()).toEqual([]);
    const { objects } = running;
    heap.decref(leaf);
    expect(running.check()).toEqual([{ kind: 'dangling', address: leaf, count: 0, slots: 1 }]);
    if (again) {
      expect(heap.alloc(24)).toBe(leaf);
      heap.H.fill(5, leaf, leaf + 6);
      expect(running.check()).not.toEqual([]);
    }
    heap.H[t.vars] = 0;
    expect(running.check()).toEqual([]);
    expect([running.objects, running.disagreements()]).toEqual([objects - 1, []]);
    running.stop();
  });

  it('searches no block whose object it knows, and goes through the roots once', () => {
    const { t, running } = begin();
    const { heap } = t;
    const [node, leaf] = [heap.newObject(t.node), heap.newObject(t.leaf)];
    t.setVar(0, node);
    t.setVar(1, leaf);
    expect(running.check()).toEqual([]);
    let searched = 0;
    heap.expectedBytes = () => {
      searched++;
      return 0;
    };
    const roots = [...heap.roots];
    let rounds = 0;
    heap.roots[Symbol.iterator] = () => {
      rounds++;
      return roots.values();
    };
    t.setField(node, 0, leaf);
    t.setField(node, 1, node);
    expect(running.check()).toEqual([]);
    expect([searched, rounds]).toEqual([0, 1]);
    const found = heap.newObject(t.leaf);
    expect(running.check()).toEqual([{ kind: 'count', address: found, count: 1, slots: 0 }]);
    expect(searched).toBeGreaterThan(0);
    running.stop();
  });

  it('does not visit an object because its links or its count were written', () => {
    const { t, running } = begin();
    const node = t.heap.newObject(t.node);
    t.setVar(0, node);
    expect(running.check()).toEqual([]);
    const { visited } = running;
    t.heap.gc.untrack(node);
    expect(running.check()).toEqual([]);
    t.heap.gc.track(node);
    expect(running.check()).toEqual([]);
    t.heap.incref(node);
    expect(running.check()).toMatchObject([{ kind: 'count', address: node }]);
    t.heap.decref(node);
    expect(running.check()).toEqual([]);
    expect(running.visited).toBe(visited);
    running.stop();
  });

  it('forgets an object that waits dead in a free list, and knows it when it lives again', () => {
    const { t, running } = begin();
    const { heap } = t;
    const type = heap.defineType({ name: 'cell', gc: false, slots: [{ at: 4, label: 'content' }] }, 24);
    const [cell, leaf] = [heap.newObject(type), heap.newObject(t.leaf)];
    t.setVar(0, cell);
    t.setVar(1, leaf);
    heap.incref(leaf);
    heap.H[cell + 4] = leaf;
    expect(running.check()).toEqual([]);
    const { objects } = running;
    heap.dealloc = () => heap.decref(leaf);
    t.setVar(0, 0);
    expect(running.check()).toEqual([]);
    expect([running.objects, audit(heap).objects]).toEqual([objects - 1, objects - 1]);
    // a slot that refers to it all the same makes a holder of it, as in the full audit
    t.heap.H[t.vars + 2 * 5] = cell;
    const faults = [
      { address: cell, count: 0, slots: 1 },
      { address: leaf, count: 1, slots: 2 },
    ];
    expect(running.check()).toMatchObject(faults);
    expect(audit(heap).mismatches).toMatchObject(faults);
    expect(running.disagreements()).toEqual([]);
    t.heap.H[t.vars + 2 * 5] = 0;
    expect(running.check()).toEqual([]);
    heap.H[cell] = 1;
    heap.incref(leaf);
    t.setVar(2, cell);
    expect(running.check()).toEqual([]);
    expect([running.objects, running.disagreements()]).toEqual([objects, []]);
    running.stop();
  });

  it('looks at what changed, not at the heap', () => {
    const { t, running } = begin();
    const list = t.heap.newObject(t.list);
    t.setVar(0, list);
    for (let i = 0; i < 2000; i++) {
      const leaf = t.heap.newObject(t.leaf);
      t.append(list, leaf);
      t.heap.decref(leaf);
    }
    expect(running.check()).toEqual([]);
    const { compared, visited } = running;
    t.heap.setSlot(t.heap.H[list + 6] + 2 * 700, 0);
    expect(running.check()).toEqual([]);
    // the list, and the leaf that is gone
    expect([running.compared - compared, running.visited - visited]).toEqual([1, 1]);
    running.stop();
  });

  it('visits an object that was written to in many places once', () => {
    const { t, running } = begin();
    const type = t.heap.defineType({ name: 'wide', gc: false, slots: [], items: { at: 6, label: String } }, 24 + 8 * 100);
    const wide = t.heap.newObject(type);
    t.heap.H[wide + Ob.size] = 100;
    t.setVar(0, wide);
    expect(running.check()).toEqual([]);
    const { visited } = running;
    for (let i = 0; i < 100; i++) t.heap.setSlot(wide + 6 + 2 * i, t.heap.newObject(t.leaf));
    expect(running.check()).toEqual([]);
    expect(running.visited - visited).toBe(101);
    running.stop();
  });

  it('holds as much as there is: many slots in an object, in a run, and many changes at once', () => {
    const { t, running } = begin();
    const { heap } = t;
    const type = heap.defineType({ name: 'wide', gc: false, slots: [], items: { at: 6, label: String } }, 24 + 8 * 3000);
    const wide = heap.newObject(type);
    heap.H[wide + Ob.size] = 3000;
    t.setVar(0, wide);
    for (let i = 0; i < 3000; i++) heap.setSlot(wide + 6 + 2 * i, heap.newObject(t.leaf));
    expect(running.check()).toEqual([]);
    expect(running.disagreements()).toEqual([]);
    heap.H[wide + 6 + 2 * 2999] = 0;
    expect(running.check()).toMatchObject([{ kind: 'count', count: 1, slots: 0 }]);
    running.stop();
  });
});
