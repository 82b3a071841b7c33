/** Patterns of `match` (PEP 634), for texts that are right. See expression-parser.ts. */
import type * as ast from './ast.ts';
import { ExpressionParser } from './expression-parser.ts';
import { nameOf } from './token-parser.ts';
import type { Token } from './tokenizer.ts';

export class PatternParser extends ExpressionParser {
  /** What stands after `case`. */
  protected patterns(): ast.Pattern {
    const start = this.token;
    const first = this.maybeStar();
    if (!this.at(',')) {
      if (first.kind === 'MatchStar') this.refuse();
      return first;
    }
    const list = [first];
    while (this.accept(',')) {
      if (this.at(':') || this.at('if')) break;
      list.push(this.maybeStar());
    }
    return { kind: 'MatchSequence', patterns: list, ...this.span(start, this.last) };
  }

  private maybeStar(): ast.Pattern {
    const start = this.token;
    if (!this.accept('*')) return this.pattern();
    const name = this.identifier();
    return { kind: 'MatchStar', name: name === '_' ? null : name, ...this.span(start, this.last) };
  }

  private pattern(): ast.Pattern {
    const start = this.token;
    const first = this.closed();
    let p = first;
    if (this.at('|')) {
      const list = [first];
      while (this.accept('|')) list.push(this.closed());
      p = { kind: 'MatchOr', patterns: list, ...this.span(start, this.last) };
    }
    if (this.accept('as')) {
      const name = this.captureName();
      p = { kind: 'MatchAs', pattern: p, name, ...this.span(start, this.last) };
    }
    return p;
  }

  private captureName(): string {
    const t = this.take('NAME');
    if (t.text === '_' || this.at('.') || this.at('(') || this.at('=')) this.refuse();
    return nameOf(t);
  }

  private closed(): ast.Pattern {
    const start = this.token;
    switch (start.type) {
      case 'NUMBER':
      case '-':
      case 'STRING': {
        const value = this.literal();
        return { kind: 'MatchValue', value, ...this.span(start, this.last) };
      }
      case 'None':
      case 'True':
      case 'False': {
        this.next();
        const type = start.type === 'None' ? 'none' : start.type === 'True' ? 'true' : 'false';
        return { kind: 'MatchSingleton', value: { type }, ...this.span(start, start) };
      }
      case 'NAME':
        return this.named(start);
      case '(':
        return this.bracketedPattern(start, ')');
      case '[':
        return this.bracketedPattern(start, ']');
      case '{':
        return this.mapping(start);
    }
    return this.refuse();
  }

  /** A number with its sign, a complex number, or strings. */
  private literal(): ast.Expr {
    const start = this.token;
    if (start.type === 'STRING') return this.strings();
    const real = this.signed();
    if (!this.at('+') && !this.at('-')) return real;
    const op = this.next().type === '+' ? 'Add' : 'Sub';
    const imaginary = this.number();
    const plain = real.kind === 'UnaryOp' ? real.operand : real;
    if (imaginary.value.type !== 'complex' || (plain.kind === 'Constant' && plain.value.type === 'complex')) this.refuse();
    return { kind: 'BinOp', left: real, op, right: imaginary, ...this.span(start, this.last) };
  }

  private signed(): ast.Expr {
    const start = this.token;
    if (!this.accept('-')) return this.number();
    const operand = this.number();
    return { kind: 'UnaryOp', op: 'USub', operand, ...this.span(start, this.last) };
  }

  private named(start: Token): ast.Pattern {
    if (start.text === '_') {
      this.next();
      return { kind: 'MatchAs', pattern: null, name: null, ...this.span(start, start) };
    }
    const following = this.ahead();
    if (following !== '.' && following !== '(') {
      if (following === '=') this.refuse();
      const name = this.identifier();
      return { kind: 'MatchAs', pattern: null, name, ...this.span(start, start) };
    }
    const value = this.dotted(start);
    if (this.at('(')) return this.classPattern(start, value);
    if (this.at('=')) this.refuse();
    return { kind: 'MatchValue', value, ...this.span(start, this.last) };
  }

  private dotted(start: Token): ast.Expr {
    let e: ast.Expr = this.name('Load');
    while (this.accept('.')) {
      const attr = this.identifier();
      e = { kind: 'Attribute', value: e, attr, ctx: 'Load', ...this.span(start, this.last) };
    }
    return e;
  }

  private bracketedPattern(open: Token, close: ')' | ']'): ast.Pattern {
    this.next();
    const list: ast.Pattern[] = [];
    let comma = false;
    while (this.token.type !== close) {
      list.push(this.maybeStar());
      comma = this.accept(',');
      if (!comma) break;
    }
    this.take(close);
    if (close === ')' && list.length === 1 && !comma) {
      if (list[0].kind === 'MatchStar') this.refuse();
      return list[0];
    }
    return { kind: 'MatchSequence', patterns: list, ...this.span(open, this.last) };
  }

  private mapping(open: Token): ast.Pattern {
    this.next();
    const keys: ast.Expr[] = [];
    const list: ast.Pattern[] = [];
    let rest: string | null = null;
    while (!this.at('}')) {
      if (this.accept('**')) {
        rest = this.captureName();
        this.accept(',');
        break;
      }
      keys.push(this.mappingKey());
      this.take(':');
      list.push(this.pattern());
      if (!this.accept(',')) break;
    }
    this.take('}');
    return { kind: 'MatchMapping', keys, patterns: list, rest, ...this.span(open, this.last) };
  }

  private mappingKey(): ast.Expr {
    const start = this.token;
    switch (start.type) {
      case 'None':
        return this.constantAt(this.next(), { type: 'none' });
      case 'True':
        return this.constantAt(this.next(), { type: 'true' });
      case 'False':
        return this.constantAt(this.next(), { type: 'false' });
      case 'NAME':
        if (this.ahead() !== '.') this.refuse();
        return this.dotted(start);
    }
    return this.literal();
  }

  private classPattern(start: Token, cls: ast.Expr): ast.Pattern {
    this.next();
    const list: ast.Pattern[] = [];
    const kwd_attrs: string[] = [];
    const kwd_patterns: ast.Pattern[] = [];
    while (!this.at(')')) {
      if (this.at('NAME') && this.ahead() === '=') {
        kwd_attrs.push(this.identifier());
        this.next();
        kwd_patterns.push(this.pattern());
      } else {
        if (kwd_attrs.length > 0) this.refuse();
        list.push(this.pattern());
      }
      if (!this.accept(',')) break;
    }
    this.take(')');
    return { kind: 'MatchClass', cls, patterns: list, kwd_attrs, kwd_patterns, ...this.span(start, this.last) };
  }
}
