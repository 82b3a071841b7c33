/**
 * The walk over all objects of a heap: from the roots, the lists of the collector, and in debug
 * mode every live block that is an object. The audit, the ledger and the snapshot start here.
 */
import type { Collector } from './collector/collector.ts';
import type { DebugAllocator } from './debug-allocator.ts';
import { Gc, Low, Ob, SLOT_WORDS, STATIC_START, Ty } from './layout.ts';
import { PAGE_SHIFT, PAGE_WORDS, PageKind } from './page-heap.ts';
import type { Root, RootSet } from './roots.ts';
import type { Trashcan } from './trashcan.ts';
import { type TypeContract, type TypedHeap, traverse } from './type-contract.ts';

/** What the walk needs of a heap. */
export interface WalkedHeap extends TypedHeap {
  readonly roots: RootSet;
  readonly gc: Collector;
  readonly trashcan: Trashcan;
  readonly debug: DebugAllocator | null;
  typeName: (type: number) => string;
  expectedBytes: (op: number) => number;
}

/** Called for every owned slot: `owner` is 0 for a slot of a root. */
export type SlotVisit = (ref: number, slot: number, owner: number, root: Root | null) => void;

/** Whether an address can be an object: used memory, and a type that has a contract. */
export function isObject(heap: WalkedHeap, op: number): boolean {
  const { H } = heap;
  if (!isPlace(heap, op)) return false;
  const type = H[op + Ob.type];
  if (!isPlace(heap, type)) return false;
  const contract = H[type + Ty.contract];
  return contract >= 0 && contract < heap.contractTable.contracts.length;
}

/**
 * The living object in a block of `bytes`, behind a GC head or not; 0 for plain memory. What it says of memory whose words nobody has
 * written yet means nothing.
 */
export function objectInBlock(heap: WalkedHeap, block: number, bytes: number): number {
  const { H } = heap;
  for (const op of [block, block + Gc.headWords]) {
    if ((op - block) * 4 + 16 > bytes || !isObject(heap, op)) continue;
    const type = H[op + Ob.type];
    // contract 0 belongs to anything whose word happens to be 0; dead objects wait in free lists with count 0; there are not that many slots
    if (H[type + Ty.contract] === 0 || H[op + Ob.refcnt] <= 0 || H[op + Ob.refcnt] > heap.pages.topPage * PAGE_WORDS) continue;
    // a run of slots that holds a type: what would be the count is an address
    if (isObject(heap, H[op + Ob.refcnt])) continue;
    const contract = heap.contractTable.contracts[H[type + Ty.contract]];
    const expected = heap.expectedBytes(op);
    if (expected !== 0 && Math.abs(bytes - 4 * (op - block) - expected) > GRANULE_BYTES) continue;
    if (!fits(heap, op, contract, block + (bytes >> 2))) continue;
    const { gc } = contract;
    const hasHead = typeof gc === 'boolean' ? gc : gc(heap, op);
    if (hasHead === (op !== block) && (!hasHead || (isLink(heap, H[op + Gc.next]) && isLink(heap, H[op + Gc.prev])))) return op;
  }
  return 0;
}

/** Whether the declared slots of an object lie before `end`. */
function fits(heap: WalkedHeap, op: number, { slots, items, indirect }: TypeContract, end: number): boolean {
  const { H } = heap;
  if (slots.some(({ at }) => op + at + SLOT_WORDS > end)) return false;
  if (indirect !== undefined && op + Math.max(indirect.pointer, indirect.count) >= end) return false;
  if (items === undefined) return true;
  const count = op + (items.count ?? Ob.size);
  return count < end && op + items.at + SLOT_WORDS * Math.abs(H[count]) <= end;
}

function isPlace(heap: WalkedHeap, address: number): boolean {
  if (address <= 0 || (address & 3) !== 0) return false;
  const page = address >>> PAGE_SHIFT;
  return page > 0 && page < heap.pages.topPage && mayHoldObject(heap.pages.kind[page]);
}

/** Whether a word can be a link of a GC head: nothing, an object or a list's head. */
function isLink(heap: WalkedHeap, address: number): boolean {
  return address === 0 || isPlace(heap, address) || (address > Low.gcHeads && address < STATIC_START && (address & 3) === 0);
}

/** Whether objects may begin in a page of this kind. */
function mayHoldObject(kind: number): boolean {
  return kind !== PageKind.free && kind !== PageKind.largeTail;
}

/** Objects begin at 16-byte granules, 256 of them in a page. */
const GRANULES_SHIFT = 8;
const GRANULES_MASK = 255;

/** More than this between the size of a block and that of the object that it may be: it is none. */
const GRANULE_BYTES = 16;

/** A reusable walk: keeps its scratch memory between runs. */
export class ObjectWalk {
  objects = 0;
  slots = 0;
  /** References to something that is no object: address and slot. */
  readonly dangling: { ref: number; slot: number; owner: number; root: Root | null }[] = [];

  /** By granule: 0 = not met, else 1 + owned slots that hold the object. */
  private marks = new Int32Array(0);
  /** Page to its run of 256 marks; pages that cannot hold the start of an object share run 0. */
  private runOfPage = new Int32Array(0);
  /** Objects met, in order, and their places in `marks`. */
  private met = new Int32Array(1024);
  private metMarks = new Int32Array(1024);
  private stack = new Int32Array(1024);
  private depth = 0;

  constructor(readonly heap: WalkedHeap) {}

  /** Slots that were found to hold an object. */
  slotsHolding(op: number): number {
    const mark = this.marks[this.markOf(op)];
    return mark === 0 ? 0 : mark - 1;
  }

  /** Visits every owned slot once. `eachSlot` must not allocate in the heap. */
  run(eachSlot?: SlotVisit): void {
    const { heap } = this;
    this.reset();
    let owner = 0;
    let root: Root | null = null;
    const { marks, runOfPage } = this;
    const visit = (ref: number, slot: number): void => {
      this.slots++;
      // an address outside the pages in use has no run; what has a mark was looked at before
      const mark = (runOfPage[ref >>> PAGE_SHIFT] << GRANULES_SHIFT) | ((ref >> 2) & GRANULES_MASK);
      if (marks[mark] !== 0 && (ref & 3) === 0) marks[mark]++;
      else if (isObject(this.heap, ref)) {
        this.meet(ref, mark);
        marks[mark] = 2;
      } else {
        this.dangling.push({ ref, slot, owner, root });
        return;
      }
      eachSlot?.(ref, slot, owner, root);
    };
    for (root of heap.roots) root.traverse(visit);
    root = null;
    for (const list of heap.gc.allLists) heap.gc.forEach(list, (op) => this.start(op));
    heap.trashcan.forEachWaiting((op) => this.start(op));
    if (heap.debug !== null) for (const block of heap.debug.live.keys()) this.startBlock(block);
    while (this.depth > 0) {
      owner = this.stack[--this.depth];
      traverse(heap, owner, visit, false);
    }
  }

  /** Calls `each` for every object met by the last run, in the order of their addresses. */
  forEachObject(each: (op: number, slots: number) => void): void {
    const sorted = this.met.slice(0, this.objects).sort();
    for (const op of sorted) each(op, this.slotsHolding(op));
  }

  /** Addresses of the objects met whose count is not the number of their slots. */
  mismatches(): number[] {
    const { marks, met, metMarks } = this;
    const { H } = this.heap;
    const wrong: number[] = [];
    for (let i = 0; i < this.objects; i++) if (H[met[i] + Ob.refcnt] !== marks[metMarks[i]] - 1) wrong.push(met[i]);
    return wrong.sort((a, b) => a - b);
  }

  private markOf(op: number): number {
    return (this.runOfPage[op >>> PAGE_SHIFT] << GRANULES_SHIFT) | ((op >> 2) & GRANULES_MASK);
  }

  private start(op: number): void {
    const mark = this.markOf(op);
    if (this.marks[mark] !== 0) return;
    this.meet(op, mark);
    this.marks[mark] = 1;
  }

  /** A live block that nobody refers to. */
  private startBlock(block: number): void {
    const { heap } = this;
    for (const op of [block, block + Gc.headWords]) {
      if (this.marks[this.markOf(op)] !== 0) return;
    }
    const op = objectInBlock(heap, block, heap.debug?.live.get(block) ?? 0);
    if (op !== 0) this.start(op);
  }

  /** Queues an object at the first meeting. */
  private meet(op: number, mark: number): void {
    if (this.objects === this.met.length) {
      this.met = widened(this.met);
      this.metMarks = widened(this.metMarks);
    }
    if (this.depth === this.stack.length) this.stack = widened(this.stack);
    this.met[this.objects] = op;
    this.metMarks[this.objects++] = mark;
    this.stack[this.depth++] = op;
  }

  private reset(): void {
    const { pages } = this.heap;
    const { kind, topPage } = pages;
    if (this.runOfPage.length < topPage) this.runOfPage = new Int32Array(pages.topPage);
    this.runOfPage.fill(0);
    let runs = 1;
    // the page below the static region holds no object
    for (let page = 1; page < topPage; page++) if (mayHoldObject(kind[page])) this.runOfPage[page] = runs++;
    // the marks of the last run: clearing them one by one is less than clearing the table
    for (let i = 0; i < this.objects; i++) this.marks[this.metMarks[i]] = 0;
    const granules = runs << GRANULES_SHIFT;
    if (this.marks.length < granules) this.marks = new Int32Array(granules + (granules >> 2));
    this.objects = 0;
    this.slots = 0;
    this.dangling.length = 0;
    this.depth = 0;
  }
}

function widened(column: Int32Array): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * column.length);
  copy.set(column);
  return copy;
}
