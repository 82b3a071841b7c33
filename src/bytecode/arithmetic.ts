/**
 * Arithmetic on constants for folding: what CPython would compute, or null where it would raise, where the result would be too large
 * to be worth keeping, or where we are not sure to give the very same value (then the instructions stay and the program computes it).
 * CPython: Python/ast_opt.c safe_multiply, safe_power, safe_lshift, safe_mod, fold_binop, fold_unaryop, fold_subscr.
 */
import type { BinaryOperator, UnaryOperator } from '../syntax/ast.ts';
import type { ConstData } from './code.ts';
import { FALSE, isTrue, TRUE } from './constants.ts';

const MAX_INT_BITS = 128;
const MAX_COLLECTION_SIZE = 256;
const MAX_STR_SIZE = 4096;
const MAX_TOTAL_ITEMS = 1024;

type Real = { kind: 'int'; value: bigint } | { kind: 'float'; value: number };

const integer = (value: bigint): ConstData => ({ kind: 'int', value });
const float = (value: number): ConstData => ({ kind: 'float', value });

/** Bools count as ints. */
function asInt(data: ConstData): bigint | null {
  if (data.kind === 'int') return data.value;
  if (data.kind === 'true') return 1n;
  if (data.kind === 'false') return 0n;
  return null;
}

function asReal(data: ConstData): Real | null {
  if (data.kind === 'float') return data;
  const value = asInt(data);
  return value === null ? null : { kind: 'int', value };
}

/** As a double, or null where CPython raises OverflowError. */
function asDouble(real: Real): number | null {
  if (real.kind === 'float') return real.value;
  const n = Number(real.value);
  return Number.isFinite(n) ? n : null;
}

export function bitLength(n: bigint): number {
  const hex = (n < 0n ? -n : n).toString(16);
  return hex === '0' ? 0 : (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0], 16)));
}

/** `left op right`, or null to leave it to the program. */
export function foldBinary(left: ConstData, op: BinaryOperator, right: ConstData): ConstData | null {
  const a = asReal(left);
  const b = asReal(right);
  if (a !== null && b !== null) {
    if (a.kind === 'int' && b.kind === 'int') {
      const bothBool = left.kind !== 'int' && right.kind !== 'int';
      return foldInts(a.value, op, b.value, bothBool);
    }
    const x = asDouble(a);
    const y = asDouble(b);
    return x === null || y === null ? null : foldFloats(x, op, y);
  }
  if (left.kind === 'complex' || right.kind === 'complex') return foldComplex(left, op, right);
  if (op === 'Add') return concatenate(left, right);
  if (op === 'Mult') {
    const n = asInt(left);
    if (n !== null) return repeat(right, n);
    const m = asInt(right);
    if (m !== null) return repeat(left, m);
  }
  return null;
}

function foldInts(a: bigint, op: BinaryOperator, b: bigint, bothBool: boolean): ConstData | null {
  switch (op) {
    case 'Add':
      return integer(a + b);
    case 'Sub':
      return integer(a - b);
    case 'Mult':
      if (a !== 0n && b !== 0n && bitLength(a) + bitLength(b) > MAX_INT_BITS) return null;
      return integer(a * b);
    case 'Div': {
      if (b === 0n) return null;
      const limit = 1n << 53n;
      if (a > limit || a < -limit || b > limit || b < -limit) return null;
      const q = Number(a) / Number(b);
      // 0 / -5 is 0.0 in CPython when the dividend is the int zero and the divisor negative: -0.0 there too.
      return float(a === 0n && b < 0n ? -0 : q);
    }
    case 'FloorDiv':
      return b === 0n ? null : integer(floorDivide(a, b));
    case 'Mod':
      return b === 0n ? null : integer(a - floorDivide(a, b) * b);
    case 'Pow':
      if (b < 0n) return a === 0n ? null : floatPower(Number(a), Number(b));
      if (a !== 0n && b > 0n && (b > BigInt(MAX_INT_BITS) || bitLength(a) > MAX_INT_BITS / Number(b))) return null;
      return integer(a ** b);
    case 'LShift':
      if (b < 0n) return null;
      if (a === 0n) return integer(0n);
      if (b > BigInt(MAX_INT_BITS) || bitLength(a) > MAX_INT_BITS - Number(b)) return null;
      return integer(a << b);
    case 'RShift':
      return b < 0n ? null : integer(b > 1n << 40n ? (a < 0n ? -1n : 0n) : a >> b);
    case 'BitOr':
      return bothBool ? truth((a | b) !== 0n) : integer(a | b);
    case 'BitXor':
      return bothBool ? truth((a ^ b) !== 0n) : integer(a ^ b);
    case 'BitAnd':
      return bothBool ? truth((a & b) !== 0n) : integer(a & b);
    case 'MatMult':
      return null;
  }
}

const truth = (value: boolean): ConstData => (value ? TRUE : FALSE);

function floorDivide(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
}

function foldFloats(x: number, op: BinaryOperator, y: number): ConstData | null {
  switch (op) {
    case 'Add':
      return float(x + y);
    case 'Sub':
      return float(x - y);
    case 'Mult':
      return float(x * y);
    case 'Div':
      return y === 0 ? null : float(x / y);
    case 'Mod':
      return y === 0 ? null : float(floatModulo(x, y));
    case 'FloorDiv':
      return y === 0 ? null : float(floatFloorDivide(x, y));
    case 'Pow':
      return floatPower(x, y);
    default:
      return null;
  }
}

/** CPython: Objects/floatobject.c float_rem. */
function floatModulo(x: number, y: number): number {
  const mod = x % y;
  if (mod === 0) return y < 0 ? -0 : 0;
  return y < 0 !== mod < 0 ? mod + y : mod;
}

/** CPython: Objects/floatobject.c _float_div_mod. */
function floatFloorDivide(x: number, y: number): number {
  let mod = x % y;
  let div = (x - mod) / y;
  if (mod !== 0) {
    if (y < 0 !== mod < 0) {
      mod += y;
      div -= 1;
    }
  }
  if (div === 0) return Object.is(x / y, -0) || x / y < 0 ? -0 : 0;
  const floor = Math.floor(div);
  return div - floor > 0.5 ? floor + 1 : floor;
}

function floatPower(x: number, y: number): ConstData | null {
  if (x === 0 && y < 0) return null;
  if (x < 0 && !Number.isInteger(y)) return null;
  const r = x === 1 || y === 0 ? 1 : x ** y;
  if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y)) return null;
  return float(r);
}

function foldComplex(left: ConstData, op: BinaryOperator, right: ConstData): ConstData | null {
  const a = asComplex(left);
  const b = asComplex(right);
  if (a === null || b === null) return null;
  const make = (real: number, imag: number): ConstData => ({ kind: 'complex', real, imag });
  switch (op) {
    case 'Add':
      return make(a[0] + b[0], a[1] + b[1]);
    case 'Sub':
      return make(a[0] - b[0], a[1] - b[1]);
    case 'Mult':
      return make(a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]);
    default:
      return null;
  }
}

function asComplex(data: ConstData): [number, number] | null {
  if (data.kind === 'complex') return [data.real, data.imag];
  const real = asReal(data);
  const x = real === null ? null : asDouble(real);
  return x === null ? null : [x, 0];
}

function concatenate(left: ConstData, right: ConstData): ConstData | null {
  if (left.kind === 'str' && right.kind === 'str') {
    // Two lone surrogates must not become a pair.
    if (/[\ud800-\udbff]$/.test(left.value) && /^[\udc00-\udfff]/.test(right.value)) return null;
    return { kind: 'str', value: left.value + right.value };
  }
  if (left.kind === 'bytes' && right.kind === 'bytes') {
    const value = new Uint8Array(left.value.length + right.value.length);
    value.set(left.value);
    value.set(right.value, left.value.length);
    return { kind: 'bytes', value };
  }
  if (left.kind === 'tuple' && right.kind === 'tuple') {
    if (right.items.length === 0) return left;
    if (left.items.length === 0) return right;
    return { kind: 'tuple', items: [...left.items, ...right.items] };
  }
  return null;
}

function repeat(sequence: ConstData, n: bigint): ConstData | null {
  if (sequence.kind === 'str' || sequence.kind === 'bytes') {
    const size = sequence.kind === 'str' ? codePointLength(sequence.value) : sequence.value.length;
    if (size > 0 && (n < 0n || n > BigInt(Math.floor(MAX_STR_SIZE / size)))) return null;
    const times = size === 0 || n < 0n ? 0 : Number(n);
    if (times === 1) return sequence;
    if (sequence.kind === 'str') {
      if (times > 0 && /[\ud800-\udbff]$/.test(sequence.value) && /^[\udc00-\udfff]/.test(sequence.value)) return null;
      return { kind: 'str', value: sequence.value.repeat(times) };
    }
    const value = new Uint8Array(size * times);
    for (let i = 0; i < times; i++) value.set(sequence.value, i * size);
    return { kind: 'bytes', value };
  }
  if (sequence.kind !== 'tuple') return null;
  const size = sequence.items.length;
  if (size > 0) {
    if (n < 0n || n > BigInt(Math.floor(MAX_COLLECTION_SIZE / size))) return null;
    if (n > 0n && totalItems(sequence, Math.floor(MAX_TOTAL_ITEMS / Number(n))) < 0) return null;
  }
  const times = size === 0 ? 0 : Number(n);
  if (times === 1) return sequence;
  const items: ConstData[] = [];
  for (let i = 0; i < times; i++) items.push(...sequence.items);
  return { kind: 'tuple', items };
}

/** What is left of the limit after counting all nested items; negative when exceeded. CPython: check_complexity. */
function totalItems(data: ConstData, limit: number): number {
  if (data.kind !== 'tuple') return limit;
  let left = limit - data.items.length;
  for (const item of data.items) {
    if (left < 0) break;
    left = totalItems(item, left);
  }
  return left;
}

function codePointLength(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

/** `op operand`, or null to leave it to the program. */
export function foldUnary(op: UnaryOperator, operand: ConstData): ConstData | null {
  if (op === 'Not') return truth(!isTrue(operand));
  const n = asInt(operand);
  if (n !== null) return integer(op === 'USub' ? -n : op === 'Invert' ? ~n : n);
  if (op === 'Invert') return null;
  if (operand.kind === 'float') return op === 'USub' ? float(-operand.value) : operand;
  if (operand.kind === 'complex') {
    return op === 'USub' ? { kind: 'complex', real: -operand.real, imag: -operand.imag } : operand;
  }
  return null;
}

/** `container[index]`, or null to leave it to the program. */
export function foldSubscript(container: ConstData, index: ConstData): ConstData | null {
  const n = asInt(index);
  if (n === null) return null;
  if (container.kind === 'str') {
    const points = Array.from(container.value);
    const item = at(points, n);
    return item === null ? null : { kind: 'str', value: item };
  }
  if (container.kind === 'bytes') {
    const item = at(container.value, n);
    return item === null ? null : integer(BigInt(item));
  }
  return container.kind === 'tuple' ? at(container.items, n) : null;
}

function at<T>(items: ArrayLike<T>, n: bigint): T | null {
  const i = n < 0n ? n + BigInt(items.length) : n;
  return i >= 0n && i < BigInt(items.length) ? items[Number(i)] : null;
}
