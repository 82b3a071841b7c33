import { tupleFromSlots } from '../containers/tuple-object.ts';
import { TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { exceptionInit, exceptionNew } from './base-exception.ts';
import { StopIter, SysExit } from './exception-object.ts';

/** StopIteration(value). CPython: StopIteration_init */
export const stopIterationType: TypeSpec = {
  name: 'StopIteration',
  at: T.StopIteration,
  base: T.Exception,
  basicsize: 72,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract: { gc: true, slots: [{ at: StopIter.value, label: 'value' }] },
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      exceptionInit(rt, self, args, nargs, kwnames);
      rt.setSlot(self + StopIter.value, rt.newRef(nargs > 0 ? rt.H[args]! : S.None));
    },
  },
  members: [{ name: 'value', at: StopIter.value, kind: 'object' }],
};

/** SystemExit(code): several arguments make a tuple. CPython: SystemExit_init */
export const systemExitType: TypeSpec = {
  name: 'SystemExit',
  at: T.SystemExit,
  base: T.BaseException,
  basicsize: 72,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract: { gc: true, slots: [{ at: SysExit.code, label: 'code' }] },
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      exceptionInit(rt, self, args, nargs, kwnames);
      if (nargs === 1) rt.setSlot(self + SysExit.code, rt.newRef(rt.H[args]!));
      else if (nargs > 1) rt.setSlot(self + SysExit.code, tupleFromSlots(rt, args, nargs));
    },
  },
  members: [{ name: 'code', at: SysExit.code, kind: 'object' }],
};
