import { compareBool, richCompare } from '../core/abstract/object.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp } from '../core/signatures.ts';

/** `a op b` of two lengths. CPython: Py_RETURN_RICHCOMPARE */
export function compareLengths(a: number, b: number, op: number): boolean {
  switch (op) {
    case Cmp.LT:
      return a < b;
    case Cmp.LE:
      return a <= b;
    case Cmp.EQ:
      return a === b;
    case Cmp.NE:
      return a !== b;
    case Cmp.GT:
      return a > b;
    default:
      return a >= b;
  }
}

/**
 * Lexicographic comparison of two sequences of slots. The slots are looked up anew for every item, because comparing may change a
 * list, whose items are held while they are compared. `first` and `size` are word offsets of the items' address
 * and length; `isList` tells lists from tuples. CPython: list_richcompare, tuplerichcompare
 */
export function compareItems(rt: Runtime, a: number, b: number, op: number, firstAt: number, sizeAt: number, isList: boolean): Owned {
  const H = rt.H;
  const mark = rt.mark();
  let i = 0;
  for (; i < H[a + sizeAt] && i < H[b + sizeAt]; i++) {
    const x = H[(isList ? H[a + firstAt] : a + firstAt) + 2 * i];
    const y = H[(isList ? H[b + firstAt] : b + firstAt) + 2 * i];
    if (x === y) continue;
    if (isList) {
      rt.own(rt.newRef(x));
      rt.own(rt.newRef(y));
    }
    const equal = compareBool(rt, x, y, Cmp.EQ);
    if (!equal) {
      // comparing may have shortened a list to here: then its length decides
      const within = !isList || (i < H[a + sizeAt] && i < H[b + sizeAt]);
      if (within && (op === Cmp.EQ || op === Cmp.NE)) {
        rt.release(mark);
        return rt.bool(op === Cmp.NE);
      }
      if (isList && within) {
        // compared anew as they are now, as CPython does
        rt.release(mark);
        const v = H[H[a + firstAt] + 2 * i];
        const w = H[H[b + firstAt] + 2 * i];
        if (rt.model.holds.comparedLast) {
          rt.own(rt.newRef(v));
          rt.own(rt.newRef(w));
        }
        return rt.leave(mark, richCompare(rt, v, w, op));
      }
      if (!isList) return richCompare(rt, x, y, op);
      rt.release(mark);
      break;
    }
    if (isList) rt.release(mark);
  }
  return rt.bool(compareLengths(H[a + sizeAt], H[b + sizeAt], op));
}
