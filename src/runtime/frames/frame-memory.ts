import { Gc, Ob } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { Func } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { Co, Fr, FrameState, HIDDEN_CODE } from './frame-layout.ts';

/**
 * Making and freeing frames. A code object keeps one dead frame for its next call (models up to 3.9); others wait in a free list; both have count 0, hold
 * no reference, and keep their invariants: locals, trace and gen are empty, every slot's second word is 0.
 * CPython: Objects/frameobject.c frame_alloc, frame_dealloc
 */
export const enum FramePool {
  /** First dead frame, linked through Fr.back; 0 = none. */
  first = 121_710,
  count = 121_711,
  limit = 121_712,
  /** Not 0: the model keeps a dead frame with its code object. */
  zombies = 121_713,
  /** Not 0: frames are no objects of the collector's count. */
  uncounted = 121_714,
  /** Not 0: locals may be lent, so that the flags of a dead frame's slots must go (see borrowing.ts). */
  lending = 121_715,
  /** Not 0: a running frame does not hold the one below it (f_back) nor its function; it does once it outlives its call (3.11 on). */
  lazyBack = 121_716,
}

/** Dead frames kept by models whose frames lie on a stack of their own (3.11 and later), which never shrinks. */
const STACK_FRAMES = 100_000;

/** Sets the limits of the model. */
export function setUpFramePool(rt: Runtime): void {
  rt.H[FramePool.first] = 0;
  rt.H[FramePool.count] = 0;
  rt.H[FramePool.uncounted] = rt.model.gc.framesCounted ? 0 : 1;
  rt.H[FramePool.limit] = rt.model.gc.framesCounted ? (rt.model.freeLists.frame ?? 200) : STACK_FRAMES;
  rt.H[FramePool.zombies] = rt.model.frames.zombieFrames ? 1 : 0;
  rt.H[FramePool.lazyBack] = rt.model.callCost === 'copied' ? 0 : 1;
  rt.H[FramePool.lending] = rt.model.callCost === 'borrowed' ? 1 : 0;
}

/**
 * A frame for `code`: count 1, not tracked, all slots empty, pc at the first instruction, f_back the running frame (counted). Not yet
 * running: enterFrame does that. `globals`, `builtins` are increfed, `locals` (0 = none) too. MemoryError.
 * CPython: Objects/frameobject.c _PyFrame_New_NoTrack
 */
export function newFrame(rt: Runtime, code: number, globals: number, builtins: number, locals: number): number {
  const H = rt.H;
  let f = H[code + Co.zombie];
  if (f !== 0) H[code + Co.zombie] = 0;
  else f = otherFrame(rt, code);
  if (H[FramePool.lending] !== 0) for (let s = f + Fr.localsplus + 1, end = H[f + Fr.stack]; s < end; s += 2) H[s] = 0;
  const back = H[FramePool.lazyBack] === 0 ? H[Root.frame] : 0;
  if (back !== 0) H[back]++;
  H[code]++;
  H[globals]++;
  H[builtins]++;
  H[f] = 1;
  H[f + Fr.back] = back;
  H[f + Fr.code] = code;
  H[f + Fr.globals] = globals;
  H[f + Fr.builtins] = builtins;
  if (locals !== 0) {
    H[locals]++;
    H[f + Fr.locals] = locals;
  }
  H[f + Fr.sp] = H[f + Fr.stack];
  H[f + Fr.pc] = H[code + Co.instructions];
  H[f + Fr.running] = 0;
  H[f + Fr.state] = FrameState.Created;
  return f;
}

/** The memory of a frame that the collector does not count, because CPython has it on its frame stack. MemoryError. */
function newUncounted(rt: Runtime, bytes: number): number {
  const block = rt.heap.alloc(bytes + Gc.headBytes);
  if (block === 0) rt.noMemory();
  const H = rt.H;
  const f = block + Gc.headWords;
  zeroWords(rt.F64, block, f + Ob.body);
  H[f + Ob.refcnt] = 1;
  H[f + Ob.type] = T.frame;
  return f;
}

/** A frame from the free list or the heap, fitted for `code`. */
function otherFrame(rt: Runtime, code: number): number {
  const H = rt.H;
  const extras = H[code + Co.extras];
  let f = H[FramePool.first];
  if (f !== 0) {
    H[FramePool.first] = H[f + Fr.back];
    H[FramePool.count]--;
    if (H[f + Fr.size] < extras) {
      const moved = rt.heap.reallocGc(f, Fr.bareBytes + 8 * extras);
      if (moved === 0) {
        rt.freeGcObject(f);
        rt.noMemory();
      }
      f = moved;
      H[f + Fr.size] = extras;
    }
  } else {
    const bytes = Fr.bareBytes + 8 * (extras === 0 ? 1 : extras);
    f = H[FramePool.uncounted] === 0 ? rt.newGcObject(T.frame, bytes) : newUncounted(rt, bytes);
    H.fill(0, f + Fr.size, f + Fr.localsplus);
    H[f + Fr.size] = extras;
    H[f + Fr.traceLines] = 1;
  }
  const first = f + Fr.localsplus;
  const slots = 2 * H[code + Co.slots];
  for (let s = first, end = first + slots; s < end; s++) H[s] = 0;
  for (let s = first + slots + 1, end = first + 2 * extras; s < end; s += 2) H[s] = 0;
  H[f + Fr.stack] = first + slots;
  return f;
}

/**
 * Makes a frame the running one: its reference moves to Root.frame, the caller's from there into the frame. `borrowed`: the frame is
 * owned by a generator, Root.frame only shows it.
 */
export function enterFrame(rt: Runtime, f: number, entry: number, callBase: number, borrowed: number): void {
  const H = rt.H;
  H[f + Fr.caller] = H[Root.frame];
  H[f + Fr.caller + 1] = H[Root.frame + 1];
  H[Root.frame] = f;
  H[Root.frame + 1] = borrowed;
  H[f + Fr.entry] = entry;
  H[f + Fr.callBase] = callBase;
  H[f + Fr.state] = FrameState.Executing;
  H[f + Fr.depth] = ++rt.depth;
}

/** The caller runs again. The frame's own reference is in the caller's hands (unless it was borrowed). */
export function exitFrame(rt: Runtime, f: number): void {
  const H = rt.H;
  H[Root.frame] = H[f + Fr.caller];
  H[Root.frame + 1] = H[f + Fr.caller + 1];
  H[f + Fr.caller] = 0;
  H[f + Fr.caller + 1] = 0;
  rt.depth = H[f + Fr.depth] - 1;
}

/** The frame that called this one: borrowed, 0 for none. CPython: PyFrame_GetBack */
export function previousFrame(rt: Runtime, f: number): number {
  const H = rt.H;
  for (;;) {
    if (H[f + Fr.back] !== 0) f = H[f + Fr.back];
    else if (H[f + Fr.state] === FrameState.Executing) f = H[f + Fr.caller];
    else return 0;
    if (f === 0 || (H[H[f + Fr.code] + Co.flags] & HIDDEN_CODE) === 0) return f;
  }
}

/** A frame that others hold goes on without its call; `caller` is the frame below it. CPython: Python/frame.c take_ownership */
export function outliveCall(rt: Runtime, f: number, caller: number): void {
  const H = rt.H;
  H[f]--;
  if (H[f + Fr.back] === 0 && caller !== 0) H[f + Fr.back] = rt.newRef(caller);
  holdFunction(rt, f);
  rt.track(f);
}

/** The frame holds the function that it runs, where the model's frames do. A function that died meanwhile has lost its code. */
export function holdFunction(rt: Runtime, f: number): void {
  const H = rt.H;
  if (H[FramePool.lazyBack] === 0) return;
  const func = H[f + Fr.running];
  if (func !== 0 && H[func + Ob.type] === T.function && H[func + Func.code] === H[f + Fr.code]) H[f + Fr.func] = rt.newRef(func);
}

/**
 * Gives the reference of a frame back that ran for a call. If nobody else holds it, it dies (locals lowest first); else it is tracked
 * from now on. The value stack must be empty, or hold only what dies with the frame.
 * CPython: Python/ceval.c _PyEval_Vector
 */
export function dropFrame(rt: Runtime, f: number): void {
  const H = rt.H;
  if (H[f] > 1) {
    outliveCall(rt, f, H[Root.frame]);
    return;
  }
  H[f] = 0;
  deallocFrame(rt, f);
}

/** tp_dealloc of frames. CPython: Objects/frameobject.c frame_dealloc */
export function deallocFrame(rt: Runtime, f: number): void {
  const H = rt.H;
  const heap = rt.heap;
  const tracked = H[f + Gc.next] !== 0;
  if (tracked) rt.untrack(f);
  if (!heap.trashBegin(f)) return;
  if (H[f + Fr.func] !== 0) rt.clearSlot(f + Fr.func);
  const stack = H[f + Fr.stack];
  for (let s = f + Fr.localsplus; s < stack; s += 2) {
    const v = H[s];
    if (v !== 0) {
      H[s] = 0;
      if (--H[v] === 0) rt.dealloc(v);
    }
  }
  for (let s = stack, end = H[f + Fr.sp]; s < end; s += 2) {
    const v = H[s];
    if (v !== 0) {
      H[s] = 0;
      if (--H[v] === 0) rt.dealloc(v);
    }
  }
  H[f + Fr.sp] = stack;
  const back = H[f + Fr.back];
  if (back !== 0) {
    H[f + Fr.back] = 0;
    if (--H[back] === 0) rt.dealloc(back);
  }
  const builtins = H[f + Fr.builtins];
  H[f + Fr.builtins] = 0;
  if (--H[builtins] === 0) rt.dealloc(builtins);
  const globals = H[f + Fr.globals];
  H[f + Fr.globals] = 0;
  if (--H[globals] === 0) rt.dealloc(globals);
  if (H[f + Fr.locals] !== 0) rt.clearSlot(f + Fr.locals);
  if (H[f + Fr.trace] !== 0) rt.clearSlot(f + Fr.trace);
  H[f + Fr.gen] = 0;
  H[f + Fr.lineno] = 0;
  H[f + Fr.traceLines] = 1;
  H[f + Fr.traceOpcodes] = 0;
  const code = H[f + Fr.code];
  H[f + Fr.code] = 0;
  keepFrame(rt, f, code);
  if (--H[code] === 0) rt.dealloc(code);
  heap.trashEnd();
}

function keepFrame(rt: Runtime, f: number, code: number): void {
  const H = rt.H;
  if (H[FramePool.zombies] !== 0 && H[code + Co.zombie] === 0) {
    H[code + Co.zombie] = f;
  } else if (H[FramePool.count] < H[FramePool.limit]) {
    H[f + Fr.back] = H[FramePool.first];
    H[FramePool.first] = f;
    H[FramePool.count]++;
  } else rt.freeGcObject(f);
}

/** Frees all waiting frames; gives their number. CPython: Objects/frameobject.c _PyFrame_ClearFreeList */
export function clearFramePool(rt: Runtime): number {
  const H = rt.H;
  const n = H[FramePool.count];
  while (H[FramePool.first] !== 0) {
    const f = H[FramePool.first];
    H[FramePool.first] = H[f + Fr.back];
    H[f + Fr.back] = 0;
    rt.freeGcObject(f);
  }
  H[FramePool.count] = 0;
  return n;
}

/** Bytes of a frame. CPython: frame_sizeof */
export function frameBytes(H: Int32Array, f: number): number {
  return Fr.bareBytes + 8 * H[f + Fr.size];
}

/** A new cell with `contents` (increfed; 0 = empty), tracked. MemoryError. CPython: PyCell_New */
export function newCell(rt: Runtime, contents: number): Owned {
  const H = rt.H;
  const cell = rt.newGcObject(T.cell, 24);
  if (contents !== 0) H[contents]++;
  H[cell + Ob.body] = contents;
  H[cell + Ob.body + 1] = 0;
  rt.track(cell);
  return cell;
}
