import { Ob } from '../../../memory/layout.ts';
import { clearError, errorMatches, indexError, nameOfType, overflowError, raise, typeError, typeName, valueError } from '../errors.ts';
import { trackTuple } from '../instance.ts';
import { List, Slice, Tp, TpFlag, Tuple } from '../layout.ts';
import type { Owned } from '../ownership.ts';
import { phrase } from '../phrase.ts';
import { PYTHON_ERROR, type Runtime } from '../runtime.ts';
import { type Binary, Cmp, type Contains, type IndexGet, type IndexSet, type KeySet, type LenFunc, type RichCompare } from '../signatures.ts';
import { S, T } from '../static.ts';
import { isType, lookupAttr } from './attribute.ts';
import { call1 } from './call.ts';
import { forEach, hasSequenceSlots, isSequence, iter, next } from './iteration.ts';
import { lengthHint } from './length-hint.ts';
import { asIndex, hasIndex, inplaceOp1 } from './number.ts';

/** Subscripts, the sequence protocol, slices. CPython: Objects/abstract.c, Objects/sliceobject.c */

/** `o[key]`: new reference. CPython: PyObject_GetItem */
export function getItem(rt: Runtime, o: number, key: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  const m = H[type + Tp.mpSubscript];
  if (m !== 0) return (rt.fn[m] as Binary)(rt, o, key);
  if (H[type + Tp.sqItem] !== 0) {
    if (hasIndex(rt, key)) return sequenceGetItem(rt, o, asIndex(rt, key, T.IndexError));
    typeError(rt, `sequence index must be integer, not '${typeName(rt, key)}'`);
  }
  if (isType(rt, o)) {
    if (o === T.type) return rt.hooks.newGenericAlias(rt, o, key);
    const mark = rt.mark();
    const method = rt.own(lookupAttr(rt, o, rt.ident('__class_getitem__')));
    if (method !== 0) return rt.leave(mark, call1(rt, method, key));
  }
  typeError(rt, isType(rt, o) ? phrase(rt, 'classSubscript', nameOfType(rt, o)) : `'${typeName(rt, o)}' object is not subscriptable`);
}

/** `o[key] = value`. CPython: PyObject_SetItem */
export function setItem(rt: Runtime, o: number, key: number, value: number): void {
  const H = rt.H;
  const type = H[o + Ob.type];
  const m = H[type + Tp.mpAssSubscript];
  if (m !== 0) {
    (rt.fn[m] as KeySet)(rt, o, key, value);
    return;
  }
  if (hasSequenceSlots(rt, type)) {
    if (hasIndex(rt, key)) {
      sequenceSetItem(rt, o, asIndex(rt, key, T.IndexError), value);
      return;
    }
    if (H[type + Tp.sqAssItem] !== 0) typeError(rt, `sequence index must be integer, not '${typeName(rt, key)}'`);
  }
  typeError(rt, `'${typeName(rt, o)}' object does not support item assignment`);
}

/** `del o[key]`. CPython: PyObject_DelItem */
export function delItem(rt: Runtime, o: number, key: number): void {
  const H = rt.H;
  const type = H[o + Ob.type];
  const m = H[type + Tp.mpAssSubscript];
  if (m !== 0) {
    (rt.fn[m] as KeySet)(rt, o, key, 0);
    return;
  }
  if (hasSequenceSlots(rt, type)) {
    if (hasIndex(rt, key)) {
      sequenceSetItem(rt, o, asIndex(rt, key, T.IndexError), 0);
      return;
    }
    if (H[type + Tp.sqAssItem] !== 0) typeError(rt, `sequence index must be integer, not '${typeName(rt, key)}'`);
  }
  typeError(rt, `'${typeName(rt, o)}' object does not support item deletion`);
}

/** `o[i]` by position; negative from the end. CPython: PySequence_GetItem */
export function sequenceGetItem(rt: Runtime, o: number, i: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  const f = H[type + Tp.sqItem];
  if (f !== 0) {
    if (i < 0 && H[type + Tp.sqLength] !== 0) i += (rt.fn[H[type + Tp.sqLength]] as LenFunc)(rt, o);
    return (rt.fn[f] as IndexGet)(rt, o, i);
  }
  if (H[type + Tp.mpSubscript] !== 0) typeError(rt, `${typeName(rt, o)} is not a sequence`);
  typeError(rt, `'${typeName(rt, o)}' object does not support indexing`);
}

/** `o[i] = value` by position, value 0 deletes. CPython: PySequence_SetItem, PySequence_DelItem */
export function sequenceSetItem(rt: Runtime, o: number, i: number, value: number): void {
  const H = rt.H;
  const type = H[o + Ob.type];
  const f = H[type + Tp.sqAssItem];
  if (f !== 0) {
    if (i < 0 && H[type + Tp.sqLength] !== 0) i += (rt.fn[H[type + Tp.sqLength]] as LenFunc)(rt, o);
    (rt.fn[f] as IndexSet)(rt, o, i, value);
    return;
  }
  if (H[type + Tp.mpAssSubscript] !== 0) typeError(rt, `${typeName(rt, o)} is not a sequence`);
  typeError(rt, `'${typeName(rt, o)}' object ${value === 0 ? "doesn't support item deletion" : 'does not support item assignment'}`);
}

/** len(o) of a sequence. CPython: PySequence_Size */
export function sequenceLength(rt: Runtime, o: number): number {
  const f = rt.H[rt.H[o + Ob.type] + Tp.sqLength];
  if (f === 0) typeError(rt, `object of type '${typeName(rt, o)}' has no len()`);
  return (rt.fn[f] as LenFunc)(rt, o);
}

/** `value in o`. CPython: PySequence_Contains */
export function contains(rt: Runtime, o: number, value: number): boolean {
  const f = rt.H[rt.H[o + Ob.type] + Tp.sqContains];
  if (f !== 0) return (rt.fn[f] as Contains)(rt, o, value) !== 0;
  return searchIterating(rt, o, value, 'contains') !== 0;
}

/** First position of a value. CPython: PySequence_Index */
export function sequenceIndex(rt: Runtime, o: number, value: number): number {
  return searchIterating(rt, o, value, 'index');
}

/** Number of equal items. CPython: PySequence_Count */
export function sequenceCount(rt: Runtime, o: number, value: number): number {
  return searchIterating(rt, o, value, 'count');
}

/** `value in o` by iterating. CPython: _PySequence_IterSearch */
export function iteratingContains(rt: Runtime, o: number, value: number): boolean {
  return searchIterating(rt, o, value, 'contains') !== 0;
}

/** An iterator; every TypeError on the way says that `o` is not iterable. */
function searchIterator(rt: Runtime, o: number): Owned {
  try {
    return iter(rt, o);
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || !errorMatches(rt, T.TypeError)) throw thrown;
    clearError(rt);
    typeError(rt, `argument of type '${typeName(rt, o)}' is not iterable`);
  }
}

function searchIterating(rt: Runtime, o: number, value: number, what: 'contains' | 'index' | 'count'): number {
  const mark = rt.mark();
  const it = rt.own(searchIterator(rt, o));
  let n = 0;
  for (let at = 0; ; at++) {
    const item = next(rt, it);
    if (item === 0) break;
    rt.own(item);
    const equal = itemEquals(rt, item, value);
    rt.decref(rt.unown(item));
    if (!equal) continue;
    if (what === 'count') {
      n++;
      continue;
    }
    rt.release(mark);
    return what === 'index' ? at : 1;
  }
  rt.release(mark);
  if (what === 'index') valueError(rt, 'sequence.index(x): x not in sequence');
  return n;
}

/** Equality with the identity shortcut (compareBool for EQ, without importing the object protocol). */
function itemEquals(rt: Runtime, a: number, b: number): boolean {
  if (a === b) return true;
  const H = rt.H;
  const ta = H[a + Ob.type];
  const tb = H[b + Ob.type];
  const fa = H[ta + Tp.richcompare];
  const fb = H[tb + Tp.richcompare];
  const bFirst = ta !== tb && fb !== 0 && isSubtypeByMro(rt, tb, ta);
  if (bFirst) {
    const r = takeCompared(rt, (rt.fn[fb] as RichCompare)(rt, b, a, Cmp.EQ));
    if (r >= 0) return r !== 0;
  }
  if (fa !== 0) {
    const r = takeCompared(rt, (rt.fn[fa] as RichCompare)(rt, a, b, Cmp.EQ));
    if (r >= 0) return r !== 0;
  }
  if (!bFirst && fb !== 0) {
    const r = takeCompared(rt, (rt.fn[fb] as RichCompare)(rt, b, a, Cmp.EQ));
    if (r >= 0) return r !== 0;
  }
  return false;
}

function isSubtypeByMro(rt: Runtime, type: number, base: number): boolean {
  const H = rt.H;
  const mro = H[type + Tp.mro];
  if (mro === 0) return false;
  const n = H[mro + Ob.size];
  for (let i = 0; i < n; i++) if (H[mro + Tuple.items + 2 * i] === base) return true;
  return false;
}

/** Truth of an owned comparison result (released), -1 for NotImplemented. */
function takeCompared(rt: Runtime, r: number): number {
  const H = rt.H;
  if (r === S.True || r === S.False || r === S.None || r === S.NotImplemented) {
    H[r]--;
    return r === S.True ? 1 : r === S.NotImplemented ? -1 : 0;
  }
  const mark = rt.mark();
  rt.own(r);
  const type = H[r + Ob.type];
  const slot = H[type + Tp.nbBool] || H[type + Tp.mpLength] || H[type + Tp.sqLength];
  const truth = slot === 0 ? 1 : (rt.fn[slot] as LenFunc)(rt, r) !== 0 ? 1 : 0;
  rt.release(mark);
  return truth;
}

/** `a + b` of sequences. CPython: PySequence_Concat */
export function concat(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const type = H[a + Ob.type];
  const f = H[type + Tp.sqConcat] || (isSequence(rt, a) && isSequence(rt, b) ? H[type + Tp.nbAdd] : 0);
  if (f !== 0) {
    const r = (rt.fn[f] as Binary)(rt, a, b) as number;
    if (r !== S.NotImplemented) return r as Owned;
    H[S.NotImplemented]--;
  }
  typeError(rt, `'${typeName(rt, a)}' object can't be concatenated`);
}

/** `a += b` of sequences. CPython: PySequence_InPlaceConcat */
export function inplaceConcat(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const f = H[H[a + Ob.type] + Tp.sqInplaceConcat];
  if (f !== 0) return (rt.fn[f] as Binary)(rt, a, b);
  if (H[H[a + Ob.type] + Tp.sqConcat] === 0 && isSequence(rt, a) && isSequence(rt, b)) {
    const r = inplaceOp1(rt, a, b, Tp.nbInplaceAdd, Tp.nbAdd) as number;
    if (r !== S.NotImplemented) return r as Owned;
    H[S.NotImplemented]--;
  }
  return concat(rt, a, b);
}

/** `o * n`. CPython: PySequence_Repeat */
export function repeat(rt: Runtime, o: number, n: number): Owned {
  const f = rt.H[rt.H[o + Ob.type] + Tp.sqRepeat];
  if (f !== 0) return (rt.fn[f] as IndexGet)(rt, o, n);
  typeError(rt, `'${typeName(rt, o)}' object can't be repeated`);
}

/** New list of the items; with `guess` the iterable is asked for its length first, which may fail. CPython: PySequence_List, PySequence_Tuple */
export function sequenceList(rt: Runtime, o: number, guess = -1): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  const type = H[o + Ob.type];
  if (type === T.tuple) {
    for (let i = 0; i < H[o + Ob.size]; i++) rt.hooks.listAppend(rt, list, H[o + Tuple.items + 2 * i]);
  } else if (type === T.list) {
    for (let i = 0; i < H[o + List.size]; i++) rt.hooks.listAppend(rt, list, H[H[o + List.items] + 2 * i]);
  } else if (guess >= 0) {
    const it = rt.own(iter(rt, o));
    if (H[type + Tp.iter] !== 0 && lengthHint(rt, o, guess) > 0x0fff_ffff) rt.noMemory();
    const here = rt.mark();
    for (let item = next(rt, it); item !== 0; item = next(rt, it)) {
      rt.hooks.listAppend(rt, list, rt.own(item));
      rt.release(here);
    }
  } else {
    forEach(rt, o, (item) => rt.hooks.listAppend(rt, list, item));
  }
  return rt.leave(mark, rt.newRef(list));
}

/** Tuple of the items; an exact tuple is returned itself. CPython: PySequence_Tuple */
export function sequenceTuple(rt: Runtime, o: number): Owned {
  const H = rt.H;
  if (H[o + Ob.type] === T.tuple) return rt.newRef(o);
  const mark = rt.mark();
  const list = H[o + Ob.type] === T.list ? o : rt.own(sequenceList(rt, o, 10));
  const tuple = rt.hooks.newTuple(rt, H[list + List.size]);
  const n = H[tuple + Ob.size];
  const items = H[list + List.items];
  for (let i = 0; i < n; i++) {
    const v = H[items + 2 * i];
    H[v]++;
    H[tuple + Tuple.items + 2 * i] = v;
    H[tuple + Tuple.items + 2 * i + 1] = 0;
  }
  if (n !== 0) trackTuple(rt, tuple);
  return rt.leave(mark, tuple);
}

/** The object itself when it is a list or tuple, else a list of its items: new reference. `message` replaces "not iterable". CPython: PySequence_Fast */
export function sequenceFast(rt: Runtime, o: number, message: string): Owned {
  const H = rt.H;
  const flags = H[H[o + Ob.type] + Tp.flags];
  if ((flags & (TpFlag.LIST_SUBCLASS | TpFlag.TUPLE_SUBCLASS)) !== 0) return rt.newRef(o);
  if (H[H[o + Ob.type] + Tp.iter] === 0 && !isSequence(rt, o)) typeError(rt, message);
  return sequenceList(rt, o);
}

/** Number of items and address of the first slot of what sequenceFast returned. The address changes when a list is resized. */
export function fastLength(rt: Runtime, seq: number): number {
  return rt.H[seq + Ob.size];
}
export function fastItems(rt: Runtime, seq: number): number {
  const H = rt.H;
  return (H[H[seq + Ob.type] + Tp.flags] & TpFlag.LIST_SUBCLASS) !== 0 ? H[seq + List.items] : seq + Tuple.items;
}

/** One bound of a slice as a host number, `none` for None. CPython: _PyEval_SliceIndex */
export function sliceBound(rt: Runtime, o: number, none: number): number {
  if (o === S.None) return none;
  if (!hasIndex(rt, o)) typeError(rt, 'slice indices must be integers or None or have an __index__ method');
  return asIndex(rt, o, 0);
}

/**
 * Bounds of a slice object for a sequence of `length` items, in rt.slice: start, stop, step, count. ValueError for step 0. The bounds'
 * `__index__` may run code that changes the length: use sliceUnpack and sliceAdjust where that matters.
 * CPython: PySlice_Unpack, PySlice_AdjustIndices
 */
export function sliceIndices(rt: Runtime, slice: number, length: number): void {
  sliceUnpack(rt, slice);
  sliceAdjust(rt, length);
}

const SSIZE_MAX = 2 ** 63;

/** First half of sliceIndices: evaluates the three fields. CPython: PySlice_Unpack */
export function sliceUnpack(rt: Runtime, slice: number): void {
  const H = rt.H;
  let step = 1;
  if (H[slice + Slice.step] !== S.None) {
    step = sliceBound(rt, H[slice + Slice.step], 1);
    if (step === 0) valueError(rt, 'slice step cannot be zero');
  }
  const start = sliceBound(rt, H[slice + Slice.start], step < 0 ? SSIZE_MAX : 0);
  const stop = sliceBound(rt, H[slice + Slice.stop], step < 0 ? -SSIZE_MAX : SSIZE_MAX);
  rt.slice.start = start;
  rt.slice.stop = stop;
  rt.slice.step = step;
}

/** Second half of sliceIndices: clips to a length. CPython: PySlice_AdjustIndices */
export function sliceAdjust(rt: Runtime, length: number): void {
  const s = rt.slice;
  const step = s.step;
  let { start, stop } = s;
  if (start < 0) {
    start += length;
    if (start < 0) start = step < 0 ? -1 : 0;
  } else if (start >= length) start = step < 0 ? length - 1 : length;
  if (stop < 0) {
    stop += length;
    if (stop < 0) stop = step < 0 ? -1 : 0;
  } else if (stop >= length) stop = step < 0 ? length - 1 : length;
  s.start = start;
  s.stop = stop;
  if (step < 0) s.count = stop < start ? Math.floor((start - stop - 1) / -step) + 1 : 0;
  else s.count = start < stop ? Math.floor((stop - start - 1) / step) + 1 : 0;
}

/** IndexError helper for natives: the position within [0, length), negative from the end. */
export function checkIndex(rt: Runtime, i: number, length: number, message: string): number {
  if (i < 0) i += length;
  if (i < 0 || i >= length) indexError(rt, message);
  return i;
}

/** A length that a slot of Python code returned: int, not negative, within range. CPython: slot_sq_length */
export function checkLength(rt: Runtime, n: number): number {
  if (n < 0) raise(rt, T.ValueError, '__len__() should return >= 0');
  if (n >= SSIZE_MAX) overflowError(rt, "cannot fit 'int' into an index-sized integer");
  return n;
}
