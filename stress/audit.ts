import { dirname } from 'node:path';
import { Auditor, auditLines } from '../src/memory/audit.ts';
import { type AuditFault, RunningAudit, type WrittenMemory } from '../src/memory/running-audit.ts';
import { ShadowCopy } from '../src/memory/shadow-copy.ts';
import type { Runtime } from '../src/runtime/core/runtime.ts';
import { instrument } from '../src/runtime/frames/evaluation-hooks.ts';
import { nodeHost } from '../src/runtime/host/node-host.ts';

import { ProcessExit } from '../src/runtime/modules/posix/processes.ts';
import { type ProgramOptions, runProgram } from '../src/runtime/start-up/test-runtime.ts';
import { WriteLog } from './write-log.ts';

// the bundle's rewritten writes call these
export { loggedIndex, loggedPut } from './write-log.ts';

export interface InstructionAudit {
  instructions: number;
  /** Instructions before which the heap was audited: all but those inside a deallocator that is under way. */
  audits: number;
  /** Full audits made beside, each of which said the same. */
  fullAudits: number;
  /** Objects compared by all the audits. */
  compared: number;
  /** Type name of the exception that ended the program, or null. */
  error: string | null;
  problems: string[];
}

export interface AuditPlan {
  model: string;
  /** Folder of the standard library. */
  library: string;
  /** Every n-th audit is checked against a full one; 0 = none. */
  proveEvery?: number;
  /** What was written is found by comparing all memory instead of by the log. */
  byComparison?: boolean;
  /** How to change the working directory: a worker cannot by itself. */
  chdir?(path: string): void;
  /** Called before each audit: plants a fault, for tests. */
  beforeAudit?(rt: Runtime, frame: number, instruction: number): void;
}

const FAULT_LIMIT = 5;

/**
 * Runs a program with the standard library and audits the heap before each of its instructions; at the end no block may be left. One
 * program at a time in a process.
 */
export function auditProgram(source: string, filename: string, plan: AuditPlan): InstructionAudit {
  const result: InstructionAudit = { instructions: 0, audits: 0, fullAudits: 0, compared: 0, error: null, problems: [] };
  const { problems } = result;
  let end = (): void => {};
  const host = nodeHost();
  if (plan.chdir !== undefined && host.fs !== null) host.fs.chdir = plan.chdir;
  const options: ProgramOptions = {
    filename,
    model: plan.model,
    debug: {},
    library: { python: plan.library, host, path: [dirname(filename)] },
    onStart(rt) {
      const log = plan.byComparison === true ? null : new WriteLog(rt.heap);
      const memory: WrittenMemory = log ?? new ShadowCopy(rt.heap);
      const audit = new RunningAudit(rt.heap, memory);
      const auditor = new Auditor(rt.heap);
      let faults = 0;
      const report = (found: AuditFault[]): void => {
        problems.push(
          `before instruction ${result.instructions}:`,
          ...found.slice(0, 10).map((fault) => faultLine(rt, fault)),
          ...auditLines(auditor.run()),
        );
        if (++faults === FAULT_LIMIT) instrument(rt, null);
      };
      instrument(rt, (_rt, frame) => {
        result.instructions++;
        plan.beforeAudit?.(rt, frame, result.instructions);
        const found = audit.check();
        if (found === null) return;
        result.audits++;
        if (found.length > 0) return report(found);
        if (plan.proveEvery === undefined || plan.proveEvery === 0 || result.audits % plan.proveEvery !== 0) return;
        result.fullAudits++;
        const different = audit.disagreements();
        if (different.length > 0) report(different);
      });
      end = () => {
        end = () => {};
        result.compared = audit.compared;
        instrument(rt, null);
        audit.stop();
        log?.close();
      };
    },
    onEnd: () => end(),
  };
  try {
    const run = runProgram(source, options);
    result.error = run.error;
    problems.push(...run.problems);
  } catch (thrown) {
    // os._exit: nothing is given back then
    if (thrown instanceof ProcessExit) result.error = 'os._exit';
    else problems.push(thrown instanceof Error ? String(thrown.stack) : String(thrown));
  }
  return result;
}

function faultLine(rt: Runtime, { kind, address, count, slots }: AuditFault): string {
  if (kind === 'dangling') return `  ${address} is no object, ${slots} slots hold it`;
  const type = rt.heap.typeName(rt.H[address + 2]);
  if (kind === 'count') return `  ${type} at ${address}: count ${count}, held by ${slots}`;
  return `  ${type} at ${address}: the full audit finds ${count} slots, this one ${slots}`;
}
