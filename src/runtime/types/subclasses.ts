import { Ob } from '../../memory/layout.ts';
import { dictDelete, dictNext, dictSet, newDict, nextKey, nextValue } from '../containers/dict-object.ts';
import { isType } from '../core/abstract/attribute.ts';
import { clearError, takeError } from '../core/errors.ts';
import { Dict, Tp, Tuple } from '../core/layout.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { Weak } from './descr-layout.ts';
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

/** Takes `type` out of the subclasses of `base`. Never raises: deallocators call it. CPython: remove_subclass */
export function removeSubclass(rt: Runtime, base: number, type: number): void {
  const dict = rt.H[base + Tp.subclasses];
  if (dict === 0) return;
  const mark = rt.mark();
  const key = keyOf(rt, dict, type);
  if (key !== 0) dictDelete(rt, dict, rt.own(key));
  if (rt.H[dict + Dict.used] === 0) rt.clearSlot(base + Tp.subclasses);
  rt.release(mark);
}

/** The key of a subclass: a new reference; without memory for an int the one in the dict is looked for, 0 when it is not there. */
function keyOf(rt: Runtime, dict: number, type: number): number {
  const saved = takeError(rt);
  let key = 0;
  try {
    key = newInt(rt, type * 4);
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    clearError(rt);
    for (let pos = dictNext(rt, dict, 0); pos >= 0 && key === 0; pos = dictNext(rt, dict, pos)) {
      if (rt.H[nextValue(rt) + Weak.object] === type) key = rt.newRef(nextKey(rt));
    }
  }
  if (saved !== 0) rt.setSlot(Root.curexc, saved);
  return key;
}

/** Takes `type` out of the subclasses of these bases. CPython: remove_all_subclasses */
export function removeFromBases(rt: Runtime, type: number, bases: number): void {
  const H = rt.H;
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
