import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeRecording } from '../../instruments/recording-file.ts';
import { RecordingReader } from '../../instruments/recording-reader.ts';

const OURO = process.env.OURO_UNDER_TEST ?? fileURLToPath(new URL('../../../dist/ouro.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ouro-instruments-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

function ouro(...args: string[]): Outcome {
  const run = spawnSync(process.execPath, [OURO, ...args], { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

function program(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

program('call.py', 'import sys\na = []\ndef func(a):\n    print(sys.getrefcount(a))\n\nfunc(a)\nkept = {"k": [a]}\ndel a\n');

describe.runIf(existsSync(OURO))('ouro why', () => {
  it('prints every holder and that they are the count; the program writes to stderr', () => {
    expect(ouro('why', 'call.py:4', 'a')).toEqual({
      code: 0,
      out: 'call.py:4 in func: a is list []\n\n  global `a` in `__main__`\n  argument on the value stack of `<module>`, line 6\n  parameter `a` of `func`\n\n3 holders = count 3\n',
      err: '',
    });
    expect(ouro('why', 'call.py', "kept['k'][0]", '--at', 'exit')).toMatchObject({ code: 0, err: '4\n' });
  });

  it('stops after a line, and the n-th time', () => {
    program('loop.py', 'def f(x):\n    y = [x]\n    return y\nfor i in range(5):\n    f(i)\n');
    expect(ouro('why', 'loop.py:2', 'y', '--after').out).toContain('local `y` of `f`');
    expect(ouro('why', 'loop.py:3', 'x', '--hit', '4').out).toContain('x is int 3');
    expect(ouro('why', 'loop.py:3', 'y', '--after').out).toContain('value being returned');
  });

  it('gives data', () => {
    const { entries, count, balanced, paths } = JSON.parse(ouro('why', 'call.py:8', 'a', '--json', '--paths').out) as {
      entries: { text: string; kind: string; owned: boolean }[];
      count: number;
      balanced: boolean;
      paths: unknown[];
    };
    expect(entries.map((e) => [e.kind, e.owned])).toEqual([
      ['global', true],
      ['item', true],
    ]);
    expect([count, balanced, paths.length]).toEqual([2, true, 1]);
  });

  it('tells bad questions in one line, with what to try', () => {
    const wrong = (...args: string[]): [number | null, string] => {
      const { code, err } = ouro('why', ...args);
      return [code, err.trim().split('\n').at(-1)!];
    };
    expect(wrong('call.py:4', 'aa')).toEqual([2, 'ouro why: call.py:4: there is no name `aa` there; did you mean `a`?']);
    expect(wrong('call.py:4', '1/0')).toEqual([2, 'ouro why: call.py:4: `1/0` cannot be evaluated there: ZeroDivisionError: division by zero']);
    expect(wrong('call.py:4', 'a b')[1]).toContain('`a b` cannot be evaluated there: SyntaxError');
    expect(wrong('call.py:5', 'a')).toEqual([2, 'ouro why: there is no code at line 5 of call.py: try line 6']);
    expect(wrong('call.py:99', 'a')).toEqual([2, 'ouro why: line 99 of call.py does not exist or has no code: the last line that runs is 8']);
    expect(wrong('call.py:4', 'a', '--hit', '3')).toEqual([2, 'ouro why: line 4 of call.py was reached once, not 3 times: try --hit 1']);
    expect(wrong('call.py:8', 'a', '--hit', '0')[0]).toBe(2);
    expect(ouro('why', 'call.py', 'a')).toMatchObject({ code: 2, err: expect.stringContaining("which line? write FILE:LINE, or add '--at exit'") });
    expect(ouro('why', 'call.py:4')).toMatchObject({ code: 2, err: expect.stringContaining("missing required argument 'expression'") });
    expect(ouro('why', 'nope.py:4', 'a')).toMatchObject({ code: 2, err: expect.stringContaining("can't open file") });
    program('unrun.py', 'if False:\n    x = 1\ny = 2\ndef f():\n    return 3\n');
    expect(wrong('unrun.py:5', 'y')).toEqual([2, 'ouro why: line 5 of unrun.py never ran before the program ended']);
    program('broken.py', 'x = (\n');
    expect(ouro('why', 'broken.py:1', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('SyntaxError') });
    program('raises.py', 'x = 1\nraise ValueError("early")\ny = 2\n');
    expect(ouro('why', 'raises.py:3', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('ValueError: early') });
  });

  it('says when the model shows another count', () => {
    expect(ouro('why', 'call.py:6', 'None', '--model', '3.12').out).toContain(
      'sys.getrefcount shows 4294967295: the object is immortal in this model',
    );
  });
});

describe.runIf(existsSync(OURO))('ouro run --explain', () => {
  it('stands beside every sys.getrefcount', () => {
    expect(ouro('run', '--explain', 'call.py')).toEqual({
      code: 0,
      out: '4\n',
      err: 'call.py:4 in func: 4 for list []\n    global `a` in `__main__`\n    argument on the value stack of `<module>`, line 6\n    parameter `a` of `func`\n    argument of `getrefcount`\n',
    });
  });
});

describe.runIf(existsSync(OURO))('ouro garbage', () => {
  program('cycles.py', 'class Node: pass\ndef make():\n    a = Node()\n    a.me = a\nfor i in range(4):\n    make()\nx = 1\n');
  it('groups cycles by shape and line, with what cuts them', () => {
    const { groups, objects } = JSON.parse(ouro('garbage', 'cycles.py', '--json').out) as {
      groups: { times: number; cycle: { type: string; slot: string; made: { line: number } }[]; cut: { freesObjects: number } }[];
      objects: number;
    };
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ times: 4, cycle: [{ type: 'Node', slot: '.me', made: { line: 3 } }], cut: { freesObjects: 2 } });
    expect(objects).toBe(8);
  });
  it('looks before a line, and finds nothing where there is nothing', () => {
    expect(ouro('garbage', 'cycles.py:7').out).toContain('4 times a cycle of 1');
    expect(ouro('garbage', 'call.py').out).toBe('at exit: no garbage: the collector would find nothing\n');
    expect(ouro('garbage', 'cycles.py:70')).toMatchObject({ code: 2 });
  });
});

describe.runIf(existsSync(OURO))('ouro trace', () => {
  it('prints every change with holders, and each sums up', () => {
    const changes = ouro('trace', 'call.py', '--name', 'a', '--json')
      .out.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { by: number; count: number; gained: string[]; lost: string[]; at: { line: number } });
    let count = 0;
    for (const change of changes) {
      count += change.by;
      expect(change.count).toBe(count);
      expect(change.gained.length - change.lost.length).toBe(change.by);
    }
    expect(changes.map((c) => c.at.line)).toEqual([2, 6, 6, 4, 4, 4, 7, 8]);
  });
  it('suggests a name, and stops at its limit', () => {
    expect(ouro('trace', 'call.py', '--name', 'kep')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean `kept`?') });
    expect(ouro('trace', 'call.py')).toMatchObject({ code: 2, err: expect.stringContaining('--name') });
    expect(ouro('trace', 'call.py', '--name', 'a', '--limit', '2').out.match(/= \d/g)).toHaveLength(2);
  });
});

describe.runIf(existsSync(OURO))('ouro record', () => {
  it('writes a file that can be stepped through, the same each time', () => {
    expect(ouro('record', 'call.py', '-o', 'a.ouro')).toMatchObject({ code: 0, out: '4\n' });
    ouro('record', 'call.py', '-o', 'b.ouro');
    const bytes = readFileSync(join(folder, 'a.ouro'));
    expect(bytes.equals(readFileSync(join(folder, 'b.ouro')))).toBe(true);
    const recording = decodeRecording(bytes);
    const reader = new RecordingReader(recording);
    const last = reader.step(reader.length - 1);
    expect(last.output).toBe('4\n');
    expect(recording.sources[0]!.text).toContain('def func(a):');
    expect(reader.step(4).frames.map((f) => f.function)).toEqual(['<module>', 'func']);
  });
  it('says what it left out, and goes on with the program', () => {
    program('long.py', 'n = 0\nwhile n < 5000:\n    n += 1\nprint(n)\n');
    const { code, out, err } = ouro('record', 'long.py', '-o', 'long.ouro', '--steps', '50');
    expect([code, out]).toEqual([0, '5000\n']);
    expect(err).toContain('left out: everything after long.py:');
    program('raises.py', 'x = 1\nraise ValueError("early")\n');
    expect(ouro('record', 'raises.py', '-o', 'r.ouro').code).toBe(1);
    expect(decodeRecording(readFileSync(join(folder, 'r.ouro'))).error).toBe('ValueError');
    expect(ouro('record', 'call.py', '-o', 'no/such/folder/x.ouro')).toMatchObject({ code: 1, err: expect.stringContaining('cannot write') });
  });
});

describe.runIf(existsSync(OURO))('ouro report', () => {
  it('charts in the terminal and writes one page', () => {
    program('grow.py', 'kept = []\nfor i in range(300):\n    kept.append("x" * 1000 + str(i))\ndel kept\n');
    const { code, err } = ouro('report', 'grow.py', '-o', 'r.html');
    expect(code).toBe(0);
    expect(err).toContain('grow.py:3');
    const page = readFileSync(join(folder, 'r.html'), 'utf8');
    expect(page).toContain('Heap map at the end');
    expect(page).not.toMatch(/<(?:script|link|img)|https?:/);
    const { timeline, heap } = JSON.parse(ouro('report', 'grow.py', '--json').out) as {
      timeline: { samples: { live: number }[] };
      heap: { live: number; committed: number };
    };
    const most = Math.max(...timeline.samples.map((s) => s.live));
    expect(most - timeline.samples.at(-1)!.live).toBeGreaterThan(290_000);
    expect(heap.live).toBeLessThanOrEqual(heap.committed);
  });
});

describe.runIf(existsSync(OURO))('ouro check', () => {
  program('leaks.py', 'import sys\nclass Node: pass\nn = Node()\nn.n = n\nsys.modules.setdefault("leak", []).append([1] * 30)\n');
  it('fails on growth and on cycles, with the line', () => {
    const { code, out } = ouro('check', 'leaks.py', '--max-growth', '0', '--no-cycles-through', 'Node');
    expect(code).toBe(1);
    expect(out).toMatch(/FAILED growth of \d+ bytes a run[\s\S]*1 list made at leaks\.py:5/);
    expect(out).toMatch(/FAILED no cycles through Node[\s\S]*Node \.n → Node made at leaks\.py:3/);
  });
  it('passes where all is well, also with room for growth', () => {
    expect(ouro('check', 'call.py', '--max-growth', '0', '--no-garbage').code).toBe(0);
    expect(ouro('check', 'leaks.py', '--max-growth', '4K').code).toBe(0);
  });
  it('refuses what makes no sense', () => {
    expect(ouro('check', 'leaks.py')).toMatchObject({ code: 2, err: expect.stringContaining('what is to be checked?') });
    expect(ouro('check', 'leaks.py', '--no-cycles-through', 'Nod')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean `Node`?') });
    program('fails.py', '1/0\n');
    expect(ouro('check', 'fails.py', '--max-growth', '0').code).toBe(1);
  });
});

describe.runIf(existsSync(OURO))('help', () => {
  it('has examples for every command', () => {
    for (const name of ['why', 'garbage', 'trace', 'record', 'report', 'check']) {
      const { code, out } = ouro(name, '--help');
      expect([name, code, out.includes('Examples:')]).toEqual([name, 0, true]);
    }
  });
});
