import { Ob } from '../../memory/layout.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call1, call2 } from '../core/abstract/call.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { getAttrText, isTrue, lookupAttr, setAttr, str } from '../core/abstract/object.ts';
import { argumentType } from '../core/arguments.ts';
import { subtypeOf, typeError, valueError } from '../core/errors.ts';
import { Exc, List, Tp, TpFlag, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr, strText } from '../text/str-object.ts';
import { exceptionInit, givenMatches, isExceptionClass, isExceptionInstance, refuseKeywords } from './base-exception.ts';
import { allocException, GroupErr } from './exception-object.ts';

/** CPython: BaseExceptionGroup_new */
function groupNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  if (nargs !== 2) typeError(rt, `BaseExceptionGroup.__new__() takes exactly 2 arguments (${nargs} given)`);
  const message = H[args]!;
  if (H[message + Ob.type] !== T.str) typeError(rt, `BaseExceptionGroup.__new__() argument 1 must be str, not ${argumentType(rt, message)}`);
  const given = H[args + 2]!;
  const flags = H[H[given + Ob.type]! + Tp.flags]!;
  if ((flags & (TpFlag.LIST_SUBCLASS | TpFlag.TUPLE_SUBCLASS)) === 0 && lookupIsMissing(rt, given))
    typeError(rt, 'second argument (exceptions) must be a sequence');
  const mark = rt.mark();
  const excs = rt.own(sequenceTuple(rt, given));
  const n = H[excs + Ob.size]!;
  if (n === 0) valueError(rt, 'second argument (exceptions) must be a non-empty sequence');
  let nested = true;
  for (let i = 0; i < n; i++) {
    const exc = H[excs + Tuple.items + 2 * i]!;
    if (!isExceptionInstance(rt, exc)) valueError(rt, `Item ${i} of second argument (exceptions) is not an exception`);
    if (!subtypeOf(rt, H[exc + Ob.type]!, T.Exception)) nested = false;
  }
  let cls = type;
  if (type === T.BaseExceptionGroup) {
    if (nested) cls = T.ExceptionGroup;
  } else if (type === T.ExceptionGroup) {
    if (!nested) typeError(rt, 'Cannot nest BaseExceptions in an ExceptionGroup');
  } else if (subtypeOf(rt, type, T.Exception) && !nested) {
    typeError(rt, `Cannot nest BaseExceptions in '${strText(rt, H[type + Tp.name]!)}'`);
  }
  const self = rt.own(allocException(rt, cls, tupleOf(rt, message, given)));
  rt.setSlot(self + GroupErr.msg, rt.newRef(message));
  rt.setSlot(self + GroupErr.excs, rt.newRef(excs));
  return rt.leave(mark, rt.newRef(self));
}

function lookupIsMissing(rt: Runtime, op: number): boolean {
  return rt.H[rt.H[op + Ob.type]! + Tp.sqItem] === 0;
}

function groupStr(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const n = rt.H[rt.H[self + GroupErr.excs]! + Ob.size]!;
  const text = strText(rt, rt.own(str(rt, rt.H[self + GroupErr.msg]!)));
  return rt.leave(mark, newStr(rt, `${text} (${n} sub-exception${n > 1 ? 's' : ''})`));
}

/** A group of `excs` (list, borrowed) like `self`: traceback, cause, context, notes copied; None when the list is empty. CPython: exceptiongroup_subset */
function subset(rt: Runtime, self: number, excs: number): Owned {
  const H = rt.H;
  if (H[excs + Ob.size] === 0) return NULL;
  const mark = rt.mark();
  const derive = rt.own(getAttrText(rt, self, 'derive'));
  const group = rt.own(call1(rt, derive, excs));
  if (!subtypeOf(rt, H[group + Ob.type]!, T.BaseExceptionGroup)) typeError(rt, 'derive must return an instance of BaseExceptionGroup');
  for (const at of [Exc.traceback, Exc.context, Exc.cause]) {
    const v = H[self + at]!;
    if (v !== 0) rt.setSlot(group + at, rt.newRef(v));
  }
  // whoever sets a cause, even none, hides the context
  H[group + Exc.suppressContext] = 1;
  const notes = rt.own(lookupAttr(rt, self, rt.ident('__notes__')));
  if (notes !== 0 && H[notes + Ob.type] === T.list) {
    const copy = rt.own(newList(rt, 0));
    for (let i = 0; i < H[notes + Ob.size]!; i++) listAppend(rt, copy, H[H[notes + List.items]! + 2 * i]!);
    setAttr(rt, group, rt.ident('__notes__'), copy);
  }
  return rt.leave(mark, rt.newRef(group));
}

type Matcher = (exc: number) => boolean;

function matcherOf(rt: Runtime, value: number): Matcher {
  const H = rt.H;
  if (isExceptionClass(rt, value)) return (exc) => givenMatches(rt, exc, value);
  if (H[value + Ob.type] === T.tuple) {
    let all = true;
    for (let i = 0; i < H[value + Ob.size]!; i++) if (!isExceptionClass(rt, H[value + Tuple.items + 2 * i]!)) all = false;
    if (all) return (exc) => givenMatches(rt, exc, value);
  } else if (H[H[value + Ob.type]! + Tp.call] !== 0 && (H[H[value + Ob.type]! + Tp.flags]! & TpFlag.TYPE_SUBCLASS) === 0) {
    return (exc) => {
      const mark = rt.mark();
      const answer = isTrue(rt, rt.own(call1(rt, value, exc)));
      rt.release(mark);
      return answer;
    };
  }
  return typeError(rt, 'expected a function, exception type or tuple of exception types');
}

/** Parks the matching part and the rest (each 0 when empty) and returns them. CPython: exceptiongroup_split_recursive */
function splitRecursive(rt: Runtime, exc: number, matches: Matcher): [number, number] {
  if (matches(exc)) return [rt.own(rt.newRef(exc)), 0];
  if (!subtypeOf(rt, rt.H[exc + Ob.type]!, T.BaseExceptionGroup)) return [0, rt.own(rt.newRef(exc))];
  const yes = rt.own(newList(rt, 0));
  const no = rt.own(newList(rt, 0));
  const excs = rt.H[exc + GroupErr.excs]!;
  for (let i = 0; i < rt.H[excs + Ob.size]!; i++) {
    const mark = rt.mark();
    const [a, b] = splitRecursive(rt, rt.H[excs + Tuple.items + 2 * i]!, matches);
    if (a !== 0) listAppend(rt, yes, a);
    if (b !== 0) listAppend(rt, no, b);
    rt.release(mark);
  }
  return [rt.own(subset(rt, exc, yes)), rt.own(subset(rt, exc, no))];
}

/** Splits a group by a pattern: (match, rest), both parked on the native stack by the callee and 0 when empty. Used by `except*`. CPython: _PyEval_ExceptionGroupMatch */
export function splitGroup(rt: Runtime, exc: number, pattern: number): [number, number] {
  return splitRecursive(rt, exc, matcherOf(rt, pattern));
}

/** BaseExceptionGroup. CPython: Objects/exceptions.c BaseExceptionGroup */
export const baseExceptionGroupType: TypeSpec = {
  name: 'BaseExceptionGroup',
  at: T.BaseExceptionGroup,
  base: T.BaseException,
  basicsize: 80,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract: {
    gc: true,
    slots: [
      { at: GroupErr.msg, label: 'message' },
      { at: GroupErr.excs, label: 'exceptions' },
    ],
  },
  slots: {
    new: groupNew,
    init: (rt, self, args, nargs, kwnames) => {
      refuseKeywords(rt, self, kwnames);
      exceptionInit(rt, self, args, nargs, 0);
    },
    str: groupStr,
  },
  methods: [
    { name: '__class_getitem__', kind: Meth.O | Meth.CLASS, fn: (rt: Runtime, cls: number, item: number) => call2(rt, T.GenericAlias, cls, item) },
    {
      name: 'derive',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, excs: number) => call2(rt, T.BaseExceptionGroup, rt.H[self + GroupErr.msg]!, excs),
    },
    {
      name: 'split',
      kind: Meth.O,
      fn(rt: Runtime, self: number, value: number) {
        const mark = rt.mark();
        const [yes, no] = splitRecursive(rt, self, matcherOf(rt, value));
        return rt.leave(mark, tupleOf(rt, yes || S.None, no || S.None));
      },
    },
    {
      name: 'subgroup',
      kind: Meth.O,
      fn(rt: Runtime, self: number, value: number) {
        const mark = rt.mark();
        const [yes] = splitRecursive(rt, self, matcherOf(rt, value));
        return rt.leave(mark, rt.newRef(yes || S.None));
      },
    },
  ],
  members: [
    { name: 'message', at: GroupErr.msg, kind: 'object', readonly: true },
    { name: 'exceptions', at: GroupErr.excs, kind: 'object', readonly: true },
  ],
};

/** ExceptionGroup(BaseExceptionGroup, Exception): the one builtin class with two bases; start-up gives it the second. CPython: create_exception_group_class */
export const exceptionGroupType: TypeSpec = {
  name: 'ExceptionGroup',
  at: T.ExceptionGroup,
  base: T.BaseExceptionGroup,
  bases: [T.BaseExceptionGroup, T.Exception],
  basicsize: 80,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  slots: {},
};

/** The part of a group that holds these leaves (addresses), parked on the native stack; 0 when empty. CPython: exception_group_projection */
export function projectGroup(rt: Runtime, group: number, leaves: ReadonlySet<number>): number {
  return splitRecursive(rt, group, (exc) => leaves.has(exc))[0];
}
