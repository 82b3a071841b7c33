import { Ob } from '../../../memory/layout.ts';
import { lookupAttrText, setAttrText } from '../../core/abstract/attribute.ts';
import { call2 } from '../../core/abstract/call.ts';
import { asCInt, asIndex, hasIndex } from '../../core/abstract/number.ts';
import { isTrue, reprText } from '../../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { withBuffer } from '../../core/buffer.ts';
import { catching, clearError, errorMatches, isPythonError, takeError, typeError, valueError } from '../../core/errors.ts';
import { Tp } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { hostCall, raiseOsError } from '../../exceptions/os-error.ts';
import { writeUnraisable } from '../../exceptions/unraisable.ts';
import type { HostFs } from '../../host/host.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { ByteSink } from '../../text/codecs/byte-sink.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';
import { closeDescriptor, readFrom, writeTo } from '../posix/descriptors.ts';
import { closeBase, ioSpec, sizeArgument } from './io-base.ts';
import { inFinalizer, unsupported } from './io-object.ts';
import { pathArgument } from './path-argument.ts';

/** FileIO: a file descriptor. CPython: Modules/_io/fileio.c */
export const enum FileOb {
  fd = 8,
  created = 9,
  readable = 10,
  writable = 11,
  appending = 12,
  /** -1 until it is known. */
  seekable = 13,
  closefd = 14,
  blksize = 15,
  bytes = 64,
}

const enum Flag {
  RDONLY = 0,
  WRONLY = 1,
  RDWR = 2,
  CREAT = 0o100,
  EXCL = 0o200,
  TRUNC = 0o1000,
  APPEND = 0o2000,
  CLOEXEC = 0o2000000,
}

/** The host's file system; without one every call is refused. */
export function fileSystem(rt: Runtime): HostFs {
  const { fs } = rt.host;
  if (fs === null) unsupported(rt, 'there is no file system here');
  return fs;
}

const INIT = { name: 'FileIO', params: ['file', 'mode', 'closefd', 'opener'], required: 1 };

/** CPython: _io_FileIO___init___impl */
function init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const H = rt.H;
  const out = parseKeywords(rt, INIT, args, nargs, kwnames, [0, 0, 0, 0]);
  if (out[1] !== 0 && !isStr(rt, out[1])) typeError(rt, `FileIO() argument 2 must be str, not ${reprText(rt, out[1])}`);
  const mode = out[1] === 0 ? 'r' : strText(rt, out[1]);
  const closefd = out[2] === 0 || isTrue(rt, out[2]);
  const opener = out[3] === (S.None as number) ? 0 : out[3];
  H[self + FileOb.fd] = -1;
  H[self + FileOb.seekable] = -1;
  H[self + FileOb.created] = H[self + FileOb.readable] = H[self + FileOb.writable] = H[self + FileOb.appending] = 0;
  H[self + FileOb.closefd] = closefd ? 1 : 0;
  H[self + FileOb.blksize] = 8192;
  const mark = rt.mark();
  let fd = -1;
  let path = 0;
  const number = hasIndex(rt, out[0]) ? catching<number | null>(rt, T.BaseException, () => asCInt(rt, out[0]), null) : null;
  if (number !== null) {
    fd = number;
    if (fd < 0) valueError(rt, 'negative file descriptor');
  } else path = rt.own(pathArgument(rt, out[0]));
  let main = 0;
  let plus = false;
  let flags = 0;
  for (const c of mode) {
    switch (c) {
      case 'x':
      case 'r':
      case 'w':
      case 'a':
        if (main++ > 0) valueError(rt, 'Must have exactly one of create/read/write/append mode and at most one plus');
        if (c === 'r') H[self + FileOb.readable] = 1;
        else H[self + FileOb.writable] = 1;
        if (c === 'x') {
          H[self + FileOb.created] = 1;
          flags |= Flag.EXCL | Flag.CREAT;
        } else if (c === 'w') flags |= Flag.CREAT | Flag.TRUNC;
        else if (c === 'a') {
          H[self + FileOb.appending] = 1;
          flags |= Flag.APPEND | Flag.CREAT;
        }
        break;
      case 'b':
        break;
      case '+':
        if (plus) valueError(rt, 'Must have exactly one of create/read/write/append mode and at most one plus');
        plus = true;
        H[self + FileOb.readable] = H[self + FileOb.writable] = 1;
        break;
      default:
        valueError(rt, `invalid mode: ${mode}`);
    }
  }
  if (main === 0) valueError(rt, 'Must have exactly one of create/read/write/append mode and at most one plus');
  flags |= (H[self + FileOb.readable] !== 0 ? (H[self + FileOb.writable] !== 0 ? Flag.RDWR : Flag.RDONLY) : Flag.WRONLY) | Flag.CLOEXEC;
  if (fd < 0) {
    if (!closefd) valueError(rt, 'Cannot use closefd=False with file name');
    if (opener !== 0) {
      const result = rt.own(call2(rt, opener, out[0], rt.own(newInt(rt, flags))));
      if (!hasIndex(rt, result)) typeError(rt, 'expected integer from opener');
      fd = asIndex(rt, result);
      if (fd < 0) valueError(rt, `opener returned ${fd}`);
    } else fd = hostCall(rt, out[0], () => fileSystem(rt).open(strText(rt, path), flags, 0o666));
    H[self + FileOb.fd] = fd;
    const stat = hostCall(rt, out[0], () => fileSystem(rt).fstat(fd));
    if ((stat.mode & 0o170000) === 0o040000) {
      hostCall(rt, 0, () => fileSystem(rt).close(fd));
      H[self + FileOb.fd] = -1;
      raiseOsError(rt, 21, 'Is a directory', out[0]);
    }
  } else {
    H[self + FileOb.fd] = fd;
    if (rt.host.fs !== null && fd > 2) hostCall(rt, 0, () => rt.host.fs!.fstat(fd));
  }
  setAttrText(rt, self, 'name', out[0]);
  if (H[self + FileOb.appending] !== 0 && rt.host.fs?.lseek !== undefined) {
    try {
      rt.host.fs.lseek(fd, 0, 2);
    } catch {
      // a pipe has no position; appending to it is writing
    }
  }
  rt.release(mark);
}

function descriptor(rt: Runtime, op: number): number {
  const fd = rt.H[op + FileOb.fd];
  if (fd < 0) valueError(rt, 'I/O operation on closed file');
  return fd;
}

function requireMode(rt: Runtime, op: number, at: FileOb, action: string): void {
  if (rt.H[op + at] === 0) unsupported(rt, `File not open for ${action}`);
}

/** Up to `size` bytes; empty at the end. */
export function readDescriptor(rt: Runtime, op: number, size: number): Uint8Array {
  const fd = descriptor(rt, op);
  requireMode(rt, op, FileOb.readable, 'reading');
  return readFrom(rt, fd, size);
}

/** Writes; how many bytes were taken. */
export function writeDescriptor(rt: Runtime, op: number, bytes: Uint8Array): number {
  const fd = descriptor(rt, op);
  requireMode(rt, op, FileOb.writable, 'writing');
  return writeTo(rt, fd, bytes);
}

function read(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'read', nargs, 0, 1);
  descriptor(rt, op);
  requireMode(rt, op, FileOb.readable, 'reading');
  const size = sizeArgument(rt, nargs > 0 ? rt.H[args] : 0);
  return size < 0 ? readall(rt, op) : newBytes(rt, readDescriptor(rt, op, size));
}

/** Everything to the end, as a host copy. */
export function readAllDescriptor(rt: Runtime, op: number): Uint8Array {
  const sink = new ByteSink();
  for (let size = 65536; ; size = Math.min(size * 2, 1 << 24)) {
    const part = readDescriptor(rt, op, size);
    if (part.length === 0) break;
    sink.append(part);
  }
  return sink.view();
}

function readall(rt: Runtime, op: number): Owned {
  return newBytes(rt, readAllDescriptor(rt, op));
}

function readinto(rt: Runtime, op: number, buffer: number): Owned {
  descriptor(rt, op);
  requireMode(rt, op, FileOb.readable, 'reading');
  const n = withBuffer(rt, buffer, true, (address, length) => {
    const part = readDescriptor(rt, op, length);
    rt.U8.set(part, address);
    return part.length;
  });
  return newInt(rt, n);
}

function write(rt: Runtime, op: number, data: number): Owned {
  descriptor(rt, op);
  requireMode(rt, op, FileOb.writable, 'writing');
  const n = withBuffer(rt, data, false, (address, length) => writeDescriptor(rt, op, rt.U8.subarray(address, address + length)));
  return newInt(rt, n);
}

/** Moves the position and returns it. CPython: portable_lseek */
export function seekDescriptor(rt: Runtime, op: number, offset: number, whence: number): number {
  const fd = descriptor(rt, op);
  const { lseek } = fileSystem(rt);
  if (lseek === undefined) unsupported(rt, 'seek');
  return hostCall(rt, 0, () => lseek(fd, offset, whence));
}

function seek(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'seek', nargs, 1, 2);
  const whence = nargs > 1 ? asIndex(rt, rt.H[args + 2]) : 0;
  return newInt(rt, seekDescriptor(rt, op, asIndex(rt, rt.H[args]), whence));
}

function tell(rt: Runtime, op: number): Owned {
  return newInt(rt, seekDescriptor(rt, op, 0, 1));
}

function truncate(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'truncate', nargs, 0, 1);
  const fd = descriptor(rt, op);
  requireMode(rt, op, FileOb.writable, 'writing');
  const size = nargs > 0 && rt.H[args] !== (S.None as number) ? asIndex(rt, rt.H[args]) : seekDescriptor(rt, op, 0, 1);
  hostCall(rt, 0, () => fileSystem(rt).ftruncate(fd, size));
  return newInt(rt, size);
}

/** Can the position be moved? Asked once. */
export function isSeekable(rt: Runtime, op: number): boolean {
  const fd = descriptor(rt, op);
  if (rt.H[op + FileOb.seekable] < 0) {
    let seekable = 0;
    if (rt.host.fs?.lseek !== undefined) {
      try {
        rt.host.fs.lseek(fd, 0, 1);
        seekable = 1;
      } catch {
        seekable = 0;
      }
    }
    rt.H[op + FileOb.seekable] = seekable;
  }
  return rt.H[op + FileOb.seekable] !== 0;
}

/** CPython: _io_FileIO_close_impl */
function close(rt: Runtime, op: number): Owned {
  try {
    rt.decref(closeBase(rt, op));
  } finally {
    closeOwn(rt, op);
  }
  return rt.none();
}

/** Gives the descriptor back, even while the error of a failed flush is under way. CPython: the second half of _io_FileIO_close_impl */
function closeOwn(rt: Runtime, op: number): void {
  const H = rt.H;
  const fd = H[op + FileOb.fd];
  if (H[op + FileOb.closefd] === 0 || rt.host.fs === null) {
    H[op + FileOb.fd] = -1;
    return;
  }
  if (inFinalizer(rt).has(op)) rt.decref(deallocWarn(rt, op, op));
  H[op + FileOb.fd] = -1;
  if (fd >= 0) closeDescriptor(rt, fd);
}

/** ResourceWarning that `source`, whose file this is, was never closed. CPython: fileio_dealloc_warn */
function deallocWarn(rt: Runtime, op: number, source: number): Owned {
  const H = rt.H;
  if (H[op + FileOb.fd] < 0 || H[op + FileOb.closefd] === 0) return rt.none();
  const saved = takeError(rt);
  const mark = rt.mark();
  if (saved !== 0) rt.own(saved);
  const depth = rt.depth;
  try {
    rt.hooks.issueWarning(rt, T.ResourceWarning, `unclosed file ${reprText(rt, source)}`, 1, source);
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    rt.depth = depth;
    if (errorMatches(rt, T.Warning)) writeUnraisable(rt, op, 'plain');
    else clearError(rt);
  }
  if (saved !== 0) rt.setSlot(Root.curexc, rt.unown(saved));
  rt.release(mark);
  return rt.none();
}

function isatty(rt: Runtime, op: number): boolean {
  const fd = descriptor(rt, op);
  return rt.host.fs?.isatty(fd) ?? false;
}

function modeText(rt: Runtime, op: number): string {
  const H = rt.H;
  const readable = H[op + FileOb.readable] !== 0;
  if (H[op + FileOb.created] !== 0) return readable ? 'xb+' : 'xb';
  if (H[op + FileOb.appending] !== 0) return readable ? 'ab+' : 'ab';
  if (readable) return H[op + FileOb.writable] !== 0 ? 'rb+' : 'rb';
  return 'wb';
}

/** The class in the repr: from 3.13 on that of the object. */
function shownClass(rt: Runtime, op: number): string {
  return rt.model.natives.fileReprClass ? strText(rt, rt.H[rt.H[op + Ob.type] + Tp.name]) : '_io.FileIO';
}

function repr(rt: Runtime, op: number): Owned {
  const H = rt.H;
  if (H[op + FileOb.fd] < 0) return newStr(rt, `<${shownClass(rt, op)} [closed]>`);
  const mark = rt.mark();
  const name = rt.own(lookupAttrText(rt, op, 'name'));
  const closefd = H[op + FileOb.closefd] !== 0 ? 'True' : 'False';
  const shown = name === 0 ? `fd=${H[op + FileOb.fd]}` : `name=${reprText(rt, name)}`;
  return rt.leave(mark, newStr(rt, `<${shownClass(rt, op)} ${shown} mode='${modeText(rt, op)}' closefd=${closefd}>`));
}

const methods: readonly MethodSpec[] = [
  { name: 'read', kind: Meth.FAST, fn: read },
  { name: 'readall', kind: Meth.NOARGS, fn: readall },
  { name: 'readinto', kind: Meth.O, fn: readinto },
  { name: 'write', kind: Meth.O, fn: write },
  { name: 'seek', kind: Meth.FAST, fn: seek },
  { name: 'tell', kind: Meth.NOARGS, fn: tell },
  { name: 'truncate', kind: Meth.FAST, fn: truncate },
  { name: 'close', kind: Meth.NOARGS, fn: close },
  { name: '_dealloc_warn', kind: Meth.O, fn: deallocWarn, signature: '($self, source, /)' },
  { name: 'seekable', kind: Meth.NOARGS, fn: (rt: Runtime, op: number) => rt.bool(isSeekable(rt, op)) },
  {
    name: 'readable',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      descriptor(rt, op);
      return rt.bool(rt.H[op + FileOb.readable]);
    },
  },
  {
    name: 'writable',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      descriptor(rt, op);
      return rt.bool(rt.H[op + FileOb.writable]);
    },
  },
  { name: 'fileno', kind: Meth.NOARGS, fn: (rt: Runtime, op: number) => newInt(rt, descriptor(rt, op)) },
  { name: 'isatty', kind: Meth.NOARGS, fn: (rt: Runtime, op: number) => rt.bool(isatty(rt, op)) },
  { name: '_isatty_open_only', kind: Meth.NOARGS, fn: (rt: Runtime, op: number) => rt.bool(isatty(rt, op)) },
];

export const fileIoSpec: TypeSpec = ioSpec({
  name: '_io.FileIO',
  basicsize: FileOb.bytes,
  slots: { init, repr },
  methods,
  members: [{ name: '_blksize', at: FileOb.blksize, kind: 'int' }],
  getset: [
    { name: 'closed', get: (rt, op) => rt.bool(rt.H[op + FileOb.fd] < 0) },
    { name: 'closefd', get: (rt, op) => rt.bool(rt.H[op + FileOb.closefd]) },
    { name: 'mode', get: (rt, op) => newStr(rt, modeText(rt, op)) },
  ],
  doc: 'Open a file.',
});
