/** Type parameters of functions, classes and `type` statements. CPython: 3.13 compiler_type_params, compiler_typealias. */
import type { AsyncFunctionDef, ClassDef, Expr, FunctionDef, Located, TypeAlias, TypeParam } from '../syntax/ast.ts';
import type { Scope } from '../syntax/scope.ts';
import { callArguments } from './calls.ts';
import { makeClosure } from './closures.ts';
import type { CodeData } from './code.ts';
import type { Compiler } from './compiler.ts';
import { NONE } from './constants.ts';
import { FunctionFlag, Intrinsic1, Intrinsic2, Op } from './opcodes.ts';

/** Pushes the tuple of the type parameters, each also stored under its name. */
function typeParams(c: Compiler, params: readonly TypeParam[]): void {
  for (const param of params) {
    c.unit.loc = param;
    c.loadString(param.name);
    switch (param.kind) {
      case 'TypeVar':
        if (param.bound !== null) {
          lazyValue(c, c.settings.scopes.scopeOf(param), param.name, param.bound, param);
          c.emit(
            Op.CALL_INTRINSIC_2,
            param.bound.kind === 'Tuple' || isTupleConstant(param.bound) ? Intrinsic2.TypeVarWithConstraints : Intrinsic2.TypeVarWithBound,
          );
        } else c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.TypeVar);
        break;
      case 'ParamSpec':
        c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.ParamSpec);
        break;
      case 'TypeVarTuple':
        c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.TypeVarTuple);
        break;
    }
    if (param.default_value !== null) {
      lazyValue(c, c.settings.scopes.typeParamDefaultScopeOf(param), param.name, param.default_value, param);
      c.emit(Op.CALL_INTRINSIC_2, Intrinsic2.SetTypeParamDefault);
    }
    c.emit(Op.DUP_TOP);
    c.nameOp(param.name, 'Store');
  }
  c.emit(Op.BUILD_TUPLE, params.length);
}

const isTupleConstant = (e: Expr): boolean => e.kind === 'Constant' && (e as { data?: { kind: string } }).data?.kind === 'tuple';

/** A function that computes a bound, a default or an alias's value when asked. */
function lazyValue(c: Compiler, scope: Scope, name: string, value: Expr, place: Located): void {
  c.enter('typeparams', scope, name, place);
  if (value.kind === 'Starred') {
    c.expr(value.value);
    c.emit(Op.UNPACK_SEQUENCE, 1);
  } else c.expr(value);
  c.emit(Op.RETURN_VALUE);
  makeClosure(c, c.leave(false), 0);
}

/**
 * A generic function: a function of the defaults that makes the type parameters and then the function itself.
 * `defaults` pushes the defaults and gives their flags, `make` makes the function from them.
 */
export function genericFunction(
  c: Compiler,
  s: FunctionDef | AsyncFunctionDef,
  place: Located,
  defaults: (c: Compiler) => number,
  make: (c: Compiler, flags: number) => void,
): void {
  const flags = defaults(c);
  const count = (flags & FunctionFlag.Defaults ? 1 : 0) + (flags & FunctionFlag.KeywordDefaults ? 1 : 0);
  c.enter('typeparams', c.settings.scopes.typeParamsScopeOf(s), `<generic parameters of ${s.name}>`, place);
  c.unit.argcount = count;
  const loc = c.unit.loc;
  typeParams(c, s.type_params);
  c.unit.loc = loc;
  for (let i = 0; i < count; i++) c.emit(Op.LOAD_FAST, i);
  make(c, flags);
  c.emit(Op.ROT_TWO);
  c.emit(Op.CALL_INTRINSIC_2, Intrinsic2.SetFunctionTypeParams);
  c.emit(Op.RETURN_VALUE);
  makeClosure(c, c.leave(false), 0);
  if (count > 0) c.emit(Op.ROT_N, count + 1);
  c.emit(Op.CALL_FUNCTION, count);
}

/** A generic class: a function that makes the type parameters and then the class, with Generic[…] as its last base. */
export function genericClass(c: Compiler, s: ClassDef, place: Located, body: (c: Compiler, s: ClassDef, place: Located) => CodeData): void {
  c.enter('typeparams', c.settings.scopes.typeParamsScopeOf(s), `<generic parameters of ${s.name}>`, place, s.name);
  const loc = c.unit.loc;
  typeParams(c, s.type_params);
  c.unit.loc = loc;
  c.nameOp('.type_params', 'Store');
  const code = body(c, s, place);
  c.nameOp('.type_params', 'Load');
  c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.SubscriptGeneric);
  c.nameOp('.generic_base', 'Store');
  c.emit(Op.LOAD_BUILD_CLASS);
  makeClosure(c, code, 0, s.name);
  c.loadString(s.name);
  const base: Expr = { ...positionOf(s), kind: 'Name', id: '.generic_base', ctx: 'Load' };
  callArguments(c, 2, [...s.bases, base], s.keywords);
  c.emit(Op.RETURN_VALUE);
  makeClosure(c, c.leave(false), 0);
  c.emit(Op.CALL_FUNCTION, 0);
}

/** `type Name[T] = value`. */
export function typeAlias(c: Compiler, s: TypeAlias): void {
  const name = s.name.id;
  const generic = s.type_params.length > 0;
  if (generic) {
    c.enter('typeparams', c.settings.scopes.typeParamsScopeOf(s), `<generic parameters of ${name}>`, s);
    c.loadString(name);
    const loc = c.unit.loc;
    typeParams(c, s.type_params);
    c.unit.loc = loc;
  } else {
    c.loadString(name);
    c.loadConst(NONE);
  }
  lazyValue(c, c.settings.scopes.scopeOf(s), name, s.value, s);
  c.emit(Op.BUILD_TUPLE, 3);
  c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.TypeAlias);
  if (generic) {
    c.emit(Op.RETURN_VALUE);
    makeClosure(c, c.leave(false), 0);
    c.emit(Op.CALL_FUNCTION, 0);
  }
  c.nameOp(name, 'Store');
}

function positionOf(node: Located): Located {
  return {
    lineno: node.lineno,
    end_lineno: node.end_lineno,
    col_offset: node.col_offset,
    end_col_offset: node.end_col_offset,
  };
}
