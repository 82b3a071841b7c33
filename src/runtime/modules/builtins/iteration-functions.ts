import { Ob } from '../../../memory/layout.ts';
import { listExtend } from '../../containers/list-extend.ts';
import { newList } from '../../containers/list-object.ts';
import { newCallableIterator } from '../../containers/sequence-iterators.ts';
import { call, call1 } from '../../core/abstract/call.ts';
import { iter as iterOf, next as nextOf } from '../../core/abstract/iteration.ts';
import { add } from '../../core/abstract/number.ts';
import { compareBool, getAttrText, isTrue } from '../../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { Complex, Float, Int, Tp, TpFlag } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import { phrase } from '../../core/phrase.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Cmp, type IterNext, Meth, type MethodSpec, type Unary } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { newComplex } from '../../numbers/complex-object.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { intToDouble, newInt } from '../../numbers/int-object.ts';
import { newAnextAwaitable } from './anext-awaitable.ts';

/** Functions of builtins that iterate. CPython: Python/bltinmodule.c */

function quantifier(wanted: boolean): (rt: Runtime, self: number, iterable: number) => Owned {
  return (rt, _self, iterable) => {
    const mark = rt.mark();
    const it = rt.own(iterOf(rt, iterable));
    for (;;) {
      const item = nextOf(rt, it);
      if (item === 0) break;
      rt.own(item);
      const truth = isTrue(rt, item);
      rt.decref(rt.unown(item));
      if (truth === wanted) {
        rt.release(mark);
        return rt.bool(wanted);
      }
    }
    rt.release(mark);
    return rt.bool(!wanted);
  };
}

function iter(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'iter', nargs, 1, 2);
  const H = rt.H;
  if (nargs === 1) return iterOf(rt, H[args]);
  if (H[H[H[args] + Ob.type] + Tp.call] === 0) typeError(rt, phrase(rt, 'iterCallable'));
  return newCallableIterator(rt, H[args], H[args + 2]);
}

function next(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'next', nargs, 1, 2);
  const H = rt.H;
  const it = H[args];
  const slot = H[H[it + Ob.type] + Tp.iternext];
  if (slot === 0) typeError(rt, `'${typeName(rt, it)}' object is not an iterator`);
  if (nargs === 2) {
    const item = nextOf(rt, it);
    return item !== 0 ? item : rt.newRef(H[args + 2]);
  }
  const item = (rt.fn[slot] as IterNext)(rt, it);
  if (item === 0) raise(rt, T.StopIteration, null);
  return item;
}

const SUM = { name: 'sum', params: ['iterable', 'start'], posOnly: 1, required: 1 };
const EXACT = 9007199254740991;

/** A running sum with what rounding has lost of it, where the model makes up for that. CPython 3.14: Python/bltinmodule.c CompensatedSum, cs_add */
class Compensated {
  private lost = 0;

  constructor(
    private total: number,
    private readonly compensates: boolean,
  ) {}

  add(x: number): void {
    const t = this.total + x;
    if (this.compensates) this.lost += Math.abs(this.total) >= Math.abs(x) ? this.total - t + x : x - t + this.total;
    this.total = t;
  }

  /** An int is added as it is. */
  addInt(x: number): void {
    this.total += x;
  }

  /** The sum; what was lost turns no infinity into a NaN and no negative zero into zero. */
  get value(): number {
    return this.lost !== 0 && Number.isFinite(this.lost) ? this.total + this.lost : this.total;
  }
}

/** sum(): ints, floats and (3.14) complex numbers are added as numbers; then whatever `+` does. CPython: builtin_sum_impl */
function sum(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const given = parseKeywords(rt, SUM, args, nargs, kwnames, [0, 0]);
  const H = rt.H;
  const compensated = rt.model.natives.compensatedSum;
  const mark = rt.mark();
  const it = rt.own(iterOf(rt, given[0]));
  let start = given[1];
  if (start !== 0) {
    const flags = H[H[start + Ob.type] + Tp.flags];
    if ((flags & TpFlag.UNICODE_SUBCLASS) !== 0) typeError(rt, "sum() can't sum strings [use ''.join(seq) instead]");
    if ((flags & TpFlag.BYTES_SUBCLASS) !== 0) typeError(rt, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (H[start + Ob.type] === T.bytearray) typeError(rt, "sum() can't sum bytearray [use b''.join(seq) instead]");
  }
  const resultSlot = rt.nsp;
  rt.own(start === 0 ? newInt(rt, 0) : rt.newRef(start));
  start = H[resultSlot];
  let item: number = NULL;
  if (H[start + Ob.type] === T.int && Math.abs(H[start + Int.size]) <= 1) {
    let total = intToDouble(rt, start);
    for (;;) {
      item = nextOf(rt, it);
      if (item === 0) {
        rt.release(mark);
        return newInt(rt, total);
      }
      const type = H[item + Ob.type];
      if (type !== T.int && type !== T.bool) break;
      const size = H[item + Int.size];
      if (size > 1 || size < -1) break;
      const sumOf = total + (size === 0 ? 0 : size * H[item + Int.digits]);
      if (sumOf > EXACT || sumOf < -EXACT) break;
      total = sumOf;
      rt.decref(item);
    }
    rt.own(item);
    rt.setSlot(resultSlot, newInt(rt, total));
    rt.setSlot(resultSlot, add(rt, H[resultSlot], item));
    rt.decref(rt.unown(item));
  }
  if (H[H[resultSlot] + Ob.type] === T.float) {
    const total = new Compensated(rt.F64[(H[resultSlot] + Float.value) >> 1], compensated !== 'none');
    for (;;) {
      item = nextOf(rt, it);
      if (item === 0) {
        rt.release(mark);
        return newFloat(rt, total.value);
      }
      const type = H[item + Ob.type];
      if (type === T.float) total.add(rt.F64[(item + Float.value) >> 1]);
      else if ((type === T.int || type === T.bool) && Math.abs(H[item + Int.size]) <= 2) total.addInt(intToDouble(rt, item));
      else break;
      rt.decref(item);
    }
    rt.own(item);
    rt.setSlot(resultSlot, newFloat(rt, total.value));
    rt.setSlot(resultSlot, add(rt, H[resultSlot], item));
    rt.decref(rt.unown(item));
  }
  if (compensated === 'complex' && H[H[resultSlot] + Ob.type] === T.complex) {
    const real = new Compensated(rt.F64[(H[resultSlot] + Complex.real) >> 1], true);
    const imag = new Compensated(rt.F64[(H[resultSlot] + Complex.imag) >> 1], true);
    for (;;) {
      item = nextOf(rt, it);
      if (item === 0) {
        rt.release(mark);
        return newComplex(rt, real.value, imag.value);
      }
      const type = H[item + Ob.type];
      if (type === T.complex) {
        real.add(rt.F64[(item + Complex.real) >> 1]);
        imag.add(rt.F64[(item + Complex.imag) >> 1]);
      } else if (type === T.float) real.add(rt.F64[(item + Float.value) >> 1]);
      else if ((type === T.int || type === T.bool) && Math.abs(H[item + Int.size]) <= 2) real.addInt(intToDouble(rt, item));
      else break;
      rt.decref(item);
    }
    rt.own(item);
    rt.setSlot(resultSlot, newComplex(rt, real.value, imag.value));
    rt.setSlot(resultSlot, add(rt, H[resultSlot], item));
    rt.decref(rt.unown(item));
  }
  for (;;) {
    item = nextOf(rt, it);
    if (item === 0) break;
    rt.own(item);
    const result = add(rt, H[resultSlot], item);
    rt.decref(rt.unown(item));
    rt.setSlot(resultSlot, result);
  }
  return rt.leave(mark, rt.newRef(H[resultSlot]));
}

const KEY_DEFAULT = ['key', 'default'];

/** min() and max(). CPython: min_max */
function extreme(rt: Runtime, args: number, nargs: number, kwnames: number, name: string, op: Cmp): Owned {
  if (nargs === 0) checkPositional(rt, name, nargs, 1, Number.POSITIVE_INFINITY);
  const H = rt.H;
  let key = 0;
  let otherwise = 0;
  if (kwnames !== 0) {
    // the keyword values follow the positional arguments, which may be many
    const given = parseKeywords(rt, { name, params: KEY_DEFAULT, maxPositional: 0 }, args + 2 * nargs, 0, kwnames, [0, 0]);
    key = given[0] === S.None ? 0 : given[0];
    otherwise = given[1];
  }
  if (nargs > 1 && otherwise !== 0) typeError(rt, `Cannot specify a default for ${name}() with multiple positional arguments`);
  const mark = rt.mark();
  const it = nargs > 1 ? 0 : rt.own(iterOf(rt, H[args]));
  const best = rt.nsp;
  rt.own(0);
  const bestKey = rt.nsp;
  rt.own(0);
  for (let i = 0; ; i++) {
    let item: number;
    if (nargs > 1) {
      if (i >= nargs) break;
      item = rt.newRef(H[args + 2 * i]);
    } else {
      item = nextOf(rt, it);
      if (item === 0) break;
    }
    rt.own(item);
    const value = rt.own(key === 0 ? rt.newRef(item) : call1(rt, key, item));
    if (H[best] === 0 || compareBool(rt, value, H[bestKey], op)) {
      rt.setSlot(bestKey, rt.unown(value));
      rt.setSlot(best, rt.unown(item));
    } else {
      rt.release(bestKey + 2);
    }
  }
  if (H[best] === 0) {
    if (otherwise === 0) valueError(rt, phrase(rt, 'emptyArgument', name));
    return rt.leave(mark, rt.newRef(otherwise));
  }
  return rt.leave(mark, rt.newRef(H[best]));
}

function min(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  return extreme(rt, args, nargs, kwnames, 'min', Cmp.LT);
}

function max(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  return extreme(rt, args, nargs, kwnames, 'max', Cmp.GT);
}

/** sorted(iterable, /, *, key=None, reverse=False). CPython: builtin_sorted */
function sorted(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  checkPositional(rt, 'sorted', nargs, 1, 1);
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  listExtend(rt, list, rt.H[args]);
  const sort = rt.own(getAttrText(rt, list, 'sort'));
  rt.decref(call(rt, sort, args + 2, nargs - 1, kwnames));
  return rt.leave(mark, rt.newRef(list));
}

function aiter(rt: Runtime, _self: number, o: number): Owned {
  const H = rt.H;
  const slot = H[H[o + Ob.type] + Tp.amAiter];
  if (slot === 0) typeError(rt, `'${typeName(rt, o)}' object is not an async iterable`);
  const it = (rt.fn[slot] as Unary)(rt, o);
  if (H[H[it + Ob.type] + Tp.amAnext] === 0) {
    rt.own(it);
    typeError(rt, `aiter() returned not an async iterator of type '${typeName(rt, it)}'`);
  }
  return it;
}

function anext(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'anext', nargs, 1, 2);
  const H = rt.H;
  const o = H[args];
  const slot = H[H[o + Ob.type] + Tp.amAnext];
  if (slot === 0) typeError(rt, `'${typeName(rt, o)}' object is not an async iterator`);
  const awaitable = (rt.fn[slot] as Unary)(rt, o);
  if (nargs === 1) return awaitable;
  const mark = rt.mark();
  rt.own(awaitable);
  return rt.leave(mark, newAnextAwaitable(rt, awaitable, H[args + 2]));
}

export const ITERATION_FUNCTIONS: readonly MethodSpec[] = [
  { name: 'aiter', kind: Meth.O, fn: aiter, signature: '($module, async_iterable, /)', doc: 'Return an AsyncIterator for an AsyncIterable object.' },
  {
    name: 'all',
    kind: Meth.O,
    fn: quantifier(false),
    signature: '($module, iterable, /)',
    doc: 'Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.',
  },
  {
    name: 'anext',
    kind: Meth.FAST,
    fn: anext,
    signature: '($module, aiterator, default=<unrepresentable>, /)',
    doc: 'async anext(aiterator[, default])\n\nReturn the next item from the async iterator.  If default is given and the async\niterator is exhausted, it is returned instead of raising StopAsyncIteration.',
  },
  {
    name: 'any',
    kind: Meth.O,
    fn: quantifier(true),
    signature: '($module, iterable, /)',
    doc: 'Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.',
  },
  {
    name: 'iter',
    kind: Meth.FAST,
    fn: iter,
    doc: 'iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator from an object.  In the first form, the argument must\nsupply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel.',
  },
  {
    name: 'max',
    kind: Meth.KEYWORDS,
    fn: max,
    doc: 'max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its biggest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more arguments, return the largest argument.',
  },
  {
    name: 'min',
    kind: Meth.KEYWORDS,
    fn: min,
    doc: 'min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its smallest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more arguments, return the smallest argument.',
  },
  {
    name: 'next',
    kind: Meth.FAST,
    fn: next,
    doc: 'next(iterator[, default])\n\nReturn the next item from the iterator. If default is given and the iterator\nis exhausted, it is returned instead of raising StopIteration.',
  },
  {
    name: 'sorted',
    kind: Meth.KEYWORDS,
    fn: sorted,
    signature: '($module, iterable, /, *, key=None, reverse=False)',
    doc: 'Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.',
  },
  {
    name: 'sum',
    kind: Meth.KEYWORDS,
    fn: sum,
    signature: '($module, iterable, /, start=0)',
    doc: "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is intended specifically for use with numeric values and may\nreject non-numeric types.",
  },
];
