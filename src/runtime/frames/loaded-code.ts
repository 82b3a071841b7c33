import type { CodeData } from '../../bytecode/code.ts';
import { HANDLER_STRIDE, POSITION_STRIDE } from '../../bytecode/code.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Borrowing } from './borrowing.ts';
import { Co, Fr } from './frame-layout.ts';
import { type LoadedOp, replacements } from './loaded-op.ts';

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
  }));
}

/** The plain data a code object was loaded from. */
export function codeData(rt: Runtime, code: number): CodeData {
  return loadedCodes(rt).table[rt.H[code + Co.index]] as CodeData;
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
