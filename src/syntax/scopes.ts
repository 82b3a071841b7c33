/**
 * Symbol tables: which names each block of a tree binds and reads. CPython: Python/symtable.c.
 * This file is the first pass, a walk over the tree; resolution.ts decides then where each name lives.
 */
import type * as ast from './ast.ts';
import { checkTree } from './check.ts';
import { readFutures } from './future.ts';
import { resolveScopes } from './resolution.ts';
import { mangle, type Scope, type ScopeKind, type ScopeTable, SymbolFlag } from './scope.ts';
import type { ScopeOptions } from './scope-blocks.ts';
import { ScopeDefinitions } from './scope-definitions.ts';

/**
 * Builds the symbol tables of a tree, and raises what CPython's compiler would raise about it (check.ts).
 * CPython: Python/symtable.c _PySymtable_Build.
 * @throws PythonSyntaxError with `text` null: the line is not known here
 */
export function analyzeScopes(tree: ast.Mod, options: ScopeOptions): ScopeTable {
  const futures = readFutures(tree, options.filename);
  const builder = new ScopeBuilder(options, options.stringAnnotations === true || futures.features.has('annotations'));
  const top = builder.build(tree);
  const table: ScopeTable = {
    top,
    futures: futures.features,
    scopeOf: (node) => found(builder.scopes.get(node), node),
    typeParamsScopeOf: (node) => found(builder.typeParamScopes.get(node), node),
    typeParamDefaultScopeOf: (node) => found(builder.defaultScopes.get(node), node),
    annotationScopeOf: (node) => found(builder.annotationScopes.get(node), node),
  };
  checkTree(tree, table, {
    filename: options.filename,
    lastFutureLine: futures.lastLine,
    topLevelAwait: options.topLevelAwait ?? false,
  });
  return table;
}

function found(scope: Scope | undefined, node: ast.Node): Scope {
  if (scope === undefined) throw new Error(`a ${node.kind} that opens no scope`);
  return scope;
}

class ScopeBuilder extends ScopeDefinitions {
  build(tree: ast.Mod): Scope {
    const top = this.enter('module', 'top', tree);
    this.top = top;
    top.countsAnnotations = this.deferredAnnotations;
    if (tree.kind === 'Expression') this.expr(tree.body);
    else this.stmts(tree.body);
    this.stack.pop();
    resolveScopes(top, (scope, name, msg) => {
      const at = this.blocks.get(scope)?.directives.get(name);
      throw this.error(msg, at ?? { lineno: 1, col_offset: 0, end_lineno: 1, end_col_offset: 0 });
    });
    return top;
  }

  // -------------------------------------------------------------- statements

  protected stmts(body: ast.Stmt[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i]);
  }

  /** CPython: symtable.c symtable_visit_stmt. */
  protected stmt(s: ast.Stmt): void {
    this.descend();
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.functionDef(s);
        break;
      case 'ClassDef':
        this.classDef(s);
        break;
      case 'TypeAlias':
        this.typeAlias(s);
        break;
      case 'Return':
        if (s.value !== null) {
          this.expr(s.value);
          this.current.scope.returnsValue = true;
        }
        break;
      case 'Delete':
        this.exprs(s.targets);
        break;
      case 'Assign':
        this.exprs(s.targets);
        this.expr(s.value);
        break;
      case 'AnnAssign':
        this.annAssign(s);
        break;
      case 'AugAssign':
        this.expr(s.target);
        this.expr(s.value);
        break;
      case 'For':
      case 'AsyncFor':
        this.expr(s.target);
        this.expr(s.iter);
        this.stmts(s.body);
        this.stmts(s.orelse);
        break;
      case 'While':
      case 'If':
        this.expr(s.test);
        this.stmts(s.body);
        this.stmts(s.orelse);
        break;
      case 'With':
      case 'AsyncWith':
        for (const item of s.items) {
          this.expr(item.context_expr);
          if (item.optional_vars !== null) this.expr(item.optional_vars);
        }
        this.stmts(s.body);
        break;
      case 'Match':
        this.expr(s.subject);
        for (const c of s.cases) {
          this.pattern(c.pattern);
          if (c.guard !== null) this.expr(c.guard);
          this.stmts(c.body);
        }
        break;
      case 'Raise':
        if (s.exc !== null) {
          this.expr(s.exc);
          if (s.cause !== null) this.expr(s.cause);
        }
        break;
      case 'Try':
      case 'TryStar':
        this.stmts(s.body);
        this.stmts(s.orelse);
        for (const h of s.handlers) {
          if (h.type !== null) this.expr(h.type);
          if (h.name !== null) this.add(h.name, SymbolFlag.LOCAL, h);
          this.stmts(h.body);
        }
        this.stmts(s.finalbody);
        break;
      case 'Assert':
        this.expr(s.test);
        if (s.msg !== null) this.expr(s.msg);
        break;
      case 'Import':
      case 'ImportFrom':
        for (const alias of s.names) this.alias(alias);
        break;
      case 'Global':
      case 'Nonlocal':
        this.declare(s);
        break;
      case 'Expr':
        this.expr(s.value);
        break;
      case 'Pass':
      case 'Break':
      case 'Continue':
        break;
    }
    this.depth--;
  }

  // -------------------------------------------------------------- patterns

  protected pattern(p: ast.Pattern): void {
    this.descend();
    switch (p.kind) {
      case 'MatchValue':
        this.expr(p.value);
        break;
      case 'MatchSingleton':
        break;
      case 'MatchSequence':
      case 'MatchOr':
        for (const q of p.patterns) this.pattern(q);
        break;
      case 'MatchMapping':
        this.exprs(p.keys);
        for (const q of p.patterns) this.pattern(q);
        if (p.rest !== null) this.add(p.rest, SymbolFlag.LOCAL, p);
        break;
      case 'MatchClass':
        this.expr(p.cls);
        for (const q of p.patterns) this.pattern(q);
        for (const q of p.kwd_patterns) this.pattern(q);
        break;
      case 'MatchStar':
        if (p.name !== null) this.add(p.name, SymbolFlag.LOCAL, p);
        break;
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern);
        if (p.name !== null) this.add(p.name, SymbolFlag.LOCAL, p);
        break;
    }
    this.depth--;
  }

  // -------------------------------------------------------------- expressions

  protected exprs(list: ast.Expr[]): void {
    for (let i = 0; i < list.length; i++) this.expr(list[i]);
  }

  /** CPython: symtable.c symtable_visit_expr. */
  protected expr(e: ast.Expr): void {
    if (this.depth >= this.maxDepth) this.descend();
    switch (e.kind) {
      case 'Name': {
        this.add(e.id, e.ctx === 'Load' ? SymbolFlag.USE : SymbolFlag.LOCAL, e);
        const kind = this.current.scope.kind;
        // `super()` reads the cell `__class__`.
        if (e.id === 'super' && e.ctx === 'Load' && kind !== 'module' && kind !== 'class') {
          this.add('__class__', SymbolFlag.USE, e);
        }
        return;
      }
      case 'Constant':
        return;
    }
    this.descend();
    switch (e.kind) {
      case 'NamedExpr':
        this.namedExpr(e);
        break;
      case 'BoolOp':
        this.exprs(e.values);
        break;
      case 'BinOp':
        this.expr(e.left);
        this.expr(e.right);
        break;
      case 'UnaryOp':
        this.expr(e.operand);
        break;
      case 'Lambda': {
        this.exprs(e.args.defaults);
        for (const d of e.args.kw_defaults) if (d !== null) this.expr(d);
        this.enter('lambda', 'lambda', e);
        this.parameters(e.args);
        this.expr(e.body);
        this.exit();
        break;
      }
      case 'IfExp':
        this.expr(e.test);
        this.expr(e.body);
        this.expr(e.orelse);
        break;
      case 'Dict':
        for (const k of e.keys) if (k !== null) this.expr(k);
        this.exprs(e.values);
        break;
      case 'Set':
      case 'List':
      case 'Tuple':
        this.exprs(e.elts);
        break;
      case 'GeneratorExp':
        this.comprehension(e, 'genexpr', 'generator', e.elt, null);
        break;
      case 'ListComp':
        this.comprehension(e, 'listcomp', 'list', e.elt, null);
        break;
      case 'SetComp':
        this.comprehension(e, 'setcomp', 'set', e.elt, null);
        break;
      case 'DictComp':
        this.comprehension(e, 'dictcomp', 'dict', e.key, e.value);
        break;
      case 'Yield':
      case 'YieldFrom':
        this.forbidInAnnotation('yield expression', e);
        if (e.value !== null) this.expr(e.value);
        this.current.scope.isGenerator = true;
        this.forbidYieldInComprehension(e);
        break;
      case 'Await':
        this.forbidInAnnotation('await expression', e);
        this.expr(e.value);
        this.current.scope.isCoroutine = true;
        break;
      case 'Compare':
        this.expr(e.left);
        this.exprs(e.comparators);
        break;
      case 'Call':
        this.expr(e.func);
        this.exprs(e.args);
        for (const k of e.keywords) this.expr(k.value);
        break;
      case 'FormattedValue':
      case 'Interpolation':
        this.expr(e.value);
        if (e.format_spec !== null) this.expr(e.format_spec);
        break;
      case 'JoinedStr':
      case 'TemplateStr':
        this.exprs(e.values);
        break;
      case 'Attribute':
      case 'Starred':
        this.expr(e.value);
        break;
      case 'Subscript':
        this.expr(e.value);
        this.expr(e.slice);
        break;
      case 'Slice':
        if (e.lower !== null) this.expr(e.lower);
        if (e.upper !== null) this.expr(e.upper);
        if (e.step !== null) this.expr(e.step);
        break;
    }
    this.depth--;
  }

  protected namedExpr(e: ast.NamedExpr): void {
    this.forbidInAnnotation('named expression', e);
    if (this.current.inIterable > 0) {
      throw this.error('assignment expression cannot be used in a comprehension iterable expression', e);
    }
    if (this.current.scope.comprehension !== null) this.bindOutside(e.target);
    this.expr(e.value);
    this.expr(e.target);
  }

  /** A walrus in a comprehension binds in the function around. CPython: symtable.c symtable_extend_namedexpr_scope. */
  protected bindOutside(target: ast.Name): void {
    const name = target.id;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const block = this.stack[i];
      const { kind } = block.scope;
      if (block.scope.comprehension !== null) {
        if ((this.flagsOf(block, name) & SymbolFlag.COMP_ITER) !== 0) {
          throw this.error(`assignment expression cannot rebind comprehension iteration variable '${name}'`, target);
        }
        continue;
      }
      if (kind === 'function' || kind === 'lambda') {
        const isGlobal = (this.flagsOf(block, name) & SymbolFlag.GLOBAL) !== 0;
        this.add(name, isGlobal ? SymbolFlag.GLOBAL : SymbolFlag.NONLOCAL, target);
        this.current.directives.set(mangle(this.privateName, name), target);
        this.addTo(block, name, SymbolFlag.LOCAL, target);
        return;
      }
      if (kind === 'module') {
        this.add(name, SymbolFlag.GLOBAL, target);
        this.current.directives.set(mangle(this.privateName, name), target);
        this.addTo(block, name, SymbolFlag.GLOBAL, target);
        return;
      }
      if (kind === 'class') {
        throw this.error('assignment expression within a comprehension cannot be used in a class body', target);
      }
      throw this.error(`assignment expression within a comprehension cannot be used within the definition of a ${blockWords(kind)}`, target);
    }
  }

  /** CPython: symtable.c symtable_handle_comprehension. */
  protected comprehension(
    e: ast.ComprehensionExpr,
    name: string,
    kind: 'list' | 'set' | 'dict' | 'generator',
    elt: ast.Expr,
    value: ast.Expr | null,
  ): void {
    const outermost = e.generators[0];
    // The outermost iterable is evaluated in the block around.
    this.current.inIterable++;
    this.expr(outermost.iter);
    this.current.inIterable--;
    const scope = this.enter('comprehension', name, e);
    scope.comprehension = kind;
    if (outermost.is_async !== 0) scope.isCoroutine = true;
    this.implicitArgument('.0', e);
    this.iterationTarget(outermost.target);
    this.exprs(outermost.ifs);
    for (let i = 1; i < e.generators.length; i++) {
      const g = e.generators[i];
      this.iterationTarget(g.target);
      this.current.inIterable++;
      this.expr(g.iter);
      this.current.inIterable--;
      this.exprs(g.ifs);
      if (g.is_async !== 0) scope.isCoroutine = true;
    }
    if (value !== null) this.expr(value);
    this.expr(elt);
    scope.isGenerator = kind === 'generator';
    this.exit();
    if (scope.isCoroutine && kind !== 'generator') this.current.scope.isCoroutine = true;
  }

  protected iterationTarget(target: ast.Expr): void {
    this.current.inIterationTarget = true;
    this.expr(target);
    this.current.inIterationTarget = false;
  }

  protected forbidYieldInComprehension(e: ast.Expr): void {
    const kind = this.current.scope.comprehension;
    if (kind === null) return;
    const words =
      kind === 'generator'
        ? 'generator expression'
        : kind === 'list'
          ? 'list comprehension'
          : kind === 'set'
            ? 'set comprehension'
            : 'dict comprehension';
    throw this.error(`'yield' inside ${words}`, e);
  }

  protected forbidInAnnotation(what: string, e: ast.Expr): void {
    const { kind } = this.current.scope;
    if (kind === 'annotation') throw this.error(`${what} cannot be used within an annotation`, e);
    if (kind === 'typealias') throw this.error(`${what} cannot be used within a type alias`, e);
    if (kind === 'typevarbound') throw this.error(`${what} cannot be used within a ${this.typeParamWords}`, e);
    if (kind === 'typeparams') throw this.error(`${what} cannot be used within the definition of a generic`, e);
  }
}

function blockWords(kind: ScopeKind): string {
  return kind === 'typealias' ? 'type alias' : kind === 'typevarbound' ? 'TypeVar bound' : 'generic';
}
