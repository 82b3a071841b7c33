import { typeName, valueError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { type NumberSpec, unknownFormatCode } from '../numbers/number-format.ts';
import { decimalValue } from './char-properties.ts';
import { strLength } from './str-layout.ts';
import { strItself, substring } from './str-object.ts';
import { pad } from './str-parts.ts';

/** The format mini-language: parsing a spec, and formatting a str by it. CPython: Python/formatter_unicode.c */

/** What the receiver of a spec takes for granted. */
export interface SpecDefaults {
  /** Presentation type when none is given: 's' for str, 'd' for int, '' for float and complex. */
  readonly type: string;
  /** '<' for str, '>' for numbers. */
  readonly align: '<' | '>';
}

export const STR_DEFAULTS: SpecDefaults = { type: 's', align: '<' };
export const INT_DEFAULTS: SpecDefaults = { type: 'd', align: '>' };
export const FLOAT_DEFAULTS: SpecDefaults = { type: '', align: '>' };

function isAlign(c: string | undefined): c is '<' | '>' | '=' | '^' {
  return c === '<' || c === '>' || c === '=' || c === '^';
}

/** Shows a character in a message, as %c or as \x… */
function shown(c: string): string {
  const code = c.codePointAt(0)!;
  return code > 32 && code < 128 ? c : `\\x${code.toString(16)}`;
}

/**
 * Parses the format spec `text` given for the object `op`; ValueError with CPython's message. The type stays '' when none is given.
 * CPython: parse_internal_render_format_spec
 */
export function parseFormatSpec(rt: Runtime, op: number, text: string, defaults: SpecDefaults): Readonly<NumberSpec> {
  const known = rt.stateOf('format specs', () => new Map<string, Readonly<NumberSpec>>());
  const key = `${defaults.type}:${text}`;
  let spec = known.get(key);
  if (spec === undefined) {
    spec = parseSpec(rt, op, text, defaults);
    if (known.size >= 512) known.clear();
    known.set(key, spec);
  }
  return spec;
}

function parseSpec(rt: Runtime, op: number, text: string, defaults: SpecDefaults): NumberSpec {
  const chars = Array.from(text);
  const end = chars.length;
  const spec: NumberSpec = { fill: ' ', align: '', sign: '', alternate: false, width: -1, thousands: '', precision: -1, type: '' };
  let pos = 0;
  let fillGiven = false;
  let alignGiven = false;
  const integer = (): number => {
    let value = 0;
    let consumed = 0;
    for (; pos < end; pos++, consumed++) {
      const digit = decimalValue(chars[pos].codePointAt(0)!);
      if (digit < 0) break;
      value = value * 10 + digit;
      if (value > 2 ** 63) valueError(rt, 'Too many decimal digits in format string');
    }
    return consumed === 0 ? -1 : value;
  };
  if (end >= 2 && isAlign(chars[1])) {
    spec.fill = chars[0];
    spec.align = chars[1];
    fillGiven = alignGiven = true;
    pos = 2;
  } else if (isAlign(chars[0])) {
    spec.align = chars[0];
    alignGiven = true;
    pos = 1;
  }
  const sign = chars[pos];
  if (sign === ' ' || sign === '+' || sign === '-') {
    spec.sign = sign;
    pos++;
  }
  if (chars[pos] === 'z' && rt.model.version[1] >= 11) {
    spec.noNegativeZero = true;
    pos++;
  }
  if (chars[pos] === '#') {
    spec.alternate = true;
    pos++;
  }
  if (!fillGiven && chars[pos] === '0') {
    spec.fill = '0';
    if (!alignGiven && defaults.align === '>') spec.align = '=';
    pos++;
  }
  spec.width = integer();
  if (chars[pos] === ',') {
    spec.thousands = ',';
    pos++;
  }
  if (chars[pos] === '_') {
    if (spec.thousands !== '') valueError(rt, "Cannot specify both ',' and '_'.");
    spec.thousands = '_';
    pos++;
  }
  if (chars[pos] === ',' && spec.thousands === '_') valueError(rt, "Cannot specify both ',' and '_'.");
  if (chars[pos] === '.') {
    pos++;
    spec.precision = integer();
    if (spec.precision < 0) valueError(rt, 'Format specifier missing precision');
  }
  if (end - pos > 1) valueError(rt, phrase(rt, 'formatSpecifier', text, typeName(rt, op)));
  if (end - pos === 1) spec.type = chars[pos];
  if (spec.thousands !== '') {
    const type = spec.type === '' ? defaults.type : spec.type;
    const allowed = type === '' || 'defgEG%F'.includes(type) || (spec.thousands === '_' && 'boxX'.includes(type));
    if (!allowed) valueError(rt, `Cannot specify '${spec.thousands}' with '${shown(type)}'.`);
  }
  return spec;
}

/** `format(str, spec)`. CPython: _PyUnicode_FormatAdvancedWriter, format_string_internal */
export function formatStr(rt: Runtime, op: number, specText: string): Owned {
  if (specText === '') return strItself(rt, op);
  const spec = parseFormatSpec(rt, op, specText, STR_DEFAULTS);
  if (spec.type !== '' && spec.type !== 's') valueError(rt, unknownFormatCode(spec.type, typeName(rt, op)));
  if (spec.sign !== '') {
    valueError(
      rt,
      rt.model.version[1] >= 9 && spec.sign === ' ' ? 'Space not allowed in string format specifier' : 'Sign not allowed in string format specifier',
    );
  }
  if (spec.noNegativeZero) valueError(rt, 'Negative zero coercion (z) not allowed in string format specifier');
  if (spec.alternate) valueError(rt, 'Alternate form (#) not allowed in string format specifier');
  if (spec.align === '=') valueError(rt, "'=' alignment not allowed in string format specifier");
  let length = strLength(rt, op);
  const mark = rt.mark();
  let source = op;
  if (spec.precision >= 0 && length > spec.precision) {
    source = rt.own(substring(rt, op, 0, spec.precision));
    length = spec.precision;
  }
  if (spec.width <= length) return rt.leave(mark, strItself(rt, source));
  const total = spec.width - length;
  const left = spec.align === '>' ? total : spec.align === '^' ? Math.floor(total / 2) : 0;
  return rt.leave(mark, pad(rt, source, left, total - left, spec.fill.codePointAt(0)!));
}
