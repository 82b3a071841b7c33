import { asIndex } from '../core/abstract/number.ts';
import { type ParameterSpec, parseKeywords } from '../core/arguments.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { Int } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { isInt, newInt, SHIFT } from './int-object.ts';
import { NumberCells } from './number-cells.ts';

/**
 * The limit of digits in conversions between int and decimal text, against denial of service. CPython: Objects/longobject.c
 * _MAX_STR_DIGITS, sys.set_int_max_str_digits
 */
const DEFAULT_LIMIT = 4300;
/** Numbers up to this many digits are never refused. */
export const DIGITS_THRESHOLD = 640;

/** The last release of 3.6 came before the limit. */
export function setUpDigitLimit(rt: Runtime): void {
  rt.H[NumberCells.digitLimit] = rt.model.version[1] >= 7 ? DEFAULT_LIMIT : 0;
}

function limitText(rt: Runtime): string {
  const limit = rt.H[NumberCells.digitLimit]!;
  return rt.model.version[1] >= 11
    ? `Exceeds the limit (${limit} digits) for integer string conversion`
    : `Exceeds the limit (${limit}) for integer string conversion`;
}

/** ValueError when the decimal text of a long int passes the limit; before the text is made, if its size tells. */
export function checkTextSize(rt: Runtime, op: number): void {
  const limit = rt.H[NumberCells.digitLimit]!;
  if (limit === 0) return;
  const digits = Math.abs(rt.H[op + Int.size]!);
  // a number of that many bits has at least this many digits
  if ((digits - 1) * SHIFT * 0.30102 > limit) tooManyDigits(rt);
}

/** ValueError when a decimal text of `length` digits passes the limit. */
export function checkTextLength(rt: Runtime, length: number): void {
  const limit = rt.H[NumberCells.digitLimit]!;
  if (limit !== 0 && length > limit && length > DIGITS_THRESHOLD) tooManyDigits(rt);
}

function tooManyDigits(rt: Runtime): never {
  valueError(rt, `${limitText(rt)}; use sys.set_int_max_str_digits() to increase the limit`);
}

/** ValueError when a text to be read in `base` has more digits than allowed. Bases that are powers of two are free. */
export function checkDigitsRead(rt: Runtime, digits: number, base: number): void {
  const limit = rt.H[NumberCells.digitLimit]!;
  if (limit === 0 || digits <= limit || digits <= DIGITS_THRESHOLD || (base & (base - 1)) === 0) return;
  valueError(rt, `${limitText(rt)}: value has ${digits} digits; use sys.set_int_max_str_digits() to increase the limit`);
}

const SET: ParameterSpec = { name: 'set_int_max_str_digits', params: ['maxdigits'], required: 1 };

function setLimit(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const given = parseKeywords(rt, SET, args, nargs, kwnames, [])[0]!;
  if (!isInt(rt, given)) typeError(rt, `'${typeName(rt, given)}' object cannot be interpreted as an integer`);
  const limit = asIndex(rt, given);
  if (limit !== 0 && limit < DIGITS_THRESHOLD) valueError(rt, `maxdigits must be 0 or larger than ${DIGITS_THRESHOLD}`);
  rt.H[NumberCells.digitLimit] = Math.min(limit, 2147483647);
  return rt.none();
}

/** Functions of the module sys. */
export const digitLimitFunctions: readonly MethodSpec[] = [
  {
    name: 'get_int_max_str_digits',
    kind: Meth.NOARGS,
    fn: (rt: Runtime) => newInt(rt, rt.H[NumberCells.digitLimit]!),
    signature: '($module, /)',
    doc: 'Return the maximum string digits limit for non-binary int<->str conversions.',
  },
  {
    name: 'set_int_max_str_digits',
    kind: Meth.KEYWORDS,
    fn: setLimit,
    signature: '($module, /, maxdigits)',
    doc: 'Set the maximum string digits limit for non-binary int<->str conversions.',
  },
];
