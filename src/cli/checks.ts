import { Auditor, auditLines } from '../memory/audit.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { isStatic } from '../runtime/core/shown-count.ts';
import { instrument } from '../runtime/frames/evaluation-hooks.ts';
import { EXIT_INTERNAL } from './exit-codes.ts';
import type { RunOptions } from './run-options.ts';

/** Checks that run beside a program. */
export interface Checks {
  /** Ends them; gives the exit code when something was wrong. */
  finish(): number | null;
}

/** Starts what --audit and --gc-stress ask for. */
export function startChecks(rt: Runtime, options: RunOptions): Checks {
  if (options.gcStress) rt.heap.gc.stress = true;
  if (options.auditEvery === 0) return { finish: () => null };
  const auditor = new Auditor(rt.heap);
  let instructions = 0;
  let audits = 0;
  let wrong = 0;
  const check = (): void => {
    audits++;
    const report = auditor.run({ ignore: (op) => isStatic(rt, op) && rt.model.immortalCount !== null });
    if (report.ok || report.skipped !== null) return;
    wrong++;
    if (wrong <= 3) rt.host.write(2, new TextEncoder().encode(`audit at instruction ${instructions}:\n${auditLines(report).join('\n')}\n`));
  };
  instrument(rt, () => {
    if (++instructions % options.auditEvery === 0) check();
  });
  return {
    finish() {
      instrument(rt, null);
      rt.heap.gc.stress = false;
      const verdict = wrong === 0 ? 'every count equals its holders' : `${wrong} audits found wrong counts`;
      rt.host.write(2, new TextEncoder().encode(`audit: ${instructions} instructions, ${audits} audits: ${verdict}\n`));
      return wrong === 0 ? null : EXIT_INTERNAL;
    },
  };
}
