import { SLOT_WORDS } from '../../memory/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root } from '../core/static.ts';

/** Roots that every thread has of its own (PyThreadState in CPython): they change places with the thread's block when threads are switched. */
const SWITCHED: readonly number[] = [
  Root.curexc,
  Root.excType,
  Root.excValue,
  Root.excTraceback,
  Root.frame,
  Root.asyncGenFirstiter,
  Root.asyncGenFinalizer,
  Root.traceFunc,
  Root.profileFunc,
  Root.context,
];

/** Slots of a thread's block behind the switched ones. */
export const enum ThreadSlot {
  /** What the thread was started with: callable, tuple of arguments, dict of keyword arguments. */
  callable = 0,
  args = 1,
  kwargs = 2,
  /** Result of the main thread, on its way to whoever started it. */
  result = 3,
  /** Native object that is told of the end (a handle). */
  handle = 4,
  /** Lock that is opened at the end. */
  sentinel = 5,
  count = 6,
}

const SLOTS = SWITCHED.length + ThreadSlot.count;

const MAIN_IDENT = 140_000_000_000_000;
/** Distance of thread identifiers: they look like addresses of stacks. */
const IDENT_STRIDE = 8_388_608;

/** What threading.get_ident() says of a thread. */
export function identOf(number: number): number {
  return MAIN_IDENT - (number - 1) * IDENT_STRIDE;
}

/** What a thread waits for. */
export interface Wait {
  /** May it go on? Looks only; runs no Python code. */
  ready(): boolean;
  /** Monotonic time in nanoseconds at which it goes on anyway; null = never. */
  deadline: bigint | null;
  /** It waits for something outside the process, which tells nobody when it happens. */
  outside: boolean;
}

/** A call that was interrupted while it waited and is made anew keeps its deadline. */
interface Resumption {
  frame: number;
  pc: number;
  deadline: bigint | null;
}

/**
 * A thread of the program. While it does not run, everything it holds lies in its block of slots: the chain of its frames, the exceptions, its
 * context. CPython: Include/cpython/pystate.h struct _ts
 */
export class GreenThread {
  /** 1 is the main thread. */
  readonly number: number;
  /** Address of the block of slots. */
  readonly slots: number;
  daemon = true;
  started = false;
  over = false;
  /** rt.nesting of the activation of the evaluation loop that runs the thread's outermost frames; deeper ones belong to native code. 0: no such activation. */
  base = 0;
  wait: Wait | null = null;
  /** Its last wait ended by the deadline. */
  timedOut = false;
  /** It is to look after a signal before it waits on. */
  signalled = false;
  resumption: Resumption | null = null;
  /** Its trace or profile function runs: nothing else is traced. */
  tracing = false;
  /** Told when the thread is over. */
  onEnd: (() => void) | null = null;
  private excInfo: number = Root.excType;
  private depth = 0;

  /** `slots`: a block that exists already; else one is allocated. MemoryError. */
  constructor(rt: Runtime, number: number, slots?: number) {
    this.number = number;
    this.slots = slots ?? rt.allocBlock(SLOTS * SLOT_WORDS * 4);
    rt.H.fill(0, this.slots, this.slots + SLOTS * SLOT_WORDS);
  }

  get ident(): number {
    return identOf(this.number);
  }

  /** Address of a slot of the thread's own. */
  slot(which: ThreadSlot): number {
    return this.slots + (SWITCHED.length + which) * SLOT_WORDS;
  }

  /** Where one of the interpreter's roots is kept while the thread is switched away. */
  rootSlot(root: Root): number {
    return this.slots + SWITCHED.indexOf(root) * SLOT_WORDS;
  }

  /** The frame it runs next while it is switched away, borrowed; 0 = none. */
  frame(rt: Runtime): number {
    return rt.H[this.rootSlot(Root.frame)]!;
  }

  /** Takes the thread's state out of the interpreter's roots, which are empty afterwards. CPython: PyThreadState_Swap */
  save(rt: Runtime): void {
    move(rt, 1, this.slots);
    this.excInfo = rt.excInfo;
    this.depth = rt.depth;
    rt.excInfo = Root.excType;
    rt.depth = 0;
  }

  /** Puts the thread's state into the interpreter's roots. */
  load(rt: Runtime): void {
    move(rt, -1, this.slots);
    rt.excInfo = this.excInfo;
    rt.depth = this.depth;
  }

  /** Visits the slots of the block. */
  traverse(rt: Runtime, visit: (object: number, slot: number) => void): void {
    for (let i = 0, s = this.slots; i < SLOTS; i++, s += SLOT_WORDS) if (rt.H[s] !== 0 && rt.H[s + 1] === 0) visit(rt.H[s]!, s);
  }

  /** Gives back what the thread holds, while it is the one that runs; its frames are gone. The block is the caller's to free. */
  clear(rt: Runtime): void {
    for (const root of SWITCHED) rt.clearSlot(root);
    for (let i = 0, s = this.slots; i < SLOTS; i++, s += SLOT_WORDS) rt.clearSlot(s);
  }
}

function move(rt: Runtime, direction: 1 | -1, block: number): void {
  const H = rt.H;
  for (const [i, root] of SWITCHED.entries()) {
    const slot = block + i * SLOT_WORDS;
    const from = direction > 0 ? root : slot;
    const to = direction > 0 ? slot : root;
    H[to] = H[from]!;
    H[to + 1] = H[from + 1]!;
    H[from] = 0;
    H[from + 1] = 0;
  }
}
