import { Ob } from '../../../memory/layout.ts';
import { tuple2, tupleItem, tupleOf } from '../../containers/tuple-object.ts';
import { call2, callMethodText } from '../../core/abstract/call.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { add, asCInt } from '../../core/abstract/number.ts';
import { checkPositional, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { typeError, typeName } from '../../core/errors.ts';
import { List } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { requireState } from './argument-check.ts';
import { iteratorType, nativeType, newIterator, refuseKeywords } from './iterator-type.ts';

/** itertools.accumulate, cycle and pairwise. CPython: Modules/itertoolsmodule.c */

const enum Accumulate {
  total = 4,
  it = 6,
  func = 8,
  initial = 10,
}
const ACCUMULATE: ParameterSpec = { name: 'accumulate', params: ['iterable', 'func', 'initial'], required: 1, maxPositional: 2 };

function newAccumulate(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, ACCUMULATE, args, nargs, kwnames, []);
  const mark = rt.mark();
  const it = rt.own(iter(rt, out[0]!));
  const func = out[1] === S.None ? 0 : out[1]!;
  return rt.leave(mark, newIterator(rt, type, 0, it, func, out[2] === 0 ? S.None : out[2]!));
}

function nextAccumulate(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const initial = H[self + Accumulate.initial]!;
  if (initial !== S.None) {
    H[S.None]!++;
    H[self + Accumulate.initial] = S.None;
    rt.setSlot(self + Accumulate.total, initial);
    return rt.newRef(initial);
  }
  const item = next(rt, H[self + Accumulate.it]!);
  if (item === 0) return NULL;
  const total = H[self + Accumulate.total]!;
  if (total === 0) {
    H[self + Accumulate.total] = item;
    return rt.newRef(item);
  }
  const mark = rt.mark();
  rt.own(item);
  const func = H[self + Accumulate.func]!;
  const sum = func === 0 ? add(rt, total, item) : call2(rt, func, total, item);
  rt.release(mark);
  rt.setSlot(self + Accumulate.total, sum);
  return rt.newRef(sum);
}

function reduceAccumulate(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const func = H[self + Accumulate.func] === 0 ? S.None : H[self + Accumulate.func]!;
  const initial = H[self + Accumulate.initial]!;
  const total = H[self + Accumulate.total]!;
  const type = H[self + Ob.type]!;
  if (initial !== S.None) {
    // the initial value has not been given yet: it comes first in a chain
    const first = rt.own(tupleOf(rt, initial));
    const rest = H[self + Accumulate.it]!;
    const both = rt.own(tuple2(rt, first, rest));
    const source = rt.own(iter(rt, both));
    const chain = rt.own(newIterator(rt, nativeType(rt, 'itertools.chain'), source, 0));
    const args = rt.own(tuple2(rt, chain, func));
    return rt.leave(mark, tupleOf(rt, type, args, S.None));
  }
  if (total === S.None) {
    // None as a state would say that nothing has been added yet: a fresh one gives it again, and is passed over
    const again = rt.own(tuple2(rt, rt.own(tupleOf(rt, total)), H[self + Accumulate.it]!));
    const chain = rt.own(newIterator(rt, nativeType(rt, 'itertools.chain'), rt.own(iter(rt, again)), 0));
    const fresh = rt.own(call2(rt, type, chain, func));
    const args = rt.own(tupleOf(rt, fresh, rt.own(newInt(rt, 1)), S.None));
    return rt.leave(mark, tuple2(rt, nativeType(rt, 'itertools.islice'), args));
  }
  const args = rt.own(tuple2(rt, H[self + Accumulate.it]!, func));
  return rt.leave(mark, tupleOf(rt, type, args, total === 0 ? S.None : total));
}

function setTotal(rt: Runtime, self: number, state: number): Owned {
  rt.setSlot(self + Accumulate.total, rt.newRef(state));
  return rt.none();
}

const accumulateMethods: readonly MethodSpec[] = [
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduceAccumulate },
  { name: '__setstate__', kind: Meth.O, fn: setTotal },
];

export const accumulateType = iteratorType({
  name: 'accumulate',
  basicsize: 48,
  holds: ['total', 'iterator', 'function', 'initial value'],
  new: newAccumulate,
  next: nextAccumulate,
  methods: accumulateMethods,
  doc: 'Return series of accumulated sums.',
});

/** cycle: the iterator, what it gave, position in that (raw), whether it is read from the list now (raw). */
const enum Cycle {
  it = 4,
  saved = 6,
  index = 8,
  firstPass = 9,
}

function newCycle(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  refuseKeywords(rt, type, 'cycle', kwnames);
  checkPositional(rt, 'cycle', nargs, 1, 1);
  const mark = rt.mark();
  const it = rt.own(iter(rt, rt.H[args]!));
  const saved = rt.own(rt.hooks.newList(rt));
  return rt.leave(mark, newIterator(rt, type, it, saved));
}

function nextCycle(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const it = H[self + Cycle.it]!;
  if (it !== 0) {
    const item = next(rt, it);
    if (item !== 0) {
      if (H[self + Cycle.firstPass] !== 0) return item;
      rt.own(item);
      rt.hooks.listAppend(rt, H[self + Cycle.saved]!, item);
      return rt.unown(item);
    }
    rt.clearSlot(self + Cycle.it);
  }
  const saved = H[self + Cycle.saved]!;
  const size = H[saved + List.size]!;
  if (size === 0) return NULL;
  const i = H[self + Cycle.index]!;
  const item = rt.newRef(H[H[saved + List.items]! + 2 * i]!);
  H[self + Cycle.index] = i + 1 >= size ? 0 : i + 1;
  return item;
}

function reduceCycle(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[self + Ob.type]!;
  const saved = H[self + Cycle.saved]!;
  if (H[self + Cycle.it] === 0) {
    const it = rt.own(iter(rt, saved));
    const index = H[self + Cycle.index]!;
    if (index !== 0) rt.decref(callMethodText(rt, it, '__setstate__', rt.own(newInt(rt, index))));
    const args = rt.own(tupleOf(rt, it));
    const state = rt.own(tuple2(rt, saved, S.True));
    return rt.leave(mark, tupleOf(rt, type, args, state));
  }
  const args = rt.own(tupleOf(rt, H[self + Cycle.it]!));
  const flag = H[self + Cycle.firstPass] !== 0 ? S.True : S.False;
  const state = rt.own(tuple2(rt, saved, flag));
  return rt.leave(mark, tupleOf(rt, type, args, state));
}

function setCycle(rt: Runtime, self: number, state: number): Owned {
  requireState(rt, state, 2);
  const saved = tupleItem(rt, state, 0);
  if (rt.H[saved + Ob.type] !== T.list) typeError(rt, `argument 1 must be list, not ${typeName(rt, saved)}`);
  const firstPass = asCInt(rt, tupleItem(rt, state, 1));
  rt.setSlot(self + Cycle.saved, rt.newRef(saved));
  rt.H[self + Cycle.firstPass] = firstPass !== 0 ? 1 : 0;
  rt.H[self + Cycle.index] = 0;
  return rt.none();
}

const cycleMethods: readonly MethodSpec[] = [
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduceCycle },
  { name: '__setstate__', kind: Meth.O, fn: setCycle },
];

export const cycleType = iteratorType({
  name: 'cycle',
  basicsize: 48,
  holds: ['iterator', 'items so far'],
  new: newCycle,
  next: nextCycle,
  methods: cycleMethods,
  doc: 'Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.',
});

const enum Pairwise {
  it = 4,
  old = 6,
}

function newPairwise(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  refuseKeywords(rt, type, 'pairwise', kwnames);
  checkPositional(rt, 'pairwise', nargs, 1, 1);
  const mark = rt.mark();
  const it = rt.own(iter(rt, rt.H[args]!));
  return rt.leave(mark, newIterator(rt, type, it, 0));
}

function nextPairwise(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const it = H[self + Pairwise.it]!;
  if (it === 0) return NULL;
  const mark = rt.mark();
  rt.own(rt.newRef(it));
  if (H[self + Pairwise.old] === 0) {
    const first = next(rt, it);
    if (first === 0) {
      rt.clearSlot(self + Pairwise.it);
      rt.release(mark);
      return NULL;
    }
    rt.setSlot(self + Pairwise.old, first);
  }
  const old = rt.own(rt.newRef(H[self + Pairwise.old]!));
  const item = next(rt, it);
  if (item === 0) {
    rt.clearSlot(self + Pairwise.it);
    rt.clearSlot(self + Pairwise.old);
    rt.release(mark);
    return NULL;
  }
  rt.own(item);
  const pair = rt.own(tuple2(rt, old, item));
  rt.setSlot(self + Pairwise.old, rt.newRef(item));
  return rt.leave(mark, rt.newRef(pair));
}

export const pairwiseType = iteratorType({
  name: 'pairwise',
  basicsize: 32,
  holds: ['iterator', 'previous item'],
  new: newPairwise,
  next: nextPairwise,
  doc: 'Return an iterator of overlapping pairs taken from the input iterator.',
});
