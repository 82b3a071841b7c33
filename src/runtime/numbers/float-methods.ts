import { Ob } from '../../memory/layout.ts';
import { tuple2, tupleOf } from '../containers/tuple-object.ts';
import { call1 } from '../core/abstract/call.ts';
import { asIndex } from '../core/abstract/number.ts';
import { isStr } from '../core/abstract/object.ts';
import { argumentType, checkPositional } from '../core/arguments.ts';
import { overflowError, typeError, typeName, valueError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { type GetSetSpec, Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { oddMantissa, roundHalfEven } from './double-bits.ts';
import { floatHex, roundTo } from './float-digits.ts';
import { floatValue, newFloat } from './float-object.ts';
import { formatNumber } from './format-number.ts';
import { newInt, newIntBig } from './int-object.ts';
import { parseHexFloat } from './number-text.ts';

/** Methods and attributes of float. CPython: Objects/floatobject.c */

/** The int of a double that has no fraction. OverflowError, ValueError. CPython: Objects/longobject.c PyLong_FromDouble */
export function intFromDouble(rt: Runtime, x: number): Owned {
  if (x <= 9007199254740991 && x >= -9007199254740991) return newInt(rt, x + 0);
  if (Number.isNaN(x)) valueError(rt, 'cannot convert float NaN to integer');
  if (!Number.isFinite(x)) overflowError(rt, 'cannot convert float infinity to integer');
  return newIntBig(rt, BigInt(x));
}

/** An exact float of the same value: itself when it is one already. */
export function exactFloat(rt: Runtime, self: number): Owned {
  return rt.H[self + Ob.type] === T.float ? rt.newRef(self) : newFloat(rt, floatValue(rt, self));
}

/** int(x), towards zero. */
export function truncFloat(rt: Runtime, self: number): Owned {
  return intFromDouble(rt, Math.trunc(floatValue(rt, self)));
}

function floor(rt: Runtime, self: number): Owned {
  return intFromDouble(rt, Math.floor(floatValue(rt, self)));
}

function ceil(rt: Runtime, self: number): Owned {
  return intFromDouble(rt, Math.ceil(floatValue(rt, self)));
}

/** CPython: float___round___impl */
function round(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, '__round__', nargs, 0, 1);
  const x = floatValue(rt, self);
  if (nargs === 0 || rt.H[args] === S.None) return intFromDouble(rt, roundHalfEven(x));
  const digits = asIndex(rt, rt.H[args]!, 0);
  const result = roundTo(x, digits);
  if (!Number.isFinite(result) && Number.isFinite(x)) overflowError(rt, 'rounded value too large to represent');
  return newFloat(rt, result);
}

/** CPython: float_as_integer_ratio_impl */
function asIntegerRatio(rt: Runtime, self: number): Owned {
  const x = floatValue(rt, self);
  if (Number.isNaN(x)) valueError(rt, 'cannot convert NaN to integer ratio');
  if (!Number.isFinite(x)) overflowError(rt, 'cannot convert Infinity to integer ratio');
  let numerator = 0n;
  let denominator = 1n;
  if (x !== 0) {
    const { mantissa, exponent } = oddMantissa(x);
    numerator = BigInt(x < 0 ? -mantissa : mantissa);
    if (exponent >= 0) numerator <<= BigInt(exponent);
    else denominator <<= BigInt(-exponent);
  }
  const mark = rt.mark();
  const first = rt.own(newIntBig(rt, numerator));
  const second = rt.own(newIntBig(rt, denominator));
  return rt.leave(mark, tuple2(rt, first, second));
}

function isInteger(rt: Runtime, self: number): Owned {
  const x = floatValue(rt, self);
  return rt.bool(Number.isFinite(x) && Math.floor(x) === x);
}

function hex(rt: Runtime, self: number): Owned {
  return rt.hooks.newStr(rt, floatHex(floatValue(rt, self)));
}

/** CPython: float_fromhex */
function fromHex(rt: Runtime, type: number, text: number): Owned {
  if (!isStr(rt, text)) typeError(rt, 'bad argument type for built-in operation');
  const value = parseHexFloat(rt.hooks.strText(rt, text));
  if (value === 'invalid') valueError(rt, 'invalid hexadecimal floating-point string');
  if (value === 'overflow') overflowError(rt, 'hexadecimal value too large to represent as a float');
  const mark = rt.mark();
  const result = rt.own(newFloat(rt, value));
  if (type === T.float) return rt.unown(result);
  return rt.leave(mark, call1(rt, type, result));
}

function getNewArgs(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  return rt.leave(mark, tupleOf(rt, rt.own(newFloat(rt, floatValue(rt, self)))));
}

function getFormat(rt: Runtime, _type: number, name: number): Owned {
  if (!isStr(rt, name)) typeError(rt, `__getformat__() argument must be str, not ${argumentType(rt, name)}`);
  const text = rt.hooks.strText(rt, name);
  if (text !== 'double' && text !== 'float') valueError(rt, "__getformat__() argument 1 must be 'double' or 'float'");
  return rt.hooks.newStr(rt, 'IEEE, little-endian');
}

/** Only the format that is in use anyway can be set. CPython: float___set_format___impl */
function setFormat(rt: Runtime, _type: number, args: number, nargs: number): Owned {
  checkPositional(rt, '__setformat__', nargs, 2, 2);
  for (const i of [0, 1]) {
    const given = rt.H[args + 2 * i]!;
    if (!isStr(rt, given)) typeError(rt, `__setformat__() argument ${i + 1} must be str, not ${given === S.None ? 'None' : typeName(rt, given)}`);
  }
  const kind = rt.hooks.strText(rt, rt.H[args]!);
  const format = rt.hooks.strText(rt, rt.H[args + 2]!);
  if (kind !== 'double' && kind !== 'float') valueError(rt, "__setformat__() argument 1 must be 'double' or 'float'");
  if (format !== 'unknown' && format !== 'IEEE, little-endian' && format !== 'IEEE, big-endian') {
    valueError(rt, "__setformat__() argument 2 must be 'unknown', 'IEEE, little-endian' or 'IEEE, big-endian'");
  }
  if (format === 'IEEE, big-endian') valueError(rt, `can only set ${kind} format to 'unknown' or the detected platform value`);
  return rt.none();
}

function zero(rt: Runtime): Owned {
  return newFloat(rt, 0);
}

export const floatMethods: readonly MethodSpec[] = [
  { name: 'conjugate', kind: Meth.NOARGS, fn: exactFloat, signature: '($self, /)', doc: 'Return self, the complex conjugate of any float.' },
  { name: '__trunc__', kind: Meth.NOARGS, fn: truncFloat, signature: '($self, /)', doc: 'Return the Integral closest to x between 0 and x.' },
  { name: '__floor__', kind: Meth.NOARGS, fn: floor, signature: '($self, /)', doc: 'Return the floor as an Integral.' },
  { name: '__ceil__', kind: Meth.NOARGS, fn: ceil, signature: '($self, /)', doc: 'Return the ceiling as an Integral.' },
  { name: '__round__', kind: Meth.FAST, fn: round, signature: '($self, ndigits=None, /)' },
  { name: 'as_integer_ratio', kind: Meth.NOARGS, fn: asIntegerRatio, signature: '($self, /)' },
  { name: 'fromhex', kind: Meth.O | Meth.CLASS, fn: fromHex, signature: '($type, string, /)' },
  { name: 'hex', kind: Meth.NOARGS, fn: hex, signature: '($self, /)' },
  { name: 'is_integer', kind: Meth.NOARGS, fn: isInteger, signature: '($self, /)', doc: 'Return True if the float is an integer.' },
  { name: '__getnewargs__', kind: Meth.NOARGS, fn: getNewArgs, signature: '($self, /)' },
  { name: '__getformat__', kind: Meth.O | Meth.CLASS, fn: getFormat, signature: '($type, typestr, /)' },
  { name: '__setformat__', kind: Meth.FAST | Meth.CLASS, fn: setFormat, signature: '($type, typestr, fmt, /)' },
  { name: '__format__', kind: Meth.O, fn: formatNumber, signature: '($self, format_spec, /)' },
];

export const floatGetSet: readonly GetSetSpec[] = [
  { name: 'real', get: exactFloat, doc: 'the real part of a complex number' },
  { name: 'imag', get: zero, doc: 'the imaginary part of a complex number' },
];
