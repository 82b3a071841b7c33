import { XmlError } from './xml-error.ts';
import { NAME_START, nameEnd, nameTokenEnd, spaceEnd } from './xml-names.ts';
import type { Source, XmlState } from './xml-state.ts';

/** Kinds of tokens in a document type: one character stands for itself. */
export type TokenKind =
  | 'space'
  | 'name'
  | 'nmtoken'
  | 'pound'
  | 'literal'
  | 'declaration'
  | 'section'
  | 'parameter'
  | '%'
  | '['
  | ']'
  | ']]>'
  | '('
  | ')'
  | '>'
  | '|'
  | ',';

export interface PrologToken {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The token as it stands; of a literal without its quotes, of a parameter reference its name. */
  readonly text: string;
  /** Behind a name or a closing parenthesis: '', '?', '*' or '+'. */
  readonly quantifier: string;
}

/** Stands for what the text is too short for. */
export type Short = -1;

/**
 * The token at `at` of a document type, comments and processing instructions apart. -1: the text ends first, or may go on.
 * CPython: Modules/expat/xmltok_impl.c PREFIX(prologTok)
 */
export function prologToken(state: XmlState, source: Source, at: number): PrologToken | Short {
  const { text } = source;
  const c = text[at]!;
  const token = (kind: TokenKind, end: number, shown = text.slice(at, end), quantifier = ''): PrologToken => ({
    kind,
    start: at,
    end,
    text: shown,
    quantifier,
  });
  const bad = (i: number): Short => (i >= text.length ? -1 : state.failIn(source, XmlError.invalidToken, i));
  const space = spaceEnd(text, at);
  if (space > at) return token('space', space);
  switch (c) {
    case '"':
    case "'": {
      const close = text.indexOf(c, at + 1);
      if (close < 0) return -1;
      const after = text[close + 1];
      if (after === undefined ? !source.final : !/[ \t\r\n>%[]/.test(after)) return bad(close + 1);
      return token('literal', close + 1, text.slice(at + 1, close));
    }
    case '<': {
      if (text[at + 1] === '!') {
        if (text[at + 2] === '[') return token('section', at + 3);
        const end = nameEnd(text, at + 2);
        if (end === at + 2 || !(end < text.length)) return bad(end);
        if (!/[ \t\r\n%]/.test(text[end]!)) return bad(end);
        return token('declaration', end);
      }
      return bad(at + 1);
    }
    case '%': {
      const end = nameEnd(text, at + 1);
      if (end > at + 1) return text[end] === ';' ? token('parameter', end + 1, text.slice(at + 1, end)) : bad(end);
      if (at + 1 >= text.length) return source.final ? token('%', at + 1) : -1;
      return /[ \t\r\n%]/.test(text[at + 1]!) ? token('%', at + 1) : bad(at + 1);
    }
    case '#': {
      const end = nameEnd(text, at + 1);
      if (end === at + 1) return bad(end);
      return end >= text.length && !source.final ? -1 : token('pound', end);
    }
    case ']':
      if (text.startsWith(']]>', at)) return token(']]>', at + 3);
      return text.length - at < 3 && ']]>'.startsWith(text.slice(at)) && !source.final ? -1 : token(']', at + 1);
    case ')': {
      const next = text[at + 1];
      if (next === undefined) return source.final ? token(')', at + 1) : -1;
      if (next === '?' || next === '*' || next === '+') return token(')', at + 2, ')', next);
      return /[ \t\r\n>,|)]/.test(next) ? token(')', at + 1) : bad(at + 1);
    }
    case '[':
    case '(':
    case '>':
    case '|':
    case ',':
      return token(c, at + 1);
  }
  const end = nameTokenEnd(text, at);
  if (end === at) return bad(at);
  if (end >= text.length && !source.final) return -1;
  const next = text[end] ?? ' ';
  const kind = NAME_START.test(c) ? 'name' : 'nmtoken';
  if (next === '?' || next === '*' || next === '+') return kind === 'name' ? token(kind, end + 1, text.slice(at, end), next) : bad(end);
  return /[ \t\r\n>()|,%[\]]/.test(next) ? token(kind, end) : bad(end);
}

/** The tokens of one declaration, read one after the other; white space is passed over. */
export class DeclarationTokens {
  private readonly state: XmlState;
  private readonly source: Source;
  private readonly tokens: readonly PrologToken[];
  private next = 0;

  constructor(state: XmlState, source: Source, tokens: readonly PrologToken[]) {
    this.state = state;
    this.source = source;
    this.tokens = tokens.filter(({ kind }) => kind !== 'space');
  }

  peek(): PrologToken | undefined {
    return this.tokens[this.next];
  }

  /** The next token if it is of one of these kinds, else a syntax error where it stands. */
  take(...kinds: readonly TokenKind[]): PrologToken {
    const token = this.tokens[this.next];
    if (token === undefined) return this.state.failIn(this.source, XmlError.noElements, this.source.text.length);
    return kinds.includes(token.kind) ? this.pass(token) : this.refuse(token);
  }

  takeIf(kind: TokenKind, text?: string): PrologToken | undefined {
    const token = this.tokens[this.next];
    if (token?.kind !== kind || (text !== undefined && token.text !== text)) return undefined;
    return this.pass(token);
  }

  /** Events have the place of the token that was read last. */
  private pass(token: PrologToken): PrologToken {
    this.next++;
    this.state.at(this.source, token.start, token.end);
    return token;
  }

  refuse(token = this.tokens[this.next]): never {
    if (token === undefined) return this.state.failIn(this.source, XmlError.noElements, this.source.text.length);
    return this.state.failIn(this.source, token.kind === 'parameter' ? XmlError.paramEntityRef : XmlError.syntax, token.start);
  }

  fail(code: XmlError, at: number): never {
    return this.state.failIn(this.source, code, at);
  }
}
