import { Gc, Ob } from '../../../memory/layout.ts';
import { tuple2, tupleItem, tupleOf } from '../../containers/tuple-object.ts';
import { call1 } from '../../core/abstract/call.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { compareBool } from '../../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { typeError } from '../../core/errors.ts';
import { freeInstance } from '../../core/instance.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Cmp, Meth, type MethodSpec } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { requireState } from './argument-check.ts';
import { iteratorType, iterSelf, nativeType, newIterator, withStateWarnings } from './iterator-type.ts';

/** itertools.groupby. CPython: Modules/itertoolsmodule.c groupby, _grouper */
const enum At {
  it = 4,
  keyFunc = 6,
  targetKey = 8,
  currentKey = 10,
  currentValue = 12,
  /** Raw word: the group that may still be read; not a reference. */
  currentGroup = 14,
}

const enum Group {
  parent = 4,
  targetKey = 6,
}
const GROUPBY: ParameterSpec = { name: 'groupby', params: ['iterable', 'key'], required: 1 };

function newGroupby(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, GROUPBY, args, nargs, kwnames, []);
  const mark = rt.mark();
  const it = rt.own(iter(rt, out[0]!));
  return rt.leave(mark, newIterator(rt, type, it, out[1] === 0 ? S.None : out[1]!));
}

/** Reads one item; false at the end. CPython: groupby_step */
function step(rt: Runtime, self: number): boolean {
  const H = rt.H;
  const item = next(rt, H[self + At.it]!);
  if (item === 0) return false;
  const mark = rt.mark();
  rt.own(item);
  const keyFunc = H[self + At.keyFunc]!;
  const key = rt.own(keyFunc === S.None ? rt.newRef(item) : call1(rt, keyFunc, item));
  H[item]!++;
  rt.setSlot(self + At.currentValue, item);
  H[key]!++;
  rt.setSlot(self + At.currentKey, key);
  rt.release(mark);
  return true;
}

/** CPython compares with the keys held: __eq__ may replace them meanwhile. */
function sameKey(rt: Runtime, a: number, b: number): boolean {
  const mark = rt.mark();
  rt.own(rt.newRef(a));
  rt.own(rt.newRef(b));
  const same = compareBool(rt, a, b, Cmp.EQ);
  rt.release(mark);
  return same;
}

function nextGroup(rt: Runtime, self: number): Owned {
  const H = rt.H;
  H[self + At.currentGroup] = 0;
  for (;;) {
    const current = H[self + At.currentKey]!;
    if (current !== 0) {
      const target = H[self + At.targetKey]!;
      if (target === 0 || !sameKey(rt, target, current)) break;
    }
    if (!step(rt, self)) return NULL;
  }
  const key = H[self + At.currentKey]!;
  H[key]!++;
  rt.setSlot(self + At.targetKey, key);
  const mark = rt.mark();
  const group = rt.own(newGroup(rt, self, key));
  return rt.leave(mark, tuple2(rt, key, group));
}

function newGroup(rt: Runtime, parent: number, key: number): Owned {
  const group = newIterator(rt, nativeType(rt, 'itertools._grouper'), parent, key);
  rt.H[parent + At.currentGroup] = group;
  return group;
}

function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const args = rt.own(tuple2(rt, H[self + At.it]!, H[self + At.keyFunc]!));
  const type = H[self + Ob.type]!;
  const value = H[self + At.currentValue]!;
  const target = H[self + At.targetKey]!;
  const current = H[self + At.currentKey]!;
  if (value === 0 || target === 0 || current === 0) return rt.leave(mark, tuple2(rt, type, args));
  const state = rt.own(tupleOf(rt, current, value, target));
  return rt.leave(mark, tupleOf(rt, type, args, state));
}

function setState(rt: Runtime, self: number, state: number): Owned {
  requireState(rt, state, 3);
  rt.setSlot(self + At.currentKey, rt.newRef(tupleItem(rt, state, 0)));
  rt.setSlot(self + At.currentValue, rt.newRef(tupleItem(rt, state, 1)));
  rt.setSlot(self + At.targetKey, rt.newRef(tupleItem(rt, state, 2)));
  return rt.none();
}

const methods: readonly MethodSpec[] = [
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce },
  { name: '__setstate__', kind: Meth.O, fn: setState },
];

export const groupbyType = iteratorType({
  name: 'groupby',
  basicsize: 64,
  holds: ['iterator', 'key function', 'key of the group', 'current key', 'current value'],
  new: newGroupby,
  next: nextGroup,
  methods,
  doc: 'make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.',
});

function groupNew(rt: Runtime, _type: number, args: number, nargs: number): Owned {
  const H = rt.H;
  if (nargs !== 2) typeError(rt, `_grouper expected 2 arguments, got ${nargs}`);
  const parent = H[args]!;
  if (H[parent + Ob.type] !== nativeType(rt, 'itertools.groupby')) typeError(rt, '_grouper() argument 1 must be itertools.groupby');
  return newGroup(rt, parent, H[args + 2]!);
}

function nextOfGroup(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const parent = H[self + Group.parent]!;
  if (H[parent + At.currentGroup] !== self) return NULL;
  if (H[parent + At.currentValue] === 0 && !step(rt, parent)) return NULL;
  if (!sameKey(rt, H[self + Group.targetKey]!, H[parent + At.currentKey]!)) return NULL;
  const value = H[parent + At.currentValue]! as Owned;
  H[parent + At.currentValue] = 0;
  rt.clearSlot(parent + At.currentKey);
  return value;
}

function reduceGroup(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const parent = H[self + Group.parent]!;
  if (H[parent + At.currentGroup] !== self) {
    const empty = rt.own(tupleOf(rt));
    const it = rt.own(iter(rt, empty));
    const args = rt.own(tupleOf(rt, empty));
    return rt.leave(mark, tuple2(rt, H[it + Ob.type]!, args));
  }
  const args = rt.own(tuple2(rt, parent, H[self + Group.targetKey]!));
  return rt.leave(mark, tuple2(rt, H[self + Ob.type]!, args));
}

function deallocGroup(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + Group.parent);
  rt.clearSlot(op + Group.targetKey);
  freeInstance(rt, op);
}

export const grouperType: TypeSpec = {
  name: 'itertools._grouper',
  basicsize: 32,
  contract: {
    gc: true,
    slots: [
      { at: Group.parent, label: 'groupby' },
      { at: Group.targetKey, label: 'key of the group' },
    ],
  },
  slots: { dealloc: deallocGroup, iter: iterSelf, iternext: nextOfGroup, new: groupNew },
  methods: withStateWarnings([{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceGroup }]),
};
