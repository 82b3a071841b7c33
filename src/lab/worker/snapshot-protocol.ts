/** What the page and the worker that reads snapshots say to each other. Requests are answered in order, each with its id. */

export type SnapshotRequest =
  | { kind: 'open'; name: string; bytes: ArrayBuffer }
  | { kind: 'children'; node: number }
  | { kind: 'object'; node: number }
  | { kind: 'cycles' }
  | { kind: 'difference'; name: string; bytes: ArrayBuffer };

export interface SnapshotSummary {
  name: string;
  creator: string;
  model: string | null;
  program: string | null;
  moment: string | null;
  notes: string[];
  objects: number;
  references: number;
  bytes: number;
  types: { name: string; count: number; bytes: number; retained: number }[];
  biggest: SnapshotNode[];
}

/** A node as lists show it. `node` -1 stands for all that is too small to be shown alone; `type` is then how many they are. */
export interface SnapshotNode {
  node: number;
  type: string;
  value: string;
  size: number;
  retained: number;
}

/** Label and node of each hop of a path; of a long one the ends: `hidden` hops are left out in front of hop `fold`. */
export interface SnapshotPath {
  hops: { label: string; node: SnapshotNode }[];
  fold: number;
  hidden: number;
}

export interface SnapshotObject extends SnapshotNode {
  address: string;
  /** -1: not known. */
  count: number;
  /** From a root to it; null when no root leads to it. */
  path: SnapshotPath | null;
  holders: { label: string; owner: SnapshotNode | null }[];
  holdersTotal: number;
  children: SnapshotNode[];
}

export interface SnapshotCycle {
  objects: number;
  bytes: number;
  reachable: boolean;
  /** The cycle's first objects and the references from them. */
  cycle: { node: SnapshotNode; label: string }[];
  /** Objects of the cycle in all. */
  length: number;
}

export interface SnapshotDifference {
  name: string;
  identity: 'allocation' | 'address' | 'none';
  objectsBefore: number;
  objectsAfter: number;
  bytesBefore: number;
  bytesAfter: number;
  changes: { name: string; before: number; after: number; bytesBefore: number; bytesAfter: number }[];
}

export type SnapshotAnswer =
  | { kind: 'opened'; summary: SnapshotSummary }
  | { kind: 'children'; node: number; retained: number; children: SnapshotNode[] }
  | { kind: 'object'; object: SnapshotObject }
  | { kind: 'cycles'; cycles: SnapshotCycle[]; total: number }
  | { kind: 'difference'; difference: SnapshotDifference }
  | { kind: 'failed'; message: string };
