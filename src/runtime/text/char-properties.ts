/**
 * Properties of code points as str methods see them. Tables for what the host's regular expressions cannot say.
 * CPython: Objects/unicodectype.c, Tools/unicode/makeunicodedata.py
 */

const enum Flag {
  alpha = 1,
  decimal = 2,
  space = 4,
  lower = 8,
  upper = 16,
  printable = 32,
}

/** Flags of the characters below 128. */
const ASCII: Uint8Array = /* @__PURE__ */ makeAsciiFlags();

function makeAsciiFlags(): Uint8Array {
  const flags = new Uint8Array(128);
  for (let c = 0; c < 128; c++) {
    let f = 0;
    if (c >= 97 && c <= 122) f |= Flag.alpha | Flag.lower;
    if (c >= 65 && c <= 90) f |= Flag.alpha | Flag.upper;
    if (c >= 48 && c <= 57) f |= Flag.decimal;
    if ((c >= 9 && c <= 13) || (c >= 28 && c <= 32)) f |= Flag.space;
    if (c >= 32 && c < 127) f |= Flag.printable;
    flags[c] = f;
  }
  return flags;
}

const LETTER = /^\p{L}$/u;
const DECIMAL = /^\p{Nd}$/u;
const NUMBER = /^\p{N}$/u;
const LOWERCASE = /^\p{Lowercase}$/u;
const UPPERCASE = /^\p{Uppercase}$/u;
const TITLECASE = /^\p{Lt}$/u;
const NOT_PRINTABLE = /^[\p{C}\p{Z}]$/u;
const CASED = /^\p{Cased}$/u;
const CASE_IGNORABLE = /^\p{Case_Ignorable}$/u;
const ID_START = /^[\p{XID_Start}_]$/u;
const ID_CONTINUE = /^\p{XID_Continue}$/u;

/** Characters with Numeric_Type=Digit that are not decimal: first, last, value of the first. */
const DIGITS: readonly number[] = [
  178, 179, 2, 185, 185, 1, 4969, 4977, 1, 6618, 6618, 1, 8304, 8304, 0, 8308, 8313, 4, 8320, 8329, 0, 9312, 9320, 1, 9332, 9340, 1, 9352, 9360, 1,
  9450, 9450, 0, 9461, 9469, 1, 9471, 9471, 0, 10102, 10110, 1, 10112, 10120, 1, 10122, 10130, 1, 68160, 68163, 1, 69216, 69224, 1, 69714, 69722, 1,
  127232, 127232, 0, 127233, 127242, 0,
];

/** Ideographs that have a numeric value. */
const NUMERIC_IDEOGRAPHS: ReadonlySet<number> = /* @__PURE__ */ new Set([
  13317, 13443, 14378, 15181, 19968, 19971, 19975, 19977, 20061, 20108, 20116, 20118, 20159, 20160, 20191, 20200, 20237, 20336, 20740, 20806, 20841,
  20843, 20845, 21313, 21315, 21316, 21317, 21324, 21441, 21442, 21443, 21444, 22235, 22769, 22777, 24186, 24318, 24319, 24332, 24333, 24334, 24336,
  25342, 25420, 26578, 28422, 29590, 30334, 32902, 33836, 36014, 36019, 36144, 38433, 38470, 38476, 38520, 38646, 63851, 63859, 63864, 63922, 63953,
  63955, 63997, 131073, 131172, 131298, 131361, 133418, 133507, 133516, 133532, 133866, 133885, 133913, 140176, 141720, 146203, 156269, 194704,
]);

export function isAlpha(c: number): boolean {
  return c < 128 ? (ASCII[c]! & Flag.alpha) !== 0 : LETTER.test(String.fromCodePoint(c));
}

export function isDecimal(c: number): boolean {
  return c < 128 ? (ASCII[c]! & Flag.decimal) !== 0 : DECIMAL.test(String.fromCodePoint(c));
}

/** Value of a decimal digit character or -1. CPython: _PyUnicode_ToDecimalDigit */
export function decimalValue(c: number): number {
  if (c < 128) return c >= 48 && c <= 57 ? c - 48 : -1;
  if (!isDecimal(c)) return -1;
  // decimal digits stand in runs of ten; the mathematical ones are five runs side by side from U+1D7CE
  if (c >= 0x1d7ce && c <= 0x1d7ff) return (c - 0x1d7ce) % 10;
  let zero = c;
  while (c - zero < 9 && isDecimal(zero - 1)) zero--;
  return c - zero;
}

/** Value of a digit character (superscripts and circled digits among them) or -1. CPython: _PyUnicode_ToDigit */
export function digitValue(c: number): number {
  const decimal = decimalValue(c);
  if (decimal >= 0 || c < 128) return decimal;
  for (let i = 0; i < DIGITS.length; i += 3) if (c >= DIGITS[i]! && c <= DIGITS[i + 1]!) return DIGITS[i + 2]! + c - DIGITS[i]!;
  return -1;
}

export function isDigit(c: number): boolean {
  return digitValue(c) >= 0;
}

export function isNumeric(c: number): boolean {
  return c < 128 ? (ASCII[c]! & Flag.decimal) !== 0 : NUMERIC_IDEOGRAPHS.has(c) || NUMBER.test(String.fromCodePoint(c));
}

export function isSpace(c: number): boolean {
  if (c < 128) return (ASCII[c]! & Flag.space) !== 0;
  return (
    c === 0x85 ||
    c === 0xa0 ||
    c === 0x1680 ||
    (c >= 0x2000 && c <= 0x200a) ||
    c === 0x2028 ||
    c === 0x2029 ||
    c === 0x202f ||
    c === 0x205f ||
    c === 0x3000
  );
}

/** Ends a line for str.splitlines. CPython: _PyUnicode_IsLinebreak */
export function isLinebreak(c: number): boolean {
  return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c === 0x85 || c === 0x2028 || c === 0x2029;
}

export function isLower(c: number): boolean {
  return c < 128 ? (ASCII[c]! & Flag.lower) !== 0 : LOWERCASE.test(String.fromCodePoint(c));
}

export function isUpper(c: number): boolean {
  return c < 128 ? (ASCII[c]! & Flag.upper) !== 0 : UPPERCASE.test(String.fromCodePoint(c));
}

export function isTitle(c: number): boolean {
  return c >= 128 && TITLECASE.test(String.fromCodePoint(c));
}

export function isCased(c: number): boolean {
  return c < 128 ? (ASCII[c]! & Flag.alpha) !== 0 : CASED.test(String.fromCodePoint(c));
}

export function isCaseIgnorable(c: number): boolean {
  return CASE_IGNORABLE.test(String.fromCodePoint(c));
}

/** Shown as it is by repr(). CPython: _PyUnicode_IsPrintable */
export function isPrintable(c: number): boolean {
  if (c < 128) return (ASCII[c]! & Flag.printable) !== 0;
  if (c >= 0xd800 && c <= 0xdfff) return false;
  return !NOT_PRINTABLE.test(String.fromCodePoint(c));
}

export function isIdStart(c: number): boolean {
  return c < 128 ? (ASCII[c]! & Flag.alpha) !== 0 || c === 95 : ID_START.test(String.fromCodePoint(c));
}

export function isIdContinue(c: number): boolean {
  return c < 128 ? (ASCII[c]! & (Flag.alpha | Flag.decimal)) !== 0 || c === 95 : ID_CONTINUE.test(String.fromCodePoint(c));
}
