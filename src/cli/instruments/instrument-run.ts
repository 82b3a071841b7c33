import type { Runtime } from '../../runtime/core/runtime.ts';
import type { RunOptions } from '../run-options.ts';
import { startExplain } from './explain.ts';
import type { Answers } from './answers.ts';
import { startWhy } from './why.ts';

/** An instrument beside a running program. */
export interface InstrumentRun {
  /** The program has ended (with this exit code); its modules still stand. Gives the exit code of the command. */
  finish(programExit: number): number;
}

/** Starts what the command line asks for; `dict` is the namespace of `__main__` (borrowed). */
export function startInstrument(rt: Runtime, dict: number, options: RunOptions, answers: Answers): InstrumentRun {
  const request = options.instrument!;
  switch (request.kind) {
    case 'explain':
      return startExplain(rt, answers);
    case 'why':
      return startWhy(rt, dict, options, request, answers);
  }
}
