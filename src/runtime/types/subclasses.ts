import { Ob } from '../../memory/layout.ts';
import { Dict, Tp, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { isType } from '../core/abstract/attribute.ts';
import { dictDelete, dictNext, dictSet, newDict, nextValue } from '../containers/dict-object.ts';
import { newInt } from '../numbers/int-object.ts';
import { newWeakref, weakObject } from './weakref.ts';

/** A type's subclasses: a dict from the subclass's address to a weak reference. CPython: tp_subclasses */

/** Enters `type` among the subclasses of `base`. MemoryError. CPython: add_subclass */
export function addSubclass(rt: Runtime, base: number, type: number): void {
  const H = rt.H;
  const mark = rt.mark();
  if (H[base + Tp.subclasses] === 0) {
    const fresh = newDict(rt);
    H[base + Tp.subclasses] = fresh;
    H[base + Tp.subclasses + 1] = 0;
  }
  const ref = rt.own(newWeakref(rt, type, 0));
  const key = rt.own(newInt(rt, type * 4));
  dictSet(rt, H[base + Tp.subclasses], key, ref);
  rt.release(mark);
}

/** Takes `type` out of the subclasses of `base`. CPython: remove_subclass */
export function removeSubclass(rt: Runtime, base: number, type: number): void {
  const dict = rt.H[base + Tp.subclasses];
  if (dict === 0) return;
  const mark = rt.mark();
  const key = rt.own(newInt(rt, type * 4));
  dictDelete(rt, dict, key);
  if (rt.H[dict + Dict.used] === 0) rt.clearSlot(base + Tp.subclasses);
  rt.release(mark);
}

/** removeSubclass for all bases. CPython: remove_all_subclasses */
export function removeFromBases(rt: Runtime, type: number): void {
  const H = rt.H;
  const bases = H[type + Tp.bases];
  if (bases === 0) return;
  for (let i = 0; i < H[bases + Ob.size]; i++) {
    const base = H[bases + Tuple.items + 2 * i];
    if (isType(rt, base)) removeSubclass(rt, base, type);
  }
}

/** Live direct subclasses, borrowed. */
export function subclassesOf(rt: Runtime, type: number): number[] {
  const H = rt.H;
  const dict = H[type + Tp.subclasses];
  const found: number[] = [];
  if (dict === 0) return found;
  for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) {
    const sub = weakObject(rt, nextValue(rt));
    if (sub !== 0) found.push(sub);
  }
  return found;
}

/** Takes the version tags of a type and of all types derived from it away, as its attributes changed. CPython: PyType_Modified */
export function typeModified(rt: Runtime, type: number): void {
  if (rt.H[type + Tp.versionTag] === 0) return;
  for (const sub of subclassesOf(rt, type)) typeModified(rt, sub);
  rt.H[type + Tp.versionTag] = 0;
  rt.H[type + Tp.flags] &= ~VALID;
}

const VALID = 1 << 19;
