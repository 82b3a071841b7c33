import { Gc, Ob } from '../memory/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { instrument } from '../runtime/frames/evaluation-hooks.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import { codeData, lastInstruction } from '../runtime/frames/loaded-code.ts';
import { watchBlocks } from './block-events.ts';
import { forEachVariable } from './frame-expression.ts';
import { HolderNaming } from './holder-words.ts';
import { LineWatch } from './line-watch.ts';
import { objectText, typeNameOf } from './object-text.ts';
import { instructionWords } from './operand-role.ts';
import { ProgramGraph } from './program-graph.ts';
import { calleeAt, type FrameName, frameName } from './running-frames.ts';
import { SlotSearch } from './slot-search.ts';

/** A change of the count of the object that is followed. */
export interface CountChange {
  /** Where the instruction ran that made it. */
  readonly at: FrameName;
  /** The instruction in words; empty for the first entry, which shows the holders so far. */
  readonly instruction: string;
  readonly by: number;
  /** The new count, 0 when the object is freed. */
  readonly count: number;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Type and value of the object. */
  readonly type: string;
  readonly value: string;
}

export interface TraceOptions {
  /** Which files are the program's. */
  readonly isProgram: (file: string) => boolean;
  readonly name: string;
  /** Function whose variable it is; null = anywhere. */
  readonly function: string | null;
}

/** The object that is followed. */
interface Followed {
  readonly object: number;
  count: number;
  freed: boolean;
  holders: Map<number, string>;
  readonly type: string;
  readonly value: string;
}

/**
 * Follows the first object bound to a name, from instruction to instruction, until it is freed; then the next one bound to it. Calls
 * `each` for every change of its count. Gives the function that ends it.
 */
export function traceCounts(rt: Runtime, options: TraceOptions, each: (change: CountChange) => void): () => void {
  const lines = new LineWatch(rt, options.isProgram);
  const graph = new ProgramGraph(rt, options.isProgram);
  const search = new SlotSearch(rt);
  let followed: Followed | null = null;
  let ran: { at: FrameName; instruction: string } | null = null;

  const holdersNow = (op: number): Map<number, string> => {
    const slots = search.find(new Set([op])).get(op) ?? [];
    const naming = new HolderNaming(rt, search);
    naming.prepare(slots);
    return new Map(slots.map((slot) => [slot.slot, naming.words(slot).text]));
  };
  const report = (object: Followed, at: FrameName, instruction: string): void => {
    const count = object.freed ? 0 : rt.H[object.object + Ob.refcnt];
    const holders = object.freed ? new Map<number, string>() : holdersNow(object.object);
    const gained = [...holders].filter(([slot]) => !object.holders.has(slot)).map(([, text]) => text);
    const lost = [...object.holders].filter(([slot]) => !holders.has(slot)).map(([, text]) => text);
    each({ at, instruction, by: count - object.count, count, gained, lost, type: object.type, value: object.value });
    object.count = count;
    object.holders = holders;
  };
  const bind = (frame: number): void => {
    if (!lines.watches(frame)) return;
    const at = frameName(rt, frame);
    if (options.function !== null && options.function !== at.function) return;
    const op = variableOf(rt, graph, frame, options.name);
    if (op === 0) return;
    followed = { object: op, count: 0, freed: false, holders: new Map(), type: typeNameOf(rt, op), value: objectText(rt, op) };
    report(followed, ran?.at ?? at, ran?.instruction ?? '');
  };
  const forget = (op: number): void => {
    if (followed?.object === op) followed.freed = true;
  };
  const endBlocks = watchBlocks(rt, {
    freed: (block) => {
      forget(block);
      forget(block + Gc.headWords);
    },
    destroyed: forget,
  });
  instrument(rt, (_rt, frame) => {
    if (followed !== null && ran !== null && (followed.freed || rt.H[followed.object] !== followed.count)) report(followed, ran.at, ran.instruction);
    if (followed?.freed === true) followed = null;
    if (followed === null) bind(frame);
    const data = codeData(rt, rt.H[frame + Fr.code]);
    ran = { at: frameName(rt, frame), instruction: instructionWords(data, lastInstruction(rt, frame), calleeAt(rt, frame)) };
  });
  return () => {
    if (followed !== null && ran !== null && followed.freed) report(followed, ran.at, ran.instruction);
    instrument(rt, null);
    endBlocks();
  };
}

/** The object of a variable of a frame: local, closure, or a name of the module whose code it is. Borrowed, 0 = not bound. */
function variableOf(rt: Runtime, graph: ProgramGraph, frame: number, name: string): number {
  let found = 0;
  forEachVariable(rt, frame, (variable, op) => {
    if (variable === name) found = op;
  });
  const { H } = rt;
  if (found !== 0 || H[frame + Fr.locals] === 0 || H[frame + Fr.locals] !== H[frame + Fr.globals]) return found;
  graph.namespace(H[frame + Fr.globals], (reference) => {
    if (reference.label === name) found = reference.to;
  });
  return found;
}
