import { Gc, Ob } from '../../memory/layout.ts';
import { decrefKeys } from '../containers/dict-keys.ts';
import { dictClear, dictDelete, dictGetStr, dictSet, newDict } from '../containers/dict-object.ts';
import { shownKeysBytes } from '../containers/dict-size.ts';
import { listAppend } from '../containers/list-object.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { genericSetAttr, isType, lookupType, raiseAttribute } from '../core/abstract/attribute.ts';
import { holdArguments } from '../core/abstract/call.ts';
import { plainIsInstance, plainIsSubclass } from '../core/abstract/class-check.ts';
import { isStr, isTrue } from '../core/abstract/object.ts';
import { noKeywords } from '../core/arguments.ts';
import { enterRecursive, nameOfType, raise, subtypeOf, typeError, typeName, valueError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { shownSize } from '../core/shown-size.ts';
import { type Call, type DescrGet, type GetSetSpec, type Init, type MemberSpec, Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { internInPlace } from '../text/interning.ts';
import { newStr } from '../text/str-object.ts';
import { bestBase, checkCompatible } from './base-layout.ts';
import { newMappingProxy } from './mappingproxy.ts';
import { computeMro, setMro } from './mro.ts';
import { keysList, mergeClassDict } from './object-object.ts';
import { addSubclass, removeFromBases, subclassesOf, typeModified } from './subclasses.ts';
import { classAnnotate, classAnnotations, computedClassAnnotations } from './type-annotations.ts';
import { typeNew } from './type-new.ts';
import { fullName, moduleOf, nameText, qualnameText } from './type-text.ts';
import { orTypes } from './union.ts';
import { updateAllSlots, updateSlot } from './update-slot.ts';
import { clearWeakrefs } from './weakref.ts';

/** type. CPython: Objects/typeobject.c type_* */

/** Calling a class. CPython: type_call */
export function typeCall(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const vectorcall = H[type + Tp.vectorcall];
  if (vectorcall !== 0) return (rt.fn[vectorcall] as Call)(rt, type, args, nargs, kwnames);
  if (type === T.type) {
    const nkw = kwnames === 0 ? 0 : H[kwnames + Ob.size];
    if (nargs === 1 && nkw === 0) return rt.newRef(H[H[args] + Ob.type]);
    if (nargs !== 3) typeError(rt, 'type() takes 1 or 3 arguments');
  }
  const create = H[type + Tp.new];
  if (create === 0) typeError(rt, `cannot create '${nameOfType(rt, type)}' instances`);
  const mark = rt.nsp;
  const held = holdArguments(rt, args, nargs, kwnames);
  enterRecursive(rt, ' while calling a Python object');
  const obj = (rt.fn[create] as Call)(rt, type, held, nargs, kwnames);
  const made = H[obj + Ob.type];
  if (made === type || subtypeOf(rt, made, type)) {
    const init = H[made + Tp.init];
    if (init !== 0) {
      rt.own(obj);
      (rt.fn[init] as Init)(rt, obj, held, nargs, kwnames);
      rt.unown(obj);
    }
  }
  rt.depth--;
  return rt.leave(mark, obj);
}

/** CPython: type_init */
function typeInit(rt: Runtime, _self: number, _args: number, nargs: number, kwnames: number): void {
  if (nargs === 1 && kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0) typeError(rt, 'type.__init__() takes no keyword arguments');
  if (nargs !== 1 && nargs !== 3) typeError(rt, 'type.__init__() takes 1 or 3 arguments');
}

/** CPython: type_getattro */
export function typeGetattro(rt: Runtime, type: number, name: number): Owned {
  const H = rt.H;
  if (!isStr(rt, name)) typeError(rt, `attribute name must be string, not '${typeName(rt, name)}'`);
  const meta = H[type + Ob.type];
  const mark = rt.nsp;
  const metaAttribute = lookupType(rt, meta, name);
  let metaGet = 0;
  if (metaAttribute !== 0) {
    const kind = H[metaAttribute + Ob.type];
    metaGet = H[kind + Tp.descrGet];
    if (metaGet !== 0 && H[kind + Tp.descrSet] !== 0) {
      rt.own(rt.newRef(metaAttribute));
      return rt.leave(mark, (rt.fn[metaGet] as DescrGet)(rt, metaAttribute, type, meta));
    }
  }
  const attribute = lookupType(rt, type, name);
  if (attribute !== 0) {
    const get = H[H[attribute + Ob.type] + Tp.descrGet];
    if (get === 0) return rt.newRef(attribute);
    rt.own(rt.newRef(attribute));
    return rt.leave(mark, (rt.fn[get] as DescrGet)(rt, attribute, 0, type));
  }
  if (metaGet !== 0) {
    rt.own(rt.newRef(metaAttribute));
    return rt.leave(mark, (rt.fn[metaGet] as DescrGet)(rt, metaAttribute, type, meta));
  }
  if (metaAttribute !== 0) return rt.newRef(metaAttribute);
  raiseAttribute(rt, type, name, `type object '${nameOfType(rt, type)}' has no attribute '${rt.hooks.strText(rt, name)}'`);
}

/** CPython: type_setattro */
export function typeSetattro(rt: Runtime, type: number, name: number, value: number): void {
  const H = rt.H;
  const text = rt.hooks.strText(rt, name);
  if ((H[type + Tp.flags] & TpFlag.IMMUTABLETYPE) !== 0) typeError(rt, phrase(rt, 'immutableType', text, nameOfType(rt, type)));
  const mark = rt.mark();
  const interned = rt.own(internInPlace(rt, rt.newRef(name)));
  genericSetAttr(rt, type, interned, value);
  typeModified(rt, type);
  if (text.length > 4 && text.startsWith('__') && text.endsWith('__')) updateSlot(rt, type, interned);
  rt.release(mark);
}

/** CPython: type_repr */
function typeRepr(rt: Runtime, type: number): Owned {
  return newStr(rt, `<class '${fullName(rt, type)}'>`);
}

/** CPython: type_dealloc */
function typeDealloc(rt: Runtime, type: number): void {
  const H = rt.H;
  if (H[type + Gc.next] !== 0) rt.untrack(type);
  removeFromBases(rt, type, H[type + Tp.bases]);
  if (H[type + Tp.weaklist] !== 0) clearWeakrefs(rt, type);
  typeModified(rt, type);
  for (const at of [Tp.base, Tp.dict, Tp.bases, Tp.mro, Tp.subclasses, Tp.htName, Tp.htQualname, Tp.htSlots, Tp.htModule]) rt.clearSlot(type + at);
  H[type + Tp.name] = 0;
  const keys = H[type + Tp.htCachedKeys];
  if (keys !== 0) {
    H[type + Tp.htCachedKeys] = 0;
    decrefKeys(rt, keys);
  }
  rt.freeGcObject(type);
}

function checkSettable(rt: Runtime, type: number, value: number, name: string): void {
  if ((rt.H[type + Tp.flags] & TpFlag.IMMUTABLETYPE) !== 0) {
    typeError(rt, phrase(rt, 'immutableType', name, nameOfType(rt, type)));
  }
  if (value === 0) typeError(rt, phrase(rt, 'deletedTypeField', name, nameOfType(rt, type)));
}

function setName(rt: Runtime, type: number, value: number): void {
  checkSettable(rt, type, value, '__name__');
  if (!isStr(rt, value)) typeError(rt, `can only assign string to ${nameOfType(rt, type)}.__name__, not '${typeName(rt, value)}'`);
  if (rt.hooks.strText(rt, value).includes('\0')) valueError(rt, 'type name must not contain null characters');
  rt.H[type + Tp.name] = value;
  rt.setSlot(type + Tp.htName, rt.newRef(value));
}

function setQualname(rt: Runtime, type: number, value: number): void {
  checkSettable(rt, type, value, '__qualname__');
  if (!isStr(rt, value)) typeError(rt, `can only assign string to ${nameOfType(rt, type)}.__qualname__, not '${typeName(rt, value)}'`);
  rt.setSlot(type + Tp.htQualname, rt.newRef(value));
}

/** CPython: type_set_bases */
function setBases(rt: Runtime, type: number, value: number): void {
  checkSettable(rt, type, value, '__bases__');
  const H = rt.H;
  if ((H[H[value + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0) {
    typeError(rt, `can only assign tuple to ${nameOfType(rt, type)}.__bases__, not ${typeName(rt, value)}`);
  }
  const n = H[value + Ob.size];
  if (n === 0) typeError(rt, `can only assign non-empty tuple to ${nameOfType(rt, type)}.__bases__, not ()`);
  for (let i = 0; i < n; i++) {
    const base = H[value + Tuple.items + 2 * i];
    if (!isType(rt, base)) typeError(rt, `${nameOfType(rt, type)}.__bases__ must be tuple of classes, not '${typeName(rt, base)}'`);
    if (subtypeOf(rt, base, type) || descendsFrom(rt, base, type)) typeError(rt, 'a __bases__ item causes an inheritance cycle');
  }
  const newBase = bestBase(rt, value);
  checkCompatible(rt, H[type + Tp.base], newBase, '__bases__');
  const mark = rt.mark();
  const oldBases = rt.own(H[type + Tp.bases]);
  const oldBase = rt.own(H[type + Tp.base]);
  H[type + Tp.bases] = rt.newRef(value);
  H[type + Tp.base] = rt.newRef(newBase);
  const changed: { type: number; mro: number }[] = [];
  try {
    renewMro(rt, type, changed);
  } catch (thrown) {
    // put everything back: the error leaves the hierarchy as it was
    for (const entry of changed.reverse()) {
      const fresh = H[entry.type + Tp.mro];
      H[entry.type + Tp.mro] = entry.mro;
      typeModified(rt, entry.type);
      rt.decref(fresh);
    }
    if (H[type + Tp.bases] === value) {
      rt.setSlot(type + Tp.bases, rt.newRef(oldBases));
      rt.setSlot(type + Tp.base, rt.newRef(oldBase));
    }
    throw thrown;
  }
  for (const entry of changed) rt.decref(entry.mro);
  if (H[type + Tp.bases] !== value) {
    // a metaclass's mro() has set others meanwhile, which stay
    rt.release(mark);
    return;
  }
  removeFromBases(rt, type, oldBases);
  for (let i = 0; i < n; i++) addSubclass(rt, H[value + Tuple.items + 2 * i], type);
  typeModified(rt, type);
  updateAllSlots(rt, type);
  rt.release(mark);
}

/** Does `base` come from `type` by first bases, which are set before mro() runs? CPython: type_is_subtype_base_chain */
function descendsFrom(rt: Runtime, base: number, type: number): boolean {
  for (let b = base; b !== 0; b = rt.H[b + Tp.base]) if (b === type) return true;
  return false;
}

/** CPython: mro_hierarchy */
function renewMro(rt: Runtime, type: number, changed: { type: number; mro: number }[]): void {
  const mro = setMro(rt, type);
  if (mro === null) return;
  changed.push({ type, mro });
  for (const sub of subclassesOf(rt, type)) renewMro(rt, sub, changed);
}

function docOf(rt: Runtime, type: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const doc = lookupType(rt, type, rt.ident('__doc__'));
  if ((H[type + Tp.flags] & TpFlag.HEAPTYPE) === 0) {
    const own = dictGetStr(rt, H[type + Tp.dict], rt.ident('__doc__'));
    return own === 0 ? rt.none() : rt.newRef(own);
  }
  if (doc === 0) return rt.none();
  const get = H[H[doc + Ob.type] + Tp.descrGet];
  if (get === 0) return rt.newRef(doc);
  rt.own(rt.newRef(doc));
  return rt.leave(mark, (rt.fn[get] as DescrGet)(rt, doc, 0, type));
}

function setInDict(rt: Runtime, type: number, name: string, value: number): void {
  dictSet(rt, rt.H[type + Tp.dict], rt.ident(name), value);
  typeModified(rt, type);
}

/** CPython: type_get_abstractmethods, type_set_abstractmethods */
const abstractMethods: GetSetSpec = {
  name: '__abstractmethods__',
  get: (rt, type) => {
    const found = type === T.type ? 0 : dictGetStr(rt, rt.H[type + Tp.dict], rt.ident('__abstractmethods__'));
    if (found === 0) raise(rt, T.AttributeError, '__abstractmethods__');
    return rt.newRef(found);
  },
  set: (rt, type, value) => {
    const H = rt.H;
    const name = rt.ident('__abstractmethods__');
    let abstract = false;
    if (value !== 0) {
      abstract = isTrue(rt, value);
      dictSet(rt, H[type + Tp.dict], name, value);
    } else if (!dictDelete(rt, H[type + Tp.dict], name)) raise(rt, T.AttributeError, '__abstractmethods__');
    typeModified(rt, type);
    if (abstract) H[type + Tp.flags] |= TpFlag.IS_ABSTRACT;
    else H[type + Tp.flags] &= ~TpFlag.IS_ABSTRACT;
  },
};

/** CPython: type_get_type_params, type_set_type_params */
const typeParams: GetSetSpec = {
  name: '__type_params__',
  get: (rt, type) => {
    const found = (rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) === 0 ? 0 : dictGetStr(rt, rt.H[type + Tp.dict], rt.ident('__type_params__'));
    return found === 0 ? newTuple(rt, 0) : rt.newRef(found);
  },
  set: (rt, type, value) => {
    checkSettable(rt, type, value, '__type_params__');
    setInDict(rt, type, '__type_params__', value);
  },
};

/** A size attribute, as the model shows it. */
function sizeField(name: string, field: 'basic' | 'item' | 'dict' | 'weak'): GetSetSpec {
  return { name, plain: true, get: (rt, type) => newInt(rt, shownSize(rt, type)[field]) };
}

const members: readonly MemberSpec[] = [
  { name: '__base__', at: Tp.base, kind: 'object', readonly: true },
  { name: '__mro__', at: Tp.mro, kind: 'object', readonly: true },
];

function orNone(rt: Runtime, op: number): Owned {
  return rt.newRef(op === 0 ? S.None : op);
}

/** tp_flags, with the collector's flag as the model's size rules have it. */
function shownFlags(rt: Runtime, type: number): number {
  const own = rt.H[type + Tp.flags];
  const flags = (own & ~(TpFlag.HAVE_GC | TpFlag.HELD)) | ((own & TpFlag.HELD) !== 0 ? TpFlag.HEAPTYPE : 0);
  return (flags | (shownSize(rt, type).gc ? TpFlag.HAVE_GC : 0)) >>> 0;
}

const getset: readonly GetSetSpec[] = [
  { name: '__name__', get: (rt, type) => heapOr(rt, type, Tp.htName, nameText), set: setName },
  { name: '__qualname__', get: (rt, type) => heapOr(rt, type, Tp.htQualname, qualnameText), set: setQualname },
  { name: '__bases__', get: (rt, type) => orNone(rt, rt.H[type + Tp.bases]), set: setBases },
  {
    name: '__module__',
    get: (rt, type) => moduleOf(rt, type) || raise(rt, T.AttributeError, '__module__'),
    set: (rt, type, value) => {
      checkSettable(rt, type, value, '__module__');
      setInDict(rt, type, '__module__', value);
    },
  },
  abstractMethods,
  { name: '__dict__', get: (rt, type) => (rt.H[type + Tp.dict] === 0 ? rt.none() : newMappingProxy(rt, rt.H[type + Tp.dict])) },
  {
    name: '__doc__',
    get: docOf,
    set: (rt, type, value) => {
      checkSettable(rt, type, value, '__doc__');
      setInDict(rt, type, '__doc__', value);
    },
  },
  {
    name: '__text_signature__',
    get: (rt, type) => {
      const spec = rt.types.get(nameOfType(rt, type)) === type ? signatures(rt).get(type) : undefined;
      return spec === undefined ? rt.none() : newStr(rt, spec);
    },
  },
  classAnnotations,
  typeParams,
  { name: '__flags__', plain: true, get: (rt, type) => newInt(rt, shownFlags(rt, type)) },
  sizeField('__basicsize__', 'basic'),
  sizeField('__itemsize__', 'item'),
  sizeField('__weakrefoffset__', 'weak'),
  sizeField('__dictoffset__', 'dict'),
];

function heapOr(rt: Runtime, type: number, at: number, text: (rt: Runtime, type: number) => string): Owned {
  return (rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0 ? rt.newRef(rt.H[type + at]) : newStr(rt, text(rt, type));
}

/** `__text_signature__` of native types by address. */
export function signatures(rt: Runtime): Map<number, string> {
  return rt.stateOf('type signatures', () => new Map<number, string>());
}

const methods: readonly MethodSpec[] = [
  { name: 'mro', kind: Meth.NOARGS, fn: typeMro, signature: '($self, /)', doc: "Return a type's method resolution order." },
  { name: '__subclasses__', kind: Meth.NOARGS, fn: typeSubclasses, signature: '($self, /)', doc: 'Return a list of immediate subclasses.' },
  {
    name: '__prepare__',
    kind: Meth.KEYWORDS | Meth.CLASS,
    fn: (rt: Runtime) => newDict(rt),
    doc: '__prepare__() -> dict\nused to create the namespace for the class statement',
  },
  {
    name: '__instancecheck__',
    kind: Meth.O,
    fn: (rt: Runtime, cls: number, o: number) => rt.bool(plainIsInstance(rt, o, cls)),
    signature: '($self, instance, /)',
    doc: 'Check if an object is an instance.',
  },
  {
    name: '__subclasscheck__',
    kind: Meth.O,
    fn: (rt: Runtime, cls: number, sub: number) => rt.bool(plainIsSubclass(rt, sub, cls)),
    signature: '($self, subclass, /)',
    doc: 'Check if a class is a subclass.',
  },
  { name: '__dir__', kind: Meth.NOARGS, fn: typeDir, signature: '($self, /)', doc: 'Specialized __dir__ implementation for types.' },
  { name: '__sizeof__', kind: Meth.NOARGS, fn: typeSizeof, signature: '($self, /)', doc: 'Return memory consumption of the type object.' },
];

function typeMro(rt: Runtime, type: number): Owned {
  const mark = rt.mark();
  const mro = rt.own(computeMro(rt, type));
  const list = rt.own(rt.hooks.newList(rt));
  for (let i = 0; i < rt.H[mro + Ob.size]; i++) listAppend(rt, list, rt.H[mro + Tuple.items + 2 * i]);
  return rt.leave(mark, rt.newRef(list));
}

function typeSubclasses(rt: Runtime, type: number): Owned {
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  for (const sub of subclassesOf(rt, type)) listAppend(rt, list, sub);
  return rt.leave(mark, rt.newRef(list));
}

function typeDir(rt: Runtime, type: number): Owned {
  const mark = rt.mark();
  const names = rt.own(newDict(rt));
  mergeClassDict(rt, names, type);
  return rt.leave(mark, keysList(rt, names));
}

/** The struct of a class and the keys that its instances share, or that of a static type. CPython: type___sizeof___impl */
function typeSizeof(rt: Runtime, type: number): Owned {
  if ((rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) === 0) return newInt(rt, rt.model.sizes.staticType);
  const keys = rt.H[type + Tp.htCachedKeys];
  return newInt(rt, shownSize(rt, T.type).basic + (keys !== 0 ? shownKeysBytes(rt, keys) : 0));
}

/** The collector breaks cycles through classes here. CPython: type_clear */
function typeClear(rt: Runtime, type: number): void {
  const H = rt.H;
  typeModified(rt, type);
  if (H[type + Tp.dict] !== 0) dictClear(rt, H[type + Tp.dict]);
  rt.clearSlot(type + Tp.htModule);
  rt.clearSlot(type + Tp.mro);
}

export const typeType: TypeSpec = {
  name: 'type',
  at: T.type,
  basicsize: Tp.heapEnd * 4,
  itemsize: 40,
  flags: TpFlag.BASETYPE | TpFlag.TYPE_SUBCLASS,
  weaklistoffset: Tp.weaklist,
  dictoffset: Tp.dict,
  contract: {
    gc: (heap, op) => (heap.H[op + Tp.flags] & TpFlag.HEAPTYPE) !== 0,
    slots: [
      { at: Tp.dict, label: '__dict__' },
      { at: Tp.mro, label: '__mro__' },
      { at: Tp.bases, label: '__bases__' },
      { at: Tp.base, label: '__base__' },
      { at: Tp.htModule, label: 'module' },
      { at: Tp.subclasses, label: 'subclasses', hidden: true },
      { at: Tp.name, label: 'name', hidden: true },
      { at: Tp.htName, label: '__name__', hidden: true },
      { at: Tp.htQualname, label: '__qualname__', hidden: true },
      { at: Tp.htSlots, label: '__slots__', hidden: true },
    ],
  },
  slots: {
    dealloc: typeDealloc,
    clear: typeClear,
    repr: typeRepr,
    call: typeCall,
    getattro: typeGetattro,
    setattro: typeSetattro,
    nbOr: orTypes,
    init: typeInit,
    new: typeNew,
    vectorcall: (r, type, args, nargs, kwnames) => {
      if (nargs === 1 && (kwnames === 0 || r.H[kwnames + Ob.size] === 0)) return r.newRef(r.H[r.H[args] + Ob.type]);
      if (nargs === 1 && r.model.natives.typeRefusesKeywords) noKeywords(r, 'type', kwnames);
      if (nargs !== 3) typeError(r, 'type() takes 1 or 3 arguments');
      const mark = r.mark();
      const held = holdArguments(r, args, nargs, kwnames);
      return r.leave(mark, typeNew(r, type, held, nargs, kwnames));
    },
  },
  methods,
  members,
  getset,
  doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
};

/** Classes where annotations are computed when asked for (3.14). */
export const annotatedTypeType: TypeSpec = {
  ...typeType,
  getset: [...getset.filter((g) => g !== classAnnotations), computedClassAnnotations, classAnnotate],
};
