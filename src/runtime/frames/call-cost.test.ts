import { describe, expect, it } from 'vitest';
import { runProgram } from '../start-up/test-runtime.ts';

/** Output of a program under a model, with an audit after every instruction. */
function lines(source: string, model: string): string[] {
  const result = runProgram(source, { model, auditEvery: 1 });
  expect(result.problems).toEqual([]);
  expect(result.stderr).toBe('');
  return result.stdout.trimEnd().split('\n');
}

const CALLS = `
from sys import getrefcount as rc
def f(o): return rc(o)
def g(o): return f(o)
def k(*a, **d): return rc(a[0]), rc(d['z'])
class C:
    def m(self): return rc(self)
    def __enter__(self): return rc(self)
    def __exit__(self, *a): print('exit', rc(self))
def main():
    x = object()
    c = C()
    b = c.m
    print(rc(x), f(x), g(x), f(o=x), f(*[x]), k(x, z=x), c.m(), b())
    with c as n: print(n, rc(c))
    try: raise ValueError
    except ValueError: print(rc(x), (x, rc(x))[1], f(x))
    print(rc(x or None))
    y = x
    del y
    print(rc(x))
main()
`;

describe('what a call costs', () => {
  // recorded from CPython 3.10.13, 3.11.7, 3.13.0; 3.14 after the rules of its LOAD_FAST_BORROW
  it('copied up to 3.10', () => {
    expect(lines(CALLS, '3.10')).toEqual(['2 4 6 4 4 (6, 6) 5 4', '6 4', 'exit 5', '2 3 4', '2', '2']);
  });
  it('moved from 3.11 on', () => {
    expect(lines(CALLS, '3.13')).toEqual(['2 3 4 3 3 (4, 4) 4 4', '6 4', 'exit 5', '2 3 3', '2', '2']);
  });
  it('lent from 3.14 on', () => {
    expect(lines(CALLS, '3.14')).toEqual(['1 1 1 1 2 (4, 4) 2 3', '2 2', 'exit 2', '2 3 2', '2', '2']);
  });
});

describe('lifetimes', () => {
  const DEATHS = `
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
def f(o):
    del o
    print('after')
f(D(1))
f(*[D(2)])
def g(p, q):
    x = D('x')
g(D('p'), D('q'))
`;
  it('follow the release', () => {
    expect(lines(DEATHS, '3.10')).toEqual(['after', 'del 1', 'after', 'del 2', 'del x', 'del q', 'del p']);
    expect(lines(DEATHS, '3.11')).toEqual(['del 1', 'after', 'after', 'del 2', 'del p', 'del q', 'del x']);
    expect(lines(DEATHS, '3.14')).toEqual(['del 1', 'after', 'del 2', 'after', 'del x', 'del q', 'del p']);
  });
});
