import { Ob } from '../../memory/layout.ts';
import { fastItems, fastLength, sequenceFast, sliceAdjust, sliceUnpack } from '../core/abstract/item.ts';
import { indexError, typeError, typeName, valueError } from '../core/errors.ts';
import { List } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { listClear, listFromSlots, listResize, newList } from './list-object.ts';

/** Slices of lists: reading, assigning, deleting. CPython: Objects/listobject.c list_subscript, list_ass_slice, list_ass_subscript */

/** `op[slice]`: a new list. */
export function listGetSlice(rt: Runtime, op: number, slice: number): Owned {
  const H = rt.H;
  // __index__ may change the list
  sliceUnpack(rt, slice);
  sliceAdjust(rt, H[op + List.size]);
  const { start, step, count } = rt.slice;
  if (count <= 0) return listFromSlots(rt, 0, 0);
  if (step === 1) return listFromSlots(rt, H[op + List.items] + 2 * start, count);
  const result = newList(rt, count);
  const from = H[op + List.items];
  const to = H[result + List.items];
  for (let i = 0, at = start; i < count; i++, at += step) {
    const item = H[from + 2 * at];
    H[item]++;
    H[to + 2 * i] = item;
  }
  return result;
}

/** `op[slice] = value`, value 0 deletes. TypeError, ValueError. */
export function listSetSlice(rt: Runtime, op: number, slice: number, value: number): void {
  const H = rt.H;
  // __index__ may change the list
  sliceUnpack(rt, slice);
  const given = { start: rt.slice.start, stop: rt.slice.stop };
  sliceAdjust(rt, H[op + List.size]);
  let { start, stop, step, count } = rt.slice;
  if (step === 1) {
    listAssign(rt, op, start, stop, value);
    return;
  }
  if ((step < 0 && start < stop) || (step > 0 && start > stop)) stop = start;
  if (value === 0) {
    if (count <= 0) return;
    if (step < 0) {
      start = start + step * (count - 1);
      step = -step;
    }
    deleteSpaced(rt, op, start, step, count);
    return;
  }
  const mark = rt.mark();
  let seq: number;
  if (value === op) seq = rt.own(listFromSlots(rt, H[op + List.items], H[op + List.size]));
  else seq = rt.own(sequenceFast(rt, value, 'must assign iterable to extended slice'));
  const n = fastLength(rt, seq);
  // collecting the items may have changed the list
  rt.slice.start = given.start;
  rt.slice.stop = given.stop;
  rt.slice.step = step;
  sliceAdjust(rt, H[op + List.size]);
  ({ start, stop, step, count } = rt.slice);
  if (n !== count) valueError(rt, `attempt to assign sequence of size ${n} to extended slice of size ${count}`);
  if (count === 0) {
    rt.release(mark);
    return;
  }
  const items = H[op + List.items];
  const from = fastItems(rt, seq);
  // the old items die only after all new ones are in place
  const garbage = rt.nsp;
  for (let i = 0; i < count; i++) rt.own(0);
  for (let i = 0, at = start; i < count; i++, at += step) {
    H[garbage + 2 * i] = H[items + 2 * at];
    const item = H[from + 2 * i];
    H[item]++;
    H[items + 2 * at] = item;
  }
  for (let i = 0; i < count; i++) rt.clearSlot(garbage + 2 * i);
  rt.release(mark);
}

/** Deletes `count` items `step` apart. */
function deleteSpaced(rt: Runtime, op: number, start: number, step: number, count: number): void {
  const H = rt.H;
  const mark = rt.mark();
  const items = H[op + List.items];
  const size = H[op + List.size];
  const garbage = rt.nsp;
  for (let i = 0; i < count; i++) rt.own(H[items + 2 * (start + i * step)]);
  let to = start;
  for (let i = start, drop = 0; i < size; i++) {
    if (drop < count && i === start + drop * step) drop++;
    else H[items + 2 * to++] = H[items + 2 * i];
  }
  H[op + List.size] = size - count;
  listResize(rt, op, size - count);
  for (let i = 0; i < count; i++) rt.clearSlot(garbage + 2 * i);
  rt.release(mark);
}

/**
 * `op[low:high] = value` with bounds already clipped; value 0 deletes. The list is complete before the first old item dies.
 * CPython: list_ass_slice
 */
export function listAssign(rt: Runtime, op: number, low: number, high: number, value: number): void {
  const H = rt.H;
  const mark = rt.mark();
  let seq = 0;
  let n = 0;
  if (value !== 0) {
    if (value === op) seq = rt.own(listFromSlots(rt, H[op + List.items], H[op + List.size]));
    else seq = rt.own(sequenceFast(rt, value, phrase(rt, 'sliceValue')));
    n = fastLength(rt, seq);
  }
  const size = H[op + List.size];
  const from = Math.min(Math.max(low, 0), size);
  const to = Math.min(Math.max(high, from), size);
  const removed = to - from;
  const growth = n - removed;
  if (size + growth === 0) {
    rt.release(mark);
    listClear(rt, op);
    return;
  }
  const garbage = rt.nsp;
  for (let i = 0; i < removed; i++) rt.own(0);
  if (growth > 0) listResize(rt, op, size + growth);
  let items = H[op + List.items];
  for (let i = 0; i < removed; i++) H[garbage + 2 * i] = H[items + 2 * (from + i)];
  if (growth !== 0) H.copyWithin(items + 2 * (to + growth), items + 2 * to, items + 2 * size);
  if (growth < 0) {
    listResize(rt, op, size + growth);
    items = H[op + List.items];
  }
  if (n !== 0) {
    const source = fastItems(rt, seq);
    for (let i = 0; i < n; i++) {
      const item = H[source + 2 * i];
      H[item]++;
      H[items + 2 * (from + i)] = item;
      H[items + 2 * (from + i) + 1] = 0;
    }
  }
  for (let i = removed - 1; i >= 0; i--) rt.clearSlot(garbage + 2 * i);
  rt.release(mark);
}

/** `op[i] = value`, value 0 deletes; the index is not negative any more. IndexError. CPython: list_ass_item */
export function listSetItem(rt: Runtime, op: number, i: number, value: number): void {
  const H = rt.H;
  if (i < 0 || i >= H[op + List.size]) indexError(rt, 'list assignment index out of range');
  if (value === 0) {
    if (rt.model.lists.deletedKeepsRoom) {
      const at = H[op + List.items] + 2 * i;
      const old = H[at];
      const end = H[op + List.items] + 2 * --H[op + List.size];
      H.copyWithin(at, at + 2, end + 2);
      H[end] = 0;
      H[end + 1] = 0;
      rt.decref(old);
    } else listAssign(rt, op, i, i + 1, 0);
    return;
  }
  H[value]++;
  rt.setSlot(H[op + List.items] + 2 * i, value);
}

/** Is the key a slice? TypeError otherwise. */
export function requireSlice(rt: Runtime, key: number): void {
  if (rt.H[key + Ob.type] !== T.slice) typeError(rt, `list indices must be integers or slices, not ${typeName(rt, key)}`);
}
