import { Ob } from '../../memory/layout.ts';
import { CLASS_GETITEM } from '../containers/class-getitem.ts';
import { selfIter } from '../containers/sequence-iterators.ts';
import { newTuple, tuple2, tupleItem, tupleOf, tupleSize } from '../containers/tuple-object.ts';
import { getAttrText } from '../core/abstract/attribute.ts';
import { concat } from '../core/abstract/item.ts';
import { isStr, repr, reprText } from '../core/abstract/object.ts';
import { argumentType, parseKeywords } from '../core/arguments.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { internStr } from '../text/interning.ts';
import { concatStr, emptyStr, newStr, strText } from '../text/str-object.ts';
import { importModule } from './import-module.ts';
import { readyType, setTypeAttribute } from './type-ready.ts';

/** What a t-string makes: Template, Interpolation and the iterator over a template's parts. CPython (3.14): Objects/templateobject.c, interpolationobject.c */

const enum Template {
  /** A tuple of one text more than there are interpolations. */
  strings = 4,
  interpolations = 6,
}

const enum Interpolation {
  value = 4,
  expression = 6,
  conversion = 8,
  format = 10,
}

const enum TemplateIter {
  strings = 4,
  interpolations = 6,
  /** Twice the index, plus one when the text there has been given. */
  at = 8,
}

const NAME = 'string.templatelib.Template';
const PART_NAME = 'string.templatelib.Interpolation';
const FIELDS = ['value', 'expression', 'conversion', 'format_spec'];

/** Address of one of the three types in this runtime, borrowed; made ready on first use. */
function typeAddress(rt: Runtime, spec: TypeSpec): number {
  const made = rt.types.get(spec.name);
  if (made !== undefined) return made;
  const type = readyType(rt, spec);
  if (spec === interpolationType) {
    const mark = rt.mark();
    const names = FIELDS.map((name) => rt.own(internStr(rt, name)));
    setTypeAttribute(rt, type, '__match_args__', tupleOf(rt, ...names));
    rt.release(mark);
  }
  return type;
}

/** A template of two tuples, which it shares: new reference. MemoryError. CPython: _PyTemplate_Build */
export function newTemplate(rt: Runtime, strings: number, interpolations: number): Owned {
  const op = allocInstance(rt, typeAddress(rt, templateType), 0);
  rt.setSlot(op + Template.strings, rt.newRef(strings));
  rt.setSlot(op + Template.interpolations, rt.newRef(interpolations));
  return op;
}

/** An interpolation of a tuple (value, text of the expression, conversion or None, format): new reference. CPython: _PyInterpolation_Build */
export function newInterpolation(rt: Runtime, parts: number): Owned {
  return interpolationOf(rt, tupleItem(rt, parts, 0), tupleItem(rt, parts, 1), tupleItem(rt, parts, 2), tupleItem(rt, parts, 3));
}

function interpolationOf(rt: Runtime, value: number, expression: number, conversion: number, format: number): Owned {
  const op = allocInstance(rt, typeAddress(rt, interpolationType), 0);
  rt.setSlot(op + Interpolation.value, rt.newRef(value));
  rt.setSlot(op + Interpolation.expression, rt.newRef(expression));
  rt.setSlot(op + Interpolation.conversion, rt.newRef(conversion));
  rt.setSlot(op + Interpolation.format, rt.newRef(format));
  return op;
}

function constructInterpolation(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  const given = parseKeywords(rt, { name: 'Interpolation', params: FIELDS, required: 1 }, args, nargs, kwnames, [0, 0, 0, 0]);
  const [value, expression, conversion, format] = given as [number, number, number, number];
  const text = (argument: number, name: string): void => {
    if (argument !== 0 && !isStr(rt, argument)) {
      typeError(rt, `Interpolation() argument '${name}' must be str, not ${argumentType(rt, argument)}`);
    }
  };
  text(expression, 'expression');
  if (conversion !== S.None) text(conversion, 'conversion');
  if (conversion !== 0 && conversion !== S.None && !['s', 'r', 'a'].includes(strText(rt, conversion))) {
    valueError(rt, "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
  }
  text(format, 'format_spec');
  const mark = rt.mark();
  const empty = rt.own(emptyStr(rt));
  return rt.leave(mark, interpolationOf(rt, value, expression || empty, conversion || S.None, format || empty));
}

/** Template(*parts): texts beside each other are joined, and between two interpolations stands an empty one. CPython: template_new */
function construct(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  if (kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0) typeError(rt, 'Template.__new__ only accepts *args arguments');
  const H = rt.H;
  const part = typeAddress(rt, interpolationType);
  const mark = rt.mark();
  const strings: number[] = [rt.own(emptyStr(rt))];
  const interpolations: number[] = [];
  for (let i = 0; i < nargs; i++) {
    const item = H[args + 2 * i];
    if (isStr(rt, item)) strings[strings.length - 1] = rt.own(concatStr(rt, strings[strings.length - 1], item));
    else if (H[item + Ob.type] === part) {
      interpolations.push(item);
      strings.push(rt.own(emptyStr(rt)));
    } else typeError(rt, `Template.__new__ *args need to be of type 'str' or 'Interpolation', got ${typeName(rt, item)}`);
  }
  const texts = rt.own(tupleOf(rt, ...strings));
  const parts = rt.own(tupleOf(rt, ...interpolations));
  return rt.leave(mark, newTemplate(rt, texts, parts));
}

/** `a + b`: the last text of the one and the first of the other become one. CPython: _PyTemplate_Concat */
function joined(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const type = typeAddress(rt, templateType);
  if (H[a + Ob.type] !== type || H[b + Ob.type] !== type) {
    const stranger = H[a + Ob.type] === type ? b : a;
    typeError(rt, `can only concatenate ${NAME} (not "${typeName(rt, stranger)}") to ${NAME}`);
  }
  const left = H[a + Template.strings];
  const right = H[b + Template.strings];
  const mark = rt.mark();
  const texts: number[] = [];
  for (let i = 0; i < tupleSize(rt, left) - 1; i++) texts.push(tupleItem(rt, left, i));
  texts.push(rt.own(concatStr(rt, tupleItem(rt, left, tupleSize(rt, left) - 1), tupleItem(rt, right, 0))));
  for (let i = 1; i < tupleSize(rt, right); i++) texts.push(tupleItem(rt, right, i));
  const strings = rt.own(tupleOf(rt, ...texts));
  const interpolations = rt.own(concat(rt, H[a + Template.interpolations], H[b + Template.interpolations]));
  return rt.leave(mark, newTemplate(rt, strings, interpolations));
}

/** The values of the interpolations as a new tuple. CPython: template_values_get */
function values(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const parts = H[self + Template.interpolations];
  const n = tupleSize(rt, parts);
  const tuple = newTuple(rt, n);
  for (let i = 0; i < n; i++) H[tuple + Tuple.items + 2 * i] = rt.newRef(H[tupleItem(rt, parts, i) + Interpolation.value]);
  if (n > 0) rt.track(tuple);
  return tuple;
}

function iterate(rt: Runtime, self: number): Owned {
  const op = allocInstance(rt, typeAddress(rt, templateIterType), 0);
  rt.setSlot(op + TemplateIter.strings, rt.newRef(rt.H[self + Template.strings]));
  rt.setSlot(op + TemplateIter.interpolations, rt.newRef(rt.H[self + Template.interpolations]));
  return op;
}

/** Texts and interpolations in turn, without the empty texts. CPython: templateiter_next */
function nextPart(rt: Runtime, self: number): Owned {
  const H = rt.H;
  for (;;) {
    const at = H[self + TemplateIter.at];
    const from = H[self + (at & 1 ? TemplateIter.interpolations : TemplateIter.strings)];
    if (at >> 1 >= tupleSize(rt, from)) return NULL;
    H[self + TemplateIter.at] = at + 1;
    const item = tupleItem(rt, from, at >> 1);
    if (at & 1 || strText(rt, item) !== '') return rt.newRef(item);
  }
}

/** What unpickling calls, with the two tuples. CPython: template_reduce */
function reduceTemplate(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const module = rt.own(importModule(rt, 'string.templatelib'));
  const make = rt.own(getAttrText(rt, module, '_template_unpickle'));
  const parts = rt.own(tuple2(rt, rt.H[self + Template.strings], rt.H[self + Template.interpolations]));
  return rt.leave(mark, tuple2(rt, make, parts));
}

/** The four fields of an interpolation, borrowed. */
function fieldsOf(rt: Runtime, self: number): number[] {
  return [Interpolation.value, Interpolation.expression, Interpolation.conversion, Interpolation.format].map((at) => rt.H[self + at]);
}

function reduceInterpolation(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const parts = rt.own(tupleOf(rt, ...fieldsOf(rt, self)));
  return rt.leave(mark, tuple2(rt, rt.H[self + Ob.type], parts));
}

function templateRepr(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const strings = strText(rt, rt.own(repr(rt, rt.H[self + Template.strings])));
  const interpolations = strText(rt, rt.own(repr(rt, rt.H[self + Template.interpolations])));
  return rt.leave(mark, newStr(rt, `Template(strings=${strings}, interpolations=${interpolations})`));
}

function interpolationRepr(rt: Runtime, self: number): Owned {
  const parts = fieldsOf(rt, self).map((field) => reprText(rt, field));
  return newStr(rt, `Interpolation(${parts.join(', ')})`);
}

const REDUCE_DOC = 'Support for pickling.';

export const templateType: TypeSpec = {
  name: NAME,
  basicsize: 32,
  contract: {
    gc: true,
    slots: [
      { at: Template.strings, label: 'strings' },
      { at: Template.interpolations, label: 'interpolations' },
    ],
  },
  slots: { new: construct, repr: templateRepr, iter: iterate, sqConcat: joined },
  members: [
    { name: 'strings', at: Template.strings, kind: 'object', readonly: true, doc: 'Strings' },
    { name: 'interpolations', at: Template.interpolations, kind: 'object', readonly: true, doc: 'Interpolations' },
  ],
  getset: [{ name: 'values', get: values, doc: 'Values of interpolations' }],
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceTemplate, doc: REDUCE_DOC }, CLASS_GETITEM],
  doc: 'Template object',
};

export const interpolationType: TypeSpec = {
  name: PART_NAME,
  basicsize: 48,
  contract: {
    gc: true,
    slots: [
      { at: Interpolation.value, label: 'value' },
      { at: Interpolation.expression, label: 'expression' },
      { at: Interpolation.conversion, label: 'conversion' },
      { at: Interpolation.format, label: 'format_spec' },
    ],
  },
  slots: { new: constructInterpolation, repr: interpolationRepr },
  members: [
    { name: 'value', at: Interpolation.value, kind: 'object', readonly: true, doc: 'Value' },
    { name: 'expression', at: Interpolation.expression, kind: 'object', readonly: true, doc: 'Expression' },
    { name: 'conversion', at: Interpolation.conversion, kind: 'object', readonly: true, doc: 'Conversion' },
    { name: 'format_spec', at: Interpolation.format, kind: 'object', readonly: true, doc: 'Format specification' },
  ],
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceInterpolation, doc: REDUCE_DOC }, CLASS_GETITEM],
  doc: 'Interpolation object',
};

export const templateIterType: TypeSpec = {
  name: 'string.templatelib.TemplateIter',
  basicsize: 40,
  contract: {
    gc: true,
    slots: [
      { at: TemplateIter.strings, label: 'strings' },
      { at: TemplateIter.interpolations, label: 'interpolations' },
    ],
  },
  slots: { iter: selfIter, iternext: nextPart },
  doc: 'Template iterator object',
};
