/** TypeVar, ParamSpec, TypeVarTuple. CPython: Objects/typevarobject.c (layout of our own, alike for the three) */
export const enum TypeParam {
  name = 4,
  bound = 6,
  evaluateBound = 8,
  constraints = 10,
  evaluateConstraints = 12,
  default = 14,
  evaluateDefault = 16,
  /** TypeParamFlag bits, not a reference. */
  flags = 18,
  dict = 20,
  weaklist = 22,
  bytes = 96,
}

export const enum TypeParamFlag {
  covariant = 1,
  contravariant = 2,
  inferVariance = 4,
}

/** typing.TypeAliasType. */
export const enum AliasType {
  name = 4,
  typeParams = 6,
  computeValue = 8,
  value = 10,
  module = 12,
  bytes = 56,
}
