/**
 * Errors that CPython's compiler finds in trees that the grammar accepts: `return` outside a function, a keyword argument given twice,
 * patterns that can never match. CPython: Python/compile.c; the order of the walk is the compiler's, since the first error wins.
 */
import type * as ast from './ast.ts';
import type { ScopeTable } from './scope.ts';
import { PythonSyntaxError } from './syntax-error.ts';

export interface CheckOptions {
  filename: string;
  /** Line of the last `__future__` import at the head, or -1. */
  lastFutureLine: number;
  topLevelAwait: boolean;
}

/** @throws PythonSyntaxError with `text` null */
export function checkTree(tree: ast.Mod, scopes: ScopeTable, options: CheckOptions): void {
  const checker = new Checker(scopes, options);
  if (tree.kind === 'Expression') checker.expr(tree.body);
  else checker.stmts(tree.body);
}

type Place = 'module' | 'class' | 'function' | 'async function' | 'lambda' | 'comprehension';

/** CPython: Include/cpython/code.h CO_MAXBLOCKS. */
const MAX_BLOCKS = 20;

/** What the walk knows about the code object it is in. */
interface Frame {
  place: Place;
  isAsyncGenerator: boolean;
  inLoop: boolean;
  /** In the handler of an `except*`, outside any loop in it. */
  inExceptStar: boolean;
  blocks: number;
}

class Checker {
  private readonly scopes: ScopeTable;
  private readonly options: CheckOptions;
  private frame: Frame = { place: 'module', isAsyncGenerator: false, inLoop: false, inExceptStar: false, blocks: 0 };

  constructor(scopes: ScopeTable, options: CheckOptions) {
    this.scopes = scopes;
    this.options = options;
  }

  private fail(msg: string, at: ast.Located): never {
    throw new PythonSyntaxError('SyntaxError', msg, {
      filename: this.options.filename,
      lineno: at.lineno,
      offset: at.col_offset + 1,
      end_lineno: at.end_lineno,
      end_offset: at.end_col_offset + 1,
      text: null,
    });
  }

  private inside(place: Place, isAsyncGenerator: boolean, walk: () => void): void {
    const outer = this.frame;
    this.frame = { place, isAsyncGenerator, inLoop: false, inExceptStar: false, blocks: 0 };
    walk();
    this.frame = outer;
  }

  private inBlock(at: ast.Located, walk: () => void): void {
    if (++this.frame.blocks > MAX_BLOCKS) this.fail('too many statically nested blocks', at);
    walk();
    this.frame.blocks--;
  }

  private loop(at: ast.Located, walk: () => void): void {
    const { inLoop, inExceptStar } = this.frame;
    this.frame.inLoop = true;
    this.frame.inExceptStar = false;
    this.inBlock(at, walk);
    this.frame.inLoop = inLoop;
    this.frame.inExceptStar = inExceptStar;
  }

  private forbid(name: string, at: ast.Located): void {
    if (name === '__debug__') this.fail('cannot assign to __debug__', at);
  }

  // -------------------------------------------------------------- statements

  stmts(body: ast.Stmt[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i]);
  }

  private stmt(s: ast.Stmt): void {
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.functionDef(s);
        return;
      case 'ClassDef':
        this.exprs(s.decorator_list);
        this.typeParams(s.type_params);
        this.inside('class', false, () => this.stmts(s.body));
        this.keywords(s.keywords, s);
        this.items(s.bases);
        for (const k of s.keywords) this.expr(k.value);
        this.forbid(s.name, s);
        return;
      case 'Return':
        this.returnStatement(s);
        return;
      case 'Delete':
        this.exprs(s.targets);
        return;
      case 'Assign':
        this.expr(s.value);
        for (const t of s.targets) this.target(t);
        return;
      case 'TypeAlias':
        this.typeParams(s.type_params);
        this.expr(s.value);
        if (s.name.kind === 'Name') this.forbid(s.name.id, s);
        return;
      case 'AugAssign':
        this.target(s.target);
        this.expr(s.value);
        return;
      case 'AnnAssign':
        if (s.value !== null) this.expr(s.value);
        this.target(s.target);
        this.expr(s.annotation);
        return;
      case 'For':
      case 'AsyncFor':
        if (s.kind === 'AsyncFor' && this.frame.place !== 'async function' && !this.mayAwait()) {
          this.fail("'async for' outside async function", s);
        }
        this.loop(s, () => {
          this.expr(s.iter);
          this.target(s.target);
          this.stmts(s.body);
        });
        this.stmts(s.orelse);
        return;
      case 'While':
        this.loop(s, () => {
          this.expr(s.test);
          this.stmts(s.body);
        });
        this.stmts(s.orelse);
        return;
      case 'If':
        this.expr(s.test);
        this.stmts(s.body);
        this.stmts(s.orelse);
        return;
      case 'With':
      case 'AsyncWith':
        if (s.kind === 'AsyncWith' && this.frame.place !== 'async function' && !this.mayAwait()) {
          this.fail("'async with' outside async function", s);
        }
        this.withItems(s, 0);
        return;
      case 'Match':
        this.match(s);
        return;
      case 'Raise':
        if (s.exc !== null) this.expr(s.exc);
        if (s.cause !== null) this.expr(s.cause);
        return;
      case 'Try':
      case 'TryStar':
        this.tryStatement(s);
        return;
      case 'Assert':
        this.expr(s.test);
        if (s.msg !== null) this.expr(s.msg);
        return;
      case 'ImportFrom':
        if (s.module === '__future__' && s.level === 0 && s.lineno > this.options.lastFutureLine) {
          this.fail('from __future__ imports must occur at the beginning of the file', s);
        }
        for (const a of s.names) this.forbid(a.asname ?? a.name, s);
        return;
      case 'Import':
        for (const a of s.names) this.forbid(a.asname ?? a.name.split('.')[0], s);
        return;
      case 'Global':
      case 'Nonlocal':
      case 'Pass':
        return;
      case 'Expr':
        this.expr(s.value);
        return;
      case 'Break':
      case 'Continue':
        if (this.frame.inExceptStar) {
          this.fail("'break', 'continue' and 'return' cannot appear in an except* block", s);
        }
        if (!this.frame.inLoop) {
          this.fail(s.kind === 'Break' ? "'break' outside loop" : "'continue' not properly in loop", s);
        }
        return;
    }
  }

  private functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    this.exprs(s.decorator_list);
    this.parameters(s.args, s);
    this.typeParams(s.type_params);
    this.annotations(s);
    const scope = this.scopes.scopeOf(s);
    const isAsync = s.kind === 'AsyncFunctionDef';
    this.inside(isAsync ? 'async function' : 'function', isAsync && scope.isGenerator, () => this.stmts(s.body));
    this.forbid(s.name, s);
  }

  private parameters(args: ast.Arguments, at: ast.Located): void {
    for (const list of [args.posonlyargs, args.args, args.kwonlyargs]) for (const a of list) this.forbid(a.arg, at);
    if (args.vararg !== null) this.forbid(args.vararg.arg, at);
    if (args.kwarg !== null) this.forbid(args.kwarg.arg, at);
    this.exprs(args.defaults);
    for (const d of args.kw_defaults) if (d !== null) this.expr(d);
  }

  private annotations(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    const { args } = s;
    const all = [...args.args, ...args.posonlyargs];
    if (args.vararg !== null) all.push(args.vararg);
    all.push(...args.kwonlyargs);
    if (args.kwarg !== null) all.push(args.kwarg);
    for (const a of all) {
      // `*args: *Ts` is the one place where an annotation is a star.
      if (a.annotation !== null) this.expr(a.annotation.kind === 'Starred' ? a.annotation.value : a.annotation);
    }
    if (s.returns !== null) this.expr(s.returns);
  }

  private typeParams(list: ast.TypeParam[]): void {
    let defaults = false;
    for (const p of list) {
      if (p.kind === 'TypeVar' && p.bound !== null) this.expr(p.bound);
      if (p.default_value !== null) {
        defaults = true;
        this.expr(p.default_value.kind === 'Starred' ? p.default_value.value : p.default_value);
      } else if (defaults) this.fail(`non-default type parameter '${p.name}' follows default type parameter`, p);
    }
  }

  private returnStatement(s: ast.Return): void {
    const { place } = this.frame;
    if (place !== 'function' && place !== 'async function') this.fail("'return' outside function", s);
    if (this.frame.inExceptStar) this.fail("'break', 'continue' and 'return' cannot appear in an except* block", s);
    if (s.value === null) return;
    if (this.frame.isAsyncGenerator) this.fail("'return' with value in async generator", s);
    this.expr(s.value);
  }

  private withItems(s: ast.With | ast.AsyncWith, index: number): void {
    const item = s.items[index];
    this.expr(item.context_expr);
    this.inBlock(s, () => {
      if (item.optional_vars !== null) this.target(item.optional_vars);
      if (index + 1 < s.items.length) this.withItems(s, index + 1);
      else this.stmts(s.body);
    });
  }

  private tryStatement(s: ast.Try | ast.TryStar): void {
    const withHandlers = (): void => {
      if (s.handlers.length === 0) {
        this.stmts(s.body);
        return;
      }
      this.inBlock(s, () => this.stmts(s.body));
      this.stmts(s.orelse);
      this.inBlock(s, () => {
        s.handlers.forEach((h, i) => {
          if (h.type === null && i < s.handlers.length - 1) this.fail("default 'except:' must be last", h);
          if (h.type !== null) this.expr(h.type);
          if (h.name !== null) this.forbid(h.name, h);
          const { inExceptStar } = this.frame;
          if (s.kind === 'TryStar') this.frame.inExceptStar = true;
          this.inBlock(h, () => this.stmts(h.body));
          this.frame.inExceptStar = inExceptStar;
        });
      });
    };
    if (s.finalbody.length > 0) this.inBlock(s, withHandlers);
    else withHandlers();
    this.stmts(s.finalbody);
  }

  // -------------------------------------------------------------- patterns

  private match(s: ast.Match): void {
    this.expr(s.subject);
    s.cases.forEach((c, i) => {
      const last = i === s.cases.length - 1;
      this.pattern(c.pattern, new Set(), last || c.guard !== null);
      if (c.guard !== null) this.expr(c.guard);
      this.stmts(c.body);
    });
  }

  /** `irrefutable`: a pattern that matches everything may stand here. CPython: compile.c compiler_pattern. */
  private pattern(p: ast.Pattern, stores: Set<string>, irrefutable: boolean): void {
    switch (p.kind) {
      case 'MatchValue':
        if (isFormatted(p.value)) this.fail('patterns may only match literals and attribute lookups', p);
        this.expr(p.value);
        return;
      case 'MatchSingleton':
        return;
      case 'MatchStar':
        this.store(p.name, stores, p);
        return;
      case 'MatchAs':
        if (p.pattern === null) {
          if (!irrefutable) {
            if (p.name === null) this.fail('wildcard makes remaining patterns unreachable', p);
            this.fail(`name capture '${p.name}' makes remaining patterns unreachable`, p);
          }
          this.store(p.name, stores, p);
          return;
        }
        this.store(p.name, stores, p);
        this.pattern(p.pattern, stores, irrefutable);
        return;
      case 'MatchSequence': {
        let stars = 0;
        for (const q of p.patterns) if (q.kind === 'MatchStar' && ++stars > 1) this.fail('multiple starred names in sequence pattern', p);
        for (const q of p.patterns) this.pattern(q, stores, true);
        return;
      }
      case 'MatchMapping': {
        p.keys.forEach((key) => {
          if (isFormatted(key)) this.fail('mapping pattern keys may only match literals and attribute lookups', p);
          this.expr(key);
        });
        for (const q of p.patterns) this.pattern(q, stores, true);
        this.store(p.rest, stores, p);
        return;
      }
      case 'MatchClass': {
        p.kwd_attrs.forEach((attr, i) => {
          this.forbid(attr, p.kwd_patterns[i]);
          const again = p.kwd_attrs.indexOf(attr, i + 1);
          if (again >= 0) this.fail(`attribute name repeated in class pattern: ${attr}`, p.kwd_patterns[again]);
        });
        this.expr(p.cls);
        for (const q of [...p.patterns, ...p.kwd_patterns]) this.pattern(q, stores, true);
        return;
      }
      case 'MatchOr': {
        let first: Set<string> | null = null;
        p.patterns.forEach((q, i) => {
          const own = new Set<string>();
          this.pattern(q, own, irrefutable && i === p.patterns.length - 1);
          if (first === null) first = own;
          else if (own.size !== first.size || [...own].some((n) => !(first as Set<string>).has(n))) {
            this.fail('alternative patterns bind different names', p);
          }
        });
        for (const n of first ?? []) this.store(n, stores, p);
        return;
      }
    }
  }

  private store(name: string | null, stores: Set<string>, at: ast.Located): void {
    if (name === null) return;
    this.forbid(name, at);
    if (stores.has(name)) this.fail(`multiple assignments to name '${name}' in pattern`, at);
    stores.add(name);
  }

  // -------------------------------------------------------------- expressions

  private mayAwait(): boolean {
    return this.options.topLevelAwait && this.frame.place === 'module';
  }

  private exprs(list: ast.Expr[]): void {
    for (let i = 0; i < list.length; i++) this.expr(list[i]);
  }

  /** Items of a display or arguments of a call, which may be stars. */
  private items(list: ast.Expr[]): void {
    for (const e of list) this.expr(e.kind === 'Starred' ? e.value : e);
  }

  /** A target of an assignment. */
  private target(e: ast.Expr): void {
    switch (e.kind) {
      case 'Starred':
        this.fail('starred assignment target must be in a list or tuple', e);
        break;
      case 'Tuple':
      case 'List': {
        let star = -1;
        e.elts.forEach((x, i) => {
          if (x.kind !== 'Starred') return;
          if (star >= 0) this.fail('multiple starred expressions in assignment', e);
          star = i;
          if (i >= 256 || e.elts.length - i - 1 >= 1 << 24) this.fail('too many expressions in star-unpacking assignment', e);
        });
        for (const x of e.elts) this.target(x.kind === 'Starred' ? x.value : x);
        break;
      }
      default:
        this.expr(e);
    }
  }

  /** CPython: compile.c validate_keywords. */
  private keywords(list: ast.Keyword[], at: ast.Located): void {
    for (let i = 0; i < list.length; i++) {
      const { arg } = list[i];
      if (arg === null) continue;
      this.forbid(arg, at);
      for (let j = i + 1; j < list.length; j++) {
        if (list[j].arg === arg) this.fail(`keyword argument repeated: ${arg}`, list[j]);
      }
    }
  }

  expr(e: ast.Expr): void {
    switch (e.kind) {
      case 'Constant':
        return;
      case 'Name':
        if (e.id === '__debug__' && e.ctx !== 'Load') {
          this.fail(`cannot ${e.ctx === 'Del' ? 'delete' : 'assign to'} __debug__`, e);
        }
        return;
      case 'NamedExpr':
        this.expr(e.value);
        this.expr(e.target);
        return;
      case 'BoolOp':
        this.exprs(e.values);
        return;
      case 'BinOp':
        this.expr(e.left);
        this.expr(e.right);
        return;
      case 'UnaryOp':
        this.expr(e.operand);
        return;
      case 'Lambda':
        this.parameters(e.args, e);
        this.inside('lambda', false, () => this.expr(e.body));
        return;
      case 'IfExp':
        this.expr(e.test);
        this.expr(e.body);
        this.expr(e.orelse);
        return;
      case 'Dict':
        for (let i = 0; i < e.values.length; i++) {
          const key = e.keys[i];
          if (key !== null) this.expr(key);
          this.expr(e.values[i]);
        }
        return;
      case 'Set':
        this.items(e.elts);
        return;
      case 'List':
      case 'Tuple':
        if (e.ctx === 'Store') this.target(e);
        else this.items(e.elts);
        return;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        this.comprehension(e, [e.elt]);
        return;
      case 'DictComp':
        this.comprehension(e, [e.key, e.value]);
        return;
      case 'Yield':
        this.requireFunction("'yield' outside function", e);
        if (e.value !== null) this.expr(e.value);
        return;
      case 'YieldFrom':
        this.requireFunction("'yield' outside function", e);
        if (this.frame.place === 'async function') this.fail("'yield from' inside async function", e);
        this.expr(e.value);
        return;
      case 'Await':
        if (!this.mayAwait()) {
          this.requireFunction("'await' outside function", e);
          if (this.frame.place !== 'async function' && this.frame.place !== 'comprehension') {
            this.fail("'await' outside async function", e);
          }
        }
        this.expr(e.value);
        return;
      case 'Compare':
        this.expr(e.left);
        this.exprs(e.comparators);
        return;
      case 'Call':
        this.keywords(e.keywords, e);
        this.expr(e.func);
        this.items(e.args);
        for (const k of e.keywords) this.expr(k.value);
        return;
      case 'FormattedValue':
      case 'Interpolation':
        this.expr(e.value);
        if (e.format_spec !== null) this.expr(e.format_spec);
        return;
      case 'JoinedStr':
      case 'TemplateStr':
        this.exprs(e.values);
        return;
      case 'Attribute':
        this.expr(e.value);
        if (e.attr === '__debug__' && e.ctx !== 'Load') {
          this.fail(`cannot ${e.ctx === 'Del' ? 'delete' : 'assign to'} __debug__`, e);
        }
        return;
      case 'Subscript':
        this.expr(e.value);
        this.expr(e.slice);
        return;
      case 'Starred':
        if (e.ctx === 'Store') this.fail('starred assignment target must be in a list or tuple', e);
        this.fail("can't use starred expression here", e);
        return;
      case 'Slice':
        if (e.lower !== null) this.expr(e.lower);
        if (e.upper !== null) this.expr(e.upper);
        if (e.step !== null) this.expr(e.step);
        return;
    }
  }

  private requireFunction(msg: string, e: ast.Expr): void {
    const { place } = this.frame;
    if (place === 'module' || place === 'class') this.fail(msg, e);
  }

  private comprehension(e: ast.ComprehensionExpr, parts: ast.Expr[]): void {
    const scope = this.scopes.scopeOf(e);
    const { place } = this.frame;
    if (scope.isCoroutine && e.kind !== 'GeneratorExp' && place !== 'async function' && place !== 'comprehension' && !this.mayAwait()) {
      this.fail('asynchronous comprehension outside of an asynchronous function', e);
    }
    this.inside('comprehension', false, () => {
      e.generators.forEach((g, i) => {
        if (i > 0) this.expr(g.iter);
        this.target(g.target);
        this.exprs(g.ifs);
      });
      this.exprs(parts);
    });
    this.expr(e.generators[0].iter);
  }
}

function isFormatted(e: ast.Expr): boolean {
  return e.kind === 'JoinedStr' || e.kind === 'TemplateStr';
}
