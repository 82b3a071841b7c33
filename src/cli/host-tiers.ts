import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withNativesSyntax } from '../memory/v8-natives.ts';
import type { Runtime } from '../runtime/core/runtime.ts';

/** How much code runs before V8 thinks of optimizing it: V8's default, which worker-loader.cjs raises while starting up. */
const V8_INTERRUPT_BUDGET = 67584;
/** The same while an interpreter starts or ends: nearly all of that code never runs again. */
const BRIEF_INTERRUPT_BUDGET = 528000;
/** Bit of %GetOptimizationStatus. V8: src/runtime/runtime.h OptimizationStatus kOptimized */
const OPTIMIZED = 1 << 4;
/** Entries of the evaluation loop between two queries, which cost about as much as a call. */
const ENTRIES_PER_QUERY = 16;

/** Asks V8 whether it has optimized a function; null where it does not tell. */
function optimizationQuery(): ((f: () => unknown) => boolean) | null {
  try {
    const status = withNativesSyntax(() => runInNewContext('(function (f) { return %GetOptimizationStatus(f); })') as (f: unknown) => number);
    withNativesSyntax(() => status(status));
    return (f) => (status(f) & OPTIMIZED) !== 0;
  } catch {
    return null;
  }
}

/**
 * The interpreter has started: what is hot from here on is worth V8's optimizing. Replacing code on the stack is for long loops of natives (a list of millions is
 * freed, a full collection); it waits until the evaluation loop is optimized, which V8 began in the warm-up and goes on with in the background.
 * The loop leaves itself for that code, and V8 would otherwise compile it a second time, for its inside. The main thread ends the wait for natives that run before.
 */
export function tierUp(rt: Runtime): void {
  setFlagsFromString(`--interrupt-budget=${V8_INTERRUPT_BUDGET}`);
  const optimized = optimizationQuery();
  if (optimized === null) {
    replaceOnStack();
    return;
  }
  let entries = 0;
  rt.onLoopEntry = (loop) => {
    if (++entries % ENTRIES_PER_QUERY !== 0 || !optimized(loop)) return;
    rt.onLoopEntry = null;
    replaceOnStack();
  };
}

/** Lets V8 replace the code of functions that stand in a loop. */
export function replaceOnStack(): void {
  setFlagsFromString('--use-osr');
}

/** The interpreter is about to end: V8 need not begin to optimize what tears it down, unless that takes long. */
export function tierDown(): void {
  setFlagsFromString(`--interrupt-budget=${BRIEF_INTERRUPT_BUDGET}`);
}
