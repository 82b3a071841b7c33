import { newTuple } from '../containers/tuple-object.ts';
import { Int, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { strData } from '../text/str-layout.ts';
import { allocStr } from '../text/str-object.ts';
import { newFloat } from './float-object.ts';
import { absInt, addInts, compareInts, exactInt, mulInts, negateInt, orderHolds, subInts } from './int-arithmetic.ts';
import { BitOp, bitwiseInts, invertInt, shiftLeftInts, shiftRightInts } from './int-bitwise.ts';
import { newIntObject } from './int-constructor.ts';
import { divideInts, floorDivInts, modInts, trueDivideInts } from './int-division.ts';
import { intGetSet, intMethods } from './int-methods.ts';
import { deallocInt, INT_BASIC_BYTES, intToNumber, isInt } from './int-object.ts';
import { powInts } from './int-power.ts';
import { intText } from './int-text.ts';
import { hashInt } from './number-hash.ts';

/** The type int. CPython: Objects/longobject.c PyLong_Type */

function reprInt(rt: Runtime, self: number): Owned {
  const text = intText(rt, self);
  if (text.length > 1) return rt.hooks.newStr(rt, text);
  // a digit is a str of its own, not the shared one. CPython: long_to_decimal_string_internal
  const digit = allocStr(rt, 1, 0x7f);
  rt.U8[strData(rt, digit)] = text.charCodeAt(0);
  return digit;
}

/** CPython: Objects/longobject.c long_richcompare */
function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  if (!isInt(rt, a) || !isInt(rt, b)) return rt.notImplemented();
  return rt.bool(orderHolds(a === b ? 0 : compareInts(rt, a, b), op));
}

/** A binary slot that serves ints (and subclasses) only. CPython: CHECK_BINOP */
function onInts(operation: (rt: Runtime, a: number, b: number) => Owned): (rt: Runtime, a: number, b: number) => Owned {
  return (rt, a, b) => (isInt(rt, a) && isInt(rt, b) ? operation(rt, a, b) : rt.notImplemented());
}

function divmod(rt: Runtime, a: number, b: number): Owned {
  if (!isInt(rt, a) || !isInt(rt, b)) return rt.notImplemented();
  const mark = rt.mark();
  divideInts(rt, a, b, true, true);
  const pair = newTuple(rt, 2);
  const H = rt.H;
  for (let i = 0; i < 2; i++) {
    const part = H[mark + 2 * i]!;
    H[part]!++;
    H[pair + Tuple.items + 2 * i] = part;
  }
  rt.track(pair);
  return rt.leave(mark, pair);
}

function power(rt: Runtime, a: number, b: number, c: number): Owned {
  if (!isInt(rt, a) || !isInt(rt, b)) return rt.notImplemented();
  if (c !== S.None && !isInt(rt, c)) return rt.notImplemented();
  return powInts(rt, a, b, c);
}

function trueDivide(rt: Runtime, a: number, b: number): Owned {
  if (!isInt(rt, a) || !isInt(rt, b)) return rt.notImplemented();
  return newFloat(rt, trueDivideInts(rt, a, b));
}

function toFloat(rt: Runtime, a: number): Owned {
  return newFloat(rt, intToNumber(rt, a));
}

function truth(rt: Runtime, a: number): number {
  return rt.H[a + Int.size] !== 0 ? 1 : 0;
}

export const intType: TypeSpec = {
  name: 'int',
  at: T.int,
  basicsize: INT_BASIC_BYTES,
  itemsize: 4,
  flags: TpFlag.BASETYPE | TpFlag.LONG_SUBCLASS | TpFlag.MATCH_SELF,
  contract: { gc: false, slots: [] },
  slots: {
    dealloc: deallocInt,
    repr: reprInt,
    hash: hashInt,
    richcompare: compare,
    new: newIntObject,
    vectorcall: newIntObject,
    nbAdd: onInts(addInts),
    nbSubtract: onInts(subInts),
    nbMultiply: onInts(mulInts),
    nbRemainder: onInts(modInts),
    nbDivmod: divmod,
    nbPower: power,
    nbNegative: negateInt,
    nbPositive: exactInt,
    nbAbsolute: absInt,
    nbBool: truth,
    nbInvert: invertInt,
    nbLshift: onInts(shiftLeftInts),
    nbRshift: onInts(shiftRightInts),
    nbAnd: onInts((rt, a, b) => bitwiseInts(rt, a, b, BitOp.and)),
    nbXor: onInts((rt, a, b) => bitwiseInts(rt, a, b, BitOp.xor)),
    nbOr: onInts((rt, a, b) => bitwiseInts(rt, a, b, BitOp.or)),
    nbInt: exactInt,
    nbFloat: toFloat,
    nbFloorDivide: onInts(floorDivInts),
    nbTrueDivide: trueDivide,
    nbIndex: exactInt,
  },
  methods: intMethods,
  getset: intGetSet,
  doc: `int([x]) -> integer
int(x, base=10) -> integer

Convert a number or string to an integer, or return 0 if no arguments
are given.  If x is a number, return x.__int__().  For floating point
numbers, this truncates towards zero.

If x is not a number or if base is given, then x must be a string,
bytes, or bytearray instance representing an integer literal in the
given base.  The literal can be preceded by '+' or '-' and be surrounded
by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.
Base 0 means to interpret the base from the string as an integer literal.
>>> int('0b100', base=0)
4`,
};
