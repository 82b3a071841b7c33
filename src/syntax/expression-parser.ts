/**
 * The parser for texts that are right: recursive descent, no memo, one look at each token. Whatever it cannot read it refuses, without
 * a word: the strict parser (strict-parser.ts) then decides and explains.
 * The language is CPython 3.14's; places are CPython's (Grammar/python.gram).
 */
import type * as ast from './ast.ts';
import { ParameterParser } from './parameter-parser.ts';
import { DEEP } from './token-parser.ts';
import { type Token, tokenizeField } from './tokenizer.ts';

interface BinaryRule {
  precedence: number;
  op: ast.BinaryOperator;
}

const BINARY: ReadonlyMap<string, BinaryRule> = new Map<string, BinaryRule>([
  ['|', { precedence: 1, op: 'BitOr' }],
  ['^', { precedence: 2, op: 'BitXor' }],
  ['&', { precedence: 3, op: 'BitAnd' }],
  ['<<', { precedence: 4, op: 'LShift' }],
  ['>>', { precedence: 4, op: 'RShift' }],
  ['+', { precedence: 5, op: 'Add' }],
  ['-', { precedence: 5, op: 'Sub' }],
  ['*', { precedence: 6, op: 'Mult' }],
  ['/', { precedence: 6, op: 'Div' }],
  ['//', { precedence: 6, op: 'FloorDiv' }],
  ['%', { precedence: 6, op: 'Mod' }],
  ['@', { precedence: 6, op: 'MatMult' }],
]);

const COMPARE: ReadonlyMap<string, ast.CompareOperator> = new Map<string, ast.CompareOperator>([
  ['==', 'Eq'],
  ['!=', 'NotEq'],
  ['<', 'Lt'],
  ['<=', 'LtE'],
  ['>', 'Gt'],
  ['>=', 'GtE'],
  ['in', 'In'],
  ['is', 'Is'],
  ['not', 'NotIn'],
]);

/** Tokens after which an optional expression is absent. */
const EXPRESSION_ENDS: ReadonlySet<string> = new Set([')', ']', '}', ':', ';', '=', 'NEWLINE', 'ENDMARKER', ',']);

export class ExpressionParser extends ParameterParser {
  parseField(from: number, to: number, lineno: number): ast.Expr {
    const tokens = tokenizeField(this.lines, from, to, lineno) ?? this.refuse();
    const parser = new ExpressionParser(this.lines, tokens, this.onWarning);
    parser.fieldNesting = this.fieldNesting;
    parser.onField = this.onField;
    this.onField?.(tokens);
    const value = parser.at('yield') ? parser.yieldExpr() : parser.starExpressions();
    if (!parser.at('ENDMARKER')) this.refuse();
    return value;
  }

  // -------------------------------------------------------------- lists of expressions

  /** `a`, `a, b`, `*a, b`: what may stand alone as a statement. */
  starExpressions(): ast.Expr {
    const start = this.token;
    const first = this.starExpression();
    if (!this.at(',')) return first;
    const elts = [first];
    while (this.accept(',')) {
      if (EXPRESSION_ENDS.has(this.token.type) || this.isAugmented()) break;
      elts.push(this.starExpression());
    }
    return this.tuple(start, elts);
  }

  protected isAugmented(): boolean {
    const { type } = this.token;
    return type.length > 1 && type.endsWith('=') && !COMPARE.has(type) && type !== ':=';
  }

  protected tuple(start: Token, elts: ast.Expr[], ctx: ast.ExprContext = 'Load'): ast.Tuple {
    const { last } = this;
    return {
      kind: 'Tuple',
      elts,
      ctx,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: last.end_lineno,
      end_col_offset: last.end_col,
    };
  }

  protected starExpression(): ast.Expr {
    return this.at('*') ? this.starred(1) : this.expression();
  }

  /** `*` and an operand: 1 a `bitwise_or`, 0 any expression. */
  protected starred(minimum: 0 | 1): ast.Starred {
    const start = this.next();
    const value = minimum === 1 ? this.binary(1) : this.expression();
    return { kind: 'Starred', value, ctx: 'Load', ...this.span(start, this.last) };
  }

  protected starNamedExpression(): ast.Expr {
    return this.at('*') ? this.starred(1) : this.namedExpression();
  }

  yieldExpr(): ast.Expr {
    const start = this.take('yield');
    if (this.accept('from')) {
      const value = this.expression();
      return { kind: 'YieldFrom', value, ...this.span(start, this.last) };
    }
    const value = EXPRESSION_ENDS.has(this.token.type) ? null : this.starExpressions();
    return { kind: 'Yield', value, ...this.span(start, this.last) };
  }

  protected yieldOrStarExpressions(): ast.Expr {
    return this.at('yield') ? this.yieldExpr() : this.starExpressions();
  }

  // -------------------------------------------------------------- expressions

  protected namedExpression(): ast.Expr {
    if (this.at('NAME') && this.ahead() === ':=') {
      const start = this.token;
      const target = this.name('Store');
      this.next();
      const value = this.expression();
      return { kind: 'NamedExpr', target, value, ...this.span(start, this.last) };
    }
    return this.expression();
  }

  expression(): ast.Expr {
    const start = this.token;
    if (start.type === 'lambda') return this.lambda();
    const body = this.disjunction();
    if (!this.at('if')) return body;
    this.next();
    const test = this.disjunction();
    this.take('else');
    this.descend(1);
    const orelse = this.expression();
    this.ascend(1);
    return { kind: 'IfExp', test, body, orelse, ...this.span(start, this.last) };
  }

  protected disjunction(): ast.Expr {
    const start = this.token;
    const first = this.conjunction();
    if (!this.at('or')) return first;
    const values = [first];
    while (this.accept('or')) values.push(this.conjunction());
    return { kind: 'BoolOp', op: 'Or', values, ...this.span(start, this.last) };
  }

  private conjunction(): ast.Expr {
    const start = this.token;
    const first = this.inversion();
    if (!this.at('and')) return first;
    const values = [first];
    while (this.accept('and')) values.push(this.inversion());
    return { kind: 'BoolOp', op: 'And', values, ...this.span(start, this.last) };
  }

  private inversion(): ast.Expr {
    if (!this.at('not')) return this.comparison();
    const start = this.next();
    this.descend(1);
    const operand = this.inversion();
    this.ascend(1);
    return { kind: 'UnaryOp', op: 'Not', operand, ...this.span(start, this.last) };
  }

  private comparison(): ast.Expr {
    const start = this.token;
    const left = this.binary(1);
    let op = COMPARE.get(this.token.type);
    if (op === undefined) return left;
    const ops: ast.CompareOperator[] = [];
    const comparators: ast.Expr[] = [];
    while (op !== undefined) {
      this.next();
      if (op === 'NotIn') this.take('in');
      else if (op === 'Is' && this.accept('not')) op = 'IsNot';
      ops.push(op);
      comparators.push(this.binary(1));
      op = COMPARE.get(this.token.type);
    }
    return { kind: 'Compare', left, ops, comparators, ...this.span(start, this.last) };
  }

  /** Binary operators that bind at least as tightly as `minimum`; all lean to the left. */
  protected binary(minimum: number): ast.Expr {
    const start = this.token;
    let left = this.factor();
    for (let links = 0; ; links++) {
      if (links > DEEP) this.deep = true;
      const rule = BINARY.get(this.token.type);
      if (rule === undefined || rule.precedence < minimum) return left;
      this.next();
      const right = this.binary(rule.precedence + 1);
      const { last } = this;
      left = {
        kind: 'BinOp',
        left,
        op: rule.op,
        right,
        lineno: start.lineno,
        col_offset: start.col,
        end_lineno: last.end_lineno,
        end_col_offset: last.end_col,
      };
    }
  }

  private factor(): ast.Expr {
    const start = this.token;
    const { type } = start;
    if (type === '-' || type === '+' || type === '~') {
      this.next();
      this.descend(1);
      const operand = this.factor();
      this.ascend(1);
      return { kind: 'UnaryOp', op: type === '-' ? 'USub' : type === '+' ? 'UAdd' : 'Invert', operand, ...this.span(start, this.last) };
    }
    let left: ast.Expr;
    if (type === 'await') {
      this.next();
      const value = this.primary();
      left = { kind: 'Await', value, ...this.span(start, this.last) };
    } else left = this.primary();
    if (!this.at('**')) return left;
    this.next();
    this.descend(2);
    const right = this.factor();
    this.ascend(2);
    return { kind: 'BinOp', left, op: 'Pow', right, ...this.span(start, this.last) };
  }

  /** An atom with what hangs on it: attributes, calls, subscripts. */
  protected primary(): ast.Expr {
    const start = this.token;
    let e = this.atom();
    for (let links = 0; ; links++) {
      if (links > DEEP) this.deep = true;
      switch (this.token.type) {
        case '.': {
          this.next();
          const attr = this.identifier();
          const { last } = this;
          e = {
            kind: 'Attribute',
            value: e,
            attr,
            ctx: 'Load',
            lineno: start.lineno,
            col_offset: start.col,
            end_lineno: last.end_lineno,
            end_col_offset: last.end_col,
          };
          break;
        }
        case '(':
          e = this.call(start, e);
          break;
        case '[': {
          this.next();
          const slice = this.slices();
          this.take(']');
          const { last } = this;
          e = {
            kind: 'Subscript',
            value: e,
            slice,
            ctx: 'Load',
            lineno: start.lineno,
            col_offset: start.col,
            end_lineno: last.end_lineno,
            end_col_offset: last.end_col,
          };
          break;
        }
        default:
          return e;
      }
    }
  }

  private call(start: Token, func: ast.Expr): ast.Expr {
    const open = this.next();
    const args: ast.Expr[] = [];
    const keywords: ast.Keyword[] = [];
    this.callArguments(open, args, keywords, true);
    const { last } = this;
    return {
      kind: 'Call',
      func,
      args,
      keywords,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: last.end_lineno,
      end_col_offset: last.end_col,
    };
  }

  /** Arguments up to and with the ')'. `generator`: a bare generator expression may stand alone. */
  protected callArguments(open: Token, args: ast.Expr[], keywords: ast.Keyword[], generator: boolean): void {
    let unpacked = false;
    for (;;) {
      const start = this.token;
      if (start.type === ')') break;
      if (start.type === '*') {
        if (unpacked) this.refuse();
        args.push(this.starred(0));
      } else if (start.type === '**') {
        unpacked = true;
        this.next();
        const value = this.expression();
        keywords.push({ kind: 'keyword', arg: null, value, ...this.span(start, this.last) });
      } else if (start.type === 'NAME' && this.ahead() === '=') {
        const arg = this.identifier();
        this.next();
        const value = this.expression();
        keywords.push({ kind: 'keyword', arg, value, ...this.span(start, this.last) });
      } else {
        if (keywords.length > 0) this.refuse();
        const value = this.namedExpression();
        if (this.at('for') || this.at('async')) {
          if (!generator || args.length > 0) this.refuse();
          const generators = this.comprehensions();
          this.take(')');
          args.push({ kind: 'GeneratorExp', elt: value, generators, ...this.span(open, this.last) });
          return;
        }
        args.push(value);
      }
      if (!this.at(',')) break;
      this.next();
      if (args.length === 0 && keywords.length === 0) this.refuse();
    }
    this.take(')');
  }

  private slices(): ast.Expr {
    const start = this.token;
    const first = this.slice();
    if (!this.at(',')) return first.kind === 'Starred' ? this.tuple(start, [first]) : first;
    const elts = [first];
    while (this.accept(',')) {
      if (this.at(']')) break;
      elts.push(this.slice());
    }
    return this.tuple(start, elts);
  }

  private slice(): ast.Expr {
    const start = this.token;
    if (start.type === '*') return this.starred(0);
    let lower: ast.Expr | null = null;
    if (start.type !== ':') {
      lower = this.namedExpression();
      if (!this.at(':')) return lower;
      // A slice's bound is no walrus, unless in brackets.
      if (lower.kind === 'NamedExpr' && start.type === 'NAME') this.refuse();
    }
    this.next();
    const absent = (): boolean => this.at(':') || this.at(',') || this.at(']');
    const upper = absent() ? null : this.expression();
    let step: ast.Expr | null = null;
    if (this.accept(':')) step = absent() ? null : this.expression();
    return { kind: 'Slice', lower, upper, step, ...this.span(start, this.last) };
  }

  private atom(): ast.Expr {
    const { token } = this;
    switch (token.type) {
      case 'NAME':
        return this.name('Load');
      case 'NUMBER':
        return this.number();
      case 'STRING':
        return this.strings();
      case '(':
        return this.bracketed();
      case '[':
        return this.list();
      case '{':
        return this.braces();
      case 'None':
        return this.constantAt(this.next(), { type: 'none' });
      case 'True':
        return this.constantAt(this.next(), { type: 'true' });
      case 'False':
        return this.constantAt(this.next(), { type: 'false' });
      case '...':
        return this.constantAt(this.next(), { type: 'ellipsis' });
    }
    return this.refuse();
  }

  private bracketed(): ast.Expr {
    const open = this.next();
    if (this.at(')')) {
      this.next();
      return this.tuple(open, []);
    }
    if (this.at('yield')) {
      const value = this.yieldExpr();
      this.take(')');
      return value;
    }
    const first = this.starNamedExpression();
    if (this.at(')')) {
      if (first.kind === 'Starred') this.refuse();
      this.next();
      return first;
    }
    if (this.at('for') || this.at('async')) {
      if (first.kind === 'Starred') this.refuse();
      const generators = this.comprehensions();
      this.take(')');
      return { kind: 'GeneratorExp', elt: first, generators, ...this.span(open, this.last) };
    }
    const elts = [first];
    while (this.accept(',')) {
      if (this.at(')')) break;
      elts.push(this.starNamedExpression());
    }
    this.take(')');
    return this.tuple(open, elts);
  }

  private list(): ast.Expr {
    const open = this.next();
    const elts: ast.Expr[] = [];
    while (!this.at(']')) {
      elts.push(this.starNamedExpression());
      if (elts.length === 1 && (this.at('for') || this.at('async'))) {
        if (elts[0].kind === 'Starred') this.refuse();
        const generators = this.comprehensions();
        this.take(']');
        return { kind: 'ListComp', elt: elts[0], generators, ...this.span(open, this.last) };
      }
      if (!this.accept(',')) break;
    }
    this.take(']');
    return { kind: 'List', elts, ctx: 'Load', ...this.span(open, this.last) };
  }

  private braces(): ast.Expr {
    const open = this.next();
    const start = this.token;
    if (start.type === '}' || start.type === '**') return this.dict(open, [], []);
    const first = this.starNamedExpression();
    if (this.at(':')) {
      if (first.kind === 'Starred' || (first.kind === 'NamedExpr' && start.type === 'NAME')) this.refuse();
      this.next();
      const value = this.expression();
      if (this.at('for') || this.at('async')) {
        const generators = this.comprehensions();
        this.take('}');
        return { kind: 'DictComp', key: first, value, generators, ...this.span(open, this.last) };
      }
      if (!this.at('}')) this.take(',');
      return this.dict(open, [first], [value]);
    }
    if (this.at('for') || this.at('async')) {
      if (first.kind === 'Starred') this.refuse();
      const generators = this.comprehensions();
      this.take('}');
      return { kind: 'SetComp', elt: first, generators, ...this.span(open, this.last) };
    }
    const elts = [first];
    while (this.accept(',')) {
      if (this.at('}')) break;
      elts.push(this.starNamedExpression());
    }
    this.take('}');
    return { kind: 'Set', elts, ...this.span(open, this.last) };
  }

  /** The rest of a dict display, from a key on. */
  private dict(open: Token, keys: (ast.Expr | null)[], values: ast.Expr[]): ast.Expr {
    while (!this.at('}')) {
      if (this.accept('**')) {
        keys.push(null);
        values.push(this.binary(1));
      } else {
        keys.push(this.expression());
        this.take(':');
        values.push(this.expression());
      }
      if (!this.accept(',')) break;
    }
    this.take('}');
    return { kind: 'Dict', keys, values, ...this.span(open, this.last) };
  }

  /** One or more `for … in … if …`. */
  private comprehensions(): ast.Comprehension[] {
    const out: ast.Comprehension[] = [];
    while (this.at('for') || this.at('async')) {
      const is_async = this.accept('async') ? 1 : 0;
      this.take('for');
      const target = this.starTargets();
      this.take('in');
      const iter = this.disjunction();
      const ifs: ast.Expr[] = [];
      while (this.accept('if')) ifs.push(this.disjunction());
      out.push({ kind: 'comprehension', target, iter, ifs, is_async });
    }
    return out;
  }

  // -------------------------------------------------------------- targets

  /** Targets before `in`. */
  protected starTargets(): ast.Expr {
    const start = this.token;
    const first = this.starTarget();
    if (!this.at(',')) return first;
    const elts = [first];
    while (this.accept(',')) {
      if (this.at('in')) break;
      elts.push(this.starTarget());
    }
    return this.tuple(start, elts, 'Store');
  }

  protected starTarget(): ast.Expr {
    const start = this.token;
    if (start.type === '*') {
      this.next();
      if (this.at('*')) this.refuse();
      const value = this.toTarget(this.primary(), 'Store');
      return { kind: 'Starred', value, ctx: 'Store', ...this.span(start, this.last) };
    }
    return this.toTarget(this.primary(), 'Store');
  }

  /** Turns what was read as an expression into a target. */
  protected toTarget(e: ast.Expr, ctx: 'Store' | 'Del'): ast.Expr {
    switch (e.kind) {
      case 'Name':
      case 'Attribute':
      case 'Subscript':
        e.ctx = ctx;
        return e;
      case 'Tuple':
      case 'List':
        for (const x of e.elts) this.toTarget(x, ctx);
        e.ctx = ctx;
        return e;
      case 'Starred':
        if (ctx === 'Del' || e.value.kind === 'Starred') this.refuse();
        this.toTarget(e.value, ctx);
        e.ctx = ctx;
        return e;
    }
    return this.refuse();
  }

  private lambda(): ast.Expr {
    const start = this.next();
    const args = this.parameters(':');
    this.take(':');
    this.descend(2);
    const body = this.expression();
    this.ascend(2);
    return { kind: 'Lambda', args, body, ...this.span(start, this.last) };
  }
}
