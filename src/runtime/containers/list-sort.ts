import { Ob } from '../../memory/layout.ts';
import { call1 } from '../core/abstract/call.ts';
import { compareBool } from '../core/abstract/object.ts';
import { valueError } from '../core/errors.ts';
import { Float, List } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { intToSafe } from '../numbers/int-object.ts';
import { strCompare } from '../text/str-object.ts';
import { sortByNumbers } from './number-sort.ts';
import { timsort } from './timsort.ts';

/** A sort under way: blocks of slots that hold the items (and keys) while the list looks empty. */
interface Sorting {
  items: number;
  keys: number;
  count: number;
  /** How many keys have been computed. */
  keyCount: number;
}

/** Sorts under way in this interpreter; they are roots of the heap. */
function sortings(rt: Runtime): Set<Sorting> {
  return rt.stateOf('lists being sorted', () => {
    const active = new Set<Sorting>();
    rt.heap.roots.add({
      name: 'lists being sorted',
      traverse: (visit) => {
        const H = rt.H;
        for (const s of active) {
          for (let i = 0; i < s.count; i++) visit(H[s.items + 2 * i], s.items + 2 * i);
          for (let i = 0; i < s.keyCount; i++) visit(H[s.keys + 2 * i], s.keys + 2 * i);
        }
      },
      describe: (slot) => {
        for (const s of active) {
          if (slot >= s.items && slot < s.items + 2 * s.count) return `item ${(slot - s.items) >> 1} of a list being sorted`;
          if (slot >= s.keys && slot < s.keys + 2 * s.keyCount) return `sort key ${(slot - s.keys) >> 1}`;
        }
        return 'list being sorted';
      },
    });
    return active;
  });
}

/**
 * list.sort: stable, in place; `key` 0 = none. While it runs the list is empty; ValueError when something was put into it meanwhile.
 * On an error the list holds its items in some order. CPython: Objects/listobject.c list_sort_impl
 */
export function listSort(rt: Runtime, op: number, key: number, reverse: boolean): void {
  const H = rt.H;
  const active = sortings(rt);
  const n = H[op + List.size];
  const items = H[op + List.items];
  const allocated = H[op + List.allocated];
  const mark = rt.mark();
  let keys = 0;
  if (key !== 0 && n !== 0) keys = rt.allocBlock(8 * n);
  H[op + List.size] = 0;
  H[op + List.items] = 0;
  H[op + List.allocated] = -1;
  const state: Sorting = { items, keys, count: n, keyCount: 0 };
  active.add(state);
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  let changed = false;
  try {
    if (key !== 0) {
      for (let i = 0; i < n; i++) {
        H[keys + 2 * i] = call1(rt, key, H[items + 2 * i]);
        H[keys + 2 * i + 1] = 0;
        state.keyCount = i + 1;
      }
    }
    if (n > 1) {
      // equal items keep their order also when the result is reversed
      if (reverse) order.reverse();
      sortOrder(rt, order, keys !== 0 ? keys : items);
    }
    if (reverse && n > 1) order.reverse();
  } finally {
    permute(H, items, order);
    // what the keys' finalizers put into the list counts, too
    if (keys !== 0) {
      for (; state.keyCount > 0; state.keyCount--) {
        const k = H[state.keys];
        state.keys += 2;
        rt.decref(k);
      }
      rt.heap.free(keys);
    }
    changed = H[op + List.allocated] !== -1;
    const added = H[op + List.items];
    const addedCount = H[op + List.size];
    H[op + List.size] = n;
    H[op + List.items] = items;
    H[op + List.allocated] = allocated;
    active.delete(state);
    if (added !== 0) {
      for (let i = addedCount - 1; i >= 0; i--) rt.decref(H[added + 2 * i]);
      rt.heap.free(added);
    }
  }
  rt.release(mark);
  if (changed) valueError(rt, 'list modified during sort');
}

/** Puts slot order[i] at place i. */
function permute(H: Int32Array, items: number, order: Int32Array): void {
  const n = order.length;
  const old = new Int32Array(n);
  for (let i = 0; i < n; i++) old[i] = H[items + 2 * i];
  for (let i = 0; i < n; i++) H[items + 2 * i] = old[order[i]];
}

/**
 * Sorts positions by the keys in a run of slots. Keys that are all exact str, float or int below 2^53 are compared without dispatch,
 * which nobody can observe. CPython: the pre-sort check of list_sort_impl
 */
function sortOrder(rt: Runtime, order: Int32Array, keys: number): void {
  const H = rt.H;
  const n = order.length;
  const type = H[H[keys] + Ob.type];
  let same = true;
  for (let i = 1; i < n && same; i++) same = H[H[keys + 2 * i] + Ob.type] === type;
  if (same && (type === T.float || type === T.int)) {
    const values = numericKeys(rt, keys, n, type);
    if (values !== null) {
      sortByNumbers(order, values);
      return;
    }
  }
  if (same && type === T.str) timsort(order, (x, y) => strCompare(rt, H[keys + 2 * x], H[keys + 2 * y]) < 0, rt.model.natives.sorting);
  else timsort(order, (x, y) => compareBool(rt, H[keys + 2 * x], H[keys + 2 * y], Cmp.LT), rt.model.natives.sorting);
}

/** The values of exact floats or ints; null when an int has no exact double or a float is not a number. */
function numericKeys(rt: Runtime, keys: number, n: number, type: number): Float64Array | null {
  const H = rt.H;
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const k = H[keys + 2 * i];
    const v = type === T.float ? rt.F64[(k + Float.value) >> 1] : intToSafe(rt, k);
    if (Number.isNaN(v)) return null;
    values[i] = v;
  }
  return values;
}
