import type { Runtime } from '../runtime/core/runtime.ts';
import type { HostFs } from '../runtime/host/host.ts';
import { portableCodec } from '../snapshot/format/codec.ts';
import type { Codec } from '../snapshot/format/layout.ts';
import { writeSnapshot } from '../snapshot/format/snapshot-writer.ts';
import { type CaptureOptions, capture } from './capture.ts';

/** What was written. */
export interface SavedSnapshot {
  objects: number;
  references: number;
  bytes: number;
}

const O_WRONLY = 1;
const O_CREAT = 64;
const O_TRUNC = 512;

/**
 * Captures the heap and writes it to a file, piece by piece. Runs no Python code and allocates nothing in the heap. Throws the host's
 * error when the file cannot be written; nothing is left of it then. Without a name of its own the process goes by its number.
 */
export function saveSnapshot(rt: Runtime, fs: HostFs, path: string, options: CaptureOptions = {}, codec: Codec = portableCodec): SavedSnapshot {
  const graph = capture(rt, { process: `process ${rt.host.pid}`, ...options });
  const fd = fs.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  let bytes = 0;
  try {
    writeSnapshot(
      graph,
      (part) => {
        for (let at = 0; at < part.length; ) at += fs.write(fd, part.subarray(at), null);
        bytes += part.length;
      },
      codec,
    );
  } catch (thrown) {
    fs.close(fd);
    fs.unlink(path);
    throw thrown;
  }
  fs.close(fd);
  return { objects: graph.nodeCount, references: graph.edgeCount, bytes };
}
