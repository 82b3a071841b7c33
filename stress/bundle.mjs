// Bundles a TypeScript file of this folder and imports it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/** `rewrite`: what to do to the text of the bundle before it runs. */
export async function bundled(file, rewrite = null) {
  const directory = mkdtempSync(join(tmpdir(), 'ouroboros-stress-'));
  const outfile = join(directory, 'bundle.mjs');
  try {
    await build({
      entryPoints: [join(here, file)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['koffi'],
      banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    });
    if (rewrite !== null) writeFileSync(outfile, rewrite(readFileSync(outfile, 'utf8')));
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
