import { CodeFlag } from '../../bytecode/code.ts';
import { Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { listSetItem } from '../containers/list-slices.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call3 } from '../core/abstract/call.ts';
import { Exc, List } from '../core/layout.ts';
import { type FrameTracer, PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { newBuiltin } from '../frames/builtin-function.ts';
import { INSTRUMENTED } from '../frames/code-loader.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { fastToLocals, localsToFast } from '../frames/frame-locals.ts';
import { lastInstruction, lineOf } from '../frames/loaded-code.ts';
import { LoadedOp } from '../frames/loaded-op.ts';
import { nativeState } from '../modules/native-state.ts';
import type { GreenThread } from '../threads/green-thread.ts';
import { scheduler } from '../threads/scheduler.ts';
import { Descr } from '../types/descr-layout.ts';
import { setTracing } from './active-tracers.ts';

type Event = 'call' | 'line' | 'return' | 'exception' | 'opcode' | 'c_call' | 'c_return' | 'c_exception';

/**
 * sys.settrace and sys.setprofile. While one of them is set in any thread, every instruction is reported before it runs (the code is rewritten for
 * that, so that programs without it pay nothing); what the report shows becomes the events of CPython.
 *
 * A frame that has been told of is marked with the serial of this activation (Fr.traced), so that frames which started or were resumed since can be
 * told from others. CPython: Python/ceval.c maybe_call_line_trace, call_trace; Python/sysmodule.c
 */
export class Tracer implements FrameTracer {
  private readonly rt: Runtime;
  private serial = 0;
  private on = false;
  private readonly threads = new Set<GreenThread>();
  /** Frames whose instruction called native code that was reported; the callables lie in the list of the same length. */
  private readonly calling: number[] = [];

  constructor(rt: Runtime) {
    this.rt = rt;
  }

  /** Sets (0: takes away) the running thread's function for one of the two purposes. CPython: _PyEval_SetTrace, _PyEval_SetProfile */
  set(root: Root.traceFunc | Root.profileFunc, callable: number): void {
    const rt = this.rt;
    rt.setSlot(root, callable === 0 ? 0 : rt.newRef(callable));
    this.update();
  }

  /** Sets the function of all threads. */
  setAll(root: Root.traceFunc | Root.profileFunc, callable: number): void {
    const { current } = scheduler(this.rt);
    for (const thread of scheduler(this.rt).alive()) {
      if (thread === current) continue;
      const slot = thread.rootSlot(root);
      this.rt.setSlot(slot, callable === 0 ? 0 : this.rt.newRef(callable));
      if (callable !== 0) {
        this.threads.add(thread);
        this.mark(thread.frame(this.rt));
      }
    }
    this.set(root, callable);
  }

  private update(): void {
    const rt = this.rt;
    const H = rt.H;
    const { current } = scheduler(rt);
    if (H[Root.traceFunc] === 0 && H[Root.profileFunc] === 0) this.threads.delete(current);
    else this.threads.add(current);
    for (const thread of this.threads) if (thread.over) this.threads.delete(thread);
    const on = this.threads.size > 0;
    if (on && !this.on) this.serial++;
    if (on) this.mark(H[Root.frame]!);
    setTracing(rt, this, on);
    this.on = on;
  }

  /** Frames that run already have begun. */
  private mark(frame: number): void {
    const H = this.rt.H;
    for (let f = frame; f !== 0; f = H[f + Fr.caller]!) {
      if (H[f + Fr.traced] === this.serial) continue;
      H[f + Fr.traced] = this.serial;
      H[f + Fr.tracedAt] = lastInstruction(this.rt, f);
    }
  }

  /** The instruction at hand is about to run. */
  instruction(frame: number): void {
    const rt = this.rt;
    const H = rt.H;
    if ((H[Root.traceFunc] === 0 && H[Root.profileFunc] === 0) || scheduler(rt).current.tracing) return;
    const at = H[frame + Fr.pc]! - 2;
    const op = H[at]! & (INSTRUMENTED - 1);
    const index = lastInstruction(rt, frame);
    if (this.calling.at(-1) === frame && H[frame + Fr.tracedAt] !== index) this.nativeReturned(frame, 'c_return');
    if (H[frame + Fr.traced] !== this.serial) {
      H[frame + Fr.traced] = this.serial;
      // resumed: it goes on where it yielded
      H[frame + Fr.tracedAt] = index - 1;
      // the frame stands in front of what it runs next
      H[frame + Fr.pc] = at;
      this.report(frame, 'call', S.None);
      H[frame + Fr.pc] = at + 2;
    }
    const before = H[frame + Fr.tracedAt]!;
    if (H[Root.traceFunc] !== 0 && H[frame + Fr.trace] !== 0) {
      const line = lineOf(rt, H[frame + Fr.code]!, index);
      if (H[frame + Fr.traceLines] !== 0 && line > 0 && (before < 0 || index < before || line !== lineOf(rt, H[frame + Fr.code]!, before))) {
        this.report(frame, 'line', S.None);
        // it may have jumped
        if (H[frame + Fr.pc] !== at + 2) {
          H[frame + Fr.tracedAt] = -1;
          return;
        }
      }
      if (H[frame + Fr.traceOpcodes] !== 0) this.report(frame, 'opcode', S.None);
    }
    H[frame + Fr.tracedAt] = index;
    if (op === Op.RETURN_VALUE || op === Op.YIELD_VALUE) {
      this.report(frame, 'return', H[H[frame + Fr.sp]! - 2]!);
      H[frame + Fr.traced] = 0;
    } else if (H[Root.profileFunc] !== 0 && before !== index) this.nativeCall(frame, op, H[at + 1]!);
  }

  /** A generator that delegates hands on what was yielded to it, which lies on its stack. */
  handedOn(frame: number): void {
    if (!this.follows(frame)) return;
    this.report(frame, 'return', this.rt.H[this.rt.H[frame + Fr.sp]! - 2]!);
    this.rt.H[frame + Fr.traced] = 0;
  }

  /** An exception arose in the frame, or arrived there. Whatever the trace function raises takes its place. */
  raised(frame: number): void {
    const rt = this.rt;
    const H = rt.H;
    if (!this.follows(frame)) return;
    this.aside(() => {
      if (this.calling.at(-1) === frame) this.nativeReturned(frame, 'c_exception');
      if (H[Root.traceFunc] === 0 || H[frame + Fr.trace] === 0) return;
      const exc = H[rt.nsp - 2]!;
      const mark = rt.mark();
      const info = rt.own(tupleOf(rt, H[exc + Ob.type]!, exc, H[exc + Exc.traceback]! || S.None));
      this.report(frame, 'exception', info);
      rt.release(mark);
    });
  }

  /** An exception ends the frame. */
  left(frame: number): void {
    if (!this.follows(frame)) return;
    this.aside(() => this.report(frame, 'return', S.None));
    this.rt.H[frame + Fr.traced] = 0;
  }

  private follows(frame: number): boolean {
    return this.rt.H[frame + Fr.traced] === this.serial && !scheduler(this.rt).current.tracing;
  }

  /** Runs `attempt` while the exception under way is parked (on top of the native stack). */
  private aside(attempt: () => void): void {
    const rt = this.rt;
    const H = rt.H;
    const mark = rt.mark();
    rt.own(H[Root.curexc]!);
    H[Root.curexc] = 0;
    try {
      attempt();
      H[Root.curexc] = H[mark]!;
      rt.nsp = mark;
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR) throw thrown;
      rt.release(mark);
    }
  }

  // ---------------------------------------------------------------- calls of native code

  private callables(): number {
    return nativeState(this.rt, 'tracing.callables', (r) => newList(r, 0));
  }

  private nativeCall(frame: number, op: number, arg: number): void {
    const rt = this.rt;
    const H = rt.H;
    const sp = H[frame + Fr.sp]!;
    let base: number;
    switch (op) {
      case Op.CALL_FUNCTION:
      case LoadedOp.CALL_FUNCTION_MOVED:
      case LoadedOp.CALL_FUNCTION_HELD:
        base = sp - 2 - 2 * arg;
        break;
      case Op.CALL_METHOD:
      case LoadedOp.CALL_METHOD_MOVED:
      case LoadedOp.CALL_METHOD_HELD:
        base = H[sp - 4 - 2 * arg] !== 0 ? sp - 4 - 2 * arg : sp - 2 - 2 * arg;
        break;
      case Op.CALL_FUNCTION_KW:
      case LoadedOp.CALL_FUNCTION_KW_MOVED:
      case LoadedOp.CALL_FUNCTION_KW_HELD:
        base = sp - 4 - 2 * arg;
        break;
      case Op.CALL_FUNCTION_EX:
      case LoadedOp.CALL_FUNCTION_EX_MOVED:
        base = sp - 4 - 2 * (arg & 1);
        break;
      default:
        return;
    }
    const f = H[base]!;
    const type = H[f + Ob.type];
    if (type !== T.builtin_function_or_method && type !== T.method_descriptor) return;
    const mark = rt.mark();
    const unbound = type === T.method_descriptor && base + 2 < sp;
    const callable = rt.own(unbound ? newBuiltin(rt, rt.methodDefs[H[f + Descr.def]!]!, H[base + 2]!, 0) : rt.newRef(f));
    this.report(frame, 'c_call', callable);
    if (H[Root.profileFunc] !== 0) {
      listAppend(rt, this.callables(), callable);
      this.calling.push(frame);
    }
    rt.release(mark);
  }

  private nativeReturned(frame: number, event: 'c_return' | 'c_exception'): void {
    const rt = this.rt;
    this.calling.pop();
    const list = this.callables();
    const mark = rt.mark();
    const last = this.calling.length;
    const callable = rt.own(rt.newRef(rt.H[rt.H[list + List.items]! + 2 * last]!));
    listSetItem(rt, list, last, 0);
    this.report(frame, event, callable);
    rt.release(mark);
  }

  // ---------------------------------------------------------------- reports

  /** Calls the functions that want to know. What they raise is raised here, after both are taken away. */
  private report(frame: number, event: Event, arg: number): void {
    const H = this.rt.H;
    if (H[Root.profileFunc] !== 0 && event !== 'line' && event !== 'exception' && event !== 'opcode')
      this.run(Root.profileFunc, H[Root.profileFunc]!, frame, event, arg);
    if (H[Root.traceFunc] === 0 || event.startsWith('c_')) return;
    const callee = event === 'call' ? H[Root.traceFunc]! : H[frame + Fr.trace]!;
    if (callee !== 0) this.run(Root.traceFunc, callee, frame, event, arg);
  }

  /** CPython: Python/sysmodule.c call_trampoline */
  private run(root: Root.traceFunc | Root.profileFunc, callee: number, frame: number, event: Event, arg: number): void {
    const rt = this.rt;
    const H = rt.H;
    const thread = scheduler(rt).current;
    const mark = rt.mark();
    const { depth } = rt;
    rt.own(rt.newRef(callee));
    thread.tracing = true;
    const before = rt.traceEvent;
    rt.traceEvent = root === Root.traceFunc ? event : '';
    const optimized = (H[H[frame + Fr.code]! + Co.flags]! & CodeFlag.Optimized) !== 0;
    try {
      if (optimized && H[frame + Fr.locals] !== 0) fastToLocals(rt, frame);
      const result = rt.own(call3(rt, callee, frame, rt.ident(event), arg));
      if (optimized && H[frame + Fr.locals] !== 0) localsToFast(rt, frame, true);
      if (root === Root.traceFunc && result !== S.None && H[Root.traceFunc] !== 0) rt.setSlot(frame + Fr.trace, rt.newRef(result));
    } catch (thrown) {
      thread.tracing = false;
      rt.traceEvent = before;
      if (thrown !== PYTHON_ERROR) throw thrown;
      rt.depth = depth;
      this.set(root, 0);
      if (root === Root.traceFunc) rt.clearSlot(frame + Fr.trace);
      throw thrown;
    }
    thread.tracing = false;
    rt.traceEvent = before;
    rt.release(mark);
  }
}

/** The tracer of this interpreter. */
export function tracer(rt: Runtime): Tracer {
  return rt.stateOf('tracer', () => new Tracer(rt));
}
