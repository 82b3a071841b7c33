/** The grammar of statements, for peg.ts. See grammar-expressions.ts. */
import type * as ast from './ast.ts';
import { type CallParts, identifier, noArguments, withContext } from './grammar-expressions.ts';
import type { GrammarSource, Peg } from './peg.ts';
import type { Token } from './tokenizer.ts';

type Loop = 'For' | 'AsyncFor';
type Function = 'FunctionDef' | 'AsyncFunctionDef';

function augmented(op: ast.BinaryOperator) {
  return (): ast.BinaryOperator => op;
}

function functionDef(kind: Function) {
  return (
    p: Peg,
    s: number,
    name: Token,
    type_params: ast.TypeParam[] | null,
    args: ast.Arguments | null,
    returns: ast.Expr | null,
    body: ast.Stmt[],
  ): ast.Stmt => ({
    kind,
    name: identifier(name),
    args: args ?? noArguments(),
    body,
    decorator_list: [],
    returns,
    type_params: type_params ?? [],
    ...p.at(s),
  });
}

function loop(kind: Loop) {
  return (p: Peg, s: number, target: ast.Expr, iter: ast.Expr, body: ast.Stmt[], orelse: ast.Stmt[] | null): ast.Stmt => ({
    kind,
    target,
    iter,
    body,
    orelse: orelse ?? [],
    ...p.at(s),
  });
}

function withStatement(kind: 'With' | 'AsyncWith') {
  return (p: Peg, s: number, items: ast.WithItem[], body: ast.Stmt[]): ast.Stmt => ({ kind, items, body, ...p.at(s) });
}

function conditional(p: Peg, s: number, test: ast.Expr, body: ast.Stmt[], orelse: ast.Stmt[] | null): ast.Stmt {
  return { kind: 'If', test, body, orelse: orelse ?? [], ...p.at(s) };
}

function conditionalElif(p: Peg, s: number, test: ast.Expr, body: ast.Stmt[], orelse: ast.Stmt): ast.Stmt {
  return conditional(p, s, test, body, [orelse]);
}

function tryStatement(kind: 'Try' | 'TryStar') {
  return (p: Peg, s: number, body: ast.Stmt[], handlers: ast.ExceptHandler[], orelse: ast.Stmt[] | null, finalbody: ast.Stmt[] | null): ast.Stmt => ({
    kind,
    body,
    handlers,
    orelse: orelse ?? [],
    finalbody: finalbody ?? [],
    ...p.at(s),
  });
}

function handler(p: Peg, s: number, type: ast.Expr | null, name: Token | null, body: ast.Stmt[]): ast.ExceptHandler {
  return { kind: 'ExceptHandler', type, name: name === null ? null : identifier(name), body, ...p.at(s) };
}

function decorated(_p: Peg, _s: number, decorators: ast.Expr[], def: ast.FunctionDef | ast.ClassDef): ast.Stmt {
  return { ...def, decorator_list: decorators };
}

function alias(p: Peg, s: number, name: string, asname: Token | null): ast.Alias {
  return { kind: 'alias', name, asname: asname === null ? null : identifier(asname), ...p.at(s) };
}

function importFrom(p: Peg, s: number, dots: Token[], module: string | null, names: ast.Alias[]): ast.Stmt {
  let level = 0;
  for (const dot of dots) level += dot.text.length;
  return { kind: 'ImportFrom', module, names, level, ...p.at(s) };
}

export const STATEMENT_RULES: GrammarSource = {
  file: [['a=[statements] ENDMARKER', (_p, _s, body: ast.Stmt[] | null): ast.Mod => ({ kind: 'Module', body: body ?? [] })]],
  interactive: [['a=statement_newline', (_p, _s, body: ast.Stmt[]): ast.Mod => ({ kind: 'Interactive', body })]],
  eval: [['a=expressions NEWLINE* ENDMARKER', (_p, _s, body: ast.Expr): ast.Mod => ({ kind: 'Expression', body })]],
  /** The expression of an f-string's field, which stands in brackets. */
  bracketed: ['star_expressions'],
  statements: [['a=statement+', (_p, _s, lists: ast.Stmt[][]) => lists.flat()]],
  statement: [['a=compound_stmt', (_p, _s, a: ast.Stmt) => [a]], 'simple_stmts'],
  statement_newline: [
    ['a=compound_stmt NEWLINE', (_p, _s, a: ast.Stmt) => [a]],
    'simple_stmts',
    ['NEWLINE', (p, s): ast.Stmt[] => [{ kind: 'Pass', ...p.at(s) }]],
  ],
  simple_stmts: [["a=simple_stmt !';' NEWLINE", (_p, _s, a: ast.Stmt) => [a]], "a=';'.simple_stmt+ [';'] NEWLINE"],
  simple_stmt: [
    'assignment',
    'type_alias',
    ['a=star_expressions', (p, s, value: ast.Expr): ast.Stmt => ({ kind: 'Expr', value, ...p.at(s) })],
    "&'return' a=return_stmt",
    "&('import' | 'from') a=import_stmt",
    "&'raise' a=raise_stmt",
    ["'pass'", (p, s): ast.Stmt => ({ kind: 'Pass', ...p.at(s) })],
    "&'del' a=del_stmt",
    "&'yield' a=yield_stmt",
    "&'assert' a=assert_stmt",
    ["'break'", (p, s): ast.Stmt => ({ kind: 'Break', ...p.at(s) })],
    ["'continue'", (p, s): ast.Stmt => ({ kind: 'Continue', ...p.at(s) })],
    "&'global' a=global_stmt",
    "&'nonlocal' a=nonlocal_stmt",
  ],
  compound_stmt: [
    "&('def' | '@' | 'async') a=function_def",
    "&'if' a=if_stmt",
    "&('class' | '@') a=class_def",
    "&('with' | 'async') a=with_stmt",
    "&('for' | 'async') a=for_stmt",
    "&'try' a=try_stmt",
    "&'while' a=while_stmt",
    'match_stmt',
  ],

  // -------------------------------------------------------------- simple statements

  assignment: [
    [
      "a=NAME ':' b=expression c=['=' d=annotated_rhs]",
      (p, s, target: Token, annotation: ast.Expr, value: ast.Expr | null): ast.Stmt => ({
        kind: 'AnnAssign',
        target: { kind: 'Name', id: identifier(target), ctx: 'Store', ...p.span(target, target) },
        annotation,
        value,
        simple: 1,
        ...p.at(s),
      }),
    ],
    [
      "a=('(' b=single_target ')' | single_subscript_attribute_target) ':' c=expression d=['=' e=annotated_rhs]",
      (p, s, target: ast.Expr, annotation: ast.Expr, value: ast.Expr | null): ast.Stmt => ({
        kind: 'AnnAssign',
        target,
        annotation,
        value,
        simple: 0,
        ...p.at(s),
      }),
    ],
    [
      "a=(z=star_targets '=')+ b=(yield_expr | star_expressions) !'='",
      (p, s, targets: ast.Expr[], value: ast.Expr): ast.Stmt => ({ kind: 'Assign', targets, value, ...p.at(s) }),
    ],
    [
      'a=single_target b=augassign ~ c=(yield_expr | star_expressions)',
      (p, s, target: ast.Expr, op: ast.BinaryOperator, value: ast.Expr): ast.Stmt => ({ kind: 'AugAssign', target, op, value, ...p.at(s) }),
    ],
    'invalid_assignment',
  ],
  annotated_rhs: ['yield_expr', 'star_expressions'],
  augassign: [
    ["'+='", augmented('Add')],
    ["'-='", augmented('Sub')],
    ["'*='", augmented('Mult')],
    ["'@='", augmented('MatMult')],
    ["'/='", augmented('Div')],
    ["'%='", augmented('Mod')],
    ["'&='", augmented('BitAnd')],
    ["'|='", augmented('BitOr')],
    ["'^='", augmented('BitXor')],
    ["'<<='", augmented('LShift')],
    ["'>>='", augmented('RShift')],
    ["'**='", augmented('Pow')],
    ["'//='", augmented('FloorDiv')],
  ],
  return_stmt: [["'return' a=[star_expressions]", (p, s, value: ast.Expr | null): ast.Stmt => ({ kind: 'Return', value, ...p.at(s) })]],
  raise_stmt: [
    [
      "'raise' a=expression b=['from' z=expression]",
      (p, s, exc: ast.Expr, cause: ast.Expr | null): ast.Stmt => ({ kind: 'Raise', exc, cause, ...p.at(s) }),
    ],
    ["'raise'", (p, s): ast.Stmt => ({ kind: 'Raise', exc: null, cause: null, ...p.at(s) })],
  ],
  global_stmt: [["'global' a=','.NAME+", (p, s, names: Token[]): ast.Stmt => ({ kind: 'Global', names: names.map(identifier), ...p.at(s) })]],
  nonlocal_stmt: [["'nonlocal' a=','.NAME+", (p, s, names: Token[]): ast.Stmt => ({ kind: 'Nonlocal', names: names.map(identifier), ...p.at(s) })]],
  del_stmt: [
    ["'del' a=del_targets &(';' | NEWLINE)", (p, s, targets: ast.Expr[]): ast.Stmt => ({ kind: 'Delete', targets, ...p.at(s) })],
    'invalid_del_stmt',
  ],
  yield_stmt: [['a=yield_expr', (p, s, value: ast.Expr): ast.Stmt => ({ kind: 'Expr', value, ...p.at(s) })]],
  assert_stmt: [
    [
      "'assert' a=expression b=[',' z=expression]",
      (p, s, test: ast.Expr, msg: ast.Expr | null): ast.Stmt => ({ kind: 'Assert', test, msg, ...p.at(s) }),
    ],
  ],
  import_stmt: ['invalid_import', 'import_name', 'import_from'],
  import_name: [["'import' a=dotted_as_names", (p, s, names: ast.Alias[]): ast.Stmt => ({ kind: 'Import', names, ...p.at(s) })]],
  import_from: [
    ["'from' a=('.' | '...')* b=dotted_name 'import' c=import_from_targets", importFrom],
    ["'from' a=('.' | '...')+ 'import' b=import_from_targets", (p, s, dots: Token[], names: ast.Alias[]) => importFrom(p, s, dots, null, names)],
  ],
  import_from_targets: [
    "'(' a=import_from_as_names [','] ')'",
    "a=import_from_as_names !','",
    ["'*'", (p, s): ast.Alias[] => [alias(p, s, '*', null)]],
    'invalid_import_from_targets',
  ],
  import_from_as_names: ["a=','.import_from_as_name+"],
  import_from_as_name: [["a=NAME b=['as' z=NAME]", (p, s, name: Token, asname: Token | null) => alias(p, s, identifier(name), asname)]],
  dotted_as_names: ["a=','.dotted_as_name+"],
  dotted_as_name: [["a=dotted_name b=['as' z=NAME]", alias]],
  dotted_name: [
    ["a=dotted_name '.' b=NAME", (_p, _s, first: string, name: Token) => `${first}.${identifier(name)}`],
    ['a=NAME', (_p, _s, name: Token) => identifier(name)],
  ],
  type_alias: [
    [
      '"type" a=NAME b=[type_params] \'=\' c=expression',
      (p, s, name: Token, type_params: ast.TypeParam[] | null, value: ast.Expr): ast.Stmt => ({
        kind: 'TypeAlias',
        name: { kind: 'Name', id: identifier(name), ctx: 'Store', ...p.span(name, name) },
        type_params: type_params ?? [],
        value,
        ...p.at(s),
      }),
    ],
  ],
  type_params: ['invalid_type_params', "'[' a=','.type_param+ [','] ']'"],
  type_param: [
    [
      "a=NAME b=[':' z=expression] c=['=' z=expression]",
      (p, s, name: Token, bound: ast.Expr | null, default_value: ast.Expr | null): ast.TypeParam => ({
        kind: 'TypeVar',
        name: identifier(name),
        bound,
        default_value,
        ...p.at(s),
      }),
    ],
    'invalid_type_param',
    [
      "'*' a=NAME b=['=' z=star_expression]",
      (p, s, name: Token, default_value: ast.Expr | null): ast.TypeParam => ({
        kind: 'TypeVarTuple',
        name: identifier(name),
        default_value,
        ...p.at(s),
      }),
    ],
    [
      "'**' a=NAME b=['=' z=expression]",
      (p, s, name: Token, default_value: ast.Expr | null): ast.TypeParam => ({
        kind: 'ParamSpec',
        name: identifier(name),
        default_value,
        ...p.at(s),
      }),
    ],
  ],

  // -------------------------------------------------------------- compound statements

  block: ['NEWLINE INDENT a=statements DEDENT', 'simple_stmts', 'invalid_block'],
  decorators: ["a=('@' f=named_expression NEWLINE)+"],
  class_def: [['a=decorators b=class_def_raw', decorated], 'class_def_raw'],
  class_def_raw: [
    'invalid_class_def_raw',
    [
      "'class' a=NAME t=[type_params] b=['(' c=[arguments] ')'] ':' d=block",
      (p, s, name: Token, type_params: ast.TypeParam[] | null, parts: CallParts | null, body: ast.Stmt[]): ast.Stmt => ({
        kind: 'ClassDef',
        name: identifier(name),
        bases: parts?.args ?? [],
        keywords: parts?.keywords ?? [],
        body,
        decorator_list: [],
        type_params: type_params ?? [],
        ...p.at(s),
      }),
    ],
  ],
  function_def: [['a=decorators b=function_def_raw', decorated], 'function_def_raw'],
  function_def_raw: [
    'invalid_def_raw',
    ["'def' a=NAME t=[type_params] '(' b=[params] ')' c=['->' z=expression] &&':' d=block", functionDef('FunctionDef')],
    ["'async' 'def' a=NAME t=[type_params] '(' b=[params] ')' c=['->' z=expression] &&':' d=block", functionDef('AsyncFunctionDef')],
  ],
  if_stmt: [
    'invalid_if_stmt',
    ["'if' a=named_expression ':' b=block c=elif_stmt", conditionalElif],
    ["'if' a=named_expression ':' b=block c=[else_block]", conditional],
  ],
  elif_stmt: [
    'invalid_elif_stmt',
    ["'elif' a=named_expression ':' b=block c=elif_stmt", conditionalElif],
    ["'elif' a=named_expression ':' b=block c=[else_block]", conditional],
  ],
  else_block: ['invalid_else_stmt', "'else' &&':' a=block"],
  while_stmt: [
    'invalid_while_stmt',
    [
      "'while' a=named_expression ':' b=block c=[else_block]",
      (p, s, test: ast.Expr, body: ast.Stmt[], orelse: ast.Stmt[] | null): ast.Stmt => ({
        kind: 'While',
        test,
        body,
        orelse: orelse ?? [],
        ...p.at(s),
      }),
    ],
  ],
  for_stmt: [
    'invalid_for_stmt',
    ["'for' a=star_targets 'in' ~ b=star_expressions ':' c=block d=[else_block]", loop('For')],
    ["'async' 'for' a=star_targets 'in' ~ b=star_expressions ':' c=block d=[else_block]", loop('AsyncFor')],
    'invalid_for_target',
  ],
  with_stmt: [
    'invalid_with_stmt_indent',
    ["'with' '(' a=','.with_item+ ','? ')' ':' b=block", withStatement('With')],
    ["'with' a=','.with_item+ ':' b=block", withStatement('With')],
    ["'async' 'with' '(' a=','.with_item+ ','? ')' ':' b=block", withStatement('AsyncWith')],
    ["'async' 'with' a=','.with_item+ ':' b=block", withStatement('AsyncWith')],
    'invalid_with_stmt',
  ],
  with_item: [
    [
      "a=expression 'as' b=star_target &(',' | ')' | ':')",
      (_p, _s, context_expr: ast.Expr, target: ast.Expr): ast.WithItem => ({
        kind: 'withitem',
        context_expr,
        optional_vars: withContext(target, 'Store'),
      }),
    ],
    'invalid_with_item',
    ['a=expression', (_p, _s, context_expr: ast.Expr): ast.WithItem => ({ kind: 'withitem', context_expr, optional_vars: null })],
  ],
  try_stmt: [
    'invalid_try_stmt',
    ["'try' &&':' a=block b=finally_block", (p, s, body: ast.Stmt[], finalbody: ast.Stmt[]) => tryStatement('Try')(p, s, body, [], null, finalbody)],
    ["'try' &&':' a=block b=except_block+ c=[else_block] d=[finally_block]", tryStatement('Try')],
    ["'try' &&':' a=block b=except_star_block+ c=[else_block] d=[finally_block]", tryStatement('TryStar')],
  ],
  except_block: [
    'invalid_except_stmt_indent',
    ["'except' a=expressions ':' c=block", (p, s, type: ast.Expr, body: ast.Stmt[]) => handler(p, s, type, null, body)],
    ["'except' a=expression 'as' b=NAME ':' c=block", handler],
    ["'except' ':' a=block", (p, s, body: ast.Stmt[]) => handler(p, s, null, null, body)],
    'invalid_except_stmt',
  ],
  except_star_block: [
    ["'except' '*' a=expressions ':' c=block", (p, s, type: ast.Expr, body: ast.Stmt[]) => handler(p, s, type, null, body)],
    ["'except' '*' a=expression 'as' b=NAME ':' c=block", handler],
  ],
  finally_block: ['invalid_finally_stmt', "'finally' &&':' a=block"],
  match_stmt: [
    [
      '"match" a=subject_expr \':\' NEWLINE INDENT b=case_block+ DEDENT',
      (p, s, subject: ast.Expr, cases: ast.MatchCase[]): ast.Stmt => ({ kind: 'Match', subject, cases, ...p.at(s) }),
    ],
    'invalid_match_stmt',
  ],
  subject_expr: [
    [
      "a=star_named_expression ',' b=star_named_expressions?",
      (p, s, first: ast.Expr, rest: ast.Expr[] | null): ast.Expr => ({ kind: 'Tuple', elts: [first, ...(rest ?? [])], ctx: 'Load', ...p.at(s) }),
    ],
    'named_expression',
  ],
  case_block: [
    'invalid_case_block',
    [
      '"case" a=patterns b=guard? \':\' c=block',
      (_p, _s, pattern: ast.Pattern, guard: ast.Expr | null, body: ast.Stmt[]): ast.MatchCase => ({ kind: 'match_case', pattern, guard, body }),
    ],
  ],
  guard: ["'if' a=named_expression"],
};
