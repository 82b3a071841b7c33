import { raise, valueError } from '../core/errors.ts';
import { Int } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import { bitLengthOf } from './double-bits.ts';
import { newFloat } from './float-object.ts';
import { mulInts } from './int-arithmetic.ts';
import { bitLength, intToBig, intToNumber, intToSafe, newInt, newIntBig } from './int-object.ts';

/** Largest modulus whose squares stay below 2^53. */
const SAFE_MODULUS = 94906265;

/**
 * a ** b, or pow(a, b, c) when c is not None; c is an int or None. A negative exponent without modulus gives a float.
 * ValueError, ZeroDivisionError, OverflowError, MemoryError. CPython: Objects/longobject.c long_pow
 */
export function powInts(rt: Runtime, a: number, b: number, c: number): Owned {
  return c === S.None ? powPlain(rt, a, b) : powModulo(rt, a, b, c);
}

function powPlain(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  if (H[b + Int.size]! < 0) {
    // as CPython: both become floats
    return newFloat(rt, floatPower(rt, intToNumber(rt, a), intToNumber(rt, b)));
  }
  const base = intToSafe(rt, a);
  const exponent = intToSafe(rt, b);
  if (base === 0) return newInt(rt, exponent === 0 ? 1 : 0);
  if (base === 1) return newInt(rt, 1);
  if (base === -1) return newInt(rt, (H[b + Int.size] === 0 ? 0 : H[b + Int.digits]! & 1) === 0 ? 1 : -1);
  if (exponent === 2) return mulInts(rt, a, a);
  if (!Number.isNaN(base)) {
    // exact in doubles as long as the product stays below 2^53
    const bits = bitLength(rt, a) * exponent;
    if (bits <= 53) {
      let result = 1;
      for (let i = 0; i < exponent; i++) result *= base;
      return newInt(rt, result);
    }
  }
  if (!(exponent * bitLength(rt, a) < 1 << 30)) rt.noMemory();
  return newIntBig(rt, intToBig(rt, a) ** BigInt(exponent));
}

function floatPower(rt: Runtime, x: number, y: number): number {
  if (x === 0) raise(rt, T.ZeroDivisionError, '0.0 cannot be raised to a negative power');
  return x ** y;
}

function powModulo(rt: Runtime, a: number, b: number, c: number): Owned {
  const H = rt.H;
  if (H[c + Int.size] === 0) valueError(rt, 'pow() 3rd argument cannot be 0');
  const modulus = intToSafe(rt, c);
  const base = intToSafe(rt, a);
  const exponent = intToSafe(rt, b);
  if (modulus === 1 || modulus === -1) return newInt(rt, 0);
  if (!Number.isNaN(base) && exponent >= 0 && Math.abs(modulus) <= SAFE_MODULUS) return newInt(rt, powSafe(base, exponent, modulus));
  let m = intToBig(rt, c);
  const negative = m < 0n;
  if (negative) m = -m;
  let x = intToBig(rt, a);
  let n = intToBig(rt, b);
  if (n < 0n) {
    x = inverseModulo(rt, x, m);
    n = -n;
  }
  x %= m;
  if (x < 0n) x += m;
  let result = powBig(x, n, m);
  if (negative && result !== 0n) result -= m;
  return newIntBig(rt, result);
}

function powSafe(base: number, exponent: number, modulus: number): number {
  const m = Math.abs(modulus);
  let x = base % m;
  if (x < 0) x += m;
  let n = exponent;
  let result = 1;
  while (n > 0) {
    if (n % 2 === 1) result = (result * x) % m;
    n = Math.floor(n / 2);
    if (n > 0) x = (x * x) % m;
  }
  return modulus < 0 && result !== 0 ? result - m : result;
}

/** x^n mod m with 4-bit windows for long exponents. */
function powBig(x: bigint, n: bigint, m: bigint): bigint {
  if (n === 0n) return 1n % m;
  const bits = bitLengthOf(n);
  if (bits <= 32) {
    let result = 1n;
    const exponent = Number(n);
    for (let i = bits - 1; i >= 0; i--) {
      result = (result * result) % m;
      if (Math.floor(exponent / 2 ** i) % 2 === 1) result = (result * x) % m;
    }
    return result;
  }
  const table: bigint[] = [1n];
  for (let i = 1; i < 16; i++) table.push((table[i - 1]! * x) % m);
  let result = 1n;
  for (const digit of n.toString(16)) {
    for (let i = 0; i < 4; i++) result = (result * result) % m;
    const d = Number.parseInt(digit, 16);
    if (d !== 0) result = (result * table[d]!) % m;
  }
  return result;
}

/** CPython: Objects/longobject.c long_invmod */
function inverseModulo(rt: Runtime, a: bigint, n: bigint): bigint {
  let x = a % n;
  if (x < 0n) x += n;
  let y = n;
  let b = 1n;
  let c = 0n;
  while (y !== 0n) {
    const q = x / y;
    [x, y] = [y, x - q * y];
    [b, c] = [c, b - q * c];
  }
  if (x !== 1n) valueError(rt, 'base is not invertible for the given modulus');
  b %= n;
  return b < 0n ? b + n : b;
}
