import { Gc, Ob } from '../../memory/layout.ts';
import type { TypeContract } from '../../memory/type-contract.ts';
import { sequenceList } from '../core/abstract/item.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { hashNotImplemented, reprText } from '../core/abstract/object.ts';
import { checkPositional, noKeywords, noKeywordsForNew } from '../core/arguments.ts';
import { clearError, errorMatches, isPythonError, keyError, raise, typeName } from '../core/errors.ts';
import { Dict, SetOb, TpFlag } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { shownBasic } from '../core/shown-size.ts';
import { Cmp, Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSlots, TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { nativeState } from '../types/object-object.ts';
import { clearWeakrefs } from '../types/weakref.ts';
import { CLASS_GETITEM } from './class-getitem.ts';
import { hashKey } from './dict-keys.ts';
import { dictGetHashed, dictNext, nextHash, nextKey } from './dict-object.ts';
import { carry, mul64High } from './hash-mixing.ts';
import { SetIter } from './iterator-layout.ts';
import { keyLabel } from './key-label.ts';
import { listAppend } from './list-object.ts';
import { guardedRepr } from './repr-guard.ts';
import { builtin, iteratorMethods, selfIter } from './sequence-iterators.ts';
import {
  baseSetType,
  bury,
  DUMMY,
  emptyFrozenset,
  frozensetMaybeUntrack,
  isAnySet,
  newSet,
  newSetFrom,
  SET_ENTRY_WORDS,
  setAddHashed,
  setClear,
  setContains,
  setDealloc,
  setDiscardHashed,
  setEntry,
  setFind,
  setNext,
  setResize,
  setSwap,
  setSymmetricUpdate,
  setUpdate,
} from './set-object.ts';
import { tuple2, tupleOf } from './tuple-object.ts';

/** The types set, frozenset and their iterator. CPython: Objects/setobject.c */

/** A copy as a set or frozenset. CPython: set_copy */
function copy(rt: Runtime, op: number): Owned {
  return newSetFrom(rt, baseSetType(rt, op), op);
}

function frozenCopy(rt: Runtime, op: number): Owned {
  return rt.H[op + Ob.type] === T.frozenset ? rt.newRef(op) : copy(rt, op);
}

function construct(rt: Runtime, type: number): Owned {
  return newSet(rt, type);
}

function vectorcall(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'set', kwnames);
  checkPositional(rt, 'set', nargs, 0, 1);
  return nargs === 0 ? newSet(rt, type) : newSetFrom(rt, type, rt.H[args]);
}

function init(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void {
  noKeywords(rt, 'set', kwnames);
  checkPositional(rt, 'set', nargs, 0, 1);
  setClear(rt, op);
  if (nargs === 1) setUpdate(rt, op, rt.H[args]);
}

/** CPython: frozenset_new */
function constructFrozen(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywordsForNew(rt, 'frozenset', type, T.frozenset, kwnames);
  checkPositional(rt, 'frozenset', nargs, 0, 1);
  if (nargs === 0) {
    if (type === T.frozenset && rt.model.sharesEmptyFrozenset) return emptyFrozenset(rt);
    const empty = newSet(rt, type);
    if (type === T.frozenset) frozensetMaybeUntrack(rt, empty);
    return empty;
  }
  if (type === T.frozenset && rt.H[rt.H[args] + Ob.type] === T.frozenset) return rt.newRef(rt.H[args]);
  const made = newSetFrom(rt, type, rt.H[args]);
  if (type === T.frozenset && rt.model.sharesEmptyFrozenset && rt.H[made + SetOb.used] === 0) {
    rt.decref(made);
    return emptyFrozenset(rt);
  }
  if (type === T.frozenset) frozensetMaybeUntrack(rt, made);
  return made;
}

function repr(rt: Runtime, op: number): Owned {
  const name = typeName(rt, op);
  if (rt.H[op + SetOb.used] === 0) return rt.hooks.newStr(rt, `${name}()`);
  return guardedRepr(rt, op, `${name}(...)`, () => {
    const mark = rt.mark();
    const list = rt.own(sequenceList(rt, op));
    const text = reprText(rt, list);
    rt.release(mark);
    const braces = `{${text.slice(1, -1)}}`;
    return rt.H[op + Ob.type] === T.set ? braces : `${name}(${braces})`;
  });
}

/** h = ((h ^ 89869747) ^ (h << 16)) * 3644798167; gives the low word, the high word in rt.hashHi. CPython: _shuffle_bits */
function shuffle(rt: Runtime, lo: number, hi: number): number {
  const l = lo ^ 89869747 ^ (lo << 16);
  const h = hi ^ ((hi << 16) | (lo >>> 16));
  rt.hashHi = mul64High(l, h, 3644798167 | 0, 0);
  return Math.imul(l, 3644798167 | 0);
}

/** CPython: frozenset_hash */
function frozenHash(rt: Runtime, op: number): number {
  const H = rt.H;
  if ((H[op + SetOb.hash] & H[op + SetOb.hash + 1]) !== -1) {
    rt.hashHi = H[op + SetOb.hash + 1];
    return H[op + SetOb.hash];
  }
  let lo = 0;
  let hi = 0;
  const table = H[op + SetOb.table];
  const mask = H[op + SetOb.mask];
  for (let i = 0, e = table; i <= mask; i++, e += SET_ENTRY_WORDS) {
    lo ^= shuffle(rt, H[e + 2], H[e + 3]);
    hi ^= rt.hashHi;
  }
  if (((mask + 1 - H[op + SetOb.fill]) & 1) !== 0) {
    lo ^= shuffle(rt, 0, 0);
    hi ^= rt.hashHi;
  }
  if (((H[op + SetOb.fill] - H[op + SetOb.used]) & 1) !== 0) {
    lo ^= shuffle(rt, -1, -1);
    hi ^= rt.hashHi;
  }
  const count = H[op + SetOb.used] + 1;
  lo ^= Math.imul(count, 1927868237);
  hi ^= mul64High(count, 0, 1927868237, 0);
  // hash ^= (hash >> 11) ^ (hash >> 25)
  const l11 = (lo >>> 11) | (hi << 21);
  const l25 = (lo >>> 25) | (hi << 7);
  const h11 = hi >>> 11;
  const h25 = hi >>> 25;
  lo ^= l11 ^ l25;
  hi ^= h11 ^ h25;
  // hash = hash * 69069 + 907133923
  const pHi = mul64High(lo, hi, 69069, 0);
  const pLo = Math.imul(lo, 69069);
  lo = (pLo + 907133923) | 0;
  hi = (pHi + carry(lo, pLo)) | 0;
  if ((lo & hi) === -1) {
    lo = 590923713;
    hi = 0;
  }
  H[op + SetOb.hash] = lo;
  H[op + SetOb.hash + 1] = hi;
  rt.hashHi = hi;
  return lo;
}

/** Is every item of `a` in `b`, both sets? CPython: set_issubset */
function subset(rt: Runtime, a: number, b: number): boolean {
  const H = rt.H;
  if (H[a + SetOb.used] > H[b + SetOb.used]) return false;
  const mark = rt.mark();
  for (let i = setNext(rt, a, -1); i >= 0; i = setNext(rt, a, i)) {
    const e = setEntry(rt, a, i);
    const key = rt.own(rt.newRef(H[e]));
    const found = setFind(rt, b, key, H[e + 2], H[e + 3]);
    rt.release(mark);
    if (found === 0) return false;
  }
  return true;
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (!isAnySet(rt, b)) return rt.notImplemented();
  const H = rt.H;
  const n = H[a + SetOb.used];
  const m = H[b + SetOb.used];
  switch (op) {
    case Cmp.EQ:
    case Cmp.NE: {
      let same = n === m;
      if (same) {
        const known = (H[a + SetOb.hash] & H[a + SetOb.hash + 1]) !== -1 && (H[b + SetOb.hash] & H[b + SetOb.hash + 1]) !== -1;
        if (known && (H[a + SetOb.hash] !== H[b + SetOb.hash] || H[a + SetOb.hash + 1] !== H[b + SetOb.hash + 1])) same = false;
        else same = subset(rt, a, b);
      }
      return rt.bool(same === (op === Cmp.EQ));
    }
    case Cmp.LE:
      return rt.bool(subset(rt, a, b));
    case Cmp.GE:
      return rt.bool(subset(rt, b, a));
    case Cmp.LT:
      return rt.bool(n < m && subset(rt, a, b));
    default:
      return rt.bool(n > m && subset(rt, b, a));
  }
}

/**
 * Hash of a key for a search; a set as key is looked for as the frozenset with its items. `search` gets the key (kept alive by this
 * function) and its hash. CPython: set_contains, set_remove, set_discard
 */
function withKey(rt: Runtime, key: number, search: (key: number, lo: number, hi: number) => boolean): boolean {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    const lo = hashKey(rt, key);
    return search(key, lo, rt.hashHi);
  } catch (thrown) {
    if (!isPythonError(thrown) || !isAnySet(rt, key) || baseSetType(rt, key) !== T.set || !errorMatches(rt, T.TypeError)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
  }
  const frozen = rt.own(newSetFrom(rt, T.frozenset, key));
  const lo = frozenHash(rt, frozen);
  const found = search(frozen, lo, rt.hashHi);
  rt.release(mark);
  return found;
}

function contains(rt: Runtime, op: number, key: number): number {
  const type = rt.H[key + Ob.type];
  if (type === T.str || type === T.int) {
    const lo = hashKey(rt, key);
    return setFind(rt, op, key, lo, rt.hashHi) === 0 ? 0 : 1;
  }
  return withKey(rt, key, (k, lo, hi) => setFind(rt, op, k, lo, hi) !== 0) ? 1 : 0;
}

function add(rt: Runtime, op: number, key: number): Owned {
  const lo = hashKey(rt, key);
  setAddHashed(rt, op, key, lo, rt.hashHi);
  return rt.none();
}

function remove(rt: Runtime, op: number, key: number): Owned {
  if (!withKey(rt, key, (k, lo, hi) => setDiscardHashed(rt, op, k, lo, hi))) keyError(rt, key);
  return rt.none();
}

function discard(rt: Runtime, op: number, key: number): Owned {
  withKey(rt, key, (k, lo, hi) => setDiscardHashed(rt, op, k, lo, hi));
  return rt.none();
}

function pop(rt: Runtime, op: number): Owned {
  const H = rt.H;
  if (H[op + SetOb.used] === 0) raise(rt, T.KeyError, 'pop from an empty set');
  const mask = H[op + SetOb.mask];
  const table = H[op + SetOb.table];
  let i = H[op + SetOb.finger] & mask;
  while (H[table + SET_ENTRY_WORDS * i] === 0 || H[table + SET_ENTRY_WORDS * i] === DUMMY) i = i === mask ? 0 : i + 1;
  const e = table + SET_ENTRY_WORDS * i;
  const key = H[e];
  bury(H, e);
  H[op + SetOb.used]--;
  H[op + SetOb.finger] = i + 1;
  return key as Owned;
}

function clear(rt: Runtime, op: number): Owned {
  setClear(rt, op);
  return rt.none();
}

function union(rt: Runtime, op: number, args: number, nargs: number): Owned {
  const mark = rt.mark();
  const result = rt.own(copy(rt, op));
  for (let i = 0; i < nargs; i++) if (rt.H[args + 2 * i] !== op) setUpdate(rt, result, rt.H[args + 2 * i]);
  rt.unown(result);
  return rt.leave(mark, result);
}

function update(rt: Runtime, op: number, args: number, nargs: number): Owned {
  for (let i = 0; i < nargs; i++) setUpdate(rt, op, rt.H[args + 2 * i]);
  return rt.none();
}

/** CPython: set_intersection */
function intersect(rt: Runtime, op: number, other: number): Owned {
  if (op === other) return copy(rt, op);
  const H = rt.H;
  const mark = rt.mark();
  const result = rt.own(newSet(rt, baseSetType(rt, op)));
  const here = rt.mark();
  if (isAnySet(rt, other)) {
    let walked = other;
    let asked = op;
    if (H[other + SetOb.used] > H[op + SetOb.used]) {
      walked = op;
      asked = other;
    }
    for (let i = setNext(rt, walked, -1); i >= 0; i = setNext(rt, walked, i)) {
      const e = setEntry(rt, walked, i);
      const key = rt.own(rt.newRef(H[e]));
      const lo = H[e + 2];
      const hi = H[e + 3];
      if (setFind(rt, asked, key, lo, hi) !== 0) setAddHashed(rt, result, key, lo, hi);
      rt.release(here);
    }
  } else {
    const it = rt.own(iter(rt, other));
    const inner = rt.mark();
    for (;;) {
      const key = next(rt, it);
      if (key === 0) break;
      rt.own(key);
      const lo = hashKey(rt, key);
      const hi = rt.hashHi;
      if (setFind(rt, op, key, lo, hi) !== 0) setAddHashed(rt, result, key, lo, hi);
      rt.release(inner);
    }
  }
  return rt.leave(mark, rt.newRef(result));
}

function intersection(rt: Runtime, op: number, args: number, nargs: number): Owned {
  if (nargs === 0) return copy(rt, op);
  const mark = rt.mark();
  let result = rt.own(rt.newRef(op));
  for (let i = 0; i < nargs; i++) result = rt.own(intersect(rt, result, rt.H[args + 2 * i]));
  return rt.leave(mark, rt.newRef(result));
}

function intersectionUpdate(rt: Runtime, op: number, args: number, nargs: number): Owned {
  const mark = rt.mark();
  const result = rt.own(intersection(rt, op, args, nargs));
  setSwap(rt, op, result);
  rt.release(mark);
  return rt.none();
}

function copyAndDifference(rt: Runtime, op: number, other: number): Owned {
  const mark = rt.mark();
  const result = rt.own(copy(rt, op));
  differenceFrom(rt, result, other);
  rt.unown(result);
  return rt.leave(mark, result);
}

/** CPython: set_difference */
function difference(rt: Runtime, op: number, other: number): Owned {
  const H = rt.H;
  const isDict = H[other + Ob.type] === T.dict;
  if (!isDict && !isAnySet(rt, other)) return copyAndDifference(rt, op, other);
  const size = isDict ? H[other + Dict.used] : H[other + SetOb.used];
  if (H[op + SetOb.used] >> 2 > size) return copyAndDifference(rt, op, other);
  const mark = rt.mark();
  const result = rt.own(newSet(rt, baseSetType(rt, op)));
  const here = rt.mark();
  for (let i = setNext(rt, op, -1); i >= 0; i = setNext(rt, op, i)) {
    const e = setEntry(rt, op, i);
    const key = rt.own(rt.newRef(H[e]));
    const lo = H[e + 2];
    const hi = H[e + 3];
    const found = isDict ? dictGetHashed(rt, other, key, lo, hi) : setFind(rt, other, key, lo, hi);
    if (found === 0) setAddHashed(rt, result, key, lo, hi);
    rt.release(here);
  }
  return rt.leave(mark, rt.newRef(result));
}

function differenceMethod(rt: Runtime, op: number, args: number, nargs: number): Owned {
  if (nargs === 0) return copy(rt, op);
  const mark = rt.mark();
  const result = rt.own(difference(rt, op, rt.H[args]));
  for (let i = 1; i < nargs; i++) differenceFrom(rt, result, rt.H[args + 2 * i]);
  rt.unown(result);
  return rt.leave(mark, result);
}

/** Removes the items of an iterable. CPython: set_difference_update_internal */
function differenceFrom(rt: Runtime, op: number, other: number): void {
  const H = rt.H;
  if (op === other) {
    setClear(rt, op);
    return;
  }
  const mark = rt.mark();
  if (isAnySet(rt, other)) {
    for (let i = setNext(rt, other, -1); i >= 0; i = setNext(rt, other, i)) {
      const e = setEntry(rt, other, i);
      const key = rt.own(rt.newRef(H[e]));
      setDiscardHashed(rt, op, key, H[e + 2], H[e + 3]);
      rt.release(mark);
    }
  } else if (H[other + Ob.type] === T.dict) {
    for (let pos = dictNext(rt, other, 0); pos >= 0; pos = dictNext(rt, other, pos)) {
      const lo = nextHash(rt);
      const hi = rt.hashHi;
      const key = rt.own(rt.newRef(nextKey(rt)));
      setDiscardHashed(rt, op, key, lo, hi);
      rt.release(mark);
    }
  } else {
    const it = rt.own(iter(rt, other));
    const here = rt.mark();
    for (;;) {
      const key = next(rt, it);
      if (key === 0) break;
      rt.own(key);
      const lo = hashKey(rt, key);
      setDiscardHashed(rt, op, key, lo, rt.hashHi);
      rt.release(here);
    }
    rt.release(mark);
  }
  // a table with many deleted entries is made anew
  if (H[op + SetOb.fill] - H[op + SetOb.used] > H[op + SetOb.mask] >> 2) {
    const used = H[op + SetOb.used];
    setResize(rt, op, used > 50000 ? used * 2 : used * 4);
  }
}

function differenceUpdate(rt: Runtime, op: number, args: number, nargs: number): Owned {
  for (let i = 0; i < nargs; i++) differenceFrom(rt, op, rt.H[args + 2 * i]);
  return rt.none();
}

/** CPython: set_symmetric_difference */
function symmetricDifference(rt: Runtime, op: number, other: number): Owned {
  const mark = rt.mark();
  const result = rt.own(newSetFrom(rt, baseSetType(rt, op), other));
  setSymmetricUpdate(rt, result, op);
  rt.unown(result);
  return rt.leave(mark, result);
}

function symmetricUpdate(rt: Runtime, op: number, other: number): Owned {
  setSymmetricUpdate(rt, op, other);
  return rt.none();
}

function isSubset(rt: Runtime, op: number, other: number): Owned {
  if (isAnySet(rt, other)) return rt.bool(subset(rt, op, other));
  const mark = rt.mark();
  let result: boolean;
  if (rt.model.natives.subsetsIntersect) result = rt.H[rt.own(intersect(rt, op, other)) + SetOb.used] === rt.H[op + SetOb.used];
  else result = subset(rt, op, rt.own(newSetFrom(rt, T.set, other)));
  rt.release(mark);
  return rt.bool(result);
}

function isSuperset(rt: Runtime, op: number, other: number): Owned {
  if (isAnySet(rt, other)) return rt.bool(subset(rt, other, op));
  const mark = rt.mark();
  let result = true;
  if (rt.model.natives.supersetsWalk) {
    const it = rt.own(iter(rt, other));
    for (const here = rt.mark(); result; rt.release(here)) {
      const key = rt.own(next(rt, it));
      if (key === 0) break;
      result = setContains(rt, op, key);
    }
  } else result = subset(rt, rt.own(newSetFrom(rt, T.set, other)), op);
  rt.release(mark);
  return rt.bool(result);
}

function isDisjoint(rt: Runtime, op: number, other: number): Owned {
  const H = rt.H;
  if (op === other) return rt.bool(H[op + SetOb.used] === 0);
  const mark = rt.mark();
  if (isAnySet(rt, other)) {
    const walked = H[other + SetOb.used] > H[op + SetOb.used] ? op : other;
    const asked = walked === op ? other : op;
    for (let i = setNext(rt, walked, -1); i >= 0; i = setNext(rt, walked, i)) {
      const e = setEntry(rt, walked, i);
      const key = rt.own(rt.newRef(H[e]));
      const found = setFind(rt, asked, key, H[e + 2], H[e + 3]);
      rt.release(mark);
      if (found !== 0) return rt.bool(false);
    }
    return rt.bool(true);
  }
  const it = rt.own(iter(rt, other));
  const here = rt.mark();
  for (;;) {
    const key = next(rt, it);
    if (key === 0) break;
    rt.own(key);
    const lo = hashKey(rt, key);
    const found = setFind(rt, op, key, lo, rt.hashHi);
    rt.release(here);
    if (found !== 0) {
      rt.release(mark);
      return rt.bool(false);
    }
  }
  rt.release(mark);
  return rt.bool(true);
}

/** A binary operator that takes sets only. */
function operator(run: (rt: Runtime, a: number, b: number) => Owned): (rt: Runtime, a: number, b: number) => Owned {
  return (rt, a, b) => (isAnySet(rt, a) && isAnySet(rt, b) ? run(rt, a, b) : rt.notImplemented());
}

/** An in-place operator that takes sets only. */
function inplace(run: (rt: Runtime, a: number, b: number) => void): (rt: Runtime, a: number, b: number) => Owned {
  return (rt, a, b) => {
    if (!isAnySet(rt, b)) return rt.notImplemented();
    run(rt, a, b);
    return rt.newRef(a);
  };
}

const or = operator((rt, a, b) => {
  const mark = rt.mark();
  const result = rt.own(copy(rt, a));
  if (a !== b) setUpdate(rt, result, b);
  rt.unown(result);
  return rt.leave(mark, result);
});

const inplaceAnd = inplace((rt, a, b) => {
  const mark = rt.mark();
  const result = rt.own(intersect(rt, a, b));
  setSwap(rt, a, result);
  rt.release(mark);
});

/** (type, ([items],), state). CPython: set_reduce */
function reduce(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const items = rt.own(sequenceList(rt, op));
  const args = rt.own(tupleOf(rt, items));
  return rt.leave(mark, tupleOf(rt, rt.H[op + Ob.type], args, rt.own(nativeState(rt, op))));
}

function sizeOf(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const table = H[op + SetOb.table] === op + SetOb.smallTable ? 0 : (H[op + SetOb.mask] + 1) * 16;
  return newInt(rt, shownBasic(rt, op) + table);
}

const CONTRACT: Omit<TypeContract, 'name'> = {
  gc: true,
  slots: [],
  traverse(heap, op, visit) {
    const H = heap.H;
    const table = H[op + SetOb.table];
    if (table === 0) return;
    const end = table + SET_ENTRY_WORDS * (H[op + SetOb.mask] + 1);
    for (let e = table; e < end; e += SET_ENTRY_WORDS) if (H[e] !== 0 && H[e] !== DUMMY) visit(H[e], e);
  },
  describe: (heap, _op, slot) => `member ${keyLabel(heap, heap.H[slot])}`,
};

function dealloc(rt: Runtime, op: number): void {
  setDealloc(rt, op, clearWeakrefs);
}

const SLOTS: TypeSlots = {
  dealloc,
  repr,
  richcompare: compare,
  iter: newSetIterator,
  nbSubtract: operator(difference),
  nbAnd: operator(intersect),
  nbXor: operator(symmetricDifference),
  nbOr: or,
  sqLength: (rt, op) => rt.H[op + SetOb.used],
  sqContains: contains,
};

const SHARED_METHODS: readonly MethodSpec[] = [
  {
    name: '__contains__',
    kind: Meth.O,
    fn: (rt: Runtime, op: number, key: number) => rt.bool(contains(rt, op, key)),
    doc: 'x.__contains__(y) <==> y in x.',
  },
  {
    name: 'difference',
    kind: Meth.FAST | Meth.TUPLE,
    fn: differenceMethod,
    doc: 'Return the difference of two or more sets as a new set.\n\n(i.e. all elements that are in this set but not the others.)',
  },
  {
    name: 'intersection',
    kind: Meth.FAST | Meth.TUPLE,
    fn: intersection,
    doc: 'Return the intersection of two sets as a new set.\n\n(i.e. all elements that are in both sets.)',
  },
  { name: 'isdisjoint', kind: Meth.O, fn: isDisjoint, doc: 'Return True if two sets have a null intersection.' },
  { name: 'issubset', kind: Meth.O, fn: isSubset, doc: 'Report whether another set contains this set.' },
  { name: 'issuperset', kind: Meth.O, fn: isSuperset, doc: 'Report whether this set contains another set.' },
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: 'Return state information for pickling.' },
  { name: '__sizeof__', kind: Meth.NOARGS, fn: sizeOf, doc: 'S.__sizeof__() -> size of S in memory, in bytes' },
  {
    name: 'symmetric_difference',
    kind: Meth.O,
    fn: symmetricDifference,
    doc: 'Return the symmetric difference of two sets as a new set.\n\n(i.e. all elements that are in exactly one of the sets.)',
  },
  {
    name: 'union',
    kind: Meth.FAST | Meth.TUPLE,
    fn: union,
    doc: 'Return the union of sets as a new set.\n\n(i.e. all elements that are in either set.)',
  },
  CLASS_GETITEM,
];

const SET_TYPE: TypeSpec = {
  name: 'set',
  at: T.set,
  basicsize: 200,
  flags: TpFlag.BASETYPE | TpFlag.MATCH_SELF,
  contract: CONTRACT,
  unhashable: true,
  weaklistoffset: SetOb.weaklist,
  slots: {
    ...SLOTS,
    hash: hashNotImplemented,
    init,
    new: construct,
    vectorcall,
    nbInplaceSubtract: inplace(differenceFrom),
    nbInplaceAnd: inplaceAnd,
    nbInplaceXor: inplace(setSymmetricUpdate),
    nbInplaceOr: inplace(setUpdate),
  },
  methods: [
    { name: 'add', kind: Meth.O, fn: add, doc: 'Add an element to a set.\n\nThis has no effect if the element is already present.' },
    { name: 'clear', kind: Meth.NOARGS, fn: clear, doc: 'Remove all elements from this set.' },
    { name: 'copy', kind: Meth.NOARGS, fn: copy, doc: 'Return a shallow copy of a set.' },
    {
      name: 'discard',
      kind: Meth.O,
      fn: discard,
      doc: 'Remove an element from a set if it is a member.\n\nIf the element is not a member, do nothing.',
    },
    { name: 'difference_update', kind: Meth.FAST | Meth.TUPLE, fn: differenceUpdate, doc: 'Remove all elements of another set from this set.' },
    {
      name: 'intersection_update',
      kind: Meth.FAST | Meth.TUPLE,
      fn: intersectionUpdate,
      doc: 'Update a set with the intersection of itself and another.',
    },
    { name: 'pop', kind: Meth.NOARGS, fn: pop, doc: 'Remove and return an arbitrary set element.\nRaises KeyError if the set is empty.' },
    {
      name: 'remove',
      kind: Meth.O,
      fn: remove,
      doc: 'Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.',
    },
    {
      name: 'symmetric_difference_update',
      kind: Meth.O,
      fn: symmetricUpdate,
      doc: 'Update a set with the symmetric difference of itself and another.',
    },
    { name: 'update', kind: Meth.FAST | Meth.TUPLE, fn: update, doc: 'Update a set with the union of itself and others.' },
    ...SHARED_METHODS,
  ],
  doc: 'set() -> new empty set object\nset(iterable) -> new set object\n\nBuild an unordered collection of unique elements.',
};

const FROZENSET_TYPE: TypeSpec = {
  name: 'frozenset',
  at: T.frozenset,
  basicsize: 200,
  flags: TpFlag.BASETYPE | TpFlag.MATCH_SELF,
  contract: CONTRACT,
  weaklistoffset: SetOb.weaklist,
  slots: { ...SLOTS, hash: frozenHash, new: constructFrozen, vectorcall: constructFrozen },
  methods: [{ name: 'copy', kind: Meth.NOARGS, fn: frozenCopy, doc: 'Return a shallow copy of a set.' }, ...SHARED_METHODS],
  doc: 'frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\nBuild an immutable unordered collection of unique elements.',
};

// ---------------------------------------------------------------- iterator

/** CPython: set_iter */
function newSetIterator(rt: Runtime, set: number): Owned {
  const op = rt.newGcObject(T.set_iterator, SetIter.bytes);
  const H = rt.H;
  H[set]++;
  H.fill(0, op + SetIter.set, op + 12);
  H[op + SetIter.set] = set;
  H[op + SetIter.used] = H[set + SetOb.used];
  H[op + SetIter.left] = H[set + SetOb.used];
  rt.track(op);
  return op;
}

/** Next item. CPython: setiter_iternext */
function setIteratorNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const set = H[op + SetIter.set];
  if (set === 0) return NULL;
  if (H[op + SetIter.used] !== H[set + SetOb.used]) {
    H[op + SetIter.used] = -1;
    raise(rt, T.RuntimeError, 'Set changed size during iteration');
  }
  const i = setNext(rt, set, H[op + SetIter.pos] - 1);
  if (i < 0) {
    rt.clearSlot(op + SetIter.set);
    return NULL;
  }
  H[op + SetIter.pos] = i + 1;
  H[op + SetIter.left]--;
  return rt.newRef(H[setEntry(rt, set, i)]);
}

function iteratorDealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + SetIter.set);
  rt.freeGcObject(op);
}

function iteratorLeft(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const set = H[op + SetIter.set];
  return newInt(rt, set !== 0 && H[op + SetIter.used] === H[set + SetOb.used] ? H[op + SetIter.left] : 0);
}

/** (iter, (list of what is left,)). CPython: setiter_reduce */
function iteratorReduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  const set = H[op + SetIter.set];
  if (set !== 0) {
    for (let i = setNext(rt, set, H[op + SetIter.pos] - 1); i >= 0; i = setNext(rt, set, i)) listAppend(rt, list, H[setEntry(rt, set, i)]);
  }
  const args = rt.own(tupleOf(rt, list));
  return rt.leave(mark, tuple2(rt, builtin(rt, 'iter'), args));
}

const SET_ITERATOR_TYPE: TypeSpec = {
  name: 'set_iterator',
  at: T.set_iterator,
  basicsize: SetIter.bytes,
  contract: { gc: true, slots: [{ at: SetIter.set, label: 'set' }] },
  slots: { dealloc: iteratorDealloc, iter: selfIter, iternext: setIteratorNext },
  methods: iteratorMethods(iteratorLeft, iteratorReduce, null),
};

export const SET_TYPES: readonly TypeSpec[] = [SET_TYPE, FROZENSET_TYPE, SET_ITERATOR_TYPE];
