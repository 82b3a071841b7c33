import { Ob } from '../../memory/layout.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { hasAttr, isType, lookupAttr } from '../core/abstract/attribute.ts';
import { call1, call2 } from '../core/abstract/call.ts';
import { getItem, sequenceList, sequenceTuple } from '../core/abstract/item.ts';
import { isStr, isTrue, reprText } from '../core/abstract/object.ts';
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

function isSequence(rt: Runtime, op: number): boolean {
  return isTuple(rt, op) || (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.LIST_SUBCLASS) !== 0;
}

/** The distinct type variables of the arguments, in order: new tuple. CPython: _Py_make_parameters */
export function makeParameters(rt: Runtime, args: number): Owned {
  const found: number[] = [];
  const add = (parameter: number): void => {
    if (!found.includes(parameter)) found.push(parameter);
  };
  const mark = rt.mark();
  for (const arg of itemsOf(rt, args)) {
    if (isParameter(rt, arg)) {
      add(arg);
      continue;
    }
    if (isType(rt, arg)) continue;
    const inner = rt.own(isSequence(rt, arg) ? makeParameters(rt, rt.own(sequenceTuple(rt, arg))) : lookupAttr(rt, arg, rt.ident('__parameters__')));
    if (inner !== 0 && isTuple(rt, inner)) for (const parameter of itemsOf(rt, inner)) add(parameter);
  }
  return rt.leave(mark, tupleOf(rt, ...found));
}

/** What stands for the parameters, with unpacked tuples (`*tuple[int, str]`) taken apart: new tuple. CPython: _unpack_args */
function unpackedArguments(rt: Runtime, item: number): Owned {
  const mark = rt.mark();
  const out: number[] = [];
  for (const arg of isTuple(rt, item) ? itemsOf(rt, item) : [item]) {
    const inner = isType(rt, arg) ? 0 : rt.own(lookupAttr(rt, arg, rt.ident('__typing_unpacked_tuple_args__')));
    const parts = inner !== 0 && isTuple(rt, inner) ? itemsOf(rt, inner) : null;
    if (parts === null || parts[parts.length - 1] === S.Ellipsis) out.push(arg);
    else out.push(...parts);
  }
  return rt.leave(mark, tupleOf(rt, ...out));
}

/** Substitutes inside an argument that has parameters of its own; else the argument itself. New reference. CPython: subs_tvars */
function substituteInside(rt: Runtime, arg: number, names: readonly number[], values: readonly number[]): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const inner = rt.own(lookupAttr(rt, arg, rt.ident('__parameters__')));
  if (inner === 0 || !isTuple(rt, inner) || H[inner + Ob.size] === 0) return rt.leave(mark, rt.newRef(arg));
  const given = itemsOf(rt, inner).flatMap((parameter) => {
    const at = names.indexOf(parameter);
    if (at < 0) return [parameter];
    // A TypeVarTuple, which can be unpacked, stands for all of a tuple.
    return H[H[parameter + Ob.type] + Tp.iter] !== 0 && isTuple(rt, values[at]) ? itemsOf(rt, values[at]) : [values[at]];
  });
  return rt.leave(mark, getItem(rt, arg, rt.own(tupleOf(rt, ...given))));
}

/** The arguments with the type variables replaced: new tuple. CPython: _Py_subs_parameters */
export function substitute(rt: Runtime, self: number, args: number, parameters: number, item: number): Owned {
  const n = rt.H[parameters + Ob.size];
  if (n === 0) {
    const text = reprText(rt, self);
    typeError(rt, rt.model.version[1] >= 11 ? `${text} is not a generic class` : `There are no type variables left in ${text}`);
  }
  const mark = rt.mark();
  const names = itemsOf(rt, parameters);
  let given = rt.own(unpackedArguments(rt, item));
  for (const parameter of names) {
    const prepare = rt.own(lookupAttr(rt, parameter, rt.ident('__typing_prepare_subst__')));
    if (prepare === 0 || prepare === S.None) continue;
    const prepared = rt.own(call2(rt, prepare, self, given));
    given = isTuple(rt, prepared) ? prepared : rt.own(tupleOf(rt, prepared));
  }
  const values = itemsOf(rt, given);
  if (values.length !== n) {
    typeError(rt, `Too ${values.length > n ? 'many' : 'few'} arguments for ${reprText(rt, self)}; actual ${values.length}, expected ${n}`);
  }
  const result: number[] = [];
  for (const arg of itemsOf(rt, args)) {
    if (isType(rt, arg)) result.push(arg);
    else if (isSequence(rt, arg)) {
      const inner = rt.own(sequenceTuple(rt, arg));
      const own = rt.own(makeParameters(rt, inner));
      const done = rt.H[own + Ob.size] === 0 ? inner : rt.own(substitute(rt, self, inner, parameters, given));
      result.push(isTuple(rt, arg) ? done : rt.own(sequenceList(rt, done)));
    } else {
      const starred = rt.own(lookupAttr(rt, arg, rt.ident('__typing_is_unpacked_typevartuple__')));
      const substitution = rt.own(lookupAttr(rt, arg, rt.ident('__typing_subst__')));
      const at = names.indexOf(arg);
      const value = rt.own(substitution !== 0 && at >= 0 ? call1(rt, substitution, values[at]) : substituteInside(rt, arg, names, values));
      if (starred !== 0 && isTrue(rt, starred) && isTuple(rt, value)) result.push(...itemsOf(rt, value));
      else result.push(value);
    }
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
