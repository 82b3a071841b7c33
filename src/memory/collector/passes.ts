/**
 * The passes of a collection. Each can be run alone and leaves a state that the verifier can read.
 *
 * The invariant: an object of the examined list is garbage if all its references come from other
 * objects of the list that are garbage. updateRefs copies every count into the GC head
 * (Gc.prev holds gc_refs while GcFlag.collecting is set; the list is then linked forward only);
 * subtractRefs takes off the references from inside; what is above 0 is held from outside, and
 * moveUnreachable takes those objects and all they reach back, and restores the back links.
 *
 * CPython: Modules/gcmodule.c, functions of the same names
 */
import { Gc, GcFlag, Low, Ob, Ty } from '../layout.ts';
import { GcKind, hasGcHead, type TypedHeap, traverse, type UntrackKind, type Visit } from '../type-contract.ts';
import { append, initList, isEmpty, merge, move } from './gc-list.ts';

/** A broken invariant of the heap: our own fault, never the program's. */
export class HeapError extends Error {
  override readonly name = 'HeapError';
  constructor(
    message: string,
    readonly address: number,
  ) {
    super(message);
  }
}

/** Copies the counts of all members into their GC heads and marks them as collecting. */
export function updateRefs(heap: TypedHeap, list: number): void {
  const H = heap.H;
  for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) {
    const count = H[op + Ob.refcnt];
    // a count of 0 means that a deallocator left its object tracked
    if (count === 0) throw new HeapError(`object ${op} is tracked but its count is 0`, op);
    H[op + Gc.prev] = count;
    H[op + Gc.prevFlags] = (H[op + Gc.prevFlags] & GcFlag.finalized) | GcFlag.collecting;
  }
}

/** Whether `op` has a GC head with the collecting flag. */
function isCollecting(heap: TypedHeap, op: number): boolean {
  const H = heap.H;
  const kind = heap.contractTable.gcKinds[H[H[op + Ob.type] + Ty.contract]];
  if (kind === GcKind.never || (kind === GcKind.ask && !hasGcHead(heap, op))) return false;
  return (H[op + Gc.prevFlags] & GcFlag.collecting) !== 0;
}

/** Takes references from inside the list off the copies. */
export function subtractRefs(heap: TypedHeap, list: number): void {
  const H = heap.H;
  const visitDecref: Visit = (ref) => {
    if (isCollecting(heap, ref)) H[ref + Gc.prev]--;
  };
  for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) traverse(heap, op, visitDecref, true);
}

/**
 * Splits the list: what is not reachable from outside goes to `unreachable`, which ends with
 * GcFlag.unreachable set on its members and working back links; survivors stay, in the order in
 * which they were reached, with their flags cleared.
 */
export function moveUnreachable(heap: TypedHeap, young: number, unreachable: number): void {
  const H = heap.H;
  const visitReachable: Visit = (ref) => {
    if (!isCollecting(heap, ref)) return;
    if (H[ref + Gc.nextFlags] & GcFlag.unreachable) {
      // it was set aside too early: back to the end of the list, the scan will meet it again
      const previous = H[ref + Gc.prev];
      const next = H[ref + Gc.next];
      H[previous + Gc.next] = next;
      H[next + Gc.prev] = previous;
      H[ref + Gc.nextFlags] = 0;
      append(H, ref, young);
      H[ref + Gc.prev] = 1;
    } else if (H[ref + Gc.prev] === 0) {
      H[ref + Gc.prev] = 1;
    }
  };
  let previous = young;
  let op = H[young + Gc.next];
  while (op !== young) {
    if (H[op + Gc.prev] !== 0) {
      traverse(heap, op, visitReachable, true);
      H[op + Gc.prev] = previous;
      H[op + Gc.prevFlags] &= ~GcFlag.collecting;
      previous = op;
    } else {
      H[previous + Gc.next] = H[op + Gc.next];
      append(H, op, unreachable);
      H[op + Gc.nextFlags] = GcFlag.unreachable;
    }
    op = H[previous + Gc.next];
  }
  H[young + Gc.prev] = previous;
}

/** The three passes in order; `unreachable` is initialized here. */
export function deduceUnreachable(heap: TypedHeap, base: number, unreachable: number): void {
  updateRefs(heap, base);
  subtractRefs(heap, base);
  initList(heap.H, unreachable);
  moveUnreachable(heap, base, unreachable);
}

/**
 * Lets survivors leave the collector: exact tuples in every collection, exact dicts in full ones.
 * CPython: Modules/gcmodule.c untrack_tuples, untrack_dicts
 */
export function untrackSurvivors(heap: TypedHeap, list: number, when: UntrackKind): void {
  const H = heap.H;
  const { untrackKinds, contracts } = heap.contractTable;
  if (!untrackKinds.includes(when)) return;
  let next = 0;
  for (let op = H[list + Gc.next]; op !== list; op = next) {
    next = H[op + Gc.next];
    const contract = H[H[op + Ob.type] + Ty.contract];
    if (untrackKinds[contract] === when) contracts[contract].maybeUntrack?.(op);
  }
}

/** Clears GcFlag.unreachable and sets objects with a legacy finalizer (tp_del) aside. */
export function moveLegacyFinalizers(heap: TypedHeap, unreachable: number, finalizers: number): void {
  const H = heap.H;
  const { contracts } = heap.contractTable;
  let next = 0;
  for (let op = H[unreachable + Gc.next]; op !== unreachable; op = next) {
    next = H[op + Gc.next];
    H[op + Gc.nextFlags] = 0;
    const contract = contracts[H[H[op + Ob.type] + Ty.contract]];
    if (contract.hasLegacyFinalizer === undefined || !contract.hasLegacyFinalizer(op)) continue;
    H[op + Gc.prevFlags] &= ~GcFlag.collecting;
    move(H, op, finalizers);
  }
}

/** What legacy finalizers reach is uncollectable too. */
export function moveLegacyFinalizerReachable(heap: TypedHeap, finalizers: number): void {
  const H = heap.H;
  const visitMove: Visit = (ref) => {
    if (!isCollecting(heap, ref)) return;
    move(H, ref, finalizers);
    H[ref + Gc.prevFlags] &= ~GcFlag.collecting;
  };
  for (let op = H[finalizers + Gc.next]; op !== finalizers; op = H[op + Gc.next]) traverse(heap, op, visitMove, true);
}

/** What the later passes need beside the walkers. */
export interface CountedHeap extends TypedHeap {
  decref(op: number): void;
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

/**
 * After finalizers: what became reachable again joins `old`, the rest is `stillUnreachable`.
 * With `wholeSet` (3.8 and earlier) one resurrected object saves all.
 */
export function handleResurrectedObjects(heap: TypedHeap, unreachable: number, stillUnreachable: number, old: number, wholeSet: boolean): void {
  const H = heap.H;
  clearCollecting(H, unreachable);
  deduceUnreachable(heap, unreachable, stillUnreachable);
  for (let op = H[stillUnreachable + Gc.next]; op !== stillUnreachable; op = H[op + Gc.next]) H[op + Gc.nextFlags] = 0;
  if (wholeSet && !isEmpty(H, unreachable)) {
    clearCollecting(H, stillUnreachable);
    merge(H, stillUnreachable, unreachable);
  }
  merge(H, unreachable, old);
}

/**
 * Breaks the cycles: tp_clear of each object, each held meanwhile; what survives it joins `old`.
 * `save` keeps objects for gc.garbage instead (DEBUG_SAVEALL); `clear` is tp_clear.
 */
export function deleteGarbage(
  heap: CountedHeap,
  collectable: number,
  old: number,
  clear: (op: number) => void,
  save: ((op: number) => void) | null,
): void {
  const H = heap.H;
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
      H[op + Gc.prevFlags] &= ~GcFlag.collecting;
      move(H, op, old);
    }
  }
}

function clearCollecting(H: Int32Array, list: number): void {
  for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) H[op + Gc.prevFlags] &= ~GcFlag.collecting;
}
