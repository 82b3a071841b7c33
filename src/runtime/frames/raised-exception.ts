import { Ob } from '../../memory/layout.ts';
import { call } from '../core/abstract/call.ts';
import { isInstance, isType } from '../core/abstract/object.ts';
import { typeError, typeName } from '../core/errors.ts';
import { Exc, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';

/**
 * The exception that throw(type, value, traceback) raises; value and traceback 0 or None when not given. New reference; TypeError.
 * CPython: Objects/genobject.c _gen_throw, PyErr_NormalizeException
 */
export function makeRaised(rt: Runtime, type: number, value: number, traceback: number): Owned {
  const H = rt.H;
  if (traceback !== 0 && traceback !== S.None && H[traceback + Ob.type] !== T.traceback)
    typeError(rt, 'throw() third argument must be a traceback object');
  let exc: Owned;
  if (isType(rt, type) && (H[type + Tp.flags] & TpFlag.BASE_EXC_SUBCLASS) !== 0) {
    exc = instantiate(rt, type, value === S.None ? 0 : value);
  } else if ((H[H[type + Ob.type] + Tp.flags] & TpFlag.BASE_EXC_SUBCLASS) !== 0) {
    if (value !== 0 && value !== S.None) typeError(rt, 'instance exception may not have a separate value');
    exc = rt.newRef(type);
  } else {
    return typeError(rt, `exceptions must be classes or instances deriving from BaseException, not ${typeName(rt, type)}`);
  }
  if (traceback !== 0 && traceback !== S.None) rt.setSlot(exc + Exc.traceback, rt.newRef(traceback));
  return exc;
}

/** An instance of an exception class from the value given with it. CPython: PyErr_NormalizeException */
function instantiate(rt: Runtime, type: number, value: number): Owned {
  const H = rt.H;
  if (value === 0) return call(rt, type, rt.nsp, 0, 0);
  if ((H[H[value + Ob.type] + Tp.flags] & TpFlag.BASE_EXC_SUBCLASS) !== 0 && isInstance(rt, value, type)) return rt.newRef(value);
  if ((H[H[value + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0) return call(rt, type, value + Tuple.items, H[value + Ob.size], 0);
  const mark = rt.mark();
  const args = rt.push(value);
  return rt.leave(mark, call(rt, type, args, 1, 0));
}
