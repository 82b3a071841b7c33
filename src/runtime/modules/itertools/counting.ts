import { Ob } from '../../../memory/layout.ts';
import { tuple2, tupleOf } from '../../containers/tuple-object.ts';
import { add, asIndex } from '../../core/abstract/number.ts';
import { reprText } from '../../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { typeError } from '../../core/errors.ts';
import { Tp } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { isComplex } from '../../numbers/complex-object.ts';
import { intToSafe, newInt } from '../../numbers/int-object.ts';
import { iteratorType, newIterator } from './iterator-type.ts';

/** itertools.count and itertools.repeat. CPython: Modules/itertoolsmodule.c */

/** count: the next value, the step. */
const enum Count {
  value = 4,
  step = 6,
}
const COUNT: ParameterSpec = { name: 'count', params: ['start', 'step'], required: 0 };

function isNumber(rt: Runtime, o: number): boolean {
  const type = rt.H[o + Ob.type]!;
  return rt.H[type + Tp.nbIndex] !== 0 || rt.H[type + Tp.nbInt] !== 0 || rt.H[type + Tp.nbFloat] !== 0 || isComplex(rt, o);
}

function newCount(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, COUNT, args, nargs, kwnames, []);
  if ((out[0] !== 0 && !isNumber(rt, out[0]!)) || (out[1] !== 0 && !isNumber(rt, out[1]!))) typeError(rt, 'a number is required');
  const mark = rt.mark();
  const step = out[1] !== 0 ? out[1]! : rt.own(newInt(rt, 1));
  let start = out[0] !== 0 ? out[0]! : rt.own(newInt(rt, 0));
  // counting by ones makes ints of its own from the first on
  if (rt.H[start + Ob.type] === T.int && plainStep(rt, step) && Number.isSafeInteger(intToSafe(rt, start)))
    start = rt.own(newInt(rt, intToSafe(rt, start)));
  return rt.leave(mark, newIterator(rt, type, start, step));
}

function nextCount(rt: Runtime, self: number): Owned {
  const value = rt.H[self + Count.value]!;
  const sum = add(rt, value, rt.H[self + Count.step]!);
  const old = rt.H[self + Count.value]! as Owned;
  rt.H[self + Count.value] = sum;
  return old;
}

/** Is the step the int 1? */
function plainStep(rt: Runtime, step: number): boolean {
  return rt.H[step + Ob.type] === T.int && intToSafe(rt, step) === 1;
}

function reprCount(rt: Runtime, self: number): Owned {
  const value = reprText(rt, rt.H[self + Count.value]!);
  const step = rt.H[self + Count.step]!;
  return rt.hooks.newStr(rt, plainStep(rt, step) ? `count(${value})` : `count(${value}, ${reprText(rt, step)})`);
}

function reduceCount(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const value = rt.H[self + Count.value]!;
  const step = rt.H[self + Count.step]!;
  const args = rt.own(plainStep(rt, step) ? tupleOf(rt, value) : tuple2(rt, value, step));
  return rt.leave(mark, tuple2(rt, rt.H[self + Ob.type]!, args));
}

const countMethods: readonly MethodSpec[] = [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduceCount }];

export const countType = iteratorType({
  name: 'count',
  basicsize: 40,
  holds: ['next value', 'step'],
  new: newCount,
  next: nextCount,
  repr: reprCount,
  methods: countMethods,
  doc: 'Return a count object whose .__next__() method returns consecutive values.',
});

/** repeat: the element; how often still (a double at word 6, -1 for ever). */
const enum Repeat {
  element = 4,
  left = 6,
}
const REPEAT: ParameterSpec = { name: 'repeat', params: ['object', 'times'], required: 1 };

function newRepeat(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, REPEAT, args, nargs, kwnames, []);
  let left = -1;
  if (out[1] !== 0) left = Math.max(0, asIndex(rt, out[1]!));
  const op = newIterator(rt, type, out[0]!);
  rt.F64[(op + Repeat.left) >> 1] = left;
  return op;
}

function nextRepeat(rt: Runtime, self: number): Owned {
  const left = rt.F64[(self + Repeat.left) >> 1]!;
  if (left === 0) return NULL;
  if (left > 0) rt.F64[(self + Repeat.left) >> 1] = left - 1;
  return rt.newRef(rt.H[self + Repeat.element]!);
}

function reprRepeat(rt: Runtime, self: number): Owned {
  const left = rt.F64[(self + Repeat.left) >> 1]!;
  const element = reprText(rt, rt.H[self + Repeat.element]!);
  return rt.hooks.newStr(rt, left === -1 ? `repeat(${element})` : `repeat(${element}, ${left})`);
}

function lengthHint(rt: Runtime, self: number): Owned {
  const left = rt.F64[(self + Repeat.left) >> 1]!;
  if (left === -1) typeError(rt, 'len() of unsized object');
  return newInt(rt, left);
}

function reduceRepeat(rt: Runtime, self: number): Owned {
  const left = rt.F64[(self + Repeat.left) >> 1]!;
  const element = rt.H[self + Repeat.element]!;
  const mark = rt.mark();
  const args = rt.own(left === -1 ? tupleOf(rt, element) : tuple2(rt, element, rt.own(newInt(rt, left))));
  return rt.leave(mark, tuple2(rt, rt.H[self + Ob.type]!, args));
}

const repeatMethods: readonly MethodSpec[] = [
  { name: '__length_hint__', kind: Meth.NOARGS, fn: lengthHint },
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduceRepeat },
];

export const repeatType = iteratorType({
  name: 'repeat',
  basicsize: 32,
  holds: ['element'],
  new: newRepeat,
  next: nextRepeat,
  repr: reprRepeat,
  methods: repeatMethods,
  doc: 'repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.',
});
