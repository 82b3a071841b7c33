import { BORROWED, type HeapGraph, isIndexed, NONE, NodeFlag } from '../heap-graph.ts';
import { ownedHolders } from './edges.ts';

/** An object whose count is not the number of the owned slots that hold it. */
export interface Residue {
  node: number;
  count: number;
  holders: number;
}

/**
 * Objects whose count is not explained by the slots of the snapshot: held by something that the snapshot does not see, or damaged.
 * Immortal objects are left out with `exceptImmortal`. Empty when the snapshot has no counts.
 */
export function countResidue(graph: HeapGraph, exceptImmortal = false): Residue[] {
  if (!graph.meta.hasCounts) return [];
  const holders = ownedHolders(graph);
  const found: Residue[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const count = graph.count[node];
    if (count === holders[node] || count === NONE) continue;
    if (exceptImmortal && (graph.flags[node] & NodeFlag.immortal) !== 0) continue;
    found.push({ node, count, holders: holders[node] });
  }
  return found;
}

/** How often a kind of slot refers to an object of a type. */
export interface SlotTotal {
  /** Type of the owner. */
  owner: number;
  kind: number;
  /** Name of the slot; 0 for numbered ones, which count together. */
  name: number;
  borrowed: boolean;
  count: number;
}

/** Who refers to the objects of a type, by the owner's type and the slot's name; most first. */
export function referrersBySlot(graph: HeapGraph, accepts: (node: number) => boolean): SlotTotal[] {
  const totals = new Map<string, SlotTotal>();
  const { firstEdge, edgeTo, edgeKind, edgeName, type } = graph;
  for (let v = 0; v < graph.nodeCount; v++) {
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (!accepts(edgeTo[e])) continue;
      const kind = edgeKind[e] & ~BORROWED;
      const name = isIndexed(kind) ? 0 : edgeName[e];
      const key = `${type[v]} ${edgeKind[e]} ${name}`;
      const known = totals.get(key);
      if (known !== undefined) known.count++;
      else totals.set(key, { owner: type[v], kind, name, borrowed: edgeKind[e] >= BORROWED, count: 1 });
    }
  }
  return [...totals.values()].sort((a, b) => b.count - a.count || a.owner - b.owner || a.kind - b.kind || a.name - b.name);
}
