import { Ob } from '../../memory/layout.ts';
import { detachDict, newInstanceDict, revealDict } from '../containers/instance-dict.ts';
import { raise, subtypeOf, typeError, typeName } from '../core/errors.ts';
import { dictSlot } from '../core/instance.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import type { GetSetSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';

/** `__dict__` and `__weakref__` of instances. CPython: Objects/typeobject.c subtype_dict, subtype_setdict, subtype_getweakref */

/** The instance's dict, made when there is none: new reference; AttributeError when instances have none. CPython: PyObject_GenericGetDict */
export function getInstanceDict(rt: Runtime, o: number): Owned {
  const H = rt.H;
  const slot = dictSlot(rt, o);
  if (slot === 0) raise(rt, T.AttributeError, 'This object has no __dict__');
  if (H[slot] === 0) {
    const dict = newInstanceDict(rt, H[o + Ob.type]);
    H[slot] = dict;
    H[slot + 1] = 0;
  } else if (H[H[slot] + Ob.type] === T.dict) revealDict(rt, H[slot]);
  return rt.newRef(H[slot]);
}

/** Replaces the instance's dict (value 0 deletes it). CPython: PyObject_GenericSetDict */
export function setInstanceDict(rt: Runtime, o: number, value: number): void {
  const H = rt.H;
  const slot = dictSlot(rt, o);
  if (slot === 0) raise(rt, T.AttributeError, 'This object has no __dict__');
  if (value !== 0 && (H[H[value + Ob.type] + Tp.flags] & TpFlag.DICT_SUBCLASS) === 0) {
    typeError(rt, `__dict__ must be set to a dictionary, not a '${typeName(rt, value)}'`);
  }
  if (H[slot] !== 0) detachDict(rt, H[slot]);
  if (value === 0) rt.clearSlot(slot);
  else rt.setSlot(slot, rt.newRef(value));
}

/** A native class between the instance's and `object` has a `__dict__` attribute of its own (type, module): it decides. CPython: get_builtin_base_with_dict */
function builtinBaseWithDict(rt: Runtime, o: number): number {
  const H = rt.H;
  for (let t = H[o + Ob.type]; H[t + Tp.base] !== 0; t = H[t + Tp.base]) {
    if (H[t + Tp.dictoffset] !== 0 && (H[t + Tp.flags] & TpFlag.HEAPTYPE) === 0) return t;
  }
  return 0;
}

export const instanceDictGetSet: GetSetSpec = {
  name: '__dict__',
  get: (rt, o) => {
    const base = builtinBaseWithDict(rt, o);
    if (base !== 0 && subtypeOf(rt, rt.H[o + Ob.type], T.type)) return rt.newRef(rt.H[o + Tp.dict]);
    return getInstanceDict(rt, o);
  },
  set: (rt, o, value) => setInstanceDict(rt, o, value),
  doc: 'dictionary for instance variables (if defined)',
};

/** `__dict__` of native types whose instances have one. */
export const genericDictGetSet: GetSetSpec = {
  name: '__dict__',
  get: getInstanceDict,
  set(rt, o, value) {
    if (value === 0) typeError(rt, 'cannot delete __dict__');
    setInstanceDict(rt, o, value);
  },
};

export const weakrefGetSet: GetSetSpec = {
  name: '__weakref__',
  get: (rt, o) => {
    const H = rt.H;
    const at = H[H[o + Ob.type] + Tp.weaklistoffset];
    if (at === 0) raise(rt, T.AttributeError, 'This object has no __weakref__');
    return H[o + at] === 0 ? rt.none() : rt.newRef(H[o + at]);
  },
  doc: 'list of weak references to the object (if defined)',
};
