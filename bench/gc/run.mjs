// npm run bench:gc [-- --quick] [-- CASE…]: the collector's graphs in the memory layer and in every CPython found, side by side, then how
// the cost grows with the heap, the pause at 10 million objects, and what the collector's table takes. CPU time; the best of the runs.
import '../../tools/usage.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const quick = process.argv.includes('--quick');
const wanted = process.argv.slice(2).filter((a) => !a.startsWith('-'));
const rounds = 3;
const scale = quick ? '0.25' : '1';

/** What the table shows: case, figure of its result, title, and the ratio that is aimed at. */
const ROWS = [
  ['lists', 'best', '2 M small lists, live', 2],
  ['lists_shuffled', 'best', 'the same, shuffled', 2],
  ['tree', 'best', 'tree of 1 M instances, live', 2],
  ['tree', 'first', '  its first collection', null],
  ['graph', 'best', 'random graph, live', 5],
  ['graph_rooted', 'best', 'random graph, one root', 5],
  ['cycles', 'best', '1 M pairs, garbage, freed', 2],
  ['ring', 'best', 'ring of 1 M instances, garbage, freed', 2],
  ['young', 'live', 'young collection of 2,000, live', 1],
  ['young', 'garbage', 'young collection of 2,000, garbage', 1],
  ['churn', 'list', 'small list made and freed', 1],
  ['churn', 'instance', 'instance made and freed', 1],
  ['grow', 'share700', 'collecting while 2 M lists are built', 5],
  ['grow', 'share2000', '  the same with the threshold 2,000', 5],
  ['grow', 'percent700', '  per cent of the building, 700', null],
  ['grow', 'percent2000', '  per cent of the building, 2,000', null],
];

function pythons() {
  const found = new Map();
  const add = (path) => {
    const { status, stdout } = spawnSync(path, ['-c', "import sys; print('%d.%d.%d' % sys.version_info[:3], sys.implementation.name)"], {
      encoding: 'utf8',
    });
    const m = /^(\d+)\.(\d+)\.(\d+) cpython$/m.exec(stdout ?? '');
    if (status === 0 && m && Number(m[2]) >= 8) found.set(`${m[1]}.${m[2]}.${m[3]}`, path);
  };
  const pyenv = join(process.env.HOME ?? '', '.pyenv/versions');
  if (existsSync(pyenv)) for (const version of readdirSync(pyenv)) if (version.startsWith('3.')) add(join(pyenv, version, 'bin/python3'));
  for (const name of ['/usr/bin/python3', 'python3.13', 'python3.14', 'python3.15']) add(name);
  return [...found]
    .map(([version, path]) => ({ name: version, command: path, script: 'graphs.py' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function measure(engine, name, at = scale) {
  const { status, stdout } = spawnSync(engine.command, [join(here, engine.script), name, at], { encoding: 'utf8', timeout: 600_000 });
  return status === 0 ? JSON.parse(stdout).result : null;
}

/** The least of each figure over the rounds, which are interleaved with those of the other engines. */
function least(results) {
  const out = {};
  for (const result of results)
    for (const [key, value] of Object.entries(result ?? {})) out[key] = Math.min(out[key] ?? Number.POSITIVE_INFINITY, value);
  return out;
}

const ours = { name: 'memory layer', command: process.execPath, script: 'memory-layer.mjs' };
const engines = [ours, ...pythons()];
const rows = ROWS.filter(([name]) => wanted.length === 0 || wanted.includes(name));
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Linux ${release()}, Node ${process.version}; ns an object, best of ${rounds}, scale ${scale}\n`,
);
console.log(['graph'.padEnd(40), ...engines.map((e) => e.name.padStart(12)), 'vs fastest'.padStart(12), 'aim'.padStart(6)].join(' '));
const results = new Map();
for (const [name, figure, title, aim] of rows) {
  if (!results.has(name)) {
    const all = engines.map(() => []);
    for (let round = 0; round < rounds; round++) for (const [i, engine] of engines.entries()) all[i].push(measure(engine, name));
    results.set(name, all.map(least));
  }
  const values = results.get(name).map((result) => result[figure]);
  const fastest = Math.min(...values.slice(1).filter((v) => v !== undefined));
  console.log(
    [
      title.padEnd(40),
      ...values.map((v) => (v === undefined ? '-' : v.toFixed(1)).padStart(12)),
      `${(fastest / values[0]).toFixed(2)}x`.padStart(12),
      (aim === null ? '' : `${aim}x`).padStart(6),
    ].join(' '),
  );
}

if (wanted.length === 0) {
  console.log('\ngrowth: ns an object in a full collection of small lists');
  for (const millions of quick ? [0.1, 1] : [0.1, 1, 10]) {
    const at = String(millions / 2);
    const here = measure(ours, 'lists', at);
    const best = engines
      .slice(1)
      .map((engine) => [engine.name, measure(engine, 'lists', at)])
      .sort((a, b) => a[1].best - b[1].best)[0];
    const fastest = best === undefined ? '' : `, CPython ${best[0]} ${best[1].best.toFixed(1)} (${best[1].pause_ms.toFixed(0)} ms)`;
    console.log(
      `  ${String(millions).padStart(4)} M: ${here.best.toFixed(1)}, pause ${here.pause_ms.toFixed(0)} ms, table ${(100 * here.overhead).toFixed(1)} % of the heap${fastest}`,
    );
  }
}
