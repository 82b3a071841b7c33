// Dominators, retained sizes, components with shortest cycles and paths on large heaps: seconds and memory of each.
// usage: node bench/snapshot/analysis.mjs [name …]
import '../../tools/usage.mjs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SHAPES = {
  'python-like 10 M': ['pythonLike', 10_000_000],
  'layered 10 M': ['layered', 10_000_000],
  'random 3 M / 9 M': ['randomGraph', 3_000_000, 9_000_000],
  'doubly linked 1 M': ['doublyLinked', 1_000_000],
  'deep 1 M': ['deep', 1_000_000],
  'star 10 M': ['star', 10_000_000],
  'ladder 2,000 -> 2,001': ['ladder', 500],
  'ladder 4,001': ['ladder', 1000],
  'rings of 4, 400 k': ['rings', 400_000, 4],
  'rings of 1000, 400 k': ['rings', 400_000, 1000],
  'one ring of 400 k': ['rings', 400_000, 400_000],
};

async function measure(name) {
  const graphs = await import('./graphs.mjs');
  const { dominators, components, PathIndex } = await import('../../dist/snapshot.mjs');
  const [maker, ...args] = SHAPES[name];
  const graph = graphs[maker](...args);
  // the code is compiled before it is timed
  const small = graphs[maker](...args.map((n) => Math.max(2, Math.ceil(n / 1000))));
  for (let i = 0; i < 20; i++) {
    dominators(small);
    components(small);
  }
  const cpu = (work) => {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    return [(user + system) / 1e6, result];
  };
  const [domSeconds, tree] = cpu(() => dominators(graph));
  const dominatorsPeak = process.resourceUsage().maxRSS / 1024;
  const [sccSeconds, found] = cpu(() => components(graph));
  const [indexSeconds, index] = cpu(() => new PathIndex(graph));
  const began = performance.now();
  // both ends and the middle of it, as views show them
  const path = index.shortest(graph.nodeCount - 1);
  for (let i = 0; path !== null && i < Math.min(20, path.length); i++) for (const at of [i, path.length - 1 - i, path.length >> 1]) path.node(at);
  const pathMs = performance.now() - began;
  const shortest = Math.min(...found.slice(0, 1000).map((c) => c.cycle.length));
  return {
    name,
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    domSeconds,
    perEdgeNs: (domSeconds * 1e9) / (graph.edgeCount + graph.nodeCount),
    peakMB: dominatorsPeak,
    total: tree.total,
    sccSeconds,
    components: found.length,
    shortest: Number.isFinite(shortest) ? shortest : 0,
    exact: found.every((c) => c.shortest),
    indexSeconds,
    pathMs,
  };
}

if (process.argv[2] === '--one') {
  console.log(JSON.stringify(await measure(process.argv[3])));
} else {
  const wanted = process.argv.slice(2);
  const rows = [];
  for (const name of Object.keys(SHAPES)) {
    if (wanted.length > 0 && !wanted.some((w) => name.includes(w))) continue;
    // a process each: its peak memory is the analysis's own
    const run = spawnSync(process.execPath, ['--max-old-space-size=4096', fileURLToPath(import.meta.url), '--one', name], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`);
    rows.push(JSON.parse(run.stdout));
    const r = rows[rows.length - 1];
    console.log(
      `${name.padEnd(22)} ${String(r.nodes).padStart(9)} nodes ${String(r.edges).padStart(9)} edges  dominators + retained ${r.domSeconds.toFixed(2)} s (${r.perEdgeNs.toFixed(0)} ns each), peak ${r.peakMB.toFixed(0)} MB  ` +
        `components ${r.sccSeconds.toFixed(2)} s (${r.components}, shortest cycle ${r.shortest}${r.exact ? '' : ' at most'})  path index ${r.indexSeconds.toFixed(2)} s, then a path ${r.pathMs.toFixed(2)} ms`,
    );
  }
}
