import { describe, expect, it } from 'vitest';
import { watchAllocations } from './allocation-watch.ts';
import { audit, holders } from './audit.ts';
import { Heap, type HeapOptions } from './heap.ts';
import { Gc, Low, Ob, SlotFlag, Ty } from './layout.ts';
import { TINY } from './test-types.ts';
import type { TypeContract } from './type-contract.ts';
import { verify } from './verify.ts';

/** Word offsets of the test's list. */
const POINTER = 6;

/** A heap whose leaves tell when they die. */
function make(watched = false, options: Partial<HeapOptions> = {}) {
  const heap = new Heap({ ...TINY, ...options });
  const { H } = heap;
  heap.gc.enabled = false;
  // neighbours, so that no pool and no segment is free as a whole
  const neighbours: Int32Array[] = [];
  for (let bytes = 16; bytes <= 1024; bytes += 16) {
    const address = heap.alloc(bytes);
    neighbours.push(H.subarray(address, address + (bytes >> 2)).fill(-1));
  }
  const died: string[] = [];
  const names = new Map<number, string>();
  const leafType = heap.defineType({ name: 'leaf', gc: true, slots: [], finalize: (op) => void died.push(names.get(op) ?? '?') }, 16);
  const define = (contract: Omit<TypeContract, 'name'>, bytes: number): number => heap.defineType({ name: 'test', ...contract }, bytes);
  const leaf = (name: string): number => {
    const op = heap.newObject(leafType);
    names.set(op, name);
    return op;
  };
  /** Puts a new leaf (owned) into a slot. */
  const put = (slot: number, name: string, flag: SlotFlag = SlotFlag.owned): number => {
    const op = leaf(name);
    H[slot] = op;
    H[slot + 1] = flag;
    return op;
  };
  /** A separate block with a leaf for each name. */
  const block = (...labels: string[]): number => {
    const address = heap.calloc(8 * labels.length);
    for (const [i, name] of labels.entries()) put(address + 2 * i, name);
    return address;
  };
  // what watches the allocator takes the kernel's place away
  if (watched) watchAllocations(heap, { allocated() {}, freed() {} });
  const lowest = H.slice(0, 8);
  /** Nothing is broken, and nothing was written where nothing is. */
  const sound = (): void => {
    expect(verify(heap)).toEqual([]);
    expect(H.slice(0, 8)).toEqual(lowest);
    expect(neighbours.every((words) => words.every((word) => word === -1))).toBe(true);
  };
  return { heap, H, died, define, leaf, put, block, sound };
}

const slot = (at: number, more = {}) => ({ at, label: `slot ${at}`, ...more });
const label = (i: number): string => `item ${i}`;

describe.each([
  ['in the kernel', false],
  ['while somebody watches', true],
])('an object that dies %s', (_, watched) => {
  it('gives up its slots in order, the borrowed ones not, the lent ones too', () => {
    const { heap, H, died, define, put, sound } = make(watched);
    const type = define({ gc: true, slots: [4, 6, 12, 14, 18].map((at) => slot(at)) }, 80);
    // the slots of another type are not those of this
    define({ gc: true, slots: [slot(8)] }, 80);
    const before = heap.allocatedBlocks();
    const op = heap.newObject(type);
    put(op + 4, 'a');
    put(op + 6, 'b', SlotFlag.lent);
    const borrowed = put(op + 12, 'c', SlotFlag.borrowed);
    const shared = put(op + 14, 'd');
    heap.incref(shared);
    put(op + 18, 'e');
    // no slot: nobody follows it
    H[op + 8] = borrowed;
    heap.decref(op);
    expect(died).toEqual(['a', 'b', 'e']);
    expect([H[borrowed], H[shared]]).toEqual([1, 1]);
    heap.decref(borrowed);
    heap.decref(shared);
    expect(died).toEqual(['a', 'b', 'e', 'c', 'd']);
    expect(heap.allocatedBlocks()).toBe(before);
    sound();
  });

  it.each([4, -4])('gives up its items from the last to the first (size %i)', (size) => {
    const { heap, H, died, define, put, sound } = make(watched);
    const type = define({ gc: true, slots: [slot(6)], items: { at: 8, label } }, 80);
    const before = heap.allocatedBlocks();
    const op = heap.newObject(type);
    put(op + 6, 'slot');
    put(op + 8, 'first');
    const borrowed = put(op + 10, 'borrowed', SlotFlag.borrowed);
    put(op + 14, 'last', SlotFlag.lent);
    const behind = put(op + 16, 'behind');
    H[op + Ob.size] = size;
    heap.decref(op);
    expect(died).toEqual(['slot', 'last', 'first']);
    heap.decref(borrowed);
    heap.decref(behind);
    expect(heap.allocatedBlocks()).toBe(before);
    sound();
  });

  it('gives up the slots of its separate block from the last to the first, and the block', () => {
    const { heap, H, died, define, leaf, block, sound } = make(watched);
    const type = define({ gc: true, slots: [slot(8)], indirect: { pointer: POINTER, count: Ob.size, label } }, 40);
    const before = heap.allocatedBlocks();
    const op = heap.newObject(type);
    H[op + POINTER] = block('a', 'b', 'c', 'd', 'beyond');
    H[op + Ob.size] = 4;
    H[op + 8] = leaf('slot');
    const [shared, borrowed, beyond] = [2, 4, 8].map((at) => H[H[op + POINTER] + at]);
    heap.incref(shared);
    H[H[op + POINTER] + 5] = SlotFlag.borrowed;
    H[H[op + POINTER] + 7] = SlotFlag.lent;
    heap.decref(op);
    expect(died).toEqual(['slot', 'd', 'a']);
    expect([H[shared], H[borrowed], H[beyond]]).toEqual([1, 1, 1]);
    heap.decref(shared);
    heap.decref(borrowed);
    heap.decref(beyond);
    expect(heap.allocatedBlocks()).toBe(before);
    // one without a block, and one whose block is empty in places
    heap.decref(heap.newObject(type));
    const sparse = heap.newObject(type);
    H[sparse + POINTER] = heap.calloc(24);
    H[H[sparse + POINTER] + 2] = leaf('alone');
    H[sparse + Ob.size] = 3;
    heap.decref(sparse);
    expect(died.at(-1)).toBe('alone');
    expect(heap.allocatedBlocks()).toBe(before);
    sound();
  });

  it('shows only slots that hold something while its block is given up', () => {
    const { heap, H, define, block, sound } = make(watched);
    const type = define({ gc: true, slots: [], indirect: { pointer: POINTER, count: Ob.size, label } }, 32);
    const seen: number[] = [];
    const watcher = define({ gc: true, slots: [], finalize: () => void seen.push(H[op + Ob.size]) }, 16);
    const op = heap.newObject(type);
    H[op + POINTER] = block('a');
    const items = heap.realloc(H[op + POINTER], 24);
    H[op + POINTER] = items;
    H[items + 2] = heap.newObject(watcher);
    H[items + 4] = heap.newObject(watcher);
    H[items + 3] = 0;
    H[items + 5] = 0;
    H[op + Ob.size] = 3;
    heap.decref(op);
    expect(seen).toEqual([2, 1]);
    sound();
  });

  it('gives up what its contract hides or keeps, and the block of a contract with functions', () => {
    const { heap, H, died, define, put, block, sound } = make(watched);
    const before = heap.allocatedBlocks();
    const type = define(
      {
        gc: true,
        slots: [slot(8, { keep: true }), slot(10, { hidden: true }), slot(12)],
        indirect: { pointer: POINTER, count: Ob.size, label },
        clear: () => {},
      },
      64,
    );
    const op = heap.newObject(type);
    put(op + 8, 'kept');
    put(op + 10, 'hidden', SlotFlag.lent);
    const borrowed = put(op + 12, 'borrowed', SlotFlag.borrowed);
    H[op + POINTER] = block('a', 'b');
    H[op + Ob.size] = 2;
    heap.decref(op);
    expect(died).toEqual(['kept', 'hidden', 'b', 'a']);
    heap.decref(borrowed);
    const tuple = define({ gc: true, slots: [], items: { at: 6, label, keep: true } }, 40);
    const pair = heap.newObject(tuple);
    put(pair + 6, 'one');
    put(pair + 8, 'two');
    H[pair + Ob.size] = 2;
    heap.decref(pair);
    expect(died.slice(-2)).toEqual(['two', 'one']);
    // without functions, nothing kept, no block
    heap.decref(heap.newObject(define({ gc: true, slots: [slot(4)], clear: () => {} }, 24)));
    expect(heap.allocatedBlocks()).toBe(before + 3);
    sound();
  });

  it('needs no GC head', () => {
    const { heap, H, died, define, put, block, sound } = make(watched);
    const before = heap.allocatedBlocks();
    const box = define({ gc: false, slots: [slot(4)] }, 24);
    const some = define({ gc: (h, op) => h.H[op + 6] === 1, slots: [slot(4)], indirect: { pointer: 10, count: 8, label } }, 48);
    const none = define({ gc: false, slots: [] }, 32);
    const op = heap.newObject(box);
    put(op + 4, 'in the box');
    heap.decref(op);
    heap.decref(heap.newObject(none));
    const bare = heap.newObject(some);
    put(bare + 4, 'bare');
    H[bare + 10] = block('item');
    H[bare + 8] = 1;
    heap.decref(bare);
    expect(died).toEqual(['in the box', 'bare', 'item']);
    // one of those that have a head
    const head = heap.allocGc(48);
    H.fill(0, head + Ob.body, head + 12);
    H.set([1, 0, some, 0], head);
    H[some]++;
    H[head + 6] = 1;
    put(head + 4, 'headed');
    heap.gc.track(head);
    const typeCount = H[some];
    heap.decref(head);
    expect([died.at(-1), H[some]]).toEqual(['headed', typeCount]);
    expect(heap.allocatedBlocks()).toBe(before + 3);
    sound();
  });

  it('gives its type up where it owns it', () => {
    const { heap, H, define, sound } = make(watched);
    const owned = define({ gc: true, visitsType: true, slots: [slot(4)] }, 24);
    const bare = define({ gc: false, visitsType: true, slots: [] }, 24);
    const byBit = define({ gc: true, slots: [slot(4)] }, 24);
    const bareByBit = define({ gc: false, slots: [] }, 24);
    const other = define({ gc: true, slots: [slot(4)] }, 24);
    heap.setTypeOwnership(20, 4);
    H[byBit + 20] = 6;
    H[bareByBit + 20] = 4;
    H[other + 20] = 3;
    expect([owned, bare, byBit, bareByBit, other].map((type) => heap.ownsType(type))).toEqual([false, false, true, true, false]);
    for (const [type, ownedBy] of [
      [owned, 2],
      [bare, 2],
      [byBit, 1],
      [bareByBit, 1],
      [other, 1],
    ]) {
      const op = heap.newObject(type);
      expect(H[type]).toBe(ownedBy);
      // an embedder's own instances take the reference where a bit says so
      if (type === byBit || type === bareByBit) H[type]++;
      heap.decref(op);
      expect(H[type]).toBe(1);
    }
    sound();
  });

  it('lives on when its finalizer gives it a holder, and is finalized once', () => {
    const { heap, H, define, put, died, sound } = make(watched);
    let calls = 0;
    const type = define(
      {
        gc: true,
        slots: [slot(4)],
        finalize: (op) => {
          calls++;
          heap.incref(op);
        },
      },
      24,
    );
    const before = heap.allocatedBlocks();
    const op = heap.newObject(type);
    put(op + 4, 'inside');
    heap.decref(op);
    expect([calls, H[op], heap.gc.isTracked(op), died]).toEqual([1, 1, true, []]);
    heap.decref(op);
    expect([calls, died, heap.allocatedBlocks()]).toEqual([1, ['inside'], before]);
    sound();
  });

  it('is no allocation any more', () => {
    const { heap, define, sound } = make(watched);
    const type = define({ gc: true, slots: [slot(4)] }, 24);
    const [young] = heap.gc.counts;
    const ops = [1, 2, 3].map(() => heap.newObject(type));
    expect(heap.gc.counts[0]).toBe(young + 3);
    heap.gc.untrack(ops[1]);
    for (const op of ops) heap.decref(op);
    expect(heap.gc.counts[0]).toBe(young);
    expect(heap.gc.getObjects()).toEqual([]);
    sound();
  });

  it('in a chain dies by rounds at the limit', () => {
    const { heap, H, define, sound } = make(watched);
    heap.trashLimit = 3;
    expect(heap.trashLimit).toBe(3);
    const type = define({ gc: true, slots: [slot(4)] }, 24);
    const before = heap.allocatedBlocks();
    let last = 0;
    for (let i = 0; i < 50; i++) {
      const op = heap.newObject(type);
      H[op + 4] = last;
      last = op;
    }
    heap.decref(last);
    expect(heap.allocatedBlocks()).toBe(before);
    expect([heap.trashcan.busy, heap.trashcan.room]).toEqual([false, 3]);
    sound();
  });
});

describe('a heap', () => {
  it.each([16, 24, 32, 128, 136, 200, 1000])('makes objects of %i bytes that are zeroed and tracked', (bytes) => {
    for (const watched of [false, true]) {
      const { heap, H, define, sound } = make(watched);
      const type = define({ gc: true, visitsType: true, slots: [] }, bytes);
      const bare = define({ gc: false, slots: [] }, bytes);
      for (const block of [1, 2, 3].map(() => heap.alloc(bytes + Gc.headBytes)).concat([1, 2].map(() => heap.alloc(bytes)))) {
        H.fill(-1, block, block + (bytes >> 2));
        heap.free(block);
      }
      const behind = heap.alloc(bytes);
      const words = [...H.subarray(behind, behind + (bytes >> 2))];
      const ops = [1, 2, 3, 4].map(() => heap.newObject(type));
      for (const op of ops) expect([...H.subarray(op, op + (bytes >> 2))]).toEqual([1, 0, type, 0, ...Array((bytes >> 2) - 4).fill(0)]);
      for (const op of ops) expect([H[op + Gc.nextFlags], H[op + Gc.prevFlags], heap.gc.isTracked(op)]).toEqual([0, 0, true]);
      expect(H[type]).toBe(5);
      const op = heap.newObject(bare);
      expect([...H.subarray(op, op + (bytes >> 2))]).toEqual([1, 0, bare, 0, ...Array((bytes >> 2) - 4).fill(0)]);
      expect([heap.gc.getObjects().includes(op), H[bare]]).toEqual([false, 1]);
      expect([...H.subarray(behind, behind + (bytes >> 2))]).toEqual(words);
      sound();
    }
  });

  it('answers 0 when memory is out, and nothing has changed', () => {
    for (const gc of [true, false]) {
      const { heap, H, define, sound } = make();
      const type = define({ gc, visitsType: true, slots: [] }, 3000);
      heap.pages.limitPages = heap.pages.usedPages;
      const { counts } = heap.gc;
      const before = [...counts];
      while (heap.alloc(64) !== 0);
      expect([heap.newObject(type), heap.allocGc(3000), H[type]]).toEqual([0, 0, 1]);
      expect([...heap.gc.counts]).toEqual(before);
      while (heap.alloc(4 * Ty.spareCount) !== 0);
      expect(define({ gc: true, slots: [] }, 16)).toBe(0);
      sound();
    }
    const none = new Heap({ ...TINY, maxHeapBytes: 0 });
    expect(none.defineType({ name: 'type', gc: false, slots: [] }, 16)).toBe(0);
    expect([...none.roots].map((root) => root.name)).toEqual(['garbage collector']);
  });

  it('tells who watches of each object that is made and freed', () => {
    const { heap, define, sound } = make();
    const type = define({ gc: true, slots: [slot(4)] }, 24);
    const kept = heap.newObject(type);
    const seen: [string, number, number?][] = [];
    const end = watchAllocations(heap, {
      allocated: (address, bytes) => seen.push(['allocated', address, bytes]),
      freed: (address) => seen.push(['freed', address]),
    });
    const op = heap.newObject(type);
    heap.decref(op);
    heap.decref(kept);
    expect(seen).toEqual([
      ['allocated', op - Gc.headWords, 40],
      ['freed', op - Gc.headWords],
      ['freed', kept - Gc.headWords],
    ]);
    end();
    heap.decref(heap.newObject(type));
    expect(seen).toHaveLength(3);
    sound();
  });

  it('collects before it makes an object, when one is due', () => {
    const { heap, H, define, sound } = make();
    const type = define({ gc: true, slots: [slot(4)] }, 24);
    heap.gc.enabled = true;
    heap.gc.stress = true;
    const op = heap.newObject(type);
    H[op + 4] = op;
    expect(heap.gc.getObjects()).toEqual([op]);
    const other = heap.newObject(type);
    expect(heap.gc.getObjects()).toEqual([other]);
    sound();
  });

  it('keeps the records of its types, the first of them the type of types', () => {
    const heap = new Heap(TINY);
    const { H } = heap;
    const leaf = heap.defineType({ name: 'leaf', gc: false, slots: [] }, 24);
    const node = heap.defineType({ name: 'node', gc: true, slots: [slot(4), slot(6)] }, 32, 3);
    const meta = H[leaf + Ob.type];
    expect([H[meta + Ob.type], H[node + Ob.type]]).toEqual([meta, meta]);
    expect([meta, leaf, node].map((type) => heap.typeName(type))).toEqual(['type', 'leaf', 'node']);
    expect([meta, leaf, node].map((type) => [H[type], H[type + Ob.size]])).toEqual([
      [1, 0],
      [1, 24],
      [1, 32],
    ]);
    expect([meta, leaf, node].map((type) => heap.contracts[H[type + Ty.contract]])).toMatchObject([
      { name: 'type', gc: false, slots: [] },
      { name: 'leaf', gc: false },
      { name: 'node', gc: true },
    ]);
    expect([H[node + Ty.spareCount], H[node + Ty.spareLimit]]).toEqual([0, 3]);
    expect(holders(heap, leaf).map(({ label: l, ownerName }) => [l, ownerName])).toEqual([['leaf', 'type records']]);
    expect(audit(heap).ok).toBe(true);
    // room for the spares' addresses, and not more
    expect(heap.blockSize(leaf)).toBeGreaterThanOrEqual(4 * Ty.spareCount);
    expect(heap.blockSize(node)).toBeGreaterThanOrEqual(4 * (Ty.spares + 3));
    expect(heap.blockSize(leaf)).toBeLessThan(4 * Ty.spareCount + 16);
    expect(heap.blockSize(node)).toBeLessThan(4 * (Ty.spares + 3) + 16);
    heap.typeName = (type) => `type ${type}`;
    expect(holders(heap, leaf)[0].label).toBe(`type ${leaf}`);
  });

  it('knows nothing of the sizes of objects that an embedder made', () => {
    const { heap, leaf, sound } = make();
    expect(heap.expectedBytes(leaf('a'))).toBe(0);
    sound();
  });

  it('replaces what a slot holds, and gives up what it held unless that was borrowed', () => {
    const { heap, H, died, leaf, sound } = make();
    const at = 1030;
    for (const flag of [SlotFlag.owned, SlotFlag.lent, SlotFlag.borrowed]) {
      const op = leaf(`held ${flag}`);
      H[at] = op;
      H[at + 1] = flag;
      const next = leaf('next');
      heap.setSlot(at, next);
      expect([H[at], H[at + 1], H[next]]).toEqual([next, 0, 1]);
      heap.setSlot(at, 0);
      expect([H[at], H[at + 1]]).toEqual([0, 0]);
      if (flag === SlotFlag.borrowed) expect(H[op]).toBe(1);
    }
    expect(died).toEqual(['held 0', 'next', 'held 2', 'next', 'next']);
    sound();
  });

  it('makes, resizes and frees the memory of GC objects', () => {
    const { heap, H, sound } = make();
    const before = heap.allocatedBlocks();
    const dirty = heap.alloc(56);
    H.fill(-1, dirty, dirty + 14);
    heap.free(dirty);
    const [young] = heap.gc.counts;
    const op = heap.allocGc(40);
    expect(op).toBe(dirty + Gc.headWords);
    expect([...H.subarray(op - 4, op)]).toEqual([0, 0, 0, 0]);
    expect(heap.gc.counts[0]).toBe(young + 1);
    H[op + 9] = 77;
    const moved = heap.reallocGc(op, 4000);
    expect(moved).not.toBe(op);
    expect([H[moved + 9], heap.blockSize(moved - 4) >= 4016]).toEqual([77, true]);
    expect(heap.reallocGc(moved, 2 ** 30)).toBe(0);
    H.fill(0, moved, moved + 10);
    H[moved] = 1;
    heap.gc.track(moved);
    heap.freeGc(moved);
    expect([heap.gc.counts[0], heap.allocatedBlocks(), heap.gc.getObjects()]).toEqual([young, before, []]);
    const untracked = heap.allocGc(40);
    heap.freeGc(untracked);
    expect([heap.gc.counts[0], heap.allocatedBlocks()]).toEqual([young, before]);
    sound();
  });

  it('passes the trashcan on', () => {
    const { heap, sound } = make();
    expect(heap.trashLimit).toBe(50);
    heap.trashLimit = 1;
    const [a, b] = [heap.allocGc(16), heap.allocGc(16)];
    expect([heap.trashBegin(a), heap.trashBegin(b), heap.trashcan.room]).toEqual([true, false, 0]);
    heap.H[b] = 0;
    heap.dealloc = (op) => heap.freeGc(op);
    const before = heap.allocatedBlocks();
    heap.trashEnd();
    expect(heap.allocatedBlocks()).toBe(before - 1);
    sound();
  });

  it('says whose deallocator and whose free it has', () => {
    const { heap, sound } = make();
    expect([heap.ownDealloc, heap.ownFree]).toEqual([true, true]);
    const end = watchAllocations(heap, { allocated() {}, freed() {} });
    expect([heap.ownDealloc, heap.ownFree]).toEqual([true, false]);
    end();
    expect(heap.ownFree).toBe(true);
    heap.dealloc = () => {};
    expect(heap.ownDealloc).toBe(false);
    sound();
  });

  it('counts what the collector holds while it clears an object', () => {
    const { heap, H, leaf, sound } = make();
    const op = leaf('a');
    H[Low.collectorHolds] = op;
    expect(holders(heap, op).map(({ label: l, ownerName }) => [l, ownerName])).toEqual([['object being cleared', 'garbage collector']]);
    expect(audit(heap).ok).toBe(true);
    sound();
  });
});

describe.each([
  ['in the kernel', false],
  ['while somebody watches', true],
])('an object with references that only its contract knows, which dies %s', (_, watched) => {
  /** The contract of a type with a slot at word 4 and two in a block at word 6, whose functions alone know the block. */
  const hiding = (heap: Heap, gc: boolean): Omit<TypeContract, 'name'> => ({
    gc,
    slots: [slot(4)],
    traverse: (_heap, op, visit) => {
      const at = heap.H[op + 6];
      for (const s of at === 0 ? [] : [at, at + 2]) if (heap.H[s] !== 0) visit(heap.H[s], s);
    },
  });

  it.each([true, false])('gives them up behind the others (with a GC head: %s)', (gc) => {
    const { heap, H, died, define, put, block, sound } = make(watched);
    const type = define(hiding(heap, gc), 32);
    const op = heap.newObject(type);
    H[op + 6] = block('first', 'second');
    put(op + 4, 'slot');
    const at = H[op + 6];
    heap.decref(op);
    expect(died).toEqual(['slot', 'first', 'second']);
    expect([H[at], H[at + 2]]).toEqual([0, 0]);
    heap.free(at);
    sound();
  });

  it('gives them up by its own tp_clear, which frees the block', () => {
    const { heap, H, died, define, put, block, sound } = make(watched);
    let calls = 0;
    const type = define(
      {
        ...hiding(heap, true),
        clear: (op) => {
          calls++;
          const at = H[op + 6];
          if (at === 0) return;
          for (const s of [at + 2, at]) heap.setSlot(s, 0);
          H[op + 6] = 0;
          heap.free(at);
        },
      },
      32,
    );
    const blocks = heap.allocatedBlocks();
    const op = heap.newObject(type);
    H[op + 6] = block('first', 'second');
    put(op + 4, 'slot');
    heap.decref(op);
    expect([died, calls]).toEqual([['second', 'first', 'slot'], 1]);
    expect(heap.allocatedBlocks()).toBe(blocks);
    // in a cycle the collector calls it, and the death of the object again
    const again = heap.newObject(type);
    H[again + 6] = block('third', 'fourth');
    heap.incref(again);
    heap.setSlot(H[again + 6] + 2, again);
    heap.decref(again);
    expect(died.splice(0)).toEqual(['second', 'first', 'slot', 'fourth']);
    expect([heap.gc.collect(), died, calls]).toEqual([2, ['third'], 3]);
    expect(heap.allocatedBlocks()).toBe(blocks);
    sound();
  });
});
