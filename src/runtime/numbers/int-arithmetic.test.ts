import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Runtime } from '../core/runtime.ts';
import { S, SMALL_INT_ZERO } from '../core/static.ts';
import { bareRuntime } from './bare-runtime.ts';
import { addInts, compareInts, mulInts, negateInt, subInts } from './int-arithmetic.ts';
import { BitOp, bitwiseInts, invertInt, shiftLeftInts, shiftRightInts } from './int-bitwise.ts';
import { floorDivInts, modInts, trueDivideInts, truncatedDivide } from './int-division.ts';
import { bitLength, intToBig, newInt, newIntBig, newIntFromSignedHalves } from './int-object.ts';
import { powInts } from './int-power.ts';
import { intText } from './int-text.ts';
import { hashInt } from './number-hash.ts';

const { rt, raised } = bareRuntime();

/** Bigints of all lengths, many of them near digit borders. */
const value = fc.oneof(
  fc.bigInt({ min: -20n, max: 20n }),
  fc.bigInt({ min: -(2n ** 31n), max: 2n ** 31n }),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
  fc.tuple(fc.nat(12), fc.bigInt({ min: -2n, max: 2n }), fc.boolean()).map(([n, d, s]) => (s ? 1n : -1n) * (1n << BigInt(30 * n)) + d),
);

function floorDiv(a: bigint, b: bigint): bigint {
  const q = a / b;
  return q * b !== a && a < 0n !== b < 0n ? q - 1n : q;
}

/** The heap's result of an operation, checked to leave nothing behind. */
function onHeap(op: (rt: Runtime, a: number, b: number) => number, a: bigint, b: bigint): bigint {
  const before = rt.heap.allocatedBlocks();
  const mark = rt.mark();
  const x = rt.own(newIntBig(rt, a));
  const y = rt.own(newIntBig(rt, b));
  const z = rt.own(op(rt, x, y));
  const result = intToBig(rt, z);
  expect(intText(rt, z)).toBe(result.toString());
  rt.release(mark);
  expect(rt.heap.allocatedBlocks()).toBe(before);
  return result;
}

describe('int arithmetic on the heap', () => {
  it('agrees with bigints', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(onHeap(addInts, a, b)).toBe(a + b);
        expect(onHeap(subInts, a, b)).toBe(a - b);
        expect(onHeap(mulInts, a, b)).toBe(a * b);
        expect(onHeap((r, x, y) => bitwiseInts(r, x, y, BitOp.and), a, b)).toBe(a & b);
        expect(onHeap((r, x, y) => bitwiseInts(r, x, y, BitOp.or), a, b)).toBe(a | b);
        expect(onHeap((r, x, y) => bitwiseInts(r, x, y, BitOp.xor), a, b)).toBe(a ^ b);
        expect(onHeap((r, x) => negateInt(r, x), a, b)).toBe(-a);
        expect(onHeap((r, x) => invertInt(r, x), a, b)).toBe(~a);
        if (b !== 0n) {
          expect(onHeap(floorDivInts, a, b)).toBe(floorDiv(a, b));
          expect(onHeap(modInts, a, b)).toBe(a - floorDiv(a, b) * b);
        }
        expect(onHeap((r, x, y) => newInt(r, Math.sign(compareInts(r, x, y))), a, b)).toBe(a < b ? -1n : a > b ? 1n : 0n);
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it('takes remainders by short divisors and powers of two', () => {
    const divisor = fc.oneof(
      fc.bigInt({ min: 1n, max: 2n ** 39n }),
      fc.nat(55).map((n) => 1n << BigInt(n)),
    );
    fc.assert(
      fc.property(value, divisor, (a, b) => {
        expect(onHeap(modInts, a, b)).toBe(a - floorDiv(a, b) * b);
      }),
      { numRuns: 1500, seed: 8 },
    );
  });

  it('divides long numbers digit by digit', () => {
    const long = fc.bigInt({ min: -(2n ** 900n), max: 2n ** 900n });
    fc.assert(
      fc.property(long, fc.oneof(long, value), (a, b) => {
        if (b === 0n) return;
        const mark = rt.mark();
        const x = rt.own(newIntBig(rt, a));
        const y = rt.own(newIntBig(rt, b));
        const here = rt.mark();
        truncatedDivide(rt, x, y);
        expect(intToBig(rt, rt.H[here])).toBe(a / b);
        expect(intToBig(rt, rt.H[here + 2])).toBe(a % b);
        rt.release(mark);
      }),
      { numRuns: 1500, seed: 8 },
    );
  });

  it('shifts, raises and hashes', () => {
    const P = 2n ** 61n - 1n;
    fc.assert(
      fc.property(value, fc.nat(130), (a, n) => {
        expect(onHeap(shiftLeftInts, a, BigInt(n))).toBe(a << BigInt(n));
        expect(onHeap(shiftRightInts, a, BigInt(n))).toBe(a >> BigInt(n));
        expect(onHeap((r, x, y) => powInts(r, x, y, S.None), a, BigInt(n % 7))).toBe(a ** BigInt(n % 7));
        const op = newIntBig(rt, a);
        const low = hashInt(rt, op);
        const hash = BigInt.asIntN(64, (BigInt(rt.hashHi) << 32n) | BigInt(low >>> 0));
        let wanted = a < 0n ? -(-a % P) : a % P;
        if (wanted === -1n) wanted = -2n;
        expect(hash).toBe(wanted);
        expect(bitLength(rt, op)).toBe(a === 0n ? 0 : (a < 0n ? -a : a).toString(2).length);
        rt.decref(op);
      }),
      { numRuns: 1000, seed: 9 },
    );
  });

  it('gives small values their one object', () => {
    expect(newInt(rt, 256)).toBe(SMALL_INT_ZERO + 256 * 8);
    rt.decref(SMALL_INT_ZERO + 256 * 8);
    const mark = rt.mark();
    const big = rt.own(newIntBig(rt, 2n ** 70n));
    const bigger = rt.own(newIntBig(rt, 2n ** 70n + 5n));
    expect(rt.own(subInts(rt, bigger, big))).toBe(SMALL_INT_ZERO + 40);
    rt.release(mark);
  });

  it('makes ints of signed 64-bit halves', () => {
    for (const v of [0n, -1n, 5n, -(2n ** 63n), 2n ** 63n - 1n, -(2n ** 32n), 2n ** 40n + 3n]) {
      const u = BigInt.asUintN(64, v);
      const op = newIntFromSignedHalves(rt, Number(u & 0xffffffffn) | 0, Number(u >> 32n) | 0);
      expect(intToBig(rt, op)).toBe(v);
      rt.decref(op);
    }
  });

  it('divides to the nearest double and says what is too large', () => {
    const mark = rt.mark();
    const big = rt.own(newIntBig(rt, 10n ** 400n));
    const third = rt.own(newIntBig(rt, 3n * 10n ** 399n));
    const one = rt.own(newInt(rt, 1));
    expect(trueDivideInts(rt, big, third)).toBe(10 / 3);
    expect(trueDivideInts(rt, third, big)).toBe(0.3);
    expect(() => trueDivideInts(rt, big, one)).toThrow();
    expect(raised.message).toBe('integer division result too large for a float');
    rt.release(mark);
  });
});
