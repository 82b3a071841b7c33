import { incomingEdges } from '../../snapshot/analysis/edges.ts';
import { BORROWED, edgeLabel, edgeOwner, type HeapGraph, typeName } from '../../snapshot/heap-graph.ts';
import type { LedgerEntry } from './protocol.ts';

/** Everything in the whole heap that refers to the object at a word address; empty when there is none. */
export function ledgerOf(graph: HeapGraph, address: number): LedgerEntry[] {
  const node = graph.address.indexOf(address * 4);
  if (node < 0) return [];
  const found: LedgerEntry[] = [];
  const { roots, strings } = graph;
  for (let i = 0; i < roots.to.length; i++)
    if (roots.to[i] === node)
      found.push({ owner: strings.get(roots.group[i]!), address: 0, label: strings.get(roots.label[i]!), owned: (roots.kind[i]! & BORROWED) === 0 });
  const incoming = incomingEdges(graph);
  for (let k = incoming.first[node]!; k < incoming.first[node + 1]!; k++) {
    const edge = incoming.edge[k]!;
    const owner = edgeOwner(graph, edge);
    const value = strings.get(graph.value[owner]!);
    found.push({
      owner: value === '' ? typeName(graph, owner) : `${typeName(graph, owner)} ${value}`,
      address: graph.address[owner]! / 4,
      label: edgeLabel(graph, edge),
      owned: (graph.edgeKind[edge]! & BORROWED) === 0,
    });
  }
  return found;
}
