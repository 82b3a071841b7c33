import { oddMantissa } from './double-bits.ts';

/**
 * Doubles as decimal digits, correctly rounded (half to even) at any position, and the text made of them. Pure functions.
 * The host's toFixed and toExponential are exact except for ties, which they round up, and for more than 100 digits; both cases
 * go through bigints here. CPython: Python/dtoa.c, Python/pystrtod.c
 */

/** |x| = 0.digits * 10^point; digits without trailing zeros, empty for a value rounded to zero. */
export interface Decimal {
  digits: string;
  point: number;
}

const MAX_HOST_DIGITS = 100;

/** The shortest digits that read back as x (x >= 0, finite). CPython: _Py_dg_dtoa mode 0 */
export function shortestDigits(x: number): Decimal {
  if (x === 0) return { digits: '0', point: 1 };
  return fromExponential(x.toExponential());
}

function fromExponential(text: string): Decimal {
  const e = text.indexOf('e');
  const digits = text.length > 1 && text[1] === '.' ? text[0] + text.slice(2, e) : text.slice(0, e);
  return { digits: stripZeros(digits), point: Number(text.slice(e + 1)) + 1 };
}

function stripZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return end === digits.length ? digits : digits.slice(0, end);
}

/** x >= 0 rounded to `count` significant digits. CPython: _Py_dg_dtoa mode 2 */
export function significantDigits(x: number, count: number): Decimal {
  if (x === 0) return { digits: '0', point: 1 };
  const text = x.toExponential(Math.min(count - 1, MAX_HOST_DIGITS));
  const rough = fromExponential(text);
  const decimals = count - rough.point;
  if (count - 1 <= MAX_HOST_DIGITS && !mayBeTie(x, decimals)) return rough;
  // the estimate of the exponent may be one too high when it was rounded up to a power of ten
  const exactPoint = 10 ** (rough.point - 1) > x && rough.digits === '1' ? rough.point - 1 : rough.point;
  return fromInteger(scaledInteger(x, count - exactPoint), count - exactPoint);
}

/** x >= 0 rounded to `count` digits after the point (before it when negative). CPython: _Py_dg_dtoa mode 3 */
export function fixedDigits(x: number, count: number): Decimal {
  if (x === 0) return { digits: '0', point: 1 };
  if (count >= 0 && count <= MAX_HOST_DIGITS && x < 1e21 && !mayBeTie(x, count)) {
    const text = x.toFixed(count);
    const dot = text.indexOf('.');
    const whole = dot < 0 ? text : text.slice(0, dot);
    const all = dot < 0 ? text : whole + text.slice(dot + 1);
    let start = 0;
    while (start < all.length && all.charCodeAt(start) === 48) start++;
    if (start === all.length) return { digits: '', point: -count };
    return { digits: stripZeros(all.slice(start)), point: whole.length - start };
  }
  return fromInteger(scaledInteger(x, count), count);
}

function fromInteger(value: bigint, decimals: number): Decimal {
  if (value === 0n) return { digits: '', point: -decimals };
  const text = value.toString();
  return { digits: stripZeros(text), point: text.length - decimals };
}

/** Can x lie exactly in the middle of two numbers with `decimals` decimals? Only with at most decimals + 1 binary places. */
function mayBeTie(x: number, decimals: number): boolean {
  const y = decimals >= 0 ? x * 2 ** Math.min(decimals + 1, 1000) : x;
  return y === Math.floor(y);
}

/** x * 10^decimals rounded half to even, exactly. */
export function scaledInteger(x: number, decimals: number): bigint {
  if (x === 0) return 0n;
  const { mantissa, exponent } = oddMantissa(x);
  let numerator = BigInt(mantissa);
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (decimals >= 0) numerator *= 10n ** BigInt(decimals);
  else denominator *= 10n ** BigInt(-decimals);
  const quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

/** repr of a float. CPython: Objects/floatobject.c float_repr */
export function floatRepr(x: number): string {
  const a = x < 0 ? -x : x;
  if (a < 1e16 && a >= 1e-4) {
    const text = `${x}`;
    return x === Math.floor(x) ? `${text}.0` : text;
  }
  if (x === 0) return Object.is(x, -0) ? '-0.0' : '0.0';
  if (Number.isNaN(x)) return 'nan';
  if (a === Number.POSITIVE_INFINITY) return x < 0 ? '-inf' : 'inf';
  const text = x.toExponential();
  const e = text.indexOf('e');
  return text.length - e === 3 ? `${text.slice(0, e + 2)}0${text[e + 2]}` : text;
}

/** Codes of floatText: 'r' is the shortest text that reads back. */
export type FloatCode = 'e' | 'f' | 'g' | 'r';

/**
 * Text of a double with a leading '-' where due (also for -0.0). `alternate` keeps the point and, for 'g', trailing zeros;
 * `addDotZero` makes sure that it looks like a float. CPython: Python/pystrtod.c PyOS_double_to_string, format_float_short
 */
export function floatText(x: number, code: FloatCode, precision: number, alternate: boolean, addDotZero: boolean): string {
  if (Number.isNaN(x)) return 'nan';
  const negative = x < 0 || Object.is(x, -0);
  const sign = negative ? '-' : '';
  const a = negative ? -x : x;
  if (a === Number.POSITIVE_INFINITY) return `${sign}inf`;
  const count = code === 'g' && precision === 0 ? 1 : precision;
  const decimal = code === 'r' ? shortestDigits(a) : code === 'f' ? fixedDigits(a, count) : significantDigits(a, code === 'e' ? count + 1 : count);
  const { digits } = decimal;
  let { point } = decimal;
  let end = digits.length;
  let useExponent = false;
  if (code === 'e') {
    useExponent = true;
    end = count + 1;
  } else if (code === 'f') end = point + count;
  else if (code === 'g') {
    if (point <= -4 || point > count - (addDotZero ? 1 : 0)) useExponent = true;
    if (alternate) end = count;
  } else if (point <= -4 || point > 16) useExponent = true;
  const exponent = point - 1;
  if (useExponent) point = 1;
  if (!useExponent && addDotZero) end = end > point ? end : point + 1;
  else end = Math.max(end, point);
  let whole: string;
  let fraction: string;
  if (point <= 0) {
    whole = '0';
    fraction = end > point ? '0'.repeat(Math.max(0, Math.min(end, 0) - point)) + pad(digits, Math.max(0, end)) : '';
  } else {
    whole = pad(digits.slice(0, point), point);
    fraction = pad(digits.slice(point), end - point);
  }
  let text = sign + whole;
  if (fraction !== '' || alternate) text += `.${fraction}`;
  if (useExponent) {
    const e = Math.abs(exponent);
    text += `e${exponent < 0 ? '-' : '+'}${e < 10 ? '0' : ''}${e}`;
  }
  return text;
}

function pad(digits: string, length: number): string {
  return digits.length >= length ? digits.slice(0, length) : digits + '0'.repeat(length - digits.length);
}

/** float.hex(). CPython: Objects/floatobject.c float_hex_impl */
export function floatHex(x: number): string {
  if (!Number.isFinite(x)) return floatRepr(x);
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  const a = Math.abs(x);
  if (a === 0) return `${sign}0x0.0p+0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, a);
  const high = view.getUint32(0);
  const low = view.getUint32(4);
  const biased = high >>> 20;
  const fraction = (high & 0xfffff).toString(16).padStart(5, '0') + low.toString(16).padStart(8, '0');
  const exponent = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

/** x rounded to `digits` decimals (may be negative), half to even on the exact value. CPython: Objects/floatobject.c double_round */
export function roundTo(x: number, digits: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  if (digits > 323) return x;
  if (digits < -308) return x < 0 ? -0 : 0;
  const { digits: text, point } = fixedDigits(Math.abs(x), digits);
  const result = text === '' ? 0 : Number(`0.${text}e${point}`);
  return x < 0 ? -result : result;
}
