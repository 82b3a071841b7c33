import { Ob } from '../../../memory/layout.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { isTrue, reprText } from '../../core/abstract/object.ts';
import { parseKeywords } from '../../core/arguments.ts';
import { raise } from '../../core/errors.ts';
import { List } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { hostCall, raiseOsError } from '../../exceptions/os-error.ts';
import { HostError } from '../../host/host.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesView } from '../../text/bytes-object.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { decodeFileName, isText, nameLike, pathArgument } from './paths.ts';
import { newStatResult } from './stat-result.ts';

const enum Entry {
  name = 4,
  path = 6,
  /** Not a reference: what readdir said: 1 directory, 2 file, 4 symbolic link. */
  kind = 8,
  end = 10,
}

const enum Scan {
  entries = 4,
  /** Not a reference: next index. */
  at = 6,
  end = 8,
}

function pathText(rt: Runtime, self: number): string {
  const path = rt.H[self + Entry.path]!;
  return isText(rt, path) ? strText(rt, path) : decodeFileName(bytesView(rt, path));
}

/** is_dir and is_file: from readdir where it is no link, else by asking the file system; missing files are neither. */
function isKind(kind: number, mask: number): (rt: Runtime, self: number, args: number, nargs: number, kwnames: number) => Owned {
  return (rt, self, args, nargs, kwnames) => {
    const out = parseKeywords(rt, { name: 'is_dir', params: ['follow_symlinks'], maxPositional: 0 }, args, nargs, kwnames, [0]);
    const follow = out[0] === 0 || isTrue(rt, out[0]!);
    const known = rt.H[self + Entry.kind]!;
    if ((known & 4) === 0 || !follow) return rt.bool((known & kind) !== 0 && (known & 4) === 0);
    try {
      return rt.bool((rt.host.fs!.stat(pathText(rt, self)).mode & 0o170000) === mask);
    } catch (thrown) {
      if (!(thrown instanceof HostError)) throw thrown;
      return thrown.code === 'ENOENT' ? rt.bool(false) : raiseOsError(rt, thrown.errno, thrown.message, rt.H[self + Entry.path]);
    }
  };
}

/** os.DirEntry. CPython: Modules/posixmodule.c DirEntryType */
export const dirEntryType: TypeSpec = {
  name: 'posix.DirEntry',
  basicsize: Entry.end * 4,
  contract: {
    gc: false,
    slots: [
      { at: Entry.name, label: 'name' },
      { at: Entry.path, label: 'path' },
    ],
  },
  slots: { repr: (rt, self) => newStr(rt, `<DirEntry ${reprText(rt, rt.H[self + Entry.name]!)}>`) },
  members: [
    { name: 'name', at: Entry.name, kind: 'object_ex', readonly: true },
    { name: 'path', at: Entry.path, kind: 'object_ex', readonly: true },
  ],
  methods: [
    { name: 'is_dir', kind: Meth.KEYWORDS, fn: isKind(1, 0o040000) },
    { name: 'is_file', kind: Meth.KEYWORDS, fn: isKind(2, 0o100000) },
    { name: 'is_symlink', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.bool((rt.H[self + Entry.kind]! & 4) !== 0) },
    { name: 'is_junction', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(false) },
    {
      name: 'stat',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime, self: number, args: number, nargs: number, kwnames: number) => {
        const out = parseKeywords(rt, { name: 'stat', params: ['follow_symlinks'], maxPositional: 0 }, args, nargs, kwnames, [0]);
        const follow = out[0] === 0 || isTrue(rt, out[0]!);
        const path = pathText(rt, self);
        return newStatResult(
          rt,
          hostCall(rt, rt.H[self + Entry.path]!, () => (follow ? rt.host.fs!.stat(path) : rt.host.fs!.lstat(path))),
        );
      },
    },
    {
      name: 'inode',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => newInt(rt, hostCall(rt, rt.H[self + Entry.path]!, () => rt.host.fs!.lstat(pathText(rt, self))).ino),
    },
    { name: '__fspath__', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.newRef(rt.H[self + Entry.path]!) },
  ],
};

/** The iterator that os.scandir returns; also a context manager. CPython: ScandirIteratorType */
export const scandirIteratorType: TypeSpec = {
  name: 'posix.ScandirIterator',
  basicsize: Scan.end * 4,
  contract: { gc: false, slots: [{ at: Scan.entries, label: 'entries' }] },
  slots: {
    iter: (rt, self) => rt.newRef(self),
    iternext: (rt, self) => {
      const list = rt.H[self + Scan.entries]!;
      if (list === 0 || rt.H[self + Scan.at]! >= rt.H[list + Ob.size]!) return NULL;
      return rt.newRef(rt.H[rt.H[list + List.items]! + 2 * rt.H[self + Scan.at]!++]!);
    },
  },
  methods: [
    { name: 'close', kind: Meth.NOARGS, fn: closeScan },
    { name: '__enter__', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.newRef(self) },
    { name: '__exit__', kind: Meth.FAST, fn: closeScan },
  ],
};

function closeScan(rt: Runtime, self: number): Owned {
  rt.clearSlot(self + Scan.entries);
  return rt.none();
}

function scandir(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, { name: 'scandir', params: ['path'], required: 0 }, args, nargs, kwnames, [0]);
  const mark = rt.mark();
  if (rt.host.fs === null) raise(rt, T.NotImplementedError, 'there is no file system here');
  const given = out[0] !== 0 && out[0] !== S.None;
  const path = given ? pathArgument(rt, 'scandir', out[0]!) : { text: '.', bytes: false, object: 0, fd: -1 };
  const names = hostCall(rt, path.object, () => rt.host.fs!.readdir(path.text));
  const list = rt.own(newList(rt, 0));
  for (const e of names) {
    const inner = rt.mark();
    const entry = rt.own(rt.newObject(nativeTypeAddress(rt, dirEntryType), Entry.end * 4));
    rt.H.fill(0, entry + Ob.body, entry + Entry.end);
    rt.H[entry + Entry.name] = nameLike(rt, e.name, path.bytes);
    rt.H[entry + Entry.path] = nameLike(rt, given ? `${path.text.replace(/\/$/, '')}/${e.name}` : `./${e.name}`, path.bytes);
    rt.H[entry + Entry.kind] = (e.isDir ? 1 : 0) | (e.isFile ? 2 : 0) | (e.isSymlink ? 4 : 0);
    listAppend(rt, list, entry);
    rt.release(inner);
  }
  const it = rt.newObject(nativeTypeAddress(rt, scandirIteratorType), Scan.end * 4);
  rt.H.fill(0, it + Ob.body, it + Scan.end);
  rt.H[it + Scan.entries] = rt.newRef(list);
  return rt.leave(mark, it);
}

export const scandirFunction: MethodSpec = { name: 'scandir', kind: Meth.KEYWORDS, fn: scandir };
