import { isAlpha, isDecimal, isDigit, isLinebreak, isNumeric, isSpace } from '../../text/char-properties.ts';
import { Category } from './codes.ts';

/** Classes and cases of characters as patterns see them. CPython: Modules/_sre/sre.c */

const enum Bit {
  digit = 1,
  space = 2,
  word = 4,
  known = 128,
}

/** Bits of the characters below 128, fixed. */
const ASCII: Uint8Array = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, c) => {
  let bits = Bit.known as number;
  if (c >= 48 && c <= 57) bits |= Bit.digit | Bit.word;
  if ((c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95) bits |= Bit.word;
  // Python's str.isspace has four separators that C's isspace has not
  if ((c >= 9 && c <= 13) || (c >= 28 && c <= 32)) bits |= Bit.space;
  return bits;
});

function unicodeBits(c: number): number {
  if (c < 128) return ASCII[c]!;
  let bits = 0;
  if (isDecimal(c)) bits |= Bit.digit | Bit.word;
  else if (isAlpha(c) || isDigit(c) || isNumeric(c)) bits |= Bit.word;
  if (isSpace(c)) bits |= Bit.space;
  return bits;
}

/** The same for every run of an interpreter; kept because the properties of other characters are slow to ask for. */
export class Characters {
  private readonly bits = new Uint8Array(65536);
  private readonly lowered = new Int32Array(65536);
  private readonly uppered = new Int32Array(65536);

  private bitsOf(c: number): number {
    if (c > 0xffff) return unicodeBits(c);
    let bits = this.bits[c]!;
    if (bits === 0) {
      bits = unicodeBits(c) | Bit.known;
      this.bits[c] = bits;
    }
    return bits;
  }

  isUnicodeWord(c: number): boolean {
    return (this.bitsOf(c) & Bit.word) !== 0;
  }

  /** Does the character belong to the category? CPython: sre_category */
  inCategory(category: number, c: number): boolean {
    switch (category) {
      case Category.DIGIT:
        return c >= 48 && c <= 57;
      case Category.NOT_DIGIT:
        return c < 48 || c > 57;
      case Category.SPACE:
        return isAsciiSpace(c);
      case Category.NOT_SPACE:
        return !isAsciiSpace(c);
      case Category.WORD:
      case Category.LOC_WORD:
        return isAsciiWord(c);
      case Category.NOT_WORD:
      case Category.LOC_NOT_WORD:
        return !isAsciiWord(c);
      case Category.LINEBREAK:
        return c === 10;
      case Category.NOT_LINEBREAK:
        return c !== 10;
      case Category.UNI_DIGIT:
        return (this.bitsOf(c) & Bit.digit) !== 0;
      case Category.UNI_NOT_DIGIT:
        return (this.bitsOf(c) & Bit.digit) === 0;
      case Category.UNI_SPACE:
        return (this.bitsOf(c) & Bit.space) !== 0;
      case Category.UNI_NOT_SPACE:
        return (this.bitsOf(c) & Bit.space) === 0;
      case Category.UNI_WORD:
        return (this.bitsOf(c) & Bit.word) !== 0;
      case Category.UNI_NOT_WORD:
        return (this.bitsOf(c) & Bit.word) === 0;
      case Category.UNI_LINEBREAK:
        return isLinebreak(c);
      case Category.UNI_NOT_LINEBREAK:
        return !isLinebreak(c);
    }
    return false;
  }

  /** CPython: Py_UNICODE_TOLOWER */
  lower(c: number): number {
    if (c < 128) return c >= 65 && c <= 90 ? c + 32 : c;
    if (c > 0xffff) return simpleLower(c);
    let lower = this.lowered[c]!;
    if (lower === 0) {
      lower = simpleLower(c);
      this.lowered[c] = lower;
    }
    return lower;
  }

  /** CPython: Py_UNICODE_TOUPPER */
  upper(c: number): number {
    if (c < 128) return c >= 97 && c <= 122 ? c - 32 : c;
    if (c > 0xffff) return simpleUpper(c);
    let upper = this.uppered[c]!;
    if (upper === 0) {
      upper = simpleUpper(c);
      this.uppered[c] = upper;
    }
    return upper;
  }
}

export function isAsciiWord(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95;
}

function isAsciiSpace(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

/** CPython: sre_lower_ascii; in the C locale sre_lower_locale too */
export function lowerAscii(c: number): number {
  return c >= 65 && c <= 90 ? c + 32 : c;
}

/** CPython: sre_upper_locale in the C locale */
export function upperAscii(c: number): number {
  return c >= 97 && c <= 122 ? c - 32 : c;
}

/** The first character of the full mapping, which is what CPython takes for characters that become several. CPython: _PyUnicode_ToLowercase */
function simpleLower(c: number): number {
  return String.fromCodePoint(c).toLowerCase().codePointAt(0)!;
}

/** CPython: _PyUnicode_ToUppercase */
function simpleUpper(c: number): number {
  return String.fromCodePoint(c).toUpperCase().codePointAt(0)!;
}
