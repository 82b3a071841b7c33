import type { ConstData } from '../../../bytecode/code.ts';
import { constantFromValue } from '../../../bytecode/constants.ts';
import { constantOf } from '../../../bytecode/fold.ts';
import type { Constant, ConstantValue, Mod } from '../../../syntax/ast.ts';
import { newFrozenset, setAdd } from '../../containers/set-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { setAttrText } from '../../core/abstract/attribute.ts';
import { call0 } from '../../core/abstract/call.ts';
import type { Owned } from '../../core/ownership.ts';
import { InternalError, type Runtime } from '../../core/runtime.ts';
import { S } from '../../core/static.ts';
import { newComplex } from '../../numbers/complex-object.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt, newIntBig } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { internStr } from '../../text/interning.ts';
import { newStr } from '../../text/str-object.ts';
import { importModule } from '../../types/import-module.ts';
import { fieldsOf, nodeClass } from './node-classes.ts';

/** A parsed tree as Python objects: what `ast.parse` gives. CPython: Python/Python-ast.c ast2obj_* */

type HostNode = { readonly kind: string } & Readonly<Record<string, unknown>>;

const POSITIONS = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;

/** The object of a constant; folded ones are tuples and frozensets, too. Deep nesting does not occur: such trees are not folded. */
function constant(rt: Runtime, data: ConstData): Owned {
  switch (data.kind) {
    case 'int':
      return newIntBig(rt, data.value);
    case 'float':
      return newFloat(rt, data.value);
    case 'complex':
      return newComplex(rt, data.real, data.imag);
    case 'str':
      return newStr(rt, data.value);
    case 'bytes':
      return newBytes(rt, data.value);
    case 'none':
      return rt.none();
    case 'true':
      return rt.bool(true);
    case 'false':
      return rt.bool(false);
    case 'ellipsis':
      return rt.newRef(S.Ellipsis);
    case 'tuple': {
      const mark = rt.mark();
      return rt.leave(mark, tupleOf(rt, ...data.items.map((item) => rt.own(constant(rt, item)))));
    }
    case 'frozenset': {
      const mark = rt.mark();
      const set = rt.own(newFrozenset(rt, 0));
      for (const item of data.items) setAdd(rt, set, rt.own(constant(rt, item)));
      return rt.leave(mark, rt.newRef(set));
    }
    case 'code':
      throw new InternalError('a code object in a tree');
  }
}

/** A field's value: node, list, identifier, operator, number.. */
function valueObject(rt: Runtime, module: number, value: unknown): Owned {
  if (value === null || value === undefined) return rt.none();
  if (typeof value === 'number') return newInt(rt, value);
  if (typeof value === 'boolean') return newInt(rt, value ? 1 : 0);
  if (typeof value === 'string') return internStr(rt, value);
  if (Array.isArray(value)) {
    const mark = rt.mark();
    const list = rt.own(rt.hooks.newList(rt));
    for (const item of value) {
      const inner = rt.mark();
      rt.hooks.listAppend(rt, list, rt.own(valueObject(rt, module, item)));
      rt.release(inner);
    }
    return rt.leave(mark, rt.newRef(list));
  }
  const object = value as HostNode & { type?: string };
  if (object.kind === undefined) return constant(rt, constantFromValue(value as ConstantValue));
  return nodeObject(rt, module, object);
}

/** Fields whose strings are the names of operator and context classes. */
const CLASS_FIELDS = new Set(['ctx', 'op', 'ops']);

function instanceOf(rt: Runtime, module: number, name: string): Owned {
  const mark = rt.mark();
  const cls = rt.own(nodeClass(rt, module, name));
  return rt.leave(mark, call0(rt, cls));
}

function classField(rt: Runtime, module: number, value: unknown): Owned {
  if (typeof value === 'string') return instanceOf(rt, module, value);
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  for (const name of value as string[]) {
    const inner = rt.mark();
    rt.hooks.listAppend(rt, list, rt.own(instanceOf(rt, module, name)));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

function nodeObject(rt: Runtime, module: number, node: HostNode): Owned {
  const fields = fieldsOf.get(node.kind);
  if (fields === undefined) throw new InternalError(`tree node ${node.kind}`);
  const mark = rt.mark();
  const object = rt.own(instanceOf(rt, module, node.kind));
  for (const field of fields) {
    const inner = rt.mark();
    if (node.kind === 'Constant' && field.name === 'value') {
      setAttrText(rt, object, field.name, rt.own(constant(rt, constantOf(node as unknown as Constant))));
      rt.release(inner);
      continue;
    }
    const value = node.kind === 'Constant' && field.name === 'kind' ? node.ukind : node[field.name];
    if (value !== undefined && CLASS_FIELDS.has(field.name)) setAttrText(rt, object, field.name, rt.own(classField(rt, module, value)));
    else if (value !== undefined || field.optional) setAttrText(rt, object, field.name, rt.own(valueObject(rt, module, value)));
    rt.release(inner);
  }
  if (typeof node.lineno === 'number') {
    for (const key of POSITIONS) {
      const inner = rt.mark();
      setAttrText(rt, object, key, rt.own(newInt(rt, node[key] as number)));
      rt.release(inner);
    }
  }
  return rt.leave(mark, rt.newRef(object));
}

/** The tree as a new `ast.Module`, `ast.Expression` or `ast.Interactive`. */
export function treeObject(rt: Runtime, tree: Mod): Owned {
  const mark = rt.mark();
  const module = rt.own(importModule(rt, '_ast'));
  return rt.leave(mark, nodeObject(rt, module, tree as unknown as HostNode));
}
