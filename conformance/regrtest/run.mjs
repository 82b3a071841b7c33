// CPython's own tests (Lib/test of an installed CPython) on Ouroboros, with that CPython's library:
//   npm run regrtest -- LIBRARY [--model 3.13] [--results FOLDER] [--seconds 120] MODULE…      e.g. /usr/lib/python3.13 test_list test_dict
// Prints a line a module; the outcome of each test stands in FOLDER/MODULE.tsv. A test that ends the interpreter counts as `stopped`, and the
// module goes on behind it. Ends with 1 when one was stopped.
import '../../tools/usage.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  options: {
    model: { type: 'string', default: '3.13' },
    results: { type: 'string' },
    seconds: { type: 'string', default: '120' },
  },
  allowPositionals: true,
});
const [library, ...modules] = positionals;
if (library === undefined || modules.length === 0) {
  console.error('usage: npm run regrtest -- LIBRARY [--model 3.13] [--results FOLDER] [--seconds 120] MODULE…');
  process.exit(2);
}
const folder = values.results === undefined ? mkdtempSync(join(tmpdir(), 'ouro-regrtest-')) : resolve(values.results);
mkdirSync(folder, { recursive: true });

/** One run of what is left of a module: how it ended. */
function run(module, results) {
  const work = mkdtempSync(join(tmpdir(), 'ouro-regrtest-work-'));
  try {
    return spawnSync(
      process.execPath,
      [
        join(root, 'dist/ouro.mjs'),
        '--model',
        values.model,
        '--stdlib',
        library,
        join(import.meta.dirname, 'one-module.py'),
        `test.${module}`,
        results,
      ],
      {
        cwd: work,
        timeout: Number(values.seconds) * 1000,
        killSignal: 'SIGKILL',
        encoding: 'utf8',
        maxBuffer: 1 << 28,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const read = (results) => (existsSync(results) ? readFileSync(results, 'utf8').split('\n') : []);
const sums = { ok: 0, fail: 0, skip: 0, stopped: 0 };
for (const module of modules) {
  const results = join(folder, `${module}.tsv`);
  rmSync(results, { force: true });
  const stopped = [];
  let why = '';
  for (let runs = 0; runs < 40; runs++) {
    const before = read(results).length;
    const ended = run(module, results);
    const lines = read(results);
    if (lines.includes('end')) break;
    const last =
      lines
        .filter((line) => line !== '')
        .pop()
        ?.split('\t') ?? [];
    why = ended.signal === 'SIGKILL' ? `no end in ${values.seconds} s` : (ended.stderr.trim().split('\n').pop() ?? '');
    if (last[0] === 'start') stopped.push(`${last[1]}: ${why}`);
    if (lines.length === before) break;
  }
  const counts = { ok: 0, fail: 0, skip: 0, stopped: stopped.length };
  for (const line of read(results)) {
    const kind = line.split('\t')[0];
    if (kind in counts && kind !== 'stopped') counts[kind]++;
  }
  for (const kind of Object.keys(sums)) sums[kind] += counts[kind];
  const whole = read(results).includes('end') ? '' : `  not to its end: ${why.slice(0, 160)}`;
  console.log(`${module.padEnd(28)} ok ${counts.ok}  failed ${counts.fail}  skipped ${counts.skip}  stopped ${counts.stopped}${whole}`);
  for (const line of stopped) console.log(`    stopped: ${line.slice(0, 200)}`);
}
console.log(`${modules.length} modules: ok ${sums.ok}, failed ${sums.fail}, skipped ${sums.skip}, stopped ${sums.stopped}; ${folder}`);
process.exit(sums.stopped > 0 ? 1 : 0);
