import { BORROWED, type HeapGraph, NONE } from '../heap-graph.ts';
import { DisjointPaths } from './disjoint-paths.ts';
import type { HoldingPath } from './holding-path.ts';

/** Shortest distances from the roots, once for a graph; then a path costs its length. */
export class PathIndex {
  /** Edge by which each node was met first; NONE = by a root, or not at all. */
  private readonly byEdge: Uint32Array;
  private readonly byNode: Uint32Array;
  /** Root that met the node, for those a root holds. */
  private readonly byRoot: Uint32Array;
  /** Steps from a root, NONE = unreachable. */
  readonly distance: Uint32Array;

  constructor(private readonly graph: HeapGraph) {
    const { nodeCount, firstEdge, edgeTo, edgeKind, roots } = graph;
    const distance = new Uint32Array(nodeCount).fill(NONE);
    const byEdge = new Uint32Array(nodeCount).fill(NONE);
    const byNode = new Uint32Array(nodeCount);
    const byRoot = new Uint32Array(nodeCount);
    const queue = new Uint32Array(nodeCount);
    let head = 0;
    let tail = 0;
    for (let r = 0; r < roots.to.length; r++) {
      const to = roots.to[r];
      if (roots.kind[r] >= BORROWED || distance[to] !== NONE) continue;
      distance[to] = 0;
      byRoot[to] = r;
      queue[tail++] = to;
    }
    while (head < tail) {
      const v = queue[head++];
      for (let e = firstEdge[v], end = firstEdge[v + 1]; e < end; e++) {
        const w = edgeTo[e];
        if (distance[w] !== NONE || edgeKind[e] >= BORROWED) continue;
        distance[w] = distance[v] + 1;
        byEdge[w] = e;
        byNode[w] = v;
        queue[tail++] = w;
      }
    }
    this.distance = distance;
    this.byEdge = byEdge;
    this.byNode = byNode;
    this.byRoot = byRoot;
  }

  /** A shortest path from a root, null when there is none. */
  shortest(node: number): HoldingPath | null {
    if (this.distance[node] === NONE) return null;
    const steps = this.distance[node];
    const nodes = new Array<number>(steps + 1);
    const edges = new Array<number>(steps);
    let v = node;
    for (let i = steps; i > 0; i--) {
      nodes[i] = v;
      edges[i - 1] = this.byEdge[v];
      v = this.byNode[v];
    }
    nodes[0] = v;
    return { root: this.byRoot[v], nodes, edges };
  }

  /**
   * Paths that share no object but the target: as many as there are, at most `limit`. Shortest first.
   */
  disjoint(node: number, limit: number): HoldingPath[] {
    if (limit <= 1 || this.distance[node] === NONE) {
      const one = this.shortest(node);
      return one === null || limit < 1 ? [] : [one];
    }
    return new DisjointPaths(this.graph, node).find(limit);
  }
}
