import { Ob } from '../../../memory/layout.ts';
import type { ConstantValue, Mod } from '../../../syntax/ast.ts';
import { lookupAttrText } from '../../core/abstract/attribute.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { reprText } from '../../core/abstract/object.ts';
import { enterRecursive, raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { List, Tp, Tuple } from '../../core/layout.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { complexValue } from '../../numbers/complex-object.ts';
import { floatValue } from '../../numbers/float-object.ts';
import { intToBig } from '../../numbers/int-object.ts';
import { bytesCopy } from '../../text/bytes-object.ts';
import { strText } from '../../text/str-object.ts';
import { type Field, fieldsOf, groupOf, isLocated, isSum } from './node-classes.ts';
import { validateTree } from './validate-tree.ts';

/** Objects of the classes in `ast` as a tree that can be compiled: the way back from tree-objects.ts. CPython: Python/Python-ast.c obj2ast_* */

type HostNode = Record<string, unknown>;

/** Groups of classes (sums): None is read as a missing node. CPython: Parser/asdl_c.py */
const MAY_BE_NONE = new Set(['expr', 'stmt', 'pattern', 'excepthandler']);

/** Groups whose members stand for themselves: the tree has their names. */
const NAMES = new Set(['operator', 'boolop', 'unaryop', 'cmpop', 'expr_context']);

/** The node class of an object (its own, or the nearest it derives from), undefined when it is none. */
function classOf(rt: Runtime, op: number): string | undefined {
  for (let type = rt.H[op + Ob.type]!; type !== 0; type = rt.H[type + Tp.base]!) {
    const name = strText(rt, rt.H[type + Tp.name]!).replace(/^.*\./, '');
    if (fieldsOf.has(name)) return name;
  }
  return undefined;
}

/** Text of the value of a field that is an identifier or a string. */
function text(rt: Runtime, op: number): string {
  if (rt.H[op + Ob.type] !== T.str) typeError(rt, 'AST identifier must be of type str');
  return strText(rt, op);
}

function constant(rt: Runtime, op: number): ConstantValue {
  switch (rt.H[op + Ob.type]) {
    case T.NoneType:
      return { type: 'none' };
    case T.bool:
      return { type: op === S.True ? 'true' : 'false' };
    case T.int:
      return { type: 'int', value: intToBig(rt, op) };
    case T.float:
      return { type: 'float', value: floatValue(rt, op) };
    case T.complex:
      return { type: 'complex', imag: complexValue(rt, op).imag };
    case T.str:
      return { type: 'str', value: strText(rt, op) };
    case T.bytes:
      return { type: 'bytes', value: bytesCopy(rt, op) };
    case T.ellipsis:
      return { type: 'ellipsis' };
    default:
      return typeError(rt, `got an invalid type in Constant: ${typeName(rt, op)}`);
  }
}

interface Place {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

/** A constant node; tuples and complex numbers with a real part become the expressions that the compiler folds into them. */
function constantNode(rt: Runtime, op: number, place: Place, ukind: string | null): HostNode {
  const H = rt.H;
  if (H[op + Ob.type] === T.tuple) {
    const elts: HostNode[] = [];
    for (let i = 0; i < H[op + Ob.size]!; i++) elts.push(constantNode(rt, H[op + Tuple.items + 2 * i]!, place, null));
    return { kind: 'Tuple', elts, ctx: 'Load', ...place };
  }
  if (H[op + Ob.type] === T.complex && complexValue(rt, op).real !== 0) {
    const left = { kind: 'Constant', value: { type: 'float', value: complexValue(rt, op).real }, ukind: null, ...place };
    return { kind: 'BinOp', left, op: 'Add', right: { kind: 'Constant', value: constant(rt, op), ukind: null, ...place }, ...place };
  }
  return { kind: 'Constant', value: constant(rt, op), ukind, ...place };
}

function fieldValue(rt: Runtime, type: string, value: number): unknown {
  if (type === 'str') return text(rt, value);
  if (type === 'int') return asCInt(rt, value);
  if (type === 'object') return constant(rt, value);
  return node(rt, type, value);
}

function listOf(rt: Runtime, name: string, field: Field, list: number): unknown[] {
  const H = rt.H;
  if (H[list + Ob.type] !== T.list) typeError(rt, `${name} field "${field.name}" must be a list, not a ${typeName(rt, list)}`);
  const items: unknown[] = [];
  for (let i = 0; i < H[list + Ob.size]!; i++) {
    const item = H[H[list + List.items]! + 2 * i]!;
    // keys of a dict display, defaults of keyword-only parameters: None where there is none
    const mayMiss = (name === 'Dict' && field.name === 'keys') || (name === 'arguments' && field.name === 'kw_defaults');
    // sums may be None as far as this goes: what validates the tree refuses it
    items.push((mayMiss || MAY_BE_NONE.has(field.type)) && item === S.None ? null : fieldValue(rt, field.type, item));
  }
  return items;
}

function position(rt: Runtime, op: number, name: string, key: string, otherwise: number | null): number {
  const mark = rt.mark();
  const value = rt.own(lookupAttrText(rt, op, key));
  if (value === 0 || value === S.None) {
    rt.release(mark);
    return otherwise ?? typeError(rt, `required field "${key}" missing from ${name}`);
  }
  const n = asCInt(rt, value);
  rt.release(mark);
  return n;
}

function placeOf(rt: Runtime, op: number, group: string): Place {
  const lineno = position(rt, op, group, 'lineno', null);
  const col_offset = position(rt, op, group, 'col_offset', null);
  return {
    lineno,
    col_offset,
    end_lineno: position(rt, op, group, 'end_lineno', lineno),
    end_col_offset: position(rt, op, group, 'end_col_offset', col_offset),
  };
}

/** A node that must belong to the group (`expr`, `stmt`, …). TypeError, ValueError. */
function node(rt: Runtime, group: string, op: number): unknown {
  const kind = classOf(rt, op);
  if (kind === undefined) {
    // what every node of the group has is read before it is asked which one it is
    const first = fieldsOf.get(group)?.find((field) => !field.list && !field.optional);
    if (first !== undefined) typeError(rt, `required field "${first.name}" missing from ${group}`);
    if (isLocated.has(group)) placeOf(rt, op, group);
  }
  if (kind === undefined || (groupOf.get(kind) !== group && kind !== group) || isSum.has(kind))
    typeError(rt, `expected some sort of ${group}, but got ${reprText(rt, op)}`);
  if (NAMES.has(group)) return kind;
  enterRecursive(rt, ' during compilation');
  const place = isLocated.has(kind) ? placeOf(rt, op, group) : undefined;
  const made: HostNode = { kind, ...place };
  for (const field of fieldsOf.get(kind)!) {
    const mark = rt.mark();
    const value = rt.own(lookupAttrText(rt, op, field.name));
    if (field.list) made[field.name] = value === 0 ? [] : listOf(rt, kind, field, value);
    else if (value === 0 && field.type === 'expr_context') made[field.name] = 'Load';
    else if (value === 0 && !field.optional) typeError(rt, `required field "${field.name}" missing from ${kind}`);
    else if (kind === 'Constant' && field.name === 'value') Object.assign(made, constantNode(rt, value, place!, null));
    else if (kind === 'Constant') {
      // `kind`: the prefix u
      if (value !== 0 && value !== S.None && made['kind'] === 'Constant') made['ukind'] = text(rt, value);
    } else if (value === 0 || (value === S.None && field.type !== 'object' && !NAMES.has(field.type))) {
      if (!field.optional) valueError(rt, `field '${field.name}' is required for ${kind}`);
      made[field.name] = field.type === 'int' ? 0 : null;
    } else made[field.name] = fieldValue(rt, field.type, value);
    rt.release(mark);
  }
  rt.depth--;
  return made;
}

const ROOTS: Readonly<Record<string, string>> = { exec: 'Module', eval: 'Expression', single: 'Interactive' };

/** Is it an object of one of the classes in `ast`? */
export function isTree(rt: Runtime, op: number): boolean {
  return classOf(rt, op) !== undefined;
}

/** The tree that an `ast.Module`, `ast.Expression` or `ast.Interactive` describes. TypeError when it is not what the mode needs. */
export function treeOfObject(rt: Runtime, op: number, mode: string): Mod {
  const wanted = ROOTS[mode]!;
  const kind = classOf(rt, op);
  if (kind !== wanted) typeError(rt, `expected ${wanted} node, got ${typeName(rt, op)}`);
  const tree = node(rt, 'mod', op) as Mod;
  validateTree(tree, {
    value: (message) => valueError(rt, message),
    type: (message) => typeError(rt, message),
    system: (message) => raise(rt, T.SystemError, message),
  });
  return tree;
}
