import { Gc, Ob } from '../../memory/layout.ts';
import { call, call1 } from '../core/abstract/call.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { index } from '../core/abstract/number.ts';
import { isTrue } from '../core/abstract/object.ts';
import { noKeywordsForNew, parseKeywords } from '../core/arguments.ts';
import { typeError, valueError } from '../core/errors.ts';
import { allocInstance, freeInstance } from '../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { type IterNext, Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { intToBig, newInt, newIntBig } from '../numbers/int-object.ts';
import { CLASS_GETITEM } from './class-getitem.ts';
import { Enumerate, FilterIter, MapIter, Zip } from './iterator-layout.ts';
import { selfIter } from './sequence-iterators.ts';
import { emptyTuple, newTuple, tuple2, tupleFromSlots, tupleItem, tupleOf, tupleSize } from './tuple-object.ts';

/** enumerate, zip, map, filter. CPython: Objects/enumobject.c, Python/bltinmodule.c */

/** Calls tp_iternext itself: the exhausting StopIteration of Python code stays to be swallowed by whoever asked. */
function step(rt: Runtime, it: number): Owned {
  return (rt.fn[rt.H[rt.H[it + Ob.type] + Tp.iternext]] as IterNext)(rt, it);
}

/** Reuses a result tuple that nobody else holds: true when its count was one; it is then held once more. */
function reusable(rt: Runtime, result: number): boolean {
  const H = rt.H;
  if (H[result] !== 1) return false;
  H[result]++;
  return true;
}

// ---------------------------------------------------------------- enumerate

const ENUMERATE = { name: 'enumerate', params: ['iterable', 'start'], required: 1 };

/** What enumerate() says of keywords since it reads them itself. CPython 3.11: Objects/enumobject.c enumerate_vectorcall */
function checkEnumerateKeywords(rt: Runtime, nargs: number, kwnames: number): void {
  const count = kwnames === 0 ? 0 : tupleSize(rt, kwnames);
  if (count === 0 || count + nargs > 2) return;
  const refuse = (name: string): never => typeError(rt, `'${name}' is an invalid keyword argument for enumerate()`);
  const names = Array.from({ length: count }, (_, i) => rt.hooks.strText(rt, tupleItem(rt, kwnames, i)));
  if (nargs === 1) {
    if (names[0] !== 'start') refuse(names[0]);
    return;
  }
  if (count === 1) {
    if (names[0] !== 'iterable') refuse(names[0]);
    return;
  }
  const at = names[0] === 'iterable' ? 1 : 0;
  if (names[1 - at] !== 'iterable') refuse(names[1 - at]);
  if (names[at] !== 'start') refuse(names[at]);
}

function newEnumerate(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs === 0 && kwnames === 0 && type === T.enumerate && rt.model.natives.enumerateUnplaced) {
    typeError(rt, "enumerate() missing required argument 'iterable'");
  }
  if (rt.model.natives.enumerateUnplaced && type === T.enumerate) checkEnumerateKeywords(rt, nargs, kwnames);
  const given = parseKeywords(rt, ENUMERATE, args, nargs, kwnames, [0, 0]);
  const H = rt.H;
  const mark = rt.mark();
  let first = 0;
  let long = 0;
  if (given[1] !== 0) {
    const start = rt.own(index(rt, given[1]));
    const v = intToBig(rt, start);
    if (v > 0x3fff_ffffn || v < -0x3fff_ffffn) long = start;
    else first = Number(v);
  }
  const it = rt.own(iter(rt, given[0]));
  const result = rt.own(tuple2(rt, S.None, S.None));
  const op = allocInstance(rt, type, 0);
  H[op + Enumerate.index] = first;
  H[op + Enumerate.iterator] = rt.newRef(it);
  H[op + Enumerate.result] = rt.newRef(result);
  if (long !== 0) H[op + Enumerate.longIndex] = rt.newRef(long);
  return rt.leave(mark, op);
}

/** CPython: enum_next, enum_next_long */
function enumerateNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const item = step(rt, H[op + Enumerate.iterator]);
  if (item === 0) return NULL;
  const mark = rt.mark();
  rt.own(item);
  let count: number;
  const long = H[op + Enumerate.longIndex];
  if (long !== 0) {
    count = rt.own(rt.newRef(long));
    rt.setSlot(op + Enumerate.longIndex, newIntBig(rt, intToBig(rt, long) + 1n));
  } else {
    const i = H[op + Enumerate.index];
    count = rt.own(newInt(rt, i));
    if (i === 0x3fff_ffff) rt.setSlot(op + Enumerate.longIndex, newInt(rt, i + 1));
    else H[op + Enumerate.index] = i + 1;
  }
  const result = H[op + Enumerate.result];
  if (!reusable(rt, result)) return rt.leave(mark, tuple2(rt, count, item));
  rt.unown(count);
  rt.unown(item);
  swapItem(rt, result, 0, count);
  swapItem(rt, result, 1, item);
  if (H[result + Gc.next] === 0) rt.track(result);
  return result as Owned;
}

/** Puts an owned item into a tuple; gives the old one up. */
function swapItem(rt: Runtime, tuple: number, i: number, item: number): void {
  const H = rt.H;
  const slot = tuple + Tuple.items + 2 * i;
  const old = H[slot];
  H[slot] = item;
  if (old !== 0 && --H[old] === 0) rt.dealloc(old);
}

function enumerateReduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const at = rt.own(H[op + Enumerate.longIndex] !== 0 ? rt.newRef(H[op + Enumerate.longIndex]) : newInt(rt, H[op + Enumerate.index]));
  const args = rt.own(tuple2(rt, H[op + Enumerate.iterator], at));
  return rt.leave(mark, tuple2(rt, H[op + Ob.type], args));
}

// ---------------------------------------------------------------- zip

/** Iterators of all arguments as a tuple, parked on the native stack. */
function iterators(rt: Runtime, args: number, nargs: number): number {
  const H = rt.H;
  const tuple = rt.own(newTuple(rt, nargs));
  for (let i = 0; i < nargs; i++) H[tuple + Tuple.items + 2 * i] = iter(rt, H[args + 2 * i]);
  if (nargs !== 0) rt.track(tuple);
  return tuple;
}

/** Splits off the one keyword `strict` of zip(). */
function strictOf(rt: Runtime, args: number, nargs: number, kwnames: number): boolean {
  const H = rt.H;
  if (kwnames === 0 || H[kwnames + Tuple.size] === 0) return false;
  const n = H[kwnames + Tuple.size];
  if (n > 1) typeError(rt, `zip() takes at most 1 keyword argument (${n} given)`);
  const name = rt.hooks.strText(rt, H[kwnames + Tuple.items]);
  if (name !== 'strict') typeError(rt, rt.model.wording.unknownKeyword.replace('%k', name).replace('%f', 'zip'));
  return isTrue(rt, H[args + 2 * nargs]);
}

function newZip(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const strict = strictOf(rt, args, nargs, kwnames);
  const mark = rt.mark();
  const its = iterators(rt, args, nargs);
  const result = rt.own(newTuple(rt, nargs));
  for (let i = 0; i < nargs; i++) H[result + Tuple.items + 2 * i] = rt.none();
  if (nargs !== 0) rt.track(result);
  const op = allocInstance(rt, type, 0);
  H[op + Zip.size] = nargs;
  H[op + Zip.iterators] = rt.newRef(its);
  H[op + Zip.result] = rt.newRef(result);
  H[op + Zip.strict] = strict ? 1 : 0;
  return rt.leave(mark, op);
}

/** CPython: zip_next */
function zipNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const n = H[op + Zip.size];
  if (n === 0) return NULL;
  const its = H[op + Zip.iterators];
  const result = H[op + Zip.result];
  if (reusable(rt, result)) {
    const mark = rt.mark();
    rt.own(result);
    for (let i = 0; i < n; i++) {
      const item = step(rt, H[its + Tuple.items + 2 * i]);
      if (item === 0) {
        rt.release(mark);
        return zipEnd(rt, op, i);
      }
      swapItem(rt, result, i, item);
    }
    if (H[result + Gc.next] === 0) rt.track(result);
    rt.unown(result);
    return result as Owned;
  }
  const mark = rt.mark();
  const fresh = rt.own(newTuple(rt, n));
  for (let i = 0; i < n; i++) {
    const item = step(rt, H[its + Tuple.items + 2 * i]);
    if (item === 0) {
      rt.release(mark);
      return zipEnd(rt, op, i);
    }
    H[fresh + Tuple.items + 2 * i] = item;
  }
  rt.track(fresh);
  rt.unown(fresh);
  return rt.leave(mark, fresh);
}

/** Iterator `i` is exhausted: with strict, the others must be too. */
function zipEnd(rt: Runtime, op: number, i: number): Owned {
  const H = rt.H;
  if (H[op + Zip.strict] === 0) return NULL;
  if (i > 0) valueError(rt, `zip() argument ${i + 1} is shorter than argument${i === 1 ? ' ' : 's 1-'}${i}`);
  for (let k = 1; k < H[op + Zip.size]; k++) {
    const item = next(rt, H[H[op + Zip.iterators] + Tuple.items + 2 * k]);
    if (item !== 0) {
      rt.decref(item);
      valueError(rt, `zip() argument ${k + 1} is longer than argument${k === 1 ? ' ' : 's 1-'}${k}`);
    }
  }
  return NULL;
}

function zipReduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const type = H[op + Ob.type];
  const its = H[op + Zip.iterators] === 0 ? emptyTuple(rt) : H[op + Zip.iterators];
  return H[op + Zip.strict] !== 0 ? tupleOf(rt, type, its, S.True) : tuple2(rt, type, its);
}

function zipSetState(rt: Runtime, op: number, state: number): Owned {
  rt.H[op + Zip.strict] = isTrue(rt, state) ? 1 : 0;
  return rt.none();
}

// ---------------------------------------------------------------- map

function newMap(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywordsForNew(rt, 'map', type, T.map, kwnames);
  if (nargs < 2) typeError(rt, 'map() must have at least two arguments.');
  const H = rt.H;
  const mark = rt.mark();
  const its = iterators(rt, args + 2, nargs - 1);
  const op = allocInstance(rt, type, 0);
  H[op + MapIter.iterators] = rt.newRef(its);
  H[op + MapIter.function] = rt.newRef(H[args]);
  return rt.leave(mark, op);
}

/** CPython: map_next */
function mapNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const its = H[op + MapIter.iterators];
  const n = H[its + Tuple.size];
  const mark = rt.mark();
  for (let i = 0; i < n; i++) {
    const item = step(rt, H[its + Tuple.items + 2 * i]);
    if (item === 0) {
      rt.release(mark);
      return NULL;
    }
    rt.own(item);
  }
  return rt.leave(mark, call(rt, H[op + MapIter.function], mark, n, 0));
}

function mapReduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const its = H[op + MapIter.iterators];
  const n = H[its + Tuple.size];
  const mark = rt.mark();
  rt.push(H[op + MapIter.function]);
  for (let i = 0; i < n; i++) rt.push(H[its + Tuple.items + 2 * i]);
  const args = rt.own(tupleFromSlots(rt, mark, n + 1));
  return rt.leave(mark, tuple2(rt, H[op + Ob.type], args));
}

// ---------------------------------------------------------------- filter

function newFilter(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywordsForNew(rt, 'filter', type, T.filter, kwnames);
  if (nargs !== 2) typeError(rt, `filter expected 2 arguments, got ${nargs}`);
  const H = rt.H;
  const mark = rt.mark();
  const it = rt.own(iter(rt, H[args + 2]));
  const op = allocInstance(rt, type, 0);
  H[op + FilterIter.function] = rt.newRef(H[args]);
  H[op + FilterIter.iterator] = rt.newRef(it);
  return rt.leave(mark, op);
}

/** CPython: filter_next */
function filterNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const f = H[op + FilterIter.function];
  const mark = rt.mark();
  for (;;) {
    const item = step(rt, H[op + FilterIter.iterator]);
    if (item === 0) return NULL;
    rt.own(item);
    const good = f === S.None || f === T.bool ? item : rt.own(call1(rt, f, item));
    const ok = isTrue(rt, good);
    if (good !== item) rt.decref(rt.unown(good));
    if (ok) {
      rt.unown(item);
      return item;
    }
    rt.release(mark);
  }
}

function filterReduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const args = rt.own(tuple2(rt, H[op + FilterIter.function], H[op + FilterIter.iterator]));
  return rt.leave(mark, tuple2(rt, H[op + Ob.type], args));
}

/** Deallocator of objects that own the slots named, given up in this order. */
function releasing(...slots: number[]): (rt: Runtime, op: number) => void {
  return (rt, op) => {
    if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
    for (const at of slots) rt.clearSlot(op + at);
    freeInstance(rt, op);
  };
}

export const ITERATION_TYPES: readonly TypeSpec[] = [
  {
    name: 'enumerate',
    at: T.enumerate,
    basicsize: Enumerate.bytes,
    flags: TpFlag.BASETYPE,
    contract: {
      gc: true,
      slots: [
        { at: Enumerate.iterator, label: 'iterator' },
        { at: Enumerate.result, label: 'pair to be reused' },
        { at: Enumerate.longIndex, label: 'index' },
      ],
    },
    slots: {
      dealloc: releasing(Enumerate.iterator, Enumerate.result, Enumerate.longIndex),
      iter: selfIter,
      iternext: enumerateNext,
      new: newEnumerate,
      vectorcall: newEnumerate,
    },
    methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: enumerateReduce, doc: 'Return state information for pickling.' }, CLASS_GETITEM],
    signature: '(iterable, start=0)',
    doc: 'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  },
  {
    name: 'zip',
    at: T.zip,
    basicsize: Zip.bytes,
    flags: TpFlag.BASETYPE,
    contract: {
      gc: true,
      slots: [
        { at: Zip.iterators, label: 'iterators' },
        { at: Zip.result, label: 'tuple to be reused' },
      ],
    },
    slots: { dealloc: releasing(Zip.iterators, Zip.result), iter: selfIter, iternext: zipNext, new: newZip, vectorcall: newZip },
    methods: [
      { name: '__reduce__', kind: Meth.NOARGS, fn: zipReduce, doc: 'Return state information for pickling.' },
      { name: '__setstate__', kind: Meth.O, fn: zipSetState, doc: 'Set state information for unpickling.' },
    ],
    doc: "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\nThe zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
  },
  {
    name: 'map',
    at: T.map,
    basicsize: MapIter.bytes,
    flags: TpFlag.BASETYPE,
    contract: {
      gc: true,
      slots: [
        { at: MapIter.iterators, label: 'iterators' },
        { at: MapIter.function, label: 'function' },
      ],
    },
    slots: { dealloc: releasing(MapIter.iterators, MapIter.function), iter: selfIter, iternext: mapNext, new: newMap, vectorcall: newMap },
    methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: mapReduce, doc: 'Return state information for pickling.' }],
    doc: 'map(func, *iterables) --> map object\n\nMake an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.',
  },
  {
    name: 'filter',
    at: T.filter,
    basicsize: FilterIter.bytes,
    flags: TpFlag.BASETYPE,
    contract: {
      gc: true,
      slots: [
        { at: FilterIter.function, label: 'function' },
        { at: FilterIter.iterator, label: 'iterator' },
      ],
    },
    slots: {
      dealloc: releasing(FilterIter.function, FilterIter.iterator),
      iter: selfIter,
      iternext: filterNext,
      new: newFilter,
      vectorcall: newFilter,
    },
    methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: filterReduce, doc: 'Return state information for pickling.' }],
    doc: 'filter(function or None, iterable) --> filter object\n\nReturn an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.',
  },
];
