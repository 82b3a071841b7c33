// npm run counts -- MODEL [N] [SEED]: N programs (default 20) that print reference counts inside expressions and statements put together by
// chance, on an installed CPython of the release and on Ouroboros; shows the lines that differ, and ends with 1 when any does. What only the
// collector frees may be freed a little earlier or later: such lines differ by as much from there on.
import '../../tools/usage.mjs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from '../find-python.mjs';
import { command, inParallel, runProcess } from '../runner.mjs';

const generator = join(dirname(fileURLToPath(import.meta.url)), 'program.py');
const [model, count = '20', seed = '1'] = process.argv.slice(2);
if (!/^3\.\d+$/.test(model ?? '')) {
  console.error('usage: npm run counts -- MODEL [N] [SEED]');
  process.exit(2);
}
const python = findPython(model);
const folder = mkdtempSync(join(tmpdir(), 'ouroboros-counts-'));

/** The first lines that differ, each with the line of the program that printed it; empty when all are the same. */
async function differences(number) {
  const { stdout: source } = await runProcess(python, [generator, String(number), model.slice(2)]);
  const path = join(folder, `${number}.py`);
  writeFileSync(path, source);
  const there = await runProcess(python, ['-I', path]);
  const here = await runProcess(process.execPath, [command, '--model', model, path]);
  const lines = source.split('\n').map((line) => line.trim());
  const theirs = there.stdout.split('\n');
  const ours = here.stdout.split('\n');
  const shown = [];
  for (let i = 0; i < Math.max(theirs.length, ours.length) && shown.length < 5; i++) {
    if (theirs[i] === ours[i]) continue;
    const id = (theirs[i] ?? '').split(' ')[0];
    shown.push(
      `    CPython "${theirs[i]}", here "${ours[i]}": ${lines.find((line) => line.startsWith(`print(${id}, `)) ?? `after "${theirs[i - 1]}"`}`,
    );
  }
  return { number, lines: theirs.length, shown };
}

const seeds = Array.from({ length: Number(count) }, (_, i) => Number(seed) + i);
const results = await inParallel(seeds.map((number) => () => differences(number)));
rmSync(folder, { recursive: true });
const bad = results.filter((result) => result.shown.length > 0);
for (const { number, shown } of bad) console.log(`seed ${number}\n${shown.join('\n')}`);
console.log(`${results.length} programs under ${model}, ${results.reduce((n, r) => n + r.lines, 0)} lines: ${bad.length} differ`);
if (bad.length > 0) process.exitCode = 1;
