// npm run audit [-- --repeats=N] [-- --model=M] [-- PROGRAM…]: the heap audited before the instructions of the conformance corpus and of examples 04
// to 06: the first N times (default 3; 0: always, which takes days) that each instruction runs, then at every 1,009th.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const value = (name, otherwise) => args.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise;
const wanted = args.filter((a) => !a.startsWith('-'));
const repeats = Number(value('repeats', '3'));
const model = value('model', '3.10');
const folders = [
  [join(here, '../conformance/cases/getrefcount'), () => true],
  [join(here, '../examples'), (name) => /^0[456]/.test(name)],
];
const { auditProgram } = await bundled('audit.ts');
const sum = { programs: 0, instructions: 0, audits: 0, wrong: 0 };
for (const [folder, accepts] of folders) {
  for (const file of readdirSync(folder)
    .filter((f) => f.endsWith('.py') && accepts(f))
    .sort()) {
    const name = file.slice(0, -3);
    if (wanted.length > 0 && !wanted.some((w) => name.startsWith(w))) continue;
    const r = auditProgram(readFileSync(join(folder, file), 'utf8'), file, model, join(here, '../dist/lib/python'), repeats);
    sum.programs++;
    sum.instructions += r.instructions;
    sum.audits += r.audits;
    if (r.problems.length > 0) sum.wrong++;
    console.log(`${r.problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${r.instructions} instructions at ${r.places} places, ${r.audits} audits`);
    for (const line of r.problems) console.log(`  ${line}`);
  }
}
console.log(`${sum.programs} programs, ${sum.instructions} instructions, ${sum.audits} audits, ${sum.wrong} programs with problems`);
process.exitCode = sum.wrong === 0 ? 0 : 1;
