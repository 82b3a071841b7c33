import { Ob } from '../../../memory/layout.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { call1 } from '../../core/abstract/call.ts';
import { forEach } from '../../core/abstract/iteration.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { simpleBuffer, withBuffer } from '../../core/buffer.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesFromData } from '../../text/bytes-object.ts';
import { copyBytes } from '../../text/str-layout.ts';
import { dictGetSet, ioSpec, sizeArgument } from './io-base.ts';

/** BytesIO: a file in memory. CPython: Modules/_io/bytesio.c */
const enum BytesOb {
  /** Word address of the block or 0. */
  block = 8,
  /** Bytes of contents; capacity of the block. */
  size = 10,
  allocated = 12,
  position = 14,
  exports = 16,
  closed = 18,
  bytes = 88,
}

function requireOpen(rt: Runtime, op: number): void {
  if (rt.H[op + BytesOb.closed] !== 0) valueError(rt, 'I/O operation on closed file.');
}

function requireNoExports(rt: Runtime, op: number): void {
  if (rt.H[op + BytesOb.exports] > 0) raise(rt, T.BufferError, 'Existing exports of data: object cannot be re-sized');
}

/** Makes room for `size` bytes. CPython: resize_buffer */
function reserve(rt: Runtime, op: number, size: number): void {
  const H = rt.H;
  const allocated = H[op + BytesOb.allocated];
  if (size <= allocated) return;
  const wanted = size < allocated * 1.125 ? size + Math.floor(size / 8) + (size < 9 ? 3 : 6) : Math.max(64, size + 1);
  const block = H[op + BytesOb.block];
  const fresh = block === 0 ? rt.allocBlock(wanted) : rt.heap.realloc(block, wanted);
  if (fresh === 0) rt.noMemory();
  H[op + BytesOb.block] = fresh;
  H[op + BytesOb.allocated] = wanted;
}

/** Writes bytes of the heap at the position. CPython: write_bytes */
function writeRun(rt: Runtime, op: number, address: number, length: number): void {
  const H = rt.H;
  if (length === 0) return;
  const at = H[op + BytesOb.position];
  const end = at + length;
  reserve(rt, op, end);
  const data = H[op + BytesOb.block] * 4;
  const size = H[op + BytesOb.size];
  if (at > size) rt.U8.fill(0, data + size, data + at);
  copyBytes(rt, data + at, address, length);
  H[op + BytesOb.position] = end;
  if (end > size) H[op + BytesOb.size] = end;
}

const INIT = { name: 'BytesIO', params: ['initial_bytes'] };

function init(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void {
  const out = parseKeywords(rt, INIT, args, nargs, kwnames, [0]);
  requireNoExports(rt, op);
  rt.H[op + BytesOb.size] = 0;
  rt.H[op + BytesOb.position] = 0;
  if (out[0] !== 0 && out[0] !== (S.None as number)) {
    withBuffer(rt, out[0], false, (address, length) => writeRun(rt, op, address, length));
    rt.H[op + BytesOb.position] = 0;
  }
}

function write(rt: Runtime, op: number, data: number): Owned {
  requireOpen(rt, op);
  requireNoExports(rt, op);
  const n = withBuffer(rt, data, false, (address, length) => {
    writeRun(rt, op, address, length);
    return length;
  });
  return newInt(rt, n);
}

function remaining(rt: Runtime, op: number, limit: number): number {
  const left = Math.max(0, rt.H[op + BytesOb.size] - rt.H[op + BytesOb.position]);
  return limit < 0 || limit > left ? left : limit;
}

function take(rt: Runtime, op: number, n: number): Owned {
  const at = rt.H[op + BytesOb.position];
  const result = bytesFromData(rt, rt.H[op + BytesOb.block] * 4 + at, n);
  rt.H[op + BytesOb.position] = at + n;
  return result;
}

function read(name: string) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 0, 1);
    requireOpen(rt, op);
    return take(rt, op, remaining(rt, op, sizeArgument(rt, nargs > 0 ? rt.H[args] : 0)));
  };
}

/** Length of the line at the position. CPython: scan_eol */
function lineLength(rt: Runtime, op: number, limit: number): number {
  const n = remaining(rt, op, limit);
  const start = rt.H[op + BytesOb.block] * 4 + rt.H[op + BytesOb.position];
  const at = rt.U8.subarray(start, start + n).indexOf(10);
  return at < 0 ? n : at + 1;
}

function readline(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'readline', nargs, 0, 1);
  requireOpen(rt, op);
  return take(rt, op, lineLength(rt, op, sizeArgument(rt, nargs > 0 ? rt.H[args] : 0)));
}

function readlines(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'readlines', nargs, 0, 1);
  requireOpen(rt, op);
  const hint = sizeArgument(rt, nargs > 0 ? rt.H[args] : 0);
  const mark = rt.mark();
  const list = newList(rt, 0);
  rt.own(list);
  let total = 0;
  for (let n = lineLength(rt, op, -1); n > 0; n = lineLength(rt, op, -1)) {
    const here = rt.mark();
    listAppend(rt, list, rt.own(take(rt, op, n)));
    rt.release(here);
    total += n;
    if (hint > 0 && total >= hint) break;
  }
  return rt.leave(mark, rt.newRef(list));
}

function readinto(rt: Runtime, op: number, buffer: number): Owned {
  requireOpen(rt, op);
  const n = withBuffer(rt, buffer, true, (address, length) => {
    const count = remaining(rt, op, length);
    copyBytes(rt, address, rt.H[op + BytesOb.block] * 4 + rt.H[op + BytesOb.position], count);
    rt.H[op + BytesOb.position] += count;
    return count;
  });
  return newInt(rt, n);
}

function seek(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'seek', nargs, 1, 2);
  let at = asIndex(rt, rt.H[args]);
  const whence = nargs > 1 ? asIndex(rt, rt.H[args + 2]) : 0;
  requireOpen(rt, op);
  if (at < 0 && whence === 0) valueError(rt, `negative seek value ${at}`);
  if (whence === 1) at += rt.H[op + BytesOb.position];
  else if (whence === 2) at += rt.H[op + BytesOb.size];
  else if (whence !== 0) valueError(rt, `invalid whence (${whence}, should be 0, 1 or 2)`);
  rt.H[op + BytesOb.position] = Math.max(0, at);
  return newInt(rt, Math.max(0, at));
}

function truncate(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'truncate', nargs, 0, 1);
  requireOpen(rt, op);
  requireNoExports(rt, op);
  const size = nargs > 0 && rt.H[args] !== (S.None as number) ? asIndex(rt, rt.H[args]) : rt.H[op + BytesOb.position];
  if (size < 0) valueError(rt, `negative size value ${size}`);
  if (size < rt.H[op + BytesOb.size]) rt.H[op + BytesOb.size] = size;
  return newInt(rt, size);
}

function getvalue(rt: Runtime, op: number): Owned {
  requireOpen(rt, op);
  return bytesFromData(rt, rt.H[op + BytesOb.block] * 4, rt.H[op + BytesOb.size]);
}

function close(rt: Runtime, op: number): Owned {
  requireNoExports(rt, op);
  const block = rt.H[op + BytesOb.block];
  rt.H[op + BytesOb.block] = rt.H[op + BytesOb.size] = rt.H[op + BytesOb.allocated] = rt.H[op + BytesOb.position] = 0;
  rt.H[op + BytesOb.closed] = 1;
  if (block !== 0) rt.heap.free(block);
  return rt.none();
}

function next(rt: Runtime, op: number): Owned {
  requireOpen(rt, op);
  const n = lineLength(rt, op, -1);
  return n === 0 ? NULL : take(rt, op, n);
}

function writelines(rt: Runtime, op: number, lines: number): Owned {
  requireOpen(rt, op);
  forEach(rt, lines, (line) => rt.decref(write(rt, op, line)));
  return rt.none();
}

function getstate(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const value = rt.own(getvalue(rt, op));
  const position = rt.own(newInt(rt, rt.H[op + BytesOb.position]));
  return rt.leave(mark, tupleOf(rt, value, position, rt.own(dictGetSet.get!(rt, op))));
}

function setstate(rt: Runtime, op: number, state: number): Owned {
  requireOpen(rt, op);
  if (rt.H[state + Ob.type] !== T.tuple || rt.H[state + Ob.size] < 3) {
    typeError(rt, `_io.BytesIO.__setstate__ argument should be 3-tuple, got ${typeName(rt, state)}`);
  }
  rt.H[op + BytesOb.size] = rt.H[op + BytesOb.position] = 0;
  rt.decref(write(rt, op, rt.H[state + 6]));
  rt.H[op + BytesOb.position] = asIndex(rt, rt.H[state + 8]);
  return rt.none();
}

/** A memoryview of the contents; the file cannot change its size while it exists. CPython: _io_BytesIO_getbuffer_impl */
function getbuffer(rt: Runtime, op: number): Owned {
  requireOpen(rt, op);
  return call1(rt, T.memoryview, op);
}

const yes = (rt: Runtime, op: number): Owned => {
  requireOpen(rt, op);
  return rt.bool(true);
};

const methods: readonly MethodSpec[] = [
  { name: 'read', kind: Meth.FAST, fn: read('read') },
  { name: 'read1', kind: Meth.FAST, fn: read('read1') },
  { name: 'readline', kind: Meth.FAST, fn: readline },
  { name: 'readlines', kind: Meth.FAST, fn: readlines },
  { name: 'readinto', kind: Meth.O, fn: readinto },
  { name: 'readinto1', kind: Meth.O, fn: readinto },
  { name: 'write', kind: Meth.O, fn: write },
  { name: 'writelines', kind: Meth.O, fn: writelines },
  { name: 'seek', kind: Meth.FAST, fn: seek },
  {
    name: 'tell',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      requireOpen(rt, op);
      return newInt(rt, rt.H[op + BytesOb.position]);
    },
  },
  { name: 'truncate', kind: Meth.FAST, fn: truncate },
  { name: 'getvalue', kind: Meth.NOARGS, fn: getvalue },
  { name: 'getbuffer', kind: Meth.NOARGS, fn: getbuffer },
  { name: 'close', kind: Meth.NOARGS, fn: close },
  { name: 'readable', kind: Meth.NOARGS, fn: yes },
  { name: 'writable', kind: Meth.NOARGS, fn: yes },
  { name: 'seekable', kind: Meth.NOARGS, fn: yes },
  {
    name: 'isatty',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      requireOpen(rt, op);
      return rt.bool(false);
    },
  },
  {
    name: 'flush',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      requireOpen(rt, op);
      return rt.none();
    },
  },
  { name: '__getstate__', kind: Meth.NOARGS, fn: getstate },
  { name: '__setstate__', kind: Meth.O, fn: setstate },
];

export const bytesIoSpec: TypeSpec = ioSpec({
  name: '_io.BytesIO',
  basicsize: BytesOb.bytes,
  blocks: [BytesOb.block],
  slots: {
    init,
    iternext: next,
    asBuffer(rt, op) {
      requireOpen(rt, op);
      rt.H[op + BytesOb.exports]++;
      return simpleBuffer(op, rt.H[op + BytesOb.block] * 4, rt.H[op + BytesOb.size], false, () => {
        rt.H[op + BytesOb.exports]--;
      });
    },
  },
  methods,
  getset: [{ name: 'closed', get: (rt, op) => rt.bool(rt.H[op + BytesOb.closed]) }],
  doc: 'Buffered I/O implementation using an in-memory bytes buffer.',
});
