/**
 * A small engine for parsing expression grammars with memoization and left recursion, on Python's tokens.
 * It follows the parsers that pegen generates (CPython: Tools/peg_generator, Parser/pegen.c), since CPython's error messages depend on
 * the order in which rules are tried and on how far they looked. It is meant for texts that have an error: clear before fast.
 *
 * Patterns are written as in CPython's grammar: 'if' a keyword or operator, "match" a soft keyword, NAME a kind of token, a lower-case name a
 * rule, ( ) a group, [ ] or ? optional, * + repeated, ','.x+ separated, & ! looking ahead, ~ no other alternative from here,
 * &&':' required. `a=` in front of an item passes its value to the action, in the order of writing.
 */
import type { Located } from './ast.ts';
import type { SourceLines } from './source-lines.ts';
import { PythonSyntaxError, type SyntaxErrorType } from './syntax-error.ts';
import type { Token, TokenError, TokenList } from './tokenizer.ts';

/** Computes the value of an alternative from its named items; undefined makes the alternative fail. */
export type Action = (p: Peg, start: number, ...values: never[]) => unknown;
/** `since`: the release from which on the alternative is there. */
export type Alternative = string | [pattern: string, action: Action, since?: number];
export type GrammarSource = Readonly<Record<string, readonly Alternative[]>>;

/** undefined: no match. null: an optional item that is absent. */
type Matcher = (p: Peg) => unknown;

interface CompiledAlternative {
  items: Matcher[];
  named: boolean[];
  namedCount: number;
  action: Action | null;
  /** A sole rule `invalid_…`: tried in the second pass only. Such a rule within a longer alternative is always tried, as in CPython. */
  mistake: boolean;
  since: number;
}

export interface Grammar {
  rules: Map<string, Matcher>;
}

/** How a rule is treated beyond its alternatives. */
export interface RuleTraits {
  memo: ReadonlySet<string>;
  leftRecursive: ReadonlySet<string>;
}

const TOKEN_KINDS: ReadonlySet<string> = new Set(['NAME', 'NUMBER', 'STRING', 'NEWLINE', 'INDENT', 'DEDENT', 'ENDMARKER']);

/** Raised inside when the parser reaches the token at which the tokenizer gave up. */
export class TokenizerStop extends Error {
  readonly error: TokenError;
  constructor(error: TokenError) {
    super(error.msg);
    this.error = error;
  }
}

/** Deepest nesting of rules (CPython: pegen MAXSTACK). */
const MAX_LEVEL = 6000;

/** State of one parse. CPython: Parser/pegen.h Parser. */
export class Peg {
  readonly lines: SourceLines;
  readonly filename: string;
  readonly list: TokenList;
  readonly tokens: Token[];
  mark = 0;
  /** Tokens looked at so far. */
  fill = 0;
  callInvalid = false;
  /** Told of what is right but looks wrong. */
  onWarning: (message: string, lineno: number) => void = () => {};
  level = 0;
  /** The minor version of the CPython whose words errors have. */
  release = 10;
  private memo: Map<string, { value: unknown; mark: number }>[] = [];
  private readonly grammar: Grammar;

  constructor(grammar: Grammar, lines: SourceLines, list: TokenList, filename: string) {
    this.grammar = grammar;
    this.lines = lines;
    this.list = list;
    this.tokens = list.tokens;
    this.filename = filename;
  }

  /** Prepares the second pass, in which the rules `invalid_…` look for known mistakes. */
  reset(): void {
    this.memo = [];
    this.mark = 0;
    this.level = 0;
    this.callInvalid = true;
  }

  run(rule: string): unknown {
    return (this.grammar.rules.get(rule) as Matcher)(this);
  }

  // -------------------------------------------------------------- tokens

  /** The token at the mark. */
  peek(): Token {
    // After the end stands the end again.
    if (this.mark >= this.tokens.length) this.tokens.push(this.tokens[this.tokens.length - 1]);
    const token = this.tokens[this.mark];
    if (this.mark >= this.fill) {
      this.fill = this.mark + 1;
      if (token.type === 'ERRORTOKEN') throw new TokenizerStop(this.list.error as TokenError);
    }
    return token;
  }

  expect(type: string): Token | undefined {
    const token = this.peek();
    if (token.type !== type) return undefined;
    this.mark++;
    return token;
  }

  /** Whether the tokenizer has been read to its end. */
  atEnd(): boolean {
    return this.fill >= this.tokens.length;
  }

  /** The last token looked at. */
  lastToken(): Token {
    return this.tokens[Math.max(0, this.fill - 1)];
  }

  /** The last token consumed that is not white space. */
  previous(): Token {
    let i = this.mark - 1;
    while (i > 0 && /^(?:NEWLINE|INDENT|DEDENT|ENDMARKER)$/.test(this.tokens[i].type)) i--;
    return this.tokens[Math.max(0, i)];
  }

  /** Place of a node that starts at token `start` and ends at the last token consumed. */
  at(start: number): Located {
    return this.span(this.tokens[start], this.previous());
  }

  span(first: Token, last: Token): Located {
    return { lineno: first.lineno, col_offset: Math.max(first.col, 0), end_lineno: last.end_lineno, end_col_offset: last.end_col };
  }

  // -------------------------------------------------------------- memo

  memoized(rule: string): { value: unknown; mark: number } | undefined {
    this.peek();
    return this.memo[this.mark]?.get(rule);
  }

  remember(mark: number, rule: string, value: unknown): void {
    let at = this.memo[mark];
    if (at === undefined) {
      at = new Map();
      this.memo[mark] = at;
    }
    at.set(rule, { value, mark: this.mark });
  }

  // -------------------------------------------------------------- errors

  /** Characters before a UTF-8 column, plus one. */
  private offset(lineno: number, byteColumn: number): number {
    if (byteColumn < 0) return byteColumn + 1;
    return this.lines.characterColumn(lineno, this.lines.indexOf(lineno, byteColumn)) + 1;
  }

  errorAt(type: SyntaxErrorType, msg: string, lineno: number, offset: number, endLineno: number, endOffset: number): PythonSyntaxError {
    // CPython measures the end on the line of the start.
    const limit = endLineno === lineno ? Number.MAX_SAFE_INTEGER : this.lines.line(lineno).trimEnd().length + 1;
    return new PythonSyntaxError(type, msg, {
      filename: this.filename,
      lineno,
      offset,
      end_lineno: endLineno,
      end_offset: Math.min(endOffset, limit),
      text: this.lines.line(lineno),
    });
  }

  /** CPython: RAISE_SYNTAX_ERROR: at the last token looked at. */
  fail(msg: string, type: SyntaxErrorType = 'SyntaxError'): never {
    const token = this.lastToken();
    if (token.start < 0) {
      // A token that stands nowhere: where the tokenizer is.
      const offset = this.lines.characterColumn(token.lineno, token.end);
      throw this.errorAt(type, msg, token.lineno, offset, token.end_lineno, -1);
    }
    throw this.failure(type, msg, this.placeOf(token));
  }

  warn(message: string, lineno: number): void {
    this.onWarning(message, lineno);
  }

  /** Where errors see a token: the end of a line is as wide as a character from 3.12 on. */
  private placeOf(token: Token): Located {
    const place = this.span(token, token);
    if (token.type === 'NEWLINE' && token.end === token.start && this.release >= 12) place.end_col_offset++;
    return place;
  }

  private failure(type: SyntaxErrorType, msg: string, place: Located): PythonSyntaxError {
    return this.errorAt(
      type,
      msg,
      place.lineno,
      this.offset(place.lineno, place.col_offset),
      place.end_lineno,
      this.offset(place.end_lineno, place.end_col_offset),
    );
  }

  /** CPython: RAISE_SYNTAX_ERROR_KNOWN_LOCATION, and …_KNOWN_RANGE with two places. */
  failAt(from: Located | Token, msg: string, to: Located | Token = from): never {
    const first = 'col_offset' in from ? from : this.placeOf(from);
    const last = 'col_offset' in to ? to : this.placeOf(to);
    throw this.failure('SyntaxError', msg, {
      lineno: first.lineno,
      col_offset: first.col_offset,
      end_lineno: last.end_lineno,
      end_col_offset: last.end_col_offset,
    });
  }

  /** CPython: RAISE_SYNTAX_ERROR_STARTING_FROM: from there to the last token looked at. */
  failFrom(from: Located | Token, msg: string): never {
    // The end is where the tokenizer stands, which CPython does not count from 1.
    const first = 'col_offset' in from ? from : this.span(from, from);
    const last = this.lastToken();
    const wide = last.type === 'NEWLINE' && last.end === last.start && this.release >= 12 ? 1 : 0;
    const end = this.lines.characterColumn(last.end_lineno, last.end) + wide;
    const offset = this.offset(first.lineno, first.col_offset);
    throw this.errorAt('SyntaxError', msg, first.lineno, offset, last.end_lineno, end);
  }
}

// ---------------------------------------------------------------- compiling patterns

/** Compiles the rules to matchers. */
export function compileGrammar(source: GrammarSource, traits: RuleTraits): Grammar {
  const rules = new Map<string, Matcher>();
  for (const name of Object.keys(source)) {
    const alternatives = source[name].map((a) =>
      typeof a === 'string' ? new PatternReader(a, rules).alternative(null) : new PatternReader(a[0], rules).alternative(a[1], a[2]),
    );
    const withoutInvalid = name.endsWith('_without_invalid');
    const raw = (p: Peg): unknown => {
      if (++p.level > MAX_LEVEL) throw new RangeError('grammar rules nested too deeply');
      let value: unknown;
      if (withoutInvalid) {
        const before = p.callInvalid;
        p.callInvalid = false;
        value = choose(alternatives, p);
        p.callInvalid = before;
      } else value = choose(alternatives, p);
      p.level--;
      return value;
    };
    if (traits.leftRecursive.has(name)) rules.set(name, leftRecursive(name, raw));
    else if (traits.memo.has(name)) rules.set(name, memoizing(name, raw));
    else rules.set(name, raw);
  }
  return { rules };
}

function memoizing(name: string, raw: Matcher): Matcher {
  return (p) => {
    const known = p.memoized(name);
    if (known !== undefined) {
      p.mark = known.mark;
      return known.value;
    }
    const mark = p.mark;
    const value = raw(p);
    p.remember(mark, name, value);
    return value;
  };
}

/** Grows the match from a seed that fails. */
function leftRecursive(name: string, raw: Matcher): Matcher {
  return (p) => {
    const known = p.memoized(name);
    if (known !== undefined) {
      p.mark = known.mark;
      return known.value;
    }
    const mark = p.mark;
    let best: unknown;
    let bestMark = mark;
    for (;;) {
      p.mark = bestMark;
      p.remember(mark, name, best);
      p.mark = mark;
      const value = raw(p);
      if (value === undefined || p.mark <= bestMark) break;
      best = value;
      bestMark = p.mark;
    }
    p.mark = bestMark;
    return best;
  };
}

/** Passed by a cut: the alternative failed after `~`. */
const CUT = Symbol('cut');

function choose(alternatives: CompiledAlternative[], p: Peg): unknown {
  const mark = p.mark;
  for (let i = 0; i < alternatives.length; i++) {
    if ((alternatives[i].mistake && !p.callInvalid) || alternatives[i].since > p.release) continue;
    const value = sequence(alternatives[i], p, mark);
    if (value === CUT) break;
    if (value !== undefined) return value;
    p.mark = mark;
  }
  p.mark = mark;
  return undefined;
}

function sequence(a: CompiledAlternative, p: Peg, start: number): unknown {
  const { items } = a;
  if (items.length === 1 && a.action === null) return items[0](p);
  const values: unknown[] = [];
  let last: unknown;
  let cut = false;
  for (let i = 0; i < items.length; i++) {
    const value = items[i](p);
    if (value === undefined) return cut ? CUT : undefined;
    if (value === CUT) cut = true;
    else if (a.named[i]) {
      values.push(value);
      last = value;
    }
  }
  if (a.action === null) return a.namedCount === 1 ? last : true;
  return (a.action as (p: Peg, start: number, ...values: unknown[]) => unknown)(p, start, ...values);
}

/** Reads one pattern. */
class PatternReader {
  private readonly tokens: string[];
  private at = 0;
  private readonly rules: Map<string, Matcher>;

  constructor(pattern: string, rules: Map<string, Matcher>) {
    this.tokens = pattern.match(/'[^']+'|"[^"]+"|[A-Za-z_][A-Za-z_0-9]*=?|&&|[()[\]|*+?.&!~]/g) ?? [];
    this.rules = rules;
  }

  alternative(action: Action | null, since = 0): CompiledAlternative {
    const items: Matcher[] = [];
    const named: boolean[] = [];
    while (this.at < this.tokens.length && !/^[)\]|]$/.test(this.tokens[this.at])) {
      let name = false;
      if (this.tokens[this.at].endsWith('=') && /^[a-z]/i.test(this.tokens[this.at])) {
        name = true;
        this.at++;
      }
      items.push(this.item());
      named.push(name);
    }
    const mistake = items.length === 1 && this.tokens[this.at - 1].startsWith('invalid_');
    return { items, named, namedCount: named.filter(Boolean).length, action, mistake, since };
  }

  private alternatives(close: string): CompiledAlternative[] {
    const list = [this.alternative(null)];
    while (this.tokens[this.at] === '|') {
      this.at++;
      list.push(this.alternative(null));
    }
    if (this.tokens[this.at] !== close) throw new Error(`grammar: ${close} expected in ${this.tokens.join(' ')}`);
    this.at++;
    return list;
  }

  private item(): Matcher {
    const token = this.tokens[this.at];
    if (token === '~') {
      this.at++;
      return () => CUT;
    }
    if (token === '&&') {
      this.at++;
      const type = this.tokens[this.at++].slice(1, -1);
      return (p) => p.expect(type) ?? p.failAt(p.peek(), `expected '${type}'`);
    }
    if (token === '&' || token === '!') {
      this.at++;
      const inner = this.item();
      return (p) => {
        const mark = p.mark;
        const found = inner(p) !== undefined;
        p.mark = mark;
        return found === (token === '&') ? true : undefined;
      };
    }
    let atom = this.atom();
    if (this.tokens[this.at] === '.') {
      this.at++;
      const separator = atom;
      const element = this.atom();
      if (this.tokens[this.at++] !== '+') throw new Error('grammar: + expected after a separated item');
      return (p) => gather(p, separator, element);
    }
    const suffix = this.tokens[this.at];
    if (suffix === '*' || suffix === '+') {
      this.at++;
      const element = atom;
      atom = (p) => repeat(p, element, suffix === '+');
    } else if (suffix === '?') {
      this.at++;
      const element = atom;
      atom = (p) => optional(p, element);
    }
    return atom;
  }

  private atom(): Matcher {
    const token = this.tokens[this.at++];
    if (token === '(') {
      const list = this.alternatives(')');
      return (p) => choose(list, p);
    }
    if (token === '[') {
      const list = this.alternatives(']');
      return (p) => optional(p, (q) => choose(list, q));
    }
    if (token.startsWith("'")) {
      const type = token.slice(1, -1);
      return (p) => p.expect(type);
    }
    if (token.startsWith('"')) {
      const text = token.slice(1, -1);
      return (p) => {
        const found = p.peek();
        if (found.type !== 'NAME' || found.text !== text) return undefined;
        p.mark++;
        return found;
      };
    }
    if (TOKEN_KINDS.has(token)) return (p) => p.expect(token);
    const { rules } = this;
    let rule: Matcher | undefined;
    return (p) => {
      rule ??= rules.get(token);
      if (rule === undefined) throw new Error(`grammar: no rule ${token}`);
      return rule(p);
    };
  }
}

function optional(p: Peg, element: Matcher): unknown {
  const mark = p.mark;
  const value = element(p);
  if (value !== undefined) return value;
  p.mark = mark;
  return null;
}

function repeat(p: Peg, element: Matcher, atLeastOne: boolean): unknown {
  const out: unknown[] = [];
  let mark = p.mark;
  for (;;) {
    const value = element(p);
    if (value === undefined) break;
    out.push(value);
    mark = p.mark;
  }
  p.mark = mark;
  return atLeastOne && out.length === 0 ? undefined : out;
}

function gather(p: Peg, separator: Matcher, element: Matcher): unknown {
  const first = element(p);
  if (first === undefined) return undefined;
  const out = [first];
  for (;;) {
    const mark = p.mark;
    const next = separator(p) === undefined ? undefined : element(p);
    if (next === undefined) {
      p.mark = mark;
      return out;
    }
    out.push(next);
  }
}
