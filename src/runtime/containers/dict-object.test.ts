import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dict, Tp } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { intToSafe, newInt } from '../numbers/int-object.ts';
import { Keys, usableFraction } from './dict-layout.ts';
import {
  dictClear,
  dictCopy,
  dictDelete,
  dictGet,
  dictLength,
  dictMergeDict,
  dictNext,
  dictSet,
  newDict,
  nextKey,
  nextValue,
  popLast,
} from './dict-object.ts';
import { instanceDictSet, newInstanceDict, newKeysForClass, releaseKeysOfClass } from './instance-dict.ts';
import { complaints, testRuntime } from './test-runtime.ts';

function entries(rt: Runtime, d: number): [number, number][] {
  const found: [number, number][] = [];
  for (let pos = dictNext(rt, d, 0); pos >= 0; pos = dictNext(rt, d, pos)) found.push([intToSafe(rt, nextKey(rt)), intToSafe(rt, nextValue(rt))]);
  return found;
}

const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ op: fc.constant('set' as const), key: fc.integer({ min: -3, max: 2000 }), value: fc.integer({ min: 0, max: 5000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('delete' as const), key: fc.integer({ min: -3, max: 2000 }), value: fc.constant(0) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constantFrom('pop' as const, 'copy' as const, 'merge' as const, 'clear' as const),
      key: fc.constant(0),
      value: fc.constant(0),
    }),
  },
);

describe('dict against a map', () => {
  it('agrees after any sequence of operations, with every count explained', () => {
    const rt = testRuntime();
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 120 }), (operations) => {
        const model = new Map<number, number>();
        const mark = rt.mark();
        let d = rt.own(newDict(rt));
        for (const { op, key, value } of operations) {
          const inner = rt.mark();
          // keys 40 apart fall together in small tables
          const spread = key < 0 ? key : key * 40;
          const k = rt.own(newInt(rt, spread));
          if (op === 'set') {
            dictSet(rt, d, k, rt.own(newInt(rt, value)));
            model.set(spread, value);
          } else if (op === 'delete') {
            expect(dictDelete(rt, d, k)).toBe(model.delete(spread));
          } else if (op === 'pop') {
            const last = [...model].pop();
            expect(popLast(rt, d)).toBe(last !== undefined);
            if (last !== undefined) {
              model.delete(last[0]);
              rt.own(nextValue(rt));
              expect(intToSafe(rt, rt.own(nextKey(rt)))).toBe(last[0]);
            }
          } else if (op === 'clear') {
            dictClear(rt, d);
            model.clear();
          } else {
            let copy: number;
            if (op === 'copy') {
              copy = dictCopy(rt, d);
            } else {
              copy = newDict(rt);
              dictMergeDict(rt, copy, d, 1);
            }
            rt.release(mark);
            d = rt.own(copy);
            continue;
          }
          rt.release(inner);
        }
        expect(dictLength(rt, d)).toBe(model.size);
        expect(entries(rt, d)).toEqual([...model]);
        for (const [key, value] of model) {
          const k = newInt(rt, key);
          expect(intToSafe(rt, dictGet(rt, d, k))).toBe(value);
          rt.decref(k);
        }
        rt.release(mark);
      }),
      { numRuns: 60, seed: 11 },
    );
    expect(complaints(rt)).toEqual([]);
  });
});

describe('dicts of instances', () => {
  /** A stand-in for a class: only the words that the dicts read. */
  function fakeClass(rt: Runtime): number {
    const type = rt.heap.calloc(Tp.heapEnd * 4);
    rt.H[type + Tp.flags] = 1 << 9;
    rt.H[type + Tp.htCachedKeys] = newKeysForClass(rt);
    return type;
  }

  it('share keys while attributes come in the same order, and part when they do not', () => {
    const rt = testRuntime();
    const H = rt.H;
    const type = fakeClass(rt);
    const mark = rt.mark();
    const one = rt.nsp;
    rt.own(newInstanceDict(rt, type));
    const two = rt.nsp;
    rt.own(newInstanceDict(rt, type));
    const value = rt.own(newInt(rt, 7777));
    const set = (slot: number, name: string, v: number): boolean => instanceDictSet(rt, type, slot, rt.ident(name), v);
    set(one, 'a', value);
    set(one, 'b', value);
    set(two, 'a', value);
    expect(H[H[one] + Dict.keys]).toBe(H[H[two] + Dict.keys]);
    expect(H[H[H[one] + Dict.keys] + Keys.refcnt]).toBe(3);
    set(two, 'c', value);
    expect(H[H[two] + Dict.values]).toBe(0);
    expect(H[H[one] + Dict.values]).not.toBe(0);
    expect(dictLength(rt, H[two])).toBe(2);
    expect(set(one, 'b', 0)).toBe(true);
    expect(set(one, 'b', 0)).toBe(false);
    expect(H[type + Tp.htCachedKeys]).toBe(0);
    expect(dictGet(rt, H[one], rt.ident('a'))).toBe(value);
    expect(complaints(rt)).toEqual([]);
    rt.release(mark);
    releaseKeysOfClass(rt, type);
    rt.heap.free(type);
    expect(complaints(rt)).toEqual([]);
  });

  it('go on sharing the larger table when the only instance outgrows the first', () => {
    const rt = testRuntime();
    const H = rt.H;
    const type = fakeClass(rt);
    const mark = rt.mark();
    const slot = rt.nsp;
    rt.own(newInstanceDict(rt, type));
    const value = rt.own(newInt(rt, 7777));
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) instanceDictSet(rt, type, slot, rt.ident(name), value);
    const keys = H[type + Tp.htCachedKeys];
    expect(keys).toBe(H[H[slot] + Dict.keys]);
    expect(usableFraction(H[keys + Keys.size])).toBe(10);
    expect(complaints(rt)).toEqual([]);
    rt.release(mark);
    releaseKeysOfClass(rt, type);
    rt.heap.free(type);
  });
});
