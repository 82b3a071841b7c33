import { describe, expect, it } from 'vitest';
import { TestHeap } from './test-types.ts';
import { clearSlots, describeSlot, traverse } from './type-contract.ts';

/** A type with every kind of slot: plain, kept, hidden, borrowed; and a variable part. */
function make(t: TestHeap): { op: number; leaves: number[] } {
  const type = t.heap.defineType(
    {
      name: 'mixed',
      gc: true,
      visitsType: true,
      slots: [
        { at: 6, label: 'plain' },
        { at: 8, label: 'kept', keep: true },
        { at: 10, label: 'hidden', hidden: true },
        { at: 12, label: 'borrowed' },
      ],
      items: { at: 14, label: (i) => `item ${i}` },
    },
    72,
  );
  const op = t.heap.newObject(type);
  t.setVar(0, op);
  const leaves = [6, 8, 10, 14, 16].map((at) => {
    const leaf = t.heap.newObject(t.leaf);
    t.heap.H[op + at] = leaf;
    return leaf;
  });
  t.heap.H[op + 12] = leaves[0];
  t.heap.H[op + 13] = 1;
  t.heap.H[op + 4] = 2;
  return { op, leaves };
}

function labels(t: TestHeap, op: number, forCollector: boolean): string[] {
  const found: string[] = [];
  traverse(t.heap, op, (_ref, slot) => found.push(describeSlot(t.heap, op, slot)), forCollector);
  return found;
}

describe('slot contract', () => {
  it('visits fixed slots in order, the type, then items from the last; never borrowed ones', () => {
    const t = new TestHeap();
    const { op } = make(t);
    expect(labels(t, op, false)).toEqual(['plain', 'kept', 'hidden', 'type', 'item 1', 'item 0']);
    expect(labels(t, op, true)).toEqual(['plain', 'kept', 'type', 'item 1', 'item 0']);
  });

  it('clears what the collector sees and the contract does not keep', () => {
    const t = new TestHeap();
    const { op } = make(t);
    clearSlots(t.heap, op, false);
    expect(labels(t, op, false)).toEqual(['kept', 'hidden', 'type']);
  });

  it('destroys in the order of the slots', () => {
    const t = new TestHeap();
    const { op, leaves } = make(t);
    const died: number[] = [];
    const { dealloc } = t.heap;
    t.heap.dealloc = (dead) => {
      died.push(dead);
      dealloc.call(t.heap, dead);
    };
    t.setVar(0, 0);
    const [plain, kept, hidden, first, second] = leaves;
    expect(died).toEqual([op, plain, kept, hidden, second, first]);
  });

  it('pops the items of a list so that a finalizer sees none that is gone', () => {
    const t = new TestHeap();
    const list = t.heap.newObject(t.list);
    const a = t.heap.newObject(t.node);
    const b = t.heap.newObject(t.node);
    for (const op of [a, b]) {
      t.append(list, op);
      t.heap.decref(op);
    }
    t.setVar(0, list);
    const seen: string[][] = [];
    t.onFinalize = () => seen.push(labels(t, list, false));
    t.setVar(0, 0);
    expect(t.finalized).toEqual([b, a]);
    expect(seen).toEqual([['item 0'], []]);
  });
});
