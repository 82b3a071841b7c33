// npm test: types, import direction, lint, unit tests, then the programs of conformance/ and examples/ on the built command.
// Ends with a line that counts tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let passed = 0;
let failed = 0;

function step(name, command, args, fix) {
  console.log(`\n== ${name}: ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: false });
  if (status === 0) passed++;
  else {
    failed++;
    console.log(`-- ${name} failed${fix ? `; try: ${fix}` : ''}`);
  }
}

step('types', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.json'], 'npm run types');
step('import direction', 'npx', ['depcruise', '--config', '.dependency-cruiser.cjs', 'src'], 'npm run imports');
step('lint and format', 'npx', ['biome', 'check', '--diagnostic-level=error', '.'], 'npm run format');
step('build', 'npm', ['run', 'build'], 'npm run build');
step('browser for the lab', 'node', ['tools/find-browser.mjs'], 'apt-get install chromium');
step('programs that open exports', 'node', ['tools/install-consumers.mjs'], 'node tools/install-consumers.mjs');

const directory = mkdtempSync(join(tmpdir(), 'ouroboros-test-'));
const report = join(directory, 'report.json');
console.log('\n== tests: npx vitest run');
spawnSync('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { stdio: 'inherit' });
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests;
  const broken = testResults.filter((r) => r.status === 'failed' && r.assertionResults.length === 0).length;
  failed += broken;
  if (numFailedTestSuites > 0) console.log('-- tests failed; try: npx vitest run FILE');
} catch (error) {
  failed++;
  console.log(`-- the tests left no report: ${error.message}`);
}
rmSync(directory, { recursive: true, force: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
