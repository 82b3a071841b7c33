import type { Runtime } from '../core/runtime.ts';
import { evaluationHooks } from '../frames/evaluation-hooks.ts';
import { deliverSignal } from '../modules/signal.ts';
import { scheduler } from '../threads/scheduler.ts';

/** What the evaluation loop does when rt.breaker was set: signals first, then a deferred collection. CPython: eval_frame_handle_pending */
export function connectInterrupts(rt: Runtime): void {
  evaluationHooks(rt).interrupt = () => {
    rt.breaker = 0;
    if (Atomics.load(rt.interruptCell, 1) !== 0 && scheduler(rt).takesSignals()) deliverSignal(rt, Atomics.exchange(rt.interruptCell, 1, 0));
    if (rt.heap.gc.pending) rt.heap.gc.collectGenerations();
  };
}
