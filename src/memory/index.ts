/** The memory layer's public surface: `ouroboros/memory`. */
export type { Releaser } from './address-space.ts';
export type { AllocatorOptions, HeapStats, SizeClassStats } from './allocator.ts';
export { type AuditOptions, Auditor, type AuditReport, audit, auditLines, type Holder, holders, type Mismatch } from './audit.ts';
export { PASSES, type Pass } from './collector/collection.ts';
export { CollectionSteps, type ObjectState, type Standing } from './collector/collection-steps.ts';
export {
  Collector,
  type CollectorEvents,
  GcDebug,
  GENERATIONS,
  type GenerationStats,
} from './collector/collector.ts';
export { BlockError, type DebugOptions } from './debug-allocator.ts';
export { EmbeddingError, Handle, type HandleOptions, Handles, type LostHandle } from './embedding/handles.ts';
export { type FieldKind, type RecordOptions, RecordType, type Resource } from './embedding/record-type.ts';
export { Heap, type HeapOptions } from './heap.ts';
export { Gc, GcFlag, Ob, SlotFlag, STATIC_END, STATIC_START, Ty } from './layout.ts';
export { nodeReleaser } from './release-node.ts';
export { type Root, RootSet } from './roots.ts';
export {
  contractOf,
  describeSlot,
  hasGcHead,
  type IndirectContract,
  type ItemsContract,
  type SlotContract,
  type TableContract,
  type TypeContract,
  tableWalk,
  traverse,
  type Visit,
} from './type-contract.ts';
export { verify } from './verify.ts';
