/** A way from a root to an object. */
export interface HoldingPath {
  /** Index into `graph.roots`. */
  root: number;
  /** Nodes from the one the root holds to the object. */
  nodes: number[];
  /** Edge from each node to the next; one fewer than the nodes. */
  edges: number[];
}
