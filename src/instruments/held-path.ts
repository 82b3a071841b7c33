import { foldedSteps, type HoldingPath } from '../snapshot/analysis/holding-path.ts';
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
  /** Objects on it. */
  readonly length: number;
  /** Both ends of a long one: `hidden` objects are left out in front of `steps[fold]`. */
  readonly steps: readonly PathStep[];
  readonly fold: number;
  readonly hidden: number;
}

/** Steps shown at each end of a path. */
const ENDS = 20;

/** Why objects of a captured heap are alive. Indexes once; then a path costs what is shown of it. */
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
  const shown = foldedSteps(path.length, ENDS);
  const first = shortened(graph, path, shown.steps.slice(0, shown.fold));
  const last = shortened(graph, path, shown.steps.slice(shown.fold));
  return {
    root: label === '' || label === group ? group : label,
    length: path.length,
    steps: [...first, ...last],
    fold: first.length,
    hidden: shown.hidden,
  };
}

function step(graph: HeapGraph, path: HoldingPath, at: number): PathStep {
  const node = path.node(at);
  const label = at === 0 ? '' : edgeLabel(graph, path.edge(at));
  return { label, type: typeName(graph, node), value: graph.strings.get(graph.value[node]), address: graph.address[node] };
}

/** How a name in the dict behind a slot is said. */
const NAMESPACES: Readonly<Record<string, (name: string) => string>> = {
  __dict__: (name) => `.${name}`,
  f_globals: (name) => `global \`${name}\``,
  f_locals: (name) => `name \`${name}\``,
};

/** Namespaces are left out: what stands in the dict of an object is its attribute, in the globals of a frame a global. */
function shortened(graph: HeapGraph, path: HoldingPath, run: readonly number[]): PathStep[] {
  const steps = run.map((at) => step(graph, path, at));
  const kept: PathStep[] = [];
  for (let i = 0; i < steps.length; i++) {
    const next = i + 1 < run.length ? path.edge(run[i + 1]) : -1;
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
  const words = path.steps.map((s) => (s.label === '' ? stepWords(s) : `${s.label} → ${stepWords(s)}`));
  if (path.hidden > 0) words.splice(path.fold, 0, `… ${path.hidden.toLocaleString('en')} more objects …`);
  return [path.root, ...words].join(' → ');
}
