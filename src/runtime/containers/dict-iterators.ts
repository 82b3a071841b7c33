import { Gc, Ob } from '../../memory/layout.ts';
import { raise } from '../core/errors.ts';
import { Dict, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { Entry, Keys } from './dict-layout.ts';
import { DictIter } from './iterator-layout.ts';
import { listAppend } from './list-object.ts';
import { builtin, iteratorMethods, selfIter } from './sequence-iterators.ts';
import { tuple2, tupleOf } from './tuple-object.ts';

/** Iterators over dicts, forward and backward. CPython: Objects/dictobject.c dictiter_new and what follows */

function newDictIterator(rt: Runtime, d: number, type: number, items: boolean, backward: boolean): Owned {
  const mark = rt.mark();
  const result = items ? rt.own(tuple2(rt, S.None, S.None)) : 0;
  const op = rt.newGcObject(type, DictIter.bytes);
  const H = rt.H;
  const used = H[d + Dict.used];
  H[d]++;
  H[op + DictIter.dict] = d;
  H[op + DictIter.dict + 1] = 0;
  H[op + DictIter.used] = used;
  H[op + DictIter.used + 1] = 0;
  H[op + DictIter.pos] = !backward ? 0 : H[d + Dict.values] !== 0 ? used - 1 : H[H[d + Dict.keys] + Keys.nentries] - 1;
  H[op + DictIter.pos + 1] = 0;
  H[op + DictIter.result] = result;
  H[op + DictIter.result + 1] = 0;
  H[op + DictIter.left] = used;
  H[op + DictIter.left + 1] = 0;
  if (items) rt.unown(result);
  rt.track(op);
  return rt.leave(mark, op);
}

/** CPython: dict_iter */
export function newKeyIterator(rt: Runtime, d: number): Owned {
  return newDictIterator(rt, d, T.dict_keyiterator, false, false);
}
export function newValueIterator(rt: Runtime, d: number): Owned {
  return newDictIterator(rt, d, T.dict_valueiterator, false, false);
}
export function newItemIterator(rt: Runtime, d: number): Owned {
  return newDictIterator(rt, d, T.dict_itemiterator, true, false);
}
/** CPython: dict___reversed___impl */
export function newReverseKeyIterator(rt: Runtime, d: number): Owned {
  return newDictIterator(rt, d, T.dict_reversekeyiterator, false, true);
}
export function newReverseValueIterator(rt: Runtime, d: number): Owned {
  return newDictIterator(rt, d, T.dict_reversevalueiterator, false, true);
}
export function newReverseItemIterator(rt: Runtime, d: number): Owned {
  return newDictIterator(rt, d, T.dict_reverseitemiterator, true, true);
}

/** Finds the next entry: its index or -1 at the end (the iterator then lets go of the dict). RuntimeError when the dict has changed. */
function advance(rt: Runtime, op: number): number {
  const H = rt.H;
  const d = H[op + DictIter.dict];
  if (d === 0) return -1;
  if (H[op + DictIter.used] !== H[d + Dict.used]) {
    H[op + DictIter.used] = -1;
    raise(rt, T.RuntimeError, 'dictionary changed size during iteration');
  }
  let i = H[op + DictIter.pos];
  const keys = H[d + Dict.keys];
  if (H[d + Dict.values] !== 0) {
    if (i >= H[d + Dict.used]) return finish(rt, op);
  } else {
    const n = H[keys + Keys.nentries];
    const first = keys + H[keys + Keys.entries] + Entry.value;
    while (i < n && H[first + Entry.words * i] === 0) i++;
    if (i >= n) return finish(rt, op);
  }
  if (H[op + DictIter.left] === 0) {
    finish(rt, op);
    raise(rt, T.RuntimeError, 'dictionary keys changed during iteration');
  }
  H[op + DictIter.pos] = i + 1;
  H[op + DictIter.left]--;
  return i;
}

/** advance() for backward iterators. CPython: dictreviter_iternext */
function retreat(rt: Runtime, op: number): number {
  const H = rt.H;
  const d = H[op + DictIter.dict];
  if (d === 0) return -1;
  if (H[op + DictIter.used] !== H[d + Dict.used]) {
    H[op + DictIter.used] = -1;
    raise(rt, T.RuntimeError, 'dictionary changed size during iteration');
  }
  let i = H[op + DictIter.pos];
  if (i < 0) return finish(rt, op);
  if (H[d + Dict.values] === 0) {
    const keys = H[d + Dict.keys];
    const first = keys + H[keys + Keys.entries] + Entry.value;
    while (H[first + Entry.words * i] === 0) if (--i < 0) return finish(rt, op);
  }
  H[op + DictIter.pos] = i - 1;
  H[op + DictIter.left]--;
  return i;
}

function finish(rt: Runtime, op: number): number {
  rt.clearSlot(op + DictIter.dict);
  return -1;
}

function keyAt(rt: Runtime, op: number, i: number): number {
  const H = rt.H;
  const keys = H[H[op + DictIter.dict] + Dict.keys];
  return H[keys + H[keys + Keys.entries] + Entry.words * i + Entry.key];
}

function valueAt(rt: Runtime, op: number, i: number): number {
  const H = rt.H;
  const d = H[op + DictIter.dict];
  const values = H[d + Dict.values];
  if (values !== 0) return H[values + 2 * i];
  const keys = H[d + Dict.keys];
  return H[keys + H[keys + Keys.entries] + Entry.words * i + Entry.value];
}

/** The pair (key, value): the iterator's own tuple anew when nobody else holds it. CPython: dictiter_iternextitem */
function pair(rt: Runtime, op: number, i: number): Owned {
  const H = rt.H;
  const key = keyAt(rt, op, i);
  const value = valueAt(rt, op, i);
  H[key]++;
  H[value]++;
  const result = H[op + DictIter.result];
  if (H[result] === 1) {
    const oldKey = H[result + Tuple.items];
    const oldValue = H[result + Tuple.items + 2];
    H[result]++;
    H[result + Tuple.items] = key;
    H[result + Tuple.items + 2] = value;
    if (--H[oldKey] === 0) rt.dealloc(oldKey);
    if (--H[oldValue] === 0) rt.dealloc(oldValue);
    // a collection may have found it atomic
    if (H[result + Gc.next] === 0) rt.track(result);
    return result as Owned;
  }
  const mark = rt.mark();
  rt.own(key);
  rt.own(value);
  const fresh = tuple2(rt, key, value);
  return rt.leave(mark, fresh);
}

/** Next key. CPython: dictiter_iternextkey */
export function keyIteratorNext(rt: Runtime, op: number): Owned {
  const i = advance(rt, op);
  return i < 0 ? NULL : rt.newRef(keyAt(rt, op, i));
}
/** Next value. CPython: dictiter_iternextvalue */
export function valueIteratorNext(rt: Runtime, op: number): Owned {
  const i = advance(rt, op);
  return i < 0 ? NULL : rt.newRef(valueAt(rt, op, i));
}
/** Next pair. CPython: dictiter_iternextitem */
export function itemIteratorNext(rt: Runtime, op: number): Owned {
  const i = advance(rt, op);
  return i < 0 ? NULL : pair(rt, op, i);
}

function reverseKeyNext(rt: Runtime, op: number): Owned {
  const i = retreat(rt, op);
  return i < 0 ? NULL : rt.newRef(keyAt(rt, op, i));
}
function reverseValueNext(rt: Runtime, op: number): Owned {
  const i = retreat(rt, op);
  return i < 0 ? NULL : rt.newRef(valueAt(rt, op, i));
}
function reverseItemNext(rt: Runtime, op: number): Owned {
  const i = retreat(rt, op);
  return i < 0 ? NULL : pair(rt, op, i);
}

function left(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const d = H[op + DictIter.dict];
  return newInt(rt, d !== 0 && H[op + DictIter.used] === H[d + Dict.used] ? H[op + DictIter.left] : 0);
}

/** (iter, (list of what is left,)). The iterator itself does not move. CPython: dictiter_reduce */
function reduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  const d = H[op + DictIter.dict];
  if (d !== 0) {
    rt.own(rt.newRef(d));
    const used = H[op + DictIter.used];
    const pos = H[op + DictIter.pos];
    const count = H[op + DictIter.left];
    const type = H[op + Ob.type];
    const backward = type === T.dict_reversekeyiterator || type === T.dict_reversevalueiterator || type === T.dict_reverseitemiterator;
    for (;;) {
      const i = backward ? retreat(rt, op) : advance(rt, op);
      if (i < 0) break;
      const here = rt.mark();
      if (type === T.dict_keyiterator || type === T.dict_reversekeyiterator) listAppend(rt, list, keyAt(rt, op, i));
      else if (type === T.dict_valueiterator || type === T.dict_reversevalueiterator) listAppend(rt, list, valueAt(rt, op, i));
      else listAppend(rt, list, rt.own(tuple2(rt, keyAt(rt, op, i), valueAt(rt, op, i))));
      rt.release(here);
    }
    if (H[op + DictIter.dict] === 0) H[op + DictIter.dict] = rt.newRef(d);
    H[op + DictIter.used] = used;
    H[op + DictIter.pos] = pos;
    H[op + DictIter.left] = count;
  }
  const args = rt.own(tupleOf(rt, list));
  return rt.leave(mark, tuple2(rt, builtin(rt, 'iter'), args));
}

function dealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + DictIter.dict);
  rt.clearSlot(op + DictIter.result);
  rt.freeGcObject(op);
}

function iteratorType(name: string, at: number, iternext: (rt: Runtime, op: number) => Owned): TypeSpec {
  return {
    name,
    at,
    basicsize: DictIter.bytes,
    contract: {
      gc: true,
      slots: [
        { at: DictIter.dict, label: 'dict' },
        { at: DictIter.result, label: 'pair to be reused' },
      ],
    },
    slots: { dealloc, iter: selfIter, iternext },
    methods: iteratorMethods(left, reduce, null),
  };
}

export const DICT_ITERATOR_TYPES: readonly TypeSpec[] = [
  iteratorType('dict_keyiterator', T.dict_keyiterator, keyIteratorNext),
  iteratorType('dict_valueiterator', T.dict_valueiterator, valueIteratorNext),
  iteratorType('dict_itemiterator', T.dict_itemiterator, itemIteratorNext),
  iteratorType('dict_reversekeyiterator', T.dict_reversekeyiterator, reverseKeyNext),
  iteratorType('dict_reversevalueiterator', T.dict_reversevalueiterator, reverseValueNext),
  iteratorType('dict_reverseitemiterator', T.dict_reverseitemiterator, reverseItemNext),
];
