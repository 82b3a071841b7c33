// npm run stress [-- PROGRAM…]: fails every single allocation of the programs in stress/programs, first in a warm interpreter, then each
// in a fresh one; audits before every instruction of the examples and of the recorded programs. Takes minutes. --quick: every 29th.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const quick = process.argv.includes('--quick');
const wanted = process.argv.slice(2).filter((a) => !a.startsWith('-'));
const directory = mkdtempSync(join(tmpdir(), 'ouroboros-stress-'));
const outfile = join(directory, 'out-of-memory.mjs');
let failed = 0;

function verdict(what, ok, details) {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}${details ? `\n${details}` : ''}`);
  if (!ok) failed++;
}

await build({
  entryPoints: [join(here, 'out-of-memory.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  external: ['koffi'],
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
const { sweepAllocations } = await import(pathToFileURL(outfile).href);
const programs = readdirSync(join(here, 'programs'))
  .filter((f) => f.endsWith('.py') && (wanted.length === 0 || wanted.includes(f.slice(0, -3))))
  .sort();
for (const program of programs) {
  const source = readFileSync(join(here, 'programs', program), 'utf8');
  for (const cold of [false, true]) {
    const { runs, problems } = sweepAllocations(source, { cold, step: quick ? 29 : 1 });
    verdict(`${program}: ${runs} allocations failed in a ${cold ? 'fresh' : 'warm'} interpreter`, problems.length === 0, problems.join('\n'));
  }
}
if (wanted.length === 0) {
  const cases = join(here, '../conformance/cases/getrefcount');
  const every = quick ? '29' : '1';
  for (const name of readdirSync(cases).filter((f) => f.endsWith('.py'))) {
    const { status, stderr } = spawnSync(process.execPath, [join(here, '../dist/ouro.mjs'), `--audit=${every}`, join(cases, name)], {
      encoding: 'utf8',
    });
    const found = /audit at|audits found|blocks are left|audit: 0 /.test(stderr);
    verdict(`${name}: audited`, status !== 70 && !found, found || status === 70 ? stderr : '');
  }
}
rmSync(directory, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
