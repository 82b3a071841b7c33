/**
 * The node classes of the syntax tree: what Parser/Python.asdl declares (3.13). A line is a class: its name, then its fields as
 * `type name`, `*` for a list, `?` for an optional one. `located` classes have the four position attributes; of `arg`, `keyword`, `alias`
 * and the sums the attributes are inherited.
 */
export interface NodeGroup {
  /** Class that the others derive from. */
  base: string;
  /** Fields when the group is one class only. */
  fields: string;
  /** 0 no positions, 1 positions with an end that may be absent, 2 positions that are all required. */
  located: 0 | 1 | 2;
  classes: readonly (readonly [name: string, fields: string])[];
}

export const nodeGroups: readonly NodeGroup[] = [
  {
    base: 'mod',
    fields: '',
    located: 0,
    classes: [
      ['Expression', 'expr body'],
      ['FunctionType', 'expr* argtypes, expr returns'],
      ['Interactive', 'stmt* body'],
      ['Module', 'stmt* body, type_ignore* type_ignores'],
    ],
  },
  {
    base: 'stmt',
    fields: '',
    located: 1,
    classes: [
      ['AnnAssign', 'expr target, expr annotation, expr? value, int simple'],
      ['Assert', 'expr test, expr? msg'],
      ['Assign', 'expr* targets, expr value, str? type_comment'],
      ['AsyncFor', 'expr target, expr iter, stmt* body, stmt* orelse, str? type_comment'],
      ['AsyncFunctionDef', 'str name, arguments args, stmt* body, expr* decorator_list, expr? returns, str? type_comment, type_param* type_params'],
      ['AsyncWith', 'withitem* items, stmt* body, str? type_comment'],
      ['AugAssign', 'expr target, operator op, expr value'],
      ['Break', ''],
      ['ClassDef', 'str name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params'],
      ['Continue', ''],
      ['Delete', 'expr* targets'],
      ['Expr', 'expr value'],
      ['For', 'expr target, expr iter, stmt* body, stmt* orelse, str? type_comment'],
      ['FunctionDef', 'str name, arguments args, stmt* body, expr* decorator_list, expr? returns, str? type_comment, type_param* type_params'],
      ['Global', 'str* names'],
      ['If', 'expr test, stmt* body, stmt* orelse'],
      ['Import', 'alias* names'],
      ['ImportFrom', 'str? module, alias* names, int? level'],
      ['Match', 'expr subject, match_case* cases'],
      ['Nonlocal', 'str* names'],
      ['Pass', ''],
      ['Raise', 'expr? exc, expr? cause'],
      ['Return', 'expr? value'],
      ['Try', 'stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody'],
      ['TryStar', 'stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody'],
      ['TypeAlias', 'expr name, type_param* type_params, expr value'],
      ['While', 'expr test, stmt* body, stmt* orelse'],
      ['With', 'withitem* items, stmt* body, str? type_comment'],
    ],
  },
  {
    base: 'expr',
    fields: '',
    located: 1,
    classes: [
      ['Attribute', 'expr value, str attr, expr_context ctx'],
      ['Await', 'expr value'],
      ['BinOp', 'expr left, operator op, expr right'],
      ['BoolOp', 'boolop op, expr* values'],
      ['Call', 'expr func, expr* args, keyword* keywords'],
      ['Compare', 'expr left, cmpop* ops, expr* comparators'],
      ['Constant', 'object value, str? kind'],
      ['Dict', 'expr* keys, expr* values'],
      ['DictComp', 'expr key, expr value, comprehension* generators'],
      ['FormattedValue', 'expr value, int conversion, expr? format_spec'],
      ['GeneratorExp', 'expr elt, comprehension* generators'],
      ['IfExp', 'expr test, expr body, expr orelse'],
      ['JoinedStr', 'expr* values'],
      ['Lambda', 'arguments args, expr body'],
      ['List', 'expr* elts, expr_context ctx'],
      ['ListComp', 'expr elt, comprehension* generators'],
      ['Name', 'str id, expr_context ctx'],
      ['NamedExpr', 'expr target, expr value'],
      ['Set', 'expr* elts'],
      ['SetComp', 'expr elt, comprehension* generators'],
      ['Slice', 'expr? lower, expr? upper, expr? step'],
      ['Starred', 'expr value, expr_context ctx'],
      ['Subscript', 'expr value, expr slice, expr_context ctx'],
      ['Tuple', 'expr* elts, expr_context ctx'],
      ['UnaryOp', 'unaryop op, expr operand'],
      ['Yield', 'expr? value'],
      ['YieldFrom', 'expr value'],
    ],
  },
  {
    base: 'expr_context',
    fields: '',
    located: 0,
    classes: [
      ['Del', ''],
      ['Load', ''],
      ['Store', ''],
    ],
  },
  {
    base: 'boolop',
    fields: '',
    located: 0,
    classes: [
      ['And', ''],
      ['Or', ''],
    ],
  },
  {
    base: 'operator',
    fields: '',
    located: 0,
    classes: [
      ['Add', ''],
      ['BitAnd', ''],
      ['BitOr', ''],
      ['BitXor', ''],
      ['Div', ''],
      ['FloorDiv', ''],
      ['LShift', ''],
      ['MatMult', ''],
      ['Mod', ''],
      ['Mult', ''],
      ['Pow', ''],
      ['RShift', ''],
      ['Sub', ''],
    ],
  },
  {
    base: 'unaryop',
    fields: '',
    located: 0,
    classes: [
      ['Invert', ''],
      ['Not', ''],
      ['UAdd', ''],
      ['USub', ''],
    ],
  },
  {
    base: 'cmpop',
    fields: '',
    located: 0,
    classes: [
      ['Eq', ''],
      ['Gt', ''],
      ['GtE', ''],
      ['In', ''],
      ['Is', ''],
      ['IsNot', ''],
      ['Lt', ''],
      ['LtE', ''],
      ['NotEq', ''],
      ['NotIn', ''],
    ],
  },
  {
    base: 'comprehension',
    fields: 'expr target, expr iter, expr* ifs, int is_async',
    located: 0,
    classes: [
    ],
  },
  {
    base: 'excepthandler',
    fields: '',
    located: 1,
    classes: [
      ['ExceptHandler', 'expr? type, str? name, stmt* body'],
    ],
  },
  {
    base: 'arguments',
    fields: 'arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults',
    located: 0,
    classes: [
    ],
  },
  {
    base: 'arg',
    fields: 'str arg, expr? annotation, str? type_comment',
    located: 1,
    classes: [
    ],
  },
  {
    base: 'keyword',
    fields: 'str? arg, expr value',
    located: 1,
    classes: [
    ],
  },
  {
    base: 'alias',
    fields: 'str name, str? asname',
    located: 1,
    classes: [
    ],
  },
  {
    base: 'withitem',
    fields: 'expr context_expr, expr? optional_vars',
    located: 0,
    classes: [
    ],
  },
  {
    base: 'match_case',
    fields: 'pattern pattern, expr? guard, stmt* body',
    located: 0,
    classes: [
    ],
  },
  {
    base: 'pattern',
    fields: '',
    located: 2,
    classes: [
      ['MatchAs', 'pattern? pattern, str? name'],
      ['MatchClass', 'expr cls, pattern* patterns, str* kwd_attrs, pattern* kwd_patterns'],
      ['MatchMapping', 'expr* keys, pattern* patterns, str? rest'],
      ['MatchOr', 'pattern* patterns'],
      ['MatchSequence', 'pattern* patterns'],
      ['MatchSingleton', 'object value'],
      ['MatchStar', 'str? name'],
      ['MatchValue', 'expr value'],
    ],
  },
  {
    base: 'type_ignore',
    fields: '',
    located: 0,
    classes: [
      ['TypeIgnore', 'int lineno, str tag'],
    ],
  },
  {
    base: 'type_param',
    fields: '',
    located: 2,
    classes: [
      ['ParamSpec', 'str name, expr? default_value'],
      ['TypeVar', 'str name, expr? bound, expr? default_value'],
      ['TypeVarTuple', 'str name, expr? default_value'],
    ],
  },
];
