import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BareInterpreter } from './bare-interpreter.ts';

const MODULES = { itertools: 'itertools', functools: '_functools', operator: '_operator', collections: '_collections', math: 'math' };

/** Programs beside their output under CPython 3.10.13 (with the five modules imported first). */
const PROGRAMS = ['iterators-and-containers', 'ordered-dict', 'number-types', 'real-functions'];

describe('native modules', () => {
  for (const name of PROGRAMS) {
    it(`print what CPython prints and explain every count: ${name}`, () => {
      const interpreter = new BareInterpreter(MODULES);
      const before = interpreter.unexplainedCounts();
      interpreter.run(readFileSync(new URL(`recorded/${name}.py`, import.meta.url), 'utf8'), `${name}.py`);
      const wanted = readFileSync(new URL(`recorded/${name}.txt`, import.meta.url), 'utf8').split('\n');
      expect(interpreter.output.split('\n')).toEqual(wanted);
      expect(interpreter.unexplainedCounts()).toBe(before);
    });
  }

  it('refuse wrong numbers of arguments before they read one', () => {
    const interpreter = new BareInterpreter({ _abc: '_abc', _imp: '_imp', _opcode: '_opcode', _thread: '_thread' });
    const calls = [
      '_abc._abc_instancecheck',
      '_abc._abc_register',
      '_imp.source_hash',
      '_imp._fix_co_filename',
      '_opcode.has_arg',
      '_thread.RLock()._acquire_restore',
    ];
    const lines = ['def call(f):', '    try: f()', '    except TypeError as error: print("TypeError")', ...calls.map((call) => `call(${call})`)];
    interpreter.run(`${lines.join('\n')}\n`, 'counts.py');
    expect(interpreter.output).toBe('TypeError\n'.repeat(calls.length));
  });
});
