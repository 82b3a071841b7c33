/**
 * Folding of constants in the syntax tree, in place, and the list of what the arena holds.
 * CPython: Python/ast_opt.c. Runs before the scopes are analyzed.
 */
import type { Arguments, Constant, Expr, JoinedStr, Keyword, Located, Mod, Pattern, Stmt, TypeParam } from '../syntax/ast.ts';
import { foldBinary, foldSubscript, foldUnary } from './arithmetic.ts';
import type { ConstData } from './code.ts';
import { constantFromValue, FALSE, TRUE } from './constants.ts';
import { percentFormat } from './percent-format.ts';
import { numbersTriedAsTarget } from './read-again.ts';

/** A Constant node with the constant object made for it. `value` of a folded node says nothing; `data` does. */
interface ConstantNode extends Constant {
  data?: ConstData;
  /** What it was folded from, where the model leaves those among the constants too. */
  operands?: readonly ConstData[];
}

const FOLDED_VALUE = Object.freeze({ type: 'none' as const });

/** The constant object of a Constant node: one a node. */
export function constantOf(node: Constant): ConstData {
  const constant = node as ConstantNode;
  if (constant.data === undefined) constant.data = constantFromValue(node.value);
  return constant.data;
}

/** Constants that a folded one leaves behind in `consts` (models that fold instructions, not the tree). */
export function operandsOf(node: Constant): readonly ConstData[] | undefined {
  return (node as ConstantNode).operands;
}

/** Is it a string constant (a docstring, when it is the first statement)? */
export function isString(node: Expr): node is Constant {
  return node.kind === 'Constant' && constantOf(node).kind === 'str';
}

export interface FoldOptions {
  readonly optimize: number;
  /** Annotations stay as written (`from __future__ import annotations`). */
  readonly keepAnnotations: boolean;
  /** Results of folding belong to the arena. */
  readonly foldedInArena: boolean;
  readonly arenaBytesReferences: number;
  /** The parser reads number literals again where it tries rules anew; the arena has an entry a reading. */
  readonly numbersReadAgain: boolean;
  /** List displays that are only iterated over or searched become tuples. */
  readonly iteratedTuples: boolean;
  /** A str with `%` and a tuple display become an f-string. */
  readonly formatsInTree: boolean;
}

/** Folds a tree in place. Returns what its arena keeps alive. */
export function foldTree(tree: Mod, options: FoldOptions): ConstData[] {
  const folder = new Folder(options);
  if (tree.kind === 'Expression') tree.body = folder.expr(tree.body);
  else folder.body(tree.body, tree.kind === 'Module');
  return folder.arena;
}

class Folder {
  readonly arena: ConstData[] = [];

  constructor(private readonly options: FoldOptions) {}

  /** A block of statements. A string that only folding made first must not turn into a docstring. */
  body(stmts: Stmt[], hasDocstring: boolean): void {
    const first = stmts[0];
    const wasDocstring = hasDocstring && first?.kind === 'Expr' && first.value.kind === 'Constant';
    for (const stmt of stmts) this.stmt(stmt);
    if (hasDocstring && !wasDocstring && first?.kind === 'Expr' && isString(first.value)) {
      first.value = { ...place(first.value), kind: 'JoinedStr', values: [first.value] };
    }
  }

  private stmt(s: Stmt): void {
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.typeParams(s.type_params);
        this.args(s.args);
        this.body(s.body, true);
        this.exprs(s.decorator_list);
        if (!this.options.keepAnnotations) s.returns = this.optional(s.returns);
        return;
      case 'ClassDef':
        this.typeParams(s.type_params);
        this.exprs(s.bases);
        this.keywords(s.keywords);
        this.body(s.body, true);
        this.exprs(s.decorator_list);
        return;
      case 'Return':
        s.value = this.optional(s.value);
        return;
      case 'Delete':
        this.exprs(s.targets);
        return;
      case 'Assign':
        this.tried(s.value);
        this.exprs(s.targets);
        s.value = this.expr(s.value);
        return;
      case 'TypeAlias':
        this.typeParams(s.type_params);
        s.value = this.expr(s.value);
        return;
      case 'AugAssign':
        s.target = this.expr(s.target);
        s.value = this.expr(s.value);
        return;
      case 'AnnAssign':
        s.target = this.expr(s.target);
        if (!this.options.keepAnnotations) s.annotation = this.expr(s.annotation);
        s.value = this.optional(s.value);
        return;
      case 'For':
      case 'AsyncFor':
        s.target = this.expr(s.target);
        s.iter = this.iterated(this.expr(s.iter));
        this.body(s.body, false);
        this.body(s.orelse, false);
        return;
      case 'While':
        s.test = this.expr(s.test);
        this.body(s.body, false);
        this.body(s.orelse, false);
        return;
      case 'If':
        this.conditional(s);
        return;
      case 'With':
      case 'AsyncWith':
        for (const item of s.items) {
          item.context_expr = this.expr(item.context_expr);
          item.optional_vars = this.optional(item.optional_vars);
        }
        this.body(s.body, false);
        return;
      case 'Match':
        s.subject = this.expr(s.subject);
        for (const c of s.cases) {
          this.pattern(c.pattern);
          c.guard = this.optional(c.guard);
          this.body(c.body, false);
        }
        return;
      case 'Raise':
        s.exc = this.optional(s.exc);
        s.cause = this.optional(s.cause);
        return;
      case 'Try':
      case 'TryStar':
        this.body(s.body, false);
        for (const handler of s.handlers) {
          handler.type = this.optional(handler.type);
          this.body(handler.body, false);
        }
        this.body(s.orelse, false);
        this.body(s.finalbody, false);
        return;
      case 'Assert':
        s.test = this.expr(s.test);
        s.msg = this.optional(s.msg);
        return;
      case 'Expr':
        this.tried(s.value);
        s.value = this.expr(s.value);
        return;
      default:
        return;
    }
  }

  /** A chain of elif is as long as the program likes: a loop. */
  private conditional(s: Stmt & { kind: 'If' }): void {
    let node = s;
    for (;;) {
      node.test = this.expr(node.test);
      this.body(node.body, false);
      const next = node.orelse;
      if (next.length === 1 && next[0].kind === 'If') node = next[0];
      else {
        this.body(next, false);
        return;
      }
    }
  }

  private exprs(list: Expr[]): void {
    for (let i = 0; i < list.length; i++) list[i] = this.expr(list[i]);
  }

  private optional(e: Expr | null): Expr | null {
    return e === null ? null : this.expr(e);
  }

  private keywords(list: Keyword[]): void {
    for (const keyword of list) keyword.value = this.expr(keyword.value);
  }

  private args(a: Arguments): void {
    if (!this.options.keepAnnotations) {
      for (const arg of a.posonlyargs) arg.annotation = this.optional(arg.annotation);
      for (const arg of a.args) arg.annotation = this.optional(arg.annotation);
      for (const arg of a.kwonlyargs) arg.annotation = this.optional(arg.annotation);
      if (a.vararg !== null) a.vararg.annotation = this.optional(a.vararg.annotation);
      if (a.kwarg !== null) a.kwarg.annotation = this.optional(a.kwarg.annotation);
    }
    this.exprs(a.defaults);
    for (let i = 0; i < a.kw_defaults.length; i++) a.kw_defaults[i] = this.optional(a.kw_defaults[i]);
  }

  private typeParams(params: TypeParam[]): void {
    for (const param of params) {
      if (param.kind === 'TypeVar') param.bound = this.optional(param.bound);
      param.default_value = this.optional(param.default_value);
    }
  }

  private pattern(p: Pattern): void {
    switch (p.kind) {
      case 'MatchValue':
        p.value = this.expr(p.value);
        return;
      case 'MatchSequence':
      case 'MatchOr':
        for (const sub of p.patterns) this.pattern(sub);
        return;
      case 'MatchMapping':
        this.exprs(p.keys);
        for (const sub of p.patterns) this.pattern(sub);
        return;
      case 'MatchClass':
        p.cls = this.expr(p.cls);
        for (const sub of p.patterns) this.pattern(sub);
        for (const sub of p.kwd_patterns) this.pattern(sub);
        return;
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern);
        return;
      default:
        return;
    }
  }

  /** Enters what the parser read of a value while it looked for a target. */
  private tried(value: Expr): void {
    if (!this.options.numbersReadAgain) return;
    for (const number of numbersTriedAsTarget(value)) {
      const data = constantOf(number);
      if (isSmallInt(data)) this.arena.push(data);
    }
  }

  /** Folds an expression; gives the node to put in its place. */
  expr(e: Expr): Expr {
    switch (e.kind) {
      case 'Constant': {
        const data = constantOf(e);
        this.arena.push(data);
        if (this.options.numbersReadAgain && isSmallInt(data)) this.arena.push(data);
        if (data.kind === 'bytes') for (let n = this.options.arenaBytesReferences; n > 1; n--) this.arena.push(data);
        return e;
      }
      case 'BinOp':
        return this.binary(e);
      case 'BoolOp':
        this.exprs(e.values);
        return e;
      case 'UnaryOp': {
        e.operand = this.expr(e.operand);
        const operand = e.operand;
        if (operand.kind === 'Constant') return this.folded(e, foldUnary(e.op, constantOf(operand)), [operand]);
        if (e.op === 'Not' && operand.kind === 'Compare' && operand.ops.length === 1) {
          const inverse = INVERSE[operand.ops[0]];
          if (inverse !== undefined) {
            return { ...place(e), kind: 'Compare', left: operand.left, ops: [inverse], comparators: operand.comparators };
          }
        }
        return e;
      }
      case 'NamedExpr':
        e.value = this.expr(e.value);
        return e;
      case 'Lambda':
        this.args(e.args);
        e.body = this.expr(e.body);
        return e;
      case 'IfExp':
        e.test = this.expr(e.test);
        e.body = this.expr(e.body);
        e.orelse = this.expr(e.orelse);
        return e;
      case 'Dict':
        for (let i = 0; i < e.keys.length; i++) e.keys[i] = this.optional(e.keys[i]);
        this.exprs(e.values);
        return e;
      case 'Set':
        this.exprs(e.elts);
        return e;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
      case 'DictComp':
        if (e.kind === 'DictComp') {
          e.key = this.expr(e.key);
          e.value = this.expr(e.value);
        } else e.elt = this.expr(e.elt);
        for (const generator of e.generators) {
          generator.target = this.expr(generator.target);
          generator.iter = this.iterated(this.expr(generator.iter));
          this.exprs(generator.ifs);
        }
        return e;
      case 'Await':
      case 'YieldFrom':
      case 'Starred':
        e.value = this.expr(e.value);
        return e;
      case 'Yield':
        e.value = this.optional(e.value);
        return e;
      case 'Compare': {
        e.left = this.expr(e.left);
        this.exprs(e.comparators);
        const last = e.ops.length - 1;
        if (e.ops[last] === 'In' || e.ops[last] === 'NotIn') e.comparators[last] = this.iterated(e.comparators[last]);
        return e;
      }
      case 'Call':
        e.func = this.expr(e.func);
        this.exprs(e.args);
        this.keywords(e.keywords);
        return e;
      case 'FormattedValue':
      case 'Interpolation':
        e.value = this.expr(e.value);
        if (e.format_spec !== null) this.expr(e.format_spec);
        return e;
      case 'JoinedStr':
      case 'TemplateStr':
        this.exprs(e.values);
        return e;
      case 'Attribute':
        e.value = this.expr(e.value);
        return e;
      case 'Subscript':
        e.value = this.expr(e.value);
        e.slice = this.expr(e.slice);
        if (e.ctx === 'Load' && e.value.kind === 'Constant' && e.slice.kind === 'Constant') {
          return this.folded(e, foldSubscript(constantOf(e.value), constantOf(e.slice)), [e.value, e.slice]);
        }
        return e;
      case 'Name':
        if (e.id === '__debug__' && e.ctx === 'Load') return this.folded(e, this.options.optimize === 0 ? TRUE : FALSE, []);
        return e;
      case 'List':
        this.exprs(e.elts);
        return e;
      case 'Tuple':
        this.exprs(e.elts);
        return e.ctx === 'Load' ? this.folded(e, constantTuple(e.elts), e.elts) : e;
      case 'Slice':
        e.lower = this.optional(e.lower);
        e.upper = this.optional(e.upper);
        e.step = this.optional(e.step);
        return e;
    }
  }

  /** Chains `a + b + c …` lean to the left and may be thousands long: a loop down and up again. */
  private binary(e: Expr & { kind: 'BinOp' }): Expr {
    const spine = [e];
    let left = e.left;
    while (left.kind === 'BinOp') {
      spine.push(left);
      left = left.left;
    }
    let result = this.expr(left);
    for (let i = spine.length - 1; i >= 0; i--) {
      const node = spine[i];
      node.left = result;
      node.right = this.expr(node.right);
      result =
        node.left.kind === 'Constant' && node.right.kind === 'Constant'
          ? this.folded(node, foldBinary(constantOf(node.left), node.op, constantOf(node.right)), [node.left, node.right])
          : this.options.formatsInTree && node.op === 'Mod'
            ? this.formatted(node)
            : node;
    }
    return result;
  }

  /** `'%s' % (value, …)` as an f-string, where it says the same. CPython: optimize_format */
  private formatted(e: Expr & { kind: 'BinOp' }): Expr {
    if (!isString(e.left) || e.right.kind !== 'Tuple' || e.right.elts.some((elt) => elt.kind === 'Starred')) return e;
    const format = constantOf(e.left);
    const parts = format.kind === 'str' ? percentFormat(format.value, e.right.elts.length) : null;
    if (parts === null) return e;
    const text = (value: string): Expr => this.folded(e, { kind: 'str', value }, []);
    const { elts } = e.right;
    let next = 0;
    const values = parts.map((part): Expr => {
      if (typeof part === 'string') return text(part);
      const format_spec: JoinedStr | null = part.spec === '' ? null : { ...place(e), kind: 'JoinedStr', values: [text(part.spec)] };
      return { ...place(e), kind: 'FormattedValue', value: elts[next++], conversion: part.conversion, format_spec };
    });
    return { ...place(e), kind: 'JoinedStr', values };
  }

  /** What is only iterated or searched: a list becomes a tuple, a constant set a frozenset. CPython: fold_iter. */
  private iterated(e: Expr): Expr {
    if (e.kind === 'List') {
      if (e.elts.some((elt) => elt.kind === 'Starred')) return e;
      if (!this.options.iteratedTuples && constantTuple(e.elts) === null) return e;
      const tuple: Expr = { ...place(e), kind: 'Tuple', elts: e.elts, ctx: e.ctx };
      return this.folded(tuple, constantTuple(e.elts), e.elts);
    }
    if (e.kind === 'Set') {
      const tuple = constantTuple(e.elts);
      return tuple?.kind === 'tuple' ? this.folded(e, { kind: 'frozenset', items: tuple.items }, e.elts) : e;
    }
    return e;
  }

  /** A Constant node in place of another, folded from `parts`, or that one when there is nothing to fold. */
  private folded(e: Expr, data: ConstData | null, parts: readonly Expr[]): Expr {
    if (data === null) return e;
    const node: ConstantNode = { ...place(e), kind: 'Constant', value: FOLDED_VALUE, ukind: null, data };
    if (this.options.foldedInArena) this.arena.push(data);
    else node.operands = parts.flatMap(leftBehind);
    return node;
  }
}

function leftBehind(part: Expr): readonly ConstData[] {
  if (part.kind !== 'Constant') return [];
  return [...((part as ConstantNode).operands ?? []), constantOf(part)];
}

const INVERSE: Partial<Record<string, 'Is' | 'IsNot' | 'In' | 'NotIn'>> = Object.freeze({
  Is: 'IsNot',
  IsNot: 'Is',
  In: 'NotIn',
  NotIn: 'In',
});

function constantTuple(elts: Expr[]): ConstData | null {
  const items: ConstData[] = [];
  for (const elt of elts) {
    if (elt.kind !== 'Constant') return null;
    items.push(constantOf(elt));
  }
  return { kind: 'tuple', items };
}

function place(node: Located): Located {
  return {
    lineno: node.lineno,
    col_offset: node.col_offset,
    end_lineno: node.end_lineno,
    end_col_offset: node.end_col_offset,
  };
}

/** A literal that is one of the shared ints: read twice it is the same object, while others are equal ones. */
function isSmallInt(data: ConstData): boolean {
  return data.kind === 'int' && data.value <= 256n;
}
