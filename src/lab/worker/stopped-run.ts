import { Recorder, type WatchedName } from '../../instruments/recorder.ts';
import { dictGetText } from '../../runtime/containers/dict-object.ts';
import { nameOfType } from '../../runtime/core/errors.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import { Root } from '../../runtime/core/static.ts';
import { instrument } from '../../runtime/frames/evaluation-hooks.ts';
import { PROGRAM_FILE } from './interpreter.ts';

/** Thrown through a program that has come to the step asked for. */
export class StepReached extends Error {
  override readonly name = 'StepReached';
}

/** A recorder for the program of the page. */
export function programRecorder(rt: Runtime, source: string, watch: readonly WatchedName[], onStep?: (index: number) => void): Recorder {
  return new Recorder(rt, {
    file: PROGRAM_FILE,
    program: 'program.py',
    limits: { objects: 1500, references: 500 },
    sources: [{ file: PROGRAM_FILE, text: source }],
    ...(watch.length === 0 ? {} : { watch }),
    ...(onStep === undefined ? {} : { onStep }),
  });
}

/** A recorder that calls `there` at a step, with recording ended, and then ends the run with StepReached. */
export function recordUntil(rt: Runtime, source: string, watch: readonly WatchedName[], step: number, there: () => void): Recorder {
  return programRecorder(rt, source, watch, (index) => {
    if (index !== step) return;
    instrument(rt, null);
    there();
    throw new StepReached('the step is reached');
  });
}

/** Type of the exception that ended the program, or null. */
export function endedWith(rt: Runtime): string | null {
  const dict = rt.H[Root.sysDict]!;
  const type = dict === 0 ? 0 : dictGetText(rt, dict, 'last_type');
  return type === 0 ? null : nameOfType(rt, type);
}
