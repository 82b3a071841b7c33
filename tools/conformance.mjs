// npm run conformance [-- MODEL… --groups a,b --verbose --markdown --pyodide]: programs and values identical to the recorded CPython, per model.
import { expectedFailures, GROUPS, groupJobs, inParallel, MODELS } from '../conformance/runner.mjs';

const args = process.argv.slice(2);
const option = (name) => args.includes(`--${name}`);
if (option('help') || args.includes('-h')) {
  console.log(`npm run conformance [-- MODEL… --groups a,b --verbose --markdown --pyodide]
Runs every case under every model (or those given) and compares with the recorded CPython; differences without a reason in
conformance/failures.txt, and reasons that no longer hold, end it with exit code 1.
models: ${MODELS.join(' ')}
groups: ${GROUPS.join(' ')}`);
  process.exit(0);
}
const groupArgument = args.find((a, i) => args[i - 1] === '--groups');
const chosen = args.filter((a) => MODELS.includes(a));
const unknown = args.filter((a) => !a.startsWith('-') && a !== groupArgument && !MODELS.includes(a));
const groups = groupArgument === undefined ? GROUPS : groupArgument.split(',');
const wrongGroups = groups.filter((g) => !GROUPS.includes(g));
if (unknown.length > 0 || wrongGroups.length > 0) {
  console.error(
    `conformance: no such model or group: ${[...unknown, ...wrongGroups].join(', ')} (models ${MODELS.join(' ')}; groups ${GROUPS.join(' ')})`,
  );
  process.exit(2);
}
const models = chosen.length > 0 ? chosen : MODELS;

if (option('pyodide')) {
  const { compareWithPyodide } = await import('./pyodide-comparison.mjs');
  process.exit(await compareWithPyodide(groups, option('verbose')));
}

const expected = expectedFailures();
function showDifference(r) {
  const want = r.expected.split('\n');
  const got = r.stdout.split('\n');
  for (let i = 0; i < Math.max(want.length, got.length); i++) {
    if (want[i] !== got[i]) console.log(`    line ${i + 1}: CPython ${JSON.stringify(want[i] ?? null)}, here ${JSON.stringify(got[i] ?? null)}`);
  }
  if (r.stderr) console.log(`    ${r.stderr.trim().split('\n').slice(-3).join('\n    ')}`);
}

let bad = 0;
const seen = new Set();

/** Says at once what is not as failures.txt has it. */
function judge(r) {
  const key = `${r.model} ${r.group}/${r.name}`;
  seen.add(key);
  const reason = expected.get(key);
  if (r.ok && reason === undefined) return;
  if (r.ok) {
    bad++;
    console.log(`${key} is the same as CPython's after all: take it off conformance/failures.txt`);
  } else if (reason === undefined) {
    bad++;
    console.log(`${key} differs`);
  } else if (option('verbose')) console.log(`${key} differs as listed: ${reason}`);
  if (!r.ok && option('verbose')) showDifference(r);
}

const jobs = models.flatMap((model) =>
  groups.flatMap((group) =>
    groupJobs(group, model).map((job) => async () => {
      const done = (await job()).map((result) => ({ ...result, model, group }));
      for (const result of done) judge(result);
      return done;
    }),
  ),
);
const results = (await inParallel(jobs)).flat();

/** '68 of 72' of the results, with lines where programs print many. */
function figures(model, group) {
  const here = results.filter((r) => r.model === model && r.group === group);
  if (here.length === 0) return ['—'];
  const sum = (f) => here.reduce((n, r) => n + f(r), 0);
  const out = [`${sum((r) => (r.ok ? 1 : 0))} of ${here.length}`];
  if (group === 'getrefcount') {
    const lines = sum((r) => r.lines);
    const same = sum((r) => r.same);
    out.push(`${same} of ${lines} (${((100 * same) / lines).toFixed(1)} %)`);
  }
  return out;
}

const heads = groups.flatMap((g) => (g === 'getrefcount' ? ['getrefcount', 'its lines'] : [g]));
const rows = [['model', ...heads], ...models.map((m) => [m, ...groups.flatMap((g) => figures(m, g))])];
if (option('markdown')) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(rows[0]), line(rows[0].map(() => '---')), ...rows.slice(1).map(line)].join('\n'));
} else {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((r) => r[i].length)));
  for (const row of rows) console.log(row.map((cell, i) => cell.padEnd(widths[i])).join('   '));
}

const listed = [...expected.keys()].filter((k) => seen.has(k)).length;
console.log(
  `${results.length} results, ${results.filter((r) => !r.ok).length} differ, ${listed} of them listed with a reason in conformance/failures.txt`,
);
if (bad > 0 && !option('verbose')) console.log('To see the lines: npm run conformance -- MODEL --verbose');
process.exitCode = bad > 0 ? 1 : 0;
