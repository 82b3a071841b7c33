import { Ob } from '../../memory/layout.ts';
import type { Model } from '../../models/model.ts';
import { CLASS_GETITEM } from '../containers/class-getitem.ts';
import { call1 } from '../core/abstract/call.ts';
import { reprText } from '../core/abstract/object.ts';
import { checkPositional } from '../core/arguments.ts';
import { clearError, errorMatches, isPythonError, raise, raiseWithArg, takeError } from '../core/errors.ts';
import { TpFlag } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { Fr, FrameState, Gen } from './frame-layout.ts';
import {
  attempt,
  deallocGenerator,
  delegate,
  finalizeGenerator,
  GENERATOR_CONTRACT,
  GENERATOR_SIZEOF,
  generatorRepr,
  NAME_ATTRIBUTES,
  resume,
  throwInto,
} from './generator-object.ts';
import { makeRaised } from './raised-exception.ts';

/** async_generator_asend and async_generator_athrow. CPython: PyAsyncGenASend, PyAsyncGenAThrow */
const enum Awaitable {
  gen = 4,
  /** asend: the value sent, or 0 for __anext__. athrow: tuple of arguments, or 0 for aclose. */
  value = 6,
  /** See State. */
  state = 8,
  bytes = 40,
}

const enum State {
  Init = 0,
  Iterating = 1,
  Closed = 2,
}

const enum Wrapped {
  value = 4,
  bytes = 24,
}

/** What an asynchronous generator yields, wrapped to tell it from what it awaits. MemoryError. CPython: _PyAsyncGenValueWrapperNew */
export function wrapAsyncValue(rt: Runtime, value: number): Owned {
  const H = rt.H;
  const op = rt.newGcObject(T.async_generator_wrapped_value, Wrapped.bytes);
  H[value]++;
  H[op + Wrapped.value] = value;
  H[op + Wrapped.value + 1] = 0;
  rt.track(op);
  return op;
}

/** The hooks that an event loop installed, once for each generator. CPython: async_gen_init_hooks */
function initHooks(rt: Runtime, gen: number): void {
  const H = rt.H;
  if (H[gen + Gen.hooksInited] !== 0) return;
  H[gen + Gen.hooksInited] = 1;
  const finalizer = H[Root.asyncGenFinalizer];
  if (finalizer !== 0) rt.setSlot(gen + Gen.origin, rt.newRef(finalizer));
  const first = H[Root.asyncGenFirstiter];
  if (first !== 0) {
    const mark = rt.mark();
    rt.own(rt.newRef(first));
    rt.own(call1(rt, first, gen));
    rt.release(mark);
  }
}

function newAwaitable(rt: Runtime, type: number, gen: number, value: number): Owned {
  const H = rt.H;
  const op = rt.newGcObject(type, Awaitable.bytes);
  H.fill(0, op + Awaitable.gen, op + Awaitable.bytes / 4);
  H[op + Awaitable.gen] = rt.newRef(gen);
  if (value !== 0) H[op + Awaitable.value] = rt.newRef(value);
  rt.track(op);
  return op;
}

function anext(rt: Runtime, gen: number): Owned {
  initHooks(rt, gen);
  return newAwaitable(rt, T.async_generator_asend, gen, 0);
}

function asend(rt: Runtime, gen: number, value: number): Owned {
  initHooks(rt, gen);
  return newAwaitable(rt, T.async_generator_asend, gen, value);
}

function athrow(rt: Runtime, gen: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'athrow', nargs, 1, 3);
  initHooks(rt, gen);
  const mark = rt.mark();
  const tuple = rt.own(rt.hooks.newTuple(rt, nargs));
  for (let i = 0; i < nargs; i++) rt.H[tuple + 6 + 2 * i] = rt.newRef(rt.H[args + 2 * i]);
  rt.track(tuple);
  return rt.leave(mark, newAwaitable(rt, T.async_generator_athrow, gen, tuple));
}

function aclose(rt: Runtime, gen: number): Owned {
  initHooks(rt, gen);
  return newAwaitable(rt, T.async_generator_athrow, gen, 0);
}

/**
 * Turns what resuming the generator gave into the awaitable's result: a wrapped value ends the awaiting with StopIteration(value), any other
 * is handed to the event loop. Steals `result`. CPython: async_gen_unwrap_value
 */
function unwrap(rt: Runtime, gen: number, result: Owned): Owned {
  const H = rt.H;
  if (result === 0 || H[gen + Gen.frame] === 0) {
    rt.xdecref(result);
    H[gen + Gen.closed] = 1;
    H[gen + Gen.runningAsync] = 0;
    raise(rt, T.StopAsyncIteration, null);
  }
  if (H[result + Ob.type] === T.async_generator_wrapped_value) {
    H[gen + Gen.runningAsync] = 0;
    const mark = rt.mark();
    rt.own(result);
    const value = H[result + Wrapped.value];
    raiseWithArg(rt, T.StopIteration, value);
    rt.release(mark);
  }
  return result;
}

/** Runs a step of the generator; an error other than a yielded value ends or closes it. */
function step(rt: Runtime, gen: number, run: () => Owned): Owned {
  let result: Owned = NULL;
  try {
    result = run();
  } catch (thrown) {
    if (isPythonError(thrown)) {
      rt.H[gen + Gen.runningAsync] = 0;
      if (errorMatches(rt, T.StopAsyncIteration) || errorMatches(rt, T.GeneratorExit)) rt.H[gen + Gen.closed] = 1;
    }
    throw thrown;
  }
  return unwrap(rt, gen, result);
}

/** RuntimeError: another awaitable of the generator is under way. Uses up this one from 3.13 on, those of athrow() and aclose() in any release. */
function refuseRunning(rt: Runtime, op: number, method: 'anext' | 'athrow' | 'aclose'): never {
  if (method !== 'anext' || rt.model.natives.strictAwaitables) rt.H[op + Awaitable.state] = State.Closed;
  return raise(rt, T.RuntimeError, `${method}(): asynchronous generator is already running`);
}

/** Throwing into an awaitable that was not begun begins it (3.13+). */
function beginByThrow(rt: Runtime, op: number, method: 'anext' | 'athrow' | 'aclose'): void {
  const H = rt.H;
  if (H[op + Awaitable.state] !== State.Init || !rt.model.natives.strictAwaitables) return;
  const gen = H[op + Awaitable.gen];
  if (H[gen + Gen.runningAsync] !== 0) refuseRunning(rt, op, method);
  H[op + Awaitable.state] = State.Iterating;
  H[gen + Gen.runningAsync] = 1;
}

/** CPython: async_gen_asend_send */
function asendSend(rt: Runtime, op: number, given: number): Owned {
  const H = rt.H;
  const gen = H[op + Awaitable.gen];
  if (H[op + Awaitable.state] === State.Closed) raise(rt, T.RuntimeError, 'cannot reuse already awaited __anext__()/asend()');
  let arg = given;
  if (H[op + Awaitable.state] === State.Init) {
    if (H[gen + Gen.runningAsync] !== 0) refuseRunning(rt, op, 'anext');
    if (arg === 0 || arg === S.None) arg = H[op + Awaitable.value];
    H[op + Awaitable.state] = State.Iterating;
  }
  H[gen + Gen.runningAsync] = 1;
  try {
    return step(rt, gen, () => resume(rt, gen, arg === 0 ? S.None : arg, false, false));
  } catch (thrown) {
    H[op + Awaitable.state] = State.Closed;
    throw thrown;
  }
}

/** CPython: async_gen_asend_throw */
function asendThrow(rt: Runtime, op: number, args: number, nargs: number): Owned {
  const H = rt.H;
  checkPositional(rt, 'throw', nargs, 1, 3);
  if (H[op + Awaitable.state] === State.Closed) raise(rt, T.RuntimeError, 'cannot reuse already awaited __anext__()/asend()');
  const gen = H[op + Awaitable.gen];
  beginByThrow(rt, op, 'anext');
  const exc = makeRaised(rt, H[args], nargs > 1 ? H[args + 2] : 0, nargs > 2 ? H[args + 4] : 0);
  try {
    return step(rt, gen, () => throwInto(rt, gen, exc, false));
  } catch (thrown) {
    H[op + Awaitable.state] = State.Closed;
    throw thrown;
  }
}

type ThrowInto = (rt: Runtime, op: number, args: number, nargs: number) => Owned;

/** CPython: async_gen_asend_close, async_gen_athrow_close */
function closeAwaitable(throwing: ThrowInto): (rt: Runtime, op: number) => Owned {
  return (rt, op) => {
    if (!rt.model.natives.strictAwaitables || rt.H[op + Awaitable.state] === State.Closed) {
      rt.H[op + Awaitable.state] = State.Closed;
      return rt.none();
    }
    const mark = rt.mark();
    const depth = rt.depth;
    try {
      rt.own(throwing(rt, op, rt.push(T.GeneratorExit), 1));
    } catch (thrown) {
      if (!isPythonError(thrown)) throw thrown;
      if (!errorMatches(rt, T.StopIteration) && !errorMatches(rt, T.StopAsyncIteration) && !errorMatches(rt, T.GeneratorExit)) throw thrown;
      rt.release(mark);
      rt.depth = depth;
      clearError(rt);
      return rt.none();
    }
    rt.release(mark);
    return raise(rt, T.RuntimeError, 'coroutine ignored GeneratorExit');
  };
}

/** CPython: async_gen_athrow_send */
function athrowSend(rt: Runtime, op: number, given: number): Owned {
  const H = rt.H;
  const gen = H[op + Awaitable.gen];
  const args = H[op + Awaitable.value];
  const frame = H[gen + Gen.frame];
  if (H[op + Awaitable.state] === State.Closed) raise(rt, T.RuntimeError, 'cannot reuse already awaited aclose()/athrow()');
  if (frame === 0 || H[frame + Fr.state] > FrameState.Executing) {
    H[op + Awaitable.state] = State.Closed;
    raise(rt, T.StopIteration, null);
  }
  if (H[op + Awaitable.state] === State.Init) {
    if (H[gen + Gen.runningAsync] !== 0) refuseRunning(rt, op, args === 0 ? 'aclose' : 'athrow');
    if (H[gen + Gen.closed] !== 0) {
      H[op + Awaitable.state] = State.Closed;
      raise(rt, T.StopAsyncIteration, null);
    }
    if (given !== 0 && given !== S.None) raise(rt, T.RuntimeError, "can't send non-None value to a just-started coroutine");
    H[op + Awaitable.state] = State.Iterating;
    H[gen + Gen.runningAsync] = 1;
    if (args === 0) {
      H[gen + Gen.closed] = 1;
      return closing(rt, op, gen, () => {
        const exc = rt.hooks.makeException(rt, T.GeneratorExit, null);
        return throwInto(rt, gen, exc, false);
      });
    }
    const n = H[args + Ob.size];
    const exc = makeRaised(rt, H[args + 6], n > 1 ? H[args + 8] : 0, n > 2 ? H[args + 10] : 0);
    try {
      return step(rt, gen, () => throwInto(rt, gen, exc, false));
    } catch (thrown) {
      H[op + Awaitable.state] = State.Closed;
      throw thrown;
    }
  }
  if (args === 0) return closing(rt, op, gen, () => resume(rt, gen, given === 0 ? S.None : given, false, false));
  return step(rt, gen, () => resume(rt, gen, given === 0 ? S.None : given, false, false));
}

/** A step of aclose(): a wrapped value is an error, the end of the generator the end of the awaiting. */
function closing(rt: Runtime, op: number, gen: number, run: () => Owned): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const depth = rt.depth;
  let result: Owned = NULL;
  try {
    result = run();
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    H[gen + Gen.runningAsync] = 0;
    H[op + Awaitable.state] = State.Closed;
    if (!errorMatches(rt, T.StopAsyncIteration) && !errorMatches(rt, T.GeneratorExit)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return raise(rt, T.StopIteration, null);
  }
  if (result === 0 || H[gen + Gen.frame] === 0) {
    rt.xdecref(result);
    H[gen + Gen.runningAsync] = 0;
    H[op + Awaitable.state] = State.Closed;
    return raise(rt, T.StopIteration, null);
  }
  if (H[result + Ob.type] === T.async_generator_wrapped_value) {
    rt.decref(result);
    H[gen + Gen.runningAsync] = 0;
    H[op + Awaitable.state] = State.Closed;
    raise(rt, T.RuntimeError, 'async generator ignored GeneratorExit');
  }
  return result;
}

/** CPython: async_gen_athrow_throw */
function athrowThrow(rt: Runtime, op: number, args: number, nargs: number): Owned {
  const H = rt.H;
  checkPositional(rt, 'throw', nargs, 1, 3);
  const state = H[op + Awaitable.state];
  if (state === State.Closed) raise(rt, T.RuntimeError, 'cannot reuse already awaited aclose()/athrow()');
  const gen = H[op + Awaitable.gen];
  beginByThrow(rt, op, H[op + Awaitable.value] === 0 ? 'aclose' : 'athrow');
  const exc = makeRaised(rt, H[args], nargs > 1 ? H[args + 2] : 0, nargs > 2 ? H[args + 4] : 0);
  const run = (): Owned => throwInto(rt, gen, exc, false);
  const strict = rt.model.natives.strictAwaitables;
  try {
    return H[op + Awaitable.value] === 0 ? closing(rt, op, gen, run) : step(rt, gen, run);
  } catch (thrown) {
    // an error uses it up from 3.13 on
    H[op + Awaitable.state] = strict ? State.Closed : state;
    throw thrown;
  }
}

export const ASYNC_GENERATOR_TYPE: TypeSpec = {
  name: 'async_generator',
  at: T.async_generator,
  basicsize: 112,
  flags: TpFlag.HAVE_FINALIZE | TpFlag.DISALLOW_INSTANTIATION,
  contract: { ...GENERATOR_CONTRACT, slots: [...GENERATOR_CONTRACT.slots, { at: Gen.origin, label: 'its finalizer hook', keep: true }] },
  slots: {
    dealloc: deallocGenerator,
    finalize: finalizeGenerator,
    repr: generatorRepr('async_generator'),
    amAiter: (rt, gen) => rt.newRef(gen),
    amAnext: anext,
  },
  weaklistoffset: Gen.weaklist,
  methods: [
    GENERATOR_SIZEOF,
    CLASS_GETITEM,
    { name: 'asend', kind: Meth.O, fn: asend },
    { name: 'athrow', kind: Meth.FAST, fn: athrow },
    { name: 'aclose', kind: Meth.NOARGS, fn: aclose },
  ],
  getset: [
    ...NAME_ATTRIBUTES,
    {
      name: 'ag_await',
      get: (rt, gen) => {
        const inner = delegate(rt, gen);
        return inner === 0 ? rt.none() : rt.newRef(inner);
      },
    },
    { name: 'ag_running', get: (rt, gen) => rt.bool(rt.H[gen + Gen.runningAsync]) },
    {
      name: 'ag_suspended',
      get: (rt, gen) => rt.bool(rt.H[gen + Gen.frame] !== 0 && rt.H[rt.H[gen + Gen.frame] + Fr.state] === FrameState.Suspended),
    },
    { name: 'ag_frame', get: (rt, gen) => rt.newRef(rt.H[gen + Gen.frame] === 0 ? S.None : rt.H[gen + Gen.frame]) },
    { name: 'ag_code', get: (rt, gen) => rt.newRef(rt.H[gen + Gen.code] === 0 ? S.None : rt.H[gen + Gen.code]) },
  ],
};

const awaitableContract = (value: string): NonNullable<TypeSpec['contract']> => ({
  gc: true,
  slots: [
    { at: Awaitable.gen, label: 'its generator', keep: true },
    { at: Awaitable.value, label: value, keep: true },
  ],
});

const ASEND_TYPE: TypeSpec = {
  name: 'async_generator_asend',
  at: T.async_generator_asend,
  basicsize: Awaitable.bytes,
  flags: TpFlag.DISALLOW_INSTANTIATION,
  contract: awaitableContract('value sent'),
  slots: { iter: (rt, op) => rt.newRef(op), iternext: (rt, op) => asendSend(rt, op, 0), amAwait: (rt, op) => rt.newRef(op) },
  methods: [
    { name: 'send', kind: Meth.O, fn: asendSend },
    { name: 'throw', kind: Meth.FAST, fn: asendThrow },
    { name: 'close', kind: Meth.NOARGS, fn: closeAwaitable(asendThrow) },
  ],
};

const ATHROW_TYPE: TypeSpec = {
  name: 'async_generator_athrow',
  at: T.async_generator_athrow,
  basicsize: Awaitable.bytes,
  flags: TpFlag.DISALLOW_INSTANTIATION,
  contract: awaitableContract('arguments thrown'),
  slots: { iter: (rt, op) => rt.newRef(op), iternext: (rt, op) => athrowSend(rt, op, 0), amAwait: (rt, op) => rt.newRef(op) },
  methods: [
    { name: 'send', kind: Meth.O, fn: athrowSend },
    { name: 'throw', kind: Meth.FAST, fn: athrowThrow },
    { name: 'close', kind: Meth.NOARGS, fn: closeAwaitable(athrowThrow) },
  ],
};

/** Warns of an awaitable that nobody awaited. CPython (3.13): async_gen_asend_finalize, _PyErr_WarnUnawaitedAgenMethod */
function finalizeAwaitable(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Awaitable.state] !== State.Init) return;
  const mark = rt.mark();
  rt.own(takeError(rt));
  const gen = H[op + Awaitable.gen];
  const method = H[op + Ob.type] === T.async_generator_asend ? 'asend' : H[op + Awaitable.value] === 0 ? 'aclose' : 'athrow';
  const failed = attempt(rt, () => {
    const name = reprText(rt, H[gen + Gen.qualname]);
    rt.hooks.issueWarning(rt, T.RuntimeWarning, `coroutine method '${method}' of ${name} was never awaited`, 1);
  });
  if (failed) rt.hooks.writeUnraisable(rt, gen, 'generator');
  rt.setSlot(Root.curexc, H[mark]);
  rt.nsp = mark;
}

/** The types of awaitables as a model has them. */
export function awaitableTypes(model: Model): readonly TypeSpec[] {
  const types = [ASEND_TYPE, ATHROW_TYPE];
  if (!model.natives.strictAwaitables) return types;
  return types.map((spec) => ({
    ...spec,
    flags: (spec.flags ?? 0) | TpFlag.HAVE_FINALIZE,
    slots: { ...spec.slots, finalize: finalizeAwaitable },
  }));
}

export const ASYNC_VALUE_TYPE: TypeSpec = {
  name: 'async_generator_wrapped_value',
  at: T.async_generator_wrapped_value,
  basicsize: Wrapped.bytes,
  flags: TpFlag.DISALLOW_INSTANTIATION,
  contract: { gc: true, slots: [{ at: Wrapped.value, label: 'value yielded', keep: true }] },
  slots: {},
};
