import { type HeapGraph, typeName } from '../heap-graph.ts';

/** Equal strings that stand in memory several times. */
export interface Duplicate {
  type: string;
  /** Short text of one of them. */
  value: string;
  nodes: number[];
  /** Bytes that one copy instead of all would save. */
  wasted: number;
}

/**
 * Strings and bytes with equal contents, most wasted bytes first. Needs the column `content`, or else compares the text of nodes of the
 * types named "str", "bytes" and "string" (heaps that keep whole strings).
 */
export function duplicates(graph: HeapGraph): Duplicate[] {
  const groups = new Map<string, number[]>();
  const hashed = graph.content.length > 0;
  const textTypes = new Set<number>();
  for (let t = 0; t < graph.types.name.length; t++) if (/^(str|bytes|string)$/.test(graph.strings.get(graph.types.name[t]))) textTypes.add(t);
  for (let i = 0; i < graph.nodeCount; i++) {
    const content = hashed ? graph.content[i] : textTypes.has(graph.type[i]) ? graph.value[i] : 0;
    if (content === 0) continue;
    const key = `${graph.type[i]} ${content} ${graph.size[i]}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [i]);
    else known.push(i);
  }
  const found: Duplicate[] = [];
  for (const nodes of groups.values()) {
    if (nodes.length < 2) continue;
    const [first] = nodes;
    found.push({ type: typeName(graph, first), value: graph.strings.get(graph.value[first]), nodes, wasted: graph.size[first] * (nodes.length - 1) });
  }
  return found.sort((a, b) => b.wasted - a.wasted || a.nodes[0] - b.nodes[0]);
}

/** How full the collections of one type are. */
export interface FillTotal {
  type: number;
  name: string;
  collections: number;
  /** Of them without any element. */
  empty: number;
  used: number;
  capacity: number;
  bytes: number;
}

/** Elements and room by type of collection, most unused room first. */
export function collectionFill(graph: HeapGraph): FillTotal[] {
  const totals = new Map<number, FillTotal>();
  if (graph.capacity.length === 0) return [];
  for (let i = 0; i < graph.nodeCount; i++) {
    const capacity = graph.capacity[i];
    const type = graph.type[i];
    if (capacity === 0) continue;
    let total = totals.get(type);
    if (total === undefined) {
      total = { type, name: typeName(graph, i), collections: 0, empty: 0, used: 0, capacity: 0, bytes: 0 };
      totals.set(type, total);
    }
    total.collections++;
    if (graph.used[i] === 0) total.empty++;
    total.used += graph.used[i];
    total.capacity += capacity;
    total.bytes += graph.size[i];
  }
  return [...totals.values()].sort((a, b) => b.capacity - b.used - (a.capacity - a.used) || (a.name < b.name ? -1 : 1));
}
