/** The analyses written for clarity instead of speed: what the tests compare with. */
import { BORROWED, type HeapGraph } from '../heap-graph.ts';

/** Owned targets of each node, and of the roots behind them at index nodeCount. */
export function successors(graph: HeapGraph): number[][] {
  const out: number[][] = [];
  for (let v = 0; v < graph.nodeCount; v++) {
    const targets: number[] = [];
    for (let e = graph.firstEdge[v]; e < graph.firstEdge[v + 1]; e++) if ((graph.edgeKind[e] & BORROWED) === 0) targets.push(graph.edgeTo[e]);
    out.push(targets);
  }
  out.push([...graph.roots.to]);
  return out;
}

/** What can be reached from `start` without passing `without`. */
export function reachable(out: number[][], start: number[], without = -1): Set<number> {
  const met = new Set<number>();
  const waiting = start.filter((v) => v !== without);
  while (waiting.length > 0) {
    const v = waiting.pop()!;
    if (met.has(v)) continue;
    met.add(v);
    for (const w of out[v]) if (w !== without) waiting.push(w);
  }
  return met;
}

/** Retained bytes of each node that the roots reach, by taking it out; -1 for others. */
export function retainedSizes(graph: HeapGraph): number[] {
  const out = successors(graph);
  const all = reachable(out, [graph.nodeCount]);
  return Array.from({ length: graph.nodeCount }, (_, v) => {
    if (!all.has(v)) return -1;
    const rest = reachable(out, [graph.nodeCount], v);
    let bytes = 0;
    for (const w of all) if (!rest.has(w)) bytes += graph.size[w];
    return bytes;
  });
}

/** Length of the shortest cycle through each node, Infinity for none. */
export function girths(graph: HeapGraph): number[] {
  const out = successors(graph);
  return Array.from({ length: graph.nodeCount }, (_, v) => {
    let layer = new Set(out[v]);
    const met = new Set<number>();
    for (let length = 1; layer.size > 0; length++) {
      if (layer.has(v)) return length;
      const next = new Set<number>();
      for (const w of layer) {
        met.add(w);
        for (const x of out[w]) if (!met.has(x)) next.add(x);
      }
      layer = next;
    }
    return Number.POSITIVE_INFINITY;
  });
}

/** Steps from a root to each node, Infinity for unreachable ones. */
export function distances(graph: HeapGraph): number[] {
  const out = successors(graph);
  const found = new Array<number>(graph.nodeCount).fill(Number.POSITIVE_INFINITY);
  let layer = [...graph.roots.to];
  for (let d = 0; layer.length > 0; d++) {
    const next: number[] = [];
    for (const v of layer) {
      if (found[v] <= d) continue;
      found[v] = d;
      next.push(...out[v]);
    }
    layer = next;
  }
  return found;
}

/** Greatest number of paths from the roots to a node that share no other node, by trying every set of at most three to take out (Menger). */
export function connectivity(graph: HeapGraph, target: number): number {
  const out = successors(graph);
  const direct = [...graph.roots.to].filter((v) => v === target).length;
  const start = [...graph.roots.to].filter((v) => v !== target);
  const cuts = (size: number, from: number, gone: Set<number>): boolean => {
    const pruned = out.map((targets, v) => (gone.has(v) ? [] : targets.filter((w) => !gone.has(w))));
    if (
      !reachable(
        pruned,
        start.filter((v) => !gone.has(v)),
      ).has(target)
    )
      return true;
    if (size === 0) return false;
    for (let v = from; v < graph.nodeCount; v++) if (v !== target && cuts(size - 1, v + 1, new Set([...gone, v]))) return true;
    return false;
  };
  for (let size = 0; ; size++) if (cuts(size, 0, new Set())) return direct + size;
}
