import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../src/runtime/core/runtime.ts';
import { Root, S } from '../src/runtime/core/static.ts';
import { loadAudit } from './audit.mjs';
import type { auditProgram } from './audit.ts';
import { allPrograms } from './program-list.mjs';

const library = join(dirname(fileURLToPath(import.meta.url)), '../dist/lib/python');
const programs = new Map(allPrograms().map((program) => [program.name, program]));

// `npm run audit` does it over everything
describe('audit before every instruction', () => {
  let audited: typeof auditProgram;
  beforeAll(async () => {
    audited = await loadAudit();
  }, 120_000);

  it.each([
    ['examples/03_counts_rise_and_fall', '3.10'],
    ['getrefcount/008_methods', '3.10'],
    ['getrefcount/056_call_styles', '3.14'],
    ['stress/classes', '3.8'],
    ['stress/weakrefs', '3.10'],
  ])('%s under %s', (name, model) => {
    const { path, text } = programs.get(name)!;
    const result = audited(text, path, { model, library, proveEvery: 20 });
    expect(result.problems).toEqual([]);
    expect(result.fullAudits).toBeGreaterThan(5);
  });

  it('finds by comparing all memory what it finds by the log of the writes', () => {
    const { path, text } = programs.get('getrefcount/013_generator')!;
    expect(audited(text, path, { model: '3.10', library, byComparison: true, proveEvery: 10 }).problems).toEqual([]);
  });

  const loop = 'total = 0\nfor n in range(30):\n    total += n\n';

  /** A word is wrong before one instruction, and right again after it. `fill` is seen by the log; an assignment here is not, since nobody rewrote it. */
  function withWrongWord(at: number, change: (word: number) => number, seen: boolean, proveEvery: number): string[] {
    let right = 0;
    return audited(loop, '/loop.py', {
      model: '3.10',
      library,
      proveEvery,
      beforeAudit: (rt: Runtime, _frame, instruction) => {
        if (instruction === 100) {
          right = rt.H[at]!;
          if (seen) rt.H.fill(change(right), at, at + 1);
          else rt.H[at] = change(right);
        } else if (instruction === 101) rt.H.fill(right, at, at + 1);
      },
    }).problems;
  }

  it.each<[string, number, (word: number) => number, RegExp]>([
    ['a count too high', S.None, (count) => count + 1, /at 110592: count \d+, held by \d+/],
    ['a reference lost', Root.builtinsCopy, () => 0, /dict at \d+: count 1, held by 0/],
    ['a reference not counted', Root.asyncGenFinalizer, () => S.None, /at 110592: count \d+, held by \d+/],
    ['a stale pointer', Root.asyncGenFinalizer, () => 4 * 200_000, /800000 is no object, 1 slots hold it/],
  ])('finds %s at the very instruction', (_what, at, change, line) => {
    const problems = withWrongWord(at, change, true, 0);
    expect(problems[0]).toBe('before instruction 100:');
    expect(problems[1]).toMatch(line);
    // and nothing when it is mended
    expect(problems.filter((text) => text.startsWith('before'))).toHaveLength(1);
  });

  it('is found out by the full audit when it misses a write', () => {
    const problems = withWrongWord(Root.builtinsCopy, () => 0, false, 10);
    expect(problems[0]).toBe('before instruction 100:');
    expect(problems[1]).toMatch(/the full audit finds 0 slots, this one 1/);
  });
});
