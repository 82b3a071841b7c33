import { compile } from '../../bytecode/compile.ts';
import type { Model } from '../../models/model.ts';
import { parse } from '../../syntax/parse.ts';
import { PythonSyntaxError } from '../../syntax/syntax-error.ts';
import type { Problem } from './protocol.ts';

/** Syntax errors and warnings of a program, as the compiler finds them; nothing is run. At most one error: Python stops at the first. */
export function problemsOf(source: string, model: Model): Problem[] {
  const problems: Problem[] = [];
  const text = source.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const warn = (message: string, line: number): void => {
    problems.push({ severity: 'warning', type: 'SyntaxWarning', message, line, column: 1, endLine: line, endColumn: lineLength(text, line) + 1 });
  };
  try {
    const tree = parse(text, { filename: 'program.py', mode: 'exec', onWarning: warn });
    for (const w of compile(tree, { filename: 'program.py', model: model.compiler }).warnings) {
      const end = w.end_lineno !== null && w.end_offset !== null && w.offset !== null;
      problems.push({
        severity: 'warning',
        type: w.category,
        message: w.message,
        line: w.lineno,
        column: (w.offset ?? 0) + 1,
        endLine: end ? w.end_lineno! : w.lineno,
        endColumn: end ? w.end_offset! + 1 : lineLength(text, w.lineno) + 1,
      });
    }
  } catch (thrown) {
    if (!(thrown instanceof PythonSyntaxError)) throw thrown;
    const line = thrown.lineno ?? 1;
    const column = Math.max(1, thrown.offset ?? 1);
    const given = thrown.end_lineno !== null && thrown.end_lineno > 0 && thrown.end_offset !== null && thrown.end_offset > 0;
    problems.push({
      severity: 'error',
      type: thrown.pyType,
      message: thrown.msg,
      line,
      column,
      endLine: given ? thrown.end_lineno! : line,
      endColumn: given ? thrown.end_offset! : column + 1,
    });
  }
  return problems;
}

function lineLength(text: string, line: number): number {
  return text.split('\n')[line - 1]?.length ?? 0;
}
