import { getAttrText, lookupAttrText } from '../../core/abstract/attribute.ts';
import { call2, callMethodText } from '../../core/abstract/call.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { reprText } from '../../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { withBuffer } from '../../core/buffer.ts';
import { raise, typeName, valueError } from '../../core/errors.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type GetSetSpec, Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesFromData, newBytes } from '../../text/bytes-object.ts';
import { ByteSink } from '../../text/codecs/byte-sink.ts';
import { newStr } from '../../text/str-object.ts';
import {
  ahead,
  aheadView,
  Buf,
  bufferedClosed,
  bufferedRead,
  bufferedRead1,
  bufferedReadAll,
  bufferedWrite,
  dropAhead,
  fill,
  flushPending,
  rawOf,
  rawSeek,
  rawTell,
  requireOpenBuffered,
  setRaw,
  takeAhead,
} from './buffered-object.ts';
import { answers, ioSpec, sizeArgument } from './io-base.ts';
import { ioType, unsupported, warnUnclosed } from './io-object.ts';

/** BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair. CPython: Modules/_io/bufferedio.c */

export const DEFAULT_BUFFER_SIZE = 8192;

function initMethod(name: string, readable: boolean, writable: boolean) {
  const spec = { name, params: ['raw', 'buffer_size'], required: 1 };
  return (rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void => {
    const H = rt.H;
    const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0]);
    const size = out[1] === 0 ? DEFAULT_BUFFER_SIZE : asIndex(rt, out[1]);
    const raw = out[0];
    if (readable && writable && !answers(rt, raw, 'seekable')) unsupported(rt, 'File or stream is not seekable.');
    if (readable && !answers(rt, raw, 'readable')) unsupported(rt, 'File or stream is not readable.');
    if (writable && !answers(rt, raw, 'writable')) unsupported(rt, 'File or stream is not writable.');
    if (size <= 0) valueError(rt, 'buffer size must be strictly positive');
    setRaw(rt, op, raw);
    if (H[op + Buf.block] !== 0) rt.heap.free(H[op + Buf.block]);
    H[op + Buf.block] = H[op + Buf.position] = H[op + Buf.end] = H[op + Buf.pending] = 0;
    H[op + Buf.capacity] = size;
    H[op + Buf.readable] = readable ? 1 : 0;
    H[op + Buf.writable] = writable ? 1 : 0;
    H[op + Buf.state] = 1;
  };
}

function read(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'read', nargs, 0, 1);
  const n = sizeArgument(rt, nargs > 0 ? rt.H[args] : 0);
  rawOf(rt, op);
  if (n < -1) valueError(rt, 'read length must be non-negative or -1');
  requireOpenBuffered(rt, op, 'read of closed file');
  return newBytes(rt, n < 0 ? bufferedReadAll(rt, op) : bufferedRead(rt, op, n));
}

function read1(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'read1', nargs, 0, 1);
  const n = nargs > 0 ? asIndex(rt, rt.H[args]) : -1;
  requireOpenBuffered(rt, op, 'read of closed file');
  return newBytes(rt, bufferedRead1(rt, op, n < 0 ? rt.H[op + Buf.capacity] : n));
}

function peek(rt: Runtime, op: number, _args: number, nargs: number): Owned {
  checkPositional(rt, 'peek', nargs, 0, 1);
  requireOpenBuffered(rt, op, 'peek of closed file');
  if (ahead(rt, op) === 0) fill(rt, op);
  return newBytes(rt, aheadView(rt, op));
}

function readinto(rt: Runtime, op: number, buffer: number): Owned {
  requireOpenBuffered(rt, op, 'readinto of closed file');
  const n = withBuffer(rt, buffer, true, (address, length) => {
    const part = bufferedRead(rt, op, length);
    rt.U8.set(part, address);
    return part.length;
  });
  return newInt(rt, n);
}

function readinto1(rt: Runtime, op: number, buffer: number): Owned {
  requireOpenBuffered(rt, op, 'readinto of closed file');
  const n = withBuffer(rt, buffer, true, (address, length) => {
    const part = bufferedRead1(rt, op, length);
    rt.U8.set(part, address);
    return part.length;
  });
  return newInt(rt, n);
}

/** The next line as bytes, at most `limit` (below 0: no limit). CPython: _buffered_readline */
function line(rt: Runtime, op: number, limit: number): Owned {
  if (ahead(rt, op) > 0) {
    // most lines are in the buffer as a whole
    const newline = aheadView(rt, op).indexOf(10);
    if (newline >= 0 && (limit < 0 || newline < limit)) {
      const at = rt.H[op + Buf.block] * 4 + rt.H[op + Buf.position];
      const result = bytesFromData(rt, at, newline + 1);
      rt.H[op + Buf.position] += newline + 1;
      return result;
    }
  }
  const sink = new ByteSink();
  for (;;) {
    if (ahead(rt, op) === 0 && fill(rt, op) === 0) break;
    const view = aheadView(rt, op);
    const newline = view.indexOf(10);
    let n = newline < 0 ? view.length : newline + 1;
    if (limit >= 0 && sink.length + n > limit) n = limit - sink.length;
    if (sink.length === 0 && newline >= 0) return newBytes(rt, takeAhead(rt, op, n));
    sink.append(takeAhead(rt, op, n));
    if (newline >= 0 || (limit >= 0 && sink.length >= limit)) break;
  }
  return sink.finish(rt);
}

function readline(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'readline', nargs, 0, 1);
  const limit = sizeArgument(rt, nargs > 0 ? rt.H[args] : 0);
  requireOpenBuffered(rt, op, 'readline of closed file');
  return limit === 0 ? newBytes(rt, []) : line(rt, op, limit);
}

function next(rt: Runtime, op: number): Owned {
  requireOpenBuffered(rt, op, 'readline of closed file');
  const result = line(rt, op, -1);
  if (rt.H[result + 4] !== 0) return result;
  rt.decref(result);
  return NULL;
}

function write(rt: Runtime, op: number, data: number): Owned {
  rawOf(rt, op);
  const n = withBuffer(rt, data, false, (address, length) => {
    requireOpenBuffered(rt, op, 'write to closed file');
    bufferedWrite(rt, op, rt.U8.subarray(address, address + length));
    return length;
  });
  return newInt(rt, n);
}

/** CPython: buffered_flush */
export function flushBuffered(rt: Runtime, op: number): void {
  requireOpenBuffered(rt, op, 'flush of closed file');
  if (rt.H[op + Buf.writable] !== 0) {
    flushPending(rt, op);
    if (rt.H[op + Buf.readable] !== 0) dropAhead(rt, op);
  } else rt.decref(callMethodText(rt, rawOf(rt, op), 'flush'));
}

/** CPython: _io__Buffered__dealloc_warn_impl */
function deallocWarn(rt: Runtime, op: number, source: number): Owned {
  const raw = rt.H[op + Buf.raw];
  if (raw !== 0) rt.decref(callMethodText(rt, raw, '_dealloc_warn', source));
  return rt.none();
}

/** CPython: buffered_close */
function close(rt: Runtime, op: number): Owned {
  const raw = rawOf(rt, op);
  if (bufferedClosed(rt, op)) return rt.none();
  warnUnclosed(rt, op, raw);
  try {
    rt.decref(callMethodText(rt, op, 'flush'));
  } finally {
    closeRaw(rt, raw);
  }
  const block = rt.H[op + Buf.block];
  rt.H[op + Buf.block] = rt.H[op + Buf.position] = rt.H[op + Buf.end] = rt.H[op + Buf.pending] = 0;
  if (block !== 0) rt.heap.free(block);
  return rt.none();
}

/** Closes the raw file even while an error is under way, which then stays the one that is reported. */
function closeRaw(rt: Runtime, raw: number): void {
  const pending = rt.H[Root.curexc];
  rt.H[Root.curexc] = 0;
  const mark = rt.mark();
  if (pending !== 0) rt.own(pending);
  rt.decref(callMethodText(rt, raw, 'close'));
  if (pending !== 0) {
    rt.unown(pending);
    rt.setSlot(Root.curexc, pending);
  }
  rt.release(mark);
}

function tell(rt: Runtime, op: number): number {
  return rawTell(rt, op) - ahead(rt, op) + rt.H[op + Buf.pending];
}

/** CPython: _io__Buffered_seek_impl */
function seek(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'seek', nargs, 1, 2);
  let offset = asIndex(rt, rt.H[args]);
  const whence = nargs > 1 ? asIndex(rt, rt.H[args + 2]) : 0;
  rawOf(rt, op);
  if (whence < 0 || whence > 2) valueError(rt, `whence value ${whence} unsupported`);
  requireOpenBuffered(rt, op, 'seek of closed file');
  if (!answers(rt, rawOf(rt, op), 'seekable')) unsupported(rt, 'File or stream is not seekable.');
  flushPending(rt, op);
  if (whence === 1) offset -= ahead(rt, op);
  rt.H[op + Buf.position] = rt.H[op + Buf.end] = 0;
  return newInt(rt, rawSeek(rt, op, offset, whence));
}

function truncate(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'truncate', nargs, 0, 1);
  requireOpenBuffered(rt, op, 'truncate of closed file');
  if (rt.H[op + Buf.writable] === 0) unsupported(rt, 'truncate');
  flushBuffered(rt, op);
  return callMethodText(rt, rawOf(rt, op), 'truncate', nargs > 0 ? rt.H[args] : S.None);
}

function detach(rt: Runtime, op: number): Owned {
  const raw = rawOf(rt, op);
  rt.decref(callMethodText(rt, op, 'flush'));
  rt.H[op + Buf.state] = 2;
  rt.H[op + Buf.raw] = 0;
  return raw as Owned;
}

function repr(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const name = rt.own(rt.H[op + Buf.state] === 1 ? lookupAttrText(rt, op, 'name') : NULL);
  return rt.leave(mark, newStr(rt, name === 0 ? `<${typeName(rt, op)}>` : `<${typeName(rt, op)} name=${reprText(rt, name)}>`));
}

function delegate(name: string): MethodSpec {
  return { name, kind: Meth.NOARGS, fn: (rt: Runtime, op: number) => callMethodText(rt, rawOf(rt, op), name) };
}

const common: readonly MethodSpec[] = [
  { name: 'detach', kind: Meth.NOARGS, fn: detach },
  {
    name: 'flush',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      flushBuffered(rt, op);
      return rt.none();
    },
  },
  { name: 'close', kind: Meth.NOARGS, fn: close },
  { name: '_dealloc_warn', kind: Meth.O, fn: deallocWarn, signature: '($self, source, /)' },
  delegate('seekable'),
  delegate('fileno'),
  delegate('isatty'),
  { name: 'seek', kind: Meth.FAST, fn: seek },
  { name: 'tell', kind: Meth.NOARGS, fn: (rt: Runtime, op: number) => newInt(rt, tell(rt, op)) },
  { name: 'truncate', kind: Meth.FAST, fn: truncate },
];

const reading: readonly MethodSpec[] = [
  delegate('readable'),
  { name: 'read', kind: Meth.FAST, fn: read },
  { name: 'read1', kind: Meth.FAST, fn: read1 },
  { name: 'peek', kind: Meth.FAST, fn: peek },
  { name: 'readinto', kind: Meth.O, fn: readinto },
  { name: 'readinto1', kind: Meth.O, fn: readinto1 },
  { name: 'readline', kind: Meth.FAST, fn: readline },
];

const writing: readonly MethodSpec[] = [delegate('writable'), { name: 'write', kind: Meth.O, fn: write }];

const getset: readonly GetSetSpec[] = [
  { name: 'raw', get: (rt, op) => rt.newRef(rawOf(rt, op)) },
  { name: 'closed', get: (rt, op) => rt.bool(bufferedClosed(rt, op)) },
  { name: 'name', get: (rt, op) => getAttrText(rt, rawOf(rt, op), 'name') },
  { name: 'mode', get: (rt, op) => getAttrText(rt, rawOf(rt, op), 'mode') },
];

function spec(name: string, readable: boolean, writable: boolean, doc: string): TypeSpec {
  return ioSpec({
    name: `_io.${name}`,
    basicsize: Buf.bytes,
    owned: [{ at: Buf.raw, label: 'raw' }],
    blocks: [Buf.block],
    slots: { init: initMethod(name, readable, writable), repr, ...(readable ? { iternext: next } : {}) },
    methods: [...common, ...(readable ? reading : []), ...(writable ? writing : [])],
    getset,
    doc,
  });
}

export const bufferedReaderSpec = spec('BufferedReader', true, false, 'Create a new buffered reader using the given readable raw IO object.');
export const bufferedWriterSpec = spec('BufferedWriter', false, true, 'A buffer for a writeable sequential RawIO object.');
export const bufferedRandomSpec = spec('BufferedRandom', true, true, 'A buffered interface to random access streams.');

// ---------------------------------------------------------------- pair

const enum Pair {
  reader = 8,
  writer = 10,
  bytes = 48,
}

const PAIR = { name: 'BufferedRWPair', params: ['reader', 'writer', 'buffer_size'], required: 2 };

function toReader(name: string): MethodSpec {
  return {
    name,
    kind: Meth.FAST,
    fn: (rt: Runtime, op: number, args: number, nargs: number) => forward(rt, rt.H[op + Pair.reader], name, args, nargs),
  };
}

function toWriter(name: string): MethodSpec {
  return {
    name,
    kind: Meth.FAST,
    fn: (rt: Runtime, op: number, args: number, nargs: number) => forward(rt, rt.H[op + Pair.writer], name, args, nargs),
  };
}

function forward(rt: Runtime, target: number, name: string, args: number, nargs: number): Owned {
  if (target === 0) valueError(rt, 'I/O operation on uninitialized object');
  const values: number[] = [];
  for (let i = 0; i < nargs; i++) values.push(rt.H[args + 2 * i]);
  return callMethodText(rt, target, name, ...values);
}

/** Closes the writer, then the reader even when that failed. CPython: Modules/_io/bufferedio.c _io_BufferedRWPair_close_impl */
function closePair(rt: Runtime, op: number): Owned {
  const H = rt.H;
  if (H[op + Pair.writer] === 0) valueError(rt, 'I/O operation on uninitialized object');
  try {
    rt.decref(callMethodText(rt, H[op + Pair.writer], 'close'));
  } finally {
    closeRaw(rt, H[op + Pair.reader]);
  }
  return rt.none();
}

export const bufferedRwPairSpec: TypeSpec = ioSpec({
  name: '_io.BufferedRWPair',
  basicsize: Pair.bytes,
  owned: [
    { at: Pair.reader, label: 'reader' },
    { at: Pair.writer, label: 'writer' },
  ],
  slots: {
    init(rt, op, args, nargs, kwnames) {
      const out = parseKeywords(rt, PAIR, args, nargs, kwnames, [0, 0, 0]);
      if (!answers(rt, out[0], 'readable')) unsupported(rt, 'File or stream is not readable.');
      if (!answers(rt, out[1], 'writable')) unsupported(rt, 'File or stream is not writable.');
      const size = out[2] === 0 ? DEFAULT_BUFFER_SIZE : asIndex(rt, out[2]);
      const mark = rt.mark();
      const bytes = rt.own(newInt(rt, size));
      rt.setSlot(op + Pair.reader, call2(rt, ioType(rt, 'BufferedReader'), out[0], bytes));
      rt.setSlot(op + Pair.writer, call2(rt, ioType(rt, 'BufferedWriter'), out[1], bytes));
      rt.release(mark);
    },
  },
  methods: [
    ...['read', 'peek', 'read1', 'readinto', 'readinto1', 'readable'].map(toReader),
    ...['write', 'flush', 'writable'].map(toWriter),
    { name: 'close', kind: Meth.NOARGS, fn: closePair },
    {
      name: 'isatty',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, op: number) => {
        const answer = forward(rt, rt.H[op + Pair.writer], 'isatty', 0, 0);
        if (answer !== rt.bool(false)) return answer;
        rt.decref(answer);
        return forward(rt, rt.H[op + Pair.reader], 'isatty', 0, 0);
      },
    },
  ],
  getset: [
    {
      name: 'closed',
      get: (rt, op) => {
        // the finalizer asks, too: of a pair whose __init__ failed
        if (rt.H[op + Pair.writer] === 0) raise(rt, T.RuntimeError, 'the BufferedRWPair object is being garbage-collected');
        return getAttrText(rt, rt.H[op + Pair.writer], 'closed');
      },
    },
  ],
  doc: 'A buffered reader and writer object together.',
});
