import { Gc, Ob } from '../../../memory/layout.ts';
import { guardedRepr } from '../../containers/repr-guard.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { call1, call2 } from '../../core/abstract/call.ts';
import { sequenceList } from '../../core/abstract/item.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { asIndex, hasIndex } from '../../core/abstract/number.ts';
import { compareBool, isInstance, reprText } from '../../core/abstract/object.ts';
import { checkPositional, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { indexError, raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { allocInstance, freeInstance } from '../../core/instance.ts';
import { List, Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import { phrase } from '../../core/phrase.ts';
import type { Runtime } from '../../core/runtime.ts';
import { shownBasic } from '../../core/shown-size.ts';
import { Cmp, type GetSetSpec, Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { orderHolds } from '../../numbers/int-arithmetic.ts';
import { newInt } from '../../numbers/int-object.ts';
import { nativeState } from '../../types/object-object.ts';
import { clearWeakrefs } from '../../types/weakref.ts';
import { nativeType } from '../itertools/iterator-type.ts';
import {
  BLOCK_BYTES,
  blockCount,
  clearDeque,
  DEQUE_BYTES,
  Deque,
  dequeLength,
  popLeft,
  popRight,
  pushLeft,
  pushRight,
  rotateDeque,
  setUpDeque,
  slotOf,
  startAtEdge,
  visitSlots,
} from './deque-blocks.ts';
import { newDequeIterator, newDequeReverseIterator } from './deque-iterators.ts';

/** collections.deque. CPython: Modules/_collectionsmodule.c dequeobject */
const NAME = 'collections.deque';
const INIT: ParameterSpec = { name: 'deque', params: ['iterable', 'maxlen'], required: 0 };

function newDeque(rt: Runtime, type: number): Owned {
  const mark = rt.mark();
  const op = rt.own(allocInstance(rt, type, 0));
  setUpDeque(rt, op);
  rt.unown(op);
  rt.release(mark);
  return op as Owned;
}

function isDeque(rt: Runtime, o: number): boolean {
  return rt.H[o + Ob.type] === nativeType(rt, NAME) || isInstance(rt, o, nativeType(rt, NAME));
}

/** CPython: deque_init */
function init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const out = parseKeywords(rt, INIT, args, nargs, kwnames, []);
  let maxlen = -1;
  if (out[1] !== 0 && out[1] !== S.None) {
    if (!hasIndex(rt, out[1]!)) typeError(rt, 'an integer is required');
    maxlen = asIndex(rt, out[1]!);
    if (maxlen < 0) valueError(rt, 'maxlen must be non-negative');
    maxlen = Math.min(maxlen, 2147483647);
  }
  rt.H[self + Deque.maxlen] = maxlen;
  if (dequeLength(rt, self) > 0) clearDeque(rt, self);
  if (out[0] !== 0) extendRight(rt, self, out[0]!);
}

/** Runs over an iterable; the deque itself is copied first. */
function eachItem(rt: Runtime, self: number, iterable: number, toTheRight: boolean, each: (item: Owned) => void): void {
  const mark = rt.mark();
  const source = iterable === self ? rt.own(sequenceList(rt, iterable)) : iterable;
  const it = rt.own(iter(rt, source));
  if (rt.H[self + Deque.maxlen] !== 0) startAtEdge(rt, self, toTheRight);
  for (;;) {
    const item = next(rt, it);
    if (item === 0) break;
    each(item);
  }
  rt.release(mark);
}

function extendRight(rt: Runtime, self: number, iterable: number): void {
  if (rt.H[self + Deque.maxlen] === 0) eachItem(rt, self, iterable, true, (item) => rt.decref(item));
  else eachItem(rt, self, iterable, true, (item) => pushRight(rt, self, item));
}

function append(rt: Runtime, self: number, item: number): Owned {
  pushRight(rt, self, rt.newRef(item));
  return rt.none();
}

function appendLeft(rt: Runtime, self: number, item: number): Owned {
  pushLeft(rt, self, rt.newRef(item));
  return rt.none();
}

function pop(rt: Runtime, self: number): Owned {
  if (dequeLength(rt, self) === 0) indexError(rt, 'pop from an empty deque');
  return popRight(rt, self);
}

function popleft(rt: Runtime, self: number): Owned {
  if (dequeLength(rt, self) === 0) indexError(rt, 'pop from an empty deque');
  return popLeft(rt, self);
}

function extend(rt: Runtime, self: number, iterable: number): Owned {
  extendRight(rt, self, iterable);
  return rt.none();
}

function extendLeft(rt: Runtime, self: number, iterable: number): Owned {
  if (rt.H[self + Deque.maxlen] === 0) eachItem(rt, self, iterable, false, (item) => rt.decref(item));
  else eachItem(rt, self, iterable, false, (item) => pushLeft(rt, self, item));
  return rt.none();
}

function inplaceConcat(rt: Runtime, self: number, other: number): Owned {
  extendRight(rt, self, other);
  return rt.newRef(self);
}

/** CPython: deque_copy */
function copy(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const type = H[self + Ob.type]!;
  const mark = rt.mark();
  if (type === nativeType(rt, NAME)) {
    const result = rt.own(newDeque(rt, type));
    H[result + Deque.maxlen] = H[self + Deque.maxlen]!;
    extendRight(rt, result, self);
    return rt.unown(result);
  }
  if (H[self + Deque.maxlen]! < 0) return rt.leave(mark, call1(rt, type, self));
  const maxlen = rt.own(newInt(rt, H[self + Deque.maxlen]!));
  return rt.leave(mark, call2(rt, type, self, maxlen));
}

function concat(rt: Runtime, self: number, other: number): Owned {
  if (!isDeque(rt, other)) typeError(rt, `can only concatenate deque (not "${typeName(rt, other)}") to deque`);
  const mark = rt.mark();
  const result = rt.own(copy(rt, self));
  extendRight(rt, result, other);
  rt.unown(result);
  rt.release(mark);
  return result as Owned;
}

/** CPython: deque_inplace_repeat */
function inplaceRepeat(rt: Runtime, self: number, n: number): Owned {
  const H = rt.H;
  const size = dequeLength(rt, self);
  if (size === 0 || n === 1) return rt.newRef(self);
  if (n <= 0) {
    clearDeque(rt, self);
    return rt.newRef(self);
  }
  let times = n;
  const maxlen = H[self + Deque.maxlen]!;
  if (maxlen >= 0 && n * size > maxlen) times = Math.floor((maxlen + size - 1) / size);
  if (times * size > 134217728) rt.noMemory();
  const mark = rt.mark();
  const items = rt.own(sequenceList(rt, self));
  for (let k = 1; k < times; k++) for (let i = 0; i < size; i++) pushRight(rt, self, rt.newRef(H[H[items + List.items]! + 2 * i]!));
  rt.release(mark);
  return rt.newRef(self);
}

function repeat(rt: Runtime, self: number, n: number): Owned {
  const mark = rt.mark();
  const result = rt.own(copy(rt, self));
  return rt.leave(mark, inplaceRepeat(rt, result, n));
}

function item(rt: Runtime, self: number, i: number): Owned {
  if (i < 0 || i >= dequeLength(rt, self)) indexError(rt, 'deque index out of range');
  return rt.newRef(rt.H[slotOf(rt, self, i)]!);
}

/** CPython: deque_del_item */
function deleteAt(rt: Runtime, self: number, i: number): void {
  rotateDeque(rt, self, -i);
  const removed = popLeft(rt, self);
  rotateDeque(rt, self, i);
  rt.decref(removed);
}

function assignItem(rt: Runtime, self: number, i: number, value: number): void {
  if (i < 0 || i >= dequeLength(rt, self)) indexError(rt, 'deque index out of range');
  if (value === 0) deleteAt(rt, self, i);
  else rt.setSlot(slotOf(rt, self, i), rt.newRef(value));
}

function changed(rt: Runtime, message: string): never {
  raise(rt, T.RuntimeError, message);
}

/** Compares item `i` (held meanwhile) with `value`. */
function itemEquals(rt: Runtime, self: number, i: number, value: number): boolean {
  const mark = rt.mark();
  const held = rt.own(rt.newRef(rt.H[slotOf(rt, self, i)]!));
  const equal = compareBool(rt, held, value, Cmp.EQ);
  rt.release(mark);
  return equal;
}

function contains(rt: Runtime, self: number, value: number): number {
  const state = rt.H[self + Deque.state];
  const n = dequeLength(rt, self);
  for (let i = 0; i < n; i++) {
    if (itemEquals(rt, self, i, value)) return 1;
    if (rt.H[self + Deque.state] !== state) changed(rt, 'deque mutated during iteration');
  }
  return 0;
}

function count(rt: Runtime, self: number, value: number): Owned {
  const state = rt.H[self + Deque.state];
  const n = dequeLength(rt, self);
  let found = 0;
  for (let i = 0; i < n; i++) {
    if (itemEquals(rt, self, i, value)) found++;
    if (rt.H[self + Deque.state] !== state) changed(rt, 'deque mutated during iteration');
  }
  return newInt(rt, found);
}

/** CPython: deque_index */
function index(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'index', nargs, 1, 3);
  const H = rt.H;
  const value = H[args]!;
  const n = dequeLength(rt, self);
  let start = nargs > 1 ? asIndex(rt, H[args + 2]!, 0) : 0;
  let stop = nargs > 2 ? asIndex(rt, H[args + 4]!, 0) : n;
  if (start < 0) start = Math.max(0, start + n);
  if (stop < 0) stop = Math.max(0, stop + n);
  stop = Math.min(stop, n);
  const state = H[self + Deque.state];
  for (let i = start; i < stop; i++) {
    if (itemEquals(rt, self, i, value)) return newInt(rt, i);
    if (H[self + Deque.state] !== state) changed(rt, 'deque mutated during iteration');
  }
  valueError(rt, `${reprText(rt, value)} is not in deque`);
}

/** CPython: deque_insert */
function insert(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'insert', nargs, 2, 2);
  const H = rt.H;
  const at = asIndex(rt, H[args]!);
  const n = dequeLength(rt, self);
  const value = H[args + 2]!;
  if (H[self + Deque.maxlen] === n) indexError(rt, 'deque already at its maximum size');
  if (at >= n) return append(rt, self, value);
  if (at <= -n || at === 0) return appendLeft(rt, self, value);
  rotateDeque(rt, self, -at);
  if (at < 0) pushRight(rt, self, rt.newRef(value));
  else pushLeft(rt, self, rt.newRef(value));
  rotateDeque(rt, self, at);
  return rt.none();
}

/** CPython: deque_remove */
function remove(rt: Runtime, self: number, value: number): Owned {
  const n = dequeLength(rt, self);
  const state = rt.H[self + Deque.state];
  for (let i = 0; i < n; i++) {
    const equal = itemEquals(rt, self, i, value);
    if (rt.H[self + Deque.state] !== state) indexError(rt, phrase(rt, 'dequeRemove'));
    if (equal) {
      deleteAt(rt, self, i);
      return rt.none();
    }
  }
  valueError(rt, `${reprText(rt, value)} is not in deque`);
}

function rotate(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'rotate', nargs, 0, 1);
  rotateDeque(rt, self, nargs === 0 ? 1 : asIndex(rt, rt.H[args]!));
  return rt.none();
}

function reverse(rt: Runtime, self: number): Owned {
  const H = rt.H;
  for (let i = 0, j = dequeLength(rt, self) - 1; i < j; i++, j--) {
    const a = slotOf(rt, self, i);
    const b = slotOf(rt, self, j);
    const x = H[a]!;
    H[a] = H[b]!;
    H[b] = x;
  }
  return rt.none();
}

function clear(rt: Runtime, self: number): Owned {
  clearDeque(rt, self);
  return rt.none();
}

/** CPython: deque_reduce */
function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[self + Ob.type]!;
  const exact = type === nativeType(rt, NAME);
  const dict = exact ? S.None : rt.own(nativeState(rt, self));
  const it = rt.own(iter(rt, self));
  const maxlen = H[self + Deque.maxlen]!;
  const args = rt.own(maxlen < 0 ? tupleOf(rt) : tupleOf(rt, rt.own(tupleOf(rt)), rt.own(newInt(rt, maxlen))));
  return rt.leave(mark, tupleOf(rt, type, args, dict, it));
}

function repr(rt: Runtime, self: number): Owned {
  return guardedRepr(rt, self, '[...]', () => {
    const mark = rt.mark();
    const list = rt.own(sequenceList(rt, self));
    const text = reprText(rt, list);
    rt.release(mark);
    const maxlen = rt.H[self + Deque.maxlen]!;
    const name = rt.hooks.strText(rt, rt.H[rt.H[self + Ob.type]! + Tp.name]!).replace(/^.*\./, '');
    return maxlen >= 0 ? `${name}(${text}, maxlen=${maxlen})` : `${name}(${text})`;
  });
}

/** CPython: deque_richcompare */
function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (!isDeque(rt, a) || !isDeque(rt, b)) return rt.notImplemented();
  const n = dequeLength(rt, a);
  const m = dequeLength(rt, b);
  if (op === Cmp.EQ && a === b) return rt.bool(true);
  if (op === Cmp.NE && a === b) return rt.bool(false);
  if (n !== m && (op === Cmp.EQ || op === Cmp.NE)) return rt.bool(op === Cmp.NE);
  const mark = rt.mark();
  const itA = rt.own(iter(rt, a));
  const itB = rt.own(iter(rt, b));
  for (;;) {
    const here = rt.mark();
    const x = rt.own(next(rt, itA));
    if (x === 0) break;
    const y = rt.own(next(rt, itB));
    if (y === 0) break;
    if (!compareBool(rt, x, y, Cmp.EQ)) {
      const result = compareBool(rt, x, y, op as Cmp);
      rt.release(mark);
      return rt.bool(result);
    }
    rt.release(here);
  }
  rt.release(mark);
  return rt.bool(orderHolds(n - m, op));
}

function dealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  if (!rt.heap.trashBegin(op)) return;
  if (H[op + Deque.weaklist] !== 0) clearWeakrefs(rt, op);
  if (H[op + Deque.leftBlock] !== 0) {
    clearDeque(rt, op);
    rt.heap.free(H[op + Deque.leftBlock]!);
    H[op + Deque.leftBlock] = 0;
  }
  freeInstance(rt, op);
  rt.heap.trashEnd();
}

function sizeOf(rt: Runtime, self: number): Owned {
  return newInt(rt, shownBasic(rt, self) + blockCount(rt, self) * BLOCK_BYTES);
}

const methods: readonly MethodSpec[] = [
  { name: 'append', kind: Meth.O, fn: append, doc: 'Add an element to the right side of the deque.' },
  { name: 'appendleft', kind: Meth.O, fn: appendLeft, doc: 'Add an element to the left side of the deque.' },
  { name: 'clear', kind: Meth.NOARGS, fn: clear, doc: 'Remove all elements from the deque.' },
  { name: '__copy__', kind: Meth.NOARGS, fn: copy, doc: 'Return a shallow copy of a deque.' },
  { name: 'copy', kind: Meth.NOARGS, fn: copy, doc: 'Return a shallow copy of a deque.' },
  { name: 'count', kind: Meth.O, fn: count, doc: 'D.count(value) -> integer -- return number of occurrences of value' },
  { name: 'extend', kind: Meth.O, fn: extend, doc: 'Extend the right side of the deque with elements from the iterable' },
  { name: 'extendleft', kind: Meth.O, fn: extendLeft, doc: 'Extend the left side of the deque with elements from the iterable' },
  {
    name: 'index',
    kind: Meth.FAST,
    fn: index,
    doc: 'D.index(value, [start, [stop]]) -> integer -- return first index of value.\nRaises ValueError if the value is not present.',
  },
  { name: 'insert', kind: Meth.FAST, fn: insert, doc: 'D.insert(index, object) -- insert object before index' },
  { name: 'pop', kind: Meth.NOARGS, fn: pop, doc: 'Remove and return the rightmost element.' },
  { name: 'popleft', kind: Meth.NOARGS, fn: popleft, doc: 'Remove and return the leftmost element.' },
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: 'Return state information for pickling.' },
  { name: 'remove', kind: Meth.O, fn: remove, doc: 'D.remove(value) -- remove first occurrence of value.' },
  { name: '__reversed__', kind: Meth.NOARGS, fn: newDequeReverseIterator, doc: 'D.__reversed__() -- return a reverse iterator over the deque' },
  { name: 'reverse', kind: Meth.NOARGS, fn: reverse, doc: 'D.reverse() -- reverse *IN PLACE*' },
  { name: 'rotate', kind: Meth.FAST, fn: rotate, doc: 'Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left.' },
  { name: '__sizeof__', kind: Meth.NOARGS, fn: sizeOf, doc: 'D.__sizeof__() -- size of D in memory, in bytes' },
  { name: '__class_getitem__', kind: Meth.O | Meth.CLASS, fn: (rt: Runtime, type: number, key: number) => rt.hooks.newGenericAlias(rt, type, key) },
];

const getset: readonly GetSetSpec[] = [
  {
    name: 'maxlen',
    get: (rt, self) => (rt.H[self + Deque.maxlen]! < 0 ? rt.none() : newInt(rt, rt.H[self + Deque.maxlen]!)),
    doc: 'maximum size of a deque or None if unbounded',
  },
];

export const dequeType: TypeSpec = {
  name: NAME,
  basicsize: DEQUE_BYTES,
  flags: TpFlag.BASETYPE | TpFlag.SEQUENCE,
  contract: {
    gc: true,
    slots: [],
    traverse: (heap, op, visit) => visitSlots(heap.H, op, visit),
    describe: (heap, op, slot, place) => {
      if (place !== undefined && place < heap.H[op + Deque.size]!) return `item ${place}`;
      let label = 'item';
      let i = 0;
      visitSlots(heap.H, op, (_ref, at) => {
        if (at === slot) label = `item ${i}`;
        i++;
      });
      return label;
    },
  },
  weaklistoffset: Deque.weaklist,
  unhashable: true,
  slots: {
    dealloc,
    clear: clearDeque,
    repr,
    richcompare: compare,
    iter: newDequeIterator,
    init,
    new: newDeque,
    sqLength: dequeLength,
    sqConcat: concat,
    sqRepeat: repeat,
    sqItem: item,
    sqAssItem: assignItem,
    sqContains: contains,
    sqInplaceConcat: inplaceConcat,
    sqInplaceRepeat: inplaceRepeat,
  },
  methods,
  getset,
  doc: 'deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data accesses near its endpoints.',
};
