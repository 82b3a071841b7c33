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
import { Gc, GcFlag, Ob, SlotFlag, Ty } from '../layout.ts';
import { PAGE_BYTES, PageKind } from '../page-heap.ts';
import { Layout, LayoutFlag, Shape, type TypedHeap, traverse, type Visit } from '../type-contract.ts';
import { append, initList, move } from './gc-list.ts';
import { GRANULE_BYTES, Mark } from './marks.ts';

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

/** Bits of GC head word Gc.prevFlags below the count of an object with many references from inside. */
const BIG_SHIFT = 2;
/** Sizes that decide which way the passes go, never what they find. Tests make them small, so that the rare ways are taken all the time. */
export interface ReachabilityLimits {
  /** More references from inside than this are counted in the GC head; at most 12. */
  smallCount: number;
  /** Above this many members that nothing earlier refers to, the order of the list is taken to change. */
  suspects: number;
  /** The same in a young generation, much of which is often held by older objects: looking at each costs as much as moveUnreachable. */
  youngSuspects: number;
  /** Marks are cleared page by page when there are this many members a page, else one by one. */
  dense: number;
}

const LIMITS: ReachabilityLimits = { smallCount: 12, suspects: 1 << 16, youngSuspects: 128, dense: 4 };

const PAGE_MARK_WORDS = PAGE_BYTES / GRANULE_BYTES / 4;

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
  /** Survivors keep a code of members (a full collection). */
  private mayStay = false;
  private readonly suspects: Int32Array;
  /** Members whose count stands in the GC head. */
  private readonly big: number[] = [];
  /** Whether `visitMember` met a member. */
  private found = false;
  private readonly visitMember: Visit = (ref) => {
    if (this.count(ref)) this.found = true;
  };

  private readonly limits: ReachabilityLimits;
  /** Marks below this count in their own field. */
  private readonly smallLimit: number;

  constructor(
    private readonly heap: TypedHeap,
    limits: Partial<ReachabilityLimits> = {},
  ) {
    this.limits = { ...LIMITS, ...limits };
    this.smallLimit = this.limits.smallCount << Mark.countShift;
    this.suspects = new Int32Array(this.limits.suspects);
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
    const { list, suspects, mayStay, lowest, span, smallLimit } = this;
    const { H, marks, contractTable } = this.heap;
    const { layouts, runs } = contractTable;
    const limit = mayStay ? suspects.length : Math.min(suspects.length, this.limits.youngSuspects);
    let members = 0;
    let suspectCount = 0;
    for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) {
      members++;
      // a count of 0 means that a deallocator left its object tracked
      if (H[op + Ob.refcnt] <= 0) throw new HeapError(`object ${op} is tracked but its count is ${H[op + Ob.refcnt]}`, op);
      if (marks[op >> 2] < Mark.one) {
        if (suspectCount < limit) suspects[suspectCount] = op;
        suspectCount++;
      }
      const type = H[op + Ob.type];
      const layout = H[type + Ty.contract] * Layout.stride;
      let slot = 0;
      let end = 0;
      const shape = layouts[layout + Layout.shape];
      if (shape === Shape.block) {
        slot = H[op + layouts[layout + Layout.pointer]];
        end = slot === 0 ? 0 : slot + 2 * H[op + layouts[layout + Layout.pointerCount]];
      } else if (shape === Shape.record) {
        const run = layouts[layout + Layout.firstRun];
        slot = op + runs[run];
        end = op + runs[run + 1];
      } else if (shape === Shape.items) {
        slot = op + layouts[layout + Layout.items];
        const n = H[op + layouts[layout + Layout.itemCount]];
        end = slot + 2 * (n < 0 ? -n : n);
      } else if (shape === Shape.several && this.countSeveral(op, layout)) marks[op >> 2] |= Mark.out;
      if (marks[type >> 2] !== 0 && ((layouts[layout + Layout.flags] & LayoutFlag.visitsType) !== 0 || this.heap.ownsType(this.heap, type)))
        this.count(type);
      let out = 0;
      for (; slot < end; slot += 2) {
        const granule = H[slot] >> 2;
        const mark = marks[granule];
        // a NULL has granule 0, whose mark is 0
        if (((mark & Mark.codeMask) - lowest) >>> 0 > span || H[slot + 1] === SlotFlag.borrowed) continue;
        out = Mark.out;
        if (mark < smallLimit) marks[granule] = mark + Mark.one;
        else this.countBig(H[slot]);
      }
      if (out !== 0) marks[op >> 2] |= Mark.out;
    }
    this.members = members;
    this.settled = suspectCount <= limit && this.areHeld(suspectCount);
  }

  /**
   * Splits the list: what is not reachable from outside goes to the list `unreachable` (initialized here, in the order of the list);
   * survivors stay, in the order in which they were reached.
   */
  moveUnreachable(unreachable: number): void {
    const { heap, list, asideCode, survivorCode, mayStay } = this;
    const { H, marks } = heap;
    const { layouts } = heap.contractTable;
    initList(H, unreachable);
    this.unreachableCount = 0;
    if (this.settled) {
      this.clearMarks();
      return;
    }
    const visit: Visit = (ref) => this.reach(ref);
    // survivors of a full collection keep a code of members: the mark must say that they were reached
    const survivor = mayStay ? survivorCode | Mark.reachable : survivorCode;
    const aside = asideCode | Mark.aside;
    let before = list;
    let setAside = 0;
    let op = H[list + Gc.next];
    while (op !== list) {
      const mark = marks[op >> 2];
      const count = H[op + Ob.refcnt];
      if (mark >= Mark.reachable || (mark < Mark.inexact ? mark >> Mark.countShift : H[op + Gc.prevFlags] >>> BIG_SHIFT) !== count) {
        marks[op >> 2] = survivor;
        if ((mark & Mark.out) !== 0) traverse(heap, op, visit, true);
        else {
          const type = H[op + Ob.type];
          if (
            marks[type >> 2] !== 0 &&
            ((layouts[H[type + Ty.contract] * Layout.stride + Layout.flags] & LayoutFlag.visitsType) !== 0 || heap.ownsType(heap, type))
          )
            this.reach(type);
        }
        before = op;
      } else {
        const next = H[op + Gc.next];
        H[before + Gc.next] = next;
        H[next + Gc.prev] = before;
        append(H, op, unreachable);
        marks[op >> 2] = aside | (mark & Mark.out);
        setAside++;
      }
      op = H[before + Gc.next];
    }
    this.unreachableCount += setAside;
    this.members -= this.unreachableCount;
    if (mayStay) this.clearMarks();
    else this.clearBig();
  }

  /** References to a member that come from elsewhere than members, as far as counted; null when the passes keep no count of it. */
  remaining(op: number): number | null {
    const { H, marks } = this.heap;
    const mark = marks[op >> 2];
    if (mark >= Mark.aside || !this.isMember(mark)) return null;
    return H[op + Ob.refcnt] - (mark < Mark.inexact ? mark >> Mark.countShift : H[op + Gc.prevFlags] >>> BIG_SHIFT);
  }

  /** Counts the references of an object whose slots lie in several places; whether one was to a member. */
  private countSeveral(op: number, layout: number): boolean {
    const { H, contractTable } = this.heap;
    const { layouts, runs } = contractTable;
    let out = false;
    for (let i = layouts[layout + Layout.firstRun], end = layouts[layout + Layout.endRun]; i < end; i += 2) {
      if (this.countRun(op + runs[i], op + runs[i + 1])) out = true;
    }
    const items = layouts[layout + Layout.items];
    if (items !== 0) {
      const n = H[op + layouts[layout + Layout.itemCount]];
      if (this.countRun(op + items, op + items + 2 * (n < 0 ? -n : n))) out = true;
    }
    const pointer = layouts[layout + Layout.pointer];
    if (pointer !== 0) {
      const block = H[op + pointer];
      if (block !== 0 && this.countRun(block, block + 2 * H[op + layouts[layout + Layout.pointerCount]])) out = true;
    }
    if ((layouts[layout + Layout.flags] & LayoutFlag.traverses) !== 0) {
      this.found = false;
      const contract = contractTable.contracts[layout / Layout.stride];
      if (contract.traverseVisible !== undefined) contract.traverseVisible(this.heap, op, this.visitMember);
      else contract.traverse?.(this.heap, op, this.visitMember);
      if (this.found) out = true;
    }
    return out;
  }

  private isMember(mark: number): boolean {
    return ((mark & Mark.codeMask) - this.lowest) >>> 0 <= this.span;
  }

  /** Counts the references of a run of slots; whether one of them was to a member. */
  private countRun(from: number, end: number): boolean {
    const { H, marks } = this.heap;
    const { lowest, span, smallLimit } = this;
    let out = false;
    for (let slot = from; slot < end; slot += 2) {
      const granule = H[slot] >> 2;
      const mark = marks[granule];
      // a NULL has granule 0, whose mark is 0
      if (((mark & Mark.codeMask) - lowest) >>> 0 > span || H[slot + 1] === SlotFlag.borrowed) continue;
      out = true;
      if (mark < smallLimit) marks[granule] = mark + Mark.one;
      else this.countBig(H[slot]);
    }
    return out;
  }

  /** Counts one reference; whether it was to a member. */
  private count(ref: number): boolean {
    const { marks } = this.heap;
    const mark = marks[ref >> 2];
    if (!this.isMember(mark)) return false;
    if (mark < this.smallLimit) marks[ref >> 2] = mark + Mark.one;
    else this.countBig(ref);
    return true;
  }

  /** Counts a reference to an object with many: in the GC head, above the flags. */
  private countBig(ref: number): void {
    const { H, marks } = this.heap;
    const mark = marks[ref >> 2];
    if (mark < Mark.inexact) {
      this.big.push(ref);
      H[ref + Gc.prevFlags] |= (mark >> Mark.countShift) << BIG_SHIFT;
      marks[ref >> 2] = (mark & (Mark.codeMask | Mark.out)) | Mark.big;
    }
    H[ref + Gc.prevFlags] += 1 << BIG_SHIFT;
  }

  /** Whether each of the objects that no earlier member refers to is held from outside. */
  private areHeld(suspectCount: number): boolean {
    const { suspects } = this;
    const { H, marks } = this.heap;
    for (let i = 0; i < suspectCount; i++) {
      const op = suspects[i];
      const mark = marks[op >> 2];
      if ((mark < Mark.inexact ? mark >> Mark.countShift : H[op + Gc.prevFlags] >>> BIG_SHIFT) === H[op + Ob.refcnt]) return false;
    }
    return true;
  }

  /** A member was reached: it stays, and will be looked into when its turn comes. CPython: visit_reachable */
  private reach(ref: number): void {
    const { H, marks } = this.heap;
    const mark = marks[ref >> 2];
    if ((mark & ~Mark.out) === (this.asideCode | Mark.aside)) {
      // it was set aside too early: back to the end of the list, the scan will meet it again
      move(H, ref, this.list);
      marks[ref >> 2] = this.lowest | Mark.reachable | (mark & Mark.out);
      this.unreachableCount--;
    } else if (mark < Mark.reachable && this.isMember(mark)) {
      marks[ref >> 2] = mark | Mark.reachable;
    }
  }

  /** Survivors keep nothing but their code; so does what a full collection set aside. */
  private clearMarks(): void {
    const { list, survivorCode, heap, members, mayStay } = this;
    const { H, marks, pages } = heap;
    this.clearBig();
    if (!mayStay || members < this.limits.dense * pages.usedPages) {
      for (let op = H[list + Gc.next]; op !== list; op = H[op + Gc.next]) marks[op >> 2] = survivorCode;
      return;
    }
    const { kind, topPage } = pages;
    const words = new Int32Array(marks.buffer);
    for (let page = 0; page < topPage; page++) {
      if (kind[page] === PageKind.free || kind[page] === PageKind.largeTail) continue;
      for (let i = page * PAGE_MARK_WORDS, end = i + PAGE_MARK_WORDS; i < end; i++) {
        const word = words[i];
        if (word === 0) continue;
        // what is set aside has the code 4 or 5; codes 1 to 3 become 3
        const aside = word & 0x04040404;
        const member = (word | (word >> 1)) & 0x01010101 & ~(aside >> 2);
        words[i] = (word & 0x05050505 & (aside | (aside >> 2))) | member | (member << 1);
      }
    }
  }

  private clearBig(): void {
    const { big } = this;
    const { H } = this.heap;
    for (let i = 0; i < big.length; i++) H[big[i] + Gc.prevFlags] &= GcFlag.finalized;
    big.length = 0;
  }
}
