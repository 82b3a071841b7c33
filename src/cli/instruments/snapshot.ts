import { resolve } from 'node:path';
import { AllocationWatch } from '../../instruments/allocation-watch.ts';
import { LineWatch } from '../../instruments/line-watch.ts';
import { saveSnapshot } from '../../instruments/save-snapshot.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import { instrument } from '../../runtime/frames/evaluation-hooks.ts';
import { HostError } from '../../runtime/host/host.ts';
import { EXIT_USAGE } from '../exit-codes.ts';
import { nodeCodec } from '../node-codec.ts';
import type { RunOptions } from '../run-options.ts';
import { type Answers, type InstrumentRun, StopProgram } from './answers.ts';
import { isReadable, lineNotReached, programFile } from './program-place.ts';
import type { InstrumentRequest, SnapshotMoment } from './request.ts';

type Request = InstrumentRequest & { kind: 'snapshot' };

/** `ouro snapshot`: writes the heap at the moments asked for and stops after the last, unless it is the end. */
export function startSnapshot(rt: Runtime, options: RunOptions, request: Request, answers: Answers): InstrumentRun {
  const file = programFile(rt, options);
  const shownFile = file.replace(/^.*\//, '');
  const watch = request.origins ? new AllocationWatch(rt) : null;
  const waiting = new Set(request.moments);
  const hits = new Map<SnapshotMoment, number>();
  let failed = 0;

  const take = (moment: SnapshotMoment): void => {
    waiting.delete(moment);
    const when = moment.kind === 'line' ? `line ${moment.line} of ${shownFile}${moment.hit > 1 ? `, time ${moment.hit}` : ''}` : moment.kind;
    const path = request.moments.length === 1 ? request.output : numbered(request.output, request.moments.indexOf(moment) + 1);
    try {
      const saved = saveSnapshot(
        rt,
        rt.host.fs!,
        path,
        {
          program: options.program.kind === 'file' ? options.program.path : '',
          moment: when,
          // the same words give the same run: its addresses and allocations mean the same
          process: `${resolve(file)} under ${options.model}: ${options.origArgv.join(' ')}`,
          originOf: watch === null ? undefined : (op) => watch.originOf(op),
        },
        nodeCodec,
      );
      if (answers.json) answers.print(`${JSON.stringify({ path, moment: when, ...saved })}\n`);
      else {
        const megabytes = (saved.bytes / 1e6).toFixed(1);
        answers.print(
          `${when}: ${path} has ${saved.objects.toLocaleString('en')} objects, ${saved.references.toLocaleString('en')} references (${megabytes} MB)\n`,
        );
      }
    } catch (thrown) {
      const reason = thrown instanceof HostError ? thrown.message : (thrown as { code?: string }).code;
      if (reason === undefined) throw thrown;
      answers.note(`ouro snapshot: cannot write ${path}: ${reason}\n`);
      failed = 1;
    }
    if (waiting.size === 0 && !request.goOn && moment.kind === 'line') throw new StopProgram(failed);
  };

  const lines = [...waiting].filter((moment) => moment.kind === 'line');
  if (lines.length > 0) {
    const starts = new LineWatch(rt, (name) => name === file);
    instrument(rt, (_rt, frame) => {
      const line = starts.starting(frame);
      if (line === 0) return;
      for (const moment of lines) {
        if (moment.line !== line || !waiting.has(moment)) continue;
        const times = (hits.get(moment) ?? 0) + 1;
        hits.set(moment, times);
        if (times === moment.hit) take(moment);
      }
      if (!lines.some((moment) => waiting.has(moment))) instrument(rt, null);
    });
  }
  const noMemory = rt.noMemory.bind(rt);
  rt.noMemory = () => {
    for (const moment of waiting) if (moment.kind === 'memory-error') take(moment);
    return noMemory();
  };

  return {
    finish(programExit) {
      if (!isReadable(rt, file)) return programExit;
      let code = programExit;
      for (const moment of [...waiting]) {
        if (moment.kind === 'exit') take(moment);
        else {
          code = EXIT_USAGE;
          const why =
            moment.kind === 'line'
              ? lineNotReached(rt, file, moment.line, hits.get(moment) ?? 0, moment.hit)
              : 'memory never ran out: try --max-heap';
          answers.note(`ouro snapshot: ${why}\n`);
        }
      }
      watch?.end();
      return failed !== 0 ? failed : code;
    },
  };
}

/** heap.ouro and 2: heap.2.ouro */
function numbered(path: string, n: number): string {
  const ending = /\.[^./]*$/.exec(path)?.[0] ?? '';
  return `${path.slice(0, path.length - ending.length)}.${n}${ending}`;
}
