import { type HeapGraph, NONE } from '../heap-graph.ts';
import { type Preorder, preorder } from './preorder.ts';

/**
 * Dominators: an object's dominator lies on every path from the roots to it; what an object dominates dies with it. Its retained size
 * is its own and all that it dominates. Unreachable objects count as held by a root above, group by group.
 */
export class Dominators {
  /** By number. */
  private readonly retained: Float64Array;

  constructor(
    readonly order: Preorder,
    /** Dominator of each number, as a number. */
    private readonly idom: Uint32Array,
    sizes: ArrayLike<number>,
  ) {
    const n = order.length;
    const retained = new Float64Array(n);
    const { node } = order;
    for (let i = 1; i < n; i++) retained[i] = sizes[node[i]];
    for (let i = n - 1; i > 0; i--) retained[idom[i]] += retained[i];
    this.retained = retained;
  }

  /** The node that dominates a node, NONE where only the roots together do. */
  dominatorOf(node: number): number {
    return this.order.node[this.idom[this.order.number[node]]];
  }

  /** Bytes that would be free without this node. */
  retainedBy(node: number): number {
    return this.retained[this.order.number[node]];
  }

  /** Bytes of all nodes. */
  get total(): number {
    return this.retained[0];
  }

  /** Whether the roots lead to the node. */
  isReachable(node: number): boolean {
    return this.order.number[node] <= this.order.reached;
  }

  /** Goes through the tree of dominators: `enter` before and `leave` after what a node dominates. Nothing recurses. */
  walk(enter: (node: number) => void, leave: (node: number) => void): void {
    const { idom } = this;
    const { node, length } = this.order;
    const firstChild = new Uint32Array(length);
    const sibling = new Uint32Array(length);
    for (let i = length - 1; i > 0; i--) {
      sibling[i] = firstChild[idom[i]];
      firstChild[idom[i]] = i;
    }
    let at = firstChild[0];
    while (at !== 0) {
      enter(node[at]);
      let next = firstChild[at];
      while (next === 0 && at !== 0) {
        leave(node[at]);
        next = sibling[at];
        if (next === 0) at = idom[at];
        if (next === 0 && at === 0) return;
      }
      at = next;
    }
  }

  /** The nodes that a node dominates directly, NONE = what nothing dominates. */
  children(node: number): number[] {
    const mine = node === NONE ? 0 : this.order.number[node];
    const found: number[] = [];
    // what a node dominates lies in its depth-first subtree, which is a run of numbers
    const { parent, length, node: nodes } = this.order;
    for (let i = mine + 1; i < length && parent[i] >= mine; i++) if (this.idom[i] === mine) found.push(nodes[i]);
    return found;
  }
}

/**
 * Dominators by SEMI-NCA (Georgiadis, Tarjan, Werneck: "Finding dominators in practice", 2006) over depth-first numbers: no recursion, no
 * repetition until nothing changes.
 */
export function dominators(graph: HeapGraph, order: Preorder = preorder(graph)): Dominators {
  return new Dominators(order, semiNca(order), graph.size);
}

/**
 * Immediate dominators of depth-first numbers. The edge from the parent is every node's first predecessor; most nodes have no other, so
 * the others are sorted by target.
 */
function semiNca({ length: n, parent, others }: Preorder): Uint32Array {
  /** By number: where the sources of its other edges begin; those of w end where those of w + 1 begin. */
  const first = new Uint32Array(n + 1);
  for (let k = 0; k < others.count; k++) first[others.to[k]]++;
  for (let w = 0, sum = 0; w <= n; w++) first[w] = sum += first[w];
  const from = new Uint32Array(others.count);
  for (let k = 0; k < others.count; k++) from[--first[others.to[k]]] = others.from[k];
  const idom = parent.slice();
  const ancestor = parent.slice();
  const semi = new Uint32Array(n);
  // the smallest semidominator on the compressed path up to, but without, the root of the forest
  const label = new Uint32Array(n);
  let path = new Uint32Array(1024);
  for (let w = n - 1; w > 0; w--) {
    let best = parent[w];
    for (let p = first[w], end = first[w + 1]; p < end; p++) {
      const v = from[p];
      if (v <= w) {
        if (v < best) best = v;
        continue;
      }
      // compress the path from v to the root of its tree in the forest of the numbers above w
      if (ancestor[v] > w) {
        let depth = 0;
        let u = v;
        while (ancestor[u] > w) {
          if (depth === path.length) {
            const longer = new Uint32Array(depth * 2);
            longer.set(path);
            path = longer;
          }
          path[depth++] = u;
          u = ancestor[u];
        }
        let least = label[u];
        const top = ancestor[u];
        while (depth > 0) {
          const x = path[--depth];
          if (label[x] < least) least = label[x];
          else label[x] = least;
          ancestor[x] = top;
        }
      }
      if (label[v] < best) best = label[v];
    }
    semi[w] = best;
    label[w] = best;
  }
  for (let w = 1; w < n; w++) {
    let d = idom[w];
    while (d > semi[w]) d = idom[d];
    idom[w] = d;
  }
  return idom;
}
