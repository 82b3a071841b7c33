import type { Host, HostSystem, HostZlib } from './host.ts';
import { type LazyFile, MemoryFs } from './memory-fs.ts';
import { hostError } from './node-errors.ts';

export interface BrowserHostOptions {
  /** Files that are there from the start, by absolute path. */
  files: Iterable<readonly [path: string, contents: Uint8Array | LazyFile]>;
  cwd: string;
  env: Record<string, string>;
  /** Bytes for standard input; empty at its end. May throw what ends the run. */
  read(size: number): Uint8Array;
  /** Bytes to standard output (1) or error (2). */
  write(fd: number, bytes: Uint8Array): void;
  /** Called before the program waits, so that everything written is shown. */
  beforeWait(): void;
  /** First state of the generator behind random bytes: equal seeds give equal runs. */
  seed: number;
  zlib?: HostZlib;
}

/** A word that can be waited on: shared memory as WebAssembly makes it, which a page without isolation has, too. Null where there is none. */
function waitingCell(): Int32Array | null {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const cell = new Int32Array(memory.buffer);
    Atomics.wait(cell, 0, 1, 0);
    return cell;
  } catch {
    return null;
  }
}

/** Bytes of the generator xorshift32; good enough for hash seeds and `random`, not for secrets. */
function seededBytes(seed: number): (size: number) => Uint8Array {
  let state = seed | 0 || 0x9e3779b9;
  return (size) => {
    const bytes = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[i] = state >>> 11;
    }
    return bytes;
  };
}

/** What a page can say of the system it runs on: one process, of nobody in particular. */
const system: HostSystem = {
  ids: () => ({ ppid: 0, uid: 1000, euid: 1000, gid: 1000, egid: 1000 }),
  cpuCount: () => globalThis.navigator?.hardwareConcurrency ?? 1,
  loadAverage: () => [0, 0, 0],
  kill: () => {
    throw hostError('EPERM');
  },
  terminalSize: () => null,
  uname: () => ['Linux', 'browser', '', '', 'wasm'],
  cpuTimes: () => ({ user: performance.now() * 1000, system: 0 }),
};

/** The host in a browser's worker: files in memory, streams through callbacks. */
export function browserHost(options: BrowserHostOptions): Host & { readonly fs: MemoryFs } {
  const fs = new MemoryFs(
    {
      read: (size) => options.read(size),
      write: (fd, bytes) => {
        options.write(fd, bytes);
        return bytes.length;
      },
    },
    () => Date.now(),
  );
  for (const [path, contents] of options.files) fs.place(path, contents);
  fs.place(`${options.cwd}/.keep`, new Uint8Array(0));
  fs.unlink(`${options.cwd}/.keep`);
  fs.chdir(options.cwd);
  const cell = waitingCell();
  return {
    platform: 'linux',
    env: { ...options.env },
    pid: 1,
    write: (fd, bytes) => fs.write(fd, bytes, null),
    read: (fd, size) => fs.read(fd, size, null),
    timeNs: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6)),
    monotonicNs: () => BigInt(Math.round(performance.now() * 1e6)),
    processTimeNs: () => BigInt(Math.round(performance.now() * 1e6)),
    sleep: (seconds) => {
      options.beforeWait();
      const end = performance.now() + seconds * 1000;
      for (let left = seconds * 1000; left > 0; left = end - performance.now()) {
        if (cell !== null) Atomics.wait(cell, 0, 0, Math.min(left, 100));
      }
    },
    randomBytes: seededBytes(options.seed),
    cwd: () => fs.cwd(),
    fs,
    system,
    ...(options.zlib === undefined ? {} : { zlib: options.zlib }),
    memory: () => null,
  };
}
