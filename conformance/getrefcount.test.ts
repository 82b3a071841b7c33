import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a plain script, shared with tools/conformance.mjs
import { command, expectedFailures, runFolder } from './runner.mjs';

interface Result {
  name: string;
  ok: boolean;
  stdout: string;
  expected: string;
  stderr: string;
}

describe.runIf(existsSync(command as string))('programs that print reference counts, against the recorded CPython 3.10', () => {
  it('print the same, but for those listed with a reason', { timeout: 400_000 }, async () => {
    const expected = (expectedFailures as () => Map<string, string>)();
    const results = await (runFolder as (folder: string, model: string) => Promise<Result[]>)('getrefcount', '3.10');
    const listed = (name: string): boolean => expected.has(`3.10 getrefcount/${name}`);
    const wrong = results.filter((r) => !r.ok && !listed(r.name));
    expect(wrong.map((r) => ({ name: r.name, printed: r.stdout, wanted: r.expected, stderr: r.stderr }))).toEqual([]);
    expect(results.filter((r) => r.ok && listed(r.name)).map((r) => `${r.name} passes now: take it off conformance/failures.txt`)).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(72);
  });
});
