/** What the first pass over a tree (scopes.ts) does with definitions: functions, classes, type parameters, annotations, imports. CPython: Python/symtable.c */
import type * as ast from './ast.ts';
import { deferredAnnotations } from './deferred-annotations.ts';
import { type Scope, SymbolFlag } from './scope.ts';
import { ScopeBlocks } from './scope-blocks.ts';

/** Definitions; statements and expressions inside them are the walk's. @throws PythonSyntaxError */
export abstract class ScopeDefinitions extends ScopeBlocks {
  protected abstract stmts(body: ast.Stmt[]): void;
  protected abstract expr(e: ast.Expr): void;
  protected abstract exprs(list: ast.Expr[]): void;

  protected functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
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

  protected classDef(s: ast.ClassDef): void {
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

  protected typeAlias(s: ast.TypeAlias): void {
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

  protected annAssign(s: ast.AnnAssign): void {
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

  protected alias(a: ast.Alias): void {
    let name = a.asname ?? a.name;
    if (a.asname === null) {
      const dot = name.indexOf('.');
      if (dot >= 0) name = name.slice(0, dot);
    }
    if (a.name !== '*') this.add(name, SymbolFlag.IMPORT, a);
    else if (this.current.scope.kind !== 'module') throw this.error('import * only allowed at module level', a);
  }

  // -------------------------------------------------------------- parameters and annotations

  protected parameters(args: ast.Arguments): void {
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
  protected annotations(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
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
  protected enterAnnotations(node: ast.Node & ast.Located): void {
    const { kind, canSeeClassScope } = this.current.scope;
    const scope = this.enter('annotation', '__annotate__', node, this.annotationScopes);
    this.implicitArgument('.format', node);
    if (kind !== 'class' && !canSeeClassScope) return;
    scope.canSeeClassScope = true;
    this.add('__classdict__', SymbolFlag.USE, node);
  }

  protected functionAnnotations(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
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
  protected deferredAnnotation(s: ast.AnnAssign): void {
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

  protected annotation(e: ast.Expr): void {
    if (this.stringAnnotations) this.enter('annotation', '_annotation', e);
    this.expr(e);
    if (this.stringAnnotations) this.exit();
  }

  /** CPython (3.12): symtable.c symtable_enter_type_param_block. */
  protected enterTypeParams(node: ast.Node & ast.Located, name: string, hasDefaults: boolean, hasKwDefaults: boolean, ofClass: boolean): void {
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

  protected typeParams(params: ast.TypeParam[]): void {
    for (const p of params) {
      this.add(p.name, SymbolFlag.TYPE_PARAM | SymbolFlag.LOCAL, p);
      if (p.kind === 'TypeVar' && p.bound !== null) this.typeParamPart(p, p.name, p.bound, this.scopes);
      if (p.default_value !== null) this.typeParamPart(p, p.name, p.default_value, this.defaultScopes);
    }
  }

  protected typeParamPart(p: ast.TypeParam, name: string, value: ast.Expr, into: Map<ast.Node, Scope>): void {
    const inClass = this.current.scope.canSeeClassScope;
    const scope = this.enter('typevarbound', name, p, into);
    scope.canSeeClassScope = inClass;
    if (inClass) this.add('__classdict__', SymbolFlag.USE, p);
    const outer = this.typeParamWords;
    this.typeParamWords = into === this.defaultScopes ? `${p.kind} default` : 'TypeVar bound';
    this.expr(value);
    this.typeParamWords = outer;
    this.exit();
  }
}
