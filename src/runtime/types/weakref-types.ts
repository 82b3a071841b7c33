import { Ob } from '../../memory/layout.ts';
import { getAttr, lookupAttrText, setAttr } from '../core/abstract/attribute.ts';
import { call, call1, callMethodText } from '../core/abstract/call.ts';
import { contains, delItem, getItem, setItem } from '../core/abstract/item.ts';
import { isIterator, iter, next } from '../core/abstract/iteration.ts';
import * as number from '../core/abstract/number.ts';
import { hash, isTrue, length, richCompare, str } from '../core/abstract/object.ts';
import { checkPositional, noKeywords, parseKeywords } from '../core/arguments.ts';
import { raise, typeError, typeName } from '../core/errors.ts';
import { TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { type Binary, Cmp, Meth, type Ternary, type Unary } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSlots, TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { Weak } from './descr-layout.ts';
import { isReference, newWeakref, weakObject, weakrefDealloc } from './weakref.ts';

/** weakref.ref, weakref.proxy. CPython: Objects/weakrefobject.c */

function hexAddress(op: number): string {
  return `0x${(op * 4).toString(16)}`;
}

/** CPython: weakref_repr */
function refRepr(rt: Runtime, self: number): Owned {
  const obj = weakObject(rt, self);
  if (obj === 0) return newStr(rt, `<weakref at ${hexAddress(self)}; dead>`);
  const mark = rt.mark();
  rt.own(rt.newRef(obj));
  const name = rt.own(lookupAttrText(rt, obj, '__name__'));
  const suffix = name !== 0 && rt.H[name + Ob.type] === T.str ? ` (${rt.hooks.strText(rt, name)})` : '';
  const text = newStr(rt, `<weakref at ${hexAddress(self)}; to '${typeName(rt, obj)}' at ${hexAddress(obj)}${suffix}>`);
  return rt.leave(mark, text);
}

/** CPython: weakref_hash */
function refHash(rt: Runtime, self: number): number {
  const H = rt.H;
  if (H[self + Weak.hash] !== -1 || H[self + Weak.hash + 1] !== -1) {
    rt.hashHi = H[self + Weak.hash + 1];
    return H[self + Weak.hash];
  }
  const obj = weakObject(rt, self);
  if (obj === 0) typeError(rt, 'weak object has gone away');
  const mark = rt.mark();
  rt.own(rt.newRef(obj));
  const lo = hash(rt, obj);
  const hi = rt.hashHi;
  rt.release(mark);
  H[self + Weak.hash] = lo;
  H[self + Weak.hash + 1] = hi;
  rt.hashHi = hi;
  return lo;
}

/** CPython: weakref_richcompare */
function refCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  if ((op !== Cmp.EQ && op !== Cmp.NE) || !isReference(rt, a) || !isReference(rt, b)) return rt.notImplemented();
  const x = weakObject(rt, a);
  const y = weakObject(rt, b);
  if (x === 0 || y === 0) return rt.bool((a === b) === (op === Cmp.EQ));
  const mark = rt.mark();
  rt.own(rt.newRef(x));
  rt.own(rt.newRef(y));
  return rt.leave(mark, richCompare(rt, x, y, op));
}

/** Keywords are left to `__init__`, which refuses them. CPython: weakref___new__ */
function refNew(rt: Runtime, type: number, args: number, nargs: number): Owned {
  checkPositional(rt, '__new__', nargs, 1, 2);
  const callback = nargs > 1 ? rt.H[args + 2] : S.None;
  return newWeakref(rt, rt.H[args], callback === S.None ? 0 : callback, type);
}

/** CPython: weakref_vectorcall, weakref_call */
function refCall(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  if (rt.model.weakrefs.callFormat) parseKeywords(rt, { name: '__call__', params: [] }, args, nargs, kwnames, []);
  else {
    noKeywords(rt, 'weakref', kwnames);
    checkPositional(rt, 'weakref', nargs, 0, 0);
  }
  const obj = weakObject(rt, self);
  return obj === 0 ? rt.none() : rt.newRef(obj);
}

const contract = {
  gc: true,
  slots: [{ at: Weak.callback, label: '__callback__' }],
};

/** The referent of a proxy, parked on the native stack; other objects as they are. ReferenceError when it is gone. CPython: UNWRAP */
function unwrap(rt: Runtime, op: number): number {
  const type = rt.H[op + Ob.type];
  if (type !== T.weakproxy && type !== T.weakcallableproxy) return op;
  const obj = weakObject(rt, op);
  if (obj === 0) raise(rt, T.ReferenceError, 'weakly-referenced object no longer exists');
  return rt.own(rt.newRef(obj));
}

function unary1(f: (rt: Runtime, op: number) => Owned): Unary {
  return (rt, op) => {
    const mark = rt.mark();
    return rt.leave(mark, f(rt, unwrap(rt, op)));
  };
}

function binary2(f: (rt: Runtime, a: number, b: number) => Owned): Binary {
  return (rt, a, b) => {
    const mark = rt.mark();
    const x = unwrap(rt, a);
    return rt.leave(mark, f(rt, x, unwrap(rt, b)));
  };
}

function ternary3(f: Ternary): Ternary {
  return (rt, a, b, c) => {
    const mark = rt.mark();
    const x = unwrap(rt, a);
    const y = unwrap(rt, b);
    return rt.leave(mark, f(rt, x, y, unwrap(rt, c)));
  };
}

function proxyRepr(rt: Runtime, self: number): Owned {
  const obj = weakObject(rt, self);
  if (obj === 0 && rt.model.weakrefs.deadProxy) return newStr(rt, `<weakproxy at ${hexAddress(self)}; dead>`);
  const target = obj === 0 ? S.None : obj;
  return newStr(rt, `<weakproxy at ${hexAddress(self)} to ${typeName(rt, target)} at ${hexAddress(target)}>`);
}

const proxySlots: TypeSlots = {
  dealloc: weakrefDealloc,
  repr: proxyRepr,
  str: unary1(str),
  getattro: binary2((rt, o, name) => getAttr(rt, o, name)),
  setattro: (rt, op, name, value) => {
    const mark = rt.mark();
    setAttr(rt, unwrap(rt, op), name, value);
    rt.release(mark);
  },
  richcompare: (rt, a, b, op) => {
    const mark = rt.mark();
    const x = unwrap(rt, a);
    return rt.leave(mark, richCompare(rt, x, unwrap(rt, b), op));
  },
  iter: unary1(iter),
  iternext: (rt, op) => {
    const mark = rt.mark();
    const obj = unwrap(rt, op);
    if (!isIterator(rt, obj) && rt.model.weakrefs.nextIterable) typeError(rt, `'${typeName(rt, obj)}' object is not iterable`);
    if (!isIterator(rt, obj)) typeError(rt, `Weakref proxy referenced a non-iterator '${typeName(rt, obj)}' object`);
    return rt.leave(mark, next(rt, obj));
  },
  nbAdd: binary2(number.add),
  nbSubtract: binary2(number.subtract),
  nbMultiply: binary2(number.multiply),
  nbRemainder: binary2(number.remainder),
  nbDivmod: binary2(number.divmod),
  nbPower: ternary3(number.power),
  nbNegative: unary1(number.negative),
  nbPositive: unary1(number.positive),
  nbAbsolute: unary1(number.absolute),
  nbBool: (rt, op) => {
    const mark = rt.mark();
    const truth = isTrue(rt, unwrap(rt, op));
    rt.release(mark);
    return truth ? 1 : 0;
  },
  nbInvert: unary1(number.invert),
  nbLshift: binary2(number.lshift),
  nbRshift: binary2(number.rshift),
  nbAnd: binary2(number.and),
  nbXor: binary2(number.xor),
  nbOr: binary2(number.or),
  nbInplaceAdd: binary2(number.inplaceAdd),
  nbInplaceSubtract: binary2(number.inplaceSubtract),
  nbInplaceMultiply: binary2(number.inplaceMultiply),
  nbInplaceRemainder: binary2(number.inplaceRemainder),
  nbInplacePower: (rt, a, b) => binary2(number.inplacePower)(rt, a, b),
  nbInplaceLshift: binary2(number.inplaceLshift),
  nbInplaceRshift: binary2(number.inplaceRshift),
  nbInplaceAnd: binary2(number.inplaceAnd),
  nbInplaceXor: binary2(number.inplaceXor),
  nbInplaceOr: binary2(number.inplaceOr),
  nbFloorDivide: binary2(number.floorDivide),
  nbTrueDivide: binary2(number.trueDivide),
  nbInplaceFloorDivide: binary2(number.inplaceFloorDivide),
  nbInplaceTrueDivide: binary2(number.inplaceTrueDivide),
  nbIndex: unary1(number.index),
  nbInt: unary1((rt, op) => call1(rt, T.int, op)),
  nbFloat: unary1((rt, op) => call1(rt, T.float, op)),
  nbMatrixMultiply: binary2(number.matrixMultiply),
  nbInplaceMatrixMultiply: binary2(number.inplaceMatrixMultiply),
  mpLength: (rt, op) => {
    const mark = rt.mark();
    const n = length(rt, unwrap(rt, op));
    rt.release(mark);
    return n;
  },
  mpSubscript: binary2(getItem),
  mpAssSubscript: (rt, op, key, value) => {
    const mark = rt.mark();
    const obj = unwrap(rt, op);
    if (value === 0) delItem(rt, obj, key);
    else setItem(rt, obj, key, value);
    rt.release(mark);
  },
  sqContains: (rt, op, value) => {
    const mark = rt.mark();
    const found = contains(rt, unwrap(rt, op), value);
    rt.release(mark);
    return found ? 1 : 0;
  },
};

const proxyMethods = ['__bytes__', '__reversed__'].map((name) => ({
  name,
  kind: Meth.NOARGS,
  fn: (rt: Runtime, op: number): Owned => {
    const mark = rt.mark();
    return rt.leave(mark, callMethodText(rt, unwrap(rt, op), name));
  },
}));

export const weakrefTypes: readonly TypeSpec[] = [
  {
    name: 'weakref.ReferenceType',
    at: T.weakref,
    basicsize: 56,
    flags: TpFlag.BASETYPE,
    contract,
    slots: {
      dealloc: weakrefDealloc,
      repr: refRepr,
      hash: refHash,
      call: refCall,
      richcompare: refCompare,
      init: (rt, _self, _args, nargs, kwnames) => {
        noKeywords(rt, 'ref', kwnames);
        checkPositional(rt, '__init__', nargs, 1, 2);
      },
      new: refNew,
    },
    methods: [
      {
        name: '__class_getitem__',
        kind: Meth.O | Meth.CLASS,
        fn: (rt: Runtime, cls: number, item: number) => rt.hooks.newGenericAlias(rt, cls, item),
        doc: 'See PEP 585',
      },
    ],
    members: [{ name: '__callback__', at: Weak.callback, kind: 'object', readonly: true }],
  },
  { name: 'weakref.ProxyType', at: T.weakproxy, basicsize: 56, contract, slots: proxySlots, methods: proxyMethods, unhashable: true },
  {
    name: 'weakref.CallableProxyType',
    at: T.weakcallableproxy,
    basicsize: 56,
    contract,
    slots: {
      ...proxySlots,
      call: (rt, op, args, nargs, kwnames) => {
        const mark = rt.mark();
        return rt.leave(mark, call(rt, unwrap(rt, op), args, nargs, kwnames));
      },
    },
    unhashable: true,
  },
];
