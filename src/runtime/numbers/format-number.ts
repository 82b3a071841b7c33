import { Ob } from '../../memory/layout.ts';
import { isStr, str } from '../core/abstract/object.ts';
import { argumentType } from '../core/arguments.ts';
import { raise, typeError, typeName, valueError } from '../core/errors.ts';
import { Str } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { FLOAT_DEFAULTS, INT_DEFAULTS, parseFormatSpec } from '../text/format-spec.ts';
import { complexValue, isComplex } from './complex-object.ts';
import { floatValue } from './float-object.ts';
import { intToBig, intToNumber, intToSafe, isInt } from './int-object.ts';
import { intText } from './int-text.ts';
import { type FormatFault, formatComplex, formatFloat, formatInt, type NumberSpec, unknownFormatCode } from './number-format.ts';

/**
 * `__format__` of int, bool, float and complex. New str; TypeError, ValueError, OverflowError.
 * CPython: Python/formatter_unicode.c _PyLong_FormatAdvancedWriter and its fellows
 */
export function formatNumber(rt: Runtime, self: number, spec: number): Owned {
  if (!isStr(rt, spec)) typeError(rt, `__format__() argument must be str, not ${argumentType(rt, spec)}`);
  if (rt.H[spec + Str.length] === 0) {
    if (rt.H[self + Ob.type] === T.int) return rt.hooks.newStr(rt, intText(rt, self));
    return str(rt, self);
  }
  const text = rt.hooks.strText(rt, spec);
  const integer = isInt(rt, self);
  const parsed = parseFormatSpec(rt, self, text, integer ? INT_DEFAULTS : FLOAT_DEFAULTS);
  const result = integer
    ? formatInteger(rt, self, parsed)
    : isComplex(rt, self)
      ? formatComplexObject(rt, self, parsed)
      : formatDouble(rt, self, floatValue(rt, self), parsed);
  if (typeof result === 'string') return rt.hooks.newStr(rt, result);
  if (result.overflow) raise(rt, T.OverflowError, result.message);
  valueError(rt, result.message);
}

function unknownCode(rt: Runtime, self: number, code: string): never {
  valueError(rt, unknownFormatCode(code, typeName(rt, self)));
}

function formatInteger(rt: Runtime, self: number, spec: NumberSpec): string | FormatFault {
  switch (spec.type) {
    case '':
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n': {
      const safe = intToSafe(rt, self);
      if (Number.isNaN(safe) && (spec.type === '' || spec.type === 'd' || spec.type === 'n')) intText(rt, self);
      return formatInt(!Number.isNaN(safe) ? safe : intToBig(rt, self), spec);
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%':
      return formatFloat(intToNumber(rt, self), spec);
    default:
      unknownCode(rt, self, spec.type);
  }
}

function formatDouble(rt: Runtime, self: number, x: number, spec: NumberSpec): string | FormatFault {
  if (spec.type !== '' && !'eEfFgGn%'.includes(spec.type)) unknownCode(rt, self, spec.type);
  return formatFloat(x, spec);
}

function formatComplexObject(rt: Runtime, self: number, spec: NumberSpec): string | FormatFault {
  if (spec.type !== '' && !'eEfFgGn'.includes(spec.type)) unknownCode(rt, self, spec.type);
  const { real, imag } = complexValue(rt, self);
  return formatComplex(real, imag, spec);
}
