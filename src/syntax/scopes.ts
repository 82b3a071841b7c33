/**
 * Symbol tables: which names each block of a tree binds and reads. CPython: Python/symtable.c.
 * This file is the first pass, a walk over the tree; resolution.ts decides then where each name lives.
 */
import type * as ast from './ast.ts';
import { checkTree } from './check.ts';
import { deferredAnnotations } from './deferred-annotations.ts';
import { readFutures } from './future.ts';
import { resolveScopes } from './resolution.ts';
import { mangle, type Scope, type ScopeKind, type ScopeTable, SymbolFlag } from './scope.ts';
import { PythonSyntaxError } from './syntax-error.ts';

export interface ScopeOptions {
  filename: string;
  /** Deepest nesting of nodes before "maximum recursion depth exceeded during compilation". */
  maxDepth?: number;
  /** `from __future__ import annotations` is in force where the source is compiled. */
  stringAnnotations?: boolean;
  /** Annotations are computed by functions of their own (PEP 649), unless they are strings. */
  deferredAnnotations?: boolean;
  /** `await` and its kin may stand at the top (ast.PyCF_ALLOW_TOP_LEVEL_AWAIT). */
  topLevelAwait?: boolean;
}

/** CPython allows three nodes for each level of the default recursion limit (COMPILER_STACK_FRAME_SCALE). */
const DEFAULT_MAX_DEPTH = 3000;

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

/** State of a block that only the first pass needs. */
interface Block {
  scope: Scope;
  /** In a comprehension's target: names are its iteration variables. */
  inIterationTarget: boolean;
  /** Depth of iterable expressions around, in which walrus is forbidden. */
  inIterable: number;
  /** Places of `global` and `nonlocal` by mangled name. */
  directives: Map<string, ast.Located>;
  /** The block of the annotations of its variables, which is entered again for each. */
  annotations: Block | null;
}

class ScopeBuilder {
  readonly scopes = new Map<ast.Node, Scope>();
  readonly typeParamScopes = new Map<ast.Node, Scope>();
  readonly defaultScopes = new Map<ast.Node, Scope>();
  readonly annotationScopes = new Map<ast.Node, Scope>();
  private readonly blocks = new Map<Scope, Block>();
  private readonly stack: Block[] = [];
  private current!: Block;
  private top!: Scope;
  private privateName: string | null = null;
  private depth = 0;
  private readonly filename: string;
  private readonly maxDepth: number;
  private readonly stringAnnotations: boolean;
  private readonly deferredAnnotations: boolean;

  constructor(options: ScopeOptions, stringAnnotations: boolean) {
    this.filename = options.filename;
    this.maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH;
    this.stringAnnotations = stringAnnotations;
    this.deferredAnnotations = options.deferredAnnotations === true && !stringAnnotations;
  }

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

  // -------------------------------------------------------------- blocks

  private enter(kind: ScopeKind, name: string, node: ast.Node, into: Map<ast.Node, Scope> = this.scopes): Scope {
    const previous = this.stack.length > 0 ? this.current : null;
    const parent = previous === null ? null : previous.scope;
    const scope: Scope = {
      kind,
      name,
      node,
      parent,
      children: [],
      symbols: new Map(),
      varnames: [],
      cellvars: [],
      freevars: [],
      nested: parent !== null && (parent.nested || (parent.kind !== 'class' && parent.kind !== 'module')),
      isGenerator: false,
      isCoroutine: false,
      hasVarargs: false,
      hasVarkeywords: false,
      returnsValue: false,
      needsClassClosure: false,
      needsClassDict: false,
      countsAnnotations: false,
      comprehension: null,
      privateName: this.privateName,
      canSeeClassScope: false,
    };
    const block: Block = {
      scope,
      inIterationTarget: false,
      inIterable: previous === null ? 0 : previous.inIterable,
      directives: new Map(),
      annotations: null,
    };
    into.set(node, scope);
    this.blocks.set(scope, block);
    this.stack.push(block);
    this.current = block;
    // Annotations that are never evaluated leave no trace in the blocks around.
    if (parent !== null && (kind !== 'annotation' || into === this.annotationScopes)) parent.children.push(scope);
    return scope;
  }

  private exit(): void {
    this.stack.pop();
    this.current = this.stack[this.stack.length - 1];
  }

  private error(msg: string, at: ast.Located): PythonSyntaxError {
    return new PythonSyntaxError('SyntaxError', msg, {
      filename: this.filename,
      lineno: at.lineno,
      offset: at.col_offset + 1,
      end_lineno: at.end_lineno,
      end_offset: at.end_col_offset + 1,
      text: null,
    });
  }

  private descend(): void {
    if (++this.depth > this.maxDepth) {
      throw new PythonSyntaxError('RecursionError', 'maximum recursion depth exceeded during compilation', {
        filename: this.filename,
        lineno: null,
        offset: null,
        end_lineno: null,
        end_offset: null,
        text: null,
      });
    }
  }

  // -------------------------------------------------------------- names

  private add(name: string, flag: number, at: ast.Located): void {
    this.addTo(this.current, name, flag, at);
  }

  /** CPython: symtable.c symtable_add_def_helper. */
  private addTo(block: Block, plainName: string, flag: number, at: ast.Located): void {
    const name = mangle(this.privateName, plainName);
    const symbols = block.scope.symbols;
    let symbol = symbols.get(name);
    if (symbol === undefined) {
      symbol = { name, flags: 0, resolution: 'LOCAL' };
      symbols.set(name, symbol);
    } else {
      if ((flag & symbol.flags & SymbolFlag.PARAM) !== 0) {
        throw this.error(`duplicate argument '${plainName}' in function definition`, at);
      }
      if ((flag & symbol.flags & SymbolFlag.TYPE_PARAM) !== 0) throw this.error(`duplicate type parameter '${plainName}'`, at);
    }
    symbol.flags |= flag;
    if (block.inIterationTarget) {
      if ((symbol.flags & (SymbolFlag.GLOBAL | SymbolFlag.NONLOCAL)) !== 0) {
        throw this.error(`comprehension inner loop cannot rebind assignment expression target '${plainName}'`, at);
      }
      symbol.flags |= SymbolFlag.COMP_ITER;
    }
    if ((flag & SymbolFlag.PARAM) !== 0) block.scope.varnames.push(name);
    else if ((flag & SymbolFlag.GLOBAL) !== 0 && block.scope !== this.top) {
      // What a function declares global, the module has.
      const topSymbol = this.top.symbols.get(name);
      if (topSymbol !== undefined) topSymbol.flags |= SymbolFlag.GLOBAL;
      else this.top.symbols.set(name, { name, flags: SymbolFlag.GLOBAL, resolution: 'GLOBAL_EXPLICIT' });
    }
  }

  private flagsOf(block: Block, name: string): number {
    return block.scope.symbols.get(mangle(this.privateName, name))?.flags ?? 0;
  }

  private implicitArgument(name: string, at: ast.Located): void {
    this.add(name, SymbolFlag.PARAM, at);
  }

  private declare(s: ast.Global | ast.Nonlocal): void {
    const word = s.kind === 'Global' ? 'global' : 'nonlocal';
    for (const name of s.names) {
      const flags = this.flagsOf(this.current, name);
      if ((flags & (SymbolFlag.PARAM | SymbolFlag.LOCAL | SymbolFlag.USE | SymbolFlag.ANNOT)) !== 0) {
        let msg: string;
        if ((flags & SymbolFlag.PARAM) !== 0) msg = `name '${name}' is parameter and ${word}`;
        else if ((flags & SymbolFlag.USE) !== 0) msg = `name '${name}' is used prior to ${word} declaration`;
        else if ((flags & SymbolFlag.ANNOT) !== 0) msg = `annotated name '${name}' can't be ${word}`;
        else msg = `name '${name}' is assigned to before ${word} declaration`;
        throw this.error(msg, s);
      }
      this.add(name, s.kind === 'Global' ? SymbolFlag.GLOBAL : SymbolFlag.NONLOCAL, s);
      const mangled = mangle(this.privateName, name);
      if (!this.current.directives.has(mangled)) this.current.directives.set(mangled, s);
    }
  }

  // -------------------------------------------------------------- statements

  private stmts(body: ast.Stmt[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i]);
  }

  /** CPython: symtable.c symtable_visit_stmt. */
  private stmt(s: ast.Stmt): void {
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

  private functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    this.add(s.name, SymbolFlag.LOCAL, s);
    this.exprs(s.args.defaults);
    for (const d of s.args.kw_defaults) if (d !== null) this.expr(d);
    const generic = s.type_params.length > 0;
    if (generic) {
      // The decorators are evaluated outside the block of the type parameters, the annotations inside.
      this.exprs(s.decorator_list);
      const hasKwDefaults = s.args.kw_defaults.some((d) => d !== null);
      this.enterTypeParams(s, s.name, s.args.defaults.length > 0, hasKwDefaults, false);
      this.typeParams(s.type_params);
    }
    if (this.deferredAnnotations) this.functionAnnotations(s);
    else this.annotations(s);
    if (!generic) this.exprs(s.decorator_list);
    const scope = this.enter('function', s.name, s);
    scope.isCoroutine = s.kind === 'AsyncFunctionDef';
    this.parameters(s.args);
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
  }

  private classDef(s: ast.ClassDef): void {
    this.add(s.name, SymbolFlag.LOCAL, s);
    const outerPrivate = this.privateName;
    const generic = s.type_params.length > 0;
    if (generic) {
      this.exprs(s.decorator_list);
      this.enterTypeParams(s, s.name, false, false, true);
      this.privateName = s.name;
      this.typeParams(s.type_params);
    }
    this.exprs(s.bases);
    for (const k of s.keywords) this.expr(k.value);
    if (!generic) this.exprs(s.decorator_list);
    const scope = this.enter('class', s.name, s);
    this.privateName = s.name;
    scope.privateName = s.name;
    scope.countsAnnotations = this.deferredAnnotations && deferredAnnotations(s.body).some((a) => a.conditional);
    if (generic) {
      this.add('__type_params__', SymbolFlag.LOCAL, s);
      this.add('.type_params', SymbolFlag.USE, s);
    }
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
    this.privateName = outerPrivate;
  }

  private typeAlias(s: ast.TypeAlias): void {
    this.expr(s.name);
    const inClass = this.current.scope.kind === 'class';
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(s, s.name.id, false, false, false);
      this.typeParams(s.type_params);
    }
    const scope = this.enter('typealias', s.name.id, s);
    scope.canSeeClassScope = inClass;
    if (inClass) this.add('__classdict__', SymbolFlag.USE, s);
    this.expr(s.value);
    this.exit();
    if (generic) this.exit();
  }

  private annAssign(s: ast.AnnAssign): void {
    if (s.target.kind === 'Name') {
      const name = s.target.id;
      const flags = this.flagsOf(this.current, name);
      if ((flags & (SymbolFlag.GLOBAL | SymbolFlag.NONLOCAL)) !== 0 && this.current.scope !== this.top && s.simple !== 0) {
        const word = (flags & SymbolFlag.GLOBAL) !== 0 ? 'global' : 'nonlocal';
        throw this.error(`annotated name '${name}' can't be ${word}`, s);
      }
      if (s.simple !== 0) this.add(name, SymbolFlag.ANNOT | SymbolFlag.LOCAL, s.target);
      else if (s.value !== null) this.add(name, SymbolFlag.LOCAL, s.target);
    } else this.expr(s.target);
    if (!this.deferredAnnotations) this.annotation(s.annotation);
    else this.deferredAnnotation(s);
    if (s.value !== null) this.expr(s.value);
  }

  private alias(a: ast.Alias): void {
    let name = a.asname ?? a.name;
    if (a.asname === null) {
      const dot = name.indexOf('.');
      if (dot >= 0) name = name.slice(0, dot);
    }
    if (a.name !== '*') this.add(name, SymbolFlag.IMPORT, a);
    else if (this.current.scope.kind !== 'module') throw this.error('import * only allowed at module level', a);
  }

  // -------------------------------------------------------------- parameters and annotations

  private parameters(args: ast.Arguments): void {
    const scope = this.current.scope;
    for (const a of args.posonlyargs) this.add(a.arg, SymbolFlag.PARAM, a);
    for (const a of args.args) this.add(a.arg, SymbolFlag.PARAM, a);
    for (const a of args.kwonlyargs) this.add(a.arg, SymbolFlag.PARAM, a);
    if (args.vararg !== null) {
      this.add(args.vararg.arg, SymbolFlag.PARAM, args.vararg);
      scope.hasVarargs = true;
    }
    if (args.kwarg !== null) {
      this.add(args.kwarg.arg, SymbolFlag.PARAM, args.kwarg);
      scope.hasVarkeywords = true;
    }
  }

  /** The annotations of a function. CPython: symtable.c symtable_visit_annotations. */
  private annotations(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    const { args, returns } = s;
    const lists = [args.posonlyargs, args.args, args.vararg === null ? [] : [args.vararg]];
    lists.push(args.kwarg === null ? [] : [args.kwarg], args.kwonlyargs);
    if (this.stringAnnotations) this.enter('annotation', '_annotation', args);
    for (const list of lists) {
      for (const a of list) if (a.annotation !== null) this.expr(a.annotation);
    }
    if (this.stringAnnotations) this.exit();
    if (returns !== null) this.annotation(returns);
  }

  /** The block in which annotations are computed, within the current one. CPython (3.14): symtable.c symtable_enter_block of an AnnotationBlock */
  private enterAnnotations(node: ast.Node & ast.Located): void {
    const { kind, canSeeClassScope } = this.current.scope;
    const scope = this.enter('annotation', '__annotate__', node, this.annotationScopes);
    this.implicitArgument('.format', node);
    if (kind !== 'class' && !canSeeClassScope) return;
    scope.canSeeClassScope = true;
    this.add('__classdict__', SymbolFlag.USE, node);
  }

  private functionAnnotations(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    const { args, returns } = s;
    const list = [...args.posonlyargs, ...args.args, ...(args.vararg === null ? [] : [args.vararg])];
    list.push(...(args.kwarg === null ? [] : [args.kwarg]), ...args.kwonlyargs);
    if (returns === null && list.every((a) => a.annotation === null)) return;
    this.enterAnnotations(s);
    for (const a of list) if (a.annotation !== null) this.expr(a.annotation);
    if (returns !== null) this.expr(returns);
    this.exit();
  }

  /** The annotation of a variable: computed in the block that all of a module or class share, or never. CPython: symtable_visit_annotation */
  private deferredAnnotation(s: ast.AnnAssign): void {
    const block = this.current;
    const { scope } = block;
    if ((scope.kind !== 'module' && scope.kind !== 'class') || s.simple === 0) {
      this.enter('annotation', '__annotate__', s.annotation);
      this.expr(s.annotation);
      this.exit();
      return;
    }
    if (block.annotations === null) {
      this.enterAnnotations(scope.node as ast.Node & ast.Located);
      block.annotations = this.current;
      if (scope.countsAnnotations) this.add('__conditional_annotations__', SymbolFlag.USE, s);
    } else {
      this.stack.push(block.annotations);
      this.current = block.annotations;
    }
    this.expr(s.annotation);
    this.exit();
  }

  private annotation(e: ast.Expr): void {
    if (this.stringAnnotations) this.enter('annotation', '_annotation', e);
    this.expr(e);
    if (this.stringAnnotations) this.exit();
  }

  /** CPython (3.12): symtable.c symtable_enter_type_param_block. */
  private enterTypeParams(node: ast.Node & ast.Located, name: string, hasDefaults: boolean, hasKwDefaults: boolean, ofClass: boolean): void {
    const inClass = this.current.scope.kind === 'class';
    const scope = this.enter('typeparams', name, node, this.typeParamScopes);
    if (inClass) {
      scope.canSeeClassScope = true;
      this.add('__classdict__', SymbolFlag.USE, node);
    }
    if (ofClass) {
      this.add('.type_params', SymbolFlag.LOCAL | SymbolFlag.USE, node);
      this.add('.generic_base', SymbolFlag.LOCAL | SymbolFlag.USE, node);
    }
    if (hasDefaults) this.implicitArgument('.defaults', node);
    if (hasKwDefaults) this.implicitArgument('.kwdefaults', node);
  }

  private typeParams(params: ast.TypeParam[]): void {
    for (const p of params) {
      this.add(p.name, SymbolFlag.TYPE_PARAM | SymbolFlag.LOCAL, p);
      if (p.kind === 'TypeVar' && p.bound !== null) this.typeParamPart(p, p.name, p.bound, this.scopes);
      if (p.default_value !== null) this.typeParamPart(p, p.name, p.default_value, this.defaultScopes);
    }
  }

  private typeParamPart(p: ast.TypeParam, name: string, value: ast.Expr, into: Map<ast.Node, Scope>): void {
    const inClass = this.current.scope.canSeeClassScope;
    const scope = this.enter('typevarbound', name, p, into);
    scope.canSeeClassScope = inClass;
    if (inClass) this.add('__classdict__', SymbolFlag.USE, p);
    this.expr(value);
    this.exit();
  }

  // -------------------------------------------------------------- patterns

  private pattern(p: ast.Pattern): void {
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

  private exprs(list: ast.Expr[]): void {
    for (let i = 0; i < list.length; i++) this.expr(list[i]);
  }

  /** CPython: symtable.c symtable_visit_expr. */
  private expr(e: ast.Expr): void {
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

  private namedExpr(e: ast.NamedExpr): void {
    this.forbidInAnnotation('named expression', e);
    if (this.current.inIterable > 0) {
      throw this.error('assignment expression cannot be used in a comprehension iterable expression', e);
    }
    if (this.current.scope.comprehension !== null) this.bindOutside(e.target);
    this.expr(e.value);
    this.expr(e.target);
  }

  /** A walrus in a comprehension binds in the function around. CPython: symtable.c symtable_extend_namedexpr_scope. */
  private bindOutside(target: ast.Name): void {
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
  private comprehension(
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

  private iterationTarget(target: ast.Expr): void {
    this.current.inIterationTarget = true;
    this.expr(target);
    this.current.inIterationTarget = false;
  }

  private forbidYieldInComprehension(e: ast.Expr): void {
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

  private forbidInAnnotation(what: string, e: ast.Expr): void {
    const { kind } = this.current.scope;
    if (kind === 'annotation') throw this.error(`${what} cannot be used within an annotation`, e);
    if (kind === 'typealias') throw this.error(`${what} cannot be used within a type alias`, e);
    if (kind === 'typevarbound') throw this.error(`${what} cannot be used within a TypeVar bound`, e);
    if (kind === 'typeparams') throw this.error(`${what} cannot be used within the definition of a generic`, e);
  }
}

function blockWords(kind: ScopeKind): string {
  return kind === 'typealias' ? 'type alias' : kind === 'typevarbound' ? 'TypeVar bound' : 'generic';
}
