import type { Runtime } from '../core/runtime.ts';
import { evaluationHooks } from '../frames/evaluation-hooks.ts';
import { deliverSignal } from '../modules/signal.ts';

/** What the evaluation loop does when rt.breaker was set: signals first, then a deferred collection. CPython: eval_frame_handle_pending */
export function connectInterrupts(rt: Runtime): void {
  evaluationHooks(rt).interrupt = () => {
    rt.breaker = 0;
    const signal = Atomics.exchange(rt.interruptCell, 1, 0);
    if (signal !== 0) deliverSignal(rt, signal);
    if (rt.heap.gc.pending) rt.heap.gc.collectGenerations();
  };
}
