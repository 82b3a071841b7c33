import { Ob } from '../../../memory/layout.ts';
import { tuple2, tupleOf } from '../../containers/tuple-object.ts';
import { call1, callTuple } from '../../core/abstract/call.ts';
import { sequenceTuple } from '../../core/abstract/item.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { checkPositional, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type Call, Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { iteratorType, newIterator, refuseKeywords } from './iterator-type.ts';

/** itertools.compress, dropwhile, filterfalse, starmap, takewhile. CPython: Modules/itertoolsmodule.c */

/** A function and an iterator; a raw flag in word 8. */
const enum At {
  func = 4,
  it = 6,
  flag = 8,
}

/** tp_new of the types called with a function and an iterable. */
function newWithFunction(name: string): Call {
  return (rt, type, args, nargs, kwnames) => {
    refuseKeywords(rt, type, name, kwnames);
    checkPositional(rt, name, nargs, 2, 2);
    const mark = rt.mark();
    const it = rt.own(iter(rt, rt.H[args + 2]!));
    return rt.leave(mark, newIterator(rt, type, rt.H[args]!, it));
  };
}

/** Is func(item) true? */
function holds(rt: Runtime, self: number, item: number): boolean {
  const mark = rt.mark();
  const result = rt.own(call1(rt, rt.H[self + At.func]!, item));
  const truth = isTrue(rt, result);
  rt.release(mark);
  return truth;
}

function nextDropwhile(rt: Runtime, self: number): Owned {
  const it = rt.H[self + At.it]!;
  for (;;) {
    const item = next(rt, it);
    if (item === 0 || rt.H[self + At.flag] !== 0) return item;
    rt.own(item);
    if (!holds(rt, self, item)) {
      rt.H[self + At.flag] = 1;
      return rt.unown(item);
    }
    rt.decref(rt.unown(item));
  }
}

function nextTakewhile(rt: Runtime, self: number): Owned {
  if (rt.H[self + At.flag] !== 0) return NULL;
  const item = next(rt, rt.H[self + At.it]!);
  if (item === 0) return NULL;
  rt.own(item);
  if (holds(rt, self, item)) return rt.unown(item);
  rt.H[self + At.flag] = 1;
  rt.decref(rt.unown(item));
  return NULL;
}

function nextFilterfalse(rt: Runtime, self: number): Owned {
  const it = rt.H[self + At.it]!;
  const func = rt.H[self + At.func]!;
  for (;;) {
    const item = next(rt, it);
    if (item === 0) return NULL;
    rt.own(item);
    const truth = func === S.None || func === T.bool ? isTrue(rt, item) : holds(rt, self, item);
    if (!truth) return rt.unown(item);
    rt.decref(rt.unown(item));
  }
}

function nextStarmap(rt: Runtime, self: number): Owned {
  const item = next(rt, rt.H[self + At.it]!);
  if (item === 0) return NULL;
  const mark = rt.mark();
  rt.own(item);
  const args = rt.H[item + Ob.type] === T.tuple ? item : rt.own(sequenceTuple(rt, item));
  return rt.leave(mark, callTuple(rt, rt.H[self + At.func]!, args, 0));
}

function reduceTwo(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const args = rt.own(tuple2(rt, H[self + At.func]!, H[self + At.it]!));
  return rt.leave(mark, tuple2(rt, H[self + Ob.type]!, args));
}

function reduceWithFlag(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const args = rt.own(tuple2(rt, H[self + At.func]!, H[self + At.it]!));
  const flag = rt.own(rt.bool(H[self + At.flag]!));
  return rt.leave(mark, tupleOf(rt, H[self + Ob.type]!, args, flag));
}

function setFlag(rt: Runtime, self: number, state: number): Owned {
  rt.H[self + At.flag] = isTrue(rt, state) ? 1 : 0;
  return rt.none();
}

const plain: readonly MethodSpec[] = [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceTwo }];
const flagged: readonly MethodSpec[] = [
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduceWithFlag },
  { name: '__setstate__', kind: Meth.O, fn: setFlag },
];
const FUNCTION_AND_ITERATOR = ['function', 'iterator'];

export const dropwhileType = iteratorType({
  name: 'dropwhile',
  basicsize: 40,
  holds: FUNCTION_AND_ITERATOR,
  new: newWithFunction('dropwhile'),
  next: nextDropwhile,
  methods: flagged,
  doc: 'Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.',
});

export const takewhileType = iteratorType({
  name: 'takewhile',
  basicsize: 40,
  holds: FUNCTION_AND_ITERATOR,
  new: newWithFunction('takewhile'),
  next: nextTakewhile,
  methods: flagged,
  doc: 'Return successive entries from an iterable as long as the predicate evaluates to true for each entry.',
});

export const filterfalseType = iteratorType({
  name: 'filterfalse',
  basicsize: 32,
  holds: FUNCTION_AND_ITERATOR,
  new: newWithFunction('filterfalse'),
  next: nextFilterfalse,
  methods: plain,
  doc: 'Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.',
});

export const starmapType = iteratorType({
  name: 'starmap',
  basicsize: 32,
  holds: FUNCTION_AND_ITERATOR,
  new: newWithFunction('starmap'),
  next: nextStarmap,
  methods: plain,
  doc: 'Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.',
});

const COMPRESS: ParameterSpec = { name: 'compress', params: ['data', 'selectors'], required: 2 };

function newCompress(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, COMPRESS, args, nargs, kwnames, []);
  const mark = rt.mark();
  const data = rt.own(iter(rt, out[0]!));
  const selectors = rt.own(iter(rt, out[1]!));
  return rt.leave(mark, newIterator(rt, type, data, selectors));
}

function nextCompress(rt: Runtime, self: number): Owned {
  const data = rt.H[self + At.func]!;
  const selectors = rt.H[self + At.it]!;
  for (;;) {
    const datum = next(rt, data);
    if (datum === 0) return NULL;
    const mark = rt.mark();
    rt.own(datum);
    const selector = next(rt, selectors);
    if (selector === 0) {
      rt.release(mark);
      return NULL;
    }
    rt.own(selector);
    if (isTrue(rt, selector)) {
      rt.decref(rt.unown(selector));
      return rt.unown(datum);
    }
    rt.release(mark);
  }
}

export const compressType = iteratorType({
  name: 'compress',
  basicsize: 32,
  holds: ['data', 'selectors'],
  new: newCompress,
  next: nextCompress,
  methods: plain,
  doc: 'Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.',
});
