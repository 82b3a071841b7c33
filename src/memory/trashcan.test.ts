import { describe, expect, it } from 'vitest';
import { Trashcan } from './trashcan.ts';

/** A chain 4 → 8 → … of objects; the deallocator of each goes on to the next. */
function destroyChain(length: number, limit: number): { order: number[]; deepest: number } {
  const H = new Int32Array(4 * (length + 2));
  const order: number[] = [];
  let depth = 0;
  let deepest = 0;
  const can = new Trashcan(H, (op) => {
    deepest = Math.max(deepest, ++depth);
    if (can.begin(op)) {
      if (op < 4 * length) dealloc(op + 4);
      order.push(op);
      can.end();
    }
    depth--;
  });
  const dealloc = (op: number): void => can.dealloc(op);
  can.limit = limit;
  dealloc(4);
  expect(can.busy).toBe(false);
  expect(H.every((word) => word === 0)).toBe(true);
  return { order, deepest };
}

describe('trashcan', () => {
  it('destroys a chain inside out up to the limit', () => {
    expect(destroyChain(5, 50)).toEqual({ order: [20, 16, 12, 8, 4], deepest: 5 });
  });

  it('puts off what lies deeper, one level less in each later round, as CPython does', () => {
    const { order, deepest } = destroyChain(12, 5);
    // 5 levels, then rounds of 4: one level stays taken while the chain is drained
    expect(order.map((op) => op / 4)).toEqual([5, 4, 3, 2, 1, 9, 8, 7, 6, 12, 11, 10]);
    expect(deepest).toBe(6);
  });
});
