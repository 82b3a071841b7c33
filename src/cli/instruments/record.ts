import { writeFileSync } from 'node:fs';
import { Recorder, type WatchedName } from '../../instruments/recorder.ts';
import { encodeRecording } from '../../instruments/recording-file.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import type { RunOptions } from '../run-options.ts';
import type { Answers, InstrumentRun } from './answers.ts';
import { isProgramFile, isReadable, lastErrorName, programFile, sourceOf } from './program-place.ts';
import type { InstrumentRequest } from './request.ts';

type Record = InstrumentRequest & { kind: 'record' };

function watchedName(text: string): WatchedName {
  const dot = text.lastIndexOf('.');
  return dot < 0 ? { name: text, function: null } : { name: text.slice(dot + 1), function: text.slice(0, dot) };
}

/** `ouro record`: a run line by line into a file. */
export function startRecord(rt: Runtime, options: RunOptions, request: Record, answers: Answers): InstrumentRun {
  const file = programFile(rt, options);
  const source = sourceOf(rt, file);
  const began = performance.now();
  const { steps, objects, bytes, watch } = request;
  const recorder = new Recorder(rt, {
    file,
    program: options.program.kind === 'file' ? options.program.path : file,
    isProgram: isProgramFile(file),
    sources: source === null ? [] : [{ file, text: source }],
    watch: watch.length === 0 ? undefined : watch.map(watchedName),
    limits: { ...(steps === null ? {} : { steps }), ...(objects === null ? {} : { objects }), ...(bytes === null ? {} : { bytes }) },
  });
  return {
    finish(programExit) {
      if (!isReadable(rt, file)) return programExit;
      const recording = recorder.finish(programExit === 0 ? null : lastErrorName(rt));
      const took = performance.now() - began;
      const packed = encodeRecording(recording);
      try {
        writeFileSync(request.output, packed);
      } catch (thrown) {
        answers.note(`ouro record: cannot write ${request.output}: ${(thrown as Error).message.replace(/,.*$/, '')}\n`);
        return 1;
      }
      const slowdown = took / Math.max(1, took - recorder.spentMs);
      const { omissions } = recording;
      const about = {
        output: request.output,
        bytes: packed.length,
        steps: recorder.steps,
        collections: recording.collections.length,
        ms: Math.round(took),
        slowdown: Number(slowdown.toFixed(1)),
        omissions,
      };
      if (answers.json) answers.print(`${JSON.stringify(about)}\n`);
      else {
        answers.print(`${request.output}: ${about.steps.toLocaleString('en')} steps, ${(packed.length / 1024).toFixed(0)} KiB; `);
        answers.print(`${about.ms} ms, of which the steps took ${Math.round(recorder.spentMs)} ms (about ${about.slowdown} × slower)\n`);
        if (omissions.stopped !== null)
          answers.print(
            `  left out: everything after ${omissions.stoppedAt.replace(/^.*\//, '')}, the limit of ${omissions.stopped} (--${omissions.stopped})\n`,
          );
        if (omissions.objects > 0) answers.print(`  left out: up to ${omissions.objects.toLocaleString('en')} objects at a step (--objects)\n`);
        if (omissions.output > 0) answers.print(`  left out: ${omissions.output.toLocaleString('en')} characters of output\n`);
      }
      return programExit;
    },
  };
}
