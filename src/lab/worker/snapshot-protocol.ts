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

export interface SnapshotObject extends SnapshotNode {
  address: string;
  /** -1: not known. */
  count: number;
  /** From a root to it: label and node of each hop; null when no root leads to it. */
  path: { label: string; node: SnapshotNode }[] | null;
  holders: { label: string; owner: SnapshotNode | null }[];
  holdersTotal: number;
  children: SnapshotNode[];
}

export interface SnapshotCycle {
  objects: number;
  bytes: number;
  reachable: boolean;
  cycle: { node: SnapshotNode; label: string }[];
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
