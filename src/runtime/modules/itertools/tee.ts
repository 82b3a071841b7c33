import { Gc, Ob } from '../../../memory/layout.ts';
import { newTuple, tuple2, tupleItem, tupleOf } from '../../containers/tuple-object.ts';
import { getAttr, lookupAttr } from '../../core/abstract/attribute.ts';
import { call0 } from '../../core/abstract/call.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { argumentType, checkPositional, noKeywords } from '../../core/arguments.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { allocInstance, freeInstance } from '../../core/instance.ts';
import { List, Tuple } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { clearWeakrefs } from '../../types/weakref.ts';
import { requireState } from './argument-check.ts';
import { iterSelf, nativeType, withStateWarnings } from './iterator-type.ts';

/**
 * itertools.tee: iterators over a linked list of blocks of items read. CPython: Modules/itertoolsmodule.c teedataobject, teeobject
 */
const LINK_CELLS = 57;

const enum Data {
  it = 4,
  /** Raw: how many items are there. */
  read = 6,
  /** Raw: the iterator is being read. */
  running = 7,
  link = 8,
  values = 10,
}

const enum Tee {
  data = 4,
  /** Raw. */
  index = 6,
  weaklist = 8,
}

function newData(rt: Runtime, it: number): Owned {
  const op = allocInstance(rt, nativeType(rt, 'itertools._tee_dataobject'), 0);
  rt.H[it]!++;
  rt.H[op + Data.it] = it;
  return op;
}

function dataItem(rt: Runtime, data: number, i: number): Owned {
  const H = rt.H;
  if (i < H[data + Data.read]!) return rt.newRef(H[data + Data.values + 2 * i]!);
  if (H[data + Data.running] !== 0) raise(rt, T.RuntimeError, 'cannot re-enter the tee iterator');
  H[data + Data.running] = 1;
  let value: Owned;
  try {
    value = next(rt, H[data + Data.it]!);
  } finally {
    H[data + Data.running] = 0;
  }
  if (value === 0) return NULL;
  H[data + Data.values + 2 * i] = value;
  H[data + Data.read]!++;
  return rt.newRef(value);
}

function deallocData(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + Data.it);
  const count = H[op + Data.read]!;
  for (let i = 0; i < count; i++) rt.clearSlot(op + Data.values + 2 * i);
  // a long chain of links that nobody else holds is freed one by one, not recursively
  let link = H[op + Data.link]!;
  H[op + Data.link] = 0;
  while (link !== 0 && H[link] === 1) {
    const after = H[link + Data.link]!;
    H[link + Data.link] = 0;
    rt.decref(link);
    link = after;
  }
  rt.xdecref(link);
  freeInstance(rt, op);
}

function dataNew(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'teedataobject', kwnames);
  if (nargs !== 3) typeError(rt, `teedataobject expected 3 arguments, got ${nargs}`);
  const H = rt.H;
  const data = rt.own(newData(rt, H[args]!));
  const values = H[args + 2]!;
  if (H[values + Ob.type] !== T.list) typeError(rt, `teedataobject() argument 2 must be list, not ${argumentType(rt, values)}`);
  const count = H[values + List.size]!;
  if (count > LINK_CELLS) valueError(rt, 'Invalid arguments');
  for (let i = 0; i < count; i++) {
    H[data + Data.values + 2 * i] = rt.newRef(H[H[values + List.items]! + 2 * i]!);
    H[data + Data.read] = i + 1;
  }
  const link = H[args + 4]!;
  if (link !== S.None) {
    if (H[link + Ob.type] !== nativeType(rt, 'itertools._tee_dataobject') || count !== LINK_CELLS) valueError(rt, 'Invalid arguments');
    H[data + Data.link] = rt.newRef(link);
  }
  return rt.unown(data);
}

function reduceData(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const values = rt.own(rt.hooks.newList(rt));
  for (let i = 0; i < H[self + Data.read]!; i++) rt.hooks.listAppend(rt, values, H[self + Data.values + 2 * i]!);
  const link = H[self + Data.link] === 0 ? S.None : H[self + Data.link]!;
  const args = rt.own(tupleOf(rt, H[self + Data.it]!, values, link));
  return rt.leave(mark, tuple2(rt, H[self + Ob.type]!, args));
}

export const teeDataType: TypeSpec = {
  name: 'itertools._tee_dataobject',
  basicsize: 496,
  contract: {
    gc: true,
    slots: [
      { at: Data.it, label: 'iterator' },
      { at: Data.link, label: 'next block' },
    ],
    items: { at: Data.values, count: Data.read, label: (i) => `item ${i} read` },
  },
  slots: { dealloc: deallocData, new: dataNew },
  methods: withStateWarnings([{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceData }]),
  doc: 'teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.',
};

function newTee(rt: Runtime, data: number, index: number): Owned {
  const op = allocInstance(rt, nativeType(rt, 'itertools._tee'), 0);
  rt.H[data]!++;
  rt.H[op + Tee.data] = data;
  rt.H[op + Tee.index] = index;
  return op;
}

/** CPython: tee_fromiterable */
function teeFromIterable(rt: Runtime, iterable: number): Owned {
  const mark = rt.mark();
  const it = rt.own(iter(rt, iterable));
  if (rt.H[it + Ob.type] === nativeType(rt, 'itertools._tee')) return rt.leave(mark, copyTee(rt, it));
  const data = rt.own(newData(rt, it));
  return rt.leave(mark, newTee(rt, data, 0));
}

function copyTee(rt: Runtime, self: number): Owned {
  return newTee(rt, rt.H[self + Tee.data]!, rt.H[self + Tee.index]!);
}

function nextTee(rt: Runtime, self: number): Owned {
  const H = rt.H;
  if (H[self + Tee.index]! >= LINK_CELLS) {
    const data = H[self + Tee.data]!;
    if (H[data + Data.link] === 0) H[data + Data.link] = newData(rt, H[data + Data.it]!);
    const link = rt.newRef(H[data + Data.link]!);
    H[self + Tee.index] = 0;
    rt.setSlot(self + Tee.data, link);
  }
  const value = dataItem(rt, H[self + Tee.data]!, H[self + Tee.index]!);
  if (value !== 0) H[self + Tee.index]!++;
  return value;
}

function teeNew(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, '_tee', kwnames);
  if (nargs !== 1) typeError(rt, `_tee expected 1 argument, got ${nargs}`);
  return teeFromIterable(rt, rt.H[args]!);
}

function reduceTee(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const empty = rt.own(tupleOf(rt));
  const args = rt.own(tupleOf(rt, empty));
  const index = rt.own(newInt(rt, H[self + Tee.index]!));
  const state = rt.own(tuple2(rt, H[self + Tee.data]!, index));
  return rt.leave(mark, tupleOf(rt, H[self + Ob.type]!, args, state));
}

function setTee(rt: Runtime, self: number, state: number): Owned {
  requireState(rt, state, 2);
  const data = tupleItem(rt, state, 0);
  if (rt.H[data + Ob.type] !== nativeType(rt, 'itertools._tee_dataobject'))
    typeError(rt, `an itertools._tee_dataobject is required, not ${typeName(rt, data)}`);
  const index = asIndex(rt, tupleItem(rt, state, 1));
  if (index < 0 || index > LINK_CELLS) valueError(rt, 'Index out of range');
  rt.setSlot(self + Tee.data, rt.newRef(data));
  rt.H[self + Tee.index] = index;
  return rt.none();
}

function deallocTee(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  clearWeakrefs(rt, op);
  rt.clearSlot(op + Tee.data);
  freeInstance(rt, op);
}

const teeMethods: readonly MethodSpec[] = [
  { name: '__copy__', kind: Meth.NOARGS, fn: copyTee, doc: 'Returns an independent iterator.' },
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduceTee },
  { name: '__setstate__', kind: Meth.O, fn: setTee },
];

export const teeType: TypeSpec = {
  name: 'itertools._tee',
  basicsize: 40,
  contract: { gc: true, slots: [{ at: Tee.data, label: 'items read' }] },
  weaklistoffset: Tee.weaklist,
  slots: { dealloc: deallocTee, iter: iterSelf, iternext: nextTee, new: teeNew },
  methods: withStateWarnings(teeMethods),
  doc: 'Iterator wrapped to make it copyable.',
};

/** tee(iterable, n=2). CPython: itertools_tee_impl */
function tee(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'tee', nargs, 1, 2);
  const H = rt.H;
  const n = nargs === 2 ? asIndex(rt, H[args + 2]!) : 2;
  if (n < 0) valueError(rt, 'n must be >= 0');
  const mark = rt.mark();
  const result = rt.own(newTuple(rt, n));
  if (n === 0) return rt.unown(result);
  const it = rt.own(iter(rt, H[args]!));
  const copyName = rt.ident('__copy__');
  let first = it;
  let copy = rt.own(lookupAttr(rt, it, copyName));
  if (copy === 0) {
    first = rt.own(teeFromIterable(rt, it));
    copy = rt.own(getAttr(rt, first, copyName));
  }
  H[result + Tuple.items] = rt.newRef(first);
  for (let i = 1; i < n; i++) H[result + Tuple.items + 2 * i] = call0(rt, copy);
  rt.track(result);
  return rt.leave(mark, rt.newRef(result));
}

export const teeFunction: MethodSpec = {
  name: 'tee',
  kind: Meth.FAST,
  fn: tee,
  signature: '($module, iterable, n=2, /)',
  doc: 'Returns a tuple of n independent iterators.',
};
