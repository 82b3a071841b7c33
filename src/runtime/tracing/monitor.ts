import type { CodeData } from '../../bytecode/code.ts';
import { Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { listSetItem } from '../containers/list-slices.ts';
import { call, call0 } from '../core/abstract/call.ts';
import { raise } from '../core/errors.ts';
import { List } from '../core/layout.ts';
import { type FrameTracer, PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { INSTRUMENTED } from '../frames/code-loader.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { byteOffset, codeData, lastInstruction, lineOf } from '../frames/loaded-code.ts';
import { CALL_COUNT_MASK, LoadedOp } from '../frames/loaded-op.ts';
import { nativeState } from '../modules/native-state.ts';
import { newInt } from '../numbers/int-object.ts';
import { scheduler } from '../threads/scheduler.ts';
import { setTracing } from './active-tracers.ts';
import { type EventName, type MonitorEvents, monitorEvents } from './monitor-events.ts';

/** Tools that a program may register; CPython keeps two more for itself. */
export const TOOLS = 6;

/** Where a frame stands that was told of. */
interface Progress {
  /** Index of the instruction that ran last. */
  at: number;
  suspended: boolean;
  /** An exception is on its way to a handler in this frame. */
  raised: boolean;
  /** The instruction called native code and its end is to be told. */
  calling: boolean;
}

const BRANCHES: ReadonlySet<number> = new Set<number>([
  Op.POP_JUMP_IF_FALSE,
  Op.POP_JUMP_IF_TRUE,
  Op.JUMP_IF_FALSE_OR_POP,
  Op.JUMP_IF_TRUE_OR_POP,
  Op.JUMP_IF_NOT_EXC_MATCH,
  Op.FOR_ITER,
]);

/**
 * sys.monitoring: tells tools what the program does, as far as they asked for it, for all code or for single code objects. As with sys.settrace every
 * instruction is reported while any tool wants any event. CPython: Python/instrumentation.c
 */
export class Monitor implements FrameTracer {
  readonly events: MonitorEvents;
  /** Events that each tool wants everywhere. */
  readonly global: number[] = new Array<number>(TOOLS).fill(0);
  private readonly rt: Runtime;
  /** Events that each tool wants of a code object; how many code objects have any is `locals`. */
  private local = new WeakMap<CodeData, number[]>();
  private locals = 0;
  /** What was disabled: for instruction * 32 + bit number of the event, by tool, the epoch in which it was. It counts as long as that lasts. */
  private disabled = new WeakMap<CodeData, Map<number, number>[]>();
  /** By tool * 32 + bit number: ends whenever the event is set anew. */
  private readonly epochs: number[] = new Array<number>(TOOLS * 32).fill(0);
  private readonly frames = new Map<number, Progress>();

  constructor(rt: Runtime) {
    this.rt = rt;
    this.events = monitorEvents(rt.model.natives.monitoring === 'sided');
  }

  bit(name: EventName): number {
    return this.events.bits.get(name) ?? 0;
  }

  /** What callbacks return to hear no more of an event at its place; and what stands for an argument that is missing. */
  constant(name: 'DISABLE' | 'MISSING'): number {
    return nativeState(this.rt, `monitoring.${name}`, (rt) => call0(rt, T.object));
  }

  setGlobal(tool: number, events: number): void {
    const fresh = events & ~this.global[tool]!;
    for (let bit = 0; bit < 32; bit++) if (((fresh >> bit) & 1) !== 0) this.epochs[tool * 32 + bit]!++;
    this.global[tool] = events;
    this.update();
  }

  localOf(tool: number, code: number): number {
    return this.local.get(codeData(this.rt, code))?.[tool] ?? 0;
  }

  setLocal(tool: number, code: number, events: number): void {
    const data = codeData(this.rt, code);
    let sets = this.local.get(data);
    if (sets === undefined) {
      sets = new Array<number>(TOOLS).fill(0);
      this.local.set(data, sets);
    }
    const fresh = events & ~sets[tool]!;
    const places = this.disabled.get(data)?.[tool];
    for (const key of places?.keys() ?? []) if (((fresh >> (key & 31)) & 1) !== 0) places!.delete(key);
    const before = sets.some((set) => set !== 0);
    sets[tool] = events;
    const after = sets.some((set) => set !== 0);
    this.locals += Number(after) - Number(before);
    this.update();
  }

  /** A tool is given up or cleared: it wants nothing any more. */
  clearTool(tool: number): void {
    for (const name of this.events.names) this.setCallback(tool, this.bit(name), 0);
    this.global[tool] = 0;
    this.update();
  }

  /** All that was disabled is told again. */
  restart(): void {
    this.disabled = new WeakMap();
  }

  /** The callback of a tool for one event: borrowed, 0 = none. */
  callback(tool: number, event: number): number {
    const rt = this.rt;
    const found = rt.H[rt.H[this.callbacks() + List.items]! + 2 * this.place(tool, event)]!;
    return found === (S.None as number) ? 0 : found;
  }

  /** Sets the callback (borrowed; 0 = none). */
  setCallback(tool: number, event: number, callback: number): void {
    listSetItem(this.rt, this.callbacks(), this.place(tool, event), callback === 0 ? S.None : callback);
  }

  private place(tool: number, event: number): number {
    return tool * 32 + (31 - Math.clz32(event));
  }

  private callbacks(): number {
    return nativeState(this.rt, 'monitoring.callbacks', (rt) => {
      const list = rt.own(newList(rt, 0));
      for (let i = 0; i < TOOLS * 32; i++) listAppend(rt, list, S.None);
      return rt.unown(list);
    });
  }

  private update(): void {
    const on = this.locals > 0 || this.global.some((set) => set !== 0);
    if (!on) this.frames.clear();
    setTracing(this.rt, this, on);
  }

  /** Events that anybody wants of the frame's code. */
  private wanted(code: number): number {
    let all = 0;
    for (const set of this.global) all |= set;
    if (this.locals > 0) for (const set of this.local.get(codeData(this.rt, code)) ?? []) all |= set;
    return all;
  }

  // ---------------------------------------------------------------- what frames do

  instruction(frame: number): void {
    const rt = this.rt;
    const H = rt.H;
    if (scheduler(rt).current.tracing) return;
    const code = H[frame + Fr.code]!;
    const index = lastInstruction(rt, frame);
    const at = H[frame + Fr.pc]! - 2;
    const op = H[at]! & (INSTRUMENTED - 1);
    const wanted = this.wanted(code);
    let progress = this.frames.get(frame);
    if (progress === undefined || progress.suspended) {
      const resumed = index > 0 && (progress !== undefined || this.opcode(at - 2) === Op.YIELD_VALUE);
      const starts = index === 0;
      progress = { at: starts ? -1 : index - 1, suspended: false, raised: false, calling: false };
      this.frames.set(frame, progress);
      if (starts) this.fire('PY_START', wanted, code, index);
      else if (resumed) this.fire('PY_RESUME', wanted, code, index);
      if (starts) progress.at = -1;
    } else {
      if (progress.calling && progress.at !== index) {
        progress.calling = false;
        this.fireCall('C_RETURN', wanted, code, progress.at);
      }
      if (progress.raised) {
        progress.raised = false;
        this.fire('EXCEPTION_HANDLED', wanted, code, index, H[H[frame + Fr.sp]! - 2]!);
      } else this.jumped(wanted, code, progress.at, index);
    }
    const before = progress.at;
    const line = lineOf(rt, code, index);
    // unlike for sys.settrace, a jump back within a line is no new line
    const newLine = line > 0 && (before < 0 || line !== lineOf(rt, code, before));
    progress.at = index;
    if (newLine) this.fireNumber('LINE', wanted, code, index, line);
    if (H[frame + Fr.pc] !== at + 2) return;
    this.fire('INSTRUCTION', wanted, code, index);
    if (op === Op.RETURN_VALUE) {
      this.frames.delete(frame);
      this.fire('PY_RETURN', wanted, code, index, H[H[frame + Fr.sp]! - 2]!);
    } else if (op === Op.YIELD_VALUE) {
      progress.suspended = true;
      this.fire('PY_YIELD', wanted, code, index, H[H[frame + Fr.sp]! - 2]!);
    } else if ((wanted & this.bit('CALL')) !== 0) this.called(frame, wanted, code, index, op, H[at + 1]!, progress);
  }

  handedOn(frame: number): void {
    const rt = this.rt;
    const progress = this.frames.get(frame);
    if (progress === undefined || scheduler(rt).current.tracing) return;
    progress.suspended = true;
    const code = rt.H[frame + Fr.code]!;
    this.fire('PY_YIELD', this.wanted(code), code, lastInstruction(rt, frame), rt.H[rt.H[frame + Fr.sp]! - 2]!);
  }

  raised(frame: number): void {
    const rt = this.rt;
    const H = rt.H;
    if (scheduler(rt).current.tracing) return;
    const code = H[frame + Fr.code]!;
    const wanted = this.wanted(code);
    const index = lastInstruction(rt, frame);
    let progress = this.frames.get(frame);
    const thrown = progress?.suspended === true || this.opcode(H[frame + Fr.pc]! - 2) === Op.YIELD_VALUE;
    if (progress === undefined) {
      progress = { at: index, suspended: false, raised: false, calling: false };
      this.frames.set(frame, progress);
    }
    progress.suspended = false;
    const { calling } = progress;
    progress.calling = false;
    this.aside((exc) => {
      if (thrown) this.fire('PY_THROW', wanted, code, index, exc);
      if (calling) this.fireCall('C_RAISE', wanted, code, progress.at);
      this.fire('RAISE', wanted, code, index, exc);
    });
    progress.raised = true;
  }

  left(frame: number): void {
    const rt = this.rt;
    if (scheduler(rt).current.tracing) return;
    this.frames.delete(frame);
    const code = rt.H[frame + Fr.code]!;
    this.aside((exc) => this.fire('PY_UNWIND', this.wanted(code), code, lastInstruction(rt, frame), exc));
  }

  /** Runs `tell` while the exception under way is parked; what a callback raises takes its place. */
  private aside(tell: (exc: number) => void): void {
    const rt = this.rt;
    const H = rt.H;
    const mark = rt.mark();
    const exc = rt.own(H[Root.curexc]!);
    H[Root.curexc] = 0;
    try {
      tell(exc);
      H[Root.curexc] = H[mark]!;
      rt.nsp = mark;
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR) throw thrown;
      rt.release(mark);
    }
  }

  private opcode(at: number): number {
    return this.rt.H[at]! & (INSTRUMENTED - 1);
  }

  /** From instruction `from` control came to `to`: was it a jump or a branch? */
  private jumped(wanted: number, code: number, from: number, to: number): void {
    if (from < 0) return;
    const op = this.opcode(this.rt.H[code + Co.instructions]! + 2 * from);
    if (op === Op.JUMP_ABSOLUTE || op === Op.JUMP_FORWARD) this.fireNumber('JUMP', wanted, code, from, byteOffset(this.rt, code, to));
    else if (BRANCHES.has(op)) {
      const target = byteOffset(this.rt, code, to);
      this.fireNumber('BRANCH', wanted, code, from, target);
      this.fireNumber(to === from + 1 ? 'BRANCH_LEFT' : 'BRANCH_RIGHT', wanted, code, from, target);
    }
  }

  /** A call is about to be made. */
  private called(frame: number, wanted: number, code: number, index: number, op: number, arg: number, progress: Progress): void {
    const H = this.rt.H;
    const sp = H[frame + Fr.sp]!;
    const n = arg & CALL_COUNT_MASK;
    let base: number;
    let first: number;
    switch (op) {
      case Op.CALL_FUNCTION:
      case LoadedOp.CALL_FUNCTION_MOVED:
      case LoadedOp.CALL_FUNCTION_HELD:
        base = sp - 2 - 2 * n;
        first = n > 0 ? H[base + 2]! : 0;
        break;
      case Op.CALL_METHOD:
      case LoadedOp.CALL_METHOD_MOVED:
      case LoadedOp.CALL_METHOD_HELD: {
        const unbound = H[sp - 4 - 2 * n] !== 0;
        base = unbound ? sp - 4 - 2 * n : sp - 2 - 2 * n;
        first = unbound || n > 0 ? H[base + 2]! : 0;
        break;
      }
      case Op.CALL_FUNCTION_KW:
      case LoadedOp.CALL_FUNCTION_KW_MOVED:
      case LoadedOp.CALL_FUNCTION_KW_HELD:
        base = sp - 4 - 2 * n;
        first = n > 0 ? H[base + 2]! : 0;
        break;
      case Op.CALL_FUNCTION_EX:
      case LoadedOp.CALL_FUNCTION_EX_MOVED:
        base = sp - 4 - 2 * (arg & 1);
        first = 0;
        break;
      default:
        return;
    }
    const callable = H[base]!;
    const argument = first === 0 ? this.constant('MISSING') : first;
    const native = H[callable + Ob.type] !== T.function && H[callable + Ob.type] !== T.method;
    if (native && (wanted & (this.bit('C_RETURN') | this.bit('C_RAISE'))) !== 0) {
      progress.calling = true;
      // callable and argument may be gone when the call is over
      const list = this.callees();
      listAppend(this.rt, list, callable);
      listAppend(this.rt, list, argument);
    }
    this.fire('CALL', wanted, code, index, callable, argument);
  }

  private callees(): number {
    return nativeState(this.rt, 'monitoring.callees', (rt) => newList(rt, 0));
  }

  /** The native call noted last is over. */
  private fireCall(name: EventName, wanted: number, code: number, index: number): void {
    const rt = this.rt;
    const H = rt.H;
    const list = this.callees();
    const n = H[list + List.size]!;
    const mark = rt.mark();
    const callable = rt.own(rt.newRef(H[H[list + List.items]! + 2 * (n - 2)]!));
    const argument = rt.own(rt.newRef(H[H[list + List.items]! + 2 * (n - 1)]!));
    listSetItem(rt, list, n - 1, 0);
    listSetItem(rt, list, n - 2, 0);
    this.fire(name, wanted, code, index, callable, argument);
    rt.release(mark);
  }

  // ---------------------------------------------------------------- callbacks

  /** As fire, with a number as last argument in place of the offset's (line) or behind it (destination). */
  private fireNumber(name: EventName, wanted: number, code: number, index: number, value: number): void {
    const bit = this.bit(name);
    if ((wanted & bit) === 0) return;
    const mark = this.rt.mark();
    const number = this.rt.own(newInt(this.rt, value));
    if (name === 'LINE') this.tell(name, bit, code, index, [number]);
    else this.tell(name, bit, code, index, [this.rt.own(newInt(this.rt, byteOffset(this.rt, code, index))), number]);
    this.rt.release(mark);
  }

  /** Calls the callbacks with code, offset and `rest`. */
  private fire(name: EventName, wanted: number, code: number, index: number, ...rest: number[]): void {
    const bit = this.bit(name);
    if ((wanted & bit) === 0) return;
    const mark = this.rt.mark();
    const offset = this.rt.own(newInt(this.rt, byteOffset(this.rt, code, index)));
    this.tell(name, bit, code, index, [offset, ...rest]);
    this.rt.release(mark);
  }

  /** CPython: call_instrumentation_vector, call_one_instrument */
  private tell(name: EventName, bit: number, code: number, index: number, rest: readonly number[]): void {
    const rt = this.rt;
    const data = codeData(rt, code);
    const key = index * 32 + (31 - Math.clz32(bit));
    const sets = this.local.get(data);
    for (let tool = 0; tool < TOOLS; tool++) {
      if (((this.global[tool]! | (sets?.[tool] ?? 0)) & bit) === 0) continue;
      if (this.disabled.get(data)?.[tool]?.get(key) === this.epochs[tool * 32 + (key & 31)]) continue;
      const callback = this.callback(tool, bit);
      if (callback === 0) continue;
      const mark = rt.mark();
      rt.own(rt.newRef(callback));
      const args = rt.push(code);
      for (const ref of rest) rt.push(ref);
      const { current } = scheduler(rt);
      current.tracing = true;
      let result: number;
      try {
        result = rt.own(call(rt, callback, args, 1 + rest.length, 0));
      } finally {
        current.tracing = false;
      }
      if (result === this.constant('DISABLE')) this.disable(name, bit, tool, data, key);
      rt.release(mark);
    }
  }

  private disable(name: EventName, bit: number, tool: number, data: CodeData, key: number): void {
    if ((bit & this.events.local) === 0) {
      this.setCallback(tool, bit, 0);
      raise(this.rt, T.ValueError, `Cannot disable ${name} events. Callback removed.`);
    }
    let places = this.disabled.get(data);
    if (places === undefined) {
      places = Array.from({ length: TOOLS }, () => new Map<number, number>());
      this.disabled.set(data, places);
    }
    places[tool]!.set(key, this.epochs[tool * 32 + (key & 31)]!);
  }
}

/** The monitor of this interpreter. */
export function monitor(rt: Runtime): Monitor {
  return rt.stateOf('monitor', () => new Monitor(rt));
}
