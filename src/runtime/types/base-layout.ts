import { Ob } from '../../memory/layout.ts';
import { isType } from '../core/abstract/attribute.ts';
import { nameOfType, subtypeOf, typeError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';

/** Which base decides an instance's layout. CPython: Objects/typeobject.c best_base, solid_base, extra_ivars */

/** Does `type` add fields to the layout of `base` beside `__dict__` and `__weakref__`? */
function addsFields(rt: Runtime, type: number, base: number): boolean {
  const H = rt.H;
  let size = H[type + Tp.basicsize];
  const baseSize = H[base + Tp.basicsize];
  if (H[type + Tp.itemsize] !== 0 || H[base + Tp.itemsize] !== 0) return size !== baseSize || H[type + Tp.itemsize] !== H[base + Tp.itemsize];
  const heap = (H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0;
  const weak = H[type + Tp.weaklistoffset];
  if (weak !== 0 && H[base + Tp.weaklistoffset] === 0 && weak * 4 + 8 === size && heap) size -= 8;
  const dict = H[type + Tp.dictoffset];
  if (dict !== 0 && H[base + Tp.dictoffset] === 0 && dict * 4 + 8 === size && heap) size -= 8;
  return size !== baseSize;
}

/** The nearest class of the base chain that defines the layout. */
export function solidBase(rt: Runtime, type: number): number {
  const parent = rt.H[type + Tp.base];
  const base = parent !== 0 ? solidBase(rt, parent) : T.object;
  return addsFields(rt, type, base) ? type : base;
}

/** The base whose layout a class with these bases extends; TypeError for conflicts and non-types. CPython: best_base */
export function bestBase(rt: Runtime, bases: number): number {
  const H = rt.H;
  let base = 0;
  let winner = 0;
  const n = H[bases + Ob.size];
  for (let i = 0; i < n; i++) {
    const candidateBase = H[bases + Tuple.items + 2 * i];
    if (!isType(rt, candidateBase)) typeError(rt, 'bases must be types');
    if ((H[candidateBase + Tp.flags] & TpFlag.BASETYPE) === 0) {
      typeError(rt, `type '${nameOfType(rt, candidateBase)}' is not an acceptable base type`);
    }
    const candidate = solidBase(rt, candidateBase);
    if (winner === 0) {
      winner = candidate;
      base = candidateBase;
    } else if (subtypeOf(rt, winner, candidate)) continue;
    else if (subtypeOf(rt, candidate, winner)) {
      winner = candidate;
      base = candidateBase;
    } else typeError(rt, 'multiple bases have instance lay-out conflict');
  }
  return base;
}

/** The most derived metaclass of `metatype` and the types of the bases. TypeError for a conflict. CPython: _PyType_CalculateMetaclass */
export function calculateMetaclass(rt: Runtime, metatype: number, bases: number): number {
  const H = rt.H;
  let winner = metatype;
  for (let i = 0; i < H[bases + Ob.size]; i++) {
    const type = H[H[bases + Tuple.items + 2 * i] + Ob.type];
    if (subtypeOf(rt, winner, type)) continue;
    if (subtypeOf(rt, type, winner)) {
      winner = type;
      continue;
    }
    typeError(rt, 'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases');
  }
  return winner;
}

/** May the base be replaced in a type or instance? Same deallocator, same fields. CPython: compatible_for_assignment */
export function checkCompatible(rt: Runtime, oldType: number, newType: number, attr: string): void {
  const H = rt.H;
  if (H[newType + Tp.dealloc] !== H[oldType + Tp.dealloc]) {
    typeError(rt, `${attr} assignment: '${nameOfType(rt, newType)}' deallocator differs from '${nameOfType(rt, oldType)}'`);
  }
  let newBase = newType;
  let oldBase = oldType;
  while (sameAsBase(rt, newBase)) newBase = H[newBase + Tp.base];
  while (sameAsBase(rt, oldBase)) oldBase = H[oldBase + Tp.base];
  if (newBase !== oldBase && (H[newBase + Tp.base] !== H[oldBase + Tp.base] || !sameSlotsAdded(rt, newBase, oldBase))) {
    typeError(rt, `${attr} assignment: '${nameOfType(rt, newType)}' object layout differs from '${nameOfType(rt, oldType)}'`);
  }
}

/** CPython: compatible_with_tp_base */
function sameAsBase(rt: Runtime, type: number): boolean {
  const H = rt.H;
  const base = H[type + Tp.base];
  return (
    base !== 0 &&
    H[type + Tp.basicsize] === H[base + Tp.basicsize] &&
    H[type + Tp.itemsize] === H[base + Tp.itemsize] &&
    H[type + Tp.dictoffset] === H[base + Tp.dictoffset] &&
    H[type + Tp.weaklistoffset] === H[base + Tp.weaklistoffset] &&
    ((H[type + Tp.flags] ^ H[base + Tp.flags]) & TpFlag.HAVE_GC) === 0
  );
}

/** CPython: same_slots_added */
function sameSlotsAdded(rt: Runtime, a: number, b: number): boolean {
  const H = rt.H;
  const base = H[a + Tp.base];
  if (base !== H[b + Tp.base]) return false;
  let size = H[base + Tp.basicsize];
  if (H[a + Tp.dictoffset] * 4 === size && H[b + Tp.dictoffset] * 4 === size) size += 8;
  if (H[a + Tp.weaklistoffset] * 4 === size && H[b + Tp.weaklistoffset] * 4 === size) size += 8;
  const sa = H[a + Tp.htSlots];
  const sb = H[b + Tp.htSlots];
  if (sa !== 0 && sb !== 0) {
    const n = H[sa + Ob.size];
    if (n !== H[sb + Ob.size]) return false;
    for (let i = 0; i < n; i++) {
      const x = rt.hooks.strText(rt, H[sa + Tuple.items + 2 * i]);
      if (x !== rt.hooks.strText(rt, H[sb + Tuple.items + 2 * i])) return false;
    }
    size += 8 * n;
  }
  return size === H[a + Tp.basicsize] && size === H[b + Tp.basicsize];
}
