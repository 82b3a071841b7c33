import { portableCodec } from '../../snapshot/format/codec.ts';
import { bytesSource } from '../../snapshot/format/layout.ts';
import type { HeapGraph } from '../../snapshot/heap-graph.ts';
import { openSnapshot } from '../../snapshot/open-snapshot.ts';

/** What a graph may take in a page's memory. */
const MEMORY_BYTES = 3 * 1024 ** 3;

/** Reads a heap file of any known kind. Throws SnapshotError with one line for the person. */
export function readHeapFile(bytes: Uint8Array): HeapGraph {
  return openSnapshot(bytesSource(bytes), portableCodec, { memoryBytes: MEMORY_BYTES });
}
