import { raise } from '../core/errors.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { INSTRUMENTED } from './code-loader.ts';
import { Co, Fr } from './frame-layout.ts';
import { loadedCodes } from './loaded-code.ts';

/** What tools and the host hang into the evaluation loop. */
export interface EvaluationHooks {
  /** Called before every instruction of code loaded while it was set; the frame's pc and stack pointer are right. */
  instruction: ((rt: Runtime, frame: number) => void) | null;
  /** Called at a backward jump or a call after rt.breaker was set; may raise. Must reset rt.breaker unless it wants to be called again. */
  interrupt: ((rt: Runtime) => void) | null;
}

/** The hooks of this interpreter. */
export function evaluationHooks(rt: Runtime): EvaluationHooks {
  return rt.stateOf('frames.hooks', () => ({ instruction: null, interrupt: null }));
}

/** Reports the instruction about to run. */
export function reportInstruction(rt: Runtime, frame: number): void {
  evaluationHooks(rt).instruction?.(rt, frame);
  rt.tracer?.instruction(frame);
}

/** Looks after whatever asked for attention. CPython: Python/ceval.c eval_frame_handle_pending */
export function checkBreaker(rt: Runtime): void {
  const hook = evaluationHooks(rt).interrupt;
  if (hook === null) rt.breaker = 0;
  else hook(rt);
}

/** Sets or clears the hook called before every instruction, for all code loaded so far and from now on. */
export function instrument(rt: Runtime, hook: ((rt: Runtime, frame: number) => void) | null): void {
  evaluationHooks(rt).instruction = hook;
  rewrite(rt, hook !== null || rt.tracer !== null);
}

/** Has every instruction reported to rt.tracer, or no more. */
export function instrumentForTracing(rt: Runtime, on: boolean): void {
  rewrite(rt, on || evaluationHooks(rt).instruction !== null);
}

function rewrite(rt: Runtime, on: boolean): void {
  const codes = loadedCodes(rt);
  if (codes.instrumented === on) return;
  codes.instrumented = on;
  for (const op of codes.objects.values()) {
    const H = rt.H;
    const end = H[op + Co.end];
    for (let pc = H[op + Co.instructions]; pc < end; pc += 2) H[pc] = on ? H[pc] + INSTRUMENTED : H[pc] - INSTRUMENTED;
  }
}

/** Index of the instruction that the frame runs next. */
export function nextInstruction(rt: Runtime, frame: number): number {
  const H = rt.H;
  return ((H[frame + Fr.pc] - H[H[frame + Fr.code] + Co.instructions]) >> 1) - 1;
}

/**
 * The host's stack is used up: V8's and JavaScriptCore's RangeError, SpiderMonkey's "too much recursion", V8's SyntaxError for a regular
 * expression that is first compiled just then. No regular expression here: it would be the next to overflow.
 */
function isHostOverflow(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { message } = thrown;
  return message.includes('call stack') || message.includes('too much recursion') || message.includes('Stack overflow');
}

/** A string, array, buffer or BigInt of the host that would be larger than the host makes them: in the words of V8, SpiderMonkey and JavaScriptCore. */
const TOO_LARGE = [
  'Invalid string length',
  'Invalid array length',
  'Invalid array buffer length',
  'Invalid typed array length',
  'Array buffer allocation failed',
  'Maximum BigInt size exceeded',
  'allocation size overflow',
  'BigInt is too big',
  'Out of memory',
];

function isHostMemory(thrown: unknown): boolean {
  return thrown instanceof Error && TOO_LARGE.some((words) => thrown.message.includes(words));
}

/**
 * Turns the limits of the host that a native met into Python's errors (left in Root.curexc): its stack's end into RecursionError, text or numbers larger
 * than it makes them into MemoryError. Rethrows everything else.
 */
export function hostLimit(rt: Runtime, thrown: unknown): void {
  const stack = isHostOverflow(thrown);
  if (!stack && !isHostMemory(thrown)) throw thrown;
  try {
    if (!stack) rt.noMemory();
    raise(rt, T.RecursionError, 'maximum recursion depth exceeded');
  } catch (raised) {
    if (raised !== PYTHON_ERROR) throw raised;
  }
}
