import { counted, parseKeywords } from '../../core/arguments.ts';
import { raise } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { hostCall } from '../../exceptions/os-error.ts';
import type { LibcFunction } from '../../host/host.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { makeStructSequence, newStructSequence } from '../../types/struct-sequence.ts';
import { libcFor } from './descriptor-functions.ts';
import { fdArgument, fsOf } from './files.ts';
import { noDirFd, pathArgument } from './paths.ts';

const STATVFS_FIELDS = [
  'f_bsize',
  'f_frsize',
  'f_blocks',
  'f_bfree',
  'f_bavail',
  'f_files',
  'f_ffree',
  'f_favail',
  'f_flag',
  'f_namemax',
  'f_fsid',
] as const;

function statvfsType(rt: Runtime): number {
  return rt.stateOf('os.statvfs_result', () => ({
    type: makeStructSequence(rt, { name: 'os.statvfs_result', fields: STATVFS_FIELDS, visible: 10 }),
  })).type;
}

/** os.statvfs(path). The host tells sizes and counts only: f_flag and f_fsid are 0. CPython: os_statvfs_impl */
function statvfs(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const [given] = parseKeywords(rt, { name: 'statvfs', params: ['path'], required: 1 }, args, nargs, kwnames, [0]);
  const mark = rt.mark();
  const path = pathArgument(rt, 'statvfs', given!, true);
  const call = fsOf(rt).statfs;
  if (call === undefined) raise(rt, T.NotImplementedError, 'os.statvfs: this host does not have it');
  const s = hostCall(rt, path.fd >= 0 ? 0 : path.object, () => call(path.fd >= 0 ? `/dev/fd/${path.fd}` : path.text));
  const figures = [s.blockSize, s.blockSize, s.blocks, s.free, s.available, s.files, s.filesFree, s.filesFree, 0, 255, 0];
  return rt.leave(
    mark,
    newStructSequence(
      rt,
      statvfsType(rt),
      figures.map((n) => () => newInt(rt, n)),
    ),
  );
}

/** A function whose arguments are numbers and whose result is the C library's. */
function numeric(name: LibcFunction, arity: 0 | 1 | 2, answers: boolean): MethodSpec {
  const run = (rt: Runtime, values: readonly number[]): Owned => {
    const libc = libcFor(rt, `os.${name}`);
    const result = hostCall(rt, 0, () => libc.call(name, ...values));
    return answers ? newInt(rt, result) : rt.none();
  };
  if (arity === 0) return { name, kind: Meth.NOARGS, fn: (rt: Runtime) => run(rt, []) };
  if (arity === 1) return { name, kind: Meth.O, fn: (rt: Runtime, _self: number, op: number) => run(rt, [fdArgument(rt, op)]) };
  return {
    name,
    kind: Meth.FAST,
    fn: counted(name, arity, arity, (rt: Runtime, _self: number, args: number) =>
      run(rt, [fdArgument(rt, rt.H[args]!), fdArgument(rt, rt.H[args + 2]!)]),
    ),
  };
}

/** os.mkfifo(path, mode=0o666, *, dir_fd=None). CPython: os_mkfifo_impl */
function mkfifo(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const spec = { name: 'mkfifo', params: ['path', 'mode', 'dir_fd'], required: 1, maxPositional: 2 };
  const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0]);
  noDirFd(rt, out[2]!);
  const mark = rt.mark();
  const path = pathArgument(rt, 'mkfifo', out[0]!);
  const mode = out[1] === 0 ? 0o666 : fdArgument(rt, out[1]!);
  const libc = libcFor(rt, 'os.mkfifo');
  hostCall(rt, path.object, () => libc.call('mkfifo', path.text, mode));
  return rt.leave(mark, rt.none());
}

// a device number's halves, as glibc packs them
const MAJOR_LOW = 0xfffn;

/** CPython: os_major_impl, os_minor_impl, os_makedev_impl */
const deviceNumbers: readonly MethodSpec[] = [
  {
    name: 'major',
    kind: Meth.O,
    fn(rt: Runtime, _self: number, op: number) {
      const n = BigInt(fdArgument(rt, op));
      return newInt(rt, Number(((n >> 8n) & MAJOR_LOW) | ((n >> 32n) & ~MAJOR_LOW & 0xffff_ffffn)));
    },
  },
  {
    name: 'minor',
    kind: Meth.O,
    fn(rt: Runtime, _self: number, op: number) {
      const n = BigInt(fdArgument(rt, op));
      return newInt(rt, Number((n & 0xffn) | ((n >> 12n) & 0xffff_ff00n)));
    },
  },
  {
    name: 'makedev',
    kind: Meth.FAST,
    fn: counted('makedev', 2, 2, (rt: Runtime, _self: number, args: number) => {
      const [major, minor] = [BigInt(fdArgument(rt, rt.H[args]!)), BigInt(fdArgument(rt, rt.H[args + 2]!))];
      const low = ((major & MAJOR_LOW) << 8n) | (minor & 0xffn) | ((minor & 0xffff_ff00n) << 12n);
      return newInt(rt, Number(low | ((major & ~MAJOR_LOW & 0xffff_ffffn) << 32n)));
    }),
  },
];

/** os.getrandom(size, flags=0). CPython: os_getrandom_impl */
function getrandom(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, { name: 'getrandom', params: ['size', 'flags'], required: 1 }, args, nargs, kwnames, [0, 0]);
  return newBytes(rt, rt.host.randomBytes(fdArgument(rt, out[0]!)));
}

/** What the system is asked and told beside files. CPython: Modules/posixmodule.c */
export const systemFunctions: readonly MethodSpec[] = [
  numeric('umask', 1, true),
  numeric('getpgid', 1, true),
  { name: 'getpgrp', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, libcFor(rt, 'os.getpgrp').call('getpgid', 0)) },
  numeric('setpgid', 2, false),
  numeric('getsid', 1, true),
  numeric('setsid', 0, false),
  { name: 'mkfifo', kind: Meth.KEYWORDS, fn: mkfifo },
  { name: 'statvfs', kind: Meth.KEYWORDS, fn: statvfs },
  { name: 'fstatvfs', kind: Meth.KEYWORDS, fn: statvfs },
  { name: 'getrandom', kind: Meth.KEYWORDS, fn: getrandom },
  { name: 'sched_yield', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.none() },
  ...deviceNumbers,
];

/** Types that the module shows under their own names. */
export function systemTypes(rt: Runtime): readonly (readonly [string, number])[] {
  return [['statvfs_result', statvfsType(rt)]];
}
