import { comparePrograms } from './compare.ts';
import type { CompareOptions } from './options.ts';
import { ProgramRuns } from './program-run.ts';
import { comparisonJson, comparisonMarkdown, comparisonText } from './report.ts';

const FORMATS = { text: comparisonText, json: comparisonJson, markdown: comparisonMarkdown } as const;

/**
 * `ouro compare`: the report, and the program's exit code (the first that is not 0). A program that fails everywhere with the same words is
 * told once, as `ouro run` tells it. `command` is the path of the running command.
 */
export async function compareAndReport(options: CompareOptions, program: string, command: string): Promise<{ text: string; exitCode: number }> {
  const runs = new ProgramRuns(command, options.words);
  const comparison = await comparePrograms(program, options.models, runs);
  const exitCode = options.models.map((m) => comparison.exitCodes[m]!).find((code) => code !== 0) ?? 0;
  return { text: FORMATS[options.format](comparison), exitCode };
}
