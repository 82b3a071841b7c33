/// <reference lib="webworker" />
import { totalsByType } from '../../snapshot/analysis/by-type.ts';
import { components } from '../../snapshot/analysis/components.ts';
import { difference } from '../../snapshot/analysis/difference.ts';
import { type Dominators, dominators } from '../../snapshot/analysis/dominators.ts';
import { type IncomingEdges, incomingEdges } from '../../snapshot/analysis/edges.ts';
import { foldedSteps, type HoldingPath } from '../../snapshot/analysis/holding-path.ts';
import { PathIndex } from '../../snapshot/analysis/paths.ts';
import { addressText, edgeLabel, edgeOwner, type HeapGraph, NONE, typeName } from '../../snapshot/heap-graph.ts';
import { readHeapFile } from './heap-file.ts';
import type { SnapshotAnswer, SnapshotNode, SnapshotPath, SnapshotRequest, SnapshotSummary } from './snapshot-protocol.ts';

const SHOWN_CHILDREN = 60;
const SHOWN_HOLDERS = 40;
const SHOWN_TYPES = 400;
const SHOWN_CYCLES = 100;
const SHOWN_CYCLE = 12;
const SHOWN_PATH_ENDS = 20;

/** One open snapshot with what was computed of it. */
class OpenSnapshot {
  private pathIndex: PathIndex | null = null;
  private incoming: IncomingEdges | null = null;
  private readonly tree: Dominators;
  /** Children in the tree of dominators: first child and next sibling, by node; a row for the roots at the end. */
  private readonly firstChild: Int32Array;
  private readonly sibling: Int32Array;

  constructor(
    readonly graph: HeapGraph,
    readonly name: string,
  ) {
    this.tree = dominators(graph);
    const n = graph.nodeCount;
    this.firstChild = new Int32Array(n + 1).fill(-1);
    this.sibling = new Int32Array(n).fill(-1);
    for (let node = 0; node < n; node++) {
      const parent = this.tree.dominatorOf(node);
      const row = parent === NONE || parent === undefined ? n : parent;
      this.sibling[node] = this.firstChild[row]!;
      this.firstChild[row] = node;
    }
  }

  describe(node: number): SnapshotNode {
    const { graph } = this;
    return {
      node,
      type: typeName(graph, node),
      value: graph.strings.get(graph.value[node]!),
      size: graph.size[node]!,
      retained: this.tree.retainedBy(node),
    };
  }

  /** What a node dominates directly, largest first, the rest as one; -1 = what only the roots together hold. */
  children(node: number): SnapshotNode[] {
    const found: number[] = [];
    for (let c = this.firstChild[node < 0 ? this.graph.nodeCount : node]!; c >= 0; c = this.sibling[c]!) found.push(c);
    found.sort((a, b) => this.tree.retainedBy(b) - this.tree.retainedBy(a));
    const shown = found.slice(0, SHOWN_CHILDREN).map((c) => this.describe(c));
    const rest = found.slice(SHOWN_CHILDREN);
    if (rest.length > 0) {
      const bytes = rest.reduce((sum, c) => sum + this.tree.retainedBy(c), 0);
      shown.push({ node: -1, type: String(rest.length), value: '', size: bytes, retained: bytes });
    }
    return shown;
  }

  summary(): SnapshotSummary {
    const { graph, tree } = this;
    const { meta } = graph;
    const types = totalsByType(graph, tree).filter((x) => x.count > 0);
    return {
      name: this.name,
      creator: meta.creator,
      model: meta.model,
      program: meta.program,
      moment: meta.moment,
      notes: meta.notes,
      objects: graph.nodeCount,
      references: graph.edgeCount,
      bytes: tree.total,
      types: types.slice(0, SHOWN_TYPES).map(({ name, count, bytes, retained }) => ({ name, count, bytes, retained })),
      biggest: this.biggest(30),
    };
  }

  private biggest(n: number): SnapshotNode[] {
    const { tree, graph } = this;
    const best: number[] = [];
    let least = 0;
    for (let node = 0; node < graph.nodeCount; node++) {
      const bytes = tree.retainedBy(node);
      if (best.length >= n && bytes <= least) continue;
      best.push(node);
      if (best.length > 4 * n) {
        best.sort((a, b) => tree.retainedBy(b) - tree.retainedBy(a));
        best.length = n;
        least = tree.retainedBy(best[n - 1]!);
      }
    }
    best.sort((a, b) => tree.retainedBy(b) - tree.retainedBy(a));
    return best.slice(0, n).map((node) => this.describe(node));
  }

  object(node: number): SnapshotAnswer {
    const { graph } = this;
    this.pathIndex ??= new PathIndex(graph);
    this.incoming ??= incomingEdges(graph);
    const path = this.pathIndex.shortest(node);
    const { first, edge } = this.incoming;
    const holders: { label: string; owner: SnapshotNode | null }[] = [];
    for (let i = 0; i < graph.roots.to.length && holders.length < SHOWN_HOLDERS; i++)
      if (graph.roots.to[i] === node)
        holders.push({ label: `${graph.strings.get(graph.roots.group[i]!)}: ${graph.strings.get(graph.roots.label[i]!)}`, owner: null });
    for (let k = first[node]!; k < first[node + 1]! && holders.length < SHOWN_HOLDERS; k++)
      holders.push({ label: edgeLabel(graph, edge[k]!), owner: this.describe(edgeOwner(graph, edge[k]!)) });
    return {
      kind: 'object',
      object: {
        ...this.describe(node),
        address: addressText(graph, node),
        count: graph.meta.hasCounts && graph.count[node] !== NONE ? graph.count[node]! : -1,
        path: path === null ? null : this.shownPath(path),
        holders,
        holdersTotal: first[node + 1]! - first[node]!,
        children: this.children(node),
      },
    };
  }

  private shownPath(path: HoldingPath): SnapshotPath {
    const { graph } = this;
    const { steps, fold, hidden } = foldedSteps(path.length, SHOWN_PATH_ENDS);
    const root = `${graph.strings.get(graph.roots.group[path.root]!)}: ${graph.strings.get(graph.roots.label[path.root]!)}`;
    return {
      hops: steps.map((i) => ({ label: i === 0 ? root : edgeLabel(graph, path.edge(i)), node: this.describe(path.node(i)) })),
      fold,
      hidden,
    };
  }

  cycles(): SnapshotAnswer {
    const found = components(this.graph).sort((a, b) => Number(a.reachable) - Number(b.reachable));
    return {
      kind: 'cycles',
      total: found.length,
      cycles: found.slice(0, SHOWN_CYCLES).map((c) => ({
        objects: c.nodes.length,
        bytes: c.bytes,
        reachable: c.reachable,
        length: c.cycle.length,
        cycle: c.cycle.slice(0, SHOWN_CYCLE).map((node, i) => ({ node: this.describe(node), label: edgeLabel(this.graph, c.edges[i]!) })),
      })),
    };
  }
}

const scope = self as unknown as {
  postMessage(message: { id: number; answer: SnapshotAnswer }): void;
  onmessage: ((e: MessageEvent<{ id: number; request: SnapshotRequest }>) => void) | null;
};

let open: OpenSnapshot | null = null;

function answerTo(request: SnapshotRequest): SnapshotAnswer {
  if (request.kind === 'open') {
    open = new OpenSnapshot(readHeapFile(new Uint8Array(request.bytes)), request.name);
    return { kind: 'opened', summary: open.summary() };
  }
  if (open === null) return { kind: 'failed', message: 'no snapshot is open' };
  switch (request.kind) {
    case 'children':
      return {
        kind: 'children',
        node: request.node,
        retained: request.node < 0 ? open.summary().bytes : open.describe(request.node).retained,
        children: open.children(request.node),
      };
    case 'object':
      return open.object(request.node);
    case 'cycles':
      return open.cycles();
    case 'difference': {
      const d = difference(open.graph, readHeapFile(new Uint8Array(request.bytes)));
      const changes = d.changes.filter((c) => c.before !== c.after || c.bytesBefore !== c.bytesAfter);
      return {
        kind: 'difference',
        difference: {
          name: request.name,
          identity: d.identity,
          objectsBefore: d.objectsBefore,
          objectsAfter: d.objectsAfter,
          bytesBefore: d.bytesBefore,
          bytesAfter: d.bytesAfter,
          changes: changes
            .slice(0, SHOWN_TYPES)
            .map(({ name, before, after, bytesBefore, bytesAfter }) => ({ name, before, after, bytesBefore, bytesAfter })),
        },
      };
    }
  }
}

scope.onmessage = ({ data: { id, request } }) => {
  let answer: SnapshotAnswer;
  try {
    answer = answerTo(request);
  } catch (thrown) {
    answer = { kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
  scope.postMessage({ id, answer });
};
