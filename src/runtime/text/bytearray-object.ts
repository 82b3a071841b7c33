import { raise } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { ByteArray } from './bytearray-layout.ts';
import { copyBytes } from './str-layout.ts';

/** Making bytearrays and changing their size. CPython: Objects/bytearrayobject.c */

/** Byte address of the contents; meaningless but harmless when there are none. CPython: PyByteArray_AS_STRING */
export function bytearrayData(rt: Runtime, op: number): number {
  return rt.H[op + ByteArray.block] * 4 + rt.H[op + ByteArray.start];
}

export function bytearrayLength(rt: Runtime, op: number): number {
  return rt.H[op + ByteArray.size];
}

/** The contents in place: valid until the bytearray changes its size. */
export function bytearrayView(rt: Runtime, op: number): Uint8Array {
  const data = bytearrayData(rt, op);
  return rt.U8.subarray(data, data + rt.H[op + ByteArray.size]);
}

/** A bytearray with `size` undefined bytes. MemoryError. CPython: PyByteArray_FromStringAndSize(NULL, n) */
export function allocBytearray(rt: Runtime, size: number): Owned {
  const op = allocInstance(rt, T.bytearray, 0);
  if (size > 0) {
    const mark = rt.mark();
    rt.own(op);
    if (size > 0x7fffff00) rt.noMemory();
    const block = rt.allocBlock(size + 1);
    rt.unown(op);
    rt.release(mark);
    const H = rt.H;
    H[op + ByteArray.block] = block;
    H[op + ByteArray.allocated] = size + 1;
    H[op + ByteArray.size] = size;
    rt.U8[block * 4 + size] = 0;
  }
  return op;
}

/** A bytearray with `length` bytes of the heap. MemoryError. */
export function bytearrayFromData(rt: Runtime, data: number, length: number): Owned {
  const op = allocBytearray(rt, length);
  if (length > 0) copyBytes(rt, bytearrayData(rt, op), data, length);
  return op;
}

export function newBytearray(rt: Runtime, contents: ArrayLike<number>): Owned {
  const op = allocBytearray(rt, contents.length);
  if (contents.length > 0) rt.U8.set(contents, bytearrayData(rt, op));
  return op;
}

/** BufferError while the contents are lent. CPython: _canresize */
export function requireResizable(rt: Runtime, op: number): void {
  if (rt.H[op + ByteArray.exports] > 0) raise(rt, T.BufferError, 'Existing exports of data: object cannot be re-sized');
}

/** Changes the length, keeping what fits; new bytes are undefined. BufferError, MemoryError. CPython: PyByteArray_Resize */
export function resizeBytearray(rt: Runtime, op: number, size: number): void {
  const H = rt.H;
  const old = H[op + ByteArray.size];
  if (size === old) return;
  requireResizable(rt, op);
  let allocated = H[op + ByteArray.allocated];
  const start = H[op + ByteArray.start];
  const block = H[op + ByteArray.block];
  // the zero at the end: part of the room, or (where the bytes are a bytes object) not
  const end = rt.model.sizes.bytearrayHead === 0 ? 0 : 1;
  const room = allocated - end;
  if (size + start + 1 <= allocated) {
    if (size < Math.floor(room / 2)) allocated = size + 1;
    else {
      H[op + ByteArray.size] = size;
      rt.U8[block * 4 + start + size] = 0;
      return;
    }
  } else if (size <= room * 1.125) allocated = size + Math.floor(size / 8) + (size < 9 ? 3 : 6) + end;
  else allocated = size + 1;
  if (allocated > 0x7fffff00) rt.noMemory();
  let fresh: number;
  if (start > 0 || block === 0) {
    fresh = rt.allocBlock(allocated);
    copyBytes(rt, fresh * 4, block * 4 + start, Math.min(size, old));
    if (block !== 0) rt.heap.free(block);
  } else {
    fresh = rt.heap.realloc(block, allocated);
    if (fresh === 0) rt.noMemory();
  }
  H[op + ByteArray.block] = fresh;
  H[op + ByteArray.start] = 0;
  H[op + ByteArray.size] = size;
  H[op + ByteArray.allocated] = allocated;
  rt.U8[fresh * 4 + size] = 0;
}

/** Bytes [low, high) become the `length` bytes at `data`, which are not inside this bytearray. CPython: bytearray_setslice_linear */
export function replaceRange(rt: Runtime, op: number, low: number, high: number, data: number, length: number): void {
  const H = rt.H;
  const size = H[op + ByteArray.size];
  const growth = length - (high - low);
  if (growth < 0) {
    requireResizable(rt, op);
    if (low === 0) H[op + ByteArray.start] -= growth;
    else {
      const at = bytearrayData(rt, op);
      copyBytes(rt, at + low + length, at + high, size - high);
    }
    resizeBytearray(rt, op, size + growth);
  } else if (growth > 0) {
    resizeBytearray(rt, op, size + growth);
    const at = bytearrayData(rt, op);
    copyBytes(rt, at + low + length, at + high, size - high);
  }
  if (length > 0) copyBytes(rt, bytearrayData(rt, op) + low, data, length);
}
