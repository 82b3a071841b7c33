import { Ob } from '../../memory/layout.ts';
import { convertedFloat } from '../core/abstract/number.ts';
import { isStr, reprText } from '../core/abstract/object.ts';
import { checkPositional, noKeywordsForNew } from '../core/arguments.ts';
import { hasBuffer, withBuffer } from '../core/buffer.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Float, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { bytesView } from '../text/bytes-object.ts';
import { newFloat } from './float-object.ts';
import { intToNumber, isInt } from './int-object.ts';
import { parseFloatText } from './number-text.ts';

/** float(x=0, /); also the type's vectorcall. CPython: Objects/floatobject.c float_new_impl */
export function newFloatObject(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywordsForNew(rt, 'float', type, T.float, kwnames);
  checkPositional(rt, 'float', nargs, 0, 1);
  const x = nargs === 0 ? 0 : rt.H[args]!;
  if (type === T.float) {
    if (x !== 0 && rt.H[x + Ob.type] === T.float) return rt.newRef(x);
    return newFloat(rt, x === 0 ? 0 : floatFromObject(rt, x));
  }
  const value = x === 0 ? 0 : floatFromObject(rt, x);
  const op = allocInstance(rt, type, 0);
  rt.F64[(op + Float.value) >> 1] = value;
  return op;
}

/** float(x) as a double: numbers, text, bytes. TypeError, ValueError, OverflowError. CPython: Objects/abstract.c PyNumber_Float */
export function floatFromObject(rt: Runtime, x: number): number {
  const H = rt.H;
  const type = H[x + Ob.type]!;
  if (type === T.int) return intToNumber(rt, x);
  if (H[type + Tp.nbFloat] !== 0 || H[type + Tp.nbIndex] !== 0) return isInt(rt, x) && type === T.bool ? intToNumber(rt, x) : convertedFloat(rt, x);
  let text: string;
  if (isStr(rt, x)) text = rt.hooks.strText(rt, x);
  else if ((H[type + Tp.flags]! & TpFlag.BYTES_SUBCLASS) !== 0) {
    text = '';
    for (const byte of bytesView(rt, x)) text += String.fromCharCode(byte < 128 ? byte : 0);
  } else if (hasBuffer(rt, x)) {
    text = withBuffer(rt, x, false, (address, length) => String.fromCharCode(...rt.U8.subarray(address, address + Math.min(length, 4096))));
  } else typeError(rt, phrase(rt, 'floatArgument', typeName(rt, x)));
  const value = parseFloatText(text);
  if (value === null) valueError(rt, `could not convert string to float: ${reprText(rt, x)}`);
  return value;
}
