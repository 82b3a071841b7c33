/** Source text to syntax tree. */
import { parse as parseWithPyAst } from 'py-ast';
import type { Expression, Interactive, Mod, Module } from './ast.ts';
import { Converter } from './convert.ts';
import { SourceLines } from './source-lines.ts';
import { PythonSyntaxError } from './syntax-error.ts';

export interface ParseOptions {
  filename: string;
  mode: 'exec' | 'eval' | 'single';
}

/** Parses a whole source text. @throws PythonSyntaxError */
export function parse(source: string, options: ParseOptions & { mode: 'exec' }): Module;
export function parse(source: string, options: ParseOptions & { mode: 'eval' }): Expression;
export function parse(source: string, options: ParseOptions & { mode: 'single' }): Interactive;
export function parse(source: string, options: ParseOptions): Mod;
export function parse(source: string, options: ParseOptions): Mod {
  const plain = options.mode === 'eval' ? source.replace(/^[ \t]+/, '') : source;
  const text = plain.includes('\f') ? plain.replace(/^\f(?=[ \t]*$)/gm, ' ') : plain;
  const lines = new SourceLines(text);
  try {
    const body = new Converter(lines).statements(parseWithPyAst(text).body);
    if (options.mode === 'exec') return { kind: 'Module', body };
    if (options.mode === 'single') return { kind: 'Interactive', body };
    if (body.length === 1 && body[0].kind === 'Expr') return { kind: 'Expression', body: body[0].value };
    throw new Error('not an expression');
  } catch (error) {
    const at = /line (\d+)/.exec(String(error));
    const lineno = at === null ? 1 : Number(at[1]);
    throw new PythonSyntaxError('SyntaxError', 'invalid syntax', {
      filename: options.filename,
      lineno,
      offset: 1,
      end_lineno: lineno,
      end_offset: 1,
      text: lines.line(lineno),
    });
  }
}
