import { fastItems, fastLength, sequenceFast } from '../../core/abstract/item.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { counted, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { type Buffer, getBuffer } from '../../core/buffer.ts';
import { raise } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { hostCall } from '../../exceptions/os-error.ts';
import type { HostFs, HostLibc } from '../../host/host.ts';
import { hostError } from '../../host/node-errors.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { newStr } from '../../text/str-object.ts';
import { closeDescriptor, readFrom, writeTo } from './descriptors.ts';
import { fileNumber } from './file-number.ts';
import { fdArgument, fsOf } from './files.ts';
import { pathArgument } from './paths.ts';

const F_GETFD = 1;
const F_SETFD = 2;
const FD_CLOEXEC = 1;

/** The C library for a function of `os` or `fcntl`; NotImplementedError where the host cannot call it. */
export function libcFor(rt: Runtime, what: string): HostLibc {
  const libc = rt.host.libc?.() ?? null;
  if (libc !== null) return libc;
  return raise(rt, T.NotImplementedError, `${what}: Ouroboros has it only with the package koffi under Node`);
}

/** A call of the file system that not every host has; NotImplementedError, OSError. */
function fsCall<N extends 'dup' | 'dup2' | 'fsync' | 'fdatasync' | 'fchmod' | 'truncate' | 'statfs'>(
  rt: Runtime,
  name: N,
  ...args: Parameters<NonNullable<HostFs[N]>>
): ReturnType<NonNullable<HostFs[N]>> {
  const fs = fsOf(rt);
  const call = fs[name] as ((...a: typeof args) => ReturnType<NonNullable<HostFs[N]>>) | undefined;
  if (call === undefined) return raise(rt, T.NotImplementedError, `os.${name}: this host does not have it`);
  return hostCall(rt, 0, () => call(...args));
}

function setInheritable(rt: Runtime, fd: number, inheritable: boolean): void {
  const libc = rt.host.libc?.() ?? null;
  hostCall(rt, 0, () => libc?.call('fcntl', fd, F_SETFD, inheritable ? 0 : FD_CLOEXEC));
}

/** os.dup(fd): the copy is not inherited. CPython: os_dup_impl */
function dup(rt: Runtime, _self: number, fd: number): Owned {
  const copy = fsCall(rt, 'dup', fdArgument(rt, fd));
  setInheritable(rt, copy, false);
  return newInt(rt, copy);
}

const DUP2: ParameterSpec = { name: 'dup2', params: ['fd', 'fd2', 'inheritable'], required: 2 };

/** CPython: os_dup2_impl */
function dup2(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, DUP2, args, nargs, kwnames, [0, 0, 0]);
  const [fd, to] = [fdArgument(rt, out[0]!), fdArgument(rt, out[1]!)];
  const inheritable = out[2] === 0 || isTrue(rt, out[2]!);
  if (fd < 0 || to < 0) hostCall(rt, 0, () => badDescriptor());
  fsCall(rt, 'dup2', fd, to);
  if (!inheritable) setInheritable(rt, to, false);
  return newInt(rt, to);
}

function badDescriptor(): never {
  throw hostError('EBADF');
}

/** os.pread(fd, length, offset). CPython: os_pread_impl */
function pread(rt: Runtime, _self: number, args: number): Owned {
  const [fd, size, offset] = numbers(rt, args, 3) as [number, number, number];
  if (size < 0) hostCall(rt, 0, () => invalid());
  return newBytes(
    rt,
    hostCall(rt, 0, () => fsOf(rt).read(fd, size, offset)),
  );
}

function invalid(): never {
  throw hostError('EINVAL');
}

function numbers(rt: Runtime, args: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => fdArgument(rt, rt.H[args + 2 * i]!));
}

/** os.pwrite(fd, data, offset). CPython: os_pwrite_impl */
function pwrite(rt: Runtime, _self: number, args: number): Owned {
  const [fd, offset] = [fdArgument(rt, rt.H[args]!), fdArgument(rt, rt.H[args + 4]!)];
  const buffer = getBuffer(rt, rt.H[args + 2]!, false);
  try {
    const bytes = rt.U8.subarray(buffer.address, buffer.address + buffer.length);
    return newInt(
      rt,
      hostCall(rt, 0, () => fsOf(rt).write(fd, bytes, offset)),
    );
  } finally {
    buffer.release();
  }
}

/** Lends the memory of all items of a sequence to `use`. TypeError. CPython: iov_setup */
function withBuffers<V>(rt: Runtime, name: string, sequence: number, writable: boolean, use: (parts: readonly Buffer[]) => V): V {
  const mark = rt.mark();
  const list = rt.own(sequenceFast(rt, sequence, `${name}() arg 2 must be a sequence`));
  const parts: Buffer[] = [];
  try {
    for (let i = 0; i < fastLength(rt, list); i++) parts.push(getBuffer(rt, rt.H[fastItems(rt, list) + 2 * i]!, writable));
    const result = use(parts);
    rt.release(mark);
    return result;
  } finally {
    for (const part of parts) part.release();
  }
}

/** os.readv(fd, buffers). CPython: os_readv_impl */
function readv(rt: Runtime, _self: number, args: number): Owned {
  const fd = fdArgument(rt, rt.H[args]!);
  return withBuffers(rt, 'readv', rt.H[args + 2]!, true, (parts) => {
    const bytes = readFrom(
      rt,
      fd,
      parts.reduce((n, part) => n + part.length, 0),
    );
    let at = 0;
    for (const part of parts) {
      rt.U8.set(bytes.subarray(at, at + part.length), part.address);
      at += part.length;
    }
    return newInt(rt, bytes.length);
  });
}

/** os.writev(fd, buffers). CPython: os_writev_impl */
function writev(rt: Runtime, _self: number, args: number): Owned {
  const fd = fdArgument(rt, rt.H[args]!);
  return withBuffers(rt, 'writev', rt.H[args + 2]!, false, (parts) => {
    const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(rt.U8.subarray(part.address, part.address + part.length), at);
      at += part.length;
    }
    return newInt(rt, writeTo(rt, fd, all));
  });
}

/** os.closerange(low, high): errors are ignored. CPython: os_closerange_impl */
function closeRange(rt: Runtime, _self: number, args: number): Owned {
  const [low, high] = numbers(rt, args, 2) as [number, number];
  const mark = rt.mark();
  for (let fd = low; fd < high; fd++) {
    if (!isOpen(rt, fd)) continue;
    closeDescriptor(rt, fd);
  }
  return rt.leave(mark, rt.none());
}

function isOpen(rt: Runtime, fd: number): boolean {
  try {
    fsOf(rt).fstat(fd);
    return true;
  } catch {
    return false;
  }
}

/** os.get_inheritable(fd). CPython: os_get_inheritable_impl */
function getInheritable(rt: Runtime, _self: number, fd: number): Owned {
  const n = fdArgument(rt, fd);
  const libc = rt.host.libc?.() ?? null;
  const flags = hostCall(rt, 0, () => (libc === null ? FD_CLOEXEC : libc.call('fcntl', n, F_GETFD)));
  return rt.bool((flags & FD_CLOEXEC) === 0);
}

const ONE_FD: ParameterSpec = { name: '', params: ['fd'], required: 1 };

/** A function of a descriptor, or of what has a fileno(), that returns None. */
function onDescriptor(name: 'fsync' | 'fdatasync'): MethodSpec {
  return {
    name,
    kind: Meth.KEYWORDS,
    fn(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) {
      const [fd] = parseKeywords(rt, { ...ONE_FD, name }, args, nargs, kwnames, [0]);
      fsCall(rt, name, fileNumber(rt, fd!));
      return rt.none();
    },
  };
}

/** os.truncate(path, length): a descriptor will do. CPython: os_truncate_impl */
function truncate(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, { name: 'truncate', params: ['path', 'length'], required: 2 }, args, nargs, kwnames, [0, 0]);
  const mark = rt.mark();
  const path = pathArgument(rt, 'truncate', out[0]!, true);
  const length = fdArgument(rt, out[1]!);
  if (path.fd >= 0) hostCall(rt, 0, () => fsOf(rt).ftruncate(path.fd, length));
  else hostCall(rt, path.object, () => fsOf(rt).truncate?.(path.text, length));
  return rt.leave(mark, rt.none());
}

/** Functions of open files. CPython: Modules/posixmodule.c */
export const descriptorFunctions: readonly MethodSpec[] = [
  { name: 'dup', kind: Meth.O, fn: dup, signature: '($module, fd, /)' },
  { name: 'dup2', kind: Meth.KEYWORDS, fn: dup2, signature: '($module, /, fd, fd2, inheritable=True)' },
  { name: 'pread', kind: Meth.FAST, fn: counted('pread', 3, 3, pread) },
  { name: 'pwrite', kind: Meth.FAST, fn: counted('pwrite', 3, 3, pwrite) },
  { name: 'readv', kind: Meth.FAST, fn: counted('readv', 2, 2, readv) },
  { name: 'writev', kind: Meth.FAST, fn: counted('writev', 2, 2, writev) },
  { name: 'closerange', kind: Meth.FAST, fn: counted('closerange', 2, 2, closeRange) },
  onDescriptor('fsync'),
  onDescriptor('fdatasync'),
  {
    name: 'fchmod',
    kind: Meth.KEYWORDS,
    fn(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) {
      const out = parseKeywords(rt, { name: 'fchmod', params: ['fd', 'mode'], required: 2 }, args, nargs, kwnames, [0, 0]);
      fsCall(rt, 'fchmod', fdArgument(rt, out[0]!), fdArgument(rt, out[1]!));
      return rt.none();
    },
  },
  { name: 'truncate', kind: Meth.KEYWORDS, fn: truncate },
  { name: 'get_inheritable', kind: Meth.O, fn: getInheritable },
  {
    name: 'set_inheritable',
    kind: Meth.FAST,
    fn: counted('set_inheritable', 2, 2, (rt: Runtime, _self: number, args: number) => {
      const [fd, inheritable] = numbers(rt, args, 2) as [number, number];
      setInheritable(rt, fd, inheritable !== 0);
      return rt.none();
    }),
  },
  {
    name: 'device_encoding',
    kind: Meth.KEYWORDS,
    fn(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) {
      const [fd] = parseKeywords(rt, { ...ONE_FD, name: 'device_encoding' }, args, nargs, kwnames, [0]);
      return fsOf(rt).isatty(fdArgument(rt, fd!)) ? newStr(rt, 'UTF-8') : rt.none();
    },
  },
];
