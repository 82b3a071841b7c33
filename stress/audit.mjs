// npm run audit [-- --models=M,M…] [-- --prove=N] [-- PROGRAM…]: the heap audited before every instruction of the programs of examples/,
// stress/programs and conformance/. PROGRAM: the beginning of a name, or of a folder's name and a name ("behaviour/gc"). --prove=N makes
// every N-th audit a full one too and compares what the two know.
import '../tools/usage.mjs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';
import { chdir, inDeepWorker, print } from './deep-worker.mjs';
import { allPrograms, isAsked } from './program-list.mjs';
import { rewriteWrites } from './rewrite-writes.mjs';

const library = join(dirname(fileURLToPath(import.meta.url)), '../dist/lib/python');

/** The audit, bundled so that it sees every write. */
export async function loadAudit() {
  const { auditProgram } = await bundled('audit.ts', rewriteWrites);
  return auditProgram;
}

async function main(args) {
  if (!existsSync(library)) throw new Error('build first: npm run build');
  const value = (name, otherwise) => args.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise;
  const wanted = args.filter((a) => !a.startsWith('-'));
  const proveEvery = Number(value('prove', '0'));
  const auditProgram = await loadAudit();
  let failed = 0;
  for (const model of value('models', '3.10').split(',')) {
    const sum = { programs: 0, instructions: 0, audits: 0, fullAudits: 0, wrong: 0 };
    for (const { name, path, text } of allPrograms().filter((program) => isAsked(program.name, wanted))) {
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

await inDeepWorker(import.meta.url, main);
