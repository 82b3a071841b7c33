import { Ob } from '../../../memory/layout.ts';
import { CLASS_GETITEM } from '../../containers/class-getitem.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { tuple2, tupleOf } from '../../containers/tuple-object.ts';
import { getAttrText, lookupAttrText } from '../../core/abstract/attribute.ts';
import { call1, callMethodText } from '../../core/abstract/call.ts';
import { sliceAdjust, sliceUnpack } from '../../core/abstract/item.ts';
import { forEach } from '../../core/abstract/iteration.ts';
import { asIndex, hasIndex } from '../../core/abstract/number.ts';
import { compareBool, reprText, richCompare } from '../../core/abstract/object.ts';
import { argumentType, checkPositional, noKeywords } from '../../core/arguments.ts';
import { simpleBuffer } from '../../core/buffer.ts';
import { indexError, raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { freeInstance, untrackInstance } from '../../core/instance.ts';
import { List, Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { shownBasic } from '../../core/shown-size.ts';
import { Cmp, Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { using } from '../../text/bytes-like.ts';
import { bytesFromData, bytesView } from '../../text/bytes-object.ts';
import { copyBytes } from '../../text/str-layout.ts';
import { newStr, repeatBytes, strFromData, strText } from '../../text/str-object.ts';
import { isBytes, isStr } from '../../text/text-arguments.ts';
import { importModule } from '../../types/import-module.ts';
import { clearWeakrefs } from '../../types/weakref.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';
import {
  Arr,
  arrayData,
  arrayItem,
  arrayLength,
  isArray,
  isUnicode,
  itemSize,
  KINDS,
  newArray,
  packValue,
  resizeArray,
  typecode,
} from './array-object.ts';
import { reconstruct, reduceToBytes } from './machine-format.ts';

/** The module array. CPython: Modules/arraymodule.c */

function arrayType(rt: Runtime): number {
  return nativeTypeAddress(rt, arraySpec);
}

/** Characters have a type code of their own since 3.13. */
function hasCharacters(rt: Runtime): boolean {
  return rt.model.version[1] >= 13;
}

function typecodes(rt: Runtime): string {
  return hasCharacters(rt) ? 'bBuwhHiIlLqQfd' : 'bBuhHiIlLqQfd';
}

function contents(rt: Runtime, op: number): Uint8Array {
  const data = arrayData(rt, op);
  return rt.U8.subarray(data, data + arrayLength(rt, op) * itemSize(rt, op));
}

/** A new array of the same type code with these bytes. */
function fromBytes(rt: Runtime, code: string, bytes: Uint8Array): Owned {
  const op = newArray(rt, arrayType(rt), code, bytes.length / KINDS[code].size);
  if (bytes.length > 0) rt.U8.set(bytes, arrayData(rt, op));
  return op;
}

function setBytes(rt: Runtime, op: number, i: number, bytes: Uint8Array): void {
  rt.U8.set(bytes, arrayData(rt, op) + i * bytes.length);
}

function append(rt: Runtime, op: number, value: number): Owned {
  // tried first, then stored: an `__index__` is asked twice, as by ins1
  packValue(rt, typecode(rt, op), value);
  const bytes = packValue(rt, typecode(rt, op), value);
  const n = arrayLength(rt, op);
  resizeArray(rt, op, n + 1);
  setBytes(rt, op, n, bytes);
  return rt.none();
}

const U_DEPRECATED = "The 'u' type code is deprecated and will be removed in Python 3.16";

/** array(typecode, initializer). CPython: array_new */
function arrayNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  if (type === arrayType(rt)) noKeywords(rt, 'array.array', kwnames);
  if (nargs < 1 || nargs > 2) typeError(rt, `array() takes ${nargs < 1 ? 'at least 1 argument' : 'at most 2 arguments'} (${nargs} given)`);
  const given = H[args];
  if (!isStr(rt, given) || H[given + Ob.size] !== 1) {
    typeError(rt, `array() argument 1 must be a unicode character, not ${typeName(rt, given)}`);
  }
  const code = strText(rt, given);
  const initial = nargs > 1 ? H[args + 2] : 0;
  if (initial !== 0 && !isUnicode(code)) {
    if (isStr(rt, initial)) typeError(rt, `cannot use a str to initialize an array with typecode '${code}'`);
    if (isArray(rt, initial, arrayType(rt)) && isUnicode(typecode(rt, initial)))
      typeError(rt, `cannot use a unicode array to initialize an array with typecode '${code}'`);
  }
  if (!typecodes(rt).includes(code)) valueError(rt, 'bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)');
  if (code === 'u' && hasCharacters(rt)) rt.hooks.issueWarning(rt, T.DeprecationWarning, U_DEPRECATED, 1);
  const mark = rt.mark();
  const self = rt.own(newArray(rt, type, code, 0));
  if (initial !== 0) {
    if (isBytes(rt, initial) || H[initial + Ob.type] === T.bytearray) rt.own(frombytes(rt, self, initial));
    else if (isStr(rt, initial)) rt.own(fromunicode(rt, self, initial));
    else if (H[initial + Ob.type] === T.list || H[initial + Ob.type] === T.tuple) fillFromSequence(rt, self, initial);
    else if (isArray(rt, initial, arrayType(rt)) && typecode(rt, initial) === code) rt.own(extend(rt, self, initial));
    else forEach(rt, initial, (value) => rt.decref(append(rt, self, value)));
  }
  return rt.leave(mark, rt.newRef(self));
}

/** The items of an exact list or tuple; room for exactly as many is made. */
function fillFromSequence(rt: Runtime, self: number, sequence: number): void {
  const H = rt.H;
  const n = H[sequence + Ob.size];
  if (n === 0) return;
  const code = typecode(rt, self);
  const block = rt.allocBlock(n * KINDS[code].size);
  H[self + Arr.block] = block;
  H[self + Arr.allocated] = n;
  for (let i = 0; i < n && i < H[sequence + Ob.size]; i++) {
    const mark = rt.mark();
    const value = H[H[sequence + Ob.type] === T.list ? H[sequence + List.items] + 2 * i : sequence + Tuple.items + 2 * i];
    const bytes = packValue(rt, code, rt.own(rt.newRef(value)));
    rt.release(mark);
    H[self + Arr.size] = i + 1;
    setBytes(rt, self, i, bytes);
  }
}

function dealloc(rt: Runtime, op: number): void {
  untrackInstance(rt, op);
  if (rt.H[op + Arr.weaklist] !== 0) clearWeakrefs(rt, op);
  if (rt.H[op + Arr.block] !== 0) rt.heap.free(rt.H[op + Arr.block]);
  freeInstance(rt, op);
}

/** CPython: array_extend */
function extend(rt: Runtime, op: number, iterable: number): Owned {
  if (isArray(rt, iterable, arrayType(rt))) {
    if (typecode(rt, op) !== typecode(rt, iterable)) typeError(rt, 'can only extend with array of same kind');
    const bytes = contents(rt, iterable).slice();
    const n = arrayLength(rt, op);
    resizeArray(rt, op, n + arrayLength(rt, iterable));
    rt.U8.set(bytes, arrayData(rt, op) + n * itemSize(rt, op));
    return rt.none();
  }
  forEach(rt, iterable, (item) => rt.decref(append(rt, op, item)));
  return rt.none();
}

function frombytes(rt: Runtime, op: number, data: number): Owned {
  return using(rt, (leases) => {
    const buffer = leases.take(data);
    const size = itemSize(rt, op);
    if (buffer.length % size !== 0) valueError(rt, 'bytes length not a multiple of item size');
    const n = arrayLength(rt, op);
    const bytes = rt.U8.slice(buffer.address, buffer.address + buffer.length);
    resizeArray(rt, op, n + buffer.length / size);
    rt.U8.set(bytes, arrayData(rt, op) + n * size);
    return rt.none();
  });
}

function fromunicode(rt: Runtime, op: number, str: number): Owned {
  if (!isUnicode(typecode(rt, op)))
    valueError(rt, `fromunicode() may only be called on unicode type arrays${hasCharacters(rt) ? " ('u' or 'w')" : ''}`);
  const chars = Array.from(strText(rt, str), (c) => c.codePointAt(0)!);
  const n = arrayLength(rt, op);
  resizeArray(rt, op, n + chars.length);
  rt.U32.set(chars, rt.H[op + Arr.block] + n);
  return rt.none();
}

function tounicode(rt: Runtime, op: number): Owned {
  if (!isUnicode(typecode(rt, op)))
    valueError(rt, `tounicode() may only be called on unicode type arrays${hasCharacters(rt) ? " ('u' or 'w')" : ''}`);
  const first = arrayData(rt, op) / 4;
  for (let i = 0; i < arrayLength(rt, op); i++) {
    const code = rt.U32[first + i]!;
    if (code > 0x10ffff) valueError(rt, `character U+${code.toString(16)} is not in range [U+0000; U+10ffff]`);
  }
  return strFromData(rt, arrayData(rt, op), 4, 0, arrayLength(rt, op));
}

function tolist(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (let i = 0; i < arrayLength(rt, op); i++) {
    const here = rt.mark();
    listAppend(rt, list, rt.own(arrayItem(rt, op, i)));
    rt.release(here);
  }
  return rt.leave(mark, rt.newRef(list));
}

function fromlist(rt: Runtime, op: number, list: number): Owned {
  if ((rt.H[rt.H[list + Ob.type] + Tp.flags] & TpFlag.LIST_SUBCLASS) === 0) typeError(rt, 'arg must be list');
  const n = arrayLength(rt, op);
  try {
    forEach(rt, list, (item) => rt.decref(append(rt, op, item)));
  } catch (thrown) {
    rt.H[op + Arr.size] = n;
    throw thrown;
  }
  return rt.none();
}

/** Position of the first item equal to the value, or -1; counts all when `all`. */
function search(rt: Runtime, op: number, value: number, all: boolean, start = 0, stop = Infinity): number {
  let found = all ? 0 : -1;
  for (let i = start; i < arrayLength(rt, op) && i < stop; i++) {
    const mark = rt.mark();
    const equal = compareBool(rt, rt.own(arrayItem(rt, op, i)), value, Cmp.EQ);
    rt.release(mark);
    if (!equal) continue;
    if (!all) return i;
    found++;
  }
  return found;
}

function indexOf(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'index', nargs, 1, 3);
  const n = arrayLength(rt, op);
  const bound = (i: number, otherwise: number) => {
    if (nargs <= i) return otherwise;
    const v = asIndex(rt, rt.H[args + 2 * i], 0);
    return v < 0 ? Math.max(0, v + n) : v;
  };
  const at = search(rt, op, rt.H[args], false, bound(1, 0), bound(2, Infinity));
  if (at < 0) valueError(rt, 'array.index(x): x not in array');
  return newInt(rt, at);
}

function removeAt(rt: Runtime, op: number, i: number): void {
  const size = itemSize(rt, op);
  const n = arrayLength(rt, op);
  if (rt.H[op + Arr.exports] > 0) raise(rt, T.BufferError, 'cannot resize an array that is exporting buffers');
  copyBytes(rt, arrayData(rt, op) + i * size, arrayData(rt, op) + (i + 1) * size, (n - i - 1) * size);
  resizeArray(rt, op, n - 1);
}

function remove(rt: Runtime, op: number, value: number): Owned {
  const at = search(rt, op, value, false);
  if (at < 0) valueError(rt, 'array.remove(x): x not in array');
  removeAt(rt, op, at);
  return rt.none();
}

function pop(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'pop', nargs, 0, 1);
  const n = arrayLength(rt, op);
  let at = nargs > 0 ? asIndex(rt, rt.H[args]) : -1;
  if (n === 0) indexError(rt, 'pop from empty array');
  if (at < 0) at += n;
  if (at < 0 || at >= n) indexError(rt, 'pop index out of range');
  const mark = rt.mark();
  const value = rt.own(arrayItem(rt, op, at));
  removeAt(rt, op, at);
  return rt.leave(mark, rt.newRef(value));
}

function insert(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'insert', nargs, 2, 2);
  let at = asIndex(rt, rt.H[args]);
  packValue(rt, typecode(rt, op), rt.H[args + 2]);
  const bytes = packValue(rt, typecode(rt, op), rt.H[args + 2]);
  const n = arrayLength(rt, op);
  if (at < 0) at = Math.max(0, at + n);
  if (at > n) at = n;
  resizeArray(rt, op, n + 1);
  const data = arrayData(rt, op);
  copyBytes(rt, data + (at + 1) * bytes.length, data + at * bytes.length, (n - at) * bytes.length);
  setBytes(rt, op, at, bytes);
  return rt.none();
}

/** Items or bytes within items in reverse. */
function reversed(bytes: Uint8Array, size: number, withinItems: boolean): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const n = bytes.length / size;
  for (let i = 0; i < n; i++) {
    const item = bytes.slice(i * size, (i + 1) * size);
    if (withinItems) out.set(item.reverse(), i * size);
    else out.set(item, (n - 1 - i) * size);
  }
  return out;
}

function tofile(rt: Runtime, op: number, file: number): Owned {
  const mark = rt.mark();
  rt.own(callMethodText(rt, file, 'write', rt.own(bytesFromData(rt, arrayData(rt, op), arrayLength(rt, op) * itemSize(rt, op)))));
  return rt.leave(mark, rt.none());
}

function fromfile(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'fromfile', nargs, 2, 2);
  const n = asIndex(rt, rt.H[args + 2]);
  if (n < 0) valueError(rt, 'negative count');
  const mark = rt.mark();
  const data = rt.own(callMethodText(rt, rt.H[args], 'read', rt.own(newInt(rt, n * itemSize(rt, op)))));
  if (!isBytes(rt, data)) typeError(rt, "read() didn't return bytes");
  const got = bytesView(rt, data).length;
  rt.own(frombytes(rt, op, data));
  if (got !== n * itemSize(rt, op)) raise(rt, T.EOFError, 'read() returned less bytes than requested');
  return rt.leave(mark, rt.none());
}

function reduceEx(rt: Runtime, op: number, protocol: number): Owned {
  const mark = rt.mark();
  if (asIndex(rt, protocol) >= 3) {
    const module = rt.own(importModule(rt, 'array'));
    return rt.leave(mark, reduceToBytes(rt, op, rt.own(getAttrText(rt, module, '_array_reconstructor'))));
  }
  const state = rt.own(lookupAttrText(rt, op, '__dict__'));
  const code = rt.own(newStr(rt, typecode(rt, op)));
  const args = rt.own(tuple2(rt, code, rt.own(tolist(rt, op))));
  return rt.leave(mark, tupleOf(rt, rt.H[op + Ob.type], args, state === 0 ? S.None : state));
}

function copy(rt: Runtime, op: number): Owned {
  return fromBytes(rt, typecode(rt, op), contents(rt, op).slice());
}

function repr(rt: Runtime, op: number): Owned {
  const code = typecode(rt, op);
  const name = typeName(rt, op);
  const short = name.slice(name.lastIndexOf('.') + 1);
  if (arrayLength(rt, op) === 0) return newStr(rt, `${short}('${code}')`);
  const mark = rt.mark();
  const shown = reprText(rt, rt.own(isUnicode(code) ? tounicode(rt, op) : tolist(rt, op)));
  return rt.leave(mark, newStr(rt, `${short}('${code}', ${shown})`));
}

/** CPython: array_richcompare */
function compare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  if (!isArray(rt, a, arrayType(rt)) || !isArray(rt, b, arrayType(rt))) return rt.notImplemented();
  const n = arrayLength(rt, a);
  const m = arrayLength(rt, b);
  if (n !== m && (op === Cmp.EQ || op === Cmp.NE)) return rt.bool(op === Cmp.NE);
  for (let i = 0; i < n && i < m; i++) {
    const mark = rt.mark();
    const x = rt.own(arrayItem(rt, a, i));
    const y = rt.own(arrayItem(rt, b, i));
    if (!compareBool(rt, x, y, Cmp.EQ)) {
      if (op === Cmp.EQ || op === Cmp.NE) {
        rt.release(mark);
        return rt.bool(op === Cmp.NE);
      }
      return rt.leave(mark, richCompare(rt, x, y, op));
    }
    rt.release(mark);
  }
  const order = n - m;
  return rt.bool(
    op === Cmp.LT
      ? order < 0
      : op === Cmp.LE
        ? order <= 0
        : op === Cmp.EQ
          ? order === 0
          : op === Cmp.NE
            ? order !== 0
            : op === Cmp.GT
              ? order > 0
              : order >= 0,
  );
}

function item(rt: Runtime, op: number, i: number): Owned {
  if (i < 0 || i >= arrayLength(rt, op)) indexError(rt, 'array index out of range');
  return arrayItem(rt, op, i);
}

function subscript(rt: Runtime, op: number, key: number): Owned {
  if (hasIndex(rt, key)) {
    const i = asIndex(rt, key, T.IndexError);
    return item(rt, op, i < 0 ? i + arrayLength(rt, op) : i);
  }
  if (rt.H[key + Ob.type] !== T.slice) typeError(rt, 'array indices must be integers');
  sliceUnpack(rt, key);
  sliceAdjust(rt, arrayLength(rt, op));
  const { start, step, count } = rt.slice;
  const size = itemSize(rt, op);
  const from = contents(rt, op);
  const out = new Uint8Array(count * size);
  for (let i = 0, at = start; i < count; i++, at += step) out.set(from.subarray(at * size, (at + 1) * size), i * size);
  return fromBytes(rt, typecode(rt, op), out);
}

/** CPython: array_ass_subscr */
function setSubscript(rt: Runtime, op: number, key: number, value: number): void {
  const n = arrayLength(rt, op);
  if (hasIndex(rt, key)) {
    let i = asIndex(rt, key, T.IndexError);
    if (i < 0) i += n;
    if (i < 0 || i >= n) indexError(rt, 'array assignment index out of range');
    if (value === 0) removeAt(rt, op, i);
    else setBytes(rt, op, i, packValue(rt, typecode(rt, op), value));
    return;
  }
  if (rt.H[key + Ob.type] !== T.slice) typeError(rt, 'array indices must be integers');
  let bytes = new Uint8Array(0);
  if (value !== 0) {
    if (!isArray(rt, value, arrayType(rt))) typeError(rt, `can only assign array (not "${typeName(rt, value)}") to array slice`);
    if (typecode(rt, value) !== typecode(rt, op)) typeError(rt, 'bad argument type for built-in operation');
    bytes = contents(rt, value).slice();
  }
  sliceUnpack(rt, key);
  sliceAdjust(rt, n);
  const { start, step, count } = rt.slice;
  const size = itemSize(rt, op);
  const old = contents(rt, op).slice();
  if (step === 1) {
    const stop = start + count;
    const whole = new Uint8Array(old.length - count * size + bytes.length);
    whole.set(old.subarray(0, start * size));
    whole.set(bytes, start * size);
    whole.set(old.subarray(stop * size), start * size + bytes.length);
    resizeArray(rt, op, whole.length / size);
    if (whole.length > 0) rt.U8.set(whole, arrayData(rt, op));
    return;
  }
  if (value === 0) {
    const dropped = new Set<number>();
    for (let i = 0, at = start; i < count; i++, at += step) dropped.add(at);
    const kept: number[] = [];
    for (let i = 0; i < n; i++) if (!dropped.has(i)) kept.push(...old.subarray(i * size, (i + 1) * size));
    resizeArray(rt, op, kept.length / size);
    if (kept.length > 0) rt.U8.set(kept, arrayData(rt, op));
    return;
  }
  if (bytes.length !== count * size) valueError(rt, `attempt to assign array of size ${bytes.length / size} to extended slice of size ${count}`);
  for (let i = 0, at = start; i < count; i++, at += step) setBytes(rt, op, at, bytes.subarray(i * size, (i + 1) * size));
}

function concat(rt: Runtime, a: number, b: number): Owned {
  if (!isArray(rt, b, arrayType(rt))) typeError(rt, `can only append array (not "${typeName(rt, b)}") to array`);
  if (typecode(rt, a) !== typecode(rt, b)) typeError(rt, 'bad argument type for built-in operation');
  const left = contents(rt, a);
  const right = contents(rt, b);
  const bytes = new Uint8Array(left.length + right.length);
  bytes.set(left);
  bytes.set(right, left.length);
  return fromBytes(rt, typecode(rt, a), bytes);
}

function inplaceConcat(rt: Runtime, a: number, b: number): Owned {
  if (!isArray(rt, b, arrayType(rt))) typeError(rt, `can only extend array with array (not "${typeName(rt, b)}")`);
  rt.decref(extend(rt, a, b));
  return rt.newRef(a);
}

function repeat(rt: Runtime, op: number, n: number): Owned {
  const count = Math.max(n, 0);
  const length = arrayLength(rt, op) * count;
  const size = itemSize(rt, op);
  if (length * size > 0x7fffff00) rt.noMemory();
  const result = newArray(rt, arrayType(rt), typecode(rt, op), length);
  if (length > 0) repeatBytes(rt, arrayData(rt, result), arrayData(rt, op), arrayLength(rt, op) * size, count);
  return result;
}

function inplaceRepeat(rt: Runtime, op: number, n: number): Owned {
  const old = arrayLength(rt, op);
  const count = Math.max(n, 0);
  const size = itemSize(rt, op);
  if (old * count * size > 0x7fffff00) rt.noMemory();
  resizeArray(rt, op, old * count);
  const data = arrayData(rt, op);
  for (let i = 1; i < count; i++) copyBytes(rt, data + i * old * size, data, old * size);
  return rt.newRef(op);
}

const methods: readonly MethodSpec[] = [
  { name: 'append', kind: Meth.O, fn: append, signature: '($self, v, /)', doc: 'Append new value v to the end of the array.' },
  { name: 'extend', kind: Meth.O, fn: extend, signature: '($self, bb, /)', doc: 'Append items to the end of the array.' },
  { name: 'insert', kind: Meth.FAST, fn: insert, signature: '($self, i, v, /)', doc: 'Insert a new item v into the array before position i.' },
  {
    name: 'clear',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      resizeArray(rt, op, 0);
      return rt.none();
    },
    signature: '($self, /)',
    doc: 'Remove all items from the array.',
  },
  {
    name: 'pop',
    kind: Meth.FAST,
    fn: pop,
    signature: '($self, i=-1, /)',
    doc: 'Return the i-th element and delete it from the array.\n\ni defaults to -1.',
  },
  { name: 'remove', kind: Meth.O, fn: remove, signature: '($self, v, /)', doc: 'Remove the first occurrence of v in the array.' },
  {
    name: 'count',
    kind: Meth.O,
    fn: (rt: Runtime, op: number, value: number) => newInt(rt, search(rt, op, value, true)),
    signature: '($self, v, /)',
  },
  { name: 'index', kind: Meth.FAST, fn: indexOf, signature: '($self, v, start=0, stop=sys.maxsize, /)' },
  {
    name: 'reverse',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      if (arrayLength(rt, op) > 1) rt.U8.set(reversed(contents(rt, op), itemSize(rt, op), false), arrayData(rt, op));
      return rt.none();
    },
  },
  {
    name: 'byteswap',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      if (arrayLength(rt, op) > 0) rt.U8.set(reversed(contents(rt, op), itemSize(rt, op), true), arrayData(rt, op));
      return rt.none();
    },
  },
  {
    name: 'buffer_info',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      const mark = rt.mark();
      const address = rt.own(newInt(rt, arrayData(rt, op)));
      return rt.leave(mark, tuple2(rt, address, rt.own(newInt(rt, arrayLength(rt, op)))));
    },
  },
  { name: 'tolist', kind: Meth.NOARGS, fn: tolist },
  { name: 'fromlist', kind: Meth.O, fn: fromlist },
  {
    name: 'tobytes',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => bytesFromData(rt, arrayData(rt, op), arrayLength(rt, op) * itemSize(rt, op)),
  },
  { name: 'frombytes', kind: Meth.O, fn: frombytes },
  { name: 'tounicode', kind: Meth.NOARGS, fn: tounicode },
  {
    name: 'fromunicode',
    kind: Meth.O,
    fn: (rt: Runtime, op: number, str: number) => {
      if (!isStr(rt, str)) typeError(rt, `fromunicode() argument must be str, not ${argumentType(rt, str)}`);
      return fromunicode(rt, op, str);
    },
  },
  { name: 'tofile', kind: Meth.O, fn: tofile },
  { name: 'fromfile', kind: Meth.FAST, fn: fromfile },
  { name: '__copy__', kind: Meth.NOARGS, fn: copy },
  { name: '__deepcopy__', kind: Meth.O, fn: (rt: Runtime, op: number) => copy(rt, op) },
  { name: '__reduce_ex__', kind: Meth.O, fn: reduceEx },
  {
    name: '__sizeof__',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => newInt(rt, shownBasic(rt, op) + rt.H[op + Arr.allocated] * itemSize(rt, op)),
  },
  CLASS_GETITEM,
];

export const arraySpec: TypeSpec = {
  name: 'array.array',
  basicsize: Arr.bytes,
  flags: TpFlag.BASETYPE | TpFlag.SEQUENCE,
  contract: {
    gc: true,
    slots: [],
    sizeOf: (heap, op) => Arr.bytes + heap.H[op + Arr.allocated] * KINDS[String.fromCharCode(heap.H[op + Arr.typecode])].size,
  },
  weaklistoffset: Arr.weaklist,
  unhashable: true,
  slots: {
    dealloc,
    new: arrayNew,
    repr,
    richcompare: compare,
    mpLength: arrayLength,
    mpSubscript: subscript,
    mpAssSubscript: setSubscript,
    sqLength: arrayLength,
    sqConcat: concat,
    sqRepeat: repeat,
    sqItem: item,
    sqContains: (rt, op, value) => (search(rt, op, value, false) >= 0 ? 1 : 0),
    sqInplaceConcat: inplaceConcat,
    sqInplaceRepeat: inplaceRepeat,
    asBuffer(rt, op) {
      rt.H[op + Arr.exports]++;
      const size = itemSize(rt, op);
      const code = typecode(rt, op);
      const length = arrayLength(rt, op);
      return {
        ...simpleBuffer(op, arrayData(rt, op), length * size, false, () => {
          rt.H[op + Arr.exports]--;
        }),
        format: isUnicode(code) ? 'w' : code,
        itemsize: size,
        shape: [length],
        strides: [size],
      };
    },
  },
  methods,
  getset: [
    { name: 'typecode', get: (rt, op) => newStr(rt, typecode(rt, op)), doc: 'the typecode character used to create the array' },
    { name: 'itemsize', get: (rt, op) => newInt(rt, itemSize(rt, op)), doc: 'the size, in bytes, of one array item' },
  ],
  doc: 'Arrays represent basic values and behave very much like lists, except\nthe type of objects stored in them is constrained.',
};

export const arrayModule: ModuleSpec = {
  name: 'array',
  doc: 'This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating point\nnumbers.',
  types: [arraySpec],
  functions: [
    {
      name: '_array_reconstructor',
      kind: Meth.FAST,
      fn: (rt: Runtime, _module: number, args: number, nargs: number) => reconstruct(rt, arrayType(rt), args, nargs),
      signature: '($module, arraytype, typecode, mformat_code, items, /)',
      doc: 'Internal. Used for pickling support.',
    },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'typecodes', newStr(rt, typecodes(rt)));
    setModuleValue(rt, module, 'ArrayType', rt.newRef(arrayType(rt)));
    const mark = rt.mark();
    const sequence = rt.own(getAttrText(rt, rt.own(importModule(rt, '_collections_abc')), 'MutableSequence'));
    rt.decref(call1(rt, rt.own(getAttrText(rt, sequence, 'register')), arrayType(rt)));
    rt.release(mark);
  },
};
