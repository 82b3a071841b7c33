import { tupleOf } from '../containers/tuple-object.ts';
import { typeError, typeName } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { fieldFirst, fieldInteger, fieldStep, MarkupParser } from '../text/str-format.ts';
import { newStr, strText } from '../text/str-object.ts';
import { isStr } from '../text/text-arguments.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeTypeAddress } from './native-type.ts';

/** _string: what string.Formatter needs of str.format. CPython: Objects/stringlib/unicode_format.h formatter_parser, formatter_field_name_split */

/** Both iterators: the str, and how far they are (in UTF-16 units of the host string). */
const enum It {
  str = 4,
  position = 6,
  bytes = 32,
}

function newIterator(rt: Runtime, spec: TypeSpec, str: number, position: number): Owned {
  const op = allocInstance(rt, nativeTypeAddress(rt, spec), 0);
  rt.H[op + It.str] = rt.newRef(str);
  rt.H[op + It.position] = position;
  return op;
}

/** (literal, field or None, spec or None, conversion or None). CPython: formatteriter_next */
function formatterNext(rt: Runtime, op: number): Owned {
  const parser = new MarkupParser(rt, strText(rt, rt.H[op + It.str]), rt.H[op + It.position]);
  const part = parser.next();
  if (part === null) return NULL;
  rt.H[op + It.position] = parser.position;
  const mark = rt.mark();
  const literal = rt.own(newStr(rt, part.literal));
  const field = rt.own(part.field === null ? rt.none() : newStr(rt, part.field));
  const spec = rt.own(part.field === null ? rt.none() : newStr(rt, part.spec));
  const conversion = rt.own(part.conversion === '' ? rt.none() : newStr(rt, part.conversion));
  return rt.leave(mark, tupleOf(rt, literal, field, spec, conversion));
}

/** (is attribute, name or index). CPython: fieldnameiter_next */
function fieldNext(rt: Runtime, op: number): Owned {
  const field = strText(rt, rt.H[op + It.str]);
  const at = rt.H[op + It.position];
  if (at >= field.length) return NULL;
  const step = fieldStep(rt, field, at);
  rt.H[op + It.position] = step.end;
  const mark = rt.mark();
  const isAttribute = rt.own(rt.bool(step.isAttribute));
  const name = rt.own(step.index >= 0 && !step.isAttribute ? newInt(rt, step.index) : newStr(rt, step.name));
  return rt.leave(mark, tupleOf(rt, isAttribute, name));
}

function iteratorSpec(name: string, iternext: (rt: Runtime, op: number) => Owned): TypeSpec {
  return {
    name,
    basicsize: It.bytes,
    contract: { gc: false, slots: [{ at: It.str, label: 'str' }] },
    slots: { iter: (rt, op) => rt.newRef(op), iternext },
  };
}

const formatterIterator = iteratorSpec('formatteriterator', formatterNext);
const fieldNameIterator = iteratorSpec('fieldnameiterator', fieldNext);

function requireStr(rt: Runtime, op: number): void {
  if (!isStr(rt, op)) typeError(rt, `expected str, got ${typeName(rt, op)}`);
}

function formatterParser(rt: Runtime, _self: number, str: number): Owned {
  requireStr(rt, str);
  return newIterator(rt, formatterIterator, str, 0);
}

function fieldNameSplit(rt: Runtime, _self: number, str: number): Owned {
  requireStr(rt, str);
  const field = strText(rt, str);
  const end = fieldFirst(field);
  const first = field.slice(0, end);
  const index = fieldInteger(rt, first);
  const mark = rt.mark();
  const head = rt.own(index >= 0 ? newInt(rt, index) : newStr(rt, first));
  return rt.leave(mark, tupleOf(rt, head, rt.own(newIterator(rt, fieldNameIterator, str, end))));
}

export const stringModule: ModuleSpec = {
  name: '_string',
  doc: 'string helper module',
  functions: [
    { name: 'formatter_parser', kind: Meth.O, fn: formatterParser, doc: 'parse the argument as a format string' },
    { name: 'formatter_field_name_split', kind: Meth.O, fn: fieldNameSplit, doc: 'split the argument as a field name' },
  ],
  privateTypes: [formatterIterator, fieldNameIterator],
};
