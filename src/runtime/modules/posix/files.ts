import { listAppend, newList } from '../../containers/list-object.ts';
import { asIndex, toFloatNumber } from '../../core/abstract/number.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { checkPositional, counted, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { getBuffer } from '../../core/buffer.ts';
import { raise, typeError } from '../../core/errors.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { hostCall, raiseOsError } from '../../exceptions/os-error.ts';
import type { HostFs } from '../../host/host.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { newStr } from '../../text/str-object.ts';
import { closeDescriptor, readFrom, writeTo } from './descriptors.ts';
import { nameLike, noDirFd, pathArgument } from './paths.ts';
import { newStatResult } from './stat-result.ts';

/** The file system; NotImplementedError where the host has none. */
export function fsOf(rt: Runtime): HostFs {
  const fs = rt.host.fs;
  if (fs === null) return raise(rt, T.NotImplementedError, 'there is no file system here');
  return fs;
}

/** A function of one path that returns None. */
function onPath(name: string, call: (fs: HostFs, path: string) => void): MethodSpec {
  const spec: ParameterSpec = { name, params: ['path', 'dir_fd'], required: 1, maxPositional: 1 };
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
      const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0]);
      noDirFd(rt, out[1]!);
      const mark = rt.mark();
      const path = pathArgument(rt, name, out[0]!);
      hostCall(rt, path.object, () => call(fsOf(rt), path.text));
      return rt.leave(mark, rt.none());
    },
  };
}

/** A function of two paths that returns None. */
function onTwoPaths(name: string, params: readonly string[], call: (fs: HostFs, a: string, b: string) => void): MethodSpec {
  const spec: ParameterSpec = {
    name,
    params: [...params, 'src_dir_fd', 'dst_dir_fd', 'target_is_directory', 'follow_symlinks'],
    required: 2,
    maxPositional: 2,
  };
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
      const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0, 0, 0]);
      noDirFd(rt, out[2]!);
      noDirFd(rt, out[3]!);
      const mark = rt.mark();
      const a = pathArgument(rt, name, out[0]!, false, params[0]!);
      const b = pathArgument(rt, name, out[1]!, false, params[1]!);
      hostCall(rt, a.object, () => call(fsOf(rt), a.text, b.text), b.object);
      return rt.leave(mark, rt.none());
    },
  };
}

/** os.symlink(src, dst, target_is_directory=False, *, dir_fd=None); what the target is matters on Windows only. */
const symlink: MethodSpec = {
  name: 'symlink',
  kind: Meth.KEYWORDS,
  fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
    const spec: ParameterSpec = { name: 'symlink', params: ['src', 'dst', 'target_is_directory', 'dir_fd'], required: 2, maxPositional: 3 };
    const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0]);
    noDirFd(rt, out[3]!);
    const mark = rt.mark();
    const a = pathArgument(rt, 'symlink', out[0]!, false, 'src');
    const b = pathArgument(rt, 'symlink', out[1]!, false, 'dst');
    hostCall(rt, a.object, () => fsOf(rt).symlink(a.text, b.text), b.object);
    return rt.leave(mark, rt.none());
  },
};

/** os.chown and its kin: path or descriptor, uid, gid. */
function chownLike(name: string, change: (fs: HostFs, path: string, fd: number, uid: number, gid: number, follow: boolean) => void): MethodSpec {
  const spec: ParameterSpec = {
    name,
    params: [name === 'fchown' ? 'fd' : 'path', 'uid', 'gid', ...(name === 'chown' ? ['dir_fd', 'follow_symlinks'] : [])],
    required: 3,
    maxPositional: 3,
  };
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
      const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0, 0]);
      noDirFd(rt, out[3]!);
      const mark = rt.mark();
      const path = pathArgument(rt, name, out[0]!, name !== 'lchown');
      const [uid, gid] = [fdArgument(rt, out[1]!), fdArgument(rt, out[2]!)];
      const follow = out[4] === 0 || isTrue(rt, out[4]!);
      hostCall(rt, path.fd >= 0 ? 0 : path.object, () => change(fsOf(rt), path.text, path.fd, uid, gid, follow));
      return rt.leave(mark, rt.none());
    },
  };
}

const ownership: readonly MethodSpec[] = [
  chownLike('chown', (fs, path, fd, uid, gid, follow) => fs.chown(fd >= 0 ? fd : path, uid, gid, follow)),
  chownLike('lchown', (fs, path, _fd, uid, gid) => fs.chown(path, uid, gid, false)),
  chownLike('fchown', (fs, path, fd, uid, gid) => fs.chown(fd >= 0 ? fd : path, uid, gid, true)),
];

function statLike(name: string, follow: boolean): MethodSpec {
  const spec: ParameterSpec = {
    name,
    params: name === 'stat' ? ['path', 'dir_fd', 'follow_symlinks'] : ['path', 'dir_fd'],
    required: 1,
    maxPositional: 1,
  };
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
      const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0]);
      noDirFd(rt, out[1]!);
      const mark = rt.mark();
      const path = pathArgument(rt, name, out[0]!, follow);
      const through = follow && (out[2] === 0 || isTrue(rt, out[2]!));
      const fs = fsOf(rt);
      const s = hostCall(rt, path.fd >= 0 ? 0 : path.object, () =>
        path.fd >= 0 ? fs.fstat(path.fd) : through ? fs.stat(path.text) : fs.lstat(path.text),
      );
      return rt.leave(mark, newStatResult(rt, s));
    },
  };
}

function listdir(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, { name: 'listdir', params: ['path'], required: 0 }, args, nargs, kwnames, [0]);
  const mark = rt.mark();
  const path = out[0] === 0 || out[0] === S.None ? { text: '.', bytes: false, object: 0, fd: -1 } : pathArgument(rt, 'listdir', out[0]!);
  const names = hostCall(rt, path.object, () => fsOf(rt).readdir(path.text));
  const list = rt.own(newList(rt, 0));
  for (const e of names) {
    const inner = rt.mark();
    listAppend(rt, list, rt.own(nameLike(rt, e.name, path.bytes)));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

function open(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const spec = { name: 'open', params: ['path', 'flags', 'mode', 'dir_fd'], required: 2, maxPositional: 3 };
  const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0]);
  noDirFd(rt, out[3]!);
  const mark = rt.mark();
  const path = pathArgument(rt, 'open', out[0]!);
  const flags = asIndex(rt, out[1]!, T.OverflowError);
  const mode = out[2] === 0 ? 0o777 : asIndex(rt, out[2]!, T.OverflowError);
  const fd = hostCall(rt, path.object, () => fsOf(rt).open(path.text, flags & ~0o2000000, mode));
  return rt.leave(mark, newInt(rt, fd));
}

/** A number argument: a descriptor, a size, a mode. TypeError, OverflowError. */
export function fdArgument(rt: Runtime, op: number): number {
  return asIndex(rt, op, T.OverflowError);
}

/** os.read(fd, length, /). CPython: os_read_impl */
function read(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'read', nargs, 2, 2);
  const [fd, size] = [fdArgument(rt, rt.H[args]!), fdArgument(rt, rt.H[args + 2]!)];
  if (size < 0) raiseOsError(rt, 22, 'Invalid argument');
  return newBytes(rt, readFrom(rt, fd, size, read, self));
}

function utime(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const spec = { name: 'utime', params: ['path', 'times', 'ns', 'dir_fd', 'follow_symlinks'], required: 1, maxPositional: 2 };
  const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0, 0]);
  const mark = rt.mark();
  const path = pathArgument(rt, 'utime', out[0]!);
  let [atime, mtime] = [Number(rt.host.timeNs()) / 1e9, Number(rt.host.timeNs()) / 1e9];
  const pair = out[1] !== 0 && out[1] !== S.None ? out[1]! : out[2]!;
  if (pair !== 0) {
    const scale = pair === out[2] ? 1e9 : 1;
    if (rt.H[pair + Tuple.size] !== 2) typeError(rt, "utime: 'times' must be either a tuple of two ints or None");
    atime = toFloatNumber(rt, rt.H[pair + Tuple.items]!) / scale;
    mtime = toFloatNumber(rt, rt.H[pair + Tuple.items + 2]!) / scale;
  }
  hostCall(rt, path.object, () => fsOf(rt).utimes(path.text, atime, mtime));
  return rt.leave(mark, rt.none());
}

/** The file functions of posix. CPython: Modules/posixmodule.c */
export const fileFunctions: readonly MethodSpec[] = [
  statLike('stat', true),
  statLike('lstat', false),
  {
    name: 'fstat',
    kind: Meth.O,
    fn: (rt: Runtime, _self: number, fd: number) =>
      newStatResult(
        rt,
        hostCall(rt, 0, () => fsOf(rt).fstat(fdArgument(rt, fd))),
      ),
  },
  { name: 'listdir', kind: Meth.KEYWORDS, fn: listdir },
  {
    name: 'mkdir',
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
      const out = parseKeywords(
        rt,
        { name: 'mkdir', params: ['path', 'mode', 'dir_fd'], required: 1, maxPositional: 2 },
        args,
        nargs,
        kwnames,
        [0, 0, 0],
      );
      const mark = rt.mark();
      const path = pathArgument(rt, 'mkdir', out[0]!);
      const mode = out[1] === 0 ? 0o777 : fdArgument(rt, out[1]!);
      hostCall(rt, path.object, () => fsOf(rt).mkdir(path.text, mode));
      return rt.leave(mark, rt.none());
    },
  },
  onPath('rmdir', (fs, path) => fs.rmdir(path)),
  onPath('unlink', (fs, path) => fs.unlink(path)),
  onPath('remove', (fs, path) => fs.unlink(path)),
  onTwoPaths('rename', ['src', 'dst'], (fs, a, b) => fs.rename(a, b)),
  onTwoPaths('replace', ['src', 'dst'], (fs, a, b) => fs.rename(a, b)),
  onTwoPaths('link', ['src', 'dst'], (fs, a, b) => fs.link(a, b)),
  symlink,
  ...ownership,
  {
    name: 'readlink',
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
      const out = parseKeywords(rt, { name: 'readlink', params: ['path', 'dir_fd'], required: 1, maxPositional: 1 }, args, nargs, kwnames, [0, 0]);
      const mark = rt.mark();
      const path = pathArgument(rt, 'readlink', out[0]!);
      return rt.leave(
        mark,
        nameLike(
          rt,
          hostCall(rt, path.object, () => fsOf(rt).readlink(path.text)),
          path.bytes,
        ),
      );
    },
  },
  {
    name: 'chmod',
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
      const spec = { name: 'chmod', params: ['path', 'mode', 'dir_fd', 'follow_symlinks'], required: 2, maxPositional: 2 };
      const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0]);
      const mark = rt.mark();
      const path = pathArgument(rt, 'chmod', out[0]!);
      const mode = fdArgument(rt, out[1]!);
      hostCall(rt, path.object, () => fsOf(rt).chmod(path.text, mode));
      return rt.leave(mark, rt.none());
    },
  },
  {
    name: 'access',
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
      const spec = { name: 'access', params: ['path', 'mode', 'dir_fd', 'effective_ids', 'follow_symlinks'], required: 2, maxPositional: 2 };
      const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0, 0]);
      const mark = rt.mark();
      const path = pathArgument(rt, 'access', out[0]!);
      const ok = fsOf(rt).access(path.text, fdArgument(rt, out[1]!));
      return rt.leave(mark, rt.bool(ok));
    },
  },
  { name: 'utime', kind: Meth.KEYWORDS, fn: utime },
  { name: 'open', kind: Meth.KEYWORDS, fn: open },
  {
    name: 'close',
    kind: Meth.O,
    fn: (rt: Runtime, _self: number, fd: number) => {
      closeDescriptor(rt, fdArgument(rt, fd));
      return rt.none();
    },
  },
  {
    name: 'read',
    kind: Meth.FAST,
    fn: read,
  },
  {
    name: 'write',
    kind: Meth.FAST,
    fn: counted('write', 2, 2, (rt: Runtime, _self: number, args: number) => {
      const fd = fdArgument(rt, rt.H[args]!);
      const buffer = getBuffer(rt, rt.H[args + 2]!, false);
      const bytes = rt.U8.subarray(buffer.address, buffer.address + buffer.length);
      try {
        return newInt(rt, writeTo(rt, fd, bytes));
      } finally {
        buffer.release();
      }
    }),
  },
  {
    name: 'lseek',
    kind: Meth.FAST,
    fn: counted('lseek', 3, 3, (rt: Runtime, _self: number, args: number) => {
      const [fd, offset, whence] = [0, 2, 4].map((i) => fdArgument(rt, rt.H[args + i]!)) as [number, number, number];
      return newInt(
        rt,
        hostCall(rt, 0, () => fsOf(rt).lseek?.(fd, offset, whence) ?? 0),
      );
    }),
  },
  {
    name: 'ftruncate',
    kind: Meth.FAST,
    fn: counted('ftruncate', 2, 2, (rt: Runtime, _self: number, args: number) => {
      hostCall(rt, 0, () => fsOf(rt).ftruncate(fdArgument(rt, rt.H[args]!), fdArgument(rt, rt.H[args + 2]!)));
      return rt.none();
    }),
  },
  { name: 'isatty', kind: Meth.O, fn: (rt: Runtime, _self: number, fd: number) => rt.bool(fsOf(rt).isatty(fdArgument(rt, fd))) },
  { name: 'getcwd', kind: Meth.NOARGS, fn: (rt: Runtime) => newStr(rt, rt.host.cwd()) },
  { name: 'getcwdb', kind: Meth.NOARGS, fn: (rt: Runtime) => nameLike(rt, rt.host.cwd(), true) },
  onPath('chdir', (fs, path) => fs.chdir(path)),
];
