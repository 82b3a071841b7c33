import { createRequire } from 'node:module';
import type { HostLibc, LibcFunction } from './host.ts';
import { hostErrorOf } from './node-errors.ts';

/** The part of koffi that is used here. */
interface Koffi {
  load(path: null): { func(prototype: string): (...args: unknown[]) => unknown };
  errno(): number;
}

/** Declarations for koffi. */
const PROTOTYPES: Readonly<Record<LibcFunction, string>> = {
  dup: 'int dup(int fd)',
  dup2: 'int dup2(int fd, int fd2)',
  fcntl: 'int fcntl(int fd, int command, ...)',
  flock: 'int flock(int fd, int operation)',
  umask: 'int umask(int mask)',
  mkfifo: 'int mkfifo(const char *path, int mode)',
  getpgid: 'int getpgid(int pid)',
  setpgid: 'int setpgid(int pid, int group)',
  getsid: 'int getsid(int pid)',
  setsid: 'int setsid()',
  fchdir: 'int fchdir(int fd)',
};

/**
 * Functions of the C library that Node has no call for, through the optional package koffi; null without it. koffi is loaded at the first call of
 * this function: it costs 30 ms and 2 MB.
 */
export function loadLibc(): HostLibc | null {
  let koffi: Koffi;
  let library: ReturnType<Koffi['load']>;
  try {
    koffi = createRequire(import.meta.url)('koffi') as Koffi;
    library = koffi.load(null);
  } catch {
    return null;
  }
  const known = new Map<LibcFunction, (...args: unknown[]) => unknown>();
  return {
    call(name, ...args) {
      let f = known.get(name);
      if (f === undefined) {
        f = library.func(PROTOTYPES[name]);
        known.set(name, f);
      }
      const result = f(...(name === 'fcntl' ? withType(args) : args)) as number;
      if (result === -1) throw hostErrorOf(koffi.errno());
      return result;
    },
  };
}

/** fcntl's third argument with its type, as koffi wants it where a declaration ends in dots. */
function withType(args: readonly (number | string | Uint8Array)[]): unknown[] {
  const [fd, command, argument = 0] = args;
  return [fd, command, typeof argument === 'number' ? 'int' : 'uint8_t *', argument];
}
