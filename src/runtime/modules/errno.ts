import { dictSet, newDict } from '../containers/dict-object.ts';
import { errnoNames } from '../host/node-errors.ts';
import { newInt } from '../numbers/int-object.ts';
import { internStr } from '../text/interning.ts';
import { setModuleValue } from './create-module.ts';
import type { ModuleSpec } from './module-spec.ts';

/** errno: the numbers of Linux. CPython: Modules/errnomodule.c */
export const errnoModule: ModuleSpec = {
  name: 'errno',
  doc: 'Numbers of system errors.',
  exec(rt, module) {
    const mark = rt.mark();
    const names = rt.own(newDict(rt));
    for (const [name, number] of [['EWOULDBLOCK', 11], ['EDEADLK', 35], ['EOPNOTSUPP', 95], ...errnoNames()] as const) {
      const inner = rt.mark();
      const value = rt.own(newInt(rt, number));
      setModuleValue(rt, module, name, rt.newRef(value));
      dictSet(rt, names, value, rt.own(internStr(rt, name)));
      rt.release(inner);
    }
    setModuleValue(rt, module, 'errorcode', rt.newRef(names));
    rt.release(mark);
  },
};
