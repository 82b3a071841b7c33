import { describe, expect, it } from 'vitest';
import { Gc, GcFlag } from '../layout.ts';
import { append, checkList, GcList, initList, isEmpty, length, listHead, merge, move, remove } from './gc-list.ts';

const [LIST, OTHER] = [listHead(0), listHead(1)];
const OBJECTS = [1024, 1040, 1056, 1072];
/** More than any list here has: a broken one may be a circle. */
const MANY = 10;

/** Two lists, the first with as many of OBJECTS as said. */
function lists(members: number): Int32Array {
  const H = new Int32Array(2048).fill(-1);
  initList(H, LIST);
  initList(H, OTHER);
  for (const op of OBJECTS.slice(0, members)) {
    H[op + Gc.prevFlags] = 0;
    append(H, op, LIST);
  }
  return H;
}

/** The members forwards; what stands in the list backwards must be the same. */
function members(H: Int32Array, list: number): number[] {
  const forwards: number[] = [];
  const backwards: number[] = [];
  for (let op = H[list + Gc.next]; op !== list && forwards.length < MANY; op = H[op + Gc.next]) forwards.push(op);
  for (let op = H[list + Gc.prev]; op !== list && backwards.length < MANY; op = H[op + Gc.prev]) backwards.unshift(op);
  expect(backwards).toEqual(forwards);
  return forwards;
}

describe('a list of objects', () => {
  it('has a head of its own for every number, its links before it', () => {
    const heads = Array.from({ length: GcList.count }, (_, k) => listHead(k));
    for (const [k, head] of heads.entries()) {
      if (k > 0) expect(head + Gc.next).toBeGreaterThan(heads[k - 1] + Gc.prevFlags);
    }
    expect(heads[0] % 4).toBe(0);
  });

  it('is empty at first, with no flag set', () => {
    const H = lists(0);
    expect([isEmpty(H, LIST), length(H, LIST), members(H, LIST)]).toEqual([true, 0, []]);
    expect([H[LIST + Gc.nextFlags], H[LIST + Gc.prevFlags]]).toEqual([0, 0]);
    expect(checkList(H, LIST)).toBe(null);
  });

  it('keeps the order in which objects are added', () => {
    const H = lists(3);
    expect(members(H, LIST)).toEqual(OBJECTS.slice(0, 3));
    expect([isEmpty(H, LIST), length(H, LIST)]).toEqual([false, 3]);
    expect(checkList(H, LIST)).toBe(null);
  });

  it('gives an object up and marks it untracked', () => {
    const H = lists(3);
    remove(H, OBJECTS[1]);
    expect(members(H, LIST)).toEqual([OBJECTS[0], OBJECTS[2]]);
    expect(H[OBJECTS[1] + Gc.next]).toBe(0);
    remove(H, OBJECTS[0]);
    remove(H, OBJECTS[2]);
    expect(members(H, LIST)).toEqual([]);
  });

  it('takes an object over at its end, from another list or from itself', () => {
    const H = lists(3);
    move(H, OBJECTS[1], OTHER);
    move(H, OBJECTS[0], OTHER);
    expect([members(H, LIST), members(H, OTHER)]).toEqual([[OBJECTS[2]], [OBJECTS[1], OBJECTS[0]]]);
    move(H, OBJECTS[1], OTHER);
    expect(members(H, OTHER)).toEqual([OBJECTS[0], OBJECTS[1]]);
  });

  it('takes a whole list over and leaves it empty', () => {
    const H = lists(2);
    merge(H, OTHER, LIST);
    expect([members(H, LIST), members(H, OTHER)]).toEqual([OBJECTS.slice(0, 2), []]);
    merge(H, LIST, OTHER);
    expect([members(H, LIST), members(H, OTHER)]).toEqual([[], OBJECTS.slice(0, 2)]);
    for (const op of OBJECTS.slice(2)) append(H, op, LIST);
    merge(H, LIST, OTHER);
    expect([members(H, LIST), members(H, OTHER)]).toEqual([[], OBJECTS]);
    expect(H[OBJECTS[3] + Gc.next]).toBe(OTHER);
  });
});

describe('the check of a list', () => {
  it('allows the flag of finalized objects alone', () => {
    const H = lists(2);
    H[OBJECTS[1] + Gc.prevFlags] = GcFlag.finalized;
    expect(checkList(H, LIST)).toBe(null);
    H[OBJECTS[1] + Gc.prevFlags] = 2 | GcFlag.finalized;
    expect(checkList(H, LIST)).toBe(`object ${OBJECTS[1]} has stray flags outside a collection`);
  });

  it('names what is broken', () => {
    const H = lists(3);
    H[OBJECTS[2] + Gc.prev] = OBJECTS[0];
    expect(checkList(H, LIST)).toBe(`object ${OBJECTS[2]} has a wrong back link`);
    H[OBJECTS[2] + Gc.prev] = OBJECTS[1];
    H[LIST + Gc.prev] = OBJECTS[1];
    expect(checkList(H, LIST)).toBe(`list ${LIST} has a wrong last link`);
    H[OBJECTS[1] + Gc.next] = 0;
    expect(checkList(H, LIST)).toBe(`list ${LIST} is broken behind ${OBJECTS[1]}`);
  });
});
