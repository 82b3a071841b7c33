// npm run conformance [-- MODEL…]: programs and lines identical to the recorded CPython, per model.
import { expectedFailures, RECORDED, runFolder } from '../conformance/runner.mjs';

const models = process.argv.slice(2).filter((a) => !a.startsWith('-'));
const verbose = process.argv.includes('--verbose');
const expected = expectedFailures();
console.log('model   programs identical   lines identical');
for (const model of models.length > 0 ? models : Object.keys(RECORDED).sort((a, b) => a.split('.')[1] - b.split('.')[1])) {
  const results = await runFolder('getrefcount', model);
  const ok = results.filter((r) => r.ok).length;
  const lines = results.reduce((n, r) => n + r.lines, 0);
  const same = results.reduce((n, r) => n + r.same, 0);
  console.log(`${model.padEnd(7)} ${`${ok} of ${results.length}`.padEnd(20)} ${same} of ${lines} (${((100 * same) / lines).toFixed(1)} %)`);
  for (const r of results) {
    if (r.ok) continue;
    const reason = expected.get(`${model} getrefcount/${r.name}`);
    console.log(`  differs: ${r.name}${reason ? ` (${reason})` : ''}`);
    if (!verbose) continue;
    const want = r.expected.split('\n');
    const got = r.stdout.split('\n');
    for (let i = 0; i < Math.max(want.length, got.length); i++)
      if (want[i] !== got[i]) console.log(`    line ${i + 1}: CPython ${JSON.stringify(want[i] ?? null)}, here ${JSON.stringify(got[i] ?? null)}`);
    if (r.stderr) console.log(`    ${r.stderr.trim().split('\n').slice(-3).join('\n    ')}`);
  }
}
