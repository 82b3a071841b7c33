import { Ob } from '../../memory/layout.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { newTuple, tupleOf } from '../containers/tuple-object.ts';
import { hasAttr, isType, lookupAttr } from '../core/abstract/attribute.ts';
import { getItem } from '../core/abstract/item.ts';
import { isStr, reprText } from '../core/abstract/object.ts';
import { typeError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';

/** Type variables inside generic aliases and unions. CPython: Objects/genericaliasobject.c */

function isTuple(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0;
}

function itemsOf(rt: Runtime, tuple: number): number[] {
  return Array.from({ length: rt.H[tuple + Ob.size] }, (_, i) => rt.H[tuple + Tuple.items + 2 * i]);
}

/** Is it an instance of one of typing's named classes? CPython: is_typing_name */
export function isTypingName(rt: Runtime, op: number, ...names: string[]): boolean {
  const H = rt.H;
  const type = H[op + Ob.type];
  const name = rt.hooks.strText(rt, H[type + Tp.name]);
  if (names.some((n) => name === `typing.${n}`)) return true;
  if (!names.includes(name)) return false;
  const module = dictGetText(rt, H[type + Tp.dict], '__module__');
  return module !== 0 && isStr(rt, module) && rt.hooks.strText(rt, module) === 'typing';
}

/** Is it a type parameter (an object that says how it is substituted)? */
function isParameter(rt: Runtime, op: number): boolean {
  return !isType(rt, op) && hasAttr(rt, op, rt.ident('__typing_subst__'));
}

/** The distinct type variables of the arguments, in order: new tuple. CPython: _Py_make_parameters */
export function makeParameters(rt: Runtime, args: number): Owned {
  const found: number[] = [];
  const mark = rt.mark();
  for (const arg of itemsOf(rt, args)) {
    if (isParameter(rt, arg)) {
      if (!found.includes(arg)) found.push(arg);
      continue;
    }
    if (isType(rt, arg)) continue;
    const inner = rt.own(lookupAttr(rt, arg, rt.ident('__parameters__')));
    if (inner !== 0 && isTuple(rt, inner)) for (const p of itemsOf(rt, inner)) if (!found.includes(p)) found.push(p);
  }
  return rt.leave(mark, tupleOf(rt, ...found));
}

/** The arguments with the type variables replaced: new tuple. CPython: _Py_subs_parameters */
export function substitute(rt: Runtime, self: number, args: number, parameters: number, item: number): Owned {
  const n = rt.H[parameters + Ob.size];
  if (n === 0) typeError(rt, `There are no type variables left in ${reprText(rt, self)}`);
  const values = isTuple(rt, item) ? itemsOf(rt, item) : [item];
  if (values.length !== n) {
    typeError(rt, `Too ${values.length > n ? 'many' : 'few'} arguments for ${reprText(rt, self)}; actual ${values.length}, expected ${n}`);
  }
  const names = itemsOf(rt, parameters);
  const mark = rt.mark();
  const result: number[] = [];
  for (const arg of itemsOf(rt, args)) {
    const at = names.indexOf(arg);
    if (at >= 0) {
      result.push(values[at]);
      continue;
    }
    const inner = isType(rt, arg) ? 0 : rt.own(lookupAttr(rt, arg, rt.ident('__parameters__')));
    if (inner === 0 || !isTuple(rt, inner) || rt.H[inner + Ob.size] === 0) {
      result.push(arg);
      continue;
    }
    const given = rt.own(newTuple(rt, rt.H[inner + Ob.size]));
    itemsOf(rt, inner).forEach((p, i) => {
      const k = names.indexOf(p);
      rt.H[given + Tuple.items + 2 * i] = rt.newRef(k >= 0 ? values[k] : p);
    });
    rt.track(given);
    result.push(rt.own(getItem(rt, arg, given)));
  }
  return rt.leave(mark, tupleOf(rt, ...result));
}

/** How an argument reads inside a generic alias: classes by their name. CPython: ga_repr_item */
export function itemText(rt: Runtime, op: number): string {
  if (op === S.Ellipsis) return '...';
  const mark = rt.mark();
  const H = rt.H;
  const origin = rt.own(lookupAttr(rt, op, rt.ident('__origin__')));
  const args = origin === 0 ? 0 : rt.own(lookupAttr(rt, op, rt.ident('__args__')));
  let text: string | null = null;
  if (origin === 0 || args === 0) {
    const qualname = rt.own(lookupAttr(rt, op, rt.ident('__qualname__')));
    const module = qualname === 0 ? 0 : rt.own(lookupAttr(rt, op, rt.ident('__module__')));
    if (qualname !== 0 && module !== 0 && module !== S.None && isStr(rt, qualname) && isStr(rt, module)) {
      const m = rt.hooks.strText(rt, module);
      const q = rt.hooks.strText(rt, qualname);
      text = m === 'builtins' ? q : `${m}.${q}`;
    }
  }
  if (text === null) text = H[op + Ob.type] === T.NoneType ? 'None' : reprText(rt, op);
  rt.release(mark);
  return text;
}
