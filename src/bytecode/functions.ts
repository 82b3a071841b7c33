/** Functions, lambdas, closures, annotations. CPython: compiler_function, compiler_lambda, compiler_make_closure. */
import type { Arg, Arguments, AsyncFunctionDef, Expr, FunctionDef, Lambda, Located, Stmt } from '../syntax/ast.ts';
import { annotateFunction, annotatesLazily } from './annotate.ts';
import { makeClosure } from './closures.ts';
import { CodeFlag, type ConstData } from './code.ts';
import type { Compiler } from './compiler.ts';
import { NONE } from './constants.ts';
import { constantOf, isString } from './fold.ts';
import { FunctionFlag, Op } from './opcodes.ts';
import { genericFunction } from './type-params.ts';
import { unparse } from './unparse.ts';

type Def = FunctionDef | AsyncFunctionDef;

/** The docstring of a body, or null. */
export function docstring(body: readonly Stmt[]): ConstData | null {
  const first = body[0];
  return first !== undefined && first.kind === 'Expr' && isString(first.value) ? constantOf(first.value) : null;
}

/** `def` and `async def`. */
export function functionDef(c: Compiler, s: Def): void {
  c.exprs(s.decorator_list);
  const place = s.decorator_list.length > 0 ? firstDecoratorPlace(s, s.decorator_list[0]) : s;
  if (s.type_params.length > 0) {
    genericFunction(
      c,
      s,
      place,
      (c) => defaultArguments(c, s.args),
      (c, flags) => makeFunction(c, s, place, flags),
    );
  } else {
    makeFunction(c, s, place, defaultArguments(c, s.args));
  }
  decorate(c, s.decorator_list);
  c.nameOp(s.name, 'Store');
}

/** A definition begins at its first decorator. */
export function firstDecoratorPlace(s: Located, decorator: Expr): Located {
  return {
    lineno: decorator.lineno,
    end_lineno: s.end_lineno,
    col_offset: decorator.col_offset,
    end_col_offset: s.end_col_offset,
  };
}

/** Calls the decorators, which lie on the stack below the function, the last first, on the line of the definition itself. */
export function decorate(c: Compiler, decorators: readonly Expr[]): void {
  for (const _ of decorators) c.emit(Op.CALL_FUNCTION, 1);
}

function makeFunction(c: Compiler, s: Def, place: Located, defaults: number): void {
  const flags = defaults | (annotatesLazily(c) ? annotateFunction(c, s, place) : annotations(c, s.args, s.returns));
  c.enter(s.kind === 'AsyncFunctionDef' ? 'async' : 'function', c.settings.scopes.scopeOf(s), s.name, place);
  const doc = c.settings.optimize < 2 ? docstring(s.body) : null;
  c.unit.constant(doc ?? NONE);
  setParameters(c, s.args);
  for (let i = doc === null ? 0 : 1; i < s.body.length; i++) c.stmt(s.body[i]);
  const code = c.leave(true);
  makeClosure(c, code, flags);
}

export function setParameters(c: Compiler, args: Arguments): void {
  c.unit.argcount = args.args.length;
  c.unit.posonlyargcount = args.posonlyargs.length;
  c.unit.kwonlyargcount = args.kwonlyargs.length;
}

export function lambda(c: Compiler, e: Lambda): void {
  const flags = defaultArguments(c, e.args);
  const scope = c.settings.scopes.scopeOf(e);
  c.enter('lambda', scope, '<lambda>', e);
  c.unit.constant(NONE);
  setParameters(c, e.args);
  c.expr(e.body);
  c.unit.loc = e.body;
  if (!scope.isGenerator) c.emit(Op.RETURN_VALUE);
  const code = c.leave(!scope.isGenerator);
  makeClosure(c, code, flags);
}

/** Pushes the defaults; gives the flags of MAKE_FUNCTION. CPython: compiler_default_arguments. */
function defaultArguments(c: Compiler, args: Arguments): number {
  let flags = 0;
  if (args.defaults.length > 0) {
    c.exprs(args.defaults);
    c.emit(Op.BUILD_TUPLE, args.defaults.length);
    flags |= FunctionFlag.Defaults;
  }
  const names: ConstData[] = [];
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i];
    if (value === null || value === undefined) return;
    names.push({ kind: 'str', value: c.mangle(arg.arg) });
    c.expr(value);
  });
  if (names.length > 0) {
    c.loadConst({ kind: 'tuple', items: names });
    c.emit(Op.BUILD_CONST_KEY_MAP, names.length);
    flags |= FunctionFlag.KeywordDefaults;
  }
  return flags;
}

/** Pushes the annotations; gives the flag of MAKE_FUNCTION. CPython: compiler_visit_annotations. */
function annotations(c: Compiler, args: Arguments, returns: Expr | null): number {
  const asTuple = c.settings.model.annotationsAsTuple;
  const names: ConstData[] = [];
  const add = (name: string, e: Expr | null): void => {
    if (e === null) return;
    const data: ConstData = { kind: 'str', value: name === 'return' ? name : c.mangle(name) };
    names.push(data);
    if (asTuple) c.loadConst(data);
    annotation(c, e);
  };
  const addAll = (list: readonly Arg[]): void => {
    for (const arg of list) add(arg.arg, arg.annotation);
  };
  addAll(args.args);
  addAll(args.posonlyargs);
  if (args.vararg !== null) add(args.vararg.arg, args.vararg.annotation);
  addAll(args.kwonlyargs);
  if (args.kwarg !== null) add(args.kwarg.arg, args.kwarg.annotation);
  add('return', returns);
  if (names.length === 0) return 0;
  if (asTuple) c.emit(Op.BUILD_TUPLE, names.length * 2);
  else {
    c.loadConst({ kind: 'tuple', items: names });
    c.emit(Op.BUILD_CONST_KEY_MAP, names.length);
  }
  return FunctionFlag.Annotations;
}

/** The value of an annotation: evaluated, or its text under `from __future__ import annotations`. */
export function annotation(c: Compiler, e: Expr): void {
  if (c.settings.futureFlags & CodeFlag.FutureAnnotations) {
    const loc = c.unit.loc;
    c.unit.loc = e;
    c.loadString(unparse(e));
    c.unit.loc = loc;
  } else if (e.kind === 'Starred') {
    // `*args: *Ts` unpacks exactly one value (PEP 646).
    c.expr(e.value);
    c.emit(Op.UNPACK_SEQUENCE, 1);
  } else c.expr(e);
}
