import { HANDLER_STRIDE } from '../../bytecode/code.ts';
import { Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { intDouble } from '../core/abstract/number.ts';
import { isPythonError } from '../core/errors.ts';
import { Exc, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { InternalError, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { INSTRUMENTED } from './code-loader.ts';
import { Co, Entry, Fr, FrameState } from './frame-layout.ts';
import { dropFrame, exitFrame } from './frame-memory.ts';
import { finishGenerator, leaveGenerator } from './generator-frame.ts';
import { codeData, findHandler, lastInstruction } from './loaded-code.ts';
import { tracebackHere } from './traceback-object.ts';

/**
 * Sends the exception under way to its handler: through the frames from the running one up to the one that native code
 * started. True: a handler was found, its frame is the running one, pc and stack are set. False: that one has ended too.
 * CPython: Python/ceval.c, labels error and exception_unwind; Python 3.11's get_exception_handler
 */
export function unwind(rt: Runtime): boolean {
  const H = rt.H;
  let arriving = false;
  for (;;) {
    const frame = H[Root.frame];
    const index = lastInstruction(rt, frame);
    const shown = arriving ? index : sentOnFrom(rt, frame, index);
    if (arriving || !sendsOn(rt, frame, index)) {
      addTraceback(rt, frame);
      if (rt.tracer !== null) rt.tracer.raised(frame);
    }
    arriving = true;
    const data = codeData(rt, H[frame + Fr.code]);
    const at = index < 0 ? -1 : findHandler(data, index);
    if (at >= 0) {
      const table = data.exceptionTable;
      dropTo(rt, frame, H[frame + Fr.stack] + 2 * table[at + 3]);
      let sp = H[frame + Fr.sp];
      if (table[at + HANDLER_STRIDE - 1] !== 0) {
        H[sp] = newInt(rt, shown);
        sp += 2;
        H[frame + Fr.sp] = sp;
      }
      H[sp] = H[Root.curexc];
      H[Root.curexc] = 0;
      H[frame + Fr.sp] = sp + 2;
      H[frame + Fr.pc] = H[H[frame + Fr.code] + Co.instructions] + 2 * table[at + 2];
      return true;
    }
    H[frame + Fr.pc] += 2 * (shown - index);
    if (rt.tracer !== null) rt.tracer.left(frame);
    dropTo(rt, frame, H[frame + Fr.stack]);
    H[frame + Fr.state] = FrameState.Raised;
    const entry = H[frame + Fr.entry];
    if (H[frame + Fr.gen] !== 0) {
      const gen = H[frame + Fr.gen];
      leaveGenerator(rt, frame);
      finishGenerator(rt, gen, frame, true);
    } else {
      exitFrame(rt, frame);
      dropFrame(rt, frame);
    }
    if (entry === Entry.Native) return false;
    // out of a generator that FOR_ITER or YIELD_FROM resumed StopIteration cannot come: it is an error like any other
  }
}

/** Ends all frames of the running thread without running their handlers: the interpreter goes down. No exception is under way afterwards. */
export function dropFrames(rt: Runtime): void {
  const H = rt.H;
  while (H[Root.frame] !== 0) {
    const frame = H[Root.frame];
    dropTo(rt, frame, H[frame + Fr.stack]);
    H[frame + Fr.state] = FrameState.Raised;
    if (H[frame + Fr.gen] !== 0) {
      const gen = H[frame + Fr.gen];
      leaveGenerator(rt, frame);
      finishGenerator(rt, gen, frame, false);
    } else {
      exitFrame(rt, frame);
      dropFrame(rt, frame);
    }
  }
}

/**
 * The instruction that the frame stands at for those who look: RERAISE n > 0 is no place of its own but finds the index of the one that raised
 * on the value stack. CPython 3.11: RERAISE
 */
function sentOnFrom(rt: Runtime, frame: number, index: number): number {
  if (index < 0) return index;
  const H = rt.H;
  const pc = H[frame + Fr.pc] - 2;
  const op = H[pc] >= INSTRUMENTED ? H[pc] - INSTRUMENTED : H[pc];
  const depth = H[pc + 1];
  return op === Op.RERAISE && depth > 0 ? intDouble(rt, H[H[frame + Fr.sp] - 2 * depth]) : index;
}

/** Does the instruction send an exception on whose traceback is complete? */
function sendsOn(rt: Runtime, frame: number, index: number): boolean {
  if (index < 0) return false;
  const H = rt.H;
  const pc = H[frame + Fr.pc] - 2;
  let op = H[pc];
  if (op >= INSTRUMENTED) op -= INSTRUMENTED;
  return op === Op.RERAISE || op === Op.END_ASYNC_FOR || (op === Op.RAISE_VARARGS && H[pc + 1] === 0 && H[Root.curexc] === H[rt.excInfo + 2]);
}

function addTraceback(rt: Runtime, frame: number): void {
  const H = rt.H;
  const exc = H[Root.curexc];
  if (exc === 0) throw new InternalError('an error without an exception');
  try {
    tracebackHere(rt, frame);
  } catch (thrown) {
    // no memory for the entry: MemoryError has taken the exception's place
    if (!isPythonError(thrown)) throw thrown;
  }
}

/** Releases value stack slots from the top until the stack pointer is `to`. The exception under way is kept out of the way meanwhile. */
function dropTo(rt: Runtime, frame: number, to: number): void {
  const H = rt.H;
  while (H[frame + Fr.sp] > to) {
    const s = H[frame + Fr.sp] - 2;
    H[frame + Fr.sp] = s;
    const v = H[s];
    if (v !== 0 && --H[v] === 0) deallocAside(rt, v);
  }
}

/** Deallocates while an exception is under way: destructors must neither see nor lose it. */
function deallocAside(rt: Runtime, op: number): void {
  const H = rt.H;
  const mark = rt.mark();
  rt.own(H[Root.curexc]);
  H[Root.curexc] = 0;
  rt.dealloc(op);
  H[Root.curexc] = H[mark];
  rt.nsp = mark;
}

/**
 * Makes `exc` (stolen) the exception being handled; what was handled is returned (owned): None, the exception or, where the model keeps the triple, a
 * tuple of type (None for no exception), value and traceback, which with `keeps` has type and traceback of `exc` too. CPython 3.11: PUSH_EXC_INFO
 */
export function pushExcInfo(rt: Runtime, exc: number, keeps: boolean): number {
  const H = rt.H;
  const info = rt.excInfo;
  const old = H[info + 2];
  const mark = rt.mark();
  rt.own(exc);
  const triple = rt.model.frames.excInfoTriple && (old !== 0 || keeps) ? keptTriple(rt, keeps ? exc : 0) : 0;
  rt.unown(exc);
  if (triple !== 0 && old !== 0) rt.own(old);
  const previous = triple !== 0 ? triple : old === 0 ? rt.none() : old;
  H[info + 2] = exc;
  setTriple(rt, info, exc);
  rt.release(mark);
  return previous;
}

/**
 * Tuple of what is handled now and, unless 0, type and traceback of `exc`. CPython has them on its stack, which takes no memory: 0 when there is none,
 * and then the exception alone is kept.
 */
function keptTriple(rt: Runtime, exc: number): Owned | 0 {
  const H = rt.H;
  const info = rt.excInfo;
  let tuple: Owned;
  try {
    tuple = newTuple(rt, exc === 0 ? 3 : 5);
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    rt.clearSlot(Root.curexc);
    return 0;
  }
  const put = (i: number, ref: number): void => {
    H[tuple + Tuple.items + 2 * i] = ref === 0 ? 0 : rt.newRef(ref);
  };
  put(0, H[info] || S.None);
  put(1, H[info + 2]);
  put(2, H[info + 4]);
  if (exc !== 0) {
    put(3, H[exc + Ob.type]);
    put(4, H[exc + Exc.traceback] || S.None);
  }
  return tuple;
}

/** Another exception (stolen) takes the place of the handled one. CPython 3.11: PyErr_SetHandledException */
export function replaceExcInfo(rt: Runtime, exc: number): void {
  const mark = rt.mark();
  rt.own(rt.H[rt.excInfo + 2]);
  rt.H[rt.excInfo + 2] = exc;
  setTriple(rt, rt.excInfo, exc);
  rt.release(mark);
}

/**
 * Ends handling: `previous` (stolen; what pushExcInfo gave) is handled again. Where that is nothing, None may stay. CPython 3.11: POP_EXCEPT
 */
export function popExcInfo(rt: Runtime, previous: number): void {
  const H = rt.H;
  const info = rt.excInfo;
  const { excInfoTriple, keepsHandledNone } = rt.model.frames;
  const mark = rt.mark();
  rt.own(H[info + 2]);
  if (H[previous + Ob.type] === T.tuple || (previous === S.None && (excInfoTriple || !keepsHandledNone))) {
    const old = previous === S.None ? 0 : H[previous + Tuple.items + 2];
    H[info + 2] = old === 0 ? 0 : rt.newRef(old);
    setTriple(rt, info, old);
    rt.decref(previous);
  } else {
    H[info + 2] = previous;
    setTriple(rt, info, previous);
  }
  rt.release(mark);
}

/** exc_info's type and traceback beside the value (models up to 3.10): of no exception, None and nothing. */
function setTriple(rt: Runtime, info: number, exc: number): void {
  if (!rt.model.frames.excInfoTriple) return;
  const H = rt.H;
  const tb = exc === 0 ? 0 : H[exc + Exc.traceback];
  rt.setSlot(info, rt.newRef(exc === 0 ? S.None : H[exc + Ob.type]));
  rt.setSlot(info + 4, tb === 0 ? 0 : rt.newRef(tb));
}
