import type { CodeData } from '../../bytecode/code.ts';
import { addLines } from '../../instruments/line-watch.ts';
import { compileBytes } from '../../runtime/compile/compile-source.ts';
import { dictGetText } from '../../runtime/containers/dict-object.ts';
import { clearError, nameOfType } from '../../runtime/core/errors.ts';
import { PYTHON_ERROR, type Runtime } from '../../runtime/core/runtime.ts';
import { Root } from '../../runtime/core/static.ts';
import type { RunOptions } from '../run-options.ts';

/** The program's file as its code objects name it. */
export function programFile(rt: Runtime, options: RunOptions): string {
  const path = options.program.kind === 'file' ? options.program.path : '';
  return path.startsWith('/') ? path : `${rt.host.cwd()}/${path}`;
}

/** Which files are the program's own: its file, and what lies beside and below it but in no library. */
export function isProgramFile(file: string): (name: string) => boolean {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return (name) => name === file || (name.startsWith(folder) && !/\/(?:lib\/python|lib\/ouroboros|site-packages|node_modules)\//.test(name));
}

/** Text of a source file, null when it cannot be read. */
export function sourceOf(rt: Runtime, file: string): string | null {
  return isReadable(rt, file) ? new TextDecoder().decode(rt.host.fs!.readFile(file)) : null;
}

/** Name of the type of the exception that ended the program. */
export function lastErrorName(rt: Runtime): string {
  const type = dictGetText(rt, rt.H[Root.sysDict]!, 'last_type');
  return type === 0 ? 'SystemExit' : nameOfType(rt, type);
}

/** Whether there is such a file; else running it has said so already. */
export function isReadable(rt: Runtime, file: string): boolean {
  return rt.host.fs?.access(file, 4) === true;
}

/** Names of the variables in the program, for suggestions. */
export function namesOfProgram(rt: Runtime, file: string): string[] {
  const names = new Set<string>();
  const add = (code: CodeData): void => {
    for (const list of [code.varnames, code.cellvars, code.freevars, code.names]) for (const name of list) names.add(name);
    for (const item of code.consts) if (item.kind === 'code') add(item.code);
  };
  const code = compiled(rt, file);
  if (code !== null) add(code);
  return [...names];
}

function compiled(rt: Runtime, file: string): CodeData | null {
  try {
    return compileBytes(rt, rt.host.fs!.readFile(file), { filename: file, mode: 'exec', fromFile: true }).code;
  } catch (thrown) {
    if (thrown === PYTHON_ERROR) clearError(rt);
    return null;
  }
}

/** Lines of the program at which something can run; empty when it cannot be compiled (running it says why). */
export function programLines(rt: Runtime, file: string): number[] {
  const lines = new Set<number>();
  const code = compiled(rt, file);
  if (code !== null) addLines(code, lines);
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
