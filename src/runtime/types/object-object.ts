import { Ob } from '../../memory/layout.ts';
import { dictGetStr, dictLength, dictMergeDict, dictNext, dictSet, newDict, nextKey } from '../containers/dict-object.ts';
import { Free } from '../containers/free-lists.ts';
import { countInstance } from '../containers/instance-dict.ts';
import { listAppend } from '../containers/list-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { genericGetAttr, genericSetAttr, getAttrText, isType, lookupAttr, lookupAttrText, lookupType } from '../core/abstract/attribute.ts';
import { call0, call2, callMethodText } from '../core/abstract/call.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { asCInt } from '../core/abstract/number.ts';
import { hashAddress, isStr, isTrue, str } from '../core/abstract/object.ts';
import { argumentType } from '../core/arguments.ts';
import { nameOfType, subtypeOf, typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance, dictSlot } from '../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { shownSize } from '../core/shown-size.ts';
import { Cmp, Meth, type RichCompare, type Unary } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr } from '../text/str-object.ts';
import { checkCompatible } from './base-layout.ts';
import { importModule } from './import-module.ts';
import { plainDealloc } from './native-dealloc.ts';
import { fullName, moduleOf } from './type-text.ts';

/** object. CPython: Objects/typeobject.c object_* */

/** Abstract methods of a class that cannot be instantiated: raises. */
function refuseAbstract(rt: Runtime, type: number): never {
  const mark = rt.mark();
  const names = rt.own(getAttrText(rt, type, '__abstractmethods__'));
  const list = rt.own(rt.hooks.newList(rt));
  const tuple = rt.own(sequenceTuple(rt, names));
  const n = rt.H[tuple + Ob.size];
  for (let i = 0; i < n; i++) listAppend(rt, list, rt.H[tuple + 6 + 2 * i]);
  rt.decref(callMethodText(rt, list, 'sort'));
  const sorted = rt.own(sequenceTuple(rt, list));
  const parts: string[] = [];
  for (let i = 0; i < n; i++) parts.push(rt.hooks.strText(rt, rt.H[sorted + 6 + 2 * i]));
  rt.release(mark);
  const quoted = parts.map((name) => `'${name}'`).join(', ');
  typeError(rt, phrase(rt, n > 1 ? 'abstractMethods' : 'abstractMethod', nameOfType(rt, type), parts.join(', '), quoted));
}

/** CPython: object_new */
export function objectNew(rt: Runtime, type: number, _args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  if (nargs !== 0 || (kwnames !== 0 && H[kwnames + Ob.size] !== 0)) {
    if ((rt.fn[H[type + Tp.new]] as unknown) !== objectNew) typeError(rt, 'object.__new__() takes exactly one argument (the type to instantiate)');
    if ((rt.fn[H[type + Tp.init]] as unknown) === objectInit) typeError(rt, `${nameOfType(rt, type)}() takes no arguments`);
  }
  if ((H[type + Tp.flags] & TpFlag.IS_ABSTRACT) !== 0) refuseAbstract(rt, type);
  if (H[type + Tp.htCachedKeys] !== 0 && H[Free.valuesShrink] !== 0) countInstance(H, H[type + Tp.htCachedKeys]);
  return allocInstance(rt, type, 0);
}

/** CPython: object_init */
export function objectInit(rt: Runtime, self: number, _args: number, nargs: number, kwnames: number): void {
  const H = rt.H;
  if (nargs === 0 && (kwnames === 0 || H[kwnames + Ob.size] === 0)) return;
  const type = H[self + Ob.type];
  if ((rt.fn[H[type + Tp.init]] as unknown) !== objectInit) {
    typeError(rt, 'object.__init__() takes exactly one argument (the instance to initialize)');
  }
  if ((rt.fn[H[type + Tp.new]] as unknown) === objectNew)
    typeError(rt, `${nameOfType(rt, type)}.__init__() takes exactly one argument (the instance to initialize)`);
}

/** CPython: object_repr */
export function objectRepr(rt: Runtime, o: number): Owned {
  const type = rt.H[o + Ob.type];
  const heap = (rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0;
  const module = heap ? moduleOf(rt, type) : 0;
  if (module !== 0) rt.decref(module);
  return newStr(rt, `<${heap ? fullName(rt, type) : nameOfType(rt, type)} object at 0x${(o * 4).toString(16)}>`);
}

/** CPython: object_str */
function objectStr(rt: Runtime, o: number): Owned {
  const f = rt.H[rt.H[o + Ob.type] + Tp.repr];
  if (f === 0) return objectRepr(rt, o);
  return (rt.fn[f] as Unary)(rt, o);
}

/** CPython: object_richcompare */
export function objectRichcompare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (op === Cmp.EQ) return a === b ? rt.bool(true) : rt.notImplemented();
  if (op === Cmp.NE) {
    const f = rt.H[rt.H[a + Ob.type] + Tp.richcompare];
    if (f === 0) return rt.notImplemented();
    const r = (rt.fn[f] as RichCompare)(rt, a, b, Cmp.EQ) as number;
    if (r === S.NotImplemented) return r as Owned;
    const mark = rt.mark();
    rt.own(r);
    const truth = isTrue(rt, r);
    rt.release(mark);
    return rt.bool(!truth);
  }
  return rt.notImplemented();
}

/** `o.__class__ = value`. CPython: object_set_class */
function setClass(rt: Runtime, o: number, value: number): void {
  const H = rt.H;
  if (value === 0) typeError(rt, "can't delete __class__ attribute");
  if (!isType(rt, value)) typeError(rt, `__class__ must be set to a class, not '${typeName(rt, value)}' object`);
  const old = H[o + Ob.type];
  const bothModules = subtypeOf(rt, value, T.module) && subtypeOf(rt, old, T.module);
  if (!bothModules && ((H[value + Tp.flags] | H[old + Tp.flags]) & TpFlag.IMMUTABLETYPE) !== 0) {
    typeError(rt, phrase(rt, 'classAssignment'));
  }
  // modules and instances of their subclasses die differently, but live in the same memory
  if (!bothModules || H[value + Tp.basicsize] !== H[old + Tp.basicsize]) checkCompatible(rt, old, value, '__class__');
  if ((H[value + Tp.flags] & TpFlag.HEAPTYPE) !== 0) H[value]++;
  H[o + Ob.type] = value;
  if ((H[old + Tp.flags] & TpFlag.HEAPTYPE) !== 0) rt.decref(old);
}

/** CPython: object___format___impl */
function objectFormat(rt: Runtime, o: number, spec: number): Owned {
  if (!isStr(rt, spec)) typeError(rt, `__format__() argument must be str, not ${argumentType(rt, spec)}`);
  if (rt.H[spec + Ob.size] > 0) typeError(rt, `unsupported format string passed to ${typeName(rt, o)}.__format__`);
  return str(rt, o);
}

/** CPython: object___sizeof___impl */
function objectSizeof(rt: Runtime, o: number): Owned {
  const { basic, item } = shownSize(rt, rt.H[o + Ob.type]);
  return newInt(rt, basic + (item > 0 ? item * Math.abs(rt.H[o + Ob.size]) : 0));
}

/** Adds the dicts of a class and its bases. CPython: merge_class_dict */
export function mergeClassDict(rt: Runtime, dict: number, cls: number): void {
  const H = rt.H;
  const mark = rt.mark();
  const own = rt.own(lookupAttrText(rt, cls, '__dict__'));
  if (own !== 0) mergeKeys(rt, dict, own);
  const bases = rt.own(lookupAttrText(rt, cls, '__bases__'));
  if (bases !== 0 && (H[H[bases + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0) {
    for (let i = 0; i < H[bases + Ob.size]; i++) mergeClassDict(rt, dict, H[bases + 6 + 2 * i]);
  }
  rt.release(mark);
}

/** Adds the names of a mapping to a dict. */
function mergeKeys(rt: Runtime, dict: number, mapping: number): void {
  const H = rt.H;
  if ((H[H[mapping + Ob.type] + Tp.flags] & TpFlag.DICT_SUBCLASS) !== 0) {
    dictMergeDict(rt, dict, mapping, 1);
    return;
  }
  const mark = rt.mark();
  const keys = rt.own(callMethodText(rt, mapping, 'keys'));
  const tuple = rt.own(sequenceTuple(rt, keys));
  for (let i = 0; i < H[tuple + Ob.size]; i++) dictSet(rt, dict, H[tuple + 6 + 2 * i], S.None);
  rt.release(mark);
}

/** New list of a dict's keys. */
export function keysList(rt: Runtime, dict: number): Owned {
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) listAppend(rt, list, nextKey(rt));
  return rt.leave(mark, rt.newRef(list));
}

/** CPython: object___dir___impl */
function objectDir(rt: Runtime, o: number): Owned {
  const mark = rt.mark();
  const names = rt.own(newDict(rt));
  const own = rt.own(lookupAttrText(rt, o, '__dict__'));
  if (own !== 0 && (rt.H[rt.H[own + Ob.type] + Tp.flags] & TpFlag.DICT_SUBCLASS) !== 0) dictMergeDict(rt, names, own, 1);
  const cls = rt.own(lookupAttrText(rt, o, '__class__'));
  if (cls !== 0) mergeClassDict(rt, names, cls);
  return rt.leave(mark, keysList(rt, names));
}

/** Instance state for copy and pickle: new reference. CPython: object_getstate */
function stateOf(rt: Runtime, o: number, required: boolean): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const name = rt.ident('__getstate__');
  if (lookupType(rt, H[o + Ob.type], name) !== dictGetStr(rt, H[T.object + Tp.dict], name)) {
    return rt.leave(mark, call0(rt, rt.own(lookupAttrText(rt, o, '__getstate__'))));
  }
  return defaultState(rt, o, required);
}

/**
 * State of a native object that has its own `__reduce__`: new reference; None for no state. CPython: _PyObject_GetState, before 3.11
 * the look-up of `__dict__`
 */
export function nativeState(rt: Runtime, o: number): Owned {
  if (rt.model.natives.nativeState === 'getstate') return stateOf(rt, o, false);
  const dict = lookupAttrText(rt, o, '__dict__');
  return dict === 0 ? rt.none() : dict;
}

/** CPython: object_getstate_default */
function defaultState(rt: Runtime, o: number, required: boolean): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[o + Ob.type];
  if (required && H[type + Tp.itemsize] !== 0) typeError(rt, phrase(rt, 'itemsNotPickled', typeName(rt, o)));
  const slot = dictSlot(rt, o);
  const state = rt.own(slot !== 0 && H[slot] !== 0 ? rt.newRef(H[slot]) : rt.none());
  const copyreg = rt.own(importModule(rt, 'copyreg'));
  const slotnames = rt.own(callMethodText(rt, copyreg, '_slotnames', type));
  if (slotnames !== S.None && (H[H[slotnames + Ob.type] + Tp.flags] & TpFlag.LIST_SUBCLASS) === 0)
    typeError(rt, `copyreg._slotnames didn't return a list or None`);
  const n = slotnames === S.None ? 0 : H[slotnames + Ob.size];
  if (required) {
    let bytes = 16;
    if (H[type + Tp.dictoffset] !== 0) bytes += 8;
    if (H[type + Tp.weaklistoffset] !== 0) bytes += 8;
    bytes += 8 * n;
    if (H[type + Tp.basicsize] > bytes) typeError(rt, `cannot pickle '${typeName(rt, o)}' object`);
  }
  if (n === 0) return rt.leave(mark, rt.newRef(state));
  const names = rt.own(sequenceTuple(rt, slotnames));
  const values = rt.own(newDict(rt));
  for (let i = 0; i < n; i++) {
    const name = H[names + 6 + 2 * i];
    const inner = rt.mark();
    const v = rt.own(lookupAttr(rt, o, name));
    if (v !== 0) dictSet(rt, values, name, v);
    rt.release(inner);
  }
  if (dictLength(rt, values) === 0) return rt.leave(mark, rt.newRef(state));
  return rt.leave(mark, tupleOf(rt, state, values));
}

/** CPython: reduce_newobj */
function reduceNewobj(rt: Runtime, o: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  if (H[type + Tp.new] === 0) typeError(rt, `cannot pickle '${typeName(rt, o)}' object`);
  const mark = rt.mark();
  let args = 0;
  let kwargs = 0;
  const ex = rt.own(lookupAttrText(rt, o, '__getnewargs_ex__'));
  let hasArgs = false;
  if (ex !== 0) {
    const pair = rt.own(callMethodText(rt, o, '__getnewargs_ex__'));
    if ((H[H[pair + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0)
      typeError(rt, `__getnewargs_ex__ should return a tuple, not '${typeName(rt, pair)}'`);
    if (H[pair + Ob.size] !== 2) valueError(rt, `__getnewargs_ex__ should return a tuple of length 2, not ${H[pair + Ob.size]}`);
    args = H[pair + Tuple.items];
    kwargs = H[pair + Tuple.items + 2];
    if ((H[H[args + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0)
      typeError(rt, `first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '${typeName(rt, args)}'`);
    if ((H[H[kwargs + Ob.type] + Tp.flags] & TpFlag.DICT_SUBCLASS) === 0)
      typeError(rt, `second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${typeName(rt, kwargs)}'`);
    hasArgs = true;
  } else {
    const plain = rt.own(lookupAttrText(rt, o, '__getnewargs__'));
    if (plain !== 0) {
      args = rt.own(callMethodText(rt, o, '__getnewargs__'));
      if ((H[H[args + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0)
        typeError(rt, `__getnewargs__ should return a tuple, not '${typeName(rt, args)}'`);
      hasArgs = true;
    }
  }
  const copyreg = rt.own(importModule(rt, 'copyreg'));
  let newobj: number;
  let newargs: number;
  if (kwargs === 0 || dictLength(rt, kwargs) === 0) {
    newobj = rt.own(getAttrText(rt, copyreg, '__newobj__'));
    const n = args === 0 ? 0 : H[args + Ob.size];
    newargs = rt.own(tupleOf(rt, type, ...Array.from({ length: n }, (_, i) => H[args + Tuple.items + 2 * i])));
  } else {
    newobj = rt.own(getAttrText(rt, copyreg, '__newobj_ex__'));
    newargs = rt.own(tupleOf(rt, type, args, kwargs));
  }
  const listLike = (H[type + Tp.flags] & TpFlag.LIST_SUBCLASS) !== 0;
  const dictLike = (H[type + Tp.flags] & TpFlag.DICT_SUBCLASS) !== 0;
  const state = rt.own(stateOf(rt, o, !hasArgs && !listLike && !dictLike));
  let listItems: number = S.None;
  let dictItems: number = S.None;
  if (listLike) listItems = rt.own(iterOf(rt, o));
  if (dictLike) dictItems = rt.own(iterOf(rt, rt.own(callMethodText(rt, o, 'items'))));
  return rt.leave(mark, tupleOf(rt, newobj, newargs, state, listItems, dictItems));
}

function iterOf(rt: Runtime, o: number): Owned {
  return (rt.fn[rt.H[rt.H[o + Ob.type] + Tp.iter]] as Unary)(rt, o);
}

/** CPython: _common_reduce */
function commonReduce(rt: Runtime, o: number, protocol: number): Owned {
  if (protocol >= 2) return reduceNewobj(rt, o);
  const mark = rt.mark();
  const copyreg = rt.own(importModule(rt, 'copyreg'));
  const f = rt.own(getAttrText(rt, copyreg, '_reduce_ex'));
  const p = rt.own(newInt(rt, protocol));
  return rt.leave(mark, call2(rt, f, o, p));
}

/** CPython: object___reduce_ex___impl */
function objectReduceEx(rt: Runtime, o: number, given: number): Owned {
  const H = rt.H;
  const protocol = asCInt(rt, given);
  const mark = rt.mark();
  const reduce = rt.own(lookupAttrText(rt, o, '__reduce__'));
  if (reduce !== 0) {
    const cls = H[o + Ob.type];
    const own = rt.own(getAttrText(rt, cls, '__reduce__'));
    const plain = lookupType(rt, T.object, rt.ident('__reduce__'));
    if (own !== plain) {
      return rt.leave(mark, call0(rt, reduce));
    }
  }
  rt.release(mark);
  return commonReduce(rt, o, protocol);
}

export const objectType: TypeSpec = {
  name: 'object',
  at: T.object,
  basicsize: 16,
  flags: TpFlag.BASETYPE,
  slots: {
    dealloc: plainDealloc,
    repr: objectRepr,
    hash: hashAddress,
    str: objectStr,
    getattro: genericGetAttr,
    setattro: genericSetAttr,
    richcompare: objectRichcompare,
    init: objectInit,
    new: objectNew,
  },
  getset: [{ name: '__class__', get: (rt, o) => rt.newRef(rt.H[o + Ob.type]), set: setClass, doc: "the object's class" }],
  methods: [
    {
      name: '__getstate__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, o: number) => defaultState(rt, o, false),
      signature: '($self, /)',
      doc: 'Helper for pickle.',
    },
    { name: '__reduce_ex__', kind: Meth.O, fn: objectReduceEx, signature: '($self, protocol, /)', doc: 'Helper for pickle.' },
    {
      name: '__reduce__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, o: number) => commonReduce(rt, o, 0),
      signature: '($self, /)',
      doc: 'Helper for pickle.',
    },
    {
      name: '__subclasshook__',
      kind: Meth.FAST | Meth.CLASS,
      fn: (rt: Runtime) => rt.notImplemented(),
      doc:
        'Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by abc.ABCMeta.__subclasscheck__().\n' +
        'It should return True, False or NotImplemented.  If it returns\nNotImplemented, the normal algorithm is used.  Otherwise, it\n' +
        'overrides the normal algorithm (and the outcome is cached).\n',
    },
    {
      name: '__init_subclass__',
      kind: Meth.NOARGS | Meth.CLASS,
      fn: (rt: Runtime) => rt.none(),
      doc: 'This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may be\noverridden to extend subclasses.\n',
    },
    { name: '__format__', kind: Meth.O, fn: objectFormat, signature: '($self, format_spec, /)', doc: 'Default object formatter.' },
    { name: '__sizeof__', kind: Meth.NOARGS, fn: objectSizeof, signature: '($self, /)', doc: 'Size of object in memory, in bytes.' },
    { name: '__dir__', kind: Meth.NOARGS, fn: objectDir, signature: '($self, /)', doc: 'Default dir() implementation.' },
  ],
  doc: 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n',
  signature: '()',
};
