/** Statements. CPython: Python/compile.c compiler_visit_stmt. */
import type { AnnAssign, Assert, AugAssign, Expr, If, Import, ImportFrom, Return, Stmt } from '../syntax/ast.ts';
import { annotatesLazily, reachAnnotation } from './annotate.ts';
import { Block } from './block.ts';
import { attributePlace } from './calls.ts';
import { classDef } from './classes.ts';
import type { ConstData } from './code.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './conditions.ts';
import { NONE } from './constants.ts';
import { BINARY_OPS } from './expressions.ts';
import { constantOf } from './fold.ts';
import { annotation, functionDef } from './functions.ts';
import { asyncForLoop, breakLoop, continueLoop, forLoop, whileLoop } from './loops.ts';
import { match } from './match.ts';
import { Op } from './opcodes.ts';
import { tryStatement } from './try.ts';
import { typeAlias } from './type-params.ts';
import { unwindFrames } from './unwind.ts';
import { withStatement } from './with.ts';

/** INPLACE_x follows BINARY_x at a fixed distance. */
const INPLACE_DISTANCE = Op.INPLACE_ADD - Op.BINARY_ADD;

/** Compiles a statement; the current place is the statement's. */
export function visitStmt(c: Compiler, s: Stmt): void {
  switch (s.kind) {
    case 'Expr':
      expressionStatement(c, s.value);
      return;
    case 'Assign':
      c.expr(s.value);
      s.targets.forEach((target, i) => {
        if (i < s.targets.length - 1) c.emit(Op.DUP_TOP);
        c.expr(target);
      });
      return;
    case 'AugAssign':
      augAssign(c, s);
      return;
    case 'AnnAssign':
      annAssign(c, s);
      return;
    case 'Return':
      returnStatement(c, s);
      return;
    case 'If':
      ifStatement(c, s);
      return;
    case 'For':
      forLoop(c, s);
      return;
    case 'AsyncFor':
      asyncForLoop(c, s);
      return;
    case 'While':
      whileLoop(c, s);
      return;
    case 'Break':
      breakLoop(c);
      return;
    case 'Continue':
      continueLoop(c);
      return;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      functionDef(c, s);
      return;
    case 'ClassDef':
      classDef(c, s);
      return;
    case 'Try':
    case 'TryStar':
      tryStatement(c, s);
      return;
    case 'With':
    case 'AsyncWith':
      withStatement(c, s);
      return;
    case 'Raise': {
      let n = 0;
      if (s.exc !== null) {
        c.expr(s.exc);
        n++;
        if (s.cause !== null) {
          c.expr(s.cause);
          n++;
        }
      }
      c.emit(Op.RAISE_VARARGS, n);
      c.use(new Block());
      return;
    }
    case 'Assert':
      assertStatement(c, s);
      return;
    case 'Import':
      importStatement(c, s);
      return;
    case 'ImportFrom':
      importFrom(c, s);
      return;
    case 'Delete':
      c.exprs(s.targets);
      return;
    case 'Match':
      match(c, s);
      return;
    case 'TypeAlias':
      typeAlias(c, s);
      return;
    case 'Pass':
      c.emit(Op.NOP);
      return;
    case 'Global':
    case 'Nonlocal':
      return;
  }
}

function expressionStatement(c: Compiler, value: Expr): void {
  if (c.settings.interactive && !c.nested) {
    c.expr(value);
    c.emit(Op.PRINT_EXPR);
    return;
  }
  if (value.kind === 'Constant') {
    c.emit(Op.NOP);
    return;
  }
  c.expr(value);
  c.emitNoLine(Op.POP_TOP);
}

function ifStatement(c: Compiler, s: If): void {
  // A chain of elif is as long as the program likes: a loop. Inner ends come first.
  const ends: Block[] = [];
  let node = s;
  for (;;) {
    const end = new Block();
    ends.push(end);
    const next = node.orelse.length > 0 ? new Block() : end;
    jumpIf(c, node.test, next, false);
    c.stmts(node.body);
    if (node.orelse.length === 0) break;
    c.jumpNoLine(Op.JUMP_FORWARD, end);
    c.use(next);
    const only = node.orelse.length === 1 ? node.orelse[0] : null;
    if (only === null || only.kind !== 'If') {
      c.stmts(node.orelse);
      break;
    }
    node = only;
    c.unit.loc = node;
  }
  for (let i = ends.length - 1; i >= 0; i--) c.use(ends[i]);
}

function returnStatement(c: Compiler, s: Return): void {
  const value = s.value;
  const keepTop = value !== null && value.kind !== 'Constant';
  if (c.unit.kind === 'module' || c.unit.kind === 'class') c.error("'return' outside function");
  const { scope } = c.unit;
  if (value !== null && scope.isCoroutine && scope.isGenerator) {
    c.error("'return' with value in async generator");
  }
  if (value !== null && keepTop) c.expr(value);
  else if (value !== null) {
    c.unit.loc = value;
    c.emit(Op.NOP);
  }
  if (value === null || value.lineno !== s.lineno) {
    c.unit.loc = s;
    c.emit(Op.NOP);
  }
  unwindFrames(c, keepTop, false);
  if (value === null) c.loadConst(NONE);
  else if (value.kind === 'Constant') c.loadConst(constantOf(value));
  c.emit(Op.RETURN_VALUE);
  c.use(new Block());
}

function assertStatement(c: Compiler, s: Assert): void {
  const isTuple = s.test.kind === 'Tuple' || (s.test.kind === 'Constant' && constantOf(s.test).kind === 'tuple');
  const isEmpty = (s.test.kind === 'Tuple' && s.test.elts.length === 0) || (s.test.kind === 'Constant' && isEmptyTuple(constantOf(s.test)));
  if (isTuple && !isEmpty) c.warn('assertion is always true, perhaps remove parentheses?');
  if (c.settings.optimize > 0) return;
  const end = new Block();
  jumpIf(c, s.test, end, true);
  c.emit(Op.LOAD_ASSERTION_ERROR);
  if (s.msg !== null) {
    c.expr(s.msg);
    c.emit(Op.CALL_FUNCTION, 1);
  }
  c.emit(Op.RAISE_VARARGS, 1);
  c.use(end);
}

const isEmptyTuple = (data: ConstData): boolean => data.kind === 'tuple' && data.items.length === 0;

/** `target op= value`: the target's parts are evaluated once. CPython: compiler_augassign. */
function augAssign(c: Compiler, s: AugAssign): void {
  const { target } = s;
  const loc = c.unit.loc;
  c.unit.loc = target;
  switch (target.kind) {
    case 'Attribute':
      c.expr(target.value);
      c.emit(Op.DUP_TOP);
      c.unit.loc = attributePlace(target, target.attr);
      c.emitName(Op.LOAD_ATTR, target.attr);
      break;
    case 'Subscript':
      c.expr(target.value);
      c.expr(target.slice);
      c.emit(Op.DUP_TOP_TWO);
      c.emit(Op.BINARY_SUBSCR);
      break;
    case 'Name':
      c.nameOp(target.id, 'Load');
      break;
    default:
      throw new Error(`augmented assignment to ${target.kind}`);
  }
  c.unit.loc = loc;
  c.expr(s.value);
  c.emit((BINARY_OPS[s.op] + INPLACE_DISTANCE) as Op);
  c.unit.loc = target;
  switch (target.kind) {
    case 'Attribute':
      c.unit.loc = attributePlace(target, target.attr);
      c.emit(Op.ROT_TWO);
      c.emitName(Op.STORE_ATTR, target.attr);
      break;
    case 'Subscript':
      c.emit(Op.ROT_THREE);
      c.emit(Op.STORE_SUBSCR);
      break;
    case 'Name':
      c.nameOp(target.id, 'Store');
      break;
  }
  c.unit.loc = loc;
}

/** CPython: compiler_annassign. */
function annAssign(c: Compiler, s: AnnAssign): void {
  const { target } = s;
  const stored = c.unit.kind === 'module' || c.unit.kind === 'class';
  const lazy = (c.settings.futureFlags & 0x1000000) !== 0;
  const deferred = annotatesLazily(c);
  if (s.value !== null) {
    c.expr(s.value);
    c.expr(target);
  }
  switch (target.kind) {
    case 'Name':
      if (s.simple && stored && deferred) {
        const number = c.unit.annotationNumbers.get(s);
        if (number !== undefined) reachAnnotation(c, number);
      } else if (s.simple && stored) {
        annotation(c, s.annotation);
        c.emitPlainName(Op.LOAD_NAME, '__annotations__');
        c.loadString(c.mangle(target.id));
        c.emit(Op.STORE_SUBSCR);
      } else if (target.id === '__debug__') c.error('cannot assign to __debug__');
      break;
    case 'Attribute':
      if (target.attr === '__debug__') c.error('cannot assign to __debug__');
      if (s.value === null) evaluate(c, target.value);
      break;
    case 'Subscript':
      if (s.value === null) {
        evaluate(c, target.value);
        evaluateSubscript(c, target.slice);
      }
      break;
    default:
      throw new Error(`annotation of ${target.kind}`);
  }
  // Annotations of anything but a simple name are evaluated, and forgotten, last; from 3.14 on they are not.
  if (!s.simple && stored && !lazy && !deferred) evaluate(c, s.annotation);
}

function evaluate(c: Compiler, e: Expr): void {
  c.expr(e);
  c.emit(Op.POP_TOP);
}

function evaluateSubscript(c: Compiler, e: Expr): void {
  if (e.kind === 'Slice') {
    if (e.lower !== null) evaluate(c, e.lower);
    if (e.upper !== null) evaluate(c, e.upper);
    if (e.step !== null) evaluate(c, e.step);
  } else if (e.kind === 'Tuple') for (const elt of e.elts) evaluateSubscript(c, elt);
  else evaluate(c, e);
}

function importStatement(c: Compiler, s: Import): void {
  for (const alias of s.names) {
    c.loadInt(0);
    c.loadConst(NONE);
    c.emitName(Op.IMPORT_NAME, alias.name);
    const dot = alias.name.indexOf('.');
    if (alias.asname === null) {
      c.nameOp(dot < 0 ? alias.name : alias.name.slice(0, dot), 'Store');
      continue;
    }
    if (dot < 0) {
      c.nameOp(alias.asname, 'Store');
      continue;
    }
    // `import a.b.c as d`: the attribute path, since __import__ gives the outermost package.
    const parts = alias.name.slice(dot + 1).split('.');
    parts.forEach((part, i) => {
      c.emitPlainName(Op.IMPORT_FROM, part);
      if (i < parts.length - 1) {
        c.emit(Op.ROT_TWO);
        c.emit(Op.POP_TOP);
      }
    });
    c.nameOp(alias.asname, 'Store');
    c.emit(Op.POP_TOP);
  }
}

function importFrom(c: Compiler, s: ImportFrom): void {
  c.loadInt(s.level);
  c.loadConst({ kind: 'tuple', items: s.names.map((alias) => ({ kind: 'str', value: alias.name })) });
  c.emitName(Op.IMPORT_NAME, s.module ?? '');
  for (const alias of s.names) {
    if (alias.name === '*') {
      c.emit(Op.IMPORT_STAR);
      return;
    }
    c.emitName(Op.IMPORT_FROM, alias.name);
    c.nameOp(alias.asname ?? alias.name, 'Store');
  }
  c.emit(Op.POP_TOP);
}
