import { exponentOf, roundHalfEven } from '../../numbers/double-bits.ts';

/** Bits of the nearest half-precision number, -1 when it is too large. CPython: PyFloat_Pack2 */
export function halfBits(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  if (Number.isNaN(x)) return 0x7e00;
  const magnitude = Math.abs(x);
  if (magnitude === 0) return sign;
  if (magnitude === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  let exponent = exponentOf(magnitude);
  // numbers below the normal ones share the least exponent; a carry into the next one gives the right bits by itself
  if (exponent < -14) return sign | roundHalfEven(magnitude * 2 ** 24);
  let fraction = roundHalfEven((magnitude / 2 ** exponent - 1) * 1024);
  if (fraction === 1024) {
    fraction = 0;
    exponent++;
  }
  return exponent > 15 ? -1 : sign | ((exponent + 15) << 10) | fraction;
}

/** Value of a half-precision number. CPython: PyFloat_Unpack2 */
export function halfValue(bits: number): number {
  const sign = (bits & 0x8000) !== 0 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction !== 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
