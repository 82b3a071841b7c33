// Runs the commands in the ```console blocks of documents and puts their real output under them.
// usage: node tools/document-output.mjs [--check] FILE.md …
//
// A line `<!-- files: examples/a.py … -->` copies files into the folder in which the commands run. With --check nothing is written; the
// shapes are compared (numbers, addresses and widths differ from build to build), and differences end with exit code 1.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');
const folder = mkdtempSync(join(tmpdir(), 'ouro-document-'));
const bin = join(folder, 'bin');
mkdirSync(bin);
writeFileSync(join(bin, 'ouro'), `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/ouro.mjs')}' "$@"\n`, { mode: 0o755 });
const work = join(folder, 'work');
mkdirSync(work);

function run(command) {
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1' };
  const { stdout } = spawnSync('sh', ['-c', `{ ${command} ; } 2>&1`], { cwd: work, env, encoding: 'utf8', timeout: 120_000 });
  return stdout.replaceAll(`${work}/`, '').trimEnd();
}

/** What must stay the same from build to build: words, without numbers, units and widths; of the rows of a table only that there are some. */
function shape(text) {
  return text
    .replace(/^ *([+-]?\d[\d,.]*|0x[0-9a-f]+)( |$).*\n?/gm, 'ROW\n')
    .replace(/(ROW\n)+/g, 'ROW\n')
    .replace(/0x[0-9a-f]+/g, 'ADDRESS')
    .replace(/-?[\d.,]+( [KMG]?B)?\b/g, 'N')
    .replace(/-{2,}/g, '-')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

let wrong = 0;
for (const path of process.argv.slice(2).filter((word) => word !== '--check')) {
  const document = readFileSync(path, 'utf8');
  for (const [, files] of document.matchAll(/<!-- files: (.*?) -->/g))
    for (const file of files.split(' ')) copyFileSync(join(root, file), join(work, basename(file)));
  const renewed = document.replace(/```console\n([\s\S]*?)```/g, (_block, body) => {
    const commands = body.split('\n').filter((line) => line.startsWith('$ '));
    const parts = commands.map((line) => {
      const output = run(line.slice(2));
      return output === '' ? line : `${line}\n${output}`;
    });
    const fresh = parts.join('\n\n');
    if (check && shape(fresh) !== shape(body)) {
      wrong++;
      console.error(`${path}: the output of '${commands[0]}' has changed; now:\n${fresh}\n`);
    }
    return `\`\`\`console\n${fresh}\n\`\`\``;
  });
  if (!check) writeFileSync(path, renewed);
}
rmSync(folder, { recursive: true });
if (wrong > 0) console.error('try: node tools/document-output.mjs FILE.md');
process.exitCode = wrong === 0 ? 0 : 1;
