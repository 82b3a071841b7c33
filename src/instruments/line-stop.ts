import { Op } from '../bytecode/opcodes.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { instrument } from '../runtime/frames/evaluation-hooks.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import { codeData, lastInstruction } from '../runtime/frames/loaded-code.ts';
import { LineWatch } from './line-watch.ts';
import { runningFrames } from './running-frames.ts';

/** Where to stop. */
export interface StopPlace {
  /** File as code objects name it. */
  readonly file: string;
  readonly line: number;
  /** The n-th time the line is reached, from 1. */
  readonly hit: number;
  /** When the line has run instead of before. */
  readonly after: boolean;
}

/** A stop that is set. */
export interface LineStop {
  /** Times the line was reached. */
  readonly hits: number;
  /** Ends the watch. */
  end(): void;
}

/**
 * Calls `reached` with the frame (borrowed) when a line is about to run for the n-th time, or has run. A line that returns counts as run
 * when the value to return is on the stack and the variables still stand. `reached` may run Python and may throw to end the run.
 */
export function stopAtLine(rt: Runtime, place: StopPlace, reached: (frame: number) => void): LineStop {
  const watch = new LineWatch(rt, (file) => file === place.file);
  const state = { hits: 0, end: () => instrument(rt, null) };
  /** The frame in which the line runs, while waiting for its end. */
  let inside = 0;
  const stop = (frame: number): void => {
    instrument(rt, null);
    reached(frame);
  };
  instrument(rt, (_rt, frame) => {
    const line = watch.starting(frame);
    if (inside !== 0) {
      if (frame === inside && (line !== 0 || returns(rt, frame))) stop(frame);
      else if (frame !== inside && !runningFrames(rt).includes(inside)) stop(frame);
      return;
    }
    if (line !== place.line) return;
    if (++state.hits !== place.hit) return;
    if (place.after) inside = frame;
    else stop(frame);
  });
  return state;
}

function returns(rt: Runtime, frame: number): boolean {
  return codeData(rt, rt.H[frame + Fr.code]).code[2 * lastInstruction(rt, frame)] === Op.RETURN_VALUE;
}
