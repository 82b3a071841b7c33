import { Ob } from '../../memory/layout.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { genericGetAttr, isType } from '../core/abstract/attribute.ts';
import { isInstance, isSubclass } from '../core/abstract/class-check.ts';
import { compareBool, hash } from '../core/abstract/object.ts';
import { subtypeOf, typeError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { Union } from './descr-layout.ts';
import { isTypingName, itemText, makeParameters, substitute } from './type-parameters.ts';

/** types.UnionType: `int | str`. CPython: Objects/unionobject.c */

function itemsOf(rt: Runtime, tuple: number): number[] {
  return Array.from({ length: rt.H[tuple + Ob.size] }, (_, i) => rt.H[tuple + Tuple.items + 2 * i]);
}

/** CPython: is_unionable */
function unionable(rt: Runtime, op: number): boolean {
  const type = rt.H[op + Ob.type];
  if (op === S.None || isType(rt, op) || subtypeOf(rt, type, T.GenericAlias) || type === T.UnionType) return true;
  return type === rt.types.get('typing.TypeAliasType') || (rt.model.natives.typeVarsUnite && isTypingName(rt, op, 'TypeVar', 'NewType'));
}

function members(rt: Runtime, op: number): number[] {
  if (rt.H[op + Ob.type] === T.UnionType) return itemsOf(rt, rt.H[op + Union.args]);
  return [op === S.None ? T.NoneType : op];
}

/** A union of distinct members; the member itself when there is only one. Borrows. CPython: make_union */
function makeUnion(rt: Runtime, all: readonly number[]): Owned {
  const distinct: number[] = [];
  for (const m of all) {
    // generic aliases are equal by value, classes by identity
    const seen = distinct.some(
      (d) => d === m || (rt.H[d + Ob.type] === T.GenericAlias && rt.H[m + Ob.type] === T.GenericAlias && compareBool(rt, d, m, Cmp.EQ)),
    );
    if (!seen) distinct.push(m);
  }
  if (distinct.length === 1) return rt.newRef(distinct[0]);
  const mark = rt.mark();
  const args = rt.own(tupleOf(rt, ...distinct));
  const op = allocInstance(rt, T.UnionType, 0);
  rt.H[args]++;
  rt.H[op + Union.args] = args;
  return rt.leave(mark, op);
}

/** nb_or of classes, aliases and unions. CPython: _Py_union_type_or */
export function orTypes(rt: Runtime, a: number, b: number): Owned {
  if (!unionable(rt, a) || !unionable(rt, b)) return rt.notImplemented();
  return makeUnion(rt, [...members(rt, a), ...members(rt, b)]);
}

function unionCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  if ((op !== Cmp.EQ && op !== Cmp.NE) || rt.H[b + Ob.type] !== T.UnionType) return rt.notImplemented();
  const x = members(rt, a);
  const y = members(rt, b);
  const covers = (p: number[], q: number[]): boolean => p.every((m) => q.some((n) => compareBool(rt, m, n, Cmp.EQ)));
  return rt.bool((covers(x, y) && covers(y, x)) === (op === Cmp.EQ));
}

function refuseGenerics(rt: Runtime, self: number, what: string): void {
  for (const m of members(rt, self)) {
    if (rt.H[m + Ob.type] === T.GenericAlias) typeError(rt, `${what}() argument 2 cannot contain a parameterized generic`);
  }
}

function parameters(rt: Runtime, self: number): number {
  const H = rt.H;
  if (H[self + Union.parameters] === 0) rt.setSlot(self + Union.parameters, makeParameters(rt, H[self + Union.args]));
  return H[self + Union.parameters];
}

export const unionType: TypeSpec = {
  name: 'types.UnionType',
  at: T.UnionType,
  basicsize: 32,
  contract: {
    gc: true,
    slots: [
      { at: Union.args, label: '__args__', keep: true },
      { at: Union.parameters, label: '__parameters__', keep: true },
    ],
  },
  slots: {
    repr: (rt, self) =>
      newStr(
        rt,
        members(rt, self)
          .map((m) => (m === T.NoneType ? 'None' : itemText(rt, m)))
          .join(' | '),
      ),
    hash: (rt, self) => {
      // a set of members: the order must not matter
      let lo = 0;
      let hi = 0;
      for (const m of members(rt, self)) {
        lo ^= hash(rt, m);
        hi ^= rt.hashHi;
      }
      if (lo === -1 && hi === -1) lo = -2;
      rt.hashHi = hi;
      return lo;
    },
    getattro: genericGetAttr,
    richcompare: unionCompare,
    nbOr: orTypes,
    mpSubscript: (rt, self, item) => {
      const mark = rt.mark();
      const args = rt.own(substitute(rt, self, rt.H[self + Union.args], parameters(rt, self), item));
      return rt.leave(
        mark,
        makeUnion(
          rt,
          itemsOf(rt, args).flatMap((m) => members(rt, m)),
        ),
      );
    },
  },
  methods: [
    {
      name: '__instancecheck__',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, o: number) => {
        refuseGenerics(rt, self, 'isinstance');
        return rt.bool(members(rt, self).some((m) => isType(rt, m) && isInstance(rt, o, m)));
      },
    },
    {
      name: '__subclasscheck__',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, cls: number) => {
        if (!isType(rt, cls)) typeError(rt, 'issubclass() arg 1 must be a class');
        refuseGenerics(rt, self, 'issubclass');
        return rt.bool(members(rt, self).some((m) => isType(rt, m) && isSubclass(rt, cls, m)));
      },
    },
  ],
  members: [{ name: '__args__', at: Union.args, kind: 'object', readonly: true }],
  getset: [{ name: '__parameters__', get: (rt, self) => rt.newRef(parameters(rt, self)) }],
};
