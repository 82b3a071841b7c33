import { describe, expect, it } from 'vitest';
import { alignLines, groupModels } from './aligned-lines.ts';

const texts = (outputs: string[][]): (string | null)[][] => alignLines(outputs).map((l) => [...l.texts]);

describe('aligned outputs', () => {
  it('stand side by side where they differ in figures alone', () => {
    expect(
      texts([
        ['start 1', 'n 4'],
        ['start 1', 'n 3'],
      ]),
    ).toEqual([
      ['start 1', 'start 1'],
      ['n 4', 'n 3'],
    ]);
  });

  it('leave a gap where one output has a line more', () => {
    expect(texts([['a', 'z'], ['a', 'new', 'z'], ['z']])).toEqual([
      ['a', 'a', null],
      [null, 'new', null],
      ['z', 'z', 'z'],
    ]);
  });

  it('put unequal lines between equal ones beside each other', () => {
    expect(
      texts([
        ['a', 'one', 'z'],
        ['a', 'two', 'z'],
      ])[1],
    ).toEqual(['one', 'two']);
  });

  it('number the lines of the first output that has them', () => {
    expect(
      alignLines([
        ['a', 'z'],
        ['a', 'x', 'z'],
      ]).map((l) => l.number),
    ).toEqual([1, 2, 2]);
  });

  it('are empty without outputs or lines', () => {
    expect(alignLines([])).toEqual([]);
    expect(alignLines([[], []])).toEqual([]);
  });
});

describe('groups of models', () => {
  it('join neighbours with the same text', () => {
    expect(groupModels(['3.8', '3.9', '3.11', '3.14'], ['4', '4', '3', '4'])).toEqual([
      { models: ['3.8', '3.9'], text: '4' },
      { models: ['3.11'], text: '3' },
      { models: ['3.14'], text: '4' },
    ]);
  });
});
