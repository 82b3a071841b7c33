// npm test -- [FILE…] [--every=N [--from=K]] [Stryker's options]: Stryker on the files of src/memory that are named (none: all but what only
// measures the host), with N on every N-th block of twelve lines, beginning with the block number K. What survives is printed and stands in report.json.
import '../../tools/usage.mjs';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BLOCK_LINES = 12;
/** Only a measurement of the host could tell their mutants. */
const OF_THE_HOST = ['release-node.ts', 'v8-natives.ts'];
const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '../..');
const args = process.argv.slice(2);
/** Number of one of our own options. */
const option = (name, unless) => Number(args.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? unless);
const every = option('every', 1);
const from = option('from', 0) % every;
const passed = args.filter((a) => a.startsWith('-') && !/^--(every|from)=/.test(a));
const named = args.filter((a) => !a.startsWith('-'));
const files =
  named.length > 0
    ? named
    : readdirSync(join(root, 'src/memory'), { recursive: true })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'test-types.ts' && !OF_THE_HOST.includes(name))
        .map((name) => `src/memory/${name}`)
        .sort();
// the blocks are counted through all files, so that a short file is not always met at its head
let block = 0;
const ranges = [];
for (const file of files) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n').length;
  for (let first = 1; first <= lines; first += BLOCK_LINES)
    if (block++ % every === from) ranges.push(`${file}:${first}-${Math.min(first + BLOCK_LINES - 1, lines)}`);
}
const mutate = (every === 1 ? files : ranges).join(',');
const { status } = spawnSync(
  join(folder, 'node_modules/.bin/stryker'),
  ['run', 'stress/mutation/stryker.config.json', '--mutate', mutate, ...passed],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
