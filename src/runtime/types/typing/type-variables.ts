import { Ob } from '../../../memory/layout.ts';
import { newTuple, tupleFromSlots, tupleOf } from '../../containers/tuple-object.ts';
import { getAttrText } from '../../core/abstract/attribute.ts';
import { getItem, sequenceTuple } from '../../core/abstract/item.ts';
import { iter } from '../../core/abstract/iteration.ts';
import { compareBool, isTrue, reprText } from '../../core/abstract/object.ts';
import { findKeyword } from '../../core/arguments.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Cmp, Meth } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { importModule } from '../import-module.ts';
import { TypeParam, TypeParamFlag } from './layout.ts';
import {
  callTyping,
  defaultGetSet,
  lazyValue,
  newTypeParam,
  noDefault,
  paramContract,
  paramMembers,
  paramMethods,
  paramRepr,
  storeGiven,
  typingUnion,
  varianceGetSet,
} from './type-param.ts';

/** typing.TypeVar, ParamSpec (with args and kwargs), TypeVarTuple, NoDefault. CPython: Objects/typevarobject.c */

/** Name of a type parameter from the call's arguments. */
function nameArgument(rt: Runtime, what: string, args: number, nargs: number, kwnames: number): number {
  const name = nargs > 0 ? rt.H[args] : findKeyword(rt, args, nargs, kwnames, 'name');
  if (name === 0) typeError(rt, `${what}() missing required argument 'name' (pos 1)`);
  if ((rt.H[rt.H[name + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) {
    typeError(rt, `${what}() argument 'name' must be str, not ${strText(rt, rt.H[rt.H[name + Ob.type] + Tp.name])}`);
  }
  return name;
}

function refuseUnknown(rt: Runtime, what: string, kwnames: number, known: readonly string[]): void {
  const n = kwnames === 0 ? 0 : rt.H[kwnames + Ob.size];
  for (let i = 0; i < n; i++) {
    const text = strText(rt, rt.H[kwnames + Tuple.items + 2 * i]);
    if (!known.includes(text)) typeError(rt, `${what}() got an unexpected keyword argument '${text}'`);
  }
}

function varianceFlags(rt: Runtime, args: number, nargs: number, kwnames: number): number {
  const flag = (name: string): boolean => {
    const v = findKeyword(rt, args, nargs, kwnames, name);
    return v !== 0 && isTrue(rt, v);
  };
  const covariant = flag('covariant');
  const contravariant = flag('contravariant');
  const infer = flag('infer_variance');
  if (covariant && contravariant) valueError(rt, 'Bivariant types are not supported.');
  if (infer && (covariant || contravariant)) valueError(rt, 'Variance cannot be specified with infer_variance.');
  return (covariant ? TypeParamFlag.covariant : 0) | (contravariant ? TypeParamFlag.contravariant : 0) | (infer ? TypeParamFlag.inferVariance : 0);
}

function typeVarNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  refuseUnknown(rt, 'typevar', kwnames, ['name', 'bound', 'default', 'covariant', 'contravariant', 'infer_variance']);
  const name = nameArgument(rt, 'typevar', args, nargs, kwnames);
  const bound = findKeyword(rt, args, nargs, kwnames, 'bound');
  const given = findKeyword(rt, args, nargs, kwnames, 'default');
  const flags = varianceFlags(rt, args, nargs, kwnames);
  const mark = rt.mark();
  const checkedBound =
    bound === 0 || bound === S.None ? 0 : rt.own(callTyping(rt, '_type_check', bound, rt.own(newStr(rt, 'Bound must be a type.'))));
  const constraints = Math.max(nargs - 1, 0);
  if (constraints === 1) typeError(rt, 'A single constraint is not allowed');
  if (constraints > 0 && checkedBound !== 0) typeError(rt, 'Constraints cannot be combined with bound=...');
  const op = rt.own(newTypeParam(rt, type, name, flags));
  storeGiven(rt, op + TypeParam.bound, checkedBound);
  if (constraints > 0) {
    const tuple = rt.own(tupleFromSlots(rt, args + 2, constraints));
    storeGiven(rt, op + TypeParam.constraints, tuple);
    for (let i = 0; i < constraints; i++) {
      const inner = rt.mark();
      const text = rt.own(newStr(rt, 'TypeVar(name, constraint, ...): constraints must be types.'));
      rt.own(callTyping(rt, '_type_check', H[tuple + Tuple.items + 2 * i], text));
      rt.release(inner);
    }
  }
  storeGiven(rt, op + TypeParam.default, given);
  return rt.leave(mark, rt.newRef(op));
}

/** `TypeVar` objects in a substitution. CPython: typevar_typing_prepare_subst */
function prepareSubst(rt: Runtime, self: number, alias: number, args: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const found = rt.own(sequenceTuple(rt, rt.own(getAttrText(rt, alias, '__parameters__'))));
  const n = H[found + Ob.size];
  const count = H[args + Ob.size];
  let index = -1;
  for (let i = 0; i < n; i++) if (H[found + Tuple.items + 2 * i] === self) index = i;
  if (index < 0) typeError(rt, `${reprText(rt, self)} is not a type parameter of ${reprText(rt, alias)}`);
  if (index < count) return rt.leave(mark, rt.newRef(args));
  const def = rt.own(lazyValue(rt, self, TypeParam.default, TypeParam.evaluateDefault, noDefault(rt)));
  if (index === count && def !== noDefault(rt)) {
    const items = Array.from({ length: count }, (_, i) => H[args + Tuple.items + 2 * i]);
    return rt.leave(mark, tupleOf(rt, ...items, def));
  }
  typeError(rt, `Too few arguments for ${reprText(rt, alias)}; actual ${count}, expected ${rt.model.version[1] >= 13 ? `at least ${index + 1}` : n}`);
}

const prepareMethod = {
  name: '__typing_prepare_subst__',
  kind: Meth.FAST,
  fn: (rt: Runtime, self: number, args: number, nargs: number): Owned => {
    if (nargs !== 2) typeError(rt, `__typing_prepare_subst__ expected 2 arguments, got ${nargs}`);
    return prepareSubst(rt, self, rt.H[args], rt.H[args + 2]);
  },
};

function substMethod(helper: string) {
  return { name: '__typing_subst__', kind: Meth.O, fn: (rt: Runtime, self: number, arg: number): Owned => callTyping(rt, helper, self, arg) };
}

function prepareThrough(helper: string) {
  return {
    name: '__typing_prepare_subst__',
    kind: Meth.FAST,
    fn: (rt: Runtime, self: number, args: number, nargs: number): Owned => {
      if (nargs !== 2) typeError(rt, `__typing_prepare_subst__ expected 2 arguments, got ${nargs}`);
      return callTyping(rt, helper, self, rt.H[args], rt.H[args + 2]);
    },
  };
}

function noSubclass(what: string) {
  return { name: '__mro_entries__', kind: Meth.O, fn: (rt: Runtime): Owned => typeError(rt, `Cannot subclass an instance of ${what}`) };
}

export const typeVarType: TypeSpec = {
  name: 'typing.TypeVar',
  basicsize: TypeParam.bytes,
  dictoffset: TypeParam.dict,
  weaklistoffset: TypeParam.weaklist,
  contract: paramContract,
  slots: { repr: paramRepr, new: typeVarNew, nbOr: typingUnion },
  members: paramMembers,
  getset: [
    { name: '__bound__', get: (rt, self) => lazyValue(rt, self, TypeParam.bound, TypeParam.evaluateBound, S.None) },
    {
      name: '__constraints__',
      get: (rt, self) => {
        const mark = rt.mark();
        const empty = rt.own(newTuple(rt, 0));
        return rt.leave(mark, lazyValue(rt, self, TypeParam.constraints, TypeParam.evaluateConstraints, empty));
      },
    },
    ...varianceGetSet,
    ...defaultGetSet,
  ],
  methods: [substMethod('_typevar_subst'), prepareMethod, ...paramMethods, noSubclass('TypeVar')],
  doc: 'Type variable.',
};

function paramSpecNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  refuseUnknown(rt, 'paramspec', kwnames, ['name', 'bound', 'default', 'covariant', 'contravariant', 'infer_variance']);
  const name = nameArgument(rt, 'paramspec', args, nargs, kwnames);
  const bound = findKeyword(rt, args, nargs, kwnames, 'bound');
  const flags = varianceFlags(rt, args, nargs, kwnames);
  const mark = rt.mark();
  const op = rt.own(newTypeParam(rt, type, name, flags));
  if (bound !== 0 && bound !== S.None) {
    storeGiven(rt, op + TypeParam.bound, rt.own(callTyping(rt, '_type_check', bound, rt.own(newStr(rt, 'Bound must be a type.')))));
  }
  storeGiven(rt, op + TypeParam.default, findKeyword(rt, args, nargs, kwnames, 'default'));
  return rt.leave(mark, rt.newRef(op));
}

/** P.args and P.kwargs: an object with `__origin__`. */
function partOf(rt: Runtime, typeName: string, self: number): Owned {
  const op = allocInstance(rt, rt.types.get(typeName)!, 0);
  rt.setSlot(op + TypeParam.name, rt.newRef(self));
  return op;
}

function partType(name: string, suffix: string): TypeSpec {
  return {
    name,
    basicsize: TypeParam.bytes,
    weaklistoffset: TypeParam.weaklist,
    contract: { gc: true, slots: [{ at: TypeParam.name, label: '__origin__' }] },
    slots: {
      repr: (rt, self) => {
        const origin = rt.H[self + TypeParam.name];
        const text = rt.H[origin + Ob.type] === rt.types.get('typing.ParamSpec') ? strText(rt, rt.H[origin + TypeParam.name]) : reprText(rt, origin);
        return newStr(rt, `${text}.${suffix}`);
      },
      richcompare: (rt, a, b, op) => {
        if (op !== Cmp.EQ && op !== Cmp.NE) return rt.notImplemented();
        if (rt.H[a + Ob.type] !== rt.H[b + Ob.type]) return rt.notImplemented();
        return rt.bool(compareBool(rt, rt.H[a + TypeParam.name], rt.H[b + TypeParam.name], op));
      },
      new: (rt, type, args, nargs) => {
        if (nargs !== 1) typeError(rt, `${suffix}() takes exactly 1 argument (${nargs} given)`);
        const op = allocInstance(rt, type, 0);
        rt.setSlot(op + TypeParam.name, rt.newRef(rt.H[args]));
        return op;
      },
    },
    members: [{ name: '__origin__', at: TypeParam.name, kind: 'object', readonly: true }],
    methods: [noSubclass(name.slice('typing.'.length))],
  };
}

export const paramSpecArgsType: TypeSpec = partType('typing.ParamSpecArgs', 'args');
export const paramSpecKwargsType: TypeSpec = partType('typing.ParamSpecKwargs', 'kwargs');

export const paramSpecType: TypeSpec = {
  name: 'typing.ParamSpec',
  basicsize: TypeParam.bytes,
  dictoffset: TypeParam.dict,
  weaklistoffset: TypeParam.weaklist,
  contract: paramContract,
  slots: { repr: paramRepr, new: paramSpecNew, nbOr: typingUnion },
  members: paramMembers,
  getset: [
    { name: '__bound__', get: (rt, self) => lazyValue(rt, self, TypeParam.bound, TypeParam.evaluateBound, S.None) },
    { name: 'args', get: (rt, self) => partOf(rt, 'typing.ParamSpecArgs', self) },
    { name: 'kwargs', get: (rt, self) => partOf(rt, 'typing.ParamSpecKwargs', self) },
    ...varianceGetSet,
    ...defaultGetSet,
  ],
  methods: [substMethod('_paramspec_subst'), prepareThrough('_paramspec_prepare_subst'), ...paramMethods, noSubclass('ParamSpec')],
  doc: 'Parameter specification variable.',
};

export const typeVarTupleType: TypeSpec = {
  name: 'typing.TypeVarTuple',
  basicsize: TypeParam.bytes,
  dictoffset: TypeParam.dict,
  weaklistoffset: TypeParam.weaklist,
  contract: paramContract,
  slots: {
    repr: (rt, self) => rt.newRef(rt.H[self + TypeParam.name]),
    new: (rt, type, args, nargs, kwnames) => {
      refuseUnknown(rt, 'typevartuple', kwnames, ['name', 'default']);
      const name = nameArgument(rt, 'typevartuple', args, nargs, kwnames);
      const mark = rt.mark();
      const op = rt.own(newTypeParam(rt, type, name, 0));
      storeGiven(rt, op + TypeParam.default, findKeyword(rt, args, nargs, kwnames, 'default'));
      return rt.leave(mark, rt.newRef(op));
    },
    // `*Ts`: one item, Unpack[Ts]
    iter: (rt, self) => {
      const mark = rt.mark();
      const unpacked = rt.own(unpack(rt, self));
      const tuple = rt.own(tupleOf(rt, unpacked));
      return rt.leave(mark, iter(rt, tuple));
    },
  },
  members: paramMembers,
  getset: defaultGetSet,
  methods: [
    { name: '__typing_subst__', kind: Meth.O, fn: (rt: Runtime): Owned => typeError(rt, 'Substitution of bare TypeVarTuple is not supported') },
    prepareThrough('_typevartuple_prepare_subst'),
    ...paramMethods,
    noSubclass('TypeVarTuple'),
  ],
  doc: 'Type variable tuple.',
};

/** typing.Unpack[self]. */
export function unpack(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const typing = rt.own(importModule(rt, 'typing'));
  const f = rt.own(getAttrText(rt, typing, 'Unpack'));
  return rt.leave(mark, getItem(rt, f, self));
}

export const noDefaultType: TypeSpec = {
  name: 'typing.NoDefaultType',
  basicsize: 16,
  slots: {
    repr: (rt) => newStr(rt, 'typing.NoDefault'),
    new: (rt, _type, _args, nargs) => {
      if (nargs !== 0) typeError(rt, 'NoDefaultType takes no arguments');
      return rt.newRef(noDefault(rt));
    },
  },
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: (rt: Runtime): Owned => newStr(rt, 'NoDefault') }],
};
