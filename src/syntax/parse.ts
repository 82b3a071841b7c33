/**
 * Source text to syntax tree: py-ast reads what is right, fast; the strict parser decides about what py-ast refuses and words the errors.
 */
import { parse as parseWithPyAst } from 'py-ast';
import type { Expression, Interactive, Mod, Module, Stmt } from './ast.ts';
import { ConversionError, Converter } from './convert.ts';
import { LiteralError } from './literal.ts';
import { SourceLines } from './source-lines.ts';
import { parseStrictly } from './strict-parser.ts';

export interface ParseOptions {
  filename: string;
  mode: 'exec' | 'eval' | 'single';
}

/**
 * Parses a whole source text. Line ends must be `\n` (see decodeSource).
 * @throws PythonSyntaxError
 */
export function parse(source: string, options: ParseOptions & { mode: 'exec' }): Module;
export function parse(source: string, options: ParseOptions & { mode: 'eval' }): Expression;
export function parse(source: string, options: ParseOptions & { mode: 'single' }): Interactive;
export function parse(source: string, options: ParseOptions): Mod;
export function parse(source: string, options: ParseOptions): Mod {
  const lines = new SourceLines(source);
  if (options.mode === 'exec') {
    const body = readFast(lines);
    if (body !== null) return { kind: 'Module', body };
  }
  return parseStrictly(lines, options);
}

/** The statements as py-ast reads them, or null when it refuses the text or something in it needs the strict parser. */
function readFast(lines: SourceLines): Stmt[] | null {
  let raw: unknown;
  try {
    raw = parseWithPyAst(lines.text).body;
  } catch {
    // py-ast has no class for its errors of its own, and deep nesting ends in a RangeError.
    return null;
  }
  try {
    return new Converter(lines).statements(raw);
  } catch (error) {
    if (error instanceof ConversionError || error instanceof LiteralError || error instanceof RangeError) return null;
    throw error;
  }
}
