// npm run library: does the built command compile every source of the standard library, and import every module of it?
// Prints the counts and what fails with its reason; ends with 1 when a source is refused that CPython takes, or something crashed.
//   --cpython PATH  a CPython 3.13 to ask about what fails (default: `python3.13`, where there is one)
import './usage.mjs';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const library = join(root, 'dist/lib/python');
const program = join(root, 'tools/library.py');
const args = process.argv.slice(2);
const cpython = args[args.indexOf('--cpython') + 1 || args.length] ?? 'python3.13';

/** Modules whose import does something: opens a browser or a window, prints a poem, ends the process. */
const ACTS = /^(antigravity|this|idlelib\.idle|idlelib\.__main__|turtledemo\..*|.*__main__)$/;

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === '__pycache__' ? [] : sources(path);
    return entry.name.endsWith('.py') ? [path] : [];
  });
}

/** Runs library.py over the names, again behind a name that ended the process. Gives the reasons of what failed, by name. */
async function run(doing, names) {
  const failed = new Map();
  let left = names;
  while (left.length > 0) {
    const child = spawn(process.execPath, [join(root, 'dist/ouro.mjs'), '--model', '3.13', program, doing], { cwd: root });
    let out = '';
    let err = '';
    child.stdout.on('data', (d) => (out += d));
    child.stderr.on('data', (d) => (err += d));
    child.stdin.end(left.join('\n'));
    const timer = setTimeout(() => child.kill('SIGKILL'), 300_000);
    await new Promise((resolve) => child.on('close', resolve));
    clearTimeout(timer);
    const done = new Set();
    let at = null;
    for (const line of out.split('\n').filter((l) => l.startsWith('{'))) {
      const { begin, name, reason } = JSON.parse(line);
      if (begin !== undefined) at = begin;
      else {
        done.add(name);
        if (reason !== null) failed.set(name, reason);
      }
    }
    if (done.size < left.length && at !== null && !done.has(at)) {
      failed.set(at, `the process ended: ${err.trim().split('\n').at(-1)}`);
      done.add(at);
    } else if (done.size === 0) throw new Error(`nothing came back: ${err}`);
    left = left.filter((name) => !done.has(name));
  }
  return failed;
}

/** What library.py fails with on CPython, too; null when there is none to ask. */
function failsOnCPython(doing, names) {
  const { error, stdout } = spawnSync(cpython, [program, doing], { input: [...names].join('\n'), encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error) return null;
  const results = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"name"'))
    .map((line) => JSON.parse(line));
  return new Set(results.filter(({ reason }) => reason !== null).map(({ name }) => name));
}

/** Prints what failed; gives how many of it CPython takes. */
function list(doing, failed, shown) {
  const there = failsOnCPython(doing, failed.keys());
  for (const [name, reason] of failed) console.log(`  ${shown(name)}: ${reason}${there?.has(name) ? ' (fails on CPython, too)' : ''}`);
  if (there !== null && failed.size > 0) console.log(`  ${there.size} of these ${failed.size} fail on CPython, too`);
  return failed.size - (there?.size ?? 0);
}

const files = sources(library);
const refused = await run('compile', files);
console.log(`sources that compile: ${files.length - refused.size} of ${files.length}`);
let wrong = list('compile', refused, (path) => relative(library, path));
const modules = files
  .map((path) =>
    relative(library, path)
      .slice(0, -3)
      .split(sep)
      .join('.')
      .replace(/\.?__init__$/, ''),
  )
  .filter((name) => /^[\w.]+$/.test(name) && !ACTS.test(name))
  .sort();
const missing = await run('import', modules);
console.log(`modules that import: ${modules.length - missing.size} of ${modules.length}`);
list('import', missing, (name) => name);
wrong += [...missing.values()].filter((reason) => reason.startsWith('the process ended')).length;
process.exit(wrong > 0 ? 1 : 0);
