import { describe, expect, it } from 'vitest';
import { audit, auditLines } from '../audit.ts';
import { Gc } from '../layout.ts';
import { TestHeap } from '../test-types.ts';
import type { TypeContract } from '../type-contract.ts';

const PAIR = [
  { at: 4, label: 'next' },
  { at: 6, label: 'other' },
];

/** A heap with a type of records that nobody watches dying: they have two slots and no finalizer. */
function quietHeap(more: Partial<TypeContract> = {}): { t: TestHeap; record: number; blocks: number } {
  const t = new TestHeap();
  const record = t.heap.defineType({ name: 'record', gc: true, slots: PAIR, ...more }, 32);
  return { t, record, blocks: t.heap.allocatedBlocks() };
}

/** A ring of records whose second slots hold new objects of a type; gives both. */
function makeRingOf(t: TestHeap, record: number, type: number): [ring: number[], held: number[]] {
  const held: number[] = [];
  const ring = t.makeRing(3, record);
  for (const op of ring) {
    const other = t.heap.newObject(type);
    t.heap.H[op + 6] = other;
    held.push(other);
  }
  return [ring, held];
}

describe('garbage that nobody watches', () => {
  it.each([0, 1, 2])('goes with what it alone holds, in a collection of generation %i', (generation) => {
    const { t, record, blocks } = quietHeap();
    makeRingOf(t, record, t.leaf);
    const [ring] = makeRingOf(t, record, t.list);
    // not all that is outside goes: a leaf that a variable holds, and one that they only borrow
    const [kept, borrowed] = [t.heap.newObject(t.leaf), t.heap.newObject(t.leaf)];
    t.setVar(0, kept);
    t.setVar(1, borrowed);
    t.setField(ring[0], 1, kept);
    t.heap.setSlot(ring[1] + 6, borrowed);
    t.heap.H[ring[1] + 7] = 1;
    // their lists are members, and those that lost their places to the leaves went before
    expect(t.heap.gc.collect(generation)).toBe(3 + 3 + 1);
    expect(t.heap.allocatedBlocks()).toBe(blocks + 2);
    expect([t.heap.H[kept], t.heap.H[borrowed]]).toEqual([1, 1]);
    expect(t.heap.gc.getObjects()).toEqual([]);
    expect(t.problems()).toEqual([]);
  });

  it('gives separate blocks and items back', () => {
    const t = new TestHeap();
    const { heap } = t;
    const items = heap.defineType({ name: 'items', gc: true, slots: [], items: { at: 6, label: (i) => `item ${i}` } }, 24 + 8 * 4);
    const blocks = heap.allocatedBlocks();
    const list = heap.newObject(t.list);
    const other = heap.newObject(items);
    for (let i = 0; i < 20; i++) {
      const leaf = heap.newObject(t.leaf);
      t.append(list, leaf);
      heap.decref(leaf);
    }
    t.append(list, other);
    for (let i = 0; i < 3; i++) heap.setSlot(other + 6 + 2 * i, i === 1 ? list : heap.newObject(t.leaf));
    heap.H[other + 4] = -3;
    heap.decref(other);
    expect(heap.gc.collect()).toBe(2);
    expect(heap.allocatedBlocks()).toBe(blocks);
    expect(t.problems()).toEqual([]);
  });

  it('gives its types up, however it owns them', () => {
    const { t, record } = quietHeap({ visitsType: true });
    const { heap } = t;
    const other = heap.defineType({ name: 'other', gc: true, slots: PAIR }, 32);
    const third = heap.defineType({ name: 'third', gc: true, slots: PAIR }, 32);
    heap.H[other + 10] = 6;
    heap.H[third + 10] = 4;
    heap.setTypeOwnership(10, 2);
    t.makeRing(3, record);
    t.makeRing(2, other);
    t.makeRing(4, third);
    heap.H[other] += 2;
    expect([record, other, third].map((type) => heap.H[type])).toEqual([4, 3, 1]);
    expect(heap.gc.collect()).toBe(9);
    expect([record, other, third].map((type) => heap.H[type])).toEqual([1, 1, 1]);
  });

  it('is freed by the allocator that watchers put in place', () => {
    const { t, record, blocks } = quietHeap();
    const { heap } = t;
    const [ring, held] = makeRingOf(t, record, t.leaf);
    const freed: number[] = [];
    const { free } = heap;
    heap.free = (address) => {
      freed.push(address);
      free.call(heap, address);
    };
    expect(heap.gc.collect()).toBe(3);
    expect(freed.sort()).toEqual([...ring.map((op) => op + Gc.next), ...held].sort());
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it('fills and empties pools and arenas as single blocks do', () => {
    const { t, record, blocks } = quietHeap();
    for (const n of [1, 40, 300]) {
      t.heap.gc.enabled = false;
      const kept = Array.from({ length: 8 }, () => t.heap.newObject(record));
      for (const [i, op] of kept.entries()) t.setVar(i, op);
      t.makeRing(n, record);
      expect(t.heap.gc.collect()).toBe(n);
      expect(t.problems()).toEqual([]);
      for (const i of kept.keys()) t.setVar(i, 0);
    }
    expect(t.heap.allocatedBlocks()).toBe(blocks);
  });

  it('leaves the young objects uncounted that die outside it', () => {
    const { t, record } = quietHeap();
    makeRingOf(t, record, t.leaf);
    t.heap.gc.collect(0);
    expect([...t.heap.gc.counts]).toEqual([0, 1, 0]);
  });
});

describe('garbage that somebody watches', () => {
  it('is cleared one by one where it holds an object with a finalizer, which sees a sound heap', () => {
    const { t, record } = quietHeap();
    const seen: number[] = [];
    const last = t.heap.defineType(
      {
        name: 'last',
        gc: false,
        slots: [],
        finalize: (op) => {
          seen.push(op);
          // the reference to it is out of the way
          expect(auditLines(audit(t.heap))).toEqual([]);
        },
      },
      24,
    );
    const blocks = t.heap.allocatedBlocks();
    const [, held] = makeRingOf(t, record, last);
    expect(t.heap.gc.collect()).toBe(3);
    expect(seen.sort()).toEqual(held.sort());
    expect(t.heap.allocatedBlocks()).toBe(blocks);
  });

  it('is cleared one by one where it holds an older object that holds others', () => {
    const { t, record, blocks } = quietHeap();
    const { heap } = t;
    const old = heap.newObject(t.node);
    const leaf = heap.newObject(t.leaf);
    t.setField(old, 0, leaf);
    heap.decref(leaf);
    t.setVar(0, old);
    heap.gc.collect(1);
    const ring = t.makeRing(2, record);
    t.setField(ring[1], 1, old);
    t.setVar(0, 0);
    t.onFinalize = () => expect(auditLines(audit(heap))).toEqual([]);
    expect(heap.gc.collect(0)).toBe(2);
    expect(t.finalized).toEqual([old]);
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it.each(['untracked', 'frozen'])('is cleared one by one where it holds %s objects that hold others', (how) => {
    const { t, record, blocks } = quietHeap();
    const { heap } = t;
    const tuple = t.makeTuple(heap.newObject(t.leaf));
    if (how === 'frozen') heap.gc.freeze();
    else heap.gc.untrack(tuple);
    heap.decref(heap.H[tuple + 6]);
    const ring = t.makeRing(2, record);
    heap.H[ring[0] + 6] = tuple;
    expect(heap.gc.collect()).toBe(2);
    expect(heap.allocatedBlocks()).toBe(blocks);
    expect(t.problems()).toEqual([]);
  });

  it.each([
    ['with a tp_clear of their own', (seen: number[]): Partial<TypeContract> => ({ clear: (op) => seen.push(op) })],
    ['with slots that only their contract knows', (seen: number[]): Partial<TypeContract> => ({ traverse: (_, op) => seen.push(op) })],
  ])('is cleared one by one where it has objects %s', (_, more) => {
    const seen: number[] = [];
    const { t, record } = quietHeap(more(seen));
    const plain = t.heap.defineType({ name: 'plain', gc: true, slots: PAIR }, 32);
    const [a, b] = [t.heap.newObject(record), t.heap.newObject(plain)];
    t.setField(b, 0, a);
    t.setField(a, 0, b);
    t.heap.decref(a);
    t.heap.decref(b);
    expect(t.heap.gc.collect()).toBe(2);
    expect(seen).toContain(a);
    expect(t.problems()).toEqual([]);
  });

  it('is cleared one by one by an embedder that frees its objects itself', () => {
    const { t, record, blocks } = quietHeap();
    const { heap } = t;
    const ring = t.makeRing(3, record);
    const seen: number[] = [];
    const { dealloc } = heap;
    heap.dealloc = (op) => {
      seen.push(op);
      dealloc.call(heap, op);
    };
    expect(heap.gc.collect()).toBe(3);
    expect(seen.length).toBeGreaterThan(0);
    expect(ring).toEqual(expect.arrayContaining(seen));
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it('counts as cleared one by one with the debug flags set: whoever writes the lines may hold them', () => {
    const { t, record } = quietHeap();
    const { heap } = t;
    const [op] = t.makeRing(2, record);
    heap.gc.debug = 2;
    heap.gc.events.reportCollectable = (reported) => {
      if (reported !== op) return;
      heap.incref(op);
      t.setVar(0, op);
    };
    expect(heap.gc.collect()).toBe(0);
    expect(heap.gc.getObjects().length).toBe(2);
    expect(t.problems()).toEqual([]);
  });
});
