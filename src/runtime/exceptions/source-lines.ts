import type { Runtime } from '../core/runtime.ts';
import { HostError } from '../host/host.ts';

/**
 * Line `lineno` (1-based) of a source file without its end, or null when there is no such file or line. Reads the file anew, as
 * CPython does when it prints a traceback. CPython: Python/traceback.c _Py_DisplaySourceLine
 */
export function sourceLine(rt: Runtime, filename: string, lineno: number): string | null {
  const fs = rt.host.fs;
  if (fs === null || /^<.*>$/.test(filename)) return null;
  let bytes: Uint8Array;
  try {
    bytes = fs.readFile(filename);
  } catch (thrown) {
    if (thrown instanceof HostError) return null;
    throw thrown;
  }
  return decodeText(bytes).split(/\r\n|\r|\n/)[lineno - 1] ?? null;
}

function decodeText(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 400)).split('\n', 2).join('\n');
  const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m.exec(head)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(cookie.replace(/_/g, '-')).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}
