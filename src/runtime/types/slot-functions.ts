import { Ob } from '../../memory/layout.ts';
import { genericGetAttr, genericLookup, getAttr, lookupAttr, lookupMethod, lookupType } from '../core/abstract/attribute.ts';
import { call0, call1, call2, callPrepend, holdArguments } from '../core/abstract/call.ts';
import { checkLength, iteratingContains } from '../core/abstract/item.ts';
import { asIndex, index, isInt } from '../core/abstract/number.ts';
import { compareBool, hashNotImplemented, isTrue, repr } from '../core/abstract/object.ts';
import type { BufferProvider } from '../core/buffer.ts';
import { clearError, enterRecursive, errorMatches, raise, subtypeOf, takeError, typeError, typeName } from '../core/errors.ts';
import { Int, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { type Binary, Cmp, type DescrGet, type HashFunc, type Ternary, type Unary } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { pythonBuffer } from '../text/python-buffer.ts';
import { Descr } from './descr-layout.ts';
import { newBoundMethod } from './method-holders.ts';
import { callTupleless, callUnbound1, callUnbound2, callUnbound3, maybe1, maybe2, must1, must2, must3 } from './slot-calls.ts';
import { N } from './slot-names.ts';

/**
 * Slot functions of classes written in Python: each looks its special method up on the type and calls it.
 * CPython: Objects/typeobject.c slot_tp_*, slot_nb_*, slot_sq_*, slot_mp_*, slot_am_*
 */

const NOT_IMPLEMENTED = S.NotImplemented as number;

/** CPython: method_is_overloaded */
function isOverloaded(rt: Runtime, left: number, right: number, name: number): boolean {
  const H = rt.H;
  const mark = rt.mark();
  const b = rt.own(lookupAttr(rt, H[right + Ob.type], name));
  if (b === 0) {
    rt.release(mark);
    return false;
  }
  const a = rt.own(lookupAttr(rt, H[left + Ob.type], name));
  const differs = a === 0 || compareBool(rt, a, b, Cmp.NE);
  rt.release(mark);
  return differs;
}

/** A binary slot with reflected method. CPython: SLOT1BINFULL */
function binarySlot(slot: number, name: N, reflected: N): Binary {
  const f: Binary = (rt, a, b) => {
    const H = rt.H;
    const ta = H[a + Ob.type];
    const tb = H[b + Ob.type];
    let doOther = ta !== tb && (rt.fn[H[tb + slot]] as unknown) === f;
    if ((rt.fn[H[ta + slot]] as unknown) === f) {
      if (doOther && subtypeOf(rt, tb, ta) && isOverloaded(rt, a, b, rt.slotNames[reflected])) {
        const r = maybe2(rt, b, reflected, a);
        if (r !== NOT_IMPLEMENTED) return r;
        H[NOT_IMPLEMENTED]--;
        doOther = false;
      }
      const r = maybe2(rt, a, name, b);
      if (r !== NOT_IMPLEMENTED || ta === tb) return r;
      H[NOT_IMPLEMENTED]--;
    }
    if (doOther) return maybe2(rt, b, reflected, a);
    return rt.notImplemented();
  };
  return f;
}

/** CPython: SLOT1 */
function inplaceSlot(name: N): Binary {
  return (rt, a, b) => must2(rt, a, name, b);
}

/** CPython: SLOT0 */
function unarySlot(name: N): Unary {
  return (rt, o) => must1(rt, o, name);
}

export const slotAdd = binarySlot(Tp.nbAdd, N.add, N.radd);
export const slotSubtract = binarySlot(Tp.nbSubtract, N.sub, N.rsub);
export const slotMultiply = binarySlot(Tp.nbMultiply, N.mul, N.rmul);
export const slotRemainder = binarySlot(Tp.nbRemainder, N.mod, N.rmod);
export const slotDivmod = binarySlot(Tp.nbDivmod, N.divmod, N.rdivmod);
export const slotLshift = binarySlot(Tp.nbLshift, N.lshift, N.rlshift);
export const slotRshift = binarySlot(Tp.nbRshift, N.rshift, N.rrshift);
export const slotAnd = binarySlot(Tp.nbAnd, N.and, N.rand);
export const slotXor = binarySlot(Tp.nbXor, N.xor, N.rxor);
export const slotOr = binarySlot(Tp.nbOr, N.or, N.ror);
export const slotFloorDivide = binarySlot(Tp.nbFloorDivide, N.floordiv, N.rfloordiv);
export const slotTrueDivide = binarySlot(Tp.nbTrueDivide, N.truediv, N.rtruediv);
export const slotMatrixMultiply = binarySlot(Tp.nbMatrixMultiply, N.matmul, N.rmatmul);

/** CPython: slot_nb_power */
export const slotPower: Ternary = (rt, a, b, c) => {
  const H = rt.H;
  if (c === S.None) return powerOfTwo(rt, a, b);
  if ((rt.fn[H[H[a + Ob.type] + Tp.nbPower]] as unknown) === slotPower) return must3(rt, a, N.pow, b, c);
  return rt.notImplemented();
};

/** The two-operand case compares slots with slotPower, not with the helper's own identity. */
function powerOfTwo(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const ta = H[a + Ob.type];
  const tb = H[b + Ob.type];
  const other = ta !== tb && (rt.fn[H[tb + Tp.nbPower]] as unknown) === slotPower;
  if ((rt.fn[H[ta + Tp.nbPower]] as unknown) === slotPower) {
    if (other && subtypeOf(rt, tb, ta) && isOverloaded(rt, a, b, rt.slotNames[N.rpow])) {
      const r = maybe2(rt, b, N.rpow, a);
      if (r !== NOT_IMPLEMENTED) return r;
      H[NOT_IMPLEMENTED]--;
      return maybe2(rt, a, N.pow, b);
    }
    const r = maybe2(rt, a, N.pow, b);
    if (r !== NOT_IMPLEMENTED || ta === tb) return r;
    H[NOT_IMPLEMENTED]--;
  }
  if (other) return maybe2(rt, b, N.rpow, a);
  return rt.notImplemented();
}

export const slotInplacePower: Ternary = (rt, a, b) => must2(rt, a, N.ipow, b);
export const slotInplaceAdd = inplaceSlot(N.iadd);
export const slotInplaceSubtract = inplaceSlot(N.isub);
export const slotInplaceMultiply = inplaceSlot(N.imul);
export const slotInplaceRemainder = inplaceSlot(N.imod);
export const slotInplaceLshift = inplaceSlot(N.ilshift);
export const slotInplaceRshift = inplaceSlot(N.irshift);
export const slotInplaceAnd = inplaceSlot(N.iand);
export const slotInplaceXor = inplaceSlot(N.ixor);
export const slotInplaceOr = inplaceSlot(N.ior);
export const slotInplaceFloorDivide = inplaceSlot(N.ifloordiv);
export const slotInplaceTrueDivide = inplaceSlot(N.itruediv);
export const slotInplaceMatrixMultiply = inplaceSlot(N.imatmul);
export const slotNegative = unarySlot(N.neg);
export const slotPositive = unarySlot(N.pos);
export const slotAbsolute = unarySlot(N.abs);
export const slotInvert = unarySlot(N.invert);
export const slotInt = unarySlot(N.int);
export const slotFloat = unarySlot(N.float);
export const slotIndexNumber = unarySlot(N.index);

/** CPython: slot_nb_bool */
export function slotBool(rt: Runtime, o: number): number {
  const mark = rt.mark();
  let usingLen = false;
  let method = rt.own(lookupMethod(rt, o, rt.slotNames[N.bool]));
  if (method === 0) {
    method = rt.own(lookupMethod(rt, o, rt.slotNames[N.len]));
    if (method === 0) {
      rt.release(mark);
      return 1;
    }
    usingLen = true;
  }
  const r = rt.own(rt.methodUnbound ? call1(rt, method, o) : call0(rt, method));
  if (!usingLen && rt.H[r + Ob.type] !== T.bool) typeError(rt, `__bool__ should return bool, returned ${typeName(rt, r)}`);
  const truth = usingLen ? (lengthOf(rt, r) !== 0 ? 1 : 0) : r === S.True ? 1 : 0;
  rt.release(mark);
  return truth;
}

/** The length that a `__len__` result stands for. */
function lengthOf(rt: Runtime, r: number): number {
  const mark = rt.mark();
  const n = rt.own(index(rt, r));
  if (rt.H[n + Int.size] < 0) raise(rt, T.ValueError, '__len__() should return >= 0');
  const v = checkLength(rt, asIndex(rt, n, T.OverflowError));
  rt.release(mark);
  return v;
}

/** CPython: slot_sq_length */
export function slotLength(rt: Runtime, o: number): number {
  const mark = rt.mark();
  const r = rt.own(must1(rt, o, N.len));
  const n = lengthOf(rt, r);
  rt.release(mark);
  return n;
}

/** CPython: slot_mp_subscript */
export function slotSubscript(rt: Runtime, o: number, key: number): Owned {
  return must2(rt, o, N.getitem, key);
}

/** CPython: slot_mp_ass_subscript */
export function slotAssSubscript(rt: Runtime, o: number, key: number, value: number): void {
  rt.decref(value === 0 ? must2(rt, o, N.delitem, key) : must3(rt, o, N.setitem, key, value));
}

/** CPython: slot_sq_item */
export function slotItem(rt: Runtime, o: number, i: number): Owned {
  const mark = rt.mark();
  const at = rt.own(newInt(rt, i));
  return rt.leave(mark, must2(rt, o, N.getitem, at));
}

/** CPython: slot_sq_ass_item */
export function slotAssItem(rt: Runtime, o: number, i: number, value: number): void {
  const mark = rt.mark();
  const at = rt.own(newInt(rt, i));
  slotAssSubscript(rt, o, at, value);
  rt.release(mark);
}

/** CPython: slot_sq_contains */
export function slotContains(rt: Runtime, o: number, value: number): number {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, o, rt.slotNames[N.contains]));
  if (method === S.None) typeError(rt, `'${typeName(rt, o)}' object is not a container`);
  if (method === 0) {
    rt.release(mark);
    return iteratingContains(rt, o, value) ? 1 : 0;
  }
  const r = rt.own(callUnbound2(rt, method, o, value));
  const found = isTrue(rt, r) ? 1 : 0;
  rt.release(mark);
  return found;
}

/** CPython: slot_tp_repr */
export function slotRepr(rt: Runtime, o: number): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, o, rt.slotNames[N.repr]));
  if (method === 0) {
    rt.release(mark);
    return rt.hooks.newStr(rt, `<${typeName(rt, o)} object at 0x${(o * 4).toString(16)}>`);
  }
  return rt.leave(mark, callUnbound1(rt, method, o));
}

/** CPython: slot_tp_str */
export function slotStr(rt: Runtime, o: number): Owned {
  const r = maybe1(rt, o, N.str);
  return r === 0 ? repr(rt, o) : r;
}

/** Value of an int as a 64-bit hash; anything beyond 64 bits by the int's own hash. */
function hashOfInt(rt: Runtime, n: number): number {
  const H = rt.H;
  const size = H[n + Int.size];
  const count = size < 0 ? -size : size;
  const d0 = count > 0 ? H[n + Int.digits] : 0;
  const d1 = count > 1 ? H[n + Int.digits + 1] : 0;
  const d2 = count > 2 ? H[n + Int.digits + 2] : 0;
  if (count > 3 || d2 > 7) return (rt.fn[H[T.int + Tp.hash]] as HashFunc)(rt, n);
  let lo = d0 | (d1 << 30);
  let hi = (d1 >>> 2) | (d2 << 28);
  if (size < 0) {
    lo = -lo | 0;
    hi = lo === 0 ? -hi | 0 : ~hi;
  }
  if (lo === -1 && hi === -1) lo = -2;
  rt.hashHi = hi;
  return lo;
}

/** CPython: slot_tp_hash */
export function slotHash(rt: Runtime, o: number): number {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, o, rt.slotNames[N.hash]));
  if (method === 0 || method === S.None) {
    rt.release(mark);
    return hashNotImplemented(rt, o);
  }
  const r = rt.own(callUnbound1(rt, method, o));
  if (!isInt(rt, r)) typeError(rt, '__hash__ method should return an integer');
  const lo = hashOfInt(rt, r);
  const hi = rt.hashHi;
  rt.release(mark);
  rt.hashHi = hi;
  return lo;
}

/** CPython: slot_tp_call; the tuple of arguments is _PyObject_MakeTpCall's. */
export function slotCall(rt: Runtime, o: number, args: number, nargs: number, kwnames: number): Owned {
  const mark = rt.mark();
  const held = holdArguments(rt, args, nargs, kwnames);
  enterRecursive(rt, ' while calling a Python object');
  const method = rt.own(lookupMethod(rt, o, rt.slotNames[N.call]));
  if (method === 0) typeError(rt, `'${typeName(rt, o)}' object is not callable`);
  const r = rt.methodUnbound ? callPrepend(rt, method, o, held, nargs, kwnames) : callTupleless(rt, method, held, nargs, kwnames);
  rt.depth--;
  return rt.leave(mark, r);
}

/** CPython: slot_tp_getattro */
export function slotGetattro(rt: Runtime, o: number, name: number): Owned {
  return must2(rt, o, N.getattribute, name);
}

/** CPython: slot_tp_getattr_hook */
export function slotGetattrHook(rt: Runtime, o: number, name: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  const hook = lookupType(rt, type, rt.slotNames[N.getattr]);
  if (hook === 0) {
    H[type + Tp.getattro] = rt.slotIndex(slotGetattro);
    return slotGetattro(rt, o, name);
  }
  const mark = rt.mark();
  rt.own(rt.newRef(hook));
  const getattribute = lookupType(rt, type, rt.slotNames[N.getattribute]);
  let r: Owned | 0 = 0;
  if (
    getattribute === 0 ||
    (H[getattribute + Ob.type] === T.wrapper_descriptor && (rt.fn[H[getattribute + Descr.wrapped]] as unknown) === genericGetAttr)
  ) {
    r = genericLookup(rt, o, name, true);
  } else {
    const inner = rt.mark();
    const depth = rt.depth;
    try {
      rt.own(rt.newRef(getattribute));
      r = callAttribute(rt, o, getattribute, name);
      rt.release(inner);
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR || !errorMatches(rt, T.AttributeError)) throw thrown;
      rt.release(inner);
      rt.depth = depth;
      clearError(rt);
      r = 0;
    }
  }
  if (r === 0) r = callAttribute(rt, o, hook, name);
  return rt.leave(mark, r);
}

/** CPython: call_attribute */
function callAttribute(rt: Runtime, o: number, attribute: number, name: number): Owned {
  const H = rt.H;
  const type = H[attribute + Ob.type];
  if (!rt.model.holds.boundGetattr && (H[type + Tp.flags] & TpFlag.METHOD_DESCRIPTOR) !== 0) return call2(rt, attribute, o, name);
  const get = H[type + Tp.descrGet];
  if (get === 0) return call1(rt, attribute, name);
  const mark = rt.mark();
  const bound = rt.own((rt.fn[get] as DescrGet)(rt, attribute, o, H[o + Ob.type]));
  return rt.leave(mark, call1(rt, bound, name));
}

/** CPython: slot_tp_setattro */
export function slotSetattro(rt: Runtime, o: number, name: number, value: number): void {
  rt.decref(value === 0 ? must2(rt, o, N.delattr, name) : must3(rt, o, N.setattr, name, value));
}

const COMPARE_NAMES: readonly N[] = [N.lt, N.le, N.eq, N.ne, N.gt, N.ge];

/** CPython: slot_tp_richcompare */
export function slotRichcompare(rt: Runtime, a: number, b: number, op: number): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, a, rt.slotNames[COMPARE_NAMES[op]]));
  if (method === 0) {
    rt.release(mark);
    return rt.notImplemented();
  }
  return rt.leave(mark, callUnbound2(rt, method, a, b));
}

/** CPython: slot_tp_iter */
export function slotIter(rt: Runtime, o: number): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, o, rt.slotNames[N.iter]));
  if (method === S.None) typeError(rt, `'${typeName(rt, o)}' object is not iterable`);
  if (method !== 0) return rt.leave(mark, callUnbound1(rt, method, o));
  const getitem = lookupMethod(rt, o, rt.slotNames[N.getitem]);
  if (getitem === 0) typeError(rt, `'${typeName(rt, o)}' object is not iterable`);
  rt.decref(getitem);
  return rt.leave(mark, rt.hooks.newSequenceIterator(rt, o));
}

/** CPython: slot_tp_iternext */
export function slotIternext(rt: Runtime, o: number): Owned {
  return must1(rt, o, N.next);
}

/** tp_iternext of a class whose base has one but that has no `__next__` itself. CPython: _PyObject_NextNotImplemented */
export function nextNotImplemented(rt: Runtime, o: number): Owned {
  typeError(rt, `'${typeName(rt, o)}' object is not iterable`);
}

/** CPython: slot_tp_descr_get */
export function slotDescrGet(rt: Runtime, descr: number, obj: number, type: number): Owned {
  const H = rt.H;
  const get = lookupType(rt, H[descr + Ob.type], rt.slotNames[N.get]);
  if (get === 0) {
    const own = H[descr + Ob.type];
    if ((rt.fn[H[own + Tp.descrGet]] as unknown) === slotDescrGet) H[own + Tp.descrGet] = 0;
    return rt.newRef(descr);
  }
  return callUnbound3(rt, get, descr, obj === 0 ? S.None : obj, type === 0 ? S.None : type);
}

/** CPython: slot_tp_descr_set */
export function slotDescrSet(rt: Runtime, descr: number, obj: number, value: number): void {
  rt.decref(value === 0 ? must2(rt, descr, N.delete_, obj) : must3(rt, descr, N.set, obj, value));
}

/** CPython: slot_tp_init */
export function slotInit(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, self, rt.slotNames[N.init]));
  if (method === 0) raise(rt, T.AttributeError, '__init__');
  const r = rt.methodUnbound ? callPrepend(rt, method, self, args, nargs, kwnames) : callTupleless(rt, method, args, nargs, kwnames);
  if (r !== (S.None as number)) {
    rt.own(r);
    typeError(rt, `__init__() should return None, not '${typeName(rt, r)}'`);
  }
  rt.H[S.None]--;
  rt.release(mark);
}

/** CPython: slot_tp_new */
export function slotNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const mark = rt.mark();
  const f = rt.own(getAttr(rt, type, rt.slotNames[N.new_]));
  return rt.leave(mark, callPrepend(rt, f, type, args, nargs, kwnames));
}

/** Reports the error of a `__del__`; where the model bound it to the object for the call, the bound method is named. */
function reportFinalizer(rt: Runtime, self: number, del: number): void {
  const bind = rt.model.wording.finalizerShown === 'method' && del !== 0 && rt.H[del + Ob.type] === T.function;
  const mark = rt.mark();
  const error = bind ? rt.own(takeError(rt)) : 0;
  const shown = bind ? rt.own(newBoundMethod(rt, del, self)) : del;
  if (bind) rt.setSlot(Root.curexc, rt.newRef(error));
  rt.hooks.writeUnraisable(rt, shown, 'finalizer');
  rt.release(mark);
}

/** `__del__`: never raises; an error is reported. CPython: slot_tp_finalize */
export function slotFinalize(rt: Runtime, self: number): void {
  const saved = takeError(rt);
  const mark = rt.mark();
  const depth = rt.depth;
  if (saved !== 0) rt.own(saved);
  const inner = rt.mark();
  let del = 0;
  try {
    del = rt.own(lookupMethod(rt, self, rt.slotNames[N.del_]));
    if (del !== 0) rt.decref(callUnbound1(rt, del, self));
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.depth = depth;
    reportFinalizer(rt, self, del);
    if (rt.H[Root.curexc] !== 0) clearError(rt);
  }
  rt.release(inner);
  if (saved !== 0) rt.setSlot(Root.curexc, rt.unown(saved));
  rt.release(mark);
}

/** CPython: slot_am_generic */
function asyncSlot(name: N, text: string): Unary {
  return (rt, o) => {
    const r = maybe1(rt, o, name);
    if (r === 0) raise(rt, T.AttributeError, `object ${typeName(rt, o)} does not have ${text} method`);
    return r;
  };
}
export const slotAwait = asyncSlot(N.await, '__await__');
export const slotAiter = asyncSlot(N.aiter, '__aiter__');
export const slotAnext = asyncSlot(N.anext, '__anext__');

/** CPython: slot_bf_getbuffer */
export const slotBuffer: BufferProvider = (rt, o, _writable, flags) => pythonBuffer(rt, o, flags);
