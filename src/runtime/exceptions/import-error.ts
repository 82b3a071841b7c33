import { Ob } from '../../memory/layout.ts';
import { dictMergeDict, dictSetText, newDict } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { Exc, TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { exceptionInit, exceptionNew, exceptionStr } from './base-exception.ts';
import { ImportErr } from './exception-object.ts';
import { keywordOnly } from './keywords.ts';

/** ImportError(…, name=None, path=None, name_from=None); the last from 3.12 on. CPython: ImportError_init */
export const importErrorType: TypeSpec = {
  name: 'ImportError',
  at: T.ImportError,
  base: T.Exception,
  basicsize: 96,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract: {
    gc: true,
    slots: [
      { at: ImportErr.msg, label: 'msg' },
      { at: ImportErr.name, label: 'name' },
      { at: ImportErr.path, label: 'path' },
      { at: ImportErr.nameFrom, label: 'name_from' },
    ],
  },
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      const known = rt.model.natives.importNameFrom ? ['name', 'path', 'name_from'] : ['name', 'path'];
      const [name, path, nameFrom] = keywordOnly(rt, 'ImportError', known, args, nargs, kwnames);
      exceptionInit(rt, self, args, nargs, 0);
      rt.setSlot(self + ImportErr.name, name ? rt.newRef(name) : 0);
      rt.setSlot(self + ImportErr.path, path ? rt.newRef(path) : 0);
      rt.setSlot(self + ImportErr.nameFrom, nameFrom ? rt.newRef(nameFrom) : 0);
      rt.setSlot(self + ImportErr.msg, nargs === 1 ? rt.newRef(rt.H[args]!) : 0);
    },
    str(rt, self) {
      const msg = rt.H[self + ImportErr.msg]!;
      return msg !== 0 && rt.H[msg + Ob.type] === T.str ? rt.newRef(msg) : exceptionStr(rt, self);
    },
  },
  methods: [
    {
      name: '__reduce__',
      kind: Meth.NOARGS,
      fn(rt: Runtime, self: number) {
        const mark = rt.mark();
        const dict = rt.H[self + Exc.dict]!;
        const name = rt.H[self + ImportErr.name]!;
        const path = rt.H[self + ImportErr.path]!;
        const nameFrom = rt.H[self + ImportErr.nameFrom]!;
        let state = dict;
        if (name !== 0 || path !== 0 || nameFrom !== 0) {
          state = rt.own(newDict(rt));
          if (dict !== 0) dictMergeDict(rt, state, dict, 1);
          if (name !== 0) dictSetText(rt, state, 'name', name);
          if (path !== 0) dictSetText(rt, state, 'path', path);
          if (nameFrom !== 0) dictSetText(rt, state, 'name_from', nameFrom);
        }
        const args = rt.H[self + Exc.args]!;
        const type = rt.H[self + Ob.type]!;
        return rt.leave(mark, state !== 0 ? tupleOf(rt, type, args, state) : tupleOf(rt, type, args));
      },
    },
  ],
  members: [
    { name: 'msg', at: ImportErr.msg, kind: 'object' },
    { name: 'name', at: ImportErr.name, kind: 'object' },
    { name: 'path', at: ImportErr.path, kind: 'object' },
    { name: 'name_from', at: ImportErr.nameFrom, kind: 'object' },
  ],
};
