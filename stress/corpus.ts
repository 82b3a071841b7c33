import { runProgram } from '../src/runtime/start-up/test-runtime.ts';
import { sweepAllocations } from './out-of-memory.ts';

/** What a run over one program found wrong, and how much it did. */
export interface CorpusResult {
  runs: number;
  problems: string[];
}

/** Collects at every allocation of a container: the program must print what it prints otherwise, and leave a sound heap. */
export function collectEverywhere(source: string, filename: string, model: string): CorpusResult {
  const plain = runProgram(source, { filename, model, debug: {} });
  const stressed = runProgram(source, { filename, model, debug: {}, gcStress: true });
  const problems = [...stressed.problems];
  if (plain.stdout !== stressed.stdout) problems.push(`output differs:\n${firstDifference(plain.stdout, stressed.stdout)}`);
  if (plain.error !== stressed.error) problems.push(`ended with ${stressed.error} instead of ${plain.error}`);
  return { runs: 2, problems };
}

/** Fails every `step`-th allocation of the program, one a run, at most `limit` runs. */
export function failEverywhere(source: string, model: string, step: number, limit: number): CorpusResult {
  const { runs, problems } = sweepAllocations(source, { model, step, to: step * limit });
  return { runs, problems };
}

function firstDifference(a: string, b: string): string {
  const expected = a.split('\n');
  const found = b.split('\n');
  const at = expected.findIndex((line, i) => line !== found[i]);
  return `  line ${at + 1}: ${expected[at]}\n  instead: ${found[at]}`;
}
