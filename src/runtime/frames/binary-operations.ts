import { Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { dictDelete, dictGet, dictGetStr } from '../containers/dict-object.ts';
import { getItem } from '../core/abstract/item.ts';
import {
  add,
  and,
  floorDivide,
  inplaceAdd,
  inplaceAnd,
  inplaceFloorDivide,
  inplaceLshift,
  inplaceMatrixMultiply,
  inplaceMultiply,
  inplaceOr,
  inplacePower,
  inplaceRemainder,
  inplaceRshift,
  inplaceSubtract,
  inplaceTrueDivide,
  inplaceXor,
  lshift,
  matrixMultiply,
  multiply,
  or,
  power,
  remainder,
  rshift,
  subtract,
  trueDivide,
  xor,
} from '../core/abstract/number.ts';
import { keyError } from '../core/errors.ts';
import { Cell, Float, Int } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import { newFloat } from '../numbers/float-object.ts';
import { addInts, mulInts, subInts } from '../numbers/int-arithmetic.ts';
import { floorDivInts, modInts } from '../numbers/int-division.ts';
import { concatInPlace, concatStr } from '../text/str-object.ts';
import { Fr } from './frame-layout.ts';
import { replaceTwo } from './value-stack.ts';

/** A binary operator whose operands the loop does not handle itself: `a, b -> r`. Gives the stack pointer. */
export function binarySlow(rt: Runtime, frame: number, sp: number, op: number): number {
  const H = rt.H;
  const b = H[sp - 2];
  const a = H[sp - 4];
  const ta = H[a + Ob.type];
  const tb = H[b + Ob.type];
  if (ta === T.int && tb === T.int) {
    const r = intOperation(rt, op, a, b);
    if (r !== 0) return replaceTwo(rt, frame, sp, r);
  } else if (ta === T.float || tb === T.float) {
    const r = mixedOperation(rt, op, a, b, ta, tb);
    if (r !== 0) return replaceTwo(rt, frame, sp, r);
  } else if (ta === T.str && tb === T.str && (op === Op.BINARY_ADD || op === Op.INPLACE_ADD)) return concatenate(rt, frame, sp);
  return replaceTwo(rt, frame, sp, operate(rt, op, a, b));
}

/** Two exact ints; 0 when the general way must be taken. */
function intOperation(rt: Runtime, op: number, a: number, b: number): number {
  switch (op) {
    case Op.BINARY_ADD:
    case Op.INPLACE_ADD:
      return addInts(rt, a, b);
    case Op.BINARY_SUBTRACT:
    case Op.INPLACE_SUBTRACT:
      return subInts(rt, a, b);
    case Op.BINARY_MULTIPLY:
    case Op.INPLACE_MULTIPLY:
      return mulInts(rt, a, b);
    case Op.BINARY_FLOOR_DIVIDE:
    case Op.INPLACE_FLOOR_DIVIDE:
      return rt.H[b + Int.size] === 0 ? 0 : floorDivInts(rt, a, b);
    case Op.BINARY_MODULO:
    case Op.INPLACE_MODULO:
      return rt.H[b + Int.size] === 0 ? 0 : modInts(rt, a, b);
    default:
      return 0;
  }
}

/** A float with a float or a small int; 0 when the general way must be taken. */
function mixedOperation(rt: Runtime, op: number, a: number, b: number, ta: number, tb: number): number {
  const H = rt.H;
  let x = 0;
  if (ta === T.float) x = rt.F64[(a + Float.value) >> 1];
  else if (ta === T.int && (H[a + Int.size] + 1) >>> 0 <= 2) x = H[a + Int.size] * H[a + Int.digits];
  else return 0;
  let y = 0;
  if (tb === T.float) y = rt.F64[(b + Float.value) >> 1];
  else if (tb === T.int && (H[b + Int.size] + 1) >>> 0 <= 2) y = H[b + Int.size] * H[b + Int.digits];
  else return 0;
  switch (op) {
    case Op.BINARY_ADD:
    case Op.INPLACE_ADD:
      return newFloat(rt, x + y);
    case Op.BINARY_SUBTRACT:
    case Op.INPLACE_SUBTRACT:
      return newFloat(rt, x - y);
    case Op.BINARY_MULTIPLY:
    case Op.INPLACE_MULTIPLY:
      return newFloat(rt, x * y);
    case Op.BINARY_TRUE_DIVIDE:
    case Op.INPLACE_TRUE_DIVIDE:
      return y === 0 ? 0 : newFloat(rt, x / y);
    default:
      return 0;
  }
}

/**
 * str + str. When the result goes straight back into the variable that holds the left operand, the variable lets go of it first, so that it
 * can grow in place. CPython: Python/ceval.c unicode_concatenate
 */
function concatenate(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const b = H[sp - 2];
  const a = H[sp - 4];
  if (H[a] === 2) {
    const pc = H[frame + Fr.pc];
    const next = H[pc];
    if (next === Op.STORE_FAST) {
      const slot = frame + H[pc + 1];
      if (H[slot] === a) {
        H[slot] = 0;
        H[a]--;
      }
    } else if (next === Op.STORE_DEREF) {
      const slot = H[frame + H[pc + 1]] + Cell.contents;
      if (H[slot] === a) {
        H[slot] = 0;
        H[a]--;
      }
    } else if (next === Op.STORE_NAME) {
      const locals = H[frame + Fr.locals];
      const name = H[H[pc + 1]];
      if (locals !== 0 && H[locals + Ob.type] === T.dict && dictGetStr(rt, locals, name) === a) dictDelete(rt, locals, name);
    }
  }
  if (H[a] !== 1) return replaceTwo(rt, frame, sp, concatStr(rt, a, b));
  // the left operand leaves the stack: an empty slot stands for it
  H[sp - 4] = 0;
  const r = concatInPlace(rt, a, b);
  H[sp - 4] = r;
  sp -= 2;
  if (--H[b] === 0) rt.dealloc(b);
  return sp;
}

/** Any operator by the number protocol. */
function operate(rt: Runtime, op: number, a: number, b: number): Owned {
  switch (op) {
    case Op.BINARY_ADD:
      return add(rt, a, b);
    case Op.BINARY_SUBTRACT:
      return subtract(rt, a, b);
    case Op.BINARY_MULTIPLY:
      return multiply(rt, a, b);
    case Op.BINARY_MATRIX_MULTIPLY:
      return matrixMultiply(rt, a, b);
    case Op.BINARY_TRUE_DIVIDE:
      return trueDivide(rt, a, b);
    case Op.BINARY_FLOOR_DIVIDE:
      return floorDivide(rt, a, b);
    case Op.BINARY_MODULO:
      return remainder(rt, a, b);
    case Op.BINARY_POWER:
      return power(rt, a, b, S.None);
    case Op.BINARY_LSHIFT:
      return lshift(rt, a, b);
    case Op.BINARY_RSHIFT:
      return rshift(rt, a, b);
    case Op.BINARY_AND:
      return and(rt, a, b);
    case Op.BINARY_XOR:
      return xor(rt, a, b);
    case Op.BINARY_OR:
      return or(rt, a, b);
    case Op.INPLACE_ADD:
      return inplaceAdd(rt, a, b);
    case Op.INPLACE_SUBTRACT:
      return inplaceSubtract(rt, a, b);
    case Op.INPLACE_MULTIPLY:
      return inplaceMultiply(rt, a, b);
    case Op.INPLACE_MATRIX_MULTIPLY:
      return inplaceMatrixMultiply(rt, a, b);
    case Op.INPLACE_TRUE_DIVIDE:
      return inplaceTrueDivide(rt, a, b);
    case Op.INPLACE_FLOOR_DIVIDE:
      return inplaceFloorDivide(rt, a, b);
    case Op.INPLACE_MODULO:
      return inplaceRemainder(rt, a, b);
    case Op.INPLACE_POWER:
      return inplacePower(rt, a, b);
    case Op.INPLACE_LSHIFT:
      return inplaceLshift(rt, a, b);
    case Op.INPLACE_RSHIFT:
      return inplaceRshift(rt, a, b);
    case Op.INPLACE_AND:
      return inplaceAnd(rt, a, b);
    case Op.INPLACE_XOR:
      return inplaceXor(rt, a, b);
    default:
      return inplaceOr(rt, a, b);
  }
}

/** container[key] that the loop does not handle itself: a new reference. */
export function subscriptSlow(rt: Runtime, a: number, b: number): Owned {
  if (rt.H[a + Ob.type] === T.dict) {
    const v = dictGet(rt, a, b);
    if (v === 0) keyError(rt, b);
    return rt.newRef(v);
  }
  return getItem(rt, a, b);
}
