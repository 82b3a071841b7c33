import { Ob } from '../../memory/layout.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call1 } from '../core/abstract/call.ts';
import { asIndex, index } from '../core/abstract/number.ts';
import { isStr, isTrue, lookupSpecial } from '../core/abstract/object.ts';
import { argumentType, checkPositional, type ParameterSpec, parseKeywords } from '../core/arguments.ts';
import { overflowError, typeError, typeName, valueError } from '../core/errors.ts';
import { Int, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { shownBasic } from '../core/shown-size.ts';
import { type GetSetSpec, Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { bytesFromObject } from '../text/bytes-construction.ts';
import { bytesView, newBytes } from '../text/bytes-object.ts';
import { formatNumber } from './format-number.ts';
import { addInts, compareInts, copyInt, exactInt, mulInts, subInts } from './int-arithmetic.ts';
import { bitCount } from './int-bitwise.ts';
import { divideInts } from './int-division.ts';
import { bitLength, intSign, intToBig, intToClipped, newInt, newIntBig } from './int-object.ts';
import { powInts } from './int-power.ts';

/** Methods and attributes of int. CPython: Objects/longobject.c */

function bitLengthMethod(rt: Runtime, self: number): Owned {
  return newInt(rt, bitLength(rt, self));
}

function bitCountMethod(rt: Runtime, self: number): Owned {
  return newInt(rt, bitCount(rt, self));
}

// the defaults are those of 3.11 under every model: the standard library counts on them
const TO_BYTES: ParameterSpec = { name: 'to_bytes', params: ['length', 'byteorder', 'signed'], required: 0, maxPositional: 2 };
const FROM_BYTES: ParameterSpec = { name: 'from_bytes', params: ['bytes', 'byteorder', 'signed'], required: 1, maxPositional: 2 };

/** True for little endian; absent (0) means big. ValueError. */
function littleEndian(rt: Runtime, name: string, order: number): boolean {
  if (order === 0) return false;
  if (!isStr(rt, order)) typeError(rt, `${name}() argument 'byteorder' must be str, not ${argumentType(rt, order)}`);
  const text = rt.hooks.strText(rt, order);
  if (text === 'little') return true;
  if (text === 'big') return false;
  valueError(rt, "byteorder must be either 'little' or 'big'");
}

/** CPython: Objects/longobject.c int_to_bytes_impl */
function toBytes(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, TO_BYTES, args, nargs, kwnames, []);
  const length = out[0] === 0 ? 1 : asIndex(rt, out[0]!);
  const little = littleEndian(rt, 'to_bytes', out[1]!);
  const signed = out[2] !== 0 && isTrue(rt, out[2]!);
  if (length < 0) valueError(rt, 'length argument must be non-negative');
  const sign = intSign(rt, self);
  if (sign < 0 && !signed) overflowError(rt, "can't convert negative int to unsigned");
  let value = intToBig(rt, self);
  const bits = bitLength(rt, self);
  const room = length * 8;
  const fits = signed
    ? bits < room || (sign <= 0 && (sign === 0 || (bits === room && value === -(1n << BigInt(Math.max(room - 1, 0))))))
    : bits <= room;
  if (!fits) overflowError(rt, 'int too big to convert');
  if (sign < 0) value += 1n << BigInt(room);
  const bytes = new Uint8Array(length);
  const hex = value.toString(16);
  for (let i = 0, end = hex.length; end > 0; i++, end -= 2) {
    const byte = Number.parseInt(hex.slice(Math.max(0, end - 2), end), 16);
    if (i < length) bytes[little ? i : length - 1 - i] = byte;
  }
  return newBytes(rt, bytes);
}

/** CPython: Objects/longobject.c int_from_bytes_impl */
function fromBytes(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, FROM_BYTES, args, nargs, kwnames, []);
  const little = littleEndian(rt, 'from_bytes', out[1]!);
  const signed = out[2] !== 0 && isTrue(rt, out[2]!);
  const mark = rt.mark();
  const source = out[0]!;
  const bytes = rt.own(bytesOf(rt, source));
  const view = bytesView(rt, bytes);
  const n = view.length;
  let hex = '';
  for (let i = 0; i < n; i++) {
    const byte = view[little ? n - 1 - i : i]!;
    hex += byte < 16 ? `0${byte.toString(16)}` : byte.toString(16);
  }
  let value = n === 0 ? 0n : BigInt(`0x${hex}`);
  if (signed && n > 0 && (view[little ? n - 1 : 0]! & 128) !== 0) value -= 1n << BigInt(8 * n);
  const result = rt.own(newIntBig(rt, value));
  if (type === T.int) return rt.leave(mark, rt.newRef(result));
  return rt.leave(mark, call1(rt, type, result));
}

/** bytes(o) for what from_bytes takes. CPython: PyObject_Bytes */
function bytesOf(rt: Runtime, o: number): Owned {
  const H = rt.H;
  if ((H[H[o + Ob.type]! + Tp.flags]! & TpFlag.BYTES_SUBCLASS) !== 0) return rt.newRef(o);
  if (isStr(rt, o) || (H[H[o + Ob.type]! + Tp.flags]! & TpFlag.LONG_SUBCLASS) !== 0) {
    typeError(rt, `cannot convert '${typeName(rt, o)}' object to bytes`);
  }
  const mark = rt.mark();
  const special = rt.own(lookupSpecial(rt, o, rt.ident('__bytes__')));
  if (special !== 0) return rt.leave(mark, call1(rt, T.bytes, o));
  return rt.leave(mark, bytesFromObject(rt, o));
}

function asIntegerRatio(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const numerator = rt.own(exactInt(rt, self));
  const one = rt.own(newInt(rt, 1));
  return rt.leave(mark, tupleOf(rt, numerator, one));
}

/** CPython: Objects/longobject.c int___round___impl, _PyLong_DivmodNear */
function roundMethod(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, '__round__', nargs, 0, 1);
  if (nargs === 0) return exactInt(rt, self);
  const mark = rt.mark();
  const digits = rt.own(index(rt, rt.H[args]!));
  if (intSign(rt, digits) >= 0) return rt.leave(mark, exactInt(rt, self));
  const ten = rt.own(newInt(rt, 10));
  const places = intToClipped(rt, digits);
  if (places < -1e7) return rt.leave(mark, newInt(rt, 0));
  const exponent = rt.own(newInt(rt, -places));
  const unit = rt.own(powInts(rt, ten, exponent, S.None));
  const here = rt.mark();
  divideInts(rt, self, unit, true, true);
  const quotient = rt.H[here]!;
  const rest = rt.H[here + 2]!;
  const two = rt.own(newInt(rt, 2));
  const twice = rt.own(mulInts(rt, rest, two));
  const order = compareInts(rt, twice, unit);
  const odd = rt.H[quotient + Int.size] !== 0 && (rt.H[quotient + Int.digits]! & 1) === 1;
  const base = rt.own(subInts(rt, self, rest));
  const up = order > 0 || (order === 0 && odd);
  return rt.leave(mark, up ? addInts(rt, base, unit) : copyInt(rt, base));
}

function getNewArgs(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const copy = rt.own(copyInt(rt, self));
  return rt.leave(mark, tupleOf(rt, copy));
}

/** Bytes before the digits, and of a digit. */
const INT_HEAD_BYTES = 24;
const DIGIT_BYTES = 4;

/** CPython: Objects/longobject.c int___sizeof___impl */
function sizeOf(rt: Runtime, self: number): Owned {
  const digits = Math.abs(rt.H[self + Int.size]!);
  // up to 3.11 the fields of a subclass are not counted
  const { zeroHasDigit, instanceFields } = rt.model.sizes;
  const head = instanceFields === 'before' ? shownBasic(rt, self) : INT_HEAD_BYTES;
  return newInt(rt, head + DIGIT_BYTES * (zeroHasDigit ? Math.max(digits, 1) : digits));
}

function zero(rt: Runtime): Owned {
  return newInt(rt, 0);
}

function one(rt: Runtime): Owned {
  return newInt(rt, 1);
}

export const intMethods: readonly MethodSpec[] = [
  { name: 'conjugate', kind: Meth.NOARGS, fn: exactInt, doc: 'Returns self, the complex conjugate of any int.' },
  {
    name: 'bit_length',
    kind: Meth.NOARGS,
    fn: bitLengthMethod,
    signature: '($self, /)',
    doc: 'Number of bits necessary to represent self in binary.',
  },
  {
    name: 'bit_count',
    kind: Meth.NOARGS,
    fn: bitCountMethod,
    signature: '($self, /)',
    doc: 'Number of ones in the binary representation of the absolute value of self.',
  },
  { name: 'to_bytes', kind: Meth.KEYWORDS, fn: toBytes, signature: "($self, /, length=1, byteorder='big', *, signed=False)" },
  { name: 'from_bytes', kind: Meth.KEYWORDS | Meth.CLASS, fn: fromBytes, signature: "($type, /, bytes, byteorder='big', *, signed=False)" },
  { name: 'is_integer', kind: Meth.NOARGS, fn: (rt: Runtime): Owned => rt.bool(true), signature: '($self, /)' },
  { name: 'as_integer_ratio', kind: Meth.NOARGS, fn: asIntegerRatio, signature: '($self, /)' },
  { name: '__trunc__', kind: Meth.NOARGS, fn: exactInt, doc: 'Truncating an Integral returns itself.' },
  { name: '__floor__', kind: Meth.NOARGS, fn: exactInt, doc: 'Flooring an Integral returns itself.' },
  { name: '__ceil__', kind: Meth.NOARGS, fn: exactInt, doc: 'Ceiling of an Integral returns itself.' },
  { name: '__round__', kind: Meth.FAST, fn: roundMethod },
  { name: '__getnewargs__', kind: Meth.NOARGS, fn: getNewArgs, signature: '($self, /)' },
  { name: '__format__', kind: Meth.O, fn: formatNumber, signature: '($self, format_spec, /)' },
  { name: '__sizeof__', kind: Meth.NOARGS, fn: sizeOf, signature: '($self, /)', doc: 'Returns size in memory, in bytes.' },
];

export const intGetSet: readonly GetSetSpec[] = [
  { name: 'real', get: exactInt, doc: 'the real part of a complex number' },
  { name: 'imag', get: zero, doc: 'the imaginary part of a complex number' },
  { name: 'numerator', get: exactInt, doc: 'the numerator of a rational number in lowest terms' },
  { name: 'denominator', get: one, doc: 'the denominator of a rational number in lowest terms' },
];
