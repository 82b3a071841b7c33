import { Ob } from '../../memory/layout.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { sliceAdjust, sliceUnpack } from '../core/abstract/item.ts';
import { asIndex, hasIndex } from '../core/abstract/number.ts';
import { parseKeywords } from '../core/arguments.ts';
import { hasBuffer, simpleBuffer } from '../core/buffer.ts';
import { catching, indexError, overflowError, typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance, freeInstance } from '../core/instance.ts';
import { Bytes, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { bytesCaseMethods } from './bytes-case-methods.ts';
import { makeBytes } from './bytes-construction.ts';
import { type BytesKind, using } from './bytes-like.ts';
import {
  allocBytes,
  bytesData,
  bytesFromData,
  bytesFromText,
  bytesHash,
  bytesItself,
  bytesLength,
  bytesView,
  emptyBytes,
  newBytes,
} from './bytes-object.ts';
import { bytesPercentText, latin1Text } from './bytes-percent.ts';
import { bytesSearchMethods } from './bytes-search-methods.ts';
import { bytesShapeMethods } from './bytes-shape-methods.ts';
import { codecArgument } from './codecs/text-encoding.ts';
import { copyBytes } from './str-layout.ts';
import { newStr, repeatBytes, sameBytes } from './str-object.ts';
import { bytesReprText } from './str-repr.ts';
import { find, findChar } from './str-search.ts';
import { isBytes } from './text-arguments.ts';
import { newBytesIterator } from './text-iterators.ts';

/** The type bytes. CPython: Objects/bytesobject.c PyBytes_Type */

const KIND: BytesKind = {
  name: 'bytes',
  data: (_rt, op) => bytesData(op),
  length: bytesLength,
  fromData: bytesFromData,
  fromArray: newBytes,
  itself: bytesItself,
};

/** tp_dealloc */
function bytesDealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Ob.type] === T.bytes) rt.heap.free(op);
  else freeInstance(rt, op);
}

const NEW = { name: 'bytes', params: ['source', 'encoding', 'errors'] };

/** CPython: bytes_new_impl, bytes_subtype_new */
function bytesNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, NEW, args, nargs, kwnames, [0, 0, 0]);
  const encoding = codecArgument(rt, out[1], 'bytes', "argument 'encoding'");
  const errors = codecArgument(rt, out[2], 'bytes', "argument 'errors'");
  const exact = makeBytes(rt, out[0], encoding, errors);
  if (type === T.bytes) return exact;
  const mark = rt.mark();
  rt.own(exact);
  const size = bytesLength(rt, exact);
  const self = allocInstance(rt, type, size);
  const H = rt.H;
  H[self + Bytes.hash] = H[exact + Bytes.hash];
  H[self + Bytes.hash + 1] = H[exact + Bytes.hash + 1];
  copyBytes(rt, bytesData(self), bytesData(exact), size + 1);
  return rt.leave(mark, self);
}

/** Order of two runs of bytes: negative, zero or positive. */
export function compareRuns(rt: Runtime, a: number, lengthA: number, b: number, lengthB: number): number {
  const U8 = rt.U8;
  const shared = Math.min(lengthA, lengthB);
  for (let i = 0; i < shared; i++) {
    const d = U8[a + i] - U8[b + i];
    if (d !== 0) return d;
  }
  return lengthA - lengthB;
}

/** The result of comparison `op` for an order. */
export function orderHolds(order: number, op: Cmp): boolean {
  switch (op) {
    case Cmp.LT:
      return order < 0;
    case Cmp.LE:
      return order <= 0;
    case Cmp.EQ:
      return order === 0;
    case Cmp.NE:
      return order !== 0;
    case Cmp.GT:
      return order > 0;
    case Cmp.GE:
      return order >= 0;
  }
}

/** CPython: bytes_richcompare */
function bytesRichCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  if (!isBytes(rt, a) || !isBytes(rt, b)) return rt.notImplemented();
  const lengthA = bytesLength(rt, a);
  const lengthB = bytesLength(rt, b);
  if (op === Cmp.EQ || op === Cmp.NE) {
    const same = a === b || (lengthA === lengthB && sameBytes(rt, bytesData(a), bytesData(b), lengthA));
    return rt.bool(same === (op === Cmp.EQ));
  }
  return rt.bool(orderHolds(a === b ? 0 : compareRuns(rt, bytesData(a), lengthA, bytesData(b), lengthB), op));
}

/** CPython: bytes_concat */
function bytesConcat(rt: Runtime, a: number, b: number): Owned {
  if (!hasBuffer(rt, a) || !hasBuffer(rt, b)) typeError(rt, `can't concat ${typeName(rt, b)} to ${typeName(rt, a)}`);
  return using(rt, (leases) => {
    const left = leases.take(a);
    const right = leases.take(b);
    if (left.length === 0 && rt.H[b + Ob.type] === T.bytes) return rt.newRef(b);
    if (right.length === 0 && rt.H[a + Ob.type] === T.bytes) return rt.newRef(a);
    const result = allocBytes(rt, left.length + right.length);
    copyBytes(rt, bytesData(result), left.address, left.length);
    copyBytes(rt, bytesData(result) + left.length, right.address, right.length);
    return result;
  });
}

/** CPython: bytes_repeat */
function bytesRepeat(rt: Runtime, op: number, n: number): Owned {
  const length = bytesLength(rt, op);
  if (n < 0) n = 0;
  if (length > 0 && n * length > 2 ** 63) overflowError(rt, 'repeated bytes are too long');
  if (length * n === length && rt.H[op + Ob.type] === T.bytes) return rt.newRef(op);
  if (length * n > 0x7fffff00) rt.noMemory();
  const result = allocBytes(rt, length * n);
  if (length * n > 0) repeatBytes(rt, bytesData(result), bytesData(op), length, n);
  return result;
}

/** CPython: bytes_item */
function bytesItem(rt: Runtime, op: number, i: number): Owned {
  if (i < 0 || i >= bytesLength(rt, op)) indexError(rt, 'index out of range');
  return newInt(rt, rt.U8[bytesData(op) + i]);
}

/** CPython: bytes_subscript */
function bytesSubscript(rt: Runtime, op: number, key: number): Owned {
  const length = bytesLength(rt, op);
  if (hasIndex(rt, key)) {
    const i = asIndex(rt, key, T.IndexError);
    return bytesItem(rt, op, i < 0 ? i + length : i);
  }
  if (rt.H[key + Ob.type] !== T.slice) typeError(rt, `byte indices must be integers or slices, not ${typeName(rt, key)}`);
  sliceUnpack(rt, key);
  sliceAdjust(rt, length);
  const { start, step, count } = rt.slice;
  if (count === 0) return emptyBytes(rt);
  if (step === 1) return count === length && rt.H[op + Ob.type] === T.bytes ? rt.newRef(op) : bytesFromData(rt, bytesData(op) + start, count);
  const result = new Uint8Array(count);
  for (let i = 0, at = start; i < count; i++, at += step) result[i] = rt.U8[bytesData(op) + at];
  return newBytes(rt, result);
}

/** `x in contents` of either type. CPython: _Py_bytes_contains */
export function runContains(rt: Runtime, data: number, length: number, x: number): number {
  // an `__index__` that fails makes it an object that is neither a number nor bytes
  const n = !hasBuffer(rt, x) && hasIndex(rt, x) ? catching<number | null>(rt, T.BaseException, () => asIndex(rt, x, 0), null) : null;
  if (n !== null) {
    if (n < 0 || n > 255) valueError(rt, 'byte must be in range(0, 256)');
    return findChar(rt, data, 1, 0, length, n) >= 0 ? 1 : 0;
  }
  return using(rt, (leases) => {
    const part = leases.take(x);
    return find(rt, data, 1, 0, length, part.address, 1, part.length) >= 0 ? 1 : 0;
  });
}

function bytesRemainder(rt: Runtime, a: number, b: number): Owned {
  return isBytes(rt, a) ? bytesFromText(rt, bytesPercentText(rt, latin1Text(bytesView(rt, a)), b)) : rt.notImplemented();
}

function getnewargs(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const copy = rt.own(bytesFromData(rt, bytesData(op), bytesLength(rt, op)));
  return rt.leave(mark, tupleOf(rt, copy));
}

export const bytesType: TypeSpec = {
  name: 'bytes',
  at: T.bytes,
  basicsize: 33,
  itemsize: 1,
  flags: TpFlag.BASETYPE | TpFlag.BYTES_SUBCLASS | TpFlag.MATCH_SELF,
  contract: { gc: false, slots: [], sizeOf: (heap, op) => 33 + heap.H[op + Bytes.size] },
  slots: {
    dealloc: bytesDealloc,
    repr: (rt, op) => newStr(rt, bytesReprText(bytesView(rt, op))),
    str: (rt, op) => newStr(rt, bytesReprText(bytesView(rt, op))),
    hash: bytesHash,
    richcompare: bytesRichCompare,
    iter: newBytesIterator,
    new: bytesNew,
    nbRemainder: bytesRemainder,
    mpLength: bytesLength,
    mpSubscript: bytesSubscript,
    sqLength: bytesLength,
    sqConcat: bytesConcat,
    sqRepeat: bytesRepeat,
    sqItem: bytesItem,
    sqContains: (rt, op, x) => runContains(rt, bytesData(op), bytesLength(rt, op), x),
    asBuffer: (rt, op) => simpleBuffer(op, bytesData(op), bytesLength(rt, op), true),
  },
  methods: [
    { name: '__getnewargs__', kind: Meth.NOARGS, fn: getnewargs },
    {
      name: '__bytes__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, op: number) => (rt.H[op + Ob.type] === T.bytes ? rt.newRef(op) : bytesFromData(rt, bytesData(op), bytesLength(rt, op))),
      signature: '($self, /)',
      doc: 'Convert this value to exact type bytes.',
    },
    ...bytesSearchMethods(KIND),
    ...bytesCaseMethods(KIND),
    ...bytesShapeMethods(KIND, T.bytes),
  ],
  doc:
    'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n' +
    'bytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\n' +
    'Construct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n' +
    '  - any object implementing the buffer API.\n  - an integer',
};
