import { dictGetText, dictSetText, newDict } from '../../containers/dict-object.ts';
import { getAttrText } from '../../core/abstract/attribute.ts';
import { call, call0 } from '../../core/abstract/call.ts';
import { allocInstance } from '../../core/instance.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import type { GetSetSpec, MemberSpec, MethodSpec } from '../../core/signatures.ts';
import { Meth } from '../../core/signatures.ts';
import { Root } from '../../core/static.ts';
import { Fr } from '../../frames/frame-layout.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { importModule } from '../import-module.ts';
import { getInstanceDict, setInstanceDict } from '../instance-getset.ts';
import { TypeParam, TypeParamFlag } from './layout.ts';

/** What TypeVar, ParamSpec and TypeVarTuple share. CPython: Objects/typevarobject.c */

/** `typing.name(*args)`: new reference. CPython: call_typing_func_object */
export function callTyping(rt: Runtime, name: string, ...args: number[]): Owned {
  const mark = rt.mark();
  const typing = rt.own(importModule(rt, 'typing'));
  const f = rt.own(getAttrText(rt, typing, name));
  const first = rt.mark();
  for (const a of args) rt.push(a);
  return rt.leave(mark, call(rt, f, first, args.length, 0));
}

/** The one NoDefault object of a runtime, borrowed. */
export function noDefault(rt: Runtime): number {
  const H = rt.H;
  if (H[Root.noDefault] === 0) rt.setSlot(Root.noDefault, allocInstance(rt, rt.types.get('typing.NoDefaultType')!, 0));
  return H[Root.noDefault];
}

/** A new type parameter with a name (borrowed); its `__module__` is that of the calling code. */
export function newTypeParam(rt: Runtime, type: number, name: number, flags: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const op = rt.own(allocInstance(rt, type, 0));
  H[name]++;
  H[op + TypeParam.name] = name;
  H[op + TypeParam.flags] = flags;
  const frame = H[Root.frame];
  const module = frame === 0 ? 0 : dictGetText(rt, H[frame + Fr.globals], '__name__');
  if (module !== 0 && strText(rt, module) !== 'typing') {
    const dict = rt.own(newDict(rt));
    dictSetText(rt, dict, '__module__', module);
    rt.setSlot(op + TypeParam.dict, rt.newRef(dict));
  }
  return rt.leave(mark, rt.newRef(op));
}

/** A value that may be computed on first use by the function in another slot; `otherwise` (borrowed) when there is neither. */
export function lazyValue(rt: Runtime, self: number, at: number, evaluate: number, otherwise: number): Owned {
  const H = rt.H;
  if (H[self + at] === 0) {
    if (H[self + evaluate] === 0) return rt.newRef(otherwise);
    rt.setSlot(self + at, call0(rt, H[self + evaluate]));
  }
  return rt.newRef(H[self + at]);
}

/** ~T, +T, -T. */
export function paramRepr(rt: Runtime, self: number): Owned {
  const flags = rt.H[self + TypeParam.flags];
  const name = strText(rt, rt.H[self + TypeParam.name]);
  if ((flags & TypeParamFlag.inferVariance) !== 0) return newStr(rt, name);
  return newStr(rt, `${(flags & TypeParamFlag.covariant) !== 0 ? '+' : (flags & TypeParamFlag.contravariant) !== 0 ? '-' : '~'}${name}`);
}

/** `a | b` with a type parameter. */
export function typingUnion(rt: Runtime, a: number, b: number): Owned {
  return callTyping(rt, '_make_union', a, b);
}

export const paramContract = {
  gc: true,
  slots: [
    { at: TypeParam.name, label: '__name__' },
    { at: TypeParam.bound, label: '__bound__' },
    { at: TypeParam.evaluateBound, label: 'function of __bound__' },
    { at: TypeParam.constraints, label: '__constraints__' },
    { at: TypeParam.evaluateConstraints, label: 'function of __constraints__' },
    { at: TypeParam.default, label: '__default__' },
    { at: TypeParam.evaluateDefault, label: 'function of __default__' },
    { at: TypeParam.dict, label: '__dict__' },
  ],
};

export const paramMembers: readonly MemberSpec[] = [{ name: '__name__', at: TypeParam.name, kind: 'object', readonly: true }];

function flagGetSet(name: string, flag: TypeParamFlag): GetSetSpec {
  return { name, get: (rt, self) => rt.bool((rt.H[self + TypeParam.flags] & flag) !== 0) };
}

export const varianceGetSet: readonly GetSetSpec[] = [
  flagGetSet('__covariant__', TypeParamFlag.covariant),
  flagGetSet('__contravariant__', TypeParamFlag.contravariant),
  flagGetSet('__infer_variance__', TypeParamFlag.inferVariance),
];

export const defaultGetSet: readonly GetSetSpec[] = [
  { name: '__default__', get: (rt, self) => lazyValue(rt, self, TypeParam.default, TypeParam.evaluateDefault, noDefault(rt)) },
  { name: '__dict__', get: getInstanceDict, set: setInstanceDict },
];

export const paramMethods: readonly MethodSpec[] = [
  {
    name: 'has_default',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, self: number) => {
      const H = rt.H;
      if (H[self + TypeParam.evaluateDefault] !== 0) return rt.bool(true);
      return rt.bool(H[self + TypeParam.default] !== 0 && H[self + TypeParam.default] !== noDefault(rt));
    },
    signature: '($self, /)',
  },
  { name: '__reduce__', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.newRef(rt.H[self + TypeParam.name]), signature: '($self, /)' },
];

/** None stands for "not given" in these slots. */
export function storeGiven(rt: Runtime, slot: number, value: number): void {
  rt.setSlot(slot, value === 0 ? 0 : rt.newRef(value));
}
