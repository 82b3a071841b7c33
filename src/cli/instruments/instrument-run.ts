import type { Runtime } from '../../runtime/core/runtime.ts';
import type { RunOptions } from '../run-options.ts';
import type { Answers, InstrumentRun } from './answers.ts';
import { startExplain } from './explain.ts';
import { startSnapshot } from './snapshot.ts';
import { startWhy } from './why.ts';

/** Starts what the command line asks for; `dict` is the namespace of `__main__` (borrowed). */
export function startInstrument(rt: Runtime, dict: number, options: RunOptions, answers: Answers): InstrumentRun {
  const request = options.instrument!;
  switch (request.kind) {
    case 'explain':
      return startExplain(rt, answers);
    case 'snapshot':
      return startSnapshot(rt, options, request, answers);
    case 'why':
      return startWhy(rt, dict, options, request, answers);
  }
}
