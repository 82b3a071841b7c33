import { Ob } from '../../memory/layout.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { getAttrText, isType, raiseAttribute, raiseNoAttribute, typeCheck } from '../core/abstract/attribute.ts';
import { holdArguments, tupleOfSlots } from '../core/abstract/call.ts';
import { intDouble } from '../core/abstract/number.ts';
import { isStr } from '../core/abstract/object.ts';
import { enterRecursive, nameOfType, raise, subtypeOf, typeError, typeName } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import { callNative } from '../core/native-call.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { type Call, Cmp, type GetSetSpec, type MemberSpec, Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { Descr, Wrapper } from './descr-layout.ts';
import { MemberKind, memberDocs, newCFunction } from './descr-object.ts';
import { importModule } from './import-module.ts';
import { slotDefs, slotSignature } from './slot-defs.ts';

/** Descriptors of native attributes: method, classmethod, getset, member, slot wrapper. CPython: Objects/descrobject.c */

function nameText(rt: Runtime, descr: number): string {
  return strText(rt, rt.H[descr + Descr.name]);
}

function ownerText(rt: Runtime, descr: number): string {
  return nameOfType(rt, rt.H[descr + Descr.type]);
}

/** TypeError when the object is no instance of the descriptor's type. CPython: descr_check */
function checkInstance(rt: Runtime, descr: number, obj: number): void {
  if (!typeCheck(rt, obj, rt.H[descr + Descr.type])) {
    typeError(rt, `descriptor '${nameText(rt, descr)}' for '${ownerText(rt, descr)}' objects doesn't apply to a '${typeName(rt, obj)}' object`);
  }
}

/** 'list.append', for messages. */
function callableName(rt: Runtime, descr: number): string {
  // the qualified name, which has no module in it
  return `${ownerText(rt, descr).replace(/^.*\./, '')}.${nameText(rt, descr)}`;
}

/** CPython: method_vectorcall_* */
export function methodDescrCall(rt: Runtime, descr: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs < 1) typeError(rt, `unbound method ${callableName(rt, descr)}() needs an argument`);
  const H = rt.H;
  const self = H[args];
  if (H[self + Ob.type] !== H[descr + Descr.type]) checkInstance(rt, descr, self);
  return callNative(rt, rt.methodDefs[H[descr + Descr.def]], self, args + 2, nargs - 1, kwnames, descr, callableName);
}

function methodGet(rt: Runtime, descr: number, obj: number, _type: number): Owned {
  if (obj === 0) return rt.newRef(descr);
  checkInstance(rt, descr, obj);
  return newCFunction(rt, rt.methodDefs[rt.H[descr + Descr.def]], obj, 0);
}

/** CPython: classmethod_get */
function classMethodGet(rt: Runtime, descr: number, obj: number, type: number): Owned {
  let cls = type;
  if (cls === 0) {
    if (obj === 0) typeError(rt, `descriptor '${nameText(rt, descr)}' for type '${ownerText(rt, descr)}' needs either an object or a type`);
    cls = rt.H[obj + Ob.type];
  }
  if (!isType(rt, cls)) {
    typeError(rt, `descriptor '${nameText(rt, descr)}' for type '${ownerText(rt, descr)}' needs a type, not a '${typeName(rt, cls)}' as arg 2`);
  }
  if (!subtypeOf(rt, cls, rt.H[descr + Descr.type])) {
    typeError(rt, `descriptor '${nameText(rt, descr)}' requires a subtype of '${ownerText(rt, descr)}' but received '${nameOfType(rt, cls)}'`);
  }
  return newCFunction(rt, rt.methodDefs[rt.H[descr + Descr.def]], cls, 0);
}

function classMethodCall(rt: Runtime, descr: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs < 1) typeError(rt, `descriptor '${nameText(rt, descr)}' of '${ownerText(rt, descr)}' object needs an argument`);
  const mark = rt.mark();
  const bound = rt.own(classMethodGet(rt, descr, 0, rt.H[args]));
  const f = rt.fn[rt.H[rt.H[bound + Ob.type] + Tp.call]] as Call;
  return rt.leave(mark, f(rt, bound, args + 2, nargs - 1, kwnames));
}

function getsetGet(rt: Runtime, descr: number, obj: number, _type: number): Owned {
  if (obj === 0) return rt.newRef(descr);
  if (rt.H[obj + Ob.type] !== rt.H[descr + Descr.type]) checkInstance(rt, descr, obj);
  const { get } = rt.getSets[rt.H[descr + Descr.def]];
  if (get !== undefined) return get(rt, obj);
  raiseAttribute(rt, obj, rt.H[descr + Descr.name], `attribute '${nameText(rt, descr)}' of '${ownerText(rt, descr)}' objects is not readable`);
}

/** CPython: descr_setcheck */
function checkSetInstance(rt: Runtime, descr: number, obj: number): void {
  if (!typeCheck(rt, obj, rt.H[descr + Descr.type])) {
    typeError(rt, `descriptor '${nameText(rt, descr)}' requires a '${ownerText(rt, descr)}' object but received a '${typeName(rt, obj)}'`);
  }
}

function getsetSet(rt: Runtime, descr: number, obj: number, value: number): void {
  checkSetInstance(rt, descr, obj);
  const { set, plain } = rt.getSets[rt.H[descr + Descr.def]];
  if (set === undefined && plain) raise(rt, T.AttributeError, 'readonly attribute');
  if (set === undefined) raise(rt, T.AttributeError, `attribute '${nameText(rt, descr)}' of '${ownerText(rt, descr)}' objects is not writable`);
  set(rt, obj, value);
}

/** CPython: PyMember_GetOne */
function memberGet(rt: Runtime, descr: number, obj: number, _type: number): Owned {
  const H = rt.H;
  if (obj === 0) return rt.newRef(descr);
  checkInstance(rt, descr, obj);
  const at = obj + H[descr + Descr.def];
  switch (H[descr + Descr.memberKind] & MemberKind.mask) {
    case MemberKind.object:
      return H[at] === 0 ? rt.none() : rt.newRef(H[at]);
    case MemberKind.objectEx:
      if (H[at] === 0) raiseNoAttribute(rt, obj, H[descr + Descr.name]);
      return rt.newRef(H[at]);
    case MemberKind.bool:
      return rt.bool(H[at]);
    default:
      return newInt(rt, H[at]);
  }
}

/** CPython: PyMember_SetOne */
function memberSet(rt: Runtime, descr: number, obj: number, value: number): void {
  const H = rt.H;
  checkSetInstance(rt, descr, obj);
  const kind = H[descr + Descr.memberKind];
  const at = obj + H[descr + Descr.def];
  if ((kind & MemberKind.readonly) !== 0) raise(rt, T.AttributeError, 'readonly attribute');
  switch (kind & MemberKind.mask) {
    case MemberKind.object:
      rt.setSlot(at, value === 0 ? 0 : rt.newRef(value));
      return;
    case MemberKind.objectEx:
      if (value === 0 && H[at] === 0) raiseAttribute(rt, obj, H[descr + Descr.name], nameText(rt, descr));
      rt.setSlot(at, value === 0 ? 0 : rt.newRef(value));
      return;
    case MemberKind.bool:
      if (value === 0) typeError(rt, "can't delete numeric/char attribute");
      if (value !== S.True && value !== S.False) typeError(rt, 'attribute value type must be bool');
      H[at] = value === S.True ? 1 : 0;
      return;
    default:
      if (value === 0) typeError(rt, "can't delete numeric/char attribute");
      H[at] = intDouble(rt, value);
  }
}

/** CPython: wrapperdescr_call */
function wrapperDescrCall(rt: Runtime, descr: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  if (nargs < 1) typeError(rt, `descriptor '${nameText(rt, descr)}' of '${ownerText(rt, descr)}' object needs an argument`);
  const self = H[args];
  if (!typeCheck(rt, self, H[descr + Descr.type])) {
    typeError(rt, `descriptor '${nameText(rt, descr)}' requires a '${ownerText(rt, descr)}' object but received a '${typeName(rt, self)}'`);
  }
  const mark = rt.mark();
  const held = holdArguments(rt, args, nargs, kwnames);
  const hasKeywords = kwnames !== 0 && H[kwnames + Ob.size] !== 0;
  // the arguments behind self are a tuple of their own
  const rest = hasKeywords ? held + 2 : rt.own(tupleOfSlots(rt, held + 2, nargs - 1)) + 6;
  return rt.leave(mark, rawCall(rt, descr, self, rest, nargs - 1, kwnames));
}

/** CPython: wrapperdescr_raw_call */
function rawCall(rt: Runtime, descr: number, self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const d = slotDefs[H[descr + Descr.def]];
  if (kwnames !== 0 && H[kwnames + Ob.size] !== 0 && d.text !== '__init__' && d.text !== '__call__') {
    typeError(rt, `wrapper ${d.text}() takes no keyword arguments`);
  }
  enterRecursive(rt, ' while calling a Python object');
  const r = d.wrap!(rt, self, args, nargs, kwnames, rt.fn[H[descr + Descr.wrapped]]);
  rt.depth--;
  return r;
}

function wrapperDescrGet(rt: Runtime, descr: number, obj: number, _type: number): Owned {
  if (obj === 0) return rt.newRef(descr);
  checkInstance(rt, descr, obj);
  const H = rt.H;
  const op = rt.newGcObject(T.method_wrapper, 32);
  H.fill(0, op + Ob.body, op + 8);
  H[descr]++;
  H[op + Wrapper.descr] = descr;
  H[obj]++;
  H[op + Wrapper.self] = obj;
  rt.track(op);
  return op;
}

function wrapperCall(rt: Runtime, wrapper: number, args: number, nargs: number, kwnames: number): Owned {
  const mark = rt.mark();
  const held = holdArguments(rt, args, nargs, kwnames);
  return rt.leave(mark, rawCall(rt, rt.H[wrapper + Wrapper.descr], rt.H[wrapper + Wrapper.self], held, nargs, kwnames));
}

function reprAs(what: string): (rt: Runtime, descr: number) => Owned {
  return (rt, descr) => newStr(rt, `<${what} '${nameText(rt, descr)}' of '${ownerText(rt, descr)}' objects>`);
}

/** CPython: descr_get_qualname */
function qualname(rt: Runtime, descr: number): Owned {
  const H = rt.H;
  if (H[descr + Descr.qualname] === 0) {
    const mark = rt.mark();
    const owner = rt.own(getAttrText(rt, H[descr + Descr.type], '__qualname__'));
    if (!isStr(rt, owner)) typeError(rt, '<descriptor>.__objclass__.__qualname__ is not a unicode object');
    const text = newStr(rt, `${strText(rt, owner)}.${nameText(rt, descr)}`);
    rt.setSlot(descr + Descr.qualname, text);
    rt.release(mark);
  }
  return rt.newRef(H[descr + Descr.qualname]);
}

/** `(getattr, (type, name))`. CPython: descr_reduce */
function reduce(rt: Runtime, descr: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const builtins = rt.own(importModule(rt, 'builtins'));
  const getattr = rt.own(getAttrText(rt, builtins, 'getattr'));
  const args = rt.own(tupleOf(rt, H[descr + Descr.type], H[descr + Descr.name]));
  return rt.leave(mark, tupleOf(rt, getattr, args));
}

function docOrNone(rt: Runtime, text: string | undefined | null): Owned {
  return text === undefined || text === null ? rt.none() : newStr(rt, text);
}

const qualnameGetSet: GetSetSpec = { name: '__qualname__', get: qualname };
const commonMembers: readonly MemberSpec[] = [
  { name: '__objclass__', at: Descr.type, kind: 'object', readonly: true },
  { name: '__name__', at: Descr.name, kind: 'object', readonly: true },
];
const methodGetSet: readonly GetSetSpec[] = [
  { name: '__doc__', get: (rt, d) => docOrNone(rt, rt.methodDefs[rt.H[d + Descr.def]].doc) },
  qualnameGetSet,
  { name: '__text_signature__', get: (rt, d) => docOrNone(rt, rt.methodDefs[rt.H[d + Descr.def]].signature) },
];
const reduceMethod: readonly MethodSpec[] = [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduce }];

const contract = {
  gc: true,
  slots: [
    { at: Descr.type, label: '__objclass__', keep: true },
    { at: Descr.name, label: '__name__', hidden: true },
    { at: Descr.qualname, label: '__qualname__', hidden: true },
  ],
};

function wrapperCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  const H = rt.H;
  if ((op !== Cmp.EQ && op !== Cmp.NE) || H[b + Ob.type] !== T.method_wrapper) return rt.notImplemented();
  const same = H[a + Wrapper.descr] === H[b + Wrapper.descr] && H[a + Wrapper.self] === H[b + Wrapper.self];
  return rt.bool(same === (op === Cmp.EQ));
}

export const descriptorTypes: readonly TypeSpec[] = [
  {
    name: 'method_descriptor',
    at: T.method_descriptor,
    basicsize: 56,
    flags: TpFlag.METHOD_DESCRIPTOR,
    contract,
    slots: { repr: reprAs('method'), call: methodDescrCall, descrGet: methodGet },
    methods: reduceMethod,
    members: commonMembers,
    getset: methodGetSet,
  },
  {
    name: 'classmethod_descriptor',
    at: T.classmethod_descriptor,
    basicsize: 56,
    contract,
    slots: { repr: reprAs('method'), call: classMethodCall, descrGet: classMethodGet },
    methods: reduceMethod,
    members: commonMembers,
    getset: methodGetSet,
  },
  {
    name: 'getset_descriptor',
    at: T.getset_descriptor,
    basicsize: 48,
    contract,
    slots: { repr: reprAs('attribute'), descrGet: getsetGet, descrSet: getsetSet },
    members: commonMembers,
    getset: [{ name: '__doc__', get: (rt, d) => docOrNone(rt, rt.getSets[rt.H[d + Descr.def]].doc) }, qualnameGetSet],
  },
  {
    name: 'member_descriptor',
    at: T.member_descriptor,
    basicsize: 48,
    contract,
    slots: { repr: reprAs('member'), descrGet: memberGet, descrSet: memberSet },
    methods: reduceMethod,
    members: commonMembers,
    getset: [
      { name: '__doc__', get: (rt, d) => docOrNone(rt, memberDocs(rt)[rt.H[d + Descr.memberKind] >> MemberKind.docShift] || null) },
      qualnameGetSet,
    ],
  },
  {
    name: 'wrapper_descriptor',
    at: T.wrapper_descriptor,
    basicsize: 56,
    flags: TpFlag.METHOD_DESCRIPTOR,
    contract,
    slots: { repr: reprAs('slot wrapper'), call: wrapperDescrCall, descrGet: wrapperDescrGet },
    methods: reduceMethod,
    members: commonMembers,
    getset: [
      { name: '__doc__', get: (rt, d) => docOrNone(rt, slotDefs[rt.H[d + Descr.def]].doc || null) },
      qualnameGetSet,
      { name: '__text_signature__', get: (rt, d) => docOrNone(rt, slotSignature(slotDefs[rt.H[d + Descr.def]])) },
    ],
  },
  {
    name: 'method-wrapper',
    at: T.method_wrapper,
    basicsize: 32,
    contract: {
      gc: true,
      slots: [
        { at: Wrapper.descr, label: 'slot wrapper', keep: true },
        { at: Wrapper.self, label: '__self__', keep: true },
      ],
    },
    slots: {
      repr: (rt, w) =>
        newStr(
          rt,
          `<method-wrapper '${nameText(rt, rt.H[w + Wrapper.descr])}' of ${typeName(rt, rt.H[w + Wrapper.self])} object at 0x${(rt.H[w + Wrapper.self] * 4).toString(16)}>`,
        ),
      hash: (rt, w) => {
        rt.hashHi = 0;
        return (rt.H[w + Wrapper.self] ^ rt.H[w + Wrapper.descr]) >>> 2;
      },
      call: wrapperCall,
      richcompare: wrapperCompare,
    },
    methods: [
      {
        name: '__reduce__',
        kind: Meth.NOARGS,
        fn: (rt: Runtime, w: number) => {
          const mark = rt.mark();
          const builtins = rt.own(importModule(rt, 'builtins'));
          const getattr = rt.own(getAttrText(rt, builtins, 'getattr'));
          const args = rt.own(tupleOf(rt, rt.H[w + Wrapper.self], rt.H[rt.H[w + Wrapper.descr] + Descr.name]));
          return rt.leave(mark, tupleOf(rt, getattr, args));
        },
      },
    ],
    members: [{ name: '__self__', at: Wrapper.self, kind: 'object', readonly: true }],
    getset: [
      { name: '__objclass__', get: (rt, w) => rt.newRef(rt.H[rt.H[w + Wrapper.descr] + Descr.type]) },
      { name: '__name__', get: (rt, w) => rt.newRef(rt.H[rt.H[w + Wrapper.descr] + Descr.name]) },
      { name: '__qualname__', get: (rt, w) => qualname(rt, rt.H[w + Wrapper.descr]) },
      { name: '__doc__', get: (rt, w) => docOrNone(rt, slotDefs[rt.H[rt.H[w + Wrapper.descr] + Descr.def]].doc || null) },
      { name: '__text_signature__', get: (rt, w) => docOrNone(rt, slotSignature(slotDefs[rt.H[rt.H[w + Wrapper.descr] + Descr.def]])) },
    ],
  },
];
