/**
 * The slot contract: what a type tells the memory layer about the references of its instances.
 * The deallocator, the collector, the audit, the ledger and the snapshot all read this one
 * description; there is no second walker.
 */
import type { Allocator } from './allocator.ts';
import { Gc, Ob, SlotFlag, Ty } from './layout.ts';

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
  /** Word offset of the number of slots that the block has room for: spares then keep a small block (Heap.defineType). */
  room?: number;
  label(i: number): string;
}

/**
 * A separate table of entries with a key and a value each, all owned; the values may lie in a block of their own instead, and then the
 * keys belong to nobody here. Word offsets.
 */
export interface TableContract {
  /** In the object: addresses of the table and of the block of values (0 there = none). */
  pointer: number;
  values: number;
  /** In the table: the number of entries in use, and the distance from its beginning to the first. */
  count: number;
  first: number;
  /** In an entry: the slots, and its size. An entry without a value is empty. */
  key: number;
  value: number;
  words: number;
}

/** Written as a method type so that embedders may name their own heap class in the parameter. */
type GcTest = { test(heap: Allocator, op: number): boolean }['test'];

/**
 * The contract of a type. Its functions must not throw: the collector and the deallocators have no
 * way to go on (an embedder's exceptions are reported where they arise).
 */
export interface TypeContract {
  name: string;
  /** Instances have a GC head (16 bytes before them). */
  gc: boolean | GcTest;
  slots: readonly SlotContract[];
  items?: ItemsContract;
  indirect?: IndirectContract;
  /** Says that `traverse` is `tableWalk` of this table: the collector's kernel then needs not call it. */
  table?: TableContract;
  /** Further slots that the declaration cannot say (set, frame). Must not allocate. */
  traverse?(heap: Allocator, op: number, visit: Visit): void;
  /** What the collector is shown instead of `traverse`, when that is something else: the slots of parts that are no objects to it. */
  traverseVisible?(heap: Allocator, op: number, visit: Visit): void;
  /** Label of a slot that `traverse` visits. `place`: how many it visited before this one, where the caller knows (it saves a search). */
  describe?(heap: Allocator, op: number, slot: number, place?: number): string;
  /**
   * Replaces the generated tp_clear. With `traverse` it is called when the object dies, too, maybe a second time: it may free blocks that the contract's
   * functions alone know.
   */
  clear?(op: number): void;
  /** PEP 442: called once, with the object alive; may resurrect it. */
  finalize?(op: number): void;
  /** With `finalize`: whether this object's type has a finalizer at all; default yes. */
  hasFinalizer?(op: number): boolean;
  /** Called for survivors of a collection: may untrack the object (exact tuple, exact dict). */
  maybeUntrack?(op: number): void;
  /** `maybeUntrack` only in full collections (dict: anything else would be quadratic). */
  untrackInFullOnly?: boolean;
  /** tp_del: the object and what it reaches is uncollectable. */
  hasLegacyFinalizer?(op: number): boolean;
  /** Bytes of the object, its own blocks included. */
  sizeOf?(heap: Allocator, op: number): number;
  /** The instance owns a reference to its type (heap types): slot Ob.type is visited. */
  visitsType?: boolean;
}

/** Contract 0: a type that was never given one. Has no references. */
export const NO_CONTRACT: TypeContract = { name: 'no contract', gc: false, slots: [] };

/** Whether instances have a GC head, as the walkers test it. */
export const enum GcKind {
  never = 0,
  always = 1,
  /** Ask the contract's test. */
  ask = 2,
}

/**
 * A contract as the walkers read it: one shape for all types, offsets in flat arrays, so that the
 * hot loops stay monomorphic whatever embedders write.
 */
interface CompiledContract {
  readonly gc: GcKind;
  readonly ownedSlots: Int32Array;
  /** ownedSlots without the hidden ones. */
  readonly visibleSlots: Int32Array;
  readonly visitsType: boolean;
  /** Word offsets, 0 = absent. */
  readonly itemsAt: number;
  readonly itemsCount: number;
  readonly indirectPointer: number;
  readonly indirectCount: number;
  readonly traverses: boolean;
  readonly contract: TypeContract;
}

function compile(contract: TypeContract): CompiledContract {
  const { slots, items, indirect } = contract;
  return {
    gc: typeof contract.gc === 'function' ? GcKind.ask : contract.gc ? GcKind.always : GcKind.never,
    ownedSlots: Int32Array.from(slots, (slot) => slot.at),
    visibleSlots: Int32Array.from(
      slots.filter((slot) => slot.hidden !== true),
      (slot) => slot.at,
    ),
    visitsType: contract.visitsType === true,
    itemsAt: items === undefined ? 0 : items.at,
    itemsCount: items?.count ?? Ob.size,
    indirectPointer: indirect === undefined ? 0 : indirect.pointer,
    indirectCount: indirect === undefined ? 0 : indirect.count,
    traverses: contract.traverse !== undefined || contract.traverseVisible !== undefined,
    contract,
  };
}

/** A contract as the collector reads it: a row of numbers, `stride` from row to row. Word offsets; 0 = absent. */
export const enum Layout {
  /** The rows of `runs` with the fixed slots that the collector sees: first, and one behind the last. */
  firstRun = 0,
  endRun = 1,
  items = 2,
  itemCount = 3,
  pointer = 4,
  pointerCount = 5,
  /** LayoutFlag bits. */
  flags = 6,
  /** A Shape. */
  shape = 7,
  /** The fields of a TableContract; tablePointer 0: none. */
  tablePointer = 8,
  tableValues = 9,
  tableCount = 10,
  tableFirst = 11,
  tableKey = 12,
  tableValue = 13,
  tableWords = 14,
  /** Of the separate block. */
  pointerRoom = 15,
  stride = 16,
}

/** Where the slots that the collector sees lie, the type's aside. */
export const enum Shape {
  none = 0,
  /** One run of fixed slots. */
  record = 1,
  /** The inline variable part only. */
  items = 2,
  /** The separate block only. */
  block = 3,
  /** In several places, or only the contract's own traverse knows. */
  several = 4,
}

export const enum LayoutFlag {
  visitsType = 1,
  /** Has slots that only the contract's own traverse knows (beside a table). */
  traverses = 2,
  /** May be untracked when it survives a collection, a full one. */
  untracks = 4,
  untracksInFull = 8,
  /** May have a finalizer, a legacy one. */
  finalizes = 16,
  legacy = 32,
  /** Instances have a GC head, all of them. */
  gc = 64,
  /** All owned slots are in `runs`, the items and the block, and tp_clear empties all of them: nothing is hidden, kept or known to functions alone. */
  plain = 128,
  /** Some instances have a GC head: ask. */
  asksGc = 256,
  /** Dead instances may wait for the next one: spares.ts. */
  spares = 512,
}

/** The contracts of a heap by index. Append only, through `add`. */
export class ContractTable {
  /** Index 0 is the empty contract. */
  readonly contracts: TypeContract[] = [NO_CONTRACT];
  readonly compiled: CompiledContract[] = [compile(NO_CONTRACT)];
  /** LayoutFlag bits that any contract has. */
  flags = 0;
  private runEnd = 0;

  constructor(
    /** A Layout row for each contract. */
    readonly layouts: Int32Array,
    /** Runs of neighbouring slots: word offset of the first, and behind the last. */
    readonly runs: Int32Array,
  ) {}

  /** Registers a contract; the index goes into word Ty.contract of its types. Throws RangeError when the tables are full. */
  add(contract: TypeContract): number {
    const index = this.contracts.length;
    this.addLayout(index, contract);
    this.contracts.push(contract);
    this.compiled.push(compile(contract));
    return index;
  }

  private addLayout(index: number, contract: TypeContract): void {
    const { slots, items, indirect } = contract;
    const row = index * Layout.stride;
    const { layouts } = this;
    if (row + Layout.stride > layouts.length || this.runEnd + 2 * slots.length > this.runs.length) throw new RangeError('too many types');
    layouts[row + Layout.firstRun] = this.runEnd;
    for (const { at, hidden } of slots) if (hidden !== true) this.addSlot(at, layouts[row + Layout.firstRun]);
    layouts[row + Layout.endRun] = this.runEnd;
    layouts[row + Layout.items] = items?.at ?? 0;
    layouts[row + Layout.itemCount] = items?.count ?? Ob.size;
    layouts[row + Layout.pointer] = indirect?.pointer ?? 0;
    layouts[row + Layout.pointerCount] = indirect?.count ?? 0;
    layouts[row + Layout.pointerRoom] = indirect?.room ?? 0;
    layouts[row + Layout.flags] = flagsOf(contract);
    layouts[row + Layout.shape] = this.shapeOf(row, contract);
    if (contract.table !== undefined && contract.traverseVisible === undefined) {
      const { pointer, values, count, first, key, value, words } = contract.table;
      layouts.set([pointer, values, count, first, key, value, words], row + Layout.tablePointer);
    }
    this.flags |= layouts[row + Layout.flags];
  }

  private shapeOf(row: number, contract: TypeContract): Shape {
    const runs = (this.layouts[row + Layout.endRun] - this.layouts[row + Layout.firstRun]) / 2;
    const places = runs + (contract.items === undefined ? 0 : 1) + (contract.indirect === undefined ? 0 : 1);
    if (contract.traverse !== undefined || contract.traverseVisible !== undefined || places > 1) return Shape.several;
    if (runs === 1) return Shape.record;
    if (contract.items !== undefined) return Shape.items;
    return contract.indirect !== undefined ? Shape.block : Shape.none;
  }

  private addSlot(at: number, firstRun: number): void {
    const { runEnd } = this;
    if (runEnd > firstRun && this.runs[runEnd - 1] === at) {
      this.runs[runEnd - 1] = at + 2;
      return;
    }
    this.runs[runEnd] = at;
    this.runs[runEnd + 1] = at + 2;
    this.runEnd += 2;
  }
}

function flagsOf(contract: TypeContract): number {
  let flags = 0;
  if (contract.visitsType === true) flags |= LayoutFlag.visitsType;
  const isTable = contract.table !== undefined && contract.traverseVisible === undefined;
  if (!isTable && (contract.traverse !== undefined || contract.traverseVisible !== undefined)) flags |= LayoutFlag.traverses;
  if (contract.maybeUntrack !== undefined) flags |= contract.untrackInFullOnly === true ? LayoutFlag.untracksInFull : LayoutFlag.untracks;
  if (contract.finalize !== undefined) flags |= LayoutFlag.finalizes;
  if (contract.hasLegacyFinalizer !== undefined) flags |= LayoutFlag.legacy;
  if (contract.gc === true) flags |= LayoutFlag.gc;
  else if (contract.gc !== false) flags |= LayoutFlag.asksGc;
  const keeps = contract.items?.keep === true || contract.slots.some((slot) => slot.hidden === true || slot.keep === true);
  if (!keeps && contract.traverse === undefined && contract.clear === undefined) flags |= LayoutFlag.plain;
  return flags;
}

/** What the walkers read of a heap with types. */
export interface TypedHeap extends Allocator {
  /** A byte for each granule of the address space, see collector/marks.ts. */
  readonly marks: Uint8Array;
  readonly contractTable: ContractTable;
  /** Whether instances of the type at this address own it (beside `visitsType`). */
  ownsType(type: number): boolean;
}

/** The contract of an object. Borrows `op`. */
export function contractOf(heap: TypedHeap, op: number): TypeContract {
  const H = heap.H;
  return heap.contractTable.contracts[H[H[op + Ob.type] + Ty.contract]];
}

/** Whether an object has a GC head. CPython: Include/internal/pycore_object.h _PyObject_IS_GC */
export function hasGcHead(heap: TypedHeap, op: number): boolean {
  const H = heap.H;
  const compiled = heap.contractTable.compiled[H[H[op + Ob.type] + Ty.contract]];
  if (compiled.gc === GcKind.ask) return (compiled.contract.gc as GcTest)(heap, op);
  return compiled.gc === GcKind.always;
}

/** Whether an instance owns a reference to its type. */
export function visitsType(heap: TypedHeap, contract: TypeContract, op: number): boolean {
  return contract.visitsType === true || heap.ownsType(heap.H[op + Ob.type]);
}

/**
 * Visits every owned reference of an object: fixed slots in order, the type, the variable part
 * from the last item to the first (as list_traverse and tuple_traverse do), then the contract's
 * own traverse. With `forCollector` hidden slots are left out, without `block` the separate block of items.
 * CPython: tp_traverse of each type; Objects/typeobject.c subtype_traverse for the order
 */
export function traverse(heap: TypedHeap, op: number, visit: Visit, forCollector: boolean, block = true): void {
  const H = heap.H;
  const type = H[op + Ob.type];
  const compiled = heap.contractTable.compiled[H[type + Ty.contract]];
  const slots = forCollector ? compiled.visibleSlots : compiled.ownedSlots;
  for (let i = 0; i < slots.length; i++) {
    const slot = op + slots[i];
    const ref = H[slot];
    if (ref !== 0 && H[slot + 1] !== SlotFlag.borrowed) visit(ref, slot);
  }
  if (compiled.visitsType || heap.ownsType(type)) visit(type, op + Ob.type);
  if (compiled.itemsAt !== 0) {
    const n = H[op + compiled.itemsCount];
    visitRun(H, op + compiled.itemsAt, n < 0 ? -n : n, visit);
  }
  if (block && compiled.indirectPointer !== 0) {
    const first = H[op + compiled.indirectPointer];
    if (first !== 0) visitRun(H, first, H[op + compiled.indirectCount], visit);
  }
  if (!compiled.traverses) return;
  const { contract } = compiled;
  if (forCollector && contract.traverseVisible !== undefined) contract.traverseVisible(heap, op, visit);
  else contract.traverse?.(heap, op, visit);
}

/** What a slot of an object is called ("item 3", "key 'a'"). `slot` as given to Visit. */
export function describeSlot(heap: TypedHeap, op: number, slot: number): string {
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
  return at === Ob.type ? 'type' : `word ${at}`;
}

/** Number of items of the inline variable part; a negative ob_size (int's sign) counts as its size. */
function lengthOf(H: Int32Array, op: number, items: ItemsContract): number {
  const n = H[op + (items.count ?? Ob.size)];
  return n < 0 ? -n : n;
}

/** The `traverse` of a contract with a table: of each entry the value, then the key. CPython: Objects/dictobject.c dict_traverse */
export function tableWalk(table: TableContract): (heap: Allocator, op: number, visit: Visit) => void {
  const { pointer, values, count, first, key, value, words } = table;
  return (heap, op, visit) => {
    const H = heap.H;
    const entries = H[op + pointer];
    if (entries === 0) return;
    const n = H[entries + count];
    const apart = H[op + values];
    if (apart !== 0) {
      for (let s = apart; s < apart + 2 * n; s += 2) if (H[s] !== 0) visit(H[s], s);
      return;
    }
    for (let i = 0, e = entries + H[entries + first]; i < n; i++, e += words) {
      if (H[e + value] === 0) continue;
      visit(H[e + value], e + value);
      visit(H[e + key], e + key);
    }
  };
}

function visitRun(H: Int32Array, first: number, count: number, visit: Visit): void {
  for (let slot = first + 2 * (count - 1); slot >= first; slot -= 2) {
    const ref = H[slot];
    if (ref !== 0 && H[slot + 1] !== SlotFlag.borrowed) visit(ref, slot);
  }
}

/** A heap that counts. */
interface CountingHeap extends TypedHeap {
  decref(op: number): void;
}

/**
 * The generated tp_clear: empties every slot the collector sees and that is not kept, dropping the
 * references through `decref`. The slot is emptied first: the object may be looked at meanwhile.
 * Slots that only `traverse` knows are left to the contract's own clear. With `everything` no slot is left out (deallocation).
 */
export function clearSlots(heap: CountingHeap, op: number, everything: boolean): void {
  const H = heap.H;
  const { layouts, runs, contracts } = heap.contractTable;
  const row = H[H[op + Ob.type] + Ty.contract] * Layout.stride;
  let items = layouts[row + Layout.items];
  if ((layouts[row + Layout.flags] & LayoutFlag.plain) !== 0) {
    for (let i = layouts[row + Layout.firstRun], end = layouts[row + Layout.endRun]; i < end; i += 2) {
      for (let slot = op + runs[i], last = op + runs[i + 1]; slot < last; slot += 2) clearSlot(heap, slot);
    }
  } else {
    const contract = contracts[row / Layout.stride];
    for (const entry of contract.slots) {
      if (everything || (entry.keep !== true && entry.hidden !== true)) clearSlot(heap, op + entry.at);
    }
    if (!everything && contract.items?.keep === true) items = 0;
  }
  if (items !== 0) {
    const n = H[op + layouts[row + Layout.itemCount]];
    const first = op + items;
    for (let slot = first + 2 * ((n < 0 ? -n : n) - 1); slot >= first; slot -= 2) clearSlot(heap, slot);
  }
  const pointer = layouts[row + Layout.pointer];
  if (pointer !== 0) {
    const count = op + layouts[row + Layout.pointerCount];
    // popped one at a time: an item's finalizer may look at the list or append to it
    for (let n = H[count]; n > 0; n = H[count]) {
      H[count] = n - 1;
      clearSlot(heap, H[op + pointer] + 2 * (n - 1));
    }
  }
}

function clearSlot(heap: CountingHeap, slot: number): void {
  const H = heap.H;
  const ref = H[slot];
  if (ref === 0) return;
  const borrowed = H[slot + 1] === SlotFlag.borrowed;
  H[slot] = 0;
  H[slot + 1] = 0;
  if (!borrowed) heap.decref(ref);
}

/** First word of the block of an object: its GC head, if it has one. */
export function blockOf(heap: TypedHeap, op: number): number {
  return hasGcHead(heap, op) ? op - Gc.headWords : op;
}
