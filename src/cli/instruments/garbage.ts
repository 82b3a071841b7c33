import { AllocationWatch } from '../../instruments/allocation-watch.ts';
import { findGarbage, type GarbageGroup, type GarbageReport } from '../../instruments/garbage.ts';
import { stopAtLine } from '../../instruments/line-stop.ts';
import { frameName } from '../../instruments/running-frames.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import { EXIT_USAGE } from '../exit-codes.ts';
import type { RunOptions } from '../run-options.ts';
import { type Answers, type InstrumentRun, StopProgram } from './answers.ts';
import { isReadable, lineNotReached, programFile } from './program-place.ts';
import type { InstrumentRequest } from './request.ts';

type Garbage = InstrumentRequest & { kind: 'garbage' };

const GROUPS_SHOWN = 10;

/** `ouro garbage`: what the collector would find. */
export function startGarbage(rt: Runtime, options: RunOptions, request: Garbage, answers: Answers): InstrumentRun {
  const file = programFile(rt, options);
  const watch = new AllocationWatch(rt);
  if (request.keep) rt.heap.gc.enabled = false;
  const answer = (where: string): void => {
    const report = findGarbage(rt, (op) => watch.originOf(op));
    if (answers.json) answers.print(`${JSON.stringify({ at: where, ...report }, null, 2)}\n`);
    else answers.print(reportText(answers, report, where, request.all ? Number.POSITIVE_INFINITY : GROUPS_SHOWN));
  };
  const { line, hit } = request;
  if (line === null) {
    return {
      finish(programExit) {
        if (!isReadable(rt, file)) return programExit;
        answer('at exit');
        watch.end();
        return 0;
      },
    };
  }
  const stop = stopAtLine(rt, { file, line, hit, after: false }, (frame) => {
    const at = frameName(rt, frame);
    answer(`${at.file.replace(/^.*\//, '')}:${at.line} in ${at.function}`);
    throw new StopProgram(0);
  });
  return {
    finish(programExit) {
      stop.end();
      if (!isReadable(rt, file)) return programExit;
      answers.note(`ouro garbage: ${lineNotReached(rt, file, line, stop.hits, hit)}\n`);
      return EXIT_USAGE;
    },
  };
}

function bytesText(n: number): string {
  if (n < 10_000) return `${n} bytes`;
  return n < 10_000_000 ? `${(n / 1024).toFixed(1)} KiB` : `${(n / 1024 / 1024).toFixed(1)} MiB`;
}

function plural(n: number, word: string): string {
  return `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`;
}

function reportText(answers: Answers, report: GarbageReport, where: string, limit: number): string {
  if (report.groups.length === 0) return `${where}: no garbage: the collector would find nothing\n`;
  const lines = [
    `${where}: ${answers.paint(`${plural(report.objects, 'object')}, ${bytesText(report.bytes)}`, 'bold')} that only the collector frees`,
    '',
  ];
  for (const group of report.groups.slice(0, limit)) lines.push(...groupText(group), '');
  const more = report.groups.length - limit;
  if (more > 0) lines.push(`and ${plural(more, 'group')} more (--all shows them)`, '');
  lines.push(`The collector takes it: ${report.forecast}.`);
  return `${lines.join('\n')}\n`;
}

function groupText(group: GarbageGroup): string[] {
  const { cycle, times, objects, bytes, types, cut } = group;
  const lines = [
    `${times > 1 ? `${times.toLocaleString('en')} times ` : ''}a cycle of ${cycle.length}: ${plural(objects, 'object')}, ${bytesText(bytes)}`,
  ];
  for (const step of cycle) {
    const made = step.made === null ? '' : `, made at ${step.made.file.replace(/^.*\//, '')}:${step.made.line}`;
    const value = step.value === '' || step.value === step.type ? '' : ` ${step.value}`;
    lines.push(`    ${step.type}${value} (count ${step.count}${made})`, `      ${step.slot} →`);
  }
  lines.push(`    the first again`);
  lines.push(
    `  holds ${types
      .slice(0, 5)
      .map(([type, n]) => `${n.toLocaleString('en')} ${type}`)
      .join(', ')}${types.length > 5 ? ' …' : ''}`,
  );
  if (cut !== null)
    lines.push(
      `  without ${cut.slot}${/^value of/.test(cut.slot) ? '' : ` of the ${cut.owner}`} counting alone would free ${plural(cut.freesObjects, 'object')}, ${bytesText(cut.freesBytes)}`,
    );
  return lines;
}
