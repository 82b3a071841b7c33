import type { CodeData } from '../../bytecode/code.ts';
import { HANDLER_STRIDE, POSITION_STRIDE } from '../../bytecode/code.ts';
import { type WireCode, wireCode } from '../../bytecode/wire.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Borrowing } from './borrowing.ts';
import { Co, Fr } from './frame-layout.ts';
import { type LoadedOp, replacements } from './loaded-op.ts';

/** An instruction made for a class: the class's version, and how many runs with others it bears before it is made for one of those. */
export interface SpecializedSite {
  version: number;
  misses: number;
}

/** Host table of the code objects alive: what is not part of the heap (positions, handlers), by the index in Co.index. */
export interface LoadedCodes {
  readonly table: (CodeData | null)[];
  readonly free: number[];
  /** Code objects alive, by index (borrowed). */
  readonly objects: Map<number, number>;
  /** Value is added to every instruction number of code loaded from now on (0, or INSTRUMENTED). */
  instrumented: boolean;
  /** What borrows in each code object, under models where references are lent. */
  readonly borrowing: (Borrowing | undefined)[];
  /** What stands in loaded code instead of an instruction of the compiler, by its number. */
  readonly replaced: readonly (LoadedOp | undefined)[];
  /** By code object: the instructions that start frames of special methods, by their place (see special-frames.ts). */
  readonly sites: (Map<number, SpecializedSite> | undefined)[];
  /** Classes that such an instruction was made for, with their version then. */
  readonly specializedClasses: Map<number, number>;
  /** The code in bytes, once it was asked for. */
  readonly wire: WeakMap<CodeData, WireCode>;
}

/** The table of this interpreter. */
export function loadedCodes(rt: Runtime): LoadedCodes {
  return rt.stateOf('frames.codes', () => ({
    table: [],
    free: [],
    objects: new Map(),
    instrumented: false,
    borrowing: [],
    replaced: replacements(rt.model),
    sites: [],
    specializedClasses: new Map(),
    wire: new WeakMap(),
  }));
}

/** The plain data a code object was loaded from. */
export function codeData(rt: Runtime, code: number): CodeData {
  return loadedCodes(rt).table[rt.H[code + Co.index]] as CodeData;
}

/** A code object's bytes, as `co_code` shows them. */
export function wireOf(rt: Runtime, code: number): WireCode {
  const { wire } = loadedCodes(rt);
  const data = codeData(rt, code);
  let found = wire.get(data);
  if (found === undefined) {
    found = wireCode(data);
    wire.set(data, found);
  }
  return found;
}

/** Offset in `co_code` of instruction `index` of a code object; -1 for -1. */
export function byteOffset(rt: Runtime, code: number, index: number): number {
  return index < 0 ? -1 : 2 * wireOf(rt, code).own[index];
}

/** Index of the instruction that holds a byte of `co_code`; -1 where none does. */
export function instructionAt(rt: Runtime, code: number, offset: number): number {
  const { start } = wireOf(rt, code);
  const unit = offset >> 1;
  if (offset < 0 || unit >= start[start.length - 1]) return -1;
  let i = 0;
  while (start[i + 1] <= unit) i++;
  return i;
}

/** Index of the instruction that runs (or ran last) in a frame; -1 before the first. CPython: f_lasti */
export function lastInstruction(rt: Runtime, frame: number): number {
  const H = rt.H;
  return ((H[frame + Fr.pc] - H[H[frame + Fr.code] + Co.instructions]) >> 1) - 1;
}

/** Line of instruction `index`, the first line of the code for -1. CPython: PyCode_Addr2Line */
export function lineOf(rt: Runtime, code: number, index: number): number {
  const data = codeData(rt, code);
  if (index < 0) return data.firstlineno;
  return data.positions[index * POSITION_STRIDE];
}

/** Position in the exception table of the handler for instruction `index`, or -1. */
export function findHandler(data: CodeData, index: number): number {
  const table = data.exceptionTable;
  for (let i = 0; i < table.length; i += HANDLER_STRIDE) if (table[i] <= index && index < table[i + 1]) return i;
  return -1;
}
