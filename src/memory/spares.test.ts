import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { Heap } from './heap.ts';
import { Ob } from './layout.ts';
import { KEPT_SLOTS } from './spares.ts';
import { programs } from './test-types.ts';
import type { TypeContract } from './type-contract.ts';
import { verify } from './verify.ts';

const OPTIONS = { reserveBytes: 64 * 2 ** 20, pymalloc: { poolBytes: 4096, arenaBytes: 256 * 1024 } };
const POINTER = 6;
const ROOM = 8;
const LIST: TypeContract = {
  name: 'list',
  gc: true,
  slots: [],
  indirect: { pointer: POINTER, count: Ob.size, room: ROOM, label: (i) => `item ${i}` },
};
const NODE: TypeContract = {
  name: 'node',
  gc: true,
  visitsType: true,
  slots: [
    { at: 4, label: 'left' },
    { at: 6, label: 'right' },
  ],
};

/** Appends a new reference to `item`. */
function append(heap: Heap, list: number, item: number): void {
  const { H } = heap;
  const n = H[list + Ob.size];
  if (n === H[list + ROOM]) {
    const room = 2 * n + 1;
    H[list + POINTER] = n === 0 ? heap.alloc(8 * room) : heap.realloc(H[list + POINTER], 8 * room);
    H[list + ROOM] = room;
  }
  const slot = H[list + POINTER] + 2 * n;
  H[slot] = item;
  H[slot + 1] = 0;
  heap.incref(item);
  H[list + Ob.size] = n + 1;
}

describe('dead instances that wait', () => {
  it('are made again, zeroed but for a small block', () => {
    const heap = new Heap(OPTIONS);
    const { H } = heap;
    heap.gc.enabled = false;
    const list = heap.defineType(LIST, 40, 4);
    const node = heap.defineType(NODE, 32, 4);
    const item = heap.newObject(node);
    const first = heap.newObject(list);
    append(heap, first, item);
    const block = H[first + POINTER];
    const { allocatedBlocks } = heap.stats;
    const [young] = heap.gc.counts;
    heap.decref(first);
    expect(heap.stats.allocatedBlocks).toBe(allocatedBlocks);
    expect(H[item]).toBe(1);
    expect(heap.gc.isTracked(first)).toBe(false);
    const again = heap.newObject(list);
    expect([again, H[again], H[again + Ob.size], H[again + POINTER], H[again + ROOM]]).toEqual([first, 1, 0, block, 1]);
    expect(heap.gc.isTracked(again)).toBe(true);
    // neither way counts as an allocation
    expect(heap.gc.counts[0]).toBe(young);
    for (let i = 0; i <= KEPT_SLOTS; i++) append(heap, again, item);
    heap.decref(again);
    expect([H[again + POINTER], H[again + ROOM]]).toEqual([0, 0]);

    const types = H[node];
    const other = heap.newObject(node);
    H[other + 4] = item;
    H[other + 6] = item;
    H[other + 7] = 1;
    heap.incref(item);
    heap.decref(other);
    expect([H[item], H[node]]).toEqual([1, types]);
    expect([...H.subarray(heap.newObject(node) + 4, other + 8)]).toEqual([0, 0, 0, 0]);
    expect(H[node]).toBe(types + 1);
    expect(verify(heap)).toEqual([]);
  });

  it('are as many as their type allows, and go in a full collection', () => {
    const heap = new Heap(OPTIONS);
    heap.gc.enabled = false;
    const list = heap.defineType(LIST, 40, 3);
    const leaf = heap.newObject(heap.defineType({ name: 'leaf', gc: false, slots: [] }, 16));
    const before = heap.stats.allocatedBlocks;
    const made = Array.from({ length: 10 }, () => heap.newObject(list));
    for (const op of made) append(heap, op, leaf);
    for (const op of made) heap.decref(op);
    expect(heap.stats.allocatedBlocks - before).toBe(6);
    heap.gc.collect(1);
    expect(heap.stats.allocatedBlocks - before).toBe(6);
    heap.gc.collect();
    expect(heap.stats.allocatedBlocks).toBe(before);
    expect(verify(heap)).toEqual([]);
    heap.decref(heap.newObject(list));
    heap.dropSpares();
    expect(heap.stats.allocatedBlocks).toBe(before);
  });

  it('are neither kept nor made again while somebody watches the allocator', () => {
    const heap = new Heap(OPTIONS);
    heap.gc.enabled = false;
    const list = heap.defineType(LIST, 40, 3);
    const op = heap.newObject(list);
    const { alloc, free } = heap;
    let calls = 0;
    heap.alloc = (bytes) => {
      calls++;
      return alloc.call(heap, bytes);
    };
    heap.free = (address) => {
      calls++;
      free.call(heap, address);
    };
    heap.decref(op);
    heap.decref(heap.newObject(list));
    expect(calls).toBe(3);
  });

  it('need a contract that says all', () => {
    const heap = new Heap(OPTIONS);
    const refused: [TypeContract, number][] = [
      [{ ...NODE, finalize: () => {} }, 32],
      [{ ...NODE, gc: false }, 32],
      [NODE, 40],
      [{ ...NODE, clear: () => {} }, 32],
      [{ ...LIST, indirect: { pointer: POINTER, count: Ob.size, label: String } }, 40],
      [{ name: 'tuple', gc: true, slots: [], items: { at: 6, label: String } }, 24],
      [{ name: 'tuple', gc: true, slots: [{ at: 4, label: 'first' }], items: { at: 6, label: String } }, 24],
    ];
    for (const [contract, bytes] of refused) expect(() => heap.defineType(contract, bytes, 1)).toThrow(RangeError);
  });

  it.each([50, 3])('leave every count right in random programs (%i levels of deallocators)', (trashLimit) => {
    for (let seed = 1; seed <= programs(15); seed++) {
      let x = seed;
      const random = (n: number): number => {
        x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
        return Math.floor((x / 2 ** 32) * n);
      };
      const heap = new Heap(OPTIONS);
      const { H } = heap;
      heap.trashLimit = trashLimit;
      heap.gc.thresholds[0] = 20 + random(100);
      const list = heap.defineType(LIST, 40, 1 + random(6));
      const node = heap.defineType(NODE, 32, random(6) + 1);
      const leaf = heap.defineType({ name: 'leaf', gc: true, slots: [] }, 16, random(2));
      const vars = 1024;
      heap.roots.addRange(H, 'variables', vars, 16, (i) => `variable ${i}`);
      const variable = (): number => vars + 2 * random(16);
      const before = heap.stats.allocatedBlocks;
      for (let step = 0; step < 800; step++) {
        const kind = random(7);
        const slot = variable();
        if (kind < 3) heap.setSlot(slot, heap.newObject([list, node, leaf][kind]));
        else if (kind === 3) heap.setSlot(slot, 0);
        else if (H[slot] !== 0) {
          const op = H[slot];
          const item = H[variable()];
          if (item === 0) continue;
          if (H[op + Ob.type] === list) append(heap, op, item);
          else if (H[op + Ob.type] === node) {
            heap.incref(item);
            heap.setSlot(op + 4 + 2 * random(2), item);
          }
        }
        if (step % 100 === 99) {
          expect([seed, step, audit(heap).mismatches]).toEqual([seed, step, []]);
          expect(verify(heap)).toEqual([]);
        }
      }
      for (let i = 0; i < 16; i++) heap.setSlot(vars + 2 * i, 0);
      heap.gc.collect();
      expect([seed, heap.stats.allocatedBlocks]).toEqual([seed, before]);
    }
  });

  it('die in a chain of a million', () => {
    const heap = new Heap({ ...OPTIONS, reserveBytes: 256 * 2 ** 20 });
    heap.gc.enabled = false;
    const node = heap.defineType(NODE, 32, 80);
    const before = heap.stats.allocatedBlocks;
    let last = 0;
    for (let i = 0; i < 1_000_000; i++) {
      const op = heap.newObject(node);
      heap.H[op + 4] = last;
      last = op;
    }
    heap.decref(last);
    expect(heap.stats.allocatedBlocks - before).toBe(80);
  });
});
