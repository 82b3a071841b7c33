import { describe, expect, it } from 'vitest';
import { Ob, SlotFlag } from './layout.ts';
import { TestHeap } from './test-types.ts';
import {
  blockOf,
  ContractTable,
  clearSlots,
  contractOf,
  describeSlot,
  GcKind,
  hasGcHead,
  Layout,
  LayoutFlag,
  NO_CONTRACT,
  Shape,
  type TypeContract,
  tableWalk,
  traverse,
  visitsType,
} from './type-contract.ts';

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

describe('what is visited', () => {
  it('is the separate block only when it is asked for', () => {
    const t = new TestHeap();
    const { heap } = t;
    const list = heap.newObject(t.list);
    const leaves = [1, 2, 3].map(() => heap.newObject(t.leaf));
    for (const leaf of leaves) t.append(list, leaf);
    const block = heap.H[list + 6];
    const seen = (withBlock?: boolean): number[] => {
      const slots: number[] = [];
      traverse(heap, list, (ref, slot) => slots.push(ref, slot - block), false, withBlock);
      return slots;
    };
    expect(seen()).toEqual([leaves[2], 4, leaves[1], 2, leaves[0], 0]);
    expect(seen(true)).toEqual(seen());
    expect(seen(false)).toEqual([]);
    heap.H[block + 3] = SlotFlag.borrowed;
    heap.H[block + 5] = SlotFlag.lent;
    heap.H[block] = 0;
    expect(seen()).toEqual([leaves[2], 4]);
    heap.H[list + 6] = 0;
    expect(seen()).toEqual([]);
  });

  it('is as many items as the size says, whatever its sign, where the contract says', () => {
    const t = new TestHeap();
    const { heap } = t;
    const type = heap.defineType({ name: 'number', gc: false, slots: [], items: { at: 8, count: 6, label: (i) => `digit ${i}` } }, 64);
    const op = heap.newObject(type);
    const leaf = heap.newObject(t.leaf);
    for (const at of [8, 10, 12]) heap.H[op + at] = leaf;
    for (const [size, slots] of [
      [0, []],
      [1, ['digit 0']],
      [3, ['digit 2', 'digit 1', 'digit 0']],
      [-2, ['digit 1', 'digit 0']],
    ] as const) {
      heap.H[op + 6] = size;
      expect(labels(t, op, false)).toEqual(slots);
      expect(labels(t, op, true)).toEqual(slots);
    }
  });

  it("is what the contract's own functions say, to the collector what another one says", () => {
    const t = new TestHeap();
    const { heap } = t;
    const own: TypeContract = { name: 'own', gc: false, slots: [], traverse: (_heap, op, visit) => visit(heap.H[op + 4], op + 4) };
    const both: TypeContract = { ...own, traverseVisible: (_heap, op, visit) => visit(heap.H[op + 6], op + 6) };
    const visible: TypeContract = { name: 'visible', gc: false, slots: [], traverseVisible: both.traverseVisible };
    const seen = (contract: TypeContract, forCollector: boolean): number[] => {
      const op = heap.newObject(heap.defineType(contract, 40));
      const slots: number[] = [];
      traverse(heap, op, (_ref, slot) => slots.push(slot - op), forCollector);
      return slots;
    };
    expect([seen(own, false), seen(own, true)]).toEqual([[4], [4]]);
    expect([seen(both, false), seen(both, true)]).toEqual([[4], [6]]);
    expect([seen(visible, false), seen(visible, true)]).toEqual([[], [6]]);
  });

  it('is the type where the contract or the heap says that instances own it', () => {
    const t = new TestHeap();
    const { heap } = t;
    const [node, leaf] = [heap.newObject(t.node), heap.newObject(t.leaf)];
    const owns = (op: number): boolean => {
      expect(visitsType(heap, contractOf(heap, op), op)).toBe(labels(t, op, true).includes('type'));
      return visitsType(heap, contractOf(heap, op), op);
    };
    expect([owns(node), owns(leaf)]).toEqual([true, false]);
    heap.setTypeOwnership(Ob.body + 3, 2);
    heap.H[t.leaf + Ob.body + 3] = 2;
    expect([owns(node), owns(leaf)]).toEqual([true, true]);
    heap.H[t.leaf + Ob.body + 3] = 5;
    expect([owns(node), owns(leaf)]).toEqual([true, false]);
  });
});

describe('a table of entries', () => {
  const TABLE = { pointer: 6, values: 8, count: 1, first: 2, key: 2, value: 4, words: 6 };

  /** A table of three entries, the second empty; leaves for keys and values. */
  function table() {
    const t = new TestHeap();
    const { H } = t.heap;
    const [op, entries] = [1300, 1400];
    H[op + TABLE.pointer] = entries;
    H[entries + TABLE.count] = 3;
    H[entries + TABLE.first] = 8;
    H.set([9, 0, 11, 0, 12, 0, 9, 0, 13, 0, 0, 0, 9, 0, 15, 0, 16, 0, 9, 0, 17, 0, 18, 0], entries + 8);
    const seen = (): number[] => {
      const found: number[] = [];
      tableWalk(TABLE)(t.heap, op, (ref, slot) => found.push(ref, slot));
      return found;
    };
    return { H, op, entries, seen };
  }

  it('is visited from the first entry to the last, the value before the key; an entry without value is empty', () => {
    const { entries, seen } = table();
    expect(seen()).toEqual([12, entries + 12, 11, entries + 10, 16, entries + 24, 15, entries + 22]);
  });

  it('has its values in a block of their own, and then no keys', () => {
    const { H, op, seen } = table();
    H[op + TABLE.values] = 1500;
    H.set([21, 0, 0, 0, 23, 0, 24, 0], 1500);
    expect(seen()).toEqual([21, 1500, 23, 1504]);
  });

  it('holds nothing without a table, or without entries', () => {
    const { H, op, entries, seen } = table();
    H[entries + TABLE.count] = 0;
    expect(seen()).toEqual([]);
    H[op + TABLE.values] = 1500;
    expect(seen()).toEqual([]);
    H[entries + TABLE.count] = 3;
    H[op + TABLE.pointer] = 0;
    expect(seen()).toEqual([]);
  });
});

describe('labels of slots', () => {
  it('name fields, items, items of the separate block, what the contract describes, the type, and other words', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { H } = heap;
    const type = heap.defineType(
      {
        name: 'labelled',
        gc: false,
        slots: [{ at: 10, label: 'field' }],
        items: { at: 12, label: (i) => `item ${i}` },
        indirect: { pointer: 6, count: 5, label: (i) => `far ${i}` },
      },
      100,
    );
    const op = heap.newObject(type);
    const block = heap.calloc(64);
    H[op + Ob.size] = -2;
    H[op + 5] = 2;
    H[op + 6] = block;
    const label = (slot: number): string => describeSlot(heap, op, slot);
    expect([op + 10, op + 12, op + 14].map(label)).toEqual(['field', 'item 0', 'item 1']);
    expect([block, block + 2].map(label)).toEqual(['far 0', 'far 1']);
    expect(label(op + Ob.type)).toBe('type');
    expect([op + 8, op + 16].map(label)).toEqual(['word 8', 'word 16']);
    expect(label(block + 4)).toBe(`word ${block + 4 - op}`);
    expect(label(block - 2)).toBe(`word ${block - 2 - op}`);
    H[op + 6] = 0;
    expect(label(2)).toBe(`word ${2 - op}`);
    expect(label(0)).toBe(`word ${-op}`);
    const described = heap.newObject(
      heap.defineType({ name: 'described', gc: false, slots: [{ at: 4, label: 'first' }], describe: (_heap, _op, slot) => `key ${slot % 2}` }, 40),
    );
    expect([4, 6, 7, Ob.type].map((at) => describeSlot(heap, described, described + at))).toEqual(['first', 'key 0', 'key 1', 'key 0']);
    const plain = heap.newObject(heap.defineType({ name: 'plain', gc: false, slots: [] }, 40));
    expect([0, 2, 4].map((at) => describeSlot(heap, plain, plain + at))).toEqual(['word 0', 'type', 'word 4']);
  });
});

describe('GC heads', () => {
  it('stand before the instances of a type, of none, or of those that the contract names', () => {
    const t = new TestHeap();
    const { heap } = t;
    const some = heap.defineType({ name: 'some', gc: (_heap, op) => heap.H[op + Ob.size] === 1, slots: [] }, 40);
    const [node, leaf, asked] = [t.node, t.leaf, some].map((type) => heap.newObject(type));
    expect([node, leaf, asked].map((op) => [hasGcHead(heap, op), op - blockOf(heap, op)])).toEqual([
      [true, 4],
      [false, 0],
      [false, 0],
    ]);
    heap.H[asked + Ob.size] = 1;
    expect([hasGcHead(heap, asked), asked - blockOf(heap, asked)]).toEqual([true, 4]);
  });
});

describe('clearing', () => {
  it('empties what is kept and hidden, too, when it is to empty everything', () => {
    const t = new TestHeap();
    const { op, leaves } = make(t);
    for (const leaf of leaves) t.heap.incref(leaf);
    clearSlots(t.heap, op, true);
    expect(labels(t, op, false)).toEqual(['type']);
    expect(leaves.map((leaf) => t.heap.H[leaf])).toEqual([1, 1, 1, 1, 1]);
    // the borrowed one too: nothing keeps alive what it shows
    expect([...t.heap.H.subarray(op + 6, op + 18)]).toEqual(Array.from({ length: 12 }, () => 0));
  });

  it('leaves items that the contract keeps, unless it is to empty everything', () => {
    const t = new TestHeap();
    const { heap } = t;
    const [a, b] = [heap.newObject(t.leaf), heap.newObject(t.leaf)];
    const tuple = t.makeTuple(a, b);
    clearSlots(heap, tuple, false);
    expect(labels(t, tuple, false)).toEqual(['item 1', 'item 0']);
    clearSlots(heap, tuple, true);
    expect(labels(t, tuple, false)).toEqual([]);
    expect([a, b].map((op) => heap.H[op])).toEqual([1, 1]);
  });

  it('empties items of a size with a sign, from the last to the first, and every slot of a block; lent ones count', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { H } = heap;
    const items = heap.defineType({ name: 'items', gc: false, slots: [], items: { at: 8, count: 6, label: String } }, 64);
    const op = heap.newObject(items);
    const list = heap.newObject(t.list);
    const leaves = [1, 2, 3].map(() => heap.newObject(t.leaf));
    for (const [i, leaf] of leaves.entries()) {
      H[op + 8 + 2 * i] = leaf;
      t.append(list, leaf);
    }
    H[op + 6] = -2;
    H[op + 9] = SlotFlag.lent;
    H[H[list + 6] + 3] = SlotFlag.borrowed;
    const given: number[] = [];
    heap.decref = (ref) => {
      given.push(ref);
    };
    clearSlots(heap, op, false);
    expect(given).toEqual([leaves[1], leaves[0]]);
    expect([...H.subarray(op + 8, op + 13)]).toEqual([0, 0, 0, 0, leaves[2]]);
    given.length = 0;
    clearSlots(heap, list, false);
    expect(given).toEqual([leaves[2], leaves[0]]);
    expect(H[list + Ob.size]).toBe(0);
  });

  it('has emptied a slot before its object is told', () => {
    const t = new TestHeap();
    const { heap } = t;
    const node = heap.newObject(t.node);
    const other = heap.newObject(t.node);
    t.setField(node, 1, other);
    heap.decref(other);
    const seen: string[][] = [];
    t.onFinalize = () => seen.push(labels(t, node, false));
    clearSlots(heap, node, false);
    expect(seen).toEqual([['type']]);
  });
});

describe('the table of contracts', () => {
  /** The layout of one contract: its runs, then its row. */
  function layout(contract: Partial<TypeContract>): { runs: number[]; flags: number; shape: Shape; row: Int32Array; table: ContractTable } {
    const table = new ContractTable(new Int32Array(3 * Layout.stride), new Int32Array(64));
    table.add({ name: 'before', gc: false, slots: [{ at: 30, label: 'other' }] });
    const index = table.add({ name: 'type', gc: false, slots: [], ...contract });
    expect(index).toBe(2);
    const row = table.layouts.subarray(index * Layout.stride, (index + 1) * Layout.stride);
    const runs = [...table.runs.subarray(row[Layout.firstRun], row[Layout.endRun])];
    return { runs, flags: row[Layout.flags], shape: row[Layout.shape], row, table };
  }
  const at = (...offsets: number[]) => offsets.map((offset) => ({ at: offset, label: `word ${offset}` }));
  const nothing = (): void => {};
  const ITEMS = { at: 8, label: String };
  const BLOCK = { pointer: 6, count: 4, label: String };

  it('joins neighbouring slots into runs, those that the collector does not see aside', () => {
    expect(layout({ slots: [] }).runs).toEqual([]);
    expect(layout({ slots: at(4) }).runs).toEqual([4, 6]);
    expect(layout({ slots: at(4, 6, 8) }).runs).toEqual([4, 10]);
    expect(layout({ slots: at(4, 8, 10, 14) }).runs).toEqual([4, 6, 8, 12, 14, 16]);
    expect(layout({ slots: at(6, 4) }).runs).toEqual([6, 8, 4, 6]);
    expect(layout({ slots: [...at(4), { at: 6, label: 'hidden', hidden: true }, ...at(8)] }).runs).toEqual([4, 6, 8, 10]);
    // a run of one type does not go on in the next
    expect(layout({ slots: at(32) }).runs).toEqual([32, 34]);
  });

  it('says where items and the separate block are; 0 for none', () => {
    const words = ({ row }: { row: Int32Array }): number[] => [...row.subarray(Layout.items, Layout.pointerCount + 1), row[Layout.pointerRoom]];
    expect(words(layout({}))).toEqual([0, Ob.size, 0, 0, 0]);
    expect(words(layout({ items: ITEMS }))).toEqual([8, Ob.size, 0, 0, 0]);
    expect(words(layout({ items: { ...ITEMS, count: 6 } }))).toEqual([8, 6, 0, 0, 0]);
    expect(words(layout({ indirect: BLOCK }))).toEqual([0, Ob.size, 6, 4, 0]);
    expect(words(layout({ indirect: { ...BLOCK, room: 10 } }))).toEqual([0, Ob.size, 6, 4, 10]);
  });

  it.each<[string, Partial<TypeContract>, number]>([
    ['nothing', {}, LayoutFlag.plain],
    ['a GC head', { gc: true }, LayoutFlag.plain | LayoutFlag.gc],
    ['a GC head of some', { gc: () => true }, LayoutFlag.plain | LayoutFlag.asksGc],
    ['an owned type', { visitsType: true }, LayoutFlag.plain | LayoutFlag.visitsType],
    ['a type that is not owned', { visitsType: false }, LayoutFlag.plain],
    ['a kept slot', { slots: [{ at: 4, label: 'kept', keep: true }] }, 0],
    ['a hidden slot', { slots: [...at(6), { at: 4, label: 'hidden', hidden: true }] }, 0],
    ['ordinary slots', { slots: [{ at: 4, label: 'a', keep: false, hidden: false }] }, LayoutFlag.plain],
    ['items', { items: ITEMS }, LayoutFlag.plain],
    ['kept items', { items: { ...ITEMS, keep: true } }, 0],
    ['a clear of its own', { clear: nothing }, 0],
    ['a traverse of its own', { traverse: nothing }, LayoutFlag.traverses],
    ['a traverse for the collector', { traverseVisible: nothing }, LayoutFlag.plain | LayoutFlag.traverses],
    ['a finalizer', { finalize: nothing }, LayoutFlag.plain | LayoutFlag.finalizes],
    ['a legacy finalizer', { hasLegacyFinalizer: () => false }, LayoutFlag.plain | LayoutFlag.legacy],
    ['untracking', { maybeUntrack: nothing }, LayoutFlag.plain | LayoutFlag.untracks],
    ['untracking in full collections', { maybeUntrack: nothing, untrackInFullOnly: true }, LayoutFlag.plain | LayoutFlag.untracksInFull],
  ])('has a flag for %s', (_what, contract, flags) => {
    const { flags: own, table } = layout(contract);
    expect(own).toBe(flags);
    expect(table.flags).toBe(flags | LayoutFlag.plain);
  });

  it.each<[string, Partial<TypeContract>, Shape]>([
    ['nothing', {}, Shape.none],
    ['one run', { slots: at(4, 6) }, Shape.record],
    ['two runs', { slots: at(4, 8) }, Shape.several],
    ['items', { items: ITEMS }, Shape.items],
    ['a block', { indirect: BLOCK }, Shape.block],
    ['a run and items', { slots: at(4), items: ITEMS }, Shape.several],
    ['a run and a block', { slots: at(8), indirect: BLOCK }, Shape.several],
    ['items and a block', { items: ITEMS, indirect: BLOCK }, Shape.several],
    ['a traverse', { traverse: nothing }, Shape.several],
    ['a traverse for the collector', { slots: at(4), traverseVisible: nothing }, Shape.several],
    ['only a hidden slot', { slots: [{ at: 4, label: 'hidden', hidden: true }] }, Shape.none],
  ])('knows the shape of %s', (_what, contract, shape) => {
    expect(layout(contract).shape).toBe(shape);
  });

  it('knows the fields of a table, unless the collector is shown something else', () => {
    const table = { pointer: 6, values: 8, count: 1, first: 2, key: 3, value: 5, words: 7 };
    const fields = (row: Int32Array): number[] => [...row.subarray(Layout.tablePointer, Layout.tableWords + 1)];
    const traverse = tableWalk(table);
    const plain = layout({ table, traverse });
    expect(fields(plain.row)).toEqual([6, 8, 1, 2, 3, 5, 7]);
    expect([plain.flags, plain.shape]).toEqual([0, Shape.several]);
    const other = layout({ table, traverse, traverseVisible: nothing });
    expect(fields(other.row)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(other.flags).toBe(LayoutFlag.traverses);
  });

  it('compiles a contract for the walkers', () => {
    const compiled = (contract: Partial<TypeContract>) => {
      const table = new ContractTable(new Int32Array(2 * Layout.stride), new Int32Array(8));
      return table.compiled[table.add({ name: 'type', gc: false, slots: [], ...contract })];
    };
    expect(compiled({})).toMatchObject({
      gc: GcKind.never,
      visitsType: false,
      itemsAt: 0,
      itemsCount: Ob.size,
      indirectPointer: 0,
      indirectCount: 0,
      traverses: false,
    });
    expect(compiled({ gc: true, visitsType: true, items: ITEMS })).toMatchObject({ gc: GcKind.always, visitsType: true, itemsAt: 8 });
    expect(compiled({ gc: () => false, indirect: BLOCK })).toMatchObject({ gc: GcKind.ask, indirectPointer: 6, indirectCount: 4 });
    expect(compiled({ items: { ...ITEMS, count: 6 } }).itemsCount).toBe(6);
    expect([compiled({ traverse: nothing }), compiled({ traverseVisible: nothing })].map(({ traverses }) => traverses)).toEqual([true, true]);
    const slots = compiled({ slots: [...at(4), { at: 6, label: 'hidden', hidden: true }] });
    expect([[...slots.ownedSlots], [...slots.visibleSlots]]).toEqual([[4, 6], [4]]);
  });

  it('begins with the empty contract and takes contracts until it is full', () => {
    const table = new ContractTable(new Int32Array(3 * Layout.stride), new Int32Array(8));
    expect(table.contracts).toEqual([NO_CONTRACT]);
    expect(table.compiled[0].contract).toBe(NO_CONTRACT);
    expect(table.add({ name: 'first', gc: false, slots: at(4, 8, 12) })).toBe(1);
    expect(() => table.add({ name: 'many', gc: false, slots: at(4, 8) })).toThrow(new RangeError('too many types'));
    expect(table.contracts).toHaveLength(2);
    expect(table.add({ name: 'second', gc: false, slots: at(4) })).toBe(2);
    expect(() => table.add({ name: 'third', gc: false, slots: [] })).toThrow(new RangeError('too many types'));
    expect([table.contracts.length, table.compiled.length]).toEqual([3, 3]);
  });
});
