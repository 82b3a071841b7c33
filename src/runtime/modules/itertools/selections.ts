import { Ob } from '../../../memory/layout.ts';
import { newTuple, tuple2, tupleItem, tupleOf } from '../../containers/tuple-object.ts';
import { sequenceTuple } from '../../core/abstract/item.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { findKeyword, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { Tuple } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { shownBasic } from '../../core/shown-size.ts';
import { type Call, type IterNext, Meth, type MethodSpec } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { requireState } from './argument-check.ts';
import { iteratorType, newIterator, recycleTuple } from './iterator-type.ts';

/**
 * itertools.product, combinations, combinations_with_replacement, permutations. CPython: Modules/itertoolsmodule.c
 *
 * All four: the pool (for product a tuple of pools), the last result, a block of raw words with the indices (for permutations
 * followed by the cycles), the length of results, whether they are exhausted.
 */
const enum At {
  pool = 4,
  result = 6,
  indices = 8,
  length = 10,
  stopped = 11,
}
const HOLDS = ['pool', 'last result'];

function newSelection(rt: Runtime, type: number, pool: number, length: number, words: number, stopped: boolean): Owned {
  const mark = rt.mark();
  const op = rt.own(newIterator(rt, type, pool, 0));
  const block = rt.allocBlock(Math.max(4, 4 * words));
  rt.H.fill(0, block, block + words);
  rt.H[op + At.indices] = block;
  rt.H[op + At.length] = length;
  rt.H[op + At.stopped] = stopped ? 1 : 0;
  rt.unown(op);
  rt.release(mark);
  return op as Owned;
}

/** Replaces item `i` of a result that nobody else holds. */
function setItem(rt: Runtime, result: number, i: number, item: number): void {
  rt.H[item]!++;
  rt.setSlot(result + Tuple.items + 2 * i, item);
}

/** The first result: item index(i) of the pool at each place. */
function firstResult(rt: Runtime, self: number, itemAt: (i: number) => number): Owned {
  const H = rt.H;
  const n = H[self + At.length]!;
  const result = newTuple(rt, n);
  for (let i = 0; i < n; i++) {
    const item = itemAt(i);
    H[item]!++;
    H[result + Tuple.items + 2 * i] = item;
  }
  if (n > 0) rt.track(result);
  H[result]!++;
  rt.setSlot(self + At.result, result);
  return result;
}

function done(rt: Runtime, self: number): Owned {
  rt.H[self + At.stopped] = 1;
  return NULL;
}

// ---------------------------------------------------------------- product

const PRODUCT_REPEAT = 'repeat';

function newProduct(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  let times = 1;
  if (kwnames !== 0 && H[kwnames + Ob.size]! > 0) {
    const given = findKeyword(rt, args, nargs, kwnames, PRODUCT_REPEAT);
    if (H[kwnames + Ob.size]! > 1) typeError(rt, `product() takes at most 1 keyword argument (${H[kwnames + Ob.size]} given)`);
    if (given === 0) typeError(rt, `'${rt.hooks.strText(rt, H[kwnames + Tuple.items]!)}' is an invalid keyword argument for product()`);
    times = asIndex(rt, given);
    if (times < 0) valueError(rt, 'repeat argument cannot be negative');
  }
  const given = times === 0 ? 0 : nargs;
  const count = given * times;
  const mark = rt.mark();
  const pools = rt.own(newTuple(rt, count));

  for (let i = 0; i < given; i++) {
    const pool = sequenceTuple(rt, H[args + 2 * i]!);
    H[pools + Tuple.items + 2 * i] = pool;
  }
  for (let i = given; i < count; i++) {
    const pool = H[pools + Tuple.items + 2 * (i - given)]!;
    H[pool]!++;
    H[pools + Tuple.items + 2 * i] = pool;
  }
  if (count > 0) rt.track(pools);
  return rt.leave(mark, newSelection(rt, type, pools, count, count, false));
}

function nextProduct(rt: Runtime, self: number): Owned {
  const H = rt.H;
  if (H[self + At.stopped] !== 0) return NULL;
  const pools = H[self + At.pool]!;
  const n = H[self + At.length]!;
  const indices = H[self + At.indices]!;
  if (H[self + At.result] === 0) {
    for (let i = 0; i < n; i++) if (H[tupleItem(rt, pools, i) + Ob.size] === 0) return done(rt, self);
    return firstResult(rt, self, (i) => tupleItem(rt, tupleItem(rt, pools, i), 0));
  }
  if (n === 0) return done(rt, self);
  const result = recycleTuple(rt, self + At.result);
  let i = n - 1;
  for (; i >= 0; i--) {
    const pool = tupleItem(rt, pools, i);
    const index = H[indices + i]! + 1;
    if (index === H[pool + Ob.size]) {
      H[indices + i] = 0;
      setItem(rt, result, i, tupleItem(rt, pool, 0));
    } else {
      H[indices + i] = index;
      setItem(rt, result, i, tupleItem(rt, pool, index));
      break;
    }
  }
  if (i < 0) return done(rt, self);
  return rt.newRef(H[self + At.result]!);
}

// ---------------------------------------------------------------- combinations

const COMBINATIONS: ParameterSpec = { name: 'combinations', params: ['iterable', 'r'], required: 2 };
const WITH_REPLACEMENT: ParameterSpec = { name: 'combinations_with_replacement', params: ['iterable', 'r'], required: 2 };

function newCombinations(spec: ParameterSpec, replacement: boolean): Call {
  return (rt, type, args, nargs, kwnames) => {
    const out = parseKeywords(rt, spec, args, nargs, kwnames, []);
    const r = asIndex(rt, out[1]!);
    const mark = rt.mark();
    const pool = rt.own(sequenceTuple(rt, out[0]!));
    const n = rt.H[pool + Ob.size]!;
    if (r < 0) valueError(rt, 'r must be non-negative');
    const op = newSelection(rt, type, pool, r, r, replacement ? n === 0 && r > 0 : r > n);
    if (!replacement) for (let i = 0; i < r; i++) rt.H[rt.H[op + At.indices]! + i] = i;
    return rt.leave(mark, op);
  };
}

function nextCombinations(replacement: boolean): IterNext {
  return (rt, self) => {
    const H = rt.H;
    if (H[self + At.stopped] !== 0) return NULL;
    const pool = H[self + At.pool]!;
    const n = H[pool + Ob.size]!;
    const r = H[self + At.length]!;
    const indices = H[self + At.indices]!;
    if (H[self + At.result] === 0) return firstResult(rt, self, (i) => tupleItem(rt, pool, H[indices + i]!));
    const result = recycleTuple(rt, self + At.result);
    let i = r - 1;
    if (replacement) while (i >= 0 && H[indices + i] === n - 1) i--;
    else while (i >= 0 && H[indices + i] === i + n - r) i--;
    if (i < 0) return done(rt, self);
    const index = H[indices + i]! + 1;
    for (let j = i; j < r; j++) {
      H[indices + j] = replacement ? index : index + j - i;
      setItem(rt, result, j, tupleItem(rt, pool, H[indices + j]!));
    }
    return rt.newRef(H[self + At.result]!);
  };
}

// ---------------------------------------------------------------- permutations

const PERMUTATIONS: ParameterSpec = { name: 'permutations', params: ['iterable', 'r'], required: 1 };

function newPermutations(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, PERMUTATIONS, args, nargs, kwnames, []);
  const H = rt.H;
  const mark = rt.mark();
  const pool = rt.own(sequenceTuple(rt, out[0]!));
  const n = H[pool + Ob.size]!;
  let r = n;
  if (out[1] !== 0 && out[1] !== S.None) {
    r = asIndex(rt, out[1]!);
    if (r < 0) valueError(rt, 'r must be non-negative');
  }
  const op = newSelection(rt, type, pool, r, n + r, r > n);
  const indices = H[op + At.indices]!;
  for (let i = 0; i < n; i++) H[indices + i] = i;
  for (let i = 0; i < r; i++) H[indices + n + i] = n - i;
  return rt.leave(mark, op);
}

function nextPermutations(rt: Runtime, self: number): Owned {
  const H = rt.H;
  if (H[self + At.stopped] !== 0) return NULL;
  const pool = H[self + At.pool]!;
  const n = H[pool + Ob.size]!;
  const r = H[self + At.length]!;
  const indices = H[self + At.indices]!;
  const cycles = indices + n;
  if (H[self + At.result] === 0) return firstResult(rt, self, (i) => tupleItem(rt, pool, H[indices + i]!));
  if (n === 0) return done(rt, self);
  const result = recycleTuple(rt, self + At.result);
  let i = r - 1;
  for (; i >= 0; i--) {
    H[cycles + i]!--;
    if (H[cycles + i] === 0) {
      // rotate indices[i:] left by one
      const first = H[indices + i]!;
      H.copyWithin(indices + i, indices + i + 1, indices + n);
      H[indices + n - 1] = first;
      H[cycles + i] = n - i;
    } else {
      const j = indices + n - H[cycles + i]!;
      const swapped = H[indices + i]!;
      H[indices + i] = H[j]!;
      H[j] = swapped;
      for (let k = i; k < r; k++) setItem(rt, result, k, tupleItem(rt, pool, H[indices + k]!));
      break;
    }
  }
  if (i < 0) return done(rt, self);
  return rt.newRef(H[self + At.result]!);
}

// ---------------------------------------------------------------- pickling

/** A tuple of `count` ints from raw words. */
function wordsTuple(rt: Runtime, from: number, count: number): Owned {
  const t = rt.own(newTuple(rt, count));
  for (let i = 0; i < count; i++) rt.H[t + Tuple.items + 2 * i] = newInt(rt, rt.H[from + i]!);
  if (count > 0) rt.track(t);
  return rt.unown(t);
}

/** (type, (pool, r)) or, when stopped, (type, ((), r)), or with a state of indices. */
function reduceSelection(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[self + Ob.type]!;
  const r = rt.own(newInt(rt, H[self + At.length]!));
  if (H[self + At.stopped] !== 0) {
    const empty = rt.own(tupleOf(rt));
    return rt.leave(mark, tuple2(rt, type, rt.own(tuple2(rt, empty, r))));
  }
  const args = rt.own(tuple2(rt, H[self + At.pool]!, r));
  if (H[self + At.result] === 0) return rt.leave(mark, tuple2(rt, type, args));
  const state = rt.own(wordsTuple(rt, H[self + At.indices]!, H[self + At.length]!));
  return rt.leave(mark, tupleOf(rt, type, args, state));
}

function reducePermutations(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[self + Ob.type]!;
  const r = rt.own(newInt(rt, H[self + At.length]!));
  if (H[self + At.stopped] !== 0) {
    const empty = rt.own(tupleOf(rt));
    return rt.leave(mark, tuple2(rt, type, rt.own(tuple2(rt, empty, r))));
  }
  const pool = H[self + At.pool]!;
  const args = rt.own(tuple2(rt, pool, r));
  if (H[self + At.result] === 0) return rt.leave(mark, tuple2(rt, type, args));
  const n = H[pool + Ob.size]!;
  const indices = rt.own(wordsTuple(rt, H[self + At.indices]!, n));
  const cycles = rt.own(wordsTuple(rt, H[self + At.indices]! + n, H[self + At.length]!));
  return rt.leave(mark, tupleOf(rt, type, args, rt.own(tuple2(rt, indices, cycles))));
}

function reduceProduct(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[self + Ob.type]!;
  const pools = H[self + At.pool]!;
  if (H[self + At.stopped] !== 0) {
    const empty = rt.own(tupleOf(rt));
    return rt.leave(mark, tuple2(rt, type, rt.own(tupleOf(rt, empty))));
  }
  if (H[self + At.result] === 0) return rt.leave(mark, tuple2(rt, type, pools));
  const state = rt.own(wordsTuple(rt, H[self + At.indices]!, H[self + At.length]!));
  return rt.leave(mark, tupleOf(rt, type, pools, state));
}

/** Reads the indices of a state, each clipped to its pool, and rebuilds the last result. */
function setIndices(rt: Runtime, self: number, state: number, sizeAt: (i: number) => number, itemAt: (i: number, index: number) => number): Owned {
  const H = rt.H;
  const n = H[self + At.length]!;
  requireState(rt, state, n);
  for (let i = 0; i < n; i++) {
    const index = asIndex(rt, tupleItem(rt, state, i));
    if (sizeAt(i) === 0) {
      // an empty pool: nothing to come
      H[self + At.stopped] = 1;
      return rt.none();
    }
    H[H[self + At.indices]! + i] = Math.min(Math.max(index, 0), sizeAt(i) - 1);
  }
  rt.decref(firstResult(rt, self, (i) => itemAt(i, H[H[self + At.indices]! + i]!)));
  return rt.none();
}

function setProduct(rt: Runtime, self: number, state: number): Owned {
  const pools = rt.H[self + At.pool]!;
  return setIndices(
    rt,
    self,
    state,
    (i) => rt.H[tupleItem(rt, pools, i) + Ob.size]!,
    (i, index) => tupleItem(rt, tupleItem(rt, pools, i), index),
  );
}

function setCombinations(rt: Runtime, self: number, state: number): Owned {
  const pool = rt.H[self + At.pool]!;
  return setIndices(
    rt,
    self,
    state,
    () => rt.H[pool + Ob.size]!,
    (_i, index) => tupleItem(rt, pool, index),
  );
}

function setPermutations(rt: Runtime, self: number, state: number): Owned {
  requireState(rt, state, 2);
  const H = rt.H;
  const pool = H[self + At.pool]!;
  const n = H[pool + Ob.size]!;
  const r = H[self + At.length]!;
  const indices = tupleItem(rt, state, 0);
  const cycles = tupleItem(rt, state, 1);
  if (H[indices + Ob.size] !== n || H[cycles + Ob.size] !== r) valueError(rt, 'invalid arguments');
  for (let i = 0; i < n; i++) H[H[self + At.indices]! + i] = Math.min(Math.max(asIndex(rt, tupleItem(rt, indices, i)), 0), n - 1);
  for (let i = 0; i < r; i++) H[H[self + At.indices]! + n + i] = Math.min(Math.max(asIndex(rt, tupleItem(rt, cycles, i)), 1), n - i);
  rt.decref(firstResult(rt, self, (i) => tupleItem(rt, pool, H[H[self + At.indices]! + i]!)));
  return rt.none();
}

function pickling(reduce: (rt: Runtime, self: number) => Owned, setState: (rt: Runtime, self: number, state: number) => Owned): MethodSpec[] {
  return [
    { name: '__reduce__', kind: Meth.NOARGS, fn: reduce },
    { name: '__setstate__', kind: Meth.O, fn: setState },
  ];
}

/** Bytes of an iterator and of so many words of its indices. CPython: the sizeof methods of Modules/itertoolsmodule.c */
function sized(words: (rt: Runtime, self: number) => number): MethodSpec {
  return {
    name: '__sizeof__',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, self: number) => newInt(rt, shownBasic(rt, self) + 8 * words(rt, self)),
    doc: 'Returns size in memory, in bytes.',
  };
}

function poolLength(rt: Runtime, self: number): number {
  return rt.H[self + At.pool] === 0 ? 0 : rt.H[rt.H[self + At.pool]! + Ob.size]!;
}

const LENGTH_SIZED = sized((rt, self) => rt.H[self + At.length]!);

export const productType = iteratorType({
  name: 'product',
  basicsize: 48,
  holds: HOLDS,
  block: At.indices,
  new: newProduct,
  next: nextProduct,
  methods: [...pickling(reduceProduct, setProduct), sized(poolLength)],
  doc: 'product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.',
});

export const combinationsType = iteratorType({
  name: 'combinations',
  basicsize: 56,
  holds: HOLDS,
  block: At.indices,
  new: newCombinations(COMBINATIONS, false),
  next: nextCombinations(false),
  methods: [...pickling(reduceSelection, setCombinations), LENGTH_SIZED],
  doc: 'Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)',
});

export const combinationsWithReplacementType = iteratorType({
  name: 'combinations_with_replacement',
  basicsize: 56,
  holds: HOLDS,
  block: At.indices,
  new: newCombinations(WITH_REPLACEMENT, true),
  next: nextCombinations(true),
  methods: [...pickling(reduceSelection, setCombinations), LENGTH_SIZED],
  doc: 'Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.',
});

export const permutationsType = iteratorType({
  name: 'permutations',
  basicsize: 64,
  holds: HOLDS,
  block: At.indices,
  new: newPermutations,
  next: nextPermutations,
  methods: [...pickling(reducePermutations, setPermutations), sized((rt, self) => poolLength(rt, self) + rt.H[self + At.length]!)],
  doc: 'Return successive r-length permutations of elements in the iterable.',
});
