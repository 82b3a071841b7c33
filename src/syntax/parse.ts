/**
 * Source text to syntax tree. Texts that are right are read by the fast parser (statement-parser.ts); what it refuses goes to the strict
 * parser (strict-parser.ts), which decides as CPython's grammar does and words the errors.
 */
import type { Expression, Interactive, Mod, Module } from './ast.ts';
import { analyzeScopes } from './scopes.ts';
import { SourceLines } from './source-lines.ts';
import { StatementParser } from './statement-parser.ts';
import { parseStrictly } from './strict-parser.ts';
import { PythonSyntaxError } from './syntax-error.ts';
import { Refusal } from './token-parser.ts';
import { type Token, tokenize } from './tokenizer.ts';

export interface ParseOptions {
  filename: string;
  mode: 'exec' | 'eval' | 'single';
  /**
   * Told of literals that CPython warns of (invalid escape sequences; a keyword right after a number), with the line, once each.
   * The category is the release's: DeprecationWarning, from 3.12 SyntaxWarning.
   */
  onWarning?: (message: string, lineno: number) => void;
  /**
   * Told of the tokens that the tree was read from as CPython's parser of 3.9 to 3.11 keeps them: '' for ends of lines and blocks, comments
   * before ends of lines, fields of f-strings in parentheses.
   */
  onTokens?: (texts: readonly string[]) => void;
  /** How deep fields of f-strings may stand within format specifications: 2, from 3.12 on 3. */
  fieldNesting?: number;
  /** The minor version of the CPython whose words and places errors have (10: 3.10, the default). */
  release?: number;
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
  if (source.includes('\0')) throw nullByte(options.filename);
  // The last line of a module has its end even where the text lacks it.
  const whole = options.mode !== 'exec' || source === '' || source.endsWith('\n');
  const lines = new SourceLines(whole ? source : `${source}\n`);
  const warnings = new Map<string, [message: string, lineno: number]>();
  const onWarning = (message: string, lineno: number): void => {
    warnings.set(`${lineno} ${message}`, [message, lineno]);
  };
  const tree = readFast(lines, options, onWarning) ?? parseStrictly(lines, { ...options, onWarning });
  if (options.onWarning !== undefined) for (const [message, lineno] of warnings.values()) options.onWarning(message, lineno);
  return tree;
}

function nullByte(filename: string): PythonSyntaxError {
  return new PythonSyntaxError('ValueError', 'source code string cannot contain null bytes', {
    filename,
    lineno: null,
    offset: null,
    end_lineno: null,
    end_offset: null,
    text: null,
  });
}

/**
 * Refuses a tree that CPython's compiler finds too deep. Its first pass folds constants and would let nothing deep remain, but counts too
 * (CPython: Python/ast_opt.c); the symbol pass counts the same way.
 */
function checkDepth(tree: Mod, filename: string): void {
  try {
    analyzeScopes(tree, { filename });
  } catch (error) {
    if (error instanceof PythonSyntaxError && error.pyType !== 'RecursionError') return;
    throw error;
  }
}

function keptTexts(tokens: readonly Token[]): string[] {
  return tokens.map(({ type, text }) => (type === 'INDENT' ? '' : text));
}

/** The tree, or null when the fast parser refuses the text. */
function readFast(
  lines: SourceLines,
  { mode, filename, fieldNesting = 2, onTokens }: ParseOptions,
  onWarning: (message: string, lineno: number) => void,
): Mod | null {
  const list = tokenize(lines);
  if (list.error !== null) return null;
  const parser = new StatementParser(lines, list.tokens, onWarning);
  parser.fieldNesting = fieldNesting;
  const fields: string[] = [];
  if (onTokens !== undefined) parser.onField = (tokens) => fields.push('(', ...keptTexts(tokens), ')');
  for (const [message, lineno] of list.warnings) onWarning(message, lineno);
  try {
    const tree = mode === 'exec' ? parser.module() : mode === 'eval' ? parser.evaluated() : parser.interactive(lines.text.endsWith('\n'));
    if (parser.deep) checkDepth(tree, filename);
    onTokens?.([...keptTexts(list.tokens), ...fields]);
    return tree;
  } catch (error) {
    // Nesting too deep for the host's stack is the strict parser's to report.
    if (error instanceof Refusal || error instanceof RangeError) return null;
    throw error;
  }
}
