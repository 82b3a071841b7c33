// npm run audit [-- --model=M] [-- --prove=N] [-- PROGRAM…]: the heap audited before every instruction of the programs of conformance/,
// stress/ and examples/. --prove=N also makes every N-th audit a full one and compares what the two know.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';
import { rewriteWrites } from './rewrite-writes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const value = (name, otherwise) => args.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise;
const wanted = args.filter((a) => !a.startsWith('-'));
const plan = { model: value('model', '3.10'), proveEvery: Number(value('prove', '0')), library: join(here, '../dist/lib/python') };
const folders = ['../conformance/cases/getrefcount', '../examples'];
const { auditProgram } = await bundled('audit.ts', rewriteWrites);
const sum = { programs: 0, instructions: 0, audits: 0, fullAudits: 0, compared: 0, wrong: 0 };
for (const folder of folders) {
  for (const file of readdirSync(join(here, folder))
    .filter((f) => f.endsWith('.py'))
    .sort()) {
    const name = file.slice(0, -3);
    if (wanted.length > 0 && !wanted.some((w) => name.startsWith(w))) continue;
    const started = process.cpuUsage().user;
    const r = auditProgram(readFileSync(join(here, folder, file), 'utf8'), file, plan);
    const seconds = ((process.cpuUsage().user - started) / 1e6).toFixed(1);
    sum.programs++;
    sum.instructions += r.instructions;
    sum.audits += r.audits;
    sum.fullAudits += r.fullAudits;
    sum.compared += r.compared;
    if (r.problems.length > 0) sum.wrong++;
    console.log(
      `${r.problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${r.instructions} instructions, ${r.audits} audits, ${r.compared} objects compared, ${seconds} s`,
    );
    for (const line of r.problems) console.log(`  ${line}`);
  }
}
const proved = plan.proveEvery > 0 ? `, ${sum.fullAudits} of them beside a full one` : '';
console.log(
  `${sum.programs} programs under ${plan.model}: ${sum.instructions} instructions, ${sum.audits} audits${proved}, ${sum.wrong} programs with problems`,
);
process.exitCode = sum.wrong === 0 ? 0 : 1;
