import { Ob } from '../../memory/layout.ts';
import { dictMergeDict, dictSetText, newDict } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { Exc, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { exceptionInit, exceptionNew } from './base-exception.ts';
import { AttrErr, NameErr } from './exception-object.ts';
import { keywordOnly } from './keywords.ts';

/** NameError(…, name=None). CPython: NameError_init */
export const nameErrorType: TypeSpec = {
  name: 'NameError',
  at: T.NameError,
  base: T.Exception,
  basicsize: 72,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract: { gc: true, slots: [{ at: NameErr.name, label: 'name' }] },
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      const [name] = keywordOnly(rt, 'NameError', ['name'], args, nargs, kwnames);
      exceptionInit(rt, self, args, nargs, 0);
      if (name) rt.setSlot(self + NameErr.name, rt.newRef(name));
    },
  },
  members: [{ name: 'name', at: NameErr.name, kind: 'object' }],
};

/** What is pickled beside the arguments: `__dict__`, name and arguments, not the object. New dict. CPython: AttributeError_getstate */
function attributeErrorState(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const state = rt.own(newDict(rt));
  if (H[self + Exc.dict] !== 0) dictMergeDict(rt, state, H[self + Exc.dict]!, 1);
  if (H[self + AttrErr.name] !== 0) dictSetText(rt, state, 'name', H[self + AttrErr.name]!);
  dictSetText(rt, state, 'args', H[self + Exc.args]!);
  return rt.leave(mark, rt.newRef(state));
}

/** CPython: AttributeError_reduce */
function reduceAttributeError(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const state = rt.own(attributeErrorState(rt, self));
  return rt.leave(mark, tupleOf(rt, rt.H[self + Ob.type]!, rt.H[self + Exc.args]!, state));
}

/** AttributeError(…, name=None, obj=None). CPython: AttributeError_init */
export const attributeErrorType: TypeSpec = {
  name: 'AttributeError',
  at: T.AttributeError,
  base: T.Exception,
  basicsize: 80,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract: {
    gc: true,
    slots: [
      { at: AttrErr.obj, label: 'obj' },
      { at: AttrErr.name, label: 'name' },
    ],
  },
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      const [name, obj] = keywordOnly(rt, 'AttributeError', ['name', 'obj'], args, nargs, kwnames);
      exceptionInit(rt, self, args, nargs, 0);
      if (name) rt.setSlot(self + AttrErr.name, rt.newRef(name));
      if (obj) rt.setSlot(self + AttrErr.obj, rt.newRef(obj));
    },
  },
  methods: [
    { name: '__getstate__', kind: Meth.NOARGS, fn: attributeErrorState },
    { name: '__reduce__', kind: Meth.NOARGS, fn: reduceAttributeError },
  ],
  members: [
    { name: 'name', at: AttrErr.name, kind: 'object' },
    { name: 'obj', at: AttrErr.obj, kind: 'object' },
  ],
};
