/**
 * What the cycle collector would find now: unreachable objects, grouped by the cycles that keep them, with what it takes to free them.
 */
import type { Runtime } from '../runtime/core/runtime.ts';
import { components } from '../snapshot/analysis/components.ts';
import { preorder } from '../snapshot/analysis/preorder.ts';
import { BORROWED, edgeLabel, type HeapGraph, NodeFlag, PlaceKind, typeName } from '../snapshot/heap-graph.ts';
import type { Origin } from './capture.ts';
import { capture } from './capture.ts';

/** An object of a cycle and the slot by which it holds the next one. */
export interface CycleStep {
  readonly type: string;
  readonly value: string;
  /** Byte address. */
  readonly address: number;
  readonly count: number;
  readonly slot: string;
  /** Where it was made, null when that was not watched. */
  readonly made: { readonly file: string; readonly line: number } | null;
}

/** Groups of garbage of one shape. */
export interface GarbageGroup {
  /** A shortest cycle of the first of them. */
  readonly cycle: readonly CycleStep[];
  /** Groups of this shape. */
  readonly times: number;
  /** Objects and bytes of all of them, with what hangs on them. */
  readonly objects: number;
  readonly bytes: number;
  /** Objects by type, most first, of all of them. */
  readonly types: readonly (readonly [type: string, count: number])[];
  /** The single reference whose end frees most of the first group: "slot of type"; null when no single one frees anything. */
  readonly cut: { readonly slot: string; readonly owner: string; readonly freesObjects: number; readonly freesBytes: number } | null;
  /** A class is among the first of them: classes are always in cycles (their dict, their method resolution order). */
  readonly definesClass: boolean;
  /** Generation of its youngest member, -1 = not tracked. */
  readonly generation: number;
}

export interface GarbageReport {
  readonly groups: readonly GarbageGroup[];
  readonly objects: number;
  readonly bytes: number;
  /** When the collector takes it, in words. */
  readonly forecast: string;
}

/** References of one component that are tried as the one to cut. */
const CUTS_TRIED = 200;

/** Finds the garbage of this moment. Changes nothing. */
export function findGarbage(rt: Runtime, originOf?: (op: number) => Origin | null): GarbageReport {
  const graph = capture(rt, { originOf });
  const { number, reached } = preorder(graph);
  const isGarbage = (node: number): boolean => number[node] > reached;
  const made = placesOf(graph);
  const cycles = components(graph, { garbageOnly: true });
  const owner = new Int32Array(graph.nodeCount).fill(-1);
  cycles.forEach(({ nodes }, i) => {
    for (const node of nodes) owner[node] = i;
  });
  const parts = cycles.map(({ nodes }, i) => reachFrom(graph, nodes, i, owner, isGarbage));
  const groups = new Map<string, { first: number; indices: number[] }>();
  cycles.forEach(({ nodes, cycle, edges }, i) => {
    const key = [
      nodes.length,
      ...cycle.map((node, k) => `${typeName(graph, node)} ${edgeLabel(graph, edges[k])} ${placeText(made.get(node))}`).sort(),
    ].join('|');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { first: i, indices: [i] });
    else known.indices.push(i);
  });
  let objects = 0;
  let bytes = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!isGarbage(node)) continue;
    objects++;
    bytes += graph.size[node];
  }
  const shown = [...groups.values()].map(({ first, indices }) => {
    const { cycle, edges, nodes } = cycles[first];
    const members = indices.flatMap((i) => parts[i]);
    return {
      cycle: withoutNamespaces(cycle.map((node, k) => cycleStep(graph, node, edges[k], made))),
      times: indices.length,
      objects: members.length,
      bytes: members.reduce((sum, node) => sum + graph.size[node], 0),
      types: countTypes(graph, members),
      cut: bestCut(graph, nodes),
      definesClass: nodes.some((node) => (graph.flags[node] & NodeFlag.type) !== 0),
      generation: Math.min(...[...nodes].map((node) => generationOf(graph, node)).filter((g) => g >= 0), 3) % 3,
    };
  });
  shown.sort((a, b) => b.bytes - a.bytes);
  return { groups: shown, objects, bytes, forecast: forecast(rt) };
}

function cycleStep(graph: HeapGraph, node: number, edge: number, made: ReadonlyMap<number, CycleStep['made']>): CycleStep {
  return {
    type: typeName(graph, node),
    value: graph.strings.get(graph.value[node]),
    address: graph.address[node],
    count: graph.count[node],
    slot: edgeLabel(graph, edge),
    made: made.get(node) ?? null,
  };
}

/** What stands in the dict of an object is its attribute: the dicts are left out of the cycle. */
function withoutNamespaces(cycle: readonly CycleStep[]): CycleStep[] {
  const n = cycle.length;
  const isNamespace = (i: number): boolean => cycle[(i + n) % n].slot.startsWith('value of ') && cycle[(i + n - 1) % n].slot === '__dict__';
  const kept: CycleStep[] = [];
  for (let i = 0; i < n; i++) {
    if (isNamespace(i)) continue;
    const name = /^value of '(.*)'$/s.exec(cycle[(i + 1) % n].slot)?.[1];
    kept.push(isNamespace(i + 1) && name !== undefined ? { ...cycle[i], slot: `.${name}` } : cycle[i]);
  }
  return kept;
}

function placesOf(graph: HeapGraph): Map<number, { file: string; line: number }> {
  const { places, strings } = graph;
  const found = new Map<number, { file: string; line: number }>();
  for (let i = 0; i < places.node.length; i++) {
    if (places.kind[i] === PlaceKind.allocation) found.set(places.node[i], { file: strings.get(places.file[i]), line: places.line[i] });
  }
  return found;
}

function placeText(place: CycleStep['made'] | undefined): string {
  return place == null ? '' : `${place.file}:${place.line}`;
}

function generationOf(graph: HeapGraph, node: number): number {
  return ((graph.flags[node] >> NodeFlag.generationShift) & 3) - 1;
}

/** The nodes of component `index` and the garbage that it alone, or it first, leads to. */
function reachFrom(graph: HeapGraph, nodes: Uint32Array, index: number, owner: Int32Array, isGarbage: (node: number) => boolean): number[] {
  const { firstEdge, edgeTo, edgeKind } = graph;
  const members = [...nodes];
  for (let head = 0; head < members.length; head++) {
    const node = members[head];
    for (let e = firstEdge[node]; e < firstEdge[node + 1]; e++) {
      const to = edgeTo[e];
      if (edgeKind[e] >= BORROWED || owner[to] >= 0 || !isGarbage(to)) continue;
      owner[to] = index;
      members.push(to);
    }
  }
  return members;
}

function countTypes(graph: HeapGraph, nodes: readonly number[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(typeName(graph, node), (counts.get(typeName(graph, node)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** The reference within a component whose end frees most bytes by counting alone. */
function bestCut(graph: HeapGraph, nodes: Uint32Array): GarbageGroup['cut'] {
  const { firstEdge, edgeTo, edgeKind } = graph;
  const inside = new Set(nodes);
  let best: GarbageGroup['cut'] = null;
  let tried = 0;
  for (const node of nodes) {
    for (let e = firstEdge[node]; e < firstEdge[node + 1] && tried < CUTS_TRIED; e++) {
      if (edgeKind[e] >= BORROWED || !inside.has(edgeTo[e])) continue;
      tried++;
      const { objects, bytes } = freedByCutting(graph, e);
      if (objects === 0 || (best !== null && bytes < best.freesBytes)) continue;
      const slot = edgeLabel(graph, e);
      // a program drops an attribute, not a dict
      if (best !== null && bytes === best.freesBytes && (best.slot !== '__dict__' || slot === '__dict__')) continue;
      best = { slot, owner: typeName(graph, node), freesObjects: objects, freesBytes: bytes };
    }
  }
  return best;
}

/** What reference counting frees when the reference of one edge is dropped. */
function freedByCutting(graph: HeapGraph, edge: number): { objects: number; bytes: number } {
  const { firstEdge, edgeTo, edgeKind, count, size } = graph;
  const left = new Map<number, number>();
  const dead: number[] = [];
  let bytes = 0;
  const drop = (node: number): void => {
    const n = (left.get(node) ?? count[node]) - 1;
    left.set(node, n);
    if (n === 0) dead.push(node);
  };
  drop(edgeTo[edge]);
  for (let head = 0; head < dead.length; head++) {
    const node = dead[head];
    bytes += size[node];
    for (let e = firstEdge[node]; e < firstEdge[node + 1]; e++) if (edgeKind[e] < BORROWED && e !== edge) drop(edgeTo[e]);
  }
  return { objects: dead.length, bytes };
}

/** When the collector takes what it would find now. */
function forecast(rt: Runtime): string {
  const { gc } = rt.heap;
  if (!gc.enabled || gc.thresholds[0] === 0) return 'never by itself: the collector is off; gc.collect() takes it';
  const missing = Math.max(0, gc.thresholds[0] - gc.counts[0]) + 1;
  return `what is in generation 0: after ${missing} more container objects; older: when its generation's turn comes; all of it at gc.collect()`;
}
