import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { capitalizeText, foldText, isTitleText, lowerText, swapcaseText, titleText, upperText } from './case-mapping.ts';
import {
  isAlpha,
  isDecimal,
  isDigit,
  isIdContinue,
  isIdStart,
  isLower,
  isNumeric,
  isPrintable,
  isSpace,
  isTitle,
  isUpper,
} from './char-properties.ts';
import { isAscii, readChar, strData, strKind, strLength } from './str-layout.ts';
import { allocStr, charStr, newStr, strChars } from './str-object.ts';

/** str methods about case and kinds of characters. CPython: Objects/unicodeobject.c */

type TextMapping = (chars: readonly number[]) => string;

function mapped(rt: Runtime, op: number, mapping: TextMapping): Owned {
  return newStr(rt, mapping(strChars(rt, op)));
}

const enum AsciiCase {
  upper,
  lower,
  swap,
}

/** CPython: ascii_upper_or_lower, and the same for swapcase */
function asciiCase(rt: Runtime, op: number, how: AsciiCase): Owned {
  const length = strLength(rt, op);
  const U8 = rt.U8;
  const from = strData(rt, op);
  if (length === 1) return charStr(rt, switchCase(U8[from], how));
  const result = allocStr(rt, length, 0x7f);
  const to = strData(rt, result);
  for (let i = 0; i < length; i++) U8[to + i] = switchCase(U8[from + i], how);
  return result;
}

function switchCase(c: number, how: AsciiCase): number {
  if (c >= 97 && c <= 122) return how === AsciiCase.lower ? c : c - 32;
  if (c >= 65 && c <= 90) return how === AsciiCase.upper ? c : c + 32;
  return c;
}

/** CPython: unicode_upper */
export function upper(rt: Runtime, op: number): Owned {
  return isAscii(rt, op) ? asciiCase(rt, op, AsciiCase.upper) : mapped(rt, op, upperText);
}

/** CPython: unicode_lower */
export function lower(rt: Runtime, op: number): Owned {
  return isAscii(rt, op) ? asciiCase(rt, op, AsciiCase.lower) : mapped(rt, op, lowerText);
}

/** CPython: unicode_casefold */
function casefold(rt: Runtime, op: number): Owned {
  return isAscii(rt, op) ? asciiCase(rt, op, AsciiCase.lower) : mapped(rt, op, foldText);
}

/** CPython: unicode_swapcase */
function swapcase(rt: Runtime, op: number): Owned {
  return isAscii(rt, op) ? asciiCase(rt, op, AsciiCase.swap) : mapped(rt, op, swapcaseText);
}

/** A predicate that must hold for every character of a str that is not empty. */
function every(test: (c: number) => boolean): (rt: Runtime, op: number) => Owned {
  return (rt, op) => {
    const data = strData(rt, op);
    const kind = strKind(rt, op);
    const length = strLength(rt, op);
    for (let i = 0; i < length; i++) if (!test(readChar(rt, data, kind, i))) return rt.bool(false);
    return rt.bool(length > 0);
  };
}

/** True when there is a cased character and none of the other case. CPython: unicode_islower, unicode_isupper */
function oneCase(wanted: (c: number) => boolean, unwanted: (c: number) => boolean): (rt: Runtime, op: number) => Owned {
  return (rt, op) => {
    const data = strData(rt, op);
    const kind = strKind(rt, op);
    const length = strLength(rt, op);
    let seen = false;
    for (let i = 0; i < length; i++) {
      const c = readChar(rt, data, kind, i);
      if (unwanted(c) || isTitle(c)) return rt.bool(false);
      if (!seen && wanted(c)) seen = true;
    }
    return rt.bool(seen);
  };
}

/** CPython: PyUnicode_IsIdentifier */
export function isIdentifier(rt: Runtime, op: number): boolean {
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  if (length === 0 || !isIdStart(readChar(rt, data, kind, 0))) return false;
  for (let i = 1; i < length; i++) if (!isIdContinue(readChar(rt, data, kind, i))) return false;
  return true;
}

const isSpaceAll = every(isSpace);
const isPrintableAll = every(isPrintable);

export const strCaseMethods: readonly MethodSpec[] = [
  {
    name: 'capitalize',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => mapped(rt, op, capitalizeText),
    signature: '($self, /)',
    doc: 'Return a capitalized version of the string.\n\nMore specifically, make the first character have upper case and the rest lower\ncase.',
  },
  {
    name: 'casefold',
    kind: Meth.NOARGS,
    fn: casefold,
    signature: '($self, /)',
    doc: 'Return a version of the string suitable for caseless comparisons.',
  },
  {
    name: 'title',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => mapped(rt, op, titleText),
    signature: '($self, /)',
    doc: 'Return a version of the string where each word is titlecased.\n\nMore specifically, words start with uppercased characters and all remaining\ncased characters have lower case.',
  },
  { name: 'lower', kind: Meth.NOARGS, fn: lower, signature: '($self, /)', doc: 'Return a copy of the string converted to lowercase.' },
  {
    name: 'swapcase',
    kind: Meth.NOARGS,
    fn: swapcase,
    signature: '($self, /)',
    doc: 'Convert uppercase characters to lowercase and lowercase characters to uppercase.',
  },
  { name: 'upper', kind: Meth.NOARGS, fn: upper, signature: '($self, /)', doc: 'Return a copy of the string converted to uppercase.' },
  {
    name: 'isascii',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => rt.bool(isAscii(rt, op)),
    signature: '($self, /)',
    doc: 'Return True if all characters in the string are ASCII, False otherwise.\n\nASCII characters have code points in the range U+0000-U+007F.\nEmpty string is ASCII too.',
  },
  {
    name: 'islower',
    kind: Meth.NOARGS,
    fn: oneCase(isLower, isUpper),
    signature: '($self, /)',
    doc: 'Return True if the string is a lowercase string, False otherwise.\n\nA string is lowercase if all cased characters in the string are lowercase and\nthere is at least one cased character in the string.',
  },
  {
    name: 'isupper',
    kind: Meth.NOARGS,
    fn: oneCase(isUpper, isLower),
    signature: '($self, /)',
    doc: 'Return True if the string is an uppercase string, False otherwise.\n\nA string is uppercase if all cased characters in the string are uppercase and\nthere is at least one cased character in the string.',
  },
  {
    name: 'istitle',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => rt.bool(isTitleText(strChars(rt, op))),
    signature: '($self, /)',
    doc: 'Return True if the string is a title-cased string, False otherwise.\n\nIn a title-cased string, upper- and title-case characters may only\nfollow uncased characters and lowercase characters only cased ones.',
  },
  {
    name: 'isspace',
    kind: Meth.NOARGS,
    fn: isSpaceAll,
    signature: '($self, /)',
    doc: 'Return True if the string is a whitespace string, False otherwise.\n\nA string is whitespace if all characters in the string are whitespace and there\nis at least one character in the string.',
  },
  {
    name: 'isdecimal',
    kind: Meth.NOARGS,
    fn: every(isDecimal),
    signature: '($self, /)',
    doc: 'Return True if the string is a decimal string, False otherwise.\n\nA string is a decimal string if all characters in the string are decimal and\nthere is at least one character in the string.',
  },
  {
    name: 'isdigit',
    kind: Meth.NOARGS,
    fn: every(isDigit),
    signature: '($self, /)',
    doc: 'Return True if the string is a digit string, False otherwise.\n\nA string is a digit string if all characters in the string are digits and there\nis at least one character in the string.',
  },
  {
    name: 'isnumeric',
    kind: Meth.NOARGS,
    fn: every(isNumeric),
    signature: '($self, /)',
    doc: 'Return True if the string is a numeric string, False otherwise.\n\nA string is numeric if all characters in the string are numeric and there is at\nleast one character in the string.',
  },
  {
    name: 'isalpha',
    kind: Meth.NOARGS,
    fn: every(isAlpha),
    signature: '($self, /)',
    doc: 'Return True if the string is an alphabetic string, False otherwise.\n\nA string is alphabetic if all characters in the string are alphabetic and there\nis at least one character in the string.',
  },
  {
    name: 'isalnum',
    kind: Meth.NOARGS,
    fn: every((c) => isAlpha(c) || isNumeric(c)),
    signature: '($self, /)',
    doc: 'Return True if the string is an alpha-numeric string, False otherwise.\n\nA string is alpha-numeric if all characters in the string are alpha-numeric and\nthere is at least one character in the string.',
  },
  {
    name: 'isidentifier',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => rt.bool(isIdentifier(rt, op)),
    signature: '($self, /)',
    doc: 'Return True if the string is a valid Python identifier, False otherwise.\n\nCall keyword.iskeyword(s) to test whether string s is a reserved identifier,\nsuch as "def" or "class".',
  },
  {
    name: 'isprintable',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => (strLength(rt, op) === 0 ? rt.bool(true) : isPrintableAll(rt, op)),
    signature: '($self, /)',
    doc: 'Return True if the string is printable, False otherwise.\n\nA string is printable if all of its characters are considered printable in\nrepr() or if it is empty.',
  },
];
