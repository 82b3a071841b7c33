import { Intrinsic1, Intrinsic2 } from '../../../bytecode/opcodes.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import { InternalError, type Runtime } from '../../core/runtime.ts';
import { S } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { setTypeParams } from '../../frames/function-object.ts';
import { newInterpolation, newTemplate } from '../template-string.ts';
import { readyType } from '../type-ready.ts';
import { genericType, newTypeAlias, subscriptGeneric, typeAliasType } from './alias-and-generic.ts';
import { TypeParam, TypeParamFlag } from './layout.ts';
import { newTypeParam } from './type-param.ts';
import { noDefaultType, paramSpecArgsType, paramSpecKwargsType, paramSpecType, typeVarTupleType, typeVarType } from './type-variables.ts';

/** The types of `_typing`. */
export const typingTypes: readonly TypeSpec[] = [
  typeVarType,
  paramSpecType,
  typeVarTupleType,
  paramSpecArgsType,
  paramSpecKwargsType,
  typeAliasType,
  genericType,
];

/** Makes the types of `_typing` ready, once. */
export function readyTypingTypes(rt: Runtime): void {
  if (rt.types.has(noDefaultType.name)) return;
  for (const spec of [noDefaultType, ...typingTypes]) readyType(rt, spec);
}

function param(rt: Runtime, spec: TypeSpec, name: number): Owned {
  return newTypeParam(rt, rt.types.get(spec.name)!, name, spec === typeVarTupleType ? 0 : TypeParamFlag.inferVariance);
}

/** What CALL_INTRINSIC_1 does: borrowed argument, new result. CPython: Python/intrinsics.c */
export function intrinsic1(rt: Runtime, which: Intrinsic1, value: number): Owned {
  readyTypingTypes(rt);
  const H = rt.H;
  switch (which) {
    case Intrinsic1.TypeVar:
      return param(rt, typeVarType, value);
    case Intrinsic1.ParamSpec:
      return param(rt, paramSpecType, value);
    case Intrinsic1.TypeVarTuple:
      return param(rt, typeVarTupleType, value);
    case Intrinsic1.SubscriptGeneric:
      return subscriptGeneric(rt, value);
    case Intrinsic1.TypeAlias:
      return newTypeAlias(rt, H[value + Tuple.items], H[value + Tuple.items + 2], H[value + Tuple.items + 4], 0);
    case Intrinsic1.Interpolation:
      return newInterpolation(rt, value);
    default:
      throw new InternalError(`CALL_INTRINSIC_1 ${which as number}`);
  }
}

/** What CALL_INTRINSIC_2 does: borrowed arguments, new result. CPython: Python/intrinsics.c */
export function intrinsic2(rt: Runtime, which: Intrinsic2, a: number, b: number): Owned {
  readyTypingTypes(rt);
  const lazily = (at: TypeParam): Owned => {
    const op = param(rt, typeVarType, a);
    rt.setSlot(op + at, rt.newRef(b));
    return op;
  };
  switch (which) {
    case Intrinsic2.TypeVarWithBound:
      return lazily(TypeParam.evaluateBound);
    case Intrinsic2.TypeVarWithConstraints:
      return lazily(TypeParam.evaluateConstraints);
    case Intrinsic2.SetTypeParamDefault:
      rt.setSlot(a + TypeParam.evaluateDefault, rt.newRef(b));
      return rt.newRef(a);
    case Intrinsic2.SetFunctionTypeParams:
      if (b !== S.None) setTypeParams(rt, a, b);
      return rt.newRef(a);
    case Intrinsic2.Template:
      return newTemplate(rt, a, b);
    default:
      throw new InternalError(`CALL_INTRINSIC_2 ${which as number}`);
  }
}
