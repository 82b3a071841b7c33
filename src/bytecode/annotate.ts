/**
 * `__annotate__`: the functions that compute annotations when they are asked for (PEP 649, 3.14).
 * CPython (3.14): Python/codegen.c codegen_setup_annotations_scope, codegen_function_annotations, codegen_deferred_annotations_body
 */
import type { Arg, AsyncFunctionDef, Expr, FunctionDef, Located } from '../syntax/ast.ts';
import { type DeferredAnnotation, deferredAnnotations } from '../syntax/deferred-annotations.ts';
import type { Scope } from '../syntax/scope.ts';
import { Block } from './block.ts';
import { makeClosure } from './closures.ts';
import { type CodeData, CodeFlag } from './code.ts';
import type { Compiler } from './compiler.ts';
import { Compare, FunctionFlag, Op } from './opcodes.ts';

const CONDITIONAL = '__conditional_annotations__';

/** Are annotations computed when asked for? Those that become strings (`from __future__ import annotations`) are not. */
export function annotatesLazily(c: Compiler): boolean {
  return c.settings.model.lazyAnnotations && (c.settings.futureFlags & CodeFlag.FutureAnnotations) === 0;
}

/** Begins the function of one scope's annotations: it refuses the formats that only annotationlib can make. */
function enter(c: Compiler, scope: Scope, place: Located): void {
  c.enter('annotations', scope, '__annotate__', place);
  c.unit.posonlyargcount = 1;
  const known = new Block();
  c.emit(Op.LOAD_FAST, 0);
  c.loadInt(2);
  c.emit(Op.COMPARE_OP, Compare.GT);
  c.jump(Op.POP_JUMP_IF_FALSE, known);
  c.emitPlainName(Op.LOAD_GLOBAL, 'NotImplementedError');
  c.emit(Op.RAISE_VARARGS, 1);
  c.use(known);
}

function leave(c: Compiler): CodeData {
  c.emit(Op.RETURN_VALUE);
  return c.leave(false);
}

/** The value of one annotation; `*args: *Ts` unpacks exactly one (PEP 646). */
function value(c: Compiler, e: Expr): void {
  if (e.kind !== 'Starred') {
    c.expr(e);
    return;
  }
  c.expr(e.value);
  c.emit(Op.UNPACK_SEQUENCE, 1);
}

/** Pushes the function of a function's annotations, when it has any; gives the flag of MAKE_FUNCTION. */
export function annotateFunction(c: Compiler, s: FunctionDef | AsyncFunctionDef, place: Located): number {
  const { args, returns } = s;
  const list: [name: string, e: Expr][] = [];
  const add = (arg: Arg | null): void => {
    if (arg !== null && arg.annotation !== null) list.push([c.mangle(arg.arg), arg.annotation]);
  };
  for (const arg of [...args.posonlyargs, ...args.args]) add(arg);
  add(args.vararg);
  for (const arg of args.kwonlyargs) add(arg);
  add(args.kwarg);
  if (returns !== null) list.push(['return', returns]);
  if (list.length === 0) return 0;
  enter(c, c.settings.scopes.annotationScopeOf(s), place);
  for (const [name, e] of list) {
    c.loadString(name);
    value(c, e);
  }
  c.emit(Op.BUILD_MAP, list.length);
  makeClosure(c, leave(c), 0);
  return FunctionFlag.Annotate;
}

/** The annotations of the body being compiled, where they are computed when asked for. In a module each counts only once it was reached. */
export function bodyAnnotations(c: Compiler, body: Parameters<typeof deferredAnnotations>[0]): DeferredAnnotation[] {
  if (!annotatesLazily(c)) return [];
  const list = deferredAnnotations(body);
  return c.unit.kind === 'module' ? list.map((a) => ({ ...a, conditional: true })) : list;
}

/** Makes the set of the annotations that were reached, and numbers those that may not be. */
export function beginAnnotations(c: Compiler, list: readonly DeferredAnnotation[]): void {
  if (!list.some((a) => a.conditional)) return;
  list.forEach((a, i) => {
    if (a.conditional) c.unit.annotationNumbers.set(a.statement, i);
  });
  c.emit(Op.BUILD_SET, 0);
  if (c.unit.cellvars.has(CONDITIONAL)) c.emit(Op.STORE_DEREF, c.derefIndex(CONDITIONAL));
  else c.emitPlainName(Op.STORE_NAME, CONDITIONAL);
}

/** An annotated variable that may be passed over has been reached. */
export function reachAnnotation(c: Compiler, number: number): void {
  if (c.unit.cellvars.has(CONDITIONAL)) c.emit(Op.LOAD_DEREF, c.derefIndex(CONDITIONAL));
  else c.emitPlainName(Op.LOAD_NAME, CONDITIONAL);
  c.loadInt(number);
  c.emit(Op.SET_ADD, 1);
  c.emit(Op.POP_TOP);
}

/** Makes the function of a body's annotations and stores it under `name`; nothing when there are none. */
export function storeAnnotate(c: Compiler, list: readonly DeferredAnnotation[], scope: Scope, place: Located, name: string): void {
  if (list.length === 0) return;
  enter(c, scope, place);
  c.emit(Op.BUILD_MAP, 0);
  list.forEach(({ statement, conditional }, i) => {
    const { target, annotation } = statement;
    if (target.kind !== 'Name') return;
    const next = new Block();
    if (conditional) {
      c.loadInt(i);
      c.nameOp(CONDITIONAL, 'Load');
      c.emit(Op.CONTAINS_OP, 0);
      c.jump(Op.POP_JUMP_IF_FALSE, next);
    }
    c.loadString(c.mangle(target.id));
    value(c, annotation);
    c.emit(Op.MAP_ADD, 1);
    c.use(next);
  });
  makeClosure(c, leave(c), 0);
  c.emitPlainName(Op.STORE_NAME, name);
}
