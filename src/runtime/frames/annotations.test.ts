import { describe, expect, it } from 'vitest';
import { model3_14 } from '../../models/3.14.ts';
import { runProgram } from './test-program.ts';

/** Runs it under 3.14 with a collection at every allocation, and every count audited. */
function run(source: string): string {
  const result = runProgram(source, { model: model3_14, auditEvery: 7, stress: true });
  expect(result.audit).toBeNull();
  expect(result.balanced).toBe(true);
  return result.output;
}

describe('annotations computed when asked for (CPython 3.14)', () => {
  it('of a function', () => {
    const output = run(`
def f(a: int, b: later = 3, *args: str) -> list: pass
try: f.__annotations__
except NameError as e: print(e)
later = 7
print(f.__annotations__, f.__annotations__ is f.__annotations__)
print(f.__annotate__.__qualname__, f.__annotate__(2) == f.__annotations__)
def g(): pass
g.__annotate__ = lambda form: {'q': form}
print(g.__annotations__)
g.__annotations__ = {}
print(g.__annotate__)
try: g.__annotate__ = 5
except TypeError as e: print(e)
`);
    expect(output).toBe(
      "name 'later' is not defined\n{'a': <class 'int'>, 'b': 7, 'args': <class 'str'>, 'return': <class 'list'>} True\n" +
        "__annotate__ True\n{'q': 1}\nNone\n__annotate__ must be callable or None\n",
    );
  });

  it('of a class, where those that were passed over do not count', () => {
    const output = run(`
def make(flag):
    class C:
        x: int
        y: 'str' = 3
        if flag:
            w: T
        else:
            v: T
        T = float
        def m(self, a: C, b: T): pass
        (z): print('never')
    return C
C = make(True)
print(C.__annotations__, C.m.__annotations__['b'])
print(make(False).__annotations__)
class D(C): pass
print(D.__annotations__, D.__annotate__)
D.__annotations__ = {'k': 1}
print(D.__annotations__)
`);
    expect(output).toBe(
      "{'x': <class 'int'>, 'y': 'str', 'w': <class 'float'>} <class 'float'>\n" +
        "{'x': <class 'int'>, 'y': 'str', 'v': <class 'float'>}\n{} None\n{'k': 1}\n",
    );
  });

  it('of a module: its __annotate__ knows what was reached', () => {
    const output = run(`
try: __annotations__
except NameError as e: print(e)
a: int
if 0: b: str
else: c: later
later = 5
print(__annotate__(1))
`);
    expect(output).toBe("name '__annotations__' is not defined\n{'a': <class 'int'>, 'c': 5}\n");
  });

  it('close over the variables around them', () => {
    const output = run(`
def f(x):
    class G:
        def m(self, a: x, *rest: x) -> G: pass
    return G
print(len(f(3).m.__annotations__))
`);
    expect(output).toBe('3\n');
  });
});
