import { describe, expect, it } from 'vitest';
import { Gc } from './layout.ts';
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

  const objects = (limit: number) => {
    const H = new Int32Array(100);
    const destroyed: number[] = [];
    const can = new Trashcan(H, (op) => destroyed.push(op));
    can.limit = limit;
    const waiting = (): number[] => {
      const ops: number[] = [];
      can.forEachWaiting((op) => ops.push(op));
      return ops;
    };
    return { H, can, destroyed, waiting };
  };

  it('keeps what came last in front, and destroys it first', () => {
    const { H, can, destroyed, waiting } = objects(1);
    expect([can.room, can.begin(8), can.room]).toEqual([1, true, 0]);
    expect([12, 20, 40].map((op) => can.begin(op))).toEqual([false, false, false]);
    expect(waiting()).toEqual([40, 20, 12]);
    expect([H[40 + Gc.prev], H[20 + Gc.prev], H[12 + Gc.prev]]).toEqual([20, 12, 0]);
    expect(destroyed).toEqual([]);
    can.end();
    expect(destroyed).toEqual([40, 20, 12]);
    expect([waiting(), can.room, can.busy, H.some((word) => word !== 0)]).toEqual([[], 1, false, false]);
  });

  it('drains only when the outermost deallocator ends', () => {
    const { can, destroyed } = objects(2);
    can.begin(8);
    can.begin(12);
    expect(can.begin(16)).toBe(false);
    can.end();
    expect([destroyed, can.busy]).toEqual([[], true]);
    can.end();
    expect([destroyed, can.busy]).toEqual([[16], false]);
  });

  it('lets an object through that began already, once', () => {
    const { can, waiting } = objects(1);
    can.begin(8);
    can.pass(12);
    expect(can.begin(16)).toBe(false);
    expect([can.begin(12), can.room]).toEqual([true, -1]);
    expect(can.begin(12)).toBe(false);
    expect(waiting()).toEqual([12, 16]);
    // others in between use nothing up
    const { can: later } = objects(2);
    later.pass(12);
    expect([16, 20, 24, 12].map((op) => later.begin(op))).toEqual([true, true, false, true]);
    // below the limit it is used up, too
    const { can: other } = objects(1);
    other.pass(12);
    expect([other.begin(12), other.begin(12)]).toEqual([true, false]);
  });

  it('empties what was put into it from outside, unless a deallocator runs', () => {
    const { can, destroyed } = objects(2);
    can.empty();
    can.wait(8);
    can.wait(12);
    can.begin(16);
    can.empty();
    expect(destroyed).toEqual([]);
    can.end();
    expect(destroyed).toEqual([12, 8]);
    can.wait(20);
    can.empty();
    expect([destroyed, can.room, can.busy]).toEqual([[12, 8, 20], 2, false]);
  });

  it('counts frames as levels where the model says so', () => {
    const { can, destroyed } = objects(2);
    can.beginFrame();
    expect([can.room, can.busy]).toEqual([1, true]);
    can.beginFrame();
    can.wait(8);
    can.endFrame();
    expect([can.room, can.busy, destroyed]).toEqual([1, true, []]);
    can.endFrame();
    expect([can.room, can.busy, destroyed]).toEqual([2, false, [8]]);
    can.framesNest = false;
    can.beginFrame();
    can.wait(12);
    expect([can.room, can.busy]).toEqual([2, true]);
    can.endFrame();
    expect([can.room, can.busy, destroyed]).toEqual([2, false, [8]]);
  });

  it('is busy while the watchers of a dying object run, whatever they throw', () => {
    const { can } = objects(2);
    let seen = false;
    can.whileDying(() => {
      can.whileDying(() => {});
      seen = can.busy;
    });
    expect([seen, can.busy, can.room]).toEqual([true, false, 2]);
    expect(() =>
      can.whileDying(() => {
        throw new Error('callback');
      }),
    ).toThrow('callback');
    expect(can.busy).toBe(false);
  });

  it('runs a deallocator as deep as it is told', () => {
    const { can } = objects(50);
    can.begin(8);
    const rooms: number[] = [];
    can.within(3, () => {
      rooms.push(can.room);
      can.begin(12);
      rooms.push(can.room);
      can.end();
    });
    can.within(0, () => rooms.push(can.room));
    expect([...rooms, can.room]).toEqual([3, 2, 0, 49]);
  });
});
