import { Float64Column, Uint8Column, Uint32Column } from './columns.ts';
import { type HeapGraph, NONE, type PlaceKind, type SnapshotMeta } from './heap-graph.ts';
import { StringCollector } from './string-table.ts';

/** A node as a builder takes it; what is left out is unknown. */
export interface NodeInput {
  address: number;
  /** Index given by `type`. */
  type: number;
  count?: number;
  size?: number;
  flags?: number;
  /** Short text. */
  value?: string;
  used?: number;
  capacity?: number;
  content?: number;
  serial?: number;
}

/**
 * Builds a graph node after node: `addNode`, then its edges with `addEdge`, then the next node. Targets are node numbers; they may be
 * of nodes still to come.
 */
export class GraphBuilder {
  readonly strings = new StringCollector();
  private readonly address = new Float64Column();
  private readonly type = new Uint32Column();
  private readonly count = new Uint32Column();
  private readonly size = new Float64Column();
  private readonly flags = new Uint8Column();
  private readonly value = new Uint32Column();
  private readonly used = new Uint32Column();
  private readonly capacity = new Uint32Column();
  private readonly content = new Float64Column();
  private readonly serial = new Float64Column();
  private readonly firstEdge = new Uint32Column();
  private readonly edgeTo = new Uint32Column();
  private readonly edgeKind = new Uint8Column();
  private readonly edgeName = new Uint32Column();
  private readonly rootTo = new Uint32Column(64);
  private readonly rootGroup = new Uint32Column(64);
  private readonly rootLabel = new Uint32Column(64);
  private readonly rootKind = new Uint8Column(64);
  private readonly typeNames = new Uint32Column(64);
  private readonly typeNodes = new Uint32Column(64);
  private readonly typeIndices = new Map<string, number>();
  private readonly frame = [0, 1, 2, 3, 4].map(() => new Uint32Column(16));
  private readonly placeNode = new Uint32Column(64);
  private readonly placeKind = new Uint8Column(64);
  private readonly placeFile = new Uint32Column(64);
  private readonly placeLine = new Uint32Column(64);

  get nodeCount(): number {
    return this.address.length;
  }

  /** Index of the type with this key (its name, unless the heap has several of one name). */
  typeIndex(name: string, key: string = name): number {
    const known = this.typeIndices.get(key);
    if (known !== undefined) return known;
    const index = this.typeNames.length;
    this.typeNames.push(this.strings.add(name));
    this.typeNodes.push(NONE);
    this.typeIndices.set(key, index);
    return index;
  }

  get edgeCount(): number {
    return this.edgeTo.length;
  }

  /** Gives a type that was known by its key only its name. */
  renameType(type: number, name: string): void {
    this.typeNames.set(type, this.strings.add(name));
  }

  /** Nodes added so far whose type has this name. */
  nodesOfType(name: string): number[] {
    const index = this.strings.add(name);
    const found: number[] = [];
    for (let i = 0; i < this.type.length; i++) if (this.typeNames.get(this.type.get(i)) === index) found.push(i);
    return found;
  }

  /** Short text of a node. */
  valueOf(node: number): string {
    return this.strings.get(this.value.get(node));
  }

  /** Replaces the target of every edge: for formats that know targets by address until all nodes are read. */
  mapTargets(nodeOf: (target: number) => number): void {
    for (let e = 0; e < this.edgeTo.length; e++) this.edgeTo.set(e, nodeOf(this.edgeTo.get(e)));
  }

  /** Gives an edge another name. */
  nameEdge(edge: number, name: string): void {
    this.edgeName.set(edge, this.strings.add(name));
  }

  /** Says which node is the type itself. */
  setTypeNode(type: number, node: number): void {
    this.typeNodes.set(type, node);
  }

  /** Appends a node and gives its number; the edges added next are its. */
  addNode(node: NodeInput): number {
    const index = this.address.length;
    this.firstEdge.push(this.edgeTo.length);
    this.address.push(node.address);
    this.type.push(node.type);
    this.count.push(node.count ?? NONE);
    this.size.push(node.size ?? 0);
    this.flags.push(node.flags ?? 0);
    this.value.push(node.value === undefined ? 0 : this.strings.add(node.value));
    this.used.push(node.used ?? 0);
    this.capacity.push(node.capacity ?? 0);
    this.content.push(node.content ?? 0);
    this.serial.push(node.serial ?? 0);
    return index;
  }

  /** An edge of the node added last. `name`: an index for the kinds that have one, else a string's index. */
  addEdge(to: number, kind: number, name: number): void {
    this.edgeTo.push(to);
    this.edgeKind.push(kind);
    this.edgeName.push(name);
  }

  addRoot(to: number, group: string, label: string, borrowed = 0): void {
    this.rootTo.push(to);
    this.rootGroup.push(this.strings.add(group));
    this.rootLabel.push(this.strings.add(label));
    this.rootKind.push(borrowed);
  }

  addFrame(thread: string, func: string, file: string, line: number, node: number = NONE): void {
    const { strings } = this;
    const row = [strings.add(thread), strings.add(func), strings.add(file), line, node];
    for (const [i, value] of row.entries()) this.frame[i].push(value);
  }

  addPlace(node: number, kind: PlaceKind, file: string, line: number): void {
    this.placeNode.push(node);
    this.placeKind.push(kind);
    this.placeFile.push(this.strings.add(file));
    this.placeLine.push(line);
  }

  /** The graph. Edges to nodes that were never added must not exist. */
  finish(meta: SnapshotMeta): HeapGraph {
    this.firstEdge.push(this.edgeTo.length);
    const used = this.used.finish();
    const capacity = this.capacity.finish();
    const content = this.content.finish();
    const serial = this.serial.finish();
    const [thread, func, file, line, node] = this.frame.map((column) => column.finish());
    return {
      meta,
      nodeCount: this.address.length,
      edgeCount: this.edgeTo.length,
      address: this.address.finish(),
      type: this.type.finish(),
      count: this.count.finish(),
      size: this.size.finish(),
      flags: this.flags.finish(),
      value: this.value.finish(),
      used: capacity.some((n) => n !== 0) ? used : used.subarray(0, 0),
      capacity: capacity.some((n) => n !== 0) ? capacity : capacity.subarray(0, 0),
      content: content.some((n) => n !== 0) ? content : content.subarray(0, 0),
      serial: serial.some((n) => n !== 0) ? serial : serial.subarray(0, 0),
      firstEdge: this.firstEdge.finish(),
      edgeTo: this.edgeTo.finish(),
      edgeKind: this.edgeKind.finish(),
      edgeName: this.edgeName.finish(),
      roots: { to: this.rootTo.finish(), group: this.rootGroup.finish(), label: this.rootLabel.finish(), kind: this.rootKind.finish() },
      types: { name: this.typeNames.finish(), node: this.typeNodes.finish() },
      frames: { thread, func, file, line, node },
      places: { node: this.placeNode.finish(), kind: this.placeKind.finish(), file: this.placeFile.finish(), line: this.placeLine.finish() },
      strings: this.strings.finish(),
    };
  }
}
