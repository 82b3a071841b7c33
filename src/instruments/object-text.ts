import { Ob } from '../memory/layout.ts';
import { Dict, Float, Func, List, Method, Module, SetOb, Str, Tp, TpFlag, Tuple } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { S, T } from '../runtime/core/static.ts';
import { Co } from '../runtime/frames/frame-layout.ts';
import { floatRepr } from '../runtime/numbers/float-digits.ts';
import { intToBig } from '../runtime/numbers/int-object.ts';
import { strSlice } from '../runtime/text/str-object.ts';

/** Most characters of a value. */
const WIDTH = 48;
/** Items shown of a container. */
const ITEMS = 4;
/** More digits than this are told by their number. */
const DIGITS = 60;

/** Name of an object's type. Allocates nothing. */
export function typeNameOf(rt: Runtime, op: number): string {
  return rt.heap.typeName(rt.H[op + Ob.type]);
}

/**
 * An object as a person reads it, in one short line: like repr, but nothing of Python is run and nothing allocated, so that looking changes
 * nothing. Borrows `op`.
 */
export function shortValue(rt: Runtime, op: number, depth = 1): string {
  const text = valueText(rt, op, depth);
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}

function valueText(rt: Runtime, op: number, depth: number): string {
  const { H } = rt;
  switch (op as S) {
    case S.None:
      return 'None';
    case S.True:
      return 'True';
    case S.False:
      return 'False';
    case S.Ellipsis:
      return 'Ellipsis';
    case S.NotImplemented:
      return 'NotImplemented';
  }
  const type = H[op + Ob.type];
  switch (type as T) {
    case T.int:
      return intText(rt, op);
    case T.float:
      return floatRepr(rt.F64[(op + Float.value) >> 1]);
    case T.str:
      return strValue(rt, op);
    case T.bytes:
      return `<${H[op + Ob.size]} bytes>`;
    case T.list:
      return `[${run(rt, H[op + List.items], H[op + Ob.size], depth)}]`;
    case T.tuple:
      return tupleText(rt, op, depth);
    case T.dict:
      return `{${H[op + Dict.used] === 0 ? '' : entries(H[op + Dict.used])}}`;
    case T.set:
    case T.frozenset:
      return `<${H[op + SetOb.used]} member${H[op + SetOb.used] === 1 ? '' : 's'}>`;
    case T.function:
      return `<function ${rt.hooks.strText(rt, H[op + Func.name])}>`;
    case T.code:
      return `<code of ${rt.hooks.strText(rt, H[op + Co.name])}>`;
    case T.module:
      return H[op + Module.name] === 0 ? '<module>' : `<module ${rt.hooks.strText(rt, H[op + Module.name])}>`;
    case T.method:
      return `<method ${nameOfCallable(rt, op) ?? ''}>`;
    case T.builtin_function_or_method:
      return `<built-in ${nameOfCallable(rt, op) ?? ''}>`;
  }
  if ((H[type + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) return `<class ${rt.heap.typeName(op)}>`;
  return `<${rt.heap.typeName(type)} object>`;
}

function entries(n: number): string {
  return n === 1 ? '1 entry' : `${n} entries`;
}

function tupleText(rt: Runtime, op: number, depth: number): string {
  const n = rt.H[op + Ob.size];
  return `(${run(rt, op + Tuple.items, n, depth)}${n === 1 ? ',' : ''})`;
}

function run(rt: Runtime, first: number, n: number, depth: number): string {
  if (n === 0) return '';
  if (depth === 0) return '…';
  const parts: string[] = [];
  for (let i = 0; i < n && i < ITEMS; i++) {
    const item = rt.H[first + 2 * i];
    parts.push(item === 0 ? 'NULL' : valueText(rt, item, depth - 1));
  }
  if (n > ITEMS) parts.push(`… ${n} in all`);
  return parts.join(', ');
}

function intText(rt: Runtime, op: number): string {
  const digits = Math.abs(rt.H[op + Ob.size]);
  return digits > DIGITS / 9 ? `<int of ${digits * 30} bits>` : String(intToBig(rt, op));
}

function strValue(rt: Runtime, op: number): string {
  const n = rt.H[op + Str.length];
  const text = strSlice(rt, op, 0, Math.min(n, WIDTH));
  const shown = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'");
  return n > WIDTH ? `'${shown.slice(0, WIDTH - 12)}…' (${n})` : `'${shown}'`;
}

/** Name of a callable for people, null when it has none. Allocates nothing. */
export function nameOfCallable(rt: Runtime, op: number): string | null {
  const { H } = rt;
  if (op === 0) return null;
  const type = H[op + Ob.type];
  if (type === T.function) return rt.hooks.strText(rt, H[op + Func.name]);
  if (type === T.method) return nameOfCallable(rt, H[op + Method.func]);
  if (type === T.builtin_function_or_method) return rt.methodDefs[H[op + Ob.body]].name;
  if (type === T.method_descriptor || type === T.wrapper_descriptor || type === T.classmethod_descriptor) return null;
  if ((H[type + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) return rt.heap.typeName(op);
  return null;
}
