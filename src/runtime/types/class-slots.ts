import { Ob } from '../../memory/layout.ts';
import { dictGetStr, dictSet } from '../containers/dict-object.ts';
import { newTuple, tupleOf } from '../containers/tuple-object.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { isStr } from '../core/abstract/object.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import type { GetSetSpec } from '../core/signatures.ts';
import { Root, T } from '../core/static.ts';
import { internStr } from '../text/interning.ts';
import { newGetSetDescr, newMemberDescr } from './descr-object.ts';
import { instanceDictGetSet, weakrefGetSet } from './instance-getset.ts';

/** `__slots__` and the fields that a class adds to its instances. CPython: Objects/typeobject.c type_new_slots, type_new_descriptors */

/** What a class statement's `__slots__` asks for. */
export interface ClassSlots {
  /** Sorted tuple of mangled names (owned by the native stack), 0 when there is no `__slots__`. */
  names: number;
  addDict: boolean;
  addWeak: boolean;
}

/** CPython: _Py_Mangle */
function mangle(className: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/** Reads `__slots__` of the new class's dict; parks what it makes on the native stack. TypeError, ValueError. */
export function parseSlots(rt: Runtime, className: string, base: number, dict: number): ClassSlots {
  const H = rt.H;
  const mayAddDict = H[base + Tp.dictoffset] === 0;
  const mayAddWeak = H[base + Tp.weaklistoffset] === 0 && H[base + Tp.itemsize] === 0;
  const given = dictGetStr(rt, dict, rt.ident('__slots__'));
  if (given === 0) return { names: 0, addDict: mayAddDict, addWeak: mayAddWeak };
  const slots = rt.own(isStr(rt, given) ? tupleOf(rt, given) : sequenceTuple(rt, given));
  const n = H[slots + Ob.size];
  if (n > 0 && H[base + Tp.itemsize] !== 0) {
    typeError(rt, `nonempty __slots__ not supported for subtype of '${rt.hooks.strText(rt, H[base + Tp.name])}'`);
  }
  let addDict = false;
  let addWeak = false;
  const mangled: string[] = [];
  for (let i = 0; i < n; i++) {
    const item = H[slots + Tuple.items + 2 * i];
    if (!isStr(rt, item)) typeError(rt, `__slots__ items must be strings, not '${typeName(rt, item)}'`);
    const text = rt.hooks.strText(rt, item);
    if (!IDENTIFIER.test(text)) typeError(rt, '__slots__ must be identifiers');
    if (text === '__dict__') {
      if (!mayAddDict || addDict) typeError(rt, '__dict__ slot disallowed: we already got one');
      addDict = true;
    } else if (text === '__weakref__') {
      if (!mayAddWeak || addWeak) typeError(rt, phrase(rt, 'weakrefSlot'));
      addWeak = true;
    } else {
      const name = mangle(className, text);
      if (text !== '__qualname__' && text !== '__classcell__' && dictGetStr(rt, dict, rt.own(internStr(rt, name))) !== 0) {
        valueError(rt, `'${text}' in __slots__ conflicts with class variable`);
      }
      mangled.push(name);
    }
  }
  mangled.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const names = rt.own(newTuple(rt, mangled.length));
  for (let i = 0; i < mangled.length; i++) {
    const s = internStr(rt, mangled[i]);
    H[names + Tuple.items + 2 * i] = s;
  }
  if (mangled.length > 0) rt.track(names);
  return { names, addDict, addWeak };
}

/** A base beside the best one brings `__dict__` or `__weakref__`. CPython: type_new_slots_bases */
export function slotsFromBases(rt: Runtime, bases: number, base: number, slots: ClassSlots): void {
  const H = rt.H;
  const mayAddDict = H[base + Tp.dictoffset] === 0;
  const mayAddWeak = H[base + Tp.weaklistoffset] === 0 && H[base + Tp.itemsize] === 0;
  if (slots.names === 0 || H[bases + Ob.size] < 2) return;
  for (let i = 0; i < H[bases + Ob.size]; i++) {
    const other = H[bases + Tuple.items + 2 * i];
    if (other === base) continue;
    if (mayAddDict && H[other + Tp.dictoffset] !== 0) slots.addDict = true;
    if (mayAddWeak && H[other + Tp.weaklistoffset] !== 0) slots.addWeak = true;
  }
}

/** Sizes and offsets of the new class; returns the labels of its members. CPython: type_new_descriptors */
export function layOut(rt: Runtime, type: number, base: number, slots: ClassSlots): string[] {
  const H = rt.H;
  const names = slots.names;
  const n = names === 0 ? 0 : H[names + Ob.size];
  let at = H[base + Tp.basicsize];
  H[type + Ob.size] = n;
  const labels: string[] = [];
  for (let i = 0; i < n; i++) labels.push(rt.hooks.strText(rt, H[names + Tuple.items + 2 * i]));
  at += 8 * n;
  H[type + Tp.dictoffset] = H[base + Tp.dictoffset];
  H[type + Tp.weaklistoffset] = H[base + Tp.weaklistoffset];
  if (slots.addDict) {
    H[type + Tp.dictoffset] = H[base + Tp.itemsize] !== 0 ? -2 : at >> 2;
    at += 8;
  }
  if (slots.addWeak) {
    H[type + Tp.weaklistoffset] = at >> 2;
    at += 8;
  }
  H[type + Tp.basicsize] = at;
  H[type + Tp.itemsize] = H[base + Tp.itemsize];
  return labels;
}

function setDefault(rt: Runtime, dict: number, name: number, value: Owned): void {
  const mark = rt.mark();
  rt.own(value);
  if (dictGetStr(rt, dict, name) === 0) dictSet(rt, dict, name, value);
  rt.release(mark);
}

/** The class's own descriptor, or the one that all classes share. CPython 3.15: type_add_common_descriptors */
function instanceDescriptor(rt: Runtime, type: number, root: Root, spec: GetSetSpec): Owned {
  if (!rt.model.sharedDescriptors) return newGetSetDescr(rt, type, spec);
  if (rt.H[root] === 0) rt.setSlot(root, newGetSetDescr(rt, T.object, spec));
  return rt.newRef(rt.H[root]);
}

/** Descriptors of the members, `__dict__` and `__weakref__` in the class's dict. CPython: type_add_members, type_add_getset */
export function addDescriptors(rt: Runtime, type: number, base: number, slots: ClassSlots): void {
  const H = rt.H;
  const dict = H[type + Tp.dict];
  const n = H[type + Ob.size];
  const first = H[base + Tp.basicsize] >> 2;
  for (let i = 0; i < n; i++) {
    const name = H[slots.names + Tuple.items + 2 * i];
    setDefault(rt, dict, name, newMemberDescr(rt, type, name, { at: first + 2 * i, kind: 'object_ex' }));
  }
  if (slots.addDict) setDefault(rt, dict, rt.ident('__dict__'), instanceDescriptor(rt, type, Root.dictDescriptor, instanceDictGetSet));
  if (slots.addWeak) setDefault(rt, dict, rt.ident('__weakref__'), instanceDescriptor(rt, type, Root.weakrefDescriptor, weakrefGetSet));
}

/** Is the class made by Python code? */
export function isHeapType(rt: Runtime, type: number): boolean {
  return (rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0;
}
