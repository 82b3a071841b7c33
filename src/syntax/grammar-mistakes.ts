/**
 * Rules that recognize the mistakes people make, tried only after a text was refused, for the sake of a better message.
 * The conditions and words are CPython 3.10's (Grammar/python.gram, rules `invalid_…`); where a message is raised decides what it says,
 * so the order matters.
 */
import type * as ast from './ast.ts';
import type { CallParts } from './grammar-expressions.ts';
import type { Alternative, GrammarSource, Peg } from './peg.ts';
import type { Token } from './tokenizer.ts';

/** What CPython calls an expression in "cannot assign to …". CPython: pegen.c _PyPegen_get_expr_name. */
export function expressionName(e: ast.Expr): string {
  switch (e.kind) {
    case 'Attribute':
      return 'attribute';
    case 'Subscript':
      return 'subscript';
    case 'Starred':
      return 'starred';
    case 'Name':
      return 'name';
    case 'List':
      return 'list';
    case 'Tuple':
      return 'tuple';
    case 'Lambda':
      return 'lambda';
    case 'Call':
      return 'function call';
    case 'BoolOp':
    case 'BinOp':
    case 'UnaryOp':
      return 'expression';
    case 'GeneratorExp':
      return 'generator expression';
    case 'Yield':
    case 'YieldFrom':
      return 'yield expression';
    case 'Await':
      return 'await expression';
    case 'ListComp':
      return 'list comprehension';
    case 'SetComp':
      return 'set comprehension';
    case 'DictComp':
      return 'dict comprehension';
    case 'Dict':
      return 'dict literal';
    case 'Set':
      return 'set display';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'f-string expression';
    case 'TemplateStr':
    case 'Interpolation':
      return 't-string expression';
    case 'Constant':
      switch (e.value.type) {
        case 'none':
          return 'None';
        case 'true':
          return 'True';
        case 'false':
          return 'False';
        case 'ellipsis':
          return 'ellipsis';
      }
      return 'literal';
    case 'Compare':
      return 'comparison';
    case 'IfExp':
      return 'conditional expression';
    case 'NamedExpr':
      return 'named expression';
    case 'Slice':
      return 'slice';
  }
}

type TargetUse = 'star' | 'del' | 'for';

/** The part of a would-be target that cannot be one. CPython: pegen.c _PyPegen_get_invalid_target. */
function invalidTarget(e: ast.Expr, use: TargetUse): ast.Expr | null {
  switch (e.kind) {
    case 'List':
    case 'Tuple':
      for (const x of e.elts) {
        const found = invalidTarget(x, use);
        if (found !== null) return found;
      }
      return null;
    case 'Starred':
      return use === 'del' ? e : invalidTarget(e.value, use);
    case 'Compare':
      // `for x in y` reads as a comparison.
      if (use === 'for') return e.ops[0] === 'In' ? invalidTarget(e.left, use) : null;
      return e;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
  }
  return e;
}

function refuseTarget(use: TargetUse) {
  return (p: Peg, _s: number, e: ast.Expr): undefined => {
    const found = invalidTarget(e, use);
    if (found !== null) p.failAt(found, `cannot ${use === 'del' ? 'delete' : 'assign to'} ${expressionName(found)}`);
    return undefined;
  };
}

function isLegacy(e: ast.Expr): boolean {
  return e.kind === 'Name' && (e.id === 'print' || e.id === 'exec');
}

/** Where a comprehension ends. CPython: pegen.c _PyPegen_get_last_comprehension_item. */
function lastOf(generators: ast.Comprehension[]): ast.Expr {
  const last = generators[generators.length - 1];
  return last.ifs.length > 0 ? last.ifs[last.ifs.length - 1] : last.iter;
}

function raise(msg: string) {
  return (p: Peg): never => p.fail(msg);
}

function raiseAt(msg: string) {
  return (p: Peg, _s: number, at: ast.Expr | ast.Arg | Token): never => p.failAt(at, msg);
}

function raiseRange(msg: string) {
  return (p: Peg, _s: number, from: ast.Expr | Token, to: ast.Expr | Token): never => p.failAt(from, msg, to);
}

/** A bound or constraints of what takes none; the place begins at the colon. */
function boundMistake(what: string) {
  return (p: Peg, _s: number, colon: Token, bound: ast.Expr): never =>
    p.failFrom(colon, `cannot use ${bound.kind === 'Tuple' ? 'constraints' : 'bound'} with ${what}`);
}

function missingBlock(what: string) {
  return (p: Peg, _s: number, at: Token): never => p.fail(`expected an indented block after ${what} on line ${at.lineno}`, 'IndentationError');
}

const MIXED_EXCEPT = "cannot have both 'except' and 'except*' on the same 'try'";
const EQUAL_MEANT = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";

function argumentValue(p: Peg, _s: number, ...parts: unknown[]): never {
  const [name, equals] = parts.slice(-2) as [Token, Token];
  return p.failAt(name, 'expected argument value expression', equals);
}

/** Mistakes among parameters of `def` (no prefix) and of `lambda`. */
function parameterMistakes(prefix: '' | 'lambda_'): Alternative[] {
  const P = prefix;
  const slash = `(${P}slash_no_default | ${P}slash_with_default)`;
  return [
    [
      `${P}param_no_default* invalid_${P}parameters_helper a=${P}param_no_default`,
      (p, _s, a: ast.Arg) =>
        p.failAt(
          a,
          p.release >= 12 ? 'parameter without a default follows parameter with a default' : 'non-default argument follows default argument',
        ),
    ],
    P === ''
      ? ["param_no_default* a='(' param_no_default+ ','? b=')'", raiseRange('Function parameters cannot be parenthesized'), 11]
      : ["lambda_param_no_default* a='(' ','.lambda_param+ ','? b=')'", raiseRange('Lambda expression parameters cannot be parenthesized'), 11],
    ["a='/' ','", raiseAt('at least one argument must precede /'), 11],
    [`${slash} ${P}param_maybe_default* a='/'`, raiseAt('/ may appear only once'), 11],
    [`[${slash}] ${P}param_maybe_default* '*' (',' | ${P}param_no_default) ${P}param_maybe_default* a='/'`, raiseAt('/ must be ahead of *'), 11],
    [`${P}param_maybe_default+ '/' a='*'`, raiseAt('expected comma between / and *'), 11],
  ];
}

function starMistakes(prefix: '' | 'lambda_'): Alternative[] {
  const P = prefix;
  return [
    [`'*' ${P}param a='='`, raiseAt('var-positional argument cannot have default value'), 11],
    [`'*' (${P}param_no_default | ',') ${P}param_maybe_default* a='*' (${P}param_no_default | ',')`, raiseAt('* argument may appear only once'), 11],
  ];
}

function keywordMistakes(prefix: '' | 'lambda_'): Alternative[] {
  const P = prefix;
  const followed = 'arguments cannot follow var-keyword argument';
  return [
    [`'**' ${P}param a='='`, raiseAt('var-keyword argument cannot have default value'), 11],
    [`'**' ${P}param ',' a=${P}param`, raiseAt(followed), 11],
    [`'**' ${P}param ',' a=('*' | '**' | '/')`, raiseAt(followed), 11],
  ];
}

export const MISTAKE_RULES: GrammarSource = {
  invalid_arguments: [
    ["a=args ',' '*'", (p, _s, a: CallParts & ast.Located) => p.failAt(a, 'iterable argument unpacking follows keyword argument unpacking')],
    [
      "a=expression b=for_if_clauses ',' [args | expression for_if_clauses]",
      (p, _s, a: ast.Expr, b: ast.Comprehension[]) => p.failAt(a, 'Generator expression must be parenthesized', lastOf(b)),
    ],
    ["a=NAME b='=' expression for_if_clauses", raiseRange(EQUAL_MEANT)],
    ["[a=args b=','] c=NAME d='=' &(',' | ')')", argumentValue, 12],
    [
      'a=args b=for_if_clauses',
      (p, _s, a: CallParts, b: ast.Comprehension[]) => {
        if (a.args.length <= 1) return undefined;
        return p.failAt(a.args[a.args.length - 1], 'Generator expression must be parenthesized', lastOf(b));
      },
    ],
    [
      "args ',' a=expression b=for_if_clauses",
      (p, _s, a: ast.Expr, b: ast.Comprehension[]) => p.failAt(a, 'Generator expression must be parenthesized', lastOf(b)),
    ],
    [
      "a=args ',' args",
      (p, _s, a: CallParts) => p.fail(`positional argument follows keyword argument${a.keywords.some((k) => k.arg === null) ? ' unpacking' : ''}`),
    ],
  ],
  invalid_kwarg: [
    ["a=('True' | 'False' | 'None') b='='", (p, _s, a: Token, b: Token) => p.failAt(a, `cannot assign to ${a.text}`, b)],
    ["a=NAME b='=' expression for_if_clauses", raiseRange(EQUAL_MEANT)],
    ["!(NAME '=') a=expression b='='", raiseRange('expression cannot contain assignment, perhaps you meant "=="?')],
  ],
  invalid_legacy_expression: [
    [
      "a=NAME !'(' b=star_expressions",
      (p, _s, a: Token, b: ast.Expr) =>
        a.text === 'print' || a.text === 'exec'
          ? p.failAt(a, `Missing parentheses in call to '${a.text}'. Did you mean ${a.text}(...)?`, b)
          : undefined,
    ],
  ],
  invalid_expression: [
    [
      '!(NAME STRING | soft_keyword) a=disjunction b=expression_without_invalid',
      (p, _s, a: ast.Expr, b: ast.Expr) => {
        if (isLegacy(a) || p.tokens[p.mark - 1].level === 0) return undefined;
        return p.failAt(a, 'invalid syntax. Perhaps you forgot a comma?', b);
      },
    ],
    ["a=disjunction 'if' b=disjunction !('else' | ':')", raiseRange("expected 'else' after 'if' expression")],
  ],
  /** CPython 3.10 compares as many characters as the name has: `c` counts as `case`. */
  soft_keyword: [['a=NAME', (_p, _s, a: Token) => (['_', 'case', 'match'].some((k) => k.startsWith(a.text)) ? a : undefined)]],
  invalid_named_expression: [
    ["a=expression ':=' expression", (p, _s, a: ast.Expr) => p.failAt(a, `cannot use assignment expressions with ${expressionName(a)}`)],
    ["a=NAME '=' b=bitwise_or !('=' | ':=')", raiseRange(EQUAL_MEANT)],
    [
      "!(list | tuple | genexp | 'True' | 'None' | 'False') a=bitwise_or b='=' bitwise_or !('=' | ':=')",
      (p, _s, a: ast.Expr) => p.failAt(a, `cannot assign to ${expressionName(a)} here. Maybe you meant '==' instead of '='?`),
    ],
  ],
  invalid_assignment: [
    [
      "a=invalid_ann_assign_target ':' expression",
      (p, _s, a: ast.Expr) => p.failAt(a, `only single target (not ${expressionName(a)}) can be annotated`),
    ],
    ["a=star_named_expression ',' star_named_expressions* ':' expression", raiseAt('only single target (not tuple) can be annotated')],
    ["a=expression ':' expression", raiseAt('illegal target for annotation')],
    ["(star_targets '=')* a=star_expressions '='", refuseTarget('star')],
    ["(star_targets '=')* a=yield_expr '='", raiseAt('assignment to yield expression not possible')],
    [
      'a=star_expressions augassign (yield_expr | star_expressions)',
      (p, _s, a: ast.Expr) => p.failAt(a, `'${expressionName(a)}' is an illegal expression for augmented assignment`),
    ],
  ],
  invalid_ann_assign_target: ['list', 'tuple', "'(' a=invalid_ann_assign_target ')'"],
  invalid_del_stmt: [["'del' a=star_expressions", refuseTarget('del')]],
  invalid_block: [['NEWLINE !INDENT', (p) => p.fail('expected an indented block', 'IndentationError')]],
  invalid_comprehension: [
    ["('[' | '(' | '{') a=starred_expression for_if_clauses", raiseAt('iterable unpacking cannot be used in comprehension')],
    [
      "('[' | '{') a=star_named_expression ',' b=star_named_expressions for_if_clauses",
      (p, _s, a: ast.Expr, b: ast.Expr[]) => p.failAt(a, 'did you forget parentheses around the comprehension target?', b[b.length - 1]),
    ],
    ["('[' | '{') a=star_named_expression b=',' for_if_clauses", raiseRange('did you forget parentheses around the comprehension target?')],
  ],
  invalid_dict_comprehension: [["'{' a='**' bitwise_or for_if_clauses '}'", raiseAt('dict unpacking cannot be used in dict comprehension')]],
  invalid_parameters: parameterMistakes(''),
  invalid_parameters_helper: ['slash_with_default', 'param_with_default+'],
  invalid_star_etc: [["a='*' (')' | ',' (')' | '**'))", raiseAt('named arguments must follow bare *')], ...starMistakes('')],
  invalid_kwds: keywordMistakes(''),
  invalid_default: [["a='=' &(')' | ',')", raiseAt('expected default value expression'), 11]],
  invalid_lambda_parameters: parameterMistakes('lambda_'),
  invalid_lambda_parameters_helper: ['lambda_slash_with_default', 'lambda_param_with_default+'],
  invalid_lambda_star_etc: [["'*' (':' | ',' (':' | '**'))", raise('named arguments must follow bare *')], ...starMistakes('lambda_')],
  invalid_lambda_kwds: keywordMistakes('lambda_'),
  invalid_with_item: [["expression 'as' a=expression &(',' | ')' | ':')", refuseTarget('star')]],
  invalid_for_if_clause: [["'async'? 'for' bitwise_or (',' bitwise_or)* [','] !'in'", raise("'in' expected after for-loop variables"), 13]],
  invalid_import: [["'import' a=NEWLINE", (p, _s, a: Token) => p.failFrom(a, "Expected one or more names after 'import'"), 13]],
  invalid_starred_expression: [["'*'", raise('Invalid star expression'), 12]],
  invalid_for_target: [["'async'? 'for' a=star_expressions", refuseTarget('for')]],
  invalid_group: [
    ["'(' a=starred_expression ')'", raiseAt('cannot use starred expression here')],
    ["'(' a='**' expression ')'", raiseAt('cannot use double starred expression here')],
  ],
  invalid_import_from_targets: [
    ["import_from_as_names ',' NEWLINE", raise('trailing comma not allowed without surrounding parentheses')],
    ['a=NEWLINE', (p, _s, a: Token) => p.failFrom(a, "Expected one or more names after 'import'"), 13],
  ],
  invalid_with_stmt: [
    ["['async'] 'with' ','.(expression ['as' star_target])+ NEWLINE", raise("expected ':'")],
    ["['async'] 'with' '(' ','.(expressions ['as' star_target])+ ','? ')' NEWLINE", raise("expected ':'")],
  ],
  invalid_with_stmt_indent: [
    ["['async'] a='with' ','.(expression ['as' star_target])+ ':' NEWLINE !INDENT", missingBlock("'with' statement")],
    ["['async'] a='with' '(' ','.(expressions ['as' star_target])+ ','? ')' ':' NEWLINE !INDENT", missingBlock("'with' statement")],
  ],
  invalid_try_stmt: [
    ["a='try' ':' NEWLINE !INDENT", missingBlock("'try' statement")],
    ["'try' ':' block !('except' | 'finally')", raise("expected 'except' or 'finally' block")],
    ["'try' ':' block* except_block+ a='except' b='*' expression ['as' NAME] ':'", raiseRange(MIXED_EXCEPT)],
    ["'try' ':' block* except_star_block+ a='except' [expression ['as' NAME]] ':'", raiseAt(MIXED_EXCEPT)],
  ],
  invalid_except_stmt: [
    [
      "'except' '*'? a=expression ',' expressions 'as' NAME ':'",
      (p, _s, a: ast.Expr) =>
        p.failFrom(
          a,
          p.release >= 14 ? "multiple exception types must be parenthesized when using 'as'" : 'multiple exception types must be parenthesized',
        ),
    ],
    ["'except' expression ['as' NAME] NEWLINE", raise("expected ':'")],
    ["'except' NEWLINE", raise("expected ':'")],
    ["'except' '*' (NEWLINE | ':')", raise('expected one or more exception types')],
  ],
  invalid_finally_stmt: [["a='finally' ':' NEWLINE !INDENT", missingBlock("'finally' statement")]],
  invalid_except_stmt_indent: [
    ["a='except' expression ['as' NAME] ':' NEWLINE !INDENT", missingBlock("'except' statement")],
    ["a='except' ':' NEWLINE !INDENT", missingBlock("'except' statement")],
  ],
  invalid_match_stmt: [
    ['"match" subject_expr NEWLINE', raise("expected ':'")],
    ['a="match" subject_expr \':\' NEWLINE !INDENT', missingBlock("'match' statement")],
  ],
  invalid_case_block: [
    ['"case" patterns guard? NEWLINE', raise("expected ':'")],
    ['a="case" patterns guard? \':\' NEWLINE !INDENT', missingBlock("'case' statement")],
  ],
  invalid_as_pattern: [
    ['or_pattern \'as\' a="_"', raiseAt("cannot use '_' as a target")],
    ["or_pattern 'as' !NAME a=expression", raiseAt('invalid pattern target')],
  ],
  invalid_class_pattern: [
    [
      "name_or_attr '(' a=invalid_class_argument_pattern",
      (p, _s, a: ast.Pattern[]) => p.failAt(a[0], 'positional patterns follow keyword patterns', a[a.length - 1]),
    ],
  ],
  invalid_class_argument_pattern: ["[positional_patterns ','] keyword_patterns ',' a=positional_patterns"],
  invalid_if_stmt: [
    ["'if' named_expression NEWLINE", raise("expected ':'")],
    ["a='if' named_expression ':' NEWLINE !INDENT", missingBlock("'if' statement")],
  ],
  invalid_elif_stmt: [
    ["'elif' named_expression NEWLINE", raise("expected ':'")],
    ["a='elif' named_expression ':' NEWLINE !INDENT", missingBlock("'elif' statement")],
  ],
  invalid_else_stmt: [["a='else' ':' NEWLINE !INDENT", missingBlock("'else' statement")]],
  invalid_while_stmt: [
    ["'while' named_expression NEWLINE", raise("expected ':'")],
    ["a='while' named_expression ':' NEWLINE !INDENT", missingBlock("'while' statement")],
  ],
  invalid_for_stmt: [
    ["['async'] 'for' star_targets 'in' star_expressions NEWLINE", raise("expected ':'")],
    ["['async'] a='for' star_targets 'in' star_expressions ':' NEWLINE !INDENT", missingBlock("'for' statement")],
  ],
  invalid_def_raw: [
    ["['async'] 'def' NAME [type_params] !'('", (p) => p.failAt(p.peek(), "expected '('"), 11],
    ["['async'] a='def' NAME '(' [params] ')' ['->' expression] ':' NEWLINE !INDENT", missingBlock('function definition')],
  ],
  invalid_type_params: [["'[' a=']'", (p, _s, a: Token) => p.failFrom(a, 'Type parameter list cannot be empty'), 13]],
  invalid_type_param: [
    ["'*' NAME a=':' b=expression", boundMistake('TypeVarTuple'), 12],
    ["'**' NAME a=':' b=expression", boundMistake('ParamSpec'), 12],
  ],
  invalid_class_def_raw: [
    ["'class' NAME ['(' [arguments] ')'] NEWLINE", raise("expected ':'")],
    ["a='class' NAME ['(' [arguments] ')'] ':' NEWLINE !INDENT", missingBlock('class definition')],
  ],
  invalid_double_starred_kvpairs: [
    "','.double_starred_kvpair+ ',' invalid_kvpair",
    ["expression ':' a='*' bitwise_or", (p, _s, a: Token) => p.failFrom(a, 'cannot use a starred expression in a dictionary value')],
    ["expression a=':' &('}' | ',')", raiseAt("expression expected after dictionary key and ':'")],
  ],
  invalid_kvpair: [
    [
      "a=expression !(':')",
      (p, _s, a: ast.Expr) => {
        const end = p.lines.characterColumn(a.end_lineno, p.lines.indexOf(a.end_lineno, a.end_col_offset));
        throw p.errorAt('SyntaxError', "':' expected after dictionary key", a.lineno, end, a.end_lineno, 0);
      },
    ],
    ["expression ':' a='*' bitwise_or", (p, _s, a: Token) => p.failFrom(a, 'cannot use a starred expression in a dictionary value')],
    ["expression a=':' &('}' | ',')", raiseAt("expression expected after dictionary key and ':'")],
  ],
};
