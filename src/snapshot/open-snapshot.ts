import { type ByteSource, type Codec, type Progress, SnapshotError } from './format/layout.ts';
import { isSnapshot } from './format/section-reader.ts';
import { type ReadLimits, readSnapshot } from './format/snapshot-reader.ts';
import type { HeapGraph } from './heap-graph.ts';
import { isHeapSnapshot, readHeapSnapshot } from './import/heapsnapshot.ts';
import { isPyHeap, readPyHeap } from './import/pyheap.ts';

/** Beginnings of files that people try, and what to do with them. */
const OTHERS: readonly [start: string, what: string][] = [
  ['OURORUN\n', 'a recording of a run: the lab steps through it (`ouro lab`, then Snapshots)'],
  ['\x7fELF', 'a core file or program: take a snapshot of a running program with `ouro snapshot`'],
  ['JAVA PROFILE', 'a Java heap dump (HPROF): Eclipse MAT reads those'],
  ['PAR1', 'a Parquet file: DuckDB and pandas read those'],
  ['PK\x03\x04', 'a zip file: unpack it first'],
  ['\x1f\x8b', 'a gzip file: unpack it first (gunzip)'],
  ['\x28\xb5\x2f\xfd', 'a zstd file: unpack it first (unzstd)'],
  ['memray', 'a memray capture: `memray transform` writes other formats from it'],
];

/** Opens a snapshot of any known format: ours, V8's .heapsnapshot, PyHeap's. Throws SnapshotError with one line. */
export function openSnapshot(source: ByteSource, codec: Codec, limits?: ReadLimits, progress?: Progress): HeapGraph {
  const start = source.read(0, 256).slice();
  if (start.length === 0) throw new SnapshotError('the file is empty');
  if (isSnapshot(start)) return readSnapshot(source, codec, limits, progress);
  if (isHeapSnapshot(start)) return readHeapSnapshot(source, limits, progress);
  if (isPyHeap(start)) return readPyHeap(source, limits, progress);
  const text = String.fromCharCode(...start);
  for (const [beginning, what] of OTHERS) if (text.startsWith(beginning)) throw new SnapshotError(`this is ${what}`);
  throw new SnapshotError('not a heap snapshot: known are snapshots of ours, .heapsnapshot of Node and Chrome, and PyHeap dumps');
}
