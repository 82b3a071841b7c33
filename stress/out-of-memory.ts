import { type ProgramOptions, TestInterpreter } from '../src/runtime/start-up/test-runtime.ts';

export interface SweepOptions {
  /** First allocation to fail, 1 = the first of the run. */
  from?: number;
  /** Every n-th of them. */
  step?: number;
  /** The sweep ends here even when the program has more allocations. */
  to?: number;
  /** Runs an interpreter bears before it is ended and checked for blocks left. */
  runsPerInterpreter?: number;
  /** How its interpreters are made; CPython 3.10's model with the debug allocator and no library when left out. */
  program?: ProgramOptions;
  /** Every run in an interpreter of its own, so that what is made only once fails too. Slower. */
  cold?: boolean;
}

export interface SweepResult {
  /** Runs of the program. */
  runs: number;
  /** The smallest allocation whose failure did not matter because the program was over; null when `to` came first. */
  allocations: number | null;
  /** How the runs ended: type of the exception or 'nothing'. */
  endings: Map<string, number>;
  /** Everything that was wrong, each with the allocation that failed. */
  problems: string[];
}

/**
 * Fails the n-th allocation of a program for n = from, from + step, … until it succeeds: whatever fails, the heap must be sound, every
 * count right, and at the end no block left.
 */
export function sweepAllocations(source: string, options: SweepOptions = {}): SweepResult {
  const { from = 1, step = 1, to = Number.MAX_SAFE_INTEGER, cold = false, program = { model: '3.10', debug: {} } } = options;
  const runsPerInterpreter = cold ? 1 : (options.runsPerInterpreter ?? 40);
  const result: SweepResult = { runs: 0, allocations: null, endings: new Map(), problems: [] };
  for (let n = from; n <= to && result.allocations === null; ) {
    const first = n;
    const interpreter = new TestInterpreter(program);
    // what a program makes only once must not shift the count
    if (!cold) {
      interpreter.run(source);
      interpreter.forget();
    }
    const { debug } = interpreter.rt.heap;
    for (let run = 0; run < runsPerInterpreter && n <= to; run++, n += step) {
      const failed = debug!.failures;
      const before = interpreter.problems.length;
      let ending: string;
      try {
        ending = interpreter.run(source, n) ?? 'nothing';
        interpreter.forget();
        debug!.check();
      } catch (thrown) {
        result.problems.push(`allocation ${n}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
        return result;
      }
      result.runs++;
      result.endings.set(ending, (result.endings.get(ending) ?? 0) + 1);
      if (interpreter.problems.length > before) {
        result.problems.push(`allocation ${n} (${ending}): ${interpreter.problems.slice(before).join('\n')}`);
        return result;
      }
      if (debug!.failures === failed) {
        result.allocations = n;
        break;
      }
    }
    const before = interpreter.problems.length;
    interpreter.end();
    if (interpreter.problems.length > before) {
      result.problems.push(`after allocations ${first} to ${n - step}: ${interpreter.problems.slice(before).join('\n')}`);
      return result;
    }
  }
  return result;
}
