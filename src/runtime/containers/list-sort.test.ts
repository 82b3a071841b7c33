import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { List } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { intToSafe, newInt } from '../numbers/int-object.ts';
import { listAppend, newList } from './list-object.ts';
import { listSort } from './list-sort.ts';
import { sortByNumbers } from './number-sort.ts';
import { complaints, testRuntime } from './test-runtime.ts';
import { timsort } from './timsort.ts';

const keys = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 400 });

describe('timsort', () => {
  it('is a stable sort, and so is the one for numbers', () => {
    fc.assert(
      fc.property(keys, (values) => {
        const expected = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
        const order = Int32Array.from(values.keys());
        timsort(order, (x, y) => values[x]! < values[y]!);
        expect([...order]).toEqual(expected);
        const numbers = Int32Array.from(values.keys());
        sortByNumbers(numbers, Float64Array.from(values));
        expect([...numbers]).toEqual(expected);
      }),
      { seed: 3 },
    );
  });

  it('keeps all positions when the comparison throws at any point', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 2000 }), (values, limit) => {
        const order = Int32Array.from(values.keys());
        let left = limit;
        try {
          timsort(order, (x, y) => {
            if (--left === 0) throw new Error('stop');
            return values[x]! < values[y]!;
          });
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
    const counting = (values: number[]) => {
      count = 0;
      timsort(Int32Array.from(values.keys()), (x, y) => {
        count++;
        return values[x]! < values[y]!;
      });
      return count;
    };
    // recorded from CPython 3.10 with a class that counts __lt__
    expect(counting(Array.from({ length: 100 }, (_, i) => i))).toBe(99);
    expect(counting(Array.from({ length: 100 }, (_, i) => 100 - i))).toBe(99);
    expect(counting(Array.from({ length: 100 }, (_, i) => (i * 37) % 101))).toBe(531);
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
