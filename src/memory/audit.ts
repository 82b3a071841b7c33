/**
 * The audit: for every object, the count must be the number of owned slots that hold it.
 */
import { Ob } from './layout.ts';
import { ObjectWalk, type WalkedHeap } from './object-walk.ts';
import type { Root } from './roots.ts';
import { describeSlot } from './type-contract.ts';

/** A slot that holds an object. */
export interface Holder {
  /** Address of the owning object, 0 for a root. */
  owner: number;
  /** Type of the owner or name of the root. */
  ownerName: string;
  /** The slot's label. */
  label: string;
  slot: number;
}

/** An object whose count is not the number of its holders. */
export interface Mismatch {
  address: number;
  type: string;
  count: number;
  holders: Holder[];
  /** Holders in all; `holders` stops at a limit. */
  slots: number;
}

/** A slot that holds something that is no object. */
export interface DanglingSlot extends Holder {
  ref: number;
}

export interface AuditReport {
  ok: boolean;
  objects: number;
  slots: number;
  mismatches: Mismatch[];
  dangling: DanglingSlot[];
  /** Mismatches in all; `mismatches` stops at a limit. */
  mismatchCount: number;
  /** Why nothing could be said, or null: a deallocator is running and its slots are half emptied. */
  skipped: string | null;
}

export interface AuditOptions {
  /** Objects whose counts mean nothing (immortal ones). */
  ignore?: (op: number) => boolean;
  /** Report no more mismatches, and holders of each, than this. */
  limit?: number;
}

/** Audits a heap again and again, keeping its scratch memory. */
export class Auditor {
  private readonly walk: ObjectWalk;

  constructor(private readonly heap: WalkedHeap) {
    this.walk = new ObjectWalk(heap);
  }

  /** Compares every count with its slots. Changes nothing in the heap. */
  run(options: AuditOptions = {}): AuditReport {
    const { heap, walk } = this;
    const limit = options.limit ?? 20;
    const report: AuditReport = {
      ok: true,
      objects: 0,
      slots: 0,
      mismatches: [],
      dangling: [],
      mismatchCount: 0,
      skipped: heap.trashcan.busy ? 'an object is being destroyed' : null,
    };
    if (report.skipped !== null) return report;
    walk.run();
    report.objects = walk.objects;
    report.slots = walk.slots;
    const wrong = new Map<number, Mismatch>();
    for (const address of walk.mismatches()) {
      if (options.ignore?.(address) === true) continue;
      report.mismatchCount++;
      if (wrong.size >= limit) continue;
      const type = heap.typeName(heap.H[address + Ob.type]);
      wrong.set(address, { address, type, count: heap.H[address + Ob.refcnt], slots: walk.slotsHolding(address), holders: [] });
    }
    report.mismatches = [...wrong.values()];
    report.dangling = walk.dangling.slice(0, limit).map(({ ref, slot, owner, root }) => ({ ref, ...holderOf(heap, slot, owner, root) }));
    report.ok = report.mismatchCount === 0 && walk.dangling.length === 0;
    if (wrong.size > 0) {
      walk.run((ref, slot, owner, root) => {
        const mismatch = wrong.get(ref);
        if (mismatch !== undefined && mismatch.holders.length < limit) {
          mismatch.holders.push(holderOf(heap, slot, owner, root));
        }
      });
    }
    return report;
  }
}

/** One audit of a heap. */
export function audit(heap: WalkedHeap, options?: AuditOptions): AuditReport {
  return new Auditor(heap).run(options);
}

/** Every owned slot that holds the object: their number is its count. */
export function holders(heap: WalkedHeap, op: number): Holder[] {
  const found: Holder[] = [];
  new ObjectWalk(heap).run((ref, slot, owner, root) => {
    if (ref === op) found.push(holderOf(heap, slot, owner, root));
  });
  return found;
}

/** The report as lines for a person; empty when all is well. */
export function auditLines(report: AuditReport): string[] {
  const lines: string[] = [];
  for (const { address, type, count, slots, holders: held } of report.mismatches) {
    lines.push(`${type} at ${address}: count ${count}, held by ${slots}`);
    for (const holder of held) lines.push(`    ${holder.label} of ${holder.ownerName} at ${holder.owner}`);
  }
  for (const { ref, ownerName, owner, label } of report.dangling) {
    lines.push(`${label} of ${ownerName} at ${owner} holds ${ref}, which is no object`);
  }
  const more = report.mismatchCount - report.mismatches.length;
  if (more > 0) lines.push(`and ${more} more`);
  return lines;
}

function holderOf(heap: WalkedHeap, slot: number, owner: number, root: Root | null): Holder {
  if (root !== null) return { owner: 0, ownerName: root.name, label: root.describe(slot), slot };
  const ownerName = heap.typeName(heap.H[owner + Ob.type]);
  return { owner, ownerName, label: describeSlot(heap, owner, slot), slot };
}
