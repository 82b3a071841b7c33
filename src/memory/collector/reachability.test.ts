import { describe, expect, it } from 'vitest';
import type { HeapOptions } from '../heap.ts';
import { Gc, Ob } from '../layout.ts';
import { TestHeap } from '../test-types.ts';
import { type TableContract, type TypeContract, tableWalk } from '../type-contract.ts';
import { listHead } from './gc-list.ts';
import { Mark } from './marks.ts';
import type { ReachabilityLimits } from './reachability.ts';

const YOUNG = listHead(0);

/** Limits that send the passes every way. */
const WAYS: [string, Partial<ReachabilityLimits>][] = [
  ['as they are', {}],
  ['with no suspects', { suspects: 0, youngSuspects: 0 }],
  ['with one suspect', { suspects: 1, youngSuspects: 1 }],
  ['with all counts big', { smallCount: 0 }],
  ['with marks cleared one by one', { dense: 1e9, notedMembers: 0 }],
  ['with marks cleared page by page', { dense: 0 }],
  ['with notes of few members', { notedMembers: 2 }],
  ['reading ahead', { longMembers: 0, farWords: -1 }],
];

/** What three collections find and keep of a heap with live and dead objects of every kind. */
function collectEverything(options: Partial<HeapOptions>, generation: number): unknown[] {
  const t = new TestHeap(options);
  const { heap } = t;
  heap.gc.enabled = false;
  const record = heap.defineType({ name: 'record', gc: true, slots: [{ at: 4, label: 'next' }] }, 24);
  const apart = heap.defineType({ name: 'apart', gc: true, slots: [4, 8].map((at) => ({ at, label: `word ${at}` })) }, 40);
  const hub = heap.newObject(t.node);
  t.setVar(0, hub);
  const list = heap.newObject(t.list);
  t.setVar(1, list);
  for (let i = 0; i < 30; i++) {
    const [ring] = [t.makeRing(3), t.makeRing(2, record)];
    const op = heap.newObject(i % 2 === 0 ? apart : t.node);
    t.setField(op, 0, hub);
    t.append(list, op);
    // a live object that a dead one holds, and a dead one that holds a live one
    if (i % 3 === 0) t.setField(ring[1], 1, op);
    if (i % 5 === 0) t.append(list, list);
    heap.decref(op);
  }
  t.setField(hub, 1, list);
  const seen: unknown[] = [];
  for (let round = 0; round < 3; round++) {
    seen.push(heap.gc.collect(generation), heap.gc.getObjects(), [...heap.gc.counts]);
    expect(t.problems()).toEqual([]);
    t.makeRing(4);
    if (round === 1) t.setVar(0, 0);
  }
  t.setVar(1, 0);
  seen.push(heap.gc.collect(), heap.gc.getObjects());
  expect(t.problems()).toEqual([]);
  expect(heap.allocatedBlocks()).toBe(t.blocksAtStart + 2);
  return seen;
}

describe('the limits of the passes', () => {
  const usual = new Map<number, unknown[]>();
  it.each(WAYS)('decide which way they go (%s), never what they find', (_, collector) => {
    for (const generation of [0, 1, 2]) {
      const found = collectEverything({ collector }, generation);
      if (!usual.has(generation)) usual.set(generation, collectEverything({}, generation));
      expect(found).toEqual(usual.get(generation));
      expect(found[0]).toBe(30 * 5);
    }
  });
});

describe('counting references from inside', () => {
  it.each([0, 1, 5, 12])('goes on in the GC head above %i references, and leaves no trace there', (smallCount) => {
    const t = new TestHeap({ collector: { smallCount } });
    const { heap } = t;
    const { reachability } = heap.gc;
    const hub = heap.newObject(t.node);
    t.setVar(0, hub);
    const list = heap.newObject(t.list);
    t.setVar(1, list);
    for (let n = 0; n < 40; n++) {
      reachability.updateRefs(YOUNG, Mark.youngest, Mark.youngest, Mark.youngest + 1, Mark.unreachable);
      reachability.subtractRefs();
      expect([n, reachability.remaining(hub), heap.H[hub]]).toEqual([n, 1, n + 1]);
      reachability.moveUnreachable(listHead(4));
      expect([heap.H[hub + Gc.prevFlags], heap.marks[hub >> 2]]).toEqual([0, Mark.youngest + 1]);
      for (const op of [hub, list]) heap.marks[op >> 2] = Mark.youngest;
      t.append(list, hub);
    }
    expect(heap.gc.collect()).toBe(0);
    expect(t.problems()).toEqual([]);
  });

  it('keeps the flag of finalized objects where the count stands in the GC head', () => {
    const t = new TestHeap({ collector: { smallCount: 0 } });
    const ring = t.makeRing(4);
    t.onFinalize = () => {
      t.onFinalize = () => {};
      t.heap.incref(ring[2]);
      t.setVar(0, ring[2]);
    };
    expect(t.heap.gc.collect(0)).toBe(0);
    expect(t.problems()).toEqual([]);
    expect(ring.map((op) => t.heap.gc.isFinalized(op))).toEqual([true, true, true, true]);
    expect(t.heap.gc.collect(1)).toBe(0);
    t.setVar(0, 0);
    expect(t.heap.gc.collect()).toBe(4);
    expect(t.finalized).toEqual(ring);
    expect(t.heap.allocatedBlocks()).toBe(t.blocksAtStart);
  });

  it('says what is not explained of a member, and nothing of others', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { reachability } = heap.gc;
    const old = heap.newObject(t.node);
    t.setVar(0, old);
    heap.gc.collect(0);
    const [held, ring] = [heap.newObject(t.node), t.makeRing(2)];
    t.setVar(1, held);
    t.setVar(2, held);
    heap.incref(held);
    t.setField(old, 0, held);
    t.setField(ring[0], 1, held);
    const remaining = (): unknown[] => [held, ...ring, old, heap.newObject(t.leaf)].map((op) => reachability.remaining(op));
    reachability.updateRefs(YOUNG, Mark.youngest, Mark.youngest, Mark.youngest + 1, Mark.unreachable);
    expect(remaining()).toEqual([4, 1, 1, null, null]);
    reachability.subtractRefs();
    expect([reachability.members, reachability.settled]).toEqual([3, false]);
    expect(remaining()).toEqual([3, 0, 0, null, null]);
    reachability.moveUnreachable(listHead(4));
    expect([reachability.members, reachability.unreachableCount]).toEqual([1, 2]);
    expect(remaining()).toEqual([null, null, null, null, null]);
    expect(ring.map((op) => heap.marks[op >> 2] & Mark.codeMask)).toEqual([Mark.unreachable, Mark.unreachable]);
  });

  it('knows whether every member is reached before its turn', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { reachability } = heap.gc;
    const [a, b] = [heap.newObject(t.node), heap.newObject(t.node)];
    t.setVar(0, a);
    t.setField(a, 0, b);
    heap.decref(b);
    const settled = (): boolean => {
      reachability.updateRefs(YOUNG, Mark.youngest, Mark.youngest, Mark.youngest + 1, Mark.unreachable);
      expect(reachability.settled).toBe(false);
      reachability.subtractRefs();
      const result = reachability.settled;
      reachability.moveUnreachable(listHead(4));
      expect([reachability.unreachableCount, reachability.members]).toEqual([0, 2]);
      for (const op of [a, b]) heap.marks[op >> 2] = Mark.youngest;
      return result;
    };
    expect(settled()).toBe(true);
    // now the one that is held comes behind what it holds
    heap.gc.untrack(a);
    heap.gc.track(a);
    expect(settled()).toBe(false);
    expect(heap.gc.getObjects(0)).toEqual([a, b]);
    expect(settled()).toBe(true);
  });
});

describe('a full collection reads ahead', () => {
  /** A heap with so many nodes in the order of their addresses, which are 16 words apart within a pool of seven. */
  const rowOf = (n: number, collector: Partial<ReachabilityLimits>): TestHeap => {
    const t = new TestHeap({ collector });
    const list = t.heap.newObject(t.list);
    t.heap.gc.untrack(list);
    t.setVar(0, list);
    for (let i = 0; i < n; i++) {
      const op = t.heap.newObject(t.node);
      t.append(list, op);
      t.heap.decref(op);
    }
    return t;
  };
  /** Whether a collection left in the members where others are. */
  const hasReadAhead = (t: TestHeap, generation = 2): boolean => {
    for (const op of t.heap.gc.getObjects()) t.heap.H[op + Gc.nextFlags] = 0;
    expect(t.heap.gc.collect(generation)).toBe(0);
    return t.heap.gc.getObjects().some((op) => t.heap.H[op + Gc.nextFlags] !== 0);
  };

  it('where the last one had enough members', () => {
    const t = rowOf(60, { longMembers: 60, farWords: 0 });
    expect([0, 1, 2].map((generation) => hasReadAhead(t, generation))).toEqual([false, false, false]);
    expect([1, 2, 2].map((generation) => hasReadAhead(t, generation))).toEqual([false, true, true]);
    const shorter = rowOf(59, { longMembers: 60, farWords: 0 });
    expect([hasReadAhead(shorter), hasReadAhead(shorter)]).toEqual([false, false]);
  });

  it.each([
    [15, true],
    [16, false],
  ])('where most neighbours are more than %i words apart: %s', (farWords, reads) => {
    const t = rowOf(60, { longMembers: 1, farWords });
    expect([hasReadAhead(t), hasReadAhead(t)]).toEqual([false, reads]);
  });

  it.each([
    [80, false],
    [79, true],
  ])('where more than half of them are: of %i members 40 are far from the one before, %s', (n, reads) => {
    const t = rowOf(80, { longMembers: 1, farWords: 500 });
    const { gc } = t.heap;
    const ops = gc.getObjects();
    for (const op of ops) gc.untrack(op);
    // pairs from the two halves in turn: every second neighbour is far away, and the first member from the list itself
    const order = ops.map((_, i) => ops[(i & 2) * 20 + 2 * (i >> 2) + (i & 1)]);
    for (const op of order.slice(0, n)) gc.track(op);
    expect([hasReadAhead(t), hasReadAhead(t)]).toEqual([false, reads]);
  });

  it('where those at its end are, whatever the direction', () => {
    // the last 512 of 600 stand in turn at the two ends of the row, and the first ones in order, or the other way round
    for (const [far, reads] of [
      [(i: number) => i >= 88, true],
      [(i: number) => i < 300, false],
      [(i: number) => i < 88, false],
    ] as [(i: number) => boolean, boolean][]) {
      const t = rowOf(600, { longMembers: 1, farWords: 200 });
      const { gc } = t.heap;
      const ops = gc.getObjects();
      for (const op of ops) gc.untrack(op);
      const order = ops.map((_, i) => i);
      const places = order.filter(far);
      const mixed = places.map((_, k) => (k % 2 === 0 ? places[k / 2] : places[places.length - (k + 1) / 2]));
      for (const [k, place] of places.entries()) order[place] = mixed[k];
      for (const i of order) gc.track(ops[i]);
      expect([hasReadAhead(t), hasReadAhead(t)]).toEqual([false, reads]);
      expect(t.problems()).toEqual([]);
    }
  });
});

describe('the members that nothing earlier refers to', () => {
  it.each([
    [0, { suspects: 6, youngSuspects: 5 }, true],
    [0, { suspects: 6, youngSuspects: 4 }, false],
    [0, { suspects: 4, youngSuspects: 5 }, false],
    [2, { suspects: 5, youngSuspects: 4 }, true],
    [2, { suspects: 4, youngSuspects: 5 }, false],
  ])('of generation %i are all looked at as far as %o allows', (generation, collector, settled) => {
    const t = new TestHeap({ collector });
    const { reachability, lists } = t.heap.gc;
    for (let i = 0; i < 5; i++) t.setVar(i, t.heap.newObject(t.node));
    const inner = t.heap.newObject(t.node);
    t.setField(t.getVar(2), 0, inner);
    t.heap.decref(inner);
    if (generation === 2) {
      t.heap.gc.freeze();
      t.heap.gc.unfreeze();
    }
    const code = Mark.youngest + generation;
    reachability.updateRefs(lists[generation], code, code, Mark.youngest + 2, Mark.unreachable);
    reachability.subtractRefs();
    expect([reachability.settled, reachability.members]).toEqual([settled, 6]);
    reachability.moveUnreachable(listHead(4));
    expect([reachability.unreachableCount, reachability.members]).toEqual([0, 6]);
    expect(t.heap.gc.getObjects(generation).map((op) => t.heap.marks[op >> 2])).toEqual(Array(6).fill(Mark.youngest + 2));
  });
});

/** A block of entries: a count, then for each entry a key and a value. */
const TABLE: TableContract = { pointer: 4, values: 6, count: 0, first: 1, key: 3, value: 5, words: 6 };

describe('references that are not in slots of the object', () => {
  /** A type with two words in a block of its own, known to functions only. */
  const known = (visible: boolean): TypeContract => {
    const walk: NonNullable<TypeContract['traverse']> = (heap, op, visit) => {
      const block = heap.H[op + 4];
      for (const slot of block === 0 ? [] : [block, block + 2]) if (heap.H[slot] !== 0) visit(heap.H[slot], slot);
    };
    const none: NonNullable<TypeContract['traverse']> = () => {};
    return { name: 'known', gc: true, slots: [], traverse: visible ? none : walk, ...(visible ? { traverseVisible: walk } : {}) };
  };

  it.each([false, true])('are those that the contract shows the collector (by a function of its own: %s)', (visible) => {
    const t = new TestHeap();
    const { heap } = t;
    const clear = (op: number): void => {
      const block = heap.H[op + 4];
      for (const slot of block === 0 ? [] : [block, block + 2]) heap.setSlot(slot, 0);
    };
    const kind = heap.defineType({ ...known(visible), clear }, 32);
    const { dealloc } = heap;
    heap.dealloc = (op) => {
      if (heap.H[op + Ob.type] === kind) clear(op);
      dealloc.call(heap, op);
    };
    const make = (): number => {
      const op = heap.newObject(kind);
      heap.H[op + 4] = heap.calloc(16);
      return op;
    };
    const link = (from: number, i: number, to: number): void => {
      heap.incref(to);
      heap.setSlot(heap.H[from + 4] + 2 * i, to);
    };
    const [a, b, c, kept] = [make(), make(), make(), make()];
    link(a, 0, b);
    link(b, 1, a);
    link(c, 0, c);
    link(c, 1, kept);
    link(kept, 0, b);
    t.setVar(0, kept);
    for (const op of [a, b, c]) heap.decref(op);
    // without references it is looked into all the same
    t.setVar(1, heap.newObject(kind));
    expect(heap.gc.collect(0)).toBe(1);
    expect(heap.gc.getObjects()).toEqual([kept, t.getVar(1), b, a]);
    expect(heap.H[kept]).toBe(1);
    expect(heap.gc.collect()).toBe(0);
    link(kept, 0, kept);
    t.setVar(0, 0);
    expect(heap.gc.collect()).toBe(3);
    expect(heap.gc.getObjects()).toEqual([t.getVar(1)]);
  });

  it('are the keys and values of a table, or the values of a block apart', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { H } = heap;
    const kind = heap.defineType({ name: 'table', gc: true, slots: [], table: TABLE, traverse: tableWalk(TABLE) }, 32);
    const make = (entries: [key: number, value: number][], apart: boolean): number => {
      const op = heap.newObject(kind);
      const table = heap.calloc(4 * (TABLE.first + 6 * 6));
      H[op + TABLE.pointer] = table;
      H[table + TABLE.count] = entries.length;
      H[table + TABLE.first] = 3;
      if (apart) H[op + TABLE.values] = heap.calloc(8 * entries.length);
      for (const [i, [key, value]] of entries.entries()) {
        H[table + 3 + 6 * i + TABLE.key] = key;
        if (apart) H[H[op + TABLE.values] + 2 * i] = value;
        else H[table + 3 + 6 * i + TABLE.value] = value;
      }
      return op;
    };
    const node = (): number => heap.newObject(t.node);
    const [key, value, deep, alone] = [node(), node(), node(), node()];
    t.setField(value, 0, deep);
    heap.decref(deep);
    const table = make(
      [
        [0, 0],
        [key, value],
        [0, 0],
      ],
      false,
    );
    const split = make(
      [
        [key, 0],
        [0, alone],
      ],
      true,
    );
    t.setVar(0, table);
    t.setVar(1, split);
    t.setVar(2, heap.newObject(kind));
    expect(heap.gc.collect(0)).toBe(0);
    expect(heap.gc.getObjects()).toEqual([table, split, t.getVar(2), value, key, alone, deep]);
    expect([key, value, alone].map((op) => H[op])).toEqual([1, 1, 1]);
    // what the table does not own is garbage although its key is there
    H[H[split + TABLE.values] + 2] = 0;
    heap.incref(alone);
    t.setField(alone, 0, alone);
    heap.decref(alone);
    heap.decref(alone);
    expect(heap.gc.collect()).toBe(1);
    expect(t.problems()).toEqual([]);
  });

  it('are types, where instances own them', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { H } = heap;
    // types that are tracked objects themselves: their contract is at the same word as that of records
    const meta = heap.defineType({ name: 'meta', gc: true, slots: [{ at: 4, label: 'held' }] }, 16 + 4 * 50);
    heap.setTypeOwnership(44, 2);
    const makeType = (owned: boolean): number => {
      const type = heap.newObject(meta);
      H[type + Ob.size] = 0;
      H[type + 46] = heap.addContract({ name: 'instance', gc: true, slots: [{ at: 4, label: 'next' }] });
      H[type + 44] = owned ? 2 : 4;
      return type;
    };
    const makeInstance = (type: number, owned: boolean): number => {
      const op = heap.allocGc(24) as number;
      H.fill(0, op, op + 6);
      H[op] = 1;
      H[op + Ob.type] = type;
      if (owned) heap.incref(type);
      heap.gc.track(op);
      return op;
    };
    const owned = makeType(true);
    const shared = makeType(false);
    const instances = [0, 1, 2].map(() => makeInstance(owned, true));
    const others = [0, 1].map(() => makeInstance(shared, false));
    for (const [i, op] of [...instances, ...others].entries()) t.setVar(i, op);
    t.setVar(10, shared);
    heap.decref(owned);
    expect(heap.gc.collect(0)).toBe(0);
    expect(H[owned]).toBe(3);
    expect(new Set(heap.gc.getObjects(1))).toEqual(new Set([owned, shared, ...instances, ...others]));
    // a type and its instances that hold each other alone are garbage together
    t.setField(owned, 0, instances[0]);
    for (let i = 0; i < 3; i++) t.setVar(i, 0);
    expect(heap.gc.collect()).toBe(2);
    expect(new Set(heap.gc.getObjects())).toEqual(new Set([shared, ...others]));
  });
});
