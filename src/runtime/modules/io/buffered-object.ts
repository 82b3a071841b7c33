import { Ob } from '../../../memory/layout.ts';
import { callMethodText } from '../../core/abstract/call.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { raise, typeError, valueError } from '../../core/errors.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytearrayData, newBytearray, resizeBytearray } from '../../text/bytearray-object.ts';
import { bytesView, newBytes } from '../../text/bytes-object.ts';
import { isBytes } from '../../text/text-arguments.ts';
import { FileOb, readAllDescriptor, readDescriptor, seekDescriptor, writeDescriptor } from './file-io.ts';
import { ioType, isClosed } from './io-object.ts';

/**
 * The buffer of BufferedReader, BufferedWriter and BufferedRandom, and what lies under it. CPython: Modules/_io/bufferedio.c
 *
 *   reading: bytes [position, end) of the block are read but not yet handed out
 *   writing: bytes [0, pending) are written but not yet given to the raw file; then position = end = 0
 */
export const enum Buf {
  raw = 8,
  /** Word address of the block, 0 before it is needed. */
  block = 10,
  capacity = 12,
  position = 13,
  end = 14,
  pending = 15,
  readable = 16,
  writable = 17,
  /** 0 before __init__, 1 ready, 2 detached. */
  state = 18,
  /** 1 when the raw file is exactly a FileIO, which is used without calls. */
  plainRaw = 19,
  bytes = 144,
}

/** The raw file; ValueError when there is none. CPython: CHECK_INITIALIZED */
export function rawOf(rt: Runtime, op: number): number {
  const state = rt.H[op + Buf.state];
  if (state !== 1) valueError(rt, state === 2 ? 'raw stream has been detached' : 'I/O operation on uninitialized object');
  return rt.H[op + Buf.raw];
}

/** Takes a raw file into use (increfed). */
export function setRaw(rt: Runtime, op: number, raw: number): void {
  rt.setSlot(op + Buf.raw, rt.newRef(raw));
  rt.H[op + Buf.plainRaw] = rt.H[raw + Ob.type] === ioType(rt, 'FileIO') ? 1 : 0;
}

/** Is the file below closed? CPython: buffered_closed */
export function bufferedClosed(rt: Runtime, op: number): boolean {
  const raw = rawOf(rt, op);
  return rt.H[op + Buf.plainRaw] !== 0 ? rt.H[raw + FileOb.fd] < 0 : isClosed(rt, raw);
}

export function requireOpenBuffered(rt: Runtime, op: number, message: string): void {
  if (bufferedClosed(rt, op)) valueError(rt, message);
}

function block(rt: Runtime, op: number): number {
  let at = rt.H[op + Buf.block];
  if (at === 0) {
    at = rt.allocBlock(rt.H[op + Buf.capacity]);
    rt.H[op + Buf.block] = at;
  }
  return at * 4;
}

/** Up to `n` bytes of the raw file; null when it would block. CPython: _bufferedreader_raw_read */
function rawRead(rt: Runtime, op: number, n: number): Uint8Array | null {
  const raw = rawOf(rt, op);
  if (rt.H[op + Buf.plainRaw] !== 0) return readDescriptor(rt, raw, n);
  const mark = rt.mark();
  const target = rt.own(newBytearray(rt, []));
  resizeBytearray(rt, target, n);
  const answer = rt.own(callMethodText(rt, raw, 'readinto', target));
  if (answer === (S.None as number)) {
    rt.release(mark);
    return null;
  }
  const got = asIndex(rt, answer);
  if (got < 0 || got > n) raise(rt, T.OSError, `raw readinto() returned invalid length ${got} (should have been between 0 and ${n})`);
  const data = bytearrayData(rt, target);
  const bytes = rt.U8.slice(data, data + got);
  rt.release(mark);
  return bytes;
}

/** Refills an empty buffer; how many bytes there are now (0 at the end). */
export function fill(rt: Runtime, op: number): number {
  flushPending(rt, op);
  const part = rawRead(rt, op, rt.H[op + Buf.capacity]);
  const n = part === null ? 0 : part.length;
  if (n > 0) rt.U8.set(part!, block(rt, op));
  rt.H[op + Buf.position] = 0;
  rt.H[op + Buf.end] = n;
  return n;
}

/** Bytes read ahead. */
export function ahead(rt: Runtime, op: number): number {
  return rt.H[op + Buf.end] - rt.H[op + Buf.position];
}

/** The bytes read ahead, in place. */
export function aheadView(rt: Runtime, op: number): Uint8Array {
  const at = rt.H[op + Buf.block] * 4;
  return rt.U8.subarray(at + rt.H[op + Buf.position], at + rt.H[op + Buf.end]);
}

/** Takes up to `n` of the bytes read ahead, as a copy. */
export function takeAhead(rt: Runtime, op: number, n: number): Uint8Array {
  const part = aheadView(rt, op).slice(0, n);
  rt.H[op + Buf.position] += part.length;
  return part;
}

/** Gives what is read ahead back to the raw file by moving its position. CPython: _bufferedreader_raw_seek in writes */
export function dropAhead(rt: Runtime, op: number): void {
  const n = ahead(rt, op);
  rt.H[op + Buf.position] = rt.H[op + Buf.end] = 0;
  if (n > 0) rawSeek(rt, op, -n, 1);
}

/** Moves the raw file's position and returns it. */
export function rawSeek(rt: Runtime, op: number, offset: number, whence: number): number {
  const raw = rawOf(rt, op);
  if (rt.H[op + Buf.plainRaw] !== 0) return seekDescriptor(rt, raw, offset, whence);
  const mark = rt.mark();
  const to = rt.own(newInt(rt, offset));
  const answer = rt.own(callMethodText(rt, raw, 'seek', to, rt.own(newInt(rt, whence))));
  const at = asIndex(rt, answer);
  if (at < 0) raise(rt, T.OSError, `Raw stream returned invalid position ${at}`);
  rt.release(mark);
  return at;
}

/** The raw file's position. */
export function rawTell(rt: Runtime, op: number): number {
  const raw = rawOf(rt, op);
  if (rt.H[op + Buf.plainRaw] !== 0) return seekDescriptor(rt, raw, 0, 1);
  const mark = rt.mark();
  const at = asIndex(rt, rt.own(callMethodText(rt, raw, 'tell')));
  rt.release(mark);
  return at;
}

/** Gives bytes to the raw file; how many it took. CPython: _bufferedwriter_raw_write */
function rawWrite(rt: Runtime, op: number, bytes: Uint8Array): number {
  const raw = rawOf(rt, op);
  if (rt.H[op + Buf.plainRaw] !== 0) return writeDescriptor(rt, raw, bytes);
  const mark = rt.mark();
  const answer = rt.own(callMethodText(rt, raw, 'write', rt.own(newBytes(rt, bytes))));
  if (answer === (S.None as number)) raise(rt, T.BlockingIOError, 'write could not complete without blocking');
  const n = asIndex(rt, answer);
  if (n < 0 || n > bytes.length) raise(rt, T.OSError, `raw write() returned invalid length ${n} (should have been between 0 and ${bytes.length})`);
  rt.release(mark);
  return n;
}

function writeAll(rt: Runtime, op: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += rawWrite(rt, op, at === 0 ? bytes : bytes.subarray(at));
}

/** Writes what is pending. CPython: _bufferedwriter_flush_unlocked */
export function flushPending(rt: Runtime, op: number): void {
  const H = rt.H;
  while (H[op + Buf.pending] > 0) {
    const at = H[op + Buf.block] * 4;
    const n = H[op + Buf.pending];
    const taken = rawWrite(rt, op, rt.U8.subarray(at, at + n));
    if (taken < n) rt.U8.copyWithin(at, at + taken, at + n);
    H[op + Buf.pending] = n - taken;
  }
}

/** Writes bytes through the buffer. CPython: _io_BufferedWriter_write_impl */
export function bufferedWrite(rt: Runtime, op: number, bytes: Uint8Array): void {
  const H = rt.H;
  if (H[op + Buf.end] !== 0) dropAhead(rt, op);
  const capacity = H[op + Buf.capacity];
  const n = bytes.length;
  if (H[op + Buf.pending] + n > capacity) {
    flushPending(rt, op);
    if (n >= capacity) {
      writeAll(rt, op, bytes);
      return;
    }
  }
  rt.U8.set(bytes, block(rt, op) + H[op + Buf.pending]);
  H[op + Buf.pending] += n;
}

/**
 * Makes room for `n` more bytes: the byte address where they go (then counted as pending), or -1 when they do not fit the buffer at all.
 */
export function reservePending(rt: Runtime, op: number, n: number): number {
  const H = rt.H;
  if (n > H[op + Buf.capacity]) return -1;
  if (H[op + Buf.end] !== 0) dropAhead(rt, op);
  if (H[op + Buf.pending] + n > H[op + Buf.capacity]) flushPending(rt, op);
  const at = block(rt, op) + H[op + Buf.pending];
  H[op + Buf.pending] += n;
  return at;
}

/** Up to `n` bytes with at most one read of the raw file. CPython: _io__Buffered_read1_impl */
export function bufferedRead1(rt: Runtime, op: number, n: number): Uint8Array {
  if (n === 0) return new Uint8Array(0);
  if (ahead(rt, op) === 0) fill(rt, op);
  return takeAhead(rt, op, n);
}

/** `n` bytes, fewer only at the end. CPython: _bufferedreader_read_generic */
export function bufferedRead(rt: Runtime, op: number, n: number): Uint8Array {
  const first = takeAhead(rt, op, n);
  if (first.length === n) return first;
  flushPending(rt, op);
  const result = new Uint8Array(n);
  result.set(first);
  let got = first.length;
  while (got < n) {
    const missing = n - got;
    if (missing >= rt.H[op + Buf.capacity]) {
      const part = rawRead(rt, op, missing);
      if (part === null || part.length === 0) break;
      result.set(part, got);
      got += part.length;
    } else {
      if (fill(rt, op) === 0) break;
      const part = takeAhead(rt, op, missing);
      result.set(part, got);
      got += part.length;
    }
  }
  return result.subarray(0, got);
}

/** Everything to the end. CPython: _bufferedreader_read_all */
export function bufferedReadAll(rt: Runtime, op: number): Uint8Array {
  const first = takeAhead(rt, op, Infinity);
  flushPending(rt, op);
  const raw = rawOf(rt, op);
  if (rt.H[op + Buf.plainRaw] !== 0) {
    const rest = readAllDescriptor(rt, raw);
    if (first.length === 0) return rest;
    const result = new Uint8Array(first.length + rest.length);
    result.set(first);
    result.set(rest, first.length);
    return result;
  }
  const parts: Uint8Array[] = [first];
  for (;;) {
    const mark = rt.mark();
    const part = rt.own(callMethodText(rt, raw, 'read', rt.own(newInt(rt, 65536))));
    if (part !== (S.None as number) && !isBytes(rt, part)) typeError(rt, 'read() should return bytes');
    const bytes = part === (S.None as number) ? new Uint8Array(0) : bytesView(rt, part).slice();
    rt.release(mark);
    if (bytes.length === 0) break;
    parts.push(bytes);
  }
  const result = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
