import { closeSync, openSync, writeSync } from 'node:fs';
import type { AnalyzedSnapshot } from '../../snapshot/analyzed-snapshot.ts';
import { dotText } from '../../snapshot/export/dot.ts';
import { writeHeapSnapshot } from '../../snapshot/export/heapsnapshot.ts';
import { type Progress, SnapshotError } from '../../snapshot/format/layout.ts';
import type { Sink } from '../../snapshot/format/section-writer.ts';
import { writeSnapshot } from '../../snapshot/format/snapshot-writer.ts';
import { NONE } from '../../snapshot/heap-graph.ts';
import { nodeCodec } from '../node-codec.ts';

/** Most objects that Graphviz draws in reasonable time. */
const DOT_LIMIT = 500;

export interface ExportOptions {
  /** Node in the middle of a drawing, or null: the heap's largest. */
  around: number | null;
  /** Objects in a drawing. */
  limit: number;
}

/** Writes a snapshot in another format, chosen by the ending of `path`; gives the files written. Throws SnapshotError. */
export async function exportSnapshot(s: AnalyzedSnapshot, path: string, options: ExportOptions, progress: Progress): Promise<string[]> {
  const ending = /\.[^./]+$/.exec(path)?.[0] ?? '';
  switch (ending) {
    case '.heapsnapshot':
      writeFile(path, (sink) => writeHeapSnapshot(s.graph, sink, progress));
      return [path];
    case '.ouro':
      writeFile(path, (sink) => writeSnapshot(s.graph, sink, nodeCodec));
      return [path];
    case '.dot':
    case '.gv': {
      const nodes = drawing(s, options);
      writeFile(path, (sink) => sink(new TextEncoder().encode(dotText(s.graph, nodes, options.around ?? NONE))));
      return [path];
    }
    case '.parquet': {
      const { writeEdgesParquet, writeNodesParquet } = await import('../../snapshot/export/parquet.ts');
      const stem = path.slice(0, -ending.length);
      const [nodes, edges] = [`${stem}.nodes.parquet`, `${stem}.edges.parquet`];
      progress(0, 'writing objects');
      writeFile(nodes, (sink) => writeNodesParquet(s.graph, s.dominators, sink));
      progress(0.5, 'writing references');
      writeFile(edges, (sink) => writeEdgesParquet(s.graph, sink));
      return [nodes, edges];
    }
    default:
      throw new SnapshotError(
        `cannot write '${path}': the ending says the format: .heapsnapshot (Chrome DevTools), .dot (Graphviz), .parquet (DuckDB, pandas) or .ouro`,
      );
  }
}

/** What is drawn: what holds the object on its paths, the object, and what it keeps alive or refers to, up to the limit. */
function drawing(s: AnalyzedSnapshot, { around, limit }: ExportOptions): number[] {
  const most = Math.min(limit, DOT_LIMIT);
  const chosen = new Set<number>();
  const { graph, dominators } = s;
  let start = around;
  if (start === null) {
    const [largest] = dominators.children(NONE).sort((a, b) => dominators.retainedBy(b) - dominators.retainedBy(a));
    start = largest ?? null;
  }
  if (start === null) return [];
  for (const path of s.paths.disjoint(start, 3)) {
    for (let i = Math.max(0, path.length - 12); i < path.length && chosen.size < most; i++) chosen.add(path.node(i));
  }
  chosen.add(start);
  const queue = [start];
  for (let head = 0; head < queue.length && chosen.size < most; head++) {
    for (let e = graph.firstEdge[queue[head]]; e < graph.firstEdge[queue[head] + 1] && chosen.size < most; e++) {
      const to = graph.edgeTo[e];
      if (chosen.has(to)) continue;
      chosen.add(to);
      queue.push(to);
    }
  }
  return [...chosen];
}

function writeFile(path: string, write: (sink: Sink) => void): void {
  let fd: number;
  try {
    fd = openSync(path, 'w');
  } catch (thrown) {
    const { code } = thrown as { code?: string };
    throw new SnapshotError(`cannot write '${path}': ${code === 'ENOENT' ? 'there is no such folder' : code}`);
  }
  try {
    write((bytes) => {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    });
  } finally {
    closeSync(fd);
  }
}
