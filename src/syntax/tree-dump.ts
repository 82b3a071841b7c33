/** A tree as text, one node a line, in the order of CPython's fields: for tests and for looking at trees. */
import type { ConstantValue, Node } from './ast.ts';

/** Fields by class, as `ast` lists them, without type comments. CPython: Parser/Python.asdl. */
const FIELDS: Readonly<Record<string, string>> = {
  Module: 'body',
  Interactive: 'body',
  Expression: 'body',
  FunctionDef: 'name args body decorator_list returns type_params',
  AsyncFunctionDef: 'name args body decorator_list returns type_params',
  ClassDef: 'name bases keywords body decorator_list type_params',
  Return: 'value',
  Delete: 'targets',
  Assign: 'targets value',
  TypeAlias: 'name type_params value',
  AugAssign: 'target op value',
  AnnAssign: 'target annotation value simple',
  For: 'target iter body orelse',
  AsyncFor: 'target iter body orelse',
  While: 'test body orelse',
  If: 'test body orelse',
  With: 'items body',
  AsyncWith: 'items body',
  Match: 'subject cases',
  Raise: 'exc cause',
  Try: 'body handlers orelse finalbody',
  TryStar: 'body handlers orelse finalbody',
  Assert: 'test msg',
  Import: 'names',
  ImportFrom: 'module names level',
  Global: 'names',
  Nonlocal: 'names',
  Expr: 'value',
  BoolOp: 'op values',
  NamedExpr: 'target value',
  BinOp: 'left op right',
  UnaryOp: 'op operand',
  Lambda: 'args body',
  IfExp: 'test body orelse',
  Dict: 'keys values',
  Set: 'elts',
  ListComp: 'elt generators',
  SetComp: 'elt generators',
  DictComp: 'key value generators',
  GeneratorExp: 'elt generators',
  Await: 'value',
  Yield: 'value',
  YieldFrom: 'value',
  Compare: 'left ops comparators',
  Call: 'func args keywords',
  FormattedValue: 'value conversion format_spec',
  JoinedStr: 'values',
  TemplateStr: 'values',
  Interpolation: 'value str conversion format_spec',
  Constant: 'value ukind',
  Attribute: 'value attr ctx',
  Subscript: 'value slice ctx',
  Starred: 'value ctx',
  Name: 'id ctx',
  List: 'elts ctx',
  Tuple: 'elts ctx',
  Slice: 'lower upper step',
  comprehension: 'target iter ifs is_async',
  ExceptHandler: 'type name body',
  arguments: 'posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults',
  arg: 'arg annotation',
  keyword: 'arg value',
  alias: 'name asname',
  withitem: 'context_expr optional_vars',
  match_case: 'pattern guard body',
  MatchValue: 'value',
  MatchSingleton: 'value',
  MatchSequence: 'patterns',
  MatchMapping: 'keys patterns rest',
  MatchClass: 'cls patterns kwd_attrs kwd_patterns',
  MatchStar: 'name',
  MatchAs: 'pattern name',
  MatchOr: 'patterns',
  TypeVar: 'name bound default_value',
  ParamSpec: 'name default_value',
  TypeVarTuple: 'name default_value',
};

/** The tree as text with the place of every node (line:column-line:column). */
export function dumpTree(node: Node): string {
  const out: string[] = [];
  dump(node, out);
  return out.join(' ').replaceAll(' (', '\n(');
}

function dump(value: unknown, out: string[]): void {
  if (Array.isArray(value)) {
    out.push('[');
    for (const x of value) dump(x, out);
    out.push(']');
  } else if (value === null) out.push('~');
  else if (typeof value === 'object') {
    const node = value as Record<string, unknown> & { kind: string };
    out.push(`(${node.kind}`);
    if (node.lineno !== undefined) {
      out.push(`@${node.lineno}:${node.col_offset}-${node.end_lineno}:${node.end_col_offset}`);
    }
    for (const field of (FIELDS[node.kind] ?? '').split(' ')) {
      if (field === '') continue;
      if (field === 'value' && (node.kind === 'Constant' || node.kind === 'MatchSingleton')) {
        out.push(constantText(node.value as ConstantValue));
      } else dump(node[field], out);
    }
    out.push(')');
  } else out.push(String(value));
}

function hex(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

function double(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return hex(new Uint8Array(view.buffer));
}

function constantText(v: ConstantValue): string {
  switch (v.type) {
    case 'int':
      return `int:${v.value.toString(16)}`;
    case 'float':
      return `float:${double(v.value)}`;
    case 'complex':
      return `complex:${double(v.imag)}`;
    case 'str':
      return `str:${Array.from({ length: v.value.length }, (_, i) => v.value.charCodeAt(i).toString(16).padStart(4, '0')).join('')}`;
    case 'bytes':
      return `bytes:${hex(v.value)}`;
  }
  return v.type;
}
