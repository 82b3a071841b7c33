import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SetOb } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { intToSafe, newInt } from '../numbers/int-object.ts';
import { hashKey } from './dict-keys.ts';
import { newSet, newSetFrom, setAdd, setDiscardHashed, setEntry, setLength, setNext } from './set-object.ts';
import { complaints, testRuntime } from './test-runtime.ts';

function members(rt: Runtime, set: number): number[] {
  const found: number[] = [];
  for (let i = setNext(rt, set, -1); i >= 0; i = setNext(rt, set, i)) found.push(intToSafe(rt, rt.H[setEntry(rt, set, i)]));
  return found;
}

function add(rt: Runtime, set: number, v: number): void {
  const k = newInt(rt, v);
  setAdd(rt, set, k);
  rt.decref(k);
}

function discard(rt: Runtime, set: number, v: number): boolean {
  const k = newInt(rt, v);
  const lo = hashKey(rt, k);
  const found = setDiscardHashed(rt, set, k, lo, rt.hashHi);
  rt.decref(k);
  return found;
}

it('agrees with a host set after any sequence of operations', () => {
  const rt = testRuntime();
  const step = fc.record({ add: fc.boolean(), key: fc.integer({ min: -2, max: 300 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const model = new Set<number>();
      const mark = rt.mark();
      const set = rt.own(newSet(rt, T.set));
      for (const { add: adds, key } of steps) {
        const v = key * 64;
        if (adds) {
          add(rt, set, v);
          model.add(v);
        } else {
          expect(discard(rt, set, v)).toBe(model.delete(v));
        }
      }
      expect(setLength(rt, set)).toBe(model.size);
      const copy = rt.own(newSetFrom(rt, T.frozenset, set));
      for (const s of [set, copy]) expect(members(rt, s).sort((a, b) => a - b)).toEqual([...model].sort((a, b) => a - b));
      rt.release(mark);
    }),
    { numRuns: 60, seed: 5 },
  );
  expect(complaints(rt)).toEqual([]);
});

it('iterates and grows as CPython 3.10 does', () => {
  const rt = testRuntime();
  const set = newSet(rt, T.set);
  for (const v of [0, 8, 16]) add(rt, set, v);
  discard(rt, set, 0);
  discard(rt, set, 8);
  add(rt, set, 24);
  add(rt, set, 1 << 20);
  // recorded: the last deleted entry on the way is used again
  expect(members(rt, set)).toEqual([1048576, 24, 16]);
  const sizes: number[] = [];
  const grown = newSet(rt, T.set);
  for (let i = 0; i < 80; i++) {
    add(rt, grown, i);
    if (sizes.at(-1) !== rt.H[grown + SetOb.mask]) sizes.push(rt.H[grown + SetOb.mask]);
  }
  expect(sizes).toEqual([7, 31, 127, 511]);
});
