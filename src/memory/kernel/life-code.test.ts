import { describe, expect, it } from 'vitest';
import { Heap } from '../heap.ts';
import { Ob } from '../layout.ts';
import { programs } from '../test-types.ts';
import { State } from './state.ts';

/** What the programs below do to a heap: a few types of every shape, objects linked at random, references given up at random. */
function run(heap: Heap, seed: number, steps: number, trashLimit: number): void {
  const { H } = heap;
  heap.trashLimit = trashLimit;
  heap.gc.thresholds[0] = 40;
  const at = (offsets: readonly number[]): { at: number; label: string }[] => offsets.map((o) => ({ at: o, label: `word ${o}` }));
  const finalized: number[] = [];
  const types = [
    heap.defineType({ name: 'record', gc: true, visitsType: true, slots: at([4, 6, 10]) }, 48),
    heap.defineType({ name: 'plain', gc: false, slots: at([4]) }, 24),
    heap.defineType({ name: 'leaf', gc: true, slots: [] }, 16),
    heap.defineType(
      {
        name: 'hidden',
        gc: true,
        slots: [
          { at: 4, label: 'seen' },
          { at: 6, label: 'hidden', hidden: true },
        ],
      },
      32,
    ),
    heap.defineType({ name: 'finalizing', gc: true, slots: at([4, 6]), finalize: (op) => void finalized.push(op) }, 32),
    heap.defineType({ name: 'items', gc: true, slots: [], items: { at: 6, label: (i) => `item ${i}` } }, 56),
    heap.defineType({ name: 'list', gc: true, slots: [], indirect: { pointer: 6, count: Ob.size, label: (i) => `item ${i}` } }, 40),
    heap.defineType({ name: 'wide', gc: true, slots: at([4, 6]) }, 504),
    heap.defineType({ name: 'huge', gc: false, slots: at([4]) }, 2000),
  ];
  const fields = [[4, 6, 10], [4], [], [4, 6], [4, 6], [6, 8, 10, 12], [], [4, 6], [4]];
  let x = seed;
  const random = (n: number): number => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return Math.floor((x / 2 ** 32) * n);
  };
  const held: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (random(5) < 3 || held.length < 3) {
      const kind = random(types.length);
      const op = heap.newObject(types[kind]);
      const pick = (): number => {
        if (random(3) === 0) return 0;
        const at = random(held.length);
        const ref = held[at];
        // chains: the new object takes the reference over
        if (random(2) === 0) held.splice(at, 1);
        else heap.incref(ref);
        return ref;
      };
      if (kind === 5) H[op + Ob.size] = random(2) === 0 ? 4 : -4;
      if (kind === 6 && random(3) > 0) {
        H[op + 6] = heap.calloc(8 * 3);
        H[op + Ob.size] = 3;
        for (let i = 0; i < 3; i++) if (held.length > 1) H[H[op + 6] + 2 * i] = pick();
      }
      for (const field of fields[kind]) {
        if (held.length < 2) continue;
        H[op + field] = pick();
        // what does not count is not given up
        if (H[op + field] !== 0 && random(20) === 0) {
          heap.decref(H[op + field]);
          H[op + field] = held[0];
          H[op + field + 1] = 1;
        }
      }
      held.push(op);
    } else heap.decref(held.splice(random(held.length), 1)[0]);
    if (step % 50 === 49) heap.gc.enabled = !heap.gc.enabled;
  }
  for (const op of held.reverse()) heap.decref(op);
  H[8] = finalized.reduce((sum, op) => (Math.imul(sum, 31) + op) | 0, 0);
}

const OPTIONS = { reserveBytes: 16 * 2 ** 20, pymalloc: { poolBytes: 4096, arenaBytes: 256 * 1024 } };

/** A heap whose blocks are watched: everything goes the way of the TypeScript. */
function watched(): Heap {
  const heap = new Heap(OPTIONS);
  const { alloc, free } = heap;
  heap.alloc = (bytes) => alloc.call(heap, bytes);
  heap.free = (address) => free.call(heap, address);
  return heap;
}

describe('objects made and freed by the kernel', () => {
  it.each([50, 3, 2])('leave the memory, word for word, as those of the TypeScript do (%i levels of deallocators)', (trashLimit) => {
    for (let seed = 1; seed <= programs(12); seed++) {
      const heap = new Heap(OPTIONS);
      const other = watched();
      run(heap, seed, 600, trashLimit);
      run(other, seed, 600, trashLimit);
      const end = heap.pages.topPage * 1024;
      const differs = heap.H.subarray(0, end).findIndex((word, i) => word !== other.H[i]);
      expect([seed, differs]).toEqual([seed, -1]);
      expect(Buffer.compare(heap.marks, other.marks)).toBe(0);
      expect([...heap.gc.counts]).toEqual([...other.gc.counts]);
      expect(heap.gc.stats).toEqual(other.gc.stats);
    }
  });

  it('frees a chain of a million by count', () => {
    const heap = new Heap({ ...OPTIONS, reserveBytes: 256 * 2 ** 20 });
    const type = heap.defineType({ name: 'link', gc: true, slots: [{ at: 4, label: 'next' }] }, 24);
    heap.gc.enabled = false;
    let last = 0;
    for (let i = 0; i < 1_000_000; i++) {
      const op = heap.newObject(type);
      heap.H[op + 4] = last;
      last = op;
    }
    expect(heap.gc.counts[0]).toBe(1_000_000);
    const blocks = heap.stats.allocatedBlocks;
    heap.decref(last);
    expect(blocks - heap.stats.allocatedBlocks).toBe(1_000_000);
    expect(heap.gc.counts[0]).toBe(0);
  });

  it('leaves the count of young objects at 0 when more die than were made', () => {
    const heap = new Heap(OPTIONS);
    const type = heap.defineType({ name: 'leaf', gc: true, slots: [] }, 16);
    const op = heap.newObject(type);
    heap.gc.counts[0] = 0;
    heap.decref(op);
    expect(heap.H[heap.regions.state / 4 + State.counts]).toBe(0);
  });
});
