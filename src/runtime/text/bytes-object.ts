import { Ob } from '../../memory/layout.ts';
import { Bytes } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { hashBytes } from './siphash.ts';
import { copyBytes } from './str-layout.ts';

/** Making and reading bytes objects. CPython: Objects/bytesobject.c */

function rawBytes(rt: Runtime, size: number): Owned {
  const op = rt.newObject(T.bytes, Bytes.data * 4 + size + 1);
  const H = rt.H;
  H[op + Bytes.size] = size;
  H[op + Bytes.size + 1] = 0;
  H[op + Bytes.hash] = -1;
  H[op + Bytes.hash + 1] = -1;
  rt.U8[(op + Bytes.data) * 4 + size] = 0;
  return op;
}

/** The empty bytes, a new reference. CPython: bytes_new_empty */
export function emptyBytes(rt: Runtime): Owned {
  let op = rt.H[Root.emptyBytes]!;
  if (op === 0) {
    op = rawBytes(rt, 0);
    rt.H[Root.emptyBytes] = op;
    rt.H[Root.emptyBytes + 1] = 0;
  }
  rt.H[op]!++;
  return op as Owned;
}

/** The one-byte bytes, shared. */
export function byteBytes(rt: Runtime, byte: number): Owned {
  const slot = Root.singleBytes + 2 * byte;
  let op = rt.H[slot]!;
  if (op === 0) {
    op = rawBytes(rt, 1);
    rt.U8[(op + Bytes.data) * 4] = byte;
    rt.H[slot] = op;
    rt.H[slot + 1] = 0;
  }
  rt.H[op]!++;
  return op as Owned;
}

/** A bytes object whose contents the caller writes at once (bytesData). Size 0 gives the shared one. MemoryError. CPython: PyBytes_FromStringAndSize(NULL, n) */
export function allocBytes(rt: Runtime, size: number): Owned {
  if (size === 0) return emptyBytes(rt);
  if (size > 0x7fffff00) rt.noMemory();
  return rawBytes(rt, size);
}

/** Byte address of the contents. CPython: PyBytes_AS_STRING */
export function bytesData(op: number): number {
  return (op + Bytes.data) * 4;
}

export function bytesLength(rt: Runtime, op: number): number {
  return rt.H[op + Bytes.size]!;
}

/** A bytes object with these contents. MemoryError. CPython: PyBytes_FromStringAndSize */
export function newBytes(rt: Runtime, contents: ArrayLike<number>): Owned {
  const size = contents.length;
  if (size <= 1) return size === 0 ? emptyBytes(rt) : byteBytes(rt, contents[0]!);
  const op = allocBytes(rt, size);
  rt.U8.set(contents, bytesData(op));
  return op;
}

/** A bytes object with `length` bytes of the heap. MemoryError. */
export function bytesFromData(rt: Runtime, data: number, length: number): Owned {
  if (length <= 1) return length <= 0 ? emptyBytes(rt) : byteBytes(rt, rt.U8[data]!);
  const op = allocBytes(rt, length);
  copyBytes(rt, bytesData(op), data, length);
  return op;
}

/** A bytes object from text whose characters are all below 256. */
export function bytesFromText(rt: Runtime, text: string): Owned {
  if (text.length <= 1) return text.length === 0 ? emptyBytes(rt) : byteBytes(rt, text.charCodeAt(0));
  const op = allocBytes(rt, text.length);
  const data = bytesData(op);
  for (let i = 0; i < text.length; i++) rt.U8[data + i] = text.charCodeAt(i);
  return op;
}

/** The contents in place: valid while the object lives, never to be written. */
export function bytesView(rt: Runtime, op: number): Uint8Array {
  const data = bytesData(op);
  return rt.U8.subarray(data, data + rt.H[op + Bytes.size]!);
}

/** The contents as a copy of their own. */
export function bytesCopy(rt: Runtime, op: number): Uint8Array {
  return bytesView(rt, op).slice();
}

/** Hash: low word; high word in rt.hashHi. Kept in the object. CPython: bytes_hash */
export function bytesHash(rt: Runtime, op: number): number {
  const H = rt.H;
  let lo = H[op + Bytes.hash]!;
  const hi = H[op + Bytes.hash + 1]!;
  if (lo !== -1 || hi !== -1) {
    rt.hashHi = hi;
    return lo;
  }
  lo = hashBytes(rt, bytesData(op), H[op + Bytes.size]!);
  H[op + Bytes.hash] = lo;
  H[op + Bytes.hash + 1] = rt.hashHi;
  return lo;
}

/** A new reference to exact bytes, or an exact copy of a subclass instance. */
export function bytesItself(rt: Runtime, op: number): Owned {
  if (rt.H[op + Ob.type] === T.bytes) return rt.newRef(op);
  return bytesFromData(rt, bytesData(op), bytesLength(rt, op));
}
