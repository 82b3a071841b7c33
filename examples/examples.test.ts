import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));
const command = join(here, '../dist/ouro.mjs');

function run(name: string, ...options: string[]): string[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [command, 'run', ...options, join(here, name)], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.trim().split('\n');
}

const COUNTS: readonly (readonly [string, string, readonly string[]])[] = [
  ['01_count_and_alias.py', '3.10', ['2', '3', '2']],
  ['02_what_a_call_costs.py', '3.6', ['2', '4', '6', '2']],
  ['02_what_a_call_costs.py', '3.10', ['2', '4', '6', '2']],
  ['03_counts_rise_and_fall.py', '3.10', ['2 3 4 5 6 5 4 3 2', '2', '3', '2']],
];

describe('examples print what they say', () => {
  for (const [name, model, lines] of COUNTS)
    it(`${name} under ${model}`, () => {
      expect(run(name, '--model', model)).toEqual(lines);
    });

  it('a cycle stays until it is collected', () => {
    expect(run('06_a_cycle.py')).toEqual([
      'after the return: the memory stays',
      'gc.collect() found 2 objects',
      'after the collection: less than 4 MB',
    ]);
  });
});

/** Figures of the kernel for this process: where there are none (no /proc) the examples cannot measure. */
const measurable = process.platform === 'linux';

describe.runIf(measurable)('memory as the kernel sees it', () => {
  it('ten million ints take what they take in CPython, within 3 %, and go at the return', () => {
    const [took, kept] = run('04_memory_comes_back.py') as [string, string];
    const megabytes = Number(/took (\d+) MB/.exec(took)?.[1]);
    expect(Math.abs(megabytes / 387.3 - 1)).toBeLessThan(0.03);
    expect(kept).toBe('kept after the return: less than 3 MB');
  });

  it('a caller that keeps the list keeps the memory', () => {
    const [, returned, deleted] = run('05_memory_stays.py') as [string, string, string];
    expect(returned).toBe('freed by the return: less than 1 MB');
    expect(deleted).toBe('kept after del: less than 3 MB');
  });
});
