/**
 * Depth-first numbering from a root above all roots. Numbers instead of nodes make everything after it read memory in order.
 *
 *   number 0 is the root above; numbers 1 … reached are nodes; what no root reaches is numbered behind, see `unreachable`
 */
import { BORROWED, type HeapGraph, NONE } from '../heap-graph.ts';

export interface Preorder {
  /** Numbers in all: nodeCount + 1. */
  readonly length: number;
  /** Node of each number; entry 0 is NONE. */
  readonly node: Uint32Array;
  /** Number of each node. */
  readonly number: Uint32Array;
  /** Number of the parent in the depth-first tree. */
  readonly parent: Uint32Array;
  /** Nodes that the roots reach have the numbers 1 … reached. */
  readonly reached: number;
  /** Unreachable nodes that stand directly under the root above: one for each group that nothing else leads into. */
  readonly orphans: Uint32Array;
  /** The owned edges that the tree does not use; those from unreachable nodes to reachable ones are left out. */
  readonly others: OtherEdges;
}

/** Edges as numbers, in the order in which the walk met them. */
export interface OtherEdges {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** A reusable depth-first walk over owned edges without recursion. */
class DepthFirst {
  readonly node: Uint32Array;
  readonly number: Uint32Array;
  readonly parent: Uint32Array;
  /** Nodes with edges left to follow, three words each: number, next edge, end of its edges. */
  private stack = new Uint32Array(3 * 1024);
  next = 1;
  /** Edges to numbers up to this one are not kept: the reached nodes' numbers while the walk is among the others. */
  floor = 0;
  otherCount = 0;
  /** Room for every edge: what stays unused stays uncommitted. */
  readonly otherFrom: Uint32Array;
  readonly otherTo: Uint32Array;

  constructor(private readonly graph: HeapGraph) {
    const n = graph.nodeCount;
    this.otherFrom = new Uint32Array(graph.edgeTo.length + graph.roots.to.length);
    this.otherTo = new Uint32Array(graph.edgeTo.length + graph.roots.to.length);
    this.node = new Uint32Array(n + 1);
    this.node[0] = NONE;
    this.number = new Uint32Array(n);
    this.parent = new Uint32Array(n + 1);
  }

  /** Numbers everything reachable from `start` that has no number yet. A node whose edges are used up is not looked at again. */
  from(start: number): void {
    const { graph, node, number, parent, floor, otherFrom, otherTo } = this;
    const { edgeTo, edgeKind, firstEdge } = graph;
    if (number[start] !== 0) {
      this.keep(0, number[start]);
      return;
    }
    let { stack, otherCount } = this;
    let height = 0;
    let mine = this.next++;
    number[start] = mine;
    node[mine] = start;
    parent[mine] = 0;
    let e = firstEdge[start];
    let end = firstEdge[start + 1];
    for (;;) {
      let child = NONE;
      while (e < end) {
        const to = edgeTo[e];
        const owned = edgeKind[e] < BORROWED;
        e++;
        if (!owned) continue;
        const met = number[to];
        if (met === 0) {
          child = to;
          break;
        }
        if (met > floor) {
          otherFrom[otherCount] = mine;
          otherTo[otherCount++] = met;
        }
      }
      if (child === NONE) {
        if (height === 0) {
          this.otherCount = otherCount;
          return;
        }
        height -= 3;
        mine = stack[height];
        e = stack[height + 1];
        end = stack[height + 2];
        continue;
      }
      if (e < end) {
        if (height === stack.length) {
          const taller = new Uint32Array(2 * height);
          taller.set(stack);
          stack = taller;
          this.stack = taller;
        }
        stack[height] = mine;
        stack[height + 1] = e;
        stack[height + 2] = end;
        height += 3;
      }
      const given = this.next++;
      number[child] = given;
      node[given] = child;
      parent[given] = mine;
      mine = given;
      e = firstEdge[child];
      end = firstEdge[child + 1];
    }
  }

  private keep(from: number, to: number): void {
    this.otherFrom[this.otherCount] = from;
    this.otherTo[this.otherCount++] = to;
  }
}

/** Numbers a graph. Time and memory are linear in it; nothing recurses. */
export function preorder(graph: HeapGraph): Preorder {
  const { roots, nodeCount } = graph;
  const walk = new DepthFirst(graph);
  for (let i = 0; i < roots.to.length; i++) if (roots.kind[i] < BORROWED) walk.from(roots.to[i]);
  const reached = walk.next - 1;
  const orphans: number[] = [];
  if (reached < nodeCount) {
    walk.floor = reached;
    for (const start of sources(graph, walk.number)) {
      if (walk.number[start] !== 0) continue;
      orphans.push(start);
      walk.from(start);
    }
  }
  const { node, number, parent } = walk;
  const others = { count: walk.otherCount, from: walk.otherFrom, to: walk.otherTo };
  return { length: nodeCount + 1, node, number, parent, reached, orphans: Uint32Array.from(orphans), others };
}

/**
 * The unreachable nodes in reversed order of completion: the first of them that a walk in this order has not met yet lies in a
 * component that no other unreached one leads into.
 */
function sources(graph: HeapGraph, number: Uint32Array): Uint32Array {
  const { edgeTo, edgeKind, firstEdge, nodeCount } = graph;
  let count = 0;
  for (let i = 0; i < nodeCount; i++) if (number[i] === 0) count++;
  const order = new Uint32Array(count);
  const stack = new Uint32Array(count);
  const seen = new Uint8Array(nodeCount);
  const cursor = firstEdge.slice(0, nodeCount);
  let at = count;
  for (let start = 0; start < nodeCount; start++) {
    if (number[start] !== 0 || seen[start] !== 0) continue;
    let depth = 0;
    stack[depth++] = start;
    seen[start] = 1;
    while (depth > 0) {
      const current = stack[depth - 1];
      const end = firstEdge[current + 1];
      let e = cursor[current];
      while (e < end && (edgeKind[e] >= BORROWED || number[edgeTo[e]] !== 0 || seen[edgeTo[e]] !== 0)) e++;
      cursor[current] = e + 1;
      if (e < end) {
        seen[edgeTo[e]] = 1;
        stack[depth++] = edgeTo[e];
      } else {
        order[--at] = current;
        depth--;
      }
    }
  }
  return order;
}
