import { Gc, Ob, SlotFlag } from '../../memory/layout.ts';
import { addressText } from '../core/abstract/object.ts';
import { raise } from '../core/errors.ts';
import { TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr } from '../text/str-object.ts';
import { shownFrameBytes } from './code-size.ts';
import { setFrameLine } from './frame-jump.ts';
import { Co, Fr, FrameState, Gen } from './frame-layout.ts';
import { frameLocals } from './frame-locals.ts';
import { localsOfFrame } from './frame-locals-proxy.ts';
import { deallocFrame, frameBytes, previousFrame } from './frame-memory.ts';
import { closeGenerator } from './generator-object.ts';
import { byteOffset, lastInstruction, lineOf } from './loaded-code.ts';

/** Line that a frame is at. CPython: PyFrame_GetLineNumber */
export function frameLine(rt: Runtime, frame: number): number {
  const H = rt.H;
  if (H[frame + Fr.lineno] !== 0) return H[frame + Fr.lineno];
  return lineOf(rt, H[frame + Fr.code], lastInstruction(rt, frame));
}

function frameRepr(rt: Runtime, frame: number): Owned {
  const H = rt.H;
  const code = H[frame + Fr.code];
  const file = rt.hooks.strText(rt, H[code + Co.filename]);
  const name = rt.hooks.strText(rt, H[code + Co.name]);
  return newStr(rt, `<frame at ${addressText(frame)}, file '${file}', line ${frameLine(rt, frame)}, code ${name}>`);
}

/** frame.clear(): RuntimeError while it runs. CPython: frame_clear */
function frameClear(rt: Runtime, frame: number): Owned {
  const H = rt.H;
  if (H[frame + Fr.state] === FrameState.Executing) raise(rt, T.RuntimeError, 'cannot clear an executing frame');
  const gen = H[frame + Fr.gen];
  if (gen !== 0 && H[gen + Gen.frame] === frame) {
    rt.decref(closeGenerator(rt, gen));
    if (H[frame + Fr.state] > FrameState.Executing) clearVariables(rt, frame);
    return rt.none();
  }
  clearVariables(rt, frame);
  return rt.none();
}

/** Empties locals and value stack: tp_clear. CPython: frame_tp_clear */
export function clearVariables(rt: Runtime, frame: number): void {
  const H = rt.H;
  H[frame + Fr.state] = FrameState.Cleared;
  const end = H[frame + Fr.sp];
  H[frame + Fr.sp] = H[frame + Fr.stack];
  rt.clearSlot(frame + Fr.trace);
  const stack = H[frame + Fr.stack];
  for (let s = frame + Fr.localsplus; s < stack; s += 2) rt.clearSlot(s);
  for (let s = stack; s < end; s += 2) rt.clearSlot(s);
}

/**
 * Whether a slot of the value stack holds a tuple that nothing else does and that the collector does not know: the exception handled before, with
 * its type and traceback (pushExcInfo). CPython has the three of them on the stack.
 */
function isPartOfStack(H: Int32Array, slot: number): boolean {
  const op = H[slot];
  return H[op + Ob.type] === T.tuple && H[op] === 1 && H[op + Gc.next] === 0 && H[slot + 1] === SlotFlag.owned;
}

export const FRAME_TYPE: TypeSpec = {
  name: 'frame',
  at: T.frame,
  basicsize: Fr.bareBytes + 8,
  itemsize: 8,
  flags: TpFlag.DISALLOW_INSTANTIATION,
  contract: {
    gc: true,
    slots: [
      { at: Fr.back, label: 'f_back', keep: true },
      { at: Fr.code, label: 'f_code', keep: true },
      { at: Fr.builtins, label: 'f_builtins', keep: true },
      { at: Fr.globals, label: 'f_globals', keep: true },
      { at: Fr.locals, label: 'f_locals', keep: true },
      { at: Fr.trace, label: 'f_trace' },
      { at: Fr.func, label: 'its function', keep: true },
      { at: Fr.sent, label: 'the value sent', hidden: true, keep: true },
      { at: Fr.caller, label: 'the caller, which runs', hidden: true, keep: true },
    ],
    traverse(heap, frame, visit) {
      const H = heap.H;
      const end = H[frame + Fr.sp];
      for (let s = frame + Fr.localsplus; s < end; s += 2) if (H[s] !== 0) visit(H[s], s);
    },
    traverseVisible(heap, frame, visit) {
      const H = heap.H;
      const end = H[frame + Fr.sp];
      const stack = H[frame + Fr.stack];
      for (let s = frame + Fr.localsplus; s < end; s += 2) {
        const ref = H[s];
        if (ref === 0) continue;
        if (s < stack || !isPartOfStack(H, s)) visit(ref, s);
        else for (let i = ref + Tuple.items, last = i + 2 * H[ref + Tuple.size]; i < last; i += 2) if (H[i] !== 0) visit(H[i], i);
      }
    },
    describe(heap, frame, slot) {
      return describeFrameSlot(heap.H, frame, slot);
    },
    sizeOf: (heap, frame) => frameBytes(heap.H, frame),
  },
  slots: { dealloc: deallocFrame, clear: clearVariables, repr: frameRepr },
  methods: [
    { name: 'clear', kind: Meth.NOARGS, fn: frameClear, doc: 'F.clear(): clear most references held by the frame' },
    {
      name: '__sizeof__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, f: number) => newInt(rt, shownFrameBytes(rt, f)),
      doc: 'F.__sizeof__() -> size of F in memory, in bytes',
    },
  ],
  members: [
    { name: 'f_code', at: Fr.code, kind: 'object', readonly: true },
    { name: 'f_builtins', at: Fr.builtins, kind: 'object', readonly: true },
    { name: 'f_globals', at: Fr.globals, kind: 'object', readonly: true },
    { name: 'f_trace_lines', at: Fr.traceLines, kind: 'bool' },
    { name: 'f_trace_opcodes', at: Fr.traceOpcodes, kind: 'bool' },
  ],
  getset: [
    { name: 'f_back', get: (rt, f) => rt.newRef(previousFrame(rt, f) || S.None) },
    { name: 'f_locals', get: (rt, f) => (rt.model.frames.freshLocals ? localsOfFrame(rt, f) : frameLocals(rt, f)) },
    { name: 'f_lineno', get: lineNumber, set: setFrameLine },
    {
      name: 'f_trace',
      get: (rt, f) => rt.newRef(rt.H[f + Fr.trace] === 0 ? S.None : rt.H[f + Fr.trace]),
      set: (rt, f, value) => rt.setSlot(f + Fr.trace, value === 0 || value === S.None ? 0 : rt.newRef(value)),
    },
    { name: 'f_lasti', get: lastByte },
  ],
};

function lineNumber(rt: Runtime, frame: number): Owned {
  const line = frameLine(rt, frame);
  return line < 0 ? rt.none() : newInt(rt, line);
}

/** f_lasti counts bytes of `co_code`. */
function lastByte(rt: Runtime, frame: number): Owned {
  return newInt(rt, byteOffset(rt, rt.H[frame + Fr.code], lastInstruction(rt, frame)));
}

/** Who holds an object through a slot of a frame. */
function describeFrameSlot(H: Int32Array, frame: number, slot: number): string {
  const code = H[frame + Fr.code];
  const i = (slot - frame - Fr.localsplus) >> 1;
  if (code === 0 || slot >= H[frame + Fr.stack]) return `value stack ${(slot - H[frame + Fr.stack]) >> 1}`;
  const nlocals = H[code + Co.nlocals];
  if (i < nlocals) return `local ${nameText(H, H[H[code + Co.varnames] + Tuple.items + 2 * i])}`;
  const cells = H[code + Co.cells];
  const name =
    i < nlocals + cells
      ? H[H[code + Co.cellvars] + Tuple.items + 2 * (i - nlocals)]
      : H[H[code + Co.freevars] + Tuple.items + 2 * (i - nlocals - cells)];
  return `cell ${nameText(H, name)}`;
}

/** Text of an ASCII name straight from the heap: descriptions must not allocate. */
function nameText(H: Int32Array, name: number): string {
  const n = H[name + Ob.size];
  let text = '';
  for (let i = 0; i < n; i++) text += String.fromCharCode((H[name + 12 + (i >> 2)] >> (8 * (i & 3))) & 255);
  return text;
}
