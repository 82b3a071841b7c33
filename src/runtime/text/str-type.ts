import { Ob } from '../../memory/layout.ts';
import { sliceAdjust, sliceUnpack } from '../core/abstract/item.ts';
import { asIndex, hasIndex } from '../core/abstract/number.ts';
import { str as strOf } from '../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../core/arguments.ts';
import { indexError, typeError, typeName } from '../core/errors.ts';
import { allocInstance, freeInstance } from '../core/instance.ts';
import { Str, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { decodeObject } from './codecs/decode-object.ts';
import { codecArgument, encodeStr } from './codecs/text-encoding.ts';
import { forgetInterned } from './interning.ts';
import { strPercent } from './percent-format.ts';
import { strCaseMethods } from './str-case-methods.ts';
import { copyBytes, readChar, STR_BASIC_SIZE, STR_DATA_POINTER, StrState, strChar, strData, strKind, strLength } from './str-layout.ts';
import { charStr, concatStr, emptyStr, repeatStr, strCompare, strEquals, strFromChars, strHash, strItself, substring } from './str-object.ts';
import { strRepr } from './str-repr.ts';
import { find } from './str-search.ts';
import { strSearchMethods } from './str-search-methods.ts';
import { strShapeMethods, strSizeOf } from './str-shape-methods.ts';
import { isStr } from './text-arguments.ts';
import { newStrIterator } from './text-iterators.ts';

/** The type str. CPython: Objects/unicodeobject.c PyUnicode_Type */

/** CPython: unicode_dealloc */
export function strDealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  const state = H[op + Str.state];
  if ((state & StrState.internedMask) !== 0) forgetInterned(rt, op);
  if ((state & StrState.compact) === 0 && H[op + STR_DATA_POINTER] !== 0) rt.heap.free(H[op + STR_DATA_POINTER]);
  if (H[op + Ob.type] === T.str) rt.heap.free(op);
  else freeInstance(rt, op);
}

const NEW = { name: 'str', params: ['object', 'encoding', 'errors'] };

/** str(object='', encoding, errors). CPython: unicode_new_impl */
function strNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  if (type !== T.str) return subtypeNew(rt, type, args, nargs, kwnames);
  if (kwnames === 0 && nargs <= 1) return nargs === 0 ? emptyStr(rt) : strOf(rt, rt.H[args]);
  if (rt.model.natives.countsConstructorArguments && kwnames === 0) checkPositional(rt, 'str', nargs, 0, 3);
  const out = parseKeywords(rt, NEW, args, nargs, kwnames, [0, 0, 0]);
  const encoding = codecArgument(rt, out[1], 'str', phrase(rt, 'strEncoding'));
  const errors = codecArgument(rt, out[2], 'str', phrase(rt, 'strErrors'));
  if (out[0] === 0) return emptyStr(rt);
  if (encoding === null && errors === null) return strOf(rt, out[0]);
  return decodeObject(rt, out[0], encoding, errors);
}

/** An instance of a subclass with the text of an exact str. CPython: unicode_subtype_new */
function subtypeNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const text = rt.own(strNew(rt, T.str, args, nargs, kwnames));
  const self = rt.own(allocInstance(rt, type, 0));
  const length = strLength(rt, text);
  const kind = strKind(rt, text);
  H[self + Str.length] = 0;
  H[self + Str.hash] = -1;
  H[self + Str.hash + 1] = -1;
  // ready, of the same kind, with the characters in a block of their own
  H[self + Str.state] = H[text + Str.state] & ~(StrState.internedMask | StrState.compact);
  const block = rt.allocBlock((length + 1) * kind);
  H[self + STR_DATA_POINTER] = block;
  H[self + Str.length] = length;
  copyBytes(rt, block * 4, strData(rt, text), (length + 1) * kind);
  H[self + Str.hash] = H[text + Str.hash];
  H[self + Str.hash + 1] = H[text + Str.hash + 1];
  return rt.leave(mark, rt.newRef(self));
}

/** CPython: PyUnicode_RichCompare */
export function strRichCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  if (!isStr(rt, a) || !isStr(rt, b)) return rt.notImplemented();
  if (op === Cmp.EQ) return rt.bool(strEquals(rt, a, b));
  if (op === Cmp.NE) return rt.bool(!strEquals(rt, a, b));
  const order = a === b ? 0 : strCompare(rt, a, b);
  switch (op) {
    case Cmp.LT:
      return rt.bool(order < 0);
    case Cmp.LE:
      return rt.bool(order <= 0);
    case Cmp.GT:
      return rt.bool(order > 0);
    default:
      return rt.bool(order >= 0);
  }
}

/** `part in str`. CPython: PyUnicode_Contains */
export function strContains(rt: Runtime, op: number, part: number): number {
  if (!isStr(rt, part)) typeError(rt, `'in <string>' requires string as left operand, not ${typeName(rt, part)}`);
  return find(rt, strData(rt, op), strKind(rt, op), 0, strLength(rt, op), strData(rt, part), strKind(rt, part), strLength(rt, part)) >= 0 ? 1 : 0;
}

/** `str + x`. CPython: PyUnicode_Concat */
export function strConcat(rt: Runtime, a: number, b: number): Owned {
  if (!isStr(rt, b)) typeError(rt, phrase(rt, 'strConcatenation', typeName(rt, b)));
  return concatStr(rt, a, b);
}

/** `str[i]`, a single character; IndexError. CPython: unicode_getitem */
export function strItem(rt: Runtime, op: number, i: number): Owned {
  if (i < 0 || i >= strLength(rt, op)) indexError(rt, 'string index out of range');
  return charStr(rt, strChar(rt, op, i));
}

/** `str[key]`. CPython: unicode_subscript */
export function strSubscript(rt: Runtime, op: number, key: number): Owned {
  if (hasIndex(rt, key)) {
    const i = asIndex(rt, key, T.IndexError);
    return strItem(rt, op, i < 0 ? i + strLength(rt, op) : i);
  }
  if (rt.H[key + Ob.type] !== T.slice) {
    typeError(rt, rt.model.version[1] >= 11 ? `string indices must be integers, not '${typeName(rt, key)}'` : 'string indices must be integers');
  }
  sliceUnpack(rt, key);
  const length = strLength(rt, op);
  sliceAdjust(rt, length);
  const { start, stop, step, count } = rt.slice;
  if (count === 0) return emptyStr(rt);
  if (step === 1) return start === 0 && count === length ? strItself(rt, op) : substring(rt, op, start, stop);
  const data = strData(rt, op);
  const kind = strKind(rt, op);
  const chars = new Uint32Array(count);
  for (let i = 0, at = start; i < count; i++, at += step) chars[i] = readChar(rt, data, kind, at);
  return strFromChars(rt, chars);
}

/** str % x; NotImplemented when the left operand is no str. CPython: unicode_mod */
function strRemainder(rt: Runtime, a: number, b: number): Owned {
  return isStr(rt, a) ? strPercent(rt, a, b) : rt.notImplemented();
}

const ENCODE = { name: 'encode', params: ['encoding', 'errors'] };

/** CPython: unicode_encode_impl */
function encode(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, ENCODE, args, nargs, kwnames, [0, 0]);
  const encoding = codecArgument(rt, out[0], 'encode', "argument 'encoding'");
  const errors = codecArgument(rt, out[1], 'encode', "argument 'errors'");
  return encodeStr(rt, op, encoding, errors);
}

const ownMethods: readonly MethodSpec[] = [
  {
    name: 'encode',
    kind: Meth.KEYWORDS,
    fn: encode,
    signature: "($self, /, encoding='utf-8', errors='strict')",
    doc: 'Encode the string using the codec registered for encoding.\n\n  encoding\n    The encoding in which to encode the string.\n  errors\n    The error handling scheme to use for encoding errors.',
  },
];

export const strType: TypeSpec = {
  name: 'str',
  at: T.str,
  basicsize: STR_BASIC_SIZE,
  flags: TpFlag.BASETYPE | TpFlag.UNICODE_SUBCLASS | TpFlag.MATCH_SELF,
  contract: { gc: false, slots: [], sizeOf: (heap, op) => strSizeOf(heap.H, op) },
  slots: {
    dealloc: strDealloc,
    repr: strRepr,
    str: strItself,
    hash: strHash,
    richcompare: strRichCompare,
    iter: newStrIterator,
    new: strNew,
    vectorcall: strNew,
    nbRemainder: strRemainder,
    mpLength: strLength,
    mpSubscript: strSubscript,
    sqLength: strLength,
    sqConcat: strConcat,
    sqRepeat: repeatStr,
    sqItem: strItem,
    sqContains: strContains,
  },
  methods: [...ownMethods, ...strSearchMethods, ...strCaseMethods, ...strShapeMethods],
  doc:
    "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\n" +
    'errors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\n' +
    'Otherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to sys.getdefaultencoding().\n' +
    "errors defaults to 'strict'.",
};
