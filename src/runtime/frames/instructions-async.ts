import { CodeFlag } from '../../bytecode/code.ts';
import { Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { call0, callMethod } from '../core/abstract/call.ts';
import { iter } from '../core/abstract/iteration.ts';
import { lookupSpecial } from '../core/abstract/object.ts';
import { clearError, errorMatches, isPythonError, raise, takeError, typeError, typeName } from '../core/errors.ts';
import { Exc, Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import type { IterNext, Unary } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { StopIter } from '../exceptions/exception-object.ts';
import { wrapAsyncValue } from './async-generator.ts';
import { coroutineIter } from './coroutine-object.ts';
import { exceptionMatches } from './exception-matching.ts';
import { Co, Fr, Gen } from './frame-layout.ts';
import { sendGenerator } from './generator-object.ts';
import type { InstructionGroup } from './instructions.ts';
import { missingSpecial } from './instructions-exception.ts';
import { dropDown, replaceTop } from './value-stack.ts';

function genStart(rt: Runtime, frame: number, sp: number): number {
  return dropDown(rt, frame, sp, sp - 2);
}

/** An asynchronous generator's value is wrapped before it is yielded. */
function wrapYielded(rt: Runtime, frame: number, sp: number): number {
  return replaceTop(rt, frame, sp, wrapAsyncValue(rt, rt.H[sp - 2]));
}

function getYieldFromIter(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const o = H[sp - 2];
  const type = H[o + Ob.type];
  if (type === T.coroutine) {
    const flags = H[H[frame + Fr.code] + Co.flags];
    if ((flags & (CodeFlag.Coroutine | CodeFlag.IterableCoroutine)) === 0) {
      typeError(rt, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return sp;
  }
  if (type === T.generator) return sp;
  return replaceTop(rt, frame, sp, iter(rt, o));
}

/**
 * receiver, sent -> receiver, value (suspended: pc stands in front of the instruction) | result. The loop handles generators that can be resumed
 * at once. CPython: YIELD_FROM, PyIter_Send
 */
function yieldFrom(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const receiver = H[sp - 4];
  const sent = H[sp - 2];
  const mark = rt.mark();
  const depth = rt.depth;
  const type = H[receiver + Ob.type];
  let value: Owned | 0 = 0;
  try {
    if (type === T.generator || type === T.coroutine) value = sendGenerator(rt, receiver, sent);
    else if (sent === S.None && H[type + Tp.iternext] !== 0) value = (rt.fn[H[type + Tp.iternext]] as IterNext)(rt, receiver);
    else value = callMethod(rt, receiver, rt.ident('send'), sent);
  } catch (thrown) {
    if (!isPythonError(thrown) || !errorMatches(rt, T.StopIteration)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    const exc = rt.own(takeError(rt));
    const result = rt.newRef(H[exc + StopIter.value] === 0 ? S.None : H[exc + StopIter.value]);
    rt.release(mark);
    return finish(rt, frame, sp, result);
  }
  if (value === 0) return finish(rt, frame, sp, rt.none());
  // the value takes the place of what was sent
  H[sp - 2] = value;
  H[frame + Fr.pc] -= 2;
  rt.decref(sent);
  return sp;
}

function finish(rt: Runtime, frame: number, sp: number, result: number): number {
  const H = rt.H;
  const sent = H[sp - 2];
  const receiver = H[sp - 4];
  H[sp - 4] = result;
  sp -= 2;
  H[frame + Fr.sp] = sp;
  rt.decref(sent);
  rt.decref(receiver);
  return sp;
}

function getAwaitable(rt: Runtime, frame: number, sp: number, where: number): number {
  const H = rt.H;
  const o = H[sp - 2];
  const it = coroutineIter(rt, o, where);
  if (H[it + Ob.type] === T.coroutine && H[it + Gen.frame] !== 0 && yieldsFrom(rt, it)) {
    rt.decref(it);
    raise(rt, T.RuntimeError, 'coroutine is being awaited already');
  }
  return replaceTop(rt, frame, sp, it);
}

/** Is a coroutine waiting for another awaitable? CPython: _PyGen_yf */
function yieldsFrom(rt: Runtime, gen: number): boolean {
  const H = rt.H;
  const frame = H[gen + Gen.frame];
  return H[frame + Fr.sp] > H[frame + Fr.stack] && (H[H[frame + Fr.pc]] & 255) === Op.YIELD_FROM;
}

function getAiter(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const o = H[sp - 2];
  const slot = H[H[o + Ob.type] + Tp.amAiter];
  if (slot === 0) typeError(rt, `'async for' requires an object with __aiter__ method, got ${typeName(rt, o)}`);
  const it = (rt.fn[slot] as Unary)(rt, o);
  if (H[H[it + Ob.type] + Tp.amAnext] === 0) {
    const mark = rt.mark();
    rt.own(it);
    typeError(rt, `'async for' received an object from __aiter__ that does not implement __anext__: ${typeName(rt, rt.H[mark])}`);
  }
  return replaceTop(rt, frame, sp, it);
}

function getAnext(rt: Runtime, _frame: number, sp: number): number {
  const H = rt.H;
  const o = H[sp - 2];
  const type = H[o + Ob.type];
  const slot = H[type + Tp.amAnext];
  if (slot === 0) typeError(rt, `'async for' requires an iterator with __anext__ method, got ${typeName(rt, o)}`);
  const mark = rt.mark();
  const next = rt.own((rt.fn[slot] as Unary)(rt, o));
  if (type === T.async_generator) {
    rt.unown(next);
    H[sp] = next;
    return sp + 2;
  }
  const depth = rt.depth;
  try {
    H[sp] = coroutineIter(rt, next, 0);
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    rt.depth = depth;
    const cause = rt.own(takeError(rt));
    const exc = rt.hooks.makeException(rt, T.TypeError, `'async for' received an invalid object from __anext__: ${typeName(rt, next)}`);
    rt.setSlot(exc + Exc.cause, rt.newRef(cause));
    rt.setSlot(exc + Exc.context, rt.newRef(cause));
    H[exc + Exc.suppressContext] = 1;
    rt.setSlot(Root.curexc, exc);
    throw PYTHON_ERROR;
  }
  rt.release(mark);
  return sp + 2;
}

/** aiter, exc -> ; only StopAsyncIteration ends the loop. */
function endAsyncFor(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const exc = H[sp - 2];
  if (exceptionMatches(rt, exc, T.StopAsyncIteration)) return dropDown(rt, frame, sp, sp - 4);
  H[frame + Fr.sp] = sp - 2;
  clearError(rt);
  H[Root.curexc] = exc;
  throw PYTHON_ERROR;
}

/** manager -> aexit, awaitable */
function beforeAsyncWith(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const manager = H[sp - 2];
  const mark = rt.mark();
  const enter = rt.own(lookupSpecial(rt, manager, rt.ident('__aenter__')));
  if (enter === 0) missingSpecial(rt, manager, '__aenter__');
  const exit = rt.own(lookupSpecial(rt, manager, rt.ident('__aexit__')));
  if (exit === 0) missingSpecial(rt, manager, '__aexit__');
  H[exit]++;
  replaceTop(rt, frame, sp, exit);
  rt.release(mark + 2);
  const result = call0(rt, enter);
  H[sp] = result;
  H[frame + Fr.sp] = sp + 2;
  rt.release(mark);
  return sp + 2;
}

export const asyncInstructions: InstructionGroup = [
  [Op.GEN_START, genStart],
  [Op.YIELD_VALUE, wrapYielded],
  [Op.GET_YIELD_FROM_ITER, getYieldFromIter],
  [Op.YIELD_FROM, yieldFrom],
  [Op.GET_AWAITABLE, getAwaitable],
  [Op.GET_AITER, getAiter],
  [Op.GET_ANEXT, getAnext],
  [Op.END_ASYNC_FOR, endAsyncFor],
  [Op.BEFORE_ASYNC_WITH, beforeAsyncWith],
];
