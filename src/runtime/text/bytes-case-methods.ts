import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import type { BytesKind } from './bytes-like.ts';
import { isByteSpace } from './bytes-search-methods.ts';

/** Methods of bytes and bytearray about ASCII letters. CPython: Objects/bytes_methods.c */

const isLower = (c: number): boolean => c >= 97 && c <= 122;
const isUpper = (c: number): boolean => c >= 65 && c <= 90;
const isAlpha = (c: number): boolean => isLower(c) || isUpper(c);
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const toLower = (c: number): number => (isUpper(c) ? c + 32 : c);
const toUpper = (c: number): number => (isLower(c) ? c - 32 : c);

/** The methods for one of the two types. */
export function bytesCaseMethods(kind: BytesKind): MethodSpec[] {
  const contents = (rt: Runtime, op: number): Uint8Array => {
    const data = kind.data(rt, op);
    return rt.U8.subarray(data, data + kind.length(rt, op));
  };
  const mapped =
    (map: (c: number, i: number, previous: number) => number) =>
    (rt: Runtime, op: number): Owned => {
      const from = contents(rt, op);
      const result = new Uint8Array(from.length);
      for (let i = 0; i < from.length; i++) result[i] = map(from[i], i, i > 0 ? from[i - 1] : 0);
      return kind.fromArray(rt, result);
    };
  const every =
    (test: (c: number) => boolean) =>
    (rt: Runtime, op: number): Owned => {
      const from = contents(rt, op);
      return rt.bool(from.length > 0 && from.every(test));
    };
  const oneCase =
    (wanted: (c: number) => boolean, unwanted: (c: number) => boolean) =>
    (rt: Runtime, op: number): Owned => {
      const from = contents(rt, op);
      return rt.bool(!from.some(unwanted) && from.some(wanted));
    };
  const isTitle = (rt: Runtime, op: number): Owned => {
    let cased = false;
    let previous = false;
    for (const c of contents(rt, op)) {
      if (isUpper(c)) {
        if (previous) return rt.bool(false);
        previous = cased = true;
      } else if (isLower(c)) {
        if (!previous) return rt.bool(false);
        previous = cased = true;
      } else previous = false;
    }
    return rt.bool(cased);
  };
  const noargs = (name: string, fn: (rt: Runtime, op: number) => Owned): MethodSpec => ({ name, kind: Meth.NOARGS, fn });
  return [
    noargs(
      'capitalize',
      mapped((c, i) => (i === 0 ? toUpper(c) : toLower(c))),
    ),
    noargs('lower', mapped(toLower)),
    noargs('upper', mapped(toUpper)),
    noargs(
      'swapcase',
      mapped((c) => (isLower(c) ? c - 32 : toLower(c))),
    ),
    noargs(
      'title',
      mapped((c, _i, previous) => (isAlpha(previous) ? toLower(c) : toUpper(c))),
    ),
    noargs(
      'isalnum',
      every((c) => isAlpha(c) || isDigit(c)),
    ),
    noargs('isalpha', every(isAlpha)),
    noargs('isascii', (rt, op) => rt.bool(contents(rt, op).every((c) => c < 128))),
    noargs('isdigit', every(isDigit)),
    noargs('islower', oneCase(isLower, isUpper)),
    noargs('isupper', oneCase(isUpper, isLower)),
    noargs('isspace', every(isByteSpace)),
    noargs('istitle', isTitle),
  ];
}
