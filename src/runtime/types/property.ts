import { Ob } from '../../memory/layout.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { genericGetAttr, lookupAttr, setAttr } from '../core/abstract/attribute.ts';
import { call1, call2, callTuple } from '../core/abstract/call.ts';
import { isTrue, reprText } from '../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../core/arguments.ts';
import { catching, raise, typeError, typeName } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { Prop } from './descr-layout.ts';
import { qualnameText } from './type-text.ts';

/** property. CPython: Objects/descrobject.c property_* */

const PARAMETERS: ParameterSpec = { name: 'property', params: ['fget', 'fset', 'fdel', 'doc'] };

function orNull(rt: Runtime, v: number): number {
  return v === 0 || v === S.None ? 0 : rt.newRef(v);
}

/** CPython: property_init_impl */
function propertyInit(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const [get, set, del, doc] = parseKeywords(rt, PARAMETERS, args, nargs, kwnames, [0, 0, 0, 0]);
  const H = rt.H;
  rt.setSlot(self + Prop.get, orNull(rt, get));
  rt.setSlot(self + Prop.set, orNull(rt, set));
  rt.setSlot(self + Prop.del, orNull(rt, del));
  H[self + Prop.getterDoc] = 0;
  if (rt.model.wording.propertyDocs) {
    setDoc(rt, self, get, doc === S.None ? 0 : doc);
    return;
  }
  rt.setSlot(self + Prop.doc, doc === 0 ? 0 : rt.newRef(doc));
  if ((doc === 0 || doc === S.None) && get !== 0 && get !== S.None) {
    const mark = rt.mark();
    const text = rt.own(lookupAttr(rt, get, rt.ident('__doc__')));
    if (text !== 0) {
      if (H[self + Ob.type] === T.property) rt.setSlot(self + Prop.doc, rt.newRef(text));
      else setAttr(rt, self, rt.ident('__doc__'), text);
      H[self + Prop.getterDoc] = 1;
    }
    rt.release(mark);
  }
}

/** The text given or the getter's, in a subclass as an attribute of the instance (3.12+). `get` and `given` may be 0. CPython 3.12: property_init_impl */
function setDoc(rt: Runtime, self: number, get: number, given: number): void {
  const H = rt.H;
  const mark = rt.mark();
  let text = given;
  if (given === 0 && get !== 0 && get !== S.None) {
    text = rt.own(lookupAttr(rt, get, rt.ident('__doc__')));
    if (text === S.None) text = 0;
    if (text !== 0) H[self + Prop.getterDoc] = 1;
  }
  if (H[self + Ob.type] === T.property) rt.setSlot(self + Prop.doc, text === 0 ? 0 : rt.newRef(text));
  else if (H[self + Prop.getterDoc] !== 0) setAttr(rt, self, rt.ident('__doc__'), text);
  // a class without room for it never minded what was given
  else catching(rt, T.AttributeError, () => setAttr(rt, self, rt.ident('__doc__'), text === 0 ? S.None : text), undefined);
  rt.release(mark);
}

/** The name that the property was given, else its getter's: new reference or 0. CPython: property_name */
function nameOf(rt: Runtime, self: number): Owned | 0 {
  const H = rt.H;
  if (H[self + Prop.name] !== 0) return rt.newRef(H[self + Prop.name]);
  return H[self + Prop.get] === 0 || !rt.model.wording.propertyNames ? 0 : lookupAttr(rt, H[self + Prop.get], rt.ident('__name__'));
}

/** AttributeError: the property lacks the function asked for. */
function refuse(rt: Runtime, self: number, obj: number, what: 'Getter' | 'Setter' | 'Deleter'): never {
  const name = rt.own(nameOf(rt, self) as Owned);
  const type = qualnameText(rt, rt.H[obj + Ob.type]);
  raise(rt, T.AttributeError, name !== 0 ? phrase(rt, `no${what}`, reprText(rt, name), type) : phrase(rt, `namelessNo${what}`, type));
}

/** CPython: property_descr_get */
function propertyGet(rt: Runtime, self: number, obj: number, _type: number): Owned {
  if (obj === 0 || obj === S.None) return rt.newRef(self);
  const get = rt.H[self + Prop.get];
  if (get === 0) refuse(rt, self, obj, 'Getter');
  if (!rt.model.callHoldsFunction) return call1(rt, get, obj);
  // 3.6 and 3.7 have a tuple for the argument
  const mark = rt.mark();
  rt.own(tupleOf(rt, obj));
  return rt.leave(mark, call1(rt, get, obj));
}

/** CPython: property_descr_set */
function propertySet(rt: Runtime, self: number, obj: number, value: number): void {
  const f = rt.H[self + (value === 0 ? Prop.del : Prop.set)];
  if (f === 0) refuse(rt, self, obj, value === 0 ? 'Deleter' : 'Setter');
  rt.decref(value === 0 ? call1(rt, f, obj) : call2(rt, f, obj, value));
}

/** A copy with one function exchanged. CPython: property_copy */
function copyWith(rt: Runtime, self: number, at: Prop, f: number): Owned {
  const H = rt.H;
  const part = (offset: Prop): number => {
    if (offset === at && f !== S.None) return f;
    return H[self + offset] === 0 ? S.None : H[self + offset];
  };
  const get = part(Prop.get);
  const doc = H[self + Prop.getterDoc] !== 0 && get !== S.None ? S.None : H[self + Prop.doc] === 0 ? S.None : H[self + Prop.doc];
  const mark = rt.mark();
  const args = rt.own(tupleOf(rt, get, part(Prop.set), part(Prop.del), doc));
  const made = callTuple(rt, H[self + Ob.type], args, 0);
  if (H[made + Ob.type] === T.property || H[made + Ob.type] === H[self + Ob.type]) {
    const name = H[self + Prop.name];
    rt.setSlot(made + Prop.name, name === 0 ? 0 : rt.newRef(name));
  }
  return rt.leave(mark, made);
}

function isAbstract(rt: Runtime, f: number): boolean {
  if (f === 0) return false;
  const mark = rt.mark();
  const flag = rt.own(lookupAttr(rt, f, rt.ident('__isabstractmethod__')));
  const truth = flag !== 0 && isTrue(rt, flag);
  rt.release(mark);
  return truth;
}

export const propertyType: TypeSpec = {
  name: 'property',
  at: T.property,
  basicsize: 64,
  flags: TpFlag.BASETYPE,
  contract: {
    gc: true,
    slots: [
      { at: Prop.get, label: 'fget' },
      { at: Prop.set, label: 'fset' },
      { at: Prop.del, label: 'fdel' },
      { at: Prop.doc, label: '__doc__' },
      { at: Prop.name, label: 'name' },
    ],
  },
  slots: {
    getattro: genericGetAttr,
    descrGet: propertyGet,
    descrSet: propertySet,
    init: propertyInit,
    new: (rt, type) => allocInstance(rt, type, 0),
  },
  methods: [
    {
      name: 'getter',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, f: number) => copyWith(rt, self, Prop.get, f),
      doc: 'Descriptor to obtain a copy of the property with a different getter.',
    },
    {
      name: 'setter',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, f: number) => copyWith(rt, self, Prop.set, f),
      doc: 'Descriptor to obtain a copy of the property with a different setter.',
    },
    {
      name: 'deleter',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, f: number) => copyWith(rt, self, Prop.del, f),
      doc: 'Descriptor to obtain a copy of the property with a different deleter.',
    },
    {
      name: '__set_name__',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) => {
        if (nargs !== 2) typeError(rt, `__set_name__() takes 2 positional arguments but ${nargs} were given`);
        rt.setSlot(self + Prop.name, rt.newRef(rt.H[args + 2]));
        return rt.none();
      },
      doc: 'Method to set name of a property.',
    },
  ],
  members: [
    { name: 'fget', at: Prop.get, kind: 'object', readonly: true },
    { name: 'fset', at: Prop.set, kind: 'object', readonly: true },
    { name: 'fdel', at: Prop.del, kind: 'object', readonly: true },
    { name: '__doc__', at: Prop.doc, kind: 'object' },
  ],
  getset: [
    {
      name: '__name__',
      get(rt, self) {
        const name = nameOf(rt, self);
        if (name === 0) raise(rt, T.AttributeError, `'${typeName(rt, self)}' object has no attribute '__name__'`);
        return name as Owned;
      },
      set: (rt, self, value) => rt.setSlot(self + Prop.name, value === 0 ? 0 : rt.newRef(value)),
    },
    {
      name: '__isabstractmethod__',
      get: (rt, self) =>
        rt.bool(isAbstract(rt, rt.H[self + Prop.get]) || isAbstract(rt, rt.H[self + Prop.set]) || isAbstract(rt, rt.H[self + Prop.del])),
    },
  ],
};
