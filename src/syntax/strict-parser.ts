/**
 * The strict parser: CPython's grammar by the engine of peg.ts, slow and exact. It decides about texts that the fast parser refuses,
 * and words what is wrong with them. CPython (3.10): Parser/pegen.c _PyPegen_run_parser.
 */
import type * as ast from './ast.ts';
import { fieldError, type StringHost } from './formatted-string.ts';
import { EXPRESSION_RULES } from './grammar-expressions.ts';
import { MISTAKE_RULES } from './grammar-mistakes.ts';
import { STATEMENT_RULES } from './grammar-statements.ts';
import { compileGrammar, type Grammar, Peg, TokenizerStop } from './peg.ts';
import { SourceLines } from './source-lines.ts';
import { PythonSyntaxError, type SyntaxErrorType } from './syntax-error.ts';
import { type Token, type TokenError, type TokenList, tokenize, tokenizeField } from './tokenizer.ts';

const MEMO = new Set(
  (
    'simple_stmt block star_expression expression disjunction conjunction inversion factor await_primary strings arguments star_target ' +
    'target_with_star_atom del_target closed_pattern star_pattern invalid_named_expression'
  ).split(' '),
);
const LEFT_RECURSIVE = new Set('dotted_name attr bitwise_or bitwise_xor bitwise_and shift_expr sum term primary t_primary'.split(' '));

export interface StrictOptions {
  filename: string;
  mode: 'exec' | 'eval' | 'single';
  /** Told of literals that CPython warns of, with the line; a literal may be read, and so told of, more than once. */
  onWarning?: (message: string, lineno: number) => void;
  fieldNesting?: number;
  release?: number;
}

/**
 * Parses a text by CPython's grammar.
 * @throws PythonSyntaxError
 */
export function parseStrictly(lines: SourceLines, options: StrictOptions): ast.Mod {
  const list = tokenize(lines);
  // Deeper than the grammar can follow here, and than CPython lets it come.
  if (list.error !== null && list.error.msg === 'too many nested parentheses') throw raisedError(list.error, lines, options.filename);
  if (options.mode === 'single') endInput(list);
  const p = new StrictPeg(strictGrammar(), lines, list, options.filename);
  if (options.onWarning !== undefined) p.onWarning = options.onWarning;
  if (options.fieldNesting !== undefined) p.fieldNesting = options.fieldNesting;
  p.release = options.release ?? 10;
  const rule = options.mode === 'exec' ? 'file' : options.mode === 'eval' ? 'eval' : 'interactive';
  try {
    const tree = run(p, rule) as ast.Mod;
    if (options.mode === 'single') checkSingle(p);
    return tree;
  } catch (error) {
    if (error instanceof RangeError) {
      throw new PythonSyntaxError('MemoryError', '', {
        filename: options.filename,
        lineno: null,
        offset: null,
        end_lineno: null,
        end_offset: null,
        text: null,
      });
    }
    throw error;
  }
}

/**
 * Parses input as far as it goes: the tree, or whether it fails for want of more lines or is wrong already.
 * CPython: pegen.c _is_end_of_source.
 */
export function reachesEnd(lines: SourceLines, rule: 'interactive' | 'file' | 'eval' = 'interactive'): ast.Mod | 'incomplete' | 'wrong' {
  const list = tokenize(lines);
  endInput(list);
  const p = new StrictPeg(strictGrammar(), lines, list, '<stdin>');
  try {
    const tree = p.run(rule);
    if (tree !== undefined) return tree as ast.Mod;
  } catch (error) {
    if (error instanceof TokenizerStop) {
      const unterminated = error.error.msg.startsWith('unterminated triple-quoted');
      return error.error.state === 'eof' || unterminated ? 'incomplete' : 'wrong';
    }
    if (!(error instanceof PythonSyntaxError) && !(error instanceof RangeError)) throw error;
    return 'wrong';
  }
  return p.tokens.slice(p.fill).every((t) => t.type === 'NEWLINE' || t.type === 'ENDMARKER') && p.lastToken().start < 0 ? 'incomplete' : 'wrong';
}

/** The compiled grammar, made when the first text is refused: a constant, which no parse changes. */
const STRICT: { grammar: Grammar | null } = { grammar: null };

function strictGrammar(): Grammar {
  STRICT.grammar ??= compileGrammar({ ...EXPRESSION_RULES, ...STATEMENT_RULES, ...MISTAKE_RULES }, { memo: MEMO, leftRecursive: LEFT_RECURSIVE });
  return STRICT.grammar;
}

/** Two passes: the grammar, then the grammar with the rules for mistakes. */
function run(p: Peg, rule: string): unknown {
  let lastToken: Token;
  try {
    const tree = p.run(rule);
    if (tree !== undefined) return tree;
    lastToken = p.lastToken();
    p.reset();
    p.run(rule);
  } catch (error) {
    if (error instanceof TokenizerStop) throw stopError(p, error.error);
    if (error instanceof PythonSyntaxError && !p.atEnd()) throw tokenizerErrorInstead(p) ?? error;
    throw error;
  }
  const last = p.lastToken();
  if (last.type === 'INDENT') p.fail('unexpected indent', 'IndentationError');
  if (last.type === 'DEDENT') p.fail('unexpected unindent', 'IndentationError');
  const better = tokenizerErrorInstead(p);
  if (better !== null) throw better;
  if (lastToken.start < 0) {
    const lineno = p.lines.text === '' ? 0 : lastToken.lineno;
    throw p.errorAt('SyntaxError', 'invalid syntax', lineno, 0, lineno, 0);
  }
  return p.failAt(lastToken, 'invalid syntax');
}

/**
 * An error of the tokenizer further down may say better what is wrong: a bracket that never closes.
 * CPython: pegen.c _PyPegen_check_tokenizer_errors.
 */
function tokenizerErrorInstead(p: Peg): PythonSyntaxError | null {
  const { error, open } = p.list;
  if (error === null) return null;
  if (error.state === 'raised') return raisedError(error, p.lines, p.filename);
  if (open.length > 0 && p.lastToken().lineno > open[open.length - 1].lineno) return neverClosed(p);
  return null;
}

function neverClosed(p: Peg): PythonSyntaxError {
  const bracket = p.list.open[p.list.open.length - 1];
  const offset = p.lines.characterColumn(bracket.lineno, bracket.index) + 1;
  return p.errorAt('SyntaxError', `'${bracket.char}' was never closed`, bracket.lineno, offset, bracket.lineno, 0);
}

/** CPython: pegen.c tokenizer_error. */
function stopError(p: Peg, error: TokenError): PythonSyntaxError {
  switch (error.state) {
    case 'raised':
      return raisedError(error, p.lines, p.filename);
    case 'eof':
      if (p.list.open.length > 0) return neverClosed(p);
      return atTokenizer(p, error, 'SyntaxError', 'unexpected EOF while parsing');
    case 'dedent':
      return atTokenizer(p, error, 'IndentationError', error.msg);
    case 'tabspace':
    case 'toodeep':
    case 'linecont':
      return p.errorAt(error.type, error.msg, error.lineno, error.offset, error.lineno, 0);
  }
}

function atTokenizer(p: Peg, error: TokenError, type: SyntaxErrorType, msg: string): PythonSyntaxError {
  const token = p.tokens[p.tokens.length - 1];
  const offset = p.lines.characterColumn(error.lineno, token.end);
  return p.errorAt(type, msg, error.lineno, offset, error.lineno, -1);
}

function raisedError(error: TokenError, lines: SourceLines, filename: string): PythonSyntaxError {
  return new PythonSyntaxError(error.type, error.msg, {
    filename,
    lineno: error.lineno,
    offset: error.offset,
    end_lineno: error.lineno,
    end_offset: error.end_offset,
    text: lines.line(error.lineno),
  });
}

/** Interactive input ends with one more line end, after its blocks have closed. CPython: pegen.c _PyPegen_fill_token. */
function endInput(list: TokenList): void {
  const { tokens } = list;
  const last = tokens[tokens.length - 1];
  const before = tokens[tokens.length - 2];
  if (last.type !== 'ENDMARKER' || before === undefined) return;
  // A last line without its end has been given one already.
  if (before.type === 'NEWLINE' && before.start < 0) return;
  tokens.splice(tokens.length - 1, 0, { ...last, type: 'NEWLINE' });
}

/** CPython: pegen.c bad_single_statement. */
function checkSingle(p: Peg): void {
  for (let i = p.mark; i < p.tokens.length; i++) {
    const { type } = p.tokens[i];
    if (type !== 'NEWLINE' && type !== 'ENDMARKER' && type !== 'DEDENT') {
      p.fail('multiple statements found while compiling a single statement');
    }
  }
}

class StrictPeg extends Peg implements StringHost {
  fieldNesting = 2;
  private readonly ownGrammar: Grammar;

  constructor(grammar: Grammar, lines: SourceLines, list: TokenList, filename: string) {
    super(grammar, lines, list, filename);
    this.ownGrammar = grammar;
  }

  failBetween(from: number, to: number, msg: string): never {
    const { lines } = this;
    let lineno = 1;
    while (lineno < lines.starts.length && lines.starts[lineno] <= from) lineno++;
    const offset = lines.characterColumn(lineno, from) + 1;
    throw this.errorAt('SyntaxError', msg, lineno, offset, lineno, offset + to - from);
  }

  failRange(from: Token, msg: string, to: Token): never {
    return this.failAt(from, msg, to);
  }

  /** Parses an f-string's field in its place, as if it stood in brackets. */
  parseField(from: number, to: number, lineno: number): ast.Expr {
    const { text } = this.lines;
    const list = this.fieldTokens(from, to, lineno);
    const inner = new StrictPeg(this.ownGrammar, this.lines, list, this.filename);
    inner.onWarning = this.onWarning;
    inner.fieldNesting = this.fieldNesting;
    inner.release = this.release;
    try {
      return run(inner, 'bracketed') as ast.Expr;
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      if (this.release >= 12) throw this.fieldErrorInPlace(error, from, text.slice(from, to));
      const expression = text.slice(from, to);
      // CPython shifts by the column of the brace, on every line.
      const shift = /^[ \t\f]*\n/.test(expression) ? 0 : this.lines.characterColumn(lineno, from - 1);
      throw fieldError(error, expression, lineno, shift);
    }
  }

  /** From 3.12 on a field is read in its place: its errors are those of any expression, but for what is no expression at all. */
  private fieldErrorInPlace(error: PythonSyntaxError, from: number, expression: string): PythonSyntaxError {
    if (error.msg !== 'invalid syntax' && error.msg !== 'f-string: invalid syntax') return error;
    const { lines } = this;
    const first = from + (expression.length - expression.trimStart().length);
    const atFirst = error.lineno !== null && error.offset !== null && lines.characterColumn(error.lineno, first) + 1 === error.offset;
    const what = atFirst ? "expecting a valid expression after '{'" : "expecting '=', or '!', or ':', or '}'";
    return new PythonSyntaxError(error.pyType, `f-string: ${what}`, error);
  }

  /** The tokens of the field in brackets. */
  private fieldTokens(from: number, to: number, lineno: number): TokenList {
    const tokens = tokenizeField(this.lines, from, to, lineno);
    if (tokens !== null) {
      const last = tokens[tokens.length - 1];
      const open = { ...last, type: '(', text: '(', start: from - 1, end: from, lineno, end_lineno: lineno };
      open.col = this.lines.byteColumn(lineno, from - 1);
      open.end_col = open.col + 1;
      const close = { ...last, type: ')', text: ')', start: to, end: to + 1, end_col: last.end_col + 1, col: last.end_col, level: 0 };
      const newline = { ...close, type: 'NEWLINE', text: '', start: to + 1, col: close.end_col };
      return { tokens: [open, ...tokens.slice(0, -1), close, newline, last], error: null, open: [], warnings: [] };
    }
    // What is wrong with it shows in the text with everything else blanked.
    const { text } = this.lines;
    const before = text.slice(0, from - 1).replace(/[^\n]/g, ' ');
    const list = tokenize(new SourceLines(`${before}(${text.slice(from, to)})`));
    if (list.tokens[0].type === 'INDENT') list.tokens.shift();
    return list;
  }
}
