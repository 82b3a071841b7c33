// npm run bench [-- --quick] [-- NAME…]: the programs of bench/programs on Ouroboros and on every competitor found, side by side.
// CPU time of the run itself: the time of the whole process less that of an empty program (the least of three runs) on both sides.
import '../tools/usage.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const ouro = join(here, '../dist/ouro.mjs');
const rounds = process.argv.includes('--quick') ? 1 : 3;
const wanted = process.argv.slice(2).filter((a) => !a.startsWith('-'));

/** CPU seconds (user + system) and output of one run. */
function once(command, args, timeout = 300_000) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout,
    env: { ...process.env, PYTHONHASHSEED: '0' },
    maxBuffer: 1 << 26,
  });
  const m = /CPU (\d+\.\d+) (\d+\.\d+)\n$/.exec(stderr ?? '');
  return { ok: status === 0 && !error, stdout: (stdout ?? '').trim(), cpu: m ? Number(m[1]) + Number(m[2]) : Number.NaN };
}

/** The same through the shell's `times`, which reports the children's CPU time. */
function measured(command, args, timeout) {
  const quoted = [command, ...args].map((a) => `'${a.replace(/'/g, "'\\''")}'`).join(' ');
  return once('bash', ['-c', `TIMEFORMAT='CPU %U %S'; time ${quoted}`], timeout);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function findPythons() {
  const names = ['python3.8', 'python3.9', 'python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14', 'python3'];
  const found = new Map();
  const add = (path) => {
    const { status, stdout } = spawnSync(path, ['-c', "import sys; print('%d.%d' % sys.version_info[:2], sys.implementation.name)"], {
      encoding: 'utf8',
    });
    const m = /^(\d+\.\d+) cpython$/m.exec(stdout ?? '');
    if (status === 0 && m && !found.has(m[1])) found.set(m[1], path);
  };
  const pyenv = join(process.env.HOME ?? '', '.pyenv/versions');
  if (existsSync(pyenv)) for (const v of readdirSync(pyenv)) if (/^3\.(8|10|13|14)\./.test(v)) add(join(pyenv, v, 'bin/python3'));
  for (const name of names) add(name);
  return found;
}

const engines = [{ name: 'ouroboros', command: process.execPath, args: [ouro, 'run'], empty: ['-c', 'pass'] }];
for (const [version, path] of [...findPythons()].sort()) engines.push({ name: `CPython ${version}`, command: path, args: [], empty: ['-c', 'pass'] });
const installed = join(here, 'engines/node_modules');
for (const [name, script, ready] of [
  ['Pyodide', 'pyodide.mjs', true],
  ['Brython', 'brython.cjs', existsSync(join(installed, 'brython'))],
  ['Skulpt', 'skulpt.cjs', existsSync(join(installed, 'skulpt'))],
]) {
  if (ready) engines.push({ name, command: process.execPath, args: [join(here, 'engines', script)], empty: [join(here, 'engines/empty.py')] });
  else console.log(`${name} is not installed (npm --prefix bench/engines install)`);
}

const programs = readdirSync(join(here, 'programs'))
  .filter((f) => f.endsWith('.py') && (wanted.length === 0 || wanted.some((w) => f.includes(w))))
  .sort();

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Linux ${release()}, Node ${process.version}; median of ${rounds}\n`);
for (const e of engines) e.start = Math.min(...Array.from({ length: 3 }, () => measured(e.command, [...e.args, ...e.empty]).cpu));
console.log(`start-up, CPU s: ${engines.map((e) => `${e.name} ${e.start.toFixed(2)}`).join(', ')}\n`);
const base = engines.find((e) => e.name === 'CPython 3.13') ?? engines[1];
console.log(['program'.padEnd(18), ...engines.map((e) => e.name.padStart(12)), `vs ${base?.name ?? '-'}`.padStart(16)].join(' '));
const logs = new Map(engines.map((e) => [e.name, []]));
let worst = 0;
for (const program of programs) {
  const times = new Map();
  let output = null;
  const marks = [];
  for (const e of engines) {
    const runs = Array.from({ length: rounds }, () => measured(e.command, [...e.args, join(here, 'programs', program)]));
    if (runs.some((r) => !r.ok)) {
      times.set(e.name, Number.NaN);
      continue;
    }
    if (e === base) output = runs[0].stdout;
    times.set(e.name, Math.max(0.001, median(runs.map((r) => r.cpu)) - e.start));
    marks.push([e.name, runs[0].stdout]);
  }
  const different = marks.filter(([, out]) => output !== null && out !== output).map(([name]) => name);
  const ratio = times.get('ouroboros') / times.get(base?.name ?? '');
  if (ratio > worst) worst = ratio;
  for (const e of engines)
    if (times.get(e.name) > 0 && times.get(base?.name ?? '') > 0) logs.get(e.name).push(Math.log(times.get(e.name) / times.get(base.name)));
  const cells = engines.map((e) => (Number.isNaN(times.get(e.name)) ? 'fails' : times.get(e.name).toFixed(2)).padStart(12));
  console.log(
    [
      program.slice(0, -3).padEnd(18),
      ...cells,
      `${ratio.toFixed(2)}x`.padStart(16),
      different.length > 0 ? `  output differs: ${different.join(', ')}` : '',
    ].join(' '),
  );
}
console.log(
  [
    'geometric mean'.padEnd(18),
    ...engines.map((e) => {
      const l = logs.get(e.name);
      return (l.length === 0 ? '-' : `${Math.exp(l.reduce((a, b) => a + b, 0) / l.length).toFixed(2)}x`).padStart(12);
    }),
    `worst ${worst.toFixed(1)}x`.padStart(16),
  ].join(' '),
);
