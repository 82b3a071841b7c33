import { Ob } from '../../../memory/layout.ts';
import { dictClear, dictGetHashed, dictLength, dictSetHashed, newDict, takeHashed } from '../../containers/dict-object.ts';
import { newTuple, tupleItem, tupleOf, tupleSize } from '../../containers/tuple-object.ts';
import { getAttrText } from '../../core/abstract/attribute.ts';
import { call, call0, callUnpacked, holdArguments } from '../../core/abstract/call.ts';
import { hasIndex, index } from '../../core/abstract/number.ts';
import { hash, isTrue } from '../../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { typeError } from '../../core/errors.ts';
import { allocInstance, freeInstance, untrackInstance } from '../../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newMethod } from '../../frames/method-object.ts';
import { intToClipped, newInt } from '../../numbers/int-object.ts';
import { genericDictGetSet } from '../../types/instance-getset.ts';
import { clearWeakrefs } from '../../types/weakref.ts';
import { nativeType } from '../itertools/iterator-type.ts';
import { isCallable } from './partial.ts';

/** _lru_cache_wrapper and its links. CPython: Modules/_functoolsmodule.c lru_cache_object, lru_list_elem */
const enum Link {
  /** Raw: neighbours in the list of links, oldest first; the wrapper itself is the list's head. Held by the cache dict. */
  prev = 4,
  next = 6,
  /** Raw: hash of the key. */
  hash = 8,
  key = 10,
  result = 12,
}

/** The head of the list is laid over the wrapper's first words (prev, next), so that links and head look alike. */
const enum At {
  prev = 4,
  next = 6,
  /** Raw: doubles. */
  hits = 8,
  misses = 10,
  /** -1: no bound. */
  maxsize = 12,
  /** Raw. */
  typed = 14,
  func = 16,
  cache = 18,
  marker = 20,
  infoType = 22,
  dict = 24,
  weaklist = 26,
}
const LINK = 'functools._lru_list_elem';
const NEW: ParameterSpec = { name: 'lru_cache', params: ['user_function', 'maxsize', 'typed', 'cache_info_type'], required: 4 };

function newWrapper(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, NEW, args, nargs, kwnames, []);
  const func = out[0]!;
  if (!isCallable(rt, func)) typeError(rt, 'the first argument must be callable');
  let maxsize = -1;
  const mark = rt.mark();
  if (out[1] !== S.None) {
    if (!hasIndex(rt, out[1]!)) typeError(rt, 'maxsize should be integer or None');
    maxsize = Math.max(0, intToClipped(rt, rt.own(index(rt, out[1]!))));
  }
  const typed = isTrue(rt, out[2]!);
  const cache = rt.own(newDict(rt));
  const marker = rt.own(call0(rt, T.object));
  const op = allocInstance(rt, type, 0);
  const H = rt.H;
  H[op + At.prev] = op;
  H[op + At.next] = op;
  rt.F64[(op + At.maxsize) >> 1] = maxsize;
  H[op + At.typed] = typed ? 1 : 0;
  H[op + At.func] = rt.newRef(func);
  H[op + At.cache] = rt.newRef(cache);
  H[op + At.marker] = rt.newRef(marker);
  H[op + At.infoType] = rt.newRef(out[3]!);
  return rt.leave(mark, op);
}

/** The key of a call. CPython: lru_cache_make_key */
function makeKey(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const nkw = kwnames === 0 ? 0 : tupleSize(rt, kwnames);
  const typed = H[self + At.typed] !== 0;
  if (!typed && nkw === 0 && nargs === 1) {
    const only = H[args]!;
    const type = H[only + Ob.type];
    if (type === T.str || type === T.int) return rt.newRef(only);
  }
  const size = nargs + (nkw > 0 ? 1 + 2 * nkw : 0) + (typed ? nargs + nkw : 0);
  const key = newTuple(rt, size);
  let slot = key + Tuple.items;
  const put = (ref: number): void => {
    H[ref]!++;
    H[slot] = ref;
    slot += 2;
  };
  for (let i = 0; i < nargs; i++) put(H[args + 2 * i]!);
  if (nkw > 0) {
    put(H[self + At.marker]!);
    for (let i = 0; i < nkw; i++) {
      put(tupleItem(rt, kwnames, i));
      put(H[args + 2 * (nargs + i)]!);
    }
  }
  if (typed) for (let i = 0; i < nargs + nkw; i++) put(H[H[args + 2 * i]! + Ob.type]!);
  if (size > 0) rt.track(key);
  return key;
}

function count(rt: Runtime, at: number): void {
  rt.F64[at >> 1]!++;
}

function callFunction(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  return callUnpacked(rt, rt.H[self + At.func]!, args, nargs, kwnames);
}

/** The result that the cache has for a key: borrowed, 0 = none. Counts the hit or miss. */
function find(rt: Runtime, self: number, key: number, lo: number, hi: number): number {
  const H = rt.H;
  let known = dictGetHashed(rt, H[self + At.cache]!, key, lo, hi);
  if (known !== 0 && rt.F64[(self + At.maxsize) >> 1]! >= 0) {
    unlink(H, known);
    appendLink(H, self, known);
    known = H[known + Link.result]!;
  }
  count(rt, known !== 0 ? self + At.hits : self + At.misses);
  return known;
}

/** Puts a result into the cache; borrows all. CPython: infinite_lru_cache_wrapper, bounded_lru_cache_wrapper behind the call */
function keep(rt: Runtime, self: number, key: number, lo: number, hi: number, result: number): void {
  const H = rt.H;
  const maxsize = rt.F64[(self + At.maxsize) >> 1]!;
  const cache = H[self + At.cache]!;
  if (maxsize < 0) {
    dictSetHashed(rt, cache, key, lo, hi, result);
    return;
  }
  // the call may have cached the same key, or emptied the cache
  if (dictGetHashed(rt, cache, key, lo, hi) !== 0) return;
  const mark = rt.mark();
  if (dictLength(rt, cache) < maxsize || H[self + At.next] === self) {
    const fresh = rt.own(newLink(rt, key, lo, hi, result));
    dictSetHashed(rt, cache, key, lo, hi, fresh);
    appendLink(H, self, fresh);
    rt.release(mark);
    return;
  }
  // full: the oldest link gets the new key
  const oldest = H[self + At.next]!;
  unlink(H, oldest);
  const taken = takeHashed(rt, cache, H[oldest + Link.key]!, H[oldest + Link.hash]!, H[oldest + Link.hash + 1]!);
  // somebody else took it out meanwhile
  if (taken === 0) return;
  rt.own(taken);
  rt.own(H[oldest + Link.key]!);
  rt.own(H[oldest + Link.result]!);
  H[oldest + Link.key] = rt.newRef(key);
  H[oldest + Link.result] = rt.newRef(result);
  H[oldest + Link.hash] = lo;
  H[oldest + Link.hash + 1] = hi;
  dictSetHashed(rt, cache, key, lo, hi, oldest);
  appendLink(H, self, oldest);
  rt.release(mark);
}

function callWrapper(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  if (rt.F64[(self + At.maxsize) >> 1] === 0) {
    count(rt, self + At.misses);
    return callFunction(rt, self, args, nargs, kwnames);
  }
  const mark = rt.mark();
  if (kwnames !== 0) args = holdArguments(rt, args, nargs, kwnames);
  const key = rt.own(makeKey(rt, self, args, nargs, kwnames));
  const lo = hash(rt, key);
  const hi = rt.hashHi;
  const known = find(rt, self, key, lo, hi);
  if (known !== 0) return rt.leave(mark, rt.newRef(known));
  const result = rt.own(callFunction(rt, self, args, nargs, kwnames));
  keep(rt, self, key, lo, hi, result);
  return rt.leave(mark, rt.newRef(result));
}

/**
 * A call in two parts, for callers that run the function themselves: `lruFind(wrapper, *args, **keywords)` is the tuple (key, function), with the result
 * as third item where the cache has it; `lruKeep(wrapper, key, result)` ends the call.
 */
export function lruFind(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const self = rt.H[args]!;
  const func = rt.H[self + At.func]!;
  if (rt.F64[(self + At.maxsize) >> 1] === 0) {
    count(rt, self + At.misses);
    return tupleOf(rt, S.None, func);
  }
  const mark = rt.mark();
  const key = rt.own(makeKey(rt, self, args + 2, nargs - 1, kwnames));
  const lo = hash(rt, key);
  const known = find(rt, self, key, lo, rt.hashHi);
  return rt.leave(mark, known === 0 ? tupleOf(rt, key, func) : tupleOf(rt, key, func, known));
}

/** See lruFind. */
export function lruKeep(rt: Runtime, _module: number, args: number): Owned {
  const H = rt.H;
  if (rt.F64[(H[args]! + At.maxsize) >> 1] !== 0) {
    const lo = hash(rt, H[args + 2]!);
    keep(rt, H[args]!, H[args + 2]!, lo, rt.hashHi, H[args + 4]!);
  }
  return rt.none();
}

function newLink(rt: Runtime, key: number, lo: number, hi: number, result: number): Owned {
  const link = allocInstance(rt, nativeType(rt, LINK), 0);
  const H = rt.H;
  H[link + Link.hash] = lo;
  H[link + Link.hash + 1] = hi;
  H[link + Link.key] = rt.newRef(key);
  H[link + Link.result] = rt.newRef(result);
  return link;
}

/** CPython: lru_cache_extract_link */
function unlink(H: Int32Array, link: number): void {
  const prev = H[link + Link.prev]!;
  const next = H[link + Link.next]!;
  H[prev + Link.next] = next;
  H[next + Link.prev] = prev;
  H[link + Link.prev] = 0;
  H[link + Link.next] = 0;
}

/** Empties the list of links, which the cache dict may still hold. CPython: lru_cache_unlink_list */
function unlinkAll(H: Int32Array, self: number): void {
  for (let link = H[self + At.next]!; link !== self && link !== 0; ) {
    const next = H[link + Link.next]!;
    H[link + Link.prev] = 0;
    H[link + Link.next] = 0;
    link = next;
  }
  H[self + At.prev] = self;
  H[self + At.next] = self;
}

/** CPython: lru_cache_append_link */
function appendLink(H: Int32Array, self: number, link: number): void {
  const last = H[self + At.prev]!;
  H[last + Link.next] = link;
  H[self + At.prev] = link;
  H[link + Link.prev] = last;
  H[link + Link.next] = self;
}

function cacheInfo(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const F64 = rt.F64;
  const mark = rt.mark();
  const maxsize = F64[(self + At.maxsize) >> 1]!;
  const slots = rt.mark();
  rt.own(newInt(rt, F64[(self + At.hits) >> 1]!));
  rt.own(newInt(rt, F64[(self + At.misses) >> 1]!));
  rt.own(maxsize < 0 ? rt.none() : newInt(rt, maxsize));
  rt.own(newInt(rt, dictLength(rt, H[self + At.cache]!)));
  return rt.leave(mark, call(rt, H[self + At.infoType]!, slots, 4, 0));
}

function cacheClear(rt: Runtime, self: number): Owned {
  unlinkAll(rt.H, self);
  rt.F64[(self + At.hits) >> 1] = 0;
  rt.F64[(self + At.misses) >> 1] = 0;
  dictClear(rt, rt.H[self + At.cache]!);
  return rt.none();
}

function descrGet(rt: Runtime, self: number, obj: number): Owned {
  if (obj === 0 || obj === S.None) return rt.newRef(self);
  return newMethod(rt, self, obj);
}

/** CPython: lru_cache_tp_clear */
function clear(rt: Runtime, op: number): void {
  unlinkAll(rt.H, op);
  for (const at of [At.cache, At.func, At.marker, At.infoType, At.dict]) rt.clearSlot(op + at);
}

/** CPython: lru_cache_dealloc */
function dealloc(rt: Runtime, op: number): void {
  untrackInstance(rt, op);
  if (rt.H[op + At.weaklist] !== 0) clearWeakrefs(rt, op);
  clear(rt, op);
  freeInstance(rt, op);
}

/** CPython: lru_list_elem_dealloc. Whoever got hold of the cache dict may have thrown the link out. */
function deallocLink(rt: Runtime, op: number): void {
  untrackInstance(rt, op);
  if (rt.H[op + Link.next] !== 0) unlink(rt.H, op);
  rt.clearSlot(op + Link.key);
  rt.clearSlot(op + Link.result);
  freeInstance(rt, op);
}

const methods: readonly MethodSpec[] = [
  { name: 'cache_info', kind: Meth.NOARGS, fn: cacheInfo, doc: 'Report cache statistics' },
  { name: 'cache_clear', kind: Meth.NOARGS, fn: cacheClear, doc: 'Clear the cache and cache statistics' },
  { name: '__reduce__', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => getAttrText(rt, self, '__qualname__') },
  { name: '__copy__', kind: Meth.FAST, fn: (rt: Runtime, self: number) => rt.newRef(self) },
  { name: '__deepcopy__', kind: Meth.FAST, fn: (rt: Runtime, self: number) => rt.newRef(self) },
];

export const lruCacheType: TypeSpec = {
  name: 'functools._lru_cache_wrapper',
  basicsize: 112,
  flags: TpFlag.BASETYPE | TpFlag.METHOD_DESCRIPTOR,
  contract: {
    gc: true,
    slots: [
      { at: At.cache, label: 'cache' },
      { at: At.func, label: 'function' },
      { at: At.marker, label: 'keyword mark' },
      { at: At.infoType, label: 'cache_info_type' },
      { at: At.dict, label: '__dict__' },
    ],
    // links without a GC head count as part of the wrapper
    traverseVisible({ H }, op, visit) {
      for (let link = H[op + At.next]; link !== op && link !== 0; link = H[link + Link.next]) {
        if ((H[H[link + Ob.type] + Tp.flags] & TpFlag.HAVE_GC) !== 0) return;
        visit(H[link + Link.key], link + Link.key);
        visit(H[link + Link.result], link + Link.result);
      }
    },
  },
  weaklistoffset: At.weaklist,
  dictoffset: At.dict,
  slots: { new: newWrapper, call: callWrapper, descrGet, dealloc, clear },
  methods,
  getset: [genericDictGetSet],
  doc: 'Create a cached callable that wraps another function.',
};

export const lruLinkType: TypeSpec = {
  name: LINK,
  basicsize: 56,
  contract: {
    gc: true,
    slots: [
      { at: Link.key, label: 'key' },
      { at: Link.result, label: 'result' },
    ],
  },
  slots: { dealloc: deallocLink },
};
