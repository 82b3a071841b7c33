import { CodeFlag } from '../../bytecode/code.ts';
import { Gc as GcHead, Ob, SlotFlag } from '../../memory/layout.ts';
import { tupleFromSlots, tupleOf } from '../containers/tuple-object.ts';
import { clearError, errorMatches, takeError } from '../core/errors.ts';
import { Exc } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { Co, Fr, FrameState, Gen } from './frame-layout.ts';
import { enterFrame, exitFrame, FramePool, holdFunction, previousFrame } from './frame-memory.ts';
import { lastInstruction, lineOf } from './loaded-code.ts';

/**
 * Resumes the frame of a generator: f_back becomes the running frame, the generator's own exc_info is the current one. The value sent must lie
 * on its stack already. CPython: Objects/genobject.c gen_send_ex
 */
export function enterGenerator(rt: Runtime, gen: number, frame: number, entry: number): void {
  const H = rt.H;
  const back = H[FramePool.lazyBack] === 0 ? H[Root.frame] : 0;
  if (back !== 0) H[back]++;
  H[frame + Fr.back] = back;
  H[frame + Fr.back + 1] = 0;
  H[gen + Gen.previous] = rt.excInfo;
  rt.excInfo = gen + Gen.excType;
  enterFrame(rt, frame, entry, 0, 1);
}

/** The generator's frame stops running: whoever resumed it runs again. */
export function leaveGenerator(rt: Runtime, frame: number): void {
  const H = rt.H;
  rt.excInfo = H[H[frame + Fr.gen] + Gen.previous];
  exitFrame(rt, frame);
  if (H[frame + Fr.sent] !== 0) rt.clearSlot(frame + Fr.sent);
  const back = H[frame + Fr.back];
  H[frame + Fr.back] = 0;
  if (back !== 0 && --H[back] === 0) rt.dealloc(back);
}

/**
 * The generator has run to its end: its frame goes. With `failed` an exception is under way; StopIteration becomes RuntimeError (PEP 479).
 * CPython: Objects/genobject.c gen_send_ex
 */
export function finishGenerator(rt: Runtime, gen: number, frame: number, failed: boolean): void {
  const H = rt.H;
  const mark = rt.mark();
  rt.own(rt.newRef(gen));
  if (failed) {
    convertStop(rt, gen);
    rt.own(takeError(rt));
  }
  for (let s = gen + Gen.excType; s <= gen + Gen.excTraceback; s += 2) rt.clearSlot(s);
  H[frame + Fr.gen] = 0;
  if (H[gen + Gen.frame] === frame) {
    H[gen + Gen.frame] = 0;
    if (H[gen + Gen.code + 1] === SlotFlag.borrowed) {
      H[gen + Gen.code + 1] = SlotFlag.owned;
      H[H[gen + Gen.code]]++;
    }
    letFrameGo(rt, frame);
  }
  if (failed) {
    const exc = rt.unown(H[rt.nsp - 2]);
    rt.setSlot(Root.curexc, exc);
  }
  rt.release(mark);
}

/** Gives up the frame of a generator that has ended. One that somebody else holds is an object of its own from now on. CPython: Python/frame.c take_ownership */
export function letFrameGo(rt: Runtime, frame: number): void {
  if (rt.H[frame] > 1 && rt.H[frame + GcHead.next] === 0) rt.track(frame);
  rt.decref(frame);
}

function convertStop(rt: Runtime, gen: number): void {
  const kind = rt.H[gen + Ob.type];
  const what = kind === T.coroutine ? 'coroutine' : kind === T.async_generator ? 'async generator' : 'generator';
  if (errorMatches(rt, T.StopIteration)) raiseFrom(rt, `${what} raised StopIteration`);
  else if (kind === T.async_generator && errorMatches(rt, T.StopAsyncIteration)) raiseFrom(rt, `${what} raised StopAsyncIteration`);
}

/** Replaces the exception under way by RuntimeError with it as cause and context. CPython: Python/errors.c _PyErr_FormatFromCause */
function raiseFrom(rt: Runtime, message: string): void {
  const H = rt.H;
  const mark = rt.mark();
  const cause = rt.own(takeError(rt));
  const exc = rt.hooks.makeException(rt, T.RuntimeError, message);
  rt.setSlot(exc + Exc.cause, rt.newRef(cause));
  H[exc + Exc.suppressContext] = 1;
  rt.setSlot(exc + Exc.context, rt.newRef(cause));
  clearError(rt);
  rt.setSlot(Root.curexc, exc);
  rt.release(mark);
}

/** Marks a frame that yielded. */
export function suspendFrame(rt: Runtime, frame: number): void {
  rt.H[frame + Fr.state] = FrameState.Suspended;
}

/**
 * The generator, coroutine or asynchronous generator of a frame that has not run (stolen; its f_back must be empty). It becomes tracked, and up to 3.10 its
 * frame, too: later ones are parts of their generators for the collector (generatorContract).
 * MemoryError leaves the frame with the caller. CPython: Python/ceval.c make_coro
 */
export function newGeneratorFor(rt: Runtime, frame: number, name: number, qualname: number): Owned {
  const H = rt.H;
  const code = H[frame + Fr.code];
  const flags = H[code + Co.flags];
  const coroutine = (flags & CodeFlag.Coroutine) !== 0;
  const type = coroutine ? T.coroutine : (flags & CodeFlag.AsyncGenerator) !== 0 ? T.async_generator : T.generator;
  const gen = rt.newGcObject(type, Gen.bytes);
  H.fill(0, gen + Gen.frame, gen + Gen.bytes / 4);
  H[gen + Gen.frame] = frame;
  H[frame + Fr.gen] = gen;
  H[gen + Gen.code] = code;
  // the frame holds the code as long as it is the generator's
  if (rt.model.frames.generatorHoldsCode) H[code]++;
  else H[gen + Gen.code + 1] = SlotFlag.borrowed;
  holdFunction(rt, frame);
  H[gen + Gen.name] = rt.newRef(name);
  H[gen + Gen.qualname] = rt.newRef(qualname);
  if (coroutine && rt.coroutineOrigins > 0) keepOrigin(rt, gen);
  rt.track(gen);
  if (rt.model.gc.framesCounted) rt.track(frame);
  return gen;
}

/** cr_origin: where the coroutine was made, innermost frame first. CPython: Objects/genobject.c compute_cr_origin */
function keepOrigin(rt: Runtime, gen: number): void {
  const H = rt.H;
  const mark = rt.mark();
  let n = 0;
  for (let f = H[Root.frame]; f !== 0 && n < rt.coroutineOrigins; f = previousFrame(rt, f), n++) {
    const code = H[f + Fr.code];
    const inner = rt.mark();
    const line = rt.own(newInt(rt, lineOf(rt, code, lastInstruction(rt, f))));
    const entry = tupleOf(rt, H[code + Co.filename], line, H[code + Co.name]);
    rt.release(inner);
    rt.own(entry);
  }
  const origin = tupleFromSlots(rt, mark, n);
  rt.release(mark);
  rt.setSlot(gen + Gen.origin, origin);
}
