/**
 * Source text to tokens, with CPython's errors. CPython (3.10): Parser/tokenizer.c tok_get.
 *
 * A whole text is read at once. The list ends with ENDMARKER or with ERRORTOKEN, whose error is raised only when a parser gets
 * that far: an error of the grammar further up comes first.
 */
import type { SourceLines } from './source-lines.ts';
import type { SyntaxErrorType } from './syntax-error.ts';

/**
 * 'NAME', 'NUMBER', 'STRING', 'NEWLINE', 'INDENT', 'DEDENT', 'ENDMARKER', 'ERRORTOKEN'; an operator or keyword is its own text.
 */
export type TokenType = string;

export interface Token {
  type: TokenType;
  text: string;
  /** Indices in the text; start is -1 for tokens that stand nowhere (DEDENT and ENDMARKER). */
  start: number;
  end: number;
  lineno: number;
  end_lineno: number;
  /** Columns in UTF-8 bytes; -1 for a token that stands nowhere. */
  col: number;
  end_col: number;
  /** Open brackets after the token. */
  level: number;
}

/** An error of the tokenizer. */
export interface TokenError {
  type: SyntaxErrorType;
  msg: string;
  lineno: number;
  /** 1-based, in characters; end as CPython reports it. */
  offset: number;
  end_offset: number;
  /** What the parser does with it: `raised` is final; the rest are states that the parser words. */
  state: 'raised' | 'eof' | 'dedent' | 'tabspace' | 'toodeep' | 'linecont';
}

export interface OpenBracket {
  char: string;
  lineno: number;
  /** Index in the text. */
  index: number;
}

export interface TokenList {
  tokens: Token[];
  error: TokenError | null;
  /** Brackets that are open at the end. */
  open: OpenBracket[];
  /** Keywords that stand right after a number, with the line. */
  warnings: [message: string, lineno: number][];
}

const MAX_INDENT = 100;
const MAX_LEVEL = 200;
const TAB = 8;

/** A word or operator by itself: the tokens' types are these very strings, so that comparing them is comparing addresses. */
function table(words: string): ReadonlyMap<string, string> {
  return new Map(words.split(' ').map((w) => [w, w]));
}

export const KEYWORDS = table(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield',
);

const OPERATORS = table(
  '( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= >>= **= // //= @ @= -> ... := ! <>',
);

class TokenizerFailure extends Error {
  readonly error: TokenError;
  constructor(error: TokenError) {
    super(error.msg);
    this.error = error;
  }
}

/** Reads all tokens. */
export function tokenize(lines: SourceLines): TokenList {
  const tokenizer = new Tokenizer(lines);
  let error: TokenError | null = null;
  try {
    tokenizer.run();
  } catch (failure) {
    if (!(failure instanceof TokenizerFailure)) throw failure;
    error = failure.error;
    tokenizer.fail();
  }
  return { tokens: tokenizer.tokens, error, open: tokenizer.open, warnings: tokenizer.warnings };
}

/**
 * Reads the tokens of an f-string's field, from index `from` on line `lineno` up to `to`; line ends count as white space.
 * null when that fails.
 */
export function tokenizeField(lines: SourceLines, from: number, to: number, lineno: number): Token[] | null {
  const tokenizer = new Tokenizer(lines, lines.text.slice(0, to), from, lineno);
  tokenizer.open.push({ char: '', lineno, index: from });
  try {
    tokenizer.field();
  } catch (failure) {
    if (!(failure instanceof TokenizerFailure)) throw failure;
    return null;
  }
  return tokenizer.tokens;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function isNameStart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c >= 128;
}

function isNamePart(c: number): boolean {
  return isNameStart(c) || isDigit(c);
}

function isHexDigit(c: number): boolean {
  return isDigit(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
}

class Tokenizer {
  readonly tokens: Token[] = [];
  readonly open: OpenBracket[] = [];
  readonly warnings: [message: string, lineno: number][] = [];
  private readonly lines: SourceLines;
  private readonly text: string;
  private at: number;
  private lineno: number;
  private readonly indents = [0];
  private readonly altIndents = [0];

  constructor(lines: SourceLines, text = lines.text, from = 0, lineno = 1) {
    this.lines = lines;
    this.text = text;
    this.at = from;
    this.lineno = lineno;
  }

  /** Adds the token at which the parser finds the error. */
  fail(): void {
    this.push('ERRORTOKEN', -1, this.at);
  }

  private push(type: TokenType, start: number, end: number, lineno = this.lineno): void {
    this.tokens.push({
      type,
      text: start < 0 ? '' : this.text.slice(start, end),
      start,
      end,
      lineno,
      end_lineno: this.lineno,
      col: start < 0 ? -1 : this.lines.byteColumn(lineno, start),
      end_col: this.lines.byteColumn(this.lineno, end),
      level: this.open.length,
    });
  }

  /** An error whose range is known; without a range it is where the tokenizer stands. */
  private error(msg: string, offset = -1, end_offset = -1, type: SyntaxErrorType = 'SyntaxError'): TokenizerFailure {
    const at = offset >= 0 ? offset : this.lines.characterColumn(this.lineno, this.at);
    return new TokenizerFailure({ type, msg, lineno: this.lineno, offset: at, end_offset: end_offset >= 0 ? end_offset : at, state: 'raised' });
  }

  private stateError(state: TokenError['state'], type: SyntaxErrorType, msg: string, offset: number): TokenizerFailure {
    return new TokenizerFailure({ type, msg, lineno: this.lineno, offset, end_offset: 0, state });
  }

  /** Reads a field. */
  field(): void {
    this.read(false);
    this.push('ENDMARKER', -1, this.at);
  }

  /** Reads a whole text. */
  run(): void {
    this.read(true);
    if (this.open.length > 0) throw this.stateError('eof', 'SyntaxError', '', 0);
    this.close();
  }

  private read(fromLineStart: boolean): void {
    const { text } = this;
    let lineStart = fromLineStart;
    for (;;) {
      let blank = false;
      if (lineStart) {
        lineStart = false;
        blank = this.indentation();
      }
      let c = text.charCodeAt(this.at);
      while (c === 32 || c === 9 || c === 12) c = text.charCodeAt(++this.at);
      const tokenStart = this.at;
      if (c === 35) {
        const end = text.indexOf('\n', this.at);
        this.at = end < 0 ? text.length : end;
        c = text.charCodeAt(this.at);
      }
      if (this.at >= text.length) return;
      const start = this.at;
      if (isNameStart(c)) this.name(start);
      else if (c === 10) {
        this.at++;
        if (!blank && this.open.length === 0) this.push('NEWLINE', tokenStart, start);
        this.lineno++;
        lineStart = true;
      } else if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(start + 1)))) this.number(start);
      else if (c === 34 || c === 39) this.string(start, start, false);
      else if (c === 92) this.continuation();
      else this.operator(start, c);
    }
  }

  /** The tokens at the end of a text. */
  private close(): void {
    const last = this.tokens[this.tokens.length - 1];
    // Input that is no module may lack the last line end.
    if (last !== undefined && last.type !== 'NEWLINE' && last.type !== 'DEDENT' && last.type !== 'INDENT') {
      this.push('NEWLINE', -1, this.at);
    }
    // The end stands behind the last line.
    const { starts } = this.lines;
    if (this.at === starts[starts.length - 1] && starts.length > 1) this.lineno = starts.length - 1;
    while (this.indents.length > 1) {
      this.indents.pop();
      this.push('DEDENT', -1, this.at);
    }
    this.push('ENDMARKER', -1, this.at);
  }

  /** Reads the white space at the start of a line; true for a line without code. */
  private indentation(): boolean {
    const { text } = this;
    let column = 0;
    let altColumn = 0;
    let continued = 0;
    let c: number;
    for (;;) {
      c = text.charCodeAt(this.at);
      if (c === 32) {
        column++;
        altColumn++;
      } else if (c === 9) {
        column = (Math.floor(column / TAB) + 1) * TAB;
        altColumn++;
      } else if (c === 12) {
        column = 0;
        altColumn = 0;
      } else if (c === 92) {
        continued = continued || column;
        this.continuation();
        continue;
      } else break;
      this.at++;
    }
    if (c === 35 || c === 10) return true;
    if (this.open.length > 0) return false;
    if (this.at >= text.length) return false;
    column = continued || column;
    altColumn = continued || altColumn;
    const top = this.indents[this.indents.length - 1];
    const altTop = this.altIndents[this.altIndents.length - 1];
    if (column === top) {
      if (altColumn !== altTop) throw this.tabError();
    } else if (column > top) {
      if (this.indents.length >= MAX_INDENT) {
        throw this.stateError('toodeep', 'IndentationError', 'too many levels of indentation', 1);
      }
      if (altColumn <= altTop) throw this.tabError();
      this.indents.push(column);
      this.altIndents.push(altColumn);
      this.push('INDENT', -1, this.at);
    } else {
      let pending = 0;
      while (this.indents.length > 1 && column < this.indents[this.indents.length - 1]) {
        this.indents.pop();
        this.altIndents.pop();
        pending++;
      }
      if (column !== this.indents[this.indents.length - 1]) {
        this.at = lineEnd(text, this.at);
        throw this.stateError('dedent', 'IndentationError', 'unindent does not match any outer indentation level', 0);
      }
      if (altColumn !== this.altIndents[this.altIndents.length - 1]) throw this.tabError();
      for (; pending > 0; pending--) this.push('DEDENT', -1, this.at);
    }
    return false;
  }

  private tabError(): TokenizerFailure {
    return this.stateError('tabspace', 'TabError', 'inconsistent use of tabs and spaces in indentation', 1);
  }

  /** A backslash at the end of a line. */
  private continuation(): void {
    if (this.text.charCodeAt(this.at + 1) !== 10) {
      this.at += 2;
      const column = this.lines.characterColumn(this.lineno, Math.min(this.at - 1, this.text.length));
      const atEnd = this.at - 1 >= this.text.length;
      const offset = atEnd ? column : column + 1;
      throw this.stateError('linecont', 'SyntaxError', 'unexpected character after line continuation character', offset);
    }
    if (this.at + 2 >= this.text.length) {
      this.at = this.text.length;
      throw this.stateError('eof', 'SyntaxError', '', 0);
    }
    this.at += 2;
    this.lineno++;
  }

  // -------------------------------------------------------------- names

  private name(start: number): void {
    const { text } = this;
    let sawBytes = false;
    let sawRaw = false;
    let sawUnicode = false;
    let sawFormat = false;
    let sawTemplate = false;
    let nonAscii = false;
    let c = text.charCodeAt(this.at);
    let mayPrefix = true;
    while (isNamePart(c)) {
      if (mayPrefix) {
        const lower = c | 32;
        if (!(sawBytes || sawUnicode || sawFormat || sawTemplate) && lower === 98) sawBytes = true;
        else if (!(sawBytes || sawUnicode || sawRaw || sawFormat || sawTemplate) && lower === 117) sawUnicode = true;
        else if (!(sawRaw || sawUnicode) && lower === 114) sawRaw = true;
        else if (!(sawFormat || sawTemplate || sawBytes || sawUnicode) && lower === 102) sawFormat = true;
        else if (!(sawFormat || sawTemplate || sawBytes || sawUnicode) && lower === 116) sawTemplate = true;
        else mayPrefix = false;
      }
      if (c >= 128) nonAscii = true;
      c = text.charCodeAt(++this.at);
      if (mayPrefix && (c === 34 || c === 39)) {
        this.string(start, this.at, sawFormat || sawTemplate);
        return;
      }
    }
    if (nonAscii) this.verifyIdentifier(start);
    const word = text.slice(start, this.at);
    this.push(KEYWORDS.get(word) ?? 'NAME', start, this.at);
  }

  /** CPython: tokenizer.c verify_identifier. */
  private verifyIdentifier(start: number): void {
    const word = this.text.slice(start, this.at);
    const valid = /^[\p{XID_Start}_][\p{XID_Continue}]*/u.exec(word)?.[0].length ?? 0;
    if (valid === word.length) return;
    const code = word.codePointAt(valid) as number;
    const char = String.fromCodePoint(code);
    this.at = start + valid + char.length;
    throw this.characterError(code, char);
  }

  private characterError(code: number, char: string): TokenizerFailure {
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    if (isPrintable(char)) return this.error(`invalid character '${char}' (U+${hex})`);
    return this.error(`invalid non-printable character U+${hex}`);
  }

  // -------------------------------------------------------------- numbers

  private number(start: number): void {
    const { text } = this;
    // From here on `this.at` is one past `c`.
    let c: number = text.charCodeAt(this.at++);
    if (c === 48) {
      const zerosFrom = start;
      c = text.charCodeAt(this.at++);
      const lower = c | 32;
      if (lower === 120 || lower === 111 || lower === 98) {
        this.radix(start, lower);
        return;
      }
      let nonzero = false;
      for (;;) {
        if (c === 95) {
          c = text.charCodeAt(this.at++);
          if (!isDigit(c)) {
            this.at--;
            throw this.error('invalid decimal literal');
          }
        }
        if (c !== 48) break;
        c = text.charCodeAt(this.at++);
      }
      const zerosEnd = this.at;
      if (isDigit(c)) {
        nonzero = true;
        c = this.decimalTail();
      }
      if (c === 46) {
        c = text.charCodeAt(this.at++);
        this.fraction(start, c);
        return;
      }
      if ((c | 32) === 101) {
        this.exponent(start, c);
        return;
      }
      if ((c | 32) === 106) {
        this.imaginary(start);
        return;
      }
      if (nonzero) {
        this.at--;
        const column = this.lines.characterColumn(this.lineno, zerosFrom);
        throw this.error(
          'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
          column + 1,
          this.lines.characterColumn(this.lineno, zerosEnd),
        );
      }
      this.endNumber(start, c, 'decimal');
      return;
    }
    if (c === 46) {
      c = text.charCodeAt(this.at++);
      this.fraction(start, c);
      return;
    }
    this.at--;
    c = this.decimalTail();
    if (c === 46) {
      c = text.charCodeAt(this.at++);
      this.fraction(start, c);
    } else if ((c | 32) === 101) this.exponent(start, c);
    else if ((c | 32) === 106) this.imaginary(start);
    else this.endNumber(start, c, 'decimal');
  }

  /** Digits with single underscores between; returns the character after them, `at` one past it. */
  private decimalTail(): number {
    const { text } = this;
    let c: number;
    for (;;) {
      do c = text.charCodeAt(this.at++);
      while (isDigit(c));
      if (c !== 95) return c;
      c = text.charCodeAt(this.at++);
      if (!isDigit(c)) {
        this.at--;
        throw this.error('invalid decimal literal');
      }
    }
  }

  private fraction(start: number, first: number): void {
    let c = first;
    if (isDigit(c)) c = this.decimalTail();
    if ((c | 32) === 101) this.exponent(start, c);
    else if ((c | 32) === 106) this.imaginary(start);
    else this.endNumber(start, c, 'decimal');
  }

  private exponent(start: number, e: number): void {
    const { text } = this;
    let c = text.charCodeAt(this.at++);
    if (c === 43 || c === 45) {
      c = text.charCodeAt(this.at++);
      if (!isDigit(c)) {
        this.at--;
        throw this.error('invalid decimal literal');
      }
    } else if (!isDigit(c)) {
      this.at--;
      this.endNumber(start, e, 'decimal');
      return;
    }
    c = this.decimalTail();
    if ((c | 32) === 106) this.imaginary(start);
    else this.endNumber(start, c, 'decimal');
  }

  private imaginary(start: number): void {
    const c = this.text.charCodeAt(this.at++);
    this.endNumber(start, c, 'imaginary');
  }

  private radix(start: number, letter: number): void {
    const { text } = this;
    const kind = letter === 120 ? 'hexadecimal' : letter === 111 ? 'octal' : 'binary';
    const isOwn = (c: number): boolean => (letter === 120 ? isHexDigit(c) : c >= 48 && c < (letter === 111 ? 56 : 50));
    let c = text.charCodeAt(this.at++);
    do {
      if (c === 95) c = text.charCodeAt(this.at++);
      if (!isOwn(c)) {
        if (isDigit(c)) throw this.error(`invalid digit '${String.fromCharCode(c)}' in ${kind} literal`);
        this.at--;
        throw this.error(`invalid ${kind} literal`);
      }
      do c = text.charCodeAt(this.at++);
      while (isOwn(c));
    } while (c === 95);
    if (isDigit(c)) throw this.error(`invalid digit '${String.fromCharCode(c)}' in ${kind} literal`);
    this.endNumber(start, c, kind);
  }

  /** CPython: tokenizer.c verify_end_of_number; `at` is one past `c`. */
  private endNumber(start: number, c: number, kind: string): void {
    this.at--;
    if (isNamePart(c)) {
      const keyword = /^(?:and|else|for|if|in|is|or|not)/.test(this.text.slice(this.at, this.at + 4));
      if (!keyword) throw this.error(`invalid ${kind} literal`);
      this.warnings.push([`invalid ${kind} literal`, this.lineno]);
    }
    this.push('NUMBER', start, this.at);
  }

  // -------------------------------------------------------------- strings

  private string(start: number, quoteAt: number, formatted: boolean): void {
    const { text } = this;
    const quote = text.charCodeAt(quoteAt);
    const triple = text.charCodeAt(quoteAt + 1) === quote && text.charCodeAt(quoteAt + 2) === quote;
    const from = quoteAt + (triple ? 3 : 1);
    let end = formatted ? formattedEnd(text, from, quote, triple) : -1;
    if (end < 0) end = plainEnd(text, from, quote, triple);
    const firstLine = this.lineno;
    if (end < 0) {
      // The place is the start of the string, the line where it was missed stands in the message.
      let stop = triple ? text.length : text.indexOf('\n', from);
      if (!triple) {
        while (stop > 0 && escaped(text, stop, from)) stop = text.indexOf('\n', stop + 1);
        if (stop < 0) stop = text.length;
      }
      let detected = firstLine;
      for (let i = text.indexOf('\n', from); i >= 0 && i < stop; i = text.indexOf('\n', i + 1)) detected++;
      if (stop >= text.length && text.charCodeAt(text.length - 1) === 10 && detected > firstLine) detected--;
      this.at = start + 1;
      const what = triple ? 'unterminated triple-quoted string literal' : 'unterminated string literal';
      throw this.error(`${what} (detected at line ${detected})`);
    }
    for (let i = text.indexOf('\n', from); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) this.lineno++;
    this.at = end;
    this.push('STRING', start, end, firstLine);
  }

  // -------------------------------------------------------------- operators

  private operator(start: number, c: number): void {
    const { text } = this;
    const three = text.slice(start, start + 3);
    const two = three.slice(0, 2);
    const one = three.slice(0, 1);
    const operator = OPERATORS.has(three) && three.length === 3 ? three : OPERATORS.has(two) && two.length === 2 ? two : one;
    this.at += operator.length;
    if (operator === '(' || operator === '[' || operator === '{') {
      if (this.open.length >= MAX_LEVEL) throw this.error('too many nested parentheses');
      this.open.push({ char: operator, lineno: this.lineno, index: start });
    } else if (operator === ')' || operator === ']' || operator === '}') {
      const opening = this.open.pop();
      if (opening === undefined) throw this.error(`unmatched '${operator}'`);
      if (opening.char + operator !== '()' && opening.char + operator !== '[]' && opening.char + operator !== '{}') {
        const where = opening.lineno !== this.lineno ? ` on line ${opening.lineno}` : '';
        throw this.error(`closing parenthesis '${operator}' does not match opening parenthesis '${opening.char}'${where}`);
      }
    } else if (!OPERATORS.has(operator)) {
      if (c < 32 || c === 127) throw this.characterError(c, one);
    }
    this.push(OPERATORS.get(operator) ?? operator, start, this.at);
  }
}

/** CPython: Objects/unicodeobject.c str.isprintable: no control, separator (but the space), surrogate or unassigned characters. */
function isPrintable(char: string): boolean {
  return char === ' ' || !/^[\p{C}\p{Z}]$/u.test(char);
}

/** Index behind the line end after `index`. */
function lineEnd(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end + 1;
}

function escaped(text: string, index: number, from: number): boolean {
  let count = 0;
  for (let i = index - 1; i >= from && text.charCodeAt(i) === 92; i--) count++;
  return count % 2 === 1;
}

/** Index after the closing quotes of a plain string, or -1. */
function plainEnd(text: string, from: number, quote: number, triple: boolean): number {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) i++;
    else if (c === quote) {
      if (!triple) return i + 1;
      if (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote) return i + 3;
    } else if (c === 10 && !triple) return -1;
  }
  return -1;
}

/**
 * Index after the closing quotes of an f-string whose expressions may hold any string (PEP 701), or -1 when it does not end so;
 * then the older rule, the first closing quote, decides.
 */
function formattedEnd(text: string, from: number, quote: number, triple: boolean): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (depth === 0) {
      if (c === 92) i++;
      else if (c === quote) {
        if (!triple) return i + 1;
        if (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote) return i + 3;
      } else if (c === 10 && !triple) return -1;
      else if (c === 123) {
        if (text.charCodeAt(i + 1) === 123) i++;
        else depth = 1;
      }
      continue;
    }
    if (c === 123 || c === 40 || c === 91) depth++;
    else if (c === 125 || c === 41 || c === 93) depth--;
    else if (c === 34 || c === 39) {
      // Quotes after a format's colon at depth one end the f-string; inside the expression they open a string.
      const nestedTriple = text.charCodeAt(i + 1) === c && text.charCodeAt(i + 2) === c;
      if (c === quote && triple === nestedTriple && !looksLikeExpression(text, from, i)) return -1;
      const inner = i + (nestedTriple ? 3 : 1);
      const prefixed = isFormatPrefix(text, i - 1) || ((text.charCodeAt(i - 1) | 32) === 114 && isFormatPrefix(text, i - 2));
      // No second try: nested unfinished ones would be read again and again.
      const end = prefixed ? formattedEnd(text, inner, c, nestedTriple) : plainEnd(text, inner, c, nestedTriple);
      if (end < 0) return -1;
      i = end - 1;
    } else if (c === 35) {
      const end = text.indexOf('\n', i);
      if (end < 0) return -1;
      i = end;
    }
  }
  return -1;
}

/** Is the letter at an index the f or t of a prefix? */
function isFormatPrefix(text: string, index: number): boolean {
  const letter = text.charCodeAt(index) | 32;
  return letter === 102 || letter === 116;
}

/** Whether a quote equal to the f-string's own may open a nested string: after an operator, bracket or prefix, not after a complete expression. */
function looksLikeExpression(text: string, from: number, at: number): boolean {
  let i = at - 1;
  while (i >= from && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9)) i--;
  if (/(?:^|\W)(?:else|if|in|and|or|not|is|for|await|yield|from)$/.test(text.slice(Math.max(from, i - 6), i + 1))) return true;
  return i >= from && /[([{,:=+\-*/%|&^<>~'"]|[fFrRbBuUtT]/.test(text[i]) && !(text[i] === '{' && i === at - 1 && text[at + 1] === '\n');
}
