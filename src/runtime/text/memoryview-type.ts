import { Ob } from '../../memory/layout.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { newTuple, tupleItem } from '../containers/tuple-object.ts';
import { sliceAdjust, sliceUnpack } from '../core/abstract/item.ts';
import { asCInt, asIndex, hasIndex } from '../core/abstract/number.ts';
import { addressText, compareBool } from '../core/abstract/object.ts';
import { parseKeywords } from '../core/arguments.ts';
import { type BufferProvider, contiguousBytes, getBuffer, hasBuffer, isContiguous, itemAddresses } from '../core/buffer.ts';
import { indexError, raise, typeError, valueError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, type GetSetSpec, Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { isInt, newInt } from '../numbers/int-object.ts';
import { newBytes } from './bytes-object.ts';
import { hexMethod } from './bytes-shape-methods.ts';
import { nativeItemSize, packItem, unpackItem } from './memoryview-items.ts';
import { memoryIteratorType, newViewIterator } from './memoryview-iterator.ts';
import {
  isReleased,
  itemCount,
  Managed,
  managedDealloc,
  newView,
  releaseView,
  View,
  type ViewInfo,
  viewBuffer,
  viewDealloc,
  viewInfo,
  viewOf,
  viewThrough,
} from './memoryview-object.ts';
import { hashBytes } from './siphash.ts';
import { newStr, strText } from './str-object.ts';
import { badArgument, isStr } from './text-arguments.ts';

/** The type memoryview. CPython: Objects/memoryobject.c PyMemoryView_Type */

const NEW = { name: 'memoryview', params: ['object'], required: 1 };

function viewNew(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, NEW, args, nargs, kwnames, [0]);
  return viewOf(rt, out[0]);
}

/** CPython: memory_length */
function viewLength(rt: Runtime, op: number): number {
  const info = viewInfo(rt, op);
  return info.shape.length === 0 ? 1 : info.shape[0];
}

function itemAddress(rt: Runtime, info: ViewInfo, dimension: number, index: number): number {
  const n = info.shape[dimension];
  const at = index < 0 ? index + n : index;
  if (at < 0 || at >= n) indexError(rt, `index out of bounds on dimension ${dimension + 1}`);
  return at * info.strides[dimension];
}

/** Address of the one item that a key means, or -1 for a slice, or -2 for the whole (`...`). TypeError. */
function keyAddress(rt: Runtime, info: ViewInfo, key: number): number {
  const H = rt.H;
  if (info.shape.length === 0) {
    if (key === (S.Ellipsis as number)) return -2;
    if ((H[H[key + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0 && H[key + Ob.size] === 0) return info.address;
    typeError(rt, 'invalid indexing of 0-dim memory');
  }
  if (hasIndex(rt, key)) {
    const i = asIndex(rt, key, T.IndexError);
    if (info.shape.length > 1) raise(rt, T.NotImplementedError, 'multi-dimensional sub-views are not implemented');
    return info.address + itemAddress(rt, info, 0, i);
  }
  if (H[key + Ob.type] === T.slice) return -1;
  if (H[key + Ob.type] === T.tuple) {
    const n = H[key + Ob.size];
    let indices = true;
    let slices = true;
    for (let i = 0; i < n; i++) {
      const part = H[key + Tuple.items + 2 * i];
      if (!hasIndex(rt, part)) indices = false;
      if (H[part + Ob.type] !== T.slice) slices = false;
    }
    if (indices) {
      if (n < info.shape.length) raise(rt, T.NotImplementedError, 'sub-views are not implemented');
      if (n > info.shape.length) typeError(rt, `cannot index ${info.shape.length}-dimension view with ${n}-element tuple`);
      let address = info.address;
      for (let i = 0; i < n; i++) address += itemAddress(rt, info, i, asIndex(rt, H[key + Tuple.items + 2 * i], T.IndexError));
      return address;
    }
    if (slices) raise(rt, T.NotImplementedError, 'multi-dimensional slicing is not implemented');
  }
  typeError(rt, 'memoryview: invalid slice key');
}

function sliced(rt: Runtime, info: ViewInfo, key: number): ViewInfo {
  sliceUnpack(rt, key);
  sliceAdjust(rt, info.shape[0]);
  const { start, step, count } = rt.slice;
  return {
    ...info,
    address: info.address + start * info.strides[0],
    shape: [count, ...info.shape.slice(1)],
    strides: [info.strides[0] * step, ...info.strides.slice(1)],
  };
}

/** CPython: memory_subscript */
function viewSubscript(rt: Runtime, op: number, key: number): Owned {
  const info = viewInfo(rt, op);
  const address = keyAddress(rt, info, key);
  if (address === -2) return rt.newRef(op);
  if (address === -1) return newView(rt, rt.H[op + View.managed], sliced(rt, info, key));
  return unpackItem(rt, address, info.format);
}

/** CPython: memory_item */
function viewItem(rt: Runtime, op: number, i: number): Owned {
  const info = viewInfo(rt, op);
  if (info.shape.length === 0) typeError(rt, 'invalid indexing of 0-dim memory');
  if (info.shape.length > 1) raise(rt, T.NotImplementedError, 'multi-dimensional sub-views are not implemented');
  return unpackItem(rt, info.address + itemAddress(rt, info, 0, i), info.format);
}

/** CPython: memory_ass_sub */
function viewSetSubscript(rt: Runtime, op: number, key: number, value: number): void {
  const info = viewInfo(rt, op);
  if (info.readonly) typeError(rt, 'cannot modify read-only memory');
  if (value === 0) typeError(rt, 'cannot delete memory');
  const address = keyAddress(rt, info, key);
  if (address >= 0 || address === -2) {
    const bytes = packItem(rt, value, info.format);
    viewInfo(rt, op);
    rt.U8.set(bytes, address === -2 ? info.address : address);
    return;
  }
  if (info.shape.length > 1) raise(rt, T.NotImplementedError, 'memoryview slice assignments are currently restricted to ndim = 1');
  const target = sliced(rt, info, key);
  const source = getBuffer(rt, value);
  try {
    if (source.format.replace('@', '') !== target.format.replace('@', '') || source.shape.length !== 1 || source.shape[0] !== target.shape[0]) {
      valueError(rt, 'memoryview assignment: lvalue and rvalue have different structures');
    }
    const bytes = contiguousBytes(rt, source);
    itemAddresses(target).forEach((at, i) => {
      rt.U8.set(bytes.subarray(i * target.itemsize, (i + 1) * target.itemsize), at);
    });
  } finally {
    source.release();
  }
}

/** CPython: memory_richcompare */
function viewRichCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  if (op !== Cmp.EQ && op !== Cmp.NE) return rt.notImplemented();
  const answer = (equal: boolean) => rt.bool(equal === (op === Cmp.EQ));
  if (a === b) return answer(true);
  if (isReleased(rt, a)) return answer(false);
  if (!hasBuffer(rt, b) || (rt.H[b + Ob.type] === T.memoryview && isReleased(rt, b))) {
    return rt.H[b + Ob.type] === T.memoryview ? answer(false) : rt.notImplemented();
  }
  const left = viewInfo(rt, a);
  const right = getBuffer(rt, b);
  try {
    if (left.shape.length !== right.shape.length || left.shape.some((n, d) => n !== right.shape[d])) return answer(false);
    const leftCode = left.format.replace('@', '');
    const rightCode = right.format.replace('@', '');
    if (leftCode === rightCode && leftCode !== 'f' && leftCode !== 'd') {
      const x = contiguousBytes(rt, left);
      const y = contiguousBytes(rt, right);
      return answer(x.every((byte, i) => byte === y[i]));
    }
    if (nativeItemSize(leftCode) === 0 || nativeItemSize(rightCode) === 0) return answer(false);
    const others = itemAddresses(right);
    const equal = itemAddresses(left).every((at, i) => {
      const mark = rt.mark();
      const x = rt.own(unpackItem(rt, at, leftCode));
      const y = rt.own(unpackItem(rt, others[i], rightCode));
      const same = compareBool(rt, x, y, Cmp.EQ);
      rt.release(mark);
      return same;
    });
    return answer(equal);
  } finally {
    right.release();
  }
}

/** CPython: memory_hash */
function viewHash(rt: Runtime, op: number): number {
  const info = viewInfo(rt, op);
  if (!info.readonly) valueError(rt, 'cannot hash writable memoryview object');
  if (!['B', 'b', 'c'].includes(info.format.replace('@', ''))) valueError(rt, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  rt.own(newBytes(rt, contiguousBytes(rt, info)));
  const copy = rt.H[rt.nsp - 2];
  const lo = hashBytes(rt, (copy + 8) * 4, itemCount(info));
  const hi = rt.hashHi;
  rt.decref(rt.unown(copy));
  rt.hashHi = hi;
  return lo;
}

function sizes(rt: Runtime, values: readonly number[]): Owned {
  const mark = rt.mark();
  const t = rt.own(newTuple(rt, values.length));
  values.forEach((value, i) => {
    rt.H[t + Tuple.items + 2 * i] = newInt(rt, value);
  });
  if (values.length > 0) rt.track(t);
  return rt.leave(mark, rt.newRef(t));
}

function nested(rt: Runtime, info: ViewInfo, dimension: number, address: number): Owned {
  if (dimension === info.shape.length) return unpackItem(rt, address, info.format);
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (let i = 0; i < info.shape[dimension]; i++) {
    const here = rt.mark();
    listAppend(rt, list, rt.own(nested(rt, info, dimension + 1, address + i * info.strides[dimension])));
    rt.release(here);
  }
  return rt.leave(mark, rt.newRef(list));
}

const CAST = { name: 'cast', params: ['format', 'shape'], required: 1 };

/** CPython: memoryview_cast_impl */
function cast(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const out = parseKeywords(rt, CAST, args, nargs, kwnames, [0, 0]);
  if (!isStr(rt, out[0])) badArgument(rt, 'cast', "argument 'format'", 'str', out[0]);
  const info = viewInfo(rt, op);
  if (!isContiguous(info)) typeError(rt, 'memoryview: casts are restricted to C-contiguous views');
  const format = strText(rt, out[0]);
  const itemsize = nativeItemSize(format);
  if (itemsize === 0) valueError(rt, "memoryview: destination format must be a native single character format prefixed with an optional '@'");
  const isByte = (f: string) => ['B', 'b', 'c'].includes(f.replace('@', ''));
  if ((out[1] !== 0 || info.shape.length > 1) && info.shape.length !== 1 && out[1] !== 0 && H[out[1] + Ob.size] !== 1) {
    typeError(rt, 'memoryview: cast must be 1D -> ND or ND -> 1D');
  }
  if (!isByte(info.format) && !isByte(format)) typeError(rt, 'memoryview: cannot cast between two non-byte formats');
  const length = itemCount(info) * info.itemsize;
  if (length % itemsize !== 0) typeError(rt, 'memoryview: length is not a multiple of itemsize');
  let shape: number[] = [length / itemsize];
  if (out[1] !== 0) {
    const flags = H[H[out[1] + Ob.type] + Tp.flags];
    if ((flags & (TpFlag.LIST_SUBCLASS | TpFlag.TUPLE_SUBCLASS)) === 0) typeError(rt, 'shape must be a list or a tuple');
    shape = [];
    const items = (flags & TpFlag.LIST_SUBCLASS) !== 0 ? H[out[1] + 6] : out[1] + Tuple.items;
    for (let i = 0; i < H[out[1] + Ob.size]; i++) {
      if (!isInt(rt, H[items + 2 * i])) typeError(rt, 'memoryview.cast(): elements of shape must be integers');
      const n = asIndex(rt, H[items + 2 * i]);
      if (n <= 0) valueError(rt, 'memoryview.cast(): elements of shape must be integers > 0');
      shape.push(n);
    }
    if (shape.reduce((n, d) => n * d, 1) * itemsize !== length) typeError(rt, 'memoryview: product(shape) * itemsize != buffer size');
  }
  const strides = shape.map((_, d) => shape.slice(d + 1).reduce((n, s) => n * s, itemsize));
  return newView(rt, H[op + View.managed], { ...info, format, itemsize, shape, strides });
}

const TOBYTES = { name: 'tobytes', params: ['order'] };

function tobytes(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, TOBYTES, args, nargs, kwnames, [0]);
  const given = out[0] !== 0 && out[0] !== (S.None as number);
  if (given && !isStr(rt, out[0])) badArgument(rt, 'tobytes', "argument 'order'", 'str or None', out[0]);
  const order = given ? strText(rt, out[0]) : 'C';
  const info = viewInfo(rt, op);
  if (order !== 'C' && order !== 'F' && order !== 'A') valueError(rt, "order must be 'C', 'F' or 'A'");
  // the last dimension first: the contents as Fortran lays them out
  if (order === 'F') return newBytes(rt, contiguousBytes(rt, { ...info, shape: info.shape.toReversed(), strides: info.strides.toReversed() }));
  return newBytes(rt, contiguousBytes(rt, info));
}

const FROM_FLAGS = { name: '_from_flags', params: ['object', 'flags'], required: 2 };

/** A view that asks for the buffer with flags of the caller's. CPython 3.12: memoryview__from_flags_impl */
function fromFlags(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, FROM_FLAGS, args, nargs, kwnames, [0, 0]);
  const flags = asCInt(rt, out[1]);
  const slot = rt.H[rt.H[out[0] + Ob.type] + Tp.asBuffer];
  if (slot === 0 || rt.H[out[0] + Ob.type] === T.memoryview) return viewOf(rt, out[0], flags);
  return viewThrough(rt, out[0], flags, rt.fn[slot] as BufferProvider);
}

function release(rt: Runtime, op: number): Owned {
  releaseView(rt, op);
  return rt.none();
}

const methods: readonly MethodSpec[] = [
  {
    name: 'release',
    kind: Meth.NOARGS,
    fn: release,
    signature: '($self, /)',
    doc: 'Release the underlying buffer exposed by the memoryview object.',
  },
  { name: 'tobytes', kind: Meth.KEYWORDS, fn: tobytes, signature: "($self, /, order='C')" },
  { name: 'hex', kind: Meth.KEYWORDS, fn: hexMethod((rt, op) => contiguousBytes(rt, viewInfo(rt, op))) },
  {
    name: 'tolist',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => nested(rt, viewInfo(rt, op), 0, viewInfo(rt, op).address),
    signature: '($self, /)',
    doc: 'Return the data in the buffer as a list of elements.',
  },
  { name: 'cast', kind: Meth.KEYWORDS, fn: cast, doc: 'Cast a memoryview to a new format or shape.' },
  {
    name: 'toreadonly',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => newView(rt, rt.H[op + View.managed], { ...viewInfo(rt, op), readonly: true }),
    signature: '($self, /)',
    doc: 'Return a readonly version of the memoryview.',
  },
  {
    name: '__enter__',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      viewInfo(rt, op);
      return rt.newRef(op);
    },
  },
  { name: '__exit__', kind: Meth.FAST, fn: (rt: Runtime, op: number) => release(rt, op) },
  { name: '_from_flags', kind: Meth.KEYWORDS | Meth.CLASS, fn: fromFlags, doc: 'Create a new memoryview object which references the given object.' },
];

const getset: readonly GetSetSpec[] = [
  {
    name: 'obj',
    doc: 'The underlying object of the memoryview.',
    get(rt, op) {
      viewInfo(rt, op);
      const owner = rt.H[rt.H[op + View.managed] + Managed.owner];
      if (owner === 0) return rt.none();
      // a `__buffer__` written in Python: see python-buffer.ts
      return rt.newRef(rt.H[owner + Ob.type] === T.tuple ? tupleItem(rt, owner, 1) : owner);
    },
  },
  { name: 'nbytes', get: (rt, op) => newInt(rt, itemCount(viewInfo(rt, op)) * viewInfo(rt, op).itemsize) },
  { name: 'readonly', get: (rt, op) => rt.bool(viewInfo(rt, op).readonly) },
  { name: 'itemsize', get: (rt, op) => newInt(rt, viewInfo(rt, op).itemsize) },
  { name: 'format', get: (rt, op) => newStr(rt, viewInfo(rt, op).format) },
  { name: 'ndim', get: (rt, op) => newInt(rt, viewInfo(rt, op).shape.length) },
  { name: 'shape', get: (rt, op) => sizes(rt, viewInfo(rt, op).shape) },
  { name: 'strides', get: (rt, op) => sizes(rt, viewInfo(rt, op).strides) },
  { name: 'suboffsets', get: (rt, op) => sizes(rt, viewInfo(rt, op).shape.slice(0, 0)) },
  { name: 'c_contiguous', get: (rt, op) => rt.bool(isContiguous(viewInfo(rt, op))) },
  { name: 'f_contiguous', get: (rt, op) => rt.bool(viewInfo(rt, op).shape.length <= 1 && isContiguous(viewInfo(rt, op))) },
  { name: 'contiguous', get: (rt, op) => rt.bool(isContiguous(viewInfo(rt, op))) },
];

const memoryviewType: TypeSpec = {
  name: 'memoryview',
  at: T.memoryview,
  basicsize: View.bytes,
  itemsize: 8,
  contract: { gc: true, slots: [{ at: View.managed, label: 'managed buffer' }] },
  weaklistoffset: View.weaklist,
  slots: {
    dealloc: viewDealloc,
    iter: newViewIterator,
    repr: (rt, op) => newStr(rt, `<${isReleased(rt, op) ? 'released memory' : 'memory'} at ${addressText(op)}>`),
    hash: viewHash,
    richcompare: viewRichCompare,
    new: viewNew,
    mpLength: viewLength,
    mpSubscript: viewSubscript,
    mpAssSubscript: viewSetSubscript,
    sqLength: viewLength,
    sqItem: viewItem,
    asBuffer: viewBuffer,
  },
  methods,
  getset,
  doc: 'Create a new memoryview object which references the given object.',
};

const managedbufferType: TypeSpec = {
  name: 'managedbuffer',
  at: T.managedbuffer,
  basicsize: Managed.bytes,
  contract: { gc: true, slots: [{ at: Managed.owner, label: 'exporting object' }] },
  slots: { dealloc: managedDealloc },
};

export const memoryviewTypes: readonly TypeSpec[] = [memoryviewType, managedbufferType, memoryIteratorType];
