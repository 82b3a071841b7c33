import { Ob } from '../../memory/layout.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { callBound, callPrepend, holdArguments } from '../core/abstract/call.ts';
import { compareBool, getAttr, hash, hashAddress, lookupAttrText, lookupType, reprText } from '../core/abstract/object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { typeError } from '../core/errors.ts';
import { Method, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, type DescrGet, Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';

/** A bound method; increfs both; tracked. MemoryError. CPython: Objects/classobject.c PyMethod_New */
export function newMethod(rt: Runtime, func: number, self: number): Owned {
  const H = rt.H;
  const m = rt.newGcObject(T.method, Method.end * 4);
  H[func]++;
  H[self]++;
  H[m + Method.func] = func;
  H[m + Method.func + 1] = 0;
  H[m + Method.self] = self;
  H[m + Method.self + 1] = 0;
  H[m + Method.weaklist] = 0;
  H[m + Method.weaklist + 1] = 0;
  H[m + 10] = 0;
  rt.track(m);
  return m;
}

/** CPython: method_vectorcall. `self` is put before the arguments without a count; up to 3.7 they are in a tuple (method_call). */
function methodCall(rt: Runtime, m: number, args: number, nargs: number, kwnames: number): Owned {
  const mark = rt.mark();
  const f = rt.H[m + Method.func];
  const self = rt.H[m + Method.self];
  if (!rt.model.callHoldsFunction) return callBound(rt, f, self, args, nargs, kwnames);
  return rt.leave(mark, callPrepend(rt, f, self, holdArguments(rt, args, nargs, kwnames), nargs, kwnames));
}

/** Attributes of the method type first, then those of the function. CPython: method_getattro */
function methodGetAttr(rt: Runtime, m: number, name: number): Owned {
  const H = rt.H;
  const descr = lookupType(rt, T.method, name);
  if (descr !== 0) {
    const get = H[H[descr + Ob.type] + Tp.descrGet];
    return get === 0 ? rt.newRef(descr) : (rt.fn[get] as DescrGet)(rt, descr, m, T.method);
  }
  return getAttr(rt, H[m + Method.func], name);
}

function methodRepr(rt: Runtime, m: number): Owned {
  const H = rt.H;
  const func = H[m + Method.func];
  const mark = rt.mark();
  let name = rt.own(lookupAttrText(rt, func, '__qualname__'));
  if (name === 0) name = rt.own(lookupAttrText(rt, func, '__name__'));
  const isStr = name !== 0 && (H[H[name + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) !== 0;
  const text = `<bound method ${isStr ? rt.hooks.strText(rt, name) : '?'} of ${reprText(rt, H[m + Method.self])}>`;
  return rt.leave(mark, newStr(rt, text));
}

function methodHash(rt: Runtime, m: number): number {
  const H = rt.H;
  const x = hashAddress(rt, H[m + Method.self]);
  const xHi = rt.hashHi;
  const y = hash(rt, H[m + Method.func]);
  const lo = x ^ y;
  rt.hashHi ^= xHi;
  if (lo === -1 && rt.hashHi === -1) return -2;
  return lo;
}

function methodCompare(rt: Runtime, a: number, b: number, op: number): Owned {
  const H = rt.H;
  if ((op !== Cmp.EQ && op !== Cmp.NE) || H[a + Ob.type] !== T.method || H[b + Ob.type] !== T.method) return rt.notImplemented();
  const same = H[a + Method.self] === H[b + Method.self] && compareBool(rt, H[a + Method.func], H[b + Method.func], Cmp.EQ);
  return rt.bool(same === (op === Cmp.EQ));
}

function methodNew(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  noKeywords(rt, 'method', kwnames);
  checkPositional(rt, 'method', nargs, 2, 2);
  if (H[H[H[args] + Ob.type] + Tp.call] === 0) typeError(rt, 'first argument must be callable');
  if (H[args + 2] === S.None) typeError(rt, 'self must not be None');
  return newMethod(rt, H[args], H[args + 2]);
}

/** A method is not bound again. */
function methodGet(rt: Runtime, m: number): Owned {
  return rt.newRef(m);
}

/** CPython: method___reduce___impl: (getattr, (self, name)) */
function methodReduce(rt: Runtime, m: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const name = rt.own(getAttr(rt, H[m + Method.func], rt.ident('__name__')));
  const pair = rt.own(tupleOf(rt, H[m + Method.self], name));
  const getattr = dictGetText(rt, H[Root.builtinsDict], 'getattr');
  return rt.leave(mark, tupleOf(rt, getattr, pair));
}

/** `__doc__` is the function's. */
function methodDoc(rt: Runtime, m: number): Owned {
  return getAttr(rt, rt.H[m + Method.func], rt.ident('__doc__'));
}

export const METHOD_TYPE: TypeSpec = {
  name: 'method',
  at: T.method,
  basicsize: Method.end * 4,
  flags: TpFlag.HAVE_VECTORCALL,
  contract: {
    gc: true,
    slots: [
      { at: Method.func, label: '__func__', keep: true },
      { at: Method.self, label: '__self__', keep: true },
    ],
  },
  slots: {
    repr: methodRepr,
    hash: methodHash,
    call: methodCall,
    getattro: methodGetAttr,
    richcompare: methodCompare,
    descrGet: methodGet,
    new: methodNew,
  },
  weaklistoffset: Method.weaklist,
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: methodReduce }],
  members: [
    { name: '__func__', at: Method.func, kind: 'object', readonly: true, doc: 'the function (or other callable) implementing a method' },
    { name: '__self__', at: Method.self, kind: 'object', readonly: true, doc: 'the instance to which a method is bound' },
  ],
  getset: [{ name: '__doc__', get: methodDoc }],
  doc: 'Create a bound instance method object.',
  signature: '(function, instance, /)',
};
