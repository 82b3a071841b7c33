import { Gc, Ob } from '../memory/layout.ts';
import { contractOf, hasGcHead } from '../memory/type-contract.ts';
import { Keys, keysBytes, usableFraction } from '../runtime/containers/dict-layout.ts';
import { Free } from '../runtime/containers/free-lists.ts';
import { Dict, List, SetOb, Tp, TpFlag } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { T } from '../runtime/core/static.ts';

/** Elements in use and room for them. */
export interface Fill {
  used: number;
  capacity: number;
}

/**
 * Bytes of an object in the heap, the blocks it has for itself and its GC head included: what sys.getsizeof says under the classic
 * models. Runs no Python code, allocates nothing. Borrows `op`.
 */
export function objectBytes(rt: Runtime, op: number): number {
  const H = rt.H;
  const { heap } = rt;
  const head = hasGcHead(heap, op) ? Gc.headBytes : 0;
  const contract = contractOf(heap, op);
  if (contract.sizeOf !== undefined) return head + contract.sizeOf(heap, op);
  const type = H[op + Ob.type];
  const flags = H[type + Tp.flags];
  const basic = H[type + Tp.basicsize];
  if ((flags & TpFlag.TYPE_SUBCLASS) !== 0) return head + (H[op + Tp.flags] & TpFlag.HEAPTYPE ? 4 * Tp.heapEnd : 4 * Tp.end);
  if ((flags & TpFlag.LIST_SUBCLASS) !== 0) return head + basic + 8 * H[op + List.allocated];
  if ((flags & TpFlag.DICT_SUBCLASS) !== 0) return head + basic + dictTableBytes(H, op);
  if (isSet(rt, type)) return head + basic + (H[op + SetOb.table] === op + SetOb.smallTable ? 0 : 16 * (H[op + SetOb.mask] + 1));
  const item = H[type + Tp.itemsize];
  return head + basic + (item > 0 ? item * Math.abs(H[op + Ob.size]) : 0);
}

/** How full a collection is; null for everything else. Borrows `op`. */
export function collectionFill(rt: Runtime, op: number): Fill | null {
  const H = rt.H;
  const type = H[op + Ob.type];
  const flags = H[type + Tp.flags];
  if ((flags & TpFlag.LIST_SUBCLASS) !== 0) return { used: H[op + List.size], capacity: H[op + List.allocated] };
  if ((flags & TpFlag.DICT_SUBCLASS) !== 0) {
    const keys = H[op + Dict.keys];
    return { used: H[op + Dict.used], capacity: keys === 0 || keys === Free.emptyKeys ? 0 : usableFraction(H[keys + Keys.size]) };
  }
  if (isSet(rt, type)) return { used: H[op + SetOb.used], capacity: H[op + SetOb.mask] + 1 };
  return null;
}

function dictTableBytes(H: Int32Array, op: number): number {
  const keys = H[op + Dict.keys];
  if (keys === 0) return 0;
  const size = H[keys + Keys.size];
  const values = H[op + Dict.values] !== 0 ? 8 * usableFraction(size) : 0;
  return values + (keys !== Free.emptyKeys && H[keys + Keys.refcnt] === 1 ? keysBytes(size) : 0);
}

function isSet(rt: Runtime, type: number): boolean {
  for (let t = type; t !== 0; t = rt.H[t + Tp.base]) if (t === T.set || t === T.frozenset) return true;
  return false;
}
