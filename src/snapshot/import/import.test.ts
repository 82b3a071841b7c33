import type { Readable } from 'node:stream';
import { getHeapSnapshot } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { dominators } from '../analysis/dominators.ts';
import { writeHeapSnapshot } from '../export/heapsnapshot.ts';
import { portableCodec } from '../format/codec.ts';
import { bytesSource, SnapshotError } from '../format/layout.ts';
import { graphFromText } from '../graph-text.ts';
import { edgeLabel, type HeapGraph, typeName } from '../heap-graph.ts';
import { openSnapshot } from '../open-snapshot.ts';
import { pyheapDump } from './pyheap-dump.ts';

const open = (bytes: Uint8Array): HeapGraph => openSnapshot(bytesSource(bytes), portableCodec);

/** One-line error, or a graph in which every index leads somewhere. */
function attempt(bytes: Uint8Array, what: string): boolean {
  try {
    const graph = open(bytes);
    for (let e = 0; e < graph.edgeCount; e++) if (graph.edgeTo[e] >= graph.nodeCount) throw new Error('an edge to nowhere');
    for (let i = 0; i < graph.nodeCount; i++) typeName(graph, i);
    dominators(graph);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof SnapshotError)) throw new Error(`${what}: ${String(thrown)}`);
    expect(thrown.message, what).toMatch(/^[^\n]{10,250}$/);
    return false;
  }
}

/** Every byte changed in turn, and the file cut at every length. */
function damage(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) {
    for (const change of [1, 0x10, 0x80]) {
      const damaged = bytes.slice();
      damaged[i] ^= change;
      attempt(damaged, `byte ${i} ^ ${change}`);
    }
  }
  for (let n = 0; n < bytes.length - 1; n++) expect(attempt(bytes.subarray(0, n), `cut at ${n}`)).toBe(false);
}

describe('.heapsnapshot', () => {
  it('of this Node has the objects, references, sizes and names that JSON.parse finds', async () => {
    const parts: Buffer[] = [];
    for await (const part of getHeapSnapshot() as Readable) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    const graph = open(bytes);
    const parsed = JSON.parse(bytes.toString()) as {
      snapshot: { meta: { node_fields: string[] }; node_count: number; edge_count: number };
      nodes: number[];
      strings: string[];
    };
    const width = parsed.snapshot.meta.node_fields.length;
    const sizeAt = parsed.snapshot.meta.node_fields.indexOf('self_size');
    let bytesInAll = 0;
    for (let i = sizeAt; i < parsed.nodes.length; i += width) bytesInAll += parsed.nodes[i];
    expect(graph.nodeCount).toBe(parsed.snapshot.node_count);
    expect(graph.edgeCount).toBe(parsed.snapshot.edge_count);
    expect(dominators(graph).total).toBe(bytesInAll);
    for (let i = 0; i < parsed.strings.length; i += 101) expect(graph.strings.get(i)).toBe(Buffer.from(parsed.strings[i]).toString());
  });

  const meta = {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness'],
    node_types: [['hidden', 'array', 'string', 'object', 'synthetic'], 'string', 'number', 'number', 'number', 'number'],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'], 'string_or_number', 'node'],
  };
  /** A WeakMap whose table, key and value stand under a root. */
  const small = `{"snapshot": {"meta": ${JSON.stringify(meta)}, "node_count": 5, "edge_count": 6, "trace_function_count": 0},
"nodes":[4,0,1,0,2,0
,3,1,3,20,1,0
,3,2,5,30,1,0
,3,3,7,40,0,0
,2,4,9,50,2,0],
"edges":[2,5,6
,5,6,24
,3,7,18
,3,7,18
,1,3,12
,6,8,6],
"samples":[], "locations": [1,2,{"x": "]}\\"["}],
"strings":["","Table","Key","Value","text \\u00e9 \\ud83d\\ude00 \\ud800 \\"q\\"\\n","table","global","2 / part of key (Key @5) -> value (Value @7) pair in WeakMap (table @3)","w"]}`;
  const bytes = new TextEncoder().encode(small);

  it('follows the description of the fields, and the rules for WeakMaps and shortcuts', () => {
    const graph = open(bytes);
    expect([0, 1, 2, 3, 4].map((i) => typeName(graph, i))).toEqual(['(synthetic)', 'Table', 'Key', 'Value', 'string']);
    expect(graph.strings.get(graph.value[4])).toBe('text é 😀 � "q"\n');
    expect([...graph.edgeTo.keys()].map((e) => edgeLabel(graph, e))).toEqual([
      '.table',
      'global',
      expect.stringMatching(/^weak 2/),
      expect.stringMatching(/^2 /),
      'item 3',
      'weak w',
    ]);
    // the value goes with its key, not with the table
    const tree = dominators(graph);
    expect([1, 2, 3].map((i) => tree.retainedBy(i))).toEqual([20, 70, 40]);
    expect(tree.total).toBe(140);
  });

  it('survives any damage', () => {
    damage(bytes);
  });

  it('written by us is read again', () => {
    const graph = graphFromText('*A -> B, (C)\nB -> A\nC[7] -> C2\nC2 -> C');
    const parts: Uint8Array[] = [];
    writeHeapSnapshot(graph, (part) => parts.push(part));
    const back = open(Buffer.concat(parts));
    // the root, one group of roots, one of garbage
    expect(back.nodeCount).toBe(4 + 3);
    expect(dominators(back).total).toBe(37);
  });
});

describe('PyHeap dumps', () => {
  it.each([true, false])('give objects, frames, roots and labels (later layout: %s)', (later) => {
    const graph = open(pyheapDump(later));
    const types = [...graph.type.keys()].map((i) => typeName(graph, i));
    expect(types).toEqual(['module', 'dict', 'list', 'str', 'A', '(not in the dump)', '(not in the dump)']);
    const labels = [...graph.edgeTo.keys()].map((e) => edgeLabel(graph, e));
    expect(labels).toEqual(
      later
        ? ['internal 0', "key 'key'", "value of 'key'", 'item 0', 'type', '.lost']
        : ['internal 0', 'internal 0', 'internal 1', 'internal 0', 'type', '.lost'],
    );
    expect([...graph.roots.label].map((i) => graph.strings.get(i))).toEqual(['local x of func, a.py:12', "<module 'm'>"]);
    expect(graph.address[0]).toBe(0x7f0000001000);
    const tree = dominators(graph);
    expect(tree.total).toBe(72 + 232 + 64 + 52 + 48);
    expect([0, 1, 2].map((i) => tree.retainedBy(i))).toEqual([420, 348, 64]);
  });

  it('survive any damage', () => {
    damage(pyheapDump(true));
    damage(pyheapDump(false));
  });
});

describe('other files', () => {
  it.each([
    ['', 'the file is empty'],
    ['{"a": 1}', 'not a heap snapshot: known are'],
    ['\x1f\x8b', 'a gzip file: unpack it first'],
    ['JAVA PROFILE 1.0.2', 'Eclipse MAT'],
    ['{"snapshot": 7}', 'snapshot'],
  ])('%j are told apart', (start, message) => {
    expect(() => open(Uint8Array.from(start, (c) => c.charCodeAt(0)))).toThrow(message);
  });
});
