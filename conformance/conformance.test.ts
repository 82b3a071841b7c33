import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a plain script, shared with tools/conformance.mjs
import { command, expectedFailures, runGroup } from './runner.mjs';

interface Result {
  name: string;
  ok: boolean;
  stdout: string;
  expected: string;
  stderr: string;
}

/** The subset of `npm run conformance` that `npm test` runs: group, model, least number of results. */
const SUBSET: readonly [group: string, model: string, least: number][] = [
  ['getrefcount', '3.10', 72],
  ['sizeof', '3.8', 286],
  ['sizeof', '3.10', 286],
  ['sizeof', '3.13', 286],
  ['sizeof', '3.14', 286],
  ['behaviour', '3.10', 4],
  ['containers', '3.10', 8],
  ['programs', '3.10', 40],
];

describe.runIf(existsSync(command as string))('what CPython printed', () => {
  const expected = (expectedFailures as () => Map<string, string>)();
  it.each(SUBSET)('%s under %s: the same, but for what is listed with a reason', { timeout: 400_000 }, async (group, model, least) => {
    const results = await (runGroup as (group: string, model: string) => Promise<Result[]>)(group, model);
    const listed = (name: string): boolean => expected.has(`${model} ${group}/${name}`);
    const wrong = results.filter((r) => !r.ok && !listed(r.name));
    expect(wrong.map((r) => ({ name: r.name, printed: r.stdout, wanted: r.expected, stderr: r.stderr }))).toEqual([]);
    expect(results.filter((r) => r.ok && listed(r.name)).map((r) => `${r.name} passes now: take it off conformance/failures.txt`)).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(least);
  });
});
