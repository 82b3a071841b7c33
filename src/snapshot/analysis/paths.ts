import { BORROWED, type HeapGraph, NONE } from '../heap-graph.ts';
import { DisjointPaths } from './disjoint-paths.ts';
import type { HoldingPath } from './holding-path.ts';

/**
 * Shortest distances from the roots, once for a graph. A path is then its ends and a way to any step in O(log length): every node knows
 * the node before it and one far before it (a skew-binary jump, as in Myers, "An applicative random-access stack", 1983).
 */
export class PathIndex {
  /** Edge by which each node was met first; NONE = by a root, or not at all. */
  private readonly byEdge: Uint32Array;
  private readonly byNode: Uint32Array;
  /** A node further up the path; itself for what a root holds. */
  private readonly jump: Uint32Array;
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
    const jump = new Uint32Array(nodeCount);
    const queue = new Uint32Array(nodeCount);
    let head = 0;
    let tail = 0;
    for (let r = 0; r < roots.to.length; r++) {
      const to = roots.to[r];
      if (roots.kind[r] >= BORROWED || distance[to] !== NONE) continue;
      distance[to] = 0;
      byRoot[to] = r;
      jump[to] = to;
      queue[tail++] = to;
    }
    while (head < tail) {
      const v = queue[head++];
      const next = distance[v] + 1;
      // two jumps of one length become one behind them
      const far = jump[v];
      const farther = jump[far];
      const above = distance[v] - distance[far] === distance[far] - distance[farther] ? farther : v;
      for (let e = firstEdge[v], end = firstEdge[v + 1]; e < end; e++) {
        const w = edgeTo[e];
        if (distance[w] !== NONE || edgeKind[e] >= BORROWED) continue;
        distance[w] = next;
        byEdge[w] = e;
        byNode[w] = v;
        jump[w] = above;
        queue[tail++] = w;
      }
    }
    this.distance = distance;
    this.byEdge = byEdge;
    this.byNode = byNode;
    this.jump = jump;
    this.byRoot = byRoot;
  }

  /** A shortest path from a root, null when there is none. Costs no more than O(log length), whatever its length. */
  shortest(node: number): HoldingPath | null {
    const last = this.distance[node];
    if (last === NONE) return null;
    const at = (step: number): number => this.above(node, step);
    return { root: this.byRoot[at(0)], length: last + 1, node: at, edge: (step) => this.byEdge[at(step)] };
  }

  /** The node at a distance on the way to `node`. */
  private above(node: number, distance: number): number {
    let v = node;
    while (this.distance[v] > distance) v = this.distance[this.jump[v]] >= distance ? this.jump[v] : this.byNode[v];
    return v;
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
