/**
 * The shipped library's compiled code is kept beside its sources even where a program keeps none of its own (PYTHONDONTWRITEBYTECODE): as .pyc
 * files, which importlib reads like those that it writes itself. The build compiles the library for the default model only.
 */
import { clearError, isPythonError } from '../core/errors.ts';
import type { Runtime } from '../core/runtime.ts';
import { HostError, type HostFs } from '../host/host.ts';
import { marshalBytes } from './marshal/write-object.ts';
import { cacheTag } from './sys/sys-values.ts';

const STATE = 'library cache';
const MARSHAL_VERSION = 4;
const HEADER_BYTES = 16;
/** O_WRONLY | O_CREAT | O_EXCL */
const NEW_FILE = 0o301;

interface LibraryCache {
  /** Path that the library's files begin with. */
  readonly root: string;
  /** What .pyc files begin with. */
  readonly magic: Uint8Array;
}

/** From here on what is compiled of the files below `root` is kept. */
export function keepLibrary(rt: Runtime, root: string, magic: Uint8Array): void {
  rt.state.set(STATE, { root, magic } satisfies LibraryCache);
}

/** Bytes of a .pyc file that holds as long as the source has this size and time. CPython: _code_to_timestamp_pyc */
function contents(magic: Uint8Array, mtimeMs: number, size: number, code: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + code.length);
  bytes.set(magic);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, Math.floor(mtimeMs / 1000), true);
  view.setUint32(12, size, true);
  bytes.set(code, HEADER_BYTES);
  return bytes;
}

/** Other interpreters see the whole file or none. CPython: _write_atomic */
function writeWhole(fs: HostFs, path: string, bytes: Uint8Array, pid: number): void {
  const scratch = `${path}.${pid}`;
  const fd = fs.open(scratch, NEW_FILE, 0o644);
  try {
    for (let done = 0; done < bytes.length; ) done += fs.write(fd, bytes.subarray(done), null);
  } finally {
    fs.close(fd);
  }
  fs.rename(scratch, path);
}

/**
 * `code` (borrowed) was compiled from `source` under the name of a file: keeps it when that is one of the library's and holds these very bytes.
 * Raises nothing: what cannot be written is not kept.
 */
export function keepIfLibrary(rt: Runtime, path: string, source: Uint8Array, code: number): void {
  const cache = rt.state.get(STATE) as LibraryCache | undefined;
  if (cache === undefined || !path.startsWith(cache.root) || !path.endsWith('.py')) return;
  const { fs } = rt.host;
  if (fs === null) return;
  try {
    const { mtimeMs, size } = fs.stat(path);
    if (size !== source.length || fs.readFile(path).some((byte, i) => byte !== source[i])) return;
    const slash = path.lastIndexOf('/');
    const folder = `${path.slice(0, slash)}/__pycache__`;
    const bytes = contents(cache.magic, mtimeMs, size, marshalBytes(rt, code, MARSHAL_VERSION));
    makeFolder(fs, folder);
    writeWhole(fs, `${folder}${path.slice(slash, -3)}.${cacheTag(rt)}.pyc`, bytes, rt.host.pid);
  } catch (thrown) {
    if (isPythonError(thrown)) clearError(rt);
    else if (!(thrown instanceof HostError)) throw thrown;
  }
}

function makeFolder(fs: HostFs, folder: string): void {
  try {
    fs.mkdir(folder, 0o777);
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    // it stands already, or the file cannot be opened either
  }
}
