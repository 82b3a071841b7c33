import { Ob } from '../../memory/layout.ts';
import { checkPositional, noKeywords, parseKeywords } from '../core/arguments.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { S } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { strData, strKind, strLength } from './str-layout.ts';
import { strItself, substring } from './str-object.ts';
import { partitionAt, replaceParts, rsplitAt, rsplitWhitespace, splitAt, splitLines, splitWhitespace } from './str-parts.ts';
import { count, find, rfind, standsAt } from './str-search.ts';
import {
  adjustEnd,
  adjustStart,
  badArgument,
  checkTupleCount,
  flagArgument,
  isStr,
  requireStr,
  requireStrArgument,
  sliceArgument,
  ssizeArgument,
} from './text-arguments.ts';

/** str methods that look for something in the text. CPython: Objects/unicodeobject.c */

const NO_LIMIT = 2 ** 63;

/** Index of args[0] in `op` within args[1:2], or -1. CPython: parse_args_finds_unicode, any_find_slice */
function findArgument(rt: Runtime, op: number, name: string, args: number, nargs: number, fromRight: boolean): number {
  const H = rt.H;
  checkTupleCount(rt, name, nargs, 1, 3);
  const needle = H[args];
  if (rt.model.wording.searchSignatures) requireStr(rt, needle, name);
  const start = sliceArgument(rt, nargs > 1 ? H[args + 2] : 0, 0);
  const end = sliceArgument(rt, nargs > 2 ? H[args + 4] : 0, NO_LIMIT);
  requireStr(rt, needle, name);
  const length = strLength(rt, op);
  const from = adjustStart(start, length);
  const to = adjustEnd(end, length);
  const n = strLength(rt, needle);
  if (to - from < n) return -1;
  const search = fromRight ? rfind : find;
  return search(rt, strData(rt, op), strKind(rt, op), from, to, strData(rt, needle), strKind(rt, needle), n);
}

function findMethod(name: string, fromRight: boolean, mustExist: boolean) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned => {
    const at = findArgument(rt, op, name, args, nargs, fromRight);
    if (at < 0 && mustExist) valueError(rt, 'substring not found');
    return newInt(rt, at);
  };
}

/** CPython: unicode_count */
function countMethod(rt: Runtime, op: number, args: number, nargs: number): Owned {
  const H = rt.H;
  checkTupleCount(rt, 'count', nargs, 1, 3);
  if (rt.model.wording.searchSignatures) requireStr(rt, H[args], 'count');
  const start = sliceArgument(rt, nargs > 1 ? H[args + 2] : 0, 0);
  const end = sliceArgument(rt, nargs > 2 ? H[args + 4] : 0, NO_LIMIT);
  requireStr(rt, H[args], 'count');
  const length = strLength(rt, op);
  const from = adjustStart(start, length);
  const to = adjustEnd(end, length);
  const n = strLength(rt, H[args]);
  if (to - from < n) return newInt(rt, 0);
  return newInt(rt, count(rt, strData(rt, op), strKind(rt, op), from, to, strData(rt, H[args]), strKind(rt, H[args]), n, NO_LIMIT));
}

/** Does `part` stand at the start (or end) of characters [start, end)? CPython: tailmatch */
export function tailMatches(rt: Runtime, op: number, part: number, start: number, end: number, atEnd: boolean): boolean {
  const length = strLength(rt, op);
  const from = adjustStart(start, length);
  const to = adjustEnd(end, length);
  const n = strLength(rt, part);
  if (to - from < n) return false;
  if (n === 0) return true;
  return standsAt(rt, strData(rt, op), strKind(rt, op), atEnd ? to - n : from, strData(rt, part), strKind(rt, part), n);
}

function tailMethod(name: string, atEnd: boolean) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned => {
    const H = rt.H;
    checkTupleCount(rt, name, nargs, 1, 3);
    const start = sliceArgument(rt, nargs > 1 ? H[args + 2] : 0, 0);
    const end = sliceArgument(rt, nargs > 2 ? H[args + 4] : 0, NO_LIMIT);
    const part = H[args];
    if ((H[H[part + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0) {
      const n = H[part + Ob.size];
      for (let i = 0; i < n; i++) {
        const item = H[part + Tuple.items + 2 * i];
        if (!isStr(rt, item)) typeError(rt, `tuple for ${name} must only contain str, not ${typeName(rt, item)}`);
        if (tailMatches(rt, op, item, start, end, atEnd)) return rt.bool(true);
      }
      return rt.bool(false);
    }
    if (!isStr(rt, part)) typeError(rt, `${name} first arg must be str or a tuple of str, not ${typeName(rt, part)}`);
    return rt.bool(tailMatches(rt, op, part, start, end, atEnd));
  };
}

function splitMethod(name: string, fromRight: boolean) {
  const spec = { name, params: ['sep', 'maxsplit'] };
  return (rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned => {
    const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0]);
    const maxsplit = out[1] === 0 ? -1 : ssizeArgument(rt, out[1]);
    const separator = out[0];
    if (separator === 0 || separator === (S.None as number))
      return fromRight ? rsplitWhitespace(rt, op, maxsplit) : splitWhitespace(rt, op, maxsplit);
    if (!isStr(rt, separator)) typeError(rt, `must be str or None, not ${typeName(rt, separator)}`);
    if (strLength(rt, separator) === 0) valueError(rt, 'empty separator');
    return fromRight ? rsplitAt(rt, op, separator, maxsplit) : splitAt(rt, op, separator, maxsplit);
  };
}

function partitionMethod(fromRight: boolean) {
  return (rt: Runtime, op: number, separator: number): Owned => {
    requireStr(rt, separator);
    const n = strLength(rt, separator);
    if (n === 0) valueError(rt, 'empty separator');
    const search = fromRight ? rfind : find;
    const at = search(rt, strData(rt, op), strKind(rt, op), 0, strLength(rt, op), strData(rt, separator), strKind(rt, separator), n);
    return partitionAt(rt, op, separator, at, fromRight);
  };
}

/** CPython: unicode_replace */
const REPLACE = { name: 'replace', params: ['old', 'new', 'count'], posOnly: 2, required: 2 };

function replace(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  if (!rt.model.wording.searchSignatures) {
    noKeywords(rt, rt.model.wording.qualifiedFunctions ? 'str.replace' : 'replace', kwnames);
    checkPositional(rt, 'replace', nargs, 2, 3);
  }
  const out = parseKeywords(rt, REPLACE, args, nargs, kwnames, [0, 0, 0]);
  requireStrArgument(rt, out[0], 'replace', 'argument 1');
  requireStrArgument(rt, out[1], 'replace', 'argument 2');
  const limit = out[2] !== 0 ? ssizeArgument(rt, out[2]) : -1;
  return replaceParts(rt, op, out[0], out[1], limit);
}

function affixMethod(name: string, atEnd: boolean) {
  return (rt: Runtime, op: number, part: number): Owned => {
    if (!isStr(rt, part)) badArgument(rt, name, 'argument', 'str', part);
    const length = strLength(rt, op);
    if (!tailMatches(rt, op, part, 0, length, atEnd)) return strItself(rt, op);
    const n = strLength(rt, part);
    return atEnd ? substring(rt, op, 0, length - n) : substring(rt, op, n, length);
  };
}

const SPLITLINES = { name: 'splitlines', params: ['keepends'] };

/** CPython: unicode_splitlines */
function splitlines(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, SPLITLINES, args, nargs, kwnames, [0]);
  return splitLines(rt, op, out[0] !== 0 && flagArgument(rt, out[0]));
}

export const strSearchMethods: readonly MethodSpec[] = [
  {
    name: 'replace',
    kind: Meth.KEYWORDS,
    fn: replace,
    signature: '($self, old, new, /, count=-1)',
    doc: 'Return a copy with all occurrences of substring old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the default value) means replace all occurrences.\n\nIf the optional argument count is given, only the first count occurrences are\nreplaced.',
  },
  {
    name: 'split',
    kind: Meth.KEYWORDS,
    fn: splitMethod('split', false),
    signature: '($self, /, sep=None, maxsplit=-1)',
    doc: 'Return a list of the substrings in the string, using sep as the separator string.',
  },
  {
    name: 'rsplit',
    kind: Meth.KEYWORDS,
    fn: splitMethod('rsplit', true),
    signature: '($self, /, sep=None, maxsplit=-1)',
    doc: 'Return a list of the substrings in the string, using sep as the separator string.',
  },
  { name: 'count', kind: Meth.FAST | Meth.TUPLE, fn: countMethod },
  { name: 'find', kind: Meth.FAST | Meth.TUPLE, fn: findMethod('find', false, false) },
  { name: 'index', kind: Meth.FAST | Meth.TUPLE, fn: findMethod('index', false, true) },
  { name: 'rfind', kind: Meth.FAST | Meth.TUPLE, fn: findMethod('rfind', true, false) },
  { name: 'rindex', kind: Meth.FAST | Meth.TUPLE, fn: findMethod('rindex', true, true) },
  {
    name: 'partition',
    kind: Meth.O,
    fn: partitionMethod(false),
    signature: '($self, sep, /)',
    doc: 'Partition the string into three parts using the given separator.',
  },
  {
    name: 'rpartition',
    kind: Meth.O,
    fn: partitionMethod(true),
    signature: '($self, sep, /)',
    doc: 'Partition the string into three parts using the given separator.',
  },
  {
    name: 'splitlines',
    kind: Meth.KEYWORDS,
    fn: splitlines,
    signature: '($self, /, keepends=False)',
    doc: 'Return a list of the lines in the string, breaking at line boundaries.',
  },
  { name: 'startswith', kind: Meth.FAST | Meth.TUPLE, fn: tailMethod('startswith', false) },
  { name: 'endswith', kind: Meth.FAST | Meth.TUPLE, fn: tailMethod('endswith', true) },
  {
    name: 'removeprefix',
    kind: Meth.O,
    fn: affixMethod('removeprefix', false),
    signature: '($self, prefix, /)',
    doc: 'Return a str with the given prefix string removed if present.',
  },
  {
    name: 'removesuffix',
    kind: Meth.O,
    fn: affixMethod('removesuffix', true),
    signature: '($self, suffix, /)',
    doc: 'Return a str with the given suffix string removed if present.',
  },
];
