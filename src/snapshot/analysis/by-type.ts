import type { HeapGraph } from '../heap-graph.ts';
import type { Dominators } from './dominators.ts';

/** What the objects of one type amount to. */
export interface TypeTotal {
  /** Index into `graph.types`. */
  type: number;
  name: string;
  count: number;
  bytes: number;
  /** Bytes that only objects of this type keep alive together: retained by those no other of the type dominates. 0 without dominators. */
  retained: number;
}

/** Counts and bytes by type, most bytes first. */
export function totalsByType(graph: HeapGraph, dominators?: Dominators): TypeTotal[] {
  const { types, strings } = graph;
  const totals: TypeTotal[] = [];
  for (let t = 0; t < types.name.length; t++) totals.push({ type: t, name: strings.get(types.name[t]), count: 0, bytes: 0, retained: 0 });
  for (let i = 0; i < graph.nodeCount; i++) {
    const total = totals[graph.type[i]];
    total.count++;
    total.bytes += graph.size[i];
  }
  if (dominators !== undefined) addRetained(graph, dominators, totals);
  return totals.filter((total) => total.count > 0).sort((a, b) => b.bytes - a.bytes || b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** An object counts when no dominator of it has its type: walks the tree of dominators with a count of open objects by type. */
function addRetained(graph: HeapGraph, dominators: Dominators, totals: TypeTotal[]): void {
  const open = new Uint32Array(totals.length);
  dominators.walk(
    (node) => {
      const type = graph.type[node];
      if (open[type]++ === 0) totals[type].retained += dominators.retainedBy(node);
    },
    (node) => {
      open[graph.type[node]]--;
    },
  );
}
