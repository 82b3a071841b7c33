import { Ob } from '../../../memory/layout.ts';
import { dictClear, dictDealloc } from '../../containers/dict-object.ts';
import { DICT_TYPE } from '../../containers/dict-type.ts';
import { guardedRepr } from '../../containers/repr-guard.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { call0, call2, callMethodText } from '../../core/abstract/call.ts';
import { setItem } from '../../core/abstract/item.ts';
import { iter } from '../../core/abstract/iteration.ts';
import { isInstance, reprText } from '../../core/abstract/object.ts';
import { keyError, typeError } from '../../core/errors.ts';
import { Dict, Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type Init, Meth, type MethodSpec, type Unary } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { isCallable } from '../functools/partial.ts';
import { nativeType } from '../itertools/iterator-type.ts';

/** collections.defaultdict: a dict with a factory. CPython: Modules/_collectionsmodule.c defdictobject */
const FACTORY = Dict.end as number;
const NAME = 'collections.defaultdict';

/** CPython: defdict_init */
function init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const H = rt.H;
  let factory = 0;
  if (nargs > 0) {
    const first = H[args]!;
    if (!isCallable(rt, first) && first !== S.None) typeError(rt, 'first argument must be callable or None');
    factory = rt.newRef(first);
  }
  rt.setSlot(self + FACTORY, factory);
  const skip = nargs > 0 ? 1 : 0;
  (rt.fn[H[T.dict + Tp.init]!] as Init)(rt, self, args + 2 * skip, nargs - skip, kwnames);
}

/** __missing__(key). CPython: defdict_missing */
function missing(rt: Runtime, self: number, key: number): Owned {
  const factory = rt.H[self + FACTORY]!;
  if (factory === 0 || factory === S.None) keyError(rt, key);
  const value = rt.own(call0(rt, factory));
  setItem(rt, self, key, value);
  return rt.unown(value);
}

/** CPython: defdict_copy */
function copy(rt: Runtime, self: number): Owned {
  const factory = rt.H[self + FACTORY]! === 0 ? S.None : rt.H[self + FACTORY]!;
  return call2(rt, rt.H[self + Ob.type]!, factory, self);
}

/** CPython: defdict_reduce */
function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const factory = H[self + FACTORY]!;
  const args = rt.own(factory === 0 || factory === S.None ? tupleOf(rt) : tupleOf(rt, factory));
  const items = rt.own(callMethodText(rt, self, 'items'));
  const it = rt.own(iter(rt, items));
  return rt.leave(mark, tupleOf(rt, H[self + Ob.type]!, args, S.None, S.None, it));
}

/** CPython: defdict_repr */
function repr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const base = rt.own((rt.fn[H[T.dict + Tp.repr]!] as Unary)(rt, self));
  const body = rt.hooks.strText(rt, base);
  rt.release(mark);
  const factory = H[self + FACTORY]!;
  let shown: string;
  if (factory === 0) shown = 'None';
  else {
    const text = guardedRepr(rt, factory, '...', () => reprText(rt, factory));
    shown = rt.hooks.strText(rt, text);
    rt.decref(text);
  }
  const name = rt.hooks.strText(rt, H[H[self + Ob.type]! + Tp.name]!).replace(/^.*\./, '');
  return rt.hooks.newStr(rt, `${name}(${shown}, ${body})`);
}

/** CPython: defdict_or */
function or(rt: Runtime, a: number, b: number): Owned {
  const type = nativeType(rt, NAME);
  const self = isInstance(rt, a, type) ? a : b;
  const other = self === a ? b : a;
  const H = rt.H;
  if ((H[H[other + Ob.type]! + Tp.flags]! & TpFlag.DICT_SUBCLASS) === 0) return rt.notImplemented();
  const mark = rt.mark();
  const factory = H[self + FACTORY]! === 0 ? S.None : H[self + FACTORY]!;
  const result = rt.own(call2(rt, H[self + Ob.type]!, factory, a));
  rt.own(callMethodText(rt, result, 'update', b));
  return rt.leave(mark, rt.newRef(result));
}

function dealloc(rt: Runtime, op: number): void {
  rt.clearSlot(op + FACTORY);
  dictDealloc(rt, op);
}

/** CPython: defdict_tp_clear */
function clear(rt: Runtime, op: number): void {
  rt.clearSlot(op + FACTORY);
  dictClear(rt, op);
}

const methods: readonly MethodSpec[] = [
  {
    name: '__missing__',
    kind: Meth.O,
    fn: missing,
    doc: '__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n',
  },
  { name: 'copy', kind: Meth.NOARGS, fn: copy, doc: 'D.copy() -> a shallow copy of D.' },
  { name: '__copy__', kind: Meth.NOARGS, fn: copy, doc: 'D.copy() -> a shallow copy of D.' },
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: 'Return state information for pickling.' },
  { name: '__class_getitem__', kind: Meth.O | Meth.CLASS, fn: (rt: Runtime, type: number, key: number) => rt.hooks.newGenericAlias(rt, type, key) },
];

export const defaultdictType: TypeSpec = {
  name: NAME,
  base: T.dict,
  basicsize: 56,
  flags: TpFlag.BASETYPE | TpFlag.DICT_SUBCLASS | TpFlag.MAPPING,
  contract: { ...DICT_TYPE.contract!, slots: [{ at: FACTORY, label: 'default_factory' }] },
  slots: { dealloc, clear, init, repr, nbOr: or },
  methods,
  members: [{ name: 'default_factory', at: FACTORY, kind: 'object', doc: 'Factory for default value called by __missing__().' }],
  doc: 'defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.',
};
