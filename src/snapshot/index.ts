/** Heap snapshots without an interpreter: `ouroboros/snapshot`. Runs in Node and in browsers. */
export { totalsByType } from './analysis/by-type.ts';
export { type Component, components } from './analysis/components.ts';
export { countResidue, referrersBySlot } from './analysis/counts.ts';
export { AddressOrder, type Difference, difference } from './analysis/difference.ts';
export { type Dominators, dominators } from './analysis/dominators.ts';
export { incomingEdges, ownedHolders } from './analysis/edges.ts';
export { foldedSteps, type HoldingPath } from './analysis/holding-path.ts';
export { PathIndex } from './analysis/paths.ts';
export { collectionFill, duplicates } from './analysis/waste.ts';
export { AnalyzedSnapshot } from './analyzed-snapshot.ts';
export { dotText } from './export/dot.ts';
export { writeHeapSnapshot } from './export/heapsnapshot.ts';
export { portableCodec } from './format/codec.ts';
export { type ByteSource, bytesSource, type Codec, type Progress, SnapshotError } from './format/layout.ts';
export { type ReadLimits, readSnapshot } from './format/snapshot-reader.ts';
export { writeSnapshot } from './format/snapshot-writer.ts';
export { GraphBuilder, type NodeInput } from './graph-builder.ts';
export {
  addressText,
  BORROWED,
  EDGE_KIND_NAMES,
  EdgeKind,
  edgeLabel,
  edgeOwner,
  type HeapGraph,
  KIND_MASK,
  NONE,
  NodeFlag,
  PLACE_KIND_NAMES,
  type SnapshotMeta,
  typeName,
} from './heap-graph.ts';
export { openSnapshot } from './open-snapshot.ts';
export { QueryError } from './query/tokens.ts';
export { HostStrings, type StringTable } from './string-table.ts';
