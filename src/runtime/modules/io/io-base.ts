import { Ob } from '../../../memory/layout.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { lookupAttrText, setAttrText } from '../../core/abstract/attribute.ts';
import { call1, callMethodText } from '../../core/abstract/call.ts';
import { forEach } from '../../core/abstract/iteration.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { isTrue, length } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { TpFlag } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type GetSetSpec, Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytearrayData, bytearrayFromData, bytearrayLength, resizeBytearray } from '../../text/bytearray-object.ts';
import { bytesFromData, bytesLength, bytesView, newBytes } from '../../text/bytes-object.ts';
import { ByteSink } from '../../text/codecs/byte-sink.ts';
import { isBytes } from '../../text/text-arguments.ts';
import { getInstanceDict, setInstanceDict } from '../../types/instance-getset.ts';
import { Io, ioContract, ioDealloc, ioFinalize, requireOpen, unsupported } from './io-object.ts';

/** The abstract base classes. CPython: Modules/_io/iobase.c, bufferedio.c, textio.c */

/** Calls `name()` and tells whether the answer is true. */
export function answers(rt: Runtime, op: number, name: string): boolean {
  const mark = rt.mark();
  const yes = isTrue(rt, rt.own(callMethodText(rt, op, name)));
  rt.release(mark);
  return yes;
}

function refuses(name: string) {
  return (rt: Runtime): Owned => unsupported(rt, name);
}

/** CPython: _PyIOBase_check_seekable and others */
function checker(test: string, message: string) {
  return (rt: Runtime, op: number): Owned => {
    const mark = rt.mark();
    const answer = rt.own(callMethodText(rt, op, test));
    if (answer !== (S.True as number)) unsupported(rt, message);
    rt.release(mark);
    return rt.bool(true);
  };
}

/** A size argument: None or absent (0) is -1. CPython: _Py_convert_optional_to_ssize_t */
export function sizeArgument(rt: Runtime, op: number): number {
  if (op === 0 || op === (S.None as number)) return -1;
  const H = rt.H;
  if (H[H[op + Ob.type] + 176] === 0) typeError(rt, `argument should be integer or None, not '${typeName(rt, op)}'`);
  return asIndex(rt, op);
}

/** Is the file marked as closed by this class's own close? */
function flaggedClosed(rt: Runtime, op: number): boolean {
  const mark = rt.mark();
  const flag = rt.own(lookupAttrText(rt, op, '__IOBase_closed'));
  rt.release(mark);
  return flag !== 0;
}

/** CPython: _io__IOBase_close_impl */
export function closeBase(rt: Runtime, op: number): Owned {
  if (flaggedClosed(rt, op)) return rt.none();
  try {
    rt.decref(callMethodText(rt, op, 'flush'));
  } finally {
    setAttrText(rt, op, '__IOBase_closed', S.True);
  }
  return rt.none();
}

function flush(rt: Runtime, op: number): Owned {
  if (flaggedClosed(rt, op)) valueError(rt, 'I/O operation on closed file.');
  return rt.none();
}

/** CPython: _io__IOBase_readline_impl */
function readline(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'readline', nargs, 0, 1);
  const limit = sizeArgument(rt, nargs > 0 ? rt.H[args] : 0);
  const mark = rt.mark();
  const peek = rt.own(lookupAttrText(rt, op, 'peek'));
  const sink = new ByteSink();
  while (limit < 0 || sink.length < limit) {
    const here = rt.mark();
    let want = 1;
    if (peek !== 0) {
      const ahead = rt.own(call1(rt, peek, rt.own(newInt(rt, 1))));
      if (!isBytes(rt, ahead)) raise(rt, T.OSError, `peek() should have returned a bytes object, not '${typeName(rt, ahead)}'`);
      const view = bytesView(rt, ahead);
      if (view.length > 0) {
        const newline = view.indexOf(10);
        want = newline >= 0 ? newline + 1 : view.length;
        if (limit >= 0) want = Math.min(want, limit - sink.length);
      }
    }
    const part = rt.own(callMethodText(rt, op, 'read', rt.own(newInt(rt, want))));
    if (!isBytes(rt, part)) raise(rt, T.OSError, `read() should have returned a bytes object, not '${typeName(rt, part)}'`);
    const view = bytesView(rt, part);
    const end = view.length === 0;
    sink.append(view);
    const complete = !end && view[view.length - 1] === 10;
    rt.release(here);
    if (end || complete) break;
  }
  return rt.leave(mark, sink.finish(rt));
}

/** CPython: iobase_iternext */
export function nextLine(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const line = rt.own(callMethodText(rt, op, 'readline'));
  if (length(rt, line) > 0) return rt.leave(mark, rt.newRef(line));
  rt.release(mark);
  return NULL;
}

export function iterFile(rt: Runtime, op: number): Owned {
  requireOpen(rt, op);
  return rt.newRef(op);
}

/** CPython: _io__IOBase_readlines_impl */
function readlines(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'readlines', nargs, 0, 1);
  const hint = sizeArgument(rt, nargs > 0 ? rt.H[args] : 0);
  const mark = rt.mark();
  const list = newList(rt, 0);
  rt.own(list);
  let total = 0;
  forEach(rt, op, (line) => {
    listAppend(rt, list, line);
    total += rt.H[line + Ob.size];
    return !(hint > 0 && total > hint);
  });
  return rt.leave(mark, rt.newRef(list));
}

/** CPython: _io__IOBase_writelines */
function writelines(rt: Runtime, op: number, lines: number): Owned {
  requireOpen(rt, op);
  forEach(rt, lines, (line) => rt.decref(callMethodText(rt, op, 'write', line)));
  return rt.none();
}

function enter(rt: Runtime, op: number): Owned {
  requireOpen(rt, op);
  return rt.newRef(op);
}

function exit(rt: Runtime, op: number): Owned {
  return callMethodText(rt, op, 'close');
}

function checkClosed(rt: Runtime, op: number): Owned {
  requireOpen(rt, op);
  return rt.none();
}

const methods: readonly MethodSpec[] = [
  { name: 'seek', kind: Meth.FAST, fn: refuses('seek') },
  {
    name: 'tell',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      const mark = rt.mark();
      const zero = rt.own(newInt(rt, 0));
      return rt.leave(mark, callMethodText(rt, op, 'seek', zero, rt.own(newInt(rt, 1))));
    },
  },
  { name: 'truncate', kind: Meth.FAST, fn: refuses('truncate') },
  { name: 'fileno', kind: Meth.NOARGS, fn: refuses('fileno') },
  {
    name: 'isatty',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      requireOpen(rt, op);
      return rt.bool(false);
    },
  },
  { name: 'close', kind: Meth.NOARGS, fn: closeBase },
  { name: 'flush', kind: Meth.NOARGS, fn: flush },
  { name: 'seekable', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(false) },
  { name: 'readable', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(false) },
  { name: 'writable', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(false) },
  { name: '_checkClosed', kind: Meth.FAST, fn: checkClosed },
  { name: '_checkSeekable', kind: Meth.FAST, fn: checker('seekable', 'File or stream is not seekable.') },
  { name: '_checkReadable', kind: Meth.FAST, fn: checker('readable', 'File or stream is not readable.') },
  { name: '_checkWritable', kind: Meth.FAST, fn: checker('writable', 'File or stream is not writable.') },
  { name: '__enter__', kind: Meth.NOARGS, fn: enter },
  { name: '__exit__', kind: Meth.FAST, fn: exit },
  { name: 'readline', kind: Meth.FAST, fn: readline },
  { name: 'readlines', kind: Meth.FAST, fn: readlines },
  { name: 'writelines', kind: Meth.O, fn: writelines },
];

/** `__dict__` of file objects. */
export const dictGetSet: GetSetSpec = { name: '__dict__', get: getInstanceDict, set: setInstanceDict };

/** What every class of this module declares: memory, dict, finalizer. */
export function ioSpec(
  spec: Omit<TypeSpec, 'contract' | 'dictoffset' | 'weaklistoffset'> & {
    owned?: readonly { at: number; label: string }[];
    blocks?: readonly number[];
  },
): TypeSpec {
  const { owned = [], blocks = [], ...rest } = spec;
  return {
    ...rest,
    flags: (spec.flags ?? 0) | TpFlag.BASETYPE | TpFlag.HAVE_FINALIZE,
    contract: ioContract(owned),
    dictoffset: Io.dict,
    weaklistoffset: Io.weaklist,
    slots: {
      dealloc: ioDealloc(
        owned.map((slot) => slot.at),
        blocks,
      ),
      finalize: ioFinalize,
      new: (rt, type) => allocInstance(rt, type, 0),
      ...spec.slots,
    },
    getset: [dictGetSet, ...(spec.getset ?? [])],
  };
}

export const ioBaseSpec: TypeSpec = ioSpec({
  name: '_io._IOBase',
  basicsize: Io.baseBytes,
  slots: { iter: iterFile, iternext: nextLine, init: () => undefined },
  methods,
  getset: [{ name: 'closed', get: (rt, op) => rt.bool(flaggedClosed(rt, op)) }],
  doc: 'The abstract base class for all I/O classes.',
});

// ---------------------------------------------------------------- raw files

/** CPython: _io__RawIOBase_read_impl */
function rawRead(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'read', nargs, 0, 1);
  const n = nargs > 0 ? asIndex(rt, rt.H[args]) : -1;
  if (n < 0) return callMethodText(rt, op, 'readall');
  const mark = rt.mark();
  const buffer = rt.own(bytearrayFromData(rt, 0, 0));
  resizeBytearray(rt, buffer, n);
  const count = rt.own(callMethodText(rt, op, 'readinto', buffer));
  if (count === (S.None as number)) return rt.leave(mark, rt.none());
  const got = asIndex(rt, count);
  if (got > n) valueError(rt, `readinto returned ${got} outside buffer size ${n}`);
  return rt.leave(mark, bytesFromData(rt, bytearrayData(rt, buffer), Math.min(got, bytearrayLength(rt, buffer))));
}

/** CPython: _io__RawIOBase_readall_impl */
function rawReadall(rt: Runtime, op: number): Owned {
  const sink = new ByteSink();
  for (;;) {
    const mark = rt.mark();
    const part = rt.own(callMethodText(rt, op, 'read', rt.own(newInt(rt, 8192))));
    if (part === (S.None as number)) {
      if (sink.length === 0) return rt.leave(mark, rt.none());
      rt.release(mark);
      break;
    }
    if (!isBytes(rt, part)) typeError(rt, 'read() should return bytes');
    const n = bytesLength(rt, part);
    sink.append(bytesView(rt, part));
    rt.release(mark);
    if (n === 0) break;
  }
  return newBytes(rt, sink.view());
}

export const rawIoBaseSpec: TypeSpec = ioSpec({
  name: '_io._RawIOBase',
  basicsize: Io.baseBytes,
  slots: {},
  methods: [
    { name: 'read', kind: Meth.FAST, fn: rawRead },
    { name: 'readall', kind: Meth.NOARGS, fn: rawReadall },
  ],
  doc: 'Base class for raw binary I/O.',
});

// ---------------------------------------------------------------- buffered and text files

/** CPython: _bufferediobase_readinto_generic */
function readinto(name: string) {
  return (rt: Runtime, op: number, buffer: number): Owned => {
    const mark = rt.mark();
    const view = rt.own(call1(rt, T.memoryview, buffer));
    const bytesNeeded = rt.own(lookupAttrText(rt, view, 'nbytes'));
    const data = rt.own(callMethodText(rt, op, name, bytesNeeded));
    if (!isBytes(rt, data)) typeError(rt, 'read() should return bytes');
    const n = bytesLength(rt, data);
    if (n > asIndex(rt, bytesNeeded)) valueError(rt, `read() returned too much data: ${asIndex(rt, bytesNeeded)} bytes requested, ${n} returned`);
    const target = rt.own(callMethodText(rt, view, 'cast', rt.own(rt.hooks.newStr(rt, 'B'))));
    const buffered = rt.own(lookupAttrText(rt, target, 'obj'));
    if (buffered === 0) typeError(rt, 'buffer expected');
    writeInto(rt, target, data);
    return rt.leave(mark, newInt(rt, n));
  };
}

function writeInto(rt: Runtime, view: number, data: number): void {
  const mark = rt.mark();
  const n = bytesLength(rt, data);
  const whole = bytesView(rt, data);
  for (let i = 0; i < n; i++) {
    const here = rt.mark();
    const at = rt.own(newInt(rt, i));
    rt.own(callMethodText(rt, view, '__setitem__', at, rt.own(newInt(rt, whole[i]))));
    rt.release(here);
  }
  rt.release(mark);
}

export const bufferedIoBaseSpec: TypeSpec = ioSpec({
  name: '_io._BufferedIOBase',
  basicsize: Io.baseBytes,
  slots: {},
  methods: [
    { name: 'detach', kind: Meth.NOARGS, fn: refuses('detach') },
    { name: 'read', kind: Meth.FAST, fn: refuses('read') },
    { name: 'read1', kind: Meth.FAST, fn: refuses('read1') },
    { name: 'write', kind: Meth.FAST, fn: refuses('write') },
    { name: 'readinto', kind: Meth.O, fn: readinto('read') },
    { name: 'readinto1', kind: Meth.O, fn: readinto('read1') },
  ],
  doc: 'Base class for buffered IO objects.',
});

export const textIoBaseSpec: TypeSpec = ioSpec({
  name: '_io._TextIOBase',
  basicsize: Io.baseBytes,
  slots: {},
  methods: [
    { name: 'detach', kind: Meth.NOARGS, fn: refuses('detach') },
    { name: 'read', kind: Meth.FAST, fn: refuses('read') },
    { name: 'readline', kind: Meth.FAST, fn: refuses('readline') },
    { name: 'write', kind: Meth.FAST, fn: refuses('write') },
  ],
  getset: [
    { name: 'encoding', get: (rt) => rt.none() },
    { name: 'newlines', get: (rt) => rt.none() },
    { name: 'errors', get: (rt) => rt.none() },
  ],
  doc: 'Base class for text I/O.',
});
