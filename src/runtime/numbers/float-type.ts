import { hashAddress } from '../core/abstract/object.ts';
import { TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import {
  floatAdd,
  floatCompare,
  floatDivmod,
  floatFloorDivide,
  floatMultiply,
  floatPower,
  floatRemainder,
  floatSubtract,
  floatTrueDivide,
} from './float-arithmetic.ts';
import { newFloatObject } from './float-constructor.ts';
import { floatRepr } from './float-digits.ts';
import { exactFloat, floatGetSet, floatMethods, truncFloat } from './float-methods.ts';
import { deallocFloat, floatValue, newFloat } from './float-object.ts';
import { hashDouble } from './number-hash.ts';

/** The type float. CPython: Objects/floatobject.c PyFloat_Type */

function reprFloat(rt: Runtime, self: number): Owned {
  return rt.hooks.newStr(rt, floatRepr(floatValue(rt, self)));
}

/** NaN hashes by identity (3.10), so that many NaNs do not collide. CPython: _Py_HashDouble */
function hash(rt: Runtime, self: number): number {
  const x = floatValue(rt, self);
  return !Number.isNaN(x) || rt.model.version[1] < 10 ? hashDouble(rt, x) : hashAddress(rt, self);
}

function negative(rt: Runtime, self: number): Owned {
  return newFloat(rt, -floatValue(rt, self));
}

function absolute(rt: Runtime, self: number): Owned {
  return newFloat(rt, Math.abs(floatValue(rt, self)));
}

function truth(rt: Runtime, self: number): number {
  return floatValue(rt, self) !== 0 ? 1 : 0;
}

export const floatType: TypeSpec = {
  name: 'float',
  at: T.float,
  basicsize: 24,
  flags: TpFlag.BASETYPE | TpFlag.MATCH_SELF,
  contract: { gc: false, slots: [] },
  slots: {
    dealloc: deallocFloat,
    repr: reprFloat,
    hash,
    richcompare: floatCompare,
    new: newFloatObject,
    vectorcall: newFloatObject,
    nbAdd: floatAdd,
    nbSubtract: floatSubtract,
    nbMultiply: floatMultiply,
    nbRemainder: floatRemainder,
    nbDivmod: floatDivmod,
    nbPower: floatPower,
    nbNegative: negative,
    nbPositive: exactFloat,
    nbAbsolute: absolute,
    nbBool: truth,
    nbInt: truncFloat,
    nbFloat: exactFloat,
    nbFloorDivide: floatFloorDivide,
    nbTrueDivide: floatTrueDivide,
  },
  methods: floatMethods,
  getset: floatGetSet,
  signature: '(x=0, /)',
  doc: 'Convert a string or number to a floating point number, if possible.',
};
