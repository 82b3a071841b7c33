import { Ob } from '../../../memory/layout.ts';
import { dictGet, newDict } from '../../containers/dict-object.ts';
import { lookupAttrText } from '../../core/abstract/attribute.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { isInt, newInt } from '../../numbers/int-object.ts';
import { strChar, strLength } from '../../text/str-layout.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';
import { nativeState } from '../native-state.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { newException } from '../new-exception.ts';

/** Dialects of CSV files. CPython: Modules/_csv.c Dialect */
export const enum DialectOb {
  delimiter = 4,
  /** -1: none. */
  quotechar = 5,
  escapechar = 6,
  doublequote = 7,
  skipinitialspace = 8,
  strict = 9,
  quoting = 10,
  lineterminator = 12,
  bytes = 56,
}

export const enum Quote {
  minimal,
  all,
  nonnumeric,
  none,
  strings,
  notnull,
}

export const DIALECT_KEYWORDS = [
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
] as const;

/** _csv.Error */
export function csvError(rt: Runtime): number {
  return nativeState(rt, '_csv.Error', (r) => newException(r, '_csv', 'Error'));
}

/** The registered dialects: dict of names. */
export function dialects(rt: Runtime): number {
  return nativeState(rt, '_csv.dialects', newDict);
}

/** A registered dialect, borrowed. */
export function namedDialect(rt: Runtime, name: number): number {
  const found = dictGet(rt, dialects(rt), name);
  return found === 0 ? raise(rt, csvError(rt), 'unknown dialect') : found;
}

function charOption(rt: Runtime, value: number, name: string, otherwise: number, optional: boolean): number {
  if (value === 0) return otherwise;
  if (value === (S.None as number) && optional) return -1;
  if (!isStr(rt, value)) typeError(rt, `"${name}" must be string${optional ? ' or None' : ''}, not ${typeName(rt, value)}`);
  if (strLength(rt, value) === 0 && optional && rt.model.version[1] < 11) return -1;
  if (strLength(rt, value) !== 1) typeError(rt, `"${name}" must be a 1-character string`);
  return strChar(rt, value, 0);
}

/** The three characters must differ from each other, from line ends, and from a space that is skipped. CPython: dialect_check_char, dialect_check_chars */
function checkCharacters(rt: Runtime, characters: Readonly<Record<string, number>>, lineEnd: string, skipsSpace: boolean): void {
  const names = Object.keys(characters);
  for (const name of names) {
    const code = characters[name]!;
    if (code < 0) continue;
    const c = String.fromCodePoint(code);
    if (c === '\r' || c === '\n' || (c === ' ' && skipsSpace && name !== 'delimiter')) valueError(rt, `bad ${name} value`);
    if (lineEnd.includes(c)) valueError(rt, `bad ${name} or lineterminator value`);
  }
  for (const [a, b] of [
    ['delimiter', 'escapechar'],
    ['delimiter', 'quotechar'],
    ['escapechar', 'quotechar'],
  ] as const)
    if (characters[a] === characters[b] && characters[a]! >= 0) valueError(rt, `bad ${a} or ${b} value`);
}

/** Arguments of Dialect, reader, writer: a dialect (0 = none) and keyword options by DIALECT_KEYWORDS (0 = not given). New dialect. CPython: dialect_new */
export function makeDialect(rt: Runtime, dialect: number, options: readonly number[]): Owned {
  const mark = rt.mark();
  let base = dialect === (S.None as number) ? 0 : dialect;
  if (base !== 0 && isStr(rt, base)) base = namedDialect(rt, base);
  const type = nativeTypeAddress(rt, dialectSpec);
  if (base !== 0 && rt.H[base + Ob.type] === type && options.every((option) => option === 0)) return rt.newRef(base);
  const option = (name: (typeof DIALECT_KEYWORDS)[number]): number => {
    const given = options[DIALECT_KEYWORDS.indexOf(name)] ?? 0;
    return given !== 0 || base === 0 ? given : rt.own(lookupAttrText(rt, base, name));
  };
  const flag = (name: (typeof DIALECT_KEYWORDS)[number], otherwise: boolean): number => {
    const value = option(name);
    return (value === 0 ? otherwise : isTrue(rt, value)) ? 1 : 0;
  };
  const delimiter = charOption(rt, option('delimiter'), 'delimiter', 44, false);
  const doublequote = flag('doublequote', true);
  const escapechar = charOption(rt, option('escapechar'), 'escapechar', -1, true);
  const lineterminator = option('lineterminator');
  if (lineterminator === (S.None as number)) typeError(rt, 'lineterminator must be set');
  if (lineterminator !== 0 && !isStr(rt, lineterminator)) typeError(rt, '"lineterminator" must be a string');
  const quotechar = charOption(rt, option('quotechar'), 'quotechar', 34, true);
  const quotingGiven = option('quoting');
  if (quotingGiven !== 0 && !isInt(rt, quotingGiven)) typeError(rt, '"quoting" must be an integer');
  let quoting = quotingGiven === 0 ? Quote.minimal : asIndex(rt, quotingGiven);
  if (quoting < 0 || quoting > Quote.notnull) typeError(rt, 'bad "quoting" value');
  const skip = flag('skipinitialspace', false);
  const strict = flag('strict', false);
  if (options[DIALECT_KEYWORDS.indexOf('quotechar')] === (S.None as number) && quotingGiven === 0) quoting = Quote.none;
  if (quoting !== Quote.none && quotechar < 0) typeError(rt, 'quotechar must be set if quoting enabled');
  if (rt.model.version[1] >= 13) {
    const lineEnd = lineterminator === 0 ? '\r\n' : strText(rt, lineterminator);
    checkCharacters(rt, { delimiter, escapechar, quotechar }, lineEnd, skip !== 0);
  }
  const self = allocInstance(rt, type, 0);
  const H = rt.H;
  H[self + DialectOb.delimiter] = delimiter;
  H[self + DialectOb.quotechar] = quotechar;
  H[self + DialectOb.escapechar] = escapechar;
  H[self + DialectOb.doublequote] = doublequote;
  H[self + DialectOb.skipinitialspace] = skip;
  H[self + DialectOb.strict] = strict;
  H[self + DialectOb.quoting] = quoting;
  rt.own(self);
  H[self + DialectOb.lineterminator] = lineterminator === 0 ? newStr(rt, '\r\n') : rt.newRef(lineterminator);
  return rt.leave(mark, rt.newRef(self));
}

/**
 * Splits the keyword arguments of a call into the dialect (keyword `dialect` or positional argument `at`) and the options; TypeError for others.
 */
export function dialectArguments(rt: Runtime, args: number, nargs: number, kwnames: number, at: number): Owned {
  const H = rt.H;
  let dialect = nargs > at ? H[args + 2 * at] : 0;
  const options = new Array<number>(DIALECT_KEYWORDS.length).fill(0);
  const n = kwnames === 0 ? 0 : H[kwnames + Ob.size];
  for (let i = 0; i < n; i++) {
    const name = strText(rt, H[kwnames + Tuple.items + 2 * i]);
    const value = H[args + 2 * (nargs + i)];
    const known = (DIALECT_KEYWORDS as readonly string[]).indexOf(name);
    if (name === 'dialect') dialect = value;
    else if (known >= 0) options[known] = value;
    else typeError(rt, `'${name}' is an invalid keyword argument for this function`);
  }
  return makeDialect(rt, dialect, options);
}

function charAttribute(at: DialectOb) {
  return (rt: Runtime, op: number): Owned => (rt.H[op + at] < 0 ? rt.none() : newStr(rt, String.fromCodePoint(rt.H[op + at])));
}

export const dialectSpec: TypeSpec = {
  name: '_csv.Dialect',
  basicsize: DialectOb.bytes,
  flags: TpFlag.BASETYPE,
  contract: { gc: true, slots: [{ at: DialectOb.lineterminator, label: 'lineterminator' }] },
  slots: { new: (rt, _type, args, nargs, kwnames) => dialectArguments(rt, args, nargs, kwnames, 0) },
  members: [
    { name: 'skipinitialspace', at: DialectOb.skipinitialspace, kind: 'bool', readonly: true },
    { name: 'doublequote', at: DialectOb.doublequote, kind: 'bool', readonly: true },
    { name: 'strict', at: DialectOb.strict, kind: 'bool', readonly: true },
  ],
  getset: [
    { name: 'delimiter', get: charAttribute(DialectOb.delimiter) },
    { name: 'escapechar', get: charAttribute(DialectOb.escapechar) },
    { name: 'quotechar', get: charAttribute(DialectOb.quotechar) },
    { name: 'lineterminator', get: (rt, op) => rt.newRef(rt.H[op + DialectOb.lineterminator]) },
    { name: 'quoting', get: (rt, op) => newInt(rt, rt.H[op + DialectOb.quoting]) },
  ],
  doc: 'CSV dialect',
};
