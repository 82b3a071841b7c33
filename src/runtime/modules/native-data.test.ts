import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BareInterpreter } from './bare-interpreter.ts';

const MODULES = {
  struct: '_struct',
  random: '_random',
  bisect: '_bisect',
  heapq: '_heapq',
  contextvars: '_contextvars',
  weakref: '_weakref',
  marshal: 'marshal',
  sre: '_sre',
  time: 'time',
};

/** Programs beside their output under CPython 3.10.13; patterns, compiled by 3.13's re, under 3.13.0. */
const PROGRAMS = ['native-data', 'struct-formats', 'patterns', 'time-zones'];

describe('native modules for data', () => {
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
