import { afterEach, describe, expect, it, vi } from 'vitest';
import { audit, holders } from '../audit.ts';
import { Heap } from '../heap.ts';
import { TINY } from '../test-types.ts';
import { verify } from '../verify.ts';
import { EmbeddingError, type HandleOptions, Handles } from './handles.ts';

function make(options: HandleOptions = { onLost: () => {} }) {
  const heap = new Heap(TINY);
  const handles = new Handles(heap, options);
  const leaf = heap.defineType({ name: 'leaf', gc: false, slots: [] }, 24);
  const blocks = heap.allocatedBlocks();
  const visited = (): [number, string][] => {
    const seen: [number, string][] = [];
    for (const root of heap.roots) if (root.name === 'host') root.traverse((ref, slot) => seen.push([ref, root.describe(slot)]));
    return seen;
  };
  return { heap, handles, leaf, blocks, visited };
}

describe('handles', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('take the reference they are given, or one of their own', () => {
    const { heap, handles, leaf, blocks } = make();
    const op = heap.newObject(leaf);
    const taken = handles.take(op, 'taken');
    expect([heap.H[op], taken.address, taken.label, taken.released]).toEqual([1, op, 'taken', false]);
    const held = handles.hold(op, 'held');
    expect([heap.H[op], held.address]).toEqual([2, op]);
    expect(handles.open).toEqual([
      { label: 'taken', address: op },
      { label: 'held', address: op },
    ]);
    held.release();
    held.release();
    expect([heap.H[op], held.released, taken.released]).toEqual([1, true, false]);
    expect(() => held.address).toThrow(new EmbeddingError("the handle 'held' was released"));
    expect(new EmbeddingError('x').name).toBe('EmbeddingError');
    taken.release();
    expect([handles.open, heap.allocatedBlocks()]).toEqual([[], blocks]);
  });

  it('are roots under their labels, and only those that are held', () => {
    const { heap, handles, leaf, visited } = make();
    const ops = [1, 2, 3].map(() => heap.newObject(leaf));
    const held = ops.map((op, i) => handles.take(op, `number ${i}`));
    expect(visited()).toEqual(ops.map((op, i) => [op, `handle 'number ${i}'`]));
    held[1].release();
    expect(visited()).toEqual([
      [ops[0], "handle 'number 0'"],
      [ops[2], "handle 'number 2'"],
    ]);
    expect(holders(heap, ops[2]).map(({ label }) => label)).toEqual(["handle 'number 2'"]);
    expect(audit(heap).ok).toBe(true);
  });

  it('are slots that count, whatever was in their memory before', () => {
    const { heap, handles, leaf } = make();
    const op = heap.newObject(leaf);
    const dirty = heap.alloc(256);
    heap.H.fill(-1, dirty, dirty + 64);
    heap.free(dirty);
    for (let i = 0; i < 32; i++) handles.hold(op, `${i}`);
    const flags: number[] = [];
    for (const root of heap.roots) if (root.name === 'host') root.traverse((_, slot) => flags.push(heap.H[slot + 1]));
    expect(flags).toEqual(Array(32).fill(0));
    expect([handles.open.length, heap.H[op]]).toEqual([32, 33]);
  });

  it('use slots again, and one that was released stays so', () => {
    const { heap, handles, leaf } = make();
    const kept = handles.take(heap.newObject(leaf), 'kept');
    const old = handles.take(heap.newObject(leaf), 'old');
    old.release();
    const op = heap.newObject(leaf);
    const young = handles.take(op, 'young');
    expect([old.released, young.released, young.address]).toEqual([true, false, op]);
    expect(() => old.address).toThrow("the handle 'old' was released");
    old.release();
    expect([young.released, heap.H[op]]).toEqual([false, 1]);
    expect(handles.open.map(({ label }) => label)).toEqual(['kept', 'young']);
    kept.release();
    young.release();
    // the block is gone, and so are the uses of its slots
    expect(old.released).toBe(true);
    expect(handles.take(heap.newObject(leaf), '').released).toBe(false);
    expect(old.released).toBe(true);
  });

  it('keep their objects while the table grows', () => {
    const { heap, handles, leaf, blocks, visited } = make();
    const ops = Array.from({ length: 33 }, () => heap.newObject(leaf));
    const before = heap.allocatedBlocks();
    const held = ops.slice(0, 32).map((op, i) => handles.take(op, `${i}`));
    expect(heap.allocatedBlocks()).toBe(before + 1);
    held.push(handles.take(ops[32], '32'));
    expect(heap.allocatedBlocks()).toBe(before + 1);
    expect(held.map((handle) => handle.address)).toEqual(ops);
    expect(visited()).toHaveLength(33);
    expect(audit(heap).ok).toBe(true);
    // a table that is in use up to its end harms nobody
    for (let i = 33; i < 256; i++) held.push(handles.hold(ops[0], `${i}`));
    expect(verify(heap)).toEqual([]);
    for (const handle of held) handle[Symbol.dispose]();
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it('give the reference back when memory is out', () => {
    const { heap, handles, leaf } = make();
    const op = heap.newObject(leaf);
    heap.incref(op);
    const refuse = vi.spyOn(heap, 'realloc').mockReturnValue(0);
    expect(() => handles.take(op, 'first')).toThrow(new RangeError('out of memory'));
    expect(heap.H[op]).toBe(1);
    expect(() => handles.hold(op, 'first')).toThrow('out of memory');
    expect([heap.H[op], handles.open]).toEqual([1, []]);
    refuse.mockRestore();
    const held = Array.from({ length: 32 }, (_, i) => handles.hold(op, `${i}`));
    vi.spyOn(heap, 'realloc').mockReturnValue(0);
    expect(() => handles.hold(op, 'one more')).toThrow('out of memory');
    expect([heap.H[op], handles.open.length]).toEqual([33, 32]);
    held[7].release();
    // there is a slot again
    expect(handles.hold(op, 'another').address).toBe(op);
    expect(audit(heap).mismatches).toHaveLength(1);
  });

  it('are told of on the console when nobody else wants to know', async () => {
    const { setFlagsFromString } = await import('node:v8');
    const { runInNewContext } = await import('node:vm');
    setFlagsFromString('--expose-gc');
    const collectHost = runInNewContext('gc') as () => void;
    const { heap, handles, leaf, blocks } = make({});
    const said: unknown[][] = [];
    vi.spyOn(console, 'warn').mockImplementation((...args) => void said.push(args));
    const op = heap.newObject(leaf);
    const first = handles.take(heap.newObject(leaf), 'first');
    (() => {
      handles.take(op, 'lost');
      // what was released is not lost
      handles.take(heap.newObject(leaf), 'released').release();
    })();
    for (let i = 0; i < 50 && said.length === 0; i++) {
      collectHost();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(said).toEqual([[`ouroboros: the handle 'lost' (object ${op}) was never released`]]);
    expect(handles.open).toEqual([{ label: 'first', address: first.address }]);
    first.release();
    expect(heap.allocatedBlocks()).toBe(blocks);
  });
});
