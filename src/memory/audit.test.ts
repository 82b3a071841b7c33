import { describe, expect, it } from 'vitest';
import { Auditor, audit, auditLines, holders } from './audit.ts';
import { Gc, Ob } from './layout.ts';
import { TestHeap } from './test-types.ts';

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
    expect(audit(t.heap)).toEqual({
      ok: true,
      objects: 0,
      slots: 0,
      mismatches: [],
      dangling: [],
      mismatchCount: 0,
      skipped: 'an object is being destroyed',
    });
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

  it('says who holds a root slot and an owned type, with addresses', () => {
    const t = new TestHeap();
    const node = t.heap.newObject(t.node);
    t.setVar(1, node);
    expect(holders(t.heap, node)).toEqual([{ owner: 0, ownerName: 'variables', label: 'variable 1', slot: t.vars + 2 }]);
    expect(holders(t.heap, t.node).at(-1)).toEqual({ owner: node, ownerName: 'node', label: 'type', slot: node + Ob.type });
    expect(holders(t.heap, node + 4)).toEqual([]);
  });

  /** Three leaves of which each is counted three times too often, and three slots that hold what is no object. */
  function damaged() {
    const t = new TestHeap();
    const { heap } = t;
    const leaves = [0, 1, 2].map((i) => {
      const leaf = heap.newObject(t.leaf);
      for (const at of [i, i + 10, i + 20]) {
        heap.incref(leaf);
        t.setVar(at, leaf);
      }
      heap.H[leaf] += 2;
      return leaf;
    });
    for (const at of [30, 31, 32]) heap.H[t.vars + 2 * at] = 4 * 100_000 + 4 * at;
    return { t, heap, leaves };
  }

  it('reports no more than the limit of anything, and how much there is', () => {
    const { heap, leaves } = damaged();
    const all = audit(heap);
    expect(all).toMatchObject({ ok: false, mismatchCount: 3, skipped: null, objects: 8 });
    expect(all.mismatches.map(({ address, holders: held, slots }) => [address, held.length, slots])).toEqual(leaves.map((leaf) => [leaf, 3, 3]));
    expect(all.dangling.map(({ ref, label }) => [ref, label])).toEqual([30, 31, 32].map((at) => [4 * 100_000 + 4 * at, `variable ${at}`]));
    const two = audit(heap, { limit: 2 });
    expect([two.ok, two.mismatchCount, two.dangling.length]).toEqual([false, 3, 2]);
    expect(two.mismatches.map(({ address, holders: held, slots }) => [address, held.length, slots])).toEqual([
      [leaves[0], 2, 3],
      [leaves[1], 2, 3],
    ]);
    expect(auditLines(two).slice(-1)).toEqual(['and 1 more']);
    expect(auditLines(all).filter((line) => line.startsWith('and'))).toEqual([]);
    expect(audit(heap, { limit: 0 })).toMatchObject({ ok: false, mismatchCount: 3, mismatches: [], dangling: [] });
  });

  it('does not count what is to be ignored', () => {
    const { t, heap, leaves } = damaged();
    for (const at of [30, 31, 32]) heap.H[t.vars + 2 * at] = 0;
    const report = audit(heap, { ignore: (op) => op === leaves[1] });
    expect([report.ok, report.mismatchCount, report.mismatches.map(({ address }) => address)]).toEqual([false, 2, [leaves[0], leaves[2]]]);
    expect(audit(heap, { ignore: (op) => leaves.includes(op) })).toMatchObject({ ok: true, mismatchCount: 0 });
  });

  it('can be repeated by the same auditor', () => {
    const t = new TestHeap();
    const auditor = new Auditor(t.heap);
    const [clean, slots] = [auditor.run(), auditor.run().slots];
    expect(clean).toMatchObject({ ok: true, objects: 5, mismatches: [], dangling: [] });
    const leaf = t.heap.newObject(t.leaf);
    t.setVar(0, leaf);
    expect(auditor.run()).toMatchObject({ ok: true, objects: 6, slots: slots + 1 });
    t.heap.H[leaf] = 5;
    expect(auditor.run().mismatches).toMatchObject([{ address: leaf, count: 5, slots: 1 }]);
    t.heap.H[leaf] = 1;
    expect(auditor.run().ok).toBe(true);
  });
});
