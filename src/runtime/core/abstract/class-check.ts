import { Ob } from '../../../memory/layout.ts';
import { enterRecursive, subtypeOf, typeError } from '../errors.ts';
import { Tp, TpFlag, Tuple } from '../layout.ts';
import { phrase } from '../phrase.ts';
import type { Runtime } from '../runtime.ts';
import { S, T } from '../static.ts';
import { isType, lookupAttr, lookupSpecial } from './attribute.ts';
import { call1 } from './call.ts';

/** isinstance and issubclass. CPython: Objects/abstract.c */

/** Truth of an owned call result, which is released. (isTrue without importing the object protocol.) */
function takeTruth(rt: Runtime, r: number): boolean {
  const mark = rt.mark();
  rt.own(r);
  let truth = r !== S.None && r !== S.False;
  if (truth && r !== S.True) {
    const H = rt.H;
    const type = H[r + Ob.type];
    const slot = H[type + Tp.nbBool] || H[type + Tp.mpLength] || H[type + Tp.sqLength];
    if (slot !== 0) truth = (rt.fn[slot] as (rt: Runtime, o: number) => number)(rt, r) !== 0;
  }
  rt.release(mark);
  return truth;
}

/** isinstance(o, cls). CPython: PyObject_IsInstance */
export function isInstance(rt: Runtime, o: number, cls: number): boolean {
  const H = rt.H;
  if (H[o + Ob.type] === cls) return true;
  if (H[cls + Ob.type] === T.type) return plainIsInstance(rt, o, cls);
  if ((H[H[cls + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0) {
    enterRecursive(rt, ' in __instancecheck__');
    const n = H[cls + Ob.size];
    let found = false;
    for (let i = 0; i < n && !found; i++) found = isInstance(rt, o, H[cls + Tuple.items + 2 * i]);
    rt.depth--;
    return found;
  }
  const mark = rt.mark();
  const checker = rt.own(lookupSpecial(rt, cls, rt.ident('__instancecheck__')));
  let result: boolean;
  if (checker !== 0) {
    enterRecursive(rt, ' in __instancecheck__');
    const r = call1(rt, checker, o);
    rt.depth--;
    result = takeTruth(rt, r);
  } else result = plainIsInstance(rt, o, cls);
  rt.release(mark);
  return result;
}

/** What type.__instancecheck__ does. CPython: object_isinstance */
export function plainIsInstance(rt: Runtime, o: number, cls: number): boolean {
  const H = rt.H;
  if (isType(rt, cls)) {
    const type = H[o + Ob.type];
    if (subtypeOf(rt, type, cls)) return true;
    const claimed = lookupAttr(rt, o, rt.ident('__class__')) as number;
    if (claimed === 0) return false;
    const result = claimed !== type && isType(rt, claimed) && subtypeOf(rt, claimed, cls);
    rt.decref(claimed);
    return result;
  }
  checkClass(rt, cls, phrase(rt, 'isinstanceClass'));
  const mark = rt.mark();
  const claimed = rt.own(lookupAttr(rt, o, rt.ident('__class__')));
  const result = claimed !== 0 && abstractIsSubclass(rt, claimed, cls);
  rt.release(mark);
  return result;
}

/** issubclass(derived, cls). CPython: PyObject_IsSubclass */
export function isSubclass(rt: Runtime, derived: number, cls: number): boolean {
  const H = rt.H;
  if (H[cls + Ob.type] === T.type) {
    if (derived === cls) return true;
    return plainIsSubclass(rt, derived, cls);
  }
  if ((H[H[cls + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0) {
    enterRecursive(rt, ' in __subclasscheck__');
    const n = H[cls + Ob.size];
    let found = false;
    for (let i = 0; i < n && !found; i++) found = isSubclass(rt, derived, H[cls + Tuple.items + 2 * i]);
    rt.depth--;
    return found;
  }
  const mark = rt.mark();
  const checker = rt.own(lookupSpecial(rt, cls, rt.ident('__subclasscheck__')));
  let result: boolean;
  if (checker !== 0) {
    enterRecursive(rt, ' in __subclasscheck__');
    const r = call1(rt, checker, derived);
    rt.depth--;
    result = takeTruth(rt, r);
  } else result = plainIsSubclass(rt, derived, cls);
  rt.release(mark);
  return result;
}

/** What type.__subclasscheck__ does. CPython: recursive_issubclass */
export function plainIsSubclass(rt: Runtime, derived: number, cls: number): boolean {
  if (isType(rt, cls) && isType(rt, derived)) return subtypeOf(rt, derived, cls);
  checkClass(rt, derived, 'issubclass() arg 1 must be a class');
  checkClass(rt, cls, phrase(rt, 'issubclassClass'));
  return abstractIsSubclass(rt, derived, cls);
}

/** `__bases__` of something, when it is a tuple: owned, else 0. CPython: abstract_get_bases */
function basesOf(rt: Runtime, cls: number): number {
  const bases = lookupAttr(rt, cls, rt.ident('__bases__')) as number;
  if (bases !== 0 && (rt.H[rt.H[bases + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0) {
    rt.decref(bases);
    return 0;
  }
  return bases;
}

function checkClass(rt: Runtime, cls: number, message: string): void {
  const bases = basesOf(rt, cls);
  if (bases === 0) typeError(rt, message);
  rt.decref(bases);
}

/** CPython: abstract_issubclass */
function abstractIsSubclass(rt: Runtime, derived: number, cls: number): boolean {
  if (derived === cls) return true;
  const mark = rt.mark();
  const bases = rt.own(basesOf(rt, derived));
  let found = false;
  if (bases !== 0) {
    const n = rt.H[bases + Ob.size];
    enterRecursive(rt, ' in __issubclass__');
    for (let i = 0; i < n && !found; i++) found = abstractIsSubclass(rt, rt.H[bases + Tuple.items + 2 * i], cls);
    rt.depth--;
  }
  rt.release(mark);
  return found;
}
