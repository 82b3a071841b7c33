import { Ob } from '../../../memory/layout.ts';
import { dictCopy, dictGet, dictLength, dictNext, dictSet, newDict, nextKey, nextValue } from '../../containers/dict-object.ts';
import { guardedRepr } from '../../containers/repr-guard.ts';
import { newTuple, tuple2, tupleFromSlots, tupleItem, tupleOf, tupleSize } from '../../containers/tuple-object.ts';
import { getAttr, getAttrText, getMethod } from '../../core/abstract/attribute.ts';
import { call, callTuple } from '../../core/abstract/call.ts';
import { getItem, sequenceTuple } from '../../core/abstract/item.ts';
import { reprText } from '../../core/abstract/object.ts';
import { packingCall } from '../../core/abstract/packed-arguments.ts';
import { checkPositional, noKeywords } from '../../core/arguments.ts';
import { typeError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Int, Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { internStr } from '../../text/interning.ts';
import { importModule } from '../../types/import-module.ts';

/** itemgetter, attrgetter, methodcaller. CPython: Modules/_operator.c */

/** All three: number of items (raw) at word 4 for the first two. */
const enum Getter {
  count = 4,
  /** itemgetter: the item, or the tuple of items; attrgetter: tuple of str or tuple of str. */
  what = 6,
  /** itemgetter: the index of a single small non-negative int, else -1 (raw). */
  index = 8,
}

function isStr(rt: Runtime, o: number): boolean {
  return (rt.H[rt.H[o + Ob.type]! + Tp.flags]! & TpFlag.UNICODE_SUBCLASS) !== 0;
}

function newItemgetter(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'itemgetter', kwnames);
  if (nargs < 1) checkPositional(rt, 'itemgetter', nargs, 1, 1);
  const H = rt.H;
  const mark = rt.mark();
  const what = rt.own(nargs === 1 ? rt.newRef(H[args]!) : tupleFromSlots(rt, args, nargs));
  const op = allocInstance(rt, type, 0);
  H[op + Getter.count] = nargs;
  H[op + Getter.what] = rt.newRef(what);
  H[op + Getter.index] =
    nargs === 1 && H[what + Ob.type] === T.int && H[what + Int.size] === 1
      ? H[what + Int.digits]!
      : H[what + Ob.type] === T.int && H[what + Int.size] === 0
        ? 0
        : -1;
  return rt.leave(mark, op);
}

function callItemgetter(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'itemgetter', kwnames);
  checkPositional(rt, 'itemgetter', nargs, 1, 1);
  const H = rt.H;
  const o = H[args]!;
  const what = H[self + Getter.what]!;
  const n = H[self + Getter.count]!;
  if (n === 1) {
    const i = H[self + Getter.index]!;
    if (i >= 0 && H[o + Ob.type] === T.tuple && i < H[o + Ob.size]!) return rt.newRef(H[o + Tuple.items + 2 * i]!);
    return getItem(rt, o, what);
  }
  const result = rt.own(newTuple(rt, n));
  for (let i = 0; i < n; i++) H[result + Tuple.items + 2 * i] = getItem(rt, o, tupleItem(rt, what, i));
  rt.track(result);
  return rt.unown(result);
}

function reprGetter(name: string, plural: boolean): (rt: Runtime, self: number) => Owned {
  return (rt, self) =>
    guardedRepr(rt, self, `${name}(...)`, () => {
      const H = rt.H;
      const what = H[self + Getter.what]!;
      const n = H[self + Getter.count]!;
      if (!plural) return `${name}(${n === 1 ? reprText(rt, what) : tupleText(rt, what)})`;
      const parts: string[] = [];
      for (let i = 0; i < n; i++) parts.push(reprText2(dottedName(rt, tupleItem(rt, what, i))));
      return `${name}(${parts.join(', ')})`;
    });
}

function tupleText(rt: Runtime, tuple: number): string {
  const parts: string[] = [];
  for (let i = 0; i < tupleSize(rt, tuple); i++) parts.push(reprText(rt, tupleItem(rt, tuple, i)));
  return parts.join(', ');
}

function reprText2(name: string): string {
  return `'${name}'`;
}

function reduceItemgetter(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const type = H[self + Ob.type]!;
  const what = H[self + Getter.what]!;
  const mark = rt.mark();
  const args = H[self + Getter.count] === 1 ? rt.own(tupleOf(rt, what)) : what;
  return rt.leave(mark, tuple2(rt, type, args));
}

export const itemgetterType: TypeSpec = {
  name: 'operator.itemgetter',
  basicsize: 48,
  contract: { gc: true, slots: [{ at: Getter.what, label: 'item' }] },
  slots: { new: newItemgetter, call: packingCall('operator.itemgetter', callItemgetter), repr: reprGetter('operator.itemgetter', false) },
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceItemgetter, doc: 'Return state information for pickling' }],
  doc: 'itemgetter(item, ...) --> itemgetter object\n\nReturn a callable object that fetches the given item(s) from its operand.',
};

/** 'a.b' of a name or a tuple of names. */
function dottedName(rt: Runtime, o: number): string {
  if (rt.H[o + Ob.type] !== T.tuple) return rt.hooks.strText(rt, o);
  const parts: string[] = [];
  for (let i = 0; i < tupleSize(rt, o); i++) parts.push(rt.hooks.strText(rt, tupleItem(rt, o, i)));
  return parts.join('.');
}

/** CPython: attrgetter_new: names with dots become tuples of interned names. */
function newAttrgetter(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'attrgetter', kwnames);
  if (nargs < 1) checkPositional(rt, 'attrgetter', nargs, 1, 1);
  const H = rt.H;
  for (let i = 0; i < nargs; i++) if (!isStr(rt, H[args + 2 * i]!)) typeError(rt, 'attribute name must be a string');
  const mark = rt.mark();
  const names = rt.own(newTuple(rt, nargs));
  for (let i = 0; i < nargs; i++) {
    const text = rt.hooks.strText(rt, H[args + 2 * i]!);
    const slot = names + Tuple.items + 2 * i;
    if (!text.includes('.')) {
      H[slot] = internStr(rt, text);
      continue;
    }
    const parts = text.split('.');
    const path = newTuple(rt, parts.length);
    H[slot] = path;
    for (let j = 0; j < parts.length; j++) H[path + Tuple.items + 2 * j] = internStr(rt, parts[j]!);
    rt.track(path);
  }
  rt.track(names);
  const op = allocInstance(rt, type, 0);
  H[op + Getter.count] = nargs;
  H[op + Getter.what] = rt.newRef(names);
  return rt.leave(mark, op);
}

function followName(rt: Runtime, o: number, name: number): Owned {
  if (rt.H[name + Ob.type] !== T.tuple) return getAttr(rt, o, name);
  const mark = rt.mark();
  let value = o;
  for (let i = 0; i < tupleSize(rt, name); i++) value = rt.own(getAttr(rt, value, tupleItem(rt, name, i)));
  return rt.leave(mark, rt.newRef(value));
}

function callAttrgetter(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'attrgetter', kwnames);
  checkPositional(rt, 'attrgetter', nargs, 1, 1);
  const H = rt.H;
  const o = H[args]!;
  const names = H[self + Getter.what]!;
  const n = H[self + Getter.count]!;
  if (n === 1) return followName(rt, o, tupleItem(rt, names, 0));
  const result = rt.own(newTuple(rt, n));
  for (let i = 0; i < n; i++) H[result + Tuple.items + 2 * i] = followName(rt, o, tupleItem(rt, names, i));
  rt.track(result);
  return rt.unown(result);
}

function reduceAttrgetter(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const names = H[self + Getter.what]!;
  const n = H[self + Getter.count]!;
  const mark = rt.mark();
  const args = rt.own(newTuple(rt, n));
  for (let i = 0; i < n; i++) H[args + Tuple.items + 2 * i] = rt.hooks.newStr(rt, dottedName(rt, tupleItem(rt, names, i)));
  rt.track(args);
  return rt.leave(mark, tuple2(rt, H[self + Ob.type]!, args));
}

export const attrgetterType: TypeSpec = {
  name: 'operator.attrgetter',
  basicsize: 40,
  contract: { gc: true, slots: [{ at: Getter.what, label: 'attribute names' }] },
  slots: { new: newAttrgetter, call: packingCall('operator.attrgetter', callAttrgetter), repr: reprGetter('operator.attrgetter', true) },
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceAttrgetter, doc: 'Return state information for pickling' }],
  doc: 'attrgetter(attr, ...) --> attrgetter object\n\nReturn a callable object that fetches the given attribute(s) from its operand.',
};

const enum Caller {
  name = 4,
  args = 6,
  keywords = 8,
}

function newMethodcaller(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs < 1) typeError(rt, 'methodcaller needs at least one argument, the method name');
  const H = rt.H;
  const name = H[args]!;
  if (!isStr(rt, name)) typeError(rt, 'method name must be a string');
  const mark = rt.mark();
  const interned = rt.own(internStr(rt, rt.hooks.strText(rt, name)));
  const rest = rt.own(tupleFromSlots(rt, args + 2, nargs - 1));
  let keywords = 0;
  const nkw = kwnames === 0 ? 0 : tupleSize(rt, kwnames);
  if (nkw > 0) {
    keywords = rt.own(newDict(rt));
    for (let i = 0; i < nkw; i++) dictSet(rt, keywords, tupleItem(rt, kwnames, i), H[args + 2 * (nargs + i)]!);
  }
  const op = allocInstance(rt, type, 0);
  H[op + Caller.name] = rt.newRef(interned);
  H[op + Caller.args] = rt.newRef(rest);
  if (keywords !== 0) H[op + Caller.keywords] = rt.newRef(keywords);
  return rt.leave(mark, op);
}

function callMethodcaller(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'methodcaller', kwnames);
  checkPositional(rt, 'methodcaller', nargs, 1, 1);
  const H = rt.H;
  const o = H[args]!;
  const mark = rt.mark();
  const keywords = H[self + Caller.keywords]!;
  const rest = H[self + Caller.args]!;
  if (!rt.model.vectorcallTypes.has('operator.methodcaller')) {
    const method = rt.own(getAttr(rt, o, H[self + Caller.name]!));
    return rt.leave(mark, callTuple(rt, method, rest, keywords));
  }
  const method = rt.own(getMethod(rt, o, H[self + Caller.name]!));
  const unbound = rt.methodUnbound;
  const names = keywords === 0 ? 0 : rt.own(sequenceTuple(rt, keywords));
  const n = tupleSize(rt, rest);
  const first = rt.mark();
  if (unbound) rt.push(o);
  for (let i = 0; i < n; i++) rt.push(tupleItem(rt, rest, i));
  if (names !== 0) for (let i = 0; i < tupleSize(rt, names); i++) rt.push(dictGet(rt, keywords, tupleItem(rt, names, i)));
  return rt.leave(mark, call(rt, method, first, n + (unbound ? 1 : 0), names));
}

function reprMethodcaller(rt: Runtime, self: number): Owned {
  return guardedRepr(rt, self, 'operator.methodcaller(...)', () => {
    const H = rt.H;
    const parts = [reprText(rt, H[self + Caller.name]!)];
    const rest = H[self + Caller.args]!;
    for (let i = 0; i < tupleSize(rt, rest); i++) parts.push(reprText(rt, tupleItem(rt, rest, i)));
    const keywords = H[self + Caller.keywords]!;
    if (keywords !== 0) {
      const mark = rt.mark();
      const copy = rt.own(dictCopy(rt, keywords));
      for (let pos = dictNext(rt, copy, 0); pos >= 0; pos = dictNext(rt, copy, pos)) {
        const value = nextValue(rt);
        parts.push(`${rt.hooks.strText(rt, nextKey(rt))}=${reprText(rt, value)}`);
      }
      rt.release(mark);
    }
    return `operator.methodcaller(${parts.join(', ')})`;
  });
}

function reduceMethodcaller(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[self + Ob.type]!;
  const name = H[self + Caller.name]!;
  const keywords = H[self + Caller.keywords]!;
  const rest = H[self + Caller.args]!;
  if (keywords === 0 || dictLength(rt, keywords) === 0) {
    const args = rt.own(newTuple(rt, tupleSize(rt, rest) + 1));
    H[args + Tuple.items] = rt.newRef(name);
    for (let i = 0; i < tupleSize(rt, rest); i++) H[args + Tuple.items + 2 * (i + 1)] = rt.newRef(tupleItem(rt, rest, i));
    rt.track(args);
    return rt.leave(mark, tuple2(rt, type, args));
  }
  // functools.partial(type, name, **keywords)
  const partial = rt.own(getAttrText(rt, rt.own(importModule(rt, 'functools')), 'partial'));
  const head = rt.own(tuple2(rt, type, name));
  const maker = rt.own(callTuple(rt, partial, head, keywords));
  return rt.leave(mark, tuple2(rt, maker, rest));
}

export const methodcallerType: TypeSpec = {
  name: 'operator.methodcaller',
  basicsize: 40,
  contract: {
    gc: true,
    slots: [
      { at: Caller.name, label: 'method name' },
      { at: Caller.args, label: 'arguments' },
      { at: Caller.keywords, label: 'keyword arguments' },
    ],
  },
  slots: { new: newMethodcaller, call: packingCall('operator.methodcaller', callMethodcaller), repr: reprMethodcaller },
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceMethodcaller, doc: 'Return state information for pickling' }],
  doc: 'methodcaller(name, ...) --> methodcaller object\n\nReturn a callable object that calls the given method on its operand.',
};
