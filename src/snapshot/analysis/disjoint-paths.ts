import { BORROWED, type HeapGraph, NONE } from '../heap-graph.ts';
import { type HoldingPath, ListedPath } from './holding-path.ts';

/** How a state was reached: along an edge, or against the flow of an earlier path. */
const enum Step {
  forward = 0,
  /** Against the edge on which an earlier path comes to the object. */
  back = 1,
  /** Between the two sides of an object. */
  inside = 2,
}

/**
 * Paths from the roots to one object that share no other object: a flow in which every object passes one unit (Ford and Fulkerson, with
 * shortest augmenting ways). Each object has two sides, 2 v (a path comes) and 2 v + 1 (a path goes on); a later way may undo parts of
 * earlier paths, so none is missed.
 */
export class DisjointPaths {
  /** Objects on a path: the edge by which it goes on. */
  private readonly onward = new Map<number, number>();
  /** Objects on a path: the object before, or -1 - root. */
  private readonly before = new Map<number, number>();
  private readonly usedRoots = new Set<number>();
  private readonly from: Uint32Array;
  private readonly edge: Uint32Array;
  private readonly step: Uint8Array;
  private readonly queue: Uint32Array;

  constructor(
    private readonly graph: HeapGraph,
    private readonly target: number,
  ) {
    this.from = new Uint32Array(2 * graph.nodeCount);
    this.edge = new Uint32Array(2 * graph.nodeCount);
    this.step = new Uint8Array(2 * graph.nodeCount);
    this.queue = new Uint32Array(2 * graph.nodeCount);
  }

  /** At most `limit` paths, shortest first. */
  find(limit: number): HoldingPath[] {
    const { roots } = this.graph;
    const found: HoldingPath[] = [];
    for (let r = 0; r < roots.to.length && found.length < limit; r++) {
      if (roots.to[r] === this.target && roots.kind[r] < BORROWED) found.push(new ListedPath(r, [this.target], []));
    }
    for (let n = found.length; n < limit && this.augment(); n++);
    return [...found, ...this.collect()].sort((a, b) => a.length - b.length).slice(0, limit);
  }

  /** Adds one path to the flow; false when there is none left. */
  private augment(): boolean {
    const { graph, target, from, edge, step, queue, onward, before } = this;
    const { roots, firstEdge, edgeTo, edgeKind } = graph;
    from.fill(NONE);
    let tail = 0;
    const meet = (state: number, by: number, e: number, how: Step): void => {
      if (from[state] !== NONE) return;
      from[state] = by;
      edge[state] = e;
      step[state] = how;
      queue[tail++] = state;
    };
    for (let r = 0; r < roots.to.length; r++) {
      const to = roots.to[r];
      if (roots.kind[r] < BORROWED && to !== target && !this.usedRoots.has(r)) meet(2 * to, NONE - 1 - r, 0, Step.forward);
    }
    for (let head = 0; head < tail; head++) {
      const state = queue[head];
      const v = state >> 1;
      const used = before.has(v);
      if ((state & 1) === 0) {
        if (!used) meet(state + 1, state, 0, Step.inside);
        else {
          const u = before.get(v)!;
          if (u >= 0) meet(2 * u + 1, state, onward.get(u)!, Step.back);
        }
        continue;
      }
      if (used) meet(state - 1, state, 0, Step.inside);
      const busy = onward.get(v);
      for (let e = firstEdge[v], end = firstEdge[v + 1]; e < end; e++) {
        if (edgeKind[e] >= BORROWED || e === busy) continue;
        const w = edgeTo[e];
        if (w === target) {
          this.apply(state, e);
          return true;
        }
        meet(2 * w, state, e, Step.forward);
      }
    }
    return false;
  }

  /** Puts the way that ends with `last` into the flow: its edges are added, those it goes against are removed. */
  private apply(end: number, last: number): void {
    const { from, edge, step, onward, before } = this;
    const added: { owner: number; edge: number; to: number }[] = [{ owner: end >> 1, edge: last, to: this.target }];
    let root = 0;
    for (let state = end; ; ) {
      const by = from[state];
      // a root stands for itself: numbers from the top of the range
      if (by >= 2 * this.graph.nodeCount) {
        root = NONE - 1 - by;
        added.push({ owner: -1 - root, edge: 0, to: state >> 1 });
        break;
      }
      if (step[state] === Step.forward) added.push({ owner: by >> 1, edge: edge[state], to: state >> 1 });
      else if (step[state] === Step.back) {
        onward.delete(state >> 1);
        before.delete(by >> 1);
      }
      state = by;
    }
    this.usedRoots.add(root);
    for (const { owner, edge: e, to } of added) {
      if (owner >= 0) onward.set(owner, e);
      if (to !== this.target) before.set(to, owner);
    }
  }

  /** The paths of the flow. */
  private collect(): HoldingPath[] {
    const found: HoldingPath[] = [];
    for (const [node, by] of this.before) {
      if (by >= 0) continue;
      const nodes = [node];
      const edges: number[] = [];
      while (nodes[nodes.length - 1] !== this.target) {
        const e = this.onward.get(nodes[nodes.length - 1])!;
        edges.push(e);
        nodes.push(this.graph.edgeTo[e]);
      }
      found.push(new ListedPath(-1 - by, nodes, edges));
    }
    return found;
  }
}
