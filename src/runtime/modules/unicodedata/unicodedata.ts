import { characterNamed, nameOfCharacter } from '../../../syntax/unicode-names.ts';
import { checkPositional } from '../../core/arguments.ts';
import { keyError, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { decimalValue, digitValue } from '../../text/char-properties.ts';
import { strChar, strLength } from '../../text/str-layout.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { badArgument, isStr } from '../../text/text-arguments.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { characterTables } from './character-tables.ts';

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

/** A property of a character, read from the tables. */
function property(name: string, make: (rt: Runtime, c: number) => Owned): MethodSpec {
  return {
    name,
    kind: Meth.O,
    fn: (rt: Runtime, _self: number, op: number) => make(rt, character(rt, op, name, 'argument')),
    signature: '($self, chr, /)',
  };
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
    const digit = digitValue(c);
    const value = digit >= 0 ? digit : characterTables(rt).numeric(c);
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
  property('east_asian_width', (rt, c) => newStr(rt, characterTables(rt).width(c))),
  property('bidirectional', (rt, c) => newStr(rt, characterTables(rt).bidirectional(c))),
  property('combining', (rt, c) => newInt(rt, characterTables(rt).combining(c))),
  property('mirrored', (rt, c) => newInt(rt, characterTables(rt).mirrored(c) ? 1 : 0)),
  property('decomposition', (rt, c) => newStr(rt, characterTables(rt).decomposition(c))),
];

/** The type of ucd_3_2_0, which answers from the same tables. */
const ucdType: TypeSpec = {
  name: 'unicodedata.UCD',
  basicsize: 16,
  flags: TpFlag.DISALLOW_INSTANTIATION,
  contract: { gc: false, slots: [] },
  slots: {},
  methods: functions,
  getset: [{ name: 'unidata_version', get: (rt) => newStr(rt, '3.2.0') }],
};

/** unicodedata. CPython: Modules/unicodedata.c */
export const unicodedataModule: ModuleSpec = {
  name: 'unicodedata',
  doc: 'This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters.',
  functions,
  types: [ucdType],
  constants: { unidata_version: '15.1.0' },
  exec(rt, module) {
    setModuleValue(rt, module, 'ucd_3_2_0', allocInstance(rt, nativeTypeAddress(rt, ucdType), 0));
  },
};
