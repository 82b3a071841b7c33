// The standard library for the lab: zip files in dist/lab/lib. A core pack for each model holds what starting needs, compiled for that model;
// the other packs are fetched when a program imports from them.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';

/** Not of use in a browser. */
const LEFT_OUT =
  /^python\/(?:idlelib|turtledemo|lib2to3|ensurepip|pydoc_data|venv|tkinter|test|distutils|msilib|sqlite3|curses|dbm|wsgiref|xmlrpc|turtle\.py|pyodide|_pyodide|_pyrepl|__phello__)/;
/** Modules outside packages that many programs import; the others go into a pack of their own. */
const COMMON =
  'abc argparse ast base64 bisect calendar collections contextlib contextvars copy copyreg csv dataclasses datetime _pydatetime _pydecimal decimal dis enum fractions fnmatch functools gc getopt glob hashlib heapq hmac inspect io keyword linecache locale _locale numbers opcode operator pathlib pickle _compat_pickle pprint queue random _random reprlib sched secrets selectors shlex shutil signal statistics string stringprep struct tempfile textwrap threading _threading_local timeit token tokenize traceback types typing uuid warnings weakref _weakrefset zipfile psutil zlib _py_abc tracemalloc socket subprocess platform';

function walk(root, folder = '') {
  const out = [];
  for (const e of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? e.name : `${folder}/${e.name}`;
    if (e.isDirectory()) out.push(...walk(root, path));
    else out.push(path);
  }
  return out;
}

async function run(dist, args) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(dist, 'ouro.mjs'), ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return stdout;
}

/** Does the work for all items, as many at a time as there are processors. */
async function forAll(items, work) {
  const rest = [...items];
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
    }),
  );
}

const compiledName = (path, tag) => path.replace(/([^/]+)\.py$/, `__pycache__/$1.ouroboros-${tag}.pyc`);

/** Writes the packs into `target`. `models`: [{name, tag}], the default's library is compiled whole in dist/lib. */
export async function labLibrary(dist, root, target, models, defaultModel) {
  const lib = join(dist, 'lib');
  const sources = walk(lib).filter((p) => p.endsWith('.py') && !LEFT_OUT.test(p));
  const listing = "import sys\nfor m in sys.modules.values():\n    f = getattr(m, '__file__', None)\n    if f: print(f)";
  const started = (await run(dist, ['-q', '-B', '-c', listing]))
    .split('\n')
    .filter((f) => f.startsWith(`${lib}/`))
    .map((f) => f.slice(lib.length + 1));
  const core = [...new Set([...started, 'python/importlib/_bootstrap.py', 'python/importlib/_bootstrap_external.py', 'warm-up.py'])];
  // models that share a tag share their compiled code
  const byTag = [...new Map(models.map((m) => [m.tag, m])).values()];
  await forAll(byTag, async (model) => {
    if (model.name === defaultModel && core.every((p) => existsSync(join(lib, compiledName(p, model.tag))))) return;
    const stale = core.filter((p) => {
      const made = join(lib, compiledName(p, model.tag));
      return (
        !existsSync(made) ||
        statSync(made).mtimeMs < statSync(join(lib, p)).mtimeMs ||
        statSync(made).mtimeMs < statSync(join(dist, 'worker.cjs')).mtimeMs
      );
    });
    if (stale.length > 0) await run(dist, ['--model', model.name, '-q', '-B', '-S', join(root, 'tools/precompile.py'), lib, ...stale]);
  });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const packOf = new Map();
  const packs = [];
  const add = (pack, path) => {
    if (!packOf.has(pack)) packOf.set(pack, { index: packs.push(`${pack}.zip`) - 1, files: [] });
    packOf.get(pack).files.push(path);
    return packOf.get(pack).index;
  };
  const common = new Set(COMMON.split(' '));
  const groupOf = (path) => {
    const [, top, rest] = /^(?:python|ouroboros)\/([^/]+?)(?:\.py)?(\/.*)?$/.exec(path) ?? [null, 'other', ''];
    if (common.has(top) || ['collections', 're', 'json', 'importlib'].includes(top)) return 'common';
    return rest ? top : 'modules';
  };
  const defaultTag = models.find((m) => m.name === defaultModel).tag;
  const size = (path) => statSync(join(lib, path)).size;
  const files = {};
  const compiled = {};
  for (const path of sources) {
    files[path] = [size(path), add(`${groupOf(path)}-sources`, path)];
    const made = compiledName(path, defaultTag);
    if (existsSync(join(lib, made))) compiled[made] = [size(made), add(groupOf(path), made)];
  }
  const options = { level: 9, mtime: new Date('2000-01-01T00:00:00Z') };
  const read = (path) => new Uint8Array(readFileSync(join(lib, path)));
  for (const [name, { files: members }] of packOf)
    writeFileSync(join(target, `${name}.zip`), zipSync(Object.fromEntries(members.map((p) => [p, read(p)])), options));
  for (const model of models) {
    const index = { packs, files: model.name === defaultModel ? { ...files, ...compiled } : files };
    const members = { 'index.json': new TextEncoder().encode(JSON.stringify(index)), 'compiler-id': read('compiler-id') };
    for (const path of core) members[compiledName(path, model.tag)] = read(compiledName(path, model.tag));
    writeFileSync(join(target, `core-${model.name}.zip`), zipSync(members, options));
  }
}
