import { Gc, Ob } from '../../memory/layout.ts';
import { addressText, richCompare } from '../core/abstract/object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { valueError } from '../core/errors.ts';
import { Cell, Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { newCell } from './frame-memory.ts';

function cellRepr(rt: Runtime, cell: number): Owned {
  const H = rt.H;
  const v = H[cell + Cell.contents];
  if (v === 0) return newStr(rt, `<cell at ${addressText(cell)}: empty>`);
  return newStr(rt, `<cell at ${addressText(cell)}: ${rt.hooks.strText(rt, H[H[v + Ob.type] + Tp.name])} object at ${addressText(v)}>`);
}

/** Cells compare by contents; an empty one is less than any other. CPython: cell_richcompare */
function cellCompare(rt: Runtime, a: number, b: number, op: number): Owned {
  const H = rt.H;
  if (H[a + Ob.type] !== T.cell || H[b + Ob.type] !== T.cell) return rt.notImplemented();
  const x = H[a + Cell.contents];
  const y = H[b + Cell.contents];
  if (x !== 0 && y !== 0) return richCompare(rt, x, y, op);
  const order = (x === 0 ? 0 : 1) - (y === 0 ? 0 : 1);
  switch (op) {
    case Cmp.LT:
      return rt.bool(order < 0);
    case Cmp.LE:
      return rt.bool(order <= 0);
    case Cmp.EQ:
      return rt.bool(order === 0);
    case Cmp.NE:
      return rt.bool(order !== 0);
    case Cmp.GT:
      return rt.bool(order > 0);
    default:
      return rt.bool(order >= 0);
  }
}

function cellNew(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'cell', kwnames);
  checkPositional(rt, 'cell', nargs, 0, 1);
  return newCell(rt, nargs === 0 ? 0 : rt.H[args]);
}

/** CPython: cell_dealloc */
function cellDealloc(rt: Runtime, cell: number): void {
  const H = rt.H;
  if (H[cell + Gc.next] !== 0) rt.untrack(cell);
  const v = H[cell + Cell.contents];
  H[cell + Cell.contents] = 0;
  if (v !== 0 && --H[v] === 0) {
    if (!rt.heap.trashBegin(cell)) {
      // too deep: come back for the contents later
      H[v] = 1;
      H[cell + Cell.contents] = v;
      return;
    }
    rt.dealloc(v);
    rt.freeGcObject(cell);
    rt.heap.trashEnd();
    return;
  }
  rt.freeGcObject(cell);
}

export const CELL_TYPE: TypeSpec = {
  name: 'cell',
  at: T.cell,
  basicsize: 24,
  contract: { gc: true, slots: [{ at: Cell.contents, label: 'contents' }] },
  slots: { dealloc: cellDealloc, repr: cellRepr, richcompare: cellCompare, new: cellNew },
  unhashable: true,
  getset: [
    {
      name: 'cell_contents',
      get: (rt, cell) => {
        const v = rt.H[cell + Cell.contents];
        if (v === 0) valueError(rt, 'Cell is empty');
        return rt.newRef(v);
      },
      set: (rt, cell, value) => rt.setSlot(cell + Cell.contents, value === 0 ? 0 : rt.newRef(value)),
    },
  ],
  doc: `Create a new cell object.

  contents
    the contents of the cell. If not specified, the cell will be empty,
    and
 further attempts to access its cell_contents attribute will
    raise a ValueError.`,
  signature: '([contents])',
};
