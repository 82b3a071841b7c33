import { BORROWED, type HeapGraph, NONE } from '../heap-graph.ts';
import { preorder } from './preorder.ts';

/** Objects that reach each other: a strongly connected component with a cycle in it. */
export interface Component {
  nodes: Uint32Array;
  /** A shortest cycle, as nodes; the last leads back to the first. */
  cycle: number[];
  /** Edge from each node of the cycle to the next. */
  edges: number[];
  /** False when the search was cut off: a shorter cycle may exist. */
  shortest: boolean;
  /** Whether the roots lead to it; else it is garbage that only the collector frees. */
  reachable: boolean;
  bytes: number;
}

export interface ComponentOptions {
  /** Only what no root reaches. */
  garbageOnly?: boolean;
  /** Edges that the search for one component's shortest cycle may look at, as a multiple of its edges. */
  effort?: number;
}

/** Every component that holds a cycle, largest first. Nothing recurses. */
export function components(graph: HeapGraph, options: ComponentOptions = {}): Component[] {
  const { number, reached } = preorder(graph);
  const found = connected(graph);
  const search = new CycleSearch(graph, options.effort ?? 40);
  const result: Component[] = [];
  for (const nodes of found) {
    const reachable = number[nodes[0]] <= reached;
    if (options.garbageOnly === true && reachable) continue;
    const cycle = search.run(nodes);
    let bytes = 0;
    for (const node of nodes) bytes += graph.size[node];
    result.push({ nodes, cycle: cycle.nodes, edges: cycle.edges, shortest: cycle.exact, reachable, bytes });
  }
  return result.sort((a, b) => b.nodes.length - a.nodes.length || a.nodes[0] - b.nodes[0]);
}

/** Tarjan's algorithm with an explicit stack; single nodes only when they refer to themselves. */
function connected(graph: HeapGraph): Uint32Array[] {
  const { nodeCount, firstEdge, edgeTo, edgeKind } = graph;
  const index = new Uint32Array(nodeCount);
  const low = new Uint32Array(nodeCount);
  const cursor = firstEdge.slice(0, nodeCount);
  const parent = new Uint32Array(nodeCount);
  const stack = new Uint32Array(nodeCount);
  const DONE = NONE;
  let height = 0;
  let next = 1;
  const result: Uint32Array[] = [];
  for (let start = 0; start < nodeCount; start++) {
    if (index[start] !== 0) continue;
    let v = start;
    parent[v] = NONE;
    index[v] = low[v] = next++;
    stack[height++] = v;
    while (v !== NONE) {
      let e = cursor[v];
      const end = firstEdge[v + 1];
      let child = NONE;
      for (; e < end; e++) {
        if (edgeKind[e] >= BORROWED) continue;
        const w = edgeTo[e];
        if (index[w] === 0) {
          child = w;
          break;
        }
        // a finished component has low = DONE and cannot lower anything
        if (low[w] !== DONE && index[w] < low[v]) low[v] = index[w];
      }
      cursor[v] = e;
      if (child !== NONE) {
        parent[child] = v;
        index[child] = low[child] = next++;
        stack[height++] = child;
        v = child;
        continue;
      }
      const up = parent[v];
      if (low[v] === index[v]) {
        let from = height;
        do from--;
        while (stack[from] !== v);
        if (height - from > 1 || refersToItself(graph, v)) result.push(stack.slice(from, height));
        for (let i = from; i < height; i++) low[stack[i]] = DONE;
        height = from;
      } else if (low[v] < low[up]) low[up] = low[v];
      v = up;
    }
  }
  return result;
}

function refersToItself({ firstEdge, edgeTo, edgeKind }: HeapGraph, v: number): boolean {
  for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) if (edgeTo[e] === v && edgeKind[e] < BORROWED) return true;
  return false;
}

/** Shortest cycles inside components; keeps its scratch memory between them. */
class CycleSearch {
  /** Running number of the component that a node is still part of; 0 = none, or taken out. */
  private readonly member: Uint32Array;
  /** Edges from remaining nodes of the component. */
  private readonly incoming: Uint32Array;
  private readonly seen: Uint32Array;
  private readonly byEdge: Uint32Array;
  private readonly byNode: Uint32Array;
  private readonly distance: Uint32Array;
  private readonly queue: Uint32Array;
  private component = 0;
  private round = 0;
  /** Edge that closed the cycle found last and the node it leaves; NONE = none found. */
  private closingEdge = NONE;
  private closingNode = NONE;
  /** Edges that may still be looked at for this component. */
  private budget = 0;

  constructor(
    private readonly graph: HeapGraph,
    private readonly effort: number,
  ) {
    const scratch = (): Uint32Array => new Uint32Array(graph.nodeCount);
    this.member = scratch();
    this.incoming = scratch();
    this.seen = scratch();
    this.byEdge = scratch();
    this.byNode = scratch();
    this.distance = scratch();
    this.queue = scratch();
  }

  /**
   * Looks for the shortest cycle through each node in turn, shorter than the best so far, and takes the node out afterwards together
   * with all that nothing then leads to: a ring costs one search.
   */
  run(nodes: Uint32Array): { nodes: number[]; edges: number[]; exact: boolean } {
    const { firstEdge, edgeTo, edgeKind } = this.graph;
    const { member, incoming } = this;
    const id = ++this.component;
    for (const v of nodes) {
      member[v] = id;
      incoming[v] = 0;
    }
    let edges = 0;
    for (const v of nodes) {
      for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
        const w = edgeTo[e];
        if (member[w] !== id || edgeKind[e] >= BORROWED) continue;
        if (w === v) return { nodes: [v], edges: [e], exact: true };
        incoming[w]++;
        edges++;
      }
    }
    this.budget = this.effort * edges + 1000;
    let best: { nodes: number[]; edges: number[] } = { nodes: [], edges: [] };
    for (const v of nodes) {
      if (member[v] !== id) continue;
      this.through(v, id, best.nodes.length === 0 ? NONE : best.nodes.length);
      if (this.closingEdge !== NONE) best = this.trace(v);
      if (best.nodes.length === 2) break;
      if (this.budget < 0 && best.nodes.length > 0) return { ...best, exact: false };
      this.takeOut(v);
    }
    return { ...best, exact: true };
  }

  /** Breadth-first from v to an edge that leads back to v, over fewer than `limit` nodes. */
  private through(v: number, id: number, limit: number): void {
    const { firstEdge, edgeTo, edgeKind } = this.graph;
    const { member, seen, byEdge, byNode, distance, queue } = this;
    const round = ++this.round;
    this.closingEdge = NONE;
    let head = 0;
    let tail = 0;
    queue[tail++] = v;
    seen[v] = round;
    distance[v] = 1;
    while (head < tail) {
      const u = queue[head++];
      const d = distance[u];
      if (d >= limit) return;
      if (this.budget < 0 && limit !== NONE) return;
      const end = firstEdge[u + 1];
      this.budget -= end - firstEdge[u];
      for (let e = firstEdge[u]; e < end; e++) {
        const w = edgeTo[e];
        if (member[w] !== id || edgeKind[e] >= BORROWED) continue;
        if (w === v) {
          this.closingEdge = e;
          this.closingNode = u;
          return;
        }
        if (seen[w] === round) continue;
        seen[w] = round;
        byEdge[w] = e;
        byNode[w] = u;
        distance[w] = d + 1;
        queue[tail++] = w;
      }
    }
  }

  /** The cycle found last, from its start on. */
  private trace(start: number): { nodes: number[]; edges: number[] } {
    const nodes = [this.closingNode];
    const edges = [this.closingEdge];
    for (let u = this.closingNode; u !== start; u = this.byNode[u]) {
      nodes.push(this.byNode[u]);
      edges.push(this.byEdge[u]);
    }
    return { nodes: nodes.reverse(), edges: edges.reverse() };
  }

  /** Takes a node out, and what then has no edge leading to it. */
  private takeOut(v: number): void {
    const { firstEdge, edgeTo, edgeKind } = this.graph;
    const { member, incoming, queue } = this;
    const id = member[v];
    member[v] = 0;
    let tail = 0;
    queue[tail++] = v;
    while (tail > 0) {
      const u = queue[--tail];
      for (let e = firstEdge[u], end = firstEdge[u + 1]; e < end; e++) {
        const w = edgeTo[e];
        if (member[w] !== id || edgeKind[e] >= BORROWED || --incoming[w] !== 0) continue;
        member[w] = 0;
        queue[tail++] = w;
      }
    }
  }
}
