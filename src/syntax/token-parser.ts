/** What the parser for texts that are right stands on: its tokens, names, numbers and strings. See expression-parser.ts. */
import type * as ast from './ast.ts';
import { concatenateStrings, type StringHost } from './formatted-string.ts';
import { LiteralError, numberValue, stringValue } from './literal.ts';
import type { SourceLines } from './source-lines.ts';
import type { Token } from './tokenizer.ts';

/** Thrown to leave the parser; carries nothing, since nobody reads it. */
export class Refusal extends Error {}

/** CPython's parser gives up at 6000 nested rules, its compiler at 3000 nested nodes. */
const MAX_DEPTH = 5950;
/** Nesting from which on a tree counts as deep. */
export const DEEP = 2900;

/** Reads token after token; the tree begins at names, numbers and strings. */
export abstract class TokenParser implements StringHost {
  readonly lines: SourceLines;
  protected readonly tokens: Token[];
  protected index = 0;
  /** The token to read next. */
  protected token: Token;
  /** The last token read that is no white space: where a node ends. */
  protected last: Token;
  /** Nesting of what recurses without brackets, in CPython's rules. */
  protected depth = 0;
  /** Whether some nesting or chain came near what CPython's compiler allows. */
  deep = false;
  fieldNesting = 2;
  /** Told of the tokens of each field of an f-string. */
  onField: ((tokens: readonly Token[]) => void) | undefined;
  protected readonly onWarning: (message: string, lineno: number) => void;

  constructor(lines: SourceLines, tokens: Token[], onWarning: (message: string, lineno: number) => void = () => {}) {
    this.onWarning = onWarning;
    this.lines = lines;
    this.tokens = tokens;
    this.token = tokens[0];
    this.last = tokens[0];
  }

  // -------------------------------------------------------------- tokens

  protected refuse(): never {
    throw new Refusal();
  }

  protected at(type: string): boolean {
    return this.token.type === type;
  }

  /** Enters a nested rule; what is deeper than CPython's parser can follow is refused. CPython: pegen MAXSTACK. */
  protected descend(levels: number): void {
    this.depth += levels;
    if (this.depth > DEEP) this.deep = true;
    if (this.depth > MAX_DEPTH) this.refuse();
  }

  protected ascend(levels: number): void {
    this.depth -= levels;
  }

  protected next(): Token {
    const { token } = this;
    this.last = token;
    this.token = this.tokens[++this.index] ?? this.refuse();
    return token;
  }

  /** Steps over a NEWLINE, INDENT or DEDENT. */
  protected skip(type: string): void {
    if (this.token.type !== type) this.refuse();
    this.token = this.tokens[++this.index] ?? this.refuse();
  }

  protected take(type: string): Token {
    if (this.token.type !== type) this.refuse();
    return this.next();
  }

  protected accept(type: string): boolean {
    if (this.token.type !== type) return false;
    this.next();
    return true;
  }

  protected ahead(): string {
    return this.tokens[this.index + 1]?.type ?? 'ENDMARKER';
  }

  protected identifier(): string {
    return nameOf(this.take('NAME'));
  }

  // -------------------------------------------------------------- strings (StringHost)

  warn(message: string, lineno: number): void {
    this.onWarning(message, lineno);
  }

  fail(_msg: string): never {
    this.refuse();
  }

  readonly release = 10;

  failBetween(_from: number, _to: number, _msg: string): never {
    this.refuse();
  }

  failRange(_from: Token, _msg: string, _to: Token): never {
    this.refuse();
  }

  span(first: Token, last: Token): ast.Located {
    return { lineno: first.lineno, col_offset: first.col, end_lineno: last.end_lineno, end_col_offset: last.end_col };
  }

  /** The expression of a field of an f-string. */
  abstract parseField(from: number, to: number, lineno: number): ast.Expr;

  protected strings(): ast.Expr {
    const first = this.next();
    if (!this.at('STRING')) {
      const c = first.text.charCodeAt(0);
      if (c === 34 || c === 39) {
        try {
          return this.constantAt(first, { type: 'str', value: stringValue(first.text, (message) => this.warn(message, first.lineno)).text });
        } catch (error) {
          if (error instanceof LiteralError) this.refuse();
          throw error;
        }
      }
    }
    const tokens = [first];
    while (this.at('STRING')) tokens.push(this.next());
    return concatenateStrings(this, tokens);
  }

  protected constantAt(t: Token, value: ast.ConstantValue): ast.Constant {
    return {
      kind: 'Constant',
      value,
      ukind: null,
      lineno: t.lineno,
      col_offset: t.col,
      end_lineno: t.end_lineno,
      end_col_offset: t.end_col,
    };
  }

  protected number(): ast.Constant {
    const t = this.take('NUMBER');
    try {
      return this.constantAt(t, numberValue(t.text));
    } catch (error) {
      if (error instanceof LiteralError) this.refuse();
      throw error;
    }
  }

  protected name(ctx: ast.ExprContext): ast.Name {
    const t = this.take('NAME');
    return {
      kind: 'Name',
      id: nameOf(t),
      ctx,
      lineno: t.lineno,
      col_offset: t.col,
      end_lineno: t.end_lineno,
      end_col_offset: t.end_col,
    };
  }
}

/** A name as Python compares it. CPython: pegen.c _PyPegen_new_identifier. */
export function nameOf(token: Token): string {
  const { text } = token;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 128) return text.normalize('NFKC');
  return text;
}
