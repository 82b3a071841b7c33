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
});
