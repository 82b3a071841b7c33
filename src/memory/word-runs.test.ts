import { describe, expect, it } from 'vitest';
import { copyWords, zeroWords } from './word-runs.ts';

/** Words 1, 2, 3, … */
function numbered(): { H: Int32Array; F64: Float64Array } {
  const H = Int32Array.from({ length: 256 }, (_, i) => i + 1);
  return { H, F64: new Float64Array(H.buffer) };
}

describe('runs of words', () => {
  it.each([0, 2, 4, 30, 32, 34, 64, 100])('zeroes %i words, and no other', (n) => {
    for (const from of [0, 2, 16]) {
      const { H, F64 } = numbered();
      zeroWords(F64, from, from + n);
      expect([...H]).toEqual([...numbered().H.fill(0, from, from + n)]);
    }
  });

  it.each([0, 1, 2, 15, 16, 17, 40, 100])('copies %i words, and no other', (n) => {
    for (const [to, from] of [
      [0, 128],
      [130, 3],
      [10, 14],
      [5, 6],
    ]) {
      const { H } = numbered();
      copyWords(H, to, from, n);
      expect([...H]).toEqual([...numbered().H.copyWithin(to, from, from + n)]);
    }
  });
});
