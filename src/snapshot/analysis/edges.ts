import { BORROWED, type HeapGraph } from '../heap-graph.ts';

/** Edges by the node they lead to. */
export interface IncomingEdges {
  /** nodeCount + 1 entries. */
  readonly first: Uint32Array;
  /** Edge numbers; `edgeOwner` gives the node. */
  readonly edge: Uint32Array;
}

/** The edges of a graph by target, borrowed ones included, each target's in the order of the owners. */
export function incomingEdges(graph: HeapGraph): IncomingEdges {
  const { nodeCount, edgeCount, edgeTo } = graph;
  const first = new Uint32Array(nodeCount + 1);
  for (let e = 0; e < edgeCount; e++) first[edgeTo[e] + 1]++;
  for (let i = 0; i < nodeCount; i++) first[i + 1] += first[i];
  const edge = new Uint32Array(edgeCount);
  // filled from the back, so that `first` needs no second copy: first[i + 1] moves down to the start of i + 1
  const at = first.slice(1);
  for (let e = edgeCount - 1; e >= 0; e--) edge[--at[edgeTo[e]]] = e;
  return { first, edge };
}

/** Owned references to each node, roots included: what its count should be. */
export function ownedHolders(graph: HeapGraph): Uint32Array {
  const { edgeCount, edgeTo, edgeKind, roots } = graph;
  const holders = new Uint32Array(graph.nodeCount);
  for (let e = 0; e < edgeCount; e++) if ((edgeKind[e] & BORROWED) === 0) holders[edgeTo[e]]++;
  for (let i = 0; i < roots.to.length; i++) if ((roots.kind[i] & BORROWED) === 0) holders[roots.to[i]]++;
  return holders;
}
