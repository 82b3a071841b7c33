import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../graph-builder.ts';
import { graphFromText } from '../graph-text.ts';
import { BORROWED, EdgeKind, edgeLabel, type HeapGraph, NONE, PlaceKind } from '../heap-graph.ts';
import { portableCodec } from './codec.ts';
import { crc32 } from './crc32.ts';
import { bytesSource, type Codec, SnapshotError, VERSION } from './layout.ts';
import { readSnapshot } from './snapshot-reader.ts';
import { writeSnapshot } from './snapshot-writer.ts';

const nodeCodec: Codec = {
  deflate: (bytes) => deflateRawSync(bytes, { level: 1 }),
  inflate: (bytes, rawLength) => inflateRawSync(bytes, { maxOutputLength: rawLength }),
};

function bytesOf(graph: HeapGraph, codec: Codec = nodeCodec): Uint8Array {
  const parts: Uint8Array[] = [];
  writeSnapshot(graph, (part) => parts.push(part.slice()), codec);
  return Uint8Array.from(Buffer.concat(parts));
}

/** A graph with something in every column. */
function rich(): HeapGraph {
  const b = new GraphBuilder();
  const node = b.typeIndex('Node');
  const str = b.typeIndex('str');
  b.addNode({ address: 0x7f1234567890, type: node, count: 2, size: 5e9, flags: 3, used: 1, capacity: 8, serial: 12 });
  b.addEdge(1, EdgeKind.value, b.strings.add("'näme ☃'"));
  b.addEdge(0, EdgeKind.weak | BORROWED, 0);
  b.addEdge(1, EdgeKind.item, NONE - 1);
  b.addNode({ address: 0x7f1234567000, type: str, count: 2, size: 56, value: "'text'", content: 2 ** 52 + 1, serial: 13 });
  b.setTypeNode(str, 1);
  b.addRoot(0, 'stack', 'local x');
  b.addFrame('main', 'func', 'a.py', 12, 0);
  b.addPlace(1, PlaceKind.allocation, 'a.py', 11);
  return b.finish({ creator: 'test', model: '3.10', program: 'a.py', moment: 'line 12', notes: ['one'], hasCounts: true, process: 'p' });
}

function plain(graph: HeapGraph): unknown {
  const strings = Array.from({ length: graph.strings.length }, (_, i) => graph.strings.get(i));
  return JSON.parse(
    JSON.stringify({ ...graph, strings }, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value as unknown as number[]) : value)),
  );
}

describe('a snapshot file', () => {
  it('gives back every column', () => {
    for (const graph of [rich(), graphFromText('*A -> B, (C)\nB -> A\nC[7]'), graphFromText('')]) {
      expect(plain(readSnapshot(bytesSource(bytesOf(graph)), nodeCodec))).toEqual(plain(graph));
    }
    const read = readSnapshot(bytesSource(bytesOf(rich())), nodeCodec);
    expect([0, 1, 2].map((e) => edgeLabel(read, e))).toEqual(["value of 'näme ☃'", 'weak reference', `item ${NONE - 1}`]);
  });

  it('is read by either codec, and the same graph gives the same bytes', () => {
    const text = Array.from({ length: 3000 }, (_, i) => `${i === 0 ? '*' : ''}Node${i} -> Node${(i + 1) % 3000}, Node${(i * 7) % 3000}`).join('\n');
    const graph = graphFromText(text);
    const bytes = bytesOf(graph);
    expect(bytesOf(graphFromText(text))).toEqual(bytes);
    expect(bytes.length).toBeLessThan(graph.nodeCount * 49);
    for (const [from, by] of [
      [bytes, portableCodec],
      [bytesOf(graph, portableCodec), nodeCodec],
    ] as const) {
      const read = readSnapshot(bytesSource(from), by);
      expect(read.edgeTo).toEqual(graph.edgeTo);
      expect(read.address).toEqual(graph.address);
    }
  });

  it('with chunks of more than a megabyte survives', () => {
    const graph = graphFromText('*A');
    const big = {
      ...graph,
      notes: [],
      strings: {
        length: 1,
        get: () => '',
        startsWithDigit: () => false,
        encoded: () => ({ bytes: new Uint8Array(3_000_000).map((_, i) => (i * i) >> 7), ends: Uint32Array.of(3_000_000) }),
      },
    };
    const back = readSnapshot(
      bytesSource(
        bytesOf({
          ...big,
          value: Uint32Array.of(0),
          types: { name: Uint32Array.of(0), node: Uint32Array.of(NONE) },
          roots: { ...graph.roots, group: Uint32Array.of(0), label: Uint32Array.of(0) },
        }),
      ),
      nodeCodec,
    );
    expect(back.strings.encoded().bytes.length).toBe(3_000_000);
  });

  it('has the checksum of zip files', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new TextEncoder().encode('6789'), crc32(new TextEncoder().encode('12345')))).toBe(0xcbf43926);
  });
});

describe('a damaged file', () => {
  const bytes = bytesOf(rich());
  const expected = plain(rich());
  /** One-line error, or a correct reading. */
  const attempt = (damaged: Uint8Array, what: string): void => {
    let read: HeapGraph;
    try {
      read = readSnapshot(bytesSource(damaged), nodeCodec);
    } catch (thrown) {
      if (!(thrown instanceof SnapshotError)) throw new Error(`${what}: ${String(thrown)}`);
      expect(thrown.message, what).toMatch(/^[^\n]{10,200}$/);
      return;
    }
    expect(plain(read), what).toEqual(expected);
  };

  it('with any byte changed is refused', () => {
    for (let i = 0; i < bytes.length; i++) {
      for (const change of [1, 0x80, 0xff]) {
        const damaged = bytes.slice();
        damaged[i] ^= change;
        attempt(damaged, `byte ${i} ^ ${change}`);
      }
    }
  });

  it('cut at any length is refused, and the section named', () => {
    for (let n = 0; n < bytes.length; n++) {
      attempt(bytes.subarray(0, n), `cut at ${n}`);
      if (n > 100) expect(() => readSnapshot(bytesSource(bytes.subarray(0, n)), nodeCodec)).toThrow(/section|cut short/);
    }
    expect(() => readSnapshot(bytesSource(bytes.subarray(0, bytes.length - 40)), nodeCodec)).toThrow(
      /cut short in section PLIN: the file is incomplete/,
    );
    attempt(Uint8Array.from([...bytes, 0]), 'one byte more');
  });

  it('of a newer version is refused kindly', () => {
    const newer = bytes.slice();
    newer[8] = VERSION + 1;
    new DataView(newer.buffer).setUint32(12, crc32(newer.subarray(0, 12)), true);
    expect(() => readSnapshot(bytesSource(newer), nodeCodec)).toThrow(
      'format version 2 is newer than this program, which reads up to 1: use a newer Ouroboros',
    );
  });

  it('whose checksums are right but whose numbers lead nowhere is refused', () => {
    const graph = rich();
    const broken: Partial<HeapGraph>[] = [
      { edgeTo: Uint32Array.of(1, 0, 2) },
      { type: Uint32Array.of(0, 2) },
      { firstEdge: Uint32Array.of(0, 4, 3) },
      { firstEdge: Uint32Array.of(1, 3, 3) },
      { value: Uint32Array.of(0, 99) },
      { edgeKind: Uint8Array.of(3, 0x8a, 99) },
      { edgeName: Uint32Array.of(NONE, 0, 0) },
      { roots: { ...graph.roots, to: Uint32Array.of(7) } },
      { roots: { ...graph.roots, label: Uint32Array.of() } },
      { size: Float64Array.of(Number.NaN, 1) },
      { count: Uint32Array.of(1) },
      { meta: { ...graph.meta, notes: [] }, nodeCount: 3 },
      { edgeCount: 1e9 },
    ];
    for (const change of broken) expect(() => readSnapshot(bytesSource(bytesOf({ ...graph, ...change })), nodeCodec)).toThrow(SnapshotError);
  });

  it('of another format is told apart', () => {
    for (const other of ['', '{"snapshot":{}}', '\x7fELF', 'PK\x03\x04']) {
      expect(() => readSnapshot(bytesSource(new TextEncoder().encode(other)), nodeCodec)).toThrow('not a snapshot: it does not begin as one');
    }
    const mangled = bytes.slice();
    mangled[5] = 0x0a;
    expect(() => readSnapshot(bytesSource(mangled), nodeCodec)).toThrow(/transfer it as binary/);
  });

  it('that is larger than memory says so before anything is read', () => {
    expect(() => readSnapshot(bytesSource(bytes), nodeCodec, { memoryBytes: 100 })).toThrow(
      /2 objects and 3 references need .* use a machine with more/,
    );
  });
});
