import { type AlignedLine, alignLines, groupModels, type LineGroup } from './aligned-lines.ts';
import { explainDifferences, type Reason } from './attribution.ts';
import type { ModelChoice, ProgramRun, ProgramRuns } from './program-run.ts';

/** A program under several models: where they differ, and why. */

/** Models that print the same, and why their line is not that of the group before. */
export interface ComparedGroup extends LineGroup {
  /** Absent for the first group. */
  reason?: Reason;
}

/** A place where the models differ. */
export interface Difference {
  /** 'stdout', 'stderr' or 'exit code'. */
  stream: string;
  /** Number of the line, from 1. */
  line: number;
  groups: readonly ComparedGroup[];
}

export interface Comparison {
  program: string;
  models: readonly string[];
  differences: readonly Difference[];
  /** Lines of stdout that are the same under every model. */
  sameLines: number;
  exitCodes: Readonly<Record<string, number>>;
}

/** A line of the output (or the exit code) under each model. */
export interface Place extends AlignedLine {
  stream: string;
}

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Addresses and times of day are never the same twice. */
function comparable(line: string): string {
  return line.replace(/\b0x[0-9a-f]+/g, '0x…');
}

/** What the runs printed, equal lines side by side. */
export function placesOf(runs: readonly ProgramRun[]): Place[] {
  const stream = (name: 'stdout' | 'stderr'): Place[] =>
    alignLines(runs.map((r) => splitLines(r[name]).map(comparable))).map((line) => ({ ...line, stream: name }));
  return [...stream('stdout'), ...stream('stderr'), { stream: 'exit code', number: 1, texts: runs.map((r) => String(r.exitCode)) }];
}

/** Runs the program under the models and explains where they differ. */
export async function comparePrograms(program: string, models: readonly string[], runs: Pick<ProgramRuns, 'run'>): Promise<Comparison> {
  const results = await Promise.all(models.map((model) => runs.run({ model, mixed: [] })));
  const places = placesOf(results);
  const differing = places.flatMap((p, i) => (p.texts.every((t) => t === p.texts[0]) ? [] : [i]));
  const groups = new Map<number, ComparedGroup[]>(differing.map((i) => [i, groupModels(models, places[i]!.texts)]));

  const explain = async (k: number): Promise<void> => {
    const changed = differing.filter((i) => places[i]!.texts[k] !== places[i]!.texts[k - 1]);
    if (changed.length === 0) return;
    const reasons = await explainDifferences(models[k - 1]!, models[k]!, changed, async (choice: ModelChoice) => {
      // the run goes beside the others, so that its lines have their places
      const mixed = await runs.run(choice);
      const aligned = placesOf([...results, mixed]).filter((p) => p.texts.slice(0, -1).some((t) => t !== null));
      return aligned.map((p) => p.texts.at(-1)!);
    });
    for (const i of changed) {
      const group = groups.get(i)!.find((g) => g.models[0] === models[k])!;
      group.reason = reasons.get(i);
    }
  };
  await Promise.all(models.slice(1).map((_, i) => explain(i + 1)));
  return {
    program,
    models,
    differences: differing.map((i) => ({ stream: places[i]!.stream, line: places[i]!.number, groups: groups.get(i)! })),
    sameLines: places.filter((p, i) => p.stream === 'stdout' && !groups.has(i)).length,
    exitCodes: Object.fromEntries(models.map((m, i) => [m, results[i]!.exitCode])),
  };
}
