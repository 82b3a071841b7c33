// Runs the recorded programs on the built command and compares with what CPython printed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** Models, oldest first. */
export const MODELS = Object.keys(RECORDED).sort((a, b) => a.split('.')[1] - b.split('.')[1]);

/** Folders of conformance/cases in the order of the table. In `sizeof` one program prints many values, each a case of its own. */
export const GROUPS = ['getrefcount', 'sizeof', 'behaviour', 'containers', 'modules', 'programs'];

/** Runs the command; gives stdout, stderr and exit code. */
export function run(args, options = {}) {
  return runProcess(process.execPath, [command, ...args], options);
}

/** The environment without variables that are empty: each holds the one empty bytes once more, which programs count. */
function filledVariables() {
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
}

/** Runs a process; gives stdout, stderr and exit code ('killed by …' after the time limit). */
export function runProcess(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? here,
      env: { ...filledVariables(), PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1', ...options.env },
    });
    let stdout = '';
    let stderr = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 120_000);
    child.stdout.on('data', (d) => (stdout += d));
    child.stderr.on('data', (d) => (stderr += d));
    child.on('error', (e) => (stderr += e.message));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, code: code ?? `killed by ${signal}` });
    });
    child.stdin.end(options.input ?? '');
  });
}

/** Names of the programs of a case folder and the folders in it, without .py. Modules that programs import are in folders called `lib`. */
export function caseNames(folder) {
  const names = [];
  for (const entry of readdirSync(join(here, 'cases', folder), { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (entry.name !== 'lib' && entry.name !== '__pycache__') names.push(...caseNames(`${folder}/${entry.name}`).map((n) => `${entry.name}/${n}`));
    } else if (entry.name.endsWith('.py')) names.push(entry.name.slice(0, -3));
  }
  return names.sort();
}

/** Path of a program. */
export function casePath(group, name) {
  return join(here, 'cases', group, `${name}.py`);
}

/** Outputs of a group's programs by case and CPython; for `sizeof` values by CPython and expression. */
export function recorded(group) {
  const file = join(here, 'recorded', `${group}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Expected failures: `MODEL[,MODEL…] GROUP/NAME: reason` a line; `all` for every model, `pyodide` for the comparison with it. Gives reasons by `model group/name`. */
export function expectedFailures() {
  const out = new Map();
  for (const line of readFileSync(join(here, 'failures.txt'), 'utf8').split('\n')) {
    const m = /^([\d.,]+|all|pyodide) (.+?): (.+)$/.exec(line);
    if (m === null) continue;
    for (const model of m[1] === 'all' ? MODELS : m[1].split(',')) out.set(`${model} ${m[2]}`, m[3]);
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

/** Output without what differs from run to run or place to place: addresses, times, numbers of objects, folders and lines of the library. */
export function normalized(text) {
  return text
    .replace(/\b0x([0-9a-f]+|ADDR)/g, '0x…')
    .replace(/\d+\.\d{4}s elapsed/g, '…s elapsed')
    .replace(/objects in each generation: \d+ \d+ \d+/g, 'objects in each generation: …')
    .replace(/"(<stdlib>|[^"\n]*\/lib\/python[\d.]*)\/([^"\n]+)", line \d+/g, '"…/$2", line …')
    .replace(/(^|[" ])[^" \n]*\/(\w+\.py)\b/gm, '$1…/$2');
}

/** What is compared of a run: stdout, and for programs that end with `# stderr is compared` stderr behind it. */
export function shownOutput(path, { stdout, stderr }) {
  return /^# stderr is compared$/m.test(readFileSync(path, 'utf8')) ? `${stdout}--- stderr\n${stderr}` : stdout;
}

function compareOutput(name, path, want, { stdout, stderr, code }) {
  const expected = normalized(want);
  // programs that end with an error were recorded with its last line
  const shown = /^\[exit \d+\] /m.test(want)
    ? `${stdout}[exit ${code}] ${stderr.trimEnd().split('\n').at(-1)}\n`
    : shownOutput(path, { stdout, stderr });
  const got = normalized(shown);
  const a = expected.split('\n');
  const b = got.split('\n');
  const same = a.filter((line, i) => line === b[i]).length;
  return { name, ok: got === expected, lines: a.length, same, stdout: got, expected, stderr, code };
}

/** Fields of the recorded `types` that are compared: flags beyond the collector's are not part of a type's size. */
const TYPE_FIELDS = ['basicsize', 'itemsize', 'dictoffset', 'weakrefoffset', 'HAVE_GC'];

function sizeResults(want, { stdout, stderr, code }) {
  let got = {};
  try {
    got = JSON.parse(stdout);
  } catch {
    // nothing was printed: every value differs
  }
  const sorted = (value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : JSON.stringify(value);
  const fields = (types) => Object.fromEntries(Object.entries(types ?? {}).map(([t, f]) => [t, TYPE_FIELDS.map((k) => f[k]).join(' ')]));
  return Object.keys(want)
    .filter((name) => name !== 'meta')
    .map((name) => {
      const expected = sorted(name === 'types' ? fields(want[name]) : want[name]);
      const value = sorted(name === 'types' ? fields(got[name]) : got[name]);
      const ok = expected === value;
      return { name, ok, lines: 1, same: ok ? 1 : 0, stdout: value ?? '', expected, stderr, code };
    });
}

/** Arguments of the command for a program under a model, whose syntax is that of its release; `-q`: no note about the model. */
const argumentsFor = (model, extra, path) => ['--model', model, '--language', 'model', '-q', ...extra, path];

/**
 * Jobs that run a group under a model, each giving a list of results { name, ok, lines, same, stdout, expected, stderr, code }; lines and
 * same count the lines of the recorded output. Programs that were not recorded with the model's CPython are left out.
 */
export function groupJobs(group, model, extraArgs = []) {
  const expected = recorded(group);
  const version = RECORDED[model];
  if (group === 'sizeof') {
    return [async () => sizeResults(expected[version], await run(argumentsFor(model, extraArgs, casePath(group, 'sizes'))))];
  }
  return caseNames(group)
    .filter((name) => expected[name]?.[version] !== undefined)
    .map((name) => async () => {
      const want = expected[name][version];
      return [compareOutput(name, casePath(group, name), want, await run(argumentsFor(model, extraArgs, casePath(group, name))))];
    });
}

/** Runs all programs of a group under a model. */
export async function runGroup(group, model, extraArgs = []) {
  return (await inParallel(groupJobs(group, model, extraArgs))).flat();
}
