import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runProgram } from './test-runtime.ts';

const programs = join(dirname(fileURLToPath(import.meta.url)), '../../../stress/programs');
const names = readdirSync(programs)
  .filter((name) => name.endsWith('.py'))
  .map((name) => name.slice(0, -3));
const sourceOf = (name: string): string => readFileSync(join(programs, `${name}.py`), 'utf8');
const outputOf = (name: string): string => readFileSync(join(programs, `${name}.expected`), 'utf8');

describe.each(names)('%s', (name) => {
  it('prints what CPython prints, with every count right on the way and nothing left at exit', () => {
    const { stdout, stderr, problems } = runProgram(sourceOf(name), { filename: `${name}.py`, debug: {}, auditEvery: 37 });
    expect(stderr).toBe('');
    expect(stdout).toBe(outputOf(name));
    expect(problems).toEqual([]);
  });

  it('bears a collection at every allocation', () => {
    const { stdout, problems } = runProgram(sourceOf(name), { filename: `${name}.py`, debug: {}, gcStress: true });
    expect(stdout).toBe(outputOf(name));
    expect(problems).toEqual([]);
  });
});

describe('audit', () => {
  it('holds before every instruction of a small program', () => {
    const source = `
class A:
    def __init__(self, v): self.v = v
def gen(n):
    for i in range(n):
        try: yield A([i])
        finally: out.append(i)
out = []
for a in gen(4):
    if a.v[0] == 2: break
d = {k: (lambda: k) for k in 'ab'}
try: d['x']
except KeyError as e: out.append(e)
with memoryview(b'abc') as m: out.append(m[0])
print(len(out), d['a']())
`;
    const { stdout, instructions, problems } = runProgram(source, { debug: {}, auditEvery: 1 });
    expect(problems).toEqual([]);
    expect(stdout).toBe('5 b\n');
    expect(instructions).toBeGreaterThan(100);
  });

  it('sees a reference that nobody holds', () => {
    const { problems } = runProgram('x = []\nfor i in range(3): pass\n', {
      auditEvery: 1,
      onStart: (rt) => rt.incref(rt.ident('a name for this test')),
    });
    expect(problems.join('\n')).toMatch(/str at \d+: count 2, held by 1/);
  });
});

describe('an exception that ends the program', () => {
  it('leaves nothing either', () => {
    const { stderr, error, problems } = runProgram('def f(n):\n    x = [n]\n    return f(n - 1) if n else x.y\nf(5)\n', { debug: {} });
    expect(error).toBe('AttributeError');
    expect(stderr).toMatch(/AttributeError: 'list' object has no attribute 'y'/);
    expect(problems).toEqual([]);
  });
});

describe('other models', () => {
  it.each(['3.6', '3.7', '3.8', '3.9'])('%s: nothing is left', (model) => {
    for (const name of ['containers', 'classes', 'generators', 'exceptions']) {
      const { stdout, problems } = runProgram(sourceOf(name), { filename: `${name}.py`, model, debug: {}, auditEvery: 101 });
      expect(problems).toEqual([]);
      expect(stdout.length).toBeGreaterThan(20);
    }
  });
});
