import { Ob } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { CFunc } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime, SlotFunction } from '../core/runtime.ts';
import { type GetSetSpec, type MemberSpec, Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { Callable, Descr } from './descr-layout.ts';
import { type SlotDef, slotDefs } from './slot-defs.ts';

/** Making descriptors of native attributes. The types are in descriptors.ts. CPython: Objects/descrobject.c */

/** Kinds of members in the low bits of Descr.memberKind. */
export const enum MemberKind {
  object = 0,
  objectEx = 1,
  int = 2,
  ssize = 3,
  bool = 4,
  mask = 7,
  readonly = 8,
  docShift = 4,
}

const KINDS: Readonly<Record<MemberSpec['kind'], MemberKind>> = {
  object: MemberKind.object,
  object_ex: MemberKind.objectEx,
  int: MemberKind.int,
  ssize: MemberKind.ssize,
  bool: MemberKind.bool,
};

/** Bytes of the descriptor types. */
const METHOD_BYTES = 56;
const GETSET_BYTES = 48;

/** A descriptor with the common part filled in; `name` and `type` borrowed. Tracked. CPython: descr_new */
function newDescr(rt: Runtime, descrType: number, bytes: number, type: number, name: number): Owned {
  const H = rt.H;
  const op = rt.newGcObject(descrType, bytes);
  H.fill(0, op + Ob.body, op + (bytes >> 2));
  H[type]++;
  H[op + Descr.type] = type;
  H[name]++;
  H[op + Descr.name] = name;
  rt.track(op);
  return op;
}

/** Index of a native function's declaration; the same declaration always has the same index. */
export function methodIndex(rt: Runtime, spec: MethodSpec): number {
  const known = rt.stateOf('method indices', () => new Map<MethodSpec, number>());
  let i = known.get(spec);
  if (i === undefined) {
    i = rt.methodDefs.length;
    rt.methodDefs.push(spec);
    known.set(spec, i);
  }
  return i;
}

/** method_descriptor, or classmethod_descriptor for Meth.CLASS. CPython: PyDescr_NewMethod, PyDescr_NewClassMethod */
export function newMethodDescr(rt: Runtime, type: number, spec: MethodSpec): Owned {
  const kind = (spec.kind & Meth.CLASS) !== 0 ? T.classmethod_descriptor : T.method_descriptor;
  const op = newDescr(rt, kind, METHOD_BYTES, type, rt.ident(spec.name));
  rt.H[op + Descr.def] = methodIndex(rt, spec);
  return op;
}

/** getset_descriptor. CPython: PyDescr_NewGetSet */
export function newGetSetDescr(rt: Runtime, type: number, spec: GetSetSpec): Owned {
  const known = rt.stateOf('getset indices', () => new Map<GetSetSpec, number>());
  let i = known.get(spec);
  if (i === undefined) {
    i = rt.getSets.push(spec) - 1;
    known.set(spec, i);
  }
  const op = newDescr(rt, T.getset_descriptor, GETSET_BYTES, type, rt.ident(spec.name));
  rt.H[op + Descr.def] = i;
  return op;
}

/** Documentation strings of native members by index. */
export function memberDocs(rt: Runtime): string[] {
  return rt.stateOf('member documentation', () => ['']);
}

/** member_descriptor; `name` a str object (borrowed). CPython: PyDescr_NewMember */
export function newMemberDescr(rt: Runtime, type: number, name: number, spec: Omit<MemberSpec, 'name'>): Owned {
  let kind: number = KINDS[spec.kind];
  if (spec.readonly === true) kind |= MemberKind.readonly;
  if (spec.doc !== undefined) kind |= (memberDocs(rt).push(spec.doc) - 1) << MemberKind.docShift;
  const op = newDescr(rt, T.member_descriptor, GETSET_BYTES, type, name);
  rt.H[op + Descr.def] = spec.at;
  rt.H[op + Descr.memberKind] = kind;
  return op;
}

/** wrapper_descriptor ("slot wrapper") of a native slot function. CPython: PyDescr_NewWrapper */
export function newWrapperDescr(rt: Runtime, type: number, def: SlotDef, fn: SlotFunction): Owned {
  const op = newDescr(rt, T.wrapper_descriptor, METHOD_BYTES, type, rt.ident(def.text));
  rt.H[op + Descr.def] = slotDefs.indexOf(def);
  rt.H[op + Descr.wrapped] = rt.slotIndex(fn);
  return op;
}

/** builtin_function_or_method; `self` and `module` borrowed, 0 = none. CPython: PyCFunction_NewEx */
export function newCFunction(rt: Runtime, spec: MethodSpec, self: number, module: number): Owned {
  const H = rt.H;
  const def = methodIndex(rt, spec);
  const op = rt.newGcObject(T.builtin_function_or_method, CFunc.end * 4);
  zeroWords(rt.F64, op + Ob.body, op + CFunc.end);
  H[op + CFunc.def] = def;
  if (self !== 0) H[self]++;
  H[op + CFunc.self] = self;
  if (module !== 0) H[module]++;
  H[op + CFunc.module] = module;
  rt.track(op);
  return op;
}

/** staticmethod or classmethod object around a callable (borrowed). CPython: PyStaticMethod_New, PyClassMethod_New */
export function newMethodHolder(rt: Runtime, type: T.staticmethod | T.classmethod, callable: number): Owned {
  const H = rt.H;
  const op = rt.newGcObject(type, Callable.end * 4);
  zeroWords(rt.F64, op + Ob.body, op + Callable.end);
  H[callable]++;
  H[op + Callable.callable] = callable;
  rt.track(op);
  return op;
}
