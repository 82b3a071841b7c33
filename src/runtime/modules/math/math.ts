import { Ob } from '../../../memory/layout.ts';
import { tuple2, tupleItem, tupleSize } from '../../containers/tuple-object.ts';
import { lookupSpecial } from '../../core/abstract/attribute.ts';
import { call0 } from '../../core/abstract/call.ts';
import { sequenceTuple } from '../../core/abstract/item.ts';
import { forEach, iter, next } from '../../core/abstract/iteration.ts';
import { multiply } from '../../core/abstract/number.ts';
import { checkPositional, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { overflowError, raise, typeError, typeName, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { nextAfter, ldexp as scaleDouble, frexp as splitDouble } from '../../numbers/double-bits.ts';
import { intFromDouble } from '../../numbers/float-methods.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { exactInt } from '../../numbers/int-arithmetic.ts';
import { bitLength, intSign, intToBig, intToDouble, isInt, newInt } from '../../numbers/int-object.ts';
import { log2 as binaryLog, log as naturalLog, power } from '../../numbers/libm-power.ts';
import { atan2 as angle } from '../../numbers/libm-trigonometry.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { fusedFunctions } from './fused.ts';
import { clippedInt, integerFunctions } from './integer-functions.ts';
import { domainError, rangeError, realArgument, realFunctions, twoReals } from './real-functions.ts';
import { sumprodFunction } from './sum-of-products.ts';
import { ExactSummer, vectorNorm } from './sums.ts';

/** The module math. CPython: Modules/mathmodule.c */

function atan2(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  const [y, x] = twoReals(rt, 'atan2', args, nargs);
  return newFloat(rt, angle(y, x));
}

function copysign(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  const [x, y] = twoReals(rt, 'copysign', args, nargs);
  const a = Math.abs(x);
  return newFloat(rt, y < 0 || Object.is(y, -0) ? -a : a);
}

function fmod(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  const [x, y] = twoReals(rt, 'fmod', args, nargs);
  const r = x % y;
  if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y)) domainError(rt);
  return newFloat(rt, r);
}

/** CPython: m_remainder */
function remainder(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  const [x, y] = twoReals(rt, 'remainder', args, nargs);
  if (Number.isNaN(x) || Number.isNaN(y)) return newFloat(rt, Number.NaN);
  if (!Number.isFinite(x) || y === 0) domainError(rt);
  if (!Number.isFinite(y)) return newFloat(rt, x);
  const a = Math.abs(x);
  const b = Math.abs(y);
  const m = a % b;
  const c = b - m;
  const r = m < c ? m : m > c ? -c : m - 2 * ((0.5 * (a - m)) % b);
  return newFloat(rt, x < 0 || Object.is(x, -0) ? -r : r);
}

/** CPython: math_pow_impl */
function pow(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  const [x, y] = twoReals(rt, 'pow', args, nargs);
  let r: number;
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    if (Number.isNaN(x)) r = y === 0 ? 1 : x;
    else if (Number.isNaN(y)) r = x === 1 ? 1 : y;
    else if (!Number.isFinite(x)) {
      const odd = Number.isFinite(y) && Math.abs(y) % 2 === 1;
      if (y > 0) r = odd ? x : Math.abs(x);
      else if (y === 0) r = 1;
      else r = odd && x < 0 ? -0 : 0;
    } else {
      const a = Math.abs(x);
      if (a === 1) r = 1;
      else if (y > 0 && a > 1) r = y;
      else if (y < 0 && a < 1) {
        r = -y;
        // C99's rule since 3.11
        if (x === 0 && rt.model.version[1] < 11) domainError(rt);
      } else r = 0;
    }
    return newFloat(rt, r);
  }
  if (x > 0) r = power(x, y);
  else if (x < 0 && y === Math.floor(y)) r = Math.abs(y) % 2 === 1 ? -power(-x, y) : power(-x, y);
  else r = x ** y;
  if (Number.isNaN(r)) domainError(rt);
  if (!Number.isFinite(r)) {
    if (x === 0) domainError(rt);
    rangeError(rt);
  }
  return newFloat(rt, r);
}

/** log of an int or real by `f`; ints of any size. CPython: loghelper */
function logOf(rt: Runtime, arg: number, f: (x: number) => number): number {
  if (isInt(rt, arg)) {
    if (intSign(rt, arg) <= 0) domainError(rt);
    const x = intToDouble(rt, arg);
    if (Number.isFinite(x)) return f(x);
    const exponent = bitLength(rt, arg);
    const mantissa = Number(intToBig(rt, arg) >> BigInt(exponent - 64)) / 2 ** 64;
    return f(mantissa) + f(2) * exponent;
  }
  const x = realArgument(rt, arg);
  if (x <= 0) domainError(rt);
  return f(x);
}

function log(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  if (nargs < 1 || nargs > 2) typeError(rt, 'math.log requires 1 to 2 arguments');
  const x = logOf(rt, rt.H[args]!, naturalLog);
  if (nargs === 1) return newFloat(rt, x);
  const base = logOf(rt, rt.H[args + 2]!, naturalLog);
  if (base === 0) raise(rt, T.ZeroDivisionError, 'float division by zero');
  return newFloat(rt, x / base);
}

function log2(rt: Runtime, _module: number, arg: number): Owned {
  return newFloat(rt, logOf(rt, arg, binaryLog));
}

function log10(rt: Runtime, _module: number, arg: number): Owned {
  return newFloat(rt, logOf(rt, arg, Math.log10));
}

/** floor, ceil, trunc: a special method decides for what is no float. */
function rounding(name: string, special: string, f: (x: number) => number, required: boolean): MethodSpec {
  const fn = (rt: Runtime, _module: number, arg: number): Owned => {
    const type = rt.H[arg + Ob.type]!;
    if (type === T.int) return exactInt(rt, arg);
    if (type !== T.float) {
      const mark = rt.mark();
      const method = lookupSpecial(rt, arg, rt.ident(special));
      if (method !== 0) {
        rt.own(method);
        return rt.leave(mark, call0(rt, method));
      }
      if (required) typeError(rt, `type ${typeName(rt, arg)} doesn't define ${special} method`);
    }
    return intFromDouble(rt, f(realArgument(rt, arg)));
  };
  return { name, kind: Meth.O, fn, signature: '($module, x, /)' };
}

function frexp(rt: Runtime, _module: number, arg: number): Owned {
  const { mantissa, exponent } = splitDouble(realArgument(rt, arg));
  const mark = rt.mark();
  const first = rt.own(newFloat(rt, mantissa));
  const second = rt.own(newInt(rt, exponent));
  return rt.leave(mark, tuple2(rt, first, second));
}

function ldexp(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'ldexp', nargs, 2, 2);
  const x = realArgument(rt, rt.H[args]!);
  const second = rt.H[args + 2]!;
  if (!isInt(rt, second)) typeError(rt, 'Expected an int as second argument to ldexp.');
  const r = scaleDouble(x, Math.max(-100000, Math.min(100000, clippedInt(rt, second))));
  if (!Number.isFinite(r) && Number.isFinite(x)) rangeError(rt);
  return newFloat(rt, r);
}

function modf(rt: Runtime, _module: number, arg: number): Owned {
  const x = realArgument(rt, arg);
  const whole = Math.trunc(x);
  const negative = x < 0 || Object.is(x, -0);
  let fraction = Number.isFinite(x) ? x - whole : Number.isNaN(x) ? x : 0;
  if (fraction === 0 && negative) fraction = -0;
  const mark = rt.mark();
  const first = rt.own(newFloat(rt, fraction));
  const second = rt.own(newFloat(rt, whole === 0 && negative ? -0 : whole));
  return rt.leave(mark, tuple2(rt, first, second));
}

function fsum(rt: Runtime, _module: number, iterable: number): Owned {
  const summer = new ExactSummer();
  forEach(rt, iterable, (item) => {
    if (!summer.add(realArgument(rt, item))) overflowError(rt, 'intermediate overflow in fsum');
  });
  const result = summer.result();
  if (result === 'overflow') overflowError(rt, 'intermediate overflow in fsum');
  if (result === 'infinities') valueError(rt, '-inf + inf in fsum');
  return newFloat(rt, result);
}

function hypot(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  const values: number[] = [];
  let max = 0;
  let foundNaN = false;
  for (let i = 0; i < nargs; i++) {
    const x = Math.abs(realArgument(rt, rt.H[args + 2 * i]!));
    values.push(x);
    if (Number.isNaN(x)) foundNaN = true;
    if (x > max) max = x;
  }
  return newFloat(rt, vectorNorm(values, max, foundNaN));
}

function dist(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'dist', nargs, 2, 2);
  const H = rt.H;
  const mark = rt.mark();
  const p = rt.own(H[H[args]! + Ob.type] === T.tuple ? rt.newRef(H[args]!) : sequenceTuple(rt, H[args]!));
  const q = rt.own(H[H[args + 2]! + Ob.type] === T.tuple ? rt.newRef(H[args + 2]!) : sequenceTuple(rt, H[args + 2]!));
  if (tupleSize(rt, p) !== tupleSize(rt, q)) valueError(rt, 'both points must have the same number of dimensions');
  const values: number[] = [];
  let max = 0;
  let foundNaN = false;
  for (let i = 0; i < tupleSize(rt, p); i++) {
    const x = Math.abs(realArgument(rt, tupleItem(rt, p, i)) - realArgument(rt, tupleItem(rt, q, i)));
    values.push(x);
    if (Number.isNaN(x)) foundNaN = true;
    if (x > max) max = x;
  }
  rt.release(mark);
  return newFloat(rt, vectorNorm(values, max, foundNaN));
}

function degrees(rt: Runtime, _module: number, arg: number): Owned {
  return newFloat(rt, realArgument(rt, arg) * (180 / Math.PI));
}

function radians(rt: Runtime, _module: number, arg: number): Owned {
  return newFloat(rt, realArgument(rt, arg) * (Math.PI / 180));
}

function isfinite(rt: Runtime, _module: number, arg: number): Owned {
  return rt.bool(Number.isFinite(realArgument(rt, arg)));
}

function isnan(rt: Runtime, _module: number, arg: number): Owned {
  return rt.bool(Number.isNaN(realArgument(rt, arg)));
}

function isinf(rt: Runtime, _module: number, arg: number): Owned {
  return rt.bool(Math.abs(realArgument(rt, arg)) === Number.POSITIVE_INFINITY);
}

const ISCLOSE: ParameterSpec = { name: 'isclose', params: ['a', 'b', 'rel_tol', 'abs_tol'], required: 2, maxPositional: 2 };

function isclose(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, ISCLOSE, args, nargs, kwnames, []);
  const a = realArgument(rt, out[0]!);
  const b = realArgument(rt, out[1]!);
  const relative = out[2] === 0 ? 1e-9 : realArgument(rt, out[2]!);
  const absolute = out[3] === 0 ? 0 : realArgument(rt, out[3]!);
  if (relative < 0 || absolute < 0) valueError(rt, 'tolerances must be non-negative');
  if (a === b) return rt.bool(true);
  if (!Number.isFinite(a) && !Number.isNaN(a)) return rt.bool(false);
  if (!Number.isFinite(b) && !Number.isNaN(b)) return rt.bool(false);
  const difference = Math.abs(b - a);
  return rt.bool(difference <= Math.abs(relative * b) || difference <= Math.abs(relative * a) || difference <= absolute);
}

const PROD: ParameterSpec = { name: 'prod', params: ['iterable', 'start'], posOnly: 1, required: 1, maxPositional: 1 };

/** CPython: math_prod_impl: exact ints, then floats, then whatever multiplies. */
function prod(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, PROD, args, nargs, kwnames, []);
  const mark = rt.mark();
  const it = rt.own(iter(rt, out[0]!));
  const slot = rt.mark();
  rt.own(out[1] === 0 ? newInt(rt, 1) : rt.newRef(out[1]!));
  for (;;) {
    const item = next(rt, it);
    if (item === 0) break;
    const here = rt.mark();
    rt.own(item);
    const product = multiply(rt, rt.H[slot]!, item);
    rt.release(here);
    rt.setSlot(slot, product);
  }
  return rt.leave(mark, rt.newRef(rt.H[slot]!));
}

function ulp(rt: Runtime, _module: number, arg: number): Owned {
  const x = Math.abs(realArgument(rt, arg));
  if (!Number.isFinite(x)) return newFloat(rt, x);
  const up = nextAfter(x, Number.POSITIVE_INFINITY);
  return newFloat(rt, Number.isFinite(up) ? up - x : x - nextAfter(x, 0));
}

const ONE = '($module, x, /)';

const functions: readonly MethodSpec[] = [
  ...realFunctions,
  ...integerFunctions,
  sumprodFunction,
  ...fusedFunctions,
  rounding('ceil', '__ceil__', Math.ceil, false),
  rounding('floor', '__floor__', Math.floor, false),
  rounding('trunc', '__trunc__', Math.trunc, true),
  { name: 'atan2', kind: Meth.FAST, fn: atan2, signature: '($module, y, x, /)', doc: 'Return the arc tangent (measured in radians) of y/x.' },
  {
    name: 'copysign',
    kind: Meth.FAST,
    fn: copysign,
    signature: '($module, x, y, /)',
    doc: 'Return a float with the magnitude (absolute value) of x but the sign of y.',
  },
  { name: 'degrees', kind: Meth.O, fn: degrees, signature: ONE, doc: 'Convert angle x from radians to degrees.' },
  { name: 'dist', kind: Meth.FAST, fn: dist, signature: '($module, p, q, /)', doc: 'Return the Euclidean distance between two points p and q.' },
  {
    name: 'fmod',
    kind: Meth.FAST,
    fn: fmod,
    signature: '($module, x, y, /)',
    doc: 'Return fmod(x, y), according to platform C.\n\nx % y may differ.',
  },
  { name: 'frexp', kind: Meth.O, fn: frexp, signature: ONE, doc: 'Return the mantissa and exponent of x, as pair (m, e).' },
  {
    name: 'fsum',
    kind: Meth.O,
    fn: fsum,
    signature: '($module, seq, /)',
    doc: 'Return an accurate floating point sum of values in the iterable seq.',
  },
  {
    name: 'hypot',
    kind: Meth.FAST,
    fn: hypot,
    doc: 'hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin to a point.',
  },
  { name: 'isclose', kind: Meth.KEYWORDS, fn: isclose, signature: '($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)' },
  { name: 'isfinite', kind: Meth.O, fn: isfinite, signature: ONE, doc: 'Return True if x is neither an infinity nor a NaN, and False otherwise.' },
  { name: 'isinf', kind: Meth.O, fn: isinf, signature: ONE, doc: 'Return True if x is a positive or negative infinity, and False otherwise.' },
  { name: 'isnan', kind: Meth.O, fn: isnan, signature: ONE, doc: 'Return True if x is a NaN (not a number), and False otherwise.' },
  {
    name: 'ldexp',
    kind: Meth.FAST,
    fn: ldexp,
    signature: '($module, x, i, /)',
    doc: 'Return x * (2**i).\n\nThis is essentially the inverse of frexp().',
  },
  { name: 'log', kind: Meth.FAST, fn: log, doc: 'log(x, [base=math.e])\nReturn the logarithm of x to the given base.' },
  { name: 'log10', kind: Meth.O, fn: log10, signature: ONE, doc: 'Return the base 10 logarithm of x.' },
  { name: 'log2', kind: Meth.O, fn: log2, signature: ONE, doc: 'Return the base 2 logarithm of x.' },
  { name: 'modf', kind: Meth.O, fn: modf, signature: ONE, doc: 'Return the fractional and integer parts of x.' },
  { name: 'pow', kind: Meth.FAST, fn: pow, signature: '($module, x, y, /)', doc: 'Return x**y (x to the power of y).' },
  {
    name: 'prod',
    kind: Meth.KEYWORDS,
    fn: prod,
    signature: '($module, iterable, /, *, start=1)',
    doc: 'Calculate the product of all the elements in the input iterable.',
  },
  { name: 'radians', kind: Meth.O, fn: radians, signature: ONE, doc: 'Convert angle x from degrees to radians.' },
  {
    name: 'remainder',
    kind: Meth.FAST,
    fn: remainder,
    signature: '($module, x, y, /)',
    doc: 'Difference between x and the closest integer multiple of y.',
  },
  { name: 'ulp', kind: Meth.O, fn: ulp, signature: ONE, doc: 'Return the value of the least significant bit of the float x.' },
];

export const mathModule: ModuleSpec = {
  name: 'math',
  doc: 'This module provides access to the mathematical functions\ndefined by the C standard.',
  functions,
  constants: {
    pi: { float: Math.PI },
    e: { float: Math.E },
    tau: { float: 2 * Math.PI },
    inf: { float: Number.POSITIVE_INFINITY },
    nan: { float: Number.NaN },
  },
};
