import { Ob } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { lookupAttr, lookupAttrText, setAttr } from '../core/abstract/attribute.ts';
import { call } from '../core/abstract/call.ts';
import { isTrue, reprText } from '../core/abstract/object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { raise } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Method, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Call, DescrGet, GetSetSpec, MemberSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';
import { Callable } from './descr-layout.ts';
import { genericDictGetSet } from './instance-getset.ts';

/** classmethod and staticmethod. CPython: Objects/funcobject.c cm_*, sm_* */

/** Copies the function's attributes that functools.wraps would. CPython: functools_wraps */
function wraps(rt: Runtime, self: number, callable: number): void {
  for (const name of rt.model.natives.copiedByHolders) {
    const mark = rt.mark();
    const value = rt.own(lookupAttrText(rt, callable, name));
    if (value !== 0) setAttr(rt, self, rt.ident(name), value);
    rt.release(mark);
  }
}

function holderInit(name: string): (rt: Runtime, self: number, args: number, nargs: number, kwnames: number) => void {
  return (rt, self, args, nargs, kwnames) => {
    noKeywords(rt, name, kwnames);
    checkPositional(rt, name, nargs, 1, 1);
    const callable = rt.H[args];
    rt.setSlot(self + Callable.callable, rt.newRef(callable));
    wraps(rt, self, callable);
  };
}

function holderRepr(name: string): (rt: Runtime, self: number) => Owned {
  return (rt, self) => newStr(rt, `<${name}(${reprText(rt, rt.H[self + Callable.callable])})>`);
}

/** A bound method. CPython: PyMethod_New */
export function newBoundMethod(rt: Runtime, func: number, self: number): Owned {
  const H = rt.H;
  const op = rt.newGcObject(T.method, Method.end * 4);
  zeroWords(rt.F64, op + Ob.body, op + Method.end);
  H[func]++;
  H[op + Method.func] = func;
  H[self]++;
  H[op + Method.self] = self;
  rt.track(op);
  return op;
}

/** CPython: cm_descr_get */
function classMethodGet(rt: Runtime, self: number, obj: number, type: number): Owned {
  const H = rt.H;
  const callable = H[self + Callable.callable];
  if (callable === 0) raise(rt, T.RuntimeError, 'uninitialized classmethod object');
  const cls = type === 0 ? H[obj + Ob.type] : type;
  const get = H[H[callable + Ob.type] + Tp.descrGet];
  if (get !== 0) return (rt.fn[get] as DescrGet)(rt, callable, cls, cls);
  return newBoundMethod(rt, callable, cls);
}

/** CPython: sm_descr_get */
function staticMethodGet(rt: Runtime, self: number, _obj: number, _type: number): Owned {
  const callable = rt.H[self + Callable.callable];
  if (callable === 0) raise(rt, T.RuntimeError, 'uninitialized staticmethod object');
  return rt.newRef(callable);
}

const staticMethodCall: Call = (rt, self, args, nargs, kwnames) => call(rt, rt.H[self + Callable.callable], args, nargs, kwnames);

const members: readonly MemberSpec[] = [
  { name: '__func__', at: Callable.callable, kind: 'object', readonly: true },
  { name: '__wrapped__', at: Callable.callable, kind: 'object', readonly: true },
];
const getset: readonly GetSetSpec[] = [
  {
    name: '__isabstractmethod__',
    get: (rt, self) => {
      const callable = rt.H[self + Callable.callable];
      const mark = rt.mark();
      const flag = callable === 0 ? 0 : rt.own(lookupAttr(rt, callable, rt.ident('__isabstractmethod__')));
      const truth = flag !== 0 && isTrue(rt, flag);
      rt.release(mark);
      return rt.bool(truth);
    },
  },
  genericDictGetSet,
];
const contract = {
  gc: true,
  slots: [
    { at: Callable.callable, label: '__func__' },
    { at: Callable.dict, label: '__dict__' },
  ],
};

export const methodHolderTypes: readonly TypeSpec[] = [
  {
    name: 'classmethod',
    at: T.classmethod,
    basicsize: 32,
    flags: TpFlag.BASETYPE,
    contract,
    dictoffset: Callable.dict,
    slots: {
      repr: holderRepr('classmethod'),
      descrGet: classMethodGet,
      init: holderInit('classmethod'),
      new: (rt, type) => allocInstance(rt, type, 0),
    },
    members,
    getset,
    doc:
      'classmethod(function) -> method\n\nConvert a function to be a class method.\n\nA class method receives the class as implicit first argument,\n' +
      'just like an instance method receives the instance.\nTo declare a class method, use this idiom:\n\n  class C:\n      @classmethod\n' +
      '      def f(cls, arg1, arg2, ...):\n          ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n' +
      '(e.g. C().f()).  The instance is ignored except for its class.\nIf a class method is called for a derived class, the derived class\n' +
      'object is passed as the implied first argument.\n\nClass methods are different than C++ or Java static methods.\nIf you want those, see the staticmethod builtin.',
  },
  {
    name: 'staticmethod',
    at: T.staticmethod,
    basicsize: 32,
    flags: TpFlag.BASETYPE,
    contract,
    dictoffset: Callable.dict,
    slots: {
      repr: holderRepr('staticmethod'),
      call: staticMethodCall,
      descrGet: staticMethodGet,
      init: holderInit('staticmethod'),
      new: (rt, type) => allocInstance(rt, type, 0),
    },
    members,
    getset,
    doc:
      'staticmethod(function) -> method\n\nConvert a function to be a static method.\n\nA static method does not receive an implicit first argument.\n' +
      'To declare a static method, use this idiom:\n\n     class C:\n         @staticmethod\n         def f(arg1, arg2, ...):\n             ...\n\n' +
      'It can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()). Both the class and the instance are ignored, and\n' +
      'neither is passed implicitly as the first argument to the method.\n\nStatic methods in Python are similar to those found in Java or C++.\n' +
      'For a more advanced concept, see the classmethod builtin.',
  },
];
