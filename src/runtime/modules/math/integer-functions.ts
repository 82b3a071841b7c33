import { Ob } from '../../../memory/layout.ts';
import { asIndex, index } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { overflowError, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { bitLengthOf } from '../../numbers/double-bits.ts';
import { absInt } from '../../numbers/int-arithmetic.ts';
import { fitsInt64, intSign, intToBig, intToClipped, intToSafe, newInt, newIntBig } from '../../numbers/int-object.ts';

/** Functions of ints: comb, factorial, gcd, isqrt, lcm, perm. CPython: Modules/mathmodule.c */

function gcdSafe(x: number, y: number): number {
  let a = Math.abs(x);
  let b = Math.abs(y);
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** Greatest common divisor of bigints: Euclid until both fit doubles. */
function gcdBig(x: bigint, y: bigint): bigint {
  let a = x < 0n ? -x : x;
  let b = y < 0n ? -y : y;
  while (b !== 0n) {
    if (a <= 9007199254740991n && b <= 9007199254740991n) return BigInt(gcdSafe(Number(a), Number(b)));
    [a, b] = [b, a % b];
  }
  return a;
}

/** gcd(a, b) of int objects. */
function gcdOfInts(rt: Runtime, a: number, b: number): Owned {
  const x = intToSafe(rt, a);
  const y = intToSafe(rt, b);
  if (!Number.isNaN(x) && !Number.isNaN(y)) return newInt(rt, gcdSafe(x, y));
  return newIntBig(rt, gcdBig(intToBig(rt, a), intToBig(rt, b)));
}

function lcmOfInts(rt: Runtime, a: number, b: number): Owned {
  const x = intToBig(rt, a);
  const y = intToBig(rt, b);
  if (x === 0n || y === 0n) return newInt(rt, 0);
  const result = (x / gcdBig(x, y)) * y;
  return newIntBig(rt, result < 0n ? -result : result);
}

/** Folds all arguments; each must be an int. */
function folding(name: string, empty: number, fold: (rt: Runtime, a: number, b: number) => Owned, doc: string): MethodSpec {
  const fn = (rt: Runtime, _module: number, args: number, nargs: number): Owned => {
    const H = rt.H;
    if (nargs === 0) return newInt(rt, empty);
    const mark = rt.mark();
    const first = rt.own(index(rt, H[args]!));
    let result = rt.own(absInt(rt, first));
    for (let i = 1; i < nargs; i++) {
      const value = rt.own(index(rt, H[args + 2 * i]!));
      result = rt.own(fold(rt, result, value));
    }
    return rt.leave(mark, rt.newRef(result));
  };
  return { name, kind: Meth.FAST, fn, signature: '($module, *integers)', doc };
}

/** floor(sqrt(n)), n >= 0. */
export function integerRoot(n: bigint): bigint {
  if (n < 4503599627370496n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  // Newton from an estimate that is not too small
  let x = 1n << BigInt((bitLengthOf(n) + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function isqrt(rt: Runtime, _module: number, arg: number): Owned {
  const mark = rt.mark();
  const n = rt.own(index(rt, arg));
  if (intSign(rt, n) < 0) valueError(rt, 'isqrt() argument must be nonnegative');
  return rt.leave(mark, newIntBig(rt, integerRoot(intToBig(rt, n))));
}

/** Product of low … high by halves. */
function rangeProduct(low: number, high: number): bigint {
  if (high - low < 8) {
    let product = 1n;
    for (let i = low; i <= high; i++) product *= BigInt(i);
    return product;
  }
  const middle = Math.floor((low + high) / 2);
  return rangeProduct(low, middle) * rangeProduct(middle + 1, high);
}

/** CPython: math_factorial */
function factorial(rt: Runtime, _module: number, arg: number): Owned {
  const mark = rt.mark();
  const value = rt.own(index(rt, arg));
  if (intSign(rt, value) < 0) valueError(rt, 'factorial() not defined for negative values');
  if (!fitsInt64(rt, value)) overflowError(rt, 'factorial() argument should not exceed 9223372036854775807');
  const n = intToClipped(rt, value);
  if (n > 20_000_000) rt.noMemory();
  return rt.leave(mark, newIntBig(rt, n < 2 ? 1n : rangeProduct(2, n)));
}

/** The two int arguments n and k of comb and perm; k as a host number. */
function chooseArguments(rt: Runtime, n: number, k: number): { n: bigint; k: bigint } {
  if (intSign(rt, n) < 0) valueError(rt, 'n must be a non-negative integer');
  if (intSign(rt, k) < 0) valueError(rt, 'k must be a non-negative integer');
  return { n: intToBig(rt, n), k: intToBig(rt, k) };
}

/** CPython: math_comb_impl */
function comb(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'comb', nargs, 2, 2);
  const mark = rt.mark();
  const first = rt.own(index(rt, rt.H[args]!));
  const second = rt.own(index(rt, rt.H[args + 2]!));
  const { n, k: given } = chooseArguments(rt, first, second);
  if (given > n) return rt.leave(mark, newInt(rt, 0));
  // biome-ignore lint/complexity/useMathMinMax: bigints
  const k = given > n - given ? n - given : given;
  if (k > 9223372036854775807n) overflowError(rt, 'min(n - k, k) must not exceed 9223372036854775807');
  const count = Number(k);
  let result = 1n;
  if (n < 9007199254740991n && count > 40) {
    const top = Number(n);
    result = rangeProduct(top - count + 1, top) / rangeProduct(1, count);
  } else for (let i = 1n; i <= k; i++) result = (result * (n - i + 1n)) / i;
  return rt.leave(mark, newIntBig(rt, result));
}

/** CPython: math_perm_impl */
function perm(rt: Runtime, module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'perm', nargs, 1, 2);
  if (nargs === 1 || rt.H[args + 2] === S.None) return factorial(rt, module, rt.H[args]!);
  const mark = rt.mark();
  const first = rt.own(index(rt, rt.H[args]!));
  const second = rt.own(index(rt, rt.H[args + 2]!));
  const { n, k } = chooseArguments(rt, first, second);
  if (k > n) return rt.leave(mark, newInt(rt, 0));
  if (k > 9223372036854775807n) overflowError(rt, 'k must not exceed 9223372036854775807');
  const top = Number(n);
  if (n < 9007199254740991n) return rt.leave(mark, newIntBig(rt, rangeProduct(top - Number(k) + 1, top)));
  let result = 1n;
  for (let i = 0n; i < k; i++) result *= n - i;
  return rt.leave(mark, newIntBig(rt, result));
}

/** ldexp's exponent etc.: an int, clipped. */
export function clippedInt(rt: Runtime, o: number): number {
  return rt.H[o + Ob.type] === T.int ? intToClipped(rt, o) : asIndex(rt, o, 0);
}

export const integerFunctions: readonly MethodSpec[] = [
  {
    name: 'comb',
    kind: Meth.FAST,
    fn: comb,
    signature: '($module, n, k, /)',
    doc: 'Number of ways to choose k items from n items without repetition and without order.',
  },
  {
    name: 'factorial',
    kind: Meth.O,
    fn: factorial,
    signature: '($module, x, /)',
    doc: 'Find x!.\n\nRaise a ValueError if x is negative or non-integral.',
  },
  folding('gcd', 0, gcdOfInts, 'Greatest Common Divisor.'),
  { name: 'isqrt', kind: Meth.O, fn: isqrt, signature: '($module, n, /)', doc: 'Return the integer part of the square root of the input.' },
  folding('lcm', 1, lcmOfInts, 'Least Common Multiple.'),
  {
    name: 'perm',
    kind: Meth.FAST,
    fn: perm,
    signature: '($module, n, k=None, /)',
    doc: 'Number of ways to choose k items from n items without repetition and with order.',
  },
];
