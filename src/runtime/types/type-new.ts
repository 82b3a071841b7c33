import { Ob, Ty } from '../../memory/layout.ts';
import { dictCopy, dictDelete, dictGetStr, dictNext, dictSet, nextKey, nextValue } from '../containers/dict-object.ts';
import { newKeysForClass } from '../containers/instance-dict.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { getAttr, lookupAttr, lookupSpecial } from '../core/abstract/attribute.ts';
import { call, call2, callHeld, callMethodText } from '../core/abstract/call.ts';
import { hashNotImplemented, isStr, reprText } from '../core/abstract/object.ts';
import { argumentType } from '../core/arguments.ts';
import { takeError, typeError, typeName, valueError } from '../core/errors.ts';
import { Cell, Exc, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { shownSize } from '../core/shown-size.ts';
import type { Call } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { Fr } from '../frames/frame-layout.ts';
import { newStr } from '../text/str-object.ts';
import { bestBase, calculateMetaclass } from './base-layout.ts';
import { addDescriptors, layOut, parseSlots, slotsFromBases } from './class-slots.ts';
import { newMethodHolder } from './descr-object.ts';
import { setMro } from './mro.ts';
import { N } from './slot-names.ts';
import { inheritedSlots } from './slot-offsets.ts';
import { addSubclass } from './subclasses.ts';
import { subtypeContract, subtypeDealloc } from './subtype.ts';
import { newSuper } from './super-object.ts';
import { fixupSlots } from './update-slot.ts';

/** Making classes: type.__new__. CPython: Objects/typeobject.c type_new and its steps */

const SUBCLASS_FLAGS =
  TpFlag.LONG_SUBCLASS |
  TpFlag.LIST_SUBCLASS |
  TpFlag.TUPLE_SUBCLASS |
  TpFlag.BYTES_SUBCLASS |
  TpFlag.UNICODE_SUBCLASS |
  TpFlag.DICT_SUBCLASS |
  TpFlag.BASE_EXC_SUBCLASS |
  TpFlag.TYPE_SUBCLASS |
  TpFlag.MATCH_SELF |
  TpFlag.SEQUENCE |
  TpFlag.MAPPING;

/** type.__new__(metatype, name, bases, dict, **kwargs). CPython: type_new */
export function typeNew(rt: Runtime, metatype: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  if (nargs !== 3) typeError(rt, phrase(rt, 'typeNewArguments', nargs));
  const name = H[args];
  const givenBases = H[args + 2];
  const givenDict = H[args + 4];
  const flagsOf = (o: number): number => H[H[o + Ob.type] + Tp.flags];
  if ((flagsOf(name) & TpFlag.UNICODE_SUBCLASS) === 0) typeError(rt, `type.__new__() argument 1 must be str, not ${argumentType(rt, name)}`);
  if ((flagsOf(givenBases) & TpFlag.TUPLE_SUBCLASS) === 0)
    typeError(rt, `type.__new__() argument 2 must be tuple, not ${argumentType(rt, givenBases)}`);
  if ((flagsOf(givenDict) & TpFlag.DICT_SUBCLASS) === 0) typeError(rt, `type.__new__() argument 3 must be dict, not ${argumentType(rt, givenDict)}`);
  const mark = rt.mark();
  let bases = givenBases;
  let base: number = T.object;
  if (H[bases + Ob.size] === 0) bases = rt.own(tupleOf(rt, T.object));
  else {
    refuseMroEntries(rt, bases);
    const winner = calculateMetaclass(rt, metatype, bases);
    if (winner !== metatype && (rt.fn[H[winner + Tp.new]] as unknown) !== typeNew) {
      return rt.leave(mark, (rt.fn[H[winner + Tp.new]] as Call)(rt, winner, args, nargs, kwnames));
    }
    metatype = winner;
    base = bestBase(rt, bases);
  }
  const dict = rt.own(dictCopy(rt, givenDict));
  const nameText = rt.hooks.strText(rt, name);
  const slots = parseSlots(rt, nameText, base, dict);
  slotsFromBases(rt, bases, base, slots);
  if (nameText.includes('\0')) valueError(rt, 'type name must not contain null characters');
  const type = rt.own(allocType(rt, metatype, name, bases, base, dict, slots.names));
  const labels = layOut(rt, type, base, slots);
  H[type + Ty.contract] = subtypeContract(rt, nameText, base, {
    members: labels,
    at: H[base + Tp.basicsize] >> 2,
    dict: slots.addDict ? H[type + Tp.dictoffset] : 0,
  });
  setDefaults(rt, type, dict);
  const cell = takeCell(rt, dict, '__classcell__');
  if (cell !== 0) rt.setSlot(cell + Cell.contents, rt.newRef(type));
  // names of the class are looked up in what the class has, not in the namespace that its body ran in
  const dictCell = takeCell(rt, dict, '__classdictcell__');
  if (dictCell !== 0) rt.setSlot(dictCell + Cell.contents, rt.newRef(H[type + Tp.dict]));
  ready(rt, type, base, slots);
  fixupSlots(rt, type);
  if (H[type + Tp.dictoffset] !== 0 && sharesKeys(rt, type)) H[type + Tp.htCachedKeys] = newKeysForClass(rt);
  setNames(rt, type);
  initSubclass(rt, type, args, nargs, kwnames);
  return rt.leave(mark, rt.newRef(type));
}

/** Do the instances of a class share keys? From 3.11 only where the class's own `__dict__` stands before the object. CPython: type_new_impl */
function sharesKeys(rt: Runtime, type: number): boolean {
  if (rt.model.sizes.instanceDicts === 'shared table') return true;
  const { dict, item } = shownSize(rt, type);
  return dict === -1 || (item === 0 && dict < 0);
}

/** CPython: the check for `__mro_entries__` in type_new */
function refuseMroEntries(rt: Runtime, bases: number): void {
  const H = rt.H;
  for (let i = 0; i < H[bases + Ob.size]; i++) {
    const base = H[bases + Tuple.items + 2 * i];
    if ((H[H[base + Ob.type] + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) continue;
    const entries = lookupAttr(rt, base, rt.ident('__mro_entries__'));
    if (entries !== 0) {
      rt.decref(entries);
      typeError(rt, "type() doesn't support MRO entry resolution; use types.new_class()");
    }
  }
}

/** The type object, tracked, with its references but no slots yet. CPython: type_new_alloc */
function allocType(rt: Runtime, metatype: number, name: number, bases: number, base: number, dict: number, slotNames: number): Owned {
  const H = rt.H;
  const n = slotNames === 0 ? 0 : H[slotNames + Ob.size];
  const bytes = H[metatype + Tp.basicsize] + (n + 1) * H[metatype + Tp.itemsize];
  const type = rt.newGcObject(metatype, bytes);
  H.fill(0, type + Ob.body, type + (bytes >> 2));
  // subclasses of type read their own fields behind the member table's first entry; the size is set with the layout
  H[type + Tp.flags] = TpFlag.HEAPTYPE | TpFlag.BASETYPE | TpFlag.HAVE_GC | (H[base + Tp.flags] & SUBCLASS_FLAGS);
  const put = (at: number, value: number): void => {
    H[value]++;
    H[type + at] = value;
  };
  put(Tp.htName, name);
  H[type + Tp.name] = name;
  H[type + Tp.name + 1] = 1;
  put(Tp.htQualname, name);
  put(Tp.base, base);
  put(Tp.bases, bases);
  put(Tp.dict, dict);
  if (slotNames !== 0) put(Tp.htSlots, slotNames);
  H[type + Tp.dealloc] = rt.slotIndex(subtypeDealloc);
  rt.track(type);
  return type;
}

/** `__module__`, `__qualname__`, the special static and class methods. CPython: type_new_set_attrs */
function setDefaults(rt: Runtime, type: number, dict: number): void {
  const H = rt.H;
  const frame = H[Root.frame];
  if (dictGetStr(rt, dict, rt.ident('__module__')) === 0 && frame !== 0) {
    const module = dictGetStr(rt, H[frame + Fr.globals], rt.ident('__name__'));
    if (module !== 0) dictSet(rt, dict, rt.ident('__module__'), module);
  }
  const qualname = dictGetStr(rt, dict, rt.ident('__qualname__'));
  if (qualname !== 0) {
    if (!isStr(rt, qualname)) typeError(rt, `type __qualname__ must be a str, not ${typeName(rt, qualname)}`);
    rt.setSlot(type + Tp.htQualname, rt.newRef(qualname));
    dictDelete(rt, dict, rt.ident('__qualname__'));
  }
  wrapFunction(rt, dict, '__new__', T.staticmethod);
  wrapFunction(rt, dict, '__init_subclass__', T.classmethod);
  wrapFunction(rt, dict, '__class_getitem__', T.classmethod);
}

function wrapFunction(rt: Runtime, dict: number, name: string, holder: T.staticmethod | T.classmethod): void {
  const f = dictGetStr(rt, dict, rt.ident(name));
  if (f === 0 || rt.H[f + Ob.type] !== T.function) return;
  const mark = rt.mark();
  const held = rt.own(newMethodHolder(rt, holder, f));
  dictSet(rt, dict, rt.ident(name), held);
  rt.release(mark);
}

/** Takes a cell out of the dict: parked on the native stack, 0 when there is none. CPython: type_new_set_classcell, type_new_set_classdictcell */
function takeCell(rt: Runtime, dict: number, name: '__classcell__' | '__classdictcell__'): number {
  const cell = dictGetStr(rt, dict, rt.ident(name));
  if (cell === 0) return 0;
  if (rt.H[cell + Ob.type] !== T.cell) {
    typeError(rt, `${name} must be a nonlocal cell, not ${reprText(rt, rt.H[cell + Ob.type])}`);
  }
  rt.own(rt.newRef(cell));
  dictDelete(rt, dict, rt.ident(name));
  return cell;
}

/** CPython: PyType_Ready for a class made by Python code */
function ready(rt: Runtime, type: number, base: number, slots: { names: number; addDict: boolean; addWeak: boolean }): void {
  const H = rt.H;
  const dict = H[type + Tp.dict];
  setMro(rt, type);
  addDescriptors(rt, type, base, slots);
  if (dictGetStr(rt, dict, rt.ident('__doc__')) === 0) dictSet(rt, dict, rt.ident('__doc__'), S.None);
  H[type + Tp.new] = H[base + Tp.new];
  const mro = H[type + Tp.mro];
  const n = H[mro + Ob.size];
  for (let i = 1; i < n; i++) inheritSlots(rt, type, H[mro + Tuple.items + 2 * i], dict);
  if (H[type + Tp.hash] === 0 && dictGetStr(rt, dict, rt.slotNames[N.hash]) === 0) {
    dictSet(rt, dict, rt.slotNames[N.hash], S.None);
    H[type + Tp.hash] = rt.slotIndex(hashNotImplemented);
  }
  const bases = H[type + Tp.bases];
  H[type + Tp.flags] |= TpFlag.READY;
  for (let i = 0; i < H[bases + Ob.size]; i++) addSubclass(rt, H[bases + Tuple.items + 2 * i], type);
}

/** Slots of one base of the MRO where the type has none yet. CPython: inherit_slots */
function inheritSlots(rt: Runtime, type: number, base: number, dict: number): void {
  const H = rt.H;
  const baseBase = H[base + Tp.base];
  for (const at of inheritedSlots) {
    const f = H[base + at];
    if (f !== 0 && H[type + at] === 0 && (baseBase === 0 || f !== H[baseBase + at])) H[type + at] = f;
  }
  if (H[type + Tp.richcompare] === 0 && H[type + Tp.hash] === 0) {
    if (dictGetStr(rt, dict, rt.ident('__eq__')) === 0 && dictGetStr(rt, dict, rt.ident('__hash__')) === 0) {
      H[type + Tp.richcompare] = H[base + Tp.richcompare];
      H[type + Tp.hash] = H[base + Tp.hash];
    }
  }
}

/** Calls `__set_name__` of the class's attributes. CPython: type_new_set_names */
function setNames(rt: Runtime, type: number): void {
  const H = rt.H;
  const mark = rt.mark();
  const copy = rt.own(dictCopy(rt, H[type + Tp.dict]));
  const name = rt.ident('__set_name__');
  for (let pos = dictNext(rt, copy, 0); pos >= 0; pos = dictNext(rt, copy, pos)) {
    const key = nextKey(rt);
    const value = nextValue(rt);
    const inner = rt.mark();
    const method = rt.own(lookupSpecial(rt, value, name));
    if (method === 0) {
      rt.release(inner);
      continue;
    }
    const depth = rt.depth;
    try {
      rt.decref(call2(rt, method, type, key));
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR) throw thrown;
      rt.release(inner);
      rt.depth = depth;
      failedSetName(rt, type, key, value);
    }
    rt.release(inner);
  }
  rt.release(mark);
}

/** The error under way with a note, to 3.11 a RuntimeError that it caused. CPython: type_new_set_names, _PyErr_FormatFromCause */
function failedSetName(rt: Runtime, type: number, key: number, value: number): never {
  const cause = takeError(rt);
  rt.own(cause);
  const text = `Error calling __set_name__ on '${typeName(rt, value)}' instance ${reprText(rt, key)} in '${rt.hooks.strText(rt, rt.H[type + Tp.name])}'`;
  if (rt.model.wording.setNameNote) {
    const note = rt.own(newStr(rt, text));
    rt.decref(callMethodText(rt, cause, 'add_note', note));
    rt.setSlot(Root.curexc, rt.newRef(cause));
    throw PYTHON_ERROR;
  }
  const exc = rt.hooks.makeException(rt, T.RuntimeError, text);
  rt.setSlot(exc + Exc.cause, rt.newRef(cause));
  rt.setSlot(exc + Exc.context, rt.newRef(cause));
  rt.H[exc + Exc.suppressContext] = 1;
  rt.setSlot(Root.curexc, exc);
  throw PYTHON_ERROR;
}

/** `super(type, type).__init_subclass__(**kwargs)`. CPython: type_new_init_subclass */
function initSubclass(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): void {
  const mark = rt.mark();
  const parent = rt.own(newSuper(rt, type, type, type));
  const f = getAttr(rt, parent, rt.ident('__init_subclass__'));
  rt.release(mark);
  rt.own(f);
  const H = rt.H;
  const nkw = kwnames === 0 ? 0 : H[kwnames + Ob.size];
  const values = args + 2 * nargs;
  if (nkw === 0) rt.decref(call(rt, f, values, 0, 0));
  else if (rt.model.callHoldsFunction) rt.decref(callHeld(rt, f, values, 0, kwnames));
  else {
    // the dict of keywords is unpacked into counted slots
    const first = rt.nsp;
    for (let i = 0; i < nkw; i++) rt.own(rt.newRef(H[values + 2 * i]));
    rt.decref(call(rt, f, first, 0, kwnames));
  }
  rt.release(mark);
}
