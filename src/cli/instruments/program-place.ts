import { addLines } from '../../instruments/line-watch.ts';
import { compileBytes } from '../../runtime/compile/compile-source.ts';
import { clearError } from '../../runtime/core/errors.ts';
import { PYTHON_ERROR, type Runtime } from '../../runtime/core/runtime.ts';
import type { RunOptions } from '../run-options.ts';

/** The program's file as its code objects name it. */
export function programFile(rt: Runtime, options: RunOptions): string {
  const path = options.program.kind === 'file' ? options.program.path : '';
  return path.startsWith('/') ? path : `${rt.host.cwd()}/${path}`;
}

/** Whether there is such a file; else running it has said so already. */
export function isReadable(rt: Runtime, file: string): boolean {
  return rt.host.fs?.access(file, 4) === true;
}

/** Lines of the program at which something can run; empty when it cannot be compiled (running it says why). */
export function programLines(rt: Runtime, file: string): number[] {
  const lines = new Set<number>();
  try {
    const bytes = rt.host.fs!.readFile(file);
    addLines(compileBytes(rt, bytes, { filename: file, mode: 'exec', fromFile: true }).code, lines);
  } catch (thrown) {
    if (thrown === PYTHON_ERROR) clearError(rt);
    return [];
  }
  return [...lines].sort((a, b) => a - b);
}

/** Why a line was not reached, in a sentence with what to try. */
export function lineNotReached(rt: Runtime, file: string, line: number, hits: number, hit: number): string {
  const shown = `line ${line} of ${file.replace(/^.*\//, '')}`;
  if (hits > 0) return `${shown} was reached ${hits === 1 ? 'once' : `${hits} times`}, not ${hit} times: try --hit ${hits}`;
  const lines = programLines(rt, file);
  if (lines.length > 0 && !lines.includes(line)) {
    const last = lines.at(-1)!;
    if (line > last) return `${shown} does not exist or has no code: the last line that runs is ${last}`;
    const next = lines.find((l) => l > line) ?? last;
    return `there is no code at ${shown}: try line ${next}`;
  }
  return `${shown} never ran before the program ended`;
}
