import { HostError } from './host.ts';

/** errno and text as the C library has them on Linux, by Node's code. */
const ERRNO: Readonly<Record<string, readonly [number, string]>> = {
  EPERM: [1, 'Operation not permitted'],
  ENOENT: [2, 'No such file or directory'],
  ESRCH: [3, 'No such process'],
  EINTR: [4, 'Interrupted system call'],
  EIO: [5, 'Input/output error'],
  ENXIO: [6, 'No such device or address'],
  EBADF: [9, 'Bad file descriptor'],
  ECHILD: [10, 'No child processes'],
  EAGAIN: [11, 'Resource temporarily unavailable'],
  ENOMEM: [12, 'Cannot allocate memory'],
  EACCES: [13, 'Permission denied'],
  EFAULT: [14, 'Bad address'],
  EBUSY: [16, 'Device or resource busy'],
  EEXIST: [17, 'File exists'],
  EXDEV: [18, 'Invalid cross-device link'],
  ENODEV: [19, 'No such device'],
  ENOTDIR: [20, 'Not a directory'],
  EISDIR: [21, 'Is a directory'],
  EINVAL: [22, 'Invalid argument'],
  ENFILE: [23, 'Too many open files in system'],
  EMFILE: [24, 'Too many open files'],
  ENOTTY: [25, 'Inappropriate ioctl for device'],
  EFBIG: [27, 'File too large'],
  ENOSPC: [28, 'No space left on device'],
  ESPIPE: [29, 'Illegal seek'],
  EROFS: [30, 'Read-only file system'],
  EMLINK: [31, 'Too many links'],
  EPIPE: [32, 'Broken pipe'],
  ENAMETOOLONG: [36, 'File name too long'],
  ENOSYS: [38, 'Function not implemented'],
  ENOTEMPTY: [39, 'Directory not empty'],
  ELOOP: [40, 'Too many levels of symbolic links'],
  EOVERFLOW: [75, 'Value too large for defined data type'],
  EOPNOTSUPP: [95, 'Operation not supported'],
  ETIMEDOUT: [110, 'Connection timed out'],
};

/** HostError for a POSIX error name. */
export function hostError(code: string): HostError {
  const [errno, text] = ERRNO[code] ?? [5, code];
  return new HostError(code, errno, text);
}

/** Text of an errno as os.strerror shows it. */
export function errorText(errno: number): string {
  for (const [n, text] of Object.values(ERRNO)) if (n === errno) return text;
  return `Unknown error ${errno}`;
}

/** All errno names that are known, with their numbers. */
export function errnoNames(): readonly (readonly [string, number])[] {
  return Object.entries(ERRNO).map(([name, [n]]) => [name, n] as const);
}

/** Runs a Node call; its errors become HostError. */
export function translate<V>(call: () => V): V {
  try {
    return call();
  } catch (thrown) {
    const code = (thrown as { code?: unknown }).code;
    if (typeof code === 'string' && code in ERRNO) throw hostError(code);
    if (code === 'EOF') throw hostError('EIO');
    if (code === 'ERR_INVALID_ARG_VALUE' || code === 'ERR_OUT_OF_RANGE') throw hostError('EINVAL');
    throw thrown;
  }
}
