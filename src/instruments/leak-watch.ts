import { Ob } from '../memory/layout.ts';
import { ObjectWalk } from '../memory/object-walk.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { T } from '../runtime/core/static.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import { AllocationWatch } from './allocation-watch.ts';
import { HolderNaming } from './holder-words.ts';
import { objectText, typeNameOf } from './object-text.ts';
import { runningFrames } from './running-frames.ts';
import { type HolderSlot, SlotSearch } from './slot-search.ts';

/** Objects whose holders are looked up. */
const LIMIT = 2000;

/** Notes what is made from its beginning, and says at its end what of it lives on. */
export class LeakWatch {
  private readonly watch: AllocationWatch;

  constructor(private readonly rt: Runtime) {
    this.watch = new AllocationWatch(rt);
  }

  /**
   * Ends the watch: a line for each object made meanwhile that something holds which is no part of it, and how many hang on those. What
   * only the interpreter keeps (names it has interned, its caches) is left out, and the frames that run.
   */
  finish(): string[] {
    const { rt, watch } = this;
    const born: number[] = [];
    const walk = new ObjectWalk(rt.heap);
    walk.run();
    const running = new Set(runningFrames(rt));
    walk.forEachObject((op) => {
      if (!running.has(op) && rt.H[op + Ob.type] !== T.frame && watch.originOf(op) !== null) born.push(op);
    });
    const candidates = new Set(born.slice(0, LIMIT));
    const search = new SlotSearch(rt);
    const found = search.find(candidates, 8);
    const lines: string[] = [];
    let inside = 0;
    for (const [op, slots] of found) {
      const outside = slots.filter((slot) => slot.root === null && !candidates.has(slot.owner) && !this.isPassing(slot, running));
      if (outside.length > 0) lines.push(this.line(op, outside, search));
      else if (slots.some((slot) => candidates.has(slot.owner))) inside++;
    }
    watch.end();
    if (lines.length > 0 && inside > 0) lines.push(`and ${inside} more that ${inside === 1 ? 'hangs' : 'hang'} on these`);
    if (born.length > LIMIT) lines.push(`and ${born.length - LIMIT} more that were not looked at`);
    return lines;
  }

  /** A value stack of a running frame: the call of the watch's end itself. */
  private isPassing({ owner, slot }: HolderSlot, running: ReadonlySet<number>): boolean {
    return running.has(owner) && slot >= this.rt.H[owner + Fr.stack];
  }

  private line(op: number, holders: readonly HolderSlot[], search: SlotSearch): string {
    const naming = new HolderNaming(this.rt, search);
    naming.prepare(holders);
    const origin = this.watch.originOf(op);
    const made = origin === null || origin.file === '' ? '' : `, made at ${origin.file.replace(/^.*\//, '')}:${origin.line}`;
    const held = [...new Set(holders.map((holder) => naming.words(holder).text))].join('; ');
    return `${typeNameOf(this.rt, op)} ${objectText(this.rt, op)}${made}, held by ${held}`;
  }
}
