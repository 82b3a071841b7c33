import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { Dominators } from '../analysis/dominators.ts';
import type { Sink } from '../format/section-writer.ts';
import { BORROWED, EDGE_KIND_NAMES, edgeLabel, type HeapGraph, isIndexed, KIND_MASK, NONE, NodeFlag } from '../heap-graph.ts';

/** Rows of one group: what is in memory at a time. */
const GROUP_ROWS = 100_000;

type Cell = (row: number) => string | number | bigint | boolean | null;
type Kind = 'INT32' | 'INT64' | 'DOUBLE' | 'STRING' | 'BOOLEAN';

/** Objects: node, address, type, count, size, retained, reachable, tracked, generation, value, used, capacity, serial. */
export function writeNodesParquet(graph: HeapGraph, dominators: Dominators, sink: Sink): void {
  const optional =
    (column: { readonly length: number; readonly [i: number]: number }): Cell =>
    (i) =>
      column.length === 0 ? null : column[i];
  writeTable(graph.nodeCount, sink, [
    ['node', 'INT32', (i) => i],
    ['address', 'INT64', (i) => BigInt(graph.address[i])],
    ['type', 'STRING', textOf(graph, (i) => graph.types.name[graph.type[i]])],
    ['count', 'INT64', (i) => (graph.count[i] === NONE ? null : BigInt(graph.count[i]))],
    ['size', 'INT64', (i) => BigInt(graph.size[i])],
    ['retained', 'INT64', (i) => BigInt(dominators.retainedBy(i))],
    ['dominator', 'INT32', (i) => nodeOrNull(dominators.dominatorOf(i))],
    ['reachable', 'BOOLEAN', (i) => dominators.isReachable(i)],
    ['tracked', 'BOOLEAN', (i) => (graph.flags[i] & NodeFlag.tracked) !== 0],
    ['generation', 'INT32', (i) => ((graph.flags[i] >> NodeFlag.generationShift) & 3) - 1],
    ['value', 'STRING', textOf(graph, (i) => graph.value[i])],
    ['used', 'INT32', optional(graph.used)],
    ['capacity', 'INT32', optional(graph.capacity)],
    ['serial', 'DOUBLE', optional(graph.serial)],
  ]);
}

/** References: source, target, kind, name, index, label, owned. Source is null for a reference from a root; then `name` is the root's. */
export function writeEdgesParquet(graph: HeapGraph, sink: Sink): void {
  const { edgeCount, roots } = graph;
  const owners = new OwnerOfEdge(graph);
  const kindOf = (e: number): number => graph.edgeKind[e] & KIND_MASK;
  writeTable(edgeCount + roots.to.length, sink, [
    ['source', 'INT32', (e) => (e < edgeCount ? owners.of(e) : null)],
    ['target', 'INT32', (e) => (e < edgeCount ? graph.edgeTo[e] : roots.to[e - edgeCount])],
    ['kind', 'STRING', (e) => (e < edgeCount ? EDGE_KIND_NAMES[kindOf(e)] : 'root')],
    [
      'name',
      'STRING',
      (e) => (e < edgeCount ? (isIndexed(kindOf(e)) ? null : graph.strings.get(graph.edgeName[e])) : graph.strings.get(roots.group[e - edgeCount])),
    ],
    ['index', 'INT64', (e) => (e < edgeCount && isIndexed(kindOf(e)) ? BigInt(graph.edgeName[e]) : null)],
    ['label', 'STRING', (e) => (e < edgeCount ? edgeLabel(graph, e) : graph.strings.get(roots.label[e - edgeCount]))],
    ['owned', 'BOOLEAN', (e) => (e < edgeCount ? graph.edgeKind[e] : roots.kind[e - edgeCount]) < BORROWED],
  ]);
}

function nodeOrNull(node: number): number | null {
  return node === NONE ? null : node;
}

/** Text of a string column; null for the empty string. Keeps decoded strings of one group. */
function textOf(graph: HeapGraph, index: (row: number) => number): Cell {
  const decoded = new Map<number, string>();
  return (row) => {
    const i = index(row);
    let text = decoded.get(i);
    if (text === undefined) {
      if (decoded.size > GROUP_ROWS) decoded.clear();
      text = graph.strings.get(i);
      decoded.set(i, text);
    }
    return text === '' ? null : text;
  };
}

/** Owners of edges asked for in ascending order. */
class OwnerOfEdge {
  private owner = 0;

  constructor(private readonly graph: HeapGraph) {}

  of(edge: number): number {
    const { firstEdge } = this.graph;
    if (firstEdge[this.owner] > edge) this.owner = 0;
    while (firstEdge[this.owner + 1] <= edge) this.owner++;
    return this.owner;
  }
}

function writeTable(rows: number, sink: Sink, columns: [name: string, type: Kind, cell: Cell][]): void {
  const bytes = new ByteWriter();
  const group = (from: number, to: number): ColumnSource[] =>
    columns.map(([name, type, cell]) => ({ name, type, data: Array.from({ length: to - from }, (_, i) => cell(from + i)) }));
  const writer = new ParquetWriter({ writer: bytes, schema: schemaFromColumnData({ columnData: group(0, 0) }), createdBy: 'ouroboros' });
  const flush = (): void => {
    sink(bytes.getBytes().slice());
    bytes.index = 0;
  };
  for (let from = 0; from < rows; from += GROUP_ROWS) {
    const to = Math.min(rows, from + GROUP_ROWS);
    writer.write({ columnData: group(from, to), rowGroupSize: GROUP_ROWS });
    flush();
  }
  writer.finish();
  flush();
}
