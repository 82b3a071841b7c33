import { Op } from '../../bytecode/opcodes.ts';
import { Gc as GcHead, Ob, SlotFlag } from '../../memory/layout.ts';
import { type TypeContract, traverse } from '../../memory/type-contract.ts';
import { CLASS_GETITEM } from '../containers/class-getitem.ts';
import { call, call1 } from '../core/abstract/call.ts';
import { addressText, lookupAttrText } from '../core/abstract/object.ts';
import { checkPositional } from '../core/arguments.ts';
import {
  chainContext,
  clearError,
  errorMatches,
  isPythonError,
  raise,
  raiseObject,
  subtypeOf,
  takeError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { Exc, Tp, TpFlag } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { StopIter } from '../exceptions/exception-object.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr } from '../text/str-object.ts';
import { clearWeakrefs } from '../types/weakref.ts';
import { shownGeneratorBytes } from './code-size.ts';
import { Entry, Fr, FrameState, Gen } from './frame-layout.ts';
import { enterFrame, exitFrame } from './frame-memory.ts';
import { enterGenerator, letFrameGo } from './generator-frame.ts';
import { lastInstruction } from './loaded-code.ts';
import { makeRaised } from './raised-exception.ts';
import { warnUnawaited } from './unawaited.ts';

/** What kind of generator, for messages. */
function kindOf(rt: Runtime, gen: number): string {
  const type = rt.H[gen + Ob.type];
  return type === T.coroutine ? 'coroutine' : type === T.async_generator ? 'async generator' : 'generator';
}

/**
 * Resumes a generator: `arg` (borrowed) is sent; with `throwing` the exception under way is raised in it instead. Result: what it yields or
 * returns (Gen.frame is 0 when it returned); NULL when it was exhausted before and there is nothing to raise. CPython: Objects/genobject.c gen_send_ex2
 */
export function resume(rt: Runtime, gen: number, arg: number, throwing: boolean, closing: boolean): Owned {
  const H = rt.H;
  const frame = H[gen + Gen.frame];
  if (frame !== 0 && H[frame + Fr.state] === FrameState.Executing) valueError(rt, `${kindOf(rt, gen)} already executing`);
  if (frame === 0 || H[frame + Fr.state] > FrameState.Executing) {
    if (H[gen + Ob.type] === T.coroutine && !closing) raise(rt, T.RuntimeError, 'cannot reuse already awaited coroutine');
    if (throwing) throw PYTHON_ERROR;
    return NULL;
  }
  if (rt.depth >= rt.recursionLimit) raise(rt, T.RecursionError, 'maximum recursion depth exceeded');
  if (!throwing) {
    if (H[frame + Fr.state] === FrameState.Created && arg !== 0 && arg !== S.None) {
      typeError(rt, `can't send non-None value to a just-started ${kindOf(rt, gen)}`);
    }
    const sent = arg === 0 ? S.None : arg;
    const sp = H[frame + Fr.sp];
    H[sent]++;
    H[sp] = sent;
    H[frame + Fr.sp] = sp + 2;
  }
  enterGenerator(rt, gen, frame, Entry.Native);
  if (throwing) chainHandled(rt, gen);
  return rt.hooks.runFrame(rt, throwing);
}

/** What the generator was handling when it yielded is the context of what is raised in it. CPython: Python/errors.c _PyErr_ChainStackItem */
function chainHandled(rt: Runtime, gen: number): void {
  const handled = rt.H[gen + Gen.excValue]!;
  const exc = rt.H[Root.curexc]!;
  if (handled !== 0 && handled !== S.None && handled !== exc) chainContext(rt, exc, handled);
}

/** StopIteration (StopAsyncIteration of asynchronous generators) with what the generator returned; steals it. CPython: _PyGen_SetStopIterationValue */
export function raiseStop(rt: Runtime, gen: number, value: number): never {
  const H = rt.H;
  if (H[gen + Ob.type] === T.async_generator) {
    rt.xdecref(value);
    return raise(rt, T.StopAsyncIteration, null);
  }
  if (value === 0 || value === S.None) {
    rt.xdecref(value);
    return raise(rt, T.StopIteration, null);
  }
  const mark = rt.mark();
  rt.own(value);
  const exc = rt.hooks.makeExceptionWithArg(rt, T.StopIteration, value);
  rt.release(mark);
  return raiseObject(rt, exc);
}

/** generator.send: what it yields; StopIteration when it ends. CPython: gen_send */
export function sendGenerator(rt: Runtime, gen: number, value: number): Owned {
  const r = resume(rt, gen, value, false, false);
  if (r === 0 || rt.H[gen + Gen.frame] === 0) raiseStop(rt, gen, r);
  return r;
}

/** generator.__next__ as tp_iternext. CPython: gen_iternext */
function generatorNext(rt: Runtime, gen: number): Owned {
  const r = resume(rt, gen, 0, false, false);
  if (r === 0) return NULL;
  if (rt.H[gen + Gen.frame] === 0) {
    if (r === S.None) {
      rt.decref(r);
      return NULL;
    }
    raiseStop(rt, gen, r);
  }
  return r;
}

/** The iterator a suspended generator delegates to: borrowed or 0. CPython: _PyGen_yf */
export function delegate(rt: Runtime, gen: number): number {
  const H = rt.H;
  const frame = H[gen + Gen.frame];
  if (frame === 0 || H[frame + Fr.state] !== FrameState.Suspended) return 0;
  if ((H[H[frame + Fr.pc]] & 255) !== Op.YIELD_FROM) return 0;
  return H[H[frame + Fr.sp] - 2];
}

/** Raises the exception under way in the generator; what it yields, or StopIteration. */
function sendError(rt: Runtime, gen: number, closing: boolean): Owned {
  const r = resume(rt, gen, S.None, true, closing);
  if (r === 0 || rt.H[gen + Gen.frame] === 0) raiseStop(rt, gen, r);
  return r;
}

/**
 * Raises an exception (`exc`, stolen, in its final form) in a generator, first in what it delegates to. CPython: _gen_throw
 */
export function throwInto(rt: Runtime, gen: number, exc: Owned, closeOnExit: boolean): Owned {
  const H = rt.H;
  const mark = rt.mark();
  rt.own(exc);
  const inner = delegate(rt, gen);
  if (inner !== 0) {
    const frame = H[gen + Gen.frame];
    rt.own(rt.newRef(inner));
    if (closeOnExit && subtypeOf(rt, H[exc + Ob.type], T.GeneratorExit)) {
      const failed = delegating(rt, frame, () => closeIterator(rt, inner));
      if (failed) {
        rt.release(mark);
        return sendError(rt, gen, false);
      }
    } else {
      const done = throwIntoDelegate(rt, frame, inner, exc, closeOnExit);
      if (done !== undefined) {
        if (done !== 0) return rt.leave(mark, done);
        return afterDelegate(rt, gen, frame, mark);
      }
    }
  }
  const own = rt.newRef(exc);
  rt.release(mark);
  rt.setSlot(Root.curexc, own);
  return sendError(rt, gen, false);
}

/** undefined: it has no throw method. 0: it raised. */
function throwIntoDelegate(rt: Runtime, frame: number, inner: number, exc: number, closeOnExit: boolean): Owned | undefined {
  const H = rt.H;
  const type = H[inner + Ob.type];
  let result: Owned = NULL;
  if (type === T.generator || type === T.coroutine) {
    delegating(rt, frame, () => {
      result = throwInto(rt, inner, rt.newRef(exc), closeOnExit);
    });
    return result;
  }
  const mark = rt.mark();
  const method = rt.own(lookupAttrText(rt, inner, 'throw'));
  if (method === 0) {
    rt.release(mark);
    return undefined;
  }
  delegating(rt, frame, () => {
    const args = rt.push(H[exc + Ob.type]);
    rt.push(exc);
    const tb = H[exc + Exc.traceback];
    rt.push(tb === 0 ? S.None : tb);
    result = call(rt, method, args, 3, 0);
  });
  rt.release(mark);
  return result;
}

/** The delegate has ended by an exception: StopIteration's value is the result of `yield from`, any other is raised there. */
function afterDelegate(rt: Runtime, gen: number, frame: number, mark: number): Owned {
  const H = rt.H;
  const error = rt.own(takeError(rt));
  const sp = H[frame + Fr.sp] - 2;
  const inner = H[sp];
  H[frame + Fr.sp] = sp;
  H[frame + Fr.pc] += 2;
  rt.own(inner);
  if (subtypeOf(rt, H[error + Ob.type], T.StopIteration)) {
    const value = rt.newRef(H[error + StopIter.value] === 0 ? S.None : H[error + StopIter.value]);
    rt.release(mark);
    rt.own(value);
    return rt.leave(mark, sendGenerator(rt, gen, value));
  }
  const own = rt.newRef(error);
  rt.release(mark);
  rt.setSlot(Root.curexc, own);
  return sendError(rt, gen, false);
}

/** Runs something; true when it raised a Python error, which is then the one under way. */
export function attempt(rt: Runtime, run: () => void): boolean {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    run();
    return false;
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    return true;
  }
}

/** attempt() of what is done to the delegate of a suspended generator: that generator's frame counts as running meanwhile. CPython: _gen_throw */
function delegating(rt: Runtime, frame: number, run: () => void): boolean {
  enterFrame(rt, frame, Entry.Native, 0, 1);
  const failed = attempt(rt, run);
  exitFrame(rt, frame);
  rt.H[frame + Fr.state] = FrameState.Suspended;
  return failed;
}

/** Closes what a generator delegates to. CPython: gen_close_iter */
function closeIterator(rt: Runtime, inner: number): void {
  const H = rt.H;
  const type = H[inner + Ob.type];
  if (type === T.generator || type === T.coroutine) {
    rt.decref(closeGenerator(rt, inner));
    return;
  }
  const mark = rt.mark();
  let method: Owned = NULL;
  const failed = attempt(rt, () => {
    method = lookupAttrText(rt, inner, 'close');
  });
  if (failed) rt.hooks.writeUnraisable(rt, inner, 'plain');
  rt.own(method);
  if (method !== 0) rt.own(call(rt, method, rt.nsp, 0, 0));
  rt.release(mark);
}

/** generator.close(): None, from 3.13 on what the generator returned; RuntimeError when it yields. CPython: gen_close */
export function closeGenerator(rt: Runtime, gen: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const inner = delegate(rt, gen);
  let failed = false;
  if (inner !== 0) {
    const frame = H[gen + Gen.frame];
    rt.own(rt.newRef(inner));
    failed = delegating(rt, frame, () => closeIterator(rt, inner));
    if (failed) {
      const error = rt.own(takeError(rt));
      const kept = rt.newRef(error);
      rt.release(mark);
      rt.setSlot(Root.curexc, kept);
    } else rt.release(mark);
  }
  if (!failed && rt.model.frames.closeKeepsUnstarted && keepUnstarted(rt, gen)) return rt.none();
  if (!failed) attempt(rt, () => raise(rt, T.GeneratorExit, null));
  let yielded: Owned = NULL;
  const raised = attempt(rt, () => {
    yielded = resume(rt, gen, S.None, true, true);
  });
  if (!raised) {
    const ended = H[gen + Gen.frame] === 0;
    if (ended && yielded !== 0 && rt.model.frames.closeReturns) return yielded;
    rt.xdecref(yielded);
    if (!ended) raise(rt, T.RuntimeError, `${kindOf(rt, gen)} ignored GeneratorExit`);
    return rt.none();
  }
  if (errorMatches(rt, T.StopIteration) || errorMatches(rt, T.GeneratorExit)) {
    clearError(rt);
    return rt.none();
  }
  throw PYTHON_ERROR;
}

/** Whether the generator had not run: it has ended now, and keeps its frame until it dies. CPython: gen_close (3.12) */
function keepUnstarted(rt: Runtime, gen: number): boolean {
  const H = rt.H;
  const frame = H[gen + Gen.frame];
  if (frame === 0 || H[frame + Fr.state] !== FrameState.Created) return false;
  H[gen + Gen.frame] = 0;
  H[gen + Gen.unstarted] = frame;
  H[frame + Fr.gen] = 0;
  return true;
}

/** generator.throw(type[, value[, traceback]]). CPython: gen_throw */
export function throwMethod(rt: Runtime, gen: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'throw', nargs, 1, 3);
  const H = rt.H;
  const exc = makeRaised(rt, H[args], nargs > 1 ? H[args + 2] : 0, nargs > 2 ? H[args + 4] : 0);
  return throwInto(rt, gen, exc, true);
}

/** tp_finalize: closes a generator that was left suspended. CPython: _PyGen_Finalize */
export function finalizeGenerator(rt: Runtime, gen: number): void {
  const H = rt.H;
  const frame = H[gen + Gen.frame];
  if (frame === 0 || H[frame + Fr.state] >= FrameState.Executing) return;
  const mark = rt.mark();
  rt.own(takeError(rt));
  const type = H[gen + Ob.type];
  const failed = attempt(rt, () => {
    if (type === T.async_generator && H[gen + Gen.origin] !== 0 && H[gen + Gen.closed] === 0) {
      rt.decref(call1(rt, H[gen + Gen.origin], gen));
    } else if (type === T.coroutine && lastInstruction(rt, frame) < 0) warnUnawaited(rt, gen);
    else rt.decref(closeGenerator(rt, gen));
  });
  if (failed) rt.hooks.writeUnraisable(rt, gen, 'generator');
  rt.setSlot(Root.curexc, H[mark]);
  rt.nsp = mark;
}

/** tp_dealloc. CPython: gen_dealloc */
export function deallocGenerator(rt: Runtime, gen: number): void {
  const H = rt.H;
  const tracked = H[gen + GcHead.next] !== 0;
  if (tracked) rt.untrack(gen);
  if (H[gen + Gen.weaklist] !== 0) clearWeakrefs(rt, gen);
  if (H[gen + Gen.frame] !== 0) {
    if (tracked) rt.track(gen);
    if (rt.heap.gc.finalizeAtDealloc(gen)) return;
    if (H[gen + GcHead.next] !== 0) rt.untrack(gen);
  }
  const type = H[gen + Ob.type];
  if (type === T.async_generator) rt.clearSlot(gen + Gen.origin);
  const frame = H[gen + Gen.frame];
  if (frame !== 0) {
    H[gen + Gen.frame] = 0;
    H[frame + Fr.gen] = 0;
    letFrameGo(rt, frame);
  }
  const unstarted = H[gen + Gen.unstarted];
  if (unstarted !== 0) {
    H[gen + Gen.unstarted] = 0;
    letFrameGo(rt, unstarted);
  }
  if (type === T.coroutine) rt.clearSlot(gen + Gen.origin);
  if (H[gen + Gen.code + 1] === SlotFlag.borrowed) {
    H[gen + Gen.code] = 0;
    H[gen + Gen.code + 1] = SlotFlag.owned;
  }
  for (const at of [Gen.code, Gen.name, Gen.qualname, Gen.excType, Gen.excValue, Gen.excTraceback]) rt.clearSlot(gen + at);
  rt.freeGcObject(gen);
}

export function generatorRepr(kind: string): (rt: Runtime, gen: number) => Owned {
  return (rt, gen) => newStr(rt, `<${kind} object ${rt.hooks.strText(rt, rt.H[gen + Gen.qualname])} at ${addressText(gen)}>`);
}

function textSetter(at: number, name: string): (rt: Runtime, gen: number, value: number) => void {
  return (rt, gen, value) => {
    if (value === 0 || rt.H[value + Ob.type] !== T.str) typeError(rt, `${name} must be set to a string object`);
    rt.setSlot(gen + at, rt.newRef(value));
  };
}

export const NAME_ATTRIBUTES: NonNullable<TypeSpec['getset']> = [
  { name: '__name__', get: (rt, gen) => rt.newRef(rt.H[gen + Gen.name]), set: textSetter(Gen.name, '__name__'), doc: 'name of the generator' },
  {
    name: '__qualname__',
    get: (rt, gen) => rt.newRef(rt.H[gen + Gen.qualname]),
    set: textSetter(Gen.qualname, '__qualname__'),
    doc: 'qualified name of the generator',
  },
];

/** The attributes that have a prefix of their own: gi_, cr_, ag_. */
export function stateAttributes(prefix: string, yieldFrom: string): NonNullable<TypeSpec['getset']> {
  return [
    {
      name: yieldFrom,
      get: (rt, gen) => {
        const inner = delegate(rt, gen);
        return inner === 0 ? rt.none() : rt.newRef(inner);
      },
    },
    {
      name: `${prefix}running`,
      get: (rt, gen) => {
        const frame = rt.H[gen + Gen.frame];
        return rt.bool(frame !== 0 && rt.H[frame + Fr.state] === FrameState.Executing);
      },
    },
    {
      name: `${prefix}suspended`,
      get: (rt, gen) => {
        const frame = rt.H[gen + Gen.frame];
        return rt.bool(frame !== 0 && rt.H[frame + Fr.state] === FrameState.Suspended);
      },
    },
    { name: `${prefix}frame`, get: (rt, gen) => rt.newRef(rt.H[gen + Gen.frame] === 0 ? S.None : rt.H[gen + Gen.frame]) },
    { name: `${prefix}code`, get: (rt, gen) => rt.newRef(rt.H[gen + Gen.code] === 0 ? S.None : rt.H[gen + Gen.code]) },
  ];
}

/** CPython: gen_sizeof, from 3.11 a method of its own */
export const GENERATOR_SIZEOF: MethodSpec = {
  name: '__sizeof__',
  kind: Meth.NOARGS,
  fn: (rt: Runtime, gen: number) => newInt(rt, shownGeneratorBytes(rt, gen)),
  doc: 'gen.__sizeof__() -> size of gen in memory, in bytes',
};

export const SEND_METHODS: readonly MethodSpec[] = [
  GENERATOR_SIZEOF,
  {
    name: 'send',
    kind: Meth.O,
    fn: sendGenerator,
    doc: "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
  },
  {
    name: 'throw',
    kind: Meth.FAST | Meth.TUPLE,
    fn: throwMethod,
    doc: 'throw(typ[,val[,tb]]) -> raise exception in generator,\nreturn next yielded value or raise StopIteration.',
  },
  { name: 'close', kind: Meth.NOARGS, fn: closeGenerator, doc: 'close() -> raise GeneratorExit inside generator.' },
];

/** How the memory layer sees a generator. */
export const GENERATOR_CONTRACT: NonNullable<TypeSpec['contract']> = {
  gc: true,
  slots: [
    { at: Gen.frame, label: 'its frame', keep: true },
    { at: Gen.code, label: 'its code', keep: true },
    { at: Gen.name, label: '__name__', keep: true },
    { at: Gen.qualname, label: '__qualname__', keep: true },
    { at: Gen.excType, label: 'type of the exception it handles', keep: true },
    { at: Gen.excValue, label: 'exception it handles', keep: true },
    { at: Gen.excTraceback, label: 'traceback of the exception it handles', keep: true },
    { at: Gen.unstarted, label: 'its frame, closed before it ran', keep: true },
  ],
};

/**
 * Where frames are no objects until somebody asks for one (3.11 on), the collector sees what a generator's frame holds as held by the generator.
 * CPython: Objects/genobject.c gen_traverse
 */
export function finishGeneratorTypes(rt: Runtime): void {
  if (rt.model.gc.framesCounted) return;
  const H = rt.H;
  const traverseVisible: TypeContract['traverseVisible'] = (_heap, gen, visit) => {
    for (const at of [Gen.frame, Gen.unstarted]) {
      const frame = H[gen + at];
      if (frame !== 0 && H[frame + GcHead.next] === 0) traverse(rt.heap, frame, visit, true);
    }
  };
  for (const type of [T.generator, T.coroutine, T.async_generator]) {
    H[type + Tp.contract] = rt.heap.addContract({ ...rt.heap.contracts[H[type + Tp.contract]], traverseVisible });
  }
}

export const GENERATOR_TYPE: TypeSpec = {
  name: 'generator',
  at: T.generator,
  basicsize: 88,
  flags: TpFlag.HAVE_FINALIZE | TpFlag.DISALLOW_INSTANTIATION,
  contract: GENERATOR_CONTRACT,
  slots: {
    dealloc: deallocGenerator,
    finalize: finalizeGenerator,
    repr: generatorRepr('generator'),
    iter: (rt, gen) => rt.newRef(gen),
    iternext: generatorNext,
  },
  weaklistoffset: Gen.weaklist,
  methods: [...SEND_METHODS, CLASS_GETITEM],
  getset: [...NAME_ATTRIBUTES, ...stateAttributes('gi_', 'gi_yieldfrom')],
};
