import { Ob } from '../../memory/layout.ts';
import { dictDelete, dictGetText, dictSetText, newDict } from '../containers/dict-object.ts';
import { nameOfType, raise, typeError } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import type { DescrGet, GetSetSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { checkAnnotate, computedAnnotations } from './computed-annotations.ts';
import { typeModified } from './subclasses.ts';

/** `__annotations__` and `__annotate__` of classes. CPython: Objects/typeobject.c type_get_annotations and its like */

/** What a class body stores, and what computing makes of it (3.14). */
const FUNCTION = '__annotate_func__';
const CACHE = '__annotations_cache__';

function refuseStatic(rt: Runtime, type: number, name: string): void {
  if ((rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0) return;
  raise(rt, T.AttributeError, `type object '${nameOfType(rt, type)}' has no attribute '${name}'`);
}

function refuseImmutable(rt: Runtime, type: number, name: string): void {
  if ((rt.H[type + Tp.flags] & TpFlag.IMMUTABLETYPE) !== 0) typeError(rt, phrase(rt, 'immutableType', name, nameOfType(rt, type)));
}

function store(rt: Runtime, type: number, name: string, value: number): void {
  dictSetText(rt, rt.H[type + Tp.dict], name, value);
  typeModified(rt, type);
}

/** Takes names out of the class; says whether there was one. */
function remove(rt: Runtime, type: number, ...names: string[]): boolean {
  let found = false;
  for (const name of names) found = dictDelete(rt, rt.H[type + Tp.dict], rt.ident(name)) || found;
  typeModified(rt, type);
  return found;
}

/** The first of some names that the class itself has, borrowed; 0. */
function own(rt: Runtime, type: number, ...names: string[]): number {
  for (const name of names) {
    const found = dictGetText(rt, rt.H[type + Tp.dict], name);
    if (found !== 0) return found;
  }
  return 0;
}

/** A value of the class's dict as an attribute of the class. */
function bound(rt: Runtime, type: number, found: number): Owned {
  const get = rt.H[rt.H[found + Ob.type] + Tp.descrGet];
  return get === 0 ? rt.newRef(found) : (rt.fn[get] as DescrGet)(rt, found, 0, type);
}

/** Up to 3.13: a dict in the class, made when first asked for. */
export const classAnnotations: GetSetSpec = {
  name: '__annotations__',
  get: (rt, type) => {
    refuseStatic(rt, type, '__annotations__');
    const found = own(rt, type, '__annotations__');
    if (found !== 0) return bound(rt, type, found);
    const mark = rt.mark();
    const fresh = rt.own(newDict(rt));
    store(rt, type, '__annotations__', fresh);
    return rt.leave(mark, rt.newRef(fresh));
  },
  set: (rt, type, value) => {
    refuseImmutable(rt, type, '__annotations__');
    if (value !== 0) store(rt, type, '__annotations__', value);
    else if (!remove(rt, type, '__annotations__')) raise(rt, T.AttributeError, '__annotations__');
  },
};

/** From 3.14 on: computed when first asked for. */
export const computedClassAnnotations: GetSetSpec = {
  name: '__annotations__',
  get: (rt, type) => {
    refuseStatic(rt, type, '__annotations__');
    const found = own(rt, type, '__annotations__', CACHE);
    if (found !== 0) return bound(rt, type, found);
    const mark = rt.mark();
    const annotate = rt.own(annotateOf(rt, type));
    const made = rt.own(computedAnnotations(rt, annotate) || newDict(rt));
    store(rt, type, CACHE, made);
    return rt.leave(mark, rt.newRef(made));
  },
  set: (rt, type, value) => {
    refuseImmutable(rt, type, '__annotations__');
    if (value !== 0) store(rt, type, own(rt, type, '__annotations__') !== 0 ? '__annotations__' : CACHE, value);
    else if (!remove(rt, type, '__annotations__') && !remove(rt, type, CACHE)) raise(rt, T.AttributeError, '__annotations__');
    remove(rt, type, FUNCTION, '__annotate__');
  },
};

/** `__annotate__`: None where the class has none, which is then noted. CPython (3.14): type_get_annotate */
function annotateOf(rt: Runtime, type: number): Owned {
  const found = own(rt, type, FUNCTION, '__annotate__');
  if (found !== 0) return bound(rt, type, found);
  store(rt, type, FUNCTION, S.None);
  return rt.none();
}

export const classAnnotate: GetSetSpec = {
  name: '__annotate__',
  get: (rt, type) => {
    refuseStatic(rt, type, '__annotate__');
    return annotateOf(rt, type);
  },
  set: (rt, type, value) => {
    if (value === 0) typeError(rt, 'cannot delete __annotate__ attribute');
    refuseImmutable(rt, type, '__annotate__');
    checkAnnotate(rt, value);
    store(rt, type, FUNCTION, value);
    if (value !== S.None) remove(rt, type, CACHE, '__annotations__');
  },
};
