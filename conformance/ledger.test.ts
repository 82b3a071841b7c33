import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { models } from '../src/models/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'ouroboros-ledger-'));
const script = join(directory, 'ledger.mjs');

describe.runIf(existsSync(join(root, 'dist/lib/python')))('the ledger over the whole corpus', () => {
  // as one script: const enums become numbers, which makes it many times faster
  beforeAll(async () => {
    await build({
      entryPoints: [join(root, 'conformance/ledger.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
      external: ['koffi'],
    });
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  for (const { name } of models)
    it(`sum of holders = count at every sys.getrefcount under ${name}`, { timeout: 120_000 }, () => {
      const { stdout, stderr } = spawnSync(process.execPath, [script, name, root], { encoding: 'utf8' });
      const result = JSON.parse(stdout || JSON.stringify({ stderr })) as { ledgers: number; wrong: string[]; vague: string[] };
      expect(result).toEqual({ ledgers: expect.any(Number), wrong: [], vague: [] });
      expect(result.ledgers).toBeGreaterThan(700);
    });
});
