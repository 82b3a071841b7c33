/**
 * Reads V8's .heapsnapshot (Node, Chrome). Positions of fields come from the file's own description; nodes and edges go straight into
 * columns, strings stay encoded, so a large file needs little more than its graph.
 * V8: src/profiler/heap-snapshot-generator.cc; Chrome DevTools: front_end/entrypoints/heap_snapshot_worker/HeapSnapshot.ts
 */
import { type ByteSource, type Progress, SnapshotError } from '../format/layout.ts';
import { graphBytes, type ReadLimits } from '../format/snapshot-reader.ts';
import { BORROWED, EdgeKind, type HeapGraph, NONE } from '../heap-graph.ts';
import { EncodedStrings, HostStrings, type StringTable } from '../string-table.ts';
import { JsonChar, JsonScanner } from './json-scanner.ts';

/** Bytes of the `snapshot` value that a sane file does not exceed. */
const HEADER_LIMIT = 1 << 20;

interface Header {
  nodeCount: number;
  edgeCount: number;
  root: number;
  nodeFields: string[];
  nodeTypes: string[];
  edgeFields: string[];
  edgeTypes: string[];
}

interface NodeColumns {
  type: Uint8Array;
  name: Uint32Array;
  id: Uint32Array;
  size: Uint32Array;
  firstEdge: Uint32Array;
}

interface EdgeColumns {
  type: Uint8Array;
  name: Uint32Array;
  to: Uint32Array;
}

/** Whether the bytes begin as a .heapsnapshot does. */
export function isHeapSnapshot(start: Uint8Array): boolean {
  return /^\s*\{\s*"snapshot"\s*:/.test(new TextDecoder().decode(start.subarray(0, 200)));
}

/** Reads a .heapsnapshot. Throws SnapshotError with one line. */
export function readHeapSnapshot(source: ByteSource, limits?: ReadLimits, progress?: Progress): HeapGraph {
  const json = new JsonScanner(source);
  let header: Header | null = null;
  let nodes: NodeColumns | null = null;
  let edges: EdgeColumns | null = null;
  let strings: StringTable | null = null;
  json.expect(JsonChar.openBrace);
  do {
    const key = json.string();
    json.section = key;
    json.expect(JsonChar.colon);
    if (key === 'snapshot') {
      header = parseHeader(json);
      const need = graphBytes(header.nodeCount, header.edgeCount);
      if (limits !== undefined && need > limits.memoryBytes) {
        throw new SnapshotError(
          `${header.nodeCount} objects need ${(need / 1e9).toFixed(1)} GB of memory: use a machine with more, or --memory to try anyway`,
        );
      }
      // a number takes two bytes at least
      if (header.nodeCount * 2 > source.length || header.edgeCount * 2 > source.length) throw json.fail('more objects than the file can hold');
    } else if (key === 'nodes' && header !== null) nodes = readNodes(json, header, progress);
    else if (key === 'edges' && header !== null) edges = readEdges(json, header, progress);
    else if (key === 'strings') {
      const { bytes, ends } = json.strings();
      strings = new EncodedStrings(bytes, ends);
    } else json.skipValue();
    json.section = `the value behind ${key}`;
  } while (json.take(JsonChar.comma));
  json.expect(JsonChar.closeBrace);
  if (header === null || nodes === null || edges === null || strings === null) {
    throw new SnapshotError(
      `no heap snapshot: it lacks ${[header === null && 'snapshot', nodes === null && 'nodes', edges === null && 'edges', strings === null && 'strings'].filter(Boolean).join(', ')}`,
    );
  }
  return assemble(header, nodes, edges, strings);
}

function parseHeader(json: JsonScanner): Header {
  const bad = (): SnapshotError => json.fail('no description of nodes and edges');
  let parsed: { meta?: Record<string, unknown>; node_count?: unknown; edge_count?: unknown; root_index?: unknown };
  try {
    parsed = JSON.parse(json.valueText(HEADER_LIMIT)) as typeof parsed;
  } catch (thrown) {
    if (thrown instanceof SnapshotError) throw thrown;
    throw bad();
  }
  if (typeof parsed !== 'object' || parsed === null || typeof parsed.meta !== 'object' || parsed.meta === null) throw bad();
  const { meta } = parsed;
  const list = (value: unknown): string[] => {
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) throw bad();
    return value;
  };
  const count = (value: unknown): number => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= 2 ** 31) throw bad();
    return value;
  };
  const header: Header = {
    nodeCount: count(parsed.node_count),
    edgeCount: count(parsed.edge_count),
    root: 0,
    nodeFields: list(meta.node_fields),
    nodeTypes: list((meta.node_types as unknown[] | undefined)?.[0]),
    edgeFields: list(meta.edge_fields),
    edgeTypes: list((meta.edge_types as unknown[] | undefined)?.[0]),
  };
  for (const field of ['type', 'name', 'id', 'self_size', 'edge_count']) if (!header.nodeFields.includes(field)) throw bad();
  for (const field of ['type', 'name_or_index', 'to_node']) if (!header.edgeFields.includes(field)) throw bad();
  header.root = count(parsed.root_index ?? 0) / header.nodeFields.length;
  if (!Number.isInteger(header.root) || (header.root >= header.nodeCount && header.nodeCount > 0)) throw bad();
  return header;
}

function readNodes(json: JsonScanner, { nodeCount, nodeFields, nodeTypes, edgeCount }: Header, progress?: Progress): NodeColumns {
  const width = nodeFields.length;
  const [typeAt, nameAt, idAt, sizeAt, edgesAt] = ['type', 'name', 'id', 'self_size', 'edge_count'].map((field) => nodeFields.indexOf(field));
  const columns: NodeColumns = {
    type: new Uint8Array(nodeCount),
    name: new Uint32Array(nodeCount),
    id: new Uint32Array(nodeCount),
    size: new Uint32Array(nodeCount),
    firstEdge: new Uint32Array(nodeCount + 1),
  };
  const { type, name, id, size, firstEdge } = columns;
  let node = 0;
  let edge = 0;
  json.numbers(width, (block, n) => {
    if (node + n / width > nodeCount) throw json.fail(`more than the ${nodeCount} nodes announced`);
    for (let i = 0; i < n; i += width) {
      if (block[i + typeAt] >= nodeTypes.length) throw json.fail(`node type ${block[i + typeAt]}, which is not described,`);
      type[node] = block[i + typeAt];
      name[node] = block[i + nameAt];
      id[node] = block[i + idAt];
      size[node] = block[i + sizeAt];
      firstEdge[node++] = edge;
      edge += block[i + edgesAt];
    }
    progress?.(json.done, 'reading objects');
  });
  firstEdge[node] = edge;
  if (node !== nodeCount) throw json.fail(`${node} nodes instead of ${nodeCount}`);
  if (edge !== edgeCount) throw json.fail(`nodes with ${edge} edges instead of ${edgeCount}`);
  return columns;
}

function readEdges(json: JsonScanner, { nodeCount, edgeCount, nodeFields, edgeFields, edgeTypes }: Header, progress?: Progress): EdgeColumns {
  const width = edgeFields.length;
  const [typeAt, nameAt, toAt] = ['type', 'name_or_index', 'to_node'].map((field) => edgeFields.indexOf(field));
  const nodeWidth = nodeFields.length;
  const columns: EdgeColumns = { type: new Uint8Array(edgeCount), name: new Uint32Array(edgeCount), to: new Uint32Array(edgeCount) };
  const { type, name, to } = columns;
  let edge = 0;
  json.numbers(width, (block, n) => {
    if (edge + n / width > edgeCount) throw json.fail(`more than the ${edgeCount} edges announced`);
    for (let i = 0; i < n; i += width) {
      if (block[i + typeAt] >= edgeTypes.length) throw json.fail(`edge type ${block[i + typeAt]}, which is not described,`);
      const target = block[i + toAt] / nodeWidth;
      if (target >= nodeCount || target !== Math.floor(target)) throw json.fail(`an edge to ${block[i + toAt]}, where no node is,`);
      type[edge] = block[i + typeAt];
      name[edge] = block[i + nameAt];
      to[edge++] = target;
    }
    progress?.(json.done, 'reading references');
  });
  if (edge !== edgeCount) throw json.fail(`${edge} edges instead of ${edgeCount}`);
  return columns;
}

/** Edge types of V8 as kinds; what does not keep its target alive borrows. */
const EDGE_KINDS: Readonly<Record<string, number>> = {
  context: EdgeKind.local,
  element: EdgeKind.item,
  property: EdgeKind.attribute,
  internal: EdgeKind.field,
  hidden: EdgeKind.internal,
  shortcut: EdgeKind.field | BORROWED,
  weak: EdgeKind.weak | BORROWED,
};

/** Names that DevTools gives to node types whose name is no class. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  hidden: '(system)',
  code: '(compiled code)',
  closure: 'Function',
  string: 'string',
  number: 'number',
  symbol: 'symbol',
  bigint: 'bigint',
  array: '(array)',
  regexp: 'RegExp',
  synthetic: '(synthetic)',
};

function assemble(header: Header, nodes: NodeColumns, edges: EdgeColumns, strings: StringTable): HeapGraph {
  const { nodeCount, edgeCount } = header;
  const names = strings.length;
  const extra: string[] = [];
  const types = new Map<number, number>();
  const typeNames: number[] = [];
  const type = new Uint32Array(nodeCount);
  const value = new Uint32Array(nodeCount);
  const isClass = header.nodeTypes.map((name) => name === 'object' || name === 'native');
  for (let i = 0; i < nodeCount; i++) {
    const name = nodes.name[i];
    if (name >= names) throw new SnapshotError(`nodes: string ${name} does not exist, there are ${names}`);
    const kind = nodes.type[i];
    const key = isClass[kind] ? name : -1 - kind;
    let index = types.get(key);
    if (index === undefined) {
      index = typeNames.length;
      types.set(key, index);
      if (isClass[kind]) typeNames.push(name);
      else {
        typeNames.push(names + extra.length);
        extra.push(TYPE_NAMES[header.nodeTypes[kind]] ?? `(${header.nodeTypes[kind]})`);
      }
    }
    type[i] = index;
    if (!isClass[kind]) value[i] = name;
  }
  const edgeKind = new Uint8Array(edgeCount);
  const kinds = header.edgeTypes.map((name) => EDGE_KINDS[name] ?? EdgeKind.internal | BORROWED);
  const numbered = header.edgeTypes.map((name) => name === 'element' || name === 'hidden');
  const shortcut = header.edgeTypes.indexOf('shortcut');
  const pairs = new WeakPairs(strings);
  for (let owner = 0; owner < nodeCount; owner++) {
    for (let e = nodes.firstEdge[owner]; e < nodes.firstEdge[owner + 1]; e++) {
      const t = edges.type[e];
      edgeKind[e] = kinds[t];
      if (!numbered[t]) {
        if (edges.name[e] >= names) throw new SnapshotError(`edges: string ${edges.name[e]} does not exist, there are ${names}`);
        if (t === shortcut && owner === header.root) edgeKind[e] = EdgeKind.field;
        // a WeakMap does not keep the values alive, their keys do
        else if (kinds[t] === EdgeKind.field && pairs.tableOf(edges.name[e]) === nodes.id[owner]) edgeKind[e] = EdgeKind.weak | BORROWED;
      }
    }
  }
  const none = new Uint32Array(0);
  const table = new AppendedStrings(strings, [...extra, 'heap snapshot', 'root']);
  return {
    meta: { creator: 'heapsnapshot', model: null, program: null, moment: null, notes: [], hasCounts: false, process: null },
    nodeCount,
    edgeCount,
    address: Float64Array.from(nodes.id),
    type,
    count: new Uint32Array(nodeCount).fill(NONE),
    size: nodes.size,
    flags: new Uint8Array(nodeCount),
    value,
    used: none,
    capacity: none,
    content: new Float64Array(0),
    serial: new Float64Array(0),
    firstEdge: nodes.firstEdge,
    edgeTo: edges.to,
    edgeKind,
    edgeName: edges.name,
    roots:
      nodeCount === 0
        ? { to: none, group: none, label: none, kind: new Uint8Array(0) }
        : {
            to: Uint32Array.of(header.root),
            group: Uint32Array.of(names + extra.length),
            label: Uint32Array.of(names + extra.length + 1),
            kind: Uint8Array.of(0),
          },
    types: { name: Uint32Array.from(typeNames), node: new Uint32Array(typeNames.length).fill(NONE) },
    frames: { thread: none, func: none, file: none, line: none, node: none },
    places: { node: none, kind: new Uint8Array(0), file: none, line: none },
    strings: table,
  };
}

/** Edge names of the form "12 / part of key (X @1) -> value (Y @2) pair in WeakMap (table @3)". */
class WeakPairs {
  private readonly known: Int32Array;

  constructor(private readonly strings: StringTable) {
    this.known = new Int32Array(strings.length);
  }

  /** Id of the table, -1 for other names. */
  tableOf(name: number): number {
    if (this.known[name] === 0) {
      const found = this.strings.startsWithDigit(name)
        ? /^\d+ \/ part of key .*pair in WeakMap \(table @(\d+)\)$/s.exec(this.strings.get(name))
        : null;
      this.known[name] = found === null ? -1 : Number(found[1]);
    }
    return this.known[name];
  }
}

/** A file's strings with a few of ours behind them. */
class AppendedStrings implements StringTable {
  private readonly own: HostStrings;

  constructor(
    private readonly first: StringTable,
    more: string[],
  ) {
    this.own = new HostStrings(more);
  }

  get length(): number {
    return this.first.length + this.own.length;
  }

  get(index: number): string {
    return index < this.first.length ? this.first.get(index) : this.own.get(index - this.first.length);
  }

  startsWithDigit(index: number): boolean {
    return /^\d/.test(this.get(index));
  }

  encoded(): { bytes: Uint8Array; ends: Uint32Array } {
    const a = this.first.encoded();
    const b = this.own.encoded();
    const bytes = new Uint8Array(a.bytes.length + b.bytes.length);
    bytes.set(a.bytes);
    bytes.set(b.bytes, a.bytes.length);
    const ends = new Uint32Array(a.ends.length + b.ends.length);
    ends.set(a.ends);
    for (let i = 0; i < b.ends.length; i++) ends[a.ends.length + i] = b.ends[i] + a.bytes.length;
    return { bytes, ends };
  }
}
