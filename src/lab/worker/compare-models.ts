import { comparePrograms, type Difference, placesOf } from '../../cli/compare/compare.ts';
import type { ModelChoice, ProgramRun } from '../../cli/compare/program-run.ts';
import { hybrid } from '../../models/hybrid.ts';
import { findModel } from '../../models/index.ts';
import { mechanisms } from '../../models/mechanisms.ts';
import type { Model } from '../../models/model.ts';
import type { ComparedOutput } from './protocol.ts';

/** Runs the program under a model and gives what it printed. */
export type RunUnder = (model: Model) => ProgramRun;

function chosenModel({ model, mixed }: ModelChoice): Model {
  let made = findModel(model)!;
  for (const word of mixed) {
    const [id, release] = word.split('@') as [string, string];
    made = hybrid(
      made,
      findModel(release)!,
      mechanisms.filter((m) => m.id === id),
    );
  }
  return made;
}

/** The runs line beside line, with the reasons that are known. */
function comparedOutput(models: readonly string[], runs: readonly ProgramRun[], differences: readonly Difference[]): ComparedOutput {
  return {
    models: [...models],
    exitCodes: runs.map((r) => r.exitCode),
    rows: placesOf(runs)
      .filter((place) => place.stream !== 'exit code')
      .map((place) => {
        const difference = differences.find(
          (d) => d.stream === place.stream && d.line === place.number && d.groups.some((g) => place.texts.includes(g.text)),
        );
        const reasons = (difference?.groups ?? []).flatMap((g) => (g.reason === undefined ? [] : [{ model: g.models[0]!, ...g.reason }]));
        return {
          stream: place.stream,
          number: place.number,
          texts: [...place.texts],
          differs: place.texts.some((t) => t !== place.texts[0]),
          reasons,
        };
      }),
  };
}

/**
 * The program under several models, and why its lines differ: the same comparison as `ouro compare`. `outputs` hears of the runs themselves
 * before the reasons are looked for.
 */
export async function compareModels(
  models: readonly string[],
  runUnder: RunUnder,
  outputs: (comparison: ComparedOutput) => void,
): Promise<ComparedOutput> {
  const known = new Map<string, ProgramRun>();
  const run = async (choice: ModelChoice): Promise<ProgramRun> => {
    const key = [choice.model, ...choice.mixed].join(' ');
    let found = known.get(key);
    if (found === undefined) {
      found = runUnder(chosenModel(choice));
      known.set(key, found);
    }
    return found;
  };
  const runs: ProgramRun[] = [];
  for (const model of models) runs.push(await run({ model, mixed: [] }));
  outputs(comparedOutput(models, runs, []));
  const { differences } = await comparePrograms('program.py', models, { run });
  return comparedOutput(models, runs, differences);
}
