import { Ob } from '../../memory/layout.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { genericGetAttr, getAttr } from '../core/abstract/attribute.ts';
import { call, callMethodText } from '../core/abstract/call.ts';
import { contains } from '../core/abstract/item.ts';
import { iter } from '../core/abstract/iteration.ts';
import { dir, hash, isStr, richCompare } from '../core/abstract/object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { clearError, errorMatches, subtypeOf, typeError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { List, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { Alias } from './descr-layout.ts';
import { itemText, makeParameters, substitute } from './type-parameters.ts';
import { orTypes } from './union.ts';

/** types.GenericAlias: `list[int]`. CPython: Objects/genericaliasobject.c */

/** `origin[args]`; borrows both. CPython: Py_GenericAlias */
export function newGenericAlias(rt: Runtime, origin: number, args: number, type: number = T.GenericAlias): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const isTuple = (H[H[args + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0;
  const items = rt.own(isTuple ? rt.newRef(args) : tupleOf(rt, args));
  const op = allocInstance(rt, type, 0);
  H[origin]++;
  H[op + Alias.origin] = origin;
  H[items]++;
  H[op + Alias.args] = items;
  return rt.leave(mark, op);
}

const HIDDEN = new Set([
  '__origin__',
  '__args__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__unpacked__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
  '__copy__',
  '__deepcopy__',
  '__class__',
  '__bases__',
]);

/** Everything but the alias's own attributes is the origin's. CPython: ga_getattro */
function aliasGetattro(rt: Runtime, self: number, name: number): Owned {
  if (isStr(rt, name) && !HIDDEN.has(rt.hooks.strText(rt, name))) return getAttr(rt, rt.H[self + Alias.origin], name);
  return genericGetAttr(rt, self, name);
}

/** An argument; a list of parameters' types is shown like the alias' own arguments (3.12+). CPython: ga_repr_items_list */
function argumentText(rt: Runtime, arg: number): string {
  const H = rt.H;
  if (H[arg + Ob.type] !== T.list || !rt.model.natives.parameterListsNamed) return itemText(rt, arg);
  const parts: string[] = [];
  const mark = rt.mark();
  for (let i = 0; i < H[arg + Ob.size]; i++) {
    parts.push(itemText(rt, rt.own(rt.newRef(H[H[arg + List.items] + 2 * i]))));
    rt.release(mark);
  }
  return `[${parts.join(', ')}]`;
}

function aliasRepr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const args = H[self + Alias.args];
  const parts: string[] = [];
  for (let i = 0; i < H[args + Ob.size]; i++) parts.push(argumentText(rt, H[args + Tuple.items + 2 * i]));
  return newStr(
    rt,
    `${H[self + Alias.starred] === 0 ? '' : '*'}${itemText(rt, H[self + Alias.origin])}[${parts.length === 0 ? '()' : parts.join(', ')}]`,
  );
}

/** CPython: ga_call */
function aliasCall(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const mark = rt.mark();
  const obj = rt.own(call(rt, rt.H[self + Alias.origin], args, nargs, kwnames));
  const inner = rt.mark();
  const depth = rt.depth;
  try {
    genericSet(rt, obj, self);
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || (!errorMatches(rt, T.AttributeError) && !errorMatches(rt, T.TypeError))) throw thrown;
    rt.release(inner);
    rt.depth = depth;
    clearError(rt);
  }
  return rt.leave(mark, rt.newRef(obj));
}

function genericSet(rt: Runtime, obj: number, alias: number): void {
  const f = rt.H[rt.H[obj + Ob.type] + Tp.setattro];
  if (f === 0) return;
  (rt.fn[f] as (rt: Runtime, o: number, name: number, value: number) => void)(rt, obj, rt.ident('__orig_class__'), alias);
}

function parameters(rt: Runtime, self: number): number {
  const H = rt.H;
  if (H[self + Alias.parameters] === 0) rt.setSlot(self + Alias.parameters, makeParameters(rt, H[self + Alias.args]));
  return H[self + Alias.parameters];
}

function aliasGetitem(rt: Runtime, self: number, item: number): Owned {
  const mark = rt.mark();
  const args = rt.own(substitute(rt, self, rt.H[self + Alias.args], parameters(rt, self), item));
  const made = newGenericAlias(rt, rt.H[self + Alias.origin], args, rt.H[self + Ob.type]);
  rt.H[made + Alias.starred] = rt.H[self + Alias.starred]!;
  return rt.leave(mark, made);
}

/** An iterator over the alias with a star before it. CPython: ga_iter, ga_iternext */
function aliasIter(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const starred = rt.own(newGenericAlias(rt, rt.H[self + Alias.origin], rt.H[self + Alias.args], rt.H[self + Ob.type]));
  rt.H[starred + Alias.starred] = 1;
  return rt.leave(mark, iter(rt, rt.own(tupleOf(rt, starred))));
}

function isAlias(rt: Runtime, op: number): boolean {
  return subtypeOf(rt, rt.H[op + Ob.type]!, T.GenericAlias);
}

function aliasCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  const H = rt.H;
  if ((op !== Cmp.EQ && op !== Cmp.NE) || !isAlias(rt, a) || !isAlias(rt, b)) return rt.notImplemented();
  const mark = rt.mark();
  let same = H[a + Alias.starred] === H[b + Alias.starred];
  if (same) same = rt.own(richCompare(rt, H[a + Alias.origin], H[b + Alias.origin], Cmp.EQ)) === S.True;
  if (same) same = rt.own(richCompare(rt, H[a + Alias.args], H[b + Alias.args], Cmp.EQ)) === S.True;
  rt.release(mark);
  return rt.bool(same === (op === Cmp.EQ));
}

export const genericAliasType: TypeSpec = {
  name: 'types.GenericAlias',
  at: T.GenericAlias,
  basicsize: 48,
  flags: TpFlag.BASETYPE,
  weaklistoffset: Alias.weaklist,
  contract: {
    gc: true,
    slots: [
      { at: Alias.origin, label: '__origin__', keep: true },
      { at: Alias.args, label: '__args__', keep: true },
      { at: Alias.parameters, label: '__parameters__', keep: true },
    ],
  },
  slots: {
    repr: aliasRepr,
    hash: (rt, self) => {
      const lo = hash(rt, rt.H[self + Alias.origin]);
      const hi = rt.hashHi;
      const lo2 = hash(rt, rt.H[self + Alias.args]);
      rt.hashHi ^= hi;
      return lo ^ lo2;
    },
    call: aliasCall,
    getattro: aliasGetattro,
    richcompare: aliasCompare,
    iter: aliasIter,
    mpSubscript: aliasGetitem,
    nbOr: orTypes,
    new: (rt, type, args, nargs, kwnames) => {
      noKeywords(rt, 'GenericAlias', kwnames);
      checkPositional(rt, 'GenericAlias', nargs, 2, 2);
      return newGenericAlias(rt, rt.H[args], rt.H[args + 2], type);
    },
  },
  methods: [
    { name: '__mro_entries__', kind: Meth.O, fn: (rt: Runtime, self: number) => tupleOf(rt, rt.H[self + Alias.origin]) },
    { name: '__instancecheck__', kind: Meth.O, fn: (rt: Runtime) => typeError(rt, 'isinstance() argument 2 cannot be a parameterized generic') },
    { name: '__subclasscheck__', kind: Meth.O, fn: (rt: Runtime) => typeError(rt, 'issubclass() argument 2 cannot be a parameterized generic') },
    {
      name: '__reduce__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        const mark = rt.mark();
        if (rt.H[self + Alias.starred] !== 0) {
          const plain = rt.own(newGenericAlias(rt, rt.H[self + Alias.origin], rt.H[self + Alias.args]));
          // The smallest of the one item that iterating over the plain alias gives.
          return rt.leave(mark, tupleOf(rt, dictGetText(rt, rt.H[Root.builtinsDict], 'min'), rt.own(tupleOf(rt, plain))));
        }
        const args = rt.own(tupleOf(rt, rt.H[self + Alias.origin], rt.H[self + Alias.args]));
        return rt.leave(mark, tupleOf(rt, T.GenericAlias, args));
      },
    },
    {
      name: '__dir__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        const mark = rt.mark();
        const names = rt.own(dir(rt, rt.H[self + Alias.origin]));
        for (const name of HIDDEN) if (!contains(rt, names, rt.ident(name))) rt.decref(callMethodText(rt, names, 'append', rt.ident(name)));
        return rt.leave(mark, rt.newRef(names));
      },
    },
  ],
  members: [
    { name: '__origin__', at: Alias.origin, kind: 'object', readonly: true },
    { name: '__args__', at: Alias.args, kind: 'object', readonly: true },
  ],
  getset: [
    { name: '__unpacked__', get: (rt, self) => rt.bool(rt.H[self + Alias.starred] !== 0) },
    {
      name: '__typing_unpacked_tuple_args__',
      get: (rt, self) => (rt.H[self + Alias.starred] !== 0 && rt.H[self + Alias.origin] === T.tuple ? rt.newRef(rt.H[self + Alias.args]) : rt.none()),
    },
    { name: '__parameters__', get: (rt, self) => rt.newRef(parameters(rt, self)) },
  ],
};
