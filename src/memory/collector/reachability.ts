/**
 * The passes that find out what a generation holds alive by itself.
 *
 * The invariant: an object of the examined list is garbage if all its references come from other objects of the list that are garbage.
 * subtractRefs counts the references from inside the list into the marks; where they are fewer than the object's count, it is held from
 * outside. moveUnreachable keeps those objects and all they reach.
 *
 * Speed. References are followed in the mark table. An object that refers to no member is not looked into twice. And moveUnreachable is
 * left out when it would change nothing, which subtractRefs notices by itself: it walks in the order of the list, and if every member
 * that no earlier member refers to is held from outside, then each member is reached before its turn comes, nothing is garbage, and
 * the order of the list stays as it is. That is the state of a live heap from its second collection on.
 *
 * CPython: Modules/gcmodule.c, functions of the same names
 */
import { MEMBER_CAPACITY, NOTE_CAPACITY } from '../address-space.ts';
import { type Kernel, makeKernel } from '../kernel/kernel.ts';
import { BIG_SHIFT } from '../kernel/reachability-code.ts';
import { State } from '../kernel/state.ts';
import { Gc, GcFlag, Ob, WORD_BYTES } from '../layout.ts';
import { contractOf, type Visit } from '../type-contract.ts';
import { initList } from './gc-list.ts';
import { Mark } from './marks.ts';
import type { CountedHeap } from './passes.ts';

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

/** Sizes that decide which way the passes go, never what they find. Tests make them small, so that the rare ways are taken all the time. */
export interface ReachabilityLimits {
  /** More references from inside than this are counted in the GC head; at most 12. */
  smallCount: number;
  /** Above this many members that nothing earlier refers to, the order of the list is taken to change; at most 65,536. */
  suspects: number;
  /** The same in a young generation; at most 32,768. */
  youngSuspects: number;
  /** So many survivors of a young generation are marked from notes, without following the list; at most 32,768. */
  notedMembers: number;
  /** The list of a full collection is read ahead when the last one had so many members and most neighbours are more than so many words apart. */
  longMembers: number;
  farWords: number;
  /** Marks are cleared page by page when there are this many members a page (256 free pages cost as much as one in use), else one by one. */
  dense: number;
}

/** Members that are looked at to know whether neighbours of a list lie far from each other. */
const SAMPLE = 512;

const LIMITS: ReachabilityLimits = {
  smallCount: 12,
  suspects: NOTE_CAPACITY,
  youngSuspects: NOTE_CAPACITY - MEMBER_CAPACITY,
  notedMembers: MEMBER_CAPACITY,
  longMembers: 16_384,
  farWords: 4096,
  dense: 16,
};

/** Works on one list at a time; keeps its scratch memory. */
export class ReachabilityPasses {
  /** Members of the list, known after subtractRefs. */
  members = 0;
  /** After subtractRefs: moveUnreachable would change nothing. */
  settled = false;
  /** Members that the last moveUnreachable set aside for good. */
  unreachableCount = 0;

  private list = 0;
  /** Codes of members: `lowest` to `lowest + span`. */
  private lowest = 0;
  private span = 0;
  /** Code of members set aside, and of survivors. */
  private asideCode = 0;
  private survivorCode = 0;
  /** After subtractRefs: the LayoutFlag bits that any member has. */
  flags = 0;
  /** Survivors keep a code of members (a full collection). */
  private mayStay = false;
  /** Members of the last full collection. */
  private lastMembers = 0;
  /** Word Gc.nextFlags of objects has another use (increments.ts). */
  usesNextFlags = false;
  /** Members whose count stands in the GC head. */
  private readonly big: number[] = [];
  /** Whether `countVisited` met a member. */
  private found = false;
  private readonly countVisited: Visit = (ref) => {
    if (this.kernel.count(ref, this.lowest, this.span) !== 0) this.found = true;
  };
  private readonly reachVisited: Visit = (ref) => this.kernel.reach(ref, this.list, this.lowest, this.span, this.asideCode | Mark.aside);
  private made: Kernel | null = null;

  private readonly limits: ReachabilityLimits;

  constructor(
    private readonly heap: CountedHeap,
    limits: Partial<ReachabilityLimits> = {},
  ) {
    this.limits = { ...LIMITS, ...limits };
  }

  /** The kernel of this heap, made when it is first needed. */
  get kernel(): Kernel {
    const { heap, limits } = this;
    this.made ??= makeKernel(heap.memory, heap.regions, this, limits.smallCount, heap.poolBytes / WORD_BYTES, heap.smallBytes);
    return this.made;
  }

  /**
   * Begins with the members of `list`, whose marks have the codes `lowest` to `highest`, no other object's: from here on their
   * remaining counts are their counts. Survivors will get `survivorCode`, the others `asideCode`.
   */
  updateRefs(list: number, lowest: number, highest: number, survivorCode: number, asideCode: number): void {
    this.list = list;
    this.lowest = lowest;
    this.span = highest - lowest;
    this.survivorCode = survivorCode;
    this.asideCode = asideCode;
    this.mayStay = survivorCode >= lowest && survivorCode <= highest;
    this.settled = false;
    this.members = 0;
  }

  /** Counts, for every member, the references from members. Throws HeapError when a tracked object has the count 0. */
  subtractRefs(): void {
    const { list, lowest, span, kernel, limits } = this;
    const { H, regions } = this.heap;
    const limit = this.mayStay ? limits.suspects : Math.min(limits.suspects, limits.youngSuspects);
    const subtract = this.mayStay ? (this.readsAhead() ? kernel.subtractFar : kernel.subtractRefs) : kernel.subtractYoung;
    const suspects = subtract(list, lowest, span, limit);
    const state = regions.state / WORD_BYTES;
    if (suspects < 0) {
      const op = H[state + State.failed];
      throw new HeapError(`object ${op} is tracked but its count is ${H[op + Ob.refcnt]}`, op);
    }
    this.members = H[state + State.members];
    if (this.mayStay) this.lastMembers = this.members;
    this.flags = H[state + State.flags];
    this.settled = suspects <= limit && kernel.areHeld(suspects) !== 0;
  }

  /**
   * Splits the list: what is not reachable from outside goes to the list `unreachable` (initialized here, in the order of the list);
   * survivors stay, in the order in which they were reached.
   */
  moveUnreachable(unreachable: number): void {
    const { heap, list, lowest, span, asideCode, survivorCode, mayStay } = this;
    initList(heap.H, unreachable);
    this.unreachableCount = 0;
    if (!this.settled) {
      // survivors of a full collection keep a code of members: the mark must say that they were reached
      const survivor = mayStay ? survivorCode | Mark.reachable : survivorCode;
      this.kernel.moveUnreachable(list, unreachable, lowest, span, survivor, asideCode | Mark.aside);
      this.unreachableCount = heap.H[heap.regions.state / WORD_BYTES + State.unreachable];
      this.members -= this.unreachableCount;
    }
    if (this.settled || mayStay) this.clearMarks();
    else this.clearBig();
  }

  /** References to a member that come from elsewhere than members, as far as counted; null when the passes keep no count of it. */
  remaining(op: number): number | null {
    const { H, marks } = this.heap;
    const mark = marks[op >> 2];
    if (mark >= Mark.aside || !this.isMember(mark)) return null;
    return H[op + Ob.refcnt] - (mark < Mark.inexact ? mark >> Mark.countShift : H[op + Gc.prevFlags] >>> BIG_SHIFT);
  }

  /** The kernel: the count of this object stands in its GC head from now on. */
  noteBig(op: number): void {
    this.big.push(op);
  }

  /** The kernel: counts the references that only the contract's own functions know; 1 when one was to a member. */
  countOther(op: number): number {
    const contract = contractOf(this.heap, op);
    this.found = false;
    if (contract.traverseVisible !== undefined) contract.traverseVisible(this.heap, op, this.countVisited);
    else contract.traverse?.(this.heap, op, this.countVisited);
    return this.found ? 1 : 0;
  }

  /** The kernel: reaches them. */
  reachOther(op: number): void {
    const contract = contractOf(this.heap, op);
    if (contract.traverseVisible !== undefined) contract.traverseVisible(this.heap, op, this.reachVisited);
    else contract.traverse?.(this.heap, op, this.reachVisited);
  }

  /** The kernel: the count of this object fell to 0. */
  dealloc(op: number): void {
    this.heap.dealloc(op);
  }

  /** The kernel: the same, deep in other deallocators. */
  deallocAt(op: number, room: number): void {
    this.heap.deallocAt(op, room);
  }

  /** The kernel: an object waits until the deallocators above it are done. */
  wait(op: number): void {
    this.heap.trashcan.wait(op);
  }

  /** The kernel: a block goes back. */
  free(address: number): void {
    this.heap.free(address);
  }

  /** Whether the list is long and most neighbours at its end lie far from each other. */
  private readsAhead(): boolean {
    const { list, limits } = this;
    if (!this.mayStay || this.usesNextFlags || this.lastMembers < limits.longMembers) return false;
    const { H } = this.heap;
    let far = 0;
    let looked = 0;
    for (let op = H[list + Gc.prev]; looked < SAMPLE && op !== list; looked++) {
      const before = H[op + Gc.prev];
      if (Math.abs(op - before) > limits.farWords) far++;
      op = before;
    }
    return 2 * far > looked;
  }

  private isMember(mark: number): boolean {
    return ((mark & Mark.codeMask) - this.lowest) >>> 0 <= this.span;
  }

  /** Survivors keep nothing but their code; so does what a full collection set aside. */
  private clearMarks(): void {
    const { list, survivorCode, members, mayStay, kernel } = this;
    const { usedPages, topPage } = this.heap.pages;
    this.clearBig();
    if (!mayStay && members <= this.limits.notedMembers) kernel.markNoted(members, survivorCode);
    else if (!mayStay || members < this.limits.dense * (usedPages + topPage / 256)) kernel.setMarks(list, survivorCode);
    else kernel.clearMarks(topPage);
  }

  private clearBig(): void {
    const { big } = this;
    const { H } = this.heap;
    for (let i = 0; i < big.length; i++) H[big[i] + Gc.prevFlags] &= GcFlag.finalized;
    big.length = 0;
  }
}
