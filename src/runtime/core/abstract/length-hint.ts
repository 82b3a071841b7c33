import { Ob } from '../../../memory/layout.ts';
import { catching, overflowError, typeError, typeName, valueError } from '../errors.ts';
import { Int, Tp, TpFlag } from '../layout.ts';
import type { Runtime } from '../runtime.ts';
import type { LenFunc } from '../signatures.ts';
import { S, T } from '../static.ts';
import { lookupSpecial } from './attribute.ts';
import { call0 } from './call.ts';

/** len(o), -1 when it has none (or its TypeError says so). CPython: _PyObject_HasLen, PyObject_Size */
export function knownLength(rt: Runtime, o: number): number {
  const H = rt.H;
  const type = H[o + Ob.type];
  let slot = H[type + Tp.sqLength];
  if (slot === 0) slot = H[type + Tp.mpLength];
  if (slot === 0) return -1;
  const f = rt.fn[slot] as LenFunc;
  const mayRaise = (H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0 || type === T.weakproxy || type === T.weakcallableproxy;
  return !mayRaise ? f(rt, o) : catching(rt, T.TypeError, () => f(rt, o), -1);
}

/** len(o), else `__length_hint__`, else `otherwise`. CPython: PyObject_LengthHint */
export function lengthHint(rt: Runtime, o: number, otherwise: number): number {
  const H = rt.H;
  const known = knownLength(rt, o);
  if (known >= 0) return known;
  const mark = rt.mark();
  const method = rt.own(lookupSpecial(rt, o, rt.ident('__length_hint__')));
  if (method === 0) {
    rt.release(mark);
    return otherwise;
  }
  const r = rt.own(catching(rt, T.TypeError, () => call0(rt, method) as number, 0));
  if (r === 0 || r === S.NotImplemented) {
    rt.release(mark);
    return otherwise;
  }
  if ((H[H[r + Ob.type] + Tp.flags] & TpFlag.LONG_SUBCLASS) === 0) typeError(rt, `__length_hint__ must be an integer, not ${typeName(rt, r)}`);
  const digits = H[r + Int.size];
  if (digits < 0) valueError(rt, '__length_hint__() should return >= 0');
  let n = 0;
  for (let i = digits - 1; i >= 0; i--) n = n * 1073741824 + H[r + Int.digits + i];
  if (digits > 3 || (digits === 3 && H[r + Int.digits + 2] > 7)) overflowError(rt, 'Python int too large to convert to C ssize_t');
  rt.release(mark);
  return n;
}
