import { index } from '../../core/abstract/number.ts';
import { checkPositional, noKeywords, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { overflowError, typeError, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import { nextAfter, oddMantissa, roundedQuotient } from '../../numbers/double-bits.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { intToBig } from '../../numbers/int-object.ts';
import { realArgument, twoReals } from './real-functions.ts';

/** A finite double that is not zero as an integer times a power of two. */
function exactly(x: number): { digits: bigint; exponent: number } {
  const { mantissa, exponent } = oddMantissa(x);
  return { digits: BigInt(x < 0 ? -mantissa : mantissa), exponent };
}

/** x * y + z of finite doubles, rounded once; infinite when it is too large. */
function fusedMultiplyAdd(x: number, y: number, z: number): number {
  if (x === 0 || y === 0) return x * y + z;
  const a = exactly(x);
  const b = exactly(y);
  let sum = a.digits * b.digits;
  let exponent = a.exponent + b.exponent;
  if (z !== 0) {
    const c = exactly(z);
    const shift = exponent - c.exponent;
    if (shift > 0) {
      sum = (sum << BigInt(shift)) + c.digits;
      exponent = c.exponent;
    } else sum += c.digits << BigInt(-shift);
  }
  if (sum === 0n) return 0;
  return exponent >= 0 ? roundedQuotient(sum << BigInt(exponent), 1n) : roundedQuotient(sum, 1n << BigInt(-exponent));
}

/** math.fma(x, y, z) (3.13). CPython: Modules/mathmodule.c math_fma_impl */
function fma(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'fma', nargs, 3, 3);
  const [x, y, z] = [0, 2, 4].map((i) => realArgument(rt, rt.H[args + i]!)) as [number, number, number];
  if ([x, y, z].some(Number.isNaN)) return newFloat(rt, Number.NaN);
  if (Number.isFinite(x) && Number.isFinite(y)) {
    // The product of finite factors is finite here, even one that no double holds.
    const r = Number.isFinite(z) ? fusedMultiplyAdd(x, y, z) : z;
    if (!Number.isFinite(r) && Number.isFinite(z)) overflowError(rt, 'overflow in fma');
    return newFloat(rt, r);
  }
  const r = x * y + z;
  if (Number.isNaN(r)) valueError(rt, 'invalid operation in fma');
  return newFloat(rt, r);
}

const NEXTAFTER: ParameterSpec = { name: 'nextafter', params: ['x', 'y', 'steps'], required: 2, maxPositional: 2 };

/** Number of a double among all doubles in their order, 0 for both zeros. */
function rank(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(x));
  const magnitude = bits.getBigInt64(0);
  return x < 0 ? -magnitude : magnitude;
}

function atRank(n: bigint): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setBigInt64(0, n < 0n ? -n : n);
  const magnitude = bits.getFloat64(0);
  return n < 0n ? -magnitude : magnitude;
}

/** math.nextafter(x, y, /, *, steps=None); steps since 3.12. CPython: math_nextafter_impl */
function nextafter(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  if (rt.model.version[1] < 12) noKeywords(rt, 'math.nextafter', kwnames);
  if (kwnames === 0 && rt.model.version[1] < 12) {
    const [x, y] = twoReals(rt, 'nextafter', args, nargs);
    return newFloat(rt, nextAfter(x, y));
  }
  if (nargs !== 2) typeError(rt, `nextafter() takes exactly 2 positional arguments (${nargs} given)`);
  const given = parseKeywords(rt, NEXTAFTER, args, nargs, kwnames, [0, 0, 0]);
  const [x, y] = [realArgument(rt, given[0]!), realArgument(rt, given[1]!)];
  if (given[2] === 0 || given[2] === (S.None as number)) return newFloat(rt, nextAfter(x, y));
  const mark = rt.mark();
  const steps = intToBig(rt, rt.own(index(rt, given[2]!)));
  rt.release(mark);
  if (steps < 0n) valueError(rt, 'steps must be a non-negative integer');
  if (steps === 0n) return newFloat(rt, x);
  if (Number.isNaN(x) || Number.isNaN(y)) return newFloat(rt, Number.NaN);
  const [from, to] = [rank(x), rank(y)];
  if (x === y) return newFloat(rt, y);
  const distance = to > from ? to - from : from - to;
  if (steps >= distance) return newFloat(rt, y);
  const at = to > from ? from + steps : from - steps;
  return newFloat(rt, at === 0n && x < 0 ? -0 : atRank(at));
}

/** Of math, what looks at single bits of doubles. */
export const fusedFunctions: readonly MethodSpec[] = [
  {
    name: 'fma',
    kind: Meth.FAST,
    fn: fma,
    signature: '($module, x, y, z, /)',
    doc: 'Fused multiply-add operation.\n\nCompute (x * y) + z with a single round.',
  },
  {
    name: 'nextafter',
    kind: Meth.KEYWORDS,
    fn: nextafter,
    signature: '($module, x, y, /, *, steps=None)',
    doc: 'Return the floating-point value the given number of steps after x towards y.\n\nIf steps is not specified or is None, it defaults to 1.\n\nRaises a TypeError, if x or y is not a double, or if steps is not an integer.\nRaises ValueError if steps is negative.',
  },
];
