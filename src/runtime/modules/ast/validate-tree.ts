/**
 * What CPython refuses in a tree that a program made: nodes that no source text gives. CPython: Python/ast.c validate_*
 */
import type * as ast from '../../../syntax/ast.ts';

/** Raises ValueError, TypeError or SystemError in Python. */
export interface TreeRefusal {
  value(message: string): never;
  type(message: string): never;
  system(message: string): never;
}

/** Checks a whole tree. @throws what `refuse` throws */
export function validateTree(tree: ast.Mod, refuse: TreeRefusal): void {
  const validator = new Validator(refuse);
  if (tree.kind === 'Expression') validator.expr(tree.body, 'Load');
  else validator.stmts(tree.body);
}

const CONSTANTS = new Set(['None', 'True', 'False']);

class Validator {
  constructor(private readonly refuse: TreeRefusal) {}

  private positions(node: ast.Located): void {
    const { lineno, end_lineno, col_offset, end_col_offset } = node;
    if (lineno > end_lineno) this.refuse.value(`AST node line range (${lineno}, ${end_lineno}) is not valid`);
    if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && col_offset !== end_col_offset)) {
      this.refuse.value(`AST node column range (${col_offset}, ${end_col_offset}) for line range (${lineno}, ${end_lineno}) is not valid`);
    }
    if (lineno === end_lineno && col_offset > end_col_offset) {
      this.refuse.value(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`);
    }
  }

  private name(name: string): void {
    if (CONSTANTS.has(name)) this.refuse.value(`identifier field can't represent '${name}' constant`);
  }

  private filled(list: readonly unknown[], what: string, owner: string): void {
    if (list.length === 0) this.refuse.value(`empty ${what} on ${owner}`);
  }

  // -------------------------------------------------------------- statements

  stmts(list: readonly (ast.Stmt | null)[]): void {
    for (const s of list) {
      if (s === null) this.refuse.value('None disallowed in statement list');
      else this.stmt(s);
    }
  }

  private body(list: readonly ast.Stmt[], owner: string): void {
    this.filled(list, 'body', owner);
    this.stmts(list);
  }

  private assigned(targets: readonly ast.Expr[], context: 'Store' | 'Del', owner: string): void {
    this.filled(targets, 'targets', owner);
    this.exprs(targets, context);
  }

  private stmt(s: ast.Stmt): void {
    this.positions(s);
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.body(s.body, s.kind);
        this.typeParams(s.type_params);
        this.arguments(s.args);
        this.exprs(s.decorator_list, 'Load');
        this.optional(s.returns);
        return;
      case 'ClassDef':
        this.body(s.body, 'ClassDef');
        this.typeParams(s.type_params);
        this.exprs(s.bases, 'Load');
        for (const k of s.keywords) this.expr(k.value, 'Load');
        this.exprs(s.decorator_list, 'Load');
        return;
      case 'Return':
        this.optional(s.value);
        return;
      case 'Delete':
        this.assigned(s.targets, 'Del', 'Delete');
        return;
      case 'Assign':
        this.assigned(s.targets, 'Store', 'Assign');
        this.expr(s.value, 'Load');
        return;
      case 'AugAssign':
        this.expr(s.target, 'Store');
        this.expr(s.value, 'Load');
        return;
      case 'AnnAssign':
        if (s.target.kind !== 'Name' && s.simple) this.refuse.type('AnnAssign with simple non-Name target');
        this.expr(s.target, 'Store');
        this.optional(s.value);
        this.expr(s.annotation, 'Load');
        this.annotated(s.target);
        return;
      case 'TypeAlias':
        if ((s.name.kind as string) !== 'Name') this.refuse.type('TypeAlias with non-Name name');
        this.expr(s.name, 'Store');
        this.typeParams(s.type_params);
        this.expr(s.value, 'Load');
        return;
      case 'For':
      case 'AsyncFor':
        this.expr(s.target, 'Store');
        this.expr(s.iter, 'Load');
        this.body(s.body, s.kind);
        this.stmts(s.orelse);
        return;
      case 'While':
      case 'If':
        this.expr(s.test, 'Load');
        this.body(s.body, s.kind);
        this.stmts(s.orelse);
        return;
      case 'With':
      case 'AsyncWith':
        this.filled(s.items, 'items', s.kind);
        for (const item of s.items) {
          this.expr(item.context_expr, 'Load');
          if (item.optional_vars !== null) this.expr(item.optional_vars, 'Store');
        }
        this.body(s.body, s.kind);
        return;
      case 'Match':
        this.expr(s.subject, 'Load');
        this.filled(s.cases, 'cases', 'Match');
        for (const c of s.cases) {
          this.pattern(c.pattern, false);
          this.optional(c.guard);
          this.body(c.body, 'match_case');
        }
        return;
      case 'Raise':
        if (s.exc !== null) {
          this.expr(s.exc, 'Load');
          this.optional(s.cause);
        } else if (s.cause !== null) this.refuse.value('Raise with cause but no exception');
        return;
      case 'Try':
      case 'TryStar':
        this.tryStatement(s);
        return;
      case 'Assert':
        this.expr(s.test, 'Load');
        this.optional(s.msg);
        return;
      case 'Import':
      case 'Global':
      case 'Nonlocal':
        this.filled(s.names, 'names', s.kind);
        return;
      case 'ImportFrom':
        if (s.level < 0) this.refuse.value('Negative ImportFrom level');
        this.filled(s.names, 'names', 'ImportFrom');
        return;
      case 'Expr':
        this.expr(s.value, 'Load');
        return;
      case 'Pass':
      case 'Break':
      case 'Continue':
        return;
    }
  }

  /** What only the compiler finds out. CPython: codegen_annassign */
  private annotated(target: ast.Expr): void {
    const number = target.kind === 'Starred' ? 23 : target.kind === 'List' ? 25 : target.kind === 'Tuple' ? 26 : 0;
    if (number !== 0) this.refuse.system(`invalid node type (${number}) for annotated assignment`);
  }

  private tryStatement(s: ast.Try | ast.TryStar): void {
    this.body(s.body, s.kind);
    if (s.handlers.length === 0 && s.finalbody.length === 0) this.refuse.value(`${s.kind} has neither except handlers nor finalbody`);
    if (s.handlers.length === 0 && s.orelse.length > 0) this.refuse.value(`${s.kind} has orelse but no except handlers`);
    for (const h of s.handlers) {
      this.positions(h);
      this.optional(h.type);
      this.body(h.body, 'ExceptHandler');
    }
    this.stmts(s.finalbody);
    this.stmts(s.orelse);
  }

  private arguments(args: ast.Arguments): void {
    const annotations = (list: readonly ast.Arg[]): void => {
      for (const a of list) {
        this.positions(a);
        this.optional(a.annotation);
      }
    };
    annotations(args.posonlyargs);
    annotations(args.args);
    if (args.vararg !== null) this.optional(args.vararg.annotation);
    annotations(args.kwonlyargs);
    if (args.kwarg !== null) this.optional(args.kwarg.annotation);
    if (args.defaults.length > args.posonlyargs.length + args.args.length) this.refuse.value('more positional defaults than args on arguments');
    if (args.kw_defaults.length !== args.kwonlyargs.length) {
      this.refuse.value('length of kwonlyargs is not the same as kw_defaults on arguments');
    }
    this.exprs(args.defaults, 'Load');
    for (const d of args.kw_defaults) this.optional(d);
  }

  private typeParams(list: readonly ast.TypeParam[]): void {
    for (const p of list) {
      this.positions(p);
      this.name(p.name);
      if (p.kind === 'TypeVar') this.optional(p.bound);
      this.optional(p.default_value);
    }
  }

  // -------------------------------------------------------------- expressions

  private optional(e: ast.Expr | null): void {
    if (e !== null) this.expr(e, 'Load');
  }

  private exprs(list: readonly (ast.Expr | null)[], context: ast.ExprContext): void {
    for (const e of list) {
      if (e === null) this.refuse.value('None disallowed in expression list');
      else this.expr(e, context);
    }
  }

  expr(e: ast.Expr, context: ast.ExprContext): void {
    this.positions(e);
    switch (e.kind) {
      case 'Attribute':
      case 'Subscript':
      case 'Starred':
      case 'Name':
      case 'List':
      case 'Tuple':
        if (e.kind === 'Name') this.name(e.id);
        if (e.ctx !== context) this.refuse.value(`expression must have ${context} context but has ${e.ctx} instead`);
        break;
      default:
        if (context !== 'Load') this.refuse.value(`expression which can't be assigned to in ${context} context`);
    }
    this.parts(e, context);
  }

  private parts(e: ast.Expr, context: ast.ExprContext): void {
    switch (e.kind) {
      case 'BoolOp':
        if (e.values.length < 2) this.refuse.value('BoolOp with less than 2 values');
        this.exprs(e.values, 'Load');
        return;
      case 'BinOp':
        this.expr(e.left, 'Load');
        this.expr(e.right, 'Load');
        return;
      case 'UnaryOp':
        this.expr(e.operand, 'Load');
        return;
      case 'Lambda':
        this.arguments(e.args);
        this.expr(e.body, 'Load');
        return;
      case 'IfExp':
        this.expr(e.test, 'Load');
        this.expr(e.body, 'Load');
        this.expr(e.orelse, 'Load');
        return;
      case 'Dict':
        if (e.keys.length !== e.values.length) this.refuse.value("Dict doesn't have the same number of keys as values");
        for (const key of e.keys) this.optional(key);
        this.exprs(e.values, 'Load');
        return;
      case 'Set':
        this.exprs(e.elts, 'Load');
        return;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        this.generators(e.generators);
        this.expr(e.elt, 'Load');
        return;
      case 'DictComp':
        this.generators(e.generators);
        this.expr(e.key, 'Load');
        this.expr(e.value, 'Load');
        return;
      case 'Yield':
        this.optional(e.value);
        return;
      case 'YieldFrom':
      case 'Await':
        this.expr(e.value, 'Load');
        return;
      case 'Compare':
        if (e.comparators.length === 0) this.refuse.value('Compare with no comparators');
        if (e.comparators.length !== e.ops.length) this.refuse.value('Compare has a different number of comparators and operands');
        this.exprs(e.comparators, 'Load');
        this.expr(e.left, 'Load');
        return;
      case 'Call':
        this.expr(e.func, 'Load');
        this.exprs(e.args, 'Load');
        for (const k of e.keywords) this.expr(k.value, 'Load');
        return;
      case 'JoinedStr':
      case 'TemplateStr':
        this.exprs(e.values, 'Load');
        return;
      case 'FormattedValue':
      case 'Interpolation':
        this.expr(e.value, 'Load');
        if (![-1, 97, 114, 115].includes(e.conversion)) this.refuse.system(`Unrecognized conversion character ${e.conversion}`);
        this.optional(e.format_spec);
        return;
      case 'Attribute':
        this.expr(e.value, 'Load');
        return;
      case 'Subscript':
        this.expr(e.slice, 'Load');
        this.expr(e.value, 'Load');
        return;
      case 'Starred':
        this.expr(e.value, context);
        return;
      case 'Slice':
        this.optional(e.lower);
        this.optional(e.upper);
        this.optional(e.step);
        return;
      case 'List':
      case 'Tuple':
        this.exprs(e.elts, context);
        return;
      case 'NamedExpr':
        if ((e.target.kind as string) !== 'Name') this.refuse.type('NamedExpr target must be a Name');
        this.expr(e.value, 'Load');
        return;
      case 'Constant':
      case 'Name':
        return;
    }
  }

  private generators(list: readonly ast.Comprehension[]): void {
    if (list.length === 0) this.refuse.value('comprehension with no generators');
    for (const g of list) {
      this.expr(g.target, 'Store');
      this.expr(g.iter, 'Load');
      this.exprs(g.ifs, 'Load');
    }
  }

  // -------------------------------------------------------------- patterns

  private patterns(list: readonly ast.Pattern[], starred: boolean): void {
    for (const p of list) this.pattern(p, starred);
  }

  private capture(name: string): void {
    if (name === '_') this.refuse.value("can't capture name '_' in patterns");
    this.name(name);
  }

  private matchValue(e: ast.Expr): void {
    this.expr(e, 'Load');
    switch (e.kind) {
      case 'Constant':
        if (e.value.type === 'ellipsis' || e.value.type === 'none' || e.value.type === 'true' || e.value.type === 'false') {
          this.refuse.value('unexpected constant inside of a literal pattern');
        }
        return;
      case 'Attribute':
      case 'UnaryOp':
      case 'BinOp':
      case 'JoinedStr':
      case 'TemplateStr':
        return;
    }
    this.refuse.value('patterns may only match literals and attribute lookups');
  }

  private pattern(p: ast.Pattern, starred: boolean): void {
    this.positions(p);
    switch (p.kind) {
      case 'MatchValue':
        this.matchValue(p.value);
        return;
      case 'MatchSingleton':
        if (!['none', 'true', 'false'].includes(p.value.type)) this.refuse.value('MatchSingleton can only contain True, False and None');
        return;
      case 'MatchSequence':
        this.patterns(p.patterns, true);
        return;
      case 'MatchMapping':
        if (p.keys.length !== p.patterns.length) this.refuse.value("MatchMapping doesn't have the same number of keys as patterns");
        if (p.rest !== null) this.capture(p.rest);
        for (const key of p.keys) {
          if (key.kind === 'Constant' && ['none', 'true', 'false'].includes(key.value.type)) continue;
          this.matchValue(key);
        }
        this.patterns(p.patterns, false);
        return;
      case 'MatchClass':
        this.matchClass(p);
        return;
      case 'MatchStar':
        if (!starred) this.refuse.value("can't use MatchStar here");
        if (p.name !== null) this.capture(p.name);
        return;
      case 'MatchAs':
        if (p.name !== null) this.capture(p.name);
        if (p.pattern === null) return;
        if (p.name === null) this.refuse.value('MatchAs must specify a target name if a pattern is given');
        this.pattern(p.pattern, false);
        return;
      case 'MatchOr':
        if (p.patterns.length < 2) this.refuse.value('MatchOr requires at least 2 patterns');
        this.patterns(p.patterns, false);
        return;
    }
  }

  private matchClass(p: ast.MatchClass): void {
    if (p.kwd_attrs.length !== p.kwd_patterns.length) {
      this.refuse.value("MatchClass doesn't have the same number of keyword attributes as patterns");
    }
    this.expr(p.cls, 'Load');
    let cls = p.cls;
    while (cls.kind === 'Attribute') cls = cls.value;
    if (cls.kind !== 'Name') this.refuse.value('MatchClass cls field can only contain Name or Attribute nodes.');
    for (const name of p.kwd_attrs) this.name(name);
    this.patterns(p.patterns, false);
    this.patterns(p.kwd_patterns, false);
  }
}
