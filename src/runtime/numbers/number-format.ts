import { floatText } from './float-digits.ts';

/**
 * The format mini-language for numbers, on host values. Pure functions; the text of the spec is parsed in text/format-spec.ts.
 * CPython: Python/formatter_unicode.c
 */
export interface NumberSpec {
  /** One character. */
  fill: string;
  align: '<' | '>' | '=' | '^' | '';
  sign: '+' | '-' | ' ' | '';
  alternate: boolean;
  /** -1: none. */
  width: number;
  /** '_' groups by four for the types b, o, x, X. */
  thousands: ',' | '_' | '';
  /** -1: none. */
  precision: number;
  /** Presentation type, '' for none. */
  type: string;
  /** 'z' option (3.11): negative zero loses its sign. */
  noNegativeZero?: boolean;
}

/** What is wrong with a spec for a number: message of a ValueError, or of an OverflowError. */
export class FormatFault {
  readonly message: string;
  readonly overflow: boolean;
  constructor(message: string, overflow = false) {
    this.message = message;
    this.overflow = overflow;
  }
}

/** Message for a presentation type that an object does not know. CPython: unknown_presentation_type */
export function unknownFormatCode(code: string, typeName: string): string {
  const c = code.codePointAt(0)!;
  return `Unknown format code '${c > 32 && c < 128 ? code : `\\x${c.toString(16)}`}' for object of type '${typeName}'`;
}

/** Text of an int; the type is one of '', b, c, d, o, x, X, n. CPython: format_long_internal */
export function formatInt(value: bigint | number, spec: NumberSpec): string | FormatFault {
  if (spec.precision !== -1) return new FormatFault('Precision not allowed in integer format specifier');
  if (spec.noNegativeZero) return new FormatFault('Negative zero coercion (z) not allowed in integer format specifier');
  let sign = '';
  let prefix = '';
  let digits: string;
  let group = 3;
  if (spec.type === 'c') {
    if (spec.sign !== '') return new FormatFault("Sign not allowed with integer format specifier 'c'");
    if (spec.alternate) return new FormatFault("Alternate form (#) not allowed with integer format specifier 'c'");
    if (value < 0 || value > 0x10ffff) {
      return new FormatFault(
        value > 9223372036854775807n || value < -9223372036854775808n ? 'Python int too large to convert to C long' : '%c arg not in range(0x110000)',
        true,
      );
    }
    return pad(String.fromCodePoint(Number(value)), spec, '>');
  }
  const negative = value < 0;
  const magnitude = negative ? -value : value;
  switch (spec.type) {
    case 'b':
      digits = magnitude.toString(2);
      prefix = '0b';
      group = 4;
      break;
    case 'o':
      digits = magnitude.toString(8);
      prefix = '0o';
      group = 4;
      break;
    case 'x':
      digits = magnitude.toString(16);
      prefix = '0x';
      group = 4;
      break;
    case 'X':
      digits = magnitude.toString(16).toUpperCase();
      prefix = '0X';
      group = 4;
      break;
    default:
      digits = magnitude.toString();
  }
  if (!spec.alternate) prefix = '';
  sign = signText(negative, spec.sign);
  return assemble(sign, prefix, digits, '', spec, group);
}

/** Text of a float; the type is one of '', e, E, f, F, g, G, n, %. CPython: format_float_internal */
export function formatFloat(value: number, spec: NumberSpec): string | FormatFault {
  if (spec.precision > 2147483647) return new FormatFault('precision too big');
  let x = value;
  let text = numberText(x, spec);
  const type = spec.type;
  let percent = '';
  if (type === '%') {
    x = value * 100;
    percent = '%';
    text = numberText(x, { ...spec, type: 'f' });
  }
  let negative = text.startsWith('-');
  if (negative) text = text.slice(1);
  if (negative && spec.noNegativeZero && !/[1-9a-z]/i.test(text.replace(/e.*/i, ''))) negative = false;
  const whole = wholeDigits(text);
  return assemble(signText(negative, spec.sign), '', text.slice(0, whole), text.slice(whole) + percent, spec, 3);
}

/** The number itself with the spec's type and precision, '-' in front where due. */
function numberText(x: number, spec: NumberSpec): string {
  let precision = spec.precision;
  let text: string;
  switch (spec.type) {
    case '':
      text = precision < 0 ? floatText(x, 'r', 0, spec.alternate, true) : floatText(x, 'g', precision, spec.alternate, true);
      return text;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
      if (precision < 0) precision = 6;
      text = floatText(x, spec.type.toLowerCase() as 'e' | 'f', precision, spec.alternate, false);
      break;
    default:
      if (precision < 0) precision = 6;
      text = floatText(x, 'g', precision, spec.alternate, false);
  }
  return spec.type === 'E' || spec.type === 'F' || spec.type === 'G' ? text.toUpperCase() : text;
}

function wholeDigits(text: string): number {
  let n = 0;
  while (n < text.length && text.charCodeAt(n) >= 48 && text.charCodeAt(n) <= 57) n++;
  return n;
}

/** Text of a complex; the type is one of '', e, E, f, F, g, G, n. CPython: format_complex_internal */
export function formatComplex(real: number, imag: number, spec: NumberSpec): string | FormatFault {
  if (spec.precision > 2147483647) return new FormatFault('precision too big');
  if (spec.fill === '0') return new FormatFault('Zero padding is not allowed in complex format specifier');
  if (spec.align === '=') return new FormatFault("'=' alignment flag is not allowed in complex format specifier");
  let skipReal = false;
  let parentheses = false;
  const part = { ...spec };
  if (spec.type === '') {
    if (real === 0 && !Object.is(real, -0)) skipReal = true;
    else parentheses = true;
  }
  const one = (x: number, sign: NumberSpec['sign']): string => {
    let text = part.type === '' ? plainText(x, part) : numberText(x, part);
    const negative = text.startsWith('-');
    if (negative) text = text.slice(1);
    const whole = wholeDigits(text);
    return assemble(signText(negative, sign), '', text.slice(0, whole), text.slice(whole), { ...part, width: -1 }, 3);
  };
  const body = (skipReal ? '' : one(real, spec.sign)) + one(imag, skipReal ? spec.sign : '+');
  return pad(parentheses ? `(${body}j)` : `${body}j`, spec, '>');
}

/** Without type a complex shows its parts as repr does. */
function plainText(x: number, spec: NumberSpec): string {
  return spec.precision < 0 ? floatText(x, 'r', 0, spec.alternate, false) : floatText(x, 'g', spec.precision, spec.alternate, false);
}

function signText(negative: boolean, sign: NumberSpec['sign']): string {
  return negative ? '-' : sign === '+' ? '+' : sign === ' ' ? ' ' : '';
}

/** Sign, prefix, grouped and zero-filled digits, rest, filled to the width. CPython: calc_number_widths, fill_number */
function assemble(sign: string, prefix: string, digits: string, rest: string, spec: NumberSpec, group: number): string {
  const separator = spec.thousands;
  let whole = digits;
  if (spec.fill === '0' && spec.align === '=') {
    // zeros are digits here: they are grouped too
    const room = spec.width - sign.length - prefix.length - rest.length;
    whole = separator === '' || digits === '' ? digits.padStart(room, '0') : groupDigits(digits, separator, group, room);
    return sign + prefix + whole + rest;
  }
  if (separator !== '' && digits !== '') whole = groupDigits(digits, separator, group, 0);
  const length = sign.length + prefix.length + whole.length + rest.length;
  if (spec.width <= length) return sign + prefix + whole + rest;
  const missing = spec.width - length;
  if (spec.align === '=') return sign + prefix + spec.fill.repeat(missing) + whole + rest;
  return pad(sign + prefix + whole + rest, spec, '>');
}

/** Digits with separators, filled with zeros up to `room` characters. CPython: _PyUnicode_InsertThousandsGrouping */
function groupDigits(digits: string, separator: string, group: number, room: number): string {
  const parts: string[] = [];
  let end = digits.length;
  let length = 0;
  while (end > 0) {
    const start = end > group ? end - group : 0;
    parts.push(digits.slice(start, end));
    length += end - start + (end === digits.length ? 0 : 1);
    end = start;
  }
  // fill the first group, then add groups of zeros
  let first = parts[parts.length - 1]!;
  while (length < room) {
    if (first.length < group) {
      const add = Math.min(group - first.length, room - length);
      first = '0'.repeat(add) + first;
      parts[parts.length - 1] = first;
      length += add;
    } else {
      // a separator never comes first: a group has at least one digit
      const size = Math.min(group, Math.max(1, room - length - 1));
      first = '0'.repeat(size);
      parts.push(first);
      length += size + 1;
    }
  }
  return parts.reverse().join(separator);
}

function pad(text: string, spec: NumberSpec, standard: '<' | '>'): string {
  let length = text.length;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0xd800 && text.charCodeAt(i) < 0xdc00) length--;
  if (spec.width <= length) return text;
  const missing = spec.width - length;
  const align = spec.align === '' ? standard : spec.align;
  if (align === '<') return text + spec.fill.repeat(missing);
  if (align === '^') return spec.fill.repeat(missing >> 1) + text + spec.fill.repeat(missing - (missing >> 1));
  return spec.fill.repeat(missing) + text;
}
