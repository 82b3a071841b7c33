import { Ob } from '../../memory/layout.ts';
import { copyWords } from '../../memory/word-runs.ts';
import { checkIndex } from '../core/abstract/item.ts';
import { knownLength } from '../core/abstract/length-hint.ts';
import { asIndex, hasIndex, index } from '../core/abstract/number.ts';
import { compareBool, isTrue, repr } from '../core/abstract/object.ts';
import { checkPositional, noKeywords, parseKeywords } from '../core/arguments.ts';
import { indexError, overflowError, typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { List, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { shownBasic } from '../core/shown-size.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { fitsInt64, intToClipped, newInt } from '../numbers/int-object.ts';
import { CLASS_GETITEM } from './class-getitem.ts';
import { sameKey } from './dict-keys.ts';
import { listExtend } from './list-extend.ts';
import { listAppend, listClear, listDealloc, listFromSlots, listInsert, listPreallocate, listResize, newList } from './list-object.ts';
import { listAssign, listGetSlice, listSetItem, listSetSlice, requireSlice } from './list-slices.ts';
import { listSort } from './list-sort.ts';
import { guardedRepr } from './repr-guard.ts';
import { compareItems, compareLengths } from './sequence-compare.ts';
import { newListIterator, newListReverseIterator } from './sequence-iterators.ts';
import { sliceArgument } from './tuple-type.ts';

/** The type list. CPython: Objects/listobject.c */

function isList(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.LIST_SUBCLASS) !== 0;
}

/** list.__new__ and list.__init__ in one, without an args tuple. CPython: list_vectorcall */
function vectorcall(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'list', kwnames);
  checkPositional(rt, 'list', nargs, 0, 1);
  const list = allocInstance(rt, type, 0);
  if (nargs === 0) return list;
  const mark = rt.mark();
  rt.own(list);
  listFromCall(rt, list, rt.H[args]);
  rt.unown(list);
  return rt.leave(mark, list);
}

function init(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void {
  const type = rt.H[op + Ob.type];
  const ownNew = rt.model.natives.subclassesRefuseKeywords && rt.H[type + Tp.new] === rt.H[T.list + Tp.new];
  if (type === T.list || ownNew) noKeywords(rt, 'list', kwnames);
  checkPositional(rt, 'list', nargs, 0, 1);
  listClear(rt, op);
  if (nargs === 1) listFromCall(rt, op, rt.H[args]);
}

/** Fills an empty list as `list(iterable)` does. CPython: list___init___impl */
function listFromCall(rt: Runtime, op: number, iterable: number): void {
  if (rt.model.lists.callExact) {
    const n = knownLength(rt, iterable);
    if (n > 0) listPreallocate(rt, op, n);
  }
  listExtend(rt, op, iterable);
}

function listRepr(rt: Runtime, op: number): Owned {
  if (rt.H[op + List.size] === 0) return rt.hooks.newStr(rt, '[]');
  return guardedRepr(rt, op, '[...]', () => {
    const H = rt.H;
    const parts: string[] = [];
    const mark = rt.mark();
    for (let i = 0; i < H[op + List.size]; i++) {
      const item = H[H[op + List.items] + 2 * i];
      if (rt.model.holds.reprItem) rt.own(rt.newRef(item));
      parts.push(rt.hooks.strText(rt, rt.own(repr(rt, item))));
      rt.release(mark);
    }
    return `[${parts.join(', ')}]`;
  });
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (!isList(rt, a) || !isList(rt, b)) return rt.notImplemented();
  const n = rt.H[a + List.size];
  const m = rt.H[b + List.size];
  if (n !== m && (op === Cmp.EQ || op === Cmp.NE)) return rt.bool(compareLengths(n, m, op));
  return compareItems(rt, a, b, op, List.items, List.size, true);
}

function concat(rt: Runtime, a: number, b: number): Owned {
  if (!isList(rt, b)) typeError(rt, `can only concatenate list (not "${typeName(rt, b)}") to list`);
  const H = rt.H;
  const n = H[a + List.size];
  const m = H[b + List.size];
  const result = newList(rt, n + m);
  copyItems(H, H[a + List.items], H[result + List.items], n);
  copyItems(H, H[b + List.items], H[result + List.items] + 2 * n, m);
  return result;
}

function copyItems(H: Int32Array, from: number, to: number, n: number): void {
  for (let i = 0; i < 2 * n; i += 2) {
    const item = H[from + i];
    H[item]++;
    H[to + i] = item;
    H[to + i + 1] = 0;
  }
}

function repeat(rt: Runtime, op: number, times: number): Owned {
  const H = rt.H;
  const n = H[op + List.size];
  const total = times < 0 ? 0 : n * times;
  if (total > 0x0fff_ffff) rt.noMemory();
  const result = newList(rt, total);
  if (total !== 0) repeatItems(H, H[op + List.items], H[result + List.items], n, times);
  return result;
}

function repeatItems(H: Int32Array, from: number, to: number, n: number, times: number): void {
  for (let s = from; s < from + 2 * n; s += 2) H[H[s]] += times;
  if (n === 1) {
    const item = H[from];
    for (let i = 0; i < times; i++) {
      H[to + 2 * i] = item;
      H[to + 2 * i + 1] = 0;
    }
    return;
  }
  for (let k = 0; k < times; k++) H.copyWithin(to + 2 * n * k, from, from + 2 * n);
}

function inplaceConcat(rt: Runtime, op: number, other: number): Owned {
  listExtend(rt, op, other);
  return rt.newRef(op);
}

function inplaceRepeat(rt: Runtime, op: number, times: number): Owned {
  const H = rt.H;
  const n = H[op + List.size];
  if (n === 0 || times === 1) return rt.newRef(op);
  if (times < 1) {
    listClear(rt, op);
    return rt.newRef(op);
  }
  if (n * times > 0x0fff_ffff) rt.noMemory();
  listResize(rt, op, n * times);
  const items = H[op + List.items];
  for (let s = items; s < items + 2 * n; s += 2) H[H[s]] += times - 1;
  for (let k = 1; k < times; k++) H.copyWithin(items + 2 * n * k, items, items + 2 * n);
  return rt.newRef(op);
}

function item(rt: Runtime, op: number, i: number): Owned {
  if (i < 0 || i >= rt.H[op + List.size]) indexError(rt, 'list index out of range');
  return rt.newRef(rt.H[rt.H[op + List.items] + 2 * i]);
}

function subscript(rt: Runtime, op: number, key: number): Owned {
  if (hasIndex(rt, key)) {
    const at = asIndex(rt, key, T.IndexError);
    const i = checkIndex(rt, at, rt.H[op + List.size], 'list index out of range');
    return rt.newRef(rt.H[rt.H[op + List.items] + 2 * i]);
  }
  requireSlice(rt, key);
  return listGetSlice(rt, op, key);
}

function assignSubscript(rt: Runtime, op: number, key: number, value: number): void {
  if (hasIndex(rt, key)) {
    let i = asIndex(rt, key, T.IndexError);
    if (i < 0) i += rt.H[op + List.size];
    listSetItem(rt, op, i, value);
    return;
  }
  requireSlice(rt, key);
  listSetSlice(rt, op, key, value);
}

/**
 * Walks the items while comparing may change the list, holding the one compared; gives the position of the first equal one or -1.
 * `wantedFirst`: the wanted value's `__eq__` is asked first.
 */
function find(rt: Runtime, op: number, value: number, start: number, stop: number, wantedFirst = false): number {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[value + Ob.type];
  const plain = type === T.int || type === T.str;
  for (let i = start; i < stop && i < H[op + List.size]; i++) {
    const x = H[H[op + List.items] + 2 * i];
    if (x === value) return i;
    if (plain && H[x + Ob.type] === type) {
      if (sameKey(rt, x, value, type) === 1) return i;
      continue;
    }
    rt.own(rt.newRef(x));
    const equal = wantedFirst ? compareBool(rt, value, x, Cmp.EQ) : compareBool(rt, x, value, Cmp.EQ);
    rt.release(mark);
    if (equal) return i;
  }
  return -1;
}

/** CPython: list_contains */
function contains(rt: Runtime, op: number, value: number): number {
  return find(rt, op, value, 0, Number.POSITIVE_INFINITY, rt.model.wantedFirst) < 0 ? 0 : 1;
}

function append(rt: Runtime, op: number, value: number): Owned {
  listAppend(rt, op, value);
  return rt.none();
}

function extend(rt: Runtime, op: number, iterable: number): Owned {
  listExtend(rt, op, iterable);
  return rt.none();
}

/** An int argument as a C ssize_t. CPython: PyNumber_Index and PyLong_AsSsize_t as Argument Clinic uses them */
function ssizeArgument(rt: Runtime, o: number): number {
  const mark = rt.mark();
  const n = rt.own(index(rt, o));
  if (!fitsInt64(rt, n)) overflowError(rt, 'Python int too large to convert to C ssize_t');
  const v = intToClipped(rt, n);
  rt.release(mark);
  return v;
}

function insert(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'insert', nargs, 2, 2);
  listInsert(rt, op, ssizeArgument(rt, rt.H[args]), rt.H[args + 2]);
  return rt.none();
}

function pop(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'pop', nargs, 0, 1);
  const H = rt.H;
  let i = nargs === 0 ? -1 : ssizeArgument(rt, H[args]);
  const n = H[op + List.size];
  if (n === 0) indexError(rt, 'pop from empty list');
  if (i < 0) i += n;
  if (i < 0 || i >= n) indexError(rt, 'pop index out of range');
  const items = H[op + List.items];
  const value = H[items + 2 * i];
  copyWords(H, items + 2 * i, items + 2 * (i + 1), 2 * (n - 1 - i));
  listResize(rt, op, n - 1);
  return value as Owned;
}

function remove(rt: Runtime, op: number, value: number): Owned {
  const i = find(rt, op, value, 0, Number.POSITIVE_INFINITY);
  if (i < 0) valueError(rt, 'list.remove(x): x not in list');
  listAssign(rt, op, i, i + 1, 0);
  return rt.none();
}

function indexOf(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'index', nargs, 1, 3);
  const H = rt.H;
  let start = nargs > 1 ? sliceArgument(rt, H[args + 2]) : 0;
  let stop = nargs > 2 ? sliceArgument(rt, H[args + 4]) : Number.POSITIVE_INFINITY;
  const size = H[op + List.size];
  if (start < 0) start = Math.max(0, start + size);
  if (stop < 0) stop = Math.max(0, stop + size);
  const i = find(rt, op, H[args], start, stop);
  if (i >= 0) return newInt(rt, i);
  const mark = rt.mark();
  const text = rt.hooks.strText(rt, rt.own(repr(rt, H[args])));
  rt.release(mark);
  valueError(rt, `${text} is not in list`);
}

function count(rt: Runtime, op: number, value: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  let found = 0;
  for (let i = 0; i < H[op + List.size]; i++) {
    const x = H[H[op + List.items] + 2 * i];
    if (x === value) {
      found++;
      continue;
    }
    rt.own(rt.newRef(x));
    if (compareBool(rt, x, value, Cmp.EQ)) found++;
    rt.release(mark);
  }
  return newInt(rt, found);
}

function reverse(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const items = H[op + List.items];
  for (let low = items, high = items + 2 * (H[op + List.size] - 1); low < high; low += 2, high -= 2) {
    const x = H[low];
    H[low] = H[high];
    H[high] = x;
  }
  return rt.none();
}

function clear(rt: Runtime, op: number): Owned {
  listClear(rt, op);
  return rt.none();
}

function copy(rt: Runtime, op: number): Owned {
  return listFromSlots(rt, rt.H[op + List.items], rt.H[op + List.size]);
}

const SORT = { name: 'sort', params: ['key', 'reverse'], maxPositional: 0 };

function sort(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const given = parseKeywords(rt, SORT, args, nargs, kwnames, [0, 0]);
  const key = given[0] === S.None ? 0 : given[0];
  const descending = given[1] !== 0 && reverseFlag(rt, given[1]);
  listSort(rt, op, key, descending);
  return rt.none();
}

/** The `reverse` argument: an int, as Argument Clinic's `int` converter wants it. */
function reverseFlag(rt: Runtime, o: number): boolean {
  const mark = rt.mark();
  const n = rt.own(index(rt, o));
  const truth = isTrue(rt, n);
  rt.release(mark);
  return truth;
}

function sizeOf(rt: Runtime, op: number): Owned {
  return newInt(rt, shownBasic(rt, op) + 8 * rt.H[op + List.allocated]);
}

export const LIST_TYPE: TypeSpec = {
  name: 'list',
  at: T.list,
  basicsize: 40,
  flags: TpFlag.BASETYPE | TpFlag.LIST_SUBCLASS | TpFlag.SEQUENCE | TpFlag.MATCH_SELF,
  contract: { gc: true, slots: [], indirect: { pointer: List.items, count: List.size, label: (i) => `item ${i}` } },
  unhashable: true,
  slots: {
    dealloc: listDealloc,
    repr: listRepr,
    richcompare: compare,
    iter: newListIterator,
    init,
    new: (rt, type) => allocInstance(rt, type, 0),
    vectorcall,
    mpLength: (rt, op) => rt.H[op + List.size],
    mpSubscript: subscript,
    mpAssSubscript: assignSubscript,
    sqLength: (rt, op) => rt.H[op + List.size],
    sqConcat: concat,
    sqRepeat: repeat,
    sqItem: item,
    sqAssItem: listSetItem,
    sqContains: contains,
    sqInplaceConcat: inplaceConcat,
    sqInplaceRepeat: inplaceRepeat,
  },
  methods: [
    { name: '__getitem__', kind: Meth.O, fn: subscript, doc: 'x.__getitem__(y) <==> x[y]' },
    { name: '__reversed__', kind: Meth.NOARGS, fn: newListReverseIterator, signature: '($self, /)', doc: 'Return a reverse iterator over the list.' },
    { name: '__sizeof__', kind: Meth.NOARGS, fn: sizeOf, signature: '($self, /)', doc: 'Return the size of the list in memory, in bytes.' },
    { name: 'clear', kind: Meth.NOARGS, fn: clear, signature: '($self, /)', doc: 'Remove all items from list.' },
    { name: 'copy', kind: Meth.NOARGS, fn: copy, signature: '($self, /)', doc: 'Return a shallow copy of the list.' },
    { name: 'append', kind: Meth.O, fn: append, signature: '($self, object, /)', doc: 'Append object to the end of the list.' },
    { name: 'insert', kind: Meth.FAST, fn: insert, signature: '($self, index, object, /)', doc: 'Insert object before index.' },
    { name: 'extend', kind: Meth.O, fn: extend, signature: '($self, iterable, /)', doc: 'Extend list by appending elements from the iterable.' },
    {
      name: 'pop',
      kind: Meth.FAST,
      fn: pop,
      signature: '($self, index=-1, /)',
      doc: 'Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.',
    },
    {
      name: 'remove',
      kind: Meth.O,
      fn: remove,
      signature: '($self, value, /)',
      doc: 'Remove first occurrence of value.\n\nRaises ValueError if the value is not present.',
    },
    {
      name: 'index',
      kind: Meth.FAST,
      fn: indexOf,
      signature: '($self, value, start=0, stop=sys.maxsize, /)',
      doc: 'Return first index of value.\n\nRaises ValueError if the value is not present.',
    },
    { name: 'count', kind: Meth.O, fn: count, signature: '($self, value, /)', doc: 'Return number of occurrences of value.' },
    { name: 'reverse', kind: Meth.NOARGS, fn: reverse, signature: '($self, /)', doc: 'Reverse *IN PLACE*.' },
    {
      name: 'sort',
      kind: Meth.KEYWORDS,
      fn: sort,
      signature: '($self, /, *, key=None, reverse=False)',
      doc: 'Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.',
    },
    CLASS_GETITEM,
  ],
  signature: '(iterable=(), /)',
  doc: 'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.',
};
