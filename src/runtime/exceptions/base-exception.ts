import { Ob } from '../../memory/layout.ts';
import { dictNext, newDict, nextKey, nextValue } from '../containers/dict-object.ts';
import { newInstanceDict } from '../containers/instance-dict.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { tupleFromSlots, tupleOf } from '../containers/tuple-object.ts';
import { argsAreTuple } from '../core/abstract/call.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { genericGetAttr, genericSetAttr, isInstance, isSubclass, lookupAttr, repr, setAttr, str } from '../core/abstract/object.ts';
import { typeError, typeName } from '../core/errors.ts';
import { Exc, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr, strText } from '../text/str-object.ts';
import { allocException } from './exception-object.ts';

/** The tuple of the call's arguments itself where there is one: new reference. */
function argumentTuple(rt: Runtime, args: number, nargs: number): Owned {
  return argsAreTuple(rt, args, nargs) ? rt.newRef(args - Tuple.items) : tupleFromSlots(rt, args, nargs);
}

/** CPython: BaseException_new (keywords are left to `__init__`). */
export function exceptionNew(rt: Runtime, type: number, args: number, nargs: number, _kwnames: number): Owned {
  return allocException(rt, type, argumentTuple(rt, args, nargs));
}

export function refuseKeywords(rt: Runtime, self: number, kwnames: number): void {
  if (kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0) typeError(rt, `${typeName(rt, self)}() takes no keyword arguments`);
}

/** CPython: BaseException_init */
export function exceptionInit(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  refuseKeywords(rt, self, kwnames);
  rt.setSlot(self + Exc.args, argumentTuple(rt, args, nargs));
}

/** CPython: BaseException_str */
export function exceptionStr(rt: Runtime, self: number): Owned {
  const args = rt.H[self + Exc.args]!;
  const n = args === 0 ? 0 : rt.H[args + Ob.size]!;
  if (n === 0) return newStr(rt, '');
  if (n === 1) return str(rt, rt.H[args + Tuple.items]!);
  return str(rt, args);
}

/** CPython: BaseException_repr */
function exceptionRepr(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const name = typeName(rt, self).replace(/^.*\./, '');
  const args = rt.H[self + Exc.args]!;
  const n = args === 0 ? 0 : rt.H[args + Ob.size]!;
  const body =
    n === 1 && !rt.model.wording.exceptionsAsTuples
      ? `(${strText(rt, rt.own(repr(rt, rt.H[args + Tuple.items]!)))})`
      : n === 0
        ? '()'
        : strText(rt, rt.own(repr(rt, args)));
  return rt.leave(mark, newStr(rt, name + body));
}

function noneOr(rt: Runtime, ref: number): Owned {
  return rt.newRef(ref === 0 ? S.None : ref);
}

function setContextLike(rt: Runtime, self: number, at: number, value: number, what: string): void {
  if (value === 0) typeError(rt, `__${what}__ may not be deleted`);
  if (value === S.None) {
    rt.clearSlot(self + at);
    return;
  }
  if (!isExceptionInstance(rt, value)) typeError(rt, `exception ${what} must be None or derive from BaseException`);
  rt.setSlot(self + at, rt.newRef(value));
}

/** Is `op` an instance of BaseException? CPython: PyExceptionInstance_Check */
export function isExceptionInstance(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.BASE_EXC_SUBCLASS) !== 0;
}

/** Is `op` a class derived from BaseException? CPython: PyExceptionClass_Check */
export function isExceptionClass(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.TYPE_SUBCLASS) !== 0 && (rt.H[op + Tp.flags]! & TpFlag.BASE_EXC_SUBCLASS) !== 0;
}

function setTraceback(rt: Runtime, self: number, value: number): void {
  if (value === 0) typeError(rt, '__traceback__ may not be deleted');
  if (value === S.None) {
    rt.clearSlot(self + Exc.traceback);
    return;
  }
  if (rt.H[value + Ob.type] !== T.traceback) typeError(rt, '__traceback__ must be a traceback or None');
  rt.setSlot(self + Exc.traceback, rt.newRef(value));
}

function reduce(rt: Runtime, self: number): Owned {
  const type = rt.H[self + Ob.type]!;
  const args = rt.H[self + Exc.args]!;
  const dict = rt.H[self + Exc.dict]!;
  return dict !== 0 ? tupleOf(rt, type, args, dict) : tupleOf(rt, type, args);
}

function setState(rt: Runtime, self: number, state: number): Owned {
  if (state !== S.None) {
    if ((rt.H[rt.H[state + Ob.type]! + Tp.flags]! & TpFlag.DICT_SUBCLASS) === 0) typeError(rt, 'state is not a dictionary');
    for (let pos = dictNext(rt, state, 0); pos >= 0; pos = dictNext(rt, state, pos)) {
      const mark = rt.mark();
      const key = rt.own(rt.newRef(nextKey(rt)));
      const value = rt.own(rt.newRef(nextValue(rt)));
      setAttr(rt, self, key, value);
      rt.release(mark);
    }
  }
  return rt.none();
}

/** `add_note`, part of the language from 3.11. CPython: BaseException_add_note */
function addNote(rt: Runtime, self: number, note: number): Owned {
  if (rt.H[rt.H[note + Ob.type]! + Tp.flags]! & TpFlag.UNICODE_SUBCLASS) {
    const mark = rt.mark();
    const name = rt.ident('__notes__');
    let dict = rt.H[self + Exc.dict]!;
    if (dict === 0) {
      dict = newDict(rt);
      rt.setSlot(self + Exc.dict, dict);
    }
    let notes = rt.own(lookupAttr(rt, self, name));
    if (notes === 0) {
      notes = rt.own(newList(rt, 0));
      genericSetAttr(rt, self, name, notes);
    }
    if ((rt.H[rt.H[notes + Ob.type]! + Tp.flags]! & TpFlag.LIST_SUBCLASS) === 0) typeError(rt, 'Cannot add note: __notes__ is not a list');
    listAppend(rt, notes, note);
    return rt.leave(mark, rt.none());
  }
  return typeError(rt, `note must be a str, not '${typeName(rt, note)}'`);
}

/** BaseException. CPython: Objects/exceptions.c _PyExc_BaseException */
export const baseExceptionType: TypeSpec = {
  name: 'BaseException',
  at: T.BaseException,
  basicsize: 64,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  dictoffset: Exc.dict,
  contract: {
    gc: true,
    slots: [
      { at: Exc.dict, label: '__dict__' },
      { at: Exc.args, label: 'args' },
      { at: Exc.traceback, label: '__traceback__' },
      { at: Exc.cause, label: '__cause__' },
      { at: Exc.context, label: '__context__' },
    ],
  },
  slots: { new: exceptionNew, init: exceptionInit, str: exceptionStr, repr: exceptionRepr, getattro: genericGetAttr, setattro: genericSetAttr },
  methods: [
    { name: '__reduce__', kind: Meth.NOARGS, fn: reduce },
    { name: '__setstate__', kind: Meth.O, fn: setState },
    {
      name: 'with_traceback',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, tb: number) => {
        setTraceback(rt, self, tb);
        return rt.newRef(self);
      },
      doc: 'Exception.with_traceback(tb): set self.__traceback__ to tb and return self.',
    },
    { name: 'add_note', kind: Meth.O, fn: addNote },
  ],
  getset: [
    {
      name: '__dict__',
      get: (rt, self) => {
        if (rt.H[self + Exc.dict] === 0) rt.setSlot(self + Exc.dict, newInstanceDict(rt, rt.H[self + Ob.type]!));
        return rt.newRef(rt.H[self + Exc.dict]!);
      },
      set: (rt, self, value) => {
        if (value === 0 || (rt.H[rt.H[value + Ob.type]! + Tp.flags]! & TpFlag.DICT_SUBCLASS) === 0)
          typeError(rt, value === 0 ? 'cannot delete __dict__' : `__dict__ must be set to a dictionary, not a '${typeName(rt, value)}'`);
        rt.setSlot(self + Exc.dict, rt.newRef(value));
      },
    },
    {
      name: 'args',
      get: (rt, self) => noneOr(rt, rt.H[self + Exc.args]!),
      set: (rt, self, value) => {
        if (value === 0) typeError(rt, 'args may not be deleted');
        rt.setSlot(self + Exc.args, sequenceTuple(rt, value));
      },
    },
    { name: '__traceback__', get: (rt, self) => noneOr(rt, rt.H[self + Exc.traceback]!), set: setTraceback },
    {
      name: '__context__',
      get: (rt, self) => noneOr(rt, rt.H[self + Exc.context]!),
      set: (rt, self, value) => setContextLike(rt, self, Exc.context, value, 'context'),
    },
    {
      name: '__cause__',
      get: (rt, self) => noneOr(rt, rt.H[self + Exc.cause]!),
      set: (rt, self, value) => {
        setContextLike(rt, self, Exc.cause, value, 'cause');
        rt.H[self + Exc.suppressContext] = 1;
      },
    },
  ],
  members: [{ name: '__suppress_context__', at: Exc.suppressContext, kind: 'bool' }],
};

/** Does exception instance or class `exc` match `pattern` (a class or a tuple of classes)? CPython: PyErr_GivenExceptionMatches */
export function givenMatches(rt: Runtime, exc: number, pattern: number): boolean {
  if (rt.H[pattern + Ob.type] === T.tuple) {
    const n = rt.H[pattern + Ob.size]!;
    for (let i = 0; i < n; i++) if (givenMatches(rt, exc, rt.H[pattern + Tuple.items + 2 * i]!)) return true;
    return false;
  }
  if (isExceptionInstance(rt, exc))
    return isExceptionClass(rt, pattern) ? isSubclass(rt, rt.H[exc + Ob.type]!, pattern) : isInstance(rt, exc, pattern);
  return exc === pattern;
}
