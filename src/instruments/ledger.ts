/**
 * The ledger: who holds an object. Every slot of the heap that holds it is one entry, and their number is its count.
 */
import type { Runtime } from '../runtime/core/runtime.ts';
import { shownCount } from '../runtime/core/shown-count.ts';
import { type HolderKind, HolderNaming, type HolderWords } from './holder-words.ts';
import { objectText, typeNameOf } from './object-text.ts';
import { runningFrames } from './running-frames.ts';
import { type HolderSlot, SlotSearch } from './slot-search.ts';

/** One holder. */
export interface LedgerEntry extends HolderWords {
  /** Word address of the slot. */
  readonly slot: number;
  /** Word address of the owner, 0 for the interpreter's own slots. */
  readonly owner: number;
  /** Type of the owner, or name of the root. */
  readonly ownerType: string;
  /** False: the slot shows the object and does not count. */
  readonly owned: boolean;
  /** The model's CPython only borrows here: sys.getrefcount leaves it out. */
  readonly lent: boolean;
}

/**
 * Why sys.getrefcount shows another number than the count: the object is immortal and a constant stands for its count; some slots are
 * lent; the release counts the objects it has from the start from a large base.
 */
export type ShownReason = 'immortal' | 'lent' | 'static';

/** Everything that holds one object at one moment. */
export interface Ledger {
  /** Word address; `id()` is four times this. */
  readonly object: number;
  readonly type: string;
  readonly value: string;
  /** The count that stands in the object, without the references of whoever asks. */
  readonly count: number;
  /** What sys.getrefcount of the model shows for that count. */
  readonly shown: number;
  /** null where the two are the same. */
  readonly shownReason: ShownReason | null;
  readonly entries: readonly LedgerEntry[];
  /** The owning entries are as many as the count. */
  readonly balanced: boolean;
  /** Why the sum may be off, or null: an object is being destroyed and its slots are half emptied. */
  readonly unsure: string | null;
}

/** Makes ledgers; keeps scratch memory between them. */
export class LedgerMaker {
  private readonly search: SlotSearch;

  constructor(private readonly rt: Runtime) {
    this.search = new SlotSearch(rt);
  }

  /**
   * The ledger of an object (borrowed) now. `asking`: slots that belong to the question itself; they are left out and not counted.
   * Changes nothing in the heap.
   */
  make(op: number, asking: ReadonlySet<number> = new Set()): Ledger {
    const { rt } = this;
    const slots = [...(this.search.find(new Set([op])).get(op) ?? []), ...this.search.findBorrowed(op)];
    const own = slots.filter((s) => asking.has(s.slot) && s.owned).length;
    const counted = slots.filter((s) => !asking.has(s.slot));
    const naming = new HolderNaming(rt, this.search);
    naming.prepare(counted);
    const frames = runningFrames(rt);
    const lent: number[] = [];
    rt.hooks.lentSlots?.(rt, op, lent);
    const entries = counted.map((slot) => this.entry(naming, slot, lent.includes(slot.slot)));
    entries.sort((a, b) => rank(a, frames) - rank(b, frames) || a.slot - b.slot);
    const count = rt.H[op] - own;
    const immortal = shownCount(rt, op) === rt.model.immortalCount;
    const shown = immortal ? shownCount(rt, op) : shownCount(rt, op) - own;
    const otherwise = lent.length > 0 && rt.model.staticCountBase === 0 ? 'lent' : 'static';
    return {
      object: op,
      type: typeNameOf(rt, op),
      value: objectText(rt, op),
      count,
      shown,
      shownReason: shown === count ? null : immortal ? 'immortal' : otherwise,
      entries,
      balanced: entries.filter((e) => e.owned).length === count,
      unsure: rt.heap.trashcan.busy ? 'an object is being destroyed' : null,
    };
  }

  private entry(naming: HolderNaming, holder: HolderSlot, lent: boolean): LedgerEntry {
    const { slot, owner, root, owned } = holder;
    return { ...naming.words(holder), slot, owner, ownerType: root === null ? typeNameOf(this.rt, owner) : root.name, owned, lent };
  }
}

const ORDER: readonly HolderKind[] = ['interpreter', 'constant', 'global', 'attribute', 'item', 'key', 'value', 'cell', 'type', 'slot'];

/** What lives longest first: the interpreter, globals, objects, then frames from the outermost, their locals before their value stack. */
function rank(entry: LedgerEntry, frames: readonly number[]): number {
  const depth = frames.indexOf(entry.owner);
  if (depth >= 0) return 1000 * (frames.length - depth) + (entry.kind === 'argument' || entry.kind === 'operand' ? 500 : 0) + 100;
  if (entry.kind === 'native') return Number.MAX_SAFE_INTEGER;
  const at = ORDER.indexOf(entry.kind);
  return at < 0 ? ORDER.length : at;
}
