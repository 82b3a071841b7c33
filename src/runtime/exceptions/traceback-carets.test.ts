import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { run } from '../../../conformance/runner.mjs';

const folder = mkdtempSync(join(tmpdir(), 'carets-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function report(model: string, source: string): Promise<string[]> {
  const file = join(folder, 'program.py');
  writeFileSync(file, source);
  const { stderr } = await run(['--model', model, file]);
  return stderr.split('\n').slice(2, -2);
}

it('marks the operator, the brackets or the whole expression from 3.11 on', async () => {
  expect(await report('3.10', 'print(1 + 2 / 0)\n')).toEqual(['    print(1 + 2 / 0)']);
  expect(await report('3.11', 'print(1 + 2 / 0)\n')).toEqual(['    print(1 + 2 / 0)', '              ~~^~~']);
  expect(await report('3.12', 'd = {}; d["é"] ["b"]\n')).toEqual(['    d = {}; d["é"] ["b"]', '            ~^^^^^']);
  expect(await report('3.13', 'x = int("x")\n')).toEqual(['    x = int("x")']);
});
