import type { Buffer } from '../../core/buffer.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Characters } from './characters.ts';

/** The text that is searched: a str, or bytes that an object lends. */
export class Subject {
  op = 0;
  isBytes = false;
  /** Byte address, bytes a character, characters. */
  data = 0;
  kind = 1;
  length = 0;
  lease: Buffer | null = null;
}

/** Words of an entry of the backtracking stack. */
export const ENTRY = 8;

/** Position of the group marks in a state's memory: word 0 is lastindex. */
export const MARKS = 1;

/**
 * What one search works with: the subject, the limits, the marks of the groups and the stacks. Host memory; no references.
 * CPython: SRE_STATE
 */
export class SreState {
  readonly rt: Runtime;
  readonly chars: Characters;
  readonly subject = new Subject();
  /** The characters are view[base + i]. */
  view: Uint8Array | Uint16Array | Uint32Array;
  base = 0;
  /** Limits as positions in the subject; `beginning` is 0. */
  start = 0;
  ptr = 0;
  end = 0;
  isBytes = false;
  mustAdvance = false;
  matchAll = false;
  /** lastindex, marks (two a group, -1 = unset), then the records of repeats being matched. */
  memory: Int32Array = new Int32Array(64);
  stack: Int32Array = new Int32Array(64 * ENTRY);
  /** Length of lastindex and marks. */
  memoryStart = MARKS;
  /** Has a mark been set since they were reset? */
  dirty = true;
  /** 256 bytes for each set of the pattern; see tables.ts. */
  tables: Uint8Array = EMPTY;
  ticks = 0;

  constructor(rt: Runtime, chars: Characters) {
    this.rt = rt;
    this.chars = chars;
    this.view = rt.U8;
  }

  /** Room for the marks of a pattern. */
  setGroups(groups: number): void {
    this.memoryStart = MARKS + 2 * groups;
    this.dirty = true;
    if (this.memory.length < this.memoryStart + 64) this.memory = new Int32Array(this.memoryStart + 64);
  }

  /** All groups unset. CPython: RESET_CAPTURE_GROUP */
  resetMarks(): void {
    if (!this.dirty) return;
    const { memory, memoryStart } = this;
    for (let i = 0; i < memoryStart; i++) memory[i] = -1;
    this.dirty = false;
  }

  growStack(): Int32Array {
    const bigger = larger(this.rt, this.stack);
    bigger.set(this.stack);
    this.stack = bigger;
    return bigger;
  }

  growMemory(): Int32Array {
    const bigger = larger(this.rt, this.memory);
    bigger.set(this.memory);
    this.memory = bigger;
    return bigger;
  }
}

const EMPTY = new Uint8Array(0);
/** Words of a stack beyond which the search gives up with MemoryError: 1 GiB. */
const MOST_WORDS = 1 << 28;

function larger(rt: Runtime, old: Int32Array): Int32Array {
  if (old.length * 2 > MOST_WORDS) rt.noMemory();
  return new Int32Array(old.length * 2);
}

interface Pool {
  readonly chars: Characters;
  readonly free: SreState[];
}

function pool(rt: Runtime): Pool {
  return rt.stateOf('_sre states', () => ({ chars: new Characters(), free: [] }));
}

/** Character classes of this interpreter. */
export function characters(rt: Runtime): Characters {
  return pool(rt).chars;
}

/** A state to work with; give it back with releaseState. */
export function takeState(rt: Runtime): SreState {
  const { chars, free } = pool(rt);
  return free.pop() ?? new SreState(rt, chars);
}

export function releaseState(rt: Runtime, state: SreState): void {
  const { free } = pool(rt);
  // what a deep search needed is not kept
  if (state.stack.length > 1 << 16) state.stack = new Int32Array(64 * ENTRY);
  if (state.memory.length > 1 << 16) state.memory = new Int32Array(64);
  if (free.length < 8) free.push(state);
}
