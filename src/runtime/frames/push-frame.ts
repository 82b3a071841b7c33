import { CodeFlag } from '../../bytecode/code.ts';
import { Ob, SlotFlag } from '../../memory/layout.ts';
import { Func, Method, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { bindArguments } from './argument-binding.ts';
import { Co, Entry, Fr } from './frame-layout.ts';
import { enterFrame, newCell, newFrame } from './frame-memory.ts';
import { codeData } from './loaded-code.ts';
import { CALL_FLAGS } from './loaded-op.ts';

/** Flags of code whose call makes a generator of one kind or another. */
export const GENERATORS = CodeFlag.Generator | CodeFlag.Coroutine | CodeFlag.AsyncGenerator;

/**
 * Starts the frame of a function that binds its arguments by copying alone (Co.simple). `self` not 0 goes before the arguments. The frame is
 * running (Root.frame) when it is returned; the caller sets Fr.callBase. Borrows all; MemoryError.
 * CPython: Objects/call.c function_code_fastcall
 */
export function pushSimple(rt: Runtime, f: number, args: number, n: number, self: number): number {
  const H = rt.H;
  const code = H[f + Func.code];
  const frame = newFrame(rt, code, H[f + Func.globals], H[f + Func.builtins], 0);
  H[frame + Fr.running] = f;
  let to = frame + Fr.localsplus;
  if (self !== 0) {
    H[self]++;
    H[to] = self;
    to += 2;
    n--;
  }
  for (let end = to + 2 * n; to < end; to += 2, args += 2) {
    const v = H[args];
    H[v]++;
    H[to] = v;
  }
  if (H[code + Co.frees] !== 0) copyClosure(rt, frame, code, H[f + Func.closure]);
  enterFrame(rt, frame, Entry.Call, 0, 0);
  return frame;
}

/**
 * As pushSimple, but the arguments move from their slots into the frame; the caller lowers its stack pointer to `args`. `self` not 0: the
 * callable below the arguments is a bound method of it; the function takes its place. `flags`: which arguments may be lent (bit 0 = the last
 * one). CPython: Python/ceval.c _PyEvalFramePushAndInit
 */
export function enterMoved(rt: Runtime, f: number, args: number, n: number, self: number, flags: number): number {
  const H = rt.H;
  const code = H[f + Func.code];
  const frame = newFrame(rt, code, H[f + Func.globals], H[f + Func.builtins], 0);
  H[frame + Fr.running] = f;
  let to = frame + Fr.localsplus;
  if (self !== 0) {
    H[self]++;
    H[to] = self;
    to += 2;
  }
  const at = args - 2;
  const end = to + 2 * n;
  if (flags !== 0) for (let k = 0; k < n; k++) if (((flags >> k) & 1) !== 0) H[end - 1 - 2 * k] = H[args + 2 * (n - k) - 1] & SlotFlag.lent;
  for (; to < end; to += 2, args += 2) H[to] = H[args];
  if (H[code + Co.frees] !== 0) copyClosure(rt, frame, code, H[f + Func.closure]);
  enterFrame(rt, frame, Entry.Call, 0, 0);
  if (self !== 0) {
    const method = H[at];
    H[frame + Fr.localsplus + 1] = H[method + Method.self + 1];
    H[f]++;
    H[at] = f;
    H[at + 1] = 0;
    rt.decref(method);
  }
  return frame;
}

/**
 * As pushBound, but the arguments (keyword values behind the positional ones) move into the frame; the caller lowers its stack pointer to
 * `args`. The callable in the slot below them is a function or a bound method of one, whose place the function takes. `flags` as for
 * enterMoved. 0, with nothing changed, when it is a generator function.
 */
export function pushMoved(rt: Runtime, args: number, nargs: number, kwnames: number, flags: number): number {
  const H = rt.H;
  const at = args - 2;
  const n = nargs + (kwnames === 0 ? 0 : H[kwnames + Ob.size]);
  for (let k = 0; k < n; k++) if (((flags >> k) & 1) === 0 || k >= CALL_FLAGS) H[args + 2 * (n - k) - 1] = 0;
  const callable = H[at];
  if (H[callable + Ob.type] !== T.method) {
    const frame = pushBound(rt, callable, args, nargs, kwnames, 0, SlotFlag.lent);
    // the frame holds each of them
    if (frame !== 0) for (let s = args, end = args + 2 * n; s < end; s += 2) H[H[s]]--;
    return frame;
  }
  const f = H[callable + Method.func];
  if ((H[H[f + Func.code] + Co.flags] & GENERATORS) !== 0) return 0;
  const mark = rt.mark();
  rt.own(rt.newRef(f));
  rt.own(callable);
  H[at] = rt.newRef(H[callable + Method.self]);
  H[at + 1] = H[callable + Method.self + 1];
  const frame = pushBound(rt, f, at, nargs + 1, kwnames, 0, SlotFlag.lent);
  for (let s = at, end = args + 2 * n; s < end; s += 2) H[H[s]]--;
  H[at] = f;
  H[at + 1] = 0;
  rt.nsp = mark;
  rt.decref(callable);
  return frame;
}

/** Puts the cells of the closure into a new frame. */
export function copyClosure(rt: Runtime, frame: number, code: number, closure: number): void {
  const H = rt.H;
  const n = H[code + Co.frees];
  let to = frame + Fr.localsplus + 2 * (H[code + Co.nlocals] + H[code + Co.cells]);
  for (let i = 0; i < n; i++, to += 2) {
    const cell = H[closure + Tuple.items + 2 * i];
    H[cell]++;
    H[to] = cell;
  }
}

/**
 * Starts the frame of any function that is no generator, binding its arguments; 0 when it is one. The frame is running when it is returned.
 * `lending`: SlotFlag.lent when arguments in lent slots become lent locals. Borrows all; TypeError, MemoryError.
 */
export function pushBound(rt: Runtime, f: number, args: number, nargs: number, kwnames: number, callBase: number, lending = 0): number {
  const H = rt.H;
  const code = H[f + Func.code];
  if ((H[code + Co.flags] & GENERATORS) !== 0) return 0;
  const mark = rt.nsp;
  const frame = rt.own(newFrame(rt, code, H[f + Func.globals], H[f + Func.builtins], 0));
  H[frame + Fr.running] = f;
  bindArguments(rt, frame, code, H[f + Func.qualname], H[f + Func.defaults], H[f + Func.kwdefaults], args, nargs, kwnames, lending);
  if (H[code + Co.cells] !== 0) makeCells(rt, frame, code);
  if (H[code + Co.frees] !== 0) copyClosure(rt, frame, code, H[f + Func.closure]);
  rt.nsp = mark;
  enterFrame(rt, frame, Entry.Call, callBase, 0);
  return frame;
}

/** Puts the cells of a new frame's cell variables into place, moving parameters into them. MemoryError. */
export function makeCells(rt: Runtime, frame: number, code: number): void {
  const H = rt.H;
  const data = codeData(rt, code);
  const first = frame + Fr.localsplus + 2 * H[code + Co.nlocals];
  for (let i = 0; i < data.cellvars.length; i++) {
    const arg = data.cell2arg.length > i ? data.cell2arg[i] : -1;
    if (arg < 0) {
      H[first + 2 * i] = newCell(rt, 0);
      continue;
    }
    const slot = frame + Fr.localsplus + 2 * arg;
    H[first + 2 * i] = newCell(rt, H[slot]);
    rt.clearSlot(slot);
  }
}
