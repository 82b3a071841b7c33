/** Exports opened by the programs they are made for. Their packages stand in consumers/package.json; `npm test` installs them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { getHeapSnapshot } from 'node:v8';
import { afterAll, describe, expect, it } from 'vitest';
import { exportSnapshot } from '../../src/cli/inspect/export-snapshot.ts';
import { nodeCodec } from '../../src/cli/node-codec.ts';
import { capture } from '../../src/instruments/capture.ts';
import { instrument } from '../../src/runtime/frames/evaluation-hooks.ts';
import { runProgram } from '../../src/runtime/start-up/test-runtime.ts';
import { AnalyzedSnapshot } from '../../src/snapshot/analyzed-snapshot.ts';
import { bytesSource } from '../../src/snapshot/format/layout.ts';
import { edgeLabel, type HeapGraph, typeName } from '../../src/snapshot/heap-graph.ts';
import { openSnapshot } from '../../src/snapshot/open-snapshot.ts';
import { hasDevTools, openInDevTools } from './devtools.mjs';

const here = fileURLToPath(new URL('./consumers/', import.meta.url));
const peers = createRequire(join(here, 'package.json'));
const folder = mkdtempSync(join(tmpdir(), 'ouro-exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = (name: string): boolean => existsSync(join(here, 'node_modules', name));
const missing = (name: string): string => ` (skipped where missing: node tools/install-consumers.mjs brings ${name})`;

/** The heap of a running program, garbage included. */
function pythonHeap(): HeapGraph {
  let graph: HeapGraph | null = null;
  runProgram(
    "class A: pass\na = A(); a.self = a; a.text = 'say \"hi\"\\n\\\\ done'\nb = A(); b.other = b; del b\ndata = [1.5, {'k': a}, (2, 3)]\nx = 1\ny = 2\n",
    {
      onStart: (rt) => {
        let n = 0;
        instrument(rt, () => {
          if (++n > 30 && rt.heap !== null) graph = capture(rt);
        });
      },
    },
  );
  return graph!;
}

const heap = new AnalyzedSnapshot(pythonHeap());
const write = (name: string): Promise<string[]> => exportSnapshot(heap, join(folder, name), { around: null, limit: 60 }, () => {});

describe('.heapsnapshot', () => {
  it('is read back by our own importer with the same objects and references', async () => {
    const [path] = await write('a.heapsnapshot');
    const back = openSnapshot(bytesSource(readFileSync(path)), nodeCodec);
    const groups = back.nodeCount - heap.graph.nodeCount;
    expect(groups).toBeGreaterThan(3);
    const sizes = (g: HeapGraph): number => Array.from(g.size).reduce((a, b) => a + b, 0);
    expect(sizes(back)).toBe(sizes(heap.graph));
    for (let i = 0; i < heap.graph.nodeCount; i += 97) {
      expect(back.firstEdge[i + groups + 1] - back.firstEdge[i + groups]).toBe(heap.graph.firstEdge[i + 1] - heap.graph.firstEdge[i]);
    }
    expect(JSON.parse(readFileSync(path, 'utf8')).snapshot.node_count).toBe(back.nodeCount);
  });

  it.skipIf(!hasDevTools)(`opens in Chrome DevTools, which finds the same retained sizes${missing('chrome-devtools-frontend')}`, async () => {
    const [path] = await write('b.heapsnapshot');
    const devtools = await openInDevTools(path);
    const ours = new AnalyzedSnapshot(openSnapshot(bytesSource(readFileSync(path)), nodeCodec));
    expect(devtools.nodeCount).toBe(ours.graph.nodeCount);
    expect(devtools.totalSize).toBe(ours.dominators.total);
    for (let i = 0; i < ours.graph.nodeCount; i++) expect(devtools.retained(i)).toBe(ours.dominators.retainedBy(i));
  });

  it.skipIf(!hasDevTools)(`of Node itself has the totals that Chrome DevTools finds${missing('chrome-devtools-frontend')}`, async () => {
    const parts: Buffer[] = [];
    for await (const part of getHeapSnapshot()) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    const path = join(folder, 'node.heapsnapshot');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, bytes);
    const ours = new AnalyzedSnapshot(openSnapshot(bytesSource(bytes), nodeCodec));
    const devtools = await openInDevTools(path);
    expect(devtools.nodeCount).toBe(ours.graph.nodeCount);
    expect(devtools.totalSize).toBe(ours.dominators.total);
  });
});

describe('.parquet', () => {
  it.skipIf(!has('@duckdb/node-api'))(`is queried by DuckDB${missing('@duckdb/node-api')}`, async () => {
    const [nodes, edges] = await write('heap.parquet');
    const { DuckDBInstance } = await import(pathToFileURL(peers.resolve('@duckdb/node-api')).href);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const rows = async (sql: string): Promise<unknown[][]> => (await connection.runAndReadAll(sql)).getRows();
    const { graph, dominators } = heap;
    expect(await rows(`select count(*), sum(size)::bigint from '${nodes}'`)).toEqual([[BigInt(graph.nodeCount), BigInt(dominators.total)]]);
    expect(await rows(`select count(*) from '${edges}' where source is not null`)).toEqual([[BigInt(graph.edgeCount)]]);
    // every count is explained, in SQL
    const unexplained = `select count(*) from (select node, count, (select count(*) from '${edges}' where target = node and owned) as holders from '${nodes}') where count <> holders`;
    expect(await rows(unexplained)).toEqual([[0n]]);
    const texts = [...graph.edgeTo.keys()]
      .filter((e) => edgeLabel(graph, e) === "value of 'text'")
      .map((e) => graph.strings.get(graph.value[graph.edgeTo[e]]) || null);
    const found = await rows(
      `select t.value from '${edges}' e join '${nodes}' t on e.target = t.node where e.label = 'value of ''text''' order by e.source`,
    );
    expect(found.flat()).toEqual(texts);
    expect(texts).toContain('\'say "hi"\\n\\\\ done\'');
    expect(await rows(`select count(*) from '${nodes}' where not reachable and type = 'A'`)).toEqual([[1n]]);
  });
});

describe('.dot', () => {
  it('draws the object asked for, with what holds it', async () => {
    const a = [...heap.graph.type.keys()].find((i) => typeName(heap.graph, i) === 'A' && heap.dominators.isReachable(i))!;
    const [path] = await exportSnapshot(heap, join(folder, 'a.dot'), { around: a, limit: 30 }, () => {});
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(`n${a} [label="A\\n0x`);
    expect(text).toContain("value of 'a'");
  });

  it.skipIf(!has('@hpcc-js/wasm-graphviz'))(`is laid out by Graphviz${missing('@hpcc-js/wasm-graphviz')}`, async () => {
    const text = readFileSync((await write('c.dot'))[0], 'utf8');
    const { Graphviz } = await import(pathToFileURL(peers.resolve('@hpcc-js/wasm-graphviz')).href);
    const svg: string = (await Graphviz.load()).layout(text, 'svg', 'dot');
    expect(svg.match(/class="node"/g)?.length).toBeGreaterThan(50);
  });

  it.skipIf(spawnSync('dot', ['-V']).status !== 0)('is laid out by Debian’s Graphviz (skipped where missing: apt-get install graphviz)', async () => {
    const text = readFileSync((await write('d.dot'))[0], 'utf8');
    expect(spawnSync('dot', ['-Tsvg'], { input: text, encoding: 'utf8' }).stdout).toContain('</svg>');
  });
});
