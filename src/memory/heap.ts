/**
 * The heap: blocks, typed objects, counts, cycles. What an embedder holds.
 */
import { Allocator, type AllocatorOptions } from './allocator.ts';
import { Collector } from './collector/collector.ts';
import { GRANULE_BYTES } from './collector/marks.ts';
import type { ReachabilityLimits } from './collector/reachability.ts';
import { DebugAllocator, type DebugOptions } from './debug-allocator.ts';
import type { Kernel } from './kernel/kernel.ts';
import { State } from './kernel/state.ts';
import { Gc, Low, Ob, SlotFlag, Ty, WORD_BYTES } from './layout.ts';
import { RootSet } from './roots.ts';
import { Spares } from './spares.ts';
import { Trashcan } from './trashcan.ts';
import { ContractTable, clearSlots, hasGcHead, Layout, LayoutFlag, Shape, type TypeContract } from './type-contract.ts';

/** Up to this size a loop zeroes faster than the host's fill. */
const LOOP_BYTES = 128;

/** What watchers replace in a heap. */
const { alloc: OWN_ALLOC, free: OWN_FREE } = Allocator.prototype;

export interface HeapOptions extends AllocatorOptions {
  /** Debug allocator; slower, see debug-allocator.ts. */
  debug?: DebugOptions;
  /** Sizes inside the collector; tests make them small. */
  collector?: Partial<ReachabilityLimits>;
}

/** A heap with types, counts and a collector. Two heaps never meet. */
export class Heap extends Allocator {
  declare readonly contractTable: ContractTable;
  readonly roots = new RootSet();
  declare readonly gc: Collector;
  declare readonly marks: Uint8Array;
  declare readonly trashcan: Trashcan;
  declare private readonly spares: Spares;
  /** The debug allocator, when this heap was made with one. */
  declare readonly debug: DebugAllocator | null;

  /** Types made by defineType; the first is the type of types. */
  private readonly typeRecords: number[] = [];
  /** See setTypeOwnership. */
  private ownWord = 0;
  private ownBit = 0;
  private madeKernel: Kernel | null = null;

  constructor(options: HeapOptions) {
    super(options);
    const { heapBytes, marks, layouts, runs, layoutBytes } = this.regions;
    this.marks = new Uint8Array(this.buffer, marks, heapBytes / GRANULE_BYTES);
    this.contractTable = new ContractTable(
      new Int32Array(this.buffer, layouts, layoutBytes / WORD_BYTES),
      new Int32Array(this.buffer, runs, layoutBytes / WORD_BYTES),
    );
    this.debug = options.debug === undefined ? null : new DebugAllocator(this, options.debug);
    this.trashcan = new Trashcan(this.H, (op) => this.dealloc(op));
    this.spares = new Spares(this);
    this.gc = new Collector(this, options.collector);
    this.roots.addRange(this.H, 'garbage collector', Low.collectorHolds, 1, () => 'object being cleared');
  }

  /** Name of a type for reports. Set by the embedder that has better than the contract's. */
  typeName: (type: number) => string = (type) => this.contracts[this.H[type + Ty.contract]].name;

  /** Instances of those types own them whose word at offset `word` has `bit` set, beside those whose contract says so. */
  setTypeOwnership(word: number, bit: number): void {
    const state = this.regions.state / WORD_BYTES;
    this.H[state + State.ownWord] = word;
    this.H[state + State.ownBit] = bit;
    this.ownWord = word;
    this.ownBit = bit;
  }

  /** Whether instances of a type own it, beside what its contract says. */
  ownsType(type: number): boolean {
    return (this.H[type + this.ownWord] & this.ownBit) !== 0;
  }

  /** Bytes that an object was allocated with, without GC head and within a granule; 0 when nobody knows. Set by the embedder. */
  expectedBytes: (op: number) => number = () => 0;

  /** Takes one more reference. */
  incref(op: number): void {
    this.H[op]++;
  }

  /** Gives one reference up; the object dies with its last. */
  decref(op: number): void {
    if (--this.H[op] === 0) this.dealloc(op);
  }

  /** Registers a contract; the index goes into word Ty.contract of its types. */
  addContract(contract: TypeContract): number {
    return this.contractTable.add(contract);
  }

  /** The contracts by index. */
  get contracts(): TypeContract[] {
    return this.contractTable.contracts;
  }

  /**
   * The memory of a GC object of `bytes` (without the head), untracked, contents undefined but the
   * head; 0 when out of memory. May run a collection first.
   * CPython: Modules/gcmodule.c _PyObject_GC_Alloc
   */
  allocGc(bytes: number): number {
    const block = this.alloc(bytes + Gc.headBytes);
    if (block === 0) return 0;
    const H = this.H;
    H[block] = 0;
    H[block + 1] = 0;
    H[block + 2] = 0;
    H[block + 3] = 0;
    this.gc.noteAllocation();
    return block + Gc.headWords;
  }

  /** Untracks if needed and frees a GC object's memory. CPython: Modules/gcmodule.c PyObject_GC_Del */
  freeGc(op: number): void {
    if (this.H[op + Gc.next] !== 0) this.gc.untrack(op);
    this.gc.noteFree();
    this.free(op - Gc.headWords);
  }

  /**
   * Resizes an untracked GC object of a variable-sized type; returns its (new) address or 0.
   * CPython: Modules/gcmodule.c _PyObject_GC_Resize
   */
  reallocGc(op: number, bytes: number): number {
    const block = this.realloc(op - Gc.headWords, bytes + Gc.headBytes);
    return block === 0 ? 0 : block + Gc.headWords;
  }

  /** False: the object waits in the trashcan, leave its deallocator. True: call trashEnd after. */
  trashBegin(op: number): boolean {
    return this.trashcan.begin(op);
  }

  trashEnd(): void {
    this.trashcan.end();
  }

  set trashLimit(depth: number) {
    this.trashcan.limit = depth;
  }

  get trashLimit(): number {
    return this.trashcan.limit;
  }

  /**
   * A type for embedders without a type system of their own: instances have `bytes` bytes. Returns
   * the address of its record, which the heap keeps for good; 0 when out of memory. Up to `spares` dead instances wait for the next ones;
   * RangeError when the contract does not allow it (Spares.add).
   */
  defineType(contract: TypeContract, bytes: number, spares = 0): number {
    if (this.typeRecords.length === 0) {
      const meta = this.makeType({ name: 'type', gc: false, slots: [] }, 0, 0, 0);
      if (meta === 0) return 0;
      this.H[meta + Ob.type] = meta;
      this.roots.add({
        name: 'type records',
        traverse: (visit) => {
          for (const [i, type] of this.typeRecords.entries()) visit(type, i);
        },
        describe: (i) => this.typeName(this.typeRecords[i]),
      });
    }
    return this.makeType(contract, bytes, this.typeRecords[0], spares);
  }

  private makeType(contract: TypeContract, bytes: number, meta: number, spares: number): number {
    const type = this.calloc((Ty.spareCount + Spares.wordsFor(spares)) * WORD_BYTES);
    if (type === 0) return 0;
    const H = this.H;
    H[type + Ob.refcnt] = 1;
    H[type + Ob.type] = meta;
    H[type + Ob.size] = bytes;
    H[type + Ty.contract] = this.addContract(contract);
    if (spares > 0) this.spares.add(type, spares);
    this.typeRecords.push(type);
    return type;
  }

  /** Gives the memory of dead instances that wait back, as full collections do. */
  dropSpares(): void {
    this.spares.drop();
  }

  /**
   * An instance of a type made by defineType: owned, tracked if it is a GC type; 0 when out of memory. It is zeroed, but one that was a spare may have a
   * separate block already: the words of the block's address and room say so.
   */
  newObject(type: number): number {
    if (this.ownAlloc && !this.gc.stress) {
      const op = this.kernel.make(type);
      if (op !== 0) return op;
    }
    const H = this.H;
    const bytes = H[type + Ob.size];
    const flags = this.contractTable.layouts[H[type + Ty.contract] * Layout.stride + Layout.flags];
    const gc = (flags & LayoutFlag.gc) !== 0;
    const op = gc ? this.allocGc(bytes) : this.alloc(bytes);
    if (op === 0) return 0;
    H[op + Ob.refcnt] = 1;
    H[op + Ob.refcnt + 1] = 0;
    H[op + Ob.type] = type;
    H[op + Ob.type + 1] = 0;
    const end = op + (bytes >> 2);
    if (bytes > LOOP_BYTES) H.fill(0, op + Ob.body, end);
    else for (let word = op + Ob.body; word < end; word++) H[word] = 0;
    if ((flags & LayoutFlag.visitsType) !== 0) H[type]++;
    if (gc) this.gc.track(op);
    return op;
  }

  /** Stores `value` (stolen, may be 0) in a slot and gives the old reference up. CPython: Py_XSETREF */
  setSlot(slot: number, value: number): void {
    const H = this.H;
    const old = H[slot];
    const owned = H[slot + 1] !== SlotFlag.borrowed;
    H[slot] = value;
    H[slot + 1] = SlotFlag.owned;
    if (old !== 0 && owned) this.decref(old);
  }

  /**
   * Destroys an object whose count fell to 0: runs its finalizer, untracks it, gives up all its references in order, frees it. An
   * embedder with deallocators of its own replaces it. CPython: Objects/typeobject.c subtype_dealloc
   */
  dealloc(op: number): void {
    if (!this.ownFree) {
      this.destroy(op);
      return;
    }
    this.kernel.die(op, this.trashcan.room);
    this.trashcan.empty();
  }

  /** The kernel met an object that needs more than it does: destroys it, `room` levels of deallocators below the trashcan's limit. */
  deallocAt(op: number, room: number): void {
    this.trashcan.within(room, () => this.destroy(op));
  }

  /** `dealloc` for every kind of object. */
  private destroy(op: number): void {
    const H = this.H;
    const { layouts } = this.contractTable;
    const type = H[op + Ob.type];
    const row = H[type + Ty.contract] * Layout.stride;
    const flags = layouts[row + Layout.flags];
    if ((flags & LayoutFlag.finalizes) !== 0 && this.gc.finalizeAtDealloc(op)) return;
    if ((flags & (LayoutFlag.gc | LayoutFlag.asksGc)) === 0 || ((flags & LayoutFlag.gc) === 0 && !hasGcHead(this, op))) {
      this.releaseAll(op, row);
      this.free(op);
      if ((flags & LayoutFlag.visitsType) !== 0 || this.ownsType(type)) this.decref(type);
      return;
    }
    if (H[op + Gc.next] !== 0) this.gc.untrack(op);
    if (!this.trashcan.begin(op)) return;
    this.releaseAll(op, row);
    this.gc.noteFree();
    this.free(op - Gc.headWords);
    if ((flags & LayoutFlag.visitsType) !== 0 || this.ownsType(type)) this.decref(type);
    this.trashcan.end();
  }

  /** Gives up all references of a dying object but the one to its type, in order, and frees its separate block. */
  private releaseAll(op: number, row: number): void {
    const H = this.H;
    const { layouts, runs } = this.contractTable;
    const shape = layouts[row + Layout.shape];
    if ((layouts[row + Layout.flags] & LayoutFlag.plain) === 0) {
      const contract = this.contracts[row / Layout.stride];
      // tp_clear knows what the contract's functions alone know, and what it leaves is visited
      if (contract.traverse !== undefined) contract.clear?.(op);
      clearSlots(this, op, true);
      this.releaseVisited(op, contract);
      const pointer = layouts[row + Layout.pointer];
      if (pointer !== 0) this.free(H[op + pointer]);
      return;
    }
    if (shape === Shape.none) return;
    for (let i = layouts[row + Layout.firstRun], last = layouts[row + Layout.endRun]; i < last; i += 2) {
      for (let slot = op + runs[i], end = op + runs[i + 1]; slot < end; slot += 2) {
        const ref = H[slot];
        if (ref === 0) continue;
        H[slot] = 0;
        const flag = H[slot + 1];
        H[slot + 1] = SlotFlag.owned;
        if (flag !== SlotFlag.borrowed && --H[ref] === 0) this.dealloc(ref);
      }
    }
    if (shape === Shape.record) return;
    const items = layouts[row + Layout.items];
    if (items !== 0) {
      const n = H[op + layouts[row + Layout.itemCount]];
      this.releaseRun(op + items, n < 0 ? -n : n);
    }
    const pointer = layouts[row + Layout.pointer];
    if (pointer !== 0 && H[op + pointer] !== 0) {
      const block = H[op + pointer];
      const count = op + layouts[row + Layout.pointerCount];
      for (let n = H[count] - 1; n >= 0; n--) {
        // the count goes down first: whoever walks the heap now meets only slots that hold something
        H[count] = n;
        const ref = H[block + 2 * n];
        if (ref !== 0 && H[block + 2 * n + 1] !== SlotFlag.borrowed && --H[ref] === 0) this.dealloc(ref);
      }
      H[op + pointer] = 0;
      this.free(block);
    }
  }

  /** Gives up what a dying object holds in slots that only its contract's `traverse` knows. */
  private releaseVisited(op: number, contract: TypeContract): void {
    const slots: number[] = [];
    contract.traverse?.(this, op, (_, slot) => slots.push(slot));
    for (const slot of slots) this.setSlot(slot, 0);
  }

  /** Whether `dealloc` is the one of this class. */
  get ownDealloc(): boolean {
    return this.dealloc === Heap.prototype.dealloc;
  }

  /** Whether `alloc` is the allocator's. */
  private get ownAlloc(): boolean {
    return this.alloc === OWN_ALLOC;
  }

  private get kernel(): Kernel {
    this.madeKernel ??= this.gc.reachability.kernel;
    return this.madeKernel;
  }

  /** Whether `free` is the allocator's: nobody watches it. */
  get ownFree(): boolean {
    return this.free === OWN_FREE;
  }

  /** Gives up the references of a run of slots, from the last to the first. */
  private releaseRun(first: number, count: number): void {
    const H = this.H;
    for (let slot = first + 2 * (count - 1); slot >= first; slot -= 2) {
      const ref = H[slot];
      if (ref === 0) continue;
      H[slot] = 0;
      const flag = H[slot + 1];
      H[slot + 1] = SlotFlag.owned;
      if (flag !== SlotFlag.borrowed) this.decref(ref);
    }
  }
}
