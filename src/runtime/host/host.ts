/** What the runtime needs of the machine it runs on; Node and the browser each implement it. Errors are HostError. */
export interface Host {
  readonly platform: string;
  readonly env: Record<string, string>;
  readonly pid: number;
  /** Bytes to a file descriptor; returns how many were written. Blocks. */
  write(fd: number, bytes: Uint8Array): number;
  /** Up to `size` bytes from a descriptor; empty at end of file. Blocks. */
  read(fd: number, size: number): Uint8Array;
  /** Nanoseconds since the epoch. */
  timeNs(): bigint;
  monotonicNs(): bigint;
  /** CPU time of the process in nanoseconds. */
  processTimeNs(): bigint;
  sleep(seconds: number): void;
  randomBytes(size: number): Uint8Array;
  cwd(): string;
  /** File system calls, absent where there is none. */
  readonly fs: HostFs | null;
  /** Absent where the host cannot compress. */
  readonly zlib?: HostZlib;
  /** Absent where the host derives no keys. */
  readonly keys?: HostKeys;
  /** Absent where there are no other processes. */
  readonly processes?: HostProcesses;
  /** Functions of the C library that the host's own calls lack; null where it cannot be called. Absent: likewise. */
  libc?(): HostLibc | null;
  /** The process and the machine below it. */
  readonly system: HostSystem;
  /** What the process has used so far; absent where the host does not say. */
  resourceUsage?(): HostUsage;
  /** Memory of a process as psutil shows it, or null where the system does not say. Throws HostError ESRCH / EACCES. */
  memory(pid: number): HostMemory | null;
}

/** What the operating system says of the process and the machine. */
export interface HostSystem {
  ids(): { ppid: number; uid: number; euid: number; gid: number; egid: number };
  cpuCount(): number;
  /** Over 1, 5 and 15 minutes. */
  loadAverage(): number[];
  /** Throws HostError (ESRCH, EPERM, EINVAL). */
  kill(pid: number, signal: number): void;
  /** Columns and lines of the terminal behind a descriptor; null when it is none. */
  terminalSize(fd: number): [columns: number, lines: number] | null;
  /** sysname, nodename, release, version, machine. */
  uname(): [string, string, string, string, string];
  /** CPU time in microseconds. */
  cpuTimes(): { user: number; system: number };
}

export type LibcFunction = 'dup' | 'dup2' | 'fcntl' | 'flock' | 'umask' | 'mkfifo' | 'getpgid' | 'setpgid' | 'getsid' | 'setsid' | 'fchdir';

/** Calls of the C library. */
export interface HostLibc {
  /** The function's result; an array of bytes is what a pointer points to. Throws HostError when it is -1. */
  call(name: LibcFunction, ...args: readonly (number | string | Uint8Array)[]): number;
}

/** What a file system says of itself. */
export interface HostStatFs {
  blockSize: number;
  blocks: number;
  free: number;
  available: number;
  files: number;
  filesFree: number;
}

/** What a process is started with. */
export interface SpawnRequest {
  /** Path of the program. */
  file: string;
  /** With argument 0, the name that the program is told. */
  args: string[];
  /** Null: the host's own. */
  env: Record<string, string> | null;
  /** Null: the current one. */
  cwd: string | null;
  /** Descriptors that become 0, 1, 2 and so on; null = not open there. */
  stdio: (number | null)[];
  uid: number | null;
  gid: number | null;
  /** In a session of its own. */
  newSession: boolean;
}

/** Pipes and child processes. Calls throw HostError. */
export interface HostProcesses {
  /** Descriptors to read from and to write to. Reads and writes never wait there: they throw EAGAIN. */
  pipe(): [read: number, write: number];
  isPipe(fd: number): boolean;
  readable(fd: number): boolean;
  writable(fd: number): boolean;
  /** The id of the new process. */
  spawn(request: SpawnRequest): number;
  /** A child (-1: any) that is over, with its status as wait(2) has it; `take`: nobody is told again. Null while none is. Throws ECHILD. */
  over(pid: number, take: boolean): { pid: number; status: number } | null;
}

/** Keys from passwords. */
export interface HostKeys {
  /** `hash`: md5, sha1, sha224, sha256, sha384 or sha512. */
  pbkdf2(hash: string, password: Uint8Array, salt: Uint8Array, iterations: number, length: number): Uint8Array;
  scrypt(password: Uint8Array, salt: Uint8Array, n: number, r: number, p: number, length: number): Uint8Array;
}

/** Compression, a whole piece at a time. `windowBits` as in zlib's own interface. */
export interface HostZlib {
  deflate(bytes: Uint8Array, level: number, windowBits: number): Uint8Array;
  /** A part of a raw stream that ends at a byte's boundary; `before`: what was compressed before it. `last`: the stream ends with it. */
  deflatePart(bytes: Uint8Array, level: number, before: Uint8Array, last: boolean): Uint8Array;
  /** What came out so far, how many bytes of the input were taken, whether its end was reached. Throws HostError for wrong data. */
  inflate(bytes: Uint8Array, windowBits: number): { data: Uint8Array; consumed: number; ended: boolean };
}

/** errno-style failure of a host call. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: string;
  readonly errno: number;
  constructor(code: string, errno: number, message: string) {
    super(message);
    this.code = code;
    this.errno = errno;
  }
}

/** Times in seconds, maxRss in KiB, the rest counts. */
export interface HostUsage {
  user: number;
  system: number;
  maxRss: number;
  minorFaults: number;
  majorFaults: number;
  read: number;
  written: number;
  waits: number;
  preemptions: number;
}

/** All in bytes. */
export interface HostMemory {
  rss: number;
  vms: number;
  shared: number;
  text: number;
  lib: number;
  data: number;
  dirty: number;
  uss: number | null;
  pss: number | null;
  swap: number | null;
  total: number;
}

export interface HostStat {
  mode: number;
  ino: number;
  dev: number;
  nlink: number;
  uid: number;
  gid: number;
  size: number;
  atimeMs: number;
  mtimeMs: number;
  ctimeMs: number;
  atimeNs: bigint;
  mtimeNs: bigint;
  ctimeNs: bigint;
}

/** Synchronous file system with POSIX meaning; paths are strings. */
export interface HostFs {
  open(path: string, flags: number, mode: number): number;
  close(fd: number): void;
  read(fd: number, size: number, position: number | null): Uint8Array;
  write(fd: number, bytes: Uint8Array, position: number | null): number;
  lseek?(fd: number, offset: number, whence: number): number;
  ftruncate(fd: number, length: number): void;
  /** A second descriptor of an open file, with the same position. */
  dup?(fd: number): number;
  /** Makes `to` a descriptor of the file that `fd` is one of; what `to` was before is closed. */
  dup2?(fd: number, to: number): void;
  fsync?(fd: number): void;
  fdatasync?(fd: number): void;
  fchmod?(fd: number, mode: number): void;
  truncate?(path: string, length: number): void;
  statfs?(path: string): HostStatFs;
  fstat(fd: number): HostStat;
  isatty(fd: number): boolean;
  stat(path: string): HostStat;
  lstat(path: string): HostStat;
  readdir(path: string): { name: string; isDir: boolean; isFile: boolean; isSymlink: boolean }[];
  readFile(path: string): Uint8Array;
  mkdir(path: string, mode: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  readlink(path: string): string;
  symlink(target: string, path: string): void;
  link(existing: string, path: string): void;
  chmod(path: string, mode: number): void;
  /** `path` may be a descriptor; -1 leaves a number as it is. */
  chown(path: string | number, uid: number, gid: number, follow: boolean): void;
  utimes(path: string, atimeSeconds: number, mtimeSeconds: number): void;
  access(path: string, mode: number): boolean;
  realpath(path: string): string;
  chdir(path: string): void;
}
