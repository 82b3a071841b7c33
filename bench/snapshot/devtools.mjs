// Opens a .heapsnapshot with the loader of Chrome DevTools (npm: chrome-devtools-frontend), as the Memory panel does.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';

const worker = join(
  dirname(fileURLToPath(import.meta.url)),
  'consumers/node_modules/chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker',
);

/** Whether the package is there. */
export const hasDevTools = existsSync(worker);

/** DevTools' loader as one module: its sources bundled, without the languages. */
async function loaderModule() {
  const { build } = await import('esbuild');
  const outfile = join(await mkdtemp(join(tmpdir(), 'devtools-')), 'loader.mjs');
  const contents = `export { HeapSnapshotLoader } from '${worker}/HeapSnapshotLoader.ts'; export { SecondaryInitManager } from '${worker}/HeapSnapshot.ts';`;
  const noLocales = {
    name: 'no-locales',
    setup(b) {
      b.onResolve({ filter: /\/locales\.js$/ }, () => ({ path: 'locales', namespace: 'none' }));
      const names = ['REMOTE_FETCH_PATTERN', 'LOCAL_FETCH_PATTERN'].map((name) => `export const ${name} = '';`).join('\n');
      b.onLoad({ filter: /.*/, namespace: 'none' }, () => ({
        contents: `export const LOCALES = ['en-US']; export const BUNDLED_LOCALES = ['en-US']; export const DEFAULT_LOCALE = 'en-US';\n${names}`,
      }));
    },
  };
  await build({
    stdin: { contents, resolveDir: worker, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    plugins: [noLocales],
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

/** Number of nodes, bytes in all, and the retained size of each node by its place in the file. */
export async function openInDevTools(path) {
  globalThis.self ??= globalThis;
  globalThis.window ??= globalThis;
  globalThis.location ??= { search: '', href: 'http://localhost/', pathname: '/' };
  Promise.withResolvers ??= function withResolvers() {
    let resolve;
    let reject;
    const promise = new Promise((a, b) => {
      resolve = a;
      reject = b;
    });
    return { promise, resolve, reject };
  };
  const { HeapSnapshotLoader, SecondaryInitManager } = await loaderModule();
  const began = process.cpuUsage();
  const loader = new HeapSnapshotLoader({ sendEvent() {} });
  const text = readFileSync(path, 'utf8');
  for (let i = 0; i < text.length; i += 1 << 20) await loader.write(text.slice(i, i + (1 << 20)));
  loader.close();
  await loader.parsingComplete;
  const channel = new MessageChannel();
  new SecondaryInitManager(channel.port2);
  const snapshot = await loader.buildSnapshot(channel.port1);
  channel.port1.close();
  const { user, system } = process.cpuUsage(began);
  const width = snapshot.nodeFieldCount;
  return {
    nodeCount: snapshot.nodeCount,
    totalSize: snapshot.totalSize,
    seconds: (user + system) / 1e6,
    retained: (ordinal) => snapshot.createNode(ordinal * width).retainedSize(),
    name: (ordinal) => snapshot.createNode(ordinal * width).name(),
  };
}
