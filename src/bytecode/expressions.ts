/** Expressions. CPython: Python/compile.c compiler_visit_expr1. */
import type { Attribute, BinaryOperator, Expr, FormattedValue, Interpolation, JoinedStr, Slice, Subscript, TemplateStr } from '../syntax/ast.ts';
import { attributePlace, call } from './calls.ts';
import { dict, list, STACK_USE_GUIDELINE, set, tuple } from './collections.ts';
import type { Compiler } from './compiler.ts';
import { boolOp, compare, ifExp } from './conditions.ts';
import { NONE } from './constants.ts';
import { constantOf, operandsOf } from './fold.ts';
import { warnOfSubscript } from './literal-warnings.ts';
import { FormatFlag, Intrinsic1, Intrinsic2, Op } from './opcodes.ts';

export const BINARY_OPS: Readonly<Record<BinaryOperator, Op>> = {
  Add: Op.BINARY_ADD,
  Sub: Op.BINARY_SUBTRACT,
  Mult: Op.BINARY_MULTIPLY,
  MatMult: Op.BINARY_MATRIX_MULTIPLY,
  Div: Op.BINARY_TRUE_DIVIDE,
  FloorDiv: Op.BINARY_FLOOR_DIVIDE,
  Mod: Op.BINARY_MODULO,
  Pow: Op.BINARY_POWER,
  LShift: Op.BINARY_LSHIFT,
  RShift: Op.BINARY_RSHIFT,
  BitAnd: Op.BINARY_AND,
  BitXor: Op.BINARY_XOR,
  BitOr: Op.BINARY_OR,
};

const UNARY_OPS = {
  UAdd: Op.UNARY_POSITIVE,
  USub: Op.UNARY_NEGATIVE,
  Not: Op.UNARY_NOT,
  Invert: Op.UNARY_INVERT,
} as const;

/** Compiles an expression: its value is left on the stack (Load), or what lies there is stored (Store), or the target deleted (Del). */
export function visitExpr(c: Compiler, e: Expr): void {
  switch (e.kind) {
    case 'Constant': {
      const operands = operandsOf(e);
      if (operands !== undefined) for (const operand of operands) c.unit.constant(operand);
      if (operands !== undefined && !c.settings.model.foldInTree) c.emit(Op.LOAD_CONST, c.unit.foldedConstant(constantOf(e)));
      else c.loadConst(constantOf(e));
      return;
    }
    case 'Name':
      c.nameOp(e.id, e.ctx);
      return;
    case 'Attribute':
      attribute(c, e);
      return;
    case 'Call':
      call(c, e);
      return;
    case 'BinOp':
      binary(c, e);
      return;
    case 'UnaryOp':
      c.expr(e.operand);
      c.emit(UNARY_OPS[e.op]);
      return;
    case 'Compare':
      compare(c, e);
      return;
    case 'BoolOp':
      boolOp(c, e);
      return;
    case 'Subscript':
      subscript(c, e);
      return;
    case 'Slice':
      slice(c, e);
      return;
    case 'Tuple':
      tuple(c, e);
      return;
    case 'List':
      list(c, e);
      return;
    case 'Dict':
      dict(c, e);
      return;
    case 'Set':
      set(c, e);
      return;
    case 'IfExp':
      ifExp(c, e);
      return;
    case 'Lambda':
      c.settings.visitors.lambda(c, e);
      return;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      c.settings.visitors.comprehension(c, e);
      return;
    case 'NamedExpr':
      c.expr(e.value);
      c.emit(Op.DUP_TOP);
      c.expr(e.target);
      return;
    case 'JoinedStr':
      joinedStr(c, e);
      return;
    case 'FormattedValue':
      formattedValue(c, e);
      return;
    case 'TemplateStr':
      templateStr(c, e);
      return;
    case 'Interpolation':
      interpolation(c, e);
      return;
    case 'Starred':
      c.error(e.ctx === 'Store' ? 'starred assignment target must be in a list or tuple' : "can't use starred expression here");
      return;
    case 'Yield':
      refuseOutsideFunction(c, 'yield');
      if (e.value !== null) c.expr(e.value);
      else c.loadConst(NONE);
      c.emit(Op.YIELD_VALUE);
      return;
    case 'YieldFrom':
      refuseOutsideFunction(c, 'yield');
      if (c.unit.kind === 'async') c.error("'yield from' inside async function");
      c.expr(e.value);
      c.emit(Op.GET_YIELD_FROM_ITER);
      c.loadConst(NONE);
      c.emit(Op.YIELD_FROM);
      return;
    case 'Await':
      if (!c.settings.topLevelAwait) {
        if (c.unit.kind === 'module' || c.unit.kind === 'class') c.error("'await' outside function");
        if (c.unit.kind !== 'async' && c.unit.kind !== 'comprehension') c.error("'await' outside async function");
      } else if (c.unit.kind === 'module') c.unit.scope.isCoroutine = true;
      c.expr(e.value);
      c.emit(Op.GET_AWAITABLE);
      c.loadConst(NONE);
      c.emit(Op.YIELD_FROM);
      return;
  }
}

function refuseOutsideFunction(c: Compiler, word: string): void {
  if (c.unit.kind === 'module' || c.unit.kind === 'class') c.error(`'${word}' outside function`);
}

function attribute(c: Compiler, e: Attribute): void {
  if (e.ctx === 'Store' && e.value.kind === 'Name' && e.value.id === 'self') c.noteSelfAttribute(e.attr);
  c.expr(e.value);
  const loc = c.unit.loc;
  switch (e.ctx) {
    case 'Load':
      c.unit.loc = attributePlace(e, e.attr);
      c.emitName(Op.LOAD_ATTR, e.attr);
      break;
    case 'Store':
      if (e.attr === '__debug__') c.error('cannot assign to __debug__');
      c.unit.loc = attributePlace(e, e.attr);
      c.emitName(Op.STORE_ATTR, e.attr);
      break;
    case 'Del':
      if (e.attr === '__debug__') c.error('cannot delete __debug__');
      c.emitName(Op.DELETE_ATTR, e.attr);
      break;
  }
  c.unit.loc = loc;
}

/** `a + b + c …` leans to the left and may be thousands long: a loop down and up again. */
function binary(c: Compiler, e: Expr & { kind: 'BinOp' }): void {
  const spine = [e];
  let left = e.left;
  while (left.kind === 'BinOp') {
    spine.push(left);
    left = left.left;
  }
  c.expr(left);
  const loc = c.unit.loc;
  for (let i = spine.length - 1; i >= 0; i--) {
    c.unit.loc = spine[i];
    c.expr(spine[i].right);
    c.emit(BINARY_OPS[spine[i].op]);
  }
  c.unit.loc = loc;
}

function subscript(c: Compiler, e: Subscript): void {
  if (e.ctx === 'Load') warnOfSubscript(c, e.value, e.slice);
  c.expr(e.value);
  c.expr(e.slice);
  c.emit(e.ctx === 'Load' ? Op.BINARY_SUBSCR : e.ctx === 'Store' ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR);
}

function slice(c: Compiler, e: Slice): void {
  if (e.lower !== null) c.expr(e.lower);
  else c.loadConst(NONE);
  if (e.upper !== null) c.expr(e.upper);
  else c.loadConst(NONE);
  if (e.step !== null) c.expr(e.step);
  c.emit(Op.BUILD_SLICE, e.step !== null ? 3 : 2);
}

function joinedStr(c: Compiler, e: JoinedStr): void {
  const n = e.values.length;
  if (n > STACK_USE_GUIDELINE) {
    c.loadString('');
    c.emitName(Op.LOAD_METHOD, 'join');
    c.emit(Op.BUILD_LIST, 0);
    for (const value of e.values) {
      part(c, value);
      c.emit(Op.LIST_APPEND, 1);
    }
    c.emit(Op.CALL_METHOD, 1);
    return;
  }
  for (const value of e.values) part(c, value);
  if (n !== 1) c.emit(Op.BUILD_STRING, n);
}

function part(c: Compiler, e: Expr): void {
  if (c.settings.model.formattedAtString) visitExpr(c, e);
  else c.expr(e);
}

function formattedValue(c: Compiler, e: FormattedValue): void {
  c.expr(e.value);
  let flags: number = FormatFlag.None;
  if (e.conversion === 115) flags = FormatFlag.Str;
  else if (e.conversion === 114) flags = FormatFlag.Repr;
  else if (e.conversion === 97) flags = FormatFlag.Ascii;
  if (e.format_spec !== null) {
    c.expr(e.format_spec);
    flags |= FormatFlag.HasSpec;
  }
  c.emit(Op.FORMAT_VALUE, flags);
}

/** A t-string: the texts around and between its fields, of which there is one more than fields, and the fields. CPython: codegen_template_str */
function templateStr(c: Compiler, e: TemplateStr): void {
  const strings: string[] = [''];
  const fields: Expr[] = [];
  for (const value of e.values) {
    const text = value.kind === 'Constant' ? constantOf(value) : null;
    if (text?.kind === 'str') strings[strings.length - 1] += text.value;
    else {
      fields.push(value);
      strings.push('');
    }
  }
  c.loadConst({ kind: 'tuple', items: strings.map((value) => ({ kind: 'str', value })) });
  c.exprs(fields);
  c.emit(Op.BUILD_TUPLE, fields.length);
  c.emit(Op.CALL_INTRINSIC_2, Intrinsic2.Template);
}

/** One field of a t-string. CPython: codegen_interpolation */
function interpolation(c: Compiler, e: Interpolation): void {
  c.expr(e.value);
  c.loadConst(constantOf({ ...e, kind: 'Constant', value: e.str, ukind: null }));
  c.loadConst(e.conversion < 0 ? NONE : { kind: 'str', value: String.fromCharCode(e.conversion) });
  if (e.format_spec !== null) c.expr(e.format_spec);
  else c.loadString('');
  c.emit(Op.BUILD_TUPLE, 4);
  c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.Interpolation);
}
