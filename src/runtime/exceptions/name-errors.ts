import { TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
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
  members: [
    { name: 'name', at: AttrErr.name, kind: 'object' },
    { name: 'obj', at: AttrErr.obj, kind: 'object' },
  ],
};
