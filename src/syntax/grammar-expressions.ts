/**
 * The grammar of expressions, targets and patterns, for peg.ts. The rules are CPython 3.10's (Grammar/python.gram) with what later releases
 * added to the language; the rules `invalid_…` stand in grammar-mistakes.ts.
 */
import type * as ast from './ast.ts';
import { concatenateStrings, type StringHost } from './formatted-string.ts';
import { LiteralError, numberValue } from './literal.ts';
import type { GrammarSource, Peg } from './peg.ts';
import type { Token } from './tokenizer.ts';

export interface Pair {
  key: ast.Expr | null;
  value: ast.Expr;
}
export interface CallParts {
  args: ast.Expr[];
  keywords: ast.Keyword[];
}
type KeywordOrStarred = ast.Keyword | ast.Starred;
interface PatternPair {
  key: ast.Expr;
  pattern: ast.Pattern;
}
export interface DefaultPair {
  arg: ast.Arg;
  value: ast.Expr | null;
}
interface SlashDefaults {
  plain: ast.Arg[];
  pairs: DefaultPair[];
}
interface StarEtc {
  vararg: ast.Arg | null;
  only: DefaultPair[];
  kwarg: ast.Arg | null;
}

export function identifier(token: Token): string {
  return /[\u0080-\uffff]/.test(token.text) ? token.text.normalize('NFKC') : token.text;
}

function name(p: Peg, _start: number, token: Token, ctx: ast.ExprContext): ast.Name {
  return { kind: 'Name', id: identifier(token), ctx, ...p.span(token, token) };
}

function constant(p: Peg, start: number, value: ast.ConstantValue): ast.Constant {
  return { kind: 'Constant', value, ukind: null, ...p.at(start) };
}

/** The same node with another context, through tuples, lists and stars. CPython: pegen.c _PyPegen_set_expr_context. */
export function withContext(e: ast.Expr, ctx: ast.ExprContext): ast.Expr {
  switch (e.kind) {
    case 'Tuple':
    case 'List':
      return { ...e, elts: e.elts.map((x) => withContext(x, ctx)), ctx };
    case 'Starred':
      return { ...e, value: withContext(e.value, ctx), ctx };
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return { ...e, ctx };
  }
  return e;
}

function binary(op: ast.BinaryOperator) {
  return (p: Peg, s: number, left: ast.Expr, right: ast.Expr): ast.Expr => ({ kind: 'BinOp', left, op, right, ...p.at(s) });
}
function unary(op: ast.UnaryOperator) {
  return (p: Peg, s: number, operand: ast.Expr): ast.Expr => ({ kind: 'UnaryOp', op, operand, ...p.at(s) });
}
function compared(op: ast.CompareOperator) {
  return (_p: Peg, _s: number, right: ast.Expr) => ({ op, right });
}
function boolean(op: ast.BoolOperator) {
  return (p: Peg, s: number, first: ast.Expr, rest: ast.Expr[]): ast.Expr => ({ kind: 'BoolOp', op, values: [first, ...rest], ...p.at(s) });
}
function tuple(p: Peg, s: number, elts: ast.Expr[], ctx: ast.ExprContext = 'Load'): ast.Expr {
  return { kind: 'Tuple', elts, ctx, ...p.at(s) };
}
function tupleOfMore(p: Peg, s: number, first: ast.Expr, rest: ast.Expr[]): ast.Expr {
  return tuple(p, s, [first, ...rest]);
}
function tupleOfOne(p: Peg, s: number, only: ast.Expr): ast.Expr {
  return tuple(p, s, [only]);
}
function starred(p: Peg, s: number, value: ast.Expr): ast.Expr {
  return { kind: 'Starred', value, ctx: 'Load', ...p.at(s) };
}
function attribute(ctx: ast.ExprContext) {
  return (p: Peg, s: number, value: ast.Expr, attr: Token): ast.Expr => ({
    kind: 'Attribute',
    value,
    attr: identifier(attr),
    ctx,
    ...p.at(s),
  });
}
function subscript(ctx: ast.ExprContext) {
  return (p: Peg, s: number, value: ast.Expr, slice: ast.Expr): ast.Expr => ({ kind: 'Subscript', value, slice, ctx, ...p.at(s) });
}
function call(p: Peg, s: number, func: ast.Expr, parts: CallParts | null): ast.Expr {
  return { kind: 'Call', func, args: parts?.args ?? [], keywords: parts?.keywords ?? [], ...p.at(s) };
}
function callOfGenerator(p: Peg, s: number, func: ast.Expr, generator: ast.Expr): ast.Expr {
  return { kind: 'Call', func, args: [generator], keywords: [], ...p.at(s) };
}
function comprehension(is_async: number) {
  return (_p: Peg, _s: number, target: ast.Expr, iter: ast.Expr, ifs: ast.Expr[]): ast.Comprehension => ({
    kind: 'comprehension',
    target,
    iter,
    ifs,
    is_async,
  });
}
function number(p: Peg, _s: number, token: Token): ast.Expr {
  try {
    return { kind: 'Constant', value: numberValue(token.text), ukind: null, ...p.span(token, token) };
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    const message = p.release >= 11 ? error.message.replace('(4300)', '(4300 digits)') : error.message;
    throw p.errorAt('SyntaxError', message, token.lineno, 0, token.end_lineno, 0);
  }
}
function keyword(p: Peg, s: number, arg: Token | null, value: ast.Expr): ast.Keyword {
  return { kind: 'keyword', arg: arg === null ? null : identifier(arg), value, ...p.at(s) };
}
function isStarred(x: KeywordOrStarred): x is ast.Starred {
  return x.kind === 'Starred';
}
function partsOf(positional: ast.Expr[], rest: KeywordOrStarred[] | null): CallParts {
  const list = rest ?? [];
  return {
    args: [...positional, ...list.filter(isStarred)],
    keywords: list.filter((x): x is ast.Keyword => !isStarred(x)),
  };
}

function real(value: ast.Expr): boolean {
  return value.kind === 'Constant' && value.value.type !== 'complex';
}

// ---------------------------------------------------------------- parameters

function arg(p: Peg, s: number, token: Token, annotation: ast.Expr | null): ast.Arg {
  return { kind: 'arg', arg: identifier(token), annotation, ...p.at(s) };
}

export function noArguments(): ast.Arguments {
  return { kind: 'arguments', posonlyargs: [], args: [], vararg: null, kwonlyargs: [], kw_defaults: [], kwarg: null, defaults: [] };
}

function makeArguments(
  posonly: ast.Arg[] | null,
  slash: SlashDefaults | null,
  plain: ast.Arg[] | null,
  pairs: DefaultPair[],
  etc: StarEtc | null,
): ast.Arguments {
  const defaults = [...(slash?.pairs ?? []), ...pairs].map((d) => d.value as ast.Expr);
  return {
    kind: 'arguments',
    posonlyargs: posonly ?? (slash === null ? [] : [...slash.plain, ...slash.pairs.map((d) => d.arg)]),
    args: [...(plain ?? []), ...pairs.map((d) => d.arg)],
    vararg: etc?.vararg ?? null,
    kwonlyargs: (etc?.only ?? []).map((d) => d.arg),
    kw_defaults: (etc?.only ?? []).map((d) => d.value),
    kwarg: etc?.kwarg ?? null,
    defaults,
  };
}

/** The rules for parameters, for `def` and again for `lambda`, which has no annotations and ends with ':' in place of ')'. */
function parameterRules(prefix: string, close: string, parameters: string): GrammarSource {
  const P = prefix;
  const param = P === '' ? 'param' : 'lambda_param';
  return {
    [`${P}params`]: [`${P === '' ? 'invalid_parameters' : 'invalid_lambda_parameters'}`, parameters],
    [parameters]: [
      [
        `a=${P}slash_no_default b=${P}param_no_default* c=${P}param_with_default* d=[${P}star_etc]`,
        (_p, _s, a: ast.Arg[], b: ast.Arg[], c: DefaultPair[], d: StarEtc | null) => makeArguments(a, null, b, c, d),
      ],
      [
        `a=${P}slash_with_default b=${P}param_with_default* c=[${P}star_etc]`,
        (_p, _s, a: SlashDefaults, b: DefaultPair[], c: StarEtc | null) => makeArguments(null, a, null, b, c),
      ],
      [
        `a=${P}param_no_default+ b=${P}param_with_default* c=[${P}star_etc]`,
        (_p, _s, a: ast.Arg[], b: DefaultPair[], c: StarEtc | null) => makeArguments(null, null, a, b, c),
      ],
      [`a=${P}param_with_default+ b=[${P}star_etc]`, (_p, _s, a: DefaultPair[], b: StarEtc | null) => makeArguments(null, null, null, a, b)],
      [`a=${P}star_etc`, (_p, _s, a: StarEtc) => makeArguments(null, null, null, [], a)],
    ],
    [`${P}slash_no_default`]: [`a=${P}param_no_default+ '/' ','`, `a=${P}param_no_default+ '/' &'${close}'`],
    [`${P}slash_with_default`]: [
      [
        `a=${P}param_no_default* b=${P}param_with_default+ '/' (',' | &'${close}')`,
        (_p, _s, plain: ast.Arg[], pairs: DefaultPair[]): SlashDefaults => ({ plain, pairs }),
      ],
    ],
    [`${P}star_etc`]: [
      `invalid_${P}star_etc`,
      [
        `'*' a=${P}param_no_default b=${P}param_maybe_default* c=[${P}kwds]`,
        (_p, _s, vararg: ast.Arg, only: DefaultPair[], kwarg: ast.Arg | null): StarEtc => ({ vararg, only, kwarg }),
      ],
      ...(P === ''
        ? (
            [
              [
                "'*' a=param_no_default_star_annotation b=param_maybe_default* c=[kwds]",
                (_p: Peg, _s: number, vararg: ast.Arg, only: DefaultPair[], kwarg: ast.Arg | null): StarEtc => ({ vararg, only, kwarg }),
              ],
            ] as const
          ).map((x): [string, (typeof x)[1]] => [x[0], x[1]])
        : []),
      [
        `'*' ',' b=${P}param_maybe_default+ c=[${P}kwds]`,
        (_p, _s, only: DefaultPair[], kwarg: ast.Arg | null): StarEtc => ({ vararg: null, only, kwarg }),
      ],
      [`a=${P}kwds`, (_p, _s, kwarg: ast.Arg): StarEtc => ({ vararg: null, only: [], kwarg })],
    ],
    [`${P}kwds`]: [`invalid_${P}kwds`, `'**' a=${P}param_no_default`],
    [`${P}param_no_default`]: [`a=${param} ','`, `a=${param} &'${close}'`],
    [`${P}param_with_default`]: [
      [`a=${param} c=default (',' | &'${close}')`, (_p, _s, a: ast.Arg, value: ast.Expr): DefaultPair => ({ arg: a, value })],
    ],
    [`${P}param_maybe_default`]: [
      [`a=${param} c=default? (',' | &'${close}')`, (_p, _s, a: ast.Arg, value: ast.Expr | null): DefaultPair => ({ arg: a, value })],
    ],
  };
}

const PARAMETERS: GrammarSource = {
  ...parameterRules('', ')', 'parameters'),
  ...parameterRules('lambda_', ':', 'lambda_parameters'),
  param: [['a=NAME b=annotation?', arg]],
  param_no_default_star_annotation: ["a=param_star_annotation ','", "a=param_star_annotation &')'"],
  param_star_annotation: [["a=NAME ':' b=star_expression", arg]],
  lambda_param: [['a=NAME', (p, s, a: Token) => arg(p, s, a, null)]],
  annotation: ["':' a=expression"],
  default: ["'=' a=expression", 'invalid_default'],
};

// ---------------------------------------------------------------- expressions

const EXPRESSIONS: GrammarSource = {
  expressions: [["a=expression b=(',' c=expression)+ [',']", tupleOfMore], ["a=expression ','", tupleOfOne], 'expression'],
  expression: [
    'invalid_expression',
    'invalid_legacy_expression',
    [
      "a=disjunction 'if' b=disjunction 'else' c=expression",
      (p, s, body: ast.Expr, test: ast.Expr, orelse: ast.Expr) => ({ kind: 'IfExp', test, body, orelse, ...p.at(s) }),
    ],
    'disjunction',
    'lambdef',
  ],
  expression_without_invalid: [
    [
      "a=disjunction 'if' b=disjunction 'else' c=expression",
      (p, s, body: ast.Expr, test: ast.Expr, orelse: ast.Expr) => ({ kind: 'IfExp', test, body, orelse, ...p.at(s) }),
    ],
    'disjunction',
    'lambdef',
  ],
  yield_expr: [
    ["'yield' 'from' a=expression", (p, s, value: ast.Expr) => ({ kind: 'YieldFrom', value, ...p.at(s) })],
    ["'yield' a=[star_expressions]", (p, s, value: ast.Expr | null) => ({ kind: 'Yield', value, ...p.at(s) })],
  ],
  star_expressions: [["a=star_expression b=(',' c=star_expression)+ [',']", tupleOfMore], ["a=star_expression ','", tupleOfOne], 'star_expression'],
  star_expression: [["'*' a=bitwise_or", starred], 'expression'],
  star_named_expressions: ["a=','.star_named_expression+ [',']"],
  star_named_expression: [["'*' a=bitwise_or", starred], 'named_expression'],
  assignment_expression: [
    [
      "a=NAME ':=' ~ b=expression",
      (p, s, target: Token, value: ast.Expr) => ({
        kind: 'NamedExpr',
        target: name(p, s, target, 'Store'),
        value,
        ...p.at(s),
      }),
    ],
  ],
  named_expression: ['assignment_expression', 'invalid_named_expression', "a=expression !':='"],
  disjunction: [["a=conjunction b=('or' c=conjunction)+", boolean('Or')], 'conjunction'],
  conjunction: [["a=inversion b=('and' c=inversion)+", boolean('And')], 'inversion'],
  inversion: [["'not' a=inversion", unary('Not')], 'comparison'],
  comparison: [
    [
      'a=bitwise_or b=compare_op_bitwise_or_pair+',
      (p, s, left: ast.Expr, pairs: { op: ast.CompareOperator; right: ast.Expr }[]) => ({
        kind: 'Compare',
        left,
        ops: pairs.map((x) => x.op),
        comparators: pairs.map((x) => x.right),
        ...p.at(s),
      }),
    ],
    'bitwise_or',
  ],
  compare_op_bitwise_or_pair: [
    ["'==' a=bitwise_or", compared('Eq')],
    ["'!=' a=bitwise_or", compared('NotEq')],
    ["'<=' a=bitwise_or", compared('LtE')],
    ["'<' a=bitwise_or", compared('Lt')],
    ["'>=' a=bitwise_or", compared('GtE')],
    ["'>' a=bitwise_or", compared('Gt')],
    ["'not' 'in' a=bitwise_or", compared('NotIn')],
    ["'in' a=bitwise_or", compared('In')],
    ["'is' 'not' a=bitwise_or", compared('IsNot')],
    ["'is' a=bitwise_or", compared('Is')],
  ],
  bitwise_or: [["a=bitwise_or '|' b=bitwise_xor", binary('BitOr')], 'bitwise_xor'],
  bitwise_xor: [["a=bitwise_xor '^' b=bitwise_and", binary('BitXor')], 'bitwise_and'],
  bitwise_and: [["a=bitwise_and '&' b=shift_expr", binary('BitAnd')], 'shift_expr'],
  shift_expr: [["a=shift_expr '<<' b=sum", binary('LShift')], ["a=shift_expr '>>' b=sum", binary('RShift')], 'sum'],
  sum: [["a=sum '+' b=term", binary('Add')], ["a=sum '-' b=term", binary('Sub')], 'term'],
  term: [
    ["a=term '*' b=factor", binary('Mult')],
    ["a=term '/' b=factor", binary('Div')],
    ["a=term '//' b=factor", binary('FloorDiv')],
    ["a=term '%' b=factor", binary('Mod')],
    ["a=term '@' b=factor", binary('MatMult')],
    'factor',
  ],
  factor: [["'+' a=factor", unary('UAdd')], ["'-' a=factor", unary('USub')], ["'~' a=factor", unary('Invert')], 'power'],
  power: [["a=await_primary '**' b=factor", binary('Pow')], 'await_primary'],
  await_primary: [["'await' a=primary", (p, s, value: ast.Expr) => ({ kind: 'Await', value, ...p.at(s) })], 'primary'],
  primary: [
    ["a=primary '.' b=NAME", attribute('Load')],
    ['a=primary b=genexp', callOfGenerator],
    ["a=primary '(' b=[arguments] ')'", call],
    ["a=primary '[' b=slices ']'", subscript('Load')],
    'atom',
  ],
  slices: ["a=slice !','", ["a=','.(slice | starred_expression)+ [',']", (p, s, elts: ast.Expr[]) => tuple(p, s, elts)]],
  slice: [
    [
      "a=[expression] ':' b=[expression] c=[':' d=[expression]]",
      (p, s, lower: ast.Expr | null, upper: ast.Expr | null, step: ast.Expr | null) => ({ kind: 'Slice', lower, upper, step, ...p.at(s) }),
    ],
    'named_expression',
  ],
  atom: [
    ['a=NAME', (p, s, a: Token) => name(p, s, a, 'Load')],
    ["'True'", (p, s) => constant(p, s, { type: 'true' })],
    ["'False'", (p, s) => constant(p, s, { type: 'false' })],
    ["'None'", (p, s) => constant(p, s, { type: 'none' })],
    '&STRING a=strings',
    ['a=NUMBER', number],
    "&'(' a=(tuple | group | genexp)",
    "&'[' a=(list | listcomp)",
    "&'{' a=(dict | set | dictcomp | setcomp)",
    ["'...'", (p, s) => constant(p, s, { type: 'ellipsis' })],
  ],
  group: ["'(' a=(yield_expr | named_expression) ')'", 'invalid_group'],
  lambdef: [
    [
      "'lambda' a=[lambda_params] ':' b=expression",
      (p, s, args: ast.Arguments | null, body: ast.Expr) => ({ kind: 'Lambda', args: args ?? noArguments(), body, ...p.at(s) }),
    ],
  ],
  strings: [['a=STRING+', (p, _s, tokens: Token[]) => concatenateStrings(p as Peg & StringHost, tokens)]],
  list: [["'[' a=[star_named_expressions] ']'", (p, s, elts: ast.Expr[] | null) => ({ kind: 'List', elts: elts ?? [], ctx: 'Load', ...p.at(s) })]],
  tuple: [["'(' a=[b=tuple_items] ')'", (p, s, elts: ast.Expr[] | null) => tuple(p, s, elts ?? [])]],
  tuple_items: [
    ["y=star_named_expression ',' z=[star_named_expressions]", (_p, _s, first: ast.Expr, rest: ast.Expr[] | null) => [first, ...(rest ?? [])]],
  ],
  set: [["'{' a=star_named_expressions '}'", (p, s, elts: ast.Expr[]) => ({ kind: 'Set', elts, ...p.at(s) })]],
  dict: [
    [
      "'{' a=[double_starred_kvpairs] '}'",
      (p, s, pairs: Pair[] | null) => ({
        kind: 'Dict',
        keys: (pairs ?? []).map((x) => x.key),
        values: (pairs ?? []).map((x) => x.value),
        ...p.at(s),
      }),
    ],
    "'{' invalid_double_starred_kvpairs '}'",
  ],
  double_starred_kvpairs: ["a=','.double_starred_kvpair+ [',']"],
  double_starred_kvpair: [["'**' a=bitwise_or", (_p, _s, value: ast.Expr): Pair => ({ key: null, value })], 'kvpair'],
  kvpair: [["a=expression ':' b=expression", (_p, _s, key: ast.Expr, value: ast.Expr): Pair => ({ key, value })]],
  for_if_clauses: ['a=for_if_clause+'],
  for_if_clause: [
    ["'async' 'for' a=star_targets 'in' ~ b=disjunction c=('if' z=disjunction)*", comprehension(1)],
    ["'for' a=star_targets 'in' ~ b=disjunction c=('if' z=disjunction)*", comprehension(0)],
    'invalid_for_if_clause',
    'invalid_for_target',
  ],
  listcomp: [
    [
      "'[' a=named_expression b=for_if_clauses ']'",
      (p, s, elt: ast.Expr, generators: ast.Comprehension[]) => ({ kind: 'ListComp', elt, generators, ...p.at(s) }),
    ],
    'invalid_comprehension',
  ],
  setcomp: [
    [
      "'{' a=named_expression b=for_if_clauses '}'",
      (p, s, elt: ast.Expr, generators: ast.Comprehension[]) => ({ kind: 'SetComp', elt, generators, ...p.at(s) }),
    ],
    'invalid_comprehension',
  ],
  genexp: [
    [
      "'(' a=(assignment_expression | b=expression !':=') c=for_if_clauses ')'",
      (p, s, elt: ast.Expr, generators: ast.Comprehension[]) => ({ kind: 'GeneratorExp', elt, generators, ...p.at(s) }),
    ],
    'invalid_comprehension',
  ],
  dictcomp: [
    [
      "'{' a=kvpair b=for_if_clauses '}'",
      (p, s, pair: Pair, generators: ast.Comprehension[]) => ({ kind: 'DictComp', key: pair.key, value: pair.value, generators, ...p.at(s) }),
    ],
    'invalid_dict_comprehension',
  ],
  arguments: ["a=args [','] &')'", 'invalid_arguments'],
  args: [
    [
      "a=','.(b=args_item !'=')+ c=[',' k=kwargs]",
      (p, s, positional: ast.Expr[], rest: KeywordOrStarred[] | null) => ({ ...partsOf(positional, rest), ...p.at(s) }),
    ],
    ['a=kwargs', (p, s, rest: KeywordOrStarred[]) => ({ ...partsOf([], rest), ...p.at(s) })],
  ],
  args_item: ['starred_expression', 'assignment_expression', "b=expression !':='"],
  kwargs: [
    ["a=','.kwarg_or_starred+ ',' b=','.kwarg_or_double_starred+", (_p, _s, a: KeywordOrStarred[], b: KeywordOrStarred[]) => [...a, ...b]],
    "a=','.kwarg_or_starred+",
    "a=','.kwarg_or_double_starred+",
  ],
  starred_expression: [["'*' a=expression", starred], 'invalid_starred_expression'],
  kwarg_or_starred: ['invalid_kwarg', ["a=NAME '=' b=expression", keyword], 'starred_expression'],
  kwarg_or_double_starred: [
    'invalid_kwarg',
    ["a=NAME '=' b=expression", keyword],
    ["'**' a=expression", (p, s, value: ast.Expr) => keyword(p, s, null, value)],
  ],
};

// ---------------------------------------------------------------- targets

const TARGETS: GrammarSource = {
  star_targets: [
    "a=star_target !','",
    ["a=star_target b=(',' c=star_target)* [',']", (p, s, first: ast.Expr, rest: ast.Expr[]) => tuple(p, s, [first, ...rest], 'Store')],
  ],
  star_targets_list_seq: ["a=','.star_target+ [',']"],
  star_targets_tuple_seq: [
    ["a=star_target b=(',' c=star_target)+ [',']", (_p, _s, first: ast.Expr, rest: ast.Expr[]) => [first, ...rest]],
    ["a=star_target ','", (_p, _s, only: ast.Expr) => [only]],
  ],
  star_target: [
    ["'*' a=(!'*' b=star_target)", (p, s, value: ast.Expr) => ({ kind: 'Starred', value: withContext(value, 'Store'), ctx: 'Store', ...p.at(s) })],
    'target_with_star_atom',
  ],
  target_with_star_atom: [
    ["a=t_primary '.' b=NAME !t_lookahead", attribute('Store')],
    ["a=t_primary '[' b=slices ']' !t_lookahead", subscript('Store')],
    'star_atom',
  ],
  star_atom: [
    ['a=NAME', (p, s, a: Token) => name(p, s, a, 'Store')],
    ["'(' a=target_with_star_atom ')'", (_p, _s, a: ast.Expr) => withContext(a, 'Store')],
    ["'(' a=[star_targets_tuple_seq] ')'", (p, s, elts: ast.Expr[] | null) => tuple(p, s, elts ?? [], 'Store')],
    ["'[' a=[star_targets_list_seq] ']'", (p, s, elts: ast.Expr[] | null) => ({ kind: 'List', elts: elts ?? [], ctx: 'Store', ...p.at(s) })],
  ],
  single_target: ['single_subscript_attribute_target', ['a=NAME', (p, s, a: Token) => name(p, s, a, 'Store')], "'(' a=single_target ')'"],
  single_subscript_attribute_target: [
    ["a=t_primary '.' b=NAME !t_lookahead", attribute('Store')],
    ["a=t_primary '[' b=slices ']' !t_lookahead", subscript('Store')],
  ],
  t_primary: [
    ["a=t_primary '.' b=NAME &t_lookahead", attribute('Load')],
    ["a=t_primary '[' b=slices ']' &t_lookahead", subscript('Load')],
    ['a=t_primary b=genexp &t_lookahead', callOfGenerator],
    ["a=t_primary '(' b=[arguments] ')' &t_lookahead", call],
    'a=atom &t_lookahead',
  ],
  t_lookahead: ["'('", "'['", "'.'"],
  del_targets: ["a=','.del_target+ [',']"],
  del_target: [
    ["a=t_primary '.' b=NAME !t_lookahead", attribute('Del')],
    ["a=t_primary '[' b=slices ']' !t_lookahead", subscript('Del')],
    'del_t_atom',
  ],
  del_t_atom: [
    ['a=NAME', (p, s, a: Token) => name(p, s, a, 'Del')],
    ["'(' a=del_target ')'", (_p, _s, a: ast.Expr) => withContext(a, 'Del')],
    ["'(' a=[del_targets] ')'", (p, s, elts: ast.Expr[] | null) => tuple(p, s, elts ?? [], 'Del')],
    ["'[' a=[del_targets] ']'", (p, s, elts: ast.Expr[] | null) => ({ kind: 'List', elts: elts ?? [], ctx: 'Del', ...p.at(s) })],
  ],
};

// ---------------------------------------------------------------- patterns

function mapping(p: Peg, s: number, items: PatternPair[], rest: Token | null): ast.Pattern {
  return {
    kind: 'MatchMapping',
    keys: items.map((x) => x.key),
    patterns: items.map((x) => x.pattern),
    rest: rest === null ? null : identifier(rest),
    ...p.at(s),
  };
}

function classPattern(p: Peg, s: number, cls: ast.Expr, patterns: ast.Pattern[], keywords: { name: Token; pattern: ast.Pattern }[]): ast.Pattern {
  return {
    kind: 'MatchClass',
    cls,
    patterns,
    kwd_attrs: keywords.map((k) => identifier(k.name)),
    kwd_patterns: keywords.map((k) => k.pattern),
    ...p.at(s),
  };
}

function singleton(type: 'none' | 'true' | 'false') {
  return (p: Peg, s: number): ast.Pattern => ({ kind: 'MatchSingleton', value: { type }, ...p.at(s) });
}

const PATTERNS: GrammarSource = {
  patterns: [['a=open_sequence_pattern', (p, s, patterns: ast.Pattern[]) => ({ kind: 'MatchSequence', patterns, ...p.at(s) })], 'pattern'],
  pattern: ['as_pattern', 'or_pattern'],
  as_pattern: [
    [
      "a=or_pattern 'as' b=pattern_capture_target",
      (p, s, pattern: ast.Pattern, target: Token) => ({ kind: 'MatchAs', pattern, name: identifier(target), ...p.at(s) }),
    ],
    'invalid_as_pattern',
  ],
  or_pattern: [
    ["a='|'.closed_pattern+", (p, s, patterns: ast.Pattern[]) => (patterns.length === 1 ? patterns[0] : { kind: 'MatchOr', patterns, ...p.at(s) })],
  ],
  closed_pattern: [
    'literal_pattern',
    'capture_pattern',
    'wildcard_pattern',
    'value_pattern',
    'group_pattern',
    'sequence_pattern',
    'mapping_pattern',
    'class_pattern',
  ],
  literal_pattern: [
    ["a=signed_number !('+' | '-')", (p, s, value: ast.Expr) => ({ kind: 'MatchValue', value, ...p.at(s) })],
    ['a=complex_number', (p, s, value: ast.Expr) => ({ kind: 'MatchValue', value, ...p.at(s) })],
    ['a=strings', (p, s, value: ast.Expr) => ({ kind: 'MatchValue', value, ...p.at(s) })],
    ["'None'", singleton('none')],
    ["'True'", singleton('true')],
    ["'False'", singleton('false')],
  ],
  literal_expr: [
    "a=signed_number !('+' | '-')",
    'complex_number',
    'strings',
    ["'None'", (p, s) => constant(p, s, { type: 'none' })],
    ["'True'", (p, s) => constant(p, s, { type: 'true' })],
    ["'False'", (p, s) => constant(p, s, { type: 'false' })],
  ],
  complex_number: [
    ["a=signed_real_number '+' b=imaginary_number", binary('Add')],
    ["a=signed_real_number '-' b=imaginary_number", binary('Sub')],
  ],
  signed_number: [
    ['a=NUMBER', number],
    ["'-' a=plain_number", unary('USub')],
  ],
  plain_number: [['a=NUMBER', number]],
  signed_real_number: ['real_number', ["'-' a=real_number", unary('USub')]],
  real_number: [['a=plain_number', (p, _s, a: ast.Expr) => (real(a) ? a : p.failAt(a, 'real number required in complex literal'))]],
  imaginary_number: [['a=plain_number', (p, _s, a: ast.Expr) => (real(a) ? p.failAt(a, 'imaginary number required in complex literal') : a)]],
  capture_pattern: [
    ['a=pattern_capture_target', (p, s, target: Token) => ({ kind: 'MatchAs', pattern: null, name: identifier(target), ...p.at(s) })],
  ],
  pattern_capture_target: ["!\"_\" a=NAME !('.' | '(' | '=')"],
  wildcard_pattern: [['"_"', (p, s) => ({ kind: 'MatchAs', pattern: null, name: null, ...p.at(s) })]],
  value_pattern: [["a=attr !('.' | '(' | '=')", (p, s, value: ast.Expr) => ({ kind: 'MatchValue', value, ...p.at(s) })]],
  attr: [["a=name_or_attr '.' b=NAME", attribute('Load')]],
  name_or_attr: ['attr', ['a=NAME', (p, s, a: Token) => name(p, s, a, 'Load')]],
  group_pattern: ["'(' a=pattern ')'"],
  sequence_pattern: [
    [
      "'[' a=maybe_sequence_pattern? ']'",
      (p, s, patterns: ast.Pattern[] | null) => ({ kind: 'MatchSequence', patterns: patterns ?? [], ...p.at(s) }),
    ],
    ["'(' a=open_sequence_pattern? ')'", (p, s, patterns: ast.Pattern[] | null) => ({ kind: 'MatchSequence', patterns: patterns ?? [], ...p.at(s) })],
  ],
  open_sequence_pattern: [
    ["a=maybe_star_pattern ',' b=maybe_sequence_pattern?", (_p, _s, first: ast.Pattern, rest: ast.Pattern[] | null) => [first, ...(rest ?? [])]],
  ],
  maybe_sequence_pattern: ["a=','.maybe_star_pattern+ ','?"],
  maybe_star_pattern: ['star_pattern', 'pattern'],
  star_pattern: [
    ["'*' a=pattern_capture_target", (p, s, target: Token) => ({ kind: 'MatchStar', name: identifier(target), ...p.at(s) })],
    ["'*' wildcard_pattern", (p, s) => ({ kind: 'MatchStar', name: null, ...p.at(s) })],
  ],
  mapping_pattern: [
    ["'{' '}'", (p, s) => mapping(p, s, [], null)],
    ["'{' a=double_star_pattern ','? '}'", (p, s, rest: Token) => mapping(p, s, [], rest)],
    ["'{' a=items_pattern ',' b=double_star_pattern ','? '}'", mapping],
    ["'{' a=items_pattern ','? '}'", (p, s, items: PatternPair[]) => mapping(p, s, items, null)],
  ],
  items_pattern: ["a=','.key_value_pattern+"],
  key_value_pattern: [["a=(literal_expr | attr) ':' b=pattern", (_p, _s, key: ast.Expr, pattern: ast.Pattern): PatternPair => ({ key, pattern })]],
  double_star_pattern: ["'**' a=pattern_capture_target"],
  class_pattern: [
    ["a=name_or_attr '(' ')'", (p, s, cls: ast.Expr) => classPattern(p, s, cls, [], [])],
    ["a=name_or_attr '(' b=positional_patterns ','? ')'", (p, s, cls: ast.Expr, a: ast.Pattern[]) => classPattern(p, s, cls, a, [])],
    [
      "a=name_or_attr '(' b=keyword_patterns ','? ')'",
      (p, s, cls: ast.Expr, k: { name: Token; pattern: ast.Pattern }[]) => classPattern(p, s, cls, [], k),
    ],
    ["a=name_or_attr '(' b=positional_patterns ',' c=keyword_patterns ','? ')'", classPattern],
    'invalid_class_pattern',
  ],
  positional_patterns: ["a=','.pattern+"],
  keyword_patterns: ["a=','.keyword_pattern+"],
  keyword_pattern: [["a=NAME '=' b=pattern", (_p, _s, k: Token, pattern: ast.Pattern) => ({ name: k, pattern })]],
};

export const EXPRESSION_RULES: GrammarSource = { ...PARAMETERS, ...EXPRESSIONS, ...TARGETS, ...PATTERNS };
