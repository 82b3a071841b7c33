// Builds the lab: a static site in dist/lab that works from any web server. Needs dist/ built before.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { labLibrary } from './lab-library.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `library`: false leaves the packs of the standard library as they are. */
export async function buildLab({ library = true } = {}) {
  const dist = join(root, 'dist');
  const target = join(dist, 'lab');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) if (name !== 'lib') rmSync(join(target, name), { recursive: true });
  const options = { bundle: true, minify: true, target: ['chrome110', 'firefox115', 'safari16.4'], logLevel: 'warning', legalComments: 'none' };
  await build({
    ...options,
    entryPoints: { app: join(root, 'src/lab/page/main.tsx') },
    outdir: target,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  await build({
    ...options,
    entryPoints: { worker: join(root, 'src/lab/worker/worker.ts'), 'snapshot-worker': join(root, 'src/lab/worker/snapshot-worker.ts') },
    outdir: target,
    format: 'iife',
  });
  for (const name of readdirSync(join(root, 'src/lab/static'))) copyFileSync(join(root, 'src/lab/static', name), join(target, name));
  if (library) {
    const { models, DEFAULT_MODEL } = await import(pathToFileURL(join(dist, 'runtime.mjs')).href);
    await labLibrary(
      dist,
      root,
      join(target, 'lib'),
      models.map((m) => ({ name: m.name, tag: `${m.version[0]}${m.version[1]}` })),
      DEFAULT_MODEL,
    );
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(target, 'version.json'), `${JSON.stringify({ version })}\n`);
}

/** The site is newer than everything it is made of. */
function isFresh() {
  const made = join(root, 'dist/lab/version.json');
  if (!existsSync(made)) return false;
  const newest = (path) => {
    const stat = statSync(path);
    return stat.isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name)))) : stat.mtimeMs;
  };
  return statSync(made).mtimeMs > Math.max(...['src', 'tools', 'package.json', 'dist/worker.cjs'].map((name) => newest(join(root, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !(process.argv.includes('--if-needed') && isFresh()))
  await buildLab({ library: !process.argv.includes('--quick') });
