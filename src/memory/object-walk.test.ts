import { describe, expect, it } from 'vitest';
import { listHead } from './collector/gc-list.ts';
import { Gc, Ob, SlotFlag, Ty } from './layout.ts';
import { isObject, ObjectWalk, objectInBlock } from './object-walk.ts';
import { PAGE_WORDS } from './page-heap.ts';
import { TestHeap } from './test-types.ts';
import type { TypeContract } from './type-contract.ts';

const LARGE = 70_000;

describe('isObject', () => {
  it('asks for an aligned address in used memory', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { H } = heap;
    /** The same words everywhere: a type and a count. */
    const put = (op: number): number => {
      H.set([1, 0, t.leaf, 0], op);
      return op;
    };
    const large = heap.alloc(LARGE);
    const freed = heap.alloc(LARGE);
    heap.alloc(LARGE);
    heap.free(freed);
    const top = heap.pages.topPage * PAGE_WORDS;
    expect(isObject(heap, put(large))).toBe(true);
    expect(isObject(heap, put(1280)), 'in the static region').toBe(true);
    expect(isObject(heap, heap.newObject(t.leaf))).toBe(true);
    for (const [what, op] of [
      ['in the page of the memory layer', put(1000)],
      ['in a further page of a large block', put(large + PAGE_WORDS)],
      ['in a free page', put(freed)],
      ['above all pages in use', put(top)],
      ['inside a granule', put(1284 + 2) - 1],
    ] as const) {
      expect(isObject(heap, op), what).toBe(false);
    }
    put(1300);
    H.copyWithin(1301, 1300, 1303);
    expect(isObject(heap, 1301), 'not aligned').toBe(false);
    for (const op of [0, -4, -1024, 2 ** 31 - 4]) expect(isObject(heap, op), String(op)).toBe(false);
  });

  it('asks for a type with a contract', () => {
    const t = new TestHeap();
    const { H } = t.heap;
    const op = t.heap.newObject(t.leaf);
    for (const type of [0, -4, t.leaf + 1, t.heap.pages.topPage * PAGE_WORDS]) {
      H[op + Ob.type] = type;
      expect(isObject(t.heap, op), `type ${type}`).toBe(false);
    }
    H[op + Ob.type] = t.leaf;
    const contract = H[t.leaf + Ty.contract];
    const count = t.heap.contracts.length;
    for (const [index, is] of [
      [-1, false],
      [0, true],
      [count - 1, true],
      [count, false],
      [count + 1, false],
    ] as const) {
      H[t.leaf + Ty.contract] = index;
      expect(isObject(t.heap, op), `contract ${index}`).toBe(is);
    }
    H[t.leaf + Ty.contract] = contract;
    expect(isObject(t.heap, op)).toBe(true);
  });
});

describe('objectInBlock', () => {
  /** A block whose words can be set, zero otherwise; `at` asks what object is there if it had so many bytes. */
  function ground() {
    const t = new TestHeap({ debug: {} });
    const { heap } = t;
    const block = heap.calloc(400);
    const define = (contract: Partial<TypeContract>): number => heap.defineType({ name: 'type', gc: false, slots: [], ...contract }, 40);
    const at = (type: number, bytes: number, count = 1): number => {
      heap.H.set([count, 0, type, 0], block);
      return objectInBlock(heap, block, bytes) - block;
    };
    const none = -block;
    return { t, heap, H: heap.H, block, define, at, none };
  }

  it('needs the room of a head', () => {
    const { t, at, none } = ground();
    expect([16, 17, 400].map((bytes) => at(t.leaf, bytes))).toEqual([0, 0, 0]);
    expect([0, 12, 15].map((bytes) => at(t.leaf, bytes))).toEqual([none, none, none]);
  });

  it('takes no count that is none: not positive, more than there can be slots, the address of an object', () => {
    const { t, heap, at, none } = ground();
    const top = heap.pages.topPage * PAGE_WORDS;
    expect([1, 1000, top].map((count) => at(t.leaf, 16, count))).toEqual([0, 0, 0]);
    expect([0, -1, top + 1, t.leaf].map((count) => at(t.leaf, 16, count))).toEqual([none, none, none, none]);
  });

  it('takes no type without a contract of its own', () => {
    const { t, H, at, none } = ground();
    H[t.leaf + Ty.contract] = 0;
    expect(at(t.leaf, 16)).toBe(none);
    expect(at(0, 16)).toBe(none);
  });

  it('holds the size against the one that is expected, to a granule', () => {
    const { t, heap, at, none } = ground();
    heap.expectedBytes = () => 100;
    expect([83, 84, 100, 116, 117].map((bytes) => at(t.leaf, bytes))).toEqual([none, 0, 0, 0, none]);
    heap.expectedBytes = () => 0;
    expect(at(t.leaf, 117)).toBe(0);
  });

  it('holds the size against that of the object alone, behind a GC head', () => {
    const { t, heap, H, block } = ground();
    H.set([1, 0, t.node, 0], block + Gc.headWords);
    heap.expectedBytes = () => 100;
    const found = (bytes: number): boolean => objectInBlock(heap, block, bytes) === block + Gc.headWords;
    expect([99, 100, 116, 132, 133].map(found)).toEqual([false, true, true, true, false]);
  });

  it('wants the fixed slots inside', () => {
    const { define, at, none } = ground();
    const type = define({
      slots: [
        { at: 6, label: 'second' },
        { at: 4, label: 'first' },
      ],
    });
    expect([28, 31, 32, 40].map((bytes) => at(type, bytes))).toEqual([none, none, 0, 0]);
  });

  it('wants the address and the count of the separate block inside', () => {
    const { define, at, none } = ground();
    for (const [pointer, count] of [
      [6, 4],
      [4, 6],
    ]) {
      const type = define({ indirect: { pointer, count, label: String } });
      expect([24, 27, 28, 40].map((bytes) => at(type, bytes))).toEqual([none, none, 0, 0]);
    }
  });

  it('wants the items inside, as many as there are', () => {
    const { define, at, none, H, block } = ground();
    const type = define({ items: { at: 6, label: String } });
    for (const count of [2, -2]) {
      H[block + Ob.size] = count;
      expect([36, 39, 40, 44].map((bytes) => at(type, bytes))).toEqual([none, none, 0, 0]);
    }
    H[block + Ob.size] = 0;
    expect([20, 24, 28].map((bytes) => at(type, bytes))).toEqual([none, 0, 0]);
  });

  it('reads the number of items where the contract says, inside the block', () => {
    const { define, at, none, H, block } = ground();
    const type = define({ items: { at: 4, count: 12, label: String } });
    H[block + 12] = 4;
    expect([44, 48, 51, 52].map((bytes) => at(type, bytes))).toEqual([none, none, none, 0]);
    H[block + 12] = 5;
    expect([52, 55, 56].map((bytes) => at(type, bytes))).toEqual([none, none, 0]);
  });

  it('wants a GC head before an object that has one, and none before another', () => {
    const { t, heap, H, block, define, at, none } = ground();
    expect(at(t.node, 40)).toBe(none);
    const asked: number[] = [];
    const some = define({
      gc: (_heap, op) => {
        asked.push(op);
        return H[op + Ob.size] === 1;
      },
    });
    H[block + Ob.size] = 0;
    expect(at(some, 40)).toBe(0);
    H[block + Ob.size] = 1;
    expect(at(some, 40)).toBe(none);
    expect(asked).toEqual([block, block]);
    H.fill(0, block, block + 20);
    const op = block + Gc.headWords;
    const headed = (type: number): number => {
      H.set([1, 0, type, 0], op);
      return objectInBlock(heap, block, 56);
    };
    expect(headed(t.node)).toBe(op);
    expect(headed(t.leaf)).toBe(0);
    H[op + Ob.size] = 1;
    expect(headed(some)).toBe(op);
    H[op + Ob.size] = 0;
    expect(headed(some)).toBe(0);
  });

  it('wants links in the GC head that are links: nothing, an object, a list', () => {
    const { t, heap, H, block } = ground();
    const op = block + Gc.headWords;
    const other = heap.newObject(t.node);
    H.set([1, 0, t.node, 0], op);
    const linked = (next: number, previous: number): boolean => {
      H[op + Gc.next] = next;
      H[op + Gc.prev] = previous;
      return objectInBlock(heap, block, 56) === op;
    };
    const list = listHead(0);
    for (const [next, previous] of [
      [0, 0],
      [list, list],
      [other, list],
      [list, other],
      [1020, 0],
    ]) {
      expect(linked(next, previous), `${next} ${previous}`).toBe(true);
    }
    for (const bad of [1, -4, 512, list + 2, 4 * 1_000_000]) {
      expect(linked(bad, 0), `next ${bad}`).toBe(false);
      expect(linked(list, bad), `previous ${bad}`).toBe(false);
    }
  });
});

describe('the walk over all objects', () => {
  it('visits every owned slot once, with its owner or its root', () => {
    const t = new TestHeap();
    const { heap } = t;
    const [node, leaf] = [heap.newObject(t.node), heap.newObject(t.leaf)];
    t.setVar(2, node);
    t.setVar(5, leaf);
    t.setField(node, 1, leaf);
    heap.H.set([leaf, SlotFlag.borrowed], node + 8);
    const seen: (number | string)[][] = [];
    const walk = new ObjectWalk(heap);
    walk.run((ref, slot, owner, root) => seen.push([ref, slot, owner, root?.name ?? '']));
    const ofTest = seen.filter(([ref]) => ref === node || ref === leaf);
    expect(ofTest).toEqual([
      [node, t.vars + 4, 0, 'variables'],
      [leaf, t.vars + 10, 0, 'variables'],
      [leaf, node + 6, node, ''],
    ]);
    expect(walk.slots).toBe(seen.length);
    // the types, the type of types, and these two
    expect(walk.objects).toBe(7);
    expect([node, leaf, t.node, t.leaf].map((op) => walk.slotsHolding(op))).toEqual([1, 2, 2, 1]);
    expect(walk.mismatches()).toEqual([]);
  });

  it('knows nothing of objects that it did not meet', () => {
    const t = new TestHeap();
    const walk = new ObjectWalk(t.heap);
    const leaf = t.heap.newObject(t.leaf);
    walk.run();
    expect(walk.slotsHolding(leaf)).toBe(0);
    expect(walk.slotsHolding(4 * 100_000)).toBe(0);
  });

  it('gives objects and mismatches in the order of their addresses', () => {
    const t = new TestHeap();
    const leaves = Array.from({ length: 12 }, () => t.heap.newObject(t.leaf));
    for (const [i, leaf] of leaves.reverse().entries()) t.setVar(i, leaf);
    for (const leaf of leaves) t.heap.incref(leaf);
    const walk = new ObjectWalk(t.heap);
    walk.run();
    const met: [number, number][] = [];
    walk.forEachObject((op, slots) => met.push([op, slots]));
    expect(met).toHaveLength(walk.objects);
    expect(met).toEqual(met.toSorted((a, b) => a[0] - b[0]));
    expect(walk.mismatches()).toEqual(leaves.toSorted((a, b) => a - b));
    expect(met.filter(([op]) => leaves.includes(op)).map(([, slots]) => slots)).toEqual(leaves.map(() => 1));
  });

  it('says which slot of whom holds what is no object, and does not visit it', () => {
    const t = new TestHeap();
    const node = t.heap.newObject(t.node);
    t.setVar(0, node);
    const [stray, unaligned] = [4 * 100_000, node + 1];
    t.heap.H[node + 4] = stray;
    t.heap.H[t.vars + 2] = unaligned;
    const walk = new ObjectWalk(t.heap);
    const seen: number[] = [];
    walk.run((ref) => seen.push(ref));
    expect(walk.dangling.map(({ ref, slot, owner, root }) => [ref, slot, owner, root?.name])).toEqual([
      [unaligned, t.vars + 2, 0, 'variables'],
      [stray, node + 4, node, undefined],
    ]);
    expect(seen).not.toContain(stray);
    expect(seen).not.toContain(unaligned);
    walk.run();
    expect(walk.dangling).toHaveLength(2);
  });

  it('meets what only the lists of the collector know, and what waits to be destroyed', () => {
    const t = new TestHeap();
    const { heap } = t;
    const tracked = heap.newObject(t.node);
    const walk = new ObjectWalk(heap);
    walk.run();
    expect(walk.mismatches()).toEqual([tracked]);
    t.setVar(0, tracked);
    const inner = heap.newObject(t.node);
    const leaf = heap.newObject(t.leaf);
    t.setVar(1, leaf);
    t.setField(inner, 0, leaf);
    heap.gc.untrack(inner);
    heap.trashLimit = 1;
    expect(heap.trashBegin(tracked)).toBe(true);
    expect(heap.trashBegin(inner)).toBe(false);
    heap.H[inner] = 0;
    walk.run();
    // its slots still hold something
    expect(walk.slotsHolding(leaf)).toBe(2);
    expect(walk.mismatches()).toEqual([]);
  });

  it('meets what only the debug allocator knows, once', () => {
    const t = new TestHeap({ debug: {} });
    const { heap } = t;
    const [node, leaf, held] = [heap.newObject(t.node), heap.newObject(t.leaf), heap.newObject(t.leaf)];
    t.setVar(0, held);
    heap.gc.untrack(node);
    t.setField(node, 0, held);
    const walk = new ObjectWalk(heap);
    walk.run();
    expect(walk.mismatches()).toEqual([node, leaf].sort((a, b) => a - b));
    expect(walk.slotsHolding(held)).toBe(2);
    expect(walk.objects).toBe(8);
  });

  it('can be repeated while the heap grows and shrinks', () => {
    const t = new TestHeap();
    const { heap } = t;
    const walk = new ObjectWalk(heap);
    const list = heap.newObject(t.list);
    t.setVar(0, list);
    for (const size of [10, 5000, 3]) {
      while (heap.H[list + Ob.size] < size) {
        const leaf = heap.newObject(t.leaf);
        t.append(list, leaf);
        heap.decref(leaf);
      }
      while (heap.H[list + Ob.size] > size) {
        const last = --heap.H[list + Ob.size];
        heap.setSlot(heap.H[list + 6] + 2 * last, 0);
      }
      for (let again = 0; again < 2; again++) {
        walk.run();
        expect(walk.objects).toBe(size + 6);
        expect(walk.mismatches()).toEqual([]);
        expect(walk.slotsHolding(list)).toBe(1);
      }
    }
  });

  it('follows a chain of any length', () => {
    const t = new TestHeap();
    let last = 0;
    for (let i = 0; i < 3000; i++) {
      const node = t.heap.newObject(t.node);
      t.setField(node, 0, last);
      if (last !== 0) t.heap.decref(last);
      last = node;
    }
    t.setVar(0, last);
    const walk = new ObjectWalk(t.heap);
    walk.run();
    expect([walk.objects, walk.mismatches()]).toEqual([3005, []]);
  });
});
