import { asCInt } from '../core/abstract/number.ts';
import { checkPositional } from '../core/arguments.ts';
import { hasBuffer, withBuffer } from '../core/buffer.ts';
import { raise, valueError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { hostCall } from '../exceptions/os-error.ts';
import { HostError } from '../host/host.ts';
import { newInt } from '../numbers/int-object.ts';
import { newBytes } from '../text/bytes-object.ts';
import { strText } from '../text/str-object.ts';
import { isStr } from '../text/text-arguments.ts';
import { scheduler } from '../threads/scheduler.ts';
import type { ModuleSpec } from './module-spec.ts';
import { libcFor } from './posix/descriptor-functions.ts';
import { fileNumber } from './posix/file-number.ts';

const LOCK_SH = 1;
const LOCK_EX = 2;
const LOCK_NB = 4;
const LOCK_UN = 8;
const F_SETLK = 6;
const [F_RDLCK, F_WRLCK, F_UNLCK] = [0, 1, 2];

const CONSTANTS = {
  LOCK_SH,
  LOCK_EX,
  LOCK_NB,
  LOCK_UN,
  LOCK_MAND: 32,
  LOCK_READ: 64,
  LOCK_WRITE: 128,
  LOCK_RW: 192,
  F_DUPFD: 0,
  F_GETFD: 1,
  F_SETFD: 2,
  F_GETFL: 3,
  F_SETFL: 4,
  F_GETLK: 5,
  F_SETLK,
  F_SETLKW: 7,
  F_SETOWN: 8,
  F_GETOWN: 9,
  F_SETSIG: 10,
  F_GETSIG: 11,
  F_GETLK64: 5,
  F_SETLK64: 6,
  F_SETLKW64: 7,
  F_OFD_GETLK: 36,
  F_OFD_SETLK: 37,
  F_OFD_SETLKW: 38,
  F_SETLEASE: 1024,
  F_GETLEASE: 1025,
  F_NOTIFY: 1026,
  F_DUPFD_CLOEXEC: 1030,
  F_SETPIPE_SZ: 1031,
  F_GETPIPE_SZ: 1032,
  F_ADD_SEALS: 1033,
  F_GET_SEALS: 1034,
  F_SEAL_SEAL: 1,
  F_SEAL_SHRINK: 2,
  F_SEAL_GROW: 4,
  F_SEAL_WRITE: 8,
  F_RDLCK,
  F_WRLCK,
  F_UNLCK,
  F_EXLCK: 4,
  F_SHLCK: 8,
  FD_CLOEXEC: 1,
  FASYNC: 0x2000,
  DN_ACCESS: 1,
  DN_MODIFY: 2,
  DN_CREATE: 4,
  DN_DELETE: 8,
  DN_RENAME: 16,
  DN_ATTRIB: 32,
  DN_MULTISHOT: 0x8000_0000,
} as const;

/** Bytes that fcntl() takes and gives back at most. */
const ARGUMENT_BYTES = 1024;

/** fcntl.fcntl(fd, cmd, arg=0). CPython: fcntl_fcntl_impl */
function control(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'fcntl', nargs, 2, 3);
  const H = rt.H;
  const libc = libcFor(rt, 'fcntl.fcntl');
  const fd = fileNumber(rt, H[args]!);
  const command = asCInt(rt, H[args + 2]!);
  const given = nargs > 2 ? H[args + 4]! : 0;
  if (given === 0 || !(isStr(rt, given) || hasBuffer(rt, given))) {
    const value = given === 0 ? 0 : asCInt(rt, given);
    return newInt(
      rt,
      hostCall(rt, 0, () => libc.call('fcntl', fd, command, value)),
    );
  }
  const bytes = isStr(rt, given)
    ? new TextEncoder().encode(strText(rt, given))
    : withBuffer(rt, given, false, (address, length) => rt.U8.slice(address, address + length));
  if (bytes.length > ARGUMENT_BYTES) valueError(rt, 'fcntl argument 3 is too long');
  const room = new Uint8Array(ARGUMENT_BYTES);
  room.set(bytes);
  hostCall(rt, 0, () => libc.call('fcntl', fd, command, room));
  return newBytes(rt, room.slice(0, bytes.length));
}

/** Runs `attempt`, which does not wait, until it gets the lock; other threads run meanwhile. OSError at once where the caller does not want to wait. */
function acquire(rt: Runtime, waits: boolean, attempt: () => void): void {
  const taken = (): boolean => {
    try {
      attempt();
      return true;
    } catch (thrown) {
      // EAGAIN or EACCES: somebody else has it
      if (waits && thrown instanceof HostError && (thrown.errno === 11 || thrown.errno === 13)) return false;
      throw thrown;
    }
  };
  if (!hostCall(rt, 0, taken)) scheduler(rt).wait(null, 0, taken, null, true);
}

/** fcntl.flock(fd, operation). CPython: fcntl_flock_impl */
function flock(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'flock', nargs, 2, 2);
  const libc = libcFor(rt, 'fcntl.flock');
  const fd = fileNumber(rt, rt.H[args]!);
  const operation = asCInt(rt, rt.H[args + 2]!);
  acquire(rt, (operation & LOCK_NB) === 0, () => void libc.call('flock', fd, operation | LOCK_NB));
  return rt.none();
}

/** fcntl.lockf(fd, cmd, len=0, start=0, whence=0). CPython: fcntl_lockf_impl */
function lockf(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'lockf', nargs, 2, 5);
  const libc = libcFor(rt, 'fcntl.lockf');
  const fd = fileNumber(rt, rt.H[args]!);
  const [operation, length, start, whence] = [1, 2, 3, 4].map((i) => (i < nargs ? asCInt(rt, rt.H[args + 2 * i]!) : 0)) as [
    number,
    number,
    number,
    number,
  ];
  const kind = operation === LOCK_UN ? F_UNLCK : (operation & LOCK_SH) !== 0 ? F_RDLCK : (operation & LOCK_EX) !== 0 ? F_WRLCK : -1;
  if (kind === -1) valueError(rt, 'unrecognized lockf argument');
  // struct flock: short type, short whence, long start, long length, int process
  const request = new DataView(new ArrayBuffer(32));
  request.setInt16(0, kind!, true);
  request.setInt16(2, whence, true);
  request.setBigInt64(8, BigInt(start), true);
  request.setBigInt64(16, BigInt(length), true);
  acquire(rt, (operation & LOCK_NB) === 0, () => void libc.call('fcntl', fd, F_SETLK, new Uint8Array(request.buffer)));
  return rt.none();
}

/** fcntl: what can be done to descriptors. CPython: Modules/fcntlmodule.c */
export const fcntlModule: ModuleSpec = {
  name: 'fcntl',
  doc: 'This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket object.',
  constants: CONSTANTS,
  functions: [
    { name: 'fcntl', kind: Meth.FAST, fn: control },
    { name: 'flock', kind: Meth.FAST, fn: flock },
    { name: 'lockf', kind: Meth.FAST, fn: lockf },
    { name: 'ioctl', kind: Meth.FAST, fn: (rt: Runtime) => raise(rt, T.NotImplementedError, 'fcntl.ioctl: Ouroboros does not have it') },
  ],
};
