import { describe, expect, it } from 'vitest';
import { tracedFrames } from './trace-option.ts';

describe('-X tracemalloc', () => {
  it('keeps one frame, or as many as it says; the last one counts, and goes before the variable', () => {
    expect(tracedFrames([], undefined)).toBe(0);
    expect(tracedFrames(['utf8', 'tracemalloc'], '7')).toBe(1);
    expect(tracedFrames(['tracemalloc', 'tracemalloc=25'], undefined)).toBe(25);
    expect(tracedFrames(['tracemalloc=0'], '7')).toBe(0);
    expect(tracedFrames([], '7')).toBe(7);
    expect(tracedFrames([], '')).toBe(0);
    expect(tracedFrames(['tracemalloc='], '7')).toBe(0);
  });

  it('refuses what is no number of frames', () => {
    for (const text of ['abc', '-1', '1.5', '2147483648'])
      expect(() => tracedFrames([`tracemalloc=${text}`], undefined)).toThrow('-X tracemalloc=NFRAME: invalid number of frames');
    expect(() => tracedFrames([], 'x')).toThrow('PYTHONTRACEMALLOC: invalid number of frames');
  });
});
