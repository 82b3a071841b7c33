import { Ob } from '../../memory/layout.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { lengthHint } from '../core/abstract/length-hint.ts';
import { List, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Free } from './free-lists.ts';
import { listAppend, listPreallocate, listResize } from './list-object.ts';

/** dict, its views, set and frozenset have a way of their own into lists. CPython: list_extend_dict, list_extend_set (3.13) */
function isMapping(type: number): boolean {
  return type === T.dict || type === T.set || type === T.frozenset || type === T.dict_keys || type === T.dict_values || type === T.dict_items;
}

/** Appends all items of an iterable (borrowed). Items appended before an error stay. CPython: Objects/listobject.c list_extend */
export function listExtend(rt: Runtime, op: number, iterable: number): void {
  const H = rt.H;
  const type = H[iterable + Ob.type];
  if (type === T.list || type === T.tuple || iterable === op) {
    const n = H[iterable + Ob.size];
    if (n === 0) return;
    const m = H[op + List.size];
    if (H[op + List.items] === 0 && H[Free.listFillsEven] !== 0) {
      listPreallocate(rt, op, n);
      H[op + List.size] = n;
    } else {
      listResize(rt, op, m + n);
    }
    // read after the resize: the source may be this very list
    const from = type === T.tuple ? iterable + Tuple.items : H[iterable + List.items];
    const to = H[op + List.items] + 2 * m;
    for (let i = 0; i < 2 * n; i += 2) {
      const item = H[from + i];
      H[item]++;
      H[to + i] = item;
      H[to + i + 1] = 0;
    }
    return;
  }
  const mark = rt.mark();
  const it = rt.own(iter(rt, iterable));
  const n = lengthHint(rt, iterable, 8);
  const m = H[op + List.size];
  if (H[op + List.items] === 0 && H[Free.listFillsEven] !== 0 && !(rt.model.lists.mappingsGrow && isMapping(type))) {
    if (n !== 0) listPreallocate(rt, op, n);
  } else if (m + n < 2 ** 63) {
    // a guess beyond the largest size may be a lie: then there is no preparing
    listResize(rt, op, m + n);
    H[op + List.size] = m;
  }
  for (;;) {
    const item = next(rt, it);
    if (item === 0) break;
    const size = H[op + List.size];
    if (size < H[op + List.allocated]) {
      const slot = H[op + List.items] + 2 * size;
      H[slot] = item;
      H[slot + 1] = 0;
      H[op + List.size] = size + 1;
    } else {
      rt.own(item);
      listAppend(rt, op, item);
      rt.decref(rt.unown(item));
    }
  }
  // give back what the guess was too large by
  const size = H[op + List.size];
  if (size < H[op + List.allocated] && (size !== 0 || H[Free.listKeeps] === 0)) listResize(rt, op, size);
  rt.release(mark);
}
