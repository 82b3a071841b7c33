/**
 * Word offsets of frames, code objects, generators. Sizes and the places of what Python can see are CPython 3.10's; words that CPython
 * uses for its block stack and opcode cache hold the evaluation loop's own numbers here.
 */

/** frame. CPython: Include/cpython/frameobject.h struct _frame */
export const enum Fr {
  /** ob_size: slots behind the fixed part. */
  size = 4,
  back = 6,
  code = 8,
  builtins = 10,
  globals = 12,
  /** Mapping of names for module and class bodies; the snapshot dict of a function after locals(). */
  locals = 14,
  /** Not a reference: address of the lowest value stack slot. */
  stack = 16,
  trace = 18,
  /** Not a reference: address of the first free value stack slot; what lies above is not alive. */
  sp = 20,
  /** f_trace_lines, f_trace_opcodes: one word each. */
  traceLines = 21,
  /** Borrowed: the generator whose frame this is. */
  gen = 22,
  traceOpcodes = 23,
  /** Not a reference: address of the instruction that runs next; see lastInstruction(). */
  pc = 24,
  /** f_lineno while tracing, else 0. */
  lineno = 25,
  /** State as CPython's enum _framestate. */
  state = 27,
  // the block stack's room: 28 to 87
  /** The reference with which the interrupted caller is being run; moves back to Root.frame when this frame ends. */
  caller = 28,
  /** How this frame was started, see Entry. */
  entry = 30,
  /** Address of the caller's lowest stack slot that the call consumes: callable and arguments. */
  callBase = 31,
  /** rt.depth while this frame runs. */
  depth = 32,
  /** Kept by generator frames: rt.excInfo of who resumed it. */
  excInfo = 33,
  /** Serial of the tracing that knows of the frame's start (see tracing/tracer.ts), and the index of the instruction told of last. */
  traced = 34,
  tracedAt = 35,
  /** Not a reference: the function that a call runs (3.11 on), 0 for other code. */
  running = 36,
  /** That function, held by a frame that outlives its call or is a generator's (3.11 on). CPython: f_func, f_funcobj */
  func = 38,
  /** A generator's frame while it runs: the value that a delegating generator sent and holds meanwhile (up to 3.11). */
  sent = 40,
  /** First slot of locals, cells and free variables. */
  localsplus = 88,
  /** Bytes without any slot. CPython counts one slot in tp_basicsize (360). */
  bareBytes = 352,
}

/** Fr.state. CPython: enum _framestate */
export const enum FrameState {
  Created = -2,
  Suspended = -1,
  Executing = 0,
  Returned = 1,
  Unwinding = 2,
  Raised = 3,
  Cleared = 4,
}

/** Fr.entry: where control goes when a frame returns or yields. */
export const enum Entry {
  /** Inline call of a Python function: callable and arguments lie on the caller's stack from Fr.callBase on. */
  Call = 0,
  /** Out of evaluate(), to native code. */
  Native = 1,
  /** A generator resumed by FOR_ITER. */
  ForIter = 2,
  /** A generator resumed by YIELD_FROM. */
  YieldFrom = 3,
  /** `__init__` called for an instance that the caller's stack keeps. */
  Init = 4,
  /** A generator resumed by a call of `next` or `send`: what it yields takes the place of the caller's stack from Fr.callBase on. */
  Next = 5,
}

/** Co.flags of code of ours that takes the part of native code: its frames are not shown. */
export const HIDDEN_CODE = 0x2000_0000;

/** code. CPython: Include/cpython/code.h struct PyCodeObject */
export const enum Co {
  argcount = 4,
  posonlyargcount = 5,
  kwonlyargcount = 6,
  nlocals = 7,
  stacksize = 8,
  flags = 9,
  firstlineno = 10,
  /** Index into the host table of loaded code. */
  index = 11,
  /** Not a reference: block of instructions followed by inline caches. */
  instructions = 12,
  consts = 14,
  names = 16,
  varnames = 18,
  freevars = 20,
  cellvars = 22,
  /** Slots of locals, cells and free variables together. */
  slots = 24,
  /** Number of arguments of a function that binds them by copying alone, else -1. */
  simple = 25,
  filename = 26,
  name = 28,
  /** Slots of a frame: Co.slots + stacksize, and one where calls hold their callable. */
  extras = 30,
  /** Number of cell variables. */
  cells = 31,
  /** Not a reference: the frame kept for the next call (count 0). */
  zombie = 32,
  weaklist = 34,
  /** First word behind the instructions (where the caches begin). */
  end = 36,
  /** Number of free variables. */
  frees = 37,
  /** Owned qualified name, 0 up to 3.10. */
  qualname = 38,
  /** Words of a code object. */
  words = 44,
}

/** generator, coroutine, async_generator. CPython: Include/genobject.h */
export const enum Gen {
  frame = 4,
  code = 6,
  weaklist = 8,
  name = 10,
  qualname = 12,
  excType = 14,
  excValue = 16,
  excTraceback = 18,
  /** Not a reference: exc_info below this generator while it runs. */
  previous = 20,
  /** coroutine: cr_origin; async generator: finalizer. */
  origin = 22,
  /** async generator: flags. */
  hooksInited = 24,
  closed = 25,
  runningAsync = 26,
  /** The frame of one that was closed before it ran (3.12 on). */
  unstarted = 28,
  bytes = 120,
}

/** Words of one inline cache. */
export const CACHE_WORDS = 8;
/** Caches: word 0 is always the name. */
export const enum Cache {
  name = 0,
  kind = 1,
  a = 2,
  b = 3,
  c = 4,
  d = 5,
  e = 6,
  f = 7,
}
