/**
 * The slots of one object together with where each stands in the contract, so that labels need no search: for snapshots, which look at
 * every slot of a heap.
 */
import { Ob, SlotFlag, Ty } from './layout.ts';
import { type TypeContract, type TypedHeap, visitsType } from './type-contract.ts';

/** Which part of a contract a slot belongs to. */
export const enum SlotPart {
  /** One of `contract.slots`; the place is its index there. */
  field = 0,
  /** The inline variable part or the separate block of items; the place is the item's index. */
  item = 1,
  type = 2,
  /** A slot that only the contract's `traverse` knows; the place counts its visits. */
  other = 3,
}

/** Called for every slot in use: `borrowed` slots do not count. Must not allocate. */
export type LabelledVisit = (ref: number, slot: number, borrowed: boolean, part: SlotPart, place: number) => void;

/** Visits the slots that `traverse` visits, hidden ones included, and the declared slots that borrow. The type comes once, owned or borrowed. */
export function eachSlot(heap: TypedHeap, op: number, visit: LabelledVisit): void {
  const H = heap.H;
  const type = H[op + Ob.type];
  const contract: TypeContract = heap.contractTable.contracts[H[type + Ty.contract]];
  const { slots, items, indirect } = contract;
  for (let i = 0; i < slots.length; i++) {
    const slot = op + slots[i].at;
    if (H[slot] !== 0) visit(H[slot], slot, H[slot + 1] === SlotFlag.borrowed, SlotPart.field, i);
  }
  visit(type, op + Ob.type, !visitsType(heap, contract, op), SlotPart.type, 0);
  if (items !== undefined) eachItem(H, op + items.at, Math.abs(H[op + (items.count ?? Ob.size)]), visit);
  if (indirect !== undefined && H[op + indirect.pointer] !== 0) eachItem(H, H[op + indirect.pointer], H[op + indirect.count], visit);
  if (contract.traverse === undefined) return;
  let place = 0;
  contract.traverse(heap, op, (ref, slot) => visit(ref, slot, false, SlotPart.other, place++));
}

function eachItem(H: Int32Array, first: number, count: number, visit: LabelledVisit): void {
  for (let i = 0; i < count; i++) {
    const slot = first + 2 * i;
    if (H[slot] !== 0) visit(H[slot], slot, H[slot + 1] === SlotFlag.borrowed, SlotPart.item, i);
  }
}
