/**
 * A heap as a graph in columns: what every reader produces and every analysis reads. It knows no interpreter, so that heaps of
 * other programs fit too.
 *
 *   node i    address[i] type[i] count[i] size[i] flags[i] value[i] used[i] capacity[i] content[i] serial[i]
 *   edges of node i    firstEdge[i] … firstEdge[i + 1] - 1:   edgeTo[e] edgeKind[e] edgeName[e]
 */
import type { StringTable } from './string-table.ts';

/** What kind of slot holds a reference. The numbers are part of the file format. */
export const enum EdgeKind {
  /** Item of a sequence; the name is its index. */
  item = 0,
  attribute = 1,
  /** Key of a mapping; the name is the key's text. */
  key = 2,
  /** Value of a mapping; the name is its key's text. */
  value = 3,
  /** Member of a set; the name is its text. */
  member = 4,
  local = 5,
  cell = 6,
  /** Place on a frame's value stack; the name is its index. */
  stack = 7,
  /** A slot that the type declares. */
  field = 8,
  /** The object's type. */
  type = 9,
  weak = 10,
  /** A reference with nothing but a number. */
  internal = 11,
}

/** Names of the kinds by number. */
export const EDGE_KIND_NAMES = [
  'item',
  'attribute',
  'key',
  'value',
  'member',
  'local',
  'cell',
  'stack',
  'field',
  'type',
  'weak',
  'internal',
] as const;

/** Bit of an edge's kind: the slot shows the object without keeping it alive. Analyses follow the others only. */
export const BORROWED = 0x80;
/** The other bits: an EdgeKind. */
export const KIND_MASK = 0x7f;

/** Bits of a node's flags. */
export const enum NodeFlag {
  /** The cycle collector knows it. */
  tracked = 1,
  /** Lives as long as the process; its count may mean nothing. */
  immortal = 2,
  /** A frame that runs. */
  running = 4,
  /** Its finalizer has run. */
  finalized = 8,
  /** A type. */
  type = 16,
  /** Bits 5 and 6: generation + 1, 0 = unknown. */
  generationShift = 5,
}

/** No node, no count, no string. */
export const NONE = 0xffffffff;

/** What a line belongs to. */
export const enum PlaceKind {
  /** Where a frame is. */
  running = 0,
  /** Where a function, code object or class is defined. */
  definition = 1,
  /** Where the object was allocated. */
  allocation = 2,
}

export const PLACE_KIND_NAMES = ['running', 'definition', 'allocation'] as const;

/** About a snapshot as a whole. Holds nothing that differs between two equal runs. */
export interface SnapshotMeta {
  /** What made it: "ouroboros 0.1.0", "pyheap", "heapsnapshot". */
  creator: string;
  /** CPython release whose memory model ran, or null. */
  model: string | null;
  /** The program, as the user named it, or null. */
  program: string | null;
  /** When it was taken: "line 10 of a.py", "exit", or null. */
  moment: string | null;
  /** What the snapshot leaves out or cannot know; a line each. */
  notes: string[];
  /** Whether `count` means something. */
  hasCounts: boolean;
  /** Names the process, so that addresses of two snapshots mean the same; null = unknown. */
  process: string | null;
}

/** References from outside the objects, in columns. */
export interface RootColumns {
  readonly to: Uint32Array;
  /** Strings: "native stack", "interpreter". */
  readonly group: Uint32Array;
  readonly label: Uint32Array;
  /** 0, or BORROWED. */
  readonly kind: Uint8Array;
}

export interface TypeColumns {
  /** String. */
  readonly name: Uint32Array;
  /** Node of the type itself, or NONE. */
  readonly node: Uint32Array;
}

/** Running frames, innermost first for each thread. */
export interface FrameColumns {
  readonly thread: Uint32Array;
  readonly func: Uint32Array;
  readonly file: Uint32Array;
  readonly line: Uint32Array;
  /** The frame's own node, or NONE. */
  readonly node: Uint32Array;
}

/** Source lines of nodes; a node may have several. */
export interface PlaceColumns {
  readonly node: Uint32Array;
  readonly kind: Uint8Array;
  readonly file: Uint32Array;
  readonly line: Uint32Array;
}

/** The graph. Columns that may be absent have length 0 when nothing is known. */
export interface HeapGraph {
  readonly meta: SnapshotMeta;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Byte addresses (ids, in heaps that have none). */
  readonly address: Float64Array;
  /** Index into `types`. */
  readonly type: Uint32Array;
  /** Reference counts, NONE where unknown. */
  readonly count: Uint32Array;
  /** Bytes, the object's own blocks included. */
  readonly size: Float64Array | Uint32Array;
  readonly flags: Uint8Array;
  /** Short text (string index, 0 = nothing to show). */
  readonly value: Uint32Array;
  /** Elements in use and room for them, of collections (both 0 elsewhere); may be absent. */
  readonly used: Uint32Array;
  readonly capacity: Uint32Array;
  /** Hash of the whole content of a string (53 bits, 0 = none); may be absent. */
  readonly content: Float64Array;
  /** Number of the allocation that made the object (0 = unknown); may be absent. */
  readonly serial: Float64Array;
  /** nodeCount + 1 entries. */
  readonly firstEdge: Uint32Array;
  readonly edgeTo: Uint32Array;
  /** EdgeKind | BORROWED. */
  readonly edgeKind: Uint8Array;
  /** Index for `item`, `stack` and `internal`, else a string. */
  readonly edgeName: Uint32Array;
  readonly roots: RootColumns;
  readonly types: TypeColumns;
  readonly frames: FrameColumns;
  readonly places: PlaceColumns;
  readonly strings: StringTable;
}

/** Whether a kind's name is a number. */
export function isIndexed(kind: number): boolean {
  const k = kind & KIND_MASK;
  return k === EdgeKind.item || k === EdgeKind.stack || k === EdgeKind.internal;
}

/** Name of a node's type. */
export function typeName(graph: HeapGraph, node: number): string {
  return graph.strings.get(graph.types.name[graph.type[node]]);
}

/** An edge's label for a person: "item 3", "local a", "value of 'x'". */
export function edgeLabel(graph: HeapGraph, edge: number): string {
  const kind = graph.edgeKind[edge] & KIND_MASK;
  const name = isIndexed(kind) ? String(graph.edgeName[edge]) : graph.strings.get(graph.edgeName[edge]);
  switch (kind) {
    case EdgeKind.item:
      return `item ${name}`;
    case EdgeKind.attribute:
      return `.${name}`;
    case EdgeKind.key:
      return `key ${name}`;
    case EdgeKind.value:
      return `value of ${name}`;
    case EdgeKind.member:
      return `member ${name}`;
    case EdgeKind.local:
      return `local ${name}`;
    case EdgeKind.cell:
      return `cell ${name}`;
    case EdgeKind.stack:
      return `value stack ${name}`;
    case EdgeKind.type:
      return 'type';
    case EdgeKind.weak:
      return name === '' ? 'weak reference' : `weak ${name}`;
    case EdgeKind.internal:
      return `internal ${name}`;
    default:
      return name;
  }
}

/** The node that owns an edge: binary search in `firstEdge`. */
export function edgeOwner(graph: HeapGraph, edge: number): number {
  const { firstEdge } = graph;
  let low = 0;
  let high = graph.nodeCount;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (firstEdge[middle] <= edge) low = middle;
    else high = middle;
  }
  return low;
}

/** An address as people write it: hexadecimal, or `@12` in a heap that has ids only. */
export function addressText(graph: HeapGraph, node: number): string {
  const address = graph.address[node];
  return graph.meta.creator === 'heapsnapshot' ? `@${address}` : `0x${address.toString(16)}`;
}
