import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { List } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { intToSafe, newInt } from '../numbers/int-object.ts';
import { listAppend, newList } from './list-object.ts';
import { listSort } from './list-sort.ts';
import { sortByNumbers } from './number-sort.ts';
import { complaints, testRuntime } from './test-runtime.ts';
import { type SortRules, timsort } from './timsort.ts';

const keys = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 400 });

/** Of 3.10, 3.11 and 3.13. */
const RULES: SortRules[] = [
  { merges: 'lengths', equalsDescend: false },
  { merges: 'powers', equalsDescend: false },
  { merges: 'powers', equalsDescend: true },
];

describe('timsort', () => {
  it.each(RULES)('is a stable sort, and so is the one for numbers (%o)', (rules) => {
    fc.assert(
      fc.property(keys, (values) => {
        const expected = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
        const order = Int32Array.from(values.keys());
        timsort(order, (x, y) => values[x]! < values[y]!, rules);
        expect([...order]).toEqual(expected);
        const numbers = Int32Array.from(values.keys());
        sortByNumbers(numbers, Float64Array.from(values));
        expect([...numbers]).toEqual(expected);
      }),
      { seed: 3 },
    );
  });

  it.each(RULES)('keeps all positions when the comparison throws at any point (%o)', (rules) => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 2000 }), (values, limit) => {
        const order = Int32Array.from(values.keys());
        let left = limit;
        try {
          timsort(
            order,
            (x, y) => {
              if (--left === 0) throw new Error('stop');
              return values[x]! < values[y]!;
            },
            rules,
          );
        } catch (thrown) {
          expect((thrown as Error).message).toBe('stop');
        }
        expect([...order].sort((a, b) => a - b)).toEqual([...values.keys()]);
      }),
      { seed: 4 },
    );
  });

  it('compares as often as CPython', () => {
    let count = 0;
    const counting = (values: number[], rules: SortRules) => {
      count = 0;
      timsort(
        Int32Array.from(values.keys()),
        (x, y) => {
          count++;
          return values[x]! < values[y]!;
        },
        rules,
      );
      return count;
    };
    const rising = Array.from({ length: 100 }, (_, i) => i);
    const falling = rising.map((i) => 100 - i);
    const mixed = rising.map((i) => (i * 37) % 101);
    const sawtooth = Array.from({ length: 1000 }, (_, i) => Math.floor(((i * i) % 997) / 2) - (i % 90) * 7);
    const stairs = Array.from({ length: 1000 }, (_, i) => -Math.floor((i % 217) / 5));
    const ragged = Array.from({ length: 25 }, (_, r) => Array.from({ length: ((r * r * 37) % 113) + 70 }, (__, x) => x * ((r % 7) + 1))).flat();
    // recorded from CPython 3.10, 3.11 and 3.13 with a class that counts __lt__
    expect([rising, falling, mixed, sawtooth, stairs, ragged].map((values) => RULES.map((rules) => counting(values, rules)))).toEqual([
      [99, 99, 99],
      [99, 99, 99],
      [531, 531, 533],
      [8587, 8587, 8601],
      [7079, 7079, 3704],
      [16137, 15763, 15787],
    ]);
  });
});

function values(rt: Runtime, list: number): number[] {
  return Array.from({ length: rt.H[list + List.size] }, (_, i) => intToSafe(rt, rt.H[rt.H[list + List.items] + 2 * i]));
}

it('sorts a list in place, backwards too, and explains every count', () => {
  const rt = testRuntime();
  const list = rt.own(newList(rt, 0));
  for (const v of [5000, 3, 2 ** 40, -7, 3, 300]) listAppend(rt, list, rt.own(newInt(rt, v)));
  listSort(rt, list, 0, false);
  expect(values(rt, list)).toEqual([-7, 3, 3, 300, 5000, 2 ** 40]);
  listSort(rt, list, 0, true);
  expect(values(rt, list)).toEqual([2 ** 40, 5000, 300, 3, 3, -7]);
  expect(complaints(rt)).toEqual([]);
});
