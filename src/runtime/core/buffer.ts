import { Ob } from '../../memory/layout.ts';
import { raise, typeError, typeName } from './errors.ts';
import { Tp } from './layout.ts';
import type { Runtime } from './runtime.ts';
import { T } from './static.ts';

/**
 * The buffer protocol: bytes that an object lends. CPython: Include/cpython/object.h Py_buffer, Objects/abstract.c PyObject_GetBuffer
 *
 * A lease is valid until `release` is called, and what is lent neither moves nor goes away meanwhile: the exporter counts its leases
 * (bytearray refuses to change size). The lease does not count as a reference to the exporter: the borrower keeps `owner` alive.
 */
export interface Buffer {
  /** Byte address. */
  address: number;
  /** Bytes. */
  length: number;
  readonly: boolean;
  /** struct format of an item. */
  format: string;
  itemsize: number;
  /** Items in each dimension; [] for a zero-dimensional one. */
  shape: readonly number[];
  /** Bytes from item to item in each dimension. */
  strides: readonly number[];
  /** The object that exports, borrowed. */
  owner: number;
  /** Owned by the lease while it is not 0 (release() gives it back): what keeps the memory, in the owner's stead; who takes it over sets it to 0. */
  held?: number;
  release(): void;
}

/** What a borrower asks for, as `__buffer__` is told. CPython: Include/cpython/object.h */
export const enum BufferFlag {
  simple = 0,
  writable = 1,
  fullReadOnly = 0x11c,
}

/**
 * tp_as_buffer: lends the contents; BufferError when that is not possible. `writable`: the caller wants to write; `flags`: BufferFlag, for those who
 * hand them on.
 */
export type BufferProvider = (rt: Runtime, op: number, writable: boolean, flags: number) => Buffer;

/** Does the object support the buffer protocol? CPython: PyObject_CheckBuffer */
export function hasBuffer(rt: Runtime, op: number): boolean {
  return rt.H[rt.H[op + Ob.type] + Tp.asBuffer] !== 0;
}

/** The contents of an object; TypeError "a bytes-like object is required, not 'int'", BufferError. CPython: PyObject_GetBuffer */
export function getBuffer(rt: Runtime, op: number, writable = false, flags: number = writable ? BufferFlag.writable : BufferFlag.simple): Buffer {
  const slot = rt.H[rt.H[op + Ob.type] + Tp.asBuffer];
  if (slot === 0) typeError(rt, `a bytes-like object is required, not '${typeName(rt, op)}'`);
  const buffer = (rt.fn[slot] as BufferProvider)(rt, op, writable, flags);
  if (writable && buffer.readonly) {
    buffer.release();
    raise(rt, T.BufferError, 'Object is not writable.');
  }
  return buffer;
}

/** Are the items side by side in C order? CPython: PyBuffer_IsContiguous */
export function isContiguous(buffer: Pick<Buffer, 'itemsize' | 'shape' | 'strides'>): boolean {
  let expected = buffer.itemsize;
  for (let d = buffer.shape.length - 1; d >= 0; d--) {
    if (buffer.shape[d] === 0) return true;
    if (buffer.shape[d] > 1 && buffer.strides[d] !== expected) return false;
    expected *= buffer.shape[d];
  }
  return true;
}

/** Byte addresses of all items in C order. */
export function itemAddresses(view: Pick<Buffer, 'address' | 'shape' | 'strides'>): number[] {
  let addresses = [view.address];
  for (let d = 0; d < view.shape.length; d++) {
    const next: number[] = [];
    for (const base of addresses) for (let i = 0; i < view.shape[d]; i++) next.push(base + i * view.strides[d]);
    addresses = next;
  }
  return addresses;
}

/** The contents in C order, a copy. CPython: PyBuffer_ToContiguous */
export function contiguousBytes(rt: Runtime, view: Pick<Buffer, 'address' | 'itemsize' | 'shape' | 'strides'>): Uint8Array {
  const length = view.shape.reduce((n, d) => n * d, view.itemsize);
  if (isContiguous(view)) return rt.U8.slice(view.address, view.address + length);
  const bytes = new Uint8Array(length);
  itemAddresses(view).forEach((address, i) => {
    bytes.set(rt.U8.subarray(address, address + view.itemsize), i * view.itemsize);
  });
  return bytes;
}

const NOTHING = (): void => undefined;

/** One dimension of bytes, format 'B'. CPython: PyBuffer_FillInfo */
export function simpleBuffer(owner: number, address: number, length: number, readonly: boolean, release: () => void = NOTHING): Buffer {
  return { address, length, readonly, format: 'B', itemsize: 1, shape: [length], strides: [1], owner, release };
}

/** Runs `use` with the contents of a bytes-like object and gives the lease back, also when it throws. The object must be kept alive by the caller. */
export function withBuffer<V>(rt: Runtime, op: number, writable: boolean, use: (address: number, length: number) => V): V {
  const buffer = getBuffer(rt, op, writable);
  try {
    if (!isContiguous(buffer)) raise(rt, T.BufferError, 'memoryview: underlying buffer is not C-contiguous');
    return use(buffer.address, buffer.length);
  } finally {
    buffer.release();
  }
}
