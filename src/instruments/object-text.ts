import { Ob } from '../memory/layout.ts';
import { nameOfType } from '../runtime/core/errors.ts';
import { CFunc, Dict, Func, List, Method, SetOb, Tp, TpFlag, Tuple } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { T } from '../runtime/core/static.ts';
import { shortValue } from './short-value.ts';

/** Most characters of a text. */
const WIDTH = 60;
/** Items shown of a container. */
const ITEMS = 4;

/** Name of an object's type. Allocates nothing. */
export function typeNameOf(rt: Runtime, op: number): string {
  return nameOfType(rt, rt.H[op + Ob.type]);
}

/**
 * An object as a person reads it, in one short line: shortValue() for what has a value or name, the first items of containers, else its
 * type. Runs no Python code and allocates nothing. Borrows `op`.
 */
export function objectText(rt: Runtime, op: number, depth = 1): string {
  const text = untrimmed(rt, op, depth);
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}

function untrimmed(rt: Runtime, op: number, depth: number): string {
  const { H } = rt;
  const type = H[op + Ob.type];
  switch (type) {
    case T.list:
      return `[${items(rt, H[op + List.items], H[op + Ob.size], depth)}]`;
    case T.tuple:
      return `(${items(rt, op + Tuple.items, H[op + Ob.size], depth)}${H[op + Ob.size] === 1 ? ',' : ''})`;
    case T.dict:
      if (depth === 0 && H[op + Dict.used] > 0) return '{…}';
      return `{${H[op + Dict.used] === 0 ? '' : counted(H[op + Dict.used], 'entry', 'entries')}}`;
    case T.set:
    case T.frozenset:
      if (depth === 0) return '{…}';
      return `<${counted(H[op + SetOb.used], 'member', 'members')}>`;
  }
  const value = shortValue(rt, op);
  const isType = (H[type + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0;
  if (isType) return `<class ${value}>`;
  if (value === '') return `<${nameOfType(rt, type)} object>`;
  const named =
    type === T.function || type === T.code || type === T.module || type === T.method || type === T.builtin_function_or_method || type === T.frame;
  return named || type === T.generator || type === T.coroutine || type === T.async_generator ? `<${nameOfType(rt, type)} ${value}>` : value;
}

function counted(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

function items(rt: Runtime, first: number, n: number, depth: number): string {
  if (n === 0) return '';
  if (depth === 0) return '…';
  const parts: string[] = [];
  for (let i = 0; i < n && i < ITEMS; i++) {
    const item = rt.H[first + 2 * i];
    parts.push(item === 0 ? 'NULL' : untrimmed(rt, item, depth - 1));
  }
  if (n > ITEMS) parts.push(`… ${n} in all`);
  return parts.join(', ');
}

/** Name of a callable for people, null when it has none. Allocates nothing. */
export function nameOfCallable(rt: Runtime, op: number): string | null {
  const { H } = rt;
  if (op === 0) return null;
  const type = H[op + Ob.type];
  if (type === T.function) return rt.hooks.strText(rt, H[op + Func.name]);
  if (type === T.method) return nameOfCallable(rt, H[op + Method.func]);
  if (type === T.builtin_function_or_method) return rt.methodDefs[H[op + CFunc.def]].name;
  if ((H[type + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) return nameOfType(rt, op);
  return null;
}
