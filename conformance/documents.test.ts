import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { documented, documents } from '../tools/document.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
afterAll(() => rmSync(join(root, 'docs/instruments/programs/run.ouro'), { force: true }));

/** Bytes depend on how much of the library is loaded: of the report its words are compared, not its figures and chart. */
function comparable(path: string, text: string): string {
  if (basename(path) !== 'report.md') return text;
  return text
    .replace(/^.*│.*$/gm, '')
    .replace(/\d[\d.,]*( [KM]i)?B?/g, '#')
    .replace(/ +/g, ' ')
    .replace(/^ ?#.*$/gm, '');
}

describe.runIf(existsSync(join(root, 'dist/ouro.mjs')))('the pages of the instruments show what the commands print', () => {
  for (const path of documents())
    it(basename(path), { timeout: 120_000 }, () => {
      const text = readFileSync(path, 'utf8');
      expect(comparable(path, documented(text))).toBe(comparable(path, text));
    });
});
