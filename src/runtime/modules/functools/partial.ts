import { Ob } from '../../../memory/layout.ts';
import { dictCopy, dictLength, dictMergeDict, dictNext, dictSet, newDict, nextKey, nextValue } from '../../containers/dict-object.ts';
import { guardedRepr } from '../../containers/repr-guard.ts';
import { newTuple, tupleItem, tupleOf, tupleSize } from '../../containers/tuple-object.ts';
import { call, callDict, callTuple, holdArguments } from '../../core/abstract/call.ts';
import { reprText, strText } from '../../core/abstract/object.ts';
import { typeError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newMethod } from '../../frames/method-object.ts';
import { genericDictGetSet } from '../../types/instance-getset.ts';
import { isTuple } from '../itertools/argument-check.ts';

/** functools.partial. CPython: Modules/_functoolsmodule.c partial */
const enum At {
  func = 4,
  args = 6,
  keywords = 8,
  dict = 10,
  weaklist = 12,
}

function isDict(rt: Runtime, o: number): boolean {
  return (rt.H[rt.H[o + Ob.type]! + Tp.flags]! & TpFlag.DICT_SUBCLASS) !== 0;
}

/** Can the object be called? CPython: PyCallable_Check */
export function isCallable(rt: Runtime, o: number): boolean {
  return rt.H[rt.H[o + Ob.type]! + Tp.call] !== 0;
}

/** A tuple of two argument rows: items of `first` from `skip`, then `count` slots at `args`. */
function joinArguments(rt: Runtime, first: number, args: number, count: number): Owned {
  const n = first === 0 ? 0 : tupleSize(rt, first);
  const t = newTuple(rt, n + count);
  const H = rt.H;
  for (let i = 0; i < n; i++) H[t + Tuple.items + 2 * i] = rt.newRef(tupleItem(rt, first, i));
  for (let i = 0; i < count; i++) H[t + Tuple.items + 2 * (n + i)] = rt.newRef(H[args + 2 * i]!);
  if (n + count > 0) rt.track(t);
  return t;
}

/** Adds the keyword values of a call to a dict. */
function addKeywords(rt: Runtime, dict: number, args: number, nargs: number, kwnames: number): void {
  const n = kwnames === 0 ? 0 : tupleSize(rt, kwnames);
  for (let i = 0; i < n; i++) dictSet(rt, dict, tupleItem(rt, kwnames, i), rt.H[args + 2 * (nargs + i)]!);
}

/** CPython: partial_new */
function newPartial(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs < 1) typeError(rt, "type 'partial' takes at least one argument");
  const H = rt.H;
  let func = H[args]!;
  if (!isCallable(rt, func)) typeError(rt, 'the first argument must be callable');
  let earlierArgs = 0;
  let earlierKeywords = 0;
  // a partial of a plain partial is flattened
  const self = rt.types.get('functools.partial')!;
  if (H[func + Ob.type] === self && type === self && H[func + At.dict] === 0) {
    earlierArgs = H[func + At.args]!;
    earlierKeywords = H[func + At.keywords]!;
    func = H[func + At.func]!;
  }
  const mark = rt.mark();
  const all = rt.own(joinArguments(rt, earlierArgs, args + 2, nargs - 1));
  const keywords = rt.own(earlierKeywords !== 0 && dictLength(rt, earlierKeywords) > 0 ? dictCopy(rt, earlierKeywords) : newDict(rt));
  addKeywords(rt, keywords, args, nargs, kwnames);
  const op = allocInstance(rt, type, 0);
  H[op + At.func] = rt.newRef(func);
  H[op + At.args] = rt.newRef(all);
  H[op + At.keywords] = rt.newRef(keywords);
  return rt.leave(mark, op);
}

/** CPython: partial_vectorcall, partial_call */
function callPartial(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const func = H[self + At.func]!;
  const first = H[self + At.args]!;
  const keywords = H[self + At.keywords]!;
  const mark = rt.mark();
  const vectorcall = rt.model.vectorcallTypes.has('partial');
  const n = tupleSize(rt, first);
  if (!vectorcall) {
    const own = dictLength(rt, keywords) > 0;
    const given = args;
    args = holdArguments(rt, args, nargs, own ? kwnames : 0);
    const slots = rt.mark();
    for (let i = 0; i < n; i++) rt.push(tupleItem(rt, first, i));
    for (let i = 0; i < nargs; i++) rt.push(H[args + 2 * i]!);
    const merged = !own && kwnames === 0 ? 0 : own ? dictCopy(rt, keywords) : newDict(rt);
    if (merged !== 0) {
      rt.own(merged);
      addKeywords(rt, merged, given, nargs, kwnames);
    }
    return rt.leave(mark, callDict(rt, func, slots, n + nargs, merged));
  }
  if (dictLength(rt, keywords) === 0) {
    if (n === 0) return rt.leave(mark, call(rt, func, args, nargs, kwnames));
    const total = nargs + (kwnames === 0 ? 0 : tupleSize(rt, kwnames));
    const slots = rt.mark();
    for (let i = 0; i < n; i++) rt.push(tupleItem(rt, first, i));
    for (let i = 0; i < total; i++) rt.push(H[args + 2 * i]!);
    return rt.leave(mark, call(rt, func, slots, n + nargs, kwnames));
  }
  // where there are keywords there is a tuple of the arguments too; one of the two tuples serves where the other is empty
  args = holdArguments(rt, args, nargs, kwnames);
  const held = kwnames === 0 && n === 0 && nargs > 0 ? args - Tuple.items : 0;
  const all = nargs === 0 ? first : held !== 0 ? held : rt.own(joinArguments(rt, first, args, nargs));
  const merged = rt.own(dictCopy(rt, keywords));
  addKeywords(rt, merged, args, nargs, kwnames);
  return rt.leave(mark, callTuple(rt, func, all, merged));
}

/** A partial object is no method yet: from 3.13 on it warns that it will be one, from 3.14 on it is. CPython: partial_descr_get */
function descrGet(rt: Runtime, self: number, obj: number): Owned {
  if (obj === 0 || obj === S.None) return rt.newRef(self);
  const text = rt.model.wording.deprecated.partialInClass;
  if (text === null) return newMethod(rt, self, obj);
  rt.hooks.issueWarning(rt, T.FutureWarning, text, 1);
  return rt.newRef(self);
}

function repr(rt: Runtime, self: number): Owned {
  return guardedRepr(rt, self, '...', () => {
    const H = rt.H;
    const parts = [reprText(rt, H[self + At.func]!)];
    const args = H[self + At.args]!;
    for (let i = 0; i < tupleSize(rt, args); i++) parts.push(reprText(rt, tupleItem(rt, args, i)));
    const mark = rt.mark();
    const keywords = rt.own(dictCopy(rt, H[self + At.keywords]!));
    for (let pos = dictNext(rt, keywords, 0); pos >= 0; pos = dictNext(rt, keywords, pos)) {
      const value = nextValue(rt);
      const key = nextKey(rt);
      parts.push(`${strText(rt, key)}=${reprText(rt, value)}`);
    }
    rt.release(mark);
    const type = H[self + Ob.type]!;
    return `${rt.hooks.strText(rt, H[type + Tp.name]!)}(${parts.join(', ')})`;
  });
}

function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const func = H[self + At.func]!;
  const args = rt.own(tupleOf(rt, func));
  const dict = H[self + At.dict] === 0 ? S.None : H[self + At.dict]!;
  const state = rt.own(tupleOf(rt, func, H[self + At.args]!, H[self + At.keywords]!, dict));
  return rt.leave(mark, tupleOf(rt, H[self + Ob.type]!, args, state));
}

/** CPython: partial_setstate */
function setState(rt: Runtime, self: number, state: number): Owned {
  const bad = (): never => typeError(rt, 'invalid partial state');
  if (!isTuple(rt, state) || tupleSize(rt, state) !== 4) bad();
  const func = tupleItem(rt, state, 0);
  const args = tupleItem(rt, state, 1);
  const keywords = tupleItem(rt, state, 2);
  const dict = tupleItem(rt, state, 3);
  if (!isCallable(rt, func) || !isTuple(rt, args) || (keywords !== S.None && !isDict(rt, keywords))) bad();
  const mark = rt.mark();
  const plainArgs = rt.own(joinArguments(rt, args, 0, 0));
  let plainKeywords: number;
  if (keywords === S.None) plainKeywords = rt.own(newDict(rt));
  else if (rt.H[keywords + Ob.type] === T.dict) plainKeywords = keywords;
  else {
    plainKeywords = rt.own(newDict(rt));
    dictMergeDict(rt, plainKeywords, keywords, 1);
  }
  rt.setSlot(self + At.func, rt.newRef(func));
  rt.setSlot(self + At.args, rt.newRef(plainArgs));
  rt.setSlot(self + At.keywords, rt.newRef(plainKeywords));
  if (dict === S.None) rt.clearSlot(self + At.dict);
  else rt.setSlot(self + At.dict, rt.newRef(dict));
  rt.release(mark);
  return rt.none();
}

export const partialType: TypeSpec = {
  name: 'functools.partial',
  basicsize: 64,
  flags: TpFlag.BASETYPE,
  contract: {
    gc: true,
    slots: [
      { at: At.func, label: 'func' },
      { at: At.args, label: 'args' },
      { at: At.keywords, label: 'keywords' },
      { at: At.dict, label: '__dict__' },
    ],
  },
  weaklistoffset: At.weaklist,
  dictoffset: At.dict,
  slots: { new: newPartial, call: callPartial, repr, descrGet },
  methods: [
    { name: '__reduce__', kind: Meth.NOARGS, fn: reduce },
    { name: '__setstate__', kind: Meth.O, fn: setState },
    {
      name: '__class_getitem__',
      kind: Meth.O | Meth.CLASS,
      fn: (rt: Runtime, type: number, item: number) => rt.hooks.newGenericAlias(rt, type, item),
    },
  ],
  members: [
    { name: 'func', at: At.func, kind: 'object', readonly: true, doc: 'function object to use in future partial calls' },
    { name: 'args', at: At.args, kind: 'object', readonly: true, doc: 'tuple of arguments to future partial calls' },
    { name: 'keywords', at: At.keywords, kind: 'object', readonly: true, doc: 'dictionary of keyword arguments to future partial calls' },
  ],
  getset: [genericDictGetSet],
  doc: 'partial(func, *args, **keywords) - new function with partial application\n    of the given arguments and keywords.\n',
};
