import { Ob } from '../../../memory/layout.ts';
import { overflowError, raise, subtypeOf, typeError, typeName } from '../errors.ts';
import { Float, Int, Tp, TpFlag } from '../layout.ts';
import type { Owned } from '../ownership.ts';
import type { Runtime } from '../runtime.ts';
import type { Binary, IndexGet, Ternary, Unary } from '../signatures.ts';
import { S, T } from '../static.ts';
import { lookupSpecial } from './attribute.ts';
import { call0 } from './call.ts';
import { hasSequenceSlots } from './iteration.ts';

/** The number protocol. CPython: Objects/abstract.c */

const NOT_IMPLEMENTED = S.NotImplemented as number;

/** Tries the operands' slots in CPython's order; may return NotImplemented (owned). CPython: binary_op1 */
function binaryOp1(rt: Runtime, a: number, b: number, slot: number): Owned {
  const H = rt.H;
  const ta = H[a + Ob.type];
  const tb = H[b + Ob.type];
  const fa = H[ta + slot];
  let fb = 0;
  if (ta !== tb) {
    fb = H[tb + slot];
    if (fb === fa) fb = 0;
  }
  if (fa !== 0) {
    if (fb !== 0 && subtypeOf(rt, tb, ta)) {
      const r = (rt.fn[fb] as Binary)(rt, a, b);
      if (r !== NOT_IMPLEMENTED) return r;
      H[NOT_IMPLEMENTED]--;
      fb = 0;
    }
    const r = (rt.fn[fa] as Binary)(rt, a, b);
    if (r !== NOT_IMPLEMENTED) return r;
    H[NOT_IMPLEMENTED]--;
  }
  if (fb !== 0) {
    const r = (rt.fn[fb] as Binary)(rt, a, b);
    if (r !== NOT_IMPLEMENTED) return r;
    H[NOT_IMPLEMENTED]--;
  }
  H[NOT_IMPLEMENTED]++;
  return NOT_IMPLEMENTED as Owned;
}

/** TypeError "unsupported operand type(s) for +: 'int' and 'str'". CPython: binop_type_error */
export function operandError(rt: Runtime, a: number, b: number, symbol: string): never {
  typeError(rt, `unsupported operand type(s) for ${symbol}: '${typeName(rt, a)}' and '${typeName(rt, b)}'`);
}

/** `a symbol b` through the number slot at word offset `slot` (Tp.nb…). CPython: binary_op */
export function binary(rt: Runtime, a: number, b: number, slot: number, symbol: string): Owned {
  const r = binaryOp1(rt, a, b, slot);
  if (r !== NOT_IMPLEMENTED) return r;
  rt.H[NOT_IMPLEMENTED]--;
  operandError(rt, a, b, symbol);
}

/** `a symbol= b`: in-place slot, then the plain one; may return NotImplemented. CPython: binary_iop1 */
export function inplaceOp1(rt: Runtime, a: number, b: number, inplaceSlot: number, slot: number): Owned {
  const H = rt.H;
  const f = H[H[a + Ob.type] + inplaceSlot];
  if (f !== 0) {
    const r = (rt.fn[f] as Binary)(rt, a, b);
    if (r !== NOT_IMPLEMENTED) return r;
    H[NOT_IMPLEMENTED]--;
  }
  return binaryOp1(rt, a, b, slot);
}

/** CPython: binary_iop */
export function inplace(rt: Runtime, a: number, b: number, inplaceSlot: number, slot: number, symbol: string): Owned {
  const r = inplaceOp1(rt, a, b, inplaceSlot, slot);
  if (r !== NOT_IMPLEMENTED) return r;
  rt.H[NOT_IMPLEMENTED]--;
  operandError(rt, a, b, symbol);
}

/** `a + b`. CPython: PyNumber_Add */
export function add(rt: Runtime, a: number, b: number): Owned {
  const r = binaryOp1(rt, a, b, Tp.nbAdd);
  if (r !== NOT_IMPLEMENTED) return r;
  const H = rt.H;
  H[NOT_IMPLEMENTED]--;
  const concat = H[H[a + Ob.type] + Tp.sqConcat];
  if (concat !== 0) return (rt.fn[concat] as Binary)(rt, a, b);
  operandError(rt, a, b, '+');
}

/** `a += b`. CPython: PyNumber_InPlaceAdd */
export function inplaceAdd(rt: Runtime, a: number, b: number): Owned {
  const r = inplaceOp1(rt, a, b, Tp.nbInplaceAdd, Tp.nbAdd);
  if (r !== NOT_IMPLEMENTED) return r;
  const H = rt.H;
  H[NOT_IMPLEMENTED]--;
  const type = H[a + Ob.type];
  const concat = H[type + Tp.sqInplaceConcat] || H[type + Tp.sqConcat];
  if (concat !== 0) return (rt.fn[concat] as Binary)(rt, a, b);
  operandError(rt, a, b, '+=');
}

/** CPython: sequence_repeat */
function repeatBy(rt: Runtime, slot: number, seq: number, n: number): Owned {
  if (rt.H[rt.H[n + Ob.type] + Tp.nbIndex] === 0) typeError(rt, `can't multiply sequence by non-int of type '${typeName(rt, n)}'`);
  const count = asIndex(rt, n, T.OverflowError);
  return (rt.fn[slot] as IndexGet)(rt, seq, count);
}

/** `a * b`. CPython: PyNumber_Multiply */
export function multiply(rt: Runtime, a: number, b: number): Owned {
  const r = binaryOp1(rt, a, b, Tp.nbMultiply);
  if (r !== NOT_IMPLEMENTED) return r;
  const H = rt.H;
  H[NOT_IMPLEMENTED]--;
  const ra = H[H[a + Ob.type] + Tp.sqRepeat];
  if (ra !== 0) return repeatBy(rt, ra, a, b);
  const rb = H[H[b + Ob.type] + Tp.sqRepeat];
  if (rb !== 0) return repeatBy(rt, rb, b, a);
  operandError(rt, a, b, '*');
}

/** `a *= b`. CPython: PyNumber_InPlaceMultiply */
export function inplaceMultiply(rt: Runtime, a: number, b: number): Owned {
  const r = inplaceOp1(rt, a, b, Tp.nbInplaceMultiply, Tp.nbMultiply);
  if (r !== NOT_IMPLEMENTED) return r;
  const H = rt.H;
  H[NOT_IMPLEMENTED]--;
  const ta = H[a + Ob.type];
  const tb = H[b + Ob.type];
  const own = H[ta + Tp.sqInplaceRepeat] || H[ta + Tp.sqRepeat];
  if (own !== 0) return repeatBy(rt, own, a, b);
  // a left operand that is any kind of sequence is not repeated as a number of times
  if (!hasSequenceSlots(rt, ta) && H[tb + Tp.sqRepeat] !== 0) return repeatBy(rt, H[tb + Tp.sqRepeat], b, a);
  operandError(rt, a, b, '*=');
}

export function subtract(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbSubtract, '-');
}
export function remainder(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbRemainder, '%');
}
export function divmod(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbDivmod, 'divmod()');
}
export function lshift(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbLshift, '<<');
}
export function rshift(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbRshift, '>>');
}
export function and(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbAnd, '&');
}
export function xor(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbXor, '^');
}
export function or(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbOr, '|');
}
export function floorDivide(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbFloorDivide, '//');
}
export function trueDivide(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbTrueDivide, '/');
}
export function matrixMultiply(rt: Runtime, a: number, b: number): Owned {
  return binary(rt, a, b, Tp.nbMatrixMultiply, '@');
}

export function inplaceSubtract(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceSubtract, Tp.nbSubtract, '-=');
}
export function inplaceRemainder(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceRemainder, Tp.nbRemainder, '%=');
}
export function inplaceLshift(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceLshift, Tp.nbLshift, '<<=');
}
export function inplaceRshift(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceRshift, Tp.nbRshift, '>>=');
}
export function inplaceAnd(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceAnd, Tp.nbAnd, '&=');
}
export function inplaceXor(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceXor, Tp.nbXor, '^=');
}
export function inplaceOr(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceOr, Tp.nbOr, '|=');
}
export function inplaceFloorDivide(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceFloorDivide, Tp.nbFloorDivide, '//=');
}
export function inplaceTrueDivide(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceTrueDivide, Tp.nbTrueDivide, '/=');
}
export function inplaceMatrixMultiply(rt: Runtime, a: number, b: number): Owned {
  return inplace(rt, a, b, Tp.nbInplaceMatrixMultiply, Tp.nbMatrixMultiply, '@=');
}

/** Ternary slots in order: left, right, third. CPython: ternary_op */
function ternary(rt: Runtime, a: number, b: number, c: number, symbol: string): Owned {
  const H = rt.H;
  const ta = H[a + Ob.type];
  const tb = H[b + Ob.type];
  const fa = H[ta + Tp.nbPower];
  let fb = 0;
  if (ta !== tb) {
    fb = H[tb + Tp.nbPower];
    if (fb === fa) fb = 0;
  }
  if (fa !== 0) {
    if (fb !== 0 && subtypeOf(rt, tb, ta)) {
      const r = (rt.fn[fb] as Ternary)(rt, a, b, c);
      if (r !== NOT_IMPLEMENTED) return r;
      H[NOT_IMPLEMENTED]--;
      fb = 0;
    }
    const r = (rt.fn[fa] as Ternary)(rt, a, b, c);
    if (r !== NOT_IMPLEMENTED) return r;
    H[NOT_IMPLEMENTED]--;
  }
  if (fb !== 0) {
    const r = (rt.fn[fb] as Ternary)(rt, a, b, c);
    if (r !== NOT_IMPLEMENTED) return r;
    H[NOT_IMPLEMENTED]--;
  }
  const fc = H[H[c + Ob.type] + Tp.nbPower];
  if (fc !== 0 && fc !== fa && fc !== fb) {
    const r = (rt.fn[fc] as Ternary)(rt, a, b, c);
    if (r !== NOT_IMPLEMENTED) return r;
    H[NOT_IMPLEMENTED]--;
  }
  if (c === S.None) operandError(rt, a, b, symbol);
  typeError(rt, `unsupported operand type(s) for ${symbol}: '${typeName(rt, a)}', '${typeName(rt, b)}', '${typeName(rt, c)}'`);
}

/** pow(a, b, c); c is None for two operands. CPython: PyNumber_Power */
export function power(rt: Runtime, a: number, b: number, c: number): Owned {
  return ternary(rt, a, b, c, '** or pow()');
}

/** `a **= b`. CPython: PyNumber_InPlacePower */
export function inplacePower(rt: Runtime, a: number, b: number): Owned {
  const f = rt.H[rt.H[a + Ob.type] + Tp.nbInplacePower];
  if (f !== 0) {
    const r = (rt.fn[f] as Ternary)(rt, a, b, S.None);
    if (r !== NOT_IMPLEMENTED) return r;
    rt.H[NOT_IMPLEMENTED]--;
  }
  return ternary(rt, a, b, S.None, '**=');
}

function unary(rt: Runtime, o: number, slot: number, what: string): Owned {
  const f = rt.H[rt.H[o + Ob.type] + slot];
  if (f !== 0) return (rt.fn[f] as Unary)(rt, o);
  typeError(rt, `bad operand type for ${what}: '${typeName(rt, o)}'`);
}
export function negative(rt: Runtime, o: number): Owned {
  return unary(rt, o, Tp.nbNegative, 'unary -');
}
export function positive(rt: Runtime, o: number): Owned {
  return unary(rt, o, Tp.nbPositive, 'unary +');
}
export function invert(rt: Runtime, o: number): Owned {
  return unary(rt, o, Tp.nbInvert, 'unary ~');
}
export function absolute(rt: Runtime, o: number): Owned {
  return unary(rt, o, Tp.nbAbsolute, 'abs()');
}

/** Is it an int or an instance of a subclass? CPython: PyLong_Check */
export function isInt(rt: Runtime, o: number): boolean {
  return (rt.H[rt.H[o + Ob.type] + Tp.flags] & TpFlag.LONG_SUBCLASS) !== 0;
}

/** Has `__index__`. CPython: PyIndex_Check */
export function hasIndex(rt: Runtime, o: number): boolean {
  return rt.H[rt.H[o + Ob.type] + Tp.nbIndex] !== 0;
}

/** The int that `o` stands for as an index: new reference; TypeError. CPython: _PyNumber_Index */
export function index(rt: Runtime, o: number): Owned {
  if (isInt(rt, o)) return rt.newRef(o);
  const f = rt.H[rt.H[o + Ob.type] + Tp.nbIndex];
  if (f === 0) typeError(rt, `'${typeName(rt, o)}' object cannot be interpreted as an integer`);
  const r = (rt.fn[f] as Unary)(rt, o);
  if (!isInt(rt, r)) {
    rt.own(r);
    typeError(rt, `__index__ returned non-int (type ${typeName(rt, r)})`);
  }
  if (rt.H[r + Ob.type] !== T.int) warnOfSubclass(rt, r, '__index__', 'int');
  return r;
}

/**
 * DeprecationWarning that a conversion gave an instance of a subclass (`r`, owned: given back when the warning is an error).
 * CPython: the warnings of _PyNumber_Index, _PyLong_FromNbInt, PyNumber_Float
 */
export function warnOfSubclass(rt: Runtime, r: Owned, method: string, wanted: string): void {
  const mark = rt.mark();
  rt.own(r);
  const text = `${method} returned non-${wanted} (type ${typeName(rt, r)}).  The ability to return an instance of a strict subclass of ${wanted} is deprecated, and may be removed in a future version of Python.`;
  rt.hooks.issueWarning(rt, T.DeprecationWarning, text, 1);
  rt.unown(r);
  rt.release(mark);
}

/** Value of an int as a double; exact up to 2^53, rounded beyond, infinite beyond the range of doubles. */
export function intDouble(rt: Runtime, o: number): number {
  const H = rt.H;
  const size = H[o + Int.size];
  if (size === 0) return 0;
  if (size === 1) return H[o + Int.digits];
  if (size === -1) return -H[o + Int.digits];
  const n = size < 0 ? -size : size;
  let v = 0;
  for (let i = n - 1; i >= 0; i--) v = v * 1073741824 + H[o + Int.digits + i];
  return size < 0 ? -v : v;
}

const SSIZE_MAX = 2 ** 63;

/**
 * `o.__index__()` as a host number. Beyond 64 bits: an error of class `overflow` ("cannot fit 'int' into an index-sized integer"), or with
 * 0 the nearest bound. CPython: PyNumber_AsSsize_t
 */
export function asIndex(rt: Runtime, o: number, overflow: number = T.OverflowError): number {
  const H = rt.H;
  if (H[o + Ob.type] === T.int) {
    const size = H[o + Int.size];
    if (size === 1) return H[o + Int.digits];
    if (size === 0) return 0;
    if (size === -1) return -H[o + Int.digits];
  }
  const n = index(rt, o);
  const v = intDouble(rt, n);
  // numbers just below 2^63 are rounded up to it: the top digit says whether they fit
  const fits = v === SSIZE_MAX && rt.H[n + Int.size] === 3 && rt.H[n + Int.digits + 2] < 8;
  const belowMin = v === -SSIZE_MAX && rt.H[n + Int.digits + 2] === 8 && (rt.H[n + Int.digits] | rt.H[n + Int.digits + 1]) !== 0;
  rt.decref(n);
  if ((v >= SSIZE_MAX && !fits) || v < -SSIZE_MAX || belowMin) {
    if (overflow !== 0) raise(rt, overflow, `cannot fit '${typeName(rt, o)}' into an index-sized integer`);
    return v < 0 ? -SSIZE_MAX : SSIZE_MAX;
  }
  return v;
}

/** An int as a host number. TypeError "an integer is required", OverflowError. CPython: PyLong_AsSsize_t */
export function asSsize(rt: Runtime, o: number): number {
  if (!isInt(rt, o)) typeError(rt, 'an integer is required');
  const v = asIndex(rt, o, 0);
  if (Math.abs(v) === SSIZE_MAX) overflowError(rt, 'Python int too large to convert to C ssize_t');
  return v;
}

/** What native code takes for an int: new reference; the releases before 3.10 ask `__int__`, too. TypeError. CPython: Objects/longobject.c PyLong_AsLong */
export function nativeInt(rt: Runtime, o: number): Owned {
  const rule = rt.model.wording.intArgument;
  if (rule === 'index' || isInt(rt, o)) return index(rt, o);
  const H = rt.H;
  const type = H[o + Ob.type];
  if (subtypeOf(rt, type, T.float)) typeError(rt, 'integer argument expected, got float');
  if (rule === 'deprecated-int' && H[type + Tp.nbIndex] !== 0) return index(rt, o);
  const f = H[type + Tp.nbInt];
  if (f === 0) typeError(rt, `an integer is required (got type ${typeName(rt, o)})`);
  const mark = rt.mark();
  const r = rt.own((rt.fn[f] as Unary)(rt, o));
  if (!isInt(rt, r)) typeError(rt, `__int__ returned non-int (type ${typeName(rt, r)})`);
  if (rule === 'deprecated-int') {
    const text = `an integer is required (got type ${typeName(rt, o)}).  Implicit conversion to integers using __int__ is deprecated, and may be removed in a future version of Python.`;
    rt.hooks.issueWarning(rt, T.DeprecationWarning, text, 1);
  }
  return rt.leave(mark, rt.newRef(r));
}

/** The value as a C int. OverflowError, TypeError. CPython: _PyLong_AsInt */
export function asCInt(rt: Runtime, o: number): number {
  const n = nativeInt(rt, o);
  const v = intDouble(rt, n);
  rt.decref(n);
  if (v > 2147483647) overflowError(rt, 'Python int too large to convert to C int');
  if (v < -2147483648) overflowError(rt, 'Python int too large to convert to C int');
  return v;
}

/** The value as a C long, rounded to a double. OverflowError, TypeError. CPython: Objects/longobject.c PyLong_AsLong */
export function asCLong(rt: Runtime, o: number): number {
  const n = nativeInt(rt, o);
  const v = intDouble(rt, n);
  rt.decref(n);
  if (v >= SSIZE_MAX || v < -SSIZE_MAX) overflowError(rt, 'Python int too large to convert to C long');
  return v;
}

/** The value as a C int where CPython parses arguments by a format. OverflowError, TypeError. CPython: Python/getargs.c convertsimple, case 'i' */
export function formatCInt(rt: Runtime, o: number): number {
  const v = asCLong(rt, o);
  if (v > 2147483647) overflowError(rt, 'signed integer is greater than maximum');
  if (v < -2147483648) overflowError(rt, 'signed integer is less than minimum');
  return v;
}

/** int(o) for anything but text: `__int__`, `__index__`, `__trunc__`. New exact int; 0 when none applies (the caller tries text). CPython: PyNumber_Long */
export function toLong(rt: Runtime, o: number): Owned | 0 {
  const H = rt.H;
  const type = H[o + Ob.type];
  if (type === T.int) return rt.newRef(o);
  let f = H[type + Tp.nbInt];
  let name = '__int__';
  if (f === 0) {
    f = H[type + Tp.nbIndex];
    name = '__index__';
  }
  if (f !== 0) {
    const r = (rt.fn[f] as Unary)(rt, o);
    return checkedInt(rt, r, name);
  }
  const trunc = lookupSpecial(rt, o, rt.ident('__trunc__'));
  if (trunc !== 0) {
    const mark = rt.mark();
    rt.own(trunc);
    const text = rt.model.wording.deprecated.trunc;
    if (text !== null) rt.hooks.issueWarning(rt, T.DeprecationWarning, text, 1);
    const r = rt.own(call0(rt, trunc));
    if (isInt(rt, r)) return rt.leave(mark, rt.hooks.exactInt(rt, r));
    if (!hasIndex(rt, r)) typeError(rt, `__trunc__ returned non-Integral (type ${typeName(rt, r)})`);
    const i = rt.own(index(rt, r));
    return rt.leave(mark, rt.hooks.exactInt(rt, i));
  }
  return 0;
}

/** Steals `r`; an exact int of its value. */
function checkedInt(rt: Runtime, r: Owned, name: string): Owned {
  if (rt.H[r + Ob.type] === T.int) return r;
  const mark = rt.mark();
  rt.own(r);
  if (!isInt(rt, r)) typeError(rt, `${name} returned non-int (type ${typeName(rt, r)})`);
  rt.unown(r);
  warnOfSubclass(rt, r, name, 'int');
  rt.own(r);
  return rt.leave(mark, rt.hooks.exactInt(rt, r));
}

/** float(o) as a host number for numbers: `__float__`, `__index__`; TypeError "must be real number, not str". CPython: PyFloat_AsDouble */
export function toFloatNumber(rt: Runtime, o: number): number {
  const type = rt.H[o + Ob.type];
  if (type === T.float || subtypeOf(rt, type, T.float)) return rt.F64[(o + Float.value) >> 1];
  return convertedFloat(rt, o);
}

/** As toFloatNumber, but `__float__` of a subclass of float is asked, too. CPython: PyNumber_Float */
export function convertedFloat(rt: Runtime, o: number): number {
  const H = rt.H;
  const type = H[o + Ob.type];
  if (type === T.float) return rt.F64[(o + Float.value) >> 1];
  const f = H[type + Tp.nbFloat];
  if (f !== 0) {
    const r = (rt.fn[f] as Unary)(rt, o);
    const rtype = H[r + Ob.type];
    if (rtype !== T.float && !subtypeOf(rt, rtype, T.float)) {
      rt.own(r);
      typeError(rt, `${typeName(rt, o)}.__float__ returned non-float (type ${typeName(rt, r)})`);
    }
    if (rtype !== T.float) warnOfSubclass(rt, r, `${typeName(rt, o)}.__float__`, 'float');
    const v = rt.F64[(r + Float.value) >> 1];
    rt.decref(r);
    return v;
  }
  if (H[type + Tp.nbIndex] !== 0) {
    const n = index(rt, o);
    const v = intDouble(rt, n);
    rt.decref(n);
    if (v === Infinity || v === -Infinity) overflowError(rt, 'int too large to convert to float');
    return v;
  }
  typeError(rt, `must be real number, not ${typeName(rt, o)}`);
}
