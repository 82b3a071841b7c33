/** One case: the program's output beside the recorded one. */
export interface Result {
  name: string;
  ok: boolean;
  stdout: string;
  expected: string;
  stderr: string;
}
/** Path of the built command. */
export const command: string;
/** Reasons by `model group/name`. */
export function expectedFailures(): Map<string, string>;
/** Runs all programs of a group under a model. */
export function runGroup(group: string, model: string, extraArgs?: readonly string[]): Promise<Result[]>;
/** Runs the command; gives stdout, stderr and exit code. */
export function run(args: readonly string[]): Promise<{ stdout: string; stderr: string; code: number | string }>;
