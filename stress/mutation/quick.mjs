// node stress/mutation/quick.mjs [FILE…] [--every=N]: small changes, one at a time, to files of src/memory (default: the collector's passes), each
// against 150 random programs and their naive model. Prints what survives. Stryker (npm test here) has more kinds of changes and takes hours.
import '../../tools/usage.mjs';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const args = process.argv.slice(2);
const every = Number(args.find((a) => a.startsWith('--every='))?.slice(8) ?? 1);
const named = args.filter((a) => !a.startsWith('-'));
const DEFAULT = [
  'collector/reachability',
  'collector/passes',
  'collector/gc-list',
  'kernel/reachability-code',
  'kernel/death-code',
  'kernel/slot-code',
];
const files = named.length > 0 ? named : DEFAULT.map((name) => `src/memory/${name}.ts`);
const CHANGES = [
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  [/ & /g, ' | '],
  [/ \| /g, ' & '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/\+\+/g, '--'],
  // the kernel's code
  [/\badd\(/g, 'sub('],
  [/\bsub\(/g, 'add('],
  [/\beq\(/g, 'ne('],
  [/\bne\(/g, 'eq('],
  [/\band\(/g, 'or('],
  [/\bor\(/g, 'and('],
  [/\bbelow\(/g, 'above('],
  [/\babove\(/g, 'below('],
  [/\bshr\(/g, 'shl('],
  [/\bnot\(/g, 'add(int(0), '],
  [/\bwhen\(/g, '((_c, a) => a)('],
  [/\bint\(1\)/g, 'int(2)'],
  [/\bint\(0\)/g, 'int(1)'],
  [/^( +)(\w+\.set|store|table\.setMark|setState|call|unlink|link)\(.*\),$/gm, "$1'',"],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/^( +)(?!const|let|return|throw|if|for|while|else)[^ /*}].*\);$/gm, '$1;'],
  [/^( +)(?!const|let|return|throw|if|for|while|else|private|readonly|public)[^ /*}][^=]* [+-]?= .*;$/gm, '$1;'],
];

const vitest = join(root, 'node_modules/vitest/vitest.mjs');

/** Exit code of a change that makes no valid WebAssembly: it proves nothing. */
const INVALID = 3;

const work = mkdtempSync(join(tmpdir(), 'ouroboros-mutation-'));
cpSync(join(root, 'docs/cycles.md'), join(work, 'docs/cycles.md'));
cpSync(join(root, 'stress/mutation/vitest.config.ts'), join(work, 'vitest.config.ts'));
for (const folder of ['src/memory', 'stress/collector']) cpSync(join(root, folder), join(work, folder), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
writeFileSync(
  join(work, 'check.ts'),
  `import { checkPlain } from './stress/collector/plain-world.ts';
import { checkMany } from './stress/collector/random-programs.ts';
import { checkTables } from './stress/collector/table-world.ts';
const found = checkMany(150, 7, false) ?? checkTables(20, 3) ?? checkPlain(30, 5);
process.exitCode = found === null ? 0 : found.includes('CompileError') ? ${INVALID} : 1;
`,
);

/** Whether the programs notice, null when the change is not valid code. Not ending within the time is noticing. */
async function isKilled() {
  try {
    await build({
      entryPoints: [join(work, 'check.ts')],
      outfile: join(work, 'check.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    });
  } catch {
    return null;
  }
  const { status } = spawnSync(process.execPath, [join(work, 'check.mjs')], { stdio: 'ignore', timeout: 60_000 });
  if (status !== 0) return status === INVALID ? null : true;
  // what the programs do not notice, the tests may
  return (
    spawnSync(process.execPath, [vitest, 'run', '--root', work, '--bail', '1', 'src/memory'], { stdio: 'ignore', timeout: 180_000 }).status !== 0
  );
}

if (await isKilled()) throw new Error('the programs fail without any change');
let tried = 0;
const survivors = [];
let n = 0;
for (const file of files) {
  const source = readFileSync(join(root, file), 'utf8');
  for (const [pattern, replacement] of CHANGES) {
    for (const match of source.matchAll(pattern)) {
      const lineStart = source.lastIndexOf('\n', match.index) + 1;
      const line = source.slice(lineStart, source.indexOf('\n', match.index));
      // comments, imports, types
      if (/^\s*(\*|\/\/|\/\*|import|export interface|export const enum)/.test(line) || n++ % every !== 0) continue;
      // the other function must be at hand
      const other = /^(\w+)\($/.exec(replacement)?.[1];
      if (other !== undefined && !new RegExp(`^import[^;]*\\b${other}\\b`, 'm').test(source)) continue;
      const changed = match[0].replace(new RegExp(pattern.source, pattern.flags.replace('g', '')), replacement);
      writeFileSync(join(work, file), source.slice(0, match.index) + changed + source.slice(match.index + match[0].length));
      const killed = await isKilled();
      if (killed === null) continue;
      tried++;
      if (!killed) {
        const at = source.slice(0, match.index).split('\n').length;
        survivors.push(`${file}:${at}`);
        console.log(`survived ${file}:${at}: ${match[0].trim()} -> ${changed.trim() || '(nothing)'}    ${line.trim()}`);
      }
      if (tried % 25 === 0) console.log(`${tried} tried, ${survivors.length} survived`);
    }
  }
  writeFileSync(join(work, file), source);
}
rmSync(work, { recursive: true, force: true });
console.log(
  `${tried} changes, ${tried - survivors.length} noticed (${((100 * (tried - survivors.length)) / tried).toFixed(0)} %), ${survivors.length} survived`,
);
