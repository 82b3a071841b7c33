import { CodeFlag } from '../../bytecode/code.ts';
import { Ob } from '../../memory/layout.ts';
import { dictDelete, dictSet, newDict } from '../containers/dict-object.ts';
import { delItem, getItem, setItem } from '../core/abstract/item.ts';
import { catching } from '../core/errors.ts';
import { Cell, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Co, Fr } from './frame-layout.ts';
import { mergeMapping } from './mapping-merge.ts';

/** Runs `each` for every local, cell and free variable: name (borrowed), slot, whether the slot holds a cell. */
export function forEachVariable(rt: Runtime, frame: number, each: (name: number, slot: number, cell: boolean) => void): void {
  const H = rt.H;
  const code = H[frame + Fr.code];
  const first = frame + Fr.localsplus;
  const nlocals = H[code + Co.nlocals];
  for (let i = 0; i < nlocals; i++) each(H[H[code + Co.varnames] + Tuple.items + 2 * i], first + 2 * i, false);
  const cells = H[code + Co.cells];
  for (let i = 0; i < cells; i++) each(H[H[code + Co.cellvars] + Tuple.items + 2 * i], first + 2 * (nlocals + i), true);
  // a class body's free variables are not its locals
  if ((H[code + Co.flags] & CodeFlag.Optimized) === 0) return;
  for (let i = 0; i < H[code + Co.frees]; i++) {
    each(H[H[code + Co.freevars] + Tuple.items + 2 * i], first + 2 * (nlocals + cells + i), true);
  }
}

/** Does the frame of a module or class have the variables of an inlined comprehension that is running? CPython: _PyFrame_HasHiddenLocals */
export function hasHiddenVariables(rt: Runtime, frame: number): boolean {
  const H = rt.H;
  const code = H[frame + Fr.code];
  if ((H[code + Co.flags] & CodeFlag.Optimized) !== 0) return false;
  for (let i = 0; i < H[code + Co.nlocals]; i++) if (H[frame + Fr.localsplus + 2 * i] !== 0) return true;
  return false;
}

/**
 * Brings the snapshot of a frame's variables up to date: `f_locals`, a dict that the frame keeps (or the namespace of a module or class).
 * Borrowed result. MemoryError. CPython: Objects/frameobject.c PyFrame_FastToLocalsWithError
 */
export function fastToLocals(rt: Runtime, frame: number): number {
  const H = rt.H;
  if (H[frame + Fr.locals] === 0) {
    const dict = newDict(rt);
    H[frame + Fr.locals] = dict;
    H[frame + Fr.locals + 1] = 0;
  }
  const locals = H[frame + Fr.locals];
  // A module and a class have no variables but those of inlined comprehensions, which are no names of the namespace.
  if ((H[H[frame + Fr.code] + Co.flags] & CodeFlag.Optimized) !== 0) copyVariables(rt, frame, locals);
  return locals;
}

/** Sets the variables that a frame has in a mapping, and deletes those that it has not. */
export function copyVariables(rt: Runtime, frame: number, locals: number): void {
  const H = rt.H;
  const exact = H[locals + Ob.type] === T.dict;
  forEachVariable(rt, frame, (name, slot, cell) => {
    let v = H[slot];
    if (cell && v !== 0) v = H[v + Cell.contents];
    if (v !== 0) {
      if (exact) dictSet(rt, locals, name, v);
      else setItem(rt, locals, name, v);
    } else if (exact) dictDelete(rt, locals, name);
    else catching(rt, T.KeyError, () => delItem(rt, locals, name), undefined);
  });
}

/**
 * What `locals()` gives, new reference: the snapshot, or a new dict each time (3.13 on). In an inlined comprehension of a module or class: a new
 * dict with its variables, until 3.12 with the namespace too. CPython: Python/ceval.c PyEval_GetLocals, _PyEval_GetFrameLocals
 */
export function frameLocals(rt: Runtime, frame: number): Owned {
  const H = rt.H;
  const fresh = rt.model.frames.freshLocals;
  const hidden = hasHiddenVariables(rt, frame);
  if (!hidden && !fresh) return rt.newRef(fastToLocals(rt, frame));
  if (!hidden && (H[H[frame + Fr.code] + Co.flags] & CodeFlag.Optimized) === 0) return rt.newRef(H[frame + Fr.locals]);
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  if (!fresh) mergeMapping(rt, dict, H[frame + Fr.locals], false);
  forEachVariable(rt, frame, (name, slot, cell) => {
    let v = H[slot];
    if (cell && v !== 0) v = H[v + Cell.contents];
    if (v !== 0) dictSet(rt, dict, name, v);
  });
  return rt.leave(mark, rt.newRef(dict));
}

/** Writes the snapshot back (after a trace function changed it). CPython: PyFrame_LocalsToFast */
export function localsToFast(rt: Runtime, frame: number, clear: boolean): void {
  const H = rt.H;
  const locals = H[frame + Fr.locals];
  if (locals === 0) return;
  forEachVariable(rt, frame, (name, slot, cell) => {
    const mark = rt.mark();
    const v = catching(rt, T.KeyError, () => rt.own(getItem(rt, locals, name)), 0);
    if (v !== 0 || clear) {
      if (cell) {
        const c = H[slot];
        if (c !== 0 && H[c + Cell.contents] !== v) rt.setSlot(c + Cell.contents, v === 0 ? 0 : rt.newRef(v));
      } else if (H[slot] !== v) rt.setSlot(slot, v === 0 ? 0 : rt.newRef(v));
    }
    rt.release(mark);
  });
}
