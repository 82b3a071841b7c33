import { Ob } from '../../../memory/layout.ts';
import { clearError, errorMatches, typeError, typeName } from '../errors.ts';
import { Tp, TpFlag } from '../layout.ts';
import { NULL, type Owned } from '../ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../runtime.ts';
import type { IterNext, Unary } from '../signatures.ts';
import { T } from '../static.ts';

/** The iterator protocol. CPython: Objects/abstract.c */

/** Has `__next__`. CPython: PyIter_Check */
export function isIterator(rt: Runtime, o: number): boolean {
  return rt.H[rt.H[o + Ob.type] + Tp.iternext] !== 0;
}

/** Can be indexed by position. CPython: PySequence_Check */
export function isSequence(rt: Runtime, o: number): boolean {
  const type = rt.H[o + Ob.type];
  return rt.H[type + Tp.sqItem] !== 0 && (rt.H[type + Tp.flags] & TpFlag.DICT_SUBCLASS) === 0;
}

/** Does the type have a table of sequence functions at all? Classes always do. CPython: tp_as_sequence != NULL */
export function hasSequenceSlots(rt: Runtime, type: number): boolean {
  const H = rt.H;
  if ((H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0) return true;
  return H[type + Tp.sqLength] !== 0 || H[type + Tp.sqItem] !== 0 || H[type + Tp.sqContains] !== 0 || H[type + Tp.sqConcat] !== 0;
}

/** iter(o): new reference. CPython: PyObject_GetIter */
export function iter(rt: Runtime, o: number): Owned {
  const H = rt.H;
  const slot = H[H[o + Ob.type] + Tp.iter];
  if (slot === 0) {
    if (isSequence(rt, o)) return rt.hooks.newSequenceIterator(rt, o);
    typeError(rt, `'${typeName(rt, o)}' object is not iterable`);
  }
  const it = (rt.fn[slot] as Unary)(rt, o);
  if (H[H[it + Ob.type] + Tp.iternext] === 0) {
    rt.own(it);
    typeError(rt, `iter() returned non-iterator of type '${typeName(rt, it)}'`);
  }
  return it;
}

/** next(it): new reference, NULL at the end (StopIteration is swallowed). CPython: PyIter_Next */
export function next(rt: Runtime, it: number): Owned {
  const H = rt.H;
  const type = H[it + Ob.type];
  const slot = H[type + Tp.iternext];
  if (slot === 0) typeError(rt, `'${typeName(rt, it)}' object is not an iterator`);
  const f = rt.fn[slot] as IterNext;
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    return f(rt, it);
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || !errorMatches(rt, T.StopIteration)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return NULL;
  }
}

/**
 * Calls `each` with every item (borrowed while it runs; parked on the native stack). `each` returns false to stop.
 */
export function forEach(rt: Runtime, o: number, each: (item: number) => boolean | void): void {
  const mark = rt.mark();
  const it = rt.own(iter(rt, o));
  for (;;) {
    const item = next(rt, it);
    if (item === 0) break;
    const here = rt.mark();
    rt.own(item);
    const go = each(item);
    rt.release(here);
    if (go === false) break;
  }
  rt.release(mark);
}
