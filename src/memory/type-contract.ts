/**
 * The slot contract: what a type tells the memory layer about the references of its instances.
 * The deallocator, the collector, the audit, the ledger and the snapshot all read this one
 * description; there is no second walker.
 */
import type { Allocator } from "./allocator.ts";
import { Gc, Ob, SlotFlag, Ty } from "./layout.ts";

/**
 * Called for every owned reference: `ref` is the object held (never 0), `slot` the word address of
 * the slot that holds it. Must not allocate.
 */
export type Visit = (ref: number, slot: number) => void;

/** A fixed reference slot. */
export interface SlotContract {
  /** Word offset from the object. */
  at: number;
  label: string;
  /** Owned, but the collector is not shown it (tp_traverse of CPython skips it). */
  hidden?: boolean;
  /** tp_clear leaves it. */
  keep?: boolean;
}

/** The inline variable part: 8-byte slots behind the fixed part. */
export interface ItemsContract {
  at: number;
  /** Word offset of the length; default Ob.size. */
  count?: number;
  label(i: number): string;
  keep?: boolean;
}

/** A separate block of 8-byte slots (a list's items). */
export interface IndirectContract {
  /** Word offset of the block's address (0 there = no block). */
  pointer: number;
  /** Word offset of the number of slots in use. */
  count: number;
  label(i: number): string;
}

/** Written as a method type so that embedders may name their own heap class in the parameter. */
type GcTest = { test(heap: Allocator, op: number): boolean }["test"];

export interface TypeContract {
  name: string;
  /** Instances have a GC head (16 bytes before them). */
  gc: boolean | GcTest;
  slots: readonly SlotContract[];
  items?: ItemsContract;
  indirect?: IndirectContract;
  /** Further slots that the declaration cannot say (dict, set, frame). Must not allocate. */
  traverse?(heap: Allocator, op: number, visit: Visit): void;
  /** Label of a slot that `traverse` visits. */
  describe?(heap: Allocator, op: number, slot: number): string;
  /** Replaces the generated tp_clear. */
  clear?(op: number): void;
  /** PEP 442: called once, with the object alive; may resurrect it. */
  finalize?(op: number): void;
  /** Called after a collection for survivors: may untrack the object (tuple, dict). */
  maybeUntrack?(op: number): void;
  /** Bytes of the object, its own blocks included. */
  sizeOf?(heap: Allocator, op: number): number;
  /** The instance owns a reference to its type (heap types): slot Ob.type is visited. */
  visitsType?: boolean;
}

/** What the walkers read of a heap with types. */
export interface TypedHeap {
  readonly H: Int32Array;
  /** Index 0 is the empty contract. */
  readonly contracts: TypeContract[];
  /** Whether instances of the type at this address own it (beside `visitsType`). */
  ownsType: (heap: Allocator, type: number) => boolean;
}

/** Contract 0: a type that was never given one. Has no references. */
export const NO_CONTRACT: TypeContract = { name: "no contract", gc: false, slots: [] };

/** The contract of an object. Borrows `op`. */
export function contractOf(heap: TypedHeap, op: number): TypeContract {
  const H = heap.H;
  return heap.contracts[H[H[op + Ob.type] + Ty.contract]];
}

/** Whether an object has a GC head. CPython: Include/internal/pycore_object.h _PyObject_IS_GC */
export function hasGcHead(heap: TypedHeap & Allocator, op: number): boolean {
  const { gc } = contractOf(heap, op);
  return typeof gc === "boolean" ? gc : gc(heap, op);
}

/** Whether an instance owns a reference to its type. */
export function visitsType(heap: TypedHeap & Allocator, contract: TypeContract, op: number): boolean {
  return contract.visitsType === true || heap.ownsType(heap, heap.H[op + Ob.type]);
}

/**
 * Visits every owned reference of an object: fixed slots in order, the type, the variable part
 * from the last item to the first (as list_traverse and tuple_traverse do), then the contract's
 * own traverse. With `forCollector` hidden slots are left out.
 * CPython: tp_traverse of each type; Objects/typeobject.c subtype_traverse for the order
 */
export function traverse(heap: TypedHeap & Allocator, op: number, visit: Visit, forCollector: boolean): void {
  const H = heap.H;
  const contract = contractOf(heap, op);
  const slots = contract.slots;
  for (let i = 0; i < slots.length; i++) {
    const entry = slots[i];
    const slot = op + entry.at;
    const ref = H[slot];
    if (ref === 0 || H[slot + 1] === SlotFlag.borrowed || (forCollector && entry.hidden === true)) continue;
    visit(ref, slot);
  }
  if (visitsType(heap, contract, op)) visit(H[op + Ob.type], op + Ob.type);
  const { items, indirect } = contract;
  if (items !== undefined) visitRun(H, op + items.at, lengthOf(H, op, items), visit);
  if (indirect !== undefined) {
    const block = H[op + indirect.pointer];
    if (block !== 0) visitRun(H, block, H[op + indirect.count], visit);
  }
  contract.traverse?.(heap, op, visit);
}

/** What a slot of an object is called ("item 3", "key 'a'"). `slot` as given to Visit. */
export function describeSlot(heap: TypedHeap & Allocator, op: number, slot: number): string {
  const H = heap.H;
  const contract = contractOf(heap, op);
  const at = slot - op;
  for (const entry of contract.slots) if (entry.at === at) return entry.label;
  const { items, indirect } = contract;
  if (items !== undefined && at >= items.at && at < items.at + 2 * lengthOf(H, op, items)) {
    return items.label((at - items.at) >> 1);
  }
  if (indirect !== undefined) {
    const block = H[op + indirect.pointer];
    if (block !== 0 && slot >= block && slot < block + 2 * H[op + indirect.count]) {
      return indirect.label((slot - block) >> 1);
    }
  }
  const described = contract.describe?.(heap, op, slot);
  if (described !== undefined) return described;
  return at === Ob.type ? "type" : `word ${at}`;
}

/** Number of items of the inline variable part; a negative ob_size (int's sign) counts as its size. */
function lengthOf(H: Int32Array, op: number, items: ItemsContract): number {
  const n = H[op + (items.count ?? Ob.size)];
  return n < 0 ? -n : n;
}

function visitRun(H: Int32Array, first: number, count: number, visit: Visit): void {
  for (let slot = first + 2 * (count - 1); slot >= first; slot -= 2) {
    const ref = H[slot];
    if (ref !== 0 && H[slot + 1] !== SlotFlag.borrowed) visit(ref, slot);
  }
}

/**
 * The generated tp_clear: empties every slot the collector sees and that is not kept, dropping the
 * references through `decref`. The slot is emptied first: the object may be looked at meanwhile.
 * Slots that only `traverse` knows are left to the contract's own clear.
 */
export function clearSlots(heap: TypedHeap & { decref(op: number): void }, op: number, everything: boolean): void {
  const H = heap.H;
  const contract = contractOf(heap, op);
  for (const entry of contract.slots) {
    if (!everything && (entry.keep === true || entry.hidden === true)) continue;
    clearSlot(heap, op + entry.at);
  }
  const { items, indirect } = contract;
  if (items !== undefined && (everything || items.keep !== true)) {
    const first = op + items.at;
    for (let slot = first + 2 * (lengthOf(H, op, items) - 1); slot >= first; slot -= 2) clearSlot(heap, slot);
  }
  if (indirect !== undefined) {
    // popped one at a time: an item's finalizer may look at the list or append to it
    for (let n = H[op + indirect.count]; n > 0; n = H[op + indirect.count]) {
      H[op + indirect.count] = n - 1;
      clearSlot(heap, H[op + indirect.pointer] + 2 * (n - 1));
    }
  }
}

function clearSlot(heap: { readonly H: Int32Array; decref(op: number): void }, slot: number): void {
  const H = heap.H;
  const ref = H[slot];
  if (ref === 0) return;
  const borrowed = H[slot + 1] === SlotFlag.borrowed;
  H[slot] = 0;
  H[slot + 1] = 0;
  if (!borrowed) heap.decref(ref);
}

/** First word of the block of an object: its GC head, if it has one. */
export function blockOf(heap: TypedHeap & Allocator, op: number): number {
  return hasGcHead(heap, op) ? op - Gc.headWords : op;
}
