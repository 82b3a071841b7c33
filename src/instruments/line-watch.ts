import { type CodeData, POSITION_STRIDE } from '../bytecode/code.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Co, Fr } from '../runtime/frames/frame-layout.ts';
import { codeData, lastInstruction, loadedCodes } from '../runtime/frames/loaded-code.ts';

/** Tells when lines of the program begin, from a hook before every instruction (see instrument()). */
export class LineWatch {
  /** Frame to the instruction it ran last. A frame's address may be used again: instruction 0 begins anew. */
  private readonly last = new Map<number, number>();
  private readonly watched = new WeakMap<CodeData, boolean>();

  /** `wanted`: which files' code is watched, by the name that code objects have. */
  constructor(
    private readonly rt: Runtime,
    private readonly wanted: (file: string) => boolean,
  ) {}

  /** Whether the frame's code is of a watched file. */
  watches(frame: number): boolean {
    const data = codeData(this.rt, this.rt.H[frame + Fr.code]);
    let known = this.watched.get(data);
    if (known === undefined) {
      known = this.wanted(data.filename);
      this.watched.set(data, known);
    }
    return known;
  }

  /** Line that begins with the instruction about to run in `frame`; 0 in the middle of a line and in other files. */
  starting(frame: number): number {
    if (!this.watches(frame)) return 0;
    const { rt } = this;
    const { positions } = codeData(rt, rt.H[frame + Fr.code]);
    const i = lastInstruction(rt, frame);
    const line = positions[i * POSITION_STRIDE];
    if (line < 0) return 0;
    const before = i === 0 ? -1 : (this.last.get(frame) ?? -1);
    this.last.set(frame, i);
    return before < 0 || i <= before || positions[before * POSITION_STRIDE] !== line ? line : 0;
  }
}

/** Lines of a file at which something can run, of the code objects loaded so far; ascending. */
export function executableLines(rt: Runtime, file: string): number[] {
  const lines = new Set<number>();
  const { objects } = loadedCodes(rt);
  for (const code of objects.values()) {
    const data = codeData(rt, code);
    if (data.filename === file && rt.H[code + Co.index] >= 0) addLines(data, lines);
  }
  return [...lines].sort((a, b) => a - b);
}

/** The lines of a code object and those in it. */
export function addLines(data: CodeData, lines: Set<number>): void {
  for (let i = 0; i < data.positions.length; i += POSITION_STRIDE) if (data.positions[i] > 0) lines.add(data.positions[i]);
  for (const item of data.consts) if (item.kind === 'code') addLines(item.code, lines);
}
