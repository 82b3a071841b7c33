import type { HostFs, HostStat } from './host.ts';
import { hostError } from './node-errors.ts';

/** A file that is there from the start: its size is known, its contents are fetched when first read. */
export interface LazyFile {
  size: number;
  load(): Uint8Array;
}

interface FileNode {
  kind: 'file';
  ino: number;
  mode: number;
  mtimeMs: number;
  size: number;
  /** Null until the first reading of a lazy file. Longer than `size` while it grows. */
  bytes: Uint8Array | null;
  load: (() => Uint8Array) | null;
}

interface FolderNode {
  kind: 'folder';
  ino: number;
  mode: number;
  mtimeMs: number;
  entries: Map<string, TreeNode>;
}

interface LinkNode {
  kind: 'link';
  ino: number;
  mode: number;
  mtimeMs: number;
  target: string;
}

type TreeNode = FileNode | FolderNode | LinkNode;

interface OpenFile {
  node: FileNode | FolderNode;
  position: number;
  readable: boolean;
  writable: boolean;
  appending: boolean;
}

/** The flags of open(2) on Linux, which is the platform that programs see. */
const Open = { WRONLY: 1, RDWR: 2, CREAT: 0o100, EXCL: 0o200, TRUNC: 0o1000, APPEND: 0o2000, DIRECTORY: 0o200000 } as const;

const Type = { folder: 0o040000, file: 0o100000, link: 0o120000, terminal: 0o020000 } as const;
const FIRST_FD = 3;
const MAX_LINKS = 40;

/** Where the bytes of descriptors 0, 1 and 2 come from and go to. */
export interface StandardFiles {
  read(size: number): Uint8Array;
  write(fd: number, bytes: Uint8Array): number;
}

/** A file system in memory with POSIX meaning, for hosts that have none. */
export class MemoryFs implements HostFs {
  private readonly root: FolderNode;
  private readonly open_ = new Map<number, OpenFile>();
  private folder = '/';
  private nextIno = 1;
  private readonly standard: StandardFiles;
  private readonly now: () => number;

  /** `now`: milliseconds since the epoch, for modification times. */
  constructor(standard: StandardFiles, now: () => number) {
    this.standard = standard;
    this.now = now;
    this.root = this.newFolder(0o755);
    for (const path of ['/tmp', '/home']) this.mkdir(path, 0o777);
  }

  cwd(): string {
    return this.folder;
  }

  /** Puts a file there, with the folders above it; an existing one is replaced. */
  place(path: string, contents: Uint8Array | LazyFile): void {
    const parts = path.split('/').filter((p) => p !== '');
    let at = this.root;
    for (const name of parts.slice(0, -1)) {
      let next = at.entries.get(name);
      if (next === undefined) {
        next = this.newFolder(0o755);
        at.entries.set(name, next);
      }
      if (next.kind !== 'folder') throw hostError('ENOTDIR');
      at = next;
    }
    const file = this.newFile(0o644);
    if (contents instanceof Uint8Array) {
      file.bytes = contents;
      file.size = contents.length;
    } else {
      file.load = () => contents.load();
      file.size = contents.size;
      file.bytes = null;
    }
    at.entries.set(parts[parts.length - 1]!, file);
  }

  open(path: string, flags: number, mode: number): number {
    const writable = (flags & (Open.WRONLY | Open.RDWR)) !== 0;
    const { parent, name, node: found } = this.find(path, true);
    let node = found;
    if (node !== null && (flags & Open.EXCL) !== 0 && (flags & Open.CREAT) !== 0) throw hostError('EEXIST');
    if (node === null) {
      if ((flags & Open.CREAT) === 0 || parent === null) throw hostError('ENOENT');
      node = this.newFile(mode & 0o777 & ~0o022);
      parent.entries.set(name, node);
      parent.mtimeMs = this.now();
    }
    if (node.kind === 'link') throw hostError('ELOOP');
    if (node.kind === 'folder' && writable) throw hostError('EISDIR');
    if (node.kind === 'file' && (flags & Open.DIRECTORY) !== 0) throw hostError('ENOTDIR');
    if (node.kind === 'file' && writable && (flags & Open.TRUNC) !== 0) this.resize(node, 0);
    let fd = FIRST_FD;
    while (this.open_.has(fd)) fd++;
    this.open_.set(fd, { node, position: 0, readable: (flags & Open.WRONLY) === 0, writable, appending: (flags & Open.APPEND) !== 0 });
    return fd;
  }

  close(fd: number): void {
    if (fd < FIRST_FD) return;
    if (!this.open_.delete(fd)) throw hostError('EBADF');
  }

  read(fd: number, size: number, position: number | null): Uint8Array {
    if (fd === 0) return this.standard.read(size);
    const file = this.file(fd);
    if (!file.readable) throw hostError('EBADF');
    if (file.node.kind !== 'file') throw hostError('EISDIR');
    const from = position ?? file.position;
    const part = this.contents(file.node).slice(from, Math.min(from + size, file.node.size));
    if (position === null) file.position = from + part.length;
    return part;
  }

  write(fd: number, bytes: Uint8Array, position: number | null): number {
    if (fd === 1 || fd === 2) return this.standard.write(fd, bytes);
    const file = this.file(fd);
    if (!file.writable || file.node.kind !== 'file') throw hostError('EBADF');
    const { node } = file;
    const from = file.appending ? node.size : (position ?? file.position);
    if (from + bytes.length > node.size) this.resize(node, from + bytes.length);
    this.contents(node).set(bytes, from);
    node.mtimeMs = this.now();
    if (position === null) file.position = from + bytes.length;
    return bytes.length;
  }

  lseek(fd: number, offset: number, whence: number): number {
    if (fd < FIRST_FD) throw hostError('ESPIPE');
    const file = this.file(fd);
    const base = whence === 0 ? 0 : whence === 1 ? file.position : file.node.kind === 'file' ? file.node.size : 0;
    if (base + offset < 0) throw hostError('EINVAL');
    file.position = base + offset;
    return file.position;
  }

  ftruncate(fd: number, length: number): void {
    const { node, writable } = this.file(fd);
    if (node.kind !== 'file' || !writable) throw hostError('EINVAL');
    this.resize(node, length);
  }

  fstat(fd: number): HostStat {
    if (fd < FIRST_FD) return this.statOf(null, fd);
    return this.statOf(this.file(fd).node, 0);
  }

  isatty(fd: number): boolean {
    return fd >= 0 && fd < FIRST_FD;
  }

  stat(path: string): HostStat {
    return this.statOf(this.existing(path, true), 0);
  }

  lstat(path: string): HostStat {
    return this.statOf(this.existing(path, false), 0);
  }

  readdir(path: string): ReturnType<HostFs['readdir']> {
    const node = this.existing(path, true);
    if (node.kind !== 'folder') throw hostError('ENOTDIR');
    return [...node.entries].map(([name, e]) => ({ name, isDir: e.kind === 'folder', isFile: e.kind === 'file', isSymlink: e.kind === 'link' }));
  }

  readFile(path: string): Uint8Array {
    const node = this.existing(path, true);
    if (node.kind !== 'file') throw hostError('EISDIR');
    return this.contents(node).subarray(0, node.size);
  }

  mkdir(path: string, mode: number): void {
    const { parent, name, node } = this.find(path, false);
    if (node !== null) throw hostError('EEXIST');
    if (parent === null) throw hostError('ENOENT');
    parent.entries.set(name, this.newFolder(mode & 0o777 & ~0o022));
    parent.mtimeMs = this.now();
  }

  rmdir(path: string): void {
    const { parent, name, node } = this.find(path, false);
    if (node === null || parent === null) throw hostError(node === null ? 'ENOENT' : 'EBUSY');
    if (node.kind !== 'folder') throw hostError('ENOTDIR');
    if (node.entries.size > 0) throw hostError('ENOTEMPTY');
    parent.entries.delete(name);
  }

  unlink(path: string): void {
    const { parent, name, node } = this.find(path, false);
    if (node === null || parent === null) throw hostError('ENOENT');
    if (node.kind === 'folder') throw hostError('EISDIR');
    parent.entries.delete(name);
  }

  rename(from: string, to: string): void {
    const source = this.find(from, false);
    const target = this.find(to, false);
    if (source.node === null || source.parent === null || target.parent === null) throw hostError('ENOENT');
    if (target.node === source.node) return;
    if (target.node !== null && source.node.kind === 'folder') {
      if (target.node.kind !== 'folder') throw hostError('ENOTDIR');
      if (target.node.entries.size > 0) throw hostError('ENOTEMPTY');
    } else if (target.node?.kind === 'folder') throw hostError('EISDIR');
    if (source.node.kind === 'folder' && `${this.absolute(to)}/`.startsWith(`${this.absolute(from)}/`)) throw hostError('EINVAL');
    source.parent.entries.delete(source.name);
    target.parent.entries.set(target.name, source.node);
  }

  readlink(path: string): string {
    const node = this.existing(path, false);
    if (node.kind !== 'link') throw hostError('EINVAL');
    return node.target;
  }

  symlink(target: string, path: string): void {
    const { parent, name, node } = this.find(path, false);
    if (node !== null) throw hostError('EEXIST');
    if (parent === null) throw hostError('ENOENT');
    parent.entries.set(name, { kind: 'link', ino: this.nextIno++, mode: 0o777, mtimeMs: this.now(), target });
  }

  link(existing: string, path: string): void {
    const node = this.existing(existing, false);
    if (node.kind === 'folder') throw hostError('EPERM');
    const { parent, name, node: there } = this.find(path, false);
    if (there !== null) throw hostError('EEXIST');
    if (parent === null) throw hostError('ENOENT');
    parent.entries.set(name, node);
  }

  /** Everything belongs to one user here. */
  chown(path: string | number): void {
    if (typeof path === 'number') this.fstat(path);
    else this.stat(path);
  }

  chmod(path: string, mode: number): void {
    this.existing(path, true).mode = mode & 0o7777;
  }

  utimes(path: string, _atimeSeconds: number, mtimeSeconds: number): void {
    this.existing(path, true).mtimeMs = mtimeSeconds * 1000;
  }

  access(path: string, mode: number): boolean {
    const { node } = this.find(path, true);
    return node !== null && ((node.mode >> 6) & mode & 7) === (mode & 7);
  }

  realpath(path: string): string {
    this.existing(path, true);
    return this.resolved(path, 0);
  }

  chdir(path: string): void {
    if (this.existing(path, true).kind !== 'folder') throw hostError('ENOTDIR');
    this.folder = this.resolved(path, 0);
  }

  private file(fd: number): OpenFile {
    const file = this.open_.get(fd);
    if (file === undefined) throw hostError('EBADF');
    return file;
  }

  /** The bytes of a file, which is loaded when it never was. */
  private contents(node: FileNode): Uint8Array {
    if (node.bytes === null) {
      node.bytes = node.load!();
      node.size = node.bytes.length;
      node.load = null;
    }
    return node.bytes;
  }

  /** Room grows by half, so that many small writes stay linear; what is new reads as zero. */
  private resize(node: FileNode, size: number): void {
    const bytes = this.contents(node);
    if (size > bytes.length || node.size > size) {
      const grown = new Uint8Array(size > bytes.length ? Math.max(size, bytes.length + (bytes.length >> 1)) : size);
      grown.set(bytes.subarray(0, Math.min(size, node.size)));
      node.bytes = grown;
    }
    node.size = size;
    node.mtimeMs = this.now();
  }

  private newFile(mode: number): FileNode {
    return { kind: 'file', ino: this.nextIno++, mode, mtimeMs: this.now(), size: 0, bytes: new Uint8Array(0), load: null };
  }

  private newFolder(mode: number): FolderNode {
    return { kind: 'folder', ino: this.nextIno++, mode, mtimeMs: this.now(), entries: new Map() };
  }

  private absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.folder}/${path}`;
  }

  /** The node at a path, its folder and its name there; node null where nothing is, parent null where no folder is either or for `/`. */
  private find(path: string, follow: boolean): { parent: FolderNode | null; name: string; node: TreeNode | null } {
    if (path === '') return { parent: null, name: '', node: null };
    return this.walk(path, follow, 0).found;
  }

  private walk(
    path: string,
    follow: boolean,
    links: number,
  ): { found: { parent: FolderNode | null; name: string; node: TreeNode | null }; real: string } {
    if (links > MAX_LINKS) throw hostError('ELOOP');
    const trail: { node: FolderNode; name: string }[] = [{ node: this.root, name: '' }];
    const parts = this.absolute(path)
      .split('/')
      .filter((p) => p !== '' && p !== '.');
    const real = (): string =>
      `/${trail
        .slice(1)
        .map((t) => t.name)
        .join('/')}`;
    for (const [i, name] of parts.entries()) {
      const at = trail[trail.length - 1]!.node;
      const last = i === parts.length - 1;
      if (name === '..') {
        if (trail.length > 1) trail.pop();
        continue;
      }
      const node = at.entries.get(name);
      if (node === undefined) {
        if (last) return { found: { parent: at, name, node: null }, real: `${real()}/${name}` };
        throw hostError('ENOENT');
      }
      if (node.kind === 'link' && (follow || !last)) {
        const rest = parts.slice(i + 1).join('/');
        const target = node.target.startsWith('/') ? node.target : `${real()}/${node.target}`;
        return this.walk(rest === '' ? target : `${target}/${rest}`, follow, links + 1);
      }
      if (last && node.kind !== 'folder') return { found: { parent: at, name, node }, real: `${real() === '/' ? '' : real()}/${name}` };
      if (node.kind !== 'folder') throw hostError('ENOTDIR');
      trail.push({ node, name });
    }
    const top = trail[trail.length - 1]!;
    return { found: { parent: trail[trail.length - 2]?.node ?? null, name: top.name, node: top.node }, real: real() };
  }

  private resolved(path: string, links: number): string {
    return this.walk(path, true, links).real;
  }

  private existing(path: string, follow: boolean): TreeNode {
    const { node } = this.find(path, follow);
    if (node === null) throw hostError('ENOENT');
    return node;
  }

  /** Null: the terminal behind descriptors 0 to 2. */
  private statOf(node: TreeNode | null, fd: number): HostStat {
    const mtimeMs = node === null ? 0 : Math.floor(node.mtimeMs);
    const type = node === null ? Type.terminal : node.kind === 'folder' ? Type.folder : node.kind === 'file' ? Type.file : Type.link;
    const size = node === null ? 0 : node.kind === 'file' ? node.size : node.kind === 'link' ? node.target.length : 4096;
    const ns = BigInt(mtimeMs) * 1_000_000n;
    return {
      mode: type | (node?.mode ?? 0o620),
      ino: node?.ino ?? -1 - fd,
      dev: 1,
      nlink: 1,
      uid: 1000,
      gid: 1000,
      size,
      atimeMs: mtimeMs,
      mtimeMs,
      ctimeMs: mtimeMs,
      atimeNs: ns,
      mtimeNs: ns,
      ctimeNs: ns,
    };
  }
}
