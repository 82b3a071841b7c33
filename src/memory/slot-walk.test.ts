import { describe, expect, it } from 'vitest';
import { Ob, SlotFlag } from './layout.ts';
import { eachSlot, SlotPart } from './slot-walk.ts';
import { TestHeap } from './test-types.ts';

describe('the walk over the slots of one object', () => {
  it('says of each slot in use what part of the contract it is, and whether it counts', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { H } = heap;
    const type = heap.defineType(
      {
        name: 'everything',
        gc: true,
        slots: [
          { at: 8, label: 'empty' },
          { at: 10, label: 'hidden', hidden: true },
          { at: 12, label: 'borrowed' },
        ],
        items: { at: 18, label: String },
        indirect: { pointer: 6, count: 5, label: String },
        traverse: (_heap, op, visit) => {
          for (const slot of [op + 14, op + 16]) visit(H[slot], slot);
        },
      },
      100,
    );
    const op = heap.newObject(type);
    const leaf = heap.newObject(t.leaf);
    const block = heap.calloc(24);
    const seen = (): (number | boolean)[][] => {
      const found: (number | boolean)[][] = [];
      eachSlot(heap, op, (ref, slot, borrowed, part, place) => found.push([ref, slot, borrowed, part, place]));
      return found;
    };
    for (const slot of [op + 10, op + 12, op + 14, op + 16, op + 18, op + 22]) H[slot] = leaf;
    H[op + 13] = SlotFlag.borrowed;
    H[op + 11] = SlotFlag.lent;
    H[op + 23] = SlotFlag.borrowed;
    const fixed = [
      [leaf, op + 10, false, SlotPart.field, 1],
      [leaf, op + 12, true, SlotPart.field, 2],
      [type, op + Ob.type, true, SlotPart.type, 0],
    ];
    const items = [
      [leaf, op + 18, false, SlotPart.item, 0],
      [leaf, op + 22, true, SlotPart.item, 2],
    ];
    const others = [
      [leaf, op + 14, false, SlotPart.other, 0],
      [leaf, op + 16, false, SlotPart.other, 1],
    ];
    expect(seen()).toEqual([...fixed, ...others]);
    for (const count of [3, -3]) {
      H[op + Ob.size] = count;
      expect(seen()).toEqual([...fixed, ...items, ...others]);
    }
    H[op + Ob.size] = 1;
    expect(seen()).toEqual([...fixed, items[0], ...others]);
    H[op + Ob.size] = 0;
    H[op + 5] = 3;
    expect(seen(), 'a count without a block').toEqual([...fixed, ...others]);
    H[op + 6] = block;
    H[block] = leaf;
    H[block + 4] = leaf;
    expect(seen()).toEqual([...fixed, [leaf, block, false, SlotPart.item, 0], [leaf, block + 4, false, SlotPart.item, 2], ...others]);
  });

  it('says that the type is owned where instances own it, and asks nothing that a contract does not have', () => {
    const t = new TestHeap();
    const { heap } = t;
    const [node, tuple] = [heap.newObject(t.node), t.makeTuple(heap.newObject(t.leaf))];
    const seen = (op: number): (number | boolean)[][] => {
      const found: (number | boolean)[][] = [];
      eachSlot(heap, op, (ref, _slot, borrowed, part) => found.push([ref, borrowed, part]));
      return found;
    };
    expect(seen(node)).toEqual([[t.node, false, SlotPart.type]]);
    expect(seen(tuple)).toEqual([
      [t.tuple, true, SlotPart.type],
      [heap.H[tuple + 6], false, SlotPart.item],
    ]);
    heap.setTypeOwnership(Ob.body, 1 << 3);
    heap.H[t.tuple + Ob.body] |= 1 << 3;
    expect(seen(tuple)[0]).toEqual([t.tuple, false, SlotPart.type]);
  });

  it('visits as many items of the separate block as are in use, and nothing without a block', () => {
    const t = new TestHeap();
    const { heap } = t;
    const { H } = heap;
    const list = heap.newObject(t.list);
    const leaf = heap.newObject(t.leaf);
    for (let i = 0; i < 3; i++) t.append(list, leaf);
    const slots = (): number[] => {
      const found: number[] = [];
      eachSlot(heap, list, (_ref, slot, _borrowed, part) => part === SlotPart.item && found.push(slot));
      return found;
    };
    const block = H[list + 6];
    expect(slots()).toEqual([block, block + 2, block + 4]);
    H[list + Ob.size] = 2;
    expect(slots()).toEqual([block, block + 2]);
    // words at the very beginning of the memory are no items
    H[0] = leaf;
    H[list + 6] = 0;
    expect(slots()).toEqual([]);
  });

  it('reads the number of items where the contract says', () => {
    const t = new TestHeap();
    const { heap } = t;
    const type = heap.defineType({ name: 'counted', gc: false, slots: [], items: { at: 8, count: 6, label: String } }, 64);
    const op = heap.newObject(type);
    const leaf = heap.newObject(t.leaf);
    heap.H[op + 8] = leaf;
    heap.H[op + 10] = leaf;
    heap.H[op + 6] = 2;
    const places: number[] = [];
    eachSlot(heap, op, (_ref, _slot, _borrowed, part, place) => part === SlotPart.item && places.push(place));
    expect(places).toEqual([0, 1]);
  });
});
