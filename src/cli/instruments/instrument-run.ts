import type { Runtime } from '../../runtime/core/runtime.ts';
import type { RunOptions } from '../run-options.ts';
import type { Answers, InstrumentRun } from './answers.ts';
import { startCheck } from './check.ts';
import { startExplain } from './explain.ts';
import { startGarbage } from './garbage.ts';
import { startRecord } from './record.ts';
import { startReport } from './report.ts';
import { startSnapshot } from './snapshot.ts';
import { startTrace } from './trace.ts';
import { startWhy } from './why.ts';

/** Starts what the command line asks for; `dict` is the namespace of `__main__` (borrowed). */
export function startInstrument(rt: Runtime, dict: number, options: RunOptions, answers: Answers): InstrumentRun {
  const request = options.instrument!;
  switch (request.kind) {
    case 'explain':
      return startExplain(rt, answers);
    case 'garbage':
      return startGarbage(rt, options, request, answers);
    case 'trace':
      return startTrace(rt, options, request, answers);
    case 'record':
      return startRecord(rt, options, request, answers);
    case 'report':
      return startReport(rt, options, request, answers);
    case 'check':
      return startCheck(rt, dict, options, request, answers);
    case 'snapshot':
      return startSnapshot(rt, options, request, answers);
    case 'why':
      return startWhy(rt, dict, options, request, answers);
  }
}
