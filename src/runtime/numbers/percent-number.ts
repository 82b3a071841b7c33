import { Ob } from '../../memory/layout.ts';
import { index, toFloatNumber } from '../core/abstract/number.ts';
import { catching, typeError, typeName } from '../core/errors.ts';
import { Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { floatText } from './float-digits.ts';
import { intFromObject } from './int-constructor.ts';
import { intToDouble, isInt } from './int-object.ts';
import { intText, intTextInBase } from './int-text.ts';

/** Flags of a `%` conversion that concern the number itself; width, sign and filling are the caller's. */
export interface PercentSpec {
  /** d i u x X o e E f F g G */
  conversion: string;
  alternate: boolean;
  /** -1: none. */
  precision: number;
}

/**
 * Text of a number in a `%` conversion, '-' first where negative, prefix of '#' included. TypeError, OverflowError.
 * CPython: Objects/unicodeobject.c mainformatlong, formatfloat, _PyUnicode_FormatLong
 */
export function percentNumber(rt: Runtime, value: number, spec: PercentSpec): string {
  if ('eEfFgG'.includes(spec.conversion)) return percentFloat(rt, value, spec);
  return percentInt(rt, value, spec);
}

function percentFloat(rt: Runtime, value: number, spec: PercentSpec): string {
  const x = isInt(rt, value) ? checkedDouble(rt, value) : toFloatNumber(rt, value);
  const lower = spec.conversion.toLowerCase() as 'e' | 'f' | 'g';
  const text = floatText(x, lower, spec.precision < 0 ? 6 : spec.precision, spec.alternate, false);
  return lower === spec.conversion ? text : text.toUpperCase();
}

function checkedDouble(rt: Runtime, value: number): number {
  const x = intToDouble(rt, value);
  // the message is that of float()
  return Number.isFinite(x) ? x : toFloatNumber(rt, value);
}

function percentInt(rt: Runtime, value: number, spec: PercentSpec): string {
  const mark = rt.mark();
  const { conversion } = spec;
  const number = rt.own(integerFor(rt, value, conversion));
  const base = conversion === 'x' || conversion === 'X' ? 16 : conversion === 'o' ? 8 : 10;
  let digits = base === 10 ? intText(rt, number) : intTextInBase(rt, number, base, false);
  rt.release(mark);
  const negative = digits.startsWith('-');
  if (negative) digits = digits.slice(1);
  if (digits.length < spec.precision) digits = digits.padStart(spec.precision, '0');
  if (spec.alternate && base !== 10) digits = (base === 16 ? '0x' : '0o') + digits;
  if (conversion === 'X') digits = digits.toUpperCase();
  return negative ? `-${digits}` : digits;
}

function integerFor(rt: Runtime, value: number, conversion: string): Owned {
  if (isInt(rt, value)) return rt.newRef(value);
  const hex = conversion === 'x' || conversion === 'X' || conversion === 'o';
  const type = rt.H[value + Ob.type]!;
  const isNumber = rt.H[type + Tp.nbIndex] !== 0 || rt.H[type + Tp.nbInt] !== 0 || rt.H[type + Tp.nbFloat] !== 0;
  const result = isNumber ? catching(rt, T.TypeError, () => (hex ? index(rt, value) : intFromObject(rt, value)) as number, 0) : 0;
  if (result !== 0) return result as Owned;
  const wanted = hex ? 'an integer is required' : 'a real number is required';
  typeError(rt, `%${conversion} format: ${wanted}, not ${typeName(rt, value)}`);
}
