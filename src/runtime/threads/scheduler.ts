import { callTuple } from '../core/abstract/call.ts';
import { clearError, raise, subtypeOf } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { checkBreaker } from '../frames/evaluation-hooks.ts';
import { Fr } from '../frames/frame-layout.ts';
import { dropFrames } from '../frames/unwind.ts';
import { GreenThread, ThreadSlot } from './green-thread.ts';
import { calledByInstruction, rewind, type WaitingFunction } from './restartable-call.ts';
import { NativeStandIns } from './stand-ins.ts';

/** Thrown to leave the evaluation loop of a thread whose state is wholly in the heap; it is resumed later. */
const SUSPEND: Readonly<{ suspend: true }> = Object.freeze({ suspend: true });

/** Thrown through the native code of a daemon thread that will never run again. */
const ABANDON: Readonly<{ abandon: true }> = Object.freeze({ abandon: true });

/** Jumps and returns in a second of switch interval: what CPython does in that time, roughly. A count, so that runs are alike. */
const JUMPS_PER_SECOND = 2_000_000;
/** Jumps between two looks at the threads, at most; the evaluation loop's own rhythm. */
const LOOP_BUDGET = 1000;
/** Slices that native code's own loops get before others run on top of them. */
const NESTED_SLICES = 20;
/** Longest sleep of the whole process, in seconds, between two looks at what may have happened. */
const LONGEST_SLEEP = 60;
/** Seconds between two looks at what happens outside the process. */
const LOOK_OUTSIDE = 0.002;

export const MAIN_NUMBER = 1;

/**
 * Runs the program's threads in turns on the one stack of the host.
 *
 * A thread whose frames were all started by one activation of the evaluation loop is *free*: it is suspended by leaving that activation, and resumed by
 * a new one, at any time and in any order. A thread that waits, or is interrupted, inside native code that called back into Python (`sorted` with a key
 * function, `__init__`, an import) is *pinned*: that native code stands on the host's stack. Others then run on top of it, and it goes on only when what
 * stands above it is gone. While there is a pinned thread, Python functions stand in for the native code that others would be pinned in
 * (stand-ins.ts). So threads switch freely but for one case: a pinned thread that waits for one that is pinned below it. That is reported as
 * RuntimeError.
 */
export class Scheduler {
  readonly main: GreenThread;
  current: GreenThread;
  /** Threads that are neither running nor over, in the order of their turns. */
  readonly queue: GreenThread[] = [];
  /** Seconds, as sys.setswitchinterval has it. */
  interval = 0.005;
  private readonly rt: Runtime;
  private readonly abandoned: GreenThread[] = [];
  private readonly pinned: GreenThread[] = [];
  private standIns: NativeStandIns | null = null;
  private last = MAIN_NUMBER;
  private left = 0;
  private mainOver = false;
  private mainFailed = false;

  constructor(rt: Runtime) {
    this.rt = rt;
    this.main = new GreenThread(rt, MAIN_NUMBER, Root.mainThread);
    this.main.daemon = false;
    this.main.started = true;
    this.current = this.main;
    rt.heap.roots.add({
      name: 'threads',
      traverse: (visit) => {
        for (const thread of this.all()) thread.traverse(rt, visit);
      },
      describe: () => 'held by a thread that does not run',
    });
  }

  /** All threads whose blocks lie in the heap; the main thread's is among the interpreter's roots. */
  private all(): Iterable<GreenThread> {
    const all = new Set([this.current, ...this.queue, ...this.abandoned]);
    all.delete(this.main);
    return all;
  }

  /** All threads that are not over, the running one first. */
  alive(): GreenThread[] {
    return [this.current, ...this.queue];
  }

  setInterval(seconds: number): void {
    this.interval = seconds;
    this.startSlice();
  }

  /**
   * A new thread that will call `callable` with a tuple of arguments and a dict of keywords (0 = none); all borrowed. It waits for its turn.
   * CPython: Modules/_threadmodule.c ThreadHandle_start
   */
  start(callable: number, args: number, kwargs: number, daemon: boolean): GreenThread {
    const rt = this.rt;
    const thread = new GreenThread(rt, ++this.last);
    thread.daemon = daemon;
    rt.setSlot(thread.slot(ThreadSlot.callable), rt.newRef(callable));
    rt.setSlot(thread.slot(ThreadSlot.args), rt.newRef(args));
    if (kwargs !== 0) rt.setSlot(thread.slot(ThreadSlot.kwargs), rt.newRef(kwargs));
    this.queue.push(thread);
    if (rt.endOfSlice === null) {
      rt.endOfSlice = () => this.endOfSlice();
      this.startSlice();
    }
    return thread;
  }

  // ---------------------------------------------------------------- waiting

  /**
   * Waits until `ready` says so or the time is over; other threads run meanwhile. True: it is ready (again: whoever runs next may change that only after
   * this thread had its turn). `fn` and `self` name the native function that waits: it may be left by a throw here and be called again, so it must
   * not have changed anything yet. May raise what a signal's handler raises. `outside`: what it waits for happens outside the process.
   */
  wait(fn: WaitingFunction | null, self: number, ready: () => boolean, seconds: number | null, outside = false): boolean {
    const rt = this.rt;
    const thread = this.current;
    // the instruction that waits is run again for a signal: its handler comes first, and may raise
    if (rt.breaker !== 0) checkBreaker(rt);
    const frame = rt.H[Root.frame]!;
    const before = thread.resumption;
    thread.resumption = null;
    const again = before !== null && frame !== 0 && before.frame === frame && before.pc === rt.H[frame + Fr.pc];
    if (thread.timedOut) {
      thread.timedOut = false;
      if (again) return ready();
    }
    const deadline = again ? before.deadline : seconds === null ? null : rt.host.monotonicNs() + BigInt(Math.ceil(seconds * 1e9));
    thread.wait = { ready, deadline, outside };
    if (fn !== null && this.isFree(thread) && calledByInstruction(rt, fn, self)) {
      thread.resumption = { frame, pc: rt.H[frame + Fr.pc]!, deadline };
      rewind(rt);
      throw SUSPEND;
    }
    for (;;) {
      if (!this.runOthers(thread)) {
        thread.wait = null;
        raise(
          rt,
          T.RuntimeError,
          'this thread waits inside native code for one that can go on only after it (Ouroboros runs all threads on one stack)',
        );
      }
      if (!thread.signalled) break;
      thread.signalled = false;
      thread.wait = null;
      checkBreaker(rt);
      thread.wait = { ready, deadline, outside };
    }
    thread.wait = null;
    const timedOut = thread.timedOut;
    thread.timedOut = false;
    return !timedOut || ready();
  }

  /** May the running thread handle a signal? If not, the main thread gets its turn soon. CPython: only the main thread runs handlers */
  takesSignals(): boolean {
    const { main, current } = this;
    if (current === main || main.signalled || this.pinned.includes(main)) return true;
    main.signalled = true;
    this.left = 0;
    return false;
  }

  /** Is there nobody else? */
  get alone(): boolean {
    return this.queue.length === 0;
  }

  /** Does the whole state of the running thread lie in the heap, but for the activation of the loop that it was (re)started with? */
  private isFree(thread: GreenThread): boolean {
    return thread.base !== 0 && this.rt.nesting === thread.base;
  }

  private startSlice(): void {
    const jumps = Math.max(1, Math.round(this.interval * JUMPS_PER_SECOND));
    this.rt.loopBudget = Math.min(LOOP_BUDGET, jumps);
    this.left = Math.ceil(jumps / LOOP_BUDGET);
  }

  /** Called by the evaluation loop when it stands between two instructions after so many jumps. Leaves it, by a throw, if it is another thread's turn. */
  private endOfSlice(): void {
    if (--this.left > 0) return;
    const thread = this.current;
    if (this.isFree(thread)) {
      this.startSlice();
      if (this.pick(null) !== null) throw SUSPEND;
      return;
    }
    if (this.left > -NESTED_SLICES) return;
    this.startSlice();
    if (this.pick(null) !== null) this.runOthers(thread);
  }

  // ---------------------------------------------------------------- running

  /** Runs the main thread's outermost code: `attempt` starts it, and may be left while the thread waits. Result and errors are the code's own. */
  runMain(attempt: () => Owned): Owned {
    const rt = this.rt;
    if (this.current !== this.main || rt.nesting !== 0) return attempt();
    const main = this.main;
    const mark = rt.mark();
    main.base = 1;
    this.mainOver = false;
    try {
      return attempt();
    } catch (thrown) {
      if (thrown !== SUSPEND) throw thrown;
      rt.release(mark);
      rt.nesting = 0;
      main.save(rt);
      this.queue.push(main);
    } finally {
      main.base = 0;
    }
    this.runUntil(null);
    main.load(rt);
    this.current = main;
    this.queue.splice(this.queue.indexOf(main), 1);
    const result = main.slot(ThreadSlot.result);
    const value = rt.H[result]!;
    rt.H[result] = 0;
    if (this.mainFailed) throw PYTHON_ERROR;
    return value as Owned;
  }

  /** The running thread is pinned: others run on top of it until it may go on. False: it never will, because of the order on the host's stack. */
  private runOthers(thread: GreenThread): boolean {
    const rt = this.rt;
    const { nesting } = rt;
    thread.save(rt);
    this.queue.push(thread);
    this.pinned.push(thread);
    const before = rt.standIns;
    try {
      rt.standIns = this.standIns ??= new NativeStandIns(rt);
      return this.runUntil(thread);
    } finally {
      rt.standIns = before;
      this.pinned.pop();
      this.queue.splice(this.queue.indexOf(thread), 1);
      this.current = thread;
      thread.load(rt);
      rt.nesting = nesting;
      this.startSlice();
    }
  }

  /** Gives the threads their turns until it is `until`'s (null: until the main thread is over). */
  private runUntil(until: GreenThread | null): boolean {
    for (;;) {
      if (until === null) {
        if (this.mainOver) return true;
      } else if (this.mainOver && this.pinned.every((thread) => thread.daemon)) throw ABANDON;
      const next = this.pick(until);
      if (next === until && next !== null) return true;
      if (next !== null) this.run(next);
      else if (!this.idle(until)) return false;
    }
  }

  /** The thread whose turn it is: `until` or a free one; null when all wait. */
  private pick(until: GreenThread | null): GreenThread | null {
    let now: bigint | null = null;
    let expired: GreenThread | null = null;
    for (const thread of this.queue) {
      if (thread !== until && (this.pinned.includes(thread) || (thread === this.main && this.mainOver))) continue;
      const { wait } = thread;
      if (wait === null || thread.signalled || wait.ready()) {
        if (expired !== null) break;
        thread.timedOut = false;
        return thread;
      }
      if (wait.deadline === null) continue;
      now ??= this.rt.host.monotonicNs();
      if (wait.deadline <= now && (expired === null || wait.deadline < expired.wait!.deadline!)) expired = thread;
    }
    if (expired !== null) expired.timedOut = true;
    return expired;
  }

  /** Runs a free thread until it waits, has used up its slice or is over. */
  private run(thread: GreenThread): void {
    const rt = this.rt;
    const mark = rt.mark();
    const { nesting } = rt;
    this.queue.splice(this.queue.indexOf(thread), 1);
    this.current = thread;
    thread.wait = null;
    thread.load(rt);
    thread.base = nesting + 1;
    if (!thread.timedOut && !thread.signalled) thread.resumption = null;
    if (thread.signalled) {
      thread.signalled = false;
      rt.breaker = 1;
    }
    this.startSlice();
    let failed = false;
    try {
      const result = thread.started ? this.resume() : this.begin(thread);
      if (thread === this.main) rt.H[thread.slot(ThreadSlot.result)] = result;
      else rt.decref(result);
    } catch (thrown) {
      rt.nesting = nesting;
      rt.release(mark);
      if (thrown === SUSPEND) {
        thread.base = 0;
        thread.save(rt);
        this.queue.push(thread);
        return;
      }
      if (thrown === ABANDON) {
        thread.base = 0;
        thread.save(rt);
        this.abandoned.push(thread);
        return;
      }
      if (thrown !== PYTHON_ERROR) throw thrown;
      failed = true;
    }
    thread.base = 0;
    if (thread === this.main) {
      this.mainOver = true;
      this.mainFailed = failed;
      thread.save(rt);
      this.queue.push(thread);
    } else this.end(thread, failed);
  }

  /** Calls what the thread was started with. */
  private begin(thread: GreenThread): Owned {
    const H = this.rt.H;
    thread.started = true;
    return callTuple(this.rt, H[thread.slot(ThreadSlot.callable)]!, H[thread.slot(ThreadSlot.args)]!, H[thread.slot(ThreadSlot.kwargs)]!);
  }

  /** Runs the chain of frames in Root.frame to its end. */
  private resume(): Owned {
    const rt = this.rt;
    rt.depth = rt.H[rt.H[Root.frame]! + Fr.depth]!;
    return rt.hooks.runFrame(rt, false);
  }

  /** A thread is over. CPython: Modules/_threadmodule.c thread_run */
  private end(thread: GreenThread, failed: boolean): void {
    const rt = this.rt;
    if (failed) {
      if (subtypeOf(rt, rt.H[rt.H[Root.curexc]! + 2]!, T.SystemExit)) clearError(rt);
      else rt.hooks.writeUnraisable(rt, rt.H[thread.slot(ThreadSlot.callable)]!, 'thread');
    }
    thread.over = true;
    thread.onEnd?.();
    thread.clear(rt);
    this.current = this.main;
    rt.heap.free(thread.slots);
  }

  /** Gives back what threads hold that were still there at the end. CPython leaves it to the end of the process. */
  tearDown(): void {
    const rt = this.rt;
    for (const thread of [...this.queue, ...this.abandoned, this.current]) {
      if (thread !== this.current) thread.load(rt);
      dropFrames(rt);
      thread.clear(rt);
      if (thread !== this.main) rt.heap.free(thread.slots);
    }
    this.queue.length = 0;
    this.abandoned.length = 0;
    this.standIns?.tearDown();
    this.standIns = null;
    rt.endOfSlice = null;
  }

  // ---------------------------------------------------------------- nothing to do

  /** All wait: sleeps until the first deadline. False when `until` waits for what only threads below it could do. */
  private idle(until: GreenThread | null): boolean {
    const rt = this.rt;
    if (rt.breaker !== 0) {
      const thread = this.pinned.includes(this.main) && this.main !== until ? (until ?? this.main) : this.main;
      thread.signalled = true;
      return true;
    }
    let first: bigint | null = null;
    let longest = LONGEST_SLEEP;
    for (const thread of this.queue) {
      if (thread.wait?.outside) longest = LOOK_OUTSIDE;
      if (thread !== until && this.pinned.includes(thread)) continue;
      const deadline = thread.wait?.deadline ?? null;
      if (deadline !== null && (first === null || deadline < first)) first = deadline;
    }
    if (
      first === null &&
      longest === LONGEST_SLEEP &&
      until !== null &&
      this.pinned.some((thread) => thread !== until && thread.wait?.ready() !== false)
    )
      return false;
    const seconds = first === null ? longest : Math.min(longest, Number(first - rt.host.monotonicNs()) / 1e9);
    if (seconds > 0) rt.host.sleep(seconds);
    return true;
  }
}

/** The scheduler of this interpreter. */
export function scheduler(rt: Runtime): Scheduler {
  return rt.stateOf('threads', () => new Scheduler(rt));
}
