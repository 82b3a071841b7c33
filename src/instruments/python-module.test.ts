import { describe, expect, it } from 'vitest';
import type { ModuleSpec } from '../runtime/modules/module-spec.ts';
import { TestInterpreter } from '../runtime/start-up/test-runtime.ts';
import { ouroborosModule } from './python-module.ts';

/** Runs a program that may import `_ouroboros`; what it prints, a line each. Counts are audited, nothing may be left. */
function run(source: string, model = '3.10'): string[] {
  const interpreter = new TestInterpreter({ model });
  const { specs } = interpreter.rt.state.get('native modules') as { specs: Map<string, ModuleSpec> };
  specs.set('_ouroboros', ouroborosModule);
  const error = interpreter.run(source);
  interpreter.end();
  expect([error, interpreter.stderr, interpreter.problems]).toEqual([null, '', []]);
  return interpreter.stdout.trim().split('\n');
}

describe('the Python module ouroboros', () => {
  for (const model of ['3.6', '3.10', '3.12', '3.14'])
    it(`answers as if nobody asked, under ${model}`, () => {
      const lines = run(
        `import _ouroboros
x = []
box = [x]
print(*[h.text for h in _ouroboros.holders(x)])
def f(a):
    return [h.kind for h in _ouroboros.holders(a)]
print(f(x).count('parameter'))
print(_ouroboros.audit().ok)
`,
        model,
      );
      expect(lines).toEqual(['global `x` in `__main__` item 0 of list `box` in `__main__`', '1', 'True']);
    });

  it('says why an object is alive, and nothing of one that only the question holds', () => {
    expect(
      run(`import _ouroboros
x = [[]]
for line in _ouroboros.why_alive(x[0], 5): print(line)
print(_ouroboros.why_alive([]))
`),
    ).toEqual(['the running frame → frame <module> → global `x` → list → item 0 → list', '[]']);
  });

  it('asserts that nobody else holds an object', () => {
    const lines = run(`import _ouroboros
class C: pass
def check(c):
    return None
def ok():
    c = C()
    _ouroboros.assert_freed(c)
ok()
kept = []
def held():
    c = C()
    kept.append(c)
    try:
        _ouroboros.assert_freed(c)
    except AssertionError as e:
        print(str(e))
held()
c = C()
_ouroboros.assert_freed(c)
c.me = c
try:
    _ouroboros.assert_freed(c)
except AssertionError as e:
    print(str(e))
`);
    expect(lines).toEqual([
      'C object is still held by',
      '  item 0 of list `kept` in `__main__`',
      'C object is still held by',
      '  attribute `me` of C `c` in `__main__`',
    ]);
  });

  it('finds what outlives a block, and only that', () => {
    const lines = run(`import _ouroboros
kept = []
_ouroboros._watch()
a = [1, 2]; a.append(a); del a
b = {'k': [5.5]}; del b
print(_ouroboros._leaks())
_ouroboros._watch()
kept.append({'k': ['v' * 3]})
for line in _ouroboros._leaks(): print(line)
try:
    _ouroboros._leaks()
except RuntimeError as e:
    print(str(e))
`);
    expect(lines[0]).toBe('[]');
    expect(lines[1]).toMatch(/^dict \{1 entry\}, made at <test>:8, held by item 0 of list `kept` in `__main__`$/);
    expect(lines[2]).toBe('and 1 more that hangs on these');
    expect(lines[3]).toBe('no watch was begun');
  });

  it('refuses wrong arguments', () => {
    expect(
      run(`import _ouroboros
for call in (lambda: _ouroboros.holders(), lambda: _ouroboros.why_alive(1, 'x'), lambda: _ouroboros.why_alive(1, 0), lambda: _ouroboros.snapshot(3)):
    try:
        call()
    except (TypeError, ValueError) as e:
        print(str(e))
`),
    ).toEqual([
      'holders() takes exactly one argument (0 given)',
      'paths must be int, not str',
      'paths must be at least 1',
      'snapshot() argument must be str, not int',
    ]);
  });
});
