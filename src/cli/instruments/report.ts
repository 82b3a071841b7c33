import { writeFileSync } from 'node:fs';
import { AllocationWatch } from '../../instruments/allocation-watch.ts';
import { heapLayout } from '../../instruments/heap-layout.ts';
import { TimelineRecorder } from '../../instruments/timeline.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import type { RunOptions } from '../run-options.ts';
import type { Answers, InstrumentRun } from './answers.ts';
import { isProgramFile, isReadable, programFile, sourceOf } from './program-place.ts';
import { type MemoryReport, reportChart } from './report-chart.ts';
import { reportPage } from './report-page.ts';
import type { InstrumentRequest } from './request.ts';

type Report = InstrumentRequest & { kind: 'report' };

/** `ouro report`: memory over time and the map of the heap. */
export function startReport(rt: Runtime, options: RunOptions, request: Report, answers: Answers): InstrumentRun {
  const file = programFile(rt, options);
  const watch = new AllocationWatch(rt);
  const recorder = new TimelineRecorder(rt, isProgramFile(file), Math.max(8, request.samples));
  return {
    finish(programExit) {
      if (!isReadable(rt, file)) return programExit;
      const timeline = recorder.finish();
      const report: MemoryReport = { program: file.replace(/^.*\//, ''), model: rt.model.name, timeline, heap: heapLayout(rt, watch) };
      watch.end();
      if (request.output !== null) {
        try {
          writeFileSync(request.output, reportPage(report, sourceOf(rt, file) ?? ''));
        } catch (thrown) {
          answers.note(`ouro report: cannot write ${request.output}: ${(thrown as Error).message.replace(/,.*$/, '')}\n`);
          return 1;
        }
      }
      if (answers.json) answers.print(`${JSON.stringify(report)}\n`);
      else answers.print(`${reportChart(report)}${request.output === null ? '' : `\nThe whole report: ${request.output}\n`}`);
      return programExit;
    },
  };
}
