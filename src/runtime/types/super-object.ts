import { Ob } from '../../memory/layout.ts';
import { dictGet, dictGetStr } from '../containers/dict-object.ts';
import { genericGetAttr, isType, lookupAttr } from '../core/abstract/attribute.ts';
import { call2 } from '../core/abstract/call.ts';
import { argumentType, noKeywords } from '../core/arguments.ts';
import { nameOfType, raise, subtypeOf, typeError, typeName } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Cell, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import type { DescrGet } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { newStr } from '../text/str-object.ts';
import { Super } from './descr-layout.ts';

/** super. CPython: Objects/typeobject.c super_* */

/** A bound super object; all borrowed. */
export function newSuper(rt: Runtime, type: number, obj: number, objType: number): Owned {
  const H = rt.H;
  const op = allocInstance(rt, T.super, 0);
  H[type]++;
  H[op + Super.type] = type;
  if (obj !== 0) {
    H[obj]++;
    H[op + Super.obj] = obj;
    H[objType]++;
    H[op + Super.objType] = objType;
  }
  return op;
}

/** The class at which the search of a bound super starts: new reference. CPython: supercheck */
function superCheck(rt: Runtime, type: number, obj: number): Owned {
  const H = rt.H;
  if (isType(rt, obj) && subtypeOf(rt, obj, type)) return rt.newRef(obj);
  if (subtypeOf(rt, H[obj + Ob.type], type)) return rt.newRef(H[obj + Ob.type]);
  const cls = lookupAttr(rt, obj, rt.ident('__class__'));
  if (cls !== 0) {
    if (isType(rt, cls) && cls !== (H[obj + Ob.type] as number) && subtypeOf(rt, cls, type)) return cls;
    rt.decref(cls);
  }
  const what = isType(rt, obj) ? `type ${nameOfType(rt, obj)}` : `instance of ${typeName(rt, obj)}`;
  typeError(rt, phrase(rt, 'superObject', what, nameOfType(rt, type)));
}

function superInit(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  noKeywords(rt, 'super', kwnames);
  if (nargs > 2) typeError(rt, phrase(rt, 'superTooMany', nargs));
  const H = rt.H;
  const mark = rt.mark();
  let type: number;
  let obj: number;
  if (nargs === 0) {
    const found = implicitArguments(rt);
    type = found.type;
    obj = found.obj;
  } else {
    type = H[args];
    obj = nargs > 1 ? H[args + 2] : 0;
    if (!isType(rt, type)) typeError(rt, phrase(rt, 'superType', argumentType(rt, type), typeName(rt, type)));
  }
  if (obj === S.None) obj = 0;
  const objType = obj === 0 ? 0 : rt.own(superCheck(rt, type, obj));
  rt.setSlot(self + Super.type, rt.newRef(type));
  rt.setSlot(self + Super.obj, obj === 0 ? 0 : rt.newRef(obj));
  rt.setSlot(self + Super.objType, objType === 0 ? 0 : rt.newRef(objType));
  rt.release(mark);
}

function runtimeError(rt: Runtime, message: string): never {
  raise(rt, T.RuntimeError, message);
}

/** `super()` without arguments: first argument and `__class__` cell of the running function. CPython: super_init_without_args */
function implicitArguments(rt: Runtime): { type: number; obj: number } {
  const H = rt.H;
  const frame = H[Root.frame];
  if (frame === 0) runtimeError(rt, 'super(): no current frame');
  const code = H[frame + Fr.code];
  if (H[code + Co.argcount] === 0) runtimeError(rt, 'super(): no arguments');
  const nlocals = H[code + Co.nlocals];
  const cells = H[code + Co.cellvars];
  const frees = H[code + Co.freevars];
  const ncells = cells === 0 ? 0 : H[cells + Ob.size];
  const nfree = frees === 0 ? 0 : H[frees + Ob.size];
  const locals = frame + Fr.localsplus;
  let obj = H[locals];
  if (obj === 0 && ncells > 0) {
    // the first argument may live in a cell
    const name = H[H[code + Co.varnames] + Tuple.items];
    for (let i = 0; i < ncells; i++) {
      if (H[cells + Tuple.items + 2 * i] === name) obj = H[H[locals + 2 * (nlocals + i)] + Cell.contents];
    }
  }
  if (obj === 0) runtimeError(rt, 'super(): arg[0] deleted');
  const wanted = rt.ident('__class__');
  for (let i = 0; i < nfree; i++) {
    if (H[frees + Tuple.items + 2 * i] !== wanted) continue;
    const cell = H[locals + 2 * (nlocals + ncells + i)];
    if (cell === 0 || H[cell + Ob.type] !== T.cell) runtimeError(rt, 'super(): bad __class__ cell');
    const type = H[cell + Cell.contents];
    if (type === 0) runtimeError(rt, 'super(): empty __class__ cell');
    if (!isType(rt, type)) runtimeError(rt, `super(): __class__ is not a type (${typeName(rt, type)})`);
    return { type, obj };
  }
  runtimeError(rt, 'super(): __class__ cell not found');
}

/** CPython: super_getattro */
function superGetattro(rt: Runtime, self: number, name: number): Owned {
  const H = rt.H;
  const start = H[self + Super.objType];
  if (start === 0 || name === rt.ident('__class__')) return genericGetAttr(rt, self, name);
  const mro = H[start + Tp.mro];
  if (mro === 0) return genericGetAttr(rt, self, name);
  const n = H[mro + Ob.size];
  const type = H[self + Super.type];
  let i = 0;
  while (i + 1 < n && H[mro + Tuple.items + 2 * i] !== type) i++;
  const mark = rt.mark();
  rt.own(rt.newRef(mro));
  for (i++; i < n; i++) {
    const dict = H[H[mro + Tuple.items + 2 * i] + Tp.dict];
    if (dict === 0) continue;
    const found = H[name + Ob.type] === T.str ? dictGetStr(rt, dict, name) : dictGet(rt, dict, name);
    if (found === 0) continue;
    const get = H[H[found + Ob.type] + Tp.descrGet];
    if (get === 0) return rt.leave(mark, rt.newRef(found));
    rt.own(rt.newRef(found));
    const obj = H[self + Super.obj];
    return rt.leave(mark, (rt.fn[get] as DescrGet)(rt, found, obj === start ? 0 : obj, start));
  }
  rt.release(mark);
  return genericGetAttr(rt, self, name);
}

/** CPython: super_descr_get */
function superDescrGet(rt: Runtime, self: number, obj: number, _type: number): Owned {
  const H = rt.H;
  if (obj === 0 || obj === S.None || H[self + Super.obj] !== 0) return rt.newRef(self);
  if (H[self + Ob.type] !== T.super) return call2(rt, H[self + Ob.type], H[self + Super.type], obj);
  const mark = rt.mark();
  const objType = rt.own(superCheck(rt, H[self + Super.type], obj));
  return rt.leave(mark, newSuper(rt, H[self + Super.type], obj, objType));
}

function superRepr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const type = H[self + Super.type];
  const text = type === 0 ? 'NULL' : rt.hooks.strText(rt, H[type + Tp.name]);
  const objType = H[self + Super.objType];
  if (objType === 0) return newStr(rt, `<super: <class '${text}'>, NULL>`);
  return newStr(rt, `<super: <class '${text}'>, <${rt.hooks.strText(rt, H[objType + Tp.name])} object>>`);
}

export const superType: TypeSpec = {
  name: 'super',
  at: T.super,
  basicsize: 40,
  flags: TpFlag.BASETYPE,
  contract: {
    gc: true,
    slots: [
      { at: Super.type, label: '__thisclass__', keep: true },
      { at: Super.obj, label: '__self__', keep: true },
      { at: Super.objType, label: '__self_class__', keep: true },
    ],
  },
  slots: {
    repr: superRepr,
    getattro: superGetattro,
    descrGet: superDescrGet,
    init: superInit,
    new: (rt, type) => allocInstance(rt, type, 0),
  },
  members: [
    { name: '__thisclass__', at: Super.type, kind: 'object', readonly: true, doc: 'the class invoking super()' },
    { name: '__self__', at: Super.obj, kind: 'object', readonly: true, doc: 'the instance invoking super(); may be None' },
    { name: '__self_class__', at: Super.objType, kind: 'object', readonly: true, doc: 'the type of the instance invoking super(); may be None' },
  ],
  doc:
    'super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n' +
    'super(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\n' +
    'Typical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\n' +
    'This works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n',
};
