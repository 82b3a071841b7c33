import { Gc, Ob } from '../../../memory/layout.ts';
import { dictClear, dictDealloc, dictGet, dictSetHashed, takeHashed } from '../../containers/dict-object.ts';
import { DICT_TYPE } from '../../containers/dict-type.ts';
import { guardedRepr } from '../../containers/repr-guard.ts';
import { tuple2, tupleItem, tupleOf, tupleSize } from '../../containers/tuple-object.ts';
import { lookupAttrText } from '../../core/abstract/attribute.ts';
import { call0, call1, callMethodText } from '../../core/abstract/call.ts';
import { contains, delItem, fastItems, fastLength, getItem, sequenceFast, sequenceList, setItem } from '../../core/abstract/item.ts';
import { forEach, iter } from '../../core/abstract/iteration.ts';
import { compareBool, hash, isInstance, isTrue, reprText } from '../../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { keyError, raise, typeError, valueError } from '../../core/errors.ts';
import { Dict, List, Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type Call, Cmp, Meth, type MethodSpec, type RichCompare, type Unary } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { intToSafe, newInt } from '../../numbers/int-object.ts';
import { genericDictGetSet } from '../../types/instance-getset.ts';
import { nativeState } from '../../types/object-object.ts';
import { clearWeakrefs } from '../../types/weakref.ts';
import { nativeType } from '../itertools/iterator-type.ts';
import { addNode, clearNodes, findNode, linkFirst, linkLast, NODE_BYTES, Node, Od, ORDERED_BYTES, removeNode, unlink } from './ordered-nodes.ts';
import { Kind, newOrderedIterator, newOrderedView } from './ordered-views.ts';

/** collections.OrderedDict. CPython: Objects/odictobject.c PyODict_Type */
const NAME = 'collections.OrderedDict';

function isExact(rt: Runtime, o: number): boolean {
  return rt.H[o + Ob.type] === nativeType(rt, NAME);
}

function isOrdered(rt: Runtime, o: number): boolean {
  return isExact(rt, o) || isInstance(rt, o, nativeType(rt, NAME));
}

function isDict(rt: Runtime, o: number): boolean {
  return (rt.H[rt.H[o + Ob.type]! + Tp.flags]! & TpFlag.DICT_SUBCLASS) !== 0;
}

/** CPython: PyODict_SetItem */
function store(rt: Runtime, od: number, key: number, value: number): void {
  const lo = hash(rt, key);
  const hi = rt.hashHi;
  dictSetHashed(rt, od, key, lo, hi, value);
  addNode(rt, od, key, lo, hi);
}

/** CPython: PyODict_DelItem */
function remove(rt: Runtime, od: number, key: number): void {
  const lo = hash(rt, key);
  const hi = rt.hashHi;
  const mark = rt.mark();
  rt.own(rt.newRef(key));
  const node = findNode(rt, od, key, lo, hi);
  if (node !== 0) removeNode(rt, od, node);
  const value = takeHashed(rt, od, key, lo, hi);
  if (value === 0) keyError(rt, key);
  rt.own(value);
  rt.release(mark);
}

function assignSubscript(rt: Runtime, od: number, key: number, value: number): void {
  if (value === 0) remove(rt, od, key);
  else store(rt, od, key, value);
}

// ---------------------------------------------------------------- filling

/** Sets items from an iterable of pairs. CPython: mutablemapping_add_pairs */
function addPairs(rt: Runtime, od: number, pairs: number): void {
  forEach(rt, pairs, (pair) => {
    const mark = rt.mark();
    const fast = rt.own(sequenceFast(rt, pair, `'${rt.hooks.strText(rt, rt.H[rt.H[pair + Ob.type]! + Tp.name]!)}' object is not iterable`));
    const n = fastLength(rt, fast);
    if (n < 2) valueError(rt, `need more than ${n} value${n === 1 ? '' : 's'} to unpack`);
    if (n > 2) valueError(rt, 'too many values to unpack (expected 2)');
    const items = fastItems(rt, fast);
    setItem(rt, od, rt.H[items]!, rt.H[items + 2]!);
    rt.release(mark);
  });
}

/** CPython: mutablemapping_update_arg */
function updateFrom(rt: Runtime, od: number, other: number): void {
  const mark = rt.mark();
  if (rt.H[other + Ob.type] === T.dict) {
    const items = rt.own(sequenceList(rt, rt.own(callMethodText(rt, other, 'items'))));
    addPairs(rt, od, items);
    rt.release(mark);
    return;
  }
  const keysMethod = rt.own(lookupAttrText(rt, other, 'keys'));
  if (keysMethod !== 0) {
    const keys = rt.own(call0(rt, keysMethod));
    forEach(rt, keys, (key) => {
      const here = rt.mark();
      const value = rt.own(getItem(rt, other, key));
      setItem(rt, od, key, value);
      rt.release(here);
    });
    rt.release(mark);
    return;
  }
  const itemsMethod = rt.own(lookupAttrText(rt, other, 'items'));
  addPairs(rt, od, itemsMethod !== 0 ? rt.own(call0(rt, itemsMethod)) : other);
  rt.release(mark);
}

/** CPython: mutablemapping_update */
function updateAll(rt: Runtime, od: number, args: number, nargs: number, kwnames: number): void {
  if (nargs === 1) updateFrom(rt, od, rt.H[args]!);
  const n = kwnames === 0 ? 0 : tupleSize(rt, kwnames);
  for (let i = 0; i < n; i++) setItem(rt, od, tupleItem(rt, kwnames, i), rt.H[args + 2 * (nargs + i)]!);
}

function init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  if (nargs > 1) typeError(rt, `expected at most 1 arguments, got ${nargs}`);
  updateAll(rt, self, args, nargs, kwnames);
}

function update(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs > 1) typeError(rt, `update() takes at most 1 positional argument (${nargs} given)`);
  updateAll(rt, self, args, nargs, kwnames);
  return rt.none();
}

function construct(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  return (rt.fn[rt.H[T.dict + Tp.new]!] as Call)(rt, type, args, nargs, kwnames);
}

// ---------------------------------------------------------------- methods

/** Takes a key out and gives its value (owned), NULL when absent. Subclasses go through their own item methods. CPython: _odict_popkey_hash */
function take(rt: Runtime, od: number, key: number): Owned | 0 {
  const lo = hash(rt, key);
  const hi = rt.hashHi;
  const mark = rt.mark();
  rt.own(rt.newRef(key));
  if (!rt.model.natives.orderedPopAsks || isExact(rt, od)) {
    const node = findNode(rt, od, key, lo, hi);
    if (node !== 0) removeNode(rt, od, node);
    return rt.leave(mark, takeHashed(rt, od, key, lo, hi));
  }
  if (!contains(rt, od, key)) {
    rt.release(mark);
    return 0;
  }
  const value = rt.own(getItem(rt, od, key));
  delItem(rt, od, key);
  return rt.leave(mark, rt.newRef(value));
}

const POP: ParameterSpec = { name: 'pop', params: ['key', 'default'], required: 1 };

function pop(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, POP, args, nargs, kwnames, []);
  const value = take(rt, self, out[0]!);
  if (value !== 0) return value;
  if (out[1] === 0) keyError(rt, out[0]!);
  return rt.newRef(out[1]!);
}

const POPITEM: ParameterSpec = { name: 'popitem', params: ['last'], required: 0 };

function popItem(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, POPITEM, args, nargs, kwnames, []);
  const last = out[0] === 0 || isTrue(rt, out[0]!);
  const node = rt.H[self + (last ? Od.last : Od.first)]!;
  const mark = rt.mark();
  if (node === 0) keyError(rt, rt.own(rt.hooks.newStr(rt, 'dictionary is empty')));
  const key = rt.own(rt.newRef(rt.H[node + Node.key]!));
  const value = take(rt, self, key);
  if (value === 0) keyError(rt, key);
  return rt.leave(mark, tuple2(rt, key, rt.own(value)));
}

const MOVE: ParameterSpec = { name: 'move_to_end', params: ['key', 'last'], required: 1 };

function moveToEnd(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, MOVE, args, nargs, kwnames, []);
  const key = out[0]!;
  const last = out[1] === 0 || isTrue(rt, out[1]!);
  const H = rt.H;
  let node = H[self + (last ? Od.last : Od.first)]!;
  if (node === 0) keyError(rt, key);
  if (H[node + Node.key] !== key) {
    node = findNode(rt, self, key, hash(rt, key), rt.hashHi);
    if (node === 0) keyError(rt, key);
    unlink(H, self, node);
    if (last) linkLast(H, self, node);
    else linkFirst(H, self, node);
  }
  return rt.none();
}

const SETDEFAULT: ParameterSpec = { name: 'setdefault', params: ['key', 'default'], required: 1 };

function setDefault(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, SETDEFAULT, args, nargs, kwnames, []);
  const key = out[0]!;
  const otherwise = out[1] === 0 ? S.None : out[1]!;
  if (isExact(rt, self)) {
    const known = dictGet(rt, self, key);
    if (known !== 0) return rt.newRef(known);
    store(rt, self, key, otherwise);
    return rt.newRef(otherwise);
  }
  if (contains(rt, self, key)) return getItem(rt, self, key);
  setItem(rt, self, key, otherwise);
  return rt.newRef(otherwise);
}

function clear(rt: Runtime, self: number): Owned {
  dictClear(rt, self);
  clearNodes(rt, self);
  return rt.none();
}

/** CPython: odict_copy */
function copy(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const result = rt.own(call0(rt, H[self + Ob.type]!));
  const keys = rt.own(orderedKeys(rt, self));
  const exact = isExact(rt, self);
  for (let i = 0; i < H[keys + List.size]!; i++) {
    const key = H[H[keys + List.items]! + 2 * i]!;
    const here = rt.mark();
    const value = rt.own(exact ? heldValue(rt, self, key) : getItem(rt, self, key));
    setItem(rt, result, key, value);
    rt.release(here);
  }
  return rt.leave(mark, rt.newRef(result));
}

function heldValue(rt: Runtime, od: number, key: number): Owned {
  const value = dictGet(rt, od, key);
  if (value === 0) keyError(rt, key);
  return rt.newRef(value);
}

/** A list of the keys in order. */
function orderedKeys(rt: Runtime, od: number): Owned {
  const H = rt.H;
  const list = rt.own(rt.hooks.newList(rt));
  for (let node = H[od + Od.first]!; node !== 0; node = H[node + Node.next]!) rt.hooks.listAppend(rt, list, H[node + Node.key]!);
  return rt.unown(list);
}

/** CPython: odict_repr; from 3.12 on the items are shown as a dict. */
function repr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const name = rt.hooks.strText(rt, H[H[self + Ob.type]! + Tp.name]!).replace(/^.*\./, '');
  if (H[self + Dict.used] === 0) return rt.hooks.newStr(rt, `${name}()`);
  return guardedRepr(rt, self, '...', () => {
    const mark = rt.mark();
    const items = rt.own(sequenceList(rt, rt.own(callMethodText(rt, self, 'items'))));
    let shown: number = items;
    if (rt.model.version[1] >= 12) shown = rt.own(call1(rt, T.dict, items));
    const text = `${name}(${reprText(rt, shown)})`;
    rt.release(mark);
    return text;
  });
}

/** Have two OrderedDicts the same keys in the same order? RuntimeError when one changes meanwhile. CPython: _odict_keys_equal */
function sameOrder(rt: Runtime, a: number, b: number): boolean {
  const H = rt.H;
  const stateA = H[a + Od.state]!;
  const stateB = H[b + Od.state]!;
  const mark = rt.mark();
  let x = H[a + Od.first]!;
  let y = H[b + Od.first]!;
  while (x !== 0 && y !== 0) {
    const keyA = rt.own(rt.newRef(H[x + Node.key]!));
    const keyB = rt.own(rt.newRef(H[y + Node.key]!));
    const equal = compareBool(rt, keyA, keyB, Cmp.EQ);
    if (H[a + Od.state] !== stateA || H[b + Od.state] !== stateB) raise(rt, T.RuntimeError, 'OrderedDict mutated during iteration');
    rt.release(mark);
    if (!equal) return false;
    x = H[x + Node.next]!;
    y = H[y + Node.next]!;
  }
  return x === y;
}

/** Equal as dicts, and between OrderedDicts in the same order. CPython: odict_richcompare */
function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if ((op !== Cmp.EQ && op !== Cmp.NE) || !isDict(rt, a) || !isDict(rt, b)) return rt.notImplemented();
  const mark = rt.mark();
  const asDicts = rt.own((rt.fn[rt.H[T.dict + Tp.richcompare]!] as RichCompare)(rt, a, b, Cmp.EQ));
  let equal = asDicts === S.True;
  if (equal && isOrdered(rt, b)) {
    equal = sameOrder(rt, a, b);
  }
  rt.release(mark);
  return rt.bool(equal === (op === Cmp.EQ));
}

/** CPython: odict_or */
function or(rt: Runtime, a: number, b: number): Owned {
  const type = rt.H[(isOrdered(rt, a) ? a : b) + Ob.type]!;
  if (!isDict(rt, a) || !isDict(rt, b)) return rt.notImplemented();
  const mark = rt.mark();
  const result = rt.own(call1(rt, type, a));
  updateFrom(rt, result, b);
  return rt.leave(mark, rt.newRef(result));
}

function inplaceOr(rt: Runtime, self: number, other: number): Owned {
  updateFrom(rt, self, other);
  return rt.newRef(self);
}

/** CPython: odict_reduce */
function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const given = rt.own(nativeState(rt, self));
  const state = rt.model.natives.nativeState === 'dict' && isDict(rt, given) && H[given + Dict.used] === 0 ? S.None : given;
  const args = rt.own(tupleOf(rt));
  const items = rt.own(callMethodText(rt, self, 'items'));
  const it = rt.own(iter(rt, items));
  return rt.leave(mark, tupleOf(rt, H[self + Ob.type]!, args, state, S.None, it));
}

/** CPython: odict_sizeof */
function sizeOf(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const base = rt.own(callUnboundSizeOf(rt, self));
  const bytes = intToSafe(rt, base) + 8 * rt.H[self + Od.nodesSize]! + NODE_BYTES * rt.H[self + Dict.used]!;
  rt.release(mark);
  return newInt(rt, bytes);
}

/** dict.__sizeof__ of an OrderedDict (its basicsize is counted). */
function callUnboundSizeOf(rt: Runtime, self: number): Owned {
  const method = DICT_TYPE.methods!.find((m) => m.name === '__sizeof__')!;
  return (method.fn as Unary)(rt, self);
}

function dealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + Od.dict);
  if (H[op + Od.weaklist] !== 0) clearWeakrefs(rt, op);
  clearNodes(rt, op);
  dictDealloc(rt, op);
}

function clearForCollector(rt: Runtime, op: number): void {
  rt.clearSlot(op + Od.dict);
  dictClear(rt, op);
  clearNodes(rt, op);
}

const methods: readonly MethodSpec[] = [
  { name: '__sizeof__', kind: Meth.NOARGS, fn: sizeOf, doc: '' },
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: 'Return state information for pickling' },
  {
    name: 'setdefault',
    kind: Meth.KEYWORDS,
    fn: setDefault,
    signature: '($self, /, key, default=None)',
    doc: 'Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.',
  },
  {
    name: 'pop',
    kind: Meth.KEYWORDS,
    fn: pop,
    signature: '($self, /, key, default=<unrepresentable>)',
    doc: 'od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.',
  },
  {
    name: 'popitem',
    kind: Meth.KEYWORDS,
    fn: popItem,
    signature: '($self, /, last=True)',
    doc: 'Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if false.',
  },
  { name: 'keys', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => newOrderedView(rt, self, Kind.keys), doc: '' },
  { name: 'values', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => newOrderedView(rt, self, Kind.values), doc: '' },
  { name: 'items', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => newOrderedView(rt, self, Kind.items), doc: '' },
  { name: 'update', kind: Meth.KEYWORDS, fn: update, doc: '' },
  { name: 'clear', kind: Meth.NOARGS, fn: clear, doc: 'od.clear() -> None.  Remove all items from od.' },
  { name: 'copy', kind: Meth.NOARGS, fn: copy, doc: 'od.copy() -> a shallow copy of od' },
  {
    name: '__reversed__',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, self: number) => newOrderedIterator(rt, self, Kind.keys, true),
    doc: 'od.__reversed__() <==> reversed(od)',
  },
  {
    name: 'move_to_end',
    kind: Meth.KEYWORDS,
    fn: moveToEnd,
    signature: '($self, /, key, last=True)',
    doc: 'Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.',
  },
];

export const orderedDictType: TypeSpec = {
  name: NAME,
  base: T.dict,
  basicsize: ORDERED_BYTES,
  flags: TpFlag.BASETYPE | TpFlag.DICT_SUBCLASS | TpFlag.MAPPING,
  unhashable: true,
  contract: {
    gc: true,
    slots: [{ at: Od.dict, label: '__dict__' }],
    traverse(heap, op, visit) {
      DICT_TYPE.contract!.traverse!(heap, op, visit);
      const H = heap.H;
      for (let node = H[op + Od.first]!; node !== 0; node = H[node + Node.next]!) visit(H[node + Node.key]!, node + Node.key);
    },
    describe(heap, op, slot, place) {
      const H = heap.H;
      const entries = 2 * H[op + Dict.used]!;
      if (place !== undefined && place >= entries && place < entries + H[op + Dict.used]!) return `key ${place - entries} in order`;
      if (place !== undefined && place < entries) return DICT_TYPE.contract!.describe!(heap, op, slot);
      let i = 0;
      for (let node = H[op + Od.first]!; node !== 0; node = H[node + Node.next]!, i++) if (slot === node + Node.key) return `key ${i} in order`;
      return DICT_TYPE.contract!.describe!(heap, op, slot);
    },
  },
  weaklistoffset: Od.weaklist,
  dictoffset: Od.dict,
  slots: {
    dealloc,
    clear: clearForCollector,
    repr,
    richcompare: compare,
    iter: (rt, self) => newOrderedIterator(rt, self, Kind.keys, false),
    init,
    new: construct,
    nbOr: or,
    nbInplaceOr: inplaceOr,
    mpAssSubscript: assignSubscript,
  },
  methods,
  getset: [genericDictGetSet],
  doc: 'Dictionary that remembers insertion order',
};
