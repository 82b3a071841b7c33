import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const OURO = process.env.OURO_UNDER_TEST ?? fileURLToPath(new URL('../../../dist/ouro.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ouro-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compare(...args: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, [OURO, 'compare', ...args], { cwd: folder, encoding: 'utf8' });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

interface Report {
  differences: {
    stream: string;
    line: number;
    groups: { models: string[]; text: string | null; reason?: { mechanisms: string[]; sentence: string } }[];
  }[];
  exitCodes: Record<string, number>;
  sameLines: number;
}

const CALL = `import sys
def show(x):
    print(sys.getrefcount(x))
parcel = []
print(sys.getrefcount(parcel))
show(parcel)
print(sys.getrefcount(parcel))
`;

describe.runIf(existsSync(OURO))('ouro compare', () => {
  it('groups the models and names the mechanism of a call', { timeout: 120_000 }, () => {
    const { code, out } = compare('--models', '3.8,3.10,3.11', '--json', file('call.py', CALL));
    const report = JSON.parse(out) as Report;
    expect(code).toBe(0);
    expect(report.sameLines).toBe(2);
    expect(report.differences.map((d) => [d.stream, d.line, d.groups.map((g) => [g.models, g.text])])).toEqual([
      [
        'stdout',
        2,
        [
          [['3.8', '3.10'], '4'],
          [['3.11'], '3'],
        ],
      ],
    ]);
    expect(report.differences[0]!.groups[1]!.reason).toEqual({
      mechanisms: ['call-arguments'],
      steps: [['3.11']],
      sentence: "3.11 moves the argument into the callee's frame: one reference fewer for each call",
    });
  });

  it('finds the release behind a difference between distant models', { timeout: 120_000 }, () => {
    const { out } = compare('--models', '3.8,3.13', '-c', 'import sys; print(sys.getsizeof("abc"))');
    expect(out).toContain('3.8    52');
    expect(out).toMatch(/3\.13 {3}44 {3}3\.12 drops the wide-character pointer/);
  });

  it('says when nothing differs, and gives the exit code of the program', { timeout: 120_000 }, () => {
    expect(compare('--models', '3.8,3.9', '-c', 'print(1); raise SystemExit(3)')).toEqual({
      code: 3,
      out: '-c prints the same under 3.8, 3.9 (1 lines).\n',
      err: '',
    });
  });

  it('prints a Markdown table', { timeout: 120_000 }, () => {
    const { out } = compare('--markdown', '--models', '3.9,3.10', '-c', 'import sys; print(sys.getsizeof([1, 2, 3]))');
    expect(out).toContain('| line 1 | 3.9 | `120` |  |');
    expect(out).toContain('|  | 3.10 | `88` | 3.10 gives an empty list that is filled at once an even number of places |');
  });

  it('tells of command lines that make no sense', () => {
    expect(compare('--models', '2.7', 'x.py').err).toContain('ouro compare: no such model: 2.7. Known models: 3.6,');
    expect(compare().err).toContain('ouro compare: a program is needed: FILE, -c CODE or -m MODULE');
    expect(compare('--nonsense', 'x.py').code).toBe(2);
    expect(compare('--help').out).toContain('usage: ouro compare [--models LIST]');
  });

  it('runs a model with one mechanism of another release', { timeout: 60_000 }, () => {
    const run = spawnSync(process.execPath, [OURO, 'run', '-q', '--model', '3.10', '--with', 'call-arguments@3.11', file('call.py', CALL)], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run.stdout).toBe('2\n3\n2\n');
    const wrong = spawnSync(process.execPath, [OURO, 'run', '--with', 'nothing@3.11', '-c', ''], { encoding: 'utf8' });
    expect([wrong.status, wrong.stderr.includes('Mechanisms: call-arguments,')]).toEqual([2, true]);
  });
});
