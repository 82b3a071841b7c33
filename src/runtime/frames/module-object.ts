import { Ob } from '../../memory/layout.ts';
import { dictDelete, dictGetStr, dictGetText, dictNext, dictSet, dictSetText, newDict, nextKey } from '../containers/dict-object.ts';
import { call, call1 } from '../core/abstract/call.ts';
import { genericLookup, isTrue, lookupAttrText, raiseAttribute, repr } from '../core/abstract/object.ts';
import { argumentType, parseKeywords } from '../core/arguments.ts';
import { catching, typeError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Module, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { checkAnnotate, computedAnnotations } from '../types/computed-annotations.ts';

/** A module named `name` (borrowed str) with the attributes a fresh one has; tracked. MemoryError. CPython: Objects/moduleobject.c PyModule_NewObject */
export function newModule(rt: Runtime, name: number): Owned {
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  const module = allocModule(rt, T.module);
  rt.H[module + Module.dict] = rt.unown(dict);
  rt.own(module);
  initDict(rt, module, name, S.None);
  rt.unown(module);
  rt.nsp = mark;
  return module;
}

function allocModule(rt: Runtime, type: number): Owned {
  return allocInstance(rt, type, 0);
}

/** CPython: module_init_dict */
function initDict(rt: Runtime, module: number, name: number, doc: number): void {
  const H = rt.H;
  const dict = H[module + Module.dict];
  dictSetText(rt, dict, '__name__', name);
  dictSetText(rt, dict, '__doc__', doc);
  dictSetText(rt, dict, '__package__', S.None);
  dictSetText(rt, dict, '__loader__', S.None);
  dictSetText(rt, dict, '__spec__', S.None);
  if (H[name + Ob.type] === T.str) rt.setSlot(module + Module.name, rt.newRef(name));
}

/** The namespace of a module: borrowed. CPython: PyModule_GetDict */
export function moduleDict(rt: Runtime, module: number): number {
  return rt.H[module + Module.dict];
}

function moduleNew(rt: Runtime, type: number): Owned {
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  const module = allocModule(rt, type);
  rt.H[module + Module.dict] = rt.unown(dict);
  rt.nsp = mark;
  return module;
}

function moduleInit(rt: Runtime, module: number, args: number, nargs: number, kwnames: number): void {
  const [name, doc] = parseKeywords(rt, { name: 'module', params: ['name', 'doc'], required: 1 }, args, nargs, kwnames, []);
  if ((rt.H[rt.H[name + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0)
    typeError(rt, `module() argument 'name' must be str, not ${argumentType(rt, name)}`);
  if (rt.H[module + Module.dict] === 0) rt.H[module + Module.dict] = newDict(rt);
  initDict(rt, module, name, doc === 0 ? S.None : doc);
}

/** Through importlib._bootstrap._module_repr, as CPython does; a plain form before there is one. CPython: module_repr */
function moduleRepr(rt: Runtime, module: number): Owned {
  const importlib = rt.H[Root.importlib];
  if (importlib !== 0) {
    const mark = rt.mark();
    const f = rt.own(lookupAttrText(rt, importlib, '_module_repr'));
    if (f !== 0) return rt.leave(mark, call1(rt, f, module));
    rt.release(mark);
  }
  const name = rt.H[module + Module.dict] === 0 ? 0 : dictGetText(rt, moduleDict(rt, module), '__name__');
  const mark = rt.mark();
  const text = name === 0 ? "'?'" : rt.hooks.strText(rt, rt.own(repr(rt, name)));
  rt.release(mark);
  return newStr(rt, `<module ${text}>`);
}

/** Attribute of a module: the ordinary lookup, then a function `__getattr__` in it. CPython: module_getattro */
function moduleGetAttr(rt: Runtime, module: number, name: number): Owned {
  const found = genericLookup(rt, module, name, true);
  if (found !== 0) return found;
  const H = rt.H;
  const dict = H[module + Module.dict];
  const text = rt.hooks.strText(rt, name);
  if (dict !== 0) {
    const getattr = dictGetStr(rt, dict, rt.ident('__getattr__'));
    if (getattr !== 0) {
      const mark = rt.mark();
      rt.own(rt.newRef(getattr));
      return rt.leave(mark, call1(rt, getattr, name));
    }
    const modName = dictGetStr(rt, dict, rt.ident('__name__'));
    if (modName !== 0 && H[modName + Ob.type] === T.str) {
      const shown = rt.hooks.strText(rt, modName);
      if (isInitializing(rt, dict)) {
        raiseAttribute(rt, module, name, `partially initialized module '${shown}' has no attribute '${text}' (most likely due to a circular import)`);
      }
      raiseAttribute(rt, module, name, `module '${shown}' has no attribute '${text}'`);
    }
  }
  return raiseAttribute(rt, module, name, `module has no attribute '${text}'`);
}

/** CPython: _PyModuleSpec_IsInitializing */
function isInitializing(rt: Runtime, dict: number): boolean {
  const spec = dictGetStr(rt, dict, rt.ident('__spec__'));
  if (spec === 0 || spec === S.None) return false;
  const mark = rt.mark();
  const flag = rt.own(lookupAttrText(rt, spec, '_initializing'));
  const yes = flag !== 0 && catching(rt, T.Exception, () => isTrue(rt, flag), false);
  rt.release(mark);
  return yes;
}

/** CPython: module_dir */
function moduleDir(rt: Runtime, module: number): Owned {
  const dict = rt.H[module + Module.dict];
  const hook = dict === 0 ? 0 : dictGetText(rt, dict, '__dir__');
  const mark = rt.mark();
  if (hook !== 0) {
    rt.own(rt.newRef(hook));
    return rt.leave(mark, call(rt, hook, rt.nsp, 0, 0));
  }
  const list = rt.own(rt.hooks.newList(rt));
  for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) rt.hooks.listAppend(rt, list, nextKey(rt));
  return rt.leave(mark, rt.newRef(list));
}

/** `__annotations__`: made when first asked for. CPython: module_get_annotations */
function moduleAnnotations(rt: Runtime, module: number): Owned {
  const dict = moduleDict(rt, module);
  const known = dictGetText(rt, dict, '__annotations__');
  if (known !== 0) return rt.newRef(known);
  const mark = rt.mark();
  const lazy = rt.model.compiler.lazyAnnotations;
  const made = rt.own((lazy && computedAnnotations(rt, dictGetText(rt, dict, '__annotate__'))) || newDict(rt));
  // while a module is being filled its annotations may still become more
  if (!lazy || !isInitializing(rt, dict)) dictSetText(rt, dict, '__annotations__', made);
  return rt.leave(mark, rt.newRef(made));
}

/** `__annotate__`: None where there is none, which is then noted. CPython (3.14): module_get_annotate */
function moduleAnnotate(rt: Runtime, module: number): Owned {
  const dict = moduleDict(rt, module);
  const known = dictGetText(rt, dict, '__annotate__');
  if (known !== 0) return rt.newRef(known);
  dictSetText(rt, dict, '__annotate__', S.None);
  return rt.none();
}

function setModuleAnnotate(rt: Runtime, module: number, value: number): void {
  if (value === 0) typeError(rt, 'cannot delete __annotate__ attribute');
  checkAnnotate(rt, value);
  const dict = moduleDict(rt, module);
  dictSetText(rt, dict, '__annotate__', value);
  if (value !== S.None) dictDelete(rt, dict, rt.ident('__annotations__'));
}

function setModuleAnnotations(rt: Runtime, module: number, value: number): void {
  const dict = moduleDict(rt, module);
  const name = rt.ident('__annotations__');
  if (value !== 0) dictSet(rt, dict, name, value);
  else if (!dictDelete(rt, dict, name)) raiseAttribute(rt, module, name, '__annotations__');
  if (rt.model.compiler.lazyAnnotations) dictDelete(rt, dict, rt.ident('__annotate__'));
}

export const MODULE_TYPE: TypeSpec = {
  name: 'module',
  at: T.module,
  basicsize: Module.end * 4,
  flags: TpFlag.BASETYPE,
  contract: {
    gc: true,
    slots: [
      { at: Module.dict, label: '__dict__' },
      { at: Module.name, label: 'its name', keep: true },
    ],
  },
  slots: { repr: moduleRepr, getattro: moduleGetAttr, init: moduleInit, new: moduleNew },
  weaklistoffset: Module.weaklist,
  dictoffset: Module.dict,
  methods: [{ name: '__dir__', kind: Meth.NOARGS, fn: moduleDir, doc: '__dir__() -> list\nspecialized dir() implementation' }],
  members: [{ name: '__dict__', at: Module.dict, kind: 'object', readonly: true }],
  getset: [{ name: '__annotations__', get: moduleAnnotations, set: setModuleAnnotations }],
  doc: 'Create a module object.\n\nThe name must be a string; the optional docstring can have any type.',
  signature: '(name, doc=None)',
};

/** Modules where annotations are computed when asked for. */
export const ANNOTATED_MODULE_TYPE: TypeSpec = {
  ...MODULE_TYPE,
  getset: [...(MODULE_TYPE.getset ?? []), { name: '__annotate__', get: moduleAnnotate, set: setModuleAnnotate }],
};
