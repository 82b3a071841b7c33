import type { Runtime } from '../core/runtime.ts';
import { checkBreaker } from '../frames/evaluation-hooks.ts';
import { HostError } from '../host/host.ts';

/**
 * Runs a host call again when a signal interrupted it, after the signal's handler ran (PEP 475); the handler may raise.
 * @throws HostError as `call` does, but not EINTR
 */
export function interruptible<V>(rt: Runtime, call: () => V): V {
  for (;;) {
    try {
      return call();
    } catch (thrown) {
      if (!(thrown instanceof HostError) || thrown.code !== 'EINTR') throw thrown;
      checkBreaker(rt);
    }
  }
}

/** Sleeps for `seconds`; a signal's handler runs at once and may raise. CPython: Modules/timemodule.c pysleep */
export function sleepFor(rt: Runtime, seconds: number): void {
  const start = rt.host.monotonicNs();
  for (let left = seconds; ; ) {
    rt.host.sleep(left);
    if (rt.breaker !== 0) checkBreaker(rt);
    left = seconds - Number(rt.host.monotonicNs() - start) / 1e9;
    if (left <= 0) return;
  }
}
