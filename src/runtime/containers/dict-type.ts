import { Ob } from '../../memory/layout.ts';
import { type TableContract, type TypeContract, tableWalk } from '../../memory/type-contract.ts';
import { lookupSpecial } from '../core/abstract/attribute.ts';
import { call0, call1 } from '../core/abstract/call.ts';
import { setItem } from '../core/abstract/item.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { compareBool, repr } from '../core/abstract/object.ts';
import { checkPositional } from '../core/arguments.ts';
import { keyError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Dict, SetOb, TpFlag, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { CLASS_GETITEM } from './class-getitem.ts';
import { newKeyIterator, newReverseKeyIterator } from './dict-iterators.ts';
import { emptyKeys, hashKey, newKeys } from './dict-keys.ts';
import { DICT_MIN_SIZE, Entry, KeyKind, Keys } from './dict-layout.ts';
import { dictUpdateFrom, isDict } from './dict-merge.ts';
import {
  dictClear,
  dictCopy,
  dictDealloc,
  dictDelete,
  dictGet,
  dictGetHashed,
  dictNext,
  dictSet,
  dictSetDefault,
  dictSetHashed,
  nextHash,
  nextKey,
  nextValue,
  popLast,
  resize,
  setTables,
  takeHashed,
  valueSlot,
} from './dict-object.ts';
import { shownDictBytes } from './dict-size.ts';
import { newItemsView, newKeysView, newValuesView } from './dict-views.ts';
import { Free } from './free-lists.ts';
import { keyLabel } from './key-label.ts';
import { guardedRepr } from './repr-guard.ts';
import { setEntry, setNext } from './set-object.ts';
import { tuple2 } from './tuple-object.ts';

/** The type dict. CPython: Objects/dictobject.c */

/** tp_new. CPython: dict_new */
function construct(rt: Runtime, type: number): Owned {
  const op = allocInstance(rt, type, 0);
  setTables(rt, op, rt.H[Free.dictCallsTabled] !== 0 ? newKeys(rt, DICT_MIN_SIZE) : emptyKeys(rt), 0);
  if (type === T.dict && rt.H[Free.dictsAlwaysTracked] === 0) rt.untrack(op);
  return op;
}

/** CPython: dict_vectorcall */
function vectorcall(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  checkPositional(rt, 'dict', nargs, 0, 1);
  const mark = rt.mark();
  const op = rt.own(construct(rt, type));
  fill(rt, op, args, nargs, kwnames);
  rt.unown(op);
  return rt.leave(mark, op);
}

function fill(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void {
  const H = rt.H;
  if (nargs === 1) dictUpdateFrom(rt, op, H[args]);
  if (kwnames === 0) return;
  const n = H[kwnames + Tuple.size];
  for (let i = 0; i < n; i++) dictSet(rt, op, H[kwnames + Tuple.items + 2 * i], H[args + 2 * (nargs + i)]);
}

function init(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void {
  checkPositional(rt, 'dict', nargs, 0, 1);
  fill(rt, op, args, nargs, kwnames);
}

function update(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  checkPositional(rt, 'update', nargs, 0, 1);
  fill(rt, op, args, nargs, kwnames);
  return rt.none();
}

function dictRepr(rt: Runtime, op: number): Owned {
  if (rt.H[op + Dict.used] === 0) return rt.hooks.newStr(rt, '{}');
  return guardedRepr(rt, op, '{...}', () => {
    const parts: string[] = [];
    const mark = rt.mark();
    for (let pos = dictNext(rt, op, 0); pos >= 0; pos = dictNext(rt, op, pos)) {
      const key = rt.own(rt.newRef(nextKey(rt)));
      const value = rt.own(rt.newRef(nextValue(rt)));
      const left = rt.hooks.strText(rt, rt.own(repr(rt, key)));
      parts.push(`${left}: ${rt.hooks.strText(rt, rt.own(repr(rt, value)))}`);
      rt.release(mark);
    }
    return `{${parts.join(', ')}}`;
  });
}

/** CPython: dict_equal */
function equal(rt: Runtime, a: number, b: number): boolean {
  const H = rt.H;
  if (H[a + Dict.used] !== H[b + Dict.used]) return false;
  const mark = rt.mark();
  for (let i = 0; i < H[H[a + Dict.keys] + Keys.nentries]; i++) {
    const value = H[valueSlot(rt, a, i)];
    if (value === 0) continue;
    const keys = H[a + Dict.keys];
    const e = keys + H[keys + Keys.entries] + Entry.words * i;
    const key = H[e + Entry.key];
    rt.own(rt.newRef(value));
    rt.own(rt.newRef(key));
    const other = dictGetHashed(rt, b, key, H[e], H[e + 1]);
    if (other !== 0) rt.own(rt.newRef(other));
    const same = other !== 0 && compareBool(rt, other, value, Cmp.EQ);
    rt.release(mark);
    if (!same) return false;
  }
  return true;
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if ((op !== Cmp.EQ && op !== Cmp.NE) || !isDict(rt, a) || !isDict(rt, b)) return rt.notImplemented();
  return rt.bool(equal(rt, a, b) === (op === Cmp.EQ));
}

/** `d[key]`; `__missing__` of subclasses; KeyError. CPython: dict_subscript */
function subscript(rt: Runtime, op: number, key: number): Owned {
  const found = dictGet(rt, op, key);
  if (found !== 0) return rt.newRef(found);
  if (rt.H[op + Ob.type] !== T.dict) {
    const mark = rt.mark();
    const missing = rt.own(lookupSpecial(rt, op, rt.ident('__missing__')));
    if (missing !== 0) return rt.leave(mark, call1(rt, missing, key));
    rt.release(mark);
  }
  keyError(rt, key);
}

function assignSubscript(rt: Runtime, op: number, key: number, value: number): void {
  if (value !== 0) dictSet(rt, op, key, value);
  else if (!dictDelete(rt, op, key)) keyError(rt, key);
}

function contains(rt: Runtime, op: number, key: number): number {
  return dictGet(rt, op, key) === 0 ? 0 : 1;
}

function get(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'get', nargs, 1, 2);
  const found = dictGet(rt, op, rt.H[args]);
  return rt.newRef(found !== 0 ? found : nargs > 1 ? rt.H[args + 2] : S.None);
}

function setDefault(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'setdefault', nargs, 1, 2);
  return rt.newRef(dictSetDefault(rt, op, rt.H[args], nargs > 1 ? rt.H[args + 2] : S.None));
}

function pop(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'pop', nargs, 1, 2);
  const H = rt.H;
  const key = H[args];
  let value = NULL;
  if (H[op + Dict.used] !== 0) {
    const lo = hashKey(rt, key);
    value = takeHashed(rt, op, key, lo, rt.hashHi);
  }
  if (value !== 0) return value;
  if (nargs < 2) keyError(rt, key);
  return rt.newRef(H[args + 2]);
}

function popItem(rt: Runtime, op: number): Owned {
  const H = rt.H;
  // allocated first: when that runs a collection, the dict is still whole
  const mark = rt.mark();
  const result = rt.own(tuple2(rt, S.None, S.None));
  if (!popLast(rt, op)) {
    const message = rt.own(rt.hooks.newStr(rt, 'popitem(): dictionary is empty'));
    keyError(rt, message);
  }
  H[S.None] -= 2;
  H[result + Tuple.items] = nextKey(rt);
  H[result + Tuple.items + 2] = nextValue(rt);
  rt.unown(result);
  return rt.leave(mark, result);
}

function clear(rt: Runtime, op: number): Owned {
  dictClear(rt, op);
  return rt.none();
}

/** Places for n entries. CPython: ESTIMATE_SIZE */
function estimatedPlaces(n: number): number {
  return (n * 3 + 1) >> 1;
}

/** dict.fromkeys. CPython: _PyDict_FromKeys */
function fromKeys(rt: Runtime, cls: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'fromkeys', nargs, 1, 2);
  const H = rt.H;
  const iterable = H[args];
  const value = nargs > 1 ? H[args + 2] : S.None;
  const mark = rt.mark();
  const d = rt.own(call0(rt, cls));
  const exact = H[d + Ob.type] === T.dict;
  if (exact && H[d + Dict.used] === 0 && H[iterable + Ob.type] === T.dict) {
    resize(rt, d, estimatedPlaces(H[iterable + Dict.used]));
    const here = rt.mark();
    for (let pos = dictNext(rt, iterable, 0); pos >= 0; pos = dictNext(rt, iterable, pos)) {
      const key = rt.own(rt.newRef(nextKey(rt)));
      const lo = nextHash(rt);
      dictSetHashed(rt, d, key, lo, rt.hashHi, value);
      rt.release(here);
    }
  } else {
    const set = H[iterable + Ob.type] === T.set || H[iterable + Ob.type] === T.frozenset;
    if (exact && set && H[d + Dict.used] === 0) {
      resize(rt, d, estimatedPlaces(H[iterable + SetOb.used]));
      H[H[d + Dict.keys] + Keys.kind] = KeyKind.general;
      const here = rt.mark();
      for (let place = setNext(rt, iterable, -1); place >= 0; place = setNext(rt, iterable, place)) {
        const e = setEntry(rt, iterable, place);
        dictSetHashed(rt, d, rt.own(rt.newRef(H[e])), H[e + 2], H[e + 3], value);
        rt.release(here);
      }
      return rt.leave(mark, rt.newRef(d));
    }
    const it = rt.own(iter(rt, iterable));
    const here = rt.mark();
    for (;;) {
      const key = next(rt, it);
      if (key === 0) break;
      rt.own(key);
      if (exact) dictSet(rt, d, key, value);
      else setItem(rt, d, key, value);
      rt.release(here);
    }
  }
  return rt.leave(mark, rt.newRef(d));
}

function or(rt: Runtime, a: number, b: number): Owned {
  if (!isDict(rt, a) || !isDict(rt, b)) return rt.notImplemented();
  const mark = rt.mark();
  const copy = rt.own(dictCopy(rt, a));
  dictUpdateFrom(rt, copy, b);
  rt.unown(copy);
  return rt.leave(mark, copy);
}

function inplaceOr(rt: Runtime, op: number, other: number): Owned {
  dictUpdateFrom(rt, op, other);
  return rt.newRef(op);
}

/** CPython: _PyDict_SizeOf */
function sizeOf(rt: Runtime, op: number): Owned {
  return newInt(rt, shownDictBytes(rt, op));
}

/** Keys of shared tables belong to no dict: see sharedKeys in dict-keys.ts. */
const TABLE: TableContract = {
  pointer: Dict.keys,
  values: Dict.values,
  count: Keys.nentries,
  first: Keys.entries,
  key: Entry.key,
  value: Entry.value,
  words: Entry.words,
};

const CONTRACT: Omit<TypeContract, 'name'> = {
  gc: true,
  slots: [],
  table: TABLE,
  traverse: tableWalk(TABLE),
  describe(heap, op, slot) {
    const H = heap.H;
    const keys = H[op + Dict.keys];
    const first = keys + H[keys + Keys.entries];
    const values = H[op + Dict.values];
    if (values !== 0) return `value of ${keyLabel(heap, H[first + Entry.words * ((slot - values) >> 1) + Entry.key])}`;
    const i = Math.floor((slot - first) / Entry.words);
    const label = keyLabel(heap, H[first + Entry.words * i + Entry.key]);
    return slot === first + Entry.words * i + Entry.key ? `key ${label}` : `value of ${label}`;
  },
};

export const DICT_TYPE: TypeSpec = {
  name: 'dict',
  at: T.dict,
  basicsize: 48,
  flags: TpFlag.BASETYPE | TpFlag.DICT_SUBCLASS | TpFlag.MAPPING | TpFlag.MATCH_SELF,
  contract: CONTRACT,
  unhashable: true,
  slots: {
    dealloc: dictDealloc,
    repr: dictRepr,
    richcompare: compare,
    iter: newKeyIterator,
    init,
    new: construct,
    vectorcall,
    nbOr: or,
    nbInplaceOr: inplaceOr,
    mpLength: (rt, op) => rt.H[op + Dict.used],
    mpSubscript: subscript,
    mpAssSubscript: assignSubscript,
    sqContains: contains,
  },
  methods: [
    {
      name: '__contains__',
      kind: Meth.O,
      fn: (rt: Runtime, op: number, key: number) => rt.bool(contains(rt, op, key)),
      signature: '($self, key, /)',
      doc: 'True if the dictionary has the specified key, else False.',
    },
    { name: '__getitem__', kind: Meth.O, fn: subscript, doc: 'x.__getitem__(y) <==> x[y]' },
    { name: '__sizeof__', kind: Meth.NOARGS, fn: sizeOf, doc: 'D.__sizeof__() -> size of D in memory, in bytes' },
    {
      name: 'get',
      kind: Meth.FAST,
      fn: get,
      signature: '($self, key, default=None, /)',
      doc: 'Return the value for key if key is in the dictionary, else default.',
    },
    {
      name: 'setdefault',
      kind: Meth.FAST,
      fn: setDefault,
      signature: '($self, key, default=None, /)',
      doc: 'Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.',
    },
    {
      name: 'pop',
      kind: Meth.FAST,
      fn: pop,
      doc: 'D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.',
    },
    {
      name: 'popitem',
      kind: Meth.NOARGS,
      fn: popItem,
      signature: '($self, /)',
      doc: 'Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.',
    },
    { name: 'keys', kind: Meth.NOARGS, fn: newKeysView, doc: "D.keys() -> a set-like object providing a view on D's keys" },
    { name: 'items', kind: Meth.NOARGS, fn: newItemsView, doc: "D.items() -> a set-like object providing a view on D's items" },
    { name: 'values', kind: Meth.NOARGS, fn: newValuesView, doc: "D.values() -> an object providing a view on D's values" },
    {
      name: 'update',
      kind: Meth.KEYWORDS,
      fn: update,
      doc: 'D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]',
    },
    {
      name: 'fromkeys',
      kind: Meth.FAST | Meth.CLASS,
      fn: fromKeys,
      signature: '($type, iterable, value=None, /)',
      doc: 'Create a new dictionary with keys from iterable and values set to value.',
    },
    { name: 'clear', kind: Meth.NOARGS, fn: clear, doc: 'D.clear() -> None.  Remove all items from D.' },
    { name: 'copy', kind: Meth.NOARGS, fn: dictCopy, doc: 'D.copy() -> a shallow copy of D' },
    {
      name: '__reversed__',
      kind: Meth.NOARGS,
      fn: newReverseKeyIterator,
      signature: '($self, /)',
      doc: 'Return a reverse iterator over the dict keys.',
    },
    CLASS_GETITEM,
  ],
  doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
};
