// Builds what a user runs: the bundles in dist/ and, beside them, the standard library taken from the pyodide package.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { annotationLibrary } from './annotation-library.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
/** Models beside the default one; those of one release compile alike. */
const OTHER_MODELS = ['3.6', '3.7', '3.8', '3.9', '3.11', '3.12', '3.13', '3.14', '3.15'];

async function bundle() {
  await build({
    entryPoints: {
      ouro: join(root, 'src/cli/main.ts'),
      runtime: join(root, 'src/runtime/index.ts'),
      memory: join(root, 'src/memory/index.ts'),
      snapshot: join(root, 'src/snapshot/index.ts'),
    },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    keepNames: false,
    sourcemap: false,
    external: ['koffi'],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
}

/** The interpreter's worker: one script, so that V8's compiled code can be kept beside it. */
async function bundleWorker() {
  await build({
    entryPoints: [join(root, 'src/cli/worker.ts')],
    outfile: join(dist, 'worker.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minifySyntax: true,
    external: ['koffi'],
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  copyFileSync(join(root, 'src/cli/worker-loader.cjs'), join(dist, 'worker-loader.cjs'));
}

/** Runs the built command. */
function ouro(args, env = {}) {
  const { status } = spawnSync(process.execPath, [join(dist, 'ouro.mjs'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`ouro ${args.join(' ')} ended with ${status}`);
}

/** The pure-Python standard library (PSF licence), unpacked once; nothing of it is in the repository. */
function standardLibrary() {
  const zip = join(root, 'node_modules/pyodide/python_stdlib.zip');
  const target = join(dist, 'lib/python');
  const stamp = join(target, '.stamp');
  const key = `${statSync(zip).size} 2`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  rmSync(target, { recursive: true, force: true });
  const made = new Set();
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    if (name.endsWith('/')) continue;
    // A package, as in 3.14: string.templatelib stands in it.
    const path = join(target, name === 'string.py' ? 'string/__init__.py' : name);
    if (!made.has(dirname(path))) {
      mkdirSync(dirname(path), { recursive: true });
      made.add(dirname(path));
    }
    writeFileSync(path, bytes);
  }
  copyFileSync(join(root, 'tools/python-licence.txt'), join(target, 'LICENSE.txt'));
  writeFileSync(stamp, key);
}

/** Our own Python modules (psutil, ctypes, …) go first on sys.path. */
function ownLibrary() {
  const source = join(root, 'src/pylib');
  const target = join(dist, 'lib/ouroboros');
  rmSync(target, { recursive: true, force: true });
  const copy = (from, to) => {
    mkdirSync(to, { recursive: true });
    for (const e of readdirSync(from, { withFileTypes: true })) {
      if (e.name === 'annotations') continue;
      if (e.isDirectory()) copy(join(from, e.name), join(to, e.name));
      else copyFileSync(join(from, e.name), join(to, e.name));
    }
  };
  copy(source, target);
  renameSync(join(target, 'templatelib.py'), join(dist, 'lib/python/string/templatelib.py'));
  copyFileSync(join(root, 'src/runtime/start-up/warm-up.py'), join(dist, 'lib/warm-up.py'));
}

/** What the compiler is made of: a change of it makes .pyc files of earlier builds invalid. */
const COMPILER = ['src/syntax', 'src/bytecode', 'src/models', 'src/runtime/compile', 'src/runtime/modules/marshal', 'package-lock.json'];

/** Names the compiler in dist/lib, and takes away what another one compiled there. */
function nameCompiler() {
  const hash = createHash('sha256');
  const add = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (!/\.test\.ts$|testdata/.test(path)) hash.update(readFileSync(path));
  };
  for (const path of COMPILER) add(join(root, path));
  const id = hash.digest('hex').slice(0, 4);
  const file = join(dist, 'lib/compiler-id');
  if (existsSync(file) && readFileSync(file, 'utf8') === id) return;
  for (const entry of readdirSync(join(dist, 'lib'), { recursive: true }))
    if (entry.endsWith('.pyc')) rmSync(join(dist, 'lib', entry), { force: true });
  writeFileSync(file, id);
}

/** Compiles the library for the default model, and for the others what every start needs; importlib keeps the rest beside the source when it meets it. */
function precompile() {
  const script = join(root, 'tools/precompile.py');
  ouro(['-B', '-S', script, join(dist, 'lib')]);
  for (const model of OTHER_MODELS) ouro(['-B', '--model', model, script, '--loaded', join(dist, 'lib')]);
}

/** Declarations of `ouroboros/memory`, for users of the package: with the extensions and enums that their compilers understand. */
function declarations() {
  const target = join(dist, 'types');
  rmSync(target, { recursive: true, force: true });
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tools/tsconfig.types.json'), '--outDir', target],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`declarations: ${stdout}`);
  for (const entry of readdirSync(target, { recursive: true })) {
    if (!entry.endsWith('.d.ts')) continue;
    const path = join(target, entry);
    writeFileSync(
      path,
      readFileSync(path, 'utf8')
        .replace(/(from '\.[^']*)\.ts'/g, "$1.js'")
        .replaceAll('declare const enum', 'declare enum'),
    );
  }
}

/** `npx ouro` in this folder runs the built command; npm links the commands of dependencies only. */
function linkCommand() {
  const bin = join(root, 'node_modules/.bin');
  chmodSync(join(dist, 'ouro.mjs'), 0o755);
  if (!existsSync(bin)) return;
  const link = join(bin, 'ouro');
  rmSync(link, { force: true });
  if (process.platform === 'win32') writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\dist\\ouro.mjs" %*\r\n');
  else symlinkSync('../../dist/ouro.mjs', link);
}

/** Newest modification below a folder or of a file. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const stamp = join(dist, '.built');
if (process.argv.includes('--if-needed') && existsSync(stamp)) {
  const sources = ['src', 'tools', 'package.json', 'package-lock.json'].map((name) => newest(join(root, name)));
  if (statSync(stamp).mtimeMs > Math.max(...sources)) process.exit(0);
}
rmSync(stamp, { force: true });
rmSync(join(dist, 'chunks'), { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await bundle();
await bundleWorker();
linkCommand();
standardLibrary();
ownLibrary();
annotationLibrary(join(dist, 'lib/python'), join(root, 'src/pylib/annotations'), join(dist, 'lib/annotations'));
nameCompiler();
if (!process.argv.includes('--quick')) {
  declarations();
  rmSync(join(dist, 'worker.cache'), { force: true });
  precompile();
  ouro([join(root, 'tools/warm-up.py')], { OURO_WRITE_CODE_CACHE: '1' });
  writeFileSync(stamp, '');
}
