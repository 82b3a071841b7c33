// npm run audit [-- --models=M,M…] [-- --prove=N] [-- PROGRAM…]: the heap audited before every instruction of the programs of examples/,
// stress/programs and conformance/. PROGRAM: the beginning of a name, or of a folder's name and a name ("behaviour/gc"). --prove=N makes
// every N-th audit a full one too and compares what the two know.
import '../tools/usage.mjs';
import { existsSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { caseNames, casePath } from '../conformance/runner.mjs';
import { bundled } from './bundle.mjs';
import { rewriteWrites } from './rewrite-writes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const library = join(here, '../dist/lib/python');
/** Programs that make very many objects make fewer here, which takes all the same paths. */
const FEWER = [
  [/^examples\//, /\b\d+_000_000\b/g, '20_000'],
  [/^behaviour\/unr\/deep$/, /\b(100000|50000)\b/g, '2000'],
  [/^containers\/(collection|dicts)$/, /\brange\((300000|100000)\)/g, 'range(3000)'],
  [/^programs\/recursion_deep$/, /\brange\((100000|50000|20000)\)/g, 'range(2000)'],
];

/** Programs: name, path, text. */
export function auditedPrograms() {
  const inFolder = (prefix, folder) =>
    readdirSync(join(here, folder))
      .filter((name) => name.endsWith('.py'))
      .sort()
      .map((name) => ({ name: `${prefix}/${name.slice(0, -3)}`, path: join(here, folder, name) }));
  const inCases = (group) => caseNames(group).map((name) => ({ name: `${group}/${name}`, path: casePath(group, name) }));
  const groups = ['getrefcount', 'behaviour', 'containers', 'programs', 'modules'];
  return [...inFolder('examples', '../examples'), ...inFolder('stress', 'programs'), ...groups.flatMap(inCases)].map(({ name, path }) => {
    let text = readFileSync(path, 'utf8');
    for (const [names, many, few] of FEWER) if (names.test(name)) text = text.replaceAll(many, few);
    return { name, path, text };
  });
}

/** The audit, bundled so that it sees every write. */
export async function loadAudit() {
  const { auditProgram } = await bundled('audit.ts', rewriteWrites);
  return auditProgram;
}

/** At once: a worker's console waits for its event loop. */
const print = (line) => writeSync(1, `${line}\n`);

async function main(args) {
  if (!existsSync(library)) throw new Error('build first: npm run build');
  const value = (name, otherwise) => args.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise;
  const wanted = args.filter((a) => !a.startsWith('-'));
  const isWanted = ({ name }) => wanted.length === 0 || wanted.some((w) => name.startsWith(w) || name.slice(name.indexOf('/') + 1).startsWith(w));
  const proveEvery = Number(value('prove', '0'));
  const auditProgram = await loadAudit();
  let failed = 0;
  for (const model of value('models', '3.10').split(',')) {
    const sum = { programs: 0, instructions: 0, audits: 0, fullAudits: 0, wrong: 0 };
    for (const { name, path, text } of auditedPrograms().filter(isWanted)) {
      const started = process.cpuUsage().user;
      const r = auditProgram(text, path, { model, proveEvery, library, chdir });
      const seconds = ((process.cpuUsage().user - started) / 1e6).toFixed(1);
      sum.programs++;
      for (const what of ['instructions', 'audits', 'fullAudits']) sum[what] += r[what];
      if (r.problems.length > 0) sum.wrong++;
      const ending = r.error === null ? '' : `, ended by ${r.error}`;
      const verdict = r.problems.length === 0 ? 'ok    ' : 'FAILED';
      print(`${verdict} ${name}: ${r.instructions} instructions, ${r.audits} audits of ${r.compared} objects, ${seconds} s${ending}`);
      for (const line of r.problems) print(`  ${line}`);
    }
    const proved = proveEvery > 0 ? `, ${sum.fullAudits} of them beside a full one` : '';
    print(`${model}: ${sum.programs} programs, ${sum.instructions} instructions, ${sum.audits} audits${proved}, ${sum.wrong} programs with problems`);
    failed += sum.wrong;
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

/** The main thread does it and wakes the worker. */
function chdir(path) {
  const done = new Int32Array(new SharedArrayBuffer(4));
  parentPort.postMessage({ path, done });
  Atomics.wait(done, 0, 0);
}

if (workerData?.command === 'audit') await main(process.argv.slice(2));
else if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  // deep chains take the host stack that the command gives its interpreter
  const worker = new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    workerData: { command: 'audit' },
    resourceLimits: { stackSizeMb: 256, maxOldGenerationSizeMb: 8192 },
  });
  worker.on('message', ({ path, done }) => {
    process.chdir(path);
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  });
  worker.on('exit', (code) => {
    process.exitCode = code;
  });
}
