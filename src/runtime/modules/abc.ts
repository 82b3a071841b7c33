import { Ob } from '../../memory/layout.ts';
import { dictGet, dictNext, nextKey, nextValue } from '../containers/dict-object.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { newFrozenset, newSet, setAdd, setContains } from '../containers/set-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call1, callMethodText } from '../core/abstract/call.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { getAttrText, isSubclass, isTrue, lookupAttr, setAttr } from '../core/abstract/object.ts';
import { counted } from '../core/arguments.ts';
import { raise, typeError } from '../core/errors.ts';
import { List, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newBuiltin } from '../frames/builtin-function.ts';
import { newInt } from '../numbers/int-object.ts';
import { subclassesOf } from '../types/subclasses.ts';
import { newWeakref, weakObject } from '../types/weakref.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeTypeAddress } from './native-type.ts';

/** What `_abc_init` hangs into an abstract class. CPython: Modules/_abc.c _abc_data */
const enum AbcData {
  registry = 4,
  cache = 6,
  negativeCache = 8,
  /** Not a reference: the registration counter the negative cache was valid for. */
  negativeVersion = 10,
  end = 12,
}

interface AbcState {
  invalidation: number;
  type: number;
}

function state(rt: Runtime): AbcState {
  return rt.stateOf('_abc', () => ({ invalidation: 0, type: 0 }));
}

const abcDataType: TypeSpec = {
  name: '_abc._abc_data',
  basicsize: 48,
  contract: {
    gc: true,
    slots: [
      { at: AbcData.registry, label: 'registry' },
      { at: AbcData.cache, label: 'cache' },
      { at: AbcData.negativeCache, label: 'negative cache' },
    ],
  },
  slots: {},
};

function newAbcData(rt: Runtime): Owned {
  const op = rt.newGcObject(state(rt).type, AbcData.end * 4);
  rt.H.fill(0, op + Ob.body, op + AbcData.end);
  rt.H[op + AbcData.negativeVersion] = state(rt).invalidation;
  rt.track(op);
  return op;
}

/** The data of an abstract class, parked by the caller through rt.own. CPython: _get_impl */
function dataOf(rt: Runtime, cls: number): Owned {
  const data = getAttrText(rt, cls, '_abc_impl');
  if (rt.H[data + Ob.type] !== state(rt).type) {
    rt.decref(data);
    typeError(rt, '_abc_impl is set to a wrong type');
  }
  return data;
}

/** Does the weak set in slot `at` contain `op`? CPython: _in_weak_set */
function inWeakSet(rt: Runtime, data: number, at: number, op: number): boolean {
  const set = rt.H[data + at]!;
  if (set === 0) return false;
  const mark = rt.mark();
  const ref = rt.own(newWeakref(rt, op, 0));
  const found = setContains(rt, set, ref);
  rt.release(mark);
  return found;
}

/** Adds a weak reference to `op` that leaves the set when the class dies. CPython: _add_to_weak_set */
function addToWeakSet(rt: Runtime, data: number, at: number, op: number): void {
  const mark = rt.mark();
  if (rt.H[data + at] === 0) rt.setSlot(data + at, newSet(rt));
  const set = rt.H[data + at]!;
  const setRef = rt.own(newWeakref(rt, set, 0));
  const destroy = rt.own(newBuiltin(rt, destroySpec, setRef, 0));
  const ref = rt.own(newWeakref(rt, op, destroy));
  setAdd(rt, set, ref);
  rt.release(mark);
}

/** Callback of the weak references in a set; `self` is a weak reference to the set. CPython: _destroy */
const destroySpec = {
  name: '_destroy',
  kind: Meth.O,
  fn: (rt: Runtime, setRef: number, ref: number): Owned => {
    const set = weakObject(rt, setRef);
    if (set !== 0) {
      const mark = rt.mark();
      rt.own(rt.newRef(set));
      rt.own(callMethodText(rt, set, 'discard', ref));
      rt.release(mark);
    }
    return rt.none();
  },
};

/** Names still abstract in a class, as `__abstractmethods__`. CPython: compute_abstract_methods */
function computeAbstractMethods(rt: Runtime, cls: number): void {
  const mark = rt.mark();
  const names = rt.own(newSet(rt));
  const flag = rt.ident('__isabstractmethod__');
  const isAbstract = (value: number): boolean => {
    const inner = rt.mark();
    const answer = rt.own(lookupAttr(rt, value, flag));
    const yes = answer !== 0 && isTrue(rt, answer);
    rt.release(inner);
    return yes;
  };
  const items = rt.own(newList(rt, 0));
  const isType = (rt.H[rt.H[cls + Ob.type]! + Tp.flags]! & TpFlag.TYPE_SUBCLASS) !== 0;
  const dict = isType ? rt.H[cls + Tp.dict]! : rt.own(getAttrText(rt, cls, '__dict__'));
  if (!isType && rt.H[dict + Ob.type] !== T.dict) typeError(rt, '_abc_init() needs a class');
  for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) {
    const key = nextKey(rt);
    const value = nextValue(rt);
    const inner = rt.mark();
    listAppend(rt, items, rt.own(tupleOf(rt, key, value)));
    rt.release(inner);
  }
  for (let i = 0; i < rt.H[items + Ob.size]!; i++) {
    const pair = rt.H[rt.H[items + List.items]! + 2 * i]!;
    if (isAbstract(rt.H[pair + Tuple.items + 2]!)) setAdd(rt, names, rt.H[pair + Tuple.items]!);
  }
  const bases = rt.own(getAttrText(rt, cls, '__bases__'));
  if ((rt.H[rt.H[bases + Ob.type]! + Tp.flags]! & TpFlag.TUPLE_SUBCLASS) === 0) typeError(rt, '__bases__ is not tuple');
  for (let b = 0; b < rt.H[bases + Ob.size]!; b++) {
    const base = rt.H[bases + Tuple.items + 2 * b]!;
    const inherited = rt.own(lookupAttr(rt, base, rt.ident('__abstractmethods__')));
    if (inherited === 0) continue;
    const it = rt.own(iter(rt, inherited));
    for (;;) {
      const inner = rt.mark();
      const key = rt.own(next(rt, it));
      if (key === 0) break;
      const value = rt.own(lookupAttr(rt, cls, key));
      if (value !== 0 && isAbstract(value)) setAdd(rt, names, key);
      rt.release(inner);
    }
  }
  setAttr(rt, cls, rt.ident('__abstractmethods__'), rt.own(newFrozenset(rt, names)));
  rt.release(mark);
}

function abcInit(rt: Runtime, _self: number, cls: number): Owned {
  const mark = rt.mark();
  computeAbstractMethods(rt, cls);
  setAttr(rt, cls, rt.ident('_abc_impl'), rt.own(newAbcData(rt)));
  if ((rt.H[rt.H[cls + Ob.type]! + Tp.flags]! & TpFlag.TYPE_SUBCLASS) !== 0) {
    const name = rt.ident('__abc_tpflags__');
    const flags = dictGet(rt, rt.H[cls + Tp.dict]!, name);
    if (flags !== 0 && rt.H[flags + Ob.type] === T.int) {
      const value = rt.H[flags + 6]!;
      rt.H[cls + Tp.flags]! |= value & (TpFlag.SEQUENCE | TpFlag.MAPPING);
      setAttr(rt, cls, name, 0);
    }
  }
  return rt.leave(mark, rt.none());
}

/** Collection flags of an abstract class go to what is registered with it, and to its subclasses. CPython: set_collection_flag_recursive */
function passCollectionFlag(rt: Runtime, child: number, flag: number): void {
  const both = TpFlag.SEQUENCE | TpFlag.MAPPING;
  if ((rt.H[child + Tp.flags]! & both) === flag || (rt.H[child + Tp.flags]! & TpFlag.HEAPTYPE) === 0) return;
  rt.H[child + Tp.flags] = (rt.H[child + Tp.flags]! & ~both) | flag;
  for (const subclass of subclassesOf(rt, child)) passCollectionFlag(rt, subclass, flag);
}

function abcRegister(rt: Runtime, _self: number, args: number): Owned {
  const cls = rt.H[args]!;
  const subclass = rt.H[args + 2]!;
  if ((rt.H[rt.H[subclass + Ob.type]! + Tp.flags]! & TpFlag.TYPE_SUBCLASS) === 0) typeError(rt, 'Can only register classes');
  if (isSubclass(rt, subclass, cls)) return rt.newRef(subclass);
  if (isSubclass(rt, cls, subclass)) raise(rt, T.RuntimeError, 'Refusing to create an inheritance cycle');
  const mark = rt.mark();
  const data = rt.own(dataOf(rt, cls));
  addToWeakSet(rt, data, AbcData.registry, subclass);
  state(rt).invalidation++;
  const flag = rt.H[cls + Tp.flags]! & (TpFlag.SEQUENCE | TpFlag.MAPPING);
  if (flag !== 0) passCollectionFlag(rt, subclass, flag);
  return rt.leave(mark, rt.newRef(subclass));
}

function abcInstanceCheck(rt: Runtime, _self: number, args: number): Owned {
  const cls = rt.H[args]!;
  const instance = rt.H[args + 2]!;
  const mark = rt.mark();
  const data = rt.own(dataOf(rt, cls));
  const subclass = rt.own(getAttrText(rt, instance, '__class__'));
  if (inWeakSet(rt, data, AbcData.cache, subclass)) return rt.leave(mark, rt.bool(true));
  const subtype = rt.H[instance + Ob.type]!;
  if (subtype === subclass) {
    if (rt.H[data + AbcData.negativeVersion] === state(rt).invalidation && inWeakSet(rt, data, AbcData.negativeCache, subclass))
      return rt.leave(mark, rt.bool(false));
    return rt.leave(mark, callMethodText(rt, cls, '__subclasscheck__', subclass));
  }
  const first = rt.own(callMethodText(rt, cls, '__subclasscheck__', subclass));
  if (isTrue(rt, first)) return rt.leave(mark, rt.newRef(first));
  return rt.leave(mark, callMethodText(rt, cls, '__subclasscheck__', subtype));
}

function registryMatches(rt: Runtime, data: number, subclass: number): boolean {
  const registry = rt.H[data + AbcData.registry]!;
  if (registry === 0) return false;
  const mark = rt.mark();
  const refs = rt.own(newList(rt, 0));
  const it = rt.own(iter(rt, registry));
  for (;;) {
    const inner = rt.mark();
    const ref = rt.own(next(rt, it));
    if (ref === 0) break;
    const target = weakObject(rt, ref);
    if (target !== 0) listAppend(rt, refs, target);
    rt.release(inner);
  }
  let found = false;
  for (let i = 0; i < rt.H[refs + Ob.size]! && !found; i++) found = isSubclass(rt, subclass, rt.H[rt.H[refs + List.items]! + 2 * i]!);
  rt.release(mark);
  return found;
}

/** CPython: _abc__abc_subclasscheck_impl */
function abcSubclassCheck(rt: Runtime, _self: number, args: number): Owned {
  const cls = rt.H[args]!;
  const subclass = rt.H[args + 2]!;
  const H = rt.H;
  if ((H[H[subclass + Ob.type]! + Tp.flags]! & TpFlag.TYPE_SUBCLASS) === 0) typeError(rt, 'issubclass() arg 1 must be a class');
  const mark = rt.mark();
  const data = rt.own(dataOf(rt, cls));
  const answer = (yes: boolean): Owned => {
    addToWeakSet(rt, data, yes ? AbcData.cache : AbcData.negativeCache, subclass);
    return rt.leave(mark, rt.bool(yes));
  };
  if (inWeakSet(rt, data, AbcData.cache, subclass)) return rt.leave(mark, rt.bool(true));
  if (H[data + AbcData.negativeVersion]! < state(rt).invalidation) {
    rt.clearSlot(data + AbcData.negativeCache);
    H[data + AbcData.negativeVersion] = state(rt).invalidation;
  } else if (inWeakSet(rt, data, AbcData.negativeCache, subclass)) return rt.leave(mark, rt.bool(false));
  const hook = rt.own(callMethodText(rt, cls, '__subclasshook__', subclass));
  if (hook === S.True) return answer(true);
  if (hook === S.False) return answer(false);
  if (hook !== S.NotImplemented) raise(rt, T.AssertionError, '__subclasshook__ must return either False, True, or NotImplemented');
  const mro = H[subclass + Tp.mro]!;
  for (let i = 0; i < H[mro + Ob.size]!; i++) if (H[mro + Tuple.items + 2 * i] === cls) return answer(true);
  if (registryMatches(rt, data, subclass)) return answer(true);
  const subclasses = rt.own(callMethodText(rt, cls, '__subclasses__'));
  if (H[subclasses + Ob.type] !== T.list) typeError(rt, '__subclasses__() must return a list');
  for (let i = 0; i < H[subclasses + Ob.size]!; i++) if (isSubclass(rt, subclass, H[H[subclasses + List.items]! + 2 * i]!)) return answer(true);
  return answer(false);
}

function reset(slots: readonly number[]): (rt: Runtime, self: number, cls: number) => Owned {
  return (rt, _self, cls) => {
    const mark = rt.mark();
    const data = rt.own(dataOf(rt, cls));
    for (const at of slots) rt.clearSlot(data + at);
    return rt.leave(mark, rt.none());
  };
}

/** Copies for debugging: (registry, cache, negative cache, version). CPython: _abc__get_dump */
function getDump(rt: Runtime, _self: number, cls: number): Owned {
  const mark = rt.mark();
  const data = rt.own(dataOf(rt, cls));
  const copy = (at: number): number => {
    const set = rt.H[data + at]!;
    return rt.own(set === 0 ? newSet(rt) : call1(rt, T.set, set));
  };
  const version = rt.own(newInt(rt, rt.H[data + AbcData.negativeVersion]!));
  return rt.leave(mark, tupleOf(rt, copy(AbcData.registry), copy(AbcData.cache), copy(AbcData.negativeCache), version));
}

/** _abc: the machinery of abstract base classes. CPython: Modules/_abc.c */
export const abcModule: ModuleSpec = {
  name: '_abc',
  doc: 'What ABCMeta is made of.',
  functions: [
    { name: 'get_cache_token', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, state(rt).invalidation) },
    { name: '_abc_init', kind: Meth.O, fn: abcInit },
    { name: '_abc_register', kind: Meth.FAST, fn: counted('_abc_register', 2, 2, abcRegister) },
    { name: '_abc_instancecheck', kind: Meth.FAST, fn: counted('_abc_instancecheck', 2, 2, abcInstanceCheck) },
    { name: '_abc_subclasscheck', kind: Meth.FAST, fn: counted('_abc_subclasscheck', 2, 2, abcSubclassCheck) },
    { name: '_get_dump', kind: Meth.O, fn: getDump },
    { name: '_reset_registry', kind: Meth.O, fn: reset([AbcData.registry]) },
    { name: '_reset_caches', kind: Meth.O, fn: reset([AbcData.cache, AbcData.negativeCache]) },
  ],
  exec(rt) {
    state(rt).type = nativeTypeAddress(rt, abcDataType);
  },
};
