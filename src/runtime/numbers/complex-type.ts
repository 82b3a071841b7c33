import { Ob } from '../../memory/layout.ts';
import { tuple2 } from '../containers/tuple-object.ts';
import { lookupSpecial } from '../core/abstract/attribute.ts';
import { call0 } from '../core/abstract/call.ts';
import { convertedFloat, warnOfSubclass } from '../core/abstract/number.ts';
import { isStr, reprText } from '../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../core/arguments.ts';
import { overflowError, raise, typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance, freeInstance } from '../core/instance.ts';
import { Complex, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, type GetSetSpec, Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { complexDivide, complexMultiply, complexPower } from './complex-arithmetic.ts';
import { COMPLEX_BYTES, type ComplexValue, complexValue, isComplex, newComplex } from './complex-object.ts';
import { floatText } from './float-digits.ts';
import { floatValue, isFloat, newFloat } from './float-object.ts';
import { formatNumber } from './format-number.ts';
import { vectorLength } from './hypotenuse.ts';
import { intToBig, intToNumber, intToSafe, isInt } from './int-object.ts';
import { hashDouble } from './number-hash.ts';
import { parseComplexText } from './number-text.ts';

/** The type complex. CPython: Objects/complexobject.c */

/** The value of an operand, null when it is no number. OverflowError. CPython: TO_COMPLEX */
function operand(rt: Runtime, o: number): ComplexValue | null {
  if (isComplex(rt, o)) return complexValue(rt, o);
  if (isInt(rt, o)) return { real: intToNumber(rt, o), imag: 0 };
  if (isFloat(rt, o)) return { real: floatValue(rt, o), imag: 0 };
  return null;
}

function binary(operation: (rt: Runtime, a: ComplexValue, b: ComplexValue) => ComplexValue): (rt: Runtime, a: number, b: number) => Owned {
  return (rt, a, b) => {
    const x = operand(rt, a);
    const y = x === null ? null : operand(rt, b);
    if (x === null || y === null) return rt.notImplemented();
    const result = operation(rt, x, y);
    return newComplex(rt, result.real, result.imag);
  };
}

function power(rt: Runtime, a: number, b: number, c: number): Owned {
  const x = operand(rt, a);
  const y = x === null ? null : operand(rt, b);
  if (x === null || y === null) return rt.notImplemented();
  if (c !== S.None) valueError(rt, 'complex modulo');
  const result = complexPower(rt, x, y);
  return newComplex(rt, result.real, result.imag);
}

function repr(rt: Runtime, self: number): Owned {
  const { real, imag } = complexValue(rt, self);
  if (real === 0 && !Object.is(real, -0)) return rt.hooks.newStr(rt, `${floatText(imag, 'r', 0, false, false)}j`);
  const second = floatText(imag, 'r', 0, false, false);
  return rt.hooks.newStr(rt, `(${floatText(real, 'r', 0, false, false)}${second.startsWith('-') ? '' : '+'}${second}j)`);
}

/** CPython: complex_hash: real + 1000003 * imaginary hash, modulo 2^64. */
function hash(rt: Runtime, self: number): number {
  const { real, imag } = complexValue(rt, self);
  const realLow = hashDouble(rt, real);
  const realHigh = rt.hashHi;
  const imagLow = hashDouble(rt, imag) >>> 0;
  const imagHigh = rt.hashHi;
  // 1000003 * low in 64 bits through 16-bit halves
  const part = (imagLow & 0xffff) * 1000003;
  const upper = (imagLow >>> 16) * 1000003 + Math.floor(part / 65536);
  const low = ((upper & 0xffff) * 65536 + (part & 0xffff)) >>> 0;
  const high = (Math.floor(upper / 65536) + Math.imul(imagHigh, 1000003)) | 0;
  const sum = low + (realLow >>> 0);
  let lo = sum | 0;
  const hi = (high + realHigh + (sum > 4294967295 ? 1 : 0)) | 0;
  if (lo === -1 && hi === -1) lo = -2;
  rt.hashHi = hi;
  return lo;
}

/** CPython: complex_richcompare */
function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (op !== Cmp.EQ && op !== Cmp.NE) return rt.notImplemented();
  const x = complexValue(rt, a);
  let equal: boolean;
  if (isInt(rt, b)) {
    const safe = intToSafe(rt, b);
    // biome-ignore lint: a double and a bigint compare exactly
    equal = x.imag === 0 && (!Number.isNaN(safe) ? x.real === safe : (x.real as unknown) == intToBig(rt, b));
  } else if (isFloat(rt, b)) equal = x.imag === 0 && x.real === floatValue(rt, b);
  else if (isComplex(rt, b)) {
    const y = complexValue(rt, b);
    equal = x.real === y.real && x.imag === y.imag;
  } else return rt.notImplemented();
  return rt.bool(equal === (op === Cmp.EQ));
}

function negative(rt: Runtime, self: number): Owned {
  const { real, imag } = complexValue(rt, self);
  return newComplex(rt, -real, -imag);
}

/** The exact complex itself, or a copy of a subclass's instance. */
function positive(rt: Runtime, self: number): Owned {
  if (rt.H[self + Ob.type] === T.complex) return rt.newRef(self);
  const { real, imag } = complexValue(rt, self);
  return newComplex(rt, real, imag);
}

function absolute(rt: Runtime, self: number): Owned {
  const { real, imag } = complexValue(rt, self);
  const size = vectorLength(real, imag);
  if (!Number.isFinite(size) && Number.isFinite(real) && Number.isFinite(imag)) overflowError(rt, 'absolute value too large');
  return newFloat(rt, size);
}

function truth(rt: Runtime, self: number): number {
  const { real, imag } = complexValue(rt, self);
  return real !== 0 || imag !== 0 ? 1 : 0;
}

function conjugate(rt: Runtime, self: number): Owned {
  const { real, imag } = complexValue(rt, self);
  return newComplex(rt, real, -imag);
}

function getNewArgs(rt: Runtime, self: number): Owned {
  const { real, imag } = complexValue(rt, self);
  const mark = rt.mark();
  const first = rt.own(newFloat(rt, real));
  const second = rt.own(newFloat(rt, imag));
  return rt.leave(mark, tuple2(rt, first, second));
}

const COMPLEX_NEW: ParameterSpec = { name: 'complex', params: ['real', 'imag'], required: 0 };

/** complex(real=0, imag=0). CPython: complex_new_impl */
function newComplexObject(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, COMPLEX_NEW, args, nargs, kwnames, []);
  const r = out[0]!;
  const i = out[1]!;
  if (r === 0 && i === 0) return ofType(rt, type, 0, 0);
  if (r !== 0 && i === 0 && type === T.complex && rt.H[r + Ob.type] === T.complex) return rt.newRef(r);
  if (r !== 0 && isStr(rt, r)) {
    if (i !== 0) typeError(rt, "complex() can't take second arg if first is a string");
    const text = rt.hooks.strText(rt, r);
    // an underscore stands between two digits
    if (/(?<![0-9])_|_(?![0-9])/.test(text)) valueError(rt, `could not convert string to complex: ${reprText(rt, r)}`);
    const value = parseComplexText(text);
    if (value === null) valueError(rt, 'complex() arg is a malformed string');
    return ofType(rt, type, value.real, value.imag);
  }
  if (i !== 0 && isStr(rt, i)) typeError(rt, "complex() second arg can't be a string");
  const first = r === 0 ? ZERO : part(rt, r, true);
  if (first === null) typeError(rt, `complex() first argument must be a string or a number, not '${typeName(rt, r)}'`);
  const second = i === 0 ? ZERO : part(rt, i, false);
  if (second === null) typeError(rt, `complex() second argument must be a number, not '${typeName(rt, i)}'`);
  // complex parts combine as real + imag * 1j; parts that are real leave the signs of zeros alone
  const x = second.complex ? first.real - second.imag : first.real;
  const y = i === 0 ? first.imag : first.complex ? second.real + first.imag : second.real;
  return ofType(rt, type, x, y);
}

function ofType(rt: Runtime, type: number, real: number, imag: number): Owned {
  if (type === T.complex) return newComplex(rt, real, imag);
  const op = allocInstance(rt, type, 0);
  rt.F64[(op + Complex.real) >> 1] = real;
  rt.F64[(op + Complex.imag) >> 1] = imag;
  return op;
}

interface Part extends ComplexValue {
  complex: boolean;
}
const ZERO: Part = { real: 0, imag: 0, complex: false };

/** A part as a complex value through `__complex__`, `__float__`, `__index__`; null when it is no number. */
function part(rt: Runtime, o: number, first: boolean): Part | null {
  if (isComplex(rt, o)) return { ...complexValue(rt, o), complex: true };
  if (first) {
    const converted = throughComplex(rt, o);
    if (converted !== null) return { ...converted, complex: true };
  }
  const H = rt.H;
  const type = H[o + Ob.type]!;
  if (H[type + Tp.nbFloat] === 0 && H[type + Tp.nbIndex] === 0) return null;
  return { real: isInt(rt, o) ? intToNumber(rt, o) : convertedFloat(rt, o), imag: 0, complex: false };
}

/** CPython: try_complex_special_method */
function throughComplex(rt: Runtime, o: number): ComplexValue | null {
  const mark = rt.mark();
  const method = lookupSpecial(rt, o, rt.ident('__complex__'));
  if (method === 0) return null;
  rt.own(method);
  const result = rt.own(call0(rt, method));
  if (!isComplex(rt, result)) raise(rt, T.TypeError, `__complex__ returned non-complex (type ${typeName(rt, result)})`);
  if (rt.H[result + Ob.type] !== T.complex) warnOfSubclass(rt, rt.newRef(result), '__complex__', 'complex');
  const value = complexValue(rt, result);
  rt.release(mark);
  return value;
}

function dealloc(rt: Runtime, op: number): void {
  freeInstance(rt, op);
}

const methods: readonly MethodSpec[] = [
  {
    name: 'conjugate',
    kind: Meth.NOARGS,
    fn: conjugate,
    signature: '($self, /)',
    doc: 'Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.',
  },
  { name: '__complex__', kind: Meth.NOARGS, fn: positive, signature: '($self, /)', doc: 'Convert this value to exact type complex.' },
  { name: '__getnewargs__', kind: Meth.NOARGS, fn: getNewArgs, signature: '($self, /)' },
  { name: '__format__', kind: Meth.O, fn: formatNumber, signature: '($self, format_spec, /)', doc: 'Convert to a string according to format_spec.' },
];

const getset: readonly GetSetSpec[] = [
  { name: 'real', plain: true, get: (rt, self) => newFloat(rt, complexValue(rt, self).real), doc: 'the real part of a complex number' },
  { name: 'imag', plain: true, get: (rt, self) => newFloat(rt, complexValue(rt, self).imag), doc: 'the imaginary part of a complex number' },
];

export const complexType: TypeSpec = {
  name: 'complex',
  at: T.complex,
  basicsize: COMPLEX_BYTES,
  flags: TpFlag.BASETYPE,
  contract: { gc: false, slots: [] },
  slots: {
    dealloc,
    repr,
    hash,
    richcompare: compare,
    new: newComplexObject,
    nbAdd: binary((_rt, a, b) => ({ real: a.real + b.real, imag: a.imag + b.imag })),
    nbSubtract: binary((_rt, a, b) => ({ real: a.real - b.real, imag: a.imag - b.imag })),
    nbMultiply: binary((_rt, a, b) => complexMultiply(a, b)),
    nbTrueDivide: binary(complexDivide),
    nbPower: power,
    nbNegative: negative,
    nbPositive: positive,
    nbAbsolute: absolute,
    nbBool: truth,
  },
  methods,
  getset,
  signature: '(real=0, imag=0)',
  doc: `Create a complex number from a real part and an optional imaginary part.

This is equivalent to (real + imag*1j) where imag defaults to 0.`,
};
