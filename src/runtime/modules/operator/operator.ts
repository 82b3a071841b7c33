import { Ob } from '../../../memory/layout.ts';
import { call as callObject } from '../../core/abstract/call.ts';
import { concat, contains, delItem, getItem, inplaceConcat, sequenceCount, sequenceIndex, setItem } from '../../core/abstract/item.ts';
import { isSequence } from '../../core/abstract/iteration.ts';
import { lengthHint } from '../../core/abstract/length-hint.ts';
import * as numbers from '../../core/abstract/number.ts';
import { isTrue, richCompare } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { typeError, typeName } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type Binary, Cmp, Meth, type MethodSpec, type Unary } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import { fitsInt64, intToClipped, isInt, newInt } from '../../numbers/int-object.ts';
import { bytesView } from '../../text/bytes-object.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { attrgetterType, itemgetterType, methodcallerType } from './getters.ts';

/** The module _operator. CPython: Modules/_operator.c */

function unary(name: string, operation: Unary): MethodSpec {
  return { name, kind: Meth.O, fn: (rt: Runtime, _module: number, a: number) => operation(rt, a), signature: '($module, a, /)' };
}

function binary(name: string, operation: Binary): MethodSpec {
  return {
    name,
    kind: Meth.FAST,
    fn: (rt: Runtime, _module: number, args: number, nargs: number) => {
      checkPositional(rt, name, nargs, 2, 2);
      return operation(rt, rt.H[args]!, rt.H[args + 2]!);
    },
    signature: '($module, a, b, /)',
  };
}

function comparison(name: string, op: Cmp): MethodSpec {
  return binary(name, (rt, a, b) => richCompare(rt, a, b, op));
}

function setItemFunction(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'setitem', nargs, 3, 3);
  setItem(rt, rt.H[args]!, rt.H[args + 2]!, rt.H[args + 4]!);
  return rt.none();
}

function lengthHintFunction(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'length_hint', nargs, 1, 2);
  let otherwise = 0;
  if (nargs === 2) {
    const given = rt.H[args + 2]!;
    if (!isInt(rt, given)) typeError(rt, `'${typeName(rt, given)}' object cannot be interpreted as an integer`);
    if (!fitsInt64(rt, given)) typeError(rt, 'Python int too large to convert to C ssize_t');
    otherwise = intToClipped(rt, given);
  }
  return newInt(rt, lengthHint(rt, rt.H[args]!, otherwise));
}

/** CPython: _operator__compare_digest_impl: same length, same bytes. */
function compareDigest(rt: Runtime, a: number, b: number): Owned {
  const H = rt.H;
  const flagsA = H[H[a + Ob.type]! + Tp.flags]!;
  const flagsB = H[H[b + Ob.type]! + Tp.flags]!;
  if ((flagsA & TpFlag.UNICODE_SUBCLASS) !== 0 && (flagsB & TpFlag.UNICODE_SUBCLASS) !== 0) {
    const x = rt.hooks.strText(rt, a);
    const y = rt.hooks.strText(rt, b);
    if (/[^\0-\x7f]/.test(x) || /[^\0-\x7f]/.test(y)) typeError(rt, 'comparing strings with non-ASCII characters is not supported');
    return rt.bool(x === y);
  }
  if ((flagsA & flagsB & TpFlag.BYTES_SUBCLASS) === 0) {
    typeError(rt, `unsupported operand types(s) or combination of types: '${typeName(rt, a)}' and '${typeName(rt, b)}'`);
  }
  const x = bytesView(rt, a);
  const y = bytesView(rt, b);
  let difference = x.length ^ y.length;
  for (let i = 0; i < x.length && i < y.length; i++) difference |= x[i]! ^ y[i]!;
  return rt.bool(difference === 0);
}

function requireSequence(rt: Runtime, o: number): void {
  if (!isSequence(rt, o)) typeError(rt, `'${typeName(rt, o)}' object can't be concatenated`);
}

/** call(obj, *args, **kwargs) (3.11). */
function callFunction(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs === 0) typeError(rt, 'call expected at least 1 argument, got 0');
  return callObject(rt, rt.H[args]!, args + 2, nargs - 1, kwnames);
}

const functions: readonly MethodSpec[] = [
  unary('truth', (rt, a) => rt.bool(isTrue(rt, a))),
  binary('contains', (rt, a, b) => rt.bool(contains(rt, a, b))),
  binary('indexOf', (rt, a, b) => newInt(rt, sequenceIndex(rt, a, b))),
  binary('countOf', (rt, a, b) => newInt(rt, sequenceCount(rt, a, b))),
  binary('is_', (rt, a, b) => rt.bool(a === b)),
  binary('is_not', (rt, a, b) => rt.bool(a !== b)),
  binary('add', numbers.add),
  binary('sub', numbers.subtract),
  binary('mul', numbers.multiply),
  binary('matmul', numbers.matrixMultiply),
  binary('floordiv', numbers.floorDivide),
  binary('truediv', numbers.trueDivide),
  binary('mod', numbers.remainder),
  unary('neg', numbers.negative),
  unary('pos', numbers.positive),
  unary('abs', numbers.absolute),
  unary('inv', numbers.invert),
  unary('invert', numbers.invert),
  unary('index', (rt, a) => {
    const mark = rt.mark();
    const n = rt.own(numbers.index(rt, a));
    return rt.leave(mark, rt.model.natives.exactIndex ? rt.hooks.exactInt(rt, n) : rt.newRef(n));
  }),
  binary('lshift', numbers.lshift),
  binary('rshift', numbers.rshift),
  unary('not_', (rt, a) => rt.bool(!isTrue(rt, a))),
  binary('and_', numbers.and),
  binary('xor', numbers.xor),
  binary('or_', numbers.or),
  binary('pow', (rt, a, b) => numbers.power(rt, a, b, S.None)),
  binary('iadd', numbers.inplaceAdd),
  binary('isub', numbers.inplaceSubtract),
  binary('imul', numbers.inplaceMultiply),
  binary('imatmul', numbers.inplaceMatrixMultiply),
  binary('ifloordiv', numbers.inplaceFloorDivide),
  binary('itruediv', numbers.inplaceTrueDivide),
  binary('imod', numbers.inplaceRemainder),
  binary('ilshift', numbers.inplaceLshift),
  binary('irshift', numbers.inplaceRshift),
  binary('iand', numbers.inplaceAnd),
  binary('ixor', numbers.inplaceXor),
  binary('ior', numbers.inplaceOr),
  binary('ipow', numbers.inplacePower),
  binary('concat', (rt, a, b) => {
    requireSequence(rt, a);
    return concat(rt, a, b);
  }),
  binary('iconcat', (rt, a, b) => {
    requireSequence(rt, a);
    return inplaceConcat(rt, a, b);
  }),
  binary('getitem', getItem),
  { name: 'setitem', kind: Meth.FAST, fn: setItemFunction, signature: '($module, a, b, c, /)' },
  binary('delitem', (rt, a, b) => {
    delItem(rt, a, b);
    return rt.none();
  }),
  comparison('lt', Cmp.LT),
  comparison('le', Cmp.LE),
  comparison('eq', Cmp.EQ),
  comparison('ne', Cmp.NE),
  comparison('gt', Cmp.GT),
  comparison('ge', Cmp.GE),
  { name: 'length_hint', kind: Meth.FAST, fn: lengthHintFunction, signature: '($module, obj, default=0, /)' },
  binary('_compare_digest', compareDigest),
  { name: 'call', kind: Meth.KEYWORDS, fn: callFunction, signature: '($module, obj, /, *args, **kwargs)' },
];

export const operatorModule: ModuleSpec = {
  name: '_operator',
  doc: 'Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.',
  functions,
  types: [itemgetterType, attrgetterType, methodcallerType],
};
