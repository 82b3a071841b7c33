import { pbkdf2Sync, randomFillSync, scryptSync } from 'node:crypto';
import * as fs from 'node:fs';
import { isatty } from 'node:tty';
import type { Host, HostFs, HostLibc, HostStat } from './host.ts';
import { hostError, translate } from './node-errors.ts';
import { loadLibc } from './node-libc.ts';
import { processMemory } from './node-memory.ts';
import type { NodePipes } from './node-pipes.ts';
import { nodeSystem } from './node-system.ts';
import { nodeZlib } from './node-zlib.ts';

function statOf(s: fs.BigIntStats): HostStat {
  return {
    mode: Number(s.mode),
    ino: Number(s.ino),
    dev: Number(s.dev),
    nlink: Number(s.nlink),
    uid: Number(s.uid),
    gid: Number(s.gid),
    size: Number(s.size),
    atimeMs: Number(s.atimeMs),
    mtimeMs: Number(s.mtimeMs),
    ctimeMs: Number(s.ctimeMs),
    atimeNs: s.atimeNs,
    mtimeNs: s.mtimeNs,
    ctimeNs: s.ctimeNs,
  };
}

const POLL = new Int32Array(new SharedArrayBuffer(4));

/** Waits without work; a descriptor that is not blocking answers EAGAIN until it has data. */
function pause(milliseconds: number): void {
  Atomics.wait(POLL, 0, 0, milliseconds);
}

/** Where each descriptor opened here stands, since Node's positional calls do not move it. */
function nodeFs(pipes: NodePipes | null, libc: () => HostLibc | null): HostFs {
  const positions = new Map<number, { at: number }>();
  const advance = (fd: number, position: number | null, n: number): void => {
    const place = positions.get(fd);
    if (position === null && place !== undefined) place.at += n;
  };
  const shareState = (fd: number, copy: number): void => {
    const place = positions.get(fd);
    if (place !== undefined) positions.set(copy, place);
    pipes?.share(fd, copy);
  };
  return {
    open: (path, flags, mode) => {
      const fd = translate(() => fs.openSync(path, flags, mode));
      const stat = fs.fstatSync(fd);
      if (stat.isFile()) positions.set(fd, { at: (flags & fs.constants.O_APPEND) !== 0 ? stat.size : 0 });
      return fd;
    },
    close: (fd) => {
      positions.delete(fd);
      pipes?.close(fd);
      translate(() => fs.closeSync(fd));
    },
    read: (fd, size, position) => {
      if (pipes?.has(fd)) return pipes.read(fd, size);
      const buffer = new Uint8Array(size);
      for (;;) {
        try {
          const n = fs.readSync(fd, buffer, 0, size, position ?? positions.get(fd)?.at ?? null);
          advance(fd, position, n);
          return buffer.subarray(0, n);
        } catch (thrown) {
          const code = (thrown as { code?: string }).code;
          if (code === 'EAGAIN') pause(10);
          else if (code === 'EOF') return new Uint8Array(0);
          else
            return translate(() => {
              throw thrown;
            });
        }
      }
    },
    write: (fd, bytes, position) => {
      if (pipes?.has(fd)) return pipes.write(fd, bytes);
      for (;;) {
        try {
          const n = fs.writeSync(fd, bytes, 0, bytes.length, position ?? positions.get(fd)?.at ?? null);
          advance(fd, position, n);
          return n;
        } catch (thrown) {
          if ((thrown as { code?: string }).code === 'EAGAIN') pause(2);
          else
            return translate(() => {
              throw thrown;
            });
        }
      }
    },
    lseek: (fd, offset, whence) => {
      const place = positions.get(fd);
      if (place === undefined) {
        translate(() => fs.fstatSync(fd));
        throw hostError('ESPIPE');
      }
      const base = whence === 0 ? 0 : whence === 1 ? place.at : Number(fs.fstatSync(fd).size);
      const to = base + offset;
      if (to < 0) throw hostError('EINVAL');
      place.at = to;
      return to;
    },
    ftruncate: (fd, length) => translate(() => fs.ftruncateSync(fd, length)),
    dup: (fd) => {
      const copy = libc()?.call('dup', fd) ?? translate(() => fs.openSync(`/dev/fd/${fd}`, fs.constants.O_RDWR));
      shareState(fd, copy);
      return copy;
    },
    dup2: (fd, to) => {
      const library = libc();
      if (library === null) throw hostError('ENOSYS');
      library.call('dup2', fd, to);
      if (fd === to) return;
      positions.delete(to);
      pipes?.close(to);
      shareState(fd, to);
    },
    fsync: (fd) => translate(() => fs.fsyncSync(fd)),
    fdatasync: (fd) => translate(() => fs.fdatasyncSync(fd)),
    fchmod: (fd, mode) => translate(() => fs.fchmodSync(fd, mode)),
    truncate: (path, length) => translate(() => fs.truncateSync(path, length)),
    statfs: (path) => {
      const s = translate(() => fs.statfsSync(path));
      return { blockSize: s.bsize, blocks: s.blocks, free: s.bfree, available: s.bavail, files: s.files, filesFree: s.ffree };
    },
    fstat: (fd) => translate(() => statOf(fs.fstatSync(fd, { bigint: true }))),
    isatty: (fd) => isatty(fd),
    stat: (path) => translate(() => statOf(fs.statSync(path, { bigint: true }))),
    lstat: (path) => translate(() => statOf(fs.lstatSync(path, { bigint: true }))),
    readdir: (path) =>
      translate(() =>
        fs.readdirSync(path, { withFileTypes: true }).map((e) => ({
          name: e.name,
          isDir: e.isDirectory(),
          isFile: e.isFile(),
          isSymlink: e.isSymbolicLink(),
        })),
      ),
    readFile: (path) => translate(() => fs.readFileSync(path)),
    mkdir: (path, mode) => translate(() => void fs.mkdirSync(path, { mode })),
    rmdir: (path) => translate(() => fs.rmdirSync(path)),
    unlink: (path) => translate(() => fs.unlinkSync(path)),
    rename: (from, to) => translate(() => fs.renameSync(from, to)),
    readlink: (path) => translate(() => fs.readlinkSync(path)),
    symlink: (target, path) => translate(() => fs.symlinkSync(target, path)),
    link: (existing, path) => translate(() => fs.linkSync(existing, path)),
    chmod: (path, mode) => translate(() => fs.chmodSync(path, mode)),
    chown: (path, uid, gid, follow) =>
      translate(() => {
        const now = typeof path === 'number' ? fs.fstatSync(path) : follow ? fs.statSync(path) : fs.lstatSync(path);
        const [u, g] = [uid < 0 ? now.uid : uid, gid < 0 ? now.gid : gid];
        if (typeof path === 'number') fs.fchownSync(path, u, g);
        else if (follow) fs.chownSync(path, u, g);
        else fs.lchownSync(path, u, g);
      }),
    utimes: (path, atime, mtime) => translate(() => fs.utimesSync(path, atime, mtime)),
    access: (path, mode) => {
      try {
        fs.accessSync(path, mode);
        return true;
      } catch {
        return false;
      }
    },
    realpath: (path) => translate(() => fs.realpathSync(path)),
    chdir: (path) => translate(() => process.chdir(path)),
  };
}

/** The host on Node; with `pipes`, descriptors may be theirs. */
export function nodeHost(pipes: NodePipes | null = null): Host {
  let library: HostLibc | null | undefined;
  const libc = (): HostLibc | null => {
    if (library === undefined) library = loadLibc();
    return library;
  };
  const files = nodeFs(pipes, libc);
  return {
    platform: process.platform,
    env: Object.fromEntries(Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined)),
    pid: process.pid,
    write: (fd, bytes) => files.write(fd, bytes, null),
    read: (fd, size) => files.read(fd, size, null),
    timeNs: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6)),
    monotonicNs: () => process.hrtime.bigint(),
    processTimeNs: () => {
      const { user, system } = process.cpuUsage();
      return BigInt(user + system) * 1000n;
    },
    sleep: (seconds) => pause(seconds * 1000),
    zlib: nodeZlib,
    keys: {
      pbkdf2: (hash, password, salt, iterations, length) => pbkdf2Sync(password, salt, iterations, length, hash),
      scrypt: (password, salt, n, r, p, length) => scryptSync(password, salt, length, { N: n, r, p, maxmem: 128 * r * (n + p + 2) + 1024 }),
    },
    randomBytes: (size) => randomFillSync(new Uint8Array(size)),
    cwd: () => process.cwd(),
    fs: files,
    libc,
    system: nodeSystem,
    resourceUsage: () => {
      const u = process.resourceUsage();
      return {
        user: u.userCPUTime / 1e6,
        system: u.systemCPUTime / 1e6,
        maxRss: u.maxRSS,
        minorFaults: u.minorPageFault,
        majorFaults: u.majorPageFault,
        read: u.fsRead,
        written: u.fsWrite,
        waits: u.voluntaryContextSwitches,
        preemptions: u.involuntaryContextSwitches,
      };
    },
    memory: processMemory,
  };
}
