/** Does interactive input need more lines? CPython: Lib/codeop.py, Parser/pegen.c (PyCF_ALLOW_INCOMPLETE_INPUT). */
import type { Interactive, Stmt } from './ast.ts';
import { normalizeLineEnds } from './decode.ts';
import { SourceLines } from './source-lines.ts';
import { reachesEnd } from './strict-parser.ts';

const COMPOUND: ReadonlySet<Stmt['kind']> = new Set([
  'FunctionDef',
  'AsyncFunctionDef',
  'ClassDef',
  'For',
  'AsyncFor',
  'While',
  'If',
  'With',
  'AsyncWith',
  'Match',
  'Try',
  'TryStar',
]);

/**
 * Whether source text for compile() is refused only because it ends too early. `impliesDedent`: the end of the text ends an interactive
 * compound statement, too.
 */
export function isPartial(source: string, mode: 'exec' | 'eval' | 'single', impliesDedent: boolean): boolean {
  if (mode === 'single' && !impliesDedent) return isIncomplete(source);
  const text = normalizeLineEnds(source);
  const rule = ({ exec: 'file', eval: 'eval', single: 'interactive' } as const)[mode];
  return reachesEnd(new SourceLines(`${text}\n`), rule) === 'incomplete';
}

/**
 * Whether `source`, what was typed so far without the last line's end, could become a statement with more lines. Wrong input is not
 * incomplete: compiling it gives the error. A compound statement ends with an empty line.
 */
export function isIncomplete(source: string): boolean {
  const text = normalizeLineEnds(source);
  if (text.split('\n').every((line) => line.trim() === '' || line.startsWith('#'))) return false;
  const result = reachesEnd(new SourceLines(`${text}\n`));
  if (result === 'incomplete') return true;
  if (result === 'wrong') return false;
  const first = (result as Interactive).body[0];
  return first !== undefined && COMPOUND.has(first.kind) && !text.endsWith('\n');
}
