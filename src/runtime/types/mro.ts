import { Ob } from '../../memory/layout.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { getAttrText, isType, lookupType } from '../core/abstract/attribute.ts';
import { call0, call1 } from '../core/abstract/call.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { subtypeOf, typeError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { solidBase } from './base-layout.ts';
import { typeModified } from './subclasses.ts';

/** Method resolution order. CPython: Objects/typeobject.c mro_implementation, pmerge */

function tupleItems(rt: Runtime, tuple: number): number[] {
  return Array.from({ length: rt.H[tuple + Ob.size] }, (_, i) => rt.H[tuple + Tuple.items + 2 * i]);
}

function nameText(rt: Runtime, type: number): string {
  const text = rt.hooks.strText(rt, rt.H[type + Tp.name]);
  // builtin types carry their module
  return (rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0 ? text : text.slice(text.lastIndexOf('.') + 1);
}

/** The C3 order of a type with its bases set: new tuple. TypeError when there is none. CPython: mro_implementation */
export function computeMro(rt: Runtime, type: number): Owned {
  const bases = tupleItems(rt, rt.H[type + Tp.bases]);
  for (const base of bases) if (rt.H[base + Tp.mro] === 0) typeError(rt, `Cannot extend an incomplete type '${nameText(rt, base)}'`);
  if (bases.length === 1) return tupleOf(rt, type, ...tupleItems(rt, rt.H[bases[0] + Tp.mro]));
  const seen = new Set<number>();
  for (const base of bases) {
    if (seen.has(base)) typeError(rt, `duplicate base class ${nameText(rt, base)}`);
    seen.add(base);
  }
  const sequences = [...bases.map((base) => tupleItems(rt, rt.H[base + Tp.mro])), bases];
  const heads = sequences.map(() => 0);
  const order = [type];
  for (;;) {
    let empty = 0;
    let found = 0;
    for (let i = 0; i < sequences.length && found === 0; i++) {
      if (heads[i] >= sequences[i].length) {
        empty++;
        continue;
      }
      const candidate = sequences[i][heads[i]];
      if (sequences.some((s, j) => s.indexOf(candidate, heads[j] + 1) >= 0)) continue;
      found = candidate;
    }
    if (found !== 0) {
      order.push(found);
      for (let j = 0; j < sequences.length; j++) if (sequences[j][heads[j]] === found) heads[j]++;
      continue;
    }
    if (empty === sequences.length) return tupleOf(rt, ...order);
    const left = new Set(sequences.filter((s, j) => heads[j] < s.length).map((s) => s[heads[sequences.indexOf(s)]]));
    const names = [...left].map((t) => nameText(rt, t)).join(', ');
    typeError(rt, phrase(rt, 'mroConflict', names));
  }
}

/** The order a metaclass's own mro() gives, checked. CPython: mro_invoke */
function customMro(rt: Runtime, type: number, method: number): Owned {
  const mark = rt.mark();
  const result = rt.own(method === 0 ? call0(rt, rt.own(getAttrText(rt, type, 'mro'))) : call1(rt, method, type));
  const mro = rt.own(sequenceTuple(rt, result));
  const solid = solidBase(rt, type);
  for (const cls of tupleItems(rt, mro)) {
    if (!isType(rt, cls)) {
      typeError(rt, `mro() returned a non-class ('${nameText(rt, rt.H[cls + Ob.type])}')`);
    }
    if (!subtypeOf(rt, solid, solidBase(rt, cls))) typeError(rt, `mro() returned base with unsuitable layout ('${nameText(rt, cls)}')`);
  }
  return rt.leave(mark, rt.newRef(mro));
}

/**
 * Computes and stores the MRO of a type. The old one is returned for whoever may have to restore it (owned, may be 0); null when a metaclass's
 * mro() has set another one meanwhile, which stays. CPython: mro_internal
 */
export function setMro(rt: Runtime, type: number): Owned | null {
  const H = rt.H;
  const before = H[type + Tp.mro];
  const meta = H[type + Ob.type];
  let mro: Owned;
  if (meta === T.type) mro = computeMro(rt, type);
  else {
    const method = lookupType(rt, meta, rt.ident('mro'));
    const plain = lookupType(rt, T.type, rt.ident('mro'));
    mro = method === plain ? computeMro(rt, type) : customMro(rt, type, 0);
  }
  if (H[type + Tp.mro] !== before) {
    rt.decref(mro);
    return null;
  }
  H[type + Tp.mro] = mro;
  H[type + Tp.mro + 1] = 0;
  typeModified(rt, type);
  return before as Owned;
}
