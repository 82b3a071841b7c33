/**
 * The passes over survivors and over garbage. CPython: Modules/gcmodule.c, functions of the same names
 */
import { Gc, GcFlag, Low, Ob, Ty } from '../layout.ts';
import type { Trashcan } from '../trashcan.ts';
import { Layout, LayoutFlag, type TypedHeap, traverse, type Visit } from '../type-contract.ts';
import { initList, isEmpty, merge, move } from './gc-list.ts';
import { Mark } from './marks.ts';

/** What these passes need beside the walkers. */
export interface CountedHeap extends TypedHeap {
  decref(op: number): void;
  dealloc(op: number): void;
  /** Destroys an object, `room` levels of deallocators below the trashcan's limit. */
  deallocAt(op: number, room: number): void;
  readonly trashcan: Trashcan;
  /** Gives the memory of dead instances that wait back. */
  dropSpares(): void;
  /** Whether objects die by the memory layer's own deallocator. */
  readonly ownDealloc: boolean;
  /** Whether blocks go back by the allocator's own `free`: nobody watches it. */
  readonly ownFree: boolean;
}

function flagsOf(heap: TypedHeap, op: number): number {
  const H = heap.H;
  return heap.contractTable.layouts[H[H[op + Ob.type] + Ty.contract] * Layout.stride + Layout.flags];
}

/**
 * Lets the members of a list leave the collector whose contracts have `flag`: exact tuples in every collection, exact dicts in full
 * ones. Returns how many left. CPython: Modules/gcmodule.c untrack_tuples, untrack_dicts
 */
export function untrackSurvivors(heap: TypedHeap, list: number, flag: LayoutFlag): number {
  const H = heap.H;
  let left = 0;
  let next = 0;
  for (let op = H[list + Gc.next]; op !== list; op = next) {
    next = H[op + Gc.next];
    if ((flagsOf(heap, op) & flag) !== 0 && untrackSurvivor(heap, op)) left++;
  }
  return left;
}

/** Whether the object left the collector. */
export function untrackSurvivor(heap: TypedHeap, op: number): boolean {
  const H = heap.H;
  heap.contractTable.contracts[H[H[op + Ob.type] + Ty.contract]].maybeUntrack?.(op);
  return H[op + Gc.next] === 0;
}

/** Sets objects with a legacy finalizer (tp_del) aside. Returns how many. */
export function moveLegacyFinalizers(heap: TypedHeap, unreachable: number, finalizers: number, survivorCode: number): number {
  initList(heap.H, finalizers);
  if ((heap.contractTable.flags & LayoutFlag.legacy) === 0) return 0;
  const { H, marks } = heap;
  const { contracts } = heap.contractTable;
  let moved = 0;
  let next = 0;
  for (let op = H[unreachable + Gc.next]; op !== unreachable; op = next) {
    next = H[op + Gc.next];
    if (contracts[H[H[op + Ob.type] + Ty.contract]].hasLegacyFinalizer?.(op) !== true) continue;
    marks[op >> 2] = survivorCode;
    move(H, op, finalizers);
    moved++;
  }
  return moved;
}

/** What legacy finalizers reach is uncollectable too. Returns how many objects that is. */
export function moveLegacyFinalizerReachable(heap: TypedHeap, finalizers: number, survivorCode: number): number {
  const { H, marks } = heap;
  let moved = 0;
  const visitMove: Visit = (ref) => {
    if ((marks[ref >> 2] & Mark.codeMask) !== Mark.unreachable) return;
    marks[ref >> 2] = survivorCode;
    move(H, ref, finalizers);
    moved++;
  };
  for (let op = H[finalizers + Gc.next]; op !== finalizers; op = H[op + Gc.next]) traverse(heap, op, visitMove, true);
  return moved;
}

/** Whether finalizeGarbage would call anything. */
export function hasFinalizers(heap: TypedHeap, collectable: number): boolean {
  if ((heap.contractTable.flags & LayoutFlag.finalizes) === 0) return false;
  const H = heap.H;
  const { contracts } = heap.contractTable;
  for (let op = H[collectable + Gc.next]; op !== collectable; op = H[op + Gc.next]) {
    if ((flagsOf(heap, op) & LayoutFlag.finalizes) === 0 || (H[op + Gc.prevFlags] & GcFlag.finalized) !== 0) continue;
    if (contracts[H[H[op + Ob.type] + Ty.contract]].hasFinalizer?.(op) !== false) return true;
  }
  return false;
}

/**
 * PEP 442: runs every finalizer of the list once, in order, each object held meanwhile. Finalizers
 * may do anything; members may leave the list. `seen` is a scratch list.
 */
export function finalizeGarbage(heap: CountedHeap, collectable: number, seen: number): void {
  const H = heap.H;
  initList(H, seen);
  while (!isEmpty(H, collectable)) {
    const op = H[collectable + Gc.next];
    move(H, op, seen);
    if (H[op + Gc.prevFlags] & GcFlag.finalized) continue;
    const contract = heap.contractTable.contracts[H[H[op + Ob.type] + Ty.contract]];
    if (contract.finalize === undefined) continue;
    if (contract.hasFinalizer !== undefined && !contract.hasFinalizer(op)) continue;
    H[op + Gc.prevFlags] |= GcFlag.finalized;
    H[op + Ob.refcnt]++;
    contract.finalize(op);
    heap.decref(op);
  }
  merge(H, seen, collectable);
}

/** Gives all members of a list the same mark. */
export function setMarks(heap: TypedHeap, list: number, mark: number): void {
  const { H, marks } = heap;
  for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) marks[op >> 2] = mark;
}

/**
 * Breaks the cycles: tp_clear of each object, each held meanwhile; what survives it joins `old`, with `survivorCode`.
 * `save` keeps objects for gc.garbage instead (DEBUG_SAVEALL); `clear` is tp_clear.
 */
export function deleteGarbage(
  heap: CountedHeap,
  collectable: number,
  old: number,
  survivorCode: number,
  clear: (op: number) => void,
  save: ((op: number) => void) | null,
): void {
  const { H, marks } = heap;
  while (!isEmpty(H, collectable)) {
    const op = H[collectable + Gc.next];
    if (save !== null) save(op);
    else {
      H[op + Ob.refcnt]++;
      H[Low.collectorHolds] = op;
      clear(op);
      H[Low.collectorHolds] = 0;
      heap.decref(op);
    }
    if (H[collectable + Gc.next] === op) {
      marks[op >> 2] = survivorCode;
      move(H, op, old);
    }
  }
}
