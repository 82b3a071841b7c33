import { portableCodec } from '../../snapshot/format/codec.ts';
import { bytesSource, SnapshotError } from '../../snapshot/format/layout.ts';
import { isSnapshot } from '../../snapshot/format/section-reader.ts';
import { readSnapshot } from '../../snapshot/format/snapshot-reader.ts';
import type { HeapGraph } from '../../snapshot/heap-graph.ts';

/** What a graph may take in a page's memory. */
const MEMORY_BYTES = 3 * 1024 ** 3;

/** Reads a heap file of any known kind. Throws SnapshotError with one line for the person. */
export function readHeapFile(bytes: Uint8Array): HeapGraph {
  if (bytes.length === 0) throw new SnapshotError('the file is empty');
  if (isSnapshot(bytes)) return readSnapshot(bytesSource(bytes), portableCodec, { memoryBytes: MEMORY_BYTES });
  throw new SnapshotError('this is no heap snapshot that is known here');
}
