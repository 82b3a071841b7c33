import { BORROWED, EDGE_KIND_NAMES, type HeapGraph, isIndexed, KIND_MASK, NONE, type SnapshotMeta } from '../heap-graph.ts';
import { EncodedStrings } from '../string-table.ts';
import { type ByteSource, type Codec, Element, type Progress, SnapshotError } from './layout.ts';
import { SectionReader } from './section-reader.ts';

type Columns = Map<string, Uint8Array | Uint32Array | Float64Array>;

/** What must be there; the element type of each. */
const REQUIRED: Readonly<Record<string, Element>> = {
  SEND: Element.u32,
  STRS: Element.u8,
  TNAM: Element.u32,
  TNOD: Element.u32,
  NADR: Element.f64,
  NTYP: Element.u32,
  NCNT: Element.u32,
  NFLG: Element.u8,
  NVAL: Element.u32,
  NEDG: Element.u32,
  EDTO: Element.u32,
  EDKD: Element.u8,
  EDNM: Element.u32,
  RTTO: Element.u32,
  RTGR: Element.u32,
  RTLB: Element.u32,
  RTKD: Element.u8,
  FTHR: Element.u32,
  FFUN: Element.u32,
  FFIL: Element.u32,
  FLIN: Element.u32,
  FNOD: Element.u32,
  PNOD: Element.u32,
  PKND: Element.u8,
  PFIL: Element.u32,
  PLIN: Element.u32,
};

const OPTIONAL: Readonly<Record<string, Element>> = { NUSE: Element.u32, NCAP: Element.u32, NHSH: Element.f64, NSER: Element.f64 };

/** How much a reader may take. */
export interface ReadLimits {
  /** Bytes that the graph may take in memory. */
  memoryBytes: number;
}

/** Bytes of memory that a graph takes, strings aside, and its analysis about as much again. */
export function graphBytes(nodes: number, edges: number): number {
  return nodes * 49 + edges * 9;
}

/**
 * Reads a snapshot. Checks everything that analyses rely on: afterwards no index leads outside its column. Throws SnapshotError with
 * one line that names the section.
 */
export function readSnapshot(source: ByteSource, codec: Codec, limits?: ReadLimits, progress?: Progress): HeapGraph {
  const reader = new SectionReader(source, codec);
  const columns: Columns = new Map();
  let head: Head | null = null;
  for (let section = reader.next(); section !== null; section = reader.next()) {
    if (section.name === 'META') {
      if (head !== null) throw new SnapshotError('section META stands twice');
      head = parseMeta(reader.column(section) as Uint8Array);
      if (limits !== undefined) checkMemory(head, limits);
      continue;
    }
    const name = section.name;
    const element = REQUIRED[name] ?? OPTIONAL[name];
    const ok = name === 'NSIZ' ? section.element === Element.u32 || section.element === Element.f64 : element === section.element;
    if (element === undefined && name !== 'NSIZ') reader.skip(section);
    else if (!ok) throw new SnapshotError(`section ${name} has elements of the wrong type`);
    else if (columns.has(name)) throw new SnapshotError(`section ${name} stands twice`);
    else {
      if (head === null) throw new SnapshotError(`section META is missing before section ${name}`);
      columns.set(name, reader.column(section));
    }
    progress?.(reader.done, 'reading');
  }
  if (head === null) throw new SnapshotError('section META is missing');
  return assemble(head, columns);
}

interface Head {
  meta: SnapshotMeta;
  nodes: number;
  edges: number;
  strings: number;
  types: number;
}

function parseMeta(bytes: Uint8Array): Head {
  const bad = (): SnapshotError => new SnapshotError('section META does not say what a snapshot must say');
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw bad();
  }
  if (typeof parsed !== 'object' || parsed === null) throw bad();
  const m = parsed as Record<string, unknown>;
  const number = (key: string): number => {
    const n = m[key];
    if (typeof n !== 'number' || !Number.isInteger(n) || n < 0 || n >= NONE) throw bad();
    return n;
  };
  const text = (key: string): string | null => (typeof m[key] === 'string' ? (m[key] as string) : null);
  const meta: SnapshotMeta = {
    creator: text('creator') ?? 'unknown',
    model: text('model'),
    program: text('program'),
    moment: text('moment'),
    notes: Array.isArray(m.notes) ? m.notes.filter((note) => typeof note === 'string') : [],
    hasCounts: m.hasCounts === true,
    process: text('process'),
  };
  return { meta, nodes: number('nodes'), edges: number('edges'), strings: number('strings'), types: number('types') };
}

function checkMemory(head: Head, limits: ReadLimits): void {
  const need = graphBytes(head.nodes, head.edges);
  if (need <= limits.memoryBytes) return;
  const gb = (n: number): string => `${(n / 1e9).toFixed(1)} GB`;
  throw new SnapshotError(
    `${head.nodes} objects and ${head.edges} references need ${gb(need)} of memory, ${gb(limits.memoryBytes)} are free: use a machine with more, or --memory to try anyway`,
  );
}

function assemble(head: Head, columns: Columns): HeapGraph {
  const take = <C>(name: string, length: number): C => {
    const column = columns.get(name);
    if (column === undefined) throw new SnapshotError(`section ${name} is missing`);
    if (column.length !== length) throw new SnapshotError(`section ${name} has ${column.length} entries instead of ${length}`);
    return column as C;
  };
  const like = <C>(name: string, other: string): C => take<C>(name, columns.get(other)?.length ?? 0);
  const maybe = <C>(name: string, empty: C): C => (columns.has(name) ? take<C>(name, head.nodes) : empty);
  const { nodes, edges } = head;
  for (const name of Object.keys(REQUIRED)) if (!columns.has(name)) throw new SnapshotError(`section ${name} is missing`);
  const graph: HeapGraph = {
    meta: head.meta,
    nodeCount: nodes,
    edgeCount: edges,
    address: take('NADR', nodes),
    type: take('NTYP', nodes),
    count: take('NCNT', nodes),
    size: take('NSIZ', nodes),
    flags: take('NFLG', nodes),
    value: take('NVAL', nodes),
    used: maybe('NUSE', new Uint32Array(0)),
    capacity: maybe('NCAP', new Uint32Array(0)),
    content: maybe('NHSH', new Float64Array(0)),
    serial: maybe('NSER', new Float64Array(0)),
    firstEdge: take('NEDG', nodes + 1),
    edgeTo: take('EDTO', edges),
    edgeKind: take('EDKD', edges),
    edgeName: take('EDNM', edges),
    roots: { to: like('RTTO', 'RTTO'), group: like('RTGR', 'RTTO'), label: like('RTLB', 'RTTO'), kind: like('RTKD', 'RTTO') },
    types: { name: take('TNAM', head.types), node: take('TNOD', head.types) },
    frames: {
      thread: like('FTHR', 'FTHR'),
      func: like('FFUN', 'FTHR'),
      file: like('FFIL', 'FTHR'),
      line: like('FLIN', 'FTHR'),
      node: like('FNOD', 'FTHR'),
    },
    places: { node: like('PNOD', 'PNOD'), kind: like('PKND', 'PNOD'), file: like('PFIL', 'PNOD'), line: like('PLIN', 'PNOD') },
    strings: new EncodedStrings(columns.get('STRS') as Uint8Array, take('SEND', head.strings)),
  };
  checkGraph(graph, columns);
  return graph;
}

/** Every index stays inside its column. */
function checkGraph(graph: HeapGraph, columns: Columns): void {
  const { nodeCount, edgeCount, firstEdge, edgeKind, edgeName } = graph;
  const strings = graph.strings.length;
  const below = (name: string, limit: number, noneAllowed = false): void => {
    const column = columns.get(name) as Uint32Array;
    for (let i = 0; i < column.length; i++) {
      if (column[i] >= limit && !(noneAllowed && column[i] === NONE))
        throw new SnapshotError(`section ${name} refers to ${column[i]}, but there are only ${limit}`);
    }
  };
  const ascending = (name: string, last: number): void => {
    const column = columns.get(name) as Uint32Array;
    let before = 0;
    for (let i = 0; i < column.length; i++) {
      if (column[i] < before) throw new SnapshotError(`section ${name} does not ascend`);
      before = column[i];
    }
    if (before !== last) throw new SnapshotError(`section ${name} ends with ${before} instead of ${last}`);
  };
  ascending('SEND', (columns.get('STRS') as Uint8Array).length);
  ascending('NEDG', edgeCount);
  if (firstEdge[0] !== 0) throw new SnapshotError('section NEDG does not begin with 0');
  for (const name of ['NVAL', 'TNAM', 'RTGR', 'RTLB', 'FTHR', 'FFUN', 'FFIL', 'PFIL']) below(name, strings);
  below('NTYP', graph.types.name.length);
  for (const name of ['EDTO', 'RTTO', 'PNOD']) below(name, nodeCount);
  for (const name of ['TNOD', 'FNOD']) below(name, nodeCount, true);
  for (let e = 0; e < edgeCount; e++) {
    const kind = edgeKind[e];
    if ((kind & KIND_MASK) >= EDGE_KIND_NAMES.length)
      throw new SnapshotError(`section EDKD has kind ${kind & ~BORROWED}, which version 1 does not have`);
    if (edgeName[e] >= strings && !isIndexed(kind))
      throw new SnapshotError(`section EDNM refers to string ${edgeName[e]}, but there are only ${strings}`);
  }
  for (let i = 0; i < nodeCount; i++) {
    if (!(graph.size[i] >= 0) || !Number.isFinite(graph.address[i]))
      throw new SnapshotError(`sections NADR and NSIZ: object ${i} has no valid address or size`);
  }
}
