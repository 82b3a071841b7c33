import { Ob } from '../../../memory/layout.ts';
import { dictGet, dictGetText } from '../../containers/dict-object.ts';
import { tuple2, tupleOf } from '../../containers/tuple-object.ts';
import { sequenceList } from '../../core/abstract/item.ts';
import { hash } from '../../core/abstract/object.ts';
import { keyError, raise } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Dict } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { Root, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { iterSelf, nativeType } from '../itertools/iterator-type.ts';
import { findNode, Node, Od } from './ordered-nodes.ts';

/** Iterators and views of OrderedDicts. CPython: Objects/odictobject.c odictiter, odictkeys … */
export const enum Kind {
  keys = 0,
  values = 1,
  items = 2,
}

const enum At {
  dict = 4,
  /** The next key, 0 at the end. */
  current = 6,
  /** Raw. */
  kind = 8,
  backward = 9,
  size = 10,
  state = 11,
}

/** A new iterator. CPython: odictiter_new */
export function newOrderedIterator(rt: Runtime, od: number, kind: Kind, backward: boolean): Owned {
  const it = allocInstance(rt, nativeType(rt, 'odict_iterator'), 0);
  const H = rt.H;
  const node = H[od + (backward ? Od.last : Od.first)]!;
  if (node !== 0) H[it + At.current] = rt.newRef(H[node + Node.key]!);
  H[it + At.kind] = kind;
  H[it + At.backward] = backward ? 1 : 0;
  H[it + At.size] = H[od + Dict.used]!;
  H[it + At.state] = H[od + Od.state]!;
  H[it + At.dict] = rt.newRef(od);
  return it;
}

/** The next key, owned; NULL at the end. CPython: odictiter_nextkey */
function nextKey(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const od = H[self + At.dict]!;
  const key = H[self + At.current]!;
  if (od === 0 || key === 0) {
    rt.clearSlot(self + At.dict);
    return NULL;
  }
  if (H[od + Od.state] !== H[self + At.state]) raise(rt, T.RuntimeError, 'OrderedDict mutated during iteration');
  if (H[od + Dict.used] !== H[self + At.size]) {
    H[self + At.size] = -1;
    raise(rt, T.RuntimeError, 'OrderedDict changed size during iteration');
  }
  const node = findNode(rt, od, key, hash(rt, key), rt.hashHi);
  if (node === 0) keyError(rt, key);
  const after = H[node + (H[self + At.backward] !== 0 ? Node.previous : Node.next)]!;
  H[self + At.current] = after === 0 ? 0 : rt.newRef(H[after + Node.key]!);
  if (after === 0) rt.clearSlot(self + At.dict);
  return key as Owned;
}

function nextItem(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const od = H[self + At.dict]!;
  const mark = rt.mark();
  if (od !== 0) rt.own(rt.newRef(od));
  const key = nextKey(rt, self);
  if (key === 0 || H[self + At.kind] === Kind.keys) return rt.leave(mark, key);
  rt.own(key);
  const value = dictGet(rt, od, key);
  if (value === 0) keyError(rt, key);
  return rt.leave(mark, H[self + At.kind] === Kind.values ? rt.newRef(value) : tuple2(rt, key, value));
}

/** iter(list of what is left). CPython: odictiter_reduce */
function reduce(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const H = rt.H;
  const copy = rt.own(allocInstance(rt, nativeType(rt, 'odict_iterator'), 0));
  for (const at of [At.dict, At.current]) if (H[self + at] !== 0) H[copy + at] = rt.newRef(H[self + at]!);
  for (let at = At.kind as number; at <= At.state; at++) H[copy + at] = H[self + at]!;
  const list = rt.own(sequenceList(rt, copy));
  const iterFunction = dictGetText(rt, H[Root.builtinsDict]!, 'iter');
  const args = rt.own(tupleOf(rt, list));
  return rt.leave(mark, tuple2(rt, iterFunction, args));
}

export const orderedIteratorType: TypeSpec = {
  name: 'odict_iterator',
  basicsize: 48,
  contract: {
    gc: true,
    slots: [
      { at: At.dict, label: 'OrderedDict' },
      { at: At.current, label: 'next key' },
    ],
  },
  slots: { iter: iterSelf, iternext: nextItem },
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: 'Return state information for pickling' }],
};

/** Word offset of the dict in a view. */
const VIEWED = Ob.body as number;

/** od.keys() etc.: a view whose type is derived from dict's. */
export function newOrderedView(rt: Runtime, od: number, kind: Kind): Owned {
  const view = allocInstance(rt, nativeType(rt, NAMES[kind]!), 0);
  rt.H[view + VIEWED] = rt.newRef(od);
  return view;
}

const NAMES = ['odict_keys', 'odict_values', 'odict_items'];

function viewType(kind: Kind, base: number): TypeSpec {
  return {
    name: NAMES[kind]!,
    base,
    basicsize: 24,
    contract: { gc: true, slots: [{ at: VIEWED, label: 'OrderedDict' }] },
    slots: { iter: (rt, self) => newOrderedIterator(rt, rt.H[self + VIEWED]!, kind, false) },
    methods: [
      { name: '__reversed__', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => newOrderedIterator(rt, rt.H[self + VIEWED]!, kind, true) },
    ],
  };
}

export const orderedViewTypes: readonly TypeSpec[] = [
  viewType(Kind.keys, T.dict_keys),
  viewType(Kind.values, T.dict_values),
  viewType(Kind.items, T.dict_items),
];
