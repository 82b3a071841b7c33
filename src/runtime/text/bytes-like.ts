import { Ob } from '../../memory/layout.ts';
import { index } from '../core/abstract/number.ts';
import { type Buffer, getBuffer, hasBuffer, isContiguous } from '../core/buffer.ts';
import { raise, typeError, typeName, valueError } from '../core/errors.ts';
import { Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { intToClipped, isInt } from '../numbers/int-object.ts';

/** What the methods of bytes and bytearray share. CPython: Objects/bytes_methods.c, Objects/stringlib/ */

/** How one of the two types stores its contents and makes results. */
export interface BytesKind {
  readonly name: 'bytes' | 'bytearray';
  /** Byte address of the contents; valid until Python code runs. */
  data(rt: Runtime, op: number): number;
  length(rt: Runtime, op: number): number;
  /** A new object with bytes of the heap, or of host memory. */
  fromData(rt: Runtime, data: number, length: number): Owned;
  fromArray(rt: Runtime, contents: ArrayLike<number>): Owned;
  /** A result equal to the object: bytes may return itself. */
  itself(rt: Runtime, op: number): Owned;
}

/** Contents of bytes-like arguments, kept while a native function works: `using(rt, (leases) => …)`. */
export class Leases {
  private readonly rt: Runtime;
  private readonly held: Buffer[] = [];

  constructor(rt: Runtime) {
    this.rt = rt;
  }

  /** Leases the contents of an object. TypeError "a bytes-like object is required, not 'int'". */
  take(op: number, writable = false): Buffer {
    const buffer = getBuffer(this.rt, op, writable);
    this.held.push(buffer);
    if (!isContiguous(buffer)) raise(this.rt, T.BufferError, 'memoryview: underlying buffer is not C-contiguous');
    return buffer;
  }

  release(): void {
    for (let i = this.held.length - 1; i >= 0; i--) this.held[i].release();
    this.held.length = 0;
  }
}

/** Runs `use` with a set of leases and gives them back, also on errors. */
export function using<V>(rt: Runtime, use: (leases: Leases) => V): V {
  const leases = new Leases(rt);
  try {
    return use(leases);
  } finally {
    leases.release();
  }
}

/** A run of bytes in the heap. */
export interface Run {
  data: number;
  length: number;
}

/** One byte from an int-like argument; ValueError "byte must be in range(0, 256)". CPython: _getbytevalue */
export function byteArgument(rt: Runtime, op: number): number {
  let n: number;
  if (isInt(rt, op)) n = intToClipped(rt, op);
  else {
    const mark = rt.mark();
    n = intToClipped(rt, rt.own(index(rt, op)));
    rt.release(mark);
  }
  if (n < 0 || n > 255) valueError(rt, 'byte must be in range(0, 256)');
  return n;
}

/** A needle: an int stands for one byte (pushed on the native stack of scratch bytes), else a bytes-like object. CPython: parse_args_finds_byte */
export function needleArgument(rt: Runtime, leases: Leases, op: number): Run | number {
  if (hasBuffer(rt, op)) {
    const buffer = leases.take(op);
    return { data: buffer.address, length: buffer.length };
  }
  if (rt.H[rt.H[op + Ob.type] + Tp.nbIndex] === 0) {
    typeError(rt, `argument should be integer or bytes-like object, not '${typeName(rt, op)}'`);
  }
  return byteArgument(rt, op);
}
