import { Ob } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { dictGetStr, dictSet, newDict } from '../containers/dict-object.ts';
import { emptyTuple } from '../containers/tuple-object.ts';
import { addressText } from '../core/abstract/object.ts';
import { argumentType, parseKeywords } from '../core/arguments.ts';
import { raise, typeError, typeName, valueError } from '../core/errors.ts';
import { Func, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { checkAnnotate, computedAnnotations } from '../types/computed-annotations.ts';
import { callFunction } from './call-function.ts';
import { Co } from './frame-layout.ts';
import { newMethod } from './method-object.ts';
import { builtinsOf } from './run-code.ts';

/**
 * A function of a code object; increfs all; tracked. `__doc__` is the first constant when it is a str, `__module__` comes from the globals.
 * MemoryError. CPython: Objects/funcobject.c PyFunction_NewWithQualName
 */
export function newFunction(rt: Runtime, code: number, globals: number, qualname: number): Owned {
  const H = rt.H;
  const builtins = builtinsOf(rt, globals);
  const module = H[globals + Ob.type] === T.dict ? dictGetStr(rt, globals, rt.ident('__name__')) : 0;
  const end = rt.model.compiler.lazyAnnotations ? Func.annotatedEnd : Func.end;
  const f = rt.newGcObject(T.function, end * 4);
  zeroWords(rt.F64, f + Func.globals, f + end);
  H[f + Func.globals] = rt.newRef(globals);
  H[f + Func.builtins] = rt.newRef(builtins);
  H[f + Func.name] = rt.newRef(H[code + Co.name]);
  H[f + Func.qualname] = rt.newRef(qualname);
  H[f + Func.code] = rt.newRef(code);
  const consts = H[code + Co.consts];
  let doc: number = S.None;
  if (H[consts + Ob.size] > 0 && H[H[consts + Tuple.items] + Ob.type] === T.str) doc = H[consts + Tuple.items];
  H[f + Func.doc] = rt.newRef(doc);
  if (module !== 0) H[f + Func.module] = rt.newRef(module);
  rt.track(f);
  return f;
}

/** `__get__`: a method bound to the object, the function itself on the class. CPython: func_descr_get */
function functionGet(rt: Runtime, f: number, obj: number): Owned {
  return obj === 0 || obj === S.None ? rt.newRef(f) : newMethod(rt, f, obj);
}

function functionRepr(rt: Runtime, f: number): Owned {
  return newStr(rt, `<function ${rt.hooks.strText(rt, rt.H[f + Func.qualname])} at ${addressText(f)}>`);
}

/** function(code, globals, name=None, argdefs=None, closure=None). CPython: func_new_impl */
function functionNew(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const [code, globals, name, defaults, closure] = parseKeywords(
    rt,
    { name: 'function', params: ['code', 'globals', 'name', 'argdefs', 'closure'], required: 2 },
    args,
    nargs,
    kwnames,
    [],
  );
  if (H[code + Ob.type] !== T.code) typeError(rt, `function() argument 'code' must be code, not ${argumentType(rt, code)}`);
  if (H[globals + Ob.type] !== T.dict) typeError(rt, `function() argument 'globals' must be dict, not ${argumentType(rt, globals)}`);
  if (name !== 0 && name !== S.None && H[name + Ob.type] !== T.str) typeError(rt, 'arg 3 (name) must be None or string');
  if (defaults !== 0 && defaults !== S.None && H[defaults + Ob.type] !== T.tuple) typeError(rt, 'arg 4 (defaults) must be None or tuple');
  const nfree = H[code + Co.frees];
  const given = closure === 0 ? S.None : closure;
  if (H[given + Ob.type] !== T.tuple) {
    if (nfree !== 0 && given === S.None) typeError(rt, 'arg 5 (closure) must be tuple');
    if (given !== S.None) typeError(rt, 'arg 5 (closure) must be None or tuple');
  }
  const nclosure = given === S.None ? 0 : H[given + Ob.size];
  if (nfree !== nclosure) valueError(rt, `${rt.hooks.strText(rt, H[code + Co.name])} requires closure of length ${nfree}, not ${nclosure}`);
  for (let i = 0; i < nclosure; i++) {
    const cell = H[given + Tuple.items + 2 * i];
    if (H[cell + Ob.type] !== T.cell) typeError(rt, `arg 5 (closure) expected cell, found ${typeName(rt, cell)}`);
  }
  const f = newFunction(rt, code, globals, H[code + Co.name]);
  if (name !== 0 && name !== S.None) rt.setSlot(f + Func.name, rt.newRef(name));
  if (defaults !== 0 && defaults !== S.None) H[f + Func.defaults] = rt.newRef(defaults);
  if (nclosure !== 0) H[f + Func.closure] = rt.newRef(given);
  return f;
}

function setCode(rt: Runtime, f: number, value: number): void {
  const H = rt.H;
  if (value === 0 || H[value + Ob.type] !== T.code) typeError(rt, '__code__ must be set to a code object');
  const closure = H[f + Func.closure];
  const have = closure === 0 ? 0 : H[closure + Ob.size];
  const need = H[value + Co.frees];
  if (have !== need) {
    valueError(rt, `${rt.hooks.strText(rt, H[f + Func.name])}() requires a code object with ${have} free vars, not ${need}`);
  }
  rt.setSlot(f + Func.code, rt.newRef(value));
}

function textSetter(at: number, name: string): (rt: Runtime, f: number, value: number) => void {
  return (rt, f, value) => {
    if (value === 0 || rt.H[value + Ob.type] !== T.str) typeError(rt, `${name} must be set to a string object`);
    rt.setSlot(f + at, rt.newRef(value));
  };
}

/** Setter of a slot that takes None (empty) or an instance of one type. */
function optionalSetter(at: number, type: T, message: string): (rt: Runtime, f: number, value: number) => void {
  return (rt, f, value) => {
    const given = value === S.None ? 0 : value;
    if (given !== 0 && rt.H[given + Ob.type] !== type) typeError(rt, message);
    rt.setSlot(f + at, given === 0 ? 0 : rt.newRef(given));
  };
}

/** `__type_params__`: a tuple, empty where there are none. CPython: func_get_type_params */
function typeParams(rt: Runtime, f: number): Owned {
  const known = rt.H[f + Func.typeParams];
  return rt.newRef(known === 0 ? emptyTuple(rt) : known);
}

/** Sets the type parameters; borrows the tuple. CPython: func_set_type_params, _Py_set_function_type_params */
export function setTypeParams(rt: Runtime, f: number, value: number): void {
  if (value === 0 || rt.H[value + Ob.type] !== T.tuple) typeError(rt, '__type_params__ must be set to a tuple');
  rt.setSlot(f + Func.typeParams, rt.newRef(value));
}

function slotOrNone(at: number): (rt: Runtime, f: number) => Owned {
  return (rt, f) => rt.newRef(rt.H[f + at] === 0 ? S.None : rt.H[f + at]);
}

/** `__annotations__`: made when first asked for, from the names and values that MAKE_FUNCTION left. CPython: func_get_annotation_dict */
function annotations(rt: Runtime, f: number): Owned {
  const H = rt.H;
  const known = H[f + Func.annotations];
  if (known === 0)
    rt.setSlot(f + Func.annotations, (rt.model.compiler.lazyAnnotations && computedAnnotations(rt, H[f + Func.annotate])) || newDict(rt));
  else if (H[known + Ob.type] === T.tuple) {
    const mark = rt.mark();
    const dict = rt.own(newDict(rt));
    for (let i = 0; i < H[known + Ob.size]; i += 2) {
      dictSet(rt, dict, H[known + Tuple.items + 2 * i], H[known + Tuple.items + 2 * i + 2]);
    }
    rt.unown(dict);
    rt.nsp = mark;
    rt.setSlot(f + Func.annotations, dict);
  }
  return rt.newRef(H[f + Func.annotations]);
}

/** `__annotations__ = dict or None`, which ends the function that would compute them. CPython (3.14): func_set___annotations___impl */
function setAnnotations(rt: Runtime, f: number, value: number): void {
  optionalSetter(Func.annotations, T.dict, '__annotations__ must be set to a dict object')(rt, f, value);
  if (rt.model.compiler.lazyAnnotations) rt.setSlot(f + Func.annotate, 0);
}

/** `__annotate__ = callable or None`; a callable ends the annotations computed so far. CPython (3.14): func_set___annotate___impl */
function setAnnotate(rt: Runtime, f: number, value: number): void {
  checkAnnotate(rt, value);
  rt.setSlot(f + Func.annotate, value === S.None ? 0 : rt.newRef(value));
  if (value !== S.None) rt.setSlot(f + Func.annotations, 0);
}

/** `__dict__` of an object with a dict slot: made when first asked for. CPython: PyObject_GenericGetDict */
export function dictGetter(at: number): (rt: Runtime, op: number) => Owned {
  return (rt, op) => {
    if (rt.H[op + at] === 0) {
      const dict = newDict(rt);
      rt.H[op + at] = dict;
    }
    return rt.newRef(rt.H[op + at]);
  };
}

/** CPython: PyObject_GenericSetDict */
export function dictSetter(at: number): (rt: Runtime, op: number, value: number) => void {
  return (rt, op, value) => {
    if (value === 0) typeError(rt, 'cannot delete __dict__');
    if ((rt.H[rt.H[value + Ob.type] + Tp.flags] & TpFlag.DICT_SUBCLASS) === 0)
      typeError(rt, `__dict__ must be set to a dictionary, not a '${typeName(rt, value)}'`);
    rt.setSlot(op + at, rt.newRef(value));
  };
}

/** Refuses what a read-only attribute is set to. */
export function readonlyAttribute(rt: Runtime): never {
  return raise(rt, T.AttributeError, 'readonly attribute');
}

export const FUNCTION_TYPE: TypeSpec = {
  name: 'function',
  at: T.function,
  basicsize: Func.end * 4,
  flags: TpFlag.HAVE_VECTORCALL | TpFlag.METHOD_DESCRIPTOR,
  contract: {
    gc: true,
    slots: [
      { at: Func.code, label: '__code__', keep: true },
      { at: Func.globals, label: '__globals__' },
      { at: Func.builtins, label: '__builtins__' },
      { at: Func.module, label: '__module__' },
      { at: Func.defaults, label: '__defaults__' },
      { at: Func.kwdefaults, label: '__kwdefaults__' },
      { at: Func.doc, label: '__doc__' },
      { at: Func.name, label: '__name__', keep: true },
      { at: Func.qualname, label: '__qualname__', keep: true },
      { at: Func.dict, label: '__dict__' },
      { at: Func.closure, label: '__closure__' },
      { at: Func.annotations, label: '__annotations__' },
      { at: Func.typeParams, label: '__type_params__' },
    ],
  },
  slots: { repr: functionRepr, call: callFunction, descrGet: functionGet, new: functionNew },
  weaklistoffset: Func.weaklist,
  dictoffset: Func.dict,
  members: [
    { name: '__closure__', at: Func.closure, kind: 'object', readonly: true },
    { name: '__doc__', at: Func.doc, kind: 'object' },
    { name: '__globals__', at: Func.globals, kind: 'object', readonly: true },
    { name: '__module__', at: Func.module, kind: 'object' },
    { name: '__builtins__', at: Func.builtins, kind: 'object', readonly: true },
  ],
  getset: [
    { name: '__code__', get: slotOrNone(Func.code), set: setCode },
    {
      name: '__defaults__',
      get: slotOrNone(Func.defaults),
      set: optionalSetter(Func.defaults, T.tuple, '__defaults__ must be set to a tuple object'),
    },
    {
      name: '__kwdefaults__',
      get: slotOrNone(Func.kwdefaults),
      set: optionalSetter(Func.kwdefaults, T.dict, '__kwdefaults__ must be set to a dict object'),
    },
    { name: '__annotations__', get: annotations, set: setAnnotations },
    { name: '__type_params__', get: typeParams, set: setTypeParams },
    { name: '__dict__', get: dictGetter(Func.dict), set: dictSetter(Func.dict) },
    { name: '__name__', get: slotOrNone(Func.name), set: textSetter(Func.name, '__name__') },
    { name: '__qualname__', get: slotOrNone(Func.qualname), set: textSetter(Func.qualname, '__qualname__') },
  ],
  doc: `Create a function object.

  code
    a code object
  globals
    the globals dictionary
  name
    a string that overrides the name from the code object
  argdefs
    a tuple that specifies the default argument values
  closure
    a tuple that supplies the bindings for free variables`,
  signature: '(code, globals, name=None, argdefs=None, closure=None)',
};

/** Functions where annotations are computed when asked for: with a slot for the function that does it. */
export const ANNOTATED_FUNCTION_TYPE: TypeSpec = {
  ...FUNCTION_TYPE,
  basicsize: Func.annotatedEnd * 4,
  contract: { gc: true, slots: [...(FUNCTION_TYPE.contract?.slots ?? []), { at: Func.annotate, label: '__annotate__' }] },
  getset: [...(FUNCTION_TYPE.getset ?? []), { name: '__annotate__', get: slotOrNone(Func.annotate), set: setAnnotate }],
};
