// Runs the recorded programs on the built command and compares with what CPython printed.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const command = join(here, '../dist/ouro.mjs');

/** The recording that stands for each model. */
export const RECORDED = {
  3.6: '3.6.15',
  3.7: '3.7.16',
  3.8: '3.8.18',
  3.9: '3.9.18',
  '3.10': '3.10.13',
  3.11: '3.11.7',
  3.12: '3.12.1',
  3.13: '3.13.0',
  3.14: '3.14.10-debian',
  3.15: '3.15.2-debian',
};

/** Runs the command; gives stdout, stderr and exit code. */
export function run(args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...args], {
      cwd: options.cwd ?? here,
      env: { ...process.env, PYTHONHASHSEED: '0', ...options.env },
    });
    let stdout = '';
    let stderr = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 120_000);
    child.stdout.on('data', (d) => (stdout += d));
    child.stderr.on('data', (d) => (stderr += d));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, code: code ?? `killed by ${signal}` });
    });
    child.stdin.end(options.input ?? '');
  });
}

/** Names of the programs of a case folder, without .py. */
export function caseNames(folder) {
  return readdirSync(join(here, 'cases', folder))
    .filter((f) => f.endsWith('.py'))
    .map((f) => f.slice(0, -3))
    .sort();
}

/** Outputs of a folder's programs by case and CPython. */
export function recorded(folder) {
  return JSON.parse(readFileSync(join(here, 'recorded', `${folder}.json`), 'utf8'));
}

/** Expected failures: `model folder/name: reason` a line. */
export function expectedFailures() {
  const out = new Map();
  for (const line of readFileSync(join(here, 'failures.txt'), 'utf8').split('\n')) {
    const m = /^([\d.]+) (\S+): (.+)$/.exec(line);
    if (m !== null) out.set(`${m[1]} ${m[2]}`, m[3]);
  }
  return out;
}

/** Runs the jobs, a few at a time. */
export async function inParallel(jobs, width = availableParallelism()) {
  const results = new Array(jobs.length);
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < jobs.length) {
        const i = next++;
        results[i] = await jobs[i]();
      }
    }),
  );
  return results;
}

/** Runs all programs of a folder under a model: { name, ok, lines, same, stdout, expected, stderr, code }. */
export function runFolder(folder, model, extraArgs = []) {
  const expected = recorded(folder);
  return inParallel(
    caseNames(folder).map((name) => async () => {
      const want = expected[name]?.[RECORDED[model]] ?? '';
      const { stdout, stderr, code } = await run(['--model', model, ...extraArgs, join(here, 'cases', folder, `${name}.py`)]);
      const a = want.split('\n');
      const b = stdout.split('\n');
      const same = a.filter((line, i) => line === b[i]).length;
      return { name, ok: stdout === want, lines: a.length, same, stdout, expected: want, stderr, code };
    }),
  );
}
