import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProgram } from './test-program.ts';

const folder = new URL('./testdata/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.py'))
  .map((name) => name.slice(0, -3));

describe('programs print what CPython 3.10 prints', () => {
  for (const name of names) {
    it(name, () => {
      const result = runProgram(read(`${name}.py`));
      expect(result.output).toBe(read(`${name}.out`));
      expect(result.balanced).toBe(true);
    });
  }
});

describe('every count is explained while they run, with a collection at every allocation', () => {
  // what dies when is the point of `cycles`
  for (const name of names.filter((n) => n !== 'cycles')) {
    it(name, () => {
      const result = runProgram(read(`${name}.py`), { auditEvery: 11, stress: true });
      expect(result.audit).toBeNull();
      expect(result.output).toBe(read(`${name}.out`));
    }, 60_000);
  }
});

describe('errors that leave the program', () => {
  it('have a traceback of all frames', () => {
    const { output, balanced } = runProgram('def f(n):\n    if n == 0:\n        raise ValueError("x")\n    f(n - 1)\nf(2)\n');
    expect(output).toBe('ValueError: x (lines 5, 4, 4, 3)\n');
    expect(balanced).toBe(true);
  });

  it('through native code and back', () => {
    const { output, balanced } = runProgram('class A:\n    def __len__(self):\n        return 1 // 0\ndef g():\n    yield len(A())\nlist(g())\n');
    expect(output).toBe('ZeroDivisionError: integer division or modulo by zero (lines 6, 5, 3)\n');
    expect(balanced).toBe(true);
  });

  it('runaway recursion through native code', () => {
    const { output, balanced } = runProgram(
      'class A:\n    def __len__(self):\n        return len(self)\ntry:\n    len(A())\nexcept RecursionError as e:\n    print("RecursionError")\n',
    );
    expect(output).toBe('RecursionError\n');
    expect(balanced).toBe(true);
  });
});
