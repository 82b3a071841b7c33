import type { HoldingPath } from '../snapshot/analysis/holding-path.ts';
import { PathIndex } from '../snapshot/analysis/paths.ts';
import { EdgeKind, edgeLabel, type HeapGraph, KIND_MASK, typeName } from '../snapshot/heap-graph.ts';

/** One step of a path: the slot by which the object before holds this one. */
export interface PathStep {
  /** `item 3`, `.name`, `value of 'k'`; for the first step the root's slot. */
  readonly label: string;
  readonly type: string;
  readonly value: string;
  /** Byte address. */
  readonly address: number;
}

/** A way from a root to an object. */
export interface HeldPath {
  readonly root: string;
  readonly steps: readonly PathStep[];
}

/** Why objects of a captured heap are alive. Indexes once; then a path costs its length. */
export class AliveIndex {
  private readonly index: PathIndex;
  private readonly nodes = new Map<number, number>();

  constructor(readonly graph: HeapGraph) {
    this.index = new PathIndex(graph);
    for (let node = 0; node < graph.nodeCount; node++) this.nodes.set(graph.address[node], node);
  }

  /** Node of the object at a word address, or undefined. */
  nodeOf(op: number): number | undefined {
    return this.nodes.get(op * 4);
  }

  /** At most `limit` paths to the object that share no other object, shortest first; empty when nothing reaches it. */
  paths(op: number, limit: number): HeldPath[] {
    const node = this.nodeOf(op);
    return node === undefined ? [] : this.index.disjoint(node, limit).map((path) => heldPath(this.graph, path));
  }
}

function heldPath(graph: HeapGraph, path: HoldingPath): HeldPath {
  const { roots, strings } = graph;
  const group = strings.get(roots.group[path.root]);
  const label = strings.get(roots.label[path.root]);
  const steps = path.nodes.map((node, i) => step(graph, node, i === 0 ? '' : edgeLabel(graph, path.edges[i - 1])));
  return { root: label === '' || label === group ? group : label, steps: shortened(graph, path, steps) };
}

function step(graph: HeapGraph, node: number, label: string): PathStep {
  return { label, type: typeName(graph, node), value: graph.strings.get(graph.value[node]), address: graph.address[node] };
}

/** How a name in the dict behind a slot is said. */
const NAMESPACES: Readonly<Record<string, (name: string) => string>> = {
  __dict__: (name) => `.${name}`,
  f_globals: (name) => `global \`${name}\``,
  f_locals: (name) => `name \`${name}\``,
};

/** Namespaces are left out: what stands in the dict of an object is its attribute, in the globals of a frame a global. */
function shortened(graph: HeapGraph, path: HoldingPath, steps: readonly PathStep[]): PathStep[] {
  const kept: PathStep[] = [];
  for (let i = 0; i < steps.length; i++) {
    const next = i < path.edges.length ? path.edges[i] : -1;
    const isNamespace = NAMESPACES[steps[i].label] !== undefined && next >= 0 && (graph.edgeKind[next] & KIND_MASK) === EdgeKind.value;
    if (isNamespace) continue;
    const words = i > 0 ? NAMESPACES[steps[i - 1].label] : undefined;
    const name = /^value of '(.*)'$/s.exec(steps[i].label)?.[1];
    kept.push(words !== undefined && name !== undefined ? { ...steps[i], label: words(name) } : steps[i]);
  }
  return kept;
}

/** An object of a step in words: its type, and its value when it has one. */
export function stepWords({ type, value }: PathStep): string {
  return value === '' || value === type ? type : `${type} ${value}`;
}

/** A path as one line. */
export function pathLine(path: HeldPath): string {
  return [path.root, ...path.steps.map((s) => (s.label === '' ? stepWords(s) : `${s.label} → ${stepWords(s)}`))].join(' → ');
}
