/**
 * Writes V8's .heapsnapshot for Chrome DevTools. Sections come in the order that DevTools reads them; ids are odd, strings come last.
 * A root stands over the groups of roots, and over one group with what no root reaches, since DevTools expects to reach everything.
 */
import { preorder } from '../analysis/preorder.ts';
import type { Progress } from '../format/layout.ts';
import type { Sink } from '../format/section-writer.ts';
import { BORROWED, EdgeKind, edgeLabel, type HeapGraph, KIND_MASK, typeName } from '../heap-graph.ts';
import { TextSink } from './text-sink.ts';

const NODE_TYPES = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
];
const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'];
const NODE_FIELDS = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'];
const EDGE_FIELDS = ['type', 'name_or_index', 'to_node'];

const META = {
  node_fields: NODE_FIELDS,
  node_types: [NODE_TYPES, 'string', 'number', 'number', 'number', 'number', 'number'],
  edge_fields: EDGE_FIELDS,
  edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
  trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
  trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
  sample_fields: ['timestamp_us', 'last_assigned_id'],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
};

/** Types whose name in DevTools is their text. */
const TEXT_TYPES: Readonly<Record<string, string>> = {
  str: 'string',
  bytes: 'string',
  string: 'string',
  int: 'number',
  float: 'number',
  number: 'number',
  code: 'code',
  function: 'closure',
  Function: 'closure',
};

/** Numbers strings: those of the graph as they stand, then more. */
class Strings {
  private readonly more: string[] = [];
  private readonly known = new Map<string, number>();

  constructor(private readonly graph: HeapGraph) {}

  add(text: string): number {
    let index = this.known.get(text);
    if (index === undefined) {
      index = this.graph.strings.length + this.more.length;
      this.more.push(text);
      this.known.set(text, index);
    }
    return index;
  }

  write(out: TextSink): void {
    const { strings } = this.graph;
    for (let i = 0; i < strings.length; i++) out.write(`${i === 0 ? '' : ',\n'}${JSON.stringify(strings.get(i))}`);
    for (const [i, text] of this.more.entries()) out.write(`${i + strings.length === 0 ? '' : ',\n'}${JSON.stringify(text)}`);
  }
}

/** An edge of a node that only the file has. */
interface ExtraEdge {
  type: string;
  name: number;
  to: number;
}

/** Writes the graph, piece by piece. */
export function writeHeapSnapshot(graph: HeapGraph, sink: Sink, progress?: Progress): void {
  const out = new TextSink(sink);
  const strings = new Strings(graph);
  const groups = rootGroups(graph, strings);
  const first = 1 + groups.length;
  const width = NODE_FIELDS.length;
  const extraEdges = groups.reduce((n, group) => n + group.edges.length, groups.length);
  const nodeCount = graph.nodeCount + first;
  out.write(
    `{"snapshot":{"meta":${JSON.stringify(META)},"node_count":${nodeCount},"edge_count":${graph.edgeCount + extraEdges},"trace_function_count":0},\n"nodes":[`,
  );

  const synthetic = NODE_TYPES.indexOf('synthetic');
  out.write(`${synthetic},${strings.add('')},1,0,${groups.length},0,0`);
  for (const [i, group] of groups.entries()) out.write(`\n,${synthetic},${strings.add(`(${group.name})`)},${3 + 2 * i},0,${group.edges.length},0,0`);
  const textTypes = [...graph.types.name].map((name) => NODE_TYPES.indexOf(TEXT_TYPES[graph.strings.get(name)] ?? 'object'));
  for (let i = 0; i < graph.nodeCount; i++) {
    const type = textTypes[graph.type[i]];
    const isText = type !== NODE_TYPES.indexOf('object');
    const name = isText && graph.value[i] !== 0 ? graph.value[i] : graph.types.name[graph.type[i]];
    // sizes have 32 bits in this format
    out.write(`\n,${type},${name},${2 * (i + first) + 1},${Math.min(graph.size[i], 0xffffffff)},${graph.firstEdge[i + 1] - graph.firstEdge[i]},0,0`);
    if ((i & 0xffff) === 0) progress?.((0.4 * i) / graph.nodeCount, 'writing objects');
  }

  out.write('],\n"edges":[');
  let separator = '';
  const edge = (type: string, name: number, to: number): void => {
    out.write(`${separator}${EDGE_TYPES.indexOf(type)},${name},${to * width}`);
    separator = '\n,';
  };
  for (const [i] of groups.entries()) edge('element', i + 1, 1 + i);
  for (const group of groups) for (const { type, name, to } of group.edges) edge(type, name, to + first);
  for (let i = 0; i < graph.nodeCount; i++) {
    for (let e = graph.firstEdge[i]; e < graph.firstEdge[i + 1]; e++) {
      const kind = graph.edgeKind[e] & KIND_MASK;
      const to = graph.edgeTo[e] + first;
      if (graph.edgeKind[e] >= BORROWED) edge('weak', strings.add(edgeLabel(graph, e)), to);
      else if (kind === EdgeKind.item) edge('element', graph.edgeName[e], to);
      else if (kind === EdgeKind.internal) edge('hidden', graph.edgeName[e], to);
      else if (kind === EdgeKind.attribute) edge('property', graph.edgeName[e], to);
      else if (kind === EdgeKind.local || kind === EdgeKind.cell) edge('context', graph.edgeName[e], to);
      else if (kind === EdgeKind.value || kind === EdgeKind.key || kind === EdgeKind.member) edge('property', strings.add(edgeLabel(graph, e)), to);
      else edge('internal', strings.add(edgeLabel(graph, e)), to);
    }
    if ((i & 0xffff) === 0) progress?.(0.4 + (0.6 * i) / graph.nodeCount, 'writing references');
  }
  out.write('],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[],\n"strings":[');
  strings.write(out);
  out.write(']}\n');
  out.flush();
}

function rootGroups(graph: HeapGraph, strings: Strings): { name: string; edges: ExtraEdge[] }[] {
  const groups = new Map<string, ExtraEdge[]>();
  const groupOf = (name: string): ExtraEdge[] => {
    let edges = groups.get(name);
    if (edges === undefined) {
      edges = [];
      groups.set(name, edges);
    }
    return edges;
  };
  const { roots } = graph;
  for (let r = 0; r < roots.to.length; r++) {
    groupOf(graph.strings.get(roots.group[r])).push({ type: roots.kind[r] >= BORROWED ? 'weak' : 'internal', name: roots.label[r], to: roots.to[r] });
  }
  const { orphans } = preorder(graph);
  for (const node of orphans) groupOf('garbage that no root reaches').push({ type: 'internal', name: strings.add(typeName(graph, node)), to: node });
  return [...groups].map(([name, edges]) => ({ name, edges }));
}
