import { CodeFlag } from '../bytecode/code.ts';
import { Ob } from '../memory/layout.ts';
import { Method } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Root, T } from '../runtime/core/static.ts';
import { Co, Entry, Fr, FrameState } from '../runtime/frames/frame-layout.ts';
import { frameLine } from '../runtime/frames/frame-object.ts';
import { codeData, lastInstruction } from '../runtime/frames/loaded-code.ts';
import { nameOfCallable } from './object-text.ts';
import { isCall, operandUse, operandWords } from './operand-role.ts';

/** A frame as people know it. */
export interface FrameName {
  /** Name of the function, `<module>` for a module's own code; without the functions around it. */
  readonly function: string;
  readonly file: string;
  /** Line that runs or is about to run. */
  readonly line: number;
}

/** Addresses (borrowed) of the frames that run, innermost first. */
export function runningFrames(rt: Runtime): number[] {
  const frames: number[] = [];
  for (let f = rt.H[Root.frame]; f !== 0; f = rt.H[f + Fr.caller]) frames.push(f);
  return frames;
}

/** Names a frame. Allocates nothing. */
export function frameName(rt: Runtime, frame: number): FrameName {
  const code = rt.H[frame + Fr.code];
  if (code === 0) return { function: '?', file: '', line: 0 };
  const { qualname, filename } = codeData(rt, code);
  return { function: qualname.replace(/^.*<locals>\./, ''), file: filename, line: frameLine(rt, frame) };
}

/** What a local slot of a frame is. */
export interface FrameVariable {
  readonly name: string;
  readonly kind: 'parameter' | 'local' | 'cell' | 'free';
}

/** The variable whose slot has this number, counted from the first local. */
export function frameVariable(rt: Runtime, frame: number, i: number): FrameVariable {
  const data = codeData(rt, rt.H[frame + Fr.code]);
  const { varnames, cellvars, freevars } = data;
  if (i < varnames.length) {
    const stars = (data.flags & CodeFlag.VarArgs ? 1 : 0) + (data.flags & CodeFlag.VarKeywords ? 1 : 0);
    return { name: varnames[i], kind: i < data.argcount + data.kwonlyargcount + stars ? 'parameter' : 'local' };
  }
  const k = i - varnames.length;
  return k < cellvars.length ? { name: cellvars[k], kind: 'cell' } : { name: freevars[k - cellvars.length] ?? '?', kind: 'free' };
}

/** What a slot of a frame's value stack is for. */
export interface OperandRole {
  /** `argument of \`f\``, `iterator of a for loop`. */
  readonly words: string;
  /** The slot belongs to a call that runs now. */
  readonly calling: 'native' | 'python' | null;
  /** Name of what is called, when known. */
  readonly callee: string | null;
}

/** The role of slot `slot` (0 = lowest) of a frame's value stack. Allocates nothing. */
export function operandRole(rt: Runtime, frame: number, slot: number): OperandRole {
  const { H } = rt;
  const code = H[frame + Fr.code];
  const data = codeData(rt, code);
  const stack = H[frame + Fr.stack];
  const depth = (H[frame + Fr.sp] - stack) >> 1;
  const now = lastInstruction(rt, frame);
  // a suspended frame goes on behind its yield, with what is sent to it on top
  const waits = H[frame + Fr.state] === FrameState.Suspended;
  const use = waits ? operandUse(data, now + 1, depth + 1, slot) : operandUse(data, Math.max(now, 0), depth, slot);
  if (use === null) return { words: 'on the value stack until the block ends', calling: null, callee: null };
  let callee: string | null = null;
  if (isCall(use.op)) {
    const base = stack + 2 * (slot - use.position);
    callee =
      nameOfCallable(rt, H[base]) ??
      nameOfCallable(rt, H[base + 2]) ??
      (H[H[base] + Ob.type] === T.method ? nameOfCallable(rt, H[H[base] + Method.func]) : null);
  }
  const runs = isCall(use.op) && use.instruction === now;
  return { words: operandWords(data, use, callee), calling: runs ? callKind(rt, frame) : null, callee };
}

/** Who runs for the call instruction that a frame stands at: native code, or a Python function's frame. */
function callKind(rt: Runtime, frame: number): 'native' | 'python' {
  const { H } = rt;
  for (let f = H[Root.frame]; f !== 0; f = H[f + Fr.caller]) {
    if (H[f + Fr.caller] === frame) return H[f + Fr.entry] === Entry.Native ? 'native' : 'python';
  }
  return 'native';
}

/** Name of what the instruction about to run calls, null when it is no call. */
export function calleeAt(rt: Runtime, frame: number): string | null {
  const { H } = rt;
  const data = codeData(rt, H[frame + Fr.code]);
  const i = lastInstruction(rt, frame);
  if (i < 0 || !isCall(data.code[2 * i])) return null;
  const stack = H[frame + Fr.stack];
  const depth = (H[frame + Fr.sp] - stack) >> 1;
  for (let slot = 0; slot < depth; slot++) {
    const use = operandUse(data, i, depth, slot);
    if (use?.instruction === i) return nameOfCallable(rt, H[stack + 2 * slot]) ?? nameOfCallable(rt, H[stack + 2 * slot + 2]);
  }
  return null;
}

/** Words of frame code that are not Python names, for messages. */
export function frameWords(frame: FrameName): string {
  return `\`${frame.function}\`, line ${frame.line}`;
}

/** A native function that runs and has called Python code: its name and the frame that called it. */
export interface NativeCall {
  readonly callee: string | null;
  readonly caller: FrameName;
}

/** The native calls between the running frames, innermost first. */
export function nativeCalls(rt: Runtime): NativeCall[] {
  const { H } = rt;
  const frames = runningFrames(rt);
  const calls: NativeCall[] = [];
  for (let i = 1; i < frames.length; i++) {
    if (H[frames[i - 1] + Fr.entry] === Entry.Native) calls.push({ callee: calleeAt(rt, frames[i]), caller: frameName(rt, frames[i]) });
  }
  return calls;
}

/** Number of slots of locals, cells and free variables. */
export function variableCount(rt: Runtime, frame: number): number {
  return rt.H[rt.H[frame + Fr.code] + Co.slots];
}
