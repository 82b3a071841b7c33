/**
 * From the nodes of the npm package `py-ast` to ours. What py-ast leaves out or gets wrong is mended here from the source text:
 * literals are evaluated again (it has one number type, and bytes that look like strings), identifiers are normalized (NFKC),
 * `x[*ts]` gets its tuple, `(a): int` is not simple.
 */
import type * as ast from './ast.ts';
import { bytesOf, LiteralError, numberValue, stringValue } from './literal.ts';
import type { SourceLines } from './source-lines.ts';

/** A node of py-ast; `unknown` where its classes disagree about a field. */
interface Raw {
  nodeType: string;
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
  annotation?: Raw;
  arg?: string;
  args?: unknown;
  asname?: string;
  attr?: string;
  bases?: Raw[];
  body?: unknown;
  bound?: Raw;
  cases?: Raw[];
  cause?: Raw;
  cls?: Raw;
  comparators?: Raw[];
  context_expr?: Raw;
  conversion?: number;
  ctx?: Raw;
  decorator_list?: Raw[];
  default_value?: Raw;
  defaults?: Raw[];
  elt?: Raw;
  elts?: Raw[];
  exc?: Raw;
  finalbody?: Raw[];
  format_spec?: Raw;
  func?: Raw;
  generators?: Raw[];
  guard?: Raw;
  handlers?: Raw[];
  id?: string;
  ifs?: Raw[];
  is_async?: number;
  items?: Raw[];
  iter?: Raw;
  key?: Raw;
  keys?: (Raw | null)[];
  keywords?: Raw[];
  kind?: string;
  kw_defaults?: (Raw | null | undefined)[];
  kwarg?: Raw;
  kwd_attrs?: string[];
  kwd_patterns?: Raw[];
  kwonlyargs?: Raw[];
  left?: Raw;
  level?: number;
  lower?: Raw;
  module?: string;
  msg?: Raw;
  name?: unknown;
  names?: unknown;
  op?: Raw;
  operand?: Raw;
  ops?: Raw[];
  optional_vars?: Raw;
  orelse?: unknown;
  pattern?: Raw;
  patterns?: Raw[];
  posonlyargs?: Raw[];
  rest?: string;
  returns?: Raw;
  right?: Raw;
  simple?: number;
  slice?: Raw;
  step?: Raw;
  subject?: Raw;
  target?: Raw;
  targets?: Raw[];
  test?: Raw;
  type?: Raw;
  type_params?: Raw[];
  upper?: Raw;
  value?: unknown;
  values?: Raw[];
  vararg?: Raw;
}

/** A construct of py-ast that has no place in our tree, or a literal it read wrongly: the strict parser must decide. */
export class ConversionError extends Error {}

/** Converts the statements of one source text. */
export class Converter {
  private readonly lines: SourceLines;
  /** Inside an f-string, where py-ast's columns of literals are its own. */
  private formatted = 0;

  constructor(lines: SourceLines) {
    this.lines = lines;
  }

  /** @throws ConversionError, LiteralError */
  statements(body: unknown): ast.Stmt[] {
    const list = body as Raw[];
    const out: ast.Stmt[] = new Array(list.length);
    for (let i = 0; i < list.length; i++) out[i] = this.statement(list[i]);
    return out;
  }

  private statement(n: Raw): ast.Stmt {
    const { lineno, col_offset, end_lineno, end_col_offset } = n;
    switch (n.nodeType) {
      case 'Expr':
        return { kind: 'Expr', value: this.expr(n.value as Raw), lineno, col_offset, end_lineno, end_col_offset };
      case 'Assign':
        return {
          kind: 'Assign',
          targets: this.exprs(n.targets as Raw[]),
          value: this.expr(n.value as Raw),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'If':
        return {
          kind: 'If',
          test: this.expr(n.test as Raw),
          body: this.statements(n.body),
          orelse: this.optionalStatements(n.orelse),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Return':
        return { kind: 'Return', value: this.optional(n.value as Raw), lineno, col_offset, end_lineno, end_col_offset };
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return {
          kind: n.nodeType,
          name: identifier(n.name as string),
          args: this.arguments(n.args as Raw),
          body: this.statements(n.body),
          decorator_list: this.exprs(n.decorator_list as Raw[]),
          returns: this.optional(n.returns),
          type_params: this.typeParams(n.type_params),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'ClassDef':
        return {
          kind: 'ClassDef',
          name: identifier(n.name as string),
          bases: this.exprs(n.bases as Raw[]),
          keywords: this.keywords(n.keywords as Raw[]),
          body: this.statements(n.body),
          decorator_list: this.exprs(n.decorator_list as Raw[]),
          type_params: this.typeParams(n.type_params),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Delete':
        return { kind: 'Delete', targets: this.exprs(n.targets as Raw[]), lineno, col_offset, end_lineno, end_col_offset };
      case 'TypeAlias':
        return {
          kind: 'TypeAlias',
          name: this.expr(n.name as Raw) as ast.Name,
          type_params: this.typeParams(n.type_params),
          value: this.expr(n.value as Raw),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'AugAssign':
        return {
          kind: 'AugAssign',
          target: this.expr(n.target as Raw),
          op: (n.op as Raw).nodeType as ast.BinaryOperator,
          value: this.expr(n.value as Raw),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'AnnAssign': {
        const target = this.expr(n.target as Raw);
        const bare = target.kind === 'Name' && this.lines.text[this.lines.indexOf(lineno, col_offset)] !== '(';
        return {
          kind: 'AnnAssign',
          target,
          annotation: this.expr(n.annotation as Raw),
          value: this.optional(n.value as Raw),
          simple: bare ? 1 : 0,
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      }
      case 'For':
      case 'AsyncFor':
        return {
          kind: n.nodeType,
          target: this.expr(n.target as Raw),
          iter: this.expr(n.iter as Raw),
          body: this.statements(n.body),
          orelse: this.optionalStatements(n.orelse),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'While':
        return {
          kind: 'While',
          test: this.expr(n.test as Raw),
          body: this.statements(n.body),
          orelse: this.optionalStatements(n.orelse),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'With':
      case 'AsyncWith':
        return {
          kind: n.nodeType,
          items: (n.items as Raw[]).map((item) => ({
            kind: 'withitem',
            context_expr: this.expr(item.context_expr as Raw),
            optional_vars: this.optional(item.optional_vars),
          })),
          body: this.statements(n.body),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Match':
        return {
          kind: 'Match',
          subject: this.expr(n.subject as Raw),
          cases: (n.cases as Raw[]).map((c) => ({
            kind: 'match_case',
            pattern: this.pattern(c.pattern as Raw),
            guard: this.optional(c.guard),
            body: this.statements(c.body),
          })),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Raise':
        return {
          kind: 'Raise',
          exc: this.optional(n.exc),
          cause: this.optional(n.cause),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Try':
      case 'TryStar':
        return {
          kind: n.nodeType,
          body: this.statements(n.body),
          handlers: (n.handlers as Raw[]).map((h) => ({
            kind: 'ExceptHandler',
            type: this.optional(h.type),
            name: h.name == null ? null : identifier(h.name as string),
            body: this.statements(h.body),
            lineno: h.lineno,
            col_offset: h.col_offset,
            end_lineno: h.end_lineno,
            end_col_offset: h.end_col_offset,
          })),
          orelse: this.optionalStatements(n.orelse),
          finalbody: this.optionalStatements(n.finalbody),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Assert':
        return {
          kind: 'Assert',
          test: this.expr(n.test as Raw),
          msg: this.optional(n.msg),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Import':
        return { kind: 'Import', names: this.aliases(n.names), lineno, col_offset, end_lineno, end_col_offset };
      case 'ImportFrom':
        return {
          kind: 'ImportFrom',
          module: n.module == null ? null : identifier(n.module),
          names: this.aliases(n.names),
          level: n.level ?? 0,
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Global':
      case 'Nonlocal':
        return {
          kind: n.nodeType,
          names: (n.names as string[]).map(identifier),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Pass':
      case 'Break':
      case 'Continue':
        return { kind: n.nodeType, lineno, col_offset, end_lineno, end_col_offset };
    }
    throw new ConversionError(`statement ${n.nodeType}`);
  }

  private optionalStatements(body: unknown): ast.Stmt[] {
    return body == null ? [] : this.statements(body);
  }

  private aliases(names: unknown): ast.Alias[] {
    return (names as Raw[]).map((a) => ({
      kind: 'alias',
      name: identifier(a.name as string),
      asname: a.asname == null ? null : identifier(a.asname),
      lineno: a.lineno,
      col_offset: a.col_offset,
      end_lineno: a.end_lineno,
      end_col_offset: a.end_col_offset,
    }));
  }

  private arguments(n: Raw): ast.Arguments {
    return {
      kind: 'arguments',
      posonlyargs: (n.posonlyargs as Raw[]).map((a) => this.arg(a)),
      args: (n.args as Raw[]).map((a) => this.arg(a)),
      vararg: n.vararg == null ? null : this.arg(n.vararg),
      kwonlyargs: (n.kwonlyargs as Raw[]).map((a) => this.arg(a)),
      kw_defaults: (n.kw_defaults as (Raw | null | undefined)[]).map((d) => this.optional(d)),
      kwarg: n.kwarg == null ? null : this.arg(n.kwarg),
      defaults: this.exprs(n.defaults as Raw[]),
    };
  }

  private arg(n: Raw): ast.Arg {
    return {
      kind: 'arg',
      arg: identifier(n.arg as string),
      annotation: this.optional(n.annotation),
      lineno: n.lineno,
      col_offset: n.col_offset,
      end_lineno: n.end_lineno,
      end_col_offset: n.end_col_offset,
    };
  }

  private keywords(list: Raw[]): ast.Keyword[] {
    return list.map((k) => ({
      kind: 'keyword',
      arg: k.arg == null ? null : identifier(k.arg),
      value: this.expr(k.value as Raw),
      lineno: k.lineno,
      col_offset: k.col_offset,
      end_lineno: k.end_lineno,
      end_col_offset: k.end_col_offset,
    }));
  }

  private typeParams(list: Raw[] | undefined): ast.TypeParam[] {
    if (list === undefined || list.length === 0) return [];
    return list.map((p): ast.TypeParam => {
      const { lineno, col_offset, end_lineno, end_col_offset } = p;
      const name = identifier(p.name as string);
      const default_value = this.optional(p.default_value);
      switch (p.nodeType) {
        case 'TypeVar':
          return {
            kind: 'TypeVar',
            name,
            bound: this.optional(p.bound),
            default_value,
            lineno,
            col_offset,
            end_lineno,
            end_col_offset,
          };
        case 'ParamSpec':
        case 'TypeVarTuple':
          return { kind: p.nodeType, name, default_value, lineno, col_offset, end_lineno, end_col_offset };
      }
      throw new ConversionError(`type parameter ${p.nodeType}`);
    });
  }

  private pattern(n: Raw): ast.Pattern {
    const { lineno, col_offset, end_lineno, end_col_offset } = n;
    switch (n.nodeType) {
      case 'MatchValue':
        return { kind: 'MatchValue', value: this.expr(n.value as Raw), lineno, col_offset, end_lineno, end_col_offset };
      case 'MatchSingleton': {
        const value: ast.ConstantValue =
          n.value === null ? { type: 'none' } : n.value === true ? { type: 'true' } : { type: 'false' };
        return { kind: 'MatchSingleton', value, lineno, col_offset, end_lineno, end_col_offset };
      }
      case 'MatchSequence':
        return {
          kind: 'MatchSequence',
          patterns: this.patterns(n.patterns),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'MatchMapping':
        return {
          kind: 'MatchMapping',
          keys: this.exprs(n.keys as Raw[]),
          patterns: this.patterns(n.patterns),
          rest: n.rest == null ? null : identifier(n.rest),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'MatchClass':
        return {
          kind: 'MatchClass',
          cls: this.expr(n.cls as Raw),
          patterns: this.patterns(n.patterns),
          kwd_attrs: (n.kwd_attrs as string[]).map(identifier),
          kwd_patterns: this.patterns(n.kwd_patterns),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'MatchStar':
        return {
          kind: 'MatchStar',
          name: n.name == null ? null : identifier(n.name as string),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'MatchAs':
        return {
          kind: 'MatchAs',
          pattern: n.pattern == null ? null : this.pattern(n.pattern),
          name: n.name == null ? null : identifier(n.name as string),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'MatchOr':
        return {
          kind: 'MatchOr',
          patterns: this.patterns(n.patterns),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
    }
    throw new ConversionError(`pattern ${n.nodeType}`);
  }

  private patterns(list: Raw[] | undefined): ast.Pattern[] {
    return (list ?? []).map((p) => this.pattern(p));
  }

  private optional(n: Raw | null | undefined): ast.Expr | null {
    return n == null ? null : this.expr(n);
  }

  private exprs(list: Raw[]): ast.Expr[] {
    const out: ast.Expr[] = new Array(list.length);
    for (let i = 0; i < list.length; i++) out[i] = this.expr(list[i]);
    return out;
  }

  /** Long chains (`a + b + …`, `a.b().c()…`) lean to the left: their spine is walked with a list, not with the host's stack. */
  expr(n: Raw): ast.Expr {
    let inner = spineChild(n);
    if (inner === undefined) return this.other(n);
    const spine = [n];
    for (;;) {
      const next = spineChild(inner);
      if (next === undefined) break;
      spine.push(inner);
      inner = next;
    }
    let done = this.other(inner);
    for (let i = spine.length - 1; i >= 0; i--) done = this.outer(spine[i], done);
    return done;
  }

  /** Builds a node of the spine around its converted first child. */
  private outer(n: Raw, inner: ast.Expr): ast.Expr {
    const { lineno, col_offset, end_lineno, end_col_offset } = n;
    switch (n.nodeType) {
      case 'BinOp':
        return {
          kind: 'BinOp',
          left: inner,
          op: (n.op as Raw).nodeType as ast.BinaryOperator,
          right: this.expr(n.right as Raw),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Attribute':
        return {
          kind: 'Attribute',
          value: inner,
          attr: identifier(n.attr as string),
          ctx: (n.ctx as Raw).nodeType as ast.ExprContext,
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Call':
        return {
          kind: 'Call',
          func: inner,
          args: this.exprs(n.args as Raw[]),
          keywords: this.keywords(n.keywords as Raw[]),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      default: {
        let slice = this.expr(n.slice as Raw);
        if (slice.kind === 'Starred') {
          slice = {
            kind: 'Tuple',
            elts: [slice],
            ctx: 'Load',
            lineno: slice.lineno,
            col_offset: slice.col_offset,
            end_lineno: slice.end_lineno,
            end_col_offset: slice.end_col_offset,
          };
        }
        return {
          kind: 'Subscript',
          value: inner,
          slice,
          ctx: (n.ctx as Raw).nodeType as ast.ExprContext,
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      }
    }
  }

  private other(n: Raw): ast.Expr {
    const { lineno, col_offset, end_lineno, end_col_offset } = n;
    switch (n.nodeType) {
      case 'Name':
        return {
          kind: 'Name',
          id: identifier(n.id as string),
          ctx: (n.ctx as Raw).nodeType as ast.ExprContext,
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Constant':
        return this.constant(n);
      case 'Compare':
        return {
          kind: 'Compare',
          left: this.expr(n.left as Raw),
          ops: (n.ops as Raw[]).map((op) => op.nodeType as ast.CompareOperator),
          comparators: this.exprs(n.comparators as Raw[]),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'BoolOp':
        return {
          kind: 'BoolOp',
          op: (n.op as Raw).nodeType as ast.BoolOperator,
          values: this.exprs(n.values as Raw[]),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'UnaryOp':
        return {
          kind: 'UnaryOp',
          op: (n.op as Raw).nodeType as ast.UnaryOperator,
          operand: this.expr(n.operand as Raw),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Tuple':
      case 'List':
        return {
          kind: n.nodeType,
          elts: this.exprs(n.elts as Raw[]),
          ctx: (n.ctx as Raw).nodeType as ast.ExprContext,
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Dict':
        return {
          kind: 'Dict',
          keys: (n.keys as (Raw | null)[]).map((k) => this.optional(k)),
          values: this.exprs(n.values as Raw[]),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Set':
        return { kind: 'Set', elts: this.exprs(n.elts as Raw[]), lineno, col_offset, end_lineno, end_col_offset };
      case 'IfExp':
        return {
          kind: 'IfExp',
          test: this.expr(n.test as Raw),
          body: this.expr(n.body as Raw),
          orelse: this.expr(n.orelse as Raw),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Lambda':
        return {
          kind: 'Lambda',
          args: this.arguments(n.args as Raw),
          body: this.expr(n.body as Raw),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        return {
          kind: n.nodeType,
          elt: this.expr(n.elt as Raw),
          generators: this.comprehensions(n.generators as Raw[]),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'DictComp':
        return {
          kind: 'DictComp',
          key: this.expr(n.key as Raw),
          value: this.expr(n.value as Raw),
          generators: this.comprehensions(n.generators as Raw[]),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'NamedExpr':
        return {
          kind: 'NamedExpr',
          target: this.expr(n.target as Raw) as ast.Name,
          value: this.expr(n.value as Raw),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Await':
      case 'YieldFrom':
        return { kind: n.nodeType, value: this.expr(n.value as Raw), lineno, col_offset, end_lineno, end_col_offset };
      case 'Yield':
        return { kind: 'Yield', value: this.optional(n.value as Raw), lineno, col_offset, end_lineno, end_col_offset };
      case 'Starred':
        return {
          kind: 'Starred',
          value: this.expr(n.value as Raw),
          ctx: (n.ctx as Raw).nodeType as ast.ExprContext,
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'Slice':
        return {
          kind: 'Slice',
          lower: this.optional(n.lower),
          upper: this.optional(n.upper),
          step: this.optional(n.step),
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
      case 'JoinedStr': {
        this.formatted++;
        const values = this.exprs(n.values as Raw[]).filter((v) => !isEmptyString(v));
        this.formatted--;
        return { kind: 'JoinedStr', values, lineno, col_offset, end_lineno, end_col_offset };
      }
      case 'FormattedValue':
        return {
          kind: 'FormattedValue',
          value: this.expr(n.value as Raw),
          conversion: n.conversion ?? -1,
          format_spec: this.optional(n.format_spec) as ast.JoinedStr | null,
          lineno,
          col_offset,
          end_lineno,
          end_col_offset,
        };
    }
    throw new ConversionError(`expression ${n.nodeType}`);
  }

  private comprehensions(list: Raw[]): ast.Comprehension[] {
    return list.map((g) => ({
      kind: 'comprehension',
      target: this.expr(g.target as Raw),
      iter: this.expr(g.iter as Raw),
      ifs: this.exprs(g.ifs as Raw[]),
      is_async: g.is_async ?? 0,
    }));
  }

  private constant(n: Raw): ast.Constant {
    const { lineno, col_offset, end_lineno, end_col_offset } = n;
    let value: ast.ConstantValue;
    let ukind: 'u' | null = null;
    const raw = n.value;
    if (raw === null && !this.startsNumber(n)) value = { type: 'none' };
    else if (raw === true) value = { type: 'true' };
    else if (raw === false) value = { type: 'false' };
    else if (typeof raw === 'string') {
      const at = this.lines.indexOf(lineno, col_offset);
      if (this.lines.text.charCodeAt(at) === 46 && raw === '...') value = { type: 'ellipsis' };
      else if (this.formatted > 0) {
        const quotes = (n as { quote_style?: string }).quote_style ?? '';
        value = /^[rR]?[bB]/.test(quotes) ? { type: 'bytes', value: bytesOf(raw) } : { type: 'str', value: raw };
      } else {
        const end = this.lines.indexOf(end_lineno, end_col_offset);
        value = joinStrings(this.lines.text, at, end);
        if (n.kind === 'u') ukind = 'u';
      }
    } else {
      const at = this.lines.indexOf(lineno, col_offset);
      if (this.startsNumber(n)) value = numberValue(numberToken(this.lines.text, at));
      else if (this.formatted > 0) value = numberValue(String(raw));
      else throw new ConversionError('number not found at its place');
    }
    return { kind: 'Constant', value, ukind, lineno, col_offset, end_lineno, end_col_offset };
  }

  private startsNumber(n: Raw): boolean {
    const c = this.lines.text.charCodeAt(this.lines.indexOf(n.lineno, n.col_offset));
    return c === 46 || (c >= 48 && c <= 57);
  }
}

function isEmptyString(e: ast.Expr): boolean {
  return e.kind === 'Constant' && e.value.type === 'str' && e.value.value === '';
}

const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?[jJ]?/y;

/** The number token that begins at `at`. */
function numberToken(text: string, at: number): string {
  let end = at;
  let c = text.charCodeAt(end);
  while (c >= 48 && c <= 57) c = text.charCodeAt(++end);
  // Most are plain decimal integers.
  if (end > at && c !== 46 && c !== 95 && !((c | 32) >= 97 && (c | 32) <= 122)) return text.slice(at, end);
  NUMBER.lastIndex = at;
  const found = NUMBER.exec(text);
  if (found === null) throw new ConversionError('number not found at its place');
  return found[0];
}

function identifier(name: string): string {
  for (let i = 0; i < name.length; i++) {
    if (name.charCodeAt(i) >= 128) return name.normalize('NFKC');
  }
  return name;
}

/** The child that a left-leaning chain continues in. */
function spineChild(n: Raw): Raw | undefined {
  switch (n.nodeType) {
    case 'BinOp':
      return n.left;
    case 'Attribute':
    case 'Subscript':
      return n.value as Raw;
    case 'Call':
      return n.func;
  }
  return undefined;
}

/**
 * Evaluates adjacent string literals between two places of the text, with whatever stands between them.
 * @throws LiteralError
 */
export function joinStrings(text: string, from: number, to: number): ast.ConstantValue {
  let joined = '';
  let bytes: boolean | null = null;
  let at = from;
  while (at < to) {
    const c = text.charCodeAt(at);
    if (c === 35) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? to : end;
      continue;
    }
    if (c === 32 || c === 9 || c === 10 || c === 12 || c === 13 || c === 92 || c === 40 || c === 41) {
      at++;
      continue;
    }
    const end = stringEnd(text, at);
    if (end < 0) throw new ConversionError('string not found at its place');
    const part = stringValue(text.slice(at, end));
    if (bytes !== null && bytes !== part.isBytes) throw new LiteralError('cannot mix bytes and nonbytes literals');
    bytes = part.isBytes;
    joined = joined === '' ? part.text : joined + part.text;
    at = end;
  }
  return bytes ? { type: 'bytes', value: bytesOf(joined) } : { type: 'str', value: joined };
}

/** End of the string token that begins at `at`, or -1. */
function stringEnd(text: string, at: number): number {
  let i = at;
  while (text.charCodeAt(i) !== 34 && text.charCodeAt(i) !== 39) {
    const c = text.charCodeAt(i) | 32;
    if (i - at >= 2 || !(c === 98 || c === 114 || c === 117)) return -1;
    i++;
  }
  const quote = text.charCodeAt(i);
  const triple = text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote;
  i += triple ? 3 : 1;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) i++;
    else if (c === quote && (!triple || (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote))) {
      return i + (triple ? 3 : 1);
    }
  }
  return -1;
}
