/**
 * Syntax that a release of Python does not have yet. The parser reads the newest language; this finds the first construct in a tree that is
 * newer than asked for, and raises the error of that release: its text and place (recorded from CPython 3.6 to 3.12).
 */
import type { Arguments, Expr, Located, Mod, TypeParam } from './ast.ts';
import { newerFString } from './language-strings.ts';
import type { Newer } from './newer-syntax.ts';
import { SourceLines } from './source-lines.ts';
import { PythonSyntaxError } from './syntax-error.ts';

interface Node extends Partial<Located> {
  kind: string;
}

const INVALID = 'invalid syntax';

/** Checks a tree against the language of release 3.`minor`; PythonSyntaxError. `tree` must come from `text`. */
export function checkLanguage(tree: Mod, text: string, filename: string, minor: number): void {
  if (minor >= 14) return;
  const finder = new Finder(new SourceLines(text), minor);
  finder.visit(tree);
  const { first } = finder;
  if (first === null) return;
  const { lines } = finder;
  if (minor <= 8 && first.message !== undefined) {
    // the parts of an f-string were read on their own
    const offset = minor === 8 ? 1 : 0;
    throw new PythonSyntaxError('SyntaxError', first.message, { filename, lineno: 1, offset, end_lineno: null, end_offset: null, text: null });
  }
  let lineno = 1;
  while (lineno < lines.starts.length && lines.starts[lineno] <= first.at) lineno++;
  const start = lines.characterColumn(lineno, first.at) + 1;
  throw new PythonSyntaxError('SyntaxError', first.message ?? INVALID, {
    filename,
    lineno,
    offset: minor <= 7 ? start + Math.max(first.length, 1) - 1 : start,
    end_lineno: minor >= 10 ? lineno : null,
    end_offset: minor >= 10 ? start + first.length : null,
    text: `${lines.line(lineno).replace(/\n$/, '')}\n`,
  });
}

class Finder {
  first: Newer | null = null;
  private readonly text: string;

  constructor(
    readonly lines: SourceLines,
    private readonly minor: number,
  ) {
    this.text = lines.text;
  }

  /** All nodes below a value, itself included. */
  visit(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.visit(item);
    else if (isNode(value)) {
      this.check(value);
      for (const [key, field] of Object.entries(value)) {
        if (typeof field === 'object' && field !== null && !(key === 'value' && value.kind === 'Constant')) this.visit(field);
      }
    }
  }

  private found(since: number, newer: Newer): void {
    if (this.minor < since && (this.first === null || newer.at < this.first.at)) this.first = newer;
  }

  /** A token at an index that is too new. */
  private token(since: number, at: number, message?: string): void {
    this.found(since, { at, length: this.tokenLength(at), message });
  }

  private start(node: Node): number {
    return this.lines.indexOf(node.lineno as number, node.col_offset as number);
  }

  private end(node: Node): number {
    return this.lines.indexOf(node.end_lineno as number, node.end_col_offset as number);
  }

  /** Index of the next token from `at` on. */
  private next(at: number): number {
    const space = /(?:[ \t\f\r\n]|\\\n|#[^\n]*)*/y;
    space.lastIndex = at;
    return at + (space.exec(this.text) as RegExpExecArray)[0].length;
  }

  /** The character before `at` that is no space. */
  private before(at: number): string {
    return this.text.slice(0, at).trimEnd().slice(-1);
  }

  private tokenLength(at: number): number {
    const token = /[rbuf]*("""|'''|"|')(?:\\[\s\S]|(?!\1)[\s\S])*\1|[\w\u0080-\uffff]+|:=|[\s\S]/iy;
    token.lastIndex = at;
    return token.exec(this.text)?.[0].length ?? 1;
  }

  private check(node: Node): void {
    switch (node.kind) {
      case 'Match':
        this.match(node as Node & { subject: Expr; cases: { pattern: Located }[] });
        return;
      case 'TryStar': {
        const { handlers } = node as Node & { handlers: Node[] };
        this.token(11, this.next(this.start(handlers[0]) + 'except'.length));
        return;
      }
      case 'TypeAlias': {
        const { name, type_params } = node as Node & { name: Node; type_params: TypeParam[] };
        this.token(12, this.start(name));
        for (const { default_value } of type_params)
          if (default_value !== null) this.token(13, this.text.lastIndexOf('=', this.start(default_value)));
        return;
      }
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
        this.typeParams(node as Node & { type_params: TypeParam[] });
        this.decorators((node as Node & { decorator_list: Expr[] }).decorator_list);
        return;
      case 'arguments':
        this.parameters(node as unknown as Arguments);
        return;
      case 'NamedExpr': {
        const { target } = node as Node & { target: Node };
        this.found(8, { at: this.next(this.end(target)), length: 1 });
        return;
      }
      case 'Subscript':
        this.subscript((node as Node & { slice: Expr }).slice);
        return;
      case 'Set': {
        for (const item of (node as Node & { elts: Expr[] }).elts) this.bareWalrus(9, item);
        return;
      }
      case 'Return':
      case 'Yield':
        this.bareStars(8, (node as Node & { value: Expr | null }).value);
        return;
      case 'For':
      case 'AsyncFor':
        this.bareStars(9, (node as Node & { iter: Expr }).iter);
        return;
      case 'With':
      case 'AsyncWith':
        this.with(node as Node & { items: { context_expr: Expr; optional_vars: Expr | null }[] });
        return;
      case 'ExceptHandler': {
        const { type } = node as Node & { type: Expr | null };
        if (type?.kind === 'Tuple' && !this.bracketed(type)) this.bareExceptions(type);
        return;
      }
      case 'TemplateStr':
        this.template(this.start(node));
        return;
      case 'JoinedStr': {
        if (this.minor >= 12) return;
        const newer = newerFString(this.text, this.start(node), this.end(node), this.minor);
        if (newer !== null) this.found(12, newer);
      }
    }
  }

  /** Does a tuple stand in parentheses of its own? Its place then begins with them. */
  private bracketed(e: Expr): boolean {
    return this.text[this.start(e)] === '(' && e.kind === 'Tuple' && (e.elts.length === 0 || this.start(e.elts[0]) > this.start(e));
  }

  /** `except A, B:`. From 3.10 on the error reaches from the first to the colon. */
  private bareExceptions(e: Expr & { kind: 'Tuple' }): void {
    const comma = this.next(this.end(e.elts[0]));
    if (this.minor < 10) this.token(14, comma);
    else if (e.elts.length === 1) this.token(14, this.next(comma + 1));
    else {
      const at = this.start(e);
      this.found(14, { at, length: this.next(this.end(e)) - at, message: 'multiple exception types must be parenthesized' });
    }
  }

  /** The prefix of a t-string is a name by itself. */
  private template(start: number): void {
    const prefix = /[a-z]*/iy;
    prefix.lastIndex = start;
    this.token(14, start + (prefix.exec(this.text)?.[0].length ?? 0));
  }

  /** `match` is a name: what follows it may still be read as a call, an index or an operand; then the line's end is wrong. */
  private match(node: Node & { subject: Expr }): void {
    const subject = this.next(this.start(node) + 'match'.length);
    if (!'([-+*'.includes(this.text[subject])) {
      this.token(10, subject);
      return;
    }
    let colon = this.next(this.end(node.subject));
    while (this.text[colon] !== ':') colon = this.next(colon + 1);
    this.found(10, { at: colon + 1, length: 1 });
  }

  private typeParams(node: Node & { type_params: TypeParam[] }): void {
    if (node.type_params.length === 0) return;
    const since = node.type_params.some((p) => p.default_value !== null) ? 13 : 12;
    const message = node.kind !== 'ClassDef' && this.minor >= 11 ? "expected '('" : undefined;
    this.token(since, this.text.indexOf('[', this.start(node)), message);
  }

  /** Up to 3.8 a decorator is a dotted name, which may be called once. */
  private decorators(list: readonly Expr[]): void {
    for (const decorator of list) {
      const name = decorator.kind === 'Call' ? decorator.func : decorator;
      const start = this.start(name);
      const dotted = /^[\w\u0080-\uffff]+(?:\s*\.\s*[\w\u0080-\uffff]+)*$/.test(this.text.slice(start, this.end(name)));
      if (dotted && this.before(start) === '@') continue;
      const prefix = /[\w\u0080-\uffff]+(?:\s*\.\s*[\w\u0080-\uffff]+)*/y;
      prefix.lastIndex = this.next(this.text.lastIndexOf('@', this.start(decorator)) + 1);
      const at = prefix.lastIndex;
      this.token(9, this.next(at + (prefix.exec(this.text)?.[0].length ?? 0)));
    }
  }

  private parameters(args: Arguments): void {
    const annotation = args.vararg?.annotation;
    if (annotation?.kind === 'Starred') this.token(11, this.start(annotation));
    const last = args.posonlyargs.length - 1;
    if (last < 0) return;
    const without = args.posonlyargs.length + args.args.length - args.defaults.length;
    const end = last >= without ? args.defaults[last - without] : args.posonlyargs[last];
    this.token(8, this.text.indexOf('/', this.end(end)));
  }

  private subscript(slice: Expr): void {
    this.bareWalrus(10, slice);
    if (slice.kind !== 'Tuple' || this.text[this.start(slice)] === '(') return;
    const star = slice.elts.find((item) => item.kind === 'Starred');
    // 3.9 reads on to the token behind it
    if (star !== undefined) this.token(11, this.minor === 9 ? this.next(this.end(star)) : this.start(star));
    for (const item of slice.elts) this.bareWalrus(10, item);
  }

  /** `a := 1` without parentheses where older parsers take the colon for something else and stop at the `=`. */
  private bareWalrus(since: number, e: Expr): void {
    if (e.kind !== 'NamedExpr' || this.before(this.start(e)) === '(') return;
    const colon = this.next(this.end(e.target));
    if (this.minor >= 8) this.token(since, colon);
    else this.found(since, { at: colon + 1, length: 1 });
  }

  private bareStars(since: number, e: Expr | null): void {
    if (e === null || e.kind !== 'Tuple' || this.text[this.start(e)] === '(') return;
    const star = e.elts.find((item) => item.kind === 'Starred');
    if (star !== undefined) this.token(since, this.start(star));
  }

  /** `with (a as b, c):` */
  private with(node: Node & { items: { context_expr: Expr; optional_vars: Expr | null }[] }): void {
    const first = node.items.find((item) => item.optional_vars !== null);
    if (first === undefined || node.items[0] === undefined) return;
    const open = this.text.indexOf('with', this.start(node)) + 'with'.length;
    if (this.text[this.next(open)] !== '(' || this.closesBefore(this.next(open), this.start(first.optional_vars as Expr))) return;
    let as = this.next(this.end(first.context_expr));
    while (this.text[as] === ')') as = this.next(as + 1);
    this.token(9, as);
  }

  /** Is the parenthesis at `open` closed before `end`? */
  private closesBefore(open: number, end: number): boolean {
    let depth = 0;
    for (let i = open; i < end; i += this.tokenLength(i)) {
      if ('([{'.includes(this.text[i])) depth++;
      else if (')]}'.includes(this.text[i]) && --depth === 0) return true;
    }
    return false;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string';
}
