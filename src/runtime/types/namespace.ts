import { Ob } from '../../memory/layout.ts';
import { dictMergeDict, dictNext, dictSet, newDict, nextKey, nextValue } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { genericGetAttr, genericSetAttr, typeCheck } from '../core/abstract/attribute.ts';
import { call } from '../core/abstract/call.ts';
import { reprText, richCompare } from '../core/abstract/object.ts';
import { noPositional } from '../core/arguments.ts';
import { typeError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { type Cmp, Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { Namespace } from './descr-layout.ts';
import { getInstanceDict } from './instance-getset.ts';
import { nameText } from './type-text.ts';

/** types.SimpleNamespace. CPython: Objects/namespaceobject.c */

const dictOf = (rt: Runtime, self: number): number => rt.H[self + Namespace.dict];

function namespaceNew(rt: Runtime, type: number): Owned {
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  const op = allocInstance(rt, type, 0);
  rt.H[dict]++;
  rt.H[op + Namespace.dict] = dict;
  return rt.leave(mark, op);
}

/** A namespace with a dict of its own (borrowed). CPython: _PyNamespace_New */
export function newNamespace(rt: Runtime, dict: number): Owned {
  const op = namespaceNew(rt, T.SimpleNamespace);
  rt.setSlot(op + Namespace.dict, rt.newRef(dict));
  return op;
}

function namespaceInit(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  if (nargs !== 0) typeError(rt, 'no positional arguments expected');
  setAll(rt, self, args, kwnames);
}

/** Stores keyword arguments as attributes. */
function setAll(rt: Runtime, self: number, args: number, kwnames: number): void {
  const H = rt.H;
  const n = kwnames === 0 ? 0 : H[kwnames + Ob.size];
  for (let i = 0; i < n; i++) dictSet(rt, dictOf(rt, self), H[kwnames + Tuple.items + 2 * i], H[args + 2 * i]);
}

function namespaceRepr(rt: Runtime, self: number): Owned {
  const type = rt.H[self + Ob.type];
  const name = type === T.SimpleNamespace ? 'namespace' : nameText(rt, type);
  const guard = rt.stateOf('namespace repr', () => new Set<number>());
  if (guard.has(self)) return newStr(rt, `${name}(...)`);
  guard.add(self);
  try {
    const dict = dictOf(rt, self);
    const parts: string[] = [];
    for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) {
      const key = nextKey(rt);
      const value = nextValue(rt);
      if (rt.H[key + Ob.type] === T.str) parts.push(`${rt.hooks.strText(rt, key)}=${reprText(rt, value)}`);
    }
    return newStr(rt, `${name}(${parts.join(', ')})`);
  } finally {
    guard.delete(self);
  }
}

/** A copy with the keywords as new values. CPython 3.13: namespace_replace */
function namespaceReplace(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  noPositional(rt, '__replace__', nargs);
  const mark = rt.mark();
  const copy = rt.own(call(rt, rt.H[self + Ob.type], rt.nsp, 0, 0));
  if (!typeCheck(rt, copy, T.SimpleNamespace)) {
    const [type, made] = [nameText(rt, rt.H[self + Ob.type]), nameText(rt, rt.H[copy + Ob.type])];
    typeError(rt, `expect types.SimpleNamespace type, but ${type}() returned '${made}' object`);
  }
  dictMergeDict(rt, dictOf(rt, copy), dictOf(rt, self), 1);
  setAll(rt, copy, args, kwnames);
  return rt.leave(mark, rt.newRef(copy));
}

export const namespaceType: TypeSpec = {
  name: 'types.SimpleNamespace',
  at: T.SimpleNamespace,
  basicsize: 24,
  flags: TpFlag.BASETYPE,
  dictoffset: Namespace.dict,
  contract: { gc: true, slots: [{ at: Namespace.dict, label: '__dict__' }] },
  slots: {
    repr: namespaceRepr,
    getattro: genericGetAttr,
    setattro: genericSetAttr,
    richcompare: (rt, a, b, op) => {
      if (!typeCheck(rt, a, T.SimpleNamespace) || !typeCheck(rt, b, T.SimpleNamespace)) return rt.notImplemented();
      return richCompare(rt, dictOf(rt, a), dictOf(rt, b), op as Cmp);
    },
    init: namespaceInit,
    new: namespaceNew,
  },
  methods: [
    {
      name: '__reduce__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        const mark = rt.mark();
        const empty = rt.own(tupleOf(rt));
        return rt.leave(mark, tupleOf(rt, rt.H[self + Ob.type], empty, dictOf(rt, self)));
      },
      doc: 'Return state information for pickling',
    },
    {
      name: '__replace__',
      kind: Meth.KEYWORDS,
      fn: namespaceReplace,
      doc: 'Return a copy of the namespace object with new values for the specified attributes.',
    },
  ],
  getset: [{ name: '__dict__', get: getInstanceDict }],
  doc: 'A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)',
};
