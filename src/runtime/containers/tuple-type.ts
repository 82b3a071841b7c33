import { Ob } from '../../memory/layout.ts';
import { checkIndex, sequenceTuple } from '../core/abstract/item.ts';
import { asIndex, hasIndex } from '../core/abstract/number.ts';
import { compareBool, repr } from '../core/abstract/object.ts';
import { checkPositional, noKeywordsForNew } from '../core/arguments.ts';
import { indexError, typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { CLASS_GETITEM } from './class-getitem.ts';
import { multipliedHash, XX_PRIME_5_HIGH, XX_PRIME_5_LOW, xxHash } from './hash-mixing.ts';
import { guardedRepr } from './repr-guard.ts';
import { compareItems } from './sequence-compare.ts';
import { newTupleIterator } from './sequence-iterators.ts';
import { sliceCount } from './slice-object.ts';
import { emptyTuple, newTuple, tupleDealloc, tupleFromSlots, tupleOf } from './tuple-object.ts';

/** The type tuple. CPython: Objects/tupleobject.c */

function isTuple(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0;
}

/** tuple(iterable). CPython: tuple_new, subtype of it: subtype_new */
function construct(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywordsForNew(rt, 'tuple', type, T.tuple, kwnames);
  checkPositional(rt, 'tuple', nargs, 0, 1);
  const plain = nargs === 0 ? rt.newRef(emptyTuple(rt)) : sequenceTuple(rt, rt.H[args]);
  if (type === T.tuple) return plain;
  const mark = rt.mark();
  rt.own(plain);
  const H = rt.H;
  const n = H[plain + Tuple.size];
  const op = allocInstance(rt, type, n);
  for (let s = Tuple.items; s < Tuple.items + 2 * n; s += 2) {
    const item = H[plain + s];
    H[item]++;
    H[op + s] = item;
  }
  return rt.leave(mark, op);
}

function tupleRepr(rt: Runtime, op: number): Owned {
  const n = rt.H[op + Tuple.size];
  if (n === 0) return rt.hooks.newStr(rt, '()');
  return guardedRepr(rt, op, '(...)', () => {
    const parts: string[] = [];
    for (let i = 0; i < n; i++) {
      const r = repr(rt, rt.H[op + Tuple.items + 2 * i]);
      parts.push(rt.hooks.strText(rt, r));
      rt.decref(r);
    }
    return n === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
  });
}

/** CPython: tuplehash; xxHash from 3.8 on */
function tupleHash(rt: Runtime, op: number): number {
  const n = rt.H[op + Tuple.size];
  if (rt.model.tupleHash === 'multiplied') return multipliedHash(rt, op + Tuple.items, n);
  // len ^ (PRIME_5 ^ 3527539)
  return xxHash(rt, op + Tuple.items, n, n ^ (XX_PRIME_5_LOW ^ 3527539), XX_PRIME_5_HIGH);
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (!isTuple(rt, a) || !isTuple(rt, b)) return rt.notImplemented();
  return compareItems(rt, a, b, op, Tuple.items, Tuple.size, false);
}

function concat(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const shares = rt.model.sharesTuples;
  if (shares && H[a + Tuple.size] === 0 && H[b + Ob.type] === T.tuple) return rt.newRef(b);
  if (!isTuple(rt, b)) typeError(rt, `can only concatenate tuple (not "${typeName(rt, b)}") to tuple`);
  if (shares && H[b + Tuple.size] === 0 && H[a + Ob.type] === T.tuple) return rt.newRef(a);
  const n = H[a + Tuple.size];
  const m = H[b + Tuple.size];
  if (n + m === 0) return newTuple(rt, 0);
  const t = newTuple(rt, n + m);
  copyItems(H, a + Tuple.items, t + Tuple.items, n);
  copyItems(H, b + Tuple.items, t + Tuple.items + 2 * n, m);
  rt.track(t);
  return t;
}

function copyItems(H: Int32Array, from: number, to: number, n: number): void {
  for (let i = 0; i < 2 * n; i += 2) {
    const item = H[from + i];
    H[item]++;
    H[to + i] = item;
  }
}

function repeat(rt: Runtime, op: number, times: number): Owned {
  const H = rt.H;
  const n = H[op + Tuple.size];
  if ((n === 0 || times === 1) && H[op + Ob.type] === T.tuple) return rt.newRef(op);
  if (n === 0 || times <= 0) return newTuple(rt, 0);
  if (n * times > 0x0fff_ffff) rt.noMemory();
  const t = newTuple(rt, n * times);
  for (let k = 0; k < times; k++) copyItems(H, op + Tuple.items, t + Tuple.items + 2 * n * k, n);
  rt.track(t);
  return t;
}

function item(rt: Runtime, op: number, i: number): Owned {
  if (i < 0 || i >= rt.H[op + Tuple.size]) indexError(rt, 'tuple index out of range');
  return rt.newRef(rt.H[op + Tuple.items + 2 * i]);
}

function subscript(rt: Runtime, op: number, key: number): Owned {
  const H = rt.H;
  if (hasIndex(rt, key)) {
    const i = checkIndex(rt, asIndex(rt, key, T.IndexError), H[op + Tuple.size], 'tuple index out of range');
    return rt.newRef(H[op + Tuple.items + 2 * i]);
  }
  if (H[key + Ob.type] !== T.slice) typeError(rt, `tuple indices must be integers or slices, not ${typeName(rt, key)}`);
  const size = H[op + Tuple.size];
  const count = sliceCount(rt, key, size);
  const { start, step } = rt.slice;
  if (count === 0) return newTuple(rt, 0);
  if (start === 0 && step === 1 && count === size && H[op + Ob.type] === T.tuple) return rt.newRef(op);
  if (step === 1) return tupleFromSlots(rt, op + Tuple.items + 2 * start, count);
  const t = newTuple(rt, count);
  for (let i = 0, at = start; i < count; i++, at += step) {
    const v = H[op + Tuple.items + 2 * at];
    H[v]++;
    H[t + Tuple.items + 2 * i] = v;
  }
  rt.track(t);
  return t;
}

function contains(rt: Runtime, op: number, value: number): number {
  const H = rt.H;
  const n = H[op + Tuple.size];
  for (let i = 0; i < n; i++) {
    const item = H[op + Tuple.items + 2 * i];
    if (rt.model.wantedFirst ? compareBool(rt, value, item, Cmp.EQ) : compareBool(rt, item, value, Cmp.EQ)) return 1;
  }
  return 0;
}

/** An index argument that may not be None. CPython: _PyEval_SliceIndexNotNone */
export function sliceArgument(rt: Runtime, o: number): number {
  if (!hasIndex(rt, o)) typeError(rt, 'slice indices must be integers or have an __index__ method');
  return asIndex(rt, o, 0);
}

function indexOf(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'index', nargs, 1, 3);
  const H = rt.H;
  const size = H[op + Tuple.size];
  let start = nargs > 1 ? sliceArgument(rt, H[args + 2]) : 0;
  let stop = nargs > 2 ? sliceArgument(rt, H[args + 4]) : size;
  if (start < 0) start = Math.max(0, start + size);
  if (stop < 0) stop += size;
  stop = Math.min(stop, size);
  for (let i = start; i < stop; i++) if (compareBool(rt, H[op + Tuple.items + 2 * i], H[args], Cmp.EQ)) return newInt(rt, i);
  valueError(rt, 'tuple.index(x): x not in tuple');
}

function count(rt: Runtime, op: number, value: number): Owned {
  const H = rt.H;
  const n = H[op + Tuple.size];
  let found = 0;
  for (let i = 0; i < n; i++) if (compareBool(rt, H[op + Tuple.items + 2 * i], value, Cmp.EQ)) found++;
  return newInt(rt, found);
}

function getNewArgs(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const copy = rt.own(tupleFromSlots(rt, op + Tuple.items, rt.H[op + Tuple.size]));
  return rt.leave(mark, tupleOf(rt, copy));
}

export const TUPLE_TYPE: TypeSpec = {
  name: 'tuple',
  at: T.tuple,
  basicsize: 24,
  itemsize: 8,
  flags: TpFlag.BASETYPE | TpFlag.TUPLE_SUBCLASS | TpFlag.SEQUENCE | TpFlag.MATCH_SELF,
  contract: { gc: true, slots: [], items: { at: Tuple.items, label: (i) => `item ${i}` } },
  slots: {
    dealloc: tupleDealloc,
    repr: tupleRepr,
    hash: tupleHash,
    richcompare: compare,
    iter: newTupleIterator,
    new: construct,
    vectorcall: construct,
    mpLength: (rt, op) => rt.H[op + Tuple.size],
    mpSubscript: subscript,
    sqLength: (rt, op) => rt.H[op + Tuple.size],
    sqConcat: concat,
    sqRepeat: repeat,
    sqItem: item,
    sqContains: contains,
  },
  methods: [
    { name: '__getnewargs__', kind: Meth.NOARGS, fn: getNewArgs, signature: '($self, /)' },
    {
      name: 'index',
      kind: Meth.FAST,
      fn: indexOf,
      signature: '($self, value, start=0, stop=sys.maxsize, /)',
      doc: 'Return first index of value.\n\nRaises ValueError if the value is not present.',
    },
    { name: 'count', kind: Meth.O, fn: count, signature: '($self, value, /)', doc: 'Return number of occurrences of value.' },
    CLASS_GETITEM,
  ],
  signature: '(iterable=(), /)',
  doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
};
