import { Ob } from '../../memory/layout.ts';
import { dictNext, dictSet, newDict, nextKey, nextValue } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { getItem, sequenceFast } from '../core/abstract/item.ts';
import { str } from '../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../core/arguments.ts';
import { catching, typeError, typeName, valueError } from '../core/errors.ts';
import { List, Str, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { fitsInt64, intToClipped, isInt, newInt } from '../numbers/int-object.ts';
import { formatStr } from './format-spec.ts';
import { strFormat, strFormatMap } from './str-format.ts';
import { copyChars, maxCharBound, readChar, STR_BASIC_SIZE, StrState, strChar, strData, strKind, strLength } from './str-layout.ts';
import { allocStr, copyStr, emptyStr, strFromChars, strItself, strText } from './str-object.ts';
import { pad, strip } from './str-parts.ts';
import { badArgument, intArgument, isStr, requireStrArgument, ssizeArgument } from './text-arguments.ts';

/** str methods that give a str of another shape. CPython: Objects/unicodeobject.c */

/** `separator.join(iterable)`. CPython: PyUnicode_Join */
export function joinStr(rt: Runtime, separator: number, iterable: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const seq = rt.own(sequenceFast(rt, iterable, 'can only join an iterable'));
  const items = (H[H[seq + Ob.type] + Tp.flags] & TpFlag.LIST_SUBCLASS) !== 0 ? H[seq + List.items] : seq + Tuple.items;
  return rt.leave(mark, joinSlots(rt, separator, items, H[seq + Ob.size]));
}

/** Joins `n` slots from word address `items`; every one must hold a str. CPython: _PyUnicode_JoinArray */
export function joinSlots(rt: Runtime, separator: number, items: number, n: number): Owned {
  const H = rt.H;
  if (n === 0) return emptyStr(rt);
  if (n === 1 && H[H[items] + Ob.type] === T.str) return rt.newRef(H[items]);
  const sepLength = strLength(rt, separator);
  let length = 0;
  let bound = n > 1 && sepLength > 0 ? maxCharBound(rt, separator) : 0x7f;
  for (let i = 0; i < n; i++) {
    const item = H[items + 2 * i];
    if (H[item + Ob.type] !== T.str && !isStr(rt, item)) typeError(rt, `sequence item ${i}: expected str instance, ${typeName(rt, item)} found`);
    length += H[item + Str.length];
    const max = maxCharBound(rt, item);
    if (max > bound) bound = max;
  }
  length += sepLength * (n - 1);
  const result = allocStr(rt, length, bound);
  const kind = strKind(rt, result);
  const sepData = strData(rt, separator);
  const sepKind = strKind(rt, separator);
  let out = strData(rt, result);
  for (let i = 0; i < n; i++) {
    if (i > 0 && sepLength > 0) {
      if (sepLength === 1 && kind === 1) rt.U8[out] = rt.U8[sepData];
      else copyChars(rt, out, kind, sepData, sepKind, sepLength);
      out += sepLength * kind;
    }
    const item = H[items + 2 * i];
    const size = H[item + Str.length];
    copyChars(rt, out, kind, strData(rt, item), strKind(rt, item), size);
    out += size * kind;
  }
  return result;
}

/** A fill character argument. CPython: convert_uc */
function fillArgument(rt: Runtime, op: number): number {
  if (!isStr(rt, op)) typeError(rt, `The fill character must be a unicode character, not ${typeName(rt, op)}`);
  if (strLength(rt, op) !== 1) typeError(rt, 'The fill character must be exactly one character long');
  return strChar(rt, op, 0);
}

function justifyMethod(name: 'center' | 'ljust' | 'rjust') {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 1, 2);
    const width = ssizeArgument(rt, rt.H[args]);
    const fill = nargs > 1 ? fillArgument(rt, rt.H[args + 2]) : 32;
    const margin = width - strLength(rt, op);
    if (margin <= 0) return strItself(rt, op);
    const left = name === 'ljust' ? 0 : name === 'rjust' ? margin : Math.floor(margin / 2) + ((margin % 2) & (width % 2));
    return pad(rt, op, left, margin - left, fill);
  };
}

function stripMethod(name: string, left: boolean, right: boolean) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 0, 1);
    const chars = nargs > 0 ? rt.H[args] : (S.None as number);
    if (chars === (S.None as number)) return strip(rt, op, left, right, 0);
    if (!isStr(rt, chars)) typeError(rt, `${name} arg must be None or str`);
    return strip(rt, op, left, right, chars);
  };
}

const EXPANDTABS = { name: 'expandtabs', params: ['tabsize'] };

/** CPython: unicode_expandtabs */
function expandtabs(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, EXPANDTABS, args, nargs, kwnames, [0]);
  const tabsize = out[0] === 0 ? 8 : intArgument(rt, out[0]);
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const length = strLength(rt, op);
  const chars: number[] = [];
  let column = 0;
  let found = false;
  for (let i = 0; i < length; i++) {
    const c = readChar(rt, data, kind, i);
    if (c === 9) {
      found = true;
      if (tabsize > 0) {
        const step = tabsize - (column % tabsize);
        column += step;
        for (let k = 0; k < step; k++) chars.push(32);
      }
    } else {
      chars.push(c);
      column = c === 10 || c === 13 ? 0 : column + 1;
    }
  }
  return found ? strFromChars(rt, chars) : strItself(rt, op);
}

/** CPython: unicode_zfill */
function zfill(rt: Runtime, op: number, arg: number): Owned {
  const width = ssizeArgument(rt, arg);
  const length = strLength(rt, op);
  if (length >= width) return strItself(rt, op);
  const fill = width - length;
  const result = pad(rt, op, fill, 0, 48);
  if (length === 0) return result;
  const first = strChar(rt, op, 0);
  if (first === 43 || first === 45) {
    const kind = strKind(rt, result);
    const data = strData(rt, result);
    if (kind === 1) {
      rt.U8[data] = first;
      rt.U8[data + fill] = 48;
    } else if (kind === 2) {
      rt.U16[data / 2] = first;
      rt.U16[data / 2 + fill] = 48;
    } else {
      rt.U32[data / 4] = first;
      rt.U32[data / 4 + fill] = 48;
    }
  }
  return result;
}

/** CPython: unicode_translate, charmaptranslate_lookup */
function translate(rt: Runtime, op: number, table: number): Owned {
  const length = strLength(rt, op);
  const chars: number[] = [];
  // what an ASCII character becomes is asked once: -1 not yet, -2 deleted, -3 longer text
  const known = new Int32Array(128).fill(-1);
  for (let i = 0; i < length; i++) {
    const c = strChar(rt, op, i);
    if (c < 128 && known[c] !== -1 && known[c] !== -3) {
      if (known[c] >= 0) chars.push(known[c]);
      continue;
    }
    const mark = rt.mark();
    const key = rt.own(newInt(rt, c));
    const value = rt.own(lookupChar(rt, table, key));
    let result = -3;
    if (value === 0) result = c;
    else if (value === (S.None as number)) result = -2;
    else if (isInt(rt, value)) {
      const code = fitsInt64(rt, value) ? intToClipped(rt, value) : -1;
      if (code < 0 || code > 0x10ffff) valueError(rt, 'character mapping must be in range(0x110000)');
      result = code;
    } else if (isStr(rt, value)) {
      const n = strLength(rt, value);
      if (n === 1) result = strChar(rt, value, 0);
      else for (let k = 0; k < n; k++) chars.push(strChar(rt, value, k));
    } else typeError(rt, 'character mapping must return integer, None or str');
    rt.release(mark);
    if (result >= 0) chars.push(result);
    if (c < 128) known[c] = result;
  }
  return strFromChars(rt, chars);
}

/** table[key] or 0 on LookupError. */
function lookupChar(rt: Runtime, table: number, key: number): Owned {
  return catching(rt, T.LookupError, () => getItem(rt, table, key), 0 as Owned);
}

/** CPython: unicode_maketrans_impl */
function maketrans(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  const H = rt.H;
  checkPositional(rt, 'maketrans', nargs, 1, 3);
  const x = H[args];
  const y = nargs > 1 ? H[args + 2] : 0;
  const z = nargs > 2 ? H[args + 4] : 0;
  if (y !== 0) requireStrArgument(rt, y, 'maketrans', 'argument 2');
  if (z !== 0) requireStrArgument(rt, z, 'maketrans', 'argument 3');
  const mark = rt.mark();
  const table = rt.own(newDict(rt));
  const put = (char: number, value: number) => {
    const here = rt.mark();
    const key = rt.own(newInt(rt, char));
    dictSet(rt, table, key, value);
    rt.release(here);
  };
  if (y !== 0) {
    if (!isStr(rt, x)) typeError(rt, 'first maketrans argument must be a string if there is a second argument');
    const n = strLength(rt, x);
    if (n !== strLength(rt, y)) valueError(rt, 'the first two maketrans arguments must have equal length');
    for (let i = 0; i < n; i++) {
      const here = rt.mark();
      put(strChar(rt, x, i), rt.own(newInt(rt, strChar(rt, y, i))));
      rt.release(here);
    }
    if (z !== 0) for (let i = 0; i < strLength(rt, z); i++) put(strChar(rt, z, i), S.None);
  } else {
    if (H[x + Ob.type] !== T.dict) typeError(rt, 'if you give only one argument to maketrans it must be a dict');
    for (let pos = dictNext(rt, x, 0); pos >= 0; pos = dictNext(rt, x, pos)) {
      const key = nextKey(rt);
      const value = nextValue(rt);
      if (isStr(rt, key)) {
        if (strLength(rt, key) !== 1) valueError(rt, 'string keys in translate table must be of length 1');
        put(strChar(rt, key, 0), value);
      } else if (isInt(rt, key)) dictSet(rt, table, key, value);
      else typeError(rt, 'keys in translate table must be strings or integers');
    }
  }
  return rt.leave(mark, rt.newRef(table));
}

/** CPython: unicode___format___impl */
function formatMethod(rt: Runtime, op: number, spec: number): Owned {
  if (!isStr(rt, spec)) badArgument(rt, '__format__', 'argument', 'str', spec);
  const text = strText(rt, spec);
  return text === '' && rt.H[op + Ob.type] !== T.str ? str(rt, op) : formatStr(rt, op, text);
}

/** Bytes that a str takes in the heap. */
export function strSizeOf(H: Int32Array, op: number): number {
  const state = H[op + Str.state];
  const length = H[op + Str.length];
  const kind = (state >> StrState.kindShift) & 7;
  if ((state & StrState.compact) === 0) return STR_BASIC_SIZE + (length + 1) * kind;
  return (state & StrState.ascii) !== 0 ? Str.asciiData * 4 + length + 1 : Str.data * 4 + (length + 1) * kind;
}

/** A Latin-1 character as UTF-8, with its end. */
const LATIN1_UTF8_BYTES = 3;

/** Bytes that a str takes under the model. CPython: unicode_sizeof_impl */
function shownStrSize(rt: Runtime, op: number): number {
  const { str, latin1KeepUtf8 } = rt.model.sizes;
  const H = rt.H;
  const state = H[op + Str.state];
  const length = H[op + Str.length];
  const kind = (state >> StrState.kindShift) & 7;
  if ((state & StrState.compact) === 0) return str.legacy + (length + 1) * kind;
  if ((state & StrState.ascii) !== 0) return str.ascii + length + 1;
  const utf8 = latin1KeepUtf8 && kind === 1 && length === 1 ? LATIN1_UTF8_BYTES : 0;
  return str.compact + (length + 1) * kind + utf8;
}

/** CPython: unicode_getnewargs */
function getnewargs(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const copy = rt.own(copyStr(rt, op));
  return rt.leave(mark, tupleOf(rt, copy));
}

export const strShapeMethods: readonly MethodSpec[] = [
  {
    name: 'join',
    kind: Meth.O,
    fn: joinStr,
    signature: '($self, iterable, /)',
    doc: "Concatenate any number of strings.\n\nThe string whose method is called is inserted in between each given string.\nThe result is returned as a new string.\n\nExample: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'",
  },
  {
    name: 'center',
    kind: Meth.FAST,
    fn: justifyMethod('center'),
    signature: "($self, width, fillchar=' ', /)",
    doc: 'Return a centered string of length width.\n\nPadding is done using the specified fill character (default is a space).',
  },
  {
    name: 'ljust',
    kind: Meth.FAST,
    fn: justifyMethod('ljust'),
    signature: "($self, width, fillchar=' ', /)",
    doc: 'Return a left-justified string of length width.\n\nPadding is done using the specified fill character (default is a space).',
  },
  {
    name: 'rjust',
    kind: Meth.FAST,
    fn: justifyMethod('rjust'),
    signature: "($self, width, fillchar=' ', /)",
    doc: 'Return a right-justified string of length width.\n\nPadding is done using the specified fill character (default is a space).',
  },
  {
    name: 'expandtabs',
    kind: Meth.KEYWORDS,
    fn: expandtabs,
    signature: '($self, /, tabsize=8)',
    doc: 'Return a copy where all tab characters are expanded using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed.',
  },
  {
    name: 'lstrip',
    kind: Meth.FAST,
    fn: stripMethod('lstrip', true, false),
    signature: '($self, chars=None, /)',
    doc: 'Return a copy of the string with leading whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.',
  },
  {
    name: 'rstrip',
    kind: Meth.FAST,
    fn: stripMethod('rstrip', false, true),
    signature: '($self, chars=None, /)',
    doc: 'Return a copy of the string with trailing whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.',
  },
  {
    name: 'strip',
    kind: Meth.FAST,
    fn: stripMethod('strip', true, true),
    signature: '($self, chars=None, /)',
    doc: 'Return a copy of the string with leading and trailing whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.',
  },
  {
    name: 'translate',
    kind: Meth.O,
    fn: translate,
    signature: '($self, table, /)',
    doc: 'Replace each character in the string using the given translation table.',
  },
  {
    name: 'zfill',
    kind: Meth.O,
    fn: zfill,
    signature: '($self, width, /)',
    doc: 'Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe string is never truncated.',
  },
  { name: 'format', kind: Meth.KEYWORDS, fn: strFormat },
  { name: 'format_map', kind: Meth.O, fn: strFormatMap },
  {
    name: '__format__',
    kind: Meth.O,
    fn: formatMethod,
    signature: '($self, format_spec, /)',
    doc: 'Return a formatted version of the string as described by format_spec.',
  },
  { name: 'maketrans', kind: Meth.FAST | Meth.STATIC, fn: maketrans, doc: 'Return a translation table usable for str.translate().' },
  {
    name: '__sizeof__',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => newInt(rt, shownStrSize(rt, op)),
    signature: '($self, /)',
    doc: 'Return the size of the string in memory, in bytes.',
  },
  { name: '__getnewargs__', kind: Meth.NOARGS, fn: getnewargs },
];
