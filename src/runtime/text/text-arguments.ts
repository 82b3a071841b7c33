import { Ob } from '../../memory/layout.ts';
import { index } from '../core/abstract/number.ts';
import { isTrue } from '../core/abstract/object.ts';
import { argumentType, checkPositional } from '../core/arguments.ts';
import { overflowError, typeError, typeName } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { S } from '../core/static.ts';
import { fitsInt64, intToClipped, isInt } from '../numbers/int-object.ts';

/** Arguments of str and bytes methods that CPython reads with PyArg_ParseTuple or Argument Clinic converters. */

/** Is the object a str or an instance of a subclass? CPython: PyUnicode_Check */
export function isStr(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) !== 0;
}

/** CPython: PyBytes_Check */
export function isBytes(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.BYTES_SUBCLASS) !== 0;
}

/** TypeError "find() takes at least 1 argument (0 given)", "find expected at least 1 argument, got 0" from 3.13 on. CPython: Python/getargs.c vgetargs1_impl */
export function checkTupleCount(rt: Runtime, name: string, nargs: number, min: number, max: number): void {
  if (nargs >= min && nargs <= max) return;
  if (rt.model.wording.searchSignatures) checkPositional(rt, name, nargs, min, max);
  if (max === 0) typeError(rt, `${name}() takes no arguments`);
  const bound = min === max ? 'exactly' : nargs < min ? 'at least' : 'at most';
  const limit = nargs < min ? min : max;
  typeError(rt, `${name}() takes ${bound} ${limit} argument${limit === 1 ? '' : 's'} (${nargs} given)`);
}

/** An int argument that must fit Py_ssize_t; doubles beyond 2^53 mean "far too large". CPython: Argument Clinic Py_ssize_t converter */
export function ssizeArgument(rt: Runtime, op: number): number {
  return sizedArgument(rt, op, 'ssize_t');
}

/** An int argument that must fit a C int. CPython: _PyLong_AsInt */
export function intArgument(rt: Runtime, op: number): number {
  const value = sizedArgument(rt, op, rt.model.wording.intArgument === 'int' ? 'long' : 'int');
  if (value > 2147483647) overflowError(rt, phrase(rt, 'intTooLarge'));
  if (value < -2147483648) overflowError(rt, phrase(rt, 'intTooSmall'));
  return value;
}

/** A flag such as `keepends`: an int, from 3.12 on anything true or false. CPython: Argument Clinic bool converter */
export function flagArgument(rt: Runtime, op: number): boolean {
  return rt.model.wording.flagsAreTruth ? isTrue(rt, op) : intArgument(rt, op) !== 0;
}

function sizedArgument(rt: Runtime, op: number, ctype: string): number {
  if (isInt(rt, op)) {
    if (!fitsInt64(rt, op)) overflowError(rt, `Python int too large to convert to C ${ctype}`);
    return intToClipped(rt, op);
  }
  const mark = rt.mark();
  const value = rt.own(index(rt, op));
  if (!fitsInt64(rt, value)) overflowError(rt, `Python int too large to convert to C ${ctype}`);
  const n = intToClipped(rt, value);
  rt.release(mark);
  return n;
}

/** A start or end argument: None or absent (0) gives `otherwise`, large ints are clipped. CPython: Python/ceval.c _PyEval_SliceIndex */
export function sliceArgument(rt: Runtime, op: number, otherwise: number): number {
  if (op === 0 || op === (S.None as number)) return otherwise;
  if (isInt(rt, op)) return intToClipped(rt, op);
  if (rt.H[rt.H[op + Ob.type] + Tp.nbIndex] === 0) typeError(rt, 'slice indices must be integers or None or have an __index__ method');
  const mark = rt.mark();
  const n = intToClipped(rt, rt.own(index(rt, op)));
  rt.release(mark);
  return n;
}

/** Start brought into 0 … (it may stay beyond the length). CPython: ADJUST_INDICES */
export function adjustStart(start: number, length: number): number {
  if (start >= 0) return start;
  return Math.max(start + length, 0);
}

export function adjustEnd(end: number, length: number): number {
  if (end > length) return length;
  if (end >= 0) return end;
  return Math.max(end + length, 0);
}

/** TypeError "must be str, not int", of what method `name` searches for "find() argument 1 must be str, not int" from 3.13 on. CPython: ensure_unicode */
export function requireStr(rt: Runtime, op: number, name = ''): void {
  if (isStr(rt, op)) return;
  if (name !== '' && rt.model.wording.searchSignatures) badArgument(rt, name, 'argument 1', 'str', op);
  typeError(rt, `must be str, not ${typeName(rt, op)}`);
}

/** TypeError "replace() argument 1 must be str, not int". CPython: _PyArg_BadArgument */
export function requireStrArgument(rt: Runtime, op: number, name: string, what: string): void {
  if (!isStr(rt, op)) badArgument(rt, name, what, 'str', op);
}

/** CPython: Python/getargs.c _PyArg_BadArgument */
export function badArgument(rt: Runtime, name: string, what: string, expected: string, op: number): never {
  typeError(rt, `${name}() ${what} must be ${expected}, not ${argumentType(rt, op)}`);
}
