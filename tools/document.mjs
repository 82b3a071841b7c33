// Fills the outputs of the commands in docs/instruments: in a block that begins with ```console every line `$ ouro …` is run in
// docs/instruments/programs, and what it prints replaces what stood below it. With --check nothing is written: exit code 1 when a page differs.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = join(root, 'docs/instruments');
const programs = join(pages, 'programs');

/** The words of a command line, with "…" kept together. */
function words(line) {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2]);
}

/** Times differ from run to run, and the collector's counters with what the library made before. */
function masked(text) {
  return text
    .replace(/after \d+ more container/g, 'after … more container')
    .replace(/\d+ ms/g, '… ms')
    .replace(/about [\d.]+ × slower/g, 'about … × slower');
}

/** What a command prints on stdout and stderr, as on a terminal. */
function output(line) {
  const [, ...args] = words(line);
  const script = `exec "$0" "$@" 2>&1`;
  const { stdout } = spawnSync('sh', ['-c', script, process.execPath, join(root, 'dist/ouro.mjs'), ...args], {
    cwd: programs,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' },
  });
  return masked(stdout).trimEnd();
}

/** A page with fresh outputs. */
export function documented(text) {
  return text.replace(/```console\n([\s\S]*?)```/g, (_, block) => {
    const commands = block.split('\n').filter((line) => line.startsWith('$ '));
    const parts = commands.map((command) => {
      const printed = output(command.slice(2));
      return printed === '' ? command : `${command}\n${printed}`;
    });
    return `\`\`\`console\n${parts.join('\n')}\n\`\`\``;
  });
}

export const documents = () =>
  readdirSync(pages)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(pages, name));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  for (const path of documents()) {
    const before = readFileSync(path, 'utf8');
    const after = documented(before);
    if (before === after) continue;
    if (check) {
      console.log(`${path} is out of date; try: node tools/document.mjs`);
      process.exitCode = 1;
    } else writeFileSync(path, after);
  }
}
