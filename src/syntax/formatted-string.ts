/**
 * String literals side by side and f-strings, for the strict parser.
 * CPython (3.10): Parser/string_parser.c, whose messages these are; the language is PEP 701's (quotes and backslashes within expressions).
 */
import type * as ast from './ast.ts';
import { bytesOf, decodeEscapes, LiteralError, stringShape, stringValue } from './literal.ts';
import type { SourceLines } from './source-lines.ts';
import { PythonSyntaxError } from './syntax-error.ts';
import type { Token } from './tokenizer.ts';

/** What reading strings takes from a parser. */
export interface StringHost {
  readonly lines: SourceLines;
  /** How deep fields may stand within the format specifications of fields. */
  readonly fieldNesting: number;
  fail(msg: string): never;
  /** The release whose words errors have. */
  readonly release: number;
  /** The same at indices of the text, which has none at `to`. */
  failBetween(from: number, to: number, msg: string): never;
  /** The same at given tokens. */
  failRange(from: Token, msg: string, to: Token): never;
  /** A warning about a literal, at the line where its token starts. */
  warn(message: string, lineno: number): void;
  span(first: Token, last: Token): ast.Located;
  /** Parses an f-string's field, the expression between two indices of the text. */
  parseField(from: number, to: number, lineno: number): ast.Expr;
}

const MAX_LEVEL = 200;

/** Index of the line end behind an index, or the text's length. */
function lineEnd(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end;
}

/**
 * The node of one or more adjacent string tokens.
 * @throws PythonSyntaxError
 */
export function concatenateStrings(p: StringHost, tokens: Token[]): ast.Expr {
  const place = p.span(tokens[0], tokens[tokens.length - 1]);
  const shapes = tokens.map((t) => stringShape(t.text));
  const isTemplate = shapes[0].isTemplate;
  if (shapes.some((s) => s.isTemplate !== isTemplate))
    p.failRange(tokens[0], 'cannot mix t-string literals with string or bytes literals', tokens[tokens.length - 1]);
  if (shapes.some((s) => s.isBytes !== shapes[0].isBytes)) p.fail('cannot mix bytes and nonbytes literals');
  const joiner = new Joiner(p);
  let bytes = '';
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (shapes[i].isFormatted) {
      const at = token.start;
      new FormattedReader(p, joiner, token.lineno, shapes[i].isRaw, isTemplate).read(at + shapes[i].start, at + shapes[i].end, 0);
      continue;
    }
    const value = guard(p, () => stringValue(token.text, (message) => p.warn(message, token.lineno)), token);
    if (value.isBytes) bytes += value.text;
    else joiner.text(value.text, token.start, token.end);
  }
  if (shapes[0].isBytes) return { kind: 'Constant', value: { type: 'bytes', value: bytesOf(bytes) }, ukind: null, ...place };
  if (!shapes.some((s) => s.isFormatted)) {
    const value = joiner.values.length === 0 ? '' : joiner.pending();
    return { kind: 'Constant', value: { type: 'str', value }, ukind: shapes[0].isU ? 'u' : null, ...place };
  }
  return { kind: isTemplate ? 'TemplateStr' : 'JoinedStr', values: joiner.finish(), ...place };
}

function guard<T>(p: StringHost, read: () => T, token: Token | null = null): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    const whole = p.release >= 12 || (p.release === 11 && error.message.startsWith('bytes can only'));
    return token !== null && whole ? p.failRange(token, error.message, token) : p.fail(error.message);
  }
}

/** Collects the parts of a JoinedStr; neighbouring text becomes one Constant. */
class Joiner {
  readonly values: (ast.Expr | { text: string; from: number; to: number })[] = [];
  private readonly p: StringHost;

  constructor(p: StringHost) {
    this.p = p;
  }

  text(text: string, from: number, to: number): void {
    const last = this.values[this.values.length - 1];
    if (last !== undefined && 'text' in last) {
      last.text += text;
      last.to = to;
    } else this.values.push({ text, from, to });
  }

  /** The text, when there is nothing else. */
  pending(): string {
    const first = this.values[0];
    return 'text' in first ? first.text : '';
  }

  add(value: ast.Expr): void {
    this.values.push(value);
  }

  finish(): ast.Expr[] {
    const out: ast.Expr[] = [];
    for (const v of this.values) {
      if (!('text' in v)) out.push(v);
      else if (v.text !== '') {
        out.push({ kind: 'Constant', value: { type: 'str', value: v.text }, ukind: null, ...placeOf(this.p, v.from, v.to) });
      }
    }
    return out;
  }
}

function lineOf(p: StringHost, index: number): number {
  const { starts } = p.lines;
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= index) low = middle;
    else high = middle;
  }
  return low + 1;
}

function placeOf(p: StringHost, from: number, to: number): ast.Located {
  const first = lineOf(p, from);
  const last = lineOf(p, to);
  return {
    lineno: first,
    col_offset: p.lines.byteColumn(first, from),
    end_lineno: last,
    end_col_offset: p.lines.byteColumn(last, to),
  };
}

/** Reads the content of one f-string token. */
class FormattedReader {
  private readonly p: StringHost;
  private joiner: Joiner;
  private readonly lineno: number;
  private readonly raw: boolean;
  private readonly template: boolean;
  private readonly source: string;

  constructor(p: StringHost, joiner: Joiner, lineno: number, raw: boolean, template: boolean) {
    this.p = p;
    this.joiner = joiner;
    this.lineno = lineno;
    this.raw = raw;
    this.template = template;
    this.source = p.lines.text;
  }

  /** Reads from `from` to `to`, or in a format (depth > 0) to the '}' that ends it; returns where it stopped. */
  read(from: number, to: number, depth: number): number {
    let at = from;
    while (at < to) {
      at = this.literal(at, to, depth);
      if (at >= to || this.source[at] === '}') break;
      at = this.field(at, to, depth);
    }
    if (depth === 0 && at < to) this.fail("single '}' is not allowed", at, at);
    return at;
  }

  /** Text up to a single brace. CPython: string_parser.c fstring_find_literal. */
  private literal(from: number, to: number, depth: number): number {
    const { source } = this;
    let at = from;
    let start = from;
    const take = (end: number, placeEnd = end): void => {
      if (end <= start) return;
      const text = source.slice(start, end);
      const value = this.raw ? text : guard(this.p, () => decodeEscapes(text, (message) => this.p.warn(message, this.lineno)));
      this.joiner.text(value, start, placeEnd);
    };
    while (at < to) {
      const c = source[at];
      if (c === '\\' && !this.raw && at + 1 < to) {
        if (source[at + 1] === 'N' && source[at + 2] === '{') {
          const close = source.indexOf('}', at);
          at = close < 0 || close >= to ? to : close + 1;
        } else at += source[at + 1] === '{' || source[at + 1] === '}' ? 1 : 2;
        continue;
      }
      if (c === '{' || c === '}') {
        if (depth === 0 && source[at + 1] === c && at + 1 < to) {
          take(at + 1, at + 2);
          at += 2;
          start = at;
          continue;
        }
        if (depth === 0 && c === '}') this.fail("single '}' is not allowed", at, at);
        break;
      }
      at++;
    }
    take(at);
    return at;
  }

  /** A replacement field, from its '{'. CPython: string_parser.c fstring_find_expr. */
  private field(open: number, to: number, depth: number): number {
    const { p, source } = this;
    if (depth >= p.fieldNesting) this.fail('expressions nested too deeply', open - 1, open - 1);
    const start = open + 1;
    let at = this.expressionEnd(start, to);
    const end = at;
    if (at >= to) this.fail("expecting '}'", to, to);
    if (source.slice(start, end).trim() === '') {
      this.fail(p.release >= 12 ? `valid expression required before '${source[at]}'` : 'empty expression not allowed', at, at + 1);
    }
    const value = p.parseField(start, end, lineOf(p, start));
    let debug: string | null = null;
    if (source[at] === '=') {
      at++;
      while (at < to && /[\s#]/.test(source[at])) at = source[at] === '#' ? Math.min(to, lineEnd(source, at)) : at + 1;
      debug = this.withoutComments(start, at);
    }
    let conversion = -1;
    if (source[at] === '!') {
      at++;
      if (at >= to) this.fail("expecting '}'", to, to);
      const word = /^\w*/.exec(source.slice(at, to))?.[0] ?? '';
      if (p.release >= 12 && !['s', 'r', 'a'].includes(word)) this.conversionFault(at, word);
      const c = source[at++];
      if (c !== 's' && c !== 'r' && c !== 'a') this.fail("invalid conversion character: expected 's', 'r', or 'a'", at - 1, at);
      conversion = c.charCodeAt(0);
      // Space behind it is 3.12's; before, the brace or colon had to follow.
      while (at < to && /\s/.test(source[at])) at++;
    }
    if (at >= to) this.fail("expecting '}'", to, to);
    let format: ast.JoinedStr | null = null;
    if (source[at] === ':') {
      const outer = this.joiner;
      this.joiner = new Joiner(p);
      const formatFrom = at;
      at = this.read(at + 1, to, depth + 1);
      format = { kind: 'JoinedStr', values: this.joiner.finish(), ...placeOf(p, formatFrom, at) };
      this.joiner = outer;
    }
    if (at >= to || source[at] !== '}') {
      this.fail(
        format !== null && p.release >= 12 ? "expecting '}', or format specs" : "expecting '}'",
        Math.min(at, to),
        Math.min(at, to) + (format === null ? 0 : 1),
      );
    }
    at++;
    if (debug !== null) {
      this.joiner.text(debug, start, start + debug.length);
      if (conversion < 0 && format === null) conversion = 114;
    }
    const place = placeOf(p, open, at);
    if (this.template && depth === 0) {
      const str: ast.ConstantValue = { type: 'str', value: this.withoutComments(start, end).trimEnd() };
      this.joiner.add({ kind: 'Interpolation', value, str, conversion, format_spec: format, ...place });
    } else this.joiner.add({ kind: 'FormattedValue', value, conversion, format_spec: format, ...place });
    return at;
  }

  /** Where the expression of a field ends: at '!', ':', '=' or '}' outside brackets and strings. */
  private expressionEnd(start: number, to: number): number {
    const { p, source } = this;
    const brackets: string[] = [];
    let at = start;
    while (at < to) {
      const c = source[at];
      if (c === "'" || c === '"') {
        at = this.nestedString(at, to);
        continue;
      }
      if (c === '#') {
        // A comment reaches to the end of its line.
        const end = source.indexOf('\n', at);
        if (end < 0 || end >= to) p.fail("f-string expression part cannot include '#'");
        at = end;
        continue;
      }
      if (c === '\\' && source[at + 1] === '\n' && at + 1 < to) {
        at += 2;
        continue;
      }
      if (c === '\\') p.fail('f-string expression part cannot include a backslash');
      if (c === '(' || c === '[' || c === '{') {
        if (brackets.length >= MAX_LEVEL) p.fail('f-string: too many nested parenthesis');
        brackets.push(c);
      } else if (brackets.length === 0 && (c === '!' || c === ':' || c === '}' || c === '=' || c === '<' || c === '>')) {
        if (source[at + 1] === '=' && c !== ':' && c !== '}') {
          at += 2;
          continue;
        }
        if (c !== '<' && c !== '>') return at;
      } else if (c === ')' || c === ']' || c === '}') {
        const opening = brackets.pop();
        if (opening === undefined) return p.fail(`f-string: unmatched '${c}'`);
        if (opening + c !== '()' && opening + c !== '[]' && opening + c !== '{}') {
          p.fail(`f-string: closing parenthesis '${c}' does not match opening parenthesis '${opening}'`);
        }
      }
      at++;
    }
    if (brackets.length > 0) p.fail(`f-string: unmatched '${brackets[brackets.length - 1]}'`);
    return at;
  }

  /** An error in the string's own syntax: from 3.12 on at its place, before at the token behind the string. */
  private fail(msg: string, from: number, to: number): never {
    const { p } = this;
    if (p.release < 12) return p.fail(`f-string: ${msg}`);
    return p.failBetween(from, to, `${this.template ? 't' : 'f'}-string: ${msg}`);
  }

  private conversionFault(at: number, word: string): never {
    if (word === '') return this.fail('missing conversion character', at, at + 1);
    return this.fail(`invalid conversion character '${word}': expected 's', 'r', or 'a'`, at, at + word.length);
  }

  /** The text of a field's expression without comments. CPython: Parser/lexer/lexer.c set_ftstring_expr */
  private withoutComments(from: number, to: number): string {
    const { source } = this;
    let text = '';
    let start = from;
    for (let at = from; at < to; at++) {
      const c = source[at];
      if (c === '"' || c === "'") at = this.nestedString(at, to) - 1;
      else if (c === '#') {
        text += source.slice(start, at);
        at = Math.min(to, lineEnd(source, at));
        start = at;
      }
    }
    return text + source.slice(start, to);
  }

  private nestedString(from: number, to: number): number {
    const { source } = this;
    const quote = source[from];
    const triple = source.startsWith(quote.repeat(3), from);
    for (let at = from + (triple ? 3 : 1); at < to; at++) {
      if (source[at] === '\\') at++;
      else if (source[at] === quote && (!triple || source.startsWith(quote.repeat(3), at))) return at + (triple ? 3 : 1);
    }
    return this.p.fail('f-string: unterminated string');
  }
}

/** An error within a field as CPython 3.10 reports it: of a small text of its own, the field in brackets. */
export function fieldError(error: PythonSyntaxError, expression: string, lineno: number, shift: number): PythonSyntaxError {
  return new PythonSyntaxError(error.pyType, error.msg.startsWith('f-string: ') ? error.msg : `f-string: ${error.msg}`, {
    filename: error.filename,
    lineno: error.lineno,
    offset: error.offset === null ? null : error.offset - shift,
    end_lineno: error.end_lineno,
    end_offset: error.end_offset === null ? null : error.end_offset - shift,
    text: `(${expression})`.split('\n')[(error.lineno ?? lineno) - lineno] ?? '',
  });
}
