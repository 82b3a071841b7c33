import { Ob } from '../../memory/layout.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { sliceAdjust, sliceUnpack } from '../core/abstract/item.ts';
import { forEach } from '../core/abstract/iteration.ts';
import { lengthHint } from '../core/abstract/length-hint.ts';
import { asIndex, hasIndex } from '../core/abstract/number.ts';
import { checkPositional, parseKeywords } from '../core/arguments.ts';
import { hasBuffer, simpleBuffer } from '../core/buffer.ts';
import { catching, indexError, overflowError, typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance, freeInstance } from '../core/instance.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { shownBasic } from '../core/shown-size.ts';
import { type Cmp, Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { nativeState } from '../types/object-object.ts';
import { ByteArray } from './bytearray-layout.ts';
import {
  allocBytearray,
  bytearrayData,
  bytearrayFromData,
  bytearrayLength,
  bytearrayView,
  newBytearray,
  replaceRange,
  requireResizable,
  resizeBytearray,
} from './bytearray-object.ts';
import { bytesCaseMethods } from './bytes-case-methods.ts';
import { type BytesKind, byteArgument, using } from './bytes-like.ts';
import { bytesData, bytesFromData, bytesLength } from './bytes-object.ts';
import { bytesPercentText, latin1Text } from './bytes-percent.ts';
import { bytesSearchMethods } from './bytes-search-methods.ts';
import { bytesShapeMethods } from './bytes-shape-methods.ts';
import { compareRuns, orderHolds, runContains } from './bytes-type.ts';
import { ByteSink } from './codecs/byte-sink.ts';
import { codecArgument, encodeStr } from './codecs/text-encoding.ts';
import { copyBytes, strLength } from './str-layout.ts';
import { newStr, repeatBytes } from './str-object.ts';
import { bytesReprText } from './str-repr.ts';
import { findChar } from './str-search.ts';
import { isStr, ssizeArgument } from './text-arguments.ts';
import { newBytearrayIterator } from './text-iterators.ts';

/** The type bytearray. CPython: Objects/bytearrayobject.c PyByteArray_Type */

const KIND: BytesKind = {
  name: 'bytearray',
  data: bytearrayData,
  length: bytearrayLength,
  fromData: bytearrayFromData,
  fromArray: newBytearray,
  itself: (rt, op) => bytearrayFromData(rt, bytearrayData(rt, op), bytearrayLength(rt, op)),
};

/** CPython: bytearray_dealloc */
function bytearrayDealloc(rt: Runtime, op: number): void {
  const block = rt.H[op + ByteArray.block];
  if (block !== 0) rt.heap.free(block);
  freeInstance(rt, op);
}

const INIT = { name: 'bytearray', params: ['source', 'encoding', 'errors'] };

/** CPython: bytearray___init___impl */
function bytearrayInit(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const out = parseKeywords(rt, INIT, args, nargs, kwnames, [0, 0, 0]);
  const encoding = codecArgument(rt, out[1], 'bytearray', "argument 'encoding'");
  const errors = codecArgument(rt, out[2], 'bytearray', "argument 'errors'");
  const source = out[0];
  if (bytearrayLength(rt, self) !== 0) resizeBytearray(rt, self, 0);
  if (source === 0) {
    if (encoding !== null || errors !== null)
      typeError(rt, encoding !== null ? 'encoding without a string argument' : 'errors without a string argument');
    return;
  }
  const mark = rt.mark();
  if (isStr(rt, source)) {
    if (encoding === null) typeError(rt, 'string argument without an encoding');
    const encoded = rt.own(encodeStr(rt, source, encoding, errors));
    replaceRange(rt, self, 0, 0, bytesData(encoded), bytesLength(rt, encoded));
    rt.release(mark);
    return;
  }
  if (encoding !== null || errors !== null)
    typeError(rt, encoding !== null ? 'encoding without a string argument' : 'errors without a string argument');
  if (hasIndex(rt, source)) {
    const size = catching<number | null>(rt, T.TypeError, () => asIndex(rt, source), null);
    if (size !== null) {
      if (size < 0) valueError(rt, 'negative count');
      if (size > 0) {
        resizeBytearray(rt, self, size);
        const data = bytearrayData(rt, self);
        rt.U8.fill(0, data, data + size);
      }
      return;
    }
  }
  if (hasBuffer(rt, source)) {
    using(rt, (leases) => {
      const buffer = leases.take(source);
      replaceRange(rt, self, 0, 0, buffer.address, buffer.length);
    });
    return;
  }
  const H = rt.H;
  const type = H[source + Ob.type];
  if (H[type + Tp.iter] === 0 && H[type + Tp.sqItem] === 0) typeError(rt, `cannot convert '${typeName(rt, source)}' object to bytearray`);
  let done = 0;
  if (rt.model.sizes.bytearrayRoomAhead && (type === T.list || type === T.tuple)) resizeBytearray(rt, self, H[source + Ob.size]);
  forEach(rt, source, (item) => {
    const byte = byteArgument(rt, item);
    if (done < bytearrayLength(rt, self)) rt.U8[bytearrayData(rt, self) + done] = byte;
    else appendByte(rt, self, byte);
    done++;
  });
  resizeBytearray(rt, self, done);
}

function appendByte(rt: Runtime, op: number, byte: number): void {
  const n = bytearrayLength(rt, op);
  resizeBytearray(rt, op, n + 1);
  rt.U8[bytearrayData(rt, op) + n] = byte;
}

/** CPython: bytearray_repr */
function bytearrayRepr(rt: Runtime, op: number): Owned {
  const name = typeName(rt, op);
  return newStr(rt, `${name.slice(name.lastIndexOf('.') + 1)}(${bytesReprText(bytearrayView(rt, op), true)})`);
}

/** CPython: bytearray_richcompare */
function bytearrayRichCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  if (!hasBuffer(rt, a) || !hasBuffer(rt, b)) return rt.notImplemented();
  return using(rt, (leases) => {
    const left = leases.take(a);
    const right = leases.take(b);
    return rt.bool(orderHolds(compareRuns(rt, left.address, left.length, right.address, right.length), op));
  });
}

/** CPython: PyByteArray_Concat */
function bytearrayConcat(rt: Runtime, a: number, b: number): Owned {
  if (!hasBuffer(rt, a) || !hasBuffer(rt, b)) typeError(rt, `can't concat ${typeName(rt, b)} to ${typeName(rt, a)}`);
  return using(rt, (leases) => {
    const left = leases.take(a);
    const right = leases.take(b);
    const result = allocBytearray(rt, left.length + right.length);
    const data = bytearrayData(rt, result);
    copyBytes(rt, data, left.address, left.length);
    copyBytes(rt, data + left.length, right.address, right.length);
    return result;
  });
}

/** Appends the contents of a bytes-like object, which may be the bytearray itself. */
function appendContents(rt: Runtime, self: number, other: number): void {
  if (other === self) {
    const n = bytearrayLength(rt, self);
    resizeBytearray(rt, self, 2 * n);
    const data = bytearrayData(rt, self);
    copyBytes(rt, data + n, data, n);
    return;
  }
  using(rt, (leases) => {
    const buffer = leases.take(other);
    const n = bytearrayLength(rt, self);
    replaceRange(rt, self, n, n, buffer.address, buffer.length);
  });
}

/** CPython: bytearray_iconcat */
function bytearrayInplaceConcat(rt: Runtime, self: number, other: number): Owned {
  if (!hasBuffer(rt, other)) typeError(rt, `can't concat ${typeName(rt, other)} to ${typeName(rt, self)}`);
  if (other === self) {
    // the right operand's buffer is held meanwhile
    using(rt, (leases) => {
      leases.take(other);
      resizeBytearray(rt, self, 2 * bytearrayLength(rt, self));
    });
  } else appendContents(rt, self, other);
  return rt.newRef(self);
}

function repeatedLength(rt: Runtime, op: number, n: number): number {
  const total = bytearrayLength(rt, op) * Math.max(n, 0);
  if (total > Number.MAX_SAFE_INTEGER) rt.noMemory();
  if (total > 0x7fffff00) rt.noMemory();
  return total;
}

/** CPython: bytearray_repeat */
function bytearrayRepeat(rt: Runtime, op: number, n: number): Owned {
  const total = repeatedLength(rt, op, n);
  const result = allocBytearray(rt, total);
  if (total > 0) repeatBytes(rt, bytearrayData(rt, result), bytearrayData(rt, op), bytearrayLength(rt, op), n);
  return result;
}

/** CPython: bytearray_irepeat */
function bytearrayInplaceRepeat(rt: Runtime, op: number, n: number): Owned {
  const length = bytearrayLength(rt, op);
  const total = repeatedLength(rt, op, n);
  resizeBytearray(rt, op, total);
  const data = bytearrayData(rt, op);
  for (let done = length; done < total; done += length) copyBytes(rt, data + done, data, length);
  return rt.newRef(op);
}

/** CPython: bytearray_getitem */
function bytearrayItem(rt: Runtime, op: number, i: number): Owned {
  if (i < 0 || i >= bytearrayLength(rt, op)) indexError(rt, 'bytearray index out of range');
  return newInt(rt, rt.U8[bytearrayData(rt, op) + i]);
}

/** CPython: bytearray_subscript */
function bytearraySubscript(rt: Runtime, op: number, key: number): Owned {
  if (hasIndex(rt, key)) {
    const i = asIndex(rt, key, T.IndexError);
    return bytearrayItem(rt, op, i < 0 ? i + bytearrayLength(rt, op) : i);
  }
  if (rt.H[key + Ob.type] !== T.slice) typeError(rt, `bytearray indices must be integers or slices, not ${typeName(rt, key)}`);
  sliceUnpack(rt, key);
  sliceAdjust(rt, bytearrayLength(rt, op));
  const { start, step, count } = rt.slice;
  if (step === 1) return bytearrayFromData(rt, bytearrayData(rt, op) + start, count);
  const result = new Uint8Array(count);
  const data = bytearrayData(rt, op);
  for (let i = 0, at = start; i < count; i++, at += step) result[i] = rt.U8[data + at];
  return newBytearray(rt, result);
}

/** CPython: bytearray_setitem */
function bytearraySetItem(rt: Runtime, op: number, i: number, value: number): void {
  const byte = value === 0 ? -1 : byteArgument(rt, value);
  if (i < 0 || i >= bytearrayLength(rt, op)) indexError(rt, 'bytearray index out of range');
  if (value === 0) replaceRange(rt, op, i, i + 1, 0, 0);
  else rt.U8[bytearrayData(rt, op) + i] = byte;
}

/** CPython: bytearray_ass_subscript */
function bytearraySetSubscript(rt: Runtime, op: number, key: number, value: number): void {
  if (hasIndex(rt, key)) {
    const i = asIndex(rt, key, T.IndexError);
    bytearraySetItem(rt, op, i < 0 ? i + bytearrayLength(rt, op) : i, value);
    return;
  }
  if (rt.H[key + Ob.type] !== T.slice) typeError(rt, `bytearray indices must be integers or slices, not ${typeName(rt, key)}`);
  sliceUnpack(rt, key);
  sliceAdjust(rt, bytearrayLength(rt, op));
  const bounds = { ...rt.slice };
  const mark = rt.mark();
  let source = value;
  if (value !== 0 && (value === op || rt.H[value + Ob.type] !== T.bytearray)) {
    const H = rt.H;
    const type = H[value + Ob.type];
    if (H[type + Tp.nbIndex] !== 0 || H[type + Tp.nbInt] !== 0 || H[type + Tp.nbFloat] !== 0 || isStr(rt, value)) {
      typeError(rt, 'can assign only bytes, buffers, or iterables of ints in range(0, 256)');
    }
    source = rt.own(newBytearray(rt, contentsOf(rt, value)));
    // the source may have changed this bytearray while it was read
    rt.slice.start = bounds.start;
  }
  const needed = source === 0 ? 0 : bytearrayLength(rt, source);
  const data = source === 0 ? 0 : bytearrayData(rt, source);
  let { start, stop } = bounds;
  const { step, count } = bounds;
  if ((step < 0 && start < stop) || (step > 0 && start > stop)) stop = start;
  if (step === 1) {
    const length = bytearrayLength(rt, op);
    replaceRange(rt, op, Math.min(start, length), Math.min(stop, length), data, needed);
  } else if (needed === 0) {
    if (count > 0) {
      requireResizable(rt, op);
      const U8 = rt.U8;
      const self = bytearrayData(rt, op);
      const length = bytearrayLength(rt, op);
      const stride = Math.abs(step);
      const first = step > 0 ? start : start + step * (count - 1);
      let to = first;
      for (let i = first; i < length; i++) {
        if ((i - first) % stride === 0 && (i - first) / stride < count) continue;
        U8[self + to++] = U8[self + i];
      }
      resizeBytearray(rt, op, length - count);
    }
  } else {
    if (needed !== count) valueError(rt, `attempt to assign bytes of size ${needed} to extended slice of size ${count}`);
    const self = bytearrayData(rt, op);
    for (let i = 0, at = start; i < count; i++, at += step) rt.U8[self + at] = rt.U8[data + i];
  }
  rt.release(mark);
}

/** Contents of a bytes-like object or an iterable of ints, as a copy. */
function contentsOf(rt: Runtime, op: number): Uint8Array {
  if (hasBuffer(rt, op)) {
    return using(rt, (leases) => {
      const buffer = leases.take(op);
      return rt.U8.slice(buffer.address, buffer.address + buffer.length);
    });
  }
  const sink = new ByteSink();
  forEach(rt, op, (item) => sink.push(byteArgument(rt, item)));
  return sink.view();
}

function append(rt: Runtime, op: number, item: number): Owned {
  const byte = byteArgument(rt, item);
  appendByte(rt, op, byte);
  return rt.none();
}

/** CPython: bytearray_extend */
function extend(rt: Runtime, op: number, iterable: number): Owned {
  if (hasBuffer(rt, iterable)) {
    appendContents(rt, op, iterable);
    return rt.none();
  }
  const H = rt.H;
  const type = H[iterable + Ob.type];
  if (H[type + Tp.iter] === 0 && H[type + Tp.sqItem] === 0) typeError(rt, `can't extend bytearray with ${typeName(rt, iterable)}`);
  if (isStr(rt, iterable)) {
    if (strLength(rt, iterable) > 0) typeError(rt, phrase(rt, 'extendStr'));
    return rt.none();
  }
  if (H[type + Tp.iter] !== 0 && lengthHint(rt, iterable, 32) > 0x7fff_ffff) rt.noMemory();
  const bytes = contentsOf(rt, iterable);
  const n = bytearrayLength(rt, op);
  resizeBytearray(rt, op, n + bytes.length);
  rt.U8.set(bytes, bytearrayData(rt, op) + n);
  return rt.none();
}

function clear(rt: Runtime, op: number): Owned {
  resizeBytearray(rt, op, 0);
  return rt.none();
}

/** CPython: bytearray_insert_impl */
function insert(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'insert', nargs, 2, 2);
  let at = asIndex(rt, rt.H[args]);
  const byte = byteArgument(rt, rt.H[args + 2]);
  const n = bytearrayLength(rt, op);
  if (n === 0x7fffff00) overflowError(rt, 'cannot add more objects to bytearray');
  resizeBytearray(rt, op, n + 1);
  if (at < 0) at = Math.max(0, at + n);
  if (at > n) at = n;
  const data = bytearrayData(rt, op);
  copyBytes(rt, data + at + 1, data + at, n - at);
  rt.U8[data + at] = byte;
  return rt.none();
}

/** CPython: bytearray_pop_impl */
function pop(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'pop', nargs, 0, 1);
  let at = nargs > 0 ? ssizeArgument(rt, rt.H[args]) : -1;
  const n = bytearrayLength(rt, op);
  if (n === 0) indexError(rt, 'pop from empty bytearray');
  if (at < 0) at += n;
  if (at < 0 || at >= n) indexError(rt, 'pop index out of range');
  requireResizable(rt, op);
  const data = bytearrayData(rt, op);
  const value = rt.U8[data + at];
  copyBytes(rt, data + at, data + at + 1, n - at - 1);
  resizeBytearray(rt, op, n - 1);
  return newInt(rt, value);
}

/** CPython: bytearray_remove_impl */
function remove(rt: Runtime, op: number, value: number): Owned {
  const byte = byteArgument(rt, value);
  const n = bytearrayLength(rt, op);
  const data = bytearrayData(rt, op);
  const at = findChar(rt, data, 1, 0, n, byte);
  if (at < 0) valueError(rt, 'value not found in bytearray');
  requireResizable(rt, op);
  copyBytes(rt, data + at, data + at + 1, n - at - 1);
  resizeBytearray(rt, op, n - 1);
  return rt.none();
}

function reverse(rt: Runtime, op: number): Owned {
  bytearrayView(rt, op).reverse();
  return rt.none();
}

/** (type, (text, 'latin-1'), state) or with bytes from protocol 3 on. CPython: _common_reduce */
function reduce(rt: Runtime, op: number, protocol: number): Owned {
  const mark = rt.mark();
  const dict = rt.own(nativeState(rt, op));
  const type = rt.H[op + Ob.type];
  let args: number;
  if (bytearrayLength(rt, op) === 0) args = rt.own(tupleOf(rt));
  else if (protocol < 3) {
    const text = rt.own(newStr(rt, latin1Text(bytearrayView(rt, op))));
    args = rt.own(tupleOf(rt, text, rt.own(newStr(rt, 'latin-1'))));
  } else args = rt.own(tupleOf(rt, rt.own(bytesFromData(rt, bytearrayData(rt, op), bytearrayLength(rt, op)))));
  return rt.leave(mark, tupleOf(rt, type, args, dict));
}

function reduceEx(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, '__reduce_ex__', nargs, 0, 1);
  return reduce(rt, op, nargs > 0 ? asIndex(rt, rt.H[args]) : 0);
}

/** Bytes of a bytearray and of its contents under the model. CPython: bytearray_sizeof_impl */
function shownBytes(rt: Runtime, op: number): number {
  const allocated = rt.H[op + ByteArray.allocated];
  const { bytearrayHead } = rt.model.sizes;
  return shownBasic(rt, op) + allocated + (allocated !== 0 && bytearrayHead !== 0 ? bytearrayHead - 1 : 0);
}

const ownMethods: readonly MethodSpec[] = [
  {
    name: 'append',
    kind: Meth.O,
    fn: append,
    signature: '($self, item, /)',
    doc: 'Append a single item to the end of the bytearray.\n\n  item\n    The item to be appended.',
  },
  {
    name: 'extend',
    kind: Meth.O,
    fn: extend,
    signature: '($self, iterable_of_ints, /)',
    doc: 'Append all the items from the iterator or sequence to the end of the bytearray.\n\n  iterable_of_ints\n    The iterable of items to append.',
  },
  {
    name: 'insert',
    kind: Meth.FAST,
    fn: insert,
    signature: '($self, index, item, /)',
    doc: 'Insert a single item into the bytearray before the given index.',
  },
  { name: 'pop', kind: Meth.FAST, fn: pop, signature: '($self, index=-1, /)', doc: 'Remove and return a single item from B.' },
  { name: 'remove', kind: Meth.O, fn: remove, signature: '($self, value, /)', doc: 'Remove the first occurrence of a value in the bytearray.' },
  { name: 'reverse', kind: Meth.NOARGS, fn: reverse, signature: '($self, /)', doc: 'Reverse the order of the values in B in place.' },
  { name: 'clear', kind: Meth.NOARGS, fn: clear, signature: '($self, /)', doc: 'Remove all items from the bytearray.' },
  { name: 'copy', kind: Meth.NOARGS, fn: KIND.itself, signature: '($self, /)', doc: 'Return a copy of B.' },
  {
    name: '__alloc__',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => newInt(rt, rt.H[op + ByteArray.allocated]),
    doc: 'B.__alloc__() -> int\n\nReturn the number of bytes actually allocated.',
  },
  {
    name: '__sizeof__',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => newInt(rt, shownBytes(rt, op)),
    signature: '($self, /)',
    doc: 'Returns the size of the bytearray object in memory, in bytes.',
  },
  {
    name: '__reduce__',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => reduce(rt, op, 2),
    signature: '($self, /)',
    doc: 'Return state information for pickling.',
  },
  { name: '__reduce_ex__', kind: Meth.FAST, fn: reduceEx, signature: '($self, proto=0, /)', doc: 'Return state information for pickling.' },
];

export const bytearrayType: TypeSpec = {
  name: 'bytearray',
  at: T.bytearray,
  basicsize: ByteArray.bytes,
  flags: TpFlag.BASETYPE | TpFlag.MATCH_SELF,
  contract: { gc: false, slots: [], sizeOf: (heap, op) => ByteArray.bytes + heap.H[op + ByteArray.allocated] },
  slots: {
    dealloc: bytearrayDealloc,
    repr: bytearrayRepr,
    str: bytearrayRepr,
    richcompare: bytearrayRichCompare,
    iter: newBytearrayIterator,
    new: (rt, type) => allocInstance(rt, type, 0),
    init: bytearrayInit,
    nbRemainder: (rt, a, b) =>
      rt.H[a + Ob.type] === T.bytearray
        ? newBytearray(
            rt,
            Uint8Array.from(bytesPercentText(rt, latin1Text(bytearrayView(rt, a)), b), (c) => c.charCodeAt(0)),
          )
        : rt.notImplemented(),
    mpLength: bytearrayLength,
    mpSubscript: bytearraySubscript,
    mpAssSubscript: bytearraySetSubscript,
    sqLength: bytearrayLength,
    sqConcat: bytearrayConcat,
    sqRepeat: bytearrayRepeat,
    sqItem: bytearrayItem,
    sqAssItem: bytearraySetItem,
    sqContains: (rt, op, x) => runContains(rt, bytearrayData(rt, op), bytearrayLength(rt, op), x),
    sqInplaceConcat: bytearrayInplaceConcat,
    sqInplaceRepeat: bytearrayInplaceRepeat,
    asBuffer(rt, op) {
      rt.H[op + ByteArray.exports]++;
      return simpleBuffer(op, bytearrayData(rt, op), bytearrayLength(rt, op), false, () => {
        rt.H[op + ByteArray.exports]--;
      });
    },
  },
  unhashable: true,
  methods: [...ownMethods, ...bytesSearchMethods(KIND), ...bytesCaseMethods(KIND), ...bytesShapeMethods(KIND, T.bytearray)],
  doc:
    'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n' +
    'bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\n' +
    'Construct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n' +
    '  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer',
};
