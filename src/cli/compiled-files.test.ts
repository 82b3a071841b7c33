import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const OURO = process.env.OURO_UNDER_TEST ?? fileURLToPath(new URL('../../dist/ouro.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ouro-compiled-'));
const cache = join(folder, '__pycache__');
const kept = join(cache, 'part.ouroboros-310.pyc');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Standard output of a program that imports `part`. */
function imports(options: string[] = [], env: Record<string, string> = {}): string {
  const run = spawnSync(process.execPath, [OURO, ...options, '-c', 'import part; print(part.answer)'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  return run.stdout.trim();
}

describe('compiled modules of a program', () => {
  beforeEach(() => {
    rmSync(cache, { recursive: true, force: true });
    writeFileSync(join(folder, 'part.py'), "answer = 'first'\n");
  });

  it('are kept, one a model, unless it is forbidden', () => {
    expect(imports(['-B'])).toBe('first');
    expect(imports([], { PYTHONDONTWRITEBYTECODE: '1' })).toBe('first');
    expect(existsSync(cache)).toBe(false);
    imports();
    imports(['--model', '3.13']);
    imports(['-O']);
    imports(['--language', '3.8']);
    expect(readdirSync(cache).sort()).toEqual([
      'part.ouroboros-310-3.8.pyc',
      'part.ouroboros-310.opt-1.pyc',
      'part.ouroboros-310.pyc',
      'part.ouroboros-313.pyc',
    ]);
  });

  it('are used while the source is the same', () => {
    imports();
    const bytes = readFileSync(kept);
    bytes.write('other', bytes.indexOf('first'));
    writeFileSync(kept, bytes);
    expect(imports()).toBe('other');
    utimesSync(join(folder, 'part.py'), 1e9, 1e9);
    expect(imports()).toBe('first');
    expect(readFileSync(kept).readUInt32LE(8)).toBe(1e9);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 10)],
    ["another compiler's", (bytes: Buffer) => Buffer.concat([Uint8Array.of(bytes[0]! ^ 1), bytes.subarray(1)])],
    ['empty', () => Buffer.alloc(0)],
  ])('are made anew when the file is %s', (_what, spoil) => {
    imports();
    const good = readFileSync(kept);
    writeFileSync(kept, spoil(good));
    expect(imports()).toBe('first');
    expect(readFileSync(kept).equals(good)).toBe(true);
  });

  it('are named by -v, from the first import on', () => {
    const run = spawnSync(process.execPath, [OURO, '-v', '-c', 'import part'], { cwd: folder, env: { PATH: process.env.PATH }, encoding: 'utf8' });
    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(/^import '_thread' # /);
    expect(run.stderr).toContain(`# created '${kept}'\n`);
  });
});
