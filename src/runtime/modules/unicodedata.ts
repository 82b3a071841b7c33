import { characterNamed, nameOfCharacter } from '../../syntax/unicode-names.ts';
import { checkPositional } from '../core/arguments.ts';
import { keyError, raise, valueError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { newFloat } from '../numbers/float-object.ts';
import { newInt } from '../numbers/int-object.ts';
import { decimalValue, digitValue } from '../text/char-properties.ts';
import { strChar, strLength } from '../text/str-layout.ts';
import { newStr, strText } from '../text/str-object.ts';
import { badArgument, isStr } from '../text/text-arguments.ts';
import type { ModuleSpec } from './module-spec.ts';

/** unicodedata, as far as the host knows the character database. CPython: Modules/unicodedata.c */

const CATEGORIES = 'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co'.split(' ');
const TESTS: readonly (readonly [string, RegExp])[] = CATEGORIES.map((name) => [name, new RegExp(`^\\p{${name}}$`, 'u')] as const);

/** The one character of an argument. TypeError. */
function character(rt: Runtime, op: number, name: string, what: string): number {
  if (!isStr(rt, op)) badArgument(rt, name, what, 'a unicode character', op);
  if (strLength(rt, op) !== 1) badArgument(rt, name, what, 'a unicode character', op);
  return strChar(rt, op, 0);
}

function category(rt: Runtime, _self: number, op: number): Owned {
  const c = String.fromCodePoint(character(rt, op, 'category', 'argument'));
  return newStr(rt, TESTS.find(([, test]) => test.test(c))?.[0] ?? 'Cn');
}

/** The value of a character, else the default, else ValueError. */
function valued(name: string, message: string, make: (rt: Runtime, c: number) => Owned | null): MethodSpec {
  const fn = (rt: Runtime, _self: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 1, 2);
    const value = make(rt, character(rt, rt.H[args], name, 'argument 1'));
    if (value !== null) return value;
    return nargs > 1 ? rt.newRef(rt.H[args + 2]) : valueError(rt, message);
  };
  return { name, kind: Meth.FAST, fn, signature: '($self, chr, default=<unrepresentable>, /)' };
}

/** Value of a character that stands for a number, as far as it can be told from its decomposition. */
function numericValue(c: number): number | null {
  const digit = digitValue(c);
  if (digit >= 0) return digit;
  const fraction = /^(\d+)\u2044(\d+)$/.exec(String.fromCodePoint(c).normalize('NFKC'));
  return fraction === null ? null : Number(fraction[1]) / Number(fraction[2]);
}

function lookup(rt: Runtime, _self: number, op: number): Owned {
  if (!isStr(rt, op)) badArgument(rt, 'lookup', 'argument', 'str', op);
  const found = characterNamed(strText(rt, op));
  if (found !== undefined) return newStr(rt, found);
  return keyError(rt, rt.own(newStr(rt, `undefined character name '${strText(rt, op)}'`)));
}

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'];

function form(rt: Runtime, op: number, name: string): string {
  if (!isStr(rt, op)) badArgument(rt, name, 'argument 1', 'str', op);
  const text = strText(rt, op);
  if (!FORMS.includes(text)) valueError(rt, 'invalid normalization form');
  return text;
}

function normalize(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'normalize', nargs, 2, 2);
  const which = form(rt, rt.H[args], 'normalize');
  if (!isStr(rt, rt.H[args + 2])) badArgument(rt, 'normalize', 'argument 2', 'str', rt.H[args + 2]);
  const text = strText(rt, rt.H[args + 2]);
  const result = text.normalize(which);
  return result === text ? rt.newRef(rt.H[args + 2]) : newStr(rt, result);
}

function isNormalized(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'is_normalized', nargs, 2, 2);
  const which = form(rt, rt.H[args], 'is_normalized');
  if (!isStr(rt, rt.H[args + 2])) badArgument(rt, 'is_normalized', 'argument 2', 'str', rt.H[args + 2]);
  const text = strText(rt, rt.H[args + 2]);
  return rt.bool(text.normalize(which) === text);
}

function missing(name: string): MethodSpec {
  return { name, kind: Meth.O, fn: (rt: Runtime) => raise(rt, T.NotImplementedError, `unicodedata.${name}() needs tables that are not available`) };
}

const functions: readonly MethodSpec[] = [
  {
    name: 'category',
    kind: Meth.O,
    fn: category,
    signature: '($self, chr, /)',
    doc: 'Returns the general category assigned to the character chr as string.',
  },
  valued('name', 'no such name', (rt, c) => {
    const name = nameOfCharacter(c);
    return name === null ? null : newStr(rt, name);
  }),
  valued('decimal', 'not a decimal', (rt, c) => (decimalValue(c) < 0 ? null : newInt(rt, decimalValue(c)))),
  valued('digit', 'not a digit', (rt, c) => (digitValue(c) < 0 ? null : newInt(rt, digitValue(c)))),
  valued('numeric', 'not a numeric character', (rt, c) => {
    const value = numericValue(c);
    return value === null ? null : newFloat(rt, value);
  }),
  { name: 'lookup', kind: Meth.O, fn: lookup, signature: '($self, name, /)', doc: 'Look up character by name.' },
  {
    name: 'normalize',
    kind: Meth.FAST,
    fn: normalize,
    signature: '($self, form, unistr, /)',
    doc: "Return the normal form 'form' for the Unicode string unistr.",
  },
  { name: 'is_normalized', kind: Meth.FAST, fn: isNormalized, signature: '($self, form, unistr, /)' },
  missing('east_asian_width'),
  missing('bidirectional'),
  missing('combining'),
  missing('mirrored'),
  missing('decomposition'),
];

export const unicodedataModule: ModuleSpec = {
  name: 'unicodedata',
  doc: 'The Unicode character database.',
  functions,
  constants: { unidata_version: '13.0.0' },
};
