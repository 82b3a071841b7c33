import { Gc, Ob } from '../../../memory/layout.ts';
import { call, callMethodText } from '../../core/abstract/call.ts';
import { getAttrText } from '../../core/abstract/object.ts';
import { clearError, errorMatches, isPythonError, raiseWithArg } from '../../core/errors.ts';
import { Tp } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type IterNext, Meth, type Unary } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { coroutineIter } from '../../frames/coroutine-object.ts';

/** What `anext(iterator, default)` gives: awaits the item, or gives the default at the end. CPython: Objects/iterobject.c anextawaitableobject */

const enum At {
  wrapped = 4,
  otherwise = 6,
  bytes = 32,
}

/** Increfs both. CPython: PyAnextAwaitable_New */
export function newAnextAwaitable(rt: Runtime, awaitable: number, otherwise: number): Owned {
  const op = rt.newGcObject(T.anext_awaitable, At.bytes);
  const H = rt.H;
  H[awaitable]++;
  H[otherwise]++;
  H[op + At.wrapped] = awaitable;
  H[op + At.wrapped + 1] = 0;
  H[op + At.otherwise] = otherwise;
  H[op + At.otherwise + 1] = 0;
  rt.track(op);
  return op;
}

/** The iterator that drives the wrapped awaitable, parked on the native stack. CPython: anextawaitable_getiter */
function innerIterator(rt: Runtime, op: number): number {
  const H = rt.H;
  const it = rt.own(coroutineIter(rt, H[op + At.wrapped], 0));
  const type = H[it + Ob.type];
  if (H[type + Tp.iternext] !== 0) return it;
  return rt.own((rt.fn[H[type + Tp.amAwait]] as Unary)(rt, it));
}

/** Turns StopAsyncIteration into StopIteration with the default. */
function driving(rt: Runtime, op: number, step: (it: number) => Owned): Owned {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    const it = innerIterator(rt, op);
    return rt.leave(mark, step(it));
  } catch (thrown) {
    if (!isPythonError(thrown) || !errorMatches(rt, T.StopAsyncIteration)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
  }
  raiseWithArg(rt, T.StopIteration, rt.H[op + At.otherwise]);
}

function iternext(rt: Runtime, op: number): Owned {
  return driving(rt, op, (it) => (rt.fn[rt.H[rt.H[it + Ob.type] + Tp.iternext]] as IterNext)(rt, it));
}

function send(rt: Runtime, op: number, value: number): Owned {
  return driving(rt, op, (it) => callMethodText(rt, it, 'send', value));
}

function throwInto(rt: Runtime, op: number, args: number, nargs: number): Owned {
  return driving(rt, op, (it) => call(rt, rt.own(getAttrText(rt, it, 'throw')), args, nargs, 0));
}

function close(rt: Runtime, op: number): Owned {
  return driving(rt, op, (it) => callMethodText(rt, it, 'close'));
}

function dealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + At.wrapped);
  rt.clearSlot(op + At.otherwise);
  rt.freeGcObject(op);
}

function self(rt: Runtime, op: number): Owned {
  return rt.newRef(op);
}

export const ANEXT_AWAITABLE_TYPE: TypeSpec = {
  name: 'anext_awaitable',
  at: T.anext_awaitable,
  basicsize: At.bytes,
  contract: {
    gc: true,
    slots: [
      { at: At.wrapped, label: 'awaitable' },
      { at: At.otherwise, label: 'default' },
    ],
  },
  slots: { dealloc, amAwait: self, iter: self, iternext },
  methods: [
    { name: 'send', kind: Meth.O, fn: send },
    { name: 'throw', kind: Meth.FAST, fn: throwInto },
    { name: 'close', kind: Meth.NOARGS, fn: close },
  ],
};
