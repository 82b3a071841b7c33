import { Auditor, auditLines } from '../memory/audit.ts';
import { verify } from '../memory/verify.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { instrument } from '../runtime/frames/evaluation-hooks.ts';
import { tearDown } from '../runtime/start-up/finalize.ts';
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
    const report = auditor.run();
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

/**
 * Under --audit and --debug-allocator: takes the interpreter down after the program's end and says how many blocks are left, which must
 * be none. Gives the exit code when there are some.
 */
export function endChecked(rt: Runtime, options: RunOptions): number | null {
  if (options.auditEvery === 0 && !options.debugAllocator) return null;
  const left = tearDown(rt);
  rt.heap.debug?.check();
  const problems = verify(rt.heap);
  const verdict = left === 0 ? 'every block was given back' : `${left} blocks are left`;
  rt.host.write(2, new TextEncoder().encode(`exit: ${[verdict, ...problems].join('\n')}\n`));
  return left === 0 && problems.length === 0 ? null : EXIT_INTERNAL;
}
