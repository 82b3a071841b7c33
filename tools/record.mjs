// npm run record [-- PYTHON… --groups a,b --cases x,y]: records what installed CPythons print for the cases, into conformance/recorded.
// PYTHON is a path or a version that pyenv has; without any, every version that pyenv has. A case that needs a newer language says
// `# from 3.10` in its first line. Each runs from a virtual environment of its own: what is installed in an interpreter's site-packages may run
// code at the start (.pth files), and the modules that it imports change counts of shared objects and evict entries of the attribute cache.
import './usage.mjs';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caseNames, casePath, GROUPS, inParallel, recorded, runProcess, shownOutput } from '../conformance/runner.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../conformance/recorded');
const args = process.argv.slice(2);
const listed = (option) => args.find((_, i) => args[i - 1] === option)?.split(',');
const groups = listed('--groups') ?? GROUPS;
const cases = listed('--cases');
const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');

function pythons() {
  const given = args.filter((a, i) => !a.startsWith('-') && !args[i - 1]?.startsWith('--'));
  const all = existsSync(versions) ? readdirSync(versions).filter((v) => /^3\.\d+\.\d+$/.test(v)) : [];
  const names = given.length > 0 ? given : all;
  return names
    .map((name) => (name.includes('/') ? name : join(versions, name, 'bin/python3')))
    .filter((path) => existsSync(path) || fail(`no Python at ${path}`));
}

function fail(message) {
  console.error(`record: ${message}`);
  process.exit(2);
}

/** The version that recordings are kept under. */
async function versionOf(python) {
  const { stdout, stderr, code } = await runProcess(python, ['-c', 'import sys; print(sys.version.split()[0])']);
  return code === 0 ? stdout.trim() : fail(`${python} does not run: ${stderr.trim()}`);
}

const older = (version, first) => {
  const [major, minor] = version.split('.').map(Number);
  const [firstMajor, firstMinor] = first.split('.').map(Number);
  return major < firstMajor || (major === firstMajor && minor < firstMinor);
};

async function recordGroup(group, python, version) {
  const all = recorded(group);
  if (group === 'sizeof') {
    const { stdout } = await runProcess(python, [casePath(group, 'sizes')]);
    all[version] = { ...all[version], ...JSON.parse(stdout) };
  } else {
    const names = caseNames(group).filter((name) => cases?.includes(name) !== false);
    const outputs = await inParallel(
      names.map((name) => async () => {
        const first = /^# from (\d+\.\d+)/.exec(readFileSync(casePath(group, name), 'utf8'));
        if (first !== null && older(version, first[1])) return undefined;
        const { stdout, stderr, code } = await runProcess(python, [casePath(group, name)]);
        if (code !== 0 && !stderr.includes('SystemExit')) {
          console.error(`record: ${group}/${name} ended with ${code} under ${version}, not recorded: ${stderr.trim().split('\n').at(-1)}`);
          return undefined;
        }
        return shownOutput(casePath(group, name), { stdout, stderr });
      }),
    );
    names.forEach((name, i) => {
      if (outputs[i] === undefined) return;
      all[name] ??= {};
      all[name][version] = outputs[i];
    });
  }
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(folder, `${group}.json`), `${JSON.stringify(sorted, null, 1)}\n`);
}

const found = pythons();
if (found.length === 0) fail(`no CPython found in ${versions}: give its path`);
for (const python of found) {
  const version = await versionOf(python);
  const environment = mkdtempSync(join(tmpdir(), 'ouroboros-record-'));
  const made = await runProcess(python, ['-m', 'venv', '--without-pip', environment]);
  if (made.code !== 0) fail(`${python} makes no virtual environment: ${made.stderr.trim().split('\n').at(-1)}`);
  for (const group of groups) await recordGroup(group, join(environment, 'bin/python3'), version);
  rmSync(environment, { recursive: true });
  console.log(`${version}: ${groups.join(', ')} recorded`);
}
