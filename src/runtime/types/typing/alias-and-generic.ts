import { Ob } from '../../../memory/layout.ts';
import { dictGetText } from '../../containers/dict-object.ts';
import { newTuple, tupleOf } from '../../containers/tuple-object.ts';
import { getAttrText } from '../../core/abstract/attribute.ts';
import { call } from '../../core/abstract/call.ts';
import { isStr } from '../../core/abstract/object.ts';
import { findKeyword } from '../../core/arguments.ts';
import { typeError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { Root, S } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { Fr } from '../../frames/frame-layout.ts';
import { newGenericAlias } from '../generic-alias.ts';
import { importModule } from '../import-module.ts';
import { orTypes } from '../union.ts';
import { AliasType } from './layout.ts';
import { lazyValue } from './type-param.ts';
import { unpack } from './type-variables.ts';

/** typing.TypeAliasType and typing.Generic. CPython: Objects/typevarobject.c typealias_*, generic_* */

/** A lazily evaluated alias: `type Name = …`. `typeParams` 0 or None = none; `value` or `compute` may be 0. */
export function newTypeAlias(rt: Runtime, name: number, typeParams: number, compute: number, value: number): Owned {
  const H = rt.H;
  const op = allocInstance(rt, rt.types.get('typing.TypeAliasType')!, 0);
  const put = (at: number, v: number): void => rt.setSlot(op + at, v === 0 || v === S.None ? 0 : rt.newRef(v));
  put(AliasType.name, name);
  put(AliasType.typeParams, typeParams);
  put(AliasType.computeValue, compute);
  rt.setSlot(op + AliasType.value, value === 0 ? 0 : rt.newRef(value));
  const frame = H[Root.frame];
  put(AliasType.module, frame === 0 ? 0 : dictGetText(rt, H[frame + Fr.globals], '__name__'));
  return op;
}

function typeParams(rt: Runtime, self: number): Owned {
  return rt.H[self + AliasType.typeParams] === 0 ? newTuple(rt, 0) : rt.newRef(rt.H[self + AliasType.typeParams]);
}

/** Type parameters with TypeVarTuples unpacked: new tuple. CPython: unpack_typevartuples */
function unpacked(rt: Runtime, params: number): Owned {
  const H = rt.H;
  const variadic = rt.types.get('typing.TypeVarTuple');
  const mark = rt.mark();
  const items = Array.from({ length: H[params + Ob.size] }, (_, i) => {
    const p = H[params + Tuple.items + 2 * i];
    return H[p + Ob.type] === variadic ? rt.own(unpack(rt, p)) : p;
  });
  return rt.leave(mark, tupleOf(rt, ...items));
}

export const typeAliasType: TypeSpec = {
  name: 'typing.TypeAliasType',
  basicsize: AliasType.bytes,
  contract: {
    gc: true,
    slots: [
      { at: AliasType.name, label: '__name__' },
      { at: AliasType.typeParams, label: '__type_params__' },
      { at: AliasType.computeValue, label: 'function of __value__' },
      { at: AliasType.value, label: '__value__' },
      { at: AliasType.module, label: '__module__' },
    ],
  },
  slots: {
    repr: (rt, self) => rt.newRef(rt.H[self + AliasType.name]),
    nbOr: orTypes,
    mpSubscript: (rt, self, item) => {
      if (rt.H[self + AliasType.typeParams] === 0) typeError(rt, 'Only generic type aliases are subscriptable');
      return newGenericAlias(rt, self, item);
    },
    new: (rt, _type, args, nargs, kwnames) => {
      const name = nargs > 0 ? rt.H[args] : findKeyword(rt, args, nargs, kwnames, 'name');
      const value = nargs > 1 ? rt.H[args + 2] : findKeyword(rt, args, nargs, kwnames, 'value');
      const params = findKeyword(rt, args, nargs, kwnames, 'type_params');
      if (name === 0 || !isStr(rt, name)) typeError(rt, "typealias() argument 'name' must be str");
      if (value === 0) typeError(rt, "typealias() missing required argument 'value' (pos 2)");
      if (params !== 0 && (rt.H[rt.H[params + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0) typeError(rt, 'type_params must be a tuple');
      return newTypeAlias(rt, name, params !== 0 && rt.H[params + Ob.size] === 0 ? 0 : params, 0, value);
    },
  },
  members: [{ name: '__name__', at: AliasType.name, kind: 'object', readonly: true }],
  getset: [
    { name: '__value__', get: (rt, self) => lazyValue(rt, self, AliasType.value, AliasType.computeValue, S.None) },
    { name: '__type_params__', get: typeParams },
    {
      name: '__parameters__',
      get: (rt, self) => {
        const mark = rt.mark();
        return rt.leave(mark, unpacked(rt, rt.own(typeParams(rt, self))));
      },
    },
    { name: '__module__', get: (rt, self) => (rt.H[self + AliasType.module] === 0 ? rt.none() : rt.newRef(rt.H[self + AliasType.module])) },
  ],
  methods: [
    { name: '__reduce__', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.newRef(rt.H[self + AliasType.name]), signature: '($self, /)' },
  ],
};

/** `typing.helper(cls, *args, **kwargs)`. CPython: call_typing_args_kwargs */
function forward(rt: Runtime, helper: string, cls: number, args: number, nargs: number, kwnames: number): Owned {
  const mark = rt.mark();
  const typing = rt.own(importModule(rt, 'typing'));
  const f = rt.own(getAttrText(rt, typing, helper));
  const first = rt.mark();
  rt.push(cls);
  const total = nargs + (kwnames === 0 ? 0 : rt.H[kwnames + Ob.size]);
  for (let i = 0; i < total; i++) rt.push(rt.H[args + 2 * i]);
  return rt.leave(mark, call(rt, f, first, nargs + 1, kwnames));
}

export const genericType: TypeSpec = {
  name: 'typing.Generic',
  basicsize: 16,
  flags: TpFlag.BASETYPE,
  slots: { new: (rt, type) => allocInstance(rt, type, 0) },
  methods: [
    {
      name: '__class_getitem__',
      kind: Meth.KEYWORDS | Meth.CLASS,
      fn: (rt: Runtime, cls: number, args: number, nargs: number, kwnames: number) =>
        forward(rt, '_generic_class_getitem', cls, args, nargs, kwnames),
      doc: 'Parameterizes a generic class.',
    },
    {
      name: '__init_subclass__',
      kind: Meth.KEYWORDS | Meth.CLASS,
      fn: (rt: Runtime, cls: number, args: number, nargs: number, kwnames: number) =>
        forward(rt, '_generic_init_subclass', cls, args, nargs, kwnames),
      doc: 'Function to initialize subclasses.',
    },
  ],
  doc: 'Abstract base class for generic types.',
};

/** `Generic[params]` for a class statement with type parameters. CPython: _Py_subscript_generic */
export function subscriptGeneric(rt: Runtime, params: number): Owned {
  const mark = rt.mark();
  const items = rt.own(unpacked(rt, params));
  const typing = rt.own(importModule(rt, 'typing'));
  const f = rt.own(getAttrText(rt, typing, '_GenericAlias'));
  const first = rt.mark();
  rt.push(rt.types.get('typing.Generic')!);
  rt.push(items);
  return rt.leave(mark, call(rt, f, first, 2, 0));
}
