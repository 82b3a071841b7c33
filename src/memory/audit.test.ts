import { describe, expect, it } from 'vitest';
import { audit, auditLines, holders } from './audit.ts';
import { Gc, Ob } from './layout.ts';
import { TestHeap } from './test-types.ts';
import { verify } from './verify.ts';

describe('audit', () => {
  it('names every holder of an object whose count is wrong', () => {
    const t = new TestHeap();
    const leaf = t.heap.newObject(t.leaf);
    const tuple = t.makeTuple(leaf, leaf);
    t.setVar(3, tuple);
    t.setVar(0, leaf);
    expect(audit(t.heap).ok).toBe(true);
    t.heap.incref(leaf);
    const report = audit(t.heap);
    expect(auditLines(report)).toEqual([
      `leaf at ${leaf}: count 4, held by 3`,
      '    variable 0 of variables at 0',
      `    item 1 of tuple at ${tuple}`,
      `    item 0 of tuple at ${tuple}`,
    ]);
  });

  it('counts hidden slots but not borrowed ones', () => {
    const t = new TestHeap();
    const leaf = t.heap.newObject(t.leaf);
    const node = t.heap.newObject(t.node);
    t.setVar(0, leaf);
    t.setVar(1, node);
    t.heap.H[node + 4] = leaf;
    t.heap.H[node + 5] = 1;
    expect(auditLines(audit(t.heap))).toEqual([]);
    t.heap.H[node + 5] = 0;
    expect(audit(t.heap).mismatches).toMatchObject([{ address: leaf, type: 'leaf', count: 1, slots: 2 }]);
  });

  it('takes no plain memory for an object whose words happen to look like one', () => {
    const t = new TestHeap({ debug: {} });
    const { heap } = t;
    const real = heap.newObject(t.node);
    t.setVar(0, real);
    const bytes = heap.debug!.live.get(real + Gc.next)!;
    // the index table of a dict, of 16-bit entries, had a pair of them that was a type's address; its first words were no GC head
    const block = heap.alloc(bytes);
    heap.H.fill(0, block, block + (bytes >> 2));
    heap.H.set([1, 0, 4096, 0, 2, 0, t.node], block);
    expect(auditLines(audit(heap))).toEqual([]);
    heap.H.set([0, 0, 0, 0], block);
    expect(audit(heap).mismatchCount).toBeGreaterThan(0);
    heap.free(block);
  });

  it('finds a reference to what is no object', () => {
    const t = new TestHeap();
    const node = t.heap.newObject(t.node);
    t.setVar(0, node);
    t.heap.H[node + 6] = 4 * 1_000_000;
    expect(auditLines(audit(t.heap))).toEqual([`field 1 of node at ${node} holds 4000000, which is no object`]);
  });

  it('finds objects that only the debug registry knows', () => {
    const t = new TestHeap({ debug: {} });
    const leaked = t.heap.newObject(t.leaf);
    expect(audit(t.heap).mismatches).toMatchObject([{ address: leaked, type: 'leaf', count: 1, slots: 0 }]);
  });

  it('does not take plain memory for an object that nobody holds', () => {
    const t = new TestHeap({ debug: {} });
    const { heap } = t;
    heap.expectedBytes = (op) => heap.H[heap.H[op + Ob.type] + Ob.size];
    // a size that happens to be the address of a type, in a block of another size; bytes of a text where the count would be
    for (const [bytes, count] of [
      [200, 1],
      [24, 0x74786574],
    ]) {
      const block = heap.calloc(bytes);
      heap.H[block + Ob.refcnt] = count;
      heap.H[block + Ob.type] = t.leaf;
    }
    expect(audit(heap).mismatches).toEqual([]);
  });

  it('finds a leaked tracked object without the registry', () => {
    const t = new TestHeap();
    const leaked = t.heap.newObject(t.node);
    expect(audit(t.heap).mismatches).toMatchObject([{ address: leaked, slots: 0 }]);
  });

  it('says nothing while an object is being destroyed', () => {
    const t = new TestHeap();
    const node = t.heap.newObject(t.node);
    t.heap.trashBegin(node);
    expect(audit(t.heap).skipped).toBe('an object is being destroyed');
    t.heap.trashEnd();
    expect(audit(t.heap).skipped).toBeNull();
  });

  it('lists the holders of one object: as many as its count', () => {
    const t = new TestHeap();
    const list = t.heap.newObject(t.list);
    const leaf = t.heap.newObject(t.leaf);
    t.setVar(0, list);
    t.setVar(1, leaf);
    t.append(list, leaf);
    const found = holders(t.heap, leaf);
    expect(found.map((h) => `${h.label} of ${h.ownerName}`)).toEqual(['variable 1 of variables', 'item 0 of list']);
    expect(found.length).toBe(t.heap.H[leaf + Ob.refcnt]);
  });
});

describe('verifier', () => {
  it('finds nothing in a sound heap', () => {
    const t = new TestHeap();
    for (let i = 0; i < 20; i++) t.setVar(i, t.heap.newObject(t.list));
    expect(verify(t.heap)).toEqual([]);
  });

  it('finds what a stray write breaks', () => {
    const damage: ((H: Int32Array, node: number, freed: number) => void)[] = [
      (H, _node, freed) => (H[freed] = freed + 2), // free list leaves the grid
      (H, node) => (H[node - 2] = node), // back link
      (H, node) => (H[node - 1] |= 2), // stray flag
      (H, node) => (H[node] = 0), // tracked with count 0
      (H, node) => H[node & -128]++, // pool count
    ];
    for (const hurt of damage) {
      const t = new TestHeap();
      t.setVar(0, t.heap.newObject(t.node));
      t.setVar(1, t.heap.newObject(t.leaf));
      const freed = t.heap.newObject(t.leaf);
      t.heap.decref(freed);
      expect(verify(t.heap)).toEqual([]);
      hurt(t.heap.H, t.getVar(0), freed);
      expect(verify(t.heap)).not.toEqual([]);
    }
  });
});
