import { ldexp } from './double-bits.ts';

/** Reading numbers from text, as int(), float() and complex() do. Pure functions on host strings. */

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are white space to Python
const SPACES =
  /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: they are white space to Python
const NON_ASCII = /[^\0-\x7f]/;
const DIGIT = /\p{Nd}/u;

/** Without white space (Python's) at both ends. CPython: str.strip, Py_UNICODE_ISSPACE */
export function stripSpaces(text: string): string {
  return text.replace(SPACES, '');
}

/** Decimal digits of all scripts become ASCII ones; text that is ASCII comes back as it is. CPython: _PyUnicode_TransformDecimalAndSpaceToASCII */
export function asciiDigits(text: string): string {
  if (!NON_ASCII.test(text)) return text;
  let result = '';
  for (const char of text) {
    const value = char > '\x7f' ? decimalValue(char) : -1;
    result += value < 0 ? char : String(value);
  }
  return result;
}

/** Value of a decimal digit character, -1 for others. Digits come in runs of ten whose first is the zero. */
export function decimalValue(char: string): number {
  if (!DIGIT.test(char)) return -1;
  const code = char.codePointAt(0)!;
  let start = code;
  while (start > 0 && DIGIT.test(String.fromCodePoint(start - 1))) start--;
  return (code - start) % 10;
}

const D = '[0-9]+(?:_[0-9]+)*';
const NUMBER = `(?:${D}(?:\\.(?:${D})?)?|\\.${D})(?:[eE][+-]?${D})?`;
const SPECIAL = '(?:inf(?:inity)?|nan)';
const FLOAT = new RegExp(`^[+-]?${NUMBER}$`);
const FLOAT_SPECIAL = new RegExp(`^([+-]?)${SPECIAL}$`, 'i');

/** The double that the text says, null when it says none. CPython: Objects/floatobject.c PyFloat_FromString */
export function parseFloatText(text: string): number | null {
  const t = stripSpaces(asciiDigits(text));
  if (FLOAT.test(t)) return Number(t.includes('_') ? t.replaceAll('_', '') : t);
  const special = FLOAT_SPECIAL.exec(t);
  if (special === null) return null;
  const value = /n$/i.test(t) ? Number.NaN : Number.POSITIVE_INFINITY;
  return special[1] === '-' ? -value : value;
}

const PART = `(?:${NUMBER}|${SPECIAL})`;
const COMPLEX = new RegExp(`^(?:([+-]?${PART})(?:([+-](?:${PART})?)[jJ])?|([+-]?(?:${PART})?)[jJ])$`, 'i');

/** Real and imaginary part, null when the text is not a complex number. CPython: Objects/complexobject.c complex_from_string_inner */
export function parseComplexText(text: string): { real: number; imag: number } | null {
  let t = stripSpaces(asciiDigits(text));
  if (t.startsWith('(') && t.endsWith(')')) t = stripSpaces(t.slice(1, -1));
  const match = COMPLEX.exec(t);
  if (match === null) return null;
  if (match[3] !== undefined) return { real: 0, imag: partValue(match[3]) };
  return { real: partValue(match[1]!), imag: match[2] === undefined ? 0 : partValue(match[2]) };
}

function partValue(text: string): number {
  if (text === '' || text === '+') return 1;
  if (text === '-') return -1;
  return parseFloatText(text)!;
}

const HEX_FLOAT = /^([+-]?)(?:0x)?(?:([0-9a-f]+)(?:\.([0-9a-f]*))?|\.([0-9a-f]+))(?:p([+-]?[0-9]+))?$/i;

/** Result of reading a hexadecimal float: a value, or which error. */
export type HexFloat = number | 'invalid' | 'overflow';

/** CPython: Objects/floatobject.c float_fromhex */
export function parseHexFloat(text: string): HexFloat {
  const t = text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '');
  const special = FLOAT_SPECIAL.exec(t);
  if (special !== null) return parseFloatText(t)!;
  const match = HEX_FLOAT.exec(t);
  if (match === null) return 'invalid';
  const negative = match[1] === '-';
  const fraction = match[4] ?? match[3] ?? '';
  const digits = ((match[2] ?? '') + fraction).replace(/^0+/, '');
  if (digits === '') return negative ? -0 : 0;
  const exponentText = match[5] ?? '0';
  let exponent = Number(exponentText) - 4 * fraction.length;
  if (Math.abs(exponent) > 1e9) return exponent > 0 ? 'overflow' : negative ? -0 : 0;
  // 26 hex digits (the rest is only "not zero") hold more than twice the bits of a double
  let kept = digits;
  if (digits.length > 26) {
    const rest = digits.slice(26);
    kept = digits.slice(0, 26) + (/[1-9a-f]/i.test(rest) ? '1' : '0');
    exponent += 4 * (rest.length - 1);
  }
  const value = BigInt(`0x${kept}`);
  const bits = value.toString(2).length;
  const top = bits + exponent;
  if (top > 1024) return 'overflow';
  // bits that the result can keep: 53, fewer for subnormal ones
  const drop = Math.max(bits - 53, -1074 - exponent);
  let result: number;
  if (drop <= 0) result = ldexp(Number(value), exponent);
  else if (drop > bits + 1) result = 0;
  else {
    const shift = BigInt(drop);
    let q = value >> shift;
    const rest = value - (q << shift);
    const half = 1n << (shift - 1n);
    if (rest > half || (rest === half && (q & 1n) === 1n)) q += 1n;
    result = ldexp(Number(q), exponent + drop);
  }
  if (result === Number.POSITIVE_INFINITY) return 'overflow';
  return negative ? -result : result;
}

/**
 * Why text is not an int: 'invalid' literal; or its value. `base` 0 takes the prefix. `checkLength` may refuse long texts.
 * CPython: Objects/longobject.c PyLong_FromString
 */
export function parseIntText(text: string, base: number, checkLength?: (digits: number, radix: number) => void): bigint | number | 'invalid' {
  let t = stripSpaces(asciiDigits(text));
  let negative = false;
  if (t.startsWith('+')) t = t.slice(1);
  else if (t.startsWith('-')) {
    negative = true;
    t = t.slice(1);
  }
  let radix = base;
  let zeroOnly = false;
  const prefix = t.length > 1 && t[0] === '0' ? t[1]!.toLowerCase() : '';
  if (radix === 0) {
    if (t[0] !== '0') radix = 10;
    else if (prefix === 'x') radix = 16;
    else if (prefix === 'o') radix = 8;
    else if (prefix === 'b') radix = 2;
    else {
      radix = 10;
      zeroOnly = true;
    }
  }
  if ((radix === 16 && prefix === 'x') || (radix === 8 && prefix === 'o') || (radix === 2 && prefix === 'b')) {
    t = t.slice(2);
    if (t.startsWith('_')) t = t.slice(1);
  }
  if (!digitsFit(t, radix)) return 'invalid';
  const digits = t.includes('_') ? t.replaceAll('_', '') : t;
  if (zeroOnly && /[^0]/.test(digits)) return 'invalid';
  if (digits.length > 600 && checkLength !== undefined) checkLength(digits.length, radix);
  const value = digitsValue(digits, radix);
  return negative ? -value : value;
}

/** Digits of the radix with single underscores between them? */
function digitsFit(t: string, radix: number): boolean {
  if (t === '') return false;
  let previousUnderscore = true;
  for (let i = 0; i < t.length; i++) {
    const c = t.charCodeAt(i);
    if (c === 95) {
      if (previousUnderscore) return false;
      previousUnderscore = true;
      continue;
    }
    previousUnderscore = false;
    const value = c < 58 ? c - 48 : c >= 97 ? c - 87 : c >= 65 ? c - 55 : -1;
    if (value < 0 || value >= radix || (c >= 58 && c < 65) || (c > 90 && c < 97) || c > 122) return false;
  }
  return !previousUnderscore;
}

/** Value of checked digits. Halves are joined so that long texts take subquadratic time. */
export function digitsValue(digits: string, radix: number): bigint | number {
  if (digits.length <= 10) return Number.parseInt(digits, radix);
  if (radix === 10) return BigInt(digits);
  if (radix === 16) return BigInt(`0x${digits}`);
  if (radix === 8) return BigInt(`0o${digits}`);
  if (radix === 2) return BigInt(`0b${digits}`);
  const low = digits.length >> 1;
  const cut = digits.length - low;
  return BigInt(digitsValue(digits.slice(0, cut), radix)) * BigInt(radix) ** BigInt(low) + BigInt(digitsValue(digits.slice(cut), radix));
}
