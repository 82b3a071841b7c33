import { Gc, Ob } from '../../memory/layout.ts';
import { callMethodText } from '../core/abstract/call.ts';
import { contains, sequenceList } from '../core/abstract/item.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { compareBool, length, reprText } from '../core/abstract/object.ts';
import { subtypeOf } from '../core/errors.ts';
import { Dict, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSlots, TypeSpec } from '../core/type-spec.ts';
import {
  newItemIterator,
  newKeyIterator,
  newReverseItemIterator,
  newReverseKeyIterator,
  newReverseValueIterator,
  newValueIterator,
} from './dict-iterators.ts';
import { dictContains, dictGet } from './dict-object.ts';
import { guardedRepr } from './repr-guard.ts';
import { newSet, setAdd, setSymmetricUpdate, setUpdate } from './set-object.ts';

/** keys(), values() and items() of dicts. CPython: Objects/dictobject.c _PyDictViewObject */

/** Word offset of the dict in a view. */
const DICT = 4;
const VIEW_BYTES = 24;

function newView(rt: Runtime, d: number, type: number): Owned {
  const op = rt.newGcObject(type, VIEW_BYTES);
  const H = rt.H;
  H[d]++;
  H[op + DICT] = d;
  H[op + DICT + 1] = 0;
  rt.track(op);
  return op;
}

/** CPython: dictkeys_new */
export function newKeysView(rt: Runtime, d: number): Owned {
  return newView(rt, d, T.dict_keys);
}
/** CPython: dictvalues_new */
export function newValuesView(rt: Runtime, d: number): Owned {
  return newView(rt, d, T.dict_values);
}
/** CPython: dictitems_new */
export function newItemsView(rt: Runtime, d: number): Owned {
  return newView(rt, d, T.dict_items);
}

function dealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + DICT);
  rt.freeGcObject(op);
}

function viewLength(rt: Runtime, op: number): number {
  return rt.H[rt.H[op + DICT] + Dict.used];
}

function viewRepr(rt: Runtime, op: number): Owned {
  return guardedRepr(rt, op, '...', () => {
    const mark = rt.mark();
    const list = rt.own(sequenceList(rt, op));
    const name = rt.hooks.strText(rt, rt.H[rt.H[op + Ob.type] + Tp.name]);
    const text = `${name}(${reprText(rt, list)})`;
    rt.release(mark);
    return text;
  });
}

function keysContain(rt: Runtime, op: number, key: number): number {
  return dictContains(rt, rt.H[op + DICT], key) ? 1 : 0;
}

function itemsContain(rt: Runtime, op: number, pair: number): number {
  const H = rt.H;
  if ((H[H[pair + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0 || H[pair + Tuple.size] !== 2) return 0;
  const found = dictGet(rt, H[op + DICT], H[pair + Tuple.items]);
  if (found === 0) return 0;
  const mark = rt.mark();
  rt.own(rt.newRef(found));
  const same = compareBool(rt, found, H[pair + Tuple.items + 2], Cmp.EQ);
  rt.release(mark);
  return same ? 1 : 0;
}

/** Is it a keys or items view? CPython: PyDictViewSet_Check */
function isSetView(rt: Runtime, op: number): boolean {
  const H = rt.H;
  for (let t = H[op + Ob.type]; t !== 0; t = H[t + Tp.base]) if (t === T.dict_keys || t === T.dict_items) return true;
  return false;
}

function isAnySet(rt: Runtime, op: number): boolean {
  const H = rt.H;
  for (let t = H[op + Ob.type]; t !== 0; t = H[t + Tp.base]) if (t === T.set || t === T.frozenset) return true;
  return false;
}

/** Are all items of `a` in `b`? CPython: all_contained_in */
function allIn(rt: Runtime, a: number, b: number): boolean {
  const mark = rt.mark();
  const it = rt.own(iter(rt, a));
  for (;;) {
    const item = next(rt, it);
    if (item === 0) break;
    rt.own(item);
    const found = contains(rt, b, item);
    rt.decref(rt.unown(item));
    if (!found) {
      rt.release(mark);
      return false;
    }
  }
  rt.release(mark);
  return true;
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (!isAnySet(rt, b) && !isSetView(rt, b)) return rt.notImplemented();
  const n = viewLength(rt, a);
  const m = length(rt, b);
  switch (op) {
    case Cmp.EQ:
    case Cmp.NE:
      return rt.bool((n === m && allIn(rt, a, b)) === (op === Cmp.EQ));
    case Cmp.LT:
      return rt.bool(n < m && allIn(rt, a, b));
    case Cmp.LE:
      return rt.bool(n <= m && allIn(rt, a, b));
    case Cmp.GT:
      return rt.bool(n > m && allIn(rt, b, a));
    default:
      return rt.bool(n >= m && allIn(rt, b, a));
  }
}

/** set(view). CPython: dictviews_to_set */
function toSet(rt: Runtime, view: number): Owned {
  const H = rt.H;
  const source = H[view + Ob.type] === T.dict_keys && H[H[view + DICT] + Ob.type] === T.dict ? H[view + DICT] : view;
  const mark = rt.mark();
  const set = rt.own(newSet(rt, T.set));
  setUpdate(rt, set, source);
  rt.unown(set);
  return rt.leave(mark, set);
}

function subtract(rt: Runtime, a: number, b: number): Owned {
  const mark = rt.mark();
  const set = rt.own(toSet(rt, a));
  rt.decref(callMethodText(rt, set, 'difference_update', b));
  rt.unown(set);
  return rt.leave(mark, set);
}

/** CPython: _PyDictView_Intersect */
function intersect(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  let view = a;
  let other = b;
  if (!isSetView(rt, view)) {
    view = b;
    other = a;
  }
  const n = viewLength(rt, view);
  if (H[other + Ob.type] === T.set && n <= length(rt, other)) return callMethodText(rt, other, 'intersection', view);
  if (isSetView(rt, other) && viewLength(rt, other) > n) {
    const t = other;
    other = view;
    view = t;
  }
  const mark = rt.mark();
  const set = rt.own(newSet(rt, T.set));
  const it = rt.own(iter(rt, other));
  const test = subtypeOf(rt, H[view + Ob.type], T.dict_keys) ? keysContain : itemsContain;
  const here = rt.mark();
  for (;;) {
    const item = next(rt, it);
    if (item === 0) break;
    rt.own(item);
    if (test(rt, view, item) !== 0) setAdd(rt, set, item);
    rt.release(here);
  }
  const result = rt.newRef(set);
  return rt.leave(mark, result);
}

function union(rt: Runtime, a: number, b: number): Owned {
  const mark = rt.mark();
  const set = rt.own(anyToSet(rt, a));
  setUpdate(rt, set, b);
  rt.unown(set);
  return rt.leave(mark, set);
}

function symmetric(rt: Runtime, a: number, b: number): Owned {
  const mark = rt.mark();
  const set = rt.own(anyToSet(rt, a));
  setSymmetricUpdate(rt, set, b);
  rt.unown(set);
  return rt.leave(mark, set);
}

function anyToSet(rt: Runtime, op: number): Owned {
  if (isSetView(rt, op)) return toSet(rt, op);
  const mark = rt.mark();
  const set = rt.own(newSet(rt, T.set));
  setUpdate(rt, set, op);
  rt.unown(set);
  return rt.leave(mark, set);
}

/** CPython: dictviews_isdisjoint */
function isDisjoint(rt: Runtime, op: number, other: number): Owned {
  if (op === other) return rt.bool(viewLength(rt, op) === 0);
  let a = op;
  let b = other;
  // the shorter one is walked, when asking the other is cheap
  if ((isAnySet(rt, other) || isSetView(rt, other)) && length(rt, other) > viewLength(rt, op)) {
    a = other;
    b = op;
  }
  const mark = rt.mark();
  const it = rt.own(iter(rt, b));
  const here = rt.mark();
  for (;;) {
    const item = next(rt, it);
    if (item === 0) break;
    rt.own(item);
    const found = contains(rt, a, item);
    rt.release(here);
    if (found) {
      rt.release(mark);
      return rt.bool(false);
    }
  }
  rt.release(mark);
  return rt.bool(true);
}

/** The dict of a view, behind a read-only proxy. */
function mapping(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  rt.push(rt.H[op + DICT]);
  const slot = rt.H[T.mappingproxy + Tp.new];
  const proxy = (rt.fn[slot] as (rt: Runtime, type: number, args: number, nargs: number, kwnames: number) => Owned)(rt, T.mappingproxy, mark, 1, 0);
  return rt.leave(mark, proxy);
}

const SET_METHODS: readonly MethodSpec[] = [
  { name: 'isdisjoint', kind: Meth.O, fn: isDisjoint, doc: 'Return True if the view and the given iterable have a null intersection.' },
];
const SET_SLOTS: TypeSlots = { nbSubtract: subtract, nbAnd: intersect, nbXor: symmetric, nbOr: union, richcompare: compare };

function viewType(
  name: string,
  at: number,
  iterate: (rt: Runtime, d: number) => Owned,
  backward: (rt: Runtime, d: number) => Owned,
  slots: TypeSlots,
  methods: readonly MethodSpec[],
): TypeSpec {
  return {
    name,
    at,
    basicsize: VIEW_BYTES,
    contract: { gc: true, slots: [{ at: DICT, label: 'dict' }] },
    slots: { dealloc, repr: viewRepr, iter: (rt, op) => iterate(rt, rt.H[op + DICT]), sqLength: viewLength, ...slots },
    unhashable: slots.richcompare !== undefined,
    methods: [
      ...methods,
      {
        name: '__reversed__',
        kind: Meth.NOARGS,
        fn: (rt: Runtime, op: number) => backward(rt, rt.H[op + DICT]),
        doc: `Return a reverse iterator over the ${name.replace('_', ' ')}.`,
      },
    ],
    getset: [{ name: 'mapping', get: mapping, doc: 'dictionary that this view refers to' }],
  };
}

export const DICT_VIEW_TYPES: readonly TypeSpec[] = [
  viewType('dict_keys', T.dict_keys, newKeyIterator, newReverseKeyIterator, { ...SET_SLOTS, sqContains: keysContain }, SET_METHODS),
  viewType('dict_items', T.dict_items, newItemIterator, newReverseItemIterator, { ...SET_SLOTS, sqContains: itemsContain }, SET_METHODS),
  viewType('dict_values', T.dict_values, newValueIterator, newReverseValueIterator, {}, []),
];
