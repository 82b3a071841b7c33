// Opens a .heapsnapshot of Node's of about 100 MB: ours, memlab and the loader of Chrome DevTools, one process each, in the same run.
// The totals are compared with what JSON.parse of the file says.
// usage: node bench/snapshot/open.mjs [FILE]      (npm install in this folder brings memlab, in consumers/ DevTools)
import '../../tools/usage.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeHeapSnapshot } from 'node:v8';

const here = dirname(fileURLToPath(import.meta.url));

/** A heap of objects, strings, arrays, maps and weak maps in this process. */
function makeHeap(path, items) {
  class Item {
    constructor(i, next) {
      this.name = `item ${i}`;
      this.price = i * 1.5;
      this.tags = [`a${i % 100}`, { deep: i }];
      this.next = next;
    }
  }
  let list = null;
  const byName = new Map();
  const weak = new WeakMap();
  for (let i = 0; i < items; i++) {
    list = new Item(i, i % 50 ? list : null);
    byName.set(`k${i}`, list);
    if (i % 10 === 0) weak.set(list, { meta: i });
  }
  globalThis.keep = [list, byName, weak];
  writeHeapSnapshot(path);
}

async function ours(path) {
  const { openSnapshot, portableCodec, dominators, PathIndex } = await import('../../dist/snapshot.mjs');
  const fd = openSync(path, 'r');
  const buffer = new Uint8Array(1 << 22);
  const read = (offset, length) => buffer.subarray(0, readSync(fd, buffer, 0, Math.min(length, buffer.length), offset));
  const graph = openSnapshot({ length: statSync(path).size, read }, portableCodec);
  const opened = performance.now();
  const tree = dominators(graph);
  new PathIndex(graph);
  return { opened, nodes: graph.nodeCount, edges: graph.edgeCount, bytes: tree.total };
}

async function memlab(path) {
  const { utils, analysis, config } = (await import('@memlab/core')).default;
  config.muteConsole = true;
  const snapshot = await utils.getSnapshotFromFile(path, { buildNodeIdIndex: true, verbose: false });
  const opened = performance.now();
  analysis.preparePathFinder(snapshot);
  let bytes = 0;
  snapshot.nodes.forEach((node) => {
    bytes += node.self_size;
  });
  return { opened, nodes: snapshot.nodes.length, edges: snapshot.edges.length, bytes };
}

async function devtools(path) {
  const { openInDevTools } = await import('./devtools.mjs');
  const snapshot = await openInDevTools(path);
  return { opened: performance.now(), nodes: snapshot.nodeCount, edges: null, bytes: snapshot.totalSize };
}

function json(path) {
  const { snapshot, nodes } = JSON.parse(readFileSync(path, 'utf8'));
  const opened = performance.now();
  const width = snapshot.meta.node_fields.length;
  let bytes = 0;
  for (let i = snapshot.meta.node_fields.indexOf('self_size'); i < nodes.length; i += width) bytes += nodes[i];
  return { opened, nodes: snapshot.node_count, edges: snapshot.edge_count, bytes };
}

const WAYS = { ours, memlab, devtools, json };

if (process.argv[2] === '--one') {
  const [, , , name, path] = process.argv;
  const began = performance.now();
  const before = process.cpuUsage();
  const log = console.log;
  if (name === 'memlab') console.log = () => {};
  const result = await WAYS[name](path);
  const { user, system } = process.cpuUsage(before);
  log(
    JSON.stringify({
      ...result,
      opened: (result.opened - began) / 1000,
      wall: (performance.now() - began) / 1000,
      cpu: (user + system) / 1e6,
      peakMB: process.resourceUsage().maxRSS / 1024,
    }),
  );
  process.exit(0);
} else if (process.argv[2] === '--make') {
  makeHeap(process.argv[3], Number(process.argv[4]));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'ouro-open-'));
  let path = process.argv[2];
  if (path === undefined) {
    path = join(folder, 'node.heapsnapshot');
    spawnSync(process.execPath, ['--max-old-space-size=4096', fileURLToPath(import.meta.url), '--make', path, '165000'], { stdio: 'inherit' });
  }
  console.log(`${(statSync(path).size / 1e6).toFixed(0)} MB`);
  let reference = null;
  let first = null;
  for (const [name, what] of [
    ['json', 'JSON.parse (no graph)'],
    ['ours', 'ours: opened, dominators, retained sizes, shortest paths'],
    ['memlab', 'memlab: opened, shortest paths, retained sizes'],
    ['devtools', 'Chrome DevTools loader: opened, retained sizes'],
  ]) {
    const needs = name === 'memlab' ? ['.', '@memlab/core'] : name === 'devtools' ? ['consumers', 'chrome-devtools-frontend'] : null;
    if (needs !== null && !existsSync(join(here, needs[0], 'node_modules', needs[1]))) {
      console.log(`${what}: skipped, npm install in ${join('bench/snapshot', needs[0])} brings ${needs[1]}`);
      continue;
    }
    const run = spawnSync(process.execPath, ['--max-old-space-size=8192', fileURLToPath(import.meta.url), '--one', name, path], { encoding: 'utf8' });
    if (run.status !== 0) {
      console.log(`${what}: failed: ${run.stderr.trim().split('\n').slice(-3).join(' ')}`);
      continue;
    }
    const r = JSON.parse(run.stdout.trim().split('\n').pop());
    reference ??= r;
    if (name === 'ours') first = r;
    const same = r.nodes === reference.nodes && (r.edges === null || r.edges === reference.edges) && r.bytes === reference.bytes;
    const ratio = first === null || name === 'ours' ? '' : `, ${(r.cpu / first.cpu).toFixed(1)} x ours`;
    console.log(
      `${what}: ${r.cpu.toFixed(2)} s CPU (${r.wall.toFixed(2)} s, opened after ${r.opened.toFixed(2)} s), ${r.peakMB.toFixed(0)} MB${ratio}; ${r.nodes} nodes, ${r.bytes} bytes: ${same ? 'the same totals' : 'OTHER totals'}`,
    );
  }
  rmSync(folder, { recursive: true });
}
