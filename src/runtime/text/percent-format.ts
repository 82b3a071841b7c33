import { Ob } from '../../memory/layout.ts';
import { getItem } from '../core/abstract/item.ts';
import { index, toFloatNumber, toLong } from '../core/abstract/number.ts';
import { ascii, repr, str } from '../core/abstract/object.ts';
import { catching, overflowError, raise, typeError, typeName, valueError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { type FloatCode, floatText } from '../numbers/float-digits.ts';
import { fitsInt64, intToClipped, isInt } from '../numbers/int-object.ts';
import { intText, intTextInBase } from '../numbers/int-text.ts';
import { newStr, strText } from './str-object.ts';
import { isStr } from './text-arguments.ts';

/** printf-style formatting: the parser of `%` specifications and its numbers, for str; bytes use the same parser. CPython: Objects/unicodeobject.c PyUnicode_Format */

/** One specification after its `%`. */
export interface PercentSpec {
  leftAdjust: boolean;
  plus: boolean;
  blank: boolean;
  alternate: boolean;
  zero: boolean;
  /** -1: none. */
  width: number;
  precision: number;
  conversion: string;
  /** Index of the conversion character in the format. */
  at: number;
}

/** What str and bytes do differently. */
export interface PercentDialect {
  /** Text of %s, %r, %a, %b, %c; null when the conversion is unknown. */
  convert(rt: Runtime, value: number, spec: PercentSpec): string | null;
  /** Key of %(key)s as a new reference. */
  makeKey(rt: Runtime, text: string): Owned;
  /** May the whole right operand serve as the mapping? */
  isMapping(rt: Runtime, args: number): boolean;
  /** Message part naming the kind. */
  readonly noun: 'string' | 'bytes';
}

/** Formats host text; the arguments are `args` (tuple, mapping or single value), borrowed. */
export function percentText(rt: Runtime, dialect: PercentDialect, format: string, args: number): string {
  const H = rt.H;
  const isTuple = (H[H[args + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0;
  const mapping = dialect.isMapping(rt, args) ? args : 0;
  let source = args;
  let count = isTuple ? H[args + Ob.size] : -1;
  let at = isTuple ? 0 : -2;
  const nextArgument = (): number => {
    if (at >= count) typeError(rt, 'not enough arguments for format string');
    at++;
    return count < 0 ? source : H[source + Tuple.items + 2 * (at - 1)];
  };
  const starArgument = (asInt: boolean): number => {
    const v = nextArgument();
    if (!isInt(rt, v)) typeError(rt, '* wants int');
    if (!fitsInt64(rt, v)) overflowError(rt, `Python int too large to convert to C ${asInt ? 'int' : 'ssize_t'}`);
    return intToClipped(rt, v);
  };
  let result = '';
  let pos = 0;
  const end = format.length;
  while (pos < end) {
    const percent = format.indexOf('%', pos);
    if (percent < 0) {
      result += format.slice(pos);
      break;
    }
    result += format.slice(pos, percent);
    pos = percent + 1;
    if (format[pos] === '%') {
      result += '%';
      pos++;
      continue;
    }
    const mark = rt.mark();
    const spec: PercentSpec = {
      leftAdjust: false,
      plus: false,
      blank: false,
      alternate: false,
      zero: false,
      width: -1,
      precision: -1,
      conversion: '',
      at: 0,
    };
    if (format[pos] === '(') {
      if (mapping === 0) typeError(rt, 'format requires a mapping');
      const start = ++pos;
      let open = 1;
      for (; pos < end && open > 0; pos++) {
        if (format[pos] === ')') open--;
        else if (format[pos] === '(') open++;
      }
      if (open > 0) valueError(rt, 'incomplete format key');
      const key = rt.own(dialect.makeKey(rt, format.slice(start, pos - 1)));
      source = rt.own(getItem(rt, mapping, key));
      count = -1;
      at = -2;
    }
    for (; pos < end; pos++) {
      switch (format[pos]) {
        case '-':
          spec.leftAdjust = true;
          continue;
        case '+':
          spec.plus = true;
          continue;
        case ' ':
          spec.blank = true;
          continue;
        case '#':
          spec.alternate = true;
          continue;
        case '0':
          spec.zero = true;
          continue;
      }
      break;
    }
    if (format[pos] === '*') {
      pos++;
      spec.width = starArgument(false);
      if (spec.width < 0) {
        spec.leftAdjust = true;
        spec.width = -spec.width;
      }
    } else if (isDigit(format, pos)) {
      spec.width = 0;
      for (; isDigit(format, pos); pos++) {
        spec.width = spec.width * 10 + format.charCodeAt(pos) - 48;
        if (spec.width > 2 ** 63) valueError(rt, 'width too big');
      }
    }
    if (format[pos] === '.') {
      pos++;
      spec.precision = 0;
      if (format[pos] === '*') {
        pos++;
        spec.precision = Math.max(0, starArgument(true));
      } else {
        for (; isDigit(format, pos); pos++) {
          spec.precision = spec.precision * 10 + format.charCodeAt(pos) - 48;
          if (spec.precision > 2147483647) valueError(rt, dialect.noun === 'string' ? 'precision too big' : 'prec too big');
        }
      }
    }
    if (format[pos] === 'h' || format[pos] === 'l' || format[pos] === 'L') pos++;
    if (pos >= end) valueError(rt, 'incomplete format');
    spec.conversion = String.fromCodePoint(format.codePointAt(pos)!);
    spec.at = pos;
    pos += spec.conversion.length;
    result += formatOne(rt, dialect, spec, nextArgument(), format);
    if (mapping !== 0 && at < count) typeError(rt, `not all arguments converted during ${dialect.noun} formatting`);
    rt.release(mark);
  }
  if (at < count && mapping === 0) typeError(rt, `not all arguments converted during ${dialect.noun} formatting`);
  return result;
}

function isDigit(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c >= 48 && c <= 57;
}

function codePointLength(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0xd800 && c < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) n--;
  }
  return n;
}

function formatOne(rt: Runtime, dialect: PercentDialect, spec: PercentSpec, value: number, format: string): string {
  let text: string | null;
  let numeric = false;
  switch (spec.conversion) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      text = integerText(rt, spec, value, dialect.noun === 'bytes');
      numeric = true;
      break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      text = realText(rt, dialect, spec, value);
      numeric = true;
      break;
    default:
      text = dialect.convert(rt, value, spec);
  }
  if (text === null) {
    const c = spec.conversion.codePointAt(0)!;
    // CPython fails to make its message from a byte beyond ASCII
    if (dialect.noun === 'bytes' && c > 127) raise(rt, T.ValueError, null);
    const position = dialect.noun === 'string' ? codePointLength(format.slice(0, spec.at)) : spec.at;
    valueError(
      rt,
      `unsupported format character '${c >= 31 && c <= 126 ? spec.conversion : dialect.noun === 'string' ? '?' : spec.conversion}' (0x${c.toString(16)}) at index ${position}`,
    );
  }
  let sign = '';
  if (numeric) {
    if (text[0] === '-' || text[0] === '+') {
      sign = text[0];
      text = text.slice(1);
    } else if (spec.plus) sign = '+';
    else if (spec.blank) sign = ' ';
    if (spec.alternate && (spec.conversion === 'x' || spec.conversion === 'X' || spec.conversion === 'o')) {
      sign += text.slice(0, 2);
      text = text.slice(2);
    }
  }
  const length = sign.length + codePointLength(text);
  if (spec.width <= length) return sign + text;
  if (spec.width > 0x7fffff00) rt.noMemory();
  const missing = spec.width - length;
  if (spec.leftAdjust) return sign + text + ' '.repeat(missing);
  if (numeric && spec.zero) return sign + '0'.repeat(missing) + text;
  return ' '.repeat(missing) + sign + text;
}

/** Digits of an int with sign, prefix under '#', and zeros up to the precision. CPython: mainformatlong, _PyUnicode_FormatLong */
function integerText(rt: Runtime, spec: PercentSpec, value: number, bytes: boolean): string {
  const { conversion } = spec;
  const integral = conversion === 'o' || conversion === 'x' || conversion === 'X';
  const mark = rt.mark();
  let n = value;
  if (!isInt(rt, value)) {
    const H = rt.H;
    const type = H[value + Ob.type];
    const wrong = (): never =>
      typeError(
        rt,
        `%${conversion === 'i' && bytes ? 'd' : conversion} format: ${integral ? 'an integer' : rt.model.version[1] >= 10 ? 'a real number' : 'a number'} is required, not ${typeName(rt, value)}`,
      );
    if (H[type + Tp.nbIndex] === 0 && H[type + Tp.nbInt] === 0 && H[type + Tp.nbFloat] === 0 && type !== T.complex) wrong();
    const converted = catching<number>(rt, T.TypeError, () => (integral ? index(rt, value) : toLong(rt, value)), 0);
    if (converted === 0) wrong();
    n = rt.own(converted);
  }
  let text: string;
  if (integral) {
    text = intTextInBase(rt, n, conversion === 'o' ? 8 : 16, spec.alternate);
    if (conversion === 'X') text = text.toUpperCase();
  } else text = intText(rt, n);
  rt.release(mark);
  if (spec.precision > 0) {
    const head = (text[0] === '-' ? 1 : 0) + (integral && spec.alternate ? 2 : 0);
    const digits = text.length - head;
    if (digits < spec.precision) text = text.slice(0, head) + '0'.repeat(spec.precision - digits) + text.slice(head);
  }
  return text;
}

/** CPython: formatfloat */
function realText(rt: Runtime, dialect: PercentDialect, spec: PercentSpec, value: number): string {
  const { conversion } = spec;
  const x =
    dialect.noun === 'string'
      ? toFloatNumber(rt, value)
      : (catching(rt, T.BaseException, () => toFloatNumber(rt, value), null) ?? typeError(rt, `float argument required, not ${typeName(rt, value)}`));
  const text = floatText(x, conversion.toLowerCase() as FloatCode, spec.precision < 0 ? 6 : spec.precision, spec.alternate, false);
  return conversion >= 'a' ? text : text.toUpperCase();
}

/** The text cut to the precision of %s, %r, %a. */
export function cutToPrecision(text: string, spec: PercentSpec): string {
  if (spec.precision < 0 || text.length <= spec.precision) return text;
  const chars = Array.from(text);
  return chars.length <= spec.precision ? text : chars.slice(0, spec.precision).join('');
}

const STR_DIALECT: PercentDialect = {
  noun: 'string',
  convert(rt, value, spec) {
    const mark = rt.mark();
    let text: string;
    switch (spec.conversion) {
      case 's':
        text = strText(rt, rt.own(str(rt, value)));
        break;
      case 'r':
        text = strText(rt, rt.own(repr(rt, value)));
        break;
      case 'a':
        text = strText(rt, rt.own(ascii(rt, value)));
        break;
      case 'c':
        return charText(rt, value);
      default:
        return null;
    }
    rt.release(mark);
    return cutToPrecision(text, spec);
  },
  makeKey: newStr,
  isMapping(rt, args) {
    const type = rt.H[args + Ob.type];
    return rt.H[type + Tp.mpSubscript] !== 0 && (rt.H[type + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0 && !isStr(rt, args);
  },
};

/** CPython: formatchar */
function charText(rt: Runtime, value: number): string {
  if (isStr(rt, value)) {
    const text = strText(rt, value);
    if (codePointLength(text) === 1) return text;
    typeError(rt, '%c requires int or char');
  }
  const mark = rt.mark();
  const n = isInt(rt, value) ? value : rt.own(catching<number>(rt, T.TypeError, () => index(rt, value), 0));
  if (n === 0) typeError(rt, '%c requires int or char');
  const c = intToClipped(rt, n);
  rt.release(mark);
  if (c < 0 || c > 0x10ffff) overflowError(rt, '%c arg not in range(0x110000)');
  return String.fromCodePoint(c);
}

/** `op % args` for a str. CPython: PyUnicode_Format */
export function strPercent(rt: Runtime, op: number, args: number): Owned {
  const format = strText(rt, op);
  if (format === '%s') {
    // the str that is all of the result is the result
    const isTuple = (rt.H[rt.H[args + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0;
    const value = !isTuple ? args : rt.H[args + Tuple.size] === 1 ? rt.H[args + Tuple.items] : 0;
    // an int is written digit by digit, which gives the shared str of a digit
    if (value !== 0 && rt.H[value + Ob.type] !== T.int) return str(rt, value);
  }
  const text = percentText(rt, STR_DIALECT, format, args);
  if (rt.H[op + Ob.type] === T.str && !format.includes('%')) return rt.newRef(op);
  // so is a str that `%2s` need not pad
  if (/^%[-+ #0]*\d*s$/.test(format)) {
    const isTuple = (rt.H[rt.H[args + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0;
    const value = isTuple ? rt.H[args + Tuple.items] : args;
    if (rt.H[value + Ob.type] === T.str && strText(rt, value) === text) return rt.newRef(value);
  }
  return newStr(rt, text);
}
