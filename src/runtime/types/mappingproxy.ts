import { Ob } from '../../memory/layout.ts';
import { dictGet } from '../containers/dict-object.ts';
import { callMethodText } from '../core/abstract/call.ts';
import { contains, getItem } from '../core/abstract/item.ts';
import { iter } from '../core/abstract/iteration.ts';
import { or } from '../core/abstract/number.ts';
import { hash, length, reprText, richCompare, str } from '../core/abstract/object.ts';
import { parseKeywords } from '../core/arguments.ts';
import { typeError, typeName } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { MappingProxy } from './descr-layout.ts';

/** mappingproxy: a read-only view of a mapping. CPython: Objects/descrobject.c mappingproxy_* */

const inner = (rt: Runtime, self: number): number => rt.H[self + MappingProxy.mapping];

/** A read-only view; borrows the mapping. CPython: PyDictProxy_New */
export function newMappingProxy(rt: Runtime, mapping: number): Owned {
  const H = rt.H;
  const op = rt.newGcObject(T.mappingproxy, MappingProxy.end * 4);
  H[mapping]++;
  H[op + MappingProxy.mapping] = mapping;
  H[op + MappingProxy.mapping + 1] = 0;
  rt.track(op);
  return op;
}

function newProxy(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  const [mapping] = parseKeywords(rt, { name: 'mappingproxy', params: ['mapping'], required: 1 }, args, nargs, kwnames, [0]);
  const H = rt.H;
  const type = H[mapping + Ob.type];
  if (H[type + Tp.mpSubscript] === 0 || (H[type + Tp.flags] & (TpFlag.LIST_SUBCLASS | TpFlag.TUPLE_SUBCLASS)) !== 0) {
    typeError(rt, `mappingproxy() argument must be a mapping, not ${typeName(rt, mapping)}`);
  }
  return newMappingProxy(rt, mapping);
}

/** CPython: mappingproxy_get */
function get(rt: Runtime, self: number, args: number, nargs: number): Owned {
  if (nargs < 1) typeError(rt, `get expected at least 1 argument, got ${nargs}`);
  if (nargs > 2) typeError(rt, `get expected at most 2 arguments, got ${nargs}`);
  const H = rt.H;
  const mapping = inner(rt, self);
  if (H[mapping + Ob.type] === T.dict) {
    const found = dictGet(rt, mapping, H[args]);
    if (found !== 0) return rt.newRef(found);
    return nargs > 1 ? rt.newRef(H[args + 2]) : rt.none();
  }
  return nargs > 1 ? callMethodText(rt, mapping, 'get', H[args], H[args + 2]) : callMethodText(rt, mapping, 'get', H[args]);
}

function forwarded(name: string, doc: string): MethodSpec {
  return { name, kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => callMethodText(rt, inner(rt, self), name), doc };
}

function orProxies(rt: Runtime, a: number, b: number): Owned {
  const unwrap = (o: number): number => (rt.H[o + Ob.type] === T.mappingproxy ? inner(rt, o) : o);
  return or(rt, unwrap(a), unwrap(b));
}

export const mappingProxyType: TypeSpec = {
  name: 'mappingproxy',
  at: T.mappingproxy,
  basicsize: 24,
  contract: { gc: true, slots: [{ at: MappingProxy.mapping, label: 'mapping', keep: true }] },
  slots: {
    repr: (rt, self) => newStr(rt, `mappingproxy(${reprText(rt, inner(rt, self))})`),
    str: (rt, self) => str(rt, inner(rt, self)),
    hash: (rt, self) => hash(rt, inner(rt, self)),
    richcompare: (rt, a, b, op) => richCompare(rt, inner(rt, a), b, op),
    iter: (rt, self) => iter(rt, inner(rt, self)),
    mpLength: (rt, self) => length(rt, inner(rt, self)),
    mpSubscript: (rt, self, key) => getItem(rt, inner(rt, self), key),
    sqContains: (rt, self, key) => (contains(rt, inner(rt, self), key) ? 1 : 0),
    nbOr: orProxies,
    nbInplaceOr: (rt, a) => typeError(rt, `'|=' is not supported by ${typeName(rt, a)}; use '|' instead`),
    new: newProxy,
  },
  methods: [
    { name: 'get', kind: Meth.FAST, fn: get, doc: 'D.get(k[,d]) -> D[k] if k in D, else d.  d defaults to None.' },
    forwarded('keys', "D.keys() -> a set-like object providing a view on D's keys"),
    forwarded('values', "D.values() -> an object providing a view on D's values"),
    forwarded('items', "D.items() -> a set-like object providing a view on D's items"),
    forwarded('copy', 'D.copy() -> a shallow copy of D'),
    {
      name: '__class_getitem__',
      kind: Meth.O | Meth.CLASS,
      fn: (rt: Runtime, cls: number, item: number) => rt.hooks.newGenericAlias(rt, cls, item),
      doc: 'See PEP 585',
    },
    {
      name: '__reversed__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => callMethodText(rt, inner(rt, self), '__reversed__'),
      doc: 'D.__reversed__() -> reverse iterator',
    },
  ],
};
