import type { HeapGraph } from '../heap-graph.ts';
import { type Codec, SectionFlag } from './layout.ts';
import { SectionWriter, type Sink } from './section-writer.ts';

/** Writes a graph as a snapshot file, piece by piece. The same graph gives the same bytes (with the same codec). */
export function writeSnapshot(graph: HeapGraph, sink: Sink, codec: Codec): void {
  const out = new SectionWriter(sink, codec);
  const meta = { ...graph.meta, nodes: graph.nodeCount, edges: graph.edgeCount, strings: graph.strings.length, types: graph.types.name.length };
  out.write('META', new TextEncoder().encode(JSON.stringify(meta)));
  const { bytes, ends } = graph.strings.encoded();
  out.write('SEND', ends, SectionFlag.delta);
  out.write('STRS', bytes);
  out.write('TNAM', graph.types.name);
  out.write('TNOD', graph.types.node);
  out.write('NADR', graph.address, SectionFlag.delta);
  out.write('NTYP', graph.type);
  out.write('NCNT', graph.count);
  out.write('NSIZ', graph.size);
  out.write('NFLG', graph.flags);
  out.write('NVAL', graph.value);
  out.write('NEDG', graph.firstEdge, SectionFlag.delta);
  if (graph.used.length > 0) out.write('NUSE', graph.used);
  if (graph.capacity.length > 0) out.write('NCAP', graph.capacity);
  if (graph.content.length > 0) out.write('NHSH', graph.content);
  if (graph.serial.length > 0) out.write('NSER', graph.serial);
  out.write('EDTO', graph.edgeTo);
  out.write('EDKD', graph.edgeKind);
  out.write('EDNM', graph.edgeName);
  out.write('RTTO', graph.roots.to);
  out.write('RTGR', graph.roots.group);
  out.write('RTLB', graph.roots.label);
  out.write('RTKD', graph.roots.kind);
  out.write('FTHR', graph.frames.thread);
  out.write('FFUN', graph.frames.func);
  out.write('FFIL', graph.frames.file);
  out.write('FLIN', graph.frames.line);
  out.write('FNOD', graph.frames.node);
  out.write('PNOD', graph.places.node);
  out.write('PKND', graph.places.kind);
  out.write('PFIL', graph.places.file);
  out.write('PLIN', graph.places.line);
  out.end();
}
