import fc from 'fast-check';
import type { HeapOptions } from '../../src/memory/index.ts';
import { ModelWorld } from './model-world.ts';
import { RealWorld } from './real-world.ts';
import { run, STEPS, type State, type Step, VARIABLES } from './world.ts';

/** A program and the heap it runs in. */
export interface Case {
  steps: Step[];
  /** Which of the sizes below. */
  sizes: number;
  thresholds: [number, number, number];
  stress: boolean;
  wholeSet: boolean;
  debug: boolean;
  /** Without finalizers and weak references: garbage may go at once, and the order of deaths is not compared. */
  quiet: boolean;
  scattered: boolean;
}

const BASE: HeapOptions = { reserveBytes: 16 * 1024 * 1024, staticEnd: 2048, pymalloc: { poolBytes: 512, arenaBytes: 4096 }, segmentBytes: 8192 };

/** The memory layer's constants, shrunk in different ways; the first has those of CPython 3.10. */
const SIZES: readonly HeapOptions[] = [
  { ...BASE, pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 }, segmentBytes: undefined },
  BASE,
  { ...BASE, collector: { smallCount: 1, suspects: 1, youngSuspects: 0, dense: 0, longMembers: 0, farWords: -1 } },
  { ...BASE, collector: { smallCount: 2, suspects: 3, youngSuspects: 1, notedMembers: 2, dense: 0 } },
  { ...BASE, collector: { suspects: 0, notedMembers: 0, dense: 1e9 } },
  { ...BASE, collector: { smallCount: 0, suspects: 64, youngSuspects: 64, dense: 1, longMembers: 0, farWords: -1 } },
];

const variable = fc.integer({ min: 0, max: VARIABLES - 1 });

export const CASES: fc.Arbitrary<Case> = fc.record({
  steps: fc.array(fc.record<Step>({ kind: fc.constantFrom(...STEPS), a: variable, b: variable, c: fc.nat(29) }), {
    minLength: 5,
    maxLength: 120,
    size: 'max',
  }),
  sizes: fc.nat(SIZES.length - 1),
  thresholds: fc.constantFrom<[number, number, number]>([1000, 10, 10], [3, 2, 2], [1, 1, 1], [10, 1, 1]),
  stress: fc.boolean(),
  wholeSet: fc.boolean(),
  debug: fc.boolean(),
  quiet: fc.boolean(),
  scattered: fc.boolean(),
});

function describeState({ variables, generations, counts, pending }: State): string {
  return `variables ${variables.join(' ')}; generations ${generations.map((g) => g.join(' ')).join(' | ')}; counts ${counts.map(([id, n]) => `${id}:${n}`).join(' ')}; pending ${pending.join(' ')}`;
}

/**
 * Runs a program in both worlds and compares them after every step: variables, the order of the generations, every count, the order of
 * finalizers, callbacks and deaths, results of collections. Throws Error at the first difference, and when the heap is not sound.
 */
export function check(test: Case): void {
  const options = SIZES[test.sizes];
  const real = new RealWorld(
    test.debug ? { ...options, debug: { quarantine: 20 } } : options,
    test.thresholds,
    test.stress,
    test.wholeSet,
    test.quiet,
    test.scattered,
  );
  const model = new ModelWorld(test.thresholds, test.stress, test.wholeSet, test.quiet);
  const events = (log: string[]): string => (test.quiet ? [...log].sort() : log).join(', ');
  for (const [i, step] of test.steps.entries()) {
    if (test.quiet && step.kind === 'watch') continue;
    const seen = [run(real, step), describeState(real.state), events(real.log)];
    const expected = [run(model, step), describeState(model.state), events(model.log)];
    for (let k = 0; k < seen.length; k++) {
      if (seen[k] !== expected[k]) throw new Error(`step ${i} (${JSON.stringify(step)}):\n  heap:  ${seen[k]}\n  model: ${expected[k]}`);
    }
    const problems = real.problems();
    if (problems.length > 0) throw new Error(`step ${i} (${JSON.stringify(step)}): ${problems.join('\n')}`);
  }
  const left = real.end();
  if (left.length > 0) throw new Error(left.join('\n'));
}

/** Runs `runs` programs from a seed; null when all pass, else fast-check's report with the seed and the failing program, the smallest when `shrink`. */
export function checkMany(runs: number, seed: number, shrink = true): string | null {
  const result = fc.check(fc.property(CASES, check), { numRuns: runs, seed, endOnFailure: !shrink });
  return result.failed ? (fc.defaultReportMessage(result) ?? 'failed') : null;
}
