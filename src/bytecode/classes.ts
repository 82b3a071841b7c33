/** Class definitions. CPython: compiler_class, compiler_body. */
import type { ClassDef, Located, Stmt } from '../syntax/ast.ts';
import { annotatesLazily, beginAnnotations, bodyAnnotations, storeAnnotate } from './annotate.ts';
import { callArguments } from './calls.ts';
import { makeClosure } from './closures.ts';
import type { CodeData } from './code.ts';
import type { Compiler } from './compiler.ts';
import { NONE } from './constants.ts';
import { decorate, docstring, firstDecoratorPlace } from './functions.ts';
import { Op } from './opcodes.ts';
import { genericClass } from './type-params.ts';

export function classDef(c: Compiler, s: ClassDef): void {
  c.exprs(s.decorator_list);
  const place = s.decorator_list.length > 0 ? firstDecoratorPlace(s, s.decorator_list[0]) : s;
  if (s.type_params.length > 0) genericClass(c, s, place, classBody);
  else {
    const code = classBody(c, s, place);
    c.emit(Op.LOAD_BUILD_CLASS);
    makeClosure(c, code, 0, s.name);
    c.loadString(s.name);
    callArguments(c, 2, s.bases, s.keywords);
  }
  decorate(c, s.decorator_list);
  c.nameOp(s.name, 'Store');
}

/** The code of the class body, which __build_class__ runs. */
function classBody(c: Compiler, s: ClassDef, place: Located): CodeData {
  const scope = c.settings.scopes.scopeOf(s);
  c.enter('class', scope, s.name, place, s.name);
  c.emitPlainName(Op.LOAD_NAME, '__name__');
  c.emitPlainName(Op.STORE_NAME, '__module__');
  c.loadString(c.unit.qualname);
  c.emitPlainName(Op.STORE_NAME, '__qualname__');
  if (c.settings.model.classPlaces) {
    c.loadInt(place.lineno);
    c.emitPlainName(Op.STORE_NAME, '__firstlineno__');
  }
  if (c.unit.cellvars.has('__classdict__')) {
    c.emit(Op.LOAD_LOCALS);
    c.emit(Op.STORE_DEREF, c.derefIndex('__classdict__'));
  }
  if (s.type_params.length > 0) {
    c.nameOp('.type_params', 'Load');
    c.emitPlainName(Op.STORE_NAME, '__type_params__');
  }
  const annotated = bodyAnnotations(c, s.body);
  beginAnnotations(c, annotated);
  body(c, s.body);
  c.unit.loc = null;
  if (annotated.length > 0) storeAnnotate(c, annotated, c.settings.scopes.annotationScopeOf(s), place, '__annotate_func__');
  if (c.settings.model.classPlaces) {
    const names = [...c.unit.selfAttributes].sort();
    c.loadConst({ kind: 'tuple', items: names.map((value) => ({ kind: 'str', value })) });
    c.emitPlainName(Op.STORE_NAME, '__static_attributes__');
  }
  if (c.unit.cellvars.has('__classdict__')) {
    c.emit(Op.LOAD_CLOSURE, c.derefIndex('__classdict__'));
    c.emitPlainName(Op.STORE_NAME, '__classdictcell__');
  }
  if (scope.needsClassClosure) {
    c.emit(Op.LOAD_CLOSURE, c.derefIndex('__class__'));
    c.emit(Op.DUP_TOP);
    c.emitPlainName(Op.STORE_NAME, '__classcell__');
  } else c.loadConst(NONE);
  c.emit(Op.RETURN_VALUE);
  return c.leave(true);
}

/** Statements of a module or class, after making __annotations__ and storing the docstring. */
export function body(c: Compiler, stmts: readonly Stmt[]): void {
  if (c.unit.kind === 'module' && stmts.length > 0) c.unit.loc = stmts[0];
  setUpAnnotations(c, stmts);
  let first = 0;
  const doc = c.settings.optimize < 2 ? docstring(stmts) : null;
  if (doc !== null) {
    first = 1;
    const statement = stmts[0] as Stmt & { kind: 'Expr' };
    c.expr(statement.value);
    c.unit.loc = null;
    c.nameOp('__doc__', 'Store');
  }
  for (let i = first; i < stmts.length; i++) c.stmt(stmts[i]);
}

/** Prepares a module, or a class whose annotations are not computed later. CPython (3.14): codegen_process_deferred_annotations */
export function setUpAnnotations(c: Compiler, stmts: readonly Stmt[]): void {
  if (!annotatesLazily(c)) {
    if (hasAnnotation(stmts)) c.emit(Op.SETUP_ANNOTATIONS);
    return;
  }
  if (c.unit.kind !== 'module') return;
  // Ready before the first statement runs, for those who import the module meanwhile.
  const annotated = bodyAnnotations(c, stmts);
  if (annotated.length === 0) return;
  const start = { lineno: 1, end_lineno: 1, col_offset: 0, end_col_offset: 0 };
  beginAnnotations(c, annotated);
  storeAnnotate(c, annotated, c.settings.scopes.annotationScopeOf(c.unit.scope.node), start, '__annotate__');
}

/** Is there an annotated assignment outside nested functions and classes? CPython: find_ann. */
function hasAnnotation(stmts: readonly Stmt[]): boolean {
  for (const s of stmts) {
    switch (s.kind) {
      case 'AnnAssign':
        return true;
      case 'For':
      case 'AsyncFor':
      case 'While':
        if (hasAnnotation(s.body) || hasAnnotation(s.orelse)) return true;
        break;
      case 'If': {
        // A chain of elif may be long: a loop.
        let node = s;
        for (;;) {
          if (hasAnnotation(node.body)) return true;
          const next = node.orelse;
          if (next.length === 1 && next[0].kind === 'If') node = next[0];
          else {
            if (hasAnnotation(next)) return true;
            break;
          }
        }
        break;
      }
      case 'With':
      case 'AsyncWith':
        if (hasAnnotation(s.body)) return true;
        break;
      case 'Try':
      case 'TryStar':
        if (s.handlers.some((handler) => hasAnnotation(handler.body))) return true;
        if (hasAnnotation(s.body) || hasAnnotation(s.finalbody) || hasAnnotation(s.orelse)) return true;
        break;
      case 'Match':
        if (s.cases.some((m) => hasAnnotation(m.body))) return true;
        break;
      default:
        break;
    }
  }
  return false;
}
