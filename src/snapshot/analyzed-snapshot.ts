import { type Component, components as findComponents } from './analysis/components.ts';
import { AddressOrder } from './analysis/difference.ts';
import { type Dominators, dominators } from './analysis/dominators.ts';
import { type IncomingEdges, incomingEdges, ownedHolders } from './analysis/edges.ts';
import { PathIndex } from './analysis/paths.ts';
import { addressText, type HeapGraph, NONE, NodeFlag, PlaceKind, typeName } from './heap-graph.ts';
import { type Field, parseQuery } from './query/query.ts';

/** A graph with its analyses, each made when first asked for. */
export class AnalyzedSnapshot {
  private tree: Dominators | null = null;
  private index: PathIndex | null = null;
  private byTarget: IncomingEdges | null = null;
  private cycles: Component[] | null = null;
  private typeCounts: Uint32Array | null = null;
  private holders: Uint32Array | null = null;
  private addresses: AddressOrder | null = null;
  private lines: Map<number, { file: string; line: number; kind: number }[]> | null = null;

  /** `busy` is told what is about to take long. */
  constructor(
    readonly graph: HeapGraph,
    private readonly busy: (what: string) => void = () => {},
  ) {}

  get dominators(): Dominators {
    if (this.tree === null) {
      this.busy('finding dominators');
      this.tree = dominators(this.graph);
    }
    return this.tree;
  }

  get paths(): PathIndex {
    if (this.index === null) {
      this.busy('indexing paths');
      this.index = new PathIndex(this.graph);
    }
    return this.index;
  }

  get incoming(): IncomingEdges {
    if (this.byTarget === null) {
      this.busy('indexing references');
      this.byTarget = incomingEdges(this.graph);
    }
    return this.byTarget;
  }

  get components(): Component[] {
    if (this.cycles === null) {
      this.busy('finding cycles');
      const found = findComponents(this.graph);
      for (const component of found) this.turn(component);
      this.cycles = found;
    }
    return this.cycles;
  }

  /** Lets a cycle begin with the object whose type is rarest: a class of the program says more than its dict. */
  private turn(component: Component): void {
    const { graph } = this;
    if (this.typeCounts === null) {
      this.typeCounts = new Uint32Array(graph.types.name.length);
      for (let i = 0; i < graph.nodeCount; i++) this.typeCounts[graph.type[i]]++;
    }
    const counts = this.typeCounts;
    const { cycle, edges } = component;
    let best = 0;
    for (let i = 1; i < cycle.length; i++) {
      const rarer = counts[graph.type[cycle[i]]] - counts[graph.type[cycle[best]]];
      if (rarer < 0 || (rarer === 0 && typeName(graph, cycle[i]) < typeName(graph, cycle[best]))) best = i;
    }
    component.cycle = [...cycle.slice(best), ...cycle.slice(0, best)];
    component.edges = [...edges.slice(best), ...edges.slice(0, best)];
  }

  /** Owned references to each node. */
  get ownedHolders(): Uint32Array {
    this.holders ??= ownedHolders(this.graph);
    return this.holders;
  }

  /** The node at an address, -1 for none. */
  nodeAt(address: number): number {
    this.addresses ??= new AddressOrder(this.graph.address);
    return this.addresses.find(address);
  }

  /** Source lines of a node. */
  places(node: number): readonly { file: string; line: number; kind: number }[] {
    if (this.lines === null) {
      this.lines = new Map();
      const { places, strings } = this.graph;
      for (let i = 0; i < places.node.length; i++) {
        const place = { file: strings.get(places.file[i]), line: places.line[i], kind: places.kind[i] };
        const known = this.lines.get(places.node[i]);
        if (known === undefined) this.lines.set(places.node[i], [place]);
        else known.push(place);
      }
    }
    return this.lines.get(node) ?? [];
  }

  /** What queries may ask. */
  fields(): Field[] {
    const { graph } = this;
    const flag = (bit: number) => (node: number) => (graph.flags[node] & bit) !== 0;
    const names = [...graph.types.name].map((name) => graph.strings.get(name));
    return [
      { name: 'type', kind: 'text', what: "name of the object's type", of: (i) => names[graph.type[i]] },
      { name: 'address', kind: 'number', what: 'address (id)', of: (i) => graph.address[i] },
      { name: 'size', kind: 'number', what: 'bytes', of: (i) => graph.size[i] },
      { name: 'retained', kind: 'number', what: 'bytes that go with it', of: (i) => this.dominators.retainedBy(i) },
      { name: 'count', kind: 'number', what: 'reference count, -1 where unknown', of: (i) => (graph.count[i] === NONE ? -1 : graph.count[i]) },
      { name: 'holders', kind: 'number', what: 'owned slots that hold it', of: (i) => this.ownedHolders[i] },
      { name: 'references', kind: 'number', what: 'references that it has', of: (i) => graph.firstEdge[i + 1] - graph.firstEdge[i] },
      {
        name: 'depth',
        kind: 'number',
        what: 'steps from a root, -1 for garbage',
        of: (i) => (this.paths.distance[i] === NONE ? -1 : this.paths.distance[i]),
      },
      { name: 'value', kind: 'text', what: 'short text', of: (i) => graph.strings.get(graph.value[i]) },
      { name: 'used', kind: 'number', what: 'elements of a collection', of: (i) => (graph.used.length === 0 ? 0 : graph.used[i]) },
      { name: 'capacity', kind: 'number', what: 'room of a collection', of: (i) => (graph.capacity.length === 0 ? 0 : graph.capacity[i]) },
      {
        name: 'generation',
        kind: 'number',
        what: "the collector's generation, -1 for none",
        of: (i) => ((graph.flags[i] >> NodeFlag.generationShift) & 3) - 1,
      },
      { name: 'line', kind: 'number', what: 'line where it was made or defined, 0 where unknown', of: (i) => this.places(i)[0]?.line ?? 0 },
      { name: 'file', kind: 'text', what: 'file of that line', of: (i) => this.places(i)[0]?.file ?? '' },
      { name: 'reachable', kind: 'flag', what: 'a root leads to it', of: (i) => this.dominators.isReachable(i) },
      { name: 'tracked', kind: 'flag', what: 'the collector knows it', of: flag(NodeFlag.tracked) },
      { name: 'immortal', kind: 'flag', what: 'it lives as long as the process', of: flag(NodeFlag.immortal) },
      { name: 'running', kind: 'flag', what: 'a frame that runs', of: flag(NodeFlag.running) },
    ];
  }

  /** Runs a query: the nodes it shows and how many there are in all. Throws QueryError. */
  query(text: string): { nodes: number[]; total: number; fields: Set<string> } {
    const query = parseQuery(text, this.fields());
    const found: number[] = [];
    for (let i = 0; i < this.graph.nodeCount; i++) if (query.accepts(i)) found.push(i);
    const total = found.length;
    if (query.compare !== null) found.sort(query.compare);
    return { nodes: found.slice(0, query.limit), total, fields: query.fields };
  }

  /** One line about a node: "dict 0x7f10 (3 of 5), 232 bytes". */
  title(node: number): string {
    const { graph } = this;
    const value = graph.strings.get(graph.value[node]);
    const fill = graph.capacity.length > 0 && graph.capacity[node] > 0 ? ` with ${graph.used[node]} of ${graph.capacity[node]} places used` : '';
    return `${typeName(graph, node)} ${value === '' ? '' : `${value} `}at ${addressText(graph, node)}${fill}`;
  }

  /** "a.py:12" of a node, '' where unknown. Where it was allocated goes first. */
  placeText(node: number): string {
    const places = this.places(node);
    const place = places.find((p) => p.kind === PlaceKind.allocation) ?? places[0];
    return place === undefined ? '' : `${place.file}:${place.line}`;
  }
}
