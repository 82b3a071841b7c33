import { Auditor, auditLines } from '../src/memory/audit.ts';
import { isStatic } from '../src/runtime/core/shown-count.ts';
import { instrument } from '../src/runtime/frames/evaluation-hooks.ts';
import { Fr } from '../src/runtime/frames/frame-layout.ts';
import { nodeHost } from '../src/runtime/host/node-host.ts';
import { runProgram } from '../src/runtime/start-up/test-runtime.ts';

export interface InstructionAudit {
  instructions: number;
  /** Different instructions among them. */
  places: number;
  audits: number;
  problems: string[];
}

/**
 * Runs a program with the standard library and audits the whole heap before its instructions: before each execution of each, or
 * (`repeats` > 0) the first `repeats` times that an instruction runs and at every 1,009th after that, since a loop's millionth turn does
 * what its third did. At the end no block may be left.
 */
export function auditProgram(source: string, filename: string, model: string, library: string, repeats: number): InstructionAudit {
  const result: InstructionAudit = { instructions: 0, places: 0, audits: 0, problems: [] };
  const times = new Map<number, number>();
  const { problems } = runProgram(source, {
    filename,
    model,
    library: { python: library, host: nodeHost() },
    onStart(rt) {
      const auditor = new Auditor(rt.heap);
      const constantCounts = rt.model.immortalCount !== null || rt.model.staticCountBase !== 0;
      const ignore = (op: number): boolean => constantCounts && isStatic(rt, op);
      instrument(rt, (_rt, frame) => {
        result.instructions++;
        const place = rt.H[frame + Fr.pc];
        const n = (times.get(place) ?? 0) + 1;
        times.set(place, n);
        if (repeats > 0 && n > repeats && n % 1009 !== 0) return;
        result.audits++;
        const report = auditor.run({ ignore });
        if (report.ok || report.skipped !== null || result.problems.length > 20) return;
        result.problems.push(`before instruction ${result.instructions}:`, ...auditLines(report));
      });
    },
  });
  result.places = times.size;
  result.problems.push(...problems);
  return result;
}
