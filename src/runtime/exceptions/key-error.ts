import { Ob } from '../../memory/layout.ts';
import { repr } from '../core/abstract/object.ts';
import { Exc, TpFlag, Tuple } from '../core/layout.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { exceptionStr } from './base-exception.ts';

/** KeyError shows the repr of a single argument, since '' would print nothing. CPython: KeyError_str */
export const keyErrorType: TypeSpec = {
  name: 'KeyError',
  at: T.KeyError,
  base: T.LookupError,
  basicsize: 64,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  slots: {
    str(rt, self) {
      const args = rt.H[self + Exc.args]!;
      if (args !== 0 && rt.H[args + Ob.size] === 1) return repr(rt, rt.H[args + Tuple.items]!);
      return exceptionStr(rt, self);
    },
  },
};
